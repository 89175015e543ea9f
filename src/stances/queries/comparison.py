"""`compare`: officials or factions side by side, issue by issue."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from stances.errors import UnknownName
from stances.queries import faults, listing, resolve
from stances.queries.background import NO_BACKGROUND, Background, background
from stances.queries.findings import findings
from stances.queries.records import Attribution, attributions
from stances.queries.summary import FIGURES, NOTHING, Figures, figures
from stances.text import closest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from stances.queries.filters import Filters
    from stances.queries.findings import Finding, Step
    from stances.queries.result import Row

_COUNTED = [key for key in FIGURES if key not in ("silent", "low", "high")]
"""The figures of a side; the others are for groups with members of their own."""
Item = TypeVar("Item")
FACTION = "faction:"
"""The prefix of a side that is a faction."""
KEYS = ("side", *listing.KEYS)
SHOWN = ("side", *(key for key in listing.SHOWN if key not in ("name", "faction")))


@dataclass(frozen=True)
class Side:
    """An official or a faction: its statements in order of time, its figures for each issue.

    `counted` are the statements without hearsay, unless hearsay counts. `findings` say by issue who
    takes which position, but not who is silent. `left_out` is the number of statements left out as
    disputed; None if that was not asked for.
    """

    side: str
    name: str
    statements: Sequence[Row]
    counted: Sequence[Row]
    issues: dict[str, Figures]
    findings: dict[str, Finding]
    frames: Sequence[str]
    attributed: Sequence[Attribution]
    left_out: int | None

    @property
    def is_faction(self) -> bool:
        """Whether the side is a faction."""
        return self.side.startswith(FACTION)

    def figures(self, issue: str, *, undisputed: bool = False) -> Figures:
        """Return the side's figures on an issue; with `undisputed`, without disputed statements."""
        figures = self.issues.get(issue, NOTHING)
        return figures.undisputed if undisputed and figures.undisputed else figures

    def on(self, issue: str) -> list[Row]:
        """Return the statements on an issue."""
        return [row for row in self.statements if row["issue"] == issue]

    def used(self, issue: str) -> list[Step]:
        """Return the positions that its statements take on an issue, in the codebook's order."""
        finding = self.findings.get(issue)
        positions = {row["position"] for row in self.counted if row["issue"] == issue}
        choices = finding.choices if finding else ()
        return [choice for choice in choices if choice.id in positions]

    def taken(self, issue: str) -> list[Step]:
        """Return the positions as `used` does, but open ones only if there is no other."""
        used = self.used(issue)
        return [choice for choice in used if not choice.is_open] or used

    def doubtful(self, issue: str) -> set[str]:
        """Return the positions on an issue that only disputed statements take."""
        own = [row for row in self.counted if row["issue"] == issue]
        sure = {row["position"] for row in own if not row["disputed"]}
        return {row["position"] for row in own} - sure

    def frames_on(self, issue: str) -> list[str]:
        """Return the frames of its statements on an issue, in the codebook's order."""
        counted = (row for row in self.counted if row["issue"] == issue)
        used = {frame for row in counted for frame in row["frames"]}
        return [frame for frame in self.frames if frame in used]


@dataclass(frozen=True)
class Comparison:
    """All sides, what they have in common, and how far apart they are.

    `issues` are those on which a side has a statement; `unspoken` are the others asked for. If
    `is_whole`, the filters hide none of a side's statements, so a side without any on an issue is
    silent. If `is_of_days`, it is silent in the days asked for.
    """

    sides: Sequence[Side]
    issues: Sequence[str]
    unspoken: Sequence[str] = ()
    background: Background = NO_BACKGROUND
    is_whole: bool = True
    is_of_days: bool = False
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

    def choices(self, issue: str) -> Sequence[Step]:
        """Return the positions of an issue, in the codebook's order."""
        found = (side.findings[issue].choices for side in self.sides if issue in side.findings)
        return next(found, ())

    def distance(self, issue: str, *, undisputed: bool = False) -> float | None:
        """Return the difference between the sides' highest and lowest mean on an issue.

        It is None if a side has no scored statement on the issue.
        """
        return apart([side.figures(issue, undisputed=undisputed) for side in self.sides])

    def scored(self, issue: str, *, undisputed: bool = False) -> int:
        """Return how many scored statements the distance on an issue rests on."""
        return sum(side.figures(issue, undisputed=undisputed).scored for side in self.sides)

    def shared_positions(self, issue: str) -> list[str]:
        """Return the positions that every side takes on an issue, in the codebook's order."""
        return [choice.id for choice in shared([side.used(issue) for side in self.sides])]

    def shared_frames(self, issue: str) -> list[str]:
        """Return the frames that every side uses on an issue, in the codebook's order."""
        return shared([side.frames_on(issue) for side in self.sides])

    @property
    def in_figures(self) -> ComparedFigures:
        """The figures of each side on each issue, and the distance of the sides."""
        return ComparedFigures(
            [
                {"issue": issue, "side": side.side}
                | {key: getattr(side.figures(issue), key) for key in _COUNTED}
                | {"distance": self.distance(issue), "means": _means(side, issue)}
                for issue in self.issues
                for side in self.sides
            ],
            self.background,
        )

    @property
    def document(self) -> dict[str, Any]:
        """The whole comparison as one mapping."""
        return {
            "sides": [self._side(side) for side in self.sides],
            "issues": [
                {
                    "issue": issue,
                    "distance": self.distance(issue),
                    "scored": self.scored(issue),
                    "shared_positions": self.shared_positions(issue),
                    "shared_frames": self.shared_frames(issue),
                }
                for issue in self.issues
            ],
            "rows": self.rows,
        }

    def _side(self, side: Side) -> dict[str, Any]:
        return {
            "side": side.side,
            "name": side.name,
            "issues": [
                {"issue": issue} | {key: getattr(side.figures(issue), key) for key in FIGURES}
                for issue in self.issues
            ],
            "frames": list(side.frames),
            "attributed": [attribution._asdict() for attribution in side.attributed],
        }


