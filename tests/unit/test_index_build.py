"""An index that several processes build: the same as by one, and whole whatever happens to them."""

from __future__ import annotations

import os
import signal
from contextlib import closing, contextmanager
from multiprocessing import active_children, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import random_corpora
from stances import parallel
from stances.index import build as building
from stances.index import doubles, links, store
from stances.index.cache import cache_file
from stances.index.connection import Index
from stances.index.database import shards

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from corpora import CorpusBuilder

NAMES = tuple(f"{name}-{number}" for name in ("adler", "brandt", "conrad") for number in range(5))
PASSAGE = "we will build the tram in this year or in the next one"


def quiet(done: int, of: int) -> None:
    """Tell nobody."""


@pytest.fixture
def town(corpus: CorpusBuilder) -> CorpusBuilder:
    """Officials with all that a row can depend on beyond its own file, and some faults."""
    corpus.source("herald", lang="fa").source("copy", copy_of="herald")
    for name in NAMES:
        statements: list[Any] = [
            {"position": "supports", "evidence": ["herald", {"source": "copy", "via": "courier"}]},
            {"position": "rejects", "evidence": [{"text": f"{PASSAGE} {len(name)}"}]},
            {"position": "sideways"},
            {"words_of": f"{NAMES[3]}/s1"},
        ]
        corpus.official(name, aliases=["Bo"], statements=statements)
    return corpus


@pytest.fixture
def _two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even the smallest corpus is read by two processes, two files at a time."""
    for module in (building, doubles):
        monkeypatch.setattr(module, "_MANY", 1)
    for module in (building, parallel):
        monkeypatch.setattr(module, "processes", lambda: 2)
    monkeypatch.setattr(building, "_BATCH", 2)


def rows(index: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables with their numbers, but for the scan of the folder."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'scan'"
    names = [name for (name,) in index.execute(query) if not name.startswith("searched_words_")]
    return {
        name: [tuple(row) for row in index.execute(f'SELECT rowid, * FROM "{name}" ORDER BY rowid')]
        for name in names
    }


def alone(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What one process makes of a corpus."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (building, parallel):
            patch.setattr(module, "processes", lambda: 1)
        with closing(building.build(folder)) as index:
            return rows(index)


def lasting(folder: Path, cache: Path, *, kept: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the lasting index; `kept` tells whether it has to be one in a file."""
    with closing(store.open_index(folder, cache, quiet)) as index:
        assert bool(index.execute("PRAGMA database_list").fetchone()["file"]) is kept
        return rows(index)


@pytest.mark.usefixtures("_two_processes")
class TestTwoProcesses:
    def test_make_the_rows_of_one_in_the_same_order(
        self, town: CorpusBuilder, tmp_path: Path
    ) -> None:
        expected = alone(town.folder)
        assert len(expected["all_statements"]) == 4 * len(NAMES)
        assert expected["problems"]
        assert expected["doubles"]
        assert lasting(town.folder, tmp_path / "cache") == expected
        with closing(building.build(town.folder)) as index:
            assert rows(index) == expected

    @pytest.mark.parametrize("seed", [1, 10])
    def test_take_from_each_other_the_tables_that_each_has(self, tmp_path: Path, seed: int) -> None:
        random_corpora.write(tmp_path, seed)  # few files have disputes, voices or problems
        with closing(building.build(tmp_path)) as index:
            assert rows(index) == alone(tmp_path)

    @pytest.mark.parametrize("number", range(3))
    def test_leave_the_rest_to_one_if_they_are_killed(
        self, town: CorpusBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
    ) -> None:
        expected, fatal = alone(town.folder), NAMES[6 * number]
        whole = building._read  # noqa: SLF001 - in the midst of which it is killed

        def read(batch: building.Batch, *others: Any) -> Any:  # noqa: ANN401 - the rows
            if parent_process() and any(path.stem == fatal for files in batch for path in files):
                os.kill(os.getpid(), signal.SIGKILL)
            return whole(batch, *others)

        monkeypatch.setattr(building, "_read", read)
        assert lasting(town.folder, tmp_path / "cache") == expected
        assert not active_children()

    @pytest.mark.parametrize("number", [0, 1, 5])
    def test_are_gone_after_ctrl_c_and_the_index_of_before_is_there(
        self, town: CorpusBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
    ) -> None:
        cache = tmp_path / "cache"
        lasting(town.folder, cache)
        before = {file.name: file.read_bytes() for file in cache.iterdir()}
        town.codebook(frames=("jobs", "cost", "noise"))  # on which all rows depend
        with monkeypatch.context() as patch:
            patch.setattr(building, "shards", interrupted(shards, number))
            with pytest.raises(KeyboardInterrupt):
                store.open_index(town.folder, cache, quiet)
        assert not active_children()
        assert {file.name: file.read_bytes() for file in cache.iterdir()} == before
        assert lasting(town.folder, cache) == alone(town.folder)

    def test_are_of_use_where_the_disk_is_full(
        self, town: CorpusBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cache = tmp_path / "cache"
        lasting(town.folder, cache)
        before = {file.name: file.read_bytes() for file in cache.iterdir()}
        town.codebook(frames=("jobs", "cost", "noise"))
        with monkeypatch.context() as patch:
            patch.setattr(store, "Index", Cramped)
            assert lasting(town.folder, cache, kept=False) == alone(town.folder)
        assert {file.name: file.read_bytes() for file in cache.iterdir()} == before
        assert lasting(town.folder, cache) == alone(town.folder)

    def test_do_not_get_into_the_way_of_others_that_build_the_same(
        self, town: CorpusBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cache, whole, expected = tmp_path / "cache", links.link, alone(town.folder)

        def link(index: sqlite3.Connection) -> None:
            monkeypatch.setattr(building, "link", whole)
            assert lasting(town.folder, cache) == expected  # a whole build within this one
            whole(index)

        monkeypatch.setattr(building, "link", link)
        assert lasting(town.folder, cache) == expected
        assert not [file for file in cache.iterdir() if file.suffix == ".draft"]
        assert Path(cache_file(town.folder.resolve(), cache)).exists()


class Cramped(Index):
    """An index in a file that cannot grow beyond some pages, as on a disk that is full."""

    def __init__(self, file: Path | str, **kwargs: Any) -> None:
        super().__init__(file, **kwargs)
        if str(file).endswith(".draft"):
            self.execute("PRAGMA max_page_count = 30")


def interrupted(
    whole: Callable[[sqlite3.Connection], Any], number: int
) -> Callable[[sqlite3.Connection], Any]:
    """What has Ctrl-C pressed while a shard is inserted; `number` is how many come before."""

    @contextmanager
    def interrupting(connection: sqlite3.Connection) -> Iterator[Callable[[bytes], None]]:
        with whole(connection) as insert_shard:
            calls = iter(range(number))

            def insert(shard: bytes) -> None:
                insert_shard(shard)
                if next(calls, None) is None:
                    raise KeyboardInterrupt

            yield insert

    return interrupting
