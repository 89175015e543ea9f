"""Shared pieces of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from stances.text import visible
from stances.views import styles
from stances.views.direction import laid_out
from stances.views.table.console import Piece
from stances.views.values import (
    attributions,
    best_evidence,
    circumstances,
    conditions_told,
    form_noted,
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

    from rich.console import RenderableType

    from stances.evidence.passages import Passage
    from stances.queries.result import Row
    from stances.views.wording import Wording

NO_SCORE = "·"
GAP = 3
"""The cells between blocks that are side by side."""
_DIFFERENCES = {"speaker": "attributed to", "said": "dated", "position": "read as"}
"""The words for fields in which a source may differ from the record."""


def who_text(row: Row, wording: Wording) -> Text:
    """The name of an official, and the office in which they spoke."""
    told = office(row, wording)
    return Text.assemble((row["name"], styles.STRONG), (f"  {told}" if told else "", styles.ASIDE))


def stance_text(row: Row, wording: Wording) -> Text:
    """The score and the label of a row's position."""
    return score_text(row["score"], wording.position(row["issue"], row["position"]))


def score_text(score: int | None, position: str) -> Text:
    """A score with its sign and a position, in the colour of the score."""
    style = score_style(score)
    mark = NO_SCORE if score is None else signed(score)
    return Text.assemble((f"{mark:>2} ", style), (position, style))


def score_style(score: int | None) -> str:
    """The colour of a score."""
    if score is None:
        return ""
    return styles.FOR if score > 0 else styles.AGAINST if score < 0 else styles.BETWEEN


def words_text(text: str, form: str) -> Text:
    """The words of a source: in quotation marks if the official's own, else with their form."""
    if form == "quote":
        return Text(f"“{text}”")
    return Text.assemble(text, (form_noted(form), styles.ASIDE))


def quote_text(row: Row) -> Text:
    """The words shown for a row of `list`."""
    return words_text(row["quote"], best_evidence(row)["form"])


def quote_piece(row: Row) -> Piece:
    """The words shown for a row of `list`, as a piece."""
    form, words = best_evidence(row)["form"], row["quote"]
    if form == "quote":
        return Piece(f"“{words}”")
    note = form_noted(form)
    return Piece(f"{words}{note}", "", len(words)) if note else Piece(words)


def conditions_text(row: Row) -> Iterator[Piece]:
    """The conditions of a position; nothing if there are none."""
    if row["conditions"]:
        yield Piece(conditions_told(row["conditions"]))


def brief_marks(row: Row) -> Iterator[Piece]:
    """The marks that a reader must not miss, one word each."""
    yield from (Piece(f"[{each}]", styles.URGENT) for each in warnings(row))


def brief_remarks(row: Row, wording: Wording) -> Iterator[Text]:
    """The other speakers of a statement: who reported or spoke it, or is named by a source."""
    told = (*voices(row, wording), *attributions(row, wording))
    yield from (Text(each, style=styles.MARK) for each in told)


def marks(row: Row, wording: Wording) -> Iterator[Text]:
    """The marks that a reader must not miss, and the differences of sources."""
    yield from own_marks(row, wording)
    yield from differences(row, wording)


def differences(row: Row, wording: Wording) -> Iterator[Text]:
    """The differences between a statement and its sources."""
    yield from readings(row, wording)
    for piece in row["evidence"]:
        if piece["conditions"] not in ([], row["conditions"]):
            conditions = conditions_told(piece["conditions"], laid_out)
            source = laid_out(wording.source(piece["source"]))
            yield Text(f"{conditions}, by {source}", style=styles.MARK)


def readings(row: Row, wording: Wording) -> Iterator[Text]:
    """The sources with another speaker, date or position."""
    for piece in row["evidence"]:
        for key, verb in _DIFFERENCES.items():
            if piece[key] and piece[key] != row.get(key, row["official"]):
                source = laid_out(wording.source(piece["source"]))
                told = laid_out(_told(row, key, piece[key], wording))
                yield Text(f"{verb} {told} by {source}", style=styles.MARK)


def _told(row: Row, key: str, value: str, wording: Wording) -> str:
    """The value of a field in which a source differs, for people."""
    if key == "said":
        return wording.date(value)
    return wording.position(row["issue"], value) if key == "position" else wording.official(value)


def own_marks(row: Row, wording: Wording) -> Iterator[Text]:
    """The marks of the statement itself: status, dispute, hearsay, notices on its sources."""
    if status := status_told(row):
        yield Text(f"[{status}]", style=styles.URGENT)
    yield from (Text(each, style=styles.MARK) for each in circumstances(row, wording))


def source_lines(row: Row, wording: Wording) -> list[Text]:
    """The sources of a row, each with its note; the source of the words shown is first.

    The first line begins with the number of sources, without copies.
    """
    lines = [
        Text.assemble(
            wording.source(source), (source_note(row, source, wording.source), styles.ASIDE)
        )
        for source in sources_in_order(row)
    ]
    return [Text.assemble((f"{sources_counted(row)}: ", styles.ASIDE), lines[0]), *lines[1:]]


def joined(parts: Iterable[Text | Piece], separator: str = " · ") -> Text:
    """The texts on one line."""
    texts = (part.__rich__() if isinstance(part, Piece) else part for part in parts)
    return Text(separator).join(texts)


def side_by_side(*blocks: RenderableType) -> Table:
    """The blocks side by side, all with the same width."""
    grid = Table.grid(padding=(0, GAP, 0, 0), expand=True)
    for _ in blocks:
        grid.add_column(ratio=1, overflow="fold")
    grid.add_row(*blocks)
    return grid


def words_in_passage(passage: Passage, sign: str) -> Text:
    """A passage with its sought words between marks that are visible without colour."""
    text = Text()
    for piece in passage:
        if piece.is_sought:
            text.append(f"[{sign}:", style=styles.GAINED)
            text.append(visible(piece.text), style=f"{styles.STRONG} {styles.GAINED}")
            text.append(f":{sign}]", style=styles.GAINED)
        else:
            text.append(visible(piece.text))
    return text
