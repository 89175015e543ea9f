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
"""For each kind, the key of evidence, and the key of the statement that it may contradict."""
_FOUND = {kind: f"e.{key} <> s.{own_key}" for kind, (key, own_key) in _VALUES.items()}
_FOUND["conditions"] += " AND e.conditions <> '[]'"
_FOUND["match"] = """e."match" = 'probable' AND e.derived_from IS NULL"""
"""For each kind, which evidence may be a finding; the rest of its statement decides."""

_A_PAIR = 2
"""With this many sources, a dispute that names none is about both; with more, it is unclear."""
_NO_FORM: Row = {"form": None, "note": None}


class _Finding(NamedTuple):
    """What one source says about a statement, with the evidence for it.

    `reading` is the value that the source gives; for kinds without a value, it is the source's id.
    """

    statement: Row
    reading: str
    pieces: list[Row]
    compatible: bool


def disagreements(index: sqlite3.Connection, clause: Clause) -> Iterator[Conflict]:
    """Yield all disagreements within statements; each once, even if both found and declared.

    If a statement has its words from another (`words_of`), disagreements about them belong to that
    one.
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
    """Whether disputes about this kind belong to the statement itself, not to its `words_of`."""
    words_of = statement["words_of"]
    if words_of is None or kind in ("position", "conditions"):
        return True
    return kind == "speaker" and words_of.partition("/")[0] != statement["official"]


def _findings(
    index: sqlite3.Connection, clause: Clause
) -> Iterator[tuple[str, Sequence[_Finding]]]:
    """Yield, for each statement and kind, the findings that differ from the record."""
    flags = ", ".join(
        f'CASE WHEN {found} THEN 1 ELSE 0 END AS "{kind}"' for kind, found in _FOUND.items()
    )
    query = f"""
        SELECT s.ref, e.number - 1 AS at, e.said_from, e.said_to, {flags}
        FROM statements AS s JOIN evidence AS e ON e.ref = s.ref
        WHERE ({" OR ".join(_FOUND.values())}) AND {clause.sql} ORDER BY s.ref, e.number"""
    rows = groupby(index.execute(query, clause.values), key=lambda row: str(row["ref"]))
    # A statement may have very much evidence: it is read once, and judged for all kinds at once.
    for some in batched((ref, [*pieces]) for ref, pieces in rows):
        statements = rows_of(index, (ref for ref, _ in some), STATEMENT)
        for ref, pieces in some:
            for kind in _FOUND:
                differing = [row for row in pieces if row[kind]]
                if differing and (findings := _of_kind(kind, statements[ref], differing)):
                    yield kind, findings


def _of_kind(kind: str, statement: Row, rows: Iterable[sqlite3.Row]) -> list[_Finding]:
    """Return what sources say that differs from a statement, each with all its evidence."""
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
    """Return a test whether a piece of differing evidence is a finding of its own.

    A copy that repeats its original is no further disagreement; a copy that changes it is. A source
    probably reports the occasion only if none of its evidence certainly does.
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
    """Return the latest first day and the earliest last day of a statement's dates.

    Another date must include both days: a statement made once was made on one day. If it was
    `repeated`, only its own date counts.
    """
    own = _days(statement)
    every = [own] if statement["repeated"] else [own, *days]
    return max(first for first, _ in every), min(last for _, last in every)


def _conflicts(
    index: sqlite3.Connection, kind: str, findings: Sequence[_Finding]
) -> Iterator[Conflict]:
    """Yield a statement's conflicts of one kind, each with the disputes about its reading."""
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
        # A third source that only agrees with another may be newer than the dispute.
        joined_later = is_several and first.setdefault(finding.reading, source) != source
        told += (
            naming(disputes, _names_of(index, source)) if joined_later else shares[finding.reading]
        )
        yield from declared(_conflict(kind, finding, agreeing), told)


def _names_of(index: sqlite3.Connection, source: str) -> set[str]:
    """Return the names by which a dispute may refer to a source."""
    query = "SELECT publisher FROM sources WHERE source = ? AND publisher IS NOT NULL"
    return {source, *(name for [name] in index.execute(query, (source,)))}


def _names(index: sqlite3.Connection, kind: str, finding: _Finding) -> set[str]:
    """Return the names by which a dispute may refer to a finding.

    They are its reading, its source, or a name of these.
    """
    speaker = finding.reading if kind == "speaker" else None
    query = "SELECT name FROM names WHERE official = ?"
    names = {name for [name] in index.execute(query, (speaker,))}
    return {finding.reading} | names | _names_of(index, finding.pieces[0]["source"])


def _agreeing(kind: str, statement: Row) -> list[Row]:
    """Return the evidence that agrees with the record, best first; for a match, all evidence."""
    evidence = ranked(statement["evidence"])
    if kind == "match":
        return evidence
    key, own_key = _VALUES[kind]
    return [piece for piece in evidence if piece[key] in (None, [], statement[own_key])]


def _conflict(kind: str, finding: _Finding, agreeing: Iterable[Row]) -> Conflict:
    """Make the conflict of a finding with the best agreeing evidence.

    For a match, that is evidence of another source.
    """
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
    """Return the values of the record and of the evidence; wording and match have none."""
    if kind not in _VALUES:
        return None, None
    key, own_key = _VALUES[kind]
    return _shown(statement[own_key]), _shown(piece[key]) if piece else None


def _shown(value: str | list[str] | None) -> str | None:
    return "; ".join(value) if isinstance(value, list) else value


def _about_wordings(
    index: sqlite3.Connection, statement: Row, pairs: Sequence[tuple[Row, Row]]
) -> BySource:
    """For each source with different words, return the disputes about them.

    A dispute may also be about a source in whose words no difference was found.
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
    """Yield disputes that no evidence shows: the record's words against each other source's.

    Sources in `found` are skipped, since their evidence does show a difference.
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
    """Return the conflict once for each dispute, as it declares it; unchanged without disputes."""
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
    """Return a statement's disputes about one thing."""
    return [dispute for dispute in statement["disputes"] if dispute["about"] == what]


def naming(disputes: Sequence[Row], names: Collection[str]) -> list[Row]:
    """Return the disputes whose note or resolution has one of the names as a whole word."""
    if not disputes:  # as for most statements
        return []
    # `ali/no` must not be found in `ali/no-2`.
    patterns = [rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in names]
    texts = [f"{dispute['note']}\n{dispute['resolution'] or ''}" for dispute in disputes]
    return [
        dispute
        for dispute, text in zip(disputes, texts, strict=True)
        if any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)
    ]


def shared_out(disputes: Sequence[Row], readings: Sequence[Collection[str]]) -> list[list[Row]]:
    """Return the disputes about each of several readings, given the names of the readings.

    With at least as many disputes as readings, each dispute is about all readings. With fewer, a
    reading may be newer than every dispute and must not count as settled. So each dispute goes to
    the readings it names, or else to the next reading that no dispute names.
    """
    if len(disputes) >= len(readings):
        return [[*disputes] for _ in readings]
    # A name that two readings share does not distinguish them.
    counts = Counter(name for names in readings for name in set(names))
    distinct = [[name for name in names if counts[name] == 1] for names in readings]
    shares = [naming(disputes, names) for names in distinct]
    unnamed = [dispute for dispute in disputes if not any(dispute in share for share in shares)]
    empty = [share for share in shares if not share]
    for share, dispute in zip(empty, unnamed, strict=False):
        share.append(dispute)
    # Keep the disputes for which no reading is left.
    return [share + unnamed[len(empty) :] for share in shares]
