"""A YAML file being edited: its bytes, its data, and the position of each part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from stances.editing.file_text import Edit, Text, UnfaithfulError, spliced
from stances.editing.formatting import formatted
from stances.editing.yaml_writer import entry_of, file_text, shape_of
from stances.errors import CannotEdit
from stances.paths import MAX_BYTES
from stances.problems import Fault
from stances.yaml_reader import parse, parse_tree, raw_bytes
from stances.yaml_reader.syntax_tree import Node

if TYPE_CHECKING:
    from pathlib import Path

    from stances.corpus import Kind
    from stances.editing.file_text import Change
    from stances.editing.yaml_writer import Shape
    from stances.problems import Where
    from stances.yaml_reader import Value


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A whole file, as read or to be written. Offsets of parts are into `text.text`."""

    path: Path
    kind: Kind
    raw: bytes
    text: Text
    root: Node
    data: dict[str, Value]

    def part(self, at: Where) -> Node:
        """Return the part at a path of the data. Raises `KeyError` if there is none."""
        part = self.root
        for step in at:
            if isinstance(step, int):
                children = part.items[step : step + 1] if part.kind == "list" and step >= 0 else []
            else:
                children = [item for item in part.items if item.key and item.key.value == step]
            if not children:
                raise KeyError(step)
            part = children[0]
        return part

    def shape(self, at: Where) -> Shape:
        """Return the shape of the mapping, or of the mappings in the list, at a path."""
        shape = shape_of(self.kind)
        for step in at:
            if isinstance(step, str):
                shape = shape.of(step)
        return shape

    def changed(self, change: Change) -> YamlFile:
        """Return the file after a change, checked against the data that the change expects.

        Raises `CannotEdit` if the file would be too large, or if the change fails because of an odd
        layout (a tab, blanks at the end). If it fails in a file in the canonical layout, this is a
        bug, and `UnfaithfulError` is raised.
        """
        text = spliced(self.text.text, change.edits)
        file = self._read_again(text)
        if file.data != change.data and not text.endswith("\n"):
            # A text that is added after the last line may need its missing line end.
            file = self._read_again(f"{text}{self.text.newline}")
        if file.data != change.data:
            raise self._refusal("say something else than asked")
        return file

    @property
    def is_laid_out(self) -> bool:
        """Whether the file is in the canonical layout of `fmt`."""
        return formatted(self.raw, self.kind) == self.raw

    def laid_out(self) -> YamlFile:
        """Return the file in the canonical layout, or unchanged if it would then be too large."""
        raw = formatted(self.raw, self.kind)
        if isinstance(raw, list) or raw == self.raw:
            return self
        return _read(self.path, self.kind, raw)

    def _read_again(self, text: str) -> YamlFile:
        raw = self.text.with_text(text).encoded()
        _refuse_too_large(self.path, self.kind, raw)
        try:
            return _read(self.path, self.kind, raw)
        except CannotEdit as error:
            raise self._refusal("break it") from error

    def _refusal(self, what: str) -> Exception:
        if self.is_laid_out:
            return UnfaithfulError(f"a change of {self.path} would {what}")
        why = f"laid out as it is, a change would {what}"
        return CannotEdit(self.path, why, "run `stances fmt` first, and try again")


def opened(path: Path, kind: Kind, within: Path | None = None) -> YamlFile:
    """Open a file of the folder `within` to edit it. Raises `CannotEdit` for any problem in it."""
    raw = raw_bytes(path, within)
    if isinstance(raw, Fault):
        raise CannotEdit(path, raw.message, raw.hint)
    return _read(path, kind, raw)


def as_it_is(path: Path, kind: Kind, raw: bytes) -> YamlFile:
    """Open a file that may have any fault, for a trial; it has no data if it cannot be read."""
    try:
        return _read(path, kind, raw)
    except CannotEdit:
        return YamlFile(path, kind, raw, Text(""), Node("mapping"), {})


