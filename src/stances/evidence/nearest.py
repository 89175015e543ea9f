"""Finds the passage that is most like words that were not found."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.folding import Folded, fold_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TOKEN = re.compile(r"[^\W_]+(?:['\u200c][^\W_]+)*|[^\w\s]|_")
_RAREST = 12  # how many of the words sought, the rarest first, vote on the place
_MOST = 200  # a word that stands in more places has no vote
_STRETCH = 4  # tokens within which votes count as votes for the same place
_SLACK = 8  # words that a passage may have more than was sought, on either side
_ALIKE = 0.4  # share of the words sought that a passage needs to be worth showing


class Token(NamedTuple):
    """A word or a mark, and where it stands in a folded text."""

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


class Words(NamedTuple):
    """Some tokens of a folded text, and that text as it is printed."""

    tokens: Sequence[Token]
    folded: Folded
    text: str

    def keys(self, others: Iterable[str] = ()) -> list[str]:
        """The words as they are compared: with case, and with the dashes that are in them.

        A dash that may only divide a word at the end of a line is in it if it is in the others.
        """
        comparable = set(others)
        text, dashes = self.folded.text, self.folded.dashes
        keys = []
        for _, start, end in self.tokens:
            inside = dashes[bisect_right(dashes, start) : bisect_left(dashes, end)]
            firm = [at for at in inside if at not in self.folded.loose]
            with_all, with_firm = (
                "-".join(text[low:high] for low, high in pairwise([start, *cuts, end]))
                for cuts in (inside, firm)
            )
            keys.append(with_all if with_all in comparable else with_firm)
        return keys

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Where some of the tokens stand in the text."""
        return self.folded.span(self.tokens[first].start, self.tokens[end - 1].end)

    def printed(self, first: int, end: int) -> str:
        """Some of the tokens as they are printed, on one line."""
        return " ".join(self.text[slice(*self.span(first, end))].split())


class Passages:
    """The words of a text, to find the passage that has the most of some others."""

    def __init__(self, text: str, folded: Folded) -> None:
        self._text = text
        self._folded = folded

    @cached_property
    def _index(self) -> tuple[array[int], dict[str, array[int]]]:
        """Where each token begins, and the numbers of each word among the tokens.

        Of millions of tokens, objects would take ten times the memory.
        """
        starts: array[int] = array("I")
        numbers: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for number, match in enumerate(_TOKEN.finditer(self._folded.text)):
            starts.append(match.start())
            key = match[0].casefold()
            if key[0].isalnum():
                numbers[key].append(number)
        return starts, numbers

    def nearest(self, words: str) -> Passage | None:
        """The passage with the most of these words in their order; None if there are too few."""
        folded = fold_text(words)
        sought = Words(_tokens(folded), folded, words)
        begin = self._begin([token.key for token in sought.tokens])
        if begin is None:
            return None
        around = slice(max(begin - _SLACK, 0), begin + len(sought.tokens) + _SLACK)
        starts, _ = self._index
        end = starts[around.stop] if around.stop < len(starts) else len(self._folded.text)
        tokens = _tokens(self._folded, starts[around.start], end)
        printed = Words(tokens, self._folded, self._text)
        keys = sought.keys()
        caseless = [[key.casefold() for key in some] for some in (keys, printed.keys(keys))]
        changes = SequenceMatcher(None, caseless[0], caseless[1], autojunk=False)
        blocks = [block for block in changes.get_matching_blocks() if block.size]
        if sum(block.size for block in blocks) < _ALIKE * len(keys):
            return None
        low = max(blocks[0].b - blocks[0].a, 0)
        high = blocks[-1].b + len(keys) - blocks[-1].a
        passage = printed._replace(tokens=printed.tokens[low:high])
        start, end = passage.span(0, len(passage.tokens))
        return Passage(start, end, " ".join(_marked(sought, passage)))

    def _begin(self, keys: Sequence[str]) -> int | None:
        """The token near which the words would begin, by the votes of their rarest words."""
        places = {
            number: occurrences
            for number, key in enumerate(keys)
            if 0 < len(occurrences := self._index[1].get(key, ())) <= _MOST
        }
        # Each votes for two overlapping stretches, so a few words more or less do not matter.
        votes: Counter[int] = Counter()
        for number in sorted(places, key=lambda number: len(places[number]))[:_RAREST]:
            stretches = [(place - number) // _STRETCH for place in places[number]]
            votes.update(stretches)
            votes.update(stretch - 1 for stretch in stretches)
        most = max(votes.values(), default=0)
        first = min((stretch for stretch, number in votes.items() if number == most), default=None)
        return None if first is None else (first + 1) * _STRETCH


def _tokens(folded: Folded, start: int = 0, end: int | None = None) -> list[Token]:
    text = folded.text
    matches = _TOKEN.finditer(text, start, len(text) if end is None else end)
    return [Token(match[0].casefold(), *match.span()) for match in matches]


def _marked(sought: Words, printed: Words) -> Iterator[str]:
    """Both in one, with `[-sought-]` and `{+printed+}` where they differ."""
    keys = sought.keys()
    changes = SequenceMatcher(None, keys, printed.keys(keys), autojunk=False)
    for kind, a, b, c, d in changes.get_opcodes():
        if kind == "equal":
            yield printed.printed(c, d)
            continue
        if a < b:
            yield f"[-{sought.printed(a, b)}-]"
        if c < d:
            yield f"{{+{printed.printed(c, d)}+}}"
