"""`stances import`, as analysts use it: a sheet in, a report out, and nothing half written."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import shlex
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pexpect
import pytest
from openpyxl import Workbook

from folders import contents
from stances.editing.import_.columns import DERIVED, KEYS
from stances.editing.save import locked
from terminals import interrupted, started

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    from .conftest import Ledger, Process, Run

    Import = Callable[..., CompletedProcess[str]]

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "import.md").read_text("utf-8")
HEADER = "name,date,position,form,quote,source\n"
ROW = "Brandt,2021-06-08,opposes,quote,We were not asked,gazette\n"
OTHER = "Adler,2021-06-05,rejects,quote,Not with me,gazette\n"


def workbook(text: str, *, title: str = "Sheet", **cells: Any) -> bytes:
    """A workbook of a CSV text, in which some cells have other values."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in csv.reader(io.StringIO(text)):
        page.append(row)
    for name, value in cells.items():
        page[name] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    return ledger()


@pytest.fixture
def import_(stances: Run, tmp_path: Path, folder: Path) -> Import:
    """Imports a text as a sheet."""

    def call(
        text: str | bytes, *options: str, kind: str = "csv", yes: bool = True
    ) -> CompletedProcess[str]:
        sheet = tmp_path / f"sheet.{kind}"
        sheet.write_bytes(text if isinstance(text, bytes) else text.encode())
        ending = ("--yes",) if yes else ()
        answer = stances("import", kind, sheet, *options, *ending, "--data", folder)
        answer.stdout = answer.stdout.replace(f"{tmp_path}{os.sep}", "")
        answer.stderr = answer.stderr.replace(f"{tmp_path}{os.sep}", "")
        return answer

    return call


SAID = "Nobody will ever take the quiet harbour away from us"
AGAIN = "Nobody will ever take the quiet harbour"


def figures(stances: Run, folder: Path) -> dict[str, object]:
    """All that is counted of a corpus: means and spread, changes, and sources of statements."""
    read = {
        "summary": ("summary", "--by", "official"),
        "timeline": ("timeline", "--columns", "official,position,change"),
        "list": ("list", "--columns", "official,position,match_certain", "--sort", "official"),
    }
    return {
        name: json.loads(stances(*words, "--format", "json", "--data", folder).stdout)
        for name, words in read.items()
    }


class TestADouble:
    @pytest.fixture
    def recorded(self, import_: Import) -> str:
        sheet = f"{HEADER}Brandt,2021-06-08,opposes,quote,{SAID},gazette\n"
        assert import_(sheet).returncode == 0
        return sheet

    @pytest.mark.usefixtures("recorded")
    def test_is_left_out_and_told_and_the_rest_is_taken(
        self, import_: Import, folder: Path
    ) -> None:
        before = contents(folder)
        answer = import_(f"{HEADER}Adler,2021-06-05,rejects,quote,{AGAIN},gazette\n" + ROW)
        assert answer.returncode == 0
        assert "sheet.csv:2:quote: left out[ST419 double] the same words are recorded as " in (
            answer.stdout
        )
        assert f"`brandt/nobody-ever-take-quiet-harbour`, from `gazette`: “{SAID}”" in answer.stdout
        assert "2 rows: 1 added, 1 left out, with words that are recorded\n" in answer.stdout
        after = contents(folder)
        assert {name for name in after if after[name] != before[name]} == {"officials/brandt.yaml"}

    def test_counts_once_in_every_figure(
        self, stances: Run, import_: Import, folder: Path, recorded: str
    ) -> None:
        new = "Adler,2021-06-05,rejects,quote,Not with me and not with you,nama\n"
        import_(HEADER + new)
        once = figures(stances, folder)
        overlapping = [
            recorded.splitlines()[1],
            f"Brandt,2021-06,opposes,quote,{AGAIN},gazette",
            f"Brandt,2021-06,opposes,quote,“{AGAIN}”,gazette",
            new.strip(),
            "Adler,2021-06-05,rejects,quote,not with you,nama",
        ]
        sheet = HEADER + "\n".join(overlapping[:-1]) + "\n"
        answer = import_(sheet)
        assert answer.returncode == 0, answer.stdout
        assert figures(stances, folder) == once
        assert import_(sheet, "--as-evidence").returncode == 0
        assert figures(stances, folder) == once
        text = (folder / "officials" / "brandt.yaml").read_text("utf-8")
        assert (text.count(SAID), text.count(AGAIN)) == (1, 2)
        answer = stances("check", "--strict", "--select", "ST419", "--data", folder)
        assert answer.returncode == 0, answer.stdout

    @pytest.mark.usefixtures("recorded")
    def test_of_another_source_adds_a_source_and_no_statement(
        self, stances: Run, import_: Import, folder: Path
    ) -> None:
        once = figures(stances, folder)
        sheet = f"{HEADER}Brandt,2021-06-08,opposes,quote,“{SAID}!”,nama\n"
        answer = import_(sheet)
        assert "further evidence of `brandt/nobody-ever-take-quiet-harbour`, which has nearly" in (
            answer.stdout
        )
        assert figures(stances, folder) == once
        assert import_(sheet, "--as-evidence").returncode == 0
        after = figures(stances, folder)
        assert after["timeline"] == once["timeline"]
        rows = [row for row in after["list"] if row not in once["list"]]  # type: ignore[attr-defined, operator]
        assert [row["match_certain"] for row in rows] == [2]
        answer = stances("conflicts", "--format", "json", "--data", folder)
        assert "double" not in [row["kind"] for row in json.loads(answer.stdout)]


