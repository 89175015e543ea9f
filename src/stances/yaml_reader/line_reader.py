"""Reads files in the layout of `stances fmt`, line by line and without a YAML parser.

The result for a text is the same as from `read_events`, or None for the whole text: if it may have
a fault, or is laid out differently. So this module decides nothing about faults. It accepts one key
or one item on a line, with a value on the same line or on the lines below:

- plain text, or text in quotation marks without a backslash, on the same line;
- blocks of text below `>-`, `>`, `|-` and `|`;
- lists of such texts in brackets, on the same line, and `{}`;
- mappings and lists that are indented deeper than their key;
- comments and blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from stances.problems import Place, Where
from stances.yaml_reader.characters import FORBIDDEN
from stances.yaml_reader.document import NULLS, SEEN, Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.yaml_reader.document import Value

    Container = list[Value] | dict[str, Value]
    Commented = dict[Where, Place]

Spots = dict[str | int | None, Any]
"""For a mapping or list: the line of each value, by its key or index. A nested mapping or list on
lines of its own has its own `Spots` instead. All numbers count from 0. The key None has three
numbers: the line of the mapping's or list's own key or dash, its first line, and the column of its
keys or dashes. So paths and places are only made when needed."""

_Open = tuple[Any, Spots, int, bool, str | int]
"""An unfinished mapping or list, with its spots, its column, whether it is a list, and the key or
index of the nested one."""

DEEPEST: Final = 16
"""The deepest nesting of mappings and lists; records need seven levels."""

_ASCII: Final = bytes(range(0x20, 0x7F)) + b"\n"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}")
_MARKS: Final = frozenset(("", *" -?:,[]{}#&*!|>'\"%@`"))
"""Plain text does not begin with these, except for some texts that begin with a dash."""
_STARTS: Final = frozenset(map(chr, range(0x21, 0x7F))) - _MARKS - frozenset("~nN")
"""Plain text can begin with these, and nulls do not."""
_HEADERS: Final = frozenset((">-", "|-", ">", "|"))
_CLOSING: Final = {'"': '"', "'": "'", "[": "]", "{": "}"}
_ASIDE = re.compile(" +#")
_FOLD = re.compile("\n(\n*)")
_PLAIN = r"[^:,#?\[\]{}]*+"
_REST = rf"{_PLAIN}(?:(?::(?=[^ ,?\[\]{{}}])|(?<! )#){_PLAIN})*+(?<! )"
_PLAIN_ITEMS = re.compile(rf"[\w(“«.]{_REST}(?:, [\w(“«.]{_REST})*")
_ITEM = re.compile(
    rf"(?:\"([^\"\\]+)\"|'((?:[^']|'')++)'|([^ \-?:,\[\]{{}}#&*!|>'\"%@`]{_REST}))(?:, |\]\Z)"
)


class _UnusualError(Exception):
    """The text is laid out differently, or may have a fault."""


def read_lines(raw: bytes, text: str) -> Document | None:
    """Return what `read_events` does for a text without faults; None if that must decide.

    `raw` are the bytes that the text was decoded from.
    """
    if not (text.endswith("\n") and _is_clean(raw)):
        return None
    lines = text.split("\n")
    commented: Commented = {}
    try:
        data, spots = _read(lines, commented if b"#" in raw else None)
    except _UnusualError:
        return None
    if not isinstance(data, dict):
        return None
    values, keys = _ValuePlaces(spots, lines), _KeyPlaces(spots, lines)
    return Document(data, [], values, keys, commented)


def _is_clean(raw: bytes) -> bool:
    r"""Whether all characters are allowed, and only `\n` ends lines."""
    others = raw.translate(None, _ASCII).decode()
    return others.isprintable() or not (
        "\t" in others or "\r" in others or FORBIDDEN.search(others)
    )


# Most lines are read without a call, because calls would double the time.
def _read(lines: list[str], commented: Commented | None) -> tuple[Value, Spots]:  # noqa: C901, PLR0912, PLR0915
    """The data and its places; adds comments after values to `commented`, unless it is None."""
    into: Any = {}
    spots: Spots = {}
    key: Any = ""
    column, is_list, names, outer = -1, False, set[str](), list[_Open]()
    opened: int | None = 0  # the line of a key whose value is on the lines below it
    for at, line in (numbered := enumerate(lines)):
        value: Any = line.lstrip(" ")
        if not line or (commented is not None and value[:1] == "#"):
            continue
        indent = len(line) - len(value)
        if opened is not None:
            if indent <= column or len(outer) == DEEPEST:
                raise _UnusualError
            outer.append((into, spots, column, is_list, key))
            is_list = value[:1] == "-"
            into, spots = _put([] if is_list else {}, into, spots, key, (opened, at, indent))
            column, opened = indent, None
        elif indent != column:
            into, spots, column, is_list = _outside(outer, indent)
        if is_list:
            if value[:2] != "- ":
                raise _UnusualError
            value, key = value[2:], len(into)
            if value[:1] not in _MARKS and (": " in value or value[-1] == ":"):
                outer.append((into, spots, column, True, key))
                column, is_list = column + 2, False
                into, spots = _put({}, into, spots, key, (at, at, column))
        if not is_list:
            if line[-1] == ":":
                key, opened = value[:-1], at
            else:
                key, _, value = value.partition(": ")
            if key in into or not (key in names or _is_name(key, names)):
                raise _UnusualError
            if opened is not None:
                continue
        if commented is not None and "#" in value:
            if value[0] == "#":
                opened = at
                continue
            value, aside = _without_comment(value)
            if aside:
                path = (*(step for *_, step in outer[1:]), key)
                commented[path] = Place(at + 1, _begin(spots, key) + aside)
        if value[:1] not in _STARTS or ": " in value or value[-1] == " ":
            if value[:1] in (">", "|"):
                value, length = _block(lines, at + 1, value, column)
                next(islice(numbered, length, length), None)
            else:
                value = _rare(value)
        if is_list:
            into.append(value)
        else:
            into[key] = value
        spots[key] = at
    if opened is not None:
        raise _UnusualError
    return outer[0][0][""], outer[0][1][""]


def _put(
    inner: Container,
    into: Any,  # noqa: ANN401 - the type of its keys is not known
    spots: Spots,
    key: str | int,
    place: tuple[int, int, int],
) -> tuple[Any, Spots]:
    """Put a mapping or list into another; return it with empty spots of its own."""
    if isinstance(into, list):
        into.append(inner)
    else:
        into[key] = inner
    below: Spots = {None: place}
    spots[key] = below
    return inner, below


def _outside(outer: list[_Open], indent: int) -> tuple[Any, Spots, int, bool]:
    """The innermost enclosing mapping or list at a column."""
    while outer:
        into, spots, column, is_list, _ = outer.pop()
        if column == indent:
            return into, spots, column, is_list
    raise _UnusualError


def _is_name(key: str, names: set[str]) -> bool:
    """Whether a text can be a key; if so, it is added to `names`."""
    is_name = _NAME.fullmatch(key) is not None
    if is_name:
        names.add(key)
    return is_name


def _without_comment(value: str) -> tuple[str, int]:
    """A value without the comment after it, and the column of the `#` if the value is plain text.

    Columns count from 1; 0 means that there is no such column.
    """
    closing = _CLOSING.get(value[:1])
    end = value.rfind(closing) + 1 if closing else value.find(" #")
    if end <= 0 or end == len(value):
        return value, 0
    aside = _ASIDE.match(value, end if closing else len(value[:end].rstrip(" ")))
    if not aside:
        raise _UnusualError
    value, is_plain = value[: aside.start()], not closing and value[0] not in "|>"
    if is_plain and value[-1:] == ":":
        raise _UnusualError
    return value, aside.end() if is_plain else 0


def _block(lines: Sequence[str], start: int, header: str, column: int) -> tuple[str, int]:
    """The text of a block below its header, from the line `start` on, and its number of lines.

    The block must be indented deeper than `column`.
    """
    first, end, last = lines[start], start + 1, len(lines) - 1
    width = len(first) - len(first.lstrip(" "))
    if header not in _HEADERS or not column < width < len(first):
        raise _UnusualError
    pad = first[:width]
    while lines[end].startswith(pad):
        end += 1
    if not lines[end]:
        while end < last and (lines[end].startswith(pad) or not lines[end]):
            end += 1
    written = "\n".join(lines[start:end])[width:]
    text = written.replace(f"\n{pad}", " ")
    if header[0] == "|" or "\n" in text or "  " in text or text[-1] == " ":
        text = written.replace(f"\n{pad}", "\n").rstrip("\n")
        if header[0] == ">":
            if "\n " in text:
                raise _UnusualError
            text = _FOLD.sub(lambda breaks: breaks[1] or " ", text)
        elif any(line.isspace() for line in text.split("\n")):
            raise _UnusualError
    if not ("!" <= text[0] <= "~" or SEEN.search(text)):
        raise _UnusualError
    return (text if header[1:] else f"{text}\n"), end - start


def _rare(value: str) -> Value:
    """A value whose first character does not show that it is plain text."""
    mark, inner = value[:1], value[1:-1]
    if mark == "[":
        items = inner.split(", ")
        if not (_PLAIN_ITEMS.fullmatch(inner) and value[-1] == "]" and NULLS.isdisjoint(items)):
            items = [item for _, item in _items_at(value)]
        return [*items]
    if value == "{}":
        return {}
    if not SEEN.search(inner if mark in ("'", '"') else value):
        raise _UnusualError
    if mark == "'" == value[-1] and "'" not in inner.replace("''", ""):
        return inner.replace("''", "'")
    if mark == '"' == value[-1] and not ('"' in inner or "\\" in inner):
        return inner
    is_plain = mark not in _MARKS or (mark == "-" and value[1:2].isalnum())
    if not is_plain or ": " in value or value[-1] in ": " or value in NULLS:
        raise _UnusualError
    return value


def _items_at(value: str) -> list[tuple[int, str]]:
    """The items of a list in brackets, each with its offset."""
    items: list[tuple[int, str]] = []
    at = 1
    while item := _ITEM.match(value, at):
        double, single, plain = item.groups()
        text = double or plain or single.replace("''", "'")
        if plain in NULLS or not SEEN.search(text):
            raise _UnusualError
        items.append((at, text))
        at = item.end()
    if value != "[]" and (at < len(value) or value[-1] != "]"):
        raise _UnusualError
    return items


class _Places(Mapping[Where, Place]):
    """Places in a text, each computed on access."""

    def __init__(self, spots: Spots, lines: Sequence[str]) -> None:
        self.spots, self.lines = spots, lines
        self.lists: dict[int, list[tuple[int, str]]] = {}

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def paths(self, spots: Spots, at: Where) -> Iterator[Where]:
        """The paths of all values in a mapping or list, each before those of nested values."""
        for step, spot in spots.items():
            if step is not None:
                yield (*at, step)
                if isinstance(spot, dict):
                    yield from self.paths(spot, (*at, step))
                else:
                    items = self.bracketed(spot, _begin(spots, step))
                    yield from ((*at, step, number) for number in range(len(items)))

    def found(self, at: Where) -> tuple[Any, Any]:
        """The mapping or list that holds a path's last step, and the spot at the path.

        Raises `KeyError` if there is none, and `TypeError` for a path into a line.
        """
        holder: Any = self.spots
        spot: Any = holder
        for step in at:
            holder, spot = spot, spot[step]
        return holder, spot

    def bracketed(self, line: int, column: int) -> list[tuple[int, str]]:
        """The items of a bracketed list that begins at a place; empty if there is no such list."""
        if line not in self.lists:
            value = self.lines[line][column:]
            is_list = value[0] == "["
            self.lists[line] = _items_at(_without_comment(value)[0]) if is_list else []
        return self.lists[line]


class _ValuePlaces(_Places):
    """The places of all values."""

    def __iter__(self) -> Iterator[Where]:
        yield ()
        yield from self.paths(self.spots, ())

    def __getitem__(self, at: Where) -> Place:
        try:
            holder, spot = self.found(at)
        except TypeError:  # a line has no steps, but may have a list in brackets
            return self._item(at)
        if type(spot) is int:
            return Place(spot + 1, _begin(holder, at[-1]) + 1)
        _, line, column = spot[None]
        return Place(line + 1, column + 1)

    def beside(self, at: Where, keys: Sequence[str]) -> list[tuple[int, int]] | None:
        """The places of values on the same line as their keys; None if any is not."""
        try:
            _, spots = self.found(at)
            column = spots[None][2] + 3
            return [(spots[key] + 1, column + len(key)) for key in keys]
        except (KeyError, TypeError):
            return None

    def _item(self, at: Where) -> Place:
        """The place of an item in brackets; its list is on one line."""
        *path, key, index = at
        spots: Any = self.spots
        for step in path:
            spots = spots[step] if isinstance(spots, dict) else None
        if not (isinstance(spots, dict) and isinstance(index, int)):
            raise KeyError(at)
        begin = _begin(spots, key)
        items = self.bracketed(spots[key], begin)
        if not 0 <= index < len(items):
            raise KeyError(at)
        return Place(spots[key] + 1, begin + items[index][0] + 1)


class _KeyPlaces(_Places):
    """The places of the keys of all mappings."""

    def __iter__(self) -> Iterator[Where]:
        return (at for at in self.paths(self.spots, ()) if isinstance(at[-1], str))

    def __getitem__(self, at: Where) -> Place:
        try:
            holder, spot = self.found(at)
        except TypeError:
            raise KeyError(at) from None
        if not (at and isinstance(at[-1], str)):
            raise KeyError(at)
        line = spot if type(spot) is int else spot[None][0]
        return Place(line + 1, holder[None][2] + 1)


def _begin(spots: Spots, step: str | int | None) -> int:
    """The column of a value on the same line as its key or dash."""
    column: int = spots[None][2]
    return column + 2 + (len(step) if isinstance(step, str) else 0)
