"""Pictures of agreement: a heat map of all pairs, and actors joined by lines.

The layout uses only sums, products and square roots, so it is the same on every machine. No
information needs colour: hatching and dashes show signs, shapes before names show camps.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from stances.views.direction import ISOLATED
from stances.views.html.charts.svg import chart_style, network_style
from stances.views.html.elements import Markup, element, number
from stances.views.values import listed
from stances.views.wrapping import cells, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Drawing = Callable[["Plot"], Markup]

_MARGIN, _TITLE, _LINE = 14, 20, 16
_CHARACTER, _WIDE, _CAPITAL, _WIDEST = 7, 12, 9, 190
"""Assumed widths of characters in pixels, and the width at which a name is cut."""
_BROAD = frozenset("MWmw@%&—…")
_MARK, _GAP, _KEY, _SWATCH, _STROKE = 16, 6, 22, 17, 27
_LEVELS = 4
_NARROWEST = 560
_HATCHING = "hatching"
_ISOLATES = "\u2066\u2067\u2068\u2069"
_SAYING = 36
"""The most actors of a picture whose cells show a text when pointed at."""
_LINES_EACH = 3
"""A line is drawn if it is among this many strongest lines of either end."""


class Node(NamedTuple):
    """An actor or a concept; `camp` is 1, 2, or 0 for none. Unsure nodes have hollow shapes."""

    name: str
    camp: int = 0
    is_unsure: bool = False


class Tie(NamedTuple):
    """A tie between two nodes, also in words; `value` is positive for agreement."""

    value: float
    told: str


class _Arcs(NamedTuple):
    """The places of nodes, the nodes on the left arc, and the middle between both arcs."""

    at: Mapping[int, tuple[float, float]]
    left: frozenset[int]
    middle: float


class Plot(NamedTuple):
    """The content of a picture.

    The keys of `ties` are the indexes of a row and a column. Without `columns`, the rows are
    compared with each other, and each pair occurs once. If not `is_signed`, values have no side.
    `notes` are sentences below the title, shown only if `is_headed`. `describes` is the text for
    screen readers. `measured` names the values, and `blank` explains a blank cell.
    """

    title: str
    notes: Sequence[str]
    describes: str
    rows: Sequence[Node]
    ties: Mapping[tuple[int, int], Tie]
    columns: Sequence[Node] = ()
    is_signed: bool = True
    is_headed: bool = True
    measured: str = "weight"
    blank: str = "nothing in common"

    def shade(self, value: float) -> str:
        """The class of a value: agreement, conflict, even, or unsigned."""
        if not self.is_signed:
            return "plain" if value else "even"
        return "agree" if value > 0 else "conflict" if value < 0 else "even"

    def ends(self) -> list[float]:
        """The upper end of each level of values; quadratic, so that small values differ."""
        values = {abs(tie.value) for tie in self.ties.values()}
        most = max(values, default=0)
        if most <= _LEVELS and all(value == int(value) for value in values):
            return [*range(1, int(most) + 1)]
        return [most * n * n / _LEVELS**2 for n in range(1, _LEVELS + 1)]


class _Levels:
    """The class of each value in a plot, by side and level; weak levels are first."""

    def __init__(self, plot: Plot) -> None:
        self._plot, self.ends = plot, plot.ends()
        self.classes = {tie.value: self._of(tie.value) for tie in plot.ties.values()}

    def _of(self, value: float) -> str:
        shade = self._plot.shade(value)
        if not value:
            return shade
        level = sum(end < abs(value) for end in self.ends[:-1])
        return self._class(shade, level)

    def _class(self, shade: str, level: int) -> str:
        return f"{shade} level-{_LEVELS - len(self.ends) + level + 1}"

    def used(self) -> Iterator[tuple[str, list[tuple[str, float]]]]:
        """Each side that occurs, with the classes that occur and the ends of their levels."""
        used = {*self.classes.values()}
        for shade in ("agree", "conflict", "plain"):
            levels = [(self._class(shade, n), end) for n, end in enumerate(self.ends)]
            if found := [each for each in levels if each[0] in used]:
                yield shade, found


def heat_map(plot: Plot) -> Markup:
    """A cell for each pair: agreement is filled, conflict hatched; stronger values are darker."""
    rows, columns = plot.rows, plot.columns or plot.rows
    size = 26 if len(rows) <= 20 else 19 if len(rows) <= 36 else 14  # noqa: PLR2004
    mark = _MARK if any(row.camp for row in rows) else 0
    wide, high = (_room(nodes) + mark + _GAP for nodes in (rows, columns))
    heading, top = _heading(plot, _MARGIN + wide + len(columns) * size + _GAP)
    left = _MARGIN + wide
    down, along = _places(rows, top + high, size), _places(columns, left, size)
    levels = _Levels(plot)
    pieces = [*heading, *_cells(plot, levels, (down, along), size)]
    for row, y in zip(rows, down, strict=True):
        middle = y + size / 2
        pieces += [_shape(row, left - _GAP - 5, middle)] if mark else []
        pieces.append(_label(row, left - mark - _GAP, middle))
    for column, x in zip(columns, along, strict=True):
        middle = x + size / 2
        pieces += [_shape(column, middle, top + high - _GAP - 5)] if mark else []
        upright = f"translate({number(middle)} {number(top + high - mark - _GAP)}) rotate(-90)"
        pieces.append(element("g", _label(column, 0, 0, "start"), transform=upright))
    bottom = down[-1] + size if down else top + high
    right = along[-1] + size if along else left
    keys, end = _keys(plot, levels, bottom + _MARGIN, filled=True)
    stripe = element("path", d="M0 0h3v5h-3z", class_="stripe")
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    hatching = element("pattern", stripe, id=_HATCHING, width=5, height=5, **turned)
    pieces = [element("defs", hatching), *pieces, *keys]
    return _whole(plot, pieces, max(right + _MARGIN, _NARROWEST), end)


def node_link(plot: Plot) -> Markup:
    """Actors on two arcs that face each other, joined by lines; conflict is dashed.

    Each camp has an arc. Without camps, each half of the actors has one; with columns, the rows and
    the columns. Only the strongest lines are drawn.
    """
    left, right = _sides(plot)
    nodes = [*plot.rows, *plot.columns]
    pitch = 22 if max(len(left), len(right)) <= 15 else 17  # noqa: PLR2004
    height = max(len(left), len(right), 6) * pitch
    labels = [_room([nodes[n] for n in side]) + _MARK for side in (left, right)]
    inner = max(280, min(height, 520))
    width = max(_NARROWEST, 2 * _MARGIN + sum(labels) + inner)
    start = _MARGIN + labels[0] + (width - 2 * _MARGIN - sum(labels) - inner) / 2
    heading, top = _heading(plot, width)
    top += _MARGIN
    at: dict[int, tuple[float, float]] = {}
    for side, turn in ((left, -1), (right, 1)):
        above = top + (height - len(side) * pitch) / 2
        for n, node in enumerate(_outwards(side)):
            y = above + (n + 0.5) * pitch
            off = (y - top - height / 2) / (height / 2)
            bulge = inner / 2 * (0.45 + 0.55 * sqrt(1 - off * off))
            at[node] = (start + inner / 2 + turn * bulge, y)
    drawn = _strongest(plot)
    arcs = _Arcs(at, frozenset(left), start + inner / 2)
    levels = _Levels(plot)
    lines = [_line(levels, arcs, *each) for each in reversed(drawn)]
    marks = []
    for node, (x, y) in at.items():
        anchor, beside = ("end", x - 10) if node in arcs.left else ("start", x + 10)
        marks += [_shape(nodes[node], x, y), _label(nodes[node], beside, y, anchor)]
    keys, end = _keys(plot, levels, top + height + _MARGIN, drawn=len(drawn))
    return _whole(plot, [*heading, *lines, *marks, *keys], width, end)


PICTURES: dict[str, Drawing] = {"matrix": heat_map, "nodes": node_link}
"""The pictures by name."""


def document(drawing: Markup) -> Markup:
    """A picture as an SVG document."""
    begin, _, rest = drawing.partition("><title>")
    style = Markup(f"<style>{chart_style()}{network_style()}</style>")
    return Markup(f'{begin} xmlns="http://www.w3.org/2000/svg">{style}<title>{rest}\n')


def _whole(plot: Plot, pieces: Iterable[Markup], width: float, height: float) -> Markup:
    """The picture on paper, with its title and its description for screen readers."""
    return element(
        "svg",
        element("title", plot.title),
        element("desc", plot.describes),
        element("rect", width=width, height=height, class_="paper"),
        *pieces,
        class_="plot network",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
    )


def _heading(plot: Plot, width: float) -> tuple[list[Markup], float]:
    """The title and the notes, and their lower end."""
    if not plot.is_headed:
        return [], 0
    room = max(width, _NARROWEST) - 2 * _MARGIN
    top, pieces = _MARGIN + 12.0, []
    shown = (("title", _TITLE, 9, [plot.title]), ("note", _LINE, _CHARACTER, plot.notes))
    for class_, step, letter, texts in shown:
        for line in (line for text in texts for line in wrapped(text, int(room / letter))):
            pieces.append(element("text", *_isolated(line), x=_MARGIN, y=top, class_=class_))
            top += step
    return pieces, top


def _isolated(line: str) -> Iterator[str]:
    """The text with each isolated name in its own `tspan`; a name may continue on the next line."""
    at = 0
    for name in ISOLATED.finditer(line):
        yield _bare(line[at : name.start()])
        yield element("tspan", name[2], class_="apart")
        at = name.end()
    yield _bare(line[at:])


def _bare(text: str) -> str:
    return "".join(char for char in text if char not in _ISOLATES)


def _places(nodes: Sequence[Node], start: float, size: int) -> list[float]:
    """The first pixel of each row or column; camps are separated by a gap."""
    places, at = [], start
    for n, node in enumerate(nodes):
        at += _GAP if n and node.camp != nodes[n - 1].camp else 0
        places.append(at)
        at += size
    return places


def _cells(
    plot: Plot, levels: _Levels, places: tuple[Sequence[float], Sequence[float]], size: int
) -> Iterator[Markup]:
    """The cells, grouped by class; if there are few rows, each cell has a text."""
    down, along = places
    says = len(down) <= _SAYING
    shapes: dict[str, list[tuple[str, str]]] = {"cell none": []}
    for n, y in enumerate(down):
        for m, x in enumerate(along):
            tie = plot.ties.get((n, m)) or (None if plot.columns else plot.ties.get((m, n)))
            class_, told, path = "none", "", _box(x, y, size)
            if tie:
                class_, told = levels.classes[tie.value], tie.told
            elif n == m and not plot.columns:
                class_ = "self"
            if class_ == "even":
                shapes["cell none"].append((path, ""))
                path = _box(x + size / 2 - 1.5, y + size / 2 - 1.5, 4)
            shapes.setdefault(f"cell {class_}", []).append((path, told))
    for class_, own in shapes.items():
        fill = _hatched(class_)
        if says and any(told for _, told in own):
            paths = [element("path", element("title", told), d=path) for path, told in own]
            yield element("g", *paths, fill=fill, class_=class_)
        elif own:
            yield element("path", d="".join(path for path, _ in own), fill=fill, class_=class_)


def _hatched(class_: str) -> str | None:
    """The fill of conflict cells. It is an attribute: in a style, it would have to be loaded."""
    return f"url(#{_HATCHING})" if class_.startswith("cell conflict") else None


def _box(x: float, y: float, size: int) -> str:
    """The path of a cell, which leaves one pixel of paper before the next cell."""
    return f"M{number(x)} {number(y)}h{size - 1}v{size - 1}h{1 - size}z"


def _room(nodes: Sequence[Node]) -> int:
    """The width of the longest name."""
    return max((_width(_short(node.name)) for node in nodes), default=0)


def _width(text: str) -> int:
    """The greatest width of a name in pixels; the true width depends on the reader's fonts."""
    return sum(_wide(char) * cells(char) for char in text)


