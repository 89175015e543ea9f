"""Words that are allowed in a record, and would break a careless output."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import product
from typing import TYPE_CHECKING

import pytest
import yaml
from markdown_it import MarkdownIt

from cases import every_case
from stances.views.direction import END, ISOLATE
from stances.views.markdown_escape import JOINER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Run

UNSEEN = str.maketrans("", "", JOINER + ISOLATE + END)
WORDS = {
    "pipes": "a | b || c |",
    "backticks": "`rm -rf` and ``` and `",
    "markup of rich": "[bold red]loud[/] [link=https://x]y[/link] [/nothing] [[ \\[",
    "emoji codes": ":smile: :warning: :-) ::",
    "markup of HTML": "<script>alert(1)</script> &amp; &lt; <br> <!-- x -->",
    "markup of Markdown": "# h *b* _i_ [a](b) ![c](d) ~~e~~ > f --- === 1. * - +",
    "commands of workflows": "::error file=a,line=1::b%0A::warning::c%0D##[error]d",
    "what GitHub links": "@octocat #12 GH-12 a/b#3 www.example.org a@b.example $x$ :+1:",
    "ends of sections": "a ]]> b --> c </details> d </script>",
    "beginning of a list": "1. one - two + three",
    "quotation marks": '"double" \'single\' “curly” ‘inner’ «guillemets» \\"',
    "backslashes": "C:\\temp\\new \\t \\n \\\\ \\",
    "formulas": "=cmd|' /C calc'!A0",
    "YAML": "- a: {b: [c, &d *e !f | > % @ ` # g]} ? : ---",
    "format strings": "%s %(x)s {} {0} ${HOME} $(id) `id` {{ x }}",
    "percent": "100% %41 %00",
    "tabs": "a\tb\t\tc",
    "Persian and Latin": "گفت: «with the U.S.» و رفت (2014) ۱۲۳",
    "Hebrew with points": "שָׁלוֹם עֲלֵיכֶם",
    "wide letters": "水曜日に東京で会談した 🚤",
    "combining": "Zo\u0308e\u0301 " + "a" + "\u0301" * 40,
    "joiners": "می\u200cرود \u200d\u00ad x",
    "mathematics": "\U0001d4d7\U0001d4ee\U0001d4f5 ⅷ ﬁ ①",
    "one very long word": "x" * 3000,
    "a very long address": "https://example.org/" + "a/" * 500 + "?q=" + "b" * 300,
    "very many words": "again and " * 100 + "again",
    "blanks": "a  b   c    d",
    "looks like null": "null",
    "looks like a number": "0x1F",
    "looks like a date": "2014-06-18",
    "looks like a list": "[]",
    "looks like nothing": "-",
}


@pytest.fixture
def folder(ledger: Ledger, words: str) -> Path:
    """An official of whose statement the words are the quote, the venue, the role, the name …"""
    record = {
        "name": words,
        "aliases": [words + " again"],
        "roles": [{"title": words, "faction": "council"}],
        "note": words,
        "statements": [
            {
                "id": "one",
                "said": "2021-06-03",
                "venue": words,
                "position": "conditional",
                "conditions": [words],
                "summary": words,
                "note": words,
                "evidence": [{"source": "gazette", "form": "quote", "text": words}],
                "disputes": [{"about": "date", "note": words, "resolution": words}],
            }
        ],
    }
    text = json.dumps(record, ensure_ascii=False)
    source = {"title": words, "published": "2021-06", "lang": "en", "note": words}
    text_of_source = json.dumps(source, ensure_ascii=False)
    return ledger({"officials/zwing.yaml": text, "sources/zeitung.yaml": text_of_source})


each_of_words = pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)


@each_of_words
class TestHostileWords:
    def test_are_the_same_in_every_format(self, stances: Run, folder: Path, words: str) -> None:
        asked = ("list", "--official", "zwing", "--columns", "quote,venue,name,note,summary,role")
        texts = {
            format_: stances(*asked, "--format", format_, "--data", folder).stdout
            for format_ in ("json", "jsonl", "yaml", "csv", "tsv")
        }
        [of_json] = json.loads(texts["json"])
        assert {*of_json.values()} == {words}
        assert json.loads(texts["jsonl"]) == of_json
        assert yaml.safe_load(texts["yaml"]) == [of_json]
        assert [*csv.DictReader(io.StringIO(texts["csv"], newline=""))] == [of_json]
        escaped = words.replace("\\", "\\\\").replace("\t", "\\t")
        assert texts["tsv"].split("\n")[1].split("\t") == [escaped] * len(of_json)

    def test_are_whole_in_a_table(
        self,
        stances: Run,
        folder: Path,
        cells: Callable[[str], int],
        monkeypatch: pytest.MonkeyPatch,
        words: str,
    ) -> None:
        commands = (
            ("list",),
            ("show", "zwing"),
            ("compare", "zwing", "brandt"),
            ("summary", "--by", "official"),
            *(("timeline",), ("conflicts",), ("officials",)),
        )
        with every_case() as case:
            for command, width in product(commands, (60, 200)):
                monkeypatch.setenv("COLUMNS", str(width))
                with case(*command, width):
                    answer = stances(*command, "--format", "table", "--data", folder)
                    assert (answer.returncode, answer.stderr) == (0, "")
                    assert max(map(cells, answer.stdout.splitlines())) <= width
                    assert not {"…", "\x1b"} & {*answer.stdout}
                    told = run_together(answer.stdout)
                    assert {*run_together(words)} <= {*told}
                    assert command[0] != "show" or told.count(run_together(words)) > 5

    def test_are_whole_in_a_report(self, stances: Run, folder: Path, words: str) -> None:
        asked = ("report", "--official", "zwing", "--data", folder)
        document = json.loads(stances(*asked, "--format", "json").stdout)
        [official] = document["issues"][0]["officials"]
        [statement] = official["latest"]
        assert {official["name"], official["role"], statement["quote"], statement["venue"]} == {
            words
        }
        text = stances(*asked).stdout
        assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
        assert not {"##[", "\x1b"} & {*text, *re.findall(r"##\[", text)}
        seen = inlines(text)
        assert seen.count(f"“{words}”") == 1
        assert words in seen
        assert f"condition: {words}" in seen
        assert f"dispute about the date: {words} → {words}" in seen

    def test_can_be_looked_for(self, stances: Run, folder: Path, words: str) -> None:
        if not any(char.isalnum() for char in words):
            return
        for asked in (("--text", words), ("--official", words)):
            answer = stances("list", *asked, "--format", "jsonl", "--data", folder)
            assert (answer.returncode, answer.stderr) == (0, "")
            assert answer.stdout.count("\n") == 1


def inlines(markdown: str) -> list[str]:
    """What a reader of Markdown sees, line by line; nothing of it may lead anywhere."""
    ours = {"", "<br>", "<details>", "</details>"}
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "html_block":
            assert re.sub(r"<summary>[\w ]+</summary>", "", token.content).strip() in ours
        pieces = token.children or []
        assert not [piece for piece in pieces if piece.type in {"link_open", "image"}]
        assert {piece.content for piece in pieces if piece.type == "html_inline"} <= ours
        found.append("".join(piece.content for piece in pieces).translate(UNSEEN))
    return found


def run_together(text: str) -> str:
    """The letters of a text, without the blanks and marks that a table puts between them."""
    return "".join(char for char in text if not (char.isspace() or char in "\u2068\u2069"))


def test_very_many_words_can_be_looked_for(stances: Run, ledger: Ledger) -> None:
    answer = stances("list", "--text", "x" * 100_000, "--data", ledger())
    assert (answer.returncode, answer.stderr) == (0, "")


@each_of_words
def test_words_of_a_sheet_are_recorded_as_they_are(
    stances: Run, ledger: Ledger, tmp_path: Path, words: str
) -> None:
    folder = ledger()
    row = {"official": "adler", "id": "new", "said": "2021-06-03", "position": "conditional"}
    row |= {"form": "quote", "source": "gazette", "text": words, "venue": words, "note": words}
    sheet = tmp_path / "sheet.csv"
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*row, "conditions"])
        writer.writeheader()
        writer.writerow(row | {"conditions": json.dumps([words])})
    answer = stances("import", sheet, "--yes", "--data", folder)
    assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout
    found = json.loads(stances("show", "adler/new", "--format", "json", "--data", folder).stdout)
    # A dash says nothing in a cell, but for the words that were said.
    other = None if words == "-" else words
    assert (found["quote"], found["venue"], found["note"]) == (words, other, other)
    assert found["conditions"] == [words]
