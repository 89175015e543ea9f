"""The codes of all problems. A code is never renumbered and never used for something else.

One module for each hundred: ST0xx reading a file, ST1xx words that lead nowhere, ST2xx the shape
of a record, ST3xx one record, ST4xx records against each other, ST5xx
evidence against the stored copies of its sources.
"""

from __future__ import annotations

from stances.catalogue.across import ACROSS
from stances.catalogue.entry import Entry, Severity
from stances.catalogue.evidence import EVIDENCE
from stances.catalogue.reading import READING
from stances.catalogue.record import RECORD
from stances.catalogue.shape import SHAPE
from stances.catalogue.words import WORDS

__all__ = ["CATALOGUE", "Entry", "Severity", "code_of"]

CATALOGUE: dict[str, Entry] = {**READING, **WORDS, **SHAPE, **RECORD, **ACROSS, **EVIDENCE}


def code_of(text: str) -> str | None:
    """The code that a code or a name of a kind of problem stands for, in any case."""
    wanted = text.strip().casefold()
    matches = (c for c, e in CATALOGUE.items() if wanted in (c.casefold(), e.name))
    return next(matches, None)
