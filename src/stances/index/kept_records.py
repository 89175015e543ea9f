"""Keeps the records of a corpus beside its index, so that its files need not be read again.

The first process that needs records writes them for all later ones. If all digests match, they are
from the same files as the index; their file name shows that they are from the same program. Each
record is packed separately, and unpacked when needed.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from zlib import crc32

from stances.dates import ImpreciseDate
from stances.index.cache import LARGEST, read_private, records_file, write_private
from stances.index.connection import Index
from stances.model import records as model

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from pydantic.fields import FieldInfo

_CHECKSUM = 4
"""The bytes of the checksum at the beginning of the file."""
_Date = tuple[str, str | None, str | None, str | None]
"""A date: its text, first and last day, and moment."""
_Shape = tuple[str, tuple[str, ...], tuple[int, ...], tuple[int, ...]]
"""A record's kind and the names of its given fields, with the positions of dates and of records."""
_Values = tuple[int, list[Any]]
"""A record: the number of its shape, and the values of its given fields, in order."""
Made = TypeVar("Made")


class KeptFile(NamedTuple):
    """The packed content of a file: its record, and its statements by reference.

    `path` is relative to the corpus, and `id` is the record's. `kind` is the kind of record; it is
    empty for a part, for a file of codings and for a skipped file.
    """

    path: str
    id: str
    kind: str
    record: bytes
    statements: list[tuple[str, bytes]]


class KeptRecords:
    """The records of all files of a corpus, packed."""

    def __init__(
        self,
        files: Iterable[Iterable[Any]] = (),
        dates: Iterable[_Date] = (),
        shapes: Iterable[_Shape] = (),
    ) -> None:
        self.files = [KeptFile(*file) for file in files]
        self._dates = {date: number for number, date in enumerate(dates)}
        self._shapes = {shape: number for number, shape in enumerate(shapes)}
        self._all_dates = [ImpreciseDate(*date) for date in self._dates]
        self._templates = [*map(_Template, self._shapes)]

    def add(
        self,
        path: str,
        id_: str,
        record: model.Record | None,
        statements: Iterable[tuple[str, model.Statement]],
    ) -> None:
        """Pack the content of a file."""
        kind, packed = "", b""
        if record and not isinstance(record, model.Part | model.Codings):
            kind, packed = type(record).__name__, self._packed(record)
        own = [(ref, self._packed(statement)) for ref, statement in statements]
        self.files.append(KeptFile(path, id_, kind, packed, own))

    def leave_out(self, paths: set[str], is_valid: Callable[[str], bool]) -> None:
        """Remove the content of these files, and statements whose reference is not valid."""
        self.files = [
            file._replace(statements=[each for each in file.statements if is_valid(each[0])])
            for file in self.files
            if file.path not in paths
        ]

    def record(self, packed: bytes) -> Any:  # noqa: ANN401 - a record of any kind
        """Unpack a record; it shares no mutable value with another."""
        return self._made(marshal.loads(packed))  # noqa: S302 - ours alone, and undamaged

    def statement(self, ref: str, packed: bytes) -> model.Statement:
        """Unpack a statement and set its reference."""
        made: model.Statement = self.record(packed)
        object.__setattr__(made, "__pydantic_private__", {"ref": ref})
        return made

    def content(self) -> tuple[list[tuple[Any, ...]], list[_Date], list[_Shape]]:
        """Everything as values for `marshal` and `__init__`."""
        return [*map(tuple, self.files)], [*self._dates], [*self._shapes]

    def _packed(self, record: model.Record) -> bytes:
        return marshal.dumps(self._values(record))

    def _values(self, record: model.Record) -> _Values:
        names = tuple(name for name in _fields(type(record)) if name in record.model_fields_set)
        dates, records = [], []
        values = [getattr(record, name) for name in names]
        for number, value in enumerate(values):
            if isinstance(value, ImpreciseDate):
                values[number] = self._number(value)
                dates.append(number)
            elif isinstance(value, model.Record):
                values[number] = self._values(value)
                records.append(number)
            elif isinstance(value, list) and value and isinstance(value[0], model.Record):
                values[number] = [*map(self._values, value)]
                records.append(number)
        shape = (type(record).__name__, names, tuple(dates), tuple(records))
        if shape not in self._shapes:
            self._shapes[shape] = len(self._shapes)
            self._templates.append(_Template(shape))
        return self._shapes[shape], values

    def _number(self, date: ImpreciseDate) -> int:
        cells = (date.text, date.first, date.last, date.moment)
        if cells not in self._dates:
            self._dates[cells] = len(self._dates)
            self._all_dates.append(date)
        return self._dates[cells]

    def _made(self, packed: _Values) -> Any:  # noqa: ANN401 - as above
        """Make the record without validation, as pickle does, because it was valid before."""
        number, values = packed
        shape = self._templates[number]
        for at in shape.dates:
            values[at] = self._all_dates[values[at]]
        for at in shape.records:
            value = values[at]
            values[at] = [*map(self._made, value)] if type(value) is list else self._made(value)
        cells = shape.defaults.copy()
        for name, make in shape.fresh:
            cells[name] = make()
        cells.update(zip(shape.names, values, strict=True))
        record: Any = object.__new__(shape.kind)
        record.__setstate__(
            {
                "__dict__": cells,
                "__pydantic_fields_set__": shape.given,
                "__pydantic_extra__": None,
                "__pydantic_private__": None,
            }
        )
        return record


