"""Choices for a new record, and similar statements that are already recorded."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from stances.dates import ImpreciseDate, parse_date
from stances.index.doubles import having_words
from stances.queries.order import Scored, precedes
from stances.queries.verification import reports_others
from stances.text import fold_words, is_unspaced

if TYPE_CHECKING:
    import sqlite3

_WORDS = {
    "issue": "SELECT issue, '', question FROM issues ORDER BY number",
    "faction": "SELECT faction, label, definition FROM factions ORDER BY number",
    "frame": "SELECT frame, label, definition FROM frames ORDER BY number",
}
_POSITIONS = """
    SELECT position, label, definition, score, requires, allows FROM positions
    WHERE issue = ? ORDER BY number"""
_SOURCES = """
    SELECT source, title, published, lang, sha256 FROM sources
    ORDER BY published_from IS NULL, published_from DESC, source"""
_AUTHORED = "SELECT source, authors, kind FROM sources WHERE authors <> '[]'"
_NAMES = "SELECT name FROM names WHERE official = ? AND kind NOT IN ('id', 'surname')"
_OFFICIAL = """
    SELECT official, name,
        (SELECT COUNT(*) FROM statements AS s WHERE s.official = o.official)
    FROM officials AS o WHERE official = ?"""
_STATEMENT = """
    SELECT ref, said, position, issue, quote, repeated,
        (SELECT form FROM evidence AS e
         WHERE e.ref = s.ref AND e.text = s.quote ORDER BY number LIMIT 1)
    FROM statements AS s WHERE ref = ?"""
_OTHERS = """
    SELECT t.ref, t.said_from, t.said_to, t.moment, t.occasion
    FROM statements AS s JOIN statements AS t
        ON t.official = s.official AND t.issue = s.issue AND t.ref <> s.ref
    WHERE s.ref = ? AND (s.occasion IS NULL OR t.occasion IS NULL OR s.occasion <> t.occasion)
    ORDER BY t.ref"""


_FILES = """
    SELECT path FROM files WHERE kind IN ('official', 'part') AND id = ? ORDER BY kind, path"""
_NEWEST = """
    SELECT path FROM all_statements WHERE official = ?
    ORDER BY COALESCE(said_from, '') DESC, COALESCE(said_to, '') DESC, number DESC LIMIT 1"""
_STATEMENT_IDS = """
    SELECT ref FROM all_statements WHERE official = :official
    UNION SELECT ref FROM problems WHERE ref >= :official || '/' AND ref < :official || '0'"""


class Word(NamedTuple):
    """A codebook word; only positions have a score, or require or allow conditions."""

    id: str
    label: str
    definition: str
    score: int | None = None
    requires: str | None = None
    allows: str | None = None


class Published(NamedTuple):
    """A source as evidence refers to it."""

    id: str
    title: str
    published: str
    lang: str
    sha256: str | None = None


class Known(NamedTuple):
    """An official and the number of its statements."""

    id: str
    name: str
    statements: int


class Recorded(NamedTuple):
    """A recorded statement, with the values that others are compared with."""

    ref: str
    said: str
    position: str
    issue: str
    quote: str
    repeated: bool = False
    form: str | None = None


def words(index: sqlite3.Connection, kind: str) -> list[Word]:
    """Return the issues, factions or frames of the codebook, in its order."""
    return [Word(*row) for row in index.execute(_WORDS[kind])]


def positions(index: sqlite3.Connection, issue: str) -> list[Word]:
    """Return the whole scale of an issue."""
    return [Word(*row) for row in index.execute(_POSITIONS, (issue,))]


def default_issue(index: sqlite3.Connection) -> str | None:
    """Return the issue of statements that name none; None if unset or `corpus.yaml` is unusable."""
    row = index.execute("SELECT default_issue FROM corpus").fetchone()
    return None if row is None or row[0] is None else str(row[0])


def sources(index: sqlite3.Connection) -> list[Published]:
    """Return all sources, the last published first."""
    return [Published(*row) for row in index.execute(_SOURCES)]


def own_texts(index: sqlite3.Connection, official: str) -> set[str]:
    """Return the sources that are the official's own words, such as a speech; no articles."""
    names = {fold_words(name) for (name,) in index.execute(_NAMES, (official,))}
    return {
        source
        for source, authors, kind in index.execute(_AUTHORED)
        if not reports_others(kind) and not names.isdisjoint(map(fold_words, json.loads(authors)))
    }


