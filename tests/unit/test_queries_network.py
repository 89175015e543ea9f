from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from random_corpora import write
from recount.answers import Judge
from recount.network import Network as Recounted
from stances.dates import parse_date
from stances.errors import NoNetwork, TooManyActors, UnknownName
from stances.index.build import build
from stances.queries.filters import Filters
from stances.queries.network import (
    KEYS,
    MEASURES,
    Asked,
    Slice,
    network,
    weight_in,
)
from stances.queries.network import pairs as pairs_module
from stances.queries.network.cells import DUPLICATES, OF, ON, Actor, Cell, Cells, Concept, cells
from stances.queries.network.explanation import explanation
from stances.queries.network.pairs import NORMALIZATIONS, Pairs
from stances.queries.network.windows import Days, days_in, windows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from corpora import CorpusBuilder

SCALE = {"yes": 2, "perhaps": 1, "if": 0, "rather-not": -1, "no": -2}
SEEDS = range(10)
ASKED: Sequence[dict[str, Any]] = (
    {},
    {"with_hearsay": True, "without_disputed": True},
    {"since": "2014-06-11", "until": "2014-06-20"},
)


def of(corpus: CorpusBuilder, **options: Any) -> Cells:
    asked = {key: options.pop(key) for key in ("of", "on", "duplicates") if key in options}
    index = corpus.index()
    return cells(index, Filters(**options).resolved(index), **asked)


def counts(found: Cells) -> dict[tuple[str, str, Any], int]:
    return {(cell.actor, cell.concept, cell.value): cell.n for cell in found.cells}


def read(asked: dict[str, Any]) -> Filters:
    days: dict[str, Any] = {
        key: parse_date(asked[key]) for key in ("since", "until") if key in asked
    }
    values = asked | days
    return Filters(**values)


@pytest.fixture
def town(corpus: CorpusBuilder) -> CorpusBuilder:
    """Two issues with scales of different ranges, and one without scores."""
    return corpus.codebook(
        issues={
            "tram": SCALE,
            "toll": {"up": 1, "down": 0, "secret": None},
            "colour": {"red": None, "blue": None, "unsaid": None},
        },
        traits={"unsaid": {"open": True}},
    )


