"""Make records to be added from flat keys and values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from stances.dates import InvalidDate
from stances.dates.written import PLAIN_STYLE, the_one
from stances.editing.values import InvalidValue, line, with_decision, with_original
from stances.model import fields
from stances.model import records as model
from stances.model.fields import ADDED, WITHIN_STATEMENT
from stances.roles import NO_FACTION
from stances.schema.descriptions import DESCRIPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stances.dates.patterns import Style
    from stances.yaml_reader import Value

    Row = dict[str, Any]


AddedKind = Literal["statement", "evidence", "official", "source"]

Flat = dict[str, Any]
"""Keys and values of a record and its nested records, on one level."""


class Addition(NamedTuple):
    """A record to be added.

    `to` is the official of a statement, the statement that gets evidence (by its reference), or the
    id of a new official or source. `line` is the line of the input, 0 if there is none. The
    statement that gets evidence also gets the date `narrowed_to` and the `dispute`.
    """

    kind: AddedKind
    to: str
    data: dict[str, Value]
    line: int = 0
    narrowed_to: str = ""
    dispute: dict[str, Value] | None = None


def evidence(flat: Mapping[str, Any]) -> dict[str, Value]:
    """Return evidence made from its own keys."""
    values = with_original(_non_empty(flat, ADDED["evidence"]))
    if values.get("match") == "certain":
        del values["match"]
    return values


def statement(flat: Mapping[str, Any]) -> dict[str, Value]:
    """Return a statement with one piece of evidence, whose keys are those of `WITHIN_STATEMENT`."""
    piece = {key: flat[name] for key, name in WITHIN_STATEMENT.items() if name in flat}
    values = _non_empty(with_decision(flat), fields.keys("Statement", without="evidence"))
    # A statement with the words of another one has no evidence of its own.
    return (
        values if flat.get("words_of") and not piece else values | {"evidence": [evidence(piece)]}
    )


def official(flat: Mapping[str, Any]) -> dict[str, Value]:
    """Return an official, with a role if one is given."""
    named = {key: name for name, (record, key) in ADDED["official"].items() if record == "Role"}
    role = {key: flat[name] for key, name in named.items() if flat.get(name)}
    if role.get("faction") == NO_FACTION:  # the default of an office
        del role["faction"]
    return _non_empty(flat, fields.keys("Official")) | ({"roles": [role]} if role else {})


def source(flat: Mapping[str, Any]) -> dict[str, Value]:
    """Return a source."""
    return _non_empty(flat, fields.keys("Source"))


def flat_key(kind: AddedKind, at: tuple[str | int, ...]) -> str:
    """Return the flat key of the value at a path of a record; empty for the record itself."""
    keys = [step for step in at if isinstance(step, str)]
    if not keys:
        return ""
    if "original" in keys:
        return "original_lang" if keys[-1] == "lang" else "original"
    if keys[0] == "decided":
        return "decided" if keys[-1] in ("decided", "date") else f"decided_{keys[-1]}"
    if kind == "statement" and keys[0] == "evidence":
        return WITHIN_STATEMENT.get(keys[-1], keys[-1])
    if keys[0] == "roles":
        return "role" if keys[-1] in ("title", "roles") else keys[-1]
    return keys[0]


def _non_empty(flat: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: flat[key] for key in keys if flat.get(key)}


LISTS = frozenset(
    name
    for named in ADDED.values()
    for name, (record, key) in named.items()
    if fields.RECORDS[record][key].many
)
_BLANKS = re.compile(r"\s+")


def one_line(text: str) -> str:
    """Return a text of several lines on one line."""
    return _BLANKS.sub(_without_breaks, text).strip()


def prose(text: str) -> str:
    """Return a text on one line, stripped and checked. Raises `InvalidValue`."""
    return line(one_line(text))


def _without_breaks(blanks: re.Match[str]) -> str:
    return " " if "\n" in blanks[0] or "\r" in blanks[0] else blanks[0]


def is_date(kind: AddedKind, name: str) -> bool:
    """Whether the value of a flat key is a date."""
    record, key = ADDED[kind].get(name, ("", ""))
    return bool(record) and fields.RECORDS[record][key].kind in ("date", "moment")


def read_field(kind: AddedKind, name: str, text: str, style: Style = PLAIN_STYLE) -> str:
    """Read the value of a flat key; a date becomes EDTF. Raises `InvalidValue`."""
    record, key = ADDED[kind][name]
    value = prose(text)
    if is_date(kind, name):
        try:
            timed = fields.RECORDS[record][key].kind == "moment"
            value = the_one(value, style, timed=timed).edtf
        except InvalidDate as error:
            raise InvalidValue(error.message, error.hint) from error
    # The record is incomplete, so only faults of this key count.
    _, faults = model.validate(getattr(model, record), {key: [value] if name in LISTS else value})
    for fault in faults:
        if fault.at[:1] == (key,):
            raise InvalidValue(fault.message, fault.hint)
    return value


def about(kind: AddedKind, name: str) -> str:
    """Return the meaning of a flat key, in a sentence."""
    record, key = ADDED[kind][name]
    return DESCRIPTIONS[record][key]
