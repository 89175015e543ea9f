"""Describes the fields of all records without importing the models.

`RECORDS` is derived from the models: `python scripts/fields.py` updates it, and a test fails if it
is stale. All lists of fields, and of fields of one kind, come from here.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "text",
    "prose",
    "id",
    "date",
    "moment",
    "truth",
    "number",
    "choice",
    "language",
    "url",
    "sha256",
    "record",
    "mapping",
]


class Field:  # creating a named tuple takes as long as creating all of `RECORDS`
    """A field of a record, or an item of a field that holds `many`.

    `names` are the kinds of record whose id the field holds, empty for the record's own id.
    `choices` are the allowed words. `record` is the kind of record that the field holds.
    """

    __slots__ = ("choices", "kind", "many", "names", "record", "required")

    def __init__(  # noqa: PLR0913 - a field has all of these
        self,
        kind: Kind,
        *,
        many: bool = False,
        required: bool = False,
        names: tuple[str, ...] = (),
        choices: tuple[str, ...] = (),
        record: str = "",
    ) -> None:
        self.kind, self.many, self.required = kind, many, required
        self.names, self.choices, self.record = names, choices, record


RECORDS: dict[str, dict[str, Field]] = {
    "Meta": {
        "title": Field("text", required=True),
        "description": Field("prose"),
        "scope": Field("prose"),
        "license": Field("text"),
        "schema_version": Field("number", required=True),
        "coder": Field("text", required=True),
        "default_issue": Field("id", names=("issue",)),
        "assertions": Field("record", record="Assertions"),
    },
    "Codebook": {
        "issues": Field("record", many=True, required=True, record="Issue"),
        "factions": Field("record", many=True, record="Term"),
        "frames": Field("record", many=True, record="Term"),
    },
    "Source": {
        "title": Field("text", required=True),
        "publisher": Field("text"),
        "authors": Field("text", many=True),
        "published": Field("moment", required=True),
        "retrieved": Field("date"),
        "url": Field("url"),
        "archive_url": Field("url"),
        "lang": Field("language", required=True),
        "kind": Field("text"),
        "sha256": Field("sha256"),
        "version_of": Field("id", names=("source",)),
        "copy_of": Field("id", names=("source",)),
        "note": Field("prose"),
        "notices": Field("record", many=True, record="Notice"),
        "uncoded": Field("record", many=True, record="Uncoded"),
        "assessments": Field("record", many=True, record="Assessment"),
    },
    "Official": {
        "name": Field("text", required=True),
        "native_name": Field("text"),
        "kind": Field("choice", choices=("person", "institution", "unnamed")),
        "aliases": Field("text", many=True),
        "roles": Field("record", many=True, record="Role"),
        "identifiers": Field("mapping"),
        "note": Field("prose"),
        "statements": Field("record", many=True, record="Statement"),
    },
    "Part": {
        "statements": Field("record", many=True, required=True, record="Statement"),
    },
    "Coding": {
        "position": Field("id", names=("position",)),
        "conditions": Field("text", many=True),
        "frames": Field("id", many=True, names=("frame",)),
        "said": Field("moment"),
        "skip": Field("prose"),
        "note": Field("prose"),
        "coded": Field("date"),
        "words": Field("text", many=True),
    },
    "Assertions": {
        "officials": Field("record", record="Bounds"),
        "statements": Field("record", record="Bounds"),
        "sources": Field("record", record="Bounds"),
    },
    "Issue": {
        "id": Field("id", required=True),
        "question": Field("text", required=True),
        "positions": Field("record", many=True, required=True, record="Position"),
    },
    "Term": {
        "id": Field("id", required=True),
        "label": Field("text", required=True),
        "definition": Field("prose", required=True),
    },
    "Notice": {
        "kind": Field(
            "choice", required=True, choices=("corrected", "retracted", "updated", "deleted")
        ),
        "date": Field("date"),
        "note": Field("prose"),
    },
    "Uncoded": {
        "text": Field("text", required=True),
        "why": Field("prose"),
        "skipped": Field("truth"),
        "prefix": Field("text"),
        "suffix": Field("text"),
        "locator": Field("text"),
        "accept": Field("text", many=True),
    },
    "Assessment": {
        "about": Field("id", many=True, required=True, names=("official", "faction")),
        "text": Field("text", required=True),
        "when": Field("date"),
        "accept": Field("text", many=True),
        "note": Field("prose"),
    },
    "Role": {
        "title": Field("text"),
        "faction": Field("id", names=("faction",)),
        "from": Field("date"),
        "until": Field("date"),
        "former": Field("truth"),
    },
    "Statement": {
        "id": Field("id", required=True),
        "said": Field("moment", required=True),
        "repeated": Field("truth"),
        "venue": Field("text"),
        "words_of": Field("id", names=("statement",)),
        "same_occasion": Field("id", many=True, names=("statement",)),
        "issue": Field("id", names=("issue",)),
        "position": Field("id", required=True, names=("position",)),
        "conditions": Field("text", many=True),
        "frames": Field("id", many=True, names=("frame",)),
        "summary": Field("text"),
        "coder": Field("text"),
        "decided": Field("record", record="Decision"),
        "reviewed_by": Field("text", many=True),
        "status": Field("choice", choices=("attested", "disputed", "denied", "misattributed")),
        "role": Field("text"),
        "faction": Field("id", names=("faction",)),
        "spoken_by": Field("text", names=("official",)),
        "according_to": Field("text", many=True, names=("official",)),
        "evidence": Field("record", many=True, required=True, record="Evidence"),
        "disputes": Field("record", many=True, record="Dispute"),
        "note": Field("prose"),
    },
    "Bounds": {
        "minimum": Field("number"),
        "maximum": Field("number"),
    },
    "Position": {
        "id": Field("id", required=True),
        "label": Field("text", required=True),
        "definition": Field("prose", required=True),
        "score": Field("number"),
        "requires": Field("choice", choices=("conditions",)),
        "allows": Field("choice", choices=("conditions",)),
        "open": Field("truth"),
        "tension_with": Field("id", many=True, names=("position",)),
    },
    "Decision": {
        "date": Field("date"),
        "by": Field("text", required=True),
        "why": Field("prose", required=True),
        "of": Field("text", many=True),
    },
    "Evidence": {
        "source": Field("id", required=True, names=("source",)),
        "form": Field(
            "choice", required=True, choices=("quote", "document", "partial-quote", "paraphrase")
        ),
        "match": Field("choice", choices=("certain", "probable")),
        "speaker": Field("id", names=("official",)),
        "said": Field("moment"),
        "position": Field("id", names=("position",)),
        "conditions": Field("text", many=True),
        "text": Field("text", required=True),
        "lang": Field("language"),
        "original": Field("record", record="Original"),
        "url": Field("url"),
        "prefix": Field("text"),
        "suffix": Field("text"),
        "locator": Field("text"),
        "via": Field("text", names=("source",)),
        "derived_from": Field("id", names=("source",)),
        "accept": Field("text", many=True),
        "note": Field("prose"),
    },
    "Dispute": {
        "about": Field(
            "choice",
            required=True,
            choices=("speaker", "wording", "date", "position", "conditions"),
        ),
        "note": Field("prose", required=True),
        "resolution": Field("prose"),
        "sources": Field("id", many=True, names=("source",)),
        "words": Field("record", record="Denial"),
    },
    "Original": {
        "text": Field("text"),
        "lang": Field("language", required=True),
    },
    "Denial": {
        "text": Field("text", required=True),
        "source": Field("id", required=True, names=("source",)),
        "by": Field("text", names=("official",)),
    },
}

FILES = {
    "corpus": "Meta",
    "codebook": "Codebook",
    "source": "Source",
    "official": "Official",
    "part": "Part",
}
"""The record that each kind of file holds."""
BY_STATEMENT = {"coding": "Coding"}
"""The record that a file of this kind holds for each statement, by the statement's id."""


