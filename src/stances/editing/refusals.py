"""The reasons why something cannot be added to a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from stances.problems import Problem

MISSING = "ST202"
"""The code for a missing key; each way to add records has its own hint for it."""


class Refusal(NamedTuple):
    """A problem in the input: its line, its key, and what to do.

    `line` counts from 1 and is 0 for none. `key` is the input's own name for it (in a table, the
    name of the column), empty for a whole record. `code` is the code of the problem, empty if it
    has none. `conflict`: the input contradicts a record. If `is_error` is false, this is a warning.
    """

    line: int
    key: str
    message: str
    hint: str = ""
    code: str = ""
    conflict: bool = False
    is_error: bool = True


def elsewhere(problem: Problem) -> Refusal:
    """Return the refusal for a problem outside of the input."""
    message = f"{problem.path}:{problem.line}:{problem.column}: {problem.message}"
    is_error = problem.severity == "error"
    return Refusal(0, "", message, problem.hint, problem.code, is_error=is_error)
