"""The data for the search of the site: all statements, newest first."""

from __future__ import annotations

from array import array
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.result import StoredRows
from stances.queries.site.lines import LINE
from stances.roles import NO_FACTION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

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
    `forms` are those of all its evidence. `row` has the keys of `LINE`, as lists use them.
    """

    ref: str
    said: str
    said_from: str | None
    said_to: str | None
    issue: str
    position: str
    faction: str
    status: str
    officials: Sequence[str]
    sources: Sequence[str]
    forms: Sequence[str]
    words: str
    notes: str
    joined: str
    passages: Sequence[Passage]
    row: Row


_AT_A_TIME = 500
"""The number of statements whose columns are read together; sorting needs only row numbers."""
_ORDER = """
    s.said_from IS NULL, s.said_from DESC, s.said_to IS NULL, s.said_to DESC,
    COALESCE(s.moment, '') DESC, s.ref"""
_NUMBERS = f"""
    SELECT a.rowid FROM all_statements AS a
    WHERE a.ref IN (SELECT s.ref FROM statements AS s WHERE {{}})
    ORDER BY {_ORDER.replace("s.", "a.")}"""
_OWN = (*LINE, "faction", "words_of", "venue", "note")
_KEYS = ("rowid", "words", "notes", "joined", *_OWN)
_WHOLE = f"""
    SELECT a.rowid, {{columns}}, {", ".join(f"a.{key}" for key in _OWN)}
    FROM all_statements AS a WHERE a.rowid IN ({{marks}})"""
_VOICES = """
    SELECT DISTINCT v.ref, n.official FROM voices AS v JOIN names AS n ON n.folded = v.folded
    WHERE v.ref IN ({marks}) AND n.kind <> 'derived' ORDER BY v.ref, n.official"""
_OTHER_NAMES = """
    SELECT official, name FROM names WHERE kind IN ('native', 'alias')
    ORDER BY official, kind DESC, name"""


def other_names(index: sqlite3.Connection) -> dict[str, list[str]]:
    """Return the native names and aliases of officials by id.

    An alias whose last word has no capital letter is left out: `a top diplomat` is no name.
    """
    found: dict[str, list[str]] = {}
    for official, name in index.execute(_OTHER_NAMES):
        if not name.split()[-1].islower():
            found.setdefault(official, []).append(name)
    return found


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
        rows = {row["rowid"]: row for row in StoredRows(_KEYS, cursor)}
        own = [row[key] for row in rows.values() for key in ("ref", "words_of") if row[key]]
        voices = _voices(index, own)
        for number in some:
            yield _of(rows[number], voices)


def _of(row: Row, voices: Mapping[str, Sequence[str]]) -> Searched:
    pieces = row["evidence"]
    by = [row["official"], *(each["speaker"] for each in pieces if each["speaker"])]
    by += [voice for of in (row["ref"], row["words_of"]) for voice in voices.get(of, ())]
    return Searched(
        row["ref"],
        row["said"] or "",
        row["said_from"],
        row["said_to"],
        row["issue"],
        row["position"],
        row["faction"] or NO_FACTION,
        row["status"],
        by if len(by) == 1 else [*dict.fromkeys(by)],
        [*dict.fromkeys([each["source"] for each in pieces])],
        [*dict.fromkeys([each["form"] for each in pieces])],
        row["words"],
        row["notes"],
        row["joined"],
        _passages(row),
        row,
    )


def _voices(index: sqlite3.Connection, refs: Sequence[str]) -> dict[str, list[str]]:
    """Return the officials through whom statements reached their sources, by reference."""
    found: dict[str, list[str]] = {}
    for ref, official in index.execute(_VOICES.format(marks=", ".join("?" * len(refs))), refs):
        found.setdefault(ref, []).append(official)
    return found


def _passages(row: Row) -> list[Passage]:
    """Return the texts of a statement, each once; sources' words come before the coder's."""
    pieces, quote = row["evidence"], row["quote"]
    of_quote = next((each for each in pieces if each["text"] == quote), None)
    found: dict[str, Passage] = {}
    if of_quote:
        found[quote] = quote, row["lang"], of_quote["form"], of_quote["source"]
    elif quote:
        found[quote] = quote, row["lang"], "quote", None
    for piece in pieces:
        text = piece["text"]
        if text not in found:
            found[text] = text, piece["lang"], piece["form"], piece["source"]
    for piece in pieces:
        if (original := piece["original"]) and (text := original["text"]) and text not in found:
            found[text] = text, original["lang"], ORIGINAL, piece["source"]
    texts = [(row["summary"], "summary"), *((each, "condition") for each in row["conditions"])]
    texts += [(row["venue"], "venue"), (row["note"], "note")]
    texts += [(piece[key], "note") for piece in pieces for key in ("note", "via") if piece[key]]
    for dispute in row["disputes"]:
        texts += ((dispute["note"], "dispute"), (dispute["resolution"], "resolution"))
        texts.append((dispute["words"] and dispute["words"]["text"], "denial"))
    for text, kind in texts:
        if text and text not in found:
            found[text] = text, None, kind, None
    return [*found.values()]
