"""The words of a record as they are looked for: what they leave out, and what they put in.

`…`, `...`, `[…]` and `(…)` may leave words out; `[in Iraq]` may be an editor's insertion. All of
them may also be printed so in the source, and are then words like any other.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.folding import trim, unify
from stances.evidence.words import count_words, has_words, is_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Occurs = Callable[[str], bool]

MIN_WORDS = 2
MIN_LETTERS = 8
"""A piece between two omissions has two words or eight letters: less stands almost anywhere."""

_TRIED_BOTH_WAYS = 5  # brackets that the copy has somewhere; the ways double with each
_DOTS = r"[.…]*(?:…|\.\.\.)[.…]*"
OMISSION = re.compile(rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS}")
_BRACKET = re.compile(r"\[(?P<words>[^\[\]]*)\]")
_SIGNS = ("[", "…", "...")  # without any of them, words are read in one way
_OPENING, _CLOSING = "“„«‘\"'([", ".,;:!?…”»’\"')]،؛؟"


class Reading(NamedTuple):
    """One way to read sought words: pieces to be found in this order, and what was put in.

    `inserted_before` and `inserted_behind` say that they begin or end with something put in.
    """

    pieces: tuple[str, ...]
    insertions: tuple[str, ...] = ()
    inserted_before: bool = False
    inserted_behind: bool = False

    @property
    def short_piece(self) -> str | None:
        """The first of several pieces that is too short; empty where there are no words at all."""
        if not self.pieces:
            return ""
        several = self.pieces if len(self.pieces) > 1 else ()
        return next((piece for piece in several if _is_short(piece)), None)


def readings(sought: str, occurs: Occurs) -> Iterator[Reading]:
    """Read the words in each possible way, as printed first.

    `occurs` says whether a text stands anywhere in the copy as it is printed.
    """
    if not any(sign in sought for sign in _SIGNS):
        yield Reading((trim(sought),) if has_words(sought) else ())
        return
    brackets = [found for found in _BRACKET.finditer(sought) if _holds_words(found)]
    for inserted in _choices([occurs(found[0]) for found in brackets]):
        chosen = [bracket for bracket, out in zip(brackets, inserted, strict=True) if out]
        pieces = _pieces(_without(sought, chosen), occurs)
        yield Reading(
            pieces,
            tuple(bracket["words"].strip() for bracket in chosen),
            any(not has_words(sought[: bracket.start()]) for bracket in chosen),
            any(not has_words(sought[bracket.end() :]) for bracket in chosen),
        )


def _holds_words(bracket: re.Match[str]) -> bool:
    """Whether brackets can be an insertion: `[un]true` and `[T]he` change a word, and cannot."""
    text, start, end = bracket.string, bracket.start(), bracket.end()
    beside = text[start - 1 : start] + text[end : end + 1]
    omits = OMISSION.fullmatch(bracket[0]) or not bracket["words"].strip()
    return not (omits or any(is_word(char) for char in beside))


def _choices(printed: list[bool]) -> list[tuple[bool, ...]]:
    """Which brackets to take for insertions, fewest first; those printed nowhere always."""
    if sum(printed) > _TRIED_BOTH_WAYS:
        return [tuple(not here for here in printed), (True,) * len(printed)]
    return sorted(product(*((False, True) if here else (True,) for here in printed)), key=sum)


def _without(sought: str, brackets: list[re.Match[str]]) -> str:
    """The words without these brackets, and without the space that each brought along."""
    text = sought
    for bracket in reversed(brackets):
        before, after = text[: bracket.start()], text[bracket.end() :]
        if not before.strip() or before[-1] in _OPENING:
            text = before + after.lstrip()
        else:
            text = (before.rstrip() if _closes(after) else before) + after
    return text


def _closes(after: str) -> bool:
    return not after or after[0].isspace() or after[0] in _CLOSING


def _pieces(text: str, occurs: Occurs) -> tuple[str, ...]:
    """Divide where words are left out; an omission that is printed so divides nothing."""
    first, *others = OMISSION.split(text)
    pieces = [first]
    for omission, part in zip(OMISSION.findall(text), others, strict=True):
        whole = pieces[-1] + omission + part
        if occurs(whole):
            pieces[-1] = whole
        else:
            pieces.append(part)
    return tuple(trim(piece) for piece in pieces if has_words(piece))


def _is_short(piece: str) -> bool:
    letters = sum(char.isalnum() for char in piece)
    return count_words(unify(piece)) < MIN_WORDS and letters < MIN_LETTERS
