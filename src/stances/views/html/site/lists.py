"""Lists of statements in short, and long lists on several pages."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from zlib import compressobj

from stances.views.direction import unmarked
from stances.views.html.components import in_language, mark, named, paragraph, sentence
from stances.views.html.elements import Markup, element, joined, markup
from stances.views.html.site import places
from stances.views.html.site.page import Head
from stances.views.values import (
    attributions,
    beside_source,
    best_evidence,
    conditions_told,
    differing,
    form_noted,
    in_marks,
    voices,
    warnings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from stances.queries.result import Row
    from stances.queries.site.lines import Misattributed
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

T = TypeVar("T")

MOST = 100
"""The most lines of one page."""
PACKED, RAW = 26_000, 180_000
"""The most bytes of the lists on a page, compressed and raw; its frame adds to them."""
_LINE = 4_000
"""A text of more bytes than this is compressed to find whether it fits."""
_BYTES = 4
"""The most bytes of a character."""
_BY_DAY = "first. If a statement has several possible days, the first of them counts."
NEWEST_FIRST, OLDEST_FIRST = f"Newest {_BY_DAY}", f"Oldest {_BY_DAY}"
BY_POSITION = f"By position, and within each the newest {_BY_DAY}"
_NEGATIVE = re.compile(r"(?<![\w./-])-(?=\d)")
_MISATTRIBUTED = 20
"""The most misattributed statements that a page links to."""
_NAMED_ELSEWHERE = "named in a dispute"
_EXCERPT = 180
"""The most characters of the words on a line."""


def statement_line(
    row: Row,
    names: SiteLabels,
    *,
    who: bool = True,
    issue: bool = False,
    source: str | None = None,
) -> Markup:
    """Return a statement as an item of a list, with a link to its page.

    `row` has the keys of `LINE`. `who` and `issue` say whether to name the official and the
    question. With a `source`, the words are from it; it is not named, since the list is about it.
    """
    parts: list[str] = [names.date(row["said"])]
    if who:
        parts.insert(0, names.official(row["official"]))
    if issue:
        parts.append(named(names.wording.issue(row["issue"])))
    piece = best_evidence(row) if source is None else _of(row, source)
    words = in_marks(excerpt(row["quote"]), piece["form"])
    link = names.statement(row["ref"], in_language("span", words, row["lang"], "words"))
    form = form_noted(piece["form"])
    told = f'<span class="quiet">{form}</span>' if form else ""
    # Most of a large site is such lines, so this builds text instead of elements, for speed.
    return Markup(
        f'<li><p class="head">{names.position(row["issue"], row["position"])} '
        f'<span class="told">{" · ".join(parts)}</span>{doubts(row, names)}</p>{link}'
        f"{told}{_below(row, piece if source is None else None, names)}</li>"
    )


def doubts(row: Row, names: SiteLabels) -> str:
    """Return the warnings that readers must see, and the matters in which sources differ."""
    told = "".join([f" {mark(each)}" for each in _doubts(row, names)])
    return told + named_elsewhere(row["ref"], names)


def marks(row: Row, names: SiteLabels) -> list[str]:
    """Return the marks of `doubts` as plain texts."""
    return [*_doubts(row, names), *[_NAMED_ELSEWHERE] * bool(names.named(row["ref"]))]


def _doubts(row: Row, names: SiteLabels) -> list[str]:
    return [*warnings(row), *differing(row, names.wording)]


def beside_words(row: Row, names: SiteLabels) -> list[str]:
    """Return as plain texts what readers need with the words: conditions, voices, attributions."""
    told = [conditions_told(row["conditions"])] if row["conditions"] else []
    told += voices(row, names.wording)
    told += map(unmarked, attributions(row, names.wording))
    return told


def misattributed(
    rows: Sequence[Misattributed], names: SiteLabels, *, who: bool = False
) -> Markup | None:
    """Link to misattributed statements, with their official if `who`; return None for none."""
    if not rows:
        return None
    links = []
    for each in rows[:_MISATTRIBUTED]:
        parts = [named(each.name)] if who else []
        parts += [named(names.wording.issue(each.issue)), names.date(each.said)]
        links.append(names.statement(each.ref, joined(parts, ", ")))
    more = f"; and {len(rows) - len(links):,} more" if len(rows) > len(links) else ""
    told = "Misattributed, so in no list and in no figure: "
    return element("p", told, joined(links, "; "), more, class_="explained")


def doubts_in_short(rows: Iterable[Row], names: SiteLabels) -> str:
    """Return the strongest doubt about some statements; empty if there is none."""
    found = ""
    for row in rows:
        if row["disputed"]:
            return "disputed"
        if next(differing(row, names.wording), None):
            found = "sources differ"
        elif not found and names.named(row["ref"]):
            found = "named in a dispute"
    return found


def summed_up(row: Row) -> str:
    """Return the summary of a statement, since its words alone may say too little."""
    return f"in short: {named(excerpt(row['summary']))}"


def named_elsewhere(ref: str, names: SiteLabels) -> str:
    """Return links to the statements whose disputes name this one."""
    return "".join(
        f' <span class="mark">{names.statement(each, _NAMED_ELSEWHERE)}</span>'
        for each in names.named(ref)
    )


def _of(row: Row, source: str) -> Row:
    """Return the evidence of a source that has the words of a row."""
    of_words = [piece for piece in row["evidence"] if piece["text"] == row["quote"]]
    return next((piece for piece in of_words if piece["source"] == source), of_words[0])


def _below(row: Row, piece: Row | None, names: SiteLabels) -> Markup:
    """Return the notes that readers need with the words, and the source of `piece` if given."""
    told: list[str] = []
    if row["summary"]:
        told.append(summed_up(row))
    if row["conditions"]:
        told.append(conditions_told([excerpt(each) for each in row["conditions"]], named))
    if row["hearsay"] or row["spoken_by"]:
        told += map(named, voices(row, names.wording))
    told += map(sentence, attributions(row, names.wording))
    if piece:
        source = piece["source"]
        told.append(f"{names.source(source)}{markup(beside_source(row, source, names.wording))}")
    return Markup(f'<p class="credit">{" · ".join(told)}</p>' if told else "")


def excerpt(text: str, most: int = _EXCERPT) -> str:
    """Return the beginning of a text, cut at the end of a word."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{(cut.rpartition(' ')[0] or cut).rstrip(' ,;:')} …"


