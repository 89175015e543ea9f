"""What is wrong spoils as little as it can, and the answer says what it spoilt."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run

ALL = {
    "adler/with-compensation",
    "adler/quiet-lake",
    "brandt/over-my-dead-body",
    "farahi/ask-the-fishers",
}


def asked(run: Run, folder: Path, *arguments: str) -> tuple[set[str], str]:
    """The references that `list` has, and what it says besides."""
    answer = run("list", *arguments, "--format", "jsonl", "--data", folder)
    assert answer.returncode == 0
    return {json.loads(line)["ref"] for line in answer.stdout.splitlines()}, answer.stderr


def replaced(folder: Path, file: str, right: str, wrong: str) -> Path:
    text = (folder / file).read_text("utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), "utf-8")
    return folder


class TestInvalidStatement:
    @pytest.mark.parametrize(
        ("right", "wrong"),
        [
            ("position: supports", "position: suports"),
            ("position: supports", "position: conditional"),
            ("position: supports", "position: [supports]"),
            ("said: 2021-06-03", "said: 2021-02-30"),
            ("said: 2021-06-03", "said: 2021-06-30"),
            ("said: 2021-06-03", "said: 2001"),
            ("said: 2021-06-03", "sayd: 2021-06-03"),
            ("frames: [noise]", "frames: [nois]"),
            ("frames: [noise]", "frames: {noise: x}"),
            ("source: gazette", "source: gazet"),
            ("form: quote", "form: quot"),
            ("venue: town meeting", "venue:"),
            ("venue: town meeting", "venue: *town"),
            ("venue: town meeting", "venue: a\n    venue: b"),
            ("We want our quiet lake back", '"We want\\e[31m our lake"'),
            ("We want our quiet lake back", "We want \u202eour lake"),
            pytest.param("We want our quiet lake back", "\u202e" * 100, id="100 overrides"),
            pytest.param("We want our quiet lake back", "\0" * 21, id="21 NULs"),
            ("  - id: quiet-lake\n", "  - id: Quiet Lake\n"),
            ("  - id: quiet-lake\n", "  - {}\n  - id: x-1\n    wrong: 1\n"),
            ("    venue: town meeting\n", "    venue: town meeting\n    status: denied\n"),
            ("    venue: town meeting\n", "    venue: town meeting\n    faction: navy\n"),
            ("    venue: town meeting\n", "    venue: town meeting\n    role: Captain\n"),
        ],
    )
    def test_hides_neither_its_officials_others_nor_anybody_elses(
        self, ledger: Ledger, stances: Run, right: str, wrong: str
    ) -> None:
        folder = replaced(ledger(), "officials/adler.yaml", right, wrong)
        refs, said = asked(stances, folder)
        assert refs == ALL - {"adler/quiet-lake"}
        assert said.startswith("stances: 1 statement left out") or "{}" in wrong
        assert stances("check", "--data", folder).returncode == 1

    def test_is_in_no_figure(self, ledger: Ledger, stances: Run) -> None:
        folder = replaced(ledger(), "officials/adler.yaml", "supports", "suports")
        [row, _] = json.loads(stances("summary", "--format", "json", "--data", folder).stdout)
        assert (row["faction"], row["statements"], row["mean"]) == ("council", 2, 0)

    def test_is_told_of_where_it_is_asked_for(self, ledger: Ledger, stances: Run) -> None:
        folder = replaced(ledger(), "officials/adler.yaml", "supports", "suports")
        answer = stances("show", "adler/quiet-lake", "--data", folder)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "officials/adler.yaml:9" in answer.stderr

    def test_with_the_id_of_another_leaves_that_one_in(self, ledger: Ledger, stances: Run) -> None:
        folder = replaced(
            ledger(), "officials/adler.yaml", "id: with-compensation", "id: quiet-lake"
        )
        refs, said = asked(stances, folder)
        assert refs == ALL - {"adler/with-compensation"}
        assert "1 statement left out" in said

    def test_keeps_the_numbers_of_several_apart(self, ledger: Ledger, stances: Run) -> None:
        folder = ledger({"officials/farahi.yaml": "name: [", "sources/x.yaml": "title: x\n"})
        replaced(folder, "officials/adler.yaml", "supports", "suports")
        replaced(folder, "officials/brandt.yaml", "rejects", "reject")
        refs, said = asked(stances, folder)
        assert refs == {"adler/with-compensation"}
        assert said.count("\n") == 1
        for counted in ("2 statements", "1 official", "1 source"):
            assert counted in said


class TestInvalidOfficial:
    @pytest.mark.parametrize(
        "text",
        ["name: [", "", "- a\n", "nam: Bruno\nstatements: []\n", "name: B\nroles: x\n", "\0"],
    )
    def test_hides_nobody_elses(self, ledger: Ledger, stances: Run, text: str) -> None:
        refs, said = asked(stances, ledger({"officials/brandt.yaml": text}))
        assert refs == ALL - {"brandt/over-my-dead-body"}
        assert "1 official left out" in said

    def test_takes_its_statements_along_and_they_are_counted(
        self, ledger: Ledger, stances: Run
    ) -> None:
        folder = replaced(ledger(), "officials/adler.yaml", "faction: council", "faction: navy")
        refs, said = asked(stances, folder)
        assert refs == ALL - {"adler/quiet-lake", "adler/with-compensation"}
        assert "2 statements and 1 official left out" in said


class TestInvalidSource:
    @pytest.mark.parametrize("text", ["title: [", "", "titel: x\n", "\ufeff\ufeff"])
    def test_hides_no_statement(self, ledger: Ledger, stances: Run, text: str) -> None:
        refs, said = asked(stances, ledger({"sources/gazette.yaml": text}))
        assert refs == ALL
        assert said.startswith("stances: 1 source left out")

    def test_is_one_problem_and_not_one_for_each_use(self, ledger: Ledger, stances: Run) -> None:
        checked = stances("check", "--data", ledger({"sources/gazette.yaml": "title: ["}))
        assert checked.stdout.count("error[") == 1

    def test_still_is_a_source_that_can_be_counted(self, ledger: Ledger, stances: Run) -> None:
        refs, _ = asked(stances, ledger({"sources/gazette.yaml": "["}), "--min-sources", "1")
        assert "brandt/over-my-dead-body" in refs


class TestUnreadableFolder:
    @pytest.mark.parametrize("name", ["officials", "sources"])
    @pytest.mark.parametrize("instead", ["file", "dangling link", "link to itself"])
    def test_is_never_answered_in_silence(
        self, ledger: Ledger, stances: Run, name: str, instead: str
    ) -> None:
        """An empty answer would say that nobody has said anything."""
        folder = ledger()
        shutil.rmtree(folder / name)
        if instead == "file":
            (folder / name).write_text("not a folder", "utf-8")
        else:
            (folder / name).symlink_to("nowhere" if instead == "dangling link" else name)
        answer = stances("list", "--format", "json", "--data", folder)
        assert answer.stderr
        assert answer.returncode in {0, 4}
        if name == "officials":
            assert stances("list", "--strict", "--data", folder).returncode == 4
        checked = stances("check", "--data", folder)
        assert checked.returncode == 1
        assert f"ledger/{name}:1:1: error[" in checked.stdout
