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
"""Texts whose changed words are shown."""


def change(kind: str, record: str, ref: str, **values: Any) -> Row:
    """A change, with all keys; those without a value are None."""
    return dict.fromkeys(KEYS) | {"kind": kind, "record": record, "ref": ref} | values


def changed(old: Row, new: Row, keys: Iterable[str]) -> Iterator[Row]:
    """For each key whose value differs, the values of a `change`."""
    for key in keys:
        was, now = old[key], new[key]
        if key in _SETS:
            gained, dropped = lacking(now, was), lacking(was, now)
            if gained or dropped:
                yield {"key": key, "gained": gained, "dropped": dropped}
        elif was != now:
            values = {"key": key, "was": was, "now": now}
            if key in _PROSE and was and now:
                values["difference"] = marked(was, now)
            yield values


def record_changes(record: str, old: Row, new: Row, **values: Any) -> Iterator[Row]:
    """All changes of a record without nested records."""
    keys = (key for key in new if key not in ("ref", "issue", "id", "positions"))
    for difference in changed(old, new, keys):
        yield change(CHANGED, record, new["ref"], **values, **difference)


def lacking(items: list[Any], others: list[Any]) -> list[Any]:
    """The items that are not among the others."""
    return [item for item in items if item not in others]


ADDED, REMOVED, CHANGED, RENAMED = "added", "removed", "changed", "renamed"
REATTRIBUTED, RECODED = "reattributed", "recoded"
POSITION_MOVED, FACTION_MOVED = "position-moved", "faction-moved"
EVIDENCE_WON, EVIDENCE_LOST = "evidence-won", "evidence-lost"
DISPUTE_OPENED, DISPUTE_SETTLED = "dispute-opened", "dispute-settled"
QUOTE_CHANGED, REVIEW_KEPT = "quote-changed", "review-kept"

KINDS = {
    ADDED: "A record is there that was not: an official, a statement, a source, an assessment, a "
    "word of the codebook.",
    REMOVED: "A record is there no longer.",
    CHANGED: "A key of a record has another value, but for what has a kind of its own.",
    RENAMED: "A record has another id, and is otherwise the same or told apart.",
    REATTRIBUTED: "A statement lies with another official.",
    RECODED: "A statement has another position.",
    POSITION_MOVED: "The latest position of an official on an issue is another.",
    FACTION_MOVED: "The mean of a faction on an issue is another.",
    EVIDENCE_WON: "A statement that was there has one more piece of evidence.",
    EVIDENCE_LOST: "A statement that is still there has one piece of evidence less.",
    DISPUTE_OPENED: "A statement that was there has a dispute without resolution that it had not.",
    DISPUTE_SETTLED: "A dispute that had no resolution has one.",
    QUOTE_CHANGED: "The words of a source were altered, in evidence, an assessment, a dispute or "
    "an uncoded passage. A warning: such words never change.",
    REVIEW_KEPT: "A statement has changed, and `reviewed_by` still names who had read it before. A "
    "warning: a review is of the statement as it was.",
}
"""Each kind of change, with what it means."""
ANY = "any"
"""In place of all kinds."""
