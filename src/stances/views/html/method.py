"""What the figures of a report mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.markup import Markup, element
from stances.views.html.opening import SECTIONS
from stances.views.html.words import fields

if TYPE_CHECKING:
    from collections.abc import Iterator

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
