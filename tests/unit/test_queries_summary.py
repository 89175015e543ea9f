from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import SCALE
from stances.dates import parse_date
from stances.queries.filters import Filters
from stances.queries.summary import BY, FIGURES, NOTHING, Summary, distribution, figures, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpora import CorpusBuilder
    from stances.queries.summary import Figures, Group


def ask(corpus: CorpusBuilder, *by: str, **given: Any) -> Summary:
    index = corpus.index()
    return summary(index, Filters(**given).resolved(index), by or ("faction",))


def groups(corpus: CorpusBuilder, *by: str) -> list[Any]:
    rows = ask(corpus, *(key for key in by if key != "issue")).rows
    return [row[by[0]] if len(by) == 1 else [row[key] for key in by] for row in rows]


@pytest.fixture
def council(corpus: CorpusBuilder) -> CorpusBuilder:
    """Four officials in three factions and none, over two months and four sources."""
    corpus.codebook(factions=("mayor", "council", "board"), frames=("jobs", "cost"))
    corpus.source("herald", published="2021-06-01").source("almanac", published="2021-06-20")
    corpus.source("bulletin", published="2021-06-20")
    moved = {"position": "opposes", "said": "2021-06-01", "frames": ["cost", "jobs"]}
    corpus.official("zoe", name="Zoe Abel", faction="mayor", statements=["rejects", moved])
    corpus.official(
        "abel",
        name="Kim Abel",
        faction="board",
        statements=[{"frames": ["jobs"], "evidence": ["bulletin", "almanac", "herald"]}],
    )
    corpus.official("bo", name="Bo", faction=None, statements=[{"said": "2021-05/2021-06"}])
    return corpus.official("cas", name="Cas", faction="council", statements=["unstated", "denies"])


