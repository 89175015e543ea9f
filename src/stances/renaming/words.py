"""Two words of the codebook made one: the definition of one goes, its uses stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.editing.insertion import append
from stances.editing.removal import remove
from stances.renaming.merging import Difference, Spot, mapping, set_key
from stances.renaming.uses import node_at

if TYPE_CHECKING:
    from stances.problems import Where
    from stances.renaming.draft import Draft
    from stances.renaming.merging import Merge
    from stances.yamlfile import Node

FILE = "codebook.yaml"
_COUNTED = ("score", "requires")
"""What figures and checks rest on, so that somebody has to decide where two differ on it."""


def merge_words(draft: Draft, merge: Merge) -> tuple[list[Difference], list[str]]:
    """Take the old definition out; what the two differ on, and what else is to be looked at."""
    old, new = _defined(draft, merge.old.kind, merge.old.id, merge.old.within), None
    new = _defined(draft, merge.new.kind, merge.new.id, merge.new.within)
    told: list[str] = []
    found = _differences(draft, old, new)
    if merge.old.kind == "issue":
        more, told = _merge_scales(draft, old, new, merge)
        found += more
    if merge.prefer == "OLD":
        for each in found:
            set_key(draft, Spot(each.path, each.at).inner(each.key), each.old)
    draft.change(FILE, remove(draft.after[FILE], old))
    return found, told


def _merge_scales(
    draft: Draft, old: Where, new: Where, merge: Merge
) -> tuple[list[Difference], list[str]]:
    """Give one issue the positions that only the other has."""
    found: list[Difference] = []
    told: list[str] = []
    for number, position in enumerate(_items(draft, (*old, "positions"))):
        mine = _items(draft, (*new, "positions"))
        ids = [each.get("id") for each in mine]
        if position.get("id") in ids:
            at = (*new, "positions", ids.index(position.get("id")))
            found += _differences(draft, (*old, "positions", number), at)
        else:
            draft.change(FILE, append(draft.after[FILE], (*new, "positions"), position))
            told.append(
                f"`{position.get('id')}` is new at the end of the scale of {merge.new.id}: "
                "see that it stands where it belongs"
            )
    return found, told


def _differences(draft: Draft, old: Where, new: Where) -> list[Difference]:
    theirs, mine = (mapping(draft, Spot(FILE, at)) for at in (old, new))
    keys = [key for key in {**mine, **theirs} if key not in ("id", "positions")]
    return [
        Difference(FILE, new, key, _text(theirs, key), _text(mine, key), key in _COUNTED)
        for key in keys
        if theirs.get(key) != mine.get(key)
    ]


def _text(data: dict[str, Node], key: str) -> str | None:
    value = data.get(key)
    return value if isinstance(value, str) else None


def _items(draft: Draft, at: Where) -> list[dict[str, Node]]:
    found = node_at(draft.after[FILE].data, at)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _defined(draft: Draft, kind: str, id_: str, within: str) -> Where:
    """Where a word is defined."""
    at: Where = ("issues",) if kind in ("issue", "position") else (f"{kind}s",)
    if kind == "position":
        at = (*at, _number(draft, at, within), "positions")
    return (*at, _number(draft, at, id_))


def _number(draft: Draft, at: Where, id_: str) -> int:
    return [item.get("id") for item in _items(draft, at)].index(id_)
