"""`timeline`: statements and dated assessments in order of time, with changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.queries.background import NO_BACKGROUND, Background, background
from stances.queries.filters import Clause
from stances.queries.listing import BY_TIME, by_time, select
from stances.queries.order import NOWHERE, Place, Scored, places
from stances.queries.records import about_shown, claimed
from stances.queries.result import Row, decode, decoded, from_json
from stances.queries.storage import SpooledMapping

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.filters import Filters

KEYS = (
    "kind ref official name faction role said said_from said_to issue position score conditions "
    "status disputed match_certain match_probable forms quote lang sources about change previous "
    "previous_said previous_position previous_score gained dropped group"
).split()
SHOWN = "ref said name issue position score change about quote forms".split()
STATEMENT, ASSESSMENT = "statement", "assessment"
CERTAIN, UNORDERED = "certain", "unordered"

CHANGE = (
    "ref said position score conditions disputed change previous previous_said previous_position "
    "previous_score gained dropped group"
).split()

_OWN = KEYS[KEYS.index("ref") : KEYS.index("about")]
_BESIDES = (
    "summary evidence words_of same_occasion spoken_by according_to hearsay retracted"
).split()
_BEFORE = "said position score conditions disputed".split()
_NOBODY = (None,) * len(_BEFORE)
_UNCHANGED = dict.fromkeys(
    ("previous", *(f"previous_{key}" for key in _BEFORE), "change", "gained", "dropped", "group")
)
_CLAIMED = ("ref", "said", "said_from", "said_to", "quote", "lang", "about")


@dataclass(frozen=True)
class Basis:
    """The numbers of statements that the changes rest on, whether shown or not.

    `scored` counts those with a score, by `officials` officials; `compared` counts the scored ones
    that certainly follow another scored one. `unordered` counts groups of differing statements
    whose order is unknown. `undated` counts scored statements with an open date that are ordered
    with no other.
    """

    statements: int
    scored: int = 0
    officials: int = 0
    compared: int = 0
    changes: int = 0
    unordered: int = 0
    undated: int = 0


@dataclass(frozen=True)
class Timeline:
    """Statements and assessments in order of time.

    Rows also have keys that only a table shows: `summary`, `evidence`, and of the previous
    statement `previous_conditions` and `previous_disputed`. `undated` counts assessments of these
    speakers that are in no row. With `shifts`, all rows are changes.
    """

    rows: Iterable[Row]
    basis: Basis
    undated: int
    background: Background = NO_BACKGROUND
    shifts: bool = False
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "timeline"
    shown: Sequence[str] = tuple(SHOWN)

    def with_rows(self, rows: Iterable[Row]) -> Timeline:
        """Return the same timeline with other rows."""
        return replace(self, rows=rows)


def timeline(index: sqlite3.Connection, filters: Filters, *, shifts: bool = False) -> Timeline:
    """List what passes resolved filters in order of time; with `shifts`, only the changes.

    Statements that a source attributes to one of the officials asked for are included, but are
    never a change.
    """
    sequence, known = _sequence(index, filters), background(index)
    statements = _statements(index, filters, sequence)
    if shifts:
        rows = (row for row in statements if row["change"])
        return Timeline(rows, sequence.basis, 0, known, shifts=True)
    merged = merge(statements, _assessments(index, filters), key=by_time)
    undated = claimed(index, about_shown(filters), Clause("s.said IS NULL"), ("ref",))
    return Timeline(merged, sequence.basis, len(undated.fetchall()), known)


class Compared(NamedTuple):
    """A statement as the index has it, with what decides whether it is a change.

    `required` are the conditions that its position requires. Only a `shown` statement gets a row.
    """

    official: str
    issue: str
    ref: str
    said: str
    said_from: str | None
    said_to: str | None
    moment: str | None
    occasion: str | None
    position: str
    score: int | None
    conditions: str
    disputed: int
    required: str
    shown: int

    @property
    def before(self) -> tuple[Any, ...]:
        """The values of `_BEFORE`: what the row of a following statement says about this one."""
        return self.said, self.position, self.score, self.conditions, self.disputed

    def in_order(self) -> Scored:
        """Return the statement in the form that `places` orders."""
        conditions = self.required
        value = (self.score, frozenset(from_json(conditions)) if conditions != "[]" else ())
        return Scored(self.ref, self.said_from, self.said_to, self.moment, self.occasion, value)


def compared(shown: Clause) -> str:
    """Return the columns of `Compared` for a statement `s` with a position `p`."""
    return f"""
        s.official, s.issue, s.ref, s.said, s.said_from, s.said_to, s.moment, s.occasion,
        s.position, s.score, s.conditions, s.disputed,
        CASE WHEN p.requires IS NULL THEN '[]' ELSE s.conditions END AS required,
        CASE WHEN {shown.sql} THEN 1 ELSE 0 END AS shown"""


def changes(members: Sequence[Compared], times: Sequence[Scored]) -> Iterator[Row]:
    """Yield the changes among an official's scored statements on an issue, and unordered ones.

    `members` are in order of time, `times` are the same statements as `places` takes them. Rows
    have the keys of `CHANGE`; `disputed` says whether either of the two statements is disputed.
    """
    own = places(times)
    by_ref = {each.ref: each for each in members}
    for each in members:
        place = own[each.ref]
        if each.shown and (place.is_change or place.group):
            before = by_ref.get(place.follows)
            conditions = _list(each.conditions)
            change = _change(conditions, place, before.before if before else _NOBODY)
            was_disputed = change.pop("previous_disputed")
            del change["previous_conditions"]
            yield {
                "ref": each.ref,
                "said": each.said,
                "position": each.position,
                "score": each.score,
                "conditions": conditions,
                "disputed": bool(each.disputed or was_disputed),
                "change": change.pop("change"),
            } | change


class _Sequence(NamedTuple):
    """For each scored statement that has a place: what it follows, and whether it is a change."""

    changes: SpooledMapping
    basis: Basis


def _sequence(index: sqlite3.Connection, filters: Filters) -> _Sequence:
    """Order each official's scored statements on each issue.

    Only `Filters.thinning` decides which statements follow each other. A statement that another
    filter hides stays in the sequence: without it, changes could appear that never happened.
    """
    found = SpooledMapping()
    officials: set[str] = set()
    groups: set[str] = set()
    numbers: Counter[str] = Counter()
    for members, own in _compared(index, filters):
        preceding = {place.follows for place in own.values()}
        by_ref = {each.ref: each for each in members}
        for each in members:
            place = own[each.ref]
            if place != NOWHERE:
                before = by_ref.get(place.follows)
                found.add(each.ref, (*place, before.before if before else _NOBODY))
            if each.shown:
                officials.add(each.official)
                is_open = each.said_from is None or each.said_to is None
                numbers["scored"] += 1
                numbers["compared"] += bool(place.follows)
                numbers["changes"] += place.is_change
                numbers["undated"] += is_open and place == NOWHERE and each.ref not in preceding
                groups |= {place.group} - {""}
    clause = filters.clause(attributed=True)
    count = f"SELECT COUNT(*) FROM statements AS s WHERE {clause.sql}"
    [statements] = index.execute(count, clause.values).fetchone()
    basis = Basis(statements, officials=len(officials), unordered=len(groups), **numbers)
    return _Sequence(found, basis)


def _compared(
    index: sqlite3.Connection, filters: Filters
) -> Iterator[tuple[list[Compared], dict[str, Place]]]:
    """Yield the scored statements of each official on each issue, with their places."""
    followed, shown = filters.thinning(), filters.clause()
    query = f"""
        SELECT {compared(shown)}
        FROM statements AS s JOIN positions AS p ON p.issue = s.issue AND p.position = s.position
        WHERE s.score IS NOT NULL AND s.unnamed = 0 AND {followed.sql}
        ORDER BY s.official, s.issue, {BY_TIME}"""
    rows = index.execute(query, (*shown.values, *followed.values))
    for _, together in groupby(rows, key=itemgetter("official", "issue")):
        members = [*map(Compared._make, together)]
        yield members, places([each.in_order() for each in members])


class _Statement(dict[str, Any]):
    """A row; the keys that only a table shows are decoded on first use."""

    besides: Mapping[str, Any]

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 - any cell
        if key not in self.besides:
            raise KeyError(key)
        self.update(decode(self.besides, _BESIDES))
        return self[key]


def _statements(index: sqlite3.Connection, filters: Filters, sequence: _Sequence) -> Iterator[Row]:
    """Yield the statements in order of time, with their changes and groups."""
    keys = (*_OWN, *_BESIDES)
    rows = select(index, filters.clause(attributed=True), BY_TIME, keys=keys)
    for cells in map(tuple, rows.cells):
        own = decoded(dict(zip(_OWN, cells, strict=False)))
        change = _UNCHANGED
        if found := sequence.changes.get(own["ref"]):
            *place, before = found
            change = _change(own["conditions"], Place._make(place), before)
        row = _Statement({"kind": STATEMENT, "about": None} | own | change)
        row.besides = dict(zip(_BESIDES, cells[len(_OWN) :], strict=True))
        yield row


def _change(now: Sequence[str], place: Place, before: Sequence[Any]) -> Row:
    """Return the keys of a row that describe the previous statement and the change."""
    said, position, score, conditions, disputed = before
    was = None if conditions is None else _list(conditions)
    gained = dropped = None
    if place.is_change and was is not None:
        gained = [condition for condition in now if condition not in was]
        dropped = [condition for condition in was if condition not in now]
    return {
        "previous": place.follows or None,
        "previous_said": said,
        "previous_position": position,
        "previous_score": score,
        "previous_conditions": was,
        "previous_disputed": None if disputed is None else bool(disputed),
        "change": CERTAIN if place.is_change else UNORDERED if place.group else None,
        "gained": gained,
        "dropped": dropped,
        "group": place.group or None,
    }


def _list(text: str) -> list[str]:
    """Decode a list of the index."""
    return [*from_json(text)] if text != "[]" else []


def _assessments(index: sqlite3.Connection, filters: Filters) -> Iterator[Row]:
    """Yield the dated assessments of the speakers shown."""
    nothing = dict.fromkeys((*KEYS, *_BESIDES)) | _UNCHANGED
    clause = Clause("s.said IS NOT NULL") & filters.dates()
    for claim in claimed(index, about_shown(filters), clause, _CLAIMED):
        row = decode(claim, _CLAIMED)
        yield nothing | row | {"kind": ASSESSMENT, "sources": [row["ref"]]}
