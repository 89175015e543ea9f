"""Take an item or a key out of a file. Comments above it stay, those within it go with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.editing.reach import end_of, is_within_brackets, refuse_bare
from stances.editing.sheet import with_value
from stances.editing.splice import Change, Edit
from stances.errors import CannotEdit

if TYPE_CHECKING:
    from stances.editing.sheet import Sheet
    from stances.problems import Where
    from stances.yamlfile import Part

_COMMA = re.compile(r"(?:[^,#]|#[^\r\n]*)*?(,)")
_SPACE = re.compile(r"\s*")


def remove(sheet: Sheet, at: Where) -> Change:
    """Take out what stands at a path; a list without items stays, as `[]`.

    KeyError if nothing is there; `CannotEdit` for the only key of a mapping that stands on lines.
    """
    part, holder = sheet.part(at), sheet.part(at[:-1])
    data = with_value(sheet.data, at, None)
    refuse_bare(sheet, holder)
    if holder.flow or is_within_brackets(holder):
        return Change(_within_brackets(sheet, holder, part), data)
    if len(holder.items) == 1:
        return Change(_last_of_all(sheet, holder, part), data)
    return Change([_lines(sheet, holder, part)], data)


def _start(part: Part) -> int:
    return part.key.start if part.key else part.start


def _mark(sheet: Sheet, holder: Part, part: Part) -> int:
    """Where an item begins: at its dash, or its key."""
    if part.key is not None or part is holder.items[0]:
        return part.key.start if part.key else holder.start
    line = sheet.text.line_start(part.start)
    while sheet.text.text[line : line + holder.column + 1].strip(" ") != "-":
        line = sheet.text.line_start(line - 1)
    return line + holder.column


def _lines(sheet: Sheet, holder: Part, part: Part) -> Edit:
    text, mark = sheet.text, _mark(sheet, holder, part)
    line = text.line_start(mark)
    end = text.next_line(end_of(text, part, holder.column))
    if not text.text[line:mark].strip():
        return Edit(line, end, "")
    # What comes next moves up, behind the dash that this one stands behind.
    space = _SPACE.match(text.text, end)
    return Edit(mark, space.end() if space else end, "")


def _last_of_all(sheet: Sheet, holder: Part, part: Part) -> list[Edit]:
    if holder.kind == "mapping" or holder.key is None:
        hint = "take out what it stands in, or give that another key first"
        raise CannotEdit(sheet.path, "nothing would be left of a mapping or list", hint)
    colon = sheet.text.text.index(":", holder.key.end) + 1
    return [Edit(colon, colon, " []"), _lines(sheet, holder, part)]


def _within_brackets(sheet: Sheet, holder: Part, part: Part) -> list[Edit]:
    """Take out an item and the comma behind it, or before it if it is the last."""
    number = holder.items.index(part)
    start, text = _start(part), sheet.text.text
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
