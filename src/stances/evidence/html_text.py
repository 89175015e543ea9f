"""Extracts the visible text of an HTML page, with offsets into the page.

Read as browsers read it, broken pages too: what is not closed is closed by the end of the page.
Python's own parser reads such pages otherwise in each release, stops at some, and takes hours for
others; here a page is gone through once, whatever is in it.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.asides import Asides
from stances.evidence.offset_map import Trace

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main "
    "menu nav ol optgroup option p pre search section select summary table tbody td tfoot th thead "
    "tr ul".split()
)
_UNREAD_ENDS = {
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


_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
_UNSHOWN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:opacity|font-size)\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_EDITS = {"del": "struck", "s": "struck", "strike": "struck", "ins": "inserted"}


class PageText(NamedTuple):
    """A text of a page, the way back into the page, and its parts that are hidden or struck out.

    `has_more`: the page has parts that are in this text only if all of it was asked for. `asides`
    are the parts of the text that stand in the midst of it.
    """

    text: str
    trace: Trace
    hidden: Sequence[tuple[int, int]] = ()
    struck: Sequence[tuple[int, int]] = ()
    has_more: bool = False
    asides: Sequence[tuple[int, int]] = ()


def read_page(source: str, *, earlier: bool = False) -> PageText:
    """What a reader of the page sees: each block a paragraph, character references decoded.

    The text that is asked for as `earlier` is what the page has beside that: with all that is
    hidden or struck out, and without what was put in for it. What a style sheet does to a class
    cannot be known.
    """
    page = _Page(unshown=("inserted",) if earlier else ("hidden", "struck"))
    done = 0
    while match := _MARKUP.search(source, done):
        start, end = match.span()
        page.add_text(source[done:start], done)
        if match["character"]:
            page.add(unescape(match["character"]), start)
        tag = (match["tag"] or "").lower()
        page.add_tag(tag, start, closing=bool(match["closing"]))
        if tag and not match["empty"] and tag not in _VOID:
            page.enter(tag, source[match.end("tag") : end], closing=bool(match["closing"]))
        unread = _UNREAD_ENDS.get(tag) if not match["closing"] and not match["empty"] else None
        unread_end = unread.search(source, end) if unread else None
        done = unread_end.start() if unread_end else end
    page.add_text(source[done:], done)
    text = "".join(page.parts)
    return PageText(
        text,
        page.trace,
        page.spans["hidden"],
        page.spans["struck"],
        page.has_more,
        page.asides.spans(len(text)),
    )


class _Page:
    """Collects the text; what is `unshown` is left out."""

    def __init__(self, unshown: Collection[str]) -> None:
        self.parts: list[str] = []
        self.trace = Trace()
        self.asides = Asides()
        self.spans: dict[str, list[tuple[int, int]]] = {"hidden": [], "struck": [], "inserted": []}
        self.has_more = False
        self._unshown = unshown
        self._length = 0
        self._as_typed = 0  # how many `pre` are open
        self._within: dict[str, tuple[str, int]] = {}  # the tag that began it, and how many since

    def enter(self, tag: str, attributes: str, *, closing: bool) -> None:
        """Begin or end what is hidden, struck out or inserted, if the tag does."""
        for kind, (opening, depth) in [*self._within.items()]:
            if opening == tag:
                self._within[kind] = opening, depth + (-1 if closing else 1)
            is_closed = self._within[kind][1] <= 0
            if is_closed or (opening == "p" and tag in _BLOCKS):  # which nothing need close
                del self._within[kind]
        if closing:
            return
        kind = "hidden" if _is_hidden(attributes) else _EDITS.get(tag, "")
        if kind and kind not in self._within:
            self._within[kind] = tag, 1
            self.has_more = True

    def add(self, text: str, origin: int) -> None:
        """Append text that stands at an offset of the source."""
        if not text or any(kind in self._within for kind in self._unshown):
            return
        for kind in self._within:
            self.spans[kind].append((self._length, self._length + len(text)))
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


def _is_hidden(attributes: str) -> bool:
    if "hidden" not in attributes.lower() and "style" not in attributes.lower():
        return False
    for name, value in _ATTRIBUTE.findall(attributes):
        if name.lower() == "hidden" or (name.lower() == "style" and _UNSHOWN.search(value)):
            return True
    return False
