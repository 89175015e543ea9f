"""Folders that no index can be kept in, or that others can write to: the answer is the same.

Permissions do not bind root. Run by root, the program gives up that right first, and strangers'
files are made; run by anybody else, it has no such right, and the root of the file system is
root's.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest

from stances.index.cache import cache_file, stamp
from stances.queries.result import StoredRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .conftest import Ledger, Process, Run

DROP_FROM_BOUNDS, CAPABILITIES = 24, (0, 1, 2, 3)
"""Of `prctl`: what lets root change owners and pass over permissions."""
STRANGER = 54321


def bound() -> None:
    """Let permissions bind this process, and what it runs, even if it is root's."""
    if os.geteuid() == 0:
        for capability in CAPABILITIES:
            ctypes.CDLL(None).prctl(DROP_FROM_BOUNDS, capability, 0, 0, 0)


def a_file(place: Path) -> Path:
    place.write_text("")
    return place


def below_a_file(place: Path) -> Path:
    return a_file(place) / "below"


def a_dangling_link(place: Path) -> Path:
    place.symlink_to(place.with_name("nothing"))
    return place


def a_link_to_a_folder_of_ours(place: Path) -> Path:
    place.with_name("target").mkdir(0o700)
    place.symlink_to(place.with_name("target"))
    return place


def a_name_too_long(place: Path) -> Path:
    return place.with_name("x" * 300)


def a_pipe(place: Path) -> Path:
    os.mkfifo(place)
    return place


def a_device(_: Path) -> Path:
    return Path("/dev/zero")


def in_a_folder_closed_to_us(place: Path) -> Path:
    place.mkdir()
    place.chmod(0o555)
    return place / "cache"


def open_to_a_group(place: Path) -> Path:
    place.mkdir()
    place.chmod(0o770)
    return place


def shared_by_all(place: Path) -> Path:
    place.mkdir()
    place.chmod(0o1777)
    return place


def in_a_folder_that_all_write_to(place: Path) -> Path:
    place.mkdir()
    place.chmod(0o777)
    return place / "cache"


def a_strangers(place: Path) -> Path:
    if os.geteuid() != 0:
        return Path("/")
    place.mkdir(0o700)
    os.chown(place, STRANGER, STRANGER)
    return place


def in_a_strangers(place: Path) -> Path:
    if os.geteuid() != 0:
        return Path("/cache")  # where only root can make one
    place.mkdir(0o755)
    os.chown(place, STRANGER, STRANGER)
    return place / "cache"


UNFIT = (
    a_file,
    below_a_file,
    a_dangling_link,
    a_link_to_a_folder_of_ours,
    a_name_too_long,
    a_pipe,
    a_device,
    in_a_folder_closed_to_us,
    open_to_a_group,
    shared_by_all,
    in_a_folder_that_all_write_to,
    a_strangers,
    in_a_strangers,
)


def closed_to_us(place: Path) -> Path:
    place.mkdir()
    place.chmod(0o500)
    return place


def closed_even_to_reading(place: Path) -> Path:
    place.mkdir()
    place.chmod(0o000)
    return place


