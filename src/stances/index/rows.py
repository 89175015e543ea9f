"""Turns records into rows of the index."""

from __future__ import annotations

import json
from contextlib import closing, contextmanager
from functools import cache
from json.encoder import encode_basestring
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from stances.dates import ImpreciseDate
from stances.index.connection import Index
from stances.index.names import derived, surnames
from stances.index.origins import best, counted, not_retracted
from stances.index.scripts import columns_of, statements
from stances.index.search import searched_columns
from stances.model import records as model
from stances.model.fields import keys
from stances.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.codebook import CodebookLookup
    from stances.corpus import RecordFile, StatementEntry
    from stances.index.origins import Sources
    from stances.problems import Problem, Where
    from stances.roles import Offices

    Row = dict[str, Any]

    Cells = Mapping[str, Any]


Scope = Literal["file", "folder", "across"]
"""Where a problem shows: in the file itself, in what its folder holds, or across files."""

as_json = json.JSONEncoder(ensure_ascii=False).encode
"""Encode as JSON in the one spelling of all output."""
_in_order = itemgetter(*keys("Evidence"))
_CELL = "{" + ", ".join(f'"{key}": %s' for key in keys("Evidence")) + "}"
"""One item of a row's `evidence` as JSON, with a gap for each value."""


class RowContext(NamedTuple):
    """The file, official and codebook that a statement's row draws on."""

    file: RecordFile
    official: model.Official
    offices: Offices
    codebook: CodebookLookup


def _texts(texts: Sequence[str]) -> str:
    """A list of texts, as `as_json` writes it."""
    return f"[{', '.join(map(encode_basestring, texts))}]" if texts else "[]"


def _cells_as_json(evidence: Sequence[Row]) -> str:
    """The same as `as_json`, in a third of the time."""
    return f"[{', '.join([_cell_as_json(cell) for cell in evidence])}]"


def _cell_as_json(cell: Row) -> str:
    values = [
        "null"
        if value is None
        else encode_basestring(value)
        if value.__class__ is str
        else "[]"
        if value == []
        else as_json(value)
        for value in _in_order(cell)
    ]
    return _CELL % (*values,)


@cache
def _fields(kind: type[model.Record]) -> tuple[tuple[str, str], ...]:
    """The YAML key and the attribute of each field."""
    return tuple((field.alias or name, name) for name, field in kind.model_fields.items())


def as_plain(record: model.Record) -> Row:
    """A record's fields under their YAML keys, dates as written, absent ones as None."""
    values = record.__dict__  # a look-up for each field would take most of the time
    return {key: _plain_value(values[name]) for key, name in _fields(type(record))}


def _plain_value(value: object) -> object:
    if value is None or type(value) is str:
        return value
    if isinstance(value, ImpreciseDate):
        return value.text
    if isinstance(value, list):
        return [_plain_value(item) for item in value]
    return as_plain(value) if isinstance(value, model.Record) else value


def problem_row(problem: Problem, scope: Scope) -> Row:
    """The row of `problems`."""
    keys = ("path", "line", "column", "code", "message", "hint", "ref", "severity", "times")
    return {key: getattr(problem, key) for key in keys} | {"scope": scope}


def _names(official: model.Official, file: RecordFile) -> Iterator[Row]:
    """The rows of `names`: everything the official can be called, each spelling once."""
    names: list[tuple[str, str, Where]] = [("id", file.id, ()), ("name", official.name, ("name",))]
    if official.native_name:
        names.append(("native", official.native_name, ("native_name",)))
    once = {fold(alias): n for n, alias in reversed([*enumerate(official.aliases)])}
    names += [("alias", official.aliases[n], ("aliases", n)) for n in sorted(once.values())]
    if official.kind == "person":
        names += [("surname", surname, ("name",)) for surname in surnames(official.name)]
        if further := [*filter(None, [official.native_name]), *official.aliases]:
            known = [name for _, name, _ in names]
            offices = [role.title for role in official.roles if role.title]
            more = derived(further, known, offices)
            names += [("derived", surname, ("name",)) for surname in more]
    for kind, name, at in names:
        line, column = file.document.place(at)
        yield {
            "official": file.id,
            "kind": kind,
            "name": name,
            "folded": fold(name),
            "path": file.path,
            "line": line,
            "column": column,
        }


