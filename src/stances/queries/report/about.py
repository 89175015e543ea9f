"""What a report covers: the corpus, its state, the filters, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from stances import __version__
from stances.queries import faults
from stances.queries.filters import ALL

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from stances.queries.faults import LeftOut
    from stances.queries.filters import Clause, Filters
    from stances.revisions import Commit


class Counts(NamedTuple):
    """Numbers of records. `officials` are named; `sources` are those that statements rest on."""

    officials: int
    statements: int
    sources: int


@dataclass(frozen=True)
class About:
    """The corpus, its commit (None outside git), and the filters.

    `filters` are the values by option, as they are typed; `within` is in days. `corpus` counts all
    usable records, `answer` those in the report. `left_out` counts records with problems,
    `misattributed` statements not asked for, and `disputed` ones left out on request (else None).
    `program` is the version that wrote the report.
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
    program: str = __version__

    @property
    def document(self) -> dict[str, Any]:
        """The whole as one mapping."""
        nested = {key: getattr(self, key)._asdict() for key in ("corpus", "answer", "left_out")}
        commit = self.commit._asdict() if self.commit else None
        filters = {key: [*values] for key, values in self.filters.items()}
        own = {key: getattr(self, key) for key in self.__dataclass_fields__}
        return own | nested | {"commit": commit, "filters": filters}


def about(index: sqlite3.Connection, filters: Filters, commit: Commit | None, within: int) -> About:
    """What a report with resolved filters is about."""
    query = "SELECT title, description, scope, coder FROM corpus"
    title, description, scope, coder = index.execute(query).fetchone()
    disputed = faults.disputed(index, filters)
    severities = faults.severities(index)
    # Officials and sources of the corpus count with or without statements, but for the unnamed.
    tables = {"officials": "officials WHERE kind <> 'unnamed'", "sources": "sources"}
    totals = {
        kind: index.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
        for kind, table in tables.items()
    }
    return About(
        title,
        description,
        scope,
        coder,
        commit,
        _counts(index, ALL)._replace(**totals),
        _counts(index, filters.counted()),
        asked_filters(filters),
        within,
        faults.left_out(index),
        sum(faults.misattributed(index, filters).values()),
        None if disputed is None else sum(disputed.values()),
        severities.get("error", 0),
        severities.get("warning", 0),
    )


def asked_filters(filters: Filters) -> dict[str, list[str]]:
    """The filters in use, by the names of their options; a flag has no values."""
    asked = {}
    for key, value in filters._asdict().items():
        if value not in ((), None, False, 0):
            values = value if isinstance(value, tuple) else () if value is True else (value,)
            asked[key.replace("_", "-")] = [str(each) for each in values]
    return asked


def _counts(index: sqlite3.Connection, clause: Clause) -> Counts:
    named = "COUNT(DISTINCT CASE WHEN s.unnamed = 0 THEN s.official END)"
    spoken = f"SELECT {named}, COUNT(*) FROM statements AS s WHERE {clause.sql}"
    # Of most sources, the first statement that is looked at tells that they are cited.
    cited = f"""SELECT COUNT(*) FROM sources AS r WHERE EXISTS (
                    SELECT 1 FROM supporting AS e JOIN statements AS s ON s.ref = e.ref
                    WHERE e.source = r.source AND {clause.sql})"""
    [sources] = index.execute(cited, clause.values).fetchone()
    officials, statements = index.execute(spoken, clause.values).fetchone()
    return Counts(officials, statements, sources)