class TestASheet:
    def test_is_added_and_found_again(self, stances: Run, import_: Import, folder: Path) -> None:
        answer = import_(HEADER + ROW + OTHER)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout.splitlines() == [
            "2 rows: 2 added",
            "2 files written:",
            "  officials/adler.yaml",
            "  officials/brandt.yaml",
        ]
        found = stances("list", "--text", "not asked", "--format", "json", "--data", folder)
        [row] = json.loads(found.stdout)
        assert (row["ref"], row["said"], row["position"], row["faction"]) == (
            *("brandt/not-asked", "2021-06-08", "opposes", "harbour"),
        )
        assert stances("check", "--data", folder).returncode == 0

    def test_adds_nothing_the_second_time(self, import_: Import, folder: Path) -> None:
        import_(HEADER + ROW + OTHER)
        before = contents(folder)
        answer = import_(HEADER + ROW + OTHER)
        assert (answer.returncode, answer.stdout) == (0, "2 rows: 2 already there\n")
        assert contents(folder) == before

    def test_appends_and_changes_no_other_byte(self, import_: Import, folder: Path) -> None:
        before = contents(folder)
        import_(HEADER + ROW)
        after = contents(folder)
        changed = after.pop("officials/brandt.yaml")
        old = before.pop("officials/brandt.yaml")
        assert changed.startswith(old)
        assert changed != old
        assert after == before

    def test_keeps_windows_line_ends_and_a_missing_last_newline(
        self, import_: Import, folder: Path
    ) -> None:
        file = folder / "officials" / "brandt.yaml"
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().rstrip().replace(b"\n", b"\r\n"))
        before = file.read_bytes()
        assert import_(HEADER + ROW).returncode == 0
        after = file.read_bytes()
        assert after.startswith(before)
        assert after.count(b"\n") == after.count(b"\r\n")
        assert not after.endswith(b"\n")

    @pytest.mark.parametrize(
        "change",
        [
            lambda text: b"\xef\xbb\xbf" + text.encode(),
            lambda text: text.replace("\n", "\r\n").encode(),
            lambda text: text.replace(",", ";").encode(),
            lambda text: text.replace(",", "\t").encode(),
            lambda text: b"sep=;\r\n" + text.replace(",", ";").encode(),
            lambda text: text.rstrip("\n").encode(),
            lambda text: text.encode() + b"\n,,,,,\n\n",
        ],
        ids=["BOM", "CRLF", "semicolons", "tabs", "sep", "no last newline", "empty rows"],
    )
    def test_may_be_what_excel_writes(
        self, import_: Import, change: Callable[[str], bytes]
    ) -> None:
        answer = import_(change(HEADER + ROW))
        assert (answer.returncode, answer.stdout.splitlines()[0]) == (0, "1 row: 1 added")

    def test_may_be_in_another_encoding_that_is_named(self, import_: Import, folder: Path) -> None:
        text = (
            HEADER
            + ROW.replace("asked", "gefragt, höre ich").replace("We", '"We').replace("ich", 'ich"')
        ).encode("windows-1252")
        answer = import_(text)
        assert answer.returncode == 1
        assert "line 2: the byte 0xF6 is not UTF-8 text" in answer.stderr
        assert "--encoding windows-1252" in answer.stderr
        assert import_(text, "--encoding", "windows-1252").returncode == 0
        assert "höre ich" in (folder / "officials" / "brandt.yaml").read_text("utf-8")

    def test_may_come_from_standard_input(self, process: Process, folder: Path) -> None:
        answer = process("import", "csv", "-", "--yes", "--data", folder)
        assert answer.returncode == 1
        assert b"-:1: error: there is nothing in this sheet" in answer.stdout

    def test_may_be_for_a_corpus_without_a_record(
        self, import_: Import, folder: Path, stances: Run
    ) -> None:
        for name in ("officials", "sources"):
            shutil.rmtree(folder / name)
        sheet = HEADER.replace("source", "title,published,lang") + ROW.replace(
            "gazette", "Boats,2021-06-10,en"
        )
        assert import_(sheet, "--new-officials", "--new-sources").returncode == 0
        found = stances("list", "--format", "tsv", "--data", folder)
        assert found.stdout.count("\n") == 2


