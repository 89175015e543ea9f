"""Whether a copy has the words of a record, exactly but for their typography, and where."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from stances.evidence.chains import chains
from stances.evidence.folding import HYPHENS, fold, trim
from stances.evidence.hints import Hints
from stances.evidence.nearest import nearest
from stances.evidence.outcomes import Ambiguous, Found, NotFound, Outcome, TooShort
from stances.evidence.sought import readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.evidence.chains import Chain
    from stances.evidence.outcomes import Hint
    from stances.evidence.searching import Searchable
    from stances.evidence.sought import Reading

MOST_PLACES = 100
"""So many places of an ambiguous text are listed at most."""

_COMPOUND = re.compile(rf"[\w’']+(?:[\{HYPHENS}]\s*[\w’']+)+")
_LONGEST = 80  # characters of a compound


def match(
    text: str,
    copy: Searchable,
    *,
    prefix: str | None = None,
    suffix: str | None = None,
    line: int | None = None,
) -> Outcome:
    """Look for the words of a record in a copy.

    Where they stand twice, `prefix` and `suffix` (words adjacent to them but for white space) and
    the number of the `line` on which they begin decide.
    """
    hints = Hints(prefix, suffix, line)
    failed: list[_Search] = []
    too_short: list[str] = []
    for reading in readings(text, lambda part: bool(copy.occurrences(fold(trim(part))))):
        if reading.short_piece is not None:
            too_short.append(reading.short_piece)
            continue
        search = _Search(reading, copy)
        if outcome := search.decide(hints):
            return outcome
        failed.append(search)
    return failed[0].failure() if failed else TooShort(too_short[0])


class _Search:
    """One reading of sought words, looked for in a copy."""

    def __init__(self, reading: Reading, copy: Searchable) -> None:
        self._reading = reading
        self._copy = copy
        self._needles = [fold(piece) for piece in reading.pieces]
        self._lengths = [len(needle.text) for needle in self._needles]

    def decide(self, hints: Hints) -> Found | Ambiguous | None:
        """Where the words stand, if anywhere; of several places, where the hints say."""
        everywhere = self._chains(self._places)
        if not everywhere:
            return None
        tests = hints.tests(self._reading.pieces, self._copy)
        if len(everywhere) == 1:
            [chain] = everywhere
            unfit = tuple(test.hint for test in tests if not test.fits(chain[test.piece]))
            return self._found(chain, unfit)
        places = list(self._places)
        for test in tests:
            places[test.piece] = [at for at in places[test.piece] if test.fits(at)]
        fitting = self._chains(places) or everywhere
        if len(fitting) == 1:
            return self._found(fitting[0])
        listed = tuple(self._found(chain) for chain in fitting[:MOST_PLACES])
        return Ambiguous(listed, more=len(fitting) > MOST_PLACES)

    def failure(self) -> NotFound:
        """What there is instead of the words."""
        apart = len(self._needles) > 1 and all(self._places)
        return NotFound(nearest(" … ".join(self._reading.pieces), self._copy), apart)

    @cached_property
    def _places(self) -> list[list[int]]:
        """Where each piece stands; not beside brackets that are misquoted as an insertion."""
        places = [self._copy.occurrences(needle) for needle in self._needles]
        text, length = self._copy.folded.text, self._lengths[-1]
        if self._reading.inserted_before:
            places[0] = [at for at in places[0] if "]" not in text[max(at - 2, 0) : at]]
        if self._reading.inserted_behind:
            places[-1] = [at for at in places[-1] if "[" not in text[at + length : at + length + 2]]
        return places

    def _chains(self, places: Sequence[Sequence[int]]) -> list[Chain]:
        """The places of the words as a whole, up to one more than are listed."""
        return list(islice(chains(places, self._lengths), MOST_PLACES + 1))

    def _found(self, chain: Chain, unfit: tuple[Hint, ...] = ()) -> Found:
        copy = self._copy
        pieces = list(zip(self._needles, chain, strict=True))
        spans = tuple(copy.printed(needle, at) for needle, at in pieces)
        spot = copy.placed.spot(spans[0][0])
        hyphens = (offset for needle, at in pieces for offset in copy.hyphenated(needle, at))
        return Found(
            start=spans[0][0],
            end=spans[-1][1],
            spans=spans,
            line=spot.line,
            column=spot.column,
            page=spot.page,
            printed=" […] ".join(" ".join(copy.text[slice(*span)].split()) for span in spans),
            marks=copy.quotations.of(spans),
            insertions=self._reading.insertions,
            compounds=tuple(_compound(copy.text, offset) for offset in hyphens),
            unfit=unfit,
        )


def _compound(text: str, hyphen: int) -> str:
    """The hyphenated word, on one line, whose hyphen stands at an offset of the text."""
    around = _COMPOUND.finditer(text, max(hyphen - _LONGEST, 0), hyphen + _LONGEST)
    found = next((word for word in around if word.start() <= hyphen < word.end()), None)
    return "".join(found[0].split()) if found else text[hyphen - 1 : hyphen + 2]
