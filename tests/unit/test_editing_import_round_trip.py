"""What `list` writes, `import` reads back: the same rows, byte for byte."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stances.editing.import_.columns import Columns
from stances.editing.import_.result import Wishes, propose
from stances.editing.save import save
from stances.editing.tables import KINDS, xlsx_table
from stances.index.build import build
from stances.queries.filters import STATUSES, Filters
from stances.queries.listing import listing
from stances.views.formats import ROWS, ViewOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder
    from stances.editing.import_.result import ImportReport

ALPHABET = st.characters(
    codec="utf-8",
    categories=["L", "N", "P", "S", "Zs"],
    include_characters="\u200c\u200d\u00ad\t",
    exclude_characters="\u2028\u2029\ufeff\ufffe\uffff",
)
ODD = ["- a", "'=1+1", "=1", "null", "~", "yes", "{x", "[a; b]", "a; b", '"', "#x", "a #b", "\\n"]
LINE = st.one_of(
    st.sampled_from(ODD),
    st.text(ALPHABET, min_size=1, max_size=30).filter(lambda text: bool(text.strip("\u00ad "))),
).map(lambda text: f"w{text}w" if not text.isprintable() or not text.strip() else text)
PROSE = st.lists(LINE, min_size=1, max_size=3).map("\n\n".join)
SAID = st.sampled_from(["2021-05-03", "2021-05", "../2021-06-30", "2021?", "2020/2021-05-02~"])


def told(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


EVIDENCE = st.builds(
    lambda own, more: own | more,
    st.fixed_dictionaries({"source": st.sampled_from(["courier", "herald"]), "text": LINE}),
    told(
        form=st.sampled_from(["quote", "document", "partial-quote", "paraphrase"]),
        lang=st.sampled_from(["en", "fa"]),
        match=st.sampled_from(["certain", "probable"]),
        note=PROSE,
        locator=LINE,
        prefix=LINE,
        original=st.fixed_dictionaries({"text": LINE, "lang": st.just("fa")}),
        said=SAID,
        speaker=st.sampled_from(["bo", "cas"]),
    ),
)
STATEMENT = told(
    said=SAID,
    position=st.sampled_from(["supports", "conditional", "denies"]),
    venue=LINE,
    issue=st.sampled_from(["tram", "quays"]),
    frames=st.sampled_from([[], ["jobs"], ["cost", "jobs"]]),
    summary=LINE,
    coder=st.sampled_from(["tests", "Someone Else"]),
    status=st.sampled_from(STATUSES),
    faction=st.sampled_from(["mayor", "council", "none"]),
    note=PROSE,
    evidence=st.lists(EVIDENCE, min_size=1, max_size=3),
)
WORD, FEWEST_OF_A_DOUBLE = re.compile(r"\w+"), 4
EVERYTHING = Filters(status=STATUSES)


def written(folder: Path, kind: str) -> str | bytes:
    chunks = ROWS.view(kind)(listing(build(folder), EVERYTHING), ViewOptions())
    return b"".join(chunks) if kind == "xlsx" else "".join(chunks)


def imported(folder: Path, kind: str, sheet: str | bytes) -> ImportReport:
    columns = Columns()
    if isinstance(sheet, bytes):
        table = xlsx_table(sheet, "x", columns.knows)
    else:
        table = KINDS[kind](sheet, columns.knows)
    proposal = propose(build(folder), folder, table, Wishes(columns))
    save(folder, proposal.replacements)
    return proposal.report


def emptied(corpus: CorpusBuilder) -> None:
    """Take all statements out of the files, which are JSON."""
    for path in (corpus.folder / "officials").iterdir():
        fields = json.loads(path.read_text("utf-8"))
        fields["statements"] = []
        path.write_text(json.dumps(fields, ensure_ascii=False), "utf-8")


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "xlsx"])
@settings(max_examples=20)
@given(first=st.lists(STATEMENT, max_size=3), second=st.lists(STATEMENT, max_size=3))
def test_rows_of_list_come_back_as_they_were(
    new_corpus: Callable[[], CorpusBuilder],
    kind: str,
    first: list[dict[str, Any]],
    second: list[dict[str, Any]],
) -> None:
    texts = [piece["text"] for each in (*first, *second) for piece in each.get("evidence", ())]
    long = [text for text in texts if len(WORD.findall(text)) >= FEWEST_OF_A_DOUBLE]
    assume(len({*long}) == len(long))  # doubles are left out, by `import` as by `add`
    corpus = new_corpus().source("herald", lang="fa")
    scales = {"tram": {"supports": 1, "conditional": 0, "denies": None}}
    corpus.codebook(issues=scales | {"quays": scales["tram"]})
    corpus.official("bo", statements=first, roles=[{"faction": "mayor", "until": "2021-05"}, {}])
    corpus.official("cas", statements=second)
    before = written(corpus.folder, kind)
    assert imported(corpus.folder, kind, before).counts["added"] == 0
    assert written(corpus.folder, kind) == before
    emptied(corpus)
    rows = before.count("\n") if isinstance(before, str) and kind == "jsonl" else None
    report = imported(corpus.folder, kind, before)
    assert report.complete, report.lines
    assert rows in (None, report.counts["added"])
    assert written(corpus.folder, kind) == before
    assert imported(corpus.folder, kind, before).counts["added"] == 0


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "xlsx"])
def test_the_shipped_statements_come_back_as_they_were(
    data: Path, tmp_path: Path, kind: str
) -> None:
    before = written(data, kind)
    for path in (*data.glob("*.yaml"), *data.glob("[os]*/*.yaml")):  # not codings of what is added
        copy = tmp_path / path.relative_to(data)
        copy.parent.mkdir(exist_ok=True)
        text = path.read_text("utf-8")
        kept = text.partition("\nstatements:\n")[0] + "\n" if path.parent != data else text
        copy.write_text(kept, "utf-8")
    report = imported(tmp_path, kind, before)
    assert (report.counts["added"], report.complete) == (30, True)
    assert written(tmp_path, kind) == before
    assert imported(tmp_path, kind, before).counts["there"] == 30
