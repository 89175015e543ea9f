"""Problems of a corpus: faults within a file, and problems with their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from stances.codes import CATALOGUE, Severity
from stances.text import brief

Where = tuple[str | int, ...]
"""A path inside one file's data, e.g. `("statements", 3, "evidence", 0, "text")`."""


def key_of(at: Where) -> str:
    """The last key of a path; empty for the whole file."""
    return next((step for step in reversed(at) if isinstance(step, str)), "")


class Place(NamedTuple):
    """A position in a file: line and column in characters, both counted from 1."""

    line: int
    column: int


class Fault(NamedTuple):
    """Something wrong inside one file, named by its path in the data.

    `place` is set where it is more precise than `at`; `of_key` means that the key is wrong, not
    its value.
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
    """Something wrong with a corpus, where it stands and what to do about it.

    `path` is relative to the corpus, with `/`. `ref` is the record that the problem makes
    unusable if it is an error: a statement (`official/statement`), an official, a source, or
    empty where it concerns the corpus as a whole.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    ref: str = ""

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
