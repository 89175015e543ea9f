"""Readable names for ids, and links to their places on pages and on the web."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from stances.views.direction import laid_out, runs_from_right
from stances.views.html.charts.scale import Scale
from stances.views.html.components import code, dated, named, position, sentence, web_link
from stances.views.html.elements import Markup, element, joined, markup
from stances.views.text_fragment import at_words
from stances.views.values import name_told
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stances.queries.background import Background
    from stances.queries.report import Report
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions
    from stances.views.html.elements import Child


_NO_SCALE = Scale([])


class Brief(Protocol):
    """The facts about a statement that a link to it may show."""

    @property
    def official(self) -> str:
        """The id of the official."""

    @property
    def name(self) -> str:
        """The name of the official."""

    @property
    def issue(self) -> str:
        """The issue of the statement."""

    @property
    def position(self) -> str:
        """The position of the statement."""


class Labels:
    """Names by id, and links; subclasses define the addresses for their kind of page.

    `cited` has the rows of `sources`, by id, for sources that have a place to link to.
    """

    coder = ""
    """The default coder of the corpus."""
    together: Mapping[str, Sequence[str]] = {}
    """The statements of the same occasion, by reference."""

    def __init__(
        self,
        background: Background,
        options: ViewOptions,
        scales: Mapping[str, Scale],
        cited: Mapping[str, Row],
    ) -> None:
        self._scales, self._sources = scales, cited
        self._positions: dict[tuple[str, str], Markup] = {}
        self._links: dict[str, Markup] = {}
        self._opening = lru_cache(1024)(self._opened)
        self.date = lru_cache(4096)(self._date)
        self.question = lru_cache(1024)(self._question)
        self.background = background
        self.wording = Wording.of(background, options)
        self.is_iso = options.dates == "iso"
        self.several = len(scales) > 1

    def official_address(self, _id: str, _issue: str | None) -> str | None:
        """The address of an official, or of their statements on an issue; None for no link."""
        raise NotImplementedError

    def issue_address(self, _issue: str) -> str | None:
        """The address of an issue; None for no link."""
        raise NotImplementedError

    def faction_address(self, _faction: str | None) -> str | None:
        """The address of a faction; None for no link."""
        return None

    def search_address(self, **_wanted: str) -> str | None:
        """The address of a search with filters; None if statements cannot be searched."""
        return None

    def statement_address(self, _ref: str) -> str | None:
        """The address of a statement or of a list that has it; None if it has no place."""
        raise NotImplementedError

    def source_address(self, _source: str) -> str:
        """The address of a cited source."""
        raise NotImplementedError

    def brief(self, _ref: str) -> Brief | None:
        """The facts about a statement; None if it is unknown here."""
        raise NotImplementedError

    def is_shown(self, _ref: str) -> bool:
        """Whether a statement is shown here with its words."""
        raise NotImplementedError

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

    def _date(self, said: str) -> Markup:
        """A date in words, with the written date for machines."""
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
        """The name of an official, with a link to them, or to their statements on an issue."""
        label = self.wording.official(id_)
        name = named(name_told(label, is_unnamed=id_ in self.background.unnamed))
        address = self.official_address(id_, issue)
        return name if address is None else element("a", name, href=address)

    def surname(self, id_: str, issue: str) -> Markup:
        """The surname of an official, with a link to their statements on an issue."""
        place, name = self.official_address(id_, issue), self.wording.official(id_)
        return element("a", named(self.wording.surname(id_)), href=place, title=name)

    def _question(self, issue: str, question: str) -> Markup:
        """The question of an issue, with a link to the issue."""
        shown, address = element("bdi", question), self.issue_address(issue)
        return shown if address is None else element("a", shown, href=address)

    def statement(self, ref: str, text: Child = None) -> Markup:
        """A reference or text, with a link to the statement or to a list that has it."""
        shown, opening = code(ref) if text is None else markup(text), self._opening(ref)
        return Markup(f"{opening}{shown}</a>") if opening else shown

    def _opened(self, ref: str) -> str:
        """The opening tag of a link to a statement; empty if it has no place."""
        address = self.statement_address(ref)
        return "" if address is None else f'<a href="{markup(address)}">'

    def permalink(self, ref: str) -> Markup:
        """The reference of a statement on this page, with a link to the statement."""
        return element("a", code(ref), href=self.statement_address(ref), class_="id")

    def other(self, ref: str, official: str, issue: str) -> Markup:
        """A link to another statement; it names official and issue only if these differ."""
        said = self.brief(ref)
        if said is None:
            return code(ref)
        parts = [named(said.name)] if said.official != official else []
        parts += [element("bdi", self.wording.issue(said.issue))] if said.issue != issue else []
        parts.append(element("bdi", self.scale(said.issue).label(said.position)))
        return self.statement(ref, joined(parts, ": "))

    def language(self, source: str) -> str | None:
        """The language of a source."""
        row = self._sources.get(source)
        return row["lang"] if row else None

    def source(self, id_: str) -> Markup:
        """The name of a source, with a link to the source."""
        if id_ not in self._links:
            self._links[id_] = self._source(id_)
        return self._links[id_]

    def _source(self, id_: str) -> Markup:
        row, name = self._sources.get(id_), _called(self.wording.source(id_))
        if row is None:
            return code(id_)
        title = f"{row['title']} ({id_})"
        return element("a", name, href=self.source_address(id_), title=title)

    def article(self, source: str, piece: Row) -> Markup:
        """The name of a source, with a link to its words in the article.

        `piece` has the `text`; its own `url`, if any, replaces that of the source. If neither has
        an address, the link leads to the source's own place.
        """
        row = self._sources.get(source)
        url = piece.get("url") or (row["url"] if row else None)
        words = (
            at_words(url, piece["text"], piece.get("prefix"), piece.get("suffix")) if url else ""
        )
        link = web_link(words, _called(self.wording.source(source)))
        if link is None:
            return self.source(source)
        entry = element("a", code(source), href=self.source_address(source), class_="id")
        return Markup(f"{link} {entry}") if row else link


def _called(source: str) -> Markup:
    """The name of a source: a publisher and a date, of which only the first may run from right."""
    return sentence(laid_out(source)) if runs_from_right(source) else named(source)


class ReportLabels(Labels):
    """The labels of the report, whose links all lead to places on its one page.

    A place contains a slash, so it never equals the id of a section.
    """

    def __init__(self, report: Report, options: ViewOptions) -> None:
        scales = {issue.issue: Scale(issue.scale) for issue in report.issues}
        super().__init__(report.background, options, scales, report.cited)
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
        self.coder = report.about.coder
        self.together = report.together

    def official_address(self, id_: str, issue: str | None) -> str | None:
        """The address of an official's statements on an issue; None without an issue."""
        return f"#{official_place(issue, id_)}" if issue else None

    def issue_address(self, issue: str) -> str:
        """The address of an issue's section."""
        return f"#{issue_place(issue)}"

    def statement_address(self, ref: str) -> str | None:
        """The address of a statement with its words, or of the list that has it without them."""
        if ref in self._shown:
            return f"#{statement_place(ref)}"
        said = self._said.get(ref)
        return f"#{official_place(said.issue, said.official)}" if said else None

    def source_address(self, source: str) -> str:
        """The address of a source's entry."""
        return f"#{source_place(source)}"

    def brief(self, ref: str) -> Brief | None:
        """The facts about a statement of the report."""
        return self._said.get(ref)

    def is_shown(self, ref: str) -> bool:
        """Whether a statement is on the page with its words."""
        return ref in self._shown


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
