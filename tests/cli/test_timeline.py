"""`stances timeline` of the corpus that is shipped: nobody is said to have changed who has not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run

OFFER, CONDITION = "aboutalebi/only-two-countries", "nahavandian/nuclear-deal-first"
READY, PLAN = "rouhani/ready-to-cooperate", "rouhani/if-there-is-a-plan"
BACKED_OFF = "the Rouhani administration appeared to back off from its offer"


@pytest.fixture(autouse=True)
def of_the_shipped_corpus(monkeypatch: pytest.MonkeyPatch, repository: Path) -> None:
    """Every command here asks it."""
    monkeypatch.chdir(repository)


def rows(run: Run, *arguments: str) -> list[dict[str, Any]]:
    answer = run("timeline", *arguments, "--format", "json")
    assert (answer.returncode, answer.stderr) == (0, "")
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


def table(run: Run, *arguments: str) -> str:
    """The table, with its lines joined."""
    answer = run("timeline", *arguments, "--format", "table")
    assert (answer.returncode, answer.stderr) == (0, "")
    return " ".join(answer.stdout.split())


class TestOfferAndCondition:
    """WSWS lets one follow from the other; they are two officials' statements."""

    def test_stand_in_order_of_time_beside_what_wsws_makes_of_them(self, stances: Run) -> None:
        found = rows(stances, "--faction", "executive")
        keys = ("kind", "said", "position")
        told = [
            tuple(row[key] for key in keys) for row in found if row["ref"] in {OFFER, CONDITION}
        ]
        assert told == [
            ("statement", "2014-06-16", "supports"),
            ("statement", "2014-06-18", "conditional"),
        ]
        [claim] = [row for row in found if row["quote"].startswith(BACKED_OFF)]
        assert (claim["kind"], claim["ref"]) == ("assessment", "wsws-2014-06-21")
        assert (claim["said"], claim["about"]) == ("2014-06-18", ["executive"])
        assert (claim["score"], claim["change"]) == (None, None)

    def test_are_nobodys_change(self, stances: Run) -> None:
        asked = ("--official", "aboutalebi", "--official", "nahavandian")
        assert rows(stances, *asked, "--shifts") == []
        assert [row["previous"] for row in rows(stances, *asked) if row["position"]] == [None, None]
        told = table(stances, *asked)
        assert "No change of position: 2 scored statements by 2 officials; a change" in told
        assert "Different officials holding different positions is not a change." in told

    def test_are_in_the_picture_of_the_executive(self, stances: Run) -> None:
        told = table(stances, "--faction", "executive", "--source", "wsws-2014-06-21")
        assert f"on Executive, 18 June 2014: {BACKED_OFF}" in told
        assert "Hamid Aboutalebi ● +2 Supports" in told
        assert re.search("Mohammad Nahavandian (● )?0 Conditional", told)


class TestChanges:
    def test_there_are_none(self, stances: Run) -> None:
        found = rows(stances)
        assert {row["change"] for row in found} == {None}
        assert {row["previous"] for row in found} == {None}
        assert rows(stances, "--shifts") == []

    @pytest.mark.parametrize(
        ("official", "occasion"),
        [
            ("rouhani", {READY, PLAN}),
            ("shamkhani", {"shamkhani/unrealistic", "shamkhani/claims-of-cooperation-untrue"}),
        ],
    )
    def test_are_none_on_one_occasion(
        self, stances: Run, official: str, occasion: set[str]
    ) -> None:
        """Consecutive sentences of one article, and two articles' words of the same days."""
        asked = ("--official", official, "--issue", "us-iran-cooperation")
        scored = [row for row in rows(stances, *asked) if row["score"] is not None]
        assert {row["ref"] for row in scored} == occasion
        assert len({(row["score"], *row["conditions"]) for row in scored}) == 2
        assert {(row["change"], row["group"]) for row in scored} == {(None, None)}
        told = table(stances, *asked)
        assert "No change of position: of 2 scored statements by 1 official, none certainly" in told
        assert "in either order" not in told
        assert "→" not in told

    def test_are_all_that_is_shown_if_asked_for(self, stances: Run) -> None:
        told = table(stances, "--shifts", "--issue", "us-iran-cooperation")
        assert told.startswith(
            "No change of position: of 9 scored statements by 7 officials, none certainly follows "
        )
        assert "├─" not in told
        assert OFFER not in told

    def test_are_not_made_by_a_filter(self, stances: Run) -> None:
        for asked in (("--position", "rejects"), ("--until", "2014-06-18", "--certain")):
            assert rows(stances, *asked) != []
            assert rows(stances, *asked, "--shifts") == []

    def test_that_are_not_there_are_nothing_to_a_script(self, stances: Run) -> None:
        asked = ("timeline", "--shifts", "--faction", "military")
        assert stances(*asked, "--fail-empty", "--format", "json").returncode == 1
        assert table(stances, *asked[1:]).startswith(
            "No change of position: of 3 scored statements by 1 official"
        )


class TestAttributedRows:
    def test_is_shown_as_list_does_and_makes_no_sequence(self, stances: Run) -> None:
        [row] = [r for r in rows(stances, "--official", "jahangiri") if r["kind"] == "statement"]
        assert (row["ref"], row["previous"]) == (OFFER, None)
        told = table(stances, "--official", "jahangiri")
        assert "Hamid Aboutalebi ● +2 Supports*" in told
        note = "* Hamid Aboutalebi, Supports: attributed to Eshaq Jahangiri by IranWire, 25 June"
        assert note in told


class TestOptions:
    def test_limit_and_sort_go_with_the_picture(self, stances: Run) -> None:
        asked = ("--official", "khamenei", "--sort", "-score", "--limit", "1")
        [row] = rows(stances, *asked)
        assert row["ref"] == "khamenei/support-the-diplomatic-offensive"
        told = table(stances, *asked)
        assert "├─" in told
        assert "1 statement by 1 official; 0 assessments by sources" in told
        assert "khamenei/against-american-intervention" not in told

    def test_columns_are_a_plain_table(self, stances: Run) -> None:
        answer = stances("timeline", "--columns", "said,name,change", "--format", "table")
        head, _, *lines = answer.stdout.splitlines()
        assert head.split() == ["said", "name", "change"]
        told = " ".join(" ".join(lines).split())
        assert "about 12–18 June 2014 Hassan Rouhani" in told
        assert "●" not in answer.stdout

    def test_no_rows_are_nothing_but_a_word(self, stances: Run, repository: Path) -> None:
        several = repository / "tests/data/diff/new"
        assert rows(stances, "--shifts", "--data", str(several)) != []
        for asked in (
            ("--limit", "0"),
            ("--text", "zeppelin"),
            ("--shifts", "--limit", "0", "--data", several),
        ):
            answer = stances("timeline", *asked, "--format", "table")
            assert (answer.stdout.strip(), answer.stderr) == ("", "stances: nothing matches\n")


def test_an_open_date_and_persian_are_drawn(stances: Run, ledger: Ledger) -> None:
    answer = stances("timeline", "--format", "table", "--data", ledger())
    lines = answer.stdout.splitlines()
    assert any("◀─" in line for line in lines)
    assert any("○" in line and "about that day" not in line for line in lines)
    [month] = [line for line in lines if "◇" in line]
    assert "─" in month
