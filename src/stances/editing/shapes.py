"""Which keys a record has and in what order they are written: that of its model's fields."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from stances import model

TYPED = frozenset(
    "said published retrieved when from until score minimum maximum schema_version repeated "
    "former".split()
)
"""Keys with dates, numbers and truth values, which are written as such."""


class Shape(NamedTuple):
    """The keys of a mapping with their ranks, and what stands under those that hold mappings.

    `short` ones are written in brackets.
    """

    ranks: dict[str, int]
    inner: dict[str, Shape]
    short: bool = False


NO_SHAPE = Shape({}, {})
"""That of a mapping with keys of its own, which stay in the order in which they were found."""

_RECORDS: dict[str, type[model.Record]] = {
    "corpus": model.Meta,
    "codebook": model.Codebook,
    "source": model.Source,
    "official": model.Official,
}


def shape_of(kind: str) -> Shape:
    """The shape of a file: `corpus`, `codebook`, `source` or `official`."""
    return _shape(_RECORDS[kind])


@cache
def _shape(record: type[model.Record]) -> Shape:
    fields = {field.alias or name: field for name, field in record.model_fields.items()}
    ranks = {key: rank for rank, key in enumerate(fields)}
    held = {key: _record_in(field.annotation) for key, field in fields.items()}
    inner = {key: _shape(found) for key, found in held.items() if found}
    return Shape(ranks, inner, record is model.Bounds)


def _record_in(annotation: object) -> type[model.Record] | None:
    """The record that a field holds one or many of."""
    if isinstance(annotation, type) and issubclass(annotation, model.Record):
        return annotation
    parts = getattr(annotation, "__args__", ())
    return next((found for part in parts if (found := _record_in(part))), None)
