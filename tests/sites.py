"""Sites of corpora, for tests: built as the command does, or some of their pages alone.

site_of(corpus, folder)            the whole site, in a folder
tags_of(site), kinds(site)         the opening tags of its pages, and a large page of each kind
officials_and_statements(index)    pages as text, with what a test reads in them
pages_of_all(index)                the pages of what is told of all statements
index_files(index)                the files that are searched
comparing(index), searching(index) all that a browser needs to compare and to search
written(files, folder)             files in a folder
"""

from __future__ import annotations

import json
import pickle
import posixpath
from dataclasses import replace
from html.parser import HTMLParser
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from pages import parsed
from stances.index.build import build as indexed
from stances.queries.filters import Filters
from stances.queries.site import site
from stances.queries.site.making import about_page
from stances.queries.site.officials import OfficialIndex, People, entries
from stances.queries.site.searched import other_names, searched
from stances.queries.site.told_of_all import told_of_all
from stances.site.build import SiteOptions, build
from stances.views.html.site import about, official, official_list, places, statement
from stances.views.html.site.page import Head, Pages
from stances.views.html.site.scripts import script
from stances.views.html.site.search_index import search_files
from stances.views.html.site.search_page import search_page
from stances.views.html.site.style import style

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from stances.queries.site.officials import OfficialFound, StatementsFound

    Tag = tuple[str, dict[str, str | None]]
    Files = dict[str, str]
    """What files hold, by their paths in the site."""


class _Tags(HTMLParser):
    """The opening tags of a page, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def site_of(corpus: Path, folder: Path, base: str = "") -> Path:
    """Build the site of a corpus in a folder."""
    build(indexed(corpus), corpus, folder, SiteOptions(base), lambda *_: None)
    return folder


def tags_of(site: Path) -> dict[str, list[Tag]]:
    """The opening tags of all pages, by path."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        reader = _Tags()
        reader.feed(path.read_text("utf-8"))
        found[path.relative_to(site).as_posix()] = reader.found
    return found


def kinds(site: Path) -> dict[str, str]:
    """A page of each kind, by name: the largest, since most is on it."""
    patterns = {
        "home": "index.html",
        "issues": "issues/index.html",
        "issue": "issues/*/index.html",
        "factions": "factions/index.html",
        "faction": "factions/*/index.html",
        "officials": "officials/index.html",
        "official": "officials/*/index.html",
        "statement": "officials/*/*.html",
        "sources": "sources/index.html",
        "source": "sources/*/index.html",
        "conflicts": "conflicts/index.html",
        "compare": "compare/index.html",
        "search": "search/index.html",
        "about": "about/index.html",
    }
    found = {}
    for kind, pattern in patterns.items():
        paths = [path for path in site.glob(pattern) if kind != "statement" or _is_statement(path)]
        largest = max(paths, key=lambda path: (path.stat().st_size, path), default=None)
        if largest:
            found[kind] = largest.relative_to(site).as_posix()
    return found


def _is_statement(path: Path) -> bool:
    return path.name != "index.html" and path.parent.name != "letter"


class Made(NamedTuple):
    """Pages by path, as text."""

    pages: dict[str, str]

    def tree(self, path: str) -> Element:
        """A page as a strict reader of HTML has it."""
        return parsed(self.pages[path])

    def main(self, path: str) -> Element:
        """What a page has between header and footer."""
        found = self.tree(path).find(".//main")
        assert found is not None, path
        return found

    def words(self, path: str) -> str:
        """The words of its main part, with single blanks."""
        return " ".join("".join(self.main(path).itertext()).split())

    def data(self, path: str) -> dict[str, Any] | None:
        """What it says to programs."""
        scripts = [
            each
            for each in self.tree(path).iter("script")
            if each.get("type") == "application/ld+json"
        ]
        if not scripts:
            return None
        [script] = scripts
        found: dict[str, Any] = json.loads(script.text or "")
        return found

    def links(self, path: str) -> Iterator[tuple[str, str]]:
        """The pages of the site that it leads to, as paths, with the place on them."""
        for link in self.tree(path).iter("a"):
            address = urlsplit(link.get("href") or "")
            if not address.scheme and not address.netloc:
                folder = posixpath.dirname(path)
                target = posixpath.normpath(posixpath.join(folder, address.path))
                yield (target if address.path else path), address.fragment


def officials(index: sqlite3.Connection, filters: Filters) -> Iterator[OfficialFound]:
    """What the pages of all officials show."""
    people = People(index, filters)
    for ids in people.batches():
        yield from people.officials(ids, people.contradictions(ids))


def statements(index: sqlite3.Connection, filters: Filters) -> Iterator[StatementsFound]:
    """What the pages of the statements show that filters let through."""
    people = People(index, filters)
    for ids in people.batches():
        yield from people.statements(ids, filters, people.contradictions(ids))


def officials_and_statements(
    index: sqlite3.Connection, asked: Filters | None = None, base: str = ""
) -> Made:
    """The pages of all officials and of all statements."""
    filters = (asked or Filters()).resolved(index)
    pages = Pages(replace(site(index, filters), base=base))
    made = [*official_list.pages(OfficialIndex(entries(index, filters)), pages)]
    for person in officials(index, filters):
        made += official.pages(person, pages)
    for some in statements(index, filters):
        made += statement.pages(some, pages)
    assert len({path for path, _ in made}) == len(made)
    return Made(dict(made))


def pages_of_all(index: sqlite3.Connection, **asked: Any) -> Iterator[tuple[str, str]]:
    """The pages of what is told of all statements: not those of officials and statements."""
    filters = Filters(**asked).resolved(index)
    state = site(index, filters)
    pages = Pages(state)
    for module, every, _ in told_of_all(index, filters, state):
        made = import_module(f"stances.views.html.site.{module}").pages
        for given in every:
            yield from made(_handed(given), pages)
    made_so = about_page(index, filters if state.is_part else None, {places.CSV: 4_321_000})
    yield from about.pages(made_so, pages)


def _handed(given: object) -> object:
    """What a worker has of what it is given."""
    return pickle.loads(pickle.dumps(given))  # noqa: S301 - our own


def comparing(index: sqlite3.Connection, **asked: Any) -> Files:
    """The pages of what is told of all statements, with what they load."""
    files = dict(pages_of_all(index, **asked))
    files[places.STYLE] = style()
    return files | {name: script(name) for name in (places.COMPARING, places.SORTING)}


def index_files(index: sqlite3.Connection, filters: Filters | None = None) -> Files:
    """The files of the search index of a corpus."""
    asked = (filters or Filters()).resolved(index)
    pages = Pages(site(index, asked))
    found, names = searched(index, asked), pages.names(places.SEARCH)
    return dict(search_files(found, names, other_names(index)))


def searching(index: sqlite3.Connection) -> Files:
    """The search page, its scripts and its index, and a first page."""
    pages = Pages(site(index, Filters()))
    return {
        places.SEARCH: search_page(pages),
        places.HOME: pages.page(places.HOME, Head("Home"), []),
        places.SEARCHING: script(places.SEARCHING),
        places.STYLE: ".unseen { position: absolute; clip-path: inset(50%) }",
        **index_files(index),
    }


def written(files: Mapping[str, str], folder: Path) -> Path:
    """Files of a site in a folder."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder
