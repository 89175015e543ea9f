"""Excel workbooks (.xlsx): one sheet with the rows and cells of CSV, and other tabs of a result.

openpyxl writes row by row, so that many rows need little memory. Texts always stay texts.
"""

from __future__ import annotations

import re
from contextlib import closing
from datetime import datetime
from importlib import import_module
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from stances.errors import NeedsExtra, UnfitForWorkbook
from stances.queries.result import column
from stances.sheets import for_workbook, is_like_a_formula
from stances.text import visible
from stances.views.direction import LETTERS
from stances.views.json_yaml import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.result import Result
    from stances.views.formats import ViewOptions

    _Row = list[tuple[str, Any]]

_MOST_CHARACTERS, _MOST_ROWS = 32_767, 1_048_576
"""The limits of Excel. Characters are counted in UTF-16."""
_EXACT = 10**15
"""Excel keeps fifteen digits of a number."""
_WIDEST, _NARROWEST, _FILTER_BUTTON = 60, 5, 4
"""Widths in characters."""
_MEASURED = 1_000
"""The number of rows that determine the layout of a sheet."""
_CHUNK = 2**16
_FIRST_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 - of no zone
"""The earliest date of a ZIP archive; a fixed date, so that equal rows give equal bytes."""

_LINE_END = re.compile(r"\r\n?")
_LETTER = re.compile(r"[^\W\d_]")
_FROM_RIGHT = re.compile(f"[{LETTERS}]")


class _Undated(ZipFile):
    """A ZIP archive in which all files have the same fixed date."""

    def open(self, name: str | ZipInfo, *args: Any, **options: Any) -> IO[bytes]:
        if isinstance(name, ZipInfo):
            name.date_time = _FIRST_DAY.timetuple()[:6]
        return super().open(name, *args, **options)


def xlsx(result: Result, options: ViewOptions) -> Iterator[bytes]:
    """Return a workbook of the rows, in chunks.

    Texts are never formulas. Dates are texts, because most are less exact than an Excel date.
    Raises `NeedsExtra` without openpyxl, and `UnfitForWorkbook` beyond Excel's limits.
    """
    try:
        book = import_module("openpyxl").Workbook(write_only=True)
    except ImportError as error:
        raise NeedsExtra("an Excel workbook", "xlsx") from error
    book.properties.creator = "stances"
    book.properties.created = book.properties.modified = _FIRST_DAY
    _fill(book.create_sheet("stances"), options.columns or result.keys, result, options)
    tabs: Mapping[str, Result] = getattr(result, "tabs", {})
    for title, each in tabs.items():
        _fill(book.create_sheet(title), each.keys, each, options)
    with TemporaryFile() as file:
        archive = _Undated(file, "w", ZIP_DEFLATED)
        import_module("openpyxl.writer.excel").ExcelWriter(book, archive).save()
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _fill(page: Any, keys: Sequence[str], result: Result, options: ViewOptions) -> None:  # noqa: ANN401 - as below
    """Write rows to a sheet; the first rows determine its layout."""
    cells = _styled_cells(page)
    header = [dict(zip(keys, keys, strict=True))] if options.header else []
    every = chain(header, result.rows)
    rows = (_row(keys, row, number, len(header)) for number, row in enumerate(every, 1))
    first = [*islice(rows, _MEASURED)]
    letters = [import_module("openpyxl.utils").get_column_letter(at + 1) for at in range(len(keys))]
    for letter, column_of in zip(letters, zip(*first, strict=True), strict=False):
        page.column_dimensions[letter].width = _width(column_of)
    page.sheet_view.rightToLeft = _runs_from_right(first) or None
    page.freeze_panes = "A2" if header else None
    count = 0
    with closing(page):
        for row in chain(first, rows):
            page.append(_filled(cells, row))
            count += 1
        page.auto_filter.ref = f"A1:{letters[-1]}{count}" if header and keys else None


def _styled_cells(page: Any) -> dict[str, Any]:  # noqa: ANN401 - openpyxl has no types
    """One cell of each style, reused with other values."""
    styles, new = import_module("openpyxl.styles"), import_module("openpyxl.cell").WriteOnlyCell
    cells = {style: new(page) for style in ("header", "text", "formula", "list", "number")}
    for style, cell in cells.items():
        wraps = style in ("text", "formula") or None
        cell.alignment = styles.Alignment(vertical="top", wrap_text=wraps)
        if style != "number":
            cell.number_format = "@"  # text typed into this cell later stays text
    cells["header"].font = styles.Font(bold=True)
    cells["formula"].quotePrefix = True
    return cells


def _row(keys: Sequence[str], row: Mapping[str, Any], number: int, header: int) -> _Row:
    """The values of a row, each with its style."""
    if number > _MOST_ROWS:
        raise UnfitForWorkbook(f"there are more than {_MOST_ROWS:,} rows")
    values: _Row = []
    for key in keys:
        value = row[key]
        if value in (None, ""):
            values.append(("", None))
        elif isinstance(value, bool) or (
            isinstance(value, int | float) and -_EXACT < value < _EXACT
        ):
            values.append(("number", value))
        else:
            text = value if isinstance(value, str) else as_json(value)
            text = for_workbook(visible(_LINE_END.sub("\n", text)))
            # Few texts are long enough to need the exact count.
            if 2 * len(text) > _MOST_CHARACTERS < len(text.encode("utf-16-le")) // 2:
                why = f"has {len(text):,} characters, and Excel holds {_MOST_CHARACTERS:,}"
                raise UnfitForWorkbook(f"row {number}, `{key}`: the cell {why}")
            style = "list" if column(key).kind == "list" else "text"
            style = "formula" if is_like_a_formula(text) else style
            values.append(("header" if number <= header else style, text))
    return values


def _filled(cells: Mapping[str, Any], row: _Row) -> Iterator[Any]:
    """The cells of a row; cells are reused, so each must be written before the next is taken."""
    for style, value in row:
        cell = cells.get(style)
        if cell is not None:
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
        yield cell


def _width(cells: Iterable[tuple[str, Any]]) -> int:
    """The width of a column in which the longest line fits, up to a limit."""
    widths = [_NARROWEST]
    for style, value in cells:
        button = _FILTER_BUTTON if style == "header" else 0
        widths += [min(len(line), _WIDEST) + button for line in str(value or "").split("\n")]
    return max(widths) + 2


def _runs_from_right(rows: Iterable[_Row]) -> bool:
    """Whether most texts of several words begin with letters that run from right to left."""
    texts = (value for row in rows for _, value in row if isinstance(value, str) and " " in value)
    letters = [letter[0] for text in texts if (letter := _LETTER.search(text))]
    return 2 * sum(1 for letter in letters if _FROM_RIGHT.match(letter)) > len(letters)
