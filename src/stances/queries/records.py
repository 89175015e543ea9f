"""`show`: everything about an official, a statement or a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from stances.model import fields
from stances.queries import listing, lookups, resolve
from stances.queries.filters import ALL, Clause, Filters
from stances.queries.listing import BY_TIME
from stances.queries.result import Row, decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from stances.evidence.copies import Snapshots


_OFFICIAL = ("id", *fields.keys("Official", without="statements"), "path")
_SOURCE = ("id", *lookups.SOURCE, "path")
_COPY = ("copy", "result", "reason", "copy_line", "copy_column", "copy_page")
_STATEMENT = (*listing.KEYS, "repeated", "path", "line")


class Records(NamedTuple):
    """The records asked for, each a mapping that says its `record`: official, statement, source."""

    records: Sequence[Row]
    keys: Sequence[str] = tuple(listing.KEYS)
    kind: str = "records"
    shown: Sequence[str] = tuple(listing.SHOWN)

    @property
    def rows(self) -> list[Row]:
        """The statements in them, each once; those attributed to an official behind their own."""
        found = {row["ref"]: row for record in self.records for row in _statements_of(record)}
        return [{key: row[key] for key in self.keys} for row in found.values()]

    @property
    def document(self) -> Any:  # noqa: ANN401 - one mapping or a list of them
        """The record, or a list where several were asked for."""
        return self.records[0] if len(self.records) == 1 else list(self.records)


def _statements_of(record: Row) -> Iterable[Row]:
    if record["record"] == "statement":
        return [record]
    return [*record["statements"], *record.get("attributed", ())]


def records(
    index: sqlite3.Connection, refs: Sequence[str], snapshots: Snapshots | None = None
) -> Records:
    """The records that ids, names and references mean, in the order asked for.

    Each evidence says under `copy` where its words stand in the stored copy of its source. Raises
    `UnknownName` or `AmbiguousName`.
    """
    found = [_record(index, ref) for ref in dict.fromkeys(refs)]
    once = {(record["record"], record.get("ref", record.get("id"))): record for record in found}
    for record in once.values():
        _place_evidence(index, snapshots, record)
    return Records(list(once.values()))


def _place_evidence(index: sqlite3.Connection, snapshots: Snapshots | None, record: Row) -> None:
    """Say of each evidence where it stands in its copy; None where that could not be checked."""
    found = _places(index, snapshots, _clause(record)) if snapshots else {}
    for row in _statements_of(record):
        for number, piece in enumerate(row["evidence"], 1):
            place = found.get((row["ref"], number))
            piece["copy"] = {key: place[key] for key in _COPY} if place else None


def _places(
    index: sqlite3.Connection, snapshots: Snapshots, clause: Clause
) -> dict[tuple[str, int], Row]:
    """What was found in copies, by the reference and the number of the evidence."""
    from stances.queries.verification import verification  # noqa: PLC0415 - few keep copies

    checked = verification(index, snapshots, clause, assessments=False).checked
    return {(each.ref, each.number): each.row for each in checked if each.copy}


def _clause(record: Row) -> Clause:
    """The statements of a record, at least."""
    match record["record"]:
        case "statement":
            return Clause("s.ref = ?", (record["ref"],))
        case "source":
            return _citing(record["id"])
    spoken = "s.ref IN (SELECT ref FROM evidence WHERE speaker = ?)"
    return Clause(f"(s.official = ? OR {spoken})", (record["id"],) * 2)


def _citing(source: str) -> Clause:
    return Clause("s.ref IN (SELECT ref FROM evidence WHERE source = ?)", (source,))


def _record(index: sqlite3.Connection, ref: str) -> Row:
    if "/" in ref:
        return _statement(index, ref)
    if index.execute("SELECT 1 FROM sources WHERE source = ?", (ref,)).fetchone():
        return _source(index, ref)
    return _official(index, resolve.official(index, ref, or_source=True))


def _official(index: sqlite3.Connection, id_: str) -> Row:
    row = index.execute(
        "SELECT *, official AS id FROM officials WHERE official = ?", (id_,)
    ).fetchone()
    return {
        "record": "official",
        **decode(row, _OFFICIAL),
        "statements": _statements(index, Clause("s.official = ?", (id_,))),
        "attributed": [_attributed(index, at.ref, at.sources) for at in attributions(index, id_)],
        "assessments": assessments(index, "about", id_),
    }


def _attributed(index: sqlite3.Connection, ref: str, sources: Sequence[str]) -> Row:
    [row] = _statements(index, Clause("s.ref = ?", (ref,)))
    return {"by": list(sources)} | row


def _statement(index: sqlite3.Connection, ref: str) -> Row:
    clause = Clause("s.ref = ?", (resolve.statement(index, ref),))
    return {"record": "statement", **_statements(index, clause)[0]}


def _statements(index: sqlite3.Connection, clause: Clause) -> list[Row]:
    """Statements with all that `list` has of them, and where they stand, in order of time."""
    columns = ", ".join(f"s.{key}" for key in _STATEMENT)
    query = f"SELECT {columns} FROM statements AS s WHERE {clause.sql} ORDER BY {listing.BY_TIME}"
    return [decode(row, _STATEMENT) for row in index.execute(query, clause.values)]


def _source(index: sqlite3.Connection, id_: str) -> Row:
    row = index.execute("SELECT *, source AS id FROM sources WHERE source = ?", (id_,)).fetchone()
    return {
        "record": "source",
        **decode(row, _SOURCE),
        "statements": _statements(index, _citing(id_)),
        "assessments": assessments(index, "source", id_),
    }


def assessments(index: sqlite3.Connection, of: str, id_: str) -> list[Row]:
    """What sources assess: all by one (`of` is source), or all about one subject (`about`)."""
    about = """SELECT 1 FROM assessment_subjects AS x
               WHERE x.source = a.source AND x.number = a.number AND x.about = ?"""
    condition = "a.source = ?" if of == "source" else f"EXISTS ({about})"
    query = f"""SELECT * FROM assessments AS a
                WHERE {condition} ORDER BY a.source, a.number"""
    keys = ("source", *fields.keys("Assessment"))
    return [decode(row, keys) for row in index.execute(query, (id_,))]


_FURTHER = fields.keys("Assessment", without="about text when")
KEYS = ["source", "about", "text", "lang", "when", "when_from", "when_to", *_FURTHER]
_NAMED = {"ref": "source", "said": "when", "said_from": "when_from", "said_to": "when_to"}
_NAMED |= {"quote": "text", "about": "about", "lang": "lang"} | {key: key for key in _FURTHER}
"""The keys of an assessment behind the names that a statement's have."""


