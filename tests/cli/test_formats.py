"""Every answer in every format, read back by somebody else's reader."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook

from stances.cli.commands import COMMANDS, cli
from stances.views.direction import END, ISOLATE
from stances.views.markdown_escape import JOINER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .conftest import Ledger, Run

UNSEEN = str.maketrans("", "", JOINER + ISOLATE + END)
"""What Markdown has around words, so that they are nothing but words."""
LIST = (
    "ref official name faction role said said_from said_to venue issue position score conditions "
    "frames status disputed match_certain match_probable forms quote lang summary coder decided "
    "decided_by decided_why decided_of sources evidence disputes note words_of same_occasion "
    "spoken_by according_to hearsay repeated retracted reviewed_by"
).split()
TIMELINE = (
    "kind ref official name faction role said said_from said_to issue position score conditions "
    "status disputed match_certain match_probable forms quote lang sources about change previous "
    "previous_said previous_position previous_score gained dropped group"
).split()
FIGURES = (
    "statements officials silent open unscored scored disputed mean median low high spread"
).split()
OFFICIALS = (
    "official name native_name kind aliases roles factions statements attributed identifiers note"
).split()
SOURCES = (
    "source title publisher authors published published_from published_to retrieved url "
    "archive_url lang kind sha256 version_of copy_of statements assessments note notices uncoded"
).split()
CODEBOOK = (
    "kind issue id label definition score requires allows open tension_with statements"
).split()
CONFLICTS = (
    "kind state ref other official name other_official issue recorded reported source form "
    "words other_source other_form other_words match_certain match_probable other_certain "
    "other_probable note resolution more"
).split()
NETWORK = (
    "one other concepts shared congruence conflict subtract weight one_statements other_statements"
).split()
TERMS = "concept range one_score one_n other_score other_n agreement conflict weight".split()
COVERAGE = (
    "source kind result text left reason refs positions mentions marks copy copy_line copy_column "
    "copy_page quotations covered skipped"
).split()
DOCUMENTS = ("show", "compare")
"""What answers a pipe with a text."""
IN_WORDS = set(
    "said published month position previous_position faction frame source other_source "
    "excerpt_source recorded reported retrieved".split()
)
"""The keys that Markdown has in people's words."""
SEARCH = [*LIST, "rank", "excerpt", "matches", "excerpt_of", "excerpt_source"]
DISPUTES = "ref number about note resolution sources words words_source words_by".split()
AGREEMENT = (
    "issue of level coders units readings agreement kappa alpha low high left_out reason"
).split()
CAMPS = (
    "issue from to actors statements fit null_mean null_95 p camps left_out concepts ties unsure "
    "apart together reason"
).split()
ANSWERS = {
    ("list",): LIST,
    ("list", "--official", "farahi"): LIST,
    ("show", "adler"): LIST,
    ("show", "adler/quiet-lake", "gazette"): LIST,
    ("compare", "adler", "brandt", "farahi"): ["side", *LIST],
    ("compare", "faction:council", "faction:harbour"): ["side", *LIST],
    ("summary",): ["issue", "faction", *FIGURES],
    ("summary", "--by", "frame"): ["issue", "frame", *FIGURES],
    ("summary", "--by", "month,position"): ["issue", "month", "position", *FIGURES],
    ("search", "die* OR body OR دریاچه"): SEARCH,
    ("search", "hyperlink OR b OR first"): SEARCH,
    ("sql", "SELECT * FROM disputes"): DISPUTES,
    ("sql", 'SELECT 1 AS "a|b", quote FROM statements'): ["a|b", "quote"],
    ("conflicts",): CONFLICTS,
    ("agreement",): AGREEMENT,
    ("network",): NETWORK,
    ("network", "--explain", "adler", "brandt"): TERMS,
    ("coverage",): COVERAGE,
    ("timeline",): TIMELINE,
    ("timeline", "--shifts"): TIMELINE,
    ("camps",): CAMPS,
    ("officials",): OFFICIALS,
    ("sources",): SOURCES,
    ("codebook",): CODEBOOK,
    ("codebook", "positions"): CODEBOOK,
}
EMPTY = {
    ("list", "--text", "zeppelin"): LIST,
    ("search", "zeppelin"): SEARCH,
    ("sql", "SELECT * FROM disputes WHERE 0"): DISPUTES,
    ("timeline", "--text", "zeppelin"): TIMELINE,
    ("summary", "--text", "zeppelin"): ["issue", "faction", *FIGURES],
    ("conflicts", "--text", "zeppelin"): CONFLICTS,
    ("network", "--text", "zeppelin"): NETWORK,
    ("coverage", "--text", "zeppelin"): COVERAGE,
    ("agreement", "--text", "zeppelin"): AGREEMENT,
}
HARD = """\
name: "Zoë | \\"Zé\\" <b>Zwing</b>"
aliases: ["=1+1", "- dash", "no"]
roles: [{title: "`code` *star* _under_ [link](x) ~~gone~~ \\\\ back", faction: council}]
statements:
  - id: "no"
    said: 2021-06
    venue: 'null'
    position: unstated
    summary: "a, b; 'c' \\"d\\"\\te"
    evidence:
      - {source: gazette, form: quote, text: "=HYPERLINK(1) | `x` $y$ {z} #h  two  spaces \\\\n é 水 \U0001f6a4"}
    note: |
      first paragraph
      goes on

      second paragraph
  - {id: "1e5", said: 2021-06, position: unstated, evidence: [{source: gazette, form: document, text: "[]"}]}
  - {id: "true", said: 2021-06, position: unstated, evidence: [{source: gazette, form: quote, text: "2021-06-03"}]}
"""  # noqa: E501 - as people write it

