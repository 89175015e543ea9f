"""The two states of a corpus while they are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.model import fields
from stances.queries.diff.changes import ADDED, EVIDENCE_LOST, REMOVED, RENAMED, change
from stances.queries.diff.matching import Renames, matched
from stances.queries.result import decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from stances.queries.diff.matching import Alike
    from stances.queries.result import Row


@dataclass(frozen=True)
class Side:
    """A state: its index and description. `absent` means that it has no corpus at all."""

    index: sqlite3.Connection
    described: Row
    absent: bool = False

    def withheld(self) -> Skipped:
        """Return what it leaves out because of problems."""
        return Skipped() if self.absent else skipped(self.index)


class Unmatched(NamedTuple):
    """Records whose id only one state has: pairs under different ids, and those without a pair."""

    pairs: list[tuple[Row, Row]]
    removed: list[Row]
    added: list[Row]


def ref_then(old: Row) -> str:
    """Return the id that an old record had."""
    ref: str = old["was_ref"] if "was_ref" in old else old["ref"]
    return ref


@dataclass
class Sides:
    """Two states, and the results so far.

    `missing` has the records that a state leaves out, each with the names of these states: `old`,
    `new`.
    """

    old: Side
    new: Side
    changes: list[Row] = field(default_factory=list)
    renames: Renames = field(default_factory=Renames)
    missing: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    uncompared: dict[str, set[str]] = field(default_factory=lambda: {"old": set(), "new": set()})

    def __post_init__(self) -> None:
        self.held = {"old": self.old.withheld(), "new": self.new.withheld()}
        for side, held in self.held.items():
            for record, ref in held.refs():
                self.missing.setdefault((record, ref), set()).add(side)

    def differing(self, record: str) -> Iterator[tuple[Row | None, Row | None]]:
        """Yield the records of a kind that differ under the same id, decoded."""
        rows = partial(read, record=record)
        for old, new in differing(self.old.index, self.new.index, rows):
            yield old and decoded(old), new and decoded(new)

    def left(self, record: str, old: Iterable[Row], new: Iterable[Row], *alike: Alike) -> Unmatched:
        """Match the records whose id only one state has.

        The `ref` of old records is the one they would have now. A record that the other state
        leaves out because of problems is neither added nor removed.
        """
        before = {row["ref"]: row for row in self._known(record, old, "new")}
        after = {row["ref"]: row for row in self._known(record, new, "old")}
        matches = {ref: ref for ref in before.keys() & after.keys()}
        rest = [{k: row for k, row in side.items() if k not in matches} for side in (before, after)]
        matches |= matched(rest[0], rest[1], *alike)
        pairs = [(before[was], after[now]) for was, now in sorted(matches.items())]
        taken = set(matches.values())
        return Unmatched(
            pairs,
            [row for ref, row in sorted(before.items()) if ref not in matches],
            [row for ref, row in sorted(after.items()) if ref not in taken],
        )

    def _known(self, record: str, rows: Iterable[Row], other: str) -> Iterator[Row]:
        """Yield the records that the other state does not leave out; note the others."""
        for row in rows:
            if not self.held[other].has(record, row["ref"]):
                yield row
                continue
            if record != "assessment":
                self.missing.setdefault((record, row["ref"]), set()).add(other)
            self.uncompared["old" if other == "new" else "new"].add(ref_then(row))

    def know_officials(self) -> None:
        """Apply the renames of officials to the records that the old state leaves out."""
        old = self.held["old"]
        self.held["old"] = old._replace(
            statements=frozenset(map(self.renames.ref, old.statements)),
            unnamed=frozenset(self.renames.of("official", each) for each in old.unnamed),
        )

    def tell(self, changes: Iterable[Row]) -> None:
        """Add changes."""
        self.changes += changes

    def renamed(self, record: str, was: str, now: str, **values: Any) -> None:
        """Add the change of a record's id."""
        self.tell([change(RENAMED, record, now, previous_ref=was, **values)])

    def settle(self, record: str, row: Row, *, added: bool, **values: Any) -> None:
        """Add the change of a record that was added or removed, with its whole content."""
        kind, side = (ADDED, "now") if added else (REMOVED, "was")
        self.tell([change(kind, record, row["ref"], **values, **{side: row})])


