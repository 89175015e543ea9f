"""What was probably meant: of every kind of word that can be mistyped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Ledger, Run


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("lsit",), "list"),
        (("sumary",), "summary"),
        (("chekc",), "check"),
        (("List",), "list"),
        (("list", "--factoin", "council"), "--faction"),
        (("list", "--offical", "adler"), "--official"),
        (("summary", "--withou-disputed"), "--without-disputed"),
        (("check", "--explian", "ST104"), "--explain"),
        (("list", "--format", "jsom"), "json"),
        (("list", "--form", "quot"), "quote"),
        (("list", "--status", "atested"), "attested"),
        (("list", "--columns", "nmae"), "`name`"),
        (("list", "--sort", "-scroe"), "`score`"),
        (("summary", "--by", "factoin"), "`faction`"),
        (("codebook", "postions"), "positions"),
        (("list", "--since", "2021-6-3"), "`2021-06-03`"),
        (("list", "--official", "adlr"), "`adler`"),
        (("list", "--official", "mayor addler"), "`adler`"),
        (("list", "--official", "Foreign Minister Adler"), "`adler`"),
        (("list", "--faction", "concil"), "`council`"),
        (("list", "--position", "reject"), "`rejects`"),
        (("list", "--issue", "boat"), "`boats`"),
        (("list", "--frame", "niose"), "`noise`"),
        (("list", "--source", "gazete"), "`gazette`"),
        (("show", "brant"), "`brandt`"),
        (("show", "gazete"), "`gazette`"),
        (("show", "adler/quiet-lak"), "`adler/quiet-lake`"),
        (("show", "adlr/quiet-lake"), "`adler`"),
        (("compare", "adler", "brant"), "`brandt`"),
        (("compare", "adler", "faction:habour"), "`harbour`"),
        (("compare", "adler", "harbour"), "`faction:harbour`"),
        (("check", "--explain", "unknown-factoin"), "`unknown-faction`"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistyped_word_of_the_command_line_gets_a_suggestion(
    ledger: Ledger, stances: Run, arguments: tuple[str, ...], meant: str
) -> None:
    given = ("--data", ledger()) if len(arguments) > 1 else ()
    answer = stances(*arguments, *given)
    assert answer.returncode in {1, 2}
    assert answer.stdout == ""
    suggestion = answer.stderr.replace(f"'{arguments[-1]}'", "")
    assert meant in suggestion


@pytest.mark.parametrize(
    ("right", "wrong", "file", "meant"),
    [
        ("statements:", "statments:", "officials/brandt.yaml", "`statements`"),
        ("    position:", "    postion:", "officials/brandt.yaml", "`position`"),
        ("form: quote", "from: quote", "officials/brandt.yaml", "`form`"),
        ("form: quote", "form: quot", "officials/brandt.yaml", "`quote`"),
        ("position: rejects", "position: reject", "officials/brandt.yaml", "`rejects`"),
        ("frames: [trade]", "frames: [tarde]", "officials/brandt.yaml", "`trade`"),
        ("faction: harbour", "faction: habour", "officials/brandt.yaml", "`harbour`"),
        ("source: gazette", "source: gazete", "officials/brandt.yaml", "`gazette`"),
        ("frames:", "issue: boat\n    frames:", "officials/brandt.yaml", "`boats`"),
        ("text: Over", "speaker: adlr, text: Over", "officials/brandt.yaml", "`adler`"),
        ("about: [brandt", "about: [brant", "sources/gazette.yaml", "`brandt`"),
        ("published:", "publised:", "sources/gazette.yaml", "`published`"),
        ("default_issue: boats", "default_issue: boat", "corpus.yaml", "`boats`"),
        ("coder:", "codr:", "corpus.yaml", "`coder`"),
        ("score: 2", "scor: 2", "codebook.yaml", "`score`"),
        ("about: position", "about: postion", "officials/farahi.yaml", "`position`"),
    ],
)  # fmt: skip
def test_a_mistyped_word_of_a_file_is_one_problem_with_a_suggestion(  # noqa: PLR0913, PLR0917
    ledger: Ledger, stances: Run, right: str, wrong: str, file: str, meant: str
) -> None:
    folder = ledger()
    text = (folder / file).read_text("utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), "utf-8")
    errors = [
        line for line in stances("check", "--data", folder).stdout.splitlines() if "error[" in line
    ]
    assert len(errors) == 1
    assert f"did you mean {meant}" in errors[0]


@pytest.mark.parametrize("command", ["list", "timeline", "report"])
def test_a_name_that_stands_alone_is_told_its_option(stances: Run, command: str) -> None:
    result = stances(command, "Jan Jansen", "brandt")
    assert result.returncode == 2
    assert "extra arguments (Jan Jansen brandt)" in result.stderr
    assert 'write `--official "Jan Jansen"`' in " ".join(result.stderr.split())


def test_nothing_like_it_lists_what_there_is(ledger: Ledger, stances: Run) -> None:
    answer = stances("list", "--faction", "zzz", "--data", ledger())
    assert "council, harbour" in answer.stderr


def test_a_source_that_is_left_out_is_not_said_to_be_unknown(ledger: Ledger, stances: Run) -> None:
    folder = ledger({"sources/gazette.yaml": "titel: x\n"})
    for asked in (("show", "gazette"), ("list", "--source", "gazette")):
        answer = stances(*asked, "--data", folder)
        assert answer.returncode == 1
        assert "sources/gazette.yaml is left out because of its problems" in answer.stderr


def test_an_official_who_is_left_out_is_not_said_to_be_unknown(
    ledger: Ledger, stances: Run
) -> None:
    folder = ledger({"officials/brandt.yaml": "nam: x\n"})
    for asked in (("show", "brandt"), ("list", "--official", "brandt"), ("show", "brandt/x")):
        answer = stances(*asked, "--data", folder)
        assert answer.returncode == 1
        assert "officials/brandt.yaml is left out because of its problems" in answer.stderr


@pytest.mark.parametrize("name", ["Mayor Adler", "Dr. Adler", "Adler Anna", "Adler, Anna"])
def test_names_are_found_behind_a_title_and_in_the_other_order(
    stances: Run, ledger: Ledger, name: str
) -> None:
    folder = ledger()
    found = stances("list", "--official", name, "--columns", "ref", "--data", folder)
    assert found.returncode == 0
    assert (
        found.stdout
        == stances("list", "--official", "adler", "--columns", "ref", "--data", folder).stdout
    )
