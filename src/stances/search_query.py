"""Parses a search query, and finds its matches in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from stances.text import Word, is_korean, nouns, nouns_in, words

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
# It begins where a word does and never goes back, so no text is gone through twice.
_JOINED = re.compile(rf"(?<!\S)\S[^\s{_JOINT}]*+[{_JOINT}]\S+")

Span = tuple[int, int]
"""Start and end in a text, in code points."""


class Term(NamedTuple):
    """Folded words in a row; if `begun`, the last is a prefix.

    In a script without blanks, each letter is a word. `joined` is the term as one word, if its
    parts are joined: `us` of `U.S.`.
    """

    words: tuple[str, ...]
    begun: bool = False
    joined: str = ""

    def spans(self, found: Sequence[Word], joined: Sequence[Word]) -> Iterator[Span]:
        """The places of the term among the words of a text, and its joined words and nouns."""
        count, first = len(self.words), self.words[0]
        for at in range(len(found) - count + 1):
            if count > 1 and found[at].folded != first:
                continue  # most places, and a phrase may be long
            if self._fits([word.folded for word in found[at : at + count]], self.words):
                yield found[at].start, found[at + count - 1].end
        whole = self.joined or (self.words[0] if count == 1 else "")
        for word in (*joined, *(found if self.joined else ())):
            if whole and self._fits([word.folded], (whole,)):
                yield word.start, word.end

    def _fits(self, found: Sequence[str], wanted: Sequence[str]) -> bool:
        *rest, last = wanted
        same = found[-1].startswith(last) if self.begun else found[-1] == last
        return same and [*found[:-1]] == rest


class SearchQuery(NamedTuple):
    """A search: at least one term of each group, and no term of `without`."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.groups)

    @property
    def terms(self) -> list[Term]:
        """All terms that are to be found."""
        return [term for group in self.groups for term in group]


Match = tuple[Span, Term]
"""A place in a text, and the term found there."""


def parse(text: str) -> SearchQuery:
    """Read a search: words in any order, `"these in a row"`, `begun*`, `-without`, `this OR that`.

    Anything else in the text is read as words; nothing is an error.
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
    if alternative:  # nothing stands behind it, so it was a word
        groups.append([Term(("or",))])
    once = dict.fromkeys(tuple(dict.fromkeys(group)) for group in groups)
    return SearchQuery(tuple(once), tuple(dict.fromkeys(without)))


def _chunks(text: str) -> Iterator[str]:
    """The words and the phrases of a search; a mark that nothing closes is part of a word."""
    # Where each kind of phrase ends, found once: a search may have very many marks.
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
    """The joined words of a text, folded, and Korean nouns; fast, because most texts have few."""
    chunks: list[str] = _JOINED.findall(text)
    return [word.folded for chunk in chunks for word in joined_words(chunk)] + nouns_in(text)


def matches(text: str, terms: Iterable[Term]) -> list[Match]:
    """All places of the terms in a text, in its order."""
    found = words(text)
    joined = joined_words(text, found)
    if is_korean(text):
        joined += [word._replace(folded=noun) for word in found for noun in nouns(word.folded)]
    return sorted(
        ((span, term) for term in terms for span in term.spans(found, joined)),
        key=lambda match: match[0],
    )


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, overlapping ones merged."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
