from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from stances.checks.across import across

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpora import CorpusBuilder

EVERYTHING_UNUSED = ("ST404", "ST405", "ST406")
Fields = dict[str, Any]

ASSESSMENT = {"about": ["council"], "text": "It waits."}


def fault(corpus: CorpusBuilder, *naming: str) -> tuple[str, str, str]:
    """Give the record that the one problem spoils, its code, and the text that it points at.

    `naming`: what message and hint have to name.
    """
    problem = corpus.problem()
    assert [name for name in naming if name not in f"{problem.message} {problem.hint}"] == []
    return problem.ref, problem.code, corpus.pointed_at(problem)


def evidence(corpus: CorpusBuilder, *pieces: Any) -> CorpusBuilder:
    return corpus.official("jansen", statements=["supports", {"evidence": pieces}])


class TestUnknownReference:
    def test_may_be_that_of_a_source(self, corpus: CorpusBuilder) -> None:
        evidence(corpus, "courier", "corier")
        found = fault(corpus, "`corier`", "did you mean `courier`?")
        assert found == ("jansen/s2", "ST101", '"corier"')

    def test_may_be_that_of_the_source_that_was_copied(self, corpus: CorpusBuilder) -> None:
        evidence(corpus, {"derived_from": "zzz"})
        assert fault(corpus, "`zzz`", ": courier") == ("jansen/s2", "ST101", '"zzz"')

    def test_may_be_that_of_a_speaker(self, corpus: CorpusBuilder) -> None:
        evidence(corpus, {"speaker": "jansn"})
        found = fault(corpus, "`jansn`", "did you mean `jansen`?")
        assert found == ("jansen/s2", "ST102", '"jansn"')

    def test_may_be_that_of_an_assessments_subject(self, corpus: CorpusBuilder) -> None:
        corpus.source("courier", assessments=[ASSESSMENT | {"about": ["mayor", "mayr"]}])
        evidence(corpus, "courier")
        assert fault(corpus, "`mayr`", "did you mean `mayor`?")[1:] == ("ST107", '"mayr"')

    def test_is_no_name_of_anything_that_there_is(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", assessments=[ASSESSMENT | {"about": ["mayor", "de-vries"]}])
        corpus.official("de-vries", statements=["supports"])
        evidence(
            corpus,
            "courier",
            {"source": "herald", "derived_from": "courier"},
            {"speaker": "de-vries", "text": "b"},
        )
        assert corpus.codes() == []

    def test_is_no_name_of_a_record_that_is_left_out(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", lang="Dutch", assessments=[])
        corpus.official("de-vries", statements=["supports"], note="")
        evidence(corpus, "herald", {"speaker": "de-vries"}, {"derived_from": "herald", "text": "c"})
        assert sorted(corpus.codes()) == ["ST015", "ST211"]

    def test_gets_a_suggestion_if_there_are_not_too_many(self, corpus: CorpusBuilder) -> None:
        pieces = [{"source": "curier", "text": str(number)} for number in range(30)]
        hints = [p.hint for p in evidence(corpus, *pieces).problems()]
        assert len(hints) == 30
        assert set(hints) == {"did you mean `courier`?", ""}
        assert hints[0]
        assert not hints[-1]


class TestAmbiguousName:
    @pytest.mark.parametrize(
        ("jansen", "other"),
        [
            ({"aliases": ["The Mayor"]}, {"aliases": ["the-mayor"]}),
            ({"aliases": ["de Vries"]}, {}),
            ({"aliases": ["Anna de Vries"]}, {"name": "Anna de Vries"}),
            ({"aliases": ["Vries"]}, {"name": "Anna Vries"}),
            ({"aliases": ["علي"]}, {"native_name": "علی"}),
            ({"name": "De Vries"}, {}),
            ({"native_name": "علي"}, {"native_name": "علی"}),
            ({"native_name": "علي"}, {"name": "علی"}),
        ],
    )
    def test_is_a_fault(self, corpus: CorpusBuilder, jansen: Fields, other: Fields) -> None:
        corpus.official("de-vries", statements=["supports"], **other)
        corpus.official("jansen", statements=["supports"], **jansen)
        problem = corpus.problems("ST401")[-1]
        [name] = [v if isinstance(v, str) else v[0] for v in jansen.values()]
        assert (problem.path, problem.ref) == ("officials/jansen.yaml", "")
        assert corpus.pointed_at(problem) == f'"{name}"'
        known = other.get("name", "De Vries")
        assert f"`{name}`" in problem.message
        assert f"{known} (`de-vries`)" in problem.message

    @pytest.mark.parametrize(
        ("jansen", "other"),
        [
            ({"name": "Piet Jansen"}, {"name": "Anna Jansen"}),
            ({"name": "Piet Jansen"}, {"name": "Piet de Vries"}),
            ({"aliases": ["Jansen", "P. Jansen"]}, {"aliases": ["A. de Vries"]}),
            ({"native_name": "Vries"}, {"name": "Anna Vries"}),
        ],
    )
    def test_is_no_shared_surname_and_no_name_given_twice_to_one(
        self, corpus: CorpusBuilder, jansen: Fields, other: Fields
    ) -> None:
        corpus.official("de-vries", statements=["supports"], **other)
        corpus.official("jansen", statements=["supports"], **jansen)
        assert corpus.codes() == []

    def test_is_told_once_with_the_first_of_the_others(self, corpus: CorpusBuilder) -> None:
        for id_ in ("zoe", "cas", "bo"):
            corpus.official(id_, aliases=["The Mayor"], statements=["supports"])
        corpus.official("jansen", aliases=["The Mayor", "the mayor!"], statements=["supports"])
        told = [p.message for p in corpus.problems("ST401") if p.path == "officials/jansen.yaml"]
        assert len(told) == 1
        assert "Bo (`bo`)" in told[0]

    def test_may_be_an_id_of_another_kind_of_record(self, corpus: CorpusBuilder) -> None:
        corpus.official("mayor", statements=["supports"]).official("courier", statements=["denies"])
        courier, mayor = corpus.problems()
        assert (courier.path, courier.code) == ("officials/courier.yaml", "ST409")
        assert (mayor.path, mayor.code) == ("officials/mayor.yaml", "ST409")
        assert "`courier`" in courier.message
        assert "faction" in mayor.message


def test_a_name_that_all_have_takes_twice_the_steps_for_twice_the_officials(
    new_corpus: Callable[[], CorpusBuilder],
) -> None:
    """Each of them has a problem, and is not compared with each other one."""

    def steps(officials: int) -> int:
        corpus, count = new_corpus(), 0
        for number in range(officials):
            corpus.official(f"bo-{number}", aliases=["The Spokesman"])
        with closing(corpus.index()) as index:

            def step() -> None:
                nonlocal count
                count += 1

            index.set_progress_handler(step, 100)
            found = [problem for problem in across(index) if problem.code == "ST401"]
            index.set_progress_handler(None, 0)
        assert len(found) == officials
        return count

    assert steps(160) <= 2.5 * steps(80)
