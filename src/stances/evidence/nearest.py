"""Finds the passage most similar to words that were not found."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise
from operator import eq, itemgetter
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from stances.evidence import look_alikes
from stances.evidence.folding import Folded, fold_text
from stances.evidence.word_diff import opcodes, stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_RAREST = 12  # how many of the rarest words sought vote on the place
_MOST = 200  # a word with more places than this does not vote
_STRETCH = 4  # tokens within which votes count for the same place
_SLACK = 8  # extra tokens on either side of the passage
_ALIKE = 0.4  # share of the words sought that a passage must have to be shown


class Token(NamedTuple):
    """A word or a mark and its span in a folded text; look-alikes have the same `key`."""

    key: str
    start: int
    end: int


class Part(NamedTuple):
    """Some words of a passage: the `sought` and the `printed` ones; equal if `stays`."""

    stays: bool
    sought: str
    printed: str

    def marked(self, most: int | None = None) -> str:
        """Both versions in one text; each is cut in the middle to about `most` characters."""
        if self.stays:
            return self.printed
        sought, printed = (_cut(each, most) for each in (self.sought, self.printed))
        parts = [f"[-{sought}-]" if sought else "", f"{{+{printed}+}}" if printed else ""]
        return " ".join(filter(None, parts))


class Passage(NamedTuple):
    """A passage of a copy's text, between two offsets, and how the words sought differ from it.

    `differs` is the offset of the first difference. `look_alikes` lists characters that look alike
    but differ, if there are any.
    """

    start: int
    end: int
    differs: int
    parts: tuple[Part, ...]
    look_alikes: str = ""

    @property
    def difference(self) -> str:
        """All words of both, as `[-sought-]` and `{+printed+}` where they differ."""
        return " ".join(part.marked() for part in self.parts)

    def excerpt(self, most: int) -> str:
        """The difference, cut to about `most` characters around the first difference."""
        whole = self.difference
        if len(whole) <= most:
            return whole
        first = next((number for number, part in enumerate(self.parts) if not part.stays), 0)
        before = self.parts[first - 1].printed if first else ""
        if len(before) > most // 4:
            before = f"… {before[-most // 4 :].partition(' ')[2]}"
        here = self.parts[first].marked(most // 4)
        left = most - len(before) - len(here)
        after = " ".join(part.marked() for part in self.parts[first + 1 :])
        if len(after) > left:
            after = f"{after[:left].rpartition(' ')[0]} …"
        return " ".join(filter(None, (before, here, after)))


def _cut(words: str, most: int | None) -> str:
    if most is None or len(words) <= most:
        return words
    half = most // 2
    return f"{words[:half].rpartition(' ')[0]} … {words[-half:].partition(' ')[2]}"


class Words(NamedTuple):
    """Some tokens of a folded text, and the text as printed."""

    tokens: Sequence[Token]
    folded: Folded
    text: str

    def keys(self, others: Iterable[str] = ()) -> list[str]:
        """The words as they are compared: with case, and with the dashes in them.

        A dash that may be hyphenation is kept if `others` has the word with it.
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
        """The span of some tokens in the text."""
        return self.folded.span(self.tokens[first].start, self.tokens[end - 1].end)

    def printed(self, first: int, end: int) -> str:
        """Some tokens as printed, on one line."""
        return " ".join(self.text[slice(*self.span(first, end))].split())

    def plain(self, part: slice) -> str:
        """Some tokens as folded."""
        return self.folded.text[self.tokens[part.start].start : self.tokens[part.stop - 1].end]

    def character(self, part: slice, at: int) -> str:
        """The printed character at an offset of some tokens; empty after their end."""
        place = self.tokens[part.start].start + at
        folded = self.plain(part)[at : at + 1]
        printed = self.text[slice(*self.folded.span(place, place + 1))] if folded else ""
        return printed if len(printed) == 1 else folded


