"""Commands that are killed while they write: nothing is lost, and the next one goes on.

A process is killed before one in three of the system calls of `save`, for each kind of change that
there is: some five hundred times. With `STANCES_KILLS=every` in the environment it is each of them,
and each of those of whole commands, which takes some minutes.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from folders import Files, contents, restore
from killing import UNHURT, ended_at, kill_after
from stances.cli import run as running
from stances.editing import save as saving
from stances.editing.resume import resume
from stances.editing.save import Replacement, save
from stances.index.cache import journal_file, private_folder, write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .conftest import Ledger

EVERY = os.environ.get("STANCES_KILLS") == "every"
STRIDE, OF_SAVE = (1, 1) if EVERY else (97, 3)

SHEET = """\
name,date,position,form,quote,source,title,published,lang
Brandt,2021-06-08,opposes,quote,We were not asked,gazette,,,
Adler,2021-06-05,rejects,quote,Not with me,gazette,,,
Greta Gross,2021-07-01,supports,quote,With me,herald,The Herald,2021-07-01,en
"""
LINES = """\
{"official": "adler", "id": "a", "said": "2021-06-07", "position": "opposes", "evidence": \
[{"source": "gazette", "form": "quote", "text": "Now no"}]}
{"official": "brandt", "id": "b", "said": "2021-06-07", "position": "opposes", "evidence": \
[{"source": "gazette", "form": "quote", "text": "No, no"}]}
"""
TWIN = """\
name: Anton Egger
statements:
  - id: quiet-lake
    said: 2021-06-05
    position: opposes
    evidence:
      - {source: nama, form: quote, text: نه}
"""
PAPER = "title: Boats off the lake?\npublished: 2021-06-10\nlang: en\nnote: The same.\n"
LARGE = """\
name: Lina Large
roles:
  - {title: Fisher, faction: fishers}
statements:
  - id: no
    said: 2021-06-04
    position: boats-away/never
    issue: boats-away
    frames: [din]
    evidence:
      - {source: paper, form: quote, text: No}
""".replace("boats-away/", "")
COPIES = {"snapshots/gazette.txt": "Over my dead body\n", "snapshots/gazette.pdf": "%PDF"}
PART = """\
statements:
  - id: loud
    said: 2021-06-04
    position: rejects
    faction: harbour
    frames: [trade]
    evidence:
      - {source: gazette, form: quote, text: It is loud, speaker: brandt}
"""
PARTS = {f"officials/{id_}/2021.yaml": PART for id_ in ("anna", "adler")} | {
    "officials/brandt/2021.yaml": PART.replace(", speaker: brandt", "").replace("loud", "noise")
}
CODED = """\
ref,position,conditions,skip,words
adler/quiet-lake,rejects,,,"We want our quiet lake back
دریاچه باید آرام شود"
adler/with-compensation,conditional,all agree,,"only if the state pays, she added"
brandt/over-my-dead-body,,,a threat,Over my dead body
"""
CODINGS = {
    "codings/carla/adler.yaml": """\
