"""`stances edit`: a copy in the user's editor, on a real terminal, and what becomes of it."""

from __future__ import annotations

import os
import re
import signal
import stat
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from terminals import interrupted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Ledger = Callable[..., Path]
    Run = Callable[..., CompletedProcess[str]]
    Spawned = Callable[..., pexpect.spawn[Any]]

REVIEWED = """\
name: Bruno Brandt
roles:
  - {title: Harbour master, faction: harbour}
statements:
  - id: over-my-dead-body  # he shouted
    said: ../2021-06-10
    position: rejects
    frames: [trade]
    reviewed_by: [TK]
    evidence:
      - {source: gazette, form: quote, text: Over my dead body}
"""


class Editor:
    """A program that is set as the editor: a shell script, which notes how it was run."""

    def __init__(self, folder: Path) -> None:
        self.path, self.notes = folder / "my editor", folder / "notes"

    def does(self, *commands: str) -> str:
        """Write the script; `$file` is what it is given last. Gives the value of $EDITOR."""
        begin = ["#!/bin/sh", 'for file in "$@"; do :; done', f"pwd > '{self.notes}'"]
        begin += [f"printf '%s\\n' \"$PWD\" \"$@\" >> '{self.notes}'"]
        begin += [f"stat -c %a . >> '{self.notes}'"]
        self.path.write_text("\n".join([*begin, *commands, ""]))
        self.path.chmod(0o700)
        return f"'{self.path}'"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    return Editor(tmp_path)


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    return ledger({"officials/brandt.yaml": REVIEWED})


