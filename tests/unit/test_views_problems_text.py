from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cases import every_case
from stances.codes import CATALOGUE
from stances.problems import Problem
from stances.queries.check import ProblemCounts
from stances.views.problems.plain_text import count_line, explanation, problem_lines, shown_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Cells = Callable[[str], int]

WIDE = 500
"""The path of a folder of tests is on one line, too."""
ISOLATES = re.compile("[\u2067-\u2069]")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def problem(line: int = 1, column: int = 1, code: str = "ST104", hint: str = "") -> Problem:
    return Problem("officials/a.yaml", line, column, code, "something is wrong", hint)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes the file that the problems are in, and gives the corpus."""

    def to_file(text: str | bytes) -> Path:
        (tmp_path / "officials").mkdir(exist_ok=True)
        raw = text.encode() if isinstance(text, str) else text
        (tmp_path / "officials" / "a.yaml").write_bytes(raw)
        return tmp_path

    return to_file


def lines(folder: Path, *problems: Problem, excerpts: bool = True, width: int = 80) -> list[str]:
    found = problem_lines(problems, folder, folder if excerpts else None, width=width)
    return [ANSI.sub("", line) for line in found]


def excerpt(folder: Path, line: int, column: int, width: int = 80) -> tuple[str, str]:
    """Give the line of the file and the line with the caret, as shown."""
    # Each corpus is a folder of its own, so nothing that is remembered of a file is of another.
    told = lines(folder, problem(line, column), width=width)
    at = next(at for at, each in enumerate(told) if re.match(r" +\d+ \| ", each))
    return told[at], told[at + 1]


class TestProblemLines:
    def test_says_where_what_and_how_bad_it_is(self) -> None:
        [line] = lines(Path("data"), problem(3, 7), excerpts=False)
        assert line == "data/officials/a.yaml:3:7: error[ST104 unknown-faction] something is wrong"
        [line] = lines(Path("data"), problem(code="ST016"), excerpts=False)
        assert "warning[ST016 comment-in-text]" in line

    def test_says_what_to_do_behind_it(self) -> None:
        [line] = lines(Path("data"), problem(hint="do this"), excerpts=False)
        assert line.endswith("something is wrong (do this)")

    def test_says_it_below_on_a_terminal(self, write: Callable[[str], Path]) -> None:
        found = lines(write("faction: zzz\n"), problem(1, 10, hint="do this"), width=WIDE)
        carets = "       |          ^^^"
        assert found[1:] == ["     1 | faction: zzz", carets, "  help: do this", ""]
        assert len(lines(write("faction: zzz\n"), problem(1, 10), width=WIDE)) == 4

    def test_shows_the_first_line_of_a_text_below_its_key(
        self, write: Callable[[str], Path]
    ) -> None:
        folder = write("a:\n  text: >- # c\n    so: he said\n    and left\n  note: >-\n")
        found = lines(folder, problem(2, 9), width=WIDE)
        assert found[1:4] == [
            "     2 |   text: >- # c",
            "     3 |     so: he said",
            "       |     ^^^^^^^^^^^",
        ]
        assert lines(folder, problem(5, 9), width=WIDE)[1:3] == [
            "     5 |   note: >-",
            "       |         ^^",
        ]

    @pytest.mark.parametrize("width", [30, 60, 80])
    def test_is_folded_at_words_on_a_terminal(self, cells: Cells, width: int) -> None:
        what = "these words are wrong, and `officials/berg` is no کلمه of them; " * 2
        one = Problem("officials/a.yaml", 3, 7, "ST104", what.strip(), "do this or that, " * 5)
        *told, end = (ISOLATES.sub("", line) for line in lines(Path("data"), one, width=width))
        assert end == ""
        assert max(map(cells, told)) <= width
        at = next(at for at, line in enumerate(told) if line.startswith("  help: "))
        head, hint = told[:at], told[at:]
        assert all(line.startswith("  ") for line in head[1:])
        assert all(line.startswith(" " * len("  help: ")) for line in hint[1:])
        place = "data/officials/a.yaml:3:7: error[ST104 unknown-faction]"
        assert " ".join(" ".join(head).split()) == f"{place} {what.strip()}"
        assert " ".join(" ".join(hint).split()) == f"help: {one.hint.strip()}"

    def test_has_its_severity_in_colour_wherever_it_is_folded(self) -> None:
        for width in range(20, 90):
            shown = problem_lines([problem()], Path("data"), Path("data"), width=width)
            assert "\x1b[31m\x1b[1merror\x1b[0m[ST104" in "".join(shown)

    def test_is_red_or_magenta(self) -> None:
        [error, warning] = problem_lines(
            [problem(), problem(code="ST016")], Path("data"), None, width=80
        )
        assert "\x1b[31m\x1b[1merror\x1b[0m[ST104" in error
        assert "\x1b[35m\x1b[1mwarning\x1b[0m[ST016" in warning


class TestCaret:
    @pytest.mark.parametrize(
        ("text", "column", "cells_before"),
        [
            ("a: b", 1, 0),
            ("a: b", 4, 3),
            ("a: b", 5, 4),
            ("名前: 王", 5, 6),
            ("名前: 王", 3, 4),
            ("نام: علی", 6, 5),
            ("e\u0301e\u0301: x", 5, 2),
            ("می\u200cشود: x", 8, 6),
            ("a:\t\tb", 5, 4),
            ("😀😀 x", 4, 5),
            ("\u2068a\u2069: x", 6, 5),
            ("faction: council", 10, 9),
        ],
    )
    def test_stands_below_its_place_whatever_comes_before_it(
        self, write: Callable[[str], Path], cells: Cells, text: str, column: int, cells_before: int
    ) -> None:
        shown, caret = excerpt(write(text), 1, column)
        before = len("     1 | ")
        assert caret.rstrip("^") == " " * 7 + "|" + " " * (1 + cells_before)
        assert cells(shown[:before]) == before
        assert "\t" not in shown

    @pytest.mark.parametrize("column", [1, 40, 60, 75, 300, 620, 1000])
    @pytest.mark.parametrize("width", [40, 80, 200])
    def test_stands_below_its_place_in_a_long_line(
        self, write: Callable[[str], Path], column: int, width: int
    ) -> None:
        text = "".join(chr(ord("a") + number % 23) for number in range(1000))
        shown, caret = excerpt(write(text), 1, column, width)
        assert len(shown) <= width
        assert shown[caret.index("^")] == text[column - 1]

    @pytest.mark.parametrize("width", [40, 80])
    def test_stands_below_its_place_in_a_long_line_of_wide_characters(
        self, write: Callable[[str], Path], cells: Cells, width: int
    ) -> None:
        shown, caret = excerpt(write("王" * 300 + "b" + "王" * 50), 1, 301, width)
        assert cells(shown) <= width
        assert cells(shown[: shown.index("b")]) == caret.index("^")

    @pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
    def test_stands_below_its_place_whatever_ends_the_lines(
        self, write: Callable[[str], Path], ending: str
    ) -> None:
        shown, caret = excerpt(write(f"a: 1{ending}b: 2{ending}c: 3"), 2, 4)
        assert (shown, caret) == ("     2 | b: 2", "       |    ^")

    def test_stands_below_its_place_after_a_byte_order_mark(
        self, write: Callable[[str], Path]
    ) -> None:
        assert excerpt(write("\ufeffa: b"), 1, 4) == ("     1 | a: b", "       |    ^")


class TestExcerpt:
    @pytest.mark.parametrize("char", ["\x07", "\x1b", "\x9b", "\u202e", "\u2066", "\x7f", "\u2028"])
    def test_shows_a_control_character_instead_of_obeying_it(
        self, write: Callable[[str], Path], char: str
    ) -> None:
        shown, caret = excerpt(write(f"a{char}b: x"), 1, 3)
        assert char not in shown
        assert shown == "     1 | a\ufffdb: x"
        assert shown[caret.index("^")] == "b"

    def test_of_bytes_that_are_no_text_is_shown_all_the_same(
        self, write: Callable[[bytes], Path]
    ) -> None:
        assert excerpt(write(b"a: \xff\n"), 1, 4)[0] == "     1 | a: \ufffd"

    @pytest.mark.parametrize("line", [0, 3, 99])
    def test_is_left_out_where_there_is_no_such_line(
        self, write: Callable[[str], Path], line: int
    ) -> None:
        assert len(lines(write("a: b\n"), problem(line), width=WIDE)) == 2

    def test_is_left_out_where_the_file_cannot_be_read(self, tmp_path: Path) -> None:
        assert len(lines(tmp_path, problem(), width=WIDE)) == 2
        (tmp_path / "officials" / "a.yaml").mkdir(parents=True)
        assert len(lines(tmp_path, problem(), width=WIDE)) == 2


def test_a_message_takes_one_line_whatever_value_it_names(corpus: CorpusBuilder) -> None:
    corpus.official("jansen", kind="per\nson", statements=[{"position": "a\nb", "id": "c\nd"}])
    problems = corpus.problems()
    assert len(problems) == 3
    for line in lines(corpus.folder, *problems, excerpts=False):
        assert "\n" not in line
        assert len(line) < 300


@pytest.mark.parametrize(
    ("folder", "shown"),
    [
        ("data", "data/officials/a.yaml"),
        (".", "officials/a.yaml"),
        ("../data", "../data/officials/a.yaml"),
        ("/tmp/x", "/tmp/x/officials/a.yaml"),  # noqa: S108 - nothing is written there
    ],
)
def test_a_path_is_shown_as_it_is_typed_from_here(folder: str, shown: str) -> None:
    assert shown_path(Path(folder), "officials/a.yaml") == shown


@pytest.mark.parametrize(
    ("codes", "elsewhere", "line"),
    [
        (["ST104"], 0, "1 error, 0 warnings in 1 file"),
        (["ST104", "ST104", "ST016"], 0, "2 errors, 1 warning in 1 file"),
        (["ST016"], 1, "0 errors, 1 warning in 1 file; 1 problem elsewhere in the corpus"),
        ([], 12, "0 errors, 0 warnings in 0 files; 12 problems elsewhere in the corpus"),
    ],
)
def test_problems_are_counted_on_a_last_line(codes: list[str], elsewhere: int, line: str) -> None:
    assert count_line(ProblemCounts.of([problem(code=code) for code in codes], elsewhere)) == line


def test_files_are_counted_once() -> None:
    other = Problem("sources/b.yaml", 1, 1, "ST104", "bad")
    assert (
        count_line(ProblemCounts.of([problem(), problem(2), other]))
        == "3 errors, 0 warnings in 2 files"
    )


def test_every_code_is_explained() -> None:
    with every_case() as case:
        for code, entry in CATALOGUE.items():
            with case(code):
                text = explanation(code)
                kind = "retired" if entry.retired else entry.severity
                assert text.startswith(f"{code} {entry.name} ({kind})\n\n")
                assert entry.why in text
                assert entry.cure in text
                assert text.endswith("\n")
