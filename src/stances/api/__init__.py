"""The Python API: a corpus as objects, and every question as a method."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from inspect import cleandoc
from itertools import chain, starmap
from os import fspath
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, Unpack, cast

from stances.api.displays import Chart, Document
from stances.api.rows import Rows
from stances.api.typed_dicts import (
    ConflictRow,
    CoverageRow,
    FilterOptions,
    ListRow,
    SearchRow,
    SummaryRow,
    TimelineRow,
    VerifyRow,
)
from stances.dates import ImpreciseDate, parse_date
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
from stances.queries.result import short_keys
from stances.text import closest, did_you_mean
from stances.views.formats import BINARY, DIFF, REPORT, ROWS, ViewOptions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike

    from stances.corpus import RecordFile
    from stances.index.connection import Index
    from stances.model import records as model
    from stances.problems import Problem
    from stances.queries.report import Report
    from stances.queries.result import Result, Row
    from stances.views.formats import Formats

_Row = TypeVar("_Row")
_SINGLE = {name for name, default in Filters._field_defaults.items() if default != ()}
_KINDS = ("Meta", "Codebook", "Source", "Official")
_DAY = len("2014-06-18")
_QUESTIONS = ("list", "summary", "timeline", "compare", "conflicts", "report")


class Query(NamedTuple):
    """A text in SQL, and the values of its `?`."""

    sql: str
    parameters: Sequence[Any]


@dataclass(frozen=True, repr=False)
class Corpus:
    """A corpus as it was read: its valid records by id, and all its problems.

    `statements` are keyed by reference, `official/statement`. Records with errors are in none of
    the mappings; `problems` says why. All threads may ask one corpus; they wait for each other.
    """

    folder: Path
    meta: model.Meta
    codebook: model.Codebook
    officials: Mapping[str, model.Official]
    statements: Mapping[str, model.Statement]
    sources: Mapping[str, model.Source]
    problems: tuple[Problem, ...]
    _index: sqlite3.Connection = field(repr=False, compare=False)
    _lock: RLock = field(default_factory=RLock, repr=False, compare=False)

    def __repr__(self) -> str:
        return f"<Corpus {self.meta.title!r} in {self.folder}: {self._counted()}>"

    def _repr_html_(self) -> str:
        """The corpus for notebooks: its title, its questions, and how much it has."""
        from stances.views.html.elements import element  # noqa: PLC0415 - few are shown

        issues = [
            element("li", element("code", issue.id), " ", issue.question)
            for issue in self.codebook.issues
        ]
        title = element("b", self.meta.title)
        told = element("p", self._counted(), ", in ", element("code", str(self.folder)))
        return element("div", title, told, element("ul", *issues))

    def _counted(self) -> str:
        counts = (
            (len(self.officials), "official"),
            (len(self.statements), "statement"),
            (len(self.sources), "source"),
            (len(self.problems), "problem"),
        )
        return ", ".join(f"{number:,} {noun}{'s' * (number != 1)}" for number, noun in counts)

    def list(self, **filters: Unpack[FilterOptions]) -> Rows[ListRow]:
        """The rows of `stances list`.

        Filters are the options of the command under the same names with `_`: each a text or a list
        of texts, dates as text. Raises `StancesError` for names that the corpus does not have.
        """
        from stances.queries import listing  # noqa: PLC0415 - each question when it is asked

        with self._asking(filters) as (index, resolved):
            return _rows(listing.listing(index, resolved), ListRow)

    def show(self, ref: str, *, snapshots: str | PathLike[str] | None = None) -> Document:
        """What `stances show REF --format json` gives: an official, a statement or a source.

        `snapshots` is the folder of the stored copies; unless it is given, the usual ones are read.
        Raises `StancesError` if nothing or several things are called so.
        """
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
        from stances.paths import find_snapshots  # noqa: PLC0415 - as above
        from stances.queries.records import records  # noqa: PLC0415 - as above

        named = None if snapshots is None else fspath(snapshots)
        with self._asking() as (index, _):
            place = find_snapshots(named, str(self.folder))
            found = records(index, (ref,), Snapshots(place) if place else None)
            return self._document("show", found, ROWS)

    def summary(
        self, by: str | Sequence[str] = "faction", **filters: Unpack[FilterOptions]
    ) -> Rows[SummaryRow]:
        """The rows of `stances summary --by`; `by` is one of its keys, or two.

        Raises `StancesError` for an unknown key, and `ValueError` for another number of them.
        """
        from stances.queries import summary  # noqa: PLC0415 - as above

        keys = (by,) if isinstance(by, str) else tuple(by)
        if unknown := [key for key in keys if key not in summary.BY]:
            hint = did_you_mean(unknown[0], summary.BY)
            raise UnknownName("key to group by", unknown[0], hint)
        if len(keys) not in (1, 2) or len({*keys}) < len(keys):
            raise ValueError(f"summary groups by one key, or two different ones, and not by {keys}")
        with self._asking(filters) as (index, resolved):
            return _rows(summary.summary(index, resolved, keys), SummaryRow)

    def timeline(
        self, *, shifts: bool = False, **filters: Unpack[FilterOptions]
    ) -> Rows[TimelineRow]:
        """The rows of `stances timeline`; with `shifts`, only the changes."""
        from stances.queries import timeline  # noqa: PLC0415 - as above

        with self._asking(filters) as (index, resolved):
            result = timeline.timeline(index, resolved, shifts=shifts)
            rows = [{key: row[key] for key in result.keys} for row in result.rows]
            return _rows(result.with_rows(rows), TimelineRow)

    def compare(self, *sides: str, **filters: Unpack[FilterOptions]) -> Document:
        """What `stances compare --format json` gives. Raises `ValueError` without two sides."""
        from stances.queries import comparison  # noqa: PLC0415 - as above

        if len(sides) < 2:  # noqa: PLR2004 - as in the message
            raise ValueError("compare takes two names or more")

        with self._asking(filters) as (index, resolved):
            return self._document("compare", comparison.comparison(index, sides, resolved), ROWS)

    def conflicts(
        self, *, within: int = WITHIN, unresolved: bool = False, **filters: Unpack[FilterOptions]
    ) -> Rows[ConflictRow]:
        """The rows of `stances conflicts`, with its options `within` and `unresolved`."""
        from stances.queries.conflicts import conflicts  # noqa: PLC0415 - as above

        with self._asking(filters) as (index, resolved):
            found = conflicts(index, resolved, within=within, unresolved=unresolved)
            return _rows(found, ConflictRow)

    def report(
        self,
        *,
        within: int = WITHIN,
        snapshots: str | PathLike[str] | None = None,
        **filters: Unpack[FilterOptions],
    ) -> Document:
        """What `stances report --format json` gives; a notebook shows the page.

        `snapshots` is the folder of the stored copies, for the lines of quotations.
        """
        with self._asking(filters) as (index, resolved):
            found = self._reported(index, resolved, within, snapshots)
            return self._document("report", found, REPORT)

    def chart(self, **filters: Unpack[FilterOptions]) -> Chart:
        """Statements over time, as the HTML report draws them.

        It is about the corpus's default issue, if the filters name none. Raises what `list` raises.
        """
        from stances.views.html.charts.standalone import standalone  # noqa: PLC0415 - as above
        from stances.views.html.links import Labels  # noqa: PLC0415 - as above
        from stances.views.html.report.timeline import lanes_of  # noqa: PLC0415 - as above

        issues = self.codebook.issues
        if not filters.get("issue"):
            filters["issue"] = self.meta.default_issue or issues[0].id
        with self._asking(filters) as (index, resolved):
            if len(resolved.issue) != 1:
                raise ValueError("a chart is about one issue")
            [id_] = resolved.issue
            found = self._reported(index, resolved, WITHIN, None)
            names = Labels(found, ViewOptions())
            question = next(issue.question for issue in issues if issue.id == id_)
            lanes = [lane for issue in found.issues for lane in lanes_of(found, issue, names)]
            return Chart(question, standalone(question, lanes, names.scale(id_)))

    def search(self, text: str, /, **filters: Unpack[FilterOptions]) -> Rows[SearchRow]:
        """The rows of `stances search`, the best match first.

        Raises `ValueError` if there are no words in the text.
        """
        from stances.queries import search  # noqa: PLC0415 - as above
        from stances.search_query import parse  # noqa: PLC0415 - as above

        if not (query := parse(text)):
            raise ValueError("there are no words to look for")
        with self._asking(filters) as (index, resolved):
            return _rows(search.search(index, query, resolved), SearchRow)

    def sql(self, query: str) -> Rows[dict[str, Any]]:
        """The rows of `stances sql`: the result of a query over the tables of `docs/sql.md`.

        Raises `StancesError` if SQLite cannot run the query, or if it would change something.
        """
        from stances.queries import sql  # noqa: PLC0415 - as above

        with self._asking() as (index, _):
            found = sql.sql(index, query)
            return Rows(found.rows, found.keys)

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
        with self._asking() as (connection, _):
            index = cast("Index", connection)
            index.asked = asked
            try:
                getattr(self, question)(*sides, **options)
            finally:
                index.asked = None
        return [Query(cleandoc(text), [*parameters]) for text, parameters in asked]

    def verify(self, snapshots: str | PathLike[str]) -> Rows[VerifyRow]:
        """The rows of `stances verify`: each quotation, and whether its stored copy has it.

        `snapshots` is the folder of the stored copies.
        """
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
        from stances.queries import verification  # noqa: PLC0415 - as above

        with self._asking() as (index, _):
            return _rows(verification.verification(index, Snapshots(Path(snapshots))), VerifyRow)

    def coverage(
        self, snapshots: str | PathLike[str], *sources: str, **filters: Unpack[FilterOptions]
    ) -> Rows[CoverageRow]:
        """The rows of `stances coverage`: what of the stored copies is coded, and what is left.

        `snapshots` is the folder of the stored copies; of all sources if none is named.
        """
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
        from stances.queries.coverage import coverage  # noqa: PLC0415 - as above
        from stances.queries.resolve import word  # noqa: PLC0415 - as above

        with self._asking(filters) as (index, resolved):
            ids = [word(index, "source", name) for name in sources]
            found = coverage(index, Snapshots(Path(snapshots)), resolved, ids)
            return _rows(found, CoverageRow)

    def diff(self, newer: Corpus) -> Document:
        """What `stances diff --format json` gives of this corpus and a newer state of it."""
        from stances.queries import diff  # noqa: PLC0415 - as above

        # In the same order in all threads, so that none waits for one that waits for it.
        first, second = sorted((self, newer), key=id)
        with first._asking(), second._asking():  # noqa: SLF001 - of the same class
            old = diff.Side(self._index, _folder(self))
            index = copied(newer._index) if newer is self else newer._index
            new = diff.Side(index, _folder(newer))
            return self._document("diff", diff.diff(old, new), DIFF)

    @contextmanager
    def _asking(
        self, filters: FilterOptions | None = None
    ) -> Iterator[tuple[sqlite3.Connection, Filters]]:
        """The index for this thread alone, and the filters with ids in place of names."""
        with self._lock:
            yield self._index, _read(filters or {}).resolved(self._index)

    def _reported(
        self,
        index: sqlite3.Connection,
        filters: Filters,
        within: int,
        snapshots: str | PathLike[str] | None,
    ) -> Report:
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
        from stances.queries.report import report  # noqa: PLC0415 - as above
        from stances.revisions import commit_of  # noqa: PLC0415 - as above

        copies = None if snapshots is None else Snapshots(Path(snapshots))
        return report(index, filters, commit_of(self.folder), within=within, snapshots=copies)

    def _document(self, kind: str, found: Any, formats: Formats) -> Document:  # noqa: ANN401 - a result
        """A result as JSON has it, and in the other formats of its command."""
        texts = formats.views.keys() - BINARY

        def written(format_: str) -> str:
            if format_ not in texts:
                there = ", ".join(each for each in formats.views if each in texts)
                raise ValueError(f"there is no format {format_!r}; there is {there}")
            with self._lock:  # long lists are read while they are written
                return "".join(map(str, formats.view(format_)(found, ViewOptions())))

        return Document(kind, found.document, written)


def _rows(result: Result, row_type: type[_Row]) -> Rows[_Row]:
    """The rows of a result, whose type says what is in them."""
    rows = cast("Iterable[_Row]", result.rows)
    return Rows(rows, result.keys, short_keys(result), row_type)


def _read(options: FilterOptions) -> Filters:
    """The filters as they are given: one value or several of most, dates as texts or days."""
    values: dict[str, Any] = {**options}
    names = sorted(Filters._fields)
    if unknown := sorted(values.keys() - names):
        message = f"there is no filter {unknown[0]!r}; there is {', '.join(names)}"
        near = closest(unknown[0], names)
        raise TypeError(f"{message}; did you mean {' or '.join(near)}?" if near else message)
    filters = Filters(**{name: _filter(name, value) for name, value in values.items()})
    if boundless := filters.boundless():
        raise ValueError(f"{boundless}: {values[boundless]} is open on the side that counts")
    return filters


def _filter(name: str, value: Any) -> Any:  # noqa: ANN401 - of any filter
    """A filter as `Filters` has it. Raises `TypeError` for a value of another type."""
    if name in ("since", "until"):
        if isinstance(value, str | date):
            return parse_date(str(value)[:_DAY] if isinstance(value, date) else value)
        wanted, is_fit = "a date", value is None or isinstance(value, ImpreciseDate)
    elif name in _SINGLE:
        type_ = type(Filters._field_defaults[name])
        wanted, is_fit = f"of the type {type_.__name__}", type(value) is type_
    else:
        value = (value,) if isinstance(value, str) or not isinstance(value, Iterable) else [*value]
        wanted, is_fit = "a text, or several", all(isinstance(each, str) for each in value)
        value = tuple(value)
    if not is_fit:
        raise TypeError(f"the filter {name} is {wanted}, and not {value!r}")
    return value


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
    statements: dict[str, tuple[str, bytes]] = {}
    of_official: dict[str, list[tuple[str, bytes]]] = {}
    records: dict[str, dict[str, bytes]] = {kind: {} for kind in _KINDS}
    for file in kept.files:
        statements.update((each[0], each) for each in file.statements)
        of_official.setdefault(file.id, []).extend(file.statements)
        if file.kind:
            records[file.kind][file.id] = file.record

    def official(id_: str) -> model.Official:
        record: model.Official = kept.record(records["Official"][id_])
        own = [*starmap(kept.statement, of_official[id_])]
        return record.model_copy(update={"statements": own})

    [meta], [codebook] = records["Meta"].values(), records["Codebook"].values()
    return Corpus(
        path,
        kept.record(meta),
        kept.record(codebook),
        Records({id_: id_ for id_ in records["Official"]}, official),
        Records(statements, lambda each: kept.statement(*each)),
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
