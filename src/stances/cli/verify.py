"""`stances verify`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances import __version__
from stances.cli.options import Command, corpus_option, snapshots_option
from stances.cli.output import fail_empty_option, row_options
from stances.cli.problem_output import Findings, Selection, finding_options, wanted_codes, within
from stances.cli.progress import Progress
from stances.cli.session import open_index
from stances.errors import Incomplete, UnusableCorpus
from stances.evidence.copies import Snapshots
from stances.paths import find_snapshots
from stances.problems import told
from stances.queries.check import ProblemCounts
from stances.queries.faults import left_out, unusable
from stances.queries.verification import KEYS, verification
from stances.views.problems.plain_text import count_line
from stances.views.problems.problem_report import ProblemReport, cases, count, notes

if TYPE_CHECKING:
    from stances.cli.session import Session
    from stances.errors import StancesError


@click.command(
    "verify",
    cls=Command,
    keys=KEYS,
    examples=(
        ("stances verify", "against the copies in snapshots/"),
        ("stances verify --snapshots ~/articles", "against the copies in another folder"),
        ("stances verify --require-all --strict", "in CI: nothing unchecked, no warnings"),
        ("stances verify --format table", "where each text is in its copy"),
        ("stances verify -o verify.xml", "as test results for CI, and as text"),
    ),
    help="Check that the recorded words are in the stored copies of their sources. Checks "
    "evidence, assessments, denials and uncoded passages. The copy of a source is a file "
    "named by its id: ID.txt, ID.md, ID.html or ID.pdf. Exits 1 if words are not found or a "
    "copy has changed. With PATHs, the command shows only their problems.",
)
@click.argument("paths", metavar="[PATH]…", nargs=-1)
@click.option(
    "--require-all",
    is_flag=True,
    help="Exit 1 if anything is unchecked, 4 if a record was left out because of problems.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Exit 1 on warnings too, 4 if a record had to be left out because of problems.",
)
@finding_options
@snapshots_option
@row_options
@fail_empty_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Verify the words of the corpus."""
    strict, findings = options["strict"], Findings.from_options(options, KEYS)
    wanted = wanted_codes(options, "verify")
    session = open_index(ctx, options, fall_back=False)
    missing = _missing(session, demands_all=strict or options["require_all"])
    snapshots = Snapshots(find_snapshots(options["snapshots"], session.folder))
    with Progress("looking for the words", "sources") as progress:
        found = verification(
            session.index, snapshots, corpus=Path(session.folder), progress=progress
        )
    problems = found.problems(require_all=options["require_all"])
    shown, hidden, elsewhere = Selection.of(problems, paths, session, wanted)
    found = replace(found, checked=within(found.checked, paths, session))
    counted = ProblemCounts.of(shown, elsewhere, len(hidden))
    report = ProblemReport(
        "verify",
        told(shown),
        lambda: cases(found, shown, hidden),
        counted,
        [count(found), *([count_line(counted)] if problems else [])],
        __version__,
        notes=list(notes(found, Path(session.shown))),
        place=session.place,
        strict=strict,
        missing=str(missing or ""),
    )
    findings.write(report, found, session)
    if missing:  # only now: what runs in CI reads the file whatever there was to look at
        raise missing
    if options["fail_empty"] and not found.checked:
        return 1
    return findings.code(ctx, report, session)


def _missing(session: Session, *, demands_all: bool) -> StancesError | None:
    """The error of a corpus of which not all can be looked at; None where that is none.

    It goes to stderr where it does not matter that something is left out.
    """
    if why := unusable(session.index):
        return UnusableCorpus(why, session.check)
    if missing := left_out(session.index):
        if demands_all:
            return Incomplete(str(missing), session.check)
        session.report_missing(missing)
    return None
