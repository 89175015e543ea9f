"""What was compared, and how much of what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.cells import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.difference import Difference
    from stances.queries.result import Row

_BY_RECORD = ("added", "removed", "reattributed", "recoded", "changed")
_RECORDS = "official statement source assessment issue position faction frame corpus".split()
_OTHERS = {
    "position-moved": ("position of an official moved", "positions of officials moved"),
    "faction-moved": ("faction moved", "factions moved"),
    "evidence-won": ("piece of evidence won", "pieces of evidence won"),
    "evidence-lost": ("piece of evidence lost", "pieces of evidence lost"),
    "dispute-opened": ("dispute opened", "disputes opened"),
    "dispute-settled": ("dispute settled", "disputes settled"),
    "renamed": ("id renamed", "ids renamed"),
    "quote-changed": ("quotation altered", "quotations altered"),
}
_SHORT = 7


def headline(found: Difference) -> str:
    """Between which states something differs, or that nothing does."""
    between = f"between {described(found.old)} and {described(found.new)}"
    if not found:
        whole = not (found.not_compared or found.old["unusable"])
        return f"No difference {'' if whole else 'in what can be compared '}{between}"
    return f"What has changed {between}"


def described(state: Row) -> str:
    """A state, with its commit if it has one."""
    if not state["commit"]:
        return str(state["name"])
    commit = f"{state['commit'][:_SHORT]} of {state['day']}"
    return commit if state["commit"].startswith(state["name"]) else f"{state['name']} ({commit})"


def _counts(found: Difference) -> Iterator[str]:
    for kind in _BY_RECORD:
        own = {(_record(row), row["ref"]) for row in found.changes if row["kind"] == kind}
        for record in _RECORDS:
            if number := sum(each[0] == record for each in own):
                yield f"{plural(number, record)} {kind}"
    for kind, (one, many) in _OTHERS.items():
        if number := found.counts[kind]:
            yield f"{number} {one if number == 1 else many}"


def _record(row: Row) -> str:
    """What a change is a change of: evidence and disputes are parts of a statement."""
    record: str = row["record"]
    return "statement" if record in ("evidence", "dispute") else record


def notes(found: Difference) -> Sequence[str]:
    """How much of what has changed, and what must be said of the states before anything else."""
    counts = ", ".join(_counts(found)) or "Only figures"
    return [
        *([counts] if found else []),
        *_notes(found, found.old, "added"),
        *_notes(found, found.new, "removed"),
    ]


def _notes(found: Difference, state: Row, done: str) -> Iterator[str]:
    if not state["corpus"]:
        yield f"There is no corpus in {described(state)}, so everything is {done}"
    elif state["unusable"]:
        where = f"in {described(state)}, {state['unusable']}"
        yield f"Officials and statements cannot be compared: {where}"
    elif state["kind"] == "revision" and state["path"] != found.new["path"]:
        yield f"The corpus lies in {state['path'] or 'the root'} of {described(state)}"
