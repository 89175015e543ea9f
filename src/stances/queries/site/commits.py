"""Short summaries of what commits changed in the corpus, and of the ids that they renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.queries.diff.changes import (
    ADDED,
    CHANGED,
    REATTRIBUTED,
    REMOVED,
    RENAMED,
)
from stances.queries.diff.matching import Renames, matched
from stances.queries.history import Identity
from stances.queries.site.codings import count
from stances.queries.versions import HEADS, NOTHING, OWN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from stances.queries.history import Walk
    from stances.queries.result import Row
    from stances.queries.site.codings import Counted
    from stances.revisions.graph import WholePast

MOST = 100
"""The most commits that are listed, the newest."""
LISTED = 50
"""The most statements, and the most other records, that are listed for one commit."""
FILES = 100
"""The most files of officials that are read for statements, and of others, for one commit."""
UNREADABLE = "unreadable"
_DONE = ("statements", "more_files", "others", "codings", "more_codings")
"""What tells that a commit did something."""

Presence = tuple[object, object]
"""Two values that are true if a file was there before, and after."""


def commits(walk: Walk, past: WholePast) -> Iterator[Row]:
    """Yield the newest commits that changed the corpus, newest first, with their changes.

    Only commits of the main line are listed: a merge is one commit, with all that it brought. If a
    commit has many changes, only some are listed. The caller fills in `here`, the present id of
    each record.
    """
    left = MOST
    for name in past.main_line():
        changed = {path: pair for path, pair in past.changed(name).items() if _is_record(path)}
        if not changed:
            continue
        row = _commit(walk, past, name, changed)
        if not any(row[key] for key in _DONE):
            continue  # only the layout of its files changed
        yield row
        left -= 1
        if not left:
            return


def _is_record(path: str) -> bool:
    return path.endswith(".yaml")


def _commit(walk: Walk, past: WholePast, name: str, changed: Mapping[str, Presence]) -> Row:
    message, parents = past.message(name), past.parents(name)
    before = parents[0] if parents else NOTHING
    statements, unread = _statements(walk, before, name, changed)
    renamed = [*renames(walk, before or None, name, changed)]
    others = [*_others(walk, before, name, changed, renamed)]
    coded = _codings(walk, (before, name), changed, renamed, statements)
    others += [_other("coder", now, RENAMED, was) for was, now in sorted(coded.coders.items())]
    return {
        "commit": name,
        "day": message.day,
        "time": message.time,
        "author": message.author,
        "subject": message.subject,
        "statements": statements[:LISTED],
        "more_statements": len(statements[LISTED:]),
        "more_files": unread,
        "others": others[:LISTED],
        "more_others": len(others[LISTED:]),
        "codings": coded.numbers,
        "more_codings": coded.unread,
    }


def _codings(
    walk: Walk,
    states: tuple[str, str],
    changed: Mapping[str, Presence],
    renamed: Sequence[tuple[str, str, str]],
    statements: Sequence[Row],
) -> Counted:
    """What a commit did to codings; what it renamed has its id of now in them."""
    ids = walk.renames(*states, ()).ids if HEADS[1] in changed and states[0] else {}
    known = Renames({**ids})
    known.add("official", {was: now for record, was, now in renamed if record == "official"})
    refs = {row["previous_ref"]: row["ref"] for row in statements if row["previous_ref"]}
    return count(walk.versions, states, changed, known, refs)


def _statements(
    walk: Walk, before: str, name: str, changed: Mapping[str, Presence]
) -> tuple[list[Row], int]:
    """Return a commit's changes of statements, and how many files of officials were not read."""
    files = sorted(path for path in changed if path.startswith("officials/"))
    words = any(path in changed for path in HEADS)
    found: list[Row] = []
    gone: list[Identity] = []
    origins: set[Identity] = set()
    read = 0
    for path in files[:FILES]:
        if len(found) > LISTED:
            break
        read += 1
        old, new = (walk.versions.digests(state, path) for state in (before, name))
        if changed[path][1] and not new:
            found.append(_row(path, Identity(path, ""), [], UNREADABLE))
            continue
        gone += [Identity(path, id_) for id_ in old if id_ not in new]
        for id_ in sorted(new.keys() - {OWN}):
            if words or old.get(id_) != new[id_]:
                at = Identity(path, id_)
                was = _compare(walk, before, name, at, found)
                origins |= {was} - {at}
    if read == len(files):  # else it may be in a file that was not read
        for at in gone:
            if at not in origins and at.id != OWN:
                _compare(walk, before, name, at, found)
    return found, len(files) - read


