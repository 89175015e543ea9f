"""The output of `add`, `import` and `rename`: refusals, changes, patches."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from stances.codes import CATALOGUE
from stances.text import brief, visible
from stances.views import styles
from stances.views.direction import laid_out
from stances.views.line_diff import hunks
from stances.views.styles import painted
from stances.views.values import named, with_hint
from stances.views.wrapping import cells, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from stances.editing.import_.result import ImportReport, Line
    from stances.editing.refusals import Refusal
    from stances.editing.rename.plan import RenamePlan

_STYLES = {
    **dict.fromkeys(("wrong", "conflict"), styles.ERROR),
    **dict.fromkeys(("warning", "double"), styles.WARNING),
}
_SEVERITIES = {"wrong": "error", "conflict": "conflict", "warning": "warning", "double": "left out"}
_RESULTS = {
    "added": "added",
    "replaced": "replaced",
    "sound": "sound",
    "there": "already there",
    "double": "left out, with words that are recorded",
    "conflict": "in conflict with the corpus",
    "wrong": "wrong",
}
_WIDEST_NAME = 30


def folded(text: str, width: int | None, rest: str = "  ") -> Iterator[str]:
    """The text as lines of whole words that fit the width; unchanged without a width."""
    yield from [text] if width is None else map(laid_out, wrapped(text, width, rest=rest))


def reading_lines(report: ImportReport, name: str, width: int | None = None) -> Iterator[str]:
    """The skipped lines of a table, and how columns that the user did not name are read.

    If there is a `width`, that of a terminal, lines are folded.
    """
    for line, text in report.skipped:
        yield from folded(brief(f"{name}:{line}: above the header, and not read: {text}"), width)
    told = [each for each in report.reading.columns if each.is_told]
    room = min(max((cells(each.name) for each in told), default=0), _WIDEST_NAME)
    for each in told:
        how = f"read as {each.key}" if each.key else "not read"
        why = f": {each.why}" if each.why else ""
        text = brief(f"{each.name}{' ' * (room - cells(each.name))}  {how}{why}")
        yield from folded(text, width, " " * (room + 2))
    column = report.reading.names.get("text", "")
    for key, value in report.reading.implied.items():
        text = f"{key} is `{value}` for all rows: the words stand in `{column}`"
        yield from folded(brief(text), width)
    for (changed, change), lines in report.changes.items():
        place = f"line {lines[0]}" if len(lines) == 1 else f"lines {_runs(lines)}"
        yield from folded(brief(f"{changed}: {change} in {place}"), width)


def fault_lines(report: ImportReport, name: str, width: int | None = None) -> Iterator[str]:
    """A styled line for each fault and note; `name` is the name of the table.

    A fault of several rows is shown at the first one, with the line numbers of the others. If there
    is a `width`, that of a terminal, lines are folded.
    """
    numbers: dict[Line, list[int]] = {}
    for line in report.lines:
        numbers.setdefault(line._replace(line=0), []).append(line.line)
    for line in report.lines:
        if line.result in _SEVERITIES:
            first, *others = numbers[line._replace(line=0)]
            if line.line == first:
                yield from _fault(line, name, others, width)
        elif line.message:
            place = f"{name}:{line.line}"
            what = "added to" if line.result == "added" else "already there as"
            text = f"{place}: {what} {line.ref}: {line.message}, left as it is"
            yield from folded(brief(text), width)
    for note in report.notes:
        yield from note_lines(note, width)


def note_lines(note: str, width: int | None = None) -> Iterator[str]:
    """A styled note."""
    return _marked("", "note", styles.NOTE, f": {brief(note)}", width)


def _fault(line: Line, name: str, others: Sequence[int], width: int | None) -> Iterator[str]:
    """The lines of a fault; `others` are the other rows that have it."""
    place = ":".join(str(part) for part in (name, line.line, line.column) if part)
    code = f"[{line.code} {CATALOGUE[line.code].name}]" if line.code else ":"
    text = brief(with_hint(line.message or "", line.hint))
    if others:
        lines = "line" if len(others) == 1 else "lines"
        text += f"; so in {len(others):,} more: {lines} {_runs(others)}"
    head = f"{brief(place)}: " if line.line else ""
    kind = _SEVERITIES[line.result]
    return _marked(head, kind, _STYLES[line.result], f"{code} {text}", width)


def _marked(head: str, kind: str, style: str, rest: str, width: int | None) -> Iterator[str]:
    """The lines of head, kind and rest; the kind is styled."""
    if width is None:
        yield f"{head}{painted(kind, style)}{rest}"
        return
    mark, is_due = f"{kind}{rest[0]}", True
    for line in folded(f"{head}{kind}{rest}", width):
        yield line.replace(mark, f"{painted(kind, style)}{rest[0]}", 1) if is_due else line
        is_due = is_due and mark not in line


def _runs(numbers: Sequence[int]) -> str:
    """Ascending numbers as ranges, e.g. `3-46, 50`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def copies_note(sources: Sequence[str], folder: str) -> str:
    """Say where `verify` looks for the articles of new sources without a stored copy."""
    if len(sources) == 1:
        [id_] = sources
        return f"`verify` looks for the article of `{id_}` in {folder}{id_}.txt, .html or .pdf"
    names = named([f"{id_}.txt" for id_ in sources])
    which = f"the articles of {len(sources):,} new sources"
    return f"`verify` looks for {which} in {folder}: {names} (or .html, .pdf)"


