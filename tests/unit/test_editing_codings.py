"""Codings follow what they are of: statements, officials, words of the codebook, coders."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from stances.coders import digest_of_words
from stances.editing.first_readings import keep_first_readings, other_default
from stances.editing.references import Named
from stances.editing.rename.coders import plan_coder
from stances.editing.rename.merge import Merge
from stances.editing.rename.move import Moving, plan_move
from stances.editing.rename.plan import plan
from stances.editing.workspace import Workspace
from stances.errors import CannotRename
from stances.yaml_reader import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpora import CorpusBuilder
    from stances.editing.rename.merge import Side
    from stances.editing.rename.plan import RenamePlan
    from stances.editing.save import Replacement

FIRST = "# by Anna\ns1:\n  position: rejects # surely\n  frames: [jobs]\ns2:\n  skip: So.\n"
ANNA = "codings/anna/jansen.yaml"


def quiet(done: int, of: int) -> None:
    """Tell nobody."""


@pytest.fixture
def coded(corpus: CorpusBuilder) -> CorpusBuilder:
    corpus.official("bo", statements=["opposes"])
    corpus.official("jansen", statements=["supports", {"said": "2020"}])
    return corpus.file(ANNA, FIRST)


def written(corpus: CorpusBuilder, replacements: Sequence[Replacement]) -> dict[str, Any]:
    """Write the files of a plan; returns the data of all files of codings, by their paths."""
    for each in replacements:
        if each.after is None:
            each.path.unlink()
        else:
            each.path.parent.mkdir(parents=True, exist_ok=True)
            each.path.write_bytes(each.after)
    assert not [problem for problem in corpus.problems() if problem.severity == "error"]
    folder = corpus.folder / "codings"
    return {
        path.relative_to(folder).as_posix(): read(path).data for path in folder.glob("*/*.yaml")
    }


def renamed(
    corpus: CorpusBuilder, old: Named, new: Named, prefer: Side = "", *, merge: bool = False
) -> tuple[RenamePlan, dict[str, Any]]:
    workspace = Workspace(corpus.folder, corpus.index())
    result = plan(workspace, Merge(old, new, prefer), quiet, may_merge=merge)
    return result, written(corpus, result.replacements)


class TestRename:
    def test_of_a_statement_changes_the_key_alone(self, coded: CorpusBuilder) -> None:
        old = Named("statement", "s1", "jansen")
        result, _ = renamed(coded, old, old.called("first"))
        assert result.uses == 2
        text = (coded.folder / ANNA).read_text("utf-8")
        assert text == FIRST.replace("s1:", "first:")

    def test_of_an_official_moves_the_file(self, coded: CorpusBuilder) -> None:
        old = Named("official", "jansen")
        _, found = renamed(coded, old, old.called("jan"))
        assert [*found] == ["anna/jan.yaml"]
        assert (coded.folder / "codings/anna/jan.yaml").read_text("utf-8") == FIRST

    @pytest.mark.parametrize(
        ("old", "new", "text"),
        [
            (Named("position", "rejects", "tram"), "refuses", "position: refuses # surely"),
            (Named("frame", "jobs"), "work", "frames: [work]"),
        ],
    )
    def test_of_a_word_changes_what_codings_say(
        self, coded: CorpusBuilder, old: Named, new: str, text: str
    ) -> None:
        renamed(coded, old, old.called(new))
        assert text in (coded.folder / ANNA).read_text("utf-8")

    def test_of_a_position_leaves_those_of_other_issues(self, corpus: CorpusBuilder) -> None:
        scale = {"yes": 1, "no": -1}
        corpus.codebook(issues={"tram": scale, "bus": scale})
        on_bus = {"issue": "bus", "position": "yes"}
        corpus.official("jansen", statements=[{"position": "no"}, on_bus])
        corpus.file(ANNA, "s1: {position: yes}\ns2: {position: yes}\n")
        old = Named("position", "yes", "bus")
        _, found = renamed(corpus, old, old.called("for"))
        assert found["anna/jansen.yaml"] == {"s1": {"position": "yes"}, "s2": {"position": "for"}}

    def test_of_a_coder_moves_the_folder(self, coded: CorpusBuilder) -> None:
        workspace = Workspace(coded.folder, coded.index())
        old = Named("coder", "anna")
        result = plan_coder(workspace, Merge(old, old.called("ann")), quiet)
        assert [*written(coded, result.replacements)] == ["ann/jansen.yaml"]

    @pytest.mark.parametrize("may_merge", [False, True])
    @pytest.mark.parametrize(("old", "new"), [("anna", "tests"), ("tests", "anna")])
    def test_of_a_coder_into_the_one_of_the_record_is_refused(
        self, coded: CorpusBuilder, old: str, new: str, *, may_merge: bool
    ) -> None:
        workspace = Workspace(coded.folder, coded.index())
        merge = Merge(Named("coder", old), Named("coder", new))
        with pytest.raises(CannotRename, match=r"both have a reading of `jansen/s1` and 1 more"):
            plan_coder(workspace, merge, quiet, may_merge=may_merge)

    def test_of_a_coder_into_one_whose_records_are_others_is_a_merger(
        self, coded: CorpusBuilder
    ) -> None:
        coded.official("cy", statements=[{"coder": "Bert"}])
        merge = Merge(Named("coder", "anna"), Named("coder", "bert"))
        with pytest.raises(CannotRename, match="there is a coder `bert` already"):
            plan_coder(Workspace(coded.folder, coded.index()), merge, quiet)
        workspace = Workspace(coded.folder, coded.index())
        result = plan_coder(workspace, merge, quiet, may_merge=True)
        assert [*written(coded, result.replacements)] == ["bert/jansen.yaml"]

    def test_of_a_coder_renames_them_in_the_records_too(self, corpus: CorpusBuilder) -> None:
        decided = {"by": "ANNA", "why": "So."}
        of_anna = {"coder": "Anna", "decided": decided, "reviewed_by": ["Bo", "anna"]}
        corpus.meta(coder="anna").official("jansen", statements=[of_anna, {"coder": "Bo"}])
        corpus.file(ANNA, "s1: {position: rejects}\n")
        old = Named("coder", "anna")
        workspace = Workspace(corpus.folder, corpus.index())
        merge = Merge(old, old.called("anna-schmidt"))
        result = plan_coder(workspace, merge, quiet, name="Anna Schmidt")
        assert result.uses == 5
        assert [*written(corpus, result.replacements)] == ["anna-schmidt/jansen.yaml"]
        index = corpus.index()
        assert index.execute("SELECT coder FROM corpus").fetchone()[0] == "Anna Schmidt"
        query = "SELECT coder, decided_by, reviewed_by FROM all_statements ORDER BY ref"
        assert [tuple(row) for row in index.execute(query)] == [
            ("Anna Schmidt", "Anna Schmidt", '["Bo", "Anna Schmidt"]'),
            ("Bo", None, "[]"),
        ]

    def test_of_a_coder_into_another_refuses_two_readings(self, coded: CorpusBuilder) -> None:
        coded.file("codings/bert/jansen.yaml", "s1: {position: supports}\n")
        old = Named("coder", "anna")
        for may_merge in (False, True):
            workspace = Workspace(coded.folder, coded.index())
            with pytest.raises(CannotRename):
                plan_coder(workspace, Merge(old, old.called("bert")), quiet, may_merge=may_merge)


class TestMerge:
    def test_of_statements_keeps_one_reading_and_notes_the_other(
        self, coded: CorpusBuilder
    ) -> None:
        coded.file(ANNA, "s1: {position: rejects}\ns2: {position: supports, note: Why.}\n")
        old = Named("statement", "s1", "jansen")
        result, found = renamed(coded, old, old.called("s2"), "NEW", merge=True)
        note = "Why. (Of jansen/s1: position: rejects)"
        assert found == {"anna/jansen.yaml": {"s2": {"position": "supports", "note": note}}}
        assert any("anna has read jansen/s1 otherwise" in told for told in result.told)

    def test_of_officials_takes_their_codings_along(self, coded: CorpusBuilder) -> None:
        coded.file("codings/anna/bo.yaml", "s1: {position: opposes}\n")
        old = Named("official", "jansen")
        _, found = renamed(coded, old, old.called("bo"), "NEW", merge=True)
        assert {key: value.get("position") for key, value in found["anna/bo.yaml"].items()} == {
            "s1": "opposes",
            "s1-2": "rejects",
            "s2": None,
        }
        assert [*found] == ["anna/bo.yaml"]


class TestMove:
    def test_of_a_statement_moves_its_coding(self, coded: CorpusBuilder) -> None:
        workspace = Workspace(coded.folder, coded.index())
        pair = Named("statement", "s1", "jansen"), Named("statement", "reply", "bo")
        result = plan_move(workspace, Merge(*pair), Moving("Heard."), quiet)
        found = written(coded, result.replacements)
        assert found["anna/bo.yaml"] == {"reply": {"position": "rejects", "frames": ["jobs"]}}
        assert [*found["anna/jansen.yaml"]] == ["s2"]
        assert "# surely" in (coded.folder / "codings/anna/bo.yaml").read_text("utf-8")

    def test_of_the_last_one_leaves_no_file(self, coded: CorpusBuilder) -> None:
        coded.file(ANNA, "s1: {position: rejects}\n")
        workspace = Workspace(coded.folder, coded.index())
        pair = Named("statement", "s1", "jansen"), Named("statement", "s9", "bo")
        result = plan_move(workspace, Merge(*pair), Moving("Heard."), quiet)
        assert [*written(coded, result.replacements)] == ["anna/bo.yaml"]


class TestFirstReading:
    OWN = "codings/tests/jansen.yaml"

    def change(self, corpus: CorpusBuilder, **values: Any) -> tuple[list[str], Any]:
        """Change the first statement; returns what is told, and the own coder's codings then."""
        workspace = Workspace(corpus.folder, corpus.index())
        path = "officials/jansen.yaml"
        workspace.open(path)
        [first, *_] = workspace.data(path)["statements"]
        workspace.become(path, ("statements", 0), {**first, **values})
        kept = keep_first_readings(workspace)
        own = workspace.data(self.OWN) if self.OWN in workspace.after else None
        return [each.told for each in kept], own

    def test_is_kept_with_what_was_read(self, coded: CorpusBuilder) -> None:
        told, own = self.change(coded, position="rejects", frames=["cost"])
        words = [digest_of_words("words 1")]
        reading = {"position": "supports", "frames": [], "said": "2021-05-03", "words": words}
        assert own == {"s1": reading}
        where = f"which is kept in {self.OWN}"
        assert told == [f"tests has read jansen/s1 otherwise so far, {where}"]

    @pytest.mark.parametrize(
        "values",
        [{"note": "So."}, {"status": "attested"}, {"venue": "Hall"}, {"frames": []}],
        ids=["note", "status", "venue", "frames that were none"],
    )
    def test_is_not_kept_where_nothing_is_read_otherwise(
        self, coded: CorpusBuilder, values: dict[str, Any]
    ) -> None:
        assert self.change(coded, **values) == ([], None)

    def test_is_not_kept_twice(self, coded: CorpusBuilder) -> None:
        coded.file(self.OWN, "s1: {position: opposes}\n")
        assert self.change(coded, position="rejects") == ([], None)

    def test_is_that_of_its_own_coder(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"coder": "Anna Schmidt"}])
        workspace = Workspace(corpus.folder, corpus.index())
        workspace.open("officials/jansen.yaml")
        workspace.become("officials/jansen.yaml", ("statements", 0, "position"), "rejects")
        workspace.become("officials/jansen.yaml", ("statements", 0, "coder"), "Bert")
        [kept] = keep_first_readings(workspace)
        assert kept.path == "codings/anna-schmidt/jansen.yaml"

    def test_is_kept_where_another_is_named_as_its_coder(self, coded: CorpusBuilder) -> None:
        told, own = self.change(coded, coder="Bert")
        assert own["s1"]["position"] == "supports"
        assert told == [f"tests has read jansen/s1, which is kept in {self.OWN}"]
        assert self.change(coded, coder="Tests") == ([], None)

    @pytest.mark.parametrize(
        ("name", "told"), [("Bert", "tests has read 3 statements so far"), ("Tests", "")]
    )
    def test_is_told_of_where_the_corpus_gets_another_default_coder(
        self, coded: CorpusBuilder, name: str, told: str
    ) -> None:
        workspace = Workspace(coded.folder, coded.index())
        workspace.open_naming("coder", (), quiet)
        workspace.become("corpus.yaml", ("coder",), name)
        assert other_default(workspace).startswith(told)
        assert bool(other_default(workspace)) == bool(told)

    def test_is_added_to_a_file_that_is_there(self, coded: CorpusBuilder) -> None:
        coded.file(self.OWN, json.dumps({"s2": {"skip": "So."}}))
        _, own = self.change(coded, position="rejects")
        assert [*own] == ["s2", "s1"]

    def test_of_another_question_is_not_kept(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"yes": 1}, "bus": {"no": 1}})
        corpus.official("jansen", statements=[{"position": "yes"}])
        assert self.change(corpus, issue="bus", position="no") == ([], None)
