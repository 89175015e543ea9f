"""The page: its head, its style, and its sections in order."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from stances.views.html.components import fields
from stances.views.html.elements import Markup, element
from stances.views.html.links import Names, issue_place
from stances.views.html.report.about import SECTIONS, about_section, contents, opening, sections
from stances.views.html.report.conflicts import conflicts_section
from stances.views.html.report.issue import issue_section
from stances.views.html.report.sources import assessments_section, sources_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.report import Report
    from stances.views.formats import ViewOptions


def html(report: Report, _: ViewOptions) -> Iterator[str]:
    """The document, in pieces."""
    names = Names(report)
    yield "<!DOCTYPE html>\n"
    yield '<html lang="en">\n'
    yield f"{_head(report.about.title)}\n<body>\n"
    yield element("a", "Skip to the report", href="#report", class_="skip") + "\n"
    yield opening(report) + "\n" + contents(report) + "\n"
    yield '<main id="report">\n' + about_section(report) + "\n"
    written: dict[str, Iterable[Markup]] = {
        issue_place(issue.issue): issue_section(report, issue, names) for issue in report.issues
    }
    written |= {
        "conflicts": conflicts_section(report, names),
        "assessments": assessments_section(report, names),
        "sources": sources_section(report),
        "method": method_section(),
    }
    there = sections(report)
    yield from chain.from_iterable(_section(*each) for each in written.items() if each[0] in there)
    yield "</main>\n</body>\n</html>\n"


def _section(place: str, pieces: Iterable[Markup]) -> Iterator[str]:
    """A section, piece by piece: it may be longer than is good to have at once."""
    opened, closed = element("section", id=place).split("><")
    yield f"{opened}>\n"
    yield from (f"{piece}\n" for piece in pieces)
    yield f"<{closed}\n"


def _head(title: str) -> Markup:
    """What browsers are told; no script may run, and nothing may be fetched."""
    policy = (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{_digest()}'"
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


def _digest() -> str:
    return b64encode(sha256(_style().encode()).digest()).decode()


_MEANINGS = (
    (
        "Statement",
        (
            "One speaker, one occasion as far as the sources tell occasions apart, one position "
            "on one issue. The words, in the larger letters, are the sources’; the position and "
            "the line above the words are the coder’s reading of them."
        ),
    ),
    (
        "Score",
        (
            "The place of a position on the scale that the codebook declares. A position without "
            "a score stands on no scale: taking no position is not moderation."
        ),
    ),
    (
        "Date",
        (
            "As exact as the sources are, and no more: 2014-06 is some day of that month, A/B "
            "some day within, ../B on or before B; “~” is approximate, “?” uncertain, “%” both."
        ),
    ),
    (
        "Change",
        (
            "Two scored statements of one official, one behind the other in time, differ in the "
            "position or in what it depends on: certain where their dates do not overlap, else "
            "possible."
        ),
    ),
    (
        "Disputed",
        (
            "The statement is denied or disputed, or its sources disagree about who said it or "
            "about its position, and nobody has resolved that."
        ),
    ),
    (
        "Conflict",
        (
            "Sources differ about a statement, or one of them only probably reports it, or an "
            "official takes opposite positions close in time. Resolved: it is said which reading "
            "is followed. Judged: it is said why the occasion is taken for the same. Compatible: "
            "the dates overlap, so both can be right."
        ),
    ),
    (
        "Sources counted",
        (
            "Independent ones that certainly report the occasion; those that probably do are "
            "counted apart, copies not at all."
        ),
    ),
)


def method_section() -> Iterator[Markup]:
    """The words of the report that mean something exact."""
    yield element("h2", SECTIONS["method"])
    yield fields(_MEANINGS)
