"""`stances sql`."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

import click

from stances.cli.options import ASKED, Command
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.errors import BadQuery
from stances.queries.sql import SqlResult, schema, sql, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

PRINTED = "list show compare summary timeline conflicts report officials sources codebook".split()
"""The questions whose SQL can be printed."""
_QUESTION = "stances.printed"


class SqlCommand(Command):
    """A command whose `--print` takes the rest of the line as the command line of a question."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the question aside, with its options."""
        if "--print" in args:
            at = args.index("--print") + 1
            ctx.meta[_QUESTION] = args[at:]
            args = args[:at]
        return super().parse_args(ctx, args)


@click.command(
    "sql",
    cls=SqlCommand,
    examples=(
        ("stances sql 'SELECT ref, quote FROM statements'", "any question"),
        ("stances sql 'SELECT source, COUNT(*) FROM evidence GROUP BY 1'", "texts of each source"),
        ("stances sql 'SELECT * FROM disputes' -o disputes.csv", "a whole table, as a sheet"),
        ("stances sql --tables", "which tables there are"),
        ("stances sql --schema statements", "which columns a table has, and what they mean"),
        ("stances sql --print summary --faction military", "the SQL that another command runs"),
    ),
    help="Run an SQL query over the tables of docs/sql.md: statements, evidence, officials, "
    "sources and more. The SQL is SQLite's, or DuckDB's if --data is a Parquet export. A "
    "query can only read. Without QUERY, it is read from standard input. `.tables` and "
    "`.schema [TABLE]` are queries too.",
)
@click.argument("words", metavar="[QUERY]", nargs=-1)
@click.option(
    "--tables", "lists_tables", is_flag=True, help="List the tables, with their numbers of rows."
)
@click.option(
    "--schema",
    "table",
    is_flag=False,
    flag_value="",
    metavar="[TABLE]",
    help="List the columns of a table, or of all tables, with their meaning and references.",
)
@click.option(
    "--print",
    "printed",
    is_flag=True,
    help="Print the SQL that the command after this option runs.",
)
@output_options
@click.pass_context
def command(ctx: click.Context, /, words: tuple[str, ...], *, printed: bool, **options: Any) -> int:
    """Answer a query."""
    query = " ".join(words) if words else "-"
    if len(words) > 1 and not query.startswith("."):
        raise click.UsageError("the query must be one argument; put it in quotation marks")
    asked = _option_asked(options)
    if asked and (printed or words):
        raise click.UsageError("--tables and --schema cannot be combined with a query or --print")
    output = Output.from_options(options)
    if printed:
        return _print(ctx, output, options)
    if asked is None:
        query = _from_stdin() if query == "-" else query
        asked = _command_asked(query)
    if asked and asked[0] == "schema":
        result = schema(asked[1])
    else:
        index = open_corpus(ctx, options, exported=True, codings=True).index
        result = tables(index) if asked else sql(index, query)
    output.check_keys(result.keys)
    return output.write(result.arranged(output.sort, output.limit), arranged=True)


def _option_asked(options: dict[str, Any]) -> tuple[str, str] | None:
    """What is asked of the tables in place of a query, and of which, by an option."""
    lists, table = options.pop("lists_tables"), options.pop("table")
    if lists and table is not None:
        raise click.UsageError("--tables and --schema cannot be combined")
    return ("tables", "") if lists else None if table is None else ("schema", table)


def _command_asked(query: str) -> tuple[str, str] | None:
    """The same, by a command of SQLite's shell; `BadQuery` for one that is not understood here."""
    if not query.lstrip().startswith("."):
        return None
    name, *words = query.strip().rstrip(";").split()
    if name not in (".tables", ".schema") or len(words) > (name == ".schema"):
        why = f"`{' '.join((name, *words))}` is not a known command"
        raise BadQuery(why, "use .tables, .schema [TABLE] or SQL")
    return name.removeprefix("."), "".join(words)


def _print(ctx: click.Context, output: Output, options: dict[str, Any]) -> int:
    """Ask a question, and write its queries in place of its output."""
    name, *words = ctx.meta[_QUESTION] or [""]
    if name not in PRINTED:
        message = f"it is followed by one of {', '.join(PRINTED)}, with its options"
        raise click.BadParameter(message, param_hint="'--print'")
    from inspect import cleandoc  # noqa: PLC0415 - slow to import, and few queries are printed

    asked = _asked(ctx, name, [*words, *_naming(options)])
    unique = {(query, repr(values)): (cleandoc(query), values) for query, values in asked}
    if not output.is_usual:
        rows = ({"sql": query, "parameters": values} for query, values in unique.values())
        return output.write(SqlResult(["sql", "parameters"], rows))
    for query, values in unique.values():
        click.echo(f"-- parameters: {_listed(values)}\n{query};\n" if values else f"{query};\n")
    return 0


def _naming(options: dict[str, Any]) -> list[str]:
    """The options of `sql` itself that say of which corpus the question is asked."""
    named = ["--data", options["data"]] if options["data"] is not None else []
    return [*named, *(["--no-index"] if options["no_index"] else ())]


def _asked(ctx: click.Context, name: str, words: Sequence[str]) -> Sequence[tuple[str, list[Any]]]:
    """The queries of a command line with their parameters, in the order in which they are asked."""
    parent = ctx.parent
    if parent is None or not isinstance(parent.command, click.Group):
        raise AssertionError
    asked: list[tuple[str, list[Any]]] = []
    ctx.meta[ASKED] = asked
    question = parent.command.get_command(parent, name)
    if question is None:
        raise AssertionError
    # All rows are read where they are written.
    arguments = [*words, "--format", "json", "--output", "-"]
    with (
        open(os.devnull, "w", encoding="utf-8") as nowhere,  # noqa: PTH123 - pathlib is slow
        redirect_stdout(nowhere),
        question.make_context(name, arguments, parent=parent) as inner,
    ):
        question.invoke(inner)
    return asked


def _listed(values: Sequence[Any]) -> str:
    import json  # noqa: PLC0415 - few queries are printed

    return json.dumps(values, ensure_ascii=False)


def _from_stdin() -> str:
    if sys.stdin is None or sys.stdin.isatty():
        message = (
            "there is none, and none comes from a pipe; e.g. 'SELECT * FROM statements'. --tables "
            "lists what there is; `stances export sqlite FILE` writes it for `sqlite3 FILE`, which "
            "has a prompt"
        )
        raise click.BadParameter(message, param_hint="QUERY")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.BadParameter("it is not in UTF-8", param_hint="QUERY") from error
