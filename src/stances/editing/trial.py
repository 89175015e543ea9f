"""Try a change on a copy of the corpus, and find the problems that `stances check` would report."""

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
from stances.queries.faults import problems, unusable
from stances.yaml_reader import placed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.editing.workspace import Workspace
    from stances.problems import Problem, Where

    Further = Callable[[sqlite3.Connection, Sequence[str]], Iterable[Problem]]
    """Finds further problems of the statements with these references, in an index."""

_UNUSED_WORDS = frozenset(("ST405", "ST406"))
"""Problems of a codebook that the first statement reveals, but does not cause."""
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
        """Return the problems that the corpus does not have yet.

        In an unchanged file, problems are equal if they have the same code and place. In a changed
        or renamed file, places move and messages may have new names: problems are equal if they
        have the same code and record. Of several equal ones, the last is new, because files grow at
        the end.
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

        any_said = "SELECT EXISTS (SELECT 1 FROM all_statements)"
        [is_begun] = self.workspace.index.execute(any_said).fetchone()
        brought_out = frozenset() if is_begun else _UNUSED_WORDS
        before = problems(self.workspace.index)
        remaining = Counter(identity(problem, problem.ref) for problem in before)
        new: list[Problem] = []
        for problem in problems(self.index):
            same = identity(problem, renamed.get(problem.ref, problem.ref))
            remaining[same] -= 1
            if remaining[same] < 0 and problem.code not in brought_out:
                new.append(problem)
        return new

    def found(
        self, refs: Sequence[str], further: Further | None = None
    ) -> list[tuple[Problem, Where]]:
        """Return the new problems, with their paths in the data of changed files.

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
        """Yield problems with their paths in the data of their files; () in an unchanged file."""
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
    """Try the changes of a workspace on a temporary copy."""
    after = workspace.after
    files = {path: after[path].raw if path in after else None for path in workspace.changed}
    with with_files(workspace.folder, workspace.index, files) as (folder, index):
        yield Trial(workspace, folder, index)


@contextmanager
def with_files(
    corpus: Path, index: sqlite3.Connection, files: Mapping[str, bytes | None]
) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """Yield a folder with changed files, by their paths in a corpus, and the index after it.

    None stands for no file. All files are read again only if `HEADS` change or the corpus is
    unusable.
    """
    reads_all = not HEADS.isdisjoint(files) or bool(unusable(index))
    with TemporaryDirectory(prefix="stances-") as name:
        folder = Path(name)
        others = _all_files(corpus) if reads_all else _read_too(corpus, index, files)
        _lay_out(folder, files, others)
        if reads_all:
            then = build(folder, within=corpus)
        else:
            then = copied(index)
            update(then, folder, [*files], corpus)
        with closing(then):
            yield folder, then


def _lay_out(folder: Path, files: Mapping[str, bytes | None], others: Mapping[str, Path]) -> None:
    """Put the changed files into a folder, with links to the files that are read with them."""
    for name in RECORD_FOLDERS:
        (folder / name).mkdir()
    for path, file in others.items():
        if path not in files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            try:
                (folder / path).symlink_to(file.resolve())
            except OSError:  # some systems do not let every user make links
                copyfile(file, folder / path)
    for path, raw in files.items():
        if raw is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(raw)


def _all_files(corpus: Path) -> dict[str, Path]:
    return {each.path: each.file for each in corpus_files(corpus)}


def _read_too(corpus: Path, index: sqlite3.Connection, changed: Iterable[str]) -> dict[str, Path]:
    """Return the files that are read with the changed ones.

    These are `HEADS`, the other files of changed officials, and the files of officials that cite a
    changed source, because of its language.
    """
    files = {path: corpus / path for path in HEADS}
    mains = {*map(main_of, changed)}
    for source in changed:
        if source.startswith("sources/"):
            rows = index.execute(_CITING, (Path(source).stem,))
            mains |= {main_of(path) for (path,) in rows}
    for main in mains:
        for file in files_of(corpus, main):
            if file.exists():
                files[path_in(corpus, file)] = file
    return files
