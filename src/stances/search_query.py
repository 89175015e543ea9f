"""Parses a search query, and finds its matches in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from stances.text import Word, apart, fold, is_korean, nouns, nouns_in, places_in, span_of, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CHUNK = re.compile(r"""-?(?P<mark>["“„«])|\S+""")
_WORD = re.compile(r"\S*")
_STOPS = {'"': '"', "“": '[”"]', "„": '[“”"]', "«": "»"}
_CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»"}
_MARKS = '"“”„«»'
_JOINTS = frozenset("\u200c\u200d-\u2010\u2011.'’")
"""Characters within joined words: half-spaces, hyphens, full stops, apostrophes."""
_JOINT = re.escape("".join(sorted(_JOINTS)))
# It begins at a word and never backtracks, so no text is scanned twice.
_JOINED = re.compile(rf"(?<!\S)\S[^\s{_JOINT}]*+[{_JOINT}]\S+")
_JOINT_WITHIN = re.compile(rf"[{_JOINT}]\S")
"""Found in every joined word but in few texts, and much faster to search for."""

Span = tuple[int, int]
"""Start and end in a text, in code points."""


class Term(NamedTuple):
    """Consecutive folded words; if `begun`, the last is a prefix.

    In a script without blanks, each letter is a word. If the parts of the term are joined, `joined`
    is the term as one word: `us` for `U.S.`.
    """

    words: tuple[str, ...]
    begun: bool = False
    joined: str = ""

    @property
    def whole(self) -> str:
        """The term as one word; empty for a phrase."""
        return self.joined or (self.words[0] if len(self.words) == 1 else "")

    def fits(self, word: str) -> bool:
        """Whether a joined word matches the term."""
        return word.startswith(self.whole) if self.begun else word == self.whole


@lru_cache
def _patterns(term: Term) -> list[tuple[str, re.Pattern[str]]]:
    """How each spelling of a term begins, and its pattern, for folded text.

    A pattern includes the blank before the words, and requires one after them.
    """
    end = "[^ ]*+(?= )" if term.begun else "(?= )"
    spellings = (term.words, (term.joined,)) if term.joined else (term.words,)
    return [
        (f" {words[0]}", re.compile(" " + " ++".join(map(re.escape, words)) + end))
        for words in spellings
    ]


class SearchQuery(NamedTuple):
    """A search: at least one term of each group must match, and no term of `without`."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self.groups)

    @property
    def terms(self) -> list[Term]:
        """All terms to search for."""
        return [term for group in self.groups for term in group]


Match = tuple[Span, Term]
"""A place in a text, and the term found there."""


def parse(text: str) -> SearchQuery:
    """Parse a search: words in any order, `"these in a row"`, `begun*`, `-without`, `this OR that`.

    All other characters only separate words; no text is an error.
    """
    groups: list[list[Term]] = []
    without: list[Term] = []
    alternative = False
    for chunk in _chunks(text):
        if chunk == "OR" and groups and not alternative:
            alternative = True
            continue
        term = _term(chunk)
        if not term:
            continue
        if chunk.startswith("-"):
            without.append(term)
        elif alternative:
            groups[-1].append(term)
        else:
            groups.append([term])
        alternative = False
    if alternative:  # a final OR is an ordinary word
        groups.append([Term(("or",))])
    once = dict.fromkeys(tuple(dict.fromkeys(group)) for group in groups)
    return SearchQuery(tuple(once), tuple(dict.fromkeys(without)))


def _chunks(text: str) -> Iterator[str]:
    """The words and phrases of a search; an unclosed quotation mark is part of a word."""
    # The ends of each kind of phrase, found once: a search may have very many marks.
    ends = {
        mark: [end.start() for end in re.finditer(stops, text)]
        for mark, stops in _STOPS.items()
        if mark in text
    }
    at = 0
    while chunk := _CHUNK.search(text, at):
        at = chunk.end()
        if mark := chunk["mark"]:
            number = bisect_right(ends[mark], at - 1)
            end = ends[mark][number] if number < len(ends[mark]) else -1
            if end >= 0 and text[end] in _CLOSING[mark]:
                at = end + 1
            elif word := _WORD.match(text, at):
                at = word.end()
        yield text[chunk.start() : at]


def _term(chunk: str) -> Term | None:
    found = words(chunk)
    if not found:
        return None
    phrase = chunk.lstrip("-")[0] in _MARKS
    joined = joined_words(chunk, found)
    whole = len(joined) == 1 and joined[0].start == found[0].start
    return Term(
        tuple(word.folded for word in found),
        begun=not phrase and chunk.rstrip(_MARKS).endswith("*"),
        joined=joined[0].folded if whole and joined[0].end == found[-1].end else "",
    )


def joined_words(text: str, found: Sequence[Word] | None = None) -> list[Word]:
    """The joined words of a text as one word each: `می‌گوید`, `co-operate`, `U.S.`."""
    found = words(text) if found is None else found
    runs: list[list[Word]] = []
    joint = ""
    for word, following in pairwise(found):
        between = text[word.end : following.start]
        if between not in _JOINTS:
            joint = ""
        elif between == joint:
            runs[-1].append(following)
        else:  # in `Iran-U.S.`, `U` ends one joined word and begins another
            joint = between
            runs.append([word, following])
    return [
        Word("".join(word.folded for word in run), run[0].start, run[-1].end)
        for run in runs
        if all(word.folded.isalpha() for word in run)
    ]


def joined_in(text: str) -> list[str]:
    """The folded joined words and Korean nouns of a text; fast, because most texts have few."""
    if text.isascii() and not ("-" in text or "." in text or "'" in text):
        return []
    chunks: list[str] = _JOINED.findall(text) if _JOINT_WITHIN.search(text) else []
    return [word for chunk in chunks for word in _joined_parts(chunk)] + nouns_in(text)


@lru_cache(maxsize=1_000)
def _joined_parts(chunk: str) -> list[str]:
    """The folded joined words of a text without blanks; cached, because the same few recur."""
    return [word.folded for word in joined_words(chunk)]


def matches(text: str, terms: Sequence[Term]) -> list[Match]:
    """All matches of the terms in a text, in text order."""
    return Matcher(terms)(text)


class Matcher:
    """Finds terms in texts: made once, then called with each text like `matches`."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._wholes = [(term.whole, term) for term in terms if term.whole]
        self._spellings = [(*each, term) for term in terms for each in _patterns(term)]
        self._beginnings = {first.strip() for first, _, _ in self._spellings}

    def __call__(self, text: str) -> list[Match]:
        """All matches of the terms in a text, in text order."""
        folded = apart(text)
        padded = f" {folded} "
        found = []
        for first, pattern, term in self._spellings:
            if first in padded:  # much faster than the pattern
                place = pattern.search(padded)
                while place:
                    start, end = place.span()
                    found.append(((start, end - 1), term))
                    place = pattern.search(padded, start + 1)  # matches may overlap
        if found and not text.isascii():
            places = places_in(text)
            found = [(span_of(places, *span), term) for span, term in found]
        if _JOINT_WITHIN.search(text) or is_korean(text):
            letters = folded.replace(" ", "")
            wanted = [term for whole, term in self._wholes if whole in letters]
            joined = _joined(text, tuple(term.whole for term in wanted)) if wanted else ()
            found += [(span, term) for word, span in joined for term in wanted if term.fits(word)]
        if len(found) > 1:
            found.sort(key=_place)
        return found

    def may_be_in(self, text: str) -> bool:
        """Whether a text, or JSON with it, may match a term: quick, and only a no is certain."""
        if not text.isascii():
            return True
        letters = fold(text)
        return any(first in letters for first in self._beginnings)


_place = itemgetter(0)


def _joined(text: str, wholes: tuple[str, ...]) -> Iterator[tuple[str, Span]]:
    """The joined words and Korean nouns of a text that may match or begin with one of the words."""
    for chunk in _JOINED.finditer(text):
        letters, start = fold(chunk[0]), chunk.start()
        if any(whole in letters for whole in wholes):
            for word in joined_words(chunk[0]):
                yield word.folded, (word.start + start, word.end + start)
    if is_korean(text):
        for word in words(text):
            if word.folded.startswith(wholes):
                for noun in nouns(word.folded):
                    yield noun, (word.start, word.end)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order; overlapping spans are merged."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
