"""An index that answers as a coder has coded it, held against records that say the same."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING, cast

import pytest

import coded_corpora
import random_corpora
from corpora import SCALE
from questions import answers, filters
from stances.index.as_coded import as_coded
from stances.index.build import build
from stances.index.parquet_export import export_parquet
from stances.index.parquet_index import open_export
from stances.queries.conflicts import conflicts
from stances.queries.faults import LeftOut, left_out
from stances.queries.filters import Filters
from stances.queries.search import search
from stances.queries.summary import summary
from stances.queries.timeline import timeline
from stances.search_query import parse

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

    from corpora import CorpusBuilder
    from stances.index.connection import Index

SEARCHED = ("peace", "words well-known", "number -peace", "treaty OR money said")
"""What a search finds in conditions, in other words, and in neither."""


_OF_FILES = re.compile(r"'(?:errors|warnings)': \d+|'coding': (?:None|{.*?})")
"""What a report says of files, and of the coding itself."""


def told(index: sqlite3.Connection, asked: Iterable[Filters]) -> dict[tuple[str, str], str]:
    """All answers to questions with some filters."""
    return {
        (question, str(each)): _OF_FILES.sub("", answer)
        for each in asked
        for question, answer in answers(index, each)
        if not question.startswith("agreement ")  # which is of all readings, whoever is asked
    }


def searched(index: sqlite3.Connection) -> list[str]:
    return [repr([*search(index, parse(words), Filters()).rows]) for words in SEARCHED]


def assert_alike(these: dict[tuple[str, str], str], those: dict[tuple[str, str], str]) -> None:
    for question, answer in those.items():
        assert these[question] == answer, question
    assert these.keys() == those.keys()


def drawn(folder: Path, seed: int, *, rewritable: bool) -> dict[str, coded_corpora.Coding]:
    """A random corpus with the codings of `anna`, and of somebody else."""
    random_corpora.write(folder, seed)
    index, random = build(folder), Random(seed)
    codings = coded_corpora.draw(index, random, rewritable=rewritable)
    coded_corpora.write(folder, "anna", codings)
    coded_corpora.write(folder, "bo", coded_corpora.draw(index, random))
    return codings


class TestAnIndexAsCoded:
    @pytest.mark.parametrize("seed", [3, 10, 19])
    def test_answers_as_if_the_records_said_so(self, seed: int, tmp_path: Path) -> None:
        codings = drawn(tmp_path / "data", seed, rewritable=True)
        shutil.copytree(tmp_path / "data", tmp_path / "said")
        coded_corpora.rewrite(tmp_path / "said", "anna", codings)
        shutil.rmtree(tmp_path / "said/codings")
        index, said = build(tmp_path / "data"), build(tmp_path / "said")
        assert not [*said.execute("SELECT message FROM problems WHERE severity = 'error'")]
        every = filters(said)
        asked = [Filters(), every[seed % len(every)]]
        decided = told(index, asked[:1]), searched(index)
        with as_coded(index, "anna"):
            assert_alike(told(index, asked), told(said, asked))
            assert searched(index) == searched(said)
            assert searched(index) != decided[1]
        assert (told(index, asked[:1]), searched(index)) == decided

    @pytest.mark.parametrize(("seed", "most"), [(4, 0), (17, 20_000)])
    def test_answers_the_same_from_an_export(
        self, seed: int, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("stances.index.parquet_index._SMALL", most)
        drawn(tmp_path / "data", seed, rewritable=False)
        index = build(tmp_path / "data")
        export_parquet(index, tmp_path / "export", None, lambda *_: None)
        asked = [Filters()]
        with closing(open_export(tmp_path / "export", None, lambda *_: None)) as other:
            for coder in ("anna", "bo"):
                with as_coded(index, coder), as_coded(other, coder):
                    assert_alike(told(other, asked), told(index, asked))


def rows(index: sqlite3.Connection, *keys: str, of: str = "statements") -> list[tuple[object, ...]]:
    """Some columns of all rows of a table, in order of the first."""
    query = f"SELECT {', '.join(keys)} FROM {of} ORDER BY {keys[0]}, 2"
    return [tuple(row) for row in index.execute(query)]


def coded(corpus: CorpusBuilder, official: str, **codings: coded_corpora.Coding) -> None:
    """Write the codings of `anna`."""
    random_corpora.save(corpus.folder / f"codings/anna/{official}.yaml", codings)


@pytest.fixture
def two(corpus: CorpusBuilder) -> CorpusBuilder:
    """Two statements of one official, the first with a frame; another has the words of it."""
    corpus.codebook(issues={"tram": SCALE, "bus": SCALE})
    corpus.official(
        "bo",
        roles=[
            {"title": "Clerk", "faction": "council", "until": "2021-05-31"},
            {"title": "Mayor", "faction": "mayor", "from": "2021-06-01"},
        ],
        statements=[
            {"id": "one", "said": "2021-05-03", "frames": ["jobs"], "position": "supports"},
            {"id": "two", "said": "2021-05-20", "position": "opposes"},
            {
                "id": "three",
                "words_of": "bo/one",
                "issue": "bus",
                "position": "rejects",
                "said": None,
                "evidence": None,
            },
        ],
    )
    corpus.official(
        "cy",
        faction="council",
        statements=[{"id": "too", "words_of": "bo/one", "said": None, "evidence": None}],
    )
    return corpus


class TestFrames:
    def test_that_were_not_coded_stay_and_an_empty_list_takes_them_away(
        self, two: CorpusBuilder
    ) -> None:
        for given, own, of_table in (
            ({}, '["jobs"]', ["jobs"]),
            ({"frames": []}, "[]", []),
            ({"frames": ["cost"]}, '["cost"]', ["cost"]),
        ):
            coded(two, "bo", one={"position": "rejects", **given})
            index = two.index()
            with as_coded(index, "anna"):
                [first] = [row for row in rows(index, "ref", "frames") if row[0] == "bo/one"]
                assert first == ("bo/one", own)
                assert [row[1] for row in rows(index, "ref", "frame", of="statement_frames")] == (
                    of_table
                )


class TestAnotherDate:
    def test_is_that_of_what_has_the_words_with_the_role_of_the_day(
        self, two: CorpusBuilder
    ) -> None:
        coded(two, "bo", one={"position": "supports", "said": "2021-06-10T08:00:00Z"})
        index = two.index()
        keys = ("ref", "said_from", "moment", "role", "faction")
        before = rows(index, *keys)
        with as_coded(index, "anna"):
            day, time = "2021-06-10", "2021-06-10T08:00:00Z"
            assert rows(index, *keys) == [
                ("bo/one", day, time, "Mayor", "mayor"),
                ("bo/three", day, time, "Mayor", "mayor"),
                ("bo/two", "2021-05-20", None, "Clerk", "council"),
                ("cy/too", day, time, "Member", "council"),
            ]
            assert rows(index, "ref", "said_from", of="evidence")[0] == ("bo/one", day)
        assert rows(index, *keys) == before

    def test_of_what_has_the_words_is_its_own(self, two: CorpusBuilder) -> None:
        coded(
            two,
            "bo",
            one={"position": "supports", "said": "2021-06-10"},
            three={"position": "supports", "said": "2021-06-12"},
        )
        index = two.index()
        with as_coded(index, "anna"):
            days = {ref: said for ref, said in rows(index, "ref", "said")}  # noqa: C416 - of pairs
            assert (days["bo/one"], days["bo/three"]) == ("2021-06-10", "2021-06-12")
            assert (days["cy/too"], days["bo/two"]) == ("2021-06-10", "2021-05-20")

    def test_changes_what_is_a_change_of_what(self, two: CorpusBuilder) -> None:
        coded(two, "bo", one={"position": "supports", "said": "2021-06-10"})
        index = two.index()

        def shifts() -> list[tuple[str, str, str]]:
            found = timeline(index, Filters(), shifts=True).rows
            return [(row["ref"], row["previous"], row["change"]) for row in found]

        assert shifts() == [("bo/two", "bo/one", "certain")]
        with as_coded(index, "anna"):
            assert shifts() == [("bo/one", "bo/two", "certain")]


class TestWhatIsSkipped:
    def test_is_left_out_and_not_what_has_its_words(self, two: CorpusBuilder) -> None:
        coded(two, "bo", one={"skip": "another question"})
        index = two.index()
        with as_coded(index, "anna"):
            kept = ["bo/three", "bo/two", "cy/too"]
            assert [ref for ref, _ in rows(index, "ref", "said")] == kept
            cited = rows(index, "ref", "source", of="supporting")
            assert {"bo/three", "cy/too"} < {ref for ref, _ in cited}
            assert left_out(index) == LeftOut(0, 0, 0)
            [issue] = list(summary(index, Filters(), ("faction",)).rows)[:1]
            assert issue["statements"] == 2

    def test_is_gone_with_its_words_where_nothing_else_has_them(self, two: CorpusBuilder) -> None:
        coded(two, "bo", one={"skip": "no"}, two={"skip": "no"}, three={"skip": "no"})
        index = two.index()
        with as_coded(index, "anna"):
            assert [ref for ref, _ in rows(index, "ref", "number", of="evidence")] == ["bo/one"]
        random_corpora.save(two.folder / "codings/anna/cy.yaml", {"too": {"skip": "no"}})
        index = two.index()
        with as_coded(index, "anna"):
            for table in ("statements", "all_statements", "evidence", "supporting"):
                assert rows(index, "ref", "1", of=table) == []

    def test_leaves_an_official_without_statements_silent(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"]).official("cy", statements=["rejects"])
        coded(corpus, "bo", s1={"skip": "another question"})
        index = corpus.index()
        with as_coded(index, "anna"):
            [row] = summary(index, Filters(), ("faction",)).rows
            assert (row["statements"], row["officials"], row["silent"]) == (1, 1, 1)


class TestWhatASourceSaysAlone:
    def test_is_a_disagreement_with_what_the_coder_read(self, corpus: CorpusBuilder) -> None:
        evidence = [
            {"source": "courier", "form": "quote", "text": "we may build it, if they pay"},
            {
                "source": "herald",
                "form": "quote",
                "text": "never will it be built here",
                "position": "rejects",
            },
        ]
        corpus.source("herald").official(
            "bo", statements=[{"position": "supports", "evidence": evidence}]
        )
        coded(corpus, "bo", s1={"position": "rejects"})
        index = corpus.index()

        def kinds() -> list[str]:
            return [row["kind"] for row in conflicts(index, Filters()).rows]

        assert kinds() == ["position"]
        with as_coded(index, "anna"):
            assert kinds() == []


class TestWhoseReadingItIs:
    def test_is_the_coder_of_the_row_and_no_decision(self, corpus: CorpusBuilder) -> None:
        decided = {"by": "Cy", "date": "2021-08-01", "why": "The words say so."}
        own = {"position": "supports", "decided": decided}
        corpus.official("bo", statements=[own, own | {"coder": "Anna"}, own])
        coded(corpus, "bo", s1={"position": "rejects"}, s2={"position": "opposes"})
        index = corpus.index()
        with as_coded(index, "anna"):
            assert rows(index, "ref", "coder", "decided", "decided_by", "decided_why") == [
                ("bo/s1", "anna", None, None, None),
                ("bo/s2", "Anna", None, None, None),
                ("bo/s3", "tests", "2021-08-01", "Cy", "The words say so."),
            ]

    def test_leaves_nothing_behind(self, two: CorpusBuilder) -> None:
        coded(two, "bo", one={"position": "rejects"}, two={"skip": "no"})
        index = cast("Index", two.index())
        search(index, parse("words"), Filters())
        for _ in range(2):
            with as_coded(index, "anna"):
                assert [*search(index, parse("words"), Filters()).rows]
        assert not index.in_transaction
        assert [*index.execute("SELECT name FROM sqlite_temp_master")] == []
        assert (index.reading, index.has_other_words) == (None, False)

    def test_leaves_nothing_behind_after_an_error_either(
        self, two: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        coded(two, "bo", one={"position": "rejects"})
        index = two.index()
        with monkeypatch.context() as patch:
            patch.setattr("stances.index.as_coded._sum_again", lambda _: 1 / 0)
            with pytest.raises(ZeroDivisionError), as_coded(index, "anna"):
                pass
        with as_coded(index, "anna"):
            assert ("bo/one", "rejects") in rows(index, "ref", "position")

    def test_has_of_a_great_many_officials_the_same_sums(
        self, corpus: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in "bo cy dee eve".split():
            corpus.official(name, statements=["supports", "opposes"])
            coded(corpus, name, s1={"position": "rejects"})
        index, found = corpus.index(), []
        for few in (200, 1):
            monkeypatch.setattr("stances.index.as_coded._FEW", few)
            with as_coded(index, "anna"):
                found.append([*summary(index, Filters(), ("faction",)).rows])
        assert found[0] == found[1]
        assert found[0][0]["mean"] == -1.5
