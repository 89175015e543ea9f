"""HTML and SVG elements; all text in them is escaped.

`Markup`, which `element` and `joined` return, is used as it is. All else is text.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from stances.text import Escapes

if TYPE_CHECKING:
    from collections.abc import Iterable

    Child = str | int | None
    Value = str | float | bool | None

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_PICTURES, _DELETE = 0x2400, 0x7F


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, /, *children: Child, **attributes: Value) -> Markup:
    """An element: `class_` stands for `class`, `aria_label` for `aria-label`.

    Children and attributes that are None are left out, as is an attribute that is False; one that
    is True has no value.
    """
    opening = f"<{name}{''.join(_attribute(*pair) for pair in attributes.items())}>"
    return Markup(opening if name in _VOID else f"{opening}{joined(children)}</{name}>")


def joined(children: Iterable[Child], separator: str = "") -> Markup:
    """Pieces in order, text escaped; None is left out."""
    pieces = (markup(child) for child in children if child is not None)
    return Markup(markup(separator).join(pieces))


def markup(child: str | float) -> Markup:
    """One piece: text escaped, invisible characters made visible, numbers as text."""
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return _short(child) if len(child) <= _SHORT else _escaped(child)
    return Markup(number(child))


def _escaped(text: str) -> Markup:
    return Markup(escape(_seen(text)))


_SHORT = 40
_short = lru_cache(4096)(_escaped)
"""The same of short texts, since most of them are classes and labels that come again and again."""


def number(value: float) -> str:
    """A number with two decimals at most, the same everywhere."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{markup(value)}"'


def _picture(code: int) -> str:
    """A visible character or code in place of an invisible one."""
    if code == _DELETE:
        return "\N{SYMBOL FOR DELETE}"
    return chr(_PICTURES + code) if code < ord(" ") else f"[U+{code:04X}]"


_seen = Escapes(_picture, {"\r": _picture(ord("\r"))})
