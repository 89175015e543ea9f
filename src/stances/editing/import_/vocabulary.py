"""Usual names of columns and usual words in cells, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from stances.model import fields
from stances.text import fold

_FILE = Path(__file__).with_name("words.toml")
CHOICES = {
    key: field.choices
    for record in ("Evidence", "Statement")
    for key, field in fields.RECORDS[record].items()
    if field.choices
}
"""The allowed words of each key that has a fixed list of them."""


def column_keys(name: str) -> tuple[str, ...]:
    """Return the keys that a column of this name may hold, the usual one first, if any."""
    return _columns().get(fold(name), ())


def word(key: str, cell: str) -> str:
    """Return the allowed word, or the language code, that a cell means; else the cell itself."""
    kind = "lang" if key == "original_lang" else key
    return _words().get(kind, {}).get(fold(cell), cell)


def is_word(key: str, cell: str) -> bool:
    """Whether a cell means an allowed word of a key."""
    return fold(cell) in _words().get(key, {})


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    columns: dict[str, tuple[str, ...]] = {}
    for key, names in _read()["columns"].items():
        for name in map(fold, names):
            columns[name] = (*columns.get(name, ()), key)
    return columns


@cache
def _words() -> dict[str, dict[str, str]]:
    words = {kind: {fold(w): w for w in words} for kind, words in CHOICES.items()}
    for kind, listed in _read().items():
        if kind != "columns":
            known = words.setdefault(kind, {})
            for each, usual in listed.items():
                known |= {fold(spelling): each for spelling in (each, *usual)}
    return words
