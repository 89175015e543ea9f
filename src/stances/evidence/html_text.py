"""Extracts the visible text of an HTML page, with offsets into the page.

Pages are read as browsers read them, broken pages too: the end of the page closes open elements.
Python's own parser reads broken pages differently in each release, stops at some, and takes hours
for others. This parser reads any page in one pass.
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
_ARTICLES = frozenset(("article", "main"))
_SPACES = str.maketrans(dict.fromkeys("\n\r\f\v\t", " "))
# Each alternative, once begun, matches without a second try, at the latest at the end of the page.
# So the time is proportional to the size of the page.
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
    r"""
    display\s*:\s*none
  | visibility\s*:\s*(?:hidden|collapse)
  | (?:opacity|font-size|(?:max-)?(?:height|width))\s*:\s*0(?![.\d])
  | (?:left|top|right|bottom|text-indent|margin(?:-left|-top)?)\s*:\s*-\d{3}
  | clip(?:-path)?\s*:\s*(?!\s*(?:none|auto))
  | (?<![-\w])color\s*:\s*transparent
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FEW = 3
"""The most words of an image's `alt` for it to count as text of the line."""
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_EDITS = {"del": "struck", "s": "struck", "strike": "struck", "ins": "inserted"}


class Article(NamedTuple):
    """An `<article>` or `<main>` of a page: its tag, and its start and end in the text."""

    tag: str
    start: int
    end: int


class PageText(NamedTuple):
    """The text of a page, the way back into the page, and its parts that are hidden or struck out.

    `has_more`: the other text of the page, `earlier` or not, has different parts. `asides` are
    parts that interrupt the text. `articles` are in the order of their beginnings.
    """

    text: str
    trace: Trace
    hidden: Sequence[tuple[int, int]] = ()
    struck: Sequence[tuple[int, int]] = ()
    has_more: bool = False
    articles: Sequence[Article] = ()
    asides: Sequence[tuple[int, int]] = ()


def read_page(source: str, *, earlier: bool = False) -> PageText:
    """Return what a reader of the page sees: one paragraph per block, character references decoded.

    The `earlier` text includes everything that is hidden or struck out, and excludes what was
    inserted. The effects of style sheets on classes are unknown.
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
        if instead := _instead(tag, source[match.end("tag") : end] if tag else ""):
            page.add(instead, start)
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
        page.articles(),
        page.asides.spans(len(text)),
    )


class _Page:
    """Collects the text, without the parts whose kind is `unshown`."""

    def __init__(self, unshown: Collection[str]) -> None:
        self.parts: list[str] = []
        self.trace = Trace()
        self.asides = Asides()
        self.spans: dict[str, list[tuple[int, int]]] = {"hidden": [], "struck": [], "inserted": []}
        self.has_more = False
        self._unshown = unshown
        self._length = 0
        self._articles: list[Article] = []
        self._open: list[tuple[str, int]] = []  # articles, and where they begin
        self._opened = dict.fromkeys(_ARTICLES, 0)
        self._as_typed = 0  # nesting depth of `pre`
        self._within: dict[str, tuple[str, int]] = {}  # the opening tag and its nesting depth

    def enter(self, tag: str, attributes: str, *, closing: bool) -> None:
        """Begin or end a hidden, struck or inserted part, if the tag does."""
        for kind, (opening, depth) in [*self._within.items()]:
            if opening == tag:
                self._within[kind] = opening, depth + (-1 if closing else 1)
            is_closed = self._within[kind][1] <= 0
            if is_closed or (opening == "p" and tag in _BLOCKS):  # `p` needs no closing tag
                del self._within[kind]
        if closing:
            return
        kind = _kind(tag, attributes)
        if kind and kind not in self._within:
            self._within[kind] = tag, 1
            self.has_more = True

    def add(self, text: str, origin: int) -> None:
        """Append text from an offset of the source."""
        if not text or any(kind in self._within for kind in self._unshown):
            return
        for kind in self._within:
            self.spans[kind].append((self._length, self._length + len(text)))
        self.trace.add(self._length, origin)
        self.parts.append(text)
        self._length += len(text)

    def add_text(self, text: str, origin: int) -> None:
        """Append text as browsers lay it out: only `pre` keeps its line breaks."""
        self.add(text if self._as_typed else text.translate(_SPACES), origin)

    def add_tag(self, tag: str, origin: int, *, closing: bool) -> None:
        """Begin a line or paragraph if the tag does; add the marks that `q` prints."""
        if tag == "pre":
            self._as_typed = max(self._as_typed + (-1 if closing else 1), 0)
        if tag == "q":
            self.add("”" if closing else "“", origin)
        if tag == "br":
            self.add("\n", origin)
        elif tag in _BLOCKS and self.parts and self.parts[-1] != "\n\n":
            self.add("\n\n", origin)
        if tag in _ARTICLES and not closing:
            self._open.append((tag, self._length))
            self._opened[tag] += 1
        elif tag in _ARTICLES and self._opened[tag]:
            self._close(tag)
        self.asides.add_tag(tag, self._length, self.parts, closing=closing)

    def articles(self) -> list[Article]:
        """The articles and main parts; unclosed ones end with the page."""
        self._close()
        return sorted(self._articles, key=lambda article: (article.start, -article.end))

    def _close(self, tag: str | None = None) -> None:
        """Close the last element with a tag, and those opened in it; without a tag, close all."""
        while self._open:
            opened, start = self._open.pop()
            self._opened[opened] -= 1
            self._articles.append(Article(opened, start, self._length))
            if opened == tag:
                return


def _kind(tag: str, attributes: str) -> str:
    """Return `hidden`, `struck`, `inserted` or an empty string for an element."""
    small = attributes.lower()
    if tag != "dialog" and "hidden" not in small and "style" not in small:
        return _EDITS.get(tag, "")
    values = dict(_ATTRIBUTE.findall(small))
    style = values.get("style", "")
    is_shut = tag == "dialog" and "open" not in values
    if is_shut or "hidden" in values or _UNSHOWN.search(style):
        return "hidden"
    return "struck" if _STRUCK.search(style) else _EDITS.get(tag, "")


def _instead(tag: str, attributes: str) -> str:
    """The short `alt` text of an image within a line, such as an emoji."""
    if tag != "img" or "alt" not in attributes.lower():
        return ""
    values = {name.lower(): value for name, value in _ATTRIBUTE.findall(attributes)}
    alt = unescape(values.get("alt", "").strip("\"'"))
    return alt if len(alt.split()) <= _FEW else ""
