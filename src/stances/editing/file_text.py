"""The text of a file, and edits that leave everything else the same byte for byte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.yaml_reader import Value

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


class UnfaithfulError(Exception):
    """A change would do something else than it should: a bug, and nothing is written."""

    def __init__(self, what: str) -> None:
        """`what` is a clause."""
        super().__init__(what)

    def __str__(self) -> str:
        return f"{self.args[0]}; nothing was written"


class Edit(NamedTuple):
    """Characters `start` up to `end` of a text are replaced; if both are one, nothing is lost."""

    start: int
    end: int
    text: str


class Change(NamedTuple):
    """Edits of a file's text, and the data that the file holds once they are made."""

    edits: Sequence[Edit]
    data: dict[str, Value]


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; several insertions at one place keep their order.

    Raises `UnfaithfulError` if two of them overlap.
    """
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not at <= edit.start <= edit.end <= len(text):
            raise UnfaithfulError("two changes of one file overlap")
        pieces += text[at : edit.start], edit.text
        at = edit.end
    return "".join((*pieces, text[at:]))
