"""`stances import`."""

from __future__ import annotations

import codecs
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.coder_options import CoderType
from stances.cli.confirm import asking, confirmed, show_changes, write, writing_options
from stances.cli.hints import pasted, say
from stances.cli.options import (
    Choice,
    Command,
    color_option,
    corpus_option,
    snapshots_option,
    with_options,
)
from stances.cli.output import (
    Output,
    refuse_on_a_terminal,
    stream_width,
    terminal_width,
    wants_color,
)
from stances.cli.progress import Progress
from stances.cli.session import Session, open_index
from stances.cli.written_dates import WrittenDate, choose, date_columns, written_date_options
from stances.paths import find_snapshots, from_here, usual_snapshots
from stances.text import did_you_mean
from stances.views.formats import ROWS, ViewOptions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from stances.editing.import_.columns import Columns
    from stances.editing.import_.officials import Guess
    from stances.editing.import_.result import ImportReport, Lacking, Proposal
    from stances.editing.tables import Table
    from stances.evidence.copies import Snapshots
    from stances.problems import Problem


KINDS = ("csv", "tsv", "jsonl", "xlsx")
CODINGS = "codings"
"""The word before the kind of a sheet of codings."""


def _complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The kinds of tables, unless one is there already; else a file."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only shells ask

    given = ctx.params.get("words") or ()
    kinds = KINDS if given == (CODINGS,) else () if given else (*KINDS, CODINGS)
    matches = [CompletionItem(kind) for kind in kinds if kind.startswith(incomplete)]
    return matches or [CompletionItem(incomplete, type="file")]


_TABLE_OPTIONS = (
    click.option(
        "--map", "mapped", multiple=True, metavar="COLUMN=KEY", help="Read a column as a key."
    ),
    click.option(
        "--map-file", metavar="FILE", help="Read columns as this file says, which --save-map wrote."
    ),
    click.option("--save-map", metavar="FILE", help="Write how the columns are read to a file."),
    click.option(
        "--set",
        "given",
        multiple=True,
        metavar="KEY=VALUE",
        help="Use this value in rows where the key is empty.",
    ),
    written_date_options,
    click.option(
        "--encoding", metavar="NAME", default="", help="The encoding of the file. Default: UTF-8."
    ),
    click.option(
        "--sheet", metavar="NAME", default="", help="The sheet to read, if a workbook has several."
    ),
    click.option(
        "--spreadsheet-safe",
        is_flag=True,
        help="Remove the apostrophes that `list --spreadsheet-safe` adds.",
    ),
)


def _kind_and_name(words: Sequence[str], command: str = "import") -> tuple[str, str]:
    """The kind and the path of the table; usage error if one is missing, that says `command`."""
    from stances.editing.tables import kind_of  # noqa: PLC0415 - help is to be quick

    *kinds, name = words
    if len(kinds) > 1:
        raise click.UsageError(
            f"import takes one sheet at a time, and these are {len(kinds)}: {' '.join(words)}"
        )
    kind = kinds[0] if kinds else kind_of(name)
    if name in KINDS and not kinds:
        raise click.UsageError(f"name the file too: `stances {command} {name} FILE`")
    if kind is None:
        raise click.UsageError(
            f"name the format of {name}: `stances {command} csv {name}`, or tsv, jsonl, xlsx"
        )
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS)
        raise click.UsageError(f"`{kind}` is not a kind of sheet; {hint}")
    return kind, name


def _columns_from(options: dict[str, Any]) -> Columns:
    """The columns of `--map`, `--set` and `--map-file`; usage errors for unknown keys."""
    from stances.editing.import_.columns import KEYS, Columns  # noqa: PLC0415 - as above
    from stances.editing.import_.map_file import read_map  # noqa: PLC0415 - as above

    pairs: dict[str, dict[str, str]] = {"map": {}, "set": {}}
    for option, texts in (("map", options["mapped"]), ("set", options["given"])):
        for text in texts:
            left, equals, right = text.rpartition("=") if option == "map" else text.partition("=")
            key = right if option == "map" else left
            if not equals or not left:
                raise click.BadParameter(f"`{text}` has no `=`", param_hint=f"'--{option}'")
            if key not in KEYS and (key or option == "set"):
                message = f"there is no key `{key}`; {did_you_mean(key, KEYS)}"
                raise click.BadParameter(message, param_hint=f"'--{option}'")
            left, right = left.strip(), right.strip()
            if pairs[option].setdefault(left, right) != right:
                message = f"`{left}` cannot be both `{pairs[option][left]}` and `{right}`"
                raise click.BadParameter(message, param_hint=f"'--{option}'")
    told = Columns(pairs["map"], {key: value for key, value in pairs["set"].items() if value})
    return read_map(Path(options["map_file"])).with_more(told) if options["map_file"] else told


