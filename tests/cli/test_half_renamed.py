"""Renamings cut off without a journal, or begun by hand: the same command finishes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import contents, restore
from stances.editing import save as saving

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stances.editing.save import Replacement

    from .conftest import Ledger, Run

ANNA = """\
# Of him, little is known.
name: Anton Egger
note: His note.
statements:
  # so quiet
  - id: quiet-lake
    said: 2021-06-05
    position: opposes
    evidence:
      - {source: nama, form: quote, text: نه}
"""
PAPER = """\
# It is the same.
title: Boats off the lake?
published: 2021-06-10
lang: en
note: The same.
"""
BEN = """\
name: Ben Berg
statements:
  - id: no
    said: 2021-06-04
    issue: boats
    position: supports
    faction: harbour
    frames: [trade, noise]
    evidence:
      - {source: paper, form: quote, text: No}
      - {source: gazette, form: quote, text: Not, speaker: brandt, position: rejects}
"""
MORE = {"officials/anna.yaml": ANNA, "sources/paper.yaml": PAPER, "officials/ben.yaml": BEN}
RENAMINGS = [
    "brandt bruno",
    "gazette lake",
    "boats ships",
    "supports backs",
    "rejects never",
    "harbour port",
    "trade money",
    "anna adler --merge",
    "paper gazette --merge --prefer NEW",
    "rejects opposes --merge --prefer NEW",
    "harbour council --merge",
    "trade noise --merge",
    "adler/with-compensation brandt/ --note So.",
    "adler/quiet-lake brandt/lake --note So. --keep-speaker",
]


@pytest.mark.parametrize("words", RENAMINGS)
def test_one_that_was_cut_off_after_any_file_is_finished_by_the_same_command(
    ledger: Ledger, stances: Run, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ledger(MORE)
    before = contents(folder)
    seen: list[Sequence[Replacement]] = []
    real = saving.put

    def put(replacements: Sequence[Replacement], journal: object) -> None:
        seen.append(replacements)
        real(replacements, journal)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(saving, "put", put)
        assert stances("rename", *words.split(), "--yes", "--data", folder).returncode == 0
    after, [whole] = contents(folder), seen
    for number in range(1, len(whole)):
        restore(folder, before)
        for path, _, content, _ in whole[:number]:
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content)
        answer = stances("rename", *words.split(), "--yes", "--data", folder)
        assert answer.returncode == 0, (number, answer.stderr)
        checked = stances("check", "--data", folder)
        assert checked.returncode == 0, (number, checked.stdout)
        assert contents(folder) == after, number


class TestBegunByHand:
    @pytest.fixture
    def folder(self, ledger: Ledger) -> Path:
        return ledger(MORE)

    def test_with_references_that_led_nowhere_they_are_told(
        self, folder: Path, stances: Run
    ) -> None:
        edit(folder / "sources/gazette.yaml", "brandt", "bruno")
        answer = stances("rename", "brandt", "bruno", "--yes", "--data", folder)
        assert answer.returncode == 0
        told = "note: 1 reference to `bruno` led nowhere so far, as in sources/gazette.yaml:8"
        assert told in answer.stdout
        assert stances("check", "--data", folder).returncode == 0

    def test_with_the_new_one_alone_what_still_names_the_old_is_renamed(
        self, folder: Path, stances: Run
    ) -> None:
        (folder / "officials/brandt.yaml").rename(folder / "officials/bruno.yaml")
        seen = stances("rename", "brandt", "bruno", "--dry-run", "--data", folder)
        assert "+  - about: [bruno, harbour]" in seen.stdout
        answer = stances("rename", "brandt", "bruno", "--yes", "--data", folder)
        assert answer.returncode == 0
        assert answer.stdout.splitlines()[:2] == [
            "official brandt becomes bruno: 2 uses renamed",
            "note: `bruno` is there, and nothing is called `brandt`",
        ]
        assert stances("check", "--data", folder).returncode == 0
        again = stances("rename", "brandt", "bruno", "--yes", "--data", folder)
        assert again.returncode == 1
        assert "the official is called `bruno` already" in again.stderr

    def test_with_the_same_in_two_files_the_old_one_goes(self, folder: Path, stances: Run) -> None:
        (folder / "officials/bruno.yaml").write_bytes(
            (folder / "officials/brandt.yaml").read_bytes()
        )
        answer = stances("rename", "brandt", "bruno", "--yes", "--data", folder)
        assert answer.returncode == 0
        assert "officials/bruno.yaml is there already, with all that brandt has" in answer.stdout
        assert not (folder / "officials/brandt.yaml").exists()
        assert stances("check", "--data", folder).returncode == 0

    def test_with_two_that_differ_says_what_merging_does(self, folder: Path, stances: Run) -> None:
        text = (folder / "officials/brandt.yaml").read_text("utf-8")
        (folder / "officials/bruno.yaml").write_text(f"{text}# mine\n", "utf-8")
        before = contents(folder)
        answer = stances("rename", "brandt", "bruno", "--yes", "--data", folder)
        assert answer.returncode == 1
        assert "--merge would make one of the two" in answer.stderr
        assert contents(folder) == before
        merged = stances("rename", "brandt", "bruno", "--merge", "--yes", "--data", folder)
        assert merged.returncode == 0
        assert "is there already, as bruno/over-my-dead-body" in merged.stdout
        assert (folder / "officials/bruno.yaml").read_text("utf-8").count("Over my dead") == 1

    def test_of_several_kinds_asks_which(self, folder: Path, stances: Run) -> None:
        edit(folder / "codebook.yaml", "id: harbour", "id: port")
        edit(folder / "codebook.yaml", "id: trade", "id: port")
        edit(folder / "officials/adler.yaml", "frames: [trade]", "frames: [harbour]")
        edit(folder / "officials/brandt.yaml", "frames: [trade]", "frames: [port]")
        edit(folder / "officials/ben.yaml", "frames: [trade, noise]", "frames: [noise]")
        answer = stances("rename", "harbour", "port", "--yes", "--data", folder)
        assert answer.returncode == 1
        assert "`harbour` may be 2 things" in answer.stderr
        one = stances("rename", "faction:harbour", "port", "--yes", "--data", folder)
        assert one.returncode == 0, one.stderr
        other = stances("rename", "harbour", "port", "--kind", "frame", "--yes", "--data", folder)
        assert other.returncode == 0, other.stderr

    def test_of_what_nothing_names_is_refused(self, folder: Path, stances: Run) -> None:
        answer = stances("rename", "nobody", "adler", "--yes", "--data", folder)
        assert answer.returncode == 1
        assert "is called `nobody`" in answer.stderr

    def test_never_hides_another_fault(self, folder: Path, stances: Run) -> None:
        edit(folder / "codebook.yaml", "id: trade", "id: money")
        edit(folder / "officials/ben.yaml", "issue: boats", "issue: boots")
        before = contents(folder)
        answer = stances("rename", "trade", "money", "--yes", "--data", folder)
        assert answer.returncode == 1
        assert "officials/ben.yaml cannot be changed: line 5: no issue is called `boots`" in (
            answer.stderr
        )
        assert contents(folder) == before

    def test_of_another_than_what_makes_the_corpus_unusable_is_refused(
        self, folder: Path, stances: Run
    ) -> None:
        edit(folder / "corpus.yaml", "default_issue: boats", "default_issue: ships")
        assert stances("rename", "brandt", "bruno", "--yes", "--data", folder).returncode == 4
        answer = stances("rename", "boats", "ships", "--yes", "--data", folder)
        assert answer.returncode == 0, answer.stderr
        assert stances("check", "--data", folder).returncode == 0


def edit(path: Path, old: str, new: str) -> None:
    """Change a file as in an editor."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
