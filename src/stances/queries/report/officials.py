"""One official in a report: the latest positions, and all else that is recorded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.dates import parse_date
from stances.queries import listing
from stances.queries.background import unnamed
from stances.queries.filters import HEARSAY, Clause
from stances.queries.order import Scored, follows
from stances.queries.timeline import CERTAIN, changes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

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


def officials(index: sqlite3.Connection, filters: Filters) -> dict[str, list[Official]]:
    """Speakers, and officials with attributed statements, by issue, then faction and name."""
    officials = _Officials(index, filters)
    for said in statements(index, filters.clause()):
        officials.of(said.issue, said.official, said.name).statements.append(said)
    officials.add_latest()
    officials.add_shifts()
    officials.add_attributed()
    officials.add_later()
    officials.describe()
    return officials.by_issue()


def statements(index: sqlite3.Connection, clause: Clause) -> Iterator[StatementSummary]:
    """Statements in short, in order of time."""
    rows = listing.select(index, clause, listing.BY_TIME, keys=StatementSummary._fields)
    return (StatementSummary(**row) for row in rows)


class _Officials:
    """The officials by issue and id, filled query by query."""

    def __init__(self, index: sqlite3.Connection, filters: Filters) -> None:
        self._index, self._filters = index, filters
        self._officials: dict[tuple[str, str], Official] = {}

    def of(self, issue: str, official: str, name: str) -> Official:
        new = Official(official, name, with_hearsay=self._filters.with_hearsay)
        return self._officials.setdefault((issue, official), new)

    def add_latest(self) -> None:
        clause = self._filters.counted()
        for row in self._latest(clause):
            self._of(row).latest.append(row)
        lacking = {
            key
            for key, official in self._officials.items()
            if all(row["score"] is None for row in official.latest)
        }
        scored = listing.latest(clause & Clause("s.score IS NOT NULL"))
        keys = ("issue", "official", "ref")
        found = listing.select(self._index, scored, listing.BY_TIME, keys=keys)
        refs = [row["ref"] for row in found if (row["issue"], row["official"]) in lacking]
        for row in self._of_refs(refs):
            self._of(row).latest_scored.append(row)
        if not self._filters.with_hearsay:  # which is shown, and is nobody's position
            for row in self._select(listing.latest(self._filters.clause()) & HEARSAY):
                self._of(row).latest.append(row)

    def add_shifts(self) -> None:
        for row in changes(self._index, self._filters):
            if official := self._officials.get((row.pop("issue"), row.pop("official"))):
                official.shifts.append(row)

    def add_attributed(self) -> None:
        clause, asked = self._filters.clause(attributed=True), self._filters.official
        statements: dict[tuple[str, str], AttributedStatement] = {}
        for issue, speaker, speaker_name, source, *values in self._index.execute(
            _ATTRIBUTED.format(clause=clause.sql), clause.values
        ):
            if asked and speaker not in asked:
                continue
            key = (speaker, values[0])
            if key not in statements:
                statements[key] = AttributedStatement._make([*values, []])
                self.of(issue, speaker, speaker_name).attributed.append(statements[key])
            statements[key].sources.append(source)

    def add_later(self) -> None:
        shown, thinned = self._filters.clause(), self._filters.thinning()
        query = f"""SELECT s.issue, s.official, s.said FROM statements AS s
                    WHERE s.said_from IS NOT NULL AND s.unnamed = 0 AND {thinned.sql}
                    AND s.ref NOT IN (SELECT s.ref FROM statements AS s WHERE {shown.sql})"""
        tests = {
            key: follows([_said(row["said"]) for row in official.latest])
            for key, official in self._officials.items()
        }
        for issue, official, said in self._index.execute(query, thinned.values + shown.values):
            key = (issue, official)
            if key in tests:
                self._officials[key].later += tests[key](_said(said))

    def describe(self) -> None:
        roles = dict(self._index.execute(_ROLES).fetchall())
        query = "SELECT official, native_name FROM officials"
        native = dict(self._index.execute(query).fetchall())
        nameless = unnamed(self._index)
        titles = dict(self._index.execute(_TITLES).fetchall())
        for (_, id_), official in self._officials.items():
            official.native_name, official.is_unnamed = native[id_], id_ in nameless
            said = [row for row in official.latest if official.counts(row["hearsay"])]
            if rows := said or official.latest:
                last = rows[-1]
                official.role, official.faction = last["role"], last["faction"]
            else:
                official.role, official.faction = titles.get(id_), roles.get(id_)

    def by_issue(self) -> dict[str, list[Official]]:
        query = "SELECT faction, number FROM factions"
        ranks: Mapping[str | None, int] = dict(self._index.execute(query).fetchall())
        last = len(ranks) + 1
        issues: dict[str, list[Official]] = defaultdict(list)
        for (issue, _), official in self._officials.items():
            issues[issue].append(official)
        for officials in issues.values():
            officials.sort(
                key=lambda each: (ranks.get(each.faction, last), each.name, each.official)
            )
        return issues

    def _of(self, row: Row) -> Official:
        return self._officials[row["issue"], row["official"]]

    def _of_refs(self, refs: Sequence[str]) -> Iterator[Row]:
        for begin in range(0, len(refs), _AT_ONCE):
            some = refs[begin : begin + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            yield from self._select(Clause(f"s.ref IN ({marks})", tuple(some)))

    def _latest(self, clause: Clause) -> Iterator[Row]:
        return self._select(listing.latest(clause))

    def _select(self, clause: Clause) -> Iterator[Row]:
        return listing.select(self._index, clause, listing.BY_TIME)


_AT_ONCE = 500
"""How many statements are asked for at once: a question has only so many values."""
_ATTRIBUTED = f"""
    SELECT s.issue, e.speaker, o.name, e.source, s.ref, s.official, s.name, s.said, s.position,
        s.score
    FROM evidence AS e JOIN statements AS s ON s.ref = e.ref
    JOIN officials AS o ON o.official = e.speaker
    WHERE e.speaker <> s.official AND {{clause}} ORDER BY {listing.BY_TIME}, e.speaker, e.number"""


def _said(text: str) -> Scored:
    """When something was said, to be compared with other days and times."""
    day = parse_date(text, timed=True)
    return Scored("", day.first, day.last, day.moment, None, None)


# The first role that is not a former one.
_FIRST = """SELECT r.official, r.{} FROM roles AS r WHERE r.number = (
    SELECT MIN(o.number) FROM roles AS o WHERE o.official = r.official AND o.former = 0)"""
_ROLES, _TITLES = _FIRST.format("faction"), _FIRST.format("title")