def author_of(index: sqlite3.Connection, source: str) -> str | None:
    """Return the official whose own words a source is; None if there is none, or several."""
    row = index.execute("SELECT authors, kind FROM sources WHERE source = ?", (source,)).fetchone()
    if row is None or reports_others(row[1]):
        return None
    authors = set(map(fold_words, json.loads(row[0])))
    names = index.execute("SELECT official, name FROM names WHERE kind NOT IN ('id', 'surname')")
    owners = {official for official, name in names if fold_words(name) in authors}
    return owners.pop() if len(owners) == 1 else None


def official(index: sqlite3.Connection, id_: str) -> Known:
    """Return a recorded official."""
    return Known(*index.execute(_OFFICIAL, (id_,)).fetchone())


def issues_of(index: sqlite3.Connection, official: str) -> dict[str, str]:
    """Return the issues of an official's statements, by statement id."""
    query = "SELECT substr(ref, length(official) + 2), issue FROM all_statements WHERE official = ?"
    return dict(index.execute(query, (official,)).fetchall())


def files_of_official(index: sqlite3.Connection, id_: str) -> list[str]:
    """Return the files of an official, `ID.yaml` first."""
    return [path for (path,) in index.execute(_FILES, (id_,))]


def newest_file(index: sqlite3.Connection, official: str) -> str:
    """Return the file of the official's latest statement; empty if there is none."""
    row = index.execute(_NEWEST, (official,)).fetchone()
    return str(row[0]) if row else ""


def file_of(index: sqlite3.Connection, ref: str) -> str:
    """Return the file that a recorded statement is in."""
    [path] = index.execute("SELECT path FROM all_statements WHERE ref = ?", (ref,)).fetchone()
    return str(path)


def file_digest(index: sqlite3.Connection, path: str) -> bytes | None:
    """Return the digest of a file as it was read; None if it was missing or unreadable."""
    row = index.execute("SELECT digest FROM files WHERE path = ?", (path,)).fetchone()
    found: bytes | None = row["digest"] if row else None
    return found


def statement_ids(index: sqlite3.Connection, official: str) -> set[str]:
    """Return the ids of an official's statements in all files, even those with problems."""
    rows = index.execute(_STATEMENT_IDS, {"official": official})
    return {ref.partition("/")[2] for (ref,) in rows}


def recorded(index: sqlite3.Connection, ref: str) -> Recorded:
    """Return a recorded statement."""
    return Recorded(*index.execute(_STATEMENT, (ref,)).fetchone())


def ordered_by(
    index: sqlite3.Connection, ref: str, said: str, narrower: str
) -> tuple[list[str], list[str]]:
    """Return what certainly comes before a statement, and after it, only by the `narrower` date.

    Only statements of the same official on the same issue count.
    """
    before, after = [], []
    was, now = (_dated(ref, parse_date(text, timed=True)) for text in (said, narrower))
    for row in index.execute(_OTHERS, (ref,)):
        other = Scored(row[0], row[1], row[2], row[3], row[4], None)
        if precedes(other, now) and not precedes(other, was):
            before.append(other.ref)
        elif precedes(now, other) and not precedes(was, other):
            after.append(other.ref)
    return before, after


def _dated(ref: str, said: ImpreciseDate) -> Scored:
    return Scored(ref, said.first, said.last, said.moment, None, None)


