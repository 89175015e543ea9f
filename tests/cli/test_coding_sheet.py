"""`stances coding sheet`: what another coder has to read, and nothing of how it was read."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Ledger = Callable[..., Path]
    Run = Callable[..., CompletedProcess[str]]

GAZETTE = """\
The lake was loud again on Sunday.

“We want our quiet lake back,” the mayor, Anna Adler, told the town meeting. Boats could go, but
only if the state pays, she added.

“Over my dead body,” said Bruno Brandt, the harbour master.
"""
COPY = {"snapshots/gazette.txt": GAZETTE}
COLUMNS = (
    "ref issue question positions name role day venue spoken_by according_to words original "
    "sources passage position conditions frames said note skip"
).split()
ADLER = """\
name: Anna Adler
aliases: [Mayor Adler]
roles:
  - {title: Mayor, faction: council, from: 2019-05}
statements:
  - id: with-compensation
    said: 2021-06
    position: opposes
    summary: She is against it
    note: Read twice.
    evidence:
      - {source: gazette, form: paraphrase, text: "only if the state pays, she added"}
  - id: quiet-lake
    said: 2021-06-03
    venue: town meeting
    position: rejects
    frames: [trade]
    status: disputed
    reviewed_by: [TK]
    coder: TK
    evidence:
      - source: gazette
        form: quote
        text: We want our quiet lake back
        position: opposes
        note: Read otherwise.
      - {source: nama, form: paraphrase, text: دریاچه باید آرام شود}
    disputes:
      - {about: position, note: They differ.}
