"""How the report begins: what it is about, at what state of the corpus, and what is not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.components import code, dated, fields, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import issue_place
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.about import About, Counts

_SHORT = 12
SECTIONS = {
    "conflicts": "Conflicts and disputes",
    "assessments": "The sources’ own assessments",
    "sources": "Sources",
    "method": "How to read this report",
}
"""What may follow the issues, by id."""


def opening(report: Report) -> Markup:
    """The title and what the report is about."""
    about = report.about
    answer = about.answer
    figures = [
        (answer.statements, "statement"),
        (answer.officials, "official"),
        (answer.sources, "source"),
    ]
    counts = [
        element("li", element("b", count), f" {plural(count, what).partition(' ')[2]}")
        for count, what in figures
    ]
    return element(
        "header",
        paragraph("Report of statements", class_="kicker"),
        element("h1", element("bdi", about.title)),
        element("p", about.description, class_="lead", dir="auto") if about.description else None,
        element("ul", *counts, class_="figures"),
    )


def sections(report: Report) -> dict[str, str]:
    """The titles of all sections, by id; none that would have nothing to say."""
    issues = {issue_place(issue.issue): issue.question for issue in report.issues}
    there = {
        "conflicts": report.issues,
        "assessments": report.assessments,
        "sources": report.sources,
        "method": report.issues,
    }
    behind = {place: title for place, title in SECTIONS.items() if there[place]}
    return {"about": "About this report"} | issues | behind


def contents(report: Report) -> Markup:
    """Links to all sections."""
    items = [
        element("li", element("a", element("bdi", title), href=f"#{place}"))
        for place, title in sections(report).items()
    ]
    return element("nav", element("h2", "Contents"), element("ol", *items), aria_label="Contents")


def about_section(report: Report) -> Markup:
    """What was asked, of what, and what was left out."""
    about = report.about
    pairs = [
        ("Corpus", element("bdi", about.title)),
        ("State", _state(about)),
        ("Asked for", _asked(about)),
        ("In this report", _counts(about.answer)),
        ("In the corpus", _counts(about.corpus)),
        ("Left out", joined(_left_out(about), "; ") or "nothing"),
        ("Problems of the corpus", _problems(about)),
        ("Scope", element("span", about.scope, dir="auto") if about.scope else None),
        ("Coded by", element("bdi", about.coder)),
        ("Written by", f"stances {about.program}"),
    ]
    nothing = None
    if not about.answer.statements:
        nothing = paragraph("No statement matches what was asked for.", class_="nothing-found")
    return element(
        "section", element("h2", "About this report"), nothing, fields(pairs), id="about"
    )


def _state(about: About) -> Markup:
    if about.commit is None:
        return joined(["no commit of git is known that says which state of the corpus this is"])
    commit = about.commit
    name = element("code", commit.name[:_SHORT], title=commit.name, class_="commit")
    changed = ", with changes since that are not committed" if commit.changed else ""
    return joined(["commit ", name, " of ", dated(commit.day), changed])


def _asked(about: About) -> Markup:
    if not about.filters:
        return joined(["everything"])
    given = [
        code(f"--{option} {value}".rstrip())
        for option, values in about.filters.items()
        for value in (values or [""])
    ]
    return joined(given, " ")


def _counts(counts: Counts) -> str:
    parts = zip(counts, ("official", "statement", "source"), strict=True)
    return ", ".join(plural(count, what) for count, what in parts)


def _left_out(about: About) -> Iterator[str]:
    if about.left_out:
        yield f"{about.left_out} with errors"
    if about.misattributed:
        yield f"{plural(about.misattributed, 'statement')} marked as misattributed"
    if about.disputed is not None:
        yield f"{plural(about.disputed, 'disputed statement')}, as was asked for"


def _problems(about: About) -> str:
    if not about.errors and not about.warnings:
        return "none found"
    return f"{plural(about.errors, 'error')}, {plural(about.warnings, 'warning')}"
