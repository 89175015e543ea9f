"""Read the dates of a table as EDTF, column by column.

The order in `03/04/2014` follows from other cells of its column: `22/06/2014` has the day first. If
no cell shows the order, other columns with dates decide, or else the user. Without a decision, the
date is refused, and the message shows both readings.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.dates import InvalidDate
from stances.dates.date_words import SOLAR
from stances.dates.grammar import CLOCK, NAMED, NUMBERED, SERIAL
from stances.dates.patterns import DAY_FIRST, EPOCHS, EXCEL, MONTH_FIRST, Style
from stances.dates.tokens import shown
from stances.dates.written import PLAIN_STYLE, ambiguous, pattern_of, readings
from stances.model.fields import RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.dates.grammar import Reading
    from stances.editing.import_.columns import Entry
    from stances.editing.refusals import Refusal

    Rows = Sequence[tuple[Entry, dict[str, Any]]]
    Choose = Callable[[str, int, str, Sequence[Reading]], str]
    """Asks the user which order a column has; returns an empty text for no answer."""

_KEYS = {
    key: each.kind == "moment"
    for record in ("Statement", "Source")
    for key, each in RECORDS[record].items()
    if each.kind in ("date", "moment")
}
"""The keys with dates, and whether one may have a time of day."""
_CODE = "ST204"
"""The code for an invalid date, as in records."""
_A_NUMBER = re.compile(r"[0-9]+([.,][0-9]+)?")
_A_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FEWEST = 2
"""A column is suspicious with this many cells of each kind."""
_MOST_MONTHS = 12


class Example(NamedTuple):
    """A cell that fits one order only, and the reason: `22 stands first`."""

    text: str
    row: int
    because: str
    column: str


@dataclass(slots=True)
class _Column:
    """The distinct dates of a column, with their rows.

    `telling` are dates that fit one order only, by order; `reasons` are such dates of another
    column.
    """

    name: str
    rows: dict[str, list[int]] = field(default_factory=dict)
    found: dict[str, Sequence[Reading]] = field(default_factory=dict)
    failed: dict[str, InvalidDate] = field(default_factory=dict)
    telling: dict[str, Example] = field(default_factory=dict)
    reasons: dict[str, Example] = field(default_factory=dict)
    chosen: str = ""

    def open(self) -> Iterator[str]:
        """Yield the dates whose meaning depends on the order."""
        for text, found in self.found.items():
            if len({each.edtf for each in found}) > 1 and len({each.order for each in found}) > 1:
                yield text


@dataclass(slots=True)
class DateColumns:
    """Reads the dates of a table; `notes` say how, with a line for each notation.

    A table may be read again: `notes` then describe the last reading, and the user is not asked
    again.
    """

    style: Style = PLAIN_STYLE
    choose: Choose | None = None
    notes: list[str] = field(default_factory=list)
    _orders: dict[str, str] = field(default_factory=dict)

    def read(self, rows: Rows) -> list[Refusal]:
        """Replace dates by EDTF; remove and refuse dates that cannot be read."""
        self.notes = []
        columns: dict[str, _Column] = {}
        for entry, values in rows:
            for key, text in _dates(values):
                column = columns.setdefault(key, _Column(entry.columns.get(key, key)))
                column.rows.setdefault(text, []).append(entry.line)
        for key, column in columns.items():
            self._survey(column, timed=_KEYS[key])
        for column in columns.values():
            self._decide(column, columns.values())
        meant = {key: dict(self._meant(column)) for key, column in columns.items()}
        for key, column in columns.items():
            self._tell(column, meant[key])
            self.notes += _half_converted(column)
        refusals = []
        for entry, values in rows:
            for key, text in [*_dates(values)]:
                result = meant[key][text]
                if isinstance(result, InvalidDate):
                    del values[key]
                    refusal = entry.refusal(key, result.message, result.hint)
                    refusals.append(refusal._replace(code=_CODE))
                else:
                    values[key] = result.edtf
        return refusals

    def _survey(self, column: _Column, *, timed: bool) -> None:
        """Find the possible meanings of each date, and the dates that fit one order only."""
        for text, lines in column.rows.items():
            try:
                found = column.found[text] = readings(text, self.style, timed=timed)
            except InvalidDate as error:
                column.failed[text] = error
                continue
            orders = {each.order for each in found}
            if len(orders) == 1 and found[0].order in (DAY_FIRST, MONTH_FIRST):
                example = Example(text, lines[0], found[0].because, column.name)
                column.telling.setdefault(found[0].order, example)
        numbers = [text for text in column.failed if _A_NUMBER.fullmatch(text)]
        for text in [text for text, found in column.found.items() if found[0].kind == SERIAL]:
            if numbers:  # so these numbers are not days of a spreadsheet either
                message = (
                    f"`{text}` is no date: other cells, such as `{numbers[0]}`, are not either"
                )
                column.failed[text] = InvalidDate(message, "leave the column out, or write dates")
                del column.found[text]

    def _decide(self, column: _Column, columns: Iterable[_Column]) -> None:
        """Choose the order of a column if it has dates that depend on it."""
        text = next(column.open(), "")
        if not text or column.telling:
            column.chosen = next(iter(column.telling)) if len(column.telling) == 1 else ""
            return
        others = [example for each in columns for example in each.telling.items()]
        if len({order for order, _ in others}) == 1:
            column.chosen, example = others[0]
            column.reasons = {column.chosen: example}
        elif self.choose:
            if column.name not in self._orders:
                line, found = column.rows[text][0], column.found[text]
                self._orders[column.name] = self.choose(column.name, line, text, found)
            column.chosen = self._orders[column.name]

    def _meant(self, column: _Column) -> Iterator[tuple[str, Reading | InvalidDate]]:
        """Yield each date of a column with its meaning, or the reason why it is refused."""
        yield from column.failed.items()
        refusals: dict[str, InvalidDate] = {}
        for text, found in column.found.items():
            left = [each for each in found if each.order == column.chosen] or found
            if len({each.edtf for each in left}) == 1:
                yield text, left[0]
            elif len({each.calendar for each in left}) > 1:  # one message for the whole column
                error = _of_the_column(column, text, "the calendar of these dates is not clear")
                yield text, refusals.setdefault("calendar", error)
            elif len({each.order for each in left}) > 1:
                yield text, refusals.setdefault("order", _without_order(column, text))
            else:
                yield text, ambiguous(text, left)

    def _tell(self, column: _Column, meant: Mapping[str, Reading | InvalidDate]) -> None:
        """Add a note for each notation of the dates."""
        counts: Counter[str] = Counter()
        first: dict[str, tuple[str, Reading]] = {}
        for text, reading in meant.items():
            if isinstance(reading, InvalidDate) or text == reading.edtf:
                continue
            way = self._way(column, text, reading)
            counts[way] += len(column.rows[text])
            first.setdefault(way, (text, reading))
        for way, (text, reading) in first.items():
            cells = "1 cell" if counts[way] == 1 else f"{counts[way]:,} cells"
            self.notes.append(f"{column.name}: `{shown(text)}` is {reading.edtf}: {way}; {cells}")

    def _way(self, column: _Column, text: str, reading: Reading) -> str:
        """Describe the notation of a date, and why it is read so."""
        if reading.kind == SERIAL:
            year = 1900 if self.style.epoch == EPOCHS[EXCEL] else 1904
            return f"the number of a day in a spreadsheet, counted from {year}"
        words = [_WAYS.get(reading.kind, "an interval")]
        if reading.order and len({each.order for each in column.found[text]}) > 1:
            words = [self._order(column) or "either order"]
        elif reading.order:
            words = [self._order(column, reading.order)]
        if reading.kind == CLOCK:
            words.append("with its time" if "T" in reading.edtf else "without its time")
        if reading.calendar == SOLAR:
            words.append("of the Solar Hijri calendar")
        if reading.window:
            words.append(f"two digits for a year from {reading.window[0]} to {reading.window[-1]}")
        return ", ".join(filter(None, words))

    def _order(self, column: _Column, order: str = "") -> str:
        """Describe the order of day, month and year, and the reason for it."""
        order = order or column.chosen
        example = (column.telling or column.reasons).get(order)
        if example and example.because:
            place = f"row {example.row}"
            if example.column != column.name:
                place += f" of {example.column}"
            return f"{order}, because {example.because} in {place}"
        if order in (DAY_FIRST, MONTH_FIRST):
            return f"{order}, as you say"
        return order


_WAYS = {NAMED: "the month by its name", NUMBERED: "", CLOCK: ""}


def _dates(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the keys and texts of a row's dates."""
    return [(key, values[key]) for key in _KEYS if isinstance(values.get(key), str)]