"""
"""The same words as in the small corpus, read in the opposite way, and in another order."""
CODED = "quiet-lake: {position: opposes}\n"
ORDER = [
    "adler/quiet-lake",
    "brandt/over-my-dead-body",
    "farahi/ask-the-fishers",
    "adler/with-compensation",
]
OTHER = [ORDER[2], ORDER[3], ORDER[0], ORDER[1]]
"""By the seed 2."""


def rows(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text))]


def refs(text: str) -> list[str]:
    return [row["ref"] for row in rows(text)]


class TestSheet:
    def test_has_the_words_with_their_context_and_empty_columns(
        self, ledger: Ledger, stances: Run
    ) -> None:
        done = stances("--data", ledger(COPY), "coding", "sheet", "anna", "--official", "adler")
        assert done.returncode == 0
        found = {row["ref"]: row for row in rows(done.stdout)}
        assert [*found["adler/quiet-lake"]] == COLUMNS
        row = found["adler/quiet-lake"]
        assert row["question"] == "Should motorboats leave the lake?"
        assert row["positions"] == "supports; conditional; opposes; rejects; unstated"
        assert (row["name"], row["role"]) == ("Anna Adler", "Mayor")
        assert (row["day"], row["venue"]) == ("2021-06-03", "town meeting")
        assert row["words"] == "We want our quiet lake back\nدریاچه باید آرام شود"
        assert row["sources"].splitlines() == [
            "Boats off the lake? (The Gazette, 2021-06-10), quote",
            "نامهٔ دریاچه (2021-06-20), paraphrase",
        ]
        assert "“We want our quiet lake back,” the mayor, Anna Adler, told" in row["passage"]
        for each in found.values():
            assert not any(each[key] for key in COLUMNS[COLUMNS.index("position") :])

    def test_is_the_same_however_the_statements_were_read(
        self, ledger: Ledger, stances: Run
    ) -> None:
        one, other = ledger(COPY), ledger({**COPY, "officials/adler.yaml": ADLER}, "other")
        for extra in ((), ("--sample", "3"), ("--format", "jsonl"), ("--seed", "5")):
            words = ("coding", "sheet", "anna", *extra)
            assert stances("--data", one, *words).stdout == stances("--data", other, *words).stdout

    def test_has_nothing_of_the_reading_in_it(self, ledger: Ledger, stances: Run) -> None:
        text = stances(
            "--data", ledger({**COPY, "officials/adler.yaml": ADLER}), "coding", "sheet", "anna"
        ).stdout
        for told in (
            "She is against it",
            "Read twice",
            "Read otherwise",
            "They differ",
            "disputed",
            "TK",
            "trade",
        ):
            assert told not in text

    def test_has_an_order_that_the_seed_alone_decides(self, ledger: Ledger, stances: Run) -> None:
        # As literal as it stands: no machine and no version of Python may have another.
        words = ("--data", ledger(), "coding", "sheet", "anna")
        assert refs(stances(*words).stdout) == ORDER
        assert refs(stances(*words, "--seed", "1").stdout) == ORDER
        assert refs(stances(*words, "--seed", "2").stdout) == OTHER

    def test_of_a_sample_has_all_of_a_smaller_one_and_the_same_for_all_coders(
        self, ledger: Ledger, stances: Run
    ) -> None:
        folder = ledger({"codings/anna/adler.yaml": CODED})
        for number in range(1, 5):
            words = ("--data", folder, "coding", "sheet", "ben", "--sample", str(number))
            assert refs(stances(*words).stdout) == ORDER[:number]
        done = stances("--data", folder, "coding", "sheet", "anna", "--sample", "4")
        assert refs(done.stdout) == [ref for ref in ORDER if ref != "adler/quiet-lake"]
        assert "4 drawn of 4 statements" in done.stderr
        assert "1 statement that anna has coded left out" in done.stderr

    def test_leaves_out_what_the_coder_has_recorded(self, ledger: Ledger, stances: Run) -> None:
        done = stances("--data", ledger(), "coding", "sheet", "tests")
        assert (done.returncode, rows(done.stdout)) == (0, [])
        assert "4 statements whose record is tests's own reading left out" in done.stderr

    @pytest.mark.parametrize(
        ("filters", "told"),
        [
            (["--position", "supports"], "--position gives away"),
            (
                ["--frame", "noise", "--without-disputed"],
                "--frame and --without-disputed give away",
            ),
            (["--official", "adler"], ""),
        ],
    )
    def test_is_allowed_what_gives_the_reading_away_and_says_so(
        self, ledger: Ledger, stances: Run, filters: list[str], told: str
    ) -> None:
        done = stances("--data", ledger(), "coding", "sheet", "anna", *filters)
        assert done.returncode == 0
        assert (told in done.stderr) if told else "away" not in done.stderr

    def test_is_written_in_the_formats_that_are_read_back(
        self, ledger: Ledger, stances: Run, tmp_path: Path
    ) -> None:
        words = ("--data", ledger(COPY), "coding", "sheet", "anna", "-o")
        for ending in ("csv", "tsv", "jsonl", "xlsx"):
            assert stances(*words, tmp_path / f"a.{ending}").returncode == 0
        told = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
        assert [row["ref"] for row in told] == ORDER
        assert refs((tmp_path / "a.csv").read_text()) == ORDER
        assert (tmp_path / "a.tsv").read_text().splitlines()[0].split("\t") == COLUMNS
        page = load_workbook(tmp_path / "a.xlsx").active
        cells = [[cell.value for cell in row] for row in page.iter_rows()]
        assert cells[0] == COLUMNS
        assert [row[0] for row in cells[1:]] == ORDER
        tab = [[c.value for c in r] for r in load_workbook(tmp_path / "a.xlsx").worksheets[1]]
        assert tab[0] == ["kind", "issue", "id", "score", "label", "definition", *tab[0][6:]]
        assert tab[1][:6] == ["position", "boats", "supports", 2, "Supports", "Is for it."]
        assert "statements" not in tab[0]
        assert [row[2] for row in tab[6:]] == ["noise", "trade"]
        refused = stances(*words, tmp_path / "a.md")
        assert refused.returncode == 2
        assert not (tmp_path / "a.md").exists()

    def test_tells_where_definitions_are_without_how_many_have_them(
        self, ledger: Ledger, stances: Run
    ) -> None:
        folder = ledger()
        told = stances("--data", folder, "coding", "sheet", "anna").stderr
        command = told.partition("`stances ")[2].partition("`")[0].split()
        assert "codebook positions frames --columns kind,issue,id,score" in told
        shown = stances("--data", folder, *command[command.index("codebook") :])
        assert "Will not have it." in shown.stdout
        assert "statements" not in shown.stdout

    def test_has_the_words_of_another_statement_where_these_are_its_own(
        self, ledger: Ledger, stances: Run
    ) -> None:
        text = "  - {id: again, words_of: adler/quiet-lake, position: unstated}\n"
        folder = ledger()
        file = folder / "officials/farahi.yaml"
        file.write_text(file.read_text() + text)
        done = stances("--data", folder, "coding", "sheet", "anna", "--official", "farahi")
        row = next(row for row in rows(done.stdout) if row["ref"] == "farahi/again")
        assert row["words"].startswith("We want our quiet lake back")
        assert row["day"] == "2021-06-03"


class TestCoder:
    @pytest.mark.parametrize(
        ("name", "hint"),
        [
            ("Anna Schmidt", "write `anna-schmidt`"),
            ("anna_s", "write `anna-s`"),
            ("decided", "means another thing"),
            ("../x", "write `x`"),
            ("", "cannot be the id of a coder"),
        ],
    )
    def test_has_an_id(self, ledger: Ledger, stances: Run, name: str, hint: str) -> None:
        for command in (("coding", "sheet"), ("code",)):
            done = stances("--data", ledger(), *command, name)
            assert done.returncode == 2
            assert hint in done.stderr

    def test_who_is_new_may_be_another(self, ledger: Ledger, stances: Run) -> None:
        folder = ledger({"codings/anna/adler.yaml": CODED})
        done = stances("--data", folder, "coding", "sheet", "ana")
        assert "ana has no codings yet; did you mean anna?" in done.stderr
        assert done.returncode == 0
