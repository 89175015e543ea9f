from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.comparison import comparison
from stances.queries.filters import Filters
from stances.queries.records import records
from stances.queries.summary import summary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Shown = Callable[..., str]

WIDTHS = pytest.mark.parametrize("width", [60, 80, 200])
LONG, SHORT = "█████", "█"


def words(text: str) -> str:
    """Give the text without its line breaks, columns and bars."""
    return " ".join(text.replace("█", " ").split())


@pytest.fixture
def town(corpus: CorpusBuilder) -> CorpusBuilder:
    """A mayor's faction of two, a council that takes no position that is scored."""
    corpus.source("herald", authors=["Anna"], assessments=[{"about": ["bo"], "text": "She waits."}])
    far = {"position": "rejects", "frames": ["jobs"], "said": "2021-06"}
    corpus.official(
        "jansen",
        name="Jan Jansen",
        faction="mayor",
        statements=["supports", {"frames": ["jobs", "cost"]}, {"frames": ["cost"]}, far],
    )
    corpus.official("cas", name="Cas Ko", faction="mayor", statements=[far])
    names_cas = {"source": "herald", "speaker": "cas", "match": "probable"}
    open_ = [{"about": "speaker", "note": "They differ."}]
    denies = {"position": "denies", "evidence": ["courier", names_cas], "disputes": open_}
    return corpus.official("bo", name="Bo", native_name="بو", statements=["unstated", denies])


def summarised(town: CorpusBuilder | sqlite3.Connection, *by: str) -> Any:  # noqa: ANN401
    index = town.index() if hasattr(town, "index") else town
    return summary(index, Filters(), by or ("faction",))


