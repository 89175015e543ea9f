"""`summary`: statements and officials per position, group by group."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from stances.queries import faults
from stances.queries.background import Background, background
from stances.queries.filters import UNDISPUTED, Clause, counted_in
from stances.queries.findings import TWO_CERTAIN, TWO_PROBABLE, Finding, findings, scale
from stances.queries.lookups import BY_PUBLISHED
from stances.queries.means import NO_MEANS, Means
from stances.queries.silence import Silent, uncounted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.findings import Step
    from stances.queries.result import Row

    Counts = Mapping[str, tuple[int, int]]

    Whole = tuple[Mapping["Group", "Figures"], Mapping["Group", Counts]]


Group = tuple[str | None, ...]
"""The values that the statements of a group share; None means no value."""

_MONTH = (
    "CASE WHEN substr(s.said_from, 1, 7) = substr(s.said_to, 1, 7) THEN substr(s.said_to, 1, 7) END"
)
_EXPRESSIONS = {
    "faction": "s.faction",
    "position": "s.position",
    "official": "s.official",
    "source": "e.source",
    "frame": "f.frame",
    "month": _MONTH,
    "issue": "s.issue",
}
_JOINS = {
    "source": (" LEFT JOIN (SELECT DISTINCT ref, source FROM supporting) AS e ON e.ref = s.ref"),
    "frame": " LEFT JOIN (SELECT DISTINCT ref, frame FROM statement_frames) AS f ON f.ref = s.ref",
}
_MEMBERS = {"faction", "official"}
"""Keys that group officials, so that silent ones belong to a group too."""
BY = tuple(_EXPRESSIONS)
"""What statements can be grouped by.

By source and frame, one statement can be in several groups. By month, a statement whose date spans
two months is in the group None. Statements are always grouped by issue first, so `issue` alone
makes one group for each issue.
"""


@dataclass(frozen=True)
class Figures:
    """The figures of one group.

    `officials` counts persons and institutions; `silent` counts those of the group who said nothing
    on the issue (None for groups without members, such as sources). `open` statements leave the
    question open, `unscored` ones have no score; the means rest on the `scored` ones. `mean`,
    `median` and `spread` (population standard deviation) are taken over the officials' means of
    their scored statements; None if no statement is scored. `corroborated` statements have two or
    more certain sources; `probably_corroborated` ones have so many with their probable sources.
    `reach` has the ends of the scale, or None if `low` and `high` are unknown; these also use
    `only_heard`, the number of officials with hearsay only. `without_disputed` computes the figures
    again for the few views that need them.
    """

    statements: int
    officials: int
    open: int
    unscored: int
    scored: int
    disputed: int
    corroborated: int
    probably_corroborated: int
    means: Means
    silent: int | None = None
    only_heard: int = 0
    reach: tuple[int, int] | None = None
    without_disputed: Callable[[], Figures] | None = field(default=None, compare=False, repr=False)

    @property
    def undisputed(self) -> Figures | None:
        """The figures without the disputed statements; None if none is disputed."""
        return self.without_disputed() if self.without_disputed else None

    @property
    def unnamed(self) -> int:
        """The number of scored statements in no mean, because their official is not named."""
        return self.statements - self.unscored - self.scored

    @property
    def mean(self) -> float | None:
        """The mean of the officials' means."""
        return self.means.mean

    @property
    def median(self) -> float | None:
        """The median of the officials' means."""
        return self.means.median

    @property
    def spread(self) -> float | None:
        """The standard deviation of the officials' means."""
        return self.means.spread

    @property
    def low(self) -> float | None:
        """The mean if all unscored officials of the group stood at the lower end of the scale."""
        return self._if_all(0)

    @property
    def high(self) -> float | None:
        """The mean if all unscored officials of the group stood at the upper end of the scale."""
        return self._if_all(1)

    def _if_all(self, end: int) -> float | None:
        unscored = self.officials - len(self.means) + (self.silent or 0) + self.only_heard
        group = len(self.means) + unscored
        if self.reach is None or not group:
            return None
        return float((self.means.total + self.reach[end] * unscored) / group)


