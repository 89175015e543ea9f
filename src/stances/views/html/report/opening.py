"""The beginning of the report: findings, a picture, and the evidence they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.as_coded_text import above
from stances.views.html.about import asked
from stances.views.html.components import listed, paragraph, sentence
from stances.views.html.elements import Markup, element, joined
from stances.views.html.standings import standings
from stances.views.report_text import (
    TITLES,
    answer_told,
    basis,
    differences,
    found,
    led_by,
    sources_named,
)
from stances.views.values import counted_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.about import About
    from stances.views.html.links import Labels


def opening(report: Report, names: Labels) -> Markup:
    """The title, a sentence for each issue, the picture of one issue, and the sources."""
    about = report.about
    return element(
        "header",
        element("h1", element("bdi", about.title)),
        _asked(about),
        _nothing(report) if not about.answer.statements else None,
        *_found(report, names),
        class_="opening",
    )


def _asked(about: About) -> Markup | None:
    """Say which part of the corpus this is, and what could not be read; None if it is whole."""
    pieces = []
    if about.coding:
        pieces.append(joined([above(about.coding).removesuffix(".")]))
    if options := asked(about, "coding"):
        pieces.append(joined(["Of the corpus, what this lets through: ", options]))
    if about.left_out:
        left = element("span", f"{about.left_out} with errors", class_="mark")
        pieces.append(joined(["Left out: ", left]))
    return paragraph(joined(pieces, ". "), class_="asked") if pieces else None


def _nothing(report: Report) -> Markup:
    told = "No statement matches what was asked for."
    if report.hearsay:
        heard = counted_told(0, report.hearsay)
        told = f"Nothing but hearsay matches what was asked for: {heard}, in no figure."
    return paragraph(told, class_="nothing-found")


def _found(report: Report, names: Labels) -> list[Markup]:
    if not report.issues:
        return []
    items = []
    for issue in report.issues:
        question = names.question(issue.issue, issue.question)
        told = sentence(found(report, issue, names.wording))
        items.append(element("li", element("b", question), " ", told))
    pieces = [
        element("h2", TITLES["found"], class_="label", id="found"),
        element("ul", *items, class_="findings" if names.several else "findings only"),
    ]
    if first := led_by(report):
        caption = element("bdi", first.question) if names.several else "Who takes which position"
        pieces.append(standings(first, report.findings[first.issue], names, caption))
    if report.about.answer.statements:
        pieces.append(element("h2", TITLES["rests"], class_="label"))
        pieces.append(paragraph(*_basis(report, names), class_="basis"))
        differ = [*map(sentence, differences(report, names.wording))]
        if differ:
            pieces.append(listed(differ, "differences"))
    return pieces


def _basis(report: Report, names: Labels) -> Iterator[Markup]:
    """The numbers, the sources if they are few, and how many sources statements have."""
    yield element("b", answer_told(report))
    if cited := sources_named(report):
        yield joined([": ", joined(map(names.source, cited), "; ")])
    yield joined([".", *(f" {each}" for each in basis(report))])
