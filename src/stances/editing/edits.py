"""Changes of a YAML file: items and keys added, removed and replaced; all else stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.editing.document import end_of, is_within_brackets, refuse_bare, sealed, with_value
from stances.editing.file_text import Change, Edit
from stances.editing.yaml_writer import (
    STEP,
    TYPED,
    WIDTH,
    commented_lines,
    entry_lines,
    entry_of,
    flow_entry,
    flow_text,
    inline,
    item_lines,
    paragraph,
    part_of,
    quoted,
)
from stances.errors import CannotEdit
from stances.problems import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stances.editing.document import YamlFile
    from stances.editing.yaml_writer import Shape
    from stances.problems import Where
    from stances.yaml_reader import Node, Value


def append(file: YamlFile, at: Where, value: Value) -> Change:
    """Add an item to the list at a path; a list that is absent is made, in its key's place.

    KeyError if what should hold the list is not there either.
    """
    try:
        found = file.part(at)
    except KeyError:
        return insert(file, at, [value])
    data = with_value(file.data, (*at, len(found.items)), value)
    if not found.flow:
        return Change(_on_lines(file, at, found, value), data)
    may_open = not (isinstance(value, str) or found.items or is_within_brackets(found))
    if may_open and _is_blank_inside(file, found):
        return Change(_opened(file, at, found, value), data)
    return Change([_within_brackets(file, found, flow_text(value, key_of(at)))], data)


def append_part(file: YamlFile, at: Where, value: Value, part: Node) -> Change:
    """Add an item as it stands in another file, with the comments that were handed out there.

    Where the list stands within brackets, there is no room for these.
    """
    found = file.part(at)
    if found.flow or not found.items:
        return append(file, at, value)
    lines = commented_lines(part, file.shape(at), key_of(at), found.column)
    data = with_value(file.data, (*at, len(found.items)), value)
    return Change(_below(file, found.items[-1], found.column, lines), data)


def with_statements(file: YamlFile, new: Sequence[Value]) -> YamlFile:
    """The file with statements at its end, all in one change: to read it for each takes long."""
    at = ("statements",)
    if "statements" not in file.data:
        return file.changed(insert(file, at, list(new)))
    # An empty list is opened by the first.
    file = file.changed(append(file, at, new[0]))
    rest = new[1:]
    edits = [edit for item in rest for edit in append(file, at, item).edits]
    # What stands there is replaced once, for all of them; two items may be the same, though.
    once = dict.fromkeys(edit for edit in edits if edit.start < edit.end)
    edits = [*once, *(edit for edit in edits if edit.start == edit.end)]
    data = {**file.data, "statements": [*file.data["statements"], *rest]}
    return file.changed(Change(edits, data)) if rest else file


def note_below(file: YamlFile, comments: Sequence[str]) -> Change:
    """Put comments on lines of their own at the end of a file."""
    text, newline = file.text.text, file.text.newline
    opening = "" if not text or text[-1] in "\r\n" else newline
    ending = newline if not opening else ""
    lines = opening + newline.join(comments) + ending
    edits = [*sealed(file.text, file.root), Edit(len(text), len(text), lines)]
    return Change(edits, file.data)


def insert(file: YamlFile, at: Where, value: Value) -> Change:
    """Add a key to the mapping that holds the path, where the order of the model wants it.

    KeyError if there is no such mapping, or if it has the key.
    """
    *above, key = at
    holder = file.part(tuple(above))
    if not isinstance(key, str) or any(_name(entry) == key for entry in holder.items):
        raise KeyError(key)
    shape = file.shape(tuple(above))
    behind = _behind(holder.items, shape, key)
    data = with_value(file.data, at, value)
    if holder.flow:
        refuse_bare(file, holder)
        text = flow_entry(key, value)
        return Change([_within_brackets(file, holder, text, behind)], data)
    lines = entry_lines(entry_of(key, value), shape, holder.column)
    return Change(_among_lines(file, holder, behind, lines), data)


def _on_lines(file: YamlFile, at: Where, found: Node, value: Value) -> list[Edit]:
    lines = item_lines(part_of(value), file.shape(at), key_of(at), found.column)
    return _below(file, found.items[-1], found.column, lines)


def _below(file: YamlFile, part: Node, column: int, lines: Sequence[str]) -> list[Edit]:
    """Put lines below a part and what belongs to it; what comes behind them stays as it is."""
    newline = file.text.newline
    place = end_of(file.text, part, column)
    return [*sealed(file.text, part), Edit(place, place, newline + newline.join(lines))]


def _among_lines(
    file: YamlFile, holder: Node, behind: Node | None, lines: Sequence[str]
) -> list[Edit]:
    if behind is not None:
        return _below(file, behind, holder.column, lines)
    newline, indent = file.text.newline, " " * holder.column
    text = newline.join(lines).removeprefix(indent) + newline + indent
    # The first key may stand behind a dash.
    return [Edit(holder.start, holder.start, text)]


def _behind(entries: Sequence[Node], shape: Shape, key: str) -> Node | None:
    """The entry that a new key belongs behind; None if it comes first."""
    rank, own = -1, shape.ranks.get(key, len(shape.ranks))
    found = None
    for entry in entries:
        rank = shape.ranks.get(_name(entry), rank)
        if rank < own:
            found = entry
    return found


def _name(entry: Node) -> str:
    return entry.key.value if entry.key else ""


def _within_brackets(file: YamlFile, holder: Node, text: str, behind: Node | None = None) -> Edit:
    """Put an item into brackets: behind another, or else the last of a list, or else first."""
    if holder.kind == "list" and holder.items:
        behind = holder.items[-1]
    if behind is not None:
        return Edit(behind.end, behind.end, f", {text}")
    place = holder.start + 1
    if holder.items:
        return Edit(place, place, f"{text}, ")
    # A comment has to keep its distance.
    touches = file.text.text[place] == "#"
    return Edit(place, place, f"{text} " if touches else text)


def _is_blank_inside(file: YamlFile, found: Node) -> bool:
    return not file.text.text[found.start + 1 : found.end - 1].strip()


def _opened(file: YamlFile, at: Where, found: Node, value: Value) -> list[Edit]:
    """Put the first item of an empty list on lines below its key, in place of the brackets."""
    holder = file.part(at[:-1])
    lines = item_lines(part_of(value), file.shape(at), key_of(at), holder.column + STEP)
    begin = found.start
    while file.text.text[begin - 1] in " \t":
        begin -= 1
    end, newline = file.text.line_end(found.end), file.text.newline
    return [Edit(begin, found.end, ""), Edit(end, end, newline + newline.join(lines))]


_COMMA = re.compile(r"(?:[^,#]|#[^\r\n]*)*?(,)")
_SPACE = re.compile(r"\s*")


def remove(file: YamlFile, at: Where) -> Change:
    """Take out what stands at a path; a list without items stays, as `[]`.

    KeyError if nothing is there; `CannotEdit` for the only key of a mapping that stands on lines.
    """
    part, holder = file.part(at), file.part(at[:-1])
    data = with_value(file.data, at, None)
    refuse_bare(file, holder)
    if holder.flow or is_within_brackets(holder):
        return Change(_out_of_brackets(file, holder, part), data)
    if len(holder.items) == 1:
        return Change(_last_of_all(file, holder, part), data)
    return Change([_lines(file, holder, part)], data)


def _start(part: Node) -> int:
    return part.key.start if part.key else part.start


def _mark(file: YamlFile, holder: Node, part: Node) -> int:
    """Where an item begins: at its dash, or its key."""
    if part.key is not None or part is holder.items[0]:
        return part.key.start if part.key else holder.start
    line = file.text.line_start(part.start)
    while file.text.text[line : line + holder.column + 1].strip(" ") != "-":
        line = file.text.line_start(line - 1)
    return line + holder.column


def _lines(file: YamlFile, holder: Node, part: Node) -> Edit:
    text, mark = file.text, _mark(file, holder, part)
    line = text.line_start(mark)
    end = text.next_line(end_of(text, part, holder.column))
    if not text.text[line:mark].strip():
        return Edit(line, end, "")
    # What comes next moves up, behind the dash that this one stands behind.
    space = _SPACE.match(text.text, end)
    return Edit(mark, space.end() if space else end, "")


def _last_of_all(file: YamlFile, holder: Node, part: Node) -> list[Edit]:
    if holder.kind == "mapping" or holder.key is None:
        hint = "take out what it stands in, or give that another key first"
        raise CannotEdit(file.path, "nothing would be left of a mapping or list", hint)
    colon = file.text.text.index(":", holder.key.end) + 1
    return [Edit(colon, colon, " []"), _lines(file, holder, part)]


def _out_of_brackets(file: YamlFile, holder: Node, part: Node) -> list[Edit]:
    """Take out an item and the comma behind it, or before it if it is the last."""
    number = holder.items.index(part)
    start, text = _start(part), file.text.text
    before = holder.items[number - 1].end if number else None
    is_last = number == len(holder.items) - 1
    if not is_last:
        behind = _start(holder.items[number + 1])
        if "#" not in text[part.end : behind]:
            return [Edit(start, behind, "")]
        comma = _COMMA.match(text, part.end, behind)
    elif before is not None:
        if "#" not in text[before:start]:
            return [Edit(before, part.end, "")]
        comma = _COMMA.match(text, before, start)
    else:
        comma = _COMMA.match(text, part.end, holder.end)
    edits = [Edit(start, part.end, "")]
    return edits + ([Edit(comma.start(1), comma.end(1), "")] if comma else [])


_HEADER = re.compile(r"[|>][0-9+-]*")


def replace(file: YamlFile, values: Mapping[Where, str]) -> Change:
    """Put other texts in the places of those at these paths. KeyError where there is no text."""
    edits: list[Edit] = []
    data = file.data
    for at, value in values.items():
        part = file.part(at)
        if part.kind != "scalar":
            raise KeyError(at)
        if part.value != value:
            edits += _edits(file, part, key_of(at), value)
            data = with_value(data, at, value)
    return Change(edits, data)


def _edits(file: YamlFile, part: Node, key: str, value: str) -> list[Edit]:
    if part.style in ("|", ">"):
        return _in_a_block(file, part, key, value)
    text = inline(value, typed=key in TYPED, flow=is_within_brackets(part))
    if part.style and text == value:
        text = quoted(value)
    return [Edit(part.start, part.end, text)]


def _in_a_block(file: YamlFile, part: Node, key: str, value: str) -> list[Edit]:
    """Replace a folded text; what stands behind its `>-` stays."""
    text = file.text
    header = _HEADER.match(text.text, part.start)
    end = header.end() if header else part.start
    indent = (part.parent.column if part.parent else 0) + STEP
    written = inline(value, typed=key in TYPED)
    folded = None if value.endswith("\n") else paragraph(value, indent)
    if folded and ("\n" in value or indent + len(written) > WIDTH):
        lines = "".join(f"{text.newline}{line}" for line in folded[1:])
        edits = [Edit(part.start, end, folded[0])]
    else:
        behind = text.text[end : text.line_end(end)].strip()
        edits = [Edit(part.start, end, quoted(value) if behind else written)]
        lines = ""
    return [*edits, Edit(text.line_end(end), part.end, lines)]
