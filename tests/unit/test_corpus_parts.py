"""The files of an official are one record, wherever its statements stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import stances
from stances.corpus import CorpusReader
from stances.index.build import build, update
from stances.index.scan import scan
from stances.paths import files_of, main_of, record_files, record_folders, records
from stances.queries.faults import left_out, problems

if TYPE_CHECKING:
    from corpora import CorpusBuilder

A, B, C = ({"id": id_} for id_ in "abc")


@pytest.fixture
def parted(corpus: CorpusBuilder) -> CorpusBuilder:
    """An official with a statement of its own and two in parts; and another."""
    corpus.official("jansen", statements=[A]).official("bo", statements=["rejects"])
    return corpus.part("jansen", "2022", C).part("jansen", "2021", B)


def refs(corpus: CorpusBuilder) -> list[str]:
    query = "SELECT ref FROM statements WHERE official = 'jansen' ORDER BY number"
    return [ref for (ref,) in corpus.index().execute(query)]


class TestPaths:
    def test_of_a_record_are_its_id_and_then_its_parts_by_name(self, parted: CorpusBuilder) -> None:
        folder = parted.folder
        main = folder / "officials/jansen.yaml"
        parts = [folder / f"officials/jansen/{year}.yaml" for year in (2021, 2022)]
        assert [*files_of(folder, "officials/jansen.yaml")] == [main, *parts]
        assert [[*files] for files in records(folder, "officials")] == [
            [folder / "officials/bo.yaml"],
            [main, *parts],
        ]
        assert record_files(folder, "officials") == [folder / "officials/bo.yaml", main, *parts]
        assert record_folders(folder)[4:] == [folder / "officials/jansen"]

    def test_of_parts_alone_begin_with_the_file_that_is_missing(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.part("jansen", "2021", A)
        [[main, part]] = records(corpus.folder, "officials")
        assert not main.exists()
        assert record_files(corpus.folder, "officials") == [part]

    @pytest.mark.parametrize(
        ("path", "main"),
        [
            ("officials/a.yaml", "officials/a.yaml"),
            ("officials/a/b.yaml", "officials/a.yaml"),
            ("officials/a.b/c d.yaml", "officials/a.b.yaml"),
            ("sources/a.yaml", "sources/a.yaml"),
            ("corpus.yaml", "corpus.yaml"),
        ],
    )
    def test_lead_to_the_file_that_names_the_record(self, path: str, main: str) -> None:
        assert main_of(path) == main

    def test_of_sources_have_no_parts(self, corpus: CorpusBuilder) -> None:
        corpus.file("sources/courier/2021.yaml", "statements: []\n")
        assert [len(files) for files in records(corpus.folder, "sources")] == [1]
        problem = corpus.problem()
        assert (problem.path, problem.code) == ("sources/courier", "ST018")


class TestParts:
    def test_are_read_with_their_official(self, parted: CorpusBuilder) -> None:
        assert parted.codes() == []
        assert refs(parted) == ["jansen/a", "jansen/b", "jansen/c"]
        query = "SELECT name, faction, role, path, number FROM statements WHERE ref = 'jansen/c'"
        row = parted.index().execute(query).fetchone()
        assert tuple(row) == ("Jansen", "council", "Member", "officials/jansen/2022.yaml", 3)
        kinds = {file.path: (file.kind, file.id) for file in CorpusReader(parted.folder).files()}
        assert kinds["officials/jansen/2021.yaml"] == ("part", "jansen")

    def test_count_as_statements_and_not_as_officials(self, parted: CorpusBuilder) -> None:
        rows = parted.index().execute("SELECT kind, found FROM counted")
        assert dict(rows.fetchall()) == {"officials": 2, "sources": 1, "statements": 4}

    def test_may_hold_all_statements_of_their_official(self, corpus: CorpusBuilder) -> None:
        corpus.file("officials/jansen.yaml", "name: Jansen\n").part("jansen", "all", A, B)
        assert corpus.codes() == []
        assert refs(corpus) == ["jansen/a", "jansen/b"]

    def test_may_hold_none(self, parted: CorpusBuilder) -> None:
        parted.part("jansen", "2023")
        assert parted.codes() == []

    def test_give_the_same_answers_as_one_file(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[A, B, C])
        one = stances.load(corpus.folder)
        corpus.official("jansen", statements=[A]).part("jansen", "x", B).part("jansen", "y", C)
        several = stances.load(corpus.folder)
        assert one.list() == several.list()
        assert one.officials == several.officials
        assert [*one.statements] == [*several.statements] == ["jansen/a", "jansen/b", "jansen/c"]
        assert one.diff(several)["changes"] == []

    def test_are_listed_by_their_files(self, parted: CorpusBuilder) -> None:
        found = [entry[0] for entry in scan(str(parted.folder))]
        assert {"officials/jansen", "officials/jansen/2021.yaml"} < {*found}


class TestFaultsOfAPart:
    def test_stand_where_they_are(self, parted: CorpusBuilder) -> None:
        parted.part("jansen", "2022", C, {"id": "d", "position": "zzz"})
        problem = parted.problem()
        assert (problem.path, problem.ref) == ("officials/jansen/2022.yaml", "jansen/d")
        assert parted.pointed_at(problem) == '"zzz"'
        assert refs(parted) == ["jansen/a", "jansen/b", "jansen/c"]

    def test_are_found_across_records_too(self, parted: CorpusBuilder) -> None:
        parted.part("jansen", "2022", {"id": "c", "evidence": ["nobody"]})
        problem = parted.problem()
        assert (problem.path, problem.code) == ("officials/jansen/2022.yaml", "ST101")
        assert problem.ref == "jansen/c"

    @pytest.mark.parametrize(
        ("first", "where"), [(A, "in officials/jansen.yaml"), (C, "above")], ids=["main", "same"]
    )
    def test_are_ids_given_twice(
        self, parted: CorpusBuilder, first: dict[str, str], where: str
    ) -> None:
        parted.part("jansen", "2022", C, {**first, "position": "rejects"})
        problem = parted.problem()
        assert (problem.path, problem.code) == ("officials/jansen/2022.yaml", "ST311")
        assert problem.message == f"`{first['id']}` is already the id of a statement {where}"
        assert parted.pointed_at(problem) == f'"{first["id"]}"'
        assert problem.ref == "jansen/#4"
        assert refs(parted) == ["jansen/a", "jansen/b", "jansen/c"]

    def test_are_ids_of_another_part_which_is_named(self, parted: CorpusBuilder) -> None:
        problem = parted.part("jansen", "2022", B).problem()
        assert problem.message.endswith("in officials/jansen/2021.yaml")

    def test_are_keys_that_belong_to_the_official(self, parted: CorpusBuilder) -> None:
        parted.file("officials/jansen/2022.yaml", "name: X\nstatements: []\nnoze: y\n")
        name, other = parted.problems()
        assert (name.code, name.line) == ("ST201", 1)
        assert name.hint == "`name` belongs into officials/jansen.yaml; here are statements alone"
        assert (other.code, other.line) == ("ST201", 3)
        assert "belongs" not in other.hint
        assert refs(parted) == ["jansen/a", "jansen/b"]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("statements: [", "ST006"),
            ("", "ST007"),
            ("- id: a", "ST008"),
            ("statements:", "ST015"),
            ("statements: none", "ST203"),
            ("{}", "ST202"),
        ],
    )
    def test_that_spoil_it_spoil_nothing_else(
        self, parted: CorpusBuilder, text: str, code: str
    ) -> None:
        parted.file("officials/jansen/2022.yaml", text)
        problem = parted.problem()
        assert (problem.path, problem.code) == ("officials/jansen/2022.yaml", code)
        assert refs(parted) == ["jansen/a", "jansen/b"]

    def test_are_told_with_what_is_left_out(self, parted: CorpusBuilder) -> None:
        parted.file("officials/jansen/2022.yaml", "statements: [")
        assert str(left_out(parted.index())) == "1 part of an official"
        parted.file("officials/jansen/2023.yaml", "statements: [")
        assert str(left_out(parted.index())) == "2 parts of officials"

    def test_let_no_reference_into_it_be_called_unknown(self, parted: CorpusBuilder) -> None:
        parted.official("bo", statements=[{"same_occasion": [], "id": "x"}])
        parted.part("jansen", "2021", {**B, "same_occasion": ["jansen/c"]})
        parted.file("officials/jansen/2022.yaml", "statements: [")
        assert parted.codes() == ["ST006"]


class TestAPartWithoutItsOfficial:
    def test_is_an_error_and_left_out(self, parted: CorpusBuilder) -> None:
        (parted.folder / "officials/jansen.yaml").unlink()
        found = parted.problems()
        assert [(p.path, p.code) for p in found] == [
            ("officials/jansen/2021.yaml", "ST020"),
            ("officials/jansen/2022.yaml", "ST020"),
        ]
        assert "there is no officials/jansen.yaml" in found[0].message
        assert refs(parted) == []
        assert str(left_out(parted.index())) == "2 statements"

    def test_is_one_if_that_is_invalid(self, parted: CorpusBuilder) -> None:
        parted.file("officials/jansen.yaml", "nam: Jansen\n")
        codes = {problem.path: problem.code for problem in parted.problems()}
        assert codes == {
            "officials/jansen.yaml": "ST201",
            "officials/jansen/2021.yaml": "ST020",
            "officials/jansen/2022.yaml": "ST020",
        }
        assert refs(parted) == []
        assert str(left_out(parted.index())) == "2 statements and 1 official"

    def test_is_told_of_its_folder_if_that_cannot_be_an_id(self, corpus: CorpusBuilder) -> None:
        corpus.part("Jan Jansen", "2021", A)
        problem = corpus.problem()
        assert (problem.path, problem.code) == ("officials/Jan Jansen/2021.yaml", "ST017")
        assert problem.hint.startswith("rename the folder")

    def test_is_no_empty_corpus(self, corpus: CorpusBuilder) -> None:
        corpus.part("jansen", "2021", A)
        (corpus.folder / "sources/courier.yaml").unlink()
        assert "ST020" in corpus.codes()


class TestTheFolderOfAnOfficial:
    def test_has_no_folders_in_it(self, parted: CorpusBuilder) -> None:
        parted.file("officials/jansen/deep/2021.yaml", "statements: []\n")
        problem = parted.problem()
        assert (problem.path, problem.code) == ("officials/jansen/deep", "ST021")
        assert problem.severity == "error"
        assert str(left_out(parted.index())) == "1 part of an official"

    def test_may_hold_other_things(self, parted: CorpusBuilder) -> None:
        parted.file("officials/jansen/README.md", "x").file("officials/jansen/.x.yaml", "x")
        assert parted.codes() == []
        problem = parted.file("officials/jansen/a.yml", "x").problem()
        assert (problem.path, problem.code) == ("officials/jansen/a.yml", "ST018")

    def test_may_be_empty(self, parted: CorpusBuilder) -> None:
        (parted.folder / "officials/bo").mkdir()
        assert parted.codes() == []

    @pytest.mark.parametrize("at", ["elsewhere", "../elsewhere"])
    def test_is_no_link_to_another_place(self, parted: CorpusBuilder, at: str) -> None:
        elsewhere = parted.folder / at
        (parted.folder / "officials/jansen").replace(elsewhere)
        (parted.folder / "officials/jansen").symlink_to(elsewhere)
        assert refs(parted) == ["jansen/a"]
        problem = parted.problem()
        assert (problem.path, problem.code) == ("officials/jansen", "ST002")
        assert str(left_out(parted.index())) == "1 part of an official"

    def test_is_a_problem_if_its_link_leads_nowhere(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[A])
        (corpus.folder / "officials/jansen").symlink_to("nowhere")
        problem = corpus.problem()
        assert (problem.path, problem.code) == ("officials/jansen", "ST001")

    def test_is_a_problem_if_it_cannot_be_listed(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[A])
        (corpus.folder / "officials/jansen").symlink_to("jansen")
        problem = corpus.problem()
        assert (problem.path, problem.code) == ("officials/jansen", "ST001")
        assert problem.message.startswith("this folder cannot be read: ")
        assert str(left_out(corpus.index())) == "1 part of an official"

    @pytest.mark.parametrize("name", ["bell\a", "a\\b"])
    def test_has_no_files_whose_names_cannot_be_shown(
        self, parted: CorpusBuilder, name: str
    ) -> None:
        parted.part("jansen", name, {"id": "d"})
        problem = parted.problem()
        assert problem.code == "ST017"
        assert "\a" not in problem.path
        assert refs(parted) == ["jansen/a", "jansen/b", "jansen/c"]


class TestAChangeOfOneFile:
    @pytest.mark.parametrize(
        "path",
        ["officials/jansen.yaml", "officials/jansen/2021.yaml", "officials/jansen/2020.yaml"],
    )
    def test_reads_all_files_of_the_official_again(self, parted: CorpusBuilder, path: str) -> None:
        index = parted.index()
        head = "name: Jan Jansen\n" if main_of(path) == path else ""
        parted.file(path, f"{head}statements: []\n")
        assert update(index, parted.folder, [path])
        fresh = build(parted.folder)
        for table in ("all_statements", "officials", "files", "evidence", "problems"):
            query = f"SELECT * FROM {table}"
            assert sorted(map(repr, map(tuple, index.execute(query)))) == sorted(
                map(repr, map(tuple, fresh.execute(query)))
            )


def test_an_official_of_5200_statements_is_read_whole(corpus: CorpusBuilder) -> None:
    corpus.official("jansen").official("bo", statements=["supports"])
    text = "so many words that a file of them all would be far too large " * 6
    for part in range(26):
        evidence = [{"source": "courier", "text": text.strip()}]
        given = [{"id": f"s{part}-{n}", "evidence": evidence} for n in range(200)]
        corpus.part("jansen", f"{2000 + part}", *given)
    total = sum(path.stat().st_size for path in (corpus.folder / "officials/jansen").iterdir())
    assert total > 2 * 1024 * 1024
    index = corpus.index()
    assert [p.code for p in problems(index) if p.severity == "error"] == []
    query = "SELECT COUNT(*), MAX(number) FROM statements WHERE official = 'jansen'"
    assert tuple(index.execute(query).fetchone()) == (5200, 5200)
