from __future__ import annotations

import pytest

from cases import every_case


def tried(*numbers: int) -> None:
    with every_case() as case:
        for number in numbers:
            with case("number", number):
                [even] = [n for n in (number,) if n != 3]
                assert even != 1


def tried_to_raise() -> None:
    with every_case() as case, case("x"), pytest.raises(KeyError):
        pass


class TestEveryCase:
    def test_names_all_that_are_wrong_and_why(self) -> None:
        with pytest.raises(pytest.fail.Exception) as told:
            tried(0, 1, 2, 3, 4)
        first, *rest = str(told.value).splitlines()
        assert first == "2 of 5 cases are wrong:"
        assert rest[0].startswith("'number', 1: AssertionError: assert 1 != 1")
        assert rest[-1].startswith("'number', 3: ValueError: not enough values")

    def test_names_those_that_should_have_raised(self) -> None:
        with pytest.raises(pytest.fail.Exception, match="'x': Failed: DID NOT RAISE"):
            tried_to_raise()

    def test_is_quiet_where_none_is_wrong(self) -> None:
        tried(0, 2)

    def test_fails_where_there_is_no_case(self) -> None:
        with pytest.raises(AssertionError, match="no case was tried"):
            tried()