class _Template:
    """The common parts of all records of one shape."""

    def __init__(self, shape: _Shape) -> None:
        kind, self.names, self.dates, self.records = shape
        self.kind: type[model.Record] = getattr(model, kind)
        self.given = set(self.names)
        fields = _fields(self.kind)
        self.defaults = {name: field.default for name, field in fields.items()}
        self.fresh: list[tuple[str, Any]] = [
            (name, make)
            for name, field in fields.items()
            if (make := field.default_factory) and name not in self.given
        ]


class Records(Mapping[str, Made]):
    """Records by id, each unpacked when it is asked for.

    Unpacking takes microseconds and caches nothing, so repeated look-ups give equal but distinct
    objects.
    """

    def __init__(self, packed: dict[str, Any], make: Callable[[Any], Made]) -> None:
        self._packed, self._make = packed, make

    def __getitem__(self, id_: str) -> Made:
        return self._make(self._packed[id_])

    def __contains__(self, id_: object) -> bool:
        return id_ in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __repr__(self) -> str:
        return f"<{len(self):,} records by id>"


def kept_records(index: sqlite3.Connection) -> KeptRecords | None:
    """The records kept beside an index; None if they are missing or of other files."""
    if not isinstance(index, Index) or index.file is None:
        return None
    content = read_private(records_file(index.file)) or b""
    checksum, whole = int.from_bytes(content[:_CHECKSUM]), memoryview(content)[_CHECKSUM:]
    if not whole or checksum != crc32(whole):
        return None
    digests, records = marshal.loads(whole)  # noqa: S302 - ours alone, and undamaged
    return KeptRecords(*records) if digests == digests_of(index) else None


def keep_records(index: sqlite3.Connection, records: KeptRecords) -> None:
    """Keep the records of all files beside their index, unless they are too large."""
    if not isinstance(index, Index) or index.file is None:
        return
    content = marshal.dumps((digests_of(index), records.content()))
    if len(content) + _CHECKSUM <= LARGEST:
        with suppress(OSError):  # the disk is full; the files can be read again
            write_private(records_file(index.file), crc32(content).to_bytes(_CHECKSUM) + content)


def digests_of(index: sqlite3.Connection) -> dict[str, bytes | None]:
    """The digests of all files in an index, by path."""
    return dict(index.execute("SELECT path, digest FROM files").fetchall())


@cache
def _fields(kind: type[model.Record]) -> dict[str, FieldInfo]:
    """The fields of a kind of record by their names."""
    return dict(kind.model_fields)
