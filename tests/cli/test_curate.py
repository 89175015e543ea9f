"""`stances curate`: where coders differ, on a real terminal, and by a merge rule without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from folders import contents
from terminals import interrupted, started

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    import pexpect

    Ledger = Callable[..., Path]
    Run = Callable[..., CompletedProcess[str]]
    Spawned = Callable[..., pexpect.spawn[Any]]

CODINGS = {
    "codings/anna/adler.yaml": """\
quiet-lake:
  position: conditional
  conditions: [if it is quiet]
  frames: [noise]
  note: She wants it back.
with-compensation:
  position: conditional
  conditions: [the state compensates the owners]
  frames: [trade]
""",
    "codings/ben/adler.yaml": """\
quiet-lake:
  position: conditional
  conditions: [If it is quiet!]
""",
    "codings/anna/brandt.yaml": """\
over-my-dead-body:
  skip: a threat
""",
}
"""Anna agrees on one statement, and skips another."""
CHOICE, WHY = r"quit; \?.*: ", "Why.*: "


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    return ledger({**CODINGS, "snapshots/gazette.txt": "“Over my dead body,” said Bruno Brandt.\n"})


@pytest.fixture
def curate(folder: Path, program: Path, tmp_path: Path) -> Spawned:
    """A curation by TK, in a terminal of some width."""

    def call(*words: str, width: int = 90) -> pexpect.spawn[Any]:
        words = ("--data", str(folder), "curate", "--by", "TK", *words)
        env = {"TERM": "xterm", "NO_COLOR": "1"}
        return started(program, *words, cwd=tmp_path, env=env, height=80, width=width)

    return call


def typed(child: pexpect.spawn[Any], *pairs: tuple[str, str]) -> None:
    """Answer prompts, each as it is expected."""
    for prompt, answer in pairs:
        child.expect(prompt)
        child.sendline(answer)


def text_of(folder: Path, path: str) -> str:
    return (folder / path).read_text("utf-8")


class TestCase:
    def test_is_shown_with_all_readings_side_by_side(self, curate: Spawned) -> None:
        child = curate()
        child.expect(CHOICE)
        shown = str(child.before)
        assert "1 of 2" in shown
        assert "Readings, which differ in position" in shown
        assert re.search(r"tests  the record +anna +ben", shown)
        assert re.search(r"\+2 Supports +0 Conditional +0 Conditional", shown)
        assert "note: She wants it back." in shown
        assert "“We want our quiet lake back”" in shown
        assert "with-compensation" not in shown
        child.sendline("leave")
        child.expect("2 of 2")
        child.expect("skipped: a threat")
        child.close()

    def test_has_its_readings_below_each_other_on_a_narrow_terminal(self, curate: Spawned) -> None:
        child = curate(width=60)
        child.expect(CHOICE)
        lines = str(child.before).splitlines()
        assert all(len(line.rstrip()) <= 60 for line in lines)
        assert any(line.rstrip() == "ben" for line in lines)
        child.close()

    def test_is_decided_for_a_coder_with_a_reason(
        self, curate: Spawned, folder: Path, stances: Run
    ) -> None:
        child = curate("--date", "2021-07-02")
        typed(child, (CHOICE, "anna"), (WHY, ""), (WHY, "The wish depends."))
        child.expect(
            "tests has read adler/quiet-lake otherwise so far, which is kept in codings/tests/"
        )
        child.expect("2 of 2")
        child.sendline("quit")
        child.expect("2 statements: 1 decided, 1 left")
        text = text_of(folder, "officials/adler.yaml").partition("with-compensation")[0]
        assert "    position: conditional\n    conditions: [if it is quiet]\n" in text
        assert "date: 2021-07-02" in text
        assert "by: TK" in text
        assert "why: The wish depends." in text
        assert re.search(r"of: \[anna [0-9a-f]{8}, ben [0-9a-f]{8}, tests [0-9a-f]{8}\]", text)
        kept = text_of(folder, "codings/tests/adler.yaml")
        assert "quiet-lake:\n  position: supports\n  frames: [noise]\n" in kept
        assert stances("--data", folder, "check").returncode == 0

    def test_is_not_asked_again_until_a_reading_changes(
        self, curate: Spawned, folder: Path
    ) -> None:
        child = curate("--official", "adler")
        typed(child, (CHOICE, "tests"), (WHY, "A wish."))
        child.expect("1 statement: 1 decided")
        child = curate("--official", "adler")
        child.expect("there is nothing to decide")
        coding = folder / "codings/ben/adler.yaml"
        coding.write_text("quiet-lake: {position: supports}\n")  # as it was decided
        child = curate("--official", "adler")
        child.expect("there is nothing to decide")
        coding.write_text("quiet-lake: {position: opposes}\n")
        child = curate("--official", "adler")
        child.expect("1 of 1")
        child.close()

    def test_is_asked_again_for_a_new_coder_who_differs(
        self, curate: Spawned, folder: Path
    ) -> None:
        child = curate("--official", "adler")
        typed(child, (CHOICE, "ben"), (WHY, "So."))
        child.expect("1 decided")
        (folder / "codings/carla").mkdir()
        (folder / "codings/carla/adler.yaml").write_text("quiet-lake: {position: rejects}\n")
        child = curate("--official", "adler")
        child.expect("1 of 1")
        child.close()

    def test_can_be_decided_as_nobody_read_it(self, curate: Spawned, folder: Path) -> None:
        child = curate("--official", "adler")
        typed(
            child,
            (CHOICE, "other"),
            ("Position.*: ", "opposes"),
            ("Frames, .*: ", "trade"),
            ("Anything else, .*: ", ""),
            (WHY, "<"),
            ("Anything else, .*: ", ""),
            (WHY, "Nobody saw it."),
        )
        child.expect("1 decided")
        text = text_of(folder, "officials/adler.yaml").partition("with-compensation")[0]
        assert "position: opposes\n    frames: [trade]\n" in text

    def test_has_the_frames_proposed_that_all_share(self, curate: Spawned, folder: Path) -> None:
        child = curate("--official", "adler")
        typed(child, (CHOICE, "other"), ("Position.*: ", "-1"), (r"Frames, .*\[noise\]: ", ""))
        typed(child, ("Anything else, .*: ", ""), (WHY, "So."))
        child.expect("1 decided")
        text = text_of(folder, "officials/adler.yaml").partition("with-compensation")[0]
        assert "position: opposes\n    frames: [noise]\n" in text

    def test_keeps_frames_that_were_not_coded(self, curate: Spawned, folder: Path) -> None:
        child = curate("--official", "adler")
        typed(child, (CHOICE, "ben"), (WHY, "So."))
        child.expect("1 decided")
        text = text_of(folder, "officials/adler.yaml").partition("with-compensation")[0]
        assert "conditions: [If it is quiet!]\n    frames: [noise]\n" in text

    def test_that_is_rejected_goes_to_uncoded_with_its_codings(
        self, curate: Spawned, folder: Path, stances: Run
    ) -> None:
        child = curate("--official", "brandt")
        typed(child, (CHOICE, "reject"))
        child.expect("count in no figure, so report agreement before")
        typed(child, (WHY, "A threat is no position."))
        child.expect("gazette: its words are `uncoded`")
        child.expect("the codings of anna are removed")
        child.expect("1 statement: 1 rejected")
        assert "statements" not in text_of(folder, "officials/brandt.yaml")
        source = text_of(folder, "sources/gazette.yaml")
        assert "text: Over my dead body\n    why: A threat is no position.\n" in source
        assert not (folder / "codings/anna/brandt.yaml").exists()
        assert stances("--data", folder, "check").returncode == 0
        verified = stances("--data", folder, "verify", "--format", "csv").stdout
        assert ",uncoded,,Over my dead body,found," in verified

    def test_whose_words_others_have_is_not_rejected(self, curate: Spawned, folder: Path) -> None:
        file = folder / "officials/farahi.yaml"
        again = "  - {id: again, words_of: brandt/over-my-dead-body, position: unstated}\n"
        file.write_text(file.read_text() + again)
        before = contents(folder)
        child = curate("--official", "brandt")
        typed(child, (CHOICE, "reject"), (WHY, "No."))
        child.expect("`farahi/again` has its words")
        child.expect(CHOICE)
        child.close()
        assert contents(folder) == before

    def test_that_changes_meanwhile_is_shown_again(self, curate: Spawned, folder: Path) -> None:
        child = curate("--official", "adler")
        child.expect(CHOICE)
        coding = folder / "codings/anna/adler.yaml"
        coding.write_text(
            coding.read_text()
            .replace("conditional", "opposes", 1)
            .replace("  conditions: [if it is quiet]\n", "")
        )
        child.sendline("anna")
        typed(child, (WHY, "So."))
        child.expect("were changed in the meantime; nothing was written")
        child.expect("-1 Opposes")
        child.expect(CHOICE)
        child.sendline("quit")
        child.expect("1 left")
        assert "decided" not in text_of(folder, "officials/adler.yaml")

    def test_in_the_midst_of_which_one_leaves_is_as_it_was(
        self, curate: Spawned, folder: Path
    ) -> None:
        before = contents(folder)
        child = curate()
        typed(child, (CHOICE, "anna"))
        child.expect(WHY)
        assert "2 statements: 2 left" in interrupted(child)
        child.close()
        assert child.exitstatus == 130
        assert contents(folder) == before

    def test_takes_reviewers_off(self, curate: Spawned, folder: Path) -> None:
        file = folder / "officials/adler.yaml"
        file.write_text(file.read_text().replace("    venue:", "    reviewed_by: [OB]\n    venue:"))
        child = curate("--official", "adler")
        typed(child, (CHOICE, "anna"), (WHY, "So."))
        child.expect("nobody has reviewed adler/quiet-lake as it is now")
        child.expect("1 decided")
        assert "reviewed_by" not in file.read_text()


class TestRule:
    def test_only_proposes(self, curate: Spawned, folder: Path) -> None:
        before = contents(folder)
        child = curate("--merge-rule", "majority")
        child.expect(r"majority proposes Conditional: 2 of 3 \(anna, ben\)")
        child.expect(r"\[majority\]: ")
        child.sendline("leave")
        child.expect("majority does not settle it: no position has more than half")
        child.expect(CHOICE)
        child.sendline("quit")
        child.expect("2 left")
        assert contents(folder) == before

    def test_is_taken_by_return_with_its_name_as_the_reason(
        self, curate: Spawned, folder: Path
    ) -> None:
        child = curate("--merge-rule", "majority", "--official", "adler")
        typed(child, (r"\[majority\]: ", ""), (WHY, ""))
        child.expect("1 decided")
        assert "why: 'majority: 2 of 3 (anna, ben)'" in text_of(
            folder, "officials/adler.yaml"
        ).replace('"', "'")

    def test_writes_all_that_it_settles_if_asked_to(self, folder: Path, stances: Run) -> None:
        words = ("--data", folder, "curate", "--by", "TK", "--merge-rule", "majority", "--write")
        before = contents(folder)
        tried = stances(*words, "--dry-run")
        assert tried.returncode == 0
        assert "+    position: conditional" in tried.stdout
        assert "majority settles 1 of 2 statements" in tried.stderr
        assert "brandt/over-my-dead-body is left: no position" in tried.stderr
        assert contents(folder) == before
        done = stances(*words, "--yes")
        assert (done.returncode, done.stdout) == (0, "")
        text = text_of(folder, "officials/adler.yaml")
        assert "majority: 2 of 3 (anna, ben)" in text
        assert text.count("decided:") == 1
        again = stances(*words, "--yes")
        assert "majority settles 0 of 1 statement" in again.stderr
        assert stances("--data", folder, "check").returncode == 0

    @pytest.mark.parametrize(
        ("rule", "code", "told"),
        [
            ("most", 2, "`most` is no rule"),
            ("one:bene", 1, "no coder is called `bene`"),
            ("one:ben", 0, "one:ben settles 1 of 2 statements"),
            ("one:tests", 0, "one:tests settles 2 of 2 statements"),
            ("all-agree", 0, "all-agree settles 0 of 2 statements"),
        ],
    )
    def test_is_one_of_three(
        self, folder: Path, stances: Run, rule: str, code: int, told: str
    ) -> None:
        words = ("--data", folder, "curate", "--by", "TK", "--merge-rule", rule, "--write")
        done = stances(*words, "--dry-run")
        assert (done.returncode, told in done.stderr) == (code, True), done.stderr
        assert ("why: one:" in done.stdout) is (rule.startswith("one:") and code == 0)

    def test_is_needed_for_writing_without_prompts(self, folder: Path, stances: Run) -> None:
        words = ("--data", folder, "curate", "--by", "TK")
        assert "--write needs --merge-rule RULE" in stances(*words, "--write").stderr
        assert "--yes needs --write" in stances(*words, "--yes").stderr
        piped = stances(*words)
        assert piped.returncode == 2
        assert "`--merge-rule RULE --write` writes the decisions of a rule" in piped.stderr
        nobody = stances("--data", folder, "curate")
        assert "name who decides with --by" in nobody.stderr

    def test_has_nothing_to_do_where_all_agree(self, ledger: Ledger, stances: Run) -> None:
        agreed = "quiet-lake: {position: supports, frames: [noise]}\n"
        folder = ledger({"codings/anna/adler.yaml": agreed})
        done = stances("--data", folder, "curate", "--by", "TK")
        assert (done.returncode, "there is nothing to decide" in done.stderr) == (0, True)


class TestDecision:
    def test_by_hand_is_not_asked_about_again(self, folder: Path, stances: Run) -> None:
        file = folder / "officials/adler.yaml"
        own = "    decided: {by: TK, why: So it is.}\n    venue:"
        file.write_text(file.read_text().replace("    venue:", own))
        words = ("curate", "--by", "TK", "--merge-rule", "one:anna", "--write", "--dry-run")
        done = stances("--data", folder, *words)
        assert "of 1 statement" in done.stderr
        assert "adler" not in done.stdout
