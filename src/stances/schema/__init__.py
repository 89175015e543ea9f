"""JSON Schemas (draft 7) of the files of a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.model import fields
from stances.roles import NO_FACTION
from stances.schema.descriptions import DESCRIPTIONS, TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    Words = Mapping[str, Mapping[str, str]]

    """The meaning of each id of a corpus, by kind: `issues`, `positions`, `factions`, `frames`,
    `sources` and `officials`."""


SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
DRAFT = "http://json-schema.org/draft-07/schema#"


def schema(kind: str, words: Words | None = None) -> Schema:
    """The schema of a kind of file: `corpus`, `codebook`, `source`, `official` or `coding`.

    With the `words` of a corpus, keys that name one of them accept nothing else.
    """
    from stances.model import records as model  # noqa: PLC0415 - `descriptions` goes without

    name = fields.FILES.get(kind) or fields.BY_STATEMENT[kind]
    record: type[model.Record] = getattr(model, name)
    generated = record.model_json_schema()
    parts = {**generated.pop("$defs", {}), record.__name__: generated}
    records = {name: _record(name, part) for name, part in parts.items()}
    definitions = {} if words is None else _put_words(records, words)
    head = {"$schema": DRAFT, "title": TITLES[kind]}
    if kind in fields.BY_STATEMENT:
        whole = {**head, **_by_statement(name)}
    else:
        whole = {**head, **records.pop(name)}
    definitions = records | definitions
    return {**whole, "definitions": definitions} if definitions else whole


def _by_statement(record: str) -> Schema:
    """The schema of a mapping of the ids of statements to records."""
    return {
        "type": "object",
        "propertyNames": {"pattern": f"^{SLUG}$"},
        "additionalProperties": {"$ref": f"#/definitions/{record}"},
    }


def _record(name: str, generated: Schema) -> Schema:
    """The schema that pydantic generates of a model, in draft 7 and with every key described."""
    rules = RULES.get(name)
    keys = generated["properties"].items()
    return {
        "type": "object",
        "properties": {key: _property(name, key, value) for key, value in keys},
        "required": generated.get("required", []),
        "additionalProperties": False,
        **({"allOf": rules} if rules else {}),
    }


def _property(record: str, key: str, generated: Schema) -> Schema:
    """The schema of a key's value. An absent value is an absent key, so null is not allowed."""
    value = {name: part for name, part in generated.items() if name not in {"title", "default"}}
    for choice in value.pop("anyOf", ()):
        value |= {} if choice == {"type": "null"} else choice
    if key in SETS:
        value["uniqueItems"] = True
    if key in ONE_OR_SEVERAL:
        value = {"anyOf": [value["items"], value]}
    if isinstance(default := generated.get("default"), str):
        value["default"] = default
    if "items" in value:
        value["items"] = {**value["items"], **_reference(value["items"])}
    if reference := _reference(value):
        value = {"allOf": [reference]}  # draft 7 ignores all that stands beside a `$ref`
    return {"description": DESCRIPTIONS[record][key], **value}


def _reference(value: Schema) -> Schema:
    name = value.get("$ref", "").rpartition("/")[2]
    return {"$ref": f"#/definitions/{name}"} if name else {}


_NAMED = {("Statement", "faction"): "faction-or-none", ("Assessment", "about"): "subject"}
"""Keys that can name more than the ids of one kind of record."""


def _put_words(records: Mapping[str, Schema], words: Words) -> dict[str, Schema]:
    """Let the keys of records name nothing but words of the corpus; return the definitions needed.

    `records` are the schemas of records by the names of their models, and are changed.
    """
    definitions: dict[str, Schema] = {}
    for record in records:
        for key, field in fields.RECORDS[record].items():
            if field.kind != "id" or field.names in ((), ("statement",)):
                continue
            kind = _NAMED.get((record, key), field.names[0])
            definitions[kind] = _enumeration(_meanings(kind, words))
            reference = {"$ref": f"#/definitions/{kind}"}
            properties = records[record]["properties"]
            if properties[key].get("type") == "array":
                properties[key]["items"] = reference
            else:
                description = properties[key]["description"]
                properties[key] = {"description": description, "allOf": [reference]}
    return definitions


