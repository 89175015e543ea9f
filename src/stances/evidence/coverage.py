"""Finds which quotations of a stored copy are in the records."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from heapq import heappop, heappush
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.evidence.folding import DOUBLE_MARKS
from stances.evidence.matching import Found
from stances.evidence.quotation_marks import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stances.evidence.copies import Copy, Spot
    from stances.evidence.html_text import Article
    from stances.evidence.mentions import Mention, Mentions
    from stances.evidence.quotation_marks import Span
    from stances.evidence.verdicts import Sought

    Words = tuple[Span, int]
    """A span of words in the text, and the number of the words sought."""

Kind = Literal["quotation", "paragraph"]
Covered = Literal["coded", "uncoded", "skipped", "in-part", "not-coded"]
COVERED: tuple[Covered, ...] = ("coded", "uncoded")
"""`coded`: every word is in evidence; `uncoded`: every word is in evidence or declared `uncoded`;
`skipped`: it is covered only with words that were postponed."""
MOST_TEXTS = MOST_NAMED = 20
"""The most texts, and the most officials, listed for one quotation."""
_LETTER = re.compile(r"[^\W_]")
_MARK = re.compile(f"[{DOUBLE_MARKS}]")
_OPENING = "“„‟«〝「﹁｢"
# `‘` before a word and `’` after one, never within a word; only for texts without double marks.
_SINGLE = re.compile(r"(?<!\w)['‘](?=[^\W\d_])([^\n'‘’]*(?:(?<=\w)['’](?=\w)[^\n'‘’]*)*)['’](?!\w)")
_CUT = " […] "


class Asked(NamedTuple):
    """What to read a copy for, besides the words sought.

    `declared` are the numbers of the words that are `uncoded`; `skipped` are those among them that
    are postponed. With `whole`, the text is returned for reading.
    """

    declared: frozenset[int]
    officials: Mentions
    whole: bool = False
    skipped: frozenset[int] = frozenset()


class Passage(NamedTuple):
    """A quotation of a copy, or a paragraph that names an official and has no evidence.

    `text` is on one line, without the outer marks; `left` is the part in no record. `texts` are the
    numbers of the words in it, `mentions` the officials that its paragraph names. `unclear`: the
    paragraph's marks do not balance, and this is the most that they can enclose.
    """

    kind: Kind
    result: Covered
    span: Span
    spot: Spot
    text: str
    left: str
    unclear: bool
    texts: tuple[int, ...]
    mentions: tuple[str, ...]

    @property
    def is_covered(self) -> bool:
        """Whether every word of a quotation is in evidence or `uncoded`; false for a paragraph."""
        return self.result in COVERED


class Reading(NamedTuple):
    """The text that was read, its paragraphs, and the places of the numbered words in it."""

    text: str
    paragraphs: Sequence[tuple[Span, Spot]]
    words: Sequence[Words]


class CopyCoverage(NamedTuple):
    """The passages of a copy in order of place.

    `unfound` are the numbers of words that have no place, or several, in it. `part` is the part of
    a page that was read: article, main or body; None for other formats. `single`: all its quotation
    marks are single ones.
    """

    passages: Sequence[Passage]
    unfound: Sequence[int]
    part: str | None = None
    single: bool = False
    reading: Reading | None = None


def coverage_of(copy: Copy, sought: Sequence[Sought], asked: Asked) -> CopyCoverage:
    """Find which passages of a copy are in the words sought, and which are left."""
    words, unfound = _places(copy, sought, asked.declared)
    part, (start, end) = _part_read(copy, [span[0] for span, _ in words])
    words = [each for each in words if start <= each[0][0] < end]
    whole = [
        _trimmed(copy.text, span)
        for span in paragraphs(copy.text)
        if start <= span[0] < end and not copy.text[slice(*span)].isspace() and span[0] < span[1]
    ]
    found = _Reader(copy, whole, words, asked)
    quoted, single = _quoted(copy, (start, end))
    passages = found.quotations(quoted)
    if not copy.has_pages:
        passages += found.bare_paragraphs()
        passages.sort(key=lambda each: (each.span[0], each.kind == "quotation"))
    reading = None
    if asked.whole:
        reading = Reading(copy.text, [(span, copy.spot(span[0])) for span in whole], words)
    return CopyCoverage(passages, unfound, part, single, reading)


def _places(
    copy: Copy, sought: Sequence[Sought], declared: frozenset[int]
) -> tuple[list[Words], list[int]]:
    """The places of the words sought, in order; and the numbers of words without a single place."""
    words: list[Words] = []
    unfound = []
    for number, each in enumerate(sought):
        outcome = copy.searchable.find(each.words, each.hints, each.gap)
        if not isinstance(outcome, Found):
            unfound.append(number)
        elif number in declared:  # its first and last words stand for everything between
            words.append(((outcome.spans[0][0], outcome.spans[-1][1]), number))
        else:
            spans = (part for span in outcome.spans for part in _parts(copy, span))
            words += ((span, number) for span in spans)
    return sorted(words), unfound


def _part_read(copy: Copy, starts: Sequence[int]) -> tuple[str | None, Span]:
    """The article of a page with most of the words, or else the longest; without one, all of it."""
    everything = (0, len(copy.text))
    if copy.articles is None:
        return None, everything
    if not copy.articles:
        return "body", everything
    found = {
        part: bisect_left(starts, part.end) - bisect_left(starts, part.start)
        for part in copy.articles
    }
    most = max(found.values())
    if most:  # the innermost, if an outer one has the same words
        tag, *span = min((each for each in found if found[each] == most), key=_length)
    else:
        tag, *span = max(found, key=_length)
    return tag, (span[0], span[1])


def _length(article: Article) -> int:
    return article.end - article.start


class _Reader:
    """The passages of a copy; `whole` are its paragraphs, `words` the places of words in it."""

    def __init__(
        self, copy: Copy, whole: Sequence[Span], words: Sequence[Words], asked: Asked
    ) -> None:
        self._copy, self._whole, self._words = copy, whole, words
        self._every = union_of(span for span, _ in words)
        self._evidence = union_of(span for span, n in words if n not in asked.declared)
        self._decided = union_of(span for span, n in words if n not in asked.skipped)
        self._skipped = union_of(span for span, n in words if n in asked.skipped)
        self._named: dict[int, list[Mention]] = {}
        for mention in asked.officials.find(copy.text) if whole else ():
            number = self._paragraph(mention.start)
            if whole[number][0] <= mention.start < whole[number][1]:
                self._named.setdefault(number, []).append(mention)
        self._officials = {
            number: (*dict.fromkeys(mention.official for mention in mentions),)
            for number, mentions in self._named.items()
        }

    def quotations(self, quoted: Sequence[tuple[Span, bool]]) -> list[Passage]:
        """How far each quotation is covered; each comes with whether its marks are unclear."""
        texts = _texts_within([span for span, _ in quoted], self._words)
        return [
            self._passage("quotation", span, numbers, unclear=unclear)
            for (span, unclear), numbers in zip(quoted, texts, strict=True)
        ]

    def bare_paragraphs(self) -> list[Passage]:
        """Paragraphs that name an official and are undecided or postponed."""
        return [
            self._passage("paragraph", span, ())
            for number, span in enumerate(self._whole)
            if number in self._named
            and not overlaps(self._evidence, span)
            and (overlaps(self._skipped, span) or not overlaps(self._decided, span))
        ]

    def _passage(
        self, kind: Kind, span: Span, texts: Sequence[int], *, unclear: bool = False
    ) -> Passage:
        text = self._copy.text
        parts = _parts(self._copy, span)
        result: Covered = "skipped" if overlaps(self._skipped, span) else "not-coded"
        left = ""
        if kind == "quotation":
            result, left = self._result(parts)
        named = self._officials.get(self._paragraph(span[0]), ())
        if kind == "quotation":  # a paragraph may name very many
            named = named[:MOST_NAMED]
        words = " ".join(" ".join(text[slice(*part)] for part in parts).split())
        spot = self._copy.spot(_trimmed(text, span)[0])
        return Passage(kind, result, span, spot, words, left, unclear, (*texts,), named)

    def _result(self, parts: Sequence[Span]) -> tuple[Covered, str]:
        """How far a quotation is covered, and its words that are not."""
        text = self._copy.text

        def without(union: Sequence[Span]) -> list[Span]:
            gaps = (gap for part in parts for gap in _gaps(union, part))
            return [gap for gap in gaps if _LETTER.search(text, *gap)]

        if gaps := without(self._every):
            left = _CUT.join(" ".join(text[slice(*gap)].split()) for gap in gaps)
            inside = (each for part in parts for each in _clipped(self._every, part))
            is_begun = any(_LETTER.search(text, *each) for each in inside)
            return ("in-part", left) if is_begun else ("not-coded", left)
        if without(self._decided):
            return "skipped", ""
        return ("uncoded" if without(self._evidence) else "coded"), ""

    def _paragraph(self, at: int) -> int:
        """The number of the paragraph at an offset."""
        return max(bisect_right(self._whole, at, key=itemgetter(0)) - 1, 0)


def _quoted(copy: Copy, within: Span) -> tuple[list[tuple[Span, bool]], bool]:
    """The quotations in a part of a copy, each with whether its marks are unclear.

    Also returns whether they are in single marks, as in all articles of some papers.
    """
    text, marks = copy.text, copy.searchable.quotations
    quoted = [(span, False) for span in (*marks.inside, *marks.nested)]
    for paragraph in marks.unclear:
        quoted += ((span, True) for span in _enclosed(text, paragraph))
    single = not quoted
    if single:
        quoted = [(match.span(1), False) for match in _SINGLE.finditer(text)]
    start, end = within
    found = [
        (span, unclear)
        for span, unclear in sorted(quoted)
        if start <= span[0] < end and _LETTER.search(text, *span)
    ]
    return found, single and bool(found)


def _enclosed(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield all that unbalanced marks can enclose, up to the end of the paragraph."""
    begin: int | None = None
    previous, last = paragraph
    for match in _MARK.finditer(text, *paragraph):
        at = match.start()
        leans = not text[at + 1 : at + 2].isspace() and not text[at - 1 : at].isalnum()
        opens = match[0] in _OPENING or (begin is None and leans)
        if begin is not None:
            yield begin, at
        elif not opens:
            yield previous, at
        begin = at + 1 if opens else None
        previous = at + 1
    if begin is not None:
        yield begin, last


