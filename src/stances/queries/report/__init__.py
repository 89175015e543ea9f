"""`report`: the whole corpus, or the statements that pass some filters, as one document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stances.queries.background import NO_BACKGROUND, Background
from stances.queries.conflicts import WITHIN, conflicts
from stances.queries.lookups import sources
from stances.queries.records import add_copies, assessments_of
from stances.queries.report.about import about
from stances.queries.report.issues import issues
from stances.queries.report.network import relations
from stances.queries.report.officials import KEYS
from stances.queries.result import Parts, whole
from stances.queries.summary import summary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.evidence.copies import Snapshots
    from stances.queries.conflicts import Conflicts
    from stances.queries.filters import Filters
    from stances.queries.findings import Finding
    from stances.queries.report.about import About
    from stances.queries.report.issues import Issue
    from stances.queries.report.network import Relations
    from stances.queries.result import Row
    from stances.revisions import Commit

__all__ = ["Report", "report"]


@dataclass(frozen=True)
class Report:
    """The results of all queries about the same statements.

    `findings` are by issue; an issue whose statements are only attributed to the officials asked
    for has none. `sources` are rows of `sources` for the sources cited here, with the numbers of
    what this report has of them.
    """

    about: About
    findings: Mapping[str, Finding]
    issues: Sequence[Issue]
    relations: Relations
    conflicts: Conflicts
    assessments: Sequence[Row]
    sources: Sequence[Row]
    background: Background = NO_BACKGROUND
    keys: Sequence[str] = KEYS
    kind: str = "report"

    @property
    def rows(self) -> Iterator[Row]:
        """The short statements, issue by issue in order of time."""
        rows = (said._asdict() for issue in self.issues for said in issue.statements)
        return ({key: row[key] for key in self.keys} for row in rows)

    @cached_property
    def cited(self) -> Mapping[str, Row]:
        """The cited sources by id."""
        return {row["source"]: row for row in self.sources}

    @cached_property
    def together(self) -> Mapping[str, Sequence[str]]:
        """For each statement, those of the same occasion; records name each pair only once."""
        pairs: dict[str, dict[str, None]] = {}
        officials = (official for issue in self.issues for official in issue.officials)
        for said in (said for official in officials for said in official.statements):
            for other in said.same_occasion:
                pairs.setdefault(said.ref, {})[other] = None
                pairs.setdefault(other, {})[said.ref] = None
        return {ref: [*others] for ref, others in pairs.items()}

    @property
    def hearsay(self) -> int:
        """The number of statements that are shown but in no figure."""
        return sum(issue.hearsay for issue in self.issues)

    @property
    def document(self) -> dict[str, Any]:
        """The whole report as one mapping."""
        document: dict[str, Any] = whole(self.outline)
        return document

    @property
    def outline(self) -> dict[str, Any]:
        """The whole report as one mapping; long parts are read only while they are written."""
        return {
            "about": self.about.document,
            "findings": Parts(lambda: map(_finding, self.findings.values())),
            "issues": Parts(lambda: (issue.outline for issue in self.issues)),
            "network": self.relations.outline,
            "conflicts": Parts(lambda: self.conflicts.rows),
            "assessments": self.assessments,
            "sources": self.sources,
        }


def report(
    index: sqlite3.Connection,
    filters: Filters,
    commit: Commit | None = None,
    *,
    within: int = WITHIN,
    snapshots: Snapshots | None = None,
) -> Report:
    """Return a report on the statements that pass resolved filters.

    `commit` is the state of the corpus in git; `within` is as for `conflicts`. With `snapshots`,
    each quotation has a `copy`, which says where the stored copy of its source has it, as in
    `show`.
    """
    # Conflicts come first: they need much memory for a while, which the rest can use then.
    in_conflict = conflicts(index, filters, within=within)
    by_faction = summary(index, filters, ("faction",))
    claims = assessments_of(index, filters)
    of = about(index, filters, commit, within)
    found = Report(
        of,
        by_faction.findings,
        issues(index, filters, by_faction),
        relations(index, filters, of.answer.officials),
        in_conflict,
        claims,
        _sources(index, filters, claims),
        by_faction.background,
    )
    if snapshots:
        _add_copies(index, snapshots, found)
    return found


def _add_copies(index: sqlite3.Connection, snapshots: Snapshots, found: Report) -> None:
    officials = [official for issue in found.issues for official in issue.officials]
    rows = [row for each in officials for row in (*each.latest, *each.latest_scored)]
    add_copies(index, snapshots, {"record": "report", "statements": rows})
    for source in found.sources:
        own = [claim for claim in found.assessments if claim["source"] == source["source"]]
        record = {"record": "source", "id": source["source"], "statements": (), "claims": own}
        add_copies(index, snapshots, record | {"uncoded": source["uncoded"]})


def _finding(finding: Finding) -> dict[str, Any]:
    """Return the finding on an issue as one mapping."""
    return {
        "issue": finding.issue,
        "statements": finding.statements,
        "contested": finding.contested,
        "disputed": finding.disputed,
        "unnamed": finding.unnamed,
        "hearsay": finding.hearsay,
        "standings": Parts(
            lambda: (
                each._asdict() | {"positions": [*each.positions], "doubtful": [*each.doubtful]}
                for each in finding.standings
            )
        ),
        "silent": [each.official for each in finding.silent],
        "heard": [each.official for each in finding.heard],
    }


def _sources(index: sqlite3.Connection, filters: Filters, claims: Sequence[Row]) -> list[Row]:
    """Return the sources cited in the report, with the numbers of what is taken from each."""
    counts = Counter(claim["source"] for claim in claims)
    return [
        row | {"assessments": counts[row["source"]]}
        for row in sources(index, filters.clause(attributed=True)).rows
        if row["statements"] or row["source"] in counts
    ]
