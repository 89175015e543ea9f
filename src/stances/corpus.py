"""Reads a corpus record by record; it never holds more than the files of one."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Literal

from stances.checks.codebook import codebook_faults, unknown_default_issue
from stances.checks.official import official_faults
from stances.checks.statement import Context, statement_faults
from stances.codebook import CodebookLookup
from stances.codes import CATALOGUE
from stances.model import records as model
from stances.model.fields import FREE_TEXT, RECORDS
from stances.model.types import SCHEMA_VERSION, SLUG
from stances.paths import (
    CORPUS_FILE,
    MAX_BYTES,
    RECORD_FOLDERS,
    WITH_PARTS,
    files_of,
    leaves,
    listed,
    names_in,
    printable,
    records,
)
from stances.problems import Fault, Problem, folded, key_of
from stances.roles import Offices
from stances.yaml_reader import Document, placed, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from stances.problems import Where

_MOST_STATEMENTS = MAX_BYTES // 64
"""The shortest statement takes more than 64 bytes."""

_NONE = Offices(())

Kind = Literal["corpus", "codebook", "source", "official", "part"]


@dataclass(slots=True)
class StatementEntry:
    """One item of an official's `statements`: its reference, place in the file, and record.

    `ref` is `official/id`, or `official/#3` for a third item that has no usable id of its own.
    `number` counts the statements of the official from 1, through all its files.
    """

    ref: str
    at: Where
    number: int
    statement: model.Statement | None = None


@dataclass(slots=True)
class RecordFile:
    """One file of the corpus: what was read from it, and what is wrong with it.

    `record` is None if the whole file is left out. `path` is relative to the corpus. `counted` is
    false if the number of `entries` is unknown. `official` is the one whose statements a part
    holds, and `id` is then the official's. `offices` are the roles of that one.
    """

    path: str
    kind: Kind
    id: str
    document: Document
    record: model.Record | None = None
    entries: list[StatementEntry] = field(default_factory=list)
    counted: bool = True
    faults: list[Fault] = field(default_factory=list)
    official: model.Official | None = None
    offices: Offices = _NONE

    def problems(self) -> Iterator[tuple[Problem, Where]]:
        """The faults with their places, each naming the record that it makes unusable.

        Of very many of one kind in a record, only the first are told, and the others counted.
        """
        kinds = folded(self.faults, lambda each: (each.code, self.ref_at(each.at)), lambda _: 1)
        for fault, rest in kinds:
            key = self.document.keys.get(fault.at) if fault.of_key else None
            place = fault.place or (placed(key) if key else self.document.place(fault.at))
            hint, ref = fault.hint, self.ref_at(fault.at)
            problem = Problem(self.path, *place, fault.code, fault.message, hint, ref)
            yield problem.standing_for(rest) if rest else problem, fault.at

    def ref_at(self, at: Where) -> str:
        """The reference of the record that a path lies in: a statement, or the whole file's."""
        if len(at) > 1 and at[0] == "statements" and self.kind in ("official", "part"):
            number = at[1]
            if isinstance(number, int) and number < len(self.entries):
                return self.entries[number].ref
            return self.id
        return "" if self.kind in ("corpus", "codebook") else self.id

    def spoilt(self) -> set[str]:
        """The records that errors make unusable."""
        # There may be very many, and few records.
        of = {(each.code, each.at[:2] if len(each.at) > 1 else ()) for each in self.faults}
        return {self.ref_at(at) for code, at in of if CATALOGUE[code].severity == "error"}

    def set_aside(self) -> None:
        """Leave the file out if one of its own fields has an error.

        A statement with an error is left out by the index, where its references still count.
        """
        if self.ref_at(()) in self.spoilt():
            self.record = None


