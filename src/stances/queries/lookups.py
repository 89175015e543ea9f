"""`officials`, `sources` and `codebook`: what there is to ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.queries.filters import ALL, Clause
from stances.queries.result import Row, decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

OFFICIALS = (
    "official name native_name kind aliases roles factions statements attributed identifiers note"
).split()
SOURCES = (
    "source title publisher authors published published_from published_to retrieved url lang kind "
    "sha256 statements assessments note"
).split()
CODEBOOK = "kind issue id label definition score requires statements".split()
CODEBOOK_KINDS = ("issues", "positions", "factions", "frames")

_OFFICIALS = """
    SELECT o.id AS official, o.name, o.native_name, o.kind, o.aliases, o.roles, o.identifiers,
        o.note,
        (SELECT COUNT(*) FROM statements AS s WHERE s.official = o.id) AS statements,
        (SELECT COUNT(DISTINCT s.ref) FROM evidence AS e JOIN statements AS s ON s.ref = e.ref
         WHERE e.speaker = o.id AND s.official <> o.id) AS attributed,
        '[]' AS factions
    FROM officials AS o ORDER BY o.name, o.id"""
_SOURCES = """
    SELECT r.id AS source, r.title, r.publisher, r.authors, r.published, r.published_from,
        r.published_to, r.retrieved, r.url, r.lang, r.kind, r.sha256, r.note,
        (SELECT COUNT(DISTINCT s.ref) FROM evidence AS e JOIN statements AS s ON s.ref = e.ref
         WHERE e.source = r.id AND {clause}) AS statements,
        (SELECT COUNT(*) FROM assessments AS a WHERE a.source = r.id) AS assessments
    FROM sources AS r ORDER BY r.published_from, r.id"""
_CODEBOOK = {
    "issues": """
        SELECT 'issue' AS kind, id AS issue, id, NULL AS label, question AS definition,
            NULL AS score, NULL AS requires,
            (SELECT COUNT(*) FROM statements AS s WHERE s.issue = i.id) AS statements
        FROM issues AS i ORDER BY rank""",
    "positions": """
        SELECT 'position' AS kind, p.issue, p.id, p.label, p.definition, p.score, p.requires,
            (SELECT COUNT(*) FROM statements AS s
             WHERE s.issue = p.issue AND s.position = p.id) AS statements
        FROM positions AS p JOIN issues AS i ON i.id = p.issue ORDER BY i.rank, p.rank""",
    "factions": """
        SELECT 'faction' AS kind, NULL AS issue, id, label, definition, NULL AS score,
            NULL AS requires,
            (SELECT COUNT(*) FROM statements AS s WHERE s.faction = f.id) AS statements
        FROM factions AS f ORDER BY rank""",
    "frames": """
        SELECT 'frame' AS kind, NULL AS issue, id, label, definition, NULL AS score,
            NULL AS requires,
            (SELECT COUNT(DISTINCT s.ref) FROM statement_frames AS x
             JOIN statements AS s ON s.ref = x.ref WHERE x.frame = f.id) AS statements
        FROM frames AS f ORDER BY rank""",
}


_SHOWN = {
    "officials": ("official", "name", "factions", "statements", "attributed"),
    "sources": ("source", "title", "published", "statements", "assessments"),
    "codebook": ("kind", "id", "score", "label", "definition", "statements"),
}


class Lookup(NamedTuple):
    """Rows of what there is; `of` says of what."""

    kind: str
    keys: Sequence[str]
    rows: Sequence[Row]
    document: None = None

    @property
    def shown(self) -> Sequence[str]:
        """What a reader wants first."""
        return _SHOWN[self.kind]


def officials(index: sqlite3.Connection) -> Lookup:
    """All officials with the factions of their roles and the numbers of their statements."""
    rows = [decode(row, OFFICIALS) for row in index.execute(_OFFICIALS)]
    for row in rows:
        row["factions"] = _factions(row["roles"])
    return Lookup("officials", OFFICIALS, rows)


def _factions(roles: Sequence[Row]) -> list[str]:
    held = (role["faction"] for role in roles if not role["former"])
    return [faction for faction in dict.fromkeys(held) if faction]


def sources(index: sqlite3.Connection, clause: Clause = ALL) -> Lookup:
    """All sources with the numbers of assessments and of such statements taken from them."""
    rows = index.execute(_SOURCES.format(clause=clause.sql), clause.values)
    return Lookup("sources", SOURCES, [decode(row, SOURCES) for row in rows])


def codebook(index: sqlite3.Connection, kinds: Sequence[str] = ()) -> Lookup:
    """The words of the codebook; `kinds` are some of `CODEBOOK_KINDS`, all if none is given."""
    asked = [kind for kind in CODEBOOK_KINDS if kind in kinds or not kinds]
    rows = [decode(row, CODEBOOK) for kind in asked for row in index.execute(_CODEBOOK[kind])]
    return Lookup("codebook", CODEBOOK, rows)
