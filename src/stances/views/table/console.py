"""The console that lays out pages, and keeps each right-to-left text whole."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from io import StringIO
from itertools import accumulate, groupby, pairwise, zip_longest
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

    Line = str | Sequence[Segment]
    """A line of a page; without colours, a line of narrow letters is a plain text."""
    Styled = tuple[int, int, Style | None]
    """The start, end and style of a stretch of text."""
    Block = Sequence[Line]


_LATIN = " -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2500-\u257f"
_NARROW = re.compile(f"[{_LATIN}]*")
"""Latin letters, with punctuation and lines."""
_PERSIAN = re.compile(
    f"[{_LATIN}\u060c\u061b\u061f\u0620-\u064a\u0660-\u066c\u0671-\u06d3\u06f0-\u06f9]*"
)
"""As `_NARROW`, with the letters of Persian and Arabic but not their marks."""
_JOINER = "\N{ZERO WIDTH NON-JOINER}"
"""Joiners occur within Persian words and have no width."""
_WHOLE = "whole"
"""The key, in a style's `meta`, of the number of a text that is laid out whole."""


class Piece(NamedTuple):
    """A text in one style, as most cells are; it is much faster to make than a `Text`.

    From `aside` on, if given, the text is a remark on the part before.
    """

    plain: str
    style: str = ""
    aside: int | None = None

    def __rich__(self) -> Text:
        """The text as a `Text`."""
        text = Text(self.plain, style=self.style)
        if self.aside is not None:
            text.stylize(styles.ASIDE, self.aside)
        return text

    def styled(self, console: PageConsole) -> Sequence[Styled]:
        """The stretches of the text with their styles."""
        style, end = console.style_of(self.style), len(self.plain)
        if self.aside is None:
            return [(0, end, style)]
        aside = console.get_style(styles.ASIDE)
        return [(0, self.aside, style), (self.aside, end, style + aside if style else aside)]

    @property
    def is_simple(self) -> bool:
        """Whether each character is one narrow letter that runs from left to right."""
        return self.plain.isprintable() and _is_narrow(self.plain)


def _is_plain(options: ConsoleOptions) -> bool:
    """Whether texts are wrapped at words, without other options."""
    return not (options.no_wrap or options.justify or options.overflow not in (None, "fold"))


