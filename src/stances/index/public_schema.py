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
    "sources": {"authors": "List.", "path": "The path of the file, in the corpus."},
    "notices": {"kind": "`corrected`, `retracted`, `updated` or `deleted`."},
    "uncoded": {
        "why": "Null if the passage was only skipped.",
        "skipped": "1 if the passage is to be decided later.",
        "accept": "List of codes.",
    },
    "assessments": {
        "about": "List; also in `assessment_subjects`.",
        "accept": "List of codes.",
    },
    "assessment_subjects": {
        "number": "The number of the assessment.",
        "about": "The id of an official or a faction.",
    },
    "officials": {
        "kind": "`person`, `institution` or `unnamed`.",
        "aliases": "List; also in `names`.",
        "identifiers": "Object.",
        "path": "The path of the file, in the corpus.",
    },
    "names": {
        "kind": "`id`, `name`, `native`, `alias`, `surname`, or `derived`: a surname of a native "
        "name or of an alias.",
    },
    "roles": {"from": "The date as written.", "until": "The date as written."},
    "statements": {
        "name": "The name of the official.",
        "faction": "The faction for which the statement was made, or null.",
        "role": "The role in which the statement was made, or null.",
        "said": "The date as written.",
        "issue": "The question that the statement answers.",
        "score": "The score of the position, or null.",
        "conditions": "List.",
        "frames": "List; also in `statement_frames`.",
        "status": "`attested`, `disputed`, `denied` or `misattributed`.",
        "disputed": "1 if the status or an open dispute makes the statement disputed.",
        "match_certain": "Number of independent sources that certainly report this occasion.",
        "match_probable": "Number of independent sources that probably report this occasion.",
        "forms": "List.",
        "quote": "The words of the best evidence.",
        "lang": "The language of `quote`.",
        "summary": "The statement in the coder's own words.",
        "coder": "Who coded the statement.",
        "decided": "The day on which this reading was chosen, if it is known.",
        "decided_by": "Who decided.",
        "decided_why": "Why this reading was chosen.",
        "decided_of": "List of the readings from which this one was chosen, or null.",
        "sources": "List; also in `evidence`.",
        "words_of": "The other statement from which this one takes its words.",
        "same_occasion": "List; also in `same_occasions`.",
        "according_to": "List.",
        "hearsay": "1 if the statement is known only according to somebody.",
        "retracted": "1 if all sources of the statement are retracted.",
        "reviewed_by": "List.",
        "path": "The path of the file, in the corpus.",
        "line": "The line in that file.",
    },
    "same_occasions": {"other": "The other statement, made on the same occasion."},
    "evidence": {
        "lang": "The language of the words; if the evidence names none, that of the source.",
        "match": "`certain` or `probable`: that this source reports the same occasion.",
        "speaker": "The id of the speaker, if this source names a different one.",
        "said": "The date as written, if this source gives a different one.",
        "said_from": "The first day of `said`; if `said` is null, of the statement.",
        "position": "The position, if these words take a different one.",
        "conditions": "List, if these words have different conditions.",
        "original": "The words before translation, if they are known.",
        "via": "The id of a source, or a name.",
        "derived_from": "The source that this one copies.",
        "accept": "List of codes.",
    },
    "disputes": {
        "sources": "List.",
        "words": "The words of a denial or a correction.",
        "words_by": "Who denies or corrects: an official's id, or a name.",
    },
    "codings": {
        "ref": "The statement that was read.",
        "coder": "The name of the folder.",
        "position": "Null if the coder skipped the statement.",
        "score": "The score of the position, or null.",
        "conditions": "List.",
        "frames": "List; also in `coding_frames`. Null if frames were not coded.",
        "said": "The date as written. Null if it is the date in the record.",
        "skip": "Why the coder skipped the statement.",
        "words": "List of digests: short codes computed from the words.",
        "path": "The path of the file, in the corpus.",
        "line": "The line in that file.",
    },
    "coding_frames": {"coder": "The name of the folder."},
    "problems": {"ref": "The record that has the problem."},
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
