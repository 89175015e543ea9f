"""A YAML file that is edited: its bytes, its data, and where each part of it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from stances.editing.file_text import Edit, Text, UnfaithfulError, spliced
from stances.editing.formatting import formatted
from stances.editing.yaml_writer import NO_SHAPE, entry_of, file_text, shape_of
from stances.errors import CannotEdit
from stances.paths import MAX_BYTES
from stances.problems import Fault
from stances.yaml_reader import Node, parse, parse_tree, raw_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from stances.corpus import Kind
    from stances.editing.file_text import Change
    from stances.editing.yaml_writer import Shape
    from stances.problems import Where
    from stances.yaml_reader import Value


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file that was read, or will be written, whole. Offsets of parts are into `text.text`."""

    path: Path
    kind: Kind
    raw: bytes
    text: Text
    root: Node
    data: dict[str, Value]

    def part(self, at: Where) -> Node:
        """The part at a path of the data; KeyError if there is none."""
        part = self.root
        for step in at:
            part = _child(part, step)
        return part

    def shape(self, at: Where) -> Shape:
        """The shape of the mapping, or of the mappings in the list, at a path of the data."""
        shape = shape_of(self.kind)
        for step in at:
            if isinstance(step, str):
                shape = shape.inner.get(step, NO_SHAPE)
        return shape

    def changed(self, change: Change) -> YamlFile:
        """The file with a change made; it is read again, and must hold the data expected of it.

        Where it does not, that is a bug, unless the file is laid out so oddly that blanks at its
        end or a tab would count: then it is `CannotEdit`, as for a file too large to be read.
        """
        raw = self.text.with_text(spliced(self.text.text, change.edits)).encoded()
        if len(raw) > MAX_BYTES:
            why = f"it would be {len(raw):,} bytes large, and no more than {MAX_BYTES:,} are read"
            hint = "keep whole texts out of the corpus: a record holds only the words quoted"
            raise CannotEdit(self.path, why, hint)
        try:
            file = _read(self.path, self.kind, raw)
        except CannotEdit as error:
            raise self._refusal("break it") from error
        if file.data != change.data:
            raise self._refusal("say something else than asked")
        return file

    def _refusal(self, what: str) -> Exception:
        if formatted(self.raw, self.kind) == self.raw:
            return UnfaithfulError(f"a change of {self.path} would {what}")
        why = f"laid out as it is, a change would {what}"
        return CannotEdit(self.path, why, "run `stances fmt` first, and try again")


def opened(path: Path, kind: Kind) -> YamlFile:
    """A file to be edited. Raises `CannotEdit` if the reader finds anything wrong with it."""
    raw = raw_bytes(path)
    if isinstance(raw, Fault):
        raise CannotEdit(path, raw.message, raw.hint)
    return _read(path, kind, raw)


def drawn_up(path: Path, kind: Kind, data: dict[str, Value]) -> YamlFile:
    """A new file with this data in the canonical layout."""
    root = Node("mapping", items=[entry_of(key, value) for key, value in data.items()])
    file = _read(path, kind, file_text(root, shape_of(kind)).encode())
    if file.data != data:
        raise UnfaithfulError(f"{path} would say something else than asked")
    return file


def _read(path: Path, kind: Kind, raw: bytes) -> YamlFile:
    document, found = parse(raw), parse_tree(raw)
    if document.data is None or document.faults:
        fault = document.faults[0]
        line = f"line {fault.place.line}: " if fault.place else ""
        raise CannotEdit(path, f"{line}{fault.message}", fault.hint)
    if found is None:
        raise UnfaithfulError(f"{path} cannot be taken apart")
    return YamlFile(path, kind, raw, Text.of(raw), found.root, document.data)


def _child(part: Node, step: str | int) -> Node:
    if isinstance(step, int):
        if part.kind != "list" or not 0 <= step < len(part.items):
            raise KeyError(step)
        return part.items[step]
    for item in part.items:
        if item.key is not None and item.key.value == step:
            return item
    raise KeyError(step)


def with_value(data: dict[str, Value], at: Where, value: Value | None) -> dict[str, Value]:
    """A copy of the data with another value at a path; without it, if the value is None.

    The path may lead one item behind the end of a list.
    """
    return cast("dict[str, Value]", _with_value(data, at, value))


def _with_value(node: Value, at: Where, value: Value | None) -> Value:
    step = at[0]
    if isinstance(node, list) and isinstance(step, int):
        old = node[step : step + 1]
        new = _new(old[0] if old else "", at, value)
        return [*node[:step], *([] if new is None else [new]), *node[step + 1 :]]
    if not isinstance(node, dict) or not isinstance(step, str):
        raise KeyError(step)
    new = _new(node.get(step, ""), at, value)
    if new is None:
        return {key: held for key, held in node.items() if key != step}
    return {**node, step: new}


def _new(old: Value, at: Where, value: Value | None) -> Value | None:
    return value if len(at) == 1 else _with_value(old, at[1:], value)


_COMMENT_LINE = re.compile(r"([ \t]*)(#[^\r\n]*)?(?=[\r\n]|\Z)")
_CHOMPING = re.compile(r"([|>])([0-9]?)[+-]?([0-9]?)")


def end_of(text: Text, part: Node, column: int) -> int:
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


def sealed(text: Text, part: Node) -> list[Edit]:
    """What keeps a block of text at the end of a file without a last newline as it is.

    `note: |` would gain a line end there as soon as anything followed.
    """
    while part.items:
        part = part.items[-1]
    header = _CHOMPING.match(text.text, part.start) if part.style in ("|", ">") else None
    if header is None or part.value.endswith("\n") or part.end < len(text.text):
        return []
    return [Edit(header.start(), header.end(), f"{header[1]}{header[2]}{header[3]}-")]


def is_within_brackets(part: Node) -> bool:
    """Whether a part stands within the brackets of another."""
    return part.parent is not None and (part.parent.flow or is_within_brackets(part.parent))


def refuse_bare(file: YamlFile, part: Node) -> None:
    """Refuse to change a `key: value` that stands within brackets without braces of its own."""
    if part.bare:
        line = file.text.text.count("\n", 0, part.start) + 1
        why = f"line {line}: a key stands within brackets without braces of its own"
        raise CannotEdit(file.path, why, "run `stances fmt` first, which puts it on its own line")