def _read_table(
    kind: str, name: str, known: Callable[[str], bool], options: dict[str, Any]
) -> Table:
    """The table. Raises `CannotRead` and `NeedsExtra`; usage error for an unknown encoding."""
    from stances.editing.tables import KINDS as READERS  # noqa: PLC0415 - as above
    from stances.editing.tables import contents, decoded, xlsx_table  # noqa: PLC0415 - as above

    path, encoding = None if name == "-" else Path(name), options["encoding"]
    if kind == "xlsx":
        if encoding or options["spreadsheet_safe"]:
            raise click.UsageError("--encoding and --spreadsheet-safe cannot be used with xlsx")
        return xlsx_table(contents(path), name, known, options["sheet"])
    if options["sheet"]:
        raise click.UsageError("--sheet needs a workbook: `stances import xlsx FILE --sheet NAME`")
    try:
        is_text = not encoding or codecs.lookup(encoding)._is_text_encoding  # noqa: SLF001
    except (LookupError, ValueError):
        is_text = False
    if not is_text:
        raise click.BadParameter(f"`{encoding}` is not a known encoding", param_hint="'--encoding'")
    text = decoded(contents(path), name, encoding)
    return READERS[kind](text, known, safe=options["spreadsheet_safe"])


_TAKING_OPTIONS = (
    click.option("--new-officials", is_flag=True, help="Add officials that the corpus lacks."),
    click.option("--new-sources", is_flag=True, help="Add sources that the corpus lacks."),
    click.option("--new", is_flag=True, help="Both --new-officials and --new-sources."),
    click.option(
        "--as-evidence",
        is_flag=True,
        help="Add a row as evidence of the statement that already has its words.",
    ),
    click.option(
        "--alias",
        is_flag=True,
        help="Record a name that is spelt like a known one as an alias.",
    ),
    click.option(
        "--partial", is_flag=True, help="Import the rows without errors, and skip the others."
    ),
    click.option("--verify", is_flag=True, help="Look for the words in the stored copies."),
    click.option("--coder", metavar="CODER", type=CoderType(), help="The coder of these codings."),
    click.option("--replace", is_flag=True, help="Replace earlier codings that differ."),
    click.option("--date", type=WrittenDate(timed=False), help="The day of the codings."),
    snapshots_option,
    writing_options,
    click.option(
        "--format",
        type=Choice(["text", *ROWS.views]),
        help="The format of the result of each row; `text`: only rows that were not imported.",
    ),
)


@click.command(
    "import",
    cls=Command,
    examples=(
        ("stances import csv third.csv --dry-run", "show what a sheet would add, as a diff"),
        ("stances import csv third.csv --yes", "add it, if no row has an error"),
        (
            "stances import csv third.csv --new-officials --new-sources",
            "also add its new officials and sources",
        ),
        ("stances import csv sheet.csv --map Person=official", "read a column with another name"),
        ("stances import xlsx book.xlsx --sheet June --dry-run", "a sheet of a workbook"),
        ("stances import codings anna.xlsx --coder anna", "import how Anna coded the statements"),
    ),
    help="Add the statements of a sheet: CSV, TSV, JSON lines or an Excel workbook, from FILE or "
    "`-`. One row is one quotation; docs/import.md lists the columns. If any row has an "
    "error, nothing is written. A recorded statement is not added again, and no "
    "record is changed. With `codings`, FILE is a filled-in sheet of `stances coding sheet`.",
)
@click.argument(
    "words",
    metavar="[codings] [csv|tsv|jsonl|xlsx] FILE",
    nargs=-1,
    required=True,
    shell_complete=_complete,
)
@with_options(*_TABLE_OPTIONS, *_TAKING_OPTIONS, color_option, corpus_option)
@click.pass_context
def command(ctx: click.Context, /, words: tuple[str, ...], **options: Any) -> int:
    """Import a sheet."""
    if words[0] == CODINGS:
        return _import_codings(ctx, words[1:], options)
    return _import_statements(ctx, words, options)


