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
    "match record about issue lang filters".split()
)
"""Keys whose values stand on the page under a label, or which another key says."""


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
        yield " ".join(value.split())


def ids_of(page: Element) -> list[str]:
    return [node.attrib["id"] for node in page.iter() if "id" in node.attrib]


class TestHtmlReport:
    def test_shows_all_of_the_result(self, stances: Run, read: Read, repository: Path) -> None:
        data = repository / "data"
        answer = json.loads(stances("report", "--format", "json", "--data", data).stdout)
        commit = answer["about"].pop("commit")
        shown = words_of(read(data))
        assert [words for words in words_in(answer) if words not in shown] == []
        assert commit["name"][:12] in shown

    def test_has_the_figures_of_json(self, stances: Run, read: Read, repository: Path) -> None:
        data = repository / "data"
        answer = json.loads(stances("report", "--format", "json", "--data", data).stdout)
        [issue] = answer["issues"]
        scale = sorted(issue["scale"], key=lambda step: (step["score"] is None, step["score"] or 0))
        whole = next(t for t in read(data).iter("table") if t.find("caption") is not None)
        body = whole.find("tbody")
        assert body is not None
        for group, row in zip([*issue["factions"], issue["total"]], body, strict=True):
            counts = {each["position"]: each for each in group["positions"]}
            cells = [words_of(cell) for cell in row]
            assert cells[0] == (group["label"] or "all")
            for step, cell in zip(scale, cells[1:8], strict=True):
                found = counts.get(step["position"])
                told = f"{found['statements']} ({found['officials']})" if found else "–"
                assert cell == told
            mean = "none" if group["mean"] is None else f"{group['mean']:+.2f}"
            assert cells[8] == f"{group['statements']} ({group['officials']})"
            assert cells[9] == str(group["silent"])
            assert cells[10].startswith(f"{group['scored']} (")
            assert cells[11] == mean.replace("-", "\N{MINUS SIGN}")

    def test_counts_conflicts_as_markdown_does(
        self, stances: Run, read: Read, repository: Path
    ) -> None:
        counted = "18 conflicts among 26 statements: none open, 9 settled, 7 judged by the analyst,"
        page = words_of(read(repository / "data"))
        assert f"{counted} 2 where both can be right. Opposite positions" in page
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
        assert {"about", "conflicts", "assessments", "sources", "issue/tram", "issue/ferry"} <= set(
            places
        )

    def test_says_what_every_picture_shows(self, read: Read, several: Path) -> None:
        page = read(several)
        inner = {id(node) for plot in page.iter("svg") for node in plot.iter("svg") if node != plot}
        plots = [plot for plot in page.iter("svg") if id(plot) not in inner]
        assert len(plots) > 50
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
        assert "no commit of git is known" in page

    def test_of_nothing_says_so_and_nothing_else(self, read: Read, ledger: Ledger) -> None:
        found = read(ledger(), "--text", "zeppelin")
        page = words_of(found)
        titles = [words_of(node) for node in found.iter("h2")]
        assert titles == ["Contents", "About this report"]
        assert [node.get("href") for node in found.iter("a")] == ["#report", "#about"]
        assert "No statement matches what was asked for." in page
        assert "--text zeppelin" in page

    def test_of_what_others_said_has_no_figures(self, read: Read, repository: Path) -> None:
        page = words_of(read(repository / "data", "--official", "jahangiri"))
        assert "sources only attribute statements of others" in page
        assert "attributed by iranwire-2014-06-25" in page

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
