"""The visible text of an HTML page, with a map back to its source."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.places import PlacedText
from stances.evidence.tracing import Tracing

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol optgroup option p pre search section select summary table tbody td tfoot th thead tr "
    "ul".split()
)
_HIDDEN = frozenset("iframe noscript script style template title".split())
_OF_HEAD = frozenset("base head link meta noscript script style template title".split())
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?")
_SPACES = str.maketrans(dict.fromkeys("\n\r\f\v\t", " "))
_COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>)", re.DOTALL)
_TAG_OPENS = re.compile("<[a-zA-Z/!?]")


def visible_text(source: str) -> PlacedText:
    """What a reader of the page sees: each block a paragraph, entities decoded."""
    page = _Page()
    for event in _Events(source).in_order():
        page.take(event, source)
    return PlacedText(page.seen.text, source, page.seen.blocks)


class _Event(NamedTuple):
    """A tag or a stretch of text: where it begins in the source, and where the next one does."""

    kind: str  # "start", "end", "text" or "other"
    tag: str
    start: int
    end: int


class _Events(HTMLParser):
    """What a source consists of. Only where things begin is taken from the parser."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self._source = source
        self._lines = [0, *(end.end() for end in re.finditer("\n", source))]
        self._begun: list[tuple[str, str, int]] = []

    def in_order(self) -> Iterator[_Event]:
        """All events. A tag that is still open at the end of the source is none."""
        closed = self._source.rfind(">") + 1
        open_tag = _TAG_OPENS.search(self._source, closed)
        self.feed(self._source[: open_tag.start() if open_tag else None])
        self.close()
        end = open_tag.start() if open_tag else len(self._source)
        following = [*self._begun[1:], ("", "", end)]
        for (kind, tag, start), (_, _, next_start) in zip(self._begun, following, strict=False):
            yield _Event(kind, tag, start, next_start)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of it."""
        del attrs
        self._begin("start", tag)

    def handle_endtag(self, tag: str) -> None:
        """Take note of it."""
        self._begin("end", tag)

    def handle_data(self, data: str) -> None:
        """Take note of where it is; it is taken from the source, in which it has its place."""
        del data
        self._begin("text")

    def handle_comment(self, data: str) -> None:
        """Take note that the text before it has ended."""
        del data
        self._begin("other")

    def handle_decl(self, decl: str) -> None:
        """Treat it as a comment."""
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        """Treat it as a comment."""
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        """Treat it as a comment."""
        self.handle_comment(data)

    def parse_comment(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002 - so inherited
        """Read a comment as browsers do: one that is never closed hides all that follows.

        The parser would look for the end of each such comment anew, through the whole page.
        """
        del report
        self._begin("other")
        comment = _COMMENT.match(self.rawdata, i)
        return comment.end() if comment else len(self.rawdata)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002 - so inherited
        """Read `<![if …]>` and the like as browsers do, as comments; the parser may stop at it."""
        return self.parse_bogus_comment(i, report)

    def _begin(self, kind: str, tag: str = "") -> None:
        line, column = self.getpos()
        self._begun.append((kind, tag, self._lines[line - 1] + column))


class _Page:
    """Collects the text that is to be seen."""

    def __init__(self) -> None:
        self.seen = Tracing()
        self._hidden_by = ""
        self._in_head = False
        self._as_typed = 0  # how many `pre` are open

    def take(self, event: _Event, source: str) -> None:
        """Go on by one event."""
        if self._hidden_by:
            ended = event.kind == "end" and event.tag == self._hidden_by
            self._hidden_by = "" if ended else self._hidden_by
        elif event.kind == "text":
            self._take_text(source, event.start, event.end)
        elif event.kind == "start":
            self._take_start(event)
        elif event.kind == "end":
            self._in_head = self._in_head and event.tag != "head"
            self._as_typed -= self._as_typed > 0 and event.tag == "pre"
            self._divide(event)

    def _take_start(self, event: _Event) -> None:
        # The end tag of a head may be left out; then the first tag that is not of it ends it.
        self._in_head = event.tag == "head" or (self._in_head and event.tag in _OF_HEAD)
        self._hidden_by = event.tag if event.tag in _HIDDEN else ""
        self._divide(event)
        self._as_typed += event.tag == "pre"

    def _divide(self, event: _Event) -> None:
        if event.tag == "br" and event.kind == "start":
            self.seen.add("\n", event.start, event.start)
        elif event.tag in _BLOCK_TAGS and self.seen.parts and self.seen.parts[-1] != "\n\n":
            self.seen.add("\n\n", event.start, event.start)

    def _take_text(self, source: str, start: int, end: int) -> None:
        if self._in_head:
            return
        for reference in _REFERENCE.finditer(source, start, end):
            self.seen.add(
                self._laid_out(source[start : reference.start()]), start, reference.start()
            )
            self.seen.add(unescape(reference[0]), *reference.span())
            start = reference.end()
        self.seen.add(self._laid_out(source[start:end]), start, end)

    def _laid_out(self, text: str) -> str:
        return text if self._as_typed else text.translate(_SPACES)
