"""The output of `timeline` on a terminal: statements over time, and changes of position."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Group
from rich.text import Text

from stances.queries.timeline import CERTAIN, STATEMENT
from stances.views import styles
from stances.views.date_axis import ASSESSED, BREAK, FROM, STATED, UNTIL, VAGUE, Axis, bar
from stances.views.direction import laid_out
from stances.views.table.changes import change_lines, finding
from stances.views.table.components import conditions_text, joined, quote_text, readings
from stances.views.table.lanes import (
    CHANGED,
    GAP,
    TOLD_OTHERWISE,
    Labelled,
    beside_name,
    is_told_otherwise,
    key_to_signs,
    labelled,
    lane_lines,
    side_by_side,
    signs_of,
)
from stances.views.values import grouped, name_told, plural, told_by
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from stances.queries.result import Row
    from stances.queries.timeline import Timeline
    from stances.views.date_axis import Bar, Marks
    from stances.views.formats import ViewOptions

_BESIDE, _WIDE = 50, 150
"""The least widths for names beside lanes, and for words beside lanes, in cells."""
_NAME, _WORDS = 0.3, 0.5
"""The largest share of the width for names, and the share of the rest for words."""
_TALL = 5
"""Lanes with more lines have only signs of positions, if that makes them shorter."""
_FEW, _NAMED = 12, 3
"""The most lines for claims shown whole; else, the most sources that are named."""


class _Page(NamedTuple):
    """The data that all lanes share: the axis, and the widths of names, lanes and, if any, words.

    `names` are those of officials.
    """

    axis: Axis
    width: int
    widths: Sequence[int]
    names: Mapping[str, str]
    wording: Wording

    @property
    def lane(self) -> int:
        return self.axis.width

    @property
    def ruler(self) -> Text:
        indent = self.widths[0] + GAP if self.widths[0] else 0
        return Text(" " * indent + self.axis.ruler(), style=styles.ASIDE)

    def by_bar(self, rows: Sequence[Row], marks: Marks = STATED) -> Mapping[Bar, list[Row]]:
        """The rows grouped by the bars of their dates."""
        together: dict[Bar, list[Row]] = {}
        for row in rows:
            together.setdefault(bar(self.axis, row, marks), []).append(row)
        return together


def timeline_table(timeline: Timeline, options: ViewOptions) -> RenderableType:
    """The finding, the picture, and the changes; with `shifts`, no picture."""
    rows = list(timeline.rows)
    basis = timeline.basis
    found = basis.changes or basis.unordered
    if not rows and (found or not timeline.shifts or not basis.statements):
        return Text()
    wording = Wording.of(timeline.background, options)
    picture: list[RenderableType] = []
    if not timeline.shifts:
        picture = [_counted(timeline, rows, wording), *_picture(rows, options, wording)]
    return Group(finding(basis), *picture, *change_lines(basis, rows, wording))


def _counted(timeline: Timeline, rows: Sequence[Row], wording: Wording) -> Text:
    statements = [row for row in rows if row["kind"] == STATEMENT]
    line = plural(len(statements), "statement")
    line += f" {told_by((row['official'] for row in statements), wording)}"
    issues = len({row["issue"] for row in statements})
    line += f" on {issues} questions" if issues > 1 else ""
    disputed = sum(row["disputed"] for row in statements)
    line += f", {disputed} disputed" if disputed else ""
    claims, undated = len(rows) - len(statements), timeline.undated
    if claims or undated:
        line += f"; {plural(claims, 'assessment')} by sources"
    line += f" ({undated} more without a date are not drawn)" if undated else ""
    return Text(line, style=styles.ASIDE)


def _picture(
    rows: Sequence[Row], options: ViewOptions, wording: Wording
) -> Iterator[RenderableType]:
    """The lanes by issue, in the codebook's order, then those of sources."""
    statements = [row for row in rows if row["kind"] == STATEMENT]
    claims = [row for row in rows if row["kind"] != STATEMENT]
    names = _names(statements, wording)
    widths = _widths([*names.values(), *(wording.source(row["ref"]) for row in claims)], options)
    axis = Axis.over(rows, widths[1], iso=options.dates == "iso")
    page = _Page(axis, options.width, widths, names, wording)
    by_issue = {group[0]["issue"]: group for group in grouped(statements, ("issue",))}
    known = [issue for issue in wording.background.names().issues if issue in by_issue]
    for issue in dict.fromkeys([*known, *by_issue]):
        yield from _issue(by_issue[issue], page)
    if claims:
        yield from _claims(claims, page)
    yield Text()
    yield _legend(rows, page)


def _names(statements: Sequence[Row], wording: Wording) -> dict[str, str]:
    """The names of officials by id; equal names have the id after them."""
    names = {row["official"]: row["name"] for row in statements}
    times = Counter(names.values())
    unnamed = wording.background.unnamed
    return {
        id_: name_told(name if times[name] == 1 else f"{name} ({id_})", is_unnamed=id_ in unnamed)
        for id_, name in names.items()
    }


def _widths(names: Sequence[str], options: ViewOptions) -> Sequence[int]:
    width = options.width
    if width < _BESIDE:
        return 0, width
    name = min(max(Text(name).cell_len for name in names), int(width * _NAME))
    rest = width - name - GAP
    if width < _WIDE:
        return name, rest
    words = int((rest - GAP) * _WORDS)
    return name, rest - GAP - words, words


