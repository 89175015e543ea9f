"""What somebody who has begun to type a name can mean, for the completion of shells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.brief import brief
from stances.names import fold
from stances.roles import NO_FACTION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

MOST = 500
"""So many are the most that anybody is shown."""
FACTION = "faction:"
"""What stands before a faction where officials can stand too."""
_BEHIND = "\U0010ffff"
"""Behind every text that begins alike."""
_IDS = {
    "official": "SELECT id, name FROM officials ORDER BY id",
    "faction": "SELECT id, label FROM factions ORDER BY rank",
    "position": """
        SELECT p.id, p.label FROM positions AS p JOIN issues AS i ON i.id = p.issue
        ORDER BY i.rank, p.rank""",
    "issue": "SELECT id, question FROM issues ORDER BY rank",
    "frame": "SELECT id, label FROM frames ORDER BY rank",
    "source": "SELECT id, title FROM sources ORDER BY id",
}
_CALLED = """
    SELECT o.id, o.name FROM names JOIN officials AS o ON o.id = names.official
    WHERE folded >= ? AND folded < ? ORDER BY o.id"""
_STATEMENTS = """
    SELECT ref, said || ' ' || position || ': ' || COALESCE(summary, quote, '') FROM statements
    WHERE ref >= ? AND ref < ? ORDER BY ref"""


class Candidate(NamedTuple):
    """An id, and what it means in a line."""

    id: str
    meaning: str


def candidates(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    """What begins as `begun` does: ids, or if there are none what has a name that does.

    `kind` is a word of the codebook's or `source` or `official`; `record`: what can be shown;
    `side`: what can be compared.
    """
    if kind == "record":
        return few(_records(index, begun))
    if kind == "side":
        return few(_sides(index, begun))
    nobody = [Candidate(NO_FACTION, "In no faction's name")] if kind == "faction" else []
    own = [each for each in nobody if each.id.startswith(begun)]
    return few(_named(index, kind, begun) + own)


def few(found: Iterable[Candidate]) -> list[Candidate]:
    """Each once, and no more than can be shown.

    Of more, the first and the very last: what these begin with alike is what all do, and so much a
    shell may put in.
    """
    each = list({candidate.id: candidate for candidate in reversed([*found])}.values())[::-1]
    return each if len(each) <= MOST else [*sorted(each)[: MOST - 1], max(each)]


def _named(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    known = [Candidate(id_, brief(meaning)) for id_, meaning in index.execute(_IDS[kind])]
    start, folded = begun.casefold(), fold(begun)
    if found := [each for each in known if each.id.startswith(start)]:
        return found
    if not folded:
        return []
    if kind == "official":
        rows = index.execute(_CALLED, (folded, folded + _BEHIND))
        return [Candidate(id_, brief(name)) for id_, name in rows]
    return [each for each in known if fold(each.meaning).startswith(folded)]


def _records(index: sqlite3.Connection, begun: str) -> list[Candidate]:
    """Officials and sources; the statements of an official once it is clear of whom."""
    if "/" in begun:
        return _statements(index, begun.casefold())
    officials = _named(index, "official", begun)
    own = _statements(index, f"{officials[0].id}/") if len(officials) == 1 else []
    return officials + own + _named(index, "source", begun)


def _statements(index: sqlite3.Connection, begun: str) -> list[Candidate]:
    rows = index.execute(_STATEMENTS, (begun, begun + _BEHIND))
    return [Candidate(ref, brief(meaning)) for ref, meaning in rows]


def _sides(index: sqlite3.Connection, begun: str) -> list[Candidate]:
    """Officials, and factions with `faction:` before them."""
    if begun.startswith(FACTION):
        factions = _named(index, "faction", begun.removeprefix(FACTION))
        return [Candidate(FACTION + id_, meaning) for id_, meaning in factions]
    officials = _named(index, "official", begun)
    return officials + (_sides(index, FACTION) if FACTION.startswith(begun) else [])
