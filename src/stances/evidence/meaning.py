"""What words that were found mean where they stand: whose they are, and what turns them round.

Each warning is a problem code and a message. They look at what stands around the words, at what an
ellipsis leaves out of the speaker's own words, and at what an editor put in.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.prose import Prose
from stances.evidence.speakers import Other, Speakers
from stances.text import brief, fold_words, is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.evidence.languages import Language
    from stances.evidence.matching import Found
    from stances.evidence.mentions import Mentions
    from stances.evidence.prose import Token
    from stances.evidence.quotation_marks import Quotations, Span
    from stances.evidence.speakers import Wanted

    Warnings = Iterator[tuple[str, str]]

_FEW = 4
"""Words that may be left out, or put in, without a warning."""
_NEAR, _BEHIND, _TURN = 6, 5, 2
"""Words right before and behind the speaker's that are looked at, and those after `if`."""
_CLAUSE = 25
"""Words of the speaker's own sentence before or behind a part of it that are looked at."""
_MOST_PIECES = 30
_LINE_ITEM = re.compile(r"\n[ \t]*(?:[-*•‣–|]\s|\d{1,3}[.)]\s|\|)")
_LABEL = re.compile(r"\n[ \t>*_]*(?:[^\W\d_][^\W_]*[ .'’-]{0,2}){1,5}:\s")


class Background(NamedTuple):
    """What is known of a source: the words of its language, and the officials of the corpus."""

    words: Language
    known: Mentions


