"""Turns records into rows of the index."""

from __future__ import annotations

import json
from functools import cache
from json.encoder import encode_basestring
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from stances.dates import ImpreciseDate
from stances.index.database import add, add_columns
from stances.index.names import derived, surnames
from stances.index.origins import best, counted, not_retracted
from stances.index.search import searched_columns
from stances.model import records as model
from stances.model.fields import RECORDS, keys
from stances.text import fold
from stances.yaml_reader import placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.codebook import CodebookLookup
    from stances.corpus import RecordFile, StatementEntry
    from stances.index.database import Tables
    from stances.index.origins import Sources
    from stances.problems import Place, Problem, Where

    Row = dict[str, Any]

    Cells = Mapping[str, Any]

    Columns = dict[str, list[Any]]


Scope = Literal["file", "folder", "across", "codings"]
"""Where a problem is found: in the file itself, in its folder, or across files. Codings are checked
against their statements, and nothing else depends on them."""

_TOGETHER = 50
"""Statements whose rows are made at a time."""
as_json = json.JSONEncoder(ensure_ascii=False).encode
"""Encode as JSON, formatted as in all output."""
_in_order = itemgetter(*keys("Evidence"))
_CELL = "{" + ", ".join(f'"{key}": %s' for key in keys("Evidence")) + "}"
"""The JSON template of one item in a row's `evidence`."""
_LISTS = [key for key, field in RECORDS["Statement"].items() if field.many and not field.record]


class Coded(NamedTuple):
    """A usable statement with everything that its rows need; `cells` are its evidence."""

    entry: StatementEntry
    statement: model.Statement
    file: RecordFile
    official: model.Official
    cells: Sequence[Row]

    def place(self, *at: str | int) -> Place:
        """The place in the file of a path in the statement."""
        return self.file.document.place((*self.entry.at, *at))


def _texts(texts: Sequence[str]) -> str:
    """A list of texts as JSON, formatted like `as_json`."""
    return f"[{', '.join(map(encode_basestring, texts))}]" if texts else "[]"


def _cells_as_json(evidence: Sequence[Row]) -> str:
    """Do the same as `as_json`, in a third of the time."""
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
    """A record's fields by YAML key: dates as written, absent fields as None."""
    values = record.__dict__  # faster than a look-up for each field
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
    """The row of a problem in `problems`."""
    keys = ("path", "line", "column", "code", "message", "hint", "ref", "severity", "times")
    return {key: getattr(problem, key) for key in keys} | {"scope": scope}


def _names(official: model.Official, file: RecordFile) -> Iterator[Row]:
    """The rows of `names`: everything that the official can be called, each spelling once."""
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


def _by_column(rows: Sequence[Cells]) -> Columns:
    """The cells of rows with the same columns, column by column."""
    return {column: [row[column] for row in rows] for column in (rows[0] if rows else ())}


def _days(said: Iterable[ImpreciseDate | None]) -> Columns:
    """The first and last days of dates."""
    bounds = [(day.first, day.last) if day else (None, None) for day in said]
    return {"said_from": [first for first, _ in bounds], "said_to": [last for _, last in bounds]}


def _decisions(decided: Sequence[model.Decision | None]) -> Columns:
    """Which reading was chosen, on which day, by whom and why; None for most statements."""
    return {
        "decided": [each and each.date and each.date.text for each in decided],
        "decided_by": [each and each.by for each in decided],
        "decided_why": [each and each.why for each in decided],
        "decided_of": [each and _texts(each.of) for each in decided],
    }


def _places(what: str, places: Iterable[tuple[int, int] | None]) -> Columns:
    """Lines and columns of places; None if there is no place."""
    both = [place or (None, None) for place in places]
    return {f"{what}line": [line for line, _ in both], f"{what}column": [at for _, at in both]}


