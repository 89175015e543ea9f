"""The canonical layout: writes the nodes of a file as lines.

Keys are in the order of their model. Lists of short texts are in brackets if they fit on a line;
everything else is on lines of its own, indented by two. Comments stay with their nodes. Several
blank lines become one.

Prettier (80 columns, prose preserved) changes nothing in this layout. This settles matters of
taste: one blank before a comment, the kind of quotation marks, the start of a folded text, and the
blank line before comments at the end of a file.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from stances.model import fields
from stances.yaml_reader.syntax_tree import Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.yaml_reader import Value


STEP = 2
"""Columns of indentation below a key."""


def part_of(value: Value) -> Node:
    """Return data as a node to be written, without a position."""
    if isinstance(value, str):
        return Node("scalar", value=value)
    if isinstance(value, list):
        return Node("list", items=[part_of(item) for item in value])
    return Node("mapping", items=[entry_of(key, item) for key, item in value.items()])


def entry_of(key: str, value: Value) -> Node:
    """Return a value with its key, as a node to be written."""
    part = part_of(value)
    part.key = Node("scalar", value=key)
    return part


def file_text(root: Node, shape: Shape) -> str:
    """Return a whole file as text, with LF line ends."""
    first, lines = _block(root, shape, "", 0)
    if not root.items:  # an empty file would be no mapping
        lines.insert(0, f"{{}}{_aside(root)}")
    elif root.after and root.after[0]:
        lines.insert(len(lines) - len(root.after), "")
    lines = [*_comments(_without_blank(root.before), 0), *_comments(first, 0), *lines]
    return "\n".join(lines) + "\n"


def entry_lines(entry: Node, shape: Shape, indent: int) -> list[str]:
    """Return a key and its value as lines. `shape` is the shape of the mapping that has the key."""
    key = entry.key.value if entry.key else ""
    head, inner = f"{' ' * indent}{inline(key)}:", shape.of(key)
    if (lines := _on_head_line(head, entry, key, indent)) is not None:
        return lines
    first, lines = _block(entry, inner, key, indent + STEP)
    return [head + _aside(entry), *_comments(first, indent + STEP), *lines]


def item_lines(item: Node, shape: Shape, key: str, indent: int) -> list[str]:
    """Return an item of the list under a key as lines. `shape` is of the mappings in the list."""
    return _item(item, shape, key, indent)[1]


def commented_lines(item: Node, shape: Shape, key: str, indent: int) -> list[str]:
    """Return an item of a list as lines, after the comments above it."""
    above, lines = _item(item, shape, key, indent)
    return [*_comments(_without_blank([*item.before, *above]), indent), *lines]


def flow_text(value: Value, key: str) -> str:
    """Return a value within brackets, under a key."""
    if isinstance(value, str):
        return inline(value, typed=key in TYPED, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(flow_text(item, key) for item in value)}]"
    return f"{{{', '.join(flow_entry(inner, item) for inner, item in value.items())}}}"


def flow_entry(key: str, value: Value) -> str:
    """Return a key and its value within brackets."""
    return f"{inline(key, flow=True)}: {flow_text(value, key)}"


def _comments(comments: Sequence[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{comment}" if comment else "" for comment in comments]


def _block(part: Node, shape: Shape, key: str, indent: int) -> tuple[Sequence[str], list[str]]:
    """Return the comments above a collection's first line, and its lines."""
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
    """Return comments without blank lines at their start."""
    start = next((number for number, comment in enumerate(comments) if comment), len(comments))
    return comments[start:]


def _ordered(items: Sequence[Node], shape: Shape) -> Sequence[Node]:
    """Return entries in the order of the model. An unknown key stays after the preceding key."""
    rank = -1
    ranked: list[tuple[int, Node]] = []
    for item in items:
        rank = shape.ranks.get(item.key.value, rank) if item.key else rank
        ranked.append((rank, item))
    return [item for _, item in sorted(ranked, key=lambda pair: pair[0])]


