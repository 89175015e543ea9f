"""Problems as text; on a terminal, with the line and carets."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from stances.codes import CATALOGUE
from stances.paths import MAX_BYTES
from stances.regular_files import TooLargeError, UnfitFileError, contents
from stances.text import one_line
from stances.views import styles
from stances.views.direction import laid_out, stretches
from stances.views.styles import painted
from stances.views.values import plural, with_hint
from stances.views.wrapping import cells, fitting, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stances.problems import Problem
    from stances.queries.check import ProblemCounts


_BEFORE = 20
"""The most cells of a long line that are kept before the place."""
_LEAST = 6
"""The least width of an excerpt in cells."""
_NEAR = 4000
"""The most characters of a line that are read on each side of the place."""
_BLANKS = 200
"""The most characters before a value that are searched for its beginning."""
_JOINERS = "\u200c\u200d"
"""Joiners have no width, but Persian needs them."""

_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_PLAIN = re.compile(r"(?:[^:#]|:(?!\s|$)|(?<!\s)#)*")
_IN_FLOW = re.compile(r"(?:[^:#,\[\]{}]|:(?![\s,\[\]{}]|$)|(?<!\s)#)*")
_NAMED = re.compile("`([^`]+)`")
_WORD = re.compile(r"[\w-]")
_BEGINS = re.compile(r"(?:^|[:?-]\s|[\[{,])\s*(?:[&!]\S*\s+)*$")
"""The text before a key or a value."""
_HEADER = re.compile(r"[|>][0-9+-]*[ \t]*(?:#.*)?")
"""The header of a block scalar, whose text is below its key."""
_KEY = re.compile(r"(?:^|[\[{,])\s*(?:- )*[\w-]+:\s")


class Excerpt(NamedTuple):
    """A line as shown on a terminal; the cells before the faulty part, and its width."""

    text: str
    before: int
    width: int


def excerpt(line: str, at: int, room: int, message: str = "") -> Excerpt:
    """The part of a line around `at` (counted from 0) that fits into `room` cells.

    The faulty part is the text at that place that the message has in backticks, else a value.
    """
    return _marked(line, at, len(_named_at(line, at, message) or value_at(line, at)) or 1, room)


def _marked(line: str, at: int, span: int, room: int) -> Excerpt:
    """The excerpt with `span` characters marked."""
    before, after, rest = _cut(line, at, span, max(room, _LEAST))
    shown, start = before + after + rest, len(before)
    end = start + min(span, len(after) or 1)
    cuts = [edge for match in _KEY.finditer(shown) for edge in match.span()]
    for first, last in stretches(shown, cuts):
        # Terminals order right-to-left letters differently, so all of such a text is marked.
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
    return Excerpt(laid_out(shown, cuts), cells(shown[:start]), max(cells(shown[start:end]), 1))


def _named_at(line: str, at: int, message: str) -> str:
    """The longest text in backticks of the message that is at this place."""
    names = (name for name in _NAMED.findall(message) if line.startswith(name, at))
    whole = (name for name in names if not _WORD.match(line, at + len(name)))
    return max(whole, key=len, default="")


def value_at(line: str, at: int) -> str:
    """The value or comment that begins at this place; empty for a key or the middle of a text.

    A problem at a key is about the whole record that begins there.
    """
    before, after = line[max(0, at - _NEAR) : at], line[at : at + _NEAR]
    if after[:1] == "#":
        return after.rstrip() if before.strip() else ""
    if not after[:1].strip() or not after[0].isprintable() or not _BEGINS.search(before[-_BLANKS:]):
        return ""
    if after[0] in "\"'":
        value = _matched(_QUOTED, after) or after.rstrip()
    elif after[0] in "[{":
        value = _collection(after)
    else:
        value = _matched(_IN_FLOW if _depth(before) > 0 else _PLAIN, after).rstrip()
    if after.startswith(":", len(value)):
        return ""
    # A list or mapping may have begun on an earlier line.
    return value if value[:1] in ("[", "{") else value.rstrip(" ]},")


def _matched(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return match[0] if match else ""


def _collection(text: str) -> str:
    """The list or mapping in brackets; only the bracket if it does not end on this line."""
    for end, char in enumerate(text, 1):
        if char in "]}" and _depth(text[:end]) == 0:
            return text[:end]
    return text[0]


def _depth(text: str) -> int:
    """The number of brackets that are open at the end of a text."""
    plain = _QUOTED.sub("", text)
    return sum(map(plain.count, "[{")) - sum(map(plain.count, "]}"))


def _cut(line: str, at: int, span: int, room: int) -> tuple[str, str, str]:
    """The visible parts of a line before and after a place, and `…` if the end is cut."""
    before = _visible(line[max(0, at - _NEAR) : at])
    after = _visible(line[at : at + max(span, _NEAR)])
    needed = min(cells(after[:span]), room // 2)
    if at > _NEAR or cells(before) + needed + 1 > room:
        before = f"…{fitting(before[::-1], min(_BEFORE, room // 3))[::-1]}"
    left = room - cells(before)
    if at + len(after) < len(line) or cells(after) > left:
        return before, fitting(after, left - 1), "…"
    return before, after, ""


def _visible(text: str) -> str:
    """The text with all characters replaced that could move the cursor or change the direction."""
    return "".join(
        char if char.isprintable() or char in _JOINERS else " " if char == "\t" else "\ufffd"
        for char in text
    )


_STYLES = {"error": styles.ERROR, "warning": styles.WARNING}


def problem_lines(
    problems: Sequence[Problem], folder: Path, excerpts: Path | None, *, width: int
) -> Iterator[str]:
    """Each problem on a line; `folder` is the corpus, relative to the current folder.

    If `excerpts` is the folder of the files, each problem has an excerpt.
    """
    _lines.cache_clear()  # the files may have changed since the last time
    for problem in problems:
        head = _head(problem, shown_path(folder, problem.path))
        if excerpts is None:
            yield with_hint(_painted(head, problem), problem.hint)
            continue
        for line in wrapped(head, width, rest="  "):
            yield _painted(laid_out(line), problem)
        yield from _excerpt(excerpts, problem, width)
        help_, *more = wrapped(problem.hint, width, first="  help: ", rest="        ")
        if problem.hint:
            yield f"  {painted('help:', styles.NOTE)}{laid_out(help_.removeprefix('  help:'))}"
            yield from map(laid_out, more)
        yield ""


def problem_line(problem: Problem, path: str) -> str:
    """A problem on one line, without colour; `path` is the path to print."""
    return with_hint(_head(problem, path), problem.hint)


def _head(problem: Problem, path: str) -> str:
    place = f"{path}:{problem.line}:{problem.column}"
    return f"{place}: {problem.severity}[{problem.code} {problem.name}] {problem.message}"


def _painted(line: str, problem: Problem) -> str:
    """A line of a problem's head, with the severity in colour if the line has it."""
    severity = painted(problem.severity, _STYLES[problem.severity])
    return line.replace(f"{problem.severity}[{problem.code}", f"{severity}[{problem.code}", 1)


