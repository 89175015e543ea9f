"""The filters: which statements a query uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.errors import UnknownName
from stances.model.fields import RECORDS
from stances.text import did_you_mean, fold_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from stances.dates import ImpreciseDate


FORMS = RECORDS["Evidence"]["form"].choices
STATUSES = RECORDS["Statement"]["status"].choices

_VOICED = """
    SELECT v.ref FROM voices AS v JOIN names AS n ON n.folded = v.folded
    WHERE n.official IN ({}) AND n.kind <> 'derived'"""
BY_READING = ("position", "frame", "status", "without_disputed")
"""The filters whose result depends on how statements are read."""
DECIDED, ALL_CODINGS = "decided", "all"
"""Words in place of a coder: the records as they stand, or each coding in turn."""
WITHIN = 30
"""The default for the most days between two statements that are close in time."""
_MANY = 10**9
"""More sources than any statement has, and within SQLite's integers."""


class Clause(NamedTuple):
    """An SQL condition on the statement `s`, and the values of its placeholders."""

    sql: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: Clause) -> Clause:
        """Return the condition that both hold."""
        return Clause(f"{self.sql} AND {other.sql}", (*self.values, *other.values))


_COLUMN = re.compile(r"\bs\.(\w+)")
_TALLIED = frozenset("official faction issue status hearsay disputed unnamed".split())


def counted_in(sql: str) -> str:
    """Return the table whose rows to sum as statements `s` in a query with this SQL.

    It is `tallies` if that table has all columns that the SQL uses; otherwise it has single
    statements.
    """
    return "tallies" if _TALLIED.issuperset(_COLUMN.findall(sql)) else "counted_statements"


ALL = Clause("1 = 1")
HEARSAY, NO_HEARSAY = Clause("s.hearsay = 1"), Clause("s.hearsay = 0")
DISPUTED, UNDISPUTED = Clause("s.disputed = 1"), Clause("s.disputed = 0")


