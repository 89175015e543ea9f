"""Splits a copy's text into sentences, and finds which of their words are quoted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.quotation_marks import paragraphs
from stances.text import UNSPACED, fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.evidence.languages import Language
    from stances.evidence.quotation_marks import Quotations, Span

_LONGEST = 800
"""The most characters of a sentence; a longer one without a full stop is cut at a blank."""
# Full stops of all scripts, with closing marks after them.
_ENDINGS = re.compile(
    r"""(?:[.!?…]+|[\u061f\u06d4\u0964\u3002\uff01\uff1f])["'\u203a”’»」』)\]]*(?=\s|\Z|[“«「『])"""
    r"|\n(?=[-*•|]\s)"
)
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Rev|Hon|St|Adm|Brig"
    r"|No|vs|Jr|Sr|M|Mme|Hr|Fr|Sra?|z\.B|d\.h))\Z"
)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
# A letter of a script without blanks is a word by itself, with its marks.
_TOKEN = re.compile(
    rf"(?=[^\W_])[{UNSPACED}](?:(?![^\W_])[{UNSPACED}])*"
    rf"|(?:[^\W_{UNSPACED}][{_MARKS}]*)+(?:[-'’\u200c.](?:[^\W_{UNSPACED}][{_MARKS}]*)+)*|[^\w\s]"
)
_POSSESSIVE = re.compile(r"['’]s\Z|[sS]['’]\Z")


class Token(NamedTuple):
    """A word or a mark between two offsets of the text; in `folded`, `_` joins a word's parts.

    `quoted`: it is in quotation marks.
    """

    folded: str
    start: int
    end: int
    is_word: bool
    is_capital: bool
    possessive: bool
    quoted: bool


class Prose:
    """The sentences and paragraphs of a text, and the words of each sentence."""

    def __init__(
        self, text: str, quotations: Quotations, words: Language, *, is_page: bool = False
    ) -> None:
        """Take the text; in a page, every blank line ends a paragraph."""
        self._is_page = is_page
        self.text = text
        self.quotations = quotations
        self.words = words
        self._tokens: dict[int, list[Token]] = {}
        self._vocabularies: dict[int, frozenset[str]] = {}

    @cached_property
    def paragraphs(self) -> Sequence[Span]:
        """The spans of the paragraphs."""
        if self._is_page:
            ends = [match.span() for match in _BLANK_LINES.finditer(self.text)]
            starts = [0, *(end for _, end in ends)]
            return [*zip(starts, [*(start for start, _ in ends), len(self.text)], strict=True)]
        return [*paragraphs(self.text)] or [(0, len(self.text))]

    @cached_property
    def sentences(self) -> Sequence[Span]:
        """The spans of the sentences; none crosses the end of a paragraph."""
        return [*self._sentences()] or [(0, len(self.text))]

    def _sentences(self) -> Iterator[Span]:
        for start, end in self.paragraphs:
            begin = start
            for ending in _ENDINGS.finditer(self.text, start, end):
                dot = ending[0][0] == "."
                if dot and _ABBREVIATED.search(
                    self.text, max(begin, ending.start() - 8), ending.start()
                ):
                    continue
                yield from self._cut(begin, ending.end())
                begin = ending.end()
            if begin < end:
                yield from self._cut(begin, end)

    def _cut(self, start: int, end: int) -> Iterator[Span]:
        while end - start > _LONGEST:
            blank = self.text.rfind(" ", start, start + _LONGEST)
            middle = blank if blank > start else start + _LONGEST
            yield start, middle
            start = middle
        yield start, end

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence at an offset."""
        return max(bisect_right(self.sentences, offset, key=itemgetter(0)) - 1, 0)

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph at an offset."""
        return max(bisect_right(self.paragraphs, offset, key=itemgetter(0)) - 1, 0)

    def quotation_at(self, offset: int) -> Span | None:
        """The quotation at an offset, without its marks; None outside of quotations."""
        inside = self.quotations.inside
        number = bisect_right(inside, offset, key=itemgetter(0)) - 1
        return inside[number] if number >= 0 and offset < inside[number][1] else None

    def attribution_behind(self, closing: int) -> int | None:
        """The sentence after a quotation that ends with a full stop: it may say who spoke.

        `closing` is the offset of the closing mark. None if the quotation's own sentence goes on
        after it, or if nothing follows in the paragraph.
        """
        number = self.sentence_at(closing)
        start, end = self.sentences[number]
        if self.text[closing + 1 : end].strip():
            return None
        following = number + 1
        is_there = following < len(self.sentences)
        if not is_there or self.paragraph_at(self.sentences[following][0]) != self.paragraph_at(
            start
        ):
            return None
        return following

    def unquoted(self, start: int, end: int) -> Iterator[Span]:
        """The parts of a span that are not in quotation marks."""
        inside = self.quotations.inside
        number = max(bisect_right(inside, start, key=itemgetter(0)) - 1, 0)
        while start < end and number < len(inside):
            first, last = inside[number]
            number += 1
            if last < start:
                continue
            if first >= end:
                break
            if start < first:
                yield start, first
            start = max(start, last + 1)
        if start < end:
            yield start, end

    def quoted(self, start: int, end: int) -> Iterator[Span]:
        """The parts of a span that are in quotation marks."""
        done = start
        for first, last in self.unquoted(start, end):
            if done < first:
                yield done, first
            done = last
        if done < end:
            yield done, end

    def vocabulary(self, number: int) -> frozenset[str]:
        """The folded words of a sentence, for quick checks whether it can have what is sought."""
        if number not in self._vocabularies:
            start, end = self.sentences[number]
            self._vocabularies[number] = frozenset(fold_words(self.text[start:end]).split())
        return self._vocabularies[number]

    def tokens(self, number: int) -> Sequence[Token]:
        """The words and marks of a sentence."""
        if number not in self._tokens:
            self._tokens[number] = [*self.read(*self.sentences[number])]
        return self._tokens[number]

    def read(self, start: int, end: int) -> Iterator[Token]:
        """The words and marks of a span."""
        inside = self.quotations.inside
        number = max(bisect_left(inside, start, key=itemgetter(1)), 0)
        for match in _TOKEN.finditer(self.text, start, end):
            printed, at = match[0], match.start()
            while number < len(inside) and inside[number][1] < at:
                number += 1
            # Quotation marks count as part of what they enclose.
            quoted = number < len(inside) and inside[number][0] <= at
            possessive = _POSSESSIVE.search(printed)
            bare = printed[: possessive.start()] if possessive else printed
            folded = fold_words(bare).strip().replace(" ", "_")
            is_word = printed[0].isalnum()
            yield Token(
                folded if is_word else printed,
                at,
                match.end(),
                is_word,
                printed[0].isupper(),
                possessive is not None,
                quoted,
            )