def _statement_columns(batch: Sequence[Coded], codebook: CodebookLookup) -> Columns:
    """The cells of `all_statements`, computed by column, because that is faster than by row."""
    statements = [each.statement for each in batch]
    own = _by_column([each.__dict__ for each in statements])
    disputes = [[*map(as_plain, of_one)] for of_one in own["disputes"]]
    offices = [each.file.offices.of(each.statement) for each in batch]
    positions = [codebook.position_of(each, each) for each in statements]
    evidence = [each.cells for each in batch]
    remarks = zip(own["venue"], own["note"], strict=True)
    linked = zip(own["words_of"], batch, strict=True)
    looked_at = own["summary"], own["conditions"], remarks, evidence, disputes
    return {
        **own,
        **_by_column([evidence_columns(cells, {}) for cells in evidence]),
        **_by_column([*map(dispute_columns, own["status"], disputes)]),
        **_by_column([*map(searched_columns, *looked_at)]),
        **{key: [*map(_texts, own[key])] for key in _LISTS},
        **_days(own["said"]),
        **_decisions(own["decided"]),
        **_places("", [each.place() for each in batch]),
        **_places("words_of_", [ref and each.place("words_of") for ref, each in linked]),
        "ref": [each.entry.ref for each in batch],
        "number": [each.entry.number for each in batch],
        "official": [each.file.id for each in batch],
        "name": [each.official.name for each in batch],
        "faction": [office.faction for office in offices],
        "role": [office.title for office in offices],
        "own_role": own["role"],
        "own_faction": own["faction"],
        "said": [day and day.text for day in own["said"]],
        "moment": [day and day.moment for day in own["said"]],
        "issue": [*map(codebook.issue_of, statements)],
        "score": [position and position.score for position in positions],
        "coder": [coder or codebook.meta.coder for coder in own["coder"]],
        "hearsay": [*map(bool, own["according_to"])],
        "unnamed": [each.official.kind == "unnamed" for each in batch],
        "path": [each.file.path for each in batch],
    }


def evidence_columns(evidence: Sequence[Row], sources: Sources) -> Row:
    """The columns of a statement that derive from its evidence; empty without evidence.

    Retracted evidence does not count, and is quoted only if there is no other.
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
    """The columns of a statement that derive from its disputes.

    It is disputed if a dispute about the speaker or the position is open. Disputes about wording
    and date do not count.
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
    """One item of a row's `evidence`: all keys, with the language of the source as default."""
    cell = dict(evidence.__dict__)  # its keys are in order, and only a few values need conversion
    cell["lang"] = evidence.lang or langs.get(evidence.source)
    cell["said"] = evidence.said.text if evidence.said else None
    cell["original"] = as_plain(evidence.original) if evidence.original else None
    return cell


def _evidence_columns(batch: Sequence[Coded]) -> Columns:
    """The cells of `evidence`, with the places that checks across records report."""
    pieces = [
        (each, record, ("evidence", at))
        for each in batch
        for at, record in enumerate(each.statement.evidence)
    ]
    own = _by_column([cell for each in batch for cell in each.cells])
    originals = [record.original for _, record, _ in pieces]
    both = [
        each.file.document.places((*each.entry.at, *at), ("source", "text"))
        for each, _, at in pieces
    ]
    said = [each.place(*(at if record.said else ()), "said") for each, record, at in pieces]
    few: Columns = {
        "speaker": [record.speaker and (*at, "speaker") for _, record, at in pieces],
        "derived": [record.derived_from and (*at, "derived_from") for _, record, at in pieces],
        "original": [
            original and original.text and (*at, "original", "text")
            for original, (_, _, at) in zip(originals, pieces, strict=True)
        ],
    }
    columns: Columns = {
        **own,
        **_days(record.said or each.statement.said for each, record, _ in pieces),
        **_places("source_", [source for source, _ in both]),
        **_places("text_", [text for _, text in both]),
        **_places("said_", said),
        "ref": [each.entry.ref for each, _, _ in pieces],
        "number": [at + 1 for _, _, (_, at) in pieces],
        "conditions": [*map(_texts, own["conditions"])],
        "accept": [*map(_texts, own["accept"])],
        "original": [original and original.text for original in originals],
        "original_lang": [original and original.lang for original in originals],
    }
    for what, paths in few.items():
        if any(paths):
            places = [
                path and each.place(*path) for path, (each, _, _) in zip(paths, pieces, strict=True)
            ]
            columns |= _places(f"{what}_", places)
    return columns


def problem_tables(problems: Iterable[Problem], scope: Scope) -> Tables:
    """The rows of problems that do not belong to a single file."""
    tables: Tables = {}
    for problem in problems:
        add(tables, "problems", problem_row(problem, scope))
    return tables


def tables_of(
    files: Iterable[RecordFile], langs: Mapping[str, str], codebook: CodebookLookup | None
) -> Tables:
    """The rows of some files; `langs` are the languages of the sources.

    Without a codebook, there are no rows of statements.
    """
    tables: Tables = {}
    coded: list[Coded] = []
    for file in files:
        _add_file(tables, file, codebook)
        if codebook:
            coded += _coded(file, langs)
            while len(coded) >= _TOGETHER:
                _add_statements(tables, coded[:_TOGETHER], codebook)
                del coded[:_TOGETHER]
    if coded and codebook:
        _add_statements(tables, coded, codebook)
    return tables


