"""Labels of ids, and links to their places on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.charts.svg import furthest
from stances.views.html.components import code, named, position
from stances.views.html.elements import Markup, element
from stances.views.values import name_told
from stances.views.wording import Wording

if TYPE_CHECKING:
    from stances.queries.report import Report

NO_FACTION = "No faction"


class Labels:
    """Labels by id, and the places of the page.

    A place contains a slash, so it is never the id of a section.
    """

    def __init__(self, report: Report) -> None:
        self._labels = report.labels
        self._reach = {i.issue: furthest(step.score for step in i.scale) for i in report.issues}
        self._steps = {(i.issue, step.id): step for i in report.issues for step in i.scale}
        self._sources = {row["source"]: row for row in report.sources}
        self._shown = {
            row["ref"]
            for issue in report.issues
            for official in issue.officials
            for row in (*official.latest, *official.latest_scored)
        }
        self._listed = {
            said.ref: official_place(issue.issue, official.official)
            for issue in report.issues
            for official in issue.officials
            for said in official.statements
        }
        self.background = report.background
        self.wording = Wording(report.background)
        self.several = len(report.issues) > 1

    def reach(self, issue: str) -> int:
        """The largest absolute score of an issue."""
        return self._reach.get(issue, 0)

    def position(self, issue: str, id_: str) -> Markup:
        """A position with its sign, colour and label."""
        step = self._steps.get((issue, id_))
        score, label = (step.score, step.label) if step else (None, id_)
        return position(score, label, self.reach(issue))

    def faction(self, id_: str | None) -> str:
        """The label of a faction."""
        return self._labels.get(("faction", id_), id_) if id_ else NO_FACTION

    def subject(self, id_: str) -> Markup:
        """The name of an official or a faction."""
        if ("official", id_) in self._labels:
            return self.official(id_)
        return named(self._labels.get(("faction", id_), id_))

    def official(self, id_: str, issue: str | None = None) -> Markup:
        """An official by name, with a link to their statements on an issue."""
        label = self._labels.get(("official", id_), id_)
        name = named(name_told(label, is_unnamed=id_ in self.background.unnamed))
        return name if issue is None else element("a", name, href=f"#{official_place(issue, id_)}")

    def statement(self, ref: str) -> Markup:
        """A reference, with a link to the statement, or to the list that has it."""
        place = statement_place(ref) if ref in self._shown else self._listed.get(ref)
        return element("a", code(ref), href=f"#{place}") if place else code(ref)

    def language(self, source: str) -> str | None:
        """The language of a source."""
        return self._sources[source]["lang"] if source in self._sources else None

    def source(self, id_: str) -> Markup:
        """A source by id, with a link to it."""
        row = self._sources.get(id_)
        if row is None:
            return code(id_)
        return element("a", code(id_), href=f"#{source_place(id_)}", title=row["title"])


def issue_place(issue: str) -> str:
    """The id of an issue's section."""
    return f"issue/{issue}"


def official_place(issue: str, official: str) -> str:
    """The id of the statements of an official on an issue."""
    return f"issue/{issue}/{official}"


def statement_place(ref: str) -> str:
    """The id of a statement."""
    return f"statement/{ref}"


def source_place(source: str) -> str:
    """The id of a source."""
    return f"source/{source}"
