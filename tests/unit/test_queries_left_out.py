from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.queries import faults
from stances.queries.filters import Filters

if TYPE_CHECKING:
    from corpora import CorpusBuilder

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
