"""`stances check`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stances.catalogue import CATALOGUE, code_of
from stances.cli.output import wants_color
from stances.cli.parts import Command, color_option, corpus_option
from stances.cli.session import Session, locate, open_index
from stances.folders import printable
from stances.queries.faults import counts, problems
from stances.suggest import did_you_mean
from stances.views.problems import count_line, explanation, problem_lines

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from stances.problems import Problem


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
    session = open_index(locate(ctx, options, fall_back=False))
    found = problems(session.index)
    shown = _limited(found, paths, session) if paths else found
    _print(shown, session, len(found) - len(shown), color=options["color"])
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


def _limited(found: Sequence[Problem], paths: Sequence[str], session: Session) -> list[Problem]:
    """The problems in the files and folders named; usage error for a path outside the corpus."""
    known = {problem.path for problem in found}
    asked = [_inside(path, session, known) for path in paths]
    return [problem for problem in found if any(_lies_in(problem.path, path) for path in asked)]


def _lies_in(path: str, folder: str) -> bool:
    return folder in (".", path) or path.startswith(f"{folder}/")


def _inside(path: str, session: Session, known: Container[str]) -> str:
    """A path as problems name it: relative to the corpus; `.` for the corpus and what is above.

    A file that is missing can be asked for if that is one of the `known` problems.
    """
    given, corpus = Path(path), session.folder.resolve()
    # A link is what it is called here, wherever it leads.
    absolute = given.parent.resolve() / given.name if given.is_symlink() else given.resolve()
    if corpus.is_relative_to(absolute):
        return "."
    if not absolute.is_relative_to(corpus):
        message = f"{path} is not in the corpus, which is in {session.shown}"
        raise click.BadParameter(message, param_hint="'[PATH]…'")
    inside = "/".join(printable(part) for part in absolute.relative_to(corpus).parts)
    if inside not in known and not os.path.lexists(given):
        raise click.BadParameter(f"there is no {path}", param_hint="'[PATH]…'")
    return inside


def _print(shown: Sequence[Problem], session: Session, elsewhere: int, *, color: str) -> None:
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns
    lines = problem_lines(shown, Path(session.shown), excerpts=terminal, width=width)
    colored = wants_color(color, sys.stdout)
    click.echo("".join(f"{line}\n" for line in lines), color=colored, nl=False)
    if shown or elsewhere:
        click.echo(count_line(shown, elsewhere))
    else:
        click.echo(f"no problems: {counts(session.index)} in {session.shown}")
