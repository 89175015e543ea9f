from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import chain, combinations, compress, cycle, product
from typing import TYPE_CHECKING, Any

import pytest

from random_corpora import write
from recount.answers import Judge
from recount.network import Network as Recounted
from stances.errors import TooManyActors
from stances.index.build import build
from stances.queries import camps as camps_module
from stances.queries.camps import EXPLAINED, KEYS, Asked, Camps, Terms, camps
from stances.queries.filters import Filters
from stances.queries.network import Asked as NetworkAsked
from stances.queries.network import network
from stances.views.camps_text import finding
from stances.views.wording import Wording

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from corpora import CorpusBuilder

ISSUES = ("tram", "toll", "park")
SCALE = {"yes": 2, "perhaps": 1, "if": 0, "rather-not": -1, "no": -2}
WITH_CAMPS = (22, 24, 32, 72, 74, 82, 85, 88, 94, 116, 148, 172, 194, 226, 230, 258, 272, 274, 278)
"""Seeds of random corpora in which there are actors and concepts enough."""
OF_SCORES = {score: position for position, score in SCALE.items()}


@pytest.fixture
def town(corpus: CorpusBuilder) -> CorpusBuilder:
    """Three issues with one scale."""
    return corpus.codebook(
        issues=dict.fromkeys(ISSUES, SCALE | {"unsaid": None}), traits={"unsaid": {"open": True}}
    )


def said(*scores: int | None, **fields: Any) -> list[dict[str, Any]]:
    """One statement on each issue, in order, and again; None: nothing on that one."""
    pairs = zip(cycle(ISSUES), scores, strict=False)
    return [
        {"issue": issue, "position": OF_SCORES[score]} | fields
        for issue, score in pairs
        if score is not None
    ]


def people(town: CorpusBuilder, scores: Mapping[str, Sequence[int | None]]) -> None:
    for name, own in scores.items():
        town.official(name, statements=said(*own))


def split(town: CorpusBuilder, asked: Asked | None = None, **filters: Any) -> Camps:
    index = town.index()
    return camps(index, Filters(**filters).resolved(index), asked or Asked())


def row(found: Camps) -> dict[str, Any]:
    [only] = found.rows
    assert [*only] == [*found.keys] == KEYS
    return only


