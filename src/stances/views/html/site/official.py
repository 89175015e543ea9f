"""The pages of officials: their roles, their positions, and all their statements."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from stances.queries.conflicts import OPEN
from stances.roles import foremost
from stances.views.direction import unmarked
from stances.views.html.charts.svg import heading
from stances.views.html.charts.timeline import axis, timeline_lane
from stances.views.html.components import (
    code,
    fields,
    form_told,
    listed,
    mark,
    named,
    note,
    paragraph,
    quotation,
    sentence,
)
from stances.views.html.elements import Markup, element, joined, markup
from stances.views.html.links import official_place
from stances.views.html.officials import attributed, shift_items, standing
from stances.views.html.over_time import FEWEST, MOST_MARKS, days_of, marks, shown
from stances.views.html.site import places
from stances.views.html.site.lists import (
    MOST,
    NEWEST_FIRST,
    Apart,
    Room,
    apart,
    doubts_in_short,
    lines,
    misattributed,
    named_elsewhere,
    paged,
    statement_line,
    summed_up,
)
from stances.views.html.site.page import Head
from stances.views.html.site.statement import contradiction
from stances.views.html.sources import assessment
from stances.views.html.statement import conditions
from stances.views.values import (
    attributions,
    best_evidence,
    differing,
    name_told,
    plural,
    remarks,
    sources_counted,
)
from stances.views.values import listed as in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.queries.site.officials import OfficialFound
    from stances.views.html.elements import Child
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

_UNKNOWN = "unknown"
"""The page of statements that cannot be assigned to one year."""
_WITH_WORDS = 3
"""The most latest statements on an issue that are shown with their words."""
_SOME, _FIRST = 20, Fraction(2, 3)
"""The lines of a list that get room before all else, and the part of the page that they may take.
"""
_LISTS = Fraction(1, 8)
"""The part of a page for roles, and for other names."""
_FEWEST_OTHERS = 3
"""The fewest officials at positions for which their numbers are shown."""
_KINDS = {"institution": "Institution", "unnamed": "Not named"}


def pages(given: OfficialFound, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the page of an official; of many statements, also a page for each year."""
    own = _Official(given, pages)
    yield own.path, own.page()
    if own.is_split:
        yield from own.years()
    yield from own.apart()


