"""The style sheet of the site: the rules that it shares with the report, and its own."""

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
    """Return the style sheet. All pages share one, so that browsers load it only once."""
    own = files("stances.views.html.site").joinpath("assets/site.css").read_text("utf-8")
    return minified(shared_style() + network_style() + own)


def minified(css: str) -> str:
    """Return the same rules without comments and needless blanks.

    Comments are removed first, so a string must not contain the beginning of a comment.
    """
    pieces = _KEPT.split(_COMMENT.sub("", css))
    for at in range(0, len(pieces), 2):
        text = _AROUND.sub(r"\1", _BLANKS.sub(" ", pieces[at]))
        pieces[at] = text.replace(": ", ":").replace(";}", "}")
    return "".join(pieces).strip()
