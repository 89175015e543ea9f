"""Words for conflicts, shared by all outputs."""

from __future__ import annotations

import re
from collections import Counter
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
    "resolved": "settled",
}
_COUNTED = {
    "resolved": "{} settled",
    "judged": "{} judged by the analyst",
    "compatible": "{} where both can be right",
}
WORDINGS = ("ref", "other", "source", "words", "other_source", "other_words")
"""The keys in which conflicts about the same two wordings agree."""


def noted(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Each note of the analyst once: what it is about, and the first row that has it."""
    for group in grouped((row for row in rows if row["note"]), ("note", "resolution")):
        kinds = dict.fromkeys(_noted_kind(row) for row in group)
        yield ", ".join(kinds), group[0]


def _noted_kind(row: Row) -> str:
    if row["kind"] == "double":
        return "double"
    return "position" if row["other"] else str(row["kind"])


def double(row: Row, wording: Wording) -> str:
    """Why two statements may be one."""
    is_of_one = row["official"] == row["other_official"]
    why = "perhaps one statement" if is_of_one else "one wording under two names"
    words = "nearly the same words" if is_of_one else "the same words"
    more = f", and in {plural(row['more'], 'other statement')}" if row["more"] else ""
    sources = " and ".join(laid_out(wording.source(row[key])) for key in ("source", "other_source"))
    return f"{why}: {words} in {sources}{more}"


def matter(row: Row, wording: Wording, *, in_short: bool = False) -> str:
    """What is at issue, e.g. `position: Denies it; in WSWS, 21 June 2014: Rejects`.

    In short, the source is not named, and conditions are not told.
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
    """How something is settled, e.g. `settled: WSWS is followed`, of a longer resolution."""
    state = STATES_IN_WORDS[row["state"]]
    return f"{state}: {_beginning(row['resolution'])}" if row["resolution"] else state


def _beginning(text: str) -> str:
    """A text up to the first mark that ends a part of it, if that is more than a word or two."""
    end = next((mark.start() for mark in _MARKS.finditer(text, _LEAST)), len(text))
    return text[:end].rstrip(".")


_MARKS, _LEAST = re.compile(r"(?:[,;:!?،؛؟]|(?<=\w\w\w)\.)(?=\s)"), 12
"""Where a part of a sentence ends, not being that of `p. 3`; the fewest characters before it."""


def denial(row: Row, conflicts: Conflicts) -> str:
    """Whose denial or correction the words against the record are; empty if they are none."""
    if row["other_form"] or not row["other_source"]:
        return ""
    said = (row["other_source"], row["other_words"])
    disputes = conflicts.statements[row["ref"]]["disputes"]
    every = (dispute["words"] for dispute in disputes if dispute["words"])
    words = next(each for each in every if (each["source"], each["text"]) == said)
    return denial_told(words, Wording(conflicts.background))


def in_a_sentence(conflicts: Conflicts) -> str:
    """How many conflicts are open, how many are not, and among how many statements."""
    among = f"among {counted_told(conflicts.among - conflicts.hearsay, conflicts.hearsay)}"
    states = Counter(row["state"] for row in conflicts.rows)
    total = states.total() + conflicts.settled
    if not total:
        return f"No conflicts {among}."
    counts = [f"{conflicts.open or 'none'} open"]
    counts += [told.format(states[state]) for state, told in _COUNTED.items() if states[state]]
    counts += [f"{conflicts.settled} not shown"] if conflicts.settled else []
    return f"{plural(total, 'conflict')} {among}: {', '.join(counts)}."
