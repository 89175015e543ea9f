"""The report as people see it: nothing cut off, asked for or run, on any screen and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pypdf import PdfReader

from corpora import CorpusBuilder
from pages import HOSTILE, PERSIAN, crowd, hostile, page, unwieldy
from stances.index.build import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

LOOK = (Path(__file__).parent / "looking.js").read_text("utf-8")
SIZES = {"phone": 360, "desktop": 1280}
CORPORA = ("shipped", "crowd", "hostile", "unwieldy")
DIRECTION = """
node => {
  const text = node.firstChild, end = text.textContent.indexOf("(");
  const box = (at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect();
  };
  return {first: box(0).left, last: box(end - 2).left, direction: getComputedStyle(node).direction};
}
"""


class Opened(NamedTuple):
    """A page, and what its browser said and asked for."""

    page: Page
    said: list[str]
    asked: list[str]
    address: str


@pytest.fixture(scope="session")
def files(data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The reports of the corpora."""
    folder = tmp_path_factory.mktemp("reports")
    made = {
        "shipped": build(data),
        "crowd": crowd(CorpusBuilder(folder / "crowd"), 40).index(),
        "hostile": hostile(CorpusBuilder(folder / "hostile")).index(),
        "unwieldy": unwieldy(CorpusBuilder(folder / "unwieldy")).index(),
    }
    for name, index in made.items():
        (folder / f"{name}.html").write_text(page(index), "utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Callable[..., Opened]]:
    """Opens a report in a window of its own."""
    contexts = []

    def call(corpus: str, width: int = 1280, **settings: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        contexts.append(context)
        view = context.new_page()
        found = Opened(view, [], [], files[corpus].as_uri())
        view.on("console", lambda message: found.said.append(f"{message.type}: {message.text}"))
        view.on("pageerror", lambda error: found.said.append(str(error)))
        view.on("request", lambda request: found.asked.append(request.url))
        view.goto(found.address)
        return found

    yield call
    for context in contexts:
        context.close()


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
class TestOnAnyScreen:
    def test_it_is_whole_and_legible(
        self, opened: Callable[..., Opened], corpus: str, scheme: str, size: str
    ) -> None:
        found = opened(corpus, SIZES[size], color_scheme=scheme)
        found.page.evaluate(
            "document.querySelectorAll('details').forEach(each => each.open = true)"
        )
        seen = found.page.evaluate(LOOK)
        assert seen.pop("texts") > 100
        assert seen.pop("wide") == 0
        assert {what: where for what, where in seen.items() if where} == {}
        assert found.said == []
        assert found.asked == [found.address]


@pytest.mark.parametrize("corpus", CORPORA)
class TestWithoutScripts:
    def test_it_is_the_same(self, opened: Callable[..., Opened], corpus: str) -> None:
        with_scripts, without = (
            opened(corpus, java_script_enabled=scripts).page.inner_text("body")
            for scripts in (True, False)
        )
        assert with_scripts == without
        assert len(with_scripts) > 1000


class TestWhatWouldBePutIntoIt:
    def test_neither_runs_nor_is_fetched(self, opened: Callable[..., Opened]) -> None:
        found = opened("shipped")
        put = "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.run=1>')"
        with found.page.expect_event("requestfailed") as failed:
            found.page.evaluate(put)
        assert failed.value.failure == "csp"
        assert found.page.evaluate("window.run") is None
        assert any("Content Security Policy" in each for each in found.said)


class TestWords:
    def test_of_persian_run_from_the_right(self, opened: Callable[..., Opened]) -> None:
        found = opened("crowd").page.locator("p.words", has_text=PERSIAN).first.evaluate(DIRECTION)
        assert found["direction"] == "rtl"
        assert found["first"] > found["last"]

    def test_that_look_like_markup_are_words(self, opened: Callable[..., Opened]) -> None:
        view = opened("hostile").page
        assert view.locator("script, img, [onmouseover], [onerror]").count() == 0
        shown = view.locator("p.words").all_text_contents()
        assert set(HOSTILE) <= set(shown)


class TestForAScreenReader:
    def test_there_is_one_title_and_headings_below_it(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped").page
        assert view.get_by_role("heading", level=1).count() == 1
        for name in ("About this report", "Conflicts and disputes", "Sources"):
            assert view.get_by_role("heading", level=2, name=name, exact=True).count() == 1
        assert view.get_by_role("heading", level=5, name="Hassan Rouhani").count() == 1

    def test_there_are_places_to_go_to(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped").page
        assert view.get_by_role("main").count() == 1
        links = view.get_by_role("navigation", name="Contents").get_by_role("link")
        assert "Conflicts and disputes" in links.all_inner_texts()
        view.keyboard.press("Tab")
        assert view.evaluate("document.activeElement.textContent") == "Skip to the report"

    def test_links_lead_to_their_places(self, opened: Callable[..., Opened]) -> None:
        view = opened("crowd").page
        for place in ("issue/ferry", "source/neda"):
            view.locator(f'a[href="#{place}"]').first.click()
            assert view.evaluate("decodeURIComponent(location.hash)") == f"#{place}"
            top = view.evaluate("document.querySelector(':target').getBoundingClientRect().top")
            assert 0 <= top < 800

    def test_tables_have_names_and_heads(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped").page
        whole = view.get_by_role("table", name="Factions by position: statements (officials)")
        assert whole.get_by_role("columnheader").count() == 15
        assert whole.get_by_role("rowheader", name="Executive").count() == 1
        assert view.get_by_role("table", name="Executive").count() == 1

    def test_pictures_are_told(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped").page
        drawn = view.get_by_role("img", name="Hassan Rouhani over time")
        assert drawn.count() == 1
        told = view.get_by_role("region", name="Factions by position").count()
        assert told == 1
        assert "2014-06-11/2014-06-25: +2 supports" in (drawn.locator("desc").text_content() or "")


class TestOnPaper:
    def test_all_words_are_printed(self, opened: Callable[..., Opened], tmp_path: Path) -> None:
        """Those too that wait on the screen until somebody asks for them."""
        opened("shipped").page.pdf(path=tmp_path / "report.pdf", format="A4")
        pages = PdfReader(tmp_path / "report.pdf").pages
        printed = " ".join(" ".join(each.extract_text() for each in pages).split())
        assert "tweeted a series of messages arguing for US-Iranian cooperation in Iraq" in printed
        assert "How to read this report" in printed

    def test_in_black_on_white(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped", color_scheme="dark").page
        view.emulate_media(media="print", color_scheme="dark")
        colours = """() => {
            const style = getComputedStyle(document.body);
            return [style.color, style.backgroundColor];
        }"""
        assert view.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
        assert view.locator("nav").is_hidden()