class Filters(NamedTuple):
    """The filters of a query: a statement must match one value of each field that is set.

    Names and words are as people type them; `resolved` turns them into ids.
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
    with_hearsay: bool = False
    unreviewed: bool = False

    def boundless(self) -> str:
        """Return `since` or `until` if that date is open on the side that counts; else empty."""
        if self.since and self.since.first is None:
            return "since"
        return "until" if self.until and self.until.last is None else ""

    def resolved(self, index: sqlite3.Connection) -> Filters:
        """Return the same filters with ids in place of names.

        Raises `UnknownName` or `AmbiguousName`.
        """
        values = self._asdict()
        for kind in _NAMED:
            if values[kind]:
                values[kind] = tuple(_resolved(index, kind, name) for name in values[kind])
        for kind, choices in (("form", FORMS), ("status", STATUSES)):
            for word in values[kind]:
                if word not in choices:
                    raise UnknownName(kind, word, did_you_mean(word, choices))
        return Filters(**values)

    def clause(self, *, attributed: bool = False) -> Clause:
        """Return the SQL condition of resolved filters.

        With `attributed`, statements also pass that a source attributes to one of the officials, or
        that one of them spoke for another or reported.
        """
        clause = ALL
        for name, make in _CONDITIONS.items():
            if values := getattr(self, name):
                clause &= make(values)
        if self.official:
            by = _one_of("s.official")(self.official)
            if attributed:
                heard = _with("evidence", "speaker")(self.official)
                voiced = _voiced(self.official)
                sql = f"({by.sql} OR {heard.sql} OR {voiced.sql})"
                by = Clause(sql, by.values + heard.values + voiced.values)
            clause &= by
        if not self.status:
            clause &= Clause("s.status <> 'misattributed'")
        return clause & self.dates()

    def counted(self) -> Clause:
        """Return the condition of statements in figures: hearsay only if `with_hearsay`."""
        return self.clause() if self.with_hearsay else self.clause() & NO_HEARSAY

    def takes_whole_groups(self) -> bool:
        """Whether the filters pass all that members of groups said, at least within some days."""
        groups = ("official", "faction", "issue", "since", "until", "certain")
        return self._replace(**{key: getattr(Filters(), key) for key in groups}) == Filters()

    def of_groups(self, issue: str) -> Clause:
        """Return the condition of counted statements of the same groups and days on an issue."""
        kept = ("official", "faction", "since", "until", "certain", "with_hearsay")
        own = {key: getattr(self, key) for key in kept}
        return Filters(issue=(issue,), **own).counted()

    def thinning(self) -> Clause:
        """Return the condition of only the filters by official, issue, status and sources.

        Only these may remove statements before statements are compared with each other. Any other
        filter would change which statements are compared.
        """
        return Filters(
            official=self.official,
            issue=self.issue,
            status=self.status,
            min_sources=self.min_sources,
            without_disputed=self.without_disputed,
            with_hearsay=self.with_hearsay,
        ).counted()

    def dates(self) -> Clause:
        """Return the condition that a statement may be between `since` and `until`.

        If `certain`, it must be certainly between them.
        """
        clause = ALL
        starts, ends = ("said_from", "said_to") if self.certain else ("said_to", "said_from")
        unknown = "" if self.certain else " OR s.{key} IS NULL"
        if self.since:
            clause &= Clause(f"(s.{starts} >= ?{unknown.format(key=starts)})", (self.since.first,))
        if self.until:
            clause &= Clause(f"(s.{ends} <= ?{unknown.format(key=ends)})", (self.until.last,))
        return clause


_NAMED = ("official", "faction", "position", "issue", "frame", "source")
"""The filters whose values are names or words of the corpus."""


def _resolved(index: sqlite3.Connection, kind: str, name: str) -> str:
    """Return the id that a name means."""
    from stances.queries import resolve  # noqa: PLC0415 - many questions name nothing

    if kind == "official":
        return resolve.official(index, name)
    return name if kind == "faction" and _is_none(name) else resolve.word(index, kind, name)


def _is_none(faction: str) -> bool:
    """Whether the value stands for no faction."""
    from stances.roles import NO_FACTION  # noqa: PLC0415 - as above

    return faction == NO_FACTION


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def _one_of(column: str) -> Callable[[tuple[str, ...]], Clause]:
    return lambda values: Clause(f"{column} IN ({_marks(values)})", values)


def _with(table: str, column: str) -> Callable[[tuple[str, ...]], Clause]:
    """Select statements with one of the values in a column of a table of their parts."""
    return lambda values: Clause(
        f"s.ref IN (SELECT ref FROM {table} WHERE {column} IN ({_marks(values)}))", values
    )


def _voiced(values: tuple[str, ...]) -> Clause:
    """Select statements that these officials spoke or reported, and those with their words."""
    voiced = _VOICED.format(_marks(values))
    return Clause(f"(s.ref IN ({voiced}) OR s.words_of IN ({voiced}))", values * 2)


def _faction(values: tuple[str, ...]) -> Clause:
    named = _one_of("s.faction")(values)
    return (
        Clause(f"({named.sql} OR s.faction IS NULL)", values)
        if any(map(_is_none, values))
        else named
    )


def _text(values: tuple[str, ...]) -> Clause:
    """Select statements that contain one of the phrases; its last word may be incomplete."""
    folded = tuple(fold_words(value).rstrip() for value in values)
    return Clause(f"({' OR '.join(['instr(s.words, ?) > 0'] * len(values))})", folded)


_CONDITIONS: dict[str, Callable[[Any], Clause]] = {
    "faction": _faction,
    "position": _one_of("s.position"),
    "issue": _one_of("s.issue"),
    "frame": _with("statement_frames", "frame"),
    "form": _with("supporting", "form"),
    "status": _one_of("s.status"),
    "source": _with("supporting", "source"),
    "text": _text,
    "min_sources": lambda number: Clause("s.match_certain >= ?", (min(number, _MANY),)),
    "without_disputed": lambda _: UNDISPUTED,
    "unreviewed": lambda _: Clause("s.reviewed_by = '[]'"),
}
