"""`coding sheet` and `code`: what a coder has to read, in context and without any reading.

No query here selects a position, conditions, frames, a summary, a note, a status or a dispute, and
no order depends on them. So they cannot be given away to the coder.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.coders import folder_of
from stances.evidence.copies import Unread
from stances.evidence.limits import read_within
from stances.evidence.passages import passages
from stances.paths import digest
from stances.queries.background import Background, background
from stances.queries.listing import batched, rows_of, select
from stances.queries.lookups import codebook
from stances.queries.speakers import WantedSpeakers
from stances.queries.verification import of_statements, stored_copy, texts_by_source
from stances.sheets import CODEBOOK_TAB

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.evidence.copies import Snapshots
    from stances.evidence.passages import Passage
    from stances.queries.filters import Filters
    from stances.queries.lookups import Lookup
    from stances.queries.result import Row

READING = ("position", "conditions", "frames", "said", "note", "skip")
"""The columns that the coder fills in."""
KEYS = (
    *("ref", "issue", "question", "positions", "name", "role", "day", "venue", "spoken_by"),
    *("according_to", "words", "original", "sources", "passage"),
    *READING,
)
_BLIND = (
    *("ref", "issue", "name", "role", "said", "venue", "spoken_by", "according_to", "words_of"),
    "evidence",
)
"""The keys of `list` that do not reveal how a statement was read."""
_OF_EVIDENCE = ("text", "original", "source", "form")
_SOURCES = "SELECT source, title, publisher, published FROM sources"
_QUESTIONS = "SELECT issue, question FROM issues"
_POSITIONS = "SELECT issue, position FROM positions ORDER BY issue, number"
_CODED = "SELECT ref FROM codings WHERE coder = ?"
_CODING = """
    SELECT position, conditions, frames, said, skip, note, words FROM codings
    WHERE ref = ? AND coder = ?"""
_ISSUES = """
    SELECT DISTINCT issue FROM statements WHERE ref IN (SELECT value FROM json_each(?))"""
DEFINED = ("kind", "issue", "id", "score", "label", "definition", "requires", "allows")
"""The keys of codebook words that do not reveal how statements were read."""
_AT_ONCE = 5_000
_BETWEEN = "\n"
"""Separates the texts of evidence in a cell; no text contains a line end."""


class Coding(NamedTuple):
    """How one coder reads a statement; `frames` is None if they were not coded."""

    position: str | None
    conditions: tuple[str, ...] = ()
    frames: tuple[str, ...] | None = None
    said: str | None = None
    skip: str | None = None
    note: str | None = None
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Coding:
        """Make a coding from the data of a file."""
        frames = data.get("frames")
        lists = {key: tuple(data.get(key, ())) for key in ("conditions", "words")}
        return cls(
            data.get("position"),
            lists["conditions"],
            None if frames is None else tuple(frames),
            data.get("said"),
            data.get("skip"),
            data.get("note"),
            lists["words"],
        )

    @property
    def content(self) -> tuple[object, ...]:
        """The values to compare codings by: all but the words that were read."""
        return self[:-1]

    @property
    def told(self) -> str:
        """The reading on one line: `conditional; the state pays; frames noise, trade`."""
        if self.skip is not None:
            return f"skipped, {self.skip}"
        parts = [self.position or "", *self.conditions]
        parts += [f"frames {', '.join(self.frames) or 'none'}"] if self.frames is not None else []
        parts += [f"said {self.said}"] if self.said else []
        return "; ".join(parts)


def coding_of(index: sqlite3.Connection, ref: str, coder: str) -> Coding | None:
    """Return a coder's coding of a statement; None if there is none."""
    row = index.execute(_CODING, (ref, coder)).fetchone()
    if row is None:
        return None
    position, conditions, frames, said, skip, note, words = row
    return Coding(
        position,
        tuple(json.loads(conditions)),
        None if frames is None else tuple(json.loads(frames)),
        said,
        skip,
        note,
        tuple(json.loads(words)),
    )


class Agenda(NamedTuple):
    """The statements that a coder has to read, in reading order.

    `found` is the number that pass the filters, `drawn` the size of the sample. Of the sample,
    `coded` are left out because the coder has coded them, and `own` because the coder made the
    record.
    """

    refs: Sequence[str]
    found: int
    drawn: int
    coded: int
    own: int


