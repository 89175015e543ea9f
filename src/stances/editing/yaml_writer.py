"""The canonical layout: nodes of a file as lines.

Keys are in the order of their model. Lists of short texts are in brackets if they fit on a line;
all else is on lines of its own, indented by two. Comments stay with their nodes. Several blank
lines become one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from stances.model import fields
from stances.yaml_reader import Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.yaml_reader import Value


STEP = 2
"""Columns of indentation below a key."""


def part_of(value: Value) -> Node:
    """Data as a node to be written, without a place."""
    if isinstance(value, str):
        return Node("scalar", value=value)
    if isinstance(value, list):
        return Node("list", items=[part_of(item) for item in value])
    return Node("mapping", items=[entry_of(key, item) for key, item in value.items()])


def entry_of(key: str, value: Value) -> Node:
    """A value with its key, as a node to be written."""
    part = part_of(value)
    part.key = Node("scalar", value=key)
    return part


def file_text(root: Node, shape: Shape) -> str:
    """A whole file, with LF line ends."""
    first, lines = _block(root, shape, "", 0)
    if not root.items:  # nothing at all would be no mapping
        lines.insert(0, f"{{}}{_aside(root)}")
    lines = [*_comments(_without_blank(root.before), 0), *_comments(first, 0), *lines]
    return "\n".join(lines) + "\n"


def entry_lines(entry: Node, shape: Shape, indent: int) -> list[str]:
    """A key and its value on lines. `shape` is that of the mapping that it belongs to."""
    key = entry.key.value if entry.key else ""
    head, inner = f"{' ' * indent}{inline(key)}:", shape.inner.get(key, NO_SHAPE)
    if (lines := _on_head_line(head, entry, inner, key, indent)) is not None:
        return lines
    first, lines = _block(entry, inner, key, indent + STEP)
    return [head + _aside(entry), *_comments(first, indent + STEP), *lines]


def item_lines(item: Node, shape: Shape, key: str, indent: int) -> list[str]:
    """An item of the list under a key, on lines. `shape` is that of the mappings in the list."""
    return _item(item, shape, key, indent)[1]


def commented_lines(item: Node, shape: Shape, key: str, indent: int) -> list[str]:
    """The same, after the comments above the item."""
    above, lines = _item(item, shape, key, indent)
    return [*_comments(_without_blank([*item.before, *above]), indent), *lines]


def flow_text(value: Value, key: str) -> str:
    """A value within brackets, under a key."""
    if isinstance(value, str):
        return inline(value, typed=key in TYPED, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(flow_text(item, key) for item in value)}]"
    return f"{{{', '.join(flow_entry(inner, item) for inner, item in value.items())}}}"


def flow_entry(key: str, value: Value) -> str:
    """A key and its value within brackets."""
    return f"{inline(key, flow=True)}: {flow_text(value, key)}"


def _comments(comments: Sequence[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{comment}" if comment else "" for comment in comments]


def _block(part: Node, shape: Shape, key: str, indent: int) -> tuple[Sequence[str], list[str]]:
    """The comments above a collection's first line, and its lines."""
    first: Sequence[str] = ()
    lines: list[str] = []
    items = part.items if part.kind == "list" else _ordered(part.items, shape)
    for number, item in enumerate(items):
        above = item.before
        if part.kind == "list":
            more, written = _item(item, shape, key, indent)
            above = [*above, *more]
        else:
            written = entry_lines(item, shape, indent)
        if number:
            lines += _comments(above, indent)
        else:
            first = _without_blank(above)
        lines += written
    lines += _comments(part.after, indent)
    return first, lines


def _without_blank(comments: Sequence[str]) -> Sequence[str]:
    """The comments above the first of several nodes, without blank lines at their start."""
    start = next((number for number, comment in enumerate(comments) if comment), len(comments))
    return comments[start:]


def _ordered(items: Sequence[Node], shape: Shape) -> Sequence[Node]:
    """The entries in the order of the model. An unknown key stays after the preceding key."""
    rank = -1
    ranked: list[tuple[int, Node]] = []
    for item in items:
        rank = shape.ranks.get(item.key.value, rank) if item.key else rank
        ranked.append((rank, item))
    return [item for _, item in sorted(ranked, key=lambda pair: pair[0])]


def _item(item: Node, shape: Shape, key: str, indent: int) -> tuple[Sequence[str], list[str]]:
    """The comments above an item of a list, and its lines."""
    head = f"{' ' * indent}-"
    if (lines := _on_head_line(head, item, shape, key, indent)) is not None:
        return [], lines
    above, lines = _block(item, shape, key, indent + STEP)
    above = [item.beside, *above] if item.beside else above
    return above, [f"{head} {lines[0][indent + STEP :]}", *lines[1:]]


def _on_head_line(head: str, part: Node, shape: Shape, key: str, indent: int) -> list[str] | None:
    """The lines of a value that begins on the line of its key or dash; None if it cannot."""
    if part.kind == "scalar":
        return _scalar(head, part, key, indent)
    short = _short(part, shape)
    if short is None or (part.items and len(head) + 1 + len(short) > WIDTH):
        return None
    return [f"{head} {short}{_aside(part)}"]


def _aside(part: Node) -> str:
    return f"  {part.beside}" if part.beside else ""


def _short(part: Node, shape: Shape) -> str | None:
    """A collection within brackets; None if it is written on lines, e.g. for its comments."""
    if not part.items:
        return "[]" if part.kind == "list" else "{}"
    if part.after or (part.kind == "mapping" and not shape.short):
        return None
    for item in part.items:
        if item.kind != "scalar" or item.beside or any(item.before) or "\n" in item.value:
            return None
    if part.kind == "list":
        return f"[{', '.join([inline(item.value, flow=True) for item in part.items])}]"
    entries = ((item.key.value if item.key else "", item) for item in _ordered(part.items, shape))
    return f"{{{', '.join([flow_entry(inner, item.value) for inner, item in entries])}}}"


