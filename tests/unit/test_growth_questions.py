"""No question takes the square of an official's statements, and none holds a corpus in memory.

Work is counted, not timed: lines of the package, steps of SQLite's machine, and rows read.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import stances
from corpora import CorpusBuilder
from stances.queries.conflicts import conflicts
from stances.queries.filters import Filters
from stances.queries.network import Asked, network
from stances.queries.report import report
from stances.queries.summary import summary
from stances.queries.timeline import timeline
from stances.views.formats import ViewOptions
from stances.views.json_yaml import json_

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

PACKAGE = str(Path(stances.__file__).parent)
SMALL = 150
"""Statements of the official whose work is counted, and then of twice as many."""
FEW = 3_000
"""Lines, and steps, that any question takes."""
STEPS = 10
POSITIONS = ("supports", "rejects", "opposes", "unstated")
WORDS = "we will build the line only when the state has paid for the quays and the rails".split()

QUESTIONS: dict[str, Callable[[sqlite3.Connection], Any]] = {
    "timeline": lambda index: [*timeline(index, Filters()).rows],
    "conflicts": lambda index: [*conflicts(index, Filters()).rows],
    "network": lambda index: [*network(index, Filters(), Asked()).rows],
    "report": lambda index: [*json_(report(index, Filters()), ViewOptions())],
    "summary": lambda index: [*summary(index, Filters(), ("faction",)).rows],
}


def day(number: int, shape: str) -> str:
    """When the statement with a number was said: as many in any month, however many there are."""
    exact = (date(2020, 1, 1) + timedelta(days=0 if shape == "one day" else number)).isoformat()
    return exact[:7] if shape == "months" and number % 3 == 0 else exact


def one_official(folder: Path, statements: int, shape: str) -> sqlite3.Connection:
    """The index of a corpus in which one official said everything, partly in the same words."""
    corpus = CorpusBuilder(folder).source("herald").source("gazette")
    sources = ("courier", "herald", "gazette")
    said = []
    for number in range(statements):
        words = [WORDS[(number * 7 + place * (number % 5 + 1)) % len(WORDS)] for place in range(14)]
        evidence = [
            {"source": sources[(number + more) % 3], "text": f"{' '.join(words)} {number} {more}"}
            for more in range(1 + (number % 3 == 0))
        ]
        position = POSITIONS[number % len(POSITIONS)]
        said.append({"position": position, "said": day(number, shape), "evidence": evidence})
    return corpus.official("jansen", statements=said).index()


def work(index: sqlite3.Connection, question: Callable[[sqlite3.Connection], Any]) -> list[int]:
    """The lines of the package and the steps of SQLite that a question takes."""
    lines = steps = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 - as Python calls it
        nonlocal lines
        lines += event == "line"
        return trace if frame.f_code.co_filename.startswith(PACKAGE) else None

    def step() -> int:
        nonlocal steps
        steps += STEPS
        return 0

    before = sys.gettrace()
    index.set_progress_handler(step, STEPS)
    sys.settrace(trace)
    try:
        question(index)
    finally:
        sys.settrace(before)
        index.set_progress_handler(None, 0)
    return [lines, steps]


@pytest.mark.parametrize("shape", ["days", "months", "one day"])
def test_twice_the_statements_of_one_official_take_twice_the_work(
    tmp_path: Path, shape: str
) -> None:
    small = one_official(tmp_path / "small", SMALL, shape)
    large = one_official(tmp_path / "large", 2 * SMALL, shape)
    growing = {
        name: (once, twice)
        for name, question in QUESTIONS.items()
        for once, twice in zip(work(small, question), work(large, question), strict=True)
        if twice > 2.3 * once + FEW
    }
    assert not growing


def many_officials(folder: Path, officials: int) -> sqlite3.Connection:
    corpus = CorpusBuilder(folder)
    for number in range(officials):
        position = POSITIONS[number % 2]
        corpus.official(f"official-{number:03}", statements=[position, {"position": "opposes"}])
    return corpus.index()


def rows_read(index: sqlite3.Connection, question: Callable[[sqlite3.Connection], Any]) -> int:
    """How many rows of the index a question brings into Python."""
    count = 0

    def counted(cursor: sqlite3.Cursor, cells: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a row
        nonlocal count
        count += 1
        return sqlite3.Row(cursor, cells)

    index.row_factory = counted
    try:
        question(index)
    finally:
        index.row_factory = sqlite3.Row
    return count


def test_a_summary_reads_no_row_an_official(tmp_path: Path) -> None:
    few, many = (many_officials(tmp_path / str(n), n) for n in (10, 60))
    question = QUESTIONS["summary"]
    assert rows_read(many, question) == rows_read(few, question)


def test_a_report_reads_its_officials_while_it_is_written(tmp_path: Path) -> None:
    index = many_officials(tmp_path, 250)

    def first(index: sqlite3.Connection) -> None:
        [issue] = report(index, Filters()).outline["issues"]
        assert next(iter(issue["officials"]))["official"] == "official-000"

    def every(index: sqlite3.Connection) -> None:
        [issue] = report(index, Filters()).outline["issues"]
        assert len([*issue["officials"]]) == 250

    prepared = rows_read(index, lambda index: report(index, Filters()))
    begun = rows_read(index, first) - prepared
    assert begun * 2 < rows_read(index, every) - prepared


def test_a_report_is_the_same_written_at_once_or_piece_by_piece(tmp_path: Path) -> None:
    index = one_official(tmp_path, 20, "months")
    found = report(index, Filters())
    text = "".join(json_(found, ViewOptions()))
    assert text == json.dumps(found.document, ensure_ascii=False, indent=2) + "\n"
