"""`-o FILE`: the whole answer in the file, or nothing."""

from __future__ import annotations

import json
import os
import resource
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Process, Run

ENDINGS = {
    "tsv": "tsv",
    "csv": "csv",
    "json": "json",
    "jsonl": "jsonl",
    "yaml": "yaml",
    "yml": "yaml",
    "md": "markdown",
    "txt": "table",
    "JSON": "json",
}


class TestOutputFormat:
    @pytest.mark.parametrize("ending", ENDINGS)
    def test_is_that_of_the_ending(
        self, ledger: Ledger, stances: Run, tmp_path: Path, ending: str
    ) -> None:
        folder, file = ledger(), tmp_path / f"answer.{ending}"
        answer = stances("list", "-o", file, "--data", folder)
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
        same = stances("list", "--format", ENDINGS[ending], "--data", folder)
        assert file.read_bytes() == same.stdout.encode()

    def test_may_be_another_if_it_is_said(
        self, ledger: Ledger, stances: Run, tmp_path: Path
    ) -> None:
        for name in ("answer", "answer.txt", "answer.2021"):
            stances("officials", "--format", "json", "-o", tmp_path / name, "--data", ledger())
            assert json.loads((tmp_path / name).read_text("utf-8"))

    @pytest.mark.parametrize(
        "command", [("list",), ("report",), ("check",), ("diff", "."), ("schema", "source")]
    )
    def test_is_as_ever_where_the_file_is_standard_output(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str]
    ) -> None:
        monkeypatch.chdir(folder := ledger())
        assert stances(*command, "-o", "-").stdout == stances(*command).stdout
        assert not (folder / "-").exists()

    def test_is_unknown_where_the_ending_is(
        self, ledger: Ledger, stances: Run, tmp_path: Path
    ) -> None:
        for name in ("answer", "answer.docx", "json", ".json"):
            answer = stances("list", "-o", tmp_path / name, "--data", ledger())
            assert answer.returncode == 2
            assert ".csv .json" in answer.stderr
            assert not (tmp_path / name).exists()

    def test_has_no_colour(self, ledger: Ledger, stances: Run, tmp_path: Path) -> None:
        file = tmp_path / "answer.txt"
        stances("list", "--color", "always", "-o", file, "--data", ledger())
        assert "\x1b" not in file.read_text("utf-8")

    def test_does_not_depend_on_the_terminal(
        self, ledger: Ledger, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = ledger()
        for name in ("answer.md", "answer.txt"):
            answers = set()
            for width in ("40", "200"):
                monkeypatch.setenv("COLUMNS", width)
                stances("list", "-o", tmp_path / name, "--data", folder)
                answers.add((tmp_path / name).read_bytes())
            assert len(answers) == 1


class TestOutputFile:
    def test_is_replaced_with_its_permissions_kept(
        self, ledger: Ledger, stances: Run, tmp_path: Path
    ) -> None:
        file = tmp_path / "answer.csv"
        file.write_text("old " * 100_000, "utf-8")
        file.chmod(0o640)
        assert stances("officials", "-o", file, "--data", ledger()).returncode == 0
        assert file.read_text("utf-8").startswith("official,name,")
        assert file.stat().st_mode & 0o777 == 0o640
        assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["answer.csv"]

    def test_stays_where_a_link_leads(self, ledger: Ledger, stances: Run, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        link, file = tmp_path / "answer.csv", tmp_path / "elsewhere" / "answer.csv"
        file.write_text("old", "utf-8")
        link.symlink_to(file)
        assert stances("officials", "-o", link, "--data", ledger()).returncode == 0
        assert link.is_symlink()
        assert file.read_text("utf-8").startswith("official,name,")

    def test_may_be_a_pipe(self, ledger: Ledger, stances: Run, tmp_path: Path) -> None:
        """As in `-o >(gzip)`; and replacing a device would break the machine."""
        pipe = tmp_path / "answer.csv"
        os.mkfifo(pipe)
        reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        answer = stances("officials", "-o", pipe, "--data", ledger())
        still_a_pipe, written = pipe.is_fifo(), os.read(reading, 1 << 16)
        os.close(reading)
        assert answer.returncode == 0
        assert still_a_pipe
        assert written.startswith(b"official,name,")

    def test_may_have_any_name(self, ledger: Ledger, stances: Run, tmp_path: Path) -> None:
        for name in ("two words.csv", "-dash.csv", "دریاچه.csv", "x" * 251 + ".csv"):
            answer = stances("officials", f"-o{tmp_path / name}", "--data", ledger())
            assert (answer.returncode, answer.stderr) == (0, "")
            assert (tmp_path / name).stat().st_size

    def test_is_written_beside_a_corpus_with_problems(
        self, ledger: Ledger, stances: Run, tmp_path: Path
    ) -> None:
        folder, file = ledger({"officials/brandt.yaml": "nam: x\n"}), tmp_path / "answer.jsonl"
        answer = stances("list", "-o", file, "--data", folder)
        assert (answer.returncode, answer.stdout) == (0, "")
        assert "left out" in answer.stderr
        assert len(file.read_text("utf-8").splitlines()) == 3


class TestUnwritableOutput:
    @pytest.mark.parametrize("place", ["nowhere/answer.csv", "file/answer.csv", "folder.csv"])
    def test_is_a_clear_error(
        self, ledger: Ledger, stances: Run, tmp_path: Path, place: str
    ) -> None:
        (tmp_path / "file").touch()
        (tmp_path / "folder.csv").mkdir()
        answer = stances("list", "-o", tmp_path / place, "--data", ledger())
        assert (answer.returncode, answer.stdout) == (1, "")
        assert answer.stderr.startswith(f"stances: cannot write {tmp_path / place}: ")
        assert (tmp_path / "folder.csv").is_dir()

    def test_leaves_the_old_file_and_no_other(
        self, ledger: Ledger, process: Process, tmp_path: Path
    ) -> None:
        folder, target = ledger(), tmp_path / "out"
        target.mkdir()
        file = target / "answer.json"
        file.write_text("old", "utf-8")

        def no_space() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

        answer = process("list", "-o", file, "--data", folder, before=no_space)
        assert (answer.returncode, answer.stdout) == (1, b"")
        assert b"cannot write" in answer.stderr
        assert [*target.iterdir()] == [file]
        assert file.read_text("utf-8") == "old"

    def test_leaves_the_old_file_where_there_is_no_answer(
        self, ledger: Ledger, stances: Run, tmp_path: Path
    ) -> None:
        file = tmp_path / "answer.json"
        file.write_text("old", "utf-8")
        folder = ledger({"codebook.yaml": "["})
        for asked in (("list",), ("list", "--official", "nobody"), ("compare", "adler", "adler")):
            assert stances(*asked, "-o", file, "--data", folder).returncode
            assert file.read_text("utf-8") == "old"