def _scalar(head: str, part: Node, key: str, indent: int) -> list[str]:
    """A text after its key or dash: on the line if it fits, else folded below it.

    With a comment on its line it stays there: quoted if the comment could else seem a part of the
    text (ST016), plain if it already may be one.
    """
    text, aside = part.value, _aside(part)
    written = inline(text, typed=key in TYPED)
    if aside and key in fields.FREE_TEXT and (part.cut or written == text):
        written = text if part.cut else quoted(text)
    fits = "\n" not in text and len(head) + 1 + len(written) <= WIDTH
    stays = fits or (aside and part.style not in ("|", ">"))
    if not stays and (block := paragraph(text, indent + STEP)):
        return [f"{head} {block[0]}{aside}", *block[1:]]
    return [f"{head} {written}{aside}"]


WIDTH = 100
"""Columns of a line; longer texts are folded."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_CUT = re.compile(r":(?:\s|\Z)|\s#|[\t\r\n]")
_FLOW = re.compile(r"[,\[\]{}?]")
# What YAML 1.1 or 1.2 does not read as text: numbers in all bases, dates, truth values.
_NO_TEXT = re.compile(
    r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|\.(?:inf|Inf|INF)"
    r"|(?:[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?)"
    r"|\.(?:nan|NaN|NAN)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|\s+)[0-9].*)?"
    r"|y|Y|n|N|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF"
    r"|null|Null|NULL|~|=|<<"
)
_NO_TEXT_START = frozenset("0123456789+-.yYnNtTfFoO~=<")
_MAY_FOLD = re.compile(r"(?<=\S) (?=\S)")
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"},
)


def inline(text: str, *, typed: bool = False, flow: bool = False) -> str:
    """A text on one line: plain if every reader reads it as text, else quoted.

    `typed`: its field is a date, a number or a truth value, and other readers may read it as one.
    `flow`: it is within brackets.
    """
    return text if _is_plain(text, typed=typed, flow=flow) else quoted(text)


def quoted(text: str) -> str:
    """A text in quotation marks: double ones, unless single ones save escapes."""
    if any(mark in text for mark in "\r\n\t"):
        return f'"{text.translate(_ESCAPES)}"'
    if text.count('"') + text.count("\\") > text.count("'"):
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    return f'"{text.translate(_ESCAPES)}"'


def paragraph(text: str, indent: int) -> list[str] | None:
    """A text as a block below its key: the header, then indented lines.

    Folded at `WIDTH`, or line by line if it has several lines that all fit. None if a reader would
    not read it back, or if it cannot be broken.
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    # Editors cut blanks at the end of a line.
    if any(mark in body for mark in "\r\t") or any(line[-1:].isspace() for line in lines):
        return None
    if not lines[0] or not lines[-1] or lines[0].startswith(" "):
        return None
    fits = max(map(len, lines)) + indent <= WIDTH
    if len(lines) > 1 and (fits or any(line.startswith(" ") for line in lines)):
        written = lines
    else:
        written = _folded(lines, WIDTH - indent)
    if len(written) == 1:
        if body == text:
            return None
        written = lines
    header = ("|" if written is lines else ">") + ("" if text.endswith("\n") else "-")
    return [header, *(f"{' ' * indent}{line}" if line else "" for line in written)]


def _is_plain(text: str, *, typed: bool, flow: bool) -> bool:
    if not text:
        return False
    is_negative = typed and text[0] == "-" and text[1:].isdigit()
    if text[0] in _INDICATORS and not is_negative:
        return False
    if text[0].isspace() or text[-1].isspace():
        return False
    # Most texts have none of these, which is quicker to find out.
    if (":" in text or "#" in text or not text.isprintable()) and _CUT.search(text):
        return False
    if not typed and text[0] in _NO_TEXT_START and _NO_TEXT.fullmatch(text):
        return False
    return not (flow and _FLOW.search(text))


def _folded(lines: list[str], width: int) -> list[str]:
    """Lines folded to a width where they have spaces, with an empty one for each line end."""
    folded: list[str] = []
    for number, line in enumerate(lines):
        folded += [""] if number else []
        folded += _wrapped(line, width) if line else []
    return folded


def _wrapped(text: str, width: int) -> list[str]:
    """One line folded at single spaces, because a reader makes one space of each fold."""
    words = _MAY_FOLD.split(text)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


TYPED = fields.of_kind("date", "truth", "number")
"""Keys of dates, numbers and truth values, which are written plain."""


class Shape(NamedTuple):
    """The keys of a mapping with their ranks, and the shapes of those that hold mappings.

    A `short` mapping is written in brackets.
    """

    ranks: dict[str, int]
    inner: dict[str, Shape]
    short: bool = False


NO_SHAPE = Shape({}, {})
"""The shape of a mapping with free keys, which keep their order."""


def shape_of(kind: str) -> Shape:
    """The shape of a file: `corpus`, `codebook`, `source` or `official`."""
    return _shape(fields.FILES[kind])


@cache
def _shape(record: str) -> Shape:
    record_fields = fields.RECORDS[record]
    ranks = {key: rank for rank, key in enumerate(record_fields)}
    inner = {key: _shape(field.record) for key, field in record_fields.items() if field.record}
    return Shape(ranks, inner, record == "Bounds")
