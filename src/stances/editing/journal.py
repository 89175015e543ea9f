"""The journal of a change of several files; with it, a change that was cut off can be finished.

It is in the user's cache folder, because anybody who clones a corpus would trust a journal in it.
It exists only while files are being replaced.
"""

from __future__ import annotations

import json
import os
import time
from base64 import b64decode, b64encode
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, NamedTuple

from stances import __version__
from stances.atomic import sync_folder
from stances.errors import CannotWrite, CutOff
from stances.index.cache import (
    journal_file,
    private_folder,
    read_private,
    why_no_folder,
    write_private,
)
from stances.paths import (
    CODINGS,
    CORPUS_FILE,
    RECORD_FOLDERS,
    WITH_PARTS,
    digest,
    holds_records,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.editing.save import Replacement

_FORMAT = 1
_LARGEST = 40 * 1024 * 1024
"""The limit of all new files together, in bytes; the journal needs a third more."""
_WITH_FOLDER = 2
"""The number of names in the path of a part after the folder of its kind."""
_COPIES = "copies"
"""A name in paths for the folder of the stored copies, which may be anywhere."""


class Entry(NamedTuple):
    """A file, by its path in the corpus, with the digests of its bytes; None if there is no file.

    `content` are the bytes after the change. If it is None, the bytes are those of the file `like`,
    because the file is renamed. Files in the folder of stored copies are only renamed.
    """

    path: str
    before: str | None
    after: str | None
    content: bytes | None
    like: str | None


class Journal(NamedTuple):
    """A change of the corpus in `folder`, a real path: what it was, when, and its files.

    `copies` is the folder of the stored copies, if any are renamed.
    """

    folder: Path
    what: str
    when: str
    copies: Path | None
    entries: Sequence[Entry]

    def file(self, path: str) -> Path:
        """Return the file at a path of an entry."""
        kind, _, name = path.rpartition("/")
        return self.copies / name if kind == _COPIES and self.copies else self.folder / path

    @property
    def shown(self) -> str:
        """The change that was cut off, with its time, for people."""
        return f"`{self.what}`, of {self.when},"

    def name(self, entry: Entry) -> str:
        """Return the name of an entry for people: the path in the corpus, or folder and name."""
        kind, _, name = entry.path.rpartition("/")
        copies = self.copies and self.copies.name
        return f"{copies}/{name}" if kind == _COPIES and copies else entry.path

    def progress(self) -> Progress:
        """Find which files are as before the change, as after it, or neither."""
        progress = Progress([], [], [])
        for each in self.entries:
            now = digest_of(self.file(each.path))
            written, left = now == each.after, now == each.before
            if left and each.content is None and each.like:
                left = digest_of(self.file(each.like)) == each.after
            (progress.written if written else progress.left if left else progress.lost).append(each)
        return progress


class Progress(NamedTuple):
    """The files of a change: as after it (`written`), as before it (`left`), or neither."""

    written: list[Entry]
    left: list[Entry]
    lost: list[Entry]

    @property
    def is_whole(self) -> bool:
        """Whether all files are as before the change, or all as after it."""
        return not self.lost and not (self.written and self.left)


def digest_of(file: Path) -> str | None:
    """Return the digest of a file; None if there is no file.

    Returns an empty text for anything but a readable regular file whose folder is a real path.
    """
    try:
        if os.path.realpath(file.parent) != str(file.parent):
            return ""
        if not S_ISREG(file.lstat().st_mode):
            return ""
        return digest(file.read_bytes()).hex()
    except FileNotFoundError:
        return None
    except OSError:
        return ""


def begin(folder: Path, replacements: Sequence[Replacement], what: str) -> str:
    """Write the journal of a change to disk; return why there is none, or an empty text."""
    cache = private_folder()
    if cache is None:
        return why_no_folder()
    if sum(len(each.after or b"") for each in replacements) > _LARGEST:
        return "the change is too large for one"
    if os.path.lexists(journal_file(folder, cache)) and read(folder) is None:
        return f"{journal_file(folder, cache)} is that of another corpus"
    try:
        content = json.dumps(_plain(folder.resolve(), replacements, what)).encode()
        write_private(journal_file(folder, cache), content)
    except ValueError as error:
        return str(error)
    except (OSError, RuntimeError) as error:
        return f"{cache}: {getattr(error, 'strerror', None) or error}"
    return ""


def end(folder: Path) -> None:
    """Delete the journal of a corpus, if there is one. Raises `CannotWrite`."""
    if (cache := private_folder()) is None:
        return
    file = Path(journal_file(folder, cache))
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(file, error.strerror or str(error)) from error
    sync_folder(file.parent)  # so that it does not come back after a power failure


def read(folder: Path) -> Journal | None:
    """Return the journal of a change that was cut off or is in progress.

    Raises `CutOff` if a journal exists but cannot be read.
    """
    cache = private_folder()
    if cache is None or not os.path.lexists(journal_file(folder, cache)):
        return None
    raw = read_private(journal_file(folder, cache))
    if raw is None:
        raise CutOff(f"its journal is no file of yours alone: {journal_file(folder, cache)}")
    try:
        plain = json.loads(raw)
        if plain["format"] != _FORMAT:
            raise CutOff(f"its journal is one of another version of stances, {plain['stances']}")
        return _journal(plain, folder.resolve())
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise CutOff("its journal is damaged") from error


def _plain(folder: Path, replacements: Sequence[Replacement], what: str) -> dict[str, Any]:
    """Return a journal as JSON data. Raises `ValueError` if a file must not be in a journal."""
    contents = {each.path: each.before for each in replacements}
    copies: set[Path] = set()
    entries = []
    for each in replacements:
        path = _place(each.path.resolve(), folder, copies)
        like = each.like and _place(each.like.resolve(), folder, copies)
        is_moved = each.like is not None and contents.get(each.like) == each.after
        content = None if is_moved or each.after is None else b64encode(each.after).decode()
        entries.append([path, _hex(each.before), _hex(each.after), content, like])
    plain = {
        "format": _FORMAT,
        "stances": __version__,
        "folder": str(folder),
        "what": what,
        "when": time.strftime("%Y-%m-%d %H:%M"),
        "copies": str(copies.pop()) if copies else None,
        "files": entries,
    }
    try:
        _journal(plain, folder)  # refuse a journal that could not be read back
    except ValueError as error:
        raise ValueError(f"{error} is not a file of records in the corpus itself") from error
    return plain


def _place(file: Path, folder: Path, copies: set[Path]) -> str:
    """Return the journal's path for a record file or a stored copy; arguments are real paths."""
    if holds_records(file.parent, folder):
        return file.relative_to(folder).as_posix()
    copies.add(file.parent)
    if len(copies) > 1:
        raise ValueError(f"{file} is outside of its folder")
    return f"{_COPIES}/{file.name}"


def _hex(content: bytes | None) -> str | None:
    return None if content is None else digest(content).hex()


def _journal(plain: dict[str, Any], folder: Path) -> Journal | None:
    """Return the journal in JSON data; None if it is of another corpus. Raises if it is damaged."""
    if plain["folder"] != str(folder):
        return None
    copies = None if plain["copies"] is None else folder / plain["copies"]
    what, when = str(plain["what"]), str(plain["when"])
    return Journal(folder, what, when, copies, [*_entries(plain["files"])])


def _entries(rows: list[list[Any]]) -> Iterator[Entry]:
    """Yield the files of a journal. Raises `ValueError` for a file that no change can have."""
    befores = {row[0]: row[1] for row in rows}
    renamed = {row[4] for row in rows}
    for path, before, after, text, like in rows:
        kind = path.partition("/")[0]
        content = None if text is None else b64decode(text, validate=True)
        if after is None:
            is_sound = content is None and (kind != _COPIES or path in renamed)
        elif content is None:  # renamed, with the same bytes
            is_sound = befores.get(like) == after and like.partition("/")[0] == kind
        else:
            is_sound = _hex(content) == after and kind != _COPIES
        if not (is_sound and _is_allowed(path)):
            raise ValueError(path)
        yield Entry(path, before, after, content, like)


def _is_allowed(path: str) -> bool:
    """Whether a path may be a file of records, or a stored copy."""
    folder, *names = path.split("/")
    if not names:
        return folder in (CORPUS_FILE, "codebook.yaml")
    if any(not name or name.startswith(".") or os.sep in name or "\0" in name for name in names):
        return False
    most = _WITH_FOLDER if folder in (WITH_PARTS, CODINGS) else 1
    fewest = _WITH_FOLDER if folder == CODINGS else 1
    is_record = folder in RECORD_FOLDERS and names[-1].endswith(".yaml")
    return fewest <= len(names) <= most and (folder == _COPIES or is_record)
