"""`stances import codings`: what a coder has filled in, and what is wrong with it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from folders import contents

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from subprocess import CompletedProcess

    Ledger = Callable[..., Path]
    Run = Callable[..., CompletedProcess[str]]
    Given = Mapping[str, Mapping[str, str]]

QUIET, PAID = "adler/quiet-lake", "adler/with-compensation"
DEAD, FISHERS = "brandt/over-my-dead-body", "farahi/ask-the-fishers"
ALL: Given = {
    QUIET: {"position": "Supports", "frames": "noise, trade"},
    PAID: {"position": "conditional", "conditions": "the state pays; all agree", "frames": "none"},
    DEAD: {"position": "rejects", "note": "He shouts.", "said": "5 June 2021"},
    FISHERS: {"skip": "does not say"},
}


class Sheets:
    """Sheets of the small corpus, filled in."""

    def __init__(self, folder: Path, stances: Run, out: Path) -> None:
        self.folder, self.stances, self.out = folder, stances, out

    def rows(self, given: Given) -> list[dict[str, str]]:
        """The sheet's rows, with what is given by reference filled in."""
        text = self.stances("--data", self.folder, "coding", "sheet", "anna").stdout
        return [{**row, **given.get(row["ref"], {})} for row in csv.DictReader(io.StringIO(text))]

    def file(self, rows: list[dict[str, str]], name: str = "anna.csv") -> Path:
        """A CSV file of rows."""
        path = self.out / name
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, [*rows[0]])
            writer.writeheader()
            writer.writerows(rows)
        return path

    def taken(self, file: Path, *options: str) -> CompletedProcess[str]:
        """The import of a file."""
        data = ("--data", self.folder)
        return self.stances(*data, "import", "codings", file, "--coder", "anna", *options)

    def coded(self, official: str) -> str:
        """Anna's file of an official."""
        return (self.folder / "codings/anna" / f"{official}.yaml").read_text("utf-8")


@pytest.fixture
def sheets(ledger: Ledger, stances: Run, tmp_path: Path) -> Sheets:
    return Sheets(ledger(), stances, tmp_path)