def _statement_row(
    entry: StatementEntry, statement: model.Statement, within: RowContext, evidence: Sequence[Row]
) -> Row:
    """The row of `all_statements`; `evidence` are the cells of its evidence."""
    file, official, offices, codebook = within
    said, office = statement.said, offices.of(statement)
    position = codebook.position_of(statement, statement)
    line, column = file.document.place(entry.at)
    disputes = [as_plain(each) for each in statement.disputes]
    remarks = (statement.venue, statement.note)
    row = {
        **statement.__dict__,
        **evidence_columns(evidence, {}),
        **dispute_columns(statement.status, disputes),
        **searched_columns(statement.summary, statement.conditions, remarks, evidence, disputes),
        "ref": entry.ref,
        "number": entry.number,
        "official": file.id,
        "name": official.name,
        "faction": office.faction,
        "role": office.title,
        "own_role": statement.role,
        "own_faction": statement.faction,
        "said": said and said.text,
        "said_from": said and said.first,
        "said_to": said and said.last,
        "moment": said and said.moment,
        "issue": codebook.issue_of(statement),
        "score": position and position.score,
        "conditions": _texts(statement.conditions),
        "frames": _texts(statement.frames),
        "coder": statement.coder or codebook.meta.coder,
        "reviewed_by": _texts(statement.reviewed_by),
        "same_occasion": _texts(statement.same_occasion),
        "according_to": _texts(statement.according_to),
        "hearsay": bool(statement.according_to),
        "unnamed": official.kind == "unnamed",
        "path": file.path,
        "line": line,
        "column": column,
        "occasion": None,
        "words_of_line": None,
        "words_of_column": None,
    }
    if statement.words_of is not None:
        place = file.document.place((*entry.at, "words_of"))
        row["words_of_line"], row["words_of_column"] = place
    return row


def evidence_columns(evidence: Sequence[Row], sources: Sources) -> Row:
    """The columns of a statement that are made of its evidence; of none, all are empty.

    What is retracted counts nothing, and is quoted only where there is nothing else.
    """
    valid = not_retracted(evidence, sources)
    certain, probable = counted(valid, sources)
    first = best(valid or evidence, sources)
    return {
        "match_certain": certain,
        "match_probable": probable,
        "retracted": bool(evidence) and not valid,
        "forms": _texts(_once([cell["form"] for cell in evidence])),
        "quote": first and first["text"],
        "quoted_from": first and next(c["source"] for c in evidence if c["text"] == first["text"]),
        "lang": first and first["lang"],
        "sources": _texts(_once([cell["source"] for cell in evidence])),
        "evidence": _cells_as_json(evidence),
    }


def _once(texts: Sequence[str]) -> Sequence[str]:
    return texts if len(texts) == 1 else [*dict.fromkeys(texts)]


def dispute_columns(status: str, disputes: Sequence[Row]) -> Row:
    """The columns of a statement that are made of its disputes.

    It is disputed if it is open who said it or what position it takes; wording and date do not
    count.
    """
    is_open = any(
        dispute["about"] in ("speaker", "position") and dispute["resolution"] is None
        for dispute in disputes
    )
    return {
        "disputed": status in ("disputed", "denied") or is_open,
        "disputes": as_json(disputes) if disputes else "[]",
    }


def evidence_cell(evidence: model.Evidence, langs: Mapping[str, str]) -> Row:
    """One item of a row's `evidence`: all its keys, the language filled in."""
    cell = dict(evidence.__dict__)  # its keys are in order, and all but two are plain
    cell["lang"] = evidence.lang or langs.get(evidence.source)
    cell["said"] = evidence.said.text if evidence.said else None
    cell["original"] = as_plain(evidence.original) if evidence.original else None
    return cell