class TestRow:
    def test_of_two_perfect_camps_has_a_fit_of_one(self, town: CorpusBuilder) -> None:
        people(
            town,
            {"abel": (2, 2), "bo": (2, 2), "cas": (-2, -2), "dora": (-2, -2), "eva": (2, 2)},
        )
        found = row(split(town))
        assert found["fit"] == 1
        assert found["camps"] == [["abel", "bo", "eva"], ["cas", "dora"]]
        assert (found["actors"], found["statements"], found["concepts"]) == (5, 10, 2)
        assert (found["ties"], found["unsure"], found["apart"]) == (0, [], [])
        assert found["reason"] is None
        assert 0.5 <= found["null_mean"] <= found["null_95"] <= 1

    def test_says_how_often_shuffled_positions_fit_as_well_counting_what_was_said(
        self, town: CorpusBuilder
    ) -> None:
        people(
            town, {f"x{n}": (2, 2, 2) for n in range(5)} | {f"y{n}": (-2,) * 3 for n in range(5)}
        )
        found = split(town)
        assert found.null is not None
        assert found.null.shuffles == 200
        assert found.null.p == Fraction(found.null.reached + 1, 201)
        assert row(found)["p"] == pytest.approx(1 / 201)

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_is_no_surer_because_everybody_repeats_themselves(
        self, town: CorpusBuilder, seed: int
    ) -> None:
        scores = {f"x{n}": ((n * seed) % 5 - 2, n * 3 % 5 - 2, n * n % 5 - 2) for n in range(12)}
        people(town, scores)
        once = row(split(town))
        people(town, {name: own * 4 for name, own in scores.items()})
        often = row(split(town))
        assert often["statements"] == 4 * once["statements"]
        figures = ("fit", "null_mean", "null_95", "p", "camps")
        assert {key: often[key] for key in figures} == {key: once[key] for key in figures}

    def test_with_every_order_alike_has_a_p_of_one(self, town: CorpusBuilder) -> None:
        # One of each issue differs: whoever it is, the best split sets them apart.
        people(town, {"abel": (2, 2), "bo": (2, 2), "cas": (2, 2), "dora": (2, -2)})
        found = split(town)
        assert found.null is not None
        assert found.null.p == 1
        assert found.null.mean == found.null.high == found.fit

    def test_depends_on_the_seed_alone(self, town: CorpusBuilder) -> None:
        people(town, {f"x{n}": (n % 5 - 2, n * 3 % 5 - 2, n * n % 5 - 2) for n in range(9)})
        first, again = (row(split(town)) for _ in range(2))
        assert first == again
        other = row(split(town, Asked(seed=2)))
        assert (other["null_mean"], other["fit"]) != (first["null_mean"], first["fit"])
        assert {key: other[key] for key in ("fit", "camps", "ties")} == {
            key: first[key] for key in ("fit", "camps", "ties")
        }

    def test_leaves_out_who_shares_no_concept(self, town: CorpusBuilder) -> None:
        people(
            town,
            {
                "abel": (2, 2),
                "bo": (2, 2),
                "cas": (-2, -2),
                "dora": (-2, -2),
                "eva": (None, None, 1),
            },
        )
        town.official("finn", statements=[{"issue": "toll", "position": "unsaid"}])
        found = split(town)
        assert row(found)["apart"] == ["eva"]
        assert row(found)["left_out"] == found.left_out == {"open": 1, "single": 1}
        assert row(found)["statements"] == 8

    def test_has_the_days_that_its_statements_span(self, town: CorpusBuilder) -> None:
        days = ["2021-05-03", "2021-05", "../2021-05-01", "2021-05-04"]
        for day, name, score in zip(
            days, ("abel", "bo", "cas", "dora"), (2, 2, -2, 1), strict=True
        ):
            town.official(name, statements=said(score, score, said=day))
        # Not of what is in no pair.
        town.official("eva", statements=said(None, None, 2, said="2020"))
        town.official("finn", statements=[{"issue": "tram", "position": "unsaid", "said": "2019"}])
        found = row(split(town))
        assert (found["from"], found["to"]) == ("2021-05-01", "2021-05-31")

    def test_of_one_issue_names_it(self, town: CorpusBuilder) -> None:
        people(town, {"abel": (2, 2), "bo": (2, 2), "cas": (-2, -2), "dora": (-2, -2)})
        assert row(split(town, issue=("tram",)))["issue"] == "tram"
        assert row(split(town, issue=("tram", "toll")))["issue"] is None

    def test_of_factions(self, town: CorpusBuilder) -> None:
        town.codebook(issues=dict.fromkeys(ISSUES, SCALE), factions="abcd")
        for n, faction in enumerate("aabbccdd"):
            town.official(
                f"x{n}", faction=faction, statements=said(*((2, 2) if n < 4 else (-2, -2)))
            )
        found = row(split(town, Asked(of="faction")))
        assert found["camps"] == [["a", "b"], ["c", "d"]]
        assert found["fit"] == 1

    def test_counts_duplicates_once_if_asked(self, town: CorpusBuilder) -> None:
        people(town, {"abel": (2, 2), "bo": (2, 2), "cas": (-2, -2)})
        town.official("dora", statements=said(-2, -2) * 3)
        assert row(split(town))["statements"] == 12
        once = split(town, Asked(duplicates="all"))
        assert (row(once)["statements"], once.duplicates) == (8, 4)

    def test_is_without_those_who_say_too_little(self, town: CorpusBuilder) -> None:
        people(town, {"abel": (2, 2), "bo": (2, 2), "cas": (-2, -2), "dora": (-2, -2), "eva": (2,)})
        found = split(town, Asked(least=2))
        assert row(found)["camps"] == [["abel", "bo"], ["cas", "dora"]]
        assert found.left_out == {"few": 1}


