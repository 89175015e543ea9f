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
"""A value as JSON on one line; letters are not escaped."""


def json_(result: Result, options: ViewOptions) -> Iterator[str]:
    """An array with a row a line, or the result's document; `[]` if there are no rows."""
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
    """The rows with the keys asked for, or with all keys."""
    keys = options.columns or result.keys
    return ({key: row[key] for key in keys} for row in result.rows)


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_WORDS = frozenset("true false null yes no on off y n".split())
"""Words that some YAML readers do not read as text."""
# JSON allows these unescaped; YAML reads them as line breaks or refuses them.
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
            if isinstance(item, dict | list) and item:
                yield f"{_scalar(key)}:"
                yield from (f"  {line}" for line in _yaml(item))
            else:
                yield f"{_scalar(key)}: {_scalar(item)}"
    elif isinstance(value, list) and value:
        for item in value:
            first, *rest = _yaml(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield _scalar(value)


def _scalar(value: object) -> str:
    """A value on one line; text is quoted as in JSON unless it is a plain word."""
    if isinstance(value, float):
        # YAML reads a number with an exponent only if it has a point.
        return re.sub(r"^(-?\d+)e", r"\1.0e", as_json(value))
    if not isinstance(value, str):
        return as_json(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", as_json(value))
