"""Finds the stored copy of a source and reads its text."""

from __future__ import annotations

import hashlib
import importlib
import io
import logging
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from stances import regular_files
from stances.evidence.folding import SHAPES, plain_shape
from stances.evidence.html_text import read_page
from stances.evidence.matching import Searchable
from stances.evidence.meaning import Meaning
from stances.evidence.offset_map import Trace
from stances.home import to_install
from stances.regular_files import TooLargeError, UnfitFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from stances.evidence.html_text import Article
    from stances.evidence.meaning import Background
    from stances.evidence.quotation_marks import Span

# A larger text is not an article; a PDF also contains images.
LARGEST_TEXT, LARGEST = 16 * 2**20, 128 * 2**20
"""The largest sizes in bytes, for a text and for any copy."""
_AROUND = 60
_LINE_END = re.compile(r"\r\n?|\n")
_PAGE_END = "\f"
_SHAPES = re.compile(f"[{SHAPES}]")


class Unread(NamedTuple):
    """Why there is no copy, or no text in it, as a clause; `name` is the file's, if there is one.

    A `refused` copy is not a regular file of the folder, or takes too much time or memory to read.
    """

    reason: str
    name: str | None = None
    refused: bool = False


class Spot(NamedTuple):
    """A place in a copy: line and column in characters, from 1; in a PDF, lines count per page."""

    line: int
    column: int
    page: int | None = None

    def __str__(self) -> str:
        """Return, for example, `line 12` or `page 3, line 12`."""
        return f"page {self.page}, line {self.line}" if self.page else f"line {self.line}"


@dataclass(frozen=True)
class Stored:
    """A stored copy as it is on disk."""

    path: Path
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The checksum of the file, as `sha256sum` prints it."""
        return hashlib.sha256(self.content).hexdigest()

    def read(self) -> Copy | Unread:
        """Return the text of the copy, without limits on time and memory; see `limits`."""
        text = _FORMATS[self.path.suffix.lower()](self.content)
        if isinstance(text, Unread):
            return text._replace(reason=f"{self.path.name} {text.reason}", name=self.path.name)
        if not text.text.strip():
            return Unread(f"{self.path.name} has no text in it", self.path.name)
        return Copy(self.path.name, text)


class ReadText(NamedTuple):
    """The text of a copy, and the file's own text, whose lines are counted.

    `trace` maps offsets from the first to the second. `pages` says whether the text has pages.
    `asides` are parts that interrupt the text, such as figures. `unshown` is the text including
    what readers do not see; its `parts` are the unseen parts by kind. `articles` are those of a
    page; None for other formats.
    """

    text: str
    file_text: str
    trace: Trace
    pages: bool = False
    unshown: ReadText | None = None
    parts: Mapping[str, Sequence[Span]] = {}
    asides: Sequence[Span] = ()
    articles: Sequence[Article] | None = None


class Copy:
    """The text of a stored copy, with each character's place in the file."""

    def __init__(self, name: str, read: ReadText) -> None:
        self.name = name
        self.text = text = read.text
        self.asides = read.asides
        self._trace = read.trace
        self._lines = [0, *(end.end() for end in _LINE_END.finditer(read.file_text))]
        ends = (at for at, char in enumerate(text) if char == _PAGE_END)
        self._pages = [0, *(end + 1 for end in ends)] if read.pages else []
        self.articles = read.articles
        self._unshown = read.unshown
        self._parts = read.parts
        self._meanings: dict[str, Meaning] = {}

    @cached_property
    def unshown(self) -> Copy | None:
        """The copy including what its readers do not see; None if there is nothing of that kind."""
        return Copy(self.name, self._unshown) if self._unshown else None

    @property
    def is_unshown(self) -> bool:
        """Whether this copy includes what readers do not see."""
        return bool(self._parts)

    def meaning(self, spans: Sequence[Span], background: Background) -> Meaning:
        """The text around some words, prepared for checking what they mean.

        The result is cached, so `background` must always be the same.
        """
        text = self.searchable.around(spans)
        if text not in self._meanings:
            kind = f".{self.name.rpartition('.')[2].lower()}"
            self._meanings[text] = Meaning(text, self.searchable.quotations, background, kind=kind)
        return self._meanings[text]

    def parts_at(self, spans: Iterable[Span]) -> list[str]:
        """The kinds of unseen parts that overlap the spans."""
        return [kind for kind, parts in self._parts.items() if _overlap(parts, spans)]

    @cached_property
    def searchable(self) -> Searchable:
        """The text, prepared for searching."""
        return Searchable(
            self.text,
            lambda offset: self.spot(offset).line,
            self.asides,
            is_pdf=bool(self._pages),
        )

    @property
    def has_pages(self) -> bool:
        """Whether the copy is a PDF, whose lines are counted on each printed page."""
        return bool(self._pages)

    def spot(self, offset: int) -> Spot:
        """The place in the file of the character at an offset of the text."""
        at = self._trace.origin(offset)
        if not self._pages:
            line = bisect_right(self._lines, at)
            return Spot(line, at - self._lines[line - 1] + 1)
        page = bisect_right(self._pages, at)
        above = self.text.count("\n", self._pages[page - 1], at)
        begin = max(self.text.rfind("\n", 0, at) + 1, self._pages[page - 1])
        return Spot(above + 1, at - begin + 1, page)

    def around(self, start: int, end: int) -> tuple[str, str]:
        """The words before and after a part of the text, each on one line."""
        first = max(start - _AROUND, 0)
        before = " ".join(self.text[first:start].split())
        after = " ".join(self.text[end : end + _AROUND].split())
        # A word cut in two at the far end is dropped.
        return (
            before.partition(" ")[2] if first else before,
            after.rpartition(" ")[0] if end + _AROUND < len(self.text) else after,
        )


