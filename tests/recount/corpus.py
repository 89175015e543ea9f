"""The records of a corpus, and which of them are asked for."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml

from recount.days import days
from recount.sources import Origins
from recount.statement import Statement, office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from recount.statement import Record

    Filters = Mapping[str, Any]

STATUSES = ("attested", "disputed", "denied", "misattributed")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the first is quicker, where it is built
EVIDENCE = (
    "source form match speaker said position conditions text lang original url prefix suffix "
    "locator via derived_from accept note"
).split()


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
        for id_, official in self.officials.items():
            parts = map(_read, sorted(folder.glob(f"officials/{id_}/*.yaml")))
            more = [each for part in parts for each in part["statements"]]
            if more:
                official["statements"] = [*official.get("statements", []), *more]
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
        id_, own = ref.split("/", maxsplit=1)[0], self._raw[ref]
        base_ref = own.get("words_of", ref)
        base, same = self._raw[base_ref], base_ref.split("/")[0] == id_
        is_own = base is own
        named, disputes, evidence = own, [*own.get("disputes", [])], [*base["evidence"]]
        if not is_own:
            about = {"wording", "date"} | ({"speaker"} if same else set())
            named = base if same else own
            disputes += [each for each in base.get("disputes", []) if each["about"] in about]
            evidence = [
                {key: piece[key] for key in piece if key not in ("position", "conditions")}
                for piece in evidence
                if piece.get("speaker", id_) == id_
            ]
            for piece in evidence:
                piece.pop("speaker", None)
        official, issue = self.officials[id_], own.get("issue", self.meta.get("default_issue"))
        role, faction = office(official, named, base["said"])
        found = Statement(
            ref,
            id_,
            issue,
            self.issues[issue][own["position"]],
            own,
            base["said"],
            role,
            faction,
            named.get("status", "attested"),
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
            "decided": own.get("decided", {}).get("date"),
            "decided_by": own.get("decided", {}).get("by"),
            "decided_why": own.get("decided", {}).get("why"),
            "decided_of": own["decided"].get("of", []) if "decided" in own else None,
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
        lang: str = piece.get("lang") or self.sources[piece["source"]]["lang"]
        return lang

    def _evidence(self, piece: Record) -> Record:
        empty: Record = {"match": "certain", "conditions": [], "accept": []}
        own: Record = {key: piece.get(key, empty.get(key)) for key in EVIDENCE}
        if original := piece.get("original"):
            own["original"] = {"text": original.get("text"), "lang": original["lang"]}
        own["lang"] = self._lang(piece)
        return own

    def attributed(self, official: str, filters: Filters) -> list[str]:
        """Statements recorded with others of which an evidence names this official."""
        return sorted(
            each.ref
            for each in self.matching(filters)
            if each.official != official
            and any(piece.get("speaker") == official for piece in each.evidence)
        )

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


def _read(path: Path) -> Record:
    # Everything is text, as the format has it.
    found: Record = yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506
    return found


def _dispute(dispute: Record) -> Record:
    own: Record = {key: dispute.get(key) for key in ("about", "note", "resolution")}
    words = dispute.get("words")
    said = {key: words.get(key) for key in ("text", "source", "by")} if words else None
    return own | {"sources": dispute.get("sources", []), "words": said}


def _in_days(each: Statement, filters: Filters) -> bool:
    since = days(filters["since"])[0] if filters.get("since") else None
    until = days(filters["until"])[1] if filters.get("until") else None
    if filters.get("certain"):
        starts_within = since is None or (each.first is not None and each.first >= since)
        return starts_within and (until is None or (each.last is not None and each.last <= until))
    too_early = since is not None and each.last is not None and each.last < since
    too_late = until is not None and each.first is not None and each.first > until
    return not (too_early or too_late)
