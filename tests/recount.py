"""Counts a corpus a second time, from its YAML alone: an independent judge of the answers.

    python tests/recount.py FOLDER

Nothing of the program is imported. What is counted follows the definitions of `docs/`, in the
plainest way: all pairs are compared, every chain is walked, nothing is kept up to date. The corpus
has to be valid; what a name means is looked up without regard to case, and nothing else.
"""

from __future__ import annotations

import json
import sys
from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from statistics import median, pstdev
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Record = dict[str, Any]
    Filters = Mapping[str, Any]

FORMS = ["quote", "document", "partial-quote", "paraphrase"]
EVIDENCE = (
    "source form match speaker said position conditions text lang original url prefix suffix "
    "locator via derived_from accept note"
).split()
STATUSES = ("attested", "disputed", "denied", "misattributed")
EARLIER = ("copy_of", "version_of")
WHOLE_GROUPS = {"official", "faction", "issue", "since", "until", "certain"}
"""The filters under which a group still has all its members."""


def days(text: str) -> tuple[str | None, str | None]:
    """The first and the last day of a date; None where it is open."""
    begin, _, end = text.partition("/")
    return _day(begin, last=False), _day(end or begin, last=True)


def _day(text: str, *, last: bool) -> str | None:
    if text == "..":
        return None
    numbers = [int(part) for part in text.partition("T")[0].rstrip("?~%").split("-")]
    year, month, day = [*numbers, 0, 0][:3]
    month = month or (12 if last else 1)
    return date(year, month, day or (monthrange(year, month)[1] if last else 1)).isoformat()


def moment(text: str) -> datetime | None:
    """The time of a date that has one, in UTC if its zone is known."""
    if "T" not in text:
        return None
    time = datetime.fromisoformat(text)
    return time.astimezone(UTC) if time.tzinfo else time


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

    @property
    def score(self) -> int | None:
        return int(self.position["score"]) if "score" in self.position else None

    @property
    def conditions(self) -> list[str]:
        found: list[str] = self.own.get("conditions", [])
        return found

    @property
    def reading(self) -> tuple[int | None, frozenset[str]]:
        """What a change is a change of; conditions that are only allowed are none of it."""
        needed = self.conditions if "requires" in self.position else ()
        return self.score, frozenset(needed)

    @property
    def first(self) -> str | None:
        return days(self.said)[0]

    @property
    def last(self) -> str | None:
        return days(self.said)[1]

    @property
    def by_time(self) -> tuple[str, str, str]:
        return self.first or "", self.last or "9999-12-31", self.ref

    @property
    def hearsay(self) -> bool:
        return bool(self.occasion.get("according_to"))

    @property
    def disputed(self) -> bool:
        return self.status in ("disputed", "denied") or any(
            each["about"] in ("speaker", "position") and "resolution" not in each
            for each in self.disputes
        )

    @property
    def sources(self) -> list[str]:
        return [*dict.fromkeys(piece["source"] for piece in self.evidence)]

    @property
    def voices(self) -> list[str]:
        named = self.occasion.get("according_to", [])
        others = [named] if isinstance(named, str) else named
        return [*filter(None, [self.occasion.get("spoken_by")]), *others]

    @property
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


