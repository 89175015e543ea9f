"""Finds which words of a text are within quotation marks.

The text is read paragraph by paragraph. A quotation may continue over several paragraphs, each of
which opens it again. As in French, it may also continue over several lines that each begin with a
closing mark. If the marks of a paragraph do not balance, all its words are unclear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from stances.evidence.folding import DASHES, DOUBLE_MARKS, SINGLE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Marks = Literal["inside", "outside", "unclear"]
"""`inside`: all words are in quotation marks; `outside`: at least one is not."""
Span = tuple[int, int]

_MARK = re.compile(f"[{DOUBLE_MARKS}\u2039\u203a『』﹃﹄]")
# A line of 200 characters was not broken to fit a page, so its end is the end of a paragraph.
_CLOSING = re.compile(rf"{_MARK.pattern}[.,;:!?…،؛؟\s]*\Z")
"""A closing mark with the punctuation after it."""
_IN_SINGLE_MARKS = re.compile("[\u2018\u201a](.*)[\u2019\u2018][.,;:!?…]*", re.DOTALL)
_PARAGRAPH_END = re.compile(r"\n\s*\n\s*|\f\s*|\n(?<=[^\n]{200}\n)\s*")
_SENTENCE_GOES_ON = re.compile(rf"[{DASHES}\xad\w,;،؛]\s*\Z")
_BLANK = re.compile(r"\s*")
_INCHES = '"\u2033'
_LINE_BEGINS = re.compile(r"(?:\A|[\n\f])[^\S\n\f]*\Z")
_INDENT = 16
_END = re.compile(r"\Z")
_UNSEEN = "\u2060"
_PAIRS = (
    "“” „“” ‟” «» »«» \u2039\u203a \u203a\u2039\u203a 〝〞〟 "  # and corner brackets:
    "「」 『』 ﹁﹂ ﹃﹄ ｢｣"
)
_CLOSERS = {pair[0]: pair[1:] for pair in _PAIRS.split()}
"""The closers of each opening mark; any other mark is closed by the same mark."""
_MOSTLY_CLOSE = "»\u203a"


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Blank some parts of a text, which are in order; offsets stay the same.

    A part at the beginning of a line becomes blanks; any other becomes invisible characters.
    """
    parts: list[str] = []
    done = 0
    for start, end in spans:
        begins_line = text[max(start - 1, 0) : start] in ("", "\n")
        parts += text[done:start], (" " if begins_line else _UNSEEN) * (end - start)
        done = end
    return "".join([*parts, text[done:]])


class Quotations:
    """The quotations of a text, and the paragraphs where they are unclear.

    `inside` are the quotations in order, each without its outer marks and none within another; a
    quotation over several paragraphs counts once. `reopened` are the offsets of the marks that open
    it again. `unclear` are the paragraphs whose marks do not balance; `inside` has no quotations
    from them. `asides` are parts that interrupt the text, such as figures: quotations continue
    after them, and they can have their own. `nested` are quotations in an aside that is within
    another quotation.
    """

    def __init__(self, text: str, asides: Sequence[Span] = ()) -> None:
        self._asides = asides
        self._flow = _Text(blanked(text, asides) if asides else text, asides)
        self._in_asides = [_Text(text[start:end]) for start, end in asides]
        parts = [*zip(asides, self._in_asides, strict=True)]
        quoted = [_moved(span, at) for (at, _), part in parts for span in part.inside]
        self.inside = _outermost(self._flow.inside, quoted)
        self.nested = sorted({*quoted}.difference(self.inside))
        self.unclear = _outermost(
            self._flow.unclear,
            [_moved(span, at) for (at, _), part in parts for span in part.unclear],
        )
        again = [mark + at for (at, _), part in parts for mark in part.reopened]
        self.reopened = sorted([*self._flow.reopened, *again])

    def of(self, spans: Sequence[Span]) -> Marks:
        """Whether all words in these spans of the text are in quotation marks."""
        number = self.aside_of(spans)
        if number is None:
            return self._flow.marks_of(spans)
        start = self._asides[number][0]
        return self._in_asides[number].marks_of(_moved(span, -start) for span in spans)

    def aside_of(self, spans: Sequence[Span]) -> int | None:
        """The number of the aside that contains the spans; None if none does."""
        number = bisect_left(self._asides, spans[0][0] + 1, key=itemgetter(0)) - 1
        return number if number >= 0 and spans[-1][1] <= self._asides[number][1] else None


