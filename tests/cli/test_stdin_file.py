"""`fmt -` and `check -`: one file on standard input, as an editor hands over what is not saved."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from cases import every_case
from folders import contents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    from .conftest import Ledger, Run

    Piped = Callable[..., CompletedProcess[str]]

UNTIDY = b"roles: []\nname:   Bruno Brandt # him\n"
TIDY = "name: Bruno Brandt # him\nroles: []\n"
BROKEN = b"name: Anna Adler\nroles: [\n"
BRANDT = "officials/brandt.yaml"


@pytest.fixture
def piped(stances: Run, monkeypatch: pytest.MonkeyPatch) -> Piped:
    """Runs a command line with bytes on standard input."""

    def call(raw: bytes, *arguments: str | Path) -> CompletedProcess[str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return stances(*arguments)

    return call


class TestFmt:
    def test_writes_the_file_and_nothing_else(self, piped: Piped) -> None:
        answer = piped(UNTIDY, "fmt", "-")
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, TIDY, "")
        again = piped(TIDY.encode(), "fmt", "-")
        assert (again.returncode, again.stdout) == (0, TIDY)

    def test_needs_no_corpus(
        self, piped: Piped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("STANCES_DATA", raising=False)
        assert piped(UNTIDY, "fmt", "-").stdout == TIDY

    def test_leaves_what_is_no_record_as_it_is(self, piped: Piped, ledger: Ledger) -> None:
        """Editors hand over every YAML file, also those of other programs."""
        folder, raw = ledger(), b"on:  [push]\nname: CI\n"
        others = ("x.yml", "ci.yaml", "officials/a/b/c.yaml", "../officials/a.yaml")
        with every_case() as case:
            for name in others:
                with case(name):
                    answer = piped(raw, "fmt", "-", "--stdin-filename", folder / name)
                    told = (answer.returncode, answer.stdout, answer.stderr)
                    assert told == (0, raw.decode(), "")
                    options = ("--check", "--stdin-filename", folder / name)
                    assert piped(raw, "fmt", "-", *options).stdout == ""

    def test_knows_the_kind_of_file_by_its_place_or_by_its_keys(
        self, piped: Piped, ledger: Ledger
    ) -> None:
        folder = ledger()
        # `kind` comes first in neither: it follows `publisher` in a source, `name` in an official.
        source = b"kind: web-page\ntitle: T\npublished: 2021\n"
        given = (
            (source, (), "title: T\npublished: 2021\nkind: web-page\n"),
            (source, ("sources/a.yaml",), "title: T\npublished: 2021\nkind: web-page\n"),
            (b"kind: x\nnote: w\nname: z\n", (), "name: z\nkind: x\nnote: w\n"),
            (b"factions: []\nissues: []\n", (), "issues: []\nfactions: []\n"),
            (b"factions: []\nissues: []\n", ("codebook.yaml",), "issues: []\nfactions: []\n"),
            (b"coder: a\ntitle: b\nschema_version: 1\n", ("corpus.yaml",), None),
            (b"statements:\n- said: 2021\n  id: a\n", ("officials/a/2021.yaml",), None),
        )
        with every_case() as case:
            for raw, place, expected in given:
                with case(raw, *place):
                    options = ("--stdin-filename", folder / place[0]) if place else ()
                    answer = piped(raw, "fmt", "-", *options)
                    assert answer.returncode == 0
                    assert expected is None or answer.stdout == expected
                    assert answer.stdout != raw.decode()

    def test_writes_nothing_of_a_broken_file(
        self, piped: Piped, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(ledger())
        with every_case() as case:
            for options in ((), ("--check",), ("--diff",)):
                with case(*options):
                    name = ("--stdin-filename", "officials/adler.yaml")
                    answer = piped(BROKEN, "fmt", "-", *options, *name)
                    assert (answer.returncode, answer.stdout) == (1, "")
                    assert answer.stderr.startswith("officials/adler.yaml:2:8: error[ST006 ")
        assert piped(BROKEN, "fmt", "-").stderr.startswith("-:2:8: error[ST006 ")
        assert piped(b"a: \xff\n", "fmt", "-").returncode == 1
        assert piped(b"", "fmt", "-").returncode == 1

    def test_only_looks_with_check_or_diff(
        self, piped: Piped, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(ledger())
        name = ("--stdin-filename", BRANDT)
        answer = piped(UNTIDY, "fmt", "--check", "-", *name)
        assert (answer.returncode, answer.stdout) == (1, f"{BRANDT} would change\n")
        assert piped(TIDY.encode(), "fmt", "--check", "-").stdout == ""
        assert piped(TIDY.encode(), "fmt", "--check", "-").returncode == 0
        answer = piped(UNTIDY, "fmt", "--diff", "-", *name)
        assert answer.returncode == 0
        assert answer.stdout.startswith(f"--- a/{BRANDT}\n+++ b/{BRANDT}\n")
        assert "+name: Bruno Brandt # him\n" in answer.stdout
        assert piped(TIDY.encode(), "fmt", "--diff", "-").stdout == ""

    def test_keeps_the_line_ends_of_windows(self, piped: Piped) -> None:
        raw = UNTIDY.replace(b"\n", b"\r\n")
        assert piped(raw, "fmt", "-").stdout.count("\r\n") == 2


class TestCheck:
    def test_sees_the_file_as_it_would_be_saved(self, piped: Piped, ledger: Ledger) -> None:
        folder = ledger()
        before, path = contents(folder), folder / BRANDT
        raw = path.read_bytes()
        sound = piped(raw, "check", "-", "--stdin-filename", path)
        assert sound.stdout == piped(b"", "check", path, "--data", folder).stdout
        wrong = raw.replace(b"position: ", b"position: very-")
        answer = piped(wrong, "check", "-", "--stdin-filename", path)
        assert answer.returncode == 1
        assert f"{BRANDT}:" in answer.stdout
        assert "error[ST105 unknown-position]" in answer.stdout
        assert contents(folder) == before

    def test_finds_what_is_wrong_between_records(self, piped: Piped, ledger: Ledger) -> None:
        folder = ledger()
        path = folder / "officials/new.yaml"
        answer = piped(b"name: Bruno Brandt\n", "check", "-", "--stdin-filename", path)
        assert answer.returncode == 1
        assert "officials/new.yaml:1:7: error[ST401 ambiguous-alias]" in answer.stdout

    def test_checks_the_words_of_a_codebook_against_all_records(
        self, piped: Piped, ledger: Ledger
    ) -> None:
        folder = ledger()
        path = folder / "codebook.yaml"
        raw = path.read_bytes().replace(b"supports", b"favours")
        answer = piped(raw, "check", "-", "--stdin-filename", path)
        assert "elsewhere in the corpus" in answer.stdout
        answer = piped(b"issues: [\n", "check", "-", "--stdin-filename", path)
        assert answer.returncode == 1
        assert "codebook.yaml:1:9: error[ST006 " in answer.stdout

    def test_works_while_the_codebook_is_broken(self, piped: Piped, ledger: Ledger) -> None:
        folder = ledger({"codebook.yaml": "issues: [\n"})
        answer = piped(BROKEN, "check", "-", "--stdin-filename", folder / "officials/adler.yaml")
        assert answer.returncode == 1
        assert "officials/adler.yaml:2:8: error[ST006 " in answer.stdout

    def test_writes_every_format(self, piped: Piped, ledger: Ledger) -> None:
        path = ledger() / BRANDT
        wrong = path.read_bytes().replace(b"position: ", b"position: very-")
        with every_case() as case:
            for format_ in ("text", "github", "gitlab", "sarif", "junit", "json", "jsonl", "tsv"):
                with case(format_):
                    options = ("--stdin-filename", path, "--format", format_)
                    answer = piped(wrong, "check", "-", *options)
                    assert answer.returncode == 1
                    assert "brandt.yaml" in answer.stdout
                    assert "ST105" in answer.stdout
        answer = piped(wrong, "check", "-", "--stdin-filename", path, "--format", "json")
        assert {each["path"] for each in json.loads(answer.stdout)["problems"]} == {BRANDT}

    def test_finds_the_corpus_by_the_file(
        self, piped: Piped, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = ledger() / BRANDT
        monkeypatch.chdir("/")
        assert piped(path.read_bytes(), "check", "-", "--stdin-filename", path).returncode == 0
        answer = piped(UNTIDY, "check", "-", "--stdin-filename", tmp_path / "x.yaml")
        assert answer.returncode == 3

    def test_refuses_what_is_no_place_of_a_record(self, piped: Piped, ledger: Ledger) -> None:
        folder = ledger()
        with every_case() as case:
            for name in (
                "x.yaml",
                "officials/.brandt.yaml.swp",
                "officials/a/b/c.yaml",
                "officials",
            ):
                with case(name):
                    answer = piped(UNTIDY, "check", "-", "--stdin-filename", folder / name)
                    assert answer.returncode == 2
                    assert "--stdin-filename" in answer.stderr
            for words in (
                *(["check", "-"], ["check", "-", folder / BRANDT], ["fmt", "-", "x.yaml"]),
                *(["fmt", "--stdin-filename", "x"], ["fmt", "-", "--stdin-filename", ""]),
            ):
                with case(*words):
                    assert piped(UNTIDY, *words).returncode == 2
