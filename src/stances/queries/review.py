"""`review`: statements that a reviewer has not read yet, with the passages of their copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.queries.coding import passages_of
from stances.queries.listing import BY_OFFICIAL, KEYS, select
from stances.queries.records import Records, records
from stances.queries.verification import of_statements, verification
from stances.text import is_same_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from stances.evidence.copies import Snapshots
    from stances.evidence.passages import Passage
    from stances.evidence.verdicts import Verdict
    from stances.queries.filters import Filters
    from stances.queries.result import Row

_CODERS = """
    SELECT coder FROM corpus UNION SELECT coder FROM statements
    UNION SELECT j.value FROM statements AS s, json_each(s.reviewed_by) AS j"""
_DEFINITION = "SELECT definition FROM positions WHERE issue = ? AND position = ?"

_ADDRESS = """
    SELECT COALESCE(e.url, r.archive_url, r.url) FROM evidence AS e
    LEFT JOIN sources AS r ON r.source = e.source WHERE e.ref = ? AND e.number = ?"""


class Agenda(NamedTuple):
    """The statements that a reviewer has to read, official by official in order of time.

    Of those left out, the reviewer has coded `own` and already read `read`.
    """

    refs: Sequence[str]
    own: int
    read: int


def agenda(index: sqlite3.Connection, filters: Filters, reviewer: str, *, again: bool) -> Agenda:
    """Return what a reviewer has to read among the statements that pass resolved filters.

    With `again`, statements that the reviewer has already read are included.
    """
    refs: list[str] = []
    own = read = 0
    for row in select(index, filters.clause(), BY_OFFICIAL, keys=("ref", "coder", "reviewed_by")):
        if is_same_name(row["coder"] or "", reviewer):
            own += 1
        elif reviewer in row["reviewed_by"] and not again:
            read += 1
        else:
            refs.append(row["ref"])
    return Agenda(refs, own, read)


def coders(index: sqlite3.Connection) -> list[str]:
    """Return all who have coded or reviewed statements of the corpus."""
    return sorted(name for (name,) in index.execute(_CODERS) if name)


class EvidencePassage(NamedTuple):
    """A piece of evidence by number, with its verdict and the passage around it.

    `address` is a URL at which the words can be read.
    """

    number: int
    source: str
    form: str
    verdict: Verdict
    copy: str | None
    passage: Passage
    address: str | None


class ReviewSheet(NamedTuple):
    """A statement for review: its record, the definition of its position, and the passages."""

    records: Records
    definition: str
    passages: Sequence[EvidencePassage]
    keys: Sequence[str] = tuple(KEYS)
    kind: str = "review"

    @property
    def row(self) -> Row:
        """The statement."""
        return self.records.records[0]

    @property
    def content(self) -> tuple[object, ...]:
        """All that the reviewer has read, to find out whether it has changed."""
        return self.records.records, self.definition, self.passages

    @property
    def is_found(self) -> bool:
        """Whether the copies have all words of the evidence, without a warning."""
        found = (each.verdict.is_found and not each.verdict.faults for each in self.passages)
        return bool(self.passages) and all(found)


def review_sheet(
    index: sqlite3.Connection, ref: str, snapshots: Snapshots, corpus: Path
) -> ReviewSheet:
    """Return a statement with what the stored copies have of its evidence."""
    shown = records(index, [ref])
    row = shown.records[0]
    clause = of_statements([row["words_of"] or ref])
    checked = verification(index, snapshots, clause, sources=None, corpus=corpus).checked
    found = passages_of(index, snapshots, [row["words_of"] or ref])
    pieces = [
        EvidencePassage(
            each.number,
            each.source,
            each.form or "",
            each.verdict,
            each.copy,
            found.get((each.source, each.text), ()),
            index.execute(_ADDRESS, (each.ref, each.number)).fetchone()[0],
        )
        for each in sorted(checked, key=lambda each: each.number)
        if each.kind == "evidence"
    ]
    definition = index.execute(_DEFINITION, (row["issue"], row["position"])).fetchone()
    return ReviewSheet(shown, definition[0] if definition else "", pieces)
