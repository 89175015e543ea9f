"""The page that compares two officials: what it says of each pair, and how both are chosen."""

from __future__ import annotations

import random
import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from corpora import CorpusBuilder
from pages import HOSTILE, hostile
from sites import comparing, written
from stances.queries.comparison import comparison
from stances.queries.filters import Filters
from stances.views.comparison_text import verdict, without_disputed
from stances.views.direction import unmarked
from stances.views.html.site.compare import folded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SCALES: dict[str, dict[str, int | None]] = {
    "tram": {"supports": 2, "indirect": 1, "opposes": -1, "rejects": -2, "unstated": None},
    "port": {"sailors": None, "strikers": None, "unstated": None},
    "quay": {"supports": 1, "rejects": -1, "denies": None},
    "mole": {"supports": 1, "rejects": -1},
}
SECTIONS = """
[...document.querySelectorAll("#result section")].map((each) => [
  each.querySelector("h2").textContent, each.querySelector("p.lead").textContent,
  each.querySelector("p.explained").textContent])
"""
PAIRS = f"""async (pairs) => {{
  const found = [], result = document.getElementById("result");
  for (const [a, b] of pairs) {{
    result.replaceChildren();
    history.pushState(null, "", `?a=${{a}}&b=${{b}}`);
    dispatchEvent(new PopStateEvent("popstate"));
    while (!result.querySelector("p")) await new Promise((done) => setTimeout(done));
    found.push({SECTIONS});
  }}
  return found;
}}"""
"""What the page says of pairs of officials, one after the other."""
PEOPLE = 9


class Opened:
    """A browser's page on a site in a folder, and what the browser said."""

    def __init__(self, page: Page, site: Path) -> None:
        self.page, self.site = page, site
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: self.said.append(dialog.message))

    def compare(self, query: str = "") -> Page:
        """Open the page, and wait until it says something."""
        self.page.goto((self.site / "compare/index.html").as_uri() + query)
        self.page.wait_for_selector("#result p")
        return self.page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[sqlite3.Connection, Path]:
    """Varied officials, and the site of them."""
    index = varied(CorpusBuilder(tmp_path_factory.mktemp("varied") / "corpus")).index()
    return index, written(comparing(index), tmp_path_factory.mktemp("site"))


def varied(corpus: CorpusBuilder) -> CorpusBuilder:
    """Officials who answer alike, differently, openly, by hearsay or not at all."""
    choose = random.Random(7)
    corpus.codebook(issues=SCALES)
    for number in range(PEOPLE):
        statements = [_said(choose) for _ in range(choose.randint(0, 12))]
        kind = "unnamed" if number == PEOPLE - 1 else None
        name = f"Person {number}" if number else "شیرین فرحی"
        corpus.official(f"p{number}", name=name, kind=kind, statements=statements)
    return corpus


def _said(choose: random.Random) -> dict[str, Any]:
    issue = choose.choice([*SCALES])
    said: dict[str, Any] = {"issue": issue, "position": choose.choice([*SCALES[issue]])}
    said["said"] = f"2021-0{choose.randint(1, 9)}-1{choose.randint(0, 9)}"
    said["evidence"] = [{"text": f"words {choose.random()}"}]
    if choose.random() < 0.2:
        said["according_to"] = ["Somebody"]
    if choose.random() < 0.2:
        said["disputes"] = [{"about": "speaker", "note": "They differ."}]
    return said


def told(index: sqlite3.Connection, one: str, other: str, **asked: Any) -> list[list[str]]:
    """What `stances compare` says of two officials."""
    found = comparison(index, [one, other], Filters(**asked))
    questions = dict(index.execute("SELECT issue, question FROM issues").fetchall())
    return [
        [questions[issue], _with_minus(verdict(found, issue)), without_disputed(found, issue)]
        for issue in found.issues
    ]


def _with_minus(text: str) -> str:
    """A sentence of the command with the signs of a page."""
    return re.sub(r"(?<= )-(?=[0-9])", "\N{MINUS SIGN}", unmarked(text))