class TestSheet:
    def test_becomes_codings_and_leaves_the_records_as_they_are(
        self, sheets: Sheets, stances: Run
    ) -> None:
        before = contents(sheets.folder)
        done = sheets.taken(sheets.file(sheets.rows(ALL)), "--yes", "--date", "2021-07-01")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "4 rows: 4 added" in done.stdout
        after = contents(sheets.folder)
        assert {path: after[path] for path in before} == before
        assert sheets.coded("brandt").startswith(
            "over-my-dead-body:\n  position: rejects\n  said: 2021-06-05\n  note: He shouts.\n"
            "  coded: 2021-07-01\n  words: ["
        )
        assert "  skip: does not say\n" in sheets.coded("farahi")
        assert "frames: [noise, trade]" in sheets.coded("adler")
        assert "conditions: [the state pays, all agree]\n  frames: []\n" in sheets.coded("adler")
        checked = stances("--data", sheets.folder, "check")
        assert checked.returncode == 0
        assert "no problems" in checked.stdout
        assert stances("--data", sheets.folder, "fmt", "--check", "codings").returncode in (0, 2)

    def test_is_taken_once(self, sheets: Sheets) -> None:
        file = sheets.file(sheets.rows(ALL))
        assert sheets.taken(file, "--yes").returncode == 0
        before = contents(sheets.folder)
        again = sheets.taken(file, "--yes")
        assert again.returncode == 0
        assert "4 already there" in again.stdout
        assert contents(sheets.folder) == before

    def test_has_rows_that_are_not_coded_yet(self, sheets: Sheets) -> None:
        done = sheets.taken(sheets.file(sheets.rows({DEAD: ALL[DEAD]})), "--yes")
        assert done.returncode == 0
        assert "3 rows without a reading: not coded yet" in done.stdout
        assert not (sheets.folder / "codings/anna/adler.yaml").exists()

    def test_does_not_take_empty_frames_for_none(self, sheets: Sheets) -> None:
        done = sheets.taken(sheets.file(sheets.rows({DEAD: {"position": "rejects"}})), "--yes")
        assert "write `none` where none applies" in done.stdout
        assert "frames" not in sheets.coded("brandt")

    def test_that_is_only_tried_writes_nothing(self, sheets: Sheets) -> None:
        before = contents(sheets.folder)
        done = sheets.taken(sheets.file(sheets.rows(ALL)), "--dry-run")
        assert done.returncode == 0
        assert "+over-my-dead-body:" in done.stdout
        assert contents(sheets.folder) == before

    @pytest.mark.parametrize("ending", ["tsv", "jsonl", "xlsx"])
    def test_may_be_of_another_format(self, sheets: Sheets, stances: Run, ending: str) -> None:
        file = sheets.out / f"anna.{ending}"
        stances("--data", sheets.folder, "coding", "sheet", "anna", "-o", file)
        if ending == "xlsx":
            book = load_workbook(file)
            page = book.active
            header = [cell.value for cell in page[1]]
            for row in page.iter_rows(min_row=2):
                for key, value in ALL[row[0].value].items():
                    row[header.index(key)].value = value
            book.save(file)
        elif ending == "tsv":
            lines = [line.split("\t") for line in file.read_text().splitlines()]
            for cells in lines[1:]:
                for key, value in ALL[cells[0]].items():
                    cells[lines[0].index(key)] = value
            file.write_text("".join("\t".join(cells) + "\n" for cells in lines))
        else:
            text = file.read_text().replace('"position": null', '"position": "unstated"')
            file.write_text(text)
        done = sheets.taken(file, "--yes")
        assert done.returncode == 0, done.stdout
        assert "4 rows: 4 added" in done.stdout
        again = stances("--data", sheets.folder, "coding", "sheet", "anna")
        assert "4 statements that anna has coded left out" in again.stderr

    def test_of_a_spreadsheet_is_undone(self, sheets: Sheets, stances: Run) -> None:
        file = sheets.out / "safe.csv"
        folder = sheets.folder
        text = (folder / "officials/brandt.yaml").read_text()
        (folder / "officials/brandt.yaml").write_text(
            text.replace("text: Over my", 'text: "- Over my').replace("dead body}", 'dead body"}')
        )
        stances("--data", folder, "coding", "sheet", "anna", "--spreadsheet-safe", "-o", file)
        rows = [*csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))]
        filled = [{**row, **ALL.get(row["ref"], {})} for row in rows]
        for row in filled:
            row["said"] = "44352" if row["ref"] == DEAD else ""  # as a spreadsheet numbers days
        for options in (("--dry-run",), ("--dry-run", "--spreadsheet-safe")):
            done = sheets.taken(sheets.file(filled), *options)
            assert done.returncode == 0, done.stdout + done.stderr
            assert "have changed" not in done.stdout + done.stderr
            assert "said: 2021-06-05" in done.stdout


