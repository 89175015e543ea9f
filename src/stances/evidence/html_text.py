"""Extracts the visible text of an HTML page, with offsets into the page.

Read as browsers read it, broken pages too: what is not closed is closed by the end of the page.
Python's own parser reads such pages otherwise in each release, stops at some, and takes hours for
others; here a page is gone through once, whatever is in it.
"""

from __future__ import annotations

import re
from html import unescape

from stances.evidence.asides import Asides
from stances.evidence.offset_map import Trace

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main "
    "menu nav ol optgroup option p pre search section select summary table tbody td tfoot th thead "
    "tr ul".split()
)
_HIDDEN_ENDS = {
    tag: re.compile(rf"</{tag}(?=[\s/>])|\Z", re.IGNORECASE)
    for tag in ("iframe", "noscript", "script", "style", "template", "title")
}
_SPACES = str.maketrans(dict.fromkeys("\n\r\f\v\t", " "))
# Every alternative that has begun comes to an end, at the last at that of the page, without a
# second try: so no page takes longer than in proportion.
_MARKUP = re.compile(
    r"""
    <!--(?: -?> | .*?(?:--!?>|\Z) )
  | <(?:[!?]|/(?![a-zA-Z]))[^>]*+(?:>|\Z)
  | <(?P<closing>/?)(?P<tag>[a-zA-Z][^\s/>]*+)
    (?: [^>=]++ | =\s*+(?: "[^"]*+(?:"|\Z) | '[^']*+(?:'|\Z) )? )*+
    (?:(?<=(?P<empty>/))>|>|\Z)
  | (?P<character>&(?:\#[0-9]{1,9}|\#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,40});?)
    """,
    re.DOTALL | re.VERBOSE,
)


def visible_text(source: str) -> tuple[str, Trace, list[tuple[int, int]]]:
    """What a reader of the page sees: each block a paragraph, character references decoded.

    With the way back into the page, and the places of its asides in the text.
    """
    page = _Page()
    done = 0
    while match := _MARKUP.search(source, done):
        start, end = match.span()
        page.add_text(source[done:start], done)
        if match["character"]:
            page.add(unescape(match["character"]), start)
        tag = (match["tag"] or "").lower()
        page.add_tag(tag, start, closing=bool(match["closing"]))
        hidden = _HIDDEN_ENDS.get(tag) if not match["closing"] and not match["empty"] else None
        hidden_end = hidden.search(source, end) if hidden else None
        done = hidden_end.start() if hidden_end else end
    page.add_text(source[done:], done)
    text = "".join(page.parts)
    return text, page.trace, page.asides.spans(len(text))


class _Page:
    """Collects the visible text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.trace = Trace()
        self.asides = Asides()
        self._length = 0
        self._as_typed = 0  # how many `pre` are open

    def add(self, text: str, origin: int) -> None:
        """Append text that stands at an offset of the source."""
        if text:
            self.trace.add(self._length, origin)
            self.parts.append(text)
            self._length += len(text)

    def add_text(self, text: str, origin: int) -> None:
        """Append text as it is laid out: only `pre` keeps its line breaks."""
        self.add(text if self._as_typed else text.translate(_SPACES), origin)

    def add_tag(self, tag: str, origin: int, *, closing: bool) -> None:
        """Begin a line or paragraph if the tag does; print the marks of `q`."""
        if tag == "pre":
            self._as_typed = max(self._as_typed + (-1 if closing else 1), 0)
        if tag == "q":
            self.add("”" if closing else "“", origin)
        if tag == "br":
            self.add("\n", origin)
        elif tag in _BLOCKS and self.parts and self.parts[-1] != "\n\n":
            self.add("\n\n", origin)
        self.asides.add_tag(tag, self._length, self.parts, closing=closing)
