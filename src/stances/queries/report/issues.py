"""What was said on one issue: where the factions stand, who said it, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stances.queries.corroborations import Corroboration, corroboration
from stances.queries.figures import NOTHING
from stances.queries.report.officials import officials
from stances.queries.summary import FIGURES, scale, summary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from stances.queries.figures import Figures
    from stances.queries.filters import Filters
    from stances.queries.report.officials import Official, Said
    from stances.queries.summary import Counts, Part, Step


@dataclass(frozen=True)
class Group:
    """A faction (None: none), or all together, with how its statements lie on the scale.

    `counts` has, for each position that occurs, the numbers of statements and officials.
    """

    faction: str | None
    label: str | None
    figures: Figures
    counts: Counts

    @property
    def document(self) -> dict[str, Any]:
        """The whole as one mapping."""
        keys = (*FIGURES, "corroborated", "probably_corroborated")
        positions = [
            {"position": position, "statements": statements, "officials": officials}
            for position, (statements, officials) in self.counts.items()
        ]
        figures = {key: getattr(self.figures, key) for key in keys}
        return {"faction": self.faction, "label": self.label} | figures | {"positions": positions}


@dataclass(frozen=True)
class Issue:
    """An issue: its scale, the factions' places on it, and officials one by one.

    An issue on which sources only attribute statements to those asked for has no `groups`.
    `misattributed` and `disputed` are left out here, as in `About`.
    """

    issue: str
    question: str
    scale: Sequence[Step]
    groups: Sequence[Group]
    total: Group
    misattributed: int
    disputed: int | None
    officials: Sequence[Official]
    corroboration: Corroboration

    @property
    def statements(self) -> list[Said]:
        """All statements in short, in order of time."""
        found = [said for official in self.officials for said in official.statements]
        return sorted(found, key=lambda s: (s.said_from or "", s.said_to or "9999-12-31", s.ref))

    @property
    def document(self) -> dict[str, Any]:
        """The whole as one mapping."""
        return {
            "issue": self.issue,
            "question": self.question,
            "scale": [_step(step) for step in self.scale],
            "factions": [group.document for group in self.groups],
            "total": self.total.document,
            "misattributed": self.misattributed,
            "disputed_left_out": self.disputed,
            "officials": [official.document for official in self.officials],
            "corroboration": [each._asdict() for each in self.corroboration.positions],
            "forms": [each._asdict() for each in self.corroboration.forms],
            "timeline": [_drawn(said) for said in self.statements],
        }


def issues(
    index: sqlite3.Connection, filters: Filters, labels: Mapping[tuple[str, str], str]
) -> list[Issue]:
    """The issues that there is something to say about, in the codebook's order."""
    parts = {part.issue: part for part in summary(index, filters, ("faction",)).parts}
    speakers, clause = officials(index, filters), filters.clause()
    return [
        Issue(
            id_,
            question,
            scale(index, id_),
            _groups(parts.get(id_), labels),
            _total(parts.get(id_)),
            parts[id_].misattributed if id_ in parts else 0,
            parts[id_].disputed_left_out if id_ in parts else None,
            speakers[id_],
            corroboration(index, clause, id_),
        )
        for id_, question in index.execute("SELECT id, question FROM issues ORDER BY rank")
        if id_ in speakers
    ]


def _groups(part: Part | None, labels: Mapping[tuple[str, str], str]) -> list[Group]:
    found = part.groups.items() if part else ()
    return [
        Group(faction, labels.get(("faction", faction or "")), figures, _in_order(part, (faction,)))
        for (faction,), figures in found
        if part
    ]


def _in_order(part: Part, group: tuple[str | None, ...]) -> Counts:
    counts = part.counts[group]
    return {step.id: counts[step.id] for step in part.scale if step.id in counts}


def _total(part: Part | None) -> Group:
    if part is None:
        return Group(None, None, NOTHING, {})
    counts = part.total_counts
    ordered = {step.id: counts[step.id] for step in part.scale if step.id in counts}
    return Group(None, None, part.total, ordered)


def _step(step: Step) -> dict[str, Any]:
    return {
        "position": step.id,
        "label": step.label,
        "definition": step.definition,
        "score": step.score,
    }


def _drawn(said: Said) -> dict[str, Any]:
    return {key: value for key, value in said._asdict().items() if key != "issue"}
