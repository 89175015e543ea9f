"""The row of a conflict and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.queries.filters import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.queries.result import Row

KEYS = (
    "kind state ref other official name other_official issue recorded reported source form words "
    "other_source other_form other_words match_certain match_probable other_certain other_probable "
    "note resolution more"
).split()
SHOWN = (
    "ref other state kind name issue recorded reported source words other_source other_words note "
    "resolution"
).split()
KINDS = (
    "speaker position conditions date wording match double opposite uncorroborated tension"
).split()
STATES = ("undeclared", "unresolved", "compatible", "judged", "resolved")
"""How far a conflict is settled, in order."""
OPEN = STATES[:2]
"""States of conflicts that are still to be decided."""

TOLD = (
    "ref official name issue said said_from said_to position match_certain match_probable evidence "
    "disputes"
).split()
"""The keys of a statement that make a row."""
STATEMENT = (
    *TOLD,
    *"conditions words_of repeated status disputed hearsay according_to".split(),
    *"spoken_by same_occasion retracted sources".split(),
)
"""The keys of a statement that are read; some of them say how views mark it."""


class Conflict(NamedTuple):
    """A row of the result, and its statements: one, or two in order of time."""

    row: Row
    statements: tuple[Row, ...]


def conflict(
    kind: str,
    statements: Sequence[Row],
    pieces: tuple[Row | None, Row | None],
    values: tuple[str | None, str | None] = (None, None),
) -> Conflict:
    """Make a conflict without a dispute; its note is that of the differing evidence.

    `pieces` are the evidence for the record and against it; `values` is what each says.
    """
    first, second = statements[0], statements[1] if len(statements) > 1 else {}
    own, against = (piece or {} for piece in pieces)
    row = {
        "kind": kind,
        "state": "undeclared",
        "ref": first["ref"],
        "other": second.get("ref"),
        "official": first["official"],
        "name": first["name"],
        "other_official": second.get("official"),
        "issue": first["issue"],
        "recorded": values[0],
        "reported": values[1],
        "source": own.get("source"),
        "form": own.get("form"),
        "words": own.get("text"),
        "other_source": against.get("source"),
        "other_form": against.get("form"),
        "other_words": against.get("text"),
        "match_certain": first["match_certain"],
        "match_probable": first["match_probable"],
        "other_certain": second.get("match_certain"),
        "other_probable": second.get("match_probable"),
        "note": None if second else against.get("note"),
        "resolution": None,
        "more": None,
    }
    return Conflict(row, tuple(statements))


def ranked(pieces: Iterable[Row]) -> list[Row]:
    """Sort evidence by how well the record can rest on it, best first.

    Copies come last. Of the rest, certain matches come before probable ones, whatever their form.
    """
    return sorted(pieces, key=_rank)


def best(pieces: Iterable[Row]) -> Row | None:
    """Return the first of `ranked`; None without evidence."""
    return min(pieces, key=_rank, default=None)


def _rank(piece: Row) -> tuple[bool, bool, int]:
    form = FORMS.index(piece["form"])
    return bool(piece["derived_from"]), piece["match"] == "probable", form
