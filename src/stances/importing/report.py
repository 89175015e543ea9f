"""What came of a sheet, row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.importing.refusals import Refusal
    from stances.queries.result import Row

KEYS = "line result ref column code message hint".split()
RESULTS = ("added", "sound", "there", "conflict", "wrong", "warning")
"""What can come of a row. Sound is one that would have been added, had nothing else been wrong; a
warning comes beside what else does."""


class Line(NamedTuple):
    """What came of a row of the sheet. Line 0 is what concerns none of them."""

    line: int
    result: str
    ref: str | None = None
    column: str | None = None
    code: str | None = None
    message: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class Report:
    """What came of a sheet. `files` are those to be written, with whether each is new.

    `notes` are what a person should look at. If the columns are not `understood`, no row is read.
    """

    lines: Sequence[Line]
    files: Sequence[tuple[str, bool]] = ()
    notes: Sequence[str] = ()
    understood: bool = True
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "import"

    @property
    def rows(self) -> list[Row]:
        """One for each row of the sheet, and for each thing that is wrong with it."""
        return [line._asdict() for line in self.lines]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows came to each result; a row with several faults is one."""
        found = Counter(result for _, result in {(line.line, line.result) for line in self.lines})
        return {result: found[result] for result in RESULTS}

    @property
    def complete(self) -> bool:
        """Whether nothing is wrong with any row."""
        return not any(line.result in ("conflict", "wrong") for line in self.lines)

    def without_files(self) -> Report:
        """The same where nothing is to be written."""
        lines = [
            line._replace(result="sound") if line.result == "added" else line for line in self.lines
        ]
        return replace(self, lines=lines, files=())


def in_order(lines: Iterable[Line]) -> list[Line]:
    """The lines of a report by those of the sheet."""
    return sorted(lines, key=lambda line: (line.line, line.result, line.column or ""))


def refused(refusals: Iterable[Refusal]) -> list[Line]:
    """What is wrong, as lines of a report."""
    return [
        Line(
            each.line,
            "conflict" if each.conflict else "wrong",
            None,
            each.column or None,
            each.code or None,
            each.message,
            each.hint or None,
        )
        for each in dict.fromkeys(refusals)
    ]
