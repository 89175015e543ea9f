"""Finds where a new corpus goes, and which of its files exist already."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stances.errors import AlreadyThere, CannotWrite
from stances.init.ci_files import CI, HOOKS, UPDATES, piece
from stances.init.files import IGNORING, corpus_files, names
from stances.paths import CORPUS_FILE, from_here

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stances.init.outline import Outline

CUSTOMARY = "data"
"""The folder of a repository where commands look for a corpus."""


class Destination(NamedTuple):
    """The folder of a new corpus, and the root of its present or future repository."""

    folder: Path
    root: Path

    @classmethod
    def at(cls, named: str | None) -> Destination:
        """The destination in the named folder, or else in the default one; see `default_folder`."""
        folder = default_folder() if named is None else Path(named)
        return cls(folder, repository_of(folder))

    @property
    def keeps_ignoring(self) -> bool:
        """Whether a `.gitignore` exists, which stays as it is."""
        return os.path.lexists(self.folder / IGNORING)

    @property
    def taken(self) -> list[str]:
        """The existing files for CI and hooks."""
        return [file for file in (*CI.values(), HOOKS) if os.path.lexists(self.root / file)]

    def refuse(self, *, example: bool, pieces: Iterable[str]) -> None:
        """Raise `AlreadyThere` or `CannotWrite` before any prompt, if that can be foreseen."""
        inside = [self.folder / name for name in names(example=example) if name != IGNORING]
        refuse_existing([*inside, *(self._beside(file) for file in self._new(pieces))])
        folders = (self.folder, *self.folder.absolute().parents)
        nearest = next(path for path in folders if path.exists())
        if not nearest.is_dir():
            raise CannotWrite(nearest, os.strerror(errno.ENOTDIR))
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise CannotWrite(nearest, os.strerror(errno.EACCES))

    def files(self, outline: Outline, *, example: bool, pieces: Iterable[str]) -> dict[Path, str]:
        """All files to write, with their texts."""
        texts = corpus_files(outline, example=example)
        if self.keeps_ignoring:
            del texts[IGNORING]
        inside = _real(self.folder).relative_to(self.root)
        named = "" if inside in (Path(), Path(CUSTOMARY)) else inside.as_posix()
        beside = {self._beside(file): piece(file, named) for file in self._new(pieces)}
        return {self.folder / name: text for name, text in texts.items()} | beside

    def is_beside(self, path: Path) -> bool:
        """Whether a file is for CI or hooks, not in the corpus."""
        return path in map(self._beside, (*CI.values(), UPDATES, HOOKS))

    def _new(self, pieces: Iterable[str]) -> list[str]:
        """The files that will be written."""
        return [file for file in pieces if file != UPDATES or not os.path.lexists(self.root / file)]

    def _beside(self, file: str) -> Path:
        return Path(from_here(self.root / file))


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raise `AlreadyThere` if any path exists, even as a broken link."""
    if existing := [path for path in paths if os.path.lexists(path)]:
        raise AlreadyThere(existing)


def default_folder() -> Path:
    """The current folder if it is empty, else `data`: commands find both from here.

    Raises `AlreadyThere` within another corpus.
    """
    here = Path.cwd()
    for above in (here, *here.parents):
        if os.path.lexists(above / CORPUS_FILE):
            raise AlreadyThere([Path(from_here(above / CORPUS_FILE))])
    return Path(CUSTOMARY) if any(here.iterdir()) else Path()


def repository_of(folder: Path) -> Path:
    """The root of the git repository that a folder is in.

    Without one, the likely root: the folder itself, or the parent of `data`.
    """
    real = _real(folder)
    for above in (real, *real.parents):
        if os.path.lexists(above / ".git"):
            return above
    return real.parent if real.name == CUSTOMARY else real


def _real(folder: Path) -> Path:
    """The folder without links; `Path.resolve` would raise for circular links."""
    return Path(os.path.realpath(folder))
