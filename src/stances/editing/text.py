"""The bytes of a file as text, and back: with its own line ends, byte order mark and last line."""

from __future__ import annotations

import re
from typing import NamedTuple

_BOM = "\ufeff"
_LINE_END = re.compile(r"\r\n?|\n")
_ENDS = ("\n", "\r\n", "\r")


class Text(NamedTuple):
    """The text of a file without its byte order mark; offsets into it are in characters.

    `newline` is the line end that most lines have.
    """

    text: str
    newline: str = "\n"
    marked: bool = False

    @classmethod
    def of(cls, raw: bytes) -> Text:
        """The text of bytes that are UTF-8."""
        text = raw.decode()
        bare = text.removeprefix(_BOM)
        return cls(bare, _line_end(bare), marked=bare != text)

    def with_text(self, text: str) -> Text:
        """Another text in the same dress."""
        return self._replace(text=text)

    def encoded(self) -> bytes:
        """The bytes of the file."""
        return (_BOM * self.marked + self.text).encode()

    def line_start(self, offset: int) -> int:
        """Where the line begins on which a character stands."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def line_end(self, offset: int) -> int:
        """Where the line ends on which a character stands: before its line end."""
        found = _LINE_END.search(self.text, offset)
        return found.start() if found else len(self.text)

    def next_line(self, offset: int) -> int:
        """Where the line behind it begins."""
        found = _LINE_END.search(self.text, offset)
        return found.end() if found else len(self.text)


def _line_end(text: str) -> str:
    if "\r" not in text:
        return "\n"
    found = _LINE_END.findall(text)
    return max(_ENDS, key=found.count)
