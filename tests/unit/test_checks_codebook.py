from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from corpora import CorpusBuilder
    from stances.problems import Problem

POSITION = {"id": "supports", "label": "Supports", "definition": "For it."}
ISSUE = {"id": "tram", "question": "Build it?", "positions": [POSITION]}
JOBS = {"id": "jobs", "label": "Jobs", "definition": "Work."}


def codebook(corpus: CorpusBuilder, **fields: Any) -> CorpusBuilder:
    return corpus.file("codebook.yaml", json.dumps({"issues": [ISSUE]} | fields, indent=1))


def place(problem: Problem) -> tuple[str, str]:
    return problem.path, problem.ref


class TestDuplicateId:
    @pytest.mark.parametrize("key", ["factions", "frames"])
    def test_is_a_fault_in_a_list_of_terms(self, corpus: CorpusBuilder, key: str) -> None:
        problem = codebook(corpus, **{key: [JOBS, JOBS | {"id": "cost"}, JOBS]}).problem()
        assert (problem.code, corpus.pointed_at(problem)) == ("ST311", '"jobs"')
        assert place(problem) == ("codebook.yaml", "")
        assert "`jobs`" in problem.message
        text = (corpus.folder / problem.path).read_text().splitlines()
        assert "".join(text[problem.line :]).count('"jobs"') == 0

    def test_is_a_fault_among_issues_and_among_positions(self, corpus: CorpusBuilder) -> None:
        twice = ISSUE | {"id": "quays", "positions": [POSITION, POSITION]}
        codebook(corpus, issues=[ISSUE, ISSUE, twice])
        found = [(p.code, corpus.pointed_at(p)) for p in corpus.problems()]
        assert found == [("ST311", '"tram"'), ("ST311", '"supports"')]

    def test_is_none_in_different_lists(self, corpus: CorpusBuilder) -> None:
        same = [JOBS | {"id": "tram"}]
        assert codebook(corpus, factions=same, frames=same).codes() == []

    def test_is_none_on_the_scales_of_different_issues(self, corpus: CorpusBuilder) -> None:
        assert codebook(corpus, issues=[ISSUE, ISSUE | {"id": "quays"}]).codes() == []


def test_no_faction_can_be_called_none(corpus: CorpusBuilder) -> None:
    none = JOBS | {"id": "none"}
    problem = codebook(corpus, factions=[JOBS, none]).problem()
    assert (problem.code, corpus.pointed_at(problem)) == ("ST206", '"none"')
    assert "`none`" in problem.message
    assert codebook(corpus, frames=[none]).codes() == []


class TestDefaultIssue:
    def test_has_to_be_declared(self, corpus: CorpusBuilder) -> None:
        problem = corpus.meta(default_issue="trem").problem()
        assert place(problem) == ("corpus.yaml", "")
        assert (problem.code, corpus.pointed_at(problem)) == ("ST103", '"trem"')
        assert "`trem`" in problem.message
        assert problem.hint == "did you mean `tram`?"

    def test_may_be_absent(self, corpus: CorpusBuilder) -> None:
        assert corpus.meta(default_issue=None).codes() == []


class TestPositionsOfAScale:
    def test_leave_the_question_open_or_have_a_score(self, corpus: CorpusBuilder) -> None:
        problem = corpus.codebook(traits={"rejects": {"open": True}}).problem()
        assert (problem.code, corpus.pointed_at(problem)) == ("ST322", "-2")
        assert "`rejects`" in problem.message
        assert corpus.codebook(traits={"denies": {"open": True}}).codes() == []

    @pytest.mark.parametrize(
        ("other", "code", "naming"),
        [("rejects", "ST314", "the other"), ("suports", "ST105", "`supports`")],
    )
    def test_are_in_tension_with_others_of_the_issue(
        self, corpus: CorpusBuilder, other: str, code: str, naming: str
    ) -> None:
        traits = {"rejects": {"tension_with": ["denies", other]}}
        problem = corpus.codebook(traits=traits).problem()
        assert (problem.code, corpus.pointed_at(problem)) == (code, f'"{other}"')
        assert naming in problem.hint
