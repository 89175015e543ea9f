"""Where `check` and `verify` write what they find, which kinds of it, and how they end."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from subprocess import PIPE, STDOUT
from typing import TYPE_CHECKING, Any

import pytest
from junitparser import Failure, JUnitXml, Skipped

from .conftest import LEDGER

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run

SPOILT = {
    "officials/xaver.yaml": "name: Xaver\nroles: [{title: T, faction: harbor}]\n",
    "officials/zora.yaml": "name: Zora\nrols: []\n",
}
WARNED = {"sources/nama.yaml": f"{LEDGER['sources/nama.yaml']}note: talk #1\n"}
MISQUOTED = {
    "snapshots/gazette.txt": """\
“We want our quiet lake back,” Anna Adler said. It can be done only if the state pays, she added.
“Over my dead bodies,” Bruno Brandt said; the harbour counts every litre of fuel.
""",
}


@pytest.fixture
def here(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus with problems in the current folder, which is a repository."""
    folder = ledger({**SPOILT, **WARNED, **MISQUOTED})
    (folder.parent / ".git").mkdir()
    monkeypatch.chdir(folder.parent)
    monkeypatch.setenv("STANCES_DATA", "ledger")
    return folder


def cases(file: Path) -> dict[str, Any]:
    return {case.name: case for suite in JUnitXml.fromfile(str(file)) for case in suite}


def codes(answer: Any) -> list[str]:  # noqa: ANN401 - what has run
    return [line.partition("[")[2][:5] for line in answer.stdout.splitlines() if "[ST" in line]


