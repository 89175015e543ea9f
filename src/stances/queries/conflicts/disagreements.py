"""Sources that disagree about one statement, declared or not."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.conflicts.rows import STATEMENT, Conflict, best, conflict
from stances.queries.result import decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from stances.queries.filters import Clause
    from stances.queries.result import Row


_VALUES = {"speaker": ("speaker", "official"), "position": ("position",) * 2, "date": ("said",) * 2}
"""For each kind, the key of an evidence that says otherwise, and the statement's own."""
# What has to be looked up is looked up by the statement: a source has very many evidences.
# A copy that repeats its original is no further disagreement; one that changes it is.
_DIFFERS = """
    e.{0} <> s.{1} AND (e.derived_from IS NULL OR e.derived_from NOT IN (
        SELECT o.source FROM evidence AS o WHERE o.ref = e.ref AND o.{0} = e.{0}))"""
_ONLY_PROBABLE = """
    e."match" = 'probable' AND e.derived_from IS NULL AND e.source NOT IN (
        SELECT o.source FROM evidence AS o
        WHERE o.ref = e.ref AND o."match" = 'certain' AND o.derived_from IS NULL)"""
_FOUND = {kind: _DIFFERS.format(*keys) for kind, keys in _VALUES.items()}
_FOUND["match"] = _ONLY_PROBABLE
_OVERLAP = """
    COALESCE(e.said_from, '') <= COALESCE({0}.said_to, '9999-12-31')
    AND COALESCE({0}.said_from, '') <= COALESCE(e.said_to, '9999-12-31')"""
# What was said once was said on one day, so the others must allow for it too.
_COMPATIBLE = f"""
    {_OVERLAP.format("s")} AND (s.repeated OR NOT EXISTS (
        SELECT 1 FROM evidence AS o
        WHERE o.ref = e.ref AND o.said IS NOT NULL AND NOT ({_OVERLAP.format("o")})))"""


class _Finding(NamedTuple):
    """What one source alone says of a statement, with its words that say so.

    `reading` is what it says; of what has no value it is the source itself.
    """

    statement: Row
    reading: str
    pieces: list[Row]
    compatible: bool


def disagreements(index: sqlite3.Connection, clause: Clause) -> Iterator[Conflict]:
    """All disagreements within the statements; what is both found and declared is there once."""
    found: set[tuple[str, str]] = set()
    for kind in _FOUND:
        findings = _findings(index, clause, kind)
        for ref, together in groupby(findings, key=lambda finding: finding.statement["ref"]):
            found.add((ref, kind))
            yield from _conflicts(index, kind, [*together])
    for statement in _disputed(index, clause):
        for kind in dict.fromkeys(dispute["about"] for dispute in statement["disputes"]):
            if (statement["ref"], kind) not in found:
                yield from _only_declared(statement, kind)


def _findings(index: sqlite3.Connection, clause: Clause, kind: str) -> list[_Finding]:
    """What the sources say otherwise, each source's evidence for one reading together."""
    columns = ", ".join(f"s.{key}" for key in STATEMENT)
    query = f"""
        SELECT {columns}, e.number - 1 AS at, {_COMPATIBLE if kind == "date" else "0"} AS compatible
        FROM statements AS s JOIN evidence AS e ON e.ref = s.ref
        WHERE {_FOUND[kind]} AND {clause.sql} ORDER BY s.ref, e.number"""
    found: dict[tuple[str, str, str], _Finding] = {}
    for row in index.execute(query, clause.values):
        statement = decode(row, STATEMENT)
        piece = statement["evidence"][row["at"]]
        reading = _values(kind, statement, piece)[1] or piece["source"]
        key = (row["ref"], piece["source"], reading)
        finding = _Finding(statement, reading, [], bool(row["compatible"]))
        found.setdefault(key, finding).pieces.append(piece)
    return [*found.values()]


def _conflicts(
    index: sqlite3.Connection, kind: str, findings: Sequence[_Finding]
) -> Iterator[Conflict]:
    """What was found of one kind in one statement, each with the disputes about its reading."""
    disputes = about(findings[0].statement, kind)
    names: dict[str, set[str]] = {}
    # Where both can be right, a dispute is needed less than where not.
    for finding in sorted(findings, key=lambda finding: finding.compatible):
        theirs = _names(index, kind, finding) if disputes else set()
        names.setdefault(finding.reading, set()).update(theirs)
    shares = dict(zip(names, shared_out(disputes, [*names.values()]), strict=True))
    for finding in findings:
        yield from declared(_conflict(kind, finding), shares[finding.reading])


