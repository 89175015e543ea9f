"""The output of `add`, `import` and `rename`: refusals, changes, patches."""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import TYPE_CHECKING

import click

from stances.codes import CATALOGUE
from stances.text import brief
from stances.views.values import with_hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from stances.editing.import_.result import ImportReport, Line
    from stances.editing.refusals import Refusal
    from stances.editing.rename.plan import RenamePlan


_COLORS = {"wrong": "red", "conflict": "red", "warning": "yellow"}
_CALLED = {"wrong": "error", "conflict": "conflict", "warning": "warning"}
_COUNTED = {
    "added": "added",
    "sound": "sound",
    "there": "already there",
    "conflict": "in conflict with the corpus",
    "wrong": "wrong",
}
_ALIKE = 3
"""What is wrong with more rows than this in the same way is told once, with their lines."""


def fault_lines(report: ImportReport, name: str) -> Iterator[str]:
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
    told = with_hint(line.message or "", line.hint)
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


def count_lines(report: ImportReport, *, written: bool) -> Iterator[str]:
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
    yield from _first([f"  {path}{' (new)' if is_new else ''}" for path, is_new in report.files])


_LISTED = 20
"""So many files or mentions are named one by one."""


def difference_lines(plan: RenamePlan) -> Iterator[str]:
    """What the two say differently that are to be one."""
    if not plan.differences:
        return
    yield f"`{plan.old.shown}` and `{plan.new.shown}` differ:"
    for each in plan.differences:
        mark = click.style(" (to be decided)", fg="yellow") if each.open else ""
        yield f"  {each.shown}{mark}"
        for side, thing, value in (("OLD", plan.old, each.old), ("NEW", plan.new, each.new)):
            told = "(nothing)" if value is None else brief(value)
            yield f"    {side} {thing.shown}: {told}"


def plan_lines(plan: RenamePlan, folder: Path, *, written: bool) -> Iterator[str]:
    """What is, or would be, renamed and where; `folder` is the corpus as it is on disk."""
    what = "is merged into" if plan.merged else "becomes"
    uses = f": {plan.uses:,} {'use' if plan.uses == 1 else 'uses'} renamed" if plan.uses else ""
    yield f"{plan.old.kind} {plan.old.shown} {what} {plan.new.shown}{uses}"
    for line in plan.told:
        yield click.style("note: ", fg="cyan") + brief(line)
    for each in plan.warnings:
        kind = click.style(each.severity, fg="yellow", bold=True)
        yield f"{each.path}:{each.line}: {kind}[{each.code} {each.name}] {each.message}"
    yield from _file_lines(plan, folder, written=written)
    if plan.mentions:
        yield f"{len(plan.mentions):,} mentioned in free text, not changed:"
        yield from _first([f"  {path}:{line}: {what}" for path, line, what in plan.mentions])


def _file_lines(plan: RenamePlan, folder: Path, *, written: bool) -> Iterator[str]:
    renamed = {each.like for each in (*plan.replacements, *plan.copies) if each.like}
    lines: list[str] = []
    for each in (*sorted(plan.replacements), *plan.copies):
        name = _inside(each.path, folder)
        if each.like is not None:
            lines.append(f"  {_inside(each.like, folder)} → {name}")
        elif each.after is None and each.path not in renamed:
            lines.append(f"  {name} (deleted)")
        elif each.path not in renamed:
            lines.append(f"  {name}")
    verb = "written" if written else "to be written"
    yield f"{plan.files:,} {'file' if plan.files == 1 else 'files'} {verb}:"
    yield from _first(lines)


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_LISTED]
    if len(lines) > _LISTED:
        yield f"  and {len(lines) - _LISTED:,} more"


def _inside(path: Path, folder: Path) -> str:
    """A file of the corpus by its path there, any other by its folder and name."""
    if path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    return f"{path.parent.name}/{path.name}"


def refusal_lines(refusals: Iterable[Refusal], called: Callable[[str], str]) -> Iterator[str]:
    """The lines, styled, in the order of the input; `called` is what a key was given as.

    What is on a line of standard input is placed as `-:LINE:KEY`.
    """
    for each in sorted(refusals, key=lambda each: (each.line, not each.is_error)):
        place = f"-:{each.line}:{each.key}".rstrip(":") if each.line else called(each.key)
        kind = ("error", "red") if each.is_error else ("warning", "yellow")
        severity = click.style(kind[0], fg=kind[1], bold=True)
        code = f"[{each.code} {CATALOGUE[each.code].name}]" if each.code else ""
        told = with_hint(each.message, each.hint)
        head = f"{brief(place)}: " if place else ""
        yield f"{head}{severity}{code}{'' if code else ':'} {brief(told)}"


_LINES = re.compile(r"[^\n]*\n|[^\n]+\Z")
_NAMES = 2
"""Lines of a diff that name the files; what follows them is told by its first character."""
_LINE_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def patch(
    path: str, before: bytes | None, after: bytes | None, moved_from: str = ""
) -> Iterator[str]:
    """The lines of a diff, styled; None where there is no such file. `path` is as seen from here.

    Nothing if both are the same. A file that was `moved_from` elsewhere is told as git tells it.
    """
    if moved_from:
        head = (
            f"diff --git a/{moved_from} b/{path}",
            f"rename from {moved_from}",
            f"rename to {path}",
        )
        for line in head:
            yield click.style(line, bold=True)
            yield "\n"
    old, new = _lines(before), _lines(after)
    # As git does it, so that the name ends where it should.
    end = "\t" if " " in path else ""
    was = f"a/{moved_from or path}{end}" if before is not None else "/dev/null"
    now = f"b/{path}{end}" if after is not None else "/dev/null"
    for number, line in enumerate(unified_diff(old, new, was, now)):
        body = line.removesuffix("\n")
        if number < _NAMES:
            yield click.style(body, bold=True)
        else:
            color = _LINE_COLORS.get(body[:1])
            yield click.style(body, fg=color) if color else body
        yield "\n" if body != line else "\n\\ No newline at end of file\n"


def _lines(content: bytes | None) -> list[str]:
    """The lines of a file, split as diffs split them: at line feeds alone."""
    return _LINES.findall((content or b"").decode())
