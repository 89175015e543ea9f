from __future__ import annotations

import click

from stances.editing.import_.result import Line, Report, refused
from stances.editing.refusals import Refusal
from stances.views.edit_results import count_lines, fault_lines


def said(report: Report) -> list[str]:
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
    assert said(Report(lines)) == [
        "x.csv:3:Date: error[ST204 bad-date] `x` is no date (write one)",
        "x.csv:4: error: the row is odd",
        "x.csv:5:text: conflict: it is there",
    ]


def test_what_is_wrong_with_many_rows_is_told_once_with_their_lines() -> None:
    def of(*numbers: int) -> list[str]:
        return said(Report(refused([Refusal(number, "", "no title") for number in numbers])))

    assert of(2, 3, 9) == [f"x.csv:{number}: error: no title" for number in (2, 3, 9)]
    assert of(2, 3, 4, 5, 9, 11, 12) == [
        "x.csv:2: error: no title; so in 6 more: lines 3-5, 9, 11-12"
    ]


def test_what_is_no_rows_fault_has_no_line() -> None:
    line = Line(0, "warning", code="ST408", message="corpus.yaml:1:1: too many")
    report = Report([line], notes=["`A` is new"])
    assert said(report) == [
        "warning[ST408 too-many-records] corpus.yaml:1:1: too many",
        "note: `A` is new",
    ]


def test_nothing_of_a_sheet_is_executed_by_a_terminal() -> None:
    [line] = said(Report(refused([Refusal(2, "a\x1b[31mb", "`\x1b]0;x\x07`\n", "")])))
    assert line.isprintable()


def test_rows_and_files_are_counted() -> None:
    lines = [Line(2, "added"), Line(3, "added"), Line(4, "wrong"), Line(4, "wrong")]
    lines += [Line(5, "there"), Line(2, "warning"), Line(0, "warning")]
    files = [("officials/a.yaml", False), ("sources/b.yaml", True)]
    assert [*count_lines(Report(lines, files), written=True)] == [
        "4 rows: 2 added, 1 already there, 1 wrong",
        "2 files written, 1 of them new:",
        "  officials/a.yaml",
        "  sources/b.yaml (new)",
    ]
    assert [*count_lines(Report(lines, files), written=False)][1].startswith(
        "2 files to be written"
    )


def test_many_files_are_not_all_named() -> None:
    files = [(f"officials/a{number}.yaml", True) for number in range(25)]
    lines = [*count_lines(Report([Line(2, "added")], files), written=True)]
    assert len(lines) == 2 + 20 + 1
    assert lines[-1] == "  and 5 more"


def test_what_could_not_be_read_is_not_counted() -> None:
    assert [*count_lines(Report([Line(1, "wrong")], understood=False), written=False)] == [
        "no row was read, and nothing written"
    ]
    assert [*count_lines(Report([]), written=False)] == ["no rows"]
