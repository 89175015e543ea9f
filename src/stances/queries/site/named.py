"""Statements that disputes name: the other half of what is disputed between two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.filters import Clause
from stances.queries.listing import batched, select
from stances.queries.result import from_json
from stances.queries.storage import SpooledGroups

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from stances.queries.filters import Filters
    from stances.queries.result import Row

_REF = re.compile(r"(?<![\w/-])[\w-]+/[\w-]+(?![\w/])")
_MOST = 3
"""The most passages that are shown of the other statement."""
_DISPUTE = "about note resolution".split()
_KEYS = "ref official name issue said position quote evidence".split()


class Passage(NamedTuple):
    """Words of a source."""

    text: str
    form: str
    source: str
    lang: str | None


class Named(NamedTuple):
    """A statement that a dispute names, or that has one: what it says, and in which words.

    Of very many passages, these are the first, that of the words shown elsewhere before all.
    """

    ref: str
    official: str
    name: str
    issue: str
    said: str
    position: str
    passages: tuple[Passage, ...]


def refs_in(text: str | None) -> list[str]:
    """What may be references of statements in a text, each once."""
    found = _REF.findall(text.casefold()) if text and "/" in text else ()
    return [*dict.fromkeys(found)]


def disputed_with(dispute: Row | sqlite3.Row) -> list[str]:
    """What may be references of statements in the note and the resolution of a dispute."""
    return refs_in(f"{dispute['note']}\n{dispute['resolution'] or ''}")


def named(index: sqlite3.Connection, filters: Filters, refs: Iterable[str]) -> dict[str, Named]:
    """Those of some statements that filters let through."""
    found: dict[str, Named] = {}
    for some in batched(dict.fromkeys(refs)):
        clause = filters.clause() & Clause(f"s.ref IN ({', '.join('?' * len(some))})", (*some,))
        for row in select(index, clause, "s.ref", keys=_KEYS):
            pieces = sorted(row["evidence"], key=lambda each: each["text"] != row["quote"])
            passages = [Passage(*(each[key] for key in Passage._fields)) for each in pieces[:_MOST]]
            told = [row[key] for key in _KEYS[:-2]]
            found[row["ref"]] = Named._make([*told, tuple(passages)])
    return found


def naming(index: sqlite3.Connection, filters: Filters) -> Callable[[str], list[Row]]:
    """What gives the disputes of other statements that name one: rows of disputes with `ref`."""
    found = SpooledGroups()
    clause = filters.clause()
    query = f"""
        SELECT s.ref, s.disputes FROM statements AS s
        WHERE s.disputes <> '[]' AND {clause.sql} ORDER BY s.ref"""
    for own, disputes in index.execute(query, clause.values):
        if "/" not in disputes:
            continue
        for dispute in from_json(disputes):
            row = {"ref": own, **{key: dispute[key] for key in _DISPUTE}}
            for ref in disputed_with(dispute):
                if ref != own:
                    found.add(ref, row)
    return found.of
