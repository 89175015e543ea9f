"""What came of a sheet, for whoever imports it: what was not taken, and how much was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stances.brief import brief
from stances.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.importing.report import Line, Report

_COLORS = {"wrong": "red", "conflict": "red", "warning": "yellow"}
_CALLED = {"wrong": "error", "conflict": "conflict", "warning": "warning"}
_COUNTED = {
    "added": "added",
    "sound": "sound",
    "there": "already there",
    "conflict": "in conflict with the corpus",
    "wrong": "wrong",
}
_LISTED = 20
"""So many files are named one by one."""
_ALIKE = 3
"""What is wrong with more rows than this in the same way is told once, with their lines."""


def fault_lines(report: Report, name: str) -> Iterator[str]:
    """A line, styled, for each thing that was not taken as it is; `name` is the sheet's.

    What is the same of many rows is told of the first, with the lines of the others.
    """
    alike: dict[Line, list[int]] = {}
    for line in report.lines:
        alike.setdefault(line._replace(line=0), []).append(line.line)
    for line in report.lines:
        if line.result in _CALLED:
            first, *others = alike[line._replace(line=0)]
            if len(others) < _ALIKE:
                yield _fault(line, name)
            elif line.line == first:
                yield f"{_fault(line, name)}; so in {len(others):,} more: lines {_runs(others)}"
        elif line.message:
            place = f"{name}:{line.line}"
            yield brief(f"{place}: already there as {line.ref}: {line.message}, left as it is")
    for note in report.notes:
        yield click.style("note: ", fg="cyan") + brief(note)


def _fault(line: Line, name: str) -> str:
    place = ":".join(str(part) for part in (name, line.line, line.column) if part)
    code = f"[{line.code} {CATALOGUE[line.code].name}]" if line.code else ":"
    kind = click.style(_CALLED[line.result], fg=_COLORS[line.result], bold=True)
    told = f"{line.message} ({line.hint})" if line.hint else line.message or ""
    return f"{brief(place)}: {kind}{code} {brief(told)}" if line.line else f"{kind}{code} {told}"


def _runs(numbers: Sequence[int]) -> str:
    """Ascending numbers, e.g. `3-46, 50`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def count_lines(report: Report, *, written: bool) -> Iterator[str]:
    """How many rows came to what; the files, and whether they are `written` yet."""
    if not report.understood:
        yield "no row was read, and nothing written"
        return
    counts = report.counts
    told = [f"{counts[key]:,} {what}" for key, what in _COUNTED.items() if counts[key]]
    total = len({line.line for line in report.lines if line.line})
    yield f"{total:,} {'row' if total == 1 else 'rows'}: {', '.join(told)}" if told else "no rows"
    if not report.files:
        return
    verb = "written" if written else "to be written"
    new = sum(is_new for _, is_new in report.files)
    also = f", {new:,} of them new" if new else ""
    yield f"{len(report.files):,} {'file' if len(report.files) == 1 else 'files'} {verb}{also}:"
    for path, is_new in report.files[:_LISTED]:
        yield f"  {path}{' (new)' if is_new else ''}"
    if len(report.files) > _LISTED:
        yield f"  and {len(report.files) - _LISTED:,} more"
