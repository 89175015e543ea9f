"""The console that pages are laid out on: what runs from right to left stays whole on it."""

from __future__ import annotations

from bisect import bisect_left
from io import StringIO
from itertools import accumulate, groupby, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Span, Text

from stances.text import one_line
from stances.views import styles
from stances.views.direction import is_isolated, isolates, runs_from_right, stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import ConsoleOptions, RenderableType

    Line = Sequence[Segment]
    Styled = tuple[int, int, Style | None]
    """From where to where of a text, and in which style."""
    Block = Sequence[Line]


_WHOLE = "whole"
"""The key, in a style's `meta`, of the number of a text that is to be laid out whole."""


class Piece(NamedTuple):
    """A text in one style: what most cells are, made in a fraction of the time of a `Text`."""

    plain: str
    style: str = ""

    def __rich__(self) -> Text:
        """The same for rich."""
        return Text(self.plain, style=self.style)

    @property
    def is_simple(self) -> bool:
        """Whether each character is one narrow letter, and none runs from right to left."""
        text = self.plain
        if not text.isprintable():
            return False
        return text.isascii() or (cell_len(text) == len(text) and not runs_from_right(text))


class PageConsole(Console):
    """A console that marks, in each text, what is to be laid out whole however it is wrapped."""

    _marked = 0

    def __init__(self, width: int, *, color: bool) -> None:
        super().__init__(
            file=StringIO(),
            width=width,
            force_terminal=color,
            color_system="standard" if color else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """The segments of anything that can be rendered."""
        if isinstance(renderable, str):
            renderable = Text(renderable)
        if isinstance(renderable, Piece):
            renderable = renderable.__rich__()
        if isinstance(renderable, Text):
            renderable = self.with_marks(renderable)
        return super().render(renderable, options)

    def with_marks(self, text: Text) -> Text:
        """The text, marked where it runs from right to left; the marks replace its isolates."""
        if text.plain.isascii():
            return text
        # What is dimmed is a remark on the text beside it.
        dimmed = [span for span in text.spans if span.style == styles.ASIDE]
        cuts = [edge for span in dimmed for edge in (span.start, span.end)]
        places = [*stretches(text.plain, cuts)]
        if not places:
            return text
        text = text.copy()
        for start, end in places:
            self._marked += 1
            text.stylize(Style(meta={_WHOLE: self._marked}), start, end)
        plain = text.plain
        isolated = [place for place in places if is_isolated(plain, *place)]
        return _without(text, [each for start, end in isolated for each in (start - 1, end)])


def _without(text: Text, dropped: Sequence[int]) -> Text:
    """A text without the characters at some places, in order."""
    if not dropped:
        return text
    plain, spans = text.plain, [*text.spans]  # which rich cuts with the text
    starts = [0, *(place + 1 for place in dropped)]
    kept = zip(starts, [*dropped, len(plain)], strict=True)
    text.plain = "".join(plain[start:end] for start, end in kept)
    text.spans = [
        Span(start - bisect_left(dropped, start), end - bisect_left(dropped, end), style)
        for start, end, style in spans
    ]
    return text


def written(pieces: Sequence[Segment], *, color: bool) -> str:
    """A line without blanks at its end, with what belongs together between isolates."""
    if not color and not any(map(_whole, pieces)):
        return one_line("".join([piece.text for piece in pieces]).rstrip())
    shown = [*pieces]
    while shown and not shown[-1].text.strip():
        shown.pop()
    if shown:
        shown[-1] = Segment(shown[-1].text.rstrip(), shown[-1].style)
    line = ""
    for whole, group in groupby(shown, _whole):
        together = [*group]
        text = "".join(_styled(piece, color=color) for piece in together)
        if whole:
            plain = "".join(piece.text for piece in together)
            opening, closing = isolates(plain)
            # A blank at its end would stand on its left.
            blanks = plain[len(plain.rstrip()) :] if text.endswith(" ") else ""
            text = f"{opening}{text.removesuffix(blanks)}{closing}{blanks}"
        line += text
    return line


def _whole(piece: Segment) -> int | None:
    """The number of the text that a piece is of, if that is to be laid out whole."""
    return piece.style.meta.get(_WHOLE) if piece.style else None


def _styled(piece: Segment, *, color: bool) -> str:
    """A piece in its style, as the terminal is to obey it, of a text that it obeys nowhere."""
    text = one_line(piece.text)
    if not (color and piece.style):
        return text
    return piece.style.render(text, color_system=ColorSystem.STANDARD)


class Lines:
    """A page that is made line by line, while the rows of a result are read."""

    def lines(self, console: PageConsole) -> Iterator[Line]:
        """The lines, none wider than the console."""
        raise NotImplementedError


def block(console: PageConsole, texts: Iterable[Text | Piece], width: int) -> Block:
    """Texts below each other, wrapped at words; the width of a wide letter is the least."""
    lines: list[Line] = []
    for text in texts:
        lines += _lines(console, text, max(width, 2))
    return lines


def _lines(console: PageConsole, text: Text | Piece, width: int) -> Iterable[Line]:
    """The lines of a text; rich wraps and styles all, but takes its time where most is simple."""
    if isinstance(text, Piece):
        if text.is_simple:
            style = console.get_style(text.style) if text.style else None
            return _cut(text.plain, [(0, len(text.plain), style)], width)
        text = text.__rich__()
    text = console.with_marks(text)
    style, plain = console.get_style(text.style) if text.style else None, text.plain
    if "\n" not in plain and (plain.isascii() or text.cell_len == len(plain)):
        if (styled := _in_order(console, text, style)) is not None:
            return _cut(plain, styled, width)
        lines: Iterable[Text] = text.divide([*_ends(plain, width)])
    else:
        lines = text.wrap(console, width, overflow="fold")
    return [_rendered(console, line, style) for line in lines]


def _rendered(console: PageConsole, line: Text, style: Style | None) -> Line:
    line.rstrip()
    return [*Segment.apply_style(line.render(console), style)]


def _in_order(console: PageConsole, text: Text, style: Style | None) -> list[Styled] | None:
    """The stretches of a text and their styles; None if styles overlap."""
    at = 0
    styled: list[Styled] = []
    for span in text.spans:
        if span.start < at:
            return None
        styled += [(at, span.start, style)] if at < span.start else []
        own = console.get_style(span.style)
        styled.append((span.start, span.end, style + own if style else own))
        at = span.end
    end = len(text.plain)
    return [*styled, (at, end, style)] if at < end or not styled else styled


def _cut(plain: str, styled: Sequence[Styled], width: int) -> list[Line]:
    """The lines of a text of narrow letters, with the styles of its stretches."""
    if len(plain) <= width and len(styled) == 1:
        return [[Segment(plain.rstrip(), styled[0][2])]]
    lines: list[Line] = []
    start = 0
    for end in (*_ends(plain, width), len(plain)):
        last = start + len(plain[start:end].rstrip())
        lines.append(
            [
                Segment(plain[max(start, first) : min(last, until)], style)
                for first, until, style in styled
                if first < last and until > start
            ]
        )
        start = end
    return lines


def _ends(plain: str, width: int) -> Iterator[int]:
    """Where the lines of a text of narrow letters end, but for the last."""
    end = 0
    while len(plain) - end > width:
        blank = plain.rfind(" ", end, end + width + 1)
        end = blank + 1 if blank > end else end + width
        yield end


def beside(blocks: Sequence[Block], widths: Sequence[int]) -> Block:
    """Blocks beside each other; the widths are those from the beginning of one to the next."""
    starts = [0, *accumulate(widths)]
    lines = []
    for row in zip_longest(*blocks, fillvalue=()):
        line: list[Segment] = []
        at = 0
        for pieces, start in zip(row, starts, strict=True):
            if not pieces:
                continue
            if start:
                line.append(Segment(" " * (start - at)))
                at = max(at, start)
            line += pieces
            for piece in pieces:
                at += len(piece.text) if piece.text.isascii() else piece.cell_length
        lines.append(line)
    return lines


def indented(lines: Block, by: int) -> Block:
    """A block with blanks before each line."""
    blanks = Segment(" " * by)
    return [[blanks, *line] for line in lines]
