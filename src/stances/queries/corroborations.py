"""How many independent sources stand behind what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from stances.queries.filters import Clause

_SEVERAL = 2


class Backing(NamedTuple):
    """How many statements of a position rest on so many sources for certain; copies do not count.

    `with_probable` of those on `none` or `one` rest on two or more with what probably reports them.
    """

    position: str
    statements: int
    none: int
    one: int
    several: int
    with_probable: int


class Form(NamedTuple):
    """How many evidences have a form: for certain, probably the same occasion, and copies."""

    form: str
    certain: int
    probable: int
    copies: int


class Corroboration(NamedTuple):
    """What stands behind the statements on an issue, position by position and form by form."""

    positions: Sequence[Backing]
    forms: Sequence[Form]

    def total(self) -> Backing:
        """All positions together."""
        columns = zip(*(each[1:] for each in self.positions), strict=True)
        return Backing("", *map(sum, columns))


def corroboration(index: sqlite3.Connection, clause: Clause, issue: str) -> Corroboration:
    """Of the statements on an issue; the positions in the scale's order, those that are taken."""
    values = (*clause.values, issue)
    return Corroboration(
        [Backing(*row) for row in index.execute(_POSITIONS.format(clause=clause.sql), values)],
        [Form(*row) for row in index.execute(_FORMS.format(clause=clause.sql), values)],
    )


_POSITIONS = f"""
    SELECT s.position, COUNT(*), SUM(s.match_certain = 0), SUM(s.match_certain = 1),
        SUM(s.match_certain >= {_SEVERAL}),
        SUM(s.match_certain < {_SEVERAL} AND s.match_certain + s.match_probable >= {_SEVERAL})
    FROM statements AS s JOIN positions AS p ON p.issue = s.issue AND p.id = s.position
    WHERE {{clause}} AND s.issue = ? GROUP BY p.rank, s.position ORDER BY p.rank"""
# Nearest to the official's own words first.
_FORMS = """
    SELECT e.form, SUM(e.derived_from IS NULL AND e."match" = 'certain'),
        SUM(e.derived_from IS NULL AND e."match" = 'probable'), SUM(e.derived_from IS NOT NULL)
    FROM statements AS s JOIN evidence AS e ON e.ref = s.ref
    WHERE {clause} AND s.issue = ? GROUP BY e.form
    ORDER BY CASE e.form WHEN 'quote' THEN 0 WHEN 'document' THEN 1
        WHEN 'partial-quote' THEN 2 ELSE 3 END"""
