"""The documents say what the program does: they fail here when one of the two has moved on."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import stances
from cases import every_case
from stances import __version__
from stances.cli.run import run
from stances.dates import parse_date
from stances.editing.formatting import formatted
from stances.editing.import_ import result as imported
from stances.index.build import build
from stances.index.public_schema import NOTES
from stances.index.public_sql import columns
from stances.model import records as model
from stances.model.types import SCHEMA_VERSION
from stances.queries import (
    agreement,
    camps,
    check,
    comparison,
    conflicts,
    coverage,
    listing,
    lookups,
    network,
    report,
    search,
    summary,
    timeline,
    verification,
)
from stances.queries.agreement import details
from stances.queries.diff import changes
from stances.queries.filters import Filters
from stances.queries.network import explanation
from stances.schema.descriptions import DESCRIPTIONS
from stances.views.formats import PROBLEMS, ViewOptions
from stances.views.markdown_report import markdown

SARIF_KEYS = (
    *("tool", "driver", "rules", "results", "level", "locations", "logicalLocations"),
    *("partialFingerprints", "automationDetails", "columnKind", "stances/v1"),
)
ROOT = Path(__file__).resolve().parents[2]
FORMAT = (ROOT / "docs" / "data-format.md").read_text("utf-8")
ANSWERS = (ROOT / "docs" / "answers.md").read_text("utf-8")
KEY = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)` \|(?:[^|]*\|)? (.+) \|$", re.MULTILINE)
RECORDS: dict[str, type[model.Record]] = {
    "## corpus.yaml": model.Meta,
    "### assertions": model.Bounds,
    "### issues": model.Issue,
    "### positions": model.Position,
    "### factions and frames": model.Term,
    "## sources/ID.yaml": model.Source,
    "### notices": model.Notice,
    "### uncoded": model.Uncoded,
    "### assessments": model.Assessment,
    "## officials/ID.yaml": model.Official,
    "### roles": model.Role,
    "### statements": model.Statement,
    "### evidence": model.Evidence,
    "### disputes": model.Dispute,
    "### the words of a dispute": model.Denial,
    "## officials/ID/ANY.yaml": model.Part,
}
"""Where each record stands in docs/data-format.md."""


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next of any rank."""
    start = page.index(f"{heading}\n") + len(heading)
    following = re.search(r"^#+ ", page[start:], re.MULTILINE)
    return page[start : start + following.start()] if following else page[start:]


@pytest.mark.parametrize(
    "script",
    [
        "samples.py",
        "commands_page.py",
        "errors_page.py",
        "glossary_page.py",
        "architecture_page.py",
        "fields.py",
        "agreement.py",
        "screenshots.py",
    ],
)
def test_generated_pages_and_samples_are_what_the_program_says(script: str) -> None:
    command = [sys.executable, str(ROOT / "scripts" / script), "--check"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(("heading", "record"), RECORDS.items())
def test_the_data_format_has_every_key_of_a_record_and_no_other(
    heading: str, record: type[model.Record]
) -> None:
    keys = {field.alias or name for name, field in record.model_fields.items()}
    assert set(KEY.findall(section(FORMAT, heading))) == keys


@pytest.mark.parametrize(("heading", "record"), RECORDS.items())
def test_the_data_format_says_of_a_key_what_editors_show_of_it(
    heading: str, record: type[model.Record]
) -> None:
    """Written once, in the program; the page alone has links."""
    rows = ROW.findall(section(FORMAT, heading))
    said = {key: re.sub(r"\[(.+?)\]\(\S+?\)", r"\1", text) for key, text in rows}
    assert said == DESCRIPTIONS[record.__name__]


def test_the_data_format_says_which_program_reads_which_version() -> None:
    [(version, programs)] = ROW.findall(section(FORMAT, "## Versions"))
    assert version == str(SCHEMA_VERSION)
    assert __version__.startswith(programs.removeprefix("stances "))


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("## list", listing.KEYS),
        ("## summary", summary.FIGURES),
        ("## conflicts", conflicts.KEYS),
        ("## network", network.KEYS),
        ("### a tie of an actor to a concept", network.TIE_KEYS),
        ("### a term of an edge", explanation.KEYS),
        ("## agreement", agreement.KEYS),
        ("### disagreements", details.DISAGREEMENTS),
        ("### confusion", details.CONFUSION),
        ("### terms", details.EXPLANATION),
        ("## camps", camps.KEYS),
        ("### a pair of camps", camps.EXPLAINED),
        ("## search", ["rank", *search.EXCERPT]),
        ("## timeline", timeline.KEYS),
        ("## officials", lookups.OFFICIALS),
        ("## sources", lookups.SOURCES),
        ("## check", check.KEYS),
        ("## coverage", coverage.KEYS),
        ("## verify", verification.KEYS),
        ("## import", imported.KEYS),
        ("## codebook", lookups.CODEBOOK),
    ],
)
def test_the_keys_of_an_answer_are_documented_in_their_order(heading: str, keys: list[str]) -> None:
    assert KEY.findall(section(ANSWERS, heading)) == [*keys]