class TestWhatIsWrong:
    def test_is_told_all_at_once_and_nothing_is_written(
        self, import_: Import, folder: Path
    ) -> None:
        before = contents(folder)
        answer = import_(
            HEADER
            + ROW
            + "Brand,June 12,opposed,quot,Words,gazzette\n"
            + "Adler,2021-07-02,rejects,quote,Too late,gazette\n"
            + "Adler,2021-06-02,conditional,,Words,gazette\n"
        )
        assert answer.returncode == 1
        lines = answer.stdout.splitlines()
        assert [re.sub(r": .*", "", line) for line in lines[:-2]] == [
            *("sheet.csv:3:date", "sheet.csv:3:form", "sheet.csv:3:name"),
            *("sheet.csv:3:position", "sheet.csv:3:source"),
            *("sheet.csv:4:date", "sheet.csv:5:form", "note"),
        ]
        assert "lacks 1 official and 1 source of this sheet: `--new` adds them" in lines[7]
        assert "did you mean `brandt`?" in answer.stdout
        assert "did you mean `opposes`?" in answer.stdout
        assert "did you mean `gazette`?" in answer.stdout
        assert "error[ST204 bad-date] `June 12`" in answer.stdout
        assert "error[ST402 said-after-publication]" in answer.stdout
        assert (
            "`form` is missing (fill it in, or say it for all rows: --set form=VALUE)" in lines[6]
        )
        assert lines[-2] == "4 rows: 1 sound, 3 wrong"
        assert lines[-1] == "nothing was written; --partial imports the rows without errors"
        assert contents(folder) == before

    def test_does_not_keep_the_rest_out_if_that_is_wanted(
        self, import_: Import, stances: Run, folder: Path
    ) -> None:
        answer = import_(HEADER + ROW + OTHER.replace("rejects", "refuses"), "--partial")
        assert answer.returncode == 1
        assert "2 rows: 1 added, 1 wrong\n1 file written:" in answer.stdout
        assert stances("check", "--data", folder).returncode == 0

    def test_is_what_check_would_say(self, import_: Import) -> None:
        answer = import_(HEADER + ROW.replace("opposes", "conditional"))
        assert "sheet.csv:2:position: error[ST301 missing-condition]" in answer.stdout

    def test_contradicts_what_is_recorded(self, import_: Import, folder: Path) -> None:
        before = contents(folder)
        row = "Brandt,../2021-06-10,opposes,quote,“Over my  dead body”,gazette\n"
        answer = import_(HEADER + row.replace("“", "").replace("”", ""))
        assert answer.returncode == 1
        assert answer.stdout.startswith(
            "sheet.csv:2:position: conflict: `brandt/over-my-dead-body` is there with the position "
            "`rejects`, and not `opposes`"
        )
        assert contents(folder) == before

    def test_differs_in_what_import_leaves_alone(self, import_: Import) -> None:
        row = "Brandt,../2021-06-10,rejects,quote,Over my dead body,gazette,the pier\n"
        answer = import_(HEADER.replace("source", "source,venue") + row)
        assert answer.returncode == 0
        assert answer.stdout == (
            "sheet.csv:2: already there as brandt/over-my-dead-body: differs in venue, left as it "
            "is\n1 row: 1 already there\n"
        )

    def test_is_a_column_that_nobody_knows(self, import_: Import) -> None:
        answer = import_(HEADER.replace("form", "fomr").replace("date", "weather") + ROW)
        assert answer.returncode == 1
        assert "sheet.csv:1:fomr: error: the column `fomr`" in answer.stdout
        assert "did you mean `form`" in answer.stdout
        assert "--map 'weather='" in answer.stdout
        assert "no row was read, and nothing written" in answer.stdout

    def test_is_no_line_end_in_a_cell(self, import_: Import, folder: Path) -> None:
        answer = import_(HEADER + ROW.replace("We were not asked", '"We were\r\n not\n\nasked"'))
        assert answer.returncode == 0
        assert "text: We were not asked" in (folder / "officials" / "brandt.yaml").read_text(
            "utf-8"
        )

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "sheet.csv:1: error: there is nothing in this sheet"),
            (ROW, "the first line names no column that is known"),
            (HEADER.replace("date", "form") + ROW, "2 columns are called `form`"),
            (HEADER + "Brandt,2021\n", "sheet.csv:2: error: the row has 2 cells, and the header 6"),
            (HEADER + ROW.replace("We", '"We'), "sheet.csv:2: error: a quotation mark that opens"),
            (HEADER + ROW.replace("We", '"We" or'), "sheet.csv:2: error: this row, or one of the"),
            (HEADER + ROW.replace("We", "We\0"), "sheet.csv:2:quote: error: the character U+0000"),
            (HEADER + ROW.replace("We", "\u202eWe"), "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
            (HEADER + ROW.replace("We were not asked", "\u200b"), "nothing can be seen"),
            (HEADER + ROW.replace("We", "x" * 10_000_000), "the cell has 10,000,015 characters"),
            (HEADER + ROW.replace("2021-06-08", "~"), "`~` is no value"),
            (HEADER.replace("source", "source,,") + ROW[:-1] + ",x,\n", "column 7 has no name"),
        ],
        ids=range(12),
    )
    def test_is_told_and_where(self, import_: Import, text: str, told: str) -> None:
        answer = import_(text)
        assert answer.returncode == 1
        assert told in answer.stdout
        assert "written:" not in answer.stdout

    def test_is_on_the_line_of_the_header(self, import_: Import) -> None:
        answer = import_("sep=,\n\n" + HEADER.replace("form", "fomr") + ROW)
        assert answer.stdout.startswith("sheet.csv:3:fomr: error:")

    def test_is_a_name_of_two(self, import_: Import, folder: Path) -> None:
        (folder / "officials" / "brandt-b.yaml").write_text(
            "name: Berta Brandt\nstatements:\n  - {id: a, said: 2021-06, position: supports, "
            "evidence: [{source: gazette, form: quote, text: Yes}]}\n"
        )
        answer = import_(HEADER + ROW)
        assert "`Brandt` may be 2 officials" in answer.stdout
        assert import_(HEADER + ROW, "--new-officials").returncode == 1

    def test_is_the_file_that_a_row_goes_to(self, import_: Import, folder: Path) -> None:
        file = folder / "officials" / "brandt.yaml"
        file.write_text(file.read_text("utf-8") + "note: &x y\n", "utf-8")
        before = contents(folder)
        answer = import_(HEADER + ROW)
        assert answer.returncode == 1
        assert "officials/brandt.yaml is left out because of its problems" in answer.stdout
        assert import_(HEADER + ROW, "--new-officials").returncode == 1
        assert contents(folder) == before

    def test_is_in_another_record_of_that_file(self, import_: Import, folder: Path) -> None:
        """It is mended first: what is added to it would stand in no answer to be looked at."""
        file = folder / "officials" / "brandt.yaml"
        file.write_text(file.read_text("utf-8").replace("[trade]", "[trad]"), "utf-8")
        before = contents(folder)
        answer = import_(HEADER + ROW)
        assert answer.returncode == 1
        assert "officials/brandt.yaml cannot be changed: it has 1 problem already" in answer.stdout
        assert contents(folder) == before
        # Others' files are none of its business.
        assert import_(HEADER + ROW + OTHER, "--partial").returncode == 1
        assert {path for path in before if contents(folder)[path] != before[path]} == {
            "officials/adler.yaml"
        }


