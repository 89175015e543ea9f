"""The search index of the site, read back by a reader of its own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import random_corpora
from cases import every_case
from pages import parsed
from sites import index_files
from stances.index.build import build
from stances.queries.background import Imprint, Names
from stances.queries.filters import Filters
from stances.queries.listing import select
from stances.queries.site import site
from stances.queries.site.lines import LINE
from stances.queries.site.searched import searched
from stances.views.html.site import places, search_index
from stances.views.html.site.labels import SiteLabels
from stances.views.html.site.lists import statement_line
from stances.views.html.site.page import Pages
from stances.views.html.site.scripts import script, smaller
from stances.views.html.site.search_index import search_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from corpora import CorpusBuilder

DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def numbers(text: str) -> list[int]:
    """Numbers, each with its smallest digit first and a last digit of the first half."""
    return [
        sum(DIGITS.index(char) % 32 * 32**place for place, char in enumerate(digits))
        for digits in re.findall(f"[{DIGITS[32:]}]*[{DIGITS[:32]}]", text)
    ]


def values(files: Mapping[str, str], name: str) -> list[Any]:
    """What a file hands over."""
    text = files[f"search/{name}.js"]
    start = f'stances("{name}",'
    assert text.startswith(start)
    assert text.endswith(");\n")
    found: list[Any] = json.loads(f"[{text[len(start) : -3]}]")
    return found


def words_of_all(files: Mapping[str, str]) -> list[dict[int, str]]:
    """The words of each statement by their places in it."""
    number, _, starts = values(files, "index")
    lengths = numbers(values(files, "lengths")[0])
    assert len(lengths) == number
    owners = [(owner, at) for owner, size in enumerate(lengths) for at in range(size)]
    found: list[dict[int, str]] = [{} for _ in range(number)]
    before = ""
    for at, start in enumerate(starts):
        [entries] = values(files, f"words-{at}")
        assert entries[0] == start
        for word, told in zip(entries[::2], entries[1::2], strict=True):
            assert before.encode("utf-16-be") < word.encode("utf-16-be")
            before, place = word, 0
            for distance in numbers(told):
                place += distance
                owner, inside = owners[place]
                found[owner][inside] = word
    return found


def in_order(columns: Iterable[str]) -> list[list[str]]:
    """Runs of words of a statement, as they must be: what stands between texts parts them."""
    return [run.split() for column in columns for run in column.split("·") if run.split()]


def runs(placed: Mapping[int, str]) -> list[list[str]]:
    """Words whose places follow each other."""
    found: list[list[str]] = []
    for place in sorted(placed):
        if place - 1 not in placed:
            found.append([])
        found[-1].append(placed[place])
    return found


def test_has_the_words_that_search_looks_at_each_in_its_place(
    shipped: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With files of any size, and with words that had to wait on disk, as without."""
    wanted = [in_order((s.words, s.notes, s.joined)) for s in searched(shipped, Filters())]
    assert [runs(placed) for placed in words_of_all(index_files(shipped))] == wanted
    whole = index_files(shipped)
    monkeypatch.setattr(search_index, "_AT_ONCE", 300)
    assert index_files(shipped) == whole
    monkeypatch.setattr(search_index, "_LARGEST", 500)
    small = index_files(shipped)
    assert len(small) > len(whole)
    assert [runs(placed) for placed in words_of_all(small)] == wanted


def test_full_text_has_the_same_words(shipped: sqlite3.Connection) -> None:
    shipped.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, searched_words, 'row')")
    terms = {term for (term,) in shipped.execute("SELECT term FROM temp.v")} - {"·"}
    shipped.execute("DROP TABLE temp.v")
    assert {
        word for placed in words_of_all(index_files(shipped)) for word in placed.values()
    } == terms


