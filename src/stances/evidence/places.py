"""Where the characters of a text stand in the file that it was read from."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from stances.evidence.tracing import Blocks

# What editors count as the end of a line; a form feed is none.
_LINE_END = re.compile(r"\r\n?|\n")
PAGE_BREAK = "\f"
"""Stands between two pages of a text that has pages."""


class Spot(NamedTuple):
    """A place in a stored copy as a reader finds it: line and column counted from 1.

    The column counts characters. Where `page` is given, the line is counted within the page.
    """

    line: int
    column: int
    page: int | None = None


@dataclass(frozen=True)
class PlacedText:
    """The text of a stored copy, and the file's own text, in which places are counted.

    `blocks` is None where the two are the same. If `paged`, pages are divided by `PAGE_BREAK`.
    """

    text: str
    file_text: str
    blocks: Blocks | None = None
    paged: bool = False

    @classmethod
    def plain(cls, text: str) -> PlacedText:
        """A text that is read as it stands in its file."""
        return cls(text, text)

    def spot(self, offset: int) -> Spot:
        """Where the character at `offset` of `text` stands."""
        at = offset if self.blocks is None else self.blocks.span(offset, offset)[0]
        line = bisect_right(self._lines, at)
        column = at - self._lines[line - 1] + 1
        if not self.paged:
            return Spot(line, column)
        page = bisect_right(self._pages, at)
        return Spot(line - bisect_right(self._lines, self._pages[page - 1]) + 1, column, page)

    def around(self, start: int, end: int, width: int = 60) -> tuple[str, str]:
        """The words before and behind a passage, on one line, at most so many characters each."""
        first, last = max(start - width, 0), min(end + width, len(self.text))
        before = " ".join(self.text[first:start].split())
        after = " ".join(self.text[end:last].split())
        # A word that is cut in two at the far end is left out.
        return (
            before.partition(" ")[2] if self._cuts_word(first) else before,
            after.rpartition(" ")[0] if self._cuts_word(last) else after,
        )

    def _cuts_word(self, at: int) -> bool:
        beside = self.text[at - 1 : at + 1] if 0 < at < len(self.text) else " "
        return not any(char.isspace() for char in beside)

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins; a page begins a line, too."""
        starts = [0, *(end.end() for end in _LINE_END.finditer(self.file_text))]
        return sorted({*starts, *self._pages}) if self.paged else starts

    @cached_property
    def _pages(self) -> list[int]:
        breaks = (at for at, char in enumerate(self.file_text) if char == PAGE_BREAK)
        return [0, *(at + 1 for at in breaks)]