def test_each_table_of_sql_is_documented_with_its_columns_in_their_order() -> None:
    page = (ROOT / "docs" / "sql.md").read_text("utf-8")
    tables = re.findall(r"^### (\w+)$", page, re.MULTILINE)
    assert sorted(tables) == sorted(columns())
    for table in tables:
        assert tuple(KEY.findall(section(page, f"### {table}"))) == columns()[table]
        notes = re.findall(r"^\| `(\w+)` \| (.+) \|$", section(page, f"### {table}"), re.MULTILINE)
        said = {column: note for column, note in notes if note != "Primary key."}
        assert said == NOTES.get(table, {})


def test_each_kind_of_change_is_documented() -> None:
    page = (ROOT / "docs" / "diff.md").read_text("utf-8")
    found = re.findall(
        r"^\| `([\w-]+)` \| (.+) \|$", section(page, "## What counts as a change"), re.MULTILINE
    )
    assert found == [*changes.KINDS.items()]


def test_a_comparison_has_the_documented_keys() -> None:
    found = comparison.comparison(build(ROOT / "data"), ("rouhani", "shamkhani"), Filters())
    [*documented] = KEY.findall(section(ANSWERS, "## compare"))
    assert documented == [*found.document]
    issue = found.document["issues"][0]
    assert KEY.findall(section(ANSWERS, "### an issue of a comparison")) == [*issue]
    assert comparison.KEYS == ("side", *listing.KEYS) == tuple(found.keys)


