"""A corpus that is begun: with options, by answering questions on a terminal, and not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pexpect
import pytest
import yaml

from stances import __version__, home
from stances.cli.commands import COMMANDS
from terminals import interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from subprocess import CompletedProcess

    from .conftest import Run

    Session = Callable[..., pexpect.spawn]
    Asked = Sequence[tuple[str, str]]

GIVEN = ("--question", "Should motorboats leave the lake?", "--coder", "NL")
PROMPT = re.compile(r"(?:\A|[\r\n])([^\r\n]+: )\Z")
SESSION = [
    ("The question: ", "Should motorboats leave the lake?"),
    ("Its id, in lower-case letters and hyphens [motorboats-leave-lake]: ", "boats"),
    ("Title of the corpus [Should motorboats leave the lake?]: ", "Boats: yes or no #1"),
    ("Scale (support, yes-no, own) [support]: ", "own"),
    ("Position 1: ", "for=1: In favour: Says yes."),
    ("Position 2: ", "against=-1"),
    ("Position 3: ", ""),
    ("Faction 1: ", "council: شورای شهر"),
    ("Faction 2: ", ""),
    ("Who codes, by name or initials [Nora Lind]: ", ""),
    ("File for CI (github, gitlab, none) [none]: ", "github"),
    ("Check before each commit, with pre-commit [y/N]: ", "y"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, of somebody whom git knows."""
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\n\tname = Nora Lind\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    place = tmp_path / "a folder"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def session(program: Path, folder: Path) -> Session:
    """Begins a corpus on a terminal."""

    def begin(*arguments: str, width: int = 80, errors: str = "strict") -> pexpect.spawn:
        return pexpect.spawn(
            str(program),
            ["init", *arguments],
            cwd=str(folder),
            env={**os.environ, "TERM": "xterm-256color"},
            dimensions=(200, width),
            encoding="utf-8",
            codec_errors=errors,
            timeout=30,
        )

    return begin


def answered(child: pexpect.spawn, asked: Asked) -> None:
    for prompt, answer in asked:
        child.expect_exact(prompt)
        child.sendline(answer)


def files_in(folder: Path) -> list[str]:
    inside = (path for path in folder.rglob("*") if ".git" not in path.parts)
    return sorted(str(path.relative_to(folder)) for path in inside)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],  # noqa: S607 - whichever git there is
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def assert_clean(run: Run, *which: str | Path) -> None:
    """Nothing is wrong with a corpus, all its words are found, and all questions have answers."""
    for command in ("check", "verify --require-all"):
        answer = run(*command.split(), "--strict", *which)
        assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout
    for command in ("list", "summary", "timeline", "conflicts", "officials", "sources", "codebook"):
        answer = run(command, "--strict", *which)
        assert (answer.returncode, answer.stderr) == (0, "")


