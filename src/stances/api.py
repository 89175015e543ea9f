"""The Python API: a corpus as objects, and every question as a method."""

from __future__ import annotations

import gc
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from inspect import cleandoc
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from stances.dates import parse_date
from stances.errors import NeedsCorpus, NoCorpus, UnknownName, UnusableCorpus
from stances.index.cache import private_folder
from stances.index.connection import copied
from stances.index.kept_records import (
    KeptRecords,
    Records,
    digests_of,
    keep_records,
    kept_records,
)
from stances.index.store import open_index
from stances.paths import CORPUS_FILE, EXPORT_FILE, RECORD_FOLDERS
from stances.queries.faults import problems, unusable
from stances.queries.filters import WITHIN, Filters
from stances.text import did_you_mean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike

    from stances.corpus import RecordFile
    from stances.index.connection import Index
    from stances.model import records as model
    from stances.problems import Problem
    from stances.queries.result import Row

_SINGLE = {name for name, default in Filters._field_defaults.items() if default != ()}


_KINDS = ("Meta", "Codebook", "Source", "Official")
_QUESTIONS = ("list", "summary", "timeline", "compare", "conflicts", "report")


class Query(NamedTuple):
    """A text in SQL, and the values of its `?`."""

    sql: str
    parameters: Sequence[Any]


