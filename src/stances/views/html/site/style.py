"""The style sheet of the site: what it shares with the report, and its own, without blanks."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from stances.views.html.charts.svg import network_style
from stances.views.html.components import shared_style

_KEPT = re.compile(r"""("[^"]*"|'[^']*')""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,>]) ?")


@cache
def style() -> str:
    """The style sheet of all pages: there is one, so that each is drawn with the first."""
    own = files("stances.views.html.site").joinpath("assets/site.css").read_text("utf-8")
    return minified(shared_style() + network_style() + own)


def minified(css: str) -> str:
    """The same rules without comments, and without blanks that say nothing.

    A comment has no quotation mark in it that is not closed there.
    """
    pieces = _KEPT.split(_COMMENT.sub("", css))
    for at in range(0, len(pieces), 2):
        text = _AROUND.sub(r"\1", _BLANKS.sub(" ", pieces[at]))
        pieces[at] = text.replace(": ", ":").replace(";}", "}")
    return "".join(pieces).strip()
