"""Datasette opens every table and view of what `export sqlite` writes, each row, and searches."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import subprocess
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from datasette.app import Datasette
from datasette.utils import tilde_encode

from stances.index.public_sql import columns

# Datasette has SQLite tell of what a callback raises; other tests in this process raise on purpose.
sqlite3.enable_callback_tracebacks(False)  # noqa: FBT003 - it takes no name

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpora import CorpusBuilder

    from .conftest import Run

    Exported = Callable[..., Path]

DATA = Path(__file__).resolve().parents[2] / "data"
DOCS = DATA.parent / "docs" / "sql.md"
PROGRAMS = Path(sysconfig.get_path("scripts"))
FULL_TEXT = "statements evidence disputes officials sources assessments uncoded".split()
ODD = '<b>"O\'Neill" [x] %_ & Söhne/محمد</b>'
Pages = dict[str, Any]


@pytest.fixture
def exported(stances: Run, tmp_path: Path) -> Exported:
    """Exports a corpus, with its metadata."""

    def write(folder: Path = DATA, name: str = "stances.db") -> Path:
        answer = stances("export", "sqlite", tmp_path / name, "--data", folder)
        assert answer.returncode == 0, answer.stderr
        return tmp_path / name

    return write


def pages(file: Path, *addresses: str, told: bool = True) -> Pages:
    """What Datasette answers at addresses below the database: text, or what JSON says."""
    metadata = json.loads(file.with_suffix(".metadata.json").read_text("utf-8")) if told else None

    async def ask() -> Pages:
        app = Datasette([str(file)], metadata=metadata)
        await app.invoke_startup()
        found: Pages = {}
        for address in addresses:
            answer = await app.client.get(f"/{tilde_encode(file.stem)}{address}")
            assert answer.status_code == 200, (address, answer.status_code, answer.text)
            found[address] = answer.json() if ".json" in address else answer.text
        return found

    # The thread of a test may have the event loop of a browser already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(ask())).result()


def page(file: Path, address: str, *, told: bool = True) -> Any:  # noqa: ANN401 - text, or JSON
    return pages(file, address, told=told)[address]


def ask(file: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] if len(row) == 1 else row for row in connection.execute(query)]


def tables_and_views(file: Path) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE "
    return ask(file, query + r"'%\_fts%' ESCAPE '\' AND name NOT LIKE 'sqlite%'")


class TestDatasette:
    @pytest.mark.parametrize("told", [True, False])
    def test_opens_every_table_and_view(self, exported: Exported, *, told: bool) -> None:
        file = exported()
        names = tables_and_views(file)
        assert names == [*columns(), "statements_readable"]
        found = pages(file, *(f"/{name}.json?_shape=array" for name in names), told=told)
        for name, rows in zip(names, found.values(), strict=True):
            assert len(rows) == ask(file, f"SELECT MIN(COUNT(*), 100) FROM {name}")[0], name
        pages(file, "", *(f"/{name}" for name in names), told=told)

    def test_opens_every_statement_and_official(self, exported: Exported) -> None:
        file = exported()
        refs = map(tilde_encode, ask(file, "SELECT ref FROM statements"))
        ids = ask(file, "SELECT official FROM officials")
        found = pages(file, *(f"/statements/{ref}" for ref in refs))
        assert all('href="/stances/evidence?ref=' in text for text in found.values())
        found = pages(file, *(f"/officials/{official}" for official in ids))
        assert all('href="/stances/statements?official=' in text for text in found.values())

    @pytest.mark.parametrize("told", [True, False])
    def test_searches_full_text(self, exported: Exported, *, told: bool) -> None:
        file = exported()
        listed = "statements", "evidence", "officials", "sources"
        words = dict(zip(listed, ("extremists", "extremists", "rouhani", "iraq"), strict=True))
        wanted = {f"/{name}.json?_search={word}&_shape=array": name for name, word in words.items()}
        for address, rows in pages(file, *wanted, told=told).items():
            everything = ask(file, f"SELECT COUNT(*) FROM {wanted[address]}")[0]
            assert 0 < len(rows) < everything, address
        pages(file, *(f"/{name}?_search=iran" for name in FULL_TEXT), told=told)

    def test_searches_statements_as_people_read_them(self, exported: Exported) -> None:
        rows = page(exported(), "/statements_readable.json?_search=extremists&_shape=array")
        assert [row["ref"] for row in rows] == ["shamkhani/america-uses-extremists"]
        assert "extremists" in rows[0]["quote"]

    def test_calls_rows_by_their_labels(self, exported: Exported) -> None:
        text = page(exported(), "/statements?official=rouhani")
        for label in ("Hassan Rouhani", "Executive", "cooperate with the United States"):
            assert label in text, label
        assert '<a href="/stances/officials/rouhani">Hassan Rouhani</a>' in text

    def test_says_what_the_corpus_is_and_what_to_narrow_it_by(self, exported: Exported) -> None:
        file = exported()
        assert "Iranian officials on ISIS" in page(file, "")
        facets = page(file, "/statements_readable.json?_size=1")["facet_results"]
        assert [*facets] == ["name", "faction_label", "question", "position_label"]

    def test_is_started_by_the_command_of_the_docs(
        self, exported: Exported, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        [command] = re.findall(r"^datasette .*$", DOCS.read_text("utf-8"), re.MULTILINE)
        monkeypatch.chdir(exported().parent)
        address = "/stances/statements_readable.json?_search=extremists&_shape=array"
        words = [PROGRAMS / "datasette", *command.split()[1:], "--get", address]
        answer = subprocess.run(words, capture_output=True, check=True)
        assert len(json.loads(answer.stdout)) == 1


class TestReadableStatements:
    def test_have_the_documented_columns(self, exported: Exported) -> None:
        shown = r"\| column of `statements_readable` .*\n((?:\|.*\n)+)"
        [table] = re.findall(shown, DOCS.read_text("utf-8"))
        names = ask(exported(), "SELECT name FROM pragma_table_info('statements_readable')")
        assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == names

    def test_are_all_there_with_words_and_the_source_that_printed_them(
        self, exported: Exported
    ) -> None:
        query = "SELECT ref, quote, source FROM {} ORDER BY ref"
        file = exported()
        rows = ask(file, query.format("statements_readable"))
        assert [ref for ref, *_ in rows] == ask(file, "SELECT ref FROM statements ORDER BY ref")
        for ref, quote, source in rows:
            words = f"SELECT COALESCE(words_of, ref) FROM statements WHERE ref = '{ref}'"
            printed = f"SELECT source, text FROM evidence WHERE ref = ({words})"
            assert (source, quote) in ask(file, printed)

    def test_show_the_source_of_the_best_words_and_of_words_that_are_anothers(
        self, corpus: CorpusBuilder, exported: Exported
    ) -> None:
        told = {"form": "paraphrase", "text": "that the tram is welcome"}
        said = {"source": "herald", "form": "quote", "text": "Build it"}
        corpus.source("herald", title="The tram", url="https://herald.example/tram")
        corpus.official("bo", statements=[{"evidence": [told, said]}])
        corpus.official("eve", statements=[{"words_of": "bo/s1", "position": "rejects"}])
        query = "SELECT name, quote, title, url, position_label FROM statements_readable"
        for row in ask(exported(corpus.folder), f"{query} ORDER BY ref"):
            assert row[1:4] == ("Build it", "The tram", "https://herald.example/tram")


class TestAnyCorpus:
    def test_may_have_odd_names(self, corpus: CorpusBuilder, exported: Exported) -> None:
        corpus.meta(title=ODD, description=ODD).source("herald", title=ODD, publisher=ODD)
        said = {"venue": ODD, "evidence": [{"source": "herald", "text": f"{ODD} is welcome"}]}
        corpus.official("bo", name=ODD, aliases=["B. O."], statements=[said])
        file = exported(corpus.folder, "two words [x] & ü.v1.db")
        found = pages_of_everything(file)
        assert escape(ODD, quote=False) in found["/statements"].replace("&#39;", "'").replace(
            "&#34;", '"'
        )
        assert not [address for address, text in found.items() if "<b>" in text]
        assert page(file, "/statements_readable.json?_search=söhne&_shape=array")

    def test_may_be_empty(self, stances: Run, tmp_path: Path, exported: Exported) -> None:
        stances("init", tmp_path / "new", "--yes", "--no-example", "--faction", "council")
        assert "0 rows" in pages_of_everything(exported(tmp_path / "new"))["/statements"]

    def test_may_have_problems(self, corpus: CorpusBuilder, exported: Exported) -> None:
        corpus.official("bo", statements=["supports", {"faction": "nobody"}])
        corpus.source("lost", title="").official(
            "eve", statements=[{"evidence": [{"source": "lost"}, {"source": "missing"}]}]
        )
        file = exported(corpus.folder)
        found = pages_of_everything(file)
        assert "ST104" in found["/problems"]
        assert ask(file, "SELECT ref FROM statements_readable") == ["bo/s1"]


def pages_of_everything(file: Path) -> Pages:
    """The page of each table and view, and of a search in it."""
    searched = (f"/{name}?_search=x" for name in (*FULL_TEXT, "statements_readable"))
    return pages(file, "", *(f"/{name}" for name in tables_and_views(file)), *searched)
