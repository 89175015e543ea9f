"""Reads the rows of an Excel workbook (.xlsx), in a process of its own with limits.

A workbook is a ZIP archive of XML files. Five kinds of them are read, by a parser that refuses
document types, so that no entity is ever expanded; charts, pictures, macros, comments and links to
other workbooks are never opened. openpyxl knows which number formats show dates, and what day a
number means.
"""

from __future__ import annotations

import importlib
import io
import posixpath
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat
from zipfile import ZipFile

from stances.errors import CannotRead, NeedsExtra
from stances.sheets import from_workbook
from stances.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    Attributes = Mapping[str, str]

_SECONDS, _MEMORY = 90, 2**30
"""What reading a workbook may take; one of a hundred thousand rows with thirty cells takes a third."""
_MOST_PARTS, _MOST_UNPACKED = 10_000, 2**29
"""The most files in a workbook, and bytes of those that are read."""
_MOST_SHEETS, MOST_ROWS, _MOST_CELLS = 255, 200_000, 4_000_000
"""Rows and cells with a value, merged ones once for each of their rows."""
_MOST_PLACES = 20_000_000
"""Rows times columns, empty cells included."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
"""The limits of Excel."""

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
)
"""The namespaces of workbooks: as usual, as "Strict Open XML", and what a part refers to."""
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(rf"{_CELL.pattern}(?::{_CELL.pattern})?")
_LINK = re.compile(r'HYPERLINK\("((?:[^"]|"")*)"')
_DIGITS = "0123456789"
_TRUE = ("1", "true")
_ADDRESS = re.compile("https?://", re.IGNORECASE)
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What a number format has besides its codes."""
_SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx (Excel workbook)"


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


