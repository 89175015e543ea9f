"""Finds who speaks in a sentence, and whether this is the wanted official.

A sentence names its speaker with a verb of saying next to a name (`Zarif said`, `said Zarif`),
`according to Zarif`, or `Zarif:`. A pronoun, or `the minister`, refers to the last person named.
Unclear speakers do not count as somebody else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.attributions import Reader
from stances.evidence.mentions import Mentions
from stances.evidence.phrases import ARABIC
from stances.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal

    from stances.evidence.attributions import Attribution
    from stances.evidence.mentions import Mention
    from stances.evidence.prose import Prose
    from stances.evidence.quotation_marks import Span

    Link = Literal["pronoun", "description", ""]

_LOOK_BACK = 24
"""The most sentences before the words that are read."""
_PARAGRAPHS = 2
_POSSESSIVE = re.compile(r"['’]s\b")
_A_WORD, _LABEL = 30, 80
"""The most characters of a word next to a place, and of a name before a colon."""
_STEM, _TWO, _THREE = 4, 2, 3
"""Letters shared by a country and its adjective; numbers of words next to an office."""
_INNER = frozenset("‘'\u2039『")
_TO = "ل"
_REACH = 4000
_BEHIND = 25
"""The most characters between a quotation and an attribution in the next sentence."""
_OWN = 30
_EDGE = 3
"""A match within this many characters of either end of the words is not inside them."""


class Wanted(NamedTuple):
    """The person that words are recorded for: anyone with one of the ids or of the offices.

    `name` is the name for messages; `words` are the folded words of all their names. `assumed`:
    they are the speaker unless the text names somebody else.
    """

    ids: frozenset[str]
    name: str
    titles: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    title_words: tuple[frozenset[str], ...] = ()
    assumed: bool = False

    def begins_with(self, letter: str) -> bool:
        """Whether any word of a name begins with a letter."""
        return any(word.startswith(letter) for word in self.words)


def wanted(ids: Iterable[str], names: Sequence[str], titles: Iterable[str]) -> Wanted:
    """Describe a wanted person by ids, names and offices; messages use the first name."""
    titles = tuple(dict.fromkeys(titles))
    words = (frozenset(fold_words(title).split()) for title in titles)
    every = frozenset(fold_words(" ".join(names)).split())
    return Wanted(frozenset(ids), names[0], titles, every, tuple(words))


class Other(NamedTuple):
    """Somebody else speaks, according to the words between two offsets."""

    start: int
    end: int


class Speakers:
    """Finds who speaks in the sentences of a text; `known` are the officials' names."""

    def __init__(self, prose: Prose, known: Mentions, own: frozenset[str]) -> None:
        self._prose = prose
        self._known = known
        self._own = frozenset(word[:_STEM] for word in own)
        self._attributions: dict[int, Sequence[Attribution]] = {}
        self._mentions: dict[int, Sequence[Mention]] = {}
        self._titles: dict[tuple[str, ...], Mentions] = {}
        words = prose.words
        phrases = (*words.speech.whole, *words.source.whole, *words.utterance.whole)
        phrases += (*words.retelling.whole, *words.citing.whole)
        self._telling = frozenset(part for phrase in phrases for part in phrase.split("_"))

    def speaks(self, wanted: Wanted, spans: Sequence[Span]) -> Other | bool:
        """Whether the words are attributed to the wanted person: yes, no, or to somebody else."""
        prose = self._prose
        begin, end = spans[0][0], spans[-1][1]
        if inner := self._within_quotation(begin, wanted):
            return inner
        start_of = prose.quotation_at(begin) or (begin, end)
        closing = prose.quotation_at(max(end - 1, begin))
        end_of = closing or (begin, end)
        within = min(start_of[0], begin), max(end_of[1], end)
        first, last = prose.sentence_at(within[0]), prose.sentence_at(max(within[1] - 1, begin))
        around = sorted({first, prose.sentence_at(begin), prose.sentence_at(end - 1), last})
        is_named = [self._names(number, wanted) for number in around]
        near = self._nearest(around, within)
        behind = prose.attribution_behind(closing[1]) if closing else None
        if near is None and behind is not None and not any(is_named):
            is_named.append(self._names(behind, wanted))
            near = self._nearest([behind], within)
            near = near if near and near.start - within[1] <= _BEHIND else None
        if near is None:
            return self._unattributed(around, wanted, is_named, is_quoted=closing is not None)
        if near.subjects and self._is_by(near, wanted):
            return True
        others = [each for each in near.subjects if not self.may_describe(each, wanted)]
        if others:
            return Other(*others[0])
        is_answer = not is_named[0] and self._is_answer(first, wanted)
        return not is_answer and (
            is_named[0]
            or self._before(first, wanted, "description" if near.subjects else "pronoun")
        )

    def _unattributed(
        self, around: Sequence[int], wanted: Wanted, is_named: Sequence[bool], *, is_quoted: bool
    ) -> Other | bool:
        """Whether words are the wanted person's, if their own sentences do not name a speaker."""
        if any(is_named):
            return not self._is_answer(around[0], wanted)
        start = self._prose.sentences[around[0]][0]
        is_led_in = self._prose.text[max(start - _A_WORD, 0) : start].rstrip().endswith(":")
        has_pronoun = is_led_in or any(map(self._has_pronoun, around))
        is_another = any(map(self._names_another, around))
        if is_another or not (is_quoted or has_pronoun) or self._is_answer(around[0], wanted):
            return False
        return self._before(around[0], wanted, "pronoun" if has_pronoun and not is_quoted else "")

    def is_near(self, wanted: Wanted, span: Span) -> bool:
        """Whether a sentence near some words names the wanted person."""
        first = self._prose.sentence_at(span[0])
        begin = max(first - _LOOK_BACK, 0)
        end = min(first + _LOOK_BACK, len(self._prose.sentences))
        return any(self._names(number, wanted) for number in range(begin, end))

    def _is_answer(self, first: int, wanted: Wanted) -> bool:
        """Whether the nearest attribution before a sentence is a question by the wanted person."""
        for number in range(first - 1, max(first - 3, 0) - 1, -1):
            if told := self.attributions(number):
                asks = told[-1].verb in self._prose.words.questioning
                return asks and self._is_by(told[-1], wanted)
        return False

    def _within_quotation(self, begin: int, wanted: Wanted) -> Other | None:
        """Whom the speaker quotes within a quotation: `“Kerry told me: ‘…’,” Zarif said`."""
        prose = self._prose
        quotation = prose.quotation_at(begin)
        if quotation is None or prose.text[max(begin - 1, 0)] not in _INNER:
            return None
        number = prose.sentence_at(begin)
        tokens = [t for t in prose.tokens(number) if quotation[0] <= t.start < begin]
        told = [*Reader(prose, tokens, within=True).attributions()]
        others = [each for each in told if each.subjects and not self._is_by(each, wanted)]
        return Other(*others[-1].subjects[0]) if others else None

    def attributions(self, number: int) -> Sequence[Attribution]:
        """All attributions of a sentence."""
        if number not in self._attributions and not self._may_tell(number):
            self._attributions[number] = ()
        if number not in self._attributions:
            tokens = [t for t in self._prose.tokens(number) if not t.quoted]
            found = [*Reader(self._prose, tokens).attributions()]
            self._attributions[number] = found
        return self._attributions[number]

    def _may_tell(self, number: int) -> bool:
        """Whether a sentence may name a speaker: most do not."""
        start, end = self._prose.sentences[number]
        has_label = self._prose.text.find(":", start, min(end, start + _LABEL)) >= 0
        has_marks = any(True for _ in self._prose.quoted(start, end))
        return (
            has_label or has_marks or not self._prose.vocabulary(number).isdisjoint(self._telling)
        )

    def _nearest(self, sentences: Sequence[int], within: Span) -> Attribution | None:
        # An attribution inside the words belongs to what they say.
        every = [
            each
            for number in sentences
            for each in self.attributions(number)
            if not (within[0] + _EDGE < each.start and each.end < within[1] - _EDGE)
        ]

        def distance(each: Attribution) -> int:
            if within[0] <= each.start < within[1]:  # the words' own attribution is the last choice
                return _OWN
            return max(within[0] - each.end, each.start - within[1], 0)

        return min(every, key=distance, default=None)

    def _is_by(self, each: Attribution, wanted: Wanted) -> bool:
        """Whether an attribution names the wanted person."""
        return any(self.is_named(span, wanted) for span in each.subjects)

    def may_describe(self, subject: Span, wanted: Wanted) -> bool:
        """Whether a phrase may refer to the wanted person: `Iran's top diplomat`, `the minister`.

        False if the noun was used before for somebody else: `an ambassador … the ambassador`.
        """
        tokens = [token for token in self._prose.read(*subject) if token.is_word]
        words = self._prose.words
        if not tokens or all(token.folded in words.honorific for token in tokens):
            return bool(tokens)
        named = [token for token in tokens if token.is_capital or token.possessive]
        known = frozenset().union(*wanted.title_words)
        if (
            tokens[0].folded in words.other
            or tokens[-1].folded in words.relative
            or tokens[-1].folded in words.interviewer
            or any(t.folded in words.former and t.folded not in known for t in tokens)
            or any(token.folded in words.within for token in tokens)
            or len(named) == len(tokens)
            or not (named or tokens[0].folded in words.determiner)
            or any(token.folded[:_STEM] not in self._own for token in named)
        ):
            return False
        noun = tokens[-1]
        plain = (*words.honorific.whole, *known)
        if words.lower.whole:  # `le ministre turc`
            inner = [t.folded for t in tokens if t.folded not in words.determiner]
            if any(each not in plain and each[:_STEM] not in self._own for each in inner):
                return False
        if noun.folded in known:
            return True
        before = self._prose.text[max(subject[0] - _REACH, 0) : subject[0]]
        printed = self._prose.text[noun.start : noun.end]
        return re.search(rf"\b{re.escape(printed)}\b", before) is None

    def _before(self, first: int, wanted: Wanted, link: Link) -> Other | bool:
        """Whether the wanted person was the last one named, or the last speaker, before a sentence.

        `link` is the kind of phrase that refers to that person.
        """
        prose = self._prose
        paragraph = prose.paragraph_at(prose.sentences[first][0])
        begin = prose.paragraphs[max(paragraph - _PARAGRAPHS, 0)][0]
        for number in range(first - 1, max(first - _LOOK_BACK, 0) - 1, -1):
            if prose.sentences[number][0] < begin:
                break
            told = [
                each
                for each in self.attributions(number)
                if each.subjects and not self.may_describe(each.subjects[0], wanted)
            ]
            if self._names(number, wanted):
                return self._is_meant(number, wanted, told, link)
            if told or self._names_another(number):
                return Other(*told[-1].subjects[0]) if told and link else False
            if link and (person := self._person(number)):
                return Other(*person)
        return False

    def _is_meant(
        self, number: int, wanted: Wanted, told: Sequence[Attribution], link: Link
    ) -> Other | bool:
        """Whether text after a sentence that names the wanted person refers to them."""
        if link == "pronoun" and (subject := self._subject_before(number, wanted)):
            return Other(*subject)
        by_all = [self._is_by(each, wanted) for each in told]
        if all(by_all) or by_all[-1] or self._is_first(number, wanted, told[0]):
            return True
        return Other(*told[-1].subjects[0])

    def _subject_before(self, number: int, wanted: Wanted) -> Span | None:
        """An unknown subject of a sentence, who is named before the wanted person."""
        person = self._person(number)
        own = next((each for each in self._known_in(number) if each.official in wanted.ids), None)
        if person is None or own is None or person[1] > own.start or self.is_named(person, wanted):
            return None
        return person

    def _person(self, number: int) -> Span | None:
        """An unknown subject of a sentence, as in `A colleague, Ada Adler, disagreed`."""
        tokens = [token for token in self._prose.tokens(number) if not token.quoted]
        reader = Reader(self._prose, tokens)
        name = reader.person()
        if name is None:
            office = reader.office()
            own = office and all(
                token.folded[:_STEM] in self._own
                for token in self._prose.read(*office)
                if token.is_capital
            )
            return None if own else office
        words = self._prose.words
        parts = [token for token in self._prose.read(*name) if token.is_word]
        is_cased = any(token.is_capital for token in parts)
        parts = [token for token in parts if token.folded not in words.honorific]
        parts = [token for token in parts if token.is_capital or not is_cased]
        is_other = any(
            token.folded in words.organisation or token.folded[:_STEM] in self._own
            for token in parts
        )
        if not parts or is_other:
            return None
        is_place = len(parts) == 1 and re.search(
            rf"\b(?:in|into|near|across)\s+{re.escape(parts[0].folded)}\b",
            self._around(name),
            re.IGNORECASE,
        )
        return None if is_place else name

    def _around(self, span: Span) -> str:
        return self._prose.text[max(span[0] - _REACH, 0) : span[1] + _REACH]

    def _is_first(self, number: int, wanted: Wanted, other: Attribution) -> bool:
        """Whether a sentence names the wanted person before another speaker."""
        first = next(iter(self._known_in(number)), None)
        return bool(first and first.official in wanted.ids and first.start < other.start)

    def _known_in(self, number: int) -> Sequence[Mention]:
        """The known officials named in a sentence outside of quotation marks."""
        is_plain = number not in self._mentions and not self._known.may_be_among(
            self._prose.vocabulary(number)
        )
        if is_plain:
            self._mentions[number] = ()
        if number not in self._mentions:
            start, end = self._prose.sentences[number]
            self._mentions[number] = [
                each._replace(start=each.start + first, end=each.end + first)
                for first, last in self._prose.unquoted(start, end)
                for each in self._known.find(self._prose.text[first:last])
            ]
        return self._mentions[number]

    def _names(self, number: int, wanted: Wanted) -> bool:
        """Whether a sentence names the wanted person outside of quotation marks.

        `Zarif's adviser` names Zarif if nobody else is named; `unlike Zarif` does not.
        """
        known = self._known_in(number)
        own = [each for each in known if each.official in wanted.ids and self._is_own(each, wanted)]
        if any(not self._is_possessive(each) for each in own):
            return True
        if own and not self._names_another(number):
            return True
        if not any(words <= self._prose.vocabulary(number) for words in wanted.title_words):
            return False
        spans = self._prose.unquoted(*self._prose.sentences[number])
        return any(self._has_title(span, wanted) for span in spans)

    def _has_pronoun(self, number: int) -> bool:
        pronouns = self._prose.words.pronoun.whole
        return not pronouns or not pronouns.isdisjoint(self._prose.vocabulary(number))

    def _is_own(self, mention: Mention, wanted: Wanted) -> bool:
        """Whether a name is the wanted person's; false for `unlike Zarif` or `Ahmad Zarif`."""
        before = [*self._prose.read(max(mention.start - _A_WORD, 0), mention.start)][-1:]
        is_name = any(token.is_capital and not token.possessive for token in before)
        printed = self._prose.text[mention.start : mention.end]
        is_relative = (
            is_name
            and len(printed.split()) == 1
            and self._prose.text[before[-1].end : mention.start] == " "
            and self._is_other_given_name(before[-1].folded, wanted)
        )
        return not is_relative and not self._is_aside(mention)

    def _is_aside(self, mention: Mention) -> bool:
        before = [*self._prose.read(max(mention.start - _A_WORD, 0), mention.start)][-_TWO:]
        return any(token.folded in self._prose.words.aside for token in before)

    def _names_another(self, number: int) -> bool:
        """Whether a sentence names a known official other than in the possessive, `Zarif's`."""
        return any(not self._is_possessive(each) for each in self._known_in(number))

    def _is_possessive(self, mention: Mention) -> bool:
        return _POSSESSIVE.match(self._prose.text, mention.end) is not None

    def is_named(self, span: Span, wanted: Wanted) -> bool:
        """Whether a subject is the wanted person, by name or by office.

        The owner of another person is not the subject: `the brother of Zarif`, `Zarif's brother`.
        """
        start, end = span
        text = self._prose.text[start:end]
        words = self._prose.words
        for each in self._known.find(text):
            if each.official not in wanted.ids or _POSSESSIVE.match(text, each.end):
                continue
            before = [*self._prose.read(start, start + each.start)]
            behind = self._prose.read(start + each.end, end)
            is_another = any(
                token.folded in words.joining or token.folded in words.kin for token in before
            )
            while before and before[-1].folded in words.honorific:
                before.pop()
            is_another = is_another or any(t.folded in words.within for t in before[-1:])
            is_spoken_to = text[each.start] == _TO and not wanted.begins_with(_TO)
            if is_another or is_spoken_to or any(token.is_capital for token in behind):
                continue
            return not self._is_a_relative(span, start + each.start, wanted)
        return self._has_title(span, wanted)

    def _is_a_relative(self, span: Span, at: int, wanted: Wanted) -> bool:
        """Whether a surname is a relative's, by the given name here or at an earlier place."""
        given = [*self._prose.read(span[0], at)][-1:]
        if given and given[0].is_capital and not given[0].possessive:
            return self._is_other_given_name(given[0].folded, wanted)
        is_surname = len(self._prose.text[at : span[1]].split()) == 1
        if given and is_surname and ARABIC.match(given[0].folded):
            has_full_name = len([word for word in wanted.words if ARABIC.match(word)]) > 1
            return has_full_name and self._is_other_given_name(given[0].folded, wanted)
        if not is_surname:
            return False
        surname = self._prose.text[at : span[1]]
        full = re.compile(rf"(?P<given>[^\W\d_][\w-]*)[ \xa0]+{re.escape(surname)}\b")
        begin = max(at - _REACH, 0)
        before = [match["given"] for match in full.finditer(self._prose.text, begin, at)]
        return (
            bool(before)
            and before[-1][0].isupper()
            and self._is_other_given_name(fold_words(before[-1]).strip().replace(" ", "_"), wanted)
        )

    def _is_other_given_name(self, given: str, wanted: Wanted) -> bool:
        """Whether the word before a surname is a given name that is not the wanted person's."""
        words = self._prose.words
        if given in words.honorific or given in words.starter or given in words.speech:
            return False
        known = wanted.words.union(*wanted.title_words)
        return not any(part in known for part in given.split("_"))

    def _has_title(self, span: Span, wanted: Wanted) -> bool:
        """Whether a span names an office of the wanted person, not the same office of another."""
        if not wanted.titles:
            return False
        if wanted.titles not in self._titles:
            lower = [("", title.casefold()) for title in wanted.titles]
            self._titles[wanted.titles] = Mentions(lower)
        start, end = span
        for each in self._titles[wanted.titles].find(self._prose.text[start:end]):
            at, done = start + each.start, start + each.end
            if not self._is_others_office(at, done, wanted):
                return True
        return False

    def _is_others_office(self, at: int, done: int, wanted: Wanted) -> bool:
        """Whether words next to an office make it another's: a name, `former`, a country."""
        prose, words = self._prose, self._prose.words
        before = [*prose.read(max(at - _A_WORD, 0), at)][-_TWO:]
        after = [*prose.read(done, done + _A_WORD)][:_THREE]
        if _POSSESSIVE.match(prose.text, done) or any(t.folded in words.former for t in before):
            return True
        beside = [token for token in before[-1:] if token.is_capital or token.possessive]
        beside = [token for token in beside if token.folded not in words.starter]
        if after and after[0].folded in words.within:
            beside += [token for token in after[1:] if token.is_capital]
        elif after and after[0].is_capital:
            return True
        if after and after[0].folded in words.country:
            return True
        known = self._own | {word[:_STEM] for title in wanted.title_words for word in title}
        return any(token.folded[:_STEM] not in known for token in beside)