class PageConsole(Console):
    """A console that marks texts to be laid out whole, even if they are wrapped."""

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
        self.is_colored = color
        self._styles: dict[str | Style, Style | None] = {}

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Return the segments of a renderable."""
        if isinstance(renderable, str):
            renderable = Text(renderable)
        if isinstance(renderable, Piece | Text) and _is_plain(options or self.options):
            lines = _lines(self, renderable, (options or self.options).max_width)
            return [each for line in lines for each in (*_segments(line), Segment.line())]
        if isinstance(renderable, Piece):
            renderable = renderable.__rich__()
        if isinstance(renderable, Text):
            renderable = self.with_marks(renderable)
        return super().render(renderable, options)

    def style_of(self, name: str | Style) -> Style | None:
        """Return a style by name; None for an empty name."""
        if name not in self._styles:
            self._styles[name] = self.get_style(name) if name else None
        return self._styles[name]

    def with_marks(self, text: Text) -> Text:
        """Return the text with marks, instead of isolates, on parts that run from right to left."""
        if text.plain.isascii():
            return text
        # Dimmed text is a remark on the text beside it.
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
    """The text without the characters at these places, which are in order."""
    if not dropped:
        return text
    plain, spans = text.plain, [*text.spans]  # assigning `plain` makes rich cut the spans
    starts = [0, *(place + 1 for place in dropped)]
    kept = zip(starts, [*dropped, len(plain)], strict=True)
    text.plain = "".join(plain[start:end] for start, end in kept)
    text.spans = [
        Span(start - bisect_left(dropped, start), end - bisect_left(dropped, end), style)
        for start, end, style in spans
    ]
    return text


def written(line: Line, *, color: bool) -> str:
    """The line without blanks at its end, with isolates around texts laid out whole."""
    if isinstance(line, str):
        return one_line(line.rstrip())
    if not color and not any(map(_whole, line)):
        return one_line("".join([piece.text for piece in line]).rstrip())
    return _in_styles(line, color=color)


def _in_styles(pieces: Sequence[Segment], *, color: bool) -> str:
    """`written` for a line with styles, or with texts to be laid out whole."""
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
            # A blank at the end of the text would be moved to its left.
            blanks = plain[len(plain.rstrip()) :] if text.endswith(" ") else ""
            text = f"{opening}{text.removesuffix(blanks)}{closing}{blanks}"
        line += text
    return line


def _whole(piece: Segment) -> int | None:
    """The number of the text to be laid out whole that a segment belongs to; None if none."""
    return piece.style.meta.get(_WHOLE) if piece.style else None


def _styled(piece: Segment, *, color: bool) -> str:
    """A segment in its style; only the style, not the text, can have terminal escapes."""
    text = one_line(piece.text)
    if not (color and piece.style):
        return text
    return piece.style.render(text, color_system=ColorSystem.STANDARD)


class Lines:
    """A page that is produced line by line, while the rows of a result are read."""

    def lines(self, console: PageConsole) -> Iterator[Line]:
        """Yield the lines; none is wider than the console."""
        raise NotImplementedError


def block(console: PageConsole, texts: Iterable[Text | Piece], width: int) -> Block:
    """The texts below each other, wrapped at words; `width` is at least that of a wide letter."""
    lines: list[Line] = []
    for text in texts:
        lines += _lines(console, text, max(width, 2))
    return lines


def _lines(console: PageConsole, text: Text | Piece, width: int) -> Iterable[Line]:
    """The lines of a text. Rich could make them all; simple texts avoid it, because it is slow."""
    if isinstance(text, Piece):
        if text.is_simple:
            plain = text.plain
            if not console.is_colored and len(plain) <= width:
                return [plain.rstrip()]
            ends = [0, *_ends(plain, width), len(plain)]
            if not console.is_colored:
                return [plain[at:end].rstrip() for at, end in pairwise(ends)]
            return _cut(plain, text.styled(console), ends)
        text = text.__rich__()
    text = console.with_marks(text)
    style, plain = console.style_of(text.style), text.plain
    if places := _ends_of_lines(plain, width):
        if not console.is_colored and not runs_from_right(plain):
            return [plain[at:end].rstrip() for at, end in pairwise(places)]
        if (styled := _in_order(console, text, style)) is not None:
            return _cut(plain, styled, places)
        lines: Iterable[Text] = text.divide(places[1:-1])
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
    for span in sorted(text.spans, key=lambda each: each.start):
        if span.start < at:
            return None
        styled += [(at, span.start, style)] if at < span.start else []
        own = console.get_style(span.style)
        styled.append((span.start, span.end, style + own if style else own))
        at = span.end
    end = len(text.plain)
    return [*styled, (at, end, style)] if at < end or not styled else styled


def _cut(plain: str, styled: Sequence[Styled], ends: Sequence[int]) -> list[Line]:
    """The lines of a text, with the styles of their stretches."""
    lines: list[Line] = []
    for start, end in pairwise(ends):
        last = start + len(plain[start:end].rstrip())
        lines.append(
            [
                Segment(plain[max(start, first) : min(last, until)], style)
                for first, until, style in styled
                if first < last and until > start
            ]
        )
    return lines


def _ends_of_lines(plain: str, width: int) -> list[int]:
    """The starts of the lines of a text, and its end; empty if only rich can compute them."""
    if "\n" in plain or "\t" in plain or f" {_JOINER}" in plain:
        return []
    bare = plain.replace(_JOINER, "")
    if bare != plain and _PERSIAN.fullmatch(bare):
        *joined, _ = accumulate(map(len, plain.split(_JOINER)))  # letters before each
        return [0, *(end + bisect(joined, end) for end in _ends(bare, width)), len(plain)]
    # The sum is not enough: an accent without width would offset a letter of two columns.
    if (
        _is_narrow(plain)
        or _PERSIAN.fullmatch(plain)
        or (cell_len(plain) == len(plain) and all(cell_len(char) == 1 for char in set(plain)))
    ):
        return [0, *_ends(plain, width), len(plain)]
    return []


def _ends(plain: str, width: int) -> Iterator[int]:
    """The ends of the lines of a text of narrow letters, except the last."""
    end = 0
    while len(plain) - end > width:
        blank = plain.rfind(" ", end, end + width + 1)
        if blank > end:
            end = blank + 1
            while plain.startswith(" ", end):  # blanks end a line, but never begin one
                end += 1
        else:
            end += width
        yield end


def _is_narrow(text: str) -> bool:
    """Whether each character is certainly a narrow letter that runs from left to right."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


def _width(text: str) -> int:
    """The width of a text in columns; rich measures letter by letter, so narrow texts avoid it."""
    return len(text) if _is_narrow(text) else cell_len(text)


def beside(blocks: Sequence[Block], widths: Sequence[int], indent: int = 0) -> Block:
    """The blocks side by side; each width is the distance from one start to the next."""
    starts = [*accumulate(widths, initial=indent)]
    lines: list[Line] = []
    for row in zip_longest(*blocks, fillvalue=""):
        text = ""
        for line, start in zip(row, starts, strict=True):
            if not isinstance(line, str):
                lines.append(_segments_beside([*map(_segments, row)], starts))
                break
            if line:
                text = text.ljust(start) + line
        else:
            lines.append(text)
    return lines


def _segments_beside(row: Sequence[Sequence[Segment]], starts: Sequence[int]) -> Line:
    line: list[Segment] = []
    for pieces, start in zip(row, starts, strict=True):
        if pieces and start:
            before = sum([_width(piece.text) for piece in line])
            line.append(Segment(" " * (start - before)))
        line += pieces
    return line


def _segments(line: Line) -> Sequence[Segment]:
    if not isinstance(line, str):
        return line
    return [Segment(line)] if line else []


def indented(lines: Block, by: int) -> Block:
    """The block with `by` blanks before each line."""
    text, blanks = " " * by, Segment(" " * by)
    return [text + line if isinstance(line, str) else [blanks, *line] for line in lines]
