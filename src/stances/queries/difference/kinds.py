"""The words for what can differ between two states, in answers and for `--fail-on`."""

from __future__ import annotations

ADDED, REMOVED, CHANGED, RENAMED = "added", "removed", "changed", "renamed"
REATTRIBUTED, RECODED = "reattributed", "recoded"
POSITION_MOVED, FACTION_MOVED = "position-moved", "faction-moved"
EVIDENCE_WON, EVIDENCE_LOST = "evidence-won", "evidence-lost"
DISPUTE_OPENED, DISPUTE_SETTLED = "dispute-opened", "dispute-settled"
QUOTE_CHANGED = "quote-changed"

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
    QUOTE_CHANGED: "The words of a source were altered, in evidence or an assessment. A warning: "
    "such words never change.",
}
"""Each kind of change, with what it means."""
ANY = "any"
"""In place of all kinds."""
