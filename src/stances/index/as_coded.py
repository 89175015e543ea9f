"""Makes an index return results as one coder has coded the statements.

Stored data stays unchanged. The coder's readings are in a temporary table of the connection.
Temporary views hide the index's own tables of the same names. So every query sees the rows that the
index would have if the records said what the coder read. Values derived from a reading follow: the
role on another day, the days of evidence, full text, and the sums for figures.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from stances.coders import folder_of
from stances.index.scripts import statements as statements_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from stances.index.connection import Index

Row = dict[str, Any]

RECODED = "recoded"
"""The table of what a coder has read. Statements that were `skipped` are excluded; the words of
`gone` ones are in no other statement; `framed` ones have the coder's frames."""
_READ = (
    "position score conditions frames said said_from said_to moment faction role coder decided "
    "decided_by decided_why words joined"
).split()
"""The columns of a statement that depend on its coder."""
_TEXTS = dict.fromkeys(("ref", "official", *_READ), "TEXT")
_COLUMNS = _TEXTS | dict.fromkeys(("score", "skipped", "gone", "framed"), "INTEGER")
_OF_DAY = ("said", "said_from", "said_to", "moment", "role", "faction")
_OF_WORDS = ("words", "joined")
_MADE_OF_OTHERS = ("supporting", "counted_statements", "tallied")
_AT_ONCE = 1_000
"""Rows that are in memory together."""
_FEW = 200
"""Up to this many officials, sums are computed one official at a time."""

# Values that depend on more than the coding and its statement are first put into own tables.
_REWORDED, _REDATED = "reworded", "redated"
_OTHER_CONDITIONS = """
    SELECT s.ref, s.summary, c.conditions, s.evidence
    FROM codings AS c JOIN statements AS s ON s.ref = c.ref
    WHERE c.coder = ? AND c.skip IS NULL AND c.conditions <> s.conditions ORDER BY s.ref"""
_OTHER_DAYS = """
    SELECT s.ref, s.official, c.said, c.said_from, c.said_to, c.moment, s.own_role, s.own_faction
    FROM codings AS c JOIN statements AS s ON s.ref = c.ref
    WHERE c.coder = ? AND c.said <> s.said ORDER BY s.ref"""
# A statement with the words of another one was said on the same day as the other one.
_WORDS_OF_OTHER_DAYS = f"""
    SELECT s.ref, s.official, d.said, d.said_from, d.said_to, d.moment, s.own_role, s.own_faction,
        d.role, d.faction, CASE WHEN b.official = s.official THEN 1 ELSE 0 END AS is_own
    FROM {_REDATED} AS d JOIN statements AS s ON s.words_of = d.ref
    JOIN statements AS b ON b.ref = d.ref
    LEFT JOIN codings AS c ON c.ref = s.ref AND c.coder = ?
    WHERE c.said IS NULL ORDER BY s.ref"""
_STILL_WORDED = """
    SELECT s.words_of FROM statements AS s
    LEFT JOIN codings AS o ON o.ref = s.ref AND o.coder = ?
    WHERE s.words_of IS NOT NULL AND o.skip IS NULL"""
_OF_READ = {
    **{key: f"CASE WHEN c.ref IS NULL THEN s.{key} ELSE c.{key} END" for key in _READ[:3]},
    "frames": "COALESCE(c.frames, s.frames)",
    **{key: f"CASE WHEN d.ref IS NULL THEN s.{key} ELSE d.{key} END" for key in _OF_DAY},
    "coder": "CASE WHEN c.ref IS NULL OR s.coder IN ({names}) THEN s.coder ELSE ? END",
    **{key: f"CASE WHEN c.ref IS NULL THEN s.{key} END" for key in _READ if key[:7] == "decided"},
    **{key: f"w.{key}" for key in _OF_WORDS},
    "skipped": "CASE WHEN c.skip IS NULL THEN 0 ELSE 1 END",
    "gone": f"CASE WHEN c.skip IS NULL OR s.ref IN ({_STILL_WORDED}) THEN 0 ELSE 1 END",
    "framed": "CASE WHEN c.frames IS NULL THEN 0 ELSE 1 END",
}
_RECODE = f"""
    INSERT INTO {RECODED} (ref, official, {", ".join(_OF_READ)})
    SELECT s.ref, s.official, {", ".join(_OF_READ.values())}
    FROM statements AS s
    LEFT JOIN codings AS c ON c.ref = s.ref AND c.coder = ?
    LEFT JOIN {_REDATED} AS d ON d.ref = s.ref
    LEFT JOIN {_REWORDED} AS w ON w.ref = s.ref
    WHERE c.ref IS NOT NULL OR d.ref IS NOT NULL"""