_ELSEWHERE: dict[str, Any] = {
    f"{key}_{what}": None
    for key in ("original", "speaker", "derived")
    for what in ("line", "column")
}
"""The places that few pieces of evidence have."""


def _evidence_rows(
    entry: StatementEntry, statement: model.Statement, file: RecordFile, cells: Sequence[Row]
) -> Iterator[Row]:
    """The rows of `evidence`, with the places that checks across records point at."""
    place = file.document.place
    said_place = place((*entry.at, "said"))
    for number, (evidence, cell) in enumerate(zip(statement.evidence, cells, strict=True), 1):
        at = (*entry.at, "evidence", number - 1)
        said, original = evidence.said or statement.said, evidence.original
        row = {
            **cell,
            "ref": entry.ref,
            "number": number,
            "said_from": said and said.first,
            "said_to": said and said.last,
            "conditions": _texts(evidence.conditions),
            "accept": _texts(evidence.accept),
            "original": original and original.text,
            "original_lang": original and original.lang,
            **_ELSEWHERE,
        }
        row["source_line"], row["source_column"] = place((*at, "source"))
        row["text_line"], row["text_column"] = place((*at, "text"))
        spot = place((*at, "said")) if evidence.said else said_place
        row["said_line"], row["said_column"] = spot
        if original and original.text:
            spot = place((*at, "original", "text"))
            row["original_line"], row["original_column"] = spot
        if evidence.speaker:
            row["speaker_line"], row["speaker_column"] = place((*at, "speaker"))
        if evidence.derived_from:
            row["derived_line"], row["derived_column"] = place((*at, "derived_from"))
        yield row


