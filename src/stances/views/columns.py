"""Which keys a reader wants to see first, where not all of them fit: tables and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.result import Result

_STATEMENTS = (
    "name faction said position score disputed quote match_certain match_probable sources ref"
).split()
_SHOWN: dict[str, Sequence[str]] = {
    "listing": _STATEMENTS,
    "records": _STATEMENTS,
    "search": (
        "rank name said position score disputed excerpt excerpt_of excerpt_source ref"
    ).split(),
    "comparison": ("side", *_STATEMENTS[2:]),
    "timeline": ("said", "name", "position", "score", "change", "about", "quote", "ref"),
    "conflicts": (
        "state kind name recorded reported source words other_source other_words note resolution "
        "ref other"
    ).split(),
    "verification": ("result", "ref", "source", "copy_line", "form", "text", "reason"),
    "problems": ("severity", "code", "path", "line", "message", "hint"),
    "officials": ("official", "name", "factions", "statements", "attributed"),
    "sources": ("source", "title", "published", "statements", "assessments"),
    "codebook": ("kind", "id", "score", "label", "definition", "statements"),
}
"""For each kind of answer; all keys of those that are not here."""


def shown_keys(result: Result) -> Sequence[str]:
    """The keys of a result that are worth a column to a reader."""
    return _SHOWN.get(result.kind, result.keys)
