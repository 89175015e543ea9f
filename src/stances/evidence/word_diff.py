"""Compares two wordings word by word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Stretch = tuple[int, int, int]
    """Equal tokens: where they begin in each text, and their number."""

_TOKEN = re.compile(r"\s+|\w+(?:['’\u200c-]\w+)*|[^\w\s]")
_MOST = 1_000_000
"""The most pairs of tokens that are matched, because matching takes time per pair."""
_SOON, _DEEP = 10_000, 4
"""Pairs that are matched at once, and how often a text is divided before the rest is matched."""
_SHINGLES = (4, 1)
"""Lengths of token sequences that are searched for as anchors, in this order."""

Piece = tuple[str, str, str]
"""Text that stays, or else the old and the new text; the other fields are empty."""


def marked(was: str, now: str) -> str:
    """Both wordings in one text, with `[-was-]` and `{+now+}` where they differ."""
    return "".join(
        same + (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")
        for same, old, new in pieces(was, now)
    )


def pieces(was: str, now: str) -> Iterator[Piece]:
    """Yield the whole text in pieces, from beginning to end."""
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    head = common(old, new)
    tail = common(old[head:][::-1], new[head:][::-1])
    if head:
        yield "".join(old[:head]), "", ""
    yield from _inner(old[head : len(old) - tail], new[head : len(new) - tail])
    if tail:
        yield "".join(old[len(old) - tail :]), "", ""


def likeness(was: str, now: str) -> float:
    """How similar two wordings are, from 0 to 1."""
    if was == now:
        return 1.0
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.quick_ratio() if len(old) * len(new) > _MOST else matcher.ratio()


def stretches(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """The stretches that stay, in order, in time that grows with the number of tokens.

    Short texts are matched optimally. Long texts are first divided at tokens that occur once in
    each. Parts between two of these that would take too long to match count as different.
    """
    if len(old) * len(new) <= _MOST:
        return _matched(old, new)
    left = _MOST
    found: list[Stretch] = []
    todo = [(0, len(old), 0, len(new), 0)]
    while todo:
        a, b, c, d, depth = todo.pop()
        head = common(old[a:b], new[c:d])
        found.append((a, c, head))
        a, c = a + head, c + head
        tail = common(old[a:b][::-1], new[c:d][::-1])
        b, d = b - tail, d - tail
        found.append((b, d, tail))
        pairs = (b - a) * (d - c)
        is_last = pairs <= _SOON or depth == _DEEP
        if anchors := [] if is_last else _anchors(old[a:b], new[c:d]):
            ends = [(-1, -1), *anchors, (b - a, d - c)]
            found += ((a + i, c + j, 1) for i, j in anchors)
            todo += (
                (a + i + 1, a + k, c + j + 1, c + m, depth + 1)
                for (i, j), (k, m) in pairwise(ends)
                if i + 1 < k and j + 1 < m
            )
        elif pairs <= left:
            left -= pairs
            found += ((a + i, c + j, size) for i, j, size in _matched(old[a:b], new[c:d]))
    return _joined(sorted(stretch for stretch in found if stretch[2]))


def _matched(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Tokens that occur once in each text: the most with the same order in both."""
    for size in _SHINGLES:
        ours, theirs = _once(old, size), _once(new, size)
        places = [(at, theirs[run]) for run, at in ours.items() if run in theirs]
        if places:
            return _rising(places)
    return []


def _once(tokens: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    """The sequences of `size` tokens that occur once, with their places, in order."""
    runs = list(zip(*(tokens[shift:] for shift in range(size)), strict=False))
    times = Counter(runs)
    return {run: at for at, run in enumerate(runs) if times[run] == 1}


def _rising(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs that also rises in the second number; they rise in the first."""
    lows: list[int] = []  # the lowest second number that ends a chain of each length
    ends: list[int] = []  # the number of the pair that has it
    before: list[int] = []
    for number, (_, second) in enumerate(places):
        at = bisect_left(lows, second)
        before.append(ends[at - 1] if at else -1)
        if at == len(lows):
            lows.append(second)
            ends.append(number)
        else:
            lows[at], ends[at] = second, number
    rising: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        rising.append(places[number])
        number = before[number]
    return rising[::-1]


def _joined(found: Sequence[Stretch]) -> list[Stretch]:
    """Merge adjacent stretches, so that each ends where something differs."""
    joined: list[Stretch] = []
    for a, b, size in found:
        if joined and (a, b) == (joined[-1][0] + joined[-1][2], joined[-1][1] + joined[-1][2]):
            joined[-1] = (*joined[-1][:2], joined[-1][2] + size)
        else:
            joined.append((a, b, size))
    return joined


def opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, slice, slice]]:
    """Both texts in order: for each part, whether it stays, and its tokens in either text."""
    a = b = 0
    for start, other, size in [*stretches(old, new), (len(old), len(new), 0)]:
        if (a, b) != (start, other):
            yield False, slice(a, start), slice(b, other)
        a, b = start + size, other + size
        if size:
            yield True, slice(start, a), slice(other, b)


def common(old: Sequence[str], new: Sequence[str]) -> int:
    """The number of equal tokens at the beginning."""
    unlike = (number for number, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    return next(unlike, min(len(old), len(new)))


def _inner(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """The pieces of texts that begin and end differently."""
    removed = added = ""
    for stays, ours, theirs in opcodes(old, new):
        was, now = "".join(old[ours]), "".join(new[theirs])
        if not stays or ((removed or added) and was.isspace()):
            removed, added = removed + was, added + now
            continue
        if removed or added:
            yield "", removed, added
        removed = added = ""
        yield was, "", ""
    if removed or added:
        yield "", removed, added
