"""Shared pieces of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stances.views.values import best_evidence, signed, source_note, sources_counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.result import Row

WIDE = 130
"""From this width on, records stand in columns; below, one under the other."""
NO_SCORE = "·"
_OTHERWISE = {"speaker": "attributed to", "said": "dated", "position": "read as"}
"""What a source alone says of a statement, as a reader is told."""


def several_issues(rows: Iterable[Row]) -> bool:
    """Whether positions need their issue beside them to be understood."""
    return len({row["issue"] for row in rows}) > 1


def position_text(row: Row, *, with_issue: bool) -> Text:
    """A row's position behind its score, and the issue if it has to be told."""
    text = score_text(row["score"], row["position"])
    return text.append(f" on {row['issue']}") if with_issue else text


def score_text(score: int | None, position: str) -> Text:
    """A position behind its score: the sign says without colour what the colour says."""
    style = score_style(score)
    mark = NO_SCORE if score is None else signed(score)
    return Text.assemble((f"{mark:>2} ", style), (position, style))


def score_style(score: int | None) -> str:
    """The colour of a score."""
    return "" if score is None else "green" if score > 0 else "red" if score < 0 else "yellow"


def words_text(text: str, form: str) -> Text:
    """A source's words: in quotation marks if the official's own, else marked as what they are."""
    if form == "quote":
        return Text(f"“{text}”")
    note = "" if form == "partial-quote" else f" ({form})"
    return Text.assemble(text, (note, "dim"))


def best_words(row: Row) -> Text:
    """The words that a row of `list` shows, in their form, with the conditions they name."""
    return Text("\n").join([quote_text(row), *conditions_text(row)])


def quote_text(row: Row) -> Text:
    """The words that a row of `list` shows, in their form."""
    return words_text(row["quote"], best_evidence(row)["form"])


def conditions_text(row: Row) -> Iterator[Text]:
    """The conditions of a position, if it has any."""
    if row["conditions"]:
        yield Text(f"only if: {'; '.join(row['conditions'])}")


def marks(row: Row) -> Iterator[Text]:
    """What a reader must not miss: status, dispute, and what a source says otherwise."""
    if row["status"] != "attested":
        yield Text(f"[{row['status']}]", style="bold magenta")
    elif row["disputed"]:
        yield Text("[disputed]", style="bold magenta")
    for piece in row["evidence"]:
        for key, says in _OTHERWISE.items():
            if piece[key] and piece[key] != row.get(key, row["official"]):
                yield Text(f"{says} {piece[key]} by {piece['source']}", style="magenta")


def source_lines(row: Row) -> list[Text]:
    """The sources behind a record, that of the words shown first, each with how it is matched.

    Before the first stands how many they are; copies do not count.
    """
    first = best_evidence(row)["source"]
    sources = sorted(row["sources"], key=lambda source: source != first)
    lines = [Text.assemble(source, (source_note(row, source), "dim")) for source in sources]
    return [Text.assemble((f"{sources_counted(row)}: ", "dim"), lines[0]), *lines[1:]]


def joined(parts: list[Text], separator: str = " · ") -> Text:
    """Texts on one line."""
    return Text(separator).join(parts)
