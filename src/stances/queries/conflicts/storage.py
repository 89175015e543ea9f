"""Rows put aside until all are found and in order; there may be too many for memory."""

from __future__ import annotations

import io
import marshal
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from stances.queries.result import Row

IN_MEMORY = 8 << 20
"""From so many bytes on, rows are in a temporary file, which has no name and ends with us."""
_LENGTH = 4


class SpooledRows:
    """Takes rows one by one, and gives them back in any order."""

    def __init__(self) -> None:
        self._file: BinaryIO = io.BytesIO()
        self._end = 0

    def add(self, row: Row) -> int:
        """Put a row aside: its place. `OSError` if the disk is full."""
        text, place = marshal.dumps(row), self._end
        self._file.write(len(text).to_bytes(_LENGTH, "little") + text)
        self._end += _LENGTH + len(text)
        if place < IN_MEMORY <= self._end:
            self._move()
        return place

    def _move(self) -> None:
        import tempfile  # noqa: PLC0415 - slow to import, and seldom needed

        kept, self._file = self._file, tempfile.TemporaryFile()  # noqa: SIM115
        kept.seek(0)
        self._file.write(kept.read())

    def at(self, place: int) -> Row:
        """The row at a place."""
        self._file.seek(place)
        length = int.from_bytes(self._file.read(_LENGTH), "little")
        row: Row = marshal.loads(self._file.read(length))  # noqa: S302 - our own
        return row

    def in_order(self, places: Sequence[int]) -> Sequence[Row]:
        """The rows at some places, read when they are looked at."""
        return _InOrder(self, places)


class _InOrder(Sequence["Row"]):
    """Stored rows as a sequence."""

    def __init__(self, stored: SpooledRows, places: Sequence[int]) -> None:
        self._stored, self._places = stored, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return _InOrder(self._stored, self._places[at])
        return self._stored.at(self._places[at])

    def __iter__(self) -> Iterator[Row]:
        return map(self._stored.at, self._places)

    def __eq__(self, other: object) -> bool:
        return [*self] == [*other] if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as of a list
