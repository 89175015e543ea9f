"""Resolve names on the command line to things of a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.coders import folder_of
from stances.editing.ids import slug
from stances.editing.references import KINDS, Named
from stances.errors import AmbiguousName, AmbiguousThing, CannotRename, UnknownName
from stances.model.types import SLUG
from stances.queries import resolve
from stances.roles import NO_FACTION
from stances.text import closest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_IDS = {
    "official": "SELECT official, '' FROM officials WHERE official = :id",
    "source": "SELECT source, '' FROM sources WHERE source = :id",
    "statement": "SELECT :id, official FROM all_statements WHERE ref = :within || '/' || :id",
    "issue": "SELECT issue, '' FROM issues WHERE issue = :id",
    "position": """SELECT position, issue FROM positions
                   WHERE position = :id AND (:within = '' OR issue = :within) ORDER BY issue""",
    "faction": "SELECT faction, '' FROM factions WHERE faction = :id",
    "frame": "SELECT frame, '' FROM frames WHERE frame = :id",
    "coder": "SELECT DISTINCT coder, '' FROM all_codings WHERE coder = :id",
}
_CODERS = "SELECT coder FROM all_statements UNION SELECT coder FROM corpus ORDER BY coder"
_ALL = """
    SELECT official, 'official' FROM officials UNION SELECT source, 'source' FROM sources
    UNION SELECT issue, 'issue' FROM issues UNION SELECT position, 'position' FROM positions
    UNION SELECT faction, 'faction' FROM factions UNION SELECT frame, 'frame' FROM frames
    UNION SELECT ref, 'statement' FROM all_statements
    UNION SELECT coder, 'coder' FROM all_codings ORDER BY 1, 2"""
INNER = ("statement", "position")
"""Kinds that are named together with their parent, as `rouhani/first-reply`."""
_FORBIDDEN = "an id has lower-case ASCII letters and digits, joined by single hyphens"


def split(name: str) -> tuple[str, str]:
    """Split `faction:military` into kind and name; the kind is empty if there is none."""
    kind, colon, rest = name.partition(":")
    return (kind, rest) if colon and kind in KINDS else ("", name)


def old_thing(index: sqlite3.Connection, name: str, kind: str = "") -> Named:
    """Return the thing with a name: an id, or else an alias or a label.

    Raises `UnknownName`, `AmbiguousName`, and `AmbiguousThing` if several things have the name.
    """
    kinds = [kind] if kind else [*KINDS]
    things = [thing for each in kinds for thing in things_with_id(index, each, name)]
    if not things:
        things = [thing for each in kinds for thing in _called(index, each, name)]
    if not things and kind == "coder" and names_of(index, folder_of(name)):
        things = [Named(kind, folder_of(name))]
    if len(things) > 1:
        raise AmbiguousThing(name, [(each.kind, each.shown) for each in things])
    if not things:
        raise _unknown(index, name, kind)
    return things[0]


def id_in(name: str) -> str:
    """Return the id alone from a name such as `statement:rouhani/first-reply` or `first-reply`."""
    return split(name)[1].rpartition("/")[2]


def new_thing(index: sqlite3.Connection, old: Named, name: str) -> Named:
    """Return the thing with its new name; `bo/reply` moves a statement to the official `bo`.

    `bo/` keeps the statement's id, and a coder may be given by name. Raises `CannotRename` if the
    name is not possible, `UnknownName` and `AmbiguousName` if there is no such official.
    """
    kind, rest = split(name)
    if kind and kind != old.kind:
        raise CannotRename(f"`{old.shown}` is a {old.kind}, and cannot become a {kind}")
    within, slash, id_ = rest.rpartition("/")
    if slash and old.kind not in INNER:
        raise CannotRename(f"`{rest}` cannot be the id of a {old.kind}", _FORBIDDEN)
    if slash and within != old.within:
        if old.kind == "position":
            message = f"`{old.shown}` cannot be moved to the issue `{within}` by renaming it"
            raise CannotRename(message, "a position belongs to its issue")
        holder = resolve.official(index, within)
        if holder != old.within:
            old, id_ = old._replace(within=holder, id=""), id_ or old.id
    if old.kind == "coder" and any(map(str.isalnum, id_)):
        id_ = folder_of(id_)
    if not SLUG.fullmatch(id_):
        hint = f"{_FORBIDDEN}: `{slug(id_)}`" if slug(id_) else _FORBIDDEN
        raise CannotRename(f"`{id_}` cannot be an id", hint)
    if old.kind == "faction" and id_ == NO_FACTION:
        message = f"a faction cannot be called `{NO_FACTION}`, which means no faction"
        raise CannotRename(message, "choose another id")
    if id_ == old.id:
        raise CannotRename(f"the {old.kind} is called `{old.shown}` already")
    return old.called(id_)


def is_there(index: sqlite3.Connection, thing: Named) -> bool:
    """Whether the corpus has a thing of this kind and id."""
    row = index.execute(_IDS[thing.kind], {"id": thing.id, "within": thing.within}).fetchone()
    return row is not None


def names_of(index: sqlite3.Connection, coder: str) -> list[str]:
    """Return the names that records use for a coder; `coder` is the id."""
    return [name for (name,) in index.execute(_CODERS) if folder_of(name) == coder]


def things_with_id(index: sqlite3.Connection, kind: str, name: str) -> list[Named]:
    """Return the things of a kind with an id; several if `name` does not give their parent."""
    within, slash, id_ = name.rpartition("/")
    if slash and kind not in INNER:
        return []
    rows = index.execute(_IDS[kind], {"id": id_, "within": within})
    return [Named(kind, row[0], row[1]) for row in rows]


def _called(index: sqlite3.Connection, kind: str, name: str) -> Iterator[Named]:
    """Yield the thing of a kind with a name that is no id, if there is one."""
    within, slash, id_ = name.rpartition("/")
    try:
        if kind == "statement":
            if slash:
                yield from things_with_id(index, kind, f"{resolve.official(index, within)}/{id_}")
        elif slash:
            return
        elif kind == "coder":
            yield from things_with_id(index, kind, folder_of(name))
        elif kind == "official":
            yield Named(kind, resolve.official(index, name))
        else:
            yield from things_with_id(index, kind, resolve.word(index, kind, name))
    except UnknownName:
        return


def _unknown(index: sqlite3.Connection, name: str, kind: str) -> Exception:
    """Return the error for an unknown name, with likely names as its hint."""
    if kind == "official":
        try:
            resolve.official(index, name)
        except (UnknownName, AmbiguousName) as error:
            return error
    prefix, colon, rest = name.partition(":")
    if colon and not kind and (near := closest(prefix, KINDS, 1)):
        return UnknownName("kind of thing", prefix, f"did you mean `{near[0]}:{rest}`?")
    known = {id_: id_ for id_, other in index.execute(_ALL) if not kind or other == kind}
    left_out = "it may be left out because of its problems: see `stances check`"
    hint = resolve.hint(
        name, known, f"`stances show` and `stances codebook` say what there is; {left_out}"
    )
    what = "official, source, statement, coder or word of the codebook"
    return UnknownName(kind or what, name, hint)
