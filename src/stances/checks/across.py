"""Faults that show only when records are held against each other: one SQL query for each.

A query yields a row for each fault: where it stands (`path`, `line`, `column`), the record that it
spoils (`ref`, empty for none), and whatever the message names. `word` is what was looked for among
the words that `known` lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.problems import Problem
from stances.suggest import did_you_mean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


class Check(NamedTuple):
    """A query for faults; `message` and `hint` are filled in with the columns of its rows."""

    code: str
    query: str
    message: str
    hint: str = ""
    known: str = ""


UNKNOWN = (
    Check(
        "ST101",
        """SELECT s.path, e.source_line AS line, e.source_column AS "column", s.ref,
                  e.source AS word
           FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
           WHERE e.source NOT IN (SELECT id FROM files WHERE kind = 'source')""",
        "no source is called `{word}`",
        known="SELECT id FROM files WHERE kind = 'source' ORDER BY id",
    ),
    Check(
        "ST101",
        """SELECT s.path, e.derived_line AS line, e.derived_column AS "column", s.ref,
                  e.derived_from AS word
           FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
           WHERE e.derived_from IS NOT NULL
             AND e.derived_from NOT IN (SELECT id FROM files WHERE kind = 'source')""",
        "no source is called `{word}`",
        known="SELECT id FROM files WHERE kind = 'source' ORDER BY id",
    ),
    Check(
        "ST102",
        """SELECT s.path, e.speaker_line AS line, e.speaker_column AS "column", s.ref,
                  e.speaker AS word
           FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
           WHERE e.speaker IS NOT NULL
             AND e.speaker NOT IN (SELECT id FROM files WHERE kind = 'official')""",
        "no official is called `{word}`",
        known="SELECT id FROM files WHERE kind = 'official' ORDER BY id",
    ),
    Check(
        "ST107",
        """SELECT path, line, "column", '' AS ref, about AS word FROM assessment_subjects
           WHERE about NOT IN (SELECT id FROM files WHERE kind = 'official')
             AND about NOT IN (SELECT id FROM factions)""",
        "no official or faction is called `{word}`",
        known="""SELECT id FROM files WHERE kind = 'official'
                 UNION SELECT id FROM factions ORDER BY id""",
    ),
)

CONTRADICTIONS = (
    Check(
        "ST401",
        """SELECT a.path, a.line, a."column", '' AS ref, a.name AS word, o.name AS other,
                  MIN(b.official) AS id
           FROM names AS a JOIN names AS b ON b.folded = a.folded AND b.official <> a.official
           JOIN officials AS o ON o.id = b.official
           WHERE a.kind = 'alias'
              OR (a.kind IN ('name', 'native') AND b.kind IN ('id', 'name', 'native'))
           GROUP BY a.official, a.folded""",
        "`{word}` is also a name of {other} (`{id}`)",
        "make the alias longer, or take it from one of them",
    ),
    Check(
        "ST402",
        """SELECT DISTINCT s.path, e.said_line AS line, e.said_column AS "column", s.ref,
                  e.source AS word,
                  src.published AS published, e.said_from AS day
           FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
           JOIN sources AS src ON src.id = e.source
           WHERE e.said_from > src.published_to""",
        "said on {day} at the earliest, but `{word}` appeared on {published}",
        "correct the date, or `published` in sources/{word}.yaml",
    ),
    Check(
        "ST409",
        """SELECT o.path, 1 AS line, 1 AS "column", '' AS ref, o.id AS word,
                  CASE WHEN s.id IS NULL THEN 'a faction' ELSE s.path END AS other
           FROM officials AS o LEFT JOIN sources AS s ON s.id = o.id
           WHERE s.id IS NOT NULL OR o.id IN (SELECT id FROM factions)""",
        "`{word}` is also the id of {other}",
        "rename one of them",
    ),
)

# What is unused is known only once every record has been read.
UNUSED = (
    Check(
        "ST403",
        """SELECT path, 1 AS line, 1 AS "column", '' AS ref, name AS word FROM officials
           WHERE id NOT IN (SELECT official FROM all_statements)
             AND id NOT IN (SELECT speaker FROM evidence WHERE speaker IS NOT NULL)""",
        "{word} has no statement, and no evidence names them as its speaker",
        "add a statement, or delete the file",
    ),
    Check(
        "ST404",
        """SELECT path, 1 AS line, 1 AS "column", '' AS ref, id AS word FROM sources
           WHERE id NOT IN (SELECT source FROM evidence)
             AND id NOT IN (SELECT derived_from FROM evidence WHERE derived_from IS NOT NULL)""",
        "no evidence is taken from `{word}`",
        "use it, or delete the file",
    ),
    Check(
        "ST405",
        """SELECT 'codebook.yaml' AS path, line, "column", '' AS ref, id AS word FROM factions
           WHERE id NOT IN (SELECT faction FROM roles WHERE faction IS NOT NULL)
             AND id NOT IN (SELECT faction FROM all_statements WHERE faction IS NOT NULL)
             AND id NOT IN (SELECT about FROM assessment_subjects)""",
        "nothing belongs to the faction `{word}`",
        "use it, or delete it",
    ),
    Check(
        "ST406",
        """SELECT 'codebook.yaml' AS path, line, "column", '' AS ref, id AS word FROM frames
           WHERE id NOT IN (SELECT frame FROM statement_frames)""",
        "no statement has the frame `{word}`",
        "use it, or delete it",
    ),
)

ASSERTIONS = (
    Check(
        "ST407",
        """SELECT 'corpus.yaml' AS path, line, "column", '' AS ref, kind AS word, number, found
           FROM assertions JOIN counted USING (kind) WHERE bound = 'minimum' AND found < number""",
        "{word}: {found} found, at least {number} expected",
        "find out where they went, or lower the `minimum`",
    ),
    Check(
        "ST408",
        """SELECT 'corpus.yaml' AS path, line, "column", '' AS ref, kind AS word, number, found
           FROM assertions JOIN counted USING (kind) WHERE bound = 'maximum' AND found > number""",
        "{word}: {found} found, at most {number} expected",
        "look for records that stand twice, or raise the `maximum`",
    ),
)

# Faults of reading and of words, and records that could not be made, can hide that a thing is used.
_HIDDEN = """
    SELECT EXISTS (SELECT 1 FROM problems WHERE severity = 'error' AND code < 'ST300')
        OR EXISTS (SELECT 1 FROM files WHERE left_out)
        OR (SELECT COUNT(*) FROM all_statements) < (SELECT SUM(statements) FROM files)"""


_SUGGESTED = 20
"""So many faults of a kind get a suggestion: to find one takes time where there are many words."""


def across(index: sqlite3.Connection) -> Iterator[Problem]:
    """All faults across the records of an index."""
    unknown = [problem for check in UNKNOWN for problem in _run(check, index)]
    yield from unknown
    for check in CONTRADICTIONS + ASSERTIONS:
        yield from _run(check, index)
    [hidden] = index.execute(_HIDDEN).fetchone()
    for check in () if hidden or unknown else UNUSED:
        yield from _run(check, index)


def _run(check: Check, index: sqlite3.Connection) -> Iterator[Problem]:
    rows = index.execute(check.query).fetchall()
    known = [id_ for (id_,) in index.execute(check.known)] if rows and check.known else []
    for number, row in enumerate(rows):
        values = dict(row)
        hint = check.hint.format(**values)
        if known and number < _SUGGESTED:
            hint = did_you_mean(row["word"], known)
        message = check.message.format(**values)
        place = (row["path"], row["line"], row["column"])
        yield Problem(*place, check.code, message, hint, row["ref"])
