"""Finds faults across records, with one SQL query for each.

A query returns a row for each fault: its place (`path`, `line`, `column`), the record that it makes
unusable (`ref`, empty if none), and the values in the message. `word` is the unknown word, for
which `known` lists similar ones.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from stances.problems import Problem, folded
from stances.text import did_you_mean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterator, Sequence


class Check(NamedTuple):
    """A query for faults; its rows fill in `message` and `hint`.

    `touched` restricts the query to the files with the ids in the table `changed`. If it returns
    nothing and there were no such faults before, a change of these files cannot have added any.
    Queries without it are fast enough to run after every change.
    """

    code: str
    query: str
    message: str
    hint: str = ""
    known: str = ""
    touched: str = ""


def _unknown_in_evidence(code: str, kind: str, column: str, place: str) -> Check:
    """Make a check for ids in a column of the evidence that have no file."""
    ids = f"SELECT id FROM files WHERE kind = '{kind}'"  # noqa: S608 - literals from below
    return Check(
        code,
        f"""SELECT s.path, e.{place}_line AS line, e.{place}_column AS "column", s.ref,
                  e.{column} AS word
           FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
           WHERE e.{column} IS NOT NULL AND e.{column} NOT IN ({ids}) AND {{touched}}""",  # noqa: S608
        f"no {kind} is called `{{word}}`",
        known=f"{ids} ORDER BY id",
        touched="s.official IN (SELECT id FROM changed)",
    )


_REFERENCES = """(
    SELECT ref, path, words_of AS other, words_of_line AS line, words_of_column AS "column"
    FROM all_statements WHERE words_of IS NOT NULL
    UNION ALL SELECT o.ref, s.path, o.other, o.line, o."column"
    FROM same_occasions AS o JOIN all_statements AS s ON s.ref = o.ref)"""
_OTHER_SOURCES = """(
    SELECT path, version_of AS other, version_of_line AS line, version_of_column AS "column",
        '' AS ref FROM sources
    UNION ALL SELECT path, copy_of, copy_of_line, copy_of_column, '' FROM sources
    UNION ALL SELECT s.path, d.words_source, d.words_source_line, d.words_source_column, s.ref
    FROM disputes AS d JOIN all_statements AS s ON s.ref = d.ref)"""
# A statement with an error may be in no table, but its problem names it.
_STATEMENTS = """
    SELECT ref FROM all_statements UNION SELECT ref FROM problems WHERE ref LIKE '%/%'"""

MOST_SHARED = 20_000
"""The most pieces of evidence that statements may take from one by `words_of`. A letter has
hundreds of signers, but few sources. Each statement has a copy of all its evidence, so more would
fill the disk."""
HEAVY = f"""
    SELECT base, others, pieces FROM (
        SELECT words_of AS base, COUNT(*) AS others,
            (SELECT COUNT(*) FROM evidence AS e WHERE e.ref = words_of) AS pieces
        FROM all_statements WHERE words_of IS NOT NULL GROUP BY words_of) AS y
    WHERE others * pieces > {MOST_SHARED}"""  # noqa: S608 - the number above
"""The statements whose evidence would be shared by too many, with both numbers."""

UNKNOWN = (
    Check(
        "ST101",
        f"""SELECT path, line, "column", ref, other AS word FROM {_OTHER_SOURCES}
            WHERE other IS NOT NULL
              AND other NOT IN (SELECT id FROM files WHERE kind = 'source') AND {{touched}}""",  # noqa: S608
        "no source is called `{word}`",
        known="SELECT id FROM files WHERE kind = 'source' ORDER BY id",
        touched="TRUE",  # the other checks with its code are slower
    ),
    Check(
        "ST109",
        f"""SELECT path, line, "column", ref, other AS word FROM {_REFERENCES}
            WHERE other NOT IN ({_STATEMENTS})
              AND substr(other, 1, instr(other, '/') - 1)
                  NOT IN (SELECT id FROM files WHERE left_out)""",  # noqa: S608
        "there is no statement `{word}`",
        known="SELECT ref FROM all_statements ORDER BY ref",
    ),
    _unknown_in_evidence("ST101", "source", "source", "source"),
    _unknown_in_evidence("ST101", "source", "derived_from", "derived"),
    _unknown_in_evidence("ST102", "official", "speaker", "speaker"),
    Check(
        "ST107",
        """SELECT path, line, "column", '' AS ref, about AS word FROM assessment_subjects
           WHERE about NOT IN (SELECT id FROM files WHERE kind = 'official')
             AND about NOT IN (SELECT faction FROM factions) AND {touched}""",
        "no official or faction is called `{word}`",
        known="""SELECT id FROM files WHERE kind = 'official'
                 UNION SELECT faction FROM factions ORDER BY id""",
        touched="source IN (SELECT id FROM changed)",
    ),
)

_TOUCHED_EVIDENCE = """
    e.ref IN (SELECT ref FROM all_statements WHERE official IN (SELECT id FROM changed)
              UNION SELECT ref FROM evidence WHERE source IN (SELECT id FROM changed))"""

# CROSS JOIN makes SQLite look up a statement last, for the few pieces that are left by then.
CONTRADICTIONS = (
    Check(
        "ST401",
        # The first two officials with each name are enough: one of them is another official.
        """SELECT path, line, "column", '' AS ref, name AS word, other, MIN(id) AS id FROM (
               SELECT a.path, a.line, a."column", a.name, a.official, a.folded, o.name AS other,
                   o.official AS id
               FROM (
                   SELECT f.folded, f.first, f.own,
                       MIN(CASE WHEN n.kind <> 'derived' AND n.official <> f.first
                           THEN n.official END) AS second,
                       MIN(CASE WHEN n.kind IN ('id', 'name', 'native') AND n.official <> f.own
                           THEN n.official END) AS own_second
                   FROM (
                       SELECT folded,
                           MIN(CASE WHEN kind <> 'derived' THEN official END) AS first,
                           MIN(CASE WHEN kind IN ('id', 'name', 'native') THEN official END) AS own
                       FROM names WHERE {touched} GROUP BY folded
                       HAVING MIN(official) <> MAX(official)) AS f
                   JOIN names AS n ON n.folded = f.folded
                   GROUP BY f.folded, f.first, f.own) AS x
               JOIN names AS a ON a.folded = x.folded
               JOIN officials AS o ON o.official = CASE
                   WHEN a.kind = 'alias'
                   THEN CASE WHEN x.first <> a.official THEN x.first ELSE x.second END
                   WHEN a.kind IN ('name', 'native')
                   THEN CASE WHEN x.own <> a.official THEN x.own ELSE x.own_second END END) AS y
           GROUP BY official, folded""",
        "`{word}` is also a name of {other} (`{id}`)",
        "make the alias longer, or take it from one of them",
        touched="folded IN (SELECT folded FROM names WHERE official IN (SELECT id FROM changed))",
    ),
    Check(
        "ST402",
        """SELECT DISTINCT s.path, e.said_line AS line, e.said_column AS "column", s.ref,
                  e.source AS word,
                  src.published AS published, e.said_from AS day
           FROM evidence AS e JOIN sources AS src ON src.source = e.source
           CROSS JOIN all_statements AS s
           WHERE s.ref = e.ref AND e.said_from > src.published_to
             AND e.said_from > date(src.published_to, '+1 day') AND {touched}""",
        "said on {day} at the earliest, but `{word}` appeared on {published}",
        "correct the date, or `published` in sources/{word}.yaml",
        touched=_TOUCHED_EVIDENCE,
    ),
    Check(
        "ST415",
        """SELECT DISTINCT s.path, e.said_line AS line, e.said_column AS "column", '' AS ref,
                  e.source AS word, src.published AS published, e.said_from AS day
           FROM evidence AS e JOIN sources AS src ON src.source = e.source
           CROSS JOIN all_statements AS s
           WHERE s.ref = e.ref AND e.said_from > src.published_to
             AND e.said_from = date(src.published_to, '+1 day') AND {touched}""",
        "said on {day} at the earliest, a day after `{word}` appeared ({published})",
        "check both days",
        touched=_TOUCHED_EVIDENCE,
    ),
    Check(
        "ST416",
        """SELECT DISTINCT s.path, e.said_line AS line, e.said_column AS "column", '' AS ref,
                  src.published AS published, substr(e.said_from, 1, 4) AS word,
                  CASE WHEN substr(src.published_from, 1, 4) - substr(e.said_from, 1, 4) > 605
                       THEN 'Persian' ELSE 'Islamic' END AS other
           FROM evidence AS e JOIN sources AS src ON src.source = e.source
           CROSS JOIN all_statements AS s
           WHERE s.ref = e.ref AND e.said_from < (
               SELECT CAST(substr(MAX(published_from), 1, 4) - 569 AS TEXT) FROM sources)
             AND (substr(src.published_from, 1, 4) - substr(e.said_from, 1, 4) BETWEEN 570 AND 600
               OR substr(src.published_from, 1, 4) - substr(e.said_from, 1, 4) BETWEEN 615 AND 645)
             AND {touched}""",
        "{word} looks like a year of the {other} calendar: the source is of {published}",
        "write the same day in the Gregorian calendar",
        touched=_TOUCHED_EVIDENCE,
    ),
    Check(
        "ST410",
        """SELECT s.path, s.words_of_line AS line, s.words_of_column AS "column", s.ref,
                  b.ref AS word, b.words_of AS other
           FROM all_statements AS s JOIN all_statements AS b ON b.ref = s.words_of
           WHERE b.words_of IS NOT NULL AND b.ref <> s.ref""",
        "the words of `{word}` are those of `{other}`",
        "write `words_of: {other}`",
    ),
    Check(
        "ST417",
        """SELECT path, line, "column", ref, word, issue AS other FROM (
               SELECT s.path, s.words_of_line AS line, s.words_of_column AS "column", s.ref,
                   s.issue, COALESCE(b.ref, FIRST_VALUE(s.ref) OVER (
                       PARTITION BY s.words_of, s.official, s.issue ORDER BY s.ref)) AS word
               FROM all_statements AS s LEFT JOIN all_statements AS b
               ON b.ref = s.words_of AND b.official = s.official AND b.issue = s.issue
               WHERE s.words_of IS NOT NULL) AS x
           WHERE word <> ref""",
        "`{word}` has answered `{other}` with these words",
        "give it the `issue` that it answers, or delete it",
    ),
    Check(
        "ST418",
        f"""SELECT s.path, s.words_of_line AS line, s.words_of_column AS "column", s.ref,
                   s.words_of AS word, x.others, x.pieces
            FROM all_statements AS s JOIN ({HEAVY}) AS x ON x.base = s.words_of""",  # noqa: S608
        "{others} statements have the words of `{word}`, which has {pieces} pieces of evidence",
        f"divide it: at most {MOST_SHARED:,} pieces are shared in all",
    ),
    Check(
        "ST420",
        """SELECT s.path, s.words_of_line AS line, s.words_of_column AS "column", s.ref,
                  b.ref AS word, s.official AS other
           FROM all_statements AS s JOIN all_statements AS b ON b.ref = s.words_of
           WHERE b.words_of IS NULL AND NOT EXISTS (
               SELECT 1 FROM evidence AS e
               WHERE e.ref = b.ref AND (e.speaker IS NULL OR e.speaker = s.official))""",
        "all evidence of `{word}` names another speaker than `{other}`",
        "take `speaker` from a source that names both, or delete the statement",
    ),
    Check(
        "ST411",
        """SELECT s.path, o.line, o."column", s.ref, s.said AS day, t.ref AS word, t.said AS other
           FROM same_occasions AS o JOIN all_statements AS s ON s.ref = o.ref
           JOIN all_statements AS t ON t.ref = o.other AND t.official = s.official
           WHERE s.said_from > t.said_to OR t.said_from > s.said_to""",
        "this was said on {day}, and `{word}` on {other}",
        "correct one of the dates, or drop the reference",
    ),
    Check(
        "ST412",
        """SELECT s.path, CASE WHEN c.other = s.version_of THEN s.version_of_line
                                ELSE s.copy_of_line END AS line,
                  CASE WHEN c.other = s.version_of THEN s.version_of_column
                       ELSE s.copy_of_column END AS "column",
                  '' AS ref, c.other AS word, s.source AS other
           FROM circles AS c JOIN sources AS s ON s.source = c.source""",
        "`{other}` and `{word}` come from each other",
        "find out which appeared first",
    ),
    Check(
        "ST413",
        """SELECT s.path, s.line, s."column", '' AS ref, s.ref AS word FROM all_statements AS s
           WHERE s.retracted = 1""",
        "all sources of this statement are retracted",
        "look for another source, or delete the statement",
    ),
    Check(
        "ST414",
        # The first source with an address is compared with the others. These are compared with each
        # other only if they come from it.
        """SELECT path, line, "column", ref, word FROM (
               SELECT s.path, s.url_line AS line, s.url_column AS "column", '' AS ref,
                   CASE WHEN COALESCE(f.version_of, f.copy_of, '') <> s.source THEN f.source
                        ELSE (SELECT MIN(o.source) FROM sources AS o
                              WHERE o.url = s.url AND o.source < s.source
                                AND COALESCE(o.version_of, o.copy_of, '') <> s.source) END AS word
               FROM (SELECT url, MIN(source) AS source FROM sources
                     WHERE url IS NOT NULL GROUP BY url) AS x
               JOIN sources AS f ON f.source = x.source
               JOIN sources AS s ON s.url = x.url AND s.source > x.source
               WHERE COALESCE(s.version_of, s.copy_of) IS NULL) AS y
           WHERE word IS NOT NULL""",
        "`{word}` has the same address",
        "say `version_of: {word}` or `copy_of: {word}`, or correct one of the two",
    ),
    Check(
        "ST419",
        """SELECT s.path, e.text_line AS line, e.text_column AS "column", '' AS ref,
                  d.ref AS word, d.first AS other, e.source,
                  CASE WHEN d.more = 0 THEN '' WHEN d.more = 1 THEN ', and so has another'
                       ELSE ', and so have ' || d.more || ' others' END AS more
           FROM doubles AS d JOIN all_statements AS s ON s.ref = d.ref
           JOIN evidence AS e ON e.ref = d.ref AND e.number = d.number
           WHERE d.more IS NOT NULL""",
        "`{word}` has words of `{source}` that `{other}` has too{more}",
        "make one statement of them, or say `words_of`, or `same_occasion` with what differs; "
        "else `accept: [ST419]` with a note",
    ),
    Check(
        "ST409",
        """SELECT o.path, 1 AS line, 1 AS "column", '' AS ref, o.official AS word,
                  CASE WHEN s.source IS NULL THEN 'a faction' ELSE s.path END AS other
           FROM officials AS o LEFT JOIN sources AS s ON s.source = o.official
           WHERE (s.source IS NOT NULL OR o.official IN (SELECT faction FROM factions))
             AND {touched}""",
        "`{word}` is also the id of {other}",
        "rename one of them",
        touched="o.official IN (SELECT id FROM changed)",
    ),
)

# These need all records to be read, because any of them may use a word.
UNUSED = (
    Check(
        "ST404",
        """SELECT src.path, 1 AS line, 1 AS "column", '' AS ref, src.source AS word
           FROM sources AS src
           WHERE NOT EXISTS (SELECT 1 FROM evidence WHERE source = src.source)
             AND NOT EXISTS (SELECT 1 FROM evidence WHERE derived_from = src.source)
             AND NOT EXISTS (SELECT 1 FROM evidence WHERE via = src.source)
             AND NOT EXISTS (SELECT 1 FROM disputes WHERE words_source = src.source)
             AND NOT EXISTS (SELECT 1 FROM sources AS o
                             WHERE o.version_of = src.source OR o.copy_of = src.source)""",
        "no evidence is taken from `{word}`",
        "use it, or delete the file",
    ),
    Check(
        "ST405",
        """SELECT 'codebook.yaml' AS path, line, "column", '' AS ref, f.faction AS word
           FROM factions AS f
           WHERE EXISTS (SELECT 1 FROM all_statements)
             AND NOT EXISTS (SELECT 1 FROM roles WHERE faction = f.faction)
             AND NOT EXISTS (SELECT 1 FROM all_statements WHERE faction = f.faction)
             AND NOT EXISTS (SELECT 1 FROM assessment_subjects WHERE about = f.faction)""",
        "nothing belongs to the faction `{word}`",
        "use it, or delete it",
    ),
    Check(
        "ST406",
        """SELECT 'codebook.yaml' AS path, line, "column", '' AS ref, f.frame AS word
           FROM frames AS f
           WHERE EXISTS (SELECT 1 FROM all_statements)
             AND NOT EXISTS (SELECT 1 FROM statement_frames WHERE frame = f.frame)
             AND NOT EXISTS (SELECT 1 FROM all_coding_frames WHERE frame = f.frame)""",
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

# Errors of reading or of words, and skipped records, can hide a use.
_HIDDEN = """
    SELECT EXISTS (SELECT 1 FROM problems WHERE severity = 'error' AND code < 'ST300')
        OR EXISTS (SELECT 1 FROM files WHERE left_out)
        OR (SELECT COUNT(*) FROM all_statements) < (SELECT SUM(statements) FROM files)"""


_SUGGESTED = 20
"""Suggestions are sought for this many faults of a kind; with many words, each takes time."""

CHECKS = UNKNOWN + CONTRADICTIONS + ASSERTIONS + UNUSED
CODES = frozenset(check.code for check in CHECKS)


def across(index: sqlite3.Connection, codes: Container[str] | None = None) -> Iterator[Problem]:
    """Find all faults across the records of an index, or only those with some codes."""
    has_unknown = False
    with _noted_circles(index):
        for check in CHECKS:
            if codes is not None and check.code not in codes:
                continue
            if check in UNUSED and (has_unknown or index.execute(_HIDDEN).fetchone()[0]):
                continue
            for problem in _run(check, index):
                has_unknown = has_unknown or check in UNKNOWN
                yield problem


@contextmanager
def _noted_circles(index: sqlite3.Connection) -> Iterator[None]:
    """Provide a table `circles` of the links between sources that are part of a circle."""
    links = index.execute("""
        SELECT source, version_of FROM sources WHERE version_of IS NOT NULL
        UNION SELECT source, copy_of FROM sources WHERE copy_of IS NOT NULL""").fetchall()
    index.execute("CREATE TEMP TABLE circles (source TEXT, other TEXT)")
    found = circular([(source, other) for source, other in links])
    index.executemany("INSERT INTO circles VALUES (?, ?)", found)
    try:
        yield
    finally:
        index.execute("DROP TABLE circles")


def circular(links: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The links, each from one node to another, that are part of a circle."""
    after: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for one, other in links:
        after.setdefault(one, []).append(other)
        before.setdefault(other, []).append(one)
    # Nodes that can reach each other are in a circle. First, each node is listed after those that
    # it leads to. Then, from the last on, each is grouped with the nodes that lead to it.
    ended: list[str] = []
    seen: set[str] = set()
    for start, leads in after.items():
        path = [(start, iter(leads))] if start not in seen else []
        seen.add(start)
        while path:
            others = path[-1][1]
            if (following := next((each for each in others if each not in seen), None)) is None:
                ended.append(path.pop()[0])
            else:
                seen.add(following)
                path.append((following, iter(after.get(following, ()))))
    circles: dict[str, str] = {}
    for start in reversed(ended):
        to_do = [start]
        while to_do:
            if (each := to_do.pop()) not in circles:
                circles[each] = start
                to_do += before.get(each, ())
    return [(one, other) for one, other in links if circles[one] == circles[other]]


