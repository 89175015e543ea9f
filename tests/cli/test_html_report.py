"""`stances report` as a page: read by another program as strictly as HTML can be read."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from corpora import CorpusBuilder
from pages import HOSTILE, crowd, hostile, parsed, words_of
from stances.views.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from .conftest import Ledger, Process, Run

    Read = Callable[..., Element]

HEADINGS = tuple(f"h{level}" for level in range(1, 7))
NOT_WORDS = frozenset(
    "said_from said_to published_from published_to when_from when_to position previous_position "
    "faction official speaker status recorded reported kind state change form other_form forms "
    "match record about issue lang filters frames sources other_source day positions doubtful "
    "words_of same_occasion silent".split()
)
"""Keys whose values stand on the page under a label, or which another key says."""
DATES = frozenset("said published retrieved when previous_said from to".split())
"""Keys whose values stand on the page in words, and as they are for machines."""


@pytest.fixture
def read(stances: Run) -> Read:
    """The page of a corpus."""

    def call(folder: Path, *asked: str) -> Element:
        answer = stances("report", "--format", "html", "--data", folder, *asked)
        assert answer.returncode == 0, answer.stderr
        return parsed(answer.stdout)

    return call


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    return hostile(CorpusBuilder(tmp_path / "evil")).folder


@pytest.fixture
def several(tmp_path: Path) -> Path:
    return crowd(CorpusBuilder(tmp_path / "several"), 12).folder


def words_in(value: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """All words of an answer in JSON, one by one."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in NOT_WORDS:
                yield from words_in(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner, key)
    elif isinstance(value, str):
        yield " ".join(value.split() if key not in DATES else in_words(value).split())


def machine_dates(page: Element) -> set[str]:
    """The dates of a page as machines read them."""
    return {
        node.attrib[key]
        for node in page.iter()
        for key in ("datetime", "value")
        if key in node.attrib
    }