class TestWhatIsSaid:
    def test_is_what_the_command_says_of_every_pair(
        self, page: Page, made: tuple[sqlite3.Connection, Path]
    ) -> None:
        index, site = made
        opened = Opened(page, site)
        pairs = [*combinations([f"p{number}" for number in range(PEOPLE)], 2)]
        for pair, shown in zip(pairs, opened.compare().evaluate(PAIRS, pairs), strict=True):
            assert shown == told(index, *pair), pair
        assert not opened.said

    def test_is_no_nearer_than_statements_that_may_be_one_allow(
        self, page: Page, tmp_path: Path
    ) -> None:
        corpus = CorpusBuilder(tmp_path / "corpus").codebook(issues=SCALES)
        once: dict[str, Any] = {"position": "rejects", "same_occasion": ["bo/s1"]}
        once["evidence"] = [{"text": "as it was put", "form": "paraphrase"}]
        corpus.official("bo", name="Bo", statements=["opposes", once])
        corpus.official("ann", name="Ann", statements=["supports"])
        opened = Opened(page, written(comparing(corpus.index()), tmp_path / "site"))
        shown = " ".join(opened.compare("?a=ann&b=bo").inner_text("#result").split())
        assert "They are 3.5 apart" in shown
        told = "may be one (Bo: 2). If so, they are between 3 and 4 apart."
        assert f"Statements that are taken for one occasion {told}" in shown
        assert "as it was put(paraphrase)" in shown.replace(" (", "(")
        assert not opened.said

    def test_is_of_what_filters_let_through(self, page: Page, tmp_path: Path) -> None:
        index = varied(CorpusBuilder(tmp_path / "corpus")).index()
        only = ("supports", "rejects")
        opened = Opened(page, written(comparing(index, position=only), tmp_path / "site"))
        query = "SELECT DISTINCT official FROM statements WHERE position IN (?, ?) LIMIT 4"
        some = [official for (official,) in index.execute(query, only)]
        pairs = [*combinations(some, 2)]
        for pair, shown in zip(pairs, opened.compare().evaluate(PAIRS, pairs), strict=True):
            assert shown == told(index, *pair, position=only)

    @pytest.mark.parametrize(("scores", "apart"), [((1, 0, 0, 0, 0, 0, 0, 0), "0.12"), ((1,), "1")])
    def test_rounds_distances_as_the_command_does(
        self, scores: tuple[int, ...], apart: str, page: Page, tmp_path: Path
    ) -> None:
        corpus = CorpusBuilder(tmp_path / "corpus")
        position = {0: "conditional", 1: "indirect"}
        days = [f"2021-05-0{day}" for day in range(1, len(scores) + 1)]
        said = [
            {"position": position[score], "said": day, "evidence": [{"text": f"words {day}"}]}
            for score, day in zip(scores, days, strict=True)
        ]
        corpus.official("ann", statements=said).official("bo", statements=["conditional"])
        index = corpus.index()
        page_of = Opened(page, written(comparing(index), tmp_path / "site")).compare("?a=ann&b=bo")
        [[_, shown, _]] = page_of.evaluate(SECTIONS)
        assert f"They are {apart} apart" in shown
        assert shown == told(index, "ann", "bo")[0][1]


class TestChoosing:
    def test_by_name_puts_both_into_the_address(
        self, page: Page, made: tuple[sqlite3.Connection, Path]
    ) -> None:
        opened = Opened(page, made[1])
        opened.compare().fill("#a", "فرحی")
        page.wait_for_selector("#a-names option", state="attached")
        options = page.eval_on_selector_all("#a-names option", "all => all.map(o => o.value)")
        assert options == ["شیرین فرحی"]
        page.fill("#a", options[0])
        page.wait_for_url("**?a=p0")
        page.wait_for_selector("#result p")
        page.fill("#b", "person 3")
        page.wait_for_selector("#b-names option", state="attached")
        page.fill("#b", "Person 3")
        page.wait_for_url("**?a=p0&b=p3")
        assert not opened.said

    def test_finds_names_in_files_by_their_first_letters(
        self, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("stances.views.html.site.compare._FEW", 3)
        corpus = CorpusBuilder(tmp_path / "corpus")
        names = ["Ó Súilleabháin", "علي كريمي", "李明", "Ann Bo", "Ann Bo"]
        for number, name in enumerate(names):
            aliases = [f"alias {number}", *["Lǐ Míng"] * (name == "李明")]
            corpus.official(f"p{number}", name=name, aliases=aliases, statements=[])
        opened = Opened(page, written(comparing(corpus.index()), tmp_path / "site"))
        for typed, found in (
            ("suil", ["Ó Súilleabháin"]),
            ("کریم", ["علي كريمي"]),
            ("李明", ["李明"]),
            ("li ming", ["李明"]),
            ("bo", ["Ann Bo (p3)", "Ann Bo (p4)"]),
        ):
            opened.compare().fill("#b", typed)
            page.wait_for_selector("#b-names option", state="attached")
            options = page.eval_on_selector_all("#b-names option", "all => all.map(o => o.value)")
            assert options == found

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("", "Choose two officials."),
            ("?a=p1&b=p1", "Both are the same official. Choose another."),
            ("?a=p1&b=nobody", "No official has the id nobody."),
            ("?a=<script>alert(1)</script>&b=p1", "No official has the id <script>alert(1)"),
        ],
    )
    def test_says_what_is_missing(
        self, query: str, says: str, page: Page, made: tuple[sqlite3.Connection, Path]
    ) -> None:
        opened = Opened(page, made[1])
        assert says in opened.compare(query).inner_text("#result")
        assert not opened.said

    def test_without_scripts_says_where_both_are(
        self, browser: Browser, made: tuple[sqlite3.Connection, Path]
    ) -> None:
        site = made[1]
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto((site / "compare/index.html").as_uri())
        assert page.locator("noscript a").get_attribute("href") == "../officials/index.html"
        assert not page.locator("form.choose").is_visible()
        context.close()

    def test_by_another_name_is_told_beside_the_name(self, page: Page, tmp_path: Path) -> None:
        corpus = CorpusBuilder(tmp_path / "corpus")
        corpus.official("bo", name="Bo", native_name="بو کریمی", aliases=["Beau"], statements=[])
        corpus.official("ann", name="Ann Bower", statements=[])
        opened = Opened(page, written(comparing(corpus.index()), tmp_path / "site"))
        opened.compare().fill("#a", "bea")
        page.wait_for_selector("#a-names option", state="attached")
        option = page.locator("#a-names option")
        assert (option.get_attribute("value"), option.text_content()) == ("Bo", "Beau · Council")
        page.press("#a", "Tab")
        page.wait_for_url("**?a=bo")
        opened.compare().fill("#b", "كريمي")
        page.press("#b", "Tab")
        page.wait_for_url("**?b=bo")
        assert not opened.said


