"""Counts the statements of each actor on each concept with each score, in one query."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.queries import faults

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from stances.queries.filters import Filters

OF = ("official", "faction")
ON = ("issue", "frame")
DUPLICATES = ("keep", "source", "month", "all")

Value = int | str | None
"""An actor's value on a concept.

On an issue with scores, it is the score of the position; on a nominal issue, the position. On a
frame, it is the sign of the score; None without a score.
"""


class Actor(NamedTuple):
    """An official or a faction; `kind` is `person`, `institution` or `faction`."""

    id: str
    label: str
    kind: str


class Concept(NamedTuple):
    """An issue or a frame; `span` is the declared range of its scale, None if it is nominal."""

    id: str
    label: str
    kind: str
    span: int | None

    def distance(self, one: Value, other: Value) -> tuple[int, int] | None:
        """Return how far apart two values are, as a fraction of 1; None if one has no score."""
        if one is None or other is None:
            return None
        if self.span and isinstance(one, int) and isinstance(other, int):
            return abs(one - other), self.span
        return int(one != other), 1


class Cell(NamedTuple):
    """`n` statements of an actor on a concept with one value.

    `certain` of them were certainly made in the days asked for. Neither number counts duplicates.
    """

    actor: str
    concept: str
    value: Value
    n: int
    certain: int


@dataclass(frozen=True)
class Cells:
    """All cells, with the actors and concepts that have any, each in its order.

    `left_out` counts the statements in no cell by reason, without zeros: `hearsay`,
    `misattributed`, `disputed`, `unnamed` (their official is not named), `no-faction`, `no-frame`,
    `open`, `unscored`, `one-value` (the scale has one value), `few` (their actor has fewer
    statements than asked for). `duplicates` counts statements that are not counted a second time;
    `few` counts actors with too few statements. `flat` are the issues whose scale has one value;
    `issues` is the number of issues of the statements in cells.
    """

    of: str
    on: str
    actors: Sequence[Actor]
    concepts: Sequence[Concept]
    cells: Sequence[Cell]
    left_out: Mapping[str, int]
    duplicates: int = 0
    few: int = 0
    flat: Sequence[str] = ()
    issues: int = 0

    @property
    def statements(self) -> Mapping[str, int]:
        """The number of statements of each actor; on frames, one with two frames counts twice."""
        return _totals(self.cells)

    def with_statements(self, least: int) -> Cells:
        """Return only the actors with at least so many statements."""
        totals = self.statements
        kept = {actor for actor, number in totals.items() if number >= least}
        few = [number for actor, number in totals.items() if actor not in kept]
        if not few:
            return self
        cells = [cell for cell in self.cells if cell.actor in kept]
        said_on = {cell.concept for cell in cells}
        return replace(
            self,
            actors=[actor for actor in self.actors if actor.id in kept],
            concepts=[concept for concept in self.concepts if concept.id in said_on],
            cells=cells,
            left_out={**self.left_out, "few": sum(few)},
            few=len(few),
        )


def cells(
    index: sqlite3.Connection,
    filters: Filters,
    *,
    of: str = "official",
    on: str = "issue",
    duplicates: str = "keep",
) -> Cells:
    """Return the cells of the statements that pass resolved filters.

    `duplicates` says how often statements of one actor with one value on one concept count. `keep`:
    each time. `source`: once for each source of their `quote`. `month`: once for each month;
    statements not certainly of one month each count. `all`: once.
    """
    counted: Counter[tuple[str, str, Value]] = Counter()
    certain: Counter[tuple[str, str, Value]] = Counter()
    left_out = _withheld(index, filters, of)
    scales, repeats = _scales(index), 0
    for row in _asked(index, filters, of, on, duplicates):
        actor, concept, position, score, statements, n, sure = row
        if concept is None:
            left_out["no-frame"] += statements
        elif on == "issue" and (reason := scales[concept].why_not(position, score)):
            left_out[reason] += statements
        else:
            value = score if position is None else position
            counted[actor, concept, value] += n
            certain[actor, concept, value] += sure
            repeats += statements - n
    found = [Cell(*key, n, certain[key]) for key, n in counted.items()]
    actors, concepts = {cell.actor for cell in found}, {cell.concept for cell in found}
    return Cells(
        of,
        on,
        [actor for actor in _actors(index, of) if actor.id in actors],
        [each for each in _concepts(index, on, scales) if each.id in concepts],
        found,
        {reason: number for reason, number in left_out.items() if number},
        repeats,
        flat=[issue for issue, scale in scales.items() if on == "issue" and scale.is_flat],
        issues=_issues(index, filters, of) if on == "frame" else len(concepts),
    )


_Row = tuple[str, str | None, str | None, int | None, int, int, int]
_ACTORS = {"official": "s.official", "faction": "s.faction"}
_CONCEPTS = {"issue": "s.issue", "frame": "f.frame"}
_FRAMES = " LEFT JOIN statement_frames AS f ON f.ref = s.ref"
_SAME = {
    "source": "COALESCE(s.quoted_from, s.ref)",
    "month": "CASE WHEN substr(s.said_from, 1, 7) = substr(s.said_to, 1, 7)"
    " THEN substr(s.said_from, 1, 7) ELSE s.ref END",
}
"""What statements with one value have in common if all but one of them are duplicates.

