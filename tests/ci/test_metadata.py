"""What catalogues read about the program: all of one mind, and filled in by a release at once."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema.cli import main as check_jsonschema
from click.testing import CliRunner

from cases import every_case
from scripts import metadata
from stances import __version__, home

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in metadata.SOURCES}
ADDRESS = "https://github.com/somebody/stances"
RELEASED = metadata.written(metadata.filled_in(TEXTS, ADDRESS, "2030-01-02"))
UNRELEASED = metadata.written(metadata.filled_in(TEXTS, "", None))
WRITTEN = ("CITATION.cff", "codemeta.json", ".zenodo.json")
STATES = pytest.mark.parametrize("texts", [UNRELEASED, RELEASED], ids=["unreleased", "released"])


def project(texts: metadata.Texts) -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(texts["pyproject.toml"])["project"]
    return table


def test_files_are_what_the_script_writes(capsys: pytest.CaptureFixture[str]) -> None:
    code = metadata.main(["--check"])
    assert (code, capsys.readouterr().out) == (0, "")


@STATES
def test_all_agree(texts: metadata.Texts) -> None:
    citation = yaml.safe_load(texts["CITATION.cff"])
    codemeta, zenodo = (json.loads(texts[name]) for name in WRITTEN[1:])
    said = project(texts)
    released = re.findall(r'^RELEASED = "(.*)"$', texts[metadata.HOME], re.MULTILINE)
    [(newest, day)] = re.findall(r"^## \[([\d.]+)\] - (.*)$", texts["CHANGELOG.md"], re.MULTILINE)[
        :1
    ]
    agreed = {
        "title": {said["name"], citation["title"], codemeta["name"], zenodo["title"]},
        "version": {
            __version__,
            newest,
            *(each["version"] for each in (citation, codemeta, zenodo)),
        },
        "day": {
            *(day, *released, citation["date-released"]),
            *(codemeta["dateModified"], zenodo["publication_date"]),
        },
        "licence": {
            *(said["license"], citation["license"], zenodo["license"]),
            codemeta["license"].removeprefix("https://spdx.org/licenses/"),
            (ROOT / "LICENSE").read_text("utf-8").split()[0],
        },
        "words": {
            *(said["description"], citation["abstract"]),
            *(codemeta["description"], zenodo["description"]),
        },
    }
    with every_case() as case:
        for what, values in agreed.items():
            with case(what):
                assert len(values) == 1, values
    date.fromisoformat(day)
    authors = [author["name"] for author in said["authors"]]
    for each in (citation["authors"], codemeta["author"], zenodo["creators"]):
        assert [author["name"] for author in each] == authors == ["the founders of stances"]


@STATES
def test_the_citation_is_one_by_the_published_schema(texts: metadata.Texts, tmp_path: Path) -> None:
    file = tmp_path / "CITATION.cff"
    file.write_text(texts["CITATION.cff"], "utf-8")
    schema = ("--builtin-schema", "vendor.citation-file-format")
    done = CliRunner().invoke(check_jsonschema, [*schema, str(file)])
    assert done.exit_code == 0, done.output


def test_nothing_is_made_up_while_there_is_no_address() -> None:
    assert project(UNRELEASED)["urls"] == {}
    for name in WRITTEN:
        addresses = set(re.findall(r"https?://[^\s\"]+", UNRELEASED[name]))
        assert addresses <= {"https://w3id.org/codemeta/3.0", "https://spdx.org/licenses/MIT"}
        assert "@" not in UNRELEASED[name].replace('"@context"', "").replace('"@type"', "")


def test_a_release_fills_in_the_address_everywhere() -> None:
    urls = project(RELEASED)["urls"]
    assert urls["Repository"] == ADDRESS
    assert all(url.startswith(f"{ADDRESS}/") for name, url in urls.items() if name != "Repository")
    assert yaml.safe_load(RELEASED["CITATION.cff"])["repository-code"] == ADDRESS
    assert json.loads(RELEASED["codemeta.json"])["codeRepository"] == ADDRESS
    assert f"pip install 'stances @ git+{ADDRESS}@v{__version__}'" in RELEASED["README.md"]
    guide = RELEASED["docs/ci.md"]
    used = re.findall(r"^ *(?:- )?(?:uses|repo|STANCES): (\S*stances\S*)", guide, re.MULTILINE)
    assert len(used) >= 6
    assert {re.sub(r".*(somebody/stances).*", r"\1", each) for each in used} == {"somebody/stances"}
    assert "In place of" not in guide
    blocks = re.findall(r"^```yaml\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert all(yaml.safe_load(block) for block in blocks)


def test_a_release_can_be_filled_in_again_and_taken_back() -> None:
    filled = {name: RELEASED[name] for name in TEXTS}
    assert metadata.written(filled) == RELEASED
    back = metadata.filled_in(filled, home.ADDRESS, home.RELEASED)
    assert {name: metadata.written(back)[name] for name in TEXTS} == TEXTS


@pytest.mark.parametrize(
    "address", ["github.com/o/stances", "http://example.org/o/s", f"{ADDRESS}/", f"{ADDRESS}.git"]
)
def test_an_address_that_others_could_not_use_is_refused(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        metadata.main(["--check", "--address", address])
    assert ended.value.code == 2
    assert "is no address such as" in capsys.readouterr().err
