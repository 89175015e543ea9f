"""Changes of sources and their assessments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.model import fields
from stances.queries.diff.changes import ADDED, CHANGED, REMOVED, change, changed, record_changes
from stances.queries.diff.matching import ALIKE, content_of, paired
from stances.queries.diff.sides import decoded, differing, read_assessments
from stances.queries.diff.statements import altered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.diff.sides import Sides
    from stances.queries.result import Row

_OF_ASSESSMENTS = fields.keys("Assessment", without="text")
_PASSAGES = ((lambda each: each["text"], 0.0), (lambda _: None, ALIKE))
_SLOTS = (
    (lambda each: (each["text"], *each["about"]), 0.0),
    (lambda each: each["text"], 0.0),
    (lambda each: tuple(each["about"]), 0.0),
    (lambda _: None, ALIKE),
)


def compare_sources(both: Sides) -> None:
    """Compare the sources, and find renames."""
    before: list[Row] = []
    after: list[Row] = []
    for old, new in both.differing("source"):
        if old and new:
            both.tell(_changes(old, new))
        elif old:
            before.append(old)
        elif new:
            after.append(new)
    unmatched = both.left(
        "source",
        before,
        after,
        content_of,
        lambda row: row["url"],
        lambda row: (row["title"], row["publisher"], row["published"]),
    )
    for old, new in unmatched.pairs:
        both.renamed("source", old["ref"], new["ref"], name=new["title"])
        both.renames.add("source", {old["ref"]: new["ref"]})
        both.tell(_changes(old, new))
    for rows, added in ((unmatched.removed, False), (unmatched.added, True)):
        for row in rows:
            both.settle("source", row, added=added, name=row["title"])


def _changes(old: Row, new: Row) -> Iterator[Row]:
    """Yield all changes of a source except its assessments; altered passages come first."""
    whose = {"name": new["title"]}
    was, now = [*(old["uncoded"] or ())], new["uncoded"] or ()
    for a, b in paired(was, now, _PASSAGES)[0]:
        before, after = was[a]["text"], now[b]["text"]
        if before != after:
            place = {"key": "uncoded", "source": new["ref"], "number": b + 1}
            yield altered("source", new["ref"], before, after, **whose, **place)
            was[a] |= {"text": after}
    same_words = old | {"uncoded": was or old["uncoded"]}
    yield from record_changes("source", same_words, new, **whose)


def compare_assessments(both: Sides) -> None:
    """Compare the assessments of sources that both states have."""
    unpaired = {
        row["ref"]
        for row in both.changes
        if row["record"] == "source" and row["kind"] in (ADDED, REMOVED)
    }
    before: dict[str, list[Row]] = {}
    after: dict[str, list[Row]] = {}
    for old, new in differing(both.old.index, both.new.index, read_assessments):
        if old:
            source = both.renames.of("source", old[0]["source"])
            before[source] = [both.renames.record("Assessment", decoded(row)) for row in old]
        if new:
            after[new[0]["source"]] = [decoded(row) for row in new]
    for source in sorted({*before, *after} - unpaired):
        if not any(held.has("source", source) for held in both.held.values()):
            both.tell(_assessments(source, before.get(source, []), after.get(source, [])))


def _assessments(source: str, old: Sequence[Row], new: Sequence[Row]) -> Iterator[Row]:
    pairs, lost, won = paired(old, new, _SLOTS)
    for a, b in pairs:
        place = {"source": source, "number": b + 1}
        was, now = old[a]["text"], new[b]["text"]
        if was != now:
            yield altered("assessment", source, was, now, key="text", **place)
        for each in changed(old[a], new[b], _OF_ASSESSMENTS):
            yield change(CHANGED, "assessment", source, **place, **each)
    for kind, places, rows, side in ((ADDED, won, new, "now"), (REMOVED, lost, old, "was")):
        for at in places:
            place = {"source": source, "number": at + 1, side: rows[at]}
            yield change(kind, "assessment", source, **place)
