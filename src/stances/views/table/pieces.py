"""What tables are made of: words, scores, sources, and the marks that a record carries."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rich.text import Text

from stances.views.cells import signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.result import Row

WIDE = 130
"""From this width on, records stand in columns; below, one under the other."""
NO_SCORE = "·"
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = ("R", "AL")


def isolated(text: str) -> str:
    """Text that, if it runs from right to left, leaves what stands around it in its order."""
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return f"{_ISOLATE}{text}{_END_ISOLATE}"
    return text


def score_text(score: int | None, position: str) -> Text:
    """A position behind its score: the sign says without colour what the colour says."""
    style = "" if score is None else "green" if score > 0 else "red" if score < 0 else "yellow"
    mark = NO_SCORE if score is None else signed(score)
    return Text.assemble((f"{mark:>2} ", style), (position, style))


def words_text(text: str, form: str) -> Text:
    """A source's words: in quotation marks if the official's own, else marked as what they are."""
    if form == "quote":
        return Text(isolated(f"“{text}”"))
    note = "" if form == "partial-quote" else f" ({form})"
    return Text.assemble(isolated(text), (note, "dim"))


def best_words(row: Row) -> Text:
    """The words that a row of `list` shows, in their form."""
    form = next(piece["form"] for piece in row["evidence"] if piece["text"] == row["quote"])
    return words_text(row["quote"], form)


def marks(row: Row) -> Iterator[Text]:
    """What a reader must not miss about a record: its status, a dispute, another speaker."""
    if row["status"] != "attested":
        yield Text(f"[{row['status']}]", style="bold magenta")
    elif row["disputed"]:
        yield Text("[disputed]", style="bold magenta")
    for piece in row["evidence"]:
        if piece["speaker"] and piece["speaker"] != row["official"]:
            yield Text(f"attributed to {piece['speaker']} by {piece['source']}", style="magenta")


def source_lines(row: Row) -> Iterator[Text]:
    """The sources behind a record, those that only probably report it marked as such."""
    for source in row["sources"]:
        pieces = [piece for piece in row["evidence"] if piece["source"] == source]
        note = ""
        if all(piece["derived_from"] for piece in pieces):
            note = f" (copies {pieces[0]['derived_from']})"
        elif all(piece["match"] == "probable" for piece in pieces):
            note = " (probable)"
        yield Text.assemble(source, (note, "dim"))


def office(row: Row) -> str:
    """The role and faction that a statement was made in."""
    return " · ".join(part for part in (row["role"], row["faction"]) if part)


def plural(count: int, what: str) -> str:
    """E.g. `1 statement`, `2 statements`."""
    return f"{count} {what}{'s' * (count != 1)}"


def joined(parts: list[Text], separator: str = " · ") -> Text:
    """Texts on one line."""
    return Text(separator).join(parts)
