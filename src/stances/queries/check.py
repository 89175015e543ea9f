"""`check`: problems, one per row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.problems import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.problems import Problem
    from stances.queries.result import Row

KEYS = ("path", "line", "column", "severity", "code", "name", "message", "hint", "ref")
SHOWN = ("severity", "code", "path", "line", "message", "hint")


class ProblemCounts(NamedTuple):
    """The numbers of problems shown, of their files, and of problems not shown.

    `elsewhere` counts problems outside the PATHs asked for, `hidden` those excluded by `--select`
    or `--ignore`.
    """

    errors: int
    warnings: int
    files: int
    elsewhere: int = 0
    hidden: int = 0

    @classmethod
    def of(cls, problems: Sequence[Problem], elsewhere: int = 0, hidden: int = 0) -> ProblemCounts:
        """Count the problems that are shown."""
        errors = counted(problem for problem in problems if problem.severity == "error")
        files = len({problem.path for problem in problems})
        return cls(errors, counted(problems) - errors, files, elsewhere, hidden)


class CheckResult(NamedTuple):
    """The problems that `check` shows, in order of their places."""

    problems: Sequence[Problem]
    counts: ProblemCounts
    keys: Sequence[str] = KEYS
    kind: str = "problems"
    shown: Sequence[str] = SHOWN

    @property
    def rows(self) -> list[Row]:
        """One row for each problem; a missing hint or ref is None."""
        return [{key: getattr(each, key) or None for key in KEYS} for each in self.problems]

    @property
    def document(self) -> Row:
        """The rows, and the counts of problems shown and not shown."""
        return {"problems": self.rows, "counts": self.counts._asdict()}