def assessments_of(index: sqlite3.Connection, filters: Filters) -> list[Row]:
    """The claims, dated or not, about those whose statements resolved filters let through.

    All of them if nothing is asked for. In order of time, those without a date last.
    """
    about = about_shown(filters) if filters != Filters() else ALL
    found = [decode(row, _NAMED) for row in claimed(index, about, filters.dates(), _NAMED)]
    named = [{key: row[name] for name, key in _NAMED.items()} for row in found]
    return [{key: row[key] for key in KEYS} for row in named]


def claimed(
    index: sqlite3.Connection, about: Clause, clause: Clause, keys: Iterable[str]
) -> sqlite3.Cursor:
    """Assessments in order of time, under the names that a statement's keys have.

    `about` and `clause` are both conditions on the assessment `s`.
    """
    columns = ", ".join(f"s.{key}" for key in keys)
    query = f"""
        SELECT {columns} FROM (
            SELECT a.*, a.source AS ref, a."when" AS said, a.when_from AS said_from,
                a.when_to AS said_to, a.text AS quote, r.lang
            FROM assessments AS a JOIN sources AS r ON r.source = a.source) AS s
        WHERE {about.sql} AND {clause.sql} ORDER BY s.said IS NULL, {BY_TIME}, s.number"""
    return index.execute(query, (*about.values, *clause.values))


def about_shown(filters: Filters) -> Clause:
    """That an assessment is about those whose statements are shown, by one of the sources asked."""
    shown = filters.clause(attributed=True)
    about = Clause(
        f"""EXISTS (
            SELECT 1 FROM assessment_subjects AS x
            WHERE x.source = s.ref AND x.number = s.number AND x.about IN (
                SELECT s.official FROM statements AS s WHERE {shown.sql}
                UNION SELECT s.faction FROM statements AS s WHERE {shown.sql}))""",
        shown.values * 2,
    )
    if not filters.source:
        return about
    marks = ", ".join("?" * len(filters.source))
    return about & Clause(f"s.ref IN ({marks})", filters.source)


class Attribution(NamedTuple):
    """A statement that a source attributes to an official, and that is recorded with another."""

    ref: str
    official: str
    sources: Sequence[str]


def attributions(index: sqlite3.Connection, official: str) -> list[Attribution]:
    """The statements that a source attributes to an official, recorded with another."""
    rows = index.execute(
        """SELECT s.ref, s.official, e.source FROM evidence AS e
           JOIN statements AS s ON s.ref = e.ref
           WHERE e.speaker = ? AND s.official <> e.speaker ORDER BY s.ref, e.number""",
        (official,),
    ).fetchall()
    sources: dict[tuple[str, str], list[str]] = {}
    for ref, recorded_with, source in rows:
        sources.setdefault((ref, recorded_with), []).append(source)
    return [Attribution(*key, named) for key, named in sources.items()]
