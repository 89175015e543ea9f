"""Changes of officials and their statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.evidence.word_diff import likeness
from stances.queries.diff.changes import REATTRIBUTED, change, record_changes
from stances.queries.diff.matching import content_of, matched
from stances.queries.diff.sides import Unmatched, ref_then
from stances.queries.diff.statements import Defaults, statement_changes
from stances.queries.listing import row_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from stances.queries.diff.sides import Side, Sides
    from stances.queries.result import Row


def compare_officials(both: Sides) -> set[str]:
    """Compare the officials and find renames. Return the ids whose roles changed."""
    before: list[Row] = []
    after: list[Row] = []
    new_roles: set[str] = set()

    def compare(old: Row, new: Row) -> None:
        if old["roles"] != new["roles"]:
            new_roles.add(new["ref"])
        both.tell(record_changes("official", old, new, official=new["ref"], name=new["name"]))

    for old, new in both.differing("official"):
        if old and new:
            compare(both.renames.record("Official", old), new)
        elif old:
            before.append(both.renames.record("Official", old))
        elif new:
            after.append(new)
    unmatched = both.left("official", before, after, content_of, lambda row: row["name"])
    for old, new in unmatched.pairs:
        both.renamed("official", old["ref"], new["ref"], official=new["ref"], name=new["name"])
        both.renames.add("official", {old["ref"]: new["ref"]})
        compare(old, new)
    for rows, added in ((unmatched.removed, False), (unmatched.added, True)):
        for row in rows:
            both.settle("official", row, added=added, official=row["ref"], name=row["name"])
    both.know_officials()
    return new_roles


def compare_statements(both: Sides, new_roles: set[str]) -> None:
    """Compare the statements; `new_roles` are the officials whose roles changed."""
    defaults = _defaults(both.old), _defaults(both.new)
    before: list[Row] = []
    after: list[Row] = []

    def compare(old: Row, new: Row) -> None:
        roles = new["official"] in new_roles or old["official"] != new["official"]
        both.tell(statement_changes(old, new, new_roles=roles, **_whose(both, new)))

    for old, new in both.differing("statement"):
        now = new and _without_defaults(new, defaults[1])
        was = old and both.renames.statement(_without_defaults(old, defaults[0])) | {
            "was_ref": old["ref"]
        }
        if was and now and was["ref"] == now["ref"]:
            compare(was, now)
            continue
        before += [was] if was else []
        after += [now] if now else []
    unmatched = _nearly_alike(both.left("statement", before, after, *_ALIKE))
    for was, now in unmatched.pairs:
        _rename(both, was, now)
        compare(was, now)
    for row in unmatched.removed:
        listed = row_of(both.old.index, row["was_ref"]) | {"stance": row["stance"]}
        both.settle("statement", listed, added=False, **_whose(both, row))
    for row in unmatched.added:
        listed = row_of(both.new.index, row["ref"]) | {"stance": row["stance"]}
        both.settle("statement", listed, added=True, **_whose(both, row))


def pairs_of(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return the statements that are the same in two states, even under other references."""
    old, new = ({row["ref"]: row for row in rows} for rows in (before, after))
    matches = {ref: ref for ref in old.keys() & new.keys()}
    rest = [{k: row for k, row in side.items() if k not in matches} for side in (old, new)]
    matches |= matched(rest[0], rest[1], *_ALIKE)
    taken = set(matches.values())
    unmatched = Unmatched(
        [(old[was], new[now]) for was, now in matches.items()],
        [row for ref, row in old.items() if ref not in matches],
        [row for ref, row in new.items() if ref not in taken],
    )
    return _nearly_alike(unmatched).pairs


def _nearly_alike(unmatched: Unmatched) -> Unmatched:
    """Also pair statements whose words were altered.

    Their official, issue, day and source must be the same, and no other unmatched statement may
    share these. Without this, a new id would hide that words of a source were altered.
    """

    def setting(row: Row) -> Hashable:
        return (row["official"], row["issue"], row["said"], _first_of(row)[0])

    removed, added = unmatched.removed, unmatched.added
    before, after = ({row["ref"]: row for row in rows} for rows in (removed, added))
    pairs = []
    for was, now in matched(before, after, setting).items():
        old, new = before[was], after[now]
        if likeness(_first_of(old)[1], _first_of(new)[1]) >= _NEARLY:
            pairs.append((old, new))
    taken = {id(row) for pair in pairs for row in pair}
    return Unmatched(
        [*unmatched.pairs, *pairs],
        [row for row in removed if id(row) not in taken],
        [row for row in added if id(row) not in taken],
    )


def _without_defaults(row: Row, defaults: Defaults) -> Row:
    """Return a statement without default values; `stance` is its position in full."""
    stance = defaults.positions.get((row["issue"], row["position"]))
    return defaults.own(row) | {"stance": stance}


def _rename(both: Sides, was: Row, now: Row) -> None:
    """Add the change of a statement's id or official; a renamed official is no change."""
    whose = _whose(both, now)
    if was["official"] != now["official"]:
        before = _name(both.old, was["was_ref"].partition("/")[0])
        sides = {
            "was": {"official": was["official"], "name": before},
            "now": {"official": now["official"], "name": whose["name"]},
        }
        values = whose | {"previous_ref": was["was_ref"], "key": "official"} | sides
        both.tell([change(REATTRIBUTED, "statement", now["ref"], **values)])
    elif was["ref"] != now["ref"]:
        both.renamed("statement", was["was_ref"], now["ref"], **whose)


def _whose(both: Sides, row: Row) -> Row:
    """Return the values that every change of a statement has."""
    name = _name(both.new, row["official"]) or _name(both.old, ref_then(row).partition("/")[0])
    return {"official": row["official"], "name": name, "issue": row["issue"]}


def _name(side: Side, official: str) -> str | None:
    """Return the name of an official in a state; None if the state has no such official."""
    query = "SELECT name FROM officials WHERE official = ?"
    name: str | None
    (name,) = side.index.execute(query, (official,)).fetchone() or (None,)
    return name


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


def _first_of(row: Row) -> tuple[str, str]:
    """Return source and text of the first evidence, or ("", `words_of`) without evidence."""
    for piece in row["evidence"]:
        return piece["source"], piece["text"]
    return "", str(row["words_of"])


def _words(row: Row) -> Hashable:
    if not row["evidence"]:
        return str(row["words_of"])
    return tuple(sorted((piece["source"], piece["text"]) for piece in row["evidence"]))


_NEARLY = 0.7
"""The least likeness at which two texts of the same day and source count as one."""
_ALIKE = (
    lambda row: (row["official"], row["issue"], row["position"], row["said"], _words(row)),
    lambda row: (row["official"], row["issue"], _words(row)),
    lambda row: (row["official"], _words(row)),
    lambda row: (
        row["official"],
        row["said"],
        _first_of(row),
    ),
    lambda row: (row["issue"], row["said"], _words(row)),
    _words,
)
"""Tests for the same statement under another id, in turn; the last allow another official."""