class TestWithoutCamps:
    @pytest.mark.parametrize(
        ("scores", "reason"),
        [
            ({}, "no-pair"),
            ({"abel": (2,), "bo": (None, 2)}, "no-pair"),
            (dict.fromkeys("abcde", (2,)) | {"f": (-2,)}, "one-concept"),
            ({"a": (2, 2), "b": (-2, -2), "c": (2, 2)}, "few-actors"),
            (dict.fromkeys("abcde", (2, -1)), "no-conflict"),
        ],
    )
    def test_is_a_reason(
        self, town: CorpusBuilder, scores: dict[str, tuple[int]], reason: str
    ) -> None:
        people(town, scores)
        found = row(split(town))
        assert found["reason"] == reason
        figures = ("fit", "null_mean", "null_95", "p", "camps", "ties", "unsure")
        assert {key: found[key] for key in figures} == dict.fromkeys(figures)
        assert [*Terms(split(town)).rows] == []

    def test_of_equal_ones_the_split_with_two_camps_is_shown(self, town: CorpusBuilder) -> None:
        yes, no = (2, 2), (2, -2)
        people(town, {"abel": yes, "bo": yes, "cas": no, "dora": no})
        found = split(town)
        assert row(found)["camps"] == [["abel", "bo"], ["cas", "dora"]]
        assert (found.fit, found.ties, found.together) == (Fraction(2, 3), 1, Fraction(2, 3))
        told = finding(found, Wording(found.background))
        assert "All 4 officials in one camp fit as well." in told
        assert "better" not in told
        assert "other split" not in told

    def test_one_camp_can_fit_best(self, town: CorpusBuilder) -> None:
        people(town, dict.fromkeys("abcde", (2, 1)) | {"f": (2, 2)})
        found = split(town)
        assert row(found)["camps"] == [["a", "b", "c", "d", "e", "f"], []]
        assert found.fit is not None
        assert found.fit < 1
        told = finding(found, Wording(found.background))
        assert "No two camps: all 6 officials in one fit better than any split." in told
        assert "as well" not in told.replace("Chance does as well", "")

    def test_too_many_are_refused(
        self, town: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        people(town, {"abel": (2, 2), "bo": (2, 2), "cas": (-2, -2), "dora": (-2, -2)})
        monkeypatch.setattr(camps_module, "MOST_ACTORS", 3)
        with pytest.raises(TooManyActors):
            split(town)


class TestUnsure:
    def test_is_who_fits_both_camps(self, town: CorpusBuilder) -> None:
        people(
            town,
            {"abel": (2, 2), "bo": (2, 2), "cas": (-2, -2), "dora": (-2, -2), "eva": (0, 0)},
        )
        found = split(town)
        assert found.unsure == {"eva": []}
        assert row(found)["ties"] == 1
        [eva] = [member for member in found.members if member.actor.id == "eva"]
        assert (eva.own_fit, eva.is_loose) == (Fraction(1, 2), True)

    def test_is_who_stands_elsewhere_without_one_other(self, town: CorpusBuilder) -> None:
        people(
            town,
            {
                "abel": (2, 2),
                "bo": (2, 2),
                "cas": (-2, -2),
                "dora": (-2, -2, 2),
                "eva": (1, None, 2),
            },
        )
        # Much of what Dora and Eva say is the same.
        town.official("dora", statements=[*said(-2, -2), *said(None, None, 2) * 3])
        town.official("eva", statements=[*said(1), *said(None, None, 2) * 3])
        found = split(town)
        assert found.unsure == {"eva": ["dora"]}
        [dora] = [member for member in found.members if member.actor.id == "dora"]
        assert dora.moves == ["eva"]


class TestTerms:
    def test_add_up_to_the_fit_of_each_actor_and_of_all(self, town: CorpusBuilder) -> None:
        people(town, {f"x{n}": (n % 5 - 2, n * 3 % 5 - 2, n * n % 5 - 2) for n in range(9)})
        found = split(town)
        rows = [*Terms(found).rows]
        assert [*rows[0]] == EXPLAINED
        for member in found.members:
            own = [each for each in rows if each["one"] == member.actor.id]
            fits = sum(each["fitting"] for each in own)
            weight = sum(each["agreement"] + each["conflict"] for each in own)
            assert fits / weight == pytest.approx(float(member.own_fit))
            assert {each["own_fit"] for each in own} == {float(member.own_fit)}
        fits = sum(each["fitting"] for each in rows)
        weight = sum(each["agreement"] + each["conflict"] for each in rows)
        assert fits / weight == pytest.approx(row(found)["fit"])
        for each in rows:
            same = each["camp"] == each["other_camp"]
            assert each["fitting"] == each["agreement" if same else "conflict"]
            assert each["shared"] == each["agreement"] + each["conflict"]

    def test_are_the_edges_of_the_network(self, shipped: sqlite3.Connection) -> None:
        edges = {
            (row["one"], row["other"]): (row["concepts"], row["congruence"], row["conflict"])
            for row in network(shipped, Filters(), NetworkAsked()).rows
        }
        terms = {
            (row["one"], row["other"]): (row["concepts"], row["agreement"], row["conflict"])
            for row in Terms(camps(shipped, Filters())).rows
        }
        assert terms == edges | {(other, one): edge for (one, other), edge in edges.items()}


class TestOfRandomCorpora:
    @pytest.mark.parametrize("seed", [*WITH_CAMPS, *range(8)])
    def test_no_split_of_the_recounted_pairs_fits_better(self, tmp_path: Path, seed: int) -> None:
        write(tmp_path, seed)
        index = build(tmp_path)
        of = ("official", "faction")[seed % 2]
        network = Recounted(Judge(tmp_path), {}, of=of)
        shared = Counter(
            use.concept for use in {(u.actor, u.concept): u for u in network.uses}.values()
        )
        actors = sorted({use.actor for use in network.uses if shared[use.concept] > 1})
        found = row(camps(index, Filters(), Asked(of=of, shuffles=0)))
        assert (found["reason"] is None) == (seed in WITH_CAMPS)
        assert found["actors"] == len(actors)
        pairs = {
            (one, other): network.figures(one, other) for one, other in combinations(actors, 2)
        }
        weight = sum((each["shared"] for each in pairs.values()), Fraction())

        def fit(camp: Sequence[str]) -> Fraction:
            fits = (
                each["congruence" if (one in camp) == (other in camp) else "conflict"]
                for (one, other), each in pairs.items()
            )
            return sum(fits, Fraction()) / weight

        if found["reason"]:
            concepts = [concept for concept, number in shared.items() if number > 1]
            conflict = sum((each["conflict"] for each in pairs.values()), Fraction())
            assert len(actors) < 4 or len(concepts) < 2 or not conflict
            return
        every = [
            fit([actors[0], *compress(actors[1:], inside)])
            for inside in product((True, False), repeat=len(actors) - 1)
        ]
        assert found["fit"] == float(max(every))
        assert found["ties"] == every.count(max(every)) - 1
        assert fit(found["camps"][0]) == max(every)
        assert sorted(chain(*found["camps"])) == actors


class TestTheExampleOfTheDocuments:
    def test_comes_out_as_it_is_written(self, town: CorpusBuilder) -> None:
        people(town, {"abel": (2, 2), "bo": (1,), "cas": (-2, -1), "dora": (None, -2)})
        found = split(town)
        assert found.fit == Fraction(5, 6)
        assert [{*camp} for camp in row(found)["camps"]] == [{"abel", "bo"}, {"cas", "dora"}]
        assert row(found)["ties"] == 0
        [abel] = [member for member in found.members if member.actor.id == "abel"]
        assert (abel.own_fit, abel.fit_without) == (Fraction(7, 8), Fraction(3, 4))
        terms = {
            (each["one"], each["other"]): (each["agreement"], each["conflict"], each["fitting"])
            for each in Terms(found).rows
            if each["one"] < each["other"]
        }
        assert terms == {
            ("abel", "bo"): (0.75, 0.25, 0.75),
            ("abel", "cas"): (0.25, 1.75, 1.75),
            ("abel", "dora"): (0, 1, 1),
            ("bo", "cas"): (0.25, 0.75, 0.75),
            ("cas", "dora"): (0.75, 0.25, 0.75),
        }
