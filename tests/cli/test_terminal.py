"""What somebody sees who sits at a terminal."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from stances.views.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Run

    Cells = Callable[[str], int]
    Plain = Callable[[str], str]

WIDTHS = (60, 80, 200)
THREE_THAT_MUST_FEEL_PERFECT = [
    ("list", "--faction", "military"),
    ("compare", "rouhani", "shamkhani"),
    ("summary",),
    ("show", "rouhani"),
]
TIMELINES = [("timeline",), ("timeline", "--faction", "executive"), ("timeline", "--shifts")]
LOOKUPS = [("officials",), ("sources",), ("codebook",), ("codebook", "frames")]
SPOILT = {
    "officials/brandt.yaml": """\
name: Bruno Brandt
roles:
  - {title: Harbour master, faction: habour}
""",
    "officials/farahi.yaml": """\
name: 水曜日に東京で会談した水曜日に東京で会談した水曜日に東京で会談した
nam: x
""",
    "officials/zwing.yaml": "name: Z\nnote: " + "a long line " * 40 + '"\\q"\n\tbad: "tab\n',
    "sources/zwing.yaml": f"title: x\npublished: 2021\nlang: en\nnote: {'n' * 300}\nurl: ftp://x\n",
    "sources/wide.yaml": f"{{title: {'東' * 150}, published: 2021, lang: en, kid: x}}\n",
}

at_every_width = pytest.mark.parametrize("width", WIDTHS)


def words_of(text: str) -> set[str]:
    return {word.strip("“”\"'.,()") for word in text.split()}


def parts_of(ref: str) -> tuple[str, str]:
    official, _, statement = ref.partition("/")
    return f"{official}/", statement


def run_together(text: str) -> str:
    return "".join(char for char in text if not (char.isspace() or char in "\u2068\u2069"))


@at_every_width
class TestTablesOnATerminal:
    @pytest.mark.parametrize(
        "asked", [*THREE_THAT_MUST_FEEL_PERFECT, *TIMELINES, *LOOKUPS], ids=" ".join
    )
    def test_are_as_wide_as_the_terminal_with_nothing_cut_off(
        self, terminal: Run, cells: Cells, plain: Plain, asked: tuple[str, ...], width: int
    ) -> None:
        answer = terminal(*asked, width=width)
        assert answer.returncode == 0
        lines = plain(answer.stdout).split("\n")
        assert max(map(cells, lines)) <= width
        assert not re.search(r"\w…", answer.stdout), "a word is cut off"
        assert "\t" not in answer.stdout

    def test_list_everything_of_a_statement(
        self, terminal: Run, stances: Run, repository: Path, plain: Plain, width: int
    ) -> None:
        asked = ("list", "--faction", "military")
        shown = plain(terminal(*asked, width=width).stdout)
        rows = json.loads(stances(*asked, "--format", "json", "--data", repository / "data").stdout)
        assert rows
        told = {in_words(row["said"]) for row in rows}
        for text in (*told, *(row[key] for row in rows for key in ("quote", "name", "role"))):
            assert words_of(text) <= words_of(shown), text
        for row in rows:
            assert all(part in words_of(shown.replace("/", "/ ")) for part in parts_of(row["ref"]))
            if width < 70:
                assert run_together(row["quote"]) in run_together(shown)
        assert re.search("-2 +Rejects", shown)
        assert "WSWS, 21 June 2014" in " ".join(shown.split())

    def test_compare_both_sides_whole(
        self, terminal: Run, stances: Run, repository: Path, plain: Plain, width: int
    ) -> None:
        asked = ("compare", "rouhani", "shamkhani", "--all")
        shown = plain(terminal(*asked, width=width).stdout)
        as_json = ("--format", "json", "--data", repository / "data")
        found = json.loads(stances(*asked[:3], *as_json).stdout)
        for row in found["rows"]:
            for text in (row["quote"], in_words(row["said"]), row["ref"], *row["conditions"]):
                assert words_of(text) <= words_of(shown), text
        for issue in found["issues"]:
            if issue["distance"] is not None:
                assert f"{issue['distance']:g} apart" in " ".join(shown.split())
        names = [" ".join(line.split()) for line in shown.split("\n")]
        assert ("Hassan Rouhani Ali Shamkhani" in names) is (width >= 80)

    def test_compare_first_by_what_it_comes_to(
        self, terminal: Run, plain: Plain, width: int
    ) -> None:
        shown = plain(terminal("compare", "rouhani", "firouzabadi", width=width).stdout)
        text = " ".join(shown.split())
        assert text.index(", on opposite sides: Hassan Rouhani +") < text.index("“")

    def test_show_every_word_of_every_evidence(
        self, terminal: Run, stances: Run, repository: Path, plain: Plain, width: int
    ) -> None:
        shown = run_together(plain(terminal("show", "rouhani", width=width).stdout))
        asked = ("show", "rouhani", "--format", "json", "--data", repository / "data")
        record = json.loads(stances(*asked).stdout)
        for row in record["statements"]:
            for piece in row["evidence"]:
                assert run_together(piece["text"]) in shown
                assert run_together(piece["note"] or "") in shown
            for dispute in row["disputes"]:
                assert run_together(dispute["note"] + "→" + dispute["resolution"]) in shown
        for assessment in record["assessments"]:
            assert run_together(assessment["text"]) in shown

    def test_summarise_with_a_finding_and_a_mark_for_each_official(
        self, terminal: Run, plain: Plain, width: int
    ) -> None:
        shown = plain(terminal("summary", width=width).stdout)
        for faction in ("Leadership", "Executive", "Military", "Security", "Parliament"):
            assert re.search(f"^{faction} ", shown, re.MULTILINE)
        words = " ".join(shown.split())
        assert "(Executive) answer “Supports”" in words
        assert words.index("answer “Supports”") < words.index("Leadership ")
        for name in ("Khamenei", "Rouhani", "Shamkhani", "Zarif"):
            assert name in words
        assert "on scales" in words


@at_every_width
class TestProblemsOnATerminal:
    def test_come_with_their_line_and_a_caret(
        self, terminal: Run, ledger: Ledger, plain: Plain, cells: Cells, width: int
    ) -> None:
        answer = terminal("check", "--data", ledger(SPOILT), width=width)
        assert answer.returncode == 1
        lines = plain(answer.stdout).split("\n")
        excerpts = [at for at, line in enumerate(lines) if re.match(r" +\d+ \| ", line)]
        assert len(excerpts) >= 5
        assert len(re.findall(r"error\[ST\d+", plain(answer.stdout))) == len(excerpts)
        for at in excerpts:
            excerpt, caret, help_ = lines[at : at + 3]
            assert re.fullmatch(r" +\| +\^+", caret)
            assert help_.startswith("  help: ")
            assert cells(excerpt) <= width
            assert cells(caret) <= width

    def test_are_folded_at_words(
        self, terminal: Run, ledger: Ledger, plain: Plain, cells: Cells, width: int
    ) -> None:
        folder = ledger({**SPOILT, "officials/brandt.yaml": "name: Bo\nrolls: [x]\n"})
        shown = plain(terminal("check", "--data", "ledger", width=width, cwd=folder.parent).stdout)
        lines = shown.partition("what to do")[0].split("\n")
        assert max(map(cells, lines)) <= width
        assert all(line == line.rstrip() for line in lines)
        folded = " ".join(shown.split())
        assert "there is no key `rolls` here" in folded
        assert "help: did you mean `roles`?" in folded

    def test_point_at_what_is_wrong(
        self, terminal: Run, ledger: Ledger, plain: Plain, cells: Cells, width: int
    ) -> None:
        folder = ledger(
            {key: SPOILT[key] for key in ("officials/brandt.yaml", "sources/zwing.yaml")}
        )
        shown = plain(terminal("check", "--data", folder, width=width).stdout)
        for word in ("habour", "ftp://x"):
            [both] = re.findall(rf"^.*\| .*{word}.*$\n^.*$", shown, re.MULTILINE)
            excerpt, caret = both.split("\n")
            assert cells(excerpt[: excerpt.index(word)]) == cells(caret.rstrip("^"))
            assert caret.count("^") == cells(word)

    def test_point_at_wide_letters_too(
        self, terminal: Run, ledger: Ledger, plain: Plain, cells: Cells, width: int
    ) -> None:
        folder = ledger({"officials/zwing.yaml": "{name: 東京東京東京, kid: person}\n"})
        shown = plain(terminal("check", "--data", folder, width=width).stdout)
        excerpt, caret = re.findall(r"^ .*\|.*$", shown, re.MULTILINE)
        assert cells(excerpt[: excerpt.index("kid")]) == cells(caret.rstrip("^"))
        assert caret.count("^") == len("kid")

    def test_are_counted_at_the_end(
        self, terminal: Run, ledger: Ledger, plain: Plain, width: int
    ) -> None:
        shown = plain(terminal("check", "--data", ledger(SPOILT), width=width).stdout)
        *_, counted, advice = shown.rstrip().split("\n")
        assert re.fullmatch(r"\d+ errors, \d+ warnings? in 5 files", counted)
        assert advice.startswith("what to do about it: stances check --explain ST201,")


@pytest.mark.parametrize("width", [12, 20, 30])
@pytest.mark.parametrize(
    "asked", [*THREE_THAT_MUST_FEEL_PERFECT, *TIMELINES, *LOOKUPS], ids=" ".join
)
def test_a_sliver_of_a_terminal_is_no_bug(
    stances: Run,
    monkeypatch: pytest.MonkeyPatch,
    repository: Path,
    asked: tuple[str, ...],
    width: int,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    answer = stances(*asked, "--format", "table", "--data", repository / "data")
    assert (answer.returncode, answer.stderr) == (0, "")


def test_excerpts_in_a_sliver_of_a_terminal_show_the_place(
    terminal: Run, ledger: Ledger, plain: Plain
) -> None:
    folder = ledger({"officials/brandt.yaml": SPOILT["officials/brandt.yaml"]})
    shown = plain(terminal("check", "--data", folder, width=30).stdout)
    assert re.search(r"\| .*habour", shown)


def test_persian_is_isolated_from_what_stands_around_it(
    terminal: Run, ledger: Ledger, plain: Plain
) -> None:
    shown = plain(terminal("show", "farahi", "--data", ledger(), width=80).stdout)
    assert shown.count("\u2068") == shown.count("\u2069") > 0
    assert re.search("\u2068[^\u2069]*شیرین فرحی", shown)


def test_disputed_and_attributed_records_are_marked_without_colour(
    terminal: Run, ledger: Ledger, plain: Plain
) -> None:
    assert "[disputed]" in plain(terminal("list", "--data", ledger(), width=80).stdout)
    for width in WIDTHS:
        shown = plain(terminal("list", "--official", "jahangiri", width=width).stdout)
        assert "attributed to Eshaq Jahangiri" in " ".join(shown.split())


def test_nothing_to_show_is_said(terminal: Run, ledger: Ledger) -> None:
    for asked in (("list",), ("summary",), ("timeline",), ("timeline", "--shifts")):
        shown = terminal(*asked, "--text", "zeppelin", "--data", ledger())
        assert shown.returncode == 0
        assert shown.stdout.strip() == "stances: nothing matches"
