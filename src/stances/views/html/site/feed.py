"""The Atom feed (RFC 4287) of changes, with an entry for each commit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from stances.views.html.elements import Markup, element, joined, markup
from stances.views.html.site import places
from stances.views.html.site.history import commit_told, told_in_short
from stances.views.html.site.labels import SiteLabels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.result import Row
    from stances.queries.site import Site
    from stances.queries.site.changes import Changes

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot contain, even escaped."""


def feed(site: Site, changes: Changes) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of the feed; nothing if no commit has changed the corpus.

    A part of the corpus has no feed, because commits also change what filters leave out. The ids
    are derived from the commits, so they stay the same if the site moves. The links are absolute if
    the address of the site is known, or else relative to the feed.
    """
    if not (changes.commits and site.has_feed):
        return
    names = SiteLabels(site, site.base)
    lines = [
        element("title", site.about.title),
        element("id", _id(f"corpus:{changes.origin}")),
        element("updated", max(row["time"] for row in changes.commits)),
        _link("alternate", "text/html", _home(site)),
        _link("self", "application/atom+xml", site.base + places.FEED),
        element("generator", "stances", version=site.about.program),
    ]
    if site.about.description:
        lines.insert(1, element("subtitle", site.about.description))
    lines += [_entry(row, site, names) for row in changes.commits]
    text = joined(lines, "\n")
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n{text}\n</feed>\n'
    yield places.FEED, '<?xml version="1.0" encoding="utf-8"?>\n' + _xml(atom)


def _entry(row: Row, site: Site, names: SiteLabels) -> Markup:
    content = commit_told(row, names)
    pieces = (
        element("title", row["subject"] or told_in_short(row)),
        element("id", _id(f"commit:{row['commit']}")),
        element("updated", row["time"]),
        element("author", element("name", row["author"] or "nobody")),
        _link("alternate", "text/html", f"{_home(site)}#news"),
        element("summary", told_in_short(row)),
        element("content", str(content), type="html"),
    )
    return Markup(f"<entry>\n{joined(pieces, Markup(chr(10)))}\n</entry>")


def _link(rel: str, type_: str, address: str) -> Markup:
    return Markup(f'<link rel="{rel}" type="{type_}" href="{markup(address)}"/>')


def _home(site: Site) -> str:
    return site.base or places.HOME


def _id(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'stances:{name}')}"


def _xml(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
