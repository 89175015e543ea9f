"""The site of the documents as people see it, and the pictures in it."""

from __future__ import annotations

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe

from cases import every_case
from scripts import docs_site, screenshots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

# Of MyST and the theme, which use what a later Sphinx will drop; docs_site.py does not.
pytestmark = pytest.mark.filterwarnings("ignore:.*Check CHANGES for Sphinx API modifications")
KINDS = ("docs/README", "docs/fix", "docs/verify", "docs/getting-started", "search")
"""A page of each kind: an index, a task with a picture, a reference, long examples; the search."""
WIDTHS = (360, 1280)
HTML = "{http://www.w3.org/1999/xhtml}"
FETCHED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
PLAIN_LINKS = {"canonical", "next", "prev", "index", "search"}


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it."""

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, which could be made without a warning."""
    folder = tmp_path_factory.mktemp("site")
    assert docs_site.made(folder) == 0
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where a server of this machine has the site."""
    handler = partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[[str, int], Page]]:
    """Opens a page in a window of its own, and holds that nothing was asked of other servers."""
    contexts, asked, wrong = [], list[str](), list[str]()

    def call(name: str, width: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + name)
        return page

    yield call
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert wrong == []


def test_no_page_asks_another_server_for_anything(site: Path) -> None:
    pages = [*site.rglob("*.html")]
    assert len(pages) > len([*docs_site.ROOT.glob("docs/*.md")])
    foreign = []
    for path in pages:
        tree = html5lib.parse(path.read_bytes())
        for tag, attribute in FETCHED.items():
            for element in tree.iter(f"{HTML}{tag}"):
                address = element.get(attribute) or ""
                if re.match(r"(https?:)?//", address) and element.get("rel") not in PLAIN_LINKS:
                    foreign.append((path.name, tag, address))
    for path in site.rglob("*.css"):
        asked = re.findall(
            r"(?:url\(|@import) *[\"']?((?:https?:)?//[^\"')]+)", path.read_text("utf-8")
        )
        foreign += [(path.name, "css", address) for address in asked]
    for path in site.rglob("*.svg"):
        asked = re.findall(r"(?:href=|url\()[\"']?(https?:[^\"')]+)", path.read_text("utf-8"))
        foreign += [(path.name, "svg", address) for address in asked]
    assert foreign == []


def test_pages_fit_a_phone_and_a_desktop(opened: Callable[[str, int], Page]) -> None:
    with every_case() as case:
        for name in KINDS:
            for width in WIDTHS:
                with case(name, width):
                    page = opened(f"{name}.html", width)
                    wide = "document.documentElement.scrollWidth - innerWidth"
                    assert page.evaluate(wide) <= 0
                    broken = "[...document.images].filter(one => !one.naturalWidth).length"
                    assert page.evaluate(broken) == 0


def test_everybody_can_read_the_pages(opened: Callable[[str, int], Page]) -> None:
    """By axe-core, with all of its rules."""
    with every_case() as case:
        for name in KINDS:
            with case(name):
                found = Axe().run(opened(f"{name}.html", 360)).response["violations"]
                assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("ST104", "docs/errors.html"),
        ("datasette", "docs/datasette.html"),
        ("words_of", "docs/data-format.html"),
        ("pre-commit hook", "docs/ci.html"),
    ],
)
def test_the_search_finds_pages(opened: Callable[[str, int], Page], words: str, page: str) -> None:
    found = opened(f"search.html?q={words}", 1280)
    found.wait_for_selector("#search-results ul.search li")
    found.wait_for_function("document.querySelector('#search-results h2 + p')?.textContent")
    links = found.eval_on_selector_all(
        "#search-results ul.search li > a", "all => all.map(a => a.href)"
    )
    assert any(page in link for link in links), links


def test_the_front_page_leads_to_the_index(opened: Callable[[str, int], Page]) -> None:
    page = opened("", 1280)
    page.wait_for_url("**/docs/README.html")
    assert page.locator("h1").inner_text().startswith("The documents")


def test_the_navigation_is_the_index(opened: Callable[[str, int], Page]) -> None:
    index = (docs_site.ROOT / f"{docs_site.INDEX}.md").read_text("utf-8")
    groups = dict(docs_site.navigation(index))
    page = opened("docs/README.html", 1280)
    shown = page.eval_on_selector_all(
        ".sidebar-tree > .caption, .sidebar-tree > ul > li > a", "all => all.map(e => e.innerText)"
    )
    listed = [name for group, pages in groups.items() for name in (group, *dict(pages))]
    assert [name.lower() for name in shown] == [name.lower() for name in listed]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[there](gone.md)", "gone.md"),
        ("[there](page.md#gone)", "gone"),
        ("[there](#gone)", "gone"),
        ("![there](gone.svg)", "gone.svg"),
    ],
)
def test_a_link_that_leads_nowhere_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "README.md").write_text("# Index\n\n## All\n\n- [A page](page.md)\n")
    (docs / "page.md").write_text("# A page\n\nNothing.\n")
    assert docs_site.made(tmp_path / "right", tmp_path) == 0
    (docs / "page.md").write_text(f"# A page\n\n{text}\n")
    assert docs_site.made(tmp_path / "wrong", tmp_path) != 0
    assert told in capsys.readouterr().err


def test_a_page_that_the_index_does_not_list_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "README.md").write_text("# Index\n")
    (docs / "page.md").write_text("# A page\n")
    assert docs_site.made(tmp_path / "site", tmp_path) != 0
    assert "page.md" in capsys.readouterr().err


def test_pictures_of_the_report_can_be_taken(browser: Browser, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text("<!doctype html><title>Report</title><h1>What was found</h1>", "utf-8")
    taken = screenshots.photographed(report, browser)
    assert {*taken} == {*screenshots.REPORTS}
    for name, picture in taken.items():
        assert picture[:4] + picture[8:12] == b"RIFFWEBP"
        assert (screenshots.PICTURES / name).stat().st_size < 150_000
