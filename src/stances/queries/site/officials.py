"""What the pages of officials and of their statements show, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from stances.model import fields
from stances.queries import listing
from stances.queries.conflicts import KEYS as CONFLICT
from stances.queries.conflicts import Found
from stances.queries.filters import Clause, Filters
from stances.queries.lookups import named
from stances.queries.order import Scored, precedes
from stances.queries.records import KEYS as ASSESSMENT
from stances.queries.records import add_copies
from stances.queries.report.about import asked_filters
from stances.queries.report.officials import on_issues
from stances.queries.result import decode, decoded_cells
from stances.queries.silence import silent
from stances.queries.site import Brief
from stances.queries.site.lines import LINE
from stances.queries.site.named import Named, all_disputed_with, naming
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

T = TypeVar("T")
MANY = 500
"""From so many officials on, they are listed by letter."""
OTHER = "other"
"""The letter of names that begin with none."""

_RECORD = ("official", *fields.keys("Official", without="statements"))
_OFFICIAL = LINE.index("official")
_STATEMENT = (*listing.KEYS, "path", "line")
_PERSON = ("official", "name", "native_name", "kind", "identifiers")


class Contradiction(NamedTuple):
    """A row of `conflicts` about two statements of an official, and when each was said."""

    row: Row
    said: str
    other_said: str


class Entry(NamedTuple):
    """An official in a list: the role and faction are those of the first role not over."""

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
    """The officials that there is a page of, by surname."""

    entries: Sequence[Entry]


@dataclass(frozen=True)
class OfficialFound:
    """All that the page of an official shows.

    `record` has the fields of the record; `on` what was said by issue, as the report has it;
    `stored` are all statements in short as the index has them, the newest first, decoded by whoever
    first asks for the `lines`. `silent` are issues with no statement.
    """

    record: Row
    on: Mapping[str, Official]
    stored: Sequence[Sequence[object]]
    contradictions: Sequence[Contradiction] = ()
    assessments: Sequence[Row] = ()
    silent: Sequence[str] = ()

    @cached_property
    def id(self) -> str:
        """The id of the official."""
        return str(self.record["official"])

    @cached_property
    def lines(self) -> Sequence[Row]:
        """All statements in short, the newest first."""
        return [dict(zip(LINE, cells, strict=True)) for cells in decoded_cells(LINE, self.stored)]


class Neighbour(NamedTuple):
    """Another statement of the official on the issue, next to one in the order of lists."""

    ref: str
    said: str
    position: str


@dataclass(frozen=True)
class StatementsFound:
    """Some statements, in the order of officials, issues and time, with what their pages show.

    `stored` are rows as the index has them, decoded by whoever first asks; `people` the records of
    their officials in short. `before` and `after` are their neighbours that were certainly said
    before and after them, `beside` those of which that is not known; `contradictions` and
    `differences` rows of `conflicts`, about two statements or one, `together` those said on the
    same occasion; all by reference. `briefs` are the statements that these lead to. `history` is
    filled in by whoever knows it. `named_by` are the disputes of others that name a statement, by
    reference, `named` the statements on the other side of disputes.
    """

    stored: Sequence[Sequence[object]]
    people: Mapping[str, Row]
    before: dict[str, Neighbour] = field(default_factory=dict)
    after: dict[str, Neighbour] = field(default_factory=dict)
    beside: dict[str, Sequence[Neighbour]] = field(default_factory=dict)
    contradictions: dict[str, Sequence[Contradiction]] = field(default_factory=dict)
    differences: dict[str, Sequence[Row]] = field(default_factory=dict)
    together: dict[str, Sequence[str]] = field(default_factory=dict)
    briefs: dict[str, Brief] = field(default_factory=dict)
    copies: dict[str, Row] = field(default_factory=dict)
    history: dict[str, Sequence[Row]] = field(default_factory=dict)
    named_by: dict[str, Sequence[Row]] = field(default_factory=dict)
    named: dict[str, Named] = field(default_factory=dict)

    @property
    def rows(self) -> Iterator[Row]:
        """The statements as rows of `list`, with their places."""
        for cells in decoded_cells(_STATEMENT, self.stored):
            row = dict(zip(_STATEMENT, cells, strict=True))
            yield self.copies.get(row["ref"], row)

    @property
    def refs(self) -> list[str]:
        """The references of the statements."""
        return [str(cells[0]) for cells in self.stored]


class _ByOfficial(Generic[T]):
    """Items in the order of officials, taken along with something else in this order."""

    def __init__(self, items: Iterable[T], official: Callable[[T], str]) -> None:
        self._rest, self._official = iter(items), official
        self._next = next(self._rest, None)
        self._at, self._own = "", list[T]()

    def of(self, official: str) -> list[T]:
        """Those of an official, who comes no earlier than the one asked for before."""
        if official != self._at:
            self._at, self._own = official, []
            while self._next is not None and self._official(self._next) <= official:
                if self._official(self._next) == official:
                    self._own.append(self._next)
                self._next = next(self._rest, None)
        return self._own


def officials(
    index: sqlite3.Connection, filters: Filters, conflicts: Found | None = None
) -> Iterator[OfficialFound]:
    """The officials that there is a page of, in the order of their ids, read some at a time."""
    pairs = _ByOfficial(_contradictions(conflicts or Found(index, filters)), _whose)
    claims = _ByOfficial(_claims(index, filters), lambda claim: str(claim["official"]))
    quiet: dict[str, list[str]] = {}
    issues = [issue for (issue,) in index.execute("SELECT issue FROM issues ORDER BY number")]
    for issue in issues:
        if not filters.issue or issue in filters.issue:
            for each in silent(index, filters, issue):
                quiet.setdefault(each.official, []).append(issue)
    for some in listing.batched(_shown(index, filters)):
        records = _records(index, some)
        on = on_issues(index, filters._replace(official=()), some)
        lines = _lines(index, filters, some)
        for id_ in some:
            yield OfficialFound(
                records[id_],
                on.get(id_, {}),
                lines.get(id_, []),
                pairs.of(id_),
                [{key: claim[key] for key in ASSESSMENT} for claim in claims.of(id_)],
                quiet.get(id_, ()),
            )


def entries(index: sqlite3.Connection, filters: Filters) -> list[Entry]:
    """The officials that there is a page of, by surname, with how much each said."""
    from stances.index.names import surnames  # noqa: PLC0415 - views, which know no index, import this

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
    """The ids of the officials that there is a page of, in order."""
    if not asked_filters(filters):
        return [id_ for (id_,) in index.execute("SELECT official FROM officials ORDER BY official")]
    clause = filters.clause()
    spoken = f"SELECT DISTINCT s.official FROM statements AS s WHERE {clause.sql}"
    query = f"{spoken} ORDER BY s.official"
    return [id_ for (id_,) in index.execute(query, clause.values)]


def _records(
    index: sqlite3.Connection, ids: Sequence[str], keys: Sequence[str] = _RECORD
) -> dict[str, Row]:
    """The records of some officials, not very many, without their statements."""
    marks = ", ".join("?" * len(ids))
    query = f"SELECT {named('o', keys)} FROM officials AS o WHERE o.official IN ({marks})"
    rows = (decode(row, keys) for row in index.execute(query, (*ids,)))
    return {row["official"]: row for row in rows}


def _lines(
    index: sqlite3.Connection, filters: Filters, ids: Sequence[str]
) -> dict[str, list[tuple[object, ...]]]:
    """The statements of some officials in short as the index has them, the newest first."""
    clause = filters._replace(official=(*ids,)).clause()
    found: dict[str, list[tuple[object, ...]]] = {}
    stored = listing.select(index, clause, f"s.official, {listing.BY_TIME}", keys=LINE)
    for cells in map(tuple, stored.cells):
        found.setdefault(str(cells[_OFFICIAL]), []).append(cells)
    return {official: rows[::-1] for official, rows in found.items()}


def _contradictions(conflicts: Found) -> Iterator[Contradiction]:
    for each in conflicts.contradictions():
        first, second = each.statements
        yield Contradiction(each.row, first["said"], second["said"])


def _whose(each: Contradiction) -> str:
    return str(each.row["official"])


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


def _claims(index: sqlite3.Connection, filters: Filters) -> Iterator[Row]:
    """What sources say in their own voice, by whom it is of, who may be a faction."""
    clause = filters.dates()
    if filters.source:
        marks = ", ".join("?" * len(filters.source))
        clause &= Clause(f"s.source IN ({marks})", filters.source)
    rows = index.execute(_CLAIMS.format(clause.sql), clause.values)
    return (decode(row, _CLAIMED) for row in rows)


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
        """Whether it certainly came before another one, as `timeline` has it."""
        if self.occasion and self.occasion == other.occasion:
            return False
        return precedes(self._in_time(), other._in_time())

    def _in_time(self) -> Scored:
        return Scored(
            self.ref, self.said_from, self.said_to, self.moment, self.occasion, self.position
        )


def statements(
    index: sqlite3.Connection,
    filters: Filters,
    conflicts: Found | None = None,
    snapshots: Snapshots | None = None,
) -> Iterator[StatementsFound]:
    """The statements that there is a page of, some at a time.

    With `snapshots`, their evidence says where the stored copy of its source has it, as in `show`.
    """
    conflicts = conflicts or Found(index, filters)
    told, named_by = _differences(conflicts), naming(index, filters)
    pairs = _ByOfficial(_contradictions(conflicts), _whose)
    query = """
        SELECT s.official, x.ref, x.other FROM same_occasions AS x
        JOIN statements AS s ON s.ref = x.ref JOIN statements AS o ON o.ref = x.other
        WHERE s.status <> 'misattributed' AND o.status <> 'misattributed'
        ORDER BY s.official, x.ref, x.other"""
    occasions = _ByOfficial(index.execute(query), lambda each: str(each[0]))
    before: _InOrder | None = None
    for some, after in _ahead(listing.batched(_in_order(index, filters))):
        refs = [each.ref for each in some]
        cells = {str(row[0]): row for row in _cells(index, refs)}
        people = _records(index, [*{each.official: None for each in some}], _PERSON)
        found = StatementsFound([cells[ref] for ref in refs], people)
        _put_neighbours(found, [*filter(None, (before, *some, after))])
        for each in some:
            _put_ties(found, each, pairs.of(each.official), occasions.of(each.official))
            if rows := told(each.ref):
                found.differences[each.ref] = rows
            if rows := named_by(each.ref):
                found.named_by[each.ref] = rows
        _put_briefs(index, found)
        _put_named(index, filters, found)
        if snapshots:
            rows = [*found.rows]
            add_copies(index, snapshots, {"record": "report", "statements": rows})
            found.copies.update((row["ref"], row) for row in rows)
        yield found
        before = some[-1]


def _in_order(index: sqlite3.Connection, filters: Filters) -> Iterator[_InOrder]:
    clause = filters.clause()
    query = f"""
        SELECT {", ".join(f"s.{key}" for key in _InOrder._fields)} FROM statements AS s
        WHERE {clause.sql} ORDER BY s.official, s.issue, {listing.BY_TIME}"""
    return map(_InOrder._make, index.execute(query, clause.values))


def _ahead(batches: Iterable[list[T]]) -> Iterator[tuple[list[T], T | None]]:
    """Each batch, and the first item of the next one."""
    waiting: list[T] = []
    for batch in batches:
        if waiting:
            yield waiting, batch[0]
        waiting = batch
    if waiting:
        yield waiting, None


def _cells(index: sqlite3.Connection, refs: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """The rows of some statements as the index has them."""
    clause = Clause(f"s.ref IN ({', '.join('?' * len(refs))})", (*refs,))
    return map(tuple, listing.select(index, clause, "s.ref", keys=_STATEMENT).cells)


def _put_neighbours(found: StatementsFound, ordered: Sequence[_InOrder]) -> None:
    """Add what stands next to each statement of its official and issue, and whether in time."""
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
    occasions: Sequence[tuple[str, str, str]],
) -> None:
    """Add the contradictions of a statement, and those said on its occasion, on either side."""
    own = [pair for pair in pairs if each.ref in (pair.row["ref"], pair.row["other"])]
    if own:
        found.contradictions[each.ref] = own
    others = {
        one if other == each.ref else other: None
        for _, one, other in occasions
        if each.ref in (one, other)
    }
    if others:
        found.together[each.ref] = [*others]


def _put_named(index: sqlite3.Connection, filters: Filters, found: StatementsFound) -> None:
    """Add what the statements say that disputes name, or whose disputes name one of these."""
    at = _STATEMENT.index("disputes")
    refs = [ref for cells in found.stored for ref in all_disputed_with(str(cells[at]))]
    refs += [row["ref"] for rows in found.named_by.values() for row in rows]
    found.named.update(named_in_disputes(index, filters, refs))


def _put_briefs(index: sqlite3.Connection, found: StatementsFound) -> None:
    """Add what has to be said of the statements that these lead to."""
    refs = found.refs
    marks = ", ".join("?" * len(refs))
    query = f"SELECT ref FROM statements WHERE words_of IN ({marks}) ORDER BY ref"
    wanted = {ref: None for (ref,) in index.execute(query, refs)}
    at = _STATEMENT.index("words_of")
    wanted |= {str(cells[at]): None for cells in found.stored if cells[at]}
    wanted |= dict.fromkeys(chain.from_iterable(found.together.values()))
    for some in listing.batched(wanted):
        marks = ", ".join("?" * len(some))
        query = f"""SELECT ref, official, name, issue, position FROM statements
                    WHERE ref IN ({marks})"""
        found.briefs.update((ref, Brief(*of)) for ref, *of in index.execute(query, some))


def _differences(conflicts: Found) -> Callable[[str], list[Row]]:
    """What gives the rows of `conflicts` in which sources of a statement differ."""
    found = SpooledGroups()
    keys = [key for key in CONFLICT if key not in ("words", "other_words", "name")]
    for each in conflicts.disagreements():
        found.add(each.row["ref"], {key: each.row[key] for key in keys})
    return found.of
