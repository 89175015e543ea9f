"""Sources that disagree about one statement, declared or not."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.conflicts.rows import STATEMENT, Conflict, best, conflict, ranked
from stances.queries.conflicts.wordings import differences
from stances.queries.filters import Clause
from stances.queries.listing import batched, rows_of, select

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from stances.queries.result import Row

    BySource = Mapping[str, Sequence[Row]]


_VALUES = {
    "speaker": ("speaker", "official"),
    "position": ("position",) * 2,
    "conditions": ("conditions",) * 2,
    "date": ("said",) * 2,
}
"""For each kind, the key of the evidence, and the statement's key that it may contradict."""
_FOUND = {kind: f"e.{key} <> s.{own_key}" for kind, (key, own_key) in _VALUES.items()}
_FOUND["conditions"] += " AND e.conditions <> '[]'"
_FOUND["match"] = """e."match" = 'probable' AND e.derived_from IS NULL"""
"""What evidence may be a finding of each kind; the rest of its statement decides."""

_A_PAIR = 2
"""Of so many sources, a dispute that names none is about both; of more, it cannot be told."""
_NO_FORM: Row = {"form": None, "note": None}


class _Finding(NamedTuple):
    """What one source says about a statement, with the evidence for it.

    `reading` is the value it gives; for kinds without a value it is the source.
    """

    statement: Row
    reading: str
    pieces: list[Row]
    compatible: bool


def disagreements(index: sqlite3.Connection, clause: Clause) -> Iterator[Conflict]:
    """All disagreements within the statements; one both found and declared is listed once.

    A statement with the words of another has these disagreements there.
    """
    seen: set[tuple[str, str]] = set()
    worded: dict[str, BySource] = {}
    own = clause & Clause("s.words_of IS NULL")
    for kind, findings in _findings(index, own):
        if findings[0].statement["disputes"]:
            seen.add((findings[0].statement["ref"], kind))
        yield from _conflicts(index, kind, findings)
    for statement, pairs in differences(index, own):
        told = _about_wordings(index, statement, pairs)
        if statement["disputes"]:
            worded[statement["ref"]] = told
        for pair in pairs:
            yield from declared(conflict("wording", [statement], pair), told[pair[1]["source"]])
    disputed = Clause("s.disputes <> '[]'") & clause
    for statement in select(index, disputed, "s.ref", keys=STATEMENT):
        for kind in dict.fromkeys(dispute["about"] for dispute in statement["disputes"]):
            if (statement["ref"], kind) not in seen and _is_own(statement, kind):
                found = worded.get(statement["ref"], {}) if kind == "wording" else {}
                yield from _only_declared(statement, kind, found)


def _is_own(statement: Row, kind: str) -> bool:
    """Whether disputes about this are the statement's own, and not those of its words."""
    words_of = statement["words_of"]
    if words_of is None or kind in ("position", "conditions"):
        return True
    return kind == "speaker" and words_of.partition("/")[0] != statement["official"]


def _findings(
    index: sqlite3.Connection, clause: Clause
) -> Iterator[tuple[str, Sequence[_Finding]]]:
    """What sources say differently of each statement, kind by kind."""
    flags = ", ".join(
        f'CASE WHEN {found} THEN 1 ELSE 0 END AS "{kind}"' for kind, found in _FOUND.items()
    )
    query = f"""
        SELECT s.ref, e.number - 1 AS at, e.said_from, e.said_to, {flags}
        FROM statements AS s JOIN evidence AS e ON e.ref = s.ref
        WHERE ({" OR ".join(_FOUND.values())}) AND {clause.sql} ORDER BY s.ref, e.number"""
    rows = groupby(index.execute(query, clause.values), key=lambda row: str(row["ref"]))
    # Each statement is read once, and all its evidence judged at once: it may have very much of it.
    for some in batched((ref, [*pieces]) for ref, pieces in rows):
        statements = rows_of(index, (ref for ref, _ in some), STATEMENT)
        for ref, pieces in some:
            for kind in _FOUND:
                differing = [row for row in pieces if row[kind]]
                if differing and (findings := _of_kind(kind, statements[ref], differing)):
                    yield kind, findings


def _of_kind(kind: str, statement: Row, rows: Iterable[sqlite3.Row]) -> list[_Finding]:
    """What sources say differently of a statement, and all evidence of a source for it."""
    found = [(statement["evidence"][row["at"]], _days(row)) for row in rows]
    is_new = _new(statement, kind, [piece for piece, _ in found])
    common = _common_days(statement, [days for _, days in found])
    findings: dict[tuple[str, str], _Finding] = {}
    for piece, (first, last) in found:
        if is_new(piece):
            reading = _values(kind, statement, piece)[1] or piece["source"]
            compatible = kind == "date" and first <= common[1] and common[0] <= last
            finding = _Finding(statement, reading, [], compatible)
            findings.setdefault((piece["source"], reading), finding).pieces.append(piece)
    return [*findings.values()]


