"""What `stances check` says of one record beyond the shape of its values, as far as a schema can.

Each is named by the fault that it finds; `stances.checks` is where the fault is defined.
"""

from __future__ import annotations

from typing import Any

from stances.roles import NO_FACTION

Schema = dict[str, Any]

_DISPUTED: Schema = {"required": ["disputes"], "properties": {"disputes": {"minItems": 1}}}


def _has(key: str, *values: str) -> Schema:
    return {"required": [key], "properties": {key: {"enum": list(values)}}}


def reserved_faction() -> Schema:
    """`none` is how a statement says that it has no faction."""
    other: Schema = {"properties": {"id": {"not": {"const": NO_FACTION}}}}
    return {"properties": {"factions": {"items": other}}}


def missing_title() -> Schema:
    """A person's role has no title."""
    titled: Schema = {"properties": {"roles": {"items": {"required": ["title"]}}}}
    return {"if": _has("kind", "institution"), "else": titled}


def status_without_dispute() -> Schema:
    """A status other than attested that no dispute explains."""
    return {"if": _has("status", "disputed", "denied", "misattributed"), "then": _DISPUTED}


def probable_without_reason() -> Schema:
    """Evidence matched as probable, with neither a note nor a dispute."""
    reasoned: Schema = {"if": _has("match", "probable"), "then": {"required": ["note"]}}
    return {"if": _DISPUTED, "else": {"properties": {"evidence": {"items": reasoned}}}}


RULES = {
    "Codebook": (reserved_faction,),
    "Official": (missing_title,),
    "Statement": (status_without_dispute, probable_without_reason),
}
"""The rules of a record, by the name of its model."""
SETS = ("conditions", "frames")
"""Keys of lists in which nothing may stand twice."""
