"""Checks what found words mean in their context: who spoke them, and what negates them.

Each warning is a problem code and a message. The checks read the text around the words, the
speaker's own words that an ellipsis leaves out, and insertions by an editor.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.phrases import ARABIC
from stances.evidence.prose import Prose
from stances.evidence.speakers import Other, Speakers
from stances.evidence.turning import Turning
from stances.text import brief, fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.evidence.languages import Language
    from stances.evidence.matching import Found
    from stances.evidence.mentions import Mentions
    from stances.evidence.quotation_marks import Quotations, Span
    from stances.evidence.speakers import Wanted

    Warnings = Iterator[tuple[str, str]]

_FEW = 4
"""How many words may be left out or inserted without a warning."""
_MOST_PIECES = 30
_LINE_ITEM = re.compile(r"\n[ \t]*(?:[-*•‣–|]\s|\d{1,3}[.)]\s|\|)")
_LINE = re.compile(r"\n")
_COLUMN = re.compile(r"[^\s.!?:] {4,}\S")
_EDGES = ' \n\t,;:“”„«»"‘’'
_FULL_STOPS = (*".!?؟。", "")
_FULL_STOP = re.compile(r"\w[.!?؟。](?!\w)")
_REACH = 60
_RETWEET = re.compile(r"(?:\A|\n)\s*RT\s+@?(\w{1,40}):?\s*\Z")
_LABEL = re.compile(r"\n[ \t>*_]*[^\W\d_][^\W_]*(?:[ .'’-]{1,2}[^\W\d_][^\W_]*){0,4}:\s")


class Background(NamedTuple):
    """What is known of a source: the words of its language, and the officials of the corpus.

    `own` are words for the officials' country, such as `Iran`.
    """

    words: Language
    known: Mentions
    own: frozenset[str] = frozenset()


class Claim(NamedTuple):
    """What a record says about words: who spoke them; None if that does not matter.

    `conditioned`: the record names the conditions.
    """

    wanted: Wanted | None = None
    conditioned: bool = False


class Meaning:
    """A copy's text, prepared for checking what words in it mean.

    `kind` is the extension of the copy's name. In a page, only the author's line breaks end a line.
    """

    def __init__(
        self, text: str, quotations: Quotations, background: Background, *, kind: str = ""
    ) -> None:
        self._text = text
        is_page = kind in (".html", ".htm")
        # The marks, and the words beside them, are out of order in such PDFs.
        self._is_scrambled = kind == ".pdf" and bool(ARABIC.search(text, 0, _REACH**2))
        self._item = _LINE if is_page else _LINE_ITEM
        self._prose = Prose(text, quotations, background.words, is_page=is_page)
        self._background = background
        self._turning = Turning(self._prose)

    @cached_property
    def _speakers(self) -> Speakers:
        return Speakers(self._prose, self._background.known, self._background.own)

    def warnings(self, found: Found, claim: Claim, *, quoted: bool) -> Warnings:
        """All warnings about found words; `quoted`: they are a speaker's own words."""
        start = found.spans[0][0]
        if retweet := _RETWEET.search(self._text, max(start - _REACH, 0), start):
            yield "ST511", f"these words are a post of “{retweet[1]}”, which is only passed on"
        elif claim.wanted is not None:
            yield from self._of_speakers(found.spans, claim.wanted)
        conditioned = claim.conditioned
        yield from self._of_omissions(found.spans, quoted=quoted, conditioned=conditioned)
        yield from self._of_insertions(found.insertions)
        yield from self._of_what_is_beside(found, conditioned=conditioned)
        yield from self._of_paragraphs(found.spans, quoted=quoted)

    def _of_speakers(self, spans: Sequence[Span], wanted: Wanted) -> Warnings:
        if self._is_scrambled and self._speakers.is_near(wanted, spans[0]):
            return
        pieces = [[span] for span in spans[:_MOST_PIECES]]
        told = [self._speakers.speaks(wanted, piece) for piece in pieces]
        wrong = [each for each in told if each is not True]
        if not wrong:
            return
        other = next((each for each in wrong if isinstance(each, Other)), None)
        if other is None and wanted.assumed:
            return
        name = brief(" ".join(self._text[other.start : other.end].split())) if other else ""
        if len(wrong) < len(told):
            who = f", “{name}”" if name else ""
            yield "ST517", f"a part of these words is said to be another speaker's{who}"
        elif name:
            yield "ST511", f"these words are said to be those of “{name}”, not of {wanted.name}"
        else:
            yield "ST511", f"{wanted.name} is not named near these words"

    def _of_omissions(self, spans: Sequence[Span], *, quoted: bool, conditioned: bool) -> Warnings:
        """Warnings about omissions; for a quotation, omitted words of the narrator do not count."""
        longest, negated, conditional, run = "", "", "", ""
        for end, start in _gaps(spans):
            parts = [*self._prose.quoted(end, start)] if quoted else [(end, start)]
            printed = " ".join(self._text[first:last].strip(_EDGES) for first, last in parts)
            text = " ".join(printed.split())
            if len(fold_words(text).split()) > max(_FEW, len(longest.split())):
                longest = text
            negated = negated or (text if self._turning.is_in(text) else "")
            is_condition = not conditioned and self._turning.has_condition(text)
            conditional = conditional or (text if is_condition else "")
            run = run or (text if self._runs_over(end, text) else "")
        if negated:
            yield "ST512", f"what is left out holds a negation: “{brief(negated)}”"
        if conditional:
            yield "ST523", f"what is left out holds a condition: “{brief(conditional)}”"
        if longest:
            count = len(fold_words(longest).split())
            yield "ST515", f"{count} words are left out: “{brief(longest)}”"
        elif run:
            yield "ST515", f"what is left out runs from one clause to another: “{brief(run)}”"

    def _runs_over(self, end: int, text: str) -> bool:
        """Whether omitted text ends a clause that the words began, and begins another."""
        words = fold_words(text).split()
        joins = any(word in self._prose.words.conjunction for word in words[1:-1])
        is_open = self._text[end - 1 : end] not in _FULL_STOPS
        return bool(words) and is_open and (joins or bool(_FULL_STOP.search(text)))

    def _of_insertions(self, insertions: Sequence[str]) -> Warnings:
        for insertion in insertions:
            if self._turning.is_in(insertion, put_in=True):
                yield "ST513", f"a negation is put in: [{brief(insertion)}]"
            if (count := len(fold_words(insertion).split())) > _FEW:
                yield "ST516", f"{count} words are put in: [{brief(insertion)}]"

    def _of_what_is_beside(self, found: Found, *, conditioned: bool) -> Warnings:
        start, end = found.spans[0][0], found.spans[-1][1]
        turning = self._turning
        negation = turning.before(start)
        if negation:
            yield "ST514", f"a negation stands right before these words: “{negation}”"
        elif not self._is_scrambled and (text := turning.behind(end) or turning.taken_back(end)):
            yield "ST514", f"a negation stands right after these words: “{text}”"
        if not conditioned and (text := turning.condition(start, end)):
            yield "ST523", f"a condition stands beside these words: “{text}”"
        if not negation and (text := turning.governed(start)):
            yield "ST525", f"these words depend on “{text}”"
        if text := turning.question(start, end):
            yield "ST524", f"these words are the end of a question: “{text} …”"

    def _of_paragraphs(self, spans: Sequence[Span], *, quoted: bool) -> Warnings:
        start, end = spans[0][0], spans[-1][1]
        if _LABEL.search(self._text, start, end):
            yield "ST517", "another speaker begins within these words"
        numbers = self._prose.paragraph_at(start), self._prose.paragraph_at(end - 1)
        quotation = self._prose.quotation_at(start)
        runs_on = quotation is not None and end <= quotation[1] + 1
        if numbers[0] != numbers[1] and not runs_on:
            yield "ST518", "these words are joined from several paragraphs"
        elif self._item.search(self._text, start, end) or _COLUMN.search(self._text, start, end):
            yield "ST518", "these words are joined from several lines of a list or a table"
        elif quoted and any(self._tells_anew(*gap) for gap in _gaps(spans)):
            yield "ST518", "these words are joined from what was said at several times"

    def _tells_anew(self, end: int, start: int) -> bool:
        """Whether the narrator begins a new sentence, with a lead-in, between two pieces."""
        number = self._prose.sentence_at(start)
        if number == self._prose.sentence_at(end - 1):
            return False
        lead = self._prose.sentences[number][0], start
        words = " ".join(self._text[a:b] for a, b in self._prose.unquoted(*lead))
        return len(fold_words(words).split()) > 1


def _gaps(spans: Sequence[Span]) -> Iterator[Span]:
    for (_, end), (start, _) in pairwise(spans[:_MOST_PIECES]):
        yield end, start
