from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stances.corpus import CorpusReader, RecordFile

if TYPE_CHECKING:
    from corpora import CorpusBuilder

NEWER = "install a newer stances, one that reads schema version"
OLDER = "write `1` if the corpus is written for this program"
HEAD = "name: Jansen\nroles: [{title: Clerk, faction: council}]\n"
GOOD = (
    "{id: %s, said: 2021, position: supports, evidence: [{source: courier, form: quote, text: a}]}"
)


def official(corpus: CorpusBuilder, *statements: str, head: str = HEAD) -> CorpusBuilder:
    listed = "".join(f"  - {statement}\n" for statement in statements)
    return corpus.file("officials/jansen.yaml", f"{head}statements:\n{listed}")


def refs(corpus: CorpusBuilder) -> list[str]:
    return [ref for (ref,) in corpus.index().execute("SELECT ref FROM statements ORDER BY number")]


def files(corpus: CorpusBuilder) -> dict[str, RecordFile]:
    return {file.path: file for file in CorpusReader(corpus.folder).files()}


class TestReader:
    def test_reads_in_an_order_that_does_not_depend_on_the_disk(
        self, corpus: CorpusBuilder
    ) -> None:
        for name in ("zeno", "abel", "meier"):
            corpus.official(name, statements=["supports"]).source(name)
        assert list(files(corpus)) == [
            "corpus.yaml",
            "codebook.yaml",
            "sources/abel.yaml",
            "sources/courier.yaml",
            "sources/meier.yaml",
            "sources/zeno.yaml",
            "officials/abel.yaml",
            "officials/meier.yaml",
            "officials/zeno.yaml",
        ]

    def test_gives_each_file_the_id_that_its_name_is(self, corpus: CorpusBuilder) -> None:
        file = files(official(corpus, GOOD % "first-reply"))["officials/jansen.yaml"]
        assert (file.kind, file.id, file.faults) == ("official", "jansen", [])
        [entry] = file.entries
        assert (entry.ref, entry.at) == ("jansen/first-reply", ("statements", 0))
        assert entry.statement

    @pytest.mark.parametrize("name", ["Jansen", "de vries", "a_b", "a--b", "é"])
    def test_refuses_a_file_whose_name_is_no_id(self, corpus: CorpusBuilder, name: str) -> None:
        problem = corpus.official(name, statements=["supports"]).problem()
        assert (problem.path, problem.code) == (f"officials/{name}.yaml", "ST017")
        assert f"`{name}`" in problem.message
        assert refs(corpus) == []

    def test_needs_a_codebook(self, corpus: CorpusBuilder) -> None:
        (corpus.folder / "codebook.yaml").unlink()
        official(corpus, GOOD % "a", "{said: soon}")
        assert [(p.path, p.code) for p in corpus.problems()] == [
            ("codebook.yaml", "ST019"),
            ("officials/jansen.yaml", "ST202"),
            ("officials/jansen.yaml", "ST202"),
            ("officials/jansen.yaml", "ST202"),
            ("officials/jansen.yaml", "ST204"),
        ]

    @pytest.mark.parametrize("path", ["codebook.yaml", "corpus.yaml"])
    def test_doubts_no_words_while_the_codebook_is_unsound(
        self, corpus: CorpusBuilder, path: str
    ) -> None:
        corpus.file(path, "title: [").official("jansen", statements=["zzz"], faction="zzz")
        assert [(p.path, p.code) for p in corpus.problems()] == [(path, "ST006")]


class TestSchemaVersion:
    @pytest.mark.parametrize(
        ("version", "hint"),
        [
            ("2", f"{NEWER} 2"),
            ("10", f"{NEWER} 10"),
            ("0", OLDER),
            ("-3", OLDER),
            ("one", OLDER),
            ("1.0", OLDER),
            ("2.0", OLDER),
            ("01", OLDER),
            ("+1", OLDER),
            ("v2", OLDER),
            ("۲", OLDER),
            ("9" * 9999, f"{NEWER} 999"),
        ],
    )
    def test_that_is_another_is_all_that_is_said(
        self, corpus: CorpusBuilder, version: str, hint: str
    ) -> None:
        corpus.meta(schema_version=version, unknown_key="x").file("officials/zzz.txt.yaml", "[")
        problem = corpus.problem()
        assert (problem.path, problem.code) == ("corpus.yaml", "ST213")
        assert corpus.pointed_at(problem) == f'"{version}"'
        assert f"version `{version[:20]}" in problem.message
        assert "version 1" in problem.message
        assert problem.hint.startswith(hint)

    def test_that_is_missing_is_a_missing_key(self, corpus: CorpusBuilder) -> None:
        assert corpus.meta(schema_version=None).problem().code == "ST202"


