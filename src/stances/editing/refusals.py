"""Why something that is to be added to a corpus is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from stances.problems import Problem

MISSING = "ST202"
"""The code of a missing key: each way to add records has its own hint for it."""


class Refusal(NamedTuple):
    """A problem in what is to be added: its line, its key, and what to do.

    `line` counts from 1 and is 0 for none; `key` is the input's own name for it (of a table, the
    name of the column), empty for a whole record. `code` is that of the catalogue, empty if it has
    none. `conflict`: with what is recorded already. If it is no error, it is a warning.
    """

    line: int
    key: str
    message: str
    hint: str = ""
    code: str = ""
    conflict: bool = False
    is_error: bool = True


def elsewhere(problem: Problem) -> Refusal:
    """The refusal for a problem outside of what is to be added."""
    message = f"{problem.path}:{problem.line}:{problem.column}: {problem.message}"
    is_error = problem.severity == "error"
    return Refusal(0, "", message, problem.hint, problem.code, is_error=is_error)
