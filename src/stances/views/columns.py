"""Which keys a reader wants to see first, where not all of them fit: tables and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.comparison import Comparison
from stances.queries.conflicts import Conflicts
from stances.queries.listing import Listing
from stances.queries.lookups import Lookup
from stances.queries.records import Records
from stances.queries.search import Search
from stances.queries.timeline import Timeline
from stances.queries.verification import Verification

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.result import Result

_STATEMENTS = (
    "name faction said position score disputed quote match_certain match_probable sources ref"
).split()
_FOUND = tuple(
    "rank name said position score disputed excerpt excerpt_of excerpt_source ref".split()
)
_MOMENTS = ("said", "name", "position", "score", "change", "about", "quote", "ref")
_VERIFIED = ("result", "ref", "source", "copy_line", "form", "text", "reason")
_CONFLICTS = tuple(
    "state kind name recorded reported source words other_source other_words note resolution "
    "ref other".split()
)
_LOOKUPS = {
    "officials": ("official", "name", "factions", "statements", "attributed"),
    "sources": ("source", "title", "published", "statements", "assessments"),
    "codebook": ("kind", "id", "score", "label", "definition", "statements"),
}
# A search is a listing, so it comes first.
_SHOWN: Sequence[tuple[tuple[type, ...], Sequence[str]]] = (
    ((Search,), _FOUND),
    ((Listing, Records), _STATEMENTS),
    ((Verification,), _VERIFIED),
    ((Conflicts,), _CONFLICTS),
    ((Timeline,), _MOMENTS),
)


def shown_keys(result: Result) -> Sequence[str]:
    """The keys of a result that are worth a column to a reader."""
    if isinstance(result, Lookup):
        return _LOOKUPS[result.of]
    if isinstance(result, Comparison):
        return ("side", *_STATEMENTS[2:])
    shown = (keys for kinds, keys in _SHOWN if isinstance(result, kinds))
    return next(shown, result.keys)
