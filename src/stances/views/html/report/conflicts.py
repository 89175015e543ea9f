"""The report's section on conflicts: open ones whole, settled ones on a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.conflicts import OPEN
from stances.views.conflict_text import in_a_sentence
from stances.views.html.components import folded, listed, paragraph
from stances.views.html.conflicts import line, refs, whole
from stances.views.html.elements import Markup, element
from stances.views.values import grouped, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.views.html.links import Labels


def conflicts_section(report: Report, names: Labels) -> Iterator[Markup]:
    """Open conflicts whole, then a line for each statement whose conflicts are all settled.

    The words and notes of settled conflicts are with the statements. If a statement is not on the
    page with its words, its conflicts are whole here, but folded.
    """
    conflicts = report.conflicts
    yield paragraph(
        f"{in_a_sentence(conflicts)} Opposite positions of one official are looked for within "
        f"{plural(report.about.within, 'day')} of each other.",
        class_="explained",
    )
    lines, rest = [], []
    for rows in grouped(conflicts.rows, ("ref", "other")):
        if any(row["state"] in OPEN for row in rows):
            yield whole(rows, conflicts, names)
        elif all(names.is_shown(ref) for ref in refs(rows)):
            lines.append(line(rows, conflicts, names))
        else:
            rest.append(rows)
    if lines:
        yield element("h3", "Settled")
        yield paragraph("The words and the reasons stand with the statements.", class_="explained")
        yield listed(lines, "plain settled")
    if rest:
        title = f"{plural(len(rest), 'other')} settled, of statements without their words above"
        yield folded(title, *(whole(rows, conflicts, names) for rows in rest))
