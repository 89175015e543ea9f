"""Names of records by id, and links between the pages of the site."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from stances.views.formats import ViewOptions
from stances.views.html.charts.scale import Scale
from stances.views.html.elements import element
from stances.views.html.links import Labels, official_place
from stances.views.html.site import places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stances.queries.site import Brief, Site
    from stances.views.html.elements import Child, Markup

_PEOPLE = 16_384
"""The most officials whose links are cached: the page of a source may name any of them."""


class SiteLabels(Labels):
    """The labels of all pages of one depth: `up` leads from them to the folder of the first page.

    `briefs` and `together` are about the statements of the page that is made next. The module that
    makes it sets both.
    """

    def __init__(self, site: Site, up: str) -> None:
        scales = {issue: Scale(steps) for issue, steps in site.scales.items()}
        options = ViewOptions(dates=site.dates)
        super().__init__(site.background, options, scales, site.sources)
        self.up, self._site = up, site
        self.coder = site.about.coder
        self._people = lru_cache(_PEOPLE)(super().official)
        self.briefs: Mapping[str, Brief] = {}
        self.together: Mapping[str, Sequence[str]] = {}

    def to(self, path: str) -> str:
        """Return the address of a page or file of the site."""
        return self.up + path

    def link(self, path: str, text: Child, class_: str | None = None) -> Markup:
        """Return a text with a link to a page of the site."""
        return element("a", text, href=self.to(path), class_=class_)

    def official_address(self, id_: str, issue: str | None) -> str | None:
        """Return the address of an official's page, or of an issue on it; None without a page."""
        if id_ not in self._site.officials:
            return None
        place = f"#{official_place(issue, id_)}" if issue else ""
        return self.to(places.official(id_)) + place

    def issue_address(self, issue: str) -> str | None:
        """Return the address of an issue's page; None if it has none."""
        return self.to(places.issue(issue)) if issue in self._site.issues else None

    def faction_address(self, faction: str | None) -> str | None:
        """Return the address of a faction's page; None if it has none."""
        is_here = faction is not None and faction in self._site.factions
        return self.to(places.faction(faction)) if faction and is_here else None

    def search_address(self, **wanted: str) -> str | None:
        """Return the address of the search page with filters."""
        return self.to(places.search(**wanted))

    def statement_address(self, ref: str) -> str | None:
        """Return the address of a statement's page; None if it has none."""
        return None if ref in self._site.hidden else self.to(places.statement(ref))

    def source_address(self, source: str) -> str:
        """Return the address of a source's page."""
        return self.to(places.source(source))

    def official(self, id_: str, issue: str | None = None) -> Markup:
        """Return the name of an official, with a link to their page."""
        return self._people(id_, issue)

    def named(self, ref: str) -> Sequence[str]:
        """Return the statements whose disputes name a statement."""
        found = self._site.named.get(ref, ())
        return [each for each in found if self.is_shown(each)] if found else ()

    def taken(self, issue: str) -> Mapping[str, int]:
        """Return the number of officials at each position of an issue that has any."""
        return self._site.taken.get(issue, {})

    def taken_in(self, issue: str, faction: str | None) -> Mapping[str, int]:
        """Return the number of a faction's officials at each position of an issue that has any."""
        return self._site.taken_in.get((issue, faction or ""), {})

    def brief(self, ref: str) -> Brief | None:
        """Return the facts about a statement that the present page links to; None if unknown."""
        return self.briefs.get(ref)

    def is_shown(self, ref: str) -> bool:
        """Return whether a statement has a page, which shows its words."""
        return ref not in self._site.hidden