class TestTyping:
    def test_part_of_a_name_is_enough_with_the_keyboard_alone(
        self, browser: Browser, made: tuple[sqlite3.Connection, Path]
    ) -> None:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        opened = Opened(page, made[1])
        opened.compare()
        assert page.is_hidden("#copy")
        page.evaluate("window.stayed = true")
        page.focus("#a")
        page.keyboard.type("فرحی")
        page.keyboard.press("Tab")
        page.wait_for_url("**?a=p0")
        assert page.evaluate("document.activeElement.id") == "b"
        page.keyboard.type("person")
        page.keyboard.press("Enter")
        page.get_by_text("8 officials are called so: choose one from the list.").wait_for()
        page.keyboard.press("Control+A")
        page.keyboard.type("nobody at all")
        page.keyboard.press("Enter")
        page.get_by_text("No official is called so.").wait_for()
        page.keyboard.press("Control+A")
        page.keyboard.type("3")
        page.keyboard.press("Enter")
        page.wait_for_url("**?a=p0&b=p3")
        page.locator("h1", has_text="شیرین فرحی and Person 3").wait_for()
        assert page.title().startswith("شیرین فرحی and Person 3 · ")
        assert page.input_value("#b") == "Person 3"
        assert page.evaluate("[document.activeElement.id, window.stayed]") == ["b", True]
        page.click("#copy")
        page.get_by_text("The address is copied.").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == page.url
        page.emulate_media(media="print")
        assert page.is_hidden("#a")
        page.emulate_media(media="screen")
        page.go_back()
        page.locator("h1", has_text="Compare two officials").wait_for()
        assert page.url.endswith("?a=p0")
        assert page.input_value("#b") == ""
        assert page.is_hidden("#copy")
        assert not opened.said
        context.close()

    def test_can_be_used_by_all(
        self, browser: Browser, made: tuple[sqlite3.Connection, Path]
    ) -> None:
        page = browser.new_page(bypass_csp=True)
        Opened(page, made[1]).compare("?a=p0&b=p3")
        found = Axe().run(page)
        page.close()
        assert found.violations_count == 0, found.generate_report()


def test_hostile_words_stay_words(page: Page, tmp_path: Path) -> None:
    corpus = hostile(CorpusBuilder(tmp_path / "corpus"))
    corpus.official("bo", name=HOSTILE[0] + " Bo", statements=["rejects"])
    opened = Opened(page, written(comparing(corpus.index()), tmp_path / "site"))
    shown = opened.compare("?a=mallory&b=bo").inner_text("#result")
    assert all(" ".join(text.split()) in shown for text in HOSTILE[:3])
    assert not opened.said


def test_names_are_folded_alike(page: Page, made: tuple[sqlite3.Connection, Path]) -> None:
    opened = Opened(page, made[1])
    assert ".normalize(" in (opened.site / "assets/compare.js").read_text("utf-8")
    texts = ["Ó Súilleabháin", "علي كريمي", "İstanbul", "O'Neill-Óg", "ΟΔΟΣ", "ﬁ 李"]
    found = opened.compare().evaluate(
        """(texts) => texts.map((text) => text
        .normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase()
        .replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/[^\\p{L}\\p{N}]+/gu, " ").trim())""",
        texts,
    )
    assert found == [" ".join(folded(text).split()) for text in texts]
