from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from stances.queries.comparison import comparison
from stances.queries.filters import Filters
from stances.queries.listing import listing
from stances.queries.lookups import Lookup, codebook
from stances.queries.summary import summary
from stances.views.direction import END, ISOLATE
from stances.views.formats import ViewOptions
from stances.views.markdown import markdown
from stances.views.markdown_escape import JOINER

if TYPE_CHECKING:
    import sqlite3

    from markdown_it.token import Token

    from corpora import CorpusBuilder

JUDGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""Another program that reads Markdown; it shows what readers of ours will see."""

ADDED = str.maketrans("", "", JOINER + ISOLATE + END)
"""What keeps words from being references, and their direction from changing others'."""

printable = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zs", "Zl", "Zp", "Cs"))
marks = st.sampled_from("|`<>*_[]()!#&~\\$@ \n-+=:.1a")
texts = st.text(printable | marks).filter(lambda text: text.strip(" \n") == text)


def written(result: Any, *columns: str) -> str:  # noqa: ANN401 - any result
    return "".join(markdown(result, ViewOptions(columns=columns)))


def seen(token: Token) -> str:
    """What a reader sees of a cell."""
    breaks = {"softbreak": "\n", "hardbreak": "\n", "html_inline": "\n"}
    parts = token.children or []
    assert {part.type for part in parts} <= {"text", "text_special", *breaks}
    assert {part.content for part in parts if part.type == "html_inline"} <= {"<br>"}
    whole = "".join(breaks.get(part.type, part.content) for part in parts)
    return whole.translate(ADDED)


def read(text: str) -> list[list[str]]:
    tokens = JUDGE.parse(text)
    kinds = [token.type for token in tokens]
    assert kinds.count("table_open") == 1
    assert (kinds[0], kinds[-1]) == ("table_open", "table_close")
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(seen(token))
    return rows


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_no_words_of_a_source_become_markup_or_break_the_table(
    given_: list[tuple[str, str]],
) -> None:
    rows = [{"ref": one, "note": other} for one, other in given_]
    head, *body = read(written(Lookup("sources", ["ref", "note"], rows), "ref", "note"))
    assert head == ["ref", "note"]
    assert body == [list(row) for row in given_]


@pytest.mark.parametrize(
    "text",
    [
        "a | b", "`code`", "a\nb", "<script>", "&amp;", "**bold**", "_it_", "[a](b)", "![a](b)",
        "\\", "\\|", "a\\", "~~no~~", "<br>", "https://a.example/?b=c&d", "# a", "1. a", "- a",
        "---", "$x$",
    ],
)  # fmt: skip
def test_markup_is_shown_as_it_is_written(text: str) -> None:
    result = Lookup("sources", ["ref"], [{"ref": text}])
    assert read(written(result, "ref")) == [["ref"], [text]]
    assert written(result, "ref").count("\n") == 3


def test_cells_are_read_by_people(shipped: sqlite3.Connection) -> None:
    found = listing(shipped, Filters(official=("nahavandian",)))
    [head, row] = read(written(found))
    assert " ".join(head) == (
        "name faction said issue position score disputed quote forms match_certain match_probable "
        "sources ref"
    )
    cells = dict(zip(head, row, strict=True))
    assert row[:3] == ["Mohammad Nahavandian", "Executive", "18 June 2014"]
    assert (cells["position"], cells["score"]) == ("Conditional", "0")
    assert (cells["match_certain"], cells["match_probable"]) == ("1", "1")
    assert cells["sources"] == "WSWS, 21 June 2014; IranWire, 25 June 2014"


def test_dates_are_as_written_where_that_is_asked_for(shipped: sqlite3.Connection) -> None:
    options = ViewOptions(dates="iso")
    found = listing(shipped, Filters(official=("nahavandian",)))
    [_, row] = read("".join(markdown(found, options)))
    assert row[2] == "2014-06-18"
    assert "WSWS, 2014-06-21" in row[-2]


def test_disputed_statements_are_marked(town: CorpusBuilder) -> None:
    index = town.index()
    for found in listing(index, Filters()), comparison(index, ("bo", "cas"), Filters()):
        head, *rows = read(written(found))
        marked = {row[head.index("ref")] for row in rows if row[head.index("disputed")] == "yes"}
        assert marked == {"bo/s2"}


def test_scores_have_their_sign(shipped: sqlite3.Connection) -> None:
    head, *rows = read(written(listing(shipped, Filters(position=("supports", "rejects")))))
    assert {row[head.index("score")] for row in rows} == {"+2", "-2"}


def test_figures_stand_on_the_right(shipped: sqlite3.Connection) -> None:
    head, line, *_ = written(summary(shipped, Filters(), ("faction",))).splitlines()
    figures = "statements | officials | silent | open | scored | disputed"
    figures += " | mean | median | low | high"
    assert head == f"| issue | faction | {figures} |"
    assert line == "| --- | --- |" + " ---: |" * 10


def test_only_the_columns_asked_for_are_there_in_that_order(shipped: sqlite3.Connection) -> None:
    rows = read(written(codebook(shipped, ("factions",)), "label", "id"))
    assert rows[:2] == [["label", "id"], ["Leadership", "leadership"]]


def test_a_table_without_rows_has_its_head() -> None:
    assert read(written(Lookup("sources", [], []))) == [
        ["source", "title", "published", "statements", "assessments"]
    ]
