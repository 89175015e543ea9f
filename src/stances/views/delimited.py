"""TSV and CSV output.

Lists, mappings, booleans and numbers are written as JSON. None is an empty cell; no text of a
record is empty.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from stances.queries.result import Result
    from stances.views.formats import ViewOptions

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet reads a cell that begins so as a formula."""


def tsv(result: Result, options: ViewOptions) -> Iterator[str]:
    r"""Tab-separated; tabs, line ends and backslashes in a cell are `\t`, `\n`, `\r` and `\\`."""
    return _lines(result, options, lambda cells: "\t".join(c.translate(_ESCAPES) for c in cells))


def csv_(result: Result, options: ViewOptions) -> Iterator[str]:
    """Comma-separated as in RFC 4180, but lines end with a line feed."""
    return _lines(result, options, _csv_line)


def _csv_line(cells: Iterable[str]) -> str:
    import csv  # noqa: PLC0415 - TSV, which a pipe gets, does without

    # The writer quotes what holds a character of its line end: so both get quoted.
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().removesuffix("\r\n")


def _lines(
    result: Result, options: ViewOptions, line: Callable[[Iterable[str]], str]
) -> Iterator[str]:
    keys: Sequence[str] = options.columns or result.keys
    if options.header:
        yield line(keys) + "\n"
    for row in result.rows:
        yield line([_cell(row[key], safe=options.spreadsheet_safe) for key in keys]) + "\n"


def _cell(value: Any, *, safe: bool) -> str:  # noqa: ANN401 - any cell
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if safe and value.startswith(_FORMULA) else value
    return json.dumps(value, ensure_ascii=False)