class _Unreadable(Exception):
    """Why a workbook is not read, as a clause, and what to do."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why, hint)
        self.why, self.hint = why, hint


def read_sheet(content: bytes, shown: str, name: str = "") -> Sheet:
    """The sheet with a name, or the only one that has rows. Raises `CannotRead`, `NeedsExtra`."""
    # It takes a second to get here, and few imports need it.
    from stances.parallel import Limits, OverrunError, limited  # noqa: PLC0415

    try:
        for module in ("openpyxl.styles.numbers", "openpyxl.utils.datetime"):
            importlib.import_module(module)  # once, and not in the other process
    except ImportError as error:
        raise NeedsExtra("an Excel workbook", "xlsx") from error
    smaller = "copy the rows that are to be imported to a workbook of their own"
    try:
        read = limited(partial(_read, name=name), content, Limits(_SECONDS, _MEMORY))
    except OverrunError as error:
        much = f"{_MEMORY >> 20} MiB" if error.what == "memory" else f"{_SECONDS} seconds"
        raise CannotRead(shown, f"it takes more than {much} to read", smaller) from error
    except OSError as error:
        raise CannotRead(shown, f"its reader {error}") from error
    if isinstance(read, Sheet):
        return read
    raise CannotRead(shown, *read)


def _read(content: bytes, name: str) -> Sheet | tuple[str, str]:
    """The sheet, or why it is not read and what to do."""
    try:
        return _Workbook(content).sheet(name)
    except _Unreadable as error:
        return error.why, error.hint
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file may break it anywhere
        return f"it is a damaged workbook: {str(error) or type(error).__name__}", _SAVE_AS


def _refuse_others(content: bytes) -> None:
    """Refuse what is no .xlsx, with what it is instead."""
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            hint = "open it with its password, take that off, and save it"
            raise _Unreadable("it is protected by a password", hint)
        raise _Unreadable("it is an Excel 97–2003 workbook (.xls)", _SAVE_AS)
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        hint = "a text with commas is `stances import csv`; else " + _SAVE_AS
        raise _Unreadable("it is no Excel workbook", hint)


class _Package:
    """The files in a workbook; no more is unpacked than what is allowed for all of them."""

    def __init__(self, content: bytes) -> None:
        _refuse_others(content)
        self._archive = ZipFile(io.BytesIO(content))
        members = self._archive.infolist()
        if len(members) > _MOST_PARTS:
            why = f"it has {len(members):,} files in it, and no more than {_MOST_PARTS:,} are read"
            raise _Unreadable(why)
        self._members = {member.filename.lower(): member for member in members}
        if len(self._members) < len(members):
            raise _Unreadable("it has two files of one name in it", _SAVE_AS)
        self._left = _MOST_UNPACKED
        self._unpacked: set[str] = set()
        other = None
        if "mimetype" in self._members and "content.xml" in self._members:
            other = "an OpenDocument spreadsheet (.ods)"
        elif "xl/workbook.bin" in self._members:
            other = "a binary Excel workbook (.xlsb)"
        elif any(each.endswith(".iwa") for each in self._members):
            other = "a Numbers document"
        if other:
            raise _Unreadable(f"it is {other}", _SAVE_AS)

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def parse(
        self, part: str, starts: _Starts, ends: _Ends | None = None, text: _Text | None = None
    ) -> None:
        """Read an XML file of the workbook; by the names of elements, what to call at each."""
        member = self._members.get(part.lower())
        if member is None:
            raise _Unreadable(f"it has no `{part}` in it, and is no Excel workbook", _SAVE_AS)
        if member.flag_bits & 1:
            raise _Unreadable("it is encrypted", "take its password off, and save it")
        if member.filename not in self._unpacked:
            self._unpacked.add(member.filename)
            self._left -= member.file_size  # more than this is never unpacked of it
        if self._left < 0:
            much = f"{_MOST_UNPACKED >> 20} MiB"
            hint = "copy the rows that are to be imported to a workbook of their own"
            raise _Unreadable(f"it has more than {much} when it is unpacked", hint)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type

        at_start = {f"{space} {name}": do for space in _SPACES for name, do in starts.items()}
        at_end = {f"{space} {name}": do for space in _SPACES for name, do in (ends or {}).items()}

        def started(name: str, attributes: Attributes) -> None:
            if do := at_start.get(name):
                do(attributes)

        def ended(name: str) -> None:
            if do := at_end.get(name):
                do()

        parser.StartElementHandler, parser.EndElementHandler = started, ended
        parser.CharacterDataHandler = text
        with self._archive.open(member) as stream:
            parser.ParseFile(stream)

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """By their ids, the kind and target of what a part refers to, and if that is outside."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str, bool]] = {}

        def relation(attributes: Attributes) -> None:
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            is_outside = attributes.get("TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
            found[attributes.get("Id", "")] = (kind, target, is_outside)

        if path in self:
            self.parse(path, {"Relationship": relation})
        return found


class _ValueThere(Exception):
    """A sheet has a value."""


def _refuse_document_type(*_: object) -> None:
    raise _Unreadable("it has a document type (DTD) in it, which no spreadsheet program writes")


if TYPE_CHECKING:
    _Starts = Mapping[str, Callable[[Attributes], None]]
    _Ends = Mapping[str, Callable[[], None]]
    _Text = Callable[[str], None]


class _NamedSheet(NamedTuple):
    name: str
    part: str
    is_hidden: bool


class _Workbook:
    """The sheets of a workbook, and what their cells need to be understood."""

    def __init__(self, content: bytes) -> None:
        self.package = package = _Package(content)
        roots = package.relations("")
        main = (to for kind, to, _ in roots.values() if kind == "officeDocument")
        part = next(main, "xl/workbook.xml")
        self._relations = package.relations(part)
        self.sheets: list[_NamedSheet] = []
        self._from_1904 = False
        package.parse(part, {"workbookPr": self._take_epoch, "sheet": self._take_sheet})
        if len(self.sheets) > _MOST_SHEETS:
            why = f"it has {len(self.sheets):,} sheets, and no more than {_MOST_SHEETS} are read"
            raise _Unreadable(why, "copy the sheet to a workbook of its own")
        others = {kind: to for kind, to, _ in self._relations.values()}
        self.strings = _strings(package, others.get("sharedStrings", ""))
        self.formats = _Formats(package, others.get("styles", ""), from_1904=self._from_1904)

    def _take_epoch(self, attributes: Attributes) -> None:
        self._from_1904 = attributes.get("date1904") in _TRUE

    def _take_sheet(self, attributes: Attributes) -> None:
        kind, part, _ = self._relations.get(_relation_of(attributes), ("", "", False))
        if kind == "worksheet":  # and no chart
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(_NamedSheet(attributes.get("name", ""), part, is_hidden))

    def sheet(self, name: str) -> Sheet:
        """The rows of the sheet with a name, or of the only one that has some."""
        chosen, notes = self._chosen(name)
        cells = _Cells(self)
        cells.read(self.package, chosen.part)
        return cells.sheet(self.package.relations(chosen.part), notes)

    def _chosen(self, name: str) -> tuple[_NamedSheet, list[str]]:
        """A sheet, and what to say of that."""
        names = [each.name for each in self.sheets]
        if not names:
            raise _Unreadable("it has no sheet with cells", "a sheet that is a chart has no rows")
        if name:
            for same in (name.__eq__, lambda each: each.casefold() == name.casefold()):
                if fitting := [each for each in self.sheets if same(each.name)]:
                    return fitting[0], []
            raise _Unreadable(f"no sheet is called `{name}`", did_you_mean(name, names))
        for hidden in (False, True):
            sheets = [each for each in self.sheets if each.is_hidden == hidden]
            with_rows = [each for each in sheets if self._has_rows(each)]
            if len(with_rows) > 1:
                listed = ", ".join(f"`{each.name}`" for each in with_rows)
                hint = f"name one of them: `--sheet '{with_rows[0].name}'`"
                raise _Unreadable(f"{len(with_rows)} of its sheets have rows: {listed}", hint)
            if with_rows:
                [chosen] = with_rows
                others = ", ".join(f"`{each.name}`" for each in self.sheets if each != chosen)
                told = f"the sheet `{chosen.name}` is read; others are empty or hidden: {others}"
                return chosen, [told] if others else []
        return self.sheets[0], []

    def _has_rows(self, sheet: _NamedSheet) -> bool:
        def stop(_: Attributes) -> None:
            raise _ValueThere

        try:
            self.package.parse(sheet.part, {"v": stop, "t": stop})
        except _ValueThere:
            return True
        return False


def _strings(package: _Package, part: str) -> list[str]:
    """The texts that cells share; of one in several styles or with a reading aid, the text."""
    strings: list[str] = []
    text = _Pieces()

    def end() -> None:
        strings.append(from_workbook(text.taken()))

    if part in package:
        package.parse(part, text.starts, text.ends | {"si": end}, text.take)
    return strings


class _Pieces:
    """Collects the text of elements, but for what is said of how it is read aloud."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._inside = self._is_aside = False
        self.starts = dict.fromkeys(("v", "t", "f"), self._begin) | {"rPh": self._begin_aside}
        self.ends = dict.fromkeys(("v", "t", "f"), self._end) | {"rPh": self._end_aside}

    def _begin(self, _: Attributes) -> None:
        self._inside = not self._is_aside

    def _end(self) -> None:
        self._inside = False

    def _begin_aside(self, _: Attributes) -> None:
        self._is_aside = True

    def _end_aside(self) -> None:
        self._is_aside = False

    def take(self, piece: str) -> None:
        """Take a piece of text, if it is within one of the elements."""
        if self._inside:
            self._pieces.append(piece)

    def taken(self) -> str:
        """The text since this was asked last."""
        text = "".join(self._pieces)
        self._pieces.clear()
        return text


class _Formats:
    """Which number formats the styles of cells have, and what numbers mean in them."""

    def __init__(self, package: _Package, part: str, *, from_1904: bool) -> None:
        self._numbers = importlib.import_module("openpyxl.styles.numbers")
        self._dates = importlib.import_module("openpyxl.utils.datetime")
        self._epoch = self._dates.MAC_EPOCH if from_1904 else self._dates.WINDOWS_EPOCH
        own: dict[str, str] = {}
        styles: list[str] = []
        inside = False

        def number_format(attributes: Attributes) -> None:
            own.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))

        def begin(_: Attributes) -> None:
            nonlocal inside
            inside = True

        def style(attributes: Attributes) -> None:
            if inside:
                styles.append(attributes.get("numFmtId", "0"))

        def end() -> None:
            nonlocal inside
            inside = False

        if part in package:
            starts = {"numFmt": number_format, "cellXfs": begin, "xf": style}
            package.parse(part, starts, {"cellXfs": end})
        builtin: Mapping[int, str] = self._numbers.BUILTIN_FORMATS
        self._codes = [
            own.get(each) or builtin.get(int(each) if each.isdecimal() else 0, "General")
            for each in styles
        ]
        self._kinds: dict[str, str] = {}

    def text(self, number: str, style: str) -> tuple[str, str]:
        """A number as text, and which kind of date it is, if any.

        Raises `ValueError` for what is no number, and `OverflowError` for no date.
        """
        kind = self._kinds.get(style)
        if kind is None:
            at = int(style or 0)
            kind = self._kind(self._codes[at] if at < len(self._codes) else "General")
            self._kinds[style] = kind
        value = float(number)
        if not kind:
            whole = value.is_integer() and abs(value) < 1e15  # noqa: PLR2004 - digits of Excel
            return str(int(value)) if whole else format(value, ".15g"), ""
        if kind == "duration":
            return _duration(value), ""
        try:
            return _date_text(self._dates.from_excel(value, self._epoch), kind), kind
        except ValueError as error:
            raise OverflowError from error

    def day(self, text: str) -> str:
        """A date that is stored as a text, in the same form."""
        return _date_text(self._dates.from_ISO8601(text), "date")

    def _kind(self, code: str) -> str:
        """Whether a format shows a date, and how much of it."""
        if not self._numbers.is_date_format(code):
            return ""
        if self._numbers.is_timedelta_format(code):
            return "duration"
        shown = set(_NOT_SHOWN.sub("", code.partition(";")[0]).lower())
        if "d" in shown:
            return "date" if shown & {"y", "e"} else "day without a year"
        if not shown & {"h", "s"}:
            return "month" if "m" in shown else "year"
        return "date"


def _duration(days: float) -> str:
    minutes, seconds = divmod(round(days * 86_400), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _date_text(value: object, kind: str) -> str:
    """A date as in records, a time only where it is not midnight, no more than is shown."""
    day, _, time = str(value).partition(".")[0].partition(" ")
    if ":" in day:  # a time alone
        return day.removesuffix(":00")
    if kind in ("month", "year"):
        return day[: len("2014-06") if kind == "month" else len("2014")]
    return day if time in ("", "00:00:00") else f"{day}T{time}"


@dataclass(slots=True)
class _Cells:
    """Collects the cells of a sheet while it is parsed."""

    workbook: _Workbook
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    faults: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    formula_links: dict[tuple[int, int], str] = field(default_factory=dict)
    hyperlinks: list[Attributes] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    shown_less: dict[str, list[str]] = field(default_factory=dict)
    _count: int = 0
    _row: int = 0
    _column: int = -1
    _cell: Attributes = field(default_factory=dict)
    _formula: str | None = None

    def read(self, package: _Package, part: str) -> None:
        """Read a sheet."""
        text = _Pieces()

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
        if attributes.get("hidden") in _TRUE:
            self.hidden_rows.append(self._row)

    def _take_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _TRUE:
            self.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))

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
        workbook = self.workbook
        if kind == "s":
            return workbook.strings[int(raw)]
        if kind in ("inlineStr", "str"):
            return from_workbook(raw)
        if kind == "b":
            return "true" if raw in _TRUE else "false"
        if kind == "d":
            return workbook.formats.day(raw)
        text, shown = workbook.formats.text(raw, self._cell.get("s", ""))
        if shown in ("month", "year", "day without a year"):
            self.shown_less.setdefault(shown, []).append(self._name)
        return text

    def _fault(self, text: str, message: str, hint: str) -> None:
        self.faults[self._row, self._column] = (f"{self._name}: {message}", hint)
        self._put(text or "?")

    def _put(self, value: str) -> None:
        if not value.strip():
            return
        self.rows.setdefault(self._row, {})[self._column] = value
        self._count_one()
        if len(self.rows) > MOST_ROWS + 1:  # and a header
            why = f"no more than {MOST_ROWS:,} rows are read of a sheet"
            raise _Unreadable(why, "import it in several parts")

    def _count_one(self) -> None:
        """Count a cell, and stop at the most."""
        self._count += 1
        if self._count > _MOST_CELLS:
            why = f"no more than {_MOST_CELLS:,} cells are read of a sheet"
            raise _Unreadable(why, "import it in several parts")

    def sheet(self, relations: Mapping[str, tuple[str, str, bool]], notes: list[str]) -> Sheet:
        """All that was collected; `relations` are what hyperlinks refer to."""
        links = self._links(relations)
        numbers = sorted(self.rows)
        merged = self._fill_merged(numbers)
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
            raise _Unreadable(why, "empty what stands to the right of the table")
        rows = []
        for number in numbers:
            cells = self.rows.pop(number)
            rows.append((number, [cells.get(at, "") for at in range(column + 1)]))
        return rows

    def _hidden_columns(self) -> Iterator[str]:
        """A note on the hidden columns that have values."""
        used = sorted({column for row in self.rows.values() for column in row})
        hidden = [
            _letters(at)
            for at in used
            if any(first <= at <= last for first, last in self.hidden_columns)
        ]
        if self.hidden_columns and hidden:
            yield f"hidden columns are read too: {_listed(hidden)}"

    def _fill_merged(self, numbers: Sequence[int]) -> list[str]:
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
                self._count_one()
                at += 1
            filled += [text] if is_used else []
        return filled

    def _links(
        self, relations: Mapping[str, tuple[str, str, bool]]
    ) -> Mapping[tuple[int, int], str]:
        """The web addresses behind cells."""
        links = dict(self.formula_links)
        for each in self.hyperlinks:
            _, target, outside = relations.get(_relation_of(each), ("", "", False))
            match = _RANGE.fullmatch(each.get("ref", ""))
            if match and outside:
                place = each.get("location")
                whole = f"{target}#{place}" if place and "#" not in target else target
                links[int(match[2]), _index(match[1])] = whole
        return {at: link for at, link in links.items() if _ADDRESS.match(link)}


def _relation_of(attributes: Attributes) -> str:
    """The id by which an element refers to another part."""
    return next((text for key, text in attributes.items() if key.endswith("relationships id")), "")


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
