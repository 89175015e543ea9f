"""What `check` and `verify` write for CI, read back as the readers there would."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import pytest
import yaml
from jsonschema import Draft4Validator, Draft7Validator, FormatChecker
from junitparser import JUnitXml

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    from .conftest import Ledger, Run

    Row = dict[str, Any]
    Answers = Callable[..., CompletedProcess[str]]

SCHEMAS = os.environ.get("STANCES_SCHEMAS")
published = pytest.mark.skipif(
    not SCHEMAS, reason="STANCES_SCHEMAS names no folder with the published schemas"
)
COMMANDS = ("check", "verify")
FORMATS = "text github sarif junit gitlab table tsv csv json jsonl yaml markdown".split()
SPOILT = {"officials/zora.yaml": "name: Zora\nroles: [{title: T, faction: x}]\n"}
WORDS = [
    "::error::forged",
    "::error file=x,line=1::forged",
    "%0A::error::forged",
    "##[error]forged",
    "::stop-commands::forged",
    "::endgroup::",
    "a | b |",
    "`id` ``` $(id)",
    "<script>alert(1)</script>",
    "]]> <![CDATA[ <!-- -->",
    "&amp; &lt; &#27;",
    '"double" and single\'s',
    "a, b: c = d",
    "{0} {{x}} {y}",
    "[text](https://forged.example) \\[a](1)",
    "back \\ slash \\n",
    "شیرین می\u200cرود",
    "水曜 🚤",
    "=cmd()",
]
STATEMENT = """\
  - id: s{number}
    said: 2021-06
    position: {position}
    evidence:
      - {{source: gazette, form: quote, text: {text}}}
"""
NAMES = [
    "%0A::error::forged,x=1.yaml",
    "a\nb::error::.yaml",
    "\x1b[31mred.yaml",
    os.fsdecode(b"\xff.yaml"),
    "two words#?.yaml",
    "<b>&amp;.yaml",
]
AT = "here, %0A::error::x ##[error]y"
"""The folder of the corpus."""


PLACED = ("path", "line", "column", "severity", "code", "message")
REGISTERED = set("error warning notice group endgroup stop-commands add-mask set-env debug".split())


class Line(NamedTuple):
    """A command that GitHub's runner finds in a line of a log."""

    name: str
    properties: dict[str, str]
    message: str


def text_of(row: Row) -> str:
    return f"{row['message']} ({row['hint']})" if row.get("hint") else str(row["message"])


def official(*, position: str = "supports", text: str = "quiet", words: list[str]) -> str:
    statements = [
        STATEMENT.format(
            number=number,
            position=json.dumps(word if position == "?" else position, ensure_ascii=False),
            text=json.dumps(word if text == "?" else text, ensure_ascii=False),
        )
        for number, word in enumerate(words)
    ]
    return "name: Zora\nroles: [{title: Clerk, faction: council}]\nstatements:\n" + "".join(
        statements
    )


