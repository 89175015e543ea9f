"""The page of a statement: its words in every source, and how to cite it."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape
from itertools import compress
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from stances.queries.site.named import disputed_with
from stances.text import beginning
from stances.views.citations import Recorded, bibtex, citation, csl_json, plain, ris
from stances.views.conflict_text import STATES_IN_WORDS, matter
from stances.views.html.components import (
    HTML_DATE,
    code,
    form_told,
    in_language,
    listed,
    mark,
    named,
    note,
    quotation,
    sentence,
)
from stances.views.html.elements import Markup, element, joined, markup, seen
from stances.views.html.site import places
from stances.views.html.site.history import history_of
from stances.views.html.site.lists import having_room
from stances.views.html.site.page import Head
from stances.views.html.statement import (
    besides,
    cited,
    coded,
    conditions,
    differences,
    dispute,
    ties,
)
from stances.views.values import (
    best_evidence,
    differing,
    in_marks,
    name_told,
    plural,
    remarks,
    sources_counted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stances.queries.result import Row
    from stances.queries.site import Site
    from stances.queries.site.named import Named
    from stances.queries.site.officials import Contradiction, Neighbour, StatementsFound
    from stances.views.html.elements import Child
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

_NUMBERS = {2: "Two", 3: "Three"}
_ENTITY = re.compile(r"Q[0-9]+")
_LONGEST = 5_000
"""The most characters of the words in the data for programs."""
_WITHDRAWN = (
    "This is not counted as their statement. It is in no list and in no figure. Below is what the "
    "record says of it."
)
_TOLD = 200
"""The most characters of the words that other programs show with a link to the page."""


def pages(given: StatementsFound, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the page of each statement."""
    for row in given.rows:
        path = places.statement(row["ref"])
        names = pages.names(path)
        names.briefs, names.together = given.briefs, given.together
        yield path, _Statement(row, given, names, pages, path).page()


