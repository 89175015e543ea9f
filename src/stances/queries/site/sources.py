"""Sources: the record of each, and everything that rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.queries.filters import Filters
from stances.queries.listing import BY_TIME
from stances.queries.lookups import sources as listed
from stances.queries.records import add_copies, assessments_of
from stances.queries.site.lines import LINE, Lines, Misattributed, misattributed_by

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.evidence.copies import Snapshots
    from stances.queries.result import Row
    from stances.queries.site import Site


@dataclass(frozen=True)
class Source:
    """A source as its pages show it.

    `words` are the passages that statements rest on, each with the keys of `LINE`. `denials` are
    the words of disputes. `related` has the ids of later editions and of copies, by `editions` and
    `copies`. `misattributed` are statements with words from it that do not count. `quotations` is
    None if no stored copy was read. Otherwise it has the number of quotations in the copy that are
    in the records, and the number of all.
    """

    row: Row
    words: Lines
    denials: Sequence[Row]
    assessments: Sequence[Row]
    related: Mapping[str, Sequence[str]]
    misattributed: Sequence[Misattributed] = ()
    quotations: tuple[int, int] | None = None

    @property
    def record(self) -> Row:
        """The record that `add_copies` fills in. Statements have theirs on their own pages."""
        return {
            "record": "source",
            "id": self.row["source"],
            "statements": (),
            "denials": self.denials,
            "uncoded": self.uncoded,
            "claims": self.assessments,
        }

    @property
    def uncoded(self) -> Sequence[Row]:
        """The passages that were read and contain no statement."""
        passages: Sequence[Row] = self.row["uncoded"]
        return passages


class SourceIndex(NamedTuple):
    """The rows of all sources, as their table shows them."""

    rows: Sequence[Row]


_OF_SOURCE = {"quote": "e.text", "lang": "COALESCE(e.lang, s.lang)"}
_COLUMNS = ", ".join(f"{_OF_SOURCE.get(key, f's.{key}')} AS {key}" for key in LINE)
# One query reads all evidence: a query for each source would look up every statement again.
_WORDS = f"""
    SELECT x.source, {_COLUMNS}
    FROM statements AS s JOIN supporting AS x ON x.ref = s.ref
    JOIN evidence AS e ON e.ref = COALESCE(s.words_of, s.ref) AND e.number = x.number
    WHERE {{}} ORDER BY x.source, {BY_TIME}, x.number"""
_DENIALS = """
    SELECT d.words_source AS source, s.ref, s.official, s.name, s.issue, d.about, d.words AS text,
        d.words_by AS "by"
    FROM disputes AS d JOIN statements AS s ON s.ref = d.ref
    WHERE d.words_source IS NOT NULL AND {} ORDER BY d.words_source, d.ref, d.number"""
_MISATTRIBUTED = """
    SELECT DISTINCT e.source, s.ref, s.name, s.issue, s.said
    FROM statements AS s JOIN evidence AS e ON e.ref = COALESCE(s.words_of, s.ref)
    WHERE {} ORDER BY e.source, s.ref"""
_RELATED = """
    SELECT r.version_of AS of, 'editions' AS kind, r.source FROM sources AS r
    WHERE r.version_of IS NOT NULL
    UNION ALL SELECT r.copy_of, 'copies', r.source FROM sources AS r WHERE r.copy_of IS NOT NULL
    ORDER BY 1, 2, 3"""


def source_rows(index: sqlite3.Connection, filters: Filters, site: Site) -> list[Row]:
    """Return the rows of `sources` that have a page; numbers count what passes the filters."""
    rows = listed(index, filters.clause()).rows
    return [dict(row) for row in rows if row["source"] in site.sources]


def sources(
    index: sqlite3.Connection,
    filters: Filters,
    rows: Sequence[Row],
    snapshots: Snapshots | None = None,
) -> Iterator[Source]:
    """Yield the data for the pages of sources, in the order of ids.

    With `snapshots`, quotations have their place in the stored copy, as in `show`.
    """
    claims = _by_source(assessments_of(index, filters))
    clause = filters.clause()
    denials = _by_source(index.execute(_DENIALS.format(clause.sql), clause.values).fetchall())
    related: dict[str, dict[str, list[str]]] = {}
    for of, kind, source in index.execute(_RELATED):
        related.setdefault(of, {}).setdefault(kind, []).append(source)
    words = _Words(index, filters)
    withdrawn = misattributed_by(index, filters, _MISATTRIBUTED)
    covered = _quotations(index, snapshots) if snapshots else {}
    for row in sorted(rows, key=itemgetter("source")):
        id_ = row["source"]
        found = Source(
            row,
            words.of(id_),
            [dict(each) for each in denials.get(id_, [])],
            claims.get(id_, []),
            related.get(id_, {}),
            withdrawn.get(id_, ()),
            covered.get(id_),
        )
        if snapshots:
            add_copies(index, snapshots, found.record)
        yield found


def _quotations(index: sqlite3.Connection, snapshots: Snapshots) -> dict[str, tuple[int, int]]:
    """Return how many quotations of each stored copy are in the records, and how many in all."""
    from stances.queries.coverage import coverage  # noqa: PLC0415 - few keep copies

    read = coverage(index, snapshots, Filters()).sources
    return {each.source: (each.covered, each.quotations) for each in read if not each.unchecked}


def _by_source(rows: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row["source"], []).append(row)
    return found


class _Words:
    """Reads the statements that rest on sources, source by source in the order of ids."""

    def __init__(self, index: sqlite3.Connection, filters: Filters) -> None:
        clause = filters.clause()
        rows = index.execute(_WORDS.format(clause.sql), clause.values)
        self._groups = groupby(map(tuple, rows), key=itemgetter(0))
        self._next: tuple[str, Lines] | None = None

    def of(self, source: str) -> Lines:
        """Return the statements that rest on a source, in order of time, with that source's words.

        Later calls must be for later ids.
        """
        while self._next is None or self._next[0] < source:
            found = next(self._groups, None)
            if found is None:
                return Lines()
            self._next = found[0], Lines([cells[1:] for cells in found[1]])
        return self._next[1] if self._next[0] == source else Lines()
