"""The files of a corpus before and after a change."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from stances.editing.document import drawn_up, opened
from stances.editing.edits import become
from stances.editing.formatting import corpus_files, kind_of
from stances.editing.references import Held
from stances.editing.save import Replacement
from stances.errors import CannotEdit, ChangedMeanwhile
from stances.paths import CORPUS_FILE, digest, main_of
from stances.problems import Fault
from stances.queries.choices import default_issue, file_digest, issues_of
from stances.queries.faults import problems, refuse_faulty
from stances.yaml_reader import raw_bytes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Mapping
    from pathlib import Path

    from stances.editing.document import YamlFile
    from stances.editing.file_text import Change
    from stances.problems import Problem, Where
    from stances.yaml_reader import Value
    from stances.yaml_reader.syntax_tree import Node

HEADS = frozenset((CORPUS_FILE, "codebook.yaml"))
"""All other files are checked against these."""
_BETWEEN_RECORDS = "ST400"
"""Problems from this code on are between records, so a change may repair them."""

_Args = ParamSpec("_Args")


@dataclass(slots=True)
class Workspace:
    """Files of the corpus in `folder`, by their paths there, before and after a change.

    `index` is the index of the corpus before the change. `moved` maps the new path of a file to the
    old one, and `renamed` the new reference of a statement to the old one. `left` are files that
    lose statements to others. Workspaces of one corpus may share `before`, so that each file is
    read once.
    """

    folder: Path
    index: sqlite3.Connection
    before: dict[str, YamlFile] = field(default_factory=dict)
    after: dict[str, YamlFile] = field(init=False)
    moved: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    _laid_out: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start with the files of `before`."""
        self.after = dict(self.before)

    def open(self, path: str) -> YamlFile:
        """Return the current state of a file of records.

        Raises `CannotEdit` if the file has problems. Raises `ChangedMeanwhile` if it differs from
        the index, because ids are chosen and words compared by the index.
        """
        if path not in self.after:
            refuse_faulty(self.index, self.folder, path)
            file = opened(self.folder / path, kind_of(path), self.folder)
            if digest(file.raw) != file_digest(self.index, path):
                raise ChangedMeanwhile(self.folder / path)
            self.before[path] = self.after[path] = file
        return self.after[path]

    def open_naming(
        self, word: str, also: Container[str], progress: Callable[[int, int], object]
    ) -> None:
        """Open all files that contain a word or are named by it, and those in `also`.

        No other files can use the word.

        Raises `CannotEdit` for any file that cannot be read, because it may use the word too.
        """
        wanted = word.encode()
        files = corpus_files(self.folder)
        for number, each in enumerate(files, 1):
            raw = raw_bytes(each.file, self.folder)
            if isinstance(raw, Fault):
                raise CannotEdit(each.file, raw.message, raw.hint)
            # Within quotation marks, the word may be written with escapes.
            is_it = PurePosixPath(each.path).stem == word
            if is_it or wanted in raw or b"\\" in raw or each.path in also:
                self.before[each.path] = self.after[each.path] = opened(
                    each.file, each.kind, self.folder
                )
            progress(number, len(files))

    def draw_up(self, path: str, data: dict[str, Value]) -> None:
        """Add a file of records. Raises `CannotEdit` if the file exists already."""
        file = self.folder / path
        self.refuse_link(path)
        if path in self.after or file.exists():
            raise CannotEdit(file, "it is there already", "choose another id")
        self.after[path] = drawn_up(file, kind_of(path), data)

    def change(
        self,
        path: str,
        edit: Callable[Concatenate[YamlFile, _Args], Change],
        *args: _Args.args,
        **options: _Args.kwargs,
    ) -> None:
        """Make an edit of a file, e.g. `change(path, append, at, value)`."""
        file = self.after[path]
        self.put(path, file.changed(edit(file, *args, **options)))

    def become(
        self, path: str, at: Where, value: Value, parts: Mapping[Where, Node] | None = None
    ) -> None:
        """Give a place in a file another value, with `edits.become`."""
        self.put(path, become(self.after[path], at, value, parts))

    def put(self, path: str, file: YamlFile) -> None:
        """Store a changed file; if it was in the canonical layout, it stays so."""
        if path not in self._laid_out:
            self._laid_out[path] = self.after[path].is_laid_out
        self.after[path] = file.laid_out() if self._laid_out[path] else file

    def move(self, old: str, new: str) -> None:
        """Rename a file."""
        self.refuse_link(old)
        self.refuse_link(new)
        self.after[new] = self.after.pop(old)
        if old in self._laid_out:
            self._laid_out[new] = self._laid_out.pop(old)
        self.moved[new] = old

    def delete(self, path: str) -> None:
        """Delete a file."""
        self.refuse_link(path)
        del self.after[path]

    def refuse_link(self, path: str) -> None:
        """Raise `CannotEdit` for a link, and for a file in a linked folder."""
        inside = self.folder / path
        if path.count("/") > 1 and inside.parent.is_symlink():
            hint = "put the folder itself in the place of the link"
            raise CannotEdit(inside.parent, "it is a link to a folder elsewhere", hint)
        if inside.is_symlink():
            hint = "put the file itself in the place of the link, or rename both by hand"
            raise CannotEdit(inside, "it is a link to a file elsewhere", hint)

    def of(self, main: str) -> list[str]:
        """Return the open files of a record, by the path of its main file, which comes first."""
        return sorted((path for path in self.after if main_of(path) == main), key=_in_record)

    def data(self, path: str) -> dict[str, Any]:
        """Return the data of a file after the change."""
        return self.after[path].data

    def held(self, path: str) -> Held:
        """Return a file after the change, to be searched for references."""
        kind, id_ = self.after[path].kind, PurePosixPath(main_of(path)).stem
        issues = issues_of(self.index, id_) if kind == "coding" else {}
        return Held(kind, id_, self.data(path), default_issue(self.index) or "", issues)

    @property
    def changed(self) -> list[str]:
        """The paths of changed, new and deleted files, sorted."""
        paths = sorted({*self.before, *self.after})
        return [path for path in paths if _raw(self.before, path) != _raw(self.after, path)]

    @property
    def changes_heads(self) -> bool:
        """Whether a file in `HEADS` is changed."""
        return not HEADS.isdisjoint(self.changed)

    def refuse_faulty(self, mended: Container[Problem] = ()) -> None:
        """Raise `CannotEdit` for a changed file with an error that the change might hide.

        Problems in `mended` are ignored, because the change repairs them.
        """
        changed = {*self.changed}
        for each in problems(self.index):
            if each.path not in changed or each in mended:
                continue
            if each.severity == "error" and each.code < _BETWEEN_RECORDS:
                raise CannotEdit(self.folder / each.path, f"line {each.line}: {each.message}")

    def replacements(self) -> list[Replacement]:
        """Return the files to write: sources first, deletions last, so that no citation dangles.

        A part never exists without the `ID.yaml` that says whose it is. Files that lose statements
        come after the files that get them: a statement in both can be reported, one in neither is
        lost.
        """

        def order(path: str) -> tuple[bool, bool, bool, bool]:
            is_deleted, is_part = path not in self.after, main_of(path) != path
            return (
                path in self.left,
                is_deleted,
                not path.startswith("sources/"),
                is_part is not is_deleted,
            )

        return [
            Replacement(
                self.folder / path,
                _raw(self.before, path),
                _raw(self.after, path),
                self.folder / self.moved[path] if path in self.moved else None,
            )
            for path in sorted(self.changed, key=order)
        ]


def _in_record(path: str) -> tuple[bool, str]:
    return main_of(path) != path, path


def _raw(files: dict[str, YamlFile], path: str) -> bytes | None:
    return files[path].raw if path in files else None
