from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stances.dates import parse_date
from stances.queries.filters import Filters
from stances.queries.records import KEYS, assessments_of

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder


@pytest.fixture
def index(corpus: CorpusBuilder) -> sqlite3.Connection:
    claims = [
        {"about": ["jansen"], "text": "undated", "note": "No day."},
        {"about": ["mayor"], "text": "late", "when": "2021-05"},
        {"about": ["jansen", "council"], "text": "early", "when": "2021-04"},
    ]
    corpus.source("herald", assessments=claims)
    corpus.source("courier", assessments=[{"about": ["jansen"], "text": "open", "when": "../2021"}])
    return corpus.official("jansen", faction="council", statements=["supports"]).index()


def told(index: sqlite3.Connection, **filters: object) -> list[str]:
    return [row["text"] for row in assessments_of(index, Filters(**filters))]  # type: ignore[arg-type]


def test_all_are_told_in_order_of_time_if_nothing_is_asked(index: sqlite3.Connection) -> None:
    assert told(index) == ["open", "early", "late", "undated"]


def test_have_all_their_keys(index: sqlite3.Connection) -> None:
    rows = assessments_of(index, Filters())
    assert all([*row] == KEYS for row in rows)
    assert rows[1] == {
        "source": "herald",
        "about": ["jansen", "council"],
        "text": "early",
        "lang": "en",
        "when": "2021-04",
        "when_from": "2021-04-01",
        "when_to": "2021-04-30",
        "note": None,
    }
    assert (rows[3]["when"], rows[3]["note"]) == (None, "No day.")


def test_of_those_who_speak_are_told_if_something_is_asked(index: sqlite3.Connection) -> None:
    assert told(index, position=("supports",)) == ["open", "early", "undated"]
    assert told(index, position=("rejects",)) == []


def test_of_the_sources_asked_are_told(index: sqlite3.Connection) -> None:
    assert told(index, source=("courier",)) == ["open"]


def test_undated_ones_are_told_unless_they_have_to_be_certain(index: sqlite3.Connection) -> None:
    since = parse_date("2021-05")
    assert told(index, since=since) == ["open", "undated"]
    assert told(index, since=since, certain=True) == []