class TestCells:
    def test_count_statements_by_actor_issue_and_score(self, town: CorpusBuilder) -> None:
        said: list[Any] = ["yes", "yes", "no", {"issue": "toll", "position": "up"}]
        town.official("abel", statements=[*said, {"issue": "colour", "position": "red"}])
        found = of(town)
        assert counts(found) == {
            ("abel", "tram", 2): 2,
            ("abel", "tram", -2): 1,
            ("abel", "toll", 1): 1,
            ("abel", "colour", "red"): 1,
        }
        assert [(each.id, each.span) for each in found.concepts] == [
            ("tram", 4),
            ("toll", 1),
            ("colour", None),
        ]
        assert found.actors == [Actor("abel", "Abel", "person")]
        assert found.statements == {"abel": 5}

    def test_leave_out_and_count_what_is_compared_with_nothing(self, town: CorpusBuilder) -> None:
        toll = {"issue": "toll", "position": "secret"}
        open_ = {"issue": "colour", "position": "unsaid"}
        heard = {"position": "no", "according_to": "a neighbour"}
        town.official("abel", statements=["yes", toll, open_, open_ | {"note": "x"}, heard])
        town.official("clerk", kind="unnamed", statements=["no", "no"])
        town.official("dora", statements=[{"position": "no", "status": "misattributed"}])
        found = of(town)
        assert counts(found) == {("abel", "tram", 2): 1}
        assert found.left_out == {
            "hearsay": 1,
            "misattributed": 1,
            "unnamed": 2,
            "open": 2,
            "unscored": 1,
        }

    def test_of_factions_leave_out_who_speaks_for_none(self, town: CorpusBuilder) -> None:
        town.official("abel", statements=["yes", {"position": "no", "faction": "mayor"}])
        town.official("bo", faction=None, statements=["no"])
        found = of(town, of="faction")
        assert counts(found) == {("council", "tram", 2): 1, ("mayor", "tram", -2): 1}
        assert [actor.id for actor in found.actors] == ["mayor", "council"]
        assert found.left_out == {"no-faction": 1}

    def test_of_frames_have_the_signs_of_scores(self, town: CorpusBuilder) -> None:
        both = {"frames": ["jobs", "cost"]}
        secret = {"issue": "toll", "position": "secret", "frames": ["cost"]}
        town.official(
            "abel", statements=[{"position": "perhaps"} | both, {"position": "no"} | both, secret]
        )
        town.official("bo", statements=["yes", {"position": "if", "frames": ["jobs"]}])
        found = of(town, on="frame")
        assert counts(found) == {
            ("abel", "jobs", 1): 1,
            ("abel", "jobs", -1): 1,
            ("abel", "cost", 1): 1,
            ("abel", "cost", -1): 1,
            ("abel", "cost", None): 1,
            ("bo", "jobs", 0): 1,
        }
        assert found.left_out == {"no-frame": 1}

    def test_of_a_scale_of_one_value_are_none(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(
            issues={"tram": {"yes": 1, "of-course": 1, "maybe": None}, "sun": {"up": None}}
        )
        corpus.official("abel", statements=["yes", "of-course", {"issue": "sun", "position": "up"}])
        found = of(corpus)
        assert (found.cells, found.left_out) == ([], {"one-value": 3})
        assert found.flat == ["tram", "sun"]

    @pytest.mark.parametrize(
        ("duplicates", "n"), [("keep", 7), ("source", 2), ("month", 5), ("all", 1)]
    )
    def test_count_duplicates_as_asked(self, duplicates: str, n: int, town: CorpusBuilder) -> None:
        town.source("herald").source("almanac")
        both = ["courier", {"source": "herald", "text": "x"}]
        said: list[dict[str, Any]] = [
            {"said": "2021-05-03", "evidence": both},
            {"said": "2021-05-09"},
            {"said": "2021-05-20", "evidence": ["herald"]},
            {"said": "2021-06-01"},
            {"said": "2021-05/2021-06"},
            # Nobody knows that these are of one month.
            {"said": "../2021-05-01"},
            {"said": "../2021-05-01"},
        ]
        town.official("abel", statements=[{"position": "yes"} | each for each in said])
        found = of(town, duplicates=duplicates)
        assert counts(found) == {("abel", "tram", 2): n}
        assert found.duplicates == 7 - n

    def test_count_a_score_once_whichever_position_has_it(self, corpus: CorpusBuilder) -> None:
        issues: dict[str, dict[str, int | None]] = {
            "tram": {"yes": 2, "aye": 2, "no": -2},
            "colour": {"red": None, "blue": None},
        }
        corpus.codebook(issues=issues)
        colours = [{"issue": "colour", "position": each} for each in ("red", "red", "blue")]
        corpus.official("abel", statements=["yes", "aye", "aye", *colours])
        assert counts(of(corpus, duplicates="all")) == {
            ("abel", "tram", 2): 1,
            ("abel", "colour", "red"): 1,
            ("abel", "colour", "blue"): 1,
        }

    def test_count_a_sign_of_a_frame_once_whatever_the_issue(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"yes": 2, "aye": 1}, "toll": {"up": 1}})
        both: list[dict[str, Any]] = [
            {"issue": issue, "position": position, "frames": ["jobs"]}
            for issue, position in (("tram", "yes"), ("tram", "aye"), ("toll", "up"))
        ]
        corpus.official("abel", statements=both)
        found = of(corpus, on="frame", duplicates="all")
        assert counts(found) == {("abel", "jobs", 1): 1}
        assert (found.issues, found.duplicates) == (2, 2)

    def test_count_what_is_left_out_for_two_reasons_once(self, town: CorpusBuilder) -> None:
        disputes = [{"about": "speaker", "note": "They differ."}]
        both = {"position": "no", "status": "misattributed", "disputes": disputes}
        town.official("abel", statements=["yes", both, {"position": "no", "disputes": disputes}])
        assert of(town).left_out == {"misattributed": 1}
        found = of(town, without_disputed=True)
        assert found.left_out == {"misattributed": 1, "disputed": 1}

    def test_know_which_statements_are_certainly_in_the_days(self, town: CorpusBuilder) -> None:
        dates = ("2021-05-03", "2021-05", "2021", "../2021-05-02", "2021-07-01")
        town.official("abel", statements=[{"position": "yes", "said": each} for each in dates])
        days = {"since": parse_date("2021-05-01"), "until": parse_date("2021-05-31")}
        [cell] = of(town, **days).cells
        assert (cell.n, cell.certain) == (4, 2)
        [cell] = of(town, **days, certain=True).cells
        assert (cell.n, cell.certain) == (2, 2)
        [cell] = of(town).cells
        assert (cell.n, cell.certain) == (5, 5)

    def test_of_actors_with_few_statements_are_left_out_and_counted(
        self, town: CorpusBuilder
    ) -> None:
        toll = {"issue": "toll", "position": "up"}
        town.official("abel", statements=["yes", "no"]).official("bo", statements=[toll])
        found = of(town).with_statements(2)
        assert [actor.id for actor in found.actors] == ["abel"]
        assert [concept.id for concept in found.concepts] == ["tram"]
        assert (found.few, found.left_out) == (1, {"few": 1})


