"""How the program is to be had is said in one way, with and without an address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from cases import every_case
from stances import __version__, home

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "docs", "scripts", "benchmarks", "man", "examples", ".github", ".ci")
INSTALLERS = r"(?:pip3? install|pipx (?:install|run)|uvx|uv (?:tool|pip) (?:install|run)|uv add)"
BY_NAME = re.compile(
    rf"\b{INSTALLERS}(?: -\S+)*[ '\"]+stances(?![\w/-])(?!(?:\[[^]]*\])? @ )", re.MULTILINE
)
AS_A_VALUE = re.compile(r"^\s*(?:- )?(?:STANCES: |STANCES=)['\"]?stances\b", re.MULTILINE)


def told_by_name(text: str) -> list[str]:
    """Where a text has the program installed by its name alone, from a package index."""
    return [each[0].strip() for shape in (BY_NAME, AS_A_VALUE) for each in shape.finditer(text)]


def test_no_document_and_no_message_names_a_package_on_an_index() -> None:
    """There is no package of ours there, and whatever is called so may be anybody's."""
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    with every_case() as case:
        for path in [*files, *ROOT.glob("*.*")]:
            is_text = path.suffix in {".py", ".md", ".yml", ".yaml", ".toml", ".txt", ".1", ".json"}
            if path.is_file() and (is_text or path.parent.name == ".ci"):
                with case(path.name):
                    assert told_by_name(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "pip install stances",
        "`pip install 'stances[xlsx]'`",
        'python -m pip install --quiet "stances==0.2.0"',
        "pip install --upgrade stances",
        "pipx install stances",
        "uvx stances list",
        "uv tool install stances[xlsx]",
        "    STANCES: stances",
        "  STANCES: stances==0.2",
    ],
)
def test_a_package_by_its_name_is_noticed(text: str) -> None:
    assert told_by_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "pip install '.[xlsx]' in a clone of stances",
        "pip install --editable '.[dev]' && .venv/bin/stances summary",
        "pip install 'stances[xlsx] @ git+https://example.org/o/stances@v0.2.0'",
        "pip install 'stances @ git+https://example.org/o/stances@v0.2.0'",
        "    STANCES: git+https://HOST/OWNER/stances@0000",
        'pip install "$STANCES"',
    ],
)
def test_what_works_is_not(text: str) -> None:
    assert told_by_name(text) == []


def test_an_extra_is_installed_from_the_clone_while_there_is_no_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(home, "ADDRESS", "")
    assert home.to_install("pdf") == "`pip install '.[pdf]'` in a clone of stances"


def test_an_extra_is_installed_from_the_address_in_this_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(home, "ADDRESS", "https://example.org/o/stances")
    [asked] = re.findall(r"`pip install '(.*)'`", home.to_install("pdf"))
    read = Requirement(asked)  # as pip reads it
    assert (read.name, read.extras) == ("stances", {"pdf"})
    assert read.url == f"git+https://example.org/o/stances@v{__version__}"
