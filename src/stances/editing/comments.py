"""Attach every comment and blank line of a file to the node that it belongs to.

A comment on its own line belongs to the next node. If it is indented deeper than this node, it
belongs to the end of the collection with its own indentation. A comment at the end of a line
belongs to the node that ends there. Comments before the first key of a file stay at its head.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.yaml_reader.syntax_tree import Node, Tree, Trivia

_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_HEADER = re.compile(r"[|>][0-9+-]*[ \t]+(#[^\r\n]*)")
_DOCUMENT_MARK = re.compile(r"[ \t]*(?:---|\.\.\.)?[ \t]*\Z")


class _Line(NamedTuple):
    """One line of a gap: its comment, "" if it is blank, and the column that it begins in.

    A line `is_own` if nothing but `---` or `...` comes before its comment.
    """

    comment: str
    column: int
    is_own: bool


def attach(tree: Tree) -> None:
    """Attach the comments and blank lines of a text to its nodes."""
    for gap in tree.gaps:
        _attach_gap(tree, gap)
    if "#" in tree.text:
        _attach_headers(tree.root, tree.text)


def comments_of(part: Node) -> list[str]:
    """Return the attached comments of a node and of all nodes within it."""
    inner = [comment for item in part.items for comment in comments_of(item)]
    return [comment for comment in (*part.before, *inner, part.beside, *part.after) if comment]


def _attach_headers(part: Node, text: str) -> None:
    """Attach the comments after the `>-` of folded texts."""
    for item in part.items:
        _attach_headers(item, text)
        if item.style in ("|", ">") and (header := _HEADER.match(text, item.start)):
            _put_beside(item, header[1].rstrip())


def _attach_gap(tree: Tree, gap: Trivia) -> None:
    lines = list(_lines(tree.text, gap))
    first = lines.pop(0)
    is_opening = gap.behind is None or tree.text[gap.start] == "-"
    if first.comment and is_opening:
        lines.insert(0, first)
    elif first.comment and gap.behind is not None:
        _put_at_the_end(tree.text, gap, gap.behind, first)
    ahead = gap.ahead
    holder = ahead if ahead is None or gap.closing else _entry(ahead).parent
    if ahead is not None and holder is not None and holder.flow:
        comments = [line.comment for line in lines if line.comment]
        _within_brackets(ahead, comments, closing=gap.closing)
    else:
        _on_lines(tree.root, gap, lines, [] if is_opening else _ending(gap))


def _lines(text: str, gap: Trivia) -> Iterator[_Line]:
    """Yield the lines of a gap; the first is the rest of the line on which the gap begins.

    The last one is the line of the next node, or the end of the text; it has no comment.
    """
    for number, match in enumerate(_LINE.finditer(text, gap.start, gap.end)):
        line = match[1]
        before, mark, _ = line.partition("#")
        if mark:
            start = match.start() + len(before)
            column = start - max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) - 1
            comment = line[len(before) :].rstrip()
            yield _Line(comment, column, is_own=bool(_DOCUMENT_MARK.match(before)))
        elif number == 0:
            yield _Line("", -1, is_own=False)
        elif not line.strip() and match.end() > match.end(1):
            yield _Line("", 0, is_own=True)


def _entry(part: Node) -> Node:
    """Return the value that a key belongs to; a value is its own entry."""
    return part.parent if _is_key(part) and part.parent else part


def _is_key(part: Node) -> bool:
    return part.parent is not None and part.parent.key is part


def _put_beside(part: Node, comment: str) -> None:
    if part.beside:
        part.before = (*part.before, comment)
    else:
        part.beside = comment


def _put_at_the_end(text: str, gap: Trivia, behind: Node, line: _Line) -> None:
    """Attach a comment to the node before it on its line."""
    if _is_key(behind):
        entry = _entry(behind)
        if entry.kind == "scalar":
            entry.before = (*entry.before, line.comment)
        else:
            _put_beside(entry, line.comment)
    elif behind.end > gap.start and gap.ahead is not None:
        # after an opening bracket
        _within_brackets(gap.ahead, [line.comment], closing=gap.closing)
    else:
        behind.cut = not behind.style and bool(re.match(r"[ \t]+#", text[gap.start : gap.end]))
        _put_beside(behind, line.comment)


def _within_brackets(ahead: Node, comments: list[str], *, closing: bool) -> None:
    if closing and ahead.items:
        ahead.after = (*ahead.after, *comments)
    else:
        target = _topmost(_entry(ahead))
        target.before = (*target.before, *comments)


def _on_lines(root: Node, gap: Trivia, lines: list[_Line], ending: list[Node]) -> None:
    """Attach comments on lines of their own; `ending` are the collections that end there."""
    target = root if gap.behind is None else _target(gap)
    # The column of the next node, or of its dash.
    column = (_entry(gap.ahead).parent or gap.ahead).column if gap.ahead else -1
    is_blank = False
    above: list[str] = []  # comments of the target
    ends: dict[int, tuple[Node, list[str]]] = {}  # the comments that end each collection
    for line in lines:
        if not line.comment:
            is_blank = True
            continue
        ending = [part for part in ending if line.column > column and line.is_own]
        deeper = next((part for part in ending if part.column <= line.column), None)
        holder = deeper or (ending[-1] if ending else None)
        # Later comments must not attach deeper, or the order of comments would change.
        ending = ending[ending.index(holder) :] if holder else []
        comments = ("", line.comment) if is_blank else (line.comment,)
        is_blank = False
        if holder or not target:
            holder = holder or root
            ends.setdefault(id(holder), (holder, []))[1].extend(comments)
        else:
            above += comments
    for holder, comments_ in ends.values():
        holder.after = (*holder.after, *comments_)
    if target:
        target.before = (*target.before, *above, *([""] if is_blank else []))


def _target(gap: Trivia) -> Node | None:
    """Return the node that gets the comments above it: the next value together with its key.

    Between a key and the first line of its collection, this is the first item.
    """
    if gap.ahead is None:
        return None
    entry = _entry(gap.ahead)
    is_opened = entry is gap.ahead and gap.behind is not None and entry.key is gap.behind
    if is_opened and entry.items and not entry.flow:
        entry = entry.items[0]
    return _topmost(entry)


def _topmost(part: Node) -> Node:
    """Return the outermost list item that begins with this node: comments are above both."""
    holder = part.parent
    while holder is not None and holder.key is None and holder.parent is not None:
        if holder.items[0] is not part:
            break
        part, holder = holder, holder.parent
    return part


def _ending(gap: Trivia) -> list[Node]:
    """Return the block collections that end within a gap, innermost first."""
    if gap.behind is None or _is_key(gap.behind):
        return []
    stop = _entry(gap.ahead).parent if gap.ahead else None
    collections: list[Node] = []
    part = gap.behind.parent
    while part is not None and part is not stop:
        if not part.flow:
            collections.append(part)
        part = part.parent
    return collections
