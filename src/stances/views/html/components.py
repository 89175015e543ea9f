"""Shared pieces of pages: names, dates, positions, links, tables."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from stances.views.direction import ISOLATE, ISOLATED
from stances.views.html.charts.svg import NO_SCORE, chart_style
from stances.views.html.elements import Markup, element, joined
from stances.views.values import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.result import Row
    from stances.views.html.elements import Child

_OF_HTML = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:]{8}(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?")
"""The dates that `<time>` takes: those without an end and without a qualifier."""
_RIGHT_TO_LEFT = frozenset(
    "ar arc azb ckb dv fa glk he ks lrc mzn nqo pnb ps sd syr ug ur yi".split()
)
_SCRIPTS = {"arab": "rtl", "hebr": "rtl", "thaa": "rtl", "latn": "ltr", "cyrl": "ltr"}
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_FORMS = {"quote": "quotation", "partial-quote": "partial quotation"}


def head(title: str) -> Markup:
    """The head, which allows no script and no request."""
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{digest}'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        # Without it, browsers request one.
        element("link", rel="icon", href="data:,"),
        element("title", title),
        Markup(f"<style>{_style()}</style>"),
    )


@cache
def _style() -> str:
    style = files("stances.views.html").joinpath("style.css").read_text("utf-8")
    return chart_style() + style.replace("\r\n", "\n")


def direction(lang: str | None) -> str:
    """The direction of a language: `rtl`, `ltr`, or `auto` to let the letters decide."""
    language, *subtags = (lang or "").lower().split("-")
    script = next((_SCRIPTS[part] for part in subtags if part in _SCRIPTS), None)
    return script or ("rtl" if language in _RIGHT_TO_LEFT else "auto")


def in_language(name: str, text: str, lang: str | None, class_: str | None = None) -> Markup:
    """Words in their own language and direction."""
    return element(name, text, class_=class_, lang=lang, dir=direction(lang))


def quotation(text: str, form: str, lang: str | None) -> Markup:
    """A source's words: in quotation marks if they are the official's own."""
    words = in_language("p", text, lang, "words")
    return element("blockquote", words, class_=f"form-{form}")


def form_told(form: str) -> str:
    """The name of a form of evidence."""
    return _FORMS.get(form, form)


def named(name: str) -> Markup:
    """A name, isolated because it may have another direction than its surroundings."""
    return element("bdi", name)


def dated(said: str, told: str) -> Markup:
    """A date as people read it, with the date as written for machines."""
    if _OF_HTML.fullmatch(said):
        return element("time", told, datetime=said, class_="date")
    return element("data", told, value=said, class_="date")


def mark(text: str) -> Markup:
    """What a reader must not miss."""
    return element("span", text, class_="mark")


def code(text: str) -> Markup:
    """An id, a reference or a command."""
    return element("code", text)


def position(sign: str, label: str, tone: str) -> Markup:
    """A position with its colour, and its sign if it has one."""
    signed = joined([element("span", sign, class_="sign"), " "]) if sign != NO_SCORE else None
    return element("span", signed, element("bdi", label), class_=f"position {tone}")


def address(url: str) -> Markup:
    """A link to an address on the web; any other address is text."""
    return web_link(url, url) or code(url)


def web_link(url: str, text: Child) -> Markup | None:
    """A text with a link to an address on the web; None if it is no such address."""
    if not _WEB.match(url):
        return None
    return element("a", text, href=url, rel="noopener noreferrer")


def folded(title: Child, *children: Child, class_: str | None = None) -> Markup:
    """What waits below its title until somebody asks for it."""
    return element("details", element("summary", title), *children, class_=class_)


def table(
    caption: Child,
    heads: Sequence[str],
    rows: Iterable[Sequence[Child]],
    numbers: Sequence[int] = (),
) -> Markup:
    """A table whose first cells are row heads; `numbers` are the indexes of the number columns.

    If it is wider than the page, it scrolls by itself, with the keyboard too.
    """
    styles = ["number" if index in numbers else None for index in range(len(heads))]
    head = [element("th", h, scope="col", class_=s) for h, s in zip(heads, styles, strict=True)]
    body = []
    for first, *rest in rows:
        cells = [element("td", c, class_=s) for c, s in zip(rest, styles[1:], strict=True)]
        body.append(element("tr", element("th", first, scope="row", class_=styles[0]), *cells))
    content = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *head)),
        element("tbody", *body),
    )
    return element("div", content, class_="scroll", role="region", tabindex=0, aria_label=caption)


def fields(pairs: Iterable[tuple[Child, Child]]) -> Markup:
    """Names with their values; values that are None are left out."""
    groups = [
        element("div", element("dt", name), element("dd", value))
        for name, value in pairs
        if value is not None
    ]
    return element("dl", *groups, class_="fields")


def listed(items: Iterable[Child], class_: str | None = None) -> Markup:
    """An unordered list."""
    return element("ul", *(element("li", item) for item in items), class_=class_)


def paragraph(*children: Child, class_: str | None = None) -> Markup:
    """A paragraph."""
    return element("p", *children, class_=class_)


def sentence(text: str) -> Markup:
    """A sentence of ours, which runs from left to right whatever name it begins with."""
    at, pieces = 0, []
    for name in ISOLATED.finditer(text):
        side = None if name[1] == ISOLATE else "rtl"
        pieces += [text[at : name.start()], element("bdi", name[2], dir=side)]
        at = name.end()
    return element("span", *pieces, text[at:], dir="ltr")


def note(text: str | None, before: str = "Note") -> Markup | None:
    """A note of the analyst; None if there is none."""
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