def made(profiles: dict[str, dict[str, dict[Any, int]]], **spans: int | None) -> Cells:
    """Cells of actors with statements by concept and value."""
    return Cells(
        "official",
        "issue",
        [Actor(id_, id_.title(), "person") for id_ in profiles],
        [Concept(id_, f"What of {id_}?", "issue", span) for id_, span in spans.items()],
        [
            Cell(actor, concept, value, n, n)
            for actor, said in profiles.items()
            for concept, values in said.items()
            for value, n in values.items()
        ],
        {},
    )


class TestPairs:
    def test_are_added_up_as_with_a_pencil(self) -> None:
        found = Pairs(made({"a": {"x": {2: 1, 1: 2}}, "b": {"x": {-2: 1}, "y": {1: 1}}}, x=4, y=3))
        # On x, 2 and -2 are 4/4 apart, and twice 1 and -2 are 3/4 apart.
        [pair] = found
        assert found.unit == 12
        assert Fraction(pair.conflict, found.unit) == Fraction(10, 4)
        assert Fraction(pair.agreement, found.unit) == Fraction(2, 4)
        assert (pair.concepts, pair.shared) == (1, 3)

    @pytest.mark.parametrize(
        ("normalize", "divisor"),
        [("none", 1), ("average", Fraction(7, 2)), ("product", 12), ("jaccard", 1 + 2 + 2 + 2)],
    )
    def test_are_divided_as_asked(self, normalize: str, divisor: Fraction) -> None:
        # Both have x at 2: 2 times 1 pairs; of a, 1 is left, and of b, 2 and 2.
        profiles = {"a": {"x": {2: 2, 1: 1}}, "b": {"x": {2: 1, 0: 1}, "y": {1: 2}}}
        if normalize == "jaccard":
            profiles["b"]["x"][0] = 2
        found = Pairs(made(profiles, x=4, y=3), normalize=normalize)
        [pair] = found
        assert Fraction(*pair.divisor) == divisor == found.divisor(0, 1)

    def test_on_a_nominal_issue_agree_only_on_the_same_position(self) -> None:
        profiles = {"a": {"x": {"red": 2}}, "b": {"x": {"red": 1, "blue": 3}}}
        [pair] = Pairs(made(profiles, x=None))
        assert (pair.agreement, pair.conflict, pair.shared) == (2, 6, 8)

    def test_share_what_has_no_score_and_neither_agree_nor_conflict_there(self) -> None:
        [pair] = Pairs(made({"a": {"x": {None: 2, 1: 1}}, "b": {"x": {1: 1}}}, x=2))
        assert (pair.agreement, pair.conflict, pair.shared) == (2, 0, 3)  # over 2

    def test_without_a_common_concept_are_none(self) -> None:
        assert [*Pairs(made({"a": {"x": {1: 1}}, "b": {"y": {1: 1}}}, x=2, y=2))] == []
        assert [*Pairs(made({}))] == [*Pairs(made({"a": {"x": {1: 1}}}, x=2))] == []

    def test_are_exact_however_large_the_numbers(self) -> None:
        spans = {f"c{span}": span for span in (97, 101, 103, 107, 109, 113)}
        said = {id_: {0: 10**9, 1: 1} for id_ in spans}
        many = {"a": said, "b": {id_: {1: 10**9} for id_ in spans}}
        found = Pairs(made(many, **spans))
        [pair] = found
        conflict = sum(Fraction(10**18, span) for span in spans.values())
        assert Fraction(pair.conflict, found.unit) == conflict
        assert pair.shared == 6 * (10**18 + 10**9)

    def test_of_very_many_actors_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pairs_module, "MOST_ACTORS", 2)
        with pytest.raises(TooManyActors, match="3 officials have statements here"):
            Pairs(made({name: {"x": {1: 1}} for name in "abc"}, x=2))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], tuple[Any, Judge]]:
    """A random corpus: its index, and what counts it a second time."""
    known: dict[int, tuple[Any, Judge]] = {}

    def draw(seed: int) -> tuple[Any, Judge]:
        if seed not in known:
            folder: Path = tmp_path_factory.mktemp("drawn")
            write(folder, seed)
            known[seed] = build(folder), Judge(folder)
        return known[seed]

    return draw


