"""A statement, with everything that it has from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from recount.days import days, moment

Record = dict[str, Any]


@dataclass
class Statement:
    """A statement with everything that it has from elsewhere."""

    ref: str
    official: str
    issue: str
    position: Record
    own: Record
    said: str
    role: str | None
    faction: str | None
    status: str
    evidence: list[Record]
    disputes: list[Record]
    occasion: Record
    unnamed: bool
    coder: str
    certain: int = 0
    probable: int = 0
    retracted: bool = False
    best: Record | None = None
    together: set[str] = field(default_factory=set)

    @cached_property
    def score(self) -> int | None:
        return int(self.position["score"]) if "score" in self.position else None

    @cached_property
    def conditions(self) -> list[str]:
        found: list[str] = self.own.get("conditions", [])
        return found

    @cached_property
    def reading(self) -> tuple[int | None, frozenset[str]]:
        """What a change is a change of; conditions that are only allowed are none of it."""
        needed = self.conditions if "requires" in self.position else ()
        return self.score, frozenset(needed)

    @cached_property
    def first(self) -> str | None:
        return days(self.said)[0]

    @cached_property
    def last(self) -> str | None:
        return days(self.said)[1]

    @cached_property
    def by_time(self) -> tuple[str, str, str, str]:
        at = moment(self.said)
        time = at.isoformat().replace("+00:00", "Z") if at else ""
        return self.first or "", self.last or "9999-12-31", time, self.ref

    @cached_property
    def hearsay(self) -> bool:
        return bool(self.occasion.get("according_to"))

    @cached_property
    def disputed(self) -> bool:
        return self.status in ("disputed", "denied") or any(
            each["about"] in ("speaker", "position") and "resolution" not in each
            for each in self.disputes
        )

    @cached_property
    def sources(self) -> list[str]:
        return [*dict.fromkeys(piece["source"] for piece in self.evidence)]

    @cached_property
    def voices(self) -> list[str]:
        named = self.occasion.get("according_to", [])
        others = [named] if isinstance(named, str) else named
        return [*filter(None, [self.occasion.get("spoken_by")]), *others]

    @cached_property
    def month(self) -> str | None:
        first, last = (self.first or "")[:7], (self.last or "")[:7]
        return first if first and first == last else None

    def precedes(self, other: Statement) -> bool:
        """Whether this was certainly said before the other."""
        one, two = moment(self.said), moment(other.said)
        if one and two and bool(one.tzinfo) is bool(two.tzinfo):
            return one < two
        return bool(self.last and other.first and self.last < other.first)

    def same_occasion(self, other: Statement) -> bool:
        return other.ref in self.together


def can_hold(role: Record, first: str | None, last: str | None) -> bool:
    begins = days(role["from"])[0] if "from" in role else None
    ends = days(role["until"])[1] if "until" in role else None
    too_late = begins is not None and last is not None and last < begins
    too_early = ends is not None and first is not None and ends < first
    return not (role.get("former") == "true" or too_late or too_early)


def office(official: Record, named: Record, said: str) -> tuple[str | None, str | None]:
    """The role and the faction of a statement, by what it names and the day."""
    every = official.get("roles", [])
    roles = [role for role in every if can_hold(role, *days(said))]
    title, faction = named.get("role"), named.get("faction")
    if title is not None:
        roles = [role for role in (*roles, *every) if role.get("title") == title]
    elif faction is not None:
        roles = [role for role in roles if role.get("faction") == faction] or roles
    role = roles[0] if roles else {}
    own = role.get("faction") if faction is None else faction
    return title or role.get("title"), None if own == "none" else own
