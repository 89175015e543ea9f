"""Full-text search; the only module that uses FTS5.

The first search puts the words into tables of their own. After a change of statements, call
`forget`: the next search makes them again.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from stances.errors import StancesError
from stances.index.cache import keep
from stances.index.connection import is_out_of_reach
from stances.search_query import joined_in
from stances.text import fold_words, nouns_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stances.search_query import SearchQuery, Term

# Words are folded before they get here and hold nothing but letters and digits. This tokenizer
# leaves letters beyond ASCII as they are, so what is a word is decided in `text` alone. There each
# letter of a script without blanks is a word, and phrases find them in a row. Pairs of letters
# would find the same, in an index of twice the size that takes three times as long to make.
_TABLES = (
    "CREATE TABLE {schema}.searched (id INTEGER PRIMARY KEY, ref TEXT)",
    """CREATE VIRTUAL TABLE {schema}.searched_words USING fts5(
        words, notes, joined, content = '', tokenize = 'ascii')""",
    "INSERT INTO {schema}.searched (ref) SELECT ref FROM statements ORDER BY ref",
)
_STATEMENTS = """
    SELECT f.id, s.words, s.venue, s.note, s.summary, s.conditions, s.evidence, s.disputes,
        (SELECT json_group_array(COALESCE(o.name, v.name)) FROM voices AS v
            LEFT JOIN officials AS o ON o.official = v.name
            WHERE v.ref = COALESCE(s.words_of, s.ref)) AS voices
    FROM searched AS f JOIN statements AS s ON s.ref = f.ref ORDER BY f.id"""
_BETWEEN = " · "
"""Separates two texts, so that no phrase matches across them."""
_WEIGHTS = "4, 1, 2"
"""The official's words count more than the analyst's notes."""
_HITS = f"""
    SELECT f.ref, bm25(searched_words, {_WEIGHTS}) AS score
    FROM searched_words JOIN searched AS f ON f.id = searched_words.rowid
    WHERE searched_words MATCH ? LIMIT -1"""


class NoFullTextSearch(StancesError):
    """SQLite was built without what searching needs."""

    def __init__(self) -> None:
        """Take nothing: the message is always the same."""
        super().__init__("this Python's SQLite has no full-text search (FTS5)")
        self.hint = "`stances list --text WORDS` finds words in a row without it"


def hits(connection: sqlite3.Connection, wanted: SearchQuery) -> tuple[str, tuple[str]]:
    """A query for `ref` and `score` of the matching statements, and the value of its parameter.

    The lower the score, the better. Raises `NoFullTextSearch`.
    """
    query = """SELECT 1 FROM (SELECT name FROM main.sqlite_master
               UNION ALL SELECT name FROM temp.sqlite_master) WHERE name = 'searched_words'"""
    if connection.execute(query).fetchone() is None:
        _fill(connection)
    return _HITS, (_expression(wanted),)


def forget(connection: sqlite3.Connection) -> None:
    """Let the next search read the statements again, because some have changed."""
    connection.execute("DROP TABLE IF EXISTS searched_words")
    connection.execute("DROP TABLE IF EXISTS searched")


def _fill(connection: sqlite3.Connection) -> None:
    """Make the tables in the index's file or, if it cannot be written, for this connection."""
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 0")  # waiting takes longer than it would save
    try:
        if not _make_lasting(connection):
            _make(connection, "temp")
    except sqlite3.OperationalError as error:
        if "fts5" in str(error):
            raise NoFullTextSearch from error
        raise
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")


def _make_lasting(connection: sqlite3.Connection) -> bool:
    # Pending changes of an update must not be lost if the tables cannot be written.
    if not keep(connection):
        return False
    try:
        _make(connection, "main")
    except sqlite3.OperationalError as error:
        if not is_out_of_reach(error):
            raise
        return False
    if not keep(connection):
        connection.execute("ROLLBACK")  # otherwise no other process could begin to read
        connection.execute("BEGIN")
        return False
    return True


def _make(connection: sqlite3.Connection, schema: str) -> None:
    """Make and fill the tables, all or none of them, even if the search is interrupted."""
    connection.execute("SAVEPOINT searching")
    try:
        for statement in _TABLES:
            connection.execute(statement.format(schema=schema))
        insert = f"""INSERT INTO {schema}.searched_words (rowid, words, notes, joined)
                     VALUES (?, ?, ?, ?)"""
        connection.executemany(insert, map(_words, connection.execute(_STATEMENTS)))
    except BaseException:
        connection.execute("ROLLBACK TO searching")
        raise
    finally:
        connection.execute("RELEASE searching")


def _words(statement: tuple[Any, ...]) -> tuple[int, str, str, str]:
    """What a search of a statement looks at: its words, the notes on it, and joined words."""
    id_, words, venue, note, summary, conditions, evidence, disputes, voices = statement
    pieces, settled = json.loads(evidence), json.loads(disputes)
    notes = [venue, note, *(piece["note"] for piece in pieces)]
    notes += [dispute[key] for dispute in settled for key in ("note", "resolution")]
    notes += [dispute["words"]["text"] for dispute in settled if dispute["words"]]
    notes += [*json.loads(voices), *(piece["via"] for piece in pieces)]
    texts = [summary or "", *json.loads(conditions), *(piece["text"] for piece in pieces)]
    originals = [piece["original"] or {"text": None} for piece in pieces]
    texts += [original["text"] for original in originals if original["text"]]
    joined = (word for text in texts for word in joined_in(text))
    folded = (word for text in notes if text for word in (fold_words(text), *nouns_in(text)))
    # `words` has one space at each end of a text.
    return id_, words.replace("  ", _BETWEEN), _BETWEEN.join(folded), _BETWEEN.join(joined)


def _expression(wanted: SearchQuery) -> str:
    """The search in FTS5's language, all words in quotation marks."""
    expression = " AND ".join(f"({_any(group)})" for group in wanted.groups)
    return f"({expression}) NOT ({_any(wanted.without)})" if wanted.without else expression


def _any(terms: Iterable[Term]) -> str:
    spellings = []
    for term in terms:
        prefix = " *" if term.begun else ""
        spellings += [f'"{" ".join(term.words)}"{prefix}']
        spellings += [f'"{term.joined}"{prefix}'] if term.joined else []
    return " OR ".join(spellings)
