"""No output of any command carries a character that acts on what shows it."""

from __future__ import annotations

import csv
import json
import re
from itertools import product
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cases import every_case
from repositories import in_git
from stances.queries.sql import SqlResult
from stances.text import is_unfit
from stances.views.formats import BINARY, PROBLEMS, ROWS, ViewOptions

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

    from .conftest import Ledger, Process, Run

UNFIT = "".join(chr(code) for code in range(0x110000) if is_unfit(code))
"""What no record may hold."""
ACTING = "\r" + UNFIT
TEXTS = "".join(char for char in ACTING if not "\ud800" <= char <= "\udfff")
"""What of it a file in UTF-8 can hold."""
NAMED = "\x01\x07\x08\x0b\r\x1b[31m\x7f\u0085\u009b\u2028\u202e\u2066\u2069\ufeff"
"""What of it a file may be called."""
OURS = re.compile("\u2068(.*?)\u2069")
"""Words from right to left are isolated from the line around them."""
ROW_FORMATS = [each for each in ROWS.views if each not in BINARY]


def raw(text: str) -> set[str]:
    """Give what acts on what shows a text, but for the pairs that the program writes itself."""
    return {char for char in OURS.sub(r"\1", text) if char == "\r" or is_unfit(ord(char))}


def said(answer: CompletedProcess[str]) -> str:
    assert answer.returncode in {0, 1, 2, 3, 4}, answer.stderr
    assert "this is a bug" not in answer.stderr
    return str(answer.stdout + answer.stderr)


@pytest.mark.parametrize("format_", ROW_FORMATS)
@pytest.mark.parametrize("safe", [False, True])
@given(text=st.text(st.sampled_from([*TEXTS[:70], *"ab =;,|\t\n\\\"'"]), min_size=1))
def test_no_format_carries_one_from_a_row(format_: str, safe: bool, text: str) -> None:  # noqa: FBT001
    row = {"ref": text, text: text, "note": [text], "score": {text: text}}
    options = ViewOptions(spreadsheet_safe=safe, color=False)
    shown = "".join(ROWS.view(format_)(SqlResult([*row], [row]), options))
    assert not raw(shown.removeprefix("\ufeff" if safe else "")), shown


@pytest.mark.parametrize("format_", ROW_FORMATS)
def test_each_of_them_is_replaced_in_each_format(format_: str) -> None:
    with every_case() as case:
        for char in TEXTS:
            with case(hex(ord(char))):
                row = {"ref": f"a{char}b", "note": [char], char: {char: char}}
                shown = "".join(ROWS.view(format_)(SqlResult([*row], [row]), ViewOptions()))
                assert not raw(shown)


@pytest.mark.parametrize("format_", ["json", "jsonl", "yaml"])
def test_what_json_and_yaml_have_instead_is_read_as_the_same(format_: str) -> None:
    row = {"ref": TEXTS, "note": [TEXTS], TEXTS: TEXTS}
    shown = "".join(ROWS.view(format_)(SqlResult([*row], [row]), ViewOptions()))
    read = yaml.safe_load if format_ == "yaml" else json.loads
    assert read(shown) == (row if format_ == "jsonl" else [row])


