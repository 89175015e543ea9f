"""`search`: statements that contain some words, the best match first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from stances.queries import listing
from stances.queries.result import decode
from stances.search_query import matches, merged

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row
    from stances.search_query import Match, SearchQuery, Span, Term


EXCERPT = ("excerpt", "matches", "excerpt_of", "excerpt_source")
_FOUND = (*listing.KEYS, "rank")
KEYS = (*_FOUND, *EXCERPT)
SHOWN = "rank name said position score disputed excerpt excerpt_of excerpt_source ref".split()


class SearchResult(NamedTuple):
    """Statements, the best match first, with the words that matched; `asked` as in a listing."""

    rows: Iterable[Row]
    asked: Sequence[str] = ()
    keys: Sequence[str] = KEYS
    document: None = None
    kind: str = "search"
    shown: Sequence[str] = tuple(SHOWN)

    def with_rows(self, rows: Iterable[Row]) -> SearchResult:
        """The same about other rows."""
        return self._replace(rows=rows)


def search(
    index: sqlite3.Connection,
    wanted: SearchQuery,
    filters: Filters,
    sort: str = "",
    limit: int | None = None,
) -> SearchResult:
    """The statements with what is wanted that resolved filters let through, best match first.

    `rank` is 1 for the best; those that fit as well as each other share theirs. `sort` is as for
    `listing`, and not by what is only worked out of a row: the keys of `EXCERPT`.
    """
    from stances.index.search import hits  # noqa: PLC0415 - views, which know no index, import this

    found, values = hits(index, wanted)
    clause = filters.clause(attributed=True)
    columns = ", ".join(f"s.{key}" for key in listing.KEYS)
    query = f"""
        SELECT * FROM (
            SELECT {columns}, RANK() OVER (ORDER BY h.score) AS rank
            FROM ({found}) AS h JOIN statements AS s ON s.ref = h.ref WHERE {clause.sql}
        ) AS s ORDER BY {listing.order(sort, _FOUND, f"s.rank, {listing.BY_OFFICIAL}")}"""
    if limit is not None:
        query += f" LIMIT {min(limit, sys.maxsize)}"
    rows = (decode(row, _FOUND) for row in index.execute(query, (*values, *clause.values)))
    return SearchResult((row | excerpt(row, wanted.terms) for row in rows), filters.official)


LONGEST = 240
"""A text that is longer is cut, at both ends if need be; in code points."""
_CUT = "…"
_BEFORE = 0.3
"""How much of the room for other words stands before the first that matched."""


class Passage(NamedTuple):
    """One text of a statement: what it is, and of evidence the source that has it."""

    of: str
    text: str
    source: str | None = None


def excerpt(row: Row, terms: Sequence[Term]) -> Row:
    """The passage of a row of `list` that has most of the terms, the best evidence first.

    `matches` are the places in `excerpt` of the words that matched.
    """
    best = Passage("text", row["quote"])
    found: list[Match] = []
    for passage in _passages(row):
        there = matches(passage.text, terms)
        if len({term for _, term in there}) > len({term for _, term in found}):
            best, found = passage, there
    text, spans = _cut(best.text, found)
    return {
        "excerpt": text,
        "matches": [list(span) for span in spans],
        "excerpt_of": best.of,
        "excerpt_source": best.source,
    }


def _passages(row: Row) -> Iterator[Passage]:
    """All texts in which a search looks, sources' words before the analyst's."""
    evidence = sorted(row["evidence"], key=lambda piece: piece["text"] != row["quote"])
    for piece in evidence:
        yield Passage("text", piece["text"], piece["source"])
    for piece in evidence:
        if piece["original"]:
            yield Passage("original", piece["original"]["text"], piece["source"])
    own = [("summary", row["summary"]), *(("conditions", each) for each in row["conditions"])]
    own += [("venue", row["venue"]), ("note", row["note"])]
    yield from (Passage(of, text) for of, text in own if text)
    for piece in evidence:
        if piece["note"]:
            yield Passage("note", piece["note"], piece["source"])
    for dispute in row["disputes"]:
        for key in ("note", "resolution"):
            if dispute[key]:
                yield Passage("disputes", dispute[key])


def _cut(text: str, found: Sequence[Match]) -> tuple[str, list[Span]]:
    """The part of a text that has most of the terms, and the places of the matches in it."""
    spans = merged(span for span, _ in found)
    if len(text) <= LONGEST or not spans:
        return text, spans
    first, last = _window(text, found)
    before = _CUT if first else ""
    shift = len(before) - first
    inside = [(a + shift, b + shift) for a, b in spans if first <= a and b <= last]
    return before + text[first:last] + (_CUT if last < len(text) else ""), inside


def _window(text: str, found: Sequence[Match]) -> tuple[int, int]:
    """From where to where to cut: where most of the terms stand close together."""
    best: list[Match] = []
    for (start, end), _ in found:
        reach = max(end, start + LONGEST)
        near = [match for match in found if start <= match[0][0] and match[0][1] <= reach]
        if len({term for _, term in near}) > len({term for _, term in best}):
            best = near
    start, end = best[0][0][0], max(span[1] for span, _ in best)
    room = max(0, LONGEST - (end - start))
    first = max(0, start - int(room * _BEFORE))
    return _between_words(text, (first, max(end, first + LONGEST)), (start, end))


def _between_words(text: str, cut: Span, held: Span) -> Span:
    """The nearest places between words within a part of a text, around what has to stay."""
    first, last = cut[0], min(cut[1], len(text))
    while 0 < first < held[0] and not text[first - 1].isspace():
        first += 1
    while held[1] < last < len(text) and not text[last].isspace():
        last -= 1
    return first, last