class TestFolder:
    @pytest.mark.parametrize("make", UNFIT)
    def test_that_is_unfit_is_done_without_and_that_is_said_in_a_line(
        self,
        process: Process,
        stances: Run,
        ledger: Ledger,
        tmp_path: Path,
        make: Callable[[Path], Path],
    ) -> None:
        folder = make(tmp_path / "place")
        before = sorted(tmp_path.rglob("*"))
        data = ledger()
        env = {"STANCES_CACHE_DIR": str(folder)}
        without = process("list", "--data", data, "--no-index", env=env, before=bound)
        assert without.stderr == b""
        searched = stances("search", "lake", "--data", data, "--no-index").stdout
        expected = {("list",): without.stdout, ("search", "lake"): searched.encode()}
        for asked, printed in expected.items():
            answer = process(*asked, "--data", data, env=env, before=bound)
            assert (answer.returncode, answer.stdout) == (0, printed)
            [line] = answer.stderr.decode().splitlines()
            assert line.startswith("stances: cannot keep an index: ")
            assert line.endswith(", or use --no-index")
        assert [path for path in sorted(tmp_path.rglob("*")) if data not in path.parents] == sorted(
            [*before, data]
        )

    @pytest.mark.parametrize("make", [closed_to_us, closed_even_to_reading])
    def test_of_ours_that_cannot_be_written_to_is_done_without(
        self, process: Process, ledger: Ledger, tmp_path: Path, make: Callable[[Path], Path]
    ) -> None:
        env = {"STANCES_CACHE_DIR": str(make(tmp_path / "place"))}
        answer = process("list", "--data", ledger(), env=env, before=bound)
        assert answer.stdout == process("list", "--data", ledger(), "--no-index").stdout
        assert (answer.returncode, answer.stderr) == (0, b"")

    def test_in_a_home_that_cannot_be_written_to_is_done_without(
        self, process: Process, ledger: Ledger, tmp_path: Path
    ) -> None:
        home = tmp_path / "home"
        home.mkdir(0o500)
        env = {"STANCES_CACHE_DIR": "", "XDG_CACHE_HOME": "", "HOME": str(home)}
        answer = process("list", "--data", ledger(), env=env, before=bound)
        assert answer.stdout == process("list", "--data", ledger(), "--no-index").stdout
        assert answer.returncode == 0
        assert answer.stderr.decode() == (
            f"stances: cannot keep an index: {home}/.cache/stances cannot be used "
            "(Permission denied); name another folder by $STANCES_CACHE_DIR, or use --no-index\n"
        )

    def test_holds_nothing_that_others_can_read_of_a_corpus_that_is_closed_to_them(
        self, process: Process, ledger: Ledger, tmp_path: Path
    ) -> None:
        data, cache = ledger(), tmp_path / "cache"
        data.chmod(0o700)
        env = {"STANCES_CACHE_DIR": str(cache)}
        for asked in (("list",), ("search", "lake")):
            process(*asked, "--data", data, env=env, before=lambda: os.umask(0))
        assert cache.stat().st_mode & 0o777 == 0o700
        assert [path.stat().st_mode & 0o777 for path in cache.iterdir()] == [0o600, 0o600]

    def test_that_others_can_write_to_is_not_believed(
        self, process: Process, ledger: Ledger, tmp_path: Path
    ) -> None:
        """As if somebody had planted an index there before."""
        data, cache = ledger(), tmp_path / "cache"
        env = {"STANCES_CACHE_DIR": str(cache)}
        honest = process("list", "--data", data, env=env).stdout
        [file] = cache.glob("*.sqlite")
        forge(file, "UPDATE all_statements SET position = 'rejects'")
        assert process("list", "--data", data, env=env).stdout != honest
        cache.chmod(0o777)
        before = {path: path.read_bytes() for path in cache.iterdir()}
        assert process("list", "--data", data, env=env).stdout == honest
        assert {path: path.read_bytes() for path in cache.iterdir()} == before


def forge(file: Path, script: str) -> None:
    """Change an index as only its owner can, so that its stamp fits."""
    connection = sqlite3.connect(file)
    if script == NO_PAGE:
        [size] = connection.execute("PRAGMA page_size").fetchone()
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'all_statements'"
        [page] = connection.execute(query).fetchone()
        content = bytearray(file.read_bytes())
        content[(page - 1) * size : page * size] = bytes(size)
        file.write_bytes(content)
    else:
        connection.executescript(script)
    connection.close()
    with closing(sqlite3.connect(file)) as connection:
        stamp(file, crc32(connection.serialize()))


@pytest.fixture
def damaged(
    stances: Run, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Path]:
    """Gives a corpus whose index holds what it cannot hold, under a stamp that fits."""
    monkeypatch.setenv("STANCES_CACHE_DIR", str(tmp_path / "cache"))

    def damage(script: str) -> Path:
        data = ledger()
        stances("search", "lake", "--data", data)
        forge(Path(cache_file(data, tmp_path / "cache")), script)
        return data

    return damage