class _Official:
    """Makes the pages of one official."""

    def __init__(self, given: OfficialFound, pages: Pages) -> None:
        self._given, self._pages = given, pages
        self.path = places.official(given.id)
        self._names = pages.names(self.path)
        record = given.record
        self._name = name_told(record["name"], is_unnamed=record["kind"] == "unnamed")
        self._issues = [issue for issue in pages.site.scales if issue in given.on]
        self.is_split = len(given.lines) > MOST
        self._roles = _foremost_first(record["roles"])
        self._shown_roles = _room_for_lists().first_of(
            (_role(each, self._names) for each in self._roles[:_SOME]), at_least=1
        )
        self._aliases = _room_for_lists().first_of(map(named, record["aliases"] or ()), at_least=1)

    def page(self) -> str:
        """Return the page of the official."""
        given = self._given
        opening = joined([*self._opening(), *self._findings()])
        beside = misattributed(given.misattributed, self._names)
        closing = joined([beside, *self._record()])
        # Other pages link to the place of each issue, so it is never left out.
        instead = {issue: self._instead(issue) for issue in self._issues}
        first = self._first()
        room = Room(joined([opening, closing, *instead.values(), *first]))
        main: list[Child] = [opening]
        left_out = 0
        for issue, piece in self._pieces():
            if room.takes(piece):
                main.append(piece)
                instead.pop(issue, None)
            elif issue not in instead:
                left_out += 1
        if instead:
            told = "The page is too long for these questions. They have their statements elsewhere:"
            main.append(paragraph(told, class_="explained"))
            main.append(element("ul", *instead.values(), class_="plain"))
        if left_out:
            told = f"Not shown, since the page is long: {plural(left_out, 'further part')}."
            main.append(paragraph(told, class_="explained"))
        main += [*self._statements(room, first), closing]
        role = self._role()
        told = "; ".join(filter(None, (", ".join(role), *self._in_short())))
        head = Head(self._name, unmarked(told), kind="profile")
        return self._pages.page(self.path, head, main)

    def _role(self) -> list[str]:
        """Return the title and faction of the foremost role, as far as known."""
        role = foremost(self._given.record["roles"])
        if role is None:
            return []
        faction = self._names.faction(role["faction"]) if role["faction"] else None
        return [part for part in (role["title"], faction) if part]

    def _opening(self) -> Iterator[Child]:
        """Yield name and kind, and the roles with their dates, as far as known."""
        record, names = self._given.record, self._names
        native = ""
        if record["native_name"]:
            native = f' <span class="native" dir="auto">{markup(record["native_name"])}</span>'
        yield Markup(f'<p class="crumbs">{names.link(places.OFFICIALS, "Officials")}</p>')
        yield Markup(f"<h1>{named(self._name)}{native}</h1>")
        kind = [_KINDS[record["kind"]]] if record["kind"] in _KINDS else []
        roles = self._roles
        is_plain = len(roles) == 1 and not any(roles[0][key] for key in ("from", "until", "former"))
        parts = [*kind, *([_role(roles[0], names)] if is_plain else ())]
        if parts:
            yield element("p", joined(parts, " · "), class_="standing")
        if roles and not is_plain:
            yield listed(self._shown_roles, "roles")
        if len(self._shown_roles) < len(roles):
            path = places.official_roles(self._given.id)
            yield paragraph(names.link(path, f"All {plural(len(roles), 'role')}"))

    def _in_short(self) -> Iterator[str]:
        """Yield the position on each issue, in words."""
        for issue in self._issues:
            latest = self._given.on[issue].foremost
            if latest:
                taken = dict.fromkeys(row["position"] for row in latest)
                labels = in_words([self._names.scale(issue).label(each) for each in taken])
                yield f"{self._names.wording.issue(issue)} {labels}"

    def _findings(self) -> Iterator[Child]:
        """Yield the positions issue by issue, and the issues without a statement."""
        given, names = self._given, self._names
        items = []
        for issue in self._issues:
            latest = given.on[issue].foremost
            if not latest:
                continue
            taken = dict.fromkeys(row["position"] for row in latest)
            positions = joined([names.position(issue, each) for each in taken], " ")
            days = dict.fromkeys(row["said"] for row in latest)
            when = joined([names.date(each) for each in [*days][:_WITH_WORDS]], ", ")
            place = f"#{official_place(issue, given.id)}"
            question = element("a", named(names.wording.issue(issue)), href=place)
            told = doubts_in_short(latest, names)
            marks = f" {mark(told)}" if told else ""
            items.append(Markup(f"<b>{question}</b>{positions} {when}{marks}"))
        if items:
            yield listed(items, "findings" if len(items) > 1 else "findings only")
        elif not given.lines:
            yield paragraph("No statement is recorded.", class_="lead")
        quiet = [names.question(each, names.wording.issue(each)) for each in given.silent]
        if quiet and items:
            is_of_days = {"since", "until"} & {*self._pages.site.about.filters}
            which = " in these days" if is_of_days else ""
            told = f"No statement{which} on: "
            yield paragraph(told, joined(quiet, " · "), class_="quiet")

    def _instead(self, issue: str) -> Markup:
        """Return the place of an issue that does not fit, with a link to its statements."""
        names, place = self._names, markup(official_place(issue, self._given.id))
        question = names.question(issue, names.wording.issue(issue))
        search = places.search(official=self._given.id, issue=issue)
        return Markup(f'<li id="{place}">{question}: {names.link(search, "statements")}</li>')

    def _pieces(self) -> Iterator[tuple[str, Markup]]:
        """Yield the parts between the findings and the statements, each with its issue, if any."""
        given, names = self._given, self._names
        if given.contradictions:
            every = sorted(given.contradictions, key=lambda each: each.row["state"] not in OPEN)
            items = [contradiction(each, names) for each in every]
            yield "", element("section", element("h2", "Contradictions"), listed(items, "plain"))
        if figure := self._timeline():
            yield "", figure
        for issue in self._issues:
            yield issue, self._issue(issue, given.on[issue])
        if given.assessments:
            told = "These are claims of the sources: no statements of an official, and not scored."
            yield "", element("h2", "What sources say of them")
            yield "", paragraph(told, class_="explained")
            yield from (("", assessment(each, names)) for each in given.assessments)

    def _timeline(self) -> Markup | None:
        """Return a chart of statements in time, with a lane for each issue; None for a few."""
        given, names = self._given, self._names
        spoken = [issue for issue in self._issues if given.on[issue].statements]
        if sum(len(given.on[issue].statements) for issue in spoken) < FEWEST:
            return None
        days = days_of([given.on[issue] for issue in spoken], [])
        drawn: list[Markup] = [axis(days), heading("Question")] if len(spoken) > 1 else [axis(days)]
        for issue in spoken:
            own = given.on[issue]
            question = names.wording.issue(issue)
            link = element("a", named(question), href=f"#{official_place(issue, given.id)}")
            each = marks(days, issue, own, shown(own), names)
            drawn.append(timeline_lane(days, question, each, link))
        told = "A point is a day. A bar is a period: the statement was made on some day in it."
        if any(len(given.on[issue].statements) > MOST_MARKS for issue in spoken):
            told += f" Of each question, the last {MOST_MARKS} statements are drawn."
        if days.stretches:
            spans = (names.wording.date(f"{first}/{last}") for first, last in days.stretches)
            told += f" Shaded, and left out since nothing begins or ends in it: {'; '.join(spans)}."
        return Markup(
            '<section><h2>Over time</h2><figure class="chart over-time">'
            f"{''.join(drawn)}<figcaption>{markup(told)}</figcaption></figure></section>"
        )

    def _issue(self, issue: str, own: Official) -> Markup:
        """Return the statements on an issue: the latest with their words, then the shifts."""
        names = self._names
        question = names.question(issue, names.wording.issue(issue))
        taken = frozenset(row["position"] for row in own.foremost)
        beside = joined([_among_all(names, issue, taken), _in_faction(names, issue, own.faction)])
        head = f"<header><h2>{question}</h2>{beside}</header>"
        pieces: list[Markup] = []
        if own.statements:
            told = [*standing(own), *(["the same position in all"] if _is_steady(own) else ())]
            pieces.append(Markup(f'<p class="standing">{joined(told, " · ")}</p>'))
        pieces += [_words(row, names) for row in own.foremost[:_WITH_WORDS]]
        if rest := own.foremost[_WITH_WORDS:]:
            pieces.append(paragraph("These may also be the latest:", class_="between"))
            pieces.append(lines(statement_line(row, names, who=False) for row in rest[:MOST]))
        if own.latest_scored:
            pieces.append(paragraph("The latest position on the scale:", class_="between"))
            pieces += [_words(row, names) for row in own.latest_scored[::-1][:_WITH_WORDS]]
        if own.later:
            count = plural(own.later, "statement")
            pieces.append(paragraph(f"Later, and not asked for here: {count}.", class_="between"))
        if items := [*shift_items(own, issue, names)]:
            pieces.append(element("h3", "Shifts"))
            pieces.append(listed(items[-MOST:], "shifts"))
        pieces += attributed(issue, own, names)
        place = official_place(issue, self._given.id)
        return Markup(
            f'<section class="on-issue" id="{markup(place)}">{head}'
            f"<div>{''.join(pieces)}</div></section>"
        )

    def _line(self, row: Row) -> Markup:
        several = len(self._pages.site.scales) > 1
        return statement_line(row, self._names, who=False, issue=several)

    def _first(self) -> list[Markup]:
        """Return the newest statements, which are on the page before anything else gets room."""
        newest = map(self._line, self._given.lines[:_SOME])
        return Room(share=_FIRST).first_of(newest, at_least=1)

    def _statements(self, room: Room, first: Sequence[Markup]) -> Iterator[Child]:
        """Yield the newest statements that fit; if these are not all, with links to the years.

        The room for the `first` ones is taken already.
        """
        every = self._given.lines
        if not every:
            return
        rest = every[len(first) : MOST] if len(first) >= min(_SOME, len(every)) else ()
        items = [*first, *room.first_of(map(self._line, rest))]
        self.is_split = self.is_split or len(items) < len(every)
        title = f"All {len(every):,} statements" if len(every) > 1 else "The statement"
        if self.is_split:
            title = f"The newest of {len(every):,} statements"
        yield element("h2", title)
        search = self._names.link(places.search(official=self._given.id), "Search and filter them")
        beside = f"{places.COMPARE}?{urlencode({'a': self._given.id})}"
        compare = self._names.link(beside, "compare with another official")
        told = f"{NEWEST_FIRST} " if len(every) > 1 else ""
        yield paragraph(told, search, ", or ", compare, ".")
        if self.is_split:
            yield self._by_year(self._names, "")
        yield lines(items)

    def _by_year(self, names: SiteLabels, here: str) -> Markup:
        """Return the links to the pages of all years; `here` is the year of the page."""
        links = []
        for year, rows in _years(self._given.lines):
            text = joined([_year(year), element("span", f" {len(rows):,}", class_="quiet")])
            path = places.official_in(self._given.id, year)
            current = "page" if year == here else None
            links.append(element("a", text, href=names.to(path), aria_current=current))
        return element("nav", *links, class_="years", aria_label="Years")

    def years(self) -> Iterator[tuple[str, str]]:
        """Yield the pages of the years."""
        for year, rows in _years(self._given.lines):
            path = places.official_in(self._given.id, year)
            yield from self._year(path, year, rows)

    def _year(self, path: str, year: str, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
        several = len(self._pages.site.scales) > 1

        def line(row: Row, names: SiteLabels) -> Markup:
            return statement_line(row, names, who=False, issue=several)

        title = f"{self._name}, {_year(year).lower() if year == _UNKNOWN else year}"
        beside = self._by_year(self._names, year)
        total = len(rows)
        for each in paged(rows, path, self._pages, line, beside=beside, total=total):
            names = self._pages.names(each.path)
            back = element("a", named(self._name), href=names.to(self.path))
            main = [
                element(
                    "p", names.link(places.OFFICIALS, "Officials"), " / ", back, class_="crumbs"
                ),
                element("h1", named(title)),
                self._by_year(names, year),
                paragraph(NEWEST_FIRST, class_="explained") if total > 1 else None,
                each.lines,
                each.links,
            ]
            told = f"{plural(total, 'statement')} of {self._name}."
            yield each.path, self._pages.page(each.path, Head(title, told), main)

    def apart(self) -> Iterator[tuple[str, str]]:
        """Yield the lists of all roles and of all other names, if the page has no room for them."""
        record, id_ = self._given.record, self._given.id
        if len(self._shown_roles) < len(self._roles):
            told = f"{plural(len(self._roles), 'role')}, as they are recorded."
            about = self._apart("Roles", told)
            yield from apart(record["roles"], places.official_roles(id_), self._pages, _line, about)
        every = record["aliases"] or ()
        if len(self._aliases) < len(every):
            told = f"{plural(len(every), 'other name')}, as they are recorded."
            about = self._apart("Other names", told)
            path = places.official_aliases(id_)
            yield from apart(every, path, self._pages, _alias, about)

    def _apart(self, what: str, told: str) -> Apart:
        name = named(self._name)
        heading = element("h1", f"{what} of ", name)
        return Apart(f"{what} of {self._name}", heading, told, self.path, name)

    def _record(self) -> Iterator[Child]:
        """Yield the other fields of the official's record."""
        record = self._given.record
        aliases = joined(self._aliases, ", ") if self._aliases else None
        every = record["aliases"] or ()
        if aliases and len(self._aliases) < len(every):
            path = places.official_aliases(self._given.id)
            link = self._names.link(path, f"all {plural(len(every), 'other name')}")
            aliases = joined([aliases, ", … (", link, ")"])
        known = [(key, named(value)) for key, value in (record["identifiers"] or {}).items()]
        if aliases or known or record["note"]:
            yield element("h2", "Record")
            yield fields([("Also called", aliases), *known])
            yield note(record["note"])
        yield paragraph("Recorded as ", code(self._given.id), ".", class_="quiet")


@lru_cache(1024)
def _among_all(names: SiteLabels, issue: str, own: frozenset[str]) -> Markup | None:
    """Return the number of officials at each position; None if these are few.

    The positions in `own` are marked.
    """
    numbers = names.taken(issue)
    if sum(numbers.values()) < _FEWEST_OTHERS:
        return None
    items, most = [], max(numbers.values())
    for step in names.scale(issue).ordered:
        number = numbers.get(step.id, 0)
        if not number:
            continue
        place = places.search(issue=issue, position=step.id)
        bar = element("rect", width=f"{100 * number / most:.0f}%", height=5, class_="bar")
        items.append(
            element(
                "li",
                names.position(issue, step.id),
                element("span", ", as here", class_="unseen") if step.id in own else None,
                " ",
                names.link(place, f"{number:,}", "number"),
                element("svg", bar, width="100%", height=5, aria_hidden="true"),
                class_=f"{names.scale(issue).tone(step.id)}{' own' * (step.id in own)}",
            )
        )
    told = element("p", "Officials at each position", class_="label")
    return element("div", told, element("ul", *items), class_="among-all")


@lru_cache(1024)
def _in_faction(names: SiteLabels, issue: str, faction: str | None) -> Markup | None:
    """Return the number of a faction's officials at each position; None if these are few."""
    numbers = names.taken_in(issue, faction)
    if not faction or sum(numbers.values()) < _FEWEST_OTHERS:
        return None
    taken = [
        joined([named(step.label), f" {numbers[step.id]:,}"])
        for step in names.scale(issue).ordered
        if step.id in numbers
    ]
    label = named(names.faction(faction))
    link = element("a", label, href=names.faction_address(faction))
    return element("p", "In ", link, ": ", joined(taken, ", "), class_="explained")


def _is_steady(own: Official) -> bool:
    """Return whether an official has several counted statements, all with one position."""
    return len(own.counted) > 1 and len({said.position for said in own.counted}) == 1


def _words(row: Row, names: SiteLabels) -> Markup:
    """Return a statement with its words, its source and a link to its page."""
    best = best_evidence(row)
    where = [element("span", row["venue"], dir="auto")] if row["venue"] else []
    again = ["repeatedly"] if row["repeated"] else []
    told = joined([names.date(row["said"]), *where, *again], " · ")
    told_of = dict.fromkeys([*remarks(row, names.wording), *differing(row, names.wording)])
    marks = "".join(f" {mark(each)}" for each in told_of) + named_elsewhere(row["ref"], names)
    credit = [names.article(best["source"], best), form_told(best["form"]), sources_counted(row)]
    credit += map(sentence, attributions(row, names.wording))
    short = f'<p class="credit">{summed_up(row)}</p>' if row["summary"] else ""
    class_ = "statement disputed" if row["disputed"] else "statement"
    return Markup(
        f'<article class="{class_}"><p class="head">'
        f"{names.position(row['issue'], row['position'])}{marks} "
        f'<span class="told">{told}</span></p>'
        f"{quotation(best['text'], best['form'], best['lang'])}"
        f'<p class="credit">{joined(credit, ", ")}</p>{short}{conditions(row) or ""}'
        f"<p>{names.statement(row['ref'], 'The statement with all its sources')}</p></article>"
    )


def _room_for_lists() -> Room:
    """Return the room of a page for roles, or for other names."""
    return Room(share=_LISTS)


def _foremost_first(roles: Sequence[Row]) -> Sequence[Row]:
    """Return the roles, if many with the foremost first, as a page may not have room for all."""
    first = foremost(roles) if len(roles) > _SOME else None
    return sorted(roles, key=lambda each: each is not first) if first else roles


def _line(role: Row, names: SiteLabels) -> Markup:
    """Return a role as a line of a list."""
    return element("li", _role(role, names))


def _alias(alias: str, _: SiteLabels) -> Markup:
    """Return another name as a line of a list."""
    return element("li", named(alias))


def _role(role: Row, names: SiteLabels) -> Markup:
    """Return a role with its faction and dates, as far as known."""
    parts: list[Child] = [named(role["title"])] if role["title"] else []
    if role["faction"]:
        address = names.faction_address(role["faction"])
        parts.append(element("a", named(names.faction(role["faction"])), href=address))
    days: list[Child] = []
    if role["from"]:
        days += ["from ", names.date(role["from"])]
    if role["until"]:
        days += [" until " if days else "until ", names.date(role["until"])]
    parts += [joined(days)] if days else []
    parts += ["former"] if role["former"] else []
    return joined(parts, " · ")


def _years(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Return statements by the year in which they were surely said, newest first, then others."""
    years: dict[str, list[Row]] = {}
    for row in rows:
        first, last = (row["said_from"] or "")[:4], (row["said_to"] or "")[:4]
        years.setdefault(first if first and first == last else _UNKNOWN, []).append(row)
    return sorted(years.items(), key=lambda each: (each[0] != _UNKNOWN, each[0]), reverse=True)


def _year(year: str) -> str:
    return "In no one year" if year == _UNKNOWN else year