each_answer = pytest.mark.parametrize("asked", [*ANSWERS, *EMPTY], ids=" ".join)
KEYS = ANSWERS | EMPTY


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    """The small corpus with an official who is hard to write down."""
    return ledger({"officials/zwing.yaml": HARD})


@pytest.fixture
def rows(stances: Run, folder: Path, asked: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of an answer, as JSON lines have them."""
    answer = stances(*asked, "--format", "jsonl", "--data", folder)
    assert (answer.returncode, answer.stderr) == (0, "")
    return [json.loads(line) for line in answer.stdout.splitlines()]


@each_answer
class TestRowFormats:
    def test_json_lines_have_the_documented_keys_in_order(
        self, rows: list[dict[str, Any]], asked: tuple[str, ...]
    ) -> None:
        assert bool(rows) is (asked in ANSWERS)
        assert all([*row] == KEYS[asked] for row in rows)

    def test_csv_has_the_same_rows(
        self, stances: Run, folder: Path, rows: list[dict[str, Any]], asked: tuple[str, ...]
    ) -> None:
        text = stances(*asked, "--format", "csv", "--data", folder).stdout
        assert text.endswith("\n")
        header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        assert header == KEYS[asked]
        assert read_back(header, lines, rows) == rows

    def test_tsv_has_the_same_rows(
        self, stances: Run, folder: Path, rows: list[dict[str, Any]], asked: tuple[str, ...]
    ) -> None:
        text = stances(*asked, "--format", "tsv", "--data", folder).stdout
        assert text.endswith("\n")
        header, *lines = (
            [unescaped(cell) for cell in line.split("\t")] for line in text[:-1].split("\n")
        )
        assert header == KEYS[asked]
        assert read_back(header, lines, rows) == rows

    def test_workbooks_have_the_same_rows(
        self,
        stances: Run,
        folder: Path,
        rows: list[dict[str, Any]],
        asked: tuple[str, ...],
        tmp_path: Path,
    ) -> None:
        file = tmp_path / "answer.xlsx"
        answer = stances(*asked, "-o", file, "--data", folder)
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
        sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0)
        header, *lines = ([as_text(cell) for cell in line] for line in sheet.to_python())
        assert header == KEYS[asked]
        exact = [
            {key: float(f"{v:.16g}") if isinstance(v, float) else v for key, v in row.items()}
            for row in rows
        ]
        assert read_back(header, lines, exact) == exact


def as_text(cell: object) -> str:
    """A cell of a workbook as CSV has it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


@each_answer
class TestWholeFormats:
    def test_json_is_one_value_and_a_newline(
        self, stances: Run, folder: Path, rows: list[dict[str, Any]], asked: tuple[str, ...]
    ) -> None:
        text = stances(*asked, "--format", "json", "--data", folder).stdout
        assert text.endswith(("]\n", "}\n"))
        assert "\\u" not in text
        answer = json.loads(text)
        if asked[0] == "compare":
            assert [*answer] == ["sides", "issues", "rows"]
            assert answer["rows"] == rows
        elif asked[0] != "show":
            assert answer == rows
        if asked in EMPTY:
            assert text == "[]\n"

    def test_yaml_is_the_same_value(
        self, stances: Run, folder: Path, asked: tuple[str, ...]
    ) -> None:
        as_json, as_yaml = (
            stances(*asked, "--format", format_, "--data", folder).stdout
            for format_ in ("json", "yaml")
        )
        assert as_yaml.endswith("\n")
        assert yaml.safe_load(as_yaml) == json.loads(as_json)

    def test_markdown_is_one_table_with_the_words_as_they_are(
        self, stances: Run, folder: Path, rows: list[dict[str, Any]], asked: tuple[str, ...]
    ) -> None:
        text = stances(*asked, "--format", "markdown", "--data", folder).stdout
        assert text.endswith("\n")
        header, *lines = cells_of(text)
        assert set(header) <= set(KEYS[asked])
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            for key, cell in zip(header, line, strict=True):
                if isinstance(row[key], str) and key not in IN_WORDS:
                    seen = cell.translate(UNSEEN)
                    assert " ".join(seen.split()) == " ".join(row[key].split())

    def test_a_table_has_neither_colour_nor_tabs_in_a_pipe(
        self, stances: Run, folder: Path, rows: list[dict[str, Any]], asked: tuple[str, ...]
    ) -> None:
        text = stances(*asked, "--format", "table", "--data", folder).stdout
        assert text.endswith("\n")
        assert not {"\x1b", "\t", "\r"} & {*text}
        assert bool(text.strip()) is bool(rows)


def in_a_pipe(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The option for the keys that `docs/answers.md` says a pipe gets; none for all of them."""
    lines = re.findall(r"^\| `(\w+)` \| (.+) \|$", section("In a pipe"), re.MULTILINE)
    said = dict(lines)[asked[0]]
    if "--explain" in asked or not (keys := re.findall(r"`(-?-?\w+)`", said)):
        return ()
    by = asked[asked.index("--by") + 1] if "--by" in asked else "faction"
    return ("--columns", ",".join(by if key == "--by" else key for key in keys))


def section(heading: str) -> str:
    """What stands under a heading of the page on answers."""
    page = (Path(__file__).parents[2] / "docs/answers.md").read_text("utf-8")
    return page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


class TestPipes:
    def test_get_what_is_documented_for_every_command_with_rows(self) -> None:
        documented = re.findall(r"^\| `(\w+)` \|", section("In a pipe"), re.MULTILINE)
        with_rows = {
            name
            for name in COMMANDS
            if (command := cli.get_command(click.Context(cli), name))
            and any(
                isinstance(each.type, click.Choice) and "jsonl" in each.type.choices
                for each in command.params
                if each.name == "format"
            )
        }
        usually_text = {"check", "verify", "import", *DOCUMENTS}
        assert {*documented} == with_rows - usually_text
        assert usually_text <= with_rows

    @pytest.mark.parametrize(
        "asked", [asked for asked in KEYS if asked[0] not in DOCUMENTS], ids=" ".join
    )
    def test_get_tsv_of_a_few_keys(
        self, stances: Run, folder: Path, asked: tuple[str, ...]
    ) -> None:
        keys = in_a_pipe(asked)
        given = stances(*asked, *keys, "--format", "tsv", "--data", folder).stdout
        assert stances(*asked, "--data", folder).stdout == given

    @pytest.mark.parametrize("command", ["list", "search", "timeline", "conflicts"])
    def test_begin_with_the_reference(self, stances: Run, folder: Path, command: str) -> None:
        words = ["lake"] if command == "search" else []
        head, *lines = stances(command, *words, "--data", folder).stdout.splitlines()
        assert head.split("\t")[0] == "ref"
        assert "adler/quiet-lake" in {line.split("\t")[0] for line in lines} or not words

    @pytest.mark.parametrize(
        "asked",
        [("show", "adler", "farahi"), ("show", "gazette"), ("compare", "adler", "brandt")],
        ids=" ".join,
    )
    def test_get_of_a_document_the_text_of_a_terminal_of_80_columns(
        self, stances: Run, terminal: Run, folder: Path, asked: tuple[str, ...]
    ) -> None:
        shown = terminal(*asked, "--color", "never", "--data", folder, width=80).stdout
        with pytest.MonkeyPatch.context() as patch:
            for columns in ("", "40", "200"):
                patch.setenv("COLUMNS", columns)
                assert stances(*asked, "--data", folder).stdout == shown
                file = folder.parent / "answer.txt"
                stances(*asked, "-o", file, "--data", folder)
                assert file.read_text("utf-8") == shown

    @pytest.mark.parametrize("asked", [("show", "adler"), ("compare", "adler", "brandt")])
    def test_get_rows_of_a_document_where_rows_are_asked_for(
        self, stances: Run, folder: Path, asked: tuple[str, ...]
    ) -> None:
        for option in (("--columns", "ref,score"), ("--sort", "ref"), ("--limit", "1")):
            head, first, *_ = stances(*asked, *option, "--data", folder).stdout.splitlines()
            assert "ref" in head.split("\t")
            assert "adler/" in first


def unescaped(cell: str) -> str:
    """A cell of TSV as it is documented: read from left to right."""
    escapes = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    characters = iter(cell)
    return "".join(escapes[next(characters)] if char == "\\" else char for char in characters)


def read_back(
    header: Sequence[str], lines: Sequence[Sequence[str]], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Cells as values: text where the row has text, JSON elsewhere, nothing where it is empty."""
    assert all(len(line) == len(header) for line in lines)
    return [
        {
            key: cell if isinstance(row[key], str) else json.loads(cell or "null")
            for key, cell in zip(header, line, strict=True)
        }
        for line, row in zip(lines, rows, strict=True)
    ]


def cells_of(markdown: str) -> list[list[str]]:
    """The cells of the only table of a page, as plain text, row by row."""
    tokens = (
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown)
    )
    assert [token.type for token in tokens if token.level == 0] == ["table_open", "table_close"]
    table: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            table.append([])
        elif token.type == "inline":
            kinds = {child.type for child in token.children or ()}
            strong = {"strong_open", "strong_close"}  # the words that a search has matched
            assert kinds <= {"text", "text_special", "html_inline"} | strong
            table[-1].append(
                "".join(
                    "\n" if child.content == "<br>" else child.content
                    for child in token.children or ()
                )
            )
    return table
