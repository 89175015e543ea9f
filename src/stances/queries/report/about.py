"""What a report covers: the corpus, its state, the filters, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from stances import __version__
from stances.queries import faults
from stances.queries.filters import ALL

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from stances.index.as_coded import Reading
    from stances.index.connection import Index
    from stances.queries.faults import LeftOut
    from stances.queries.filters import Clause, Filters
    from stances.revisions import Commit


class Counts(NamedTuple):
    """Numbers of records: named officials, statements, and sources that statements rest on."""

    officials: int
    statements: int
    sources: int


@dataclass(frozen=True)
class About:
    """The corpus, its commit (None outside git), and the filters.

    `filters` are the values by option, as typed; `within` is in days. `corpus` counts all usable
    records, `answer` those in the report. `left_out` counts records with problems. `misattributed`
    counts statements left out by default; `disputed` those left out on request, or None. `coding`
    says whose readings are used, and of how many statements; None for the decided ones. `program`
    is the version that wrote the report.
    """

    title: str
    description: str | None
    scope: str | None
    coder: str
    commit: Commit | None
    corpus: Counts
    answer: Counts
    filters: Mapping[str, Sequence[str]]
    within: int
    left_out: LeftOut
    misattributed: int
    disputed: int | None
    errors: int
    warnings: int
    coding: Reading | None = None
    program: str = __version__

    @property
    def document(self) -> dict[str, Any]:
        """The same data as one mapping."""
        nested = {key: getattr(self, key)._asdict() for key in ("corpus", "answer", "left_out")}
        commit = self.commit._asdict() if self.commit else None
        filters = {key: [*values] for key, values in self.filters.items()}
        coding = self.coding._asdict() if self.coding else None
        own = {key: getattr(self, key) for key in self.__dataclass_fields__}
        return own | nested | {"commit": commit, "filters": filters, "coding": coding}


def about(index: sqlite3.Connection, filters: Filters, commit: Commit | None, within: int) -> About:
    """Describe what a report with resolved filters covers."""
    query = "SELECT title, description, scope, coder FROM corpus"
    title, description, scope, coder = index.execute(query).fetchone()
    disputed = faults.disputed(index, filters)
    severities = faults.severities(index)
    # Officials and sources of the corpus count even without statements; unnamed ones do not.
    tables = {"officials": "officials WHERE kind <> 'unnamed'", "sources": "sources"}
    totals = {
        kind: index.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
        for kind, table in tables.items()
    }
    reading = cast("Index", index).reading
    if reading:
        every = f"SELECT COUNT(*) FROM {cast('Index', index).decided}.statements"
        [totals["statements"]] = index.execute(every).fetchone()
    return About(
        title,
        description,
        scope,
        coder,
        commit,
        _counts(index, ALL)._replace(**totals),
        _counts(index, filters.counted()),
        asked_filters(filters) | ({"coding": [reading.coder]} if reading else {}),
        within,
        faults.left_out(index),
        sum(faults.misattributed(index, filters).values()),
        None if disputed is None else sum(disputed.values()),
        severities.get("error", 0),
        severities.get("warning", 0),
        reading,
    )


def asked_filters(filters: Filters) -> dict[str, list[str]]:
    """Return the filters in use, by the names of their options; a flag has no values."""
    asked = {}
    for key, value in filters._asdict().items():
        if value not in ((), None, False, 0):
            values = value if isinstance(value, tuple) else () if value is True else (value,)
            asked[key.replace("_", "-")] = [str(each) for each in values]
    return asked


def _counts(index: sqlite3.Connection, clause: Clause) -> Counts:
    named = "COUNT(DISTINCT CASE WHEN s.unnamed = 0 THEN s.official END)"
    spoken = f"SELECT {named}, COUNT(*) FROM statements AS s WHERE {clause.sql}"
    # Most sources are known to be cited from the first statement that is tried.
    cited = f"""SELECT COUNT(*) FROM sources AS r WHERE EXISTS (
                    SELECT 1 FROM supporting AS e JOIN statements AS s ON s.ref = e.ref
                    WHERE e.source = r.source AND {clause.sql})"""
    [sources] = index.execute(cited, clause.values).fetchone()
    officials, statements = index.execute(spoken, clause.values).fetchone()
    return Counts(officials, statements, sources)
