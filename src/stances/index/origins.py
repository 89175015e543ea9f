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
    """How many origins the evidence of a statement has; a retracted one counts nothing."""
    valid = [cell for cell in cells if not is_retracted(cell, cells, sources)]
    matches: dict[str, set[tuple[str, str]]] = {"certain": set(), "probable": set()}
    for cell in valid:
        matches[cell["match"]].add(_origin(cell, valid, sources))
    certain = matches["certain"]
    return len(certain), len(matches["probable"] - certain)


def is_retracted(cell: Cell, cells: Sequence[Cell], sources: Sources) -> bool:
    """Whether the source of a piece of evidence is retracted, or what that one took it from.

    `cells` are all of the statement: they may say where that one took it from.
    """
    to_do, seen = [cell["source"], cell["derived_from"], cell["via"]], set[str]()
    while to_do:
        source = to_do.pop()
        if source not in sources or source in seen:
            continue
        if sources[source].retracted:
            return True
        seen.add(source)
        to_do.append(sources[source].copy_of)
        if source != cell["source"]:
            for other in _taken(source, cells):
                to_do += (other["derived_from"], other["via"])
    return False


def best(cells: Sequence[Cell], sources: Sources) -> Cell | None:
    """The evidence to quote: not retracted, of the newest edition, then the nearest form."""
    valid = [cell for cell in cells if not is_retracted(cell, cells, sources)] or cells
    older = {each for cell in valid for each in _editions(cell["source"], sources)[1:]}

    def rank(cell: Cell) -> tuple[bool, int]:
        edition, *_ = _editions(cell["source"], sources)
        return edition in older, _NEAREST.index(cell["form"])

    return min(valid, key=rank, default=None)


def _origin(cell: Cell, cells: Sequence[Cell], sources: Sources) -> tuple[str, str]:
    """Where the words come from: ("", the id of a source), or ("name", a folded name).

    What says that it was taken from elsewhere is followed, and so is what all other evidence of the
    source reached says of it; else copies and editions to what they are of. A name is a source of
    that publisher, if one is cited: beside it, it adds nothing.
    """
    source, following = cell["source"], cell["via"] or cell["derived_from"]
    following = following or _before(source, sources)
    seen = {source}
    while following:
        if following not in sources:
            name = fold(following)
            following = next(
                (s for s in _cited(cells, sources) if sources[s].publisher == name), ""
            )
            if not following:
                return "name", name
        if following in seen:
            break
        seen.add(following)
        source = following
        first = next(iter(_taken(source, cells)), None)
        following = first and (first["via"] or first["derived_from"])
        following = following or _before(source, sources)
    return "", source


def _taken(source: str, cells: Sequence[Cell]) -> Sequence[Cell]:
    """The evidence of a source, if all of it was taken from elsewhere."""
    own = [cell for cell in cells if cell["source"] == source]
    return own if all(cell["via"] or cell["derived_from"] for cell in own) else ()


def _cited(cells: Sequence[Cell], sources: Sources) -> Iterator[str]:
    """The sources that evidence names, and what they are copies and editions of."""
    for cell in cells:
        for source in (cell["source"], cell["derived_from"], cell["via"]):
            if source in sources:
                yield from _chain(source, sources)


def _chain(source: str, sources: Sources) -> Iterator[str]:
    """A source, what it is a copy or an edition of, and so on."""
    seen: set[str] = set()
    following: str | None = source
    while following and following in sources and following not in seen:
        yield following
        seen.add(following)
        following = _before(following, sources)


def _before(source: str, sources: Sources) -> str | None:
    """What a source is a copy or an edition of."""
    own = sources.get(source, _UNKNOWN)
    return own.copy_of or own.version_of


def _editions(source: str, sources: Sources) -> list[str]:
    """The edition that a source is, or is a copy of, and the editions before that one."""
    chain = _chain(source, sources)
    return [each for each in chain if not sources[each].copy_of] or [source]
