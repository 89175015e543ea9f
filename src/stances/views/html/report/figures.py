"""The report's figures, folded: statements by faction and position, and by number of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.charts.svg import NO_SCORE, sign
from stances.views.html.components import folded, paragraph, table
from stances.views.html.elements import Markup, element, joined
from stances.views.report_text import backing_of, forms_told, range_of
from stances.views.values import DECIMALS, has_mean, plural, with_probable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.queries.summary import Figures
    from stances.views.html.elements import Child
    from stances.views.html.links import Labels


def figures_section(issue: Issue, names: Labels) -> Iterator[Markup]:
    """The figures of the picture: numbers of statements, with officials in brackets."""
    if issue.groups:
        yield folded("All figures", *_factions(issue, names), class_="figures")


def backing_section(report: Report, names: Labels) -> Iterator[Markup]:
    """The numbers of sources by position, or by issue if there are several, and of evidence."""
    counted = [issue for issue in report.issues if issue.corroboration.positions]
    if not counted:
        return
    rows: list[list[Child]] = []
    if names.several:
        heads = ["question", *_BACKING]
        totals = [(issue.question, issue.corroboration.total()) for issue in counted]
        rows += [[element("bdi", question), *total[1:]] for question, total in totals]
    else:
        heads, [issue] = ["position", *_BACKING], counted
        found = issue.corroboration.positions
        rows += [[names.position(issue.issue, each.position), *each[1:]] for each in found]
    rows.append([element("b", "all"), *backing_of(report)[1:]])
    caption = "Statements by the independent sources that report them"
    content = table(caption, heads, rows, range(1, len(heads)))
    told = paragraph(f"{_COUNTED} Evidence: {forms_told(report)}.", class_="explained")
    yield folded("How many sources the statements have", content, told, class_="figures")


_BACKING = ["statements", "on none", "on one", "on two or more", "two with probable ones"]
_COUNTED = (
    "Copies of a source are not counted. The last column is part of the two before it: "
    "statements with no source or one, which would have two or more if sources that probably "
    "report the same occasion were counted."
)


def _factions(issue: Issue, names: Labels) -> Iterator[Markup]:
    scale = names.scale(issue.issue)
    steps = scale.ordered
    heads = [
        "faction",
        *(f"{scale.sign(step.id)} {step.label}".removeprefix(f"{NO_SCORE} ") for step in steps),
    ]
    heads += ["all", "silent", "scored", "mean", "median", "range", "spread", "disputed"]
    heads += ["2+ sources"]
    rows = []
    for group in (*issue.groups, issue.total):
        name = "all" if group is issue.total else names.faction(group.faction)
        cells = [_cell(group.counts.get(step.id)) for step in steps]
        rows.append([element("b", element("bdi", name)), *cells, *_figures(group.figures)])
    yield table("Factions by position: statements (officials)", heads, rows, range(1, len(heads)))
    notes = ["A mean is taken over the officials’ own means of their scored statements."]
    if unscored := issue.total.figures.unscored:
        notes.append(f"In none: {plural(unscored, 'statement')} whose position has no score.")
    yield paragraph(" ".join(notes), class_="explained")


def _cell(counts: tuple[int, int] | None) -> Markup:
    if counts is None:
        return element("span", "–", class_="quiet")
    statements, officials = counts
    return joined([str(statements), element("span", f" ({officials})", class_="quiet")])


def _figures(figures: Figures) -> list[str | int]:
    corroborated = with_probable(figures.corroborated, figures.probably_corroborated)
    total = _cell((figures.statements, figures.officials))
    scored = _cell((figures.scored, len(figures.means)))
    own = _measures(figures)
    return [total, figures.silent or 0, scored, *own, figures.disputed, corroborated]


def _measures(figures: Figures) -> list[str]:
    """Mean, median, range and spread of a group; dashes if it has too few officials."""
    if figures.spread is None or not has_mean(figures):
        return ["–"] * 4
    range_ = " to ".join(map(sign, range_of(figures) or ())) or "–"
    return [sign(figures.mean), sign(figures.median), range_, f"{figures.spread:.{DECIMALS}f}"]