class _Text:
    """A text with its `asides` blanked, and its quotations."""

    def __init__(self, text: str, asides: Sequence[Span] = ()) -> None:
        self._text = text
        self._asides = asides
        self._ahead: re.Match[str] | None = None
        self.inside: list[Span] = []
        self.unclear: list[Span] = []
        self.reopened: list[int] = []
        running: tuple[str, int] | None = None  # a quotation that continues in the next paragraph
        for start, end in paragraphs(text):
            running = self._read(start, end, running)

    def marks_of(self, spans: Iterable[Span]) -> Marks:
        """Whether all words in these spans of the text are in quotation marks."""
        words = [self._words(*span) for span in spans]
        if any(_last_from(self.unclear, end)[1] > start for start, end in words):
            return "unclear"
        if all(_last_from(self.inside, start + 1)[1] >= end for start, end in words):
            return "inside"
        return "inside" if self._in_single_marks(words[0][0], words[-1][1]) else "outside"

    def _words(self, start: int, end: int) -> Span:
        """A span without marks and spaces at its ends."""
        while start < end and not self._text[start].isalnum():
            start += 1
        while start < end and not self._text[end - 1].isalnum():
            end -= 1
        return start, end

    def _in_single_marks(self, start: int, end: int) -> bool:
        """Whether exactly these words are in single marks, which some papers use throughout."""
        before = self._before(start)
        after = self._text[end : end + 2].lstrip(".,;:!?…،؛؟")[:1]
        return bool(before and after) and before in SINGLE_MARKS and after in SINGLE_MARKS

    def _read(
        self, start: int, end: int, running: tuple[str, int] | None
    ) -> tuple[str, int] | None:
        """Read a paragraph; return the quotation that it leaves open for the next one."""
        quotations: list[Span] = []
        opened = [running] if running else []
        for match in _MARK.finditer(self._text, start, end):
            mark, at = match[0], match.start()
            if opened and self._opens_again(
                at, opened[-1][0], is_first=bool(running) and at == start
            ):
                self.reopened.append(at)
                continue
            if opened and self._closes(mark, at, opened[-1][0]):
                opening = opened.pop()[1]
                quotations += [] if opened else [(opening, at)]
            elif self._opens(mark, at):
                opened.append((mark, at + 1))
            elif not (mark in _INCHES and self._before(at).isdecimal()):
                opened.append(("", at + 1))  # nothing closes this one
        [(mark, at), *others] = opened or [("", end)]
        next_at = blank.end() if (blank := _BLANK.match(self._text, end)) else end
        runs_on = (
            mark
            and not others
            and (
                self._opens_again(next_at, mark, is_first=True)
                or self._is_interrupted(end, next_at, mark)
            )
        )
        if opened and not runs_on:
            self.unclear.append((start, end))
            return None
        quotations += [(at, end)] if runs_on else []
        # A quotation continued from the paragraph before is one with its first part.
        if quotations and self.inside and self.inside[-1][1] == quotations[0][0]:
            quotations[0] = self.inside.pop()[0], quotations[0][1]
        self.inside += quotations
        return (mark, end) if runs_on else None

    def _opens_again(self, at: int, opening: str, *, is_first: bool) -> bool:
        """Whether the mark at an offset opens a quotation again; `is_first`: it begins a paragraph.

        If the mark could also close the quotation, the next mark decides: nothing is closed twice.
        """
        mark = self._text[at : at + 1]
        if is_first and mark and mark == opening:
            return True
        closers = _CLOSERS.get(opening, "")
        if not mark or mark not in closers:
            return False
        if not (is_first or _LINE_BEGINS.search(self._text, max(at - _INDENT, 0), at)):
            return False
        following = self._next_mark(at + 1)
        return following != "" and following in closers

    def _is_interrupted(self, end: int, next_at: int, opening: str) -> bool:
        """Whether an aside, not the end of a paragraph, interrupts an open quotation."""
        aside = bisect_left(self._asides, end, key=itemgetter(0))
        between = aside < len(self._asides) and self._asides[aside][1] <= next_at
        return between and self._next_mark(next_at) in [*_CLOSERS.get(opening, opening)]

    def _next_mark(self, at: int) -> str:
        """The first mark from an offset on; offsets must not decrease from call to call."""
        if self._ahead is None or self._ahead.start() < at:
            self._ahead = _MARK.search(self._text, at) or _END.search(self._text)
        return self._ahead[0] if self._ahead else ""

    def _closes(self, mark: str, at: int, opening: str) -> bool:
        """Whether a mark closes what another opened; equal marks must not touch the next word."""
        if mark not in _CLOSERS.get(opening, opening):
            return False
        leans_on_next = self._before(at).isspace() and not self._after(at).isspace()
        return not (mark == opening and leans_on_next)

    def _opens(self, mark: str, at: int) -> bool:
        """Whether a mark can open a quotation: it touches the word after it, not the one before."""
        after = self._after(at)
        leans = not self._before(at).isalnum() and after and not after.isspace()
        return (mark in _CLOSERS and mark not in _MOSTLY_CLOSE) or bool(leans)

    def _before(self, at: int) -> str:
        return self._text[max(at - 1, 0) : at]

    def _after(self, at: int) -> str:
        return self._text[at + 1 : at + 2]


def without_outer_marks(text: str) -> str:
    """Remove the marks around a text that is one quotation.

    The outer marks may be of different kinds, one may be missing, and each paragraph may begin with
    one. A text with another part in double marks is returned unchanged.
    """
    text = text.strip()
    if (single := _IN_SINGLE_MARKS.fullmatch(text)) and not _MARK.search(single[1]):
        return single[1].strip() or text
    quotations, opening, closing = Quotations(text), _MARK.match(text), _CLOSING.search(text)
    if closing and not opening and text[closing.start()] in _INCHES:
        return text
    start, end = opening.end() if opening else 0, closing.start() if closing else len(text)
    is_one = bool(opening) and quotations.inside == [(start, end)]
    if not is_one and _MARK.search(text, start, end):
        return text
    marks = [at for at in quotations.reopened if start <= at < end] if is_one else []
    edges = [start, *(edge for at in marks for edge in (at, at + 1)), end]
    words = "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    return words.strip() or text


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text; a paragraph cut by a page break or a blank line counts as one."""
    start = 0
    for end in _PARAGRAPH_END.finditer(text):
        after = text[end.end() : end.end() + 1]
        cut = after.isalpha() and not after.isupper()
        if not (cut and _SENTENCE_GOES_ON.search(text, max(end.start() - 3, 0), end.start())):
            yield start, end.start()
            start = end.end()
    yield start, len(text)


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _outermost(spans: list[Span], others: list[Span]) -> list[Span]:
    """The spans, which are in order, and the others that are not within any of them."""
    return sorted([*spans, *(span for span in others if _last_from(spans, span[0])[1] <= span[0])])


def _last_from(spans: list[Span], before: int) -> Span:
    """The last of the spans, which are in order, that begins before an offset."""
    number = bisect_left(spans, before, key=itemgetter(0))
    return spans[number - 1] if number else (-1, -1)
