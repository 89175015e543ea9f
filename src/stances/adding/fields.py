"""One value of a record by itself, held against the model as it is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances import model
from stances.adding.additions import ROLE, STATEMENT, WITHIN_STATEMENT
from stances.editing.beginning.answers import UnfitAnswerError, line
from stances.schema.descriptions import DESCRIPTIONS

if TYPE_CHECKING:
    from stances.adding.additions import AddedKind

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
    """The value of a key, by the name that it has among the flat ones; `UnfitAnswerError`."""
    record, key = _field(kind, name)
    value = line(one_line(text))
    # What else the record lacks is none of this value's faults.
    _, faults = model.validate(record, {key: [value] if key in LISTS else value})
    for fault in faults:
        if fault.at[:1] == (key,):
            raise UnfitAnswerError(
                f"{fault.message}; {fault.hint}" if fault.hint else fault.message
            )
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