def _wide(char: str) -> int:
    return _WIDE if char in _BROAD else _CAPITAL if char.isupper() else _CHARACTER


def _short(name: str) -> str:
    """The name, cut if it is too wide."""
    if _width(name) <= _WIDEST:
        return name
    room, end = _WIDEST - _WIDE, 0
    while (room := room - _width(name[end])) >= 0:
        end += 1
    return f"{name[:end].rstrip()}…"


def _label(node: Node, x: float, y: float, anchor: str = "end") -> Markup:
    """The label of a node; if the name is cut, the whole name is its title."""
    short = _short(node.name)
    title = element("title", node.name) if short != node.name else None
    return element("text", title, short, x=x, y=y + 4, text_anchor=anchor, class_="name")


def _shape(node: Node, x: float, y: float) -> Markup:
    """The shape of a node: a circle for the first camp, a square for the second, else a diamond."""
    class_ = f"shape camp-{node.camp}{' unsure' * node.is_unsure}"
    if node.camp == 1:
        return element("circle", cx=x, cy=y, r=4.5, class_=class_)
    across, right, down = number(x), number(x - 4), number(y - 4)
    path = f"M{right} {down}h8v8h-8z" if node.camp else f"M{across} {number(y - 5)}l5 5l-5 5l-5-5z"
    return element("path", d=path, class_=class_)


