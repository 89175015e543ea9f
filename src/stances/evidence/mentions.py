"""Finds the officials that a text names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Key = tuple[str, ...]

# Case endings that Russian and related languages attach to a name.
_ENDING = re.compile(
    "(?<=[\u0400-\u052f]{3})(?:ого|ому|[аеёиоуыэюя]*(?:м|ми|х)|[аеёиоуыэюяйь]+)$"  # noqa: RUF001
)
_MOST_PREFIXES = 2
_PREFIXES = "وفبلك"
"""Arabic words written as part of the next word: and, so, with, to, like."""


class Mention(NamedTuple):
    """The name of an official, from one offset of a text to another."""

    official: str
    start: int
    end: int


class Mentions:
    """The names of officials, with their ids, prepared for finding them in texts.

    Names with capitals match only with a capital, because a surname may also be an ordinary word.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._officials: dict[Key, dict[str, None]] = {}
        self._lengths: dict[str, set[int]] = {}
        self._lower: set[Key] = set()
        self._begins = _Begins(self._forms_begin)
        for official, name in names:
            self._add(official, name)

    def _add(self, official: str, name: str) -> None:
        if folded := tuple(_without_ending(word.folded) for word in words(name)):
            self._officials.setdefault(folded, {})[official] = None
            self._lengths.setdefault(folded[0], set()).add(len(folded))
            if not any(char.isupper() for char in name):
                self._lower.add(folded)

    def _forms_begin(self, word: str) -> bool:
        forms = _without_prefixes(_without_ending(word))
        return any(form in self._lengths for form in forms)

    def may_be_among(self, vocabulary: frozenset[str]) -> bool:
        """Whether some folded words may include a name: only a no is certain."""
        return any(map(self._begins.__getitem__, vocabulary))

    def find(self, text: str) -> list[Mention]:
        """Find all names in a text, in order; where several begin, only the longest.

        A name that several officials share is one mention of each.
        """
        found = words(text)
        bases = [_without_ending(word.folded) for word in found]
        mentions: list[Mention] = []
        at = 0
        while at < len(found):
            name = max(self._fitting(bases, at), key=len, default=())
            there = found[at : at + len(name)]
            if name in self._lower or any(text[word.start].isupper() for word in there):
                place = there[0].start, there[-1].end
                mentions += (Mention(official, *place) for official in self._officials[name])
                at += len(name)
            else:
                at += 1
        return mentions

    def _fitting(self, bases: list[str], at: int) -> Iterator[Key]:
        for each in _without_prefixes(bases[at]):
            for length in self._lengths.get(each, ()):
                name = (each, *bases[at + 1 : at + length])
                if name in self._officials:
                    yield name


class _Begins(dict[str, bool]):
    """Whether a folded word may begin a name; cached for each word."""

    def __init__(self, begins: Callable[[str], bool]) -> None:
        super().__init__()
        self._find_out = begins

    def __missing__(self, word: str) -> bool:
        self[word] = self._find_out(word)
        return self[word]


def _without_prefixes(word: str) -> list[str]:
    forms = [word]
    while forms[-1][0] in _PREFIXES and len(forms[-1]) > 1 and len(forms) <= _MOST_PREFIXES:
        forms.append(forms[-1][1:])
    return forms


def _without_ending(word: str) -> str:
    return _ENDING.sub("", word) if word[0] > "\u03ff" else word