If that is unknown, it is the statement's own reference.
"""
_POSITION = {"issue": "CASE WHEN s.score IS NULL THEN s.position END", "frame": "NULL"}
_SCORE = {
    "issue": "s.score",
    "frame": "CASE WHEN s.score > 0 THEN 1 WHEN s.score < 0 THEN -1 WHEN s.score = 0 THEN 0 END",
}
"""The value on a concept: a score or its sign; the position, if an issue has no scores."""


def _asked(
    index: sqlite3.Connection, filters: Filters, of: str, on: str, duplicates: str
) -> Iterable[_Row]:
    """Yield actor, concept, position, score, and three numbers of statements.

    The numbers are: all; without duplicates; without duplicates and certainly in the days asked
    for.
    """
    clause, sure = filters.counted(), filters._replace(certain=True).dates()
    case = f"CASE WHEN {sure.sql} THEN {{}} END"
    if duplicates == "keep":
        n, certain = "COUNT(*)", f"COUNT({case.format('1')})"
    elif duplicates == "all":
        n, certain = "1", f"MAX(CASE WHEN {sure.sql} THEN 1 ELSE 0 END)"
    else:
        same = _SAME[duplicates]
        n, certain = f"COUNT(DISTINCT {same})", f"COUNT(DISTINCT {case.format(same)})"
    whose, what, position, score = _ACTORS[of], _CONCEPTS[on], _POSITION[on], _SCORE[on]
    keys = f"{whose}, {what}, {f'{position}, ' * (on == 'issue')}{score}"
    query = f"""
        SELECT {whose} AS actor, {what} AS concept, {position} AS position, {score} AS score,
            COUNT(*) AS statements, {n} AS n, {certain} AS certain
        FROM statements AS s{_FRAMES * (on == "frame")}
        WHERE {clause.sql} AND s.unnamed = 0 AND {whose} IS NOT NULL GROUP BY {keys}
        ORDER BY 1, CASE WHEN {what} IS NULL THEN 1 ELSE 0 END, 2,
            CASE WHEN {score} IS NULL THEN 1 ELSE 0 END, 4, 3"""
    rows: Iterable[_Row] = index.execute(query, (*sure.values, *clause.values))
    return rows


def _withheld(index: sqlite3.Connection, filters: Filters, of: str) -> Counter[str]:
    """Count by reason the statements that have no actor or are in no figure."""
    clause, disputed = filters.counted(), faults.disputed(index, filters) or {}
    query = f"""
        SELECT s.unnamed, COUNT(*) AS statements FROM statements AS s
        WHERE {clause.sql} AND (s.unnamed = 1 OR {_ACTORS[of]} IS NULL)
        GROUP BY s.unnamed ORDER BY s.unnamed"""
    nobodys = dict(map(tuple, index.execute(query, clause.values)))
    return Counter(
        {
            "hearsay": sum(faults.hearsay(index, filters).values()),
            "misattributed": sum(faults.misattributed(index, filters).values()),
            "disputed": sum(disputed.values()),
            "unnamed": nobodys.get(1, 0),
            "no-faction": nobodys.get(0, 0),
        }
    )


class _Scale(NamedTuple):
    """An issue's positions with their scores, and those that leave the issue open."""

    question: str
    scores: Mapping[str, int | None]
    open: frozenset[str]

    @property
    def is_nominal(self) -> bool:
        return set(self.scores.values()) <= {None}

    @property
    def span(self) -> int | None:
        """The declared range of scores; None if no position has a score."""
        scored = [score for score in self.scores.values() if score is not None]
        return max(scored) - min(scored) if scored else None

    @property
    def is_flat(self) -> bool:
        """Whether no two can disagree: there is only one score, or only one position not open."""
        if self.is_nominal:
            return len(self.scores.keys() - self.open) <= 1
        return self.span == 0

    def why_not(
        self, position: str | None, score: int | None
    ) -> Literal["open", "unscored", "one-value", ""]:
        """Return why a position is not compared; empty if it is.

        `position` is None if it has a score.
        """
        if position in self.open:
            return "open"
        if not self.is_nominal and score is None:
            return "unscored"
        return "one-value" if self.is_flat else ""


