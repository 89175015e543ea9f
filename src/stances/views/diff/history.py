"""The outline of a history, commit by commit, in the words of `diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from stances.views.diff.outline import outline, whole
from stances.views.diff.wording import Outline, Section, difference, in_words, line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.queries.diff import Diff
    from stances.queries.history import History
    from stances.queries.result import Row
    from stances.views.diff.wording import Line

_GAPS = {
    "shallow": "what is older is not in this shallow clone: `git fetch --unshallow` gets it",
    "unreadable": "what has changed here cannot be told: it could not be read before or after",
}


def outlined(result: Diff | History) -> Outline:
    """The outline of a difference or a history."""
    if result.kind == "history":
        return _history(cast("History", result))
    return outline(cast("Diff", result))


def _history(history: History) -> Outline:
    sections = [
        Section(_commit(entry), lines_of(entry["changes"], entry["gap"]))
        for entry in history.entries
    ]
    headline = f"History of {history.ref} ({history.name}), newest first"
    return Outline(headline, [] if sections else ["git has nothing of it"], sections)


def _commit(entry: Row) -> str:
    if entry["commit"] is None:
        return "Not committed"
    return f"{entry['commit'][:7]} of {entry['day']}, by {entry['author'] or 'nobody'}"


def lines_of(
    changes: Sequence[Row], gap: str | None, date: Callable[[str], str] = str
) -> list[Line]:
    """The changes of a statement in words, and why others are unknown; `date` formats days."""
    unknown = [line((_GAPS[gap], "warning"))] if gap else []
    return [*(_line(change, date) for change in changes), *unknown]


def _line(change: Row, date: Callable[[str], str]) -> Line:
    match change["kind"]:
        case "added" | "removed":
            return whole(change, with_issue=True, date=date)
        case "renamed":
            return line(("renamed: ", "strong"), f"{change['previous_ref']} → {change['ref']}")
        case "quote-changed":
            what = f"words of {change['source']} altered: "
            return line((what, "warning"), *difference(change["difference"]))
    return in_words(change)
