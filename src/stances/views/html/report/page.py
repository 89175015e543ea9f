"""The page of the report: head, style and sections."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from stances.views.html.components import code, dated, fields, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import Labels, issue_place
from stances.views.html.report.issue import issue_section
from stances.views.html.report.sources import (
    assessments_section,
    conflicts_section,
    sources_section,
)
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.report import Report
    from stances.queries.report.about import About, Counts
    from stances.views.formats import ViewOptions


_SHORT = 12
_SECTIONS = {
    "conflicts": "Conflicts and disputes",
    "assessments": "The sources’ own assessments",
    "sources": "Sources",
    "method": "How to read this report",
}
"""What may follow the issues, by id."""


def html(report: Report, _: ViewOptions) -> Iterator[str]:
    """The document, in pieces."""
    names = Labels(report)
    yield "<!DOCTYPE html>\n"
    yield '<html lang="en">\n'
    yield f"{_head(report.about.title)}\n<body>\n"
    yield element("a", "Skip to the report", href="#report", class_="skip") + "\n"
    yield _opening(report) + "\n" + _contents(report) + "\n"
    yield '<main id="report">\n' + _about_section(report) + "\n"
    written: dict[str, Iterable[Markup]] = {
        issue_place(issue.issue): issue_section(report, issue, names) for issue in report.issues
    }
    written |= {
        "conflicts": conflicts_section(report, names),
        "assessments": assessments_section(report, names),
        "sources": sources_section(report),
        "method": [fields(_MEANINGS.items())],
    }
    titles = _sections(report)
    for place, pieces in written.items():
        if place in titles:
            yield from _section(place, titles[place], pieces)
    yield "</main>\n</body>\n</html>\n"


def _section(place: str, title: str, pieces: Iterable[Markup]) -> Iterator[str]:
    """A section, piece by piece: it may be longer than is good to have at once."""
    opened, closed = element("section", id=place).split("><")
    yield f"{opened}>\n"
    yield element("h2", title if place in _SECTIONS else element("bdi", title)) + "\n"
    yield from (f"{piece}\n" for piece in pieces)
    yield f"<{closed}\n"


def _head(title: str) -> Markup:
    """What browsers are told; no script may run, and nothing may be fetched."""
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{digest}'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        # Without it, browsers ask servers for one.
        element("link", rel="icon", href="data:,"),
        element("title", title),
        Markup(f"<style>{_style()}</style>"),
    )


@cache
def _style() -> str:
    style = files("stances.views.html").joinpath("style.css").read_text("utf-8")
    return style.replace("\r\n", "\n")


def _opening(report: Report) -> Markup:
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


def _sections(report: Report) -> dict[str, str]:
    """The titles of all sections, by id; none that would have nothing to say."""
    issues = {issue_place(issue.issue): issue.question for issue in report.issues}
    there = {
        "conflicts": report.issues,
        "assessments": report.assessments,
        "sources": report.sources,
        "method": report.issues,
    }
    behind = {place: title for place, title in _SECTIONS.items() if there[place]}
    return {"about": "About this report"} | issues | behind


def _contents(report: Report) -> Markup:
    """Links to all sections."""
    items = [
        element("li", element("a", element("bdi", title), href=f"#{place}"))
        for place, title in _sections(report).items()
    ]
    return element("nav", element("h2", "Contents"), element("ol", *items), aria_label="Contents")


def _about_section(report: Report) -> Markup:
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
        "Two scored statements of one official, one behind the other in time, differ in the "
        "position or in what it depends on: certain where their dates do not overlap, else "
        "possible."
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
"""The words of the report that mean something exact."""
