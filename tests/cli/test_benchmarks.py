"""The benchmarks as a whole, with so few statements that the figures mean nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = (
    "help version json table first quotes coders build by-hand summary summary-jq faction "
    "search search-edit edit timeline conflicts report network rows load freshness "
    "memory-check memory-list memory-summary memory-timeline memory-conflicts memory-report "
    "memory-search fmt plain summary-sqlite faction-sqlite faction-jq hledger bean-query "
    "ripgrep"
).split()
LOPSIDED_ROWS = "even timeline conflicts report".split()
OF_ONE_OFFICIAL = "twice-timeline twice-conflicts twice-report".split()


def benchmarks(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--rounds", "1", *arguments]
    env = None if path is None else {"PATH": path}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def rows(printed: str) -> dict[str, list[str]]:
    lines = [line.strip("|").split("|") for line in printed.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line] for line in lines]
    return {line[0]: line for line in cells if line[0] != "row" and set(line[0]) != {"-"}}


def test_every_row_has_a_ratio_or_names_what_it_lacks(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    found = benchmarks("--statements", "100", "--write", str(page))
    table = rows(found.stdout)
    assert list(table) == ROWS
    lacking = {name for name, cells in table.items() if not cells[5]}
    told = {line.split("`")[1] for line in found.stdout.splitlines() if "is not installed" in line}
    assert lacking <= told
    assert all(float(table[name][5]) > 0 for name in set(ROWS) - lacking)
    assert found.returncode == int("MISSED" in found.stdout)
    assert rows(page.read_text("utf-8")) == table


def test_lopsided_corpora_have_rows_of_their_own() -> None:
    found = benchmarks("--lopsided", "100", *(f"--only={row}" for row in LOPSIDED_ROWS[1:]))
    _, *sections = found.stdout.split("### 100 statements, ")
    assert [each.partition(",")[0] for each in sections] == [
        "one official",
        "one alias",
        "one source",
    ]
    assert [list(rows(each)) for each in sections] == [LOPSIDED_ROWS[1:]] * 3
    found = benchmarks(
        "--lopsided", "100", *(f"--only={row}" for row in ("even", *OF_ONE_OFFICIAL))
    )
    assert list(rows(found.stdout)) == ["even", *OF_ONE_OFFICIAL]
    assert found.returncode == 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("summary-jq", "jq is not installed: apt-get install jq"),
        ("freshness", "git is not installed: apt-get install git"),
        ("ripgrep", "rg is not installed: apt-get install ripgrep"),
        ("hledger", "hledger is not installed: apt-get install hledger"),
    ],
)
def test_a_peer_that_is_missing_is_named(row: str, said: str, tmp_path: Path) -> None:
    found = benchmarks("--statements", "100", "--only", row, path=str(tmp_path))
    assert f"- `{row}`: {said}" in found.stdout.splitlines()
    assert (found.returncode, found.stderr) == (0, f"100 statements: {row} …\n")
