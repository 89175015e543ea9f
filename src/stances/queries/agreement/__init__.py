"""`agreement`: how far coders of the same statements agree."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.coders import digest_of_words, folder_of
from stances.errors import UnknownName
from stances.queries.agreement.alpha import LEVELS, Level, coincidences, disagreement, total
from stances.queries.agreement.bootstrap import RESAMPLES, Interval, interval
from stances.queries.agreement.kappa import kappa, percent
from stances.queries.agreement.units import OF, Of, Units, grouped, units
from stances.queries.background import NO_BACKGROUND, Background, background
from stances.queries.faults import unread_codings
from stances.queries.result import from_json
from stances.text import did_you_mean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from fractions import Fraction

    from stances.queries.agreement.units import Key, Unit
    from stances.queries.filters import Clause, Filters
    from stances.queries.result import Row

__all__ = ["BY", "KEYS", "LEVELS", "OF", "By", "Level", "Of", "agreement", "asked", "clash"]

By = Literal["issue", "faction", "coder", "frame"]
BY: tuple[By, ...] = ("issue", "faction", "coder", "frame")
KEYS = (
    "issue of level coders units readings agreement kappa alpha low high left_out reason"
).split()
_NO_INTERVAL = Interval(None, None, 0)
_SHOWN = "issue units readings agreement kappa alpha low high reason".split()


def clash(of: Of, level: Level, by: By) -> str | None:
    """Return why these options do not go together; None if they do."""
    for value, choices in ((of, OF), (level, LEVELS), (by, BY)):
        if value not in choices:
            return f"there is no {value!r} here; {did_you_mean(value, choices)}"
    if level != "nominal" and of != "position":
        return f"{of} has two values without an order: its level is nominal"
    if by == "frame" and of != "frames":
        return "by frame goes with frames alone"
    return None


class Scale(NamedTuple):
    """The difference between the ends of an issue's scale; None if no position has a score."""

    issue: str
    width: int | None


class Figures(NamedTuple):
    """How far the coders of some statements agree.

    `alike` counts the statements whose readings are all the same; `kappas` counts the pairs of
    coders with a kappa. Undefined figures are None, and `reason` says why.
    """

    coders: int
    units: int
    readings: int
    alike: int
    agreement: Fraction | None
    kappa: Fraction | None
    kappas: int
    alpha: Fraction | None
    interval: Interval
    left_out: Mapping[str, int]
    reason: str | None


class Line(NamedTuple):
    """A row: a group of statements, and its figures. `issue` is None for several issues."""

    group: str | None
    issue: str | None
    figures: Figures


class Agreement:
    """A line for each group; if the groups are issues, one more for all of them together.

    `by` is the key that statements are grouped by. `coders` have read at least one of them.
    `outdated` counts the statements whose words changed after a coder read them.
    """

    kind = "agreement"
    document = None

    def __init__(  # noqa: PLR0913 - what was asked, each by its keyword
        self,
        lines: Sequence[Line],
        *,
        of: Of,
        level: Level,
        by: By,
        coders: Sequence[str],
        outdated: int = 0,
        background: Background = NO_BACKGROUND,
    ) -> None:
        self.lines, self.of, self.level, self.by = lines, of, level, by
        self.coders, self.outdated, self.background = coders, outdated, background

    @property
    def keys(self) -> Sequence[str]:
        """The key of the group (unless it is the issue), and the figures."""
        return KEYS if self.by == "issue" else [self.by, *KEYS]

    @property
    def shown(self) -> Sequence[str]:
        """The key of the group (unless it is the issue), and the figures that matter most."""
        return _SHOWN if self.by == "issue" else [self.by, *_SHOWN]

    @cached_property
    def rows(self) -> Sequence[Row]:
        """One row for each line."""
        return [self._row(line) for line in self.lines]

    def _row(self, line: Line) -> Row:
        figures = line.figures
        row: Row = {} if self.by == "issue" else {self.by: line.group}
        row |= {"issue": line.issue, "of": self.of, "level": self.level}
        row |= {key: getattr(figures, key) for key in ("coders", "units", "readings")}
        low, high, _ = figures.interval
        exact = (figures.agreement, figures.kappa, figures.alpha, low, high)
        names = ("agreement", "kappa", "alpha", "low", "high")
        row |= {
            key: None if value is None else float(value)
            for key, value in zip(names, exact, strict=True)
        }
        return row | {"left_out": dict(figures.left_out), "reason": figures.reason}


