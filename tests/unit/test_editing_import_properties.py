"""Whatever stands in a sheet is taken or refused: never a bug, and never a corpus with errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from stances.editing.import_.columns import KEYS, Columns
from stances.editing.import_.result import Wishes, propose
from stances.editing.save import save
from stances.editing.tables import jsonl_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpora import CorpusBuilder

LIKELY: dict[str, list[Any]] = {
    "official": ["bo", "Dora Dorn", "cas", "Cas", "dorn"],
    "name": ["Bo", "Cas", "Dora Dorn"],
    "ref": ["bo/s1", "bo/new", "dora-dorn/x"],
    "id": ["s1", "new", "Bad Id"],
    "said": ["2021-05-03", "2021-05", "2021-08", "May"],
    "position": ["supports", "Rejects", "conditional", "nonsense"],
    "conditions": ["a; b", "a;a"],
    "frames": ["jobs", "Cost;jobs", "x"],
    "form": ["quote", "paraphrase", "quot"],
    "text": ["words 1", "Other words", "دریاچه"],
    "source": ["courier", "Courier", "evening", "Evening Post"],
    "title": ["Evening", "Morning"],
    "published": ["2021-06-01", "2021-04"],
    "lang": ["en", "fa", "English"],
    "role": ["Member", "Clerk"],
    "faction": ["mayor", "council", "none"],
    "status": ["denied", "attested"],
    "match": ["probable", "certain"],
    "disputes": ['[{"about": "speaker", "note": "They differ."}]'],
    "evidence": [[{"source": "courier", "form": "quote", "text": "words 1"}], [{"a": "b"}], []],
}
ANYTHING = st.one_of(
    st.sampled_from(["", "x", "~", "null", "[", "{}", "- a", "\0", "\u200b", "a: b", "#", "../x"]),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=3), inner, max_size=2)
        ),
        max_leaves=4,
    ),
)


def cell(key: str) -> st.SearchStrategy[Any]:
    likely = LIKELY.get(key)
    if not likely:
        return ANYTHING
    often = st.sampled_from(likely[: 2 if key in BASE else None])
    odd = {1: ANYTHING, 2: st.sampled_from(likely)}
    return st.integers(0, 15).flatmap(lambda number: odd.get(number, often))


BASE = ["official", "said", "position", "form", "text", "source"]
ROWS = st.lists(
    st.fixed_dictionaries(
        {key: cell(key) for key in BASE},
        optional={key: cell(key) for key in KEYS if key not in BASE},
    ).filter(bool),
    min_size=1,
    max_size=4,
)
SPARSE = st.lists(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=4), max_size=3)


@settings(max_examples=60)
@given(
    rows=st.one_of(ROWS, ROWS.map(lambda rows: rows[:1]), SPARSE),
    keys=st.sets(st.sampled_from(KEYS), max_size=3),
    partial=st.booleans(),
)
def test_is_taken_without_an_error_or_refused(
    new_corpus: Callable[[], CorpusBuilder],
    rows: list[dict[str, Any]],
    keys: set[str],
    *,
    partial: bool,
) -> None:
    corpus = new_corpus().official("bo", statements=["supports"])
    corpus.official("cas", statements=["supports"])
    chosen = [{key: row[key] for key in row if key in BASE or key in keys} for row in rows]
    columns = Columns()
    sheet = jsonl_table("\n".join(map(json.dumps, chosen)), columns.knows)
    wishes = Wishes(columns, new_officials=True, new_sources=True, partial=partial)
    proposal = propose(corpus.index(), corpus.folder, sheet, wishes)
    save(corpus.folder, proposal.replacements)
    assert [each for each in corpus.problems() if each.severity == "error"] == []
    if not partial and not proposal.report.complete:
        assert not proposal.replacements
    again = propose(corpus.index(), corpus.folder, sheet, wishes)
    assert again.report.counts["added"] == 0
    assert not again.replacements
