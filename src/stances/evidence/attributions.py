"""Finds who speaks, according to a sentence, and where it says so.

The sentence has a verb of saying next to a name (`Zarif said`, `said Zarif`), `according to Zarif`,
or `ZARIF:`. A pronoun, or `the minister`, refers to the last person named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.phrases import CLAUSE_STARTS, COMMAS, NOUN_PHRASE, Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.evidence.phrases import Subjects
    from stances.evidence.prose import Token
    from stances.evidence.quotation_marks import Span


_LONGEST_LABEL, _SHORT_LABEL = 10, 3
_LONGEST_SOURCE = 4
_OPENING = frozenset('‘“„«"「『')
_DASHES = frozenset("—–-")
_LEADS = frozenset(":,،")
_LINE_START = re.compile(r"(?:\A|\n)[ \t>*_#-]*\Z")


class Attribution(NamedTuple):
    """The place in a sentence, between two offsets, that says who speaks."""

    start: int
    end: int
    subjects: Subjects = ()
    verb: str = ""


class Reader(Phrases):
    """Reads the words of a sentence that are not in quotation marks."""

    def attributions(self) -> Iterator[Attribution]:
        """All attributions: first those by a verb of saying, then names beside quotation marks."""
        told = [*self._label()]
        done = 0
        for at, token in enumerate(self._tokens):
            if not token.is_word or at < done:
                continue
            if length := self._source(at):
                told += self._of_source(at, length)
                done = at + length
            elif token.possessive:
                told += self._utterance(at)
            elif self._is_verb(at):
                subjects = self._of_arabic_verb(at) if self._is_arabic else self._of_verb(at)
                each = None if subjects is None else _of(token, subjects)
                told += [each._replace(verb=token.folded)] if each else []
            elif self._is(at, self._words.citing) and not self._is(at - 1, self._words.passive):
                subject = self._phrase(at + 1) if at + 1 < len(self._tokens) else None
                told += [_of(token, (subject,))] if subject else []
            elif self._is(at, self._words.retelling):
                told.append(Attribution(token.start, token.end, ((token.start, token.end),)))
        yield from told
        for each in self._beside_marks():
            if not any(other.start < each.end and each.start < other.end for other in told):
                yield each

    def _of_source(self, at: int, length: int) -> Iterator[Attribution]:
        """`according to Zarif`, and `according to the minister, Zarif`."""
        subject = self._phrase(at + length)
        if subject and self._is_arabic:  # up to a mark, as in `به گفته یکی از منتقدان ظریف`
            last = at + length
            while self._is_joined(last + 1) and self._tokens[last + 1].is_word:
                last += 1
            name = subject[0], self._tokens[last].end
            yield _of(self._tokens[at], (name, *self._segment_behind(last)))
        elif subject:
            yield _of(self._tokens[at], (subject, *self._name_behind(subject)))

    def _utterance(self, at: int) -> Iterator[Attribution]:
        """`Rouhani's claim that`: the owner is the only subject."""
        for behind in range(at + 1, min(at + 4, len(self._tokens))):
            if not self._is_joined(behind) or not self._tokens[behind].is_word:
                return
            if self._is(behind, self._words.utterance):
                start, end = self._name_to(at)
                printed = self._prose.text[start:end].rstrip("s").rstrip("'’")
                name = start, start + len(printed)
                yield Attribution(start, self._tokens[behind].end, (name,))
                return

    def _beside_marks(self) -> Iterator[Attribution]:
        """`“…,” Zarif thundered`, `Zarif thundered: “…”`, `the letter of Zarif: “…”`."""
        for at, token in enumerate(self._tokens):
            is_first = at > 0 and not self._is_joined(at)
            if is_first and token.is_word:
                yield from self._behind_mark(at)
            elif is_first and token.folded in _DASHES and at + 1 < len(self._tokens):
                yield from self._behind_mark(at + 1)
            if token.folded in _OPENING and at and self._tokens[at - 1].folded in _LEADS:
                yield from self._before_mark(at - 1)

    def _behind_mark(self, at: int) -> Iterator[Attribution]:
        last = self._end_of_name(at, len(self._tokens))
        # `“…” — Ada Adler`, as under a pull quote
        if last > at and last + 1 == len(self._tokens) and self._is_name(at):
            name = self._tokens[at].start, self._tokens[last].end
            yield Attribution(*name, (name,))
            return
        verb = last + 1
        is_verb = verb < len(self._tokens) and self._is_joined(verb) and self._is_like_verb(verb)
        if not is_verb or self._tokens[last].possessive:
            return
        if self._is(at, self._words.pronoun):
            yield Attribution(self._tokens[at].start, self._tokens[verb].end)
        elif self._is_name(at):
            yield _of(self._tokens[verb], ((self._tokens[at].start, self._tokens[last].end),))

    def _before_mark(self, colon: int) -> Iterator[Attribution]:
        """Who speaks in the clause before a colon, or who owns the letter, banner or book."""
        first = colon
        while self._is_joined(first) and not self._ends_clause(first - 1):
            first -= 1
        clause = range(first, colon)
        if not clause:
            return
        token = self._tokens[colon - 1]
        is_name = self._is_name(colon - 1) and self._is_part_of_name(colon - 1)
        if is_name and not self._is_object_of_saying(self._name_to(colon - 1)):
            name = self._name_to(colon - 1)
            yield Attribution(name[0], name[1], (name,))
        elif self._is_arabic and not any(self._is_verb(at) for at in clause):
            ends = (at for at in clause if self._is(at, self._words.preposition))
            last = next(ends, colon)
            if last > first:
                name = self._tokens[first].start, self._tokens[last - 1].end
                yield Attribution(name[0], token.end, (name,))
        elif subjects := [*self._first_subject(clause)]:
            yield from subjects
        elif self._is(colon - 1, self._words.article):
            yield Attribution(token.start, token.end, ((token.start, token.end),))

    def _first_subject(self, clause: range) -> Iterator[Attribution]:
        for at in clause:
            is_object = self._is(at - 1, self._words.preposition)
            if self._is_name(at) and not self._tokens[at].possessive and not is_object:
                last = self._end_of_name(at, clause.stop)
                if last + 1 in clause and self._is_like_verb(last + 1):
                    name = self._tokens[at].start, self._tokens[last].end
                    yield Attribution(name[0], self._tokens[clause[-1]].end, (name,))
                return

    def person(self) -> Span | None:
        """The person that a sentence is about: a name before a verb, or between commas."""
        if self._is_arabic:
            return self._arabic_person()
        for at in range(len(self._tokens)):
            is_inner = self._is_placed_at(at) or self._tokens[at].possessive
            if not self._is_name(at) or is_inner or (at and self._goes_on(at - 1)):
                continue
            last = self._name_from(at)
            ends = last + 1 >= len(self._tokens) or self._is(last, self._words.starter)
            if ends or self._tokens[last].possessive:
                continue
            is_aside = at > 0 and self._tokens[at - 1].folded in COMMAS
            follows = self._tokens[last + 1]
            if follows.folded in COMMAS:
                is_told = self._is(last + 2, self._words.determiner)
                if last > at and ((at == 0 and is_told) or is_aside):
                    return self._tokens[at].start, self._tokens[last].end
            elif (last > at or at == 0) and (
                self._is_like_verb(last + 1) or self._is(last + 1, self._words.passive)
            ):
                return self._tokens[at].start, self._tokens[last].end
        return None

    def office(self) -> Span | None:
        """The office of a country at the beginning of a sentence: `Iraq's prime minister is`."""
        named, held = False, False
        for at, token in enumerate(self._tokens[:NOUN_PHRASE]):
            if not token.is_word or not (self._is_joined(at) or at == 0):
                break
            if held and (self._is_like_verb(at) or self._is(at, self._words.passive)):
                is_office = not self._is(at, self._words.honorific)
                if named and is_office:
                    return self._tokens[0].start, self._tokens[at - 1].end
            if self._is(at, self._words.preposition) and not self._is(at, self._words.within):
                break
            if at == 0 and not (token.possessive or self._is(0, self._words.determiner)):
                break
            is_qualifier = token.is_capital and not self._is(at, self._words.starter)
            named = named or is_qualifier
            held = held or self._is(at, self._words.honorific)
        return None

    def _is_adverb(self, at: int) -> bool:
        return self._is(at, self._words.starter) and not self._is(at, self._words.preposition)

    def _arabic_person(self) -> Span | None:
        """The person at the beginning of a sentence who has an office, or meets somebody."""
        first = 0
        while self._is_adverb(first):  # `then Muallem, the minister, rose`
            first += 1
        last = first
        stops = (self._words.preposition, self._words.starter, self._words.pronoun)
        while last < len(self._tokens) and self._tokens[last].is_word:
            if any(self._is(last, words) for words in stops):
                break
            last += 1
        has_comma = last < len(self._tokens) and self._tokens[last].folded in COMMAS
        has_office = has_comma and any(
            self._is(at, self._words.honorific) for at in range(last + 1, last + 5)
        )
        meets = any(self._is(at, self._words.meeting) for at in range(len(self._tokens)))
        of_country = any(self._is(at, self._words.country) for at in range(first, last))
        is_office = of_country and any(
            self._is(at, self._words.honorific) for at in range(first, last)
        )
        if last == first or not (has_office or meets or is_office):
            return None
        return self._tokens[first].start, self._tokens[last - 1].end

    def _label(self) -> Iterator[Attribution]:
        """`ZARIF:` at the beginning of a line."""
        folded = [token.folded for token in self._tokens[: _LONGEST_LABEL + 1]]
        if ":" not in folded[1:]:
            return
        label = self._tokens[: folded.index(":", 1)]
        start = label[0].start
        is_first = _LINE_START.search(self._prose.text, max(start - 8, 0), start)
        end = label[-1].end + 1
        ends = (self._words.preposition, self._words.within)
        stops = (
            at
            for at, token in enumerate(label)
            if token.folded in COMMAS or any(token.folded in words for words in ends)
        )
        is_short = len(label) <= _SHORT_LABEL
        label = label[: next(stops, len(label))]
        is_named = all(token.is_capital or not token.is_word for token in label)
        if self._is_arabic:
            is_named = is_short and self._is_arabic_label(len(label))
        if is_first and label and is_named:
            yield Attribution(start, end, ((start, label[-1].end),))

    def _is_arabic_label(self, length: int) -> bool:
        """Whether the words before a colon may be a name: no verb, and no quotation after it."""
        words = (self._words.pronoun, self._words.starter)
        is_other = any(self._is(0, each) for each in words)
        says = any(self._is_verb(at) for at in range(length + 1))
        behind = [token for token in self._tokens[length + 1 : length + 2] if token.is_word]
        return not (is_other or says) and bool(behind)

    def _source(self, at: int) -> int:
        """The number of words from `at` on that introduce a source, such as `according to`."""
        folded = [token.folded for token in self._tokens[at : at + _LONGEST_SOURCE]]
        lengths = range(len(folded), 0, -1)
        return next((n for n in lengths if "_".join(folded[:n]) in self._words.source), 0)

    def _of_verb(self, at: int) -> Subjects | None:
        """The speakers that belong to a verb; None if no subject is beside it."""
        number, passive = at - 1, False
        while number >= 0 and self._is_between(number):
            passive = passive or self._is(number, self._words.passive)
            number -= 1
        if passive and self._is_joined(at + 1) and self._is(at + 1, self._words.by):
            subject = self._phrase(at + 2)
            return (subject,) if subject else ()
        before = None
        if passive and not self._is_joined(number + 1):  # `“…” was repeated twice`
            return None
        is_last = at + 1 >= len(self._tokens)
        # Someone who `is told` something does not speak, nor the subject of a final `told`.
        if (passive or is_last) and self._is(at, self._words.asking):
            return None
        if number >= 0 and self._is_joined(number + 1):
            before = self._subject_before(number)
        return self._subject_behind(number + 1, at) if before is None else before

    def _subject_before(self, at: int) -> Subjects | None:
        """The speakers before a verb; `at` is the last token before it."""
        token = self._tokens[at]
        if self._is(at, self._words.pronoun):
            return ()
        if self._is_name(at) and not token.possessive:
            run = self._name_to(at)
            if self._is_object(run):
                return self._whole_phrase(run)
            first = self._first_name(before=run[0])
            return (run, first) if first else (run,)
        if token.folded == ",":
            return self._apposition(at)
        is_noun = not (self._is(at, self._words.joining) or self._is_verb(at))
        if token.is_word and not token.possessive and is_noun:
            return self._noun(at)
        return None

    def _subject_behind(self, first: int, at: int) -> Subjects | None:
        """The speakers after a verb: `said Zarif`, `said the minister, Zarif`.

        None unless a quotation ends, or a clause begins, before `first`; otherwise the name is an
        object.
        """
        opens = not self._is_joined(first) or self._tokens[first - 1].folded in CLAUSE_STARTS
        if not opens or not self._is_joined(at + 1):
            return None
        if self._is(at + 1, self._words.pronoun):
            return ()
        behind = at + 1
        if self._is(behind, self._words.preposition):  # `a lancé à Zarif le ministre`
            behind += 2
        subject = self._phrase(behind) if behind < len(self._tokens) else None
        if not subject:
            return None
        last = next(n for n, token in enumerate(self._tokens) if token.end == subject[1])
        if self._is(last, self._words.article):
            return self._owner(last + 1)
        name = self._name_behind(subject)
        is_he = self._is(behind, self._words.determiner) and not self._is(behind, self._words.other)
        if self._is(last + 1, self._words.relative):  # `the general whom Zarif sent`
            subject = subject[0], self._tokens[last + 1].end
        return tuple(name) if is_he and name else (subject, *name)

    def _arabic_aside(self, first: int) -> Subjects | None:
        """Who is named before an apposition in commas: `Muallem, the minister, said`."""
        if not self._is_joined(first) or self._tokens[first - 1].folded not in COMMAS:
            return None
        comma = first - 1
        begin = comma
        while self._is_joined(begin) and self._tokens[begin - 1].is_word:
            begin -= 1
        if begin in (comma, 0) or self._tokens[begin - 1].folded not in COMMAS:
            return None
        end = begin - 1
        start = end
        while self._is_joined(start) and self._tokens[start - 1].is_word:
            start -= 1
        stops = (n for n in range(start, end) if self._is(n, self._words.preposition))
        last = next(stops, end)
        if last == start or self._is(start, self._words.starter):
            return None
        name = self._tokens[start].start, self._tokens[last - 1].end
        return name, (self._tokens[begin].start, self._tokens[comma - 1].end)

    def _of_arabic_verb(self, at: int) -> Subjects | None:
        """The speakers in a script without capitals, before the verb or right after it.

        A clause that begins with a pronoun, a preposition or the verb itself names nobody.
        """
        first = at
        while self._is_joined(first) and self._tokens[first - 1].is_word:
            first -= 1
        if first < at and self._is(at - 1, self._words.conjunction):
            return ()  # `called it naive and said`
        names_nobody = any(
            self._is(first, words) for words in (self._words.preposition, self._words.starter)
        )
        if (first == at or names_nobody) and (aside := self._arabic_aside(first)):
            return aside
        while first < at and (
            self._is(first, self._words.pointing) or self._is(first, self._words.object)
        ):
            first += 1  # `this he said`
        if first < at:
            if self._is(first, self._words.starter):
                return ()
            if self._is(first, self._words.pronoun):
                return ()
            # A preposition comes before the person spoken to or about.
            ends = (n for n in range(first, at) if self._is(n, self._words.preposition))
            last = next(ends, at)
            return (
                ((self._tokens[first].start, self._tokens[last - 1].end),) if last > first else ()
            )
        last = at
        while (
            last - at < NOUN_PHRASE
            and self._is_joined(last + 1)
            and self._tokens[last + 1].is_word
            and not self._is(last + 1, self._words.starter)
            and not self._is(last + 1, self._words.preposition)
            and not self._is(last + 1, self._words.pronoun)
        ):
            last += 1
        return ((self._tokens[at + 1].start, self._tokens[last].end),) if last > at else ()


def _of(token: Token, subjects: Subjects) -> Attribution:
    starts = [token.start, *(start for start, _ in subjects)]
    return Attribution(min(starts), max([token.end, *(end for _, end in subjects)]), subjects)