def _keys(record: str, without: str = "") -> str:
    return ", ".join(f'"{key}"' for key in fields.keys(record, without=without))


RECORDS = {
    "corpus": f"""
        SELECT 'corpus' AS ref, {_keys("Meta", "schema_version assertions")},
            (SELECT group_concat(kind || ' ' || bound || ' ' || number, ', ')
             FROM (SELECT * FROM assertions ORDER BY kind, bound)) AS assertions
        FROM corpus""",
    "issue": f"""
        SELECT issue AS ref, {_keys("Issue", "id positions")},
            (SELECT json_group_array(p.position) FROM (
                SELECT position FROM positions WHERE issue = i.issue ORDER BY number) AS p
            ) AS positions
        FROM issues AS i ORDER BY issue""",
    "position": f"""
        SELECT issue || '/' || position AS ref, issue, position AS id, {_keys("Position", "id")}
        FROM positions ORDER BY issue || '/' || position""",
    "faction": f"SELECT faction AS ref, {_keys('Term', 'id')} FROM factions ORDER BY faction",
    "frame": f"SELECT frame AS ref, {_keys('Term', 'id')} FROM frames ORDER BY frame",
    "source": f"""
        SELECT source AS ref, {_keys("Source", "assessments")} FROM sources ORDER BY source""",
    "official": f"""
        SELECT official AS ref, {_keys("Official", "statements")}
        FROM officials ORDER BY official""",
    "statement": f"""
        SELECT ref, official, {_keys("Statement", "id")}, decided_by, decided_why, decided_of
        FROM statements ORDER BY ref""",
}
"""For each kind of record, the query for its id as `ref` and all keys that are compared."""
WORDS = ("issue", "position", "faction", "frame")
_ASSESSMENTS = f"SELECT source, {_keys('Assessment')} FROM assessments ORDER BY source, number"

Keyed = tuple[str, Any]
"""A record's id, and its undecoded rows in the index."""


def read(index: sqlite3.Connection, record: str) -> Iterator[Keyed]:
    """Yield the records of a kind, sorted by id and not yet decoded."""
    return ((row[0], row) for row in index.execute(RECORDS[record]))


def read_assessments(index: sqlite3.Connection) -> Iterator[Keyed]:
    """Yield the assessments of each source that has any."""
    rows = index.execute(_ASSESSMENTS)
    return ((source, list(own)) for source, own in groupby(rows, key=lambda row: row[0]))


def differing(
    old: sqlite3.Connection,
    new: sqlite3.Connection,
    rows: Callable[[sqlite3.Connection], Iterator[Keyed]],
) -> Iterator[tuple[Any, Any]]:
    """Yield each pair of records that differ under one id; None if a state has no such record.

    Only one record of each state is in memory at a time.
    """
    before, after = rows(old), rows(new)
    left, right = next(before, None), next(after, None)
    while left or right:
        if right is None or (left is not None and left[0] < right[0]):
            yield left and left[1], None
            left = next(before, None)
        elif left is None or left[0] > right[0]:
            yield None, right[1]
            right = next(after, None)
        else:
            if left[1] != right[1]:
                yield left[1], right[1]
            left, right = next(before, None), next(after, None)


def decoded(row: sqlite3.Row) -> Row:
    """Return a record with its lists decoded from JSON."""
    return decode(row, row.keys())


_LEFT_OUT = """
    SELECT kind, id FROM files WHERE left_out ORDER BY kind, id"""
_STATEMENTS = """
    SELECT DISTINCT ref FROM problems WHERE severity = 'error' AND ref LIKE '%/%'
        AND path NOT LIKE 'codings/%' ORDER BY ref"""
_FOLDERS = """
    SELECT path FROM problems WHERE severity = 'error' AND scope = 'folder'"""


