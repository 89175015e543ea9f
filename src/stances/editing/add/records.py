"""Records to be added, made from single keys and values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from stances.dates import InvalidDate
from stances.dates.written import PLAIN_STYLE, the_one
from stances.editing.values import InvalidValue, line, with_original
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
"""Keys and values of a record and of its nested records, on one level."""


class Addition(NamedTuple):
    """A record to be added.

    `to` is the official of a statement, the reference of the statement that gets evidence, or the
    id of a new official or source. `line` is that of the input, 0 if it has none. The statement
    that gets evidence also gets the date `narrowed_to`, and the `dispute`.
    """

    kind: AddedKind
    to: str
    data: dict[str, Value]
    line: int = 0
    narrowed_to: str = ""
    dispute: dict[str, Value] | None = None


def evidence(flat: Mapping[str, Any]) -> dict[str, Value]:
    """Evidence from its own keys."""
    values = with_original(_non_empty(flat, ADDED["evidence"]))
    if values.get("match") == "certain":
        del values["match"]
    return values


def statement(flat: Mapping[str, Any]) -> dict[str, Value]:
    """A statement with one piece of evidence, whose keys are those of `WITHIN_STATEMENT`."""
    piece = {key: flat[name] for key, name in WITHIN_STATEMENT.items() if name in flat}
    values = _non_empty(flat, fields.keys("Statement", without="evidence"))
    # With the words of another statement it has no evidence of its own.
    return (
        values if flat.get("words_of") and not piece else values | {"evidence": [evidence(piece)]}
    )


def official(flat: Mapping[str, Any]) -> dict[str, Value]:
    """An official, with a role if one is given."""
    named = {key: name for name, (record, key) in ADDED["official"].items() if record == "Role"}
    role = {key: flat[name] for key, name in named.items() if flat.get(name)}
    if role.get("faction") == NO_FACTION:  # which an office has if it names none
        del role["faction"]
    return _non_empty(flat, fields.keys("Official")) | ({"roles": [role]} if role else {})


def source(flat: Mapping[str, Any]) -> dict[str, Value]:
    """A source."""
    return _non_empty(flat, fields.keys("Source"))


def flat_key(kind: AddedKind, at: tuple[str | int, ...]) -> str:
    """The flat key of the value at a path of a record; empty for the record itself."""
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
    """A text of several lines, on one line."""
    return _BLANKS.sub(_without_breaks, text).strip()


def _without_breaks(blanks: re.Match[str]) -> str:
    return " " if "\n" in blanks[0] or "\r" in blanks[0] else blanks[0]


def is_date(kind: AddedKind, name: str) -> bool:
    """Whether the value of a flat key is a date."""
    record, key = ADDED[kind].get(name, ("", ""))
    return bool(record) and fields.RECORDS[record][key].kind in ("date", "moment")


def read_field(kind: AddedKind, name: str, text: str, style: Style = PLAIN_STYLE) -> str:
    """The value of a flat key; of a date, its EDTF. Raises `InvalidValue`."""
    record, key = ADDED[kind][name]
    value = line(one_line(text))
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
    """The meaning of a flat key, in a sentence."""
    record, key = ADDED[kind][name]
    return DESCRIPTIONS[record][key]
