"""HTML and SVG elements, with all text escaped.

`Markup`, which `element` and `joined` return, is used unchanged. All other strings are text.
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
    """Text that is already HTML."""

    __slots__ = ()


def element(name: str, /, *children: Child, **attributes: Value) -> Markup:
    """An element; attributes are written `class_` for `class`, `aria_label` for `aria-label`.

    Children and attributes that are None are left out, and attributes that are False. An attribute
    that is True has no value.
    """
    named = [_attribute(*pair) for pair in attributes.items()] if attributes else ()
    opening = f"<{name}{''.join(named)}>"
    if name in _VOID:
        return Markup(opening)
    pieces = [
        child if type(child) is Markup else markup(child) for child in children if child is not None
    ]
    return Markup(f"{opening}{''.join(pieces)}</{name}>")


def joined(children: Iterable[Child], separator: str = "") -> Markup:
    """The pieces in order, with text escaped; None is left out."""
    pieces = [
        child if type(child) is Markup else markup(child) for child in children if child is not None
    ]
    return Markup((markup(separator) if separator else "").join(pieces))


def markup(child: str | float) -> Markup:
    """One piece: text escaped, invisible characters made visible, numbers as text."""
    if type(child) is str:  # the usual case
        return _short(child) if len(child) <= _SHORT else _escaped(child)
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return _escaped(child)
    return Markup(number(child))


def escaped(text: str) -> str:
    """The text escaped for markup. The test is fast, and most texts need no escapes."""
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return escape(text)
    return text


def _escaped(text: str) -> Markup:
    return Markup(escaped(text if text.isprintable() else seen(text)))


_SHORT = 40
_short = lru_cache(4096)(_escaped)
"""`_escaped` with a cache for short texts: most are classes and labels, which are repeated often.
"""


def number(value: float) -> str:
    """A number with at most two decimals, the same on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = _NAMES.get(key) or _name(key)
    return f" {name}" if value is True else f' {name}="{markup(value)}"'


_NAMES: dict[str, str] = {}


def _name(key: str) -> str:
    """The name of an attribute; cached, because every second element has one of a few."""
    return _NAMES.setdefault(key, key.rstrip("_").replace("_", "-"))


def _picture(code: int) -> str:
    """A visible character or code for an invisible one."""
    if code == _DELETE:
        return "\N{SYMBOL FOR DELETE}"
    return chr(_PICTURES + code) if code < ord(" ") else f"[U+{code:04X}]"


seen = Escapes(_picture, {"\r": _picture(ord("\r"))})
"""The text with invisible characters made visible."""
