"""Edits of a text: pieces of it replaced, everything else the same byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.yamlfile import Node


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
    data: dict[str, Node]


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
