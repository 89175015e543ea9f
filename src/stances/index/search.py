"""Full-text search; the only module that uses FTS5.

A new index has the words of all its statements in a table of FTS5. In an update, the words of what
has changed are taken out, and put in as they are now.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from stances.errors import StancesError
from stances.search_query import joined_in
from stances.text import fold_words, nouns_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.search_query import SearchQuery, Term

    Row = Mapping[str, Any]

_BETWEEN = " · "
"""Separates two texts, so that no phrase matches across them."""
# Words are folded before they get here and hold nothing but letters and digits. This tokenizer
# leaves letters beyond ASCII as they are, so what is a word is decided in `text` alone. There each
# letter of a script without blanks is a word, and phrases find them in a row. Pairs of letters
# would find the same, in an index of twice the size that takes three times as long to make.
# The table keeps the words (a tenth of the index), so that SQLite itself knows what to take out:
# a table without content can forget a row by its number alone only from SQLite 3.43 on.
_TABLE = """
    CREATE VIRTUAL TABLE searched_words USING fts5(words, notes, joined, tokenize = 'ascii')"""
# A row has the number of its statement's row. `words` has one space at each end of a text. FTS5
# takes three times as long for rows that do not come in the order of their numbers.
_FILL = f"""
    INSERT INTO searched_words (rowid, words, notes, joined)
    SELECT a.rowid, REPLACE(a.words, '  ', '{_BETWEEN}'), a.noted || COALESCE((
        SELECT CASE a.noted WHEN '' THEN '' ELSE '{_BETWEEN}' END
            || GROUP_CONCAT(as_searched(COALESCE(o.name, v.name)), '{_BETWEEN}')
        FROM voices AS v LEFT JOIN officials AS o ON o.official = v.name
        WHERE v.ref = COALESCE(a.words_of, a.ref)), ''), a.joined
    FROM (SELECT rowid, * FROM all_statements WHERE {{rows}}) AS a
    JOIN statements AS s ON s.ref = a.ref
    ORDER BY a.rowid"""
_SOME = 2_000
"""How many rows are put in at a time."""
_NEXT = "rowid > {} AND rowid <= {}"
_ALTERED = "rowid IN (SELECT id FROM altered_rows)"
_WEIGHTS = "4, 1, 2"
"""The official's words count more than the analyst's notes."""
_HITS = f"""
    SELECT rowid AS id, bm25(searched_words, {_WEIGHTS}) AS score
    FROM searched_words WHERE searched_words MATCH ? LIMIT -1"""


class NoFullTextSearch(StancesError):
    """SQLite was built without what searching needs."""

    def __init__(self) -> None:
        """Take nothing: the message is always the same."""
        super().__init__("this Python's SQLite has no full-text search (FTS5)")
        self.hint = "`stances list --text WORDS` finds words in a row without it"


def hits(connection: sqlite3.Connection, wanted: SearchQuery) -> tuple[str, tuple[str]]:
    """A query for `id` and `score` of the matching statements, and the value of its parameter.

    `id` is the `rowid` in `all_statements`, of statements without errors alone. The lower the
    score, the better. Raises `NoFullTextSearch`.
    """
    if not _is_there(connection):
        raise NoFullTextSearch
    return _HITS, (_expression(wanted),)


def _is_there(connection: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM main.sqlite_master WHERE name = 'searched_words'"
    return connection.execute(query).fetchone() is not None


def searched_columns(
    summary: str | None,
    conditions: Sequence[str],
    remarks: Iterable[str | None],
    evidence: Sequence[Row],
    disputes: Iterable[Row],
) -> dict[str, str]:
    """The columns of a statement that hold what a search looks at.

    These are `words`, folded; `noted`, the same of what is noted on it, `remarks` first; `joined`,
    its joined words. `evidence` and `disputes` are as in a row of `list`.
    """
    texts = [summary or "", *(piece["text"] for piece in evidence)]
    originals = (piece["original"]["text"] for piece in evidence if piece["original"])
    texts += [*filter(None, originals), *conditions]
    notes = [*remarks]
    for piece in evidence:
        notes += (piece["note"], piece["via"])
    for dispute in disputes:
        notes += (dispute["note"], dispute["resolution"])
        notes.append(dispute["words"] and dispute["words"]["text"])
    return {
        "words": "".join(map(fold_words, texts)),
        "noted": _BETWEEN.join(map(_as_searched, filter(None, notes))),
        # No joined word and no noun has a line end in it.
        "joined": _BETWEEN.join(joined_in("\n".join(texts))),
    }


def _as_searched(text: str) -> str:
    return _BETWEEN.join((fold_words(text), *nouns_in(text)))


def make(connection: sqlite3.Connection) -> Iterator[None]:
    """Put the words of all statements into a table, some at each step; none without FTS5."""
    try:
        connection.execute(_TABLE)
    except sqlite3.OperationalError as error:
        if "fts5" in str(error):
            return
        raise
    connection.create_function("as_searched", 1, _as_searched, deterministic=True)
    [last] = connection.execute("SELECT MAX(rowid) FROM all_statements").fetchone()
    for first in range(0, last or 0, _SOME):
        connection.execute(_FILL.format(rows=_NEXT.format(first, first + _SOME)))
        yield


LOOKED_AT = ("words", "noted", "joined", "words_of")
"""The columns of a statement that the words depend on."""
_TAKE_OUT = "DELETE FROM searched_words WHERE rowid IN (SELECT id FROM altered_rows)"


def renew(connection: sqlite3.Connection) -> None:
    """Take out the words of the statements in the table `altered_rows`, and put in the new."""
    if _is_there(connection):
        connection.execute(_TAKE_OUT)
        connection.create_function("as_searched", 1, _as_searched, deterministic=True)
        connection.execute(_FILL.format(rows=_ALTERED))


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
