"""Finds faults of the codebook, and of the default issue that the corpus names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.problems import Fault
from stances.roles import NO_FACTION
from stances.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.model.records import Codebook, Issue, Meta, Position, Term
    from stances.problems import Where


def codebook_faults(codebook: Codebook) -> Iterator[Fault]:
    """All faults of the codebook alone."""
    yield from _duplicate_ids(codebook.issues, ("issues",))
    yield from _duplicate_ids(codebook.factions, ("factions",))
    yield from _duplicate_ids(codebook.frames, ("frames",))
    for number, issue in enumerate(codebook.issues):
        yield from _duplicate_ids(issue.positions, ("issues", number, "positions"))
        yield from _position_faults(issue, ("issues", number, "positions"))
    # `none` in a statement means that it has no faction.
    for number, faction in enumerate(codebook.factions):
        if faction.id == NO_FACTION:
            message = f"a faction cannot be called `{NO_FACTION}`, which means no faction"
            yield Fault("ST206", ("factions", number, "id"), message, "choose another id")


def unknown_default_issue(meta: Meta, codebook: Codebook) -> Iterator[Fault]:
    """Report a default issue that is not in the codebook."""
    issues = [issue.id for issue in codebook.issues]
    if meta.default_issue and meta.default_issue not in issues:
        message = f"no issue is called `{meta.default_issue}`"
        hint = did_you_mean(meta.default_issue, issues)
        yield Fault("ST103", ("default_issue",), message, hint)


def _position_faults(issue: Issue, at: Where) -> Iterator[Fault]:
    """Report open positions with a score, and tension with an unknown position or with itself."""
    ids = [position.id for position in issue.positions]
    for number, position in enumerate(issue.positions):
        if position.open and position.score is not None:
            message = f"`{position.id}` leaves the question open, and has a score"
            yield Fault("ST322", (*at, number, "score"), message, "drop `score` or `open`")
        for place, other in enumerate(position.tension_with):
            where = (*at, number, "tension_with", place)
            if other == position.id:
                message = "a position is in tension with others, not with itself"
                yield Fault("ST314", where, message, "name the other position")
            elif other not in ids:
                message = f"the issue `{issue.id}` has no position called `{other}`"
                yield Fault("ST105", where, message, did_you_mean(other, ids))


def _duplicate_ids(items: Sequence[Issue | Position | Term], at: Where) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, item in enumerate(items):
        if item.id in seen:
            message = f"the id `{item.id}` is already taken in this list"
            yield Fault("ST311", (*at, number, "id"), message, "rename one of the two")
        seen.add(item.id)