class Corpus:
    """The records of a corpus, and every answer about them."""

    def __init__(self, folder: Path) -> None:
        self.meta = _read(folder / "corpus.yaml")
        book = _read(folder / "codebook.yaml")
        self.issues: dict[str, dict[str, Record]] = {
            issue["id"]: {position["id"]: position for position in issue["positions"]}
            for issue in book["issues"]
        }
        self.factions = [each["id"] for each in book.get("factions", [])]
        self.frames = [each["id"] for each in book.get("frames", [])]
        self.sources = {path.stem: _read(path) for path in sorted(folder.glob("sources/*.yaml"))}
        self.officials = {
            path.stem: _read(path) for path in sorted(folder.glob("officials/*.yaml"))
        }
        self._raw = {
            f"{id_}/{each['id']}": each
            for id_, official in self.officials.items()
            for each in official.get("statements", [])
        }
        self.statements = [self._statement(ref) for ref in self._raw]
        self.by_ref = {each.ref: each for each in self.statements}
        for together in self._occasions():
            for ref in together:
                self.by_ref[ref].together = {
                    other for other in together if other.split("/")[0] == ref.split("/")[0]
                }

    def _statement(self, ref: str) -> Statement:
        id_, own = ref.split("/")[0], self._raw[ref]
        base_ref = own.get("words_of", ref)
        base, same = self._raw[base_ref], base_ref.split("/")[0] == id_
        is_own = base is own
        office, disputes, evidence = own, [*own.get("disputes", [])], [*base["evidence"]]
        if not is_own:
            about = {"wording", "date"} | ({"speaker"} if same else set())
            office = base if same else own
            disputes += [each for each in base.get("disputes", []) if each["about"] in about]
            evidence = [
                {key: piece[key] for key in piece if key not in ("position", "conditions")}
                for piece in evidence
                if piece.get("speaker", id_) == id_
            ]
            for piece in evidence:
                piece.pop("speaker", None)
        official, issue = self.officials[id_], own.get("issue", self.meta.get("default_issue"))
        role, faction = _office(official, office, base["said"])
        found = Statement(
            ref,
            id_,
            issue,
            self.issues[issue][own["position"]],
            own,
            base["said"],
            role,
            faction,
            office.get("status", "attested"),
            evidence,
            disputes,
            base,
            official.get("kind") == "unnamed",
            own.get("coder", self.meta["coder"]),
        )
        rests_on = Origins(evidence, self.sources)
        found.certain, found.probable = rests_on.counts()
        found.retracted = bool(evidence) and not rests_on.valid
        found.best = rests_on.best()
        return found

    def _occasions(self) -> Iterable[set[str]]:
        """The references that are of one occasion, over all that ties them."""
        sets: dict[str, set[str]] = {ref: {ref} for ref in self._raw}
        for ref, own in self._raw.items():
            for other in [*own.get("same_occasion", []), *filter(None, [own.get("words_of")])]:
                both = sets[ref] | sets[other]
                sets |= dict.fromkeys(both, both)
        return sets.values()

    @cached_property
    def _names(self) -> dict[str, str]:
        names = {}
        for id_, official in self.officials.items():
            for name in (id_, official["name"], official.get("native_name", id_)):
                names[name.casefold()] = id_
            names |= {alias.casefold(): id_ for alias in official.get("aliases", [])}
        return names

    def voiced_by(self, statement: Statement) -> set[str]:
        """The officials who spoke it for another, or said that it was said."""
        return {
            self._names[name.casefold()]
            for name in statement.voices
            if name.casefold() in self._names
        }

    # Which statements

    def matching(self, filters: Filters, *, attributed: bool = False) -> list[Statement]:
        """The statements that filters let through; also what others have of the officials."""
        return [each for each in self.statements if self._passes(each, filters, attributed)]

    def counted(self, filters: Filters) -> list[Statement]:
        """Those of them that are in figures."""
        return [
            each
            for each in self.matching(filters)
            if filters.get("with_hearsay") or not each.hearsay
        ]

    def _passes(self, each: Statement, filters: Filters, attributed: bool) -> bool:  # noqa: FBT001
        wanted: dict[str, Callable[[], Iterable[str | None]]] = {
            "faction": lambda: [each.faction or "none"],
            "position": lambda: [each.position["id"]],
            "issue": lambda: [each.issue],
            "frame": lambda: each.own.get("frames", []),
            "form": lambda: [piece["form"] for piece in each.evidence],
            "status": lambda: [each.status],
            "source": lambda: each.sources,
        }
        officials = {each.official}
        if attributed:
            officials |= {piece.get("speaker", "") for piece in each.evidence}
            officials |= self.voiced_by(each)
        return (
            (not filters.get("official") or bool(officials & {*filters["official"]}))
            and all(
                not filters.get(key) or bool({*values()} & {*filters[key]})
                for key, values in wanted.items()
            )
            and (bool(filters.get("status")) or each.status != "misattributed")
            and each.certain >= filters.get("min_sources", 0)
            and not (filters.get("without_disputed") and each.disputed)
            and not (filters.get("unreviewed") and each.own.get("reviewed_by"))
            and _in_days(each, filters)
        )

    def thinned(self, filters: Filters) -> list[Statement]:
        """What is compared with each other: other filters only decide what is shown."""
        keys = "official issue status min_sources without_disputed with_hearsay".split()
        return self.counted({key: filters[key] for key in keys if key in filters})

    # Rows

    def rows(self, filters: Filters) -> list[Record]:
        """The rows of `list`."""
        found = sorted(
            self.matching(filters, attributed=True),
            key=lambda each: (self.officials[each.official]["name"], each.official, each.by_time),
        )
        return [self._row(each) for each in found]

    def _row(self, each: Statement) -> Record:
        own, occasion = each.own, each.occasion
        voices = occasion.get("according_to", [])
        return {
            "ref": each.ref,
            "official": each.official,
            "name": self.officials[each.official]["name"],
            "faction": each.faction,
            "role": each.role,
            "said": each.said,
            "said_from": each.first,
            "said_to": each.last,
            "venue": occasion.get("venue"),
            "issue": each.issue,
            "position": each.position["id"],
            "score": each.score,
            "conditions": each.conditions,
            "frames": own.get("frames", []),
            "status": each.status,
            "disputed": each.disputed,
            "match_certain": each.certain,
            "match_probable": each.probable,
            "forms": [*dict.fromkeys(piece["form"] for piece in each.evidence)],
            "quote": each.best and each.best["text"],
            "lang": each.best and self._lang(each.best),
            "summary": own.get("summary"),
            "coder": each.coder,
            "sources": each.sources,
            "evidence": [self._evidence(piece) for piece in each.evidence],
            "disputes": [_dispute(dispute) for dispute in each.disputes],
            "note": own.get("note"),
            "words_of": own.get("words_of"),
            "same_occasion": own.get("same_occasion", []),
            "spoken_by": occasion.get("spoken_by"),
            "according_to": [voices] if isinstance(voices, str) else voices,
            "hearsay": each.hearsay,
            "repeated": occasion.get("repeated") == "true",
            "retracted": each.retracted,
            "reviewed_by": own.get("reviewed_by", []),
        }

    def _lang(self, piece: Record) -> str:
        lang: str = piece.get("lang", self.sources[piece["source"]]["lang"])
        return lang

    def _evidence(self, piece: Record) -> Record:
        empty: Record = {"match": "certain", "conditions": [], "accept": []}
        own = {key: piece.get(key, empty.get(key)) for key in EVIDENCE}
        if original := piece.get("original"):
            own["original"] = {"text": original.get("text"), "lang": original["lang"]}
        return own | {"lang": self._lang(piece)}

    # Figures

    def summary(self, by: Sequence[str], filters: Filters) -> list[Record]:
        """The rows of `summary`, in no particular order."""
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
        for key in {*groups, *silent, *(heard if "official" in by else ()), *also}:
            found = figures(groups[key]) | {"silent": silent[key]}
            others = found["officials"] - found.pop("means") + silent[key] + heard[key]
            if scores and used <= WHOLE_GROUPS:
                found |= _reach(groups[key], others, min(scores), max(scores))
            rows.append({"issue": issue} | dict(zip(by, key, strict=True)) | found)
        return rows

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
            roles = [role for role in official.get("roles", []) if _can_hold(role, since, until)]
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
        return {ref: place for run in runs.values() for ref, place in _places(run).items()}

    def timeline(self, filters: Filters) -> dict[str, Record]:
        """Of each statement shown: `change`, `group`, what it may follow, `gained`, `dropped`."""
        places = self.places(filters)
        nothing = {"change": None, "group": None, "latest": [], "gained": None, "dropped": None}
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
            close = _apart(one, other) <= within
            if not (alike and close and not one.unnamed and wanted & {one.ref, other.ref}):
                continue
            ids = sorted((one.position["id"], other.position["id"]))
            if (one.score or 0) * (other.score or 0) < 0:
                found[one.official, one.issue, "opposite"].append((one, other))
            elif _in_tension(one, other):
                found[one.official, one.issue, "tension", *ids].append((one, other))
        return [
            {
                "official": official,
                "issue": issue,
                "is_tension": kind == "tension",
                "pairs": {(one.ref, other.ref): _kind(kind, one, other) for one, other in pairs},
                "strength": {
                    (one.ref, other.ref): abs((one.score or 0) - (other.score or 0))
                    for one, other in pairs
                },
            }
            for (official, issue, kind, *_), pairs in found.items()
        ]

    # Comparisons and reports

    def compare(self, sides: Sequence[str], filters: Filters) -> Record:
        """The figures of `compare`, by side and issue, and the distances by issue."""
        answer: Record = {"figures": {}, "frames": {}, "attributed": {}, "refs": {}}
        for side in sides:
            kind, _, id_ = side.rpartition(":")
            only = {**filters, kind or "official": [id_]}
            said = self.counted(only)
            shown = self.matching(only)
            answer["refs"][side] = [each.ref for each in sorted(shown, key=lambda s: s.by_time)]
            used = {frame for each in shown for frame in each.own.get("frames", [])}
            answer["frames"][side] = [frame for frame in self.frames if frame in used]
            answer["figures"][side] = {
                issue: figures([each for each in said if each.issue == issue])
                for issue in self.issues
            }
            answer["attributed"][side] = [] if kind else self.attributed(id_, filters)
        answer["distance"] = {issue: _distance(answer["figures"], issue) for issue in self.issues}
        return answer

    def attributed(self, official: str, filters: Filters) -> list[str]:
        """Statements recorded with others of which an evidence names this official."""
        return sorted(
            each.ref
            for each in self.matching(filters)
            if each.official != official
            and any(piece.get("speaker") == official for piece in each.evidence)
        )

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
        return self.matching({**filters, "status": ["misattributed"]})

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
                faction: _positions([each for each in counted if each.faction == faction])
                for faction in groups
            }
            | {"total": _positions(counted)},
            "backed": {
                faction: _backed([each for each in counted if each.faction == faction])
                for faction in groups
            }
            | {"total": _backed(counted)},
            "misattributed": sum(each.issue == issue for each in self._misattributed(filters)),
            "disputed": None if left_out is None else sum(each.issue == issue for each in left_out),
            "hearsay": len(shown) - len(counted),
            "silent": sorted(self.silent(issue, filters)),
            "corroboration": _corroboration(counted),
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
        latest = _latest(in_figures)
        heard = _latest([each for each in own if each not in in_figures])
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
            "mean": float(_mean(scored)) if scored and not unnamed else None,
            "latest": sorted(each.ref for each in latest + heard),
            "latest_scored": sorted(
                each.ref for each in _latest(scored) if all(other.score is None for other in latest)
            ),
            "later": 0 if unnamed else len(later),
        }

    # What there is

    def lookups(self, filters: Filters) -> Record:
        """The counts of `officials`, `sources` and `codebook`."""
        every = {"status": [*STATUSES]}
        shown = self.matching(filters or every, attributed=True)
        frames = [frame for each in self.statements for frame in {*each.own.get("frames", [])}]
        return {
            "officials": {
                id_: (len(official.get("statements", [])), len(self.attributed(id_, every)))
                for id_, official in self.officials.items()
            },
            "sources": {
                id_: (sum(id_ in each.sources for each in shown), len(own.get("assessments", [])))
                for id_, own in self.sources.items()
            },
            "issues": Counter(each.issue for each in self.statements),
            "positions": Counter((each.issue, each.position["id"]) for each in self.statements),
            "factions": Counter(each.faction for each in self.statements if each.faction),
            "frames": Counter(frames),
        }


