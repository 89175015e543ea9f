"""The cells of a sheet as text, row by row, and what a reader of the sheet may not expect."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from stances.editing.workbook.package import Pieces, Unreadable, relation_of
from stances.sheets import from_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from stances.editing.workbook.number_formats import NumberFormats
    from stances.editing.workbook.package import Attributes, Package

MOST_ROWS, _MOST_CELLS = 200_000, 4_000_000
"""Rows and cells with a value, merged ones once for each of their rows."""
_MOST_PLACES = 20_000_000
"""Rows times columns, empty cells included."""
_OFTEN = 60
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
"""The limits of Excel."""
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(rf"{_CELL.pattern}(?::{_CELL.pattern})?")
_LINK = re.compile(r'HYPERLINK\("((?:[^"]|"")*)"')
_DIGITS = "0123456789"
TRUE = ("1", "true")
_ADDRESS = re.compile("https?://", re.IGNORECASE)


class Sheet(NamedTuple):
    """The rows of a sheet that have a value, by their numbers, with cells as text.

    `faults` are messages and hints for cells without a readable value, and `links` the addresses
    behind cells, both by the row and the index of the column. `notes` say what a reader of the
    sheet may not expect.
    """

    rows: Sequence[tuple[int, list[str]]]
    faults: Mapping[tuple[int, int], tuple[str, str]]
    links: Mapping[tuple[int, int], str]
    notes: Sequence[str]


@dataclass(slots=True)
class Cells:
    """Collects the cells of a sheet while it is parsed."""

    strings: Sequence[str]
    formats: NumberFormats
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    faults: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    formula_links: dict[tuple[int, int], str] = field(default_factory=dict)
    hyperlinks: list[Attributes] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    shown_less: dict[str, list[str]] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    _count: int = 0
    _row: int = 0
    _column: int = -1
    _cell: Attributes = field(default_factory=dict)
    _formula: str | None = None

    def read(self, package: Package, part: str) -> None:
        """Read a sheet."""
        text = Pieces()

        def end_formula() -> None:
            text.ends["v"]()
            self._formula = text.taken()

        starts = text.starts | {
            "c": self._begin_cell,
            "row": self._begin_row,
            "col": self._take_column,
            "mergeCell": lambda attributes: self.merged.append(attributes.get("ref", "")),
            "hyperlink": self.hyperlinks.append,
        }
        ends = text.ends | {"f": end_formula, "c": lambda: self._end_cell(text.taken())}
        package.parse(part, starts, ends, text.take)

    def _begin_row(self, attributes: Attributes) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = -1
        if not 0 < self._row <= _LAST_ROW:
            message = f"there is no row {self._row}"
            raise ValueError(message)
        if attributes.get("hidden") in TRUE:
            self.hidden_rows.append(self._row)

    def _take_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in TRUE:
            first, last = int(attributes["min"]) - 1, int(attributes["max"]) - 1
            self.hidden_columns.append((max(first, 0), max(last, 0)))

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell, self._formula = attributes, None
        place = attributes.get("r")
        self._column = _index(place.rstrip(_DIGITS)) if place else self._column + 1

    def _end_cell(self, raw: str) -> None:
        kind, formula = self._cell.get("t", "n"), self._formula
        if not raw:
            if formula is not None and kind != "str":
                hint = "open the workbook in Excel or LibreOffice and save it, or write the value"
                self._fault(formula, "the formula has no stored value", hint)
            return
        if kind == "e":
            self._fault(raw, f"`{raw}` is an error, and no value", "mend the formula, or empty it")
            return
        try:
            value = self._understood(kind, raw)
        except (ValueError, IndexError) as error:
            message = f"{self._name} has a value that cannot be read"
            raise ValueError(message) from error
        except OverflowError:
            message = f"the number {raw} is shown as a date, and is none that Excel knows"
            self._fault(raw, message, "write the date, or format the cell as a number")
            return
        if formula and (link := _LINK.match(formula)):
            self.formula_links[self._row, self._column] = link[1].replace('""', '"')
        self._put(value)

    @property
    def _name(self) -> str:
        return _name(self._row, self._column)

    def _understood(self, kind: str, raw: str) -> str:
        """The text of a stored value."""
        if kind == "s":
            return self.strings[int(raw)]
        if kind in ("inlineStr", "str"):
            return from_workbook(raw)
        if kind == "b":
            return "true" if raw in TRUE else "false"
        if kind == "d":
            return self.formats.day(raw)
        text, shown = self.formats.text(raw, self._cell.get("s", ""))
        if shown in ("month", "year", "day without a year"):
            self.shown_less.setdefault(shown, []).append(self._name)
        return text

    def _fault(self, text: str, message: str, hint: str) -> None:
        self.faults[self._row, self._column] = (f"{self._name}: {message}", hint)
        self._put(text or "?")

    def _put(self, value: str) -> None:
        if not value.strip():
            return
        if len(value) < _OFTEN:  # such texts come again and again, and are kept once
            value = self._texts.setdefault(value, value)
        self.rows.setdefault(self._row, {})[self._column] = value
        self._count_one()
        if len(self.rows) > MOST_ROWS + 1:  # and a header
            why = f"no more than {MOST_ROWS:,} rows are read of a sheet"
            raise Unreadable(why, "import it in several parts")

    def _count_one(self) -> None:
        """Count a cell, and stop at the most."""
        self._count += 1
        if self._count > _MOST_CELLS:
            why = f"no more than {_MOST_CELLS:,} cells are read of a sheet"
            raise Unreadable(why, "import it in several parts")

    def sheet(self, relations: Mapping[str, tuple[str, str, bool]], notes: list[str]) -> Sheet:
        """All that was collected; `relations` are what hyperlinks refer to."""
        links = self._links(relations)
        numbers = sorted(self.rows)
        merged = self._fill_merged(numbers, links)
        if merged:
            notes.append(f"merged cells have their value in each of their rows: {_listed(merged)}")
        hidden = [each for each in dict.fromkeys(self.hidden_rows) if each in self.rows]
        if hidden:
            notes.append(f"hidden or filtered rows are read too: {_listed(map(str, hidden))}")
        notes += self._hidden_columns()
        for kind, cells in self.shown_less.items():
            what = {
                "month": "cells that show a month and no day are read as the month",
                "year": "cells that show a year alone are read as the year",
                "day without a year": "cells that show a day without a year are read with the year "
                "that the workbook stores, which may be that of the typing",
            }
            notes.append(f"{what[kind]}: {_listed(cells)}")
        return Sheet(self._rectangle(numbers), self.faults, links, notes)

    def _rectangle(self, numbers: Sequence[int]) -> list[tuple[int, list[str]]]:
        """The rows with as many cells each: a sheet has no ragged rows."""
        column, row = max(((max(self.rows[each]), each) for each in numbers), default=(-1, 0))
        if (column + 1) * len(numbers) > _MOST_PLACES:
            why = f"`{_name(row, column)}` makes each of its {len(numbers):,} rows too wide"
            raise Unreadable(why, "empty what stands to the right of the table")
        rows = []
        for number in numbers:
            cells = self.rows.pop(number)
            rows.append((number, [cells.get(at, "") for at in range(column + 1)]))
        return rows

    def _hidden_columns(self) -> Iterator[str]:
        """A note on the hidden columns that have values."""
        if not self.hidden_columns:
            return
        turns = [0] * (_LAST_COLUMN + 2)  # where as many spans begin as the number says, or end
        for first, last in self.hidden_columns:
            turns[min(first, _LAST_COLUMN)] += 1
            turns[min(last, _LAST_COLUMN) + 1] -= 1
        used = {column for row in self.rows.values() for column in row}
        hidden = [
            _letters(at) for at, spans in enumerate(accumulate(turns)) if spans and at in used
        ]
        if hidden:
            yield f"hidden columns are read too: {_listed(hidden)}"

    def _fill_merged(self, numbers: Sequence[int], links: dict[tuple[int, int], str]) -> list[str]:
        """Give the value of merged cells to each of their rows that has others; the ranges."""
        filled = []
        for text in self.merged:
            if not (match := _RANGE.fullmatch(text)) or not match[3]:
                continue
            first, last, column = int(match[2]), int(match[4]), _index(match[1])
            value = self.rows.get(first, {}).get(column)
            if value is None or first == last:
                continue
            at = bisect_left(numbers, first + 1)
            is_used = False
            while at < len(numbers) and numbers[at] <= last:
                if column not in self.rows[numbers[at]]:
                    self.rows[numbers[at]][column] = value
                    is_used = True
                    if fault := self.faults.get((first, column)):
                        self.faults[numbers[at], column] = fault
                    if link := links.get((first, column)):
                        links[numbers[at], column] = link
                self._count_one()
                at += 1
            filled += [text] if is_used else []
        return filled

    def _links(self, relations: Mapping[str, tuple[str, str, bool]]) -> dict[tuple[int, int], str]:
        """The web addresses behind cells."""
        links = dict(self.formula_links)
        for each in self.hyperlinks:
            _, target, outside = relations.get(relation_of(each), ("", "", False))
            match = _RANGE.fullmatch(each.get("ref", ""))
            if match and outside:
                place = each.get("location")
                whole = f"{target}#{place}" if place and "#" not in target else target
                links[int(match[2]), _index(match[1])] = whole
        return {at: link for at, link in links.items() if _ADDRESS.match(link)}


@cache
def _index(letters: str) -> int:
    """The index of a column, from 0: that of `A`."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    if not letters.isalpha() or not 0 < number <= _LAST_COLUMN:
        message = f"there is no column {letters}"
        raise ValueError(message)
    return number - 1


def _letters(column: int) -> str:
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _name(row: int, column: int) -> str:
    """The name of a cell, such as `B7`."""
    return f"{_letters(column)}{row}"


_LISTED = 8


def _listed(names: Iterable[str]) -> str:
    """The first few names, and how many others there are."""
    every: Collection[str] = [*names]
    rest = len(every) - _LISTED
    more = f" and {rest:,} more" if rest > 0 else ""
    return ", ".join([*every][:_LISTED]) + more
