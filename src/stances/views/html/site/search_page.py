"""The page that searches all statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.elements import Markup, element, joined
from stances.views.html.site import places
from stances.views.html.site.lists import NEWEST_FIRST
from stances.views.html.site.page import Head
from stances.views.html.site.search_index import FILTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

_DATE = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_HOW_DATED = "A year, a month or a day: 2003, 2003-05 or 2003-05-17"
_ELSEWHERE = (
    "The words of the search stand further on in the statement, or in a longer note or dispute."
)
"""The sentence in a hit without a marked word."""
_HOW = (
    ("nuclear agreement", "both words, in any order"),
    ('"military intervention"', "these words in a row"),
    ("terroris*", "words that begin so"),
    ("drones OR aircraft", "either word"),
    ("nuclear -agreement", "without a word"),
)


def search_page(pages: Pages) -> str:
    """Return the whole page."""
    names = pages.names(places.SEARCH)
    head = Head(
        "Search",
        "Search and filter all statements, by their words and by what is recorded of them.",
        scripts=(places.SEARCHING,),
    )
    return pages.page(places.SEARCH, head, _main(names))


def _main(names: SiteLabels) -> Iterator[Markup]:
    yield element("h1", "Search")
    yield element("noscript", element("p", *_without(names)))
    yield element(
        "form",
        element(
            "p",
            element("label", "Words", for_="words"),
            " ",
            element("input", type="search", name="q", id="words", autocomplete="off"),
            " ",
            element("button", "Search"),
            class_="words",
        ),
        element("details", element("summary", "How to search"), _how()),
        element(
            "div",
            *(_filter(name, label) for name, label in FILTERS.items()),
            _dates(),
            class_="filters",
        ),
        element("button", "Clear all", type="button", id="clear", hidden=True),
        id="search",
        action=places.SEARCH.rpartition("/")[2],
        data_elsewhere=_ELSEWHERE,
        hidden=True,
    )
    yield element("p", id="count", role="status")
    yield element("ul", id="offers", hidden=True)
    yield element(
        "p",
        "No statement has all of this. Try fewer words, the beginning of one with ",
        element("code", "*"),
        " after it, or fewer filters.",
        id="none",
        hidden=True,
    )
    yield element("ol", id="hits", class_="hits")
    yield element("button", type="button", id="more", hidden=True)
    yield element("button", "Download these rows (CSV)", type="button", id="save", hidden=True)


def _without(names: SiteLabels) -> Iterator[Markup]:
    """Yield what is shown without JavaScript."""
    yield Markup(
        "The search and the filters need JavaScript, as do comparing two officials, sorting tables "
        "and copying citations. All else works without it: see the "
    )
    links = (
        names.link(places.ISSUES, "issues"),
        names.link(places.OFFICIALS, "officials"),
        names.link(places.SOURCES, "sources"),
    )
    yield joined(links, ", ")
    yield Markup(".")


def _how() -> Markup:
    """Return the language of queries, by example."""
    pairs = [
        element("div", element("dt", element("code", typed)), element("dd", found))
        for typed, found in _HOW
    ]
    return joined(
        [
            element("dl", *pairs, class_="fields"),
            element("p", "Case, accents and variants of letters do not count."),
            element("p", NEWEST_FIRST),
        ]
    )


def _filter(name: str, label: str) -> Markup:
    """Return a filter without values, which the script fills in."""
    find = f"find-{name}"
    return element(
        "details",
        element("summary", label),
        element(
            "fieldset",
            element("legend", label, class_="unseen"),
            element(
                "p",
                element("label", "Find", for_=find),
                " ",
                element("input", type="search", id=find, autocomplete="off"),
                hidden=True,
            ),
            element("ul"),
            name=name,
        ),
        open=name == "issue",
    )


def _dates() -> Markup:
    """Return the filter by date, where a year or a month is enough."""
    fields = [
        joined(
            [
                element("label", label, for_=name),
                " ",
                element(
                    "input",
                    name=name,
                    id=name,
                    pattern=_DATE,
                    title=_HOW_DATED,
                    placeholder="2003-05",
                    autocomplete="off",
                    size=10,
                ),
            ]
        )
        for name, label in (("since", "Since"), ("until", "Until"))
    ]
    return element(
        "details",
        element("summary", "Date"),
        element(
            "fieldset",
            element("legend", "Date", class_="unseen"),
            *(element("p", field) for field in fields),
            element("p", f"{_HOW_DATED}.", class_="hint"),
        ),
    )
