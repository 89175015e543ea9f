"""`stances camps`, and pictures of networks, of the shipped corpus and of made-up ones."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import pytest

import stances as api
from corpora import CorpusBuilder

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run

SCALE = {"yes": 2, "if": 0, "no": -2, "unsaid": None}


@pytest.fixture
def data(repository: Path) -> str:
    """The shipped corpus."""
    return str(repository / "data")


@pytest.fixture
def town(tmp_path: Path) -> CorpusBuilder:
    """Two camps of four and three on two questions, and one who stands alone."""
    built = CorpusBuilder(tmp_path / "town")
    built.codebook(
        issues={"tram": SCALE, "toll": SCALE, "park": SCALE}, traits={"unsaid": {"open": True}}
    )
    for number in range(7):
        position = "yes" if number < 4 else "no"
        said = [{"issue": issue, "position": position} for issue in ("tram", "toll")]
        built.official(f"x{number}", statements=said)
    built.official("alone", statements=[{"issue": "park", "position": "yes"}])
    built.official("open", statements=[{"issue": "tram", "position": "unsaid"}])
    return built


def table(run: Run, *arguments: str) -> str:
    """The table, with its lines joined."""
    answer = run("camps", *arguments, "--format", "table")
    assert (answer.returncode, answer.stderr) == (0, "")
    return " ".join(answer.stdout.split())


class TestCamps:
    def test_open_with_who_stands_with_whom(self, stances: Run, town: CorpusBuilder) -> None:
        told = table(stances, "--data", str(town.folder))
        assert told.startswith(
            "The split that fits best has X0, X1, X2 and X3 on one side, and X4, X5 and X6 on the "
            "other. 100 % of the weight of all pairs fits that; with positions shuffled, "
        )
        assert "of 200 shuffles (p = " in told
        assert "No camps" not in told
        assert "Alone has no question in common with anybody, and is in no camp." in told
        assert "Camp 1: 4 officials statements own fit without X0 2 100 % 100 %" in told
        assert "14 statements by 7 officials on 2 questions, from 3 May 2021 to 3 May 2021." in told
        assert (
            "Left out: 2 statements: 1 leaving the question open and 1 on questions that one "
            "official alone answers." in told
        )

    def test_are_drawn_where_chance_seldom_fits_as_well(
        self, stances: Run, town: CorpusBuilder, data: str, tmp_path: Path
    ) -> None:
        drawn = {}
        for number, corpus in enumerate((str(town.folder), data)):
            target = tmp_path / f"{number}.svg"
            stances("network", "--data", corpus, "-o", str(target))
            drawn[number] = target.read_text("utf-8")
        assert "shape camp-1" in drawn[0]
        assert "No camps" not in drawn[0]
        assert "shape camp-1" not in drawn[1]
        assert "No camps" in drawn[1]

    def test_of_the_shipped_corpus_are_no_more_than_chance(self, stances: Run, data: str) -> None:
        told = table(stances, "--data", data)
        assert told.startswith("No camps: chance fits as well in 112 of 200 shuffles (p = 0.56). ")
        [row] = json.loads(stances("camps", "--data", data, "--format", "json").stdout)
        assert row["p"] > 0.05
        assert f"{round(row['fit'] * 100)} % of the weight of all pairs fits that" in told

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            (("--issue", "tram"), "there is only one question that two officials answer"),
            (("--official", "x0", "--official", "x5"), "only 2 officials answer a question in c"),
            (("--text", "zeppelin"), "no two officials answer one question"),
            (("--position", "yes"), "nobody conflicts with anybody"),
        ],
    )
    def test_say_in_words_why_there_are_none(
        self, stances: Run, town: CorpusBuilder, asked: tuple[str, ...], told: str
    ) -> None:
        here = (*asked, "--data", str(town.folder))
        assert f"No camps: {told}" in table(stances, *here)
        explained = stances("camps", "--explain", *here, "--format", "jsonl")
        assert (explained.returncode, explained.stdout) == (0, "")
        assert f"No camps: {told}" in explained.stderr

    def test_are_the_same_in_all_formats_of_rows(self, stances: Run, data: str) -> None:
        [row] = json.loads(stances("camps", "--data", data, "--format", "json").stdout)
        [line] = csv.DictReader(
            io.StringIO(stances("camps", "--data", data, "--format", "csv").stdout)
        )
        assert [*line] == [*row]
        assert json.loads(line["camps"]) == row["camps"]
        assert float(line["fit"]) == row["fit"]
        assert line["issue"] == ""
        assert "NaN" not in str(row)

    def test_in_a_pipe_are_a_line_of_few_keys(self, stances: Run, data: str) -> None:
        head, line = stances("camps", "--data", data).stdout.splitlines()
        assert head.split("\t")[:4] == ["issue", "actors", "concepts", "statements"]
        assert len(line.split("\t")) == len(head.split("\t"))

    def test_are_what_python_gives(self, stances: Run, data: str) -> None:
        corpus = api.load(data)
        for options, asked in (
            ({}, ()),
            ({"of": "faction", "seed": 4}, ("--of", "faction", "--seed", "4")),
            ({"duplicates": "all"}, ("--duplicates", "all")),
            ({"min_statements": 2}, ("--min-statements", "2")),
        ):
            given: dict[str, Any] = options
            rows = json.loads(stances("camps", "--data", data, *asked, "--format", "json").stdout)
            assert corpus.camps(**given) == rows
        explained = stances("camps", "--data", data, "--explain", "--format", "json").stdout
        assert corpus.camps(explain=True) == json.loads(explained)

    def test_from_python_refuse_other_words(self, data: str) -> None:
        corpus = api.load(data)
        with pytest.raises(api.StancesError, match="offical"):
            corpus.camps(of="offical")  # type: ignore[call-overload] # what is tested
        with pytest.raises(ValueError, match="seed is 0 or more"):
            corpus.camps(seed=-1)
        with pytest.raises(TypeError, match="seed is a whole number"):
            corpus.camps(seed=1.5)  # type: ignore[call-overload] # what is tested

    def test_of_nothing_fail_if_asked_to(self, stances: Run, data: str) -> None:
        asked = ("camps", "--data", data, "--fail-empty", "--format", "json")
        assert stances(*asked).returncode == 0
        assert stances(*asked, "--issue", "us-trust").returncode == 0
        nothing = stances(*asked, "--text", "zeppelin")
        assert (nothing.returncode, json.loads(nothing.stdout)[0]["reason"]) == (1, "no-pair")
        assert "nothing matches" in nothing.stderr

    def test_do_not_depend_on_how_often_they_are_asked(self, stances: Run, data: str) -> None:
        first, again = (stances("camps", "--data", data, "--format", "json") for _ in range(2))
        assert first.stdout == again.stdout


class TestExplain:
    def test_has_the_terms_of_each_and_their_sum(self, stances: Run, data: str) -> None:
        told = table(stances, "--data", data, "--explain")
        assert "Hassan Rouhani: camp 2, own fit 0.75, without 0.70 with camp agreement" in told
        rows = json.loads(stances("camps", "--data", data, "--explain", "--format", "json").stdout)
        own = [row for row in rows if row["one"] == "rouhani"]
        fits, every = (
            sum(sum(row[key] for key in keys) for row in own)
            for keys in (("fitting",), ("agreement", "conflict"))
        )
        assert fits / every == pytest.approx(own[0]["own_fit"])
        assert f"in all {sum(row['agreement'] for row in own):.2f}" in told

    def test_says_who_moves_without_whom(self, stances: Run, data: str) -> None:
        told = table(stances, "--data", data, "--explain")
        moved = "own fit 0.75, without 0.72, and then Ali Khamenei in the other camp"
        assert f"Hassan Firouzabadi: camp 1, {moved}" in told


class TestPictures:
    @pytest.mark.parametrize("picture", ["matrix", "nodes"])
    def test_are_written_to_a_file_by_its_ending(
        self, stances: Run, data: str, tmp_path: Path, picture: str
    ) -> None:
        asked = ("network", "--data", data, "--picture", picture, "-o", str(tmp_path / "x.svg"))
        answer = stances(*asked)
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
        drawn = fromstring((tmp_path / "x.svg").read_text("utf-8"))  # noqa: S314 - we wrote it
        assert (drawn.findtext("{http://www.w3.org/2000/svg}title") or "").startswith(
            "Who stands with whom: agreement minus conflict"
        )

    def test_show_another_measure_if_one_is_given(self, stances: Run, data: str) -> None:
        asked = ("network", "--data", data, "--measure", "congruence")
        text = stances(*asked, "--format", "svg").stdout
        assert "<title>Who stands with whom: agreement over all questions</title>" in text
        assert "cell conflict" not in text

    def test_are_what_python_gives(self, stances: Run, data: str) -> None:
        corpus = api.load(data)
        asked = ("network", "--data", data, "--of", "faction", "--format", "svg")
        told = stances(*asked, "--picture", "nodes").stdout
        assert corpus.picture("nodes", of="faction").svg == told
        with pytest.raises(api.StancesError, match="matrx"):
            corpus.picture("matrx")
        with pytest.raises(ValueError, match="one network"):
            corpus.picture(window="30d")

    def test_without_an_edge_say_why(self, stances: Run, data: str) -> None:
        answer = stances("network", "--data", data, "--text", "zeppelin", "--format", "svg")
        assert answer.returncode == 0
        fromstring(answer.stdout)  # noqa: S314 - we wrote it

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            (("--picture", "nodes"), "--picture needs --format svg"),
            (("--format", "svg", "--window", "30d"), "--window"),
            (("--format", "svg", "--explain", "rouhani", "zarif"), "--explain gives rows"),
            (("--format", "svg", "--limit", "3"), "--columns, --sort and --limit"),
        ],
    )
    def test_refuse_what_does_not_go_with_them(
        self, stances: Run, data: str, asked: tuple[str, ...], told: str
    ) -> None:
        answer = stances("network", "--data", data, *asked)
        assert answer.returncode == 2
        assert told in answer.stderr