def _coded(file: RecordFile, langs: Mapping[str, str]) -> Iterator[Coded]:
    """The usable statements of a file; empty if the file or its official is skipped."""
    if isinstance(file.record, model.Official | model.Part) and file.official:
        for entry in file.entries:
            if statement := entry.statement:
                cells = [evidence_cell(each, langs) for each in statement.evidence]
                yield Coded(entry, statement, file, file.official, cells)


def _add_file(tables: Tables, file: RecordFile, codebook: CodebookLookup | None) -> None:
    row = {
        "path": file.path,
        "kind": file.kind,
        "id": file.id,
        "left_out": file.record is None,
        "statements": len(file.entries) if file.counted else None,
        "digest": file.document.digest,
    }
    add(tables, "files", row)
    for problem, _ in file.problems():
        add(tables, "problems", problem_row(problem, "file"))
    match file.record:
        case model.Meta():
            rows = _meta(file.record, file)
        case model.Codebook():
            rows = _codebook(file.record, file)
        case model.Source():
            rows = _source(file.record, file)
        case model.Codings() if codebook:
            rows = _codings(file.record, file)
        case model.Official() if codebook:
            rows = _official(file.record, file)
        case _:
            rows = iter(())
    for table, cells in rows:
        add(tables, table, cells)


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


_PLACED = ("position", "conditions", "words")
"""The keys of a coding whose places checks across records report."""


def _codings(record: model.Codings, file: RecordFile) -> Iterator[tuple[str, Cells]]:
    for id_, coding in record.codings.items():
        key = {"ref": f"{file.id}/{id_}", "coder": file.coder}
        said, frames = coding.said, coding.frames
        row = as_plain(coding) | key | {"official": file.id, "path": file.path}
        row |= {"conditions": _texts(coding.conditions), "words": _texts(coding.words)}
        row |= {"frames": None if frames is None else _texts(frames)}
        row |= {"said_from": said and said.first, "said_to": said and said.last}
        row |= {"moment": said and said.moment}
        place = file.document.keys.get((id_,))
        row["line"], row["column"] = placed(place) if place else file.document.place((id_,))
        for name in _PLACED:
            is_given = name in coding.model_fields_set
            where = file.document.place((id_, name)) if is_given else (row["line"], row["column"])
            row[f"{name}_line"], row[f"{name}_column"] = where
        yield "all_codings", row
        for frame in _once(frames or ()):
            yield "all_coding_frames", key | {"frame": frame}


def _add_statements(tables: Tables, batch: Sequence[Coded], codebook: CodebookLookup) -> None:
    add_columns(tables, "all_statements", _statement_columns(batch, codebook))
    if any(each.cells for each in batch):
        add_columns(tables, "evidence", _evidence_columns(batch))
    frames = [(each.entry.ref, frame) for each in batch for frame in _once(each.statement.frames)]
    for ref, frame in frames:
        add(tables, "statement_frames", {"ref": ref, "frame": frame})
    for each in batch:
        for table, row in _ties(each):
            add(tables, table, {"ref": each.entry.ref, **row})


def _ties(each: Coded) -> Iterator[tuple[str, Cells]]:
    """Rows of other tables, which few statements have."""
    statement = each.statement
    voices = [("spoken_by", statement.spoken_by)] if statement.spoken_by else []
    voices += [("according_to", name) for name in statement.according_to]
    for kind, name in voices:
        yield "voices", {"kind": kind, "name": name, "folded": fold(name)}
    others = {other: at for at, other in reversed([*enumerate(statement.same_occasion)])}
    for other, at in others.items():
        line, column = each.place("same_occasion", at)
        yield "same_occasions", {"other": other, "line": line, "column": column}
    for place, dispute in enumerate(statement.disputes):
        row = as_plain(dispute) | {"number": place + 1, "sources": _texts(dispute.sources)}
        if words := dispute.words:
            row |= {"words": words.text, "words_source": words.source, "words_by": words.by}
            for key, name in (("text", "words"), ("source", "words_source")):
                where = each.place("disputes", place, "words", key)
                row[f"{name}_line"], row[f"{name}_column"] = where
        yield "disputes", row
