"""The data for the pages of officials and of their statements, for some officials at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from stances.model import fields
from stances.queries import listing
from stances.queries.conflicts import KEYS as CONFLICT
from stances.queries.conflicts import WITHIN
from stances.queries.conflicts.contradictions import contradictions
from stances.queries.conflicts.disagreements import disagreements
from stances.queries.filters import Clause, Filters
from stances.queries.lookups import named
from stances.queries.order import Scored, precedes
from stances.queries.records import KEYS as ASSESSMENT
from stances.queries.records import add_copies
from stances.queries.report.about import asked_filters
from stances.queries.report.officials import on_issues
from stances.queries.result import decode
from stances.queries.silence import silent
from stances.queries.site import Brief
from stances.queries.site.lines import LINE, Misattributed, misattributed, misattributed_by
from stances.queries.site.named import Named, disputed_with, naming
from stances.queries.site.named import named as named_in_disputes
from stances.queries.storage import SpooledGroups
from stances.roles import foremost
from stances.text import fold
from stances.transliteration import ascii_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.evidence.copies import Snapshots
    from stances.queries.report.officials import Official
    from stances.queries.result import Row

    Contradictions = Mapping[str, Sequence["Contradiction"]]

T = TypeVar("T")
MANY = 500
"""From this number of officials on, they are listed by letter."""
OTHER = "other"
"""The letter of names that do not begin with an ASCII letter."""

_RECORD = ("official", *fields.keys("Official", without="statements"))
_STATEMENT = (*listing.KEYS, "path", "line")
_MISATTRIBUTED = f"""
    SELECT s.official, s.ref, s.name, s.issue, s.said FROM statements AS s
    WHERE {{}} ORDER BY s.official, {listing.BY_TIME}"""
_PERSON = ("official", "name", "native_name", "kind", "identifiers")
_TOGETHER = 500
"""The most statements in one batch of several officials."""


class Contradiction(NamedTuple):
    """A row of `conflicts` about two statements of an official, with the date of each."""

    row: Row
    said: str
    other_said: str


class Entry(NamedTuple):
    """An official in a list; `role` and `faction` are those of the foremost role."""

    official: str
    name: str
    native_name: str | None
    kind: str
    role: str | None
    faction: str | None
    statements: int
    issues: int
    letter: str


class OfficialIndex(NamedTuple):
    """The officials that have a page, by surname."""

    entries: Sequence[Entry]


@dataclass(frozen=True)
class OfficialFound:
    """The data for the page of an official.

    `record` has the fields of the record. `on` has the statements by issue, as in the report.
    `lines` has all statements, newest first, with the keys of `LINE`. `silent` are the issues
    without a statement. `misattributed` are the statements that do not count as theirs.
    """

    record: Row
    on: Mapping[str, Official]
    lines: Sequence[Row]
    contradictions: Sequence[Contradiction] = ()
    assessments: Sequence[Row] = ()
    silent: Sequence[str] = ()
    misattributed: Sequence[Misattributed] = ()

    @property
    def id(self) -> str:
        """The id of the official."""
        return str(self.record["official"])


class Neighbour(NamedTuple):
    """Another statement of the official on the issue, next to a statement in the order of lists."""

    ref: str
    said: str
    position: str


@dataclass(frozen=True)
class StatementsFound:
    """Statements in the order of officials, issues and time, with the data for their pages.

    `rows` are those of `list`, with `path` and `line`. `people` has some fields of the officials'
    records, by id. All other data is by reference. `before` and `after` are the neighbours that
    were certainly said before and after a statement. `beside` are the neighbours of which this is
    unknown.

    `contradictions` are rows of `conflicts` about two statements, `differences` about one.
    `together` are the statements of the same occasion. `briefs` has the facts about statements that
    these link to. The caller fills in `history`. `named_by` are the disputes of others that name a
    statement, `named` the statements on the other side of disputes.
    """

    rows: Sequence[Row]
    people: Mapping[str, Row]
    before: dict[str, Neighbour] = field(default_factory=dict)
    after: dict[str, Neighbour] = field(default_factory=dict)
    beside: dict[str, Sequence[Neighbour]] = field(default_factory=dict)
    contradictions: dict[str, Sequence[Contradiction]] = field(default_factory=dict)
    differences: dict[str, Sequence[Row]] = field(default_factory=dict)
    together: dict[str, Sequence[str]] = field(default_factory=dict)
    briefs: dict[str, Brief] = field(default_factory=dict)
    history: dict[str, Sequence[Row]] = field(default_factory=dict)
    named_by: dict[str, Sequence[Row]] = field(default_factory=dict)
    named: dict[str, Named] = field(default_factory=dict)

    @property
    def refs(self) -> list[str]:
        """The references of the statements."""
        return [row["ref"] for row in self.rows]


class People:
    """Queries officials and their statements, for some officials at a time.

    Each query of the whole corpus runs once. With `snapshots`, evidence has its place in the stored
    copy of its source, as in `show`.
    """

    def __init__(
        self, index: sqlite3.Connection, filters: Filters, snapshots: Snapshots | None = None
    ) -> None:
        self._index, self._filters, self._snapshots = index, filters, snapshots

    def batches(self) -> Iterator[list[str]]:
        """Yield the ids of all officials who have a page, or a statement with a page, in order.

        A batch is one task of a worker: a few officials, with not too many statements.
        """
        counts: Counter[str] = Counter(dict.fromkeys(self._shown, 0))
        for filters in self._each(self._filters):
            clause = filters.clause()
            query = f"""SELECT s.official, COUNT(*) FROM statements AS s WHERE {clause.sql}
                        GROUP BY s.official"""
            counts.update(dict(self._index.execute(query, clause.values).fetchall()))
        batch: list[str] = []
        statements = 0
        for id_ in sorted(counts):
            statements += counts[id_]
            if batch and (statements > _TOGETHER or len(batch) == listing.AT_ONCE):
                yield batch
                batch, statements = [], counts[id_]
            batch.append(id_)
        if batch:
            yield batch

    def of(self, ids: Sequence[str]) -> Iterator[StatementsFound | OfficialFound]:
        """Yield the data for the pages of some officials' statements, then for their own pages."""
        pairs = self.contradictions(ids)
        for filters in self._each(self._filters):
            yield from self.statements(ids, filters, pairs)
        yield from self.officials([id_ for id_ in ids if id_ in self._shown], pairs)

    def contradictions(self, ids: Sequence[str]) -> Contradictions:
        """Return the pairs of statements that contradict each other, by official."""
        found: dict[str, list[Contradiction]] = {}
        own = self._filters._replace(official=(*ids,))
        for each in contradictions(self._index, own, WITHIN):
            said = (of["said"] for of in each.statements)
            found.setdefault(each.row["official"], []).append(Contradiction(each.row, *said))
        return found

    @staticmethod
    def _each(filters: Filters) -> Iterator[Filters]:
        """Yield the filters, and those of misattributed statements if these have pages, too."""
        yield filters
        if withdrawn := misattributed(filters):
            yield withdrawn

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(_shown(self._index, self._filters))

    @cached_property
    def _silent(self) -> dict[str, list[str]]:
        """The issues without a statement, by official."""
        quiet: dict[str, list[str]] = {}
        issues = self._index.execute("SELECT issue FROM issues ORDER BY number").fetchall()
        for (issue,) in issues:
            if not self._filters.issue or issue in self._filters.issue:
                for each in silent(self._index, self._filters, issue):
                    quiet.setdefault(each.official, []).append(issue)
        return quiet

    @cached_property
    def _naming(self) -> dict[Filters, Callable[[str], list[Row]]]:
        """Functions that list the disputes that name a statement, by filters."""
        return {each: naming(self._index, each) for each in self._each(self._filters)}

    def officials(self, ids: Sequence[str], pairs: Contradictions) -> Iterator[OfficialFound]:
        """Yield the data for the pages of officials, in the order of `ids`."""
        index, filters = self._index, self._filters
        own = filters._replace(official=(*ids,))
        claims = _claims(index, own)
        records, lines = _records(index, ids), _lines(index, own)
        withdrawn = misattributed_by(index, own, _MISATTRIBUTED)
        on = on_issues(index, filters._replace(official=()), ids)
        for id_ in ids:
            yield OfficialFound(
                records[id_],
                on.get(id_, {}),
                lines.get(id_, ()),
                pairs.get(id_, ()),
                claims.get(id_, ()),
                self._silent.get(id_, ()),
                withdrawn.get(id_, ()),
            )

    def statements(
        self, ids: Sequence[str], filters: Filters, pairs: Contradictions
    ) -> Iterator[StatementsFound]:
        """Yield the statements of some officials that pass the filters, some at a time."""
        index, own = self._index, filters._replace(official=(*ids,))
        told, named_by = _differences(index, own), self._naming[filters]
        occasions = _occasions(index, ids)
        before: _InOrder | None = None
        for some, after in _ahead(listing.batched(_in_order(index, own))):
            rows = listing.rows_of(index, (each.ref for each in some), _STATEMENT)
            people = _records(index, [*{each.official: None for each in some}], _PERSON)
            found = StatementsFound([rows[each.ref] for each in some], people)
            _put_neighbours(found, [*filter(None, (before, *some, after))])
            for each in some:
                _put_ties(found, each, pairs.get(each.official, ()), occasions)
                if declared := told(each.ref):
                    found.differences[each.ref] = declared
                if disputes := named_by(each.ref):
                    found.named_by[each.ref] = disputes
            _put_briefs(index, found)
            _put_named(index, filters, found)
            if self._snapshots:
                record = {"record": "report", "statements": found.rows}
                add_copies(index, self._snapshots, record)
            yield found
            before = some[-1]


