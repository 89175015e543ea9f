"""`conflicts`: what an analyst finds on the shipped corpus, and what CI gets of one with faults."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Run

    Asked = Callable[..., list[dict[str, Any]]]

WSWS, IRANWIRE = "wsws-2014-06-21", "iranwire-2014-06-25"
NAMED = """\
name: Nora Named
roles: [{title: Clerk, faction: council}]
statements:
  - id: off-with-them
    said: 2021-06-01
    position: supports
    evidence:
      - {source: gazette, form: quote, text: Off with them}
      - {source: nama, form: quote, match: probable, text: Off!, speaker: adler, note: Same day.}
  - id: let-them-stay
    said: 2021-06-08
    position: rejects
    evidence:
      - {source: gazette, form: quote, text: Let them stay}
    disputes:
      - {about: wording, note: The Gazette shortens., resolution: It stands.}
"""


@pytest.fixture
def shipped(stances: Run, repository: Path) -> Asked:
    """Gives the conflicts of the corpus that comes with the program."""

    def ask(*arguments: str) -> list[dict[str, Any]]:
        data = str(repository / "data")
        answer = stances("conflicts", *arguments, "--format", "json", "--data", data)
        assert answer.stderr == ""
        found: list[dict[str, Any]] = json.loads(answer.stdout)
        return found

    return ask


class TestConflictsOfTheShippedCorpus:
    def test_has_two_speakers_of_the_only_two_countries(self, shipped: Asked) -> None:
        [row] = [row for row in shipped("--official", "aboutalebi") if row["kind"] == "speaker"]
        assert (row["ref"], row["state"]) == ("aboutalebi/only-two-countries", "resolved")
        assert (row["recorded"], row["reported"]) == ("aboutalebi", "jahangiri")
        assert (row["source"], row["other_source"]) == (WSWS, IRANWIRE)
        assert row["words"].startswith("Iran and America, […] are the only two countries")
        assert "Jahangiri" in row["other_words"]
        assert (row["match_certain"], row["match_probable"]) == (1, 1)
        assert "WSWS quotes Hamid Aboutalebi" in row["note"]
        assert row["resolution"].startswith("WSWS is followed")

    def test_has_it_also_for_whom_the_other_source_names(self, shipped: Asked) -> None:
        asked = shipped("--official", "jahangiri")
        assert {row["ref"] for row in asked} == {"aboutalebi/only-two-countries"}

    def test_has_two_words_of_shamkhani(self, shipped: Asked) -> None:
        """Two statements of one occasion, each as its article has it; the dispute names both."""
        rows = {row["kind"]: row for row in shipped("--official", "shamkhani")}
        assert set(rows) == {"position", "wording"}
        assert (rows["position"]["recorded"], rows["position"]["state"]) == ("rejects", "resolved")
        assert (rows["wording"]["source"], rows["wording"]["state"]) == (IRANWIRE, "resolved")
        assert "“unrealistic”" in rows["wording"]["words"]
        assert "“untrue” in WSWS" in rows["wording"]["note"]
        for row in rows.values():
            assert row["ref"] == "shamkhani/unrealistic"
            assert "shamkhani/claims-of-cooperation-untrue" in row["note"]

    def test_has_two_conditions_of_nahavandian(self, shipped: Asked) -> None:
        conditions, match = shipped("--official", "nahavandian")
        assert (conditions["kind"], conditions["state"]) == ("conditions", "resolved")
        assert "a final agreement" in str(conditions["recorded"])
        assert "good intentions" in str(conditions["reported"])
        assert "a final agreement" in conditions["words"]
        assert "good intentions" in conditions["other_words"]
        assert (match["kind"], match["state"]) == ("match", "judged")

    def test_has_firouzabadi_worded_twice(self, shipped: Asked) -> None:
        tears = [
            row for row in shipped("--source", IRANWIRE) if row["ref"].endswith("/crocodile-tears")
        ]
        assert [row["kind"] for row in tears] == ["date", "wording", "match"]
        for row in tears:
            assert (row["source"], row["other_source"]) == (WSWS, IRANWIRE)
            assert "should not receive any attention" in row["words"]
            assert "we must disregard their crocodile tears" in row["other_words"]

    def test_has_nothing_that_is_open(self, shipped: Asked, stances: Run, repository: Path) -> None:
        assert shipped("--unresolved") == []
        asked = ("conflicts", "--unresolved", "--fail", "--format", "table")
        answer = stances(*asked, "--data", repository / "data")
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout.startswith("13 conflicts among 30 statements: none open, 13 not ")

    def test_has_a_line_for_each_on_a_terminal(self, stances: Run, repository: Path) -> None:
        asked = ("conflicts", "--format", "table", "--data", repository / "data")
        told = stances(*asked).stdout
        settled = "  speaker: Hamid Aboutalebi, or Eshaq Jahangiri — decided: WSWS is followed\n"
        assert settled in told
        assert "“" not in told
        assert "In full: stances show REF, or stances conflicts --all\n" in told
        assert "“Iran and America, […] are the only two" in stances(*asked, "--all").stdout

    @pytest.mark.parametrize("width", [60, 200])
    def test_fits_the_terminal(
        self,
        terminal: Run,
        plain: Callable[[str], str],
        cells: Callable[[str], int],
        width: int,
    ) -> None:
        answer = terminal("conflicts", "--all", "--data", "data", width=width)
        lines = answer.stdout.splitlines()
        assert max(map(cells, lines)) <= width
        heads = [
            line
            for line in map(plain, lines)
            if "WSWS, 21 June 2014 · quote" in line and "IranWire, 25 June 2014 ·" in line
        ]
        assert bool(heads) is (width == 200)


class TestOpenConflicts:
    def test_is_listed_alone_if_asked_for(self, stances: Run, ledger: Ledger) -> None:
        folder = ledger({"officials/named.yaml": NAMED})
        asked = ("conflicts", "--columns", "kind,state,ref,other", "--no-header", "--data", folder)
        assert stances(*asked, "--unresolved").stdout.splitlines() == [
            "speaker\tundeclared\tnamed/off-with-them\t",
            "opposite\tundeclared\tnamed/off-with-them\tnamed/let-them-stay",
            "position\tunresolved\tfarahi/ask-the-fishers\t",
        ]
        listed = stances(*asked).stdout.splitlines()
        assert "wording\tresolved\tnamed/let-them-stay\t" in listed
        assert "match\tjudged\tadler/quiet-lake\t" in listed

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ((), 0),
            (("--fail",), 1),
            (("--fail", "--unresolved"), 1),
            (("--fail", "--limit", "0"), 1),
            (("--fail", "--official", "named", "--position", "rejects"), 1),
            (("--fail", "--official", "named", "--position", "rejects", "--within", "6"), 0),
            (("--fail", "--official", "adler", "--text", "quiet"), 1),
            (("--fail", "--official", "brandt"), 0),
            (("--fail", "--official", "brandt", "--fail-empty"), 1),
            (("--fail-empty",), 0),
        ],
    )
    def test_fails_if_that_is_asked_for(
        self, stances: Run, ledger: Ledger, asked: tuple[str, ...], code: int
    ) -> None:
        folder = ledger({"officials/named.yaml": NAMED.replace("Off with them", "quiet")})
        assert stances("conflicts", *asked, "--data", folder).returncode == code

    def test_says_what_to_run_where_it_fails(self, stances: Run, ledger: Ledger) -> None:
        folder = ledger({"officials/named.yaml": NAMED.replace("Off with them", "quiet")})
        asked = ("conflicts", "--fail", "--official", "farahi", "--data", folder)
        said = stances(*asked).stderr.rstrip()
        assert said.startswith("1 open: a dispute needs a resolution; see the first: ")
        shown = stances(*shlex.split(said.partition("the first: stances ")[2]))
        assert "Nama takes it for support." in shown.stdout
        assert stances(*asked, "--limit", "1").stderr.rstrip() == said
        assert stances("conflicts", "--data", folder).stderr == ""


class TestNoConflicts:
    def test_is_an_answer_too(self, stances: Run, ledger: Ledger) -> None:
        asked = ("conflicts", "--official", "brandt", "--data", ledger())
        table = stances(*asked, "--format", "table")
        told = "No conflicts among 1 statement.\n"
        assert (table.returncode, table.stdout, table.stderr) == (0, told, "")
        assert stances(*asked, "--format", "json").stdout == "[]\n"
        assert stances(*asked).stdout.count("\n") == 1

    def test_is_no_answer_where_no_statement_matches(self, stances: Run, ledger: Ledger) -> None:
        asked = ("conflicts", "--text", "zeppelin", "--format", "table", "--data", ledger())
        answer = stances(*asked)
        assert (answer.returncode, answer.stdout.strip()) == (0, "")
        assert answer.stderr == "stances: nothing matches\n"

    def test_may_count_as_a_failure(self, stances: Run, ledger: Ledger) -> None:
        asked = ("conflicts", "--official", "brandt", "--format", "table", "--data", ledger())
        assert stances(*asked, "--fail-empty").returncode == 1


def test_markdown_has_both_wordings_side_by_side(stances: Run, repository: Path) -> None:
    asked = ("conflicts", "--official", "nahavandian", "--format", "markdown")
    head, _, conditions, _ = stances(*asked, "--data", repository / "data").stdout.splitlines()
    assert head == (
        "| state | kind | name | issue | recorded | reported | source | words | other_source | "
        "other_words | note | resolution | ref | other |"
    )
    assert conditions.startswith("| resolved | conditions | Mohammad Nahavandian |")
    assert conditions.index("a final agreement") < conditions.index("good intentions")
