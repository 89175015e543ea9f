"""One official in a report: the latest positions, and all else that is recorded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.dates import parse_date
from stances.queries import listing
from stances.queries.filters import HEARSAY, Clause
from stances.queries.order import Scored, follows
from stances.queries.timeline import CERTAIN, changes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row


class StatementSummary(NamedTuple):
    """A statement in short, for a chart or a list; behind `KEYS`, what it is marked with."""

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
"""The keys of a statement in short that flat formats have."""


class AttributedStatement(NamedTuple):
    """A statement recorded with `official` that `sources` attribute to somebody else."""

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

    `latest` are rows of `list`: the statements that no other certainly follows, and behind those
    that count the hearsay that nothing at all certainly follows. If none that counts has a score,
    `latest_scored` are the scored ones that no other scored one certainly follows. `role`
    and `faction` are those of the last of `latest` that counts, or the first ones held if there are
    only `attributed` statements. `statements` are all, in order of time; `later` is the number of
    statements outside the filters that certainly follow one of the latest.
    """

    official: str
    name: str
    native_name: str | None = None
    role: str | None = None
    faction: str | None = None
    latest: list[Row] = field(default_factory=list)
    latest_scored: list[Row] = field(default_factory=list)
    statements: list[StatementSummary] = field(default_factory=list)
    shifts: list[Row] = field(default_factory=list)
    attributed: list[AttributedStatement] = field(default_factory=list)
    later: int = 0
    is_unnamed: bool = False
    with_hearsay: bool = False

    def counts(self, hearsay: bool) -> bool:  # noqa: FBT001 - of a row or a summary
        """Whether a statement is in figures, hearsay or not."""
        return self.with_hearsay or not hearsay

    @cached_property
    def counted(self) -> list[StatementSummary]:
        """The statements that are in figures; the others are hearsay."""
        return [said for said in self.statements if self.counts(said.hearsay)]

    @cached_property
    def scored(self) -> list[StatementSummary]:
        """The statements that have a score and are counted."""
        return [said for said in self.counted if said.score is not None]

    @cached_property
    def scores(self) -> list[int]:
        """The scores of the statements that have one and are counted."""
        return [said.score for said in self.counted if said.score is not None]

    @cached_property
    def mean(self) -> float | None:
        """The mean of all scores; None if there are none, which is not a position in the middle.

        Somebody unnamed may be several people, and has none.
        """
        if not self.scores or self.is_unnamed:
            return None
        return sum(self.scores) / len(self.scores)

    @cached_property
    def changes(self) -> list[Row]:
        """The changes among the shifts."""
        return [row for row in self.shifts if row["change"] == CERTAIN]

    @cached_property
    def unordered(self) -> list[list[Row]]:
        """The groups of statements that differ and can have been said in any order."""
        groups: dict[str, list[Row]] = {}
        for row in self.shifts:
            if row["group"]:
                groups.setdefault(row["group"], []).append(row)
        return [*groups.values()]

    @cached_property
    def foremost(self) -> list[Row]:
        """The latest, those with a score first, hearsay last, and of each kind the last first.

        If only some are shown, hearsay and statements without a score are left out first.
        """
        last_first = self.latest[::-1]
        return sorted(last_first, key=self.rank)

    def rank(self, row: Row) -> tuple[bool, bool]:
        """The sort key of the latest: what counts before hearsay, a score before none."""
        return not self.counts(row["hearsay"]), row["score"] is None

    @cached_property
    def others(self) -> list[StatementSummary]:
        """The statements that are not quoted."""
        shown = {row["ref"] for row in (*self.latest, *self.latest_scored)}
        return [said for said in self.statements if said.ref not in shown]

    @property
    def document(self) -> dict[str, Any]:
        """The whole as one mapping."""
        keys = ("official", "name", "native_name", "role", "faction")
        short = ("ref", "said", "position", "score", "disputed")
        return {key: getattr(self, key) for key in keys} | {
            "scored": len(self.scores),
            "mean": self.mean,
            "latest": self.latest,
            "latest_scored": self.latest_scored,
            "statements": [{key: getattr(said, key) for key in short} for said in self.statements],
            "later": self.later,
            "shifts": self.shifts,
            "attributed": [statement._asdict() for statement in self.attributed],
        }


def speakers(index: sqlite3.Connection, filters: Filters) -> dict[str, list[str]]:
    """Ids of speakers, and of officials with attributed statements, by issue, faction and name."""
    query = "SELECT faction, number FROM factions"
    ranks: Mapping[str | None, int] = dict(index.execute(query).fetchall())
    found: dict[str, dict[str, tuple[int, str, str]]] = defaultdict(dict)
    clauses = [listing.latest(filters.counted())]
    if not filters.with_hearsay:  # the last of what counts comes last
        clauses.insert(0, listing.latest(filters.clause()) & HEARSAY)
    for clause in clauses:
        keys = ("issue", "official", "name", "faction")
        for row in listing.select(index, clause, listing.BY_TIME, keys=keys):
            rank = ranks.get(row["faction"], len(ranks) + 1)
            found[row["issue"]][row["official"]] = rank, row["name"], row["official"]
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


