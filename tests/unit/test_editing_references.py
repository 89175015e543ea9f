"""Which fields name what: the table is held against the model, so that no field is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import AfterValidator

from stances.editing.references import FIELDS, KINDS, Held, Named, node_at, renamed, uses
from stances.model import records as model
from stances.model.types import Names, Slug

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDS: dict[str, type[model.Record]] = {
    "corpus": model.Meta,
    "codebook": model.Codebook,
    "source": model.Source,
    "official": model.Official,
}
VALIDATOR: Any = Slug.__metadata__[0]  # type: ignore[attr-defined]


def held_ids(record: type[model.Record], at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The keys of all fields of a record, and of those within it, that hold ids."""
    for name, field in record.model_fields.items():
        path = (*at, field.alias or name)
        if names_it(field.metadata) or is_slug(field.annotation):
            yield path
        for inner in records_in(field.annotation):
            yield from held_ids(inner, path)


def is_slug(annotation: Any) -> bool:  # noqa: ANN401 - any type
    metadata = getattr(annotation, "__metadata__", ())
    return names_it(metadata) or any(map(is_slug, getattr(annotation, "__args__", ())))


def names_it(metadata: Any) -> bool:  # noqa: ANN401 - whatever pydantic keeps
    return VALIDATOR in metadata or any(isinstance(each, Names) for each in metadata)


def records_in(annotation: Any) -> Iterator[type[model.Record]]:  # noqa: ANN401 - any type
    if isinstance(annotation, type) and issubclass(annotation, model.Record):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from records_in(part)


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field_of_the_model_that_holds_an_id_is_in_the_table(kind: str) -> None:
    assert isinstance(VALIDATOR, AfterValidator)
    assert set(held_ids(RECORDS[kind])) == set(FIELDS[kind])


def test_every_kind_is_held_by_some_field() -> None:
    held = {kind for fields in FIELDS.values() for kinds in fields.values() for kind in kinds}
    assert held | {"coder"} == set(KINDS)  # coders are folders


STATEMENTS: Any = [
    {
        "id": "x",
        "position": "x",
        "faction": "x",
        "frames": ["y", "x"],
        "note": "x",
        "evidence": [
            {"source": "x", "speaker": "x", "position": "x", "derived_from": "x", "text": "x"}
        ],
    },
    {"id": "z", "issue": "x", "position": "x", "frames": [], "evidence": []},
]
OFFICIAL: Any = {"name": "x", "roles": [{"title": "x", "faction": "x"}], "statements": STATEMENTS}
FIRST = ("statements", 0)
PIECE = (*FIRST, "evidence", 0)


@pytest.mark.parametrize(
    ("thing", "found"),
    [
        (Named("official", "x"), [(*PIECE, "speaker")]),
        (Named("source", "x"), [(*PIECE, "source"), (*PIECE, "derived_from")]),
        (Named("statement", "x", "jansen"), [(*FIRST, "id")]),
        (Named("statement", "x", "bo"), []),
        (Named("issue", "x"), [("statements", 1, "issue")]),
        (Named("position", "x", "tram"), [(*FIRST, "position"), (*PIECE, "position")]),
        (Named("position", "x", "x"), [("statements", 1, "position")]),
        (Named("faction", "x"), [("roles", 0, "faction"), (*FIRST, "faction")]),
        (Named("frame", "x"), [(*FIRST, "frames", 1)]),
        (Named("frame", "none"), []),
    ],
)
def test_one_id_of_many_things_is_found_where_it_means_the_one(thing: Named, found: Any) -> None:  # noqa: ANN401
    assert [*uses(thing, Held("official", "jansen", OFFICIAL, "tram"))] == found


VOICES: Any = [
    {
        "id": "y",
        "words_of": "bo/x",
        "same_occasion": ["jansen/x", "jansen/y"],
        "spoken_by": "x",
        "according_to": ["Somebody", "x"],
        "evidence": [{"source": "z", "via": "x", "text": "bo/x"}],
        "disputes": [{"note": "bo/x", "sources": ["x"], "words": {"source": "x", "by": "x"}}],
    },
    {"id": "x", "according_to": "x", "words_of": "x/y"},
]
DISPUTE = (*FIRST, "disputes", 0)


@pytest.mark.parametrize(
    ("thing", "found"),
    [
        (Named("statement", "x", "bo"), [(*FIRST, "words_of")]),
        (
            Named("statement", "x", "jansen"),
            [(*FIRST, "same_occasion", 0), ("statements", 1, "id")],
        ),
        (Named("official", "bo"), [(*FIRST, "words_of")]),
        (
            Named("official", "jansen"),
            [(*FIRST, "same_occasion", 0), (*FIRST, "same_occasion", 1)],
        ),
        (
            Named("official", "x"),
            [
                (*FIRST, "spoken_by"),
                (*FIRST, "according_to", 1),
                (*DISPUTE, "words", "by"),
                ("statements", 1, "according_to"),
                ("statements", 1, "words_of"),
            ],
        ),
        (
            Named("source", "x"),
            [(*PIECE, "via"), (*DISPUTE, "sources", 0), (*DISPUTE, "words", "source")],
        ),
    ],
)
def test_references_and_texts_that_are_ids_are_found(thing: Named, found: Any) -> None:  # noqa: ANN401
    held = Held("official", "jansen", {"name": "x", "statements": VOICES}, "tram")
    assert [*uses(thing, held)] == found


@pytest.mark.parametrize(
    ("use", "old", "new", "now"),
    [
        ("x", Named("official", "x"), Named("official", "y"), "y"),
        ("x/s", Named("official", "x"), Named("official", "y"), "y/s"),
        ("x/s", Named("statement", "s", "x"), Named("statement", "t", "x"), "x/t"),
        ("x/s", Named("statement", "s", "x"), Named("statement", "t", "y"), "y/t"),
        ("s", Named("statement", "s", "x"), Named("statement", "t", "y"), "t"),
    ],
)
def test_what_refers_to_the_old_one_refers_to_the_new(
    use: str, old: Named, new: Named, now: str
) -> None:
    assert renamed(use, old, new) == now


def test_the_codebook_defines_the_positions_of_each_issue() -> None:
    issue = {"id": "a", "positions": [{"id": "x"}, {"id": "y"}]}
    book: Any = {"issues": [issue, issue | {"id": "x"}], "factions": [{"id": "x"}]}
    held = Held("codebook", "codebook", book, "a")
    assert [*uses(Named("position", "x", "x"), held)] == [("issues", 1, "positions", 0, "id")]
    assert [*uses(Named("issue", "x"), held)] == [("issues", 1, "id")]
    assert [*uses(Named("faction", "x"), held)] == [("factions", 0, "id")]


def test_assessments_are_about_officials_and_factions() -> None:
    source: Any = {"title": "x", "assessments": [{"about": ["y", "x"], "text": "x"}]}
    held = Held("source", "x", source, "a")
    for kind in ("official", "faction"):
        assert [*uses(Named(kind, "x"), held)] == [("assessments", 0, "about", 1)]
    assert [*uses(Named("source", "x"), held)] == []


def test_a_path_that_leads_nowhere_is_an_error() -> None:
    with pytest.raises(KeyError):
        node_at(OFFICIAL, ("name", "x"))
    with pytest.raises(KeyError):
        node_at(OFFICIAL, ("names",))