def _sides(plot: Plot) -> tuple[list[int], list[int]]:
    """The indexes of the nodes on the left arc and on the right arc."""
    every = [*range(len(plot.rows) + len(plot.columns))]
    if plot.columns:
        return every[: len(plot.rows)], every[len(plot.rows) :]
    other = [n for n in every if plot.rows[n].camp == 2]  # noqa: PLR2004 - the second camp
    if other and len(other) < len(every):
        return [n for n in every if n not in set(other)], other
    half = (len(every) + 1) // 2
    return every[:half], every[half:]


def _outwards(side: Sequence[int]) -> list[int]:
    """The nodes of an arc in order, with the first in the middle and the last at the ends."""
    return [*reversed(side[1::2]), *side[::2]]


def _strongest(plot: Plot) -> list[tuple[int, int, Tie]]:
    """The lines to draw, the strongest first; even ties have no line."""
    shift = len(plot.rows) if plot.columns else 0
    ties = [(one, other + shift, tie) for (one, other), tie in plot.ties.items() if tie.value]
    ties.sort(key=lambda each: (-abs(each[2].value), each[:2]))
    left = dict.fromkeys(range(len(plot.rows) + len(plot.columns)), _LINES_EACH)
    drawn = []
    for one, other, tie in ties:
        if left[one] > 0 or left[other] > 0:
            drawn.append((one, other, tie))
        left[one] -= 1
        left[other] -= 1
    return drawn