def _parts(copy: Copy, span: Span) -> list[Span]:
    """A passage without its asides, such as figures."""
    aside = bisect_right(copy.asides, span[0], key=itemgetter(0)) - 1
    if aside >= 0 and span[1] <= copy.asides[aside][1]:
        return [span]
    return [*_gaps(copy.asides, span)]


def _trimmed(text: str, span: Span) -> Span:
    """A span without the white space at its ends."""
    part = text[slice(*span)]
    start = span[0] + len(part) - len(part.lstrip())
    return start, start + len(part.strip())


def union_of(spans: Iterable[Span]) -> list[Span]:
    """Merge overlapping spans; they must be in order of their starts."""
    union: list[Span] = []
    for start, end in spans:
        if union and start <= union[-1][1]:
            union[-1] = union[-1][0], max(end, union[-1][1])
        else:
            union.append((start, end))
    return union


def _clipped(union: Sequence[Span], span: Span) -> list[Span]:
    """The parts of a span that a union covers."""
    low = bisect_right(union, span[0], key=itemgetter(1))
    high = bisect_left(union, span[1], key=itemgetter(0))
    return [(max(a, span[0]), min(b, span[1])) for a, b in union[low:high]]


def _gaps(union: Sequence[Span], span: Span) -> Iterator[Span]:
    """The parts of a span that a union does not cover."""
    done, end = span
    for start, stop in _clipped(union, span):
        if done < start:
            yield done, start
        done = stop
    if done < end:
        yield done, end


def overlaps(union: Sequence[Span], span: Span) -> bool:
    """Whether a span overlaps any of a union's spans, which are in order and disjoint."""
    low = bisect_right(union, span[0], key=itemgetter(1))
    return low < len(union) and union[low][0] < span[1]


def _texts_within(spans: Sequence[Span], words: Sequence[Words]) -> Iterator[list[int]]:
    """The numbers of the first words in each of some spans; spans and words are in order."""
    inside: OrderedDict[int, int] = OrderedDict()  # a dict keeps the places of deleted items
    ends: list[tuple[int, int]] = []
    added = 0
    for start, end in spans:
        while added < len(words) and words[added][0][0] < end:
            (_, last), number = words[added]
            inside[added] = number
            heappush(ends, (last, added))
            added += 1
        while ends and ends[0][0] <= start:
            del inside[heappop(ends)[1]]
        # A quotation in a figure may end before others in the quotation around it begin.
        begun = (number for at, number in inside.items() if words[at][0][0] < end)
        yield list(dict.fromkeys(islice(begun, MOST_TEXTS)))