@dataclass(slots=True)
class CorpusReader:
    """Reads the corpus in `folder`. `codebook` is set after the first two files, `heads`, are read.

    Without a usable codebook the records are still read, but not checked against it. `within` is
    the folder that no link may lead out of, if it is another.
    """

    folder: Path
    codebook: CodebookLookup | None = None
    other_version: bool = False
    within: Path | None = None

    def files(self) -> Iterator[RecordFile]:
        """All files, each with its records and faults: corpus, codebook, sources, officials."""
        yield from self.heads()
        for kind in RECORD_FOLDERS:
            for files in self.records(kind):
                yield from self.read(files)

    def stray(self) -> list[Problem]:
        """Files that look like records and are not read."""
        return [] if self.other_version else list(stray_files(self.folder))

    def records(self, kind: str) -> list[Sequence[Path]]:
        """The files of each of `sources` or `officials`; none if the corpus is of another version.

        The first of a record is its `ID.yaml`, which may be missing where there are parts.
        """
        return [] if self.other_version else records(self.folder, kind)

    def of(self, main: str) -> Sequence[Path]:
        """The files of the record that begins with a path in the corpus; none if it has none."""
        files = files_of(self.folder, main)
        return files if len(files) > 1 or os.path.lexists(files[0]) else ()

    def read(self, files: Sequence[Path]) -> Iterator[RecordFile]:
        """The files of one source or official, as `records` gives them."""
        main, *parts = files
        if main.parent.name != "sources":
            yield from self._official(main, parts)
            return
        file = self._opened(main, "source")
        _validate(file, model.Source, file.document.data)
        file.set_aside()
        yield file

    def heads(self) -> tuple[RecordFile, RecordFile]:
        """The first two files, checked against each other; a codebook needs both without errors."""
        meta, codebook = self._head("corpus"), self._head("codebook")
        self.other_version = any(fault.code == "ST213" for fault in meta.faults)
        if isinstance(meta.record, model.Meta) and isinstance(codebook.record, model.Codebook):
            meta.faults += unknown_default_issue(meta.record, codebook.record)
            codebook.faults += codebook_faults(codebook.record)
        meta.set_aside()
        codebook.set_aside()
        if isinstance(meta.record, model.Meta) and isinstance(codebook.record, model.Codebook):
            self.codebook = CodebookLookup(meta.record, codebook.record)
        return meta, codebook

    def _head(self, kind: Literal["corpus", "codebook"]) -> RecordFile:
        path = self.folder / f"{kind}.yaml"
        if not os.path.lexists(path):
            message, hint = f"the corpus has no {path.name}", "docs/data-format.md shows one"
            document = Document(None, [Fault("ST019", (), message, hint)], {}, {}, {})
            return RecordFile(path.name, kind, kind, document, faults=document.faults)
        file = RecordFile(path.name, kind, kind, self._read(path))
        if kind == "corpus" and (fault := _other_version(file.document)):
            file.faults = [fault]
            return file
        _validate(file, model.Meta if kind == "corpus" else model.Codebook, file.document.data)
        return file

    def _read(self, path: Path) -> Document:
        return read(path, self.within or self.folder)

    def _opened(self, path: Path, kind: Literal["source", "official", "part"]) -> RecordFile:
        """A file of records with its document, whose name or folder names its record."""
        name = printable(path.name)
        id_, inside = name.removesuffix(".yaml"), path.parent.name
        if kind == "part":
            id_ = printable(inside)
            inside = f"{path.parent.parent.name}/{id_}"
        file = RecordFile(f"{inside}/{name}", kind, id_, self._read(path))
        if not SLUG.fullmatch(id_):
            message = f"`{id_}` cannot be the id of a record"
            what = "folder" if kind == "part" else "file"
            hint = (
                f"rename the {what}: lower-case ASCII letters and digits, joined by single hyphens"
            )
            file.faults.append(Fault("ST017", (), message, hint))
        elif name != path.name:
            message = f"`{name}` cannot be the name of a file of records"
            file.faults.append(Fault("ST017", (), message, "rename it, with visible letters alone"))
        return file

    def _official(self, main: Path, parts: Sequence[Path]) -> Iterator[RecordFile]:
        """The files of an official, whose statements have ids that are unique in all of them."""
        numbered = _Numbered()
        head, offices = None, _NONE
        if os.path.lexists(main):
            head = self._opened(main, "official")
            statements = _take_statements(head, numbered)
            _validate(head, model.Official, head.document.data)
            # A statement with a refused value is incomplete; () stands for the official's fields.
            if isinstance(head.record, model.Official):
                head.official = head.record
                if self.codebook and () not in _incomplete(head):
                    head.faults += official_faults(head.record, self.codebook)
                offices = head.offices = Offices(head.record.roles)
            self._check(head, statements, numbered)
            head.set_aside()
            yield head
        for path in parts:
            part = self._opened(path, "part")
            statements = _take_statements(part, numbered)
            _validate(part, model.Part, part.document.data)
            part.faults = [*_explained(part)]
            part.official = head.official if head else None
            part.offices = offices
            self._check(part, statements, numbered)
            part.faults += _without_official(part, head)
            part.set_aside()
            yield part

    def _check(
        self,
        file: RecordFile,
        statements: Sequence[object],
        numbered: _Numbered,
    ) -> None:
        """Make the statements of a file, and add their faults."""
        refused, incomplete = _refused(file.document), _incomplete(file)
        made = model.validated(statements) or repeat(None)
        for entry, item, statement in zip(file.entries, statements, made, strict=False):
            told, entry.statement = len(file.faults), statement
            if statement is None:  # so the faults of each are asked for
                entry.statement, faults = model.validate(model.Statement, item, entry.at, told)
                file.faults += _unsuppressed(faults, refused)
            if entry.statement is None:
                continue
            id_ = entry.statement.id
            if entry.ref.partition("/")[2] != id_:  # so the reference was not made of it
                first = numbered.paths[id_]
                where = "above" if first == file.path else f"in {first}"
                message = f"`{id_}` is already the id of a statement {where}"
                file.faults.append(
                    Fault("ST311", (*entry.at, "id"), message, "rename one of the two")
                )
            if file.official and self.codebook and entry.at not in incomplete:
                within = (file.id, file.official, file.offices, self.codebook)
                file.faults += statement_faults(Context(entry.statement, entry.at, *within, told))


