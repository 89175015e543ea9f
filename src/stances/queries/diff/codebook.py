"""Changes of `corpus.yaml` and of the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.diff.changes import CHANGED, change, record_changes
from stances.queries.diff.matching import content_of
from stances.queries.diff.sides import WORDS, ref_then

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.diff.sides import Sides
    from stances.queries.result import Row


def compare_words(both: Sides) -> None:
    """Compare the corpus itself, then issues, positions, factions and frames."""
    for old, new in both.differing("corpus"):
        if old and new:
            both.tell(record_changes("corpus", old, new))
    issues: set[str] = set()
    for record in WORDS:
        _compare(both, record, issues)


def _compare(both: Sides, record: str, issues: set[str]) -> None:
    """Compare words of one kind, except positions of `issues` that were added or removed."""
    before: list[Row] = []
    after: list[Row] = []
    for old, new in both.differing(record):
        if old and new:
            both.tell(_changes(record, old, new))
        elif old:
            before.append(_now(both, record, old))
        elif new:
            after.append(new)
    before, after = ([r for r in rows if r.get("issue") not in issues] for rows in (before, after))
    unmatched = both.left(record, before, after, *_ALIKE)
    for old, new in unmatched.pairs:
        was = ref_then(old)
        if was.rpartition("/")[2] != new["ref"].rpartition("/")[2]:
            both.renamed(record, was, new["ref"], name=_name(new))
        both.renames.add(record, {was: new["ref"]})
        both.tell(_changes(record, old, new))
    for rows, added in ((unmatched.removed, False), (unmatched.added, True)):
        for row in rows:
            both.settle(record, row, added=added, name=_name(row), issue=row.get("issue"))
            if record == "issue":
                issues.add(row["ref"])


def _now(both: Sides, record: str, old: Row) -> Row:
    """Return an old position with the new id of its issue; other words unchanged."""
    if record != "position":
        return old
    issue = both.renames.of("issue", old["issue"])
    return old | {"issue": issue, "ref": f"{issue}/{old['id']}", "was_ref": old["ref"]}


def _changes(record: str, old: Row, new: Row) -> Iterator[Row]:
    """Yield the changes of a word; for an issue, also a new order of its positions."""
    whose = {"name": _name(new), "issue": new.get("issue")}
    old = {key: value for key, value in old.items() if key != "was_ref"}
    yield from record_changes(record, old, new, **whose)
    if record == "issue":
        was, now = old["positions"], new["positions"]
        common = {*was} & {*now}
        if [each for each in was if each in common] != [each for each in now if each in common]:
            order = {"key": "positions", "was": was, "now": now}
            yield change(CHANGED, record, new["ref"], **whose, **order)


def _name(row: Row) -> str | None:
    name: str | None = row.get("label") or row.get("question")
    return name


_ALIKE = (
    content_of,
    lambda row: (row.get("issue"), _name(row)),
    lambda row: (row.get("issue"), row["definition"]) if row.get("definition") else None,
)
"""Tests for the same word under another id, in turn."""
