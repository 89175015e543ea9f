"""The lasting index in bad company: damaged, foreign, locked, killed half-way, and clocks gone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stances import __version__
from stances.index import cache as cache_module
from stances.index import scan, store
from stances.index.cache import cache_file, cache_folder, is_ours, stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpora import CorpusBuilder


def quiet(done: int, of: int) -> None:
    """Tell nobody."""


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def town(corpus: CorpusBuilder) -> CorpusBuilder:
    """A corpus of several files, so that an edit of one is not one of a large part of them."""
    for name in ("adler", "brandt", "conrad", "diaz", "eco", "farahi"):
        corpus.official(name, statements=["supports"])
    return corpus


def said(folder: Path, cache: Path) -> list[tuple[str, str]]:
    """Give each statement's reference and position, as the lasting index has them."""
    index = store.open_index(folder, cache, quiet)
    rows = index.execute("SELECT ref, position FROM statements ORDER BY ref").fetchall()
    index.close()
    return [tuple(row) for row in rows]


def lasting(town: CorpusBuilder, cache: Path) -> Path:
    """Give the file of the index, which is there and whole."""
    said(town.folder, cache)
    return Path(cache_file(town.folder.resolve(), cache))


def expected(**changed: str) -> list[tuple[str, str]]:
    names = ("adler", "brandt", "conrad", "diaz", "eco", "farahi")
    return [(f"{name}/s1", changed.get(name, "supports")) for name in names]


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def scribbled(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :: 97] = b"x" * len(content[len(content) // 2 :: 97])
    file.write_bytes(content)


def swapped_word(file: Path) -> None:
    """Keep it a database, with other words in it, of the same size and age."""
    then = file.stat()
    file.write_bytes(file.read_bytes().replace(b"supports", b"supporTs"))
    os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))


def made_text(file: Path) -> None:
    file.write_text("not a database at all\n" * 100)


