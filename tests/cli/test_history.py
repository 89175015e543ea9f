"""`stances show REF --history`, in repositories made for it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from folders import replace
from repositories import in_git
from stances.queries.diff.changes import KEYS
from stances.yaml_reader import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from stances.yaml_reader import Document

    from .conftest import Ledger, Run

REF = "adler/with-compensation"
SCHEMA = json.loads((Path(__file__).parent / "schemas/history.json").read_text("utf-8"))


class Past:
    """A repository in whose folder `ledger` the small corpus lies, with one commit."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger(at="repository/ledger")
        self.top = self.ledger.parent
        self.day = 1
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("Ann Author")

    def git(self, *arguments: str) -> str:
        return in_git(self.top, *arguments, when=f"2021-07-{self.day:02}T12:00:00+00:00")

    def commit(self, author: str = "N") -> str:
        """Commit all there is; the short name of the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=x", f"--author={author} <a@b.c>")
        self.day += 1
        return self.git("rev-parse", "HEAD")[:7]

    def replace(self, path: str, *pairs: tuple[str, str]) -> None:
        replace(self.ledger / path, *pairs)

    def recode(self, old: str, new: str) -> None:
        """Give `REF` another position."""
        conditions = "    conditions: [the state compensates the owners]\n"
        one, other = (f"position: {each}\n" for each in (old, new))
        if old == "conditional":
            one += conditions
        if new == "conditional":
            other += conditions
        self.replace("officials/adler.yaml", (one, other))


@pytest.fixture
def past(ledger: Ledger) -> Past:
    return Past(ledger)


@pytest.fixture
def told(stances: Run, past: Past) -> Callable[..., list[Any]]:
    """The entries of a history, which has the documented shape."""

    def ask(ref: str = REF) -> list[Any]:
        answer = stances("show", ref, "--history", "--data", past.ledger, "--format", "json")
        assert answer.returncode == 0, answer.stderr
        found = json.loads(answer.stdout)
        assert [*Draft202012Validator(SCHEMA).iter_errors(found)] == []
        history: list[Any] = found["history"]
        return history

    return ask


def kinds(entries: list[Any]) -> list[list[str]]:
    return [[each["kind"] for each in entry["changes"]] for entry in entries]


LAST = 'text: "only if the state pays, she added"}\n'
STORY = """\
History of adler/with-compensation (Anna Adler), newest first

Not committed
  frames: gained noise

{second} of 2021-07-03, by Cy Coder
  recoded: Supports (+2) → Opposes (-1)
  evidence won: nama (quote): “نه”
  dispute about position opened: They differ.

{first} of 2021-07-02, by Bo Coder
  recoded: Conditional (0) → Supports (+2)
  conditions: dropped “the state compensates the owners”

{start} of 2021-07-01, by Ann Author
  adler/with-compensation added: said 2021-06, Conditional (0) on boats
    only if the state pays, she added (gazette, paraphrase)
    condition: the state compensates the owners