def with_minus(text: str) -> str:
    """Return a text of the program with true minus signs before its numbers."""
    return _NEGATIVE.sub("\N{MINUS SIGN}", text) if "-" in text else text


def lines(items: Iterable[Markup]) -> Markup:
    """Return items as a list of lines."""
    return Markup(f'<ul class="lines">{"".join(items)}</ul>')


class ListPage(NamedTuple):
    """One page of a long list: its lines, and the links to the pages before and after it.

    `first` and `last` are the numbers of its lines, from 1. Both are 0 if the list is empty.
    """

    path: str
    number: int
    items: list[Markup]
    first: int
    last: int
    links: Markup | None

    @property
    def lines(self) -> Markup:
        """The lines as a list."""
        return lines(self.items)


class Room:
    """The room on a page, in raw bytes, and in bytes compressed as a server does it.

    Compressing is slow, so a text that fits anyway counts with its raw size until more is needed.
    `share` is the part of the page that may be used.
    """

    def __init__(self, beside: str = "", share: Fraction = Fraction(1)) -> None:
        self._largest, self._heaviest = int(RAW * share), int(PACKED * share)
        self._raw = 0
        self._unknown: list[bytes] = []
        self._most = 0
        self._written = 0
        self._press: Any = None  # seldom needed, and slow to make
        self.take(beside)

    def take(self, text: str) -> None:
        """Take room for a text, even if there is none."""
        self._take(text.encode())

    def takes(self, text: str) -> bool:
        """Take room for a text if there is any; return whether there was."""
        data = text.encode()
        has_room = self._has_room(data)
        if has_room:
            self._take(data)
        return has_room

    def _take(self, data: bytes) -> None:
        self._raw += len(data)
        self._most += len(data)
        self._unknown.append(data)

    def _has_room(self, data: bytes) -> bool:
        """Return whether a text fits in addition to those taken."""
        size = len(data)
        if self._raw + size > self._largest:
            return False
        if self._most + size > self._heaviest:
            self._press = self._press or compressobj(1)
            self._written += len(self._press.compress(b"".join(self._unknown)))
            self._unknown.clear()
            self._most = self._written + len(self._press.copy().flush())
        if self._most + size > self._heaviest and size > _LINE:
            trial = self._press.copy()
            packed = len(trial.compress(data)) + len(trial.flush())
            return self._written + packed <= self._heaviest
        return self._most + size <= self._heaviest

    def fitting(self, pieces: Iterable[Markup]) -> list[Markup]:
        """Return the pieces that fit."""
        return [piece for piece in pieces if self.takes(piece)]

    def first_of(self, pieces: Iterable[Markup], *, at_least: int = 0) -> list[Markup]:
        """Return the pieces before the first that does not fit, but `at_least` so many."""
        found: list[Markup] = []
        for piece in pieces:
            if len(found) < at_least:
                self.take(piece)
            elif not self.takes(piece):
                break
            found.append(piece)
        return found