def _new(statement: Row, kind: str, pieces: Sequence[Row]) -> Callable[[Row], bool]:
    """Whether evidence of those that differ is a finding of its own.

    A copy that repeats its original is no further disagreement; a copy that changes it is. A source
    only probably reports the occasion if none of its evidence certainly does.
    """
    if kind == "match":
        certain = {
            piece["source"]
            for piece in statement["evidence"]
            if piece["match"] == "certain" and piece["derived_from"] is None
        }
        return lambda piece: piece["source"] not in certain
    key, _ = _VALUES[kind]
    told = {(piece["source"], str(piece[key])) for piece in pieces}
    return lambda piece: (piece["derived_from"], str(piece[key])) not in told


def _days(row: Row | sqlite3.Row) -> tuple[str, str]:
    return row["said_from"] or "", row["said_to"] or "9999-12-31"


def _common_days(statement: Row, days: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The last first day and the first last day that a date of the statement must span.

    A statement that was made once was made on one day, so all its other dates must include it too.
    """
    own = _days(statement)
    every = [own] if statement["repeated"] else [own, *days]
    return max(first for first, _ in every), min(last for _, last in every)


def _conflicts(
    index: sqlite3.Connection, kind: str, findings: Sequence[_Finding]
) -> Iterator[Conflict]:
    """The conflicts of one kind in one statement, each with the disputes about its reading."""
    statement = findings[0].statement
    disputes = about(statement, kind)
    bound = [dispute for dispute in disputes if dispute["sources"]]
    disputes = [dispute for dispute in disputes if not dispute["sources"]]
    is_several = len({piece["source"] for piece in statement["evidence"]}) > _A_PAIR
    names: dict[str, set[str]] = {}
    # Compatible findings come last: they need a dispute less.
    for finding in sorted(findings, key=lambda finding: finding.compatible):
        known_as = _names(index, kind, finding) if disputes else set()
        names.setdefault(finding.reading, set()).update(known_as)
    shares = dict(zip(names, shared_out(disputes, [*names.values()]), strict=True))
    agreeing = _agreeing(kind, statement)
    first: dict[str, str] = {}
    for finding in findings:
        source = finding.pieces[0]["source"]
        told = [dispute for dispute in bound if source in dispute["sources"]]
        # A third source that only agrees with another may have come after the dispute.
        joined_later = is_several and first.setdefault(finding.reading, source) != source
        told += (
            naming(disputes, _names_of(index, source)) if joined_later else shares[finding.reading]
        )
        yield from declared(_conflict(kind, finding, agreeing), told)


def _names_of(index: sqlite3.Connection, source: str) -> set[str]:
    """What a dispute may call a source."""
    query = "SELECT publisher FROM sources WHERE source = ? AND publisher IS NOT NULL"
    return {source, *(name for [name] in index.execute(query, (source,)))}


def _names(index: sqlite3.Connection, kind: str, finding: _Finding) -> set[str]:
    """What a dispute may call a finding: its reading, its source, or a name of these."""
    speaker = finding.reading if kind == "speaker" else None
    query = "SELECT name FROM names WHERE official = ?"
    names = {name for [name] in index.execute(query, (speaker,))}
    return {finding.reading} | names | _names_of(index, finding.pieces[0]["source"])


def _agreeing(kind: str, statement: Row) -> list[Row]:
    """The evidence that says what the record says, the best first; of a match, all evidence."""
    evidence = ranked(statement["evidence"])
    if kind == "match":
        return evidence
    key, own_key = _VALUES[kind]
    return [piece for piece in evidence if piece[key] in (None, [], statement[own_key])]


def _conflict(kind: str, finding: _Finding, agreeing: Iterable[Row]) -> Conflict:
    """The conflict of a finding with the best evidence that agrees; for a match, of others."""
    statement, against = finding.statement, best(finding.pieces)
    source = finding.pieces[0]["source"]
    agreed = (piece for piece in agreeing if kind != "match" or piece["source"] != source)
    values = _values(kind, statement, against)
    disagreement = conflict(kind, [statement], (next(agreed, None), against), values)
    if kind == "match":
        return disagreement._replace(row=disagreement.row | {"state": "judged"})
    if finding.compatible:
        changes = {"state": "compatible", "note": None}
        return disagreement._replace(row=disagreement.row | changes)
    return disagreement


def _values(kind: str, statement: Row, piece: Row | None) -> tuple[str | None, str | None]:
    """The values of the record and of the evidence; wording and match have none."""
    if kind not in _VALUES:
        return None, None
    key, own_key = _VALUES[kind]
    return _shown(statement[own_key]), _shown(piece[key]) if piece else None


def _shown(value: str | list[str] | None) -> str | None:
    return "; ".join(value) if isinstance(value, list) else value


def _about_wordings(
    index: sqlite3.Connection, statement: Row, pairs: Sequence[tuple[Row, Row]]
) -> BySource:
    """For each source found to have other words, the disputes about these.

    A dispute may be about another source, in whose words nothing of the kind was found.
    """
    disputes = about(statement, "wording")
    bound = [dispute for dispute in disputes if dispute["sources"]]
    found = dict.fromkeys(other["source"] for _, other in pairs)
    first = {one["source"] for one, _ in pairs}
    others = (piece["source"] for piece in statement["evidence"] if piece["source"] not in first)
    readings = [*dict.fromkeys([*found, *others])]
    unbound = [dispute for dispute in disputes if not dispute["sources"]]
    names = [_names_of(index, source) if unbound else set[str]() for source in readings]
    shares = dict(zip(readings, shared_out(unbound, names), strict=True))
    return {
        source: [each for each in bound if source in each["sources"]] + shares[source]
        for source in found
    }


def _only_declared(statement: Row, kind: str, found: BySource) -> Iterator[Conflict]:
    """Disputes that no evidence shows: the record's words against those of each other source.

    Without those sources of which the evidence did show it.
    """
    own = best(statement["evidence"])
    others = [piece for piece in statement["evidence"] if own and piece["source"] != own["source"]]
    # Copies are shown only if there is nothing else.
    others = [piece for piece in others if not piece["derived_from"]] or others
    sources = dict.fromkeys(piece["source"] for piece in others)
    best_of = {piece["source"]: piece for piece in reversed(ranked(others))}
    values = _values(kind, statement, None)
    for dispute in about(statement, kind):
        denied = dispute["words"] and _NO_FORM | dispute["words"]
        between = [id_ for id_ in sources if id_ in dispute["sources"] or not dispute["sources"]]
        rest = [id_ for id_ in between if id_ not in found]
        is_shown = any(dispute in told for told in found.values())
        if is_shown and not rest and not denied:
            continue
        between = rest if rest or is_shown else between
        best_of_each: list[Row | None] = [best_of[id_] for id_ in between]
        for against in [denied] if denied else best_of_each or [None]:
            yield from declared(conflict(kind, [statement], (own, against), values), [dispute])


def declared(conflict: Conflict, disputes: Iterable[Row]) -> list[Conflict]:
    """The conflict as each of the disputes declares it; unchanged if there is none."""
    declarations = [
        {
            "state": "resolved" if dispute["resolution"] else "unresolved",
            "note": dispute["note"],
            "resolution": dispute["resolution"],
        }
        for dispute in disputes
    ]
    return [conflict._replace(row=conflict.row | each) for each in declarations] or [conflict]


def about(statement: Row, what: str) -> list[Row]:
    """The disputes of a statement about something."""
    return [dispute for dispute in statement["disputes"] if dispute["about"] == what]


def naming(disputes: Sequence[Row], names: Collection[str]) -> list[Row]:
    """The disputes with one of the names in their note or resolution, as a whole word."""
    if not disputes:  # as of most statements
        return []
    # The name `ali/no` does not stand in `ali/no-2`.
    patterns = [rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in names]
    texts = [f"{dispute['note']}\n{dispute['resolution'] or ''}" for dispute in disputes]
    return [
        dispute
        for dispute, text in zip(disputes, texts, strict=True)
        if any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)
    ]


def shared_out(disputes: Sequence[Row], readings: Sequence[Collection[str]]) -> list[list[Row]]:
    """The disputes about each of several readings, which go by these names.

    If there are at least as many disputes as readings, each is about all readings. If not, a
    reading may be newer than every dispute and must not count as settled: each dispute goes to the
    readings it names, or else to the next that none names.
    """
    if len(disputes) >= len(readings):
        return [[*disputes] for _ in readings]
    # A name of two readings does not tell them apart.
    counts = Counter(name for names in readings for name in set(names))
    distinct = [[name for name in names if counts[name] == 1] for names in readings]
    shares = [naming(disputes, names) for names in distinct]
    unnamed = [dispute for dispute in disputes if not any(dispute in share for share in shares)]
    empty = [share for share in shares if not share]
    for share, dispute in zip(empty, unnamed, strict=False):
        share.append(dispute)
    # A dispute for which no reading is left must not get lost.
    return [share + unnamed[len(empty) :] for share in shares]
