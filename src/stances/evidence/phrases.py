"""Finds names and noun phrases in the words of a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.evidence.languages import Words
    from stances.evidence.prose import Prose, Token
    from stances.evidence.quotation_marks import Span

    Subjects = tuple[Span, ...]
    """Spans that may each name the speaker; empty for somebody who was named before."""

NOUN_PHRASE = 8
"""The most words of a noun phrase."""
COMMAS = frozenset(",،")
CLAUSE_STARTS = frozenset(",;:()[]—–-")
ARABIC = re.compile("[\u0600-\u06ff]")


class Phrases:
    """The words of a sentence that are not in quotation marks, and the phrases in them."""

    def __init__(self, prose: Prose, tokens: Sequence[Token], *, within: bool = False) -> None:
        """Take the tokens to read; `within` a quotation, all of them are quoted."""
        self._prose = prose
        self._within = within
        self._words = prose.words
        self._tokens = tokens
        first = next((token.folded for token in tokens if token.is_word), "")
        self._is_arabic = ARABIC.match(first) is not None

    def _is(self, at: int, words: Words) -> bool:
        return 0 <= at < len(self._tokens) and self._tokens[at].folded in words

    def _is_verb(self, at: int) -> bool:
        """Whether a token is a verb of saying, not a noun: `the call`, `of state`."""
        if not self._is(at, self._words.speech):
            return False
        is_noun = self._is(at - 1, self._words.determiner) or self._is(at - 1, self._words.within)
        if self._is(at, self._words.nounlike) and at and self._tokens[at - 1].is_word:
            before = at - 1
            while before > 0 and self._is_between(before):
                before -= 1
            is_subject = self._is_name(before) or self._is(before, self._words.pronoun)
            is_noun = is_noun or not is_subject or self._tokens[at].is_capital
        return not (is_noun and self._is_joined(at))

    def _is_name(self, at: int) -> bool:
        """Whether a token is a capitalised word that is not a pronoun or common first word."""
        is_small = self._is(at, self._words.starter) or self._is(at, self._words.pronoun)
        return self._tokens[at].is_capital and not is_small

    def _is_joined(self, at: int) -> bool:
        """Whether a token exists and no quoted text is between it and the one before."""
        if not 0 < at < len(self._tokens):
            return False
        gap = self._tokens[at - 1].end, self._tokens[at].start
        return self._within or not any(True for _ in self._prose.quoted(*gap))

    def _is_between(self, at: int) -> bool:
        """Whether a word may stand between a subject and its verb."""
        token = self._tokens[at]
        is_adverb = token.folded.endswith("ly") and not token.is_capital
        between = self._is(at, self._words.between) or self._is(at, self._words.passive)
        return token.is_word and (is_adverb or between)

    def _goes_on(self, at: int) -> bool:
        """Whether the name that a token belongs to continues with the next token."""
        token = self._tokens[at]
        gap = self._prose.text[token.end : self._tokens[at + 1].start]
        if gap.strip() or token.possessive or not self._is_joined(at + 1):
            return False
        return self._is_part_of_name(at)

    def _is_part_of_name(self, at: int) -> bool:
        token = self._tokens[at]
        particle = token.folded.partition("_")[0]
        return token.is_capital or token.folded in "-." or particle in self._words.particle

    def _end_of_name(self, first: int, stop: int) -> int:
        """The last token, before `stop`, of the name that begins at `first`."""
        last = first
        while last + 1 < stop and self._goes_on(last) and self._is_part_of_name(last + 1):
            last += 1
        return last

    def _name_to(self, last: int) -> Span:
        """The name that ends at a token."""
        first = last
        while first and self._goes_on(first - 1):
            first -= 1
        while first < last and not self._is_name(first):
            first += 1
        # in `Chief of Staff Zarif`, an office comes before the name, not an owner
        is_office = self._is(first - 1, self._words.within) and self._tokens[first - 2].is_capital
        if is_office and self._is_joined(first) and self._is_joined(first - 1):
            return self._name_to(first - 2)[0], self._tokens[last].end
        return self._tokens[first].start, self._tokens[last].end

    def _name_from(self, first: int) -> int:
        """The last token of a name, or of an office and a name: `Secretary of State John Kerry`."""
        last = first
        while last + 1 < len(self._tokens) and self._is_joined(last + 1):
            is_office = self._is(last + 1, self._words.within) and last + 2 < len(self._tokens)
            if is_office and self._tokens[last + 2].is_capital:
                last += 2
            elif self._goes_on(last) and self._is_part_of_name(last + 1):
                last += 1
            else:
                break
        return last

    def _is_like_verb(self, at: int) -> bool:
        """Whether the word after a name may be a verb: any word that is not a function word."""
        token = self._tokens[at]
        words = self._words
        others = [words.preposition, words.joining, words.determiner, words.citing, words.passive]
        others.append(words.pronoun)
        is_small = any(self._is(at, words) for words in others)
        return token.is_word and not token.is_capital and not is_small

    def _is_placed_at(self, at: int) -> bool:
        return self._is(at - 1, self._words.preposition) or self._is(at - 1, self._words.within)

    def _ends_clause(self, at: int) -> bool:
        token = self._tokens[at]
        return token.folded in CLAUSE_STARTS or self._is(at, self._words.subordinating)

    def _is_outside_noun(self, at: int) -> bool:
        """Whether a word cannot be part of the noun phrase after it."""
        words = self._words
        others = (words.joining, words.pronoun, words.between, words.passive, words.preposition)
        is_inside = self._is(at, words.within) or self._is(at, words.determiner)
        return not is_inside and any(self._is(at, each) for each in others)

    def _owner(self, at: int) -> Subjects | None:
        """The first name after a letter, a tweet and the like: its owner."""
        for number in range(at, min(at + NOUN_PHRASE, len(self._tokens))):
            if not self._is_joined(number):
                break
            if self._is_name(number):
                subject = self._phrase(number)
                return (subject,) if subject else None
        return None

    def _phrase(self, at: int) -> Span | None:
        """The noun phrase that begins at a token and ends before a mark, a quotation or a verb."""
        last, named = None, False
        if self._is(at, self._words.pronoun):
            return None
        for number in range(at, min(at + NOUN_PHRASE, len(self._tokens))):
            token = self._tokens[number]
            if token.folded == "." and last and len(last.folded) <= len("Prof"):
                continue  # `M. Fabius`
            if not token.is_word or not self._is_joined(number):
                break
            if number > at and self._ends_phrase(number, named=named):
                break
            named = token.is_capital and not token.possessive
            last = token
        return last and (self._tokens[at].start, last.end)

    def _ends_phrase(self, at: int, *, named: bool) -> bool:
        """Whether a word ends the noun phrase before it; `named`: the phrase has a name by now.

        The `of` in an office does not end it: `the secretary of state`.
        """
        if named:
            return not self._is_part_of_name(at)
        ends = self._is(at, self._words.preposition) and not self._is(at, self._words.within)
        return ends or self._is_verb(at) or self._is(at, self._words.joining)

    def _segment_behind(self, last: int) -> list[Span]:
        """The span between the two commas after a token."""
        if last + 2 >= len(self._tokens) or self._tokens[last + 1].folded not in COMMAS:
            return []
        end = last + 2
        while self._is_joined(end + 1) and self._tokens[end].folded not in COMMAS:
            end += 1
        return [(self._tokens[last + 2].start, self._tokens[end - 1].end)] if end > last + 2 else []

    def _name_behind(self, subject: Span) -> list[Span]:
        """The name between commas after a noun phrase."""
        last = next(n for n, token in enumerate(self._tokens) if token.end == subject[1])
        if not self._is_joined(last + 2) or self._tokens[last + 1].folded not in COMMAS:
            return []
        is_told = self._tokens[last + 2].is_capital or self._is(last + 2, self._words.other)
        name = self._phrase(last + 2) if is_told else None
        return [name] if name else []

    def _is_object_of_saying(self, name: Span) -> bool:
        """Whether a name follows a verb, or `on`, `in` and the like: `wrote on Twitter:`."""
        at = next(n for n, token in enumerate(self._tokens) if token.end > name[0]) - 1
        while self._is(at, self._words.determiner):
            at -= 1
        is_placed = self._is(at, self._words.preposition) and not self._is(at, self._words.within)
        return is_placed or (self._is_verb(at) and at > 0)

    def _is_object(self, name: Span) -> bool:
        """Whether a name follows `by the`, `of` and the like."""
        at = next(n for n, token in enumerate(self._tokens) if token.end > name[0]) - 1
        while self._is(at, self._words.determiner):
            at -= 1
        return self._is(at, self._words.preposition)

    def _whole_phrase(self, name: Span) -> Subjects | None:
        """`the spokesman for Zarif`, not Zarif himself; None after other prepositions."""
        at = next(n for n, token in enumerate(self._tokens) if token.end > name[0]) - 1
        if not self._is(at, self._words.within):
            return None
        first = at - 1
        while (
            self._is_joined(first)
            and not self._is(first, self._words.determiner)
            and self._tokens[first - 1].is_word
        ):
            first -= 1
        return ((self._tokens[max(first, 0)].start, name[1]),)

    def _first_name(self, before: int) -> Span | None:
        """The first name in a sentence, if a comma follows it: `Zarif, the man who`."""
        for first, token in enumerate(self._tokens):
            if token.start >= before:
                return None
            if not self._is_name(first) or token.possessive:
                continue
            last = self._end_of_name(first, len(self._tokens))
            if self._tokens[last].possessive:
                continue
            has_comma = last + 1 < len(self._tokens) and self._tokens[last + 1].folded == ","
            return (token.start, self._tokens[last].end) if has_comma else None
        return None

    def _apposition(self, comma: int) -> Subjects | None:
        """The names before a comma, or between it and the comma before."""
        begin = comma
        while self._is_joined(begin) and self._tokens[begin - 1].folded not in CLAUSE_STARTS:
            begin -= 1
        spans = []
        if begin < comma and all(self._is_part_of_name(at) for at in range(begin, comma)):
            spans.append((self._tokens[begin].start, self._tokens[comma - 1].end))
        first = self._first_name(before=self._tokens[comma].start)
        if first and first not in spans:
            spans.append(first)
        return tuple(spans) or None

    def _noun(self, last: int) -> Subjects:
        """The noun phrase that ends at a token: `his deputy`, `a spokesman`, `Zarif's brother`."""
        first = last
        while (
            last - first < NOUN_PHRASE
            and not self._is(first, self._words.determiner)
            and self._is_joined(first)
            and self._tokens[first - 1].is_word
            and not self._tokens[first].possessive
            and not self._is_outside_noun(first - 1)
        ):
            first -= 1
        return ((self._tokens[first].start, self._tokens[last].end),)