def drawn_up(path: Path, kind: Kind, data: dict[str, Value]) -> YamlFile:
    """Make a new file in the canonical layout. Raises `CannotEdit` if it is too large."""
    root = Node("mapping", items=[entry_of(key, value) for key, value in data.items()])
    raw = file_text(root, shape_of(kind)).encode()
    _refuse_too_large(path, kind, raw)
    file = _read(path, kind, raw)
    if file.data != data:
        raise UnfaithfulError(f"{path} would say something else than asked")
    return file


def _refuse_too_large(path: Path, kind: Kind, raw: bytes) -> None:
    if len(raw) > MAX_BYTES:
        why = f"it would be {len(raw):,} bytes large, and no more than {MAX_BYTES:,} are read"
        hint = "keep whole texts out of the corpus: a record holds only the words quoted"
        if "statements" in shape_of(kind).inner:
            hint = "put some of its statements into a file of their own: officials/ID/ANY.yaml"
        raise CannotEdit(path, why, hint)


def _read(path: Path, kind: Kind, raw: bytes) -> YamlFile:
    document, tree = parse(raw), parse_tree(raw)
    if document.data is None or document.faults:
        fault = document.faults[0]
        line = f"line {fault.place.line}: " if fault.place else ""
        raise CannotEdit(path, f"{line}{fault.message}", fault.hint)
    if tree is None:
        raise UnfaithfulError(f"{path} cannot be taken apart")
    return YamlFile(path, kind, raw, Text.of(raw), tree.root, document.data)


def with_value(data: dict[str, Value], at: Where, value: Value | None) -> dict[str, Value]:
    """Return a copy of the data with another value at a path, or without it if the value is None.

    The path may point just after the last item of a list.
    """
    return cast("dict[str, Value]", _with_value(data, at, value))


def _with_value(node: Value, at: Where, value: Value | None) -> Value:
    step, *rest = at
    if isinstance(node, list) and isinstance(step, int):
        old = node[step] if step < len(node) else ""
        new = _with_value(old, tuple(rest), value) if rest else value
        return [*node[:step], *([] if new is None else [new]), *node[step + 1 :]]
    if not isinstance(node, dict) or not isinstance(step, str):
        raise KeyError(step)
    new = _with_value(node.get(step, ""), tuple(rest), value) if rest else value
    if new is None:
        return {key: item for key, item in node.items() if key != step}
    return {**node, step: new}


_COMMENT_LINE = re.compile(r"([ \t]*)(#[^\r\n]*)?(?=[\r\n]|\Z)")
_CHOMPING = re.compile(r"([|>])([0-9]?)[+-]?([0-9]?)")


def end_of(text: Text, part: Node, column: int) -> int:
    """Return the end of the last line of a part that begins in this column.

    Comments that are indented deeper belong to the part.
    """
    end = text.line_end(part.end)
    at = text.next_line(end)
    while at > end and (match := _COMMENT_LINE.match(text.text, at)):
        if match[2]:
            if len(match[1]) <= column:
                break
            end = match.end()
        elif match.end() == len(text.text):
            break
        at = text.next_line(at)
    return end


def sealed(text: Text, part: Node) -> list[Edit]:
    """Return the edit that keeps a block of text unchanged if it ends the file without a newline.

    Without this edit, the text of `note: |` would gain a line end as soon as anything follows.
    """
    while part.items:
        part = part.items[-1]
    header = _CHOMPING.match(text.text, part.start) if part.style in ("|", ">") else None
    if header is None or part.value.endswith("\n") or part.end < len(text.text):
        return []
    return [Edit(header.start(), header.end(), f"{header[1]}{header[2]}{header[3]}-")]


def is_within_brackets(part: Node) -> bool:
    """Whether a part is within the brackets of another one."""
    return part.parent is not None and (part.parent.flow or is_within_brackets(part.parent))


def refuse_bare(file: YamlFile, part: Node) -> None:
    """Raise `CannotEdit` for a `key: value` within brackets that has no braces of its own."""
    if part.bare:
        line = file.text.text.count("\n", 0, part.start) + 1
        why = f"line {line}: a key stands within brackets without braces of its own"
        raise CannotEdit(file.path, why, "run `stances fmt` first, which puts it on its own line")