def made_foreign(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE scan (folder)")
    connection.close()


def made_endless(file: Path) -> None:
    """As a stranger could write it, who cannot know what its stamp has to say."""
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute(
            """CREATE VIEW scan AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n)
               SELECT SUM(i) AS folder, 0 AS seen, 0 AS unsettled, 0 AS crc FROM n"""
        )
    connection.close()
    file.chmod(0o600)


def unstamped(file: Path) -> None:
    file.with_suffix(".stamp").unlink()


def made_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def opened_to_others(file: Path) -> None:
    file.chmod(0o644)


def moved_behind_a_link(file: Path) -> None:
    """As somebody who may write to the folder could plant one."""
    planted = file.rename(file.with_name("planted"))
    with sqlite3.connect(planted) as connection:
        connection.execute("UPDATE all_statements SET position = 'rejects'")
    connection.close()
    file.symlink_to(planted)


def beside_a_planted_journal(file: Path) -> None:
    file.with_name(f"{file.name}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" * 99)


def beside_a_folder_for_a_journal(file: Path) -> None:
    file.with_name(f"{file.name}-journal").mkdir()


def stamp_made_folder(file: Path) -> None:
    unstamped(file)
    file.with_suffix(".stamp").mkdir()


def stamp_made_pipe(file: Path) -> None:
    unstamped(file)
    os.mkfifo(file.with_suffix(".stamp"), 0o600)


def stamp_scribbled(file: Path) -> None:
    file.with_suffix(".stamp").write_bytes(b"\xff\0" * 50)


DAMAGES = (
    truncated,
    emptied,
    scribbled,
    swapped_word,
    made_text,
    made_foreign,
    made_endless,
    unstamped,
    made_folder,
    opened_to_others,
    moved_behind_a_link,
    beside_a_planted_journal,
    beside_a_folder_for_a_journal,
    stamp_made_folder,
    stamp_made_pipe,
    stamp_scribbled,
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_foreign_file_is_not_believed(
    town: CorpusBuilder, cache: Path, damage: Callable[[Path], None]
) -> None:
    file = lasting(town, cache)
    damage(file)
    assert said(town.folder, cache) == expected()
    assert is_kept(town.folder, cache)
    assert is_ours(file)
    town.official("eco", statements=["rejects"])
    assert said(town.folder, cache) == expected(eco="rejects")


FORGERIES = (
    "UPDATE scan SET seen = x'0000000000000000'",
    "UPDATE scan SET seen = x'ffffffffffffffff' || seen",
    "UPDATE scan SET seen = substr(seen, 1, length(seen) / 2)",
    "UPDATE scan SET seen = x'e3' || zeroblob(100)",  # which marshal cannot read
    "UPDATE scan SET seen = 'text'",
    "UPDATE scan SET seen = NULL",
    "UPDATE scan SET seen = 1e999",
    "UPDATE scan SET unsettled = x'ff'",
    "UPDATE scan SET unsettled = CAST(x'ff' AS TEXT)",
    "UPDATE scan SET folder = CAST(x'ff' AS TEXT)",
    "UPDATE scan SET crc = 'many'",
    "DELETE FROM scan",
    "DROP TABLE scan",
    "ALTER TABLE scan DROP COLUMN crc",
    "DROP TABLE names",
    "ALTER TABLE files DROP COLUMN digest",
    "DROP VIEW statements",
    "DROP INDEX statements_ref",
    "DROP VIEW statements; CREATE VIEW statements AS SELECT * FROM all_statements WHERE 0",
    """ALTER TABLE all_statements RENAME TO hidden;
       CREATE VIEW all_statements AS SELECT * FROM hidden WHERE ref = 'eco/s1'""",
    """CREATE TRIGGER planted AFTER DELETE ON scan BEGIN
       UPDATE all_statements SET position = 'rejects'; END""",
    """PRAGMA writable_schema = ON;
       UPDATE sqlite_master SET sql = CAST(x'ff' AS TEXT) WHERE name = 'statements'""",
)
"""What is wrong with an index whatever its stamp says."""


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_stamp_that_fits_makes_no_damage_good(
    town: CorpusBuilder, cache: Path, forgery: str
) -> None:
    file = lasting(town, cache)
    restamped(file, forgery)
    assert said(town.folder, cache) == expected()
    assert is_kept(town.folder, cache)
    town.official("eco", statements=["rejects"])
    restamped(file, forgery)
    assert said(town.folder, cache) == expected(eco="rejects")


def restamped(file: Path, script: str) -> None:
    """Change an index, and let its stamp say that this was the program."""
    connection = sqlite3.connect(file)
    connection.executescript(script)
    content = crc32(connection.serialize())
    connection.close()
    stamp(file, content)


def is_kept(folder: Path, cache: Path) -> bool:
    """Tell whether the index is in its file, and fit to be used the next time."""
    with closing(store.open_index(folder, cache, quiet)) as index:
        return bool(index.execute("PRAGMA database_list").fetchone()["file"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draws=st.data())
def test_a_file_that_rots_under_its_stamp_is_not_believed(
    new_corpus: Callable[[], CorpusBuilder], tmp_path: Path, draws: st.DataObject
) -> None:
    """As a disk that forgets does it, of which no time of a file tells."""
    folder, cache = tmp_path / "rotting", tmp_path / "cache"
    if not folder.exists():
        new_corpus().official("eco", statements=["supports"]).folder.rename(folder)
    whole = said(folder, cache)
    file = Path(cache_file(folder.resolve(), cache))
    content = int(file.with_suffix(".stamp").read_bytes().split()[-1])
    old = file.read_bytes()
    at = draws.draw(st.integers(0, len(old) - 1))
    planted = draws.draw(st.binary(min_size=1, max_size=5000) | st.integers(1, 5000).map(bytes))
    damaged = old[:at] + planted + old[at + len(planted) :]
    file.write_bytes(draws.draw(st.sampled_from((damaged, damaged[: at + 1], old[:at] + planted))))
    stamp(file, content)
    assert said(folder, cache) == whole
    assert is_kept(folder, cache)


def test_a_damage_that_an_update_stumbles_over_is_made_good(
    town: CorpusBuilder, cache: Path
) -> None:
    """Else every command would read all files again, until somebody deletes the file."""
    file = lasting(town, cache)
    restamped(file, "UPDATE sources SET lang = CAST(x'ff' AS TEXT)")
    town.official("eco", statements=["rejects"])
    assert said(town.folder, cache) == expected(eco="rejects")
    assert is_kept(town.folder, cache)


def test_the_index_of_another_corpus_is_not_taken_for_ones_own(
    town: CorpusBuilder, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(store, "cache_file", lambda _folder, cache: f"{cache}/same.sqlite")
    said(town.folder, cache)
    other = tmp_path / "other"
    town.folder.rename(other)
    (other / "officials" / "eco.yaml").unlink()
    assert said(other, cache) == [row for row in expected() if row[0] != "eco/s1"]


class TestChangedFile:
    def test_shows_where_size_and_time_are_the_same(self, town: CorpusBuilder, cache: Path) -> None:
        said(town.folder, cache)
        file = town.folder / "officials" / "eco.yaml"
        then = file.stat()
        file.write_bytes(file.read_bytes().replace(b'"supports"', b'"indirect"'))
        os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
        assert said(town.folder, cache) == expected(eco="indirect")

    def test_shows_where_not_even_the_inode_tells(
        self, town: CorpusBuilder, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As on a file system whose clock stands still between two edits."""
        real = scan.scan
        times: dict[str, tuple[object, ...]] = {}
        still = [(*e[:2], *times.setdefault(e[0], e[2:])) for e in real(str(town.folder))]
        assert still
        monkeypatch.setattr(
            store,
            "scan",
            lambda folder: [(*e[:2], *times.setdefault(e[0], e[2:])) for e in real(folder)],
        )
        said(town.folder, cache)
        file = town.folder / "officials" / "eco.yaml"
        file.write_bytes(file.read_bytes().replace(b'"supports"', b'"indirect"'))
        assert said(town.folder, cache) == expected(eco="indirect")

    @pytest.mark.parametrize("hours", [-1000, 1000])
    def test_shows_where_the_clock_was_set(
        self, town: CorpusBuilder, cache: Path, monkeypatch: pytest.MonkeyPatch, hours: int
    ) -> None:
        now = time.time_ns() + hours * 3600 * 10**9
        monkeypatch.setattr(time, "time_ns", lambda: now)
        said(town.folder, cache)
        town.official("eco", statements=["rejects"])
        assert said(town.folder, cache) == expected(eco="rejects")
        assert said(town.folder, cache) == expected(eco="rejects")


@pytest.mark.parametrize(
    ("moment", "is_update"),
    [
        ("stances.index.build.create_indexes", False),
        ("stances.index.build.across", False),
        ("stances.index.store._remember", False),
        ("stances.index.store.stamp", False),
        ("stances.index.build.across", True),
        ("stances.index.build._check_again", True),
    ],
)
def test_a_process_killed_at_a_bad_moment_harms_nobody(
    town: CorpusBuilder, cache: Path, moment: str, *, is_update: bool
) -> None:
    if is_update:
        said(town.folder, cache)
    town.official("eco", statements=["rejects"])
    module, _, name = moment.rpartition(".")
    code = f"""
import os, sys, pathlib, importlib
from stances.index import store
setattr(importlib.import_module({module!r}), {name!r}, lambda *a, **k: os._exit(9))
store.open_index(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), lambda *a: None)
"""
    command = [sys.executable, "-c", code, str(town.folder), str(cache)]
    assert subprocess.run(command, check=False).returncode == 9
    assert said(town.folder, cache) == expected(eco="rejects")


class TestConcurrentUse:
    def test_a_reader_sees_what_was_there_when_it_began(
        self, town: CorpusBuilder, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said(town.folder, cache)
        reader = store.open_index(town.folder, cache, quiet)
        town.official("eco", statements=["rejects"])
        assert said(town.folder, cache) == expected(eco="rejects")
        rows = reader.execute("SELECT ref, position FROM statements ORDER BY ref").fetchall()
        assert [tuple(row) for row in rows] == expected()
        monkeypatch.setattr(store, "WAIT", 0.01)
        own = store.open_index(town.folder, cache, quiet)
        assert own.execute("PRAGMA database_list").fetchone()["file"] == ""
        another = sqlite3.connect(cache_file(town.folder.resolve(), cache), timeout=0)
        assert another.execute("SELECT COUNT(*) FROM scan").fetchone() == (1,)  # nobody waits
        another.close()
        reader.close()
        assert said(town.folder, cache) == expected(eco="rejects")

    def test_one_that_never_lets_go_is_not_waited_for_in_vain(
        self, town: CorpusBuilder, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store, "WAIT", 0.01)
        other = sqlite3.connect(lasting(town, cache))
        other.execute("BEGIN EXCLUSIVE")
        town.official("eco", statements=["rejects"])
        assert said(town.folder, cache) == expected(eco="rejects")
        other.close()


class TestCacheFolder:
    def test_is_the_folder_that_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("STANCES_CACHE_DIR", "/somewhere")
        assert str(cache_folder()) == "/somewhere"

    def test_is_else_where_caches_are(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("STANCES_CACHE_DIR")
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
        assert str(cache_folder()) == "/caches/stances"
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # which the specification says to ignore
        monkeypatch.setenv("HOME", "/home/anna")
        assert str(cache_folder()) == "/home/anna/.cache/stances"

    def test_is_for_nobody_else_to_read(self, town: CorpusBuilder, cache: Path) -> None:
        assert lasting(town, cache).parent.stat().st_mode & 0o077 == 0

    def test_has_no_file_of_another_version(
        self, town: CorpusBuilder, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = lasting(town, cache)
        monkeypatch.setattr(cache_module, "_PACKAGE", Path(cache_module.__file__).parent)
        assert lasting(town, cache) != file
        assert sorted(path.suffix for path in cache.iterdir()) == [".sqlite", ".stamp"]

    def test_has_no_file_of_another_installation(
        self, town: CorpusBuilder, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(cache_module, "_PACKAGE", tmp_path / "stances")
        record = tmp_path / f"stances-{__version__}.dist-info/RECORD"
        record.parent.mkdir()
        record.write_text("first\n")
        file = lasting(town, cache)
        assert lasting(town, cache) == file
        record.write_text("another\n")
        assert lasting(town, cache) != file

    def test_may_be_unfit_for_any_file(self, town: CorpusBuilder, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        assert said(town.folder, tmp_path / "file") == expected()
        assert said(town.folder, tmp_path / "file" / "below") == expected()
