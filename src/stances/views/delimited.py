"""TSV and CSV output.

Lists, mappings, booleans and numbers are written as JSON. None is an empty cell; no text of a
record is empty.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stances.queries.result import StoredRows
from stances.sheets import SEPARATORS, escaped, safe
from stances.text import visible
from stances.views.json_yaml import as_json, stored_cells
from stances.views.json_yaml import escaped as escaped_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from stances.queries.result import Result
    from stances.views.formats import ViewOptions

_LINE_END = re.compile(r"\r\n?")
_NEEDS_MARKS = re.compile('[,"\n]')
_BYTE_ORDER_MARK = "\ufeff"
"""By this spreadsheets know UTF-8."""


def tsv(result: Result, options: ViewOptions) -> Iterator[str]:
    r"""Tab-separated; tabs, line ends and backslashes in a cell are `\t`, `\n`, `\r` and `\\`.

    Characters that no record may hold are `\x1b` or `\u202e`. Made safe for spreadsheets, cells are
    not in quotation marks, which would be part of them.
    """
    mark = escaped
    if options.spreadsheet_safe:
        mark = lambda text: escaped(safe(text, SEPARATORS["tsv"]))  # noqa: E731 - one of two
    return _lines(result, options, "\t", mark)


def csv_(result: Result, options: ViewOptions) -> Iterator[str]:
    r"""Comma-separated as in RFC 4180, but lines end with a line feed, those in cells too.

    CSV has no escapes: what no record may hold is shown as `\x1b`. Made safe for spreadsheets, all
    but numbers and truth values is in quotation marks.
    """
    return _lines(result, options, ",", _safe_csv if options.spreadsheet_safe else _csv, '""')


def _csv(text: str) -> str:
    text = visible(_LINE_END.sub("\n", text))
    return _quoted(text) if _NEEDS_MARKS.search(text) else text


def _safe_csv(text: str) -> str:
    return _quoted(safe(visible(_LINE_END.sub("\n", text)), SEPARATORS["csv"])) if text else ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _lines(
    result: Result,
    options: ViewOptions,
    separator: str,
    mark: Callable[[str], str],
    empty: str = "",
) -> Iterator[str]:
    def line(cells: Iterable[str]) -> str:
        joined = separator.join(cells)
        # A blank line would be no row of a CSV file.
        return f"{joined or empty}\n"

    keys: Sequence[str] = options.columns or result.keys
    begin = _BYTE_ORDER_MARK if options.spreadsheet_safe else ""
    if options.header:
        yield begin + line(map(mark, keys))
        begin = ""
    for cells in _rows(result, keys, mark):
        yield begin + line(cells)
        begin = ""


def _rows(
    result: Result, keys: Sequence[str], mark: Callable[[str], str]
) -> Iterator[Iterable[str]]:
    """The cells of each row."""
    if isinstance(result.rows, StoredRows):
        return stored_cells(result.rows, keys, mark, lambda text: mark(escaped_json(text)), "")
    return ((_cell(row[key], mark) for key in keys) for row in result.rows)


def _cell(value: Any, mark: Callable[[str], str]) -> str:  # noqa: ANN401 - any cell
    if value is None:
        return ""
    if isinstance(value, str):
        return mark(value)
    text = as_json(value)
    return mark(text) if isinstance(value, list | dict) else text
