"""`stances check`."""

from __future__ import annotations

from typing import Any

import click

from stances.catalogue import CATALOGUE, code_of
from stances.cli.parts import Command, color_option, corpus_option
from stances.cli.problems import print_problems, within
from stances.cli.session import open_index
from stances.queries.faults import counts, problems
from stances.suggest import did_you_mean
from stances.views.problems import count_line, explanation


@click.command(
    "check",
    cls=Command,
    examples=(
        ("stances check", "the whole corpus"),
        ("stances check data/officials/zarif.yaml", "show only what concerns one file"),
        ("stances check --strict", "in CI: warnings fail too"),
        ("stances check --explain ST104", "what a code means"),
    ),
    help="Say everything that is wrong with the corpus, and where. Exits 1 on errors. PATHs limit "
    "what is shown, not what is checked.",
)
@click.argument("paths", metavar="[PATH]…", nargs=-1)
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@click.option("--explain", metavar="CODE", help="Say what a code means and what to do.")
@color_option
@corpus_option
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:
    """Check the corpus."""
    if options["explain"]:
        return _explain(options["explain"])
    session = open_index(ctx, options, fall_back=False)
    found = problems(session.index)
    shown = within(found, paths, session)
    print_problems(shown, session, color=options["color"])
    if found:
        click.echo(count_line(shown, len(found) - len(shown)))
    else:
        click.echo(f"no problems: {counts(session.index)} in {session.shown}")
    failing = [p for p in shown if p.severity == "error" or options["strict"]]
    return 1 if failing else 0


def _explain(text: str) -> int:
    code = code_of(text)
    if code is None:
        names = [*CATALOGUE, *(entry.name for entry in CATALOGUE.values())]
        message = f"no problem is called `{text}`; {did_you_mean(text, names)}"
        raise click.BadParameter(message, param_hint="'--explain'")
    click.echo(explanation(code), nl=False)
    return 0
