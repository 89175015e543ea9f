"""Names and ids of the corpus that begin as typed, for shell completion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.roles import NO_FACTION
from stances.text import brief, fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


MOST = 500
"""At most so many candidates are shown."""
_WORDS = ("issue", "position", "faction", "frame")
"""Kinds of words that take their kind as a prefix beside records: `faction:council`."""
_LAST = "\U0010ffff"
"""Appended to a prefix, it sorts after all texts with that prefix."""
_IDS = {
    "official": "SELECT official, name FROM officials ORDER BY official",
    "faction": "SELECT faction, label FROM factions ORDER BY number",
    "position": """
        SELECT p.position, p.label FROM positions AS p JOIN issues AS i ON i.issue = p.issue
        ORDER BY i.number, p.number""",
    "issue": "SELECT issue, question FROM issues ORDER BY number",
    "frame": "SELECT frame, label FROM frames ORDER BY number",
    "source": "SELECT source, title FROM sources ORDER BY source",
}
_CALLED = """
    SELECT o.official, o.name FROM names JOIN officials AS o ON o.official = names.official
    WHERE folded >= ? AND folded < ? ORDER BY o.official"""
_STATEMENTS = """
    SELECT ref, said || ' ' || position || ': ' || COALESCE(summary, quote, '') FROM statements
    WHERE ref >= ? AND ref < ? ORDER BY ref"""


class Candidate(NamedTuple):
    """An id, and what it means in a line."""

    id: str
    meaning: str


def candidates(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    """The ids that begin with `begun`, or if there are none, those whose names do.

    `kind` is a kind of codebook word, `source` or `official`; `record`: what can be shown;
    `statement`: statements, by their officials; `side`: what can be compared; `thing`: what can
    be renamed. Ids and names are not mixed, because a shell inserts their common prefix.
    """
    return few(_by_id(index, kind, begun.casefold()) or _by_name(index, kind, begun))


def few(options: Iterable[Candidate]) -> list[Candidate]:
    """Each id once, and at most `MOST`.

    Of more, the first ones and the very last, whose common prefix is that of all: a shell inserts
    it.
    """
    unique = list({each.id: each for each in reversed([*options])}.values())[::-1]
    return unique if len(unique) <= MOST else [*sorted(unique)[: MOST - 1], max(unique)]


def _by_id(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    if kind == "record":
        return _records(index, begun) + _by_id(index, "source", begun)
    if kind == "statement":
        return _records(index, begun)
    if kind == "side":
        return _by_id(index, "official", begun) + _words(index, "faction", begun)
    if kind == "thing":
        words = [word for kind in _WORDS for word in _words(index, kind, begun)]
        return _by_id(index, "record", begun) + words
    words = _all(index, kind)
    if kind == "faction":
        words.append(Candidate(NO_FACTION, "In no faction's name"))
    return [word for word in words if word.id.startswith(begun)]


def _by_name(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    if kind in {"record", "thing"}:
        return _by_name(index, "official", begun) + _by_name(index, "source", begun)
    if kind == "statement":
        return _by_name(index, "official", begun)
    folded = fold(begun)
    if not folded:
        return []
    if kind in {"official", "side"}:
        rows = index.execute(_CALLED, (folded, folded + _LAST))
        return [Candidate(id_, brief(name)) for id_, name in rows]
    return [word for word in _all(index, kind) if fold(word.meaning).startswith(folded)]


def _all(index: sqlite3.Connection, kind: str) -> list[Candidate]:
    return [Candidate(id_, brief(meaning)) for id_, meaning in index.execute(_IDS[kind])]


def _records(index: sqlite3.Connection, begun: str) -> list[Candidate]:
    """Officials, and the statements of the official if only one is left."""
    if "/" in begun:
        return _statements(index, begun)
    officials = _by_id(index, "official", begun)
    statements = _statements(index, f"{officials[0].id}/") if len(officials) == 1 else []
    return officials + statements


def _statements(index: sqlite3.Connection, begun: str) -> list[Candidate]:
    rows = index.execute(_STATEMENTS, (begun, begun + _LAST))
    return [Candidate(ref, brief(meaning)) for ref, meaning in rows]


def _words(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    """Words of the codebook, with their kind as a prefix."""
    words = [Candidate(f"{kind}:{id_}", meaning) for id_, meaning in _all(index, kind)]
    return [word for word in words if word.id.startswith(begun)]


_QUERIES = {
    "issues": "SELECT issue, question FROM issues ORDER BY number",
    "positions": """
        SELECT p.position, p.label || ': ' || p.definition
        FROM positions AS p JOIN issues AS i ON i.issue = p.issue ORDER BY i.number, p.number""",
    "factions": "SELECT faction, label || ': ' || definition FROM factions ORDER BY number",
    "frames": "SELECT frame, label || ': ' || definition FROM frames ORDER BY number",
    # Records left out because of problems can be named as well.
    "sources": """
        SELECT f.id, COALESCE(r.title, '') FROM files AS f LEFT JOIN sources AS r ON r.source = f.id
        WHERE f.kind = 'source' ORDER BY f.id""",
    "officials": """
        SELECT f.id, COALESCE(o.name, '')
        FROM files AS f LEFT JOIN officials AS o ON o.official = f.id
        WHERE f.kind = 'official' ORDER BY f.id""",
}


def vocabulary(index: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """By kind, what each id means: `issues positions factions frames sources officials`.

    A position of several issues has its meaning on the first of them.
    """
    vocabulary: dict[str, dict[str, str]] = {}
    for kind, query in _QUERIES.items():
        meanings = vocabulary[kind] = {}
        for id_, meaning in index.execute(query):
            meanings.setdefault(id_, brief(" ".join(meaning.split())))
    return vocabulary
