"""`stances coverage`: what of the sources is coded, and what is left."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from pages import parsed, words_of
from stances.evidence import limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Run

GAZETTE = """\
“We want our quiet lake back,” said Anna Adler, only if the state pays, she added.

“Over my dead body,” said Bruno Brandt, who calls himself the “admiral” of the lake; the harbour
counts every litre of fuel. “Over and out,” he wrote.

Brandt was seen on the pier with Shirin Farahi.
"""
NAMA = "خانم شیرین فرحی گفت: «اول از ماهیگیران بپرسید و بعد تصمیم بگیرید». دریاچه باید آرام شود.\n"
DECLARED = """
uncoded:
  - {text: admiral, why: Scare quotes of the author.}
  - {text: "Over and out,", why: A joke.}
"""


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    """The small corpus with copies of its two sources."""
    return ledger({"snapshots/gazette.txt": GAZETTE, "snapshots/nama.txt": NAMA})


@pytest.fixture
def declared(ledger: Ledger) -> Path:
    """The same, with nothing left of the gazette."""
    made = ledger({"snapshots/gazette.txt": GAZETTE, "snapshots/nama.txt": NAMA})
    with (made / "sources/gazette.yaml").open("a") as file:
        file.write(DECLARED.lstrip())
    return made


def rows(run: Run, folder: Path, *options: str) -> list[dict[str, Any]]:
    answer = run("coverage", *options, "--format", "json", "--data", folder)
    assert (answer.returncode, answer.stderr) == (0, "")
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


class TestRows:
    def test_are_each_source_with_its_quotations_and_paragraphs(
        self, stances: Run, folder: Path
    ) -> None:
        found = rows(stances, folder, "gazette")
        assert [(r["kind"], r["result"], r["text"]) for r in found] == [
            ("source", "read", None),
            ("quotation", "coded", "We want our quiet lake back,"),
            ("quotation", "coded", "Over my dead body,"),
            ("quotation", "not-coded", "admiral"),
            ("quotation", "not-coded", "Over and out,"),
            ("paragraph", "not-coded", "Brandt was seen on the pier with Shirin Farahi."),
        ]
        assert (found[0]["quotations"], found[0]["covered"]) == (4, 2)
        assert found[1]["refs"] == ["adler/quiet-lake"]
        assert found[1]["positions"] == ["supports"]
        assert [r["copy_line"] for r in found] == [None, 1, 3, 3, 4, 6]
        assert found[5]["mentions"] == ["brandt", "farahi"]

    def test_say_what_of_a_quotation_is_left(self, stances: Run, folder: Path) -> None:
        [_, quotation] = rows(stances, folder, "nama")
        assert (quotation["result"], quotation["left"]) == ("in-part", "و بعد تصمیم بگیرید")
        assert quotation["mentions"] == ["farahi"]

    def test_say_why_something_is_uncoded(self, stances: Run, declared: Path) -> None:
        reasons = {r["text"]: r["reason"] for r in rows(stances, declared, "gazette")}
        assert reasons["admiral"] == "Scare quotes of the author."

    def test_are_only_what_is_left_if_asked_for(self, stances: Run, declared: Path) -> None:
        assert [r["kind"] for r in rows(stances, declared, "gazette", "--left")] == [
            "source",
            "paragraph",
        ]

    def test_of_a_speaker_name_the_statements_with_the_same_words(
        self, stances: Run, ledger: Ledger
    ) -> None:
        shared = "  - {id: with-her, words_of: adler/quiet-lake, position: opposes}\n"
        brandt = (ledger() / "officials/brandt.yaml").read_text() + shared
        files = {"officials/brandt.yaml": brandt, "snapshots/gazette.txt": GAZETTE}
        quotation = rows(stances, ledger(files), "gazette")[1]
        assert quotation["refs"] == ["adler/quiet-lake", "brandt/with-her"]
        assert quotation["positions"] == ["supports", "opposes"]

    def test_count_the_words_of_disputes_and_assessments(
        self, stances: Run, ledger: Ledger
    ) -> None:
        denial = {"text": "I never said it", "source": "gazette", "by": "Farahi"}
        farahi = f"""\
name: Shirin Farahi
roles: [{{title: Councillor, faction: council}}]
statements:
  - id: denied
    said: 2021-06
    position: unstated
    evidence: [{{source: nama, form: quote, text: a}}]
    disputes: [{{about: speaker, note: She denies it., words: {json.dumps(denial)}}}]