class ComparedFigures(NamedTuple):
    """The figures of a comparison without its statements: a row for each issue and side.

    A row in `figure_rows` also has the number of officials in `means`; None for a single official.
    """

    figure_rows: Sequence[Row]
    background: Background = NO_BACKGROUND
    keys: Sequence[str] = ("issue", "side", *_COUNTED, "distance")
    figure_keys: Sequence[str] = (*_COUNTED, "distance")
    document: None = None
    kind: str = "compared"
    is_document: bool = True

    @property
    def rows(self) -> list[Row]:
        """The rows."""
        return [{key: row[key] for key in self.keys} for row in self.figure_rows]


def _means(side: Side, issue: str) -> int | None:
    return len(side.figures(issue).means) if side.is_faction else None


def shared(lists: Sequence[Sequence[Item]]) -> list[Item]:
    """Return the items that all lists have, in the order of the first list."""
    first, *others = lists
    return [each for each in first if all(each in other for other in others)]


def apart(sides: Sequence[Figures]) -> float | None:
    """Return the difference between the highest and the lowest mean; None if one is missing."""
    means = [side.mean for side in sides]
    scored = [mean for mean in means if mean is not None]
    return max(scored) - min(scored) if scored and len(scored) == len(means) else None


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
        raise ValueError(f"--{kind} cannot be combined with a side of the same kind")
    sides = [_side(index, key, filters) for key in keys]
    rows = index.execute("SELECT issue FROM issues ORDER BY number").fetchall()
    asked = [str(issue) for (issue,) in rows if not filters.issue or issue in filters.issue]
    spoken = {row["issue"] for side in sides for row in side.statements}
    issues = [issue for issue in asked if issue in spoken]
    unspoken = [issue for issue in asked if issue not in spoken]
    return Comparison(
        sides,
        issues,
        unspoken,
        background(index),
        is_whole=takes_whole_sides(filters),
        is_of_days=bool(filters.since or filters.until),
    )


def takes_whole_sides(filters: Filters) -> bool:
    """Whether filters pass all that a side said on an issue in some days."""
    is_of_some = filters.official or filters.faction
    return not is_of_some and filters._replace(with_hearsay=False).takes_whole_groups()


def _resolve(index: sqlite3.Connection, name: str) -> str:
    if name.startswith(FACTION):
        return FACTION + resolve.word(index, "faction", name.removeprefix(FACTION))
    try:
        return resolve.official(index, name)
    except UnknownName as error:
        kind, colon, id_ = name.partition(":")
        is_mistyped = colon and closest(f"{kind}:", [FACTION])
        with suppress(UnknownName):
            faction = resolve.word(index, "faction", id_ if is_mistyped else name)
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
    statements = list(listing.select(index, filters.clause(), listing.BY_TIME))
    used = {frame for row in statements for frame in row["frames"]}
    frames = index.execute("SELECT frame FROM frames ORDER BY number")
    disputed = faults.disputed(index, filters)
    return Side(
        side,
        name,
        statements,
        [row for row in statements if filters.with_hearsay or not row["hearsay"]],
        {
            str(issue): value
            for (issue,), value in figures(index, filters.counted(), ("issue",)).items()
        },
        {each.issue: each for each in findings(index, filters, lambda _: ())},
        [frame for (frame,) in frames if frame in used],
        [] if faction else attributions(index, side, filters._replace(official=()).clause()),
        None if disputed is None else sum(disputed.values()),
    )
