from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from corpora import SCALE
from stances.errors import AmbiguousName, UnknownName
from stances.queries.comparison import Comparison, comparison
from stances.queries.filters import Filters
from stances.queries.listing import KEYS

if TYPE_CHECKING:
    from corpora import CorpusBuilder


def compare(corpus: CorpusBuilder, *sides: str, **given: Any) -> Comparison:
    index = corpus.index()
    return comparison(index, sides, Filters(**given).resolved(index))


@pytest.fixture
def three(corpus: CorpusBuilder) -> CorpusBuilder:
    """Two officials who take positions, and one who takes none that is scored."""
    corpus.codebook(frames=("jobs", "cost", "noise", "quays"))
    late = {"position": "opposes", "said": "2021-06", "frames": ["cost", "jobs"]}
    corpus.official(
        "jansen",
        name="Jan Jansen",
        faction="mayor",
        statements=[late, {"frames": ["noise", "cost"]}, "unstated"],
    )
    corpus.official(
        "cas", name="Cas", statements=[{"position": "rejects", "frames": ["jobs", "cost"]}]
    )
    return corpus.official("bo", name="Bo", statements=[{"position": "denies", "frames": ["cost"]}])


class TestDistance:
    def test_is_that_between_the_sides_means(self, three: CorpusBuilder) -> None:
        found = compare(three, "jansen", "cas")
        assert (found.distance("tram"), found.scored("tram")) == (2.5, 3)

    def test_does_not_depend_on_who_is_named_first(self, three: CorpusBuilder) -> None:
        assert compare(three, "cas", "jansen").distance("tram") == 2.5

    def test_is_none_where_a_side_has_no_scored_statement(self, three: CorpusBuilder) -> None:
        found = compare(three, "jansen", "bo")
        assert (found.distance("tram"), found.scored("tram")) == (None, 2)
        assert compare(three, "jansen", "cas", "bo").distance("tram") is None
        assert found.document["issues"][0]["distance"] is None

    def test_of_several_sides_is_that_of_the_furthest(self, three: CorpusBuilder) -> None:
        three.official("dirk", statements=["indirect"])
        found = compare(three, "cas", "dirk", "jansen")
        assert (found.distance("tram"), found.scored("tram")) == (3, 4)

    def test_is_nought_where_they_agree(self, three: CorpusBuilder) -> None:
        three.official("dirk", statements=["rejects"])
        assert compare(three, "cas", "dirk").distance("tram") == 0

    def test_of_a_faction_is_taken_from_the_mean_over_its_officials(
        self, three: CorpusBuilder
    ) -> None:
        three.official("dirk", statements=["supports", "supports", "supports"])
        found = compare(three, "faction:council", "jansen")
        assert found.sides[0].figures("tram").mean == 0
        assert (found.distance("tram"), found.scored("tram")) == (0.5, 6)


class TestWithoutTheDisputed:
    @pytest.fixture
    def disputed(self, three: CorpusBuilder) -> CorpusBuilder:
        open_ = {"position": "rejects", "disputes": [{"about": "speaker", "note": "They differ."}]}
        return three.official("dirk", statements=["supports", "indirect", open_])

    def test_the_distance_is_the_one_that_the_filter_gives(self, disputed: CorpusBuilder) -> None:
        found = compare(disputed, "dirk", "cas")
        without = compare(disputed, "dirk", "cas", without_disputed=True)
        assert found.distance("tram") == pytest.approx(7 / 3)
        assert found.distance("tram", undisputed=True) == without.distance("tram") == 3.5
        assert (found.scored("tram"), found.scored("tram", undisputed=True)) == (4, 3)

    def test_a_side_keeps_its_figures_where_nothing_of_it_is_disputed(
        self, disputed: CorpusBuilder
    ) -> None:
        dirk, cas = compare(disputed, "dirk", "cas").sides
        assert cas.figures("tram", undisputed=True) == cas.figures("tram")
        assert dirk.figures("tram", undisputed=True).statements == 2

    def test_there_is_no_distance_from_who_has_nothing_left(self, disputed: CorpusBuilder) -> None:
        open_ = {"disputes": [{"about": "position", "note": "They differ."}]}
        found = compare(disputed.official("eva", statements=[open_]), "eva", "cas")
        assert (found.distance("tram"), found.distance("tram", undisputed=True)) == (4, None)

    def test_each_side_knows_how_many_were_left_out(self, disputed: CorpusBuilder) -> None:
        def counted(*sides: str, **given: Any) -> list[int | None]:
            return [side.left_out for side in compare(disputed, *sides, **given).sides]

        assert counted("dirk", "cas", without_disputed=True) == [1, 0]
        assert counted("faction:mayor", "faction:council", without_disputed=True) == [0, 1]
        assert counted("dirk", "cas", without_disputed=True, position=("supports",)) == [0, 0]
        assert counted("dirk", "cas") == [None, None]


