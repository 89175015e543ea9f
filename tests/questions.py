"""Every question, with filters that fit a corpus, for engines that have to give the same answers.

    filters(index)            some of each kind, of what the corpus has
    answers(index, filters)   what each question answers, by its name
    queries_of(index, filters)  the SQL of all questions
    rows_of(query, rows)      the digest of what a query gives

An answer is text: whatever differs, down to the order of rows and the type of a number, shows.
"""

from __future__ import annotations

import hashlib
from collections import deque
from itertools import product
from typing import TYPE_CHECKING, Any, cast

from stances.dates import parse_date
from stances.errors import StancesError
from stances.queries import agreement, comparison, faults, listing, lookups, records, resolve
from stances.queries.agreement.details import confusion, disagreements, explanation
from stances.queries.camps import Asked as CampsAsked
from stances.queries.camps import Terms, camps
from stances.queries.conflicts import conflicts
from stances.queries.filters import Filters
from stances.queries.network import Asked, network
from stances.queries.network.cells import DUPLICATES, OF, ON, cells
from stances.queries.report import report
from stances.queries.summary import BY, summary
from stances.queries.timeline import timeline

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.index.connection import Index
    from stances.queries.background import Background


NETWORKS = (
    Asked(measure="subtract", normalize="jaccard"),
    Asked(of="faction", on="frame", measure="two-mode"),
    Asked(window=200, step=100, duplicates="month"),
)


def filters(index: sqlite3.Connection) -> list[Filters]:
    """Filters of each kind, each with something that the corpus has."""

    def first(query: str) -> tuple[str, ...]:
        return tuple(str(value) for (value,) in index.execute(f"{query} LIMIT 1"))

    official = first("SELECT official FROM statements ORDER BY ref")
    words = first("SELECT words FROM statements ORDER BY ref")
    in_days = Filters(since=parse_date("2014-06-12"), until=parse_date("2014-06"))
    return [
        Filters(),
        Filters(official=official),
        Filters(faction=first("SELECT faction FROM factions ORDER BY number")),
        Filters(faction=("none",), with_hearsay=True),
        Filters(position=first("SELECT position FROM statements ORDER BY ref")),
        Filters(issue=first("SELECT issue FROM issues ORDER BY number")),
        Filters(frame=first("SELECT frame FROM statement_frames ORDER BY frame")),
        Filters(source=first("SELECT source FROM evidence ORDER BY ref")),
        Filters(form=("quote",), status=("attested", "disputed", "misattributed")),
        in_days,
        in_days._replace(certain=True, without_disputed=True),
        Filters(min_sources=1, unreviewed=True),
        Filters(text=tuple(" ".join(each.split()[:2]) for each in words)),
    ]


def answers(index: sqlite3.Connection, asked: Filters) -> Iterator[tuple[str, str]]:
    """The answers to all questions that take filters."""
    listed = listing.listing(index, asked)
    yield "list", repr([*listed.rows])
    yield "names", _background(listed.background)
    for sort in ("said", "-score", "note", "-quote"):
        rows = listing.listing(index, asked, sort, 7).rows
        yield f"list --sort {sort}", repr([*rows])
    for by in (*((key,) for key in BY), ("faction", "position")):
        found = summary(index, asked, by)
        parts = [(part.total, sorted(part.total_counts.items())) for part in found.parts]
        yield f"summary --by {','.join(by)}", repr(([*found.rows], found.findings, parts))
    for shifts in (False, True):
        line = timeline(index, asked, shifts=shifts)
        yield f"timeline {shifts}", repr(([*line.rows], line.basis, line.undated))
    open_ = conflicts(index, asked)
    rows = [*open_.rows]
    refs = {ref for row in rows for ref in (row["ref"], row["other"]) if ref}
    statements = {ref: open_.statements[ref] for ref in sorted(refs)}
    yield "conflicts", repr((rows, open_.among, open_.hearsay, open_.settled, statements))
    yield "report", repr(report(index, asked).document)
    for of, on, duplicates in product(OF, ON, DUPLICATES):
        said = cells(index, asked, of=of, on=on, duplicates=duplicates)
        yield f"cells --of {of} --on {on} --duplicates {duplicates}", repr(said)
    for of in OF:
        split = camps(index, asked, CampsAsked(of, shuffles=9))
        yield f"camps --of {of}", repr(([*split.rows], [*Terms(split).rows]))
    for options in NETWORKS:
        edges = network(index, asked, options)
        drawn = ([*edges.rows], [*edges.nodes()], edges.windows)
        yield f"network {options}", repr(drawn)
    for read in (
        agreement.asked(index, asked),
        agreement.asked(index, asked, level="ordinal"),
        agreement.asked(index, asked, of="frames"),
    ):
        told = (disagreements(index, read), confusion(index, read), explanation(index, read))
        kind = f"agreement --of {read.units.of} --level {read.units.level}"
        yield kind, repr([each.rows for each in told])
    for what in ("official", "faction"):
        query = f"SELECT DISTINCT {what} FROM statements WHERE {what} IS NOT NULL ORDER BY {what}"
        sides = [f"{'faction:' * (what == 'faction')}{id_}" for (id_,) in index.execute(query)][:2]
        if len(sides) > 1 and not (asked.official or asked.faction):
            yield f"compare {what}", repr(comparison.comparison(index, sides, asked).document)