def touched(index: sqlite3.Connection) -> set[str]:
    """The codes whose faults may have changed with the files in the table `changed`.

    The index holds the present records, and the faults across records found before.
    """
    codes = {code for (code,) in index.execute("SELECT code FROM problems WHERE scope = 'across'")}
    for check in CHECKS:
        query = f"{check.query.replace('{touched}', check.touched)} LIMIT 1"
        if not check.touched or index.execute(query).fetchone():
            codes.add(check.code)
    return codes


def _run(check: Check, index: sqlite3.Connection) -> Iterator[Problem]:
    query = check.query.replace("{touched}", "TRUE")
    rows = index.execute(f"{query} ORDER BY 1, 2, 3").fetchall()
    words = [id_ for (id_,) in index.execute(check.known)] if rows and check.known else []
    kinds = folded(rows, lambda row: (row["path"], row["ref"]), lambda _: 1)
    for number, (row, rest) in enumerate(kinds):
        values = dict(row)
        hint = check.hint.format(**values)
        if words and number < _SUGGESTED:
            hint = did_you_mean(row["word"], words, number)
        message = check.message.format(**values)
        place = (row["path"], row["line"], row["column"])
        problem = Problem(*place, check.code, message, hint, row["ref"])
        yield problem.standing_for(rest) if rest else problem
