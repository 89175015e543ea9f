"""Isolates texts that run from right to left, so that each is laid out whole.

A terminal line runs from left to right. A Persian sentence in it falls apart at every Latin word,
unless it stands between isolates: then it is laid out by itself, from right to left.
"""

from __future__ import annotations

import re
from bisect import bisect
from itertools import pairwise, product
from typing import TYPE_CHECKING
from unicodedata import bidirectional

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LETTERS = "\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""The characters that run from right to left, as the inside of a regex set."""
ISOLATE, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_FROM_RIGHT = "\N{RIGHT-TO-LEFT ISOLATE}"

ISOLATED = re.compile(f"([{ISOLATE}{_FROM_RIGHT}])([^\u2066-\u2069]*){END}")
"""A text between isolates."""
_LETTER = re.compile(f"[{LETTERS}]")
_TO_THE_LAST = re.compile(f".*[{LETTERS}]", re.DOTALL)
_RUN = re.compile(f"[{LETTERS}](?:[^A-Za-z]*[{LETTERS}])?")
_APART = re.compile(r" · |^— |\s{2,}|\n|\s*[\u2190-\u21ff\u2500-\u25ff]+\s*", re.MULTILINE)
"""The separators and drawings between two texts on a line."""
_SCORE = re.compile(r"\s?(?:[-+][\d.]+|0|·) ")
"""The score before a position."""
_QUOTED = re.compile('“[^“”]*(?:“[^“”]*”[^“”]*)*”|"[^"]*"')
"""A quotation, which may contain other quotations."""
_OURS = re.compile(r"(?<!\w)[a-z]\w*|[,:;]")
"""Words and signs of our own beside a text. Names, numbers and other marks belong to the text."""
_WORD_OF_OURS = re.compile(r"(?<![\w(«“\"])[a-z]")
_CLOSING = re.compile(r"[.!?…؟»)\]]*+")
_NEXT = re.compile(r"\S+")
_MOST = 8
"""The most words after the last right-to-left letter that may belong to the text."""
_PAIRS = [("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"), ("“", "”")]


def isolates(text: str) -> tuple[str, str]:
    """The isolates around a text that is laid out from right to left.

    A terminal would take the direction from the first letter, which may be Latin.
    """
    first = next((each for each in map(bidirectional, text) if each in {"L", "R", "AL"}), "L")
    return (_FROM_RIGHT if first == "L" else ISOLATE), END


def unmarked(text: str) -> str:
    """The text without isolates, for outputs that ignore directions."""
    return ISOLATED.sub(r"\2", text)


def laid_out(line: str, cuts: Iterable[int] = ()) -> str:
    """The line with isolates around each text that runs from right to left (see `stretches`).

    Use this on names, labels and quotations before they go into a sentence: in the whole sentence,
    their ends cannot be found.
    """
    pieces, at = [], 0
    for start, end in stretches(line, cuts):
        if is_isolated(line, start, end):
            continue
        opening, closing = isolates(line[start:end])
        pieces += [line[at:start], opening, line[start:end], closing]
        at = end
    return "".join([*pieces, line[at:]])


def is_isolated(text: str, start: int, end: int) -> bool:
    """Whether a piece of a text is already between isolates."""
    return start > 0 and ISOLATED.fullmatch(text, start - 1, end + 1) is not None


def runs_from_right(text: str) -> bool:
    """Whether any letter of a text runs from right to left."""
    return not text.isascii() and _LETTER.search(text) is not None


def stretches(text: str, cuts: Iterable[int] = ()) -> Iterator[tuple[int, int]]:
    """The start and end of each piece that is laid out by itself; no piece crosses a cut.

    A text that is already isolated is such a piece, without its isolates.
    """
    if not runs_from_right(text):
        return
    gaps = [match.span() for match in _APART.finditer(text)]
    edges = sorted({0, len(text), *cuts, *(edge for gap in gaps for edge in gap), *_quoted(text)})
    isolated = [each.span(2) for each in ISOLATED.finditer(text) if _LETTER.search(each[2])]
    if isolated:
        within = {place for start, end in isolated for place in range(start, end + 1)}
        sides = (place for start, end in isolated for place in (start - 1, start, end, end + 1))
        edges = sorted({*edges} - within | {*sides})
    for start, end in pairwise(edges):
        if (start, end) in isolated:
            yield start, end
            continue
        yield from ((start + first, start + last) for first, last in _in_phrase(text[start:end]))


def _quoted(text: str) -> Iterator[int]:
    """The edges of quotations that stand beside words of our own."""
    if not (found := [*_QUOTED.finditer(text)]):
        return
    places = [match.start() for match in _LETTER.finditer(text)]
    for quoted in found:
        start, end = quoted.span()
        inside = slice(bisect(places, start), bisect(places, end))
        before = places[inside.start - 1] if inside.start else 0
        after = places[inside.stop] if inside.stop < len(places) else len(text)
        sides = ((before, start), (end, after))
        if places[inside] and any(_WORD_OF_OURS.search(text, *side) for side in sides):
            yield from (start, end)


def _in_phrase(phrase: str) -> Iterator[tuple[int, int]]:
    """The whole phrase with its Latin words if it is mainly right-to-left, else its runs."""
    if not (begun := _LETTER.search(phrase)):
        return
    if not _LETTER.search(_QUOTED.sub("", phrase)):
        for quoted in _QUOTED.finditer(phrase):
            start, end = quoted.span()
            if _LETTER.search(quoted[0]) and _is_mainly(quoted[0]):
                yield start + 1, end - 1
            else:
                yield from (run.span() for run in _RUN.finditer(phrase, start, end))
        return
    first = begun.start()
    last = ended.end() if (ended := _TO_THE_LAST.match(phrase)) else first
    score = _SCORE.match(phrase)
    beginnings = [match.end() for match in _OURS.finditer(phrase, 0, first)]
    begin = max(score.end() if score else 0, *beginnings, 0)
    end = ours.start() if (ours := _OURS.search(phrase, last)) else len(phrase)
    is_introduced = begin and phrase[begin - 1] != ":"
    is_in_a_sentence = is_introduced or _WORD_OF_OURS.search(phrase, end)
    if not (is_in_a_sentence and _WORD_OF_OURS.search(phrase, first, last)):
        head = phrase[begin:first].lstrip()
        # A name before brackets that hold all right-to-left text is not part of that text.
        is_beside = not _is_balanced(head) and _is_balanced(phrase[first:last])
        starts = (first,) if is_beside and head.strip("([{«“") else (first - len(head), first)
        for piece in product(starts, _ends(phrase, last, end)):
            if _is_whole(phrase[slice(*piece)]):
                yield piece
                return
    yield from (run.span() for run in _RUN.finditer(phrase))


def _ends(phrase: str, last: int, end: int) -> list[int]:
    """The possible ends of a text: after a following word, its closing marks, or `last`."""
    words = [last + word.end() for word in _NEXT.finditer(phrase[last:end])]
    closed = _CLOSING.match(phrase, last)
    return [*reversed(words[:_MOST]), closed.end() if closed else last, last]


def _is_whole(piece: str) -> bool:
    """Whether a piece is mainly of right-to-left letters, and its brackets are balanced."""
    return _is_balanced(piece) and _is_mainly(piece)


def _is_balanced(piece: str) -> bool:
    pairs = all(piece.count(one) == piece.count(other) for one, other in _PAIRS)
    return pairs and piece.count('"') % 2 == 0


def _is_mainly(piece: str) -> bool:
    kinds = [*map(bidirectional, piece)]
    return kinds.count("R") + kinds.count("AL") >= kinds.count("L")
