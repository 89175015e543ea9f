"""Read one sheet of an untrusted Excel workbook, in a process with limits.

openpyxl reads it twice: once row by row for the stored values, only as far as the limits allow, and
once for formulas, merged and hidden cells, and links.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.parsers import expat
from zipfile import ZipFile

from stances.errors import CannotRead, NeedsExtra
from stances.sheets import CODEBOOK_TAB, from_workbook
from stances.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Page = Any  # openpyxl has no types
    Cell = Any

_SECONDS, _MEMORY = 90, 2**30
"""The limits for reading a workbook; one with the most cells takes half of them."""
_MOST_PARTS, _MOST_UNPACKED, _MOST_SHEETS = 10_000, 2**29, 255
"""The limits of a workbook: files in it, their bytes unpacked, and sheets."""
_MOST_ROWS, _MOST_CELLS = 20_000, 500_000
"""The limits of rows with a value, and of cells with one."""
_MOST_PLACES = 2_000_000
"""The limit of rows times columns, including cells that have only a format."""
_LAST_ROW, _EXACT = 1_048_576, 10**15
"""The last row of Excel, and the first number that it does not store exactly."""
_LISTED = 8

_SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx (Excel workbook)"
_SMALLER = "copy the rows that are to be imported to a workbook of their own"
_AS_CSV = "save the sheet as CSV, of which more is read: `stances import csv`"
_NO_VALUE = "open the workbook in Excel or LibreOffice and save it, or write the value"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/"
_OTHERS = {
    "content.xml": "an OpenDocument spreadsheet (.ods)",
    "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
    "index/document.iwa": "a Numbers document",
}
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""Parts of a number format that are not codes for a date."""
_LINK = re.compile(r'=HYPERLINK\("((?:[^"]|"")*)"')
_ADDRESS = re.compile("https?://", re.IGNORECASE)
_SHOWN_LESS = {
    "month": "cells that show a month and no day are read as the month",
    "year": "cells that show a year alone are read as the year",
    "day without a year": "cells that show a day without a year are read with the year "
    "that the workbook stores, which may be that of the typing",
}


class Sheet(NamedTuple):
    """The rows of a sheet that have a value, by their numbers, with cells as text.

    `faults` are messages and hints for cells without a readable value, and `links` the addresses of
    cells; both are by row number and column index. `notes` tell the user about surprising readings.
    """

    rows: Sequence[tuple[int, list[str]]]
    faults: Mapping[tuple[int, int], tuple[str, str]]
    links: Mapping[tuple[int, int], str]
    notes: Sequence[str]


class _Unreadable(Exception):
    """The reason why a workbook cannot be read, as a clause, and what to do."""


def read_sheet(content: bytes, shown: str, name: str = "") -> Sheet:
    """Read the named sheet, or the only one that has rows. Raises `CannotRead`, `NeedsExtra`."""
    # Imported here: it is slow, and few imports need it.
    from stances.parallel import Limits, OverrunError, limited  # noqa: PLC0415

    try:
        import_module("openpyxl")  # once here, to report it before the other process starts
    except ImportError as error:
        raise NeedsExtra("an Excel workbook", "xlsx") from error
    try:
        read = limited(partial(_read, name=name), content, Limits(_SECONDS, _MEMORY))
    except OverrunError as error:
        seconds = f"{_SECONDS} second{'s' if _SECONDS > 1 else ''}"
        much = f"{_MEMORY >> 20} MiB" if error.what == "memory" else seconds
        raise CannotRead(shown, f"it takes more than {much} to read", _SMALLER) from error
    except OSError as error:
        raise CannotRead(shown, f"its reader {error}") from error
    if isinstance(read, Sheet):
        return read
    raise CannotRead(shown, *read)