@dataclass(slots=True)
class _Numbered:
    """The statements of an official so far: how many, and the path that first has each id."""

    count: int = 0
    paths: dict[str, str] = field(default_factory=dict)


def _take_statements(file: RecordFile, numbered: _Numbered) -> list[object]:
    """The items of a file's `statements`, which are validated one by one, not with the file."""
    data = file.document.data
    file.counted = data is not None
    statements = data.get("statements", []) if data is not None else []
    if data is not None and "statements" in data:
        data["statements"] = []
    items = statements if isinstance(statements, list) else []
    message, hint = "", "write each statement as a mapping behind `- `"
    if not isinstance(statements, list):
        message = "`statements` should be a list"
    elif len(statements) > _MOST_STATEMENTS:
        hint = "begin each with `- id:`, and indent its other keys below"
        message = f"`statements` has {len(statements):,} items, which cannot all be statements"
    if message:
        file.faults.append(Fault("ST203", ("statements",), message, hint))
        items, file.counted = [], False
    file.entries = list(_entries(file, items, numbered))
    return [*items]


def _incomplete(file: RecordFile) -> set[Where]:
    """The statements with a value that the reader refused; () for the file's own fields."""
    refused = _refused(file.document)
    return {at[:2] if at[0] == "statements" else () for at in refused}


def _explained(part: RecordFile) -> Iterator[Fault]:
    """The faults of a part; for keys of the official's own, with where these stand."""
    for fault in part.faults:
        if fault.code == "ST201" and len(fault.at) == 1 and fault.key in RECORDS["Official"]:
            hint = f"`{fault.key}` belongs into officials/{part.id}.yaml; here are statements alone"
            yield fault._replace(hint=hint)
        else:
            yield fault


def _without_official(part: RecordFile, head: RecordFile | None) -> Iterator[Fault]:
    """The fault of a part whose official is missing or is left out."""
    main = f"officials/{part.id}.yaml"
    if head is None and SLUG.fullmatch(part.id):
        message = f"there is no {main}, which would say whose statements these are"
        yield Fault("ST020", (), message, "write it, or move this file to where it belongs")
    elif head is not None and head.record is None:
        message = f"{main} has errors, so these statements are left out too"
        yield Fault("ST020", (), message, "correct that file")


def _other_version(document: Document) -> Fault | None:
    """The fault of a schema version that this program does not read; a missing version is none."""
    version = (document.data or {}).get("schema_version")
    readable = SCHEMA_VERSION
    if not isinstance(version, str) or version == str(readable):
        return None
    message = (
        f"the corpus has schema version `{version}`, and this program reads version {readable}"
    )
    hint = f"write `{readable}` if the corpus is written for this program"
    if version.isascii() and version.isdigit() and int(version[:9]) > readable:
        hint = f"install a newer stances, one that reads schema version {version}"
    return Fault("ST213", ("schema_version",), message, hint)


def _validate(file: RecordFile, kind: type[model.Record], data: object) -> None:
    """Make the file's record, and add the faults of reading and of validation."""
    file.faults += file.document.faults
    for at, place in file.document.commented.items():
        key = key_of(at)
        if key in FREE_TEXT:
            message = f"`{key}` ends here, where a comment begins"
            hint = "put the whole text in quotation marks, or the comment on a line of its own"
            file.faults.append(Fault("ST016", at, message, hint, place))
    if data is None:
        return
    file.record, faults = model.validate(kind, data)
    file.faults += _unsuppressed(faults, _refused(file.document))


