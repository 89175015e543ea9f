"""JSON, JSON lines and YAML output."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from json.encoder import encode_basestring as _quote
from typing import TYPE_CHECKING, Any

from stances.queries.result import Parts, StoredRows, column, from_json
from stances.text import Escapes, backslash_u

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stances.queries.result import Result, Row
    from stances.views.formats import ViewOptions


def _in_json(code: int) -> str:
    """The JSON escape; for a lone surrogate, which some readers reject, the escape as text."""
    if code >= 0x10000:  # noqa: PLR2004 - two bytes
        return json.dumps(chr(code))[1:-1]
    return ("\\" if 0xD800 <= code < 0xE000 else "") + backslash_u(code)  # noqa: PLR2004


def _in_yaml(code: int) -> str:
    return _in_json(code) if code < 0x10000 else backslash_u(code)  # noqa: PLR2004 - two bytes


# JSON allows the other characters unescaped; YAML reads some as line breaks or rejects them.
_json_escapes, _yaml_escapes = Escapes(_in_json), Escapes(_in_yaml)
_encode = json.JSONEncoder(ensure_ascii=False).encode


def as_json(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """The value as JSON on one line; control characters are escaped, letters are not."""
    return escaped(_encode(value))


def escaped(line: str) -> str:
    r"""A line of JSON with unfit characters escaped; of ASCII, only `\x7f` is not yet escaped."""
    return line if _is_fit(line) else _json_escapes(line)


def _is_fit(text: str) -> bool:
    return text.isascii() and "\x7f" not in text


def document(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A value as a JSON document of many lines, always valid UTF-8."""
    return "".join(_pieces(value))


def _pieces(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """The document piece by piece, so that its long lists need not be in memory."""
    if isinstance(value, dict | list | Parts):
        yield from _spread(value, "\n")
        yield "\n"
    else:
        yield as_json(value) + "\n"


class _Json(str):
    """A value that is already JSON, with its lines indented."""

    __slots__ = ()


_LONG = 100
"""A longer list is written item by item, and so is a value with one; others are written at once."""
_SCALARS: dict[type, Callable[[Any], str]] = {
    _Json: str,
    str: _quote,
    bool: lambda truth: "true" if truth else "false",
    int: int.__repr__,
    float: float.__repr__,
    type(None): lambda _: "null",
}


def _spread(value: Any, line: str) -> Iterator[str]:  # noqa: ANN401 - as above
    """Write a value item by item; `line` is a line feed and the indentation of the value."""
    begin, end = "{}" if isinstance(value, dict) else "[]"
    inner, opening = line + "  ", begin
    rows = value.items() if isinstance(value, Parts) else value
    for key in _stored(rows, inner) if isinstance(rows, StoredRows) else rows:
        item, head = key, opening + inner
        if begin == "{":
            item, head = value[key], f"{head}{as_json(key)}: "
        if _is_long(item):
            yield head
            yield from _spread(item, inner)
        else:
            yield head + _fit(_block(item, inner))
        opening = ","
    yield begin + end if opening == begin else line + end


def _is_long(value: Any) -> bool:  # noqa: ANN401 - as above
    """Whether a value may be too long to be held as one text."""
    if isinstance(value, dict):
        lists = (item for item in value.values() if isinstance(item, list | Parts))
        return any(map(_is_long, lists))
    return isinstance(value, Parts) or (isinstance(value, list) and len(value) > _LONG)


def _fit(block: str) -> str:
    """Lines of JSON, escaped as by `escaped`."""
    if _is_fit(block):
        return block
    one_line = block.replace("\n", " ")
    if _json_escapes(one_line) == one_line:
        return block
    return "\n".join(map(_json_escapes, block.split("\n")))


def _stored(rows: StoredRows, line: str) -> Iterator[_Json]:
    """Return each row of the index as a block."""
    outline, inner = _outline(tuple(rows.keys), line), line + "  "
    listed = lambda text: _block(from_json(text), inner)  # noqa: E731
    for cells in stored_cells(rows, rows.keys, _quote, listed):
        yield _Json(outline % tuple(cells))


def _block(value: Any, line: str) -> str:  # noqa: ANN401 - as above
    """The value as one text, indented as by `json.dumps` but several times faster."""
    if scalar := _SCALARS.get(type(value)):
        return scalar(value)
    inner = line + "  "
    if isinstance(value, dict):
        items = []
        for item in value.values():
            scalar = _SCALARS.get(type(item))
            items.append(scalar(item) if scalar else _block(item, inner))
        return _outline(tuple(value), line) % tuple(items)
    if isinstance(value, list | tuple | Parts):
        texts = [_block(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(texts)}{line}]" if texts else "[]"
    return _encode(value)


@lru_cache(256)
def _outline(keys: tuple[str, ...], line: str) -> str:
    """A mapping with `%s` for each value; cached because many mappings have the same keys."""
    inner = line + "  "
    texts = (f"{_quote(key)}: ".replace("%", "%%") + "%s" for key in keys)
    return f"{{{inner}{f',{inner}'.join(texts)}{line}}}" if keys else "{}"


def json_(result: Result, options: ViewOptions) -> Iterator[str]:
    """A JSON array with each row on a line, or the result's document; `[]` if there are no rows."""
    nested = getattr(result, "outline", None) or result.document
    if nested is not None:
        yield from _pieces(nested)
        return
    opening = "[\n"
    for line in _lines(result, options):
        yield opening + line
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def jsonl(result: Result, options: ViewOptions) -> Iterator[str]:
    """JSON lines: each row is on a line."""
    return (line + "\n" for line in _lines(result, options))


def _lines(result: Result, options: ViewOptions) -> Iterator[str]:
    """Each row as JSON on one line."""
    if not isinstance(result.rows, StoredRows):
        return map(as_json, asked(result, options))
    keys = [*dict.fromkeys(options.columns or result.keys)]
    line = "{" + ", ".join(f"{_quote(key)}: %s" for key in keys) + "}"
    return (escaped(line % tuple(cells)) for cells in stored_cells(result.rows, keys, _quote))


def stored_cells(
    rows: StoredRows,
    keys: Sequence[str],
    text: Callable[[str], str],
    json_text: Callable[[str], str] | None = None,
    nothing: str = "null",
) -> Iterator[list[str]]:
    """The cells of each row in the index, as the output writes them.

    `text` writes a text, `json_text` a list. Without `json_text`, a list stays as in the index:
    JSON in our format, but not `escaped`. `nothing` replaces None.
    """
    kinds = {key: column(key).kind for key in keys}
    special = {"list": json_text, "truth": lambda cell: "true" if cell else "false"}
    numbers = dict.fromkeys(("count", "score", "measure"), repr)
    write = [(special | numbers).get(kinds[key], text) for key in keys]
    places = [rows.keys.index(key) for key in keys]
    is_whole = places == [*range(len(rows.keys))]
    for stored in rows.cells:
        cells = stored if is_whole else map([*stored].__getitem__, places)
        pairs = zip(write, cells, strict=True)
        yield [nothing if c is None else write_(c) if write_ else c for write_, c in pairs]


def asked(result: Result, options: ViewOptions) -> Iterator[Row]:
    """The rows with the keys asked for; by default, with all keys."""
    keys = options.columns or result.keys
    return ({key: row[key] for key in keys} for row in result.rows)


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_WORDS = frozenset("true false null yes no on off y n".split())
"""Words that some YAML readers do not read as text."""


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
    return _yaml_escapes(_encode(value))
