"""Reads YAML text as data with the place of each value; the only package that imports yaml.

Files in the layout of `stances fmt` are read line by line, without yaml. For all others, only
yaml's events are used. Nothing is composed or constructed, so nesting, aliases and tags are
harmless, and every scalar stays text as written.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from stances.paths import MAX_BYTES, digest
from stances.problems import Fault, Place
from stances.yaml_reader.characters import FORBIDDEN, Forbidden, without_directives
from stances.yaml_reader.document import MAX_DEPTH, SEEN, Document, Value, placed
from stances.yaml_reader.file_bytes import contents, decoded
from stances.yaml_reader.line_reader import read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from stances.yaml_reader.loaders import Loader
    from stances.yaml_reader.syntax_tree import Tree

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "Document",
    "Value",
    "parse",
    "parse_tree",
    "placed",
    "raw_bytes",
    "read",
    "seen_in",
]


def seen_in(text: str) -> bool:
    """Whether a text has a visible character; a value needs one."""
    return SEEN.search(text) is not None


def raw_bytes(path: Path, within: Path | None = None) -> bytes | Fault:
    """The bytes of a file, or the fault that prevents reading; no link may lead out of `within`."""
    return contents(path, MAX_BYTES, within)


def read(path: Path, within: Path | None = None) -> Document:
    """Read the document in a file of the folder `within`, with all its faults."""
    raw = raw_bytes(path, within)
    if isinstance(raw, Fault):
        return Document(faults=[raw])
    document = parse(raw)
    document.digest = digest(raw)
    return document


def parse(raw: bytes, *, loader: Loader | None = None) -> Document:
    """Parse the bytes of one file.

    The document does not depend on the method: line by line if possible, otherwise by a parser. A
    `loader` forces the use of that parser.
    """
    text = decoded(raw, MAX_BYTES)
    if isinstance(text, Fault):
        return Document(faults=[text])
    if loader is None and (document := read_lines(raw, text)):
        return document
    # Importing a parser is slow, and most corpora do not need one.
    from stances.yaml_reader.loaders import FASTEST  # noqa: PLC0415
    from stances.yaml_reader.reader import read_events  # noqa: PLC0415

    forbidden = Forbidden(text)
    text, directives = without_directives(forbidden.cleaned)
    # A file with only tabs is broken YAML, but "empty file" is the better message.
    document = read_events(text if text.strip() else "", forbidden, loader or FASTEST)
    spots = chain(document.keys.items(), document.values.items())
    document.faults += directives + forbidden.faults((placed(spot), at) for at, spot in spots)
    document.faults.sort(key=lambda fault: fault.place or Place(1, 1))
    return document


def parse_tree(raw: bytes, *, loader: Loader | None = None) -> Tree | None:
    """The syntax tree of the bytes of one file; None if `parse` finds faults in it."""
    from stances.yaml_reader.loaders import FASTEST  # noqa: PLC0415 - as above
    from stances.yaml_reader.reader import MAY_ASK  # noqa: PLC0415 - as above
    from stances.yaml_reader.syntax_tree import tree_of  # noqa: PLC0415 - as above

    text = decoded(raw, MAX_BYTES)
    if isinstance(text, Fault) or FORBIDDEN.search(text):
        return None
    # These are rare, and `parse` knows exactly which of them are faults.
    if ("%" in text or "\\" in text or MAY_ASK.search(text)) and parse(raw, loader=loader).faults:
        return None
    return tree_of(text, loader or FASTEST)
