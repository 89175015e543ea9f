"""Finds the asides of a page: parts that interrupt the running text but do not belong to it.

These are figures and their captions, captions of tables, boxes, and footnote marks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAGS = frozenset("aside caption figcaption figure".split())
_AROUND = frozenset("article body main".split())
"""Elements whose end also ends an unclosed aside in them."""
_OF_TABLES = frozenset("colgroup table tbody td tfoot th thead tr".split())
"""Tags that end a caption, which needs no closing tag."""
_NOTE = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]{1,3}|note\s\d{1,3})[\])]?\s*")
_AFTER_WORDS = re.compile(r"(?:[^\W\d_]{3}|[^\w\s])\Z")


class Asides:
    """Collects the asides of a page, tag by tag, as spans of its text."""

    def __init__(self) -> None:
        self._found: list[tuple[int, int]] = []
        self._open: tuple[str, int, int] | None = None  # its tag, its start, nesting depth
        self._raised: tuple[int, int] | None = None  # where a `sup` begins: in the text, in parts
        self._is_link = self._has_link = False

    def add_tag(self, tag: str, at: int, parts: Sequence[str], *, closing: bool) -> None:
        """Begin or end an aside if a tag does; `parts` are the text before it, `at` its offset."""
        if tag == "a":
            self._is_link = not closing
            self._has_link |= self._is_link
        elif tag == "sup" and not closing:
            self._raised = at, len(parts)
            self._has_link = self._is_link
        elif tag == "sup":
            self._end_raised(at, parts)
        elif self._open:
            self._end(tag, at, closing=closing)
        elif tag in _TAGS and not closing:
            self._open = tag, at, 1

    def spans(self, end: int) -> list[tuple[int, int]]:
        """The asides in order, not nested; an unclosed one extends to the `end`."""
        last = [(self._open[1], end)] if self._open else []
        return [span for span in (*self._found, *last) if span[0] < span[1]]

    def _end(self, tag: str, at: int, *, closing: bool) -> None:
        opening, start, depth = self._open or ("", at, 0)
        if tag == opening:
            depth += -1 if closing else 1
        elif (closing and tag in _AROUND) or (opening == "caption" and tag in _OF_TABLES):
            depth = 0
        self._open = (opening, start, depth) if depth else None
        if not depth:
            self._found.append((start, at))

    def _end_raised(self, at: int, parts: Sequence[str]) -> None:
        """Add a `sup` that is a footnote mark: a link, or after words or marks; not `km²`."""
        if self._raised and not self._open:
            start, number = self._raised
            before = "".join(parts[max(number - 3, 0) : number])
            is_note = _NOTE.fullmatch("".join(parts[number:]))
            is_next = bool(self._found) and self._found[-1][1] == start
            if is_note and (self._has_link or is_next or _AFTER_WORDS.search(before)):
                self._found.append((start, at))
        self._raised = None
