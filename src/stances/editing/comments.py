"""Give every comment and blank line of a file to the part that it belongs to.

A comment on lines of its own belongs to what comes next, unless it is indented deeper than that:
then it ends the collection that it is indented like. A comment at the end of a line belongs to
what ends there. What stands before a file's first key stays at its head.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.yaml_reader import Node, Tree, Trivia

_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_HEADER = re.compile(r"[|>][0-9+-]*[ \t]+(#[^\r\n]*)")
_MARKS = re.compile(r"[ \t]*(?:---|\.\.\.)?[ \t]*\Z")
_DASH = "-"
_CUTTING = re.compile(r"[ \t]+#")


class _Line(NamedTuple):
    """One line of a gap: its comment, "" if it is blank, and the column that it begins in.

    `own` says that nothing stands before it but what opens or closes the whole text.
    """

    comment: str
    column: int
    own: bool


def attach(tree: Tree) -> None:
    """Hand out the comments and blank lines of a text."""
    for gap in tree.gaps:
        _hand_out(tree, gap)
    if "#" in tree.text:
        _attach_headers(tree.root, tree.text)


def _attach_headers(part: Node, text: str) -> None:
    """Keep what stands behind the `>-` of a folded text."""
    for item in part.items:
        _attach_headers(item, text)
        if item.style in ("|", ">") and (found := _HEADER.match(text, item.start)):
            _put_beside(item, found[1].rstrip())


def _hand_out(tree: Tree, gap: Trivia) -> None:
    lines = list(_lines(tree.text, gap))
    first = lines.pop(0)
    opening = gap.behind is None or tree.text[gap.start] == _DASH
    if first.comment and opening:
        lines.insert(0, first)
    elif first.comment and gap.behind is not None:
        _put_at_the_end(tree.text, gap, gap.behind, first)
    if gap.ahead is not None and _is_flow(gap.ahead, closing=gap.closing):
        found = [line.comment for line in lines if line.comment]
        _within_brackets(gap.ahead, found, closing=gap.closing)
    else:
        _on_lines(tree.root, gap, lines, [] if opening else _ending(gap))


def _lines(text: str, gap: Trivia) -> Iterator[_Line]:
    """The lines of a gap; the first is the rest of the line that the gap begins on.

    The last has no comment: what comes next stands on it, or nothing any more.
    """
    for number, found in enumerate(_LINE.finditer(text, gap.start, gap.end)):
        line = found[1]
        before, mark, _ = line.partition("#")
        if mark:
            place = found.start() + len(before)
            comment = line[len(before) :].rstrip()
            yield _Line(comment, _column(text, place), own=bool(_MARKS.match(before)))
        elif number == 0:
            yield _Line("", -1, own=False)
        elif not line.strip() and found.end() > found.end(1):
            yield _Line("", 0, own=True)


def _column(text: str, offset: int) -> int:
    return offset - max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) - 1


def _is_flow(ahead: Node, *, closing: bool) -> bool:
    """Whether what comes next stands, or closes, within brackets."""
    holder = ahead if closing else _holder(ahead)
    return holder is not None and holder.flow


def _holder(part: Node) -> Node | None:
    """The collection that a value, or a key, stands in."""
    return _entry(part).parent


def _entry(part: Node) -> Node:
    """The value that a key belongs to; a value is its own."""
    return part.parent if _is_key(part) and part.parent else part


def _is_key(part: Node) -> bool:
    return part.parent is not None and part.parent.key is part


def _put_beside(part: Node, comment: str) -> None:
    if part.beside:
        part.before = (*part.before, comment)
    else:
        part.beside = comment


def _put_at_the_end(text: str, gap: Trivia, behind: Node, line: _Line) -> None:
    """Keep a comment with what stands before it on its line."""
    ahead = gap.ahead
    if _is_key(behind):
        entry = _entry(behind)
        if entry.kind == "scalar":
            entry.before = (*entry.before, line.comment)
        else:
            _put_beside(entry, line.comment)
    elif behind.end > gap.start and ahead is not None:
        # A bracket that has just been opened.
        _within_brackets(ahead, [line.comment], closing=gap.closing)
    else:
        behind.cut = not behind.style and bool(_CUTTING.match(text, gap.start))
        _put_beside(behind, line.comment)


def _within_brackets(ahead: Node, comments: list[str], *, closing: bool) -> None:
    if closing and ahead.items:
        ahead.after = (*ahead.after, *comments)
    else:
        target = _topmost(_entry(ahead))
        target.before = (*target.before, *comments)


def _on_lines(root: Node, gap: Trivia, lines: list[_Line], ending: list[Node]) -> None:
    """Hand out what stands on lines of its own; `ending` are the collections that end there."""
    target = root if gap.behind is None else _target(gap)
    column = _column_of(gap.ahead)
    blank = False
    for line in lines:
        if not line.comment:
            blank = True
            continue
        ending = [part for part in ending if line.column > column and line.own]
        deeper = next((part for part in ending if part.column <= line.column), None)
        holder = deeper or (ending[-1] if ending else None)
        # Nothing deeper may follow, or the order of the comments would change.
        ending = ending[ending.index(holder) :] if holder else []
        comments = ("", line.comment) if blank else (line.comment,)
        blank = False
        if holder or not target:
            holder = holder or root
            holder.after = (*holder.after, *comments)
        else:
            target.before = (*target.before, *comments)
    if blank and target:
        target.before = (*target.before, "")


def _target(gap: Trivia) -> Node | None:
    """What comes next, for what stands above it: a value together with its key.

    Between a key and the first line of what it holds, that is the first item.
    """
    if gap.ahead is None:
        return None
    entry = _entry(gap.ahead)
    opened = entry is gap.ahead and gap.behind is not None and entry.key is gap.behind
    if opened and entry.items and not entry.flow:
        entry = entry.items[0]
    return _topmost(entry)


def _topmost(part: Node) -> Node:
    """The item of a list that begins with a part, as what stands above one stands above both."""
    holder = part.parent
    while holder is not None and holder.key is None and holder.parent is not None:
        if holder.items[0] is not part:
            break
        part, holder = holder, holder.parent
    return part


def _column_of(ahead: Node | None) -> int:
    """The column that what comes next begins in; that of its dash, if it has one."""
    if ahead is None:
        return -1
    holder = _holder(ahead)
    return holder.column if holder else ahead.column


def _ending(gap: Trivia) -> list[Node]:
    """The collections on lines that end within a gap, the inner ones first."""
    if gap.behind is None or _is_key(gap.behind):
        return []
    stop = _holder(gap.ahead) if gap.ahead else None
    found: list[Node] = []
    part = gap.behind.parent
    while part is not None and part is not stop:
        if not part.flow:
            found.append(part)
        part = part.parent
    return found