def entries(index: sqlite3.Connection, filters: Filters) -> list[Entry]:
    """Return the officials that have a page, by surname, with their numbers of statements."""
    from stances.index.names import surnames  # noqa: PLC0415 - views import this module, but not the index

    clause = filters.clause()
    query = f"""
        SELECT s.official, COUNT(*), COUNT(DISTINCT s.issue) FROM statements AS s
        WHERE {clause.sql} GROUP BY s.official"""
    counts = {id_: (said, on) for id_, said, on in index.execute(query, clause.values)}
    found: list[tuple[tuple[str, ...], Entry]] = []
    for some in listing.batched(_shown(index, filters)):
        for row in _records(index, some).values():
            name = str(row["name"])
            last = surnames(name)[-1:] if row["kind"] == "person" else []
            key = " ".join(ascii_words("".join(last))) if last else ""
            if not key[:1].isalpha():
                key = " ".join(ascii_words(name)) or fold(name)
            letter = key[:1] if key[:1].isascii() and key[:1].isalpha() else OTHER
            role = foremost(row["roles"]) or {}
            statements, issues = counts.get(row["official"], (0, 0))
            entry = Entry(
                row["official"],
                name,
                row["native_name"],
                row["kind"],
                role.get("title"),
                role.get("faction"),
                statements,
                issues,
                letter,
            )
            order = ("~" if letter == OTHER else "", key, name, row["official"])
            found.append((order, entry))
    return [entry for _, entry in sorted(found, key=lambda each: each[0])]


