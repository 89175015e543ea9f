"""Finds the officials that a text names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.text import Word, fold, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Key = tuple[str, ...]

# Scripts that are written without blanks, so that a name stands within a run of letters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
# What Russian, and its relatives, put behind a name, by its case.
_ENDING = re.compile(
    "(?<=[\u0400-\u052f]{3})(?:ого|ому|[аеёиоуыэюя]*(?:м|ми|х)|[аеёиоуыэюяйь]+)$"  # noqa: RUF001
)
_PREFIXES = "وفبلك"
"""What Arabic writes as one with the word behind it: and, so, with, to, like."""


class Mention(NamedTuple):
    """A name of an official, from one offset of a text to another."""

    official: str
    start: int
    end: int


class Mentions:
    """The names of officials, each with the official's id, prepared for finding them in texts.

    Names with capitals are found with a capital only: a surname may also be an ordinary word.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._officials: dict[Key, dict[str, None]] = {}
        self._lengths: dict[str, set[int]] = {}
        self._lower: set[Key] = set()
        self._in_runs: dict[str, dict[str, None]] = {}
        self._run_lengths: dict[str, set[int]] = {}
        self._begins = _Begins(self._forms_begin)
        for official, name in names:
            self._add(official, name)

    def _add(self, official: str, name: str) -> None:
        if _UNSPACED.search(name):
            key = fold(name)
            self._in_runs.setdefault(key, {})[official] = None
            self._run_lengths.setdefault(key[0], set()).add(len(key))
        elif folded := tuple(_without_ending(word.folded) for word in words(name)):
            self._officials.setdefault(folded, {})[official] = None
            self._lengths.setdefault(folded[0], set()).add(len(folded))
            if not any(char.isupper() for char in name):
                self._lower.add(folded)

    def _forms_begin(self, word: str) -> bool:
        forms = _without_prefixes(_without_ending(word))
        in_run = self._in_runs and any(char in self._run_lengths for char in word)
        return bool(in_run) or any(form in self._lengths for form in forms)

    def may_be_among(self, vocabulary: frozenset[str]) -> bool:
        """Whether some folded words may have a name among them: false is certain."""
        return any(map(self._begins.__getitem__, vocabulary))

    def find(self, text: str) -> list[Mention]:
        """All names in a text, in order; of those that begin at one place, the longest.

        A name that several officials have is a mention of each.
        """
        found = words(text)
        mentions = [*self._spaced(text, found)]
        if self._in_runs and _UNSPACED.search(text):
            mentions = sorted([*mentions, *self._unspaced(found)], key=lambda each: each.start)
        return mentions

    def _spaced(self, text: str, found: list[Word]) -> Iterator[Mention]:
        bases = [_without_ending(word.folded) for word in found]
        at = 0
        while at < len(found):
            name = max(self._fitting(bases, at), key=len, default=())
            there = found[at : at + len(name)]
            if name in self._lower or any(text[word.start].isupper() for word in there):
                for official in self._officials[name]:
                    yield Mention(official, there[0].start, there[-1].end)
                at += len(name)
            else:
                at += 1

    def _fitting(self, bases: list[str], at: int) -> Iterator[Key]:
        for each in _without_prefixes(bases[at]):
            for length in self._lengths.get(each, ()):
                name = (each, *bases[at + 1 : at + length])
                if name in self._officials:
                    yield name

    def _unspaced(self, found: list[Word]) -> Iterator[Mention]:
        for word in found:
            for at, char in enumerate(word.folded):
                for length in self._run_lengths.get(char, ()):
                    name = word.folded[at : at + length]
                    # What folds to several characters is rare there; a place may be off by some.
                    for official in self._in_runs.get(name, ()):
                        yield Mention(official, word.start + at, word.start + at + length)


class _Begins(dict[str, bool]):
    """Whether a folded word may begin a name, found out once for each."""

    def __init__(self, begins: Callable[[str], bool]) -> None:
        super().__init__()
        self._find_out = begins

    def __missing__(self, word: str) -> bool:
        self[word] = self._find_out(word)
        return self[word]


def _without_prefixes(word: str) -> list[str]:
    forms = [word]
    while forms[-1][0] in _PREFIXES and len(forms[-1]) > 1:
        forms.append(forms[-1][1:])
    return forms


def _without_ending(word: str) -> str:
    return _ENDING.sub("", word) if word[0] > "\u03ff" else word
