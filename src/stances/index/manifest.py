"""Reads, writes and checks the manifest of a Parquet export, which identifies its files."""

from __future__ import annotations

import json
import os
import re
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.errors import BadExport
from stances.paths import EXPORT_FILE, printable
from stances.regular_files import TooLargeError, UnfitFileError, contents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

FORMAT = "stances parquet export"
VERSION = 3
"""The version of the tables and the manifest; raised if older programs would misread them."""
_ELSEWHERE = "write it again to a new folder: `stances export parquet NEW --data CORPUS`"
"""The hint if the manifest is invalid: the folder may be anybody's, so it is not replaced."""
_AT_ONCE = 1024 * 1024
_LARGEST = 64 * 1024 * 1024
"""The most bytes of a manifest; a part takes about 200."""
_PATH = re.compile(r"(?:index/)?[a-z_]+/[0-9]{5}\.parquet")


class Part(NamedTuple):
    """A Parquet file of an export: its path there, its rows, its size and its SHA-256."""

    path: str
    rows: int
    bytes: int
    sha256: str


class Manifest(NamedTuple):
    """The content of an export. `tables` has the files of each table, in order.

    `program` is the version of stances that wrote it. `commit` has the commit's name, its day and
    whether files differed from it; None outside git.
    """

    program: str
    commit: tuple[str, str, bool] | None
    tables: Mapping[str, Sequence[Part]]

    @property
    def parts(self) -> Iterator[Part]:
        """The files of all tables."""
        return (part for parts in self.tables.values() for part in parts)

    @property
    def digest(self) -> str:
        """The SHA-256 of the paths and digests of all files."""
        from hashlib import sha256  # noqa: PLC0415 - slow to import, and rarely needed

        lines = (f"{part.sha256}  {part.path}\n" for part in self.parts)
        return sha256("".join(lines).encode()).hexdigest()

    def text(self) -> str:
        """The manifest as the text of its file."""
        keys = ("name", "day", "changed")
        commit = dict(zip(keys, self.commit, strict=True)) if self.commit else None
        tables = {
            name: {
                "rows": sum(part.rows for part in parts),
                "files": [part._asdict() for part in parts],
            }
            for name, parts in self.tables.items()
        }
        whole = {
            "format": FORMAT,
            "schema_version": VERSION,
            "stances": self.program,
            "commit": commit,
            "sha256": self.digest,
            "tables": tables,
        }
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def read(folder: Path) -> Manifest:
    """Read the manifest in a folder. Raises `BadExport`."""
    try:
        text = contents(folder / EXPORT_FILE, _LARGEST, None)
    except OSError as error:
        why = f"{EXPORT_FILE} cannot be read ({error.strerror})"
        raise BadExport(folder, why, _ELSEWHERE) from error
    except UnfitFileError as error:
        raise BadExport(folder, f"{EXPORT_FILE} is {error.kind}", _ELSEWHERE) from error
    except TooLargeError as error:
        why = f"{EXPORT_FILE} has {error.size:,} bytes, too many"
        raise BadExport(folder, why, _ELSEWHERE) from error
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadExport(folder, f"{EXPORT_FILE} is no JSON", _ELSEWHERE) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        why = f"{EXPORT_FILE} is not one that `stances export parquet` writes"
        raise BadExport(folder, why, _ELSEWHERE)
    version = found.get("schema_version")
    if version != VERSION:
        is_newer = isinstance(version, int) and version > VERSION
        by = "a newer version of stances" if is_newer else "another version of stances"
        hint = f"update stances, or {_ELSEWHERE}" if is_newer else _ELSEWHERE
        program = str(found.get("stances")).encode("utf-8", "backslashreplace").decode()
        raise BadExport(folder, f"it was written by {by} ({printable(program)})", hint)
    try:
        manifest = _manifest(found)
        digest = manifest.digest
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        why = f"{EXPORT_FILE} lacks what it should have"
        raise BadExport(folder, why, _ELSEWHERE) from error
    if digest != found.get("sha256"):
        why = f"{EXPORT_FILE} has been changed: its digest is another"
        raise BadExport(folder, why, _ELSEWHERE)
    return manifest


def _manifest(found: Mapping[str, Any]) -> Manifest:
    commit = found["commit"]
    paths = [str(part["path"]) for table in found["tables"].values() for part in table["files"]]
    if not all(map(_PATH.fullmatch, paths)):
        raise ValueError("a path leads elsewhere")
    return Manifest(
        str(found["stances"]),
        (str(commit["name"]), str(commit["day"]), bool(commit["changed"])) if commit else None,
        {
            name: [
                Part(str(p["path"]), int(p["rows"]), int(p["bytes"]), str(p["sha256"]))
                for p in table["files"]
            ]
            for name, table in found["tables"].items()
        },
    )


def state(folder: Path, manifest: Manifest) -> bytes:
    """The state of the files according to the system; it changes when one of them is written to.

    Raises `BadExport` if a file is missing or has another size.
    """
    lines = [manifest.digest]
    for part in manifest.parts:
        try:
            found = os.stat(f"{folder}/{part.path}")  # noqa: PTH116 - there may be thousands
        except OSError as error:
            is_gone = isinstance(error, FileNotFoundError)
            why = "is missing" if is_gone else f"cannot be read ({error.strerror})"
            raise BadExport(folder, f"{part.path} {why}") from error
        if not S_ISREG(found.st_mode):  # reading a pipe would wait for its other end
            raise BadExport(folder, f"{part.path} is no file")
        if found.st_size != part.bytes:
            why = f"{part.path} has {found.st_size:,} bytes in place of {part.bytes:,}"
            raise BadExport(folder, why)
        lines.append(f"{found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino} {part.path}")
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def check_digests(folder: Path, manifest: Manifest, progress: Callable[[int, int], None]) -> None:
    """Raise `BadExport` if the content of a file has changed since the export."""
    parts = [*manifest.parts]
    for number, part in enumerate(parts):
        progress(number, len(parts))
        try:
            if sha256_of(folder / part.path) != part.sha256:
                raise BadExport(folder, f"{part.path} has been changed: its digest is another")
        except OSError as error:
            raise BadExport(folder, f"{part.path} cannot be read ({error.strerror})") from error


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file."""
    from hashlib import sha256  # noqa: PLC0415 - as above

    digest = sha256()
    with file.open("rb") as stream:
        while block := stream.read(_AT_ONCE):
            digest.update(block)
    return digest.hexdigest()
