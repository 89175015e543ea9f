"""The words with which a language negates, quotes and names: one file for each language.

A line of such a file has a kind of word, a colon and the words. Words are folded; a star stands for
any ending, and `_` joins the words of a phrase. A corpus may have its own files, which add to
these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stances.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_HERE = Path(__file__).parent
_PHRASES = range(2, 5)


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words: whole words, and beginnings of words."""

    whole: frozenset[str] = frozenset()
    begun: tuple[str, ...] = ()

    def __contains__(self, word: str) -> bool:
        """Whether a folded word is in the set."""
        return word in self.whole or word.startswith(self.begun)

    def within(self, words: Sequence[str]) -> int | None:
        """The position of the first of these, word or phrase of up to four, among folded words."""
        for at, word in enumerate(words):
            if word in self or (
                word in self._first_words()
                and any("_".join(words[at : at + length]) in self.whole for length in _PHRASES)
            ):
                return at
        return None

    def may_be_among(self, vocabulary: frozenset[str]) -> bool:
        """Whether any of these may be among some folded words: only a no is certain."""
        return (
            not self.whole.isdisjoint(vocabulary)
            or not self._first_words().isdisjoint(vocabulary)
            or any(word.startswith(self.begun) for word in vocabulary)
        )

    def _first_words(self) -> frozenset[str]:
        return _first_words(self.whole)

    def __or__(self, other: Words) -> Words:
        """The union of both sets."""
        return Words(self.whole | other.whole, self.begun + other.begun)


@cache
def _first_words(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(phrase.partition("_")[0] for phrase in phrases if "_" in phrase)


class Language(NamedTuple):
    """The words known of a language, with a field for each kind."""

    negation: Words = Words()
    denial: Words = Words()
    turn: Words = Words()
    condition: Words = Words()
    unreal: Words = Words()
    harmless: Words = Words()
    but: Words = Words()
    conjunction: Words = Words()
    all: Words = Words()
    complement: Words = Words()
    pointing: Words = Words()
    such: Words = Words()
    told: Words = Words()
    speech: Words = Words()
    saying: Words = Words()
    reporting: Words = Words()
    naming: Words = Words()
    weak: Words = Words()
    asking: Words = Words()
    pronoun: Words = Words()
    utterance: Words = Words()
    article: Words = Words()
    kin: Words = Words()
    country: Words = Words()
    retelling: Words = Words()
    citing: Words = Words()
    relative: Words = Words()
    object: Words = Words()
    lower: Words = Words()
    affirming: Words = Words()
    organisation: Words = Words()
    meeting: Words = Words()
    nounlike: Words = Words()
    interviewer: Words = Words()
    asks: Words = Words()
    undoing: Words = Words()
    inverted: Words = Words()
    others: Words = Words()
    questioning: Words = Words()
    subordinating: Words = Words()
    aside: Words = Words()
    between: Words = Words()
    passive: Words = Words()
    by: Words = Words()
    source: Words = Words()
    joining: Words = Words()
    preposition: Words = Words()
    within: Words = Words()
    determiner: Words = Words()
    other: Words = Words()
    particle: Words = Words()
    former: Words = Words()
    honorific: Words = Words()
    starter: Words = Words()
    late: Words = Words()

    @property
    def turning(self) -> Words:
        """All words that reverse the meaning of the words right after them."""
        return self.negation | self.denial

    def with_more(self, other: Language) -> Language:
        """The words of both languages, merged by kind."""
        return Language(*(one | more for one, more in zip(self, other, strict=True)))


class UnfitLineError(ValueError):
    """A line that is not a kind of word with words; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@cache
def language(lang: str) -> Language:
    """The words of a language, by its code without region; empty if there is no list."""
    path = _HERE / f"{lang}.txt"
    is_code = lang.isalpha() and lang.isascii()
    return read(path.read_text("utf-8")) if is_code and path.is_file() else Language()


@cache
def all_words(kind: str) -> frozenset[str]:
    """The single words of a kind in all languages, including those of phrases."""
    files = sorted(path.stem for path in _HERE.glob("*.txt"))
    phrases = (phrase for code in files for phrase in getattr(language(code), kind).whole)
    return frozenset(word for phrase in phrases for word in phrase.split("_"))


def read(text: str) -> Language:
    """Parse the words of a file. Raises `UnfitLineError`."""
    kinds: dict[str, Words] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, colon, listed = line.partition(":")
        if not colon or kind.strip() not in Language._fields:
            raise UnfitLineError(number)
        kinds[kind.strip()] = kinds.get(kind.strip(), Words()) | _words(listed)
    return Language(**kinds)


def _words(text: str) -> Words:
    listed = text.split()
    begun = (_folded(word) for word in listed if word.endswith("*"))
    whole = (_folded(word) for word in listed if not word.endswith("*"))
    return Words(frozenset(filter(None, whole)), tuple(filter(None, begun)))


def _folded(word: str) -> str:
    return fold_words(word).strip().replace(" ", "_")
