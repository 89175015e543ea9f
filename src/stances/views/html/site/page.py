"""The frame of all pages of the site: head, navigation, search field and footer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from stances.views.html.elements import Markup, element, escaped, joined
from stances.views.html.site import places
from stances.views.html.site.labels import SiteLabels
from stances.views.part_text import part_told
from stances.views.report_text import left_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.site import Site
    from stances.views.html.elements import Child

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self' file:"
)
"""Only the site's own style and scripts are loaded, and no script within a page runs."""
SECTIONS = (
    ("Issues", places.ISSUES),
    ("Officials", places.OFFICIALS),
    ("Factions", places.FACTIONS),
    ("Sources", places.SOURCES),
    ("Conflicts", places.CONFLICTS),
    ("Compare", places.COMPARE),
    ("About", places.ABOUT),
)


class Head(NamedTuple):
    """The content of the head of a page.

    `description` is what other programs show with a link to the page. `kind` is its type in Open
    Graph. `more` is further markup. `scripts` are paths of the site.
    """

    title: str
    description: str = ""
    more: Child = None
    scripts: Sequence[str] = ()
    kind: str = "website"


class Pages:
    """Makes the pages of one site; the parts that all pages share are made once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._title = escaped(site.about.title)
        self.labels = lru_cache(maxsize=None)(lambda up: SiteLabels(site, up))
        self._before = lru_cache(maxsize=None)(self._head)
        self._between = lru_cache(maxsize=None)(self._header)
        self._after = lru_cache(maxsize=None)(self._footer)

    def names(self, path: str) -> SiteLabels:
        """Return the labels for a page at a path."""
        return self.labels(places.up(path))

    def part(self, up: str = "") -> str:
        """Return which statements pass the filters; empty if all do."""
        return part_told(self.site.about.filters, self.labels(up).wording)

    def not_found(self) -> Iterator[tuple[str, str]]:
        """Yield the page that hosts show instead of a missing page.

        Hosts show it at any address, so its links are absolute. It exists only if the address of
        the site is known.
        """
        if base := self.site.base:
            title = "There is no such page"
            why = "The page may have another name now, or may have been removed."
            ways = ((places.HOME, "The first page"), (places.SEARCH, "Search"))
            links = [element("a", name, href=f"{base}{path}") for path, name in ways]
            main = [
                element("h1", title),
                element("p", why),
                element("p", joined(links, " · ")),
            ]
            head = Head(title, more=element("meta", name="robots", content="noindex"))
            yield places.NOT_FOUND, self.page(places.NOT_FOUND, head, main, base)

    def page(self, path: str, head: Head, main: Iterable[Child], up: str | None = None) -> str:
        """Return the page at a path. Its heading is in `main`, whose pieces are text or markup.

        `up` leads to the folder of the first page; if it is None, it follows from `path`.
        """
        up = places.up(path) if up is None else up
        title = escaped(head.title)
        whole = title if path == places.HOME else f"{title} · {self._title}"
        pieces = [
            self._before(up),
            f'<title>{whole}</title>\n<meta property="og:title" content="{title}">\n',
            f'<meta property="og:type" content="{head.kind}">\n',
        ]
        if head.description:
            told = escaped(head.description)
            pieces.append(
                f'<meta name="description" content="{told}">\n'
                f'<meta property="og:description" content="{told}">\n'
            )
        if self.site.base and path != places.NOT_FOUND:
            address = escaped(self.site.base + path.removesuffix("index.html"))
            pieces.append(
                f'<link rel="canonical" href="{address}">\n'
                f'<meta property="og:url" content="{address}">\n'
            )
        pieces += [f'<script src="{up}{script}" defer></script>\n' for script in head.scripts]
        pieces += [
            each if type(each) is Markup else joined([each])
            for each in (head.more, self._between(up, path.partition("/")[0]), *main)
        ]
        pieces.append(self._after(up))
        return "".join(pieces)

    def _head(self, up: str) -> str:
        pieces = (
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=POLICY),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="referrer", content="no-referrer"),
            element("meta", property="og:site_name", content=self.site.about.title),
            element("link", rel="icon", href="data:,"),
            element("link", rel="stylesheet", href=f"{up}{places.STYLE}"),
            self._feed(up),
        )
        lines = "\n".join(piece for piece in pieces if piece)
        return f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{lines}\n'

    def _feed(self, up: str) -> Markup | None:
        if not self.site.has_feed:
            return None
        title = f"Changes of {self.site.about.title}"
        type_ = "application/atom+xml"
        return element("link", rel="alternate", type=type_, title=title, href=f"{up}{places.FEED}")

    def _header(self, up: str, section: str) -> Markup:
        links = []
        for name, path in SECTIONS:
            here = "true" if path.partition("/")[0] == section else None
            links.append(element("li", element("a", name, href=up + path, aria_current=here)))
        title = element("bdi", self.site.about.title)
        field = element(
            "form",
            element("label", "Search", for_="find", class_="unseen"),
            element("input", type="search", name="q", id="find", placeholder="Search words"),
            element("button", "Search"),
            action=f"{up}{places.SEARCH}",
            role="search",
        )
        return Markup(
            '</head>\n<body>\n<a href="#main" class="skip">Skip to the content</a>\n'
            + element(
                "header",
                element("a", title, href=f"{up}{places.HOME}", class_="home"),
                element("nav", element("ul", *links), aria_label="Site"),
                field,
                class_="site",
            )
            + '\n<main id="main">\n'
        )

    def _footer(self, up: str) -> str:
        about = self.site.about
        state = "The commit of the corpus is not known"
        if about.commit:
            day = self.labels(up).wording.date(about.commit.day)
            state = f"The corpus is of commit {about.commit.name[:12]}, {day}"
            state += ", with changes since" if about.commit.changed else ""
        pieces: list[Child] = [f"{state}. Written by stances {about.program}."]
        if told := self.part(up):
            pieces.insert(0, element("b", f"This site has only a part of the corpus: {told}."))
        if told := "; ".join(left_out(about)):
            pieces.append(f"Left out: {told}.")
        links = [
            element("a", "How it was made", href=f"{up}{places.ABOUT}"),
            element("a", "Cite this", href=f"{up}{places.ABOUT}#cite"),
            element("a", "Data to download", href=f"{up}{places.ABOUT}#downloads"),
        ]
        if self.site.has_feed:
            links.append(element("a", "Changes as a feed", href=f"{up}{places.FEED}"))
        onward = element("span", joined(links, " · "), class_="again")
        text = joined([joined(pieces, " "), onward], element("br"))
        return (
            f"\n</main>\n{element('footer', element('p', text), class_='site')}\n</body>\n</html>\n"
        )