def _scales(index: sqlite3.Connection) -> dict[str, _Scale]:
    """Return the scales of the issues, in the codebook's order."""
    query = """SELECT i.issue, i.question, p.position, p.score, p."open" FROM issues AS i
               JOIN positions AS p ON p.issue = i.issue ORDER BY i.number, i.issue, p.number"""
    found: dict[str, tuple[str, dict[str, int | None], set[str]]] = {}
    for issue, question, position, score, is_open in index.execute(query):
        _, scores, open_ = found.setdefault(issue, (question, {}, set()))
        scores[position] = score
        if is_open:
            open_.add(position)
    return {
        issue: _Scale(question, scores, frozenset(open_))
        for issue, (question, scores, open_) in found.items()
    }


_SIGNS = 2
"""The range of the signs of scores, from -1 to 1."""


def _issues(index: sqlite3.Connection, filters: Filters, of: str) -> int:
    """Count the issues on which frames are counted."""
    clause = filters.counted()
    query = f"""
        SELECT COUNT(DISTINCT s.issue) AS issues FROM statements AS s{_FRAMES}
        WHERE {clause.sql} AND f.frame IS NOT NULL
            AND s.unnamed = 0 AND {_ACTORS[of]} IS NOT NULL"""
    [[issues]] = index.execute(query, clause.values).fetchall()
    return int(issues)


def _concepts(index: sqlite3.Connection, on: str, scales: Mapping[str, _Scale]) -> list[Concept]:
    """Return the concepts in the codebook's order."""
    if on == "issue":
        return [Concept(id_, each.question, on, each.span) for id_, each in scales.items()]
    query = "SELECT frame, label FROM frames ORDER BY number, frame"
    return [Concept(id_, label, on, _SIGNS) for id_, label in index.execute(query)]


def _actors(index: sqlite3.Connection, of: str) -> list[Actor]:
    """Return officials by name, or factions in the codebook's order."""
    query = (
        "SELECT official, name, kind FROM officials ORDER BY name, official"
        if of == "official"
        else "SELECT faction, label, 'faction' FROM factions ORDER BY number, faction"
    )
    return [Actor(*row) for row in index.execute(query)]


def _totals(of: Iterable[Cell]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for cell in of:
        found[cell.actor] += cell.n
    return found