Tables = dict[str, list[tuple[Any, ...]]]
"""Rows to be inserted, by table; the cells of each in the order of the table's columns."""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty database, without the indexes, which are best made last."""
    for table in _tables():
        connection.execute(_definition(table))


@cache
def _definition(table: str) -> str:
    typed = ", ".join(f'"{name}" {type_}' for name, type_ in _tables()[table].items())
    return f'CREATE TABLE "{table}" ({typed})'


def create_indexes(connection: sqlite3.Connection) -> None:
    """Make the views and the indexes."""
    for statement in statements("indexes.sql"):
        connection.execute(statement)


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    """The columns of each table with their types, the public ones first."""
    internal = columns_of("schema.sql")
    public = {
        _WHOLE.get(table, table): keys for table, keys in columns_of("public_tables.sql").items()
    }
    tables = {**public, **internal}
    return {table: {**public.get(table, {}), **internal.get(table, {})} for table in tables}


@cache
def columns() -> Mapping[str, tuple[str, ...]]:
    """The columns of each table, in order."""
    return {table: tuple(keys) for table, keys in _tables().items()}


_WHOLE = {"statements": "all_statements"}
"""Public tables that are views of others, which also hold the excluded rows."""


@cache
def _cells_of(table: str) -> Callable[[Row], tuple[Any, ...]]:
    """What makes the cells of a table of a row that has all its columns, in their order."""
    return itemgetter(*columns()[table])


def insert(connection: sqlite3.Connection, tables: Tables) -> None:
    """Insert rows into their tables."""
    for table, rows in tables.items():
        marks = ", ".join("?" * len(columns()[table]))
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


def shard_of(tables: Tables) -> bytes:
    """Rows as the bytes of a database of their own, which holds the tables that have any."""
    with closing(Index(":memory:", isolation_level=None)) as shard:
        shard.execute("PRAGMA journal_mode = OFF")
        shard.execute("BEGIN")
        for table in tables:
            shard.execute(_definition(table))
        insert(shard, tables)
        shard.execute("COMMIT")
        return shard.serialize()


@contextmanager
def shards(connection: sqlite3.Connection) -> Iterator[Callable[[bytes], None]]:
    """What inserts the rows of a shard; the tables get them as by `insert`.

    What is pending is committed each time, for a shard can only be changed between transactions;
    another transaction is open afterwards.
    """

    def insert_shard(shard: bytes) -> None:
        _commit(connection)
        connection.deserialize(shard, name="shard")
        connection.execute("BEGIN")
        query = "SELECT name FROM shard.sqlite_master WHERE type = 'table' ORDER BY rowid"
        for (table,) in connection.execute(query).fetchall():
            # SQLite copies the rows as they are, without a look at their columns.
            connection.execute(f'INSERT INTO main."{table}" SELECT * FROM shard."{table}"')

    _commit(connection)
    connection.execute("ATTACH ':memory:' AS shard")
    try:
        yield insert_shard
    finally:
        _commit(connection)
        connection.execute("DETACH shard")
        connection.execute("BEGIN")


def _commit(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("COMMIT")


def problem_tables(problems: Iterable[Problem], scope: Scope) -> Tables:
    """The rows of problems that do not belong to one file alone."""
    tables: Tables = {}
    for problem in problems:
        _put(tables, "problems", problem_row(problem, scope))
    return tables


def _put(tables: Tables, table: str, row: Cells) -> None:
    """Add a row, reduced to the columns of its table."""
    tables.setdefault(table, []).append(tuple(map(row.get, columns()[table])))


def tables_of(
    files: Iterable[RecordFile], langs: Mapping[str, str], codebook: CodebookLookup | None
) -> Tables:
    """The rows of some files; `langs` are the languages of the sources.

    Without a codebook, statements are in no table.
    """
    tables: Tables = {}
    for file in files:
        _add_file(tables, file, langs, codebook)
    return tables


def _add_file(
    tables: Tables, file: RecordFile, langs: Mapping[str, str], codebook: CodebookLookup | None
) -> None:
    row = {
        "path": file.path,
        "kind": file.kind,
        "id": file.id,
        "left_out": file.record is None,
        "statements": len(file.entries) if file.counted else None,
        "digest": file.document.digest,
    }
    _put(tables, "files", row)
    for problem, _ in file.problems():
        _put(tables, "problems", problem_row(problem, "file"))
    match file.record:
        case model.Meta():
            rows = _meta(file.record, file)
        case model.Codebook():
            rows = _codebook(file.record, file)
        case model.Source():
            rows = _source(file.record, file)
        case model.Official() if codebook:
            rows = _official(file.record, file)
        case _:
            rows = iter(())
    for table, cells in rows:
        _put(tables, table, cells)
    if isinstance(file.record, model.Official | model.Part) and file.official and codebook:
        within = RowContext(file, file.official, file.offices, codebook)
        for entry in file.entries:
            if entry.statement is not None:
                _add_statement(tables, entry, entry.statement, within, langs)


def _meta(meta: model.Meta, file: RecordFile) -> Iterator[tuple[str, Cells]]:
    yield "corpus", as_plain(meta)
    for kind, bounds in meta.assertions:
        for bound, number in bounds:
            if number is not None:
                line, column = file.document.place(("assertions", kind, bound))
                row = {"kind": kind, "bound": bound, "number": number}
                yield "assertions", row | {"line": line, "column": column}


def _codebook(codebook: model.Codebook, file: RecordFile) -> Iterator[tuple[str, Cells]]:
    for number, issue in enumerate(codebook.issues, 1):
        yield "issues", as_plain(issue) | {"issue": issue.id, "number": number}
        for place, position in enumerate(issue.positions, 1):
            key = {"issue": issue.id, "position": position.id, "number": place}
            tension = {"tension_with": _texts(position.tension_with)}
            yield "positions", as_plain(position) | key | tension
    for table, kind in (("factions", "faction"), ("frames", "frame")):
        for at, term in enumerate(getattr(codebook, table)):
            line, column = file.document.place((table, at, "id"))
            where = {"number": at + 1, "line": line, "column": column}
            yield table, as_plain(term) | {kind: term.id} | where


def _source(source: model.Source, file: RecordFile) -> Iterator[tuple[str, Cells]]:
    row = as_plain(source)
    del row["assessments"]
    row |= {name: as_json(row[name]) for name in ("authors", "notices", "uncoded")}
    days = source.published
    bounds: Row = {"published_from": days.first, "published_to": days.last}
    place: Row = {"path": file.path}
    for name in ("sha256", "version_of", "copy_of", "url"):
        place[f"{name}_line"], place[f"{name}_column"] = file.document.place((name,))
    row |= bounds | place | {"source": file.id}
    yield "sources", row
    for number, notice in enumerate(source.notices, 1):
        day = notice.date
        bounds = {"date_from": day and day.first, "date_to": day and day.last}
        yield "notices", as_plain(notice) | bounds | {"source": file.id, "number": number}
    for at, passage in enumerate(source.uncoded):
        row = as_plain(passage) | {"source": file.id, "number": at + 1}
        row |= {"accept": _texts(passage.accept)}
        yield "uncoded", row | _text_place(file, ("uncoded", at, "text"))
    for at, assessment in enumerate(source.assessments):
        key = {"source": file.id, "number": at + 1}
        when = assessment.when
        bounds = {"when_from": when and when.first, "when_to": when and when.last}
        row = as_plain(assessment) | {"about": as_json(assessment.about)}
        row["accept"] = _texts(assessment.accept)
        place = _text_place(file, ("assessments", at, "text"))
        yield "assessments", row | bounds | key | place
        for number, about in enumerate(assessment.about):
            line, column = file.document.place(("assessments", at, "about", number))
            place = {"line": line, "column": column}
            yield "assessment_subjects", key | {"about": about, "path": file.path} | place


def _text_place(file: RecordFile, at: Where) -> Row:
    line, column = file.document.place(at)
    return {"text_line": line, "text_column": column}


def _official(official: model.Official, file: RecordFile) -> Iterator[tuple[str, Cells]]:
    row = as_plain(official)
    row |= {key: as_json(row[key]) for key in ("aliases", "roles", "identifiers")}
    yield "officials", row | {"official": file.id, "path": file.path}
    for row in _names(official, file):
        yield "names", row
    for number, role in enumerate(official.roles, 1):
        held = {"held_from": role.from_ and role.from_.first}
        held["held_to"] = role.until and role.until.last
        held["folded"] = fold(role.title or "")
        yield "roles", as_plain(role) | held | {"official": file.id, "number": number}


def _add_statement(
    tables: Tables,
    entry: StatementEntry,
    statement: model.Statement,
    within: RowContext,
    langs: Mapping[str, str],
) -> None:
    ref, document = entry.ref, within.file.document
    cells = [evidence_cell(piece, langs) for piece in statement.evidence]
    row = _statement_row(entry, statement, within, cells)
    tables.setdefault("all_statements", []).append(_cells_of("all_statements")(row))
    evidence = _evidence_rows(entry, statement, within.file, cells)
    tables.setdefault("evidence", []).extend(map(_cells_of("evidence"), evidence))
    for frame in dict.fromkeys(statement.frames):
        _put(tables, "statement_frames", {"ref": ref, "frame": frame})
    for kind, names in (
        ("spoken_by", [statement.spoken_by] if statement.spoken_by else []),
        ("according_to", statement.according_to),
    ):
        for name in names:
            row = {"ref": ref, "kind": kind, "name": name, "folded": fold(name)}
            _put(tables, "voices", row)
    if statement.same_occasion:
        others = {other: at for at, other in reversed([*enumerate(statement.same_occasion)])}
        for other, at in others.items():
            line, column = document.place((*entry.at, "same_occasion", at))
            row = {"ref": ref, "other": other, "line": line, "column": column}
            _put(tables, "same_occasions", row)
    for place, dispute in enumerate(statement.disputes):
        row = as_plain(dispute) | {"ref": ref, "number": place + 1}
        row["sources"] = _texts(dispute.sources)
        if words := dispute.words:
            row |= {"words": words.text, "words_source": words.source, "words_by": words.by}
            for key, name in (("text", "words"), ("source", "words_source")):
                where = document.place((*entry.at, "disputes", place, "words", key))
                row[f"{name}_line"], row[f"{name}_column"] = where
        _put(tables, "disputes", row)