@pytest.mark.usefixtures("here")
class TestTheFormat:
    @pytest.mark.parametrize("command", ["check", "verify"])
    def test_is_text_and_in_actions_annotations_too(
        self, stances: Run, command: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = stances(command).stdout
        assert plain == stances(command, "--format", "text").stdout
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        inside = stances(command).stdout
        assert inside == stances(command, "--format", "github").stdout != plain
        assert inside.startswith("::error file=ledger/officials/")
        assert plain == stances(command, "--format", "text").stdout

    def test_in_actions_lists_all_and_ends_with_the_counts(self, stances: Run) -> None:
        shown = stances("check", "--format", "github").stdout
        text = stances("check").stdout
        assert shown.count("::error file=") == 2
        assert shown.count("::warning file=") == 1
        assert text.splitlines()[-1] == shown.splitlines()[-1] == "2 errors, 1 warning in 3 files"
        for line in text.splitlines():
            assert f"\n{line}\n" in shown

    @pytest.mark.parametrize(
        ("name", "format_"),
        [
            ("x.sarif", "sarif"),
            ("x.sarif.json", "sarif"),
            ("X.XML", "junit"),
            ("x.json", "json"),
            ("x.csv", "csv"),
            ("x.md", "markdown"),
        ],
    )
    @pytest.mark.parametrize("command", ["check", "verify"])
    def test_of_a_file_is_that_of_its_ending_and_text_is_printed_all_the_same(
        self, stances: Run, tmp_path: Path, command: str, name: str, format_: str
    ) -> None:
        answer = stances(command, "-o", tmp_path / name)
        text = stances(command)
        assert (answer.returncode, answer.stdout, answer.stderr) == (1, text.stdout, text.stderr)
        same = stances(command, "--format", format_).stdout
        assert (tmp_path / name).read_text("utf-8") == same

    def test_of_a_file_may_be_said(self, stances: Run, tmp_path: Path) -> None:
        for format_ in ("gitlab", "junit", "sarif", "jsonl"):
            file = tmp_path / "problems.json"
            answer = stances("check", "--format", format_, "-o", file)
            assert answer.stdout == stances("check").stdout
            assert file.read_text("utf-8") == stances("check", "--format", format_).stdout

    def test_of_a_file_goes_with_annotations(self, stances: Run, tmp_path: Path) -> None:
        answer = stances("check", "--format", "github", "-o", tmp_path / "x.sarif")
        assert answer.stdout == stances("check", "--format", "github").stdout
        assert json.loads((tmp_path / "x.sarif").read_text("utf-8"))["version"] == "2.1.0"

    def test_of_a_file_is_unknown_where_the_ending_is(self, stances: Run, tmp_path: Path) -> None:
        answer = stances("check", "-o", tmp_path / "x.doc")
        assert (answer.returncode, answer.stdout) == (2, "")
        assert ".sarif .sarif.json .xml" in answer.stderr

    def test_of_rows_takes_the_options_of_rows(self, stances: Run) -> None:
        rows = stances("check", "--format", "tsv", "--columns", "code,line", "--sort", "-line")
        assert rows.stdout.splitlines() == ["code\tline", "ST016\t4", "ST104\t2", "ST201\t2"]
        for asked in (("--columns", "code"), ("--sort", "line"), ("--limit", "1")):
            assert stances("check", *asked).returncode == 2
            assert stances("check", "--format", "sarif", *asked).returncode == 2
        wrong = stances("check", "--format", "csv", "--columns", "colour")
        assert (wrong.returncode, wrong.stdout) == (2, "")

    def test_of_rows_counts_in_json_what_is_not_shown(self, stances: Run) -> None:
        asked = ("check", "ledger/officials", "--ignore", "ST104", "--format", "json")
        found = json.loads(stances(*asked).stdout)
        assert [problem["code"] for problem in found["problems"]] == ["ST201"]
        assert found["counts"] == {
            "errors": 1,
            "warnings": 0,
            "files": 1,
            "elsewhere": 1,
            "hidden": 1,
        }


@pytest.mark.usefixtures("here")
class TestWhichKinds:
    @pytest.mark.parametrize(
        ("options", "shown"),
        [
            ((), ["ST104", "ST201", "ST016"]),
            (("--select", "ST104"), ["ST104"]),
            (("--select", "unknown-faction,comment-in-text"), ["ST104", "ST016"]),
            (("--select", "ST1", "--select", "st20"), ["ST104", "ST201"]),
            (("--ignore", "ST1, unknown-key"), ["ST016"]),
            (("--select", "ST1,ST01", "--ignore", "ST016"), ["ST104"]),
        ],
    )
    def test_are_shown(self, stances: Run, options: tuple[str, ...], shown: list[str]) -> None:
        assert codes(stances("check", *options)) == shown

    def test_decide_on_the_exit_code(self, stances: Run) -> None:
        assert stances("check", "--select", "comment-in-text").returncode == 0
        assert stances("check", "--select", "comment-in-text", "--strict").returncode == 1
        assert stances("check", "--ignore", "ST1,ST2").returncode == 0
        assert stances("verify", "--ignore", "ST501").returncode == 0

    def test_that_are_kept_back_are_counted(self, stances: Run) -> None:
        told = stances("check", "ledger/officials", "--ignore", "ST1,ST2").stdout
        assert told == (
            "0 errors, 0 warnings in 0 files; 1 problem elsewhere in the corpus; "
            "2 problems kept back by --select or --ignore\n"
        )

    def test_that_are_kept_back_do_not_pass_for_sound(self, stances: Run, tmp_path: Path) -> None:
        for command, ignored in (("check", "ST104"), ("verify", "ST501")):
            stances(command, "--ignore", ignored, "-o", tmp_path / f"{command}.xml")
        checked, verified = cases(tmp_path / "check.xml"), cases(tmp_path / "verify.xml")
        [skipped] = checked["officials/xaver.yaml"].result
        assert skipped.message == "ST104 kept back by --select or --ignore"
        words = next(case for name, case in verified.items() if name.startswith("gazette: "))
        assert words.result == []

    @pytest.mark.parametrize("option", ["--select", "--ignore", "--explain"])
    def test_that_there_are_not_are_told(self, stances: Run, option: str) -> None:
        answer = stances("check", option, "ST201,unknown-factoin")
        assert (answer.returncode, answer.stdout) == (2, "")
        assert "is not a code or name of a problem; did you mean `unknown-faction`" in (
            answer.stderr
        )
        assert stances("check", option, " , ").returncode == 2

    @pytest.mark.parametrize("command", ["check", "verify"])
    def test_must_be_some(self, stances: Run, command: str) -> None:
        code = {"check": "ST104", "verify": "ST501"}[command]
        answer = stances(command, "--select", code, "--ignore", code)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert "'--ignore': it leaves no problem to look for" in answer.stderr

    def test_are_explained_together(self, stances: Run) -> None:
        told = stances("check", "--explain", "ST104,unknown-key").stdout
        assert told.startswith("ST104 unknown-faction (error)\n")
        assert "\n\nST201 unknown-key (error)\n" in told


@pytest.mark.usefixtures("here")
class TestTheEnd:
    def test_is_no_failure_if_that_is_asked_for(self, stances: Run) -> None:
        for command in ("check", "verify"):
            answer = stances(command, "--exit-zero", "--strict" if command == "check" else "--")
            assert (answer.returncode, answer.stdout) == (0, stances(command).stdout)
            assert "what to do" not in answer.stderr

    def test_is_a_failure_all_the_same_where_it_is_not_for_problems(
        self, stances: Run, tmp_path: Path
    ) -> None:
        assert stances("check", "--exit-zero", "--data", tmp_path / "nowhere").returncode == 3
        assert stances("check", "--exit-zero", "-o", tmp_path / "no" / "x.xml").returncode == 1
        assert stances("verify", "--exit-zero", "--strict").returncode == 4

    @pytest.mark.parametrize("command", ["check", "verify"])
    def test_names_the_command_that_says_what_to_do(self, stances: Run, command: str) -> None:
        last = stances(command).stderr.splitlines()[-1]
        assert stances(command, "--format", "github").stderr.splitlines()[-1] == last
        assert last.startswith("what to do about it: stances check --explain ST")
        explained = stances(*shlex.split(last.partition(": stances ")[2]))
        assert explained.returncode == 0
        for code in {*codes(stances(command))} - {"ST016"}:
            assert f"{code} " in explained.stdout
        assert "ST016" not in explained.stdout  # a warning, that fails nothing

    def test_names_what_is_most_frequent_first(self, stances: Run, ledger: Ledger) -> None:
        more = {f"officials/x{number}.yaml": "name: X\nrols: []\n" for number in range(3)}
        last = stances("check", "--strict", "--data", ledger({**SPOILT, **WARNED, **more})).stderr
        assert last == "what to do about it: stances check --explain ST201,ST016,ST104\n"

    @pytest.mark.parametrize("format_", ["json", "sarif", "gitlab", "junit", "csv", "table"])
    @pytest.mark.parametrize("command", ["check", "verify"])
    def test_of_what_is_for_machines_names_the_command_that_shows_the_text(
        self, stances: Run, command: str, format_: str
    ) -> None:
        asked = ("--select", "ST1,ST5", "--color", "never", "ledger/officials")
        last = stances(command, *asked, "--format", format_).stderr.splitlines()[-1]
        again = f"stances {command} --data ledger ledger/officials --select ST1,ST5"
        assert last == f"to see the problems as text: {again}"
        shown = stances(*shlex.split(again)[1:])
        assert shown.returncode == 1
        assert shown.stdout == stances(command, *asked).stdout

    @pytest.mark.parametrize("format_", ["text", "csv", "sarif", "table"])
    def test_stands_below_the_answer_in_a_log(self, program: Path, format_: str) -> None:
        command = [str(program), "check", "--format", format_]
        buffered = {**os.environ, "PYTHONUNBUFFERED": ""}  # as where nobody has set it
        ran = subprocess.run(command, stdout=PIPE, stderr=STDOUT, check=False, env=buffered)
        last = ran.stdout.decode("utf-8").splitlines()[-1]
        assert last.startswith(
            "what to do about it: " if format_ == "text" else "to see the problems as "
        )

    def test_names_the_corpus_where_a_question_is_refused(self, stances: Run) -> None:
        said = stances("list", "--strict").stderr.splitlines()[-1]
        assert said == "  `stances check --data ledger` says what is wrong, and where"
        assert stances("list").stderr.endswith("; see `stances check --data ledger`\n")


@pytest.mark.usefixtures("here")
class TestJUnit:
    def test_has_a_case_for_each_file(self, stances: Run, tmp_path: Path) -> None:
        stances("check", "-o", tmp_path / "x.xml")
        found = cases(tmp_path / "x.xml")
        assert sorted(found) == sorted({*LEDGER, *SPOILT, *WARNED})
        failed = {name for name, case in found.items() if case.result}
        assert failed == {*SPOILT}
        [failure] = found["officials/xaver.yaml"].result
        assert isinstance(failure, Failure)
        assert failure.type == "ST104 unknown-faction"
        assert "ledger/officials/xaver.yaml:2:" in failure.text
        warned = found["sources/nama.yaml"]
        assert "warning[ST016 comment-in-text]" in warned.system_out

    def test_fails_for_a_warning_where_the_command_does(self, stances: Run, tmp_path: Path) -> None:
        stances("check", "--strict", "-o", tmp_path / "x.xml")
        [failure] = cases(tmp_path / "x.xml")["sources/nama.yaml"].result
        assert isinstance(failure, Failure)

    def test_has_the_files_asked_for(self, stances: Run, tmp_path: Path) -> None:
        stances("check", "ledger/sources", "-o", tmp_path / "x.xml")
        assert {*cases(tmp_path / "x.xml")} == {p for p in (*LEDGER, *WARNED) if "sources" in p}

    def test_has_a_case_for_each_text(self, stances: Run, tmp_path: Path, ledger: Ledger) -> None:
        sound = ledger({**WARNED, **MISQUOTED}, at="sound")
        stances("verify", "--data", sound, "-o", tmp_path / "x.xml")
        found = cases(tmp_path / "x.xml")
        assert len(found) == 6
        assert found["adler/quiet-lake: We want our quiet lake back"].result == []
        [failure] = found["brandt/over-my-dead-body: Over my dead body"].result
        assert isinstance(failure, Failure)
        [skipped] = found["farahi/ask-the-fishers: اول از ماهیگیران بپرسید"].result
        assert isinstance(skipped, Skipped)
        assert skipped.message == "there is no stored copy"
        suite = next(iter(JUnitXml.fromfile(str(tmp_path / "x.xml"))))
        assert (suite.tests, suite.failures, suite.skipped) == (6, 1, 2)

    def test_has_a_case_for_a_copy_that_has_changed(
        self, stances: Run, tmp_path: Path, ledger: Ledger
    ) -> None:
        source = f"{LEDGER['sources/gazette.yaml']}sha256: {'0' * 64}\n"
        changed = ledger({"sources/gazette.yaml": source, **MISQUOTED}, at="changed")
        stances("verify", "--data", changed, "-o", tmp_path / "x.xml")
        [failure] = cases(tmp_path / "x.xml")["gazette: the stored copy"].result
        assert failure.type == "ST503 changed-copy"


@pytest.mark.usefixtures("here")
class TestFingerprints:
    @pytest.mark.parametrize("format_", ["sarif", "gitlab"])
    @pytest.mark.parametrize("command", ["check", "verify"])
    def test_stay_when_lines_move(
        self, stances: Run, here: Path, command: str, format_: str
    ) -> None:
        def marks() -> list[str]:
            found = json.loads(stances(command, "--format", format_).stdout)
            if format_ == "gitlab":
                return [issue["fingerprint"] for issue in found]
            results = found["runs"][0]["results"]
            return [result["partialFingerprints"]["stances/v1"] for result in results]

        before = marks()
        assert before
        for file in here.glob("*/*.yaml"):
            file.write_text(f"# moved\n\n{file.read_text('utf-8')}", "utf-8")
        assert marks() == before
