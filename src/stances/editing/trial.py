"""The corpus as it would be: read and checked as `stances check` does, beside the corpus itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from stances.corpus import Reader
from stances.index.build import update
from stances.index.connection import copied
from stances.queries.faults import problems
from stances.yaml_reader import parse, placed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.editing.document import YamlFile
    from stances.problems import Problem, Where

    Further = Callable[[sqlite3.Connection, Sequence[str]], Iterable[Problem]]
    """Further problems of the statements with these references, in an index."""

_CITING = """
    SELECT DISTINCT s.path FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
    WHERE e.source = ?"""


def tried(
    index: sqlite3.Connection,
    folder: Path,
    files: Mapping[str, YamlFile],
    refs: Sequence[str] = (),
    further: Further | None = None,
) -> list[tuple[Problem, Where]]:
    """The problems that the corpus would have more than it has now, with these files in it.

    Each has its path in the data of its file, empty where it is in none of the files. `further` is
    asked of the statements `refs` where there are none that make the records unusable.
    """
    copy = copied(index)
    with TemporaryDirectory(prefix="stances-") as name:
        trial = Path(name)
        _lay_out(trial, folder, files, index)
        update(copy, trial, [*files])
        new = [*_more(problems(index), problems(copy), files)]
        if further and not any(map(is_error, new)):
            new += further(copy, refs)
        copy.close()
        return [*_located(new, files, trial)]


def is_error(problem: Problem) -> bool:
    """Whether a problem keeps a record from being used."""
    return problem.severity == "error"


def _lay_out(
    trial: Path, folder: Path, files: Mapping[str, YamlFile], index: sqlite3.Connection
) -> None:
    """Put the files that would be changed into another folder, and what is read with them."""
    needed = {"corpus.yaml", "codebook.yaml"}
    for path in files:
        if path.startswith("sources/"):
            needed |= {row[0] for row in index.execute(_CITING, (Path(path).stem,))}
    for name in ("sources", "officials"):
        (trial / name).mkdir()
    for path in needed - files.keys():
        (trial / path).write_bytes((folder / path).read_bytes())
    for path, file in files.items():
        (trial / path).write_bytes(file.text.encoded())


def _more(
    before: Sequence[Problem], after: Sequence[Problem], files: Mapping[str, YamlFile]
) -> Iterator[Problem]:
    """The problems that were not there before, wherever in a changed file those now stand."""

    def same(problem: Problem) -> tuple[object, ...]:
        if problem.path in files:
            return problem.path, problem.code, problem.ref, problem.message
        # Elsewhere nothing has moved; but counts in a message may have changed.
        return problem.path, problem.code, problem.ref, problem.line, problem.column

    left = Counter(map(same, before))
    for problem in after:
        left[same(problem)] -= 1
        if left[same(problem)] < 0:
            yield problem


def _located(
    found: Iterable[Problem], files: Mapping[str, YamlFile], trial: Path
) -> Iterator[tuple[Problem, Where]]:
    reader = Reader(trial)
    reader.heads()
    known: dict[str, dict[Problem, Where]] = {}
    places: dict[str, dict[tuple[int, int], Where]] = {}
    for problem in found:
        path = problem.path
        if path in files and path not in known:
            read = reader.file(trial / path)
            faults = zip(read.problems(), read.faults, strict=True)
            known[path] = {problem: fault.at for problem, fault in faults}
            values = parse(files[path].text.encoded()).values.items()
            places[path] = {placed(spot): at for at, spot in values}
        at = known.get(path, {}).get(problem)
        spot = (problem.line, problem.column)
        yield problem, places.get(path, {}).get(spot, ()) if at is None else at
