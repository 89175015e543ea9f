"""`search`: statements that contain some words, the best match first."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.queries import listing
from stances.queries.background import Background, background
from stances.queries.result import StoredRows, decoded
from stances.search_query import Matcher, merged
from stances.text import is_unspaced_at

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row
    from stances.search_query import Match, SearchQuery, Span, Term


EXCERPT = ("excerpt", "matches", "excerpt_of", "excerpt_source")
_FOUND = (*listing.KEYS, "rank")
KEYS = (*_FOUND, *EXCERPT)
SHOWN = (
    "ref rank name said issue position score disputed excerpt excerpt_of excerpt_source"
).split()


class SearchResult(NamedTuple):
    """Statements, best match first, with excerpts; other fields are as in a listing."""

    rows: Iterable[Row]
    asked: Sequence[str] = ()
    background: Background = Background()
    issues: Sequence[str] = ()
    by_official: bool = False
    keys: Sequence[str] = KEYS
    document: None = None
    kind: str = "search"
    shown: Sequence[str] = tuple(SHOWN)

    def with_rows(self, rows: Iterable[Row]) -> SearchResult:
        """Return the same result with other rows."""
        return self._replace(rows=rows)


def search(
    index: sqlite3.Connection,
    wanted: SearchQuery,
    filters: Filters,
    sort: str = "",
    limit: int | None = None,
) -> SearchResult:
    """Return the statements that match and pass resolved filters, best match first.

    `rank` is 1 for the best; equally good ones share a rank. `sort` is as for `listing`, except for
    the keys of `EXCERPT`, which are computed row by row.
    """
    from stances.index.search import hits  # noqa: PLC0415 - views, which know no index, import this

    hits_query, values = hits(index, wanted)
    clause = filters.clause(attributed=True)
    order = listing.order(sort, _FOUND, f"s.rank, {listing.BY_OFFICIAL}")
    # Only few columns are sorted, then each row is read whole: all columns would not fit into
    # memory, and the first row would have to wait for the last.
    columns = {key for key in (*listing.KEYS, "moment") if f"s.{key}" in order}
    query = f"""
        SELECT id, rank FROM (
            SELECT h.id, {", ".join(f"s.{key}" for key in columns)},
                RANK() OVER (ORDER BY h.score) AS rank
            FROM ({hits_query}) AS h JOIN all_statements AS s ON s.rowid = h.id WHERE {clause.sql}
        ) AS s ORDER BY {order}"""
    if limit is not None:
        query += f" LIMIT {min(limit, sys.maxsize)}"
    ranked = index.execute(query, (*values, *clause.values))
    known = background(index)
    rows = _whole(index, ranked, wanted.terms, known.people)
    return SearchResult(StoredRows(KEYS, rows), filters.official, known, filters.issue)


_AT_A_TIME = 500
"""How many whole rows one query reads: each query has a fixed cost."""


def _whole(
    index: sqlite3.Connection,
    ranked: Iterable[tuple[int, int]],
    terms: Sequence[Term],
    people: Mapping[str, str],
) -> Iterator[list[Any]]:
    """Yield the cells of `KEYS`, given row ids in `all_statements` and their ranks."""
    columns = ", ".join(f"s.{key}" for key in (*listing.KEYS, "quoted_from"))
    cursor = index.cursor()
    cursor.row_factory = None  # plain tuples take less time
    every, remaining, find = len(set(terms)), iter(ranked), Matcher(terms)
    while some := [*islice(remaining, _AT_A_TIME)]:
        marks = ", ".join("?" * len(some))
        query = f"SELECT s.rowid, {columns} FROM all_statements AS s WHERE s.rowid IN ({marks})"
        cursor.execute(query, [id_ for id_, _ in some])
        rows = {id_: cells for id_, *cells in cursor}
        for id_, rank in some:
            cells = rows[id_]
            cells[-1:] = (rank, *_excerpt_cells(cells, find, every, people))
            yield cells


_AT = {key: place for place, key in enumerate(listing.KEYS)}
_QUOTE, _EVIDENCE = _AT["quote"], _AT["evidence"]


class _Decoded(dict[str, Any]):
    """A row of `list` whose cells are decoded on use: most are never used."""

    def __init__(self, cells: Sequence[Any]) -> None:
        self._cells = cells

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 - any cell
        return self.setdefault(key, decoded({key: self._cells[_AT[key]]})[key])


def _excerpt_cells(
    cells: Sequence[Any], find: Matcher, every: int, people: Mapping[str, str]
) -> tuple[str, str, str, str | None]:
    """Return the cells of `EXCERPT` for those of a row of `list`, whose last is `quoted_from`.

    `every` is the number of terms. For most statements, the quotation is the passage.
    """
    quote: str | None = cells[_QUOTE]
    found = find(quote) if quote else []
    if quote and found and (every == 1 or _number(found) == every):
        text, spans = _cut(quote, found)
        return text, _as_list(spans), "text", cells[-1]
    row = _Decoded(cells)
    if not find.may_be_in(cells[_EVIDENCE]):
        row["evidence"] = []
    told = _excerpt(row, find, every, people, None if found else quote)
    return told["excerpt"], _as_list(told["matches"]), told["excerpt_of"], told["excerpt_source"]


def _as_list(spans: Iterable[Iterable[int]]) -> str:
    """Return spans as JSON."""
    return f"[{', '.join([f'[{start}, {end}]' for start, end in spans])}]"


LONGEST = 240
"""The longest text, in code points, that is not cut."""
_CUT = "…"
_BEFORE = 0.3
"""The share of the remaining room that is given to text before the first match."""


class Passage(NamedTuple):
    """One text of a statement: its key, and for evidence the source that has it."""

    of: str
    text: str
    source: str | None = None


def excerpt(row: Row, terms: Sequence[Term], people: Mapping[str, str]) -> Row:
    """Return the passage of a row of `list` with most of the terms, the best evidence first.

    `people` are the names of officials by id. `matches` are the places of the matching words in
    `excerpt`.
    """
    return _excerpt(row, Matcher(terms), len(set(terms)), people)


def _excerpt(
    row: Row, find: Matcher, every: int, people: Mapping[str, str], without: str | None = None
) -> Row:
    """Make an excerpt as `excerpt` does; `every` is the number of terms that `find` looks for.

    `without` is a text that is known to have none of them.
    """
    best = Passage("text", row["quote"])
    best_matches: list[Match] = []
    most = 0
    for passage in _passages(row, people):
        found = find(passage.text) if passage.text != without else []
        if found and (number := _number(found)) > most:
            best, best_matches, most = passage, found, number
        if most == every:
            break  # none can have more; most often the first has all
    text, spans = _cut(best.text, best_matches)
    return {
        "excerpt": text,
        "matches": [list(span) for span in spans],
        "excerpt_of": best.of,
        "excerpt_source": best.source,
    }


def _number(found: Sequence[Match]) -> int:
    """Count the different terms that were found."""
    return len({term for _, term in found})


def _passages(row: Row, people: Mapping[str, str]) -> Iterator[Passage]:
    """Yield all texts that a search looks in, sources' words before the analyst's."""
    evidence = sorted(row["evidence"], key=lambda piece: piece["text"] != row["quote"])
    for piece in evidence:
        yield Passage("text", piece["text"], piece["source"])
    for piece in evidence:
        if piece["original"] and piece["original"]["text"]:
            yield Passage("original", piece["original"]["text"], piece["source"])
    if row["summary"]:
        yield Passage("summary", row["summary"])
    yield from (Passage("conditions", each) for each in row["conditions"])
    yield from (Passage(key, row[key]) for key in ("venue", "note") if row[key])
    yield from (
        Passage("note", piece["note"], piece["source"]) for piece in evidence if piece["note"]
    )
    for dispute in row["disputes"]:
        for key in ("note", "resolution"):
            if dispute[key]:
                yield Passage("disputes", dispute[key])
        if words := dispute["words"]:
            yield Passage("disputes", words["text"], words["source"])
    yield from _ways(row, evidence, people)


def _ways(row: Row, evidence: Sequence[Row], people: Mapping[str, str]) -> Iterator[Passage]:
    """Yield the names of those who passed the words on to the sources."""
    for key, names in (("spoken_by", [row["spoken_by"]]), ("according_to", row["according_to"])):
        yield from (Passage(key, people.get(name, name)) for name in names if name)
    yield from (Passage("via", piece["via"], piece["source"]) for piece in evidence if piece["via"])


def _cut(text: str, places: Sequence[Match]) -> tuple[str, list[Span]]:
    """Cut a text to the part with most of the terms; return it with the places of its matches."""
    spans = merged(span for span, _ in places)
    if len(text) <= LONGEST or not spans:
        return text, spans
    first, last = _window(text, places)
    before = _CUT if first else ""
    shift = len(before) - first
    inside = [(a + shift, b + shift) for a, b in spans if first <= a and b <= last]
    return before + text[first:last] + (_CUT if last < len(text) else ""), inside


def _window(text: str, places: Sequence[Match]) -> tuple[int, int]:
    """Return start and end of the part in which most of the terms are close together."""
    best: list[Match] = []
    most = 0
    starts = [start for (start, _), _ in places]
    for (start, end), _ in places:
        reach = max(end, start + LONGEST)
        around = places[bisect_left(starts, start) : bisect_right(starts, reach)]
        near = [match for match in around if match[0][1] <= reach]
        if (terms := len({term for _, term in near})) > most:
            best, most = near, terms
    start, end = best[0][0][0], max(span[1] for span, _ in best)
    room = max(0, LONGEST - (end - start))
    first = max(0, start - int(room * _BEFORE))
    last = min(max(end, first + LONGEST), len(text))
    # Shrink the part to whole words, without losing a match.
    while 0 < first < start and not (text[first - 1].isspace() or is_unspaced_at(text, first)):
        first += 1
    while end < last < len(text) and not (text[last].isspace() or is_unspaced_at(text, last)):
        last -= 1
    return first, last
