"""`summary`: statements and officials per position, group by group."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from statistics import mean, pstdev
from typing import TYPE_CHECKING, NamedTuple

from stances.queries import faults
from stances.queries.filters import UNDISPUTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from stances.queries.filters import Clause, Filters
    from stances.queries.result import Row

    Counts = Mapping[str, tuple[int, int]]

    Whole = tuple[Mapping["Group", "Figures"], Mapping["Group", Counts]]


Group = tuple[str | None, ...]
"""The values that the statements of a group share; None where they have none."""

_MONTH = (
    "CASE WHEN substr(s.said_from, 1, 7) = substr(s.said_to, 1, 7) THEN substr(s.said_to, 1, 7) END"
)
_EXPRESSIONS = {
    "issue": "s.issue",
    "faction": "s.faction",
    "position": "s.position",
    "official": "s.official",
    "source": "e.source",
    "frame": "f.frame",
    "month": _MONTH,
}
_JOINS = {
    "source": " LEFT JOIN (SELECT DISTINCT ref, source FROM evidence) AS e ON e.ref = s.ref",
    "frame": " LEFT JOIN (SELECT DISTINCT ref, frame FROM statement_frames) AS f ON f.ref = s.ref",
}
_TWO_CERTAIN = "CASE WHEN s.match_certain >= 2 THEN 1 ELSE 0 END"
_TWO_PROBABLE = (
    "CASE WHEN s.match_certain < 2 AND s.match_certain + s.match_probable >= 2 THEN 1 ELSE 0 END"
)
BY = tuple(_EXPRESSIONS)[1:]
"""What statements can be grouped by. By source and frame, one statement can be in several groups;
by month, one whose date reaches over two months is in none (None)."""


@dataclass(frozen=True)
class Figures:
    """What is counted of one group.

    `mean` and `spread` (population standard deviation) are taken over the officials' means of
    their scored statements, and None where no statement is scored. `corroborated` statements rest
    on two certain sources or more; `probably_corroborated` ones would with their probable sources.
    `undisputed` are the figures without the disputed statements, None where there are none.
    """

    statements: int
    officials: int
    scored: int
    disputed: int
    corroborated: int
    probably_corroborated: int
    means: tuple[Fraction, ...]
    undisputed: Figures | None = None

    @property
    def unstated(self) -> int:
        """Statements whose position carries no score."""
        return self.statements - self.scored

    @property
    def mean(self) -> float | None:
        """The mean of the officials' means."""
        return float(mean(self.means)) if self.means else None

    @property
    def spread(self) -> float | None:
        """How far the officials' means lie apart."""
        return float(pstdev(self.means)) if self.means else None


NOTHING = Figures(0, 0, 0, 0, 0, 0, ())


def figures(index: sqlite3.Connection, clause: Clause, by: Sequence[str]) -> dict[Group, Figures]:
    """Figures for each group of the statements, in no particular order."""
    found = _asked(index, clause, by)
    if not any(each.disputed for each in found.values()):
        return found
    rest = _asked(index, clause & UNDISPUTED, by)
    return {
        group: replace(each, undisputed=rest.get(group, NOTHING)) if each.disputed else each
        for group, each in found.items()
    }


def _asked(index: sqlite3.Connection, clause: Clause, by: Sequence[str]) -> dict[Group, Figures]:
    groups = _columns(by)
    query = f"""
        SELECT {groups} s.official AS official, COUNT(*) AS statements, COUNT(s.score) AS scored,
               SUM(s.score) AS total, SUM(s.disputed) AS disputed,
               SUM({_TWO_CERTAIN}) AS corroborated, SUM({_TWO_PROBABLE}) AS probably_corroborated
        FROM statements AS s{_joins(by)} WHERE {clause.sql} GROUP BY {groups} s.official
        ORDER BY s.official"""
    found: dict[Group, list[sqlite3.Row]] = defaultdict(list)
    for row in index.execute(query, clause.values):
        found[tuple(row)[: len(by)]].append(row)
    return {group: _figures(rows) for group, rows in found.items()}


