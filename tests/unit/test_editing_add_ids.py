from __future__ import annotations

import pytest

from stances.editing.ids import free, short_slug, slug
from stances.model.types import SLUG


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We were not asked", "not-asked"),
        ("We will never, ever do so.", "never-ever-do"),
        ("Iran and America are the only two countries, he said", "iran-america-only-two-countries"),
        ("the of", "the-of"),
        ("Zoë’s café: naïve", "zoes-cafe-naive"),
        ("Straße", "strasse"),
        ("دریاچه باید آرام شود", "dryache-baid-aram-shud"),
        ("ایران و خامنه‌ای", "iran-khamnei"),
        ("Иран готов к сотрудничеству", "iran-gotov-sotrudnichestvu"),
        ("\u0397 Ελλάδα του Τσίπρα", "ellada-tou-tsipra"),
        ("不会 35 155mm 15 2024", "otherwise"),
        ("Has 35 guns of 155mm", "guns"),
        ("", "otherwise"),
        ("x" * 100, "x" * 48),
        (f"short {'y' * 47}", "short"),
    ],
)
def test_a_short_slug_has_the_words_that_say_something(text: str, expected: str) -> None:
    found = short_slug(text, "otherwise")
    assert found == expected
    assert SLUG.fullmatch(found)


def test_a_slug_has_all_words() -> None:
    assert slug("The Town of Lindau") == "the-town-of-lindau"
    assert slug("شیرین") == "shirin"
    assert slug("永不") == ""


def test_a_slug_that_is_taken_gets_the_first_number_that_is_free() -> None:
    assert free("a", ()) == "a"
    assert free("a", {"a", "a-2"}) == "a-3"
