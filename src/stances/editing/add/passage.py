"""Pasted passages: their words on one line, without outer quotation marks."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.editing.add.records import one_line, read_field
from stances.evidence.quotation_marks import without_outer_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.editing.add.records import AddedKind, Addition

_EMPTY_LINES = re.compile(r"\n\s*\n")


class Passage(NamedTuple):
    """Words on one line: `text` as pasted, `bare` without outer quotation marks."""

    text: str
    bare: str
    lines: int
    paragraphs: int

    @property
    def size(self) -> str:
        """The amount of pasted text: `3 paragraphs, 212 words`."""
        parts = f"{self.lines} lines" if self.paragraphs == 1 else f"{self.paragraphs} paragraphs"
        return f"{parts}, {len(self.text.split()):,} words"


def read_passage(text: str) -> Passage:
    """Read the words of evidence from pasted text. Raises `InvalidValue`."""
    text = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    words = read_field("evidence", "text", text)
    bare = one_line(without_outer_marks(text))
    lines = sum(1 for line in text.split("\n") if line.strip())
    return Passage(words, bare, lines, len(_EMPTY_LINES.split(text)))


def without_marks_of_quotes(additions: Iterable[Addition]) -> tuple[list[Addition], int]:
    """Remove outer quotation marks from quotations; return the records and how many had some."""
    records, count = [], 0
    for each in additions:
        data = deepcopy(each.data)
        for piece in _evidence(each.kind, data):
            text = piece.get("text")
            if piece.get("form") == "quote" and isinstance(text, str):
                piece["text"] = without_outer_marks(text)
                count += piece["text"] != text.strip()
        records.append(each._replace(data=data))
    return records, count


def _evidence(kind: AddedKind, data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if kind == "evidence":
        yield data
    holders = _mappings(data.get("statements")) if kind == "official" else [data]
    if kind in ("official", "statement"):
        for holder in holders:
            yield from _mappings(holder.get("evidence"))


def _mappings(value: object) -> list[dict[str, Any]]:
    """Return the mappings in a list; another check refuses all other values."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
