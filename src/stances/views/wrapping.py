"""The width of text in terminal cells, and folding."""

from __future__ import annotations

from unicodedata import category, east_asian_width

from stances.text import is_unspaced


def cells(text: str) -> int:
    """The width of a text on one line, in cells."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def fitting(text: str, room: int) -> str:
    """The longest beginning of a text that fits into `room` cells."""
    for number, char in enumerate(text):
        room -= _cell(char)
        if room < 0:
            return text[:number]
    return text


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The text as at least one line of whole words, indented by `first` and `rest`.

    A word wider than a line has its own line; in scripts without blanks, it is cut.
    """
    lines, line, is_begun = [], first, False
    for each in text.split(" "):
        word = each
        if is_begun and (not word or cells(line) + 1 + cells(word) <= width):
            line += f" {word}"
            continue
        if is_begun:
            lines.append(line.rstrip())
            line = rest
        while is_unspaced(word) and (begin := fitting(word, width - cells(line))) != word:
            begin = begin or word[0]
            lines.append(line + begin)
            line, word = rest, word[len(begin) :]
        line, is_begun = line + word, is_begun or bool(word)
    return [*lines, line.rstrip()]


def _cell(char: str) -> int:
    if category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1
