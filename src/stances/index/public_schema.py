"""Describes the columns of the public tables: their types, their keys, and their meanings."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from stances.index.scripts import statements
from stances.schema.descriptions import DESCRIPTIONS

SCRIPT = "public_tables.sql"
"""The script that makes the tables."""
COLUMNS = "table column type key references meaning".split()
"""The keys of the rows of `schema`."""
SHOWN = "table column type references meaning".split()
"""The most useful of these keys; `table` is only shown for several tables."""
_RECORDS = {
    "corpus": "Meta",
    "issues": "Issue",
    "positions": "Position",
    "factions": "Term",
    "frames": "Term",
    "sources": "Source",
    "notices": "Notice",
    "uncoded": "Uncoded",
    "assessments": "Assessment",
    "officials": "Official",
    "roles": "Role",
    "statements": "Statement",
    "evidence": "Evidence",
    "disputes": "Dispute",
    "codings": "Coding",
}
"""The record whose keys have the same names and meanings as a table's columns."""
NOTES = {
    "positions": {"tension_with": "List."},
    "sources": {"authors": "List.", "path": "Of the file, in the corpus."},
    "notices": {"kind": "`corrected`, `retracted`, `updated` or `deleted`."},
    "uncoded": {
        "why": "Null where it is only skipped.",
        "skipped": "1 if it is to be decided later.",
        "accept": "List of codes.",
    },
    "assessments": {
        "about": "List; also in `assessment_subjects`.",
        "accept": "List of codes.",
    },
    "assessment_subjects": {
        "number": "Of the assessment.",
        "about": "Id of an official or a faction.",
    },
    "officials": {
        "kind": "`person`, `institution` or `unnamed`.",
        "aliases": "List; also in `names`.",
        "identifiers": "Object.",
        "path": "Of the file, in the corpus.",
    },
    "names": {
        "kind": "`id`, `name`, `native`, `alias`, `surname`, or `derived`: a surname of a native "
        "name or of an alias.",
    },
    "roles": {"from": "As written.", "until": "As written."},
    "statements": {
        "name": "The official's.",
        "faction": "The one it was made in, or null.",
        "role": "The one it was made in, or null.",
        "said": "As written.",
        "issue": "The question that it answers.",
        "score": "Of the position, or null.",
        "conditions": "List.",
        "frames": "List; also in `statement_frames`.",
        "status": "`attested`, `disputed`, `denied` or `misattributed`.",
        "disputed": "1 if its status or an open dispute says so.",
        "match_certain": "Sources of their own that certainly report this occasion.",
        "match_probable": "Sources of their own that probably do.",
        "forms": "List.",
        "quote": "The best evidence's words.",
        "lang": "Of `quote`.",
        "summary": "The analyst's gloss.",
        "coder": "Who coded it.",
        "decided": "The day on which this reading was taken where coders differ, if it is known.",
        "decided_by": "Who decided.",
        "decided_why": "Why it was taken.",
        "decided_of": "List of the readings that it was taken of; null where nothing was decided.",
        "sources": "List; also in `evidence`.",
        "words_of": "The statement whose words these are.",
        "same_occasion": "List; also in `same_occasions`.",
        "according_to": "List.",
        "hearsay": "1 if it is known only according to somebody.",
        "retracted": "All its sources are.",
        "reviewed_by": "List.",
        "path": "Of the file, in the corpus.",
        "line": "In that file.",
    },
    "same_occasions": {"other": "The statement that it was made in one breath with."},
    "evidence": {
        "lang": "Filled in from the source.",
        "match": "`certain` or `probable`: that this source reports the same occasion.",
        "speaker": "An official's id, where this source names another.",
        "said": "Where this source has another date.",
        "said_from": "Of `said`, or where there is none, of the statement's.",
        "position": "Where this source has another.",
        "conditions": "List, where these words have others.",
        "original": "The words before translation, if they are known.",
        "via": "The id of a source, or a name.",
        "derived_from": "The source that it copies.",
        "accept": "List of codes.",
    },
    "disputes": {
        "sources": "List.",
        "words": "Of a denial or a correction.",
        "words_by": "An official's id, or a name.",
    },
    "codings": {
        "ref": "The statement that was read.",
        "coder": "The name of the folder.",
        "position": "Null where it was skipped.",
        "score": "Of the position, or null.",
        "conditions": "List.",
        "frames": "List; also in `coding_frames`. Null where none were coded.",
        "said": "As written; null where the coder takes the statement's day.",
        "skip": "Why it was not read.",
        "words": "List of digests.",
        "path": "Of the file, in the corpus.",
        "line": "In that file.",
    },
    "coding_frames": {"coder": "The name of the folder."},
    "problems": {"ref": "The record that it spoils."},
}
"""Meanings that no record has, or that differ from the files; docs/sql.md has the same words."""


def meaning(table: str, column: str) -> str | None:
    """The meaning of a column, in a sentence; None if its name says it."""
    note = NOTES.get(table, {}).get(column)
    return note or DESCRIPTIONS.get(_RECORDS.get(table, ""), {}).get(column)


def schema() -> list[dict[str, Any]]:
    """A row for each column of each table, in order.

    `key` is the column's place in the primary key, `references` the table and columns it refers to.
    """
    rows = []
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements(SCRIPT):
            connection.execute(statement)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            references = _references(connection, table)
            for _, column, type_, _, _, key in connection.execute(f"PRAGMA table_info({table})"):
                cells = (table, column, type_, key or None, references.get(column))
                rows.append(dict(zip(COLUMNS, (*cells, meaning(table, column)), strict=True)))
    return rows


def _references(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The table and columns that each column refers to; a reference of its own is preferred."""
    keys: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    for number, _, other, column, to, *_ in connection.execute(f"PRAGMA foreign_key_list({table})"):
        keys.setdefault(number, (other, []))[1].append((column, to))
    found: dict[str, str] = {}
    for other, pairs in sorted(keys.values(), key=lambda each: -len(each[1])):
        found |= {column: f"{other}({', '.join(to for _, to in pairs)})" for column, _ in pairs}
    return found
