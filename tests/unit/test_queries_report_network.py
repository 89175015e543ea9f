from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pages import page, parsed, words_of
from stances.queries.filters import Filters
from stances.queries.report import report
from stances.queries.result import whole
from stances.views.formats import ViewOptions
from stances.views.markdown_report import markdown

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder

SCALE = {"yes": 2, "no": -2}


@pytest.fixture
def town(corpus: CorpusBuilder) -> CorpusBuilder:
    return corpus.codebook(issues={"tram": SCALE, "toll": SCALE})


def officials(town: CorpusBuilder, number: int) -> sqlite3.Connection:
    """So many on two questions, every third of whom says no."""
    for n in range(number):
        position = "no" if n % 3 == 0 else "yes"
        said = [{"issue": issue, "position": position} for issue in ("tram", "toll")]
        town.official(f"x{n:02}", statements=said)
    return town.index()


def document(index: sqlite3.Connection) -> dict[str, Any]:
    found: dict[str, Any] = whole(report(index, Filters()).outline)
    return found


def in_markdown(index: sqlite3.Connection) -> str:
    return "".join(markdown(report(index, Filters()), ViewOptions()))


def section(index: sqlite3.Connection) -> Any:  # noqa: ANN401 - an element
    [found] = (each for each in parsed(page(index)).iter("section") if each.get("id") == "network")
    return found


class TestReport:
    def test_of_few_has_their_camps_and_a_picture(self, town: CorpusBuilder) -> None:
        index = officials(town, 12)
        network = document(index)["network"]
        assert network["camps"]["fit"] == 1
        assert network["camps"]["p"] is not None
        assert len(network["edges"]) == 12 * 11 // 2
        assert {edge["weight"] for edge in network["edges"]} == {2, -2}
        told = words_of(section(index))
        sides = "X01, X02, X04, X05, X07, X08 and 2 others on one side, and X00, X03, X06 and X09"
        assert f"The split that fits best has {sides} on the other." in told
        assert "200 shuffles" in told
        assert "24 statements by 12 officials on 2 questions from 3 May 2021 to 3 May 2021." in told
        assert len([*section(index).iter("svg")]) == 1
        text = in_markdown(index)
        assert "## Who stands with whom" in text
        assert "| X00 | 2 | 2 | 100 % | 100 % |" in text

    def test_of_more_than_can_be_compared_shuffles_nothing(self, town: CorpusBuilder) -> None:
        index = officials(town, 22)
        camps = document(index)["network"]["camps"]
        assert (camps["fit"], camps["p"], camps["null_mean"]) == (1, None, None)
        told = words_of(section(index))
        assert "The command stances camps says how often chance does as well." in told
        assert len([*section(index).iter("svg")]) == 1

    def test_of_too_many_says_what_to_ask(
        self, town: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise AssertionError("nothing is added up")

        monkeypatch.setattr("stances.queries.report.network.network", fail)
        index = officials(town, 61)
        assert document(index)["network"] is None
        for told in (words_of(section(index)), in_markdown(index)):
            assert "61 officials are too many for a picture here." in told
        assert [*section(index).iter("svg")] == []

    def test_without_camps_says_why_and_has_no_picture(self, corpus: CorpusBuilder) -> None:
        for n in range(5):
            corpus.official(f"x{n}", statements=["supports" if n else "rejects"])
        index = corpus.index()
        why = "No camps: there is only one question that two officials answer, and camps need two."
        assert document(index)["network"]["camps"]["reason"] == "one-concept"
        assert why in words_of(section(index))
        assert [*section(index).iter("svg")] == []
        assert why in in_markdown(index)
