"""Conflicts: those of a statement or of two together, as many as a page has room for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from stances.queries.background import NO_BACKGROUND
from stances.queries.conflicts.rows import ranked
from stances.queries.site.named import refs_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.conflicts import Conflicts
    from stances.queries.result import Row

_WEIGHT = 16_000
"""The characters of words and notes that pages are made of."""
_MARKUP = 400
"""What the marks around each conflict count for."""
_LONGEST = 4_000
"""The most that one text may count for."""
_BEYOND = 1
"""What each further byte of a character counts for."""
_TEXTS = ("words", "other_words", "note", "resolution", "recorded", "reported")


_QUOTED = re.compile("“([^”]+)”")
_OTHER = ("ref", "official", "issue", "said", "position")


@dataclass(frozen=True)
class ConflictPage:
    """Conflicts with their statements, with the numbers of the page and of all pages.

    `others` has by reference the statement whose words are the other side, where no other source
    is: the one that the notes name.
    """

    conflicts: Conflicts
    number: int
    of: int
    others: Mapping[str, Row]


def conflict_pages(found: Conflicts) -> Iterator[ConflictPage]:
    """The conflicts page by page; none is one page."""
    cuts = [*_cuts(found.rows)]
    for number, (start, end) in enumerate(cuts, 1):
        rows = [_shortened(row) for row in found.rows[start:end]]
        refs = dict.fromkeys(ref for row in rows for ref in (row["ref"], row["other"]) if ref)
        own = found._replace(
            rows=rows,
            statements={ref: found.statements[ref] for ref in refs},
            background=NO_BACKGROUND,
        )
        others = dict(_others(rows, found.statements))
        yield ConflictPage(own, number, len(cuts), others)


def _others(rows: Iterable[Row], statements: Mapping[str, Row]) -> Iterator[tuple[str, Row]]:
    """The one other statement that the notes of a statement name where no source is against it."""
    alone = (row for row in rows if row["note"] and not row["other_source"])
    for ref, own in groupby(alone, key=itemgetter("ref")):
        note = "\n".join(row["note"] for row in own)
        named = [each for each in refs_in(note) if each != ref]
        found = [each for each in map(partial(_found, statements), named) if each]
        if len(found) == 1:
            [other] = found
            yield ref, {key: other[key] for key in _OTHER} | {"piece": _meant(note, other)}


def _found(statements: Mapping[str, Row], ref: str) -> Row | None:
    try:
        return statements[ref]
    except KeyError:
        return None


def _meant(note: str, statement: Row) -> Row:
    """The evidence of a statement that has most of what a note quotes, or else the best."""
    quoted = _QUOTED.findall(note)
    pieces = ranked(statement["evidence"])
    meant = max(pieces, key=lambda piece: sum(each in piece["text"] for each in quoted))
    return meant | {"text": _short(meant["text"])}


def _shortened(row: Row) -> Row:
    """A conflict whose texts are short enough for one page; the statement's page has the rest."""
    return row | {key: _short(row[key]) for key in _TEXTS if row[key]}


def _short(text: str) -> str:
    """A text, or as much of its beginning as a page has room for."""
    if _weight(text) <= _LONGEST:
        return text
    cut = text[:_LONGEST]
    while _weight(cut) > _LONGEST:
        cut = cut[: len(cut) * 3 // 4]
    return f"{cut.rpartition(' ')[0] or cut} …"


def _weight(text: str) -> int:
    """The characters of a text; one beyond ASCII counts for more, as links have it in full."""
    return len(text) + _BEYOND * (len(text.encode()) - len(text))


def _of(row: Row) -> int:
    """What a conflict weighs on a page."""
    return _MARKUP + sum(min(_LONGEST, _weight(row[key] or "")) for key in _TEXTS)


def _cuts(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Where pages begin and end: between conflicts of different statements, where these have room.

    Those of the same statements are cut only if they are too many for one page.
    """
    start = at = weight = 0
    for _, group in groupby(rows, key=itemgetter("ref", "other")):
        own = [_of(row) for row in group]
        pieces = [own] if sum(own) <= _WEIGHT else [[each] for each in own]
        for piece in pieces:
            if weight and weight + sum(piece) > _WEIGHT:
                yield start, at
                start, weight = at, 0
            at, weight = at + len(piece), weight + sum(piece)
    yield start, at