def dates_in(value: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """All dates of an answer in JSON, as they are written."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else ((key, inner) for inner in value)
        for name, inner in pairs:
            yield from dates_in(inner, name)
    elif key in DATES and value:
        yield value


def ids_of(page: Element) -> list[str]:
    return [node.attrib["id"] for node in page.iter() if "id" in node.attrib]


def counts_of(issue: Any, group: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    """The cells of a group for the positions: by score, what leaves the question open last."""
    counts = {each["position"]: each for each in group["positions"]}
    steps = sorted(issue["scale"], key=lambda s: (s["score"] is None, s["open"], s["score"] or 0))
    found = (counts.get(step["position"]) for step in steps)
    return [f"{each['statements']} ({each['officials']})" if each else "–" for each in found]


class TestHtmlReport:
    def test_shows_all_of_the_result(self, stances: Run, read: Read, repository: Path) -> None:
        data = repository / "data"
        answer = json.loads(stances("report", "--format", "json", "--data", data).stdout)
        commit = answer["about"].pop("commit")
        page = read(data)
        shown = words_of(page)
        assert [words for words in words_in(answer) if words not in shown] == []
        # An unpacked sdist is in no repository.
        assert (commit is not None) is (repository / ".git").exists()
        assert (commit["name"][:12] if commit else "no commit of git is known") in shown
        assert {*dates_in(answer)} <= machine_dates(page)
        silent = {id_ for finding in answer["findings"] for id_ in finding["silent"]}
        names = {row["official"]: row["name"] for i in answer["issues"] for row in i["silent"]}
        assert all(names[id_] in shown for id_ in silent)

    def test_has_the_figures_of_json(self, stances: Run, read: Read, repository: Path) -> None:
        data = repository / "data"
        answer = json.loads(stances("report", "--format", "json", "--data", data).stdout)
        tables = [
            table
            for table in read(data).iter("table")
            if words_of(next(table.iter("caption"), table)).startswith("Factions by position")
        ]
        for issue, table in zip(answer["issues"], tables, strict=True):
            body, groups = table.find("tbody"), [*issue["factions"], issue["total"]]
            assert body is not None
            for group, row in zip(groups, body, strict=True):
                name, *cells = (words_of(cell) for cell in row)
                assert name == (group["label"] or "all")
                counted = len(issue["scale"])
                assert cells[:counted] == counts_of(issue, group)
                every, silent, scored, mean = cells[counted : counted + 4]
                assert every == f"{group['statements']} ({group['officials']})"
                assert silent == str(group["silent"])
                of_statements, officials = map(int, re.findall("[0-9]+", scored))
                assert of_statements == group["scored"]
                told = "–" if officials < 3 else f"{group['mean']:+.2f}"
                assert mean == told.replace("-", "\N{MINUS SIGN}")

    def test_counts_conflicts_as_markdown_does(
        self, stances: Run, read: Read, repository: Path
    ) -> None:
        page = words_of(read(repository / "data"))
        [counted] = {*re.findall(r"[0-9]+ conflicts among [^.]*\.", page)}
        assert f"{counted} Opposite positions" in page
        assert counted in stances("report", "--data", repository / "data").stdout
        for state in ("Compatible: ", "Judged: ", "Resolved: "):
            assert state in page

    def test_has_one_title_and_no_gap_between_headings(self, read: Read, several: Path) -> None:
        levels = [int(node.tag[1]) for node in read(several).iter() if node.tag in HEADINGS]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(later <= level + 1 for level, later in pairwise(levels))

    def test_has_every_place_once_and_links_only_to_places(self, read: Read, several: Path) -> None:
        page = read(several)
        places = ids_of(page)
        assert len(places) == len(set(places))
        links = [node.attrib["href"] for node in page.iter("a")]
        assert {link[1:] for link in links} <= set(places)
        sections = ("officials", "issue/tram", "issue/ferry", "conflicts", "assessments")
        assert {"found", *sections, "sources", "method", "about"} <= set(places)

    def test_says_what_every_picture_shows(self, read: Read, several: Path) -> None:
        page = read(several)
        inner = {id(node) for plot in page.iter("svg") for node in plot.iter("svg") if node != plot}
        plots = [plot for plot in page.iter("svg") if id(plot) not in inner]
        assert len(plots) > 15
        for plot in plots:
            if plot.get("aria-hidden") != "true":
                assert plot.get("role") == "img"
                assert [node.tag for node in plot][:2] == ["title", "desc"]
                assert all(words_of(node) for node in list(plot)[:2])

    def test_says_what_was_asked_and_left_out(self, read: Read, ledger: Ledger) -> None:
        folder = ledger({"officials/brandt.yaml": "nam: Bruno Brandt\n"})
        page = words_of(
            read(folder, "--official", "adler", "--since", "2021", "--without-disputed")
        )
        assert "--official adler --since 2021 --without-disputed" in page
        assert "1 official with errors; 0 disputed statements, as was asked for" in page
        assert "--without-disputed. Left out: 1 official with errors" in page
        assert "no commit of git is known" in page

    def test_of_nothing_says_so_and_nothing_else(self, read: Read, ledger: Ledger) -> None:
        found = read(ledger(), "--text", "zeppelin")
        page = words_of(found)
        titles = [words_of(node) for node in found.iter("h2")]
        assert titles == ["How this report was made"]
        assert [node.get("href") for node in found.iter("a")] == ["#report", "#about"]
        assert "No statement matches what was asked for." in page
        assert "--text zeppelin" in page

    def test_of_what_others_said_has_no_figures(self, read: Read, repository: Path) -> None:
        page = words_of(read(repository / "data", "--official", "jahangiri"))
        assert "sources only attribute statements of others" in page
        assert "attributed by IranWire, 25 June 2014" in page

    def test_marks_words_with_their_language_and_direction(
        self, read: Read, ledger: Ledger
    ) -> None:
        told = [node for node in read(ledger()).iter("p") if node.get("class") == "words"]
        by_words = {words_of(node): (node.get("lang"), node.get("dir")) for node in told}
        assert by_words["We want our quiet lake back"] == ("en", "auto")
        assert by_words["اول از ماهیگیران بپرسید"] == ("fa", "rtl")


class TestHtmlReportWords:
    def test_are_all_there_and_nothing_but_words(self, read: Read, evil: Path) -> None:
        page = read(evil)
        shown = [words_of(node) for node in page.iter("p") if node.get("class") == "words"]
        assert {" ".join(words.split()) for words in HOSTILE} <= set(shown)
        assert {node.tag for node in page.iter()} & {"script", "img", "iframe", "object"} == set()
        attributes = {name for node in page.iter() for name in node.attrib}
        assert {name for name in attributes if name.startswith(("on", "style", "src"))} == set()

    def test_lead_only_to_the_web(self, read: Read, evil: Path) -> None:
        links = [node.attrib["href"] for node in read(evil).iter("a")]
        assert {link.partition(":")[0] for link in links if not link.startswith("#")} == {"https"}

    def test_of_what_was_asked_are_shown_with_what_is_unseen_in_them(
        self, read: Read, ledger: Ledger
    ) -> None:
        page = words_of(read(ledger(), "--text", "zeppelin\x1b[31m\u202e<b>"))
        assert "--text zeppelin␛[31m[U+202E]<b>" in page


class TestHtmlReportPolicy:
    def test_lets_in_its_own_style_and_nothing_else(self, stances: Run, ledger: Ledger) -> None:
        text = stances("report", "--format", "html", "--data", ledger()).stdout
        [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert policy.startswith("default-src &#x27;none&#x27;; ")
        assert policy.endswith(f"style-src &#x27;sha256-{digest}&#x27;")
        assert "url(" not in style
        assert "@import" not in style


class TestHtmlReportOfOneCorpus:
    def test_gives_the_same_bytes(self, process: Process, ledger: Ledger, tmp_path: Path) -> None:
        here, there = ledger(), ledger(at="some/other place")
        first = process("report", "--format", "html", "--data", here)
        assert b"Anna Adler" in first.stdout
        for env in ({"PYTHONHASHSEED": "1", "LC_ALL": "C"}, {"TZ": "Asia/Tehran", "COLUMNS": "20"}):
            again = process("report", "--format", "html", "--data", there, env=env, cwd=tmp_path)
            assert again.stdout == first.stdout

    def test_is_written_to_a_file_by_its_ending(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        folder = ledger()
        stances("report", "-o", tmp_path / "report.html", "--data", folder)
        text = stances("report", "--format", "html", "--data", folder).stdout
        assert (tmp_path / "report.html").read_text("utf-8") == text
