"""Completion: asked as shells ask, and through the shells themselves where they are installed."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pexpect
import pytest
from click.shell_completion import ZshComplete

from programs import needed
from stances.cli import shell_completion
from stances.cli.commands import COMMANDS, cli
from stances.index import store
from stances.index.build import build
from stances.index.cache import cache_folder
from stances.index.parquet_export import export_parquet
from stances.queries import listing, lookups

from .conftest import ANSWERED_WITHIN, PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Process, Run

    Complete = Callable[..., dict[str, str]]

WHO = "-c user.name=A -c user.email=a@example.org -c commit.gpgsign=false"
SHELLS = ("bash", "zsh", "fish")
PERSIAN = """\
name: Shirin Farahi
native_name: شیرین فرحی
aliases: [Doctor Farahi]
roles: [{title: Councillor, faction: council}]
"""


@pytest.fixture
def data(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small corpus, as the one that is meant."""
    folder = ledger()
    monkeypatch.setenv("STANCES_DATA", str(folder))
    return folder


@pytest.fixture
def complete(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Complete:
    """What can follow the words typed, each with its help; the last word is the one begun."""

    def ask(*words: str) -> dict[str, str]:
        monkeypatch.setenv("COMP_WORDS", "\n".join(["stances", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        shell_completion.answer(cli, "zsh_complete")
        said = capfdbinary.readouterr()
        assert said.err == b""
        lines = said.out.decode().splitlines()
        return dict(zip(lines[1::3], lines[2::3], strict=True))

    return ask


@pytest.fixture
def bash(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Complete:
    """The same as bash asks it, which takes `:` and `=` for words of their own."""

    def ask(*words: str) -> dict[str, str]:
        monkeypatch.setenv("COMP_WORDS", "\n".join(["stances", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        shell_completion.answer(cli, "bash_complete")
        lines = capfdbinary.readouterr().out.decode().splitlines()
        return {value: type_ for type_, value in (line.split(",", 1) for line in lines)}

    return ask


class TestCommandsAndOptions:
    def test_are_offered_with_their_help(self, complete: Complete) -> None:
        assert complete("") == {name: listed.help for name, listed in COMMANDS.items()}
        begun = "compare conflicts coverage codebook coding code completion"
        assert [*complete("co")] == begun.split()

    def test_of_the_program_and_of_a_command(self, complete: Complete) -> None:
        assert "--data" in complete("-")
        assert complete("list", "--fac") == {
            "--faction": "Only statements made for this faction; `none`: for no faction."
        }

    def test_have_values_where_these_are_fixed(self, complete: Complete) -> None:
        assert [*complete("list", "--format", "js")] == ["json", "jsonl"]
        assert [*complete("list", "--status", "de")] == ["denied"]
        assert [*complete("codebook", "f")] == ["factions", "frames"]
        assert [*complete("schema", "")] == [
            "corpus",
            "codebook",
            "source",
            "official",
            "part",
            "coding",
        ]

    def test_of_what_is_no_command_there_are_none(self, complete: Complete) -> None:
        assert complete("lsit", "--faction", "") == {}


@pytest.mark.usefixtures("data")
class TestWhatTheCorpusHas:
    def test_whose_readings_there_are(self, complete: Complete, data: Path) -> None:
        said = ("The records as they stand", "Each figure with its lowest and highest")
        assert complete("summary", "--coding", "") == {"decided": said[0], "all": said[1]}
        for coder, text in (("anna", "quiet-lake: {position: opposes}\n"), ("bo", "")):
            (data / f"codings/{coder}").mkdir(parents=True)
            (data / f"codings/{coder}/adler.yaml").write_text(text)
        assert [*complete("list", "--coding", "an")] == ["anna"]

    def test_officials_by_id(self, complete: Complete) -> None:
        assert complete("list", "--official", "") == {
            "adler": "Anna Adler",
            "brandt": "Bruno Brandt",
            "farahi": "Shirin Farahi",
        }
        assert [*complete("list", "--official", "AD")] == ["adler"]

    @pytest.mark.parametrize("typed", ["'Mayor A'", "شیرین", "shirin", "'Doctor F'"])
    def test_officials_by_any_name(self, complete: Complete, ledger: Ledger, typed: str) -> None:
        farahi = ledger({"officials/farahi.yaml": PERSIAN})
        found = complete("--data", str(farahi), "list", "--official", typed)
        assert found in ({"farahi": "Shirin Farahi"}, {"adler": "Anna Adler"})

    def test_words_of_the_codebook_with_their_labels(self, complete: Complete) -> None:
        assert complete("list", "--faction", "") == {
            "council": "Council",
            "harbour": "Harbour",
            "none": "In no faction's name",
        }
        assert [*complete("list", "--position", "")][:2] == ["supports", "conditional"]
        assert complete("summary", "--issue", "b") == {"boats": "Should motorboats leave the lake?"}
        assert complete("list", "--frame", "No") == {"noise": "Noise"}
        assert complete("list", "--position", "'No pos'") == {"unstated": "No position stated"}

    def test_sources_by_id_or_title(self, complete: Complete) -> None:
        assert complete("list", "--source", "ga") == {"gazette": "Boats off the lake?"}
        assert [*complete("list", "--source", "نام")] == ["nama"]

    def test_coders_by_name_and_those_of_codings_alone_by_folder(
        self, complete: Complete, ledger: Ledger
    ) -> None:
        folder = ledger()
        (folder / "codings" / "ben").mkdir(parents=True)
        coding = folder / "codings" / "ben" / "adler.yaml"
        coding.write_text("quiet-lake:\n  position: supports\n", "utf-8")
        asked = ("--data", str(folder), "agreement", "--coder")
        assert complete(*asked, "") == {"ben": "Read 1 statement", "tests": "Coder of 4 statements"}
        assert [*complete(*asked, "B")] == ["ben"]

    def test_what_can_be_shown(self, complete: Complete) -> None:
        assert [*complete("show", "")] == ["adler", "brandt", "farahi", "gazette", "nama"]
        assert [*complete("coverage", "")] == ["gazette", "nama"]
        assert [*complete("coverage", "gazette", "n")] == ["nama"]
        assert [*complete("coverage", "--columns", "kind,le")] == ["kind,left"]
        assert complete("show", "adler", "adler/q") == {
            "adler/quiet-lake": "2021-06-03 supports: The lake is to be quiet"
        }

    def test_the_statements_of_an_official_once_it_is_clear_whose(self, complete: Complete) -> None:
        adlers = ["adler", "adler/quiet-lake", "adler/with-compensation"]
        assert sorted(complete("show", "ad")) == adlers

    def test_what_can_be_compared(self, complete: Complete) -> None:
        assert [*complete("compare", "brandt", "fa")] == [
            "farahi",
            *(r"faction\:council", r"faction\:harbour"),
        ]
        assert [*complete("compare", "faction:h")] == [r"faction\:harbour"]

    def test_what_can_be_renamed(self, complete: Complete) -> None:
        assert {"adler", "gazette", r"faction\:council", r"frame\:noise"} < {
            *complete("rename", "")
        }
        assert [*complete("rename", "adler/q")] == ["adler/quiet-lake"]
        assert [*complete("rename", "faction:h", "")] == [*complete("rename", "")]
        assert [*complete("rename", "issue:")] == [r"issue\:boats"]

    def test_what_a_parquet_export_has(
        self, complete: Complete, data: Path, tmp_path: Path
    ) -> None:
        export_parquet(build(data), tmp_path / "shared", None, lambda *_: None)
        named = ("list", "--data", str(tmp_path / "shared"), "--official")
        assert [*complete(*named, "ad")] == ["adler"]

    def test_where_an_export_goes(
        self, complete: Complete, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        assert {*complete("export", "")} == {"sqlite", "parquet"}
        for kind, offered in (("sqlite", "file"), ("parquet", "dir")):
            [item] = ZshComplete(cli, {}, "stances", "").get_completions(["export", kind], "")
            assert item.type == offered
        assert capfdbinary.readouterr().err == b""

    def test_statements_that_evidence_is_added_to(self, complete: Complete) -> None:
        assert [*complete("add", "evidence", "")] == ["adler", "brandt", "farahi"]
        assert [*complete("add", "evidence", "adler/q")] == ["adler/quiet-lake"]
        assert complete("add", "evidence", "gaz") == {}

    def test_no_value_that_is_free(self, complete: Complete) -> None:
        assert complete("list", "--text", "a") == {}
        assert complete("search", "a") == {}


class TestWhatACommandKnows:
    def test_the_keys_of_its_answer(self, complete: Complete) -> None:
        assert [*complete("list", "--columns", "")] == [*listing.KEYS]
        assert [*complete("sources", "--sort", "")] == lookups.SOURCES
        assert [*complete("list", "--columns", "ref,po")] == ["ref,position"]

    def test_what_can_be_grouped_by(self, complete: Complete) -> None:
        assert [*complete("summary", "--by", "fa")] == ["faction"]
        assert [*complete("summary", "--by", "faction,po")] == ["faction,position"]

    def test_coders(self, data: Path, complete: Complete) -> None:
        for coder in ("anna", "ben"):
            (data / "codings" / coder).mkdir(parents=True)
            text = "over-my-dead-body: {position: rejects}\n"
            (data / "codings" / coder / "brandt.yaml").write_text(text)
        assert [*complete("code", "")] == ["anna", "ben"]
        assert complete("coding", "sheet", "a") == {"anna": "1 coding"}
        assert [*complete("import", "codings", "x.csv", "--coder", "b")] == ["ben"]
        assert [*complete("curate", "--merge-rule", "")] == ["all-agree", "majority", "one:"]
        assert [*complete("curate", "--merge-rule", "one:b")] == ["one:ben"]

    def test_codes_of_problems_by_code_or_by_name(self, complete: Complete) -> None:
        assert complete("check", "--explain", "st104") == {"ST104": "unknown-faction"}
        assert complete("check", "--explain", "unknown-fa") == {"ST104": "unknown-faction"}

    def test_what_a_sheet_is_and_then_where(self, complete: Complete, bash: Complete) -> None:
        assert [*complete("import", "")] == ["csv", "tsv", "jsonl", "xlsx", "codings"]
        assert [*complete("import", "codings", "")] == ["csv", "tsv", "jsonl", "xlsx"]
        assert [*bash("import", "codings", "x.c").values()] == ["file"]
        assert [*bash("import", "csv", "").values()] == ["file"]
        assert [*bash("import", "third.c").values()] == ["file"]

    def test_the_keys_of_a_sheet_behind_the_column(self, complete: Complete) -> None:
        assert [*complete("import", "csv", "x", "--map", "Who=off")] == ["Who=official"]
        assert [*complete("import", "csv", "x", "--map=Who=off")] == ["--map=Who=official"]
        assert complete("import", "csv", "x", "--map", "off") == {}

    def test_revisions_of_the_corpus_else_folders(
        self, complete: Complete, bash: Complete, data: Path
    ) -> None:
        assert [*bash("diff", "ma").values()] == ["dir"]
        for command in ("init -qb main", f"{WHO} commit -q --allow-empty -m a", "tag v1.0"):
            asked = ["git", *command.split()]
            subprocess.run(asked, cwd=data, check=True)
        assert [*complete("diff", "")] == ["HEAD", "main", "v1.0"]
        assert [*complete("diff", "v1.0", "ma")] == ["main"]
        assert [*complete("diff", "v1.0..ma")] == ["v1.0..main"]
        assert [*complete("diff", "v1.0...")] == ["v1.0...HEAD", "v1.0...main", "v1.0...v1.0"]
        assert [*bash("diff", "../ol").values()] == ["dir"]

    def test_that_files_and_folders_are_the_shells_own_matter(self, bash: Complete) -> None:
        assert [*bash("list", "-o", "x").values()] == ["file"]
        assert [*bash("check", "da").values()] == ["file"]
        assert [*bash("--data", "da").values()] == ["dir"]
        assert [*bash("verify", "--snapshots", "").values()] == ["dir"]
        assert [*bash("init", "").values()] == ["dir"]


@pytest.mark.usefixtures("data")
class TestWordsThatShellsTakeApart:
    def test_bash_at_an_equals_sign(self, bash: Complete) -> None:
        assert [*bash("list", "--official", "=", "br")] == ["brandt"]
        assert [*bash("list", "--official", "=")] == ["adler", "brandt", "farahi"]

    def test_bash_at_a_colon(self, bash: Complete) -> None:
        assert [*bash("compare", "adler", "faction", ":", "h")] == ["harbour"]
        assert [*bash("compare", "adler", "faction", ":")] == ["council", "harbour"]

    def test_bash_at_an_equals_sign_within_a_value(self, bash: Complete) -> None:
        asked = ("import", "csv", "x", "--map")
        assert [*bash(*asked, "Who", "=", "off")] == ["official"]
        assert "official" in bash(*asked, "Who", "=")
        assert [*bash(*asked, "=", "Who", "=", "off")] == ["official"]
        assert [*bash("rename", "faction", ":", "council", "faction", ":", "h")] == ["harbour"]

    def test_bash_before_the_word_that_is_typed(self, bash: Complete, ledger: Ledger) -> None:
        other = ledger({"officials/brandt.yaml": None}, at="other")
        asked = ("--data", "=", str(other), "list", "--official", "")
        assert [*bash(*asked)] == ["adler", "farahi"]

    def test_the_others_do_not_and_get_the_whole_word(self, complete: Complete) -> None:
        assert [*complete("list", "--official=br")] == ["--official=brandt"]

    def test_zsh_would_delete_where_names_lead_to_ids_that_begin_differently(
        self, complete: Complete, bash: Complete, ledger: Ledger
    ) -> None:
        other = ledger({"officials/brandt.yaml": "name: Anna Brandt\n"}, at="other")
        asked = ("--data", str(other), "list", "--official")
        assert [*bash(*asked, "Anna")] == ["adler", "brandt"]
        assert complete(*asked, "Anna") == {}
        assert [*complete(*asked, "'Anna B'")] == ["brandt"]


class TestTheCorpus:
    def test_is_the_one_named_before_or_behind_the_command(
        self, complete: Complete, ledger: Ledger, data: Path
    ) -> None:
        other = str(ledger({"officials/brandt.yaml": None}, at="other"))
        assert len(complete("list", "--official", "")) == 3
        assert len(complete("--data", other, "list", "--official", "")) == 2
        assert len(complete("list", "--data", other, "--official", "")) == 2
        assert len(complete("list", "--data", str(data), "--official", "")) == 3

    def test_may_be_named_from_the_home_folder(
        self, complete: Complete, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(data.parent))
        monkeypatch.delenv("STANCES_DATA")
        assert "brandt" in complete("--data", "~/ledger", "show", "")

    def test_is_as_its_files_now_are(self, complete: Complete, data: Path) -> None:
        assert len(complete("list", "--official", "")) == 3
        (data / "officials" / "farahi.yaml").unlink()
        assert len(complete("list", "--official", "")) == 2

    def test_is_the_one_shipped_where_there_is_none(
        self, complete: Complete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert complete("list", "--official", "rouh") == {"rouhani": "Hassan Rouhani"}

    def test_that_is_not_where_it_is_said_to_be_has_nothing(
        self, complete: Complete, tmp_path: Path
    ) -> None:
        assert complete("--data", str(tmp_path), "list", "--official", "") == {}

    @pytest.mark.parametrize("spoilt", ["corpus.yaml", "codebook.yaml", "officials/adler.yaml"])
    def test_that_is_broken_is_no_reason_to_complain(
        self, complete: Complete, data: Path, spoilt: str
    ) -> None:
        (data / spoilt).write_text("[", "utf-8")
        assert "adler" not in complete("list", "--official", "")

    def test_that_is_large_is_not_read_while_somebody_waits(
        self, complete: Complete, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shell_completion, "_MANY", 3)
        assert complete("list", "--official", "") == {}
        store.open_index(data, cache_folder(), lambda *_: None).close()
        assert len(complete("list", "--official", "")) == 3


class TestAShellIsNeverTold:
    @pytest.mark.parametrize(
        "env",
        [
            {"COMP_WORDS": "stances list --official ", "COMP_CWORD": "x"},
            {"COMP_WORDS": "stances 'li", "COMP_CWORD": "1", "STANCES_DATA": "/nowhere"},
            {"COMP_WORDS": "stances list --since soon --official", "COMP_CWORD": "4"},
            {"_STANCES_COMPLETE": "tcsh_complete"},
            {"_STANCES_COMPLETE": "nonsense"},
            {},
        ],
    )
    def test_of_an_error(self, process: Process, env: dict[str, str]) -> None:
        answer = process(env={"_STANCES_COMPLETE": "bash_complete", **env})
        assert (answer.returncode, answer.stderr) == (0, b"")


@pytest.mark.parametrize("shell", SHELLS)
class TestTheScript:
    def test_is_there_for_each_shell_and_asks_the_program(self, stances: Run, shell: str) -> None:
        answer = stances("completion", shell)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert f"_STANCES_COMPLETE={shell}_complete" in answer.stdout

    def test_is_one_that_the_shell_can_read(self, stances: Run, shell: str, tmp_path: Path) -> None:
        [program] = needed(shell)
        script = tmp_path / "script"
        script.write_text(stances("completion", shell).stdout)
        assert subprocess.run([program, "-n", str(script)], check=False).returncode == 0


def test_a_script_is_one_of_a_shell_that_is_known(stances: Run) -> None:
    answer = stances("completion", "tcsh")
    assert answer.returncode == 2
    assert "bash" in answer.stderr


@pytest.fixture
def surroundings(data: Path) -> dict[str, str]:
    """Where a shell finds the program and the corpus, and its own script already written."""
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    home = {"HOME": str(data.parent), "XDG_CONFIG_HOME": str(data.parent / "config")}
    return {**os.environ, **home, "PATH": path, "TERM": "dumb", "STANCES_DATA": str(data)}


STARTS = {
    "bash": (["--norc", "--noprofile", "-i"], 'bind "set bell-style none"; '),
    "zsh": (["-f", "-i"], "unsetopt zle_bracketed_paste; autoload -U compinit; compinit -D; "),
    "fish": (["--no-config", "-i"], "function fish_prompt; echo -n REA''DY'> '; end; "),
}
"""The options of a shell that reads no settings, and what it is told first."""
READY = {
    "fish": "stances completion fish | source",
    **{
        shell: f'eval "$(stances completion {shell})"; PS1=REA; PS1="${{PS1}}DY> "'
        for shell in ("bash", "zsh")
    },
}
TYPED = {
    "stances summ": "stances summary ",
    "stances list --official bra": "stances list --official brandt ",
    "stances list --official=bra": "stances list --official=brandt ",
    "stances show adler/q": "stances show adler/quiet-lake ",
    "stances compare adler faction:h": "stances compare adler faction:harbour ",
    "stances check --explain unknown-fac": "stances check --explain ST104 ",
    "stances list --columns name,po": "stances list --columns name,position ",
    "stances list --columns=name,po": "stances list --columns=name,position ",
    "stances summary --by 'faction,po": "stances summary --by 'faction,position' ",
    "stances diff --fail-on removed,quote-c": "stances diff --fail-on removed,quote-changed ",
    "stances list --output a,": "stances list --output a,b.csv ",
    "stances list --output=a,": "stances list --output=a,b.csv ",
    "stances list --data c,": "stances list --data c,d/",
    "stances list --data=c,": "stances list --data=c,d/",
}


@pytest.mark.parametrize(("typed", "completed"), TYPED.items())
@pytest.mark.parametrize("shell", SHELLS)
def test_a_tab_completes(
    surroundings: dict[str, str], shell: str, typed: str, completed: str, tmp_path: Path
) -> None:
    [program], (options, start) = needed(shell), STARTS[shell]
    (tmp_path / "a,b.csv").touch()
    (tmp_path / "c,d").mkdir()
    child = pexpect.spawn(
        program,
        options,
        env=surroundings,
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=ANSWERED_WITHIN,
        dimensions=(24, 200),
    )
    child.sendline(start + READY[shell])
    child.expect("READY> ")
    child.send(f"{typed}\t")
    child.expect_exact(completed.rsplit(maxsplit=1)[-1].strip("'"))
    child.close(force=True)


def offered_by_fish(surroundings: dict[str, str], typed: str) -> set[str]:
    """What fish offers after some words, without its help."""
    [fish] = needed("fish")
    script = 'stances completion fish | source; complete -C "$argv[1]"'
    asked = [fish, "--no-config", "-c", script, typed]
    answer = subprocess.run(asked, env=surroundings, capture_output=True, text=True, check=True)
    assert answer.stderr == ""
    return {line.partition("\t")[0] for line in answer.stdout.splitlines()}


def test_fish_offers_all_words_of_a_list_with_commas(surroundings: dict[str, str]) -> None:
    ids = {f"faction,{key}" for key in ("position", "official", "frame", "source", "month")}
    assert ids < offered_by_fish(surroundings, "stances summary --by faction,")
    columns = offered_by_fish(surroundings, "stances list --columns ref,")
    assert columns == {f"ref,{key}" for key in listing.KEYS}
    codes = offered_by_fish(surroundings, "stances check --select=ST104,ST10")
    assert "--select=ST104,ST105" in codes


def test_fish_offers_nothing_for_a_file_that_is_not_there(surroundings: dict[str, str]) -> None:
    assert offered_by_fish(surroundings, "stances list --output=nothing,") == set()
