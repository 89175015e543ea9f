"""Questions to whom sits at a terminal. They go to stderr, and Ctrl-C ends them all."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import click

from stances.editing.beginning.answers import UnfitAnswerError, taken_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.editing.beginning.outline import Faction, Position

Given = TypeVar("Given")
Answer = TypeVar("Answer")
Term = TypeVar("Term", "Position", "Faction")


def is_terminal() -> bool:
    """Whether somebody is there to be asked, and sees both the questions and the answer."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def begin() -> None:
    """Take any bytes from the keyboard: those that are no text are refused like other answers."""
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="surrogateescape")


def ask(
    label: str, read: Callable[[str], Answer], default: str = "", *, empty: bool = False
) -> Answer:
    """Ask until the answer can be taken. An empty line is the default, or `empty` is one too."""
    answer: Answer = click.prompt(
        label,
        default="" if empty else default or None,
        value_proc=lambda text: _taken(read, text, click.UsageError),
        show_default=bool(default),
        err=True,
    )
    return answer


def ask_several(label: str, read: Callable[[str], Term], least: int) -> tuple[Term, ...]:
    """Ask for one after the other until an empty line, once there are at least so many."""
    found: list[Term] = []
    while True:
        may_end = len(found) >= least
        read_one = partial(_another, read, found, may_end=may_end)
        answer = ask(f"{label} {len(found) + 1}", read_one, empty=may_end)
        if answer is None:
            return tuple(found)
        found.append(answer)


def read_option(read: Callable[[Given], Answer], given: Given, option: str) -> Answer:
    """Read what an option says; usage error if it cannot be taken."""

    def unfit(message: str) -> click.UsageError:
        return click.BadParameter(message, param_hint=f"'--{option}'")

    return _taken(read, given, unfit)


def one_of(known: Sequence[str]) -> Callable[[str], str]:
    """A reader that takes one of some words."""

    def read(text: str) -> str:
        if text.strip() not in known:
            raise UnfitAnswerError(f"choose one of {', '.join(known)}")
        return text.strip()

    return read


def all_of(read: Callable[[str], Term]) -> Callable[[Sequence[str]], tuple[Term, ...]]:
    """A reader of several, each with an id of its own."""

    def read_all(texts: Sequence[str]) -> tuple[Term, ...]:
        found = tuple(read(text) for text in texts)
        taken_once([each.id for each in found])
        return found

    return read_all


def _another(
    read: Callable[[str], Term], found: Sequence[Term], text: str, *, may_end: bool
) -> Term | None:
    """One more; None for an empty line, where that may end them."""
    if may_end and not text.strip():
        return None
    term = read(text)
    taken_once([*(each.id for each in found), term.id])
    return term


def _taken(
    read: Callable[[Given], Answer], given: Given, unfit: Callable[[str], Exception]
) -> Answer:
    try:
        return read(given)
    except UnfitAnswerError as error:
        raise unfit(str(error)) from error
