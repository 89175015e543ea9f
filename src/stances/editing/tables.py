"""An imported spreadsheet as a `Table`: rows of cells, each with its first line."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from stances.editing.refusals import Refusal
from stances.errors import CannotRead
from stances.sheets import SEPARATORS, NoEscape, as_it_was, unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    Known = Callable[[str], bool]
    """Whether the name of a column is known."""
    Lines = Iterator[tuple[int, list[str]]]
    """The first line of each row, and its cells."""


MOST_ROWS = 200_000
"""At most this many rows are read; they take some hundred megabytes of memory."""
_TOO_MANY = f"no more than {MOST_ROWS:,} rows are read of a sheet", "import it in several parts"
MIN_KNOWN = 2
"""A header has at least this many known names; one alone may be a chance word of a quotation."""
_HEADER_WITHIN = 10
"""The header is sought among this many rows that are not empty."""
DELIMITERS = (",", ";", "\t")
"""The header shows which delimiter a file uses; Excel writes semicolons in half of Europe."""
_DELIMITER_LINE = re.compile(r"sep=(.)(?:\r\n?|\n)")
_LINE_END = re.compile(r"\r\n?|\n")


def csv_table(text: str, known: Known, *, safe: bool = False) -> Table:
    """Read a CSV text. `safe` removes the apostrophes before possible formulas."""
    table = Table()
    match = _DELIMITER_LINE.match(text)
    body, skipped = (text[match.end() :], 1) if match else (text, 0)

    def fitness(delimiter: str) -> tuple[int, int]:
        """Return the most known names that a row near the top has, and its number of cells."""
        rows: list[list[str]] = []
        with suppress(csv.Error):
            rows += (row for _, row in islice(_csv_rows(body, delimiter), _HEADER_WITHIN))
        return max(((sum(map(known, row)), sum(map(bool, row))) for row in rows), default=(0, 0))

    delimiter = match[1] if match else max(DELIMITERS, key=fitness)
    lines = _csv_lines(body, delimiter, skipped, table)
    _fill(table, lines, known, SEPARATORS["csv"] if safe else "")
    return table


def tsv_table(text: str, known: Known, *, safe: bool = False) -> Table:
    """Read a TSV text, without quotation marks and with the escapes of `stances.sheets`."""
    table = Table()
    _fill(table, _tsv_lines(text, table), known, SEPARATORS["tsv"] if safe else "")
    return table


def _csv_rows(text: str, delimiter: str) -> Lines:
    # The default limit of 128 KiB a cell would refuse long texts. It is global, so restore it.
    limit = csv.field_size_limit(2**31 - 1)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        line = 1
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    finally:
        csv.field_size_limit(limit)


def _has_a_row(cell: str, delimiter: str, columns: int) -> bool:
    """Whether a cell holds the next row too, because of an unclosed quotation mark.

    In a text of several lines, blanks follow the commas; in a row of cells, they usually do not.
    """
    if columns < _FEWEST_COLUMNS or not _LINE_END.search(cell):
        return False
    return len(re.findall(rf"{re.escape(delimiter)}(?=\S)", cell)) >= columns - 1


_FEWEST_COLUMNS = 4
"""With fewer columns, a text may have as many commas by chance."""
_ROW_IN_CELL = (
    "a cell of this row holds the next row too: a quotation mark that opens it is not closed",
    'close it; a mark within a cell is doubled: "He said ""no"" twice"',
)


def _csv_lines(text: str, delimiter: str, skipped: int, table: Table) -> Lines:
    line = 1 + skipped
    try:
        for first_line, row in _csv_rows(text, delimiter):
            line = first_line + skipped
            if any(_has_a_row(cell, delimiter, len(row)) for cell in row):
                table.refuse(line, *_ROW_IN_CELL)
            else:
                yield line, row
            line += 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            message = "a quotation mark that opens a cell in this row is never closed"
        else:
            message = f"this row, or one of the next, is not CSV: {error}"
        table.refuse(line, message, 'a mark within a cell is doubled: "He said ""no"" twice"')


def _tsv_lines(text: str, table: Table) -> Lines:
    for number, line in enumerate(_LINE_END.split(text), 1):
        cells = line.split("\t") if line else []
        yield number, [_unescaped(cell, number, table) for cell in cells]


def _unescaped(cell: str, line: int, table: Table) -> str:
    if '""' in cell and cell[:1] == cell[-1:] == '"':
        hint = "read a sheet that quotes its cells with `import csv`, which knows tabs too"
        table.refuse(line, "a cell stands in quotation marks, and has doubled ones in it", hint)
    try:
        return unescaped(cell)
    except NoEscape as error:
        hint = "a backslash is written `\\\\`, a tab `\\t`, a line end `\\n`"
        table.refuse(line, f"`{error}` stands for nothing in TSV", hint)
        return cell


def names_of(header: Sequence[str]) -> list[str]:
    """Return the names of columns by the cells of the header."""
    return [" ".join(name.split()) or f"column {number}" for number, name in enumerate(header, 1)]


def _fill(table: Table, lines: Lines, known: Known, marked: str = "") -> None:
    """Read the rows; apostrophes that protect formulas after `marked` characters are removed.

    The header is the first row with at least two `known` names; rows above it are skipped. If there
    is none near the top, the first row is the header.
    """

    def read(cells: Sequence[str]) -> list[str]:
        stripped = [cell.strip() for cell in cells]
        return [as_it_was(cell, marked).strip() for cell in stripped] if marked else stripped

    rows = ((line, values) for line, cells in lines if any(values := read(cells)))
    top = [*islice(rows, _HEADER_WITHIN)]
    if not top:
        if not table.refusals:
            table.refuse(1, "there is nothing in this sheet", "its first line names the columns")
        return
    at = next((n for n, (_, row) in enumerate(top) if sum(map(known, row)) >= MIN_KNOWN), 0)
    table.header, header = top[at]
    table.skipped = [(line, " ".join(filter(None, row))) for line, row in top[:at]]
    names = names_of(header)
    filled: set[str] = set()
    for line, values in chain(top[at + 1 :], rows):
        if len(table.rows) == MOST_ROWS:
            table.refuse(line, *_TOO_MANY)
            break
        if len(values) < len(names) or any(values[len(names) :]):
            message = f"the row has {len(values)} cells, and the header {len(names)}"
            hint = "look for a delimiter or a quotation mark that is missing, or one too many"
            table.refuse(line, message, hint)
            continue
        cells = {name: value for name, value in zip(names, values, strict=False) if value}
        table.rows.append(Row(line, cells))
        filled.update(cells)
    # A column without a name counts only if it has values.
    named = zip(names, header, strict=True)
    table.columns = [name for name, given in named if given or name in filled]


class _TwiceError(ValueError):
    """A key occurs twice."""


def jsonl_table(text: str, known: Known, *, safe: bool = False) -> Table:  # noqa: ARG001
    """Read JSON lines. Null, false and empty values are left out."""
    table = Table()
    columns: dict[str, None] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if len(table.rows) == MOST_ROWS and line.strip():
            table.refuse(number, *_TOO_MANY)
            break
        if line.strip() and (record := _object(table, number, line)) is not None:
            columns |= dict.fromkeys(record)
            cells = {key: cell for key, value in record.items() if (cell := _cell(value))}
            table.rows += [Row(number, cells)] if cells else []
    table.columns = list(columns)
    return table


def _object(table: Table, line: int, text: str) -> Mapping[str, Any] | None:
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except _TwiceError as error:
        table.refuse(line, f"the key `{error}` stands twice", "delete one of the two")
        return None
    except RecursionError:
        table.refuse(line, "this line is nested too deeply to be a row")
        return None
    except ValueError as error:
        table.refuse(line, f"this line is not JSON: {error}", "write one object on each line")
        return None
    if isinstance(value, dict):
        return value
    table.refuse(line, "this line is no object", "write one object on each line: `{…}`")
    return None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            raise _TwiceError(key)
        values[key] = value
    return values


def _no_number(text: str) -> None:
    message = f"`{text}` is no number"
    raise ValueError(message)


def _cell(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a value as in records, with scalars as text; None if it is empty."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list):
        return [cell for item in value if (cell := _cell(item)) is not None] or None
    if isinstance(value, dict):
        return {key: cell for key, item in value.items() if (cell := _cell(item))} or None
    if value is None or value is False:
        return None
    return "true" if value is True else json.dumps(value)


def xlsx_table(content: bytes, shown: str, known: Known, sheet: str = "") -> Table:
    """Read an Excel workbook; `sheet` names one of several sheets.

    Raises `CannotRead` and `NeedsExtra`.
    """
    from stances.editing.workbook import read_sheet  # noqa: PLC0415 - most tables are texts

    read = read_sheet(content, shown, sheet)
    table = Table(notes=[*read.notes])
    _fill(table, iter(read.rows), known)
    header: Sequence[str] = next((cells for line, cells in read.rows if line == table.header), ())
    names = names_of(header)
    for (line, at), (message, hint) in sorted(read.faults.items()):
        if line >= table.header:
            table.refuse(line, message, hint, names[at] if line > table.header else "")
    links: dict[int, dict[str, str]] = {}
    for (line, at), link in read.links.items():
        if at < len(names):
            links.setdefault(line, {})[names[at]] = link
    table.rows = [replace(row, links=links.get(row.line, {})) for row in table.rows]
    return table


MAX_BYTES = 128 * 1024 * 1024
"""The size limit of a table, in bytes."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that are not empty, by the names of their columns.

    A cell is text; in JSON lines, it may be any value. `links` are the web addresses of cells in
    workbooks.
    """

    line: int
    cells: Mapping[str, Any]
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """The names of the columns, the rows, and refusals for the data that cannot be read.

    `header` is the line that names the columns; `skipped` are the lines above it, with their text.
    A column without a name gets one by its number, such as `column 7`. `notes` are for the user to
    check.
    """

    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    header: int = 1
    skipped: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, line: int, message: str, hint: str = "", column: str = "") -> None:
        """Add a refusal."""
        self.refusals.append(Refusal(line, column, message, hint))


def contents(path: Path | None) -> bytes:
    """Return the bytes of a table, from standard input if `path` is None. Raises `CannotRead`."""
    shown = str(path or "-")
    try:
        if path is None:
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CannotRead(shown, (error.strerror or str(error)).lower()) from error
    if len(raw) > MAX_BYTES:
        why, hint = f"it has more than {MAX_BYTES:,} bytes", "import it in several parts"
        raise CannotRead(shown, why, hint)
    return raw


def decoded(raw: bytes, shown: str, encoding: str = "") -> str:
    """Decode a table without its byte order mark, as UTF-8 unless an encoding is given.

    Raises `CannotRead`.
    """
    if raw.startswith(b"PK\x03\x04"):
        hint = f"an Excel workbook is `stances import xlsx {shown}`"
        raise CannotRead(shown, "it is no text but a ZIP archive, as workbooks are", hint)
    if not encoding and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        why, hint = "it is written in UTF-16, not in UTF-8", "name it with `--encoding utf-16`"
        raise CannotRead(shown, why, hint)
    try:
        return raw.decode(encoding or "utf-8").removeprefix("\ufeff")
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = raw.count(b"\n", 0, start) + 1
        name = (encoding or "utf-8").upper()
        why = f"line {line}: the byte 0x{raw[start]:02X} is not {name} text"
        hint = "save it as UTF-8, or name its encoding, such as `--encoding windows-1252`"
        raise CannotRead(shown, why, hint) from error


KINDS = {"csv": csv_table, "tsv": tsv_table, "jsonl": jsonl_table}
"""The readers of text formats."""
ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    # The reader refuses these, and says how to convert them.
    ".xls": "xlsx",
    ".xlsb": "xlsx",
    ".ods": "xlsx",
    ".numbers": "xlsx",
}


def kind_of(name: str) -> str | None:
    """Return the kind of a file by its ending; None if it is no table."""
    return ENDINGS.get(PurePath(name).suffix.lower())