@pytest.mark.parametrize("format_", [*PROBLEMS.views, "json"])
def test_what_is_written_for_ci_is_what_its_page_shows(
    format_: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (ROOT / "docs" / "check-formats.md").read_text("utf-8")
    assert f"| `{format_}`" in page
    fence = re.search(rf"^```text {format_}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    cases = ROOT / "tests" / "data"
    shutil.copytree(cases / "base", tmp_path / "data")
    spoilt = cases / "errors" / "ST104-unknown-faction" / "officials"
    shutil.copytree(spoilt, tmp_path / "data" / "officials", dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    assert run(["check", "--format", format_]) == 1
    printed = capsys.readouterr().out
    if format_ == "sarif":
        assert [key for key in SARIF_KEYS if f'"{key}"' not in printed or key not in page] == []
    else:
        assert fence is not None
        assert fence[1] == printed


def test_a_report_has_the_documented_keys() -> None:
    document = stances.load(ROOT / "data").report()
    issue = document["issues"][0]
    for heading, found in {
        "## report": document,
        "### what a report is about": document["about"],
        "### an issue of a report": issue,
        "### an official of a report": issue["officials"][0],
    }.items():
        assert KEY.findall(section(ANSWERS, heading)) == [*found], heading


def test_the_passages_of_the_report_stand_in_it() -> None:
    page = (ROOT / "docs" / "report.md").read_text("utf-8")
    found = report.report(build(ROOT / "data"), Filters())
    text = "".join(markdown(found, ViewOptions()))
    passages = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    assert len(passages) == 3
    for passage in passages:
        assert passage in text


def test_the_dates_of_the_data_format_have_the_bounds_that_it_says() -> None:
    row = re.compile(r"^\| `([^`]+)` \| [^|]+ \| ?([\d-]*) ?\| ?([\d-]*) ?\|$", re.MULTILINE)
    rows = row.findall(section(FORMAT, "## Dates"))
    assert rows
    for text, first, last in rows:
        date = parse_date(text, timed=True)
        assert (date.first or "", date.last or "") == (first, last), text


def test_the_examples_of_the_python_api_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = str(ROOT / "docs" / "python-api.md")
    found = doctest.testfile(page, module_relative=False)
    assert found.attempted > 0
    assert found.failed == 0


def test_what_the_page_of_editors_says_to_run_can_be_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", sysconfig.get_path("scripts"), prepend=os.pathsep)
    (tmp_path / "data/officials/rouhani").mkdir()
    (tmp_path / "data/officials/rouhani/2014.yaml").write_text("statements: []\n")
    (tmp_path / "data/codings/anna").mkdir(parents=True)
    (tmp_path / "data/codings/anna/rouhani.yaml").write_text("a-plan: {position: rejects}\n")
    page = (ROOT / "docs" / "editors.md").read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    for block in blocks:
        subprocess.run(["bash", "-euc", block], cwd=tmp_path, check=True)  # noqa: S607
    settings = json.loads(re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[0])
    for schema, files in settings["yaml.schemas"].items():
        assert (tmp_path / schema).exists()
        assert [*tmp_path.glob(files)]
    scripts = (".local/share/bash-completion/completions/stances", ".zfunc/_stances")
    for script in (*scripts, ".config/fish/completions/stances.fish"):
        assert (tmp_path / script).stat().st_size


def test_the_readme_sets_everything_up_with_one_line_each() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    lines = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    assert [("stances summary" in line, "pytest" in line) for line in lines] == [
        (True, False),
        (False, True),
    ]


def test_the_record_shown_in_the_readme_stands_in_the_corpus() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    [shown] = re.findall(r"```yaml\n# data/officials/nahavandian.yaml\n(.*?)```", readme, re.DOTALL)
    stored = (ROOT / "data" / "officials" / "nahavandian.yaml").read_text("utf-8")
    for line in shown.splitlines():
        assert line in stored.splitlines()


def test_files_that_the_pages_for_contributors_name_are_there() -> None:
    missing = []
    for page in (ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"):
        text, _, _ = page.read_text("utf-8").partition("## Modules")
        for name in re.findall(r"`([\w./-]+(?:\.(?:py|sql|md|txt|yaml)|/))`", text):
            places = (ROOT, ROOT / "src" / "stances", ROOT / "data")
            if not any((place / name).exists() for place in places):
                missing.append(f"{page.name}: {name}")
    assert missing == []


def test_each_situation_has_an_example_with_its_keys() -> None:
    page = (ROOT / "docs" / "situations.md").read_text("utf-8")
    rows = re.findall(r"^\| \[.+\]\(#([\w-]+)\).* \| (.+) \|$", page, re.MULTILINE)
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert [anchor for anchor, _ in rows] == [each.lower().replace(" ", "-") for each in headings]
    parts = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    for part, (anchor, keys) in zip(parts, rows, strict=True):
        files = "".join(re.findall(r"^```yaml \S+\n(.*?)^```$", part, re.MULTILINE | re.DOTALL))
        assert files, anchor
        named = {key for key in re.findall(r"`([a-z_]+)(?:: \w+)?`", keys) if key != "statements"}
        assert [key for key in named if f"{key}:" not in files] == [], anchor


def test_links_between_documents_lead_somewhere() -> None:
    with every_case() as case:
        for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
            for link in re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", path.read_text("utf-8")):
                with case(path.name, link):
                    assert (path.parent / link).exists()


LAYOUT = (ROOT / "docs" / "formatting.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    re.findall(r"```yaml before\n(.*?)```\n\nbecomes\n\n```yaml\n(.*?)```", LAYOUT, re.DOTALL),
)
def test_the_layout_is_what_the_examples_show(before: str, after: str) -> None:
    assert formatted(before.encode(), "official") == after.encode()


def test_every_example_of_the_layout_is_tested() -> None:
    assert LAYOUT.count("```yaml before") == LAYOUT.count("\nbecomes\n") == 5
