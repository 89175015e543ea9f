"""Where a corpus is, and which of its files are records."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from stances.errors import NoCorpus, NoSnapshots
from stances.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS_FILE = "corpus.yaml"
MAX_BYTES = 2 * 1024 * 1024
"""How large a file of records may be."""
RECORD_FOLDERS = ("sources", "officials")
_PACKAGE = Path(__file__).resolve().parent
_LIKE_YAML = (".yaml", ".yml", ".json")


def find_corpus(named: str | None) -> Path | None:
    """The corpus that `--data`, `$STANCES_DATA` or the folders from here upwards name.

    None if nothing names one. Raises `NoCorpus` if the folder named is not a corpus.
    """
    variable = os.environ.get("STANCES_DATA") or None
    for folder, by in ((named, "--data"), (variable, "$STANCES_DATA")):
        if folder is not None:
            if not folder or not os.path.lexists(Path(folder) / CORPUS_FILE):
                raise NoCorpus(Path(folder), named_by=by)
            return Path(folder)
    for above in _upwards():
        for near in (above, above / "data"):
            if os.path.lexists(near / CORPUS_FILE):
                return near
    return None


def _upwards() -> list[Path]:
    """This folder and those above it; none if it has been deleted."""
    try:
        here = Path.cwd()
    except OSError:
        return []
    return [here, *here.parents]


def shipped_corpus() -> Path | None:
    """The corpus that comes with the program, in the package or in the checkout it runs from."""
    places = (_PACKAGE / "data", _PACKAGE.parent.parent / "data")
    return next((place for place in places if (place / CORPUS_FILE).is_file()), None)


def find_snapshots(named: str | None, corpus: Path) -> Path | None:
    """The folder of stored copies that `--snapshots` or `$STANCES_SNAPSHOTS` names.

    Else `snapshots/` in the corpus or beside it; None if there is none. Raises `NoSnapshots` if the
    folder named is not there.
    """
    variable = os.environ.get("STANCES_SNAPSHOTS") or None
    for folder, by in ((named, "--snapshots"), (variable, "$STANCES_SNAPSHOTS")):
        if folder is not None:
            if not folder or not Path(folder).is_dir():
                raise NoSnapshots(Path(folder), by)
            return Path(folder)
    places = (corpus / "snapshots", corpus.resolve().parent / "snapshots")
    return next((place for place in places if place.is_dir()), None)


def record_files(folder: Path, kind: str) -> list[Path]:
    """The files of `sources` or `officials`, in the order of their names."""
    inside = folder / kind
    return [inside / name for name in _names(inside) if name.endswith(".yaml")]


def stray_files(folder: Path) -> Iterator[Problem]:
    """Files that look like records and are read by nobody."""
    for name in _names(folder):
        stem = name.casefold().partition(".")[0]
        known = name in (CORPUS_FILE, "codebook.yaml")
        if stem in ("corpus", "codebook") and _like_yaml(name) and not known:
            yield _stray(name, f"rename it to {stem}.yaml, or move it out")
    for kind in RECORD_FOLDERS:
        yield from _unlisted(folder / kind)
        for name in _names(folder / kind):
            if name.endswith(".yaml"):
                continue
            if (folder / kind / name).is_dir():
                yield _stray(f"{kind}/{name}", f"put its files into {kind}/ itself")
            elif _like_yaml(name):
                yield _stray(f"{kind}/{name}", "give it the ending .yaml, or move it out")


def digest(content: bytes) -> bytes:
    """What tells the contents of files apart."""
    from hashlib import blake2b  # noqa: PLC0415 - slow to import, and not needed where all is fresh

    return blake2b(content, digest_size=16).digest()


def printable(name: str) -> str:
    """A file's name as it can be shown and stored: what is not text is escaped, one for one."""
    text = os.fsencode(name.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _names(folder: Path) -> list[str]:
    """What is in a folder, sorted, without hidden files and editors' backups."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:  # `stray_files` says so
        return []
    return sorted(name for name in names if not name.startswith((".", "#", "~")))


def _like_yaml(name: str) -> bool:
    return any(ending in name.casefold() for ending in _LIKE_YAML) and not name.endswith("~")


def _unlisted(folder: Path) -> Iterator[Problem]:
    """A folder of records that is there and cannot be looked into."""
    try:
        next(folder.iterdir(), None)
    except FileNotFoundError:
        if folder.is_symlink():
            yield Problem(folder.name, 1, 1, "ST001", "this link leads nowhere", "mend the link")
    except NotADirectoryError:
        message = "this should be a folder of records"
        yield Problem(folder.name, 1, 1, "ST002", message, "move it out of the corpus")
    except OSError as error:
        message = f"this folder cannot be read: {error.strerror}"
        yield Problem(folder.name, 1, 1, "ST001", message, "mend its permissions")


def _stray(path: str, hint: str) -> Problem:
    return Problem(printable(path), 1, 1, "ST018", "this file is not read", hint)
