"""Records to be added, made of keys and values that were given one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from stances import model
from stances.editing.values import InvalidValue, line, with_original
from stances.schema.descriptions import DESCRIPTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stances.yaml_reader import Value

    Row = dict[str, Any]


AddedKind = Literal["statement", "evidence", "official", "source"]

STATEMENT = (
    "id said repeated venue issue position conditions frames summary coder status role faction "
    "disputes note"
).split()
EVIDENCE = (
    "source form match speaker said position text lang original original_lang prefix suffix "
    "locator derived_from note"
).split()
OFFICIAL = "name native_name kind aliases note".split()
ROLE = "role faction from until".split()
"""What an official's one role is given as; `role` is its title."""
SOURCE = "title publisher authors published retrieved url lang kind sha256 note".split()
WITHIN_STATEMENT = {
    key: "evidence_note" if key == "note" else key
    for key in EVIDENCE
    if key not in ("said", "position", "speaker")
}
"""Keys of the evidence as they are called where those of its statement stand beside them."""

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
    found = with_original(_given(flat, EVIDENCE))
    if found.get("match") == "certain":
        del found["match"]
    return found


def statement(flat: Mapping[str, Any]) -> dict[str, Value]:
    """A statement with one piece of evidence, whose keys are those of `WITHIN_STATEMENT`."""
    own = {key: flat[name] for key, name in WITHIN_STATEMENT.items() if name in flat}
    return _given(flat, STATEMENT) | {"evidence": [evidence(own)]}


def official(flat: Mapping[str, Any]) -> dict[str, Value]:
    """An official with the role that is given, if one is."""
    named = {"title": "role", "faction": "faction", "from": "from", "until": "until"}
    role = {key: flat[name] for key, name in named.items() if flat.get(name)}
    return _given(flat, OFFICIAL) | ({"roles": [role]} if role else {})


def source(flat: Mapping[str, Any]) -> dict[str, Value]:
    """A source."""
    return _given(flat, SOURCE)


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


def _given(flat: Mapping[str, Any], keys: list[str]) -> dict[str, Any]:
    return {key: flat[key] for key in keys if flat.get(key)}


LISTS = frozenset(("conditions", "frames", "aliases", "authors"))
_BREAK = re.compile(r"\s*[\r\n]+\s*")
_RECORDS: dict[str, type[model.Record]] = {
    "statement": model.Statement,
    "evidence": model.Evidence,
    "official": model.Official,
    "source": model.Source,
}


def one_line(text: str) -> str:
    """A text that was pasted from several lines, on one."""
    return _BREAK.sub(" ", text).strip()


def read_field(kind: AddedKind, name: str, text: str) -> str:
    """The value of a key, by the name that it has among the flat ones; `InvalidValue`."""
    record, key = _field(kind, name)
    value = line(one_line(text))
    # What else the record lacks is none of this value's faults.
    _, faults = model.validate(record, {key: [value] if key in LISTS else value})
    for fault in faults:
        if fault.at[:1] == (key,):
            raise InvalidValue(fault.message, fault.hint)
    return value


def about(kind: AddedKind, name: str) -> str:
    """What a key means, in a sentence."""
    record, key = _field(kind, name)
    return DESCRIPTIONS[record.__name__][key]


def _field(kind: AddedKind, name: str) -> tuple[type[model.Record], str]:
    if name in ("original", "original_lang"):
        return model.Original, "lang" if name == "original_lang" else "text"
    if kind == "official" and name in ROLE:
        return model.Role, "title" if name == "role" else name
    if kind == "statement" and name not in STATEMENT:
        return model.Evidence, {flat: key for key, flat in WITHIN_STATEMENT.items()}[name]
    return _RECORDS[kind], name
