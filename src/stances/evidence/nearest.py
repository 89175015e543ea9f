"""The passage of a copy that comes nearest to words that it does not have."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"[^\W_]+(?:['’\u200c][^\W_]+)*|[^\w\s]|_")
_RAREST = 12  # so many of the words sought, the rarest, show the place
_MOST = 200  # a word that stands in more places shows none
_SLACK = 8  # words that a passage may have more than was sought, on either side
_ALIKE = 0.4  # of the words sought, so many must be there for a passage to be worth showing


class Token(NamedTuple):
    """A word or a mark, as it is compared, and where it stands in the text."""

    key: str
    start: int
    end: int


class Passage(NamedTuple):
    """A passage of a copy's text, from one offset to another.

    `difference` has its words and those that were sought: `[-sought-]` and `{+printed+}` where the
    two differ.
    """

    start: int
    end: int
    difference: str


class Passages:
    """The words of a text, to find the passage that has the most of some others."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _tokens(self) -> Sequence[Token]:
        return [Token(m[0].casefold(), *m.span()) for m in _TOKEN.finditer(self._text)]

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        """At which places among the tokens each word stands."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, token in enumerate(self._tokens):
            if token.key[0].isalnum():
                numbers[token.key].append(number)
        return numbers

    def nearest(self, words: str) -> Passage | None:
        """The passage with the most of these words in their order; None if there are too few."""
        sought = _folded(words, 0, len(words))
        begin = self._begin([token.key for token in sought])
        if begin is None:
            return None
        first = max(begin - _SLACK, 0)
        around = self._tokens[first : begin + len(sought) + _SLACK]
        printed = _folded(self._text, around[0].start, around[-1].end)
        changes = SequenceMatcher(
            None, [t.key for t in sought], [t.key for t in printed], autojunk=False
        )
        blocks = [block for block in changes.get_matching_blocks() if block.size]
        if sum(block.size for block in blocks) < _ALIKE * len(sought):
            return None
        low = max(blocks[0].b - blocks[0].a, 0)
        high = min(blocks[-1].b + len(sought) - blocks[-1].a, len(printed))
        passage = printed[low:high]
        shown = " ".join(_marked(words, sought, self._text, passage))
        return Passage(passage[0].start, passage[-1].end, shown)

    def _begin(self, keys: Sequence[str]) -> int | None:
        """At which token the words would begin, as most of their rarest words have it."""
        places = {
            number: found
            for number, key in enumerate(keys)
            if 0 < len(found := self._numbers.get(key.casefold(), ())) <= _MOST
        }
        votes: Counter[int] = Counter()
        for number in sorted(places, key=lambda number: len(places[number]))[:_RAREST]:
            for place in places[number]:
                for near in range(-2, 3):  # a word more or less in between does not matter
                    votes[place - number + near] += 1
        return max(votes, key=lambda begin: (votes[begin], -begin)) if votes else None


def _folded(text: str, start: int, end: int) -> list[Token]:
    """The tokens of a part of a text, as they are compared: without typography, but with case."""
    return [Token(fold(m[0]).text, *m.span()) for m in _TOKEN.finditer(text, start, end)]


def _marked(
    words: str, sought: Sequence[Token], text: str, printed: Sequence[Token]
) -> Iterator[str]:
    """Both in one, with `[-sought-]` and `{+printed+}` where they differ."""
    keys = [token.key for token in sought], [token.key for token in printed]
    for kind, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            yield _span(text, printed[c:d])
            continue
        if a < b:
            yield f"[-{_span(words, sought[a:b])}-]"
        if c < d:
            yield f"{{+{_span(text, printed[c:d])}+}}"


def _span(text: str, tokens: Sequence[Token]) -> str:
    return " ".join(text[tokens[0].start : tokens[-1].end].split())
