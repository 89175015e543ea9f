"""JSON and JSON lines: all keys, nested as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.result import Result, Row
    from stances.views.options import ViewOptions

as_json = json.JSONEncoder(ensure_ascii=False).encode
"""A value as JSON on one line, with its letters as they are."""


def json_(result: Result, options: ViewOptions) -> Iterator[str]:
    """An array with a row a line, or the result's document; `[]` where there is nothing."""
    if result.document is not None:
        yield json.dumps(result.document, ensure_ascii=False, indent=2) + "\n"
        return
    opening = "[\n"
    for row in asked(result, options):
        yield opening + as_json(row)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def jsonl(result: Result, options: ViewOptions) -> Iterator[str]:
    """A row a line."""
    for row in asked(result, options):
        yield as_json(row) + "\n"


def asked(result: Result, options: ViewOptions) -> Iterator[Row]:
    """The rows with the keys that were asked for, or with all."""
    keys = options.columns or result.keys
    return ({key: row[key] for key in keys} for row in result.rows)