def _meanings(kind: str, words: Words) -> dict[str, str]:
    """The allowed ids of a kind, and what they mean."""
    if kind == "faction-or-none":
        return {**words["factions"], NO_FACTION: "In no faction's name."}
    if kind == "subject":
        return {**words["officials"], **words["factions"]}
    return dict(words[f"{kind}s"])


def _enumeration(meanings: Mapping[str, str]) -> Schema:
    """Any of these ids, or nothing if there are none. Editors show `enumDescriptions` of each."""
    if not meanings:
        return {"not": {}}  # no list of values may be empty
    values: list[tuple[str | int | bool, str]] = []
    for id_, meaning in meanings.items():
        values.append((id_, meaning))
        # Other programs read these as a number or boolean without quotation marks.
        if id_.isdigit():
            values.append((int(id_), meaning))
        elif id_ in {"true", "false"}:
            values.append((id_ == "true", meaning))
    return {
        "enum": [value for value, _ in values],
        "enumDescriptions": [meaning for _, meaning in values],
    }


Schema = dict[str, Any]

_DISPUTED: Schema = {"required": ["disputes"], "properties": {"disputes": {"minItems": 1}}}


def _has(key: str, *values: str) -> Schema:
    return {"required": [key], "properties": {key: {"enum": list(values)}}}


_TITLED: Schema = {"properties": {"roles": {"items": {"required": ["title"]}}}}
_REASONED: Schema = {"if": _has("match", "probable"), "then": {"required": ["note"]}}
_ACCEPTED: Schema = {
    "if": {"required": ["accept"], "properties": {"accept": {"minItems": 1}}},
    "then": {"required": ["note"]},
}
_OWN_WORDS: Schema = {
    "if": {"required": ["words_of"]},
    "then": {"properties": dict.fromkeys(fields.INHERITED, False)},
    "else": {"required": [*fields.NEEDED], "properties": {"evidence": {"minItems": 1}}},
}
_SCORED_OPEN: Schema = {
    "required": ["score", "open"],
    "properties": {"open": {"enum": [True, "true"]}},
}
_SKIPPED: Schema = {"required": ["skipped"], "properties": {"skipped": {"enum": [True, "true"]}}}
_NOT_NONE: Schema = {"properties": {"id": {"not": {"const": NO_FACTION}}}}

_NOT_READ: Schema = {
    "if": {"required": ["skip"]},
    "then": {"properties": dict.fromkeys(fields.READ, False)},
    "else": {"required": ["position"]},
}

RULES: dict[str, list[Schema]] = {
    "Coding": [_NOT_READ],
    "Codebook": [{"properties": {"factions": {"items": _NOT_NONE}}}],
    "Official": [{"if": _has("kind", "institution", "unnamed"), "else": _TITLED}],
    "Position": [{"not": _SCORED_OPEN}],
    "Evidence": [_ACCEPTED],
    "Assessment": [_ACCEPTED],
    "Uncoded": [{"if": {"required": ["why"]}, "else": _SKIPPED}],
    "Statement": [
        _OWN_WORDS,
        {"if": _has("status", "disputed", "denied", "misattributed"), "then": _DISPUTED},
        {"if": _DISPUTED, "else": {"properties": {"evidence": {"items": _REASONED}}}},
    ],
}
"""The rules of a record, by the name of its model."""
SETS = ("conditions", "frames", "same_occasion", "reviewed_by", "according_to")
"""Keys of lists without duplicates."""
ONE_OR_SEVERAL = ("according_to",)
"""Keys of lists that may be written as one item."""