class TestSide:
    def test_has_its_statements_in_order_of_time(self, three: CorpusBuilder) -> None:
        three.official(
            "dirk",
            statements=[{"said": "2021-05-03"}, {"said": "2021-05"}, {"said": "../2021-06"}],
        )
        rows = compare(three, "dirk", "jansen").rows
        assert [row["ref"] for row in rows] == [
            "dirk/s3",
            "dirk/s2",
            "dirk/s1",
            "jansen/s2",
            "jansen/s3",
            "jansen/s1",
        ]
        assert [row["side"] for row in rows] == ["dirk"] * 3 + ["jansen"] * 3

    def test_has_rows_with_the_keys_of_list_behind_its_name(self, three: CorpusBuilder) -> None:
        found = compare(three, "cas", "bo")
        assert list(found.keys) == ["side", *KEYS]
        assert {tuple(row) for row in found.rows} == {("side", *KEYS)}

    def test_is_an_official_by_any_name_or_a_faction(self, three: CorpusBuilder) -> None:
        found = compare(three, "Jansen", "faction:Council")
        assert [(side.side, side.name) for side in found.sides] == [
            ("jansen", "Jan Jansen"),
            ("faction:council", "Council"),
        ]
        assert {row["official"] for row in found.sides[1].statements} == {"bo", "cas"}

    def test_has_to_be_known(self, three: CorpusBuilder) -> None:
        with pytest.raises(UnknownName, match="no official is called `zzz`"):
            compare(three, "jansen", "zzz")
        with pytest.raises(UnknownName, match="no faction is called `zzz`"):
            compare(three, "jansen", "faction:zzz")
        with pytest.raises(AmbiguousName):
            compare(three.official("jan", name="Jan J. Jansen"), "jansen", "Jan Jansen", "Jansen")

    @pytest.mark.parametrize("again", ["jansen", "Jan Jansen", "JANSEN"])
    def test_cannot_stand_against_itself(self, three: CorpusBuilder, again: str) -> None:
        with pytest.raises(ValueError, match=r"^jansen stands twice"):
            compare(three, "cas", "jansen", again)

    def test_may_be_an_official_of_the_faction_on_the_other_side(
        self, three: CorpusBuilder
    ) -> None:
        found = compare(three, "faction:council", "cas")
        assert [len(side.statements) for side in found.sides] == [2, 1]

    def test_shows_what_filters_let_through(self, three: CorpusBuilder) -> None:
        found = compare(three, "jansen", "cas", position=("opposes", "rejects"))
        assert [row["ref"] for row in found.rows] == ["jansen/s1", "cas/s1"]
        assert found.distance("tram") == 1
        with_faction = compare(three, "jansen", "cas", faction=("mayor",))
        assert [row["ref"] for row in with_faction.rows] == [
            "jansen/s2",
            "jansen/s3",
            "jansen/s1",
        ]

    def test_is_not_said_again_by_a_filter(self, three: CorpusBuilder) -> None:
        with pytest.raises(ValueError, match=r"^--official cannot be combined"):
            compare(three, "jansen", "faction:council", official=("bo",))
        with pytest.raises(ValueError, match=r"^--faction cannot be combined"):
            compare(three, "jansen", "faction:council", faction=("mayor",))


class TestFrames:
    def test_are_those_of_a_side_in_the_codebooks_order(self, three: CorpusBuilder) -> None:
        found = compare(three, "jansen", "cas")
        assert [side.frames for side in found.sides] == [
            ["jobs", "cost", "noise"],
            ["jobs", "cost"],
        ]

    def test_are_shared_if_every_side_uses_them(self, three: CorpusBuilder) -> None:
        assert compare(three, "jansen", "cas").shared_frames("tram") == ["jobs", "cost"]
        assert compare(three, "jansen", "cas", "bo").shared_frames("tram") == ["cost"]
        three.official("dirk", statements=["supports"])
        assert compare(three, "jansen", "dirk").shared_frames("tram") == []

    def test_are_shared_on_one_issue(self, three: CorpusBuilder) -> None:
        three.codebook(issues={"tram": SCALE, "bus": {"keep": 1}}, frames=("jobs", "cost", "noise"))
        bus = {"issue": "bus", "position": "keep", "frames": ["jobs"]}
        three.official("dirk", statements=[bus]).official("eva", statements=[bus])
        assert compare(three, "dirk", "eva").shared_frames("bus") == ["jobs"]
        assert compare(three, "dirk", "cas").shared_frames("bus") == []
        assert compare(three, "dirk", "cas").shared_frames("tram") == []