@dataclass(frozen=True)
class Corpus:
    """A corpus as it was read: its valid records by id, and all its problems.

    `statements` are keyed by reference, `official/statement`. Records with errors are in none of
    the mappings; `problems` says why.
    """

    folder: Path
    meta: model.Meta
    codebook: model.Codebook
    officials: Mapping[str, model.Official]
    statements: Mapping[str, model.Statement]
    sources: Mapping[str, model.Source]
    problems: tuple[Problem, ...]
    _index: sqlite3.Connection = field(repr=False, compare=False)

    def list(self, **filters: Any) -> Sequence[Row]:
        """The rows of `stances list`.

        Filters are the options of the command under the same names with `_`: each a text or a list
        of texts, dates as text. Raises `StancesError` for names that the corpus does not have.
        """
        from stances.queries import listing  # noqa: PLC0415 - each question when it is asked

        return [*listing.listing(self._index, self._filters(filters)).rows]

    def summary(self, by: str | Sequence[str] = "faction", **filters: Any) -> Sequence[Row]:
        """The rows of `stances summary --by`; `by` is one of its keys, or several.

        Raises `StancesError` for an unknown key.
        """
        from stances.queries import summary  # noqa: PLC0415 - as above

        keys = (by,) if isinstance(by, str) else tuple(by)
        if unknown := [key for key in keys if key not in summary.BY]:
            hint = did_you_mean(unknown[0], summary.BY)
            raise UnknownName("key to group by", unknown[0], hint)
        return [*summary.summary(self._index, self._filters(filters), keys).rows]

    def timeline(self, *, shifts: bool = False, **filters: Any) -> Sequence[Row]:
        """The rows of `stances timeline`; with `shifts`, only the changes."""
        from stances.queries import timeline  # noqa: PLC0415 - as above

        result = timeline.timeline(self._index, self._filters(filters), shifts=shifts)
        return [{key: row[key] for key in result.keys} for row in result.rows]

    def compare(self, *sides: str, **filters: Any) -> dict[str, Any]:
        """What `stances compare --format json` gives."""
        from stances.queries import comparison  # noqa: PLC0415 - as above

        return comparison.comparison(self._index, sides, self._filters(filters)).document

    def conflicts(
        self, *, within: int = WITHIN, unresolved: bool = False, **filters: Any
    ) -> Sequence[Row]:
        """The rows of `stances conflicts`, with its options `within` and `unresolved`."""
        from stances.queries.conflicts import conflicts  # noqa: PLC0415 - as above

        found = conflicts(self._index, self._filters(filters), within=within, unresolved=unresolved)
        return [*found.rows]

    def report(self, *, within: int = WITHIN, **filters: Any) -> dict[str, Any]:
        """What `stances report --format json` gives."""
        from stances.queries.report import report  # noqa: PLC0415 - as above
        from stances.revisions import commit_of  # noqa: PLC0415 - as above

        commit = commit_of(self.folder)
        return report(self._index, self._filters(filters), commit, within=within).document

    def search(self, text: str, **filters: Any) -> Sequence[Row]:
        """The rows of `stances search`, the best match first.

        Raises `ValueError` if there are no words in the text.
        """
        from stances.queries import search  # noqa: PLC0415 - as above
        from stances.search_query import parse  # noqa: PLC0415 - as above

        if not (query := parse(text)):
            raise ValueError("there are no words to look for")
        return [*search.search(self._index, query, self._filters(filters)).rows]

    def sql(self, query: str) -> Sequence[Row]:
        """The rows of `stances sql`: the result of a query over the tables of `docs/sql.md`.

        Raises `StancesError` if SQLite cannot run the query, or if it would change something.
        """
        from stances.queries import sql  # noqa: PLC0415 - as above

        return [*sql.sql(self._index, query).rows]

    def queries(self, question: str, *sides: str, **options: Any) -> Sequence[Query]:
        """The SQL with which a question is answered, in the order in which it is asked.

        `question` is the name of another method: `list`, `summary`, `timeline`, `compare`,
        `conflicts` or `report`; the rest is what that takes. The texts run on the tables of a
        Parquet export too, with DuckDB or Spark. Raises what the question raises, and `ValueError`
        for another name.
        """
        if question not in _QUESTIONS:
            raise ValueError(f"there is no question {question!r}; there is {', '.join(_QUESTIONS)}")
        asked: list[tuple[str, Sequence[Any]]] = []
        index = cast("Index", self._index)
        index.asked = asked
        try:
            getattr(self, question)(*sides, **options)
        finally:
            index.asked = None
        return [Query(cleandoc(text), [*parameters]) for text, parameters in asked]

    def verify(self, snapshots: str | PathLike[str]) -> Sequence[Row]:
        """The rows of `stances verify`: each quotation, and whether its stored copy has it.

        `snapshots` is the folder of the stored copies.
        """
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
        from stances.queries import verification  # noqa: PLC0415 - as above

        return verification.verification(self._index, Snapshots(Path(snapshots))).rows

    def coverage(
        self, snapshots: str | PathLike[str], *sources: str, **filters: Any
    ) -> Sequence[Row]:
        """The rows of `stances coverage`: what of the stored copies is coded, and what is left.

        `snapshots` is the folder of the stored copies; of all sources if none is named.
        """
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
        from stances.queries.coverage import coverage  # noqa: PLC0415 - as above
        from stances.queries.resolve import word  # noqa: PLC0415 - as above

        ids = [word(self._index, "source", name) for name in sources]
        folder = Snapshots(Path(snapshots))
        return coverage(self._index, folder, self._filters(filters), ids).rows

    def diff(self, newer: Corpus) -> dict[str, Any]:
        """What `stances diff --format json` gives of this corpus and a newer state of it."""
        from stances.queries import diff  # noqa: PLC0415 - as above

        old = diff.Side(self._index, _folder(self))
        new = diff.Side(newer._index, _folder(newer))
        document: dict[str, Any] = diff.diff(old, new).document
        return document

    def _filters(self, options: dict[str, Any]) -> Filters:
        names = set(Filters._fields)
        if unknown := sorted(set(options) - names):
            message = f"there is no filter {unknown[0]!r}; there is {', '.join(sorted(names))}"
            raise TypeError(message)
        values = dict(options)
        for name, value in options.items():
            if name in ("since", "until") and isinstance(value, str):
                values[name] = parse_date(value)
            elif name not in _SINGLE:
                values[name] = (value,) if isinstance(value, str) else tuple(value)
        filters = Filters(**values)
        if boundless := filters.boundless():
            message = f"{boundless}: {values[boundless]} is open on the side that counts"
            raise ValueError(message)
        return filters.resolved(self._index)


def _folder(corpus: Corpus) -> Row:
    """A corpus as one of the states that `diff` compares."""
    folder = str(corpus.folder)
    return {"kind": "folder", "name": folder, "commit": None, "day": None, "path": folder}


