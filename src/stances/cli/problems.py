"""What `check` and `verify` have in common: which problems are shown, and how."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import click

from stances.cli.output import wants_color
from stances.files import printable
from stances.views.problems import problem_lines

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from stances.cli.session import Located
    from stances.problems import Problem


class Placed(Protocol):
    """Something that stands in a file of the corpus."""

    @property
    def path(self) -> str:
        """The file, relative to the corpus."""


AnyPlaced = TypeVar("AnyPlaced", bound=Placed)


def within(found: Sequence[AnyPlaced], paths: Sequence[str], corpus: Located) -> list[AnyPlaced]:
    """What stands in the files and folders named; all of it if none is.

    Usage error for a path outside the corpus.
    """
    if not paths:
        return list(found)
    known = {each.path for each in found}
    asked = [_inside(path, corpus, known) for path in paths]
    return [each for each in found if any(_lies_in(each.path, path) for path in asked)]


def print_problems(
    shown: Sequence[Problem], corpus: Located, *, color: str, err: bool = False
) -> None:
    """Write problems to stdout or stderr; on a terminal with the lines that they are about."""
    stream = sys.stderr if err else sys.stdout
    terminal, width = stream.isatty(), shutil.get_terminal_size().columns
    lines = problem_lines(shown, Path(corpus.shown), excerpts=terminal, width=width)
    colored = wants_color(color, stream)
    click.echo("".join(f"{line}\n" for line in lines), color=colored, nl=False, err=err)


def _lies_in(path: str, folder: str) -> bool:
    return folder in (".", path) or path.startswith(f"{folder}/")


def _inside(path: str, located: Located, known: Container[str]) -> str:
    """A path as problems name it: relative to the corpus; `.` for the corpus and what is above.

    A file that is missing can be asked for if that is one of the `known` problems.
    """
    given, corpus = Path(path), Path(located.folder).resolve()
    # A link is what it is called here, wherever it leads.
    absolute = given.parent.resolve() / given.name if given.is_symlink() else given.resolve()
    if corpus.is_relative_to(absolute):
        return "."
    if not absolute.is_relative_to(corpus):
        message = f"{path} is not in the corpus, which is in {located.shown}"
        raise click.BadParameter(message, param_hint="'[PATH]…'")
    inside = "/".join(printable(part) for part in absolute.relative_to(corpus).parts)
    if inside not in known and not os.path.lexists(given):
        raise click.BadParameter(f"there is no {path}", param_hint="'[PATH]…'")
    return inside
