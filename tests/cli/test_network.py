"""`stances network` on the command line: its words, its refusals, its formats."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run

ADLER = "officials/adler.yaml"


@pytest.fixture
def in_repository(monkeypatch: pytest.MonkeyPatch, repository: Path) -> None:
    """Commands here ask the corpus that is shipped."""
    monkeypatch.chdir(repository)


def rows(run: Run, *arguments: str) -> list[dict[str, Any]]:
    answer = run("network", *arguments, "--format", "json")
    assert answer.returncode == 0, answer.stderr
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


def table(run: Run, *arguments: str) -> str:
    answer = run("network", *arguments, "--format", "table")
    assert answer.returncode == 0, answer.stderr
    return " ".join(answer.stdout.split())


@pytest.mark.usefixtures("in_repository")
class TestOfTheShippedCorpus:
    def test_opens_with_the_finding_in_words(self, stances: Run) -> None:
        told = table(stances)
        assert told.startswith("12 officials, 28 statements on 6 issues; of 66 pairs, 42 share")
        for sentence in (
            "an issue, 24 share none.",
            "Nearest: Aboutalebi and Rouhani, congruence 2.00, conflict 0.00 on 1 issue.",
            "Furthest: Shamkhani and Rouhani, congruence 0.50, conflict 6.50 on 3 issues.",
            "Left out: 2 leaving the question open.",
        ):
            assert sentence in told

    def test_the_weight_is_the_sum_of_what_is_explained(self, stances: Run) -> None:
        for options in ((), ("--measure", "subtract", "--normalize", "jaccard")):
            terms = rows(stances, "--explain", "Shamkhani", "rouhani", *options)
            [edge] = [
                row
                for row in rows(stances, *options)
                if {row["one"], row["other"]} == {"rouhani", "shamkhani"}
            ]
            assert sum(term["weight"] for term in terms) == pytest.approx(edge["weight"])
            assert sum(term["agreement"] for term in terms) == edge["congruence"]
            assert sum(term["one_n"] * term["other_n"] for term in terms) == edge["shared"]

    def test_in_a_pipe_is_a_few_keys(self, stances: Run) -> None:
        head = stances("network").stdout.partition("\n")[0].split("\t")
        assert head == "one other concepts shared congruence conflict subtract weight".split()
        whole = stances("network", "--format", "tsv").stdout.partition("\n")[0].split("\t")
        assert whole == [*head, "one_statements", "other_statements"]

    def test_windows_have_both_weights(self, stances: Run) -> None:
        asked = ("--since", "2014-06-09", "--until", "2014-06-29", "--window", "1w")
        found = rows(stances, *asked)
        assert {row["from"] for row in found} <= {"2014-06-09", "2014-06-16", "2014-06-23"}
        assert all(row["weight"] >= row["weight_certain"] >= 0 for row in found)
        assert any(row["weight"] > row["weight_certain"] for row in found)
        sure = rows(stances, *asked, "--certain")
        assert all(row["weight"] == row["weight_certain"] for row in sure)
        told = table(stances, *asked)
        assert told.startswith("3 windows of 7 days, 9–29 June 2014.")
        assert "16–22 June 2014" in told

    def test_a_window_longer_than_the_data_is_told(self, stances: Run) -> None:
        told = table(stances, "--since", "2014-06", "--until", "2014-06", "--window", "300d")
        assert "1 window of 300 days" in told
        assert "A window of 300 days is as long as the days of the statements, or longer" in told
        done = stances("network", "--window", "999999d", "--format", "csv")
        assert done.stderr.startswith("stances: a window of 999,999 days is as long as the days of")
        assert done.stdout

    def test_what_is_between_windows_is_told(self, stances: Run) -> None:
        asked = ("network", "--window", "1d", "--step", "999999w")
        told = "is longer than --window: 28 statements were said between windows, and are in none"
        done = stances(*asked, "--format", "csv")
        assert (done.returncode, done.stderr) == (0, f"stances: --step {told}\n")
        assert told in " ".join(stances(*asked, "--format", "table").stdout.split())
        assert stances("network", "--window", "7d", "--format", "csv").stderr == ""

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--step", "7d"), "--step needs --window"),
            (("--window", "0d"), "`0d` is no time at all; the shortest is `1d`"),
            (("--window", "7d", "--step", "0d"), "`0d` is no time at all"),
            (("--window", "7"), "`7` is no number of days; write `90d`"),
            (("--min-weight", "nan"), "`nan` is no weight; write `2`, `0.25` or `1/3`"),
            (("--min-statements", "0"), "0 is not in the range x>=1"),
            (("--measure", "two-mode", "--normalize", "average"), "--normalize cannot be combined"),
            (("--measure", "two-mode", "--explain", "a", "b"), "stances list --official a"),
            (("--window", "7d", "--explain", "a", "b"), "use --since and --until"),
            (("--window", "7d", "--format", "gexf"), "a file of gexf holds one network"),
            (("--explain", "a", "b", "-o", "x.graphml"), "--explain gives rows"),
            (("--limit", "3", "--format", "graphml"), "cannot be combined with graphml"),
            (("--certain",), "--certain changes what --since and --until mean"),
            (("--measure", "congrunce"), "did you mean `congruence`?"),
            (("-o", "x.graphm"), "did you mean `.graphml`?"),
        ],
    )
    def test_options_without_sense_are_refused(
        self, arguments: tuple[str, ...], message: str, stances: Run
    ) -> None:
        answer = stances("network", *arguments)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert message in " ".join(answer.stderr.split())

    def test_one_actor_twice_is_refused(self, stances: Run) -> None:
        answer = stances("network", "--explain", "rouhani", "Hassan Rouhani")
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "are one official, and an edge is between two" in answer.stderr

    def test_too_many_windows_are_refused(self, stances: Run) -> None:
        answer = stances("network", "--window", "1d", "--since", "1990")
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "1,000 is the most" in answer.stderr
        assert "ask for a longer --step" in answer.stderr

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (("--official", "rouhani"), "only Hassan Rouhani has statements here"),
            (("--min-weight", "99"), "no weight is as far from 0 as 99.00; the furthest is 2.00"),
            (("--position", "unstated"), "no statement can be compared: 2 leaving the question"),
            (("--min-statements", "99"), "no statement can be compared: 2 leaving the question op"),
            (
                ("--issue", "us-trust", "--official", "zarif", "--official", "rezaee"),
                "only Mohammad-Javad Zarif has statements here",
            ),
        ],
    )
    def test_why_there_is_no_edge_is_said(
        self, arguments: tuple[str, ...], why: str, stances: Run
    ) -> None:
        answer = stances("network", *arguments, "--format", "json")
        assert (answer.returncode, answer.stdout) == (0, "[]\n")
        assert why in answer.stderr
        assert why.lower() in table(stances, *arguments).lower()
        assert stances("network", *arguments, "--fail-empty").returncode == 1

    def test_why_there_are_no_terms_is_said(self, stances: Run) -> None:
        told = table(stances, "--explain", "khamenei", "velayati")
        assert told == "Ali Khamenei and Ali-Akbar Velayati share no issue, so they have no edge."
        told = table(stances, "--explain", "khamenei", "velayati", "--issue", "us-trust")
        assert told.startswith("Ali-Akbar Velayati has no statement here that can be compared")


def test_a_scale_of_one_value_has_no_answer(ledger: Ledger, stances: Run) -> None:
    codebook = """\
issues:
  - id: boats
    question: Should motorboats leave the lake?
    positions:
      - {id: supports, label: Supports, definition: Is for it., score: 2}
      - {id: conditional, label: C, definition: Only if., score: 2, requires: conditions}
      - {id: opposes, label: Opposes, definition: Is against it.}
      - {id: rejects, label: Rejects, definition: Will not have it., score: 2}
      - {id: unstated, label: No position stated, definition: Takes no position.}
factions:
  - {id: council, label: Council, definition: The town council.}
  - {id: harbour, label: Harbour, definition: Those who run the port.}
frames:
  - {id: noise, label: Noise, definition: About the noise.}
  - {id: trade, label: Trade, definition: About the money.}
"""
    folder = ledger({"codebook.yaml": codebook})
    answer = stances("network", "--data", str(folder), "--format", "csv")
    assert answer.returncode == 0
    assert len(answer.stdout.splitlines()) == 1
    assert "the scale of `boats` has one value: nobody can agree or disagree there" in answer.stderr
