"""The Python API: a corpus as objects, with a method for every question."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from inspect import cleandoc
from itertools import starmap
from os import fspath
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, Unpack, cast, overload

from stances.api.displays import Chart, Document
from stances.api.filters import read_filters, without_coding
from stances.api.loading import read_corpus
from stances.api.rows import Rows
from stances.api.typed_dicts import (
    AgreementRow,
    CampsOptions,
    CampsRow,
    CampTermRow,
    ConflictRow,
    CoverageRow,
    FilterOptions,
    ListRow,
    NetworkOptions,
    NetworkRow,
    NetworkTermRow,
    NetworkTieRow,
    NetworkWindowRow,
    SearchRow,
    SummaryRow,
    TimelineRow,
    VerifyRow,
)
from stances.errors import NeedsCorpus, NoCorpus, UnknownName, UnusableCorpus
from stances.index.connection import copied
from stances.index.kept_records import Records
from stances.paths import CORPUS_FILE, EXPORT_FILE
from stances.queries.faults import problems, unusable
from stances.queries.filters import ALL_CODINGS, DECIDED, WITHIN, Filters
from stances.queries.result import short_keys
from stances.text import did_you_mean
from stances.views.formats import BINARY, DIFF, FOR_PEOPLE, REPORT, ROWS, ViewOptions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from os import PathLike

    from stances.index.connection import Index
    from stances.model import records as model
    from stances.problems import Problem
    from stances.queries.agreement import By, Level, Of
    from stances.queries.report import Report
    from stances.queries.result import Result, Row
    from stances.views.formats import Formats

_Row = TypeVar("_Row")
_KINDS = ("Meta", "Codebook", "Source", "Official")
_QUESTIONS = tuple("list summary timeline compare conflicts agreement network camps report".split())


class Query(NamedTuple):
    """An SQL text, and the values for its `?` placeholders."""

    sql: str
    parameters: Sequence[Any]


@dataclass(frozen=True, repr=False)
class Corpus:
    """A corpus that was read: its valid records by id, and all its problems.

    The keys of `statements` are references, `official/statement`. Records with errors are left out;
    `problems` says why. Threads may share a corpus; they wait for each other.
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
        """Return HTML for notebooks: the title, the questions, and the number of records."""
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
        """Return the rows of `stances list`.

        Filters have the names of the command's options, with `_` for `-`. Each is a text or a list
        of texts; dates are texts. Raises `StancesError` for names that the corpus does not have.
        """
        from stances.queries import listing  # noqa: PLC0415 - each question when it is asked

        with self._asking(filters) as (index, resolved):
            return _rows(listing.listing(index, resolved), ListRow)

    def show(self, ref: str, *, snapshots: str | PathLike[str] | None = None) -> Document:
        """Return what `stances show REF --format json` prints: an official, statement or source.

        `snapshots` is the folder of the stored copies; the default is the same as the command's.
        Raises `StancesError` if no record has this name, or several have.
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
        """Return the rows of `stances summary --by`; `by` is one or two of its keys.

        With `coding="all"`, each row is repeated for every coding, with lowest and highest value.
        Raises `StancesError` for an unknown key, and `ValueError` for no key or more than two.
        """
        from stances.queries import summary  # noqa: PLC0415 - as above

        keys = (by,) if isinstance(by, str) else tuple(by)
        if unknown := [key for key in keys if key not in summary.BY]:
            hint = did_you_mean(unknown[0], summary.BY)
            raise UnknownName("key to group by", unknown[0], hint)
        if len(keys) not in (1, 2) or len({*keys}) < len(keys):
            raise ValueError(f"summary groups by one key, or two different ones, and not by {keys}")

        def ask(index: sqlite3.Connection, resolved: Filters) -> Result:
            return summary.summary(index, resolved, keys)

        return _rows(self._figures(filters, ask), SummaryRow)

    def timeline(
        self, *, shifts: bool = False, **filters: Unpack[FilterOptions]
    ) -> Rows[TimelineRow]:
        """Return the rows of `stances timeline`; with `shifts`, only the changes."""
        from stances.queries import timeline  # noqa: PLC0415 - as above

        with self._asking(filters) as (index, resolved):
            result = timeline.timeline(index, resolved, shifts=shifts)
            rows = [{key: row[key] for key in result.keys} for row in result.rows]
            return _rows(result.with_rows(rows), TimelineRow)

    def compare(self, *sides: str, **filters: Unpack[FilterOptions]) -> Document:
        """Return what `stances compare --format json` prints.

        With `coding="all"`, it has the figures of every coding. Raises `ValueError` for fewer than
        two sides.
        """
        from stances.queries import comparison  # noqa: PLC0415 - as above

        if len(sides) < 2:  # noqa: PLR2004 - as in the message
            raise ValueError("compare takes two names or more")

        def ask(index: sqlite3.Connection, resolved: Filters) -> Result:
            return comparison.comparison(index, sides, resolved)

        return self._document("compare", self._figures(filters, ask), ROWS, filters)

    def conflicts(
        self, *, within: int = WITHIN, unresolved: bool = False, **filters: Unpack[FilterOptions]
    ) -> Rows[ConflictRow]:
        """Return the rows of `stances conflicts`, with its options `within` and `unresolved`."""
        from stances.queries.conflicts import conflicts  # noqa: PLC0415 - as above

        with self._asking(filters) as (index, resolved):
            found = conflicts(index, resolved, within=within, unresolved=unresolved)
            return _rows(found, ConflictRow)

    @overload
    def network(
        self,
        *,
        measure: Literal["congruence", "conflict", "subtract", "shared"] = "congruence",
        **options: Unpack[NetworkOptions],
    ) -> Rows[NetworkRow]: ...

    @overload
    def network(
        self, *, measure: Literal["two-mode"], **options: Unpack[NetworkOptions]
    ) -> Rows[NetworkTieRow]: ...

    @overload
    def network(
        self,
        *,
        window: str | int,
        step: str | int | None = None,
        measure: Literal["congruence", "conflict", "subtract", "shared"] = "congruence",
        **options: Unpack[NetworkOptions],
    ) -> Rows[NetworkWindowRow]: ...

    @overload
    def network(
        self,
        *,
        explain: tuple[str, str],
        measure: Literal["congruence", "conflict", "subtract", "shared"] = "congruence",
        **options: Unpack[NetworkOptions],
    ) -> Rows[NetworkTermRow]: ...

    def network(self, *, explain: tuple[str, str] | None = None, **options: Any) -> Rows[Any]:
        """Return the rows of `stances network`; with `explain`, those of `--explain` for two names.

        With `coding="all"`, each row is repeated for every coding, with lowest and highest value.
        Raises `StancesError` for unknown names and words, and `ValueError` for options that exclude
        each other.
        """
        from stances.api.network import asked  # noqa: PLC0415 - as above
        from stances.queries.network import network  # noqa: PLC0415 - as above
        from stances.queries.network.explanation import explanation  # noqa: PLC0415 - as above

        question, filters = asked(options), cast("FilterOptions", options)
        if explain is None and filters.get("coding") == ALL_CODINGS:
            ranged = self._figures(filters, lambda index, own: network(index, own, question))
            return Rows(ranged.rows, ranged.keys, short_keys(ranged))
        with self._asking(filters) as (index, resolved):
            if explain is None:
                found = network(index, resolved, question)
                if question.window is None:
                    return _rows(found, NetworkTieRow if question.is_two_mode else NetworkRow)
                if question.is_two_mode:
                    return Rows(found.rows, found.keys, found.shown)
                return _rows(found, NetworkWindowRow)
            if question.is_two_mode or question.window is not None:
                raise ValueError("explain is of an edge between two actors in one network")
            return _rows(explanation(index, resolved, question, explain), NetworkTermRow)

    def agreement(
        self,
        *,
        of: Of = "position",
        level: Level = "nominal",
        by: By = "issue",
        coder: str | Sequence[str] = (),
        seed: int = 1,
        **filters: Unpack[FilterOptions],
    ) -> Rows[AgreementRow]:
        """Return the rows of `stances agreement`, with its options; `coder` is one name or several.

        Raises `ValueError` for options that exclude each other.
        """
        from stances.queries.agreement import agreement, asked, clash  # noqa: PLC0415 - as above

        if why := clash(of, level, by):
            raise ValueError(why)
        coders = (coder,) if isinstance(coder, str) else tuple(coder)
        with self._asking(filters) as (index, resolved):
            found = asked(index, resolved, of=of, level=level, coders=coders)
            return _rows(agreement(index, found, by=by, seed=seed), AgreementRow)

    def picture(self, kind: str = "matrix", **options: Any) -> Chart:
        """Return the picture of `stances network --picture KIND`; options as for `network`."""
        from stances.api.network import asked, pictured  # noqa: PLC0415 - as above

        options = {"measure": "subtract"} | options
        question = asked(options)
        with self._asking(cast("FilterOptions", options)) as (index, resolved):
            return pictured(index, resolved, question, kind)

    @overload
    def camps(
        self, *, explain: Literal[False] = False, **options: Unpack[CampsOptions]
    ) -> Rows[CampsRow]: ...

    @overload
    def camps(
        self, *, explain: Literal[True], **options: Unpack[CampsOptions]
    ) -> Rows[CampTermRow]: ...

    def camps(self, *, explain: bool = False, **options: Any) -> Rows[Any]:
        """Return the row of `stances camps`; with `explain`, the rows of `--explain`.

        With `coding="all"`, there is a row for every coding, with the lowest and highest value.
        Raises the errors of `network`.
        """
        from stances.api.network import asked_of_camps  # noqa: PLC0415 - as above
        from stances.queries.camps import Terms, camps  # noqa: PLC0415 - as above

        question, filters = asked_of_camps(options), cast("FilterOptions", options)
        if not explain and filters.get("coding") == ALL_CODINGS:
            ranged = self._figures(filters, lambda index, own: camps(index, own, question))
            return Rows(ranged.rows, ranged.keys, short_keys(ranged))
        with self._asking(filters) as (index, resolved):
            found = camps(index, resolved, question)
            return _rows(Terms(found), CampTermRow) if explain else _rows(found, CampsRow)

    def report(
        self,
        *,
        within: int = WITHIN,
        snapshots: str | PathLike[str] | None = None,
        **filters: Unpack[FilterOptions],
    ) -> Document:
        """Return the output of `stances report --format json`; a notebook shows the HTML report.

        `snapshots` is the folder of the stored copies, which give the line numbers of quotations.
        """
        with self._asking(filters) as (index, resolved):
            found = self._reported(index, resolved, within, snapshots)
            return self._document("report", found, REPORT, filters)

    def chart(self, **filters: Unpack[FilterOptions]) -> Chart:
        """Return the chart of statements over time from the HTML report.

        Unless the filters name an issue, it shows the default one. Raises the errors of `list`.
        """
        from stances.views.html.charts.standalone import standalone  # noqa: PLC0415 - as above
        from stances.views.html.links import ReportLabels  # noqa: PLC0415 - as above
        from stances.views.html.report.timeline import lanes_of  # noqa: PLC0415 - as above

        issues = self.codebook.issues
        if not filters.get("issue"):
            filters["issue"] = self.meta.default_issue or issues[0].id
        with self._asking(filters) as (index, resolved):
            if len(resolved.issue) != 1:
                raise ValueError("a chart is about one issue")
            [id_] = resolved.issue
            found = self._reported(index, resolved, WITHIN, None)
            names = ReportLabels(found, ViewOptions())
            question = next(issue.question for issue in issues if issue.id == id_)
            lanes = [lane for issue in found.issues for lane in lanes_of(found, issue, names)]
            return Chart(question, standalone(question, lanes, names.scale(id_)))

    def search(self, text: str, /, **filters: Unpack[FilterOptions]) -> Rows[SearchRow]:
        """Return the rows of `stances search`, the best match first.

        Raises `ValueError` if the text has no words.
        """
        from stances.queries import search  # noqa: PLC0415 - as above
        from stances.search_query import parse  # noqa: PLC0415 - as above

        if not (query := parse(text)):
            raise ValueError("no words to look for")
        with self._asking(filters) as (index, resolved):
            return _rows(search.search(index, query, resolved), SearchRow)

    def sql(self, query: str) -> Rows[dict[str, Any]]:
        """Return the rows of `stances sql`: the result of a query on the tables of `docs/sql.md`.

        Raises `StancesError` if SQLite cannot run the query, or if the query writes.
        """
        from stances.queries import sql  # noqa: PLC0415 - as above

        with self._asking() as (index, _):
            found = sql.sql(index, query)
            return Rows(found.rows, found.keys)

    def queries(self, question: str, *sides: str, **options: Any) -> Sequence[Query]:
        """Return the SQL queries of a question, in the order in which they run.

        `question` is the name of another method: `list`, `summary`, `timeline`, `compare`,
        `conflicts`, `agreement`, `network`, `camps` or `report`; the other arguments are that
        method's. DuckDB and Spark can run the queries on a Parquet export. Raises the errors of
        that method, and `ValueError` for another name.
        """
        if question not in _QUESTIONS:
            raise ValueError(f"there is no question {question!r}; there is {', '.join(_QUESTIONS)}")
        if options.get("coding", DECIDED) != DECIDED:
            raise ValueError("queries are those of the decided readings; codings are a table")
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
        """Return the rows of `stances verify`: each quotation, and whether its stored copy has it.

        `snapshots` is the folder of the stored copies.
        """
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
        from stances.queries import verification  # noqa: PLC0415 - as above

        with self._asking() as (index, _):
            return _rows(verification.verification(index, Snapshots(Path(snapshots))), VerifyRow)

    def coverage(
        self, snapshots: str | PathLike[str], *sources: str, **filters: Unpack[FilterOptions]
    ) -> Rows[CoverageRow]:
        """Return the rows of `stances coverage`: the coded and the uncoded parts of stored copies.

        Without `sources`, all are covered. `snapshots` is the folder of the stored copies.
        """
        from stances.evidence.copies import Snapshots  # noqa: PLC0415 - as above
        from stances.queries.coverage import coverage  # noqa: PLC0415 - as above
        from stances.queries.resolve import word  # noqa: PLC0415 - as above

        if "coding" in filters:
            raise TypeError("coverage counts words, so it takes no coding")
        with self._asking(filters) as (index, resolved):
            ids = [word(index, "source", name) for name in sources]
            found = coverage(index, Snapshots(Path(snapshots)), resolved, ids)
            return _rows(found, CoverageRow)

    def diff(self, newer: Corpus) -> Document:
        """Return what `stances diff --format json` prints, from this corpus to a newer state."""
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
        """Give this thread the index, with the coding asked for, and filters with ids for names.

        Raises `ValueError` for all codings at once.
        """
        options, coding = without_coding(filters or {})
        if coding == ALL_CODINGS:
            where = "summary, compare, network and camps"
            raise ValueError(f"coding: {coding!r} is for the figures of {where}")
        with self._lock:
            resolved = read_filters(options).resolved(self._index)
            if coding == DECIDED:
                yield self._index, resolved
                return
            from stances.queries.as_coded import asked_as, coder_named  # noqa: PLC0415 - as above

            with asked_as(self._index, coder_named(self._index, coding), resolved):
                yield self._index, resolved

    @contextmanager
    def _still_coded(self, filters: FilterOptions) -> Iterator[str]:
        """The index with the same coding as the question, for what is read later."""
        if without_coding(filters)[1] in (DECIDED, ALL_CODINGS):
            yield ""
            return
        from stances.views.as_coded_text import above  # noqa: PLC0415 - as above

        with self._asking(filters) as (index, _):
            reading = cast("Index", index).reading
            yield f"{above(reading)}\n\n" if reading else ""

    def _figures(
        self, filters: FilterOptions, ask: Callable[[sqlite3.Connection, Filters], Result]
    ) -> Result:
        """The result of a question; for all codings, the figures of each."""
        options, coding = without_coding(filters)
        if coding != ALL_CODINGS:
            with self._asking(filters) as asked:
                return ask(*asked)
        from stances.queries.as_coded import ranges  # noqa: PLC0415 - as above

        with self._asking(options) as (index, resolved):
            return ranges(index, resolved, lambda: ask(index, resolved))

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

    def _document(
        self,
        kind: str,
        found: Any,  # noqa: ANN401 - a result
        formats: Formats,
        filters: FilterOptions | None = None,
    ) -> Document:
        """A result as JSON, and in the other formats of its command."""
        texts = formats.views.keys() - BINARY

        def written(format_: str) -> str:
            if format_ not in texts:
                there = ", ".join(each for each in formats.views if each in texts)
                raise ValueError(f"there is no format {format_!r}; there is {there}")
            # Long lists are read while they are written.
            with self._lock, self._still_coded(filters or {}) as above:
                told = above if formats is ROWS and format_ in FOR_PEOPLE else ""
                return told + "".join(map(str, formats.view(format_)(found, ViewOptions())))

        return Document(kind, found.document, written)


def _rows(result: Result, row_type: type[_Row]) -> Rows[_Row]:
    """The rows of a result, with their type."""
    rows = cast("Iterable[_Row]", result.rows)
    return Rows(rows, result.keys, short_keys(result), row_type)


def _folder(corpus: Corpus) -> Row:
    """A corpus as one of the two states for `diff`."""
    folder = str(corpus.folder)
    return {"kind": "folder", "name": folder, "commit": None, "day": None, "path": folder}


def load(folder: str | PathLike[str]) -> Corpus:
    """Read the corpus in `folder`.

    Raises `StancesError` if the folder has no corpus or only an export, and if `corpus.yaml` or
    `codebook.yaml` has errors. All other problems are in `Corpus.problems`.
    """
    path = Path(folder)
    if not (path / CORPUS_FILE).exists():
        if (path / EXPORT_FILE).exists():
            raise NeedsCorpus("stances.load", str(path))
        raise NoCorpus(path, named_by="load")
    index, kept = read_corpus(path)
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
