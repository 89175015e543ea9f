"""The site of a corpus as people see it, opened from a folder: on any screen and on paper."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from browsing import SCHEMES, WIDTHS, is_black_on_white_on_paper, is_whole_and_legible, unfold
from cases import every_case
from corpora import CorpusBuilder
from pages import HOSTILE, PERSIAN, crowd, hostile, unwieldy
from sites import kinds, site_of, tags_of
from stances.views.html.charts.svg import network_style
from stances.views.html.components import shared_style
from stances.views.html.site.style import style

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from browsing import Window
    from sites import Tag

    Tags = dict[str, dict[str, list[Tag]]]
    """The opening tags of the pages of sites."""

CORPORA = ("shipped", "crowd", "hostile", "unwieldy")
KINDS = (
    *("home", "issues", "issue", "factions", "faction", "officials", "official", "statement"),
    *("sources", "source", "conflicts", "compare", "search", "about"),
)
WITH_SCRIPTS = {"compare", "search", "sources", "officials", "statement"}
"""Kinds of pages that do more where scripts run."""
MOST_STYLE = 8_000
"""Bytes of the style sheet, as servers pack it."""
LANDMARKS = {"main", "footer"}
AXE = {"preload": False, "rules": {"target-size": {"enabled": True}}}
RULES = r"""
(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(/\s*,\s*/g, ","));
}
"""
FOCUSED = """
() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const order = [...document.querySelectorAll("*")].indexOf(at);
  const box = at.getBoundingClientRect();
  return {
    order, text: at.textContent.slice(0, 40), inMain: document.querySelector("main").contains(at),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}
"""


class Opened(NamedTuple):
    """Pages of a site in one window, and what the browser said and asked for."""

    page: Page
    said: list[str]
    asked: list[str]
    site: Path

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto((self.site / path).as_uri())
        return self.page

    @property
    def here(self) -> str:
        """The path of the page that is open."""
        path = Path(unquote(urlsplit(self.page.url).path))
        return path.relative_to(self.site).as_posix()

    def is_quiet(self) -> bool:
        """Whether nothing was said, and nothing was asked for that is not in the folder."""
        foreign = [url for url in self.asked if not url.startswith((self.site.as_uri(), "data:"))]
        assert self.said == []
        assert foreign == []
        return True


@pytest.fixture(scope="module")
def sites(data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sites of the corpora."""
    folder = tmp_path_factory.mktemp("sites")
    corpora = {name: folder / f"{name}-corpus" for name in CORPORA}
    crowd(CorpusBuilder(corpora["crowd"]), 15, 4)
    hostile(CorpusBuilder(corpora["hostile"]))
    unwieldy(CorpusBuilder(corpora["unwieldy"]))
    corpora["shipped"] = data
    return {name: site_of(corpus, folder / name) for name, corpus in corpora.items()}


@pytest.fixture(scope="module")
def tags(sites: dict[str, Path]) -> Tags:
    """The opening tags of all pages of the sites, by path."""
    return {name: tags_of(site) for name, site in sites.items()}


@pytest.fixture
def opened(window: Callable[..., Window], sites: dict[str, Path]) -> Callable[..., Opened]:
    """Opens a site in a window of its own."""

    def call(corpus: str = "shipped", width: int = 1280, **settings: Any) -> Opened:
        return Opened(*window(width, **settings), sites[corpus])

    return call


def test_there_is_a_page_of_each_kind(sites: dict[str, Path]) -> None:
    assert [*kinds(sites["shipped"])] == [*KINDS]


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("size", WIDTHS)
def test_pages_are_whole_and_legible(opened: Callable[..., Opened], corpus: str, size: str) -> None:
    found = opened(corpus, WIDTHS[size])
    with every_case() as case:
        for kind, path in kinds(found.site).items():
            unfold(found.go(path))
            for scheme in SCHEMES:
                with case(kind, scheme):
                    assert is_whole_and_legible(found.page, scheme, 10)
    assert found.is_quiet()