def test_filters_have_the_values_of_each_statement(shipped: sqlite3.Connection) -> None:
    files = index_files(shipped)
    statements = [*searched(shipped, Filters())]
    with every_case() as case:
        for name in search_index.FILTERS:
            with case(name):
                known, told = values(files, f"by-{name}")
                found: list[list[str]] = [[]]
                for number in numbers(told):
                    if number:
                        found[-1].append(known[number // 2 - 1][0])
                    if not number or number % 2:
                        found.append([])
                own = [getattr(s, f"{name}s", None) or getattr(s, name) for s in statements]
                assert found[:-1] == [[v] if isinstance(v, str) else v for v in own]
    days, told = values(files, "dates")
    assert days == sorted({day for s in statements for day in (s.said_from, s.said_to) if day})
    first = len(days)
    pairs = numbers(told)
    for s, less, more in zip(statements, pairs[::2], pairs[1::2], strict=True):
        first -= less
        assert ([None, *days][first], [None, *days][first + more - 1 if more else 0]) == (
            (s.said_from, s.said_to)
        )


def test_what_rests_on_words_of_another_has_what_the_filters_find(corpus: CorpusBuilder) -> None:
    corpus.source("press").source("wire")
    pieces = [{"source": "courier"}, {"source": "press", "speaker": "bo", "form": "paraphrase"}]
    own = {"evidence": pieces, "spoken_by": "Cy", "according_to": "dan"}
    corpus.official("anna", statements=[own]).official("bo").official("cy").official("dan")
    corpus.official("bo", statements=[{"words_of": "anna/s1"}])
    rows = {row.ref: row for row in searched(corpus.index(), Filters())}
    first, second = rows["anna/s1"], rows["bo/s1"]
    assert (first.officials, first.sources) == (["anna", "bo", "cy", "dan"], ["courier", "press"])
    assert set(second.officials) == {"bo", "cy", "dan"}
    assert (second.sources, second.forms) == (["courier", "press"], ["quote", "paraphrase"])


def test_is_the_same_in_whatever_order_the_index_was_filled(
    corpus: CorpusBuilder, tmp_path: Path
) -> None:
    from stances.index.store import open_index  # noqa: PLC0415 - for this test alone

    for name in ("anna", "bo", "cy"):
        corpus.official(name, statements=["supports", {"position": "opposes", "said": "2020"}])
    open_index(corpus.folder, tmp_path, lambda *_: None).close()
    corpus.official("anna", statements=["opposes", {"said": "2019-02"}, {"said": "../2018"}])
    updated = open_index(corpus.folder, tmp_path, lambda *_: None)
    assert index_files(updated) == index_files(corpus.index())


WILD = (
    "</script><!-- <script> ]]> \u2028\u2029 \u202e abc \u2066 \x00\x1b \ud800 \ufeff "
    "\\ \" ' ${x} `"
)


def test_no_text_can_end_a_script_or_hide_in_it(corpus: CorpusBuilder) -> None:
    """Even what no record may have."""
    corpus.official("anna", statements=["supports"])
    known = Names(
        issues={"tram": WILD},
        positions={("tram", "supports"): WILD},
        factions={"council": WILD},
        officials={"anna": WILD},
        sources={"courier": Imprint(WILD, None)},
    )
    names = SiteLabels(replace(site(corpus.index(), Filters()), names=known), "../")
    [sound] = searched(corpus.index(), Filters())
    passages = [(WILD, "fa", "quote", "courier"), (WILD * 9, None, "note", None)]
    row = sound.row | {"status": WILD, "conditions": [WILD], "spoken_by": WILD}
    one = sound._replace(words=" a ", notes="", joined="", passages=passages, row=row)
    files = dict(search_files([one], names, {"anna": [WILD]}))
    shown = "</script><!-- <script> ]]> [U+2028][U+2029] [U+202E] abc [U+2066] ␀␛ [U+D800] [U+FEFF]"
    with every_case() as case:
        for path, text in files.items():
            with case(path):
                text.encode()
                assert "<" not in text
                assert text.count("\n") == 1
                assert all(char.isprintable() for char in text[:-1])
    labels, [row] = values(files, "statements-0")
    assert labels[0].startswith(shown)
    [mark], [condition, voice] = labels[row[6]]
    assert mark.startswith(shown)
    assert condition.startswith(f"condition: {shown}")
    assert voice.startswith(f"spoken by {shown}")
    assert row[7][0].startswith(shown)
    assert row[7][2:] == ["fa", "rtl"]
    assert labels[row[7][1]][0] == "“"
    assert labels[row[7][1]][2].startswith(shown)
    assert row[8][0].endswith("…")
    assert labels[row[8][1]] == ["", "note", ""]
    assert values(files, "by-source")[0][0][1].startswith(shown)
    [[_, name, other]] = values(files, "by-official")[0]
    assert name.startswith(shown)
    assert other.startswith(shown)


def test_hits_are_marked_as_the_lists_mark_statements(tmp_path: Path) -> None:
    """And each has below it what the lists have below, of as many different marks as there are."""
    random_corpora.write(tmp_path, 7)
    index = build(tmp_path)
    names = Pages(site(index, Filters())).names(places.SEARCH)
    files = index_files(index)
    found: dict[str, tuple[list[str], list[str]]] = {}
    for number in range(0, values(files, "index")[0], 64):
        labels, rows = values(files, f"statements-{number // 64}")
        for address, _, *_, remarks, passage in (row[:8] for row in rows):
            marks, beside = labels[remarks]
            found[address] = marks, [*beside, labels[passage[1]][2]]
    wanted = {}
    for row in select(index, Filters().clause(), "s.ref", keys=LINE):
        line = parsed(f"<!doctype html><title>List</title><ul>{statement_line(row, names)}</ul>")
        marks = ["".join(each.itertext()) for each in line.findall(".//*[@class='mark']")]
        [credit] = line.findall(".//*[@class='credit']")
        below = "".join(credit.itertext()).split(" · ")
        below = [each for each in below if not each.startswith("in short: ")]
        wanted[row["ref"]] = [*dict.fromkeys(marks)], below
    assert found == wanted
    marks = {" ".join(each.split()[:2]) for some, _ in wanted.values() for each in some}
    assert marks >= {"denied", "hearsay", "disputed", "retracted", "sources differ:"}
    told = " · ".join(each for _, below in wanted.values() for each in below)
    for each in ("according to", "spoken by", "attributed to", "(corrected)", "(probable)"):
        assert each in told


def test_a_corpus_without_statements_has_an_index_all_the_same(corpus: CorpusBuilder) -> None:
    files = index_files(corpus.index())
    assert values(files, "index") == [0, 64, []]
    assert values(files, "lengths") == [""]


class TestScripts:
    def test_are_small_and_say_nothing_of_how_they_work(self) -> None:
        assert len(script(places.SEARCHING).encode()) <= 10_000
        assert len(script(places.COMPARING).encode()) <= 10_000
        assert len(script(places.SORTING).encode()) <= 1_500
        assert len(script(places.COPYING).encode()) <= 1_000
        for path in places.SCRIPTS:
            assert "search_index.py" not in script(path)
            assert script(path).count("\n") == 1

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("const long = 1; // says why\nf(long + +long);", "let a=1;f(a+ +a);"),
            ("const same = (x) => x.same;", "let same=a=>a.same;"),
            ("const f = async (it) => it, g = (a, b) => f(b);", "let b=async c=>c,e=(d,a)=>b(a);"),
            ("const one = 1; const two = 2; f(two);", "let b=1,a=2;f(a);"),
            ("const one = () => { if (x) { y(); } return z; };", "let a=()=>{if(x){y()}return z};"),
            ("if (x) { let one = 1; } const two = 2; let to;", "if(x){let a=1}let b=2,a;"),
            # Names of two functions may be the same, but none of theirs and one that they use.
            (
                "const add = (one) => one + one; const sub = (two) => add(two, two);",
                "let b=a=>a+a,c=a=>b(a,a);",
            ),
            ("const $ = (one) => /^a+$/u.test(one);", "let b=a=>/^a+$/u.test(a);"),
            ("const f = (one) => { let two, six = one; };", "let b=a=>{let d,c=a};"),
            ("const { name } = f; let other = name;", "let{name}=f,a=name;"),
            (
                'const long = "// long  `"; g(`a  ${long}`);',
                'let long="// long  `";g(`a  ${long}`);',
            ),
            ('x = y.replace(/[/ ]\\/  "/g, a / long / b);', 'x=y.replace(/[/ ]\\/  "/g,a/long/b);'),
            (
                "let [first, { deep }] = f((many, ...rest) => many in rest);",
                "let[c,{deep}]=f((a,...b)=>a in b);",
            ),
        ],
    )
    def test_keep_their_meaning(self, text: str, wanted: str) -> None:
        assert smaller(text) == f"{wanted}\n"
