"""JSON Schemas (draft 7) of the files of a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.model import fields
from stances.roles import NO_FACTION
from stances.schema.descriptions import DESCRIPTIONS, TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    Words = Mapping[str, Mapping[str, str]]

    """What the ids of a corpus mean, by kind: `issues`, `positions`, `factions`, `frames`,
    `sources` and `officials`."""


DRAFT = "http://json-schema.org/draft-07/schema#"


def schema(kind: str, words: Words | None = None) -> Schema:
    """The schema of a kind of file: `corpus`, `codebook`, `source` or `official`.

    With the `words` of a corpus, what names one of them can be nothing else.
    """
    from stances.model import records as model  # noqa: PLC0415 - `descriptions` goes without

    record: type[model.Record] = getattr(model, fields.FILES[kind])
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


_NAMED = {("Statement", "faction"): "faction-or-none", ("Assessment", "about"): "subject"}
"""What keys name that may be more than the ids of one kind of record."""


def put_words(records: Mapping[str, Schema], words: Words) -> dict[str, Schema]:
    """Let the keys of records name nothing but words of the corpus: definitions to be added.

    `records` are the schemas of records by the names of their models, and are changed.
    """
    used: dict[str, Schema] = {}
    for record in records:
        for key, field in fields.RECORDS[record].items():
            if field.names:
                kind = _NAMED.get((record, key), field.names[0])
                _refer(records[record]["properties"][key], kind)
                used[kind] = _enumeration(_known(kind, words))
    return used


def _refer(value: Schema, kind: str) -> None:
    reference = {"$ref": f"#/definitions/{kind}"}
    if value.get("type") == "array":
        value["items"] = reference
        return
    for name in [name for name in value if name != "description"]:
        del value[name]
    value["allOf"] = [reference]


def _known(kind: str, words: Words) -> dict[str, str]:
    """The ids that something of a kind may have, and what they mean."""
    if kind == "faction-or-none":
        return {**words["factions"], NO_FACTION: "In no faction's name."}
    if kind == "subject":
        return {**words["officials"], **words["factions"]}
    return dict(words[f"{kind}s"])


def _enumeration(known: Mapping[str, str]) -> Schema:
    """One of these ids. `enumDescriptions` is what editors show of each."""
    spelt = [(each, id_) for id_ in known for each in _read(id_)]
    return {
        "enum": [each for each, _ in spelt],
        "enumDescriptions": [known[id_] for _, id_ in spelt],
    }


def _read(id_: str) -> list[str | int | bool]:
    """What others read where the id stands without quotation marks: `2014` is a number to them."""
    if id_.isdigit():
        return [id_, int(id_)]
    return [id_, id_ == "true"] if id_ in {"true", "false"} else [id_]


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
