"""The prompts of `stances init`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from stances.cli.prompts import (
    Hint,
    Option,
    ask_several,
    confirm,
    demand,
    ids_of,
    is_terminal,
    one_of,
    read_option,
    tell,
)
from stances.editing.values import InvalidValue, line, slug
from stances.errors import GitFailed
from stances.init import answers
from stances.init.ci_files import CI, HOOKS, UPDATES
from stances.init.outline import SCALES, Outline
from stances.revisions.repository import user_name

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from stances.init.outline import Faction, Position

Term = TypeVar("Term", "Position", "Faction")

_OWN = "own"
_USUAL_SCALE = "support"

_POSITIONS = (
    "Type the positions in the order of the scale, one a line, as ID=SCORE: LABEL: "
    "DEFINITION. Example: for=1: In favour: Says yes. Only the id is required. An empty line "
    "ends the list."
)
_FACTIONS = (
    "Type the factions that officials speak for, such as parties or ministries, one a line, "
    "as ID: LABEL. Example: council: Town council. An empty line ends the list, which may be "
    "empty."
)


class NewCorpus(NamedTuple):
    """The new corpus, and the files for CI and hooks to write with it."""

    outline: Outline
    pieces: list[str]


def pieces_of(ci: str | None, *, hooks: bool | None) -> list[str]:
    """The files for a CI system and for hooks."""
    files = [CI[ci]] if ci in CI else []
    updates = [UPDATES] if ci == "github" else []
    return [*files, *updates, *([HOOKS] if hooks else [])]


class Interview:
    """The options of a command line, and prompts for what they leave open.

    `taken` are the files for CI and hooks that exist already, and are not offered.
    """

    def __init__(self, options: dict[str, Any], taken: Container[str]) -> None:
        self._options = options
        self._taken = taken
        self.asks = is_terminal() and not options["yes"]

    def hold(self) -> NewCorpus:
        """Ask for everything in order. Usage error if an option is missing without a terminal."""
        missing = [f"--{key}" for key in ("question", "coder") if self._options[key] is None]
        if missing and not self.asks and not self._options["yes"]:
            message = f"there is no terminal to ask on; give {' and '.join(missing)}, or --yes for "
            raise click.UsageError(message + "words that you can change in the files")
        usual = "" if self.asks else "Should the proposal be adopted?"
        question = self._one("question", "The question", line, lambda: usual)
        label = "Its id, in lower-case letters and hyphens"
        issue = self._one("issue", label, slug, lambda: answers.slug_for(question))
        title = self._one("title", "Title of the corpus", line, lambda: question)
        positions = self._positions()
        factions = self._several("faction", answers.faction, _FACTIONS)
        coder = self._one("coder", "Who codes, by name or initials", line, _coder)
        outline = Outline(title, coder, issue, question, positions, factions)
        return NewCorpus(outline, pieces_of(self._ci(), hooks=self._hooks()))

    def _one(
        self, key: str, label: str, read: Callable[[str], str], usual: Callable[[], str]
    ) -> str:
        if self._options[key] is not None:
            return read_option(read, self._options[key], key)
        return demand(label, read, usual()) if self.asks else usual()

    def _several(
        self, key: str, read: Callable[[str], Term], explanation: str, least: int = 0
    ) -> tuple[Term, ...]:
        given: tuple[str, ...] = self._options[key]
        ids: list[str] = []

        def read_another(text: str) -> Term:
            term = read(text)
            answers.taken_once([*ids, term.id])
            ids.append(term.id)
            return term

        if given or not self.asks:
            return read_option(lambda texts: tuple(map(read_another, texts)), given, key)
        tell(explanation)
        return tuple(ask_several(key.capitalize(), read_another, least))

    def _positions(self) -> tuple[Position, ...]:
        scale = _OWN if self._options["position"] else self._options["scale"]
        if scale is None and self.asks:
            tell("Positions on it, with their scores:")
            for name, positions in SCALES.items():
                ids = (p.id if p.score is None else f"{p.id} {p.score}" for p in positions)
                tell(", ".join(ids), head=f"  {name:<7}  ")
            tell("you name them", head=f"  {_OWN:<7}  ")
            scale = _choice("Scale", [*SCALES, _OWN], _USUAL_SCALE)
        if scale == _OWN:
            return self._several("position", answers.position, _POSITIONS, least=1)
        return SCALES[scale or _USUAL_SCALE]

    def _ci(self) -> str | None:
        ci: str | None = self._options["ci"]
        if ci or not self.asks:
            return ci
        systems = [name for name, file in CI.items() if file not in self._taken]
        return _choice("File for CI", [*systems, "none"], "none")

    def _hooks(self) -> bool:
        hooks: bool | None = self._options["pre_commit"]
        if hooks is not None or not self.asks or HOOKS in self._taken:
            return bool(hooks)
        return confirm("Check before each commit, with pre-commit")


def _choice(label: str, words: Sequence[str], usual: str) -> str:
    """One of the words, which the prompt lists."""
    options = [Option(word) for word in words]
    hint = Hint("", ids_of(options))
    return demand(f"{label} ({', '.join(words)})", one_of(options, numbered=False), usual, hint)


def _coder() -> str:
    """The name of the user for git, else the login."""
    from getpass import getuser  # noqa: PLC0415 - seldom needed

    with suppress(GitFailed, UnicodeDecodeError, InvalidValue):
        return line(user_name(Path.cwd()))
    with suppress(OSError, KeyError, ImportError, InvalidValue):
        return line(getuser())
    return "coder"
