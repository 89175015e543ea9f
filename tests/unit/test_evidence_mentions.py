"""Finding the officials that a text names."""

from __future__ import annotations

import pytest

from stances.evidence.mentions import Mentions

_NAMES = [
    ("zarif", "Zarif"),
    ("zarif", "Mohammad-Javad Zarif"),
    ("zarif", "ظریف"),
    ("salami", "Salami"),
    ("lavrov", "Лавров"),
    ("lavrov", "Сергей Лавров"),
    ("xi", "习近平"),
    ("abe", "安倍"),
    ("council", "the council"),
]


def _found(text: str) -> list[tuple[str, str]]:
    found = Mentions(_NAMES).find(text)
    return [(each.official, text[each.start : each.end]) for each in found]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Zarif’s man", [("zarif", "Zarif")]),
        ("ZARIF spoke", [("zarif", "ZARIF")]),
        ("he met Mohammad Javad Zarif", [("zarif", "Mohammad Javad Zarif")]),
        ("a slice of salami, and Salami", [("salami", "Salami")]),
        ("Zarifian and unZarif", []),
        ("the Council decided", [("council", "the Council")]),
        ("при Лаврове", [("lavrov", "Лаврове")]),
        ("Сергеем Лавровым", [("lavrov", "Сергеем Лавровым")]),
        ("وقال ظريف", [("zarif", "ظريف")]),
        ("ولظريف", [("zarif", "ولظريف")]),
        ("主席习近平说,安倍", [("xi", "习近平"), ("abe", "安倍")]),
        ("", []),
    ],
)
def test_names_are_found_in_the_forms_that_texts_have_them(
    text: str, named: list[tuple[str, str]]
) -> None:
    assert _found(text) == named


def test_a_name_of_two_officials_is_a_mention_of_both() -> None:
    found = Mentions([("a", "Adler"), ("b", "Adler")]).find("Adler said")
    assert [each.official for each in found] == ["a", "b"]
