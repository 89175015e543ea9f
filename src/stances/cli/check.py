"""`stances check`."""

from __future__ import annotations

from typing import Any

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
    wanted_codes,
    within,
)
from stances.cli.session import open_index
from stances.problems import counted, told
from stances.queries.check import KEYS, CheckResult, ProblemCounts
from stances.queries.faults import counts, files, problems
from stances.views.problems.plain_text import count_line, explanation
from stances.views.problems.problem_report import ProblemReport, file_cases


@click.command(
    "check",
    cls=Command,
    examples=(
        ("stances check", "the whole corpus"),
        ("stances check data/officials/zarif.yaml", "show only what concerns one file"),
        ("stances check --strict", "in CI: warnings fail too"),
        ("stances check --explain ST104", "what a code means"),
        ("stances check -o problems.sarif", "for code scanning, and as text"),
    ),
    help="Say everything that is wrong with the corpus, and where. Exits 1 on errors. PATHs limit "
    "what is shown, not what is checked.",
)
@click.argument("paths", metavar="[PATH]…", nargs=-1)
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@click.option("--explain", metavar="CODE,…", help="Say what codes mean and what to do.")
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
    session = open_index(ctx, options, fall_back=False)
    every = problems(session.index)
    shown, hidden, elsewhere = Selection.of(every, paths, session, wanted)
    counts_ = ProblemCounts.of(shown, elsewhere, counted(hidden))
    shown = told(shown)
    sound = f"no problems: {counts(session.index)} in {session.shown}"
    report = ProblemReport(
        "check",
        shown,
        lambda: within(file_cases(files(session.index), shown, hidden), paths, session),
        counts_,
        [count_line(counts_) if every else sound],
        __version__,
        place=session.place,
        strict=options["strict"],
    )
    findings.write(report, CheckResult(report.problems, report.counts), session)
    return findings.code(ctx, report, session)
