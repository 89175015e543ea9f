"""Compares two files line by line, in time proportional to their length."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import Match, SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Lines = Sequence[str]

_AT_ONCE, _BETWEEN = 250_000, 1_000
"""The most pairs of lines that `difflib` compares, because its time may grow with their square: in
whole files, and between two anchors of long files."""
_CONTEXT = 3


def hunks(old: Lines, new: Lines) -> Iterator[str]:
    """The lines of a unified diff after the file names; empty if both are equal."""
    for group in _Matcher(old, new).get_grouped_opcodes(_CONTEXT):
        (_, a, _, c, _), (_, _, b, _, d) = group[0], group[-1]
        yield f"@@ -{_range(a, b)} +{_range(c, d)} @@\n"
        for kind, low, high, begin, end in group:
            if kind == "equal":
                yield from (f" {line}" for line in old[low:high])
            else:
                yield from (f"-{line}" for line in old[low:high])
                yield from (f"+{line}" for line in new[begin:end])


def _range(start: int, end: int) -> str:
    """A range of lines in a diff header; an empty range names the line before it."""
    return str(end) if end - start == 1 else f"{start + (end > start)},{end - start}"


class _Matcher(SequenceMatcher[str]):
    def __init__(self, old: Lines, new: Lines) -> None:
        super().__init__(None, old, new)
        self._lines = old, new

    def get_matching_blocks(self) -> list[Match]:
        """The blocks in both files, and an empty one last; in long files, some may be missing."""
        old, new = self._lines
        if len(old) * len(new) <= _AT_ONCE:
            return super().get_matching_blocks()
        blocks: list[Match] = []
        a = b = 0
        for end in [*_anchors(old, new), (len(old), len(new))]:
            for block in _blocks(old[a : end[0]], new[b : end[1]]):
                start, begin, size = a + block.a, b + block.b, block.size
                if blocks and (last := blocks[-1])[:2] == (start - last.size, begin - last.size):
                    start, begin, size = last.a, last.b, last.size + size
                    blocks.pop()
                blocks.append(Match(start, begin, size))
            a, b = end
        return [*blocks, Match(a, b, 0)]


def _anchors(old: Lines, new: Lines) -> list[tuple[int, int]]:
    """The places of lines that occur once in each file, as many as are in the same order."""
    was, now = Counter(old), Counter(new)
    places = {line: number for number, line in enumerate(new) if now[line] == 1}
    ends: list[int] = []  # the least place at which a run of each length ends
    runs: list[tuple[int, int, int]] = []  # each line, with the previous line of its run
    last: list[int] = []
    for number, line in enumerate(old):
        if was[line] == 1 and line in places:
            length = bisect_left(ends, places[line])
            ends[length : length + 1] = [places[line]]
            last[length : length + 1] = [len(runs)]
            runs.append((number, places[line], last[length - 1] if length else -1))
    anchors = []
    at = last[-1] if last else -1
    while at >= 0:
        *anchor, at = runs[at]
        anchors.append((anchor[0], anchor[1]))
    return anchors[::-1]


def _blocks(old: Lines, new: Lines) -> Iterator[Match]:
    """The common blocks at the beginning, at the end, and, if the rest is short, between."""
    head = _alike(old, new)
    tail = _alike(old[: head - 1 if head else None : -1], new[: head - 1 if head else None : -1])
    a, b = len(old) - tail, len(new) - tail
    yield Match(0, 0, head)
    if (a - head) * (b - head) <= _BETWEEN:
        for at, begin, size in SequenceMatcher(
            None, old[head:a], new[head:b]
        ).get_matching_blocks():
            yield Match(head + at, head + begin, size)
    yield Match(a, b, tail)


def _alike(old: Lines, new: Lines) -> int:
    """The number of equal lines at the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
