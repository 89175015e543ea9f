"""Finds what stands in the midst of the text of a page and is no part of what runs on there.

That is figures and what stands under them, captions of tables, boxes, and marks of footnotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAGS = frozenset("aside caption figcaption figure".split())
_AROUND = frozenset("article body main".split())
"""Elements that no aside is larger than, though nothing closes it."""
_OF_TABLES = frozenset("colgroup table tbody td tfoot th thead tr".split())
"""What ends a caption, which nothing need close."""
_NOTE = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]{1,3}|note\s\d{1,3})[\])]?\s*")
_AFTER_WORDS = re.compile(r"(?:[^\W\d_]{3}|[^\w\s])\Z")


class Asides:
    """Collects the asides of a page, tag by tag, as places in its text."""

    def __init__(self) -> None:
        self._found: list[tuple[int, int]] = []
        self._open: tuple[str, int, int] | None = None  # its tag, its start, how many are open
        self._raised: tuple[int, int] | None = None  # where a `sup` begins: in the text, in parts
        self._is_link = self._has_link = False

    def add_tag(self, tag: str, at: int, parts: Sequence[str], *, closing: bool) -> None:
        """Begin or end an aside if a tag does; `parts` are the text before it, which ends `at`."""
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
        """The asides in order, none within another; what is still open goes to the `end`."""
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
        """The mark of a footnote is a link, or stands after words; so `km²` is none."""
        if self._raised and not self._open:
            start, number = self._raised
            before = "".join(parts[max(number - 3, 0) : number])
            is_note = _NOTE.fullmatch("".join(parts[number:]))
            is_next = bool(self._found) and self._found[-1][1] == start
            if is_note and (self._has_link or is_next or _AFTER_WORDS.search(before)):
                self._found.append((start, at))
        self._raised = None