@pytest.mark.parametrize("seed", SEEDS)
def test_cells_and_pairs_are_those_of_a_second_count(
    seed: int, drawn: Callable[[int], tuple[Any, Judge]]
) -> None:
    index, judge = drawn(seed)
    for asked, of_, on, duplicates in product(ASKED, OF, ON, DUPLICATES):
        found = cells(index, read(asked), of=of_, on=on, duplicates=duplicates)
        other = Recounted(judge, asked, of=of_, on=on, duplicates=duplicates)
        uses = Counter((use.actor, use.concept, use.value) for use in other.uses)
        assert counts(found) == uses
        held_back = ("hearsay", "misattributed", "disputed")
        left_out = {key: n for key, n in found.left_out.items() if key not in held_back}
        assert left_out == +other.left_out
        sure = Recounted(judge, asked, of=of_, on=on, duplicates=duplicates, certain=True)
        certain = Counter((use.actor, use.concept, use.value) for use in sure.uses)
        assert {
            (cell.actor, cell.concept, cell.value): cell.certain
            for cell in found.cells
            if cell.certain
        } == certain
        for normalize in NORMALIZATIONS:
            assert_pairs_alike(found, other, normalize)
        several = found.with_statements(2)
        fewer = Recounted(judge, asked, of=of_, on=on, duplicates=duplicates, least=2)
        assert counts(several) == Counter((use.actor, use.concept, use.value) for use in fewer.uses)
        assert several.left_out.get("few", 0) == fewer.left_out["few"]
        assert_pairs_alike(several, fewer, "average")


def assert_pairs_alike(found: Cells, other: Recounted, normalize: str) -> None:
    pairs = Pairs(found, normalize=normalize)
    by_ids = {(found.actors[pair.one].id, found.actors[pair.other].id): pair for pair in pairs}
    edges = {
        measure: {
            (edge.one.id, edge.other.id): edge
            for edge in Slice(Asked(measure=measure, normalize=normalize), Days(), found).edges()
        }
        for measure in MEASURES[:-1]
    }
    for one, two in combinations((actor.id for actor in found.actors), 2):
        wanted = other.figures(one, two, normalize)
        pair = by_ids.pop((one, two), None)
        if pair is None:
            assert not wanted["concepts"]
            continue
        assert (pair.concepts, pair.shared) == (wanted["concepts"], wanted["shared"])
        assert Fraction(*pair.divisor) == pairs.divisor(pair.one, pair.other)
        for measure, of_measure in edges.items():
            edge = of_measure[one, two]
            assert (edge.congruence, edge.conflict) == (wanted["congruence"], wanted["conflict"])
            assert edge.weight == wanted["weights"][measure]
            statements = (edge.one_statements, edge.other_statements)
            assert statements == (wanted["one_statements"], wanted["other_statements"])
            assert dict(zip(KEYS, edge.row(), strict=True)) == {
                "one": one,
                "other": two,
                "concepts": wanted["concepts"],
                "shared": wanted["shared"],
                **{key: float(wanted[key]) for key in ("congruence", "conflict", "subtract")},
                "weight": float(wanted["weights"][measure]),
                "one_statements": wanted["one_statements"],
                "other_statements": wanted["other_statements"],
            }
    assert not by_ids
    assert {len(each) for each in edges.values()} == {sum(1 for _ in pairs)}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_terms_of_an_explanation_add_up_to_the_weight(
    seed: int, drawn: Callable[[int], tuple[Any, Judge]]
) -> None:
    index, judge = drawn(seed)
    for of_, on, duplicates in product(OF, ON, DUPLICATES):
        other = Recounted(judge, {}, of=of_, on=on, duplicates=duplicates)
        names = sorted(other.of_actor)[:3]
        for (one, two), normalize, measure in product(
            combinations(names, 2), NORMALIZATIONS, MEASURES[:-1]
        ):
            asked = Asked(of_, on, measure, normalize, duplicates)
            found = explanation(index, Filters(), asked, (one, two))
            wanted = other.figures(one, two, normalize)
            assert found.weight == (wanted["weights"] or {measure: 0})[measure]
            assert sum(map(found.weight_of, found.terms)) == found.weight
            assert sum(term.agreement or 0 for term in found.terms) == wanted["congruence"]
            assert sum(term.conflict or 0 for term in found.terms) == wanted["conflict"]
            for row, term in zip(found.rows, found.terms, strict=True):
                assert row["weight"] == float(found.weight_of(term))
                ours, theirs = (other.on(each, row["concept"]) for each in (one, two))
                assert row["one_n"] == sum(use.value == row["one_score"] for use in ours)
                assert row["other_n"] == sum(use.value == row["other_score"] for use in theirs)


