"""The units of an agreement: statements, with the values that coders gave them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.queries import faults
from stances.queries.agreement.alpha import TWO, counted
from stances.queries.readings import readings, unread

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from stances.queries.agreement.alpha import Counts, Level, Value
    from stances.queries.filters import Filters
    from stances.queries.readings import Reading, Unread

    Key = tuple[str, str | None]
    """Values are compared only within a key: an issue; for frames, an issue and a frame."""

Of = Literal["position", "conditions", "frames", "scored"]
OF: tuple[Of, ...] = ("position", "conditions", "frames", "scored")
CAUSES = ("hearsay", "misattributed", "disputed", "no-frame", "unscored", "skipped", "single")
"""Why a reading is left out.

Its statement is; its coder did not code frames; its position has no score; it gives a reason in
place of a position; or it is the only one left of its statement.
"""
_WITHHELD = {
    "hearsay": faults.hearsay_in,
    "misattributed": faults.misattributed_in,
    "disputed": faults.disputed_in,
}
"""For each reason why a statement is in no figure, the function that gives its condition."""
_WORDS = {
    "conditions": ("without", "with"),
    "frames": ("absent", "present"),
    "scored": ("unscored", "scored"),
}
"""The two values where only presence or absence is compared."""


class Unit(NamedTuple):
    """A statement: the values of the readings that count, and why the others do not.

    `coders` are those whose readings count: at least two, or nobody.
    """

    readings: Sequence[Reading]
    coders: Sequence[str]
    values: Mapping[Key, Mapping[str, Value]]
    left_out: Mapping[str, str]

    @property
    def ref(self) -> str:
        """The statement's reference."""
        return self.readings[0].ref

    @property
    def issue(self) -> str:
        """The statement's issue."""
        return self.readings[0].issue

    @property
    def faction(self) -> str | None:
        """The faction that the statement was made for."""
        return self.readings[0].faction

    @property
    def is_alike(self) -> bool:
        """Whether all readings that count are the same."""
        return all(len({*values.values()}) == 1 for values in self.values.values())

    def counts(self, coder: str | None = None) -> Iterator[tuple[Key, Counts]]:
        """Yield each key with the number of coders who gave each value.

        With a `coder`, yield instead one item for each pair of this coder with another.
        """
        for key, values in self.values.items():
            if coder is None:
                yield key, counted(values.values())
            elif coder in values:
                others = (value for name, value in values.items() if name != coder)
                for value in others:
                    yield key, counted((values[coder], value))


class Withheld(NamedTuple):
    """The number of readings of statements that are in no figure, by issue, coder and so on."""

    issue: str
    faction: str | None
    coder: str
    reason: str
    readings: int


class Units(NamedTuple):
    """The statements with codings, and how many have only the reading of their record.

    `withheld` counts the readings of statements that are in no figure.
    """

    statements: Sequence[Unit]
    unread: Sequence[Unread]
    withheld: Sequence[Withheld]
    of: Of
    level: Level

    def some(self, issue: str | None = None, faction: tuple[str | None] | None = None) -> Units:
        """Return only the units of an issue, or of a faction; `(None,)` means no faction."""

        def fits(each: Unit | Unread | Withheld) -> bool:
            of_issue = issue is None or each.issue == issue
            return of_issue and (faction is None or each.faction == faction[0])

        return self._replace(
            statements=[*filter(fits, self.statements)],
            unread=[*filter(fits, self.unread)],
            withheld=[*filter(fits, self.withheld)],
        )

    @property
    def issues(self) -> set[str]:
        """The issues of all units."""
        every = (self.statements, self.unread, self.withheld)
        return {each.issue for some in every for each in some}

    @property
    def factions(self) -> set[str | None]:
        """The factions of all units."""
        every = (self.statements, self.unread, self.withheld)
        return {each.faction for some in every for each in some}

    def of_frame(self, frame: str) -> Units:
        """Return only the decisions on a frame, on the issues on which a coder has seen it."""
        issues = {key[0] for unit in self.statements for key in unit.values if key[1] == frame}
        own = [
            unit._replace(values={key: unit.values[key] for key in unit.values if key[1] == frame})
            for unit in self.statements
            if unit.issue in issues
        ]
        rest = [each for each in self.unread if each.issue in issues]
        withheld = [each for each in self.withheld if each.issue in issues]
        return self._replace(statements=own, unread=rest, withheld=withheld)

    @property
    def frames(self) -> set[str]:
        """The frames that at least one coder has seen."""
        return {key[1] for unit in self.statements for key in unit.values if key[1] is not None}

    @property
    def coders(self) -> list[str]:
        """All coders with a reading, whether it counts or not."""
        own = {each.coder for unit in self.statements for each in unit.readings}
        own |= {each.coder for each in self.withheld}
        return sorted(own | {each.coder for each in self.unread})

    def left_out(self, coder: str | None = None) -> dict[str, int]:
        """Count the excluded readings by cause, without zeros; if given, only those of `coder`."""
        found: Counter[str] = Counter()
        for unit in self.statements:
            for name, cause in unit.left_out.items():
                found[cause] += coder in (None, name)
        for each in self.unread:
            if coder in (None, each.coder):
                is_unscored = self.level != "nominal" and not each.is_scored
                found["unscored" if is_unscored else "single"] += each.statements
        for held in self.withheld:
            found[held.reason] += held.readings * (coder in (None, held.coder))
        return {cause: found[cause] for cause in CAUSES if found[cause]}


