"""Conflicts, split into pages of limited size."""

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
"""The most characters of texts and markup on one page, as `_weight` counts them."""
_MARKUP = 400
"""The characters that the markup of each conflict counts as."""
_LONGEST = 4_000
"""The most characters that one text counts as."""
_BEYOND = 1
"""The characters that each further byte of a character counts as."""
_TEXTS = ("words", "other_words", "note", "resolution", "recorded", "reported")


_QUOTED = re.compile("“([^”]+)”")
_OTHER = ("ref", "official", "issue", "said", "position")


@dataclass(frozen=True)
class ConflictPage:
    """The conflicts of one page, with their statements; `of` is the number of pages.

    `others` is for conflicts without another source. By reference, it has the statement that the
    notes name, whose words are shown as the other side.
    """

    conflicts: Conflicts
    number: int
    of: int
    others: Mapping[str, Row]


def conflict_pages(found: Conflicts) -> Iterator[ConflictPage]:
    """Yield the conflicts page by page; without conflicts there is one empty page."""
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
    """Yield, by reference, the statement to show as the other side if there is no other source.

    It is the statement that the notes name, if they name exactly one.
    """
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
    """Return the evidence that has most of a note's quotations; among equals, the best one."""
    quoted = _QUOTED.findall(note)
    pieces = ranked(statement["evidence"])
    meant = max(pieces, key=lambda piece: sum(each in piece["text"] for each in quoted))
    return meant | {"text": _short(meant["text"])}


def _shortened(row: Row) -> Row:
    """Return a conflict with its texts cut for the page; the statement's page has them whole."""
    return row | {key: _short(row[key]) for key in _TEXTS if row[key]}


def _short(text: str) -> str:
    """Return a text, or as much of its beginning as one text may take."""
    if _weight(text) <= _LONGEST:
        return text
    cut = text[:_LONGEST]
    while _weight(cut) > _LONGEST:
        cut = cut[: len(cut) * 3 // 4]
    return f"{cut.rpartition(' ')[0] or cut} …"


def _weight(text: str) -> int:
    """Return the length of a text, where characters beyond ASCII count more.

    Links to the words contain these characters as encoded bytes.
    """
    return len(text) + _BEYOND * (len(text.encode()) - len(text))


def _of(row: Row) -> int:
    """Return the weight of a conflict on a page."""
    return _MARKUP + sum(min(_LONGEST, _weight(row[key] or "")) for key in _TEXTS)


def _cuts(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each page, cut between conflicts of different statements.

    Conflicts of the same statements are cut only if one page has no room for them.
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
