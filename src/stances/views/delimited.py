"""TSV and CSV output.

Lists, mappings, booleans and numbers are written as JSON. None is an empty cell; records have no
empty texts.
"""

from __future__ import annotations

import re
from functools import lru_cache
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
_MARK = '"'
_BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets recognize UTF-8 by this mark."""


def tsv(result: Result, options: ViewOptions) -> Iterator[str]:
    r"""Tab-separated rows; tabs, line ends and backslashes are `\t`, `\n`, `\r` and `\\`.

    Characters that records may not contain are escaped, e.g. `\x1b` or `\u202e`. Spreadsheet-safe
    cells have no quotation marks, because these would be part of the text.
    """
    mark = escaped
    if options.spreadsheet_safe:
        mark = lambda text: escaped(safe(text, SEPARATORS["tsv"]))  # noqa: E731 - one of two
    return _lines(result, options, "\t", mark)


def csv_(result: Result, options: ViewOptions) -> Iterator[str]:
    r"""Comma-separated rows as in RFC 4180, but all line ends are line feeds, also in cells.

    CSV has no escapes: characters that records may not contain are shown as `\x1b`.
    Spreadsheet-safe cells are in quotation marks, except numbers and booleans.
    """
    return _lines(result, options, ",", _safe_csv if options.spreadsheet_safe else _csv, '""')


def _csv(text: str) -> str:
    text = _shown(text)
    return _quoted(text) if _NEEDS_MARKS.search(text) else text


def _safe_csv(text: str) -> str:
    return _short(text) if len(text) <= _SHORT else _in_safe_csv(text)


def _in_safe_csv(text: str) -> str:
    return _quoted(safe(_shown(text), SEPARATORS["csv"])) if text else ""


_SHORT = 40
_short = lru_cache(4096)(_in_safe_csv)
"""`_in_safe_csv` with a cache for short texts (names, days, empty lists), which are repeated often.
"""


def _shown(text: str) -> str:
    """The text with forbidden characters made visible, and line feeds as line ends."""
    return text if text.isprintable() else visible(_LINE_END.sub("\n", text))


def _quoted(text: str) -> str:
    return f'"{text.replace(_MARK, _MARK * 2)}"'


def _lines(
    result: Result,
    options: ViewOptions,
    separator: str,
    mark: Callable[[str], str],
    empty: str = "",
) -> Iterator[str]:
    def line(cells: Iterable[str]) -> str:
        joined = separator.join(cells)
        # A blank line is no row in CSV.
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
        empty = mark("[]")  # most lists are empty

        def listed(text: str) -> str:
            return empty if text == "[]" else mark(escaped_json(text))

        return stored_cells(result.rows, keys, mark, listed, "")
    return ((_cell(row[key], mark) for key in keys) for row in result.rows)


def _cell(value: Any, mark: Callable[[str], str]) -> str:  # noqa: ANN401 - any cell
    if value is None:
        return ""
    if isinstance(value, str):
        return mark(value)
    text = as_json(value)
    return mark(text) if isinstance(value, list | dict) else text
