from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stances.index.derived import renew, watch
from stances.index.search import NoFullTextSearch, hits, make
from stances.index.store import open_index
from stances.queries.filters import Filters
from stances.search_query import parse
from stances.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder

NEEDS, GERMAN = "conditional", {"text": "zwei", "lang": "de"}
DENIAL = {"source": "courier", "text": "Never once."}
NASTY = (
    *('"', '""', "'", "(", ")", "NEAR", "NEAR(a b)", "a AND b", "NOT", "*", "a*b", "^a", "words:a"),
    *("{a b}", "a + b", "-", "--", "a -", "OR OR", "🚤", "\u200c", "ي ك", "می\u200cگوید", "\x00"),
    *("x" * 10_000, "a " * 5_000, "(" * 10_000, '"a' * 5_000, "-a " * 3_000 + "b", "\udcff"),
)


def found(index: sqlite3.Connection, text: str) -> list[str]:
    query, values = hits(index, parse(text))
    query = f"SELECT s.ref FROM ({query}) AS h JOIN all_statements AS s ON s.rowid = h.id"
    return sorted(ref for (ref,) in index.execute(query, values))


def of(text: str, **fields: object) -> dict[str, object]:
    return {"evidence": [{"text": text}], **fields}


def nothing(done: int, of_all: int) -> None:
    """Takes the progress of a build."""


class TestHits:
    @pytest.fixture
    def index(self, corpus: CorpusBuilder) -> sqlite3.Connection:
        said: list[dict[str, object]] = [
            of("We will build the tram", venue="the town hall", note="She was pressed."),
            of("خط نو می\u200cسازیم", summary="A new line"),
            of("The U.S. will co-operate; TRAMS go", position=NEEDS, conditions=["a bridge"]),
            {"evidence": [{"text": "one"}, {"text": "two", "original": GERMAN, "note": "a copy"}],
             "disputes": [{"about": "wording", "note": "They quarrel.", "resolution": "A coin."}]},
            {"evidence": [{"text": "three", "via": "Lake Agency"}], "spoken_by": "A Herald",
             "according_to": ["cy", "a stranger"],
             "disputes": [{"about": "speaker", "note": "n", "words": DENIAL}]},
        ]  # fmt: skip
        joint = {"words_of": "bo/s5", "issue": "tram", "position": "denies"}
        corpus.official("cy", name="Cyrus Vance", statements=[joint])
        return corpus.official("bo", name="Anna Bo", statements=said).index()

    @pytest.mark.parametrize(
        ("text", "refs"),
        [
            ("tram", ["bo/s1"]),
            ("tram*", ["bo/s1", "bo/s3"]),
            ("tram OR trams", ["bo/s1", "bo/s3"]),
            ("TRAM build", ["bo/s1"]),
            ('"build tram"', []),
            ('"build the tram"', ["bo/s1"]),
            ("will -tram", ["bo/s3"]),
            ("us cooperate", ["bo/s3"]),
            ("U.S.", ["bo/s3"]),
            ("bridge", ["bo/s3"]),
            ("ميسازيم", ["bo/s2"]),
            ("می سازیم", ["bo/s2"]),
            ("line", ["bo/s2"]),
            ("zwei", ["bo/s4"]),
            ("hall pressed", ["bo/s1"]),
            ("quarrel coin copy", ["bo/s4"]),
            ("one two", ["bo/s4"]),
            ('"one two"', []),
            ("anna", []),
            ("lake", ["bo/s5", "cy/s1"]),
            ("herald cyrus stranger", ["bo/s5", "cy/s1"]),
            ('"cyrus vance"', ["bo/s5", "cy/s1"]),
            ('"never once"', ["bo/s5"]),
        ],
    )
    def test_are_what_has_all_the_words(
        self, index: sqlite3.Connection, text: str, refs: list[str]
    ) -> None:
        assert found(index, text) == refs

    @pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:12]))
    def test_are_some_or_none_but_never_an_error(
        self, index: sqlite3.Connection, text: str
    ) -> None:
        if parse(text):
            assert set(found(index, text)) <= {
                "cy/s1",
                *(f"bo/s{number}" for number in range(1, 6)),
            }

    def test_are_words_before_notes(self, corpus: CorpusBuilder) -> None:
        said = [of("other words", note="tram"), of("tram words")]
        index = corpus.official("bo", statements=said).index()
        query, values = hits(index, parse("tram"))
        query = f"SELECT s.ref FROM ({query}) AS h JOIN all_statements AS s ON s.rowid = h.id"
        rows = index.execute(f"{query} ORDER BY h.score", values)
        assert [ref for (ref,) in rows] == ["bo/s2", "bo/s1"]

    def test_are_no_statements_with_errors(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[of("tram"), of("tram", faction="zzz")])
        assert found(corpus.index(), "tram") == ["bo/s1"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1))
def test_a_statement_is_found_by_any_word_of_its_own(
    new_corpus: Callable[[], CorpusBuilder], text: str
) -> None:
    index = new_corpus().official("bo", statements=[of(f"{text} {text[::-1]}")]).index()
    for word in fold_words(text).split():
        assert found(index, word) == found(index, f'"{word}"') == ["bo/s1"]
    if parse(text):
        assert found(index, text) == ["bo/s1"]


