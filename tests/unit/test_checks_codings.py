from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from stances.checks.codings import changed_words
from stances.coders import digest_of_words, folder_of
from stances.index import store
from stances.problems import told
from stances.queries.codings import codings_of
from stances.queries.faults import codings_left_out, left_out

if TYPE_CHECKING:
    from pathlib import Path

    from corpora import CorpusBuilder


def quiet(done: int, of: int) -> None:
    """Tell nobody."""


def coded(corpus: CorpusBuilder, official: str = "jansen", coder: str = "anna", **read: Any) -> str:
    """Write a coder's file; returns its path."""
    path = f"codings/{coder}/{official}.yaml"
    corpus.file(path, json.dumps(read, indent=1))
    return path


@pytest.fixture
def said(corpus: CorpusBuilder) -> CorpusBuilder:
    evidence = [{"text": "We build now"}, {"text": "And we pay"}]
    return corpus.official(
        "jansen", statements=["supports", {"position": "rejects", "evidence": evidence}]
    )


class TestCoding:
    def test_without_faults_is_in_the_index(self, said: CorpusBuilder) -> None:
        coded(
            said,
            s1={"position": "opposes", "frames": [], "said": "2021-05", "coded": "2026-11-30"},
            s2={"skip": "It is about another question."},
        )
        assert said.codes() == []
        found = codings_of(said.index(), ["jansen/s1", "jansen/s2", "jansen/s3"])
        [first], [second] = found["jansen/s1"], found["jansen/s2"]
        assert (first["coder"], first["position"], first["score"]) == ("anna", "opposes", -1)
        assert (first["frames"], first["said_to"], first["coded"]) == (
            [],
            "2021-05-31",
            "2026-11-30",
        )
        assert (second["position"], second["score"], second["frames"]) == (None, None, None)

    @pytest.mark.parametrize(
        ("coding", "code", "at", "hint"),
        [
            ({"position": "suports"}, "ST105", '"suports"', "did you mean `supports`?"),
            ({"position": "conditional"}, "ST301", '"conditional"', "add `conditions: ["),
            (
                {"position": "supports", "conditions": ["money"]},
                "ST302",
                "[",
                "drop `conditions` or choose `conditional`",
            ),
            (
                {"position": "supports", "frames": ["job"]},
                "ST106",
                '"job"',
                "did you mean `jobs`?",
            ),
            (
                {"position": "supports", "frames": ["jobs", "jobs"]},
                "ST312",
                '"jobs"',
                "delete one of the two",
            ),
            ({"position": "supports", "said": "June"}, "ST204", '"June"', "write"),
            ({"position": "supports", "skip": "So."}, "ST325", '"supports"', "drop `position`"),
            ({"note": "So."}, "ST202", "{", "add `position:`"),
            ({"positon": "supports"}, "ST201", '"positon"', "did you mean `position`?"),
        ],
    )
    def test_is_left_out_alone_for_a_fault(
        self, said: CorpusBuilder, coding: dict[str, Any], code: str, at: str, hint: str
    ) -> None:
        coded(said, s1=coding, s2={"position": "rejects"})
        problem = said.problem()
        assert (problem.code, problem.ref) == (code, "anna:jansen/s1")
        assert said.pointed_at(problem).startswith(at)
        assert problem.hint.startswith(hint)
        index = said.index()
        assert [*codings_of(index, ["jansen/s1", "jansen/s2"])] == ["jansen/s2"]
        assert not left_out(index), "statements are all there"

    def test_twice_by_one_coder_counts_as_neither(self, said: CorpusBuilder) -> None:
        text = "s1:\n  position: supports\ns1:\n  position: rejects\n"
        said.file("codings/anna/jansen.yaml", text)
        assert said.problem().code == "ST009"
        assert codings_of(said.index(), ["jansen/s1"]) == {}

    def test_with_an_id_that_begins_with_a_digit_is_read(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"id": "2021-speech"}])
        corpus.file("codings/anna/jansen.yaml", "2021-speech:\n  position: opposes\n")
        assert corpus.codes() == []
        assert [*codings_of(corpus.index(), ["jansen/2021-speech"])] == ["jansen/2021-speech"]

    @pytest.mark.parametrize(
        "coding", ["{position: zzz}", "{position: conditional}", "{position: supports, said: x}"]
    )
    def test_is_left_out_for_a_fault_of_very_many(self, corpus: CorpusBuilder, coding: str) -> None:
        corpus.official("jansen", statements=[{"id": f"x{number}"} for number in range(150)])
        lines = (f"x{number}: {coding}\n" for number in range(150))
        corpus.file("codings/anna/jansen.yaml", "".join(lines))
        index = corpus.index()
        assert index.execute("SELECT COUNT(*) FROM codings").fetchone()[0] == 0
        assert str(codings_left_out(index)) == "150 codings"
        assert str(codings_left_out(index, "anna")) == "150 codings of anna"
        assert not codings_left_out(index, "ben")


