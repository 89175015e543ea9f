"""Whatever a file holds, it ends in located problems: no traceback, no hang, nobody else's loss."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

    from .conftest import Ledger, Process, Run

PROBLEM = re.compile(rb"[^\n:]+:[1-9]\d*:[1-9]\d*: (error|warning)\[ST\d{3} [a-z0-9-]+\] [^\n]+")
COUNT = re.compile(rb"[\d,]+ errors?, [\d,]+ warnings? in \d+ files?")
HEAD = """\
name: Zora Zwing
statements:
  - id: one
    said: 2021-06-01
    position: supports
    evidence:
      - {source: gazette, form: quote, text: fine words}
"""
LAUGHS = "".join(
    f"k{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 30)
)
SAID = """\
  - id: s{}
    said: 2021-13-01
    position: nope
    evidence: [{{source: x, form: quot, text: t}}]
"""
FORGED = '"a\\nofficials/x.yaml:1:1: error[ST001 fake] b"'
BAD = {
    # What the reader refuses.
    "duplicate key": (HEAD + "name: Another\n", "ST009"),
    "duplicate key deep inside": (HEAD.replace("form: quote", "form: quote, form: quote"), "ST009"),
    "anchor": (HEAD.replace("fine words", "&a fine"), "ST010"),
    "alias": (HEAD.replace("fine words", "*a"), "ST010"),
    "merge key": (HEAD + "<<: {note: x}\n", "ST010"),
    "billion laughs": (f"k0: &a0 [lol]\n{LAUGHS}", "ST010"),
    "tag": ("name: !!str Zora\n", "ST011"),
    "python tag": ("name: !!python/object/apply:os.system ['touch pwned']\n", "ST011"),
    "directive": ("%YAML 1.1\n---\n" + HEAD, "ST011"),
    "second document": (f"{HEAD}---\n{HEAD}", "ST012"),
    "list as key": ("[a, b]: c\n" + HEAD, "ST013"),
    "asked key": ("? name\n: Zora\n", "ST013"),
    "{{{{": ("{{{{", "ST006"),
    "100,000 [": ("[" * 100_000, "ST014"),
    "100,000 {a: ": ("{a: " * 100_000, "ST014"),
    "100,000 -": ("- " * 100_000, "ST014"),
    "a staircase": ("".join(f"{' ' * depth}a:\n" for depth in range(1000)), "ST014"),
    "33 deep": (f"name: {'[' * 33}x{']' * 33}\n", "ST014"),
    "empty value": ("name:\n", "ST015"),
    "null": ("name: ~\n", "ST015"),
    "invisible value": ('name: "\u200b\u2060"\n', "ST015"),
    # Faults in a statement of a file that cannot be read to its end.
    "empty value and a bracket": (HEAD.replace("2021-06-01", "") + "note: [\n", "ST006"),
    "NUL and a bracket": (HEAD.replace("fine", "\0") + "note: [\n", "ST006"),
    "empty value and a document": (HEAD.replace("2021-06-01", "") + "---\na: b\n", "ST012"),
    "statements are a mapping": ("name: Z\nstatements: {one: }\n", "ST203"),
    # What is no text.
    "empty": ("", "ST007"),
    "only a comment": ("# nothing\n", "ST007"),
    "blanks": (" \n\n\n ", "ST007"),
    "NUL bytes": (b"name: Zora\0Zwing\n", "ST005"),
    "only NULs": (b"\0" * 5000, "ST005"),
    "UTF-16": (HEAD.encode("utf-16"), "ST004"),
    "UTF-16 without a mark": (HEAD.encode("utf-16-le"), "ST005"),
    "UTF-32": (HEAD.encode("utf-32"), "ST004"),
    "Latin-1": (HEAD.replace("fine", "fïne").encode("latin-1"), "ST004"),
    "overlong UTF-8": (b"name: \xc0\xaf\n", "ST004"),
    "surrogates in UTF-8": (b"name: \xed\xa0\x80\n", "ST004"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "ST004"),
    "bidi override": (HEAD.replace("fine", "fi\u202ene"), "ST005"),
    "bidi isolate": (HEAD.replace("fine", "fi\u2067ne"), "ST005"),
    "escaped override": (HEAD.replace("fine words", '"fi\\u202Ene"'), "ST005"),
    "ANSI escapes": (HEAD.replace("fine", "\x1b]0;pwned\x07\x1b[2Jfine"), "ST005"),
    "escaped ANSI escapes": (HEAD.replace("fine words", '"\\e[31mfine"'), "ST005"),
    "two byte order marks": ("\ufeff\ufeff" + HEAD, "ST005"),
    "old Mac line ends and a bell": (HEAD.replace("\n", "\r") + "note: \a\r", "ST005"),
    # What is YAML, and no record.
    "list at top level": ("- name: Zora\n", "ST008"),
    "text at top level": ("Zora Zwing\n", "ST008"),
    "null at top level": ("null", "ST008"),
    "unknown keys": ("nom: Zora\n", "ST201"),
    "statements are text": ("name: Zora\nstatements: none\n", "ST203"),
    "a line feed in a key": (f"name: Zora\n{FORGED}: c\n", "ST201"),
    "a line feed in a word": (HEAD.replace("supports", '"su\\npports"'), "ST206"),
    "a line feed in the text": (HEAD.replace("fine words", '"fine\\nwords"'), "ST207"),
    "a return in the text": (HEAD.replace("fine words", '"fine\\rwords"'), "ST207"),
    # What is large.
    "50 MB": (b"name: Zora\n" * 4_600_000, "ST003"),
    "a word of 1 MB": (HEAD.replace("supports", "s" * 1_000_000), "ST105"),
    "a key of 1 MB": (f"? {'k' * 1_000_000}\n: x\n", "ST013"),
    "a key of 1,000 letters": (f"name: Zora\n{'k' * 1_000}: x\n", "ST201"),
    "an id of 1 MB": (HEAD.replace("id: one", f"id: {'-' * 1_000_000}"), "ST206"),
    "a date of 1 MB": (HEAD.replace("2021-06-01", "2" * 1_000_000), "ST204"),
    "a number of 1 MB": (f"name: Z\nroles: [{{from: {'9' * 1_000_000}}}]\n", "ST204"),
    "10,000 unknown keys": ("name: Z\n" + "".join(f"key-{n}: x\n" for n in range(10_000)), "ST201"),
    "10,000 bad statements": (
        "name: Z\nstatements:\n" + "".join(map(SAID.format, range(5_000))),
        "ST204",
    ),
    "10,000 empty values": ("".join(f"key-{n}:\n" for n in range(10_000)), "ST015"),
    "10,000 aliases": ("name: Z\naliases: [" + "*a, " * 10_000 + "*b]\n", "ST010"),
    "100,000 NULs": (b"name: " + b"\0" * 100_000, "ST005"),
    "20,000 times the same role": (
        "name: Z\nroles:\n"
        + "  - {title: Clerk, faction: council, from: 2020-01, until: 2021-01}\n" * 20_000,
        "ST308",
    ),
    "100,000 times the same condition": (
        HEAD.replace("supports", "conditional") + f"    conditions: [{'a, ' * 100_000}b]\n",
        "ST312",
    ),
    "2 MB of unknown keys": (
        "name: Z\n" + "".join(f"key-{n}: x\n" for n in range(150_000)),
        "ST201",
    ),
    "2 MB of the same key": ("name: Z\n" + "k: x\n" * 400_000, "ST009"),
    "2 MB of aliases": (f"name: Z\naliases: [{'*a,' * 600_000}*b]\n", "ST010"),
    "500,000 items that are no statements": ("name: Z\nstatements:\n" + "- x\n" * 500_000, "ST203"),
    "100,000 frames": (
        HEAD + f"    frames: [{', '.join(f'f{n}' for n in range(100_000))}]\n",
        "ST106",
    ),
}  # fmt: skip
GOOD = {
    "CRLF": HEAD.replace("\n", "\r\n"),
    "old Mac line ends": HEAD.replace("\n", "\r"),
    "byte order mark": "\ufeff" + HEAD,
    "no last line end": HEAD.rstrip(),
    "JSON": json.dumps(
        {
            "name": "Zora",
            "statements": [
                {
                    "id": "one",
                    "said": "2021",
                    "position": "supports",
                    "evidence": [{"source": "gazette", "form": "quote", "text": "fine"}],
                }
            ],
        }
    ),
    "one long line": HEAD.replace("fine words", "fine words " * 50_000),
    "one long word": HEAD.replace("fine words", "x" * 500_000),
    "a name of 20,000 words": HEAD.replace("Zora Zwing", "Zora " * 20_000 + "Zwing"),
    "a zero-width non-joiner": HEAD.replace("fine words", "می\u200cرود"),
    "an unused, but long comment": HEAD + "# " + "x" * 1_000_000 + "\n",
    "100,000 blank lines": HEAD + "\n" * 100_000,
    "no and null as ids": HEAD.replace("one", "no").replace("Zora Zwing", "'null'"),
    "100,000 conditions": HEAD.replace("supports", "conditional")
    + f"    conditions: [{', '.join(f'c{n}' for n in range(100_000))}]\n",
}
REFS = {
    "adler/with-compensation",
    "adler/quiet-lake",
    "brandt/over-my-dead-body",
    "farahi/ask-the-fishers",
}


def stands_for(line: bytes) -> int:
    """How many problems a line is about."""
    more = re.search(rb"from here on, ([0-9,]+) more problems? of this kind in this file", line)
    return int(more[1].replace(b",", b"")) if more else 1


def checked(forked: Process, folder: Path) -> CompletedProcess[bytes]:
    answer = forked("check", "--data", folder, cwd=folder)
    assert answer.stderr.startswith(b"what to do about it: ") == bool(answer.returncode)
    assert answer.stderr.count(b"\n") == bool(answer.returncode)
    return answer


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_ends_in_located_problems_and_takes_nothing_from_the_others(
    forked: Process, stances: Run, ledger: Ledger, name: str
) -> None:
    text, code = BAD[name]
    folder = ledger({"officials/zwing.yaml": text})
    answer = checked(forked, folder)
    assert answer.returncode == 1
    *lines, last = answer.stdout.splitlines()
    assert COUNT.fullmatch(last)
    for line in lines:
        assert PROBLEM.fullmatch(line)
        assert line.startswith(b"officials/zwing.yaml:")
    assert f"[{code} ".encode() in answer.stdout
    assert b"\x1b" not in answer.stdout
    assert max(map(len, lines)) < 2_000
    errors, warnings = (int(number) for number in last.replace(b",", b"").split()[:4:2])
    assert errors + warnings == sum(map(stands_for, lines))
    kinds = Counter(re.findall(rb"\[(ST\d{3}) ", answer.stdout))
    assert max(kinds.values()) <= 101
    asked = stances("list", "--format", "jsonl", "--columns", "ref", "--data", folder)
    assert asked.returncode == 0
    assert {json.loads(line)["ref"] for line in asked.stdout.splitlines()} == REFS
    assert re.fullmatch(r"stances: .+ left out [^\n]+\n", asked.stderr)


FORMATS = ("text", "github", "sarif", "junit", "gitlab", "json", "jsonl", "csv", "markdown")


@pytest.mark.parametrize("format_", FORMATS)
def test_very_many_problems_of_a_kind_are_counted_in_every_format(
    stances: Run, ledger: Ledger, format_: str
) -> None:
    keys = "".join(f"key-{number}: x\n" for number in range(1_334))
    folder = ledger({"officials/zwing.yaml": f"name: Z\n{keys}", "officials/a.yaml": "nam: A\n"})
    answer = stances("check", "--data", folder, "--format", format_)
    assert answer.returncode == 1
    assert "from here on, 1,234 more problems of this kind in this file" in answer.stdout
    assert answer.stdout.count("key-") < 400  # GitHub has each twice
    assert re.search(r"key-99\b", answer.stdout)
    assert not re.search(r"key-100\b", answer.stdout)
    if format_ == "json":
        assert json.loads(answer.stdout)["counts"]["errors"] == 1_335
    if format_ in ("text", "github"):
        assert answer.stdout.endswith("\n1,335 errors, 0 warnings in 2 files\n")
    again = stances("check", "--data", folder, "--format", format_, "--ignore", "ST201")
    assert again.returncode == 0


def test_statements_are_left_out_although_their_problems_are_only_counted(
    stances: Run, ledger: Ledger
) -> None:
    bad = "".join(SAID.format(number).replace("quot,", "quote,") for number in range(300))
    folder = ledger({"officials/zwing.yaml": f"{HEAD}{bad.replace('2021-13-01', '2021')}"})
    listed = stances("list", "--official", "zwing", "--columns", "ref", "--data", folder)
    assert listed.stdout.splitlines() == ["ref", "zwing/one"]
    assert "300 statements" in listed.stderr
    asked = stances("check", "--data", folder)
    assert asked.stdout.count("[ST105 ") == 101


@pytest.mark.parametrize("name", GOOD)
def test_an_unusual_file_is_as_good_as_any(
    forked: Process, stances: Run, ledger: Ledger, name: str
) -> None:
    folder = ledger({"officials/zwing.yaml": GOOD[name]})
    assert checked(forked, folder).returncode == 0
    answer = stances("show", "zwing", "--format", "json", "--data", folder)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert len(json.loads(answer.stdout)["statements"]) == 1
    table = stances("list", "--official", "zwing", "--format", "table", "--data", folder)
    assert (table.returncode, table.stderr) == (0, "")


def test_very_many_spellings_of_one_name_are_one_name(
    forked: Process, stances: Run, ledger: Ledger
) -> None:
    spellings = ", ".join(f"Zora{' ' * blanks}Zwing" for blanks in range(1, 1_500))
    folder = ledger({"officials/zwing.yaml": HEAD.replace("\n", f"\naliases: [{spellings}]\n", 1)})
    assert checked(forked, folder).returncode == 0
    again = HEAD.replace("\n", f"\naliases: [{'Z, ' * 300_000}Z]\n", 1)
    assert checked(forked, ledger({"officials/zwing.yaml": again})).returncode in {0, 1}
    assert stances("list", "--official", "z", "--data", folder).returncode in {0, 1}


@pytest.mark.parametrize("file", ["corpus.yaml", "codebook.yaml", "sources/gazette.yaml"])
@pytest.mark.parametrize(
    "name", ["billion laughs", "100,000 [", "NUL bytes", "UTF-16", "50 MB", "list at top level"]
)
def test_any_file_may_be_the_bad_one(forked: Process, ledger: Ledger, file: str, name: str) -> None:
    text, code = BAD[name]
    folder = ledger({file: text})
    answer = checked(forked, folder)
    assert answer.returncode == 1
    assert f"{file}:".encode() in answer.stdout
    assert f"[{code} ".encode() in answer.stdout
    asked = forked("list", "--data", folder)
    assert asked.returncode == (0 if file.startswith("sources/") else 4)
    assert asked.stderr.startswith(b"stances: ")
    assert b"bug" not in asked.stderr
