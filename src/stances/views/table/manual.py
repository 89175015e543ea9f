"""A Markdown page of the docs on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.markdown import CodeBlock, Heading, Markdown
from rich.padding import Padding
from rich.segment import Segment
from rich.text import Text
from rich.theme import Theme

from stances.views import styles
from stances.views.table.console import PageConsole, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import MarkdownElement

_THEME = Theme(
    {
        "markdown.h1": styles.HEADING,
        **dict.fromkeys(("markdown.h2", "markdown.h3", "markdown.h4"), styles.STRONG),
        "markdown.code": styles.REFERENCE,
        "markdown.code_block": "none",
        "markdown.block_quote": "none",
        "markdown.hr": styles.ASIDE,
        **dict.fromkeys(("markdown.item.bullet", "markdown.item.number"), styles.STRONG),
        "markdown.table.header": styles.STRONG,
        "markdown.table.border": styles.ASIDE,
    }
)
_INDENT = 2


class _LeftHeading(Heading):
    """A heading on the left; rich centres headings."""

    def __rich_console__(self, _: Console, __: ConsoleOptions) -> RenderResult:
        """Return the text of the heading."""
        yield self.text


class _Verbatim(CodeBlock):
    """Code and output without colours and frames, so that copies have only the text."""

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        """Return the lines, indented if they fit; longer lines are folded."""
        plain = self.text.plain.rstrip("\n")
        longest = max(map(len, plain.split("\n")))
        indent = _INDENT if longest + _INDENT <= options.max_width else 0
        yield Padding(Text(plain, overflow="fold"), (0, 0, 0, indent))


class _Page(Markdown):
    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": _LeftHeading,
        "fence": _Verbatim,
        "code_block": _Verbatim,
    }


def manual(text: str, width: int, *, color: bool) -> Iterator[str]:
    """Yield the lines of a page, laid out for a terminal of this width."""
    console = PageConsole(width, color=color)
    console.push_theme(_THEME)
    segments = console.render(_Page(text), console.options.update(overflow="fold"))
    for line in Segment.split_and_crop_lines(segments, width, pad=False, include_new_lines=False):
        yield written(line, color=color) + "\n"