def _import_statements(ctx: click.Context, words: tuple[str, ...], options: dict[str, Any]) -> int:
    """Import a sheet of statements."""
    _refuse_of_codings(options)
    kind, name = _kind_and_name(words)
    columns = _columns_from(options)
    output = None
    if options["format"] not in (None, "text"):
        refuse_on_a_terminal(options["format"], None)
        color = wants_color(options["color"], sys.stdout)
        view_options = ViewOptions(color=color, width=terminal_width())
        output = Output(options["format"], None, view_options, "", None, fail_empty=False)
    asks = asking(options, taken=name == "-")
    table = _read_table(kind, name, columns.knows, options)
    writes = not options["dry_run"]
    session = open_index(ctx, options, fall_back=False, adds=True, writes=writes)
    session.refuse_unusable()
    proposal = _proposal(session, table, columns, options, asks=asks)
    # stdout is for the result: the rows, or the changes, or the problems.
    err = output is not None or options["dry_run"]
    if output is None:
        _show(proposal, session, name, options, asks=asks)
    if options["save_map"]:
        _save_map(options["save_map"], proposal.report, columns)
    count = len(proposal.replacements)
    written = bool(count) and not options["dry_run"] and (not asks or confirmed(count))
    if written:
        write(proposal.replacements, session, options, "import", kind, name)
    report = proposal.report
    if not (written or options["dry_run"]):
        report = report.without_files()
    if output:
        output.write(report)
        _say_notes(report)
    from stances.views.edit_results import count_lines, folded  # noqa: PLC0415 - as above

    width = stream_width(err=err)
    for text in count_lines(report, written=written, width=width):
        click.echo(text, err=err)
    _say_where_copies_go(report.uncopied, session, options, err=err)
    if not written and report.counts["sound"]:
        more = "" if options["partial"] or asks else "; --partial imports the rows without errors"
        for text in folded(f"nothing was written{more}", width):
            click.echo(text, err=err)
    is_done = written or options["dry_run"] or not proposal.replacements
    return 0 if report.complete and is_done else 1


def _refuse_of_codings(options: dict[str, Any]) -> None:
    """Usage error for options that say something of codings alone."""
    for option in ("coder", "replace", "date"):
        if options[option]:
            raise click.UsageError(f"--{option} is for codings: `stances import codings FILE`")


def _import_codings(ctx: click.Context, words: Sequence[str], options: dict[str, Any]) -> int:
    """Import a sheet of codings."""
    from stances.cli.import_codings import import_codings  # noqa: PLC0415 - help is to be quick

    if not words:
        raise click.UsageError("name the file too: `stances import codings FILE --coder CODER`")
    kind, name = _kind_and_name(words, f"import {CODINGS}")

    def read(known: Callable[[str], bool]) -> tuple[str, Table]:
        return name, _read_table(kind, name, known, options)

    return import_codings(ctx, words, options, read)


def _say_notes(report: ImportReport) -> None:
    """The notes of a report, for which rows are no place."""
    for note in report.notes:
        _say(note)


def _say(text: str) -> None:
    """Say something on stderr, on a terminal folded at words."""
    from stances.text import brief  # noqa: PLC0415 - as above
    from stances.views.edit_results import folded  # noqa: PLC0415 - as above

    say(*(line.strip() for line in folded(brief(f"stances: {text}"), stream_width(err=True))))


def _say_where_copies_go(
    sources: Sequence[str], session: Session, options: dict[str, Any], *, err: bool
) -> None:
    """Say under what names `verify` looks for the articles of new sources, if there are any."""
    if not sources:
        return
    from stances.views.edit_results import copies_note, note_lines  # noqa: PLC0415 - as above
    from stances.views.problems.plain_text import shown_path  # noqa: PLC0415 - as above

    folder = find_snapshots(options["snapshots"], session.folder)
    path = from_here(folder or usual_snapshots(Path(session.folder)))
    note = copies_note(sources, f"{shown_path(Path(path), '')}/")
    colored = wants_color(options["color"], sys.stderr if err else sys.stdout)
    for text in note_lines(note, stream_width(err=err)):
        click.echo(text, color=colored, err=err)


