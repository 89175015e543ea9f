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
"""The file that marks a Parquet export, as `corpus.yaml` marks a corpus."""
MAX_BYTES = 2 * 1024 * 1024
"""The largest size of a file of records."""
CODINGS = "codings"
"""The folder that has one folder for each coder, whose files are named after officials."""
NO_CODERS = ("decided", "all", "lowest", "highest")
"""Words that mean something other than a coder's name, in options and in output."""
RECORD_FOLDERS = ("sources", "officials", CODINGS)
WITH_PARTS = "officials"
"""The folder whose records may be split into several files: `ID.yaml`, and the parts in `ID/`."""
_PACKAGE = os.path.dirname(os.path.realpath(__file__))


def find_corpus(named: str | None, file: str | None = None) -> str | None:
    """The corpus named by `--data` or `$STANCES_DATA`, or found in this folder or above it.

    With a `file`, which need not exist, the search starts from the file's folder. None if nothing
    is named or found. The folder may be a Parquet export. Raises `NoCorpus` if a named folder is
    neither.
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
    """Whether a folder that `find_corpus` returned is a Parquet export, not a corpus."""
    return _has(folder, EXPORT_FILE) and not _has(folder, CORPUS_FILE)


def _has(folder: str, name: str) -> bool:
    return os.path.lexists(os.path.join(folder, name))


def _from_here() -> Iterator[str]:
    """This folder and all folders above it; empty if this folder has been deleted."""
    try:
        here = os.getcwd()
    except OSError:
        return
    yield from upwards(here)


def upwards(folder: str) -> Iterator[str]:
    """A folder and all folders above it."""
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def shipped_corpus() -> str | None:
    """The example corpus that ships with the program, in the package or in its checkout."""
    return _shipped("data", CORPUS_FILE)


def shipped_docs() -> str | None:
    """The folder of the documentation, in the package or in its checkout."""
    return _shipped("docs", "commands.md")


def _shipped(folder: str, with_file: str) -> str | None:
    above = os.path.dirname(os.path.dirname(_PACKAGE))
    places = (os.path.join(place, folder) for place in (_PACKAGE, above))
    return next((p for p in places if os.path.isfile(os.path.join(p, with_file))), None)


def find_snapshots(named: str | None, corpus: str) -> Path | None:
    """The folder of stored copies that `--snapshots` or `$STANCES_SNAPSHOTS` names.

    Otherwise `snapshots/` in the corpus or beside it; None if there is none. Raises `NoSnapshots`
    if a named folder does not exist, and `SnapshotsElsewhere` if one that was found is a link
    elsewhere.
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
    """Where `verify` will look for stored copies if no folder of copies exists yet."""
    real = _path(os.path.realpath(corpus))
    return (real.parent if real.name == "data" else real) / "snapshots"


def repository_path(corpus: str) -> str:
    """The path of the corpus from the root of its repository, with `/`; empty if it is the root.

    The root is the nearest folder upwards with a `.git`. Without one, it is the working folder if
    that contains the corpus, and otherwise the parent folder.
    """
    folder = os.path.realpath(corpus)
    here = [os.path.realpath(place) for place in _from_here()][:1]
    roots = [above for above in upwards(folder) if os.path.lexists(os.path.join(above, ".git"))]
    working = [above for above in upwards(folder) if above in here]
    [root, *_] = [*roots, *working, os.path.dirname(folder)]
    inside = os.path.relpath(folder, root)
    return "" if inside == os.curdir else inside.replace(os.sep, "/")


def from_here(path: str | Path, start: str | Path = os.curdir) -> str:
    """A path relative to the current folder or to `start`; unchanged if it cannot be relative."""
    try:
        return os.path.relpath(path, start)
    except (ValueError, OSError):
        return str(path)


def _path(folder: str) -> Path:
    from pathlib import Path  # noqa: PLC0415 - slow to import, and not for every start

    return Path(folder)