def _item(item: Node, shape: Shape, key: str, indent: int) -> tuple[Sequence[str], list[str]]:
    """Return the comments above an item of a list, and its lines."""
    head = f"{' ' * indent}-"
    if (lines := _on_head_line(head, item, key, indent)) is not None:
        return [], lines
    above, lines = _block(item, shape, key, indent + STEP)
    above = [item.beside, *above] if item.beside else above
    return above, [f"{head} {lines[0][indent + STEP :]}", *lines[1:]]


def _on_head_line(head: str, part: Node, key: str, indent: int) -> list[str] | None:
    """Return a value that begins on the line of its key or dash, as lines; None if it cannot."""
    if part.kind == "scalar":
        return _scalar(head, part, key, indent)
    short = _short(part)
    if short is None or (part.items and columns(head) + 1 + columns(short) > WIDTH):
        return None
    return [f"{head} {short}{_aside(part)}"]


def _aside(part: Node) -> str:
    return f" {part.beside}" if part.beside else ""


def _short(part: Node) -> str | None:
    """Return a collection within brackets; None if it needs lines, e.g. for its comments."""
    if not part.items:
        return "[]" if part.kind == "list" else "{}"
    if part.after or part.kind == "mapping":
        return None
    for item in part.items:
        if item.kind != "scalar" or item.beside or any(item.before) or "\n" in item.value:
            return None
    return f"[{', '.join([inline(item.value, flow=True) for item in part.items])}]"


def _scalar(head: str, part: Node, key: str, indent: int) -> list[str]:
    """Return a text after its key or dash: on the line if it fits, else folded below it.

    A comment stays on the line of the key. If the text is on that line too, it is quoted, because
    the comment could otherwise seem a part of it (ST016). A comment that may be a part of the text
    stays after its last plain word, so that `check` still warns of it.
    """
    text, aside = part.value, _aside(part)
    written, is_cut = inline(text, typed=key in TYPED), False
    if aside and key in fields.FREE_TEXT:
        is_cut = part.cut
        written = text if is_cut else quoted(text)
    if "\n" not in text and columns(head) + 1 + columns(written) <= WIDTH:
        return [f"{head} {written}{aside}"]
    pad = " " * (indent + STEP)
    if not is_cut and (block := paragraph(text, indent + STEP)):
        return [*_opened(head, block[0], pad, aside), *block[1:]]
    first, width = WIDTH - columns(head) - 1, WIDTH - len(pad)
    lines = _folded(written.split("\n"), width, first)
    below = [f"{pad}{line}" if line else "" for line in lines[1:]]
    below[-1:] = [f"{line}{aside}" for line in below[-1:]]
    return [*_opened(head, lines[0], pad, "" if below else aside, stays=not below), *below]


def _opened(head: str, first: str, pad: str, aside: str, *, stays: bool = False) -> list[str]:
    """Return the first line of a longer text: after its key, or below a key that is too long."""
    if stays or not head.endswith(":") or columns(head) + 1 + columns(first) <= WIDTH:
        return [f"{head} {first}{aside}"]
    return [head, f"{pad}{first}{aside}"]


WIDTH = 80
"""Columns of a line; longer texts are folded."""

_WIDE = re.compile(
    "[\u00a9\u00ae\u1100-\u115f\u203c\u2049\u2122\u2139\u2190-\u2bff\u2e80-\ua4cf\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\ufe10-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00016fe0-\U0003ffff]"
)
"""Characters that may take two columns: Chinese, Japanese, Korean; symbols."""


