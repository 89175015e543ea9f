"""Changes of codings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from stances.coders import coding_ref
from stances.model import fields
from stances.queries.codings import left_out
from stances.queries.diff.changes import CHANGED, change, changed
from stances.queries.diff.matching import matched

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stances.queries.diff.sides import Side, Sides
    from stances.queries.result import Row

_KEYS = fields.keys("Coding")
_LISTS = [key for key, field in fields.RECORDS["Coding"].items() if field.many]
_CODINGS = f"""
    SELECT c.ref AS of, c.coder, s.official, s.name, s.issue,
        {", ".join(f"c.{key}" for key in _KEYS)}
    FROM codings AS c JOIN statements AS s ON s.ref = c.ref ORDER BY c.coder, c.ref"""


def compare_codings(both: Sides) -> None:
    """Compare the codings of statements that both states have; call it after the statements.

    A coder whose readings are all the same under another name counts as renamed.
    """
    old = {key: _as_now(both, row) for key, row in _read(both.old).items()}
    new = _read(both.new)
    names = _renamed_coders([*old.values()], [*new.values()])
    for was, now in sorted(names.items()):
        both.renamed("coder", was, now)
    before: dict[str, Row] = {}
    for (was_coder, was_ref), row in old.items():
        coder = names.get(was_coder, was_coder)
        values = {"coder": coder, "at": coding_ref(was_coder, was_ref)}
        before[coding_ref(coder, row["of"])] = row | values
    after = {coding_ref(row["coder"], row["of"]): row for row in new.values()}
    hidden = {side: left_out(state.index) for side, state in (("old", both.old), ("new", both.new))}
    for ref in sorted(before.keys() | after.keys()):
        old_row, new_row = before.get(ref), after.get(ref)
        row = new_row or old_row or {}
        whose = {key: row[key] for key in ("official", "name", "issue")}
        if old_row and new_row:
            both.tell(_changes(ref, old_row, new_row, whose))
            continue
        other = "old" if new_row else "new"
        if ref in hidden[other] or ref.rpartition("/")[0] in hidden[other]:
            both.missing.setdefault(("coding", ref), set()).add(other)
        elif not both.held[other].has("statement", row["of"]):
            told = {key: row[key] for key in ("coder", *_KEYS)} | {"ref": ref}
            at = {"at": old_row["at"]} if old_row else {}
            both.settle("coding", told, added=bool(new_row), **whose, **at)


def _read(side: Side) -> Mapping[tuple[str, str], Row]:
    rows = map(dict, side.index.execute(_CODINGS))
    return {
        (row["coder"], row["of"]): row | {key: row[key] and json.loads(row[key]) for key in _LISTS}
        for row in rows
    }


def _as_now(both: Sides, row: Row) -> Row:
    """Return an old coding with the ids that are used now."""
    statements = {
        each["previous_ref"]: each["ref"]
        for each in both.changes
        if each["record"] == "statement" and each["previous_ref"]
    }
    renamed = both.renames.record("Coding", row, row["issue"])
    return renamed | {
        "of": statements.get(row["of"], both.renames.ref(row["of"])),
        "official": both.renames.of("official", row["official"]),
        "issue": both.renames.of("issue", row["issue"]),
    }


def _renamed_coders(old: list[Row], new: list[Row]) -> dict[str, str]:
    """Return new names of coders by old names, if all their readings are the same."""
    both = (_readings(old, without=new), _readings(new, without=old))
    return matched(*both, lambda row: repr(row["read"]))


def _readings(rows: list[Row], without: list[Row]) -> dict[str, Row]:
    """Return all readings of each coder in order, except coders who occur in `without`."""
    known = {row["coder"] for row in without}
    found: dict[str, Row] = {}
    for row in rows:
        if row["coder"] not in known:
            content = [row["of"], *(row[key] for key in _KEYS)]
            found.setdefault(row["coder"], {"read": []})["read"].append(content)
    return found


def _changes(ref: str, old: Row, new: Row, whose: Row) -> Iterator[Row]:
    for each in changed(old, new, _KEYS):
        yield change(CHANGED, "coding", ref, **whose, **each)
