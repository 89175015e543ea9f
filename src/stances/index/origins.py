"""Traces the words of sources to their origins, and counts the different origins."""

from __future__ import annotations

from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.model.fields import RECORDS
from stances.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    _From = tuple[str | None, str | None]

    Cell = Mapping[str, Any]

    Sources = Mapping[str, "Edition"]

_NEAREST = RECORDS["Evidence"]["form"].choices


class Edition(NamedTuple):
    """What a source says about its origin. `publisher` is folded, "" if there is none."""

    version_of: str | None
    copy_of: str | None
    publisher: str
    retracted: bool


Counted = tuple[int, int]
"""The number of certain origins, and of further ones that are only probable."""
Origin = tuple[str, str]
"""A value that identifies an origin."""

_PLAIN, _TAKEN, _RETRACTED = range(3)
"""Kinds of a source, with all that it is a copy of: nothing leads further, evidence of one was
taken from elsewhere, or one is retracted."""
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


_LINKS = """
    SELECT source, version_of FROM sources WHERE version_of IS NOT NULL
    UNION SELECT source, copy_of FROM sources WHERE copy_of IS NOT NULL"""


def families(index: sqlite3.Connection) -> dict[str, str]:
    """A common id for the versions and copies of a source, by source; not for lone sources."""
    return together(index.execute(_LINKS).fetchall())


def together(ties: Iterable[Sequence[str]]) -> dict[str, str]:
    """Map everything that is tied, directly or through others, to the first of its group."""
    firsts: dict[str, str] = {}

    def first(ref: str) -> str:
        while (before := firsts.setdefault(ref, ref)) != ref:
            firsts[ref] = firsts[before]
            ref = before
        return ref

    for ref, other in ties:
        one, last = sorted((first(ref), first(other)))
        firsts[last] = one
    return {ref: first(ref) for ref in [*firsts]}


def counted(cells: Sequence[Cell], sources: Sources) -> Counted:
    """How many origins the evidence of a statement has; exclude retracted evidence first."""
    origin: Callable[[Cell], object] = itemgetter("source")
    if sources or any(cell["via"] or cell["derived_from"] for cell in cells):
        origin = Origins(cells, sources).of
    certain = {origin(cell) for cell in cells if cell["match"] == "certain"}
    probable = {origin(cell) for cell in cells if cell["match"] != "certain"}
    return len(certain), len(probable - certain)


def not_retracted(cells: Sequence[Cell], sources: Sources) -> list[Cell]:
    """The evidence of a statement without retracted sources and without what came from these."""
    if not sources:
        return [*cells]
    origins = Origins(cells, sources)
    return [cell for cell in cells if not origins.is_retracted(cell)]


def best(cells: Sequence[Cell], sources: Sources) -> Cell | None:
    """The evidence to quote: from the newest edition, and there with the nearest form."""
    if len(cells) == 1:
        return cells[0]
    # The edition that a source is, or is a copy of; None if unknown.
    editions: dict[str, str | None] = {}
    older: set[str] = set()
    for cell in cells:
        known, path = None, []
        for each in _chain(cell["source"], sources):
            if each in editions:
                known = editions[each]
                break
            path.append(each)
        for each in reversed(path):
            if not sources[each].copy_of:
                older |= {known} if known else set()
                known = each
            editions[each] = known

    def rank(cell: Cell) -> tuple[bool, int]:
        edition = editions.get(cell["source"]) or cell["source"]
        return edition in older, _NEAREST.index(cell["form"])

    return min(cells, key=rank, default=None)