NEEDED = ("said", "evidence")
"""The keys that a statement needs unless its words are those of another statement."""
INHERITED = ("said", "venue", "evidence", "repeated", "spoken_by", "according_to")
"""The keys that a statement with `words_of` must not have: it takes them from the other."""
READ = ("position", "conditions", "frames", "said")
"""The keys of a coding that hold the coder's reading."""
OF_ONE_OFFICIAL = ("status", "role", "faction")
"""Further keys to take from the other statement, if both belong to one official."""


def keys(record: str, *, first: str = "", without: str = "") -> tuple[str, ...]:
    """The YAML keys of a record in order: those in `first` first, those in `without` left out."""
    leading, excluded = first.split(), without.split()
    return (*leading, *(key for key in RECORDS[record] if key not in {*leading, *excluded}))


def of_kind(*kinds: Kind) -> frozenset[str]:
    """The keys that have one of these kinds in any record."""
    return frozenset(
        key for fields in RECORDS.values() for key, field in fields.items() if field.kind in kinds
    )


_SHORT = (
    "accept according_to authors by coder kind license of publisher "
    "reviewed_by role spoken_by via words"
)
FREE_TEXT = of_kind("text", "prose").difference(_SHORT.split())
"""Keys whose unquoted value a `#` has probably cut short."""


def flat(record: str, *, without: str = "") -> dict[str, tuple[str, str]]:
    """The record and the key of each field, by a flat name.

    The fields of a nested record are listed too: `original` is its text, and `original_lang` its
    language.
    """
    names: dict[str, tuple[str, str]] = {}
    for key in keys(record, without=without):
        field = RECORDS[record][key]
        if field.record and not field.many:
            for number, inner in enumerate(RECORDS[field.record]):
                names[f"{key}_{inner}" if number else key] = (field.record, inner)
        else:
            names[key] = (record, key)
    return names


WITHIN_STATEMENT = {
    key: f"evidence_{key}" if key in ("note", "url") else key
    for key in flat("Evidence", without="said position conditions speaker")
}
"""The names of the fields of evidence, next to those of its statement."""
_ROLE = {"role": ("Role", "title")} | flat("Role", without="title former")
ADDED = {
    "statement": flat("Statement", without="evidence")
    | {name: flat("Evidence")[key] for key, name in WITHIN_STATEMENT.items()},
    "evidence": flat("Evidence"),
    "official": flat("Official", without="roles identifiers statements") | _ROLE,
    "source": flat("Source", without="notices uncoded assessments"),
}
"""The fields for adding a record of each kind, as options or in prompts."""
