"""The filters: which statements a question is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from stances.errors import UnknownName
from stances.model.fields import RECORDS
from stances.queries import resolve
from stances.roles import NO_FACTION
from stances.text import did_you_mean, fold_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from stances.dates import ImpreciseDate


FORMS = RECORDS["Evidence"]["form"].choices
STATUSES = RECORDS["Statement"]["status"].choices

_MANY = 10**9
"""More than there is of anything, and no more than a database can count."""


class Clause(NamedTuple):
    """A condition on the statement `s`, and the values of its marks."""

    sql: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: Clause) -> Clause:
        """Both conditions."""
        return Clause(f"{self.sql} AND {other.sql}", (*self.values, *other.values))


ALL = Clause("1 = 1")
DISPUTED, UNDISPUTED = Clause("s.disputed = 1"), Clause("s.disputed = 0")


class Filters(NamedTuple):
    """What is asked of a statement. Several values of one field: any; several fields: all.

    Names and words are as people type them; `resolved` makes ids of them.
    """

    official: tuple[str, ...] = ()
    faction: tuple[str, ...] = ()
    position: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    since: ImpreciseDate | None = None
    until: ImpreciseDate | None = None
    certain: bool = False
    text: tuple[str, ...] = ()
    min_sources: int = 0
    without_disputed: bool = False

    def boundless(self) -> str:
        """Which of `since` and `until` has no day to start from; empty if neither."""
        if self.since and self.since.first is None:
            return "since"
        return "until" if self.until and self.until.last is None else ""

    def resolved(self, index: sqlite3.Connection) -> Filters:
        """The same filters with the ids of what they name.

        Raises `UnknownName` or `AmbiguousName`.
        """
        values = self._asdict()
        values["official"] = tuple(resolve.official(index, name) for name in self.official)
        for kind in ("faction", "position", "issue", "frame", "source"):
            values[kind] = tuple(_word(index, kind, name) for name in values[kind])
        for kind, known in (("form", FORMS), ("status", STATUSES)):
            for word in values[kind]:
                if word not in known:
                    raise UnknownName(kind, word, did_you_mean(word, known))
        return Filters(**values)

    def clause(self, *, attributed: bool = False) -> Clause:
        """The condition in SQL, of resolved filters.

        `attributed`: statements that a source attributes to one of the officials count as theirs.
        """
        clause = ALL
        for name, make in _CONDITIONS.items():
            if values := getattr(self, name):
                clause &= make(values)
        if self.official:
            clause &= (
                _spoken_by(self.official) if attributed else _one_of("s.official")(self.official)
            )
        if not self.status:
            clause &= Clause("s.status <> 'misattributed'")
        return clause & self.dates()

    def thinning(self) -> Clause:
        """Only the conditions of whose a statement is and how good, as `clause` has them.

        What is compared with another is a matter of what all statements are: only these may take
        one away, or a comparison would come out as it does not with all of them.
        """
        return Filters(
            official=self.official,
            issue=self.issue,
            status=self.status,
            min_sources=self.min_sources,
            without_disputed=self.without_disputed,
        ).clause()

    def dates(self) -> Clause:
        """Only `since` and `until`: possibly in the range, or wholly if `certain`."""
        clause = ALL
        starts, ends = ("said_from", "said_to") if self.certain else ("said_to", "said_from")
        unknown = "" if self.certain else " OR s.{key} IS NULL"
        if self.since:
            clause &= Clause(f"(s.{starts} >= ?{unknown.format(key=starts)})", (self.since.first,))
        if self.until:
            clause &= Clause(f"(s.{ends} <= ?{unknown.format(key=ends)})", (self.until.last,))
        return clause


def _word(index: sqlite3.Connection, kind: str, name: str) -> str:
    no_faction = kind == "faction" and name == NO_FACTION
    return name if no_faction else resolve.word(index, kind, name)


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def _one_of(column: str) -> Callable[[tuple[str, ...]], Clause]:
    return lambda values: Clause(f"{column} IN ({_marks(values)})", values)


def _with(table: str, column: str) -> Callable[[tuple[str, ...]], Clause]:
    """Statements that have a row with one of the values in a table of their parts."""

    def make(values: tuple[str, ...]) -> Clause:
        part = f"SELECT ref FROM {table} WHERE {column} IN ({_marks(values)})"
        return Clause(f"s.ref IN ({part})", values)

    return make


def _faction(values: tuple[str, ...]) -> Clause:
    named = _one_of("s.faction")(values)
    return Clause(f"({named.sql} OR s.faction IS NULL)", values) if NO_FACTION in values else named


def _spoken_by(officials: tuple[str, ...]) -> Clause:
    own, theirs = _one_of("s.official")(officials), _with("evidence", "speaker")(officials)
    return Clause(f"({own.sql} OR {theirs.sql})", own.values + theirs.values)


def _text(values: tuple[str, ...]) -> Clause:
    """Statements with these words in a row, the last of them perhaps only begun."""
    folded = tuple(fold_words(value).rstrip() for value in values)
    return Clause(f"({' OR '.join(['instr(s.words, ?) > 0'] * len(values))})", folded)


_CONDITIONS: dict[str, Callable[[Any], Clause]] = {
    "faction": _faction,
    "position": _one_of("s.position"),
    "issue": _one_of("s.issue"),
    "frame": _with("statement_frames", "frame"),
    "form": _with("evidence", "form"),
    "status": _one_of("s.status"),
    "source": _with("evidence", "source"),
    "text": _text,
    "min_sources": lambda number: Clause("s.match_certain >= ?", (min(number, _MANY),)),
    "without_disputed": lambda _: UNDISPUTED,
}
