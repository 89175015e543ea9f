"""Statements that disputes name: the other side of a dispute between two statements."""

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
"""The most passages of the other statement that are shown."""
_DISPUTE = "about note resolution".split()
_KEYS = "ref official name issue said position quote evidence".split()


class Passage(NamedTuple):
    """The words of one piece of evidence."""

    text: str
    form: str
    source: str
    lang: str | None


class Named(NamedTuple):
    """A statement that a dispute names, or whose dispute names another.

    `passages` are the first passages; the words that lists show come before all others.
    """

    ref: str
    official: str
    name: str
    issue: str
    said: str
    position: str
    passages: tuple[Passage, ...]


def refs_in(text: str | None) -> list[str]:
    """Return the words of a text that look like references of statements, each once."""
    found = _REF.findall(text.casefold()) if text and "/" in text else ()
    return [*dict.fromkeys(found)]


def disputed_with(dispute: Row | sqlite3.Row) -> list[str]:
    """Return what looks like references of statements in a dispute's note and resolution."""
    return refs_in(f"{dispute['note']}\n{dispute['resolution'] or ''}")


def named(index: sqlite3.Connection, filters: Filters, refs: Iterable[str]) -> dict[str, Named]:
    """Return, by reference, the given statements that pass the filters."""
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
    """Return a function that lists the disputes of other statements that name a statement.

    The `ref` of a row is the statement that has the dispute.
    """
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
