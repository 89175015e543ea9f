"""Issues: the finding on each, and the data for its pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.findings import scale
from stances.queries.listing import batched, rows_of
from stances.queries.network import Asked, Pictured, network
from stances.queries.report.issues import Group, Issue
from stances.queries.report.issues import issues as reported
from stances.queries.report.officials import officials
from stances.queries.site.lines import LINE
from stances.queries.summary import Corroboration, summary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.findings import Finding
    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.queries.summary import Figures

LATEST = 60
"""The most statements in a list of the newest ones."""
DRAWN = 24
"""The most officials that a chart draws."""
_FEW = 400
"""The most statements of an issue for which the data of all its officials is read."""
_MARKS = 240
"""The most statements that a chart draws."""


@dataclass(frozen=True)
class Question:
    """An issue without its officials, and the finding on it; None if there is no finding."""

    issue: Issue
    finding: Finding | None


@dataclass(frozen=True)
class IssuePage:
    """A question, and the other data for its pages.

    `issue` has the officials whose statements are drawn; `is_whole` means that these are all.
    `statements` and `speaking` are the numbers of statements and of officials, with hearsay.
    `latest` are the newest statements. `network` is None if it has too few or too many officials.
    """

    question: Question
    issue: Issue
    is_whole: bool
    statements: int
    speaking: int
    latest: Sequence[Row]
    network: Pictured | None


class IssueIndex(NamedTuple):
    """All issues, as their list shows them."""

    questions: Sequence[Question]


def questions(index: sqlite3.Connection, filters: Filters) -> list[Question]:
    """Return all issues of the codebook, in its order."""
    by_faction = summary(index, filters, ("faction",))
    findings = by_faction.findings
    known = {issue.issue: issue for issue in reported(index, filters, by_faction)}
    return [
        Question(_plain(known.get(id_) or _nothing(index, id_, question)), findings.get(id_))
        for id_, question in index.execute("SELECT issue, question FROM issues ORDER BY number")
    ]


def _nothing(index: sqlite3.Connection, id_: str, question: str) -> Issue:
    """Return an issue without any statement."""
    nobody: Sequence[Official] = ()
    return Issue(
        id_,
        question,
        scale(index, id_),
        [],
        Group(),
        0,
        None,
        0,
        [],
        Corroboration([], []),
        partial(iter, nobody),
        tuple,
    )


def _plain(issue: Issue) -> Issue:
    """Return an issue without its officials, so that it can be sent to workers."""
    nobody: Sequence[Official] = ()
    return replace(
        issue,
        groups=[_alone(group) for group in issue.groups],
        total=_alone(issue.total, issue.total.figures.undisputed),
        speakers=partial(iter, nobody),
        timeline=tuple,
    )


def _alone(group: Group, undisputed: Figures | None = None) -> Group:
    """Return a group whose figures query nothing later, so that it can be sent to workers."""
    again = partial(_first, undisputed) if undisputed else None
    return replace(group, figures=replace(group.figures, without_disputed=again))


def _first(figures: Figures) -> Figures:
    return replace(figures, without_disputed=None)


def issues(
    index: sqlite3.Connection, filters: Filters, asked: Sequence[Question]
) -> Iterator[IssuePage]:
    """Yield the data for the pages of issues."""
    speaking = _speaking(index, filters)
    recent = newest(index, filters, "issue")
    for each in asked:
        id_ = each.issue.issue
        statements, number, ids = speaking.get(id_, (0, 0, []))
        is_whole = statements <= _FEW
        chosen = _all(index, filters, id_) if is_whole else ids
        drawn = [*officials(index, filters, id_, chosen)]
        yield IssuePage(
            each,
            replace(each.issue, speakers=partial(iter, drawn)),
            is_whole,
            statements,
            number,
            recent.get(id_, []),
            _network(index, filters, each),
        )


def _all(index: sqlite3.Connection, filters: Filters, issue: str) -> list[str]:
    """Return all officials with statements on an issue, by faction and name."""
    clause = filters._replace(issue=(issue,)).clause()
    return _ordered(index, clause.sql, clause.values)


def _ordered(index: sqlite3.Connection, condition: str, values: Sequence[object]) -> list[str]:
    query = _ORDERED.format(condition)
    return [*dict.fromkeys(official for official, *_ in index.execute(query, values))]


_ORDERED = """
    SELECT t.official, t.number, t.name FROM (
        SELECT DISTINCT s.official, s.name, COALESCE(f.number, 1000000) AS number
        FROM statements AS s LEFT JOIN factions AS f ON f.faction = s.faction WHERE {}) AS t
    ORDER BY t.number, t.name, t.official"""
_COUNTED = """
    SELECT s.issue, s.official, COUNT(*) AS statements FROM statements AS s WHERE {}
    GROUP BY s.issue, s.official ORDER BY s.issue, statements DESC, s.official"""


def _speaking(
    index: sqlite3.Connection, filters: Filters
) -> Mapping[str, tuple[int, int, list[str]]]:
    """Return for each issue the numbers of statements and officials, and the officials to draw."""
    clause, found = filters.clause(), {}
    rows = index.execute(_COUNTED.format(clause.sql), clause.values)
    for issue, group in groupby(rows, key=itemgetter("issue")):
        statements = number = room = 0
        ids: list[str] = []
        for _, official, count in group:
            statements, number = statements + count, number + 1
            if len(ids) < DRAWN and room < _MARKS:
                ids.append(official)
                room += min(count, _MARKS // DRAWN * 4)
        of = filters._replace(issue=(issue,)).clause()
        marks = ", ".join("?" * len(ids))
        condition = f"{of.sql} AND s.official IN ({marks})"
        found[issue] = statements, number, _ordered(index, condition, (*of.values, *ids))
    return found


def newest(
    index: sqlite3.Connection, filters: Filters, by: str, most: int = LATEST
) -> Mapping[str, list[Row]]:
    """Return the newest statements of each issue or faction, newest first.

    `by` is the column: `issue` or `faction`. `most` is the limit for each group.
    """
    clause = filters.clause()
    query = _NEWEST.format(by=by, clause=clause.sql)
    chosen = index.execute(query, (*clause.values, most))
    refs: dict[str, list[str]] = {}
    for group, ref, _ in chosen:
        refs.setdefault(group or "", []).append(ref)
    rows: dict[str, Row] = {}
    for some in batched(ref for own in refs.values() for ref in own):
        rows |= rows_of(index, some, LINE)
    return {group: [rows[ref] for ref in own] for group, own in refs.items()}


_NEWEST = """
    SELECT t.chosen, t.ref, t.place FROM (
        SELECT s.{by} AS chosen, s.ref, ROW_NUMBER() OVER (
            PARTITION BY s.{by} ORDER BY COALESCE(s.said_from, '') DESC,
                COALESCE(s.said_to, '9999-12-31') DESC, COALESCE(s.moment, '') DESC, s.ref) AS place
        FROM statements AS s WHERE {clause}) AS t
    WHERE t.place <= ? ORDER BY t.chosen, t.place"""


def _network(index: sqlite3.Connection, filters: Filters, question: Question) -> Pictured | None:
    """Return the network of officials on an issue; None if it has too few or too many of them."""
    standings = question.finding.standings if question.finding else ()
    if not 1 < len({each.official for each in islice(standings, 2 * DRAWN)}) <= DRAWN:
        return None
    own = filters._replace(issue=(question.issue.issue,))
    return Pictured.of(network(index, own, Asked(measure="subtract")))
