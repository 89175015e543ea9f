"""The documents say what the program does: they fail here when one of the two has moved on."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

from stances import model
from stances.dates import parse_date
from stances.editing.formatting import formatted
from stances.importing import report
from stances.index.public import columns
from stances.queries import (
    comparison,
    conflicts,
    listing,
    lookups,
    search,
    summary,
    timeline,
    verification,
)

ROOT = Path(__file__).resolve().parents[2]
FORMAT = (ROOT / "docs" / "data-format.md").read_text("utf-8")
ANSWERS = (ROOT / "docs" / "answers.md").read_text("utf-8")
KEY = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next of any rank."""
    start = page.index(f"{heading}\n") + len(heading)
    following = re.search(r"^#+ ", page[start:], re.MULTILINE)
    return page[start : start + following.start()] if following else page[start:]


@pytest.mark.parametrize("script", ["samples.py", "commands_page.py", "errors_page.py"])
def test_generated_pages_and_samples_are_what_the_program_says(script: str) -> None:
    command = [sys.executable, str(ROOT / "scripts" / script), "--check"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("heading", "record", "elsewhere"),
    [
        ("## corpus.yaml", model.Meta, set()),
        ("### issues", model.Issue, set()),
        ("### positions", model.Position, set()),
        ("### factions and frames", model.Term, set()),
        ("## sources/ID.yaml", model.Source, set()),
        ("### assessments", model.Assessment, set()),
        ("## officials/ID.yaml", model.Official, {"statements"}),
        ("### roles", model.Role, set()),
        ("### statements", model.Statement, set()),
        ("### evidence", model.Evidence, set()),
        ("### disputes", model.Dispute, set()),
    ],
)
def test_the_data_format_has_every_key_of_a_record_and_no_other(
    heading: str, record: type[model.Record], elsewhere: set[str]
) -> None:
    keys = {field.alias or name for name, field in record.model_fields.items()}
    assert set(KEY.findall(section(FORMAT, heading))) == keys | elsewhere


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("## list", listing.KEYS),
        ("## summary", summary.FIGURES),
        ("## conflicts", conflicts.KEYS),
        ("## search", ["rank", *search.EXCERPT]),
        ("## timeline", timeline.KEYS),
        ("## officials", lookups.OFFICIALS),
        ("## sources", lookups.SOURCES),
        ("## verify", verification.KEYS),
        ("## import", report.KEYS),
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


def test_a_comparison_has_the_documented_keys() -> None:
    document = comparison.Comparison((), {}, {})
    documented = KEY.findall(section(ANSWERS, "## compare"))
    assert documented == ["sides", "rows", "shared_frames", "distance", "scored"]
    assert comparison.KEYS == ("side", *listing.KEYS) == tuple(document.keys)


def test_the_dates_of_the_data_format_have_the_bounds_that_it_says() -> None:
    row = re.compile(r"^\| `([^`]+)` \| [^|]+ \| ?([\d-]*) ?\| ?([\d-]*) ?\|$", re.MULTILINE)
    rows = row.findall(section(FORMAT, "## Dates"))
    assert rows
    for text, first, last in rows:
        date = parse_date(text)
        assert (date.first or "", date.last or "") == (first, last), text


def test_the_examples_of_the_python_api_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = str(ROOT / "docs" / "python-api.md")
    found = doctest.testfile(page, module_relative=False)
    assert found.attempted > 0
    assert found.failed == 0


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


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *map(str, ROOT.glob("docs/*.md"))]
)
def test_links_between_documents_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for link in re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", path.read_text("utf-8")):
        assert (path.parent / link).exists(), link


LAYOUT = (ROOT / "docs" / "formatting.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    re.findall(r"```yaml before\n(.*?)```\n\nbecomes\n\n```yaml\n(.*?)```", LAYOUT, re.DOTALL),
)
def test_the_layout_is_what_the_examples_show(before: str, after: str) -> None:
    assert formatted(before.encode(), "official") == after.encode()


def test_every_example_of_the_layout_is_tested() -> None:
    assert LAYOUT.count("```yaml before") == LAYOUT.count("\nbecomes\n") == 5
