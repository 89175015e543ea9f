"""The table of ratios, as Markdown that also reads well on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.places import Size
    from benchmarks.results import Result

_HEAD = ("row", "ours", "", "beside", "", "ratio", "quartiles", "bar", "", "MB")
_RIGHT = {2, 4, 5, 7}
_MB = 1e6


def tables(results: Sequence[Result]) -> str:
    """A table for each size of corpus, and what could not be measured under it."""
    sizes = dict.fromkeys(each.size for each in results)
    return "\n".join(
        _section(size, [each for each in results if each.size == size]) for size in sizes
    )


def last_line(results: Sequence[Result]) -> str:
    """How many bars are met, and which are not."""
    judged = [each for each in results if each.bar is not None]
    missed = [each.measure.name for each in judged if each.is_missed]
    unmeasured = [each.measure.name for each in judged if not (each.pairs or each.broken)]
    counted = f"{len(judged) - len(missed) - len(unmeasured)} of {len(judged)} bars met"
    named = (("missed", missed), ("not measured", unmeasured))
    return "; ".join([counted, *(f"{word}: {', '.join(names)}" for word, names in named if names)])


def _section(size: Size, results: list[Result]) -> str:
    rounds = max(len(each.pairs) for each in results)
    heading = f"{size.title}, {rounds} round{'' if rounds == 1 else 's'}"
    missing = [f"- `{each.measure.name}`: {each.unmeasured}" for each in results if not each.pairs]
    return "\n".join([f"### {heading}", "", *_lines(results), *_behind_a_gap(missing), ""])


def _behind_a_gap(lines: list[str]) -> list[str]:
    return ["", *lines] if lines else []


def _lines(results: list[Result]) -> Iterator[str]:
    rows = [_HEAD, *(_cells(each) for each in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    ruler = [_ruler(at, width) for at, width in enumerate(widths)]
    for row in (rows[0], ruler, *rows[1:]):
        cells = (
            cell.rjust(width) if at in _RIGHT else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"| {' | '.join(cells)} |"


def _ruler(at: int, width: int) -> str:
    return f"{'-' * (width - 1)}:" if at in _RIGHT else "-" * width


def _cells(result: Result) -> tuple[str, ...]:
    measure = result.measure
    bar = "" if result.bar is None else f"{result.bar:.2f}"
    if not result.pairs:
        verdict = "MISSED" if result.is_missed else "not measured"
        return (measure.name, measure.ours, "", measure.theirs, "", "", "", bar, verdict, "")
    ours, theirs = (_value(value, of_memory=bool(measure.limit)) for value in _medians(result))
    lower, upper = result.quartiles
    verdict = "MISSED" if result.is_missed else "ok" if bar else ""
    memory = " : ".join(f"{each / _MB:.0f}" for each in result.memory if each)
    ratio, spread = f"{result.ratio:.2f}", f"{lower:.2f}–{upper:.2f}"
    return (
        *(measure.name, measure.ours, ours, measure.theirs, theirs),
        *(ratio, spread, bar, verdict, memory),
    )


def _medians(result: Result) -> tuple[float, float]:
    return result.ours, result.theirs


def _value(value: float, *, of_memory: bool) -> str:
    if of_memory:
        return f"{value / _MB:.0f} MB"
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"
