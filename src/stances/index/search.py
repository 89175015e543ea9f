"""Full-text search; the only module that uses FTS5.

A new index has the words of all its statements in an FTS5 table. An update removes the words of
changed statements, and inserts their new words.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from stances.errors import StancesError
from stances.index.connection import Index
from stances.search_query import joined_in
from stances.text import fold_words, nouns_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.search_query import SearchQuery, Term

    Row = Mapping[str, Any]

_BETWEEN = " · "
"""Separates two texts, so that no phrase matches across them."""
# Words are folded before they get here and hold only letters and digits. This tokenizer keeps
# letters beyond ASCII as they are, so only `text` decides what a word is. There, each letter of a
# script without blanks is a word, and phrases find consecutive letters. Pairs of letters would give
# the same results, but double the index and triple the time to build it. The table stores the words
# (a tenth of the index), so that SQLite knows what to delete. Only from SQLite 3.43 on can a table
# without content delete a row by its number alone.
_TABLE = """
    CREATE VIRTUAL TABLE searched_words USING fts5(words, notes, joined, tokenize = 'ascii')"""
# `words` has one space at each end of a text.
_COLUMNS = f"""
    REPLACE(a.words, '  ', '{_BETWEEN}') AS words, a.noted || COALESCE((
        SELECT CASE a.noted WHEN '' THEN '' ELSE '{_BETWEEN}' END
            || GROUP_CONCAT(as_searched(COALESCE(o.name, v.name)), '{_BETWEEN}')
        FROM voices AS v LEFT JOIN officials AS o ON o.official = v.name
        WHERE v.ref = COALESCE(a.words_of, a.ref)), '') AS notes, a.joined"""
# Rows have the numbers of their statements' rows, in order, because FTS5 takes three times as long
# for unordered rows.
_FILL = f"""
    INSERT INTO searched_words (rowid, words, notes, joined)
    SELECT a.rowid, {_COLUMNS}
    FROM (SELECT rowid, * FROM all_statements WHERE {{rows}}) AS a
    JOIN statements AS s ON s.ref = a.ref
    ORDER BY a.rowid"""
_SOME = 2_000
"""Rows that are inserted at a time."""
_NEXT = "rowid > {} AND rowid <= {}"
_ALTERED = "rowid IN (SELECT id FROM altered_rows)"
_WEIGHTS = "4, 1, 2"
"""The official's words weigh more than the analyst's notes."""
_HITS = f"""
    SELECT rowid AS id, bm25(searched_words, {_WEIGHTS}) AS score
    FROM searched_words WHERE searched_words MATCH ? LIMIT -1"""


class NoFullTextSearch(StancesError):
    """SQLite was built without full-text search."""

    def __init__(self) -> None:
        """Take nothing: the message is always the same."""
        super().__init__("this Python's SQLite has no full-text search (FTS5)")
        self.hint = "`stances list --text WORDS` finds words in a row without it"


def hits(connection: sqlite3.Connection, wanted: SearchQuery) -> tuple[str, tuple[str]]:
    """A query for `id` and `score` of the matching statements, and its parameter.

    `id` is the `rowid` in `all_statements`; statements with errors are excluded. A lower score is
    better. Raises `NoFullTextSearch`.
    """
    if not _is_there(connection):
        raise NoFullTextSearch
    if isinstance(connection, Index) and connection.has_other_words:
        _put_over(connection)
    return _HITS, (_expression(wanted),)


def _put_over(index: Index) -> None:
    """Make a temporary full text of the statements with a coder's words.

    It covers all statements, because scores depend on how rare a word is among all.
    """
    if "searched_words" in index.over:
        return
    with index.unnoticed():
        index.execute(_TABLE.replace("TABLE ", "TABLE temp."))
        index.over["searched_words"] = "TABLE"
        for _ in _fill(index):
            pass


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
    """The searched columns of a statement.

    These are `words`, folded; `noted`, its folded notes, `remarks` first; and `joined`, its joined
    words. `evidence` and `disputes` are as in a row of `list`.
    """
    notes = [*remarks]
    for piece in evidence:
        notes += (piece["note"], piece["via"])
    for dispute in disputes:
        notes += (dispute["note"], dispute["resolution"])
        notes.append(dispute["words"] and dispute["words"]["text"])
    noted = {"noted": _BETWEEN.join(map(_as_searched, filter(None, notes)))}
    return searched_words(summary, conditions, evidence) | noted


def searched_words(
    summary: str | None, conditions: Sequence[str], evidence: Sequence[Row]
) -> dict[str, str]:
    """Only the columns `words` and `joined`."""
    texts = [summary or "", *(piece["text"] for piece in evidence)]
    originals = (piece["original"]["text"] for piece in evidence if piece["original"])
    texts += [*filter(None, originals), *conditions]
    return {
        "words": "".join(map(fold_words, texts)),
        # no joined word and no noun contains a line end
        "joined": _BETWEEN.join(joined_in("\n".join(texts))),
    }


def _as_searched(text: str) -> str:
    return _BETWEEN.join((fold_words(text), *nouns_in(text)))


def looked_at(connection: sqlite3.Connection) -> str:
    """The columns `words`, `notes` and `joined` of a row `a` of `all_statements`, in SQL.

    Full text consists of these: folded words with spaces between. The SQL works only on this
    connection.
    """
    connection.create_function("as_searched", 1, _as_searched, deterministic=True)
    return _COLUMNS


def make(connection: sqlite3.Connection) -> Iterator[None]:
    """Insert the words of all statements into a new table, some at each step; needs FTS5."""
    try:
        connection.execute(_TABLE)
    except sqlite3.OperationalError as error:
        if "fts5" in str(error):
            return
        raise
    yield from _fill(connection)


def _fill(connection: sqlite3.Connection) -> Iterator[None]:
    """Insert the words of all statements, some at each step."""
    looked_at(connection)
    [last] = connection.execute("SELECT MAX(rowid) FROM all_statements").fetchone()
    for first in range(0, last or 0, _SOME):
        connection.execute(_FILL.format(rows=_NEXT.format(first, first + _SOME)))
        yield


LOOKED_AT = ("words", "noted", "joined", "words_of")
"""The columns of a statement that the words depend on."""
_TAKE_OUT = "DELETE FROM searched_words WHERE rowid IN (SELECT id FROM altered_rows)"


def renew(connection: sqlite3.Connection) -> None:
    """Replace the words of the statements in the table `altered_rows`."""
    if _is_there(connection):
        connection.execute(_TAKE_OUT)
        looked_at(connection)
        connection.execute(_FILL.format(rows=_ALTERED))


def _expression(wanted: SearchQuery) -> str:
    """The search as an FTS5 expression, with all words in quotation marks."""
    expression = " AND ".join(f"({_any(group)})" for group in wanted.groups)
    return f"({expression}) NOT ({_any(wanted.without)})" if wanted.without else expression


def _any(terms: Iterable[Term]) -> str:
    spellings = []
    for term in terms:
        prefix = " *" if term.begun else ""
        spellings += [f'"{" ".join(term.words)}"{prefix}']
        spellings += [f'"{term.joined}"{prefix}'] if term.joined else []
    return " OR ".join(spellings)