class _Statement:
    """Makes the page of one statement."""

    def __init__(
        self, row: Row, given: StatementsFound, names: SiteLabels, pages: Pages, path: str
    ) -> None:
        self._row, self._given, self._names = row, given, names
        self._pages, self._path = pages, path
        self._best = best_evidence(row)
        is_unnamed = row["official"] in names.background.unnamed
        self._name = name_told(row["name"], is_unnamed=is_unnamed)
        self._is_withdrawn = row["status"] == "misattributed"

    def page(self) -> str:
        """Return the whole page."""
        row, names = self._row, self._names
        label = names.scale(row["issue"]).label(row["position"])
        when = names.wording.date(row["said"])
        words = in_marks(beginning(self._best["text"], _TOLD), self._best["form"])
        title, told = f"{self._name}: {label}", f"{names.wording.issue(row['issue'])} {label}"
        if self._is_withdrawn:
            title = told = f"Misattributed to {self._name}"
        data = self._linked_data()
        head = Head(
            f"{title} ({when})",
            f"{told}: {words}",
            data,
            scripts=(places.COPYING,),
            kind="article",
        )
        return self._pages.page(self._path, head, self._fitting(data or ""))

    def _fitting(self, data: str) -> Iterator[Child]:
        """Yield the pieces of the page besides `data`; those that do not fit are counted."""
        opening, ending = [*self._opening()], [*self._ending()]
        articles, further = self._articles(), [*self._further()]
        shown = having_room([*articles, *further], [data, *opening, *ending])
        yield from opening
        yield from self._evidence([*compress(articles, shown)], len(articles))
        rest = shown[len(articles) :]
        yield from compress(further, rest)
        if left_out := rest.count(False):
            told = f"Not shown, since the page is long: {plural(left_out, 'further part')}."
            yield element("p", told, class_="explained")
        yield from ending

    def _further(self) -> Iterator[Markup]:
        """Yield the parts below the words, piece by piece."""
        if not self._is_withdrawn:  # else disputes come first
            yield from self._disputes()
        yield from self._conflicts()
        yield from ties(self._row, self._names)
        yield from self._history()

    def _ending(self) -> Iterator[Markup]:
        yield from self._coding()
        yield from self._neighbours()
        yield from self._citations()

    def _opening(self) -> Iterator[Markup]:
        """Yield who took which position on which question, when, where and in which role."""
        row, names = self._row, self._names
        label = named(names.scale(row["issue"]).label(row["position"]))
        parts: list[str] = [names.date(row["said"])]
        parts += [element("span", row["venue"], dir="auto")] if row["venue"] else []
        parts += ["repeatedly"] if row["repeated"] else []
        parts += [named(row["role"])] if row["role"] else []
        parts += [_faction(names, row["faction"])] if row["faction"] else []
        marked = [*remarks(row, names.wording), *differing(row, names.wording)]
        marked += ["named in a dispute"] if names.named(row["ref"]) else []
        marks = "".join([f" {mark(each)}" for each in marked])
        title, why = f"{named(self._name)}: {label}", ""
        if self._is_withdrawn:
            title = f"Misattributed to {named(self._name)}"
            why = f'<p class="lead">{_WITHDRAWN}</p>\n{joined(self._disputes())}'
        yield Markup(
            f"{_crumbs(names, row['official'], self._name)}<h1>{title}</h1>\n{why}"
            f'<p class="standing">{" · ".join(parts)}</p>\n'
            f'<p class="question">{_asked(names, row["issue"], row["position"])}{marks}</p>\n'
        )
        if row["summary"]:
            yield in_language("p", row["summary"], None, "summary")
        if told := conditions(row):
            yield told

    def _articles(self) -> list[Markup]:
        """Return the words of every source, first those that lists show."""
        best = self._best
        rest = [piece for piece in self._row["evidence"] if piece is not best]
        told: set[str] = set()
        articles = []
        for piece in (best, *rest):
            articles.append(self._piece(piece, is_first=piece["source"] not in told))
            told.add(piece["source"])
        return articles

    def _evidence(self, articles: Sequence[Markup], total: int) -> Iterator[Markup]:
        """Yield the words of sources side by side; `articles` may be fewer than `total`."""
        row, names = self._row, self._names
        title = _words_of(row) if total > 1 else "The words"
        yield Markup(f'<h2>{title}</h2>\n<div class="sides">{"".join(articles)}</div>\n')
        if left_out := total - len(articles):
            told = f"Not shown, since the page is long: the words of {left_out:,} more."
            yield element("p", told, class_="explained")
        declared = self._given.differences.get(row["ref"], ())
        if found := [each for each in declared if each["other_source"] and total > 1]:
            yield Markup('<p class="between"><b>In what they differ</b></p>\n')
            matters = dict.fromkeys((matter(each, names.wording), each["state"]) for each in found)
            yield listed(
                (
                    joined([sentence(text), f" — {STATES_IN_WORDS[state]}"])
                    for text, state in matters
                ),
                "matters",
            )

    def _piece(self, piece: Row, *, is_first: bool) -> Markup:
        """Return the words of a source, how they differ from others, and how they were checked.

        The first piece of each source also has its authors and title.
        """
        row, names = self._row, self._names
        lang = f" · language: {markup(piece['lang'])}" if piece["lang"] else ""
        otherwise = " · ".join(differences(piece, row, names))
        credit = f'<p class="credit">{otherwise}</p>' if otherwise else ""
        origin = _origin(self._pages, piece["source"], is_first=is_first)
        rest = joined([*besides(piece), origin])
        return Markup(
            f'<article class="evidence"><p class="side">{cited(piece, names)}{lang}</p>'
            f"{quotation(piece['text'], piece['form'], piece['lang'])}{credit}{rest}</article>"
        )

    def _disputes(self) -> Iterator[Markup]:
        if disputes := self._row["disputes"]:
            yield element("h2", "Disputed" if len(disputes) == 1 else "Disputes")
            told = {self._row["ref"]}
            for each in sorted(disputes, key=lambda each: bool(each["resolution"])):
                yield dispute(each, self._names)
                for ref in disputed_with(each):
                    if ref not in told and (other := self._given.named.get(ref)):
                        told.add(ref)
                        yield self._other(other)

    def _other(self, other: Named) -> Markup:
        """Return the other statement of a dispute, with its words."""
        told = element("p", "The other statement: ", self._named(other), class_="side")
        return element("div", told, *_passages(other, self._names), class_="block")

    def _named(self, other: Named) -> Markup:
        """Return a link to another statement: position, date, and the official if it is another."""
        names, row = self._names, self._row
        who = [named(other.name), ": "] if other.official != row["official"] else []
        label = named(names.scale(other.issue).label(other.position))
        return names.statement(other.ref, joined([*who, label, ", ", names.date(other.said)]))

    def _conflicts(self) -> Iterator[Markup]:
        """Yield the statements that contradict this one, and others' disputes that name it."""
        ref, given = self._row["ref"], self._given
        pairs = () if self._is_withdrawn else given.contradictions.get(ref, ())
        items = [contradiction(each, self._names, ref) for each in pairs]
        notes = {each.row["note"] for each in pairs}
        items += [
            self._named_by(row, other)
            for row in given.named_by.get(ref, ())
            if row["note"] not in notes and (other := given.named.get(row["ref"]))
        ]
        if items:
            yield element("h2", "Beside other statements")
            yield listed(items, "plain")

    def _named_by(self, row: Row, other: Named) -> Markup:
        """Return a dispute of another statement that names this one."""
        state = STATES_IN_WORDS["resolved" if row["resolution"] else "unresolved"]
        return joined(
            [
                f"named in a dispute about the {row['about']} of ",
                self._named(other),
                f" — {state}",
                note(row["note"]),
                note(row["resolution"], "Resolution"),
            ]
        )

    def _coding(self) -> Iterator[Markup]:
        """Yield the coder, the other fields of the coding, and the place of the record."""
        row, names = self._row, self._names
        yield Markup(
            f"<h2>How it was coded</h2>\n<p>Coder: {_coder(names, row['coder'])}. Recorded as "
            f"{code(row['ref'])} in {code(row['path'])}, line {row['line']}.</p>\n"
        )
        more = coded({**row, "summary": None, "coder": names.coder}, names, row["role"])
        yield from filter(None, (more, note(row["note"])))

    def _neighbours(self) -> Iterator[Markup]:
        """Yield links to the neighbours of the statement: before, after, or in unknown order."""
        ref, given = self._row["ref"], self._given
        before, after = given.before.get(ref), given.after.get(ref)
        beside = given.beside.get(ref, ())
        if self._is_withdrawn or not (before or after or beside):
            return
        yield Markup('<nav class="neighbours" aria-label="On the same question">')
        if before:
            yield self._neighbour(before, "Before: ", ' rel="prev"')
        for each in beside:
            yield self._neighbour(each, "Also on this question: ")
        if after:
            yield self._neighbour(after, "After: ", ' rel="next"')
        yield Markup("</nav>")

    def _neighbour(self, each: Neighbour, told: str, rel: str = "") -> Markup:
        names = self._names
        label = named(names.scale(self._row["issue"]).label(each.position))
        address = names.statement_address(each.ref)
        href = f' href="{markup(address)}"' if address else ""
        return Markup(f"<a{href}{rel}>{told}{label}, {names.date(each.said)}</a>")

    def _history(self) -> Iterator[Markup]:
        """Yield the git history of the record, if it is known."""
        found = history_of(self._given.history.get(self._row["ref"], ()), self._names)
        if found:
            yield found

    def _citations(self) -> Iterator[Markup]:
        """Yield how to cite the statement, for readers and for their reference managers."""
        names, site = self._names, self._pages.site
        address = site.base + self._path if site.base else ""
        version = site.about.commit.name if site.about.commit else ""
        where = Recorded(site.about.title, version, address)
        of = citation(self._row, names.wording, site.sources, where)
        written = _written("".join(of))
        yield Markup(
            '<details class="cite"><summary>Cite this</summary>\n'
            f'<p dir="auto">{markup(plain(of))}</p>\n'
            f"{_copied('BibTeX', written(bibtex(of)))}"
            f"{_copied('RIS', written(ris(of)))}"
            f"{_copied('CSL-JSON', written(csl_json(of)))}</details>\n"
        )

    def _linked_data(self) -> Markup | None:
        """Return data for programs: a quotation, or a claim if the words are not a quotation.

        A misattributed statement has none, since the data would name the official as its author.
        """
        row, names, site = self._row, self._names, self._pages.site
        if row["status"] == "misattributed":
            return None
        text = encode_basestring
        kind = "Quotation" if self._best["form"] == "quote" else "Claim"
        shared = _shared(self._pages)
        fields = [
            f'"@context": "https://schema.org", "@type": "{kind}"',
            f'"text": {text(self._best["text"][:_LONGEST])}',
            f'"author": {self._author()}',
        ]
        if HTML_DATE.fullmatch(row["said"]):
            fields.append(f'"dateCreated": {text(row["said"])}')
        if self._best["lang"]:
            fields.append(f'"inLanguage": {text(self._best["lang"])}')
        if works := [shared.works[each] for each in row["sources"] if each in shared.works]:
            fields.append(f'"citation": [{", ".join(works)}]')
        question = text(names.wording.issue(row["issue"]))
        fields.append(f'"about": {{"@type": "Thing", "name": {question}}}')
        fields.append(f'"isPartOf": {shared.dataset}, "identifier": {text(row["ref"])}')
        if site.base:
            fields.append(f'"url": {text(site.base + self._path)}')
        data = f"{{{', '.join(fields)}}}"
        for char, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
            data = data.replace(char, escaped)
        return Markup(f'<script type="application/ld+json">{data}</script>\n')

    def _author(self) -> str:
        person = self._given.people[self._row["official"]]
        base = self._pages.site.base
        return _person(
            person["name"],
            person["native_name"] or "",
            person["kind"],
            (person["identifiers"] or {}).get("wikidata", ""),
            base + places.official(person["official"]) if base else "",
        )