class TestUnknownStatement:
    def test_is_told_with_the_nearest_id(self, said: CorpusBuilder) -> None:
        corpus = said.official("jansen", statements=[{"id": "first-reply"}])
        corpus.file("codings/anna/jansen.yaml", "first-repl: {position: supports}")
        problem = corpus.problem()
        assert (problem.code, problem.hint) == ("ST109", "did you mean `first-reply`?")
        assert problem.message == "there is no statement `jansen/first-repl`"

    def test_is_found_again_by_its_words(self, said: CorpusBuilder) -> None:
        words = [digest_of_words("We build now"), digest_of_words("And we pay")]
        coded(said, old={"position": "supports", "words": words})
        assert said.problem().hint == "`s2` has the words that were coded: write that id"

    def test_is_found_with_another_official(self, said: CorpusBuilder) -> None:
        said.official("bo", statements=[{"id": "reply"}])
        coded(said, reply={"position": "supports"})
        assert said.problem().hint == "is it `bo/reply` now? then move the coding to bo.yaml"

    def test_with_errors_of_its_own_is_told_once(self, said: CorpusBuilder) -> None:
        said.official("jansen", statements=[{"id": "s1", "frames": ["zzz"]}, {"said": "June"}])
        coded(said, s1={"position": "supports"}, s2={"position": "supports"})
        assert said.codes() == ["ST106", "ST204"]
        assert codings_of(said.index(), ["jansen/s1", "jansen/s2"]) == {}

    def test_of_very_many_are_counted(self, said: CorpusBuilder) -> None:
        lines = (f"x{number}: {{position: supports}}\n" for number in range(500))
        said.file("codings/anna/jansen.yaml", "".join(lines))
        problems = told(said.problems("ST109"))
        assert (len(problems), sum(problem.times for problem in problems)) == (101, 500)


class TestFileOfCodings:
    def test_of_nobody_is_an_error_with_the_nearest_name(self, said: CorpusBuilder) -> None:
        path = coded(said, "janson", s1={"position": "x"})
        problem = said.problem()
        assert (problem.path, problem.code) == (path, "ST022")
        assert problem.hint == "did you mean `jansen`?"

    def test_of_an_official_with_errors_says_so_once(self, said: CorpusBuilder) -> None:
        said.file("officials/jansen.yaml", "name: [Jan]\n")
        coded(said, s1={"position": "x"}, s2={"position": "x"})
        found = [problem for problem in said.problems() if problem.path.startswith("codings")]
        assert [problem.code for problem in found] == ["ST022"]
        assert "officials/jansen.yaml has errors" in found[0].message

    def test_beside_a_part_with_errors_knows_the_others(self, said: CorpusBuilder) -> None:
        said.file("officials/jansen/2020.yaml", "name: [")
        coded(said, s1={"position": "zzz"}, s9={"position": "supports"})
        found = [problem for problem in said.problems() if problem.path.startswith("codings")]
        assert [problem.code for problem in found] == ["ST022", "ST105"]

    @pytest.mark.parametrize(
        ("folder", "hint"),
        [
            ("Anna Schmidt", "rename the folder: `anna-schmidt`"),
            ("Ångström", "rename the folder: `angstrom`"),
            ("anna_", "put its codings into codings/anna, which is the same coder's"),
            ("-", "rename the folder: `coder-"),
        ],
    )
    def test_in_a_folder_with_an_odd_name_is_not_read(
        self, said: CorpusBuilder, folder: str, hint: str
    ) -> None:
        coded(said, coder="anna", s1={"position": "supports"})
        coded(said, coder=folder, s1={"position": "zzz"})
        problem = said.problem()
        assert (problem.path, problem.code) == (f"codings/{folder}", "ST017")
        assert problem.hint.startswith(hint)

    def test_outside_a_folder_is_not_read(self, said: CorpusBuilder) -> None:
        said.file("codings/jansen.yaml", "s1: {position: zzz}")
        assert said.codes() == ["ST018"]

    def test_in_a_folder_within_is_not_read(self, said: CorpusBuilder) -> None:
        said.file("codings/anna/2021/jansen.yaml", "s1: {position: zzz}")
        assert said.codes() == ["ST021"]

    def test_in_the_place_of_the_folder_is_told(self, said: CorpusBuilder) -> None:
        said.file("codings", "s1: {position: zzz}")
        assert said.codes() == ["ST002"]

    @pytest.mark.skipif(os.name == "nt", reason="links")
    def test_behind_a_link_out_of_the_corpus_is_not_read(
        self, said: CorpusBuilder, tmp_path: Path
    ) -> None:
        outside = tmp_path / "outside" / "anna"
        outside.mkdir(parents=True)
        (outside / "jansen.yaml").write_text("s1: {position: zzz}", "utf-8")
        (said.folder / "codings").symlink_to(tmp_path / "outside")
        assert said.codes() == ["ST002"]
        (said.folder / "codings").unlink()
        (said.folder / "codings").mkdir()
        (said.folder / "codings" / "anna").symlink_to(outside)
        assert said.codes() == ["ST002"]


