"""`curate`: statements that coders read differently and that are not decided yet.

A decision records the digests of the readings it was made from. So a statement has to be decided
again only if a reading is new or changed, and differs from the decision.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from stances.coders import digest_of_words
from stances.queries.filters import Clause
from stances.queries.listing import BY_OFFICIAL, select
from stances.queries.merge_rules import Content, differing, proposal
from stances.queries.readings import readings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from stances.queries.background import Background
    from stances.queries.filters import Filters
    from stances.queries.merge_rules import Proposal
    from stances.queries.readings import Reading
    from stances.queries.result import Row
    from stances.queries.review import ReviewSheet

_RECORD = """
    SELECT position, conditions, frames, said, decided_by, decided_of FROM statements
    WHERE ref = ?"""


class Decided(NamedTuple):
    """The recorded content of a statement, and the readings it was decided from.

    `of` is empty if these are unknown, and None if nothing was decided.
    """

    content: Content
    said: str
    of: tuple[str, ...] | None = None


class Case(NamedTuple):
    """A statement whose coders differ: the record, all readings, and the differing keys."""

    ref: str
    record: Decided
    readings: Sequence[Reading]
    differing: Sequence[str]

    @property
    def contents(self) -> dict[str, Content]:
        """The content of the readings, by coder."""
        return {each.coder: content_of(each, self.record.said) for each in self.readings}


class CasePage(NamedTuple):
    """A case as a curator sees it: the statement with its passages, and a rule's proposal."""

    sheet: ReviewSheet
    case: Case
    proposed: Proposal | None = None
    kind: str = "case"
    keys: Sequence[str] = ()
    rows: Sequence[Row] = ()
    document: None = None

    @property
    def statement(self) -> ReviewSheet:
        """The statement as it is reviewed, without its codings: the readings have them."""
        row = {**self.sheet.row, "codings": []}
        return self.sheet._replace(records=self.sheet.records._replace(records=[row]))

    @property
    def background(self) -> Background:
        """The names of all ids."""
        return self.sheet.records.background

    @property
    def content(self) -> tuple[object, ...]:
        """All that a decision is made from, to find out whether it has changed."""
        return (*self.sheet.content, self.case)


def content_of(reading: Reading, said: str) -> Content:
    """Return the content of a reading; its day only if it differs from the record's."""
    day = None if reading.said == said else reading.said
    frames = None if reading.frames is None else tuple(reading.frames)
    day = None if reading.position is None else day
    return Content(reading.position, tuple(reading.conditions), frames, day)


def sign_of(reading: Reading) -> str:
    """Return a reading as decisions name it: its coder, and a digest of its content.

    The digest does not depend on the record, which may change: a day counts only if the coder gave
    it.
    """
    content = content_of(reading, "" if reading.is_dated else reading.said or "")
    return f"{reading.coder} {digest_of_words(json.dumps(content, ensure_ascii=False))}"


def cases(index: sqlite3.Connection, filters: Filters) -> list[str]:
    """Return the references of statements to decide, by official and then by time."""
    return [case.ref for case in _cases(index, filters)]


def _cases(index: sqlite3.Connection, filters: Filters) -> list[Case]:
    clause = filters.clause()
    every = (_case(index, own) for own in readings(index, clause))
    found = {case.ref: case for case in every if case}
    if not found:
        return []
    ordered = select(index, clause, BY_OFFICIAL, keys=("ref",))
    return [found[row["ref"]] for row in ordered if row["ref"] in found]


def case_of(index: sqlite3.Connection, ref: str) -> Case | None:
    """Return the case of a statement; None if there is nothing to decide, or no such statement."""
    found = next(readings(index, Clause("s.ref = ?", (ref,))), [])
    return _case(index, found) if found else None


def signs_of(index: sqlite3.Connection, ref: str) -> list[str]:
    """Return the readings of a statement as decisions name them, in the order of coders."""
    found = next(readings(index, Clause("s.ref = ?", (ref,))), [])
    return [*map(sign_of, found)]


def signed(index: sqlite3.Connection) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each decided statement's reference, and its readings as decisions name them."""
    for own in readings(index, Clause("s.decided_of IS NOT NULL")):
        yield own[0].ref, {each.coder: sign_of(each) for each in own}


def record_of(index: sqlite3.Connection, ref: str) -> Decided:
    """Return the recorded content of a statement."""
    row = index.execute(_RECORD, (ref,)).fetchone()
    position, conditions, frames, said, by, of = row
    content = Content(position, tuple(json.loads(conditions)), tuple(json.loads(frames)))
    return Decided(content, said, tuple(json.loads(of or "[]")) if by else None)


def _case(index: sqlite3.Connection, found: Sequence[Reading]) -> Case | None:
    ref = found[0].ref
    record = record_of(index, ref)
    if record.of is None:
        contents = [content_of(each, record.said) for each in found]
        open_ = differing([record.content, *contents])
    else:
        new = [each for each in found if record.of and sign_of(each) not in record.of]
        contents = [content_of(each, record.said) for each in new]
        open_ = [key for each in contents for key in differing([record.content, each])]
    ordered = sorted(found, key=lambda each: (not each.is_own, each.coder))
    return Case(ref, record, ordered, [*dict.fromkeys(open_)]) if open_ else None


def coders_of(index: sqlite3.Connection, filters: Filters) -> set[str]:
    """Return all coders who have read a statement that passes resolved filters."""
    return {each.coder for own in readings(index, filters.clause()) for each in own}


def proposed(case: Case, rule: str, coders: set[str]) -> Proposal:
    """Return what a rule proposes for a case; `coders` are those expected to read it."""
    return proposal(rule, case.contents, coders)


def settled(
    index: sqlite3.Connection, filters: Filters, rule: str
) -> Iterator[tuple[Case, Proposal]]:
    """Yield each case with the proposal of a rule."""
    coders = coders_of(index, filters)
    for case in _cases(index, filters):
        yield case, proposed(case, rule, coders)