class Meaning:
    """A copy's text, prepared for asking what words in it mean."""

    def __init__(self, text: str, quotations: Quotations, background: Background) -> None:
        self._text = text
        self._prose = Prose(text, quotations, background.words)
        self._known = background.known
        self._turning = background.words.turning
        self._any_turning = self._turning | background.words.turn
        self._turned: dict[int, bool] = {}
        # Of scripts without blanks a word is several letters, each of them a word to `fold_words`.
        phrases = (word for word in self._turning.whole if is_unspaced(word))
        self._in_runs = tuple(phrase.replace("_", "") for phrase in phrases)

    @cached_property
    def _speakers(self) -> Speakers:
        return Speakers(self._prose, self._known)

    def warnings(self, found: Found, wanted: Wanted | None, *, quoted: bool) -> Warnings:
        """All warnings about words that were found.

        `wanted` is None where it does not matter who is named; `quoted`: they are a speaker's own.
        """
        if wanted is not None:
            yield from self._of_speakers(found.spans, wanted)
        yield from self._of_omissions(found.spans, quoted=quoted)
        yield from self._of_insertions(found.insertions)
        yield from self._of_what_is_beside(found.spans)
        yield from self._of_paragraphs(found.spans)

    def _of_speakers(self, spans: Sequence[Span], wanted: Wanted) -> Warnings:
        pieces = [[span] for span in spans[:_MOST_PIECES]]
        told = [self._speakers.speaks(wanted, piece) for piece in pieces]
        wrong = [each for each in told if each is not True]
        if not wrong:
            return
        other = next((each for each in wrong if isinstance(each, Other)), None)
        name = brief(" ".join(self._text[other.start : other.end].split())) if other else ""
        if len(wrong) < len(told):
            who = f", “{name}”" if name else ""
            yield "ST517", f"a part of these words is said to be another speaker's{who}"
        elif name:
            yield "ST511", f"these words are said to be those of “{name}”, not of {wanted.name}"
        else:
            yield "ST511", f"{wanted.name} is not named near these words"

    def _of_omissions(self, spans: Sequence[Span], *, quoted: bool) -> Warnings:
        """What is left out between the pieces; of quotations, without the narrator's words."""
        longest, negated = "", ""
        for (_, end), (start, _) in pairwise(spans):
            parts = self._prose.quoted(end, start) if quoted else [(end, start)]
            text = " ".join(self._text[first:last] for first, last in parts)
            if len(fold_words(text).split()) > max(_FEW, len(longest.split())):
                longest = " ".join(text.split())
            if not negated and self._negates(text):
                negated = " ".join(text.split())
        if negated:
            yield "ST512", f"what is left out holds a negation: “{brief(negated)}”"
        if longest:
            count = len(fold_words(longest).split())
            yield "ST515", f"{count} words of the speaker are left out: “{brief(longest)}”"

    def _of_insertions(self, insertions: Sequence[str]) -> Warnings:
        for insertion in insertions:
            if self._negates(insertion):
                yield "ST513", f"a negation is put in: [{brief(insertion)}]"
            if (count := len(fold_words(insertion).split())) > _FEW:
                yield "ST516", f"{count} words are put in: [{brief(insertion)}]"

    def _negates(self, text: str) -> bool:
        words = fold_words(text).split()
        return any(word in self._turning for word in words) or self._has_in_run("".join(words))

    def _has_in_run(self, text: str) -> bool:
        return any(phrase in text.replace("_", "") for phrase in self._in_runs)

    def _of_what_is_beside(self, spans: Sequence[Span]) -> Warnings:
        if before := self._turned_before(spans[0][0]):
            yield "ST514", f"a negation stands right before these words: “{before}”"
        elif behind := self._turned_behind(spans[-1][1]):
            yield "ST514", f"a negation stands right behind these words: “{behind}”"

    def _may_turn(self, number: int) -> bool:
        """Whether a sentence has a word that turns a meaning: most have none."""
        if number not in self._turned:
            vocabulary = self._prose.vocabulary(number)
            in_runs = any(phrase[0] in vocabulary for phrase in self._in_runs)
            self._turned[number] = in_runs or any(word in self._any_turning for word in vocabulary)
        return self._turned[number]

    def _turned_before(self, start: int) -> str:
        """The words that turn what comes behind them, up to an offset; empty if none do."""
        prose = self._prose
        number = prose.sentence_at(start)
        quotation = prose.quotation_at(start)
        opening = prose.sentence_at(max(quotation[0] - 1, 0)) if quotation else number
        if not (self._may_turn(number) or self._may_turn(opening)):
            return ""
        tokens = [token for token in prose.tokens(number) if token.end <= start]
        own = [t for t in tokens if quotation and t.start >= quotation[0] and t.is_word]
        if own:
            return self._turned_by(self._clause(own[-_CLAUSE:], tokens))
        told = [token for token in tokens if not token.quoted]
        if quotation and opening != number:
            before = prose.tokens(opening)
            told = [token for token in before if token.end <= quotation[0] and not token.quoted]
            # The speaker's own sentence begins here, and what is before is another.
            told = told if quotation[0] >= prose.sentences[number][0] else []
        words = [token for token in _without_asides(told) if token.is_word or token.folded in ",!"]
        words = [
            token
            for at, token in enumerate(words)
            if token.is_word
            and not (at + 1 < len(words) and token.folded == "no" and not words[at + 1].is_word)
        ]
        return self._turned_by(words[-_NEAR:])

    def _turned_by(self, words: Sequence[Token]) -> str:
        """What turns the meaning of what comes behind these words, from there on."""
        turn = [token for token in words[-_TURN:] if token.folded in self._prose.words.turn]
        last = self._text[turn[0].start : words[-1].end] if turn else ""
        return self._turning_text(words) or last

    def _clause(self, own: Sequence[Token], tokens: Sequence[Token]) -> list[Token]:
        """The speaker's own words before, from the last `but` or semicolon on."""
        ends = [token.end for token in tokens if token.folded in (";", ":", "—")]
        ends += [token.end for token in own if token.folded in self._prose.words.but]
        last = max(ends, default=0)
        return [token for token in own if token.start >= last]

    def _turning_text(self, tokens: Sequence[Token]) -> str:
        """What is printed from the first word that turns the meaning on; empty if there is none."""
        for token in tokens:
            if any(part in self._turning for part in [token.folded, *token.folded.split("_")]):
                return brief(" ".join(self._text[token.start : tokens[-1].end].split()))
        if tokens and self._has_in_run("".join(token.folded for token in tokens)):
            return brief(" ".join(self._text[tokens[0].start : tokens[-1].end].split()))
        return ""

    def _turned_behind(self, end: int) -> str:
        """The words right behind an offset that turn what comes before; empty if none do."""
        prose = self._prose
        number = prose.sentence_at(max(end - 1, 0))
        if not self._may_turn(number):
            return ""
        tokens = [token for token in prose.tokens(number) if token.start >= end]
        quotation = prose.quotation_at(max(end - 1, 0))
        if quotation:
            own = [token for token in tokens if token.start < quotation[1]]
            if any(token.is_word for token in own):
                return self._turning_text([t for t in own if t.is_word][:_CLAUSE])
            told = [token for token in tokens if not token.quoted][:_BEHIND]
            said = any(t.folded in prose.words.speech or t.folded == "what" for t in told)
            return self._turning_text(told) if said else ""
        is_late = bool(prose.words.late.whole)
        words: list[Token] = []
        for token in tokens[: _CLAUSE if is_late else _FEW]:
            if not token.is_word and not (is_late and token.folded in ",،"):
                break
            words.append(token)
        return self._turning_text([token for token in words if token.is_word])

    def _of_paragraphs(self, spans: Sequence[Span]) -> Warnings:
        start, end = spans[0][0], spans[-1][1]
        if _LABEL.search(self._text, start, end):
            yield "ST517", "another speaker begins within these words"
        numbers = self._prose.paragraph_at(start), self._prose.paragraph_at(end - 1)
        quotation = self._prose.quotation_at(start)
        runs_on = quotation is not None and end <= quotation[1] + 1
        if numbers[0] != numbers[1] and not runs_on:
            yield "ST518", "these words are joined from several paragraphs"
        elif _LINE_ITEM.search(self._text, start, end):
            yield "ST518", "these words are joined from several items of a list or a table"


def _without_asides(tokens: Sequence[Token]) -> list[Token]:
    """The words without what stands between two commas: `Zarif, who never lies, said`."""
    commas = [at for at, token in enumerate(tokens) if token.folded in (",", "،")]
    if len(commas) < 2:  # noqa: PLR2004 - a pair
        return [*tokens]
    return [*tokens[: commas[-2]], *tokens[commas[-1] + 1 :]]
