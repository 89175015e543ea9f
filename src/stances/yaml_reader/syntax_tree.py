"""Parses a file into a tree of nodes with offsets, for editing.

It reads the text separately from `parse`, because queries only need where a value begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import yaml

from stances.yaml_reader.document import MAX_DEPTH, NULLS, SEEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.yaml_reader.loaders import Event, Loader

Kind = Literal["scalar", "list", "mapping"]

_OPENING = ("[", "{")
_BLANK = " \t\r\n"
_WORTH_A_LOOK = re.compile(r"#|(?:\r\n?|\n)[ \t]*[\r\n]")
_ENDLESS = re.compile(r"[|>][0-9]?\+")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True, eq=False)
class Node:
    """One value, from `start` to `end` in characters of the text; `column` counts from 0.

    `style` is a scalar's first character, or "" if it is plain. `flow`: the collection is in
    brackets; `bare`: it is a single `key: value` in a bracketed list, without its own brackets.

    `before` are the comments above it, "" for a blank line; `beside` is the comment on its line;
    `after` are the comments at the end of a collection. `cut`: `beside` follows directly after a
    plain value.
    """

    kind: Kind
    start: int = 0
    end: int = 0
    column: int = 0
    value: str = ""
    style: str = ""
    flow: bool = False
    bare: bool = False
    key: Node | None = None
    parent: Node | None = None
    items: Sequence[Node] = ()
    before: Sequence[str] = ()
    beside: str = ""
    cut: bool = False
    after: Sequence[str] = ()


@dataclass(slots=True, frozen=True)
class Trivia:
    """Text between two nodes that may have comments or blank lines.

    `behind` is the node that ends before it, or the one whose bracket opens there. `ahead` is the
    value or key that begins after it, or the collection whose bracket closes there. Both are None
    at the ends of the text.
    """

    start: int
    end: int
    behind: Node | None
    ahead: Node | None
    closing: bool = False


class _NotATree(Exception):
    """The text has faults, which `parse` reports."""


@dataclass(slots=True)
class Tree:
    """The nodes of a text, and the gaps between them that have comments or blank lines."""

    text: str
    root: Node
    gaps: list[Trivia]


def tree_of(text: str, loader: Loader) -> Tree | None:
    """Parse a text into a syntax tree; None if `parse` refuses anything in it."""
    try:
        return _TreeBuilder(text).through(loader)
    except (yaml.MarkedYAMLError, _NotATree):
        return None


class _TreeBuilder:
    """One pass over a parser's events. `key` is the key of the next value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.parent: Node | None = None
        self.items: list[Node] = []
        self.key: Node | None = None
        self.behind: Node | None = None
        self.cursor = 0
        self.gaps: list[Trivia] = []
        self.names: set[str] = set()
        self.outer: list[tuple[list[Node], set[str]]] = []
        # One search in the whole text saves a search at every gap in most files.
        self.looks = _WORTH_A_LOOK.search(text) is not None

    def through(self, loader: Loader) -> Tree:
        steps: dict[type, Callable[[Event], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceEndEvent: self._close,
            yaml.MappingEndEvent: self._close,
            yaml.DocumentStartEvent: self._begin,
        }
        get_event = loader(self.text).get_event
        while (event := get_event()) is not None:
            if step := steps.get(type(event)):
                step(event)
        if self.root is None or self.root.kind != "mapping":
            raise _NotATree
        self._gap(len(self.text), None)
        return Tree(self.text, self.root, self.gaps)

    def _begin(self, event: Event) -> None:
        if self.root is not None or event.version or event.tags:
            raise _NotATree

    def _alias(self, _: Event) -> None:
        raise _NotATree

    def _gap(self, end: int, ahead: Node | None, *, closing: bool = False) -> None:
        if self.looks and _WORTH_A_LOOK.search(self.text, self.cursor, end):
            self.gaps.append(Trivia(self.cursor, end, self.behind, ahead, closing))

    def _scalar(self, event: Event) -> None:
        mark, end, value, style = event.start_mark, event.end_mark.index, event.value, event.style
        if event.anchor or event.tag:
            raise _NotATree
        part = Node("scalar", mark.index, end, mark.column, value, style or "")
        if part.style in "|>" and style:
            part.end = self._end_of_block(part)
        if value in NULLS or not "!" <= value[:1] <= "~":
            is_key = self.key is None and self.parent is not None and self.parent.kind == "mapping"
            is_null = value in NULLS and not part.style and not is_key
            if is_null or not SEEN.search(value):
                raise _NotATree
        self._gap(mark.index, part)
        self._put(part)
        self.cursor, self.behind = part.end, part

    def _end_of_block(self, part: Node) -> int:
        """The offset after the last character that counts; the parser includes blank lines."""
        ends_in_blanks = part.value.rstrip("\n").endswith((" ", "\t"))
        kept = ends_in_blanks or _ENDLESS.match(self.text, part.start)
        block = self.text[part.start : part.end]
        last = block[-2:] if block.endswith("\r\n") else block[-1:]
        end = len(block) - len(last) if kept else len(block.rstrip(_BLANK))
        blank = _LINE_END.search(block, end)
        return part.start + blank.start() if blank else part.end

    def _put(self, part: Node) -> None:
        """Put a node into the tree, as a key or as a value."""
        parent = part.parent = self.parent
        if parent is None:
            if self.root is not None:
                raise _NotATree
            self.root = part
        elif parent.kind == "list":
            self.items.append(part)
        elif self.key is None:
            merges = part.value == "<<" and not part.style
            if part.kind != "scalar" or part.value in self.names or merges:
                raise _NotATree
            self.names.add(part.value)
            self.key = part
        else:
            part.key, self.key.parent = self.key, part
            self.items.append(part)
            self.key = None

    def _open(self, event: Event) -> None:
        kind: Kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
        mark, flow = event.start_mark, bool(event.flow_style)
        if event.anchor or event.tag or len(self.outer) == MAX_DEPTH:
            raise _NotATree
        part = Node(kind, mark.index, mark.index, mark.column, flow=flow)
        part.bare = flow and self.text[mark.index] not in _OPENING
        self._gap(mark.index, part)
        self._put(part)
        self.outer.append((self.items, self.names))
        self.parent, self.key, self.items, self.names = part, None, [], set()
        if flow and not part.bare:
            self.cursor, self.behind = mark.index + 1, part
        else:
            self.cursor = max(self.cursor, mark.index)

    def _close(self, event: Event) -> None:
        part = self.parent
        if part is None:  # pragma: no cover - every end has a beginning
            raise _NotATree
        part.items = self.items
        self.items, self.names = self.outer.pop()
        if part.flow and not part.bare:
            self._gap(event.start_mark.index, part, closing=True)
            self.cursor = part.end = event.end_mark.index
            self.behind = part
        else:
            part.end = part.items[-1].end
        self.parent = part.parent