class Origins:
    """Where the words of a statement come from."""

    def __init__(self, evidence: Sequence[Record], sources: Mapping[str, Record]) -> None:
        self.evidence, self.sources = evidence, sources
        self.valid = [piece for piece in evidence if not self._is_retracted(piece)]

    def _is_retracted(self, piece: Record) -> bool:
        """Whether its edition, or what that was copied or taken from, is retracted."""
        to_do, seen = [piece["source"], piece.get("derived_from"), piece.get("via")], set[str]()
        while to_do:
            source = to_do.pop()
            if source not in self.sources or source in seen:
                continue
            seen.add(source)
            to_do.append(self.sources[source].get("copy_of"))
            if source != piece["source"]:
                to_do += self._taken_from(source)
        return any(
            notice["kind"] == "retracted"
            for source in seen
            for notice in self.sources[source].get("notices", [])
        )

    def _taken_from(self, source: str) -> list[str | None]:
        """What all of the evidence of a source beside it was taken from."""
        own = [piece for piece in self.evidence if piece["source"] == source]
        if not own or any("derived_from" not in each and "via" not in each for each in own):
            return []
        return [each.get(key) for each in own for key in ("derived_from", "via")]

    def origin(self, piece: Record) -> str:
        """A source, or `name:` and a name."""
        return self._followed(piece["source"], self._before(piece), ())

    def _before(self, piece: Record) -> str | None:
        """What a piece of evidence was taken from."""
        source = self.sources[piece["source"]]
        keys = [piece.get("via"), piece.get("derived_from"), *map(source.get, EARLIER)]
        return next(filter(None, keys), None)

    def _followed(self, node: str, before: str | None, seen: tuple[str, ...]) -> str:
        if before is not None and before not in self.sources:
            name = before.casefold()
            before = next((id_ for id_ in self._cited if self._publisher(id_) == name), None)
            if before is None:
                return f"name:{name}"
        if before is None or before in (*seen, node):
            return node
        own = [piece for piece in self.valid if piece["source"] == before]
        taken = [piece for piece in own if "via" in piece or "derived_from" in piece]
        further = self._before(own[0]) if own and own == taken else self._earlier(before)
        return self._followed(before, further, (*seen, node))

    def _earlier(self, source: str) -> str | None:
        return next(filter(None, map(self.sources[source].get, EARLIER)), None)

    def _publisher(self, source: str) -> str:
        name: str = self.sources[source].get("publisher", "")
        return name.casefold()

    @property
    def _cited(self) -> list[str]:
        """The sources that the evidence names, each before what it is a copy or an edition of."""
        found = []
        for piece in self.valid:
            for source in (piece["source"], piece.get("derived_from"), piece.get("via")):
                while source in self.sources:
                    found.append(source)
                    source = self._earlier(source)  # noqa: PLW2901 - the chain is walked
        return found

    def counts(self) -> tuple[int, int]:
        """The numbers of origins: certain ones, and those that are probable alone."""
        found: dict[str, set[str]] = defaultdict(set)
        for piece in self.valid:
            found[self.origin(piece)].add(piece.get("match", "certain"))
        certain = sum("certain" in matches for matches in found.values())
        return certain, len(found) - certain

    def best(self) -> Record | None:
        """What to quote: of what is not retracted the newest edition, then the nearest form."""
        candidates = self.valid or list(self.evidence)
        older = {each for piece in candidates for each in self._older(piece["source"])}
        ranked = [
            (self._edition(piece["source"]) in older, FORMS.index(piece["form"]), number)
            for number, piece in enumerate(candidates)
        ]
        return candidates[min(ranked)[2]] if ranked else None

    def _edition(self, source: str) -> str:
        copied = self.sources[source].get("copy_of")
        return self._edition(copied) if copied else source

    def _older(self, source: str) -> list[str]:
        before = self.sources[self._edition(source)].get("version_of")
        return [self._edition(before), *self._older(before)] if before else []


