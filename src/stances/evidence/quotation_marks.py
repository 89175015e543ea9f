"""Finds which words of a text stand within quotation marks.

It goes paragraph by paragraph. A quotation may run on over several paragraphs, each of which
opens it again; or over several lines, each of which begins with a mark that closes it, as in
French. If the marks of a paragraph do not balance, all its words are unclear.
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
"""`inside`: all words stand in quotation marks; `outside`: at least one does not."""
Span = tuple[int, int]

_MARK = re.compile(f"[{DOUBLE_MARKS}\u2039\u203a『』﹃﹄]")
# A line of 200 characters was not broken to fit a page: it is a paragraph of its own.
_CLOSING = re.compile(rf"{_MARK.pattern}[.,;:!?…،؛؟\s]*\Z")
"""With what stands behind it."""
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
    "“” „“” ‟” «» »«» \u2039\u203a \u203a\u2039\u203a 〝〞〟 "  # and those that stand in corners:
    "「」 『』 ﹁﹂ ﹃﹄ ｢｣"
)
_CLOSERS = {pair[0]: pair[1:] for pair in _PAIRS.split()}
"""What closes an opening mark; every other mark is closed by its like."""
_MOSTLY_CLOSE = "»\u203a"


def blanked(text: str, spans: Iterable[Span]) -> str:
    """A text with some parts of it blanked, which are in order; offsets stay what they are.

    A part that begins a line becomes blanks, and any other what nobody sees.
    """
    parts: list[str] = []
    done = 0
    for start, end in spans:
        begins_line = text[max(start - 1, 0) : start] in ("", "\n")
        parts += text[done:start], (" " if begins_line else _UNSEEN) * (end - start)
        done = end
    return "".join([*parts, text[done:]])


class Quotations:
    """The passages of a text that stand in quotation marks, and those where that is unclear.

    `inside` are the quotations in order, each without its outer marks and none within another; one
    that runs on over several paragraphs is one. `reopened` are the offsets of the marks that open
    it again. `unclear` are the paragraphs whose marks do not balance: what is quoted in them is not
    in `inside`. `asides` are parts of the text that stand in the midst of it, as figures do:
    quotations go on over them, and have their own in them. `nested` are those in asides that are
    therefore within another.
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
        """Whether all the words in these spans of the text stand in quotation marks."""
        number = self.aside_of(spans)
        if number is None:
            return self._flow.marks_of(spans)
        start = self._asides[number][0]
        return self._in_asides[number].marks_of(_moved(span, -start) for span in spans)

    def aside_of(self, spans: Sequence[Span]) -> int | None:
        """The number of the aside in which spans stand, if they do."""
        number = bisect_left(self._asides, spans[0][0] + 1, key=itemgetter(0)) - 1
        return number if number >= 0 and spans[-1][1] <= self._asides[number][1] else None


class _Text:
    """A text whose `asides` are blank, and the quotations in it."""

    def __init__(self, text: str, asides: Sequence[Span] = ()) -> None:
        self._text = text
        self._asides = asides
        self._ahead: re.Match[str] | None = None
        self.inside: list[Span] = []
        self.unclear: list[Span] = []
        self.reopened: list[int] = []
        running: tuple[str, int] | None = None  # a quotation that goes on in the next paragraph
        for start, end in paragraphs(text):
            running = self._read(start, end, running)

    def marks_of(self, spans: Iterable[Span]) -> Marks:
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
                opened.append(("", at + 1))  # which nothing closes
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
        # What runs on from the paragraph before is one quotation with it.
        if quotations and self.inside and self.inside[-1][1] == quotations[0][0]:
            quotations[0] = self.inside.pop()[0], quotations[0][1]
        self.inside += quotations
        return (mark, end) if runs_on else None

    def _opens_again(self, at: int, opening: str, *, is_first: bool) -> bool:
        """Whether the mark at an offset opens again what another opened; `is_first`: a paragraph.

        If it could also close that, the next one tells: nothing is closed twice.
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
        """Whether an aside, and no end of a paragraph, is where a quotation is not closed yet."""
        aside = bisect_left(self._asides, end, key=itemgetter(0))
        between = aside < len(self._asides) and self._asides[aside][1] <= next_at
        return between and self._next_mark(next_at) in [*_CLOSERS.get(opening, opening)]

    def _next_mark(self, at: int) -> str:
        """The first mark from an offset on; none of the offsets is before an earlier one."""
        if self._ahead is None or self._ahead.start() < at:
            self._ahead = _MARK.search(self._text, at) or _END.search(self._text)
        return self._ahead[0] if self._ahead else ""

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
        return (mark in _CLOSERS and mark not in _MOSTLY_CLOSE) or bool(leans)

    def _before(self, at: int) -> str:
        return self._text[max(at - 1, 0) : at]

    def _after(self, at: int) -> str:
        return self._text[at + 1 : at + 2]


def without_outer_marks(text: str) -> str:
    """The words of a text that is one quotation, without the marks that begin and end it.

    These may be of different kinds, one may be missing, and each paragraph may begin with one. A
    text in which something else is in double marks too comes back as it is.
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
    """The paragraphs of a text; one that a page break or a blank line cuts in two is one."""
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
    """Spans, which are in order, with the others that stand in none of them."""
    return sorted([*spans, *(span for span in others if _last_from(spans, span[0])[1] <= span[0])])


def _last_from(spans: list[Span], before: int) -> Span:
    """The last of the spans, which are in order, that begins before an offset."""
    number = bisect_left(spans, before, key=itemgetter(0))
    return spans[number - 1] if number else (-1, -1)
