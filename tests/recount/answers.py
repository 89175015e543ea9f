"""Every answer about a corpus."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from recount.corpus import STATUSES, Corpus
from recount.days import days
from recount.figures import backed, corroboration, distance, figures, mean_of, positions, reach
from recount.order import apart, in_tension, kind_of, latest_of, places
from recount.statement import can_hold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recount.corpus import Filters
    from recount.statement import Record, Statement

WHOLE_GROUPS = {"official", "faction", "issue", "since", "until", "certain"}
"""The filters under which a group still has all its members."""


class Judge(Corpus):
    """A corpus, and every figure about it."""

    # Figures

    def summary(self, by: Sequence[str], filters: Filters) -> list[Record]:
        """The rows of `summary`, in no particular order."""
        by = [key for key in by if key != "issue"]
        counted, rows = self.counted(filters), []
        heard = {each.issue for each in self.matching(filters) if each.hearsay}
        for issue in self.issues:
            said = [each for each in counted if each.issue == issue]
            if said or issue in heard:
                rows += self._summary_of(issue, said, by, filters)
        return rows

    def _summary_of(
        self, issue: str, said: list[Statement], by: Sequence[str], filters: Filters
    ) -> list[Record]:
        groups: dict[tuple[str | None, ...], list[Statement]] = defaultdict(list)
        for each in said:
            for key in _keys(each, by):
                groups[key].append(each)
        rows = []
        if not {*by} <= {"faction", "official"}:
            for key, members in groups.items():
                rows.append({"issue": issue} | dict(zip(by, key, strict=True)) | figures(members))
            return rows
        silent: Counter[tuple[str | None, ...]] = Counter()
        heard: Counter[tuple[str | None, ...]] = Counter()
        for number, officials in (
            (silent, self.silent(issue, filters)),
            (heard, self.only_heard(issue, filters)),
        ):
            for id_, faction in officials.items():
                number[tuple({"official": id_, "faction": faction}[key] for key in by)] += 1
        also = self._spoke_otherwise(issue, by, filters) if "official" in by else set()
        scores = [int(each["score"]) for each in self.issues[issue].values() if "score" in each]
        used = {key for key, value in filters.items() if value}
        for key in {*groups, *silent, *(heard if [*by] != ["faction"] else ()), *also}:
            found = figures(groups[key]) | {"silent": silent[key]}
            others = found["officials"] - found.pop("means") + silent[key] + heard[key]
            if scores and used <= WHOLE_GROUPS:
                found |= reach(groups[key], others, min(scores), max(scores))
            rows.append({"issue": issue} | dict(zip(by, key, strict=True)) | found)
        return rows

    def findings(self, filters: Filters) -> dict[str, Record]:
        """What was found on each issue: who stands where, who says nothing, and the counts."""
        matching, found = self.matching(filters), {}
        for issue in self.issues:
            said = [each for each in matching if each.issue == issue]
            counted = [each for each in said if filters.get("with_hearsay") or not each.hearsay]
            if said:
                found[issue] = {
                    "positions": [*self.issues[issue]],
                    "standings": self._standings(issue, counted),
                    "anonymous": dict(
                        Counter((e.faction, e.position["id"]) for e in counted if e.unnamed)
                    ),
                    "silent": self.silent(issue, filters),
                    "heard": self.only_heard(issue, filters),
                    "statements": len(counted),
                    "contested": sum(bool(each.disputes) for each in counted),
                    "disputed": sum(each.disputed for each in counted),
                    "corroborated": sum(each.certain > 1 for each in counted),
                    "probably_corroborated": sum(
                        each.certain < 2 <= each.certain + each.probable for each in counted
                    ),
                    "dated": sum(
                        bool(re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", each.said)) for each in counted
                    ),
                    "hearsay": len(said) - len(counted),
                }
        return found

    def _standings(self, issue: str, counted: list[Statement]) -> list[tuple[Any, ...]]:
        """Officials with their factions: the positions taken, and those that rest on disputes."""
        groups: dict[tuple[str, str | None], list[Statement]] = defaultdict(list)
        for each in counted:
            if not each.unnamed:
                groups[each.official, each.faction].append(each)
        standings = []
        for (official, faction), own in groups.items():
            taken = [id_ for id_ in self.issues[issue] if id_ in {e.position["id"] for e in own}]
            sure = {each.position["id"] for each in own if not each.disputed}
            doubtful = [id_ for id_ in taken if id_ not in sure]
            standings.append((faction, self.officials[official]["name"], official, taken, doubtful))
        ranks = {faction: rank for rank, faction in enumerate([*self.factions, None])}
        return sorted(standings, key=lambda each: (ranks[each[0]], each[1:3]))

    def silent(self, issue: str, filters: Filters) -> dict[str, str | None]:
        """The officials with no statement on an issue in the days asked for, and their factions."""
        counted = {each.official for each in self.counted(filters) if each.issue == issue}
        spoke = self._speakers(issue, filters, hearsay=True)
        return {
            id_: faction
            for id_, faction in self._members(filters).items()
            if id_ not in counted | spoke
        }

    def only_heard(self, issue: str, filters: Filters) -> dict[str, str | None]:
        """The officials of whom there is hearsay on an issue, and nothing that is counted."""
        if filters.get("with_hearsay"):
            return {}
        heard = self._speakers(issue, filters, hearsay=True)
        heard -= self._speakers(issue, filters, hearsay=False)
        return {id_: faction for id_, faction in self._members(filters).items() if id_ in heard}

    def _speakers(self, issue: str, filters: Filters, *, hearsay: bool) -> set[str]:
        """Whoever has a statement on an issue in the days asked for, in any faction's name."""
        only = {key: filters[key] for key in ("since", "until", "certain") if key in filters}
        only |= {"issue": [issue]}
        if "misattributed" in filters.get("status", []):
            only["status"] = [*STATUSES]
        return {each.official for each in self.matching(only) if hearsay or not each.hearsay}

    def _spoke_otherwise(
        self, issue: str, by: Sequence[str], filters: Filters
    ) -> set[tuple[str | None, ...]]:
        """The groups of those who spoke on an issue, whatever other filters leave of it."""
        only = {key: filters[key] for key in (*WHOLE_GROUPS, "with_hearsay") if key in filters}
        return {
            key
            for each in self.counted(only)
            if each.issue == issue and not each.unnamed
            for key in _keys(each, by)
        }

    def _members(self, filters: Filters) -> dict[str, str | None]:
        """The officials asked about, by the faction of their first role in the days asked for."""
        firsts = [each.first for each in self.statements if each.first]
        lasts = [each.last for each in self.statements if each.last]
        since = days(filters["since"])[0] if filters.get("since") else min(firsts, default=None)
        until = days(filters["until"])[1] if filters.get("until") else max(lasts, default=None)
        heard = {
            *(piece.get("speaker") for each in self.statements for piece in each.evidence),
            *(id_ for each in self.statements for id_ in self.voiced_by(each)),
        }
        members = {}
        for id_, official in self.officials.items():
            roles = [role for role in official.get("roles", []) if can_hold(role, since, until)]
            faction = roles[0].get("faction") if roles else None
            is_asked = not filters.get("official") or id_ in filters["official"]
            is_asked &= not filters.get("faction") or (faction or "none") in filters["faction"]
            stands_for_itself = official.get("statements") or id_ not in heard
            if official.get("kind") != "unnamed" and stands_for_itself and is_asked:
                members[id_] = faction
        return members

    # Time

    def places(self, filters: Filters) -> dict[str, Record]:
        """Of each scored statement, what it may follow, and whether it is a change of that."""
        runs: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for each in self.thinned(filters):
            if each.score is not None and not each.unnamed:
                runs[each.official, each.issue].append(each)
        return {ref: place for run in runs.values() for ref, place in places(run).items()}

    def timeline(self, filters: Filters) -> dict[str, Record]:
        """Of each statement shown: `change`, `group`, what it may follow, `gained`, `dropped`."""
        places = self.places(filters)
        nothing: Record = dict.fromkeys(("change", "group", "gained", "dropped"))
        nothing["latest"] = []
        return {
            each.ref: places.get(each.ref, nothing)
            for each in self.matching(filters, attributed=True)
        }

    def pairs(self, filters: Filters, within: int = 30) -> list[Record]:
        """The groups of pairs of `conflicts`: the official, the issue, the kind, and all pairs."""
        wanted = {each.ref for each in self.matching(filters)}
        found: dict[tuple[str, ...], list[tuple[Statement, Statement]]] = defaultdict(list)
        everyone = sorted(self.thinned(filters), key=lambda each: each.by_time)
        for one, other in combinations(everyone, 2):
            alike = (one.official, one.issue) == (other.official, other.issue)
            close = apart(one, other) <= within
            if not (alike and close and not one.unnamed and wanted & {one.ref, other.ref}):
                continue
            ids = sorted((one.position["id"], other.position["id"]))
            if (one.score or 0) * (other.score or 0) < 0:
                found[one.official, one.issue, "opposite"].append((one, other))
            elif in_tension(one, other):
                found[one.official, one.issue, "tension", *ids].append((one, other))
        return [
            {
                "official": official,
                "issue": issue,
                "is_tension": kind == "tension",
                "pairs": {(one.ref, other.ref): kind_of(kind, one, other) for one, other in pairs},
                "strength": {
                    (one.ref, other.ref): abs((one.score or 0) - (other.score or 0))
                    for one, other in pairs
                },
            }
            for (official, issue, kind, *_), pairs in found.items()
        ]

    # Comparisons and reports

    def compare(self, sides: Sequence[str], filters: Filters) -> Record:
        """The figures of `compare`, by side and issue; by issue the distance and what is shared."""
        answer: Record = {"figures": {}, "frames": {}, "attributed": {}, "refs": {}}
        counted: dict[str, list[Statement]] = {}
        for side in sides:
            kind, _, id_ = side.rpartition(":")
            only = {**filters, kind or "official": [id_]}
            counted[side] = said = self.counted(only)
            shown = self.matching(only)
            answer["issues"] = {*answer.get("issues", ()), *(each.issue for each in shown)}
            answer["refs"][side] = [each.ref for each in sorted(shown, key=lambda s: s.by_time)]
            used = {frame for each in shown for frame in each.own.get("frames", [])}
            answer["frames"][side] = [frame for frame in self.frames if frame in used]
            answer["figures"][side] = {
                issue: figures([each for each in said if each.issue == issue])
                for issue in self.issues
            }
            answer["attributed"][side] = [] if kind else self.attributed(id_, filters)
        answer["distance"] = {issue: distance(answer["figures"], issue) for issue in self.issues}
        answer["shared"] = {
            issue: self._shared(issue, [*counted.values()]) for issue in self.issues
        }
        return answer

    def _shared(self, issue: str, sides: Sequence[Sequence[Statement]]) -> Record:
        """The positions and the frames that every side has on an issue."""
        own = [[each for each in said if each.issue == issue] for said in sides]
        positions = [{each.position["id"] for each in said} for said in own]
        frames = [{frame for s in said for frame in s.own.get("frames", [])} for said in own]
        return {
            "positions": [id_ for id_ in self.issues[issue] if all(id_ in p for p in positions)],
            "frames": [id_ for id_ in self.frames if all(id_ in used for used in frames)],
        }

    def about(self, filters: Filters) -> Record:
        """The counts of what a report is about."""
        counted = self.counted(filters)
        named = [id_ for id_, each in self.officials.items() if each.get("kind") != "unnamed"]
        return {
            "corpus": {
                "officials": len(named),
                "statements": len(self.statements),
                "sources": len(self.sources),
            },
            "answer": {
                "officials": len({each.official for each in counted if not each.unnamed}),
                "statements": len(counted),
                "sources": len({source for each in counted for source in each.sources}),
            },
            "misattributed": len(self._misattributed(filters)),
            "disputed": len(self._left_out(filters)) if filters.get("without_disputed") else None,
        }

    def _misattributed(self, filters: Filters) -> list[Statement]:
        if filters.get("status"):
            return []
        return self.matching({**filters, "status": ["misattributed"], "without_disputed": 0})

    def _left_out(self, filters: Filters) -> list[Statement]:
        return [each for each in self.matching({**filters, "without_disputed": 0}) if each.disputed]

    def report(self, filters: Filters) -> dict[str, Record]:
        """The counts of each issue of a report."""
        shown = self.matching(filters)
        return {
            issue: self._issue(issue, [each for each in shown if each.issue == issue], filters)
            for issue in self.issues
        }

    def _issue(self, issue: str, shown: list[Statement], filters: Filters) -> Record:
        only = {**filters, "issue": [issue]} if self._asks(issue, filters) else None
        counted = [each for each in shown if filters.get("with_hearsay") or not each.hearsay]
        groups = {None if each.faction is None else each.faction for each in counted}
        left_out = self._left_out(filters) if filters.get("without_disputed") else None
        return {
            "factions": self.summary(["faction"], only) if only else [],
            "total": self.summary([], only) if only else [],
            "positions": {
                faction: positions([each for each in counted if each.faction == faction])
                for faction in groups
            }
            | {"total": positions(counted)},
            "backed": {
                faction: backed([each for each in counted if each.faction == faction])
                for faction in groups
            }
            | {"total": backed(counted)},
            "misattributed": sum(each.issue == issue for each in self._misattributed(filters)),
            "disputed": None if left_out is None else sum(each.issue == issue for each in left_out),
            "hearsay": len(shown) - len(counted),
            "silent": sorted(self.silent(issue, filters)),
            "corroboration": corroboration(counted),
            "forms": self._forms(counted),
            "officials": {
                id_: self._official(id_, issue, shown, counted, filters)
                for id_ in sorted({each.official for each in shown})
            },
        }

    def _asks(self, issue: str, filters: Filters) -> bool:
        return not filters.get("issue") or issue in filters["issue"]

    def _forms(self, said: list[Statement]) -> dict[str, list[int]]:
        """How much evidence has a form: certain, probable, and copies."""
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for each in said:
            for piece in each.evidence:
                is_copy = "derived_from" in piece or "copy_of" in self.sources[piece["source"]]
                match = ["certain", "probable"].index(piece.get("match", "certain"))
                found[piece["form"]][2 if is_copy else match] += 1
        return dict(found)

    def _official(
        self,
        id_: str,
        issue: str,
        shown: list[Statement],
        counted: list[Statement],
        filters: Filters,
    ) -> Record:
        own = [each for each in shown if each.official == id_]
        in_figures = [each for each in counted if each.official == id_]
        scored = [each for each in in_figures if each.score is not None]
        latest = latest_of(in_figures)
        heard = [each for each in latest_of(own) if each not in in_figures]
        outside = [
            each
            for each in self.thinned(filters)
            if (each.official, each.issue) == (id_, issue) and each not in own
        ]
        later = [each for each in outside if any(each_.precedes(each) for each_ in latest + heard)]
        unnamed = self.officials[id_].get("kind") == "unnamed"
        return {
            "statements": sorted(each.ref for each in own),
            "scored": len(scored),
            "mean": float(mean_of(scored)) if scored and not unnamed else None,
            "latest": sorted(each.ref for each in latest + heard),
            "latest_scored": sorted(
                each.ref
                for each in latest_of(scored)
                if all(other.score is None for other in latest)
            ),
            "later": 0 if unnamed else len(later),
        }


def _keys(each: Statement, by: Sequence[str]) -> list[tuple[str | None, ...]]:
    """The groups that a statement is in."""
    values: dict[str, list[str | None]] = {
        "faction": [each.faction],
        "official": [each.official],
        "position": [each.position["id"]],
        "source": [*each.sources] or [None],
        "frame": [*dict.fromkeys(each.own.get("frames", []))] or [None],
        "month": [each.month],
    }
    keys: list[tuple[str | None, ...]] = [()]
    for name in by:
        keys = [(*key, value) for key in keys for value in values[name]]
    return keys
