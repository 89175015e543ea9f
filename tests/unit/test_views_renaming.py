"""What a person reads of a renaming before and after it is done."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from stances.editing.references import Named
from stances.editing.rename.merge import Difference
from stances.editing.rename.plan import Mention, RenamePlan
from stances.editing.save import Replacement
from stances.problems import Problem
from stances.views.edit_results import difference_lines, plan_lines

FOLDER = Path("data")
OLD, NEW = Named("official", "a"), Named("official", "b")


def plan(count: int = 1, **fields: object) -> RenamePlan:
    files = [Replacement(FOLDER / f"officials/{n}.yaml", b"x", b"y") for n in range(count)]
    own: dict[str, object] = {
        "old": OLD,
        "new": NEW,
        "merged": False,
        "uses": 1,
        "replacements": files,
        "differences": [],
        "told": [],
        "mentions": [],
    }
    return RenamePlan(**(own | fields))  # type: ignore[arg-type]


def lines(found: RenamePlan, *, written: bool = True) -> list[str]:
    return [click.unstyle(line) for line in plan_lines(found, FOLDER, written=written)]


@pytest.mark.parametrize(
    ("count", "uses", "written", "first", "second"),
    [
        (1, 1, True, "official a becomes b: 1 use renamed", "1 file written:"),
        (1, 0, True, "official a becomes b", "1 file written:"),
        (2, 1200, False, "official a becomes b: 1,200 uses renamed", "2 files to be written:"),
    ],
)
def test_counts(count: int, uses: int, written: bool, first: str, second: str) -> None:  # noqa: FBT001
    assert lines(plan(count, uses=uses), written=written)[:2] == [first, second]


def test_names_the_first_of_many_files_and_mentions() -> None:
    mentions = [Mention("corpus.yaml", n, "scope of corpus") for n in range(1, 31)]
    told = lines(plan(25, mentions=mentions))
    assert told.count("  and 5 more") == 1
    assert told[-1] == "  and 10 more"
    assert "30 mentioned in free text, not changed:" in told


def test_tells_what_is_to_be_looked_at() -> None:
    problem = Problem("officials/b.yaml", 3, 1, "ST404", "unused")
    told = lines(plan(told=["\x1b[2Jx"], warnings=[problem], merged=True))
    assert told[0] == "official a is merged into b: 1 use renamed"
    assert told[1] == "note: \\u001b[2Jx"
    assert told[2] == "officials/b.yaml:3: warning[ST404 unused-source] unused"


def test_shows_both_sides_of_a_difference() -> None:
    open_ = Difference("codebook.yaml", ("frames", 0), "label", None, "B")
    decided = open_._replace(key="definition", old="x", open=False)
    found = [click.unstyle(each) for each in difference_lines(plan(differences=[open_, decided]))]
    assert found == [
        "`a` and `b` differ:",
        "  codebook.yaml, frames 1, label (to be decided)",
        "    OLD a: (nothing)",
        "    NEW b: B",
        "  codebook.yaml, frames 1, definition",
        "    OLD a: x",
        "    NEW b: B",
    ]
    assert [*difference_lines(plan())] == []