NOTHING = Figures(0, 0, 0, 0, 0, 0, 0, 0, NO_MEANS)


def figures(index: sqlite3.Connection, clause: Clause, by: Sequence[str]) -> dict[Group, Figures]:
    """Return figures for each group of the statements, in no particular order."""

    @cache
    def undisputed() -> dict[Group, Figures]:
        return _figures(index, clause & UNDISPUTED, by)

    def rest(key: Group) -> Figures:
        return undisputed().get(key, NOTHING)

    return {
        key: replace(group, without_disputed=partial(rest, key)) if group.disputed else group
        for key, group in _figures(index, clause, by).items()
    }


_SUMS = "statements open scored disputed corroborated probably_corroborated".split()


def _figures(index: sqlite3.Connection, clause: Clause, by: Sequence[str]) -> dict[Group, Figures]:
    # Officials with equally many scores of the same sum have the same mean: they are counted
    # together, not read one by one.
    of = f"{_joins(by)} WHERE {clause.sql}"
    query = f"""
        SELECT {_keys(by)} unnamed, scored AS own, total, COUNT(*) AS officials,
            {", ".join(f"SUM({key}) AS {key}" for key in _SUMS)}
        FROM (
            SELECT {_columns(by)} s.official, MAX(s.unnamed) AS unnamed,
                SUM(s.statements) AS statements, SUM(s.scored) AS scored, SUM(s.total) AS total,
                SUM(s.disputed * s.statements) AS disputed, SUM(s.undecided) AS open,
                SUM(s.corroborated) AS corroborated,
                SUM(s.probably_corroborated) AS probably_corroborated
            FROM {counted_in(f"{_grouped(by)}{of}")} AS s{of} GROUP BY {_grouped(by)} s.official
        ) AS o GROUP BY {_keys(by)} unnamed, scored, total
        ORDER BY {_in_order(by)} unnamed, own, total"""
    alike: dict[Group, list[sqlite3.Row]] = defaultdict(list)
    for row in index.execute(query, clause.values):
        alike[tuple(row)[: len(by)]].append(row)
    return {group: _of_group(rows) for group, rows in alike.items()}


def _of_group(rows: Sequence[sqlite3.Row]) -> Figures:
    """Return the figures of a group; a row has officials with equal numbers and sums of scores."""
    named = [row for row in rows if not row["unnamed"]]  # an unnamed official may be several people
    every = {key: sum(row[key] for row in rows) for key in _SUMS}
    means: Counter[Fraction] = Counter()
    for row in named:
        if row["own"]:
            means[Fraction(row["total"], row["own"])] += row["officials"]
    return Figures(
        statements=every["statements"],
        officials=sum(row["officials"] for row in named),
        open=every["open"],
        unscored=every["statements"] - every["scored"],
        scored=sum(row["scored"] for row in named),
        disputed=every["disputed"],
        corroborated=every["corroborated"],
        probably_corroborated=every["probably_corroborated"],
        means=Means(means) if means else NO_MEANS,
    )


def distribution(
    index: sqlite3.Connection, clause: Clause, by: Sequence[str]
) -> dict[Group, dict[str, tuple[int, int]]]:
    """For each group and position, count the statements and the officials."""
    query = f"""
        SELECT {_keys(by)} taken, SUM(statements) AS statements,
            SUM(CASE WHEN unnamed = 0 THEN 1 ELSE 0 END) AS officials
        FROM (
            SELECT {_columns(by)} s.position AS taken, s.official, MAX(s.unnamed) AS unnamed,
                COUNT(*) AS statements
            FROM statements AS s{_joins(by)} WHERE {clause.sql}
            GROUP BY {_grouped(by)} s.official, s.position
        ) AS o GROUP BY {_keys(by)} taken ORDER BY {_in_order(by)} taken"""
    counts: dict[Group, dict[str, tuple[int, int]]] = defaultdict(dict)
    for *group, position, statements, officials in index.execute(query, clause.values):
        counts[tuple(group)][position] = (statements, officials)
    return counts