class TestChangedWords:
    READ = ("We build", "And pay")

    @pytest.mark.parametrize(
        ("now", "told"),
        [
            (READ, ""),
            (("And   pay", "We build"), ""),
            (("We build", "And do not pay"), "evidence 2 (`x1`) has other words"),
            (("We build", "And pay", "Soon"), "evidence 3 (`x2`) is new"),
            (("And pay",), "what was evidence 1 is gone"),
            ((), "what was evidence 1 is gone, what was evidence 2 is gone"),
            (("Soon", "We build", "And pay"), "evidence 1 (`x0`) is new"),
            (("We build", "We build"), "evidence 2 (`x1`) has other words"),
        ],
    )
    def test_say_what_is_other_new_and_gone(self, now: tuple[str, ...], told: str) -> None:
        evidence = [{"source": f"x{number}", "text": text} for number, text in enumerate(now)]
        assert changed_words([*map(digest_of_words, self.READ)], evidence) == told

    def test_are_a_warning_at_the_coding(self, said: CorpusBuilder) -> None:
        words = [digest_of_words("We build now"), digest_of_words("And we paid")]
        coded(said, s2={"position": "supports", "words": words})
        problem = said.problem()
        assert (problem.code, problem.severity, problem.ref) == ("ST421", "warning", "")
        assert "evidence 2 (`courier`) has other words" in problem.message
        assert [*codings_of(said.index(), ["jansen/s2"])] == ["jansen/s2"], "it still counts"

    def test_are_those_of_the_statement_whose_words_it_has(
        self, said: CorpusBuilder, tmp_path: Path
    ) -> None:
        said.official("bo", statements=[{"words_of": "jansen/s2"}])
        words = [digest_of_words("We build now"), digest_of_words("And we pay")]
        coded(said, "bo", s1={"position": "supports", "words": words})
        cache = tmp_path / "cache"
        index = store.open_index(said.folder, cache, quiet)
        assert said.codes() == []
        index.close()
        said.official("jansen", statements=["supports", {"evidence": [{"text": "Never"}]}])
        index = store.open_index(said.folder, cache, quiet)
        kept = [tuple(row) for row in index.execute("SELECT path, code FROM problems")]
        assert ("codings/bo/x", "") not in kept
        assert ("codings/anna/bo.yaml", "ST421") in kept


class TestFolderOf:
    @pytest.mark.parametrize(
        ("name", "folder"),
        [
            ("Anna Schmidt", "anna-schmidt"),
            ("anna-schmidt", "anna-schmidt"),
            ("ANNA  Schmidt ", "anna-schmidt"),
            ("Ólafur", "olafur"),
            ("Анна", "anna"),
            ("x" * 300, "x" * 100),
        ],
    )
    def test_is_a_slug_of_the_name(self, name: str, folder: str) -> None:
        assert folder_of(name) == folder

    def test_of_a_name_in_other_letters_is_always_the_same(self) -> None:
        assert folder_of("王伟") == folder_of("王伟") != folder_of("王芳")
        assert folder_of("王伟").startswith("coder-")
