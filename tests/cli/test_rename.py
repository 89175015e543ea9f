"""`stances rename`, as analysts use it: shown, confirmed, whole or not at all."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from folders import contents
from stances.editing.save import locked
from terminals import interrupted

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    from .conftest import Ledger, Process, Run

    Rename = Callable[..., CompletedProcess[str]]

GIT = shutil.which("git") or "git"
TWIN = """\
name: A. Adler
statements:
  - id: quiet-lake
    said: 2021-06-05
    position: opposes
    evidence:
      - {source: nama, form: quote, text: نه}
"""


LAKE = """\
statements:
  - id: lake
    said: 2021-06-05
    position: opposes
    evidence:
      - {source: gazette, form: quote, text: Not on my lake}
"""


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    return ledger()


@pytest.fixture
def rename(stances: Run, folder: Path) -> Rename:
    return lambda *words: stances("rename", *words, "--data", folder)


class TestMoving:
    MOVE = ("adler/with-compensation", "brandt/")

    def test_says_what_becomes_of_the_statement(
        self, rename: Rename, folder: Path, stances: Run
    ) -> None:
        answer = rename(*self.MOVE, "--yes", "--note", "The Gazette says so now")
        assert (answer.returncode, answer.stderr) == (0, "")
        new = "brandt/with-compensation"
        naming = "1 piece of evidence names brandt now; if its source names adler, use"
        assert answer.stdout.splitlines() == [
            "statement adler/with-compensation becomes brandt/with-compensation: 1 use renamed",
            f"note: {new}: {naming} --keep-speaker",
            f"note: {new}: role Mayor → Harbour master; faction council → harbour",
            "2 files written:",
            "  officials/adler.yaml",
            "  officials/brandt.yaml",
        ]
        shown = stances("show", "brandt/with-compensation", "--data", folder).stdout
        assert "The Gazette says so now" in shown
        assert stances("check", "--strict", "--data", folder).returncode == 0

    def test_is_told_by_diff_as_attributed_to_another(
        self, rename: Rename, folder: Path, stances: Run, ledger: Ledger
    ) -> None:
        before = ledger(at="before")
        assert rename(*self.MOVE, "--yes", "--note", "So it is.").returncode == 0
        told = stances("diff", before, folder).stdout
        assert "attributed to another: until now to Anna Adler, as adler/with-compens" in told

    def test_needs_a_reason(self, rename: Rename, folder: Path) -> None:
        before = contents(folder)
        for more in (["--yes"], ["--dry-run"]):
            answer = rename(*self.MOVE, *more)
            assert answer.returncode == 2
            assert "say with --note why the words are another official's" in answer.stderr
        assert rename(*self.MOVE, "--yes", "--note", "  ").returncode == 2
        assert contents(folder) == before

    def test_asks_for_the_reason_on_a_terminal(self, folder: Path, program: Path) -> None:
        asked = ["rename", *self.MOVE, "--data", str(folder)]
        child = pexpect.spawn(
            str(program),
            asked,
            encoding="utf-8",
            timeout=60,
            dimensions=(200, 100),
            env={**os.environ, "TERM": "xterm-256color"},
        )
        child.expect("why are these words of `brandt`")
        child.sendline("He told me.")
        child.expect("write 2 files")
        child.sendline("y")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        assert "note: He told me." in (folder / "officials/brandt.yaml").read_text("utf-8")

    @pytest.mark.parametrize("more", [["--note", "x"], ["--keep-speaker"], ["--with-occasion"]])
    def test_alone_takes_its_options(self, rename: Rename, more: list[str]) -> None:
        answer = rename("adler/with-compensation", "adler/paid", "--yes", *more)
        assert answer.returncode == 2
        assert f"{more[0]} needs a statement that moves" in answer.stderr

    def test_shows_it_as_a_diff_that_git_applies(self, rename: Rename, folder: Path) -> None:
        patch = rename(*self.MOVE, "--dry-run", "--note", "So.").stdout
        assert rename(*self.MOVE, "--yes", "--note", "So.").returncode == 0
        after = contents(folder)
        subprocess.run(
            [GIT, "apply", "--reverse", "--unsafe-paths", "-p1"],
            cwd=Path.cwd(),
            input=patch.encode(),
            check=True,
        )
        assert contents(folder) != after

    def test_begun_by_hand_is_finished(self, rename: Rename, folder: Path, stances: Run) -> None:
        joint = "name: Carl\nstatements:\n- {id: j, position: rejects, words_of: brandt/gone}\n"
        (folder / "officials/carl.yaml").write_text(joint)
        assert stances("check", "--data", folder).returncode == 1
        answer = rename("brandt/gone", "adler/quiet-lake", "--yes")
        assert answer.returncode == 0, answer.stderr
        assert "words_of: adler/quiet-lake" in (folder / "officials/carl.yaml").read_text()
        assert stances("check", "--data", folder).returncode == 0


class TestRenaming:
    def test_says_what_it_changed(self, rename: Rename, folder: Path, stances: Run) -> None:
        answer = rename("brandt", "bruno-brandt", "--yes")
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout.splitlines() == [
            "official brandt becomes bruno-brandt: 1 use renamed",
            "2 files written:",
            "  officials/brandt.yaml → officials/bruno-brandt.yaml",
            "  sources/gazette.yaml",
        ]
        assert not (folder / "officials/brandt.yaml").exists()
        assert stances("check", "--strict", "--data", folder).returncode == 0
        listed = stances("list", "--columns", "ref", "--no-header", "--data", folder).stdout
        assert "bruno-brandt/over-my-dead-body" in listed

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("gazette", "lake-gazette"),
            ("Mayor Adler", "anna"),
            ("adler/quiet-lake", "adler/quiet"),
            ("boats", "motorboats"),
            ("supports", "backs"),
            ("position:boats/supports", "position:boats/backs"),
            ("faction:harbour", "port"),
            ("noise", "din"),
        ],
    )
    def test_there_and_back_leaves_everything_as_it_was(
        self, rename: Rename, folder: Path, old: str, new: str, stances: Run
    ) -> None:
        for path in folder.rglob("*.yaml"):
            raw = b"\xef\xbb\xbf# top\r\n" + path.read_bytes().replace(b"\n", b"\r\n").rstrip()
            path.write_bytes(raw)
        before = contents(folder)
        problems = stances("check", "--data", folder).stdout
        assert rename(old, new, "--yes").returncode == 0
        assert stances("check", "--data", folder).stdout == problems
        after = contents(folder)
        assert after != before
        assert all(raw.startswith(b"\xef\xbb\xbf# top\r\n") for raw in after.values())
        new = f"adler/{new}" if old.startswith("adler/") and "/" not in new else new
        old = {"Mayor Adler": "adler"}.get(old, old)
        assert rename(new, old.rpartition(":")[2], "--yes").returncode == 0
        assert contents(folder) == before

    def test_names_free_text_that_it_leaves(self, ledger: Ledger, rename: Rename) -> None:
        note = "title: T\nschema_version: 1\ncoder: c\ndefault_issue: boats\nscope: Not brandt.\n"
        ledger({"corpus.yaml": f"{note}# brandt/over-my-dead-body is odd\n"})
        lines = rename("brandt", "bruno", "--yes").stdout.splitlines()
        assert lines[-3:] == [
            "2 mentioned in free text, not changed:",
            "  corpus.yaml:5: scope of corpus",
            "  corpus.yaml:6: a comment",
        ]

    def test_tells_of_the_reason_why_a_passage_is_uncoded(
        self, rename: Rename, ledger: Ledger
    ) -> None:
        gazette = (ledger() / "sources/gazette.yaml").read_text()
        why = "uncoded:\n  - {text: x, why: The title of what brandt/over-my-dead-body quotes.}\n"
        ledger({"sources/gazette.yaml": gazette + why})
        lines = rename("brandt", "bruno", "--yes").stdout.splitlines()
        assert "  sources/gazette.yaml:12: why of gazette uncoded 1" in lines

    def test_takes_the_stored_copies_of_a_source_along(
        self, rename: Rename, folder: Path, tmp_path: Path
    ) -> None:
        copies = tmp_path / "copies"
        copies.mkdir()
        (copies / "gazette.html").write_bytes(b"\xff<p>")
        (copies / "gazette.pdf").write_bytes(b"%PDF")
        (copies / "lake.pdf").write_bytes(b"other")
        (copies / "gazette.html").chmod(0o600)
        answer = rename("gazette", "lake", "--yes", "--snapshots", str(copies))
        assert "  copies/gazette.html → copies/lake.html" in answer.stdout
        assert "copies/gazette.pdf keeps its name, because there is a lake.pdf" in answer.stdout
        assert contents(copies) == {
            "lake.html": b"\xff<p>",
            "gazette.pdf": b"%PDF",
            "lake.pdf": b"other",
        }
        assert (copies / "lake.html").stat().st_mode & 0o777 == 0o600
        assert (folder / "sources/lake.yaml").exists()

    def test_keeps_the_permissions_of_a_file(self, rename: Rename, folder: Path) -> None:
        (folder / "officials/brandt.yaml").chmod(0o640)
        rename("brandt", "bruno", "--yes")
        assert (folder / "officials/bruno.yaml").stat().st_mode & 0o777 == 0o640


class TestAPreview:
    @pytest.mark.parametrize(
        "words", [("brandt", "bruno"), ("noise", "trade", "--merge"), ("gazette", "lake")]
    )
    def test_is_what_git_applies(
        self,
        ledger: Ledger,
        stances: Run,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        words: tuple[str, ...],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        one, other = ledger(), ledger(at="other")
        before = contents(one)
        answer = stances("rename", *words, "--dry-run", "--data", one)
        assert answer.returncode == 0
        assert "to be written" in answer.stderr
        assert contents(one) == before
        subprocess.run([GIT, "apply", "-"], cwd=tmp_path, input=answer.stdout.encode(), check=True)
        assert stances("rename", *words, "--yes", "--data", other).returncode == 0
        assert contents(one) == contents(other)

    def test_is_demanded_or_waived_in_a_pipe(self, process: Process, folder: Path) -> None:
        before = contents(folder)
        answer = process("rename", "brandt", "bruno", "--data", folder)
        assert answer.returncode == 2
        assert b"use --yes to write, or --dry-run" in answer.stderr
        assert contents(folder) == before


class TestConfirming:
    @pytest.fixture
    def child(self, program: Path, folder: Path) -> Callable[..., pexpect.spawn[str]]:
        def spawn(*words: str) -> pexpect.spawn[str]:
            return pexpect.spawn(
                str(program),
                ["rename", *words, "--data", str(folder)],
                encoding="utf-8",
                timeout=30,
                dimensions=(200, 100),
                env={**os.environ, "TERM": "xterm-256color"},
            )

        return spawn

    def test_writes_what_was_shown(
        self, child: Callable[..., pexpect.spawn[str]], folder: Path
    ) -> None:
        session = child("brandt", "bruno")
        session.expect("about: .*bruno.*becomes.*write 2 files")
        assert (folder / "officials/brandt.yaml").exists()
        session.sendline("y")
        session.expect("2 files written")
        session.expect(pexpect.EOF)
        session.close()
        assert session.exitstatus == 0
        assert (folder / "officials/bruno.yaml").exists()

    @pytest.mark.parametrize(("key", "code"), [("n\n", 1), ("\n", 1), ("\x03", 130), ("\x04", 130)])
    def test_changes_nothing_without_a_yes(
        self, child: Callable[..., pexpect.spawn[str]], folder: Path, key: str, code: int
    ) -> None:
        before = contents(folder)
        session = child("brandt", "bruno")
        session.expect("write 2 files")
        if key == "\x03":
            interrupted(session)
        else:
            session.send(key)
            session.expect(pexpect.EOF)
        session.close()
        assert session.exitstatus == code
        assert contents(folder) == before

    def test_refuses_what_was_changed_in_between(
        self, child: Callable[..., pexpect.spawn[str]], folder: Path
    ) -> None:
        session = child("brandt", "bruno")
        session.expect("write 2 files")
        file = folder / "sources/gazette.yaml"
        file.write_bytes(file.read_bytes() + b"# by hand\n")
        before = contents(folder)
        session.sendline("y")
        session.expect("was changed in the meantime; nothing was written")
        session.expect(pexpect.EOF)
        session.close()
        assert session.exitstatus == 1
        assert contents(folder) == before


class TestMerging:
    def test_is_asked_for(self, ledger: Ledger, rename: Rename, folder: Path) -> None:
        ledger({"officials/anna.yaml": TWIN})
        before = contents(folder)
        answer = rename("anna", "adler", "--yes")
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "there is an official `adler` already\n  --merge would make one" in answer.stderr
        assert contents(folder) == before
        answer = rename("anna", "adler", "--merge", "--yes")
        assert answer.returncode == 0
        assert "official anna is merged into adler" in answer.stdout
        assert "anna/quiet-lake becomes adler/quiet-lake-2" in answer.stdout
        assert "  officials/anna.yaml (deleted)" in answer.stdout

    def test_shows_what_has_to_be_decided(self, rename: Rename, folder: Path) -> None:
        before = contents(folder)
        answer = rename("rejects", "opposes", "--merge", "--yes")
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "score (to be decided)\n    OLD boats/rejects: -2\n" in answer.stderr
        assert "    NEW boats/opposes: -1\n" in answer.stderr
        assert "1 difference must be decided first; nothing was written" in answer.stderr
        assert "--prefer NEW keeps what `boats/opposes` says" in answer.stderr
        assert contents(folder) == before
        assert rename("rejects", "opposes", "--merge", "--yes", "--prefer", "NEW").returncode == 0

    def test_of_two_statements_keeps_the_evidence_of_both(
        self, ledger: Ledger, rename: Rename, folder: Path, stances: Run
    ) -> None:
        ledger({"officials/adler/more.yaml": LAKE})
        before = contents(folder)
        answer = rename("adler/lake", "adler/quiet-lake", "--yes")
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "there is a statement `adler/quiet-lake` already\n  --merge would" in answer.stderr
        answer = rename("adler/lake", "adler/quiet-lake", "--merge", "--yes")
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "summary (to be decided)" not in answer.stderr
        assert "position (to be decided)\n    OLD adler/lake: opposes\n" in answer.stderr
        assert contents(folder) == before
        shown = rename("adler/lake", "adler/quiet-lake", "--merge", "--prefer", "NEW", "--dry-run")
        assert (shown.returncode, contents(folder)) == (0, before)
        answer = rename("adler/lake", "adler/quiet-lake", "--merge", "--prefer", "NEW", "--yes")
        assert answer.returncode == 0, answer.stderr
        assert "statement adler/lake is merged into adler/quiet-lake" in answer.stdout
        assert stances("check", "--data", folder).returncode == 0
        shown = stances("show", "adler/quiet-lake", "--data", folder)
        assert "Not on my lake" in shown.stdout
        assert "(adler/lake had position: opposes)" in " ".join(shown.stdout.split())
        again = rename("adler/lake", "adler/quiet-lake", "--merge", "--prefer", "NEW", "--yes")
        assert again.returncode == 1

    def test_of_two_officials_statements_says_what_to_do(
        self, rename: Rename, folder: Path
    ) -> None:
        before = contents(folder)
        other = (
            "brandt/"
            + re.findall(r"- id: (\S+)", (folder / "officials/brandt.yaml").read_text("utf-8"))[0]
        )
        answer = rename("adler/quiet-lake", other, "--merge", "--yes", "--note", "So.")
        assert (answer.returncode, answer.stdout) == (1, "")
        assert f"`adler/quiet-lake` and `{other}` are of two officials" in answer.stderr
        assert f"`words_of: {other}`" in answer.stderr
        assert contents(folder) == before

    def test_alone_has_a_preference(self, rename: Rename) -> None:
        assert rename("noise", "din", "--yes", "--prefer", "NEW").returncode == 2


class TestARefusal:
    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (("brand", "bruno"), 1, "did you mean `brandt`"),
            (("brandt", "Bruno B."), 1, "`bruno-b`"),
            (("faction:brandt", "x"), 1, "no faction is called `brandt`"),
            (("faction:harbour", "x", "--kind", "frame"), 2, "--kind frame"),
            (("adler/quiet-lake", "brandt/x"), 2, "--note"),
        ],
    )
    def test_says_what_to_do(
        self, rename: Rename, folder: Path, words: tuple[str, ...], code: int, said: str
    ) -> None:
        before = contents(folder)
        answer = rename(*words, "--yes")
        assert (answer.returncode, answer.stdout) == (code, "")
        assert said in answer.stderr
        assert contents(folder) == before

    def test_of_a_corpus_that_cannot_be_used(self, ledger: Ledger, rename: Rename) -> None:
        ledger({"codebook.yaml": "issues: []\n"})
        assert rename("brandt", "bruno", "--yes").returncode == 4

    def test_without_a_corpus(
        self, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert stances("rename", "rouhani", "x", "--yes").returncode == 3

    def test_where_an_editor_has_a_file_open(self, rename: Rename, folder: Path) -> None:
        (folder / "sources/.gazette.yaml.swp").touch()
        before = contents(folder)
        answer = rename("brandt", "bruno", "--yes")
        assert answer.returncode == 1
        assert "open in an editor (.gazette.yaml.swp is there)" in answer.stderr
        assert contents(folder) == before
        assert rename("brandt", "bruno", "--yes", "--force").returncode == 0

    def test_while_another_writes(self, process: Process, folder: Path) -> None:
        before = contents(folder)
        with locked(folder):
            answer = process("rename", "brandt", "bruno", "--yes", "--data", folder)
        assert answer.returncode == 1
        assert b"another stances is writing" in answer.stderr
        assert contents(folder) == before

    def test_in_the_middle_of_writing_leaves_all_as_it_was(
        self, rename: Rename, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = contents(folder)
        real, calls = Path.replace, list[Path]()

        def full(self: Path, target: Path) -> Path:
            if folder in target.parents:  # not the index, nor the journal
                calls.append(target)
            if len(calls) == 2:
                raise OSError(28, "No space left on device")
            return real(self, target)

        monkeypatch.setattr(Path, "replace", full)
        answer = rename("brandt", "bruno", "--yes")
        assert answer.returncode == 1
        assert "No space left on device; no file was changed" in answer.stderr
        assert contents(folder) == before

    def test_of_a_read_only_file(
        self, rename: Rename, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = contents(folder)
        monkeypatch.setattr(os, "access", lambda path, _: Path(path).name != "gazette.yaml")
        answer = rename("brandt", "bruno", "--yes")
        assert "it is read-only; no file was changed" in answer.stderr
        assert contents(folder) == before


def test_two_at_once_do_not_tread_on_each_other(program: Path, folder: Path) -> None:
    """One comes first; the other is sent away, or finds the corpus as the first has left it."""
    jobs = [
        subprocess.Popen(
            [program, "rename", old, new, "--yes", "--data", folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for old, new in (("brandt", "bruno"), ("harbour", "port"))
    ]
    for job in jobs:
        _, said = job.communicate(timeout=60)
        assert job.returncode in (0, 1)
        assert b"bug" not in said
    assert 0 in {job.returncode for job in jobs}
    checked = subprocess.run([program, "check", "--data", folder], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout


PAGE = (Path(__file__).resolve().parents[2] / "docs" / "renaming.md").read_text("utf-8")
NAMED = re.findall(r"^\| an? \w+ \| `([^`]+)`", PAGE, re.MULTILINE)


def copied(repository: Path, data: Path) -> None:
    """Copy the shipped corpus, with the codings of a coder."""
    shutil.copytree(repository / "data", data)
    (data / "codings/anna").mkdir(parents=True)
    coding = "if-there-is-a-plan:\n  position: supports\n"
    (data / "codings/anna/rouhani.yaml").write_text(coding, "utf-8")


@pytest.mark.parametrize("old", ["faction:military", *NAMED])
def test_what_the_page_names_can_be_renamed(
    stances: Run, repository: Path, tmp_path: Path, old: str
) -> None:
    copied(repository, tmp_path / "data")
    answer = stances("rename", old, "another", "--yes", "--data", tmp_path / "data")
    assert answer.returncode == 0, answer.stderr
    assert stances("check", "--strict", "--data", tmp_path / "data").returncode == 0


def test_the_page_names_one_of_each_kind() -> None:
    assert len(NAMED) == 8
    assert "$ stances rename zarif javad-zarif --dry-run\n" in PAGE


def test_the_examples_of_the_help_can_be_run(
    stances: Run, repository: Path, tmp_path: Path
) -> None:
    text = stances("rename", "--help").stdout
    examples = re.findall(r"^  stances (rename .*?)(?:  |$)", text, re.MULTILINE)
    assert len(examples) == 8
    for number, example in enumerate(examples):
        folder = tmp_path / str(number)
        copied(repository, folder)
        (folder / "officials/an-official.yaml").write_text(UNNAMED, "utf-8")
        (folder / "officials/zarif").mkdir()
        (folder / "officials/zarif/more.yaml").write_text(NO_TROOPS, "utf-8")
        if "hasan-rouhani" in example:
            (folder / "officials/hasan-rouhani.yaml").write_text(TWIN_OF_ROUHANI, "utf-8")
        waived = [] if "--yes" in example or "--dry-run" in example else ["--yes"]
        answer = stances(*shlex.split(example), *waived, "--data", folder)
        assert answer.returncode == 0, answer.stderr


UNNAMED = """\
name: An official
kind: unnamed
statements:
  - id: no-talks
    said: 2014-06-18
    position: supports
    evidence:
      - {source: wsws-2014-06-21, form: quote, text: no talks}
"""

NO_TROOPS = """\
statements:
  - id: no-troops
    said: 2014-06-11/2014-06-25
    issue: iran-in-iraq
    position: no-troops
    evidence:
      - {source: wsws-2014-06-21, form: quote, text: no troops}
"""

TWIN_OF_ROUHANI = """\
name: H. R.
statements:
  - id: more
    said: 2014-06-18
    position: supports
    evidence:
      - {source: iranwire-2014-06-25, form: quote, text: More.}
"""