def _show(
    proposal: Proposal, session: Session, name: str, options: dict[str, Any], *, asks: bool
) -> None:
    """Show how the columns were read, what is wrong, and the changes before they are written."""
    from stances.views.edit_results import fault_lines, reading_lines  # noqa: PLC0415 - as above

    err = bool(options["dry_run"])
    colored = wants_color(options["color"], sys.stderr if err else sys.stdout)
    width = stream_width(err=err)
    for lines in (reading_lines, fault_lines):
        for text in lines(proposal.report, name, width):
            click.echo(text, color=colored, err=err)
    if proposal.replacements and (options["dry_run"] or asks):
        show_changes(proposal.replacements, session, color=options["color"])


def _proposal(
    session: Session, table: Table, columns: Columns, options: dict[str, Any], *, asks: bool
) -> Proposal:
    from stances.editing.import_.result import Wishes, propose  # noqa: PLC0415 - as above
    from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above

    flags = {key: options[key] for key in ("partial", "as_evidence")}
    copies = Snapshots(find_snapshots(options["snapshots"], session.folder))
    progress = Progress("reading the sheet")
    asked = cache(progress.aside(_asked_whether)) if asks else None
    accepted = _is_spelt_alike if options["alias"] else asked
    wishes = Wishes(
        columns,
        new_officials=options["new_officials"] or options["new"],
        new_sources=options["new_sources"] or options["new"],
        **flags,
        copies=copies,
        accepted=accepted,
        dates=date_columns(options, progress.aside(choose) if asks else None),
    )
    verifier = _Verifier(copies) if options["verify"] else None
    folder = Path(session.folder)
    with progress:
        proposal = propose(session.index, folder, table, wishes, verifier)
    if asks and any(proposal.report.lacking) and _asked_to_add(proposal.report.lacking):
        wishes = wishes._replace(new_officials=True, new_sources=True)
        with progress:
            proposal = propose(session.index, folder, table, wishes, verifier)
    if verifier and verifier.unchecked:
        texts = "1 text is" if verifier.unchecked == 1 else f"{verifier.unchecked:,} texts are"
        _say(f"{texts} unchecked, because there is no stored copy; `stances verify` lists them")
    return proposal


def _is_spelt_alike(guess: Guess) -> bool:
    return guess.is_spelt_alike


def _asked_whether(guess: Guess) -> bool:
    """Whether the user says that a name is that of an official."""
    from stances.cli.prompts import confirm, nothing_written  # noqa: PLC0415 - as above

    with nothing_written():
        return confirm(f"`{guess.name}`: is that {guess.full_name} ({guess.official})?")


def _asked_to_add(lacking: Lacking) -> bool:
    """Whether the user says that officials and sources which the corpus lacks are to be added."""
    from stances.cli.prompts import confirm, nothing_written, tell  # noqa: PLC0415 - as above
    from stances.views.values import named  # noqa: PLC0415 - as above

    tell(f"The corpus lacks {lacking} of this sheet:")
    if lacking.officials:
        tell(named(lacking.officials), head="  officials: ")
    titles = [f"“{title}”" for title in lacking.sources]
    if titles:
        tell(named(titles), head="  sources: ")
    every = [
        *(f"official: {name}" for name in lacking.officials),
        *(f"source: {t}" for t in titles),
    ]
    explained = "\n".join((_EXPLAINED, *every))
    with nothing_written():
        return confirm("Add them? (? explains)", explained=explained)


_EXPLAINED = (
    "`y` adds a file for each, as --new does. You see all changes before they are written. "
    "`n` refuses these rows. If a name below is another spelling of an official in the "
    "corpus, answer n. Then correct the sheet or use --alias."
)


def _save_map(name: str, report: ImportReport, columns: Columns) -> None:
    from stances.editing.import_.map_file import save_map  # noqa: PLC0415 - as above

    if not report.reading.columns:
        _say(f"no column was recognized, so {name} was not written")
        return
    save_map(Path(name), report.reading, columns.given)
    _say(f"{name} records how the columns are read; use it again with --map-file {pasted(name)}")


class _Verifier:
    """Finds the problems that `stances verify` finds; `unchecked` counts texts without a copy."""

    def __init__(self, copies: Snapshots) -> None:
        self._copies = copies
        self.unchecked = 0

    def __call__(self, index: sqlite3.Connection, refs: Sequence[str]) -> list[Problem]:
        from stances.queries import verification  # noqa: PLC0415 - as above

        clause = verification.of_statements(refs)
        result = verification.verification(index, self._copies, clause, sources=None)
        self.unchecked = result.counts["unchecked"]
        return result.problems()
