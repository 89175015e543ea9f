"""New statements go into the file where the reader of the folder would look for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.editing.add.checks import faults
from stances.editing.add.placement import place
from stances.editing.add.records import Addition
from stances.editing.filing import Filing
from stances.editing.workspace import Workspace
from stances.errors import CannotEdit
from stances.paths import MAX_BYTES
from stances.queries.choices import files_of_official, newest_file, statement_ids
from stances.queries.faults import problems

if TYPE_CHECKING:
    from corpora import CorpusBuilder

MAIN, PART = "officials/jansen.yaml", "officials/jansen/%s.yaml"
EVIDENCE: Any = [{"source": "courier", "form": "quote", "text": "so it is"}]


def statement(id_: str, said: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "said": said, "position": "supports", "evidence": EVIDENCE, **fields}


def filed(corpus: CorpusBuilder, *statements: dict[str, Any]) -> list[str]:
    """The files that statements are put into, which are tried and written."""
    workspace = Workspace(corpus.folder, corpus.index())
    filing = Filing(workspace, "jansen")
    paths = [filing.put(each) for each in statements]
    filing.write()
    for (path, at), each in zip(paths, statements, strict=True):
        assert workspace.data(path)["statements"][at[1]]["id"] == each["id"]
    for path in workspace.changed:
        corpus.file(path, workspace.after[path].raw.decode())
    assert [p.code for p in problems(corpus.index()) if p.severity == "error"] == []
    return [path for path, _ in paths]


def large(size: int) -> dict[str, Any]:
    """A statement of about so many bytes."""
    words = " ".join(["word"] * 1000)
    return statement("large", "2021", evidence=[{**EVIDENCE[0], "text": words}] * (size // 5000))


class TestANewStatement:
    def test_goes_into_the_only_file(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["supports"])
        assert filed(corpus, statement("a", "2021"), statement("b", "2019")) == [MAIN, MAIN]

    def test_goes_there_if_there_is_none_yet(self, corpus: CorpusBuilder) -> None:
        assert filed(corpus.official("jansen"), statement("a", "2021")) == [MAIN]

    def test_goes_where_the_newest_statement_is(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"id": "z", "said": "2020"}])
        corpus.part("jansen", "later", {"id": "x", "said": "2021-04"})
        corpus.part("jansen", "older", {"id": "y", "said": "2021-03"})
        assert filed(corpus, statement("a", "2021")) == [PART % "later"]
        assert filed(corpus, statement("b", "2019")) == [PART % "later"]

    def test_goes_into_the_file_of_its_year_where_there_are_such(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.official("jansen").part("jansen", "2020", {"id": "x", "said": "2020-04"})
        corpus.part("jansen", "2021", {"id": "y", "said": "2021-03"})
        years = ["2020-05-05", "2021", "../2019", "2018-03~"]
        paths = filed(corpus, *(statement(f"a{n}", said) for n, said in enumerate(years)))
        assert paths == [PART % year for year in ("2020", "2021", "2019", "2018")]

    def test_of_no_day_goes_where_the_newest_is(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen").part("jansen", "2021", {"id": "y", "said": "2021-03"})
        corpus.official("bo", statements=[{"id": "y"}])
        own = {"id": "a", "words_of": "bo/y", "position": "rejects"}
        assert filed(corpus, own) == [PART % "2021"]

    def test_goes_into_a_file_of_its_year_where_the_others_are_full(
        self, corpus: CorpusBuilder
    ) -> None:
        full = "#" * (MAX_BYTES - 4000)
        corpus.official("jansen", statements=["supports"])
        text = (corpus.folder / MAIN).read_text("utf-8")
        corpus.file(MAIN, f"{text}\n{full}\n")
        many = [statement(f"a{n}", "2021", note="so " * 50) for n in range(50)]
        assert {*filed(corpus, *many)} == {PART % "2021"}
        text = (corpus.folder / (PART % "2021")).read_text("utf-8")
        corpus.file(PART % "2021", f"{text}\n{full}\n"[:MAX_BYTES])
        assert filed(corpus, statement("b", "2021")) == [PART % "2021-2"]

    def test_is_refused_if_it_alone_is_too_large(self, corpus: CorpusBuilder) -> None:
        workspace = Workspace(corpus.folder, corpus.official("jansen").index())
        filing = Filing(workspace, "jansen")
        filing.put(large(2 * MAX_BYTES))
        with pytest.raises(CannotEdit):
            filing.write()

    def test_is_refused_where_its_file_has_problems(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen").part("jansen", "2021", {"id": "y", "position": "zzz"})
        filing = Filing(Workspace(corpus.folder, corpus.index()), "jansen")
        with pytest.raises(CannotEdit, match=r"2021\.yaml"):
            filing.put(statement("a", "2021"))


def test_more_statements_than_one_file_holds_are_put_into_several(corpus: CorpusBuilder) -> None:
    workspace = Workspace(corpus.folder, corpus.index())
    filing = Filing(workspace, "jansen", {"name": "Jan Jansen"})
    text = "many words of one day " * 20
    piece = {**EVIDENCE[0], "text": text.strip()}
    for number in range(5200):
        filing.put(statement(f"s{number}", f"20{number % 3 + 10}", evidence=[piece]))
    filing.write()
    assert {*workspace.after} == {MAIN, *(PART % year for year in (2010, 2011, 2012))}
    assert all(len(file.raw) < MAX_BYTES for file in workspace.after.values())
    assert workspace.data(MAIN)["name"] == "Jan Jansen"
    held = [each["id"] for path in workspace.after for each in workspace.data(path)["statements"]]
    assert sorted(held) == sorted(f"s{number}" for number in range(5200))


class TestAdding:
    def test_evidence_finds_the_file_of_its_statement(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"id": "a"}]).source("herald")
        corpus.part("jansen", "2021", {"id": "b"}, {"id": "c"})
        workspace = Workspace(corpus.folder, corpus.index())
        piece: dict[str, Any] = {"source": "herald", "form": "quote", "text": "So it is"}
        [made] = place(workspace, [Addition("evidence", "jansen/c", piece)])
        assert (made.path, made.at) == (PART % "2021", ("statements", 1, "evidence", 1))
        assert workspace.changed == [PART % "2021"]
        assert [each for each in faults(workspace, [made], None) if each.is_error] == []

    def test_takes_no_id_of_another_file(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"id": "so-it-is"}])
        corpus.part("jansen", "later", {"id": "so-it-is-2", "said": "2021-06"})
        workspace = Workspace(corpus.folder, corpus.index())
        data = {key: value for key, value in statement("", "2021").items() if key != "id"}
        [made] = place(workspace, [Addition("statement", "jansen", data)])
        assert (made.path, made.ref) == (PART % "later", "jansen/so-it-is-3")
        assert workspace.changed == [PART % "later"]
        assert [each for each in faults(workspace, [made], None) if each.is_error] == []

    def test_an_id_that_another_file_has_is_refused(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"id": "a"}])
        corpus.part("jansen", "later", {"id": "b", "said": "2021-06"})
        workspace = Workspace(corpus.folder, corpus.index())
        made = place(workspace, [Addition("statement", "jansen", statement("a", "2021"))])
        refusals = [each for each in faults(workspace, made, None) if each.is_error]
        [refusal] = [each for each in refusals if each.key == "id"]
        assert refusal.code == "ST311"
        assert MAIN in refusal.message


def test_the_index_knows_the_files_and_ids_of_an_official(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=[{"id": "a"}, {"id": "bad", "position": "zzz"}])
    corpus.part("jansen", "2020", {"id": "c"}).official("jansens", statements=[{"id": "other"}])
    index = corpus.index()
    assert files_of_official(index, "jansen") == [MAIN, PART % "2020"]
    assert statement_ids(index, "jansen") == {"a", "bad", "c"}
    assert statement_ids(index, "nobody") == set()
    assert newest_file(index, "nobody") == ""
