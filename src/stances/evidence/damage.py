"""Finds words that the text layer of a PDF has damaged.

Programs that make PDFs of Persian and Arabic replace half-spaces (U+200C) by a blank or nothing,
and reverse numbers. Letters and words stay intact.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from stances.evidence.folding import Folded

_HALF_SPACE = "\u200c"
_ARABIC = re.compile("[\u0621-\u06d3]")
_NUMBER = r"\d[\d.,/\u066b\u066c]*\d"
_DAMAGED = re.compile(rf"(?P<space>{_HALF_SPACE})|(?P<number>{_NUMBER})")
_DIGITS = str.maketrans(
    {first + number: str(number) for first in (0x660, 0x6F0) for number in range(10)}
)
# Years of the Gregorian and the Iranian calendar in which people may be quoted.
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20)\d\d(?!\d)")
_TURNED_YEAR = re.compile(r"(?<!\d)\d\d(?:[34]1|91|02)(?!\d)")
_MOST = 16
"""The most ways to read a piece of the words in one copy."""


class Damaged(NamedTuple):
    """Words as a damaged copy has them, with descriptions of the damage."""

    folded: Folded
    damage: tuple[str, ...]


class Damage:
    """Finds damage that the text of a PDF may have done to the words sought."""

    def __init__(self, text: str) -> None:
        self._text = text
        even = text.translate(_DIGITS)
        self._years = len(_YEAR.findall(even))
        self._turned_years = len(_TURNED_YEAR.findall(even))

    def readings(self, words: Folded, *, turned: bool) -> list[Damaged]:
        """The readings of the words found in the text, with all numbers `turned` or none."""
        if not _ARABIC.search(words.text):
            return []
        places = list(_DAMAGED.finditer(words.text))
        numbers = [place["number"] for place in places if place["number"]]
        if turned and not all(map(self._may_be_turned, numbers)):
            return []
        made, done = [], 0
        for place in places:
            number = place["number"]
            damaged = (
                re.escape(number[::-1] if turned else number) if number else f"[{_HALF_SPACE} ]?"
            )
            made.append(f"{re.escape(words.text[done : place.start()])}({damaged})")
            done = place.end()
        pattern = re.compile("".join([*made, re.escape(words.text[done:])]))
        found = {match[0]: match for match in islice(pattern.finditer(self._text), _MOST)}
        return [_reading(words, places, match) for match in found.values()]

    def _may_be_turned(self, number: str) -> bool:
        """Whether the copy's years suggest that its numbers are reversed.

        Without years: PDF readers often reverse Arabic digits, with the letters, but seldom others.
        """
        if self._turned_years or self._years:
            return self._turned_years > self._years
        return not number[0].isascii()


def _reading(words: Folded, places: list[re.Match[str]], match: re.Match[str]) -> Damaged:
    """The words as matched, with dashes moved, since damaged words may be shorter."""
    dashes, loose, shift = [], set(), 0
    ends = [place.end() for place in places]
    done = 0
    for dash in words.dashes:
        while done < len(ends) and ends[done] <= dash:
            shift += len(match[done + 1]) - (ends[done] - places[done].start())
            done += 1
        dashes.append(dash + shift)
        if dash in words.loose:
            loose.add(dash + shift)
    damage = []
    printed = zip(places, match.groups(), strict=True)
    changed = [(place[0], now) for place, now in printed if place[0] != now]
    if any(was == _HALF_SPACE for was, _ in changed):
        damage.append("the PDF has lost half-spaces (U+200C) of them")
    turned = [f"{now} for {was}" for was, now in changed if was != _HALF_SPACE]
    if turned:
        damage.append(f"the PDF has numbers turned round: {', '.join(turned)}")
    return Damaged(Folded(match[0], dashes, frozenset(loose), ()), tuple(damage))