def _line(levels: _Levels, arcs: _Arcs, one: int, other: int, tie: Tie) -> Markup:
    """A straight line between the arcs, or a curve towards the middle within one arc."""
    (x, y), (to_x, to_y) = arcs.at[one], arcs.at[other]
    path = f"M{number(x)} {number(y)}L"
    if (one in arcs.left) == (other in arcs.left):
        near = (x + to_x) / 2
        reach = min(1.25, 0.2 + abs(y - to_y) / 260)
        bow = near + (arcs.middle - near) * reach
        path = f"{path[:-1]}Q{number(bow)} {number((y + to_y) / 2)} "
    path += f"{number(to_x)} {number(to_y)}"
    class_ = f"tie {levels.classes[tie.value]}"
    return element("path", element("title", tie.told), d=path, class_=class_)


def _keys(
    plot: Plot, levels: _Levels, top: float, *, filled: bool = False, drawn: int = 0
) -> tuple[list[Markup], float]:
    """The legend, line by line, and its lower end."""
    pieces: list[Markup] = []
    meanings = {"agree": "agreement, ", "conflict": "conflict, ", "plain": ""}
    wide = _SWATCH if filled else _STROKE
    start = _MARGIN + _GAP + wide * max((len(own) for _, own in levels.used()), default=0)
    for shade, own in levels.used():
        for n, (class_, _) in enumerate(own):
            x = _MARGIN + n * wide
            path = f"M{number(x)} {number(top + 7)}h{_STROKE - 5}"
            path, kind = (_box(x, top, _SWATCH), "cell") if filled else (path, "tie")
            named = f"{kind} {class_}"
            pieces.append(element("path", d=path, fill=_hatched(named), class_=named))
        ends = listed([_amount(end) for _, end in own])
        pieces.append(_key(f"{meanings[shade]}{plot.measured} up to {ends}", start, top))
        top += _KEY
    if filled:
        told = f"blank: {plot.blank}"
        if "even" in levels.classes.values():
            box = _box(_MARGIN + _SWATCH / 2 - 1.5, top + 6, 4)
            pieces.append(element("path", d=box, class_="cell even"))
            told = f"as much agreement as conflict; {told}"
            start = max(start, _MARGIN + _GAP + _SWATCH)
        pieces.append(_key(told, start, top))
        top += _KEY
    lines = sum(1 for tie in plot.ties.values() if tie.value)
    if camps := _camps(plot, top):
        pieces += camps
        top += _KEY
    if not filled and drawn < lines:
        told = f"Drawn are the {_LINES_EACH} strongest lines of each: {drawn:,} of {lines:,}."
        pieces.append(_key(told, _MARGIN, top))
        top += _KEY
    return pieces, top + _MARGIN / 2


def _camps(plot: Plot, top: float) -> list[Markup]:
    """The legend of the shapes; empty if no actor is in a camp."""
    found = sorted({node.camp for node in plot.rows})
    if not any(found):
        return []
    camps = [
        Node(f"camp {n}" if n else "in no camp", n) for n in sorted(found, key=lambda n: n or 3)
    ]
    if any(node.is_unsure for node in plot.rows):
        camps.append(Node("hollow: unsure", camps[0].camp, is_unsure=True))
    pieces, x = list[Markup](), _MARGIN + 6.0
    for node in camps:
        pieces += [_shape(node, x, top + 7), _key(node.name, x + 10, top)]
        x += 28 + _width(node.name)
    return pieces


def _key(told: str, x: float, top: float) -> Markup:
    return element("text", told, x=x, y=top + 11, class_="key")


def _amount(value: float) -> str:
    """A value with three significant digits, or as an integer from 100."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004
