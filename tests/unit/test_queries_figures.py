from __future__ import annotations

import statistics
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import SCALE
from stances.queries.filters import Filters
from stances.queries.summary import BY, NOTHING, distribution, figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpora import CorpusBuilder
    from stances.queries.summary import Figures, Group

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
"""Evidence that makes no certain source, by its source."""


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
        if key == "source":
            return [*{*self.sources, *(word.partition(" ")[0] for word in self.others)}]
        return [getattr(self, key)]

    @property
    def behind(self) -> tuple[int, int]:
        """How many sources report it for certain, and how many do at all."""
        probable = {word.split()[0] for word in self.others if "probable" in word}
        return len(self.sources), len({*self.sources} | probable)

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
        "scored": sum(map(len, scores.values())),
        "unstated": len(said) - sum(map(len, scores.values())),
        "disputed": sum(each.disputed for each in said),
        "corroborated": sum(each.behind[0] > 1 for each in said),
        "probably_corroborated": sum(each.behind[0] == 1 < each.behind[1] for each in said),
        "mean": pytest.approx(statistics.mean(means)) if means else None,
        "spread": pytest.approx(statistics.pstdev(means)) if means else None,
    }


def told(found: Figures, keys: Iterable[str]) -> dict[str, Any]:
    return {key: getattr(found, key) for key in keys}


def counts(found: Figures) -> tuple[int, ...]:
    return (found.statements, found.officials, found.scored, found.unstated, found.disputed)


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


class TestTheMean:
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
        assert (found.mean, found.spread, found.scored, found.unstated) == (None, None, 0, 2)

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


def test_a_source_that_says_it_twice_counts_once(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=[{"evidence": [{"text": "a"}, {"text": "b"}]}])
    found = figures(corpus.index(), Filters().clause(), ("source",))
    assert {group: each.statements for group, each in found.items()} == {("courier",): 1}


def test_a_bad_statement_is_in_no_figure(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=["supports", {"position": "rejects", "faction": "zzz"}])
    assert counts(overall(corpus)) == (1, 1, 1, 0, 0)


OPEN = [{"about": "speaker", "note": "They differ."}]


class TestWithoutTheDisputed:
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