"""


@pytest.fixture
def story(past: Past) -> dict[str, str]:
    """Three commits and a change that is not committed; and one of another statement."""
    names = {"start": past.git("rev-parse", "HEAD")[:7]}
    past.recode("conditional", "supports")
    names["first"] = past.commit("Bo Coder")
    past.recode("supports\n    frames: [trade]", "opposes\n    frames: [trade]")
    past.replace(
        "officials/adler.yaml",
        (
            LAST,
            LAST + "      - {source: nama, form: quote, text: نه}\n"
            "    disputes:\n      - {about: position, note: They differ.}\n",
        ),
    )
    names["second"] = past.commit("Cy Coder")
    past.replace("officials/adler.yaml", ("venue: town meeting", "venue: town hall"))
    past.commit("Di Coder")
    past.replace("officials/adler.yaml", ("frames: [trade]", "frames: [trade, noise]"))
    return names


class TestHistory:
    def test_tells_commit_by_commit_what_changed_in_the_words_of_diff(
        self, past: Past, stances: Run, story: dict[str, str]
    ) -> None:
        answer = stances("show", REF, "--history", "--data", past.ledger)
        assert (answer.returncode, answer.stderr) == (0, "")
        plain = re.sub("[\u2068\u2069]", "", answer.stdout)
        assert plain == STORY.format(**story)

    def test_is_what_the_documents_show(self, repository: Path) -> None:
        text = (repository / "docs/diff.md").read_text("utf-8")
        shown = text.partition(f"$ stances show {REF} --history\n")[2].partition("```")[0]
        commits = dict(
            zip(
                ("second", "first", "start"),
                re.findall(r"(?m)^[0-9a-f]{7}(?= of)", shown),
                strict=True,
            )
        )
        assert shown == STORY.format(**commits)

    def test_is_a_table_on_a_terminal(
        self, past: Past, terminal: Run, plain: Callable[[str], str], story: dict[str, str]
    ) -> None:
        answer = terminal("show", REF, "--history", "--data", past.ledger)
        assert answer.returncode == 0
        assert "History of adler/with-compensation (Anna Adler)" in plain(answer.stdout)
        assert f"{story['first']} of 2021-07-02, by Bo Coder" in plain(answer.stdout)
        assert "\x1b[" in answer.stdout

    def test_tells_who_decided_and_why(self, past: Past, stances: Run) -> None:
        decided = "    decided: {by: TK, why: So it is., of: [anna 0a1b2c3d]}\n"
        past.replace("officials/adler.yaml", ("position: cond", f"{decided}    position: cond"))
        past.replace("officials/adler.yaml", (f"    {decided}", decided))
        past.commit()
        answer = stances("show", REF, "--history", "--data", past.ledger)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert "decided_by: none → TK" in answer.stdout
        assert "decided_why: none → So it is." in answer.stdout

    def test_is_a_list_in_markdown(self, past: Past, stances: Run, story: dict[str, str]) -> None:
        asked = ("show", REF, "--history", "--data", past.ledger, "--format", "markdown")
        lines = stances(*asked).stdout.splitlines()
        assert lines[0].startswith("### History of adler/with-compensation")
        at = lines.index(f"#### {story['first']} of 2021-07-02, by Bo Coder")
        assert lines[at + 2] == "- **recoded:** Conditional (0) → Supports (+2)"

    def test_has_a_row_for_each_change(
        self, past: Past, stances: Run, story: dict[str, str]
    ) -> None:
        asked = ("show", REF, "--history", "--data", past.ledger, "--format", "jsonl")
        rows = [json.loads(line) for line in stances(*asked).stdout.splitlines()]
        assert [*rows[0]] == ["commit", "day", "author", "called", "gap", *KEYS]
        changed = [(row["commit"] and row["commit"][:7], row["kind"], row["key"]) for row in rows]
        assert changed == [
            (None, "changed", "frames"),
            (story["second"], "recoded", "position"),
            (story["second"], "evidence-won", None),
            (story["second"], "dispute-opened", "position"),
            (story["first"], "recoded", "position"),
            (story["first"], "changed", "conditions"),
            (story["start"], "added", None),
        ]

    def test_begins_with_what_is_not_committed(
        self, past: Past, told: Callable[..., list[Any]]
    ) -> None:
        assert told()[0]["commit"] is not None
        past.recode("conditional", "rejects")
        first = told()[0]
        assert (first["commit"], first["day"], first["author"]) == (None, None, None)
        assert kinds([first]) == [["recoded", "changed"]]

    def test_says_that_a_deleted_statement_came_back(
        self, past: Past, told: Callable[..., list[Any]]
    ) -> None:
        whole = (past.ledger / "officials/adler.yaml").read_text("utf-8")
        cut = whole[: whole.index("  - id: with-compensation")]
        (past.ledger / "officials/adler.yaml").write_text(cut, "utf-8")
        past.commit()
        (past.ledger / "officials/adler.yaml").write_text(whole, "utf-8")
        past.commit()
        assert kinds(told()) == [["added"], ["removed"], ["added"]]


class TestFollows:
    def test_a_statement_with_another_id(
        self, past: Past, stances: Run, told: Callable[..., list[Any]]
    ) -> None:
        assert stances("rename", REF, "adler/paid", "--yes", "--data", past.ledger).returncode == 0
        assert kinds(told("adler/paid")) == [["renamed"], ["added"]]
        past.commit()
        past.recode("conditional", "rejects")
        past.commit()
        entries = told("adler/paid")
        assert kinds(entries) == [["recoded", "changed"], ["renamed"], ["added"]]
        assert [each["called"] for each in entries] == ["adler/paid", "adler/paid", REF]

    def test_an_official_with_another_id(
        self, past: Past, stances: Run, told: Callable[..., list[Any]]
    ) -> None:
        past.recode("conditional", "rejects")
        past.commit()
        assert stances("rename", "adler", "anna", "--yes", "--data", past.ledger).returncode == 0
        past.commit()
        entries = told("anna/with-compensation")
        assert kinds(entries) == [["renamed"], ["recoded", "changed"], ["added"]]
        assert entries[0]["changes"][0]["previous_ref"] == REF

    def test_a_statement_that_was_moved_to_another_official(
        self, past: Past, stances: Run, told: Callable[..., list[Any]]
    ) -> None:
        asked = ("rename", REF, "brandt/paid", "--yes", "--data", past.ledger)
        assert stances(*asked, "--note", "So he says.").returncode == 0
        past.commit("Mo Mover")
        past.replace("officials/brandt.yaml", ("only if the state pays", "only if they pay"))
        past.commit()
        entries = told("brandt/paid")
        assert kinds(entries) == [["quote-changed"], ["reattributed", "changed"], ["added"]]
        moved = entries[1]
        assert moved["author"] == "Mo Mover"
        assert moved["changes"][0]["was"] == {"official": "adler", "name": "Anna Adler"}
        assert moved["changes"][1]["key"] == "note"
        answer = stances("show", "brandt/paid", "--history", "--data", past.ledger)
        assert "attributed to another: until now to Anna Adler, as adler/with" in answer.stdout

    @pytest.mark.parametrize(
        "words", ["gazette lake-gazette", "conditional only-if", "trade money", "boats ships"]
    )
    def test_words_and_sources_that_are_renamed_as_no_change(
        self, past: Past, stances: Run, told: Callable[..., list[Any]], words: str
    ) -> None:
        done = stances("rename", *words.split(), "--yes", "--data", past.ledger)
        assert done.returncode == 0, done.stderr
        assert kinds(told()) == [["added"]]
        past.commit()
        assert kinds(told()) == [["added"]]

    def test_both_sides_of_a_merge_and_tells_each_change_once(
        self, past: Past, told: Callable[..., list[Any]]
    ) -> None:
        past.git("checkout", "--quiet", "-b", "side")
        past.recode("conditional", "supports")
        past.commit("Side")
        past.git("checkout", "--quiet", "main")
        past.replace("officials/adler.yaml", (LAST, f"{LAST}    note: So she said.\n"))
        past.commit("Main")
        past.git("merge", "--quiet", "--message=m", "side")
        entries = told()
        changes = {
            entry["author"]: [(each["kind"], each["key"]) for each in entry["changes"]]
            for entry in entries
        }
        assert changes == {
            "Main": [("changed", "note")],
            "Side": [("recoded", "position"), ("changed", "conditions")],
            "Ann Author": [("added", None)],
        }
        assert len(entries) == 3


class TestWhatCannotBeTold:
    def test_without_git_is_said(self, ledger: Ledger, stances: Run) -> None:
        answer = stances("show", REF, "--history", "--data", ledger(at="no-git"))
        assert answer.returncode == 3
        assert "not a git repository" in answer.stderr

    def test_before_the_first_commit_everything_is_uncommitted(
        self, ledger: Ledger, stances: Run
    ) -> None:
        folder = ledger(at="new")
        in_git(folder, "init", "--quiet")
        answer = stances("show", REF, "--history", "--data", folder)
        assert answer.returncode == 0
        assert "Not committed\n  adler/with-compensation added: said 2021-06" in answer.stdout

    def test_in_a_shallow_clone_is_said(self, past: Past, stances: Run, tmp_path: Path) -> None:
        for position in ("supports", "opposes"):
            past.recode(
                "conditional" if position == "supports" else "supports\n    frames: [trade]",
                position if position == "supports" else "opposes\n    frames: [trade]",
            )
            past.commit()
        clone = tmp_path / "clone"
        in_git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{past.top}", str(clone))
        answer = stances("show", REF, "--history", "--data", clone / "ledger")
        assert answer.returncode == 0
        assert "recoded: Supports (+2) → Opposes (-1)" in answer.stdout
        assert "what is older is not in this shallow clone: `git fetch --unshallow`" in " ".join(
            answer.stdout.split()
        )
        assert "added" not in answer.stdout

    def test_at_a_version_that_cannot_be_read_is_said(
        self, past: Past, told: Callable[..., list[Any]]
    ) -> None:
        whole = (past.ledger / "officials/adler.yaml").read_text("utf-8")
        (past.ledger / "officials/adler.yaml").write_text(whole + "  - [\n", "utf-8")
        past.commit()
        (past.ledger / "officials/adler.yaml").write_text(whole, "utf-8")
        past.commit()
        assert [entry["gap"] for entry in told()] == ["unreadable", "unreadable", None]

    @pytest.mark.parametrize("refs", [["adler"], [REF, "adler/quiet-lake"]])
    def test_of_anything_but_one_statement_is_refused(
        self, past: Past, stances: Run, refs: list[str]
    ) -> None:
        answer = stances("show", *refs, "--history", "--data", past.ledger)
        assert answer.returncode == 2
        assert "--history needs one statement" in answer.stderr

    def test_the_name_of_an_author_cannot_move_the_cursor(self, past: Past, stances: Run) -> None:
        past.recode("conditional", "rejects")
        past.commit("Eve\x1b[2J")
        answer = stances("show", REF, "--history", "--data", past.ledger)
        assert "\x1b" not in answer.stdout
        assert "by Eve\\u001b[2J" in answer.stdout


def test_a_long_history_is_read_in_a_few_runs_of_git_and_each_version_once(
    past: Past, told: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = [
        b"commit refs/heads/main\ncommitter N <n@b.c> %d +0000\ndata 1\nx\n%s"
        b"M 100644 inline ledger/officials/adler.yaml\ndata %d\n%s\n"
        % (1626000000 + number, b"from refs/heads/main^0\n" if not number else b"", len(text), text)
        for number in range(60)
        for text in [
            (past.ledger / "officials/adler.yaml")
            .read_text("utf-8")
            .replace("[the state compensates", f"[{number} states compensate")
            .encode()
        ]
    ]
    subprocess.run(
        ["git", "fast-import", "--quiet"],  # noqa: S607 - whichever git there is
        cwd=past.top,
        input=b"".join(marks),
        check=True,
    )
    past.git("reset", "--quiet", "--hard")
    runs: list[object] = []
    reads: list[bytes] = []
    run = subprocess.run

    def counted(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as `subprocess.run`
        runs.append(arguments)
        return run(*arguments, **options)

    def once(raw: bytes) -> Document:
        reads.append(raw)
        return parse(raw)

    monkeypatch.setattr(subprocess, "run", counted)
    monkeypatch.setattr("stances.queries.versions.parse", once)
    assert len(told()) == 61
    assert len(runs) < 20
    assert len({*reads}) == 63
    assert len(reads) < 63 * 1.2
