"""Edit a YAML file: add, remove and replace items and keys; all else stays."""

from __future__ import annotations

import dataclasses
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from stances.editing.comments import attach
from stances.editing.document import end_of, is_within_brackets, refuse_bare, sealed, with_value
from stances.editing.file_text import Change, Edit, UnfaithfulError
from stances.editing.references import node_at
from stances.editing.yaml_writer import (
    STEP,
    TYPED,
    WIDTH,
    columns,
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
from stances.yaml_reader import parse_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.editing.document import YamlFile
    from stances.editing.yaml_writer import Shape
    from stances.problems import Where
    from stances.yaml_reader import Value
    from stances.yaml_reader.syntax_tree import Node


def append(file: YamlFile, at: Where, value: Value) -> Change:
    """Add an item to the list at a path; a missing list is inserted.

    Raises `KeyError` if the mapping of the list is missing too.
    """
    try:
        part = file.part(at)
    except KeyError:
        return insert(file, at, [value])
    data = with_value(file.data, (*at, len(part.items)), value)
    return Change(_appended(file, at, [value]), data)


def _appended(
    file: YamlFile, at: Where, values: Sequence[Value], parts: Sequence[Node | None] = (None,)
) -> Sequence[Edit]:
    """Add items to a list; add several only if the list has items already.

    `parts` are the nodes of the items in other files, whose comments are added too. A list within
    brackets has no room for comments.
    """
    part, key = file.part(at), key_of(at)
    if not part.flow:
        shape, column = file.shape(at), part.column
        lines = [
            line
            for value, other in zip(values, parts, strict=True)
            for line in (
                commented_lines(other, shape, key, column)
                if other and part.items
                else item_lines(part_of(value), shape, key, column)
            )
        ]
        return _below(file, part.items[-1], column, lines)
    may_open = not (isinstance(values[0], str) or part.items or is_within_brackets(part))
    if may_open and not file.text.text[part.start + 1 : part.end - 1].strip():
        return _opened(file, at, part, values[0])
    text = ", ".join(flow_text(value, key) for value in values)
    return [_within_brackets(file, part, text)]


def append_part(file: YamlFile, at: Where, value: Value, part: Node) -> Change:
    """Add an item from another file, with the comments that are attached to it there.

    A list within brackets has no room for comments.
    """
    data = with_value(file.data, (*at, len(file.part(at).items)), value)
    return Change(_appended(file, at, [value], [part]), data)


def with_statements(file: YamlFile, new: Sequence[Value]) -> YamlFile:
    """Return the file with more statements."""
    there = file.data.get("statements", [])
    return become(file, (), {**file.data, "statements": [*there, *new]})


class _Step(NamedTuple):
    """One of many changes: the new values by path, or the path that is removed."""

    edits: Sequence[Edit]
    values: Mapping[Where, Value] = MappingProxyType({})
    removed: Where = ()


def become(
    file: YamlFile, at: Where, value: Value, parts: Mapping[Where, Node] | None = None
) -> YamlFile:
    """Return the file with another value at a path; equal parts of the value stay as they are.

    All changes need few passes, because reading the file after each change is slow. `parts` are
    nodes of other files, by their new paths; these items are added with their comments.
    """
    while (mine := node_at(file.data, at)) != value:
        steps = [*_steps(file, at, mine, value, parts or {})]
        additions = [step for step in steps if step.values]
        # Two removals from one holder may need the same comma.
        removals = {step.removed[:-1]: step for step in reversed(steps)}
        chosen = additions or [*removals.values()]
        try:
            file = file.changed(_together(file, chosen))
        except UnfaithfulError:  # two changes touch the same place
            file = file.changed(_together(file, chosen[:1]))
    return file


def _together(file: YamlFile, steps: Sequence[_Step]) -> Change:
    edits = [edit for step in steps for edit in step.edits]
    # Several steps may share a replacement, which is made once; equal insertions are all made.
    replacements = dict.fromkeys(edit for edit in edits if edit.start < edit.end)
    data = file.data
    for step in steps:
        for at, value in step.values.items():
            data = with_value(data, at, value)
        if step.removed:
            data = with_value(data, step.removed, None)
    return Change([*replacements, *(edit for edit in edits if edit.start == edit.end)], data)


def _steps(
    file: YamlFile, at: Where, mine: Value, value: Value, parts: Mapping[Where, Node]
) -> Iterator[_Step]:
    """Yield steps that turn a value into another, from the inside out; some need another pass."""
    if isinstance(mine, dict) and isinstance(value, dict):
        for key in mine:
            if key not in value:
                yield _Step(remove(file, (*at, key)).edits, removed=(*at, key))
            elif mine[key] != value[key]:
                yield from _steps(file, (*at, key), mine[key], value[key], parts)
        if new := {key: value[key] for key in value if key not in mine}:
            yield _Step(_inserted(file, at, new), {(*at, key): new[key] for key in new})
    elif isinstance(mine, list) and isinstance(value, list) and len(value) >= len(mine):
        yield from _list_steps(file, at, mine, value, parts)
    elif isinstance(mine, str) and isinstance(value, str):
        yield _Step(replace(file, {at: value}).edits, {at: value})
    else:  # it is inserted again
        yield _Step(remove(file, at).edits, removed=at)


def _list_steps(
    file: YamlFile,
    at: Where,
    mine: list[Value],
    value: list[Value],
    parts: Mapping[Where, Node],
) -> Iterator[_Step]:
    for number, item in enumerate(mine):
        if value[number] != item:
            yield from _steps(file, (*at, number), item, value[number], parts)
    # Only the first item goes into an empty list, because it opens the list.
    new = {(*at, number): value[number] for number in range(len(mine), len(value) if mine else 1)}
    if new:
        yield _Step(_appended(file, at, [*new.values()], [*map(parts.get, new)]), new)


def note_below(file: YamlFile, comments: Sequence[str]) -> Change:
    """Put comments on lines of their own at the end of a file."""
    text, newline = file.text.text, file.text.newline
    opening = "" if not text or text[-1] in "\r\n" else newline
    ending = newline if not opening else ""
    lines = opening + newline.join(comments) + ending
    edits = [*sealed(file.text, file.root), Edit(len(text), len(text), lines)]
    return Change(edits, file.data)


def insert(file: YamlFile, at: Where, value: Value) -> Change:
    """Add a key to a mapping, in the order of the model. `at` is the path of the new key.

    Raises `KeyError` if there is no such mapping, or if it has the key.
    """
    *above, key = at
    return Change(
        _inserted(file, tuple(above), {str(key): value}), with_value(file.data, at, value)
    )


def _inserted(file: YamlFile, at: Where, values: Mapping[str, Value]) -> Sequence[Edit]:
    """Add keys to a mapping, in the order of the model."""
    holder, shape = file.part(at), file.shape(at)
    if same := values.keys() & {*map(_name, holder.items)}:
        raise KeyError(*same)
    newline, indent = file.text.newline, " " * holder.column
    edits: list[Edit] = []
    together: list[tuple[Node | None, list[str]]] = []
    for key, previous in _previous(holder.items, shape, values):
        if holder.flow:
            refuse_bare(file, holder)
            edits.append(_within_brackets(file, holder, flow_entry(key, values[key]), previous))
            continue
        lines = entry_lines(entry_of(key, values[key]), shape, holder.column)
        if together and together[-1][0] is previous:
            together[-1][1].extend(lines)
        else:
            together.append((previous, lines))
    for previous, lines in together:
        if previous is not None:
            edits += _below(file, previous, holder.column, lines)
        else:
            # The first key may be on the line of a dash.
            text = newline.join(lines).removeprefix(indent) + newline + indent
            edits.append(Edit(holder.start, holder.start, text))
    return edits


def _below(file: YamlFile, part: Node, column: int, lines: Sequence[str]) -> list[Edit]:
    """Put lines below a part and the comments that belong to it."""
    newline = file.text.newline
    end = end_of(file.text, part, column)
    return [*sealed(file.text, part), Edit(end, end, newline + newline.join(lines))]


def _previous(
    entries: Sequence[Node], shape: Shape, keys: Iterable[str]
) -> Iterator[tuple[str, Node | None]]:
    """Yield new keys in their order, with the entry before each; None if it comes first."""
    rank, last = -1, dict[int, int]()
    for number, entry in enumerate(entries):
        rank = shape.ranks.get(_name(entry), rank)
        last[rank] = number
    ranks = {key: shape.ranks.get(key, len(shape.ranks)) for key in keys}
    for key in sorted(ranks, key=lambda key: ranks[key]):
        number = max((last[each] for each in last if each < ranks[key]), default=-1)
        yield key, entries[number] if number >= 0 else None


def _name(entry: Node) -> str:
    return entry.key.value if entry.key else ""


def _within_brackets(file: YamlFile, holder: Node, text: str, previous: Node | None = None) -> Edit:
    """Put an item into brackets: last in a list, else after `previous`, else first."""
    if holder.kind == "list" and holder.items:
        previous = holder.items[-1]
    if previous is not None:
        return Edit(previous.end, previous.end, f", {text}")
    start = holder.start + 1
    if holder.items:
        return Edit(start, start, f"{text}, ")
    # A comment needs a space before it.
    return Edit(start, start, f"{text} " if file.text.text[start] == "#" else text)


def _opened(file: YamlFile, at: Where, part: Node, value: Value) -> list[Edit]:
    """Put the first item of an empty list on lines below its key; remove the brackets."""
    holder = file.part(at[:-1])
    lines = item_lines(part_of(value), file.shape(at), key_of(at), holder.column + STEP)
    start = part.start
    while file.text.text[start - 1] in " \t":
        start -= 1
    end, newline = file.text.line_end(part.end), file.text.newline
    return [Edit(start, part.end, ""), Edit(end, end, newline + newline.join(lines))]


_COMMA = re.compile(r"(?:[^,#]|#[^\r\n]*)*?(,)")
_SPACE = re.compile(r"\s*")


def remove(file: YamlFile, at: Where) -> Change:
    """Remove the item or key at a path; a list without items stays, as `[]`.

    Raises `KeyError` if there is none, `CannotEdit` for the only key of a block mapping.
    """
    part, holder = file.part(at), file.part(at[:-1])
    data = with_value(file.data, at, None)
    refuse_bare(file, holder)
    if holder.flow or is_within_brackets(holder):
        return Change(_out_of_brackets(file, holder, part), data)
    edit = _lines(file, holder, part)
    if len(holder.items) > 1:
        return Change([edit], data)
    if holder.kind == "mapping" or holder.key is None:
        hint = "take out what it stands in, or give that another key first"
        raise CannotEdit(file.path, "nothing would be left of a mapping or list", hint)
    colon = file.text.text.index(":", holder.key.end) + 1
    return Change([Edit(colon, colon, " []"), edit], data)


def _start(part: Node) -> int:
    return part.key.start if part.key else part.start


def _mark(file: YamlFile, holder: Node, part: Node) -> int:
    """Return the start of an item: its dash, or its key."""
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
    # The next item moves up to the dash on this line.
    space = _SPACE.match(text.text, end)
    return Edit(mark, space.end() if space else end, "")


def _out_of_brackets(file: YamlFile, holder: Node, part: Node) -> list[Edit]:
    """Remove an item and the comma after it, or before it if it is the last item."""
    number = holder.items.index(part)
    start, text = _start(part), file.text.text
    if number < len(holder.items) - 1:
        following = _start(holder.items[number + 1])
        if "#" not in text[part.end : following]:
            return [Edit(start, following, "")]
        comma = _COMMA.match(text, part.end, following)
    elif number:
        previous_end = holder.items[number - 1].end
        if "#" not in text[previous_end:start]:
            return [Edit(previous_end, part.end, "")]
        comma = _COMMA.match(text, previous_end, start)
    else:
        comma = _COMMA.match(text, part.end, holder.end)
    edits = [Edit(start, part.end, "")]
    return edits + ([Edit(comma.start(1), comma.end(1), "")] if comma else [])


def remove_part(file: YamlFile, at: Where) -> Change:
    """Remove an item of a list with the comments above it; `append_part` can add it elsewhere."""
    part, holder = file.part(at), file.part(at[:-1])
    change = remove(file, at)
    above = sum(map(bool, commented(file).part(at).before))
    if holder.flow or not above:
        return change
    first = start = file.text.line_start(_mark(file, holder, part))
    while above and first:
        line = file.text.line_start(first - 1)
        above -= file.text.text[line:first].lstrip().startswith("#")
        first = line
    return Change([Edit(first, start, ""), *change.edits], change.data)


def commented(file: YamlFile) -> YamlFile:
    """Return the same file with comments attached to its parts."""
    tree = parse_tree(file.raw)
    if tree is None:
        raise UnfaithfulError(f"{file.path} cannot be taken apart")
    attach(tree)
    return dataclasses.replace(file, root=tree.root)


_HEADER = re.compile(r"[|>][0-9+-]*")


def replace(file: YamlFile, values: Mapping[Where, str]) -> Change:
    """Replace the texts at these paths. Raises `KeyError` if there is no text at one of them."""
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
    """Replace a folded text; the comment after its `>-` stays."""
    text = file.text
    header = _HEADER.match(text.text, part.start)
    end = header.end() if header else part.start
    indent = (part.parent.column if part.parent else 0) + STEP
    written = inline(value, typed=key in TYPED)
    folded = None if value.endswith("\n") else paragraph(value, indent)
    if folded and ("\n" in value or indent + columns(written) > WIDTH):
        lines = "".join(f"{text.newline}{line}" for line in folded[1:])
        edits = [Edit(part.start, end, folded[0])]
    else:
        comment = text.text[end : text.line_end(end)].strip()
        edits = [Edit(part.start, end, quoted(value) if comment else written)]
        lines = ""
    return [*edits, Edit(text.line_end(end), part.end, lines)]