class Reading(NamedTuple):
    """How many of the requested statements a coder has read.

    Statements that the coder `skipped` are excluded; all others count as `decided`. `errors` is how
    many codings, files and folders of the coder are excluded because of errors.
    """

    coder: str
    read: int
    skipped: int
    decided: int
    errors: int

    @property
    def statements(self) -> int:
        """The number of requested statements."""
        return self.read + self.skipped + self.decided


@contextmanager
def as_coded(index: sqlite3.Connection, coder: str) -> Iterator[None]:
    """Make an index return results as a coder has coded it; as decided if `coder` is empty.

    Read all rows of a result before the context ends.
    """
    if not coder:
        yield
        return
    put_over(index, coder)
    try:
        yield
    finally:
        take_off(index)


def put_over(index: sqlite3.Connection, coder: str) -> None:
    """Make an index return results as a coder has coded it, until `take_off`."""
    own = cast("Index", index)
    with own.unnoticed():
        try:
            _put_readings(own, coder)
            skips, changed = _changes(own)
            for name, query in _views(own, coder, changed, skips=skips):
                own.put_view_over(name, query)
            if not own.is_exported:
                _sum_again(own)
        except BaseException:
            own.take_all_off()
            raise
    own.has_other_words = skips or any(key in changed for key in _OF_WORDS)


def take_off(index: sqlite3.Connection) -> None:
    """Make an index return results as decided again."""
    own = cast("Index", index)
    with own.unnoticed():
        own.take_all_off()
    own.reading, own.has_other_words = None, False


def _put_readings(index: Index, coder: str) -> None:
    """Put what a coder has read, and everything that follows from it, into `recoded`."""
    index.put_table_over(RECODED, _COLUMNS)
    index.put_table_over(_REWORDED, dict.fromkeys(("ref", *_OF_WORDS), "TEXT"))
    index.put_table_over(_REDATED, dict.fromkeys(("ref", *_OF_DAY), "TEXT"))
    _stream(index, _REWORDED, _reworded(index, coder))
    _stream(index, _REDATED, _redated(index, _OTHER_DAYS, coder))
    _stream(index, _REDATED, [*_redated(index, _WORDS_OF_OTHER_DAYS, coder)])
    query = "SELECT DISTINCT coder FROM statements ORDER BY coder"
    names = [name for (name,) in index.execute(query) if folder_of(name) == coder]
    marks = ", ".join("?" * len(names)) or "NULL"
    index.execute(_RECODE.replace("{names}", marks), (*names, coder, coder, coder))


