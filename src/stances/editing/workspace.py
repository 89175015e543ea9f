"""The files of a corpus as they are and as they would be, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from stances.editing.document import opened
from stances.editing.formatting import corpus_files
from stances.editing.references import Held
from stances.editing.save import Replacement
from stances.errors import CannotEdit
from stances.problems import Fault
from stances.yaml_reader import raw_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from pathlib import Path

    from stances.editing.document import YamlFile
    from stances.editing.file_text import Change

_ESCAPE = b"\\"
"""Within quotation marks, a word may be written with one, and so be there without being seen."""


@dataclass
class Draft:
    """The files that matter here, by their paths in the corpus: as they are, and as they would be.

    `moved` leads from the new path of a file to its old one. `default_issue` is what it is now.
    """

    folder: Path
    before: dict[str, YamlFile]
    default_issue: str
    after: dict[str, YamlFile] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with the files as they are."""
        self.after = dict(self.before)

    def held(self, path: str) -> Held:
        """A file as it would be, to be looked through."""
        sheet = self.after[path]
        return Held(sheet.kind, PurePosixPath(path).stem, sheet.data, self.default_issue)

    def change(self, path: str, change: Change) -> None:
        """Make a change of a file."""
        self.after[path] = self.after[path].changed(change)

    def move(self, old: str, new: str) -> None:
        """Give a file another name."""
        _refuse_link(self.folder / old)
        self.after[new] = self.after.pop(old)
        self.moved[new] = old

    def delete(self, path: str) -> None:
        """Leave a file out."""
        _refuse_link(self.folder / path)
        del self.after[path]

    @property
    def changed(self) -> list[str]:
        """The paths of the files that are not as they were, new and old ones."""
        paths = sorted({*self.before, *self.after})
        return [
            path for path in paths if self._raw(self.before, path) != self._raw(self.after, path)
        ]

    def replacements(self) -> list[Replacement]:
        """What is to be written."""
        return [
            Replacement(
                self.folder / path,
                self._raw(self.before, path),
                self._raw(self.after, path),
                self.folder / self.moved[path] if path in self.moved else None,
            )
            for path in self.changed
        ]

    def _raw(self, sheets: dict[str, YamlFile], path: str) -> bytes | None:
        return sheets[path].raw if path in sheets else None


def files_naming(
    folder: Path, word: str, also: Container[str], progress: Callable[[int, int], object]
) -> dict[str, YamlFile]:
    """All files in which a word stands, by their paths; no others can use it. `also` these.

    Raises `CannotEdit` for one of these that cannot be read, for it may use them too.
    """
    wanted = word.encode()
    files = corpus_files(folder)
    found: dict[str, YamlFile] = {}
    for number, each in enumerate(files, 1):
        raw = raw_bytes(each.file)
        if isinstance(raw, Fault):
            raise CannotEdit(each.file, raw.message, raw.hint)
        if wanted in raw or _ESCAPE in raw or each.path in also:
            found[each.path] = opened(each.file, each.kind)
        progress(number, len(files))
    return found


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        hint = "put the file itself in the place of the link, or rename both by hand"
        raise CannotEdit(path, "it is a link to a file elsewhere", hint)