def officials(
    index: sqlite3.Connection, filters: Filters, issue: str, ids: Sequence[str]
) -> Iterator[Official]:
    """Officials on an issue in the order of their ids, read some at a time."""
    for begin in range(0, len(ids), _AT_ONCE):
        some = tuple(ids[begin : begin + _AT_ONCE])
        found = _Officials(index, filters._replace(issue=(issue,)), some)
        yield from found.read()


def statements(index: sqlite3.Connection, clause: Clause) -> Iterator[StatementSummary]:
    """Statements in short, in order of time."""
    rows = listing.select(index, clause, listing.BY_TIME, keys=StatementSummary._fields)
    return (StatementSummary(**row) for row in rows)


class _Officials:
    """Some officials on one issue by id, filled query by query."""

    def __init__(self, index: sqlite3.Connection, filters: Filters, ids: tuple[str, ...]) -> None:
        self._index, self._asked, self._ids = index, filters, ids
        self._filters = filters._replace(official=ids)
        self._officials: dict[str, Official] = {}

    def read(self) -> Iterator[Official]:
        """The officials in the order of the ids."""
        for said in statements(self._index, self._filters.clause()):
            self.of(said.official, said.name).statements.append(said)
        self.add_latest()
        self.add_shifts()
        self.add_attributed()
        self.add_later()
        self.describe()
        return (self._officials[id_] for id_ in self._ids)

    def of(self, official: str, name: str) -> Official:
        new = Official(official, name, with_hearsay=self._filters.with_hearsay)
        return self._officials.setdefault(official, new)

    def add_latest(self) -> None:
        clause = self._filters.counted()
        for row in self._latest(clause):
            self._of(row).latest.append(row)
        lacking = tuple(
            id_
            for id_, official in self._officials.items()
            if official.scores and all(row["score"] is None for row in official.latest)
        )
        if lacking:
            scored = self._filters._replace(official=lacking).counted()
            for row in self._latest(scored & Clause("s.score IS NOT NULL")):
                self._of(row).latest_scored.append(row)
        every = self._officials.values()
        if any(len(each.counted) < len(each.statements) for each in every):
            # What is hearsay is shown, and is nobody's position.
            for row in self._select(listing.latest(self._filters.clause()) & HEARSAY):
                self._of(row).latest.append(row)

    def add_shifts(self) -> None:
        for row in changes(self._index, self._filters):
            del row["issue"]
            self._officials[row.pop("official")].shifts.append(row)

    def add_attributed(self) -> None:
        marks = ", ".join("?" * len(self._ids))
        clause = self._asked._replace(official=()).clause()
        attributed: dict[tuple[str, str], AttributedStatement] = {}
        for speaker, speaker_name, source, *values in self._index.execute(
            _ATTRIBUTED.format(ids=marks, clause=clause.sql), (*self._ids, *clause.values)
        ):
            key = (speaker, values[0])
            if key not in attributed:
                attributed[key] = AttributedStatement._make([*values, []])
                self.of(speaker, speaker_name).attributed.append(attributed[key])
            attributed[key].sources.append(source)

    def add_later(self) -> None:
        shown, thinned = self._filters.clause(), self._filters.thinning()
        query = f"""SELECT s.official, s.said FROM statements AS s
                    WHERE s.said_from IS NOT NULL AND s.unnamed = 0 AND {thinned.sql}
                    AND s.ref NOT IN (SELECT s.ref FROM statements AS s WHERE {shown.sql})"""
        tests: dict[str, Callable[[Scored], bool]] = {}
        for id_, said in self._index.execute(query, thinned.values + shown.values):
            if official := self._officials.get(id_):
                if id_ not in tests:
                    tests[id_] = follows([_said(row["said"]) for row in official.latest])
                official.later += tests[id_](_said(said))

    def describe(self) -> None:
        marks = ", ".join("?" * len(self._ids))
        query = _DESCRIBED.format(marks)
        for id_, native_name, kind, title, faction in self._index.execute(query, self._ids):
            official = self._officials[id_]
            official.native_name, official.is_unnamed = native_name, kind == "unnamed"
            official.role, official.faction = title, faction
            said = [row for row in official.latest if official.counts(row["hearsay"])]
            if rows := said or official.latest:
                official.role, official.faction = rows[-1]["role"], rows[-1]["faction"]

    def _of(self, row: Row) -> Official:
        return self._officials[row["official"]]

    def _latest(self, clause: Clause) -> Iterable[Row]:
        return self._select(listing.latest(clause))

    def _select(self, clause: Clause) -> Iterable[Row]:
        return listing.select(self._index, clause, listing.BY_TIME)


_AT_ONCE = 100
"""How many officials are asked for at once: a question has only so many values."""
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
    SELECT e.speaker, o.name, e.source, s.ref, s.official, s.name, s.said, s.position, s.score
    FROM {_OTHERS}
    WHERE e.speaker IN ({{ids}}) AND e.speaker <> s.official AND {{clause}}
    ORDER BY {listing.BY_TIME}, e.speaker, e.number"""


def _said(text: str) -> Scored:
    """When something was said, to be compared with other days and times."""
    day = parse_date(text, timed=True)
    return Scored("", day.first, day.last, day.moment, None, None)