def _columns(by: Sequence[str]) -> str:
    return "".join(f"{_EXPRESSIONS[key]} AS by_{key}, " for key in by)


def _grouped(by: Sequence[str]) -> str:
    return "".join(f"{_EXPRESSIONS[key]}, " for key in by)


def _keys(by: Sequence[str]) -> str:
    return "".join(f"by_{key}, " for key in by)


def _in_order(by: Sequence[str]) -> str:
    return "".join(f"by_{key} IS NOT NULL, by_{key}, " for key in by)


def _joins(by: Sequence[str]) -> str:
    return "".join(_JOINS.get(key, "") for key in by)


FIGURES = (
    "statements officials silent open unscored scored disputed mean median low high spread"
).split()
SHOWN = "statements officials silent open scored disputed mean median low high".split()
_RANKED = {
    "faction": "SELECT faction FROM factions ORDER BY number",
    "frame": "SELECT frame FROM frames ORDER BY number",
    "position": "SELECT position FROM positions WHERE issue = ? ORDER BY number",
    "source": f"SELECT source FROM sources ORDER BY {BY_PUBLISHED}",
    "official": "SELECT official FROM officials ORDER BY name, official",
}


@dataclass(frozen=True)
class Part:
    """The groups of one issue, in order, with their statements by position.

    `misattributed`, `hearsay` and `disputed_left_out` count statements in no figure (the last is
    None if disputed ones count). `uncounted` are the officials without a counted statement on the
    issue. `reach` has the ends of the scale, if the filters take whole groups. `distribution` and
    `whole` are functions because only some views need them: the counts by position, and the figures
    of all groups together.
    """

    issue: str
    question: str
    scale: Sequence[Step]
    groups: Mapping[Group, Figures]
    misattributed: int
    disputed_left_out: int | None
    hearsay: int
    uncounted: Sequence[Silent]
    reach: tuple[int, int] | None
    distribution: Callable[[], Mapping[Group, Counts]]
    whole: Callable[[], Whole]

    @cached_property
    def counts(self) -> Mapping[Group, Counts]:
        """The numbers of statements and officials, by group and then by position."""
        found = self.distribution()
        return {group: found.get((self.issue, *group), {}) for group in self.groups}

    @property
    def only_heard(self) -> list[str]:
        """The names of the officials of whom there is only hearsay."""
        return [each.name for each in self.uncounted if not each.is_silent]

    @property
    def silent(self) -> list[Silent]:
        """The officials without any statement on the issue."""
        return [each for each in self.uncounted if each.is_silent]

    @property
    def total(self) -> Figures:
        """The figures of all groups together."""
        groups: dict[Group, Figures] = {(): self.whole()[0].get((self.issue,), NOTHING)}
        return _with_members(groups, self.uncounted, (), self.reach)[()]

    @property
    def total_counts(self) -> Counts:
        """The numbers of statements and officials by position, of all groups together."""
        return self.whole()[1].get((self.issue,), {})


