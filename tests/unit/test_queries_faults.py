from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.queries import faults
from stances.queries.faults import LeftOut, counts, is_empty, left_out, problems, unusable
from stances.queries.filters import Filters

if TYPE_CHECKING:
    from corpora import CorpusBuilder

TWO_FAULTS = {"said": "soon", "position": ""}


class TestLeftOut:
    def test_is_nothing_of_a_sound_corpus(self, corpus: CorpusBuilder) -> None:
        found = left_out(corpus.official("jansen", statements=["supports"]).index())
        assert found == LeftOut(0, 0, 0)
        assert not found
        assert str(found) == ""

    def test_is_a_statement_once_however_many_faults_it_has(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["supports", TWO_FAULTS, {"faction": "zzz"}])
        found = left_out(corpus.index())
        assert found == LeftOut(2, 0, 0)
        assert found
        assert str(found) == "2 statements"

    def test_is_an_official_with_all_its_statements(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["supports", TWO_FAULTS, "rejects"], note="")
        corpus.official("cas", statements=[TWO_FAULTS])
        found = left_out(corpus.index())
        assert found == LeftOut(4, 1, 0)
        assert str(found) == "4 statements and 1 official"

    def test_is_a_source(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=["supports"]).source("herald", lang="Dutch")
        found = left_out(corpus.index())
        assert found == LeftOut(0, 0, 1)
        assert found
        assert str(found) == "1 source"

    def test_is_a_file_that_cannot_be_read_with_nobody_knows_how_many_statements(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.file("officials/jansen.yaml", "[")
        assert left_out(corpus.index()) == LeftOut(0, 1, 0)

    def test_is_nothing_that_only_a_warning_concerns(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"evidence": [{"said": "2021-05-03"}]}])
        assert corpus.codes() == ["ST310"]
        assert not left_out(corpus.index())

    @pytest.mark.parametrize(
        ("found", "text"),
        [
            (LeftOut(1, 0, 0), "1 statement"),
            (LeftOut(0, 2, 1), "2 officials and 1 source"),
            (LeftOut(1, 1, 2), "1 statement and 1 official and 2 sources"),
        ],
    )
    def test_is_worded(self, found: LeftOut, text: str) -> None:
        assert str(found) == text


def test_problems_are_sorted_by_place(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=[TWO_FAULTS, {"faction": "zzz"}, "zzz"])
    corpus.official("abel", statements=[TWO_FAULTS]).source("herald", lang="Dutch", url="x")
    found = problems(corpus.index())
    assert len(found) == 8
    assert found == sorted(found)
    assert [p.path for p in found][::3] == [
        "officials/abel.yaml",
        "officials/jansen.yaml",
        "sources/herald.yaml",
    ]


class TestUnusable:
    @pytest.mark.parametrize("path", ["corpus.yaml", "codebook.yaml"])
    def test_is_one_whose_head_is_bad(self, corpus: CorpusBuilder, path: str) -> None:
        assert unusable(corpus.index()) == ""
        assert path in unusable(corpus.file(path, "[").index())

    def test_is_one_whose_head_is_missing(self, corpus: CorpusBuilder) -> None:
        (corpus.folder / "codebook.yaml").unlink()
        assert unusable(corpus.index()) == "codebook.yaml is missing"
        corpus.file("corpus.yaml", "title: Trams\n")
        assert unusable(corpus.index()) == "codebook.yaml is missing and corpus.yaml has errors"

    def test_is_one_of_another_version(self, corpus: CorpusBuilder) -> None:
        assert unusable(corpus.meta(schema_version=2).index()) == (
            "corpus.yaml: the corpus has schema version `2`, and this program reads version 1"
        )

    def test_is_none_whose_records_are_bad(self, corpus: CorpusBuilder) -> None:
        corpus.file("officials/jansen.yaml", "[").source("courier", lang="Dutch")
        assert unusable(corpus.index()) == ""


def test_a_corpus_is_empty_if_it_has_no_file_of_records(corpus: CorpusBuilder) -> None:
    assert not is_empty(corpus.index())
    (corpus.folder / "sources" / "courier.yaml").unlink()
    assert is_empty(corpus.index())
    assert not is_empty(corpus.file("officials/jansen.yaml", "[").index())


def test_how_much_there_is_is_counted(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", statements=["supports"]).source("herald")
    assert set(counts(corpus.index()).split(", ")) == {"1 official", "1 statement", "2 sources"}
    corpus.official("jansen", statements=["supports", {"said": "soon"}])
    assert "2 statements" in counts(corpus.index())


OPEN = [{"about": "speaker", "note": "They differ."}]


@pytest.fixture
def two(corpus: CorpusBuilder) -> CorpusBuilder:
    """Two issues; of each a statement that is disputed, of the first one that is misattributed."""
    corpus.codebook(issues={"tram": {"for": 1}, "bus": {"for": 1}})
    statements: list[dict[str, Any]] = [
        {"issue": "tram", "position": "for", "disputes": OPEN},
        {"issue": "tram", "position": "for", "status": "denied"},
        {"issue": "tram", "position": "for", "status": "misattributed"},
        {"issue": "tram", "position": "for", "frames": ["jobs"], "status": "misattributed"},
        {"issue": "bus", "position": "for", "disputes": OPEN, "frames": ["jobs"]},
        {"issue": "bus", "position": "for"},
    ]
    return corpus.official("jansen", statements=statements)


def test_the_disputed_are_counted_if_they_are_to_be_left_out(two: CorpusBuilder) -> None:
    index = two.index()
    assert faults.disputed(index, Filters(without_disputed=True)) == {"tram": 2, "bus": 1}
    narrow = Filters(without_disputed=True, frame=("jobs",))
    assert faults.disputed(index, narrow) == {"bus": 1}
    assert faults.disputed(index, Filters()) is None


def test_the_misattributed_are_counted_if_no_status_is_asked_for(two: CorpusBuilder) -> None:
    index = two.index()
    assert faults.misattributed(index, Filters()) == {"tram": 2}
    assert faults.misattributed(index, Filters(frame=("jobs",))) == {"tram": 1}
    assert faults.misattributed(index, Filters(status=("misattributed",))) == {}


def test_what_is_misattributed_is_not_left_out_as_disputed(corpus: CorpusBuilder) -> None:
    both = {"status": "misattributed", "disputes": OPEN}
    index = corpus.official("jansen", statements=[both]).index()
    assert faults.disputed(index, Filters(without_disputed=True)) == {}
