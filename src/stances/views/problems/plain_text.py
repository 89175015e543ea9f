"""Problems as text, on a terminal with the line and carets."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from stances.codes import CATALOGUE
from stances.paths import MAX_BYTES
from stances.regular_files import TooLargeError, UnfitFileError, contents
from stances.text import one_line
from stances.views import styles
from stances.views.direction import laid_out
from stances.views.problems.excerpt import excerpt
from stances.views.styles import painted
from stances.views.values import plural, with_hint
from stances.views.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stances.problems import Problem
    from stances.queries.check import ProblemCounts

_STYLES = {"error": styles.ERROR, "warning": styles.WARNING}


def problem_lines(
    problems: Sequence[Problem], folder: Path, *, excerpts: bool, width: int
) -> Iterator[str]:
    """Each problem on a line, or with an excerpt; `folder` is the corpus, as typed from here."""
    for problem in problems:
        head = _head(problem, shown_path(folder, problem.path))
        if not excerpts:
            yield with_hint(_painted(head, problem), problem.hint)
            continue
        for line in wrapped(head, width, rest="  "):
            yield _painted(laid_out(line), problem)
        yield from _excerpt(folder, problem, width)
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
    """A line of a head, with the severity in its colour if that is in it."""
    severity = painted(problem.severity, _STYLES[problem.severity])
    return line.replace(f"{problem.severity}[{problem.code}", f"{severity}[{problem.code}", 1)


def shown_path(folder: Path, path: str) -> str:
    """A path in the corpus as it is typed from here, with escapes for unprintable characters."""
    return one_line(os.path.normpath(folder / path))


def _excerpt(folder: Path, problem: Problem, width: int) -> Iterator[str]:
    """The line of the problem with carets below what is wrong; nothing if it cannot be read."""
    lines = _lines(folder / problem.path, folder)
    if not 0 < problem.line <= len(lines):
        return
    number = f"{problem.line:>6} | "
    line, room = lines[problem.line - 1], width - len(number)
    found = excerpt(line, problem.column - 1, room, problem.message)
    carets = painted("^" * found.width, _STYLES[problem.severity])
    yield f"{painted(number, styles.ASIDE)}{found.text}"
    yield f"{painted(' ' * 6 + ' | ', styles.ASIDE)}{' ' * found.before}{carets}"


@lru_cache(maxsize=8)
def _lines(path: Path, folder: Path) -> list[str]:
    try:
        text = contents(path, MAX_BYTES, folder)
    except (OSError, TooLargeError, UnfitFileError):
        return []
    return text.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


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