def contradiction(each: Contradiction, names: SiteLabels, ref: str | None = None) -> Markup:
    """Return two statements that contradict each other, with the state of the conflict.

    `ref` is the statement whose page this is; it gets no link.
    """
    row = each.row
    links = []
    for own, said in ((row["ref"], each.said), (row["other"], each.other_said)):
        if own != ref:
            links.append(names.statement(own, names.date(said)))
    state = STATES_IN_WORDS[row["state"]]
    parts = [sentence(matter(row, names.wording)), ": ", joined(links, " and "), f" — {state}"]
    if row["more"]:
        parts.append(f"; and {plural(row['more'], 'more such pair')}")
    return joined([*parts, note(row["note"]), note(row["resolution"], "Resolution")])


@lru_cache(256)
def _crumbs(names: SiteLabels, official: str, name: str) -> Markup:
    """Return the links to the list of officials and to an official, who is called `name`."""
    officials, address = (
        names.link(places.OFFICIALS, "Officials"),
        names.official_address(official, None),
    )
    who = element("a", named(name), href=address) if address else named(name)
    return Markup(f'<p class="crumbs">{officials} / {who}</p>\n')


@lru_cache(256)
def _coder(names: SiteLabels, coder: str) -> Markup:
    """Return a coder by name, with a link to the list of coders."""
    return joined([named(coder), " (see ", names.link(f"{places.ABOUT}#coders", "coders"), ")"])