def _compare(walk: Walk, before: str, name: str, at: Identity, found: list[Row]) -> Identity:
    """Add a commit's changes of a statement to `found`; return where the statement was before."""
    changes, was, gap = walk.between(before, name, at)
    if changes or gap:
        found.append(_row(at.ref, at, changes, gap))
    return was


def _row(ref: str, at: Identity, changes: Sequence[Row], gap: str | None) -> Row:
    """Return a statement of a commit, with the kind of its change as a whole."""
    first = changes[0] if changes else {}
    wholes = (ADDED, REMOVED, RENAMED, REATTRIBUTED)
    kind = first["kind"] if first.get("kind") in wholes else CHANGED
    return {
        "ref": ref,
        "official": at.official,
        "name": first.get("name"),
        "issue": first.get("issue"),
        "previous_ref": first.get("previous_ref"),
        "kind": UNREADABLE if gap else kind,
        "changes": [*changes],
        "here": None,
    }


def _others(
    walk: Walk,
    before: str,
    name: str,
    changed: Mapping[str, Presence],
    ids: Sequence[tuple[str, str, str]],
) -> Iterator[Row]:
    """Yield the other records and files that a commit added, changed, renamed or removed."""
    renamed = {(record, new): old for record, old, new in ids}
    left = {(record, old) for (record, _), old in renamed.items()}
    read = 0
    for path, (was, now) in sorted(changed.items()):
        folder, _, rest = path.rpartition("/")
        id_ = rest.removesuffix(".yaml")
        kind = ADDED if not was else CHANGED if now else REMOVED
        if not folder:
            if kind != CHANGED or _differs(walk, before, name, path):
                words = _words(walk, before, name) if kind == CHANGED and path == HEADS[1] else []
                yield _other(id_, id_, kind) | {"words": words[:LISTED]}
            continue
        record = {"officials": "official", "sources": "source"}.get(folder)
        if record is None or (record, id_) in left:
            continue
        if kind == CHANGED:
            read += 1
            if not (_differs(walk, before, name, path) if read <= FILES else record == "source"):
                continue
        if (record, id_) in renamed:
            yield _other(record, id_, RENAMED, renamed.pop((record, id_)))
        else:
            yield _other(record, id_, kind)
    for (record, new), old in sorted(renamed.items()):
        if record not in ("official", "source"):
            yield _other(record, new, RENAMED, old)


def _differs(walk: Walk, before: str, name: str, path: str) -> bool:
    """Return whether a commit changed the content of a file, apart from its statements."""
    one, other = (walk.versions.digests(state, path).get(OWN) for state in (before, name))
    return one is None or one != other


def _other(record: str, ref: str, kind: str, previous: str | None = None) -> Row:
    return {"record": record, "ref": ref, "kind": kind, "previous_ref": previous, "here": None}


def _words(walk: Walk, before: str, name: str) -> list[Row]:
    """Return a commit's changes of the codebook: its issues, positions, factions and frames."""
    old, new = (_terms(walk.versions.data(state, HEADS[1]) or {}) for state in (before, name))
    found: list[Row] = []
    for term in dict.fromkeys([*old, *new]):
        was, now = old.get(term), new.get(term)
        own: Row = {"record": term[0], "ref": term[1]}
        if was is None or now is None:
            label = (was or now or {}).get("label")
            found.append(own | {"kind": ADDED if now else REMOVED, "label": label})
            continue
        found += [
            own | {"kind": CHANGED, "key": key, "was": was.get(key), "now": now.get(key)}
            for key in dict.fromkeys([*was, *now])
            if was.get(key) != now.get(key)
        ]
    return found


