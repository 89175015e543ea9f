from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from corpora import SCALE
from stances.dates import parse_date
from stances.queries.comparison import comparison
from stances.queries.filters import Filters
from stances.views.comparison_text import verdict

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder
    from stances.queries.comparison import Comparison

    Shown = Callable[..., str]

WIDTHS = pytest.mark.parametrize("width", [60, 80, 200])

APART = "apart on a scale of -2 to +2"


def words(text: str) -> str:
    """Give the text without its line breaks, columns and bars."""
    return " ".join(text.replace("█", " ").split())


def disputed(position: str) -> dict[str, Any]:
    """Give a statement with an open dispute."""
    return {"position": position, "disputes": [{"about": "speaker", "note": "They differ."}]}


def scale(text: str) -> list[str]:
    """Give the lanes of the first scale, and its ruler last."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if "-2──" in line)
    end = next(number for number, line in enumerate(lines) if "a position taken" in line)
    lanes = [line for line in lines[start + 1 : end] if set(line) & {"●", "?", "◆"}]
    return [*lanes, lines[start]]


def places(lanes: list[str]) -> dict[str, int]:
    """Give the columns of the scores."""
    return {score: lanes[-1].index(score) for score in ("-2", "0")}


def compared(town: Any, *sides: str, **given: Any) -> Comparison:  # noqa: ANN401
    index = town.index() if hasattr(town, "index") else town
    return comparison(index, sides, Filters(**given))


@WIDTHS
class TestComparisonTable:
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

    def test_shows_each_sides_statements_in_order_of_time_if_all_are_to_be_shown(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(compared(town, "jansen", "cas"), width, whole=True)
        places = [text.index(f"jansen/s{number}") for number in range(1, 5)]
        assert all(one < other for one, other in pairwise(places))
        assert text.count("-2 Rejects") == 2
        assert text.count("+2 Supports") == 3
        assert "more of" not in text

    def test_else_shows_one_for_each_position_and_counts_the_others(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        both = {"position": "supports", "evidence": ["courier", "herald"], "said": "2021-04"}
        town.official("eva", name="Eva", statements=["supports", both, "unstated", "opposes"])
        text = shown(compared(town, "jansen", "eva"), width)
        assert text.count("+2 Supports") == 2
        assert "courier + 1 more" in text
        assert "Unstated" not in text
        folded = "2 more of Jan Jansen; 2 more of Eva, 1 of which leaves it open (--all)."
        assert folded in words(text)

    def test_says_first_how_far_apart_they_are_and_on_what_that_rests(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "jansen", "cas"), width))
        verdict = (
            f"What of the tram? They are 3 {APART}: Jan Jansen +1 (Supports, "
            "Rejects; 4 statements), Cas Ko -2 (Rejects; 1 statement). "
        )
        assert verdict in text
        assert text.index(verdict) < text.index("“words")

    def test_says_so_of_the_furthest_two_of_several(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("eva", statements=["conditional"])
        text = words(shown(compared(town, "jansen", "eva", "cas"), width))
        assert f"The furthest two, Jan Jansen and Cas Ko, are 3 {APART}: Jan Jansen +1 (" in text

    def test_says_why_there_is_no_distance(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "jansen", "bo"), width))
        told = "They differ. Jan Jansen: Supports, Rejects; Bo: Denies. There is no distance: of Bo"
        assert f"{told}, no statement is scored." in text

    def test_says_which_frames_they_share_and_if_all_is_to_be_shown_which_only_one_has(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        found = compared(town, "jansen", "cas")
        assert "Frames, both: Jobs." in words(shown(found, width))
        text = words(shown(found, width, whole=True))
        assert "Frames, both: Jobs; only Jan Jansen: Cost." in text
        assert "Frames" not in shown(compared(town, "jansen", "bo"), width)

    def test_says_what_is_disputed_and_attributed(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "bo", "cas"), width))
        assert "Disputed: 1 statement." in text
        assert "[disputed]" in text
        attributed = "Attributed to Cas Ko by herald, recorded with Bo: bo/s2 (in no figure here)"
        assert attributed in text

    def test_says_what_is_left_without_the_disputed(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        open_ = {"position": "opposes", "disputes": [{"about": "speaker", "note": "They differ."}]}
        town.official("eva", name="Eva", statements=["conditional", open_])
        text = words(shown(compared(town, "eva", "faction:mayor"), width))
        assert "They stand at the same place of the scale: Eva -0.5 (" in text
        assert "Without the 1 disputed, they are 0.5 apart, on 6 scored statements." in text
        assert "isputed" not in words(shown(compared(town, "jansen", "cas"), width))
        town.official("flo", name="Flo", statements=[open_])
        alone = words(shown(compared(town, "flo", "cas"), 60))
        assert "Without the 1 disputed, there is no distance." in alone

    def test_says_how_many_were_left_out_as_disputed_if_they_were_to_be(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "bo", "cas", without_disputed=True), width))
        assert "Left out as disputed: 1 of Bo, 0 of Cas Ko (--without-disputed)." in text
        assert "ithout the" not in text
        assert "Left out" not in shown(compared(town, "bo", "cas"), width)

    def test_of_a_faction_says_who_speaks_and_by_how_many_a_position_is_taken(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "faction:mayor", "bo"), width))
        for what in ("Mayor 5 statements by 2 officials", "Jan Jansen", "Cas Ko"):
            assert what in text
        assert "Mayor: Supports by 1, Rejects by 2; Bo: Denies." in text

    def test_shows_the_mean_of_a_faction_from_three_scored_officials_on(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("eva", name="Eva", statements=["supports"])
        few = words(shown(compared(town, "faction:mayor", "eva"), width))
        assert f"They are 2.5 {APART}: Mayor (Supports by 1, Rejects by 2; 2 officials)" in few
        assert "◆" not in few
        town.official("dirk", faction="mayor", statements=["opposes"])
        many = words(shown(compared(town, "faction:mayor", "eva"), width))
        assert f"They are 2.67 {APART}: Mayor -0.67 (Supports by 1, Opposes by 1, " in many
        assert "◆" in many

    def test_has_factions_on_opposite_sides_only_if_all_their_officials_are(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("eva", name="Eva", statements=["supports"])
        town.official("flo", name="Flo", statements=["indirect"])
        split = words(shown(compared(town, "faction:mayor", "faction:council"), width))
        assert f"They are 2 {APART}: Mayor (" in split
        town.official("jansen", name="Jan Jansen", faction="mayor", statements=["opposes"])
        apart = words(shown(compared(town, "faction:mayor", "faction:council"), width))
        assert f"They are 3 {APART}, on opposite sides: Mayor (" in apart

    def test_of_nothing_names_the_sides(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(compared(town, "jansen", "cas", position=("indirect",)), width)
        assert "Jan Jansen  no statement" in text
        assert "Cas Ko  no statement" in text
        assert "Neither speaks" not in text


@WIDTHS
class TestScale:
    def test_has_a_line_for_each_side_with_its_places(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        lines = shown(compared(town, "jansen", "cas"), width).splitlines()
        ruler = next(line for line in lines if "-2──" in line)
        places = {mark: ruler.index(mark) for mark in ("-2", "-1", "0", "+1")}
        places["+2"] = len(ruler) - 1
        [jansen, cas] = [line for line in lines if "●" in line and "position" not in line]
        marks = {number for number, char in enumerate(jansen) if char in "●◆"}
        assert marks == {places["-2"], places["+1"], places["+2"]}
        assert jansen[places["+1"]] == "◆"
        assert [number for number, char in enumerate(cas) if char == "●"] == [places["-2"]]
        for label in ("Rejects", "Conditional", "Supports"):
            assert any(label in line for line in lines[: lines.index(ruler)])

    def test_marks_what_rests_on_disputed_statements_alone(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        open_ = {"position": "opposes", "disputes": [{"about": "speaker", "note": "They differ."}]}
        town.official("eva", name="Eva", statements=["conditional", open_])
        [lane] = [
            line
            for line in shown(compared(town, "eva", "cas"), width).splitlines()
            if "?" in line and "●" in line and "position" not in line
        ]
        assert lane.index("?") < lane.index("◆") < lane.index("●")

    def test_of_a_faction_has_the_positions_that_its_officials_take(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("eva", faction="council", statements=["supports", "rejects"])
        lanes = scale(shown(compared(town, "faction:council", "cas"), width))
        assert lanes[0].count("●") == 2
        assert lanes[0][places(lanes)["0"]] not in "●◆"

    def test_of_a_faction_marks_what_is_disputed_with_all_who_take_it(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        doubted: list[str | dict[str, Any]] = [disputed("supports"), "rejects"]
        town.official("eva", faction="council", statements=doubted)
        town.official("flo", faction="council", statements=doubted)
        lanes = scale(shown(compared(town, "faction:council", "cas"), width))
        assert lanes[0].replace("─", "").split()[-1] == "●?"
        town.official("aide", kind="unnamed", faction="council", statements=["supports"])
        assert "?" not in scale(shown(compared(town, "faction:council", "cas"), width))[0]

    def test_does_not_doubt_what_an_official_said_without_dispute_for_another_faction(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        roles = [
            {"faction": "mayor", "title": "Mayor", "from": "2021-05"},
            {"faction": "council", "title": "Member", "until": "2021-04"},
        ]
        sure = {"position": "supports", "said": "2021-04-03"}
        town.official("eva", roles=roles, statements=[disputed("supports"), sure])
        found = compared(town, "eva", "cas")
        assert len(found.sides[0].findings["tram"].standings) == 2
        assert "?" not in scale(shown(found, width))[0]

    def test_has_no_mean_where_a_position_stands(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("eva", name="Eva", statements=["supports", "conditional", "rejects"])
        text = shown(compared(town, "eva", "cas"), width)
        lanes = scale(text)
        assert lanes[0].count("●") == 3
        assert "◆" not in text
        town.official("flo", name="Flo", statements=["supports"] * 400 + ["rejects"])
        lane = scale(shown(compared(town, "flo", "cas"), width))[0]
        assert lane.count("●") == 2
        assert "◆" not in lane

    def test_is_not_drawn_where_nothing_is_scored(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.codebook(issues={"tram": {"them": None, "us": None}})
        for id_ in ("bo", "cas"):
            corpus.official(id_, statements=[{"position": "them"}])
        text = shown(compared(corpus, "bo", "cas"), width)
        assert "──" not in text
        assert "Both: Them." in text


class TestSeveralIssues:
    @pytest.fixture
    def found(self, corpus: CorpusBuilder) -> Comparison:
        who = {"them": None, "us": None, "unclear": None}
        corpus.codebook(
            issues={"bus": {"keep": 1}, "tram": {"for": 1}, "who": who, "ferry": {"yes": 1}},
            traits={"unclear": {"open": True}},
        )
        tram, bus = {"issue": "tram", "position": "for"}, {"issue": "bus", "position": "keep"}
        them, us, unclear = (
            {"issue": "who", "position": position} for position in ("them", "us", "unclear")
        )
        corpus.official("bo", name="Bo", statements=[tram, them, us, unclear])
        corpus.official("cas", name="Cas", statements=[bus, bus, them])
        return compared(corpus, "bo", "cas")

    def test_come_first_where_both_speak_and_briefly_where_one_does(
        self, found: Comparison, shown: Shown
    ) -> None:
        text = shown(found)
        questions = [line for line in text.splitlines() if line.startswith("What of")]
        assert questions == ["What of the who?", "What of the bus?", "What of the tram?"]
        brief = "Only Cas speaks of it: Keep.\n  +1 Keep  3 May 2021  cas/s2\n"
        assert f"What of the bus?\n{brief}\n" in text
        assert text.count("“words") == 3
        assert "Neither speaks to: What of the ferry?" in text
        assert shown(found, whole=True).count("“words") == 7

    def test_without_a_score_say_what_is_shared(self, found: Comparison, shown: Shown) -> None:
        text = words(shown(found))
        assert "Both: Them. They differ in the rest. Bo: Them, Us; Cas: Them." in text
        assert "1 more of Bo, which leaves it open (--all)." in text


class TestVerdict:
    @pytest.fixture
    def told(self, corpus: CorpusBuilder) -> Callable[..., str]:
        corpus.official("yes", name="Ya", statements=["supports"])
        corpus.official("also", name="Al", statements=["supports", "unstated"])
        corpus.official("open", name="Op", statements=["unstated"])
        corpus.official("open-too", name="Ot", statements=["unstated"])
        corpus.official("silent", name="Si")
        corpus.official("mute", name="Mu")
        heard = {"position": "rejects", "according_to": ["yes"]}
        corpus.official("heard", name="He", statements=[heard])
        corpus.official("aide", name="Ai", kind="unnamed", statements=["supports"])
        return lambda *sides: verdict(compared(corpus, *sides), "tram")

    @pytest.mark.parametrize(
        ("sides", "sentence"),
        [
            ("yes also", "Both: Supports."),
            ("yes also open", "Ya and Al: Supports. Op leaves it open."),
            ("yes open", "Only Ya takes a position: Supports. Op leaves it open."),
            ("yes silent", "Only Ya speaks of it: Supports."),
            ("open silent", "Only Op speaks of it, and leaves it open."),
            ("open open-too", "Both leave it open."),
            ("open open-too silent", "Op and Ot leave it open. Si has no statement on it."),
            ("yes also silent mute", "Ya and Al: Supports. Si and Mu have no statement on it."),
            ("yes heard", "Only Ya takes a position: Supports. Of He there is only hearsay."),
            ("heard silent", "Of He there is only hearsay."),
            ("yes aide", "Both: Supports."),
        ],
    )
    def test_says_who_takes_a_position_who_leaves_it_open_and_who_is_silent(
        self, told: Callable[..., str], sides: str, sentence: str
    ) -> None:
        assert told(*sides.split()) == sentence


class TestSilence:
    @pytest.fixture
    def pair(self, corpus: CorpusBuilder) -> CorpusBuilder:
        corpus.codebook(issues={"tram": SCALE, "bus": {"keep": 1}})
        corpus.official("bo", name="Bo", statements=["supports", disputed("rejects")])
        late = {"position": "denies", "said": "2021-06"}
        return corpus.official("cas", name="Cas", faction="mayor", statements=["opposes", late])

    @pytest.mark.parametrize(
        "given",
        [
            {"position": ("denies",)},
            {"text": ("zzz",)},
            {"faction": ("mayor",)},
            {"min_sources": 2},
            {"status": ("misattributed",)},
        ],
    )
    def test_is_not_of_who_was_left_out(
        self, pair: CorpusBuilder, shown: Shown, given: dict[str, Any]
    ) -> None:
        text = words(shown(compared(pair, "bo", "cas", **given)))
        assert "Bo no statement among what was asked for" in text
        assert "Only" not in text
        assert "Neither" not in text
        assert "no statement on it" not in text

    def test_is_told_as_that_among_what_was_asked_for(self, pair: CorpusBuilder) -> None:
        found = compared(pair, "bo", "cas", position=("denies",))
        told = "Among what was asked for, only Cas speaks of it: Denies."
        assert verdict(found, "tram") == told

    def test_among_several_is_told_so_too(self, pair: CorpusBuilder) -> None:
        pair.official("dirk", name="Dirk", statements=["opposes"])
        found = compared(pair, "bo", "cas", "dirk", position=("supports", "denies"))
        text = verdict(found, "tram")
        assert text.endswith("Among what was asked for, Dirk has no statement on it.")

    def test_is_of_the_days_asked_for(self, pair: CorpusBuilder, shown: Shown) -> None:
        since = parse_date("2021-06")
        text = words(shown(compared(pair, "bo", "cas", since=since)))
        assert "Bo no statement in these days" in text
        assert "In these days, only Cas speaks of it: Denies." in text
        assert "Neither speaks in these days to: What of the bus?" in text

    def test_stays_with_an_issue_or_with_hearsay(self, pair: CorpusBuilder, shown: Shown) -> None:
        pair.official("si", name="Si")
        found = compared(pair, "cas", "si", issue=("tram",), with_hearsay=True)
        assert verdict(found, "tram").startswith("Only Cas speaks of it: ")
        text = words(shown(compared(pair, "bo", "cas", with_hearsay=True)))
        assert "Neither speaks to: What of the bus?" in text


class TestRelation:
    @pytest.fixture
    def told(self, corpus: CorpusBuilder) -> Callable[..., str]:
        def tell(*said: str) -> str:
            ids = [f"o{number}" for number in range(len(said))]
            for id_, own in zip(ids, said, strict=True):
                corpus.official(id_, name=id_.upper(), statements=own.split())
            return verdict(compared(corpus, *ids), "tram")

        return tell

    @pytest.mark.parametrize(
        ("said", "is_opposite"),
        [
            (("supports", "opposes"), True),
            (("supports", "opposes conditional"), True),
            (("supports supports rejects", "opposes"), False),
            (("supports conditional", "opposes conditional"), False),
            (("supports", "rejects rejects indirect"), False),
            (("supports", "indirect"), False),
        ],
    )
    def test_is_opposite_only_with_nothing_shared_and_no_score_of_the_other_side(
        self, told: Callable[..., str], said: tuple[str, ...], *, is_opposite: bool
    ) -> None:
        text = told(*said)
        assert " apart" in text
        assert ("on opposite sides" in text) is is_opposite

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            (
                ("rejects rejects supports", "supports rejects supports"),
                "Both: Supports, Rejects (means -0.67 and +0.67).",
            ),
            (("rejects supports", "supports rejects"), "Both: Supports, Rejects."),
            (
                ("rejects supports", "supports rejects", "rejects supports rejects"),
                "All: Supports, Rejects (means 0, 0 and -0.67).",
            ),
        ],
    )
    def test_of_the_same_positions_is_told_with_the_means(
        self, told: Callable[..., str], said: tuple[str, ...], sentence: str
    ) -> None:
        assert told(*said) == sentence

    def test_of_factions_with_the_same_positions_has_the_distance_where_few_are_scored(
        self, corpus: CorpusBuilder
    ) -> None:
        both = ["rejects", "supports", "supports"]
        corpus.official("bo", faction="mayor", statements=["rejects", *both])
        corpus.official("cas", faction="council", statements=both)
        text = verdict(compared(corpus, "faction:mayor", "faction:council"), "tram")
        assert text == "Both: Supports, Rejects (means 0.67 apart)."

    def test_names_together_who_gives_the_same_answer(self, told: Callable[..., str]) -> None:
        text = told("denies", "supports", "denies")
        assert text.startswith("They differ. O0 and O2: Denies; O1: Supports. ")
        assert text.endswith("There is no distance: of O0 and O2, no statement is scored.")

    def test_names_the_furthest(self, told: Callable[..., str]) -> None:
        two = told("opposes", "indirect", "rejects")
        assert two.startswith(f"The furthest two, O1 and O2, are 3 {APART}, on opposite sides: ")

    def test_names_all_who_are_furthest(self, told: Callable[..., str]) -> None:
        three = told("supports", "rejects", "supports")
        assert three.startswith(
            f"The furthest, O1 from O0 and O2, are 4 {APART}, on opposite sides: "
        )

    def test_of_many_counts_those_who_are_not_scored(self, told: Callable[..., str]) -> None:
        text = told("supports", *["denies"] * 6)
        assert text.endswith("There is no distance: of 6, no statement is scored.")


def test_sides_stand_next_to_each_other_where_they_fit(town: CorpusBuilder, shown: Shown) -> None:
    def beside(width: int) -> bool:
        lines = shown(compared(town, "jansen", "cas"), width).splitlines()
        return any(line.split() == ["Jan", "Jansen", "Cas", "Ko"] for line in lines)

    assert beside(120)
    assert beside(80)
    assert not beside(60)


def test_a_side_tells_what_it_does_not_count(corpus: CorpusBuilder, shown: Shown) -> None:
    corpus.official("aide", name="An Aide", kind="unnamed", statements=["supports"])
    heard = {"position": "rejects", "according_to": ["bo"]}
    corpus.official("cas", name="Cas Ko", statements=["opposes", heard])
    text = words(shown(compared(corpus, "aide", "cas"), 60))
    assert "An Aide: Supports; Cas Ko: Opposes." in text
    assert "There is no distance: of An Aide, nobody with a scored statement is named." in text
    assert "-2 Rejects 3 May 2021 [hearsay]" in text


def test_two_of_the_shipped_corpus_fit_a_screen(shipped: sqlite3.Connection, shown: Shown) -> None:
    text = shown(compared(shipped, "rouhani", "shamkhani"), 80)
    assert len(text.splitlines()) <= 60
