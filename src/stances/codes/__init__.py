"""The codes of all problems.

A code is never renumbered or used for something else. There is one module for each hundred: `yaml`
has ST0xx, `references` ST1xx, `shape` ST2xx, `record` ST3xx, `across` ST4xx and `evidence` ST5xx.
"""

from __future__ import annotations

import re

from stances.codes.across import ACROSS
from stances.codes.entry import Code, Severity
from stances.codes.evidence import EVIDENCE
from stances.codes.record import RECORD
from stances.codes.references import WORDS
from stances.codes.shape import SHAPE
from stances.codes.yaml import READING

__all__ = ["CATALOGUE", "Code", "Severity", "codes_of"]

CATALOGUE: dict[str, Code] = {**READING, **WORDS, **SHAPE, **RECORD, **ACROSS, **EVIDENCE}


_BEGINNING = re.compile("ST[0-9]{1,2}")


def codes_of(text: str) -> list[str]:
    """The codes for a code, for the name of a kind of problem, or for a prefix like `ST1`.

    Case is ignored; empty for anything else.
    """
    wanted = text.strip().casefold()
    exact = [code for code, e in CATALOGUE.items() if wanted in (code.casefold(), e.name)]
    if exact or not _BEGINNING.fullmatch(wanted.upper()):
        return exact
    return [code for code in CATALOGUE if code.startswith(wanted.upper())]
