from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stances.codebook import CodebookLookup
from stances.corpus import CorpusReader
from stances.model.records import Evidence, Statement

if TYPE_CHECKING:
    from corpora import CorpusBuilder

PIECE = {"source": "courier", "form": "quote", "text": "We build."}


@pytest.fixture
def codebook(corpus: CorpusBuilder) -> CodebookLookup:
    corpus.codebook(issues={"tram": {"supports": 2, "unstated": None}, "quays": {"mend": 1}})
    reader = CorpusReader(corpus.folder)
    list(reader.files())
    assert reader.codebook
    return reader.codebook


def statement(**fields: str) -> Statement:
    own = {"id": "s1", "said": "2021", "position": "supports", "evidence": [PIECE]}
    return Statement.model_validate(own | fields)


def test_words_are_found_by_their_id(codebook: CodebookLookup) -> None:
    assert list(codebook.issues) == ["tram", "quays"]
    assert codebook.issues["quays"].id == "quays"
    assert codebook.factions == {"mayor", "council"}
    assert codebook.frames == {"jobs", "cost"}


def test_a_statement_is_about_the_default_issue_unless_it_names_its_own(
    codebook: CodebookLookup,
) -> None:
    assert codebook.issue_of(statement()) == "tram"
    assert codebook.issue_of(statement(issue="quays")) == "quays"
    without = codebook.meta.model_copy(update={"default_issue": None})
    bare = CodebookLookup(without, codebook.codebook)
    assert bare.issue_of(statement()) is None
    assert bare.scale_of(statement()) is None
    assert bare.position_of(statement(), statement()) is None


def test_the_scale_is_that_of_the_statements_issue(codebook: CodebookLookup) -> None:
    assert list(codebook.scale_of(statement()) or ()) == ["supports", "unstated"]
    assert list(codebook.scale_of(statement(issue="quays")) or ()) == ["mend"]
    assert codebook.scale_of(statement(issue="harbour")) is None


def test_a_position_is_looked_up_on_that_scale_only(codebook: CodebookLookup) -> None:
    supports = codebook.position_of(statement(), statement())
    assert supports
    assert supports.score == 2
    assert codebook.position_of(statement(issue="quays"), statement(issue="quays")) is None


def test_evidence_takes_its_position_on_the_scale_of_its_statement(
    codebook: CodebookLookup,
) -> None:
    read = Evidence.model_validate(PIECE | {"position": "mend"})
    found = codebook.position_of(read, statement(issue="quays"))
    assert found
    assert found.score == 1
    assert codebook.position_of(read, statement()) is None
    assert codebook.position_of(Evidence.model_validate(PIECE), statement()) is None
