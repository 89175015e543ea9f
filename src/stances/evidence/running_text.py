"""Removes everything that interrupts the running text of a copy.

This is footnote marks, marks that open a quotation again in its next paragraph, and asides:
figures, their captions, boxes. Words interrupted by these are found in the running text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.evidence.quotation_marks import blanked
from stances.evidence.unspaced import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.evidence.quotation_marks import Quotations, Span

# Brackets between two words may be an editor's; `5 km²` and `10²` have no footnotes.
_MARKS = ".,;:!?…%)\\]”“»\u2019\"'。\uff0c、\uff01\uff1f」』،؛؟"
_AFTER_MARK = re.compile(rf"(?<=[{_MARKS}])[ ]?\Z")
_AFTER_WORD = re.compile(rf"(?:(?<=[^\W\d_]{{3}})|(?<=[{UNSPACED}{_MARKS}]))\Z")
_REACH = 4
# The set of characters at the start makes the search many times as fast.
_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_FOOTNOTE = re.compile(
    rf"""
    [\[{_RAISED}*†‡§]
    (?: (?<=\[)(?:\d{{1,3}}|[a-z]|[*†‡]{{1,3}}|(?:note|n\.)[ ]?\d{{1,3}})\]
      | (?<=[{_RAISED}])[{_RAISED}]{{0,2}}(?!\w)
      | (?<=[*†‡§])[*†‡§]{{0,2}}(?![\w*†‡§])
    )
    """,
    re.VERBOSE,
)


def _footnotes(text: str) -> Iterator[Span]:
    """The spans of footnote marks right after a word or a mark.

    A footnote mark in brackets may have a blank before it.
    """
    for note in _FOOTNOTE.finditer(text):
        start, end = note.span()
        before = max(start - _REACH, 0)
        if note[0][0] != "[":
            if _AFTER_WORD.search(text, before, start):
                yield start, end
        elif near := _AFTER_MARK.search(text, before, start):
            yield near.start(), end
        elif text[max(start - 1, 0) : start].strip():
            yield start, end


def without_asides(text: str, asides: Sequence[Span]) -> str:
    """The text with asides and footnote marks blanked; everything else keeps its place."""
    flow = blanked(text, asides) if asides else text
    return blanked(flow, _footnotes(flow))


def running_text(flow: str, quotations: Quotations) -> str:
    """A text without asides, with the marks that open a quotation again also blanked."""
    return blanked(flow, ((at, at + 1) for at in quotations.reopened))
