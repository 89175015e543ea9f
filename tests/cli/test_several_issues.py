"""A corpus with two questions, and statements of every status."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run

BRIDGE = """\
  - id: bridge
    question: Should there be a bridge?
    positions:
      - {id: supports, label: For it, definition: Is for it., score: 1}
      - {id: opposes, label: Against it, definition: Is against it., score: -1}
factions:
"""
ZWING = """\
name: Zora Zwing
roles:
  - {title: Harbour clerk, faction: harbour, from: 2015, until: 2020}
  - {title: Councillor, faction: council, from: 2021}
statements:
  - id: no-bridge
    said: 2021-06-01
    issue: bridge
    position: opposes
    evidence: [{source: gazette, form: quote, text: Nothing new}]
  - id: a-bridge
    said: 2019
    issue: bridge
    position: supports
    evidence: [{source: gazette, form: quote, text: Build it}]
  - id: boats-stay
    said: 2021-06-01
    faction: none
    position: opposes
    evidence: [{source: gazette, form: quote, text: Boats stay}]
  - id: never-said
    said: 2021-06-02
    position: rejects
    status: misattributed
    evidence: [{source: gazette, form: quote, text: Never said}]
    disputes: [{about: speaker, note: Nobody said it., resolution: It is dropped.}]
  - id: taken-back
    said: 2021-06-02
    position: supports
    status: denied
    evidence: [{source: gazette, form: quote, text: Taken back}]
    disputes: [{about: wording, note: She denies it., resolution: It is on tape.}]
