"""The usual words of sheets in `words.toml`: names of columns, and words in cells."""

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
"""The words of each key that has a fixed list of them."""


def column_keys(name: str) -> tuple[str, ...]:
    """The keys that a column of this name may hold, the usual one first; none if it is unknown."""
    return _columns().get(fold(name), ())


def word(key: str, cell: str) -> str:
    """The word of a key that has a fixed list of them, or of a language; the cell if it is none."""
    kind = "lang" if key == "original_lang" else key
    return _words().get(kind, {}).get(fold(cell), cell)


def is_word(key: str, cell: str) -> bool:
    """Whether a cell is such a word."""
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
