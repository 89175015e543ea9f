"""Stores rows, which may not fit into memory, until they are read in order or by key."""

from __future__ import annotations

import io
import marshal
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from stances.queries.result import Row

IN_MEMORY = 8 << 20
"""From this number of bytes, rows go to a temporary file; it has no name and ends with us."""
_LENGTH = 4


class SpooledRows:
    """Stores rows one by one, and returns them in any order."""

    def __init__(self) -> None:
        self._file: BinaryIO = io.BytesIO()
        self._end = 0
        self._is_at_end = True

    def __del__(self) -> None:
        self._file.close()

    def add(self, row: Any) -> int:  # noqa: ANN401 - text, numbers, lists and mappings of these
        """Store a row and return its place. Raises `OSError` if the disk is full."""
        text, place = marshal.dumps(row), self._end
        if not self._is_at_end:  # only when needed, as seeking flushes
            self._file.seek(place)
            self._is_at_end = True
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

    def at(self, place: int) -> Any:  # noqa: ANN401 - as above
        """Return the row at a place."""
        self._file.seek(place)
        self._is_at_end = False
        length = int.from_bytes(self._file.read(_LENGTH), "little")
        return marshal.loads(self._file.read(length))  # noqa: S302 - our own

    def in_order(self, places: Sequence[int]) -> Sequence[Row]:
        """Return the rows at some places as a sequence that reads each row on use."""
        return _InOrder(self, places)


class SpooledGroups:
    """Rows by reference, any number of each, in order."""

    def __init__(self) -> None:
        self._rows = SpooledRows()
        self._places: dict[str, list[int]] = {}

    def add(self, ref: str, row: Row) -> None:
        """Store a row under a reference."""
        self._places.setdefault(ref, []).append(self._rows.add(row))

    def of(self, ref: str) -> list[Row]:
        """Return the rows of a reference."""
        return [self._rows.at(place) for place in self._places.get(ref, ())]


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
        row: Row = self._stored.at(self._places[at])
        return row

    def __iter__(self) -> Iterator[Row]:
        return map(self._stored.at, self._places)

    def __eq__(self, other: object) -> bool:
        return [*self] == [*other] if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as of a list


_EMPTY = -1
_FULL = 2
"""The fewest slots of the table for each row."""


class SpooledMapping:
    """Rows by reference; memory holds only a few numbers for each."""

    def __init__(self) -> None:
        self._rows = SpooledRows()
        self._hashes, self._places = array("q"), array("q")
        self._table = array("i", [_EMPTY])

    def add(self, ref: str, row: tuple[Any, ...]) -> None:
        """Store a row under a reference that has none yet."""
        number = len(self._hashes)
        self._hashes.append(hash(ref))
        self._places.append(self._rows.add((ref, row)))
        if len(self._hashes) * _FULL > len(self._table):
            self._table = array("i", [_EMPTY]) * (len(self._table) * 4)
            for each in range(number):
                self._put(each)
        self._put(number)

    def get(self, ref: str) -> tuple[Any, ...] | None:
        """Return the row of a reference; None if it has none."""
        for number in self._probed(hash(ref)):
            key, row = self._rows.at(self._places[number])
            if key == ref:
                return tuple(row)
        return None

    def _put(self, number: int) -> None:
        mask = len(self._table) - 1
        slot = self._hashes[number] & mask
        while self._table[slot] != _EMPTY:
            slot = (slot + 1) & mask
        self._table[slot] = number

    def _probed(self, hash_: int) -> Iterator[int]:
        """Yield the numbers of the rows whose reference has this hash."""
        mask = len(self._table) - 1
        slot = hash_ & mask
        while (number := self._table[slot]) != _EMPTY:
            if self._hashes[number] == hash_:
                yield number
            slot = (slot + 1) & mask