class Origins:
    """Finds the origins of the evidence of one statement; `cells` are all of it."""

    def __init__(self, cells: Sequence[Cell], sources: Sources) -> None:
        self._cells = cells
        self._sources = sources
        self._judged: dict[tuple[str | None, ...], bool] = {}
        self._followed: dict[str, Origin] = {}
        self._passed: set[str] = set()
        self._copies: dict[str, int] = {}

    def of(self, cell: Cell) -> Origin:
        """The origin of the words: ("", the id of a source), or ("name", a folded name).

        If evidence was taken from elsewhere, its origin is followed. So is a source reached in this
        way, if all its evidence was taken from elsewhere; otherwise its copies and editions. A name
        counts as a source of that publisher, if one is cited, so that it adds no origin.
        """
        source, following = cell["source"], cell["via"] or cell["derived_from"]
        # A result found earlier may lead back here, if this piece takes another way.
        followed = {} if following and source in self._passed else self._followed
        following = following or _before(source, self._sources)
        seen = {source: None}
        origin = None
        while following and not origin:
            if following not in self._sources:
                name = fold(following)
                following = self._publishers.get(name)
                if not following:
                    origin = "name", name
                    break
            if following in seen:
                return "", source
            seen[following] = None
            source = following
            origin = followed.get(source)
            via, derived_from = next(iter(self._taken.get(source, ())), (None, None))
            following = via or derived_from or _before(source, self._sources)
        origin = origin or ("", source)
        for each in [*seen][1:]:
            self._followed[each] = origin
        self._passed |= seen.keys()
        return origin

    def is_retracted(self, cell: Cell) -> bool:
        """Whether the source of a piece of evidence, or one that it came from, is retracted."""
        start = cell["source"], cell["derived_from"], cell["via"]
        if start not in self._judged:
            self._judged[start] = self._leads_to_retracted(start)
        return self._judged[start]

    def _leads_to_retracted(self, start: tuple[str | None, ...]) -> bool:
        to_do, seen = [*start], set[str]()
        while to_do:
            source = to_do.pop()
            if source is None or source not in self._sources or source in seen:
                continue
            seen.add(source)
            if (copied := self._copied(source)) == _RETRACTED:
                return True
            if copied == _TAKEN:
                to_do.append(self._sources[source].copy_of)
                if source != start[0]:
                    for pair in self._taken.get(source, ()):
                        to_do += pair
        return False

    def _copied(self, source: str) -> int:
        """The worst kind among a source and everything that it is a copy of."""
        path: dict[str, None] = {}
        following: str | None = source
        while following and following in self._sources and following not in self._copies:
            if following in path:  # copies of each other, which is a fault
                break
            path[following] = None
            following = self._sources[following].copy_of
        worst = self._copies.get(following or "", _TAKEN if following in path else _PLAIN)
        for each in reversed(path):
            own = _TAKEN if each in self._taken else _PLAIN
            worst = max(worst, _RETRACTED if self._sources[each].retracted else own)
            self._copies[each] = worst
        return self._copies.get(source, _PLAIN)

    @cached_property
    def _taken(self) -> Mapping[str, Mapping[_From, None]]:
        """Sources whose evidence was all taken from elsewhere, with the origins."""
        taken: dict[str, dict[_From, None]] = {}
        for cell in self._cells:
            pair = cell["via"], cell["derived_from"]
            taken.setdefault(cell["source"], {})[pair] = None
        return {source: pairs for source, pairs in taken.items() if (None, None) not in pairs}

    @cached_property
    def _publishers(self) -> Mapping[str, str]:
        """The first source of each publisher: one that evidence names, or an original of one."""
        publishers: dict[str, str] = {}
        pairs = dict.fromkeys((c["source"], c["derived_from"], c["via"]) for c in self._cells)
        for source in (source for pair in pairs for source in pair if source in self._sources):
            for each in _chain(source, self._sources):
                publishers.setdefault(self._sources[each].publisher, each)
        return publishers


def _chain(source: str, sources: Sources) -> Iterator[str]:
    """Yield a source, the source that it is a copy or edition of, and so on."""
    seen: set[str] = set()
    following: str | None = source
    while following and following in sources and following not in seen:
        yield following
        seen.add(following)
        following = _before(following, sources)


def _before(source: str, sources: Sources) -> str | None:
    """The source that a source is a copy or edition of."""
    own = sources.get(source, _UNKNOWN)
    return own.copy_of or own.version_of