@lru_cache(1024)
def _asked(names: SiteLabels, issue: str, position: str) -> Markup:
    """Return the question of an issue and a position on it."""
    question = names.question(issue, names.wording.issue(issue))
    return Markup(f"{question} {names.position(issue, position)}")


@lru_cache(1024)
def _faction(names: SiteLabels, faction: str) -> Markup:
    """Return a faction, with a link to its page."""
    return element("a", named(names.faction(faction)), href=names.faction_address(faction))


def _words_of(row: Row) -> str:
    """Return a heading with the number of sources, and of passages if these are more.

    It has no number if some sources do not count: copies, and retracted sources.
    """
    pieces = row["evidence"]
    shown = len({piece["source"] for piece in pieces})
    if shown == 1:
        return f"{_NUMBERS.get(len(pieces), f'{len(pieces):,}')} passages of one source"
    if shown != row["match_certain"] + row["match_probable"]:
        return "The words of the sources"
    if len(pieces) == shown:
        return f"The words of {sources_counted(row)}"
    return f"{len(pieces):,} passages of {sources_counted(row)}"


def _copied(title: str, lines: str) -> str:
    """Return lines in a block, to be copied as they are."""
    return f'<h3>{title}</h3>\n<pre class="copy" tabindex="0"><code>{lines}</code></pre>\n'


