"""Turns records into rows of the index."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from stances.dates import ImpreciseDate
from stances.index.scripts import columns_of, statements
from stances.model import records as model
from stances.model.fields import keys
from stances.model.types import Form
from stances.roles import Offices
from stances.text import fold, fold_words, surnames

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.codebook import CodebookLookup
    from stances.corpus import RecordFile, StatementEntry
    from stances.problems import Problem, Where

    Row = dict[str, Any]

    Cells = Mapping[str, Any]


Scope = Literal["file", "folder", "across"]
"""Where a problem shows: in the file itself, in what its folder holds, or across files."""

_NEAREST = get_args(Form)
_AS_WRITTEN = keys(
    "Statement",
    without="id said issue conditions frames coder role faction evidence disputes",
)


as_json = json.JSONEncoder(ensure_ascii=False).encode
"""Encode as JSON in the one spelling of all output."""


class RowContext(NamedTuple):
    """The file, official and codebook that a statement's row draws on."""

    file: RecordFile
    official: model.Official
    offices: Offices
    codebook: CodebookLookup


@lru_cache(maxsize=10_000)
def _texts(*texts: str) -> str:
    """A list of texts as JSON; the same few lists come again and again."""
    return as_json(texts)


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


def name_rows(official: model.Official, file: RecordFile) -> Iterator[Row]:
    """The rows of `names`: everything the official can be called, each spelling once."""
    names: list[tuple[str, str, Where]] = [("id", file.id, ()), ("name", official.name, ("name",))]
    if official.native_name:
        names.append(("native", official.native_name, ("native_name",)))
    once = {fold(alias): n for n, alias in reversed([*enumerate(official.aliases)])}
    names += [("alias", official.aliases[n], ("aliases", n)) for n in sorted(once.values())]
    if official.kind == "person":
        names += [("surname", surname, ("name",)) for surname in surnames(official.name)]
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


def statement_row(
    entry: StatementEntry, statement: model.Statement, within: RowContext, evidence: Sequence[Row]
) -> Row:
    """The row of `all_statements`; `evidence` are the cells of its evidence."""
    office = within.offices.of(statement)
    position = within.codebook.position_of(statement, statement)
    best = min(evidence, key=lambda cell: _NEAREST.index(cell["form"]))
    certain, probable = counted_sources(statement)
    line, column = within.file.document.place(entry.at)
    originals = (piece.original.text for piece in statement.evidence if piece.original)
    searched = [statement.summary or "", *(piece.text for piece in statement.evidence)]
    searched += [*originals, *statement.conditions]
    values = statement.__dict__
    row = {key: values[key] for key in _AS_WRITTEN}
    return row | {
        "ref": entry.ref,
        "official": within.file.id,
        "name": within.official.name,
        "faction": office.faction,
        "role": office.title,
        "said": statement.said.text,
        "said_from": statement.said.first,
        "said_to": statement.said.last,
        "issue": within.codebook.issue_of(statement),
        "score": position.score if position else None,
        "conditions": _texts(*statement.conditions),
        "frames": _texts(*statement.frames),
        "disputed": is_disputed(statement),
        "match_certain": len(certain),
        "match_probable": len(probable),
        "forms": _texts(*dict.fromkeys(cell["form"] for cell in evidence)),
        "quote": best["text"],
        "lang": best["lang"],
        "coder": statement.coder or within.codebook.meta.coder,
        "sources": _texts(*dict.fromkeys(cell["source"] for cell in evidence)),
        "evidence": as_json(evidence),
        "disputes": as_json(_plain_value(statement.disputes)) if statement.disputes else "[]",
        "words": "".join(map(fold_words, searched)),
        "path": within.file.path,
        "line": line,
        "column": column,
    }


def evidence_cell(evidence: model.Evidence, langs: Mapping[str, str]) -> Row:
    """One item of a row's `evidence`: all its keys, the language filled in."""
    cell = dict(evidence.__dict__)  # its keys are in order, and all but two hold text
    cell["lang"] = evidence.lang or langs.get(evidence.source)
    cell["said"] = evidence.said.text if evidence.said else None
    cell["original"] = as_plain(evidence.original) if evidence.original else None
    return cell


def evidence_rows(
    entry: StatementEntry, statement: model.Statement, file: RecordFile, cells: Sequence[Row]
) -> Iterator[Row]:
    """The rows of `evidence`, with the places that checks across records point at."""
    for number, (evidence, cell) in enumerate(zip(statement.evidence, cells, strict=True), 1):
        at = (*entry.at, "evidence", number - 1)
        said, original = evidence.said or statement.said, evidence.original
        row = cell | {
            "ref": entry.ref,
            "number": number,
            "said_from": said.first,
            "said_to": said.last,
            "original": original.text if original else None,
            "original_lang": original.lang if original else None,
        }
        places = {"source": (*at, "source"), "text": (*at, "text")}
        places["said"] = (*at, "said") if evidence.said else (*entry.at, "said")
        if original:
            places["original"] = (*at, "original", "text")
        if evidence.speaker:
            places["speaker"] = (*at, "speaker")
        if evidence.derived_from:
            places["derived"] = (*at, "derived_from")
        for key, where in places.items():
            row[f"{key}_line"], row[f"{key}_column"] = file.document.place(where)
        yield row