def _stream(index: Index, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into a table, in batches."""
    remaining = iter(rows)
    while some := [*islice(remaining, _AT_ONCE)]:
        index.insert_over(table, some)


def _reworded(index: Index, coder: str) -> Iterator[tuple[str, ...]]:
    """The searched text of statements with other conditions."""
    from stances.index.search import searched_words  # noqa: PLC0415 - few are read so

    for ref, summary, conditions, evidence in index.execute(_OTHER_CONDITIONS, (coder,)):
        found = searched_words(summary, json.loads(conditions), json.loads(evidence))
        yield (ref, *(found[key] for key in _OF_WORDS))


def _redated(index: Index, query: str, coder: str) -> Iterator[tuple[str | None, ...]]:
    """The day of statements that have another one, and the role that was held on it."""
    offices = of = None
    for row in index.execute(query, (coder,)):
        found = {key: row[key] for key in row.keys()}  # noqa: SIM118 - a row has no `in`
        if not found.get("is_own"):
            from stances.index.links import office_on, offices_of  # noqa: PLC0415 - as above

            if offices is None or of != found["official"]:
                of = found["official"]
                offices = offices_of(index, of)
            found |= office_on(offices, found, found["said"])
        yield (found["ref"], *(found[key] for key in _OF_DAY))


def _changes(index: Index) -> tuple[bool, set[str]]:
    """Whether any statement is excluded, and which columns of the others differ."""
    differ = [
        f"MAX(CASE WHEN r.skipped = 1 OR {_is_alike(key)} THEN 0 ELSE 1 END)" for key in _READ
    ]
    query = f"""
        SELECT MAX(r.skipped), {", ".join(differ)}
        FROM {RECODED} AS r JOIN statements AS s ON s.ref = r.ref"""
    skips, *changed = index.execute(query).fetchone()
    return bool(skips), {key for key, is_changed in zip(_READ, changed, strict=True) if is_changed}


def _is_alike(key: str) -> str:
    if key in _OF_WORDS:
        return f"r.{key} IS NULL"
    return f"r.{key} = s.{key} OR (r.{key} IS NULL AND s.{key} IS NULL)"


def _views(
    index: Index, coder: str, changed: Collection[str], *, skips: bool
) -> Iterator[tuple[str, str]]:
    """The names to replace by views, each with its query."""
    own = index.decided
    for table in ("all_statements", "statements"):
        names = _names(index, table)
        rowid = ", s.rowid AS rowid" if table == "all_statements" and not index.is_exported else ""
        columns = ", ".join(_column(key, changed) for key in names) + rowid
        of = f"{own}.{table} AS s LEFT JOIN {RECODED} AS r ON r.ref = s.ref"
        yield table, f"SELECT {columns} FROM {of} WHERE r.ref IS NULL OR r.skipped = 0"
    if "frames" in changed or skips:
        yield (
            "statement_frames",
            f"""SELECT f.ref, f.frame FROM {own}.statement_frames AS f WHERE NOT EXISTS (
                    SELECT 1 FROM {RECODED} AS r
                    WHERE r.ref = f.ref AND (r.framed = 1 OR r.skipped = 1))
                UNION ALL SELECT c.ref, c.frame FROM coding_frames AS c
                WHERE c.coder = '{coder}'""",
        )
    days = {f"said_{end}" for end in ("from", "to")} & {*changed}
    for table in ("evidence", "disputes", "voices") if skips else ("evidence",) * bool(days):
        columns = ", ".join(
            f"CASE WHEN r.ref IS NULL OR s.said IS NOT NULL THEN s.{key} ELSE r.{key} END AS {key}"
            if table == "evidence" and key in days
            else f's."{key}"'
            for key in _names(index, table)
        )
        of = f"{own}.{table} AS s LEFT JOIN {RECODED} AS r ON r.ref = s.ref"
        yield table, f"SELECT {columns} FROM {of} WHERE r.ref IS NULL OR r.gone = 0"
    if not index.is_exported:
        yield from _following()


def _following() -> Iterator[tuple[str, str]]:
    """The views of SQLite that are made of others, and so must be made again from the new ones."""
    for script in statements_of("indexes.sql"):
        head, _, query = script.partition(" AS\n")
        if (name := head.rpartition("CREATE VIEW ")[2]) in _MADE_OF_OTHERS:
            yield name, query.rstrip().removesuffix(";")


def _column(key: str, changed: Collection[str]) -> str:
    """A column of a statement, with the coder's value if there is one."""
    if key not in changed:
        return f's."{key}"'
    if key in _OF_WORDS:
        return f"COALESCE(r.{key}, s.{key}) AS {key}"
    return f"CASE WHEN r.ref IS NULL THEN s.{key} ELSE r.{key} END AS {key}"


def _names(index: Index, table: str) -> list[str]:
    """The columns of a table."""
    return [name for (name,) in index.execute(f"SELECT name FROM pragma_table_info('{table}')")]


def _sum_again(index: Index) -> None:
    """Compute the sums again for officials with statements that the coder has read."""
    of = f"SELECT DISTINCT official FROM {RECODED}"
    own = f"SELECT * FROM {index.decided}.tallies WHERE official NOT IN ({of})"
    index.execute(f"CREATE TEMP TABLE tallies AS {own}")
    officials = [tuple(row) for row in index.execute(of)]
    if len(officials) <= _FEW:
        # One by one: for several officials, SQLite would sum up all statements.
        again = "INSERT INTO temp.tallies SELECT * FROM tallied WHERE official = ?"
        index.executemany(again, officials)
    else:
        index.execute(f"INSERT INTO temp.tallies SELECT * FROM tallied WHERE official IN ({of})")
    index.execute("CREATE INDEX temp.tallies_coded ON tallies (official, faction, issue)")
    index.over["tallies"] = "TABLE"
