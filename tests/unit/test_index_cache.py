"""The folder of cached files, and every file in it, are the user's alone, or are not used."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stances.index import cache as cache_module
from stances.index.cache import (
    discard_others,
    is_ours,
    is_stamped,
    private_folder,
    read_private,
    stamp,
    why_no_folder,
    write_private,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECRET = b"another file of the user's"


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user wants the cache to be; there is nothing yet."""
    folder = tmp_path / "named"
    monkeypatch.setenv("STANCES_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder, where nothing else says where the cache is to be."""
    monkeypatch.delenv("STANCES_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def with_umask() -> Iterator[Callable[[int], object]]:
    """Sets the umask until the test is over."""
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


@pytest.fixture
def give_away(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a file or folder another user's, as far as can be seen."""
    lstat, fstat = os.lstat, os.fstat

    def of_another(status: os.stat_result) -> os.stat_result:
        cells = [*status[:10]]
        cells[4] = 54321
        return os.stat_result(cells)

    def give(path: Path) -> None:
        inode = lstat(path).st_ino

        def as_given(status: os.stat_result) -> os.stat_result:
            return of_another(status) if status.st_ino == inode else status

        monkeypatch.setattr(os, "lstat", lambda *a, **k: as_given(lstat(*a, **k)))
        monkeypatch.setattr(os, "fstat", lambda number: as_given(fstat(number)))

    return give


def mode(path: Path) -> int:
    return path.lstat().st_mode & 0o7777


class TestPrivateFolder:
    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o177, 0o277, 0o377])
    def test_and_its_files_are_the_owners_alone_under_any_umask(
        self, named: Path, with_umask: Callable[[int], object], umask: int
    ) -> None:
        with_umask(umask)
        folder = Path(private_folder() or "")
        assert folder == named
        assert mode(folder) == 0o700
        write_private(folder / "file", b"content")
        assert mode(folder / "file") == 0o600
        assert read_private(folder / "file") == b"content"
        assert why_no_folder() == ""

    def test_is_made_with_the_folders_above_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STANCES_CACHE_DIR", str(tmp_path / "a" / "b" / "c"))
        assert private_folder() == str(tmp_path / "a" / "b" / "c")

    def test_is_not_made_where_the_umask_opens_the_folders_above_it(
        self, home: Path, with_umask: Callable[[int], object]
    ) -> None:
        with_umask(0)
        assert private_folder() is None
        assert str(home / ".cache") in why_no_folder()

    def test_is_there_whatever_the_folder_is_called(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("relative", "./dotted", "a b\n\t", os.fsdecode(b"\xff")):
            monkeypatch.setenv("STANCES_CACHE_DIR", name)
            assert private_folder() == str(tmp_path / name)

    @pytest.mark.parametrize("wide", [0o755, 0o750, 0o770, 0o777, 0o1777, 0o701])
    def test_that_the_user_names_is_not_used_if_others_may_use_it(
        self, named: Path, wide: int
    ) -> None:
        named.mkdir()
        named.chmod(wide)
        assert private_folder() is None
        assert why_no_folder() == (
            f"{named} is open to others (mode {wide:o}); close it by chmod 700"
        )
        assert mode(named) == wide

    @pytest.mark.parametrize("wide", [0o755, 0o770, 0o777])
    def test_that_the_program_chose_is_closed(self, home: Path, wide: int) -> None:
        folder = home / ".cache" / "stances"
        folder.mkdir(parents=True)
        folder.chmod(wide)
        assert private_folder() == str(folder)
        assert mode(folder) == 0o700

    def test_is_not_another_users(self, named: Path, give_away: Callable[[Path], None]) -> None:
        named.mkdir(0o700)
        give_away(named)
        assert private_folder() is None
        assert f"{named} is another user's" in why_no_folder()

    def test_is_not_in_another_users(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, give_away: Callable[[Path], None]
    ) -> None:
        monkeypatch.setenv("STANCES_CACHE_DIR", str(tmp_path / "new" / "cache"))
        give_away(tmp_path)
        assert private_folder() is None
        assert f"{tmp_path} may be changed by others" in why_no_folder()
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(("open_", "is_fine"), [(0o777, False), (0o1777, True), (0o755, True)])
    def test_is_not_where_others_could_replace_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_: int, *, is_fine: bool
    ) -> None:
        shared = tmp_path / "shared"
        (shared / "mine").mkdir(parents=True)
        shared.chmod(open_)
        monkeypatch.setenv("STANCES_CACHE_DIR", str(shared / "mine" / "cache"))
        assert (private_folder() is not None) == is_fine
        assert is_fine or f"{shared} may be changed by others" in why_no_folder()

    def test_may_be_where_only_the_users_own_group_may_write(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tmp_path.chmod(0o770)
        monkeypatch.setenv("STANCES_CACHE_DIR", str(tmp_path / "cache"))
        group = tmp_path.stat().st_gid
        monkeypatch.setattr(os, "getegid", lambda: group)
        assert private_folder() is not None
        monkeypatch.setattr(os, "getegid", lambda: group + 1)
        assert private_folder() is None

    def test_may_be_reached_by_a_link_but_be_none(self, home: Path, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (home / ".cache").symlink_to(elsewhere)
        assert private_folder() == str(elsewhere / "stances")
        (elsewhere / "stances").rename(elsewhere / "other")
        for target in (elsewhere / "other", elsewhere / "missing"):
            (elsewhere / "stances").symlink_to(target)
            assert private_folder() is None
            assert f"{elsewhere / 'stances'} is a link" in why_no_folder()
            (elsewhere / "stances").unlink()
        assert not (elsewhere / "missing").exists()

    def test_is_not_a_file_or_below_one_or_with_a_name_too_long(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "file").write_bytes(SECRET)
        (tmp_path / "circle").symlink_to("circle")
        for name in ("file", "file/below", "file/far/below", "x" * 300, "x/" * 3000, "circle/x"):
            monkeypatch.setenv("STANCES_CACHE_DIR", str(tmp_path / name))
            assert private_folder() is None
            assert "$STANCES_CACHE_DIR" in why_no_folder()
        assert (tmp_path / "file").read_bytes() == SECRET

    def test_is_none_without_a_home(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert private_folder() == str(home / ".cache" / "stances")
        monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # as where nobody has one
        assert private_folder() is None
        assert why_no_folder() == "there is no home folder; name a folder by $STANCES_CACHE_DIR"


def linked(file: Path) -> None:
    file.with_name("secret").write_bytes(SECRET)
    file.with_name("secret").chmod(0o600)
    file.symlink_to("secret")


def hard_linked(file: Path) -> None:
    file.with_name("secret").write_bytes(SECRET)
    file.with_name("secret").chmod(0o600)
    file.hardlink_to(file.with_name("secret"))


def endless(file: Path) -> None:
    file.symlink_to("/dev/zero")


def made_pipe(file: Path) -> None:
    os.mkfifo(file, 0o600)


def made_folder(file: Path) -> None:
    file.mkdir(0o700)


def opened(file: Path) -> None:
    file.write_bytes(SECRET)
    file.chmod(0o644)


def writable(file: Path) -> None:
    file.write_bytes(SECRET)
    file.chmod(0o620)


def missing(file: Path) -> None:
    assert not file.exists()


FOREIGN = (linked, hard_linked, endless, made_pipe, opened, writable, missing)


class TestPrivateFile:
    @pytest.mark.parametrize("made", [*FOREIGN, made_folder])
    def test_is_not_read_if_others_may_have_made_it(
        self, tmp_path: Path, made: Callable[[Path], None]
    ) -> None:
        made(tmp_path / "file")
        assert read_private(tmp_path / "file") is None
        assert not is_ours(tmp_path / "file")

    def test_is_not_read_if_it_is_another_users(
        self, tmp_path: Path, give_away: Callable[[Path], None]
    ) -> None:
        write_private(tmp_path / "file", b"content")
        give_away(tmp_path / "file")
        assert read_private(tmp_path / "file") is None

    def test_is_not_read_if_it_is_larger_than_any_of_ours(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_private(tmp_path / "file", b"content")
        monkeypatch.setattr(cache_module, "LARGEST", 6)
        assert read_private(tmp_path / "file") is None
        monkeypatch.setattr(cache_module, "LARGEST", 7)
        assert read_private(tmp_path / "file") == b"content"

    @pytest.mark.parametrize("made", FOREIGN)
    def test_takes_the_place_of_whatever_has_its_name(
        self, tmp_path: Path, made: Callable[[Path], None]
    ) -> None:
        file = tmp_path / "file"
        made(file)
        write_private(file, b"content")
        assert file.lstat().st_nlink == 1
        assert mode(file) == 0o600
        assert read_private(file) == b"content"
        secret = tmp_path / "secret"
        assert not secret.exists() or secret.read_bytes() == SECRET

    def test_is_whole_or_as_it_was(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "file"
        write_private(file, b"content")

        def no_room(_: int) -> None:
            raise OSError

        monkeypatch.setattr(os, "fsync", no_room)
        with pytest.raises(OSError):  # noqa: PT011 - it has no message
            write_private(file, b"other")
        assert read_private(file) == b"content"
        assert list(tmp_path.iterdir()) == [file]

    def test_that_cannot_replace_a_folder_leaves_nothing_behind(self, tmp_path: Path) -> None:
        (tmp_path / "file" / "kept").mkdir(parents=True)
        with pytest.raises(OSError, match="directory"):
            write_private(tmp_path / "file", b"content")
        assert [path.name for path in tmp_path.iterdir()] == ["file"]

    @pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
    def test_of_a_database_has_none_beside_it_that_others_may_have_made(
        self, tmp_path: Path, ending: str
    ) -> None:
        file = tmp_path / "x.sqlite"
        write_private(file, b"")
        assert is_ours(file)
        opened(tmp_path / f"x.sqlite{ending}")
        assert not is_ours(file)


class TestStamp:
    @pytest.mark.parametrize("made", FOREIGN)
    def test_is_neither_read_nor_written_through_what_is_there(
        self, tmp_path: Path, made: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cache_module, "_PAUSE", 0)
        file = tmp_path / "x.sqlite"
        file.write_bytes(b"")
        made(tmp_path / "x.stamp")
        assert not is_stamped(file, 1)
        stamp(file, 1)
        assert is_stamped(file, 1)
        assert not is_stamped(file, 2)
        secret = tmp_path / "secret"
        assert not secret.exists() or secret.read_bytes() == SECRET


class TestDiscarding:
    def test_takes_links_away_and_not_what_they_point_to(self, tmp_path: Path) -> None:
        cache = tmp_path / "cache"
        cache.mkdir()
        target = tmp_path / "target.sqlite"
        target.write_bytes(SECRET)
        os.utime(target, (0, 0))
        (cache / "corpus-old.sqlite").symlink_to(target)
        (cache / "corpus-new.sqlite").write_bytes(b"")
        discard_others(cache / "corpus-new.sqlite")
        assert [path.name for path in cache.iterdir()] == ["corpus-new.sqlite"]
        assert target.read_bytes() == SECRET

    def test_leaves_what_is_no_index_or_another_corpuss(self, tmp_path: Path) -> None:
        kept = ("corpus-x.journal", "other-old.sqlite", "other-old.stamp", "corpus-new.stamp")
        for name in (*kept, "corpus-old.sqlite", "corpus-old.stamp", "corpus-old.sqlite-journal"):
            (tmp_path / name).write_bytes(b"")
        discard_others(tmp_path / "corpus-new.sqlite")
        assert {path.name for path in tmp_path.iterdir()} == {*kept}

    def test_takes_away_drafts_of_killed_processes_alone(self, tmp_path: Path) -> None:
        old, new = tmp_path / "other.1.draft", tmp_path / "other.2.draft"
        for draft in (old, new):
            draft.write_bytes(b"")
        os.utime(old, (0, 0))
        discard_others(tmp_path / "corpus-new.sqlite")
        assert list(tmp_path.iterdir()) == [new]
