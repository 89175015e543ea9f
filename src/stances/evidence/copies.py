"""The stored copies of sources: found by the source's id in one folder, and made text of."""

from __future__ import annotations

import hashlib
import importlib
import io
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.evidence.markup import visible_text
from stances.evidence.places import PAGE_BREAK, PlacedText

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 32 * 2**20
"""Bytes. A longer file is no article, and would take gigabytes to search."""

# Latin ligatures; forms of Arabic letters at the beginning, in the middle and at the end of words.
_SHAPES = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]")

Why = Literal[
    "absent", "several", "unknown-format", "unreadable", "too-large", "not-utf-8", "no-pypdf",
    "damaged", "no-text",
]  # fmt: skip


class Unread(NamedTuple):
    """Why there is no copy, or no text of it: `why` for programs, `reason` for people."""

    why: Why
    reason: str


@dataclass(frozen=True)
class Stored:
    """A stored copy as it is on disk."""

    path: Path
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The checksum of the file, as `sha256sum` prints it."""
        return hashlib.sha256(self.content).hexdigest()

    def read(self) -> PlacedText | Unread:
        """The text of the copy, with the places of its characters."""
        placed = _READERS[self.path.suffix.lower()](self.content)
        if isinstance(placed, PlacedText) and not placed.text.strip():
            return Unread("no-text", "the copy has no text in it")
        return placed


class Snapshots:
    """A folder of stored copies. Only what is directly in it is ever opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def copy_of(self, source: str) -> Stored | Unread:
        """The copy of a source: the one file with its id for a name, whatever the ending."""
        # The id is compared with names that are there and never made a path of.
        named = self._listed.get(source, [])
        readable = [name for name in named if Path(name).suffix.lower() in _READERS]
        if len(readable) > 1:
            return Unread("several", f"there are several copies: {', '.join(readable)}")
        if readable:
            return self._open(readable[0])
        if named:
            return Unread("unknown-format", f"{named[0]} is in none of the formats that are read")
        if not self.folder.is_dir():
            return Unread("absent", f"there is no folder {self.folder}")
        return Unread("absent", "there is no copy of it")

    @cached_property
    def _listed(self) -> dict[str, list[str]]:
        """The names of the files, in order, by what stands before the ending."""
        listed: dict[str, list[str]] = {}
        try:
            entries = sorted(path for path in self.folder.iterdir() if path.is_file())
        except OSError:
            return {}
        for path in entries:
            listed.setdefault(path.stem, []).append(path.name)
        return listed

    def _open(self, name: str) -> Stored | Unread:
        path = self.folder / name
        try:
            if not path.resolve().is_relative_to(self.folder.resolve()):
                return Unread("unreadable", f"{name} is a link that leads out of the folder")
            if path.stat().st_size > LARGEST:
                return Unread("too-large", f"{name} is larger than {LARGEST // 2**20} MiB")
            return Stored(path, path.read_bytes())
        except OSError as error:
            return Unread("unreadable", f"{name} cannot be read: {error.strerror}")


def _read_plain(content: bytes) -> PlacedText | Unread:
    text = _decode(content)
    return PlacedText.plain(text) if isinstance(text, str) else text


def _read_html(content: bytes) -> PlacedText | Unread:
    text = _decode(content)
    return visible_text(text) if isinstance(text, str) else text


def _decode(content: bytes) -> str | Unread:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        return Unread("not-utf-8", f"the copy is not UTF-8: byte 0x{byte:02x} on line {line}")


def _read_pdf(content: bytes) -> PlacedText | Unread:
    try:
        pypdf = importlib.import_module("pypdf")
    except ImportError:
        return Unread("no-pypdf", "the copy is a PDF; install stances[pdf] to read it")
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    except Exception as error:  # noqa: BLE001 - a damaged file may break it anywhere
        return Unread("damaged", f"the PDF cannot be read: {error}")
    text = PAGE_BREAK.join(_spelt_out(page) for page in pages)
    return PlacedText(text, text, paged=True)


def _spelt_out(page: str) -> str:
    """A page with the letters that its fonts join, or shape for their place, as plain letters."""
    return _SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), page)


_READERS: dict[str, Callable[[bytes], PlacedText | Unread]] = {
    ".txt": _read_plain,
    ".md": _read_plain,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _read_pdf,
}
