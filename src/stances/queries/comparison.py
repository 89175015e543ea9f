"""`compare`: officials or factions side by side, issue by issue."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stances.errors import UnknownName
from stances.queries import faults, listing, resolve
from stances.queries.background import NO_BACKGROUND, Background, background
from stances.queries.records import Attribution, attributions
from stances.queries.summary import FIGURES, NOTHING, Figures, figures

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row

FACTION = "faction:"
"""The prefix of a side that is a faction."""
KEYS = ("side", *listing.KEYS)
SHOWN = ("side", *(key for key in listing.SHOWN if key not in ("name", "faction")))


@dataclass(frozen=True)
class Side:
    """An official or a faction: its statements in order of time, its figures for each issue.

    `left_out` is how many were left out as disputed; None unless that was asked for.
    """

    side: str
    name: str
    statements: Sequence[Row]
    issues: dict[str, Figures]
    frames: Sequence[str]
    attributed: Sequence[Attribution]
    left_out: int | None

    def figures(self, issue: str, *, undisputed: bool = False) -> Figures:
        """The side's figures on an issue, perhaps those without its disputed statements."""
        figures = self.issues.get(issue, NOTHING)
        return figures.undisputed if undisputed and figures.undisputed else figures


@dataclass(frozen=True)
class Comparison:
    """All sides, what they have in common, and how far apart they are."""

    sides: Sequence[Side]
    questions: dict[str, str]
    labels: dict[str, str]
    background: Background = NO_BACKGROUND
    kind: str = "comparison"
    shown: Sequence[str] = SHOWN

    @property
    def keys(self) -> Sequence[str]:
        """The side that a row belongs to, and the keys of `list`."""
        return KEYS

    @property
    def rows(self) -> list[Row]:
        """The statements, side by side, each side's in order of time."""
        return [{"side": side.side} | row for side in self.sides for row in side.statements]

    @property
    def shared_frames(self) -> list[str]:
        """Frames that every side uses, in the codebook's order."""
        used = [set(side.frames) for side in self.sides]
        return [frame for frame in self.sides[0].frames if all(frame in frames for frames in used)]

    def distance(self, issue: str, *, undisputed: bool = False) -> float | None:
        """The difference between the highest and the lowest mean of the sides on an issue.

        None if a side has no scored statement on it.
        """
        means = [side.figures(issue, undisputed=undisputed).mean for side in self.sides]
        scored = [mean for mean in means if mean is not None]
        return max(scored) - min(scored) if len(scored) == len(means) else None

    def scored(self, issue: str, *, undisputed: bool = False) -> int:
        """How many scored statements the distance on an issue rests on."""
        return sum(side.figures(issue, undisputed=undisputed).scored for side in self.sides)

    @property
    def document(self) -> dict[str, Any]:
        """The whole; `distance` and `scored` are None if several issues are compared."""
        only = next(iter(self.questions)) if len(self.questions) == 1 else None
        return {
            "sides": [self._side(side) for side in self.sides],
            "rows": self.rows,
            "shared_frames": self.shared_frames,
            "distance": self.distance(only) if only else None,
            "scored": self.scored(only) if only else None,
        }

    def _side(self, side: Side) -> dict[str, Any]:
        return {
            "side": side.side,
            "name": side.name,
            "issues": [
                {"issue": issue} | {key: getattr(side.figures(issue), key) for key in FIGURES}
                for issue in self.questions
            ],
            "frames": list(side.frames),
            "attributed": [attribution._asdict() for attribution in side.attributed],
        }


def comparison(index: sqlite3.Connection, names: Sequence[str], filters: Filters) -> Comparison:
    """Compare officials, or factions written `faction:ID`, within resolved filters.

    Raises `UnknownName` or `AmbiguousName` for a side; `ValueError`, with a sentence, if a side is
    given twice or a filter is of the same kind as a side.
    """
    keys = [_resolve(index, name) for name in names]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{twice} stands twice; a comparison takes different ones")
    factions = [key.startswith(FACTION) for key in keys]
    if (filters.faction and any(factions)) or (filters.official and not all(factions)):
        kind = "faction" if filters.faction and any(factions) else "official"
        raise ValueError(f"--{kind} does not go with a side that is itself of that kind")
    sides = [_side(index, key, filters) for key in keys]
    rows = index.execute("SELECT issue, question FROM issues ORDER BY number")
    questions = {id_: text for id_, text in rows if any(id_ in side.issues for side in sides)}
    frames = dict(index.execute("SELECT frame, label FROM frames").fetchall())
    return Comparison(sides, questions, frames, background(index))


def _resolve(index: sqlite3.Connection, name: str) -> str:
    if name.startswith(FACTION):
        return FACTION + resolve.word(index, "faction", name.removeprefix(FACTION))
    try:
        return resolve.official(index, name)
    except UnknownName as error:
        with suppress(UnknownName):
            faction = resolve.word(index, "faction", name)
            error.hint = f"did you mean `{FACTION}{faction}`?"
        raise


def _side(index: sqlite3.Connection, side: str, filters: Filters) -> Side:
    faction = side.removeprefix(FACTION) if side.startswith(FACTION) else None
    if faction:
        filters = filters._replace(faction=(faction,))
        query = "SELECT label FROM factions WHERE faction = ?"
    else:
        filters = filters._replace(official=(side,))
        query = "SELECT name FROM officials WHERE official = ?"
    [name] = index.execute(query, (faction or side,)).fetchone()
    clause, counted = filters.clause(), filters.counted()
    statements = list(listing.select(index, clause, listing.BY_TIME))
    used = {frame for row in statements for frame in row["frames"]}
    frames = index.execute("SELECT frame FROM frames ORDER BY number")
    disputed = faults.disputed(index, filters)
    return Side(
        side,
        name,
        statements,
        {str(issue): value for (issue,), value in figures(index, counted, ("issue",)).items()},
        [frame for (frame,) in frames if frame in used],
        [] if faction else attributions(index, side, filters._replace(official=()).clause()),
        None if disputed is None else sum(disputed.values()),
    )
