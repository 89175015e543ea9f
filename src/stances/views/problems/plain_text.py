"""Problems as text, on a terminal with the line and a caret."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

import click

from stances.codes import CATALOGUE
from stances.paths import MAX_BYTES
from stances.regular_files import TooLargeError, UnfitFileError, contents
from stances.text import one_line
from stances.views.values import plural, with_hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stances.problems import Problem
    from stances.queries.check import ProblemCounts

_COLORS = {"error": "red", "warning": "yellow"}
_BEFORE = 20
"""The most cells of a long line that are kept before the place."""
_JOINERS = "\u200c\u200d"
"""They have no width, and Persian needs them."""


def problem_lines(
    problems: Sequence[Problem], folder: Path, *, excerpts: bool, width: int
) -> Iterator[str]:
    """Each problem on a line, or with an excerpt; `folder` is the corpus, as typed from here."""
    for problem in problems:
        severity = click.style(problem.severity, fg=_COLORS[problem.severity], bold=True)
        head = _head(problem, shown_path(folder, problem.path), severity)
        if not excerpts:
            yield with_hint(head, problem.hint)
            continue
        yield head
        yield from _excerpt(folder, problem, width)
        if problem.hint:
            yield f"  {click.style('help:', fg='cyan')} {problem.hint}"
        yield ""


def problem_line(problem: Problem, path: str) -> str:
    """A problem on one line, without colour; `path` is the path to print."""
    return with_hint(_head(problem, path, problem.severity), problem.hint)


def _head(problem: Problem, path: str, severity: str) -> str:
    place = f"{path}:{problem.line}:{problem.column}"
    return f"{place}: {severity}[{problem.code} {problem.name}] {problem.message}"


def shown_path(folder: Path, path: str) -> str:
    """A path in the corpus as it is typed from here, with escapes for unprintable characters."""
    return one_line(os.path.normpath(folder / path))


def _excerpt(folder: Path, problem: Problem, width: int) -> Iterator[str]:
    """The line of the problem with a caret below its place; nothing if it cannot be read."""
    lines = _lines(folder / problem.path, folder)
    if not 0 < problem.line <= len(lines):
        return
    number = f"{problem.line:>6} | "
    room = width - len(number)
    line, column = lines[problem.line - 1], problem.column - 1
    before = line[:column]
    # A line may be the whole of a file: only what is near the place is gone through.
    if len(_fitting(before[::-1], room - _BEFORE)) < len(before):
        before = f"…{_fitting(before[::-1], min(_BEFORE, room // 2))[::-1]}"
    indent = sum(map(_cells, before))
    after = _fitting(line[column:], room - indent)
    yield click.style(number, dim=True) + "".join(map(_visible, before + after))
    yield click.style(" " * 6 + " | ", dim=True) + " " * indent + click.style("^", bold=True)


def _fitting(text: str, room: int) -> str:
    """The beginning of a text that fits into so many cells."""
    for number, char in enumerate(text):
        room -= _cells(char)
        if room < 0:
            return text[:number]
    return text


@lru_cache(maxsize=8)
def _lines(path: Path, folder: Path) -> list[str]:
    try:
        text = contents(path, MAX_BYTES, folder)
    except (OSError, TooLargeError, UnfitFileError):
        return []
    return text.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _visible(char: str) -> str:
    """A character that cannot move the cursor or change the direction of the text."""
    if char.isprintable() or char in _JOINERS:
        return char
    return " " if char == "\t" else "\ufffd"


def _cells(char: str) -> int:
    """The width of a character on a terminal."""
    if combining(char) or char in _JOINERS:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def count_line(counts: ProblemCounts) -> str:
    """The numbers of problems shown and not shown."""
    shown = f"{plural(counts.errors, 'error')}, {plural(counts.warnings, 'warning')}"
    parts = [f"{shown} in {plural(counts.files, 'file')}"]
    if counts.elsewhere:
        parts.append(f"{plural(counts.elsewhere, 'problem')} elsewhere in the corpus")
    if counts.hidden:
        parts.append(f"{plural(counts.hidden, 'problem')} kept back by --select or --ignore")
    return "; ".join(parts)


def explanation(code: str) -> str:
    """The meaning of a problem code, and what to do about it."""
    entry = CATALOGUE[code]
    kind = "retired" if entry.retired else entry.severity
    return f"{code} {entry.name} ({kind})\n\n{entry.why}\n{entry.cure}\n"
