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

DIFFERENT = "Different officials holding different positions is not a change."


@pytest.fixture
def told(shown: Shown) -> Callable[..., list[str]]:
    """The lines of the changes alone."""

    def tell(corpus: CorpusBuilder, **given: Any) -> list[str]:
        found = timeline(corpus.index(), Filters(**given), shifts=True)
        return shown(found, 120).splitlines()

    return tell


def said(date: str, position: str = "supports", **fields: Any) -> dict[str, Any]:
    return {"said": date, "position": position, **fields}


class TestChange:
    def test_is_from_what_to_what_and_when(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        later = said("2021-05~", "conditional", conditions=["it is paid", "it is quiet"])
        statements = [said("../2021-04-03"), later, said("2021-06", "rejects")]
        corpus.official("jansen", name="Jan Jansen", statements=statements)
        assert told(corpus) == [
            "2 changes of position among 3 scored statements by 1 official.",
            "",
            "Changes of position",
            "Jan Jansen",
            "  from +2 Supports    by 3 April 2021  jansen/s1",
            "  to   0 Conditional  about May 2021   jansen/s2",
            "  new condition: it is paid",
            "  new condition: it is quiet",
            "Jan Jansen",
            "  from 0 Conditional  about May 2021  jansen/s2",
            "  to   -2 Rejects     June 2021       jansen/s3",
            "  no longer a condition: it is paid",
            "  no longer a condition: it is quiet",
        ]

    def test_to_several_positions_of_one_occasion_is_told_once(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        day = said("2021-06", "rejects", same_occasion=["jansen/s2"])
        statements = [said("2021-04"), said("2021-06", "opposes"), day]
        corpus.official("jansen", name="Jan Jansen", statements=statements)
        assert told(corpus)[2:] == [
            "Changes of position",
            "Jan Jansen",
            "  from +2 Supports  April 2021  jansen/s1",
            "  to   -1 Opposes   June 2021   jansen/s2",
            "  to   -2 Rejects   June 2021   jansen/s3",
        ]

    def test_is_none_where_the_occasion_still_has_the_position(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        day = said("2021-06", "rejects", same_occasion=["jansen/s2"])
        corpus.official("jansen", statements=[said("2021-04"), said("2021-06"), day])
        assert told(corpus)[0].startswith("No change of position")

    def test_may_be_one_of_conditions(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        both = [
            said(f"2021-05-0{day}", "conditional", conditions=[each, "both"])
            for day, each in enumerate(("one", "two"), 1)
        ]
        lines = told(corpus.official("jansen", statements=both))
        assert lines[4:] == [
            "  from 0 Conditional  1 May 2021  jansen/s1",
            "  to   0 Conditional  2 May 2021  jansen/s2",
            "  new condition: two",
            "  no longer a condition: one",
        ]

    @pytest.mark.parametrize("disputed", [0, 1])
    def test_is_disputed_if_either_statement_is(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]], disputed: int
    ) -> None:
        steps = [said("2021-05-01"), said("2021-05-02", "rejects")]
        steps[disputed]["disputes"] = [{"about": "speaker", "note": "They differ."}]
        lines = told(corpus.official("jansen", statements=steps))
        assert f"  disputed, as it rests on jansen/s{disputed + 1}" in lines

    def test_names_its_question_where_there_are_several(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        steps = [
            said(f"2021-05-0{day}", position, issue=issue)
            for issue in ("tram", "quays")
            for day, position in enumerate(("supports", "opposes"), 1)
        ]
        lines = told(corpus.official("jansen", statements=steps))
        for issue in ("tram", "quays"):
            at = lines.index(f"Jansen — What of the {issue}?")
            assert lines[at + 1].startswith("  from +2 Supports  1 May 2021")

    def test_has_dates_as_written_if_asked_for(self, corpus: CorpusBuilder, shown: Shown) -> None:
        steps = [said("2021-05"), said("2021-06~", "rejects")]
        corpus.official("jansen", statements=steps)
        text = shown(timeline(corpus.index(), Filters(), shifts=True), dates="iso")
        assert "from +2 Supports  2021-05   jansen/s1\n  to   -2 Rejects   2021-06~ " in text


class TestUnordered:
    def test_says_what_differs_without_a_direction(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        day = said("2021-05-03", "conditional", conditions=["it is paid"])
        corpus.official("jansen", name="Jan Jansen", statements=[said("2021-05"), day])
        assert told(corpus) == [
            (
                "No change of position: of 2 scored statements by 1 official, none certainly "
                "follows another by the same official on one"
            ),
            "question.",
            "",
            "Could be in either order, so no change",
            "Jan Jansen",
            "  +2 Supports    May 2021    jansen/s1",
            "  0 Conditional  3 May 2021  jansen/s2",
            "    condition: it is paid",
        ]

    def test_may_be_more_than_two(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        three = [said("2021-05"), said("2021-05-03", "rejects"), said("2021", "opposes")]
        lines = told(corpus.official("jansen", statements=three))
        assert "Could be in any order, so no change" in lines

    def test_stands_below_the_changes(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        steps = [said("2021-04", "indirect"), said("2021-05"), said("2021-05-03", "rejects")]
        lines = told(corpus.official("jansen", statements=steps))
        assert lines[0] == "2 changes of position among 3 scored statements by 1 official."
        assert lines[2] == "Changes of position"
        assert lines.index("Could be in either order, so no change") == len(lines) - 4

    def test_is_nothing_of_unknown_days_which_are_counted(
        self, corpus: CorpusBuilder, told: Callable[..., list[str]]
    ) -> None:
        steps = [said("../2021-05"), said("2021-05-03", "rejects")]
        text = "\n".join(told(corpus.official("jansen", statements=steps)))
        assert "Could be" not in text
        assert "Not compared: 1 scored statement with a date that is open at one end" in text


class TestNoChange:
    """Is said, with what it rests on."""

    @pytest.mark.parametrize(
        ("given", "line"),
        [
            (
                [said("2021-05-01"), said("2021-05-02"), said("2021-05-03", "denies")],
                (
                    "of 2 scored statements by 1 official, 1 certainly follows another by the same "
                    "official on one question, without a certain change."
                ),
            ),
            (
                [said("2021-05-01"), said("2021-05-02"), said("2021-05-03")],
                (
                    "of 3 scored statements by 1 official, 2 certainly follow another by the same "
                    "official on one question, without a certain change."
                ),
            ),
            (
                [said("2021-05-01")],
                (
                    "1 scored statement by 1 official; a change takes two by one official on one "
                    "question."
                ),
            ),
            (
                [said("2021-05/2021-06"), said("2021-06/2021-07")],
                (
                    "of 2 scored statements by 1 official, none certainly follows another by the "
                    "same official on one question."
                ),
            ),
            (["unstated"], "no statement here has a score that counts."),
        ],
    )
    def test_is_a_sentence(
        self, corpus: CorpusBuilder, shown: Shown, given: list[Any], line: str
    ) -> None:
        index = corpus.official("jansen", statements=given).index()
        alone = shown(timeline(index, Filters(), shifts=True), 200)
        assert alone == f"No change of position: {line}\n"
        assert shown(timeline(index, Filters()), 200).startswith(alone)

    def test_says_that_officials_are_not_one_another(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        for name, position in (("bo", "rejects"), ("jansen", "supports")):
            corpus.official(name, statements=[position])
        assert DIFFERENT in " ".join(shown(timeline(corpus.index(), Filters())).split())
        alone = timeline(corpus.index(), Filters(official=("bo",)))
        assert DIFFERENT not in " ".join(shown(alone).split())

    def test_does_not_say_so_where_somebody_could_have_changed(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        corpus.official("bo", statements=["rejects"])
        corpus.official("jansen", statements=[said("2021-05"), said("2021-05-03", "rejects")])
        assert DIFFERENT not in " ".join(shown(timeline(corpus.index(), Filters())).split())

    def test_is_not_said_of_rows_that_were_not_asked_for(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        steps = [said(f"2021-05-0{day}", p) for day, p in enumerate(("supports", "rejects") * 2, 1)]
        index = corpus.official("jansen", statements=steps).index()
        found = timeline(index, Filters())
        first = list(found.rows)[:2]
        assert "Changes of position (1 of 3)" in shown(replace(found, rows=first))
        none = timeline(index, Filters(), shifts=True)
        assert shown(replace(none, rows=[])).strip() == ""
