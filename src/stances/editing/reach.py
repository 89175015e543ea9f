"""How far a part of a file reaches: its lines, and the comments that belong to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.editing.splice import Edit
from stances.errors import CannotEdit

if TYPE_CHECKING:
    from stances.editing.sheet import Sheet
    from stances.editing.text import Text
    from stances.problems import Where
    from stances.yamlfile import Part

_COMMENT_LINE = re.compile(r"([ \t]*)(#[^\r\n]*)?(?=[\r\n]|\Z)")
_CHOMPING = re.compile(r"([|>])([0-9]?)[+-]?([0-9]?)")


def end_of(text: Text, part: Part, column: int) -> int:
    """Where the last line ends that belongs to a part which begins in a column.

    Comments that are indented deeper than it belong to it.
    """
    end = text.line_end(part.end)
    at = text.next_line(end)
    while at > end and (found := _COMMENT_LINE.match(text.text, at)):
        if found[2]:
            if len(found[1]) <= column:
                break
            end = found.end()
        elif found.end() == len(text.text):
            break
        at = text.next_line(at)
    return end


def sealed(text: Text, part: Part) -> list[Edit]:
    """What keeps a block of text at the end of a file without a last newline as it is.

    `note: |` would gain a line end there as soon as anything followed.
    """
    while part.items:
        part = part.items[-1]
    header = _CHOMPING.match(text.text, part.start) if part.style in ("|", ">") else None
    if header is None or part.value.endswith("\n") or part.end < len(text.text):
        return []
    return [Edit(header.start(), header.end(), f"{header[1]}{header[2]}{header[3]}-")]


def is_within_brackets(part: Part) -> bool:
    """Whether a part stands within the brackets of another."""
    return part.parent is not None and (part.parent.flow or is_within_brackets(part.parent))


def key_of(at: Where) -> str:
    """The key that a path lies under."""
    return next((step for step in reversed(at) if isinstance(step, str)), "")


def refuse_bare(sheet: Sheet, part: Part) -> None:
    """Refuse to change a `key: value` that stands within brackets without braces of its own."""
    if part.bare:
        line = sheet.text.text.count("\n", 0, part.start) + 1
        why = f"line {line}: a key stands within brackets without braces of its own"
        raise CannotEdit(sheet.path, why, "run `stances fmt` first, which puts it on its own line")
