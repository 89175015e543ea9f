"""The visible text of an HTML page, with a way back to its source."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from stances.evidence.tracing import Trace

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol optgroup option p pre search section select summary table tbody td tfoot th thead tr "
    "ul".split()
)
_HIDDEN = frozenset("head iframe noscript script style template title".split())
_SPACES = str.maketrans(dict.fromkeys("\n\r\f\v\t", " "))
_TAG_OPENS = re.compile("<[a-zA-Z/!?]")
_COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>)", re.DOTALL)


def visible_text(source: str) -> tuple[str, Trace]:
    """What a reader of the page sees: each block a paragraph, character references decoded."""
    page = _Page(source)
    # A tag that is never closed hides all that follows it; so the parser need not look for its end.
    closed = source.rfind(">") + 1
    unclosed = _TAG_OPENS.search(source, closed)
    page.feed(source[: unclosed.start()] if unclosed else source)
    page.close()
    return "".join(page.parts), page.trace


class _Page(HTMLParser):
    """Collects the text that is to be seen."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0, *(end.end() for end in re.finditer("\n", source))]
        self._hidden = ""
        self._as_typed = 0  # how many `pre` are open
        self.parts: list[str] = []
        self.trace = Trace()
        self._length = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, or what is not seen."""
        del attrs
        if not self._hidden:
            self._divide(tag)
            self._hidden = tag if tag in _HIDDEN else ""
            self._as_typed += tag == "pre"
        elif self._hidden == "head" and tag == "body":  # whose end may be left out
            self._hidden = ""

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph, or what is not seen."""
        if self._hidden:
            self._hidden = "" if tag == self._hidden else self._hidden
        else:
            self._as_typed -= self._as_typed > 0 and tag == "pre"
            self._divide(tag)

    def handle_data(self, data: str) -> None:
        """Take text as it is laid out: only `pre` keeps its lines."""
        self._add(data if self._as_typed else data.translate(_SPACES))

    def handle_entityref(self, name: str) -> None:
        """Take a character by its name."""
        self._add(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        """Take a character by its number."""
        self._add(unescape(f"&#{name};"))

    def parse_comment(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002 - inherited
        """Skip a comment as browsers do: one that is never closed hides all that follows.

        The parser would look for the end of each such comment anew, through the whole page.
        """
        del report
        comment = _COMMENT.match(self.rawdata, i)
        return comment.end() if comment else len(self.rawdata)

    def _divide(self, tag: str) -> None:
        if tag == "br":
            self._add("\n")
        elif tag in _BLOCKS and self.parts and self.parts[-1] != "\n\n":
            self._add("\n\n")

    def _add(self, text: str) -> None:
        if self._hidden or not text:
            return
        line, column = self.getpos()
        self.trace.add(self._length, self._lines[line - 1] + column)
        self.parts.append(text)
        self._length += len(text)
