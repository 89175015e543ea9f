"""A whole file in the canonical layout, with what it says unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.editing.comments import attach
from stances.editing.layout import file_text
from stances.editing.reach import key_of
from stances.editing.shapes import shape_of
from stances.editing.splice import UnfaithfulError
from stances.editing.text import Text
from stances.model import FREE_TEXT
from stances.yamlfile import parse, tree

if TYPE_CHECKING:
    from stances.corpus import Kind
    from stances.problems import Fault, Where
    from stances.yamlfile import Document, Part, Tree


def formatted(raw: bytes, kind: Kind) -> bytes | list[Fault]:
    """The bytes of a file in the canonical layout; or why they cannot be read.

    Its line ends stay; a byte order mark goes, and the last line gets an end. Raises
    `UnfaithfulError` if anything would be changed but the layout.
    """
    found = tree(raw)
    if found is None:
        faults = parse(raw).faults
        if not faults:
            raise UnfaithfulError("a file without faults cannot be taken apart")
        return faults
    text = _laid_out(found, raw, kind)
    if text != raw:
        _compare(raw, text, kind)
    return text


def _laid_out(found: Tree, raw: bytes, kind: Kind) -> bytes:
    attach(found)
    text = file_text(found.root, shape_of(kind))
    newline = Text.of(raw).newline if b"\r" in raw else "\n"
    return (text.replace("\n", newline) if newline == "\r\n" else text).encode()


def _compare(before: bytes, after: bytes, kind: Kind) -> None:
    """Read both files, and refuse the new one if it says anything else."""
    old, new = parse(before), parse(after)
    if old.faults or new.faults or old.data != new.data or _cut(old) != _cut(new):
        raise UnfaithfulError("formatting would change what the file says")
    was, now = tree(before), tree(after)
    if was is None or now is None:
        raise UnfaithfulError("formatting would make a file that cannot be taken apart")
    attach(was)
    if _laid_out(now, after, kind) != after:
        raise UnfaithfulError("formatting twice would make another file than formatting once")
    if sorted(_comments(was.root)) != sorted(_comments(now.root)):
        raise UnfaithfulError("formatting would lose a comment")


def _cut(document: Document) -> set[Where]:
    """Free texts that a comment may have cut, of which `check` warns."""
    return {at for at in document.commented if key_of(at) in FREE_TEXT}


def _comments(part: Part) -> list[str]:
    found = [*part.before, part.beside, *part.after]
    for item in part.items:
        found += _comments(item)
    return [comment for comment in found if comment]
