"""Keeps the records of a corpus beside its index, so that its files need not be read for them.

They are written by the first who asks for records, for all who come after. They are of the same
files as the index if all digests are the same, and of the same program by their name.
"""

from __future__ import annotations

import marshal
from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from stances.dates import ImpreciseDate
from stances.index.cache import LARGEST, read_private, records_file, write_private
from stances.index.connection import Index
from stances.model import records as model

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_CHECKSUM = 4
"""The bytes of the checksum before all else."""
_Packed = tuple[str, list[Any], list[int], list[int], set[str]]
"""A record: its kind, the values of all fields in order, which of these are dates, which are
records or lists of them, and the names of the fields that were given."""


class FileRecords(NamedTuple):
    """What a file holds: its record, None if it is left out, and its statements by reference.

    `path` is relative to the corpus, and `id` that of the record.
    """

    path: str
    id: str
    record: model.Record | None
    statements: Sequence[tuple[str, model.Statement]]


def kept_records(index: sqlite3.Connection) -> list[FileRecords] | None:
    """The records that are kept beside an index; None if there are none of these very files."""
    if not isinstance(index, Index) or index.file is None:
        return None
    content = read_private(records_file(index.file)) or b""
    checksum, whole = int.from_bytes(content[:_CHECKSUM]), memoryview(content)[_CHECKSUM:]
    if not whole or checksum != crc32(whole):
        return None
    digests, files = marshal.loads(whole)  # noqa: S302 - ours alone, and undamaged
    if digests != digests_of(index):
        return None
    return [
        FileRecords(
            path,
            id_,
            record and _unpacked(record),
            [(ref, _unpacked(statement)) for ref, statement in statements],
        )
        for path, id_, record, statements in files
    ]


def keep_records(index: sqlite3.Connection, files: Sequence[FileRecords]) -> None:
    """Keep the records of all files beside an index of them; nothing is kept of very many."""
    if not isinstance(index, Index) or index.file is None:
        return
    given: dict[frozenset[str], set[str]] = {}
    packed = [
        (
            file.path,
            file.id,
            file.record and _packed(file.record, given),
            [(ref, _packed(statement, given)) for ref, statement in file.statements],
        )
        for file in files
    ]
    content = marshal.dumps((digests_of(index), packed))
    if len(content) + _CHECKSUM <= LARGEST:
        with suppress(OSError):  # a full disk; the files can be read again
            write_private(records_file(index.file), crc32(content).to_bytes(_CHECKSUM) + content)


def digests_of(index: sqlite3.Connection) -> dict[str, bytes | None]:
    """The digests of all files that an index is of, by their paths."""
    return dict(index.execute("SELECT path, digest FROM files").fetchall())


def _packed(record: model.Record, given: dict[frozenset[str], set[str]]) -> _Packed:
    """A record as values that `marshal` takes; records with the same keys `given` share these."""
    dates, records = [], []
    values = [getattr(record, name) for name in _names(type(record))]
    for number, value in enumerate(values):
        if isinstance(value, ImpreciseDate):
            values[number] = (value.text, value.first, value.last, value.moment)
            dates.append(number)
        elif isinstance(value, model.Record):
            values[number] = _packed(value, given)
            records.append(number)
        elif isinstance(value, list) and value and isinstance(value[0], model.Record):
            values[number] = [_packed(each, given) for each in value]
            records.append(number)
    names = given.setdefault(frozenset(record.model_fields_set), record.model_fields_set)
    return type(record).__name__, values, dates, records, names


def _unpacked(packed: _Packed) -> Any:  # noqa: ANN401 - a record of any kind
    """The record, made as pickle makes it: it was valid, so it is not checked again."""
    name, values, dates, records, given = packed
    for number in dates:
        values[number] = _date(*values[number])
    for number in records:
        value = values[number]
        values[number] = [*map(_unpacked, value)] if isinstance(value, list) else _unpacked(value)
    kind: type[model.Record] = getattr(model, name)
    record = kind.__new__(kind)
    record.__setstate__(
        {
            "__dict__": dict(zip(_names(kind), values, strict=True)),
            "__pydantic_fields_set__": given,
            "__pydantic_extra__": None,
            "__pydantic_private__": None,
        }
    )
    return record


_date = lru_cache(maxsize=10_000)(ImpreciseDate)  # a corpus has few different dates


@cache
def _names(kind: type[model.Record]) -> tuple[str, ...]:
    """The names of the fields of a kind of record."""
    return tuple(kind.model_fields)
