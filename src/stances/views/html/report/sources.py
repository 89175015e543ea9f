"""The report's sections on the claims of sources, and on the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.components import folded, in_language, listed, mark, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import source_place
from stances.views.html.sources import assessment, facts, imprint, passage
from stances.views.values import grouped, notices_of, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.result import Row
    from stances.views.html.links import Labels


def assessments_section(report: Report, names: Labels) -> Iterator[Markup]:
    """The claims of each source, folded, in order of time."""
    count = plural(len(report.assessments), "claim")
    yield paragraph(
        f"{count} that authors make of officials or factions in their own voice. They are not "
        "statements of anybody and have no score.",
        class_="explained",
    )
    for rows in grouped(report.assessments, ("source",)):
        source = rows[0]["source"]
        title = joined(
            [element("bdi", names.wording.source(source)), ": ", plural(len(rows), "claim")]
        )
        notices = [*map(mark, notices_of([source], names.wording))]
        claims = (assessment(row, names) for row in rows)
        yield folded(title, *map(paragraph, notices), *claims, class_="claims")


def sources_section(report: Report, names: Labels) -> Iterator[Markup]:
    """All sources cited, with their fields."""
    for row in report.sources:
        title = in_language("bdi", row["title"], row["lang"])
        counts = (plural(row["statements"], "statement"), plural(row["assessments"], "claim"))
        yield element(
            "article",
            element("h3", title, " ", element("code", row["source"], class_="id")),
            imprint(row, names, f"{', '.join(counts)} taken from it"),
            *facts(row, names),
            *_uncoded(row, names),
            class_="source",
            id=source_place(row["source"]),
        )


def _uncoded(row: Row, names: Labels) -> Iterator[Markup]:
    """The passages that were read and are no statements, folded."""
    if row["uncoded"]:
        passages = [passage(each, row, names) for each in row["uncoded"]]
        title = f"{plural(len(passages), 'passage')} read and not coded"
        yield folded(title, listed(passages, "wordings"), class_="claims")