@WIDTHS
class TestTheSummary:
    @pytest.mark.parametrize(
        "by",
        [
            ("faction",), ("position",), ("official",), ("source",), ("frame",), ("month",),
            ("faction", "position"), ("official", "frame"),
        ],
    )  # fmt: skip
    def test_fits_the_terminal(
        self,
        shipped: sqlite3.Connection,
        shown: Shown,
        cells: Callable[[str], int],
        width: int,
        by: tuple[str, ...],
    ) -> None:
        text = shown(summarised(shipped, *by), width)
        assert max(map(cells, text.splitlines())) <= width
        assert "…" not in text

    def test_says_how_many_and_where_they_stand(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(summarised(town), width))
        assert "What of the tram?" in text
        for what in ("Mayor", "Council", "+2", "supports", "-2", "rejects", "unstated", "denies"):
            assert what in text
        assert "-0.50" in text  # Jansen's mean is 1, Cas's -2
        assert "1.50" in text

    def test_shows_those_without_a_position_as_such(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(summarised(town), width))
        assert "In no mean: 2 statements whose position has no score (denies, unstated)." in text
        assert "none" in text or "no mean" in text

    def test_says_what_is_disputed_or_left_out_and_how_to_see_it(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("eva", statements=[{"status": "misattributed"}, "supports"])
        text = words(shown(summarised(town), width))
        assert "Disputed, and counted: 1 (--without-disputed leaves them out)." in text
        assert "Left out as misattributed: 1 (--status misattributed)." in text

    def test_says_nothing_of_what_there_is_not(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.official("jansen", statements=["supports"])
        text = shown(summarised(corpus), width)
        for absent in ("In no mean", "isputed", "misattributed", "once under"):
            assert absent not in text

    @pytest.mark.parametrize("key", ["frame", "source"])
    def test_says_that_a_statement_counts_in_several_groups(
        self, town: CorpusBuilder, shown: Shown, width: int, key: str
    ) -> None:
        counted = f"A statement counts once under each of its {key}s."
        assert counted in words(shown(summarised(town, key), width))

    @pytest.mark.parametrize(
        ("key", "called"), [("frame", "no frame"), ("month", "not within one month")]
    )
    def test_names_the_group_of_those_that_have_none(
        self, town: CorpusBuilder, shown: Shown, width: int, key: str, called: str
    ) -> None:
        town.official("eva", statements=[{"said": "2021"}])
        assert called in shown(summarised(town, key), width)

    def test_names_those_of_no_faction(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.official("jansen", faction=None, statements=["supports"])
        assert "no faction" in shown(summarised(corpus), width)
        assert "no faction" in shown(summarised(corpus, "faction", "position"), width)

    def test_has_bars_as_long_as_the_counts(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        lines = shown(summarised(town, "position"), width).splitlines()
        bars = {
            name: line.count("█")
            for line in lines
            for name in ("supports", "rejects", "denies")
            if name in line and "█" in line
        }
        assert bars["supports"] > bars["rejects"] > bars["denies"] > 0

    def test_is_empty_where_nothing_matches(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        assert shown(summarised(corpus), width).strip() == ""


def compared(town: Any, *sides: str, **given: Any) -> Any:  # noqa: ANN401
    index = town.index() if hasattr(town, "index") else town
    return comparison(index, sides, Filters(**given))


@WIDTHS
class TestTheComparison:
    @pytest.mark.parametrize(
        "sides",
        [
            ("rouhani", "shamkhani"),
            ("rouhani", "velayati", "khamenei", "zarif"),
            ("faction:executive", "faction:military"),
        ],
    )
    def test_fits_the_terminal(
        self,
        shipped: sqlite3.Connection,
        shown: Shown,
        cells: Callable[[str], int],
        width: int,
        sides: tuple[str, ...],
    ) -> None:
        text = shown(compared(shipped, *sides), width)
        assert max(map(cells, text.splitlines())) <= width

    def test_shows_each_sides_statements_in_order_of_time(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(compared(town, "jansen", "cas"), width)
        places = [text.index(f"jansen/s{number}") for number in range(1, 5)]
        assert all(one < other for one, other in pairwise(places))
        assert text.count("-2 rejects") == 2
        assert text.count("+2 supports") == 3
        assert "Member · mayor" in text

    def test_says_how_far_apart_they_are_and_on_what_that_rests(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "jansen", "cas"), width))
        assert (
            "Distance on the scale: 3.00, on 5 scored statements (Jan Jansen: 4; Cas Ko: 1)."
            in text
        )
        assert "mean +1.00" in text
        assert "of 4 scored" in text

    def test_says_so_of_the_furthest_two_of_several(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("eva", statements=["conditional"])
        text = words(shown(compared(town, "jansen", "eva", "cas"), width))
        assert "Distance on the scale: 3.00 between the furthest two, on 6 scored" in text

    def test_says_why_there_is_no_distance(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "jansen", "bo"), width))
        assert "none, for want of a scored statement by Bo." in text
        assert "none is scored" in text

    def test_says_which_frames_they_share_and_which_only_one_has(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "jansen", "cas"), width))
        assert "Frames shared by all: Jobs Only Jan Jansen: Cost Only Cas Ko: none" in text

    def test_says_what_is_disputed_and_attributed(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "bo", "cas"), width))
        assert "2 statements, 1 disputed" in text
        assert "[disputed]" in text
        attributed = "Attributed to Cas Ko by herald, recorded with bo: bo/s2 (in no figure here)"
        assert attributed in text

    def test_of_a_faction_says_who_speaks(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "faction:mayor", "bo"), width))
        for what in ("Mayor", "Jan Jansen", "Cas Ko", "5 statements; mean -0.50, spread", "1.50"):
            assert what in text

    def test_of_nothing_names_the_sides(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(compared(town, "jansen", "cas", position=("indirect",)), width)
        assert "Jan Jansen" in text
        assert "Cas Ko" in text
        assert "0 statements" in text


def test_sides_stand_next_to_each_other_where_they_fit(town: CorpusBuilder, shown: Shown) -> None:
    def beside(width: int) -> bool:
        lines = shown(compared(town, "jansen", "cas"), width).splitlines()
        return any(
            "Jan Jansen" in line and "Cas Ko" in line and "Distance" not in line for line in lines
        )

    assert beside(120)
    assert not beside(60)


def record(town: Any, *refs: str) -> Any:  # noqa: ANN401
    return records(town.index() if hasattr(town, "index") else town, refs)


@WIDTHS
class TestARecord:
    @pytest.mark.parametrize("ref", ["rouhani", "wsws-2014-06-21", "aboutalebi/only-two-countries"])
    def test_fits_the_terminal(
        self,
        shipped: sqlite3.Connection,
        shown: Shown,
        cells: Callable[[str], int],
        width: int,
        ref: str,
    ) -> None:
        assert max(map(cells, shown(record(shipped, ref), width).splitlines())) <= width

    def test_of_an_official_is_shown_whole(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(record(town, "bo"), width))
        for what in ("Bo bo", "\u2068بو\u2069", "Member · council", "· unstated", "· denies"):
            assert what in text
        assert "[disputed]" in text
        assert "speaker disputed: They differ. → unresolved" in text
        assert "“words 1” — courier · quote" in text
        assert "herald · quote · probably the same occasion · names cas" in text
        assert "sources: 1 + 1 probable; coded by tests" in text
        assert "She waits. — herald on bo" in text

    def test_of_an_official_has_what_is_attributed_to_it(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(record(town, "cas"), width))
        assert "attributed by herald" in text
        assert "bo/s2" in text

    def test_of_a_source_has_only_its_own_words(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(record(town, "herald"), width))
        for what in ("The herald herald", "Anna · 2021-06-30", "“words 2” — herald", "She waits."):
            assert what in text
        assert "“words 1”" not in text

    def test_says_every_field_that_is_known(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        piece = {
            "original": {"text": "می‌سازیم", "lang": "fa"},
            "said": "2021-05",
            "position": "rejects",
            "locator": "line 3",
            "note": "So printed.",
        }
        copy = {"source": "herald", "derived_from": "courier"}
        settled = {"about": "wording", "note": "They differ.", "resolution": "One is followed."}
        told = {"summary": "Builds.", "venue": "Hall", "frames": ["jobs"], "note": "Late."}
        fields = told | {"evidence": [piece, copy], "disputes": [settled], "repeated": True}
        roles = [{"title": "Clerk", "faction": "council", "from": "2020", "former": True}]
        about: dict[str, Any] = {"aliases": ["JJ"], "identifiers": {"wikidata": "Q1"}}
        corpus.source("herald").official(
            "jansen", roles=[*roles, {"title": "Poet"}], statements=[fields], note="Tall.", **about
        )
        text = words(shown(record(corpus, "jansen"), width))
        for what in (
            "former Clerk · council · 2020 – ?", "Poet", "aliases: JJ", "identifiers: wikidata Q1",
            "note: Tall.", "+2 supports said 2021-05-03 repeatedly", "summary: Builds.",
            "venue: Hall", "frames: jobs", "\u2068می‌سازیم\u2069 (fa)", "said 2021-05", "line 3",
            "position rejects", "note: So printed.", "copies courier",
            "wording disputed: They differ. → One is followed.", "note: Late.",
            "sources: 1; coded by tests",
        ):  # fmt: skip
            assert what in text

    def test_stands_below_the_one_before(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(record(town, "cas", "jansen/s1"), width)
        assert text.index("Cas Ko") < text.index("Jan Jansen")