def _read(path: Path) -> Record:
    # Everything is text, as the format has it.
    found: Record = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    return found


def _dispute(dispute: Record) -> Record:
    own: Record = {key: dispute.get(key) for key in ("about", "note", "resolution")}
    words = dispute.get("words")
    said = {key: words.get(key) for key in ("text", "source", "by")} if words else None
    return own | {"sources": dispute.get("sources", []), "words": said}


def _can_hold(role: Record, first: str | None, last: str | None) -> bool:
    begins = days(role["from"])[0] if "from" in role else None
    ends = days(role["until"])[1] if "until" in role else None
    too_late = begins is not None and last is not None and last < begins
    too_early = ends is not None and first is not None and ends < first
    return not (role.get("former") == "true" or too_late or too_early)


def _office(official: Record, named: Record, said: str) -> tuple[str | None, str | None]:
    """The role and the faction of a statement, by what it names and the day."""
    every = official.get("roles", [])
    roles = [role for role in every if _can_hold(role, *days(said))]
    title, faction = named.get("role"), named.get("faction")
    if title is not None:
        roles = [role for role in (*roles, *every) if role.get("title") == title]
    elif faction is not None:
        roles = [role for role in roles if role.get("faction") == faction] or roles
    role = roles[0] if roles else {}
    own = role.get("faction") if faction is None else faction
    return title or role.get("title"), None if own == "none" else own


