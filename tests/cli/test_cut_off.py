"""A change that was cut off: reported, finished, refused or abandoned; and with no journal."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from folders import contents
from killing import kill_after
from stances.cli.run import run
from stances.editing.save import locked
from stances.index.cache import journal_file, private_folder, write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .conftest import Ledger, Run

    CutOff = Callable[..., Path]

WORDS = ("rename", "gazette", "lake", "--yes")
COPIES = {"snapshots/gazette.txt": "Over my dead body\n"}
WRITING = [
    ("fmt",),
    (*"add source herald --title T --published 2021-07-01 --lang en --yes".split(),),
    ("import", "jsonl", "/dev/null", "--yes"),
    ("rename", "brandt", "bruno", "--yes"),
]


def journal_of(folder: Path) -> Path:
    cache = private_folder()
    assert cache is not None
    return Path(journal_file(folder, cache))


def killed(folder: Path, words: Sequence[str], files: int) -> Path:
    """Kill a command after it has written so many files."""
    kill_after(files, lambda: run([*words, "--data", str(folder)]))
    assert journal_of(folder).exists()
    return folder


@pytest.fixture
def cut_off(ledger: Ledger) -> CutOff:
    """The small corpus, in which a renaming was killed after so many of its files."""

    return lambda files=2: killed(ledger(COPIES), WORDS, files)


@pytest.fixture
def renamed(ledger: Ledger) -> dict[str, bytes]:
    """The small corpus after the whole renaming."""
    folder = ledger(COPIES, at="renamed")
    assert run([*WORDS, "--data", str(folder)]) == 0
    return contents(folder)


class TestReading:
    @pytest.mark.parametrize(
        "words",
        [
            ("list",),
            ("check",),
            ("fmt", "--check"),
            ("fmt", "--diff"),
            ("rename", "brandt", "bruno", "--dry-run"),
            ("list", "--no-index"),
        ],
    )
    def test_reports_it_in_a_line_and_answers(
        self, cut_off: CutOff, stances: Run, words: tuple[str, ...]
    ) -> None:
        folder = cut_off()
        before = contents(folder)
        answer = stances(*words, "--data", folder)
        lines = [line for line in answer.stderr.splitlines() if "cut off" in line]
        assert len(lines) == 1
        [line] = lines
        assert line.startswith("stances: `stances rename gazette lake`, of 20")
        assert "was cut off with 2 of 6 files written: officials/brandt.yaml, " in line
        assert line.endswith("not yet; the next command that writes finishes it")
        assert answer.stdout
        assert contents(folder) == before
        assert journal_of(folder).exists()

    def test_compares_what_is_there(self, cut_off: CutOff, ledger: Ledger, stances: Run) -> None:
        answer = stances("diff", ledger(at="old"), cut_off())
        assert answer.stderr.count("was cut off with 2 of 6 files written") == 1

    def test_says_nothing_while_another_process_writes(self, cut_off: CutOff, stances: Run) -> None:
        folder = cut_off()
        with locked(folder):
            assert "cut off" not in stances("check", "--data", folder).stderr

    def test_of_another_place_says_nothing(self, cut_off: CutOff, stances: Run) -> None:
        folder = cut_off()
        copy = folder.rename(folder.with_name("moved"))
        assert "cut off" not in stances("check", "--data", copy).stderr
        assert "nothing to abandon" in stances("rename", "--abandon", "--data", copy).stderr

    def test_says_what_the_page_shows(self, stances: Run, repository: Path, tmp_path: Path) -> None:
        page = (repository / "docs/renaming.md").read_text("utf-8")
        [shown] = re.findall(r"^```text\n(stances: .*)\n```$", page, re.MULTILINE)
        folder = tmp_path / "data"
        shutil.copytree(repository / "data", folder)
        killed(folder, ("rename", "zarif", "javad-zarif", "--yes"), 1)
        said = stances("list", "--data", folder).stderr.strip()
        day = r"of \d{4}-\d\d-\d\d \d\d:\d\d,"
        assert re.sub(day, "", said) == re.sub(day, "", shown)


class TestWriting:
    @pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
    def test_finishes_it_first(
        self,
        cut_off: CutOff,
        renamed: dict[str, bytes],
        stances: Run,
        ledger: Ledger,
        words: tuple[str, ...],
    ) -> None:
        folder = cut_off()
        answer = stances(*words, "--data", folder)
        assert answer.returncode == 0, answer.stderr
        first = answer.stderr.splitlines()[0]
        assert first.startswith("stances: `stances rename gazette lake`, of 20")
        assert first.endswith("not yet; it is finished now")
        whole = ledger(COPIES, at="renamed")
        for path in contents(whole):
            (whole / path).unlink()
        for path, content in renamed.items():
            (whole / path).write_bytes(content)
        assert stances(*words, "--data", whole).returncode == 0
        assert contents(folder) == contents(whole)
        assert not journal_of(folder).exists()
        assert stances("check", "--data", folder).returncode == 0

    def test_drops_what_had_not_begun(self, cut_off: CutOff, stances: Run, ledger: Ledger) -> None:
        folder = cut_off(0)
        answer = stances("import", "jsonl", "/dev/null", "--yes", "--data", folder)
        assert "0 of 6 files written; run it again if it is wanted" in answer.stderr
        assert contents(folder) == contents(ledger(COPIES, at="other"))
        assert not journal_of(folder).exists()

    def test_leaves_alone_what_an_editor_has_open(self, cut_off: CutOff, stances: Run) -> None:
        folder = cut_off()
        (folder / "officials/.brandt.yaml.swp").touch()
        before = contents(folder)
        answer = stances("fmt", "--data", folder)
        assert answer.returncode == 1
        assert "is open in an editor" in answer.stderr
        assert contents(folder) == before
        assert stances("fmt", "--force", "--data", folder).returncode == 0
        assert not journal_of(folder).exists()

    @pytest.mark.parametrize(
        ("words", "path", "content"),
        [
            (WRITING[0], "officials/brandt.yaml", "name: Bruno\n"),
            (WRITING[1], "officials/adler.yaml", "name: Anna\n"),
            (WRITING[2], "sources/gazette.yaml", "title: Boats\n"),
            (WRITING[3], "snapshots/gazette.txt", None),
        ],
    )
    def test_touches_nothing_if_a_file_is_neither_as_before_nor_as_after(
        self,
        cut_off: CutOff,
        stances: Run,
        words: tuple[str, ...],
        path: str,
        content: str | None,
    ) -> None:
        folder = cut_off()
        (folder / path).unlink()
        if content is not None:
            (folder / path).write_text(content, "utf-8")
        before = contents(folder)
        answer = stances(*words, "--data", folder)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "was cut off, and cannot be finished, because" in answer.stderr
        assert path.replace("snapshots/gazette", "snapshots/lake") in answer.stderr
        assert "neither as before it nor as after it; nothing was written" in answer.stderr
        assert "`stances rename --abandon` drops" in answer.stderr
        assert contents(folder) == before
        read = stances("check", "--data", folder)
        assert "cannot be finished" in read.stderr
        assert "drop its journal: `stances rename --abandon`" in read.stderr

    @pytest.mark.parametrize("path", ["officials/adler.yaml", "officials"])
    def test_follows_no_link(
        self, cut_off: CutOff, stances: Run, path: str, tmp_path: Path
    ) -> None:
        folder = cut_off(1)
        elsewhere = (folder / path).rename(tmp_path / "elsewhere")
        (folder / path).symlink_to(elsewhere)
        before = contents(tmp_path)
        answer = stances("fmt", "--data", folder)
        assert answer.returncode == 1
        assert "neither as before it nor as after it" in answer.stderr
        assert contents(tmp_path) == before


class TestAbandoning:
    def test_drops_the_journal_and_says_how_the_files_are(
        self, cut_off: CutOff, stances: Run
    ) -> None:
        folder = cut_off()
        (folder / "officials/brandt.yaml").write_text("name: Bruno\n", "utf-8")
        before = contents(folder)
        answer = stances("rename", "--abandon", "--data", folder)
        assert answer.returncode == 0
        lines = answer.stdout.splitlines()
        assert lines[0].startswith("dropped: `stances rename gazette lake`, of 20")
        assert lines[1:] == [
            "  sources/lake.yaml: written",
            "  officials/adler.yaml: written",
            "  officials/brandt.yaml: changed since",
            "  sources/gazette.yaml: as it was before",
            "  snapshots/lake.txt: as it was before",
            "  snapshots/gazette.txt: as it was before",
        ]
        assert contents(folder) == before
        assert "cut off" not in stances("check", "--data", folder).stderr
        again = stances("rename", "--abandon", "--data", folder)
        assert again.returncode == 1
        assert "nothing to abandon: no change of this corpus was cut off" in again.stderr

    def test_takes_no_names(self, cut_off: CutOff, stances: Run) -> None:
        folder = cut_off()
        answer = stances("rename", "--abandon", "gazette", "lake", "--data", folder)
        assert answer.returncode == 2
        assert journal_of(folder).exists()

    def test_is_refused_while_another_process_writes(self, cut_off: CutOff, stances: Run) -> None:
        folder = cut_off()
        with locked(folder):
            assert stances("rename", "--abandon", "--data", folder).returncode == 1
        assert journal_of(folder).exists()


class TestAJournal:
    def test_that_is_damaged_is_told_and_abandoned(self, cut_off: CutOff, stances: Run) -> None:
        folder = cut_off()
        write_private(journal_of(folder), b"{")
        self._is_refused(folder, stances, "its journal is damaged")

    def test_of_another_version_is_told(self, cut_off: CutOff, stances: Run) -> None:
        folder = cut_off()
        plain = json.loads(journal_of(folder).read_bytes()) | {"format": 2, "stances": "9.9"}
        write_private(journal_of(folder), json.dumps(plain).encode())
        self._is_refused(folder, stances, "another version of stances, 9.9")

    @pytest.mark.parametrize("kind", ["link", "open", "pipe"])
    def test_that_another_may_have_written_is_not_read(
        self, cut_off: CutOff, stances: Run, kind: str, tmp_path: Path
    ) -> None:
        folder = cut_off()
        journal = journal_of(folder)
        if kind == "open":
            journal.chmod(0o666)
        else:
            planted = journal.rename(tmp_path / "planted")
            if kind == "link":
                journal.symlink_to(planted)
            else:
                os.mkfifo(journal)
        self._is_refused(folder, stances, "its journal is no file of yours alone")
        if kind == "link":
            assert planted.exists()

    def _is_refused(self, folder: Path, stances: Run, why: str) -> None:
        """Reported by a command that reads, refused by one that writes, dropped by abandoning."""
        before = contents(folder.parent)
        read = stances("list", "--data", folder)
        assert read.returncode == 0
        assert why in read.stderr
        written = stances("fmt", "--data", folder)
        assert (written.returncode, written.stdout) == (1, "")
        assert why in written.stderr
        assert contents(folder.parent) == before
        dropped = stances("rename", "--abandon", "--data", folder)
        assert dropped.returncode == 0
        assert why in dropped.stdout
        assert contents(folder.parent) == before
        assert "cut off" not in stances("list", "--data", folder).stderr


class TestWithoutAJournal:
    @pytest.fixture
    def no_cache(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "file").touch()
        monkeypatch.setenv("STANCES_CACHE_DIR", str(tmp_path / "file"))

    @pytest.mark.usefixtures("no_cache")
    def test_a_change_of_several_files_says_so_once(self, ledger: Ledger, stances: Run) -> None:
        folder = ledger()
        answer = stances(*WORDS, "--no-index", "--data", folder)
        assert answer.returncode == 0
        assert answer.stderr.count("there is no journal to finish this change by") == 1
        assert "by $STANCES_CACHE_DIR" in answer.stderr
        one = stances(
            "rename", "adler/quiet-lake", "quiet", "--yes", "--no-index", "--data", folder
        )
        assert (one.returncode, one.stderr) == (0, "")

    @pytest.mark.usefixtures("no_cache")
    @pytest.mark.parametrize("words", [WORDS[1:3], ("brandt", "bruno"), ("boats", "ships")])
    def test_drafts_are_swept_all_the_same(
        self, ledger: Ledger, stances: Run, words: tuple[str, ...]
    ) -> None:
        folder = ledger(COPIES)
        for name in ("", "sources/", "officials/", "snapshots/"):
            (folder / f"{name}.stances-0a1b2c3d").write_bytes(b"draft")
            (folder / f"{name}.stances-_z9abcde").write_bytes(b"of an older version")
        assert stances("rename", *words, "--yes", "--data", folder).returncode == 0
        assert not [*folder.rglob(".stances-*")]

    def test_only_drafts_are_swept(self, ledger: Ledger, stances: Run, tmp_path: Path) -> None:
        folder = ledger(COPIES)
        (folder / "other").mkdir()
        others = [
            ".stances-output-0a1b2c3d",
            ".stances-0a1b2c3",
            ".stances-0a1b2c3d4",
            ".stances-0a1b2c3D",
            "stances-0a1b2c3d",
            "other/.stances-0a1b2c3d",
            "officials/.adler.yaml-before-0a1b2c3d",
        ]
        for name in others:
            (folder / name).write_bytes(b"")
        (tmp_path / "target").write_bytes(b"")
        (folder / ".stances-00000000").symlink_to(tmp_path / "target")
        (folder / ".stances-11111111").mkdir()
        assert stances("fmt", "--data", folder).returncode == 0
        assert {*others} <= contents(folder).keys()
        assert (folder / ".stances-00000000").is_symlink()
        assert (folder / ".stances-11111111").is_dir()
        assert (tmp_path / "target").exists()

    def test_drafts_of_a_running_process_are_left_alone(self, ledger: Ledger, stances: Run) -> None:
        folder = ledger()
        draft = folder / "officials/.stances-0a1b2c3d"
        draft.write_bytes(b"")
        with locked(folder):
            stances("fmt", "--data", folder)
            assert draft.exists()
