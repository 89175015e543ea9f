"""`stances review`: statement after statement beside its copy, on a real terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from terminals import interrupted, started

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from subprocess import CompletedProcess

    Ledger = Callable[..., Path]
    Run = Callable[..., CompletedProcess[str]]
    Spawned = Callable[..., pexpect.spawn[Any]]

GAZETTE = """\
The lake was loud again on Sunday.

“We want our quiet lake back,” the mayor, Anna Adler, told the town meeting. Boats could go, but
only if the state pays, she added.

“Over my dead body,” said Bruno Brandt, the harbour master.
"""
PROMPT = r"quit; \?.*: "


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    return ledger({"snapshots/gazette.txt": GAZETTE})


@pytest.fixture
def review(folder: Path, program: Path, tmp_path: Path) -> Spawned:
    """A review by TK, in a terminal of some width."""

    def call(
        *words: str, width: int = 80, env: Mapping[str, str] | None = None
    ) -> pexpect.spawn[Any]:
        reviewer = () if "--reviewer" in words else ("--reviewer", "TK")
        words = ("--data", str(folder), "review", *reviewer, *words)
        env = {"TERM": "xterm", "NO_COLOR": "1", **(env or {})}
        return started(program, *words, cwd=tmp_path, env=env, height=60, width=width)

    return call


def answered(child: pexpect.spawn[Any], *answers: str) -> str:
    """Answer the prompts, and give what stands on the terminal before the next, or at the end."""
    for answer in answers:
        child.expect(PROMPT)
        child.sendline(answer)
    child.expect([PROMPT, pexpect.EOF])
    return str(child.before)


def statement(folder: Path, official: str) -> str:
    return (folder / "officials" / f"{official}.yaml").read_text("utf-8")


class TestReviewedStatement:
    def test_is_shown_with_its_meaning_beside_the_passage_with_its_words_marked(
        self, review: Spawned
    ) -> None:
        shown = answered(review("--official", "brandt"))
        assert "1 of 1" in shown
        assert "officials/brandt.yaml:5" in shown
        assert "Rejects: Will not have it." in shown
        assert "[1] The Gazette, 10 June 2021 · quote · line 6 of gazette.txt" in shown
        assert "“[1:Over my dead body:1],” said Bruno Brandt, the harbour master." in shown

    def test_is_beside_its_passage_on_a_wide_terminal(self, review: Spawned) -> None:
        lines = answered(review("--official", "brandt", "--dates", "iso", width=140)).splitlines()
        assert any("../2021-06-10" in line for line in lines)
        assert any("Bruno Brandt" in line and "[1] The Gazette" in line for line in lines)

    def test_gets_the_name_of_the_reviewer_at_once(self, review: Spawned, folder: Path) -> None:
        child = review("--official", "adler")
        child.expect(PROMPT)
        child.sendline("ok")
        child.expect("2 of 2")
        assert "    reviewed_by: [TK]\n" in statement(folder, "adler")
        child.expect(PROMPT)
        child.sendline("ok")
        child.expect("2 statements: 2 reviewed")
        child.expect(pexpect.EOF)

    def test_is_right_by_return_alone_only_where_all_words_were_found(
        self, review: Spawned, folder: Path
    ) -> None:
        shown = answered(review("--official", "brandt"), "")
        assert "1 statement: 1 reviewed" in shown
        child = review("--official", "farahi")
        shown = answered(child)
        assert "UNCHECKED: there is no stored copy" in shown
        assert "check the source before `ok`" in shown
        child.sendline("")
        assert "1 of 1" not in answered(child)
        child.sendline("quit")
        child.expect(pexpect.EOF)
        assert "reviewed_by" not in statement(folder, "farahi")

    def test_is_not_asked_about_again(self, review: Spawned, stances: Run, folder: Path) -> None:
        answered(review("--official", "brandt"), "ok")
        given = ("--data", folder, "review", "--reviewer", "TK", "--official", "brandt")
        done = stances(*given)
        assert done.returncode == 0
        assert "1 statement reviewed by TK left out; --again shows them too" in done.stderr
        child = review("--official", "brandt", "--again")
        assert "reviewed_by: TK" in answered(child)
        child.sendline("undo")
        assert "1 undone" in answered(child, "quit")
        assert "reviewed_by" not in statement(folder, "brandt")

    def test_can_get_a_note_which_takes_other_reviews_off(
        self, review: Spawned, folder: Path
    ) -> None:
        answered(review("--official", "brandt"), "ok")
        child = review("--reviewer", "OB", "--official", "brandt")
        child.expect(PROMPT)
        child.sendline("note")
        child.expect("Note: ")
        child.sendline("Said in anger")
        child.expect("nobody has reviewed brandt/over-my-dead-body as it is now")
        assert "note: Said in anger" in answered(child)
        child.sendline("ok")
        child.expect("1 reviewed, 1 noted")
        child.expect(pexpect.EOF)
        file = statement(folder, "brandt")
        assert "reviewed_by: [OB]" in file
        assert "note: Said in anger" in file

    def test_can_be_changed_in_the_editor_and_is_shown_as_it_is_then(
        self, review: Spawned, folder: Path, tmp_path: Path
    ) -> None:
        script = tmp_path / "ed"
        script.write_text('#!/bin/sh\nsed -i s/rejects/opposes/ "$1"\n')
        script.chmod(0o700)
        child = review("--official", "brandt", env={"VISUAL": str(script)})
        child.expect(PROMPT)
        child.sendline("change")
        child.expect(r"Write this\?.*: ")
        child.sendline("")
        assert "Opposes: Is against it." in answered(child)
        child.sendline("ok")
        child.expect("1 statement: 1 reviewed, 1 changed")
        assert "position: opposes" in statement(folder, "brandt")

    def test_is_not_approved_if_its_file_changed_after_it_was_shown(
        self, review: Spawned, folder: Path
    ) -> None:
        child = review("--official", "brandt")
        child.expect(PROMPT)
        file = folder / "officials" / "brandt.yaml"
        file.write_text(file.read_text().replace("rejects", "opposes"))
        child.sendline("ok")
        child.expect("in the meantime")
        assert "Opposes: Is against it." in answered(child)
        assert "reviewed_by" not in file.read_text()
        child.sendline("q")

    def test_is_shown_as_it_is_when_its_turn_comes(self, review: Spawned, folder: Path) -> None:
        child = review()
        answered(child, "skip")
        file = folder / "officials" / "brandt.yaml"
        file.write_text(file.read_text().replace("rejects", "opposes"))
        child.sendline("skip")
        child.expect(PROMPT)
        assert "Opposes: Is against it." in child.before
        file.write_text(file.read_text().replace("over-my-dead-body", "another-id"))
        child.sendline("ok")  # what has gone is no bug
        child.expect("in the meantime")
        child.expect("brandt/over-my-dead-body was removed")
        assert "reviewed_by" not in file.read_text()
        answered(child, "q")

    def test_is_not_approved_if_what_it_rests_on_has_changed(
        self, review: Spawned, folder: Path
    ) -> None:
        child = review("--official", "brandt")
        child.expect(PROMPT)
        copy = folder / "snapshots" / "gazette.txt"
        copy.write_text(GAZETTE.replace("Over my dead body", "Over my dog"), "utf-8")
        child.sendline("ok")
        child.expect("in the meantime")
        assert "Some words were not found" in answered(child)
        assert "reviewed_by" not in statement(folder, "brandt")
        child.sendline("q")

    def test_can_be_gone_back_to_and_skipped(self, review: Spawned, folder: Path) -> None:
        shown = answered(review("--official", "adler"), "skip", "<", "s", "s")
        assert "2 statements: nothing was written" in shown
        assert "reviewed_by" not in statement(folder, "adler")

    def test_gets_a_pasted_note_as_one_answer(self, review: Spawned, folder: Path) -> None:
        child = review("--official", "brandt")
        child.expect(PROMPT)
        child.sendline("note")
        child.expect("Note: ")
        child.sendline("<")  # back, and no words
        child.expect(PROMPT)
        child.sendline("note")
        child.expect("Note: ")
        child.send("He shouted.\r\rok\r\r.\r")  # not marked as pasted: an empty line is no `ok`
        assert "note: He shouted. ok" in answered(child)
        assert "note: He shouted. ok\n" in statement(folder, "brandt")
        assert "reviewed_by" not in statement(folder, "brandt")
        child.sendline("q")

    def test_that_is_broken_off_keeps_what_was_answered(
        self, review: Spawned, folder: Path
    ) -> None:
        child = review("--official", "adler")
        child.expect(PROMPT)
        child.sendline("ok")
        child.expect(PROMPT)
        assert "2 statements: 1 reviewed" in interrupted(child)
        child.close()
        assert child.exitstatus == 130
        assert "reviewed_by: [TK]" in statement(folder, "adler")

    def test_in_a_file_that_has_errors_is_shown_and_not_written(
        self, review: Spawned, folder: Path
    ) -> None:
        file = folder / "officials" / "adler.yaml"
        file.write_text(file.read_text().replace("[noise]", "[noise, none]"))
        before = file.read_text()
        assert "has 1 problem already" in answered(review("--official", "adler"), "ok")
        assert file.read_text() == before


class TestReviewer:
    def test_is_asked_for_once_and_is_nobody_by_default(self, review: Spawned) -> None:
        child = review("--reviewer", "")
        child.expect("it has no text")
        child.expect(pexpect.EOF)

    def test_cannot_review_what_he_coded(self, folder: Path, stances: Run) -> None:
        done = stances("--data", folder, "review", "--reviewer", "tests")
        assert done.returncode == 0
        assert "4 statements coded by tests left out" in done.stderr
        assert "there is nothing to review" in done.stderr

    def test_is_called_as_the_corpus_calls_him(self, folder: Path, stances: Run) -> None:
        done = stances("--data", folder, "review", "--reviewer", "Tests")
        assert done.returncode == 2
        assert "the corpus writes `tests`" in done.stderr

    def test_is_asked_on_a_terminal_alone(self, folder: Path, stances: Run) -> None:
        done = stances("--data", folder, "review")
        assert (done.returncode, "--reviewer" in done.stderr) == (2, True)
        done = stances("--data", folder, "review", "--reviewer", "TK")
        assert done.returncode == 2
        assert "stances list --unreviewed" in done.stderr
