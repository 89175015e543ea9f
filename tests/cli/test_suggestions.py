"""What was probably meant: of every kind of word that can be mistyped."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click
import pytest

from stances.cli.commands import COMMANDS, cli
from stances.cli.options import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        (("list", "--format", "jsn"), "did you mean `json`"),
        (("list", "--format", "JSON"), "did you mean `json`"),
        (("report", "--format", "htm"), "did you mean `html`"),
        (("check", "--format", "sarf"), "did you mean `sarif`"),
        (("list", "--output", "x.jsn"), "did you mean `.json`"),
        (("list", "--form", "quot"), "did you mean `quote`"),
        (("list", "--status", "atested"), "did you mean `attested`"),
        (("list", "--dates", "isso"), "did you mean `iso`"),
        (("list", "--color", "alway"), "did you mean `always`"),
        (("add", "statement", "--form", "quot"), "did you mean `quote`"),
        (("rename", "a", "b", "--prefer", "old"), "did you mean `OLD`"),
        (("completion", "fsh"), "did you mean `fish`"),
        (("schema", "offical"), "did you mean `official`"),
        (("export", "sqlit", "x"), "did you mean `sqlite`"),
        (("import", "csvv", "x"), "did you mean `csv`"),
        (("init", "x", "--ci", "githb"), "did you mean `github`"),
        (("import", "csv", "x", "--calendar", "hijri"), "did you mean `solar-hijri`"),
        (("list", "--form", "quote,paraphrase"), "repeat the option for each"),
        (("list", "--columns", "name,postion"), "did you mean `position`"),
        (("summary", "--by", "faction,postion"), "did you mean `position`"),
        (("check", "--select", "ST104,unknown-factoin"), "did you mean `unknown-faction`"),
        (("check", "--ignore", "ST104,unknown-factoin"), "did you mean `unknown-faction`"),
        (("diff", "--fail-on", "removed,quote-chnged"), "did you mean `quote-changed`"),
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
        (("compare", "adler", "factoin:harbour"), "`faction:harbour`"),
        (("rename", "factoin:harbour", "faction:port", "--yes"), "`faction:harbour`"),
        (("edit", "positoin:boats/opposes", "--yes"), "`position:boats/opposes`"),
        (("check", "--explain", "unknown-factoin"), "`unknown-faction`"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistyped_word_of_the_command_line_gets_a_suggestion(
    ledger: Ledger, stances: Run, arguments: tuple[str, ...], meant: str
) -> None:
    given = ("--data", ledger()) if len(arguments) > 1 else ()
    answer = stances(*given, *arguments)
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


def test_a_choice_is_taken_by_our_own_type_alone() -> None:
    def choices(command: click.Command) -> Iterator[click.Parameter]:
        for each in command.commands.values() if isinstance(command, click.Group) else ():
            yield from choices(each)
        yield from (each for each in command.params if isinstance(each.type, click.Choice))

    found = [*choices(cli)]
    for name in COMMANDS:
        found += choices(import_module(f"stances.cli.{COMMANDS[name].module}").command)
    assert len(found) > 20
    assert [each.name for each in found if not isinstance(each.type, Choice)] == []


def test_a_choice_like_none_of_them_is_told_them_all(stances: Run) -> None:
    answer = stances("list", "--format", "zzz")
    assert "'zzz' is not one of 'table', 'tsv', 'csv', 'json'" in answer.stderr
    assert answer.stderr.endswith("'xlsx'.\n")


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
