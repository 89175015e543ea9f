"""Words for conflicts, shared by all outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.conflicts import STATES
from stances.views.values import counted_told, denial_told, grouped, plural
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.conflicts import Conflicts
    from stances.queries.result import Row

STATES_IN_WORDS = {
    "undeclared": "found, not declared",
    "unresolved": "declared, unresolved",
    "compatible": "both can be right",
    "judged": "judged",
    "resolved": "declared, resolved",
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
    sources = " and ".join(wording.source(row[key]) for key in ("source", "other_source"))
    return f"{why}: {words} in {sources}{more}"


def matter(row: Row, wording: Wording, *, in_short: bool = False) -> str:
    """What is at issue, e.g. `position: Denies it, or Rejects in WSWS, 21 June 2014`.

    In short, the source is not named where the words follow.
    """
    kind, source = row["kind"], wording.source(row["other_source"] or "")
    if kind == "double":
        return double(row, wording)
    if row["other"]:
        alone = ", one of them uncorroborated" if kind == "uncorroborated" else ""
        what = "positions that sit ill together" if kind == "tension" else "opposite positions"
        sides = [wording.position(row["issue"], row[key]) for key in ("recorded", "reported")]
        return f"{what}{alone}: {' and '.join(sides)}"
    if kind == "match":
        return f"probably the same occasion in {source}"
    told = [_value(row, row[key], wording) for key in ("recorded", "reported") if row[key]]
    where = "" if in_short or not row["reported"] else f" in {source}"
    return f"{kind}: {', or '.join(told)}{where}" if told else str(kind)


def _value(row: Row, value: str, wording: Wording) -> str:
    match row["kind"]:
        case "position":
            return wording.position(row["issue"], value)
        case "speaker":
            return wording.official(value)
        case "date":
            return wording.date(value)
    return value


def denial(row: Row, conflicts: Conflicts) -> str:
    """Whose denial or correction the words against the record are; empty if they are none."""
    if row["other_form"] or not row["other_source"]:
        return ""
    said = (row["other_source"], row["other_words"])
    disputes = conflicts.statements[row["ref"]]["disputes"]
    every = (dispute["words"] for dispute in disputes if dispute["words"])
    words = next(each for each in every if (each["source"], each["text"]) == said)
    return denial_told(words, Wording(conflicts.background))


def counted(conflicts: Conflicts) -> str:
    """The number of conflicts in each state, and of the statements searched for them."""
    among = f"among {counted_told(conflicts.among - conflicts.hearsay, conflicts.hearsay)}"
    settled = conflicts.settled
    left_out = f"; {plural(settled, 'other')} left out as settled" if settled else ""
    if not conflicts.rows:
        return f"no {'unresolved ' if settled else ''}conflicts {among}{left_out}"
    states = [row["state"] for row in conflicts.rows]
    counts = [f"{states.count(state)} {state}" for state in STATES if state in states]
    return f"{plural(len(states), 'conflict')} {among}: {', '.join(counts)}{left_out}"


def in_a_sentence(conflicts: Conflicts) -> str:
    """The same as a sentence, with the number of conflicts still to be decided."""
    count = counted(conflicts)
    return f"{count[0].upper()}{count[1:]}; {conflicts.open} still to be decided."
