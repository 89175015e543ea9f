from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.cli.prompts import Hint, Option, ask, ask_several, confirm, one_of, tell
from stances.cli.transcript import Answered, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Types = Callable[..., list[str]]

COLOURS = (Option("red"), Option("green"), Option("blue"))


def questions() -> tuple[str | None, str | None, list[str], bool]:
    name = ask("Name", str)
    tell(f"hello {name}")
    colour = ask("Colour", one_of(COLOURS), empty="none")
    parts = ask_several("Part", str, end="no more")
    return name, colour, parts, confirm("Sure?")


class TestARun:
    def test_goes_back_to_any_question_and_keeps_what_follows(
        self, types: Types, capsys: pytest.CaptureFixture[str]
    ) -> None:
        back = ["<"] * 5
        prompts = types("<", "Ann", "2", "p", "q", "", *back, "Bea", "", "", "-", "y")
        assert Transcript().run(questions) == ("Bea", "green", ["p"], True)
        assert prompts[7:] == [
            *(
                "Part 3 (Enter: no more): ",
                "Part 2 (-: no more) [q]: ",
                "Part 1 (-: no more) [p]: ",
            ),
            *("Colour (-: none) [green]: ", "Name [Ann]: ", "Colour (-: none) [green]: "),
            *("Part 1 (-: no more) [p]: ", "Part 2 (-: no more) [q]: ", "Sure? [y/N]: "),
        ]
        told = capsys.readouterr().err
        hello = ["hello Ann", "hello Ann", "hello Bea"]
        assert told.splitlines() == ["This is the first question.", *hello]

    def test_answers_what_was_answered_and_asks_for_the_rest(
        self, types: Types, capsys: pytest.CaptureFixture[str]
    ) -> None:
        prompts = types("", "n")
        given_ = [Answered("Name", "Ann"), Answered("Colour", ""), Answered("Part 1", "p")]
        assert Transcript(given_).run(questions) == ("Ann", None, ["p"], False)
        assert prompts == ["Part 2 (Enter: no more): ", "Sure? [y/N]: "]
        assert capsys.readouterr().err == ""

    @pytest.mark.parametrize(
        "colour", [Answered("Color", "red"), Answered("Colour", "mauve")], ids=["label", "answer"]
    )
    def test_only_proposes_what_follows_an_answer_that_does_not_fit(
        self, types: Types, colour: Answered, capsys: pytest.CaptureFixture[str]
    ) -> None:
        prompts = types("blue", "", "", "")
        given_ = [Answered("Name", "Ann"), colour, Answered("Part 1", "p"), Answered("Sure?", "y")]
        assert Transcript(given_).run(questions) == ("Ann", "blue", ["p"], True)
        assert prompts[0] == "Colour (Enter: none): "
        assert prompts[1:] == [
            *("Part 1 (-: no more) [p]: ", "Part 2 (Enter: no more): ", "Sure? [Y/n]: ")
        ]
        assert "hello Ann" in capsys.readouterr().err

    def test_keeps_ids_and_not_numbers_of_a_list(self, types: Types) -> None:
        kept: list[Sequence[Answered]] = []
        types("Ann", "3", "", "y")
        Transcript(keep=lambda answers: kept.append([*answers])).run(questions)
        assert [len(each) for each in kept] == [1, 2, 3, 4]
        assert [each.text for each in kept[-1]] == ["Ann", "blue", "", "y"]

    def test_asks_each_time_for_what_is_not_kept(self, types: Types) -> None:
        def ask_all() -> str | None:
            ask("Name", str)
            return ask("Write?", str, hint=Hint(is_kept=False))

        transcript = Transcript()
        types("Ann", "<", "", "yes")
        assert transcript.run(ask_all) == "yes"
        assert [each.label for each in transcript.answered] == ["Name"]

    def test_takes_the_sign_for_back_as_text_where_it_is_escaped(self, types: Types) -> None:
        types("\\<")
        assert Transcript().run(lambda: ask("Name", str)) == "<"
        types("<")
        assert ask("Name", str) == "<"  # where there is no way back

    def test_hears_ctrl_b_wherever_it_stands(self, types: Types) -> None:
        types("Ann", "re\x02", "Bea", "", "", "n")
        assert Transcript().run(questions)[0] == "Bea"


@given(st.lists(st.sampled_from(["a", "b", "<", ""]), max_size=30))
def test_any_way_back_and_forth_ends_with_what_was_answered_last(steps: list[str]) -> None:
    """Compared with a list of five answers and a place in it."""
    left = [*steps, *["a"] * 5]
    answers: list[str] = []
    later: list[str] = []
    for step in left:
        if step == "<":
            if answers:
                later.insert(0, answers.pop())
        elif step or later:
            answers.append(step or later[0])
            del later[:1]
        if len(answers) == 5:
            break

    def line(_: str) -> str:
        return left.pop(0)

    def ask_all() -> list[str | None]:
        return [ask(f"Question {number}", str) for number in range(5)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.input", line)
        assert Transcript().run(ask_all) == answers