@pytest.mark.parametrize("seed", SEEDS)
def test_windows_have_what_is_possibly_and_certainly_in_them(
    seed: int, drawn: Callable[[int], tuple[Any, Judge]]
) -> None:
    index, judge = drawn(seed)
    days = {"since": "2014-06-05", "until": "2014-06-25"}
    for of_, on, duplicates, normalize in product(OF, ON, ("keep", "month"), ("none", "average")):
        asked = Asked(of_, on, "subtract", normalize, duplicates, window=10, step=6)
        found = network(index, read(days), asked)
        spans = [("05", "14"), ("11", "20"), ("17", "26")] if found.windows else []
        assert [*found.windows] == [(f"2014-06-{a}", f"2014-06-{b}") for a, b in spans]
        rows = {(row["from"], row["one"], row["other"]): row for row in found.rows}
        for first, last in found.windows:
            window = {"since": first, "until": min(str(last), "2014-06-25")}
            maybe = Recounted(judge, window, of=of_, on=on, duplicates=duplicates)
            sure = Recounted(judge, window, of=of_, on=on, duplicates=duplicates, certain=True)
            actors = [actor.id for actor in actors_of(index, of_)]
            for one, two in combinations(actors, 2):
                wanted, certain = (each.figures(one, two, normalize) for each in (maybe, sure))
                row = rows.pop((first, one, two), None)
                if row is None:
                    assert not wanted["concepts"]
                    continue
                assert (row["to"], row["shared"]) == (last, wanted["shared"])
                assert row["weight"] == float(wanted["weights"]["subtract"])
                assert row["weight_certain"] == float(certain["weights"].get("subtract", 0))
        assert not rows


def actors_of(index: Any, of_: str) -> Sequence[Actor]:  # noqa: ANN401 - an index
    query = {
        "official": "SELECT official, name, kind FROM officials ORDER BY name, official",
        "faction": "SELECT faction, label, 'faction' FROM factions ORDER BY number",
    }
    return [Actor(*row) for row in index.execute(query[of_])]