def agenda(  # noqa: PLR0913 - who reads what, and what is drawn of it
    index: sqlite3.Connection,
    filters: Filters,
    coder: str,
    *,
    seed: int,
    sample: int | None = None,
    again: bool = False,
) -> Agenda:
    """Return what a coder has to read among the statements that pass resolved filters.

    The sample depends neither on the coder nor on existing codings. So with the same seed, several
    coders read the same statements, and a coder who continues gets the rest. With `again`,
    statements that the coder has coded are included.
    """
    coders = {
        row["ref"]: row["coder"]
        for row in select(index, filters.clause(), "s.ref", keys=("ref", "coder"))
    }
    drawn = shuffled(coders, seed)[:sample]
    coded = {ref for (ref,) in index.execute(_CODED, (coder,))}
    refs: list[str] = []
    left = {"coded": 0, "own": 0}
    for ref in drawn:
        if ref in coded and not again:
            left["coded"] += 1
        elif ref not in coded and folder_of(coders[ref] or "") == coder:
            left["own"] += 1
        else:
            refs.append(ref)
    return Agenda(refs, len(coders), len(drawn), **left)


def shuffled(refs: Iterable[str], seed: int) -> list[str]:
    """Return references in an order that depends only on the seed, on every machine.

    They are sorted by digest. So new references leave the order of the others unchanged, and a
    larger sample contains every smaller one.
    """
    return sorted(refs, key=lambda ref: (digest(f"{seed} {ref}".encode()), ref))


class Piece(NamedTuple):
    """A piece of evidence as a coder sees it; `passage` is empty without a stored copy."""

    text: str
    original: str | None
    source: str
    form: str
    passage: Passage = ()


class Task(NamedTuple):
    """A statement as a coder sees it; `day` is the day of the record."""

    ref: str
    issue: str
    question: str
    name: str
    role: str | None
    day: str
    venue: str | None
    spoken_by: str | None
    according_to: Sequence[str]
    pieces: Sequence[Piece]
    background: Background = Background()
    kind: str = "coding-task"
    keys: Sequence[str] = KEYS
    rows: Sequence[Row] = ()
    document: None = None

    @property
    def content(self) -> tuple[object, ...]:
        """All that the coder has read, to find out whether it has changed."""
        return self[: self._fields.index("background")]


def tasks(index: sqlite3.Connection, refs: Iterable[str], snapshots: Snapshots) -> Iterator[Task]:
    """Yield statements as coders see them, in the order given; deleted ones are skipped."""
    known = background(index)
    questions = dict(index.execute(_QUESTIONS).fetchall())
    rest = iter(refs)
    while some := [*islice(rest, _AT_ONCE)]:  # each copy is read once for all of these
        rows = {
            ref: row for few in batched(some) for ref, row in rows_of(index, few, _BLIND).items()
        }
        bases = {row["words_of"] or ref for ref, row in rows.items()}
        found = passages_of(index, snapshots, sorted(bases))
        for ref in some:
            if ref in rows:
                yield _task(rows[ref], questions, found, known)


def _task(
    row: Row,
    questions: Mapping[str, str],
    found: Mapping[tuple[str, str], Passage],
    known: Background,
) -> Task:
    pieces = []
    for each in row["evidence"]:
        text, original, source, form = (each[key] for key in _OF_EVIDENCE)
        words = original["text"] if original else None
        passage = found.get((source, text)) or found.get((source, words or "")) or ()
        pieces.append(Piece(text, words, source, form, passage))
    return Task(
        row["ref"],
        row["issue"],
        questions[row["issue"]],
        row["name"],
        row["role"],
        row["said"],
        row["venue"],
        row["spoken_by"],
        row["according_to"],
        pieces,
        known,
    )


