"""Follows sources to where their words come from, and counts the different origins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from stances.model.types import Form
from stances.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    Cell = Mapping[str, Any]

    Sources = Mapping[str, "Edition"]

_NEAREST = get_args(Form)


class Edition(NamedTuple):
    """What a source says of where it comes from. `publisher` is folded, "" if there is none."""

    version_of: str | None
    copy_of: str | None
    publisher: str
    retracted: bool


Counted = tuple[int, int]
"""The numbers of certain origins, and of further ones that are only probable."""

_UNKNOWN = Edition(None, None, "", retracted=False)


def editions(index: sqlite3.Connection) -> dict[str, Edition]:
    """All sources of an index by id."""
    query = """
        SELECT source, version_of, copy_of, publisher,
            EXISTS (SELECT 1 FROM notices AS n WHERE n.source = s.source AND n.kind = 'retracted')
        FROM sources AS s"""
    return {
        source: Edition(version_of, copy_of, fold(publisher or ""), bool(retracted))
        for source, version_of, copy_of, publisher, retracted in index.execute(query)
    }


def counted(cells: Sequence[Cell], sources: Sources) -> Counted:
    """How many origins the evidence of a statement has; a retracted one counts nothing.

    Copies and editions have the origin of what they are copies and editions of. An agency that a
    source names in `via` is one origin, and none beside a source that it published.
    """
    valid = [(cell, _origin(cell, sources)) for cell in cells if not is_retracted(cell, sources)]
    published = {sources.get(origin, _UNKNOWN).publisher for _, (kind, origin) in valid if not kind}
    matches: dict[str, set[tuple[str, str]]] = {"certain": set(), "probable": set()}
    for cell, origin in valid:
        if not (origin[0] and origin[1] in published):
            matches[cell["match"]].add(origin)
    certain = matches["certain"]
    return len(certain), len(matches["probable"] - certain)


def is_retracted(cell: Cell, sources: Sources) -> bool:
    """Whether the source of a piece of evidence is retracted, or what that one took it from."""
    taken_from = [cell["source"], cell["derived_from"], cell["via"]]
    return any(
        sources.get(source, _UNKNOWN).retracted
        for each in taken_from
        if each
        for source in _followed(each, sources, "copy_of")
    )


def best(cells: Sequence[Cell], sources: Sources) -> Cell | None:
    """The evidence to quote: of the newest edition, not retracted, then the nearest form."""
    older = {
        source
        for cell in cells
        for source in [*_followed(cell["source"], sources, "version_of")][1:]
    }

    def rank(cell: Cell) -> tuple[bool, bool, int]:
        retracted = is_retracted(cell, sources)
        return cell["source"] in older, retracted, _NEAREST.index(cell["form"])

    return min(cells, key=rank, default=None)


def _origin(cell: Cell, sources: Sources) -> tuple[str, str]:
    """Where the words come from: ("", the id of a source), or ("name", a folded name)."""
    if (via := cell["via"]) and via not in sources:
        return "name", fold(via)
    *_, root = _followed(via or cell["derived_from"] or cell["source"], sources)
    return "", root


def _followed(source: str, sources: Sources, *kinds: str) -> Iterator[str]:
    """A source, what it is a copy or an edition of, and so on; `kinds` are the keys followed."""
    seen: set[str] = set()
    following: str | None = source
    while following and following not in seen:
        yield following
        seen.add(following)
        edition = sources.get(following, _UNKNOWN)
        links = (getattr(edition, kind) for kind in kinds or ("copy_of", "version_of"))
        following = next(filter(None, links), None)