@pytest.fixture
def hostile(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus that has them wherever a file can, in a folder that is called so, in git."""
    copy = f"Then they said\u00a0{TEXTS} and we want our {TEXTS}quiet lake {TEXTS}back.\n" * 3
    folder = ledger(
        {
            "snapshots/gazette.txt": copy,
            "snapshots/nama.html": f"<p>{copy}<p title='{NAMED}'>&#27;[31m&#155;&#x202e;",
            f"officials/{NAMED}.yaml": f"name: x{NAMED}\n",
            "officials/zwing.yaml": f"name: 'Zwing{TEXTS}'\nodd{NAMED}: 1\n",
            "officials/zora.yaml": 'name: "Zora\\e[31m\\r"\nnote: "a\\rb\\u202e"\n',
            "officials/zain.yaml": 'name: Zain\nnote: "a\\rb"\n',
            f"sources/{NAMED}.txt": "x",
        },
        at=NAMED,
    )
    in_git(folder, "init", "-q")
    in_git(folder, "add", "-A")
    in_git(folder, "commit", "-qm", f"subject{NAMED}")
    in_git(folder, "branch", "a\u009b\u202eb")
    monkeypatch.chdir(folder.parent)
    return folder


ASKED: list[list[str]] = [
    *(["list"], ["show", "adler", "brandt", "gazette"], ["compare", "adler", "brandt"]),
    *(["summary"], ["conflicts"], ["timeline"], ["search", "lake"], ["officials"], ["sources"]),
    *(["coverage"], ["coverage", "--left"], ["agreement"], ["agreement", "--disagreements"]),
    *(["codebook"], ["check"], ["verify"], ["verify", "--require-all"]),
    ["show", "zain"],
    ["sql", "SELECT char(27) || '[31m' || char(155) AS \"\x1b\u009b\", 'a' || char(13) AS \"=\r\""],
    ["sql", "SELECT path, message, hint FROM problems"],
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: " ".join(asked)[:20])
def test_no_answer_carries_one(stances: Run, hostile: Path, asked: list[str]) -> None:
    own = [*PROBLEMS.views, "text"] if asked[0] in {"check", "verify"} else []
    with every_case() as case:
        for format_, color in product([*ROW_FORMATS, *own], ["never", "always"]):
            with case(format_, color):
                words = [*asked, "--format", format_, "--data", hostile.name, "--color", color]
                told = said(stances(*words))
                if color == "always":
                    told = re.sub(r"\x1b\[[0-9;]*m", "", told)
                assert not raw(told)


OTHERS: list[list[str]] = [
    *(["report", "--format", format_] for format_ in ("markdown", "html", "json")),
    *(["diff", "HEAD", "--format", format_] for format_ in ("text", "markdown", "json")),
    *(["diff", "a\u009b\u202eb", "HEAD", "--format", format_] for format_ in ("text", "json")),
    *(["fmt", "--diff"], ["fmt", "--check"], ["check", "--format", "text", "--color", "always"]),
    *(["rename", "adler", "anna-adler", "--dry-run"], ["rename", NAMED, "x", "--dry-run"]),
    *(["list", "--official", NAMED], ["list", "--text", NAMED], ["list", "--since", NAMED]),
    *(["list", "--columns", NAMED], ["list", "--sort", NAMED], ["list", "--format", NAMED]),
    *([NAMED], ["list", f"--{NAMED}"], ["list", NAMED], ["show", NAMED], ["search", NAMED]),
    *(["diff", NAMED], ["sql", NAMED], ["sql", f"SELECT {NAMED}"]),
    ["sql", f"SELECT * FROM '{NAMED}'"],
    *(["check", NAMED], ["check", "--select", NAMED], ["check", "--explain", NAMED]),
    *(["coverage", "--read"], ["coverage", "--format", "html"], ["coverage", NAMED]),
    *(["verify", "--snapshots", NAMED], ["report", "-o", f"{NAMED}/{NAMED}"]),
    *(["list", "-o", NAMED], ["list", "-o", f"/no/{NAMED}.json"]),
    ["export", "sqlite", f"no/{NAMED}"],
    *(["add", "official", NAMED, "--dry-run"], ["add", "source", "--title", NAMED, "--dry-run"]),
    *(["import", "csv", NAMED, "--yes"], ["init", f"{NAMED}/{NAMED}", "--yes"]),
    *(["schema", NAMED], ["completion", NAMED], ["timeline", "--issue", NAMED]),
]  # fmt: skip


@pytest.mark.parametrize("asked", OTHERS, ids=lambda asked: ascii(" ".join(asked))[:40])
def test_no_other_output_carries_one(stances: Run, hostile: Path, asked: list[str]) -> None:
    told = said(stances(*asked, "--data", hostile.name))
    told = re.sub(r"\x1b\[[0-9;]*m", "", told) if "always" in asked else told
    assert not raw(told)


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl"])
@pytest.mark.parametrize("output", ["text", "json", "tsv", "csv", "table"])
def test_no_import_carries_one(
    stances: Run, hostile: Path, tmp_path: Path, kind: str, output: str
) -> None:
    columns = ["official", "said", "position", "source", "form", "text", NAMED]
    rows = [
        [f"{each}{NAMED}" for each in columns],
        ["adler", "2021", NAMED, NAMED, "quote", "x", ""],
    ]
    sheet = tmp_path / f"{NAMED}.{kind}"
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        if kind == "jsonl":
            stream.writelines(
                json.dumps(dict(zip(columns, row, strict=True))) + "\n" for row in rows
            )
        else:
            delimiter = "\t" if kind == "tsv" else ","
            csv.writer(stream, delimiter=delimiter).writerows([columns, *rows])
    for more in (["--dry-run"], ["--dry-run", "--map", f"{NAMED}=note"]):
        answer = stances("import", kind, sheet, "--data", hostile.name, "--format", output, *more)
        assert not raw(said(answer))


def test_no_record_that_is_added_carries_one(stances: Run, hostile: Path) -> None:
    answer = stances("add", "statement", "adler", "--id", NAMED, "--said", NAMED, "--dry-run")
    assert (answer.returncode, raw(said(answer))) == (2, set())
    assert hostile.is_dir()


def test_no_completion_offers_one(hostile: Path, process: Process) -> None:
    env = {"_STANCES_COMPLETE": "zsh_complete", "COMP_WORDS": "stances diff a", "COMP_CWORD": "2"}
    answer = process(cwd=hostile, env=env)
    assert not raw(answer.stdout.decode())
    assert b"HEAD" in process(cwd=hostile, env=env | {"COMP_WORDS": "stances diff H"}).stdout


def test_a_patch_is_one_that_can_be_applied_and_on_a_terminal_one_that_can_be_read(
    stances: Run, ledger: Ledger, terminal: Run
) -> None:
    folder = ledger({"corpus.yaml": "schema_version:   1\rtitle: x\r\ncoder: tests\n"})
    patch = stances("fmt", "--diff", "--data", folder).stdout
    assert "\r" in patch
    shown = terminal("fmt", "--diff", "--data", folder).stdout
    assert not raw(re.sub(r"\x1b\[[0-9;]*m", "", shown.replace("\r\n", "\n")))
