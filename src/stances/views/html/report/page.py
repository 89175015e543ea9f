"""The page of the report: head, style and sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.components import code, dated, fields, head, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import Labels, issue_place
from stances.views.html.report.issue import issue_section
from stances.views.html.report.sources import (
    assessments_section,
    conflicts_section,
    sources_section,
)
from stances.views.values import and_hearsay, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.report import Report
    from stances.queries.report.about import About, Counts
    from stances.views.formats import ViewOptions


def html(report: Report, _: ViewOptions) -> Iterator[str]:
    """The document, in pieces."""
    names = Labels(report)
    questions = {issue_place(issue.issue): issue.question for issue in report.issues}
    # A section without content is left out.
    titles = {
        "about": "About this report",
        **questions,
        **({"conflicts": "Conflicts and disputes"} if report.issues else {}),
        **({"assessments": "The sources’ own assessments"} if report.assessments else {}),
        **({"sources": "Sources"} if report.sources else {}),
        **({"method": "How to read this report"} if report.issues else {}),
    }
    links = [
        element("li", element("a", element("bdi", title), href=f"#{place}"))
        for place, title in titles.items()
    ]
    yield '<!DOCTYPE html>\n<html lang="en">\n'
    yield f"{head(report.about.title)}\n<body>\n"
    yield element("a", "Skip to the report", href="#report", class_="skip") + "\n"
    yield _opening(report) + "\n"
    contents = element("h2", "Contents"), element("ol", *links)
    yield element("nav", *contents, aria_label="Contents") + "\n"
    yield '<main id="report">\n' + _about_section(report) + "\n"
    sections: dict[str, Iterable[Markup]] = {
        issue_place(issue.issue): issue_section(report, issue, names) for issue in report.issues
    }
    sections |= {
        "conflicts": conflicts_section(report, names),
        "assessments": assessments_section(report, names),
        "sources": sources_section(report),
        "method": [fields(_MEANINGS.items())],
    }
    for place, pieces in sections.items():
        if place in titles:
            # Piece by piece: a section may be too long to hold at once.
            opening, closing = element("section", id=place).split("><")
            title = titles[place]
            heading = element("bdi", title) if place in questions else title
            yield f"{opening}>\n{element('h2', heading)}\n"
            yield from (f"{piece}\n" for piece in pieces)
            yield f"<{closing}\n"
    yield "</main>\n</body>\n</html>\n"


def _opening(report: Report) -> Markup:
    """The title, the description and the counts."""
    about, answer = report.about, report.about.answer
    counts = [
        element("li", element("b", count), f" {noun}{'s' * (count != 1)}")
        for count, noun in (
            (answer.statements, "statement"),
            (answer.officials, "official"),
            (answer.sources, "source"),
        )
    ]
    if report.hearsay:
        counts.append(element("li", element("b", report.hearsay), " known by hearsay"))
    return element(
        "header",
        paragraph("Report of statements", class_="kicker"),
        element("h1", element("bdi", about.title)),
        element("p", about.description, class_="lead", dir="auto") if about.description else None,
        element("ul", *counts, class_="figures"),
    )


def _about_section(report: Report) -> Markup:
    """The corpus, the filters, the counts, and what is left out."""
    about = report.about
    options = [
        code(f"--{option} {value}".rstrip())
        for option, values in about.filters.items()
        for value in (values or [""])
    ]
    problems = f"{plural(about.errors, 'error')}, {plural(about.warnings, 'warning')}"
    pairs = [
        ("Corpus", element("bdi", about.title)),
        ("State", _state(about)),
        ("Asked for", joined(options, " ") if options else "everything"),
        ("In this report", _counts(about.answer) + and_hearsay(report.hearsay)),
        ("In the corpus", _counts(about.corpus)),
        ("Left out", joined(_left_out(about), "; ") or "nothing"),
        ("Problems of the corpus", problems if about.errors or about.warnings else "none found"),
        ("Scope", element("span", about.scope, dir="auto") if about.scope else None),
        ("Coded by", element("bdi", about.coder)),
        ("Written by", f"stances {about.program}"),
    ]
    nothing = None
    if not about.answer.statements:
        what = "Nothing but hearsay" if report.hearsay else "No statement"
        nothing = paragraph(f"{what} matches what was asked for.", class_="nothing-found")
    return element(
        "section", element("h2", "About this report"), nothing, fields(pairs), id="about"
    )


def _state(about: About) -> Markup:
    if about.commit is None:
        return joined(["no commit of git is known that says which state of the corpus this is"])
    commit = about.commit
    name = element("code", commit.name[:12], title=commit.name, class_="commit")
    changed = ", with changes since that are not committed" if commit.changed else ""
    return joined(["commit ", name, " of ", dated(commit.day), changed])


def _counts(counts: Counts) -> str:
    parts = zip(counts, ("official", "statement", "source"), strict=True)
    return ", ".join(plural(count, noun) for count, noun in parts)


def _left_out(about: About) -> Iterator[str]:
    if about.left_out:
        yield f"{about.left_out} with errors"
    if about.misattributed:
        yield f"{plural(about.misattributed, 'statement')} marked as misattributed"
    if about.disputed is not None:
        yield f"{plural(about.disputed, 'disputed statement')}, as was asked for"


_MEANINGS = {
    "Statement": (
        "One speaker, one occasion as far as the sources tell occasions apart, one position "
        "on one issue. The words, in the larger letters, are the sources’; the position and "
        "the line above the words are the coder’s reading of them."
    ),
    "Score": (
        "The place of a position on the scale that the codebook declares. A position without "
        "a score stands on no scale: taking no position is not moderation."
    ),
    "Date": (
        "As exact as the sources are, and no more: 2014-06 is some day of that month, A/B "
        "some day within, ../B on or before B; “~” is approximate, “?” uncertain, “%” both."
    ),
    "Change": (
        "A scored statement differs in its score, or in what it depends on, from the latest that "
        "certainly came before it. Where it is not known which came first, there is no change: "
        "these are in no known order."
    ),
    "Disputed": (
        "The statement is denied or disputed, or its sources disagree about who said it or "
        "about its position, and nobody has resolved that."
    ),
    "Conflict": (
        "Sources differ about a statement, or one of them only probably reports it, or an "
        "official takes opposite positions close in time. Resolved: it is said which reading "
        "is followed. Judged: it is said why the occasion is taken for the same. Compatible: "
        "the dates overlap, so both can be right."
    ),
    "Sources counted": (
        "Independent ones that certainly report the occasion; those that probably do are "
        "counted apart, copies not at all."
    ),
}
"""The terms of the report."""
