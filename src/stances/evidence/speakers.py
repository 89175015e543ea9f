"""Who is said to speak in a sentence, and whether that is the official whose words are sought.

A sentence says who speaks by a verb of saying next to a name (`Zarif said`, `said Zarif`), by
`according to Zarif`, or by `Zarif:`. A pronoun, or `the minister`, stands for whoever was named
before. What cannot be told is not taken for anybody else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.attributions import Reader
from stances.evidence.mentions import Mentions
from stances.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.evidence.attributions import Attribution
    from stances.evidence.mentions import Mention
    from stances.evidence.prose import Prose
    from stances.evidence.quotation_marks import Span

_LOOK_BACK = 24
"""Sentences before the words that are read, at most."""
_PARAGRAPHS = 2
_POSSESSIVE = re.compile(r"['’]s\b")
_A_WORD, _LABEL = 30, 80
"""Characters in which the word beside a place stands, and the name before a colon."""
_DEEP = 40
"""Characters from the beginning of the words from which a sentence within them is theirs."""


class Wanted(NamedTuple):
    """Whom words are recorded for: anybody with one of some ids, or with one of some offices.

    `name` is what to call them, `words` are the folded words of all their names.
    """

    ids: frozenset[str]
    name: str
    titles: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    title_words: tuple[frozenset[str], ...] = ()


def wanted(ids: Iterable[str], names: Sequence[str], titles: Iterable[str]) -> Wanted:
    """Who is wanted, by ids, by all their names, the first of which is told, and by offices."""
    titles = tuple(dict.fromkeys(titles))
    words = (frozenset(fold_words(title).split()) for title in titles)
    every = frozenset(fold_words(" ".join(names)).split())
    return Wanted(frozenset(ids), names[0], titles, every, tuple(words))


class Other(NamedTuple):
    """Somebody else is said to speak, in words from one offset to another."""

    start: int
    end: int


class Speakers:
    """Who speaks in the sentences of a text, in which `known` officials are found."""

    def __init__(self, prose: Prose, known: Mentions) -> None:
        self._prose = prose
        self._known = known
        self._attributions: dict[int, Sequence[Attribution]] = {}
        self._mentions: dict[int, Sequence[Mention]] = {}
        self._titles: dict[tuple[str, ...], Mentions] = {}
        phrases = (*prose.words.speech.whole, *prose.words.source.whole)
        self._telling = frozenset(part for phrase in phrases for part in phrase.split("_"))

    def speaks(self, wanted: Wanted, spans: Sequence[Span]) -> Other | bool:
        """Whether the words are said to be of who is wanted: yes, no, or of somebody else."""
        prose = self._prose
        begin, end = spans[0][0], spans[-1][1]
        start_of = prose.quotation_at(begin) or (begin, end)
        end_of = prose.quotation_at(max(end - 1, begin)) or (begin, end)
        within = min(start_of[0], begin), max(end_of[1], end)
        first, last = prose.sentence_at(within[0]), prose.sentence_at(max(within[1] - 1, begin))
        around = sorted({first, prose.sentence_at(begin), prose.sentence_at(end - 1), last})
        is_named = [self._names(number, wanted) for number in around]
        near = self._nearest(around, within)
        # What comes deep within the words is a part of what they tell.
        if near and not (is_named[0] and within[0] + _DEEP < near.start < within[1]):
            if near.subjects:
                return self._is_by(near, wanted) or Other(*near.subjects[0])
            return is_named[0] or self._before(first, wanted, has_pronoun=True)
        if any(is_named):
            return True
        if any(self._names_another(number) for number in around):
            return False
        return self._before(first, wanted, has_pronoun=False)

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
        """Whether a sentence may say who speaks: most do not."""
        start, end = self._prose.sentences[number]
        has_label = self._prose.text.find(":", start, min(end, start + _LABEL)) >= 0
        return has_label or not self._prose.vocabulary(number).isdisjoint(self._telling)

    def _nearest(self, sentences: Sequence[int], within: Span) -> Attribution | None:
        every = [each for number in sentences for each in self.attributions(number)]

        def distance(each: Attribution) -> int:
            return max(within[0] - each.end, each.start - within[1], 0)

        return min(every, key=distance, default=None)

    def _is_by(self, each: Attribution, wanted: Wanted) -> bool:
        """Whether an attribution names who is wanted."""
        return any(self._is_named(span, wanted) for span in each.subjects)

    def _before(self, first: int, wanted: Wanted, *, has_pronoun: bool) -> Other | bool:
        """Whether who is wanted was the last to be named, or to speak, before a sentence."""
        prose = self._prose
        paragraph = prose.paragraph_at(prose.sentences[first][0])
        begin = prose.paragraphs[max(paragraph - _PARAGRAPHS, 0)][0]
        for number in range(first - 1, max(first - _LOOK_BACK, 0) - 1, -1):
            if prose.sentences[number][0] < begin:
                break
            told = [each for each in self.attributions(number) if each.subjects]
            if self._names(number, wanted):
                by_all = [self._is_by(each, wanted) for each in told]
                if all(by_all) or by_all[-1] or self._is_first(number, wanted, told[0]):
                    return True
                return Other(*told[-1].subjects[0])
            if told and has_pronoun:
                return Other(*told[-1].subjects[0])
            if told or self._names_another(number):
                return False
        return False

    def _is_first(self, number: int, wanted: Wanted, other: Attribution) -> bool:
        """Whether a sentence names who is wanted first, and then another."""
        first = next(iter(self._known_in(number)), None)
        return bool(first and first.official in wanted.ids and first.start < other.start)

    def _known_in(self, number: int) -> Sequence[Mention]:
        """The known officials whom a sentence names outside of quotation marks."""
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
        """Whether a sentence names who is wanted, outside of quotation marks.

        `Zarif's adviser` names Zarif where it names nobody else.
        """
        known = self._known_in(number)
        own = [each for each in known if each.official in wanted.ids]
        if any(not self._is_possessive(each) for each in own):
            return True
        if own and not self._names_another(number):
            return True
        if not any(words <= self._prose.vocabulary(number) for words in wanted.title_words):
            return False
        spans = self._prose.unquoted(*self._prose.sentences[number])
        return any(self._has_title(span, wanted) for span in spans)

    def _names_another(self, number: int) -> bool:
        """Whether a sentence names a known official, and not only as `Zarif's`."""
        return any(not self._is_possessive(each) for each in self._known_in(number))

    def _is_possessive(self, mention: Mention) -> bool:
        return _POSSESSIVE.match(self._prose.text, mention.end) is not None

    def _is_named(self, span: Span, wanted: Wanted) -> bool:
        """Whether a subject is who is wanted, by name or by office."""
        start, end = span
        text = self._prose.text[start:end]
        for each in self._known.find(text):
            if _POSSESSIVE.match(text, each.end):
                continue
            rest = [*self._prose.read(start + each.end, end)]
            if each.official in wanted.ids and not any(token.is_capital for token in rest):
                return not self._has_other_given_name(span, start + each.start, wanted)
        return self._has_title(span, wanted)

    def _has_other_given_name(self, span: Span, at: int, wanted: Wanted) -> bool:
        """Whether right before a surname stands a name that is none of the official's."""
        before = [*self._prose.read(span[0], at)]
        if not before or not before[-1].is_capital or before[-1].possessive:
            return False
        given = before[-1].folded
        words = self._prose.words
        if given in words.honorific or given in words.starter or given in words.speech:
            return False
        known = {word for title in wanted.titles for word in fold_words(title).split()}
        return given not in known | wanted.words

    def _has_title(self, span: Span, wanted: Wanted) -> bool:
        """Whether a span has an office of who is wanted, not followed by another's name."""
        if not wanted.titles:
            return False
        if wanted.titles not in self._titles:
            lower = [("", title.casefold()) for title in wanted.titles]
            self._titles[wanted.titles] = Mentions(lower)
        start, end = span
        for each in self._titles[wanted.titles].find(self._prose.text[start:end]):
            at, done = start + each.start, start + each.end
            after = [*self._prose.read(done, done + _A_WORD)][:1]
            before = [*self._prose.read(max(at - _A_WORD, start), at)][-1:]
            if not (
                _POSSESSIVE.match(self._prose.text, done)
                or any(token.is_capital for token in after)
                or any(token.folded in self._prose.words.former for token in before)
            ):
                return True
        return False
