"""`stances check`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances import __version__
from stances.cli.options import Command, corpus_option
from stances.cli.output import row_options
from stances.cli.problem_output import (
    Findings,
    Selection,
    codes_named,
    finding_options,
    folded,
    skip_outside_option,
    wanted_codes,
    within,
    without_outside,
)
from stances.cli.session import open_index
from stances.cli.stdin_file import is_piped, piped, place_of, stdin_filename_option
from stances.problems import counted, told
from stances.queries.check import KEYS, CheckResult, ProblemCounts
from stances.queries.faults import counts, files, problems
from stances.views.problems.plain_text import count_line, explanation
from stances.views.problems.problem_report import ProblemReport, file_cases

if TYPE_CHECKING:
    import sqlite3

    from stances.cli.session import Session


@click.command(
    "check",
    cls=Command,
    examples=(
        ("stances check", "the whole corpus"),
        ("stances check data/officials/zarif.yaml", "show only the problems of one file"),
        ("stances check - --stdin-filename FILE < draft", "before FILE is saved"),
        ("stances check --strict", "in CI: warnings fail too"),
        ("stances check --explain ST104", "what a code means"),
        ("stances check -o problems.sarif", "for code scanning, and as text"),
    ),
    help="Report every error and warning of the corpus, and where it is. Exits 1 on errors. The "
    "command always checks the whole corpus. With PATHs, it shows only their problems. `-` "
    "checks one file from standard input, in its place in the corpus.",
)
@click.argument("paths", metavar="[PATH]…", nargs=-1)
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@click.option("--explain", metavar="CODE,…", help="Explain what codes mean and what to do.")
@skip_outside_option
@stdin_filename_option
@finding_options
@row_options
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Check the corpus."""
    if options["explain"] is not None:
        codes = codes_named([options["explain"]], "explain")
        lines = "\n".join(map(explanation, codes)).split("\n")
        click.echo("\n".join(folded(line, indent="") for line in lines), nl=False)
        return 0
    findings, wanted = Findings.from_options(options, KEYS), wanted_codes(options, "check")
    filename: str | None = options["stdin_filename"]
    from_stdin = is_piped(paths, filename)
    if from_stdin and filename is None:
        raise click.UsageError("`-` needs --stdin-filename PATH: which file of the corpus it is")
    session = open_index(ctx, options, fall_back=False)
    if options["skip_outside"] and paths and not (paths := without_outside(paths, session)):
        return 0
    with ExitStack() as stack:
        index, folder = session.index, None
        if from_stdin and filename is not None:
            paths = (filename,)
            folder, index = _with_stdin(stack, filename, session)
        every = problems(index)
        shown, hidden, elsewhere = Selection.of(every, paths, session, wanted, exist=not from_stdin)
        counts_ = ProblemCounts.of(shown, elsewhere, counted(hidden))
        shown = told(shown)
        sound = f"no problems: {counts(index)} in {session.shown}"
        report = ProblemReport(
            "check",
            shown,
            lambda: within(file_cases(files(index), shown, hidden), paths, session, exist=False),
            counts_,
            [count_line(counts_) if every else sound],
            __version__,
            place=session.place,
            strict=options["strict"],
        )
        findings.write(report, CheckResult(report.problems, report.counts), session, folder)
        return findings.code(ctx, report, session)


def _with_stdin(
    stack: ExitStack, filename: str, session: Session
) -> tuple[Path, sqlite3.Connection]:
    """A folder with the text on standard input in its place, and the index of the corpus then."""
    from stances.editing.trial import with_files  # noqa: PLC0415 - slow, and only editors need it

    corpus, place = Path(session.folder), place_of(filename, session)
    return stack.enter_context(with_files(corpus, session.index, {place: piped()}))
