"""Finds where a new corpus goes, and what is there already."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stances.errors import AlreadyThere, CannotWrite
from stances.init.ci_files import CI, HOOKS, piece
from stances.init.files import IGNORING, corpus_files, names
from stances.paths import CORPUS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stances.init.outline import Outline

CUSTOMARY = "data"
"""The folder in a repository in which a corpus is found without being named."""


class Destination(NamedTuple):
    """The folder of a new corpus, and the root of the repository that it is in or will be in."""

    folder: Path
    root: Path

    @classmethod
    def at(cls, named: str | None) -> Destination:
        """The folder that is named, else the usual one; see `default_folder`."""
        folder = default_folder() if named is None else Path(named)
        return cls(folder, repository_of(folder))

    @property
    def keeps_ignoring(self) -> bool:
        """Whether a `.gitignore` is there, which stays as it is."""
        return os.path.lexists(self.folder / IGNORING)

    @property
    def taken(self) -> list[str]:
        """Files for CI and hooks that are there already."""
        return [file for file in (*CI.values(), HOOKS) if os.path.lexists(self.root / file)]

    def refuse(self, *, example: bool, pieces: Iterable[str]) -> None:
        """Raise what would keep the files from being written, as far as it can be foreseen.

        `AlreadyThere`, or `CannotWrite`; before anybody has answered a question.
        """
        own = [self.folder / name for name in names(example=example) if name != IGNORING]
        refuse_existing([*own, *(self._beside(file) for file in pieces)])
        near = next(
            path for path in (self.folder, *self.folder.absolute().parents) if path.exists()
        )
        if not near.is_dir():
            raise CannotWrite(near, os.strerror(errno.ENOTDIR))
        if not os.access(near, os.W_OK | os.X_OK):
            raise CannotWrite(near, os.strerror(errno.EACCES))

    def files(self, outline: Outline, *, example: bool, pieces: Iterable[str]) -> dict[Path, str]:
        """All files to be written, with their texts."""
        own = corpus_files(outline, example=example)
        if self.keeps_ignoring:
            del own[IGNORING]
        beside = {self._beside(file): piece(file, self._named_as) for file in pieces}
        return {self.folder / name: text for name, text in own.items()} | beside

    def is_beside(self, path: Path) -> bool:
        """Whether one of these files is for CI or hooks, and none of the corpus."""
        return path in map(self._beside, (*CI.values(), HOOKS))

    def _beside(self, file: str) -> Path:
        return Path(os.path.relpath(self.root / file))

    @property
    def _named_as(self) -> str:
        """How CI has to call the corpus; empty where it is found without being named."""
        inside = _real(self.folder).relative_to(self.root)
        return "" if inside in (Path(), Path(CUSTOMARY)) else inside.as_posix()


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raise `AlreadyThere` if there is anything in these places, be it a link to nowhere."""
    if there := [path for path in paths if os.path.lexists(path)]:
        raise AlreadyThere(there)


def default_folder() -> Path:
    """This folder if nothing is in it, else `data`: both are found by every command from here.

    Raises `AlreadyThere` within another corpus, where a second one is hardly meant.
    """
    here = Path.cwd()
    for above in (here, *here.parents):
        if os.path.lexists(above / CORPUS_FILE):
            raise AlreadyThere([Path(os.path.relpath(above / CORPUS_FILE))])
    return Path(CUSTOMARY) if any(here.iterdir()) else Path()


def repository_of(folder: Path) -> Path:
    """The root of the git repository that a folder is in.

    Where there is none yet, it is taken to become the folder itself, or what `data` is in.
    """
    whole = _real(folder)
    for above in (whole, *whole.parents):
        if os.path.lexists(above / ".git"):
            return above
    return whole.parent if whole.name == CUSTOMARY else whole


def _real(folder: Path) -> Path:
    """The folder itself, whatever links lead to it; even in a circle."""
    return Path(os.path.realpath(folder))