class TestInvalidStatement:
    @pytest.mark.parametrize(
        ("bad", "code"),
        [
            ((GOOD % "b").replace("2021", "soon"), "ST204"),
            ((GOOD % "b").replace("supports", "zzz"), "ST105"),
            ((GOOD % "b").replace("courier", "zzz"), "ST101"),
            ((GOOD % "b").replace("text: a", "text: ''"), "ST015"),
            ((GOOD % "b").replace("supports", "*x"), "ST010"),
            ("just text", "ST203"),
            ("{id: b, said: 2021, position: supports, evidence: []}", "ST306"),
        ],
    )
    def test_spoils_no_others_of_its_official(
        self, corpus: CorpusBuilder, bad: str, code: str
    ) -> None:
        official(corpus, GOOD % "a", bad, GOOD % "c").official("b", statements=["supports"])
        assert {p.code for p in corpus.problems()} == {code}
        assert {p.ref for p in corpus.problems()} <= {"jansen/b", "jansen/#2"}
        assert sorted(refs(corpus)) == ["b/s1", "jansen/a", "jansen/c"]

    def test_is_none_with_a_mere_warning(self, corpus: CorpusBuilder) -> None:
        warned = "{id: a, said: 2021, position: supports, evidence: [{source: courier, form: quote,"
        official(corpus, f"{warned}\n    text: talk #1\n    }}]}}")
        problem = corpus.problem()
        assert (problem.code, problem.severity, problem.ref) == ("ST016", "warning", "jansen/a")
        assert refs(corpus) == ["jansen/a"]

    def test_has_a_number_where_it_has_no_usable_id(self, corpus: CorpusBuilder) -> None:
        bad = [(GOOD % "x").replace("id: x", id_) for id_ in ("id: X", "note: y", "id: [x]")]
        official(corpus, GOOD % "a", *bad)
        assert {p.ref for p in corpus.problems()} == {"jansen/#2", "jansen/#3", "jansen/#4"}
        assert refs(corpus) == ["jansen/a"]

    def test_is_the_second_of_two_with_one_id(self, corpus: CorpusBuilder) -> None:
        problem = official(corpus, GOOD % "a", GOOD % "a", GOOD % "b").problem()
        assert (problem.code, problem.ref, problem.line) == ("ST311", "jansen/#2", 5)
        assert "`a`" in problem.message
        assert refs(corpus) == ["jansen/a", "jansen/b"]


class TestInvalidFile:
    @pytest.mark.parametrize(
        ("head", "code"),
        [
            (HEAD.replace("Jansen", "''"), "ST015"),
            (HEAD.replace("council", "zzz"), "ST104"),
            (HEAD + "zzz: x\n", "ST201"),
            (HEAD + "note: &x y\n", "ST010"),
            (HEAD + "note: a\nnote: b\n", "ST009"),
            (HEAD + "]", "ST006"),
        ],
    )
    def test_is_left_out_whole_if_a_field_of_its_own_is_bad(
        self, corpus: CorpusBuilder, head: str, code: str
    ) -> None:
        official(corpus, GOOD % "a", head=head).official("b", statements=["supports"])
        problem = corpus.problem()
        assert (problem.code, problem.ref) == (code, "jansen")
        assert refs(corpus) == ["b/s1"]
        assert [
            row["official"] for row in corpus.index().execute("SELECT official FROM officials")
        ] == ["b"]

    def test_has_its_statements_checked_all_the_same(self, corpus: CorpusBuilder) -> None:
        official(corpus, "{said: soon}", head=HEAD + "zzz: x\n")
        found = sorted((p.code, p.ref) for p in corpus.problems())
        assert found[0] == ("ST201", "jansen")
        assert ("ST204", "jansen/#1") in found

    def test_has_an_unknown_key_pointed_at_itself(self, corpus: CorpusBuilder) -> None:
        official(corpus, (GOOD % "a").replace("{id", "{zzz: x, id"), head=HEAD + "zzz: x\n")
        assert [corpus.pointed_at(p)[:6] for p in corpus.problems()] == ["zzz: x", "zzz: x"]

    def test_is_kept_if_only_its_statements_are_no_list(self, corpus: CorpusBuilder) -> None:
        corpus.file("officials/jansen.yaml", f"{HEAD}statements: none yet\n")
        problem = corpus.problem()
        assert (problem.code, problem.ref) == ("ST203", "jansen")
        assert "`statements`" in problem.message
        assert corpus.pointed_at(problem) == "none yet"

    def test_may_be_a_source(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", url="herald").official("b", statements=["supports"])
        problem = corpus.problem()
        assert (problem.code, problem.ref) == ("ST212", "herald")
        assert [row["source"] for row in corpus.index().execute("SELECT source FROM sources")] == [
            "courier"
        ]


def test_files_that_nobody_reads_are_among_the_problems(corpus: CorpusBuilder) -> None:
    problem = corpus.file("officials/jansen.yml", "name: Jansen\n").problem()
    assert (problem.path, problem.code) == ("officials/jansen.yml", "ST018")


def test_problems_are_told_for_all_files_at_once(corpus: CorpusBuilder) -> None:
    corpus.file("sources/a.yaml", "").file("officials/b.yaml", "[").file("officials/c.yaml", "x: y")
    assert [(p.path, p.code) for p in corpus.problems()] == [
        ("officials/b.yaml", "ST006"),
        ("officials/c.yaml", "ST201"),
        ("officials/c.yaml", "ST202"),
        ("sources/a.yaml", "ST007"),
    ]
