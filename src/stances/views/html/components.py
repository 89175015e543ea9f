"""Shared pieces of pages: names, dates, positions, links, tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import sign, tone
from stances.views.html.elements import Markup, element, joined
from stances.views.values import cell, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.views.html.elements import Child


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RIGHT_TO_LEFT = frozenset(
    "ar arc azb ckb dv fa glk he ks lrc mzn nqo pnb ps sd syr ug ur yi".split()
)
_SCRIPTS = {"arab": "rtl", "hebr": "rtl", "thaa": "rtl", "latn": "ltr", "cyrl": "ltr"}
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_FORMS = {"quote": "quotation", "partial-quote": "partial quotation"}


def with_probable(certain: int, probable: int) -> str:
    """Two counts of sources kept apart, e.g. `1 source + 1 probable`."""
    return plural(certain, "source") + (f" + {probable} probable" if probable else "")


def direction(lang: str | None) -> str:
    """How a language is written; where it does not tell, its letters do."""
    first, *rest = (lang or "").lower().split("-")
    written = next((_SCRIPTS[part] for part in rest if part in _SCRIPTS), None)
    return written or ("rtl" if first in _RIGHT_TO_LEFT else "auto")


def in_language(name: str, text: str, lang: str | None, class_: str | None = None) -> Markup:
    """Words in their own language and direction, kept apart from those around them."""
    return element(name, text, class_=class_, lang=lang, dir=direction(lang))


def quotation(text: str, form: str, lang: str | None) -> Markup:
    """A source's words: in quotation marks if they are the official's own."""
    words = in_language("p", text, lang, "words")
    return element("blockquote", words, class_=f"form-{form}")


def form_told(form: str) -> str:
    """What a form of evidence is called."""
    return _FORMS.get(form, form)


def named(name: str) -> Markup:
    """A name, which may be written in another direction than what stands around it."""
    return element("bdi", name)


def dated(said: str) -> Markup:
    """A date as it is written; a plain day is one for machines too."""
    return element("time", said, datetime=said if _DAY.fullmatch(said) else None, class_="date")


def code(text: str) -> Markup:
    """An id, a reference: what can be typed."""
    return element("code", text)


def position(score: int | None, label: str, reach: int) -> Markup:
    """A position with its sign and colour."""
    inner = element("span", sign(score), class_="sign"), " ", element("bdi", label)
    return element("span", *inner, class_=f"position {tone(score, reach)}")


def address(url: str) -> Markup:
    """A link to a place on the web; any other address is text, whatever it begins with."""
    if not _WEB.match(url):
        return code(url)
    return element("a", url, href=url, rel="noopener noreferrer")


def table(
    caption: Child,
    heads: Sequence[str],
    rows: Iterable[Sequence[Child]],
    numbers: Sequence[int] = (),
) -> Markup:
    """A table whose first cells name their rows; `numbers` are the columns of figures.

    It scrolls by itself where it is wider than the page.
    """
    styles = ["number" if at in numbers else None for at in range(len(heads))]
    head = [element("th", h, scope="col", class_=s) for h, s in zip(heads, styles, strict=True)]
    body = [_row(row, styles) for row in rows]
    whole = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *head)),
        element("tbody", *body),
    )
    return scrolling(whole, caption)


def scrolling(whole: Markup, name: Child) -> Markup:
    """What may be wider than the page, within bounds that can be scrolled with the keyboard."""
    return element("div", whole, class_="scroll", role="region", tabindex=0, aria_label=name)


def _row(cells: Sequence[Child], styles: Sequence[str | None]) -> Markup:
    first, *rest = cells
    told = [element("td", c, class_=s) for c, s in zip(rest, styles[1:], strict=True)]
    return element("tr", element("th", first, scope="row", class_=styles[0]), *told)


def fields(pairs: Iterable[tuple[str, Child]]) -> Markup:
    """Names with what is known under them; what is None is left out."""
    told = [
        element("div", element("dt", name), element("dd", value))
        for name, value in pairs
        if value is not None
    ]
    return element("dl", *told, class_="fields")


def listed(items: Iterable[Child], class_: str | None = None) -> Markup:
    """A list of things; None of it if there are none."""
    return element("ul", *(element("li", item) for item in items), class_=class_)


def paragraph(*children: Child, class_: str | None = None) -> Markup:
    """A paragraph."""
    return element("p", *children, class_=class_)


def note(text: str | None, before: str = "Note") -> Markup | None:
    """What the analyst remarks, or nothing."""
    if not text:
        return None
    return element(
        "p", element("b", f"{before}: "), element("span", text, dir="auto"), class_="note"
    )


def others(row: Row, keys: Iterable[str]) -> Iterator[Markup]:
    """Fields that have no place of their own on the page, each with its key."""
    for key in keys:
        if row[key]:
            yield joined([f"{key.replace('_', ' ')} ", element("bdi", cell(key, row[key]))])


MOST_LANES = 150
"""So many officials are drawn at most, those with the most statements."""


def drawn(officials: Sequence[Official]) -> list[Official]:
    """Those that a chart draws, in their order; none who has no statement here."""
    speaking = [official for official in officials if official.statements]
    ranked = sorted(speaking, key=lambda official: -len(official.statements))
    chosen = {official.official for official in ranked[:MOST_LANES]}
    return [official for official in speaking if official.official in chosen]


def not_drawn(shown: int, there: int) -> str:
    """That some are not drawn, and where they are."""
    return (
        f"Drawn are {shown} of {plural(there, 'official')}, those with the most statements; the "
        "others stand under “Officials one by one”."
    )
