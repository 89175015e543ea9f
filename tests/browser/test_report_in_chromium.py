"""The report as people see it: nothing cut off, asked for or run, on any screen and on paper."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pypdf import PdfReader

from browsing import SCHEMES, WIDTHS, is_black_on_white_on_paper, is_whole_and_legible, unfold
from cases import every_case
from corpora import CorpusBuilder
from pages import HOSTILE, PERSIAN, crowd, hostile, page, unwieldy
from scripts.screenshots import DRAWN
from stances.index.build import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from browsing import Window

CORPORA = ("shipped", "crowd", "hostile", "unwieldy")
FOOT, LINE = 38, 24
"""Points of the foot of a page, and of a heading with what is below it."""
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
        "crowd": crowd(CorpusBuilder(folder / "crowd"), 24).index(),
        "hostile": hostile(CorpusBuilder(folder / "hostile")).index(),
        "unwieldy": unwieldy(CorpusBuilder(folder / "unwieldy")).index(),
    }
    for name, index in made.items():
        (folder / f"{name}.html").write_text(page(index), "utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture
def opened(window: Callable[..., Window], files: dict[str, Path]) -> Callable[..., Opened]:
    """Opens a report in a window of its own."""

    def call(corpus: str, width: int = 1280, **settings: Any) -> Opened:
        found = Opened(*window(width, **settings), files[corpus].as_uri())
        found.page.goto(found.address)
        return found

    return call


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("size", WIDTHS)
class TestOnAnyScreen:
    def test_it_is_whole_and_legible(
        self, opened: Callable[..., Opened], corpus: str, size: str
    ) -> None:
        found = opened(corpus, WIDTHS[size])
        unfold(found.page)
        with every_case() as case:
            for scheme in SCHEMES:
                with case(scheme):
                    assert is_whole_and_legible(found.page, scheme, 100)
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
        for name in ("What was found", "Conflicts and disputes", "How this report was made"):
            assert view.get_by_role("heading", level=2, name=name, exact=True).count() == 1
        assert view.get_by_role("heading", level=5, name="Hassan Rouhani").count() == 3

    def test_there_are_places_to_go_to(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped").page
        assert view.get_by_role("main").count() == 1
        links = view.get_by_role("navigation", name="Contents").get_by_role("link")
        assert "Conflicts and disputes" in links.all_inner_texts()
        view.keyboard.press("Tab")
        assert view.evaluate("document.activeElement.textContent") == "Skip to the report"

    def test_links_lead_to_their_places(self, opened: Callable[..., Opened]) -> None:
        view = opened("crowd").page
        view.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for place in ("issue/ferry", "source/neda"):
            view.locator(f'a[href="#{place}"]').first.click()
            assert view.evaluate("decodeURIComponent(location.hash)") == f"#{place}"
            top = view.evaluate("document.querySelector(':target').getBoundingClientRect().top")
            assert 0 <= top < 800

    @pytest.mark.parametrize("width", WIDTHS.values())
    def test_tables_have_names_and_heads(self, opened: Callable[..., Opened], width: int) -> None:
        """Those too that are lists on a phone."""
        view = opened("shipped", width).page
        question = "Should Iran cooperate with the United States against ISIS in Iraq?"
        whole = view.get_by_role("table", name=question)
        assert whole.get_by_role("rowheader", name="Executive").count() == 1
        cell = whole.get_by_role("row", name="Executive").get_by_role("link", name="Rouhani")
        assert cell.count() == 1
        assert view.get_by_role("table", name="Officials by question").count() == 1

    def test_figures_wait_below_their_title(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped").page
        told = view.get_by_role("region", name="Factions by position")
        assert told.count() == 0
        view.get_by_text("All figures").first.click()
        assert told.count() == 1
        assert told.get_by_role("rowheader", name="Executive").count() == 1

    def test_pictures_are_told(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped").page
        drawn = view.get_by_role("img", name="Hassan Rouhani over time").first
        assert "11–25 June 2014: +2 Supports" in (drawn.locator("desc").text_content() or "")


BANDS = """
async ([shot, left, right]) => {
  const picture = await createImageBitmap(await (await fetch(shot)).blob());
  const bands = [];
  const height = 2000, width = right - left;
  let empty = 0;
  let above = [];
  for (let top = 0; top < picture.height; top += height) {
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, -left, -top);
    const rows = Math.min(height, picture.height - top);
    const drawn = new Uint32Array(pen.getImageData(0, 0, width, rows).data.buffer);
    for (let row = 0; row < rows; row++) {
      const line = drawn.subarray(row * width, (row + 1) * width);
      empty = line.every((pixel, at) => pixel === above[at]) ? empty + 1 : 0;
      above = line;
      if (empty === 100) bands.push(top + row);
    }
  }
  return bands;
}
"""
"""Where a picture has a hundred rows below each other that are the same, lines at the side too."""


def bands(view: Page, browser: Browser) -> list[int]:
    """The ends of bands of a picture of the whole page, beside the contents, that have no ink."""
    edges = view.evaluate(
        "() => (({left, right}) => [Math.ceil(left), Math.floor(right)])"
        "(document.querySelector('main').getBoundingClientRect())"
    )
    view.evaluate(DRAWN)
    shot = b64encode(view.screenshot(full_page=True)).decode()
    judge = browser.new_page()
    found: list[int] = judge.evaluate(BANDS, [f"data:image/png;base64,{shot}", *edges])
    judge.close()
    return found


class TestPictureOfTheWholePage:
    @pytest.mark.parametrize("width", [400, 1280])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_has_no_band_without_ink(
        self, opened: Callable[..., Opened], browser: Browser, width: int, scheme: str
    ) -> None:
        assert bands(opened("shipped", width, color_scheme=scheme).page, browser) == []

    def test_has_none_where_thousands_speak(
        self, opened: Callable[..., Opened], browser: Browser
    ) -> None:
        assert bands(opened("crowd").page, browser) == []

    def test_of_paper_has_none(self, opened: Callable[..., Opened], browser: Browser) -> None:
        view = opened("shipped", 700).page
        view.emulate_media(media="print")
        assert bands(view, browser) == []

    def test_would_show_a_band(self, opened: Callable[..., Opened], browser: Browser) -> None:
        view = opened("shipped").page
        view.evaluate("document.querySelector('.opening').style.marginBottom = '120px'")
        assert len(bands(view, browser)) == 1


class TestTheFirstScreen:
    def test_says_what_was_found_and_on_what_it_rests(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped").page
        view.set_viewport_size({"width": 1280, "height": 950})
        for name in (".opening h1", ".findings", ".opening .standings", ".basis"):
            box = view.locator(name).bounding_box()
            assert box is not None
            assert box["y"] >= 0, name
            assert box["y"] + box["height"] <= 950, name

    def test_begins_with_what_was_found_on_a_phone(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped", 400).page
        box = view.locator(".findings").bounding_box()
        assert box is not None
        assert box["y"] < 250


class TestContents:
    def test_stay_in_view_beside_the_page(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped").page
        nav = view.get_by_role("navigation", name="Contents")
        link = nav.get_by_role("link", name="Sources", exact=True)
        view.evaluate("window.scrollTo(0, 5000)")
        assert link.is_visible()
        box = link.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 800

    def test_unfold_on_a_phone_and_leave_the_place_in_view(
        self, opened: Callable[..., Opened]
    ) -> None:
        view = opened("shipped", 400).page
        nav = view.get_by_role("navigation", name="Contents")
        link = nav.get_by_role("link", name="Conflicts and disputes")
        view.evaluate("window.scrollTo(0, 5000)")
        assert not link.is_visible()
        nav.get_by_text("Contents").click()
        link.click()
        below = view.evaluate("document.querySelector('nav').getBoundingClientRect().bottom")
        top = view.evaluate("document.querySelector(':target h2').getBoundingClientRect().top")
        assert below <= top < 800


class Printed(NamedTuple):
    """A report on paper: of each page the heights of its lines, and of each heading its own.

    Heights are in points from the bottom. The number at the foot of a page is no line.
    """

    words: str
    lines: list[set[int]]
    headings: list[tuple[str, int, float]]


@pytest.fixture(scope="module")
def printed(
    browser: Browser, files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Printed]:
    """Prints a report, and reads it; once for all tests, since a reader of PDFs takes long."""
    folder = tmp_path_factory.mktemp("printed")

    @cache
    def call(corpus: str) -> Printed:
        view = browser.new_page(viewport={"width": 1280, "height": 800})
        view.goto(files[corpus].as_uri())
        found = _printed(view, folder / f"{corpus}.pdf")
        view.close()
        return found

    return call


def _printed(view: Page, path: Path) -> Printed:
    """A report as it is printed; its headings are those of the outline."""
    view.pdf(path=path, format="A4", tagged=True, outline=True)
    reader = PdfReader(path)
    words, lines = [], []
    for sheet in reader.pages:
        heights: set[int] = set()

        def note(
            text: str,
            matrix: Sequence[float],
            place: Sequence[float],
            *_: object,
            heights: set[int] = heights,
        ) -> None:
            if text.strip():
                heights.add(round(matrix[3] * place[5] + matrix[5]))

        words.append(sheet.extract_text(visitor_text=note))
        lines.append({height for height in heights if height > FOOT})
    told = " ".join(" ".join(words).split())
    return Printed(told, lines, [*_headings(reader, reader.outline)])


def _headings(reader: PdfReader, outline: Sequence[Any]) -> Iterator[tuple[str, int, float]]:
    for each in outline:
        if isinstance(each, list):
            yield from _headings(reader, each)
        else:
            number = reader.get_destination_page_number(each)
            assert number is not None
            yield str(each.title), number, float(each.top or 0)


class TestOnPaper:
    def test_all_words_are_printed(self, printed: Callable[[str], Printed]) -> None:
        """Those too that wait on the screen until somebody asks for them."""
        told = printed("shipped").words
        assert "tweeted a series of messages arguing for US-Iranian cooperation in Iraq" in told
        assert "How to read this report" in told
        assert "Rouhani and his faction of Iran’s bourgeois elite" in told

    def test_it_takes_no_more_than_fifteen_pages(self, printed: Callable[[str], Printed]) -> None:
        assert 5 < len(printed("shipped").lines) <= 15

    @pytest.mark.parametrize("corpus", ["shipped", "crowd"])
    def test_headings_stay_with_what_follows(
        self, printed: Callable[[str], Printed], corpus: str
    ) -> None:
        found = printed(corpus)
        assert len(found.headings) > 50
        alone = [
            title
            for title, number, top in found.headings
            if sum(height < top - LINE for height in found.lines[number]) == 0
        ]
        assert alone == []

    def test_in_black_on_white(self, opened: Callable[..., Opened]) -> None:
        view = opened("shipped").page
        assert is_black_on_white_on_paper(view)
        assert view.locator("nav").is_hidden()