"""


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    """The small corpus with a second question."""
    made = ledger({"officials/zwing.yaml": ZWING})
    book = (made / "codebook.yaml").read_text("utf-8")
    (made / "codebook.yaml").write_text(book.replace("factions:\n", BRIDGE), "utf-8")
    return made


def answer(run: Run, folder: Path, *arguments: str) -> Any:  # noqa: ANN401 - any JSON value
    said = run(*arguments, "--format", "json", "--data", folder)
    assert (said.returncode, said.stderr) == (0, "")
    return json.loads(said.stdout)


def refs(run: Run, folder: Path, *arguments: str) -> list[str]:
    return [row["ref"] for row in answer(run, folder, "list", *arguments)]


class TestTwoQuestions:
    def test_are_told_apart_in_a_table_of_statements(self, stances: Run, folder: Path) -> None:
        """`-1 opposes` says nothing to a reader who does not know what."""
        for asked in (("list", "--official", "zwing"), ("show", "zwing")):
            shown = stances(*asked, "--format", "table", "--data", folder).stdout
            assert "bridge" in shown.replace("zwing/no-bridge", "").replace("zwing/a-bridge", "")

    def test_are_never_one_mean(self, stances: Run, folder: Path) -> None:
        rows = answer(stances, folder, "summary", "--by", "official", "--official", "zwing")
        assert [(row["issue"], row["mean"]) for row in rows] == [("boats", 0.5), ("bridge", 0)]

    def test_have_a_distance_each(self, stances: Run, folder: Path) -> None:
        def distances(*asked: str) -> list[tuple[str, float | None, int]]:
            issues = answer(stances, folder, "compare", "zwing", "adler", *asked)["issues"]
            return [(each["issue"], each["distance"], each["scored"]) for each in issues]

        assert distances() == [("boats", 0.5, 4), ("bridge", None, 2)]
        assert distances("--issue", "boats") == [("boats", 0.5, 4)]

    def test_each_have_their_own_scale(self, stances: Run, folder: Path) -> None:
        rows = answer(stances, folder, "list", "--position", "supports")
        assert {(row["issue"], row["score"]) for row in rows} == {("boats", 2), ("bridge", 1)}

    def test_each_begin_with_what_was_found(self, stances: Run, folder: Path) -> None:
        shown = stances("summary", "--format", "table", "--data", folder).stdout
        boats, bridge = shown.split("Should there be a bridge?")
        assert "2 officials (Council) answer “Supports”;" in " ".join(boats.split())
        assert "“Rejects”" not in bridge
        assert "Zwing (Harbour) answers “For it”; Zwing (Council) “Against it”." in bridge

    def test_say_once_what_was_left_out_of_them(self, stances: Run, folder: Path) -> None:
        shown = stances("summary", "--format", "table", "--data", folder).stdout
        assert shown.count("misattributed: 1") == 1

    def test_are_answered_in_one_table_with_its_gaps(self, stances: Run, folder: Path) -> None:
        asked = ("summary", "--by", "issue", "--data", folder)
        rows = [line.split("\t") for line in stances(*asked).stdout.splitlines()]
        assert [cells[0] for cells in rows] == ["issue", "boats", "bridge"]
        shown = stances(*asked, "--format", "table").stdout
        [brandt] = [line for line in shown.splitlines() if "Brandt" in line]
        assert brandt.split()[-2:] == ["Rejects", "–"]


class TestStatuses:
    def test_misattributed_statements_are_asked_for_by_name(
        self, stances: Run, folder: Path
    ) -> None:
        assert "zwing/never-said" not in refs(stances, folder)
        assert refs(stances, folder, "--status", "misattributed") == ["zwing/never-said"]
        both = refs(stances, folder, "--status", "misattributed", "--status", "denied")
        assert both == ["zwing/never-said", "zwing/taken-back"]

    def test_disputed_statements_are_in_unless_left_out(self, stances: Run, folder: Path) -> None:
        everyone = refs(stances, folder)
        assert {"zwing/taken-back", "farahi/ask-the-fishers"} <= {*everyone}
        without = refs(stances, folder, "--without-disputed")
        assert {*everyone} - {*without} == {"zwing/taken-back", "farahi/ask-the-fishers"}

    def test_no_faction_is_asked_for_as_none(self, stances: Run, folder: Path) -> None:
        assert refs(stances, folder, "--faction", "none") == ["zwing/boats-stay"]

    def test_a_role_is_that_of_its_day(self, stances: Run, folder: Path) -> None:
        rows = answer(stances, folder, "list", "--issue", "bridge")
        assert [(row["said"], row["role"], row["faction"]) for row in rows] == [
            ("2019", "Harbour clerk", "harbour"),
            ("2021-06-01", "Councillor", "council"),
        ]


class TestDates:
    def test_match_where_they_possibly_fall_into_a_range(self, stances: Run, folder: Path) -> None:
        since = refs(stances, folder, "--since", "2021-06-05")
        assert since == [
            "adler/with-compensation",
            "brandt/over-my-dead-body",
            "farahi/ask-the-fishers",
        ]

    def test_match_only_where_they_certainly_do(self, stances: Run, folder: Path) -> None:
        since = refs(stances, folder, "--since", "2021-06-05", "--certain")
        assert since == ["farahi/ask-the-fishers"]

    def test_of_an_open_beginning_never_certainly_begin(self, stances: Run, folder: Path) -> None:
        asked = ("--official", "brandt", "--until", "2021-06-10", "--certain")
        assert refs(stances, folder, *asked) == ["brandt/over-my-dead-body"]
        assert refs(stances, folder, *asked, "--since", "2000") == []


class TestFiltersOfAComparison:
    @pytest.mark.parametrize(
        "asked",
        [
            ("compare", "adler", "brandt", "--official", "farahi"),
            ("compare", "faction:council", "faction:harbour", "--faction", "none"),
        ],
        ids=" ".join,
    )
    def test_are_never_passed_over(
        self, stances: Run, folder: Path, asked: tuple[str, ...]
    ) -> None:
        """Different options narrow each other, or are refused together."""
        said = stances(*asked, "--format", "json", "--data", folder)
        assert said.returncode == 2 or json.loads(said.stdout)["rows"] == []
