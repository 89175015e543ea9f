"""Names and ids of the corpus that begin as typed, for shell completion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.coders import folder_of
from stances.queries.filters import ALL_CODINGS, DECIDED
from stances.roles import NO_FACTION
from stances.text import brief, fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


MOST = 500
"""The most candidates that are shown."""
_WORDS = ("issue", "position", "faction", "frame", "coder")
"""Kinds of things, other than records, that take their kind as a prefix: `faction:council`."""
_LAST = "\U0010ffff"
"""A prefix with this appended sorts after all texts with that prefix."""
_IDS = {
    "official": "SELECT official, name FROM officials ORDER BY official",
    "faction": "SELECT faction, label FROM factions ORDER BY number",
    "position": """
        SELECT p.position, p.label FROM positions AS p JOIN issues AS i ON i.issue = p.issue
        ORDER BY i.number, p.number""",
    "issue": "SELECT issue, question FROM issues ORDER BY number",
    "frame": "SELECT frame, label FROM frames ORDER BY number",
    "source": "SELECT source, title FROM sources ORDER BY source",
    "coder": """
        SELECT coder, COUNT(*) || CASE COUNT(*) WHEN 1 THEN ' coding' ELSE ' codings' END
        FROM codings GROUP BY coder ORDER BY coder""",
}
_CODERS = {"reader", "coding", "codings"}
_CALLED = """
    SELECT o.official, o.name FROM names JOIN officials AS o ON o.official = names.official
    WHERE folded >= ? AND folded < ? ORDER BY o.official"""
_STATEMENTS = """
    SELECT ref, said || ' ' || position || ': ' || COALESCE(summary, quote, '') FROM statements
    WHERE ref >= ? AND ref < ? ORDER BY ref"""


class Candidate(NamedTuple):
    """An id, and its meaning on one line."""

    id: str
    meaning: str


def candidates(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    """Return the ids that begin with `begun`; if there are none, those whose names do.

    `kind` is a kind of codebook word, `source`, `official` or `coder`; or one of: `reader` (coders
    of records and of codings), `coding` (coders whose readings can be chosen), `codings` (these,
    and all at once), `record` (what can be shown), `statement` (statements, by official), `side`
    (what can be compared), `thing` (what can be renamed). Ids and names are not mixed, because a
    shell inserts their common prefix.
    """
    return few(_by_id(index, kind, begun.casefold()) or _by_name(index, kind, begun))


def few(options: Iterable[Candidate]) -> list[Candidate]:
    """Return each id once, and at most `MOST`.

    If there are more, these are the first ones and the very last. Their common prefix is that of
    all, which a shell inserts.
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
    words = _coders(index, kind) if kind in _CODERS else _all(index, kind)
    if kind == "faction":
        words.append(Candidate(NO_FACTION, "In no faction's name"))
    return [word for word in words if word.id.startswith(begun)]


def _coders(index: sqlite3.Connection, kind: str) -> list[Candidate]:
    """Return the coders of statements or codings, and the words that stand for several."""
    if kind == "reader":
        return _readers(index)
    query = "SELECT coder, COUNT(position) FROM codings GROUP BY coder ORDER BY coder"
    coders = [
        Candidate(coder, f"Read {_plural(number, 'statement')}")
        for coder, number in index.execute(query)
    ]
    found = [Candidate(DECIDED, "The records as they stand"), *coders]
    if kind == "codings":
        found.append(Candidate(ALL_CODINGS, "Each figure with its lowest and highest"))
    return found


def _by_name(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    if kind in {"record", "thing"}:
        return _by_name(index, "official", begun) + _by_name(index, "source", begun)
    if kind == "statement":
        return _by_name(index, "official", begun)
    if kind in _CODERS:
        return [each for each in _coders(index, kind) if fold(each.id).startswith(fold(begun))]
    folded = fold(begun)
    if not folded:
        return []
    if kind in {"official", "side"}:
        rows = index.execute(_CALLED, (folded, folded + _LAST))
        return [Candidate(id_, brief(name)) for id_, name in rows]
    return [word for word in _all(index, kind) if fold(word.meaning).startswith(folded)]


def _readers(index: sqlite3.Connection) -> list[Candidate]:
    """Return coders of statements by name, and those with codings only by their folder."""
    query = "SELECT coder, COUNT(*) FROM {} GROUP BY coder ORDER BY coder"
    named = {
        folder_of(coder): Candidate(coder, f"Coder of {_plural(number, 'statement')}")
        for coder, number in index.execute(query.format("statements")).fetchall()
    }
    read = {
        folder: Candidate(folder, f"Read {_plural(number, 'statement')}")
        for folder, number in index.execute(query.format("codings")).fetchall()
    }
    return sorted((read | named).values())


def _plural(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _all(index: sqlite3.Connection, kind: str) -> list[Candidate]:
    return [Candidate(id_, brief(meaning)) for id_, meaning in index.execute(_IDS[kind])]


def _records(index: sqlite3.Connection, begun: str) -> list[Candidate]:
    """Return officials; if only one matches, also its statements."""
    if "/" in begun:
        return _statements(index, begun)
    officials = _by_id(index, "official", begun)
    statements = _statements(index, f"{officials[0].id}/") if len(officials) == 1 else []
    return officials + statements


def _statements(index: sqlite3.Connection, begun: str) -> list[Candidate]:
    rows = index.execute(_STATEMENTS, (begun, begun + _LAST))
    return [Candidate(ref, brief(meaning)) for ref, meaning in rows]


def _words(index: sqlite3.Connection, kind: str, begun: str) -> list[Candidate]:
    """Return codebook words or coders, with their kind as a prefix."""
    words = [Candidate(f"{kind}:{id_}", meaning) for id_, meaning in _all(index, kind)]
    return [word for word in words if word.id.startswith(begun)]


_QUERIES = {
    "issues": "SELECT issue, question FROM issues ORDER BY number",
    "positions": """
        SELECT p.position, p.label || ': ' || p.definition
        FROM positions AS p JOIN issues AS i ON i.issue = p.issue ORDER BY i.number, p.number""",
    "factions": "SELECT faction, label || ': ' || definition FROM factions ORDER BY number",
    "frames": "SELECT frame, label || ': ' || definition FROM frames ORDER BY number",
    # Records with problems can be named too.
    "sources": """
        SELECT f.id, COALESCE(r.title, '') FROM files AS f LEFT JOIN sources AS r ON r.source = f.id
        WHERE f.kind = 'source' ORDER BY f.id""",
    "officials": """
        SELECT f.id, COALESCE(o.name, '')
        FROM files AS f LEFT JOIN officials AS o ON o.official = f.id
        WHERE f.kind = 'official' ORDER BY f.id""",
}


def vocabulary(index: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Return the meaning of each id, by kind: `issues positions factions frames sources officials`.

    A position of several issues has the meaning given on the first.
    """
    vocabulary: dict[str, dict[str, str]] = {}
    for kind, query in _QUERIES.items():
        meanings = vocabulary[kind] = {}
        for id_, meaning in index.execute(query):
            meanings.setdefault(id_, brief(" ".join(meaning.split())))
    return vocabulary
