"""Shows the passage of a stored copy that contains some words, with the words marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.matching import Found
from stances.evidence.quotation_marks import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.evidence.copies import Copy
    from stances.evidence.quotation_marks import Span
    from stances.evidence.verdicts import Sought

_AROUND = 700
"""Characters kept of a long paragraph, before the words and after them."""
_LEFT_OUT = "…"


class Piece(NamedTuple):
    """A piece of a passage; each run of white space is one space."""

    text: str
    is_sought: bool


Passage = tuple[Piece, ...]
"""The paragraphs that contain the words; empty if the words are not found."""


def passages(copy: Copy, sought: Sequence[Sought]) -> list[Passage]:
    """The passage of each of the words sought."""
    return [_passage(copy, each) for each in sought]


def _passage(copy: Copy, sought: Sought) -> Passage:
    for text in (copy, *filter(None, [copy.unshown])):
        found = text.searchable.find(sought.words, sought.hints, sought.gap)
        if isinstance(found, Found):
            return (*_pieces(text.text, found.spans),)
    return ()


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    first, last = spans[0][0], spans[-1][1]
    around = [span for span in paragraphs(text) if span[1] > first and span[0] < last]
    start, end = around[0][0], around[-1][1]
    begin = max(start, first - _AROUND)
    stop = min(end, last + _AROUND)
    # A word cut in two is dropped.
    begin = begin if begin == start else text.find(" ", begin, first) + 1 or first
    stop = stop if stop == end else max(text.rfind(" ", last, stop), last)
    if begin > start:
        yield Piece(f"{_LEFT_OUT} ", is_sought=False)
    at = begin
    for span in spans:
        yield Piece(_one_line(text[at : span[0]]), is_sought=False)
        yield Piece(_one_line(text[slice(*span)]), is_sought=True)
        at = span[1]
    yield Piece(_one_line(text[at:stop]), is_sought=False)
    if stop < end:
        yield Piece(f" {_LEFT_OUT}", is_sought=False)


def _one_line(text: str) -> str:
    return " ".join(f"x{text}x".split())[1:-1]
