"""Names and ids of the corpus that begin as typed, for shell completion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.roles import NO_FACTION
from stances.text import brief, fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


MOST = 500
"""So many are the most that anybody is shown."""
_WORDS = ("issue", "position", "faction", "frame")
"""Kinds of words that stand behind their kind where records can stand too: `faction:council`."""
_BEHIND = "\U0010ffff"
"""Behind every text that begins alike."""
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
    """What begins as `begun` does: ids, or if there are none what has a name that does.

    `kind` is a word of the codebook's or `source` or `official`; `record`: what can be shown;
    `statement`: statements, by their officials; `side`: what can be compared; `thing`: what can
    be renamed. Ids and names are not mixed: a shell puts in what all of them
    begin with.
    """
    return few(_by_id(index, kind, begun.casefold()) or _by_name(index, kind, begun))


def few(found: Iterable[Candidate]) -> list[Candidate]:
    """Each once, and no more than can be shown.

    Of more, the first and the very last: what these begin with alike is what all do, and so much a
    shell may put in.
    """
    each = list({candidate.id: candidate for candidate in reversed([*found])}.values())[::-1]
    return each if len(each) <= MOST else [*sorted(each)[: MOST - 1], max(each)]


def _by_id(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    if kind == "record":
        return _records(index, begun) + _by_id(index, "source", begun)
    if kind == "statement":
        return _records(index, begun)
    if kind == "side":
        return _by_id(index, "official", begun) + _words(index, "faction", begun)
    if kind == "thing":
        words = (word for each in _WORDS for word in _words(index, each, begun))
        return [*_by_id(index, "record", begun), *words]
    known = _all(index, kind)
    if kind == "faction":
        known.append(Candidate(NO_FACTION, "In no faction's name"))
    return [each for each in known if each.id.startswith(begun)]


def _by_name(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    if kind in {"record", "thing"}:
        return _by_name(index, "official", begun) + _by_name(index, "source", begun)
    if kind == "statement":
        return _by_name(index, "official", begun)
    folded = fold(begun)
    if not folded:
        return []
    if kind in {"official", "side"}:
        rows = index.execute(_CALLED, (folded, folded + _BEHIND))
        return [Candidate(id_, brief(name)) for id_, name in rows]
    return [each for each in _all(index, kind) if fold(each.meaning).startswith(folded)]


def _all(index: sqlite3.Connection, kind: str) -> list[Candidate]:
    return [Candidate(id_, brief(meaning)) for id_, meaning in index.execute(_IDS[kind])]


def _records(index: sqlite3.Connection, begun: str) -> list[Candidate]:
    """Officials; the statements of one once it is clear of whom."""
    if "/" in begun:
        return _statements(index, begun)
    officials = _by_id(index, "official", begun)
    own = _statements(index, f"{officials[0].id}/") if len(officials) == 1 else []
    return officials + own


def _statements(index: sqlite3.Connection, begun: str) -> list[Candidate]:
    rows = index.execute(_STATEMENTS, (begun, begun + _BEHIND))
    return [Candidate(ref, brief(meaning)) for ref, meaning in rows]


def _words(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    """Words of the codebook as they stand beside records: behind their kind."""
    known = [Candidate(f"{kind}:{id_}", meaning) for id_, meaning in _all(index, kind)]
    return [each for each in known if each.id.startswith(begun)]


_QUERIES = {
    "issues": "SELECT issue, question FROM issues ORDER BY number",
    "positions": """
        SELECT p.position, p.label || ': ' || p.definition
        FROM positions AS p JOIN issues AS i ON i.issue = p.issue ORDER BY i.number, p.number""",
    "factions": "SELECT faction, label || ': ' || definition FROM factions ORDER BY number",
    "frames": "SELECT frame, label || ': ' || definition FROM frames ORDER BY number",
    # What is left out for its problems can be named all the same.
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

    Of a position that several issues have, what it means on the first of them.
    """
    return {kind: _meanings(index, query) for kind, query in _QUERIES.items()}


def _meanings(index: sqlite3.Connection, query: str) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for id_, meaning in index.execute(query):
        meanings.setdefault(id_, brief(" ".join(meaning.split())))
    return meanings