def count_lines(report: ImportReport, *, written: bool, width: int | None = None) -> Iterator[str]:
    """The number of rows by result, and the files; `written` if they are already written."""
    if not report.understood:
        yield "no row was read, and nothing written"
        return
    counts = report.counts
    results = [f"{counts[key]:,} {label}" for key, label in _RESULTS.items() if counts[key]]
    total = len({line.line for line in report.lines if line.line})
    rows = f"{total:,} {'row' if total == 1 else 'rows'}"
    yield from folded(f"{rows}: {', '.join(results)}" if results else "no rows", width)
    if not report.files:
        return
    verb = "written" if written else "to be written"
    new = sum(is_new for _, is_new in report.files)
    also = f", {new:,} of them new" if new else ""
    yield f"{len(report.files):,} {'file' if len(report.files) == 1 else 'files'} {verb}{also}:"
    yield from _first([f"  {path}{' (new)' if is_new else ''}" for path, is_new in report.files])


def difference_lines(plan: RenamePlan) -> Iterator[str]:
    """The fields in which the two records to be merged differ."""
    if not plan.differences:
        return
    yield f"`{plan.old.shown}` and `{plan.new.shown}` differ:"
    for each in plan.differences:
        mark = painted(" (to be decided)", styles.MARK) if each.open else ""
        yield f"  {each.shown}{mark}"
        for side, thing, value in zip(
            ("OLD", "NEW"), (plan.old, plan.new), each.values, strict=True
        ):
            yield f"    {side} {thing.shown}: {brief(value)}"


def plan_lines(plan: RenamePlan, folder: Path, *, written: bool) -> Iterator[str]:
    """The records and files of a rename; `folder` is the corpus, `written` if it is done."""
    what = "is merged into" if plan.merged else "becomes"
    uses = f": {plan.uses:,} {'use' if plan.uses == 1 else 'uses'} renamed" if plan.uses else ""
    yield f"{plan.old.kind} {plan.old.shown} {what} {plan.new.shown}{uses}"
    for line in plan.told:
        yield painted("note: ", styles.NOTE) + brief(line)
    for warning in plan.warnings:
        severity = painted(warning.severity, styles.WARNING)
        place = f"{warning.path}:{warning.line}"
        yield f"{place}: {severity}[{warning.code} {warning.name}] {warning.message}"
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
    if plan.mentions:
        yield f"{len(plan.mentions):,} mentioned in free text, not changed:"
        yield from _first([f"  {path}:{line}: {what}" for path, line, what in plan.mentions])


def _first(lines: Sequence[str], limit: int = 20) -> Iterator[str]:
    yield from lines[:limit]
    if len(lines) > limit:
        yield f"  and {len(lines) - limit:,} more"


def _inside(path: Path, folder: Path) -> str:
    """The path of a file within the corpus; for any other file, its folder and name."""
    if path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    return f"{path.parent.name}/{path.name}"


def refusal_lines(refusals: Iterable[Refusal], called: Callable[[str], str]) -> Iterator[str]:
    """Styled lines in the order of the input; `called` returns the option or argument of a key.

    A place on standard input is written `-:LINE:KEY`.
    """
    for each in sorted(refusals, key=lambda each: (each.line, not each.is_error)):
        place = f"-:{each.line}:{each.key}".rstrip(":") if each.line else called(each.key)
        name, style = ("error", styles.ERROR) if each.is_error else ("warning", styles.WARNING)
        severity = painted(name, style)
        code = f"[{each.code} {CATALOGUE[each.code].name}]" if each.code else ""
        head = f"{brief(place)}: " if place else ""
        text = brief(with_hint(each.message, each.hint))
        yield f"{head}{severity}{code}{'' if code else ':'} {text}"


_LINES = re.compile(r"[^\n]*\n|[^\n]+\Z")
"""Diffs split lines only at line feeds."""
_FILE_NAMES = 2
"""The lines of a diff that name the files."""
_OF_LINES = {"+": styles.GAINED, "-": styles.LOST, "@": styles.REFERENCE}


def patch(
    path: str,
    before: bytes | None,
    after: bytes | None,
    moved_from: str = "",
    *,
    shown: bool = False,
) -> Iterator[str]:
    r"""The styled lines of a diff; empty if both are equal. None means no file.

    `path` is relative to the current folder. A move is shown as in git. If `shown` on a terminal,
    carriage returns are written `\r`; such a diff cannot be applied.
    """
    if moved_from:
        names = f"rename from {moved_from}", f"rename to {path}"
        for line in (f"diff --git a/{moved_from} b/{path}", *names):
            yield painted(line, styles.STRONG)
            yield "\n"
    old, new = (_LINES.findall((content or b"").decode()) for content in (before, after))
    # As in git: without the tab, readers end a name at its first blank.
    tab = "\t" if " " in path else ""
    was = f"a/{moved_from or path}{tab}" if before is not None else "/dev/null"
    now = f"b/{path}{tab}" if after is not None else "/dev/null"
    names = f"--- {was}\n", f"+++ {now}\n"
    for number, line in enumerate(chain(names, hunks(old, new)) if old != new else ()):
        body = line.removesuffix("\n")
        end = "\n" if body != line else "\n\\ No newline at end of file\n"
        body = visible(body) if shown else body
        if number < _FILE_NAMES:
            yield painted(body, styles.STRONG)
        else:
            yield painted(body, _OF_LINES.get(body[:1], ""))
        yield end
