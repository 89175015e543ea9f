"""Finds a corpus, its files, and programs; imports no pathlib, for quick starts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stances.errors import NoCorpus, NoSnapshots, SnapshotsElsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


CORPUS_FILE = "corpus.yaml"
EXPORT_FILE = "manifest.json"
"""What a Parquet export of a corpus has in its place."""
MAX_BYTES = 2 * 1024 * 1024
"""The largest size of a file of records."""
RECORD_FOLDERS = ("sources", "officials")
WITH_PARTS = "officials"
"""The folder whose records may stand in several files: `ID.yaml`, and the parts in `ID/`."""
_PACKAGE = os.path.dirname(os.path.realpath(__file__))


def find_corpus(named: str | None, file: str | None = None) -> str | None:
    """The corpus that `--data`, `$STANCES_DATA` or the folders from here upwards name.

    With a `file`, which need not exist, those from its folder upwards. None if nothing names one.
    The folder named may be a Parquet export. Raises `NoCorpus` if it is neither.
    """
    variable = os.environ.get("STANCES_DATA") or None
    for folder, by in ((named, "--data"), (variable, "$STANCES_DATA")):
        if folder is not None:
            if not folder or not (_has(folder, CORPUS_FILE) or _has(folder, EXPORT_FILE)):
                raise NoCorpus(_path(folder), named_by=by)
            return folder
    folders = _from_here() if file is None else upwards(os.path.dirname(os.path.abspath(file)))
    for above in folders:
        for near in (above, os.path.join(above, "data")):
            if _has(near, CORPUS_FILE):
                return near
    return None


def is_export(folder: str) -> bool:
    """Whether a folder that `find_corpus` found is a Parquet export, and no corpus."""
    return _has(folder, EXPORT_FILE) and not _has(folder, CORPUS_FILE)


def _has(folder: str, name: str) -> bool:
    return os.path.lexists(os.path.join(folder, name))


def _from_here() -> Iterator[str]:
    """This folder and those above it; none if this folder has been deleted."""
    try:
        here = os.getcwd()
    except OSError:
        return
    yield from upwards(here)


def upwards(folder: str) -> Iterator[str]:
    """A folder and those above it."""
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def shipped_corpus() -> str | None:
    """The corpus that comes with the program, in the package or in the checkout it runs from."""
    return _shipped("data", CORPUS_FILE)


def shipped_docs() -> str | None:
    """The folder of the documents, which come with the program likewise."""
    return _shipped("docs", "commands.md")


def _shipped(folder: str, with_file: str) -> str | None:
    above = os.path.dirname(os.path.dirname(_PACKAGE))
    places = (os.path.join(place, folder) for place in (_PACKAGE, above))
    return next((p for p in places if os.path.isfile(os.path.join(p, with_file))), None)


def find_snapshots(named: str | None, corpus: str) -> Path | None:
    """The folder of stored copies that `--snapshots` or `$STANCES_SNAPSHOTS` names.

    Else `snapshots/` in the corpus or beside it; None if there is none. Raises `NoSnapshots` if the
    folder named is not there, and `SnapshotsElsewhere` if one that is not named leads elsewhere.
    """
    variable = os.environ.get("STANCES_SNAPSHOTS") or None
    for folder, by in ((named, "--snapshots"), (variable, "$STANCES_SNAPSHOTS")):
        if folder is not None:
            if not folder or not os.path.isdir(folder):
                raise NoSnapshots(_path(folder), by)
            return _path(folder)
    beside = os.path.dirname(os.path.realpath(corpus))
    for near in (corpus, beside):
        place = os.path.join(near, "snapshots")
        if os.path.isdir(place):
            if os.path.islink(place) and _leads_out(place, near):
                raise SnapshotsElsewhere(place)
            return _path(place)
    return None


def usual_snapshots(corpus: Path) -> Path:
    """Where `verify` will look for copies if there is no folder of them yet."""
    real = _path(os.path.realpath(corpus))
    return (real.parent if real.name == "data" else real) / "snapshots"


def repository_path(corpus: str) -> str:
    """The corpus below the root of its repository, with `/`; empty if it is the root.

    The root is the nearest folder upwards with a `.git`; without one the working folder, or where
    the corpus is not in that, the parent folder.
    """
    folder = os.path.realpath(corpus)
    here = [os.path.realpath(place) for place in _from_here()][:1]
    roots = [above for above in upwards(folder) if os.path.lexists(os.path.join(above, ".git"))]
    working = [above for above in upwards(folder) if above in here]
    [root, *_] = [*roots, *working, os.path.dirname(folder)]
    inside = os.path.relpath(folder, root)
    return "" if inside == os.curdir else inside.replace(os.sep, "/")


def from_here(path: str | Path, start: str | Path = os.curdir) -> str:
    """A path from this folder or another; as it is from another drive, or a deleted folder."""
    try:
        return os.path.relpath(path, start)
    except (ValueError, OSError):
        return str(path)


def _path(folder: str) -> Path:
    from pathlib import Path  # noqa: PLC0415 - slow to import, and not for every start

    return Path(folder)


def search_path() -> list[str]:
    """The folders that PATH names, without those that depend on the current folder.

    That one may be a stranger's: a program in it must not be taken for the one that is meant.
    """
    return [folder for folder in os.get_exec_path() if os.path.isabs(folder)]


def program(name: str) -> str | None:
    """The file of a program that PATH names; None if there is none."""
    endings = (".com", ".exe") if os.name == "nt" else ("",)
    files = (os.path.join(folder, name + end) for folder in search_path() for end in endings)
    return next((file for file in files if os.path.isfile(file) and os.access(file, os.X_OK)), None)


def _leads_out(path: Path | str, folder: Path | str) -> bool:
    from stances.regular_files import leads_out  # noqa: PLC0415 - as above

    return leads_out(path, folder)


def digest(content: bytes) -> bytes:
    """A hash of the content of a file, 16 bytes."""
    from hashlib import blake2b  # noqa: PLC0415 - slow to import, and not needed where all is fresh

    return blake2b(content, digest_size=16).digest()


def records(folder: Path, kind: str) -> list[Sequence[Path]]:
    """The files of each record of `sources` or `officials`, in the order of their names.

    The first of a record is its `ID.yaml`, which may be missing where there are parts.
    """
    inside = folder / kind
    names = listed(inside)
    parts: dict[str, list[Path]] = {}
    if kind == WITH_PARTS:
        others = [name for name in names if not name.endswith(".yaml")]
        found = {f"{name}.yaml": _parts(inside / name) for name in others}
        parts = {name: files for name, files in found.items() if files}
    mains = sorted({*(name for name in names if name.endswith(".yaml")), *parts})
    return [(inside / name, *parts.get(name, ())) for name in mains]


def files_of(folder: Path, main: str) -> Sequence[Path]:
    """The files of the record that begins with a path in the corpus, as `records` gives them."""
    kind, _, name = main.partition("/")
    inside, parts = folder / kind, []
    if kind == WITH_PARTS and not leaves(inside):
        parts = _parts(inside / name.removesuffix(".yaml"))
    return (folder / main, *parts)


def path_in(folder: Path, file: Path) -> str:
    """The path of a file in a corpus, as problems name it."""
    return "/".join(map(printable, file.relative_to(folder).parts))


def main_of(path: str) -> str:
    """The path of the `ID.yaml` of the record that a path in the corpus belongs to."""
    kind, _, name = path.partition("/")
    id_, slash, _ = name.partition("/")
    return f"{kind}/{id_}.yaml" if slash else path


def record_files(folder: Path, kind: str) -> list[Path]:
    """The files of `sources` or `officials` that are there, record by record."""
    return [file for files in records(folder, kind) for file in files if os.path.lexists(file)]


def holds_records(place: Path, folder: Path) -> bool:
    """Whether a folder is one of those of the corpus in `folder` that have files of records."""
    kinds = [folder / kind for kind in RECORD_FOLDERS]
    return place in (folder, *kinds) or place.parent == folder / WITH_PARTS


def record_folders(folder: Path) -> list[Path]:
    """The folders of a corpus that have files of records; it itself is the first."""
    inside = folder / WITH_PARTS
    others = (inside / name for name in listed(inside) if not name.endswith(".yaml"))
    kinds = [folder / kind for kind in RECORD_FOLDERS]
    return [folder, *kinds, *(place for place in others if place.is_dir())]


def leaves(place: Path) -> bool:
    """Whether a folder of records is a link that leads out of the folder that it stands in."""
    return place.is_symlink() and place.exists() and _leads_out(place, place.parent)


def listed(place: Path) -> list[str]:
    """The names in a folder of records; none if it is a link that leads out, which is a problem."""
    return [] if leaves(place) else names_in(place)


def _parts(place: Path) -> list[Path]:
    return [place / name for name in listed(place) if name.endswith(".yaml")]


def printable(name: str) -> str:
    """A file name with all but printable text escaped; different names stay different."""
    text = os.fsencode(name.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def names_in(folder: Path) -> list[str]:
    """The names in a folder, sorted, without hidden files and editors' backups."""
    try:
        names = os.listdir(folder)
    except OSError:  # a folder that cannot be read is a problem of its own
        return []
    return sorted([name for name in names if name[0] not in ".#~"])
