"""Figures of all codings, and how much of it each coder has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import random_corpora
from stances.errors import UnknownName
from stances.index.as_coded import Reading
from stances.queries.as_coded import asked_as, coder_named, coders, known_coders, ranges
from stances.queries.comparison import comparison
from stances.queries.filters import Filters
from stances.queries.summary import summary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from corpora import CorpusBuilder


def coded(corpus: CorpusBuilder, coder: str, official: str, **codings: dict[str, Any]) -> None:
    random_corpora.save(corpus.folder / f"codings/{coder}/{official}.yaml", codings)


@pytest.fixture
def index(corpus: CorpusBuilder) -> sqlite3.Connection:
    """Three statements of two officials, the second by another coder, and codings of two."""
    corpus.official("bo", statements=["supports", {"position": "opposes", "coder": "Ann Lee"}])
    corpus.official("cy", statements=["rejects"], faction="mayor")
    coded(corpus, "ann-lee", "bo", s1={"position": "opposes"})
    coded(corpus, "zoe", "bo", s2={"skip": "no"})
    coded(corpus, "zoe", "cy", s1={"position": "supports"})
    coded(corpus, "lax", "cy", s1={"position": "no-such-position"})
    return corpus.index()


class TestCoders:
    def test_are_those_with_codings_and_those_of_the_records(
        self, index: sqlite3.Connection
    ) -> None:
        assert coders(index) == ["ann-lee", "zoe"]
        assert known_coders(index) == ["ann-lee", "lax", "tests", "zoe"]

    def test_are_named_by_id_or_by_name(self, index: sqlite3.Connection) -> None:
        assert [coder_named(index, name) for name in ("zoe", "Ann LEE", "decided")] == [
            *("zoe", "ann-lee", "")
        ]
        with pytest.raises(UnknownName, match="no coder is called `Zoë Kay`"):
            coder_named(index, "Zoë Kay")


class TestReading:
    def test_counts_what_was_asked_for(self, index: sqlite3.Connection) -> None:
        for coder, filters, reading in (
            # The second statement is this coder's own, and is the record itself.
            ("ann-lee", Filters(), Reading("ann-lee", 2, 0, 1, 0)),
            ("ann-lee", Filters(official=("cy",)), Reading("ann-lee", 0, 0, 1, 0)),
            ("zoe", Filters(), Reading("zoe", 1, 1, 1, 0)),
            ("zoe", Filters(official=("bo",)), Reading("zoe", 0, 1, 1, 0)),
            ("zoe", Filters(position=("supports",)), Reading("zoe", 1, 0, 1, 0)),
            ("lax", Filters(), Reading("lax", 0, 0, 3, 1)),
            ("tests", Filters(), Reading("tests", 2, 0, 1, 0)),
        ):
            with asked_as(index, coder, filters) as found:
                assert found == reading
            assert found is not None
            assert found.statements == found.read + found.skipped + found.decided

    def test_is_none_of_the_decided(self, index: sqlite3.Connection) -> None:
        with asked_as(index, "", Filters()) as found:
            assert found is None

    def test_ends_with_an_error_too(self, index: sqlite3.Connection) -> None:
        before = [tuple(row) for row in index.execute("SELECT * FROM tallies ORDER BY official")]
        with pytest.raises(ZeroDivisionError), asked_as(index, "zoe", Filters()):
            _ = 1 / 0
        after = index.execute("SELECT * FROM tallies ORDER BY official")
        assert [tuple(row) for row in after] == before


class TestRanges:
    def test_of_a_summary_have_each_coding_and_its_ends(self, index: sqlite3.Connection) -> None:
        found = ranges(index, Filters(), lambda: summary(index, Filters(), ("faction",)))
        assert found.keys[:4] == ("issue", "faction", "coding", "statements")
        told = [(row["faction"], row["coding"], row["scored"], row["mean"]) for row in found.rows]
        assert told == [
            ("mayor", "decided", 1, -2.0),
            ("mayor", "ann-lee", 1, -2.0),
            ("mayor", "zoe", 1, 2.0),
            ("mayor", "lowest", 1, -2.0),
            ("mayor", "highest", 1, 2.0),
            ("council", "decided", 2, 0.5),
            ("council", "ann-lee", 2, -1.0),
            ("council", "zoe", 1, 2.0),
            ("council", "lowest", 1, -1.0),
            ("council", "highest", 2, 2.0),
        ]

    def test_are_those_of_each_coding_alone(self, index: sqlite3.Connection) -> None:
        """What each coding gives, and its ends, are counted here once more."""
        found = [*ranges(index, Filters(), lambda: summary(index, Filters(), ("official",))).rows]
        alone: dict[str, list[dict[str, Any]]] = {}
        for coder in ("", "ann-lee", "zoe"):
            with asked_as(index, coder, Filters()):
                for row in summary(index, Filters(), ("official",)).rows:
                    alone.setdefault(row["official"], []).append(row)
        for official, rows in alone.items():
            own = [row for row in found if row["official"] == official]
            assert [{**row, "coding": None} for row in own[:3]] == [
                {**row, "coding": None} for row in rows
            ]
            for end, which in ((own[3], min), (own[4], max)):
                for key in rows[0].keys() - {"issue", "official"}:
                    values = [row[key] for row in rows if row[key] is not None]
                    assert end[key] == which(values, default=None), (official, key)

    def test_of_a_comparison_have_the_distance(self, index: sqlite3.Connection) -> None:
        found = ranges(index, Filters(), lambda: comparison(index, ["bo", "cy"], Filters()))
        assert found.document is not None
        distances = [row["distance"] for row in found.rows if row["side"] == "bo"]
        assert distances == [2.5, 1.0, 0.0, 0.0, 2.5]

    def test_keep_groups_apart_that_only_some_codings_have(self) -> None:
        class Given(NamedTuple):
            rows: Sequence[dict[str, Any]]
            keys: Sequence[str] = ("official", "refs", "score")
            document: None = None
            kind: str = "given"

        class Nothing:
            """An index that has three coders, and of which nothing is read."""

            reading = None

        given: Iterator[Sequence[tuple[str, int | None]]] = iter(
            [[("b", 1), ("d", 2)], [("a", 3), ("b", None), ("c", 4), ("d", 5)], [("e", 1)]]
        )

        def ask() -> Given:
            return Given([{"official": o, "refs": [], "score": n} for o, n in next(given)])

        nothing: Any = Nothing()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("stances.queries.as_coded.coders", lambda _: ["x", "y"])
            patch.setattr("stances.queries.as_coded.ask_as", lambda *_: Reading("x", 0, 0, 0, 0))
            patch.setattr("stances.queries.as_coded.take_off", lambda _: None)
            found = ranges(nothing, Filters(), ask)
        assert [*dict.fromkeys(row["official"] for row in found.rows)] == ["e", "a", "b", "c", "d"]
        assert found.keys == ("official", "coding", "score")
        own = [(row["coding"], row["score"]) for row in found.rows if row["official"] == "b"]
        assert own == [("decided", 1), ("x", None), ("lowest", 1), ("highest", 1)]