@pytest.mark.parametrize("corpus", ["shipped", "crowd"])
@pytest.mark.parametrize("size", WIDTHS)
def test_everybody_can_read_the_pages(
    opened: Callable[..., Opened], corpus: str, size: str
) -> None:
    """By axe-core, with all of its rules, and that of WCAG 2.2 about the size of targets."""
    found = opened(corpus, WIDTHS[size])
    with every_case() as case:
        for kind, path in kinds(found.site).items():
            view = found.go(path)
            for scheme in SCHEMES:
                with case(kind, scheme):
                    view.emulate_media(color_scheme=scheme)
                    wrong = Axe().run(view, options=AXE).response["violations"]
                    assert [(each["id"], each["nodes"][0]["html"]) for each in wrong] == []


def test_links_lead_somewhere(sites: dict[str, Path], tags: Tags) -> None:
    """All links of all pages, to places within pages too."""
    for name, found in tags.items():
        site = sites[name]
        places = {path: {tag.get("id") for _, tag in each} for path, each in found.items()}
        wrong = []
        for path, each in found.items():
            for link in (attributes["href"] or "" for tag, attributes in each if tag == "a"):
                to = urlsplit(link)
                if to.scheme:
                    assert to.scheme in {"http", "https"}
                    continue
                target = (site / path).parent / unquote(to.path) if to.path else site / path
                where = target.resolve().relative_to(site.resolve()).as_posix()
                is_place = not to.fragment or unquote(to.fragment) in places.get(where, set())
                if not target.is_file() or not is_place:
                    wrong.append((path, link))
        assert wrong == []


class TestFromTheFirstPage:
    def test_each_kind_of_page_is_some_clicks_away(self, opened: Callable[..., Opened]) -> None:
        found = opened()
        view = found.go("index.html")
        sections = view.locator("header nav a").all_inner_texts()
        assert len(sections) == 7
        for name in sections:
            view.locator("header nav").get_by_role("link", name=name, exact=True).click()
            assert found.here == f"{name.lower()}/index.html"
            current = view.locator("header nav [aria-current]").all_inner_texts()
            assert current == [name]
            assert view.locator("h1").count() == 1
        for section, kind in (
            ("Issues", "issues"),
            ("Factions", "factions"),
            ("Sources", "sources"),
        ):
            view.locator("header nav").get_by_role("link", name=section, exact=True).click()
            view.locator("main").locator(
                f'a[href^="../{kind}/"], a[href$="/index.html"]'
            ).first.click()
            assert found.here.startswith(f"{kind}/")
            assert found.here.count("/") == 2
        view.locator("header .home").click()
        assert found.here == "index.html"
        assert found.is_quiet()

    def test_a_statement_is_reached_from_its_official(self, opened: Callable[..., Opened]) -> None:
        found = opened()
        view = found.go("index.html")
        view.get_by_role("link", name="Officials", exact=True).first.click()
        view.get_by_role("link", name="Mohammad Nahavandian").first.click()
        assert found.here == "officials/nahavandian/index.html"
        view.locator('main a[href$="nuclear-deal-first.html"]').first.click()
        assert found.here == "officials/nahavandian/nuclear-deal-first.html"
        words = view.locator(".words").all_inner_texts()
        assert any("a final agreement on the nuclear issue" in each for each in words)
        assert any("must first show its good intentions" in each for each in words)
        view.locator('main a[href*="sources/wsws"]').first.click()
        assert found.here == "sources/wsws-2014-06-21/index.html"
        assert found.is_quiet()

    def test_the_search_field_leads_to_what_was_found(self, opened: Callable[..., Opened]) -> None:
        found = opened()
        view = found.go("officials/nahavandian/nuclear-deal-first.html")
        view.get_by_role("searchbox").first.fill("intentions")
        view.keyboard.press("Enter")
        view.wait_for_url("**/search/index.html?q=intentions")
        view.locator("#hits a").first.click()
        assert "good intentions" in view.locator("main").inner_text()
        assert found.is_quiet()


