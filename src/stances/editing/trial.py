"""Try a change on a copy of the corpus, with the problems that `stances check` would report."""

from __future__ import annotations

from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from stances.corpus import CorpusReader
from stances.editing.formatting import corpus_files
from stances.editing.workspace import HEADS
from stances.index.build import build, update
from stances.index.connection import copied
from stances.paths import RECORD_FOLDERS, files_of, main_of, path_in
from stances.queries.faults import problems
from stances.yaml_reader import placed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from stances.editing.workspace import Workspace
    from stances.problems import Problem, Where

    Further = Callable[[sqlite3.Connection, Sequence[str]], Iterable[Problem]]
    """Further problems of the statements with these references, in an index."""

_CITING = """
    SELECT DISTINCT s.path FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
    WHERE e.source = ?"""


@dataclass(frozen=True, slots=True)
class Trial:
    """A corpus after a change: `folder` has the files that were read, `index` is complete."""

    workspace: Workspace
    folder: Path
    index: sqlite3.Connection

    def new_problems(self) -> list[Problem]:
        """The problems that the corpus does not have yet.

        In an unchanged file, a problem is the same if its code and place are. In a changed or
        renamed file, places move and messages may contain new names: there it is the same if its
        code and record are. Of several, the last is new, because files grow at the end.
        """
        moved, renamed = self.workspace.moved, self.workspace.renamed
        changed = {*self.workspace.changed}

        def identity(problem: Problem, ref: str) -> tuple[object, ...]:
            path = moved.get(problem.path, problem.path)
            if path not in changed:
                return path, problem.code, problem.line, problem.column
            if ref != problem.ref:
                path = self._path_before(ref) or path
            return path, problem.code, ref.partition("/")[2]

        before = problems(self.workspace.index)
        remaining = Counter(identity(problem, problem.ref) for problem in before)
        new: list[Problem] = []
        for problem in problems(self.index):
            same = identity(problem, renamed.get(problem.ref, problem.ref))
            remaining[same] -= 1
            if remaining[same] < 0:
                new.append(problem)
        return new

    def found(
        self, refs: Sequence[str], further: Further | None = None
    ) -> list[tuple[Problem, Where]]:
        """The new problems, with their paths in the data of changed files.

        `further` checks the statements `refs` unless there are errors.
        """
        new = self.new_problems()
        if further and not any(each.severity == "error" for each in new):
            new += further(self.index, refs)
        return [*self.located(new)]

    def _path_before(self, ref: str) -> str | None:
        query = "SELECT path FROM all_statements WHERE ref = ?"
        row = self.workspace.index.execute(query, (ref,)).fetchone()
        return row and str(row["path"])

    def located(self, found: Iterable[Problem]) -> Iterator[tuple[Problem, Where]]:
        """Problems with their paths in the data of their files; () in an unchanged file."""
        reader = CorpusReader(self.folder, within=self.workspace.folder)
        reader.heads()
        changed = {*self.workspace.changed}
        by_problem: dict[str, dict[Problem, Where]] = {}
        by_place: dict[str, dict[tuple[int, int], Where]] = {}
        for problem in found:
            path = problem.path
            if path in changed and path not in by_problem:
                files = [*reader.read(files_of(self.folder, main_of(path)))]
                file = next((each for each in files if each.path == path), files[0])
                by_problem[path] = dict(file.problems())
                values = file.document.values.items()
                by_place[path] = {placed(place): at for at, place in values}
            at = by_problem.get(path, {}).get(problem)
            place = (problem.line, problem.column)
            yield problem, by_place.get(path, {}).get(place, ()) if at is None else at


@contextmanager
def tried(workspace: Workspace) -> Iterator[Trial]:
    """Try a change. All files are read again only if `corpus.yaml` or the codebook changes."""
    with TemporaryDirectory(prefix="stances-") as name:
        folder = Path(name)
        _lay_out(workspace, folder)
        if workspace.changes_heads:
            index = build(folder, within=workspace.folder)
        else:
            index = copied(workspace.index)
            update(index, folder, workspace.changed, workspace.folder)
        with closing(index):
            yield Trial(workspace, folder, index)


def _lay_out(workspace: Workspace, trial: Path) -> None:
    """Put the changed files into the folder of the trial, and those that are read with them."""
    for name in RECORD_FOLDERS:
        (trial / name).mkdir()
    changed = {*workspace.changed}
    for path, file in _read_too(workspace).items():
        if path not in changed:
            (trial / path).parent.mkdir(exist_ok=True)
            try:
                (trial / path).symlink_to(file.resolve())
            except OSError:  # not every system lets everybody make links
                copyfile(file, trial / path)
    for path in changed & workspace.after.keys():
        (trial / path).parent.mkdir(exist_ok=True)
        (trial / path).write_bytes(workspace.after[path].raw)


def _read_too(workspace: Workspace) -> dict[str, Path]:
    """The files that are read with the changed ones: all if these are `HEADS`.

    Else `HEADS`, the other files of changed officials, and those of the officials that cite a
    changed source, for its language.
    """
    folder = workspace.folder
    if workspace.changes_heads:
        return {each.path: each.file for each in corpus_files(folder)}
    files = {path: folder / path for path in HEADS}
    mains = {*map(main_of, workspace.changed)}
    for source in workspace.changed:
        if source.startswith("sources/"):
            rows = workspace.index.execute(_CITING, (Path(source).stem,))
            mains |= {main_of(path) for (path,) in rows}
    for main in mains:
        for file in files_of(folder, main):
            if file.exists():
                files[path_in(folder, file)] = file
    return files
