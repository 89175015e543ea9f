"""Pages at old addresses, which redirect to renamed records."""

from __future__ import annotations

import posixpath
from html import escape
from typing import TYPE_CHECKING

from stances.views.html.components import code
from stances.views.html.elements import element, joined
from stances.views.html.site import places
from stances.views.html.site.page import POLICY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from stances.queries.site import Site

_PAGES: Mapping[str, Callable[[str], str]] = {
    "statement": places.statement,
    "official": places.official,
    "source": places.source,
    "issue": places.issue,
    "faction": places.faction,
}


def redirects(site: Site, renamed: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """Yield the path and text of a page for each old id.

    `renamed` has the new id by kind of record and old id. A record without a page gets no redirect.
    Old ids no longer exist in the corpus, so no other page has their address.
    """
    for (record, old), new in sorted(renamed.items()):
        if _has_page(site, record, new):
            yield _PAGES[record](old), _page(site, record, old, new)


def _has_page(site: Site, record: str, id_: str) -> bool:
    match record:
        case "official":
            return id_ in site.officials
        case "source":
            return id_ in site.sources
        case "issue":
            return id_ in site.issues
        case "faction":
            return id_ in site.factions
    return id_ not in site.hidden and id_.partition("/")[0] in site.officials


def _page(site: Site, record: str, old: str, new: str) -> str:
    path, target = _PAGES[record](old), _PAGES[record](new)
    relative = posixpath.relpath(target, posixpath.dirname(path))
    whole = escape(site.base + target.removesuffix("index.html")) if site.base else relative
    up = places.up(path)
    link = element("a", code(new), href=relative)
    main = element(
        "main",
        element("h1", "This page has moved"),
        element("p", joined([f"The {record} ", code(old), " is now called ", link, "."])),
        id="main",
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta http-equiv="refresh" content="0; url={relative}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        f'<link rel="canonical" href="{whole}">\n<link rel="icon" href="data:,">\n'
        f'<link rel="stylesheet" href="{up}{places.STYLE}">\n'
        f"<title>{escape(new)}: this page has moved</title>\n</head>\n"
        f"<body>\n{main}\n</body>\n</html>\n"
    )
