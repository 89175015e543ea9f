"""A sheet as rows of cells, each with the line that it begins on."""

from __future__ import annotations

import codecs
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stances.errors import CannotRead
from stances.importing.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_BYTES = 128 * 1024 * 1024
"""How large a sheet may be."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that hold anything, by the names of their columns.

    A cell is text; in JSON lines any value.
    """

    line: int
    cells: Mapping[str, Any]


@dataclass(slots=True)
class Sheet:
    """The names of the columns, the rows, and what cannot be read of either.

    `header` is the line that names the columns.
    """

    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    header: int = 1

    def refuse(self, line: int, message: str, hint: str = "", column: str = "") -> None:
        """Note what is wrong."""
        self.refusals.append(Refusal(line, column, message, hint))


def contents(path: Path | None) -> bytes:
    """The bytes of a sheet, of standard input if the path is None. Raises `CannotRead`."""
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
    """The text of a sheet without a byte order mark: UTF-8, unless another encoding is named.

    Raises `CannotRead`.
    """
    if not encoding and raw.startswith(_UTF_16):
        why, hint = "it is written in UTF-16, not in UTF-8", "name it with `--encoding utf-16`"
        raise CannotRead(shown, why, hint)
    try:
        return raw.decode(encoding or "utf-8").removeprefix("\ufeff")
    except UnicodeError as error:
        raise CannotRead(shown, *_no_text(raw, error, encoding or "utf-8")) from error


def _no_text(raw: bytes, error: UnicodeError, encoding: str) -> tuple[str, str]:
    start = error.start if isinstance(error, UnicodeDecodeError) else 0
    line = raw.count(b"\n", 0, start) + 1
    why = f"line {line}: the byte 0x{raw[start]:02X} is not {encoding.upper()} text"
    hint = "save it as UTF-8, or name its encoding, such as `--encoding windows-1252`"
    return why, hint