def position_of(index: sqlite3.Connection, ref: str) -> str | None:
    """Return the position of a recorded statement; None if it is missing or has errors."""
    row = index.execute("SELECT position FROM statements WHERE ref = ?", (ref,)).fetchone()
    return None if row is None else str(row[0])


SAME, LIKE, DAY = range(3)
"""Why a statement is similar, in order of precedence.

It has the same words of the source, even from another speaker; similar words; or the same position
and day.
"""
_LIKENESS = 0.6
"""The least share of the shorter text that must be in the other."""
_FEWEST = 3
_MOST = 5
_EVIDENCE = """
    SELECT s.ref, s.said, s.position, e.source, e.text, e.form
    FROM statements AS s JOIN evidence AS e ON e.ref = s.ref WHERE e.ref = ? AND e.number = ?"""
_RECORDED = """
    SELECT s.ref, s.said, s.said_from, s.said_to, s.position, e.source, e.text, e.form
    FROM statements AS s JOIN evidence AS e ON e.ref = s.ref
    WHERE s.official = ? AND s.issue = COALESCE(?, (SELECT default_issue FROM corpus))
    ORDER BY s.said_from, s.ref, e.number"""


class NewQuotation(NamedTuple):
    """A quotation about to be recorded; without `issue`, the default issue counts."""

    official: str
    text: str
    source: str
    issue: str | None = None
    position: str | None = None
    said: ImpreciseDate | None = None


class Similar(NamedTuple):
    """A similar statement, with its most similar text; `why` is `SAME`, `LIKE` or `DAY`."""

    ref: str
    said: str
    position: str
    source: str
    text: str
    form: str
    why: int


def similar(index: sqlite3.Connection, quotation: NewQuotation) -> list[Similar]:
    """Return statements with the same words, and similar ones of the official.

    The most similar come first.
    """
    best: dict[str, tuple[tuple[int, float], Similar]] = {}
    for piece in having_words(index, quotation.source, quotation.text):
        if row := index.execute(_EVIDENCE, piece).fetchone():
            is_own = row["ref"].startswith(f"{quotation.official}/")
            best.setdefault(row["ref"], ((SAME, -1.0 if is_own else 0.0), _similar(row, SAME)))
    for row in index.execute(_RECORDED, (quotation.official, quotation.issue)):
        ref, date, first, last, position, source, text, form = row
        likeness = _likeness(quotation.text, text)
        said = quotation.said if position == quotation.position else None
        if source == quotation.source and fold_words(text) == fold_words(quotation.text):
            why = SAME
        elif likeness >= _LIKENESS:
            why = LIKE
        elif said and said.may_overlap(ImpreciseDate(date, first, last)):
            why = DAY
        else:
            continue
        rank = (why, -likeness)
        if ref not in best or rank < best[ref][0]:
            best[ref] = rank, Similar(ref, date, position, source, text, form, why)
    return [match for _, match in sorted(best.values(), key=lambda ranked: ranked[0])[:_MOST]]


def _similar(row: sqlite3.Row, why: int) -> Similar:
    ref, said, position, source, text, form = row
    return Similar(ref, said, position, source, text, form, why)


def recorded_as(index: sqlite3.Connection, quotation: NewQuotation) -> str:
    """Return the statement that has these words from this source; empty if none has."""
    return next((match.ref for match in similar(index, quotation) if match.why == SAME), "")


def _likeness(one: str, other: str) -> float:
    """Return the share of the shorter text's words that the other has; 0 for too few words.

    Shares are of letters, so that short words count for little.
    """
    words, others = map(_words_of, (one, other))
    if min(len(words), len(others)) < _FEWEST:
        return 0.0
    shared, *lengths = (sum(map(len, texts)) for texts in (words & others, words, others))
    return shared / min(lengths)


def _words_of(text: str) -> set[str]:
    """Return the folded words of a text.

    In a script without blanks, these are pairs of letters: single letters occur too often.
    """
    found = fold_words(text).split()
    return {*map("".join, pairwise(found))} if is_unspaced(text) else {*found}
