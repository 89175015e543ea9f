"""What stands beside a bar: positions, and what a reader must not miss of the statements."""

from __future__ import annotations

from collections import Counter
from string import ascii_uppercase
from typing import TYPE_CHECKING

from rich.text import Text

from stances.queries.timeline import CERTAIN
from stances.views import styles
from stances.views.table.components import joined, readings, score_style
from stances.views.table.lanes import Labelled
from stances.views.values import signed, status_told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stances.queries.result import Row
    from stances.views.date_axis import Bar
    from stances.views.wording import Wording

_TIMES = "\N{MULTIPLICATION SIGN}"
CHANGED, TOLD_OTHERWISE = "▲", "*"


def labelled(
    drawn: Bar, rows: Sequence[Row], wording: Wording, signs: Mapping[str, str] | None = None
) -> Labelled:
    """A bar with the positions of its statements, each once; or with their `signs` alone."""
    times: Counter[tuple[str, str]] = Counter()
    labels: dict[tuple[str, str], Text] = {}
    for row in rows:
        label = _label(row, wording) if signs is None else _sign(row, signs)
        if row["change"] == CERTAIN:
            label = Text.assemble((CHANGED, styles.STRONG), " ", label)
        if is_told_otherwise(row, wording):
            label.append(TOLD_OTHERWISE, styles.MARK)
        key = label.plain, row["position"]
        times[key] += 1
        labels[key] = label
    tones = {score_style(row["score"]) for row in rows}
    if signs is not None:
        order = [*signs]
        labels = dict(sorted(labels.items(), key=lambda each: order.index(each[0][1])))
    several = [
        label.append(f" {_TIMES}{times[key]}" * (times[key] > 1)) for key, label in labels.items()
    ]
    between = ", " if signs is None else " "
    return Labelled(drawn, tones.pop() if len(tones) == 1 else "", joined(several, between))


def position_label(row: Row, wording: Wording) -> Text:
    """A position with its score, if it has one."""
    score = "" if row["score"] is None else f"{signed(row['score'])} "
    position = wording.position(row["issue"], row["position"])
    return Text(f"{score}{position}", style=score_style(row["score"]))


def is_told_otherwise(row: Row, wording: Wording) -> bool:
    """Whether a source has another speaker, date or position."""
    return any(True for _ in readings(row, wording))


def _label(row: Row, wording: Wording) -> Text:
    label = position_label(row, wording)
    if told := ", ".join(_warnings(row)):
        label.append(f" ({told})", styles.MARK)
    return label


def _sign(row: Row, signs: Mapping[str, str]) -> Text:
    """The sign of a position, in brackets if there is a warning."""
    sign = signs[row["position"]]
    return Text(f"({sign})" if _warnings(row) else sign, style=score_style(row["score"]))


def _warnings(row: Row) -> list[str]:
    told = [status_told(row), "hearsay" * row["hearsay"], "retracted" * row["retracted"]]
    return [each for each in told if each]


def signs_of(rows: Sequence[Row], wording: Wording) -> dict[str, str]:
    """A sign for each position of an issue that is taken: its score, or a letter."""
    scores = {row["position"]: row["score"] for row in rows}
    issue = rows[0]["issue"]
    known = [position for own, position in wording.background.names().positions if own == issue]
    taken = [each for each in dict.fromkeys([*known, *scores]) if each in scores]
    unscored = [each for each in taken if scores[each] is None]
    letters = dict(zip(unscored, ascii_uppercase, strict=False))
    return {
        each: letters.get(each, each) if scores[each] is None else signed(scores[each])
        for each in taken
    }


def key_to_signs(rows: Sequence[Row], signs: Mapping[str, str], wording: Wording) -> list[str]:
    """What the signs of an issue mean."""
    issue = rows[0]["issue"]
    told = [f"{sign} {wording.position(issue, position)}" for position, sign in signs.items()]
    if any(_warnings(row) for row in rows):
        told.append("( ) disputed, denied, retracted or hearsay")
    return told
