from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
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


class TestSaidAfterItsSource:
    @pytest.mark.parametrize(
        ("published", "said"),
        [
            ("2021-05-03", "2021-05-05"),
            ("2021-05-03", "2021-05-05/.."),
            ("2021-05", "2021-06-02"),
            ("2020", "2021-02"),
            ("../2021-05", "2021-06-02"),
        ],
    )
    def test_is_a_fault_where_that_is_certain(
        self, corpus: CorpusBuilder, published: str, said: str
    ) -> None:
        corpus.source("courier", published=published)
        corpus.official("jansen", statements=[{"said": said}])
        found = fault(corpus, "`courier`", published, "sources/courier.yaml")
        assert found == ("jansen/s1", "ST402", f'"{said}"')

    @pytest.mark.parametrize(
        ("published", "said"),
        [
            ("2021-05-03", "2021-05-04"),
            ("2021-05", "2021-06"),
            ("2020", "2021"),
            ("2020", "2021/.."),
        ],
    )
    def test_is_a_warning_where_days_may_only_begin_earlier(
        self, corpus: CorpusBuilder, published: str, said: str
    ) -> None:
        corpus.source("courier", published=published)
        corpus.official("jansen", statements=[{"said": said}])
        assert fault(corpus, "a day after `courier`", published) == ("", "ST415", f'"{said}"')

    @pytest.mark.parametrize(("year", "calendar"), [("1400", "Persian"), ("1442", "Islamic")])
    def test_is_a_warning_where_its_year_is_of_another_calendar(
        self, corpus: CorpusBuilder, year: str, calendar: str
    ) -> None:
        corpus.source("courier", published="2021-05-03")
        corpus.official("jansen", statements=[{"said": f"{year}-02-13"}])
        found = fault(corpus, f"{year} looks like a year of the {calendar} calendar")
        assert found == ("", "ST416", f'"{year}-02-13"')

    @pytest.mark.parametrize(
        ("published", "said"),
        [
            ("2021-05-03", "2021-05-03"),
            ("2021-05-03", "2021-05"),
            ("2021-05-03", "../2021-06"),
            ("2021", "2021-12-31"),
            ("2021/..", "2030"),
        ],
    )
    def test_is_no_fault_where_it_is_only_possible(
        self, corpus: CorpusBuilder, published: str, said: str
    ) -> None:
        corpus.source("courier", published=published)
        assert corpus.official("jansen", statements=[{"said": said}]).codes() == []

    def test_is_judged_by_the_sources_own_date_for_it(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", published="2021-05-01")
        pieces = ["courier", {"source": "herald", "said": "2021-04"}]
        assert corpus.official("jansen", statements=[{"evidence": pieces}]).codes() == []
        pieces = ["courier", {"source": "herald", "said": "2021-06"}]
        corpus.official("jansen", statements=[{"said": "2021-04", "evidence": pieces}])
        found = fault(corpus, "`herald`", "2021-06-01")
        assert found == ("jansen/s1", "ST402", '"2021-06"')

    def test_is_told_once_for_each_source(self, corpus: CorpusBuilder) -> None:
        pieces = [{"text": "a"}, {"text": "b"}]
        corpus.official("jansen", statements=[{"said": "2022", "evidence": pieces}])
        assert corpus.codes() == ["ST402"]


class TestUnused:
    def test_is_a_warning(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald").official("jansen", statements=["supports"])
        found = corpus.problems(*EVERYTHING_UNUSED)
        assert [(p.path, p.code) for p in found] == [
            ("codebook.yaml", "ST405"),
            ("codebook.yaml", "ST406"),
            ("codebook.yaml", "ST406"),
            ("sources/herald.yaml", "ST404"),
        ]
        assert [corpus.pointed_at(p) for p in found[:3]] == ['"mayor"', '"jobs"', '"cost"']
        assert "`herald`" in found[3].message
        assert {(p.severity, p.ref) for p in found} == {("warning", "")}

    def test_is_no_source_that_another_copies(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald")
        evidence(corpus, {"derived_from": "herald"})
        assert corpus.problems("ST404") == []

    def test_is_no_faction_of_a_role_a_statement_or_an_assessment(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.codebook(factions=["role", "own", "assessed", "unused"])
        corpus.source("courier", assessments=[ASSESSMENT | {"about": ["assessed"]}])
        roles: list[Fields] = [
            {"title": "Clerk", "faction": "role", "former": True},
            {"title": "Citizen"},
        ]
        corpus.official("jansen", roles=roles, statements=[{"faction": "own"}])
        assert [corpus.pointed_at(p) for p in corpus.problems("ST405")] == ['"unused"']

    def test_is_no_frame_of_a_statement(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"frames": ["jobs", "cost"]}])
        assert corpus.problems("ST406") == []

    def test_is_no_official_who_was_silent(self, corpus: CorpusBuilder) -> None:
        corpus.official("de-vries")
        evidence(corpus, "courier")
        assert [problem.path for problem in corpus.problems()] == []

    @pytest.mark.parametrize("path", ["sources/bad.yaml", "officials/bad.yaml"])
    def test_is_not_known_while_a_file_is_left_out(self, corpus: CorpusBuilder, path: str) -> None:
        corpus.official("jansen", statements=["supports"]).file(path, "[")
        assert corpus.problems(*EVERYTHING_UNUSED) == []

    @pytest.mark.parametrize(
        "bad",
        [{"said": "soon"}, {"frames": ["zzz"]}, {"evidence": ["zzz"]}, {"evidence": []}],
    )
    def test_is_not_known_while_a_statement_may_be_meant_to_use_it(
        self, corpus: CorpusBuilder, bad: Fields
    ) -> None:
        corpus.official("jansen", statements=["supports", bad])
        assert corpus.problems(*EVERYTHING_UNUSED) == []

    def test_is_known_where_the_statement_that_uses_it_is_at_fault_otherwise(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.source("herald")
        bad = {"frames": ["jobs"], "evidence": ["herald"], "status": "denied", "disputes": []}
        corpus.official("jansen", statements=[bad])
        assert corpus.codes() == ["ST303"]
        assert [corpus.pointed_at(p) for p in corpus.problems("ST406")] == ['"cost"']
        assert [p.path for p in corpus.problems("ST404")] == ["sources/courier.yaml"]


class TestAssertions:
    @pytest.mark.parametrize(
        ("kind", "number"), [("officials", 1), ("statements", 2), ("sources", 1)]
    )
    def test_is_held_against_what_the_corpus_asserts(
        self, corpus: CorpusBuilder, kind: str, number: int
    ) -> None:
        corpus.official("jansen", statements=["supports", "rejects"])
        corpus.meta(assertions={kind: {"minimum": number, "maximum": number}})
        assert corpus.codes() == []
        corpus.meta(assertions={kind: {"minimum": number + 1, "maximum": 99}})
        assert fault(corpus, kind, f"{number} ") == ("", "ST407", str(number + 1))
        assert corpus.problem().severity == "error"
        corpus.meta(assertions={kind: {"maximum": number - 1}})
        assert fault(corpus, kind, f"{number} ") == ("", "ST408", str(number - 1))
        assert corpus.problem().severity == "warning"

    def test_counts_those_that_are_left_out_too(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["supports", {"said": "soon"}])
        corpus.official("de-vries", statements=["supports"], note="")
        exactly = {"officials": 2, "statements": 3, "sources": 1}
        corpus.meta(assertions={k: {"minimum": n, "maximum": n} for k, n in exactly.items()})
        assert sorted(corpus.codes()) == ["ST015", "ST204"]

    def test_of_statements_is_not_doubted_where_it_cannot_be_told(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.official("jansen", statements=["supports"]).file("officials/bad.yaml", "[")
        corpus.meta(assertions={"statements": {"minimum": 9, "maximum": 0}})
        assert corpus.codes() == ["ST006"]