class TestABeginning:
    @pytest.mark.parametrize(
        "options",
        [
            (),
            ("--yes",),
            ("--scale", "support"),
            ("--scale", "yes-no", "--ci", "none", "--no-pre-commit"),
            ("--position", "for=1: For: Is for it.", "--position", "unstated"),
            ("--faction", "council", "--faction", "port: Harbour: the board"),
            ("--ci", "github", "--pre-commit"),
            ("--ci", "gitlab"),
            ("--issue", "boats-2021", "--title", "Boats: “all” of #them"),
            ("--title", "قایق‌های موتوری", "--coder", "نویسنده", "--faction", "council: شورا"),
        ],
        ids=" ".join,
    )
    def test_is_clean_at_once_from_where_it_was_made(
        self, stances: Run, folder: Path, options: tuple[str, ...]
    ) -> None:
        answer = stances("init", *GIVEN, *options)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert (folder / "corpus.yaml").exists()
        assert_clean(stances)

    def test_takes_what_is_usual_if_nothing_is_to_be_asked(
        self, stances: Run, folder: Path
    ) -> None:
        assert stances("init", "--yes").returncode == 0
        corpus = yaml.safe_load((folder / "corpus.yaml").read_text("utf-8"))
        assert corpus["coder"] == "Nora Lind"
        assert corpus["title"] == "Should the proposal be adopted?"
        assert_clean(stances)

    @pytest.mark.usefixtures("folder")
    def test_holds_what_was_asked_for(self, stances: Run) -> None:
        asked = ("--scale", "yes-no", "--faction", "port: Harbour", "--title", "Boats")
        stances("init", *GIVEN, *asked)
        rows = json.loads(stances("codebook", "--format", "json").stdout)
        assert {row["id"] for row in rows} == {
            *("motorboats-leave-lake", "in-favour", "against", "unstated", "port")
        }
        [row] = json.loads(stances("list", "--format", "json").stdout)
        assert (row["position"], row["score"], row["faction"]) == ("in-favour", 1, "port")
        assert row["coder"] == "NL"

    def test_says_what_it_wrote_and_what_to_do_next(self, stances: Run, folder: Path) -> None:
        shown = stances("init", *GIVEN, "--ci", "gitlab").stdout
        listed = re.findall(r"^  (\S*\.\S+)", shown.partition("\n\n")[0], re.MULTILINE)
        expanded = [path for name in listed for path in folder.glob(name)]
        written = [path for path in folder.rglob("*") if path.is_file()]
        assert sorted(expanded) == sorted(written)
        following = re.findall(r"^  stances (\w+)", shown, re.MULTILINE)
        assert following == ["check", "verify", "list"]
        assert set(following) <= set(COMMANDS)
        if not home.ADDRESS:
            to_fill_in = "  .gitlab-ci.yml  HOST, OWNER, a commit for the zeros\n"
            assert shown.endswith(
                f"Fill in the repository that you take stances from:\n{to_fill_in}"
            )
        assert max(map(len, shown.splitlines())) <= 80

    def test_names_nothing_to_fill_in_once_there_is_an_address(
        self, stances: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(home, "ADDRESS", "https://github.com/somebody/stances")
        shown = stances("init", *GIVEN, "--ci", "github", "--pre-commit").stdout
        assert "Fill in" not in shown
        workflow = (folder / ".github/workflows/stances.yml").read_text("utf-8")
        assert f"uses: somebody/stances@v{__version__}" in workflow

    def test_without_an_example_has_no_records_yet(self, stances: Run, folder: Path) -> None:
        shown = stances("init", *GIVEN, "--no-example").stdout
        assert not (folder / "officials").exists()
        assert "Next, add records with `stances add source` and `stances add official`" in shown
        begun = stances("check", "--strict")
        assert begun.returncode == 0
        assert begun.stdout.startswith("no problems: 0 officials, 0 sources, 0 statements")
        official = folder / "officials" / "berta.yaml"
        official.parent.mkdir()
        official.write_text("name: Berta\n")
        checked = stances("check")
        assert checked.returncode == 0
        assert "berta" not in checked.stdout

    def test_has_the_schemas_that_schema_writes(self, stances: Run, folder: Path) -> None:
        stances("init", *GIVEN)
        for kind in ("corpus", "codebook", "source", "official"):
            written = (folder / "schemas" / f"{kind}.schema.json").read_text("utf-8")
            assert written == stances("schema", kind).stdout

    @pytest.mark.usefixtures("folder")
    def test_is_laid_out_as_fmt_leaves_it(self, stances: Run) -> None:
        stances("init", "boats", *GIVEN, "--faction", "council")
        answer = stances("fmt", "--check", "--data", "boats")
        assert (answer.returncode, answer.stderr) == (0, "")


class TestWhere:
    def test_is_data_where_there_is_anything_else(self, stances: Run, folder: Path) -> None:
        (folder / "README").touch()
        assert stances("init", *GIVEN).returncode == 0
        assert (folder / "data" / "corpus.yaml").exists()
        assert "data/corpus.yaml" in stances("init", *GIVEN).stderr
        assert_clean(stances)

    @pytest.mark.parametrize("absolute", [True, False])
    def test_is_the_folder_that_is_named(
        self, stances: Run, folder: Path, *, absolute: bool
    ) -> None:
        named = f"{folder}/my boats/2021" if absolute else "my boats/2021"
        shown = stances("init", named, *GIVEN).stdout
        assert (folder / "my boats" / "2021" / "corpus.yaml").exists()
        assert "  stances --data 'my boats/2021' check " in shown
        assert_clean(stances, "--data", named)

    def test_may_be_named_before_the_command(self, stances: Run, folder: Path) -> None:
        assert stances("--data", "boats", "init", *GIVEN).returncode == 0
        assert (folder / "boats" / "corpus.yaml").exists()

    def test_is_named_in_what_comes_next_if_another_would_be_found(
        self, stances: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for elsewhere in (str(folder / "elsewhere"), "nowhere"):
            stances("init", "elsewhere", *GIVEN)
            monkeypatch.setenv("STANCES_DATA", elsewhere)
            shown = stances("init", f"{elsewhere}-data", *GIVEN).stdout
            assert "stances --data" in shown

    def test_is_not_within_another_corpus_by_chance(
        self, stances: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stances("init", *GIVEN)
        monkeypatch.chdir(folder / "officials")
        answer = stances("init", *GIVEN)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "../corpus.yaml" in answer.stderr
        assert files_in(folder / "officials") == ["alex-example.yaml"]

    def test_puts_ci_at_the_root_of_the_repository(
        self, stances: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        git(folder, "init", "--quiet")
        (folder / "deep").mkdir()
        monkeypatch.chdir(folder / "deep")
        shown = stances("init", "boats", *GIVEN, "--ci", "github", "--pre-commit").stdout
        workflow = yaml.safe_load((folder / ".github/workflows/stances.yml").read_text("utf-8"))
        assert workflow["jobs"]["stances"]["steps"][1]["with"]["data"] == "deep/boats"
        assert (folder / ".pre-commit-config.yaml").exists()
        assert "  ../.github/workflows/stances.yml\n" in shown
        assert (folder / ".github/dependabot.yml").exists()

    def test_leaves_what_says_how_actions_are_kept_new(self, stances: Run, folder: Path) -> None:
        (folder / ".github").mkdir()
        (folder / ".github/dependabot.yml").write_text("mine")
        shown = stances("init", ".", *GIVEN, "--ci", "github").stdout
        assert (folder / ".github/dependabot.yml").read_text() == "mine"
        assert "dependabot" not in shown
        assert home.ADDRESS or "\n  .github/workflows/stances.yml  OWNER, a " in shown


class TestStoredCopies:
    @pytest.mark.parametrize("named", [(), (".",), ("deep/boats",)])
    def test_are_out_of_sight_of_git(
        self, stances: Run, folder: Path, named: tuple[str, ...]
    ) -> None:
        git(folder, "init", "--quiet")
        assert stances("init", *named, *GIVEN).returncode == 0
        seen = git(folder, "ls-files", "--others", "--exclude-standard")
        assert "corpus.yaml" in seen
        assert "snapshots" not in seen

    def test_are_told_of_where_a_gitignore_is_there(self, stances: Run, folder: Path) -> None:
        git(folder, "init", "--quiet")
        (folder / ".gitignore").write_text("*.pyc\n")
        answer = stances("init", ".", *GIVEN)
        assert answer.returncode == 0
        assert (folder / ".gitignore").read_text() == "*.pyc\n"
        assert "add the line `snapshots/`" in answer.stderr
        assert ".gitignore" not in answer.stdout

    def test_are_not_told_of_where_it_leaves_them_out(self, stances: Run, folder: Path) -> None:
        git(folder, "init", "--quiet")
        (folder / ".gitignore").write_text("/snap*\n")
        assert stances("init", ".", *GIVEN).stderr == ""


class TestWhatIsThere:
    @pytest.mark.parametrize(
        "there",
        [
            ("corpus.yaml",),
            ("codebook.yaml", "schemas/official.schema.json"),
            ("officials/alex-example.yaml",),
            ("snapshots/example-article.txt", "corpus.yaml"),
            (".github/workflows/stances.yml", ".pre-commit-config.yaml"),
        ],
        ids=" ".join,
    )
    def test_stays_and_nothing_is_written(
        self, stances: Run, folder: Path, there: tuple[str, ...]
    ) -> None:
        for name in there:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("mine")
        before = files_in(folder)
        answer = stances("init", ".", *GIVEN, "--ci", "github", "--pre-commit")
        assert (answer.returncode, answer.stdout) == (1, "")
        for name in there:
            assert name in answer.stderr
            assert (folder / name).read_text() == "mine"
        assert "stances init DIR" in answer.stderr
        assert files_in(folder) == before

    def test_may_be_a_file_where_the_folder_would_be(self, stances: Run, folder: Path) -> None:
        (folder / "data").write_text("mine")
        answer = stances("init", *GIVEN)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "data: Not a directory" in answer.stderr
        assert (folder / "data").read_text() == "mine"

    @pytest.mark.parametrize("named", ["loop", "loop/data", "nowhere", "n" * 300])
    def test_may_be_no_folder_that_can_be(self, stances: Run, folder: Path, named: str) -> None:
        (folder / "loop").symlink_to("loop")
        (folder / "nowhere").symlink_to("missing/away")
        answer = stances("init", named, *GIVEN)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert answer.stderr.startswith("stances: cannot write ")
        assert files_in(folder) == ["loop", "nowhere"]

    def test_may_be_officials_of_ones_own(self, stances: Run, folder: Path) -> None:
        (folder / "officials").mkdir()
        (folder / "officials" / "berta.yaml").write_text("name: Berta\n")
        assert stances("init", ".", *GIVEN).returncode == 0
        assert (folder / "officials" / "berta.yaml").read_text() == "name: Berta\n"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_may_be_read_only(self, stances: Run, folder: Path) -> None:
        folder.chmod(0o500)
        answer = stances("init", *GIVEN)
        folder.chmod(0o700)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "Permission denied" in answer.stderr
        assert files_in(folder) == []

    def test_may_be_read_only_for_whoever_is_asked(
        self, stances: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("os.access", lambda *_: False)
        monkeypatch.setattr(
            "stances.cli.init_prompts.Interview.hold", lambda _: pytest.fail("asked")
        )
        answer = stances("init", "--yes")
        assert answer.returncode == 1
        assert "Permission denied" in answer.stderr
        assert files_in(folder) == []


class TestTheCommandLine:
    @pytest.mark.parametrize(
        ("options", "why"),
        [
            ((), "give --question and --coder, or --yes"),
            (("--question", "Q?"), "give --coder, or --yes"),
            (("--coder", "NL"), "give --question, or --yes"),
            ((*GIVEN, "--title", "two\nlines"), "'--title': it has to stand on one line"),
            ((*GIVEN, "--coder", "\x1b[1mNL"), "'--coder': it has the character U+001B"),
            ((*GIVEN, "--question", " "), "'--question': it has no text"),
            ((*GIVEN, "--issue", "My Issue"), "'--issue': `My Issue` cannot be an id"),
            ((*GIVEN, "--position", "a=b"), "'--position': `b` is no score"),
            ((*GIVEN, "--position", "a", "--position", "a"), "`a` is there twice"),
            ((*GIVEN, "--faction", "none"), "'--faction': `none` is no faction's id"),
            ((*GIVEN, "--position", "a", "--scale", "yes-no"), "cannot be combined"),
            ((*GIVEN, "--scale", "own"), "'--scale'"),
            ((*GIVEN, "--ci", "circle"), "'--ci'"),
            (("", *GIVEN), "it names no folder"),
        ],
    )
    def test_is_2_if_it_is_wrong(
        self, stances: Run, folder: Path, options: tuple[str, ...], why: str
    ) -> None:
        answer = stances("init", *options)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert why in " ".join(answer.stderr.split())
        assert files_in(folder) == []


class TestASession:
    def test_asks_for_what_was_not_given(
        self, session: Session, stances: Run, folder: Path
    ) -> None:
        child = session()
        child.expect_exact("Creating a corpus in this folder.")
        answered(child, SESSION)
        rest = child.read()
        child.close()
        assert child.exitstatus == 0
        assert "stances check" in rest
        corpus = yaml.safe_load((folder / "corpus.yaml").read_text("utf-8"))
        assert corpus["title"] == "Boats: yes or no #1"
        assert (corpus["default_issue"], corpus["coder"]) == ("boats", "Nora Lind")
        codebook = yaml.safe_load((folder / "codebook.yaml").read_text("utf-8"))
        told = [(each["id"], each.get("score")) for each in codebook["issues"][0]["positions"]]
        assert told == [("for", 1), ("against", -1)]
        assert codebook["factions"][0]["label"] == "شورای شهر"
        assert (folder / ".github" / "workflows" / "stances.yml").exists()
        assert (folder / ".pre-commit-config.yaml").exists()
        assert_clean(stances)

    def test_takes_what_stands_in_brackets(
        self, session: Session, stances: Run, folder: Path
    ) -> None:
        usual = [(prompt, "" if "[" in prompt else answer) for prompt, answer in SESSION]
        child = session()
        answered(child, [usual[0], *usual[1:4], ("Faction 1: ", ""), *usual[9:]])
        child.read()
        child.close()
        assert child.exitstatus == 0
        assert not (folder / ".github").exists()
        [row] = json.loads(stances("list", "--format", "json").stdout)
        assert (row["issue"], row["position"]) == ("motorboats-leave-lake", "supports")

    @pytest.mark.parametrize("width", [60, 80, 200])
    def test_shows_the_scales_folded_at_words(self, session: Session, width: int) -> None:
        child = session(*GIVEN, "--issue", "boats", "--title", "Boats", width=width)
        child.expect_exact("Scale (support, yes-no, own) [support]: ")
        shown = child.before.replace("\r", "")
        lines = shown.split("\n")
        assert max(map(len, lines)) <= width
        assert "  yes-no   in-favour 1, against -1, unstated" in lines
        first = next(at for at, line in enumerate(lines) if line.startswith("  support  supports"))
        below = lines[first + 1 : lines.index("  yes-no   in-favour 1, against -1, unstated")]
        assert all(line.startswith(" " * len("  support  ")) for line in below)
        scale = " ".join(" ".join([lines[first], *below]).split())
        assert re.fullmatch("support supports 2, .* rejects -2, unstated", scale)
        interrupted(child)

    @pytest.mark.parametrize("width", [40, 60, 80])
    def test_asks_in_whole_words_however_long_the_question_is(
        self, session: Session, width: int
    ) -> None:
        question = "Should the town of Lindau take all of the motorboats off its beautiful lake?"
        child = session("--question", question, "--coder", "ab", width=width)
        child.expect_exact("town-lindau-take-all]: ")
        child.sendline("boats")
        child.expect_exact("lake?]: ")
        child.sendline("")
        child.expect_exact("support, yes-no, own")
        child.sendline("own")
        child.expect_exact("Position 1: ")
        lines = re.sub(r"\x1b\[\?2004[hl]|\r", "", child.before).split("\n")
        assert max(map(len, lines)) <= width
        explained = " ".join(" ".join(lines).split())
        assert "LABEL: DEFINITION. Example: for=1: In favour: Says yes." in explained
        interrupted(child)

    def test_asks_again_where_an_answer_cannot_be_taken(
        self, session: Session, folder: Path
    ) -> None:
        refused = [
            (SESSION[0][0], ""),
            (SESSION[0][0], "   "),
            SESSION[0],
            (SESSION[1][0], "My Boats"),
            SESSION[1],
            SESSION[2],
            (SESSION[3][0], "mine"),
            SESSION[3],
            ("Position 1: ", ""),
            ("Position 1: ", "for=x"),
            SESSION[4],
            ("Position 2: ", "for"),
            *SESSION[5:7],
            ("Faction 1: ", "none"),
            *SESSION[7:10],
            (SESSION[10][0], "circle"),
            *SESSION[10:],
        ]
        child = session()
        answered(child, refused)
        child.read()
        child.close()
        assert child.exitstatus == 0
        assert (folder / "corpus.yaml").exists()

    def test_says_why_an_answer_cannot_be_taken(self, session: Session) -> None:
        child = session("--question", "Q?")
        child.expect_exact("[q]: ")
        child.sendline("My Boats")
        child.expect_exact("Error: `My Boats` cannot be an id")
        child.expect_exact("[q]: ")
        interrupted(child)

    def test_takes_no_bytes_that_are_no_text(self, session: Session) -> None:
        child = session(errors="replace")
        child.expect_exact("The question: ")
        os.write(child.child_fd, b"caf\xe9\n")
        child.expect_exact("it has the character U+DCE9")
        child.expect_exact("The question: ")
        interrupted(child)

    @pytest.mark.parametrize("number", range(len(SESSION)))
    @pytest.mark.parametrize("ending", ["sendintr", "sendeof"])
    def test_that_is_left_at_a_prompt_has_written_nothing(
        self, session: Session, folder: Path, number: int, ending: str
    ) -> None:
        child = session()
        answered(child, SESSION[:number])
        child.expect_exact(SESSION[number][0])
        if ending == "sendeof":
            child.sendeof()
        said = child.read() if ending == "sendeof" else interrupted(child)
        child.close()
        assert child.exitstatus == 130
        assert "stances: nothing was written" in said
        assert "Traceback" not in said
        assert files_in(folder) == []

    def test_does_not_offer_what_is_there(self, session: Session, folder: Path) -> None:
        for name in (".gitlab-ci.yml", ".pre-commit-config.yaml"):
            (folder / name).write_text("mine")
        child = session(".", *GIVEN, "--issue", "boats", "--title", "Boats", "--scale", "yes-no")
        answered(child, [("Faction 1: ", ""), ("File for CI (github, none) [none]: ", "")])
        assert "Next:" in child.read()
        child.close()
        assert child.exitstatus == 0

    def test_begins_with_what_is_in_the_way(self, session: Session, folder: Path) -> None:
        (folder / "corpus.yaml").write_text("mine")
        child = session()
        said = child.read()
        child.close()
        assert child.exitstatus == 1
        assert "corpus.yaml" in said
        assert "The question" not in said

    def test_is_not_held_if_nothing_is_to_be_asked(self, session: Session, folder: Path) -> None:
        child = session("--yes")
        assert "Next:" in child.read()
        child.close()
        assert child.exitstatus == 0
        assert (folder / "corpus.yaml").exists()

    def test_asks_nothing_of_whom_the_answer_does_not_reach(
        self, program: Path, folder: Path
    ) -> None:
        child = pexpect.spawn(
            "sh", ["-c", f"'{program}' init > answer"], cwd=str(folder), encoding="utf-8"
        )
        said = child.read()
        child.close()
        assert child.exitstatus == 2
        assert "there is no terminal to ask on" in " ".join(said.split())


@pytest.mark.parametrize("command", ["check", "verify"])
def test_a_corpus_may_be_moved_and_stays_sound(
    stances: Run, folder: Path, tmp_path: Path, command: str
) -> None:
    stances("init", *GIVEN)
    shutil.move(folder, tmp_path / "elsewhere")
    answer: CompletedProcess[str] = stances(command, "--strict", "--data", tmp_path / "elsewhere")
    assert answer.returncode == 0
