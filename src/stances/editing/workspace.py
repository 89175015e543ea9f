"""The files of a corpus as they are, and as a change would leave them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from stances.editing.document import drawn_up, opened
from stances.editing.formatting import corpus_files
from stances.editing.references import Held
from stances.editing.save import Replacement
from stances.errors import CannotEdit
from stances.paths import CORPUS_FILE
from stances.problems import Fault
from stances.queries.choices import default_issue
from stances.queries.faults import problems, refuse_faulty
from stances.yaml_reader import raw_bytes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container
    from pathlib import Path

    from stances.corpus import Kind
    from stances.editing.document import YamlFile
    from stances.editing.file_text import Change
    from stances.yaml_reader import Value

HEADS = frozenset((CORPUS_FILE, "codebook.yaml"))
"""The files that all others are held against."""
_ACROSS = "ST400"
"""From this code on, faults are between records, and a change may be what mends them."""
_ESCAPE = b"\\"
"""Within quotation marks, a word may be written with one, and so be there without being seen."""

_Args = ParamSpec("_Args")


@dataclass(slots=True)
class Workspace:
    """Files of the corpus in `folder`, by their paths there: as they are, and as they would be.

    `index` is that of the corpus as it is. `moved` leads from the new path of a file, `renamed`
    from the new reference of a statement, to the old one. Workspaces of one corpus may share
    `before`, so that each file is read once.
    """

    folder: Path
    index: sqlite3.Connection
    before: dict[str, YamlFile] = field(default_factory=dict)
    after: dict[str, YamlFile] = field(init=False)
    moved: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with the files as they are."""
        self.after = dict(self.before)

    def open(self, path: str) -> YamlFile:
        """A file of records as it would be. Raises `CannotEdit` for one that has problems."""
        if path not in self.after:
            refuse_faulty(self.index, self.folder, path)
            self.before[path] = self.after[path] = opened(self.folder / path, _kind(path))
        return self.after[path]

    def open_naming(
        self, word: str, also: Container[str], progress: Callable[[int, int], object]
    ) -> None:
        """Open all files in which a word stands, for no others can use it; and `also` these.

        Raises `CannotEdit` for one of these that cannot be read, for it may use them too.
        """
        wanted = word.encode()
        files = corpus_files(self.folder)
        for number, each in enumerate(files, 1):
            raw = raw_bytes(each.file)
            if isinstance(raw, Fault):
                raise CannotEdit(each.file, raw.message, raw.hint)
            if wanted in raw or _ESCAPE in raw or each.path in also:
                self.before[each.path] = self.after[each.path] = opened(each.file, each.kind)
            progress(number, len(files))

    def draw_up(self, path: str, data: dict[str, Value]) -> None:
        """Add a file of records. Raises `CannotEdit` if it is there already."""
        file = self.folder / path
        if path in self.after or file.exists():
            raise CannotEdit(file, "it is there already", "choose another id")
        self.after[path] = drawn_up(file, _kind(path), data)

    def change(
        self,
        path: str,
        edit: Callable[Concatenate[YamlFile, _Args], Change],
        *args: _Args.args,
        **options: _Args.kwargs,
    ) -> None:
        """Make an edit of a file, e.g. `change(path, append, at, value)`."""
        file = self.after[path]
        self.after[path] = file.changed(edit(file, *args, **options))

    def move(self, old: str, new: str) -> None:
        """Give a file another name."""
        _refuse_link(self.folder / old)
        self.after[new] = self.after.pop(old)
        self.moved[new] = old

    def delete(self, path: str) -> None:
        """Leave a file out."""
        _refuse_link(self.folder / path)
        del self.after[path]

    def data(self, path: str) -> dict[str, Any]:
        """What a file would hold."""
        return self.after[path].data

    def held(self, path: str) -> Held:
        """A file as it would be, to be looked through."""
        kind, id_ = self.after[path].kind, PurePosixPath(path).stem
        return Held(kind, id_, self.data(path), default_issue(self.index) or "")

    @property
    def changed(self) -> list[str]:
        """The paths of the files that are not as they were, new and old ones, sorted."""
        paths = sorted({*self.before, *self.after})
        return [path for path in paths if _raw(self.before, path) != _raw(self.after, path)]

    @property
    def changes_heads(self) -> bool:
        """Whether everything has to be checked again."""
        return not HEADS.isdisjoint(self.changed)

    def refuse_faulty(self) -> None:
        """Raise `CannotEdit` for a changed file with an error that the change might bury."""
        changed = {*self.changed}
        for each in problems(self.index):
            if each.path in changed and each.severity == "error" and each.code < _ACROSS:
                raise CannotEdit(self.folder / each.path, f"line {each.line}: {each.message}")

    def replacements(self) -> list[Replacement]:
        """What is to be written: sources first, deletions last, so that no citation dangles."""

        def order(path: str) -> tuple[bool, bool]:
            return path not in self.after, not path.startswith("sources/")

        return [
            Replacement(
                self.folder / path,
                _raw(self.before, path),
                _raw(self.after, path),
                self.folder / self.moved[path] if path in self.moved else None,
            )
            for path in sorted(self.changed, key=order)
        ]


def _kind(path: str) -> Kind:
    """The kind of a file of records."""
    return cast("Kind", path.partition("/")[0].removesuffix("s"))


def _raw(files: dict[str, YamlFile], path: str) -> bytes | None:
    return files[path].raw if path in files else None


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        hint = "put the file itself in the place of the link, or rename both by hand"
        raise CannotEdit(path, "it is a link to a file elsewhere", hint)
