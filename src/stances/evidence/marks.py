"""Which words of a text stand inside its double quotation marks.

Worked out paragraph by paragraph. A quotation may run on over several paragraphs, each of which
opens it again. Where the marks of a paragraph do not balance, nothing is said of any of its words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.evidence.folding import DOUBLE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Marks = Literal["inside", "outside", "unclear"]
"""`inside`: every word stands in quotation marks; `outside`: at least one does not."""

Span = tuple[int, int]

_MARK = re.compile(f"[{DOUBLE_MARKS}]")
# A line of 200 characters was not broken to fit a page: it is a paragraph of its own.
_PARAGRAPH_END = re.compile(r"\n\s*\n\s*|\f\s*|\n(?<=[^\n]{200}\n)\s*")
_GOES_ON = ",،;؛-–—"
_CLOSERS = {"“": "”", "„": "“”", "‟": "”", "”": "”", "«": "»", "»": "«»", "〝": "〞"}
"""What ends a quotation that a mark begins; the mark itself where nothing else is listed."""
_OPENERS = "“„‟«〝"
_INCHES = '"\u2033'
_BLANK = re.compile(r"\s*")


class Quotations:
    """The passages of a text that stand in quotation marks."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._inside: list[Span] = []
        self._unclear: list[Span] = []
        self._read()

    def of(self, spans: Iterable[Span]) -> Marks:
        """Whether the words between these offsets and their ends stand in quotation marks."""
        words = [self._words(span) for span in spans]
        if any(_touched(self._unclear, span) for span in words):
            return "unclear"
        return "inside" if all(_covered(self._inside, span) for span in words) else "outside"

    def _words(self, span: Span) -> Span:
        """The span without the marks and the spaces at its ends."""
        start, end = span
        while start < end and not self._text[start].isalnum():
            start += 1
        while start < end and not self._text[end - 1].isalnum():
            end -= 1
        return start, end

    def _read(self) -> None:
        running: _Open | None = None  # the quotation that the paragraph before left open
        for start, end in paragraphs(self._text):
            found = _read_paragraph(self._text, (start, end), running)
            if found is None:
                self._unclear.append((start, end))
                # As far as it goes, what ran on into this paragraph is still a quotation.
                self._inside += [(running.at, start)] if running else []
                running = None
            else:
                self._inside += found.closed
                running = found.running


class _Open(NamedTuple):
    """A quotation that has been opened: by which mark, and where."""

    mark: str
    at: int


class _Paragraph(NamedTuple):
    """The quotations that end in a paragraph, and the one that runs on into the next."""

    closed: list[Span]
    running: _Open | None


class _Sides(NamedTuple):
    """The characters on either side of a mark; the ends of the text count as spaces."""

    before: str
    after: str

    @property
    def lead_in(self) -> bool:
        """Whether the mark can only open: it leans on the word behind it."""
        return not (self.before.isalnum() or self.after.isspace())

    @property
    def alone(self) -> bool:
        """Whether it leans on no word, so that it can do either."""
        return self.before.isspace() and self.after.isspace()


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text; one that a page break or a blank line cuts in two is one."""
    start = 0
    for end in _PARAGRAPH_END.finditer(text):
        before, after = text[start : end.start()].rstrip()[-1:], text[end.end() : end.end() + 1]
        if not _goes_on(before, after):
            yield start, end.start()
            start = end.end()
    yield start, len(text)


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence goes on behind what looks like the end of a paragraph.

    A heading is then taken for part of its text, which does no harm: its marks balance.
    """
    return (before.isalnum() or before in _GOES_ON) and after.isalnum()


def _read_paragraph(text: str, span: Span, running: _Open | None) -> _Paragraph | None:
    """The quotations of a paragraph; None if its marks do not balance."""
    marks = list(_MARK.finditer(text, *span))
    if not running and "".join(mark[0] for mark in marks) == "“”" * (len(marks) // 2):
        offsets = [mark.start() for mark in marks]  # as most paragraphs are: not worth more time
        return _Paragraph(list(zip(offsets[::2], offsets[1::2], strict=True)), None)
    open_ = [running] if running else []
    closed: list[Span] = []
    for found in marks:
        mark, at = found[0], found.start()
        sides = _Sides(text[at - 1 : at] or " ", text[at + 1 : at + 2] or " ")
        if open_ and mark == open_[0].mark and sides.lead_in and _begins_line(text, at):
            continue  # opened again, as each paragraph does
        if open_ and _closes(mark, open_[-1].mark, sides):
            opened = open_.pop()
            closed += [] if open_ else [(opened.at, at)]
        elif mark in _OPENERS or sides.lead_in or sides.alone:
            open_.append(_Open(mark, at))
        elif not (mark in _INCHES and sides.before.isdecimal()):
            return None
    if not open_:
        return _Paragraph(closed, None)
    runs_on = len(open_) == 1 and _next_mark(text, span[1]) == open_[0].mark
    return _Paragraph(closed, open_[0]) if runs_on else None


def _closes(mark: str, opening: str, sides: _Sides) -> bool:
    either_way = mark not in _CLOSERS or mark == opening
    return mark in _CLOSERS.get(opening, opening) and not (either_way and sides.lead_in)


def _begins_line(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    return not text[line:at].strip()


def _next_mark(text: str, at: int) -> str:
    """What the next paragraph begins with."""
    blank = _BLANK.match(text, at)
    begins = blank.end() if blank else at
    return text[begins : begins + 1]


def _touched(ranges: list[Span], span: Span) -> bool:
    """Whether a span lies at least in part in one of these ranges, which are in order."""
    number = bisect_right(ranges, span[1], key=_start_of) - 1
    return number >= 0 and ranges[number][1] > span[0]


def _covered(ranges: list[Span], span: Span) -> bool:
    """Whether a span lies wholly in one of these ranges, which are in order."""
    number = bisect_right(ranges, span[0], key=_start_of) - 1
    return number >= 0 and ranges[number][1] >= span[1]


def _start_of(span: Span) -> int:
    return span[0]
