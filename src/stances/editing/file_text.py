"""The text of a file, and edits that leave everything else the same byte for byte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.yaml_reader import Value

_BOM = "\ufeff"
_LINE_END = re.compile(r"\r\n?|\n")


class Text(NamedTuple):
    """The text of a file without its byte order mark; offsets are in characters.

    `newline` is the most frequent line end.
    """

    text: str
    newline: str = "\n"
    marked: bool = False

    @classmethod
    def of(cls, raw: bytes) -> Text:
        """Decode UTF-8 bytes."""
        marked = raw.decode()
        text = marked.removeprefix(_BOM)
        ends = _LINE_END.findall(text) if "\r" in text else []
        newline = max(("\n", "\r\n", "\r"), key=ends.count)
        return cls(text, newline, marked=text != marked)

    def with_text(self, text: str) -> Text:
        """Return another text with the same line end and byte order mark."""
        return self._replace(text=text)

    def encoded(self) -> bytes:
        """Return the bytes of the file."""
        return (_BOM * self.marked + self.text).encode()

    def line_start(self, offset: int) -> int:
        """Return the start of the line that an offset is on."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def line_end(self, offset: int) -> int:
        """Return the end of the line that an offset is on, before its line end."""
        match = _LINE_END.search(self.text, offset)
        return match.start() if match else len(self.text)

    def next_line(self, offset: int) -> int:
        """Return the start of the next line."""
        match = _LINE_END.search(self.text, offset)
        return match.end() if match else len(self.text)


class UnfaithfulError(Exception):
    """A change would not do what it should: this is a bug, and nothing is written.

    The only argument is a clause.
    """

    def __str__(self) -> str:
        return f"{self.args[0]}; nothing was written"


class Edit(NamedTuple):
    """Replace the characters from `start` up to `end` of a text; insert if both are equal."""

    start: int
    end: int
    text: str


class Change(NamedTuple):
    """Edits of a file's text, and the data of the file after them."""

    edits: Sequence[Edit]
    data: dict[str, Value]


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """Return the text after all edits; insertions at one offset keep their order.

    Raises `UnfaithfulError` if two edits overlap.
    """
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not at <= edit.start <= edit.end <= len(text):
            raise UnfaithfulError("two changes of one file overlap")
        pieces += text[at : edit.start], edit.text
        at = edit.end
    return "".join((*pieces, text[at:]))