def _in_days(each: Statement, filters: Filters) -> bool:
    since = days(filters["since"])[0] if filters.get("since") else None
    until = days(filters["until"])[1] if filters.get("until") else None
    if filters.get("certain"):
        starts_within = since is None or (each.first is not None and each.first >= since)
        return starts_within and (until is None or (each.last is not None and each.last <= until))
    too_early = since is not None and each.last is not None and each.last < since
    too_late = until is not None and each.first is not None and each.first > until
    return not (too_early or too_late)


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


def _mean(said: Sequence[Statement]) -> Fraction:
    scores = [each.score for each in said if each.score is not None]
    return Fraction(sum(scores), len(scores))


def _means(said: Sequence[Statement]) -> list[Fraction]:
    """The officials' means of their scored statements."""
    officials: dict[str, list[Statement]] = defaultdict(list)
    for each in said:
        if each.score is not None and not each.unnamed:
            officials[each.official].append(each)
    return [_mean(own) for own in officials.values()]


def figures(said: Sequence[Statement]) -> Record:
    """The figures of a group; `means` is the number of officials who have one."""
    means = _means(said)
    return {
        "statements": len(said),
        "officials": len({each.official for each in said if not each.unnamed}),
        "silent": None,
        "open": sum(each.position.get("open") == "true" for each in said),
        "unscored": sum(each.score is None for each in said),
        "scored": sum(each.score is not None and not each.unnamed for each in said),
        "disputed": sum(each.disputed for each in said),
        "mean": float(sum(means) / len(means)) if means else None,
        "median": float(median(means)) if means else None,
        "low": None,
        "high": None,
        "spread": float(pstdev(means)) if means else None,
        "means": len(means),
    }