def passages_of(
    index: sqlite3.Connection, snapshots: Snapshots, refs: Sequence[str]
) -> Mapping[tuple[str, str], Passage]:
    """Return the passages around statements' words in stored copies, by source and words."""
    found: dict[tuple[str, str], Passage] = {}
    for source, texts in texts_by_source(index, WantedSpeakers(index), of_statements(refs), None):
        _, stored = stored_copy(index, source, snapshots, [])
        sought = [each.sought for each in texts if each.verdict is None]
        if isinstance(stored, Unread) or not sought:
            continue
        read = read_within(snapshots, stored, sought, passages)
        if not isinstance(read, Unread):
            words = (each.words for each in sought)
            found |= {(source, text): own for text, own in zip(words, read, strict=True)}
    return found


class CodingSheet(NamedTuple):
    """The statements to code, one row each, with empty columns for the reading.

    `tabs` are further sheets of a workbook: the codebook words to fill in, with their definitions.
    """

    rows: Iterable[Row]
    tabs: Mapping[str, Lookup]
    keys: Sequence[str] = KEYS
    document: None = None
    kind: str = "coding-sheet"

    def with_rows(self, rows: Iterable[Row]) -> CodingSheet:
        """Return the same sheet with other rows."""
        return self._replace(rows=rows)


def coding_sheet(
    index: sqlite3.Connection, refs: Sequence[str], snapshots: Snapshots
) -> CodingSheet:
    """Return the sheet of some statements, in their order."""
    sources = {row[0]: row[1:] for row in index.execute(_SOURCES).fetchall()}
    choices: dict[str, list[str]] = {}
    for issue, position in index.execute(_POSITIONS):
        choices.setdefault(issue, []).append(position)
    every = (_row(each, sources, choices[each.issue]) for each in tasks(index, refs, snapshots))
    return CodingSheet(every, {CODEBOOK_TAB: _definitions(index, refs)})


def _definitions(index: sqlite3.Connection, refs: Sequence[str]) -> Lookup:
    """Return the positions on the statements' issues, and the frames, without their counts."""
    asked = {issue for (issue,) in index.execute(_ISSUES, (json.dumps([*refs]),))}
    found = codebook(index, ("positions", "frames"))
    rows = [each for each in found.rows if each["issue"] is None or each["issue"] in asked]
    return found._replace(keys=DEFINED, rows=rows)


def _row(task: Task, sources: Mapping[str, Sequence[Any]], choices: Sequence[str]) -> Row:
    officials = task.background.names().officials
    voices = [officials.get(each, each) for each in task.according_to]
    row: Row = dict.fromkeys(KEYS)
    row |= {key: getattr(task, key) for key in ("ref", "issue", "question", "name", "role", "day")}
    row |= {
        "positions": "; ".join(choices),
        "venue": task.venue,
        "spoken_by": task.spoken_by and officials.get(task.spoken_by, task.spoken_by),
        "according_to": "; ".join(voices) or None,
        "words": _BETWEEN.join(each.text for each in task.pieces),
        "original": _BETWEEN.join(each.original or "" for each in task.pieces).strip() or None,
        "sources": _BETWEEN.join(_credit(each, sources) for each in task.pieces),
        "passage": _BETWEEN.join(
            dict.fromkeys(text for each in task.pieces if (text := _plain(each.passage)))
        )
        or None,
    }
    return row


def _credit(piece: Piece, sources: Mapping[str, Sequence[Any]]) -> str:
    """Return a readable source: `Boats off the lake? (The Gazette, 2021-06-10), quote`."""
    title, publisher, published = sources.get(piece.source, (piece.source, None, None))
    imprint = ", ".join(filter(None, (publisher, published)))
    return f"{title} ({imprint}), {piece.form}" if imprint else f"{title}, {piece.form}"


def _plain(passage: Passage) -> str:
    return "".join(each.text for each in passage).strip()


def words_in(cell: Any) -> list[str]:  # noqa: ANN401 - any cell of a sheet
    """Return the words of each piece of evidence in a cell of a sheet."""
    if isinstance(cell, list):
        return [str(each).strip() for each in cell]
    text = str(cell).strip()
    if text.startswith("["):
        try:
            items = json.loads(text)
        except ValueError:
            items = None
        if isinstance(items, list) and all(isinstance(each, str) for each in items):
            return [each.strip() for each in items]
    return [line for each in text.splitlines() if (line := each.strip())]
