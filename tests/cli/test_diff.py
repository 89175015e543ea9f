"""`stances diff` as a whole: in repositories made for it, of states sound and broken."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.shell_completion import ShellComplete
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from folders import replace
from stances.cli.commands import cli
from stances.queries.diff.changes import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .conftest import Ledger, Process, Run

PERSON = ("-c", "user.name=N", "-c", "user.email=n@example.org")
WHEN = "2021-07-01T12:00:00+00:00"


class Repository:
    """A repository in whose folder `ledger` the small corpus lies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = folder / "ledger"

    def git(self, *arguments: str) -> str:
        """Run git as its user would."""
        command = ["git", *PERSON, *arguments]
        done = subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def commit(self) -> str:
        """Commit all there is; the short name of the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")
        return self.git("rev-parse", "HEAD")[:7]

    def replace(self, path: str, *pairs: tuple[str, str]) -> None:
        """Edit a file of the corpus; what is replaced must be there."""
        replace(self.ledger / path, *pairs)


@pytest.fixture(autouse=True)
def git_of_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests counts."""
    home = tmp_path / "home"
    home.mkdir()
    settings = {
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_COMMITTER_DATE": WHEN,
        "GIT_AUTHOR_DATE": WHEN,
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repository(tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with one commit, in which we are."""
    folder = tmp_path / "repository"
    ledger(at="repository/ledger")
    made = Repository(folder)
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("STANCES_DATA", "ledger")
    return made


@pytest.fixture
def told(stances: Run) -> Callable[..., dict[str, Any]]:
    """The JSON of a comparison, which must be done."""

    def ask(*arguments: str | Path) -> dict[str, Any]:
        answer = stances("diff", *arguments, "--format", "json")
        assert answer.returncode == 0, answer.stderr
        found: dict[str, Any] = json.loads(answer.stdout)
        return found

    return ask


def kinds(document: Mapping[str, Any]) -> dict[str, int]:
    """The kinds of change that there are."""
    return {kind: number for kind, number in document["counts"].items() if number}


THREE_RECORDS = """\
What has changed between HEAD ({commit} of 2021-07-01) and the working tree
1 statement recoded, 1 statement changed, 1 position of an official moved, 1 faction moved, \
1 piece of evidence won, 1 dispute settled, 1 quotation altered

Quotations altered
  ledger/officials/brandt.yaml:10:46: warning[quote-changed] brandt/over-my-dead-body, gazette
    [-Over-]{{+Not over+}} my dead body

Anna Adler (adler)
  position on boats moved: Conditional (0) and Supports (+2) → Supports (+2)
    because of adler/with-compensation: recoded
  adler/with-compensation
    recoded: Conditional (0) → Supports (+2)
    conditions: dropped “the state compensates the owners”

Bruno Brandt (brandt)
  brandt/over-my-dead-body
    evidence won: nama (quote): “از روی نعش من”

Shirin Farahi (farahi)
  farahi/ask-the-fishers
    dispute about position settled: Nama takes it for support. → She only asks.

Factions
  Council moved on boats: +1.00 → +2.00 (2 scored of 3 by 2 officials)
"""


def change_three_records(repository: Repository) -> None:
    compensation = "    conditions: [the state compensates the owners]\n"
    repository.replace(
        "officials/adler.yaml",
        ("position: conditional\n", "position: supports\n"),
        (compensation, ""),
    )
    evidence = "      - {source: nama, form: quote, text: از روی نعش من}\n"
    repository.replace(
        "officials/brandt.yaml",
        ("text: Over my dead body}\n", f"text: Not over my dead body}}\n{evidence}"),
    )
    note = "note: Nama takes it for support."
    repository.replace("officials/farahi.yaml", (note, f"{note}, resolution: She only asks."))


class TestAChangeOfThreeRecords:
    def test_is_told_as_its_authors_would_write_it(
        self, stances: Run, repository: Repository
    ) -> None:
        change_three_records(repository)
        answer = stances("diff")
        commit = repository.git("rev-parse", "HEAD")[:7]
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout == THREE_RECORDS.format(commit=commit)

    def test_is_the_same_between_commits_and_folders(
        self, stances: Run, repository: Repository, ledger: Ledger
    ) -> None:
        before = ledger(at="before")
        change_three_records(repository)
        repository.commit()
        body = stances("diff", "HEAD~1..HEAD").stdout.partition("\n")[2]
        assert body == THREE_RECORDS.partition("\n")[2].replace("{{", "{").replace("}}", "}")
        assert stances("diff", before, "ledger").stdout.partition("\n")[2] == body

    def test_is_on_a_terminal_what_it_is_in_a_pipe_but_wrapped(
        self, terminal: Run, repository: Repository, plain: Callable[[str], str]
    ) -> None:
        change_three_records(repository)
        corpus = ("--data", repository.ledger)
        for width in (60, 200):
            lines = plain(terminal("diff", *corpus, width=width).stdout).splitlines()
            assert max(map(len, lines)) <= width
            assert "  adler/with-compensation" in lines


class TestStates:
    def test_are_the_last_commit_and_the_working_tree_unless_named(
        self, repository: Repository, told: Callable[..., dict[str, Any]]
    ) -> None:
        found = told()
        commit = repository.git("rev-parse", "HEAD")
        assert found["old"] == {
            "kind": "revision",
            "name": "HEAD",
            "commit": commit,
            "day": "2021-07-01",
            "path": "ledger",
            "corpus": True,
            "unusable": None,
            "left_out": {"statements": 0, "officials": 0, "sources": 0, "parts": 0},
        }
        assert found["new"]["kind"] == "working-tree"
        assert found["changes"] == []

    def test_of_a_pull_request_begin_where_it_began(
        self, repository: Repository, told: Callable[..., dict[str, Any]]
    ) -> None:
        repository.git("checkout", "--quiet", "-b", "request")
        repository.replace("officials/adler.yaml", ("venue: town meeting", "venue: town hall"))
        repository.commit()
        repository.git("checkout", "--quiet", "main")
        repository.replace("officials/brandt.yaml", ("Harbour master", "Harbourmaster"))
        repository.commit()
        three, two = told("main...request"), told("main..request")
        assert [row["ref"] for row in three["changes"]] == ["adler/quiet-lake"]
        assert three["old"]["name"] == "the merge base of main and request"
        assert len(two["changes"]) == 2
        assert told("main..") == told("main..HEAD") | {"new": told("main..")["new"]}
        assert told("..request")["old"]["name"] == "HEAD"

    @pytest.mark.usefixtures("repository")
    def test_may_be_folders_with_dots_in_their_names(
        self, ledger: Ledger, told: Callable[..., dict[str, Any]]
    ) -> None:
        ledger(at="old..er")
        ledger({"officials/farahi.yaml": None}, at="new")
        for asked in ("../old..er..../new", "../old..er..HEAD", "../old..er"):
            assert told(asked)["old"]["name"] == "../old..er", asked
        assert told("../old..er..../new")["counts"]["removed"] == 2

    def test_that_are_both_a_folder_and_a_revision_have_to_be_told_apart(
        self, stances: Run, repository: Repository, told: Callable[..., dict[str, Any]]
    ) -> None:
        repository.git("branch", "ledger")
        answer = stances("diff", "ledger")
        assert (answer.returncode, answer.stdout) == (3, "")
        assert "both a revision and a folder" in answer.stderr
        for name, kind in (("./ledger", "folder"), ("ledger~0", "revision")):
            assert f"`{name}`" in answer.stderr
            assert told(name)["old"]["kind"] == kind

    def test_are_found_in_a_detached_and_in_a_bare_repository(
        self,
        stances: Run,
        repository: Repository,
        told: Callable[..., dict[str, Any]],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        change_three_records(repository)
        repository.commit()
        repository.git("checkout", "--quiet", "--detach", "HEAD~1")
        assert told("main")["counts"]["quote-changed"] == 1
        repository.git("clone", "--quiet", "--bare", ".", "../bare")
        monkeypatch.chdir("../bare")
        assert told("main~1..main")["counts"]["quote-changed"] == 1
        answer = stances("diff", "main")
        assert (answer.returncode, answer.stdout) == (3, "")
        assert answer.stderr.endswith("name two revisions: `stances diff A..B`\n")

    def test_of_a_corpus_that_has_moved_are_found_where_it_was(
        self, stances: Run, repository: Repository
    ) -> None:
        repository.git("mv", "ledger", "data")
        repository.commit()
        repository.git("mv", "data", "ledger")
        answer = stances("diff")
        assert answer.returncode == 0
        assert "The corpus lies in data of HEAD" in answer.stdout

    def test_of_a_corpus_that_was_anywhere_else_are_found_if_it_is_gone_from_there(
        self, stances: Run, repository: Repository, told: Callable[..., dict[str, Any]]
    ) -> None:
        repository.git("mv", "ledger", "my records")
        repository.commit()
        repository.git("mv", "my records", "ledger")
        change_three_records(repository)
        repository.commit()
        assert told("HEAD~1..HEAD")["counts"]["quote-changed"] == 1
        assert "The corpus lies in my records of HEAD~1" in stances("diff", "HEAD~1").stdout
        repository.git("mv", "ledger", "second")
        (repository.folder / "my records").mkdir()
        (repository.folder / "my records" / "corpus.yaml").touch()
        answer = stances("diff", "HEAD~1", "--data", "second")
        assert "There is no corpus in HEAD~1" in answer.stdout

    def test_of_a_second_corpus_are_not_those_of_the_first(
        self, stances: Run, repository: Repository
    ) -> None:
        repository.git("mv", "ledger", "data")
        repository.commit()
        shutil.copytree(repository.folder / "data", repository.folder / "second")
        answer = stances("diff", "--data", "second")
        assert "There is no corpus in HEAD" in answer.stdout

    def test_without_a_corpus_have_everything_added_or_removed(
        self, stances: Run, repository: Repository, told: Callable[..., dict[str, Any]]
    ) -> None:
        repository.git("checkout", "--quiet", "--orphan", "empty")
        repository.git("rm", "-r", "--quiet", "--cached", ".")
        repository.git("commit", "--quiet", "--allow-empty", "--message", "x")
        assert kinds(told("empty..main")) == {"added": 14}
        assert kinds(told("main..empty")) == {"removed": 14}
        assert "There is no corpus in empty" in stances("diff", "empty..main").stdout
        answer = stances("diff", "empty..empty")
        assert (answer.returncode, answer.stdout) == (3, "")

    def test_leave_nothing_behind(
        self, repository: Repository, process: Process, tmp_path: Path
    ) -> None:
        (tmp_path / "temp").mkdir()
        env = {"TMPDIR": str(tmp_path / "temp")}
        assert process("diff", cwd=repository.folder, env=env).returncode == 0
        assert list((tmp_path / "temp").iterdir()) == []

    @pytest.mark.usefixtures("repository")
    def test_that_git_does_not_have_are_3_with_what_was_meant(self, stances: Run) -> None:
        for asked, hint in (
            (("mian",), "did you mean `main`?"),
            (("main..mian",), "did you mean `main`?"),
            (("main", "mian"), "did you mean `main`?"),
            (("--", "--output=x"), "HEAD, main"),
        ):
            answer = stances("diff", *asked)
            assert (answer.returncode, answer.stdout) == (3, "")
            assert hint in answer.stderr
            assert "`git log" in answer.stderr.splitlines()[-1]
        assert not Path("x").exists()

    def test_that_a_shallow_clone_lacks_are_3_with_how_to_fetch_them(
        self, stances: Run, repository: Repository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repository.commit()
        repository.git("clone", "--quiet", "--depth=1", f"file://{repository.folder}", "../few")
        monkeypatch.chdir("../few")
        answer = stances("diff", "HEAD~1")
        assert (answer.returncode, answer.stdout) == (3, "")
        last = answer.stderr.splitlines()[-1]
        assert "`git fetch --unshallow`" in last
        assert "`fetch-depth: 0`" in last

    def test_need_no_git_if_they_are_folders(
        self,
        stances: Run,
        ledger: Ledger,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        before, after = ledger(at="before"), ledger({"officials/farahi.yaml": None}, at="after")
        monkeypatch.setenv("PATH", str(tmp_path))
        assert "1 official removed" in stances("diff", before, after).stdout
        answer = stances("diff", "main", "--data", before)
        assert (answer.returncode, answer.stdout) == (3, "")
        assert "`stances diff OLD NEW`" in answer.stderr.splitlines()[-1]


class TestWhatIsNoChange:
    def test_is_a_file_renamed_keys_reordered_and_text_set_otherwise(
        self, repository: Repository, told: Callable[..., dict[str, Any]]
    ) -> None:
        (repository.ledger / "officials/brandt.yaml").write_text(
            """\
# The same, in another order.
statements:
  - evidence:
      - form: quote
        text: >-
          Over my
          dead body
        source: "gazette"
    frames:
      - trade
    position: rejects   # said twice
    said: ../2021-06-10
    id: 'over-my-dead-body'
roles: [{faction: harbour, title: Harbour master}]
name: Bruno Brandt
"""
        )
        assert told()["changes"] == []
        (repository.ledger / "officials/brandt.yaml").rename(
            repository.ledger / "officials/bruno.yaml"
        )
        repository.replace("sources/gazette.yaml", ("[brandt, harbour]", "[bruno, harbour]"))
        found = told()
        assert kinds(found) == {"renamed": 1}
        [row] = found["changes"]
        assert (row["record"], row["previous_ref"], row["ref"]) == ("official", "brandt", "bruno")
        assert (found["positions"], found["factions"]) == ([], [])


class TestABrokenState:
    def test_before_is_compared_as_far_as_it_can_be(
        self, stances: Run, repository: Repository, told: Callable[..., dict[str, Any]]
    ) -> None:
        sound = (repository.ledger / "codebook.yaml").read_text("utf-8")
        repository.replace("codebook.yaml", ("issues:", "issuez:"))
        repository.commit()
        (repository.ledger / "codebook.yaml").write_text(sound, "utf-8")
        repository.replace("sources/gazette.yaml", ("publisher: The Gazette", "publisher: G"))
        found = told()
        assert kinds(found) == {"changed": 1}
        assert found["old"]["unusable"] == "codebook.yaml has errors"
        left = {row["ref"] for row in found["not_compared"] if row["left_out_in"] == "old"}
        assert {"adler", "adler/quiet-lake", "boats", "boats/supports", "harbour"} <= left
        answer = stances("diff")
        assert answer.returncode == 0
        assert "Officials and statements cannot be compared: in HEAD" in answer.stdout
        assert stances("diff", "--strict").returncode == 4

    def test_after_is_4_if_nothing_can_be_said(self, stances: Run, repository: Repository) -> None:
        repository.replace("codebook.yaml", ("issues:", "issuez:"))
        answer = stances("diff")
        assert (answer.returncode, answer.stdout) == (4, "")
        assert "in the working tree, codebook.yaml has errors" in answer.stderr
        assert "`stances check --data ledger`" in answer.stderr.splitlines()[-1]

    def test_are_told_with_the_command_that_lists_their_problems(
        self, stances: Run, repository: Repository, tmp_path: Path
    ) -> None:
        copy = shutil.copytree(repository.ledger, tmp_path / "a copy")
        repository.replace("officials/adler.yaml", ("position: supports", "position: suports"))
        asked = stances("diff", copy, repository.ledger).stderr
        assert f"see `stances check --data {repository.ledger}`\n" in asked
        assert "see `stances check --data ledger`\n" in stances("diff", "--data", "ledger").stderr
        repository.commit()
        assert (
            "see `stances check --data ledger` (once it is checked out)\n"
            in stances("diff", "HEAD").stderr
        )
        (copy / "codebook.yaml").write_text("frames: [")
        asked = stances("diff", repository.ledger, copy).stderr
        assert f"`stances check --data '{copy}'` says" in asked.splitlines()[-1]

    def test_neither_adds_nor_removes_what_it_leaves_out(
        self, stances: Run, repository: Repository, told: Callable[..., dict[str, Any]]
    ) -> None:
        repository.replace("officials/brandt.yaml", ("name:", "nam:"))
        repository.replace("officials/adler.yaml", ("position: supports", "position: suports"))
        answer = stances("diff")
        assert answer.returncode == 0
        assert "2 statements and 1 official of the working tree left out" in answer.stderr
        found = json.loads(stances("diff", "--format", "json").stdout)
        assert kinds(found) == {}
        assert [(row["record"], row["ref"]) for row in found["not_compared"]] == [
            ("official", "brandt"),
            ("statement", "adler/quiet-lake"),
            ("statement", "brandt/over-my-dead-body"),
        ]
        assert (found["positions"], found["factions"]) == ([], [])
        assert "No difference in what can be compared" in answer.stdout
        assert stances("diff", "--strict").returncode == 4
        repository.commit()
        repository.git("checkout", "--quiet", "HEAD~1", "--", ".")
        assert kinds(told()) == {}

    def test_with_a_statement_that_has_no_id_takes_none_of_its_official_for_removed(
        self, repository: Repository, told: Callable[..., dict[str, Any]]
    ) -> None:
        repository.replace("officials/adler.yaml", ("id: quiet-lake", "id: Quiet Lake"))
        assert kinds(told()) == {}

    def test_with_hostile_trees_is_read_without_leaving_the_folder(
        self, repository: Repository, told: Callable[..., dict[str, Any]], tmp_path: Path
    ) -> None:
        (tmp_path / "secret.yaml").write_text("title: Secret\npublished: 2021\nlang: en\n")
        folder = repository.ledger / "sources"
        (folder / "out.yaml").symlink_to(tmp_path / "secret.yaml")
        (folder / "loop.yaml").symlink_to("loop.yaml")
        (folder / "nama.yaml").rename(repository.folder / "nama")
        (folder / "nama.yaml").symlink_to("../../nama")
        (folder / "large.yaml").write_bytes(b"#" * (2 * 1024 * 1024 + 1))
        (folder / "folder.yaml").mkdir()
        (folder / "folder.yaml" / "x").write_text("x")
        repository.commit()
        found = told("HEAD~1..HEAD")
        assert kinds(found) == {}
        left = {row["ref"] for row in found["not_compared"]}
        assert left == {"out", "loop", "large", "folder"}


class TestFailing:
    @pytest.mark.parametrize(
        ("kind", "code"),
        [("quote-changed", 1), ("removed,recoded", 1), ("removed", 0), ("any", 1)],
    )
    def test_follows_the_kinds_that_are_named(
        self, stances: Run, repository: Repository, kind: str, code: int
    ) -> None:
        change_three_records(repository)
        plain, answer = stances("diff"), stances("diff", "--fail-on", kind)
        assert (answer.returncode, answer.stdout) == (code, plain.stdout)
        if code:
            assert answer.stderr.splitlines()[-1].startswith("  see the lines: `git diff ")
            assert "--fail-on" in answer.stderr

    @pytest.mark.parametrize("place", [".", "ledger/officials", ".."])
    def test_names_the_command_that_shows_the_lines_wherever_they_were(
        self,
        stances: Run,
        repository: Repository,
        monkeypatch: pytest.MonkeyPatch,
        place: str,
    ) -> None:
        repository.git("mv", "ledger", "my records")
        repository.commit()
        repository.git("mv", "my records", "ledger")
        change_three_records(repository)
        repository.commit()
        monkeypatch.chdir(place)
        data = repository.ledger
        answer = stances("diff", "HEAD~1..HEAD", "--data", data, "--fail-on", "quote-changed")
        command = shlex.split(answer.stderr.splitlines()[-1].split("`")[1])
        shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        removed = [line for line in shown.splitlines() if line.startswith("-") and line[1] != "-"]
        assert removed
        assert len(removed) < 6, "a file that was moved, and no new one"

    def test_may_be_asked_for_again_and_again(self, stances: Run, repository: Repository) -> None:
        change_three_records(repository)
        assert stances("diff", "--fail-on", "added", "--fail-on", "recoded").returncode == 1

    @pytest.mark.usefixtures("repository")
    def test_is_0_where_nothing_differs(self, stances: Run) -> None:
        assert stances("diff", "--fail-on", "any").returncode == 0

    @pytest.mark.usefixtures("repository")
    def test_knows_only_its_own_words(self, stances: Run) -> None:
        answer = stances("diff", "--fail-on", "quotechanged")
        assert answer.returncode == 2
        assert "did you mean `quote-changed`" in answer.stderr
        assert stances("diff", "--fail-on", ",").returncode == 2
        assert stances("diff", "a", "b", "c").returncode == 2

    def test_has_its_words_completed(self) -> None:
        shell = ShellComplete(cli, {}, "stances", "")
        found = shell.get_completions(["diff", "--fail-on"], "added,dispute")
        assert [each.value for each in found] == ["added,dispute-opened", "added,dispute-settled"]

    def test_each_kind_is_named_in_the_help(self, stances: Run) -> None:
        text = " ".join(stances("diff", "--help").stdout.split())
        assert [kind for kind in KINDS if not re.search(rf"\b{kind}\b", text)] == []


class TestAFile:
    def test_is_written_in_the_format_of_its_ending(
        self, stances: Run, repository: Repository, tmp_path: Path
    ) -> None:
        change_three_records(repository)
        for ending, format_ in ((".md", "markdown"), (".json", "json"), (".txt", "text")):
            file = tmp_path / f"answer{ending}"
            assert stances("diff", "-o", file).stdout == ""
            assert file.read_text("utf-8") == stances("diff", "--format", format_).stdout
        assert stances("diff", "-o", tmp_path / "answer.csv").returncode == 2


HOSTILE = (
    "::error::x",
    "%0A::warning::y",
    "a | b || c",
    "`code` ``` and `",
    "<script>alert(1)</script> &amp; <!-- x -->",
    "]]> <![CDATA[",
    "# h *b* _i_ [a](b) ![c](https://x.example) ~~e~~ - [ ] x",
    "@someone #12 GH-34 owner/repo#5 https://evil.example www.evil.example a@b.example",
    "[-x-] {+y+}",
    "گفت: «with the U.S.» و رفت",
)


class TestTheShapeOfTheAnswer:
    @pytest.fixture
    def sound(self) -> Callable[[dict[str, Any]], list[str]]:
        """What an independent validator finds wrong."""
        schema = json.loads((Path(__file__).parent / "schemas" / "diff.json").read_text("utf-8"))
        validator = Draft202012Validator(schema)
        return lambda value: [error.message for error in validator.iter_errors(value)]

    def test_is_the_documented_one_whatever_has_changed(
        self,
        repository: Repository,
        told: Callable[..., dict[str, Any]],
        sound: Callable[[dict[str, Any]], list[str]],
    ) -> None:
        change_three_records(repository)
        repository.replace("sources/gazette.yaml", ("every litre", "each litre"))
        assert sound(told()) == []
        repository.replace("officials/brandt.yaml", ("name:", "nam:"))
        assert sound(told()) == []
        pair = Path(__file__).parents[1] / "data" / "diff"
        found = told(pair / "old", pair / "new")
        assert sound(found) == []
        assert kinds(found).keys() >= {"added", "changed", "renamed", "recoded", "faction-moved"}


class TestHostileWords:
    @pytest.fixture
    def changed(self, repository: Repository) -> str:
        """All of the words in a quotation, a note and a new statement; the words in one."""
        words = " ".join(HOSTILE)
        repository.replace("officials/brandt.yaml", ("Over my dead body", json.dumps(words)))
        new = {
            "id": "hostile",
            "said": "2021-06",
            "position": "supports",
            "note": words,
            "evidence": [{"source": "gazette", "form": "quote", "text": f"{words} again"}],
        }
        file = repository.ledger / "officials/brandt.yaml"
        file.write_text(f"{file.read_text('utf-8')}  - {json.dumps(new, ensure_ascii=False)}\n")
        return words

    def test_are_whole_in_text_and_begin_no_line(self, stances: Run, changed: str) -> None:
        answer = stances("diff")
        assert answer.stdout.count(changed) == 2
        for line in answer.stdout.splitlines():
            assert not line.lstrip().startswith(("::", "%", "##"))

    def test_are_whole_in_json(self, told: Callable[..., dict[str, Any]], changed: str) -> None:
        rows = {row["kind"]: row for row in told()["changes"]}
        assert rows["quote-changed"]["now"] == changed
        assert rows["added"]["now"]["quote"] == f"{changed} again"

    def test_are_whole_in_markdown_and_nothing_but_words(self, stances: Run, changed: str) -> None:
        text = stances("diff", "--format", "markdown").stdout
        reader = MarkdownIt("gfm-like", {"html": True, "linkify": False})
        shown, kinds_ = [], set()
        for token in reader.parse(text):
            for child in token.children or ():
                kinds_.add(child.type)
                if child.type == "html_inline":
                    assert child.content in {"<ins>", "</ins>", "<del>", "</del>"}
                else:
                    shown.append(child.content)
        assert kinds_ <= {"text", "text_special", "html_inline", "strong_open", "strong_close"}
        # What GitHub would take for a reference is broken up by a joiner, which takes no room.
        assert "".join(shown).replace("\N{WORD JOINER}", "").count(changed) == 2
        assert not re.search(r"[@#]\w|https?://|www\.\w", text)

    def test_of_a_name_of_a_revision_are_made_visible(
        self, stances: Run, repository: Repository
    ) -> None:
        answer = stances("diff", "\x1b[31mred\n::error::x")
        assert answer.returncode == 3
        assert "\x1b" not in answer.stderr
        assert not re.search(r"^\s*::", answer.stderr, re.MULTILINE)
        assert repository.folder.is_dir()
