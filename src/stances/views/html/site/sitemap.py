"""The sitemap for search engines: the addresses of all pages."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from stances.views.html.site import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST = 50_000
"""The most addresses in a file."""
_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
"""The characters of an address that stay; sitemaps need all others percent-encoded."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(base: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each file, for the pages at some paths.

    `base` is the address of the site. If there are many pages, there are several files, and one
    that lists them.
    """
    rest = iter(paths)
    parts: list[str] = []
    while some := [*islice(rest, _MOST)]:
        parts.append(places.part_of_sitemap(len(parts) + 1))
        following = next(rest, None)
        if len(parts) == 1 and following is None:
            yield places.SITEMAP, _listed("urlset", "url", base, some)
            return
        yield parts[-1], _listed("urlset", "url", base, some)
        rest = _with(following, rest)
    if parts:
        yield places.SITEMAP, _listed("sitemapindex", "sitemap", base, parts)


def _with(first: str | None, rest: Iterator[str]) -> Iterator[str]:
    if first is not None:
        yield first
    yield from rest


def _listed(name: str, each: str, base: str, paths: Sequence[str]) -> str:
    start = quote(base, safe=_OF_ADDRESSES)
    lines = [
        f"<{each}><loc>{escape(start + path.removesuffix(places.HOME))}</loc></{each}>\n"
        for path in paths
    ]
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<{name} xmlns="{_SPACE}">\n'
        f"{''.join(lines)}</{name}>\n"
    )
