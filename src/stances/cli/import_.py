"""`stances import`."""

from __future__ import annotations

import codecs
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.output import Output, page, wants_color
from stances.cli.parts import (
    Command,
    color_option,
    corpus_option,
    snapshots_option,
    with_options,
)
from stances.cli.session import Session, open_index
from stances.errors import UnusableCorpus
from stances.folders import find_snapshots
from stances.queries.faults import unusable
from stances.suggest import did_you_mean
from stances.views.formats import VIEWS
from stances.views.options import ViewOptions
from stances.views.problems import shown_path

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from stances.cli.parts import Decorator
    from stances.importing.columns import Columns
    from stances.importing.proposal import Proposal
    from stances.importing.report import Report
    from stances.importing.sheets import Sheet
    from stances.problems import Problem

KINDS = ("csv", "tsv", "jsonl")


def _sheet_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """How the sheet is read and taken, and how sure one is of it."""
    options: list[Decorator] = [
        click.option(
            "--map", "mapped", multiple=True, metavar="COLUMN=KEY", help="Read a column as a key."
        ),
        click.option(
            "--set", "given", multiple=True, metavar="KEY=VALUE", help="For rows that say nothing."
        ),
        click.option("--new-officials", is_flag=True, help="Add those whom the corpus lacks."),
        click.option("--new-sources", is_flag=True, help="Add those that the corpus lacks."),
        click.option("--partial", is_flag=True, help="Take what is sound, whatever else is wrong."),
        click.option("--verify", is_flag=True, help="Look for the words in the stored copies."),
        snapshots_option,
        click.option("--encoding", metavar="NAME", default="", help="UTF-8 unless given."),
        click.option(
            "--spreadsheet-safe",
            is_flag=True,
            help="Take away the apostrophes that `list --spreadsheet-safe` puts.",
        ),
        click.option("--dry-run", is_flag=True, help="Write nothing; show what would change."),
        click.option("-y", "--yes", is_flag=True, help="Write without asking."),
        click.option("--force", is_flag=True, help="Even if an editor seems to have a file open."),
        click.option(
            "--format",
            type=click.Choice(["text", *VIEWS]),
            help="What came of each row, as rows; `text` for what was not taken.",
        ),
    ]
    return with_options(options, function)


@click.command(
    "import",
    cls=Command,
    examples=(
        ("stances import csv third.csv --dry-run", "what a sheet would add, as a diff"),
        ("stances import csv third.csv --yes", "add it, if nothing is wrong with it"),
        ("stances import csv third.csv --new-officials --new-sources", "with whom it brings along"),
        ("stances import csv sheet.csv --map Person=official", "with columns of other names"),
    ),
    help="Add the statements of a sheet: CSV, TSV or JSON lines, from FILE or `-`. One row is one "
    "quotation; docs/import.md has the columns. Nothing is written if anything is wrong with any "
    "row. What is there already is not added twice, and no record is changed.",
)
@click.argument("words", metavar="[csv|tsv|jsonl] FILE", nargs=-1, required=True)
@_sheet_options
@color_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, words: tuple[str, ...], **options: Any) -> int:
    """Import a sheet."""
    kind, name = _kind_and_name(words)
    columns = _columns(options)
    output = _output(options)
    asks = not (options["yes"] or options["dry_run"])
    if asks and (name == "-" or not sys.stdin.isatty()):
        message = "there is nobody to ask here: use --yes to write, or --dry-run to see the changes"
        raise click.UsageError(message)
    sheet = _sheet(kind, name, columns, options)
    session = open_index(ctx, options, fall_back=False, may_be_empty=True)
    if why := unusable(session.index):
        raise UnusableCorpus(why)
    proposal = _proposal(session, sheet, columns, options)
    if output:
        output.write(proposal.report)
    else:
        _tell(proposal.report, name, options)
    if not proposal.replacements:
        return _ended(proposal.report, output, options)
    if options["dry_run"] or asks:
        _show(proposal, session, options, aside=output is not None)
    written = not options["dry_run"] and (not asks or _confirmed(proposal.report))
    if written:
        _save(session, proposal, force=options["force"])
    _count(proposal.report, output, options, written=written)
    return 0 if proposal.report.complete and (written or options["dry_run"]) else 1


def _kind_and_name(words: Sequence[str]) -> tuple[str, str]:
    """What the sheet is, and where; usage error if that cannot be told."""
    from stances.importing.reading import kind_of  # noqa: PLC0415 - help is to be quick

    *kinds, name = words
    if len(kinds) > 1:
        raise click.UsageError(f"one sheet at a time; these are {len(kinds)}: {' '.join(words)}")
    kind = kinds[0] if kinds else kind_of(name)
    if name in KINDS and not kinds:
        raise click.UsageError(f"name the file too: `stances import {name} FILE`")
    if kind is None:
        raise click.UsageError(f"say what {name} is: `stances import csv {name}`, or tsv, or jsonl")
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS)
        raise click.UsageError(f"no kind of sheet is called `{kind}`; {hint}")
    return kind, name