def _written(told: str) -> Callable[[str], str]:
    """Return a function that escapes lines with some text, the fastest one that is safe for it."""
    if not told.isprintable():
        return _lines
    return _escaped if "&" in told or "<" in told or ">" in told else str


def _escaped(lines: str) -> str:
    return escape(lines, quote=False)


def _lines(text: str) -> str:
    flat = text.replace("\n", "")
    if flat.isprintable():
        return _escaped(text)
    return escape(text) if seen(flat) == flat else "\n".join(map(markup, text.split("\n")))


@lru_cache(4096)
def _origin(pages: Pages, source: str, *, is_first: bool) -> Markup | None:
    """Return the digest of a source's stored copy, and its authors and title if `is_first`."""
    row = pages.site.sources.get(source)
    if not row:
        return None
    lines: list[Markup] = []
    if is_first:
        title = in_language("cite", row["title"], row["lang"])
        parts = [*(named(each) for each in row["authors"] or ()), title]
        lines.append(element("p", joined(parts, ", "), class_="credit"))
    if row["sha256"]:
        short = element("code", row["sha256"][:12], title=row["sha256"])
        lines.append(element("p", "Stored copy: SHA-256 ", short, "…", class_="credit"))
    return joined(lines)


@lru_cache(4096)
def _person(name: str, native: str, kind: str, entity: str, address: str) -> str:
    """Return an official in the terms of schema.org, as JSON."""
    fields = [f'"@type": "{"Organization" if kind == "institution" else "Person"}"']
    fields.append(f'"name": {encode_basestring(name)}')
    if native:
        fields.append(f'"alternateName": {encode_basestring(native)}')
    if _ENTITY.fullmatch(str(entity)):
        fields.append(f'"sameAs": "https://www.wikidata.org/entity/{entity}"')
    if address:
        fields.append(f'"url": {encode_basestring(address)}')
    return f"{{{', '.join(fields)}}}"


class _Shared:
    """The data that all pages share, made once: the corpus, and its sources by id."""

    def __init__(self, site: Site) -> None:
        title = {"@type": "Dataset", "name": site.about.title}
        self.dataset = json.dumps(
            title | {"url": site.base} if site.base else title, ensure_ascii=False
        )
        self.works = {source: _work(row) for source, row in site.sources.items()}


@lru_cache(2)
def _shared(pages: Pages) -> _Shared:
    return _Shared(pages.site)


def _work(source: Row) -> str:
    """Return a source in the terms of schema.org, as JSON."""
    work: dict[str, object] = {"@type": "CreativeWork", "name": source["title"]}
    if source["url"]:
        work["url"] = source["url"]
    if source["published"] and HTML_DATE.fullmatch(source["published"]):
        work["datePublished"] = source["published"]
    if source["authors"]:
        work["author"] = [{"@type": "Person", "name": each} for each in source["authors"]]
    if source["publisher"]:
        work["publisher"] = {"@type": "Organization", "name": source["publisher"]}
    return json.dumps(work, ensure_ascii=False)


def _passages(other: Named, names: SiteLabels) -> Iterator[Markup]:
    """Yield the words of the statement on the other side of a dispute."""
    for each in other.passages:
        origin = names.article(each.source, {"text": each.text})
        yield quotation(each.text, each.form, each.lang)
        yield element("p", joined([origin, form_told(each.form)], ", "), class_="credit")
