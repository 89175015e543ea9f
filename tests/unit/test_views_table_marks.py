from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.queries.background import Background
from stances.views.table.marks import COUNTED, Marks, beginnings, marks_of
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("names", "marks"),
    [
        (["Rouhani", "Zarif"], ["Ro", "Za"]),
        (["Nahavandian", "Naghavi", "Nasser"], ["Nah", "Nag", "Nas"]),
        (["Sal", "Salami"], ["Sal", "Sala"]),
        (["rouhani", "Roa"], ["rou", "Roa"]),
        (["van Gogh", "van Dyck"], ["van G", "van D"]),
        (["O", "Oz"], ["O", "Oz"]),
        (["Ko", "Ko", "Bo"], ["Ko1", "Ko2", "Bo"]),
        (["习近平", "习仲勋"], ["习近", "习仲"]),
        (["Ēmile", "E\u0301lan"], ["Ēm", "E\u0301l"]),
        (["कीर्ति", "कला"], ["कीर्", "कला"]),
    ],
)
def test_beginnings_are_as_short_as_tells_names_apart(
    names: Sequence[str], marks: Sequence[str]
) -> None:
    numbered = {str(number): name for number, name in enumerate(names)}
    assert [*beginnings(numbered).values()] == marks


@given(
    st.lists(
        st.text("abAB é\u0301", min_size=1, max_size=6).map(str.strip).filter(bool), max_size=9
    )
)
def test_beginnings_tell_all_names_apart_without_regard_to_case(names: list[str]) -> None:
    numbered = {str(number): name for number, name in enumerate(names)}
    marks = beginnings(numbered)
    distinct = {name.casefold() for name in names}
    if len(distinct) == len(names):
        assert len({mark.casefold() for mark in marks.values()}) == len(names)
        assert all(numbered[id_].startswith(mark) for id_, mark in marks.items())


NAMES = {"bo": "Bo", "cas": "Cas Ko", "eva": "Eva"}


class TestMarks:
    def test_stand_in_the_order_of_names_with_a_sign_for_what_is_doubtful(self) -> None:
        marks = Marks({"bo": "Bo", "cas": "Ca", "eva": "Ev"}, NAMES)
        assert marks.words(["eva", "bo"], {"bo"}) == ["Bo?", "Ev"]
        assert marks.words([]) == []

    def test_that_are_names_have_commas_between_them(self) -> None:
        assert Marks(NAMES, NAMES).words(["cas", "bo", "eva"]) == ["Bo,", "Cas Ko,", "Eva"]

    def test_of_many_are_their_number(self) -> None:
        many = {str(number): f"{number:02}" for number in range(13)}
        assert Marks(many, many).words([*many]) == ["13"]
        assert len(Marks(many, many).words([*many][:12])) == 12
        assert COUNTED.words(["a", "b"], {"a"}) == ["2"]

    def test_have_a_legend_of_the_names_that_begin_so(self) -> None:
        marks = Marks({"eva": "Ev", "bo": "Bo", "cas": "C1"}, NAMES)
        assert marks.legend().plain == "Names: Bo, C1 Cas Ko, Eva."

    def test_are_names_or_beginnings_or_numbers_by_what_there_is_room_for(self) -> None:
        wording = Wording(Background(short_names=lambda: NAMES))
        names, letters, numbers = marks_of(["bo", "cas", "bo"], wording)
        assert (names.are_names, letters.are_names, numbers.are_names) == (True, False, False)
        assert [each.words(["cas"]) for each in (names, letters, numbers)] == [
            ["Cas Ko"],
            ["Ca"],
            ["1"],
        ]
        assert marks_of(map(str, range(49)), wording) == [COUNTED]