def _terms(codebook: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return the terms of a codebook by kind and id. The id of a position is `ISSUE/POSITION`."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for key, record in (("issues", "issue"), ("factions", "faction"), ("frames", "frame")):
        for each in _mappings(codebook.get(key)):
            id_ = str(each.get("id"))
            found[record, id_] = {name: each[name] for name in each if name != "positions"}
            for position in _mappings(each.get("positions")):
                found["position", f"{id_}/{position.get('id')}"] = position
    return found


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def renames(
    walk: Walk, old: str | None, new: str | None, changed: Mapping[str, Presence]
) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, old id and new id of each record that was renamed between two states.

    These are officials, sources, issues and factions. If `new` is None, the second state is the
    present files.
    """
    if not old:
        return
    gone, come = (
        {path for path, pair in changed.items() if pair[side] and not pair[1 - side]}
        for side in (0, 1)
    )
    sources = tuple(sorted(path for path in gone | come if path.startswith("sources/")))
    both = any(path in gone for path in sources) and any(path in come for path in sources)
    found = walk.renames(old, new, sources).ids if both else {}
    for was, now in sorted(found.get("source", {}).items()):
        yield "source", was, now
    if HEADS[1] in changed and _has_other_ids(walk, old, new):
        found = walk.renames(old, new, ()).ids
        for record in ("issue", "faction"):
            for was, now in sorted(found.get(record, {}).items()):
                yield record, was, now
    before, after = (
        {_id(path): {"name": _name(walk, state, path)} for path in sorted(paths) if _is_main(path)}
        for state, paths in ((old, gone), (new, come))
    )
    if before and after:
        for was, now in sorted(matched(before, after, lambda row: row["name"]).items()):
            yield "official", was, now


def _has_other_ids(walk: Walk, old: str, new: str | None) -> bool:
    """Return whether the codebook both lost and gained an issue, or a faction."""
    for key in ("issues", "factions"):
        before, after = (walk.versions.ids(state, key) for state in (old, new))
        if before - after and after - before:
            return True
    return False


def _name(walk: Walk, state: str | None, path: str) -> object:
    return (walk.versions.data(state, path) or {}).get("name")


def _is_main(path: str) -> bool:
    return path.startswith("officials/") and path.count("/") == 1


def _id(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


class Addresses:
    """The present ids of renamed records. Renames are added from the oldest to the newest."""

    def __init__(self) -> None:
        self._now: dict[tuple[str, str], str] = {}
        self._old: dict[tuple[str, str], set[str]] = {}

    def add(self, record: str, was: str, now: str) -> None:
        """Add a rename. Older ids that led to the old id now lead to the new one."""
        if was == now:
            return
        before = self._old.pop((record, was), set()) | {was}
        for each in before - {now}:
            self._now[record, each] = now
        self._now.pop((record, now), None)
        self._old.setdefault((record, now), set()).update(before - {now})

    def put(self, record: str, was: str, now: str) -> None:
        """Set the present id of a record that had another id once."""
        self._now[record, was] = now

    def has(self, record: str, was: str) -> bool:
        """Return whether the present id for an old id is known."""
        return (record, was) in self._now

    def known(self, here: Mapping[str, Collection[str]]) -> dict[tuple[str, str], str]:
        """Return the present ids by kind of record and old id.

        `here` has the ids that exist now, by kind. Old ids that still exist are left out, and so
        are new ids that no longer do.
        """
        return {
            (record, was): now
            for (record, was), now in sorted(self._now.items())
            if was not in here[record] and now in here[record]
        }
