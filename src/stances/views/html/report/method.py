"""How the report ends: how to read it, what was asked, and how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.components import fields, folded
from stances.views.html.elements import Markup, element, joined
from stances.views.html.report.opening import asked
from stances.views.report_text import answer_told, counts_told, left_out, meanings
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.about import About
    from stances.queries.report.issues import Issue
    from stances.views.html.links import Labels


def method_section(report: Report, names: Labels) -> Iterator[Markup]:
    """The terms, and the positions of each issue as the codebook defines them."""
    yield fields(meanings(iso=names.is_iso).items())
    for issue in report.issues:
        yield folded(
            joined(["Positions: ", element("bdi", issue.question)]), _positions(issue, names)
        )


def _positions(issue: Issue, names: Labels) -> Markup:
    items = [
        element(
            "div",
            element("dt", names.position(issue.issue, step.id)),
            element("dd", step.definition, dir="auto"),
        )
        for step in names.scale(issue.issue).defined
    ]
    return element("dl", *items, class_="scale-key")


def about_section(report: Report, names: Labels) -> Iterator[Markup]:
    """The corpus, the filters, the counts, and what is left out."""
    about = report.about
    problems = f"{plural(about.errors, 'error')}, {plural(about.warnings, 'warning')}"
    pairs = [
        ("Corpus", element("bdi", about.title)),
        (
            "What it is",
            element("span", about.description, dir="auto") if about.description else None,
        ),
        ("Scope", element("span", about.scope, dir="auto") if about.scope else None),
        ("Asked for", asked(about) or "everything"),
        ("In this report", answer_told(report)),
        ("In the corpus", ", ".join(counts_told(about.corpus))),
        ("Left out", "; ".join(left_out(about)) or "nothing"),
        ("Problems of the corpus", problems if about.errors or about.warnings else "none found"),
        ("Coded by", element("bdi", about.coder)),
        ("State", _state(about, names)),
        ("Written by", f"stances {about.program}"),
    ]
    yield fields(pairs)


def _state(about: About, names: Labels) -> Markup:
    if about.commit is None:
        return joined(["no commit of git is known that says which state of the corpus this is"])
    commit = about.commit
    name = element("code", commit.name[:12], title=commit.name)
    changed = ", with changes since that are not committed" if commit.changed else ""
    return joined(["commit ", name, " of ", names.date(commit.day), changed])