class TestFullText:
    def test_is_made_with_the_index(self, corpus: CorpusBuilder, tmp_path: Path) -> None:
        corpus.official("bo", statements=[of("tram"), of("bus")])
        for _ in range(2):
            index = open_index(corpus.folder, tmp_path / "cache", nothing)
            index.execute("PRAGMA query_only = ON")
            assert found(index, "tram") == ["bo/s1"]
            index.close()

    def test_follows_the_files(self, corpus: CorpusBuilder, tmp_path: Path) -> None:
        for number in range(9):
            corpus.official(f"bo-{number}", statements=[of("tram")])
        cache = tmp_path / "cache"
        index = open_index(corpus.folder, cache, nothing)
        assert len(found(index, "tram")) == 9
        index.close()
        corpus.official("bo-3", statements=[of("bus"), of("tram bus")])
        index = open_index(corpus.folder, cache, nothing)
        assert found(index, "bus") == ["bo-3/s1", "bo-3/s2"]
        assert len(found(index, "tram")) == 9
        assert "bo-3/s1" not in found(index, "tram")

    def test_takes_out_and_puts_in_what_has_changed_alone(self, corpus: CorpusBuilder) -> None:
        """So an edit costs as much in a large corpus as in a small one."""
        for number in range(20):
            corpus.official(f"bo-{number}", statements=[of("tram"), of("bus")])
        index = corpus.index()
        watch(index)
        index.execute("UPDATE all_statements SET words = ' ship ' WHERE ref = 'bo-7/s2'")
        index.execute("UPDATE all_statements SET words = words, line = 1")
        before = index.total_changes
        renew(index)
        assert index.total_changes - before < 20
        assert found(index, "ship") == ["bo-7/s2"]
        assert len(found(index, "bus")) == 19

    def test_follows_what_is_in_another_file(self, corpus: CorpusBuilder, tmp_path: Path) -> None:
        """The name of who spoke for somebody stands in that one's file alone."""
        corpus.official("cy", name="Cyrus Vance", statements=[of("ship")])
        corpus.official("bo", statements=[of("tram", spoken_by="cy")])
        corpus.official("di", statements=[{"words_of": "bo/s1"}])
        cache = tmp_path / "cache"
        index = open_index(corpus.folder, cache, nothing)
        assert found(index, "cyrus") == ["bo/s1", "di/s1"]
        index.close()
        corpus.official("cy", name="Anna Roe", statements=[of("ship")])
        index = open_index(corpus.folder, cache, nothing)
        assert found(index, "cyrus") == []
        assert found(index, "roe") == ["bo/s1", "di/s1"]
        index.close()

    def test_follows_the_errors_of_what_it_rests_on(
        self, corpus: CorpusBuilder, tmp_path: Path
    ) -> None:
        corpus.source("herald").official("bo", statements=[{"evidence": ["herald"]}])
        corpus.official("di", statements=[{"words_of": "bo/s1", "summary": "a tram"}])
        cache = tmp_path / "cache"
        for text, refs in ((None, []), ("title: T\npublished: 2021\n", ["di/s1"])):
            open_index(corpus.folder, cache, nothing).close()
            file = corpus.folder / "sources" / "herald.yaml"
            file.write_text(text, "utf-8") if text else file.unlink()
            index = open_index(corpus.folder, cache, nothing)
            assert found(index, "tram") == refs
            index.close()


class WithoutFts5(sqlite3.Connection):
    """As where SQLite was built without it."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if "fts5" in sql:
            raise sqlite3.OperationalError("no such module: fts5")
        return super().execute(sql, *values)


def test_without_fts5_that_is_said() -> None:
    index = sqlite3.connect(":memory:", factory=WithoutFts5)
    make(index)
    with pytest.raises(NoFullTextSearch, match="FTS5") as caught:
        found(index, "tram")
    assert (caught.value.exit_code, "--text" in caught.value.hint) == (1, True)
    index.close()


class TestWithoutBlanks:
    @pytest.fixture
    def index(self, corpus: CorpusBuilder) -> sqlite3.Connection:
        said = [
            of("中国国家主席習近平は said 語った", note="会談は東京で"),
            of("นายกรัฐมนตรีกล่าวว่าจะไม่ถอย"),
            of("미국의 대통령에게는 시간이 없다", note="총리가 답했다"),
            of("대통령실은 부인했다"),
        ]
        return corpus.official("bo", statements=said).index()

    @pytest.mark.parametrize(
        ("text", "ids"),
        [
            ("習近平", "1"),
            ("席", "1"),
            ("た", "1"),
            ("習近平 said", "1"),
            ('"平は said 語"', "1"),
            ("東京", "1"),
            ("平習", ""),
            ("รัฐมนตรี", "2"),
            ("대통령", "3"),
            ("대통령*", "34"),
            ("대통령실", "4"),
            ("미국 대통령", "3"),
            ("총리", "3"),
            ("대통령실 OR 主席", "14"),
            ("said -習近平", ""),
            ("부인했다 -대통령", "4"),
            ("시간 -대통령", ""),
        ],
    )
    def test_words_are_found(self, index: sqlite3.Connection, text: str, ids: str) -> None:
        assert found(index, text) == [f"bo/s{id_}" for id_ in ids]

    @pytest.mark.parametrize(
        ("text", "ids"),
        [("習近平", "1"), ("た", "1"), ("平は said", "1"), ("รัฐมนตรี", "2"), ("대통령", "34")],
    )
    def test_the_filter_finds_them_too(
        self, index: sqlite3.Connection, text: str, ids: str
    ) -> None:
        clause = Filters(text=(text,)).clause()
        rows = index.execute(f"SELECT ref FROM statements AS s WHERE {clause.sql}", clause.values)
        assert sorted(ref for (ref,) in rows) == [f"bo/s{id_}" for id_ in ids]

    def test_chinese_makes_an_index_in_proportion(self, corpus: CorpusBuilder) -> None:
        """One letter is one word, and no more than one."""
        index = corpus.official("bo", statements=[of("習" * 900), of("平")]).index()
        [words] = index.execute("SELECT MAX(length(words)) FROM statements").fetchone()
        assert words < 2_000
