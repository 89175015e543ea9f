from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from corpora import SCALE
from stances.queries.filters import Filters
from stances.queries.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Shown = Callable[..., str]

DIFFERENT = "Statements of different officials are no change of anybody."


@pytest.fixture
def told(shown: Shown) -> Callable[..., list[str]]:
    """The lines of the changes alone."""

    def tell(corpus: CorpusBuilder, **given: Any) -> list[str]:
        found = timeline(corpus.index(), Filters(**given), shifts=True)
        return shown(found, 120).splitlines()

    return tell


def said(date: str, position: str = "supports", **fields: Any) -> dict[str, Any]:
    return {"said": date, "position": position, **fields}


class TestChangeLine:
    def test_says_whose_from_what_to_what(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        later = said("2021-06~", "conditional", conditions=["it is paid", "it is quiet"])
        corpus.official("jansen", name="Jan Jansen", statements=[said("../2021-05-03"), later])
        assert told(corpus) == [
            "Changes",
            "Jan Jansen: +2 supports → 0 conditional",
            "  from ../2021-05-03  jansen/s1",
            "  to   2021-06~  jansen/s2",
            "  + condition: it is paid",
            "  + condition: it is quiet",
            "Open at one end, and in no such group: 1 scored statement of unknown day.",
            "1 change in 2 scored statements by 1 official",
        ]

    def test_may_be_one_of_conditions(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        both = [
            said(f"2021-05-0{day}", "conditional", conditions=[each, "both"])
            for day, each in enumerate(("one", "two"), 1)
        ]
        lines = told(corpus.official("jansen", statements=both))
        assert lines[1] == "Jansen: 0 conditional → 0 conditional, conditions alone"
        assert lines[4:6] == ["  + condition: two", "  - condition: one"]

    @pytest.mark.parametrize("disputed", [0, 1])
    def test_is_disputed_if_either_statement_is(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]], disputed: int
    ) -> None:
        steps = [said("2021-05-01"), said("2021-05-02", "rejects")]
        steps[disputed]["disputes"] = [{"about": "speaker", "note": "They differ."}]
        lines = told(corpus.official("jansen", statements=steps))
        assert f"  [disputed] rests on jansen/s{disputed + 1}" in lines

    def test_names_its_issue_where_there_are_several(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        steps = [
            said(f"2021-05-0{day}", position, issue=issue)
            for issue in ("tram", "quays")
            for day, position in enumerate(("supports", "opposes"), 1)
        ]
        text = "\n".join(told(corpus.official("jansen", statements=steps)))
        for issue in ("tram", "quays"):
            assert f"+2 supports → -1 opposes on {issue}\n" in text


class TestUnorderedLines:
    def test_say_what_differs_without_a_direction(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        day = said("2021-05-03", "conditional", conditions=["it is paid"])
        corpus.official("jansen", name="Jan Jansen", statements=[said("2021-05"), day])
        assert told(corpus) == [
            (
                "No change: 2 scored statements by 1 official; none certainly came after another "
                "by its official on an issue."
            ),
            "Different, and in no known order: no change",
            "Jan Jansen",
            "  +2 supports  2021-05  jansen/s1",
            "   0 conditional  2021-05-03  jansen/s2",
            "  condition: it is paid",
            "0 changes in 2 scored statements by 1 official",
        ]

    def test_stand_below_the_changes(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        steps = [said("2021-04", "indirect"), said("2021-05"), said("2021-05-03", "rejects")]
        lines = told(corpus.official("jansen", statements=steps))
        assert lines[0] == "Changes"
        assert lines.index("Different, and in no known order: no change") == len(lines) - 5
        assert lines[-1] == "2 changes in 3 scored statements by 1 official"

    def test_are_nothing_of_unknown_days_which_are_counted(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        steps = [said("../2021-05"), said("2021-05-03", "rejects")]
        text = "\n".join(told(corpus.official("jansen", statements=steps)))
        assert "in no known order" not in text
        assert "no such group: 1 scored statement of unknown day." in text


class TestNoChangeLine:
    """Is said, with what it rests on."""

    @pytest.mark.parametrize(
        ("given", "line"),
        [
            (
                [said("2021-05-01"), said("2021-05-02"), said("2021-05-03", "denies")],
                (
                    "2 scored statements by 1 official; none differs from the latest that "
                    "certainly came before it."
                ),
            ),
            (
                [said("2021-05-01")],
                "1 scored statement by 1 official; a change takes two by one official on an issue.",
            ),
            (
                [said("2021-05/2021-06"), said("2021-06/2021-07")],
                (
                    "2 scored statements by 1 official; none certainly came after another by its "
                    "official on an issue."
                ),
            ),
            (["unstated"], "there is no scored statement that could be one."),
        ],
    )
    def test_is_a_sentence(
        self, corpus: CorpusBuilder, shown: Shown, given: list[Any], line: str
    ) -> None:
        index = corpus.official("jansen", statements=given).index()
        alone = shown(timeline(index, Filters(), shifts=True), 200)
        assert alone == f"No change: {line}\n"
        assert f"No change: {line}" in shown(timeline(index, Filters()), 200).splitlines()

    def test_says_that_officials_are_not_one_another(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        for name, position in (("bo", "rejects"), ("jansen", "supports")):
            corpus.official(name, statements=[position])
        assert DIFFERENT in shown(timeline(corpus.index(), Filters()))
        alone = timeline(corpus.index(), Filters(official=("bo",)))
        assert DIFFERENT not in shown(alone)

    def test_is_not_said_of_rows_that_were_not_asked_for(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        steps = [said(f"2021-05-0{day}", p) for day, p in enumerate(("supports", "rejects") * 2, 1)]
        index = corpus.official("jansen", statements=steps).index()
        found = timeline(index, Filters())
        first = list(found.rows)[:2]
        assert "Changes (1 of 3)" in shown(replace(found, rows=first))
        none = timeline(index, Filters(), shifts=True)
        assert shown(replace(none, rows=[])).strip() == ""