class TestRow:
    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ({QUIET: {"position": "suports"}}, "called `suports` (did you mean `supports`?)"),
            ({QUIET: {"position": "conditional"}}, ":position: error[ST301 missing-condition]"),
            ({QUIET: {"position": "conditional"}}, "(fill the column `conditions`)"),
            (
                {QUIET: {"position": "rejects", "conditions": "x"}},
                "(empty the column `conditions` or choose `conditional`)",
            ),
            (
                {QUIET: {"position": "rejects", "issue": "toll"}},
                "asked `toll`; `adler/quiet-lake` is on `boats` now (write a new sheet",
            ),
            ({QUIET: {"position": "rejects", "conditions": "x"}}, ":conditions: error[ST302"),
            (
                {QUIET: {"position": "rejects", "frames": "nois"}},
                ":frames: error[ST106 unknown-frame]",
            ),
            ({QUIET: {"position": "rejects", "said": "soon"}}, ":said: error[ST204 bad-date]"),
            ({QUIET: {"note": "Why?"}}, ":position: error[ST202 missing-key]"),
            ({QUIET: {"position": "rejects", "skip": "no"}}, ":position: error[ST325"),
            (
                {QUIET: {"ref": "adler/quiet", "position": "rejects"}},
                "its words are those of `adler/quiet-lake` now",
            ),
            (
                {QUIET: {"ref": "nobody/x", "words": "x", "position": "rejects"}},
                ":ref: error: there is no statement `nobody/x`",
            ),
            (
                {QUIET: {"ref": DEAD, "position": "rejects"}, DEAD: {"position": "rejects"}},
                "stands in line",
            ),
            (
                {QUIET: {"ref": "", "position": "rejects"}},
                "the row has a reading, and no reference",
            ),
            (
                {QUIET: {"words": "Not at all like it", "position": "rejects"}},
                "none of the words in this row",
            ),
            (
                {QUIET: {"position": "rejects", "note": "a\x01b"}},
                ":note: error: the character U+0001",
            ),
            (
                {QUIET: {"position": "rejects", "note": "long " * 500_000}},
                ":note: error: the cell has 2,499,999 characters",
            ),
        ],
    )
    def test_that_is_wrong_keeps_all_from_being_written(
        self, sheets: Sheets, given: Given, told: str
    ) -> None:
        before = contents(sheets.folder)
        rows = sheets.rows({PAID: ALL[PAID], **given})
        done = sheets.taken(sheets.file(rows), "--yes")
        assert told in done.stdout
        assert "anna.csv:" in done.stdout
        assert done.returncode == 1
        assert contents(sheets.folder) == before

    def test_is_told_with_all_others_that_are_wrong(self, sheets: Sheets) -> None:
        given = {
            QUIET: {"position": "x"},
            DEAD: {"position": "y", "frames": "z"},
            FISHERS: {"ref": "no/such", "position": "rejects", "words": "x"},
            PAID: {"position": "conditional", "said": "soon"},
        }
        out = sheets.taken(sheets.file(sheets.rows(given)), "--yes").stdout
        assert out.count("ST105 unknown-position") == 2
        assert out.count("ST106 unknown-frame") == 1
        assert "there is no statement `no/such`" in out
        assert "`soon` is not" in out
        assert "ST301 missing-condition" in out
        assert "4 rows: 4 wrong" in out

    def test_that_differs_from_what_is_there_is_in_conflict(self, sheets: Sheets) -> None:
        assert sheets.taken(sheets.file(sheets.rows(ALL)), "--yes").returncode == 0
        rows = [
            {**row, "position": "opposes", "note": ""}
            for row in sheets_rows(sheets)
            if row["ref"] == DEAD
        ]
        file = sheets.file(rows)
        done = sheets.taken(file, "--yes")
        assert done.returncode == 1
        assert (
            "anna has coded `brandt/over-my-dead-body` already, and reads it otherwise"
            in done.stdout
        )
        assert "rejects" in sheets.coded("brandt")
        replaced = sheets.taken(file, "--yes", "--replace")
        assert replaced.returncode == 0
        assert "1 row: 1 replaced" in replaced.stdout
        assert "position: opposes" in sheets.coded("brandt")

    def test_that_is_skipped_may_have_lists_of_nothing(self, sheets: Sheets) -> None:
        given = {DEAD: {"skip": "a threat", "frames": "none", "conditions": "[]"}}
        done = sheets.taken(sheets.file(sheets.rows(given)), "--yes")
        assert done.returncode == 0, done.stdout
        assert sheets.coded("brandt").startswith("over-my-dead-body:\n  skip: a threat\n  words:")

    def test_whose_words_have_changed_is_taken_and_told(self, sheets: Sheets, stances: Run) -> None:
        rows = sheets.rows({QUIET: ALL[QUIET], PAID: ALL[PAID]})
        file = sheets.folder / "officials/adler.yaml"
        file.write_text(file.read_text().replace("our quiet lake back", "our quiet lake back now"))
        done = sheets.taken(sheets.file(rows), "--yes")
        assert done.returncode == 0
        assert (
            "the words of `adler/quiet-lake` have changed since the sheet was written"
            in done.stdout
        )
        assert (
            "“We want our quiet lake back”; now it has “We want our quiet lake back now”"
            in done.stdout
        )
        assert "have changed" not in done.stdout.partition(PAID)[2]
        checked = stances("--data", sheets.folder, "check")
        assert "the words have changed since this was coded" in checked.stdout


def sheets_rows(sheets: Sheets) -> list[dict[str, str]]:
    """The rows of the sheet that was filled in last."""
    with (sheets.out / "anna.csv").open(encoding="utf-8", newline="") as stream:
        return [*csv.DictReader(stream)]


