"""Reads a corpus file by file; it never holds more than one file's records."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from stances.checks.codebook import codebook_faults, unknown_default_issue
from stances.checks.official import official_faults
from stances.checks.statement import Context, statement_faults
from stances.codebook import CodebookLookup
from stances.codes import CATALOGUE
from stances.model import records as model
from stances.model.fields import FREE_TEXT
from stances.model.types import SCHEMA_VERSION, SLUG
from stances.paths import CORPUS_FILE, MAX_BYTES, RECORD_FOLDERS, names_in, printable, record_files
from stances.problems import Fault, Problem, folded, key_of
from stances.regular_files import leads_out
from stances.roles import Offices
from stances.yaml_reader import Document, placed, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from stances.problems import Where

_MOST_STATEMENTS = MAX_BYTES // 64
"""The shortest statement takes more than 64 bytes."""

Kind = Literal["corpus", "codebook", "source", "official"]


@dataclass(slots=True)
class StatementEntry:
    """One item of an official's `statements`: its reference, place in the file, and record.

    `ref` is `official/id`, or `official/#3` for a third item that has no usable id of its own.
    """

    ref: str
    at: Where
    statement: model.Statement | None = None


@dataclass(slots=True)
class RecordFile:
    """One file of the corpus: what was read from it, and what is wrong with it.

    `record` is None if the whole file is left out. `path` is relative to the corpus. `counted` is
    false if the number of `entries` is unknown.
    """

    path: str
    kind: Kind
    id: str
    document: Document
    record: model.Record | None = None
    entries: list[StatementEntry] = field(default_factory=list)
    counted: bool = True
    faults: list[Fault] = field(default_factory=list)

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
        if len(at) > 1 and at[0] == "statements" and self.kind == "official":
            number = at[1]
            if isinstance(number, int) and number < len(self.entries):
                return self.entries[number].ref
            return self.id
        return self.id if self.kind in ("official", "source") else ""

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
            for path in self.paths(kind):
                yield self.file(path)

    def stray(self) -> list[Problem]:
        """Files that look like records and are not read."""
        return [] if self.other_version else list(stray_files(self.folder))

    def paths(self, kind: str) -> list[Path]:
        """The files of `sources` or `officials`; none if the corpus is of another version."""
        return [] if self.other_version else record_files(self.folder, kind)

    def has(self, path: Path) -> bool:
        """Whether there is such a file of sources or officials."""
        is_out = path.parent.is_symlink() and leads_out(path.parent, self.folder)
        return os.path.lexists(path) and not is_out

    def file(self, path: Path) -> RecordFile:
        """A file of sources or officials."""
        if path.parent.name != "sources":
            return self._official(path)
        file = self._open(path, "source")
        _validate(file, model.Source, file.document.data)
        file.set_aside()
        return file

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

    def _open(self, path: Path, kind: Literal["source", "official"]) -> RecordFile:
        stem = printable(path.stem)
        file = RecordFile(f"{path.parent.name}/{stem}.yaml", kind, stem, self._read(path))
        if not SLUG.fullmatch(stem):
            message = f"`{stem}` cannot be the id of a record"
            hint = "rename the file: lower-case ASCII letters and digits, joined by single hyphens"
            file.faults.append(Fault("ST017", (), message, hint))
        return file

    def _official(self, path: Path) -> RecordFile:
        file = self._open(path, "official")
        data = file.document.data
        file.counted = data is not None
        statements = data.pop("statements", []) if data is not None else []
        if not isinstance(statements, list):
            hint = "write each statement as a mapping behind `- `"
            message = "`statements` should be a list"
            file.faults.append(Fault("ST203", ("statements",), message, hint))
            statements = []
            file.counted = False
        elif len(statements) > _MOST_STATEMENTS:
            message = f"`statements` has {len(statements):,} items, which cannot all be statements"
            hint = "begin each with `- id:`, and indent its other keys below"
            file.faults.append(Fault("ST203", ("statements",), message, hint))
            statements = []
            file.counted = False
        file.entries = list(_entries(file.id, statements))
        _validate(file, model.Official, data)
        official = file.record if isinstance(file.record, model.Official) else None
        refused = _refused(file.document)
        # A statement with a refused value is incomplete; () stands for the official's own fields.
        incomplete = {at[:2] if at[0] == "statements" else () for at in refused}
        if official and self.codebook and () not in incomplete:
            file.faults += official_faults(official, self.codebook)
        offices = Offices(official.roles if official else ())
        for entry, item in zip(file.entries, statements, strict=True):
            told = len(file.faults)
            entry.statement, faults = model.validate(model.Statement, item, entry.at, told)
            file.faults += _unsuppressed(faults, refused)
            if entry.statement is None:
                continue
            id_ = entry.statement.id
            if entry.ref.partition("/")[2] != id_:  # so the reference was not made of it
                message = f"`{id_}` is already the id of a statement above"
                file.faults.append(
                    Fault("ST311", (*entry.at, "id"), message, "rename one of the two")
                )
            if official and self.codebook and entry.at not in incomplete:
                within = (file.id, official, offices, self.codebook)
                file.faults += statement_faults(Context(entry.statement, entry.at, *within, told))
        file.set_aside()
        return file


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


def _entries(official: str, statements: object) -> Iterator[StatementEntry]:
    seen: set[str] = set()
    for number, item in enumerate(statements if isinstance(statements, list) else []):
        id_ = item.get("id") if isinstance(item, dict) else None
        usable = isinstance(id_, str) and id_ not in seen and SLUG.fullmatch(id_)
        seen.add(str(id_))
        ref = f"{official}/{id_}" if usable else f"{official}/#{number + 1}"
        yield StatementEntry(ref, ("statements", number))


def stray_files(folder: Path) -> Iterator[Problem]:
    """Files that look like records and are not read."""
    for name in names_in(folder):
        stem = name.casefold().partition(".")[0]
        is_read = name in (CORPUS_FILE, "codebook.yaml")
        if stem in ("corpus", "codebook") and _like_yaml(name) and not is_read:
            yield _stray(name, f"rename it to {stem}.yaml, or move it out")
    for kind in RECORD_FOLDERS:
        problems = list(_unlisted(folder / kind))
        yield from problems
        for name in () if problems else names_in(folder / kind):
            if name.endswith(".yaml"):
                continue
            if (folder / kind / name).is_dir():
                yield _stray(f"{kind}/{name}", f"put its files into {kind}/ itself")
            elif _like_yaml(name):
                yield _stray(f"{kind}/{name}", "give it the ending .yaml, or move it out")


def _like_yaml(name: str) -> bool:
    endings = (".yaml", ".yml", ".json")
    return any(ending in name.casefold() for ending in endings) and not name.endswith("~")


def _unlisted(folder: Path) -> Iterator[Problem]:
    """The problem of a folder of records that exists and cannot be listed."""
    if folder.is_symlink() and folder.exists() and leads_out(folder, folder.parent):
        message = "this link leads out of the corpus"
        yield Problem(folder.name, 1, 1, "ST002", message, "put the folder itself in its place")
        return
    try:
        next(folder.iterdir(), None)
    except FileNotFoundError:
        if folder.is_symlink():
            yield Problem(folder.name, 1, 1, "ST001", "this link leads nowhere", "mend the link")
    except NotADirectoryError:
        message = "this should be a folder of records"
        yield Problem(folder.name, 1, 1, "ST002", message, "move it out of the corpus")
    except OSError as error:
        message = f"this folder cannot be read: {error.strerror}"
        yield Problem(folder.name, 1, 1, "ST001", message, "mend its permissions")


def _stray(path: str, hint: str) -> Problem:
    return Problem(printable(path), 1, 1, "ST018", "this file is not read", hint)
