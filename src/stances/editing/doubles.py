"""Find new evidence with words that are recorded under another statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from stances.index.doubles import FEWEST
from stances.queries.conflicts.doubles import nearly_the_same
from stances.text import fold_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    Pieces = Mapping[str, Collection[int]]
    """The numbers of the new evidence, by the reference of its statement."""

_FOUND = """
    SELECT ref, number, family, first FROM doubles
    WHERE accepted = 0 AND ref IN (SELECT value FROM json_each(?)) ORDER BY ref, number"""
_GROUP = """
    SELECT d.ref, d.number, e.source, e.text
    FROM doubles AS d JOIN all_statements AS s ON s.ref = d.ref
    JOIN evidence AS e ON e.ref = d.ref AND e.number = d.number
    WHERE d.accepted = 0 AND d.family = ? AND d.first = ? ORDER BY s.path, s.number, d.number"""
_NEW = """
    SELECT e.ref, e.number, e.text, s.official, s.issue, e.source
    FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
    WHERE e.ref IN (SELECT value FROM json_each(?)) ORDER BY s.path, s.number, e.number"""
_OF_SOURCE = """
    SELECT e.ref, e.number, e.source, e.text
    FROM all_statements AS s JOIN evidence AS e ON e.ref = s.ref
    WHERE s.official = ? AND s.issue = ? AND e.source = ? ORDER BY s.path, s.number, e.number"""


class Double(NamedTuple):
    """New evidence, and another statement with the same words in its source.

    `is_new`: the other statement's evidence is new too. `is_same`: the source is the same, or a
    version or copy of it; else the words are nearly the same in both.
    """

    ref: str
    number: int
    other: str
    source: str
    text: str
    is_new: bool
    is_same: bool = True


def doubles(index: sqlite3.Connection, new: Pieces, *, few_words: bool = False) -> list[Double]:
    """Return the new evidence of an index whose words are recorded elsewhere, each piece once.

    It is compared with recorded evidence first. If all evidence with the words is new, each piece
    but the first is compared with the first. `few_words` also finds equal short texts of one
    official.
    """
    every = [*_nearly(index, new), *(_short(index, new) if few_words else ())]
    found = {(each.ref, each.number): each for each in every}
    groups: dict[tuple[str, str], Sequence[sqlite3.Row]] = {}
    for ref, number, family, first in index.execute(_FOUND, (json.dumps([*new]),)).fetchall():
        if (family, first) not in groups:
            groups[family, first] = _told(index.execute(_GROUP, (family, first)), new)
        if number in new[ref] and (other := _other(ref, number, groups[family, first], new)):
            found[ref, number] = other
    return [found[key] for key in sorted(found)]


def _told(group: Iterable[sqlite3.Row], new: Pieces) -> list[sqlite3.Row]:
    """Return one piece of each of the first two recorded statements in a group with equal words.

    The first piece of the whole group is added at the end.
    """
    rows = [*group]
    recorded = {
        row["ref"]: row for row in reversed(rows) if row["number"] not in new.get(row["ref"], ())
    }
    return [*[*reversed(recorded.values())][:2], rows[0]]


def _other(ref: str, number: int, told: Sequence[sqlite3.Row], new: Pieces) -> Double | None:
    """Return the double of new evidence in another statement; None for the first of new pieces."""
    other = next((row for row in told if row["ref"] != ref), None)
    if other is None or told[-1]["ref"] == ref == told[0]["ref"]:
        return None
    is_new = other["number"] in new.get(other["ref"], ())
    return Double(ref, number, other["ref"], other["source"], other["text"], is_new)


def _short(index: sqlite3.Connection, new: Pieces) -> Iterator[Double]:
    """Yield doubles with equal words that are too few to be found otherwise, by one official."""
    groups: dict[tuple[str, ...], dict[str, Sequence[sqlite3.Row]]] = {}
    for row in index.execute(_NEW, (json.dumps([*new]),)).fetchall():
        ref, number, text, *of = row
        words, key = fold_words(text), tuple(of)
        if number not in new[ref] or len(words.split()) >= FEWEST:
            continue
        if key not in groups:
            alike: dict[str, list[sqlite3.Row]] = {}
            for each in index.execute(_OF_SOURCE, key):
                alike.setdefault(fold_words(each["text"]), []).append(each)
            groups[key] = {text: _told(rows, new) for text, rows in alike.items()}
        if other := _other(ref, number, groups[key][words], new):
            yield other


def _nearly(index: sqlite3.Connection, new: Pieces) -> Iterator[Double]:
    """Yield nearly equal words of an official in another source, if they may be of the same day."""
    for official in dict.fromkeys(ref.partition("/")[0] for ref in new):
        for pair in nearly_the_same(index, official):
            for one, other in (pair, pair[::-1]):
                is_new = other.number in new.get(other.ref, ())
                if one.number in new.get(one.ref, ()) and (not is_new or one is pair[1]):
                    words = (other.source, other.text)
                    yield Double(one.ref, one.number, other.ref, *words, is_new, is_same=False)