class TestNothingIsHalfWritten:
    def test_in_a_folder_that_is_read_only(self, import_: Import, folder: Path) -> None:
        if os.geteuid() == 0:
            (folder / "officials" / "brandt.yaml").unlink()
            (folder / "officials" / "brandt.yaml").mkdir()
        else:
            (folder / "officials").chmod(0o555)
        before = contents(folder)
        assert import_(HEADER + ROW + OTHER).returncode != 0
        assert contents(folder) == before

    def test_if_one_is_open_in_an_editor(self, import_: Import, folder: Path) -> None:
        (folder / "officials" / ".brandt.yaml.swp").touch()
        before = contents(folder)
        answer = import_(HEADER + ROW + OTHER)
        assert answer.returncode == 1
        assert "is open in an editor" in answer.stderr
        assert contents(folder) == before
        assert import_(HEADER + ROW + OTHER, "--force").returncode == 0

    def test_where_the_codebook_is_broken(self, import_: Import, folder: Path) -> None:
        (folder / "codebook.yaml").write_text("[")
        answer = import_(HEADER + ROW)
        assert (answer.returncode, answer.stdout) == (4, "")
        assert "codebook.yaml has errors" in answer.stderr

    def test_where_there_is_no_corpus(
        self, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "sheet.csv").write_text(HEADER + ROW)
        monkeypatch.chdir(tmp_path / "empty")
        answer = stances("import", "../sheet.csv", "--yes")
        assert (answer.returncode, answer.stdout) == (3, "")

    def test_if_a_file_has_changed_since(
        self, import_: Import, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = folder / "officials" / "brandt.yaml"
        old = file.read_bytes()

        def changed(*_: object, **__: object) -> bool:
            file.write_bytes(old + b"# by another\n")
            return True

        monkeypatch.setattr("stances.cli.prompts.confirm", changed)
        monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
        adler = (folder / "officials" / "adler.yaml").read_bytes()
        answer = import_(HEADER + ROW + OTHER, yes=False)
        assert answer.returncode == 1
        assert "was changed in the meantime" in answer.stderr
        assert file.read_bytes() == old + b"# by another\n"
        assert (folder / "officials" / "adler.yaml").read_bytes() == adler

    def test_if_another_is_writing(self, import_: Import, folder: Path) -> None:
        before = contents(folder)
        with locked(folder):
            answer = import_(HEADER + ROW)
        assert answer.returncode == 1
        assert "another stances is writing" in answer.stderr
        assert contents(folder) == before


class TestPreview:
    def test_is_a_diff_and_changes_nothing(self, import_: Import, folder: Path) -> None:
        before = contents(folder)
        answer = import_(HEADER + ROW, "--dry-run", yes=False)
        assert answer.returncode == 0
        assert "+  - id: not-asked\n" in answer.stdout
        assert answer.stdout.startswith("--- a/")
        assert answer.stderr == ("1 row: 1 added\n1 file to be written:\n  officials/brandt.yaml\n")
        assert contents(folder) == before

    def test_is_needed_where_nobody_can_be_asked(self, import_: Import) -> None:
        answer = import_(HEADER + ROW, yes=False)
        assert answer.returncode == 2
        assert "use --yes to write, or --dry-run" in answer.stderr

    @pytest.mark.parametrize(("typed", "code"), [("y", 0), ("n", 1), ("\x03", 130)])
    def test_is_shown_and_confirmed_on_a_terminal(
        self, program: Path, folder: Path, tmp_path: Path, typed: str, code: int
    ) -> None:
        before = contents(folder)
        sheet = tmp_path / "sheet.csv"
        sheet.write_text(HEADER + ROW)
        words = ("import", str(sheet), "--data", str(folder))
        child = started(program, *words, env={"TERM": "xterm"}, height=60)
        child.expect("not-asked")
        child.expect(r"write 1 file\? \[y/N\]")
        if typed == "\x03":
            interrupted(child)
        else:
            child.sendline(typed)
            child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == code
        assert (contents(folder) != before) is (code == 0)


class TestDates:
    SHEET = HEADER + ROW.replace("2021-06-08", "08/06/2021")
    TOLD = SHEET + OTHER.replace("2021-06-05", "5 June 2021")
    CLEAR = SHEET + OTHER.replace("2021-06-05", "25/05/2021")

    def test_are_read_as_people_write_them_and_told(self, import_: Import) -> None:
        answer = import_(self.CLEAR, "--dry-run", yes=False)
        assert answer.returncode == 0
        assert "+    said: 2021-06-08\n" in answer.stdout
        note = "note: date: `08/06/2021` is 2021-06-08: day first, because 25 stands first in row 3"
        assert note in answer.stderr
        assert note in import_(self.CLEAR).stdout
        assert "because 25 stands" in import_(self.CLEAR, "--format", "json").stderr

    def test_are_refused_where_they_are_not_clear(self, import_: Import, folder: Path) -> None:
        before = contents(folder)
        answer = import_(self.TOLD)
        assert answer.returncode == 1
        assert "sheet.csv:2:date: error[ST204 bad-date] no cell of this column" in answer.stdout
        assert "2021-06-08 (day first) or 2021-08-06 (month first)" in answer.stdout
        assert contents(folder) == before
        assert import_(self.TOLD, "--date-format", "DD/MM/YYYY").returncode == 0
        assert import_(self.TOLD, "--date-format", "DD").returncode == 2

    def test_of_another_calendar_are_converted(self, import_: Import, folder: Path) -> None:
        sheet = HEADER + ROW.replace("2021-06-08", "1400/03/18")
        assert "--calendar solar-hijri" in import_(sheet).stdout
        assert import_(sheet, "--calendar", "solar-hijri").returncode == 0
        assert "said: 2021-06-08" in (folder / "officials" / "brandt.yaml").read_text("utf-8")

    @pytest.mark.parametrize(("typed", "code"), [("1", 0), ("neither", 1), ("\x03", 130)])
    def test_are_asked_for_on_a_terminal(
        self, program: Path, folder: Path, tmp_path: Path, typed: str, code: int
    ) -> None:
        sheet = tmp_path / "sheet.csv"
        sheet.write_text(self.TOLD)
        words = ("import", str(sheet), "--data", str(folder))
        child = started(program, *words, env={"TERM": "xterm"}, height=60)
        child.expect("1  day first .*2021-06-08")
        child.expect("Which is it: ")
        if typed == "\x03":
            interrupted(child)
        else:
            child.sendline(typed)
        if code == 0:
            child.expect("day first, as you say; 1 cell")
            child.expect(r"write 2 files\? \[y/N\]")
            child.sendline("y")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == code


class TestColumns:
    def test_may_have_other_names(self, import_: Import) -> None:
        text = (HEADER + ROW).replace("name,", "Wer,").replace("quote,s", "Zitat,s", 1)
        answer = import_(text, "--map", "Wer=official", "--map", "Zitat=text")
        assert answer.returncode == 0

    def test_may_be_left_out(self, import_: Import) -> None:
        text = (HEADER + ROW).replace("source\n", "source,mood\n").replace("zette\n", "zette,bad\n")
        assert import_(text).returncode == 1
        assert import_(text, "--map", "mood=").returncode == 0

    def test_may_be_the_same_for_all_rows(self, import_: Import) -> None:
        text = (HEADER + ROW).replace(",source", "").replace(",gazette", "")
        assert import_(text).returncode == 1
        assert import_(text, "--set", "source=gazette").returncode == 0

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            (("--map", "x"), "has no `=`"),
            (
                ("--map", "x=qoute"),
                "did you mean `quote`" if "quote" in KEYS else "there is no key",
            ),
            (("--set", "colour=red"), "there is no key `colour`"),
            (("--set", "said=2021", "--set", "said=2022"), "cannot be both `2021` and `2022`"),
            (("--map", "x=said", "--map", "x=text"), "`x` cannot be both `said` and `text`"),
            (("--encoding", "klingon"), "`klingon` is not a known encoding"),
            (("--encoding", "rot13"), "`rot13` is not a known encoding"),
        ],
    )
    def test_that_make_no_sense_are_wrong_by_the_command_line(
        self, import_: Import, options: tuple[str, ...], told: str
    ) -> None:
        answer = import_(HEADER + ROW, *options)
        assert answer.returncode == 2
        assert told in answer.stderr

    def test_that_are_mapped_have_to_be_there(self, import_: Import) -> None:
        answer = import_(HEADER + ROW, "--map", "Nmae=official")
        assert answer.returncode == 1
        assert "no column is called `Nmae`" in answer.stderr

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("sheet.txt",), "name the format of sheet.txt"),
            (("csv",), "name the file too"),
            (("xlsx", "a.xlsx", "--encoding", "utf-8"), "cannot be used with xlsx"),
            (("csv", "a.csv", "--sheet", "June"), "--sheet needs a workbook"),
            (("xls", "sheet.xls"), "`xls` is not a kind of sheet"),
            (("csv", "a.csv", "b.csv"), "import takes one sheet at a time"),
        ],
    )
    def test_name_the_sheet_itself(
        self, stances: Run, folder: Path, words: tuple[str, ...], told: str
    ) -> None:
        answer = stances("import", *words, "--yes", "--data", folder)
        assert answer.returncode == 2
        assert told in answer.stderr

    def test_a_sheet_that_is_not_there_is_told(self, stances: Run, folder: Path) -> None:
        answer = stances("import", "nowhere.csv", "--yes", "--data", folder)
        assert answer.returncode == 1
        assert "cannot read nowhere.csv: no such file or directory" in answer.stderr