def _figures(rows: Sequence[sqlite3.Row]) -> Figures:
    return Figures(
        statements=sum(row["statements"] for row in rows),
        officials=len(rows),
        scored=sum(row["scored"] for row in rows),
        disputed=sum(row["disputed"] for row in rows),
        corroborated=sum(row["corroborated"] for row in rows),
        probably_corroborated=sum(row["probably_corroborated"] for row in rows),
        means=tuple(Fraction(row["total"], row["scored"]) for row in rows if row["scored"]),
    )


def distribution(
    index: sqlite3.Connection, clause: Clause, by: Sequence[str]
) -> dict[Group, dict[str, tuple[int, int]]]:
    """For each group and position, the numbers of statements and of officials."""
    groups = _columns(by)
    query = f"""
        SELECT {groups} s.position AS position, COUNT(*) AS statements,
               COUNT(DISTINCT s.official) AS officials
        FROM statements AS s{_joins(by)} WHERE {clause.sql} GROUP BY {groups} s.position"""
    found: dict[Group, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in index.execute(query, clause.values):
        counts = (row["statements"], row["officials"])
        found[tuple(row)[: len(by)]][row["position"]] = counts
    return found


def _columns(by: Sequence[str]) -> str:
    return "".join(f"{_EXPRESSIONS[key]}, " for key in by)


def _joins(by: Sequence[str]) -> str:
    return "".join(_JOINS.get(key, "") for key in by)


FIGURES = ("statements", "officials", "scored", "unstated", "disputed", "mean", "spread")
_RANKED = {
    "faction": "SELECT faction FROM factions ORDER BY number",
    "frame": "SELECT frame FROM frames ORDER BY number",
    "position": "SELECT position FROM positions WHERE issue = :issue ORDER BY number",
    "source": "SELECT source FROM sources ORDER BY published_from, source",
    "official": "SELECT official FROM officials ORDER BY name, official",
}


@dataclass(frozen=True)
class Step:
    """A position of an issue's scale."""

    id: str
    label: str
    score: int | None
    definition: str = ""


@dataclass(frozen=True)
class Part:
    """The groups of one issue, in order, with how their statements lie on its scale.

    `counts` has, for each group and position that occurs, the numbers of statements and officials.
    `misattributed` statements are in no figure; nor are `disputed_left_out` ones, None where they
    were not to be left out. `whole` counts all groups together, which only some views ask for.
    """

    issue: str
    question: str
    scale: Sequence[Step]
    groups: Mapping[Group, Figures]
    counts: Mapping[Group, Counts]
    misattributed: int
    disputed_left_out: int | None
    whole: Callable[[], Whole]

    @property
    def total(self) -> Figures:
        """The figures of all groups together."""
        return self.whole()[0].get((self.issue,), NOTHING)

    @property
    def total_counts(self) -> Counts:
        """The numbers of statements and officials by position, of all groups together."""
        return self.whole()[1][(self.issue,)]


@dataclass(frozen=True)
class Summary:
    """All parts, and what was asked.

    `labels` says what an id is called, by key and id.
    """

    by: Sequence[str]
    parts: Sequence[Part]
    labels: Mapping[tuple[str, str], str]
    document: None = None
    kind: str = "summary"

    @property
    def keys(self) -> Sequence[str]:
        """The issue, what it is grouped by, and the figures."""
        return ("issue", *self.by, *FIGURES)

    @property
    def rows(self) -> Iterator[Row]:
        """One row a group."""
        for part in self.parts:
            for group, found in part.groups.items():
                named = dict(zip(self.by, group, strict=True))
                yield {"issue": part.issue} | named | {key: getattr(found, key) for key in FIGURES}


def summary(index: sqlite3.Connection, filters: Filters, by: Sequence[str]) -> Summary:
    """Figures of the statements that resolved filters let through, grouped by `by`."""
    clause, keys = filters.clause(), ("issue", *by)
    groups, counts = figures(index, clause, keys), distribution(index, clause, keys)

    @cache
    def whole() -> Whole:
        return figures(index, clause, ("issue",)), distribution(index, clause, ("issue",))

    misattributed, disputed = (
        faults.misattributed(index, filters),
        faults.disputed(index, filters),
    )
    parts = []
    for issue, question in index.execute("SELECT issue, question FROM issues ORDER BY number"):
        ranks = [_ranks(index, key, issue) for key in by]
        found = [group for group in groups if group[0] == issue]
        if own := [group for _, group in sorted((_order(g[1:], ranks), g) for g in found)]:
            part = Part(
                issue,
                question,
                scale(index, issue),
                {group[1:]: groups[group] for group in own},
                {group[1:]: counts[group] for group in own},
                misattributed.get(issue, 0),
                None if disputed is None else disputed.get(issue, 0),
                whole,
            )
            parts.append(part)
    return Summary(by, parts, labels(index, by))


def _ranks(index: sqlite3.Connection, key: str, issue: str) -> dict[str, int]:
    query = _RANKED.get(key)
    rows = index.execute(query, {"issue": issue}) if query else ()
    return {row[0]: rank for rank, row in enumerate(rows)}


def _order(group: Group, ranks: Sequence[Mapping[str, int]]) -> list[tuple[bool, int, str]]:
    """Where a group stands: in the order of the codebook, what has no value last."""
    return [
        (value is None, rank.get(value or "", 0), value or "")
        for value, rank in zip(group, ranks, strict=True)
    ]


def scale(index: sqlite3.Connection, issue: str) -> list[Step]:
    """The positions of an issue, in the codebook's order."""
    query = """SELECT position, label, score, definition FROM positions
               WHERE issue = ? ORDER BY number"""
    return [Step(*row) for row in index.execute(query, (issue,))]


def labels(index: sqlite3.Connection, by: Sequence[str]) -> dict[tuple[str, str], str]:
    """What the ids are called of what can be grouped by these keys, by key and id."""
    called = {
        "faction": "SELECT faction, label FROM factions",
        "frame": "SELECT frame, label FROM frames",
        "position": "SELECT position, label FROM positions",
        "official": "SELECT official, name FROM officials",
    }
    known = [(key, index.execute(called[key])) for key in by if key in called]
    return {(key, id_): label for key, rows in known for id_, label in rows}


_SEVERAL = 2


class Backing(NamedTuple):
    """How many statements of a position rest on so many sources for certain; copies do not count.

    `with_probable` of those on `none` or `one` rest on two or more with what probably reports them.
    """

    position: str
    statements: int
    none: int
    one: int
    several: int
    with_probable: int


class Form(NamedTuple):
    """How many evidences have a form: for certain, probably the same occasion, and copies."""

    form: str
    certain: int
    probable: int
    copies: int


class Corroboration(NamedTuple):
    """What stands behind the statements on an issue, position by position and form by form."""

    positions: Sequence[Backing]
    forms: Sequence[Form]

    def total(self) -> Backing:
        """All positions together."""
        columns = zip(*(each[1:] for each in self.positions), strict=True)
        return Backing("", *map(sum, columns))


def corroboration(index: sqlite3.Connection, clause: Clause, issue: str) -> Corroboration:
    """Of the statements on an issue; the positions in the scale's order, those that are taken."""
    values = (*clause.values, issue)
    return Corroboration(
        [Backing(*row) for row in index.execute(_POSITIONS.format(clause=clause.sql), values)],
        [Form(*row) for row in index.execute(_FORMS.format(clause=clause.sql), values)],
    )


_POSITIONS = f"""
    SELECT s.position, COUNT(*), SUM(s.match_certain = 0), SUM(s.match_certain = 1),
        SUM(s.match_certain >= {_SEVERAL}),
        SUM(s.match_certain < {_SEVERAL} AND s.match_certain + s.match_probable >= {_SEVERAL})
    FROM statements AS s JOIN positions AS p ON p.issue = s.issue AND p.position = s.position
    WHERE {{clause}} AND s.issue = ? GROUP BY p.number, s.position ORDER BY p.number"""
# Nearest to the official's own words first.
_FORMS = """
    SELECT e.form, SUM(e.derived_from IS NULL AND e."match" = 'certain'),
        SUM(e.derived_from IS NULL AND e."match" = 'probable'), SUM(e.derived_from IS NOT NULL)
    FROM statements AS s JOIN evidence AS e ON e.ref = s.ref
    WHERE {clause} AND s.issue = ? GROUP BY e.form
    ORDER BY CASE e.form WHEN 'quote' THEN 0 WHEN 'document' THEN 1
        WHEN 'partial-quote' THEN 2 ELSE 3 END"""
