"""Extracts the visible text of an HTML page, with offsets into the page.

Read as browsers read it, broken pages too: what is not closed is closed by the end of the page.
Python's own parser reads such pages otherwise in each release, stops at some, and takes hours for
others; here a page is gone through once, whatever is in it.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

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
_MAIN = frozenset(("article", "main"))
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


class Part(NamedTuple):
    """An `<article>` or `<main>` of a page: its tag, and its start and end in the visible text."""

    tag: str
    start: int
    end: int


class PageText(NamedTuple):
    """The visible text of a page, with the way back to the page, and its main parts."""

    text: str
    trace: Trace
    parts: list[Part]


def visible_text(source: str) -> tuple[str, Trace]:
    """What a reader of the page sees: each block a paragraph, character references decoded."""
    return page_text(source)[:2]


def page_text(source: str) -> PageText:
    """What `visible_text` gives, with the articles and main parts of the page."""
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
    return PageText("".join(page.pieces), page.trace, page.main_parts())


class _Page:
    """Collects the visible text."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.trace = Trace()
        self._length = 0
        self._open: list[tuple[str, int]] = []
        self._opened = dict.fromkeys(_MAIN, 0)
        self._parts: list[Part] = []
        self._as_typed = 0  # how many `pre` are open

    def add(self, text: str, origin: int) -> None:
        """Append text that stands at an offset of the source."""
        if text:
            self.trace.add(self._length, origin)
            self.pieces.append(text)
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
        elif tag in _BLOCKS and self.pieces and self.pieces[-1] != "\n\n":
            self.add("\n\n", origin)
        if tag in _MAIN and not closing:
            self._open.append((tag, self._length))
            self._opened[tag] += 1
        elif tag in _MAIN and self._opened[tag]:
            self._close(tag)

    def main_parts(self) -> list[Part]:
        """The articles and main parts; what is still open ends with the page."""
        self._close()
        return sorted(self._parts, key=lambda part: (part.start, -part.end))

    def _close(self, tag: str | None = None) -> None:
        """Close the last part with a tag, and what was opened in it; all parts without a tag."""
        while self._open:
            opened, start = self._open.pop()
            self._opened[opened] -= 1
            self._parts.append(Part(opened, start, self._length))
            if opened == tag:
                return