quiet-lake: {position: rejects, frames: []}
with-compensation: {position: opposes}
""",
    "codings/carla/brandt.yaml": "over-my-dead-body: {position: opposes}\n",
}
"""Another coder differs throughout."""
TWO = {"officials/anna.yaml": TWIN, "sources/paper.yaml": PAPER, **COPIES, **PARTS}


class Case(NamedTuple):
    """A command that writes: its words, and what it reads from a sheet or standard input."""

    words: str
    text: str = ""


CASES = {
    "add": Case("add statement - --yes", LINES),
    "import": Case("import csv {} --new-officials --new-sources --yes", SHEET),
    "coded": Case("import codings csv {} --coder dora --yes", CODED),
    "curated": Case("curate --by TK --merge-rule one:carla --write --yes"),
    "edited": Case("edit adler --yes"),
    "fmt": Case("fmt"),
    "official": Case("rename brandt bruno-brandt --yes"),
    "source": Case("rename gazette lake --yes"),
    "statement": Case("rename adler/quiet-lake quiet --yes"),
    "issue": Case("rename boats ships --yes"),
    "position": Case("rename rejects never --yes"),
    "faction": Case("rename harbour port --yes"),
    "frame": Case("rename trade money --yes"),
    "coder": Case("rename coder:carla carla-c --yes"),
    "moved": Case("rename adler/quiet-lake brandt/ --note So. --yes"),
    "merged-official": Case("rename anna adler --merge --yes"),
    "merged-source": Case("rename paper gazette --merge --prefer NEW --yes"),
    "merged-statement": Case("rename adler/loud adler/quiet-lake --merge --prefer NEW --yes"),
    "merged-position": Case("rename rejects opposes --merge --prefer NEW --yes"),
    "merged-faction": Case("rename harbour council --merge --yes"),
}
RENAMED = [name for name, case in CASES.items() if case.words.startswith("rename")]
SEVERAL = [name for name in CASES if name != "statement"]


class Change:
    """What a command writes to the small corpus; it can be made again and again."""

    def __init__(self, folder: Path, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.case = folder, case
        self.sheet = folder.parent / "sheet.csv"
        self.sheet.write_text(case.text, "utf-8")
        self.before = contents(folder)
        self.saved: list[Sequence[Replacement]] = []

        def listed(folder: Path, replacements: Sequence[Replacement], **options: object) -> None:
            self.saved.append(replacements)
            save(folder, replacements, **options)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(saving, "save", listed)
            assert self.command() == 0
        [self.replacements] = self.saved
        self.after = contents(folder)
        assert self.after != self.before
        restore(folder, self.before)

    def command(self) -> int:
        """Run the command, and return its exit code."""
        words = self.case.words.format(self.sheet).split()
        text = io.TextIOWrapper(io.BytesIO(self.case.text.encode()))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", text)
            return running.run([*words, "--data", str(self.folder)])

    def save(self) -> None:
        """Write the files."""
        save(self.folder, self.replacements, what="stances something")

    def refuse_lost(self) -> None:
        """Let each file be as it was before, or as it is after; drafts may be there too."""
        now = contents(self.folder)
        for path in {*self.before, *self.after}:
            assert now.get(path) in (self.before.get(path), self.after.get(path)), path
        more = now.keys() - self.before.keys() - self.after.keys()
        assert all(Path(path).name.startswith(".stances-") for path in more)

    @property
    def journal(self) -> Path:
        """The journal of the corpus."""
        folder = private_folder()
        assert folder is not None
        return Path(journal_file(self.folder, folder))


@pytest.fixture
def change(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Change]:
    """What the command of a case writes."""
    more = {"curated": CODINGS, "coder": CODINGS}
    monkeypatch.setenv("EDITOR", f"{shutil.which('sed')} -i 's/supports/opposes/'")
    return lambda name: Change(ledger({**TWO, **more.get(name, {})}), CASES[name], monkeypatch)


@pytest.mark.parametrize("name", CASES)
def test_a_change_that_is_killed_is_finished_or_undone(
    change: Callable[[str], Change], name: str
) -> None:
    made, outcomes = change(name), set[str]()
    for number in count(1 + sorted(CASES).index(name) % OF_SAVE, OF_SAVE):
        code = ended_at(number, made.save)
        made.refuse_lost()
        told: list[str] = []
        resume(made.folder, told.append)
        now = contents(made.folder)
        assert now in (made.before, made.after), (number, told)
        assert not made.journal.exists()
        if code == UNHURT:
            assert now == made.after
            break
        assert code == -signal.SIGKILL
        outcomes |= {line.rpartition("; ")[2] for line in told}
        restore(made.folder, made.before)
    assert number > 20
    if len(made.replacements) > 1:
        every = {
            "run it again if it is wanted",
            "it is finished now",
            "nothing was left to do",
        }
        assert outcomes <= every
        assert len(outcomes) > 1
        assert outcomes == every or not EVERY


@pytest.mark.parametrize("name", ["import", "source", "merged-official"])
def test_finishing_it_may_be_killed_too(change: Callable[[str], Change], name: str) -> None:
    made = change(name)
    left, journal = killed_after(1, made)
    for number in count(1, OF_SAVE):
        code = ended_at(number, lambda: resume(made.folder, lambda _: None))
        made.refuse_lost()
        resume(made.folder, lambda _: None)
        assert contents(made.folder) == made.after
        assert not made.journal.exists()
        if code == UNHURT:
            break
        restore(made.folder, left)
        write_private(made.journal, journal)
    assert number > 20


@pytest.mark.parametrize(
    ("sign", "name"),
    [(signal.SIGTERM, "source"), (signal.SIGHUP, "official"), (signal.SIGINT, "issue")],
)
def test_signals_that_can_be_heard_clean_up(
    change: Callable[[str], Change], sign: int, name: str
) -> None:
    made = change(name)

    def act() -> None:
        running._heed_signals()  # noqa: SLF001 - as in a process of its own
        made.save()

    for number in count(1, OF_SAVE):
        code = ended_at(number, act, sign)
        now = contents(made.folder)
        assert now in (made.before, made.after), number
        assert not made.journal.exists()
        if code == UNHURT:
            break
        assert code == 128 + sign
        restore(made.folder, made.before)
    assert number > 20


@pytest.mark.parametrize("name", SEVERAL)
def test_a_whole_command_that_is_killed_loses_nothing(
    change: Callable[[str], Change], name: str
) -> None:
    made = change(name)
    for number in count(1 + sorted(CASES).index(name), STRIDE):
        code = ended_at(number, made.command)
        made.refuse_lost()
        resume(made.folder, lambda _: None)
        now = contents(made.folder)
        assert now in (made.before, made.after), number
        assert running.run(["check", "--data", str(made.folder)]) == 0
        if code == UNHURT:
            assert now == made.after
            break
        restore(made.folder, made.before)


def killed_after(files: int, made: Change) -> tuple[Files, bytes]:
    """Kill a change after so many files: what is there then, and its journal."""
    kill_after(files, made.save)
    return contents(made.folder), made.journal.read_bytes()