def _issue(rows: Sequence[Row], page: _Page) -> Iterator[RenderableType]:
    """The lanes of an issue below its days and its question, and notes on them."""
    yield page.ruler
    yield Text(page.wording.issue(rows[0]["issue"]), style=styles.STRONG)
    signs = signs_of(rows, page.wording)
    has_signs = False
    for own in grouped(rows, ("official",)):
        name = Text(page.names[own[0]["official"]])
        if len(page.widths) > len(("name", "lane")):
            yield from _with_words(name, own, page)
            continue
        lines, shorter = _lines(own, page), []
        if len(lines) > _TALL:
            shorter = _lines(own, page, signs)
        if shorter and len(shorter) < len(lines):
            lines, has_signs = shorter, True
        yield from beside_name(name, lines, page.widths)
    if has_signs:
        yield side_by_side(key_to_signs(rows, signs, page.wording), page.width)
    yield from _notes(rows, page)


def _lines(rows: Sequence[Row], page: _Page, signs: Mapping[str, str] | None = None) -> list[Text]:
    bars = [labelled(drawn, each, page.wording, signs) for drawn, each in page.by_bar(rows).items()]
    return lane_lines(bars, page.lane)


def _with_words(name: Text, rows: Sequence[Row], page: _Page) -> Iterator[RenderableType]:
    """The lane of an official, with each bar on its own line beside its statements."""
    for drawn, each in page.by_bar(rows).items():
        lines = lane_lines([labelled(drawn, each, page.wording)], page.lane)
        yield from beside_name(name, lines, page.widths, Group(*map(_words, each)))
        name = Text()


def _words(row: Row) -> Text:
    """The summary or words of a statement, its conditions and its reference."""
    said = Text(row["summary"]) if row["summary"] else quote_text(row)
    return Text.assemble(joined([said, *conditions_text(row)]), "  ", (row["ref"], styles.ASIDE))


def _notes(rows: Sequence[Row], page: _Page) -> Iterator[Text]:
    """The statements about which sources differ, with the differences."""
    for row in rows:
        if told := [*readings(row, page.wording)]:
            name = laid_out(page.names[row["official"]])
            position = laid_out(page.wording.position(row["issue"], row["position"]))
            head = f"{TOLD_OTHERWISE} {name}, {position}: "
            yield Text.assemble(head, joined(told, "; "), "  ", (row["ref"], styles.ASIDE))


def _claims(rows: Sequence[Row], page: _Page) -> Iterator[RenderableType]:
    """A lane for each source; its claims are below, numbered, if they are few."""
    yield page.ruler
    yield Text("What sources say of them in their own voice", style=styles.STRONG)
    sources = {own[0]["ref"]: page.by_bar(own, ASSESSED) for own in grouped(rows, ("ref",))}
    ordered = (row for bars in sources.values() for each in bars.values() for row in each)
    told = [_claim(number, row, page.wording) for number, row in enumerate(ordered, 1)]
    is_whole = sum(text.cell_len // page.width + 1 for text in told) <= _FEW
    number = count(1)
    for source, together in sources.items():
        bars = []
        for drawn, each in together.items():
            if is_whole:
                label = " ".join(str(next(number)) for _ in each)
            else:
                label = f"on {'; '.join(dict.fromkeys(_subjects(row, page) for row in each))}"
            bars.append(Labelled(drawn, "", Text(label)))
        name = Text(page.wording.source(source))
        yield from beside_name(name, lane_lines(bars, page.lane), page.widths[:2])
    if is_whole:
        yield from told
    else:
        named = " ".join([*sources][:_NAMED])
        yield Text(f"In their words: stances show {named}", style=styles.ASIDE)


def _claim(number: int, row: Row, wording: Wording) -> Text:
    """A claim with its subjects and its date."""
    about = ", ".join(laid_out(wording.official(wording.faction(each))) for each in row["about"])
    head = f"{number}  on {about}, {wording.date(row['said'])}: "
    return Text.assemble((head, styles.ASIDE), laid_out(row["quote"]))


def _subjects(row: Row, page: _Page) -> str:
    """The subject of a claim; of several, the first and the number of others."""
    first, *others = (
        laid_out(page.wording.official(page.wording.faction(each))) for each in row["about"]
    )
    return f"{first} and {len(others)} more" if others else first


def _legend(rows: Sequence[Row], page: _Page) -> RenderableType:
    """Explain the characters that are drawn."""
    statements = [row for row in rows if row["kind"] == STATEMENT]
    marks = [STATED if row["kind"] == STATEMENT else ASSESSED for row in rows]
    bars = (bar(page.axis, row, own) for row, own in zip(rows, marks, strict=True))
    drawn = {*"".join(each.drawn for each in bars)}
    signs = {
        STATED.day: f"{STATED.day} that day",
        STATED.left: f"{STATED.left}─{STATED.right} some day within",
        STATED.short: f"{STATED.short} some day within",
        STATED.doubtful: f"{STATED.doubtful} about that day, or perhaps",
        VAGUE: f"{VAGUE} about, or perhaps",
        UNTIL: f"{UNTIL} or earlier",
        FROM: f"{FROM} or later",
    }
    told = [meaning for sign, meaning in signs.items() if sign in drawn]
    if page.axis.breaks:
        told.append(f"{BREAK} days left out")
    if any(row["change"] == CERTAIN for row in statements):
        told.append(f"{CHANGED} a change")
    if any(is_told_otherwise(row, page.wording) for row in statements):
        told.append(f"{TOLD_OTHERWISE} a source tells it otherwise")
    return side_by_side(told, page.width)