def having_room(pieces: Sequence[str], beside: Sequence[str]) -> list[bool]:
    """Return for each piece whether it fits in addition to others; the first always does."""
    most = sum(map(len, pieces)) + sum(map(len, beside))
    if most * _BYTES <= PACKED:
        return [True] * len(pieces)
    room = Room("".join([*beside, *pieces[:1]]))
    return [True] * len(pieces[:1]) + [room.takes(piece) for piece in pieces[1:]]


def paged(  # noqa: PLR0913 - what is listed and where, and two more by keyword
    rows: Iterable[T],
    path: str,
    pages: Pages,
    line: Callable[[T, SiteLabels], Markup],
    *,
    beside: str = "",
    total: int | None = None,
) -> Iterator[ListPage]:
    """Yield a long list as pages, each with as many lines as fit.

    The first page is at `path`, the others at `places.further`. `line` makes a line with the labels
    of its page. `beside` is the other content of the first page. `total` is the number of all rows,
    if known. An empty list is one page. Only the rows of the pages that are used are read, and one
    more.
    """
    waiting = _Ahead(rows)
    number, first = 1, 1
    while True:
        here = places.further(path, number)
        names = pages.names(here)
        items = _filled(waiting, line, names, Room(beside if number == 1 else ""))
        last = first + len(items) - 1
        links = None
        if number > 1 or waiting:
            told = f"{first:,}–{last:,}{f' of {total:,}' if total else ''}"
            links = _links(path, number, names, told, is_last=not waiting)
        yield ListPage(here, number, items, first if items else 0, last, links)
        if not waiting:
            return
        number, first = number + 1, last + 1


class Apart(NamedTuple):
    """A list on pages of its own, because another page has no room for it.

    `title`, `heading` and `told` begin the list. `of` is the path of the other page, and `called`
    is the text of the link to it.
    """

    title: str
    heading: Markup
    told: str
    of: str
    called: Markup


def apart(
    rows: Sequence[T],
    path: str,
    pages: Pages,
    line: Callable[[T, SiteLabels], Markup],
    about: Apart,
) -> Iterator[tuple[str, str]]:
    """Yield the pages of such a list, each with a link to the page that it belongs to."""
    for each in paged(rows, path, pages, line, beside=about.heading, total=len(rows)):
        main = [
            element("p", pages.names(each.path).link(about.of, about.called), class_="above"),
            about.heading,
            paragraph(about.told),
            each.lines,
            each.links,
        ]
        yield each.path, pages.page(each.path, Head(about.title, about.told), main)


class _Ahead(Generic[T]):
    """Rows that are read one by one, with a look at the next one."""

    def __init__(self, rows: Iterable[T]) -> None:
        self._rest = iter(rows)
        self._next = [*self._one()]

    def _one(self) -> Iterator[T]:
        for each in self._rest:
            yield each
            return

    def __bool__(self) -> bool:
        return bool(self._next)

    def peek(self) -> T:
        return self._next[0]

    def advance(self) -> None:
        self._next = [*self._one()]


def _filled(
    waiting: _Ahead[T], line: Callable[[T, SiteLabels], Markup], names: SiteLabels, room: Room
) -> list[Markup]:
    """Return the lines of one page: at least one, if any row is left."""
    items: list[Markup] = []
    while waiting and len(items) < MOST:
        item = line(waiting.peek(), names)
        if not items:
            room.take(item)
        elif not room.takes(item):
            break
        items.append(item)
        waiting.advance()
    return items


def _links(path: str, number: int, names: SiteLabels, told: str, *, is_last: bool) -> Markup:
    """Return the links to the pages before and after one page of a list."""
    before = places.further(path, number - 1) if number > 1 else None
    after = None if is_last else places.further(path, number + 1)
    return between(before, told, after, names)


def between(before: str | None, told: str, after: str | None, names: SiteLabels) -> Markup:
    """Return the links to the pages before and after one of several, with its number `told`."""
    pieces = [element("span", told, class_="quiet")]
    if before:
        pieces.insert(0, element("a", "← Previous page", href=names.to(before), rel="prev"))
    if after:
        pieces.append(element("a", "Next page →", href=names.to(after), rel="next"))
    return element("nav", *pieces, class_="pages", aria_label="Pages")
