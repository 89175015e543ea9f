"""The manual pages, read by the programs that people read them with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cases import every_case
from stances import __version__, home
from stances.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "man").iterdir())


def reader(name: str) -> str:
    """A program that reads manual pages, if it is on the path; in CI it has to be."""
    found = shutil.which(name)
    if not found:
        told = f"needs {name}, which is not installed"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    return found


def told(*command: str | Path) -> str:
    """What a reader of pages prints, warnings included."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True
    )
    return done.stdout


def shown(page: Path) -> str:
    """A page as it stands on a terminal, without the overprinting of bold letters."""
    return re.sub(".\b", "", told(reader("mandoc"), "-T", "utf8", page))


def test_there_is_one_for_the_program_and_for_each_command() -> None:
    names = {"stances.1", *(f"stances-{name}.1" for name in COMMANDS)}
    assert {page.name for page in PAGES} == names


def test_mandoc_finds_nothing_wrong_with_them() -> None:
    assert told(reader("mandoc"), "-T", "lint", "-W", "all", *PAGES) == ""


def test_groff_finds_nothing_wrong_with_them() -> None:
    groff = reader("groff")
    with every_case() as case:
        for page in PAGES:
            with case(page.name):
                assert told(groff, "-man", "-ww", "-T", "utf8", "-z", page) == ""


def test_they_say_what_the_help_says() -> None:
    text = shown(ROOT / "man" / "stances-list.1")
    headings = re.findall(r"^[A-Z][A-Z ]+$", text, re.MULTILINE)
    assert headings == ["NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "OPTIONS", "SEE ALSO"]
    assert "stances list --faction military" in text
    assert re.search(r"^ +--format table\|tsv\|csv\|json\|", text, re.MULTILINE)
    assert text.splitlines()[-1].split() == [
        "stances",
        __version__,
        home.RELEASED,
        "STANCES-LIST(1)",
    ]


def test_the_page_of_the_program_has_commands_exit_codes_and_environment() -> None:
    text = shown(ROOT / "man" / "stances.1")
    assert re.findall(r"^ +stances-([a-z]+)\(1\)", text, re.MULTILINE) == [*COMMANDS]
    codes = text.partition("EXIT STATUS")[2].partition("ENVIRONMENT")[0]
    assert re.findall(r"^ {1,7}(\d+) ", codes, re.MULTILINE) == [*"01234", "70", "130"]
    assert "STANCES_DATA" in text.partition("ENVIRONMENT")[2]


def test_commands_of_commands_stand_on_the_page_of_theirs() -> None:
    text = shown(ROOT / "man" / "stances-add.1")
    for kind in ("STATEMENT", "EVIDENCE", "OFFICIAL", "SOURCE"):
        assert re.search(rf"^{kind}\n +stances add {kind.lower()} ", text, re.MULTILINE)
