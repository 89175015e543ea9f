"""Records to be added, made of keys and values that were given one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from stances.editing.values import InvalidValue, line, with_original
from stances.model import fields
from stances.model import records as model
from stances.model.fields import ADDED, WITHIN_STATEMENT
from stances.schema.descriptions import DESCRIPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stances.yaml_reader import Value

    Row = dict[str, Any]


AddedKind = Literal["statement", "evidence", "official", "source"]

Flat = dict[str, Any]
"""Keys and values of a record and of what it holds, side by side."""


class Addition(NamedTuple):
    """A record to be added.

    `to` is where: the official of a statement, the reference of the statement that gains evidence,
    the id of a new official or source. `line` is that of the input, 0 if it has none.
    """

    kind: AddedKind
    to: str
    data: dict[str, Value]
    line: int = 0


def evidence(flat: Mapping[str, Any]) -> dict[str, Value]:
    """Evidence of its own keys."""
    found = with_original(_given(flat, ADDED["evidence"]))
    if found.get("match") == "certain":
        del found["match"]
    return found


def statement(flat: Mapping[str, Any]) -> dict[str, Value]:
    """A statement with one piece of evidence, whose keys are those of `WITHIN_STATEMENT`."""
    own = {key: flat[name] for key, name in WITHIN_STATEMENT.items() if name in flat}
    return _given(flat, fields.keys("Statement", without="evidence")) | {
        "evidence": [evidence(own)]
    }


def official(flat: Mapping[str, Any]) -> dict[str, Value]:
    """An official with the role that is given, if one is."""
    named = {key: name for name, (record, key) in ADDED["official"].items() if record == "Role"}
    role = {key: flat[name] for key, name in named.items() if flat.get(name)}
    return _given(flat, fields.keys("Official")) | ({"roles": [role]} if role else {})


def source(flat: Mapping[str, Any]) -> dict[str, Value]:
    """A source."""
    return _given(flat, fields.keys("Source"))


def flat_key(kind: AddedKind, at: tuple[str | int, ...]) -> str:
    """By what name a value at a path of a record was given."""
    keys = [step for step in at if isinstance(step, str)]
    if not keys:
        return ""
    if "original" in keys:
        return "original_lang" if keys[-1] == "lang" else "original"
    if kind == "statement" and keys[0] == "evidence":
        return WITHIN_STATEMENT.get(keys[-1], keys[-1])
    if keys[0] == "roles":
        return "role" if keys[-1] in ("title", "roles") else keys[-1]
    return keys[0]


def _given(flat: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: flat[key] for key in keys if flat.get(key)}


LISTS = frozenset(
    name
    for named in ADDED.values()
    for name, (record, key) in named.items()
    if fields.RECORDS[record][key].many
)
_BREAK = re.compile(r"\s*[\r\n]+\s*")


def one_line(text: str) -> str:
    """A text that was pasted from several lines, on one."""
    return _BREAK.sub(" ", text).strip()


def read_field(kind: AddedKind, name: str, text: str) -> str:
    """The value of a key, by the name that it has among the flat ones; `InvalidValue`."""
    record, key = ADDED[kind][name]
    value = line(one_line(text))
    # What else the record lacks is none of this value's faults.
    _, faults = model.validate(getattr(model, record), {key: [value] if name in LISTS else value})
    for fault in faults:
        if fault.at[:1] == (key,):
            raise InvalidValue(fault.message, fault.hint)
    return value


def about(kind: AddedKind, name: str) -> str:
    """What a key means, in a sentence."""
    record, key = ADDED[kind][name]
    return DESCRIPTIONS[record][key]
