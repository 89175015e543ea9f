"""Replace texts of a file by others, each written as the one before it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.editing.layout import STEP
from stances.editing.reach import is_within_brackets, key_of
from stances.editing.scalars import WIDTH, inline, paragraph, quoted
from stances.editing.shapes import TYPED
from stances.editing.sheet import with_value
from stances.editing.splice import Change, Edit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stances.editing.sheet import Sheet
    from stances.problems import Where
    from stances.yamlfile import Part

_HEADER = re.compile(r"[|>][0-9+-]*")


def replace(sheet: Sheet, values: Mapping[Where, str]) -> Change:
    """Put other texts in the places of those at these paths. KeyError where there is no text."""
    edits: list[Edit] = []
    data = sheet.data
    for at, value in values.items():
        part = sheet.part(at)
        if part.kind != "scalar":
            raise KeyError(at)
        if part.value != value:
            edits += _edits(sheet, part, key_of(at), value)
            data = with_value(data, at, value)
    return Change(edits, data)


def _edits(sheet: Sheet, part: Part, key: str, value: str) -> list[Edit]:
    if part.style in ("|", ">"):
        return _in_a_block(sheet, part, key, value)
    text = inline(value, typed=key in TYPED, flow=is_within_brackets(part))
    if part.style and text == value:
        text = quoted(value)
    return [Edit(part.start, part.end, text)]


def _in_a_block(sheet: Sheet, part: Part, key: str, value: str) -> list[Edit]:
    """Replace a folded text; what stands behind its `>-` stays."""
    text = sheet.text
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