@pytest.fixture
def run(folder: Path, stances: Run, editor: Editor, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Edits without being asked; the first argument is what the editor does."""

    def call(does: str, ref: str, *options: str) -> CompletedProcess[str]:
        monkeypatch.setenv("EDITOR", editor.does(does))
        return stances("--data", folder, "edit", ref, "--yes", *options)

    return call


@pytest.fixture
def spawned(folder: Path, editor: Editor, program: Path, tmp_path: Path) -> Spawned:
    def call(*does: str, ref: str = "brandt/over-my-dead-body") -> pexpect.spawn[Any]:
        env = {**os.environ, "EDITOR": editor.does(*does), "TERM": "xterm"}
        words = ["--data", str(folder), "edit", ref]
        return pexpect.spawn(
            str(program), words, env=env, encoding="utf-8", timeout=30, cwd=tmp_path
        )

    return call


def drafts(tmp_path: Path) -> list[Path]:
    """The private folders that are left."""
    return [*(tmp_path / "tmp").glob("stances-edit-*")]


def official(folder: Path) -> str:
    return (folder / "officials" / "brandt.yaml").read_text("utf-8")


RECODE = 'sed -i s/rejects/opposes/ "$file"'
SPOIL = 'sed -i s/rejects/refuses/ "$file"'


class TestEditedFile:
    def test_is_a_copy_in_a_private_folder_that_is_gone_afterwards(
        self, run: Run, folder: Path, editor: Editor, tmp_path: Path
    ) -> None:
        before = official(folder)
        done = run(RECODE, "brandt/over-my-dead-body")
        assert done.returncode == 0, done.stderr
        assert official(folder) == before.replace("rejects", "opposes").replace(
            "    reviewed_by: [TK]\n", ""
        )
        where, again, file, mode = editor.notes.read_text().splitlines()
        assert where == again == re.sub("/officials/brandt.yaml$", "", file)
        assert where.startswith(f"{tmp_path / 'tmp'}/stances-edit-")
        assert mode == "700"
        assert drafts(tmp_path) == []

    def test_loses_the_review_of_what_was_changed_and_says_so(self, run: Run, folder: Path) -> None:
        done = run(RECODE, "brandt")
        assert "nobody has reviewed brandt/over-my-dead-body as it is now" in done.stderr
        assert "TK" not in official(folder)

    def test_keeps_it_where_only_a_comment_or_the_order_changes(
        self, run: Run, folder: Path
    ) -> None:
        assert run('sed -i "s/he shouted/he cried/" "$file"', "brandt").returncode == 0
        assert "he cried" in official(folder)
        assert "reviewed_by: [TK]" in official(folder)

    def test_that_comes_back_as_it_was_is_not_written(
        self, run: Run, folder: Path, tmp_path: Path
    ) -> None:
        before = (folder / "officials" / "brandt.yaml").stat().st_mtime_ns
        done = run(":", "brandt")
        assert (done.returncode, done.stderr) == (0, "stances: nothing was changed\n")
        assert (folder / "officials" / "brandt.yaml").stat().st_mtime_ns == before
        assert drafts(tmp_path) == []

    @pytest.mark.parametrize(
        ("ref", "path"),
        [
            ("Bruno Brandt", "officials/brandt.yaml"),
            ("gazette", "sources/gazette.yaml"),
            ("faction:harbour", "codebook.yaml"),
            ("position:boats/opposes", "codebook.yaml"),
            ("codebook.yaml", "codebook.yaml"),
            ("corpus.yaml:2:1", "corpus.yaml"),
        ],
    )
    def test_is_that_of_a_record_a_word_or_a_place(
        self, run: Run, editor: Editor, ref: str, path: str
    ) -> None:
        assert run(":", ref).returncode == 0
        assert editor.notes.read_text().splitlines()[2].endswith(f"/{path}")

    def test_may_be_one_that_is_left_out_because_of_problems(self, run: Run, folder: Path) -> None:
        file = folder / "officials" / "brandt.yaml"
        file.write_text(official(folder).replace("rejects", "refuses"))
        assert run('sed -i s/refuses/rejects/ "$file"', "brandt/over-my-dead-body").returncode == 0
        file.write_text("name: [\n")
        done = run("printf 'name: Bruno Brandt\\n' > \"$file\"", "brandt")
        assert done.returncode == 0, done.stderr
        assert official(folder) == "name: Bruno Brandt\n"

    def test_may_have_an_old_problem_and_no_new_one(self, run: Run, folder: Path) -> None:
        file = folder / "officials" / "brandt.yaml"
        file.write_text(official(folder).replace("[trade]", "[money]"))
        assert run(RECODE, "brandt").returncode == 0
        done = run('sed -i s/opposes/refuses/ "$file"', "brandt")
        assert done.returncode == 1
        assert "unknown-position" in done.stderr
        assert "unknown-frame" not in done.stderr

    def test_is_not_written_in_a_dry_run_and_the_draft_is_kept(
        self, run: Run, folder: Path, tmp_path: Path
    ) -> None:
        done = run(RECODE, "brandt", "--dry-run")
        assert done.returncode == 0
        assert "the draft is kept" in done.stderr
        assert official(folder) == REVIEWED
        assert len(drafts(tmp_path)) == 1

    def test_is_not_that_of_a_name_of_several_things(self, run: Run, folder: Path) -> None:
        book = folder / "codebook.yaml"
        book.write_text(book.read_text().replace("id: noise", "id: harbour"))
        done = run(":", "harbour")
        assert done.returncode == 1
        assert "as in `faction:military`" in done.stderr

    def test_is_not_that_of_an_unknown_name(self, run: Run, editor: Editor) -> None:
        done = run(":", "brant")
        assert done.returncode == 1
        assert "did you mean" in done.stderr
        assert not editor.notes.exists()


class TestRefusedDraft:
    def test_is_kept_and_its_path_said_with_the_place_of_what_is_wrong(
        self, run: Run, folder: Path, tmp_path: Path
    ) -> None:
        before = official(folder)
        done = run(SPOIL, "brandt")
        assert (done.returncode, official(folder)) == (1, before)
        [private] = drafts(tmp_path)
        draft = private / "officials" / "brandt.yaml"
        assert f"{draft}:7:15: error[ST105 unknown-position]" in done.stderr
        assert f"the draft is kept: {draft}\n" in done.stderr
        assert "refuses" in draft.read_text()

    @pytest.mark.parametrize(
        ("does", "why"),
        [
            ('rm "$file"', "No such file"),
            ('rm "$file"; mkfifo "$file"', "has become a pipe"),
            ('rm "$file"; ln -s /etc/hostname "$file"', "has become a link"),
            ('head -c 9000000 /dev/zero > "$file"', "no more than"),
            ('printf "a: [\\n" > "$file"', "error[ST006 yaml-syntax]"),
            ('printf "\\377" > "$file"', "error[ST004 not-utf-8]"),
            (': > "$file"', "error[ST007 empty-file]"),
            (f"{RECODE}; exit 3", "failed (exit code 3)"),
            ("kill -9 $$", "failed (signal 9)"),
        ],
    )
    def test_is_whatever_cannot_be_a_file_of_the_corpus(
        self, run: Run, folder: Path, does: str, why: str
    ) -> None:
        before = official(folder)
        done = run(does, "brandt")
        assert (done.returncode, official(folder)) == (1, before)
        assert why in done.stderr
        assert "Traceback" not in done.stderr

    def test_is_one_of_a_file_that_has_changed_meanwhile(
        self, run: Run, folder: Path, tmp_path: Path
    ) -> None:
        other = folder / "officials" / "brandt.yaml"
        done = run(f"{RECODE}; echo '# mine' >> '{other}'", "brandt")
        assert done.returncode == 1
        assert "was changed in the meantime" in done.stderr
        assert official(folder) == REVIEWED + "# mine\n"
        assert "the draft is kept" in done.stderr
        assert len(drafts(tmp_path)) == 1

    def test_is_one_of_a_file_that_is_open_elsewhere(
        self, run: Run, folder: Path, editor: Editor
    ) -> None:
        (folder / "officials" / ".brandt.yaml.swp").touch()
        assert "is open in an editor" in run(RECODE, "brandt").stderr
        assert not editor.notes.exists()
        assert run(RECODE, "brandt", "--force").returncode == 0


class TestEditorOfTheUser:
    @pytest.mark.parametrize(
        "case",
        [
            ("", "no editor is set"),
            ("'vi", "cannot be read: No closing quotation"),
            ("./vi", "by a relative path"),
            ("tools/vi", "by a relative path"),
            ("no-such-editor", "is no program in any folder of PATH"),
            ("/no/such/editor", "is no program"),
            ("vi; touch {here}/ran", "is no program"),
            ("$(touch {here}/ran)", "is no program"),
            ("`touch {here}/ran`", "is no program"),
        ],
    )
    def test_has_to_be_a_program_and_goes_through_no_shell(
        self, folder: Path, stances: Run, tmp_path: Path, case: tuple[str, str]
    ) -> None:
        value, why = case
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("EDITOR", value.replace("{here}", str(tmp_path)))
            done = stances("--data", folder, "edit", "brandt", "--yes")
        assert done.returncode == 1
        assert why in done.stderr
        assert "export EDITOR" in done.stderr
        assert not (tmp_path / "ran").exists()

    def test_is_neither_one_in_the_working_folder_nor_that_of_a_repository(
        self, folder: Path, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planted = tmp_path / "planted"
        planted.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n")
        planted.chmod(0o700)
        (folder / ".git").mkdir()
        (folder / ".git" / "config").write_text(f"[core]\n\teditor = {planted}\n")
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")
        for value in ("planted", ""):
            monkeypatch.setenv("EDITOR", value)
            assert stances("--data", folder, "edit", "brandt", "--yes").returncode == 1
        assert not (tmp_path / "ran").exists()

    def test_is_that_of_visual_before_that_of_editor(
        self, folder: Path, stances: Run, editor: Editor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("EDITOR", "false")
        monkeypatch.setenv("VISUAL", f"{editor.does(':')} --option")
        assert stances("--data", folder, "edit", "brandt", "--yes").returncode == 0
        assert "--option" in editor.notes.read_text()


class TestOnATerminal:
    def test_changes_are_shown_and_asked_about(self, spawned: Spawned, folder: Path) -> None:
        child = spawned(RECODE)
        child.expect("-    position: rejects")
        child.expect(r"Write this\?.*:")
        child.sendline("")
        child.expect("brandt.yaml: changed")
        child.expect(pexpect.EOF)
        assert "opposes" in official(folder)

    def test_what_is_refused_can_be_edited_again(self, spawned: Spawned, folder: Path) -> None:
        child = spawned('grep -q refuses "$file" && sed -i s/refuses/opposes/ "$file" || ' + SPOIL)
        child.expect("unknown-position")
        child.expect(r"\^\^\^")
        child.expect("Edit again")
        child.sendline("y")
        child.expect(r"Write this\?.*:")
        child.sendline("e")
        child.expect(r"Write this\?.*:")
        child.sendline("y")
        child.expect(pexpect.EOF)
        assert "opposes" in official(folder)

    def test_a_file_that_has_changed_meanwhile_can_be_edited_as_it_is_now(
        self, spawned: Spawned, folder: Path, tmp_path: Path
    ) -> None:
        other = folder / "officials" / "brandt.yaml"
        child = spawned(f"grep -q '# theirs' '{other}' || echo '# theirs' >> '{other}'", RECODE)
        child.expect("was changed in the meantime")
        child.expect("Edit the file as it is now")
        child.sendline("")
        child.expect("the draft so far is")
        child.expect(r"Write this\?.*:")
        child.sendline("")
        child.expect(pexpect.EOF)
        assert official(folder).endswith("# theirs\n")
        assert "opposes" in official(folder)
        [private] = drafts(tmp_path)
        [earlier] = private.rglob("*.draft-1.yaml")
        assert "# theirs" not in earlier.read_text()

    def test_no_for_an_answer_keeps_the_draft(self, spawned: Spawned, folder: Path) -> None:
        child = spawned(RECODE)
        child.expect(r"Write this\?.*:")
        child.sendline("n")
        child.expect("nothing was written")
        child.expect("the draft is kept: ")
        child.expect(pexpect.EOF)
        assert official(folder) == REVIEWED

    def test_ctrl_c_at_a_question_keeps_the_draft(
        self, spawned: Spawned, folder: Path, tmp_path: Path
    ) -> None:
        child = spawned(RECODE)
        child.expect(r"Write this\?.*:")
        assert "the draft is kept" in interrupted(child)
        child.close()
        assert child.exitstatus == 130
        assert official(folder) == REVIEWED
        assert len(drafts(tmp_path)) == 1

    def test_ctrl_c_in_the_editor_is_for_the_editor(self, spawned: Spawned, folder: Path) -> None:
        child = spawned(
            "trap 'sed -i s/rejects/opposes/ \"$file\"; exit 0' INT", "echo ready; sleep 20 & wait"
        )
        child.expect("ready")
        child.sendintr()
        child.expect(r"Write this\?.*:")
        child.sendline("y")
        child.expect(pexpect.EOF)
        assert "opposes" in official(folder)

    def test_a_signal_ends_the_editor_too_and_keeps_the_draft(
        self, spawned: Spawned, folder: Path, tmp_path: Path
    ) -> None:
        child = spawned(RECODE, "echo ready; exec sleep 20")
        child.expect("ready")
        child.kill(signal.SIGTERM)
        child.expect("the draft is kept")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 128 + signal.SIGTERM
        [private] = drafts(tmp_path)
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert official(folder) == REVIEWED

    def test_the_editor_has_the_terminal(self, spawned: Spawned) -> None:
        child = spawned("test -t 0 && test -t 1 && test -t 2 && echo all three")
        child.expect("all three")
        child.expect("nothing was changed")


def test_without_a_terminal_it_says_what_to_do(folder: Path, stances: Run) -> None:
    done = stances("--data", folder, "edit", "brandt")
    assert done.returncode == 2
    assert "--yes" in done.stderr