def _names(index: sqlite3.Connection, kind: str, finding: _Finding) -> set[str]:
    """What a dispute may call it: by its reading or its source."""
    source, speaker = finding.pieces[0]["source"], finding.reading if kind == "speaker" else None
    query = """
        SELECT publisher FROM sources WHERE source = ?1 AND publisher IS NOT NULL
        UNION SELECT name FROM names WHERE official = ?2"""
    return {source, finding.reading, *(name for [name] in index.execute(query, (source, speaker)))}


def _conflict(kind: str, finding: _Finding) -> Conflict:
    statement, against = finding.statement, best(finding.pieces)
    made = conflict(
        kind,
        [statement],
        (best(_agreeing(kind, finding)), against),
        _values(kind, statement, against),
    )
    if kind == "match":
        return made._replace(row=made.row | {"state": "judged"})
    if finding.compatible:
        return made._replace(row=made.row | {"state": "compatible", "note": None})
    return made


def _agreeing(kind: str, finding: _Finding) -> list[Row]:
    """The evidence that does not say otherwise."""
    evidence: list[Row] = finding.statement["evidence"]
    if kind == "match":
        return [piece for piece in evidence if piece["source"] != finding.pieces[0]["source"]]
    key, own = _VALUES[kind]
    return [piece for piece in evidence if piece[key] in (None, finding.statement[own])]


def _values(kind: str, statement: Row, piece: Row | None) -> tuple[str | None, str | None]:
    """What the record says, and what the evidence does; of wording and match there is no value."""
    if kind not in _VALUES:
        return None, None
    key, own = _VALUES[kind]
    return statement[own], piece[key] if piece else None


def _disputed(index: sqlite3.Connection, clause: Clause) -> Iterator[Row]:
    columns = ", ".join(f"s.{key}" for key in STATEMENT)
    query = f"SELECT {columns} FROM statements AS s WHERE s.disputes <> '[]' AND {clause.sql}"
    return (decode(row, STATEMENT) for row in index.execute(query, clause.values))


def _only_declared(statement: Row, kind: str) -> Iterator[Conflict]:
    """The disputes that no evidence shows: the record's words against each other source's."""
    own = best(statement["evidence"])
    for against in _others(statement["evidence"], own) or [None]:
        made = conflict(kind, [statement], (own, against), _values(kind, statement, None))
        yield from declared(made, about(statement, kind))


def _others(evidence: Sequence[Row], own: Row | None) -> list[Row | None]:
    """The best evidence of each other source; of copies only if there are no others."""
    others = [piece for piece in evidence if own and piece["source"] != own["source"]]
    others = [piece for piece in others if not piece["derived_from"]] or others
    sources = dict.fromkeys(piece["source"] for piece in others)
    return [best(piece for piece in others if piece["source"] == source) for source in sources]


def declared(found: Conflict, disputes: Iterable[Row]) -> list[Conflict]:
    """The conflict as each of the disputes declares it; as it was found if there is none."""
    told = [
        {
            "state": "resolved" if dispute["resolution"] else "unresolved",
            "note": dispute["note"],
            "resolution": dispute["resolution"],
        }
        for dispute in disputes
    ]
    return [found._replace(row=found.row | each) for each in told] or [found]


def about(statement: Row, what: str) -> list[Row]:
    """The disputes of a statement about something."""
    return [dispute for dispute in statement["disputes"] if dispute["about"] == what]


def naming(disputes: Iterable[Row], names: Collection[str]) -> list[Row]:
    """The disputes in whose note or resolution one of the names stands."""
    return [dispute for dispute in disputes if any(_names_all(dispute, name) for name in names)]


def shared_out(disputes: Sequence[Row], readings: Sequence[Collection[str]]) -> list[list[Row]]:
    """The disputes about each of several readings, which go by these names.

    If there are enough of them, nothing tells which is meant, and each speaks about all readings.
    If not, some reading may be newer than any dispute, and one must not settle it unseen: each goes
    to the readings that it names, or else to the next that none names.
    """
    if len(disputes) >= len(readings):
        return [[*disputes] for _ in readings]
    found = [naming(disputes, names) for names in _telling(readings)]
    unnamed = [dispute for dispute in disputes if not any(dispute in each for each in found)]
    without = [each for each in found if not each]
    for reading, dispute in zip(without, unnamed, strict=False):
        reading.append(dispute)
    # One that finds no reading left is about something all the same, and must not get lost.
    return [each + unnamed[len(without) :] for each in found]


def _telling(readings: Sequence[Collection[str]]) -> list[list[str]]:
    """The names of each reading without those of another: what names two tells nothing."""
    counts = Counter(name for names in readings for name in set(names))
    return [[name for name in names if counts[name] == 1] for names in readings]


def _names_all(dispute: Row, name: str) -> bool:
    """Whether a name stands there whole: `ali/no` is not named by `ali/no-2`."""
    words = f"{dispute['note']}\n{dispute['resolution'] or ''}"
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", words, re.IGNORECASE))
