"""Problems as rows, for the formats that any answer has; JSON and YAML have the counts too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.result import Row
    from stances.views.problems.report import Report

KEYS = ("path", "line", "column", "severity", "code", "name", "message", "hint", "ref")


@dataclass(frozen=True)
class Records:
    """The rows of `check`, in order of their places."""

    report: Report
    keys: Sequence[str] = KEYS
    kind: str = "problems"

    @property
    def rows(self) -> list[Row]:
        """One for each problem that is shown; a hint or ref that there is not is None."""
        return [{key: getattr(each, key) or None for key in KEYS} for each in self.report.problems]

    @property
    def document(self) -> Row:
        """The rows with the counts, which also say what is not shown."""
        return {"problems": self.rows, "counts": self.report.counts._asdict()}
