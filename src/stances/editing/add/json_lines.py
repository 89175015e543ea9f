"""Read and write records as JSON lines, the format of `stances add KIND -`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from stances.editing.add.records import AddedKind, Addition
from stances.editing.ids import names_a_file, official_id, source_id, taken_ids
from stances.editing.refusals import Refusal
from stances.editing.tables import jsonl_table
from stances.editing.values import InvalidValue
from stances.errors import AmbiguousName, UnknownName
from stances.queries import resolve

if TYPE_CHECKING:
    import sqlite3


ADDRESS = {"statement": "official", "evidence": "ref", "official": "id", "source": "id"}
"""The key of each kind that says where a record goes; it is no field of the record."""


def read_lines(
    index: sqlite3.Connection, kind: AddedKind, text: str
) -> tuple[list[Addition], list[Refusal]]:
    """Return the records of JSON lines, and a refusal for each line that cannot be read."""
    table = jsonl_table(text, lambda _: True)
    refusals = [*table.refusals]
    additions: list[Addition] = []
    taken = taken_ids(index, kind)
    for row in table.rows:
        data = dict(row.cells)
        address = data.pop(ADDRESS[kind], None)
        try:
            to = _target(index, kind, address, data, taken)
        except InvalidValue as error:
            refusals.append(Refusal(row.line, ADDRESS[kind], error.message, error.hint))
            continue
        taken.add(to)
        additions.append(Addition(kind, to, data, row.line))
    return additions, refusals


def as_line(addition: Addition) -> str:
    """Return the JSON line that adds this record."""
    return json.dumps({ADDRESS[addition.kind]: addition.to, **addition.data}, ensure_ascii=False)


def _target(
    index: sqlite3.Connection,
    kind: AddedKind,
    address: object,
    data: dict[str, Any],
    taken: set[str],
) -> str:
    """Return the official or statement to add to; for a new official or source, its id.

    If an official or source has no id, one is made from its data. Raises `InvalidValue`.
    """
    if kind in ("official", "source"):
        if address is None:
            address = (official_id if kind == "official" else source_id)(data, taken)
        if not isinstance(address, str) or not names_a_file(address):
            message = f"`{address}` cannot be an id" if address else "no id can be made"
            hint = "give it one of lower-case ASCII letters and digits, joined by single hyphens"
            raise InvalidValue(message, hint)
        return address
    if not isinstance(address, str):
        raise InvalidValue(f"the line has no `{ADDRESS[kind]}`, or it is no text")
    try:
        if kind == "statement":
            return resolve.official(index, address)
        return resolve.statement(index, address)
    except (UnknownName, AmbiguousName) as error:
        raise InvalidValue(str(error), error.hint) from error
