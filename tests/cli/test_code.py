"""`stances code`: statement after statement, blind, on a real terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from terminals import interrupted, started

if TYPE_CHECKING:
    from collections.abc import Callable
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
POSITION, FRAMES, FURTHER = "Position.*: ", "Frames, .*: ", "Anything else, .*: "
CONDITION, WHY = "Condition [0-9].*: ", "Why it is skipped.*: "


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    return ledger({"snapshots/gazette.txt": GAZETTE})


@pytest.fixture
def code(folder: Path, program: Path, tmp_path: Path) -> Spawned:
    """Coding by anna, in a terminal of some width."""

    def call(*words: str, width: int = 90) -> pexpect.spawn[Any]:
        words = ("--data", str(folder), "code", "anna", *words)
        env = {"TERM": "xterm", "NO_COLOR": "1"}
        return started(program, *words, cwd=tmp_path, env=env, height=60, width=width)

    return call


def typed(child: pexpect.spawn[Any], *pairs: tuple[str, str]) -> None:
    """Answer prompts, each as it is expected."""
    for prompt, answer in pairs:
        child.expect(prompt)
        child.sendline(answer)


def coding(folder: Path, official: str) -> str:
    path = folder / "codings" / "anna" / f"{official}.yaml"
    return path.read_text("utf-8") if path.exists() else ""


SUPPORTS = ((POSITION, "supports"), (FRAMES, "noise"), (FURTHER, ""))


class TestStatement:
    def test_is_shown_with_its_words_context_and_passage(self, code: Spawned) -> None:
        child = code("--official", "brandt")
        child.expect(POSITION)
        shown = str(child.before)
        for told in (
            "1 of 1",
            "Should motorboats leave the lake?",
            "Bruno Brandt · Harbour master",
            "by 10 June 2021",
            "[1] “Over my dead body”",
            "— The Gazette, 10 June 2021 · quote",
            "“[1:Over my dead body:1],” said Bruno Brandt, the harbour master.",
            "rejects      -2  Rejects",
        ):
            assert told in shown
        child.sendline("quit")
        child.expect("1 left")

    def test_is_shown_without_how_it_was_read(self, code: Spawned, folder: Path) -> None:
        """What stands on the terminal is the same however the statement was read."""
        shown = []
        for before, after in (
            ("", ""),
            ("position: rejects", "position: supports"),
            (
                "frames: [trade]",
                "frames: [noise]\n    summary: Loud\n    note: Sure.\n    coder: TK",
            ),
        ):
            file = folder / "officials/brandt.yaml"
            file.write_text(file.read_text().replace(before, after) if before else file.read_text())
            child = code("--official", "brandt")
            child.expect(POSITION)
            shown.append(str(child.before).partition("1 of 1")[2])
            child.sendline("quit")
            child.expect(pexpect.EOF)
        assert len({*shown}) == 1
        assert "over-my-dead-body" not in shown[0]

    def test_stands_beside_its_passage_from_100_columns_on(self, code: Spawned) -> None:
        child = code("--official", "brandt", width=100)
        child.expect(POSITION)
        assert re.search(r"Bruno Brandt · Harbour master +“\[1:Over", str(child.before))
        child.sendline("quit")
        child = code("--official", "brandt", width=60)
        child.expect(POSITION)
        assert all(len(line) <= 60 for line in str(child.before).splitlines())
        child.sendline("quit")

    def test_is_written_at_once(self, code: Spawned, folder: Path, stances: Run) -> None:
        child = code("--official", "adler", "--date", "2021-07-01")
        typed(child, *SUPPORTS)
        child.expect("2 of 2")
        assert coding(folder, "adler").startswith(
            "quiet-lake:\n  position: supports\n  frames: [noise]\n  coded: 2021-07-01\n  words: ["
        )
        typed(
            child,
            (POSITION, "2"),
            (CONDITION, "the state pays"),
            (CONDITION, ""),
            (FRAMES, ""),
            (FURTHER, "note: She says “only”."),
            (FURTHER, "said: 3 June 2021"),
            (FURTHER, ""),
        )
        child.expect("2 statements: 2 coded")
        text = coding(folder, "adler").partition("with-compensation:")[2]
        assert "position: conditional\n  conditions: [the state pays]\n  frames: []\n" in text
        assert "  said: 2021-06-03\n  note: She says “only”.\n" in text
        assert stances("--data", folder, "check").returncode == 0

    def test_has_definitions_by_a_question_mark(self, code: Spawned) -> None:
        child = code("--official", "brandt")
        typed(child, (POSITION, "?"))
        child.expect(POSITION)
        shown = str(child.before)
        assert "Rejects: Will not have it." in shown
        assert "skip: do not code it" in shown
        typed(child, ("", "4"), (FRAMES, "?"))
        child.expect(FRAMES)
        assert "Noise: About the noise." in str(child.before)
        child.close()

    def test_takes_scores_says_what_a_number_is_and_leaves_frames_uncoded(
        self, code: Spawned, folder: Path
    ) -> None:
        child = code("--official", "brandt")
        typed(child, (POSITION, "?"))
        child.expect(POSITION)
        assert "<: back to the last prompt" in str(child.before)
        assert "[1:…:1] in a passage: the words of [1]" in str(child.before)
        child.sendline("+1")
        child.expect("no position has the score")
        typed(child, (POSITION, "-2"))
        child.expect(re.escape("Chosen: Rejects (-2)"))
        typed(child, (FRAMES, "<"), (POSITION, "2"))
        child.expect(re.escape("Chosen: Conditional (0)"))
        typed(child, (CONDITION, "if paid"), (CONDITION, "if paid"))
        child.expect("this is already number 1")
        typed(child, (CONDITION, ""), (FRAMES, "-"), (FURTHER, ""))
        child.expect("1 statement: 1 coded")
        text = coding(folder, "brandt")
        assert "position: conditional\n  conditions: [if paid]\n  words:" in text

    def test_can_be_skipped_with_a_reason(self, code: Spawned, folder: Path) -> None:
        child = code("--official", "farahi")
        typed(child, (POSITION, "skip"), (WHY, ""), (WHY, "asks back"))
        child.expect("1 statement: 1 skipped")
        assert coding(folder, "farahi").startswith(
            "ask-the-fishers:\n  skip: asks back\n  words: ["
        )

    def test_can_be_left_for_later(self, code: Spawned, folder: Path) -> None:
        child = code("--official", "adler")
        typed(child, (POSITION, "later"), *SUPPORTS[:0], (POSITION, "opposes"), (FRAMES, ""))
        typed(child, (FURTHER, ""))
        child.expect("2 statements: 1 coded, 1 left")
        assert "quiet-lake" not in coding(folder, "adler")
        child = code("--official", "adler")
        child.expect("1 statement that anna has coded left out")
        child.expect("1 of 1")
        child.close()

    def test_can_be_gone_back_to_with_its_answers_proposed(
        self, code: Spawned, folder: Path
    ) -> None:
        child = code("--official", "adler")
        typed(child, *SUPPORTS)
        child.expect("2 of 2")
        typed(child, (POSITION, "<"))
        child.expect("1 of 2, coded already")
        child.expect(r"Position.*\[supports\]: ")
        child.sendline("")
        child.expect(r"Frames, .*\[noise\]: ")
        child.sendline("<")  # to the question before
        child.expect(r"Position.*\[supports\]: ")
        child.sendline("opposes")
        typed(child, (r"Frames, .*\[noise\]: ", "none"), (FURTHER, ""))
        child.expect("2 of 2")
        assert "quiet-lake:\n  position: opposes\n  frames: []\n" in coding(folder, "adler")
        child.sendline("quit")
        child.expect("1 coded, 1 left")

    def test_that_is_the_first_has_none_before_it(self, code: Spawned) -> None:
        child = code("--official", "brandt")
        typed(child, (POSITION, "<"))
        child.expect("this is the first statement")
        child.expect("1 of 1")
        child.close()

    def test_that_was_coded_earlier_can_be_changed(self, code: Spawned, folder: Path) -> None:
        child = code("--official", "brandt")
        typed(
            child, (POSITION, "rejects"), (FRAMES, "trade"), (FURTHER, "note: Loud."), (FURTHER, "")
        )
        child.expect("1 coded")
        child = code("--official", "brandt", "--again")
        typed(child, (r"Position.*\[rejects\]: ", "opposes"), (r"\[trade\]: ", ""))
        typed(child, (r"\[note: Loud.\]: ", ""), (FURTHER, ""))
        child.expect("1 coded")
        text = coding(folder, "brandt")
        assert "position: opposes\n  frames: [trade]\n  note: Loud.\n" in text

    def test_that_changes_while_it_is_read_is_shown_again(
        self, code: Spawned, folder: Path
    ) -> None:
        child = code("--official", "brandt")
        child.expect(POSITION)
        file = folder / "officials/brandt.yaml"
        file.write_text(file.read_text().replace("Over my dead body", "said Bruno Brandt"))
        child.sendline("rejects")
        typed(child, (FRAMES, ""), (FURTHER, ""))
        child.expect("were changed in the meantime; nothing was written")
        child.expect(re.escape("[1] “said Bruno Brandt”"))
        assert coding(folder, "brandt") == ""
        child.close()

    def test_whose_position_alone_changes_while_it_is_read_is_taken(
        self, code: Spawned, folder: Path
    ) -> None:
        child = code("--official", "brandt")
        child.expect(POSITION)
        file = folder / "officials/brandt.yaml"
        file.write_text(file.read_text().replace("rejects", "opposes"))
        child.sendline("rejects")
        typed(child, (FRAMES, ""), (FURTHER, ""))
        child.expect("1 coded")
        assert "position: rejects" in coding(folder, "brandt")

    def test_that_goes_while_it_is_read_is_no_bug(self, code: Spawned, folder: Path) -> None:
        child = code("--official", "adler")
        child.expect(POSITION)
        (folder / "officials/adler.yaml").write_text("name: Anna Adler\n")
        child.sendline("later")
        child.expect("a statement was removed, or is left out")
        child.expect("2 left")

    def test_is_not_written_over_errors(self, code: Spawned, folder: Path) -> None:
        child = code("--official", "brandt")
        child.expect(POSITION)
        (folder / "codings/anna").mkdir(parents=True)
        (folder / "codings/anna/brandt.yaml").write_text("over-my-dead-body: {position: [}\n")
        child.sendline("rejects")
        typed(child, (FRAMES, ""), (FURTHER, ""))
        child.expect("has 1 problem already|cannot be changed")
        child.expect(POSITION)
        child.close()


class TestSession:
    def test_goes_on_with_what_is_left(self, code: Spawned, folder: Path) -> None:
        child = code("--sample", "3")
        typed(child, *SUPPORTS, (POSITION, "quit"))
        child.expect("3 statements: 1 coded, 2 left")
        child.expect("code anna` with the same options goes on")
        child = code("--sample", "3")
        child.expect("3 drawn of 4 statements")
        child.expect("1 of 2")
        assert coding(folder, "adler")
        child.sendline("quit")
        child.expect("2 statements: 2 left; with those of earlier, 1 of 3 are done")

    def test_that_is_broken_off_keeps_what_was_coded(self, code: Spawned, folder: Path) -> None:
        child = code("--official", "adler")
        typed(child, *SUPPORTS, (POSITION, "opposes"))
        child.expect(FRAMES)
        assert "2 statements: 1 coded, 1 left" in interrupted(child)
        child.close()
        assert child.exitstatus == 130
        assert "with-compensation" not in coding(folder, "adler")
        assert "quiet-lake" in coding(folder, "adler")

    def test_of_somebody_called_nearly_like_another_is_asked_about(
        self, folder: Path, program: Path, tmp_path: Path
    ) -> None:
        (folder / "codings/annika").mkdir(parents=True)
        text = "over-my-dead-body: {position: rejects}\n"
        (folder / "codings/annika/brandt.yaml").write_text(text)
        words = ("--data", str(folder), "code", "anika")
        child = started(program, *words, cwd=tmp_path, env={"TERM": "xterm", "NO_COLOR": "1"})
        child.expect("anika has no codings yet; did you mean annika")
        child.expect("Begin as anika, who is new.*: ")
        child.sendline("")
        child.expect("nothing was written")
        assert not (folder / "codings/anika").exists()

    def test_in_a_pipe_says_what_does_without_a_terminal(self, folder: Path, stances: Run) -> None:
        done = stances("--data", folder, "code", "anna")
        assert done.returncode == 2
        assert "coding sheet anna -o anna.csv` writes a sheet" in done.stderr
        assert not (folder / "codings").exists()

    def test_without_anything_to_code_says_so(self, folder: Path, stances: Run) -> None:
        done = stances("--data", folder, "code", "tests")
        assert done.returncode == 0
        assert "there is nothing to code" in done.stderr