@pytest.fixture
def hostile(stances: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Asks a corpus in which every value and name is out to be taken for something else."""
    spoilt = {"officials/zora.yaml": official(position="?", words=WORDS)}
    spoilt |= {f"officials/{name}": "nam: x\n" for name in NAMES}
    said = [f"Then we said {word} now" for word in WORDS]
    quoted = {"officials/zora.yaml": official(text="?", words=said)}
    copy = {"snapshots/gazette.txt": "".join(f"Then we said {word} later.\n" for word in WORDS)}
    copy |= {"snapshots/nama.txt": "\x1b[31m ::error::forged\x07 ]]> ok\n" * 3}
    folders = {}
    for command, files in (("check", spoilt), ("verify", quoted | copy)):
        (ledger().parent / command).mkdir()
        folders[command] = ledger(files, at=f"{command}/{AT}")

    def ask(command: str, *options: str | Path) -> CompletedProcess[str]:
        monkeypatch.chdir(folders[command].parent)
        return stances(command, "--data", AT, *options)

    return ask


@pytest.fixture
def found(hostile: Answers) -> Callable[[str], list[Row]]:
    """The problems of the hostile corpus, as a format tells them that is not in question here."""

    def rows(command: str) -> list[Row]:
        if command == "check":
            return list(json.loads(hostile("check", "--format", "json").stdout)["problems"])
        lines = hostile("verify", "--format", "text").stdout.splitlines()
        place = re.compile(
            r".*?/((?:officials|sources)/\w+.yaml):(\d+):(\d+): (\w+)\[(ST\d+) \S+\] (.*)"
        )
        told = filter(None, map(place.fullmatch, lines))
        return [dict(zip(PLACED, each.groups(), strict=True)) for each in told]

    return rows


def in_actions(log: str) -> tuple[list[Line], list[str]]:
    """The commands of a log, and its other lines, as GitHub's runner tells them apart."""
    commands, others, stopped = [], [], ""
    for line in log.removesuffix("\n").split("\n"):
        found = parsed(line)
        if stopped:
            if found and found.name == stopped:
                stopped = ""
            else:
                others.append(line)
        elif found and found.name in REGISTERED:
            stopped = found.message if found.name == "stop-commands" else ""
            commands.append(found)
        else:
            others.append(line)
    assert not stopped
    return commands, others


def parsed(line: str) -> Line | None:
    newer = re.match(r"\s*::([^ :]+)(?: ((?:(?!::).)*))?::(.*)", line)
    if not newer:
        older = re.search(r"##\[([^\] ]+)\](.*)", line)
        return Line(older[1], {}, older[2]) if older else None
    pairs = (pair.partition("=") for pair in (newer[2] or "").split(",") if pair)
    return Line(newer[1], {key: freed(value) for key, _, value in pairs}, freed(newer[3]))


def freed(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def plain_message(text: str) -> str:
    """What a viewer makes of the text of a SARIF message that has no arguments."""
    assert not re.search(r"(?<!\\)(\\\\)*\]\(", text), "a link"
    bare = text.replace("{{", "").replace("}}", "")
    assert not re.search(r"\{\d+\}", bare), "a placeholder"
    if "{{" in text or "}}" in text:
        text = text.replace("{{", "{").replace("}}", "}")
    return re.sub(r"(\\+)\]\(", lambda run: run[1][: len(run[1]) // 2] + "](", text)


def cases(text: str, tmp_path: Path) -> list[Any]:
    """The test cases that junitparser finds."""
    file = tmp_path / "junit.xml"
    file.write_text(text, "utf-8")
    return [case for suite in JUnitXml.fromfile(str(file)) for case in suite]


each_command = pytest.mark.parametrize("command", COMMANDS)


@each_command
class TestAHostileCorpus:
    @pytest.mark.parametrize("format_", FORMATS)
    def test_is_written_without_anything_that_a_terminal_obeys(
        self, hostile: Answers, command: str, format_: str
    ) -> None:
        answer = hostile(command, "--format", format_)
        assert answer.returncode == 1
        assert not {*answer.stdout} & {*map(chr, (*range(9), *range(11, 32), 127, 155, 0x202E))}
        answer.stdout.encode("utf-8")

    def test_loses_none_of_its_words(self, hostile: Answers, command: str, tmp_path: Path) -> None:
        if command == "check":
            text = hostile(command, "--format", "text").stdout
        else:
            found = cases(hostile(command, "--format", "junit").stdout, tmp_path)
            text = "\n".join(case.name for case in found)
        assert [word for word in WORDS if word not in text] == []

    def test_says_the_same_in_actions(
        self, hostile: Answers, found: Callable[[str], list[Row]], command: str
    ) -> None:
        log = hostile(command, "--format", "github").stdout
        commands, others = in_actions(log)
        rows = found(command)
        told = [line for line in commands if line.name in {"error", "warning"}]
        assert [each.name for each in commands] == [
            *(str(row["severity"]) for row in rows),
            *("group", "stop-commands", "endgroup"),
        ]
        for line, row in zip(told, rows, strict=True):
            assert line.message == text_of(row)
            assert line.properties == {
                "file": f"{AT}/{row['path']}",
                "line": str(row["line"]),
                "endLine": str(row["line"]),
                "col": str(row["column"]),
                "title": line.properties["title"],
            }
            assert line.properties["title"].startswith(f"{row['code']} ")
        listed = [line for line in others if re.search(r":\d+:\d+: (error|warning)\[ST", line)]
        assert len(listed) == len(rows)
        assert re.fullmatch(rf"{len(rows)} errors, 0 warnings in \d files?", others[-1])

    def test_says_the_same_in_sarif(
        self, hostile: Answers, found: Callable[[str], list[Row]], command: str
    ) -> None:
        [run] = json.loads(hostile(command, "--format", "sarif").stdout)["runs"]
        rows = found(command)
        for result, row in zip(run["results"], rows, strict=True):
            assert plain_message(result["message"]["text"]) == text_of(row)
            place = result["locations"][0]["physicalLocation"]
            assert re.fullmatch(r"[\w./%~-]+", place["artifactLocation"]["uri"], re.ASCII)
            assert unquote(place["artifactLocation"]["uri"]) == f"{AT}/{row['path']}"
            region = {"startLine": int(row["line"]), "startColumn": int(row["column"])}
            assert place["region"] == region
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == row["code"]
        prints = [each["partialFingerprints"]["stances/v1"] for each in run["results"]]
        assert len({*prints}) == len(rows)

    def test_says_the_same_in_gitlab(
        self, hostile: Answers, found: Callable[[str], list[Row]], command: str
    ) -> None:
        issues = json.loads(hostile(command, "--format", "gitlab").stdout)
        told = [
            (issue["description"], issue["location"]["path"], issue["location"]["lines"]["begin"])
            for issue in issues
        ]
        rows = found(command)
        assert told == [(text_of(row), f"{AT}/{row['path']}", int(row["line"])) for row in rows]
        assert len({issue["fingerprint"] for issue in issues}) == len(issues)

    def test_says_the_same_in_junit(
        self, hostile: Answers, found: Callable[[str], list[Row]], command: str, tmp_path: Path
    ) -> None:
        text = hostile(command, "--format", "junit").stdout
        failures = [(case, each) for case in cases(text, tmp_path) for each in case.result]
        told = "\n".join(failure.text for _, failure in failures)
        for row in found(command):
            place = f"{AT}/{row['path']}:{row['line']}:{row['column']}: {row['severity']}"
            assert place in told
            assert text_of(row) in told


@pytest.mark.parametrize("format_", ["tsv", "csv", "jsonl", "yaml"])
def test_rows_of_check_are_the_same_in_every_format(hostile: Answers, format_: str) -> None:
    rows = json.loads(hostile("check", "--format", "json").stdout)["problems"]
    text = hostile("check", "--format", format_).stdout
    if format_ == "jsonl":
        assert [json.loads(line) for line in text.splitlines()] == rows
    elif format_ == "yaml":
        assert yaml.safe_load(text)["problems"] == rows
    else:
        told = [*csv.reader(io.StringIO(text))]
        if format_ == "tsv":
            told = [line.split("\t") for line in text.splitlines()]
            rows = [{key: escaped(value) for key, value in row.items()} for row in rows]
        assert told == [[*rows[0]], *([str(v or "") for v in row.values()] for row in rows)]


def escaped(value: Any) -> Any:  # noqa: ANN401 - any cell
    return value.replace("\\", "\\\\") if isinstance(value, str) else value


def test_a_folder_can_be_called_anything(
    stances: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, program: Path
) -> None:
    name = "a\n::error::b\x1b[31m'$(c)"
    folder = ledger(SPOILT, at=name)
    monkeypatch.chdir(folder.parent)
    for format_ in FORMATS:
        answer = stances("check", "--data", name, "--format", format_)
        assert "\x1b" not in answer.stdout + answer.stderr
        assert "\n::error::b" not in answer.stdout + answer.stderr
        assert answer.stderr.count("\n") == 1
    command = stances("check", "--data", name, "--format", "csv").stderr.partition(": ")[2]
    pasted = f'PATH={shlex.quote(str(program.parent))}:"$PATH"; {command}'
    again = subprocess.run(["/bin/bash", "-c", pasted], capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "error[ST104 unknown-faction]" in again.stdout


@published
class TestThePublishedSchemas:
    """Judges that are not ours; they lie outside the project, so these tests need to be told where.

    `STANCES_SCHEMAS` names the folder.
    """

    @each_command
    def test_accept_our_sarif(self, hostile: Answers, command: str) -> None:
        found = hostile(command, "--format", "sarif").stdout
        validator = Draft4Validator(_schema("sarif-2.1.0.json"), format_checker=FormatChecker())
        assert [error.message for error in validator.iter_errors(json.loads(found))] == []

    def test_accept_our_sarif_of_a_sound_corpus(self, stances: Run, ledger: Ledger) -> None:
        found = stances("check", "--format", "sarif", "--data", ledger()).stdout
        assert Draft4Validator(_schema("sarif-2.1.0.json")).is_valid(json.loads(found))

    @each_command
    def test_accept_our_issues_for_gitlab(self, hostile: Answers, command: str) -> None:
        validator = Draft7Validator(_schema("gitlab-codequality-item.json"))
        issues = json.loads(hostile(command, "--format", "gitlab").stdout)
        assert [error.message for each in issues for error in validator.iter_errors(each)] == []


def _schema(name: str) -> Any:  # noqa: ANN401 - a JSON schema
    return json.loads((Path(str(SCHEMAS)) / name).read_text("utf-8"))
