"""The data for the search of the site: all statements, newest first."""

from __future__ import annotations

from array import array
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.result import from_json
from stances.roles import NO_FACTION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row

Passage = tuple[str, str | None, str, str | None]
"""A text of a statement, its language if recorded, its kind, and its source.

The kind of a source's words is their form, or `ORIGINAL`. Other texts have no source, and a kind
such as `note`.
"""
ORIGINAL = "original"
"""The kind of words in their own language, if the source's words are a translation of them."""


class Searched(NamedTuple):
    """A statement as the search needs it.

    `words`, `notes` and `joined` are the texts that `search` reads: folded words with spaces
    between. `passages` are these texts as readers see them, each once, with the quotation first.
    All other fields are for filters and results.

    `officials` begins with the statement's own official. The others are speakers to whom it is
    attributed and people who passed it on: `--official` finds it by all of them. `sources` and
    `forms` are those of all its evidence. `attributed` are the other officials to whom a source
    attributes it, each with that source.
    """

    ref: str
    said: str
    said_from: str | None
    said_to: str | None
    issue: str
    position: str
    faction: str
    status: str
    disputed: bool
    officials: Sequence[str]
    sources: Sequence[str]
    forms: Sequence[str]
    conditions: Sequence[str]
    attributed: Sequence[tuple[str, str]]
    words: str
    notes: str
    joined: str
    passages: Sequence[Passage]


_AT_A_TIME = 500
"""The number of statements whose columns are read together; sorting needs only row numbers."""
_ORDER = """
    s.said_from IS NULL, s.said_from DESC, s.said_to IS NULL, s.said_to DESC,
    COALESCE(s.moment, '') DESC, s.ref"""
_NUMBERS = f"""
    SELECT a.rowid FROM all_statements AS a
    WHERE a.ref IN (SELECT s.ref FROM statements AS s WHERE {{}})
    ORDER BY {_ORDER.replace("s.", "a.")}"""
_WHOLE = """
    SELECT a.rowid, a.ref, a.said, a.said_from, a.said_to, a.issue, a.position, a.faction, a.status,
        a.disputed, a.official, a.words_of, a.quote, a.lang, a.summary, a.conditions, a.venue,
        a.note, a.evidence, a.disputes, {columns}
    FROM all_statements AS a WHERE a.rowid IN ({marks})"""
_VOICES = """
    SELECT DISTINCT v.ref, n.official FROM voices AS v JOIN names AS n ON n.folded = v.folded
    WHERE v.ref IN ({marks}) AND n.kind <> 'derived' ORDER BY v.ref, n.official"""
_TEXTS = slice(12, 20)
"""The columns of `_WHOLE` that passages are made from."""


def searched(index: sqlite3.Connection, filters: Filters) -> Iterator[Searched]:
    """Yield the statements that pass resolved filters, newest first."""
    from stances.index.search import looked_at  # noqa: PLC0415 - views import this module, but not the index

    clause = filters.clause()
    order = array("q")
    order.extend(row for (row,) in index.execute(_NUMBERS.format(clause.sql), clause.values))
    columns, rest = looked_at(index), iter(order)
    cursor = index.cursor()
    cursor.row_factory = None
    while some := [*islice(rest, _AT_A_TIME)]:
        marks = ", ".join("?" * len(some))
        cursor.execute(_WHOLE.format(columns=columns, marks=marks), some)
        rows = {row[0]: row for row in cursor}
        voices = _voices(index, [ref for row in rows.values() for ref in (row[1], row[11]) if ref])
        for number in some:
            row = rows[number]
            ref, official, base, pieces = row[1], row[10], row[11], from_json(row[18])
            if base:
                by = [official]
                pieces = [each for each in pieces if each["speaker"] in (None, official)]
            else:
                by = [official, *(each["speaker"] for each in pieces if each["speaker"])]
            by += [voice for of in (ref, base) for voice in voices.get(of, ())]
            yield Searched(
                ref,
                row[2] or "",
                row[3],
                row[4],
                row[5],
                row[6],
                row[7] or NO_FACTION,
                row[8],
                bool(row[9]),
                [official] if len(by) == 1 else [*dict.fromkeys(by)],
                [*dict.fromkeys([each["source"] for each in pieces])],
                [*dict.fromkeys([each["form"] for each in pieces])],
                conditions := from_json(row[15]) if row[15] != "[]" else [],
                _attributed(pieces, official),
                row[20],
                row[21],
                row[22],
                _passages(pieces, conditions, *row[_TEXTS]),
            )


def _voices(index: sqlite3.Connection, refs: Sequence[str]) -> dict[str, list[str]]:
    """Return the officials through whom statements reached their sources, by reference."""
    found: dict[str, list[str]] = {}
    for ref, official in index.execute(_VOICES.format(marks=", ".join("?" * len(refs))), refs):
        found.setdefault(ref, []).append(official)
    return found


def _attributed(pieces: Sequence[Row], official: str) -> list[tuple[str, str]]:
    """Return the other officials to whom sources attribute a statement, each with the source."""
    others = [
        (each["speaker"], each["source"])
        for each in pieces
        if each["speaker"] and each["speaker"] != official
    ]
    return [*dict.fromkeys(others)] if others else others


def _passages(  # noqa: PLR0913, PLR0917 - the columns of a row
    pieces: Sequence[Row],
    conditions: Sequence[str],
    quote: str,
    lang: str | None,
    summary: str | None,
    _conditions: str,
    venue: str | None,
    note: str | None,
    _: str,
    disputes: str,
) -> list[Passage]:
    """Return the texts of a statement, each once; sources' words come before the coder's."""
    of_quote = next((each for each in pieces if each["text"] == quote), None)
    found: dict[str, Passage] = {}
    if of_quote:
        found[quote] = quote, lang, of_quote["form"], of_quote["source"]
    elif quote:
        found[quote] = quote, lang, "quote", None
    for piece in pieces:
        text = piece["text"]
        if text not in found:
            found[text] = text, piece["lang"], piece["form"], piece["source"]
    for piece in pieces:
        if (original := piece["original"]) and (text := original["text"]) and text not in found:
            found[text] = text, original["lang"], ORIGINAL, piece["source"]
    texts = [(summary, "summary"), *((each, "condition") for each in conditions)]
    texts += [(venue, "venue"), (note, "note")]
    texts += [(piece[key], "note") for piece in pieces for key in ("note", "via") if piece[key]]
    for dispute in from_json(disputes) if disputes != "[]" else ():
        texts += ((dispute["note"], "dispute"), (dispute["resolution"], "resolution"))
        texts.append((dispute["words"] and dispute["words"]["text"], "denial"))
    for text, kind in texts:
        if text and text not in found:
            found[text] = text, None, kind, None
    return [*found.values()]
