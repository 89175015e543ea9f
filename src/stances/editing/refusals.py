"""Why something that somebody wants to add to a corpus is not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from stances.problems import Problem

MISSING = "ST202"
"""The code of a key that is missing: what adds records has its own way to say how to give it."""


class Refusal(NamedTuple):
    """Something wrong in what is to be added: on which line of it, under which key, what to do.

    `line` counts from 1 and is 0 for none; `key` is what the input itself calls it (a column of a
    table by its own name), empty for a whole record. `code` is that of the catalogue, empty where
    it has none. A `conflict` is with what is recorded already; what is no error is a warning.
    """

    line: int
    key: str
    message: str
    hint: str = ""
    code: str = ""
    conflict: bool = False
    is_error: bool = True


def elsewhere(problem: Problem) -> Refusal:
    """A problem that comes from no line of what is to be added."""
    message = f"{problem.path}:{problem.line}:{problem.column}: {problem.message}"
    is_error = problem.severity == "error"
    return Refusal(0, "", message, problem.hint, problem.code, is_error=is_error)
