"""Resolves names that people type to ids; it suggests and never guesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.errors import AmbiguousName, UnknownName
from stances.text import closest, fold, is_sought

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_LISTED = 12
_SUGGESTED = 3
_RECORDED = ("id", "name", "native", "alias", "surname")
_WHOLE = ("name", "native", "alias")
_WORDS = {
    "faction": "SELECT faction AS id, label FROM factions ORDER BY number",
    "frame": "SELECT frame AS id, label FROM frames ORDER BY number",
    "position": "SELECT position AS id, label FROM positions ORDER BY issue, number",
    "issue": "SELECT issue AS id, question AS label FROM issues ORDER BY number",
    "source": "SELECT source AS id, source AS label FROM sources ORDER BY source",
}


def official(
    index: sqlite3.Connection,
    name: str,
    *,
    or_source: bool = False,
    otherwise: str = "",
    before: float = 0,
) -> str:
    """Return the id of the official with this id, alias, surname or native name.

    If there is none, these are tried: the surname of an alias or native name, a whole name in
    another order, then any of these after a title.

    Raises `UnknownName` or `AmbiguousName`. With `or_source`, the error says that a source's id is
    possible too. `otherwise` is the error's hint if no name is near, or if `before`, the number of
    unknown names so far, is too high to search.
    """
    if index.execute("SELECT 1 FROM officials WHERE official = ?", (name,)).fetchone():
        return name
    rows = _called(index, _RECORDED, [fold(name)])
    left_out = "" if rows else _left_out(index, name)
    if not rows and not left_out:
        rows = _in_other_words(index, name)
    if len(rows) > 1:
        raise AmbiguousName(name, [(row["id"], row["name"]) for row in rows])
    if rows:
        return str(rows[0]["id"])
    what = "official, statement or source" if or_source else "official"
    if left_out:
        raise UnknownName(what, name, left_out)
    otherwise = otherwise or "`stances officials` lists them all"
    if before:
        [names] = index.execute("SELECT COUNT(*) FROM names").fetchone()
        if not is_sought(before, names):
            raise UnknownName(what, name, otherwise)
    rows = index.execute("SELECT official, name FROM names ORDER BY official").fetchall()
    ids = {row["name"]: row["official"] for row in rows}
    if or_source:
        ids |= {id_: id_ for (id_,) in index.execute("SELECT source FROM sources ORDER BY source")}
        otherwise = "`stances officials` and `stances sources` list what there is"
    near = meant(_of_that_surname(index, name)) or hint(name, ids, otherwise)
    raise UnknownName(what, name, near)


def alike(index: sqlite3.Connection, name: str, before: float = 0) -> list[str]:
    """Return the officials whom an unknown name may mean, the likeliest first.

    Returns none if `before`, the number of unknown names so far, is too high to search.
    """
    rows = index.execute("SELECT official, name FROM names ORDER BY official").fetchall()
    if not is_sought(before, len(rows)):
        return []
    ids = {row["name"]: row["official"] for row in rows}
    near = dict.fromkeys(ids[match] for match in closest(name, ids, 6))
    return _of_that_surname(index, name) or [*near][:_SUGGESTED]


def _of_that_surname(index: sqlite3.Connection, name: str) -> list[str]:
    """Return officials for a name with an unknown title, or with another first name."""
    from stances.index.names import titled  # noqa: PLC0415 - as below

    for _, rest in titled(name):
        if found := _called(index, _RECORDED, [fold(rest)]):
            return [row["id"] for row in found] if len(found) <= _SUGGESTED else []
    return []


def _called(
    index: sqlite3.Connection, kinds: tuple[str, ...], spellings: Sequence[str]
) -> list[sqlite3.Row]:
    """Return the officials with a name of these kinds, in one of these spellings."""
    wanted = [folded for folded in spellings if folded]
    marks = [", ".join("?" * len(values)) for values in (wanted, kinds)]
    query = f"""SELECT DISTINCT o.official AS id, o.name, o.kind
                FROM names JOIN officials AS o ON o.official = names.official
                WHERE folded IN ({marks[0]}) AND names.kind IN ({marks[1]}) ORDER BY id"""
    return index.execute(query, (*wanted, *kinds)).fetchall() if wanted else []


def _in_other_words(index: sqlite3.Connection, name: str) -> list[sqlite3.Row]:
    """Return the officials for a name that is not recorded in this form."""
    from stances.index.names import begins_role, is_address, titled  # noqa: PLC0415 - for few names

    if rows := _derived(index, name):
        return rows
    for title, rest in titled(name):
        found = _called(index, _RECORDED, [fold(rest)]) or _derived(index, rest)
        people = [row for row in found if row["kind"] == "person"]
        ids = [row["id"] for row in people]
        marks = ", ".join("?" * len(ids))
        roles = f"SELECT official, title FROM roles WHERE official IN ({marks}) AND title <> ''"
        holders = {id_ for id_, role in index.execute(roles, ids) if begins_role(title, role)}
        in_office = [row for row in people if row["id"] in holders]
        if in_office or (people and is_address(title)):
            return in_office or people
    return []


def _derived(index: sqlite3.Connection, name: str) -> list[sqlite3.Row]:
    from stances.index.names import orders  # noqa: PLC0415 - as above

    return _called(index, ("derived",), [fold(name)]) or _called(index, _WHOLE, orders(name))


def statement(index: sqlite3.Connection, ref: str) -> str:
    """Return the reference of the statement with an official's name, `/` and an id.

    Raises `UnknownName` or `AmbiguousName`.
    """
    known = "SELECT 1 FROM statements WHERE ref = ?"
    if index.execute(known, (ref,)).fetchone():
        return ref
    name, _, id_ = ref.partition("/")
    query = "SELECT ref FROM statements WHERE ref = official || '/' || ? ORDER BY ref"
    elsewhere = [row["ref"] for row in index.execute(query, (id_,))]
    # An id that many officials use does not show where one statement went.
    moved = meant(elsewhere) if len(elsewhere) <= _SUGGESTED else ""
    speaker = official(index, name, otherwise=moved)
    wanted = f"{speaker}/{id_}"
    if index.execute(known, (wanted,)).fetchone():
        return wanted
    query = "SELECT path, line FROM problems WHERE ref = ? AND severity = 'error'"
    if problem := index.execute(query, (wanted,)).fetchone():
        place = f"{problem['path']}:{problem['line']}"
        why = f"it is left out because of a problem at {place}; see `stances check`"
        raise UnknownName("statement", wanted, why)
    query = "SELECT ref FROM statements WHERE official = ? ORDER BY number"
    refs = [row["ref"] for row in index.execute(query, (speaker,))]
    near = hint(wanted, {ref: ref for ref in refs}, listed(refs))
    raise UnknownName("statement", wanted, moved or near)


def _left_out(index: sqlite3.Connection, name: str) -> str:
    """Return the hint that a record is left out because of problems; empty if it is not."""
    query = (
        "SELECT path FROM files WHERE kind IN ('official', 'source') AND left_out = 1 AND id = ?"
    )
    file = index.execute(query, (name.casefold(),)).fetchone()
    why = "is left out because of its problems; see `stances check`"
    return f"{file['path']} {why}" if file else ""


def word(index: sqlite3.Connection, kind: str, name: str, before: float = 0) -> str:
    """Return the id of the faction, frame, position, issue or source with this id or label.

    Raises `UnknownName`; its hint suggests nothing after very many unknown names `before`.
    """
    rows = index.execute(_WORDS[kind]).fetchall()
    ids = [*dict.fromkeys(row["id"] for row in rows)]  # a position of several issues is one word
    if name in ids:
        return name
    folded = fold(name)
    fitting = {row["id"] for row in rows if folded in (fold(row["id"]), fold(row["label"]))}
    if len(fitting) == 1:
        return str(fitting.pop())
    left_out = _left_out(index, name) if kind == "source" else ""
    raise UnknownName(kind, name, left_out or hint(name, {i: i for i in ids}, listed(ids), before))


def position(index: sqlite3.Connection, issue: str, name: str, before: float = 0) -> str:
    """Return the id of an issue's position with this id or label, else that of any issue."""
    query = "SELECT position AS id, label FROM positions WHERE issue = ? ORDER BY number"
    folded = fold(name)
    rows = index.execute(query, (issue,)).fetchall()
    own = {row["id"] for row in rows if folded in (fold(row["id"]), fold(row["label"]))}
    return str(own.pop()) if len(own) == 1 else word(index, "position", name, before)


def hint(name: str, known: dict[str, str], otherwise: str, before: float = 0) -> str:
    """Suggest the ids that were probably meant, else return `otherwise`.

    `known` maps names to the ids to suggest; `before` is how many names were looked up already.
    """
    if not is_sought(before, len(known)):
        return otherwise
    near = dict.fromkeys(known[match] for match in closest(name, known, 6))
    return meant(list(near)[:_SUGGESTED]) or otherwise


def meant(ids: Sequence[str]) -> str:
    """Ask whether one of these is meant; empty if there are none."""
    return f"did you mean {' or '.join(f'`{id_}`' for id_ in ids)}?" if ids else ""


def listed(ids: Sequence[str]) -> str:
    """Return the ids in one line; only the first ones if there are many."""
    more = ", …" if len(ids) > _LISTED else ""
    return f"one of: {', '.join(ids[:_LISTED])}{more}" if ids else ""
