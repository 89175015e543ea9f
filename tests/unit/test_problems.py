from __future__ import annotations

from random import Random

import pytest

from cases import every_case
from stances.codes import CATALOGUE, codes_of
from stances.problems import MOST_ALIKE, Problem, counted, told


class TestProblem:
    def test_has_the_name_and_weight_of_its_code(self) -> None:
        error, warning = Problem("a", 1, 1, "ST104", "x"), Problem("a", 1, 1, "ST016", "x")
        assert (error.name, error.severity) == ("unknown-faction", "error")
        assert (warning.name, warning.severity) == ("comment-in-text", "warning")

    def test_stands_before_those_further_on(self) -> None:
        ordered = [
            Problem("a.yaml", 2, 9, "ST999", "z"),
            Problem("a.yaml", 10, 1, "ST104", "a"),
            Problem("a.yaml", 10, 2, "ST101", "b"),
            Problem("a.yaml", 10, 2, "ST104", "a"),
            Problem("a.yaml", 10, 2, "ST104", "b"),
            Problem("b.yaml", 1, 1, "ST001", "a"),
        ]
        shuffled = ordered.copy()
        Random(1).shuffle(shuffled)
        assert sorted(shuffled) == ordered


class TestProblemMessage:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("a\nb", "a\\u000ab"),
            ("a\r\tb", "a\\u000d\\u0009b"),
            ("a\x1b[2Jb\u202e", "a\\u001b[2Jb\\u202e"),
            ("می\u200cشود 王 é", "می\u200cشود 王 é"),
            ("", ""),
        ],
    )
    def test_is_shown_without_what_would_be_obeyed(self, text: str, shown: str) -> None:
        problem = Problem("a", 1, 1, "ST104", text, text)
        assert (problem.message, problem.hint) == (shown, shown)

    def test_has_no_word_longer_than_one_reads(self) -> None:
        long = "a" * 100 + "b" * 100
        message = Problem("a", 1, 1, "ST104", f"`{long}` is {'c' * 120}").message
        assert message.startswith("`aaa")
        assert "aaa…bbb" in message
        assert message.endswith(f"bbb` is {'c' * 120}")
        assert len(message) < 250

    def test_is_no_longer_than_one_reads(self) -> None:
        words = "word " * 200
        message = Problem("a", 1, 1, "ST104", words).message
        assert len(message) == 600
        assert message[:-1] == words[:599]
        assert message[-1] == "…"
        assert Problem("a", 1, 1, "ST104", words[:600]).message == words[:600]

    def test_may_be_without_hint_and_record(self) -> None:
        problem = Problem("a", 1, 1, "ST104", "x")
        assert (problem.hint, problem.ref) == ("", "")


class TestCode:
    @pytest.mark.parametrize("text", ["ST104", "st104", " unknown-faction", "Unknown-Faction"])
    def test_is_found_by_itself_or_its_name(self, text: str) -> None:
        assert codes_of(text) == ["ST104"]

    @pytest.mark.parametrize("text", ["ST1", "st10", " ST10"])
    def test_is_found_with_its_like_by_how_it_begins(self, text: str) -> None:
        assert codes_of(text) == [code for code in CATALOGUE if code.startswith("ST10")]

    @pytest.mark.parametrize("text", ["", "ST", "ST9", "ST1040", "104", "1", "faction"])
    def test_is_not_found_by_less(self, text: str) -> None:
        assert codes_of(text) == []

    def test_has_a_name_of_its_own_and_says_why_and_what_to_do(self) -> None:
        with every_case() as case:
            for code, entry in CATALOGUE.items():
                with case(code):
                    assert [each.name for each in CATALOGUE.values()].count(entry.name) == 1
                    assert codes_of(entry.name) == [code]
                    assert entry.severity in {"error", "warning"}
                    assert entry.why.endswith(".")
                    assert entry.cure.endswith(".")


class TestTold:
    def test_are_the_first_of_each_kind_in_a_file_and_the_count_of_the_others(self) -> None:
        many = [Problem("a", line, 1, "ST201", "m", "h") for line in range(1, MOST_ALIKE + 4)]
        few = [Problem("a", 2, 2, "ST202", "m"), Problem("b", 1, 1, "ST201", "m")]
        shown = told([*many, *few])
        assert shown == sorted(shown)
        assert [each for each in shown if each.times == 1] == sorted([*many[:MOST_ALIKE], *few])
        [rest] = [each for each in shown if each.times > 1]
        assert (rest.line, rest.times) == (MOST_ALIKE + 1, 3)
        assert rest.message == "from here on, 3 more problems of this kind in this file"
        assert counted(shown) == len(many) + len(few)

    def test_counts_what_counts_others(self) -> None:
        many = [Problem("a", line, 1, "ST201", "m") for line in range(1, MOST_ALIKE + 2)]
        many[-1] = many[-1].standing_for(7)
        assert counted(told(many)) == MOST_ALIKE + 7

    def test_says_one_of_one(self) -> None:
        problem = Problem("a", 1, 1, "ST201", "m").standing_for(1)
        assert problem.message == "from here on, 1 more problem of this kind in this file"
