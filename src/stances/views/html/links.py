"""Names of what has an id, and links to their places on the page and on the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.charts.scale import Scale
from stances.views.html.components import code, dated, named, position, web_link
from stances.views.html.elements import Markup, element, joined
from stances.views.text_fragment import at_words
from stances.views.values import name_told
from stances.views.wording import Wording

if TYPE_CHECKING:
    from stances.queries.report import Report
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions
    from stances.views.html.elements import Child


_NO_SCALE = Scale([])


class Labels:
    """Names by id, and the places of the page.

    A place contains a slash, so it is never the id of a section.
    """

    def __init__(self, report: Report, options: ViewOptions) -> None:
        self._scales = {issue.issue: Scale(issue.scale) for issue in report.issues}
        self._positions: dict[tuple[str, str], Markup] = {}
        self._sources = report.cited
        self._shown = {
            row["ref"]
            for issue in report.issues
            for official in issue.officials
            for row in (*official.latest, *official.latest_scored)
        }
        self._said = {
            said.ref: said
            for issue in report.issues
            for official in issue.officials
            for said in official.statements
        }
        self.background = report.background
        self.wording = Wording.of(report.background, options)
        self.coder = report.about.coder
        self.together = report.together
        self.is_iso = options.dates == "iso"
        self.several = len(report.issues) > 1

    def scale(self, issue: str) -> Scale:
        """The positions of an issue as they are drawn."""
        return self._scales.get(issue, _NO_SCALE)

    def position(self, issue: str, id_: str) -> Markup:
        """A position with its sign, colour and label."""
        if (issue, id_) not in self._positions:
            scale = self.scale(issue)
            made = position(scale.sign(id_), scale.label(id_), scale.tone(id_))
            self._positions[issue, id_] = made
        return self._positions[issue, id_]

    def date(self, said: str) -> Markup:
        """A date in words, with the machine's form of it."""
        return dated(said, self.wording.date(said))

    def faction(self, id_: str | None) -> str:
        """The label of a faction."""
        return self.wording.faction(id_)

    def subject(self, id_: str) -> Markup:
        """The name of an official or a faction."""
        if id_ in self.background.names().officials:
            return self.official(id_)
        return named(self.wording.subject(id_))

    def official(self, id_: str, issue: str | None = None) -> Markup:
        """An official by name, with a link to their statements on an issue."""
        label = self.wording.official(id_)
        name = named(name_told(label, is_unnamed=id_ in self.background.unnamed))
        return name if issue is None else element("a", name, href=f"#{official_place(issue, id_)}")

    def surname(self, id_: str, issue: str) -> Markup:
        """An official by surname, with a link to their statements on an issue."""
        place, name = official_place(issue, id_), self.wording.official(id_)
        return element("a", named(self.wording.surname(id_)), href=f"#{place}", title=name)

    def is_shown(self, ref: str) -> bool:
        """Whether a statement is on the page with its words."""
        return ref in self._shown

    def statement(self, ref: str, text: Child = None) -> Markup:
        """A reference, or a text, with a link to the statement, or to the list that has it."""
        shown, said = code(ref) if text is None else text, self._said.get(ref)
        if ref in self._shown:
            return element("a", shown, href=f"#{statement_place(ref)}")
        if said:
            return element("a", shown, href=f"#{official_place(said.issue, said.official)}")
        return joined([shown])

    def other(self, ref: str, official: str, issue: str) -> Markup:
        """Another statement in the words of one of an official on an issue, with a link to it."""
        said = self._said.get(ref)
        if said is None:
            return code(ref)
        parts = [named(said.name)] if said.official != official else []
        parts += [element("bdi", self.wording.issue(said.issue))] if said.issue != issue else []
        parts.append(element("bdi", self.scale(said.issue).label(said.position)))
        return self.statement(ref, joined(parts, ": "))

    def language(self, source: str) -> str | None:
        """The language of a source."""
        return self._sources[source]["lang"] if source in self._sources else None

    def source(self, id_: str) -> Markup:
        """A source by its name, with a link to it."""
        row, name = self._sources.get(id_), named(self.wording.source(id_))
        if row is None:
            return code(id_)
        title = f"{row['title']} ({id_})"
        return element("a", name, href=f"#{source_place(id_)}", title=title)

    def article(self, source: str, piece: Row) -> Markup:
        """The source of some words by its name, with a link to them in the article.

        `piece` has the `text`; its own `url` comes before that of the source. Where there is none,
        the link leads to the source on this page.
        """
        row = self._sources.get(source)
        url = piece.get("url") or (row["url"] if row else None)
        words = (
            at_words(url, piece["text"], piece.get("prefix"), piece.get("suffix")) if url else ""
        )
        link = web_link(words, named(self.wording.source(source)))
        if link is None:
            return self.source(source)
        entry = element("a", code(source), href=f"#{source_place(source)}", class_="id")
        return Markup(f"{link} {entry}") if row else link


def issue_place(issue: str) -> str:
    """The id of an issue's section."""
    return f"issue/{issue}"


def faction_place(issue: str, faction: str | None) -> str:
    """The id of the officials of a faction on an issue."""
    return f"issue/{issue}/faction/{faction or 'none'}"


def official_place(issue: str, official: str) -> str:
    """The id of the statements of an official on an issue."""
    return f"issue/{issue}/{official}"


def statement_place(ref: str) -> str:
    """The id of a statement."""
    return f"statement/{ref}"


def source_place(source: str) -> str:
    """The id of a source."""
    return f"source/{source}"
