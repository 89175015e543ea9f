"""Splits a quotation into the pieces to search for, at omissions and insertions.

`…`, `...`, `[…]` and `(…)` leave words out; `[in Iraq]` is an editor's insertion. If the source
prints one of these signs, it is part of the words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.unspaced import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MIN_WORDS = 2
MIN_LETTERS = 8
MIN_UNSPACED = 4
"""A piece between omissions needs two words, eight letters, or four letters of a script without
blanks. Shorter pieces occur almost anywhere."""

_DOTS = r"(?:\.{0,2}…|\.{3})[.…]*"
_OMISSION = re.compile(rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS}")
# Brackets that touch a letter change a word, as in `[un]true`; they are not insertions.
_SIGN = re.compile(rf"{_OMISSION.pattern}|(?<!\w)\[(?P<words>[^\w\[\]]*\w[^\[\]]*)\](?!\w)")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"\S*\s*\Z"), re.compile(r"\s*\S*")
_LETTER = re.compile(r"[^\W_]")
_UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
# A quotation may consist of only an emoji.
_LETTER_OR_SYMBOL = re.compile(r"[^\W_]|[\u2190-\u21ff\u2300-\u2bff\U0001f000-\U0001faff]")
_OPENING = "“„«‘\"'([¿¡"
_CUT = "\0"


class Quotation(NamedTuple):
    """One way to read the words: pieces to find in this order, and insertions."""

    pieces: tuple[str, ...]
    insertions: tuple[str, ...] = ()

    @property
    def short_piece(self) -> str | None:
        """The first piece that is too short to identify anything; None for a single piece."""
        for piece in self.pieces if len(self.pieces) > 1 else ():
            words = sum(bool(_LETTER.search(word)) for word in piece.split())
            if (
                words < MIN_WORDS
                and len(_LETTER.findall(piece)) < MIN_LETTERS
                and len(_UNSPACED_LETTER.findall(piece)) < MIN_UNSPACED
            ):
                return piece
        return None


def readings_of(text: str, is_printed: Callable[[str], bool]) -> Iterator[Quotation]:
    """Yield the ways to read a record's words; the first takes signs that the copy prints as text.

    `is_printed` says whether a text occurs literally anywhere in the copy.
    """
    if not any(sign in text for sign in ("[", "…", "...")):
        yield _read(text, [])
        return
    signs = list(_SIGN.finditer(text))
    ends = [0, *(sign.end() for sign in signs)]
    starts = [*(sign.start() for sign in signs[1:]), len(text)]
    editorial = []
    for sign, low, high in zip(signs, ends, starts, strict=False):
        before = _WORD_BEFORE.search(text, low, sign.start())
        after = _WORD_AFTER.match(text, sign.end(), high)
        if not is_printed(f"{before[0] if before else ''}{sign[0]}{after[0] if after else ''}"):
            editorial.append(sign)
    yield _read(text, editorial)
    if len(editorial) < len(signs):
        yield _read(text, signs)


def kept(text: str) -> list[str]:
    """The record's own words, split at omissions and at insertions."""
    return _parts(_SIGN.sub(_CUT, text))


def uncut(text: str) -> list[str]:
    """The record's own words, split at omissions; insertions are removed."""
    return _parts(_SIGN.sub(lambda sign: " " if sign["words"] else _CUT, text))


def _parts(cut: str) -> list[str]:
    parts = cut.split(_CUT)
    # Remaining brackets change a word: `[W]e`.
    return [part.replace("[", "").replace("]", "") for part in parts if _LETTER.search(part)]


def _read(text: str, signs: list[re.Match[str]]) -> Quotation:
    """Read these signs as omissions and insertions, and all others as printed."""
    read: list[str] = []
    done, trims = 0, False  # whether the next text loses its leading blanks
    for sign in signs:
        before, done = text[done : sign.start()], sign.end()
        before = before.lstrip() if trims else before
        trims = trims and not before
        if sign["words"] is None:
            read += before, _CUT
            trims = False
        elif text[max(sign.start() - 1, 0) : sign.start()] in _OPENING:  # or at the start
            read.append(before)
            trims = True
        else:
            read.append(before.rstrip())
    read.append(text[done:].lstrip() if trims else text[done:])
    pieces = (piece.strip() for piece in "".join(read).split(_CUT))
    inserted = tuple(sign["words"].strip() for sign in signs if sign["words"] is not None)
    return Quotation(tuple(piece for piece in pieces if _LETTER_OR_SYMBOL.search(piece)), inserted)
