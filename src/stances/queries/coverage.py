"""`coverage`: which quotations of the stored copies are coded, and what is left."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.copies import Unread
from stances.evidence.coverage import Asked, CopyCoverage, coverage_of
from stances.evidence.limits import read_within
from stances.evidence.mentions import Mentions
from stances.queries.filters import Clause, Filters
from stances.queries.speakers import WantedSpeakers
from stances.queries.verification import stored_copy, texts_by_source

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from stances.evidence.copies import Snapshots
    from stances.evidence.coverage import Passage, Reading
    from stances.queries.result import Row
    from stances.queries.verification import Text

KEYS = (
    "source kind result text left reason refs positions mentions marks copy copy_line copy_column "
    "copy_page quotations covered skipped"
).split()
SHOWN = "source kind result copy_line text left reason mentions refs quotations covered".split()
KINDS = ("source", "quotation", "paragraph")
RESULTS = ("read", "unchecked", "coded", "uncoded", "skipped", "in-part", "not-coded")
"""The first two are results of sources; the rest of quotations, and the last of paragraphs too."""

_SOURCES = "SELECT source, title, lang FROM sources AS r WHERE {} ORDER BY source"
_RESTED_ON = """
    EXISTS (SELECT 1 FROM supporting AS e JOIN statements AS s ON s.ref = e.ref
            WHERE e.source = r.source AND {})"""
_QUOTING = """
    (s.ref IN (SELECT ref FROM evidence WHERE source IN (SELECT value FROM json_each(?)))
     OR s.ref IN (SELECT ref FROM disputes
                  WHERE words_source IN (SELECT value FROM json_each(?))))"""
_NAMES = """
    SELECT n.official, n.name FROM names AS n JOIN officials AS o ON o.official = n.official
    WHERE n.kind <> 'id' AND o.kind <> 'unnamed' ORDER BY n.official, n.name"""
# The words of a statement also count for statements that have them by `words_of`.
_CODED = """
    SELECT e.ref AS words, e.number, s.ref, COALESCE(e.speaker, s.official) AS official,
        COALESCE(o.name, s.name) AS name, COALESCE(e.position, s.position) AS position,
        s.score AS score
    FROM evidence AS e JOIN statements AS s ON s.ref = e.ref
    LEFT JOIN officials AS o ON o.official = e.speaker WHERE e.source = ?
    UNION ALL SELECT e.ref, e.number, s.ref, s.official, s.name, s.position, s.score
    FROM evidence AS e JOIN statements AS s ON s.words_of = e.ref
    WHERE e.source = ? AND (e.speaker IS NULL OR e.speaker = s.official)
    ORDER BY 1, 2, 3"""
_WHY = "SELECT number, why, skipped FROM uncoded WHERE source = ? ORDER BY number"
_ABOUT = "SELECT number, about FROM assessments WHERE source = ?"


class Coded(NamedTuple):
    """How a record uses some words of a source.

    `kind` is evidence, words (of a dispute), assessment or uncoded. `names` are the officials whose
    statements the words support, or the ids that an assessment is about. `why` is the reason of an
    uncoded passage; `is_skipped` says whether it was `skipped`.
    """

    kind: str
    refs: tuple[str, ...]
    names: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    why: str | None = None
    is_skipped: bool = False


class SourceCoverage(NamedTuple):
    """The coverage of one source; `unchecked` says why its copy was not read.

    `copy` is the name of its file; `notices` warn what limits the figures.
    """

    source: str
    title: str
    lang: str
    copy: str | None = None
    unchecked: str | None = None
    notices: tuple[str, ...] = ()
    passages: Sequence[Passage] = ()
    coded: Sequence[Coded] = ()
    reading: Reading | None = None

    @property
    def quotations(self) -> int:
        """The number of quotations."""
        return sum(each.kind == "quotation" for each in self.passages)

    @property
    def covered(self) -> int:
        """The number of quotations whose every word is in evidence or uncoded passages."""
        return sum(each.is_covered for each in self.passages)

    @property
    def skipped(self) -> int:
        """The number of passages that were skipped: quotations, reports and paragraphs."""
        return sum(each.is_skipped for each in self.coded)

    @property
    def row(self) -> Row:
        """The row of the source itself."""
        counts = (None, None) if self.unchecked else (self.quotations, self.covered)
        return {
            **_EMPTY,
            "source": self.source,
            "kind": "source",
            "result": "unchecked" if self.unchecked else "read",
            "reason": self.unchecked or "; ".join(self.notices) or None,
            "copy": self.copy,
            "quotations": counts[0],
            "covered": counts[1],
            "skipped": None if self.unchecked else self.skipped,
        }

    def passage_row(self, passage: Passage) -> Row:
        """The row of a quotation or paragraph."""
        coded = [self.coded[number] for number in passage.texts]
        why = "; ".join(dict.fromkeys(each.why for each in coded if each.why))
        line, column, page = passage.spot
        return {
            **_EMPTY,
            "source": self.source,
            "kind": passage.kind,
            "result": passage.result,
            "text": passage.text,
            "left": passage.left or None,
            "reason": why or None,
            "refs": [*dict.fromkeys(ref for each in coded for ref in each.refs)],
            "positions": [*dict.fromkeys(p for each in coded for p in each.positions)],
            "mentions": [*passage.mentions],
            "marks": _marks(passage),
            "copy": self.copy,
            "copy_line": line,
            "copy_column": column,
            "copy_page": page,
        }


class Coverage(NamedTuple):
    """The sources asked for, in order of id; if `only_left`, rows of covered passages are omitted.

    `people` are the names of officials by id.
    """

    sources: Sequence[SourceCoverage]
    people: Mapping[str, str] = {}
    only_left: bool = False
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "coverage"
    shown: Sequence[str] = tuple(SHOWN)

    @property
    def rows(self) -> list[Row]:
        """Each source, followed by its quotations and paragraphs in order of place."""
        rows = []
        for each in self.sources:
            rows.append(each.row)
            rows += (
                each.passage_row(passage)
                for passage in each.passages
                if not (self.only_left and passage.is_covered)
            )
        return rows

    @property
    def quotations(self) -> int:
        """The number of quotations in all copies that were read."""
        return sum(each.quotations for each in self.sources)

    @property
    def covered(self) -> int:
        """The number of these quotations that are covered."""
        return sum(each.covered for each in self.sources)

    @property
    def skipped(self) -> int:
        """The number of passages that were skipped."""
        return sum(each.skipped for each in self.sources)

    @property
    def unchecked(self) -> int:
        """The number of sources without a copy that could be read."""
        return sum(each.unchecked is not None for each in self.sources)

    def is_under(self, percentage: float) -> bool:
        """Whether less than this percentage of quotations is covered; False without quotations."""
        return self.covered * 100 < percentage * self.quotations


_EMPTY: Row = dict.fromkeys(KEYS) | {"refs": [], "positions": [], "mentions": []}


def _marks(passage: Passage) -> str | None:
    if passage.kind == "paragraph":
        return None
    return "unclear" if passage.unclear else "inside"


def coverage(  # noqa: PLR0913 - three choose, two say how, each by its keyword
    index: sqlite3.Connection,
    snapshots: Snapshots,
    filters: Filters,
    sources: Sequence[str] = (),
    *,
    whole: bool = False,
    progress: Callable[[int, int], object] = lambda *_: None,
) -> Coverage:
    """Read the stored copies of the given sources, or of all, and find the words left to code.

    Resolved `filters` select sources by the statements that rest on them; but all records count as
    covering, whether they pass or not. With `whole`, the texts are returned for reading. `progress`
    is called with the numbers of sources read and asked for.
    """
    asked = _sources_asked(index, filters, sources)
    ids = json.dumps([row["source"] for row in asked])
    texts = _texts(index, ids)
    copies = _Copies(index, snapshots, official_names(index), whole)
    found = []
    for number, row in enumerate(asked, 1):
        read = copies.read(row, texts.get(row["source"], []))
        if filters.official:
            read = read._replace(passages=_about(read.passages, filters.official))
        found.append(read)
        progress(number, len(asked))
    people = dict(index.execute("SELECT official, name FROM officials").fetchall())
    return Coverage(found, people)


def _texts(index: sqlite3.Connection, ids: str) -> dict[str, list[Text]]:
    """Return the record texts to find in the copies of sources; `ids` is a JSON list of sources."""
    statements = Clause(_QUOTING, (ids, ids))
    of_sources = Clause("r.source IN (SELECT value FROM json_each(?))", (ids,))
    found = texts_by_source(index, WantedSpeakers(index), statements, of_sources)
    return {source: [each for each in texts if each.verdict is None] for source, texts in found}


def texts_of(index: sqlite3.Connection, source: str) -> list[Text]:
    """Return the record texts to find in the copy of a source."""
    return _texts(index, json.dumps([source])).get(source, [])


def asked_of(texts: Sequence[Text], officials: Mentions, *, whole: bool) -> Asked:
    """Return what to look for in a copy, besides the record texts."""
    declared = [n for n, each in enumerate(texts) if each.row["kind"] == "uncoded"]
    skipped = frozenset(n for n in declared if texts[n].row["skipped"])
    return Asked(frozenset(declared), officials, whole, skipped)


def official_names(index: sqlite3.Connection) -> Mentions:
    """Return the names of all officials except unnamed ones."""
    return Mentions((official, name) for official, name in index.execute(_NAMES))


def _sources_asked(
    index: sqlite3.Connection, filters: Filters, sources: Sequence[str]
) -> list[sqlite3.Row]:
    clause = Clause("1 = 1")
    if filters._replace(with_hearsay=False) != Filters():
        statements = filters.clause(attributed=True)
        clause &= Clause(_RESTED_ON.format(statements.sql), statements.values)
    for chosen in (sources, filters.source):
        if chosen:
            sql = "r.source IN (SELECT value FROM json_each(?))"
            clause &= Clause(sql, (json.dumps([*chosen]),))
    return index.execute(_SOURCES.format(clause.sql), clause.values).fetchall()


def _about(passages: Sequence[Passage], officials: Sequence[str]) -> list[Passage]:
    """Return the passages without the paragraphs that name only other officials."""
    wanted = {*officials}
    return [
        each for each in passages if each.kind == "quotation" or wanted.intersection(each.mentions)
    ]


@dataclass(frozen=True)
class _Copies:
    """Reads stored copies; `officials` are the names to find in them, `whole` keeps all text."""

    index: sqlite3.Connection
    snapshots: Snapshots
    officials: Mentions
    whole: bool

    def read(self, row: sqlite3.Row, texts: Sequence[Text]) -> SourceCoverage:
        """Read the copy of one source for the texts of its records."""
        source = SourceCoverage(row["source"], row["title"], row["lang"])
        _, copy = stored_copy(self.index, source.source, self.snapshots, [])
        if isinstance(copy, Unread):
            return source._replace(copy=copy.name, unchecked=copy.reason)
        asked = asked_of(texts, self.officials, whole=self.whole)
        work = partial(coverage_of, asked=asked)
        found = read_within(self.snapshots, copy, [each.sought for each in texts], work)
        if isinstance(found, Unread):
            return source._replace(copy=found.name, unchecked=found.reason)
        return source._replace(
            copy=copy.path.name,
            notices=_notices(found),
            passages=found.passages,
            coded=_coded(self.index, source.source, texts),
            reading=found.reading,
        )


def _notices(found: CopyCoverage) -> tuple[str, ...]:
    """Return what limits the figures of a copy."""
    notices = []
    if found.part == "body":
        notices.append("the page has no <article> and no <main>, so all of it was read")
    if found.single:
        notices.append("it has single quotation marks alone, which apostrophes look like")
    if count := len(found.unfound):
        texts = "a text of the records is" if count == 1 else f"{count} texts of the records are"
        notices.append(f"{texts} not found in it, or not in one place; see `stances verify`")
    return tuple(notices)


def _coded(index: sqlite3.Connection, source: str, texts: Sequence[Text]) -> list[Coded]:
    """Return how the records use each of the texts."""
    statements: dict[tuple[str, int], list[sqlite3.Row]] = {}
    for row in index.execute(_CODED, (source, source)):
        statements.setdefault((row["words"], row["number"]), []).append(row)
    why = {number: (reason, skipped) for number, reason, skipped in index.execute(_WHY, (source,))}
    about: Mapping[int, str] = dict(index.execute(_ABOUT, (source,)).fetchall())

    def coded(kind: str, ref: str, number: int) -> Coded:
        if kind == "uncoded":
            reason, skipped = why[number]
            return Coded(kind, (), why=reason, is_skipped=bool(skipped))
        if kind == "assessment":
            return Coded(kind, (), tuple(json.loads(about[number])))
        if kind == "words":
            return Coded(kind, (ref,))
        rows = statements[ref, number]
        refs, names, positions = (
            tuple(dict.fromkeys(str(row[key]) for row in rows))
            for key in ("ref", "name", "position")
        )
        return Coded(kind, refs, names, positions)

    return [coded(each.row["kind"], each.row["ref"], each.row["number"]) for each in texts]


class Readings(NamedTuple):
    """The text of the stored copies, with its coding; the rows are those of the coverage."""

    coverage: Coverage
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "reading"

    @property
    def rows(self) -> list[Row]:
        """The rows of the coverage."""
        return self.coverage.rows
