"""Diffs of files, short and long: they say all that has changed, and of long ones little else."""

from __future__ import annotations

import difflib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.views import line_diff
from stances.views.line_diff import hunks

LINES = st.lists(st.sampled_from([f"{number}\n" for number in range(12)]), max_size=40)


def applied(old: list[str], diff: list[str]) -> list[str]:
    """The old file with the diff applied, as `patch` applies it."""
    made: list[str] = []
    at = 0
    for line in diff:
        if head := re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@\n", line):
            begin = int(head[1]) - (head[2] != "0")
            made += old[at:begin]
            at = begin
        elif line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        made += [line[1:]] if line[0] in " +" else []
    return made + old[at:]


@given(LINES, LINES)
def test_a_short_file_is_compared_as_difflib_does(old: list[str], new: list[str]) -> None:
    assert [*hunks(old, new)] == [*difflib.unified_diff(old, new)][2:]


@given(LINES, LINES)
def test_a_diff_of_a_long_file_makes_the_new_one(old: list[str], new: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(line_diff, "_AT_ONCE", 0)
        assert applied(old, [*hunks(old, new)]) == new


def test_a_diff_of_a_long_file_has_the_changed_lines_alone() -> None:
    old = [line for i in range(3_000) for line in (f"- id: s{i}\n", "  form: quote\n", "\n")]
    new = [*old]
    new[1] = "  form: paraphrase\n"
    new[4_000:4_001] = []
    new.insert(6_000, "  note: new\n")
    diff = [*hunks(old, new)]
    assert diff == [*difflib.unified_diff(old, new)][2:]
    assert sum(line[0] in "+-" for line in diff) == 4


def test_what_is_equal_has_no_diff() -> None:
    for lines in ([], ["a\n"], ["a\n", "b\n"] * 1_000):
        assert not [*hunks(lines, lines)]