NO_JSON = "UPDATE all_statements SET evidence = '{', disputes = '{' WHERE ref LIKE 'farahi/%'"
NO_TEXT = "UPDATE all_statements SET quote = CAST(x'ff' AS TEXT) WHERE ref LIKE 'farahi/%'"
NO_WORDS = "DELETE FROM searched_words_data WHERE id > 10"
NO_PAGE = "the page of all_statements"


class TestDamage:
    @pytest.mark.parametrize(
        ("script", "asked"),
        [
            (NO_JSON, ("conflicts", "--format", "json")),
            (NO_JSON, ("show", "farahi", "--format", "json")),
            (NO_TEXT, ("compare", "farahi", "adler", "--format", "json")),
            (NO_PAGE, ("sql", "SELECT quote FROM statements")),
            (NO_PAGE, ("list", "--format", "json")),
            (NO_TEXT, ("rename", "farahi", "shirin", "--dry-run")),
            (NO_WORDS, ("search", "lake", "--format", "json")),
        ],
    )
    def test_that_shows_in_an_answer_is_no_bug_but_a_new_index(
        self,
        stances: Run,
        damaged: Callable[[str], Path],
        script: str,
        asked: tuple[str, ...],
    ) -> None:
        data = damaged(script)
        expected = stances(*asked, "--no-index", "--data", data)
        for _ in range(2):
            answer = stances(*asked, "--data", data)
            assert (answer.returncode, answer.stdout, answer.stderr) == (
                expected.returncode,
                expected.stdout,
                expected.stderr,
            )
        assert expected.returncode == 0

    def test_that_shows_when_an_answer_has_begun_ends_it_and_says_so(
        self, stances: Run, damaged: Callable[[str], Path]
    ) -> None:
        data = damaged(NO_TEXT)
        answer = stances("list", "--format", "jsonl", "--data", data)
        expected = stances("list", "--format", "jsonl", "--no-index", "--data", data)
        assert expected.stdout.startswith(answer.stdout)
        assert answer.returncode == 1
        assert answer.stderr == (
            "stances: the cached index is damaged, so the output above is incomplete\n"
            "  run the command again; it builds a new index\n"
        )
        assert stances("list", "--format", "jsonl", "--data", data).stdout == expected.stdout

    @pytest.mark.parametrize("official", ["adler", "farahi"])
    def test_is_not_taken_for_the_cause_of_a_bug(
        self,
        stances: Run,
        damaged: Callable[[str], Path],
        monkeypatch: pytest.MonkeyPatch,
        official: str,
    ) -> None:
        """Neither before the answer has begun nor after that."""
        data = damaged("SELECT 1")

        def stored(keys: Sequence[str], cells: Iterable[Iterable[Any]]) -> StoredRows:
            return StoredRows(keys, (mistaken(row) for row in cells))

        def mistaken(row: Iterable[Any]) -> Iterable[Any]:
            if next(iter(row)).startswith(official):
                raise ValueError("a bug")
            return row

        monkeypatch.setattr("stances.queries.listing.StoredRows", stored)
        answer = stances("list", "--format", "tsv", "--columns", "ref", "--data", data)
        assert answer.returncode == 70
        assert "this is a bug: ValueError: a bug" in answer.stderr


def test_a_cache_that_is_moved_away_is_made_again(
    process: Process, ledger: Ledger, tmp_path: Path
) -> None:
    data, cache = ledger(), tmp_path / "cache"
    env = {"STANCES_CACHE_DIR": str(cache)}
    first = process("list", "--data", data, env=env)
    shutil.rmtree(cache)
    again = process("list", "--data", data, env=env)
    assert (again.stdout, again.stderr) == (first.stdout, b"")
    assert len(list(cache.iterdir())) == 2