@dataclass(frozen=True)
class Summary:
    """All parts, and the keys of the groups besides the issue.

    `across_issues` says whether `issue` was asked for explicitly. Values that only people read are
    looked up on first use.
    """

    by: Sequence[str]
    parts: Sequence[Part]
    across_issues: bool
    _index: sqlite3.Connection
    _filters: Filters
    document: None = None
    kind: str = "summary"
    figure_keys: Sequence[str] = tuple(FIGURES)

    @property
    def keys(self) -> Sequence[str]:
        """The issue, the keys of the group, and the figures."""
        return ("issue", *self.by, *FIGURES)

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """The finding on each issue that has a part."""
        uncounted_on = {part.issue: part.uncounted for part in self.parts}
        found = findings(self._index, self._filters, uncounted_on.__getitem__)
        return {each.issue: each for each in found}

    @cached_property
    def background(self) -> Background:
        """The names of all ids."""
        return background(self._index)

    @property
    def shown(self) -> Sequence[str]:
        """The issue, the keys of the group, and the figures that matter most."""
        return ("issue", *self.by, *SHOWN)

    @property
    def rows(self) -> Iterator[Row]:
        """One row for each group."""
        return ({key: row[key] for key in self.keys} for row in self.figure_rows)

    @property
    def figure_rows(self) -> Iterator[Row]:
        """The rows, with the number of officials in `means`; None for a single official."""
        is_of_one = "official" in self.by
        for part in self.parts:
            for group, figures in part.groups.items():
                names = {"issue": part.issue} | dict(zip(self.by, group, strict=True))
                own = {key: getattr(figures, key) for key in FIGURES}
                yield names | own | {"means": None if is_of_one else len(figures.means)}

    @property
    def total_rows(self) -> Iterator[Row]:
        """If grouped by faction: the figures of all together, on issues with several factions."""
        for part in self.parts if self.by == ("faction",) else ():
            if len(part.groups) > 1:
                total = part.total
                own = {key: getattr(total, key) for key in FIGURES}
                yield {"issue": part.issue} | own | {"means": len(total.means)}


def summary(index: sqlite3.Connection, filters: Filters, by: Sequence[str]) -> Summary:
    """Return figures of the statements that pass resolved filters, grouped by `by`."""
    across_issues, by = "issue" in by, tuple(key for key in by if key != "issue")
    clause, keys = filters.counted(), ("issue", *by)
    groups = figures(index, clause, keys)

    @cache
    def counts() -> Mapping[Group, Counts]:
        return distribution(index, clause, keys)

    @cache
    def whole() -> Whole:
        return figures(index, clause, ("issue",)), distribution(index, clause, ("issue",))

    misattributed, disputed = faults.misattributed(index, filters), faults.disputed(index, filters)
    hearsay = faults.hearsay(index, filters)
    issues = {group[0] for group in groups} | hearsay.keys()
    parts = []
    for issue, question in index.execute("SELECT issue, question FROM issues ORDER BY number"):
        if issue not in issues:
            continue
        others, steps = uncounted(index, filters, issue), scale(index, issue)
        reach = _reach(steps) if filters.takes_whole_groups() else None
        own = {group[1:]: value for group, value in groups.items() if group[0] == issue}
        if _MEMBERS.issuperset(by):
            if "official" in by and not filters.takes_whole_groups():
                spoke = figures(index, filters.of_groups(issue), by)
                own = {group: NOTHING for group, of in spoke.items() if of.officials} | own
            own = _with_members(own, others, by, reach)
        ranks = [_ranks(index, key, issue) for key in by]
        part = Part(
            issue,
            question,
            steps,
            {group: own[group] for group in sorted(own, key=lambda group: _order(group, ranks))},
            misattributed.get(issue, 0),
            None if disputed is None else disputed.get(issue, 0),
            hearsay.get(issue, 0),
            others,
            reach,
            counts,
            whole,
        )
        parts.append(part)
    return Summary(by, parts, across_issues, index, filters)


def _reach(steps: Sequence[Step]) -> tuple[int, int] | None:
    """Return the ends of a scale; None if no position has a score."""
    scores = [step.score for step in steps if step.score is not None]
    return (min(scores), max(scores)) if scores else None


