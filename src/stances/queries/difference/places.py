"""Where in its file a change is to be seen: in the newer state, or in the older what is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.difference.kinds import EVIDENCE_LOST, REMOVED

if TYPE_CHECKING:
    import sqlite3

    from stances.queries.difference.both import Both
    from stances.queries.result import Row

_NO_LINE = 'NULL AS line, NULL AS "column"'
_STATEMENT = 'SELECT path, line, "column" FROM all_statements WHERE ref = ?'
_PLACES = {
    "statement": _STATEMENT,
    "dispute": _STATEMENT,
    "evidence": """
        SELECT s.path, e.{key}_line AS line, e.{key}_column AS "column"
        FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
        WHERE e.ref = ? AND e.rank = ?""",
    "assessment": """
        SELECT r.path, a.text_line AS line, a.text_column AS "column"
        FROM assessments AS a JOIN sources AS r ON r.id = a.source
        WHERE a.source = ? AND a.rank = ?""",
    "source": f"SELECT path, {_NO_LINE} FROM sources WHERE id = ?",
    "official": f"SELECT path, {_NO_LINE} FROM officials WHERE id = ?",
    "corpus": f"SELECT 'corpus.yaml' AS path, {_NO_LINE}",
}
_WORD = f"SELECT 'codebook.yaml' AS path, {_NO_LINE}"


def placed(both: Both, change: Row) -> Row:
    """A change with the place where it is to be seen."""
    gone = change["kind"] in (REMOVED, EVIDENCE_LOST)
    index = both.old.index if gone else both.new.index
    told = {key: value for key, value in change.items() if key not in ("rank", "at")}
    return told | _place(index, change)


def _place(index: sqlite3.Connection, change: Row) -> Row:
    query = _PLACES.get(change["record"], _WORD)
    key = "original" if change["key"] == "original" and change["now"] else "text"
    values = (change.get("at", change["ref"]), change.get("rank"))[: query.count("?")]
    row = index.execute(query.format(key=key), values).fetchone()
    return {key: row[key] for key in ("path", "line", "column")} if row else {}