def _read(content: bytes, name: str) -> Sheet | tuple[str, ...]:
    """Return the sheet, or why it is not read and what to do."""
    load = partial(import_module("openpyxl").load_workbook, keep_links=False)
    try:
        _refuse_others(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features that openpyxl would not write again
            book = load(io.BytesIO(content), read_only=True, data_only=True)
            at, notes = _chosen(book.worksheets, name)
            cells = _Cells(book.epoch, notes)
            cells.take_values(book.worksheets[at])
            cells.take_others(load(io.BytesIO(content)).worksheets[at])
            return cells.sheet()
    except _Unreadable as error:
        return error.args
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file may break it anywhere
        why = str(error.__cause__ or error) or type(error).__name__
        return f"it is a damaged workbook: {why}", _SAVE_AS


def _refuse_others(content: bytes) -> None:
    """Refuse files that are no .xlsx, by what they are, and files that are unsafe to open."""
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            hint = "open it with its password, take that off, and save it"
            raise _Unreadable("it is protected by a password", hint)
        raise _Unreadable("it is an Excel 97–2003 workbook (.xls)", _SAVE_AS)
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        hint = f"a text with commas is `stances import csv`; else {_SAVE_AS}"
        raise _Unreadable("it is no Excel workbook", hint)
    archive = ZipFile(io.BytesIO(content))
    members = archive.infolist()
    if len(members) > _MOST_PARTS:
        why = f"it has {len(members):,} files in it, and no more than {_MOST_PARTS:,} are read"
        raise _Unreadable(why, _SMALLER)
    names = {member.filename.lower() for member in members}
    if len(names) < len(members):
        raise _Unreadable("it has two files of one name in it", _SAVE_AS)
    for name in _OTHERS.keys() & names:
        raise _Unreadable(f"it is {_OTHERS[name]}", _SAVE_AS)
    if any(member.flag_bits & 1 for member in members):
        raise _Unreadable("it is encrypted", "take its password off, and save it")
    if sum(member.file_size for member in members) > _MOST_UNPACKED:  # no reader goes beyond it
        raise _Unreadable(f"it has more than {_MOST_UNPACKED >> 20} MiB when unpacked", _SMALLER)
    for member in members:
        _refuse_by_beginning(archive, member.filename)


def _refuse_by_beginning(archive: ZipFile, name: str) -> None:
    """Refuse a part with a document type, so that no entity is expanded, and "strict" workbooks."""
    roots: list[str] = []

    def refuse(*_: object) -> None:
        raise _Unreadable("it has a document type (DTD) in it, which no spreadsheet program writes")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda root, _: roots.append(root)
    with archive.open(name) as part:
        while not roots and (chunk := part.read(4096)):
            try:
                parser.Parse(chunk)
            except expat.ExpatError:  # a picture, or a fault that openpyxl reports
                return
    if roots and roots[0].startswith(_STRICT):
        raise _Unreadable("it is a “Strict Open XML” workbook", _SAVE_AS)


def _chosen(pages: Sequence[Any], name: str) -> tuple[int, list[str]]:
    """Return the index of the named sheet, or of the only one with rows, and notes on it."""
    if not pages:
        raise _Unreadable("it has no sheet with cells", "a sheet that is a chart has no rows")
    if len(pages) > _MOST_SHEETS:
        why = f"it has {len(pages):,} sheets, and no more than {_MOST_SHEETS} are read"
        raise _Unreadable(why, "copy the sheet to a workbook of its own")
    names = [page.title for page in pages]
    if name:
        for same in (name.__eq__, lambda each: each.casefold() == name.casefold()):
            if fitting := [at for at, each in enumerate(names) if same(each)]:
                return fitting[0], []
        raise _Unreadable(f"no sheet is called `{name}`", did_you_mean(name, names))
    for hidden in (False, True):
        with_rows = [
            at
            for at, page in enumerate(pages)
            if (page.sheet_state != "visible") == hidden
            and any(cell.value is not None for _, row in _rows(page) for cell in row)
        ]
        if len(with_rows) > 1:
            with_rows = [at for at in with_rows if names[at] != CODEBOOK_TAB]
        if len(with_rows) > 1:
            listed = ", ".join(f"`{names[at]}`" for at in with_rows)
            hint = f"name one of them: `--sheet '{names[with_rows[0]]}'`"
            raise _Unreadable(f"{len(with_rows)} of its sheets have rows: {listed}", hint)
        for at in with_rows:
            rest = [each for each in names[:at] + names[at + 1 :] if each != CODEBOOK_TAB]
            others = ", ".join(f"`{each}`" for each in rest)
            told = f"the sheet `{names[at]}` is read; others are empty or hidden: {others}"
            return at, [told] if others else []
    return 0, []


def _rows(page: Page) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the rows of a sheet that is opened read-only, by their numbers."""
    page.reset_dimensions()  # they may be wrong
    for number, row in enumerate(page.rows, 1):
        if number > _LAST_ROW:
            message = f"there is no row {number}"
            raise ValueError(message)
        yield number, row


@dataclass(slots=True)
class _Cells:
    """Collects the cells of a sheet."""

    epoch: datetime
    notes: list[str]
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    without: list[tuple[int, int]] = field(default_factory=list)
    """Cells without a value, which may have a formula."""
    faults: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    shown_less: dict[str, list[str]] = field(default_factory=dict)

    def take_values(self, page: Page) -> None:
        """Collect the stored values."""
        cells = places = 0
        for number, row in _rows(page):
            places += len(row)
            if places > _MOST_PLACES:
                why = f"no more than {_MOST_PLACES:,} cells, empty ones included, are read"
                raise _Unreadable(why, _SMALLER)
            for at, cell in enumerate(row):
                if cell.value is None:
                    if cell.data_type == "n" and hasattr(cell, "parent"):  # the cell is in the file
                        self.without.append((number, at))
                elif (text := self._text(cell)).strip():
                    self.rows.setdefault(number, {})[at] = text
                    cells += 1
            if len(self.rows) > _MOST_ROWS + 1:  # and a header
                raise _Unreadable(f"no more than {_MOST_ROWS:,} rows are read", _AS_CSV)
            if cells > _MOST_CELLS:
                raise _Unreadable(f"no more than {_MOST_CELLS:,} cells are read", _AS_CSV)

    def _text(self, cell: Cell) -> str:
        """Return a value as text."""
        value = cell.value
        if cell.data_type == "e":
            message = f"`{value}` is an error, and no value"
            return self._fault(cell, value, message, "mend the formula, or empty it")
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str):
            return from_workbook(value)
        if isinstance(value, int | float):
            is_whole = abs(value) < _EXACT and value == int(value)
            return str(int(value)) if is_whole else format(value, ".15g")
        return self._date(cell, value)

    def _date(self, cell: Cell, value: Any) -> str:  # noqa: ANN401 - a date, a time or both
        """Return a date as in records, as precise as shown; a time only if not midnight."""
        if isinstance(value, timedelta):
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        if isinstance(value, datetime) and value < self.epoch:
            number = format((value - self.epoch) / timedelta(1), ".15g")
            message = f"the number {number} is shown as a date, and is none that Excel knows"
            hint = "write the date, or format the cell as a number"
            return self._fault(cell, number, message, hint)
        if (shown := _shown(cell.number_format)) in _SHOWN_LESS:
            self.shown_less.setdefault(shown, []).append(cell.coordinate)
        day, _, time = str(value).partition(".")[0].partition(" ")
        if ":" in day:  # a time alone
            return day.removesuffix(":00")
        if shown in ("month", "year"):
            return day[: len("2014-06" if shown == "month" else "2014")]
        return day if time in ("", "00:00:00") else f"{day}T{time}"

    def _fault(self, cell: Cell, text: str, message: str, hint: str) -> str:
        self.faults[cell.row, cell.column - 1] = (f"{cell.coordinate}: {message}", hint)
        return text

    def take_others(self, page: Page) -> None:
        """Collect formulas, links, merged and hidden cells."""
        for row, at in self.without:
            cell = page.cell(row, at + 1)
            if cell.data_type == "f":
                self.rows.setdefault(row, {})[at] = "?"
                self._fault(cell, "", "the formula has no stored value", _NO_VALUE)
        for row, values in self.rows.items():
            for at in values:
                cell = page.cell(row, at + 1)
                link = cell.hyperlink and cell.hyperlink.target
                if link and (place := cell.hyperlink.location) and "#" not in link:
                    link += f"#{place}"
                if cell.data_type == "f" and (match := _LINK.match(str(cell.value))):
                    link = link or match[1].replace('""', '"')
                if link and _ADDRESS.match(link):
                    self.links[row, at] = link
        lines = [row for row, each in page.row_dimensions.items() if each.hidden]
        hidden = [str(row) for row in lines if row in self.rows]
        self._note("hidden or filtered rows are read too", hidden)
        used = sorted({at + 1 for row in self.rows.values() for at in row})
        spans = [each for each in page.column_dimensions.values() if each.hidden]
        hidden_columns = [at for at in used if any(each.min <= at <= each.max for each in spans)]
        letter_of = import_module("openpyxl.utils").get_column_letter
        self._note("hidden columns are read too", map(letter_of, hidden_columns))
        merged = sorted(page.merged_cells.ranges, key=lambda each: (each.min_row, each.min_col))
        filled = [each.coord for each in merged if self._fill(each)]
        self._note("merged cells have their value in each of their rows", filled)
        for kind, cells in self.shown_less.items():
            self._note(_SHOWN_LESS[kind], cells)

    def _fill(self, merged: Page) -> bool:
        """Copy the value of merged cells to each of their rows that has other values."""
        at, first, is_used = merged.min_col - 1, merged.min_row, False
        value = self.rows.get(first, {}).get(at)
        for row in range(first + 1, merged.max_row + 1) if value else ():
            if row in self.rows and at not in self.rows[row]:
                self.rows[row][at], is_used = value or "", True
                if fault := self.faults.get((first, at)):
                    self.faults[row, at] = fault
                if link := self.links.get((first, at)):
                    self.links[row, at] = link
        return is_used

    def _note(self, what: str, names: Iterable[str]) -> None:
        """Note the first few names, and how many others there are."""
        every = [*names]
        more = f" and {len(every) - _LISTED:,} more" if len(every) > _LISTED else ""
        if every:
            self.notes.append(f"{what}: {', '.join(every[:_LISTED])}{more}")

    def sheet(self) -> Sheet:
        """Return the sheet, with the same number of cells in each row."""
        width = 1 + max((at for row in self.rows.values() for at in row), default=-1)
        if width * len(self.rows) > _MOST_PLACES:
            why = f"its {len(self.rows):,} rows have {width:,} columns each"
            raise _Unreadable(why, "empty what stands to the right of the table")
        rows = [
            (number, [cells.get(at, "") for at in range(width)])
            for number, cells in sorted(self.rows.items())
        ]
        return Sheet(rows, self.faults, self.links, self.notes)


def _shown(code: str) -> str:
    """Return how much of a date a number format shows."""
    if not import_module("openpyxl.styles.numbers").is_date_format(code):
        return "date"
    codes = set(_NOT_SHOWN.sub("", code.partition(";")[0]).lower())
    if "d" in codes:
        return "date" if codes & {"y", "e"} else "day without a year"
    if codes & {"h", "s"}:
        return "date"
    return "month" if "m" in codes else "year"