class TestAnOfficialAmongAll:
    def test_is_marked_and_each_position_counts_its_officials(
        self, opened: Callable[..., Opened], data: Path
    ) -> None:
        issue, numbers = "us-iran-cooperation", Counter[str]()
        for file in data.glob("officials/*.yaml"):
            said = yaml.safe_load(file.read_text("utf-8")).get("statements", [])
            own = [each for each in said if each.get("issue", issue) == issue]
            numbers.update({each["position"] for each in own if "according_to" not in each})
        view = opened().go("officials/rouhani/index.html")
        rows = view.locator(f"[id='issue/{issue}/rouhani'] .among-all li")
        links = rows.locator("a").evaluate_all(
            "all => all.map((each) => [each.search, +each.text])"
        )
        found = {parse_qs(search[1:])["position"][0]: number for search, number in links}
        assert found == numbers
        own = rows.and_(view.locator(".own")).all_inner_texts()
        told = [text.split("\n")[0].split(",")[0].replace("\xa0", " ") for text in own]
        assert told == ["+2 Supports", "Left open"]


class TestCiting:
    def test_each_citation_has_a_button_that_copies_it(self, opened: Callable[..., Opened]) -> None:
        found = opened(permissions=["clipboard-read", "clipboard-write"])
        view = found.go("officials/rouhani/if-there-is-a-plan.html")
        view.locator(".cite > summary").click()
        names = ["Copy", "Copy BibTeX", "Copy RIS", "Copy CSL-JSON"]
        assert view.locator(".cite button").all_inner_texts() == names
        texts = view.locator(".cite > p, .cite > pre").all_text_contents()
        for name, text in zip(names, texts, strict=True):
            view.get_by_role("button", name=name, exact=True).click()
            view.get_by_role("button", name="Copied").wait_for()
            copied = view.evaluate("navigator.clipboard.readText()")
            assert copied.replace("\r\n", "\n") == text
        assert found.is_quiet()


class TestWithoutScripts:
    def test_pages_are_the_same(self, opened: Callable[..., Opened]) -> None:
        with_scripts, without = (opened(java_script_enabled=scripts) for scripts in (True, False))
        with every_case() as case:
            for kind, path in kinds(without.site).items():
                with case(kind):
                    text = without.go(path).inner_text("main")
                    assert len(text) > 100
                    if kind not in WITH_SCRIPTS:
                        assert text == with_scripts.go(path).inner_text("main")
        assert without.is_quiet()

    def test_there_are_none_where_none_are_needed(self, sites: dict[str, Path]) -> None:
        for site in sites.values():
            for kind, path in kinds(site).items():
                scripts = (site / path).read_text("utf-8").count("<script src=")
                assert kind in WITH_SCRIPTS or scripts == 0, path

    def test_what_needs_them_says_so(self, opened: Callable[..., Opened]) -> None:
        found = opened(java_script_enabled=False)
        for path in ("search/index.html", "compare/index.html"):
            assert "JavaScript" in found.go(path).inner_text("main")


class TestHostileWords:
    def test_are_words(self, opened: Callable[..., Opened]) -> None:
        found = opened("hostile")
        texts = []
        for path in sorted(found.site.glob("officials/mallory/*.html")):
            view = found.go(path.relative_to(found.site).as_posix())
            assert view.locator("img, [onmouseover], [onerror]").count() == 0
            texts += view.locator(".words").all_text_contents()
        assert set(HOSTILE) <= set(texts)
        assert found.is_quiet()

    def test_neither_run_nor_are_fetched_if_they_get_in(
        self, opened: Callable[..., Opened]
    ) -> None:
        found = opened()
        view = found.go("index.html")
        put = "document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror=window.run=1>')"
        view.evaluate(put)
        assert view.evaluate("window.run") is None
        assert any("Content Security Policy" in each for each in found.said)


class TestWordsFromTheRight:
    def test_run_so(self, opened: Callable[..., Opened]) -> None:
        found = opened("crowd")
        statements = sorted(found.site.glob("officials/official-*/*.html"))
        own = next(path for path in statements if PERSIAN[:20] in path.read_text("utf-8"))
        view = found.go(own.relative_to(found.site).as_posix())
        words = view.locator(".words", has_text=PERSIAN[:20]).first
        style = words.evaluate("node => [getComputedStyle(node).direction, node.lang]")
        assert style == ["rtl", "fa"]
        assert found.is_quiet()


