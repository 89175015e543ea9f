"""Editors with yaml-language-server: set up as docs/editors.md says, and asked as they ask it."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from language_server import Diagnostic, running
from programs import needed
from stances.cli.run import run

from .conftest import LEDGER, REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from language_server import LanguageServer

    from .conftest import Run

PAGE = (REPOSITORY / "docs" / "editors.md").read_text("utf-8")
OFFLINE = {"schemaStore": {"enable": False}, "hover": True, "completion": True, "validate": True}


def server(folder: Path, settings: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - a context
    """A server for an editor that has a folder open."""
    [program] = needed("yaml-language-server")
    asked = {"yaml": OFFLINE | (settings or {})}
    return running([program, "--stdio"], folder, asked)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus in `data/`, with its schemas, each file naming its own as the page says."""
    root = tmp_path_factory.mktemp("project")
    [line] = re.findall(r"^# yaml-language-server: .*", PAGE, re.MULTILINE)
    for name, text in LEDGER.items():
        kind = name.removesuffix(".yaml") if "/" not in name else name.partition("s/")[0]
        named = line.replace("official.schema", f"{kind}.schema")
        file = root / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f"{named if '/' in name else named.replace('../../', '../')}\n{text}", "utf-8"
        )
    asked = ["schema", "--with-ids", "-o", str(root / "schemas"), "--data", str(root / "data")]
    assert run(asked) == 0
    return root


@pytest.fixture(scope="module")
def editor(project: Path) -> Iterator[LanguageServer]:
    """An editor that has the project open."""
    with server(project) as running_:
        yield running_


@pytest.fixture
def adler(project: Path) -> Path:
    """The file of an official."""
    return project / "data" / "officials" / "adler.yaml"


def test_finds_nothing_wrong_with_a_sound_corpus(editor: LanguageServer, project: Path) -> None:
    files = sorted((project / "data").rglob("*.yaml"))
    assert len(files) == len(LEDGER)
    assert {file.name: found for file in files if (found := editor.opened(file))} == {}


def test_offers_the_words_of_the_codebook(editor: LanguageServer, adler: Path) -> None:
    text = adler.read_text("utf-8")
    offered = editor.completions(adler, text.replace("position: supports", "position: ‸"))
    assert [*offered] == ["supports", "conditional", "opposes", "rejects", "unstated"]
    assert offered["conditional"] == "Conditional: Only if."
    offered = editor.completions(adler, text.replace("frames: [noise]", "frames: [‸]"))
    assert offered == {"noise": "Noise: About the noise.", "trade": "Trade: About the money."}
    offered = editor.completions(adler, text.replace("source: gazette,", "source: ‸,", 1))
    assert [*offered] == ["gazette", "nama"]


def test_offers_the_keys_of_a_statement_that_are_missing(
    editor: LanguageServer, adler: Path
) -> None:
    text = adler.read_text("utf-8").replace("    venue: town meeting\n", "    ‸\n")
    offered = editor.completions(adler, text)
    assert {"venue", "conditions", "issue", "note"} < {*offered}
    assert not {"said", "position", "evidence", "aliases", "publisher"} & {*offered}
    assert offered["venue"] == "Where it was said, or on what occasion."


def test_shows_what_a_key_and_its_value_mean(editor: LanguageServer, adler: Path) -> None:
    text = adler.read_text("utf-8")
    shown = editor.hover(adler, text.replace("position:", "posi‸tion:", 1))
    assert "The position that the words take, by the definitions of the codebook." in shown
    assert "Conditional: Only if." in shown
    shown = editor.hover(adler, text.replace("venue:", "ven‸ue:", 1))
    assert "Where it was said, or on what occasion." in shown


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        ("position: supports", "position: suports", ("suports", "Value is not accepted")),
        ("    venue:", "    venu:", ("venu", "Property venu is not allowed")),
        ("said: 2021-06-03", "said: 3 June 2021", ("3 June 2021", "write a date such as")),
        ("faction: council", "faction: counsel", ("counsel", "Value is not accepted")),
        ("source: gazette", "source: gazete", ("gazete", "Value is not accepted")),
        ("form: quote", "form: quot", ("quot", "Value is not accepted")),
    ],
)
def test_underlines_what_check_complains_of(  # noqa: PLR0913, PLR0917 - a case, and its judges
    editor: LanguageServer, adler: Path, stances: Run, right: str, wrong: str, why: tuple[str, str]
) -> None:
    sound = adler.read_text("utf-8")
    spoilt = sound.replace(right, wrong, 1)
    [found] = editor.opened(adler, spoilt)
    assert (found.text, found.message[: len(why[1])]) == why
    adler.write_text(spoilt, "utf-8")
    try:
        said = stances("check", "--data", adler.parents[1], str(adler)).stdout
    finally:
        adler.write_text(sound, "utf-8")
    assert f"adler.yaml:{found.line}:" in said.splitlines()[0]


def test_knows_what_init_writes(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "new"), "--yes"]) == 0
    for ids in ([], ["--with-ids"]):
        asked = ["schema", "--data", str(tmp_path / "new"), "-o", str(tmp_path / "new" / "schemas")]
        assert run([*asked, *ids]) == 0
        with server(tmp_path / "new") as editor:
            for file in sorted((tmp_path / "new").rglob("*.yaml")):
                assert editor.opened(file) == [], file.name
            example = tmp_path / "new" / "officials" / "alex-example.yaml"
            text = example.read_text("utf-8").replace("    position: supports", "    postion: a")
            assert Diagnostic(24, "postion", "Property postion is not allowed.") in editor.opened(
                example, text
            )


def test_takes_the_settings_that_the_page_has_for_editors(tmp_path: Path) -> None:
    [block] = re.findall(r"```json\n(\{\n  \"yaml\.schemas\".*?)```", PAGE, re.DOTALL)
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    shutil.copytree(REPOSITORY / "schemas", tmp_path / "schemas")
    with server(tmp_path, {"schemas": json.loads(block)["yaml.schemas"]}) as editor:
        for file in sorted((tmp_path / "data").rglob("*.yaml")):
            assert editor.opened(file) == [], file.name
        for name, key in (
            ("corpus.yaml", "coder"),
            ("codebook.yaml", "issues"),
            ("sources/wsws-2014-06-21.yaml", "title"),
            ("officials/zarif.yaml", "name"),
        ):
            file = tmp_path / "data" / name
            text = file.read_text("utf-8")
            spoilt = re.sub(f"^{key}:", f"{key}x:", text, count=1, flags=re.MULTILINE)
            assert any(found.text == f"{key}x" for found in editor.opened(file, spoilt)), name