class TestColumns:
    def test_of_other_names_are_mapped(self, sheets: Sheets) -> None:
        rows = [{"Nr.": row["ref"], "Reading": "rejects", "Mood": "bad"} for row in sheets.rows({})]
        file = sheets.file(rows)
        refused = sheets.taken(file, "--yes")
        assert refused.returncode == 1
        assert "the column `Mood` is none of a sheet of codings" in refused.stdout
        mapped = ("--map", "Nr.=ref", "--map", "Reading=position", "--map", "Mood=")
        done = sheets.taken(file, "--yes", *mapped)
        assert done.returncode == 0, done.stdout
        assert "no column has the words that were read" in done.stdout
        assert "words" not in sheets.coded("brandt")

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            (("--map", "position=posi"), "there is no key `posi`; did you mean `position`?"),
            (("--map", "position"), "has no `=`"),
            (("--map", "Nothing=ref"), "no column is called `Nothing`"),
            (("--new-officials",), "--new-officials cannot be used with codings"),
            (("--partial",), "--partial cannot be used with codings"),
        ],
    )
    def test_and_options_that_mean_nothing_are_refused(
        self, sheets: Sheets, options: tuple[str, ...], told: str
    ) -> None:
        done = sheets.taken(sheets.file(sheets.rows(ALL)), "--yes", *options)
        assert told in done.stderr + done.stdout
        assert done.returncode in (1, 2)

    def test_that_a_sheet_lacks_are_named(self, sheets: Sheets) -> None:
        rows = [{"name": row["name"], "position": "x"} for row in sheets.rows({})]
        assert "no column has the references" in sheets.taken(sheets.file(rows), "--yes").stdout
        rows = [{"ref": row["ref"], "note": "x"} for row in sheets.rows({})]
        assert "no column has positions" in sheets.taken(sheets.file(rows), "--yes").stdout

    def test_with_merged_cells_have_their_value_in_each_row_and_say_so(
        self, sheets: Sheets
    ) -> None:
        book = Workbook()
        page = book.active
        page.append(["ref", "position"])
        page.append([QUIET, "supports"])
        page.append([DEAD, None])
        page.merge_cells("B2:B3")
        book.save(sheets.out / "merged.xlsx")
        done = sheets.taken(sheets.out / "merged.xlsx", "--yes")
        assert "merged cells have their value in each of their rows" in done.stdout
        assert "position: supports" in sheets.coded("brandt")


class TestCommandLine:
    def test_needs_a_coder_and_a_file(self, sheets: Sheets, stances: Run) -> None:
        data = ("--data", sheets.folder)
        assert "--coder CODER" in stances(*data, "import", "codings", "x.csv").stderr
        assert "name the file too" in stances(*data, "import", "codings").stderr
        for words, usage in (
            (["-"], "name the format of -: `stances import codings csv -`"),
            (["csv"], "name the file too: `stances import codings csv FILE`"),
        ):
            done = stances(*data, "import", "codings", *words, "--coder", "anna")
            assert (done.returncode, usage in done.stderr) == (2, True), done.stderr
        done = stances(*data, "import", "codings", "x.csv", "--coder", "Anna S")
        assert "write `anna-s`" in done.stderr

    def test_says_who_is_called_nearly_like_a_new_coder(self, sheets: Sheets, stances: Run) -> None:
        file = sheets.file(sheets.rows({DEAD: ALL[DEAD]}))
        assert sheets.taken(file, "--yes").returncode == 0
        words = ("--data", sheets.folder, "import", "codings", file, "--dry-run", "--coder")
        assert "did you mean anna?" in stances(*words, "annna").stderr
        assert "did you mean" not in stances(*words, "anna").stderr

    def test_of_statements_has_no_coder(self, sheets: Sheets, stances: Run) -> None:
        done = stances("--data", sheets.folder, "import", "x.csv", "--coder", "anna")
        assert (done.returncode, "--coder is for codings" in done.stderr) == (2, True)

    def test_may_ask_for_rows(self, sheets: Sheets) -> None:
        done = sheets.taken(sheets.file(sheets.rows(ALL)), "--yes", "--format", "tsv")
        lines = done.stdout.splitlines()
        assert lines[0].split("\t")[:3] == ["line", "result", "ref"]
        assert {line.split("\t")[1] for line in lines[1:]} == {"added"}
