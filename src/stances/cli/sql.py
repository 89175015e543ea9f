"""`stances sql`."""

from __future__ import annotations

import sys
from typing import Any

import click

from stances.cli.options import Command
from stances.cli.output import Output, output_options
from stances.cli.session import open_corpus
from stances.queries.sql import sql


@click.command(
    "sql",
    cls=Command,
    examples=(
        ("stances sql 'SELECT ref, quote FROM statements'", "any question"),
        ("stances sql 'SELECT source, COUNT(*) FROM evidence GROUP BY 1'", "what rests on each"),
        ("stances sql 'SELECT * FROM disputes' -o disputes.csv", "a whole table, as a sheet"),
    ),
    help="Answer a query in SQLite's SQL over the tables of docs/sql.md: statements, evidence, "
    "officials, sources and more. It can only read. Without QUERY it is read from stdin.",
)
@click.argument("query", metavar="[QUERY]", default="-")
@output_options
@click.pass_context
def command(ctx: click.Context, /, query: str, **options: Any) -> int:
    """Answer a query."""
    output = Output.from_options(options)
    text = _from_stdin() if query == "-" else query
    result = sql(open_corpus(ctx, options).index, text)
    output.check_keys(result.keys)
    return output.write(result.arranged(output.sort, output.limit), arranged=True)


def _from_stdin() -> str:
    if sys.stdin is None or sys.stdin.isatty():
        message = "there is none, and none comes from a pipe; e.g. 'SELECT * FROM statements'"
        raise click.BadParameter(message, param_hint="QUERY")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.BadParameter("it is not in UTF-8", param_hint="QUERY") from error