def columns(text: str) -> int:
    """Return the columns that a text takes, at most."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_CUT = re.compile(r":(?:\s|\Z)|\s#|[\t\r\n]")
_FLOW = re.compile(r"[,\[\]{}?]")
# Texts that YAML 1.1 or 1.2 reads as something else: numbers in all bases, dates, truth values.
_NO_TEXT = re.compile(
    r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|\.(?:inf|Inf|INF)"
    r"|(?:[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?)"
    r"|\.(?:nan|NaN|NAN)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|\s+)[0-9].*)?"
    r"|y|Y|n|N|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF"
    r"|null|Null|NULL|~|=|<<"
)
_NO_TEXT_START = frozenset("0123456789+-.yYnNtTfFoO~=<")
# A quotation mark must not be alone on a line.
_MAY_FOLD = re.compile(r"(?<=\S)(?<!\A[\"']) (?=\S)(?![\"']\Z)")
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"},
)


def inline(text: str, *, typed: bool = False, flow: bool = False) -> str:
    """Return a text on one line: plain if every reader reads it as text, else quoted.

    `typed`: its field is a date, a number or a truth value, so other readers may read it as one.
    `flow`: it is within brackets.
    """
    return text if _is_plain(text, typed=typed, flow=flow) else quoted(text)


def quoted(text: str) -> str:
    """Return a text in quotation marks: double ones, unless single ones save escapes."""
    if any(mark in text for mark in "\r\n\t") or not ('"' in text or "\\" in text):
        return f'"{text.translate(_ESCAPES)}"'
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def paragraph(text: str, indent: int) -> list[str] | None:
    """Return a long text as a block below its key: the header, then the lines.

    It is folded at `WIDTH`, or written line by line if it has several lines that all fit. Returns
    None if a reader would read another text, or if the text cannot be broken.
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    # Editors cut blanks at the end of a line.
    if any(mark in body for mark in "\r\t") or any(line[-1:].isspace() for line in lines):
        return None
    if not lines[0] or not lines[-1] or lines[0].startswith(" "):
        return None
    width, is_one = WIDTH - indent, text == lines[0]
    is_folded = any(is_one or columns(line) > width for line in lines if _MAY_FOLD.search(line))
    if (is_one and not is_folded) or (is_folded and any(line[:1] == " " for line in lines)):
        return None
    written = _folded(lines, width) if is_folded else lines
    header = (">" if is_folded else "|") + ("" if text.endswith("\n") else "-")
    return [header, *(f"{' ' * indent}{line}" if line else "" for line in written)]


def _is_plain(text: str, *, typed: bool, flow: bool) -> bool:
    if not text:
        return False
    is_negative = typed and text[0] == "-" and text[1:].isdigit()
    if text[0] in _INDICATORS and not is_negative:
        return False
    if text[0].isspace() or text[-1].isspace():
        return False
    # Skip the slow search for most texts, which have none of these.
    if (":" in text or "#" in text or not text.isprintable()) and _CUT.search(text):
        return False
    if not typed and text[0] in _NO_TEXT_START and _NO_TEXT.fullmatch(text):
        return False
    return not (flow and _FLOW.search(text))


def _folded(lines: Sequence[str], width: int, first: int | None = None) -> list[str]:
    """Fold lines to a width at their spaces, with an empty line for each line end.

    `first` is the width of the first line.
    """
    folded: list[str] = []
    for number, line in enumerate(lines):
        folded += [""] if number else []
        folded += _wrapped(line, width, first if first and not number else width) if line else []
    return folded


def _wrapped(text: str, width: int, first: int) -> list[str]:
    """Fold one line at single spaces, because a reader makes one space of each fold."""
    words = _MAY_FOLD.split(text)
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if columns(longer) <= (width if len(lines) > 1 else first):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


TYPED = fields.of_kind("date", "moment", "truth", "number")
"""Keys of dates, numbers and truth values, which are written plain."""


class Shape(NamedTuple):
    """The keys of a mapping with their ranks, and the shapes of the keys that hold mappings.

    If its keys are free, all values may have the shape `each`.
    """

    ranks: dict[str, int]
    inner: dict[str, Shape]
    each: Shape | None = None

    def of(self, key: str) -> Shape:
        """Return the shape of the mapping, or of the mappings in the list, under a key."""
        return self.inner.get(key) or self.each or NO_SHAPE


NO_SHAPE = Shape({}, {})
"""The shape of a mapping with free keys, which keep their order."""


def shape_of(kind: str) -> Shape:
    """Return the shape of a file: `corpus`, `codebook`, `source`, `official` or `coding`."""
    if kind in fields.BY_STATEMENT:
        return Shape({}, {}, _shape(fields.BY_STATEMENT[kind]))
    return _shape(fields.FILES[kind])


@cache
def _shape(record: str) -> Shape:
    record_fields = fields.RECORDS[record]
    ranks = {key: rank for rank, key in enumerate(record_fields)}
    inner = {key: _shape(field.record) for key, field in record_fields.items() if field.record}
    return Shape(ranks, inner)