class TestNetwork:
    def test_has_the_figures_of_a_pencil(self, town: CorpusBuilder) -> None:
        """The example of docs/networks.md."""
        red, blue = ({"issue": "colour", "position": each} for each in ("red", "blue"))
        town.official("abel", statements=["yes", "if", red])
        town.official("bo", statements=["perhaps", red, blue])
        [row] = network(town.index(), Filters(), Asked(normalize="average")).rows
        # On the tram 2 and 1 are 1/4 apart, 0 and 1 too; on the colour one pair agrees, one not.
        assert row == {
            "one": "abel",
            "other": "bo",
            "concepts": 2,
            "shared": 4,
            "congruence": 0.75 + 0.75 + 1,
            "conflict": 0.25 + 0.25 + 1,
            "subtract": 1.0,
            "weight": 2.5 / 3,
            "one_statements": 3,
            "other_statements": 3,
        }

    def test_leaves_out_light_edges_exactly(self, town: CorpusBuilder) -> None:
        for name, position in (("abel", "yes"), ("bo", "perhaps"), ("cas", "no")):
            town.official(name, statements=[position])
        index = town.index()

        def pairs(measure: str, least: Fraction) -> list[str]:
            asked = Asked(measure=measure, min_weight=least)
            rows = network(index, Filters(), asked).rows
            return [f"{row['one']} {row['other']}" for row in rows]

        assert pairs("congruence", Fraction(3, 4)) == ["abel bo"]
        assert pairs("congruence", Fraction(3, 4) + Fraction(1, 10**15)) == []
        assert pairs("subtract", Fraction(1, 2)) == ["abel bo", "abel cas", "bo cas"]
        assert pairs("subtract", Fraction(51, 100)) == ["abel cas"]  # from both sides of 0

    def test_of_two_modes_counts_statements_and_adds_their_scores(
        self, town: CorpusBuilder
    ) -> None:
        red = {"issue": "colour", "position": "red"}
        town.official("abel", statements=["yes", "rather-not", red, "yes"])
        rows = [*network(town.index(), Filters(), Asked(measure="two-mode")).rows]
        assert rows == [
            {
                "one": "abel",
                "concept": "tram",
                "statements": 3,
                "scored": 3,
                "total": 3,
                "weight": 3,
                "one_statements": 4,
            },
            {
                "one": "abel",
                "concept": "colour",
                "statements": 1,
                "scored": 0,
                "total": None,
                "weight": 1,
                "one_statements": 4,
            },
        ]

    def test_has_actors_without_edges_as_nodes_with_their_factions(
        self, town: CorpusBuilder
    ) -> None:
        town.official("abel", statements=["yes", {"position": "no", "faction": "mayor"}])
        town.official("bo", kind="institution", faction=None, statements=["yes"])
        town.official("cas", statements=[{"issue": "toll", "position": "up"}])
        town.official("dora")
        found = network(town.index(), Filters(), Asked())
        assert [*found.nodes()] == [
            ("abel", "Abel", "person", "mayor, council", 2),
            ("bo", "Bo", "institution", None, 1),
            ("cas", "Cas", "person", "council", 1),
        ]

    def test_finds_who_is_nearest_and_furthest(self, town: CorpusBuilder) -> None:
        said = {"abel": "yes", "bo": "yes", "cas": "no", "dora": "no"}
        for name, position in said.items():
            town.official(name, statements=[position])
        town.official("eve", statements=[{"issue": "toll", "position": "up"}])
        found = network(town.index(), Filters(), Asked()).whole.extremes()
        assert (found.pairs, found.linked, found.shown) == (10, 6, 6)
        assert found.nearest
        assert found.furthest
        assert (found.nearest.one.id, found.nearest.other.id) == ("abel", "bo")
        assert (found.furthest.one.id, found.furthest.other.id) == ("abel", "cas")
        assert (found.also_nearest, found.also_furthest) == (1, 3)


class TestExplanation:
    def test_takes_names_as_people_type_them(self, shipped: Any) -> None:  # noqa: ANN401 - an index
        found = explanation(shipped, Filters(), Asked(), ("Rouhani", "SHAMKHANI"))
        assert (found.one.id, found.other.id) == ("rouhani", "shamkhani")
        of_factions = explanation(
            shipped, Filters(), Asked(of="faction"), ("faction:military", "security")
        )
        assert (of_factions.one.id, of_factions.other.id) == ("military", "security")

    @pytest.mark.parametrize(
        ("names", "error"),
        [
            (("rouhani", "hassan rouhani"), NoNetwork),
            (("rouhani", "rouhanni"), UnknownName),
        ],
    )
    def test_refuses_one_and_none(
        self,
        names: tuple[str, str],
        error: type[Exception],
        shipped: Any,  # noqa: ANN401
    ) -> None:
        with pytest.raises(error):
            explanation(shipped, Filters(), Asked(), names)


