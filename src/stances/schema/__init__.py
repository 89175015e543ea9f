"""The files of a corpus as JSON Schemas of draft 7, which is what editors and validators know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances import model
from stances.schema.descriptions import DESCRIPTIONS, TITLES
from stances.schema.rules import RULES, SETS
from stances.schema.words import put_words

if TYPE_CHECKING:
    from stances.schema.rules import Schema
    from stances.schema.words import Words

DRAFT = "http://json-schema.org/draft-07/schema#"
_RECORDS: dict[str, type[model.Record]] = {
    "corpus": model.Meta,
    "codebook": model.Codebook,
    "source": model.Source,
    "official": model.Official,
}


def schema(kind: str, words: Words | None = None) -> Schema:
    """The schema of a kind of file: `corpus`, `codebook`, `source` or `official`.

    With the `words` of a corpus, what names one of them can be nothing else.
    """
    record = _RECORDS[kind]
    generated = record.model_json_schema()
    parts = {**generated.pop("$defs", {}), record.__name__: generated}
    records = {name: _record(name, part) for name, part in parts.items()}
    known = {} if words is None else put_words(records, words)
    whole = {"$schema": DRAFT, "title": TITLES[kind], **records.pop(record.__name__)}
    return {**whole, "definitions": records | known} if records | known else whole


def _record(name: str, generated: Schema) -> Schema:
    """A mapping, as pydantic says it of a model, in draft 7 and with every key described."""
    rules = [make() for make in RULES.get(name, ())]
    keys = generated["properties"].items()
    return {
        "type": "object",
        "properties": {key: _property(name, key, value) for key, value in keys},
        "required": generated.get("required", []),
        "additionalProperties": False,
        **({"allOf": rules} if rules else {}),
    }


def _property(record: str, key: str, generated: Schema) -> Schema:
    """What stands under a key. A key without a value is no way to leave it out: so no null."""
    value = {name: part for name, part in generated.items() if name not in {"title", "default"}}
    for choice in value.pop("anyOf", ()):
        value |= {} if choice == {"type": "null"} else choice
    if key in SETS:
        value["uniqueItems"] = True
    if isinstance(default := generated.get("default"), str):
        value["default"] = default
    return {"description": DESCRIPTIONS[record][key], **_drafted(value)}


def _drafted(value: Schema) -> Schema:
    """References as draft 7 has them: beside a `$ref` nothing is read, so it stands in `allOf`."""
    if "items" in value:
        value["items"] = {**value["items"], **_reference(value["items"])}
    if reference := _reference(value):
        return {"allOf": [reference]}
    return value


def _reference(value: Schema) -> Schema:
    name = value.get("$ref", "").rpartition("/")[2]
    return {"$ref": f"#/definitions/{name}"} if name else {}