def counted_sources(statement: model.Statement) -> tuple[set[str], set[str]]:
    """The sources of a statement, certain and merely probable, without mere copies."""
    originals = [evidence for evidence in statement.evidence if not evidence.derived_from]
    certain = {evidence.source for evidence in originals if evidence.match == "certain"}
    return certain, {evidence.source for evidence in originals} - certain


def is_disputed(statement: model.Statement) -> bool:
    """Whether it is open who said it or what position it takes; wording and date do not count."""
    open_questions = (
        dispute.about in ("speaker", "position") and dispute.resolution is None
        for dispute in statement.disputes
    )
    return statement.status in ("disputed", "denied") or any(open_questions)


Tables = dict[str, list[tuple[Any, ...]]]
"""Rows to be inserted, by table; the cells of each in the order of the table's columns."""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty database, without the indexes, which are best made last."""
    for table, columns_ in _tables().items():
        typed = ", ".join(f'"{name}" {type_}' for name, type_ in columns_.items())
        connection.execute(f'CREATE TABLE "{table}" ({typed})')


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


def insert(connection: sqlite3.Connection, tables: Tables) -> None:
    """Insert rows into their tables."""
    for table, rows in tables.items():
        marks = ", ".join("?" * len(columns()[table]))
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


def problem_tables(problems: Iterable[Problem], scope: Scope) -> Tables:
    """The rows of problems that do not belong to one file alone."""
    return _ordered(("problems", problem_row(problem, scope)) for problem in problems)


def tables_of(
    file: RecordFile, langs: Mapping[str, str], codebook: CodebookLookup | None
) -> Tables:
    """The rows of a file; `langs` are the languages of the sources.

    Without a codebook, statements are in no table.
    """
    return _ordered(_rows(file, langs, codebook))


def _ordered(rows: Iterable[tuple[str, Cells]]) -> Tables:
    """Reduce each row to the columns of its table."""
    tables: Tables = {}
    for table, row in rows:
        cells = tuple(map(row.get, columns()[table]))
        tables.setdefault(table, []).append(cells)
    return tables


def _rows(
    file: RecordFile, langs: Mapping[str, str], codebook: CodebookLookup | None
) -> Iterator[tuple[str, Cells]]:
    row = {
        "path": file.path,
        "kind": file.kind,
        "id": file.id,
        "left_out": file.record is None,
        "statements": len(file.entries) if file.counted else None,
        "digest": file.document.digest,
    }
    yield "files", row
    for problem, _ in file.problems():
        yield "problems", problem_row(problem, "file")
    match file.record:
        case model.Meta():
            yield from _meta(file.record, file)
        case model.Codebook():
            yield from _codebook(file.record, file)
        case model.Source():
            yield from _source(file.record, file)
        case model.Official() if codebook:
            yield from _official(file.record, file, langs, codebook)


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
            yield "positions", as_plain(position) | key
    for table, kind in (("factions", "faction"), ("frames", "frame")):
        for at, term in enumerate(getattr(codebook, table)):
            line, column = file.document.place((table, at, "id"))
            where = {"number": at + 1, "line": line, "column": column}
            yield table, as_plain(term) | {kind: term.id} | where


def _source(source: model.Source, file: RecordFile) -> Iterator[tuple[str, Cells]]:
    row = as_plain(source)
    del row["assessments"]
    days = source.published
    bounds: Row = {"published_from": days.first, "published_to": days.last}
    line, column = file.document.place(("sha256",))
    place: Row = {"path": file.path, "sha256_line": line, "sha256_column": column}
    row |= bounds | place | {"authors": as_json(source.authors), "source": file.id}
    yield "sources", row
    for at, assessment in enumerate(source.assessments):
        key = {"source": file.id, "number": at + 1}
        when = assessment.when
        bounds = {"when_from": when and when.first, "when_to": when and when.last}
        line, column = file.document.place(("assessments", at, "text"))
        place = {"text_line": line, "text_column": column}
        row = as_plain(assessment) | {"about": as_json(assessment.about)}
        yield "assessments", row | bounds | key | place
        for number, about in enumerate(assessment.about):
            line, column = file.document.place(("assessments", at, "about", number))
            place = {"line": line, "column": column}
            yield "assessment_subjects", key | {"about": about, "path": file.path} | place


def _official(
    official: model.Official, file: RecordFile, langs: Mapping[str, str], codebook: CodebookLookup
) -> Iterator[tuple[str, Cells]]:
    row = as_plain(official)
    row |= {key: as_json(row[key]) for key in ("aliases", "roles", "identifiers")}
    yield "officials", row | {"official": file.id, "path": file.path}
    for row in name_rows(official, file):
        yield "names", row
    for number, role in enumerate(official.roles, 1):
        yield "roles", as_plain(role) | {"official": file.id, "number": number}
    within = RowContext(file, official, Offices(official.roles), codebook)
    for place, entry in enumerate(file.entries, 1):
        if (statement := entry.statement) is None:
            continue
        cells = [evidence_cell(piece, langs) for piece in statement.evidence]
        row = statement_row(entry, statement, within, cells)
        yield "all_statements", row | {"number": place}
        for frame in dict.fromkeys(statement.frames):
            yield "statement_frames", {"ref": entry.ref, "frame": frame}
        for row in evidence_rows(entry, statement, file, cells):
            yield "evidence", row
        for number, dispute in enumerate(statement.disputes, 1):
            yield "disputes", as_plain(dispute) | {"ref": entry.ref, "number": number}