class Skipped(NamedTuple):
    """The ids of the records left out, and the kinds that are left out as a whole.

    An official is `unnamed` if not all its left-out statements are known: one has no usable id, or
    a part of the official is left out.
    """

    kinds: frozenset[str] = frozenset()
    officials: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()

    def has(self, record: str, ref: str) -> bool:
        """Whether a record is, or may be, left out."""
        if record in self.kinds:
            return True
        if record == "statement":
            official = ref.partition("/")[0]
            return ref in self.statements or official in (self.officials | self.unnamed)
        return ref in {"official": self.officials, "source": self.sources}.get(record, ())

    def refs(self) -> Iterator[tuple[str, str]]:
        """Yield all records that are known to be left out, with their kinds."""
        yield from (("official", ref) for ref in sorted(self.officials))
        yield from (("source", ref) for ref in sorted(self.sources))
        for ref in sorted(self.statements):
            if ref.partition("/")[0] not in self.officials:
                yield "statement", ref


def skipped(index: sqlite3.Connection) -> Skipped:
    """Return what the index of a corpus leaves out."""
    files: dict[str, set[str]] = {}
    for kind, id_ in index.execute(_LEFT_OUT):
        files.setdefault(kind, set()).add(id_)
    refs = {ref for (ref,) in index.execute(_STATEMENTS)}
    unreadable = {path for (path,) in index.execute(_FOLDERS)}
    other_version = index.execute("SELECT 1 FROM problems WHERE code = 'ST213'").fetchone()
    kinds = {"corpus"} & files.keys()
    if "codebook" in files:
        kinds.update(WORDS)
    if {"corpus", "codebook"} & files.keys() or "officials" in unreadable:
        kinds |= {"official", "statement"}
    if other_version or "sources" in unreadable:
        kinds |= {"source", "assessment"}
    return Skipped(
        frozenset(kinds),
        frozenset(files.get("official", ())),
        frozenset(files.get("source", ())),
        frozenset(refs),
        frozenset(ref.partition("/")[0] for ref in refs if "/#" in ref)
        | files.get("part", set())
        | {path.split("/")[1] for path in unreadable if path.startswith("officials/")},
    )


_NO_LINE = 'NULL AS line, NULL AS "column"'
_STATEMENT = 'SELECT path, line, "column" FROM all_statements WHERE ref = ?'
_PLACES = {
    "statement": _STATEMENT,
    "dispute": """
        SELECT s.path, COALESCE(d.words_line, s.line) AS line,
            COALESCE(d.words_column, s."column") AS "column"
        FROM (SELECT ? AS ref, ? AS number) AS x JOIN all_statements AS s ON s.ref = x.ref
        LEFT JOIN disputes AS d ON d.ref = x.ref AND d.number = x.number""",
    "evidence": """
        SELECT s.path, e.{key}_line AS line, e.{key}_column AS "column"
        FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
        WHERE e.ref = ? AND e.number = ?""",
    "assessment": """
        SELECT r.path, a.text_line AS line, a.text_column AS "column"
        FROM assessments AS a JOIN sources AS r ON r.source = a.source
        WHERE a.source = ? AND a.number = ?""",
    "source": """
        SELECT r.path, u.text_line AS line, u.text_column AS "column"
        FROM (SELECT ? AS source, ? AS number) AS x JOIN sources AS r ON r.source = x.source
        LEFT JOIN uncoded AS u ON u.source = x.source AND u.number = x.number""",
    "coding": """
        SELECT path, line, "column" FROM all_codings WHERE coder || ':' || ref = ?""",
    "coder": f"SELECT NULL AS path, {_NO_LINE}",
    "official": f"SELECT path, {_NO_LINE} FROM officials WHERE official = ?",
    "corpus": f"SELECT 'corpus.yaml' AS path, {_NO_LINE}",
}
_WORD = f"SELECT 'codebook.yaml' AS path, {_NO_LINE}"


def placed(both: Sides, change: Row) -> Row:
    """Return a change with its file, line and column.

    The place is in the new state; for removed records and evidence, in the old state.
    """
    gone = change["kind"] in (REMOVED, EVIDENCE_LOST)
    index = both.old.index if gone else both.new.index
    row = {key: value for key, value in change.items() if key not in ("number", "at")}
    query = _PLACES.get(change["record"], _WORD)
    key = "original" if change["key"] == "original" and change["now"] else "text"
    values = (change.get("at", change["ref"]), change.get("number"))[: query.count("?")]
    place = index.execute(query.format(key=key), values).fetchone()
    return row | {key: place[key] for key in ("path", "line", "column") if place}