def _refused(document: Document) -> set[Where]:
    """Where the reader refused a value; faults that follow from that are not reported."""
    return {fault.at for fault in document.faults if fault.at}


def _unsuppressed(faults: Iterable[Fault], refused: set[Where]) -> Iterator[Fault]:
    if not refused:
        yield from faults
        return
    for fault in faults:
        if not any(fault.at[:length] in refused for length in range(1, len(fault.at) + 1)):
            yield fault


def _entries(
    file: RecordFile, statements: Sequence[object], numbered: _Numbered
) -> Iterator[StatementEntry]:
    for place, item in enumerate(statements):
        id_ = item.get("id") if isinstance(item, dict) else None
        usable = isinstance(id_, str) and id_ not in numbered.paths and SLUG.fullmatch(id_)
        numbered.paths.setdefault(str(id_), file.path)
        numbered.count += 1
        ref = f"{file.id}/{id_}" if usable else f"{file.id}/#{numbered.count}"
        yield StatementEntry(ref, ("statements", place), numbered.count)


def stray_files(folder: Path) -> Iterator[Problem]:
    """Files that look like records and are not read."""
    for name in names_in(folder):
        stem = name.casefold().partition(".")[0]
        is_read = name in (CORPUS_FILE, "codebook.yaml")
        if stem in ("corpus", "codebook") and _like_yaml(name) and not is_read:
            yield _stray(name, f"rename it to {stem}.yaml, or move it out")
    for kind in RECORD_FOLDERS:
        problems = list(_unlisted(folder, kind))
        yield from problems
        for name in () if problems else names_in(folder / kind):
            path = f"{kind}/{name}"
            if name.endswith(".yaml"):
                continue
            if kind == WITH_PARTS and _has_parts(folder, path):
                yield from _stray_parts(folder, path)
            elif (folder / path).is_dir():
                yield _stray(path, f"put its files into {kind}/ itself")
            elif _like_yaml(name):
                yield _stray(path, "give it the ending .yaml, or move it out")


def _has_parts(folder: Path, path: str) -> bool:
    """Whether something in a folder of records has, or should have, the parts of one."""
    place = folder / path
    if os.path.lexists(f"{place}.yaml"):
        return place.is_dir() or place.is_symlink()
    # Of a folder that cannot be listed, nobody knows.
    _, *parts = files_of(folder, f"{path}.yaml")
    is_there = place.is_dir() and not place.is_symlink()
    return is_there and bool(parts or any(_unlisted(folder, path)))


def _stray_parts(folder: Path, path: str) -> Iterator[Problem]:
    """What is not read in the folder of an official's parts, perhaps all of it."""
    yield from _unlisted(folder, path)
    for name in listed(folder / path):
        inner = f"{path}/{name}"
        if name.endswith(".yaml"):
            continue
        if (folder / inner).is_dir():
            message = "a folder within an official's folder is not read"
            hint = f"put its files into {printable(path)}/ itself, or move it out"
            yield Problem(printable(inner), 1, 1, "ST021", message, hint)
        elif _like_yaml(name):
            yield _stray(inner, "give it the ending .yaml, or move it out")


def _like_yaml(name: str) -> bool:
    endings = (".yaml", ".yml", ".json")
    return any(ending in name.casefold() for ending in endings) and not name.endswith("~")


def _unlisted(folder: Path, path: str) -> Iterator[Problem]:
    """The problem of a folder of records that exists and cannot be listed."""
    place, shown, kind = folder / path, printable(path), path.rpartition("/")[0]
    if leaves(place):
        message = f"this link leads out of {kind or 'the corpus'}"
        yield Problem(shown, 1, 1, "ST002", message, "put the folder itself in its place")
        return
    try:
        os.scandir(place).close()
    except FileNotFoundError:
        if place.is_symlink():
            yield Problem(shown, 1, 1, "ST001", "this link leads nowhere", "mend the link")
    except NotADirectoryError:
        message = "this should be a folder of records"
        yield Problem(shown, 1, 1, "ST002", message, "move it out of the corpus")
    except OSError as error:
        message = f"this folder cannot be read: {error.strerror}"
        yield Problem(shown, 1, 1, "ST001", message, "mend its permissions")


def _stray(path: str, hint: str) -> Problem:
    return Problem(printable(path), 1, 1, "ST018", "this file is not read", hint)