class TestReport:
    def test_has_a_row_for_each_row(self, import_: Import) -> None:
        answer = import_(HEADER + ROW + OTHER.replace("rejects", "refuses"), "--format", "json")
        rows = json.loads(answer.stdout)
        assert [(row["line"], row["result"], row["ref"]) for row in rows] == [
            (2, "sound", "brandt/not-asked"),
            (3, "wrong", None),
        ]
        assert rows[1]["column"] == "position"

    def test_comes_as_csv_too(self, import_: Import) -> None:
        answer = import_(HEADER + ROW, "--format", "csv")
        [row] = csv.DictReader(io.StringIO(answer.stdout))
        assert (row["result"], row["ref"]) == ("added", "brandt/not-asked")


class TestVerify:
    def test_refuses_words_that_the_copy_lacks(
        self, import_: Import, tmp_path: Path, folder: Path
    ) -> None:
        copies = tmp_path / "copies"
        copies.mkdir()
        (copies / "gazette.txt").write_text("He said: “We were not asked.” And left.")
        before = contents(folder)
        options = ("--verify", "--snapshots", str(copies))
        answer = import_(HEADER + ROW + OTHER, *options)
        assert answer.returncode == 1
        assert "sheet.csv:3:quote: error[ST501" in answer.stdout
        assert "1 sound, 1 wrong" in answer.stdout
        assert contents(folder) == before
        answer = import_(HEADER + ROW, *options)
        assert (answer.returncode, answer.stderr) == (0, "")

    def test_says_what_could_not_be_looked_for(self, import_: Import) -> None:
        answer = import_(HEADER + ROW, "--verify")
        assert answer.returncode == 0
        assert "1 text is unchecked, because there is no stored copy" in answer.stderr