def _with_members(
    groups: Mapping[Group, Figures],
    uncounted: Sequence[Silent],
    by: Sequence[str],
    reach: tuple[int, int] | None,
) -> dict[Group, Figures]:
    """Add the numbers of uncounted members to the groups, and groups of such members only.

    By faction, a group is not added if its members have only hearsay.
    """
    silent: Counter[Group] = Counter()
    only_heard: Counter[Group] = Counter()
    for each in uncounted:
        number = silent if each.is_silent else only_heard
        number[tuple(getattr(each, key) for key in by)] += 1
    alone = [*silent, *(only_heard if by != ("faction",) else ())]
    return {
        group: replace(
            groups.get(group, NOTHING),
            silent=silent[group],
            only_heard=only_heard[group],
            reach=reach,
        )
        for group in dict.fromkeys([*groups, *alone])
    }


def _ranks(index: sqlite3.Connection, key: str, issue: str) -> dict[str, int]:
    query = _RANKED.get(key)
    rows = index.execute(query, (issue,) if key == "position" else ()) if query else ()
    return {row[0]: rank for rank, row in enumerate(rows)}


def _order(group: Group, ranks: Sequence[Mapping[str, int]]) -> list[tuple[bool, int, str]]:
    """Return the sort key of a group: the codebook's order, None last."""
    return [
        (value is None, rank.get(value or "", 0), value or "")
        for value, rank in zip(group, ranks, strict=True)
    ]


class Backing(NamedTuple):
    """Numbers of statements of a position by certain sources; copies do not count.

    `with_probable` of those with `none` or `one` have two or more if probable sources count.
    """

    position: str
    statements: int
    none: int
    one: int
    several: int
    with_probable: int


class Form(NamedTuple):
    """The numbers of evidence of one form: certain, probable, and copies."""

    form: str
    certain: int
    probable: int
    copies: int


class Corroboration(NamedTuple):
    """How the statements on an issue are corroborated, by position and by form."""

    positions: Sequence[Backing]
    forms: Sequence[Form]

    def total(self) -> Backing:
        """Return the numbers of all positions together."""
        columns = zip(*(each[1:] for each in self.positions), strict=True)
        return Backing("", *map(sum, columns))


def corroboration(index: sqlite3.Connection, clause: Clause, issue: str) -> Corroboration:
    """Return how the statements on an issue are corroborated.

    Only positions with statements are listed, in the scale's order.
    """
    values = (*clause.values, issue)
    return Corroboration(
        [Backing(*row) for row in index.execute(_POSITIONS.format(clause=clause.sql), values)],
        [Form(*row) for row in index.execute(_FORMS.format(clause=clause.sql), values)],
    )


_POSITIONS = f"""
    SELECT s.position, COUNT(*), SUM(CASE WHEN s.match_certain = 0 THEN 1 ELSE 0 END),
        SUM(CASE WHEN s.match_certain = 1 THEN 1 ELSE 0 END), SUM({TWO_CERTAIN}),
        SUM({TWO_PROBABLE})
    FROM statements AS s JOIN positions AS p ON p.issue = s.issue AND p.position = s.position
    WHERE {{clause}} AND s.issue = ? GROUP BY p.number, s.position ORDER BY p.number"""
_ORIGINAL = "e.derived_from IS NULL AND r.copy_of IS NULL"
# The form nearest to the official's own words comes first.
_FORMS = f"""
    SELECT e.form, SUM(CASE WHEN {_ORIGINAL} AND e."match" = 'certain' THEN 1 ELSE 0 END),
        SUM(CASE WHEN {_ORIGINAL} AND e."match" = 'probable' THEN 1 ELSE 0 END),
        SUM(CASE WHEN {_ORIGINAL} THEN 0 ELSE 1 END)
    FROM statements AS s JOIN supporting AS e ON e.ref = s.ref
    JOIN sources AS r ON r.source = e.source
    WHERE {{clause}} AND s.issue = ? GROUP BY e.form
    ORDER BY CASE e.form WHEN 'quote' THEN 0 WHEN 'document' THEN 1
        WHEN 'partial-quote' THEN 2 ELSE 3 END"""
