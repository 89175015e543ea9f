"""Changes of officials and their statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.evidence.word_diff import likeness
from stances.queries.diff.changes import REATTRIBUTED, change, record_changes
from stances.queries.diff.matching import content_of, matched
from stances.queries.diff.sides import Unmatched, ref_then
from stances.queries.diff.statements import Defaults, statement_changes
from stances.queries.filters import Clause
from stances.queries.listing import select

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Hashable

    from stances.queries.diff.sides import Side, Sides
    from stances.queries.result import Row


def compare_officials(both: Sides) -> set[str]:
    """Compare the officials, and learn which were renamed; the ids of those with other roles."""
    before: list[Row] = []
    after: list[Row] = []
    others: set[str] = set()

    def compare(old: Row, new: Row) -> None:
        if old["roles"] != new["roles"]:
            others.add(new["ref"])
        told = {"official": new["ref"], "name": new["name"]}
        both.tell(record_changes("official", old, new, **told))

    for old, new in both.differing("official"):
        if old and new:
            compare(both.renames.record("Official", old), new)
        elif old:
            before.append(both.renames.record("Official", old))
        elif new:
            after.append(new)
    left = both.left("official", before, after, content_of, lambda row: row["name"])
    for old, new in left.pairs:
        told = {"official": new["ref"], "name": new["name"]}
        both.renamed("official", old["ref"], new["ref"], **told)
        both.renames.add("official", {old["ref"]: new["ref"]})
        compare(old, new)
    for rows, added in ((left.removed, False), (left.added, True)):
        for row in rows:
            both.settle("official", row, added=added, official=row["ref"], name=row["name"])
    both.know_officials()
    return others


def compare_statements(both: Sides, new_roles: set[str]) -> None:
    """Compare the statements; `new_roles` are the officials whose roles are others."""
    defaults = _defaults(both.old), _defaults(both.new)
    before: list[Row] = []
    after: list[Row] = []

    def compare(old: Row, new: Row) -> None:
        told = _whose(both, new)
        roles = new["official"] in new_roles or old["official"] != new["official"]
        both.tell(statement_changes(old, new, new_roles=roles, **told))

    for old, new in both.differing("statement"):
        now = new and _told(new, defaults[1])
        was = old and both.renames.statement(_told(old, defaults[0])) | {"was_ref": old["ref"]}
        if was and now and was["ref"] == now["ref"]:
            compare(was, now)
            continue
        before += [was] if was else []
        after += [now] if now else []
    left = _nearly_alike(both.left("statement", before, after, *_ALIKE))
    for was, now in left.pairs:
        _rename(both, was, now)
        compare(was, now)
    for row in left.removed:
        found = _listed(both.old.index, row["was_ref"]) | {"stance": row["stance"]}
        both.settle("statement", found, added=False, **_whose(both, row))
    for row in left.added:
        found = _listed(both.new.index, row["ref"]) | {"stance": row["stance"]}
        both.settle("statement", found, added=True, **_whose(both, row))


def _nearly_alike(left: Unmatched) -> Unmatched:
    """Pair also what has another id and altered words, if no other was said then in that source.

    Else a new id would hide that words of a source were altered.
    """
    before, after = ({row["ref"]: row for row in rows} for rows in (left.removed, left.added))
    found = [(before[was], after[now]) for was, now in matched(before, after, _setting).items()]
    pairs = [pair for pair in found if likeness(*map(_text, pair)) >= _NEARLY]
    taken = {id(row) for pair in pairs for row in pair}
    return Unmatched(
        [*left.pairs, *pairs],
        [row for row in left.removed if id(row) not in taken],
        [row for row in left.added if id(row) not in taken],
    )


def _told(row: Row, defaults: Defaults) -> Row:
    """A statement with only what it says itself, and its position in full."""
    stance = defaults.positions.get((row["issue"], row["position"]))
    return defaults.own(row) | {"stance": stance}


def _rename(both: Sides, was: Row, now: Row) -> None:
    """Tell of a new id, or of a new official; not of the new id of the same official."""
    whose = _whose(both, now)
    if was["official"] != now["official"]:
        before = _name(both.old, was["was_ref"].partition("/")[0])
        sides = {
            "was": {"official": was["official"], "name": before},
            "now": {"official": now["official"], "name": whose["name"]},
        }
        told = {"previous_ref": was["was_ref"], "key": "official", **sides}
        both.tell([change(REATTRIBUTED, "statement", now["ref"], **whose, **told)])
    elif was["ref"] != now["ref"]:
        both.renamed("statement", was["was_ref"], now["ref"], **whose)


def _whose(both: Sides, row: Row) -> Row:
    """What every change of a statement says of it."""
    name = _name(both.new, row["official"]) or _name(both.old, ref_then(row).partition("/")[0])
    return {"official": row["official"], "name": name, "issue": row["issue"]}


def _name(side: Side, official: str) -> str | None:
    """What an official is called in a state; None if it has no such official."""
    query = "SELECT name FROM officials WHERE official = ?"
    name: str | None
    (name,) = side.index.execute(query, (official,)).fetchone() or (None,)
    return name


def _listed(index: sqlite3.Connection, ref: str) -> Row:
    """A statement as `list` has it."""
    [row] = select(index, Clause("s.ref = ?", (ref,)), "s.ref")
    return row


def _defaults(side: Side) -> Defaults:
    coder = side.index.execute("SELECT coder FROM corpus").fetchone()
    positions = side.index.execute("SELECT issue, position, label, score FROM positions")
    return Defaults(
        coder and coder[0],
        dict(side.index.execute("SELECT source, lang FROM sources").fetchall()),
        {
            (issue, id_): {"position": id_, "label": label, "score": score}
            for issue, id_, label, score in positions
        },
    )


def _words(row: Row) -> Hashable:
    return tuple(sorted((piece["source"], piece["text"]) for piece in row["evidence"]))


def _first(row: Row) -> Hashable:
    piece: dict[str, Any] = row["evidence"][0]
    return (piece["source"], piece["text"])


def _setting(row: Row) -> Hashable:
    return (row["official"], row["issue"], row["said"], row["evidence"][0]["source"])


def _text(row: Row) -> str:
    text: str = row["evidence"][0]["text"]
    return text


_NEARLY = 0.7
"""From this likeness on, two texts of the same day and source are taken for one."""
_ALIKE = (
    lambda row: (row["official"], row["issue"], row["position"], row["said"], _words(row)),
    lambda row: (row["official"], row["issue"], _words(row)),
    lambda row: (row["official"], _words(row)),
    lambda row: (row["official"], row["said"], _first(row)),
    lambda row: (row["issue"], row["said"], _words(row)),
    _words,
)
"""What shows that a statement is the same under another id; at last, with another official."""
