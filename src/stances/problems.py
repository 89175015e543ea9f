"""Problems of a corpus: faults within a file, and problems with their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from stances.codes import CATALOGUE, Severity
from stances.text import brief

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

Where = tuple[str | int, ...]
"""A path inside one file's data, e.g. `("statements", 3, "evidence", 0, "text")`."""


def key_of(at: Where) -> str:
    """The last text key of a path; empty for the whole file."""
    return next((step for step in reversed(at) if isinstance(step, str)), "")


_FEWER = "correct the ones above, and check again"


class Place(NamedTuple):
    """A position in a file: line and column in characters, both counted from 1."""

    line: int
    column: int


class Fault(NamedTuple):
    """A fault inside one file, with its path in the data.

    `place` is set if it is more precise than `at`; `of_key` means that the key is wrong, not its
    value.
    """

    code: str
    at: Where
    message: str
    hint: str = ""
    place: Place | None = None
    of_key: bool = False

    @property
    def key(self) -> str:
        """The key that is missing, or whose value is at fault."""
        return key_of(self.at)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem of a corpus: its place and what to do about it.

    `path` is relative to the corpus, with `/`. `ref` is the record that an error makes unusable: a
    statement (`official/statement`), an official or a source. It is empty if the problem concerns
    the whole corpus. If the problem stands for several, `times` says how many.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    ref: str = ""
    times: int = 1

    def __post_init__(self) -> None:
        """Shorten message and hint to one line of readable length."""
        object.__setattr__(self, "message", brief(self.message))
        object.__setattr__(self, "hint", brief(self.hint))

    @property
    def name(self) -> str:
        """The name of the kind of problem, e.g. `unknown-faction`."""
        return CATALOGUE[self.code].name

    @property
    def severity(self) -> Severity:
        """`error` or `warning`."""
        return CATALOGUE[self.code].severity

    def standing_for(self, times: int) -> Problem:
        """The problem that counts `times` others of its kind that are not listed one by one."""
        more = "problem" if times == 1 else "problems"
        message = f"from here on, {times:,} more {more} of this kind in this file"
        return replace(self, message=message, hint=_FEWER, times=times)


MOST_ALIKE = 100
"""How many problems of one kind are listed for a file; the others are counted."""

_Thing = TypeVar("_Thing")


def folded(
    things: Iterable[_Thing], kind: Callable[[_Thing], Hashable], times: Callable[[_Thing], int]
) -> Iterator[tuple[_Thing, int]]:
    """Yield the first `MOST_ALIKE` things of each kind with 0, then one more per kind with a count.

    The count is the number of all further things of the kind; `times` says how many each stands
    for.
    """
    seen: dict[Hashable, int] = {}
    rest: dict[Hashable, tuple[_Thing, int]] = {}
    for thing in things:
        key = kind(thing)
        number = seen[key] = seen.get(key, 0) + 1
        if number <= MOST_ALIKE:
            yield thing, 0
        else:
            first, count = rest.get(key, (thing, 0))
            rest[key] = first, count + times(thing)
    yield from rest.values()


def told(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by place: the first of each kind in a file, and one that counts the others."""
    kinds = folded(problems, lambda each: (each.path, each.code), lambda each: each.times)
    return sorted(each.standing_for(rest) if rest else each for each, rest in kinds)


def counted(problems: Iterable[Problem]) -> int:
    """The number of problems that these stand for."""
    return sum(each.times for each in problems)