class Asked(NamedTuple):
    """The selected statements, and the scales of their issues, in the codebook's order.

    `named` are the coders whom the user named. `outdated` counts the statements whose words changed
    after they were read by a coder whose reading counts.
    """

    units: Units
    scales: Sequence[Scale]
    factions: Sequence[str | None]
    frames: Sequence[str]
    named: Sequence[str] = ()
    outdated: int = 0

    def width_of(self, key: Key) -> int:
        """Return the width of the scale on which values of this key are compared."""
        return next(scale.width or 1 for scale in self.scales if scale.issue == key[0])

    @property
    def issue(self) -> str | None:
        """The issue of all statements; None if there are several issues, or none."""
        return self.scales[0].issue if len(self.scales) == 1 else None


def asked(
    index: sqlite3.Connection,
    filters: Filters,
    *,
    of: Of = "position",
    level: Level = "nominal",
    coders: Sequence[str] = (),
) -> Asked:
    """Select the statements that pass resolved filters. Raises `UnknownName` for a coder."""
    coders = _known(index, coders)
    query = "SELECT frame FROM frames ORDER BY number"
    frames = [frame for (frame,) in index.execute(query).fetchall()]
    found = units(index, filters, of=of, level=level, coders=coders, frames=frames)
    query = """
        SELECT i.issue, MAX(p.score) - MIN(p.score) AS width
        FROM issues AS i LEFT JOIN positions AS p ON p.issue = i.issue
        GROUP BY i.issue, i.number ORDER BY i.number"""
    scales = [Scale(*row) for row in index.execute(query).fetchall() if row[0] in found.issues]
    query = "SELECT faction FROM factions ORDER BY number"
    factions = [faction for (faction,) in index.execute(query).fetchall()]
    return Asked(
        found,
        scales,
        [each for each in (*factions, None) if each in found.factions],
        [frame for frame in frames if frame in found.frames],
        coders,
        _outdated(index, filters.counted(), found.statements),
    )


_WORDS = """
    SELECT c.ref, c.coder, c.words, s.evidence
    FROM codings AS c JOIN statements AS s ON s.ref = c.ref
    WHERE c.words <> '[]' AND {clause} ORDER BY c.ref, c.coder"""


def _outdated(index: sqlite3.Connection, clause: Clause, statements: Sequence[Unit]) -> int:
    """Count the statements whose words changed since a coder read them, if the reading counts."""
    counting = {unit.ref: unit.coders for unit in statements if unit.coders}
    found: set[str] = set()
    read: tuple[str, Collection[str]] = ("", ())
    for ref, coder, words, evidence in index.execute(
        _WORDS.format(clause=clause.sql), clause.values
    ):
        if ref in found or coder not in counting.get(ref, ()):
            continue
        if read[0] != ref:
            read = ref, sorted(digest_of_words(piece["text"]) for piece in from_json(evidence))
        if sorted(from_json(words)) != read[1]:
            found.add(ref)
    return len(found)


def _known(index: sqlite3.Connection, coders: Sequence[str]) -> Sequence[str]:
    """Return the folders of these coders. Raises `UnknownName` for one without readings."""
    if not coders:
        return ()
    query = "SELECT coder FROM codings UNION SELECT coder FROM statements ORDER BY coder"
    known = [*dict.fromkeys(folder_of(coder) for (coder,) in index.execute(query).fetchall())]
    for coder in coders:
        if folder_of(coder) not in known:
            hint = unread_codings(index, folder_of(coder)) or did_you_mean(coder, known)
            raise UnknownName("coder", coder, hint)
    return [*dict.fromkeys(map(folder_of, coders))]


