"""How many codings a commit added, changed and removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stances.index.rows import as_plain
from stances.model import records as model
from stances.paths import CODINGS
from stances.queries.diff.changes import ADDED, CHANGED, REMOVED
from stances.queries.diff.matching import matched

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from stances.queries.diff.matching import Renames
    from stances.queries.result import Row
    from stances.queries.versions import Versions

    Readings = dict[str, dict[str, Row]]
    """By coder and statement."""

_IS_CODINGS = re.compile(f"{CODINGS}/[^/]+/[^/]+")
FILES = 100
"""The most files of codings that are read of one commit."""


class Counted(NamedTuple):
    """The number of codings by what befell them, and of the files that were not read.

    `coders` are those who have another name, by the old one.
    """

    numbers: Mapping[str, int]
    unread: int
    coders: Mapping[str, str]


def count(
    versions: Versions,
    states: tuple[str, str],
    changed: Collection[str],
    renames: Renames,
    refs: Mapping[str, str],
) -> Counted:
    """Count what happened to codings between two states, whose files in `changed` differ.

    `renames` has the ids of now, `refs` statements that have another reference, by the old one. As
    in `diff`, a coding that only names what was renamed has not changed.
    """
    files = sorted(path for path in changed if _IS_CODINGS.fullmatch(path))
    before: Readings = {}
    after: Readings = {}
    unread = len(files[FILES:])
    for path in files[:FILES]:
        old, new = (_readings(versions, state, path) for state in states)
        if old is None or new is None:
            unread += 1
            continue
        coder = path.split("/")[1]
        for ref, reading in old.items():
            before.setdefault(coder, {})[refs.get(ref, renames.ref(ref))] = reading
        if new:
            after.setdefault(coder, {}).update(new)
    coders = _renamed_coders(before, after, renames)
    old_readings = {
        (coders.get(coder, coder), ref): reading
        for coder, readings in before.items()
        for ref, reading in readings.items()
    }
    new_readings = {(c, ref): each for c, own in after.items() for ref, each in own.items()}
    both = old_readings.keys() & new_readings.keys()
    numbers = {
        ADDED: len(new_readings.keys() - both),
        CHANGED: sum(not _is_same(old_readings[at], new_readings[at], renames) for at in both),
        REMOVED: len(old_readings.keys() - both),
    }
    return Counted({kind: number for kind, number in numbers.items() if number}, unread, coders)


def _readings(versions: Versions, state: str, path: str) -> dict[str, Row] | None:
    """The readings in a file by statement; None if it cannot be read."""
    data = versions.data(state, path)
    if data is None:
        return None if versions.has(state, path) else {}
    official = path.split("/")[2].removesuffix(".yaml")
    return {f"{official}/{id_}": _reading(value) for id_, value in data.items()}


def _reading(value: object) -> Row:
    record, _ = model.validate(model.Coding, value)
    return as_plain(record) if record else {"invalid": value}


def _is_same(old: Row, new: Row, renames: Renames) -> bool:
    """Whether a reading is the same, but for ids. A position's id depends on its issue."""
    issues = {each.rpartition("/")[0] for each in renames.ids.get("position", ())}
    return any(renames.record("Coding", old, issue) == new for issue in ("", *issues))


def _renamed_coders(before: Readings, after: Readings, renames: Renames) -> dict[str, str]:
    """The new names of coders whose readings are all the same."""
    lost = {
        coder: {"read": {ref: renames.record("Coding", each) for ref, each in own.items()}}
        for coder, own in before.items()
        if coder not in after
    }
    won = {coder: {"read": own} for coder, own in after.items() if coder not in before}
    return matched(lost, won, lambda row: repr(sorted(row["read"].items(), key=str)))
