"""Changes as rows, and the kinds of change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.evidence.word_diff import marked
from stances.model import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.result import Row


KEYS = (
    "kind record ref previous_ref official name issue key was now gained dropped source form "
    "difference path line column"
).split()
_SETS = frozenset("aliases conditions frames about reviewed_by".split())
_PROSE = fields.of_kind("prose") | {"title", "summary", "venue", "label", "question"}
"""Keys of texts whose changed words are shown."""


def change(kind: str, record: str, ref: str, **values: Any) -> Row:
    """Make a change with all keys; those without a value are None."""
    return dict.fromkeys(KEYS) | {"kind": kind, "record": record, "ref": ref} | values


def changed(old: Row, new: Row, keys: Iterable[str]) -> Iterator[Row]:
    """For each key whose value differs, yield the values to make a `change` of."""
    for key in keys:
        was, now = old[key], new[key]
        if key in _SETS and was is not None and now is not None:
            gained, dropped = lacking(now, was), lacking(was, now)
            if gained or dropped:
                yield {"key": key, "gained": gained, "dropped": dropped}
        elif was != now:
            values = {"key": key, "was": was, "now": now}
            if key in _PROSE and was and now:
                values["difference"] = marked(was, now)
            yield values


def record_changes(record: str, old: Row, new: Row, **values: Any) -> Iterator[Row]:
    """Yield all changes of a record without nested records."""
    keys = (key for key in new if key not in ("ref", "issue", "id", "positions"))
    for difference in changed(old, new, keys):
        yield change(CHANGED, record, new["ref"], **values, **difference)


def lacking(items: list[Any], others: list[Any]) -> list[Any]:
    """Return the items that are not among the others."""
    return [item for item in items if item not in others]


ADDED, REMOVED, CHANGED, RENAMED = "added", "removed", "changed", "renamed"
REATTRIBUTED, RECODED = "reattributed", "recoded"
POSITION_MOVED, FACTION_MOVED = "position-moved", "faction-moved"
EVIDENCE_WON, EVIDENCE_LOST = "evidence-won", "evidence-lost"
DISPUTE_OPENED, DISPUTE_SETTLED = "dispute-opened", "dispute-settled"
QUOTE_CHANGED, REVIEW_KEPT = "quote-changed", "review-kept"

KINDS = {
    ADDED: "A record is new: an official, a statement, a source, an assessment, a coding, a word "
    "of the codebook.",
    REMOVED: "A record is gone.",
    CHANGED: "A key of a record has a new value, and no other kind covers the change.",
    RENAMED: "A record has a new id, and its content is the same or recognizable.",
    REATTRIBUTED: "A statement is recorded with a different official.",
    RECODED: "A statement has a new position.",
    POSITION_MOVED: "The latest position of an official on an issue has changed.",
    FACTION_MOVED: "The mean of a faction on an issue has changed.",
    EVIDENCE_WON: "A statement that existed has one more piece of evidence.",
    EVIDENCE_LOST: "A statement that still exists has one piece of evidence less.",
    DISPUTE_OPENED: "A statement that existed has a new dispute without resolution.",
    DISPUTE_SETTLED: "A dispute that had no resolution has one.",
    QUOTE_CHANGED: "The words of a source were altered, in evidence, an assessment, a dispute or "
    "an uncoded passage. A warning: such words never change.",
    REVIEW_KEPT: "A statement has changed, and `reviewed_by` still names earlier readers. A "
    "warning: they reviewed the old statement.",
}
"""Each kind of change, with what it means."""
ANY = "any"
"""Stands for all kinds."""
