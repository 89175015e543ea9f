"""Proposes who spoke words of a copy, by which rule, and how often that rule is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.evidence.attributions import Attribution
from stances.evidence.folding import DOUBLE_MARKS
from stances.evidence.speakers import Speakers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.evidence.meaning import Background
    from stances.evidence.prose import Prose, Token
    from stances.evidence.quotation_marks import Span
    from stances.evidence.speakers import Wanted

RuleId = Literal[
    "name-said",
    "said-name",
    "goes-on",
    "said-quote",
    "in-sentence",
    "reported",
    "pronoun",
    "description",
    "before",
    "author",
]
_BESIDE = f"{DOUBLE_MARKS}\u2039\u203a ,،;.!?…\n\t\xa0—–-"
"""Characters that may stand between a closing mark and the speaker."""
_A_WORD, _FEW, _TELLING = 24, 8, 300
"""The most characters of a word, words before a name, and characters of an attribution."""
_MARK = re.compile(f"[{DOUBLE_MARKS}]")
_FULL_STOPS = (".", "\u3002", "\u06d4", "\u0964")
_MOST_NEAR = 6
"""The most officials named before words who are tried as speakers, nearest first."""
_BACK = 8
"""How many sentences before the words are searched for these officials."""


class Rule(NamedTuple):
    """A way to find a speaker: a sketch of it, and how often of 100 times it is right.

    A rule that `fills` is right often enough to fill in the speaker; any other gives a guess to
    confirm. `where` names the texts in which this was measured, if they differ from these.
    """

    id: RuleId
    shape: str
    right: int
    fills: bool
    where: str = ""


RULES: Mapping[RuleId, Rule] = {
    each.id: each
    for each in (
        Rule("name-said", "“…,” NAME said", 98, fills=True),
        Rule("said-name", "“…,” said NAME", 95, fills=True),
        Rule("goes-on", "“…,” NAME said. “…”", 97, fills=True),
        Rule("said-quote", "NAME said “…”", 78, fills=False),
        Rule("in-sentence", "NAME said, in the same sentence", 78, fills=False),
        Rule("reported", "NAME said that …", 84, fills=False),
        Rule("description", "“…,” the minister said", 30, fills=False),
        Rule("pronoun", "“…,” he said", 30, fills=False),
        Rule("before", "named in a sentence before", 30, fills=False),
    )
}
"""The rules, and how often each is right; docs/add-from.md explains the measurement."""
AUTHOR = Rule("author", "whose own text this is", 100, fills=True)
"""The rule for speeches and the like, which do not report what others say."""
_ELSEWHERE: Mapping[RuleId, Rule] = {
    id_: each._replace(fills=False, where=" in English") for id_, each in RULES.items()
}
_TOLD = ("name-said", "said-name", "goes-on")
"""The rules for attributions right after a quotation."""


class Proposal(NamedTuple):
    """Who may have spoken: an official's id, or None for nobody of this corpus.

    `printed` is the text's name for the speaker, empty if there is none. `at` is the attribution;
    words of one attribution have one speaker.
    """

    official: str | None = None
    rule: Rule | None = None
    printed: str = ""
    at: Span = (-1, -1)

    @property
    def is_filled_in(self) -> bool:
        """Whether the rule is right often enough to fill in the speaker."""
        return self.official is not None and self.rule is not None and self.rule.fills


class Proposer:
    """Proposes speakers among the officials of a corpus, `people` by id.

    If the rules were not `measured` in such texts, every proposal is only a guess.
    """

    def __init__(
        self,
        prose: Prose,
        background: Background,
        people: Mapping[str, Wanted],
        *,
        measured: bool = True,
    ) -> None:
        self._rules = RULES if measured else _ELSEWHERE
        self._prose = prose
        self._known = background.known
        self._speakers = Speakers(prose, background.known, background.own)
        self._people = people
        self._titled = [id_ for id_, each in people.items() if each.titles]

    def of_quotation(self, span: Span, before: tuple[Span, Proposal] | None) -> Proposal:
        """Who spoke the quotation at `span`; `before` is the previous one and its speaker."""
        if self._is_title(span):
            return Proposal()
        goes_on = before and self._goes_on(span, *before)
        return self._behind(span) or goes_on or self._in_sentence(span)

    def _behind(self, span: Span) -> Proposal | None:
        """The speaker named right after a quotation."""
        if (behind := self._right_behind(span)) is not None:
            is_first = behind.subjects and behind.subjects[0][0] == behind.start
            return self._proposed(span, behind, "name-said" if is_first else "said-name")
        return self._named_behind(span)

    def _in_sentence(self, span: Span) -> Proposal:
        """The speaker named elsewhere in a quotation's sentence, or else before it."""
        first = self._prose.sentence_at(span[0])
        numbers = {first, self._prose.sentence_at(max(span[1] - 1, span[0]))}
        told = [each for number in sorted(numbers) for each in self.attributions(number)]
        if ahead := [each for each in told if each.end <= span[0]]:
            return self._proposed(span, ahead[-1], "said-quote")
        if after := [each for each in told if each.start >= span[1]]:
            return self._proposed(span, after[0], "in-sentence")
        if named := self._named_ahead(span):
            return named
        start = self._prose.sentences[first][0]
        is_told = self._stands_alone(span) or self._first_verb(start, span[0]) is not None
        return self._guessed(span, "before") if is_told else Proposal()

    def of_sentence(self, number: int) -> tuple[Attribution, Proposal] | None:
        """The first report of somebody's words in a sentence, and who said them."""
        start, end = self._prose.sentences[number]
        told = [each for each in self.attributions(number) if each.verb or each.subjects]
        asks = self._prose.words.questioning
        # A verb is stronger evidence than `the claim of Zarif`, and an answer than a question.
        told.sort(key=lambda each: (not each.verb, each.verb in asks))
        if told:
            return told[0], self._proposed((start, end), told[0], "reported")
        return self._loosely_told(number)

    def _loosely_told(self, number: int) -> tuple[Attribution, Proposal] | None:
        """The first official named in `Zarif, whose offer was refused by Iraq, wrote that …`."""
        start, end = self._prose.sentences[number]
        found = self._known.find(self._prose.text[start:end])
        own = (each for each in found if not self._is_owner(start + each.end))
        mention = next(own, None)
        if mention is None or mention.official not in self._people:
            return None
        verb = self._first_verb(start + mention.end, end)
        if verb is None:
            return None
        at = start + mention.start, start + mention.end
        printed = self._prose.text[slice(*at)]
        each = Attribution(verb.start, verb.end, (), verb.folded)
        return each, Proposal(
            mention.official, self._rules["in-sentence"], printed, (at[0], verb.end)
        )

    def _is_owner(self, at: int) -> bool:
        return self._prose.text[at : at + 2] in ("'s", "’s")

    def _first_verb(self, start: int, end: int) -> Token | None:
        """The first active verb that reports what somebody says or does."""
        words, before = self._prose.words, None
        for token in self._prose.read(start, end):
            is_verb = token.folded in words.speech or token.folded in words.reporting
            is_passive = before is not None and before.folded in words.passive
            if is_verb and not (token.is_capital or is_passive or token.quoted):
                return token
            before = token
        return None

    def attributions(self, number: int) -> Sequence[Attribution]:
        """All attributions of a sentence, in their order."""
        return sorted(self._speakers.attributions(number), key=lambda each: each[:2])

    def _right_behind(self, span: Span) -> Attribution | None:
        """The attribution after a quotation, with nothing but marks between them."""
        prose = self._prose
        closing = min(span[1], len(prose.text) - 1)
        numbers = [prose.sentence_at(max(span[1] - 1, span[0])), prose.sentence_at(closing)]
        if (behind := prose.attribution_behind(closing)) is not None:
            numbers.append(behind)
        for number in dict.fromkeys(numbers):
            for each in self.attributions(number):
                is_behind = each.start >= span[1]
                if is_behind and not prose.text[span[1] : each.start].strip(_BESIDE):
                    return each if self._ends_telling(span, each) else None
        return None

    def _ends_telling(self, span: Span, each: Attribution) -> bool:
        """Whether text after a quotation attributes it, and does not report something else.

        `“We go.” Zarif said in Tehran.` does, `“We go.” Zarif said that they stay.` does not.
        """
        text, words = self._prose.text, self._prose.words
        if text[span[1] - 1 : span[1]] not in _FULL_STOPS:
            return True
        behind = next(self._prose.read(each.end, self._end_of_telling(each.end)), None)
        if behind is None or not behind.is_word:
            return True
        ends = (words.preposition, words.between, words.joining)
        is_day = behind.is_capital and behind.folded in words.starter
        goes_on = behind.folded in words.complement
        return not goes_on and (is_day or any(behind.folded in kind for kind in ends))

    def _named_behind(self, span: Span) -> Proposal | None:
        """The speaker in `“…,” Representative Ada Adler (Greens), a critic, said`.

        If the verb comes first, as in `said a report`, the speaker is nobody of this corpus.
        """
        text, words = self._prose.text, self._prose.words
        start = min(span[1] + 1, len(text))
        tokens = self._telling(span, start)
        if not tokens:
            return None
        if tokens[0].folded in words.pronoun and self._verb_behind(tokens[1:]):
            return self._guessed(span, "pronoun")._replace(at=(tokens[0].start, tokens[1].end))
        if tokens[0].folded in words.speech and not tokens[0].is_capital:
            printed = " ".join(text[tokens[0].end : tokens[min(_FEW, len(tokens) - 1)].end].split())
            return Proposal(printed=printed, at=(tokens[0].start, tokens[0].end))
        mention = next(iter(self._known.find(text[start : tokens[-1].end])), None)
        if mention is None or mention.official not in self._people:
            return None
        at, end = start + mention.start, start + mention.end
        ahead = [token for token in tokens if token.start < at]
        is_near = len(ahead) <= _FEW and all(t.is_capital or not t.is_word for t in ahead)
        verb = self._verb_behind([token for token in tokens if token.start >= end])
        if verb is None or not is_near:
            return None
        who = self._people[mention.official]
        is_sure = self._speakers.is_named((tokens[0].start, end), who)
        rule = self._rules["name-said" if is_sure else "in-sentence"]
        return Proposal(mention.official, rule, text[at:end], (at, verb.end))

    def _telling(self, span: Span, start: int) -> list[Token]:
        """The words after a quotation that may say who spoke it; empty after a full stop."""
        tokens = [*self._prose.read(start, self._end_of_telling(start))]
        is_ended = self._prose.text[span[1] - 1 : span[1]] in _FULL_STOPS
        while tokens and not tokens[0].is_word and tokens[0].folded in _BESIDE:
            is_ended = is_ended or tokens.pop(0).folded in _FULL_STOPS
        return [] if is_ended else tokens

    def _verb_behind(self, tokens: Sequence[Token]) -> Token | None:
        """The verb of saying after a name; skips text in brackets or between commas."""
        words = self._prose.words
        closes = {"(": ")", ",": ","}
        at = 0
        while at < len(tokens) and tokens[at].is_capital:  # `Ada Adler II`
            at += 1
        while at < len(tokens):
            token = tokens[at]
            if token.folded in closes:
                rest = (
                    n
                    for n in range(at + 1, len(tokens))
                    if tokens[n].folded == closes[token.folded]
                )
                if (end := next(rest, None)) is None:
                    return None
                is_list = (
                    token.folded == ","
                    and end + 1 < len(tokens)
                    and tokens[end + 1].folded in (words.conjunction)
                )
                at = len(tokens) if is_list else end + 1
            elif token.folded in words.speech:
                return token
            elif token.folded in words.between or token.folded.endswith("ly"):
                at += 1
            else:
                return None
        return None

    def _end_of_telling(self, start: int) -> int:
        """The start of the next quotation, or the end of the paragraph."""
        prose = self._prose
        end = min(prose.paragraphs[prose.paragraph_at(start)][1], start + _TELLING)
        mark = _MARK.search(prose.text, start, end)
        return mark.start() if mark else end

    def _named_ahead(self, span: Span) -> Proposal | None:
        """The first official named in a sentence that reports something before the quotation."""
        start = self._prose.sentences[self._prose.sentence_at(span[0])][0]
        words = self._prose.words
        ahead = [t for t in self._prose.read(start, span[0]) if not t.quoted and t.is_word]
        verb = next((token for token in ahead if token.folded in words.speech), None)
        if verb is None:
            return None
        mentions = self._known.find(self._prose.text[start : verb.start])
        if not mentions or mentions[0].official not in self._people:
            return None
        each = mentions[0]
        at = start + each.start, verb.end
        printed = self._prose.text[start + each.start : start + each.end]
        return Proposal(each.official, self._rules["in-sentence"], printed, at)

    def _is_title(self, span: Span) -> bool:
        """Whether a quotation is a title: `a book titled “…”`."""
        before = [*self._prose.read(max(span[0] - _A_WORD, 0), max(span[0] - 1, 0))][-1:]
        return any(token.folded in self._prose.words.naming for token in before)

    def _stands_alone(self, span: Span) -> bool:
        """Whether no words of the narrator precede a quotation in its sentence."""
        start = self._prose.sentences[self._prose.sentence_at(span[0])][0]
        return not any(token.is_word for token in self._prose.read(start, span[0] - 1))

    def _goes_on(self, span: Span, before: Span, proposal: Proposal) -> Proposal | None:
        """The previous quotation's speaker, if this one continues it after the attribution."""
        rule = proposal.rule.id if proposal.rule else None
        if rule not in _TOLD or (proposal.at[0] < before[1] and rule != "goes-on"):
            return None
        prose = self._prose
        end = max(proposal.at[1], before[1])
        if not 0 <= end <= span[0]:
            return None
        told, own = prose.sentence_at(end - 1), prose.sentence_at(span[0])
        is_near = prose.paragraph_at(end - 1) == prose.paragraph_at(span[0])
        between = [each for each in self.attributions(told) if end <= each.start < span[0]]
        begins = not prose.text[prose.sentences[own][0] : span[0]].strip(_BESIDE)
        if not is_near or between or not (own == told or (own == told + 1 and begins)):
            return None
        return proposal._replace(rule=self._rules["goes-on"])

    def _proposed(self, span: Span, each: Attribution, rule: RuleId) -> Proposal:
        """The official that an attribution names; a guess if it names nobody."""
        at = each.start, each.end
        named = dict(self._named_by(each))
        subject = next(iter(named.values()), next(iter(each.subjects), None))
        printed = " ".join(self._prose.text[slice(*subject)].split()) if subject else ""
        if len(named) == 1:
            [official] = named
            is_sure = self._speakers.speaks(self._people[official], [span]) is True
            found = self._rules[rule if is_sure or rule not in _TOLD else "in-sentence"]
            return Proposal(official, found, printed, at)
        if named or any(map(self._names_any, each.subjects)):  # if two are named, neither is taken
            return Proposal(None, None, printed, at)
        guess = self._guessed(span, "description" if each.subjects else "pronoun", subject)
        return guess._replace(printed=printed, at=at)

    def _named_by(self, each: Attribution) -> Iterator[tuple[str, Span]]:
        """The officials that an attribution names, by name or by office, and where."""
        for start, end in each.subjects:
            mentions = self._known.find(self._prose.text[start:end])
            ids = [each.official for each in mentions if self._is_last(start + each.end, end)]
            is_behind = any(t.folded == each.verb for t in self._prose.read(each.start, start))
            if is_behind and self._owns(end):
                continue  # `said the Zarif administration`
            office = start, end if mentions else self._end_of_office(end)
            for id_ in dict.fromkeys([*ids, *(() if mentions else self._titled)]):
                if id_ in self._people and self._speakers.is_named(office, self._people[id_]):
                    yield id_, office

    def _names_any(self, subject: Span) -> bool:
        return bool(self._known.find(self._prose.text[slice(*subject)]))

    def _owns(self, end: int) -> bool:
        """Whether a name after its verb only modifies the next word: `Zarif aides`."""
        words = self._prose.words
        behind = next(self._prose.read(end, self._end_of_telling(end)), None)
        if behind is None or not behind.is_word or behind.is_capital:
            return False
        kinds = (words.preposition, words.within, words.relative, words.joining, words.between)
        is_other = any(behind.folded in kind for kind in (*kinds, words.starter))
        return not (is_other or behind.folded.endswith("ly") or behind.folded[0].isdigit())

    def _end_of_office(self, end: int) -> int:
        """The end of an office that begins with some words: `the minister` `of Trade`."""
        words = self._prose.words
        for token in self._prose.read(end, self._end_of_telling(end)):
            is_part = token.is_capital or token.folded in words.within
            if not (is_part or token.folded in words.determiner):
                break
            end = token.end
        return end

    def _is_last(self, at: int, end: int) -> bool:
        """Whether a name is not followed by a word that it modifies, as in `Zarif aides`."""
        behind = next(self._prose.read(at, end), None)
        words = self._prose.words
        within = (words.preposition, words.within, words.relative)
        is_of = behind and any(behind.folded in kind for kind in within)
        return not behind or not behind.is_word or behind.is_capital or bool(is_of)

    def _guessed(self, span: Span, rule: RuleId, described: Span | None = None) -> Proposal:
        """The nearest official named before whose words `verify` would accept these to be.

        `described` is the phrase used instead of a name: `the minister`.
        """
        prose = self._prose
        last = prose.sentence_at(span[0])
        begin = prose.sentences[max(last - _BACK, 0)][0]
        near: dict[str, None] = {}
        for mention in reversed(self._known.find(prose.text[begin : span[1]])):
            near.setdefault(mention.official)
        for id_ in [*near][:_MOST_NEAR]:
            who = self._people.get(id_)
            if who is None or (described and not self._speakers.may_describe(described, who)):
                continue
            if self._speakers.speaks(who, [span]) is True:
                return Proposal(id_, self._rules[rule])
        return Proposal()
