"""How a passage of a copy differs from the words sought, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.evidence.chains import MAX_GAP
from stances.evidence.folding import HYPHENS, fold
from stances.evidence.sought import OMISSION
from stances.evidence.words import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Kind = Literal["kept", "missing", "extra"]
Block = tuple[int, int, int]
"""So many equal words: from a word of ours, from a word of theirs, how many."""

# A word with the marks inside it, be it hyphenated over the end of a line; or the marks between two
# words, so that either can differ alone.
_NO_OMISSION = f"(?!{OMISSION.pattern})"
_LETTER = rf"[^\W{UNSPACED}]"
_INSIDE = rf"(?:{_NO_OMISSION}[^\s–—{UNSPACED}]|(?<=[\{HYPHENS}])\s*\n\s*(?={_LETTER}))"
_TOKEN = re.compile(
    rf"{OMISSION.pattern}|[{UNSPACED}]|{_LETTER}(?:{_INSIDE}*{_LETTER})?|(?:{_NO_OMISSION}[^\w\s])+"
)
_OMITTED = "…"
_LIKENESS = 1 / 3  # of the words sought that must be in the passage
_STRAY = 6  # words; what agrees so far from the rest agrees by chance
_CUT = MAX_GAP // 4  # words; as _STRAY, where words were left out
_LONG = 400  # words; of so many, difflib skips the commonest


class Part(NamedTuple):
    """Words on one line: `kept` and `extra` as the copy prints them, `missing` as sought.

    For what an omission of the sought words leaves out, a kept `…` stands.
    """

    kind: Kind
    words: str


class Difference(NamedTuple):
    """A passage, from an offset to its end, with what it has and lacks of the words sought."""

    start: int
    end: int
    parts: tuple[Part, ...]
    likeness: tuple[int, int]
    """The more the greater: how many words agree, and less than none for each of the passage."""


class _Token(NamedTuple):
    key: str  # the same for words that differ only in typography, or in their hyphens
    start: int
    end: int


class _Run(NamedTuple):
    """Words from an offset of one of the two texts to an end."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]


def compare(sought: str, text: str, start: int, end: int) -> Difference | None:
    """The passage between two offsets of a text that is most like the words sought, if any is."""
    ours = _tokens(sought, 0, len(sought))
    theirs = _around_longest(ours, _tokens(text, start, end))
    blocks = _together(_matcher(ours, theirs).get_matching_blocks()[:-1], ours)
    alike = sum(size for _, _, size in blocks)
    if not blocks or alike < _LIKENESS * len(ours):
        return None
    # Where words are missing at an end, as many belong to the passage: they stand in their place.
    first = max(blocks[0][1] - blocks[0][0], 0)
    last = min(blocks[-1][1] + len(ours) - blocks[-1][0], len(theirs))
    while blocks[0][0] and first and theirs[first - 1].end == theirs[first].start:
        first -= 1
    passage = theirs[first:last]
    parts = tuple(_joined(_runs(sought, ours, text, passage)))
    return Difference(passage[0].start, passage[-1].end, parts, (alike, -len(passage)))


def _around_longest(ours: Sequence[_Token], theirs: Sequence[_Token]) -> Sequence[_Token]:
    """Those of their words that can belong to the passage of the longest run that agrees."""
    longest = _matcher(ours, theirs).find_longest_match()
    slack = _STRAY + len(ours) // 2 + _CUT * sum(token.key == _OMITTED for token in ours)
    first = max(longest.b - longest.a - slack, 0)
    return theirs[first : longest.b - longest.a + len(ours) + slack]


def _runs(
    sought: str, ours: Sequence[_Token], text: str, theirs: Sequence[_Token]
) -> Iterator[_Run]:
    for tag, ours_from, ours_to, theirs_from, theirs_to in _matcher(ours, theirs).get_opcodes():
        mine, other = ours[ours_from:ours_to], theirs[theirs_from:theirs_to]
        if tag == "equal":
            for one, its in zip(mine, other, strict=True):
                yield from _one_or_both(_run("missing", sought, [one]), _run("extra", text, [its]))
        elif mine and all(token.key == _OMITTED for token in mine):
            yield _Run("kept", _OMITTED, 0, len(_OMITTED))
        else:
            yield from _one_or_both(_run("missing", sought, mine), _run("extra", text, other))


def _run(kind: Kind, text: str, tokens: Sequence[_Token]) -> _Run:
    return _Run(kind, text, tokens[0].start, tokens[-1].end) if tokens else _Run(kind, text, 0, 0)


def _one_or_both(missing: _Run, extra: _Run) -> Iterator[_Run]:
    """Words that are the same, or else those that are missing and those that are there instead."""
    if fold(missing.words).reads_as(fold(extra.words)):
        yield extra._replace(kind="kept")
    else:
        yield from (run for run in (missing, extra) if run.words)


def _joined(runs: Iterable[_Run]) -> Iterator[Part]:
    for (kind, text), group in groupby(runs, key=lambda run: (run.kind, run.text)):
        first, *others = group
        last = others[-1] if others else first
        yield Part(kind, " ".join(text[first.start : last.end].split()))


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    found = _TOKEN.finditer(text, start, end)
    return [_Token(fold(token[0]).text, token.start(), token.end()) for token in found]


def _matcher(ours: Sequence[_Token], theirs: Sequence[_Token]) -> SequenceMatcher[str]:
    keys = [token.key for token in ours], [token.key for token in theirs]
    return SequenceMatcher(None, *keys, autojunk=len(theirs) > _LONG)


def _together(blocks: Sequence[Block], ours: Sequence[_Token]) -> Sequence[Block]:
    """The longest run of agreeing words, and those around it that are near enough to belong."""
    if not blocks:
        return ()
    longest = max(range(len(blocks)), key=lambda number: (blocks[number][2], -number))
    first = last = longest
    while first > 0 and _near(blocks[first - 1], blocks[first], ours):
        first -= 1
    while last + 1 < len(blocks) and _near(blocks[last], blocks[last + 1], ours):
        last += 1
    return blocks[first : last + 1]


def _near(one: Block, other: Block, ours: Sequence[_Token]) -> bool:
    between = ours[one[0] + one[2] : other[0]]
    more = other[1] - one[1] - one[2] - len(between)
    return more <= (_CUT if any(token.key == _OMITTED for token in between) else _STRAY)
