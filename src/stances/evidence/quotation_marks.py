"""Finds which words of a text stand within quotation marks.

It goes paragraph by paragraph. A quotation may run on over several paragraphs, each of which
opens it again. If the marks of a paragraph do not balance, all its words are unclear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from stances.evidence.folding import DASHES, DOUBLE_MARKS, SINGLE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Marks = Literal["inside", "outside", "unclear"]
"""`inside`: all words stand in quotation marks; `outside`: at least one does not."""
Span = tuple[int, int]

_MARK = re.compile(f"[{DOUBLE_MARKS}]")
# A line of 200 characters was not broken to fit a page: it is a paragraph of its own.
_PARAGRAPH_END = re.compile(r"\n\s*\n\s*|\f\s*|\n(?<=[^\n]{200}\n)\s*")
_SENTENCE_GOES_ON = re.compile(rf"[{DASHES}\xad\w,;،؛]\s*\Z")
_BLANK = re.compile(r"\s*")
_INCHES = '"\u2033'
_CLOSERS = {"“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "〝": "〞"}
"""What closes an opening mark; every other mark is closed by its like."""


class Quotations:
    """The passages of a text that stand in quotation marks, and those where that is unclear.

    `inside` are the quotations in order, none within another, each without its outer marks; one
    that runs on over several paragraphs is one, with the marks that open it again. `unclear` are
    the paragraphs whose marks do not balance: what is quoted in them is not in `inside`.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.inside: list[Span] = []
        self.unclear: list[Span] = []
        running: tuple[str, int] | None = None  # a quotation that goes on in the next paragraph
        for start, end in paragraphs(text):
            running = self._read(start, end, running)

    def of(self, spans: Iterable[Span]) -> Marks:
        """Whether all the words in these spans of the text stand in quotation marks."""
        words = [self._words(*span) for span in spans]
        if any(_last_from(self.unclear, end)[1] > start for start, end in words):
            return "unclear"
        if all(_last_from(self.inside, start + 1)[1] >= end for start, end in words):
            return "inside"
        return "inside" if self._in_single_marks(words[0][0], words[-1][1]) else "outside"

    def _words(self, start: int, end: int) -> Span:
        """A span without the marks and the spaces at its ends."""
        while start < end and not self._text[start].isalnum():
            start += 1
        while start < end and not self._text[end - 1].isalnum():
            end -= 1
        return start, end

    def _in_single_marks(self, start: int, end: int) -> bool:
        """Whether just these words stand in single marks, as some papers print all quotations."""
        before = self._before(start)
        after = self._text[end : end + 2].lstrip(".,;:!?…،؛؟")[:1]
        return bool(before and after) and before in SINGLE_MARKS and after in SINGLE_MARKS

    def _read(
        self, start: int, end: int, running: tuple[str, int] | None
    ) -> tuple[str, int] | None:
        """Read a paragraph; return the quotation that it leaves open for the next."""
        quotations: list[Span] = []
        opened = [running] if running else []
        for match in _MARK.finditer(self._text, start, end):
            mark, at = match[0], match.start()
            if running and at == start and mark == running[0]:
                continue  # opened again, as each paragraph does
            if opened and self._closes(mark, at, opened[-1][0]):
                opening = opened.pop()[1]
                quotations += [] if opened else [(opening, at)]
            elif self._opens(mark, at):
                opened.append((mark, at + 1))
            elif not (mark in _INCHES and self._before(at).isdecimal()):
                opened.append(("", at + 1))  # which nothing closes
        [(mark, at), *others] = opened or [("", end)]
        next_at = blank.end() if (blank := _BLANK.match(self._text, end)) else end
        runs_on = mark and not others and self._text.startswith(mark, next_at)
        if opened and not runs_on:
            self.unclear.append((start, end))
            return None
        quotations += [(at, end)] if runs_on else []
        # What runs on from the paragraph before is one quotation with it.
        if quotations and self.inside and self.inside[-1][1] == quotations[0][0]:
            quotations[0] = self.inside.pop()[0], quotations[0][1]
        self.inside += quotations
        return (mark, end) if runs_on else None

    def _closes(self, mark: str, at: int, opening: str) -> bool:
        """Whether a mark closes what another opens; one that does both leans on what it quotes."""
        if mark not in _CLOSERS.get(opening, opening):
            return False
        leans_on_next = self._before(at).isspace() and not self._after(at).isspace()
        return not (mark == opening and leans_on_next)

    def _opens(self, mark: str, at: int) -> bool:
        """Whether a mark can open a quotation: it leans on the word after it, not before it."""
        after = self._after(at)
        leans = not self._before(at).isalnum() and after and not after.isspace()
        return (mark in _CLOSERS and mark != "»") or bool(leans)  # which mostly closes

    def _before(self, at: int) -> str:
        return self._text[max(at - 1, 0) : at]

    def _after(self, at: int) -> str:
        return self._text[at + 1 : at + 2]


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text; one that a page break or a blank line cuts in two is one."""
    start = 0
    for end in _PARAGRAPH_END.finditer(text):
        after = text[end.end() : end.end() + 1]
        cut = after.isalpha() and not after.isupper()
        if not (cut and _SENTENCE_GOES_ON.search(text, max(end.start() - 3, 0), end.start())):
            yield start, end.start()
            start = end.end()
    yield start, len(text)


def _last_from(spans: list[Span], before: int) -> Span:
    """The last of the spans, which are in order, that begins before an offset."""
    number = bisect_left(spans, before, key=itemgetter(0))
    return spans[number - 1] if number else (-1, -1)
