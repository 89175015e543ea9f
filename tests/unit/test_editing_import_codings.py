"""A sheet of codings that is filled in comes back as what was filled in, whatever that is."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.coders import digest_of_words
from stances.editing.import_.codings import CodingWishes, propose_codings
from stances.editing.tables import KINDS
from stances.evidence.copies import Snapshots
from stances.queries.coding import Coding, coding_sheet, shuffled, words_in
from stances.views.formats import ROWS, ViewOptions
from stances.yaml_reader import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpora import CorpusBuilder

    Rows = list[dict[str, str]]

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split()))
PROSE = TEXTS.filter(lambda text: any(map(str.isalnum, text)) and text.casefold() != "n/a")
READINGS = st.one_of(
    st.fixed_dictionaries({"skip": PROSE}, optional={"note": PROSE}),
    st.fixed_dictionaries(
        {"position": st.sampled_from(["supports", "opposes", "denies", "unstated"])},
        optional={
            "frames": st.lists(st.sampled_from(["jobs", "cost"]), unique=True),
            "said": st.sampled_from(["2021-05-02", "../2021-05", "2021~"]),
            "note": PROSE,
        },
    ),
    st.fixed_dictionaries(
        {
            "position": st.just("conditional"),
            "conditions": st.lists(PROSE, min_size=1, max_size=3, unique=True),
        }
    ),
)
REFS = ("jansen/s1", "jansen/s2", "bo/s1")


def filled(rows: Rows, readings: Mapping[str, Mapping[str, Any]]) -> str:
    """A sheet with readings in it, as the library of Python writes it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*rows[0]])
    writer.writeheader()
    for row in rows:
        own = readings.get(row["ref"], {})
        cells = {k: json.dumps(v) if isinstance(v, list) else v for k, v in own.items()}
        if own.get("frames") == []:
            cells["frames"] = "none"
        writer.writerow({**row, **cells})
    return out.getvalue()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> CorpusBuilder:
    from corpora import CorpusBuilder as Builder  # noqa: PLC0415 - found by the path of conftest

    made = Builder(tmp_path_factory.mktemp("corpus"))
    made.official("jansen", statements=["supports", {"evidence": ["courier", "courier"]}])
    return made.official("bo", statements=["rejects"])


@pytest.fixture(scope="module")
def rows(corpus: CorpusBuilder) -> Rows:
    sheet = coding_sheet(corpus.index(), REFS, Snapshots(None))
    text = "".join(ROWS.view("csv")(sheet, ViewOptions()))
    return [*csv.DictReader(io.StringIO(text, newline=""))]


@settings(max_examples=40)
@given(readings=st.dictionaries(st.sampled_from(REFS), READINGS, min_size=1))
def test_what_is_filled_in_comes_back(
    corpus: CorpusBuilder, rows: Rows, readings: Mapping[str, Mapping[str, Any]]
) -> None:
    index = corpus.index()
    wishes = CodingWishes("anna", {})
    table = KINDS["csv"](filled(rows, readings), wishes.knows)
    proposal = propose_codings(index, corpus.folder, table, wishes)
    assert proposal.report.complete, proposal.report.lines
    found: dict[str, Any] = {}
    for each in proposal.replacements:
        assert each.after is not None
        codings: dict[str, Any] = parse(each.after).data or {}
        found |= {f"{each.path.stem}/{id_}": coding for id_, coding in codings.items()}
    words = {row["ref"]: [*map(digest_of_words, words_in(row["words"]))] for row in rows}
    assert {ref: {**each, "words": words[ref]} for ref, each in readings.items()} == found


@given(refs=st.sets(st.text(max_size=8), max_size=12), seed=st.integers(), more=st.text(max_size=8))
def test_the_order_of_a_seed_stays_when_others_come_in(
    refs: set[str], seed: int, more: str
) -> None:
    before = shuffled(refs, seed)
    assert sorted(before) == sorted(refs)
    after = shuffled({*refs, more}, seed)
    assert [ref for ref in after if ref in refs] == before


def test_the_order_has_no_preference_for_any_place() -> None:
    first = [shuffled("abcd", seed)[0] for seed in range(400)]
    assert all(70 <= first.count(each) <= 130 for each in "abcd")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"position": "supports"}, {"position": "supports", "conditions": []}),
        ({"position": "supports", "note": "x"}, {"note": "x", "position": "supports"}),
    ],
)
def test_codings_that_say_the_same_are_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert Coding.of(one).content == Coding.of(other).content
    assert Coding.of(one).content != Coding.of({**one, "frames": []}).content
