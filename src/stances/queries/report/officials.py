"""One official in a report: the latest positions, and all other records."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.queries import listing
from stances.queries.order import Scored, follows, latest
from stances.queries.result import decoded_cells
from stances.queries.timeline import CERTAIN, Compared, changes, compared

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row


class StatementSummary(NamedTuple):
    """A short statement, for a chart or a list; fields after `KEYS` say how it is marked."""

    ref: str
    official: str
    name: str
    faction: str | None
    issue: str
    said: str
    said_from: str | None
    said_to: str | None
    position: str
    score: int | None
    disputed: bool
    hearsay: bool
    status: str = "attested"
    according_to: Sequence[str] = ()
    spoken_by: str | None = None
    words_of: str | None = None
    same_occasion: Sequence[str] = ()
    retracted: bool = False
    sources: Sequence[str] = ()


KEYS = StatementSummary._fields[: StatementSummary._fields.index("status")]
"""The keys of a short statement in flat formats."""


_IN_SHORT = StatementSummary._fields
_SCORE, _HEARSAY = _IN_SHORT.index("score"), _IN_SHORT.index("hearsay")
_OF_DOCUMENT = [(_IN_SHORT.index(key), key) for key in ("ref", "said", "position", "score")]
_DISPUTED = _IN_SHORT.index("disputed")
_MARKS = ", ".join(f"s.{key}" for key in _IN_SHORT[len(KEYS) :])


class Said(NamedTuple):
    """A statement as the index has it (`it`), and as it is put in order (`time`).

    If `followed`, it takes part in the order of statements. The other fields are those of
    `StatementSummary`.
    """

    it: Compared
    time: Scored
    followed: int
    name: str
    faction: str | None
    role: str | None
    unnamed: int
    hearsay: int
    status: str
    according_to: str
    spoken_by: str | None
    words_of: str | None
    same_occasion: str
    retracted: int
    sources: str


def _in_short(said: Said) -> tuple[Any, ...]:
    """Return the cells of a `StatementSummary`."""
    it, marks = said.it, said[-len(_IN_SHORT) + len(KEYS) :]
    days = it.said, it.said_from, it.said_to
    values = it.position, it.score, it.disputed, said.hearsay
    return (it.ref, it.official, said.name, said.faction, it.issue, *days, *values, *marks)


class AttributedStatement(NamedTuple):
    """A statement recorded with `official` that `sources` attribute to another."""

    ref: str
    official: str
    name: str
    said: str
    position: str
    score: int | None
    sources: list[str]


@dataclass
class Official:
    """The statements of an official on an issue.

    `latest` are rows of `list`: the counted statements that no other counted one certainly follows,
    then the hearsay that no statement certainly follows. If no counted one of these has a score,
    `latest_scored` are the scored statements that no other scored one certainly follows. `role` and
    `faction` are those of the last counted statement in `latest`; with `attributed` statements
    only, those of the first role. `said` are all statements in order of time, as undecoded cells of
    a `StatementSummary`. `later` counts statements outside the filters that certainly follow one of
    the latest.
    """

    official: str
    name: str
    native_name: str | None = None
    role: str | None = None
    faction: str | None = None
    latest: list[Row] = field(default_factory=list)
    latest_scored: list[Row] = field(default_factory=list)
    said: Sequence[tuple[Any, ...]] = ()
    shifts: list[Row] = field(default_factory=list)
    attributed: list[AttributedStatement] = field(default_factory=list)
    later: int = 0
    is_unnamed: bool = False
    with_hearsay: bool = False

    def counts(self, hearsay: bool | int) -> bool:  # noqa: FBT001 - of a row or a summary
        """Whether a statement counts in figures, given whether it is hearsay."""
        return self.with_hearsay or not hearsay

    @cached_property
    def statements(self) -> list[StatementSummary]:
        """All short statements, in order of time."""
        return [*map(StatementSummary._make, decoded_cells(_IN_SHORT, self.said))]

    @cached_property
    def counted(self) -> list[StatementSummary]:
        """The statements that count in figures; the others are hearsay."""
        return [said for said in self.statements if self.counts(said.hearsay)]

    @cached_property
    def scored(self) -> list[StatementSummary]:
        """The counted statements that have a score."""
        return [said for said in self.counted if said.score is not None]

    @cached_property
    def scores(self) -> list[int]:
        """The scores of the counted statements that have one."""
        counted = (each for each in self.said if self.counts(each[_HEARSAY]))
        return [each[_SCORE] for each in counted if each[_SCORE] is not None]

    @cached_property
    def mean(self) -> float | None:
        """The mean of all scores. None, not 0, if there are none.

        It is also None for an unnamed official, who may be several people.
        """
        if not self.scores or self.is_unnamed:
            return None
        return sum(self.scores) / len(self.scores)

    @cached_property
    def changes(self) -> list[Row]:
        """The certain changes among the shifts."""
        return [row for row in self.shifts if row["change"] == CERTAIN]

    @cached_property
    def unordered(self) -> list[list[Row]]:
        """The groups of statements that differ and have no known order."""
        groups: dict[str, list[Row]] = {}
        for row in self.shifts:
            if row["group"]:
                groups.setdefault(row["group"], []).append(row)
        return [*groups.values()]

    @cached_property
    def foremost(self) -> list[Row]:
        """The latest statements in the order in which a short list takes them.

        Scored ones come first, then those without a score, then hearsay; within each, the latest
        first.
        """
        last_first = self.latest[::-1]
        return sorted(last_first, key=self.rank)

    def rank(self, row: Row) -> tuple[bool, bool]:
        """Return a sort key of the latest: counted before hearsay, then scored before unscored."""
        return not self.counts(row["hearsay"]), row["score"] is None

    @cached_property
    def others(self) -> list[StatementSummary]:
        """The statements that are neither in `latest` nor in `latest_scored`."""
        shown = {row["ref"] for row in (*self.latest, *self.latest_scored)}
        return [said for said in self.statements if said.ref not in shown]

    @property
    def document(self) -> dict[str, Any]:
        """All of it as one mapping."""
        keys = ("official", "name", "native_name", "role", "faction")
        return {key: getattr(self, key) for key in keys} | {
            "scored": len(self.scores),
            "mean": self.mean,
            "latest": self.latest,
            "latest_scored": self.latest_scored,
            "statements": [
                {key: each[at] for at, key in _OF_DOCUMENT} | {"disputed": bool(each[_DISPUTED])}
                for each in self.said
            ],
            "later": self.later,
            "shifts": self.shifts,
            "attributed": [statement._asdict() for statement in self.attributed],
        }


def speakers(index: sqlite3.Connection, filters: Filters) -> dict[str, list[str]]:
    """Return the ids of officials for each issue, sorted by faction and name.

    They made statements on it, or sources attribute statements to them.
    """
    query = "SELECT faction, number FROM factions"
    ranks: Mapping[str | None, int] = dict(index.execute(query).fetchall())
    found: dict[str, dict[str, tuple[int, str, str]]] = defaultdict(dict)
    for (issue, official), (name, faction) in _factions(index, filters).items():
        found[issue][official] = ranks.get(faction, len(ranks) + 1), name, official
    spoken = filters._replace(official=()).clause()
    query = f"""SELECT DISTINCT s.issue, e.speaker, o.name, {_FIRST.format("faction", "e.speaker")}
                FROM {_OTHERS} WHERE e.speaker <> s.official AND {spoken.sql}"""
    for issue, speaker, name, faction in index.execute(query, spoken.values):
        if not filters.official or speaker in filters.official:
            rank = ranks.get(faction, len(ranks) + 1)
            found[issue].setdefault(speaker, (rank, name, speaker))
    return {
        issue: [official for *_, official in sorted(of.values())] for issue, of in found.items()
    }


def _factions(
    index: sqlite3.Connection, filters: Filters
) -> dict[tuple[str, str], tuple[str, str | None]]:
    """For each issue and official, return the name and the faction last spoken for."""
    clause = filters.clause()
    found: dict[tuple[str, str], tuple[str, str | None]] = {}
    several: dict[str, None] = {}
    rows = index.execute(_FACTIONS.format(clause.sql), clause.values)
    for issue, official, name, faction in rows:
        if (issue, official) in found:
            several[official] = None
        found[issue, official] = name, faction
    for ids in listing.batched(several):
        for said in _said(index, filters, ids):
            shown = [each for each in said if each.it.shown]
            if last := _speaking(_latest(shown, filters), filters):
                found[last.it.issue, last.it.official] = last.name, last.faction
    return found


def officials(
    index: sqlite3.Connection, filters: Filters, issue: str, ids: Sequence[str]
) -> Iterator[Official]:
    """Yield officials on an issue in the order of their ids, read some at a time."""
    own = filters._replace(issue=(issue,))
    for some in listing.batched(ids):
        found = _Officials(index, own, some).read()
        yield from (found[id_][issue] for id_ in some)


def on_issues(
    index: sqlite3.Connection, filters: Filters, ids: Sequence[str]
) -> dict[str, dict[str, Official]]:
    """Return what a few officials said, by official and then by issue."""
    return _Officials(index, filters, ids).read()


def _said(index: sqlite3.Connection, filters: Filters, ids: Sequence[str]) -> Iterator[list[Said]]:
    """Yield the statements of some officials for each official and issue, in order of time.

    Those that pass the filters are `shown`; those that take part in the order are `followed`.
    """
    rest = filters._replace(official=())
    shown, followed = rest.clause(), rest.thinning()
    query = f"""
        SELECT {compared(shown)}, CASE WHEN {followed.sql} THEN 1 ELSE 0 END AS followed,
            s.name, s.faction, s.role, s.unnamed, s.hearsay, {_MARKS}
        FROM statements AS s JOIN positions AS p ON p.issue = s.issue AND p.position = s.position
        WHERE s.official IN ({", ".join("?" * len(ids))}) AND ({shown.sql} OR {followed.sql})
        ORDER BY s.official, s.issue, {listing.BY_TIME}"""
    values = (*shown.values, *followed.values)
    rows = index.execute(query, (*values, *ids, *values))
    own = len(Compared._fields)
    for _, together in groupby(map(tuple, rows), key=itemgetter(0, 1)):
        members = ((Compared._make(row[:own]), row[own:]) for row in together)
        yield [Said(it, it.in_order(), *rest) for it, rest in members]


def _latest(said: Sequence[Said], filters: Filters) -> list[Said]:
    """Return the latest counted statements, then the hearsay that no statement follows."""
    counted = [each for each in said if filters.with_hearsay or not each.hearsay]
    found = _last(counted)
    if len(counted) < len(said):
        found += [each for each in _last(said) if each.hearsay]
    return found


def _last(said: Sequence[Said]) -> list[Said]:
    """Return the statements that no other certainly follows; all of an unnamed official."""
    last = {time.ref for time in latest([each.time for each in said])}
    return [each for each in said if each.unnamed or each.time.ref in last]


def _speaking(latest: Sequence[Said], filters: Filters) -> Said | None:
    """Return the statement whose role and faction are shown.

    It is the last counted one of the latest, or else the last of all.
    """
    counted = [each for each in latest if filters.with_hearsay or not each.hearsay]
    return next(reversed(counted or latest), None)


class _Officials:
    """Some officials by id and issue, filled by one query after another."""

    def __init__(self, index: sqlite3.Connection, filters: Filters, ids: Sequence[str]) -> None:
        self._index, self._filters, self._ids = index, filters, ids
        self._officials: dict[str, dict[str, Official]] = {}

    def read(self) -> dict[str, dict[str, Official]]:
        """Return the officials with any statement, by id and then by issue."""
        every = _said(self._index, self._filters, self._ids)
        latest = [each for said in every for each in self.add(said)]
        rows: dict[str, Row] = {}
        for some in listing.batched(ref for _, refs in latest for ref in refs):
            rows |= listing.rows_of(self._index, some)
        for own, refs in latest:
            own.extend(rows[ref] for ref in refs)
        self.add_attributed()
        self.describe()
        return self._officials

    def of(self, official: str, issue: str, name: str) -> Official:
        on = self._officials.setdefault(official, {})
        if issue not in on:
            on[issue] = Official(official, name, with_hearsay=self._filters.with_hearsay)
        return on[issue]

    def add(self, said: Sequence[Said]) -> Iterator[tuple[list[Row], list[str]]]:
        """Add the statements of an official on an issue.

        Yield the lists of latest statements to fill, each with its references.
        """
        shown = [each for each in said if each.it.shown]
        latest = _latest(shown, self._filters)
        last = _speaking(latest, self._filters)
        if not last:
            return
        official = self.of(last.it.official, last.it.issue, last.name)
        official.role, official.faction = last.role, last.faction
        official.said = [*map(_in_short, shown)]
        yield official.latest, [each.it.ref for each in latest]
        is_scored = (each.it.score is not None for each in latest if official.counts(each.hearsay))
        if official.scores and not any(is_scored):
            scored = [each for each in shown if each.it.score is not None]
            counted = [each for each in scored if official.counts(each.hearsay)]
            yield official.latest_scored, [each.it.ref for each in _last(counted)]
        if not last.unnamed:
            followed = [each for each in said if each.followed]
            scored = [each for each in followed if each.it.score is not None]
            members, times = [each.it for each in scored], [each.time for each in scored]
            official.shifts += changes(members, times)
            hidden = [each.time for each in followed if not each.it.shown and each.time.first]
            official.later = sum(map(follows([each.time for each in latest]), hidden))

    def add_attributed(self) -> None:
        marks = ", ".join("?" * len(self._ids))
        clause = self._filters._replace(official=()).clause()
        attributed: dict[tuple[str, str], AttributedStatement] = {}
        for speaker, speaker_name, issue, source, *values in self._index.execute(
            _ATTRIBUTED.format(ids=marks, clause=clause.sql), (*self._ids, *clause.values)
        ):
            key = (speaker, values[0])
            if key not in attributed:
                attributed[key] = AttributedStatement._make([*values, []])
                self.of(speaker, issue, speaker_name).attributed.append(attributed[key])
            attributed[key].sources.append(source)

    def describe(self) -> None:
        marks = ", ".join("?" * len(self._ids))
        query = _DESCRIBED.format(marks)
        for id_, native_name, kind, title, faction in self._index.execute(query, self._ids):
            for official in self._officials.get(id_, {}).values():
                official.native_name, official.is_unnamed = native_name, kind == "unnamed"
                if not official.latest:
                    official.role, official.faction = title, faction


_FACTIONS = """
    SELECT g.issue, g.official, o.name, g.faction
    FROM (SELECT DISTINCT s.faction, s.official, s.issue FROM statements AS s WHERE {}) AS g
    JOIN officials AS o ON o.official = g.official
    ORDER BY g.issue, g.official, g.faction IS NOT NULL, g.faction"""
# The first role that is not a former one.
_FIRST = """(SELECT r.{} FROM roles AS r WHERE r.official = {} AND r.number = (
    SELECT MIN(o.number) FROM roles AS o WHERE o.official = r.official AND o.former = 0))"""
_DESCRIBED = f"""
    SELECT p.official, p.native_name, p.kind, {_FIRST.format("title", "p.official")},
        {_FIRST.format("faction", "p.official")}
    FROM officials AS p WHERE p.official IN ({{}})"""
_OTHERS = """evidence AS e JOIN statements AS s ON s.ref = e.ref
    JOIN officials AS o ON o.official = e.speaker"""
_ATTRIBUTED = f"""
    SELECT e.speaker, o.name, s.issue, e.source,
        s.ref, s.official, s.name, s.said, s.position, s.score
    FROM {_OTHERS}
    WHERE e.speaker IN ({{ids}}) AND e.speaker <> s.official AND {{clause}}
    ORDER BY {listing.BY_TIME}, e.speaker, e.number"""
