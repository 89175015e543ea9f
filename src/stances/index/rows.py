"""Turns records into rows of the index."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from stances.dates import ImpreciseDate
from stances.index.names import derived, surnames
from stances.index.origins import best, counted, not_retracted
from stances.index.scripts import columns_of, statements
from stances.index.search import searched_columns
from stances.model import records as model
from stances.model.fields import keys
from stances.roles import Offices
from stances.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.codebook import CodebookLookup
    from stances.corpus import RecordFile, StatementEntry
    from stances.index.origins import Sources
    from stances.problems import Problem, Where

    Row = dict[str, Any]

    Cells = Mapping[str, Any]


Scope = Literal["file", "folder", "across"]
"""Where a problem shows: in the file itself, in what its folder holds, or across files."""

_AS_WRITTEN = keys(
    "Statement",
    without="id said same_occasion issue conditions frames coder reviewed_by role faction "
    "according_to evidence disputes",
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


def statement_row(
    entry: StatementEntry, statement: model.Statement, within: RowContext, evidence: Sequence[Row]
) -> Row:
    """The row of `all_statements`; `evidence` are the cells of its evidence."""
    office = within.offices.of(statement)
    position = within.codebook.position_of(statement, statement)
    line, column = within.file.document.place(entry.at)
    values = statement.__dict__
    row = {key: values[key] for key in _AS_WRITTEN}
    disputes = [as_plain(each) for each in statement.disputes]
    remarks = (statement.venue, statement.note)
    return row | {
        "ref": entry.ref,
        "number": entry.number,
        "official": within.file.id,
        "name": within.official.name,
        "faction": office.faction,
        "role": office.title,
        "own_role": statement.role,
        "own_faction": statement.faction,
        **(said_columns(statement.said) if statement.said else {}),
        "issue": within.codebook.issue_of(statement),
        "score": position.score if position else None,
        "conditions": _texts(*statement.conditions),
        "frames": _texts(*statement.frames),
        "coder": statement.coder or within.codebook.meta.coder,
        "reviewed_by": _texts(*statement.reviewed_by),
        "same_occasion": _texts(*statement.same_occasion),
        "according_to": _texts(*statement.according_to),
        "hearsay": bool(statement.according_to),
        "unnamed": within.official.kind == "unnamed",
        **evidence_columns(evidence, {}),
        **dispute_columns(statement.status, disputes),
        **searched_columns(statement.summary, statement.conditions, remarks, evidence, disputes),
        "path": within.file.path,
        "line": line,
        "column": column,
        **_words_of_place(entry, statement, within.file),
    }


def _words_of_place(entry: StatementEntry, statement: model.Statement, file: RecordFile) -> Row:
    if statement.words_of is None:
        return {}
    line, column = file.document.place((*entry.at, "words_of"))
    return {"words_of_line": line, "words_of_column": column}


def said_columns(said: ImpreciseDate) -> Row:
    """The columns of the day, and of the time, at which something was said."""
    return {
        "said": said.text,
        "said_from": said.first,
        "said_to": said.last,
        "moment": said.moment,
    }


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
        "forms": _texts(*dict.fromkeys(cell["form"] for cell in evidence)),
        "quote": first and first["text"],
        "lang": first and first["lang"],
        "sources": _texts(*dict.fromkeys(cell["source"] for cell in evidence)),
        "evidence": as_json(evidence),
    }


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
            "said_from": said and said.first,
            "said_to": said and said.last,
            "conditions": _texts(*evidence.conditions),
            "accept": _texts(*evidence.accept),
            "original": original.text if original else None,
            "original_lang": original.lang if original else None,
        }
        places = {"source": (*at, "source"), "text": (*at, "text")}
        places["said"] = (*at, "said") if evidence.said else (*entry.at, "said")
        if original and original.text:
            places["original"] = (*at, "original", "text")
        if evidence.speaker:
            places["speaker"] = (*at, "speaker")
        if evidence.derived_from:
            places["derived"] = (*at, "derived_from")
        for key, where in places.items():
            row[f"{key}_line"], row[f"{key}_column"] = file.document.place(where)
        yield row


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
            yield from _official(file.record, file)
    if isinstance(file.record, model.Official | model.Part) and file.official and codebook:
        within = RowContext(file, file.official, Offices(file.official.roles), codebook)
        for entry in file.entries:
            if entry.statement is not None:
                yield from _statement(entry, entry.statement, within, langs)


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
            tension = {"tension_with": _texts(*position.tension_with)}
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
        row |= {"accept": _texts(*passage.accept)}
        yield "uncoded", row | _text_place(file, ("uncoded", at, "text"))
    for at, assessment in enumerate(source.assessments):
        key = {"source": file.id, "number": at + 1}
        when = assessment.when
        bounds = {"when_from": when and when.first, "when_to": when and when.last}
        row = as_plain(assessment) | {"about": as_json(assessment.about)}
        row["accept"] = _texts(*assessment.accept)
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
    for row in name_rows(official, file):
        yield "names", row
    for number, role in enumerate(official.roles, 1):
        held = {"held_from": role.from_ and role.from_.first}
        held["held_to"] = role.until and role.until.last
        held["folded"] = fold(role.title or "")
        yield "roles", as_plain(role) | held | {"official": file.id, "number": number}


def _statement(
    entry: StatementEntry,
    statement: model.Statement,
    within: RowContext,
    langs: Mapping[str, str],
) -> Iterator[tuple[str, Cells]]:
    ref, document = entry.ref, within.file.document
    cells = [evidence_cell(piece, langs) for piece in statement.evidence]
    yield "all_statements", statement_row(entry, statement, within, cells)
    for frame in dict.fromkeys(statement.frames):
        yield "statement_frames", {"ref": ref, "frame": frame}
    for evidence in evidence_rows(entry, statement, within.file, cells):
        yield "evidence", evidence
    for kind, names in (
        ("spoken_by", [statement.spoken_by]),
        ("according_to", statement.according_to),
    ):
        for name in filter(None, names):
            yield "voices", {"ref": ref, "kind": kind, "name": name, "folded": fold(name)}
    others = {other: at for at, other in reversed([*enumerate(statement.same_occasion)])}
    for other, at in others.items():
        line, column = document.place((*entry.at, "same_occasion", at))
        yield "same_occasions", {"ref": ref, "other": other, "line": line, "column": column}
    for place, dispute in enumerate(statement.disputes):
        row: Row = as_plain(dispute) | {"ref": ref, "number": place + 1}
        row["sources"] = _texts(*dispute.sources)
        if words := dispute.words:
            row |= {"words": words.text, "words_source": words.source, "words_by": words.by}
            for key, name in (("text", "words"), ("source", "words_source")):
                where = document.place((*entry.at, "disputes", place, "words", key))
                row[f"{name}_line"], row[f"{name}_column"] = where
        yield "disputes", row