class TestPositions:
    def test_are_shared_if_every_side_takes_them(self, three: CorpusBuilder) -> None:
        three.official("dirk", statements=["unstated", "supports", "opposes"])
        assert compare(three, "jansen", "dirk").shared_positions("tram") == [
            "supports",
            "opposes",
            "unstated",
        ]
        assert compare(three, "jansen", "dirk", "cas").shared_positions("tram") == []

    def test_taken_leave_the_question_open_only_if_there_is_no_other(
        self, three: CorpusBuilder
    ) -> None:
        three.official("dirk", statements=["unstated"])
        jansen, dirk = compare(three, "jansen", "dirk").sides
        assert [each.id for each in jansen.used("tram")][-1] == "unstated"
        assert [each.id for each in jansen.taken("tram")] == ["supports", "opposes"]
        assert [each.id for each in dirk.taken("tram")] == ["unstated"]
        assert dirk.taken("bus") == []

    def test_known_by_hearsay_alone_are_taken_only_if_that_counts(
        self, three: CorpusBuilder
    ) -> None:
        heard = {"position": "rejects", "according_to": ["bo"], "frames": ["noise"]}
        three.official("dirk", statements=["opposes", heard])
        for with_hearsay in (False, True):
            found = compare(three, "dirk", "cas", with_hearsay=with_hearsay)
            assert found.shared_positions("tram") == ["rejects"] * with_hearsay
            assert ("noise" in found.sides[0].frames_on("tram")) is with_hearsay
            assert len(found.sides[0].on("tram")) == 2


class TestAttributed:
    @pytest.fixture
    def attributed(self, three: CorpusBuilder) -> CorpusBuilder:
        three.source("herald")
        again = {"source": "herald", "speaker": "cas", "text": "c"}
        hers: dict[str, Any] = {"evidence": [{"speaker": "cas"}, "herald", again]}
        return three.official("dirk", statements=[hers, {"evidence": [{"speaker": "bo"}]}])

    def test_is_named_with_whose_it_is_and_who_says_so(self, attributed: CorpusBuilder) -> None:
        cas, jansen = compare(attributed, "cas", "jansen").sides
        [attribution] = cas.attributed
        assert (attribution.ref, attribution.official) == ("dirk/s1", "dirk")
        assert list(attribution.sources) == ["courier", "herald"]
        assert jansen.attributed == []

    def test_counts_in_none_of_its_figures(self, attributed: CorpusBuilder) -> None:
        found = compare(attributed, "cas", "jansen")
        assert (found.sides[0].figures("tram").statements, len(found.sides[0].statements)) == (1, 1)
        assert found.distance("tram") == 2.5

    def test_is_not_told_of_factions(self, attributed: CorpusBuilder) -> None:
        assert compare(attributed, "faction:council", "jansen").sides[0].attributed == []


class TestComparison:
    def test_is_one_mapping(self, three: CorpusBuilder) -> None:
        found = compare(three, "jansen", "cas")
        assert list(found.document) == ["sides", "issues", "rows"]
        assert found.document["rows"] == found.rows
        assert found.document["issues"] == [
            {
                "issue": "tram",
                "distance": 2.5,
                "scored": 3,
                "shared_positions": [],
                "shared_frames": ["jobs", "cost"],
            }
        ]
        assert found.document["sides"][1] == {
            "side": "cas",
            "name": "Cas",
            "issues": [
                {
                    "issue": "tram",
                    "statements": 1,
                    "officials": 1,
                    "silent": None,
                    "open": 0,
                    "unscored": 0,
                    "scored": 1,
                    "disputed": 0,
                    "mean": -2.0,
                    "median": -2.0,
                    "low": None,
                    "high": None,
                    "spread": 0.0,
                }
            ],
            "frames": ["jobs", "cost"],
            "attributed": [],
        }

    def test_has_a_distance_for_each_of_several_issues(self, three: CorpusBuilder) -> None:
        three.codebook(
            issues={"bus": {"for": 2}, "tram": {"rejects": -2}, "quays": {"mend": 1, "no": -1}},
            frames=("jobs", "cost"),
        )
        mend = {"issue": "quays", "position": "mend"}
        three.official("eva", statements=["rejects", mend | {"position": "no"}])
        three.official("dirk", statements=[mend])
        found = compare(three, "dirk", "eva", "cas")
        assert (list(found.issues), list(found.unspoken)) == (["tram", "quays"], ["bus"])
        told = [(i["issue"], i["distance"], i["scored"]) for i in found.document["issues"]]
        assert told == [("tram", None, 2), ("quays", None, 2)]
        pair = compare(three, "dirk", "eva")
        assert (pair.distance("quays"), pair.scored("quays")) == (2, 2)
        dirk = pair.document["sides"][0]
        assert [(i["issue"], i["statements"], i["mean"]) for i in dirk["issues"]] == [
            ("tram", 0, None),
            ("quays", 1, 1),
        ]

    def test_may_be_of_nothing(self, three: CorpusBuilder) -> None:
        found = compare(three, "jansen", "cas", position=("supports",), frame=("jobs",))
        assert (found.rows, found.issues, found.unspoken) == ([], [], ["tram"])
        assert found.document["issues"] == []