class Passages:
    """The words of a text, prepared for finding the passage most similar to some words."""

    def __init__(self, text: str, folded: Folded) -> None:
        self._text = text
        self._folded = folded
        self._keys = look_alikes.Keys()

    @cached_property
    def _index(self) -> tuple[array[int], dict[str, array[int]]]:
        """The offset of each token, and the token numbers of each word.

        Arrays, because objects for millions of tokens would take ten times the memory.
        """
        starts: array[int] = array("I")
        numbers: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for number, match in enumerate(self._token.finditer(self._folded.text)):
            starts.append(match.start())
            word = match[0]
            if word[0].isalnum():
                numbers[self._keys[word]].append(number)
        return starts, numbers

    def nearest(self, words: str) -> Passage | None:
        """The passage with the most of these words in order; None if it has too few."""
        folded = fold_text(words)
        sought = Words(self._tokens(folded, _token_of(folded.text)), folded, words)
        begin = self._begin([token.key for token in sought.tokens])
        printed = self._exactly(sought) if begin is None else self._around(begin, sought)
        if printed is None:
            return None
        keys = sought.keys()
        ours, theirs = ([self._keys[key] for key in some] for some in (keys, printed.keys(keys)))
        blocks = stretches(ours, theirs)
        if sum(size for *_, size in blocks) < _ALIKE * len(keys):
            return None
        (first, begins, _), (last, ends, _) = blocks[0], blocks[-1]
        low, high = max(begins - first, 0), ends + len(keys) - last
        passage = printed._replace(tokens=printed.tokens[low:high])
        start, end = passage.span(0, len(passage.tokens))
        return Passage(start, end, *_compared(sought, passage))

    @cached_property
    def _token(self) -> re.Pattern[str]:
        return _token_of(self._folded.text)

    def _tokens(
        self, folded: Folded, token: re.Pattern[str], start: int = 0, end: int | None = None
    ) -> list[Token]:
        text = folded.text
        matches = token.finditer(text, start, len(text) if end is None else end)
        return [Token(self._keys[match[0]], *match.span()) for match in matches]

    def _around(self, begin: int, sought: Words, slack: int = _SLACK) -> Words:
        """The tokens from `begin` on, as many as are sought, with `slack` more on either side."""
        low, high = max(begin - slack, 0), begin + len(sought.tokens) + slack
        starts, _ = self._index
        end = starts[high] if high < len(starts) else len(self._folded.text)
        tokens = self._tokens(self._folded, self._token, starts[low], end)
        return Words(tokens, self._folded, self._text)

    def _exactly(self, sought: Words) -> Words | None:
        """Where the longest literal beginning, or the longest literal end, of the words occurs.

        Finds the place in a text that repeats itself, in which all words are too frequent.
        """
        text, words = self._folded.text, sought.folded.text
        starts, _ = self._index
        wanted = [token.key for token in sought.tokens]
        if not any(words[token.start].isalnum() for token in sought.tokens):
            return None
        ends = [token.end for token in sought.tokens]
        begins = [token.start for token in sought.tokens]
        count = bisect_left(ends, 1, key=lambda end: words[:end] not in text)
        first = bisect_left(begins, 1, key=lambda begin: words[begin:] in text)
        exact = [(0, words[: ends[count - 1]])] if count else []
        exact += [(first, words[begins[first] :])] if first < len(begins) else []
        best: tuple[int, Words | None] = 0, None
        for shift, stretch in exact:
            number = bisect_right(starts, text.index(stretch)) - 1
            printed = self._around(max(number - shift, 0), sought, slack=0)
            same = sum(map(eq, wanted, (token.key for token in printed.tokens)))
            best = max(best, (same, printed), key=itemgetter(0))
        return best[1]

    def _begin(self, keys: Sequence[str]) -> int | None:
        """The token near which the words would begin, by a vote of their rarest words."""
        places = {
            number: occurrences
            for number, key in enumerate(keys)
            if 0 < len(occurrences := self._index[1].get(key, ())) <= _MOST
        }
        # Each votes for two overlapping stretches, so that a few more or fewer words do not matter.
        votes: Counter[int] = Counter()
        for number in sorted(places, key=lambda number: len(places[number]))[:_RAREST]:
            stretches = [(place - number) // _STRETCH for place in places[number]]
            votes.update(stretches)
            votes.update(stretch - 1 for stretch in stretches)
        most = max(votes.values(), default=0)
        first = min((stretch for stretch, number in votes.items() if number == most), default=None)
        return None if first is None else (first + 1) * _STRETCH


def _token_of(text: str) -> re.Pattern[str]:
    """The pattern of a token: a word with the marks on its letters, or any other mark."""
    marks = "".join(sorted(char for char in set(text) if category(char)[0] == "M"))
    letter = rf"(?:[^\W_]|[{re.escape(marks)}])" if marks else r"[^\W_]"
    return re.compile(rf"{letter}+(?:['\u200c\u200d]+{letter}+)*|[^\w\s]|_")


def _compared(sought: Words, printed: Words) -> tuple[int, tuple[Part, ...], str]:
    """The first difference between the words sought and printed, all parts, and look-alikes."""
    parts: list[Part] = []
    first = len(printed.tokens) - 1
    unlike: list[tuple[str, str, str]] = []
    keys = sought.keys()
    for stays, ours, theirs in opcodes(keys, printed.keys(keys)):
        texts = (
            words.printed(part.start, part.stop) if part.start < part.stop else ""
            for words, part in ((sought, ours), (printed, theirs))
        )
        parts.append(Part(stays, *texts))
        if not stays:
            first = min(first, theirs.start)
            unlike += _unlike(sought, printed, ours, theirs)
    return printed.span(first, first + 1)[0], tuple(parts), look_alikes.told(unlike)


def _unlike(
    sought: Words, printed: Words, ours: slice, theirs: slice
) -> Iterator[tuple[str, str, str]]:
    """Words that look alike but differ, each with the first characters that differ."""
    pairs = [(ours, theirs)]
    if ours.stop - ours.start == theirs.stop - theirs.start:
        numbers = zip(range(ours.start, ours.stop), range(theirs.start, theirs.stop), strict=True)
        pairs = [(slice(a, a + 1), slice(b, b + 1)) for a, b in numbers]
    for one, other in pairs:
        if one.start == one.stop or other.start == other.stop:
            continue
        at = look_alikes.first_unlike(sought.plain(one), printed.plain(other))
        if at is not None:
            word = sought.printed(one.start, one.stop)
            yield word, sought.character(one, at), printed.character(other, at)