class TestKeyboard:
    @pytest.mark.parametrize("kind", ["home", "official", "statement", "search"])
    def test_goes_through_a_page_in_order_and_is_seen(
        self, opened: Callable[..., Opened], kind: str
    ) -> None:
        found = opened()
        view = found.go(kinds(found.site)[kind])
        orders: list[int] = []
        for _ in range(25):
            view.keyboard.press("Tab")
            at = view.evaluate(FOCUSED)
            if orders and at["order"] <= orders[-1]:
                break  # round to the beginning
            orders.append(at["order"])
            assert at["outlined"], at
            assert at["seen"], at
        assert len(orders) > 9

    def test_skips_to_the_content(self, opened: Callable[..., Opened]) -> None:
        view = opened().go("issues/index.html")
        view.keyboard.press("Tab")
        assert view.evaluate("document.activeElement.textContent") == "Skip to the content"
        view.keyboard.press("Enter")
        view.keyboard.press("Tab")
        assert view.evaluate(FOCUSED)["inMain"]


class TestForAScreenReader:
    def test_headings_go_down_step_by_step(self, tags: Tags) -> None:
        for path, every in tags["shipped"].items():
            levels = [int(name[1]) for name, _ in every if re.fullmatch("h[1-6]", name)]
            assert levels[:1] == [1], path
            assert levels.count(1) == 1, path
            assert max((after - before for before, after in pairwise(levels)), default=0) <= 1, path

    def test_pages_have_a_language_and_landmarks(self, tags: Tags) -> None:
        for path, every in tags["shipped"].items():
            assert [tag.get("lang") for name, tag in every if name == "html"] == ["en"], path
            if any(tag.get("http-equiv") == "refresh" for _, tag in every):
                continue  # it leads on to where something is now
            names = [name for name, tag in every if name in LANDMARKS or tag.get("class") == "site"]
            assert [name for name in names if name != "nav"] == ["header", "main", "footer"], path


def printed(view: Page, path: Path) -> tuple[str, int]:
    """The words of a page on paper, and the number of sheets."""
    view.pdf(path=path, format="A4")
    sheets = PdfReader(path).pages
    words = normalize("NFKC", " ".join(sheet.extract_text() for sheet in sheets))
    return " ".join(words.split()), len(sheets)


class TestOnPaper:
    def test_a_statement_takes_one_sheet_with_its_citation(
        self, opened: Callable[..., Opened], tmp_path: Path
    ) -> None:
        view = opened(color_scheme="dark").go("officials/nahavandian/nuclear-deal-first.html")
        words, sheets = printed(view, tmp_path / "statement.pdf")
        assert sheets == 1
        assert "must first show its good intentions" in words
        assert "Cite this" in words
        assert "@misc" not in words
        for name in ("Compare", "Skip to the content", "Search"):
            assert name not in words

    def test_addresses_of_sources_are_written_out(
        self, opened: Callable[..., Opened], tmp_path: Path
    ) -> None:
        found = opened("unwieldy")
        words, _ = printed(found.go(kinds(found.site)["statement"]), tmp_path / "statement.pdf")
        assert "<https://example.org/Donau" in words.replace(" ", "")

    def test_in_black_on_white(self, opened: Callable[..., Opened]) -> None:
        view = opened().go("index.html")
        assert is_black_on_white_on_paper(view)
        assert view.locator("header nav").is_hidden()


def test_the_style_sheet_says_the_same_without_blanks(browser: Browser) -> None:
    """By Chromium, which reads both."""
    own = files("stances.views.html.site").joinpath("assets/site.css").read_text("utf-8")
    whole = shared_style() + network_style() + own
    page = browser.new_page()
    before, after = (page.evaluate(RULES, text) for text in (whole, style()))
    page.close()
    assert len(before) > 200
    assert before == after
    assert len(style()) < 0.9 * len(whole)
    assert len(gzip.compress(style().encode(), mtime=0)) <= MOST_STYLE
