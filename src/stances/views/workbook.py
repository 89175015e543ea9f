"""Excel workbooks (.xlsx): one sheet, with the rows and cells of CSV.

openpyxl makes the workbook: its styles, columns, filter and what lies around them. The rows are
written into its sheet one by one, so that many take no memory, and each text stays a text.
"""

from __future__ import annotations

import io
import re
from importlib import import_module
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from stances.errors import NeedsExtra, UnfitForWorkbook
from stances.queries.result import column
from stances.sheets import for_workbook, is_like_a_formula
from stances.text import visible
from stances.views.direction import LETTERS
from stances.views.json_yaml import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from stances.queries.result import Result
    from stances.views.formats import ViewOptions

_MOST_CHARACTERS, _MOST_ROWS = 32_767, 1_048_576
"""The limits of Excel. It counts the characters of UTF-16."""
_EXACT = 10**15
"""Excel keeps fifteen digits of a number."""
_WIDEST, _NARROWEST = 60, 6
"""Widths of columns, in characters."""
_FILTER_BUTTON = 4
_CHUNK = 2**16
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP archive can tell: the same rows give the same bytes."""

_LINE_END = re.compile(r"\r\n?")
_LETTER = re.compile(r"[^\W\d_]")
_FROM_RIGHT = re.compile(f"[{LETTERS}]")
_DAYS = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_ROWS = re.compile(rb"<sheetData ?/>|<sheetData>.*</sheetData>", re.DOTALL)


def xlsx(result: Result, options: ViewOptions) -> Iterator[bytes]:
    """A workbook of the rows. Raises `NeedsExtra`, and `UnfitForWorkbook` for what it cannot hold.

    Texts are never formulas, and dates are texts: most are less exact than any date of Excel.
    """
    try:
        openpyxl = import_module("openpyxl")
    except ImportError as error:
        raise NeedsExtra("an Excel workbook", "xlsx") from error
    keys: Sequence[str] = options.columns or result.keys
    with TemporaryFile() as rows, TemporaryFile() as file:
        sheet = _Sheet(openpyxl, keys, has_header=options.header)
        if options.header:
            rows.write(sheet.line(keys).encode())
        for row in result.rows:
            rows.write(sheet.line(row[key] for key in keys).encode())
        _pack(sheet, rows, file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


class _Styles(NamedTuple):
    """The numbers of the styles of cells."""

    header: int
    text: int
    like_a_formula: int
    listed: int
    number: int


class _Sheet:
    """A sheet: its rows as XML, and what has to be known of all of them."""

    def __init__(self, openpyxl: Any, keys: Sequence[str], *, has_header: bool) -> None:  # noqa: ANN401
        self._has_header = has_header
        self._book = openpyxl.Workbook()
        self._page = self._book.active
        self._page.title = "stances"
        self._styles = self._make_styles()
        letters = [openpyxl.utils.get_column_letter(at) for at in range(1, len(keys) + 1)]
        self._columns = [
            (key, letter, column(key).kind == "list")
            for key, letter in zip(keys, letters, strict=True)
        ]
        button = _FILTER_BUTTON if has_header else 0
        self._widths = [len(key) + button if has_header else _NARROWEST for key in keys]
        self._from_right = self._from_left = self._count = 0

    def _make_styles(self) -> _Styles:
        """Styles of cells that are used once, so that the workbook has them."""
        styles = import_module("openpyxl.styles")
        top = {"vertical": "top"}
        cells = [self._page.cell(1, at) for at in range(1, len(_Styles._fields) + 1)]
        header, text, like_a_formula, _, number = cells
        header.font = styles.Font(bold=True)
        like_a_formula.quotePrefix = True
        for cell in cells:
            wraps = cell in (text, like_a_formula)
            cell.alignment = styles.Alignment(**top, wrap_text=wraps or None)
            if cell is not number:
                cell.number_format = "@"  # what is typed there again stays a text, too
        return _Styles(*(cell.style_id for cell in cells))

    def line(self, values: Iterable[Any]) -> str:
        """The next row as XML."""
        self._count += 1
        if self._count > _MOST_ROWS:
            raise UnfitForWorkbook(f"there are more than {_MOST_ROWS:,} rows")
        cells = [
            self._cell(value, at) for at, value in enumerate(values) if value not in (None, "")
        ]
        return f'<row r="{self._count}">{"".join(cells)}</row>'

    def _cell(self, value: Any, at: int) -> str:  # noqa: ANN401 - any cell
        key, letter, is_list = self._columns[at]
        place = f'<c r="{letter}{self._count}"'
        if isinstance(value, bool):
            return f'{place} s="{self._styles.number}" t="b"><v>{value:d}</v></c>'
        if isinstance(value, int | float) and -_EXACT < value < _EXACT:
            self._widths[at] = max(self._widths[at], len(str(value)))
            return f'{place} s="{self._styles.number}"><v>{value!r}</v></c>'
        text = value if isinstance(value, str) else as_json(value)
        text = visible(_LINE_END.sub("\n", text))
        # Few texts are so long that it has to be counted.
        if 2 * len(text) > _MOST_CHARACTERS < len(text.encode("utf-16-le")) // 2:
            raise UnfitForWorkbook(
                f"row {self._count}, `{key}`: the cell has {len(text):,} characters, and Excel "
                f"holds {_MOST_CHARACTERS:,}"
            )
        self._measure(text, at)
        style = self._styles.listed if is_list else self._styles.text
        if is_like_a_formula(text):
            style = self._styles.like_a_formula
        if self._has_header and self._count == 1:
            style = self._styles.header
        text = for_workbook(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'{place} s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def _measure(self, text: str, at: int) -> None:
        """Note how wide a text is, and if it is one of several words, from where it runs."""
        if self._widths[at] < _WIDEST:
            longest = max(map(len, text.split("\n")))
            self._widths[at] = max(self._widths[at], min(longest, _WIDEST))
        if " " in text and (letter := _LETTER.search(text)):
            if _FROM_RIGHT.match(letter[0]):
                self._from_right += 1
            else:
                self._from_left += 1

    def workbook(self) -> bytes:
        """The workbook around the rows."""
        page, letters = self._page, [letter for _, letter, _ in self._columns]
        for letter, width in zip(letters, self._widths, strict=True):
            page.column_dimensions[letter].width = width + 2
        page.sheet_view.rightToLeft = True if self._from_right > self._from_left else None
        if self._has_header and letters:
            page.freeze_panes = "A2"
            page.auto_filter.ref = f"A1:{letters[-1]}{self._count}"
        page.cell(max(self._count, 1), max(len(letters), 1))  # which makes the sheet as large
        self._book.properties.creator = "stances"
        file = io.BytesIO()
        self._book.save(file)
        return file.getvalue()


def _pack(sheet: _Sheet, rows: IO[bytes], file: IO[bytes]) -> None:
    """Write the workbook with its rows to a file."""
    with (
        ZipFile(io.BytesIO(sheet.workbook())) as template,
        ZipFile(file, "w", ZIP_DEFLATED) as package,
    ):
        for name in template.namelist():
            content = template.read(name)
            info = ZipInfo(name, _FIRST_DAY)
            info.compress_type = ZIP_DEFLATED
            with package.open(info, "w") as part:
                if name == "docProps/core.xml":
                    content = _DAYS.sub(b"", content)
                before, found, after = content, None, b""
                if name.startswith("xl/worksheets/") and (found := _ROWS.search(content)):
                    before, after = content[: found.start()], content[found.end() :]
                part.write(before)
                if found:
                    part.write(b"<sheetData>")
                    rows.seek(0)
                    while chunk := rows.read(_CHUNK):
                        part.write(chunk)
                    part.write(b"</sheetData>")
                part.write(after)
