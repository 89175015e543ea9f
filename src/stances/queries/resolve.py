"""Resolves names that people type to ids; it suggests and never guesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.errors import AmbiguousName, UnknownName
from stances.text import closest, fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_LISTED = 12
_WORDS = {
    "faction": "SELECT faction AS id, label FROM factions ORDER BY number",
    "frame": "SELECT frame AS id, label FROM frames ORDER BY number",
    "position": "SELECT DISTINCT position AS id, label FROM positions ORDER BY issue, number",
    "issue": "SELECT issue AS id, issue AS label FROM issues ORDER BY number",
    "source": "SELECT source AS id, source AS label FROM sources ORDER BY source",
}


def official(index: sqlite3.Connection, name: str, *, or_source: bool = False) -> str:
    """The id of the official whom an id, an alias, a surname or a native name means.

    Raises `UnknownName` or `AmbiguousName`; with `or_source`, the error says that a source's id
    was possible too.
    """
    if index.execute("SELECT 1 FROM officials WHERE official = ?", (name,)).fetchone():
        return name
    found = index.execute(
        """SELECT DISTINCT o.official AS id, o.name
           FROM names JOIN officials AS o ON o.official = names.official
           WHERE folded = ? AND folded <> '' ORDER BY o.official""",
        (fold(name),),
    ).fetchall()
    if len(found) > 1:
        raise AmbiguousName(name, [(row["id"], row["name"]) for row in found])
    if not found:
        what = "official, statement or source" if or_source else "official"
        raise UnknownName(what, name, _hint_for_name(index, name, or_source=or_source))
    return str(found[0]["id"])


def statement(index: sqlite3.Connection, ref: str) -> str:
    """The reference of the statement that an official's name and an id behind a `/` mean.

    Raises `UnknownName` or `AmbiguousName`.
    """
    name, _, id_ = ref.partition("/")
    known = official(index, name)
    wanted = f"{known}/{id_}"
    if not index.execute("SELECT 1 FROM statements WHERE ref = ?", (wanted,)).fetchone():
        raise UnknownName("statement", wanted, _hint_for_statement(index, known, wanted))
    return wanted


def _hint_for_statement(index: sqlite3.Connection, own: str, ref: str) -> str:
    spoilt = "SELECT path, line FROM problems WHERE ref = ? AND severity = 'error'"
    if problem := index.execute(spoilt, (ref,)).fetchone():
        place = f"{problem['path']}:{problem['line']}"
        return f"it is left out because of a problem at {place}; see `stances check`"
    query = "SELECT ref FROM statements WHERE official = ? ORDER BY number"
    refs = [row["ref"] for row in index.execute(query, (own,))]
    return hint(ref, {known: known for known in refs}, listed(refs))


def _left_out(index: sqlite3.Connection, name: str) -> str:
    """That a record is there but cannot be used; empty if that is not so."""
    query = "SELECT path FROM files WHERE kind IN ('official', 'source') AND left_out AND id = ?"
    file = index.execute(query, (name.casefold(),)).fetchone()
    return (
        f"{file['path']} is left out because of its problems; see `stances check`" if file else ""
    )


def _hint_for_name(index: sqlite3.Connection, name: str, *, or_source: bool) -> str:
    if left_out := _left_out(index, name):
        return left_out
    rows = index.execute("SELECT official, name FROM names ORDER BY official").fetchall()
    ids = {row["name"]: row["official"] for row in rows}
    if not or_source:
        return hint(name, ids, "`stances officials` lists them all")
    ids |= {id_: id_ for (id_,) in index.execute("SELECT source FROM sources ORDER BY source")}
    return hint(name, ids, "`stances officials` and `stances sources` list what there is")


def word(index: sqlite3.Connection, kind: str, name: str) -> str:
    """The id of the faction, frame, position, issue or source that an id or a label means.

    Raises `UnknownName`.
    """
    rows = index.execute(_WORDS[kind]).fetchall()
    ids = [row["id"] for row in rows]
    if name in ids:
        return name
    folded = fold(name)
    fitting = {row["id"] for row in rows if folded in (fold(row["id"]), fold(row["label"]))}
    if len(fitting) == 1:
        return str(fitting.pop())
    left_out = _left_out(index, name) if kind == "source" else ""
    known = dict(zip(ids, ids, strict=True))
    raise UnknownName(kind, name, left_out or hint(name, known, listed(ids)))


def hint(name: str, known: dict[str, str], otherwise: str) -> str:
    """What was probably meant; `known` leads from each name to the id to be suggested."""
    near = dict.fromkeys(known[match] for match in closest(name, known, 6))
    if not near:
        return otherwise
    return f"did you mean {' or '.join(f'`{id_}`' for id_ in list(near)[:3])}?"


def listed(ids: Sequence[str]) -> str:
    """All ids in a line, or as many as one can take in."""
    more = ", …" if len(ids) > _LISTED else ""
    return f"one of: {', '.join(ids[:_LISTED])}{more}" if ids else ""
