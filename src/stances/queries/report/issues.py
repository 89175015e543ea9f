"""One issue in a report: where factions stand, and how well that is supported."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from stances.queries import faults
from stances.queries.filters import Clause
from stances.queries.findings import scale
from stances.queries.listing import select
from stances.queries.report.officials import KEYS, officials, speakers
from stances.queries.result import Parts
from stances.queries.silence import silent
from stances.queries.summary import FIGURES, NOTHING, Corroboration, corroboration

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.findings import Step
    from stances.queries.report.officials import Official, StatementSummary
    from stances.queries.result import Row
    from stances.queries.silence import Silent
    from stances.queries.summary import Counts, Figures, Part, Summary


@dataclass(frozen=True)
class Group:
    """A faction (None: no faction) or all together, with its statements along the scale.

    `counts` has the numbers of statements and officials for each position that occurs.
    """

    faction: str | None = None
    label: str | None = None
    figures: Figures = NOTHING
    counts: Counts = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        """The group as one mapping."""
        keys = (*FIGURES, "corroborated", "probably_corroborated")
        positions = [
            {"position": position, "statements": statements, "officials": officials}
            for position, (statements, officials) in self.counts.items()
        ]
        figures = {key: getattr(self.figures, key) for key in keys}
        return {"faction": self.faction, "label": self.label} | figures | {"positions": positions}


@dataclass(frozen=True)
class Issue:
    """An issue: its scale, the positions of factions, and the officials one by one.

    It has no `groups` if sources only attribute statements on it to the officials asked for.
    `misattributed` and `disputed` count statements left out here, as in `About`; `hearsay` counts
    statements in no figure.
    """

    issue: str
    question: str
    scale: Sequence[Step]
    groups: Sequence[Group]
    total: Group
    misattributed: int
    disputed: int | None
    hearsay: int
    silent: Sequence[Silent]
    corroboration: Corroboration
    speakers: Callable[[], Iterator[Official]]
    timeline: Callable[[], Iterable[Row]]

    def with_groups(self, groups: Sequence[Group]) -> Issue:
        """Return the same issue with only some of its groups."""
        return replace(self, groups=groups)

    @cached_property
    def officials(self) -> list[Official]:
        """All officials, in the order of factions and then of names."""
        return [*self.speakers()]

    @property
    def statements(self) -> list[StatementSummary]:
        """All short statements, in order of time."""
        every = [said for official in self.officials for said in official.statements]
        return sorted(every, key=lambda s: (s.said_from or "", s.said_to or "9999-12-31", s.ref))

    @property
    def outline(self) -> dict[str, Any]:
        """The issue as one mapping; long parts are read only while they are written."""
        return {
            "issue": self.issue,
            "question": self.question,
            "scale": [
                {
                    "position": step.id,
                    "label": step.label,
                    "definition": step.definition,
                    "score": step.score,
                    "open": step.is_open,
                }
                for step in self.scale
            ],
            "factions": [group.document for group in self.groups],
            "total": self.total.document,
            "misattributed": self.misattributed,
            "disputed_left_out": self.disputed,
            "hearsay": self.hearsay,
            "silent": [
                {"official": each.official, "name": each.name, "faction": each.faction}
                for each in self.silent
            ],
            "officials": Parts(lambda: (each.document for each in self._read())),
            "corroboration": [each._asdict() for each in self.corroboration.positions],
            "forms": [each._asdict() for each in self.corroboration.forms],
            "timeline": Parts(self.timeline),
        }

    def _read(self) -> Iterable[Official]:
        """Yield the officials: from memory once all have been read, otherwise from the index."""
        return self.__dict__.get("officials") or self.speakers()


_IN_TIME = [key for key in KEYS if key != "issue"]
_BY_DAY = "COALESCE(s.said_from, ''), COALESCE(s.said_to, '9999-12-31'), s.ref"


def issues(index: sqlite3.Connection, filters: Filters, by_faction: Summary) -> list[Issue]:
    """Return the issues that have statements here, in the codebook's order."""
    parts = {part.issue: part for part in by_faction.parts}
    labels = by_faction.background.names().factions
    ids, clause = speakers(index, filters), filters.counted()
    misattributed, disputed = faults.misattributed(index, filters), faults.disputed(index, filters)
    reported = []
    for id_, question in index.execute("SELECT issue, question FROM issues ORDER BY number"):
        if id_ in ids:
            own = filters.clause() & Clause("s.issue = ?", (id_,))
            part = parts.get(id_)
            issue = Issue(
                id_,
                question,
                part.scale if part else scale(index, id_),
                _groups(part, labels) if part else [],
                _group(part, part.total, part.total_counts) if part else Group(),
                misattributed.get(id_, 0),
                None if disputed is None else disputed.get(id_, 0),
                part.hearsay if part else 0,
                part.silent if part else silent(index, filters, id_),
                corroboration(index, clause, id_),
                partial(officials, index, filters, id_, ids[id_]),
                partial(select, index, own, _BY_DAY, keys=_IN_TIME),
            )
            reported.append(issue)
    return reported


def _groups(part: Part, labels: Mapping[str, str]) -> list[Group]:
    groups = []
    for key, figures in part.groups.items():
        [faction] = key
        label = labels.get(faction or "")
        groups.append(_group(part, figures, part.counts[key], faction, label))
    return groups


def _group(
    part: Part,
    figures: Figures,
    counts: Counts,
    faction: str | None = None,
    label: str | None = None,
) -> Group:
    """Make a group with its counts in the scale's order."""
    ordered = {step.id: counts[step.id] for step in part.scale if step.id in counts}
    return Group(faction, label, figures, ordered)