def _without_order(column: _Column, text: str) -> InvalidDate:
    """Return the refusal for a column with no order, or with two; `text` is one of its dates."""
    if not column.telling:
        return _of_the_column(column, text, "no cell of this column says which order it has")
    told = [f"{each.because} in row {each.row}" for each in column.telling.values()]
    error = _of_the_column(column, text, f"this column has two orders, {' and '.join(told)}")
    patterns = {order: pattern_of(each.text, order) for order, each in column.telling.items()}
    if len({pattern.translate(_LETTERS) for pattern in patterns.values()}) == 1:
        return InvalidDate(error.message, error.hint.partition(", or say")[0])
    both = " ".join(f"--date-format {pattern}" for pattern in patterns.values())
    return InvalidDate(error.message, f"{error.hint.partition(', or say')[0]}, or say `{both}`")


def _of_the_column(column: _Column, text: str, why: str) -> InvalidDate:
    """Return one refusal for all dates of a column that are as ambiguous as `text`."""
    error = ambiguous(text, column.found[text])
    shown = error.message.replace("` can be", f"` in row {column.rows[text][0]} can be", 1)
    return InvalidDate(f"{why}: {shown}", error.hint)


_LETTERS = str.maketrans("", "", "DMY")


def _half_converted(column: _Column) -> Iterator[str]:
    """Yield a note if a spreadsheet may have swapped day and month.

    A spreadsheet that expects the month first makes a date of `05/06/2014`, and leaves `22/06/2014`
    as text.
    """
    days, texts = [], []
    for text, found in column.found.items():
        if found[0].kind == SERIAL or text == found[0].edtf:
            days.append((found[0].edtf, text))
        elif found[0].order in (DAY_FIRST, MONTH_FIRST):
            texts.append((found, text))
    is_split = all(len(found) == 1 and found[0].order == DAY_FIRST for found, _ in texts)
    is_low = all(_A_DAY.fullmatch(edtf) and int(edtf[8:]) <= _MOST_MONTHS for edtf, _ in days)
    if min(len(days), len(texts)) >= _FEWEST and is_split and is_low:
        row = column.rows[days[0][1]][0]
        yield (
            f"{column.name}: a spreadsheet may have swapped day and month in some of these: all "
            f"like `{texts[0][1]}` have days above 12, and none like `{days[0][1]}`; "
            f"compare row {row} with its source"
        )
