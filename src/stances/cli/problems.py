"""Which problems `check` and `verify` show: those of some files, and of some kinds."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

import click

from stances.catalogue import CATALOGUE, codes_of
from stances.catalogue.evidence import EVIDENCE
from stances.cli.output import wants_color
from stances.files import printable
from stances.suggest import did_you_mean
from stances.views.problems.text import problem_lines

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from stances.cli.session import Located
    from stances.problems import Problem

    Options = dict[str, Any]


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


class Selection(NamedTuple):
    """Problems as `--select` and `--ignore` and PATHs divide them."""

    shown: list[Problem]
    hidden: list[Problem]
    elsewhere: int

    @classmethod
    def of(
        cls,
        found: Sequence[Problem],
        paths: Sequence[str],
        session: Located,
        wanted: Container[str],
    ) -> Selection:
        """Divide what was found; `wanted` are codes. Usage error for a path that there is not."""
        near = within(found, paths, session)
        shown = [problem for problem in near if problem.code in wanted]
        hidden = [problem for problem in near if problem.code not in wanted]
        return cls(shown, hidden, len(found) - len(near))


def codes_named(texts: Sequence[str], option: str) -> list[str]:
    """The codes that lists of codes, names and beginnings stand for; usage error for another."""
    words = [word for text in texts for word in text.split(",") if word.strip()]
    if texts and not words:
        raise click.BadParameter("it names no code", param_hint=f"'--{option}'")
    for word in words:
        if not codes_of(word):
            names = [*CATALOGUE, *(entry.name for entry in CATALOGUE.values())]
            message = f"no problem is called `{word.strip()}`; {did_you_mean(word.strip(), names)}"
            raise click.BadParameter(message, param_hint=f"'--{option}'")
    return list(dict.fromkeys(code for word in words for code in codes_of(word)))


def wanted_codes(options: Options, command: str) -> set[str]:
    """The codes to be shown; usage error for what no problem is called, or if none is left."""
    own = {code for code in CATALOGUE if (code in EVIDENCE) == (command == "verify")}
    selected = codes_named(options["select"], "select") or own
    if not own.intersection(selected):
        other = "check" if command == "verify" else "verify"
        message = f"these are problems of `stances {other}`, and never found here"
        raise click.BadParameter(message, param_hint="'--select'")
    wanted = {*selected} - {*codes_named(options["ignore"], "ignore")}
    if not own & wanted:
        message = "it leaves no problem to look for"
        raise click.BadParameter(message, param_hint="'--ignore'")
    return wanted


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