def search_path() -> list[str]:
    """The folders in PATH, without those that depend on the current folder.

    The current folder may belong to a stranger, whose programs must not be run by mistake.
    """
    return [folder for folder in os.get_exec_path() if os.path.isabs(folder)]


def program(name: str) -> str | None:
    """The path of a program that PATH finds; None if there is none."""
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
    """The files of each record in a folder of records, in the order of their names.

    A record's first file is its `ID.yaml`, which may be missing if the record has parts. Each file
    of codings is a record of its own.
    """
    inside = folder / kind
    names = listed(inside)
    if kind == CODINGS:
        return [(file,) for name in names if is_coder(name) for file in _parts(inside / name)]
    parts: dict[str, list[Path]] = {}
    if kind == WITH_PARTS:
        others = [name for name in names if not name.endswith(".yaml")]
        found = {f"{name}.yaml": _parts(inside / name) for name in others}
        parts = {name: files for name, files in found.items() if files}
    mains = sorted({*(name for name in names if name.endswith(".yaml")), *parts})
    return [(inside / name, *parts.get(name, ())) for name in mains]


def files_of(folder: Path, main: str) -> Sequence[Path]:
    """The files of the record whose first file is `main`, as `records` returns them."""
    kind, _, name = main.partition("/")
    inside, parts = folder / kind, []
    if kind == WITH_PARTS and not leaves(inside):
        parts = _parts(inside / name.removesuffix(".yaml"))
    return (folder / main, *parts)


def path_in(folder: Path, file: Path) -> str:
    """The path of a file within the corpus, as problems show it."""
    return "/".join(map(printable, file.relative_to(folder).parts))


def main_of(path: str) -> str:
    """The `ID.yaml` of the record that a path in the corpus belongs to."""
    kind, _, name = path.partition("/")
    id_, slash, _ = name.partition("/")
    return f"{kind}/{id_}.yaml" if slash and kind != CODINGS else path


def coder_of(path: str) -> str:
    """The coder whose folder contains a path in the corpus; empty for other files."""
    kind, _, rest = path.partition("/")
    coder, slash, _ = rest.partition("/")
    return coder if kind == CODINGS and slash else ""


def is_slug(name: str) -> bool:
    """Whether a name can be an id, by the rule of `stances.model.types`."""
    parts = name.split("-")
    return name.isascii() and name == name.lower() and all(part.isalnum() for part in parts)


def is_coder(name: str) -> bool:
    """Whether a folder of this name can belong to a coder."""
    return is_slug(name) and name not in NO_CODERS


def is_other_spelling(folder: str, name: str) -> bool:
    """Whether a folder in a corpus differs from a folder of records only in capital letters.

    False if the file system treats both names as one folder.
    """
    kind = name.casefold()
    if name == kind or kind not in RECORD_FOLDERS or not os.path.isdir(os.path.join(folder, name)):
        return False
    try:
        return not os.path.samefile(os.path.join(folder, name), os.path.join(folder, kind))
    except OSError:
        return True


def record_files(folder: Path, kind: str) -> list[Path]:
    """The existing files in a folder of records, record by record."""
    return [file for files in records(folder, kind) for file in files if os.path.lexists(file)]


def holds_records(place: Path, folder: Path) -> bool:
    """Whether `place` is a folder of the corpus in `folder` that can hold files of records."""
    kinds = [folder / kind for kind in RECORD_FOLDERS]
    return place in (folder, *kinds) or place.parent in (folder / WITH_PARTS, folder / CODINGS)


def record_folders(folder: Path) -> list[Path]:
    """The folders of a corpus that hold files of records, the corpus itself first."""
    others = (
        folder / kind / name
        for kind in (WITH_PARTS, CODINGS)
        for name in listed(folder / kind)
        if not name.endswith(".yaml")
    )
    kinds = [folder / kind for kind in RECORD_FOLDERS]
    return [folder, *kinds, *(place for place in others if place.is_dir())]


def leaves(place: Path) -> bool:
    """Whether a folder of records is a link to a place outside of its parent folder."""
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
