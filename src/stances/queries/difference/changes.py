"""Changes as rows, and what has changed between two versions of one record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.evidence.alteration import marked
from stances.queries.difference.kinds import CHANGED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.result import Row

KEYS = (
    "kind record ref previous_ref official name issue key was now gained dropped source form "
    "difference path line column"
).split()
_SETS = frozenset("aliases conditions frames about".split())
_PROSE = frozenset(
    "title description scope note summary venue definition label question resolution".split()
)
"""Texts of which it is told which words have changed."""


def change(kind: str, record: str, ref: str, **told: Any) -> Row:
    """A change, with all keys; those that it has nothing to tell under are None."""
    return dict.fromkeys(KEYS) | {"kind": kind, "record": record, "ref": ref} | told


def changed(old: Row, new: Row, keys: Iterable[str]) -> Iterator[Row]:
    """For each key whose value is another, what a `change` tells of it."""
    for key in keys:
        was, now = old[key], new[key]
        if key in _SETS:
            gained, dropped = lacking(now, was), lacking(was, now)
            if gained or dropped:
                yield {"key": key, "gained": gained, "dropped": dropped}
        elif was != now:
            told = {"key": key, "was": was, "now": now}
            if key in _PROSE and was and now:
                told["difference"] = marked(was, now)
            yield told


def record_changes(record: str, old: Row, new: Row, **told: Any) -> Iterator[Row]:
    """All changes of a record that has nothing but keys and values."""
    keys = (key for key in new if key not in ("ref", "issue", "id", "positions"))
    for each in changed(old, new, keys):
        yield change(CHANGED, record, new["ref"], **told, **each)


def lacking(some: list[Any], others: list[Any]) -> list[Any]:
    """Which of some there are not among others."""
    return [each for each in some if each not in others]
