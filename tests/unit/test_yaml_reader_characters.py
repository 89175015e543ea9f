from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.problems import Place
from stances.text import is_unfit
from stances.yaml_reader.characters import FORBIDDEN, Forbidden, Lines, without_directives

if TYPE_CHECKING:
    from stances.problems import Where


FORBIDDEN_RANGES = [
    (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0x2028, 0x202E), (0x2066, 0x2069),
    (0xD800, 0xDFFF), (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
]  # fmt: skip


class TestForbiddenCharacters:
    def test_are_these_and_no_others(self) -> None:
        forbidden = {n for low, high in FORBIDDEN_RANGES for n in range(low, high + 1)}
        assert {n for n in range(0x110000) if FORBIDDEN.match(chr(n))} == forbidden

    def test_are_those_that_no_output_carries(self) -> None:
        assert {n for n in range(0x110000) if is_unfit(n)} == {
            n for n in range(0x110000) if FORBIDDEN.match(chr(n))
        }

    def test_are_replaced_one_by_one(self) -> None:
        assert Forbidden("a\0\u202eb\r\n\x85").cleaned == "a\ufffd\ufffdb\r\n\ufffd"

    @pytest.mark.parametrize(
        ("escape", "character"),
        [
            ("\\0", "NUL"), ("\\a", "7"), ("\\b", "8"), ("\\v", "B"), ("\\f", "C"), ("\\e", "1B"),
            ("\\N", "85"), ("\\L", "2028"), ("\\P", "2029"), ("\\x7F", "7F"), ("\\ufeff", "FEFF"),
            ("\\U0010FFFF", "10FFFF"),
        ],
    )  # fmt: skip
    def test_are_found_in_escape_sequences(self, escape: str, character: str) -> None:
        point = int(character.replace("NUL", "0"), 16)
        forbidden = Forbidden("ab")
        value = forbidden.escaped(f"x{chr(point)}", 10, f'"\\\\0{escape}\\n"')
        assert value == "x\ufffd"
        (found,) = forbidden.faults([])
        assert found.message.startswith(f"the character U+{point:04X} (")
        assert found.place == (1, 15)

    def test_are_put_down_to_what_began_last(self) -> None:
        places: list[tuple[Place, Where]] = [
            (Place(2, 1), ("c",)),
            (Place(1, 4), ("a", 0, "b")),
            (Place(1, 4), ("a",)),
            (Place(1, 4), ("a", 0)),
        ]
        found = Forbidden("\0  \0\n\0\0").faults(places)
        assert [fault.at for fault in found] == [(), ("a", 0, "b"), ("c",), ("c",)]

    def test_make_no_fault_where_there_are_none(self) -> None:
        assert Forbidden("a: b\n").faults([(Place(1, 1), ())]) == []

    @given(st.text())
    def test_never_remain(self, text: str) -> None:
        cleaned = Forbidden(text).cleaned
        assert not FORBIDDEN.search(cleaned)
        assert len(cleaned) == len(text)


class TestLines:
    def test_end_as_yaml_has_them_end(self) -> None:
        lines = Lines("a\r\nb\rc\n\n\u2028d")
        places = [lines.place(offset) for offset in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)]
        assert places == [
            (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (5, 1), (5, 2), (5, 3),
        ]  # fmt: skip


class TestDirectives:
    @pytest.mark.parametrize(
        ("text", "cleaned", "places"),
        [
            ("a: b\n%c\n", "a: b\n%c\n", []),
            ("%YAML 1.1\n---\na: b", "#YAML 1.1\n---\na: b", [(1, 1)]),
            ("# a\r\n\r\n %a\r\n", "# a\r\n\r\n %a\r\n", []),
            ("#\r\n \t\r%a%\n\n%c\n#%\n%", "#\r\n \t\r#a%\n\n#c\n#%\n#", [(3, 1), (5, 1), (7, 1)]),
        ],
    )  # fmt: skip
    def test_before_the_data_become_comments(
        self, text: str, cleaned: str, places: list[tuple[int, int]]
    ) -> None:
        found, faults = without_directives(text)
        assert found == cleaned
        assert [(fault.code, fault.at, fault.place) for fault in faults] == [
            ("ST011", (), place) for place in places
        ]
