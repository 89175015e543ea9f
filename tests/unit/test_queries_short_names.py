from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stances.queries.background import short_names

if TYPE_CHECKING:
    from corpora import CorpusBuilder


@pytest.mark.parametrize(
    ("id_", "name", "kind", "short"),
    [
        ("rouhani", "Hassan Rouhani", "person", "Rouhani"),
        ("naghavi-hosseini", "Hossein Naghavi Hosseini", "person", "Naghavi Hosseini"),
        ("amir-abdollahian", "Hossein Amir-Abdollahian", "person", "Amir-Abdollahian"),
        ("the-president", "Hassan Rouhani", "person", "Rouhani"),
        ("h1", "Rouhani, Hassan", "person", "Rouhani"),
        ("rouhani", "Rouhani, Hassan", "person", "Rouhani"),
        ("xi", "习近平", "person", "习近平"),
        ("abe", "安倍 晋三", "person", "安倍"),
        ("zarif", "محمدجواد ظریف", "person", "ظریف"),
        ("pele", "Pelé", "person", "Pelé"),
        ("research-center", "Research Center of the parliament", "institution", "Research Center"),
        ("irna", "Islamic Republic News Agency", "institution", "Islamic Republic News Agency"),
        ("aide", "a senior official", "unnamed", "a senior official"),
    ],
)
def test_are_what_the_id_says_or_the_surname(
    corpus: CorpusBuilder, id_: str, name: str, kind: str, short: str
) -> None:
    assert short_names(corpus.official(id_, name=name, kind=kind).index()) == {id_: short}


def test_are_whole_where_two_would_be_called_the_same(corpus: CorpusBuilder) -> None:
    for id_, name in ("a1", "Ali Khan"), ("b1", "Bo Khán"), ("c1", "Cas Ko"):
        corpus.official(id_, name=name)
    assert short_names(corpus.index()) == {"a1": "Ali Khan", "b1": "Bo Khán", "c1": "Ko"}
