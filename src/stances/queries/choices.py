"""What can be chosen when a record is added, and what is recorded already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.text import fold_words

if TYPE_CHECKING:
    import sqlite3

    from stances.dates import ImpreciseDate


_WORDS = {
    "issue": "SELECT issue, '', question, NULL, NULL FROM issues ORDER BY number",
    "faction": "SELECT faction, label, definition, NULL, NULL FROM factions ORDER BY number",
    "frame": "SELECT frame, label, definition, NULL, NULL FROM frames ORDER BY number",
}
_POSITIONS = """
    SELECT position, label, definition, score, requires FROM positions
    WHERE issue = ? ORDER BY number"""
_SOURCES = """
    SELECT source, title, published, lang, sha256 FROM sources
    ORDER BY published_from IS NULL, published_from DESC, source"""
_OFFICIAL = """
    SELECT official, name,
        (SELECT COUNT(*) FROM statements AS s WHERE s.official = o.official)
    FROM officials AS o WHERE official = ?"""
_STATEMENT = """
    SELECT ref, said, said_from, said_to, position, issue, quote FROM statements WHERE ref = ?"""


class Word(NamedTuple):
    """A word of the codebook; only positions have a score, and may require something."""

    id: str
    label: str
    definition: str
    score: int | None = None
    requires: str | None = None


class Published(NamedTuple):
    """A source as evidence names it."""

    id: str
    title: str
    published: str
    lang: str
    sha256: str | None = None


class Known(NamedTuple):
    """An official, and how many statements it has."""

    id: str
    name: str
    statements: int


class Recorded(NamedTuple):
    """A statement that is there, by what another is held against."""

    ref: str
    said: str
    said_from: str | None
    said_to: str | None
    position: str
    issue: str
    quote: str


def words(index: sqlite3.Connection, kind: str) -> list[Word]:
    """The issues, factions or frames of the codebook, in its order."""
    return [Word(*row) for row in index.execute(_WORDS[kind])]


def positions(index: sqlite3.Connection, issue: str) -> list[Word]:
    """The whole scale of an issue."""
    return [Word(*row) for row in index.execute(_POSITIONS, (issue,))]


def default_issue(index: sqlite3.Connection) -> str | None:
    """The issue of statements that name none."""
    [issue] = index.execute("SELECT default_issue FROM corpus").fetchone()
    return None if issue is None else str(issue)


def sources(index: sqlite3.Connection) -> list[Published]:
    """All sources, the last published first."""
    return [Published(*row) for row in index.execute(_SOURCES)]


def official(index: sqlite3.Connection, id_: str) -> Known:
    """An official that is there."""
    return Known(*index.execute(_OFFICIAL, (id_,)).fetchone())


def recorded(index: sqlite3.Connection, ref: str) -> Recorded:
    """A statement that is there."""
    return Recorded(*index.execute(_STATEMENT, (ref,)).fetchone())


SAME, LIKE, DAY = range(3)
"""Why one is similar: the same words of the same source, words like these, position and day."""
_LIKENESS = 0.6
"""Of the shorter of two texts, so much must be in the other."""
_FEWEST = 3
_MOST = 5
_RECORDED = """
    SELECT s.ref, s.said, s.said_from, s.said_to, s.position, e.source, e.text
    FROM statements AS s JOIN evidence AS e ON e.ref = s.ref
    WHERE s.official = ? AND s.issue = COALESCE(?, (SELECT default_issue FROM corpus))
    ORDER BY s.said_from, s.ref, e.number"""


class NewQuotation(NamedTuple):
    """What is about to be recorded of an official; no `issue` is the corpus's."""

    official: str
    text: str
    source: str
    issue: str | None = None
    position: str | None = None
    said: ImpreciseDate | None = None


class Similar(NamedTuple):
    """A statement with the text of it that is most like the new one's; `why` is as above."""

    ref: str
    said: str
    position: str
    source: str
    text: str
    why: int


def similar(index: sqlite3.Connection, saying: NewQuotation) -> list[Similar]:
    """The statements most like it, the likest first; none that has nothing in common with it."""
    best: dict[str, tuple[tuple[int, float], Similar]] = {}
    for row in index.execute(_RECORDED, (saying.official, saying.issue)):
        likeness = _likeness(saying.text, row["text"])
        why = _why(row, saying, likeness)
        if why is None:
            continue
        rank = (why, -likeness)
        if row["ref"] not in best or rank < best[row["ref"]][0]:
            found = Similar(
                row["ref"], row["said"], row["position"], row["source"], row["text"], why
            )
            best[row["ref"]] = rank, found
    return [each for _, each in sorted(best.values(), key=lambda each: each[0])[:_MOST]]


def recorded_as(index: sqlite3.Connection, saying: NewQuotation) -> str:
    """The statement on its issue that has these words from this source; empty if none has."""
    return next((each.ref for each in similar(index, saying) if each.why == SAME), "")


def _why(row: sqlite3.Row, saying: NewQuotation, likeness: float) -> int | None:
    if row["source"] == saying.source and fold_words(row["text"]) == fold_words(saying.text):
        return SAME
    if likeness >= _LIKENESS:
        return LIKE
    same = saying.position == row["position"] and saying.said is not None
    return DAY if same and saying.said and _overlap(row, saying.said) else None


def _overlap(row: sqlite3.Row, said: ImpreciseDate) -> bool:
    """Whether both may have been said on one day. An open end is before, or behind, all days."""
    first, last = row["said_from"] or "", row["said_to"] or "~"
    return first <= (said.last or "~") and (said.first or "") <= last


def _likeness(one: str, other: str) -> float:
    """Which part of the words of the shorter text are in the other; 0 where it has too few.

    Counted in letters, so that the little words count for little.
    """
    words, others = ({*fold_words(text).split()} for text in (one, other))
    if min(len(words), len(others)) < _FEWEST:
        return 0.0
    shared, *both = (sum(map(len, each)) for each in (words & others, words, others))
    return shared / min(both)
