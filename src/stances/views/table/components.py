"""Shared pieces of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stances.views import styles
from stances.views.direction import laid_out
from stances.views.table.console import Piece
from stances.views.values import (
    best_evidence,
    circumstances,
    conditions_told,
    office,
    signed,
    source_note,
    sources_counted,
    sources_in_order,
    status_told,
    voices,
    warnings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.result import Row
    from stances.views.wording import Wording

NO_SCORE = "·"
_DIFFERENCES = {"speaker": "attributed to", "said": "dated", "position": "read as"}
"""The words for the fields in which a source can differ from the record."""


def who_text(row: Row, wording: Wording) -> Text:
    """The name of an official, and the office that a statement was made in."""
    told = office(row, wording)
    return Text.assemble((row["name"], styles.STRONG), (f"  {told}" if told else "", styles.ASIDE))


def stance_text(row: Row, wording: Wording) -> Text:
    """The score of a row, and its position by its label."""
    return score_text(row["score"], wording.position(row["issue"], row["position"]))


def score_text(score: int | None, position: str) -> Text:
    """A score with its sign, and the position, both in the colour of the score."""
    style = score_style(score)
    mark = NO_SCORE if score is None else signed(score)
    return Text.assemble((f"{mark:>2} ", style), (position, style))


def score_style(score: int | None) -> str:
    """The colour of a score."""
    if score is None:
        return ""
    return styles.FOR if score > 0 else styles.AGAINST if score < 0 else styles.BETWEEN


def words_text(text: str, form: str) -> Text:
    """A source's words: in quotation marks if the official's own, else with their form."""
    if form == "quote":
        return Text(f"“{text}”")
    note = "" if form == "partial-quote" else f" ({form})"
    return Text.assemble(text, (note, styles.ASIDE))


def quote_text(row: Row) -> Text:
    """The words shown for a row of `list`."""
    return words_text(row["quote"], best_evidence(row)["form"])


def quote_piece(row: Row) -> Piece:
    """The same as a piece."""
    form, words = best_evidence(row)["form"], row["quote"]
    if form == "quote":
        return Piece(f"“{words}”")
    return Piece(words) if form == "partial-quote" else Piece(f"{words} ({form})", "", len(words))


def conditions_text(row: Row) -> Iterator[Piece]:
    """The conditions of a position, if it has any."""
    if row["conditions"]:
        yield Piece(conditions_told(row["conditions"]))


def brief_marks(row: Row) -> Iterator[Piece]:
    """The marks that a reader must not miss, each in a word."""
    yield from (Piece(f"[{each}]", styles.URGENT) for each in warnings(row))


def brief_remarks(row: Row, wording: Wording) -> Iterator[Text]:
    """Who else has to do with a statement, as far as a reader must not miss it."""
    others = {
        (piece["speaker"], piece["source"]): None
        for piece in row["evidence"]
        if piece["speaker"] not in (None, row["official"])
    }
    told = [*voices(row, wording)]
    told += [
        f"attributed to {laid_out(wording.official(speaker))} by {laid_out(wording.source(source))}"
        for speaker, source in others
    ]
    yield from (Text(each, style=styles.MARK) for each in told)


def marks(row: Row, wording: Wording) -> Iterator[Text]:
    """The marks a reader must not miss, and in what its sources differ from it."""
    yield from own_marks(row, wording)
    yield from differences(row, wording)


def differences(row: Row, wording: Wording) -> Iterator[Text]:
    """In what the sources of a statement differ from it."""
    yield from readings(row, wording)
    for piece in row["evidence"]:
        if piece["conditions"] not in ([], row["conditions"]):
            conditions = conditions_told(piece["conditions"], laid_out)
            source = laid_out(wording.source(piece["source"]))
            yield Text(f"{conditions}, by {source}", style=styles.MARK)


def readings(row: Row, wording: Wording) -> Iterator[Text]:
    """Where a source has another speaker, date or position."""
    for piece in row["evidence"]:
        for key, verb in _DIFFERENCES.items():
            if piece[key] and piece[key] != row.get(key, row["official"]):
                source = laid_out(wording.source(piece["source"]))
                told = laid_out(_told(row, key, piece[key], wording))
                yield Text(f"{verb} {told} by {source}", style=styles.MARK)


def _told(row: Row, key: str, value: str, wording: Wording) -> str:
    """The value of a field in which a source differs, in words."""
    if key == "said":
        return wording.date(value)
    return wording.position(row["issue"], value) if key == "position" else wording.official(value)


def own_marks(row: Row, wording: Wording) -> Iterator[Text]:
    """Those of the statement itself: status, dispute, hearsay, what became of its sources."""
    if status := status_told(row):
        yield Text(f"[{status}]", style=styles.URGENT)
    yield from (Text(each, style=styles.MARK) for each in circumstances(row, wording))


def source_lines(row: Row, wording: Wording) -> list[Text]:
    """The sources of a row, each with a note, that of the words shown first.

    The first line begins with their number, in which copies do not count.
    """
    lines = [
        Text.assemble(
            wording.source(source), (source_note(row, source, wording.source), styles.ASIDE)
        )
        for source in sources_in_order(row)
    ]
    return [Text.assemble((f"{sources_counted(row)}: ", styles.ASIDE), lines[0]), *lines[1:]]


def joined(parts: Iterable[Text | Piece], separator: str = " · ") -> Text:
    """Texts on one line."""
    texts = (part.__rich__() if isinstance(part, Piece) else part for part in parts)
    return Text(separator).join(texts)