class TestWorkbooks:
    def test_come_in_as_the_same_sheet_in_csv(self, import_: Import, folder: Path) -> None:
        content = workbook(HEADER + ROW, C2="opposes", B2=dt.date(2021, 6, 8))
        assert import_(content, kind="xlsx").stdout.startswith("1 row: 1 added\n")
        assert "said: 2021-06-08\n" in (folder / "officials/brandt.yaml").read_text("utf-8")
        assert import_(HEADER + ROW).stdout == "1 row: 1 already there\n"
        assert import_(content, kind="xlsx").stdout == "1 row: 1 already there\n"

    def test_are_refused_by_their_cells(self, import_: Import, folder: Path) -> None:
        before = contents(folder)
        answer = import_(workbook(HEADER + ROW + OTHER, B2="=TODAY()", C3="#REF!"), kind="xlsx")
        assert answer.returncode == 1
        formula, error, count = answer.stdout.splitlines()
        told = "sheet.xlsx:2:date: error: B2: the formula has no stored value (open the workbook in"
        assert formula.startswith(told)
        told = "sheet.xlsx:3:position: error: C3: `#REF!` is an error, and no value (mend the form"
        assert error.startswith(told)
        assert count == "2 rows: 2 wrong"
        assert contents(folder) == before

    def test_may_have_faults_in_columns_that_are_not_read(self, import_: Import) -> None:
        content = workbook(HEADER + ROW, G1="Week", G2="=WEEKNUM(B2)")
        answer = import_(content, "--map", "Week=", kind="xlsx")
        assert answer.stdout.startswith("1 row: 1 added\n")

    def test_have_the_addresses_behind_columns_of_them(self, import_: Import, folder: Path) -> None:
        link = '=HYPERLINK("https://example.org/a", "link")'
        content = workbook(
            HEADER + ROW, G1="evidence_url", G2=link, A2=link.replace("link", "Brandt")
        )
        with ZipFile(io.BytesIO(content)) as old, ZipFile(out := io.BytesIO(), "w") as new:
            for name in old.namelist():  # as if a program had calculated what they show
                part = old.read(name).decode().replace("<v />", "<v></v>")
                for cell, shown in (("A2", "Brandt"), ("G2", "link")):
                    begin, found, end = part.partition(f'<c r="{cell}"')
                    part = begin + found + end.replace("<v></v>", f"<v>{shown}</v>", 1)
                    part = part.replace(f'<c r="{cell}"', f'<c r="{cell}" t="str"')
                new.writestr(name, part)
        answer = import_(out.getvalue(), kind="xlsx")
        note, count = answer.stdout.splitlines()[:2]
        assert note.startswith("note: name: 1 cell has a link; the address of a link is not read,")
        assert count == "1 row: 1 added"
        text = (folder / "officials/brandt.yaml").read_text("utf-8")
        assert "url: https://example.org/a\n" in text

    def test_are_told_from_texts(self, import_: Import) -> None:
        answer = import_(workbook(HEADER + ROW), kind="csv")
        assert answer.returncode == 1
        assert "`stances import xlsx " in answer.stderr

    def test_are_written_to_no_terminal(self, terminal: Run, folder: Path) -> None:
        answer = terminal("list", "--format", "xlsx", "--data", folder)
        assert "xlsx cannot be shown on a terminal" in answer.stdout


