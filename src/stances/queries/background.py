"""Information about ids in rows: full names, and the notices of sources."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from stances.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Mapping, Sequence

    from stances.queries.result import Result


_MOST_WORDS = 8
"""The most words of a name that is searched for the words that the id is made of."""


def short_names(index: sqlite3.Connection) -> dict[str, str]:
    """Return officials' surnames by id; full names if two would be the same."""
    from stances.index.names import surnames  # noqa: PLC0415 - views, which know no index, import this

    names: dict[str, str] = {}
    short: dict[str, str] = {}
    for official, name, kind in index.execute("SELECT official, name, kind FROM officials"):
        names[official] = name
        last = surnames(name)[-1:] if kind == "person" else []
        short[official] = _as_in_id(official, name) or "".join(last) or name
    times = Counter(map(fold, short.values()))
    return {
        id_: called if times[fold(called)] == 1 else names[id_] for id_, called in short.items()
    }


def _as_in_id(official: str, name: str) -> str:
    """Return the words of a name that its id is made of: `Naghavi Hosseini`; empty if none are.

    The id shows by which part of the name somebody is called.
    """
    words = [word.strip(",") for word in name.split()]
    if len(words) > _MOST_WORDS:
        return ""
    wanted = fold(official)
    runs = (words[at:end] for at in range(len(words)) for end in range(at + 1, len(words) + 1))
    return next((" ".join(run) for run in runs if fold("".join(run)) == wanted), "")


class Imprint(NamedTuple):
    """The publisher of a source, and its date as written."""

    publisher: str | None
    published: str | None


class Names(NamedTuple):
    """The readable names of ids; those of positions by issue and id.

    Issues and positions are in the codebook's order.
    """

    issues: Mapping[str, str] = {}
    positions: Mapping[tuple[str, str], str] = {}
    factions: Mapping[str, str] = {}
    frames: Mapping[str, str] = {}
    officials: Mapping[str, str] = {}
    sources: Mapping[str, Imprint] = {}


class Background(NamedTuple):
    """Names of officials by id, ids of `unnamed` officials, and notices and notes by source.

    A notice is what became of the source, the date, and what was said about it (None: nothing).
    `sharing` returns, for each statement whose words others have, the others' references, officials
    and names. `names` returns the names of all other ids, `short_names` the surnames of officials.
    These three are read only on first use.
    """

    people: Mapping[str, str] = {}
    unnamed: Container[str] = ()
    notices: Mapping[str, Sequence[tuple[str, str | None, str | None]]] = {}
    notes: Mapping[str, str] = {}
    sharing: Callable[[], Mapping[str, Sequence[tuple[str, str, str]]]] = dict
    names: Callable[[], Names] = Names
    short_names: Callable[[], Mapping[str, str]] = dict


NO_BACKGROUND = Background()


def background_of(result: Result) -> Background:
    """Return the background of a result, or an empty one."""
    found: Background = getattr(result, "background", NO_BACKGROUND)
    return found


# Read only on use: only people see it, and a large corpus has much of it.
_SHARING = """
    SELECT words_of, ref, official, name FROM statements
    WHERE words_of IS NOT NULL ORDER BY words_of, ref"""
_PEOPLE = """
    SELECT official, name FROM officials
    WHERE official IN (SELECT name FROM voices) OR official IN (SELECT words_by FROM disputes)"""


def background(index: sqlite3.Connection) -> Background:
    """Return the background of all rows of an index."""
    notices: dict[str, list[tuple[str, str | None, str | None]]] = {}
    query = 'SELECT source, kind, "date", note FROM notices ORDER BY source, number'
    for source, kind, date, note in index.execute(query):
        notices.setdefault(source, []).append((kind, date, note))
    query = "SELECT source, note FROM sources WHERE note IS NOT NULL"
    notes = dict(index.execute(query).fetchall())

    @cache
    def sharing() -> Mapping[str, Sequence[tuple[str, str, str]]]:
        others: dict[str, list[tuple[str, str, str]]] = {}
        for base, *other in index.execute(_SHARING):
            others.setdefault(base, []).append((other[0], other[1], other[2]))
        return others

    @cache
    def names() -> Names:
        positions = index.execute(
            "SELECT issue, position, label FROM positions ORDER BY issue, number"
        )
        sources = index.execute("SELECT source, publisher, published FROM sources")
        return Names(
            dict(index.execute("SELECT issue, question FROM issues ORDER BY number").fetchall()),
            {(issue, position): label for issue, position, label in positions},
            dict(index.execute("SELECT faction, label FROM factions ORDER BY number").fetchall()),
            dict(index.execute("SELECT frame, label FROM frames").fetchall()),
            dict(index.execute("SELECT official, name FROM officials").fetchall()),
            {source: Imprint(*imprint) for source, *imprint in sources},
        )

    @cache
    def short() -> Mapping[str, str]:
        return short_names(index)

    people = dict(index.execute(_PEOPLE).fetchall())
    return Background(people, unnamed(index), notices, notes, sharing, names, short)


def unnamed(index: sqlite3.Connection) -> set[str]:
    """Return the ids of the officials who are not named."""
    query = "SELECT official FROM officials WHERE kind = 'unnamed'"
    return {official for (official,) in index.execute(query)}
