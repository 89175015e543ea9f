"""Finds words that reverse or limit the meaning of others: negations, denials, conditions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from stances.text import brief, fold_words, is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.evidence.languages import Words
    from stances.evidence.prose import Prose, Token
    from stances.evidence.quotation_marks import Span

_NEAR, _BEHIND, _TURN = 6, 10, 2
"""How many of the narrator's words are read right before and right after the words. `against`
counts only among the last `_TURN` of them."""
_FEW = 4
"""How many words are read in the same sentence right after a paraphrase."""
_CLAUSE = 60
"""How many words of the speaker's own sentence are read before or after a part of it."""
_A_PAIR = 2
_HARMLESS = range(1, 5)
_STOPS = frozenset(";:")
_DASHES = frozenset("—–")
_COMMAS = frozenset(",،")
_QUESTIONS = frozenset("?؟")


class _Part(NamedTuple):
    """A folded word, and the token that it is or belongs to."""

    word: str
    token: Token


class Turning:
    """Finds words that reverse or limit the meaning of others in a text."""

    def __init__(self, prose: Prose) -> None:
        self._prose = prose
        self._words = prose.words
        self._turning = prose.words.turning
        self._any = self._turning | prose.words.turn | prose.words.condition | prose.words.unreal
        # In scripts without blanks, a word has several letters, each of them a word to
        # `fold_words`.
        phrases = (word for word in self._turning.whole if is_unspaced(word))
        self._in_runs = tuple(phrase.replace("_", "") for phrase in phrases)
        self._known: dict[int, bool] = {}

    def is_in(self, text: str, *, put_in: bool = False) -> bool:
        """Whether a text has a negation; `put_in`: an insertion, checked for similar words too."""
        words = fold_words(text).split()
        undoing = self._words.turn | self._words.undoing
        wanted = self._turning | undoing if put_in else self._turning
        return wanted.within(words) is not None or self._has_in_run("".join(words))

    def has_condition(self, text: str) -> bool:
        """Whether a text has a word for `if`."""
        return self._words.condition.within(fold_words(text).split()) is not None

    def before(self, start: int) -> str:
        """The negation before an offset, printed up to there; empty if there is none."""
        if not self._may_turn_at(start):
            return ""
        own, told, has_colon = self._before(start)
        if own:
            return self._turned_by(self._clause(own))
        last = _from_last(told, self._words.conjunction | self._words.but)
        words = [token for token in self._saying_clause(last) if token.is_word]
        near = words if words and words[-1].folded in self._words.complement else words[-_NEAR:]
        unreal = self._found(self._words.unreal, [t for t in told if t.is_word])
        # `He dismissed it: “…”` denies something else.
        return unreal or self._turned_by(near, denied=not has_colon)

    def _saying_clause(self, told: Sequence[Token]) -> Sequence[Token]:
        """The narrator's words after the last comma, if they include a verb of saying."""
        commas = [at for at, token in enumerate(told) if token.folded in _COMMAS]
        last = told[commas[-1] + 1 :] if commas else told
        return last if any(token.folded in self._words.speech for token in last) else told

    def behind(self, end: int) -> str:
        """The negation right after an offset; empty if there is none."""
        if not self._may_turn_at(end - 1):
            return ""
        prose = self._prose
        quotation = prose.quotation_at(end - 1)
        tokens = self._behind(end, quotation)
        if quotation:
            return self._behind_quoted(tokens, quotation[1])
        if self._words.late.whole:
            return self._found(self._turning, self._first_clause(tokens)[:_CLAUSE])
        words: list[Token] = []
        for token in self._behind_aside(tokens)[:_FEW]:
            if not token.is_word:
                break
            words.append(token)
        return self._found(self._turning, words)

    def _behind_quoted(self, tokens: Sequence[Token], closing: int) -> str:
        """The negation right after words in quotation marks, which close at `closing`."""
        own = [token for token in tokens if token.start < closing]
        if any(token.is_word for token in own):
            clause = self._first_clause(own)[:_CLAUSE]
            return self._found(self._turning, clause) or self._told_by_others(own)
        if resumed := self._resumed([token for token in tokens if token.quoted]):
            return resumed
        told = self._without_relative([token for token in tokens if not token.quoted])
        if self._words.late.whole:
            said = [token for token in told if token.is_word]
            far = self._found(self._words.denial, said[_BEHIND:_CLAUSE])
            return self._found(self._turning, said[:_BEHIND]) or far
        commas = [at for at, token in enumerate(told) if at and token.folded in _COMMAS]
        told = [t for t in told[: commas[0] if commas else None] if t.is_word][:_BEHIND]
        says = any(t.folded in self._words.speech or t.folded == "what" for t in told)
        is_predicate = bool(told) and told[0].folded in self._words.passive
        return self._found(self._turning, told) if says or is_predicate else ""

    def _told_by_others(self, own: Sequence[Token]) -> str:
        """`, they write in London`, in the speaker's own words right after the words."""
        words = [token for token in own if token.is_word][:_FEW]
        for one, following in pairwise(words):
            if one.folded in self._words.others and following.folded in self._words.speech:
                return self._printed(words)
        return ""

    def _resumed(self, quoted: Sequence[Token]) -> str:
        """Text of a quotation resumed after the narrator: `“…,” he said, “that …”`."""
        words = [token for token in quoted if token.is_word]
        if words and words[0].folded in self._words.relative | self._words.complement:
            return self._printed(words[:_BEHIND])
        return ""

    def _without_relative(self, told: Sequence[Token]) -> Sequence[Token]:
        """A narrator's words without `, which the paper ascribed to him,`."""
        commas = [at for at, token in enumerate(told) if token.folded in _COMMAS]
        if len(commas) < _A_PAIR or commas[0] > 0 or commas[1] == 1:
            return told
        is_relative = told[1].folded in self._words.relative | self._words.joining
        return told[commas[1] + 1 :] if is_relative else told

    def _behind_aside(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """The tokens after `, Zarif said,`; all tokens if there is nothing like it."""
        commas = [at for at, token in enumerate(tokens) if token.folded in _COMMAS]
        if len(commas) < _A_PAIR or commas[0] != 0:
            return tokens
        aside = tokens[1 : commas[1]]
        says = any(token.folded in self._words.speech for token in aside)
        return tokens[commas[1] + 1 :] if says else tokens

    def condition(self, start: int, end: int) -> str:
        """The condition next to some words in their sentence; empty if there is none."""
        if not (self._may_turn_at(start) or self._may_turn_at(end - 1)):
            return ""
        own, told, _ = self._before(start)
        quotation = self._prose.quotation_at(end - 1)
        begun = self._clause(own) if own else self._behind_complement(told)
        before = [token for token in told if token.is_word]
        if before and before[0].folded in self._words.inverted:
            return self._printed(before)
        near = before[-_TURN:]
        for words in ([token for token in begun if token.is_word], near):
            if text := self._found(self._words.condition, words):
                return text
        tokens = self._behind(end, quotation)
        if quotation:
            tokens = [token for token in tokens if token.quoted]
        return self._found(self._words.condition, [token for token in tokens if token.is_word])

    def question(self, start: int, end: int) -> str:
        """The question that some words are part of, if the words do not show that; else empty."""
        own, _, _ = self._before(start)
        tokens = self._behind(end, self._prose.quotation_at(end - 1))
        words = [token for token in own if token.is_word]
        marks = [token.folded for token in tokens if not token.is_word]
        is_asked = bool(marks) and marks[0] in _QUESTIONS
        if is_asked and words:
            return self._printed(words)
        asked = next(self._prose.read(start, end), None)
        is_told = asked is not None and asked.folded not in self._words.asks
        # Without a question mark or an interrogative, they do not look like a question.
        is_bare = marks[:1] and tokens[0].folded in _QUESTIONS and is_told
        return self._prose.text[start:end] if is_bare else ""

    def taken_back(self, end: int) -> str:
        """The sentence after a quotation that denies it: `That is what he denied`."""
        prose = self._prose
        quotation = prose.quotation_at(end - 1)
        if quotation is None:
            return ""
        number = prose.sentence_at(quotation[1]) + 1
        if number >= len(prose.sentences) or not self._may_turn(number):
            return ""
        if prose.paragraph_at(prose.sentences[number][0]) != prose.paragraph_at(end - 1):
            return ""
        tokens = [token for token in prose.tokens(number) if token.is_word and not token.quoted]
        points = bool(tokens) and tokens[0].folded in self._words.pointing
        says = any(t.folded in self._words.speech or t.folded == "what" for t in tokens)
        if points and says and (text := self._found(self._turning, tokens)):
            return text
        return self._denied(tokens)

    def _denied(self, tokens: Sequence[Token]) -> str:
        """A denial of the words just quoted: `denied the quotation`, `never said so`."""
        words = self._words
        turning = words.denial | words.negation
        for at in (at for at, token in enumerate(tokens) if token.folded in turning):
            start = max(at - _NEAR, 0) if words.late.whole else at
            beside = [token.folded for token in tokens[start : at + 1 + _NEAR]]
            for place, word in enumerate(beside):
                is_this = word in words.pointing or word in words.determiner or word in words.such
                noun = place + 1
                while is_this and noun < len(beside) and beside[noun] in words.told:
                    noun += 1
                follows = beside[noun] if noun < len(beside) else ""
                if noun > place + 1 and follows not in words.complement | words.within:
                    return self._printed(tokens[start : at + 1 + _NEAR])
            says_so = any(word in words.such for word in beside[1:4])
            if says_so and any(word in words.speech for word in beside[1:4]):
                return self._printed(tokens[at : at + _NEAR])
        return ""

    def _before(self, start: int) -> tuple[list[Token], list[Token], bool]:
        """The speaker's own words before an offset in the sentence, or else the narrator's.

        Returns both, and whether the narrator's words end with a colon.
        """
        prose = self._prose
        number = prose.sentence_at(start)
        quotation = prose.quotation_at(start)
        tokens = [token for token in prose.tokens(number) if token.end <= start]
        own = [token for token in tokens if quotation and token.start >= quotation[0]]
        if any(token.is_word for token in own):
            return own, [], False
        opening = prose.sentence_at(max(quotation[0] - 1, 0)) if quotation else number
        if quotation and opening != number:
            # The speaker's own sentence begins here; the text before is another sentence.
            is_first = quotation[0] >= prose.sentences[number][0]
            before = prose.tokens(opening) if is_first else []
            tokens = [token for token in before if token.end <= quotation[0]]
        told = _without_asides([token for token in tokens if not token.quoted])
        marks = [token.folded for token in told if not token.is_word]
        return [], told, ":" in marks[-_A_PAIR:]

    def _behind(self, end: int, quotation: Span | None) -> list[Token]:
        """The words and marks after an offset in its sentence."""
        number = self._prose.sentence_at(max(end - 1, 0))
        tokens = [token for token in self._prose.tokens(number) if token.start >= end]
        begins = quotation and not any(
            token.is_word and token.start < quotation[0] for token in self._prose.tokens(number)
        )
        if quotation and begins and not any(token.is_word for token in tokens):
            # The quotation ends its own sentence, and the narrator's continues.
            following = self._prose.attribution_behind(quotation[1])
            tokens += [] if following is None else self._prose.tokens(following)
        return tokens

    def _may_turn_at(self, at: int) -> bool:
        """Whether the sentences around an offset have a word of these kinds: most have none."""
        prose = self._prose
        quotation = prose.quotation_at(at)
        numbers = {prose.sentence_at(max(at, 0))}
        if quotation:
            numbers |= {prose.sentence_at(max(quotation[0] - 1, 0))}
            following = prose.attribution_behind(quotation[1])
            numbers |= set() if following is None else {following}
        return any(map(self._may_turn, numbers))

    def _may_turn(self, number: int) -> bool:
        if number not in self._known:
            vocabulary = self._prose.vocabulary(number)
            in_runs = any(phrase[0] in vocabulary for phrase in self._in_runs)
            self._known[number] = in_runs or self._any.may_be_among(vocabulary)
        return self._known[number]

    def _turned_by(self, words: Sequence[Token], *, denied: bool = True) -> str:
        """The negation in words before something, printed to their end; empty if none."""
        turning = self._turning if denied else self._words.negation
        last = words[-_TURN:]
        turn = next((at for at, token in enumerate(last) if token.folded in self._words.turn), None)
        return self._found(turning, words) or (
            self._printed(last[turn:]) if turn is not None else ""
        )

    def governed(self, start: int) -> str:
        """The clause before `that`, if words depend on it and it does not affirm them.

        `We know that` affirms; `it is a dream of yours that` does not.
        """
        own, told, _ = self._before(start)
        words = [token for token in own or told if token.is_word]
        if not words or words[-1].folded not in self._words.complement:
            return ""
        if not self._words.affirming.whole:
            return ""
        clause = self._clause(own) if own else words
        parts = [part.word for part in _parts(clause[:-1])]
        affirms = any(part in self._words.affirming or part in self._words.speech for part in parts)
        return "" if affirms or not parts else self._printed(clause)

    def _clause(self, own: Sequence[Token]) -> list[Token]:
        """The speaker's own words from the beginning of the last clause on.

        All of them if `that` comes last, because the word that governs it may be far away.
        """
        words = [token for token in own if token.is_word]
        if words[-1].folded in self._words.complement:
            return words
        tokens = _without_asides(own, _DASHES)
        first = 0
        for at, token in enumerate(tokens):
            if token.folded in _STOPS or token.folded in _DASHES or self._begins(tokens, at):
                first = at + 1
        return [token for token in tokens[first:] if token.is_word][-_CLAUSE:]

    def _first_clause(self, tokens: Sequence[Token]) -> list[Token]:
        """The words before the beginning of another clause."""
        words: list[Token] = []
        for at, token in enumerate(tokens):
            if token.folded in _STOPS and not self._points_back(tokens, at):
                break
            if self._begins(tokens, at):
                break
            if token.is_word:
                words.append(token)
        return words

    def _points_back(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the text after a colon comments on the words: `: this is a lie`."""
        following = tokens[at + 1].folded if at + 1 < len(tokens) else ""
        return following in self._words.pointing or following in self._words.pronoun

    def _begins(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a clause begins with `but`, or with `, and we`.

        `Nobody but a fool` does not begin one.
        """
        before = tokens[at - 1].folded if at else ""
        if tokens[at].folded in self._words.but:
            return before not in self._words.negation and before not in self._words.all
        if before not in _COMMAS or tokens[at].folded not in self._words.conjunction:
            return False
        if at + 1 == len(tokens):  # the words themselves follow
            return True
        following = tokens[at + 1].folded
        is_subject = following in self._words.pronoun or following in self._words.negation
        return is_subject and following not in self._words.pointing

    def _behind_complement(self, told: Sequence[Token]) -> Sequence[Token]:
        """A narrator's words after the last `that`."""
        ends = [at for at, token in enumerate(told) if token.folded in self._words.complement]
        return told[ends[-1] + 1 :] if ends else ()

    def _found(self, words: Words, tokens: Sequence[Token]) -> str:
        """The printed text from the first of some words on; empty if none of them is there."""
        parts = [part for part in _parts(tokens) if part.word]
        folded = [part.word for part in parts]
        at = words.within(folded)
        while at is not None and (harmless := self._harmless(folded, at)):
            following = words.within(folded[at + harmless :])
            at = None if following is None else at + harmless + following
        if at is not None:
            return self._printed([part.token for part in parts[at:]])
        if words is self._turning and tokens and self._has_in_run("".join(folded)):
            return self._printed(tokens)
        return ""

    def _harmless(self, folded: Sequence[str], at: int) -> int:
        """The number of words from here on that negate nothing: `no doubt`, `not only`."""
        lengths = (n for n in _HARMLESS if "_".join(folded[at : at + n]) in self._words.harmless)
        return max(lengths, default=0)

    def _printed(self, tokens: Sequence[Token]) -> str:
        text = self._prose.text[tokens[0].start : tokens[-1].end]
        return brief(" ".join(text.split()))

    def _has_in_run(self, text: str) -> bool:
        return any(phrase in text.replace("_", "") for phrase in self._in_runs)


def _parts(tokens: Iterable[Token]) -> list[_Part]:
    return [_Part(word, token) for token in tokens for word in token.folded.split("_")]


def _from_last(tokens: Sequence[Token], words: Words) -> Sequence[Token]:
    """The tokens after the last of some words; all tokens if none is there."""
    ends = [at for at, token in enumerate(tokens) if token.folded in words]
    return tokens[ends[-1] + 1 :] if ends else tokens


def _without_asides(tokens: Sequence[Token], marks: frozenset[str] = _COMMAS) -> list[Token]:
    """The tokens without text between two commas: `Zarif, who never lies, said`.

    `No, said Zarif,` has no such text: the first word is a sentence by itself.
    """
    places = [at for at, token in enumerate(tokens) if token.folded in marks]
    if marks is _COMMAS and places and places[0] == 1 and tokens[0].folded == "no":
        return _without_asides(tokens[2:], marks)
    if len(places) < _A_PAIR:
        return [*tokens]
    return [*tokens[: places[-2]], *tokens[places[-1] + 1 :]]
