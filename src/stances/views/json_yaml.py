"""JSON, JSON lines and YAML output."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.result import Result, Row
    from stances.views.formats import ViewOptions


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


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_WORDS = frozenset("true false null yes no on off y n".split())
"""What some YAML reader takes for something else than text."""
# JSON leaves these as they are; YAML takes them for line breaks or refuses them.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def yaml(result: Result, options: ViewOptions) -> Iterator[str]:
    """A list of mappings, or the result's document."""
    if result.document is not None:
        yield from (line + "\n" for line in _yaml(result.document))
        return
    empty = True
    for row in asked(result, options):
        empty = False
        yield from (line + "\n" for line in _yaml([row]))
    if empty:
        yield "[]\n"


def _yaml(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """The lines of a block of YAML."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _entry(f"{_scalar(key)}:", item, "  ")
    elif isinstance(value, list) and value:
        for item in value:
            first, *rest = _yaml(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield _scalar(value)


def _entry(head: str, item: object, indent: str) -> Iterator[str]:
    if isinstance(item, dict | list) and item:
        yield head
        yield from (f"{indent}{line}" for line in _yaml(item))
    else:
        yield f"{head} {_scalar(item)}"


def _scalar(value: object) -> str:
    """A value on one line; text in JSON's quotes, which are YAML's, unless it is a plain word."""
    if isinstance(value, float):
        # To YAML, a number without a point is no number if it has an exponent.
        return re.sub(r"^(-?\d+)e", r"\1.0e", as_json(value))
    if not isinstance(value, str):
        return as_json(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", as_json(value))
