"""Words for conflicts, shared by all outputs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.views.direction import laid_out
from stances.views.values import counted_told, denial_told, grouped, plural
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.conflicts import Conflicts
    from stances.queries.result import Row

STATES_IN_WORDS = {
    "undeclared": "open: nobody has judged it yet",
    "unresolved": "open: not decided yet",
    "compatible": "both can be right",
    "judged": "judged by the analyst",
    "resolved": "decided by the analyst",
}
_COUNTED = {
    "resolved": "{} decided",
    "judged": "{} judged by the analyst",
    "compatible": "{} where both can be right",
}
WORDINGS = ("ref", "other", "source", "words", "other_source", "other_words")
"""The keys that are equal in all conflicts between the same two wordings."""


def noted(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Each note of the analyst once: the kinds of its conflicts, and the first row that has it."""
    for group in grouped((row for row in rows if row["note"]), ("note", "resolution")):
        kinds = dict.fromkeys(_noted_kind(row) for row in group)
        yield ", ".join(kinds), group[0]


def _noted_kind(row: Row) -> str:
    if row["kind"] == "double":
        return "double"
    return "position" if row["other"] else str(row["kind"])


def double(row: Row, wording: Wording) -> str:
    """Say why two statements may be one."""
    is_of_one = row["official"] == row["other_official"]
    why = "perhaps one statement" if is_of_one else "one wording under two names"
    words = "nearly the same words" if is_of_one else "the same words"
    more = f", and in {plural(row['more'], 'other statement')}" if row["more"] else ""
    sources = " and ".join(laid_out(wording.source(row[key])) for key in ("source", "other_source"))
    return f"{why}: {words} in {sources}{more}"


def matter(row: Row, wording: Wording, *, in_short: bool = False) -> str:
    """The subject of a conflict, e.g. `position: Denies it; in WSWS, 21 June 2014: Rejects`.

    `in_short` omits the name of the source and the text of conditions.
    """
    kind, source = row["kind"], laid_out(wording.source(row["other_source"] or ""))
    if kind == "double":
        return double(row, wording)
    if row["other"]:
        alone = ", one of them uncorroborated" if kind == "uncorroborated" else ""
        what = "positions that sit ill together" if kind == "tension" else "opposite positions"
        taken = (wording.position(row["issue"], row[key]) for key in ("recorded", "reported"))
        sides = map(laid_out, taken)
        return f"{what}{alone}: {' and '.join(sides)}"
    if kind == "match":
        return f"probably the same occasion in {source}"
    told = [
        laid_out(_value(row, row[key], wording)) for key in ("recorded", "reported") if row[key]
    ]
    if not told or (in_short and kind == "conditions"):
        return str(kind)
    return f"{kind}: {(', or ' if in_short else f'; in {source}: ').join(told)}"


def _value(row: Row, value: str, wording: Wording) -> str:
    match row["kind"]:
        case "position":
            return wording.position(row["issue"], value)
        case "speaker":
            return wording.official(value)
        case "date":
            return wording.date(value)
    return value


def settlement(row: Row) -> str:
    """The state of a conflict, or the start of its resolution: `decided: WSWS is followed`."""
    if row["resolution"]:
        return f"decided: {_beginning(row['resolution'])}"
    return STATES_IN_WORDS[row["state"]]


def _beginning(text: str) -> str:
    """The text up to its first break after a few words."""
    end = next((mark.start() for mark in _MARKS.finditer(text, _LEAST)), len(text))
    return text[:end].rstrip(".")


_MARKS, _LEAST = re.compile(r"(?:[,;:!?،؛؟]|(?<=\w\w\w)\.)(?=\s)"), 12
"""The end of a part of a sentence (not the point of `p. 3`), and the fewest characters before it.
"""


def denial(row: Row, conflicts: Conflicts) -> str:
    """Say who denied or corrected the statement, if the other side's words do; else empty."""
    if row["other_form"] or not row["other_source"]:
        return ""
    said = (row["other_source"], row["other_words"])
    disputes = conflicts.statements[row["ref"]]["disputes"]
    every = (dispute["words"] for dispute in disputes if dispute["words"])
    words = next(each for each in every if (each["source"], each["text"]) == said)
    return denial_told(words, Wording(conflicts.background))


def in_a_sentence(conflicts: Conflicts) -> str:
    """Say how many conflicts are open or not, and among how many statements."""
    among = f"among {counted_told(conflicts.among - conflicts.hearsay, conflicts.hearsay)}"
    states = conflicts.states
    total = sum(states.values()) + conflicts.settled
    if not total:
        return f"No conflicts {among}."
    counts = [f"{conflicts.open or 'none'} open"]
    counts += [told.format(states[state]) for state, told in _COUNTED.items() if states.get(state)]
    counts += [f"{conflicts.settled} not shown"] if conflicts.settled else []
    return f"{plural(total, 'conflict')} {among}: {', '.join(counts)}."