def agreement(
    index: sqlite3.Connection,
    found: Asked,
    *,
    by: By = "issue",
    seed: int | None = 1,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Agreement:
    """Compute how far the coders of the statements agree, group by group.

    Without a seed, no intervals are computed: they take long.
    """
    every = found.units
    parts: list[tuple[str | None, str | None, Units, str | None]]
    if by == "faction":
        parts = [
            (faction, found.issue, every.some(faction=(faction,)), None)
            for faction in found.factions
        ]
    elif by == "coder":
        parts = [(coder, found.issue, every, coder) for coder in every.coders]
    elif by == "frame":
        parts = [(frame, found.issue, every.of_frame(frame), None) for frame in found.frames]
    else:
        parts = [
            (scale.issue, scale.issue, every.some(scale.issue), None) for scale in found.scales
        ]
        if len(parts) > 1:
            parts.append((None, None, every, None))
    reckoning = _Reckoning(found, seed, progress, len(parts))
    lines = [
        Line(group, issue, reckoning.figures(own, coder)) for group, issue, own, coder in parts
    ]
    return Agreement(
        lines,
        of=every.of,
        level=every.level,
        by=by,
        coders=every.coders,
        outdated=found.outdated,
        background=background(index),
    )


class _Reckoning:
    """Computes the figures of one group after another, and reports its progress.

    Without a seed, no intervals are computed.
    """

    def __init__(
        self, found: Asked, seed: int | None, progress: Callable[[int, int], None], lines: int
    ) -> None:
        self._found, self._seed, self._progress = found, seed, progress
        self._done, self._of = 0, lines * RESAMPLES

    def figures(self, own: Units, coder: str | None) -> Figures:
        """Compute the figures of some statements; with a `coder`, only of this coder's pairs."""
        counting = [
            unit for unit in own.statements if unit.coders and (not coder or coder in unit.coders)
        ]
        groups = grouped(counting, coder)
        found = total(
            disagreement(
                coincidences(counts for _, counts in each), own.level, self._found.width_of(key)
            )
            for key, each in groups.items()
        )
        pairable = [[unit.values[key] for unit in counting if key in unit.values] for key in groups]
        mean, pairs = kappa(pairable, coder)
        between = _NO_INTERVAL
        if found not in (None, 1) and self._seed is not None:
            between = self._interval(counting, [*groups], coder, own.level, self._seed)
        self._done += RESAMPLES
        readings = len(counting) if coder else sum(len(unit.coders) for unit in counting)
        return Figures(
            coders=len({name for unit in counting for name in unit.coders}),
            units=len(counting),
            readings=readings,
            alike=sum(unit.is_alike for unit in counting),
            agreement=percent(counts for each in groups.values() for _, counts in each),
            kappa=mean,
            kappas=pairs,
            alpha=found,
            interval=between,
            left_out=own.left_out(coder),
            reason="; ".join(self._reasons(own, groups, found, between, mean)) or None,
        )

    def _interval(
        self,
        counting: Sequence[Unit],
        keys: Sequence[Key],
        coder: str | None,
        level: Level,
        seed: int,
    ) -> Interval:
        numbers = {key: number for number, key in enumerate(keys)}
        statements = [
            [(numbers[key], counts) for key, counts in unit.counts(coder)] for unit in counting
        ]
        widths = [self._found.width_of(key) for key in keys]
        before, of = self._done, self._of

        def progress(done: int, _: int) -> None:
            self._progress(before + done, of)

        return interval(statements, widths, level, seed, progress)

    def _reasons(
        self,
        own: Units,
        groups: Mapping[Key, object],
        found: Fraction | None,
        between: Interval,
        mean: Fraction | None,
    ) -> Iterator[str]:
        """Yield why there is no alpha, no kappa or no interval."""
        if not groups:
            yield self._nothing(own)
        elif found is None:
            yield "all readings are the same, which leaves alpha and kappa undefined"
        elif mean is None:
            yield "each pair of coders has readings of one value alone: kappa is undefined"
        if found == 1:
            yield "no readings differ, and no resample of them would: there is no interval"
        elif found is not None and between.low is None and self._seed is not None:
            yield (
                f"{between.undefined} of {RESAMPLES} resamples have readings of one value alone, "
                "and so no alpha: there is no interval"
            )

    def _nothing(self, own: Units) -> str:
        """Return why there is nothing to compare."""
        scored = {scale.issue for scale in self._found.scales if scale.width is not None}
        if own.level != "nominal" and not own.issues & scored:
            return f"no position has a score, which the level {own.level} needs: use nominal"
        if own.of == "frames" and any(unit.coders for unit in own.statements):
            return "nobody has seen a frame"
        if own.of == "frames" and own.left_out().get("no-frame"):
            return "no statement has the frames of two coders"
        scores = "" if own.level == "nominal" else " with a score"
        return f"no statement has two readings{scores}"
