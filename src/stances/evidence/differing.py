"""How a passage of a copy differs from the words sought, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.evidence.chains import MAX_GAP
from stances.evidence.folding import fold
from stances.evidence.sought import OMISSION
from stances.evidence.words import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Kind = Literal["kept", "missing", "extra"]
Block = tuple[int, int, int]
"""So many equal words: from a word of ours, from a word of theirs, how many."""

# A word with the marks inside it, or the marks between two words, so that either can differ alone.
_INSIDE = rf"(?!{OMISSION.pattern})[^\s–—{UNSPACED}]"
_LETTER = rf"[^\W{UNSPACED}]"
_BETWEEN = rf"(?!{OMISSION.pattern})[^\w\s]"
_TOKEN = re.compile(
    rf"{OMISSION.pattern}|[{UNSPACED}]|{_LETTER}(?:(?:{_INSIDE})*{_LETTER})?|(?:{_BETWEEN})+"
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
    alike: int  # how many words agree


class _Token(NamedTuple):
    key: object  # the same for words that differ only in typography
    start: int
    end: int


def compare(sought: str, text: str, start: int, end: int) -> Difference | None:
    """The passage between two offsets of a text that is most like the words sought, if any is."""
    ours, theirs = _tokens(sought, 0, len(sought)), _tokens(text, start, end)
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
    parts = tuple(_merged(_parts(sought, ours, text, passage)))
    return Difference(passage[0].start, passage[-1].end, parts, alike)


def _parts(
    sought: str, ours: Sequence[_Token], text: str, theirs: Sequence[_Token]
) -> Iterator[Part]:
    for tag, ours_from, ours_to, theirs_from, theirs_to in _matcher(ours, theirs).get_opcodes():
        mine = ours[ours_from:ours_to]
        missing, extra = _slice(sought, mine), _slice(text, theirs[theirs_from:theirs_to])
        # A word hyphenated over the end of a line is two words of theirs.
        if tag == "equal" or fold(missing).reads_as(fold(extra)):
            yield Part("kept", _on_one_line(extra))
        elif mine and all(token.key == _OMISSION_KEY for token in mine):
            yield Part("kept", _OMITTED)
        else:
            yield from [Part("missing", _on_one_line(missing))] if missing else []
            yield from [Part("extra", _on_one_line(extra))] if extra else []


def _merged(parts: Iterable[Part]) -> Iterator[Part]:
    for kind, group in groupby(parts, key=lambda part: part.kind):
        yield Part(kind, " ".join(part.words for part in group))


def _slice(text: str, tokens: Sequence[_Token]) -> str:
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return [
        _Token(_key(token[0]), token.start(), token.end())
        for token in _TOKEN.finditer(text, start, end)
    ]


def _key(word: str) -> object:
    folded = fold(word)
    return folded.text, tuple(folded.dash_at)


_OMISSION_KEY = _key(_OMITTED)


def _matcher(ours: Sequence[_Token], theirs: Sequence[_Token]) -> SequenceMatcher[object]:
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
    return more <= (_CUT if any(token.key == _OMISSION_KEY for token in between) else _STRAY)