def _shown(index: sqlite3.Connection, filters: Filters) -> list[str]:
    """Return the ids of the officials that have a page, in order."""
    if not asked_filters(filters):
        return [id_ for (id_,) in index.execute("SELECT official FROM officials ORDER BY official")]
    clause = filters.clause()
    spoken = f"SELECT DISTINCT s.official FROM statements AS s WHERE {clause.sql}"
    query = f"{spoken} ORDER BY s.official"
    return [id_ for (id_,) in index.execute(query, clause.values)]


def _records(
    index: sqlite3.Connection, ids: Sequence[str], keys: Sequence[str] = _RECORD
) -> dict[str, Row]:
    """Return the records of a few officials by id, without their statements."""
    marks = ", ".join("?" * len(ids))
    query = f"SELECT {named('o', keys)} FROM officials AS o WHERE o.official IN ({marks})"
    rows = (decode(row, keys) for row in index.execute(query, (*ids,)))
    return {row["official"]: row for row in rows}


def _lines(index: sqlite3.Connection, filters: Filters) -> dict[str, list[Row]]:
    """Return all statements by official, newest first, with the keys of `LINE`."""
    found: dict[str, list[Row]] = {}
    order = f"s.official, {listing.BY_TIME}"
    for row in listing.select(index, filters.clause(), order, keys=LINE):
        found.setdefault(row["official"], []).append(row)
    return {official: rows[::-1] for official, rows in found.items()}


_CLAIMED = ("official", *ASSESSMENT)
_CLAIMS = f"""
    SELECT {", ".join(f's."{key}"' for key in _CLAIMED)} FROM (
        SELECT x.about AS official, a.*, r.lang, a."when" AS said, a.when_from AS said_from,
            a.when_to AS said_to
        FROM assessment_subjects AS x
        JOIN assessments AS a ON a.source = x.source AND a.number = x.number
        JOIN sources AS r ON r.source = a.source) AS s
    WHERE {{}}
    ORDER BY s.official, s.said IS NULL, COALESCE(s.said_from, ''),
        COALESCE(s.said_to, '9999-12-31'), s.source, s.number"""


def _claims(index: sqlite3.Connection, filters: Filters) -> dict[str, list[Row]]:
    """Return the claims of sources in their own voice, by official."""
    clause = filters.dates()
    for key, ids in (("official", filters.official), ("source", filters.source)):
        if ids:
            clause &= Clause(f"s.{key} IN ({', '.join('?' * len(ids))})", ids)
    found: dict[str, list[Row]] = {}
    for row in index.execute(_CLAIMS.format(clause.sql), clause.values):
        claim = decode(row, _CLAIMED)
        found.setdefault(claim["official"], []).append({key: claim[key] for key in ASSESSMENT})
    return found