class TestWindows:
    def windows(self, corpus: CorpusBuilder, window: int, step: int, **days: str) -> list[Days]:
        index = corpus.index()
        return [*windows(index, read(days), window, step)]

    @pytest.fixture
    def month(self, corpus: CorpusBuilder) -> CorpusBuilder:
        said = ("2021-05-03", "2021-05-10/2021-05-20", "2021-05-31", "../2021-05-12")
        return corpus.official("abel", statements=[{"said": each} for each in said])

    def test_begin_on_the_first_day_and_reach_the_last(self, month: CorpusBuilder) -> None:
        assert self.windows(month, 10, 10) == [
            ("2021-05-03", "2021-05-12"),
            ("2021-05-13", "2021-05-22"),
            ("2021-05-23", "2021-06-01"),
        ]
        assert len(self.windows(month, 10, 1)) == 20

    def test_longer_than_the_data_are_one(self, month: CorpusBuilder) -> None:
        assert self.windows(month, 29, 7) == [("2021-05-03", "2021-05-31")]
        assert self.windows(month, 999_999, 1) == [("2021-05-03", "4759-03-29")]
        assert self.windows(month, 6_999_993, 1) == [("2021-05-03", "9999-12-31")]

    @pytest.mark.parametrize("step", [29, 30, 999_999, 6_999_993])
    def test_begin_on_no_day_after_the_last(self, month: CorpusBuilder, step: int) -> None:
        assert self.windows(month, 7, step) == [("2021-05-03", "2021-05-09")]
        assert self.windows(month, 7, 28)[1:] == [("2021-05-31", "2021-06-06")]

    def test_leave_out_what_was_certainly_said_between_them(self, month: CorpusBuilder) -> None:
        index = month.index()
        said = [("03", "03"), ("10", "20"), ("31", "31"), ("00", "12")]  # no month is as early
        for window, step in product(range(1, 12), range(1, 40)):
            found = network(index, Filters(), Asked(window=window, step=step))
            ends = [(first[-2:], last) for first, last in found.windows if first and last]
            missed = sum(
                not any(a <= last and f"2021-05-{first}" <= b for a, b in ends)
                for first, last in said
            )
            assert found.between == missed, (window, step)

    def test_lie_in_the_days_asked_for(self, month: CorpusBuilder) -> None:
        days = {"since": "2021-05-01", "until": "2021-05-14"}
        assert self.windows(month, 7, 7, **days) == [
            ("2021-05-01", "2021-05-07"),
            ("2021-05-08", "2021-05-14"),
        ]

    def test_of_nothing_are_none(self, month: CorpusBuilder) -> None:
        assert self.windows(month, 7, 7, since="2022") == []

    def test_are_refused_if_they_are_very_many(self, month: CorpusBuilder) -> None:
        with pytest.raises(NoNetwork, match="there are 18,987 windows, and 1,000 is the most"):
            self.windows(month, 7, 1, since="1969", until="2020-12-31")

    @pytest.mark.parametrize(("text", "days"), [("90d", 90), ("12w", 84), ("1d", 1)])
    def test_are_read(self, text: str, days: int) -> None:
        assert days_in(text) == days

    @pytest.mark.parametrize("text", ["0d", "0w", "90", "-1d", "3m", "nan", "1e9d", "", "٣d"])
    def test_of_no_days_are_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="is no "):
            days_in(text)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("2", 2),
        ("0.25", Fraction(1, 4)),
        ("1/3", Fraction(1, 3)),
        ("0", 0),
        ("1e-05", Fraction(1, 100000)),
        ("2.5e-7", Fraction(1, 4000000)),
    ],
)
def test_weights_are_read_exactly(text: str, weight: Fraction) -> None:
    assert weight_in(text) == weight


@given(st.fractions(0, 1000, max_denominator=10**7))
def test_a_weight_as_json_prints_it_is_no_more_than_the_weight(weight: Fraction) -> None:
    least = weight_in(json.dumps(float(weight)))
    assert least <= weight
    assert weight - least <= weight / 2**52


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "1/0", "1e999999999", "", "1/000", "0x1"])
def test_what_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no weight"):
        weight_in(text)