class TestGroups:
    @pytest.mark.parametrize(
        ("by", "expected"),
        [
            ("faction", ["mayor", "council", "board", None]),
            ("position", ["supports", "opposes", "rejects", "denies", "unstated"]),
            ("official", ["bo", "cas", "abel", "zoe"]),
            ("frame", ["jobs", "cost", None]),
            ("source", ["herald", "almanac", "bulletin", "courier"]),
            ("month", ["2021-05", "2021-06", None]),
        ],
    )
    def test_stand_in_the_order_of_the_codebook_of_names_or_of_time(
        self, council: CorpusBuilder, by: str, expected: Sequence[str | None]
    ) -> None:
        assert groups(council, by) == expected

    def test_of_months_stand_in_order_of_time_whoever_spoke(self, corpus: CorpusBuilder) -> None:
        for official, said in ("abel", "2021-06-20"), ("bo", "2020-12"), ("cas", "2021-05"):
            corpus.official(official, statements=[{"said": said}])
        assert groups(corpus, "month") == ["2020-12", "2021-05", "2021-06"]

    def test_of_two_keys_are_crossed_in_the_order_of_both(self, council: CorpusBuilder) -> None:
        assert groups(council, "faction", "position") == [
            ["mayor", "opposes"],
            ["mayor", "rejects"],
            ["council", "denies"],
            ["council", "unstated"],
            ["board", "supports"],
            [None, "supports"],
        ]

    def test_have_rows_with_the_issue_the_keys_and_the_figures(
        self, council: CorpusBuilder
    ) -> None:
        found = ask(council, "faction", "month")
        rows = list(found.rows)
        assert (
            list(found.keys)
            == (
                "issue faction month statements officials silent open unscored scored disputed "
                "mean median low high spread"
            ).split()
        )
        assert {tuple(row) for row in rows} == {tuple(found.keys)}
        assert rows[0] == {
            "issue": "tram",
            "faction": "mayor",
            "month": "2021-05",
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

    def test_are_called_by_their_labels_and_names(self, council: CorpusBuilder) -> None:
        names = ask(council).background.names()
        assert [*names.factions.items()] == [
            ("mayor", "Mayor"), ("council", "Council"), ("board", "Board")
        ]  # fmt: skip
        assert names.frames["jobs"] == "Jobs"
        assert names.positions["tram", "rejects"] == "Rejects"
        assert names.officials["zoe"] == "Zoe Abel"
        assert ask(council).background.short_names()["bo"] == "Bo"

    def test_are_none_where_nothing_matches(self, council: CorpusBuilder) -> None:
        found = ask(council, frame=("cost",), faction=("board",))
        assert (list(found.rows), list(found.parts)) == ([], [])


class TestIssues:
    @pytest.fixture
    def two(self, corpus: CorpusBuilder) -> CorpusBuilder:
        scales: dict[str, dict[str, int | None]] = {
            "tram": {"for": 1, "against": -1},
            "quays": {"mend": 3, "later": None},
            "bus": {"for": 1},
        }
        corpus.codebook(issues=scales)
        mend = {"issue": "quays", "position": "mend"}
        return corpus.official("jansen", statements=["for", "for", mend]).official(
            "cas", faction="mayor", statements=[mend | {"position": "later"}, mend]
        )

    def test_is_a_part_of_its_own_in_the_order_of_the_codebook(self, two: CorpusBuilder) -> None:
        found = ask(two)
        assert [(p.issue, p.question) for p in found.parts] == [
            ("tram", "What of the tram?"),
            ("quays", "What of the quays?"),
        ]
        assert [row["issue"] for row in found.rows] == ["tram", "tram", "quays", "quays"]

    def test_has_its_whole_scale(self, two: CorpusBuilder) -> None:
        tram, quays = ask(two).parts
        assert [(s.id, s.label, s.score) for s in tram.scale] == [
            ("for", "For", 1),
            ("against", "Against", -1),
        ]
        assert [(s.id, s.score) for s in quays.scale] == [("mend", 3), ("later", None)]

    def test_counts_statements_and_officials_by_position(self, two: CorpusBuilder) -> None:
        tram, quays = ask(two).parts
        assert tram.counts == {("mayor",): {}, ("council",): {"for": (2, 1)}}
        assert quays.counts == {
            ("mayor",): {"mend": (1, 1), "later": (1, 1)},
            ("council",): {"mend": (1, 1)},
        }
        assert quays.total_counts == {"mend": (2, 2), "later": (1, 1)}

    def test_is_one_group_by_issue(self, two: CorpusBuilder) -> None:
        two.official("bo")
        found = ask(two, "issue")
        assert [*found.keys] == ["issue", *FIGURES]
        assert [
            (row["issue"], row["statements"], row["officials"], row["silent"]) for row in found.rows
        ] == [
            ("tram", 2, 1, 2),
            ("quays", 3, 2, 1),
        ]
        assert found.across_issues
        for part in found.parts:
            assert part.groups == {(): part.total}

    @pytest.mark.parametrize("key", ["official", "faction", "position", "month"])
    def test_is_a_key_once_when_it_is_crossed(self, two: CorpusBuilder, key: str) -> None:
        plain, one, other = ask(two, key), ask(two, "issue", key), ask(two, key, "issue")
        assert plain.keys == one.keys == other.keys == ("issue", key, *FIGURES)
        assert [*plain.rows] == [*one.rows] == [*other.rows]
        assert (plain.across_issues, one.across_issues) == (False, True)

    def test_of_hearsay_alone_has_a_row(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[{"according_to": ["tell"]}]).official("tell")
        [row] = ask(corpus, "issue").rows
        assert (row["statements"], row["officials"], row["silent"]) == (0, 0, 0)
        assert (row["mean"], row["low"], row["high"]) == (None, -2, 2)

    def test_has_its_positions_in_its_own_order(self, corpus: CorpusBuilder) -> None:
        scales: dict[str, dict[str, int | None]] = {
            "tram": {"for": 1, "against": -1},
            "quays": {"against": -1, "for": 1},
        }
        corpus.codebook(issues=scales)
        both = [{"issue": issue, "position": p} for issue in scales for p in ("against", "for")]
        found = groups(corpus.official("jansen", statements=both), "issue", "position")
        assert found == [
            ["tram", "for"],
            ["tram", "against"],
            ["quays", "against"],
            ["quays", "for"],
        ]

    def test_has_a_total_of_its_own(self, two: CorpusBuilder) -> None:
        tram, quays = (part.total for part in ask(two).parts)
        assert (tram.statements, tram.officials, tram.mean) == (2, 1, 1)
        assert (quays.statements, quays.officials, quays.scored, quays.mean) == (3, 2, 2, 3)


def left_out(found: Summary) -> list[int]:
    """How many misattributed statements each issue leaves out."""
    return [part.misattributed for part in found.parts]


class TestLeftOut:
    def test_is_what_filters_keep_back(self, council: CorpusBuilder) -> None:
        assert [row["faction"] for row in ask(council, frame=("jobs",)).rows] == ["mayor", "board"]

    def test_is_misattributed_and_counted(self, council: CorpusBuilder) -> None:
        wrong = {"status": "misattributed"}
        council.official("dirk", faction="mayor", statements=[wrong, wrong | {"frames": ["jobs"]}])
        assert left_out(ask(council)) == [2]
        assert left_out(ask(council, frame=("jobs",))) == [1]
        assert left_out(ask(council, faction=("board",))) == [0]
        assert next(iter(ask(council).rows))["officials"] == 1

    def test_is_nothing_misattributed_if_that_is_asked_for(self, council: CorpusBuilder) -> None:
        council.official("dirk", statements=[{"status": "misattributed"}])
        found = ask(council, status=("misattributed",))
        assert left_out(found) == [0]
        assert [row["statements"] for row in found.rows] == [1]
        assert left_out(ask(council, status=("attested",))) == [0]


class TestDisputed:
    @pytest.fixture
    def disputed(self, council: CorpusBuilder) -> CorpusBuilder:
        open_ = {"disputes": [{"about": "speaker", "note": "They differ."}], "frames": ["cost"]}
        return council.official(
            "dirk", faction="mayor", statements=["supports", open_, open_ | {"frames": []}]
        )

    def test_has_figures_without_it_in_its_group_and_in_the_whole(
        self, disputed: CorpusBuilder
    ) -> None:
        [part] = ask(disputed).parts
        mayor = part.groups["mayor",]
        assert (mayor.disputed, part.total.disputed) == (2, 2)
        [without] = ask(disputed, without_disputed=True).parts
        # Whoever is silent is so with and without it.
        assert mayor.undisputed == replace(without.groups["mayor",], silent=None)
        assert part.total.undisputed == replace(without.total, silent=None)
        assert part.groups["board",].undisputed is None

    def test_is_counted_where_it_is_to_be_left_out(self, disputed: CorpusBuilder) -> None:
        def counted(**given: Any) -> list[int | None]:
            return [part.disputed_left_out for part in ask(disputed, **given).parts]

        assert counted(without_disputed=True) == [2]
        assert counted(without_disputed=True, frame=("cost",)) == [1]
        assert counted(without_disputed=True, faction=("board",)) == [0]
        assert counted() == [None]


def test_a_statement_without_frames_is_in_the_group_of_none(council: CorpusBuilder) -> None:
    counted = {row["frame"]: row["statements"] for row in ask(council, "frame").rows}
    assert counted == {"jobs": 2, "cost": 1, None: 4}
    assert ask(council, "frame").parts[0].total.statements == 6


MONTHS = {
    "2021-05-03": "2021-05",
    "2021-05": "2021-05",
    "2021-06-12~": "2021-06",
    "2021-06-03/2021-06-09": "2021-06",
    "2021-05-30/2021-06-02": None,
    "2021": None,
    "../2021-05": None,
    "2021-06/..": None,
}
"""Dates, and the month in which each certainly lies."""


OTHERS: dict[str, dict[str, str]] = {
    "herald probable": {"match": "probable"},
    "bulletin probable": {"match": "probable"},
    "bulletin copy": {"derived_from": "courier"},
}
"""Evidence that makes no certain source of its own, by its source."""


class Said(NamedTuple):
    """A statement as the oracle knows it."""

    official: str
    faction: str
    position: str
    said: str
    frames: list[str]
    sources: list[str]
    others: list[str]
    disputed: bool

    def values(self, key: str) -> list[str | None]:
        """The groups that it is in."""
        if key == "month":
            return [MONTHS[self.said]]
        if key == "frame":
            return [*self.frames] or [None]
        if key == "issue":
            return ["tram"]
        if key == "source":
            return [*{*self.sources, *(word.partition(" ")[0] for word in self.others)}]
        return [getattr(self, key)]

    @property
    def behind(self) -> tuple[int, int]:
        """How many origins report it for certain, and how many do at all; a copy has another's."""
        certain = {*self.sources} | ({"courier"} if "bulletin copy" in self.others else set())
        probable = {word.split()[0] for word in self.others if "probable" in word}
        return len(certain), len(certain | probable)

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the record."""
        told = {"position": self.position, "said": self.said, "faction": self.faction}
        open_ = [{"about": "speaker", "note": "They differ."}]
        disputes = {"disputes": open_} if self.disputed else {}
        others = [OTHERS[word] | {"source": word.split()[0], "text": word} for word in self.others]
        return told | {"frames": self.frames, "evidence": [*self.sources, *others]} | disputes


def some(*words: str, least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), min_size=least, unique=True)


statements = st.lists(
    st.builds(
        Said,
        st.sampled_from(("jansen", "de-vries", "cas")),
        st.sampled_from(("mayor", "council")),
        st.sampled_from(list(SCALE)),
        st.sampled_from(list(MONTHS)),
        some("jobs", "cost"),
        some("courier", "herald", least=1),
        some(*OTHERS),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)
keys = st.lists(st.sampled_from(BY), min_size=0, max_size=2, unique=True)


def write(corpus: CorpusBuilder, said: Sequence[Said]) -> CorpusBuilder:
    corpus.source("herald").source("bulletin")
    for official in {each.official for each in said}:
        own = [each.fields for each in said if each.official == official]
        corpus.official(official, statements=own)
    return corpus


def grouped(said: Sequence[Said], by: Sequence[str]) -> dict[Group, list[Said]]:
    groups = defaultdict(list)
    for each in said:
        for group in product(*(each.values(key) for key in by)):
            groups[group].append(each)
    return groups


def scores_by_official(said: Sequence[Said]) -> dict[str, list[int]]:
    scores = defaultdict(list)
    for each in said:
        if (score := SCALE[each.position]) is not None:
            scores[each.official].append(score)
    return scores


def by_hand(said: Sequence[Said]) -> dict[str, Any]:
    scores = scores_by_official(said)
    means = [statistics.mean(own) for own in scores.values()]
    return {
        "statements": len(said),
        "officials": len({each.official for each in said}),
        "open": sum(each.position == "unstated" for each in said),
        "unscored": len(said) - sum(map(len, scores.values())),
        "scored": sum(map(len, scores.values())),
        "disputed": sum(each.disputed for each in said),
        "corroborated": sum(each.behind[0] > 1 for each in said),
        "probably_corroborated": sum(each.behind[0] == 1 < each.behind[1] for each in said),
        "mean": pytest.approx(statistics.mean(means)) if means else None,
        "median": pytest.approx(statistics.median(means)) if means else None,
        "spread": pytest.approx(statistics.pstdev(means)) if means else None,
    }


def told(found: Figures, keys: Iterable[str]) -> dict[str, Any]:
    return {key: getattr(found, key) for key in keys}


def counts(found: Figures) -> tuple[int, ...]:
    return (found.statements, found.officials, found.scored, found.unscored, found.disputed)


@given(statements, keys)
def test_figures_are_those_that_one_works_out_by_hand(
    new_corpus: Callable[[], CorpusBuilder], said: list[Said], by: list[str]
) -> None:
    found = figures(write(new_corpus(), said).index(), Filters().clause(), by)
    expected = grouped(said, by)
    assert set(found) == set(expected)
    for group, members in expected.items():
        expected_here = by_hand(members)
        assert told(found[group], expected_here) == expected_here
        rest, undisputed = [e for e in members if not e.disputed], found[group].undisputed
        assert (undisputed is None) is (len(rest) == len(members))
        if undisputed is not None:
            assert told(undisputed, expected_here) == by_hand(rest)


@given(statements, keys)
def test_the_distribution_is_the_one_that_one_counts_by_hand(
    new_corpus: Callable[[], CorpusBuilder], said: list[Said], by: list[str]
) -> None:
    found = distribution(write(new_corpus(), said).index(), Filters().clause(), by)
    assert found == {
        group: {
            position: (len(own), len({each.official for each in own}))
            for position in SCALE
            if (own := [each for each in members if each.position == position])
        }
        for group, members in grouped(said, by).items()
    }


def overall(corpus: CorpusBuilder, **given_: Any) -> Figures:
    return figures(corpus.index(), Filters(**given_).clause(), ())[()]


class TestMean:
    def test_is_taken_over_officials_and_not_over_statements(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["supports"] * 9).official(
            "cas", statements=["rejects"]
        )
        found = overall(corpus)
        assert (found.mean, found.spread, found.scored, len(found.means)) == (0, 2, 10, 2)

    def test_leaves_out_who_has_no_scored_statement(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["indirect", "unstated"])
        corpus.official("cas", statements=["denies"])
        found = overall(corpus)
        assert (found.mean, found.spread, found.officials, len(found.means)) == (1, 0, 2, 1)

    def test_is_none_where_nothing_is_scored(self, corpus: CorpusBuilder) -> None:
        found = overall(corpus.official("jansen", statements=["unstated", "denies"]))
        assert (found.mean, found.spread, found.scored, found.unscored) == (None, None, 0, 2)

    def test_is_nought_and_not_none_where_every_score_is(self, corpus: CorpusBuilder) -> None:
        found = overall(corpus.official("jansen", statements=["conditional"]))
        assert (found.mean, found.spread, found.scored) == (0, 0, 1)

    def test_is_nought_where_the_officials_balance_each_other(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["indirect"])
        corpus.official("cas", statements=["opposes", "conditional", "conditional"])
        corpus.official("bo", statements=["opposes", "opposes", "conditional"])
        assert overall(corpus).mean == 0

    def test_does_not_know_what_a_filter_keeps_back(self, corpus: CorpusBuilder) -> None:
        corpus.official(
            "jansen", statements=["supports", {"position": "rejects", "frames": ["cost"]}]
        )
        assert overall(corpus, frame=("cost",)).mean == -2


def test_somebody_unnamed_is_no_official_and_in_no_mean(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=["supports"])
    corpus.official("somebody", kind="unnamed", statements=["supports", "rejects", "denies"])
    [part] = ask(corpus).parts
    assert (part.total.statements, part.total.officials, part.total.scored) == (4, 1, 1)
    assert (part.total.mean, part.total.unnamed) == (2.0, 2)
    assert part.total_counts == {"supports": (2, 1), "rejects": (1, 0), "denies": (1, 0)}


def test_a_source_that_says_it_twice_counts_once(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=[{"evidence": [{"text": "a"}, {"text": "b"}]}])
    found = figures(corpus.index(), Filters().clause(), ("source",))
    assert {group: each.statements for group, each in found.items()} == {("courier",): 1}


def test_a_bad_statement_is_in_no_figure(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=["supports", {"position": "rejects", "faction": "zzz"}])
    assert counts(overall(corpus)) == (1, 1, 1, 0, 0)


OPEN = [{"about": "speaker", "note": "They differ."}]


class TestFiguresWithoutTheDisputed:
    def test_are_the_figures_that_the_filter_gives(self, corpus: CorpusBuilder) -> None:
        corpus.official(
            "jansen", statements=["supports", {"position": "rejects", "disputes": OPEN}]
        )
        corpus.official("cas", statements=[{"position": "rejects", "disputes": OPEN}])
        found = overall(corpus)
        assert (found.mean, found.disputed) == (-1, 2)
        assert found.undisputed == overall(corpus, without_disputed=True)
        assert found.undisputed is not None
        assert (found.undisputed.mean, found.undisputed.officials) == (2, 1)

    def test_are_within_the_other_filters(self, corpus: CorpusBuilder) -> None:
        disputed = {"disputes": OPEN, "frames": ["cost"]}
        corpus.official("jansen", statements=[disputed, {"frames": ["cost"]}, "rejects"])
        undisputed = overall(corpus, frame=("cost",)).undisputed
        assert undisputed is not None
        assert (undisputed.statements, undisputed.mean) == (1, 2)

    def test_are_nothing_where_all_are_disputed(self, corpus: CorpusBuilder) -> None:
        assert overall(corpus.official("jansen", statements=[{"disputes": OPEN}])).undisputed == (
            NOTHING
        )

    def test_are_not_told_of_groups_without_any(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"disputes": OPEN}]).official(
            "cas", statements=["supports"]
        )
        found = figures(corpus.index(), Filters().clause(), ("official",))
        assert {group for group, each in found.items() if each.undisputed} == {("jansen",)}


class TestCorroboration:
    def test_takes_two_sources_and_not_two_pieces_of_one(self, corpus: CorpusBuilder) -> None:
        both = {"evidence": ["courier", "herald"]}
        corpus.source("herald").official(
            "jansen", statements=[both, {"evidence": [{"text": "a"}, {"text": "b"}]}]
        )
        found = overall(corpus)
        assert (found.corroborated, found.probably_corroborated) == (1, 0)

    def test_keeps_what_is_certain_and_what_is_probable_apart(self, corpus: CorpusBuilder) -> None:
        probable = {"source": "herald", "match": "probable"}
        also = probable | {"source": "bulletin"}
        pieces = (["courier", probable], ["courier", "herald", also], [probable, also], [probable])
        corpus.source("herald").source("bulletin").official(
            "jansen", statements=[{"evidence": each} for each in pieces]
        )
        found = overall(corpus)
        assert (found.corroborated, found.probably_corroborated) == (1, 2)

    def test_does_not_count_copies(self, corpus: CorpusBuilder) -> None:
        copy = {"source": "herald", "derived_from": "courier"}
        corpus.source("herald").official("jansen", statements=[{"evidence": ["courier", copy]}])
        found = overall(corpus)
        assert (found.corroborated, found.probably_corroborated) == (0, 0)


class TestSilent:
    @pytest.fixture
    def town(self, corpus: CorpusBuilder) -> CorpusBuilder:
        """A council of two who speak and one who does not, and a mayor who says nothing."""
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        corpus.official("jansen", statements=["supports", "opposes"])
        corpus.official("cas", statements=["unstated", {"issue": "quays", "faction": "mayor"}])
        corpus.official("bo", name="Bo").official("mayor", faction="mayor")
        return corpus

    @staticmethod
    def told(corpus: CorpusBuilder, *by: str, **given: Any) -> dict[tuple[Any, ...], Any]:
        """The numbers of officials and of silent ones of each group, by issue and group."""
        keys = ("issue", *(by or ("faction",)))
        return {
            tuple(row[key] for key in keys): (row["officials"], row["silent"])
            for row in ask(corpus, *keys[1:], **given).rows
        }

    def test_is_who_has_no_statement_on_the_issue(self, town: CorpusBuilder) -> None:
        assert self.told(town) == {
            ("tram", "mayor"): (0, 1),
            ("tram", "council"): (2, 1),
            ("quays", "mayor"): (1, 1),
            ("quays", "council"): (0, 2),
        }
        tram, quays = ask(town).parts
        assert [each.official for each in tram.silent] == ["bo", "mayor"]
        assert (tram.total.silent, quays.total.silent) == (2, 3)

    def test_has_a_row_of_its_own_by_official(self, town: CorpusBuilder) -> None:
        found = {key[1]: n for key, n in self.told(town, "official").items() if key[0] == "tram"}
        assert found == {"bo": (0, 1), "cas": (1, 0), "jansen": (1, 0), "mayor": (0, 1)}
        row = next(iter(ask(town, "official").rows))
        figures = ("statements", "scored", "mean", "low", "high")
        assert [row[key] for key in ("official", *figures)] == ["bo", 0, 0, None, -2, 2]

    @pytest.mark.parametrize("by", ["position", "source", "frame", "month"])
    def test_is_in_no_group_of_statements(self, town: CorpusBuilder, by: str) -> None:
        found = ask(town, by)
        assert {row[key] for row in found.rows for key in ("silent", "low", "high")} == {None}
        assert found.parts[0].total.silent == 2

    def test_is_who_said_nothing_in_the_days_asked_for(self, town: CorpusBuilder) -> None:
        town.official("eva", statements=[{"said": "2020"}])
        assert self.told(town, until=parse_date("2020"))["tram", "council"] == (1, 3)
        assert self.told(town)["tram", "council"] == (3, 1)

    def test_is_nobody_because_of_other_filters(self, town: CorpusBuilder) -> None:
        assert self.told(town, position=("supports",))["tram", "council"] == (1, 1)
        assert self.told(town, faction=("council",), issue=("tram",)) == {
            ("tram", "council"): (2, 1)
        }
        assert self.told(town, official=("jansen", "bo"))["tram", "council"] == (1, 1)

    def test_is_nobody_known_only_by_what_others_say(self, town: CorpusBuilder) -> None:
        heard = {"according_to": ["tell"], "spoken_by": "Eva Echo"}
        town.official("tell").official("eva", name="Eva Echo").official("named")
        town.official("dirk", statements=[heard, {"evidence": [{"speaker": "named"}]}])
        assert self.told(town)["tram", "council"] == (3, 1)
        town.official("tell", statements=[{"issue": "quays"}])
        assert self.told(town)["tram", "council"] == (3, 2)

    def test_is_nobody_unnamed(self, town: CorpusBuilder) -> None:
        town.official("aide", kind="unnamed", statements=["rejects"])
        assert self.told(town)["tram", "council"] == (2, 1)
        assert self.told(town)["quays", "council"] == (0, 2)

    @pytest.mark.parametrize(
        ("roles", "faction"),
        [
            ([{"faction": "mayor"}, {"faction": "council"}], "mayor"),
            ([{"faction": "mayor", "former": True}, {"faction": "council"}], "council"),
            ([{"faction": "mayor", "until": "2020"}, {"faction": "council"}], "council"),
            ([{"faction": "mayor", "from": "2022"}, {"faction": "council"}], "council"),
            ([{"faction": "mayor", "from": "2021-05"}, {"faction": "council"}], "mayor"),
            ([{"title": "Poet", "faction": None}], None),
            ([], None),
        ],
    )
    def test_is_of_the_faction_of_the_first_role_in_these_days(
        self, town: CorpusBuilder, roles: list[dict[str, Any]], faction: str | None
    ) -> None:
        before = self.told(town).get(("tram", faction), (0, 0))
        town.official("dirk", roles=roles)
        assert self.told(town)["tram", faction] == (before[0], before[1] + 1)

    def test_is_of_the_faction_of_the_days_asked_for(self, town: CorpusBuilder) -> None:
        town.official("dirk", roles=[{"faction": "mayor", "until": "2020"}, {"faction": "council"}])
        town.official("eva", statements=[{"said": "2020"}])
        assert self.told(town)["tram", "mayor"] == (0, 2)
        assert self.told(town, since=parse_date("2021"))["tram", "mayor"] == (0, 1)


class TestReach:
    """What the mean would be if all who are not scored stood at one end of the scale."""

    @pytest.fixture
    def three(self, corpus: CorpusBuilder) -> CorpusBuilder:
        """One scored, one not, one silent."""
        corpus.official("jansen", statements=["indirect"]).official("cas", statements=["denies"])
        return corpus.official("bo")

    @staticmethod
    def told(corpus: CorpusBuilder, **given: Any) -> list[Any]:
        [row] = ask(corpus, **given).rows
        return [row[key] for key in ("low", "mean", "high")]

    def test_counts_the_unscored_and_the_silent(self, three: CorpusBuilder) -> None:
        assert self.told(three) == pytest.approx([-1, 1, 5 / 3])
        total = ask(three).parts[0].total
        assert (total.low, total.high) == pytest.approx((-1, 5 / 3))

    def test_is_the_mean_where_all_are_scored(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["supports"]).official("cas", statements=["opposes"])
        assert self.told(corpus) == [0.5, 0.5, 0.5]

    def test_is_the_whole_scale_where_nobody_is(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["unstated"])
        assert self.told(corpus) == [-2, None, 2]

    def test_is_none_on_an_issue_without_scores(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"yes": None, "no": None}})
        corpus.official("jansen", statements=["yes"])
        assert self.told(corpus) == [None, None, None]

    @pytest.mark.parametrize(
        ("given", "known"),
        [
            ({"official": ("jansen", "cas", "bo")}, True),
            ({"faction": ("council",)}, True),
            ({"issue": ("tram",)}, True),
            ({"since": parse_date("2021")}, True),
            ({"until": parse_date("2021")}, True),
            ({"form": ("quote",)}, False),
            ({"source": ("courier",)}, False),
            ({"status": ("attested",)}, False),
            ({"text": ("words",)}, False),
            ({"min_sources": 1}, False),
            ({"without_disputed": True}, False),
            ({"with_hearsay": True}, False),
            ({"unreviewed": True}, False),
        ],
    )
    def test_is_known_only_of_whole_groups(
        self, three: CorpusBuilder, given: dict[str, Any], *, known: bool
    ) -> None:
        low, mean, high = self.told(three, **given)
        assert mean == 1
        assert ((low, high) != (None, None)) is known


class TestMedian:
    @pytest.mark.parametrize(
        ("positions", "median"),
        [(["supports", "supports", "rejects"], 2), (["supports", "opposes"], 0.5), ([], None)],
    )
    def test_is_that_of_the_officials_means(
        self, corpus: CorpusBuilder, positions: list[str], median: float | None
    ) -> None:
        for number, position in enumerate(positions):
            corpus.official(f"official-{number}", statements=[position] * 3)
        corpus.official("cas", statements=["denies"])
        [row] = ask(corpus).rows
        assert row["median"] == median


def test_open_statements_are_those_that_leave_the_question_open(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=["unstated", "denies", "supports", "unstated"])
    [row] = ask(corpus).rows
    assert [row[key] for key in ("statements", "open", "unscored", "scored")] == [4, 2, 3, 1]


class TestHearsay:
    @pytest.fixture
    def heard(self, corpus: CorpusBuilder) -> CorpusBuilder:
        hearsay = {"position": "rejects", "according_to": ["a colleague", "his driver"]}
        corpus.official("jansen", statements=["supports", hearsay])
        return corpus.official("cas", statements=[hearsay])

    def test_is_in_no_figure_and_counted(self, heard: CorpusBuilder) -> None:
        [part] = ask(heard).parts
        assert counts(part.total) == (1, 1, 1, 0, 0)
        assert (part.total.mean, part.hearsay) == (2, 2)
        assert part.counts == {("council",): {"supports": (1, 1)}}

    def test_is_in_all_of_them_if_asked_for(self, heard: CorpusBuilder) -> None:
        [part] = ask(heard, with_hearsay=True).parts
        assert counts(part.total) == (3, 2, 3, 0, 0)
        assert (part.total.mean, part.hearsay) == (-1, 0)

    def test_makes_its_official_neither_silent_nor_counted(self, heard: CorpusBuilder) -> None:
        rows = {row["official"]: row for row in ask(heard, "official").rows}
        assert [rows["cas"][key] for key in ("statements", "officials", "silent")] == [0, 0, 0]

    def test_alone_makes_a_part(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"according_to": "a colleague"}])
        [part] = ask(corpus).parts
        assert (part.hearsay, part.total.statements) == (1, 0)


def test_somebody_unnamed_counts_statements_and_is_no_official(corpus: CorpusBuilder) -> None:
    corpus.official("aide", kind="unnamed", statements=["rejects", "unstated"])
    corpus.official("jansen", statements=["supports"])
    [row] = ask(corpus).rows
    keys = ("statements", "officials", "scored", "open", "unscored", "mean", "low", "high")
    assert [row[key] for key in keys] == [3, 1, 1, 1, 1, 2, 2, 2]
    assert ask(corpus).parts[0].counts == {
        ("council",): {"rejects": (1, 0), "unstated": (1, 0), "supports": (1, 1)}
    }


def test_an_institution_is_an_official(corpus: CorpusBuilder) -> None:
    corpus.official("ministry", kind="institution", statements=["rejects"])
    [row] = ask(corpus).rows
    assert (row["officials"], row["mean"]) == (1, -2)


class TestWordsOfAnother:
    def test_count_for_each_official_and_each_issue(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE}).source("herald")
        second = {"words_of": "jansen/s1", "issue": "quays", "position": "rejects"}
        corpus.official("jansen", statements=[{"evidence": ["courier", "herald"]}, second])
        corpus.official("bo", statements=[{"words_of": "jansen/s1", "position": "indirect"}])
        rows = {row["issue"]: row for row in ask(corpus).rows}
        assert [rows["tram"][key] for key in ("statements", "officials", "mean")] == [2, 2, 1.5]
        assert [rows["quays"][key] for key in ("statements", "officials", "mean")] == [1, 1, -2]
        by_source = {row["source"]: row["statements"] for row in ask(corpus, "source").rows}
        assert by_source == {"courier": 2, "herald": 2} | by_source
        assert [part.total.corroborated for part in ask(corpus).parts] == [2, 1]
