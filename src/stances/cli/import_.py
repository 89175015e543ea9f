"""`stances import`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.cli.changes import asking, confirmed, show_changes, writing_options
from stances.cli.completing import CompletedText
from stances.cli.output import Output, wants_color
from stances.cli.parts import (
    Command,
    color_option,
    corpus_option,
    snapshots_option,
    with_options,
)
from stances.cli.run import say
from stances.cli.session import Session, open_index
from stances.cli.sheet import columns_from, kind_and_name, read_sheet, sheet_options
from stances.folders import find_snapshots
from stances.views.formats import VIEWS
from stances.views.options import ViewOptions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from stances.cli.parts import Decorator
    from stances.importing.columns import Columns
    from stances.importing.proposal import Proposal
    from stances.importing.report import Report
    from stances.importing.sheets import Sheet
    from stances.problems import Problem


def _taking_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What of the sheet is taken, and how sure one is of it."""
    options: list[Decorator] = [
        click.option("--new-officials", is_flag=True, help="Add those whom the corpus lacks."),
        click.option("--new-sources", is_flag=True, help="Add those that the corpus lacks."),
        click.option("--partial", is_flag=True, help="Take what is sound, whatever else is wrong."),
        click.option("--verify", is_flag=True, help="Look for the words in the stored copies."),
        snapshots_option,
        writing_options,
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
@click.argument(
    "words",
    metavar="[csv|tsv|jsonl] FILE",
    nargs=-1,
    required=True,
    type=CompletedText("sheet"),
)
@sheet_options
@_taking_options
@color_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, words: tuple[str, ...], **options: Any) -> int:
    """Import a sheet."""
    kind, name = kind_and_name(words)
    columns = columns_from(options)
    output = _output(options)
    asks = asking(options, taken=name == "-")
    sheet = read_sheet(kind, name, columns, options)
    session = open_index(ctx, options, fall_back=False, may_be_empty=True)
    session.refuse_unusable()
    proposal = _proposal(session, sheet, columns, options)
    # stdout is the answer: the rows, or the changes, or what was not taken.
    aside = output is not None or options["dry_run"]
    if output is None:
        _tell(proposal.report, name, color=options["color"], err=aside)
        if proposal.replacements and (options["dry_run"] or asks):
            show_changes(proposal.replacements, session, color=options["color"])
    written = _written(session, proposal, options, asks=asks)
    report = proposal.report
    if not (written or options["dry_run"]):
        report = report.without_files()
    if output:
        output.write(report)
    _count(report, err=aside, written=written)
    if not written and report.counts["sound"]:
        more = "" if options["partial"] or asks else "; --partial takes the rows that are sound"
        click.echo(f"nothing was written{more}", err=aside)
    done = written or options["dry_run"] or not proposal.replacements
    return 0 if report.complete and done else 1


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


def _proposal(
    session: Session, sheet: Sheet, columns: Columns, options: dict[str, Any]
) -> Proposal:
    from stances.importing.proposal import Wishes, propose  # noqa: PLC0415 - as above

    flags = {key: options[key] for key in ("new_officials", "new_sources", "partial")}
    wishes = Wishes(columns, **flags)
    verifying = _Verifying(session, options["snapshots"]) if options["verify"] else None
    proposal = propose(session.index, Path(session.folder), sheet, wishes, verifying)
    if verifying and verifying.unchecked:
        texts = "1 text is" if verifying.unchecked == 1 else f"{verifying.unchecked:,} texts are"
        say(f"stances: {texts} unchecked, for want of a stored copy; `stances verify` says which")
    return proposal


class _Verifying:
    """What `stances verify` says of some statements; of how many texts it can say nothing."""

    def __init__(self, session: Session, snapshots: str | None) -> None:
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above

        self._copies = Snapshots(find_snapshots(snapshots, session.folder))
        self.unchecked = 0

    def __call__(self, index: sqlite3.Connection, refs: Sequence[str]) -> list[Problem]:
        from stances.queries import verification  # noqa: PLC0415 - as above

        clause = verification.of_statements(refs)
        found = verification.verification(index, self._copies, clause, assessments=False)
        self.unchecked = found.counts["unchecked"]
        return found.problems()


def _tell(report: Report, name: str, *, color: str, err: bool) -> None:
    """Say what was not taken, and why."""
    from stances.views.importing import fault_lines  # noqa: PLC0415 - as above

    colored = wants_color(color, sys.stderr if err else sys.stdout)
    for line in fault_lines(report, name):
        click.echo(line, color=colored, err=err)


def _count(report: Report, *, err: bool, written: bool) -> None:
    from stances.views.importing import count_lines  # noqa: PLC0415 - as above

    for line in count_lines(report, written=written):
        click.echo(line, err=err)


def _written(session: Session, proposal: Proposal, options: dict[str, Any], *, asks: bool) -> bool:
    """Write the changes, if the user, who has seen them, wants that."""
    from stances.editing.saving import save  # noqa: PLC0415 - as above

    count = len(proposal.replacements)
    if not count or options["dry_run"] or (asks and not confirmed(count)):
        return False
    save(Path(session.folder), proposal.replacements, force=options["force"])
    return True