def units(  # noqa: PLR0913 - what is asked, each by its keyword
    index: sqlite3.Connection,
    filters: Filters,
    *,
    of: Of,
    level: Level,
    coders: Collection[str] = (),
    frames: Sequence[str] = (),
) -> Units:
    """Return the units of the statements that pass resolved filters.

    With `coders`, only their readings are used. `frames` are those of the codebook, in its order.
    """
    clause = filters.counted()
    every = [
        [each for each in own if not coders or each.coder in coders]
        for own in readings(index, clause)
    ]
    every = [own for own in every if own]
    seen: dict[str, set[str]] = {}
    for own in every if of == "frames" else ():
        for each in own:
            seen.setdefault(each.issue, set()).update(each.frames or ())
    rest = [each for each in unread(index, clause) if not coders or each.coder in coders]
    found = []
    for own in every:
        of_issue = seen.get(own[0].issue, set())
        found.append(unit_of(own, of, level, [each for each in frames if each in of_issue]))
    return Units(found, rest, _withheld(index, filters, coders), of, level)


def _withheld(
    index: sqlite3.Connection, filters: Filters, coders: Collection[str]
) -> list[Withheld]:
    """Return the readings of statements that pass the filters but are in no figure."""
    found: Counter[tuple[str, str | None, str, str]] = Counter()
    for reason, condition in _WITHHELD.items():
        clause = condition(filters)
        if clause is None:
            continue
        for own in readings(index, clause):
            found.update((each.issue, each.faction, each.coder, reason) for each in own)
        for rest in unread(index, clause):
            found[rest.issue, rest.faction, rest.coder, reason] += rest.statements
    return [Withheld(*key, n) for key, n in found.items() if not coders or key[2] in coders]


def unit_of(own: Sequence[Reading], of: Of, level: Level, frames: Sequence[str] = ()) -> Unit:
    """Make a unit of a statement's readings; `frames` are those that a coder has seen."""
    left_out = {each.coder: cause for each in own if (cause := _cause(each, of, level))}
    there = [each for each in own if each.coder not in left_out]
    if len(there) < TWO:
        left_out |= {each.coder: "single" for each in there}
        there = []
    issue = own[0].issue
    values: dict[Key, Mapping[str, Value]] = {}
    if there and of == "frames":
        for frame in frames:
            values[issue, frame] = {
                each.coder: _WORDS[of][frame in (each.frames or ())] for each in there
            }
    elif there:
        values[issue, None] = {each.coder: _value(each, of, level) for each in there}
    return Unit(own, [each.coder for each in there], values, left_out)


def _cause(reading: Reading, of: Of, level: Level) -> str | None:
    """Return why a reading does not count; None if it does."""
    if reading.position is None:
        return "skipped"
    if of == "frames" and reading.frames is None:
        return "no-frame"
    return "unscored" if level != "nominal" and reading.score is None else None


def _value(reading: Reading, of: Of, level: Level) -> Value:
    """Return the value compared: a position or its score, or whether there is any."""
    if of == "conditions":
        return _WORDS[of][bool(reading.conditions)]
    if of == "scored":
        return _WORDS[of][reading.score is not None]
    value = reading.position if level == "nominal" else reading.score
    return "" if value is None else value


def grouped(
    statements: Iterable[Unit], coder: str | None = None
) -> dict[Key, list[tuple[Unit, Counts]]]:
    """Group the units by what they are compared within, each with its counts of values."""
    found: dict[Key, list[tuple[Unit, Counts]]] = {}
    for unit in statements:
        for key, counts in unit.counts(coder):
            found.setdefault(key, []).append((unit, counts))
    return found
