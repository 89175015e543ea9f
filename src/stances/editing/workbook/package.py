"""A workbook as a package: a ZIP archive of XML files, of which only some are ever unpacked.

Document types are refused, so that no entity is ever expanded. Charts, pictures, macros, comments
and links to other workbooks are never opened.
"""

from __future__ import annotations

import io
import posixpath
from typing import TYPE_CHECKING
from xml.parsers import expat
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Attributes = Mapping[str, str]

    Starts = Mapping[str, Callable[[Attributes], None]]
    Ends = Mapping[str, Callable[[], None]]
    TakeText = Callable[[str], None]

_MOST_PARTS, _MOST_UNPACKED = 10_000, 2**29
"""The most files in a workbook, and bytes of those that are read."""
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
)
"""The namespaces of workbooks: as usual, as "Strict Open XML", and what a part refers to."""
SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx (Excel workbook)"
SMALLER = "copy the rows that are to be imported to a workbook of their own"


class Unreadable(Exception):
    """Why a workbook is not read, as a clause, and what to do."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why, hint)
        self.why, self.hint = why, hint


def _refuse_others(content: bytes) -> None:
    """Refuse what is no .xlsx, with what it is instead."""
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            hint = "open it with its password, take that off, and save it"
            raise Unreadable("it is protected by a password", hint)
        raise Unreadable("it is an Excel 97–2003 workbook (.xls)", SAVE_AS)
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        hint = "a text with commas is `stances import csv`; else " + SAVE_AS
        raise Unreadable("it is no Excel workbook", hint)


class Package:
    """The files in a workbook; no more is unpacked than what is allowed for all of them."""

    def __init__(self, content: bytes) -> None:
        _refuse_others(content)
        self._archive = ZipFile(io.BytesIO(content))
        members = self._archive.infolist()
        if len(members) > _MOST_PARTS:
            why = f"it has {len(members):,} files in it, and no more than {_MOST_PARTS:,} are read"
            raise Unreadable(why)
        self._members = {member.filename.lower(): member for member in members}
        if len(self._members) < len(members):
            raise Unreadable("it has two files of one name in it", SAVE_AS)
        self._left = _MOST_UNPACKED
        self._unpacked: set[str] = set()
        other = None
        if "mimetype" in self._members and "content.xml" in self._members:
            other = "an OpenDocument spreadsheet (.ods)"
        elif "xl/workbook.bin" in self._members:
            other = "a binary Excel workbook (.xlsb)"
        elif any(each.endswith(".iwa") for each in self._members):
            other = "a Numbers document"
        if other:
            raise Unreadable(f"it is {other}", SAVE_AS)

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def parse(
        self, part: str, starts: Starts, ends: Ends | None = None, text: TakeText | None = None
    ) -> None:
        """Read an XML file of the workbook; by the names of elements, what to call at each."""
        member = self._members.get(part.lower())
        if member is None:
            raise Unreadable(f"it has no `{part}` in it, and is no Excel workbook", SAVE_AS)
        if member.flag_bits & 1:
            raise Unreadable("it is encrypted", "take its password off, and save it")
        if member.filename not in self._unpacked:
            self._unpacked.add(member.filename)
            self._left -= member.file_size  # more than this is never unpacked of it
        if self._left < 0:
            much = f"{_MOST_UNPACKED >> 20} MiB"
            hint = "copy the rows that are to be imported to a workbook of their own"
            raise Unreadable(f"it has more than {much} when it is unpacked", hint)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type

        at_start = {f"{space} {name}": do for space in _SPACES for name, do in starts.items()}
        at_end = {f"{space} {name}": do for space in _SPACES for name, do in (ends or {}).items()}

        def started(name: str, attributes: Attributes) -> None:
            if do := at_start.get(name):
                do(attributes)

        def ended(name: str) -> None:
            if do := at_end.get(name):
                do()

        parser.StartElementHandler, parser.EndElementHandler = started, ended
        parser.CharacterDataHandler = text
        with self._archive.open(member) as stream:
            parser.ParseFile(stream)

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """By their ids, the kind and target of what a part refers to, and if that is outside."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str, bool]] = {}

        def relation(attributes: Attributes) -> None:
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            is_outside = attributes.get("TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
            found[attributes.get("Id", "")] = (kind, target, is_outside)

        if path in self:
            self.parse(path, {"Relationship": relation})
        return found


def relation_of(attributes: Attributes) -> str:
    """The id by which an element refers to another part."""
    return next((text for key, text in attributes.items() if key.endswith("relationships id")), "")


class Pieces:
    """Collects the text of elements, but for what is said of how it is read aloud."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._inside = self._is_aside = False
        self.starts = dict.fromkeys(("v", "t", "f"), self._begin) | {"rPh": self._begin_aside}
        self.ends = dict.fromkeys(("v", "t", "f"), self._end) | {"rPh": self._end_aside}

    def _begin(self, _: Attributes) -> None:
        self._inside = not self._is_aside

    def _end(self) -> None:
        self._inside = False

    def _begin_aside(self, _: Attributes) -> None:
        self._is_aside = True

    def _end_aside(self) -> None:
        self._is_aside = False

    def take(self, piece: str) -> None:
        """Take a piece of text, if it is within one of the elements."""
        if self._inside:
            self._pieces.append(piece)

    def taken(self) -> str:
        """The text since this was asked last."""
        text = "".join(self._pieces)
        self._pieces.clear()
        return text


def _refuse_document_type(*_: object) -> None:
    raise Unreadable("it has a document type (DTD) in it, which no spreadsheet program writes")