def _reach(said: Sequence[Statement], others: int, least: int, most: int) -> Record:
    means = _means(said)
    number = len(means) + others
    if not number:
        return {}
    ends = {"low": least, "high": most}
    return {key: float((sum(means) + end * others) / number) for key, end in ends.items()}


def _latest(said: Sequence[Statement]) -> list[Statement]:
    return [each for each in said if each.unnamed or not any(each.precedes(o) for o in said)]


def _places(run: Sequence[Statement]) -> dict[str, Record]:
    groups = _groups(run)
    places = {}
    for each in run:
        before = [o for o in run if o.precedes(each) and not o.same_occasion(each)]
        latest = _latest(before)
        readings = {other.reading for other in latest}
        is_change = len(readings) == 1 and each.reading not in readings
        group = groups.get(each.ref)
        places[each.ref] = {
            "change": "certain" if is_change else "unordered" if group else None,
            "group": group,
            "latest": sorted(other.ref for other in latest),
            "gained": _new(each, latest) if is_change else None,
            "dropped": _gone(each, latest) if is_change else None,
        }
    return places


def _new(each: Statement, latest: Sequence[Statement]) -> list[list[str]]:
    """The conditions that are new, for each statement that it may follow."""
    return [[c for c in each.conditions if c not in other.conditions] for other in latest]