"""
        text = "“I never said it,” said she. “And the harbour counts every litre of fuel.”"
        files = {"officials/farahi.yaml": farahi, "snapshots/gazette.txt": text}
        found = rows(stances, ledger(files), "gazette")
        assert [(r["result"], r["left"], r["refs"]) for r in found[1:]] == [
            ("coded", None, ["farahi/denied"]),
            ("in-part", "And", []),
        ]


class TestTable:
    def test_begins_with_a_sentence_for_each_source(self, stances: Run, folder: Path) -> None:
        said = stances("coverage", "--format", "table", "--data", folder).stdout
        first, second, third, *_ = said.splitlines()
        assert first == "gazette: 2 of 4 quotations coded or declared: 50 %"
        assert second == "nama: 0 of 1 quotation coded or declared: 0 %"
        assert third == "In all: 2 of 5 quotations coded or declared: 40 %"

    def test_then_says_what_is_left_where(self, stances: Run, folder: Path) -> None:
        said = stances("coverage", "gazette", "--format", "table", "--data", folder).stdout
        assert "line 3  “admiral” not coded" in said
        quoted, _, paragraphs = said.partition("Paragraphs that name an official")
        assert "line 6  names Bruno Brandt, Shirin Farahi: Brandt was seen" in paragraphs
        assert "dead body" not in quoted

    def test_is_one_sentence_where_nothing_is_left(self, stances: Run, ledger: Ledger) -> None:
        made = ledger({"snapshots/gazette.txt": "“Over my dead body,” said Brandt."})
        said = stances("coverage", "gazette", "--format", "table", "--data", made).stdout
        assert said.splitlines()[0] == "gazette: 1 of 1 quotation coded or declared: 100 %"
        assert len(said.splitlines()) == 3
        assert "3 texts of the records are not found in it" in said

    def test_rounds_nothing_up_to_all(self, stances: Run, ledger: Ledger) -> None:
        text = "“We want our quiet lake back” " + "“the harbour counts every litre of fuel” "
        copy = {"snapshots/gazette.txt": f"{text}“Over my dead body” “no, no”"}
        sources = (ledger() / "sources/gazette.yaml").read_text() + "uncoded:\n"
        numbers = [f"n{number}" for number in range(996)]
        sources += "".join(f"  - {{text: {each}, why: A number.}}\n" for each in numbers)
        copy["snapshots/gazette.txt"] += "".join(f" “{each}”" for each in numbers)
        made = ledger({"sources/gazette.yaml": sources, **copy})
        said = stances("coverage", "gazette", "--format", "table", "--data", made).stdout
        assert said.startswith("gazette: 999 of 1,000 quotations coded or declared: 99 %")

    @pytest.mark.parametrize("width", [60, 200])
    def test_fits_its_terminal_and_isolates_persian(
        self,
        terminal: Run,
        folder: Path,
        plain: Callable[[str], str],
        cells: Callable[[str], int],
        width: int,
    ) -> None:
        for option in ((), ("--read",)):
            said = terminal("coverage", *option, "--data", folder, width=width).stdout
            assert max(map(cells, plain(said).splitlines())) <= width
            for line in plain(said).splitlines():
                outside = re.sub("\u2068[^\u2068\u2069]*\u2069", "", line)
                assert not re.search("[\u0600-\u06ff]", outside), line


class TestCopies:
    def test_that_are_missing_are_counted_apart(self, stances: Run, ledger: Ledger) -> None:
        made = ledger({"snapshots/gazette.txt": GAZETTE})
        said = stances("coverage", "--format", "table", "--data", made)
        assert said.returncode == 0
        assert "nama: unchecked, there is no stored copy" in said.stdout
        assert (
            "In all: 2 of 4 quotations coded or declared: 50 %; 1 source unchecked" in said.stdout
        )

    def test_have_to_be_there_if_all_are_required(self, stances: Run, ledger: Ledger) -> None:
        made = ledger({"snapshots/gazette.txt": GAZETTE})
        answer = stances("coverage", "--require-all", "--data", made)
        assert answer.returncode == 1
        assert "1 source is unchecked" in answer.stderr
        assert stances("coverage", "gazette", "--require-all", "--data", made).returncode == 0

    def test_that_are_not_those_recorded_are_not_read(self, stances: Run, ledger: Ledger) -> None:
        source = (ledger() / "sources/gazette.yaml").read_text() + f"sha256: {'0' * 64}\n"
        made = ledger({"sources/gazette.yaml": source, "snapshots/gazette.txt": GAZETTE})
        [row] = rows(stances, made, "gazette")
        assert (row["result"], row["quotations"]) == ("unchecked", None)
        assert row["reason"].startswith("gazette.txt is not the copy that was recorded")

    def test_of_a_page_without_an_article_are_read_whole_and_say_so(
        self, stances: Run, ledger: Ledger
    ) -> None:
        made = ledger({"snapshots/gazette.html": "<p>“We want our quiet lake back”</p>"})
        said = stances("coverage", "gazette", "--format", "table", "--data", made).stdout
        assert "(the page has no <article> and no <main>, so all of it was read)" in said
        made = ledger({"snapshots/gazette.html": "<nav>“x”</nav><article>“y”</article>"}, "b")
        assert [r["text"] for r in rows(stances, made, "gazette")[1:]] == ["y"]

    def test_that_take_too_much_are_unchecked(
        self, stances: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "_MEMORY", 2**24)
        monkeypatch.setattr(limits, "_SECONDS", 600)
        made = ledger({"snapshots/gazette.txt": "“a” " * 2**19})
        [row] = rows(stances, made, "gazette")
        assert row["result"] == "unchecked"
        assert "takes more than 16 MiB to read" in row["reason"]

    def test_of_nothing_but_marks_are_read(self, stances: Run, ledger: Ledger) -> None:
        made = ledger({"snapshots/gazette.txt": "“a” " * 2**16})
        assert rows(stances, made, "gazette")[0]["quotations"] == 2**16

    def test_with_ten_thousand_texts_are_read(self, stances: Run, ledger: Ledger) -> None:
        said = [f"word{number} and word{number + 1}" for number in range(10_000)]
        head = "name: Bruno Brandt\nroles: [{title: Harbour master, faction: harbour}]\n"
        one = "statements:\n  - id: s\n    said: 2021-06\n    position: rejects\n    evidence:\n"
        pieces = "".join(
            f"      - {{source: gazette, form: quote, text: {each}}}\n" for each in said
        )
        text = "".join(f"He said “{each}”.\n\n" for each in said)
        files = {"officials/brandt.yaml": head + one + pieces, "snapshots/gazette.txt": text}
        [source, *found] = rows(stances, ledger(files), "gazette")
        assert (source["quotations"], source["covered"]) == (10_000, 10_000)
        assert all(row["refs"] == ["brandt/s"] for row in found)


class TestExitCode:
    @pytest.mark.parametrize(("least", "code"), [("40", 0), ("40.1", 1), ("100", 1), ("0", 0)])
    def test_is_1_under_what_is_asked_for(
        self, stances: Run, folder: Path, least: str, code: int
    ) -> None:
        answer = stances("coverage", "gazette", "nama", "--fail-under", least, "--data", folder)
        assert answer.returncode == code
        command = f"; what is left: stances coverage --data {folder} gazette nama --left\n"
        assert answer.stderr.endswith(command) is bool(code)
        assert ("2 of 5 quotations coded or declared: 40 %, less than" in answer.stderr) is bool(
            code
        )

    def test_is_0_where_all_is_covered_or_nothing_is_quoted(
        self, stances: Run, declared: Path, ledger: Ledger
    ) -> None:
        asked = ("coverage", "gazette", "--fail-under", "100", "--data")
        assert stances(*asked, declared).returncode == 0
        made = ledger({"snapshots/gazette.txt": "Nobody spoke."}, "silent")
        assert stances(*asked, made).returncode == 0

    @pytest.mark.parametrize(
        "options",
        [
            ("--fail-under", "101"),
            ("--fail-under", "most"),
            ("--columns", "sorce"),
            ("--read", "--format", "json"),
            ("--read", "--limit", "1"),
            ("-o", "x.html", "--sort", "text"),
            ("-o", "x.docx"),
        ],
    )
    def test_is_2_where_the_command_line_is_wrong(
        self, stances: Run, folder: Path, options: tuple[str, ...]
    ) -> None:
        assert stances("coverage", *options, "--data", folder).returncode == 2

    def test_is_1_for_an_unknown_source(self, stances: Run, folder: Path) -> None:
        answer = stances("coverage", "gazete", "--data", folder)
        assert answer.returncode == 1
        assert "did you mean `gazette`?" in answer.stderr

    def test_is_4_where_all_is_required_and_something_left_out(
        self, stances: Run, ledger: Ledger
    ) -> None:
        made = ledger({"officials/brandt.yaml": "name: ["})
        assert stances("coverage", "--data", made).returncode == 0
        assert stances("coverage", "--require-all", "--data", made).returncode == 4

    def test_is_1_without_rows_if_that_is_to_fail(self, stances: Run, folder: Path) -> None:
        asked = ("coverage", "--text", "zeppelin", "--data", folder)
        assert stances(*asked).returncode == 0
        assert stances(*asked, "--fail-empty").returncode == 1


class TestFilters:
    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ((), ["gazette", "nama"]),
            (("--official", "Brandt"), ["gazette"]),
            (("--official", "Farahi"), ["nama"]),
            (("--official", "Adler", "--source", "nama"), ["nama"]),
            (("nama", "--source", "gazette"), []),
            (("--faction", "harbour"), ["gazette"]),
            (("--with-hearsay",), ["gazette", "nama"]),
        ],
    )
    def test_choose_the_sources_that_statements_rest_on(
        self, stances: Run, folder: Path, options: tuple[str, ...], expected: list[str]
    ) -> None:
        found = rows(stances, folder, *options)
        assert [row["source"] for row in found if row["kind"] == "source"] == expected

    def test_leave_the_figure_as_it_is(self, stances: Run, folder: Path) -> None:
        [whole, *_] = rows(stances, folder, "gazette")
        [one, *_] = rows(stances, folder, "--official", "Brandt", "gazette")
        assert one == whole

    def test_of_officials_leave_out_paragraphs_that_name_others(
        self, stances: Run, folder: Path
    ) -> None:
        def listed(name: str) -> list[str]:
            found = rows(stances, folder, "gazette", "--official", name)
            return [row["kind"] for row in found if row["kind"] == "paragraph"]

        assert (listed("brandt"), listed("adler")) == (["paragraph"], [])


class TestReading:
    def test_marks_what_is_coded_and_says_who_and_which_position(
        self, stances: Run, declared: Path
    ) -> None:
        said = stances("coverage", "gazette", "--read", "--data", declared).stdout
        assert "  1 “[1:We want our quiet lake back:1],” said Anna Adler" in said
        assert "1 Anna Adler: supports (adler/quiet-lake)" in said
        assert "[4:admiral:4]" in said
        assert "4 declared uncoded: Scare quotes of the author." in said
        assert re.search("^[?] +6 Brandt was seen", said, re.MULTILINE)
        assert "? names Bruno Brandt, Shirin Farahi, and has no evidence" in said

    def test_marks_what_is_left(self, stances: Run, folder: Path) -> None:
        said = stances("coverage", "gazette", "--read", "--data", folder).stdout
        assert re.search("^! +3 “", said, re.MULTILINE)
        assert "“[!:admiral:!]”" in said
        assert "! not coded" in said

    def test_is_the_same_in_a_pipe_as_on_a_terminal_without_colour(
        self, stances: Run, terminal: Run, folder: Path
    ) -> None:
        asked = ("coverage", "--read", "--data", folder)
        shown = terminal(*asked, env={"NO_COLOR": "1"}).stdout
        assert stances(*asked).stdout == shown
        colored = terminal(*asked).stdout
        assert colored != shown
        lines = re.sub(r"\x1b\[[0-9;]*m", "", colored).splitlines()
        assert [line.rstrip() for line in lines] == shown.splitlines()

    def test_keeps_marks_apart_that_overlap(self, stances: Run, ledger: Ledger) -> None:
        adler = (ledger() / "officials/adler.yaml").read_text()
        adler += "      - {source: gazette, form: paraphrase, text: lake back with boats}\n"
        text = "We want our quiet lake back with boats."
        made = ledger({"officials/adler.yaml": adler, "snapshots/gazette.txt": text})
        said = stances("coverage", "gazette", "--read", "--data", made).stdout
        assert "[1:We want our quiet [2:lake back:1] with boats:2]." in said

    def test_is_a_page_that_needs_and_runs_nothing(
        self, stances: Run, declared: Path, tmp_path: Path
    ) -> None:
        evil = "\n“<script>alert(1)</script> & <b>” said Adler.\n"
        with (declared / "snapshots/gazette.txt").open("a") as file:
            file.write(evil)
        target = tmp_path / "reading.html"
        answer = stances("coverage", "-o", target, "--data", declared)
        assert (answer.returncode, answer.stdout) == (0, "")
        text = target.read_text("utf-8")
        found = parsed(text)
        counts = [len([*found.iter(tag)]) for tag in ("h1", "main", "script")]
        assert counts == [1, 1, 0]
        assert "default-src &#x27;none&#x27;" in text
        assert re.findall(r"(?:src|href)=\"(?!#|data:)", text) == []
        marked = [(each.attrib["class"], words_of(each)) for each in found.iter("mark")]
        assert ("coded", "We want our quiet lake back") in marked
        assert ("uncoded", "admiral") in marked
        assert ("left", "<script>alert(1)</script> & <b>") in marked
        assert "Anna Adler: supports (adler/quiet-lake)" in text
        assert '<p lang="fa" dir="rtl" class="words">' in text

    def test_says_of_a_source_without_copy_that_it_is_unchecked(
        self, stances: Run, ledger: Ledger
    ) -> None:
        said = stances("coverage", "nama", "--read", "--data", ledger()).stdout
        assert "nama: unchecked, there is no stored copy" in said


def test_the_hand_in_the_shipped_corpus_is_told_that_there_are_no_copies(
    stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = stances("coverage", "--format", "table")
    assert answer.returncode == 0
    assert "using the shipped example corpus" in answer.stderr
    assert "In all: 2 sources unchecked" in answer.stdout