def load(folder: str | PathLike[str]) -> Corpus:
    """Read the corpus in `folder`.

    Raises `StancesError` if there is none, or only an export of one, or if its `corpus.yaml` or
    `codebook.yaml` has errors; all other problems are in `Corpus.problems`.
    """
    path = Path(folder)
    if not (path / CORPUS_FILE).exists():
        if (path / EXPORT_FILE).exists():
            raise NeedsCorpus("stances.load", str(path))
        raise NoCorpus(path, named_by="load")
    with _no_collections():
        index, kept = _kept(path) or _built(path)
    if why := unusable(index):
        raise UnusableCorpus(why)
    statements: dict[str, bytes] = {}
    of_official: dict[str, list[bytes]] = {}
    records: dict[str, dict[str, bytes]] = {kind: {} for kind in _KINDS}
    for file in kept.files:
        statements.update(file.statements)
        of_official.setdefault(file.id, []).extend(packed for _, packed in file.statements)
        if file.kind:
            records[file.kind][file.id] = file.record

    def official(id_: str) -> model.Official:
        record: model.Official = kept.record(records["Official"][id_])
        own = [*map(kept.record, of_official[id_])]
        return record.model_copy(update={"statements": own})

    [meta], [codebook] = records["Meta"].values(), records["Codebook"].values()
    return Corpus(
        path,
        kept.record(meta),
        kept.record(codebook),
        Records({id_: id_ for id_ in records["Official"]}, official),
        Records(statements, kept.record),
        Records(records["Source"], kept.record),
        tuple(problems(index)),
        index,
    )


def _kept(folder: Path) -> tuple[sqlite3.Connection, KeptRecords] | None:
    """The index that is kept of a corpus, and the records of all files as they were then.

    None where no index can be kept, or a file has been changed since. The index is copied, for a
    reader keeps its file from being brought up to date.
    """
    if (cache := private_folder()) is None:
        return None
    with closing(open_index(folder, cache, lambda _, __: None)) as stored:
        index = copied(stored)
        records = kept_records(stored)
        if records is None and (records := _read_again(folder, index)):
            keep_records(stored, records)
    return (index, records) if records else None


def _read_again(folder: Path, index: sqlite3.Connection) -> KeptRecords | None:
    """The records of all files, which are not checked, since the index has their problems.

    None if a file has been changed since the index was made.
    """
    from stances.corpus import CorpusReader  # noqa: PLC0415 - slow to import, and seldom needed

    reader = CorpusReader(folder)
    heads = reader.heads()
    reader.codebook = None
    each = (files for kind in RECORD_FOLDERS for files in reader.records(kind))
    kept, digests = KeptRecords(), {}
    for file in chain(heads, (file for files in each for file in reader.read(files))):
        digests[file.path] = file.document.digest
        _add(kept, file)
    return _valid(kept, index) if digests == digests_of(index) else None


def _built(folder: Path) -> tuple[sqlite3.Connection, KeptRecords]:
    """An index in memory, and the records of all files."""
    from stances.index.build import build  # noqa: PLC0415 - as above

    kept = KeptRecords()
    index = build(folder, lambda file: _add(kept, file))
    return index, _valid(kept, index)


def _valid(kept: KeptRecords, index: sqlite3.Connection) -> KeptRecords:
    """The same without what the index leaves out."""
    left_out = {path for (path,) in index.execute("SELECT path FROM files WHERE left_out = 1")}
    valid = {ref for (ref,) in index.execute("SELECT ref FROM statements")}
    kept.leave_out(left_out, valid.__contains__)
    return kept


def _add(kept: KeptRecords, file: RecordFile) -> None:
    """Pack what is valid in a file."""
    each = ((entry.ref, entry.statement) for entry in file.entries)
    valid = [(ref, statement) for ref, statement in each if statement is not None]
    kept.add(file.path, file.id, file.record, valid)


@contextmanager
def _no_collections() -> Iterator[None]:
    """Look for no garbage meanwhile: reading leaves none, and a search takes as long as reading."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # else somebody wants that to stay
                gc.freeze()
                gc.unfreeze()  # so all is old, and the next search has nothing new to look through
            gc.enable()
