"""How each coder read a statement: the readings from which agreement is computed.

A statement's own coder is the one that its record names. This coder's reading is the coding in the
coder's folder, or else the record; all other readings are codings. If the own coder's coding has an
error, the reading is unknown: the record may be a later decision, so it is not used.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.coders import coding_ref, folder_of
from stances.queries.codings import left_out
from stances.queries.result import from_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from stances.queries.filters import Clause


class Reading(NamedTuple):
    """One coder's reading of one statement.

    `coder` is the name of the coder's folder. `is_own` says whether the record names this coder;
    `is_record` whether this is the record itself. `skip` says why there is no position. `frames` is
    None if they were not coded. `is_dated` says whether the reading gives the day itself; otherwise
    the day is the record's.
    """

    ref: str
    official: str
    name: str
    faction: str | None
    issue: str
    coder: str
    is_own: bool
    is_record: bool
    position: str | None
    score: int | None
    conditions: Sequence[str]
    frames: Sequence[str] | None
    said: str | None
    skip: str | None
    note: str | None
    coded: str | None
    path: str | None
    line: int | None
    is_dated: bool = True


class _Unknown(NamedTuple):
    """Codings that exist but cannot be read: single ones, and whole files."""

    codings: frozenset[str]
    files: frozenset[str]

    def has(self, ref: str, coder: str) -> bool:
        """Whether the coding of a statement by this coder may be one of them."""
        found = coding_ref(coder, ref)
        return found in self.codings or found.rpartition("/")[0] in self.files


class Unread(NamedTuple):
    """The number of statements whose only reading is their record, by issue, coder and so on."""

    issue: str
    faction: str | None
    coder: str
    is_scored: bool
    statements: int


_CODING = "position score conditions frames said skip note coded path line".split()
_RECORD = "position score conditions frames said note path line".split()
_STATEMENT = "ref official name faction issue".split()
_READINGS = f"""
    SELECT c.coder AS folder, {", ".join(f"c.{key}" for key in _CODING)},
        {", ".join(f"s.{key}" for key in _STATEMENT)}, s.coder AS own, s.words_of,
        {", ".join(f"s.{key} AS own_{key}" for key in _RECORD)}
    FROM codings AS c JOIN statements AS s ON s.ref = c.ref
    WHERE {{clause}} ORDER BY s.ref, c.coder"""
_UNKNOWN_FILES = """
    SELECT path FROM files WHERE path > 'codings/' AND path < 'codings0' AND left_out = 1"""
_ALONE = "NOT EXISTS (SELECT 1 FROM codings AS c WHERE c.ref = s.ref)"
_WHOSE = f"""
    SELECT s.ref, s.issue, s.faction, s.coder, CASE WHEN s.score IS NULL THEN 0 ELSE 1 END AS scored
    FROM statements AS s WHERE {{clause}} AND {_ALONE} ORDER BY s.ref"""
_UNREAD = f"""
    SELECT s.issue, s.faction, s.coder, CASE WHEN s.score IS NULL THEN 0 ELSE 1 END AS is_scored,
        COUNT(*) AS statements
    FROM statements AS s
    WHERE {{clause}} AND {_ALONE}
    GROUP BY s.issue, s.faction, s.coder, CASE WHEN s.score IS NULL THEN 0 ELSE 1 END
    ORDER BY s.issue, s.faction IS NOT NULL, s.faction, s.coder, is_scored"""


def readings(index: sqlite3.Connection, clause: Clause) -> Iterator[list[Reading]]:
    """Yield all readings of each statement that has a coding, by reference and coder."""
    own: list[Reading] = []
    before, unknown = None, _unknown(index)
    for row in index.execute(_READINGS.format(clause=clause.sql), clause.values):
        if before is not None and row["ref"] != before["ref"]:
            yield _with_record(own, before, unknown)
            own = []
        own.append(_coding(row))
        before = row
    if before is not None:
        yield _with_record(own, before, unknown)


def unread(index: sqlite3.Connection, clause: Clause) -> list[Unread]:
    """Count the statements without any coding, by their common values."""
    if any(unknown := _unknown(index)):
        return _unread_but(index, clause, unknown)
    return [
        Unread(issue, faction, folder_of(coder), bool(is_scored), statements)
        for issue, faction, coder, is_scored, statements in index.execute(
            _UNREAD.format(clause=clause.sql), clause.values
        )
    ]


def _unread_but(index: sqlite3.Connection, clause: Clause, unknown: _Unknown) -> list[Unread]:
    """Yield statements without coding, except where an unreadable coding may be the coder's."""
    found: Counter[tuple[str, str | None, str, bool]] = Counter()
    for ref, issue, faction, coder, scored in index.execute(
        _WHOSE.format(clause=clause.sql), clause.values
    ):
        if not unknown.has(ref, folder_of(coder)):
            found[issue, faction, folder_of(coder), bool(scored)] += 1
    return [Unread(*key, statements) for key, statements in found.items()]


def _unknown(index: sqlite3.Connection) -> _Unknown:
    """Return the codings with errors."""
    files = (path.split("/")[-2:] for (path,) in index.execute(_UNKNOWN_FILES))
    return _Unknown(
        frozenset(left_out(index)),
        frozenset(coding_ref(coder, name.removesuffix(".yaml")) for coder, name in files),
    )


def _with_record(codings: list[Reading], row: sqlite3.Row, unknown: _Unknown) -> list[Reading]:
    """Return a statement's readings and its record's, unless its own coder has a coding."""
    if any(each.is_own for each in codings) or unknown.has(row["ref"], folder_of(row["own"])):
        return codings
    values = {key: row[f"own_{key}"] for key in _RECORD} | {"skip": None, "coded": None}
    values["is_dated"] = row["words_of"] is None
    record = _reading(row, values, folder_of(row["own"]), is_record=True)
    return sorted([*codings, record], key=lambda each: each.coder)


def _coding(row: sqlite3.Row) -> Reading:
    values = {key: row[key] for key in _CODING}
    values["is_dated"] = values["said"] is not None
    values["said"] = values["said"] or row["own_said"]
    return _reading(row, values, row["folder"], is_record=False)


def _reading(row: sqlite3.Row, values: dict[str, Any], coder: str, *, is_record: bool) -> Reading:
    for key in ("conditions", "frames"):
        values[key] = _listed(values[key])
    own: dict[str, Any] = {
        "coder": coder,
        "is_own": coder == folder_of(row["own"]),
        "is_record": is_record,
    }
    own |= {key: row[key] for key in _STATEMENT}
    return Reading(**own, **values)


def _listed(text: str | None) -> Sequence[str] | None:
    """Decode a list of the index."""
    if text is None or text == "[]":
        return None if text is None else []
    found: Sequence[str] = from_json(text)
    return found
