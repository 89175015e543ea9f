"""Put something new into a file: an item behind the last of a list, a key in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.editing.layout import (
    STEP,
    commented_lines,
    entry_lines,
    entry_of,
    flow_entry,
    flow_text,
    item_lines,
    part_of,
)
from stances.editing.reach import end_of, is_within_brackets, key_of, refuse_bare, sealed
from stances.editing.sheet import with_value
from stances.editing.splice import Change, Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.editing.shapes import Shape
    from stances.editing.sheet import Sheet
    from stances.problems import Where
    from stances.yamlfile import Node, Part


def append(sheet: Sheet, at: Where, value: Node) -> Change:
    """Add an item to the list at a path; a list that is absent is made, in its key's place.

    KeyError if what should hold the list is not there either.
    """
    try:
        found = sheet.part(at)
    except KeyError:
        return insert(sheet, at, [value])
    data = with_value(sheet.data, (*at, len(found.items)), value)
    if not found.flow:
        return Change(_on_lines(sheet, at, found, value), data)
    may_open = not (isinstance(value, str) or found.items or is_within_brackets(found))
    if may_open and _is_blank_inside(sheet, found):
        return Change(_opened(sheet, at, found, value), data)
    return Change([_within_brackets(sheet, found, flow_text(value, key_of(at)))], data)


def append_part(sheet: Sheet, at: Where, value: Node, part: Part) -> Change:
    """Add an item as it stands in another file, with the comments that were handed out there.

    Where the list stands within brackets, there is no room for these.
    """
    found = sheet.part(at)
    if found.flow or not found.items:
        return append(sheet, at, value)
    lines = commented_lines(part, sheet.shape(at), key_of(at), found.column)
    data = with_value(sheet.data, (*at, len(found.items)), value)
    return Change(_below(sheet, found.items[-1], found.column, lines), data)


def note_below(sheet: Sheet, comments: Sequence[str]) -> Change:
    """Put comments on lines of their own at the end of a file."""
    text, newline = sheet.text.text, sheet.text.newline
    opening = "" if not text or text[-1] in "\r\n" else newline
    ending = newline if not opening else ""
    lines = opening + newline.join(comments) + ending
    edits = [*sealed(sheet.text, sheet.root), Edit(len(text), len(text), lines)]
    return Change(edits, sheet.data)


def insert(sheet: Sheet, at: Where, value: Node) -> Change:
    """Add a key to the mapping that holds the path, where the order of the model wants it.

    KeyError if there is no such mapping, or if it has the key.
    """
    *above, key = at
    holder = sheet.part(tuple(above))
    if not isinstance(key, str) or any(_name(entry) == key for entry in holder.items):
        raise KeyError(key)
    shape = sheet.shape(tuple(above))
    behind = _behind(holder.items, shape, key)
    data = with_value(sheet.data, at, value)
    if holder.flow:
        refuse_bare(sheet, holder)
        text = flow_entry(key, value)
        return Change([_within_brackets(sheet, holder, text, behind)], data)
    lines = entry_lines(entry_of(key, value), shape, holder.column)
    return Change(_among_lines(sheet, holder, behind, lines), data)


def _on_lines(sheet: Sheet, at: Where, found: Part, value: Node) -> list[Edit]:
    lines = item_lines(part_of(value), sheet.shape(at), key_of(at), found.column)
    return _below(sheet, found.items[-1], found.column, lines)


def _below(sheet: Sheet, part: Part, column: int, lines: Sequence[str]) -> list[Edit]:
    """Put lines below a part and what belongs to it; what comes behind them stays as it is."""
    newline = sheet.text.newline
    place = end_of(sheet.text, part, column)
    return [*sealed(sheet.text, part), Edit(place, place, newline + newline.join(lines))]


def _among_lines(
    sheet: Sheet, holder: Part, behind: Part | None, lines: Sequence[str]
) -> list[Edit]:
    if behind is not None:
        return _below(sheet, behind, holder.column, lines)
    newline, indent = sheet.text.newline, " " * holder.column
    text = newline.join(lines).removeprefix(indent) + newline + indent
    # The first key may stand behind a dash.
    return [Edit(holder.start, holder.start, text)]


def _behind(entries: Sequence[Part], shape: Shape, key: str) -> Part | None:
    """The entry that a new key belongs behind; None if it comes first."""
    rank, own = -1, shape.ranks.get(key, len(shape.ranks))
    found = None
    for entry in entries:
        rank = shape.ranks.get(_name(entry), rank)
        if rank < own:
            found = entry
    return found


def _name(entry: Part) -> str:
    return entry.key.value if entry.key else ""


def _within_brackets(sheet: Sheet, holder: Part, text: str, behind: Part | None = None) -> Edit:
    """Put an item into brackets: behind another, or else the last of a list, or else first."""
    if holder.kind == "list" and holder.items:
        behind = holder.items[-1]
    if behind is not None:
        return Edit(behind.end, behind.end, f", {text}")
    place = holder.start + 1
    if holder.items:
        return Edit(place, place, f"{text}, ")
    # A comment has to keep its distance.
    touches = sheet.text.text[place] == "#"
    return Edit(place, place, f"{text} " if touches else text)


def _is_blank_inside(sheet: Sheet, found: Part) -> bool:
    return not sheet.text.text[found.start + 1 : found.end - 1].strip()


def _opened(sheet: Sheet, at: Where, found: Part, value: Node) -> list[Edit]:
    """Put the first item of an empty list on lines below its key, in place of the brackets."""
    holder = sheet.part(at[:-1])
    lines = item_lines(part_of(value), sheet.shape(at), key_of(at), holder.column + STEP)
    begin = found.start
    while sheet.text.text[begin - 1] in " \t":
        begin -= 1
    end, newline = sheet.text.line_end(found.end), sheet.text.newline
    return [Edit(begin, found.end, ""), Edit(end, end, newline + newline.join(lines))]