def queries_of(index: sqlite3.Connection, asked: Sequence[Filters]) -> Mapping[str, Sequence[Any]]:
    """The SQL texts of all questions, each with parameters of one of the times it was asked.

    `list` is asked with filters of each kind, which add their conditions to the same texts.
    """
    known = cast("Index", index)
    known.asked = []
    for each in asked:
        deque(answers(index, each), maxlen=0)
    deque(answers_without_filters(index), maxlen=0)
    for each in filters(index):
        deque(listing.listing(index, each).rows, maxlen=0)
    found = dict(known.asked)
    known.asked = None
    return found


def rows_of(query: str, rows: Iterable[Iterable[Any]]) -> str:
    """The digest of the rows of a query, in their order if it says one.

    Truth values are numbers, as in SQLite.
    """
    told = [[int(value) if isinstance(value, bool) else value for value in row] for row in rows]
    ordered = told if "ORDER BY" in query else sorted(told, key=repr)
    return hashlib.sha256(repr(ordered).encode()).hexdigest()


def answers_without_filters(index: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The answers to what is looked up, and to every record and name."""
    for kind in ("officials", "sources", "codebook"):
        yield kind, repr(getattr(lookups, kind)(index).rows)
    found = [faults.left_out(index), faults.unusable(index), faults.counts(index)]
    rows = agreement.agreement(index, agreement.asked(index, Filters())).rows
    yield "agreement", repr(rows)
    yield "what is left out", repr((found, faults.is_empty(index), faults.severities(index)))
    for query in (
        "SELECT official FROM officials",
        "SELECT source FROM sources",
        "SELECT ref FROM all_statements",
        "SELECT DISTINCT name FROM names",
    ):
        for name in sorted(str(name) for (name,) in index.execute(query)):
            yield f"show {name}", _shown(index, name)
    for kind in ("faction", "position", "issue", "frame", "source"):
        for name in ("none", "Zzz"):
            yield f"{kind} {name}", _resolved(index, kind, name)


def _shown(index: sqlite3.Connection, name: str) -> str:
    try:
        return repr(records.records(index, [name]).document)
    except StancesError as error:
        return f"{error} {error.hint}"


def _resolved(index: sqlite3.Connection, kind: str, name: str) -> str:
    try:
        return resolve.word(index, kind, name)
    except StancesError as error:
        return f"{error} {error.hint}"


def _background(known: Background) -> str:
    names = known.names()
    told: list[Any] = [known.people, known.notices, known.notes, known.sharing()]
    told += [names.officials, names.frames, names.sources, known.short_names()]
    ordered = [[*names.issues.items()], [*names.factions.items()], [*names.positions.items()]]
    return repr(([sorted(each.items()) for each in told], ordered))