class Snapshots:
    """A `folder` of stored copies. Only files directly in it are ever opened.

    `given_up` counts the copies that took too much time or memory to read.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.given_up = 0

    def copy_of(self, source: str, sha256: str | None) -> Stored | Unread:
        """The file named after a source's id; if there are several, the one with this checksum."""
        # The id is compared with the names in the folder and never becomes a path.
        named = [path for path in self._files if path.stem == source]
        readable = [path for path in named if path.suffix.lower() in _FORMATS]
        if not named:
            return Unread("there is no stored copy")
        if not readable:
            return Unread(f"{named[0].name} is in no format that can be read")
        opened = [self._open(path) for path in readable]
        opened = [copy for copy in opened if isinstance(copy, Stored)] or opened
        exact = [copy for copy in opened if isinstance(copy, Stored) and copy.sha256 == sha256]
        if len(opened) > 1 and not exact and sha256 is None:
            names = ", ".join(path.name for path in readable)
            return Unread(f"there are several copies, and no `sha256` that names one: {names}")
        return [*exact, *opened][0]

    @cached_property
    def _files(self) -> list[Path]:
        try:
            return sorted(self.folder.iterdir()) if self.folder else []
        except OSError:
            return []

    def _open(self, path: Path) -> Stored | Unread:
        largest = LARGEST if path.suffix.lower() == ".pdf" else LARGEST_TEXT
        try:
            return Stored(path, regular_files.contents(path, largest, self.folder))
        except TooLargeError:
            return Unread(f"{path.name} is larger than {largest // 2**20} MiB")
        except UnfitFileError as error:
            return Unread(f"{path.name} is not a file but {error.kind}", path.name, refused=True)
        except OSError as error:
            return Unread(f"{path.name} cannot be read: {error.strerror}")


def _overlap(parts: Sequence[Span], spans: Iterable[Span]) -> bool:
    for start, end in spans:
        number = bisect_right(parts, start, key=itemgetter(1))
        if number < len(parts) and parts[number][0] < end:
            return True
    return False


def _plain(content: bytes) -> ReadText | Unread:
    text = _decoded(content)
    return text if isinstance(text, Unread) else ReadText(text, text, Trace())


def _html(content: bytes) -> ReadText | Unread:
    source = _decoded(content)
    if isinstance(source, Unread):
        return source
    page = read_page(source)
    text = ReadText(page.text, source, page.trace, asides=page.asides, articles=page.articles)
    if not page.has_more:
        return text
    page = read_page(source, earlier=True)
    unshown = {"hidden": page.hidden, "struck": page.struck}
    earlier = ReadText(page.text, source, page.trace, parts=unshown, asides=page.asides)
    return text._replace(unshown=earlier)


def _decoded(content: bytes) -> str | Unread:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Unread(f"is not UTF-8: byte 0x{content[error.start]:02x} on line {line}")


def _pdf(content: bytes) -> ReadText | Unread:
    try:
        pypdf = importlib.import_module("pypdf")
    except ImportError:
        return Unread(f"is a PDF, which takes {to_install('pdf')}")
    # Otherwise it writes warnings about the file to stderr.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file may break it anywhere
        return Unread(f"is a PDF that cannot be read: {_in_utf_8(str(error))}")
    text = _in_utf_8(_PAGE_END.join(page.replace(_PAGE_END, " ") for page in pages))
    text = _SHAPES.sub(lambda shape: plain_shape(shape[0]), text)
    return ReadText(text, text, Trace(), pages=True)


def _in_utf_8(text: str) -> str:
    """Replace the lone surrogates that a damaged file may leave in a text."""
    return text.encode("utf-8", "replace").decode()


_FORMATS: dict[str, Callable[[bytes], ReadText | Unread]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
}
