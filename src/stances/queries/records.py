"""`show`: everything about an official, a statement or a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from stances.model import fields
from stances.queries import listing, lookups, resolve
from stances.queries.background import Background, background
from stances.queries.codings import codings_of
from stances.queries.filters import ALL, Clause, Filters
from stances.queries.listing import BY_TIME
from stances.queries.result import Row, decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from stances.evidence.copies import Snapshots


_OFFICIAL = ("id", *fields.keys("Official", without="statements"), "path")
_SOURCE = ("id", *lookups.SOURCE, "path")
_RELATED = {"later_versions": "version_of", "copies": "copy_of"}
_COPY = ("copy", "result", "reason", "copy_line", "copy_column", "copy_page")
_STATEMENT = (*listing.KEYS, "path", "line")


class Records(NamedTuple):
    """The records asked for; the key `record` of each is official, statement or source."""

    records: Sequence[Row]
    background: Background = Background()
    keys: Sequence[str] = tuple(listing.KEYS)
    kind: str = "records"
    shown: Sequence[str] = tuple(listing.SHOWN)

    @property
    def rows(self) -> list[Row]:
        """The records' statements, each once; an official's own come before attributed ones."""
        rows = {row["ref"]: row for record in self.records for row in _statements_of(record)}
        return [{key: row[key] for key in self.keys} for row in rows.values()]

    @property
    def document(self) -> Any:  # noqa: ANN401 - one mapping or a list of them
        """The record; a list if there are several."""
        return self.records[0] if len(self.records) == 1 else list(self.records)


def _statements_of(record: Row) -> Iterable[Row]:
    if record["record"] == "statement":
        return [record]
    return [
        row
        for key in ("statements", "attributed", "spoke_for", "reported")
        for row in record.get(key, ())
    ]


def records(
    index: sqlite3.Connection, refs: Sequence[str], snapshots: Snapshots | None = None
) -> Records:
    """Return the records that ids, names and references mean, in the order asked for.

    Each evidence, words of a dispute and uncoded passage has a `copy`, which says where the stored
    copy of its source has it; None if that could not be checked. Raises `UnknownName` or
    `AmbiguousName`.
    """
    all_records = [_record(index, ref) for ref in dict.fromkeys(refs)]
    unique = {(row["record"], row.get("ref", row.get("id"))): row for row in all_records}
    for record in unique.values():
        add_copies(index, snapshots, record)
    return Records(list(unique.values()), background(index))


def add_copies(index: sqlite3.Connection, snapshots: Snapshots | None, record: Row) -> None:
    """Set the `copy` of each quotation of a record: where the stored copy of its source has it.

    It is None if that could not be checked. In a report, `claims` are the assessments of a source.
    """
    places = _places(index, snapshots, record) if snapshots else {}
    for key, piece in _quoted(record):
        place = next(filter(None, map(places.get, key)), None)
        piece["copy"] = {key: place[key] for key in _COPY} if place else None


_Place = tuple[str | int, ...]
"""The key of a quotation: kind, reference, source and text; or kind, reference and number."""


def _quoted(record: Row) -> Iterator[tuple[list[_Place], Row]]:
    """Yield each quotation of a record with its keys; `words_of` gives it a second one."""
    for row in _statements_of(record):
        refs = [ref for ref in (row["ref"], row["words_of"]) if ref]
        words = (each["words"] for each in row["disputes"] if each["words"])
        for kind, pieces in (("evidence", row["evidence"]), ("words", words)):
            for piece in pieces:
                yield [(kind, ref, piece["source"], piece["text"]) for ref in refs], piece
    for piece in record.get("denials", ()):
        yield [("words", piece["ref"], record["id"], piece["text"])], piece
    for number, piece in enumerate(record.get("uncoded", ()), 1):
        yield [("uncoded", record["id"], number)], piece
    for piece in record.get("claims", ()):
        yield [("assessment", record["id"], record["id"], piece["text"])], piece


def _places(index: sqlite3.Connection, snapshots: Snapshots, record: Row) -> dict[_Place, Row]:
    """Return where the stored copies have the quotations of a record."""
    # Few corpora keep copies.
    from stances.queries.verification import of_statements, verification  # noqa: PLC0415

    rows = _statements_of(record)
    refs = sorted(
        {ref for row in rows for ref in (row["ref"], row["words_of"]) if ref}
        | {row["ref"] for row in record.get("denials", ())}
    )
    sources = Clause("r.source = ?", (record["id"],)) if record["record"] == "source" else None
    places: dict[_Place, Row] = {}
    for each in verification(index, snapshots, of_statements(refs), sources).checked:
        if each.copy:
            of_list = each.kind == "uncoded"
            key = (each.number,) if of_list else (each.source, each.text)
            places[each.kind, each.ref, *key] = each.row
    return places


def _citing(source: str) -> Clause:
    return Clause("s.ref IN (SELECT ref FROM supporting WHERE source = ?)", (source,))


def _record(index: sqlite3.Connection, ref: str) -> Row:
    if "/" in ref:
        clause = Clause("s.ref = ?", (resolve.statement(index, ref),))
        [row] = _statements(index, clause)
        codings = codings_of(index, [row["ref"]]).get(row["ref"], [])
        return {"record": "statement", **row, "codings": codings}
    query = (
        f"SELECT {lookups.named('r', _SOURCE[1:])}, source AS id FROM sources AS r WHERE source = ?"
    )
    if row := index.execute(query, (ref,)).fetchone():
        return {
            "record": "source",
            **decode(row, _SOURCE),
            **{key: _related(index, of, ref) for key, of in _RELATED.items()},
            "statements": _statements(index, _citing(ref)),
            "denials": _denials(index, ref),
            "assessments": assessments(index, "source", ref),
        }
    id_ = resolve.official(index, ref, or_source=True)
    query = f"""SELECT {lookups.named("o", _OFFICIAL[1:])}, official AS id FROM officials AS o
                WHERE official = ?"""
    return {
        "record": "official",
        **decode(index.execute(query, (id_,)).fetchone(), _OFFICIAL),
        "statements": _statements(index, Clause("s.official = ?", (id_,))),
        "attributed": [
            {"by": list(attribution.sources)} | row
            for attribution in attributions(index, id_, ALL)
            for row in _statements(index, Clause("s.ref = ?", (attribution.ref,)))
        ],
        "spoke_for": _statements(index, _voiced(id_, "spoken_by")),
        "reported": _statements(index, _voiced(id_, "according_to")),
        "assessments": assessments(index, "about", id_),
    }


def _related(index: sqlite3.Connection, of: str, source: str) -> list[str]:
    """Return the sources whose key `of` names this one."""
    query = f"SELECT source FROM sources WHERE {of} = ? ORDER BY {lookups.BY_PUBLISHED}"
    return [id_ for (id_,) in index.execute(query, (source,))]


def _denials(index: sqlite3.Connection, source: str) -> list[Row]:
    """Return the denials and corrections that a source prints, with their statements."""
    query = """SELECT s.ref, s.official, s.name, d.about, d.words AS text, d.words_by AS "by"
               FROM disputes AS d JOIN statements AS s ON s.ref = d.ref
               WHERE d.words_source = ? ORDER BY d.ref, d.number"""
    return [dict(row) for row in index.execute(query, (source,))]


def _voiced(official: str, kind: str) -> Clause:
    """Select others' statements that this official spoke for them or said that they made."""
    voiced = """SELECT v.ref FROM voices AS v JOIN names AS n ON n.folded = v.folded
                WHERE n.official = ? AND n.kind <> 'derived' AND v.kind = ?"""
    sql = f"(s.ref IN ({voiced}) OR s.words_of IN ({voiced})) AND s.official <> ?"
    return Clause(sql, (official, kind, official, kind, official))