def shown_path(folder: Path, path: str) -> str:
    """A path in the corpus, relative to the current folder, with unprintable characters escaped."""
    return one_line(os.path.normpath(folder / path))


def _excerpt(folder: Path, problem: Problem, width: int) -> Iterator[str]:
    """The line of a problem with carets below the faulty part; empty if it cannot be read.

    If a text is below its key, the carets are below the first line of the text.
    """
    lines = _lines(folder / problem.path, folder)
    if not 0 < problem.line <= len(lines):
        return
    line, at, room = lines[problem.line - 1], problem.column - 1, width - _MARGIN
    found = excerpt(line, at, room, problem.message)
    text = lines[problem.line] if problem.line < len(lines) else ""
    if _HEADER.fullmatch(line, at) and text.strip():
        yield f"{_number(problem.line)}{found.text}"
        indent = len(text) - len(text.lstrip())
        found = _marked(text, indent, len(text.rstrip()) - indent, room)
        yield f"{_number(problem.line + 1)}{found.text}"
    else:
        yield f"{_number(problem.line)}{found.text}"
    carets = painted("^" * found.width, _STYLES[problem.severity])
    yield f"{painted(' ' * 6 + ' | ', styles.ASIDE)}{' ' * found.before}{carets}"


_MARGIN = 9
"""The cells before an excerpt, for the line number."""


def _number(line: int) -> str:
    return painted(f"{line:>6} | ", styles.ASIDE)


@lru_cache(maxsize=8)
def _lines(path: Path, folder: Path) -> list[str]:
    try:
        text = contents(path, MAX_BYTES, folder)
    except (OSError, TooLargeError, UnfitFileError):
        return []
    return text.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def count_line(counts: ProblemCounts) -> str:
    """The numbers of problems that are shown and not shown."""
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