def _columns(options: dict[str, Any]) -> Columns:
    """What `--map` and `--set` say; usage errors for keys that there are not."""
    from stances.importing.columns import KEYS, Columns  # noqa: PLC0415 - as above

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
            pairs[option][left.strip()] = right.strip()
    return Columns(pairs["map"], {key: value for key, value in pairs["set"].items() if value})


def _output(options: dict[str, Any]) -> Output | None:
    """How the rows are written; None if only the text is asked for."""
    format_ = options["format"]
    if format_ in (None, "text"):
        return None
    colored = wants_color(options["color"], sys.stdout)
    width = shutil.get_terminal_size().columns
    return Output(
        format_, None, ViewOptions(color=colored, width=width), "", None, fail_empty=False
    )


def _sheet(kind: str, name: str, columns: Columns, options: dict[str, Any]) -> Sheet:
    from stances.importing.reading import KINDS as READERS  # noqa: PLC0415 - as above
    from stances.importing.sheets import contents, decoded  # noqa: PLC0415 - as above

    encoding = options["encoding"]
    try:
        is_text = not encoding or codecs.lookup(encoding)._is_text_encoding  # noqa: SLF001
    except (LookupError, ValueError):
        is_text = False
    if not is_text:
        raise click.BadParameter(f"no encoding is called `{encoding}`", param_hint="'--encoding'")
    text = decoded(contents(None if name == "-" else Path(name)), name, encoding)
    return READERS[kind](text, columns.knows, safe=options["spreadsheet_safe"])


def _proposal(
    session: Session, sheet: Sheet, columns: Columns, options: dict[str, Any]
) -> Proposal:
    from stances.importing.proposal import Wishes, propose  # noqa: PLC0415 - as above

    flags = {key: options[key] for key in ("new_officials", "new_sources", "partial")}
    wishes = Wishes(columns, **flags)
    further = _verifying(session, options["snapshots"]) if options["verify"] else None
    return propose(session.index, Path(session.folder), sheet, wishes, further)


def _verifying(
    session: Session, snapshots: str | None
) -> Callable[[sqlite3.Connection, Sequence[str]], list[Problem]]:
    """What `stances verify` says of some statements of an index."""
    from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
    from stances.queries.verification import of_statements, verification  # noqa: PLC0415 - as above

    copies = Snapshots(find_snapshots(snapshots, session.folder))
    return lambda index, refs: verification(
        index, copies, of_statements(refs), assessments=False
    ).problems()


def _tell(report: Report, name: str, options: dict[str, Any]) -> None:
    """Say what was not taken, on stderr where stdout has the changes."""
    from stances.views.importing import fault_lines  # noqa: PLC0415 - as above

    err = options["dry_run"]
    colored = wants_color(options["color"], sys.stderr if err else sys.stdout)
    for line in fault_lines(report, name):
        click.echo(line, color=colored, err=err)


def _ended(report: Report, output: Output | None, options: dict[str, Any]) -> int:
    """Say that there is nothing to write, and return the exit code."""
    _count(report, output, options, written=False)
    if report.counts["sound"]:
        hint = "nothing was written; --partial takes the rows that are sound"
        click.echo(hint, err=output is not None or options["dry_run"])
    return 0 if report.complete else 1


def _count(
    report: Report, output: Output | None, options: dict[str, Any], *, written: bool
) -> None:
    from stances.views.importing import count_lines  # noqa: PLC0415 - as above

    err = output is not None or options["dry_run"]
    for line in count_lines(report, written=written):
        click.echo(line, err=err)


def _show(proposal: Proposal, session: Session, options: dict[str, Any], *, aside: bool) -> None:
    """Show the changes; on a terminal through a pager if they do not fit."""
    if aside:
        return
    colored = wants_color(options["color"], sys.stdout)
    patches = "".join(_patches(proposal, session))
    text = patches if colored else click.unstyle(patches)
    if sys.stdout.isatty():
        page(text, color=colored)
    else:
        sys.stdout.write(text)


def _patches(proposal: Proposal, session: Session) -> Iterator[str]:
    from stances.views.patch import patch  # noqa: PLC0415 - as above

    folder = Path(session.folder)
    for each in proposal.replacements:
        inside = each.path.relative_to(folder).as_posix()
        path = shown_path(Path(session.shown), inside).replace("\\", "/")
        yield from patch(path, each.before, each.after)


def _confirmed(report: Report) -> bool:
    """Whether the user, who has seen the changes, wants them written."""
    from stances.views.importing import count_lines  # noqa: PLC0415 - as above

    for line in count_lines(report, written=False):
        click.echo(line, err=True)
    return click.confirm("write this?", err=True)


def _save(session: Session, proposal: Proposal, *, force: bool) -> None:
    from stances.editing.saving import save  # noqa: PLC0415 - as above
    from stances.errors import CannotWrite  # noqa: PLC0415 - as above

    for each in proposal.replacements:
        try:
            each.path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise CannotWrite(each.path, error.strerror or str(error)) from error
    save(Path(session.folder), proposal.replacements, force=force)
