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
def lexicon(corpus: CorpusBuilder) -> CodebookLookup:
    corpus.codebook(issues={"tram": {"supports": 2, "unstated": None}, "quays": {"mend": 1}})
    reader = CorpusReader(corpus.folder)
    list(reader.files())
    assert reader.lexicon
    return reader.lexicon


def statement(**fields: str) -> Statement:
    own = {"id": "s1", "said": "2021", "position": "supports", "evidence": [PIECE]}
    return Statement.model_validate(own | fields)


def test_words_are_found_by_their_id(lexicon: CodebookLookup) -> None:
    assert list(lexicon.issues) == ["tram", "quays"]
    assert lexicon.issues["quays"].id == "quays"
    assert lexicon.factions == {"mayor", "council"}
    assert lexicon.frames == {"jobs", "cost"}


def test_a_statement_is_about_the_default_issue_unless_it_names_its_own(
    lexicon: CodebookLookup,
) -> None:
    assert lexicon.issue_of(statement()) == "tram"
    assert lexicon.issue_of(statement(issue="quays")) == "quays"
    without = lexicon.meta.model_copy(update={"default_issue": None})
    bare = CodebookLookup(without, lexicon.codebook)
    assert bare.issue_of(statement()) is None
    assert bare.scale_of(statement()) is None
    assert bare.position_of(statement(), statement()) is None


def test_the_scale_is_that_of_the_statements_issue(lexicon: CodebookLookup) -> None:
    assert list(lexicon.scale_of(statement()) or ()) == ["supports", "unstated"]
    assert list(lexicon.scale_of(statement(issue="quays")) or ()) == ["mend"]
    assert lexicon.scale_of(statement(issue="harbour")) is None


def test_a_position_is_looked_up_on_that_scale_only(lexicon: CodebookLookup) -> None:
    supports = lexicon.position_of(statement(), statement())
    assert supports
    assert supports.score == 2
    assert lexicon.position_of(statement(issue="quays"), statement(issue="quays")) is None


def test_evidence_takes_its_position_on_the_scale_of_its_statement(lexicon: CodebookLookup) -> None:
    read = Evidence.model_validate(PIECE | {"position": "mend"})
    found = lexicon.position_of(read, statement(issue="quays"))
    assert found
    assert found.score == 1
    assert lexicon.position_of(read, statement()) is None
    assert lexicon.position_of(Evidence.model_validate(PIECE), statement()) is None