def _gone(each: Statement, latest: Sequence[Statement]) -> list[list[str]]:
    return [[c for c in other.conditions if c not in each.conditions] for other in latest]


def _groups(run: Sequence[Statement]) -> dict[str, str]:
    """The groups of those that differ and are in no order, by the first of each."""
    groups = {each.ref: {each.ref} for each in run}
    for one, other in combinations([each for each in run if each.first and each.last], 2):
        ordered = one.precedes(other) or other.precedes(one) or one.same_occasion(other)
        if not ordered and one.reading != other.reading:
            both = groups[one.ref] | groups[other.ref]
            groups |= dict.fromkeys(both, both)
    order = sorted(run, key=_by_moment)
    return {
        ref: next(each.ref for each in order if each.ref in group)
        for ref, group in groups.items()
        if len(group) > 1
    }


def _by_moment(each: Statement) -> tuple[str, str, str, str, str]:
    """First those that can have been said first; of a day, times without a zone as written."""
    time = each.said.partition("T")[2] if (at := moment(each.said)) and not at.tzinfo else ""
    return each.first or "", time, each.last or "~", time or "~", each.ref


def _apart(one: Statement, other: Statement) -> int:
    """The days between two statements; 0 where they can have been said on one day."""
    gaps = [0]
    for before, after in pairwise((one, other, one)):
        if before.last and after.first:
            gap = date.fromisoformat(after.first) - date.fromisoformat(before.last)
            gaps.append(gap.days)
    return max(gaps)


def _in_tension(one: Statement, other: Statement) -> bool:
    return other.position["id"] in one.position.get("tension_with", []) or one.position[
        "id"
    ] in other.position.get("tension_with", [])


def _kind(kind: str, one: Statement, other: Statement) -> str:
    uneven = (one.certain >= 2) is not (other.certain >= 2)
    return "uncorroborated" if uneven and kind == "opposite" else kind


def _distance(sides: Mapping[str, Mapping[str, Record]], issue: str) -> float | None:
    means = [own[issue]["mean"] for own in sides.values()]
    return None if None in means else max(means) - min(means)


def _positions(said: Sequence[Statement]) -> dict[str, tuple[int, int]]:
    """Statements and officials by position."""
    found: dict[str, tuple[int, int]] = {}
    for each in said:
        alike = [other for other in said if other.position is each.position]
        officials = {other.official for other in alike if not other.unnamed}
        found[each.position["id"]] = (len(alike), len(officials))
    return found


def _backed(said: Sequence[Statement]) -> tuple[int, int]:
    """Statements with two certain sources or more, and with their probable ones."""
    certain = sum(each.certain >= 2 for each in said)
    return certain, sum(each.certain < 2 <= each.certain + each.probable for each in said)


def _corroboration(said: Sequence[Statement]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for each in said:
        alike = [other for other in said if other.position is each.position]
        found[each.position["id"]] = (
            len(alike),
            sum(other.certain == 0 for other in alike),
            sum(other.certain == 1 for other in alike),
            sum(other.certain >= 2 for other in alike),
            _backed(alike)[1],
        )
    return found


def main(folder: str) -> None:
    """Print what there is to count in a corpus as JSON."""
    corpus = Corpus(Path(folder))
    by = [[], *([key] for key in "faction official position source frame month".split())]
    answer = {
        "list": corpus.rows({}),
        "summary": {",".join(keys): corpus.summary(keys, {}) for keys in by},
        "timeline": corpus.timeline({}),
        "pairs": [
            pair | {key: [*map(list, pair[key].items())] for key in ("pairs", "strength")}
            for pair in corpus.pairs({})
        ],
        "about": corpus.about({}),
        "report": corpus.report({}),
    }
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
