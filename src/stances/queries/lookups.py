"""`officials`, `sources` and `codebook`: the records and words of the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.model import fields
from stances.queries.filters import ALL, Clause
from stances.queries.result import Row, decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


def _inserted(keys: Sequence[str], before: str, more: str) -> Sequence[str]:
    at = keys.index(before)
    return (*keys[:at], *more.split(), *keys[at:])


def named(table: str, keys: Sequence[str]) -> str:
    """Return the columns of a table with the names of keys, for a query."""
    return ", ".join(f'{table}."{key}"' for key in keys)


BY_PUBLISHED = "published_from IS NOT NULL, published_from, source"
"""Sorts sources by their first day, those without one first."""
SOURCE = _inserted(
    fields.keys("Source", without="assessments"), "retrieved", "published_from published_to"
)
"""The keys of a source itself, and the bounds of its date."""
SOURCES = [*_inserted(("source", *SOURCE), "note", "statements assessments")]
_OFFICIAL = ("official", *fields.keys("Official", without="statements"))
OFFICIALS = [*_inserted(_OFFICIAL, "identifiers", "factions statements attributed")]
_OF_POSITIONS = "score requires allows open tension_with".split()
CODEBOOK = f"kind issue id label definition {' '.join(_OF_POSITIONS)} statements".split()
CODEBOOK_KINDS = ("issues", "positions", "factions", "frames")

_OFFICIALS = f"""
    SELECT {named("o", _OFFICIAL)},
        (SELECT COUNT(*) FROM statements AS s WHERE s.official = o.official) AS statements,
        (SELECT COUNT(DISTINCT s.ref) FROM evidence AS e JOIN statements AS s ON s.ref = e.ref
         WHERE e.speaker = o.official AND s.official <> o.official) AS attributed,
        '[]' AS factions
    FROM officials AS o ORDER BY o.name, o.official"""
_SOURCES = f"""
    SELECT {named("r", ("source", *SOURCE))}, COALESCE(c.cited, 0) AS statements,
        (SELECT COUNT(*) FROM assessments AS a WHERE a.source = r.source) AS assessments
    FROM sources AS r LEFT JOIN (
        SELECT e.source AS id, COUNT(DISTINCT s.ref) AS cited
        FROM supporting AS e JOIN statements AS s ON s.ref = e.ref
        WHERE {{clause}} GROUP BY e.source) AS c ON c.id = r.source
    ORDER BY {BY_PUBLISHED}"""
_NO_POSITION = "NULL AS score, NULL AS requires, NULL AS allows, 0 AS open, '[]' AS tension_with"
_CODEBOOK = {
    "issues": f"""
        SELECT 'issue' AS kind, issue, issue AS id, NULL AS label, question AS definition,
            {_NO_POSITION},
            (SELECT COUNT(*) FROM statements AS s WHERE s.issue = i.issue) AS statements
        FROM issues AS i ORDER BY number""",
    "positions": """
        SELECT 'position' AS kind, p.*, p.position AS id,
            (SELECT COUNT(*) FROM statements AS s
             WHERE s.issue = p.issue AND s.position = p.position) AS statements
        FROM positions AS p JOIN issues AS i ON i.issue = p.issue ORDER BY i.number, p.number""",
    "factions": f"""
        SELECT 'faction' AS kind, NULL AS issue, faction AS id, label, definition,
            {_NO_POSITION},
            (SELECT COUNT(*) FROM statements AS s WHERE s.faction = f.faction) AS statements
        FROM factions AS f ORDER BY number""",
    "frames": f"""
        SELECT 'frame' AS kind, NULL AS issue, frame AS id, label, definition,
            {_NO_POSITION},
            (SELECT COUNT(DISTINCT s.ref) FROM statement_frames AS x
             JOIN statements AS s ON s.ref = x.ref WHERE x.frame = f.frame) AS statements
        FROM frames AS f ORDER BY number""",
}


SHOWN = {
    "officials": "official name kind factions statements attributed".split(),
    "sources": "source title publisher published notices statements assessments".split(),
    "codebook": "kind issue id score label definition statements".split(),
}
_MORE = {"codebook": _inserted(SHOWN["codebook"], "label", "requires allows open tension_with")}
"""The keys shown if a table has room."""
_SPARE = frozenset("requires allows open tension_with publisher notices".split())
"""Columns that a table has only if there is room and some row has a value."""


class Lookup(NamedTuple):
    """Rows of officials, sources or codebook words, according to `kind`."""

    kind: str
    keys: Sequence[str]
    rows: Sequence[Row]
    document: None = None

    @property
    def shown(self) -> Sequence[str]:
        """The keys that matter most, whatever the rows are."""
        return SHOWN[self.kind]

    def telling(self, *, roomy: bool) -> Sequence[str]:
        """Return the keys without which rows could be misread; if `roomy`, all with values."""
        keys = _MORE.get(self.kind, self.shown)
        return [key for key in keys if self._tells(key, roomy=roomy)]

    def _tells(self, key: str, *, roomy: bool) -> bool:
        values = [row[key] for row in self.rows if row[key]]
        if key == "issue":
            return len({*values}) > 1
        if key == "kind" and self.kind == "officials":
            return any(value != "person" for value in values)
        return key not in _SPARE or (roomy and bool(values))


def officials(index: sqlite3.Connection) -> Lookup:
    """List all officials, with the factions of their roles and their numbers of statements."""
    rows = [decode(row, OFFICIALS) for row in index.execute(_OFFICIALS)]
    for row in rows:
        held = (role["faction"] for role in row["roles"] if not role["former"])
        row["factions"] = [faction for faction in dict.fromkeys(held) if faction]
    return Lookup("officials", OFFICIALS, rows)


def sources(index: sqlite3.Connection, clause: Clause = ALL) -> Lookup:
    """List all sources, each with the numbers of its assessments and of its statements."""
    rows = index.execute(_SOURCES.format(clause=clause.sql), clause.values)
    return Lookup("sources", SOURCES, [decode(row, SOURCES) for row in rows])


def codebook(index: sqlite3.Connection, kinds: Sequence[str] = ()) -> Lookup:
    """List the codebook words; `kinds` are some of `CODEBOOK_KINDS`, or empty for all."""
    asked = [kind for kind in CODEBOOK_KINDS if kind in kinds or not kinds]
    rows = [decode(row, CODEBOOK) for kind in asked for row in index.execute(_CODEBOOK[kind])]
    for row in rows:
        row["open"] = bool(row["open"])  # column `open` is a number of statements in other results
    return Lookup("codebook", CODEBOOK, rows)
