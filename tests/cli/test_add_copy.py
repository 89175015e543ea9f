"""`stances add source --copy`: a copy is kept where `verify` looks for it, or nothing is."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
from itertools import count
from typing import TYPE_CHECKING

import pexpect
import pytest

from killing import ended_at
from repositories import in_git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Ledger = Callable[..., Path]
    Run = Callable[..., CompletedProcess[str]]
    Add = Run

WORDS = b"We want our quiet lake back, the mayor said.\n"
PAGE = b"<!-- saved -->\n<!DOCTYPE html><p>We want our quiet lake back"
FIELDS = ("--title", "The lake", "--published", "2021-06-11", "--lang", "en")


@pytest.fixture
def add(ledger: Ledger, stances: Run) -> Callable[..., CompletedProcess[str]]:
    """Adds the source `lake` with a copy, without asking."""
    folder = ledger()

    def call(copy: str | Path, *options: str | Path) -> CompletedProcess[str]:
        day = () if "--retrieved" in options else ("--retrieved", "2021-06-12")
        given = ("--copy", copy, *FIELDS, *day, *options)
        return stances("--data", folder, "add", "source", "lake", *given, "--yes")

    return call


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_bytes(WORDS)
    return file


def kept(folder: Path) -> dict[str, bytes]:
    """The stored copies, and the record."""
    places = (folder / "snapshots", folder / "sources")
    files = [file for place in places if place.is_dir() for file in place.iterdir()]
    return {
        file.name: file.read_bytes() for file in files if "lake" in file.name or file.is_symlink()
    }


class TestStoredCopy:
    def test_is_there_with_its_checksum_and_its_day_and_verify_finds_it(
        self, add: Add, article: Path, tmp_path: Path, stances: Run
    ) -> None:
        assert add(article).returncode == 0
        files = kept(tmp_path / "ledger")
        assert files["lake.txt"] == WORDS
        record = files["lake.yaml"].decode()
        assert f"sha256: {hashlib.sha256(WORDS).hexdigest()}\n" in record
        assert "retrieved: 2021-06-12\n" in record
        ledger = tmp_path / "ledger"
        words = ("--source", "lake", "--form", "quote", "--text", "We want our quiet lake back")
        added = stances("--data", ledger, "add", "evidence", "adler/quiet-lake", *words, "--yes")
        assert "on line 1 of lake.txt, these words are not all in quotation marks" in added.stderr

    @pytest.mark.parametrize(
        ("name", "content", "stored"),
        [
            ("a.htm", b"<p>Hello", "lake.html"),
            ("a.md", b"Hello", "lake.md"),
            ("a", PAGE, "lake.html"),
            ("a.php", b"<?xml version='1.0'?>\n<html>Hello", "lake.html"),
            ("a.cgi", b"Hello <html>", "lake.txt"),
            ("a.pdf", b"%PDF-1.7 and so on \xff", "lake.pdf"),
            ("a", b"\n%PDF-1.7 and so on \xff", "lake.pdf"),
        ],
    )
    def test_is_called_after_what_it_is(
        self, add: Add, tmp_path: Path, name: str, content: bytes, stored: str
    ) -> None:
        (tmp_path / name).write_bytes(content)
        assert add(tmp_path / name).returncode == 0
        assert kept(tmp_path / "ledger")[stored] == content

    def test_may_come_from_standard_input(
        self, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PAGE)))
        assert add("-").returncode == 0
        assert kept(tmp_path / "ledger")["lake.html"] == PAGE

    def test_goes_beside_a_folder_called_data(
        self, ledger: Ledger, stances: Run, article: Path, tmp_path: Path
    ) -> None:
        folder = ledger(at="town/data")
        given = ("--copy", article, *FIELDS, "--retrieved", "2021-06-12", "--yes")
        assert stances("--data", folder, "add", "source", "lake", *given).returncode == 0
        assert (tmp_path / "town" / "snapshots" / "lake.txt").read_bytes() == WORDS

    def test_goes_where_the_command_line_says(
        self, add: Add, article: Path, tmp_path: Path
    ) -> None:
        copies = tmp_path / "copies"
        assert add(article, "--snapshots", copies).returncode == 3
        copies.mkdir()
        assert add(article, "--snapshots", copies).returncode == 0
        assert (copies / "lake.txt").read_bytes() == WORDS

    def test_stays_where_the_same_is_there(self, add: Add, article: Path, tmp_path: Path) -> None:
        there = tmp_path / "ledger" / "snapshots" / "lake.txt"
        there.parent.mkdir()
        there.write_bytes(WORDS)
        before = there.stat().st_ino
        assert add(article).returncode == 0
        assert there.stat().st_ino == before
        assert "lake.yaml" in kept(tmp_path / "ledger")


def refused(done: CompletedProcess[str], folder: Path, before: dict[str, bytes]) -> str:
    """What was said; nothing was written."""
    assert done.returncode in (1, 2), done.stderr
    assert kept(folder) == before
    assert not [*folder.rglob(".stances-*")]
    return done.stderr


class TestRefusedCopy:
    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("a.txt", b"", "there is nothing in it"),
            ("a.txt", b"caf\xe9", "byte 0xe9 on line 1"),
            ("a.txt", b"a\0b", "neither a PDF nor text"),
            ("a.pdf", b"Hello", "is no PDF"),
            ("a.txt", b"%PDF-1.7", "is a PDF"),
            ("a.txt", b"a" * (16 * 2**20 + 1), "larger than 16 MiB"),
        ],
    )
    def test_is_one_that_is_no_copy(
        self, add: Add, tmp_path: Path, name: str, content: bytes, why: str
    ) -> None:
        (tmp_path / name).write_bytes(content)
        assert why in refused(add(tmp_path / name), tmp_path / "ledger", {})

    def test_is_one_without_bounds_and_one_that_is_no_file(self, add: Add, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        for path, why in (("/dev/zero", "a device"), (tmp_path / "pipe", "a pipe")):
            assert why in refused(add(path), tmp_path / "ledger", {})
        assert "a folder" in refused(add(tmp_path), tmp_path / "ledger", {})
        assert "No such file" in refused(add(tmp_path / "none"), tmp_path / "ledger", {})

    def test_is_a_link_on_either_side(self, add: Add, article: Path, tmp_path: Path) -> None:
        (tmp_path / "link.txt").symlink_to(article)
        assert f"name the file itself: {article}" in refused(
            add(tmp_path / "link.txt"), tmp_path / "ledger", {}
        )
        copies = tmp_path / "ledger" / "snapshots"
        copies.mkdir()
        (copies / "lake.txt").symlink_to(tmp_path / "elsewhere.txt")
        done = add(article)
        assert "a link is there" in done.stderr
        assert done.returncode == 1
        assert not (tmp_path / "elsewhere.txt").exists()
        (tmp_path / "elsewhere.txt").write_bytes(WORDS)
        assert "a link is there" in add(article).stderr

    def test_is_one_that_would_take_the_place_of_another(
        self, add: Add, article: Path, tmp_path: Path
    ) -> None:
        copies = tmp_path / "ledger" / "snapshots"
        copies.mkdir()
        (copies / "lake.txt").write_bytes(b"An earlier edition")
        before = {"lake.txt": b"An earlier edition"}
        assert "another copy" in refused(add(article), tmp_path / "ledger", before)

    def test_is_one_with_another_checksum_or_without_its_day(
        self, add: Add, article: Path, tmp_path: Path, stances: Run
    ) -> None:
        done = add(article, "--sha256", "0" * 64)
        assert "that of the copy is" in refused(done, tmp_path / "ledger", {})
        given = ("--copy", article, *FIELDS, "--yes")
        done = stances("--data", tmp_path / "ledger", "add", "source", "lake", *given)
        assert "give --retrieved" in refused(done, tmp_path / "ledger", {})

    def test_is_gone_again_if_the_record_cannot_be_written(
        self, add: Add, article: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "ledger" / "sources" / ".lake.yaml.swp").touch()
        done = add(article)
        assert "is open in an editor" in done.stderr
        assert not (tmp_path / "ledger" / "snapshots").exists()


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git")
class TestCopyInARepository:
    def test_is_refused_until_git_ignores_it_with_the_line_to_write(
        self, add: Add, article: Path, tmp_path: Path
    ) -> None:
        in_git(tmp_path, "init", "--quiet")
        said = refused(add(article), tmp_path / "ledger", {})
        line = said.rpartition(f"put this line into {tmp_path}/.gitignore: ")[2].strip()
        assert line == "/ledger/snapshots/"
        (tmp_path / ".gitignore").write_text(f"{line}\n")
        assert add(article).returncode == 0
        assert "snapshots" not in in_git(tmp_path, "status", "--porcelain", "-uall")

    def test_is_refused_where_the_name_is_one_for_git_to_read(
        self, ledger: Ledger, stances: Run, article: Path, tmp_path: Path
    ) -> None:
        folder = ledger(at="[a] b*")
        in_git(tmp_path, "init", "--quiet")
        given = ("--copy", article, *FIELDS, "--retrieved", "2021-06-12", "--yes")
        done = stances("--data", folder, "add", "source", "lake", *given)
        (tmp_path / ".gitignore").write_text(done.stderr.rpartition(".gitignore: ")[2])
        assert stances("--data", folder, "add", "source", "lake", *given).returncode == 0

    def test_is_refused_where_git_tracks_the_same_already(
        self, add: Add, article: Path, tmp_path: Path
    ) -> None:
        copies = tmp_path / "ledger" / "snapshots"
        copies.mkdir()
        (copies / "lake.txt").write_bytes(WORDS)
        (tmp_path / ".gitignore").write_text("snapshots/\n")
        in_git(tmp_path, "init", "--quiet")
        in_git(tmp_path, "add", "--force", "ledger/snapshots/lake.txt")
        assert "git tracks it" in refused(add(article), tmp_path / "ledger", {"lake.txt": WORDS})


def test_the_day_of_a_copy_is_proposed_on_a_terminal(
    ledger: Ledger, article: Path, program: Path
) -> None:
    folder = ledger()
    os.utime(article, (1_623_500_000, 1_623_500_000))
    words = ["--data", str(folder), "add", "source", "lake", "--copy", str(article), *FIELDS]
    child = pexpect.spawn(
        str(program), words, encoding="utf-8", timeout=30, env=os.environ | {"TZ": "UTC"}
    )
    for asked in ("Publisher", "Address"):
        child.expect(asked)
        child.sendline("")
    child.expect(r"Retrieved on[^\[]*\[2021-06-12\]")
    child.sendline("")
    child.expect("Write this")
    child.sendline("y")
    child.expect(pexpect.EOF)
    assert "next, `stances add --from lake`" in str(child.before)
    assert "retrieved: 2021-06-12" in (folder / "sources" / "lake.yaml").read_text()


def test_a_command_that_is_killed_leaves_nothing_that_running_it_again_does_not_finish(
    add: Add, article: Path, tmp_path: Path
) -> None:
    for number in count(1, 23):
        code = ended_at(number, lambda: add(article))
        files = kept(tmp_path / "ledger")
        assert files.get("lake.txt", WORDS) == WORDS
        assert "lake.txt" in files or "lake.yaml" not in files
        if code != -signal.SIGKILL:
            break
        if "lake.yaml" not in files:
            assert add(article).returncode == 0
        shutil.rmtree(tmp_path / "ledger" / "snapshots")
        (tmp_path / "ledger" / "sources" / "lake.yaml").unlink()
    assert number > 20
