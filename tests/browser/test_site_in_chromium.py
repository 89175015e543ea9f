"""The site of the documents as people see it, and the pictures in it."""

from __future__ import annotations

import re
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

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
PATIENCE = 180_000
"""Milliseconds, so that a machine with much else to do passes as well."""
FETCHED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
PLAIN_LINKS = {"canonical", "next", "prev", "index", "search"}


class Tags(HTMLParser):
    """The tags of a page for which browsers may fetch something, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FETCHED:
            self.found.append((tag, dict(attrs)))

    @classmethod
    def of(cls, page: Path) -> list[tuple[str, dict[str, str | None]]]:
        reader = cls()
        reader.feed(page.read_text("utf-8"))
        return reader.found


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
        context.set_default_timeout(PATIENCE)
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
        for tag, attributes in Tags.of(path):
            address = attributes.get(FETCHED[tag]) or ""
            if re.match(r"(https?:)?//", address) and attributes.get("rel") not in PLAIN_LINKS:
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
    ("words", "first"),
    [
        ("ST104", "docs/errors.html#st104-unknown-faction"),
        ("position", "docs/glossary.html#position"),
        ("conflicts", "docs/commands.html#stances-conflicts"),
        ("datasette", "docs/datasette.html"),
    ],
)
def test_the_search_finds_what_people_look_for(
    opened: Callable[[str, int], Page], words: str, first: str
) -> None:
    found = opened(f"search.html?q={words}", 1280)
    found.wait_for_function("document.querySelector('#search-results p')?.innerText.match(/found/)")
    links = found.eval_on_selector_all(
        "#search-results ul.search li > a", "all => all.map(one => one.href)"
    )
    assert first in links[0]


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


def test_a_link_that_leads_nowhere_and_a_page_that_is_not_listed_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "README.md").write_text("# Index\n\n## All\n\n- [A page](page.md)\n")
    (docs / "page.md").write_text("# A page\n\n[A folder](../docs) and [a place](#a-page).\n")
    assert (docs_site.made(tmp_path / "right", tmp_path), capsys.readouterr().err) == (0, "")
    wrong = "[a](gone.md) [b](page.md#far) [c](#off) ![d](lost.svg) [e](../nowhere)"
    (docs / "page.md").write_text(f"# A page\n\n{wrong}\n")
    (docs / "unlisted.md").write_text("# Another page\n")
    assert docs_site.made(tmp_path / "wrong", tmp_path) != 0
    told = capsys.readouterr().err
    for each in ("gone.md", "'far'", "off", "lost.svg", "nowhere", "unlisted.md"):
        assert each in told


def test_pictures_of_the_report_can_be_taken(browser: Browser, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    slow = (
        "onload = () => setTimeout(() => { for (const at = Date.now(); Date.now() < at + 200;); })"
    )
    page = (
        f"<!doctype html><title>Slow to draw</title><h1>What was found</h1><script>{slow}</script>"
    )
    report.write_text(page, "utf-8")
    taken = screenshots.photographed(report, browser)
    assert {*taken} == {*screenshots.REPORTS}
    for name, picture in taken.items():
        assert picture[:4] + picture[8:12] == b"RIFFWEBP"
        assert (screenshots.PICTURES / name).stat().st_size < 150_000
