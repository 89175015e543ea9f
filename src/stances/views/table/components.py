"""Shared pieces of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stances.views.values import (
    best_evidence,
    circumstances,
    conditions_told,
    signed,
    source_note,
    sources_counted,
    sources_in_order,
    status_told,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.result import Row
    from stances.views.wording import Wording

WIDE = 130
"""From this width on, statements stand in columns."""
NO_SCORE = "·"
_DIFFERENCES = {"speaker": "attributed to", "said": "dated", "position": "read as"}
"""The words for the fields in which a source can differ from the record."""


def several_issues(rows: Iterable[Row]) -> bool:
    """Whether positions need their issue to be understood."""
    return len({row["issue"] for row in rows}) > 1


def position_text(row: Row, *, with_issue: bool) -> Text:
    """The score and position of a row, and its issue if asked for."""
    text = score_text(row["score"], row["position"])
    return text.append(f" on {row['issue']}") if with_issue else text


def score_text(score: int | None, position: str) -> Text:
    """A score with its sign, and the position, both in the colour of the score."""
    style = score_style(score)
    mark = NO_SCORE if score is None else signed(score)
    return Text.assemble((f"{mark:>2} ", style), (position, style))


def score_style(score: int | None) -> str:
    """The colour of a score."""
    return "" if score is None else "green" if score > 0 else "red" if score < 0 else "yellow"


def words_text(text: str, form: str) -> Text:
    """A source's words: in quotation marks if the official's own, else with their form."""
    if form == "quote":
        return Text(f"“{text}”")
    note = "" if form == "partial-quote" else f" ({form})"
    return Text.assemble(text, (note, "dim"))


def best_words(row: Row) -> Text:
    """The words shown for a row of `list`, with its conditions."""
    return joined([quote_text(row), *conditions_text(row)], "\n")


def quote_text(row: Row) -> Text:
    """The words shown for a row of `list`."""
    return words_text(row["quote"], best_evidence(row)["form"])


def conditions_text(row: Row) -> Iterator[Text]:
    """The conditions of a position, if it has any."""
    if row["conditions"]:
        yield Text(conditions_told(row["conditions"]))


def marks(row: Row, wording: Wording) -> Iterator[Text]:
    """The marks a reader must not miss, and in what its sources differ from it."""
    yield from own_marks(row, wording)
    yield from readings(row, wording)
    for piece in row["evidence"]:
        if piece["conditions"] not in ([], row["conditions"]):
            told = conditions_told(piece["conditions"])
            yield Text(f"{told}, by {wording.source(piece['source'])}", style="magenta")


def readings(row: Row, wording: Wording) -> Iterator[Text]:
    """Where a source has another speaker, date or position."""
    for piece in row["evidence"]:
        for key, verb in _DIFFERENCES.items():
            if piece[key] and piece[key] != row.get(key, row["official"]):
                source = wording.source(piece["source"])
                yield Text(
                    f"{verb} {_told(row, key, piece[key], wording)} by {source}", style="magenta"
                )


def _told(row: Row, key: str, value: str, wording: Wording) -> str:
    """The value of a field in which a source differs, in words."""
    if key == "said":
        return wording.date(value)
    return wording.position(row["issue"], value) if key == "position" else wording.official(value)


def own_marks(row: Row, wording: Wording) -> Iterator[Text]:
    """Those of the statement itself: status, dispute, hearsay, what became of its sources."""
    if status := status_told(row):
        yield Text(f"[{status}]", style="bold magenta")
    yield from (Text(each, style="magenta") for each in circumstances(row, wording))


def source_lines(row: Row, wording: Wording) -> list[Text]:
    """The sources of a row, each with a note, that of the words shown first.

    The first line begins with their number, in which copies do not count.
    """
    lines = [
        Text.assemble(wording.source(source), (source_note(row, source, wording.source), "dim"))
        for source in sources_in_order(row)
    ]
    return [Text.assemble((f"{sources_counted(row)}: ", "dim"), lines[0]), *lines[1:]]


def joined(parts: list[Text], separator: str = " · ") -> Text:
    """Texts on one line."""
    return Text(separator).join(parts)
