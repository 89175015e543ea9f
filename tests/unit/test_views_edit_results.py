from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click
import pytest

from stances.editing.import_.result import ImportReport, Line, refused
from stances.editing.references import Named
from stances.editing.refusals import Refusal
from stances.editing.rename.merge import Difference
from stances.editing.rename.plan import Mention, RenamePlan
from stances.editing.save import Replacement
from stances.problems import Problem
from stances.views.edit_results import count_lines, difference_lines, fault_lines, patch, plan_lines


def said(report: ImportReport) -> list[str]:
    return [click.unstyle(line) for line in fault_lines(report, "x.csv")]


def test_what_is_wrong_has_its_place_and_a_way_out() -> None:
    lines = refused(
        [
            Refusal(3, "Date", "`x` is no date", "write one", "ST204"),
            Refusal(4, "", "the row is odd"),
            Refusal(5, "text", "it is there", conflict=True),
            Refusal(4, "", "the row is odd"),
        ]
    )
    assert said(ImportReport(lines)) == [
        "x.csv:3:Date: error[ST204 bad-date] `x` is no date (write one)",
        "x.csv:4: error: the row is odd",
        "x.csv:5:text: conflict: it is there",
    ]


def test_what_is_wrong_with_many_rows_is_told_once_with_their_lines() -> None:
    def of(*numbers: int) -> list[str]:
        return said(ImportReport(refused([Refusal(number, "", "no title") for number in numbers])))

    assert of(2) == ["x.csv:2: error: no title"]
    assert of(2, 9) == ["x.csv:2: error: no title; so in 1 more: line 9"]
    assert of(2, 3, 4, 5, 9, 11, 12) == [
        "x.csv:2: error: no title; so in 6 more: lines 3-5, 9, 11-12"
    ]


def test_a_terminal_shows_lines_of_whole_words() -> None:
    refusal = Refusal(2, "Who", "nobody is called `Ali Ahmadi`", "write another name", "ST204")
    report = ImportReport(refused([refusal]), notes=["one two three four five six seven eight"])
    lines = [*fault_lines(report, "error.csv", 30)]
    assert [click.unstyle(line) for line in lines] == [
        "error.csv:2:Who: error[ST204",
        "  bad-date] nobody is called",
        "  `Ali Ahmadi` (write another",
        "  name)",
        "note: one two three four five",
        "  six seven eight",
    ]
    styled = [line for line in lines if line != click.unstyle(line)]
    assert [line.split("\x1b")[0] for line in styled] == ["error.csv:2:Who: ", ""]


def test_what_is_no_rows_fault_has_no_line() -> None:
    line = Line(0, "warning", code="ST408", message="corpus.yaml:1:1: too many")
    report = ImportReport([line], notes=["`A` is new"])
    assert said(report) == [
        "warning[ST408 too-many-records] corpus.yaml:1:1: too many",
        "note: `A` is new",
    ]


def test_nothing_of_a_sheet_is_executed_by_a_terminal() -> None:
    [line] = said(ImportReport(refused([Refusal(2, "a\x1b[31mb", "`\x1b]0;x\x07`\n", "")])))
    assert line.isprintable()


def test_rows_and_files_are_counted() -> None:
    lines = [Line(2, "added"), Line(3, "added"), Line(4, "wrong"), Line(4, "wrong")]
    lines += [Line(5, "there"), Line(2, "warning"), Line(0, "warning")]
    files = [("officials/a.yaml", False), ("sources/b.yaml", True)]
    assert [*count_lines(ImportReport(lines, files), written=True)] == [
        "4 rows: 2 added, 1 already there, 1 wrong",
        "2 files written, 1 of them new:",
        "  officials/a.yaml",
        "  sources/b.yaml (new)",
    ]
    assert [*count_lines(ImportReport(lines, files), written=False)][1].startswith(
        "2 files to be written"
    )


def test_many_files_are_not_all_named() -> None:
    files = [(f"officials/a{number}.yaml", True) for number in range(25)]
    lines = [*count_lines(ImportReport([Line(2, "added")], files), written=True)]
    assert len(lines) == 2 + 20 + 1
    assert lines[-1] == "  and 5 more"


def test_what_could_not_be_read_is_not_counted() -> None:
    assert [*count_lines(ImportReport([Line(1, "wrong")], understood=False), written=False)] == [
        "no row was read, and nothing written"
    ]
    assert [*count_lines(ImportReport([]), written=False)] == ["no rows"]


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
def test_plan_lines_count_uses_and_files(
    count: int,
    uses: int,
    written: bool,  # noqa: FBT001
    first: str,
    second: str,
) -> None:
    assert lines(plan(count, uses=uses), written=written)[:2] == [first, second]


def test_plan_lines_name_the_first_of_many_files_and_mentions() -> None:
    mentions = [Mention("corpus.yaml", n, "scope of corpus") for n in range(1, 31)]
    told = lines(plan(25, mentions=mentions))
    assert told.count("  and 5 more") == 1
    assert told[-1] == "  and 10 more"
    assert "30 mentioned in free text, not changed:" in told


def test_plan_lines_tell_what_is_to_be_looked_at() -> None:
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


GIT = shutil.which("git") or "git"
CASES = [
    (b"a\nb\nc\n", b"a\nB\nc\n"),
    (b"a\nb", b"a\nb\n"),
    (b"a\nb\n", b"a\nb"),
    (b"a\r\nb\r\n", b"a\r\nc\r\n"),
    (b"\xef\xbb\xbfa\n", b"a\n"),
    ("گ\x0b\u2028x\n".encode(), "گ\x0b\u2028y\n".encode()),
    (None, b"a\nb\n"),
    (b"a\n", None),
]


@pytest.mark.parametrize("name", ["x.yaml", "two words/x.yaml"])
@pytest.mark.parametrize(("before", "after"), CASES)
def test_git_makes_the_new_file_of_the_old_one(
    tmp_path: Path, before: bytes | None, after: bytes | None, name: str
) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    if before is not None:
        file.write_bytes(before)
    text = click.unstyle("".join(patch(name, before, after)))
    subprocess.run([GIT, "apply", "-"], cwd=tmp_path, input=text.encode(), check=True)
    assert (file.read_bytes() if file.exists() else None) == after


def test_what_stays_the_same_has_no_diff() -> None:
    assert [*patch("x.yaml", b"a\n", b"a\n")] == []


def test_additions_and_deletions_have_colours_and_signs() -> None:
    text = "".join(patch("x.yaml", b"a\n--- b\n", b"a\nc\n"))
    assert "\x1b[31m---- b\x1b[0m\n" in text
    assert "\x1b[32m+c\x1b[0m\n" in text
    assert "\n a\n" in text


@pytest.mark.parametrize("name", ["new.yaml", "two words/new.yaml"])
@pytest.mark.parametrize("after", [b"a\nb\n", b"a\nc\n"])
def test_git_moves_a_file_and_changes_it(tmp_path: Path, name: str, after: bytes) -> None:
    old = tmp_path / name.replace("new", "old")
    old.parent.mkdir(exist_ok=True)
    old.write_bytes(b"a\nb\n")
    was = name.replace("new", "old")
    text = click.unstyle("".join(patch(name, b"a\nb\n", after, was)))
    subprocess.run([GIT, "apply", "-"], cwd=tmp_path, input=text.encode(), check=True)
    assert (tmp_path / name).read_bytes() == after
    assert not old.exists()
