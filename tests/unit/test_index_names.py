from __future__ import annotations

import pytest

from stances.index.names import begins_role, is_address, orders, surnames, titled


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("Hossein Naghavi Hosseini", ["Naghavi Hosseini", "Hosseini"]),
        ("Ali Khamenei", ["Khamenei"]),
        ("Khamenei", []),
        ("安倍 晋三", ["安倍"]),
        ("習近平", []),
        ("Lavrov, Sergey", ["Lavrov"]),
        ("Martin Luther King, Jr.", ["Martin Luther King", "Luther King", "King"]),
        ("문 재인", ["문"]),
    ],
)
def test_a_name_is_shortened_to_its_surname(name: str, shorter: list[str]) -> None:
    assert surnames(name) == shorter


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Shinzō Abe", ["abeshinzo"]),
        ("Abe, Shinzō", ["shinzoabe"]),
        ("a b c", ["bca", "cab"]),
        ("Abe", []),
        ("", []),
        ("a " * 9, []),
    ],
)
def test_a_name_has_other_orders(name: str, others: list[str]) -> None:
    assert orders(name) == others


def test_a_title_may_have_several_words() -> None:
    found = [("Major", "General Jo Bo"), ("Major General", "Jo Bo"), ("Major General Jo", "Bo")]
    assert [*titled("Major General Jo Bo")] == found
    assert [is_address(title) for title, _ in found] == [True, True, False]


@pytest.mark.parametrize("title", ["Dr.", "Rear-Admiral", "آیت‌الله", "GENERAL", "señor"])
def test_forms_of_address_are_known_however_they_are_written(title: str) -> None:
    assert is_address(title)


@pytest.mark.parametrize(
    ("title", "begins"),
    [
        ("Secretary", True),
        ("secretary of the Council", True),
        ("former Secretary", True),
        ("Dr.", False),
        ("Secret", False),
        ("Council", False),
        ("Deputy Secretary", False),
    ],
)
def test_a_title_is_that_of_a_role_which_begins_so(title: str, begins: bool) -> None:  # noqa: FBT001
    assert begins_role(title, "Secretary of the Council") is begins
