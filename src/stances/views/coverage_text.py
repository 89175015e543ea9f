"""How much of a source is coded, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.coverage import Coverage, SourceCoverage

RESULTS_IN_WORDS = {"in-part": "coded in part", "not-coded": "not coded"}


def percent(covered: int, quotations: int) -> int:
    """A percentage that is 100 only if nothing is missing."""
    return covered * 100 // quotations


def figure(covered: int, quotations: int) -> str:
    """E.g. `37 of 41 quotations coded or declared: 90 %`."""
    told = f"{covered} of {plural(quotations, 'quotation')} coded or declared"
    return f"{told}: {percent(covered, quotations)} %"


def sentence(source: SourceCoverage) -> str:
    """What came of a source, in a line that begins with its id."""
    if source.unchecked:
        return f"{source.source}: unchecked, {source.unchecked}"
    if not source.quotations:
        return f"{source.source}: no quotations"
    return f"{source.source}: {figure(source.covered, source.quotations)}"


def sentences(found: Coverage) -> Iterator[str]:
    """A line for each source, and for all together if there are several."""
    yield from map(sentence, found.sources)
    if len(found.sources) > 1:
        read = [figure(found.covered, found.quotations)] if found.quotations else []
        apart = [f"{plural(found.unchecked, 'source')} unchecked"] if found.unchecked else []
        yield f"In all: {'; '.join([*read, *apart]) or 'no quotations'}"
