"""CSV as spreadsheets write it, and TSV as `stances list` does."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from stances.importing.sheets import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Known = Callable[[str], bool]
    """Whether a name of a column is one that can be understood."""
    Lines = Iterator[tuple[int, list[str]]]
    """The cells of each row, and the line that it begins on."""

DELIMITERS = (",", ";", "\t")
"""Which of these a file uses, its header tells: Excel takes the semicolon in half of Europe."""
_LONGEST = 2**31 - 1
_FORMULA = re.compile(r"'(?=[=+\-@\t\r])")
_SAID_SO = re.compile(r"sep=(.)(?:\r\n?|\n)")
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
_LINE_END = re.compile(r"\r\n?|\n")


def csv_sheet(text: str, known: Known, *, safe: bool = False) -> Sheet:
    """Rows of CSV. `safe` takes away the apostrophe that keeps a cell from being a formula."""
    sheet = Sheet()
    found = _SAID_SO.match(text)
    body, skipped = (text[found.end() :], 1) if found else (text, 0)
    delimiter = found[1] if found else _delimiter(body, known)
    _fill(sheet, _csv_lines(body, delimiter, skipped, sheet), safe=safe)
    return sheet


def tsv_sheet(text: str, known: Known, *, safe: bool = False) -> Sheet:  # noqa: ARG001 - as above
    r"""Rows of TSV: nothing is quoted, and `\t \n \r \\` stand for what they stand for."""
    sheet = Sheet()
    _fill(sheet, _tsv_lines(text, sheet), safe=safe)
    return sheet


def _delimiter(text: str, known: Known) -> str:
    """The delimiter that gives the header most names that are known."""

    def names(delimiter: str) -> int:
        return sum(map(known, next((row for _, row in _rows(text, delimiter) if row), [])))

    return max(DELIMITERS, key=names)


def _rows(text: str, delimiter: str) -> Lines:
    """Each row with the line that it begins on; whatever breaks the format ends them."""
    try:
        yield from _strict_rows(text, delimiter)
    except csv.Error:
        return


def _strict_rows(text: str, delimiter: str) -> Lines:
    limit = csv.field_size_limit(_LONGEST)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        line = 1
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    finally:
        csv.field_size_limit(limit)


def _csv_lines(text: str, delimiter: str, skipped: int, sheet: Sheet) -> Lines:
    line = 1 + skipped
    try:
        for begun, row in _strict_rows(text, delimiter):
            line = begun + skipped
            yield line, row
            line += 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            message = "a quotation mark that opens a cell in this row is never closed"
        else:
            message = f"this row, or one of the next, is not CSV: {error}"
        sheet.refuse(line, message, 'a mark within a cell is doubled: "He said ""no"" twice"')


def _tsv_lines(text: str, sheet: Sheet) -> Lines:
    for number, line in enumerate(_LINE_END.split(text), 1):
        cells = line.split("\t") if line else []
        yield number, [_unescaped(cell, number, sheet) for cell in cells]


def _unescaped(cell: str, line: int, sheet: Sheet) -> str:
    if '""' in cell and cell[:1] == cell[-1:] == '"':
        hint = "read a sheet that quotes its cells with `import csv`, which knows tabs too"
        sheet.refuse(line, "a cell stands in quotation marks, and has doubled ones in it", hint)
    if "\\" not in cell:
        return cell
    for escape in _ESCAPE.finditer(cell):
        if escape[1] not in _ESCAPED:
            hint = "a backslash is written `\\\\`, a tab `\\t`, a line end `\\n`"
            sheet.refuse(line, f"`{escape[0]}` stands for nothing in TSV", hint)
    return _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1], escape[0]), cell)


def _fill(sheet: Sheet, lines: Lines, *, safe: bool) -> None:
    header = next(((line, row) for line, row in lines if any(map(str.strip, row))), None)
    if header is None:
        if not sheet.refusals:
            sheet.refuse(1, "there is nothing in this sheet", "its first line names the columns")
        return
    sheet.header, names = header[0], [name.strip() for name in header[1]]
    for line, cells in lines:
        values = [cell.strip() for cell in cells]
        if any(values) and _fits(sheet, line, values, names):
            kept = zip(names, values, strict=False)
            bare = {name: _bare(value, safe=safe) for name, value in kept if value}
            sheet.rows.append(Row(line, bare))
    sheet.columns = [name for name in names if name]


def _bare(value: str, *, safe: bool) -> str:
    return _FORMULA.sub("", value, count=1) if safe and _FORMULA.match(value) else value


def _fits(sheet: Sheet, line: int, values: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a row has a cell for each column, and no other that holds anything."""
    if len(values) < len(names) or any(values[len(names) :]):
        message = f"the row has {len(values)} cells, and the header {len(names)}"
        hint = "look for a delimiter or a quotation mark that is missing, or one too many"
        sheet.refuse(line, message, hint)
        return False
    for number, (name, value) in enumerate(zip(names, values, strict=False), 1):
        if value and not name:
            sheet.refuse(line, f"column {number} has no name", "name it in the first line")
            return False
    return True
