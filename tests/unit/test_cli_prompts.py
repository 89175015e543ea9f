from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from stances.cli import prompts
from stances.cli.prompts import Hint, Option, ask, confirm, one_of, show, some_of, tell
from stances.editing.values import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Callable

    Types = Callable[..., list[str]]

SCALE = (
    Option("supports", "For it", "Says yes.", "+2"),
    Option("rejects", "Against it", "Says no.", "-2"),
    Option("supports-in-part", "Half"),
)


def refuse(text: str) -> str:
    if text == "bad":
        raise InvalidValue("that is bad")
    return text


class TestAsk:
    def test_is_asked_until_there_is_an_answer(
        self, types: Types, capsys: pytest.CaptureFixture[str]
    ) -> None:
        prompts = types("", "bad", " good ")
        assert ask("Name", refuse) == "good"
        assert prompts == ["Name: "] * 3
        assert capsys.readouterr() == ("", "Error: that is bad\n")

    def test_takes_the_default_for_an_empty_line(self, types: Types) -> None:
        prompts = types("")
        assert ask("Name", refuse, "usual") == "usual"
        assert prompts == ["Name [usual]: "]

    def test_may_have_no_answer(self, types: Types) -> None:
        types("")
        assert ask("Name", refuse, empty="none") is None

    def test_explains_itself(self, types: Types, capsys: pytest.CaptureFixture[str]) -> None:
        types("?", "x")
        assert ask("Name", refuse, hint=Hint("As printed.")) == "x"
        assert capsys.readouterr().err == "As printed.\n"
        types("?")
        assert ask("Name", refuse) == "?"

    def test_ends_all_at_the_end_of_the_input(self, types: Types) -> None:
        types()
        with pytest.raises(click.Abort):
            ask("Name", refuse, "usual", empty="none")

    @pytest.mark.parametrize(
        ("line", "default", "answer"),
        [("y", False, True), ("NO", True, False), ("", True, True), ("", False, False)],
    )
    def test_of_yes_or_no(self, types: Types, line: str, default: bool, answer: bool) -> None:  # noqa: FBT001
        types("perhaps", line)
        assert confirm("Sure?", default=default) is answer

    def test_is_folded_at_words_with_its_answer_on_the_last_line(
        self,
        types: Types,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(prompts, "prompt_width", lambda: 20)
        typed = types("", "bad", "x")
        usual = "one two three four five"
        assert ask("The title", refuse, usual) == usual
        assert ask("The title of it", refuse, "a usual one") == "x"
        assert typed == ["  three four five]: ", "  usual one]: ", "  usual one]: "]
        told = capsys.readouterr().err.splitlines()
        assert told[0] == "The title [one two"
        assert told[1:] == ["The title of it [a", "Error: that is bad", "The title of it [a"]

    def test_does_nothing_to_a_terminal(self, types: Types) -> None:
        prompts = types("x")
        ask("Add \x1b[31m", refuse, "a\x07")
        assert prompts == ["Add \\u001b[31m [a\\u0007]: "]


class TestOneOf:
    @pytest.mark.parametrize("text", ["2", "rejects", "Rejects", "against IT", " 2 "])
    def test_is_a_number_an_id_or_a_label(self, text: str) -> None:
        assert one_of(SCALE)(text) == "rejects"

    def test_is_an_id_before_it_is_a_number(self) -> None:
        assert one_of((Option("2"), Option("1")))("1") == "1"

    @pytest.mark.parametrize("text", ["0", "4", "-1", "rejcts", "", "²"])
    def test_is_none_else(self, text: str) -> None:
        with pytest.raises(InvalidValue, match="a number from 1 to 3, or"):
            one_of(SCALE)(text)

    def test_is_suggested(self) -> None:
        with pytest.raises(InvalidValue, match="did you mean `rejects`"):
            one_of(SCALE)("rejcts")

    @pytest.mark.parametrize("text", ["2, 1", "2 1", "rejects,For it,2,"])
    def test_of_several_has_each_once(self, text: str) -> None:
        assert some_of(SCALE)(text) == ["rejects", "supports"]

    def test_is_listed_with_what_it_means(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(prompts, "prompt_width", lambda: 80)
        show(SCALE)
        assert capsys.readouterr().err.splitlines() == [
            "  1  supports          +2  For it: Says yes.",
            "  2  rejects           -2  Against it: Says no.",
            "  3  supports-in-part      Half",
        ]
        monkeypatch.setattr(prompts, "prompt_width", lambda: 30)
        show(SCALE[:1])
        assert capsys.readouterr().err.splitlines() == [
            "  1  supports  +2",
            "     For it: Says yes.",
        ]


def test_what_is_told_is_folded_and_harmless(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prompts, "prompt_width", lambda: 12)
    tell("one two three\n\x1b[31m", head="  ")
    assert capsys.readouterr().err.splitlines() == ["  one two", "  three", "  \\u001b[31m"]
