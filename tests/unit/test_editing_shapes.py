from __future__ import annotations

from typing import Any, get_type_hints

import pytest

from stances import model
from stances.editing.yaml_writer import NO_SHAPE, TYPED, shape_of
from stances.model import types

RECORDS = [
    *(model.Meta, model.Bounds, model.Position, model.Source, model.Assessment, model.Role),
    *(model.Statement, model.Evidence, model.Dispute, model.Official, model.Term, model.Issue),
]
KINDS = (types.Date, types.Truth, types.Whole, types.Count, types.Version)

KINDS = (types.Date, types.Truth, types.Whole, types.Count, types.Version)


def holds(hint: Any, *kinds: Any) -> bool:  # noqa: ANN401 - any annotation
    return hint in kinds or any(holds(part, *kinds) for part in getattr(hint, "__args__", ()))


@pytest.mark.parametrize("record", RECORDS)
def test_dates_numbers_and_truth_values_are_known_by_their_keys(
    record: type[model.Record],
) -> None:
    hints = get_type_hints(record, include_extras=True)
    for name, field in record.model_fields.items():
        typed = holds(hints[name], *KINDS)
        assert ((field.alias or name) in TYPED) == typed


def test_keys_stand_in_the_order_of_the_model() -> None:
    shape = shape_of("official")
    assert list(shape.ranks)[:3] == ["name", "native_name", "kind"]
    assert "from" in shape.inner["roles"].ranks
    evidence = shape.inner["statements"].inner["evidence"]
    assert list(evidence.ranks)[:2] == ["source", "form"]
    assert [*evidence.inner["original"].ranks] == ["text", "lang"]
    assert "identifiers" not in shape.inner


def test_bounds_alone_are_written_in_brackets() -> None:
    assertions = shape_of("corpus").inner["assertions"]
    assert not assertions.short
    assert assertions.inner["officials"].short
    assert not NO_SHAPE.short
    assert [*shape_of("codebook").ranks] == ["issues", "factions", "frames"]
    assert "assessments" in shape_of("source").inner