class TestThePage:
    def test_shows_what_happens(self, import_: Import, folder: Path) -> None:
        [sheet] = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
        answer = import_(sheet, "--new-officials", "--new-sources")
        assert answer.returncode == 0
        files = re.findall(r"```yaml (\S+)\n(.*?)```", PAGE, re.DOTALL)
        assert len(files) == 2
        for path, text in files:
            assert (folder / path).read_text("utf-8") == text
        assert import_(sheet, "--new-officials", "--new-sources").stdout == (
            "2 rows: 2 already there\n"
        )

    def test_has_every_column(self) -> None:
        documented = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
        assert [*documented, *DERIVED] == sorted(KEYS, key=[*documented, *DERIVED].index)
        assert set(documented) | set(DERIVED) == set(KEYS)

    def test_has_examples_in_the_help_that_work(
        self, stances: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("STANCES_DATA", str(folder))
        (tmp_path / "third.csv").write_text(HEADER + ROW)
        (tmp_path / "sheet.csv").write_text(HEADER.replace("name", "Person") + OTHER)
        (tmp_path / "book.xlsx").write_bytes(workbook(HEADER + ROW, title="June"))
        text = stances("import", "--help").stdout.split("\n\n")[1]
        examples = re.findall(r"^  (stances import .*?)(?:  |$)", text, re.MULTILINE)
        assert examples.pop() == "stances import codings anna.xlsx --coder anna"
        assert len(examples) == 5
        for example in examples:
            words = shlex.split(example)[1:]
            yes = () if {"--yes", "--dry-run"} & {*words} else ("--yes",)
            assert stances(*words, *yes).returncode == 0, example
