"""Shared pieces of pages: names, dates, positions, links, tables."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from stances.views.direction import ISOLATE, ISOLATED
from stances.views.html.charts.svg import NO_SCORE, chart_style, network_style
from stances.views.html.elements import Markup, element, joined, markup
from stances.views.values import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.result import Row
    from stances.views.html.elements import Child

HTML_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:]{8}(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?")
"""The dates that `<time>` accepts: without an interval and without a qualifier."""
_RIGHT_TO_LEFT = frozenset(
    "ar arc azb ckb dv fa glk he ks lrc mzn nqo pnb ps sd syr ug ur yi".split()
)
_SCRIPTS = {"arab": "rtl", "hebr": "rtl", "thaa": "rtl", "latn": "ltr", "cyrl": "ltr"}
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_FORMS = {"quote": "quotation", "partial-quote": "partial quotation"}


def head(title: str) -> Markup:
    """The head, whose policy forbids all scripts and requests."""
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
        # Otherwise browsers request an icon.
        element("link", rel="icon", href="data:,"),
        element("title", title),
        Markup(f"<style>{_style()}</style>"),
    )


@cache
def shared_style() -> str:
    """The CSS that all pages and their charts share."""
    style = files("stances.views.html").joinpath("style.css").read_text("utf-8")
    return chart_style() + style.replace("\r\n", "\n")


@cache
def _style() -> str:
    style = files("stances.views.html.report").joinpath("report.css").read_text("utf-8")
    return shared_style() + network_style() + style.replace("\r\n", "\n")


@cache
def direction(lang: str | None) -> str:
    """The direction of a language: `rtl`, `ltr`, or `auto` if the letters decide."""
    language, *subtags = (lang or "").lower().split("-")
    script = next((_SCRIPTS[part] for part in subtags if part in _SCRIPTS), None)
    return script or ("rtl" if language in _RIGHT_TO_LEFT else "auto")


def in_language(name: str, text: str, lang: str | None, class_: str | None = None) -> Markup:
    """Words in their own language and direction."""
    return Markup(f"{_begun(name, lang, class_)}{markup(text)}</{name}>")


@lru_cache(1024)
def _begun(name: str, lang: str | None, class_: str | None) -> str:
    """The opening tag of words in a language."""
    empty = element(name, class_=class_, lang=lang, dir=direction(lang))
    return empty.removesuffix(f"</{name}>")


def quotation(text: str, form: str, lang: str | None) -> Markup:
    """The words of a source, with the form as a class; the style puts quotes in quotation marks."""
    words = in_language("p", text, lang, "words")
    return Markup(f'<blockquote class="form-{markup(form)}">{words}</blockquote>')


def form_told(form: str) -> str:
    """The name of a form of evidence."""
    return _FORMS.get(form, form)


@lru_cache(4096)
def named(name: str) -> Markup:
    """A name, isolated because its direction may differ from the surrounding text."""
    return Markup(f"<bdi>{markup(name)}</bdi>")


@lru_cache(4096)
def dated(said: str, told: str) -> Markup:
    """A date as people read it, with the written date for machines."""
    if HTML_DATE.fullmatch(said):
        return element("time", told, datetime=said, class_="date")
    return element("data", told, value=said, class_="date")


def mark(text: str) -> Markup:
    """A mark that a reader must not miss."""
    return Markup(f'<span class="mark">{markup(text)}</span>')


def code(text: str) -> Markup:
    """An id, a reference or a command."""
    return Markup(f"<code>{markup(text)}</code>")


def position(sign: str, label: str, tone: str) -> Markup:
    """A position with its colour, and its sign if it has one."""
    signed = None
    if sign != NO_SCORE:
        signed = Markup(f'<span class="sign">{markup(sign)}</span>\N{NO-BREAK SPACE}')
    return element("span", signed, element("bdi", label), class_=f"position {tone}")


def address(url: str) -> Markup:
    """A link to a web address; any other text is shown as code."""
    return web_link(url, url) or code(url)


def web_link(url: str, text: Child) -> Markup | None:
    """A text with a link to a web address; None if `url` is not one."""
    if not _WEB.match(url):
        return None
    return element("a", text, href=url, rel="noopener noreferrer")


def folded(title: Child, *children: Child, class_: str | None = None) -> Markup:
    """Content folded below its title."""
    return element("details", element("summary", title), *children, class_=class_)


def table(
    caption: Child,
    heads: Sequence[str],
    rows: Iterable[Sequence[Child]],
    numbers: Sequence[int] = (),
) -> Markup:
    """A table whose first cells are row heads; `numbers` are the indexes of number columns.

    A table wider than the page scrolls by itself, also with the keyboard.
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
    """A list of names and values; pairs whose value is None are left out."""
    groups = [
        element("div", element("dt", name), element("dd", value))
        for name, value in pairs
        if value is not None
    ]
    return element("dl", *groups, class_="fields")


def listed(items: Iterable[Child], class_: str | None = None) -> Markup:
    """An unordered list."""
    pieces = "".join([f"<li>{'' if item is None else markup(item)}</li>" for item in items])
    begin = f'<ul class="{markup(class_)}">' if class_ is not None else "<ul>"
    return Markup(f"{begin}{pieces}</ul>")


def paragraph(*children: Child, class_: str | None = None) -> Markup:
    """A paragraph."""
    return element("p", *children, class_=class_)


@lru_cache(1024)
def sentence(text: str) -> Markup:
    """A sentence of our own, which runs from left to right even if a name begins it."""
    if not ISOLATED.search(text):
        return Markup(f'<span dir="ltr">{markup(text)}</span>')
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
    """The fields in `keys` that have a value, each after its key."""
    for key in keys:
        if row[key]:
            yield joined([f"{key.replace('_', ' ')} ", element("bdi", cell(key, row[key]))])
