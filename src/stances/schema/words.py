"""The words and ids of a corpus in the schemas of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.roles import NO_FACTION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stances.schema.rules import Schema

    Words = Mapping[str, Mapping[str, str]]
    """What the ids of a corpus mean, by kind: `issues`, `positions`, `factions`, `frames`,
    `sources` and `officials`."""

_NAMING = {
    ("Meta", "default_issue"): "issue",
    ("Assessment", "about"): "subject",
    ("Role", "faction"): "faction",
    ("Statement", "issue"): "issue",
    ("Statement", "position"): "position",
    ("Statement", "frames"): "frame",
    ("Statement", "faction"): "faction-or-none",
    ("Evidence", "source"): "source",
    ("Evidence", "speaker"): "official",
    ("Evidence", "position"): "position",
    ("Evidence", "derived_from"): "source",
}
"""Which keys of which records name what."""


def put_words(records: Mapping[str, Schema], words: Words) -> dict[str, Schema]:
    """Let the keys of records name nothing but words of the corpus: definitions to be added.

    `records` are the schemas of records by the names of their models, and are changed.
    """
    used: dict[str, Schema] = {}
    for (record, key), kind in _NAMING.items():
        if record in records:
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