def _statements(index: sqlite3.Connection, clause: Clause) -> list[Row]:
    """Return statements with all keys of `list` and their places, in order of time."""
    return list(listing.select(index, clause, BY_TIME, keys=_STATEMENT))


def assessments(index: sqlite3.Connection, of: str, id_: str) -> list[Row]:
    """Return assessments: all of one source (`of` is `source`), or of a subject (`about`)."""
    about = """SELECT 1 FROM assessment_subjects AS x
               WHERE x.source = a.source AND x.number = a.number AND x.about = ?"""
    condition = "a.source = ?" if of == "source" else f"EXISTS ({about})"
    keys = ("source", *fields.keys("Assessment"))
    query = f"""SELECT {lookups.named("a", keys)} FROM assessments AS a
                WHERE {condition} ORDER BY a.source, a.number"""
    return [decode(row, keys) for row in index.execute(query, (id_,))]


_FURTHER = fields.keys("Assessment", without="about text when")
KEYS = ["source", "about", "text", "lang", "when", "when_from", "when_to", *_FURTHER]
_NAMED = {"ref": "source", "said": "when", "said_from": "when_from", "said_to": "when_to"}
_NAMED |= {"quote": "text", "about": "about", "lang": "lang"} | {key: key for key in _FURTHER}
"""The keys of an assessment, by the keys of a statement with the same meaning."""


def assessments_of(index: sqlite3.Connection, filters: Filters) -> list[Row]:
    """Return assessments of speakers whose statements pass resolved filters, or all.

    They are in order of time, undated ones last. Without any filter, all are returned.
    """
    about = about_shown(filters) if filters != Filters() else ALL
    rows = [decode(row, _NAMED) for row in claimed(index, about, filters.dates(), _NAMED)]
    names = {key: name for name, key in _NAMED.items()}
    return [{key: row[names[key]] for key in KEYS} for row in rows]


def claimed(
    index: sqlite3.Connection, about: Clause, clause: Clause, keys: Iterable[str]
) -> sqlite3.Cursor:
    """Return assessments in order of time, under the statement keys of the same meaning.

    `about` and `clause` are conditions on the assessment `s`.
    """
    columns = ", ".join(f"s.{key}" for key in keys)
    query = f"""
        SELECT {columns} FROM (
            SELECT a.*, a.source AS ref, a."when" AS said, a.when_from AS said_from,
                a.when_to AS said_to, NULL AS moment, a.text AS quote, r.lang
            FROM assessments AS a JOIN sources AS r ON r.source = a.source) AS s
        WHERE {about.sql} AND {clause.sql} ORDER BY s.said IS NULL, {BY_TIME}, s.number"""
    return index.execute(query, (*about.values, *clause.values))


def about_shown(filters: Filters) -> Clause:
    """Return the condition of assessments of a speaker shown, and of the sources asked for."""
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
    """A statement that sources attribute to one official, recorded with another."""

    ref: str
    official: str
    sources: Sequence[str]


def attributions(index: sqlite3.Connection, official: str, clause: Clause) -> list[Attribution]:
    """Return the statements that sources attribute to an official, recorded with another."""
    rows = index.execute(
        f"""SELECT s.ref, s.official, e.source FROM evidence AS e
            JOIN statements AS s ON s.ref = e.ref
            WHERE e.speaker = ? AND s.official <> e.speaker AND {clause.sql}
            ORDER BY s.ref, e.number""",
        (official, *clause.values),
    ).fetchall()
    sources: dict[tuple[str, str], list[str]] = {}
    for ref, recorded_with, source in rows:
        sources.setdefault((ref, recorded_with), []).append(source)
    return [Attribution(*key, named) for key, named in sources.items()]
