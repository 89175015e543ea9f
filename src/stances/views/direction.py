"""Where a line has text that runs from right to left, so that each such text is laid out whole.

A line of a terminal runs from left to right. A Persian sentence in it falls apart at every Latin
word, unless it stands between isolates: then it is laid out by itself, from its right.
"""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import TYPE_CHECKING
from unicodedata import bidirectional

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LETTERS = "\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""What runs from right to left. The inside of a set."""
ISOLATE, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_FROM_RIGHT = "\N{RIGHT-TO-LEFT ISOLATE}"

_LETTER = re.compile(f"[{LETTERS}]")
_RUN = re.compile(f"[{LETTERS}](?:[^A-Za-z]*[{LETTERS}])?")
_APART = re.compile(r" · |^— |\s{2,}|\n", re.MULTILINE)
"""What stands between two texts on a line."""
_QUOTED = re.compile('“.*”|".*"')
_BESIDE = re.compile(r"""(?:“[^“”]*”|"[^"]*"|[^\w,:;\s“”"]|[ \d]|[^\W\d_a-z]\w*+)*+""")
"""Names, numbers and marks beside such a text are of it; words of ours, and `:`, are not."""
_CLOSING = re.compile(r"[.!?…؟»)\]]*+")
_OURS = re.compile(r"(?<![\w(«“\"])[a-z]")
_PAIRS = [("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"), ("“", "”")]


def isolates(text: str) -> tuple[str, str]:
    """What stands before and behind a text that is to be laid out from its right.

    A line of it may begin with a Latin word, from which a terminal would take its direction.
    """
    first = next((each for each in map(bidirectional, text) if each in {"L", "R", "AL"}), "L")
    return (_FROM_RIGHT if first == "L" else ISOLATE), END


def laid_out(line: str) -> str:
    """A line in which each text that runs from right to left is isolated."""
    pieces, at = [], 0
    for start, end in stretches(line):
        opening, closing = isolates(line[start:end])
        pieces += [line[at:start], opening, line[start:end], closing]
        at = end
    return "".join([*pieces, line[at:]])


def stretches(text: str, cuts: Iterable[int] = ()) -> Iterator[tuple[int, int]]:
    """The start and end of each piece that is laid out by itself; none reaches over a cut."""
    if not _LETTER.search(text):
        return
    gaps = [match.span() for match in _APART.finditer(text)]
    edges = sorted({0, len(text), *cuts, *(edge for gap in gaps for edge in gap)})
    for start, end in pairwise(edges):
        yield from ((start + first, start + last) for first, last in _in_phrase(text[start:end]))


def _in_phrase(phrase: str) -> Iterator[tuple[int, int]]:
    """The whole phrase if it is mainly such text, with the Latin words in it; else its runs."""
    places = [match.start() for match in _LETTER.finditer(phrase)]
    if not places:
        return
    first, last = places[0], places[-1] + 1
    quoted = _QUOTED.search(phrase)
    if quoted and quoted.start() < first and last < quoted.end() and _is_mainly(quoted[0]):
        yield quoted.start() + 1, quoted.end() - 1
        return
    starts = (0, first) if _BESIDE.fullmatch(phrase, 0, first) else (first,)
    ends = (*(_end(pattern, phrase, last) for pattern in (_BESIDE, _CLOSING)), last)
    is_in_a_sentence = _OURS.search(phrase, first, last) and (
        _OURS.search(phrase, ends[0]) or (0 not in starts and not phrase[:first].endswith(": "))
    )
    if not is_in_a_sentence:
        for start, end in product(starts, ends):
            if _is_whole(phrase[start:end]):
                yield start, end
                return
    yield from (run.span() for run in _RUN.finditer(phrase))


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at + len(match[0].rstrip()) if match else at


def _is_whole(piece: str) -> bool:
    """Whether a piece is mainly of right-to-left letters, and no bracket in it lacks the other."""
    if piece.count('"') % 2 or any(piece.count(one) != piece.count(other) for one, other in _PAIRS):
        return False
    return _is_mainly(piece)


def _is_mainly(piece: str) -> bool:
    kinds = [*map(bidirectional, piece)]
    return kinds.count("R") + kinds.count("AL") >= kinds.count("L")
