"""Which files a change writes, and which problems are new by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.editing import trial
from stances.editing.edits import insert, replace
from stances.editing.references import Named
from stances.editing.rename.merge import Merge
from stances.editing.rename.plan import plan
from stances.editing.workspace import Workspace
from stances.errors import CannotEdit

if TYPE_CHECKING:
    from corpora import CorpusBuilder
    from stances.problems import Problem, Where

BO = "officials/bo.yaml"
NEEDLESS: dict[str, Any] = {"evidence": [{"speaker": "bo"}]}
"""A statement whose evidence names its speaker for nothing, which is a warning: ST310."""
SOURCE: Any = {"title": "T", "published": "2021", "lang": "en"}


def opened(corpus: CorpusBuilder, *paths: str) -> Workspace:
    workspace = Workspace(corpus.folder, corpus.index())
    for path in paths:
        workspace.open(path)
    return workspace


def tried(workspace: Workspace) -> list[tuple[str, str, Where]]:
    with trial.tried(workspace) as changed:
        return [(problem.code, problem.ref, at) for problem, at in changed.found(())]


class TestFiles:
    def test_are_written_in_an_order_in_which_no_source_is_missing(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.source("old").official("bo", statements=["supports"])
        workspace = opened(corpus, BO, "sources/old.yaml")
        workspace.change(BO, replace, {("statements", 0, "evidence", 0, "source"): "new"})
        workspace.move("sources/old.yaml", "sources/new.yaml")
        found = [(each.path.stem, each.after is None) for each in workspace.replacements()]
        assert found == [("new", False), ("bo", False), ("old", True)]

    def test_that_stay_as_they_are_are_not_written(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"])
        workspace = opened(corpus, BO)
        workspace.change(BO, replace, {("name",): "Bob"})
        workspace.change(BO, replace, {("name",): "Bo"})
        assert workspace.replacements() == []

    def test_are_not_drawn_up_where_one_is(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"])
        with pytest.raises(CannotEdit, match="it is there already"):
            opened(corpus).draw_up(BO, {"name": "Bo"})

    def test_that_were_opened_are_read_once(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"])
        first = opened(corpus, BO)
        first.change(BO, insert, ("note",), "x")
        second = Workspace(first.folder, first.index, first.before)
        assert second.open(BO) is first.before[BO]
        assert second.changed == []


class TestProblemsThatAreNew:
    def test_are_told_apart_by_record(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports", NEEDLESS])
        workspace = opened(corpus, BO)
        at = ("statements", 0, "evidence", 0, "speaker")
        workspace.change(BO, insert, at, "bo")
        assert tried(workspace) == [("ST310", "bo/s1", at)]

    def test_are_the_last_of_several_in_a_record(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[{"evidence": [{"speaker": "bo"}, {"text": "more"}]}])
        workspace = opened(corpus, BO)
        at = ("statements", 0, "evidence", 1, "speaker")
        workspace.change(BO, insert, at, "bo")
        assert tried(workspace) == [("ST310", "bo/s1", at)]

    def test_are_not_those_that_only_moved(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[NEEDLESS])
        workspace = opened(corpus, BO)
        workspace.change(BO, insert, ("native_name",), "B")
        assert tried(workspace) == []

    def test_are_found_in_files_that_are_not_changed(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"]).official("cas", statements=["supports"])
        workspace = opened(corpus, BO)
        workspace.change(BO, insert, ("aliases",), ["cas"])
        assert {code for code, _, _ in tried(workspace)} == {"ST401"}

    def test_of_a_source_are_those_of_what_cites_it(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[{"evidence": ["late"]}])
        workspace = opened(corpus)
        workspace.draw_up("sources/late.yaml", {**SOURCE, "published": "1999"})
        assert [code for code, ref, _ in tried(workspace) if ref == "bo/s1"] == ["ST402"]

    @pytest.mark.parametrize(
        "old",
        [
            Named("statement", "s1", "bo"),
            Named("official", "bo"),
            Named("faction", "council"),
            Named("position", "supports", "tram"),
        ],
    )
    def test_are_none_where_a_record_has_another_name(
        self, corpus: CorpusBuilder, old: Named
    ) -> None:
        corpus.official("bo", statements=[NEEDLESS, NEEDLESS])
        assert warnings(corpus, old) == []


def warnings(corpus: CorpusBuilder, old: Named) -> list[Problem]:
    workspace = Workspace(corpus.folder, corpus.index())
    merge = Merge(old, old.called("another"))
    return [*plan(workspace, merge, lambda _done, _of: None).warnings]