class _InOrder(NamedTuple):
    """A statement in the order of officials, issues and time."""

    ref: str
    official: str
    issue: str
    said: str
    position: str
    said_from: str | None
    said_to: str | None
    moment: str | None
    occasion: str | None

    @property
    def subject(self) -> tuple[str, str]:
        return self.official, self.issue

    @property
    def neighbour(self) -> Neighbour:
        return Neighbour(self.ref, self.said, self.position)

    def certainly_precedes(self, other: _InOrder) -> bool:
        """Return whether this was certainly said before another statement, as in `timeline`."""
        if self.occasion and self.occasion == other.occasion:
            return False
        return precedes(self._in_time(), other._in_time())

    def _in_time(self) -> Scored:
        return Scored(
            self.ref, self.said_from, self.said_to, self.moment, self.occasion, self.position
        )


def _occasions(index: sqlite3.Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """Return, by reference, the statements of the same occasion as those of some officials."""
    query = f"""
        SELECT x.ref, x.other FROM same_occasions AS x
        JOIN statements AS s ON s.ref = x.ref JOIN statements AS o ON o.ref = x.other
        WHERE s.status <> 'misattributed' AND o.status <> 'misattributed'
            AND s.official IN ({", ".join("?" * len(ids))})
        ORDER BY s.official, x.ref, x.other"""
    found: dict[str, dict[str, None]] = {}
    for ref, other in index.execute(query, (*ids,)):
        found.setdefault(ref, {})[other] = None
        found.setdefault(other, {})[ref] = None
    return {ref: [*others] for ref, others in found.items()}


def _in_order(index: sqlite3.Connection, filters: Filters) -> Iterator[_InOrder]:
    clause = filters.clause()
    query = f"""
        SELECT {", ".join(f"s.{key}" for key in _InOrder._fields)} FROM statements AS s
        WHERE {clause.sql} ORDER BY s.official, s.issue, {listing.BY_TIME}"""
    return map(_InOrder._make, index.execute(query, clause.values))


def _ahead(batches: Iterable[list[T]]) -> Iterator[tuple[list[T], T | None]]:
    """Yield each batch with the first item of the next one, or None."""
    waiting: list[T] = []
    for batch in batches:
        if waiting:
            yield waiting, batch[0]
        waiting = batch
    if waiting:
        yield waiting, None


def _put_neighbours(found: StatementsFound, ordered: Sequence[_InOrder]) -> None:
    """Add the neighbours of each statement, by whether their order in time is certain."""
    for one, other in pairwise(ordered):
        if one.subject != other.subject:
            continue
        if one.certainly_precedes(other):
            found.before[other.ref], found.after[one.ref] = one.neighbour, other.neighbour
        else:
            found.beside[one.ref] = [*found.beside.get(one.ref, ()), other.neighbour]
            found.beside[other.ref] = [*found.beside.get(other.ref, ()), one.neighbour]


def _put_ties(
    found: StatementsFound,
    each: _InOrder,
    pairs: Sequence[Contradiction],
    occasions: Mapping[str, Sequence[str]],
) -> None:
    """Add the contradictions of a statement, and the statements of the same occasion."""
    own = [pair for pair in pairs if each.ref in (pair.row["ref"], pair.row["other"])]
    if own:
        found.contradictions[each.ref] = own
    if each.ref in occasions:
        found.together[each.ref] = occasions[each.ref]


def _put_named(index: sqlite3.Connection, filters: Filters, found: StatementsFound) -> None:
    """Add the statements that disputes of these name, and those whose disputes name these."""
    disputes = (each for row in found.rows for each in row["disputes"])
    refs = [ref for each in disputes for ref in disputed_with(each)]
    refs += [row["ref"] for rows in found.named_by.values() for row in rows]
    found.named.update(named_in_disputes(index, filters, refs))


def _put_briefs(index: sqlite3.Connection, found: StatementsFound) -> None:
    """Add the facts about the statements that these link to."""
    refs = found.refs
    marks = ", ".join("?" * len(refs))
    query = f"SELECT ref FROM statements WHERE words_of IN ({marks}) ORDER BY ref"
    wanted = {ref: None for (ref,) in index.execute(query, refs)}
    wanted |= {row["words_of"]: None for row in found.rows if row["words_of"]}
    wanted |= dict.fromkeys(chain.from_iterable(found.together.values()))
    for some in listing.batched(wanted):
        marks = ", ".join("?" * len(some))
        query = f"""SELECT ref, official, name, issue, position FROM statements
                    WHERE ref IN ({marks})"""
        found.briefs.update((ref, Brief(*of)) for ref, *of in index.execute(query, some))


def _differences(index: sqlite3.Connection, filters: Filters) -> Callable[[str], list[Row]]:
    """Return a function that lists the conflicts between sources of a statement."""
    found = SpooledGroups()
    keys = [key for key in CONFLICT if key not in ("words", "other_words", "name")]
    for each in disagreements(index, filters.clause()):
        found.add(each.row["ref"], {key: each.row[key] for key in keys})
    return found.of
