"""Reads a corpus record by record; holds the files of only one record at a time."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Literal

from stances.checks.codebook import codebook_faults, unknown_default_issue
from stances.checks.codings import coding_faults
from stances.checks.official import official_faults
from stances.checks.statement import Context, statement_faults
from stances.codebook import CodebookLookup
from stances.coders import coding_ref, folder_of
from stances.codes import CATALOGUE
from stances.model import records as model
from stances.model.fields import FREE_TEXT, RECORDS
from stances.model.types import SCHEMA_VERSION, SLUG
from stances.paths import (
    CODINGS,
    CORPUS_FILE,
    MAX_BYTES,
    NO_CODERS,
    RECORD_FOLDERS,
    WITH_PARTS,
    coder_of,
    files_of,
    is_coder,
    is_other_spelling,
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
"""No file has room for more: the shortest statement takes more than 64 bytes."""

_NONE = Offices(())

Kind = Literal["corpus", "codebook", "source", "official", "part", "coding"]


@dataclass(slots=True)
class StatementEntry:
    """One item of an official's `statements`: its reference, place in the file, and record.

    `ref` is `official/id`, or `official/#3` for a third item that has no usable id. `number` counts
    the official's statements from 1, across all its files.
    """

    ref: str
    at: Where
    number: int
    statement: model.Statement | None = None


@dataclass(slots=True)
class RecordFile:
    """One file of the corpus, with its record and its faults.

    `record` is None if the whole file is skipped. `path` is relative to the corpus. `counted` is
    false if the number of `entries` is unknown. For a part, `official` is the official whose
    statements it holds, `id` is that official's id and `offices` its roles. For a file of codings,
    `coder` is the coder and `id` the official whose statements are coded.
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
    coder: str = ""

    def problems(self) -> Iterator[tuple[Problem, Where]]:
        """The faults with their places, each with the record that it makes unusable.

        If a record has very many faults of one kind, only the first are listed. The others are
        counted.
        """
        kinds = folded(self.faults, lambda each: (each.code, self.ref_at(each.at)), lambda _: 1)
        for fault, rest in kinds:
            key = self.document.keys.get(fault.at) if fault.of_key else None
            place = fault.place or (placed(key) if key else self.document.place(fault.at))
            hint, ref = fault.hint, self.ref_at(fault.at)
            problem = Problem(self.path, *place, fault.code, fault.message, hint, ref)
            yield problem.standing_for(rest) if rest else problem, fault.at

    def ref_at(self, at: Where) -> str:
        """The reference of the record at a path: a statement, or the whole file's record."""
        if self.kind == "coding":
            return coding_ref(self.coder, "/".join((self.id, *map(str, at[:1]))))
        if len(at) > 1 and at[0] == "statements" and self.kind in ("official", "part"):
            number = at[1]
            if isinstance(number, int) and number < len(self.entries):
                return self.entries[number].ref
            return self.id
        return "" if self.kind in ("corpus", "codebook") else self.id

    def spoilt(self) -> set[str]:
        """References of the records that errors make unusable."""
        # Deduplicated first: a file may have very many faults but few records.
        deep = 1 if self.kind == "coding" else 2
        of = {(each.code, each.at[:deep] if len(each.at) >= deep else ()) for each in self.faults}
        return {self.ref_at(at) for code, at in of if CATALOGUE[code].severity == "error"}

    def set_aside(self) -> None:
        """Skip the file if one of its own fields has an error.

        The index skips a statement with an error, but references to it still count.
        """
        if self.ref_at(()) in self.spoilt():
            self.record = None


@dataclass(slots=True)
class CorpusReader:
    """Reads the corpus in `folder`. `codebook` is set after the first two files, `heads`, are read.

    Without a usable codebook, records are read but not checked against it. `within` is the folder
    that links may not lead out of; the default is `folder`.
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
        """The files of each record in a folder; empty if the corpus has another schema version.

        A record's first file is its `ID.yaml`, which may be missing if the record has parts.
        """
        return [] if self.other_version else records(self.folder, kind)

    def of(self, main: str) -> Sequence[Path]:
        """The files of the record whose first file is `main`; empty if none exist."""
        if main.startswith(f"{CODINGS}/") and not self._is_coded(main):
            return ()
        files = files_of(self.folder, main)
        return files if len(files) > 1 or os.path.lexists(files[0]) else ()

    def _is_coded(self, path: str) -> bool:
        """Whether a file of codings lies in a folder that is read."""
        coder = coder_of(path)
        inside = self.folder / CODINGS
        return is_coder(coder) and not leaves(inside) and not leaves(inside / coder)

    def read(self, files: Sequence[Path]) -> Iterator[RecordFile]:
        """The files of one source, official or file of codings, as `records` returns them."""
        main, *parts = files
        if main.parent.parent == self.folder / CODINGS:
            yield self._codings(main)
            return
        if main.parent.name != "sources":
            yield from self._official(main, parts)
            return
        file = self._opened(main, "source")
        _validate(file, model.Source, file.document.data)
        file.set_aside()
        yield file

    def heads(self) -> tuple[RecordFile, RecordFile]:
        """Read the first two files and check each against the other."""
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

    def _codings(self, path: Path) -> RecordFile:
        """A file of codings; each coding is validated, and skipped if invalid, on its own."""
        file = self._opened(path, "coding")
        file.coder = path.parent.name
        _take_faults(file)
        data, refused = file.document.data, _refused(file.document)
        read: dict[str, model.Coding] = {}
        for id_, item in (data or {}).items():
            told = len(file.faults)
            coding, faults = model.validate(model.Coding, item, (id_,), told)
            file.faults += _unsuppressed(faults, refused)
            if not SLUG.fullmatch(id_):
                message, hint = f"`{id_}` cannot be an id", "write the id of the statement"
                file.faults.append(Fault("ST206", (id_,), message, hint, None, of_key=True))
            elif coding:
                read[id_] = coding
                if self.codebook:
                    file.faults += coding_faults(coding, id_, self.codebook, told)
        if data is not None:
            file.record = model.Codings(codings=read)
        file.set_aside()
        return file

    def _opened(
        self, path: Path, kind: Literal["source", "official", "part", "coding"]
    ) -> RecordFile:
        """A file of records, whose id comes from the name of the file or folder."""
        name = printable(path.name)
        id_, inside = name.removesuffix(".yaml"), path.parent.name
        if kind == "coding":
            inside = f"{CODINGS}/{inside}"
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
        """The files of an official; ids of statements must be unique across all of them."""
        numbered = _Numbered()
        head, offices = None, _NONE
        if os.path.lexists(main):
            head = self._opened(main, "official")
            statements = _take_statements(head, numbered)
            _validate(head, model.Official, head.document.data)
            # A refused value makes its statement incomplete; () stands for the official's fields.
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
        """Validate the statements of a file, and add their faults."""
        refused, incomplete = _refused(file.document), _incomplete(file)
        made = model.validated(statements) or repeat(None)
        for entry, item, statement in zip(file.entries, statements, made, strict=False):
            told, entry.statement = len(file.faults), statement
            if statement is None:  # the batch has failed, so each is validated alone for its faults
                entry.statement, faults = model.validate(model.Statement, item, entry.at, told)
                file.faults += _unsuppressed(faults, refused)
            if entry.statement is None:
                continue
            id_ = entry.statement.id
            if entry.ref.partition("/")[2] != id_:  # so its reference is a number
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
    """Counts an official's statements so far, and maps each id to the first path that has it."""

    count: int = 0
    paths: dict[str, str] = field(default_factory=dict)


def _take_statements(file: RecordFile, numbered: _Numbered) -> list[object]:
    """Take the items out of a file's `statements`, so that they are validated one by one."""
    data = file.document.data
    file.counted = data is not None
    statements = data.get("statements", []) if data is not None else []
    if data is not None and "statements" in data:
        data["statements"] = []
    items = statements if isinstance(statements, list) else []
    message, hint = "", "write each statement as a mapping after `- `"
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
    """Paths of the statements with a value that the reader refused; () for the file itself."""
    refused = _refused(file.document)
    return {at[:2] if at[0] == "statements" else () for at in refused}


def _explained(part: RecordFile) -> Iterator[Fault]:
    """The faults of a part; keys that belong to the official get a hint to its file."""
    for fault in part.faults:
        if fault.code == "ST201" and len(fault.at) == 1 and fault.key in RECORDS["Official"]:
            hint = f"`{fault.key}` belongs into officials/{part.id}.yaml; here are statements alone"
            yield fault._replace(hint=hint)
        else:
            yield fault


def _without_official(part: RecordFile, head: RecordFile | None) -> Iterator[Fault]:
    """The fault of a part whose official is missing or skipped."""
    main = f"officials/{part.id}.yaml"
    if head is None and SLUG.fullmatch(part.id):
        message = f"there is no {main}, which would say whose statements these are"
        yield Fault("ST020", (), message, "write it, or move this file to where it belongs")
    elif head is not None and head.record is None:
        message = f"{main} has errors, so these statements are left out too"
        yield Fault("ST020", (), message, "correct that file")


def _other_version(document: Document) -> Fault | None:
    """The fault of a schema version that this program cannot read; None if it is missing."""
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
    """Validate the file's record, and add the faults of reading and of validation."""
    _take_faults(file)
    if data is None:
        return
    file.record, faults = model.validate(kind, data)
    file.faults += _unsuppressed(faults, _refused(file.document))


def _take_faults(file: RecordFile) -> None:
    """Add the faults of reading a file, and a warning for each text that a comment cuts short."""
    file.faults += file.document.faults
    for at, place in file.document.commented.items():
        key = key_of(at)
        if key in FREE_TEXT:
            message = f"`{key}` ends here, where a comment begins"
            hint = "put the whole text in quotation marks, or the comment on a line of its own"
            file.faults.append(Fault("ST016", at, message, hint, place))


def _refused(document: Document) -> set[Where]:
    """Paths where the reader refused a value; faults that follow from these are not reported."""
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
    """Files that look like records but are not read, and folders that cannot be read."""
    yield from _stray_heads(folder)
    for kind in RECORD_FOLDERS:
        problems = list(_unlisted(folder, kind))
        yield from problems
        for name in () if problems else names_in(folder / kind):
            path = f"{kind}/{name}"
            if kind == CODINGS:
                yield from _stray_codings(folder, name)
                continue
            if name.endswith(".yaml"):
                continue
            if kind == WITH_PARTS and _has_parts(folder, path):
                yield from _stray_parts(folder, path)
            elif (folder / path).is_dir():
                yield _stray(path, f"put its files into {kind}/ itself")
            elif _like_yaml(name):
                yield _stray(path, "give it the ending .yaml, or move it out")


def _stray_heads(folder: Path) -> Iterator[Problem]:
    """Problems of entries whose names are nearly those of the corpus's own files and folders."""
    for name in names_in(folder):
        stem = name.casefold().partition(".")[0]
        is_read = name in (CORPUS_FILE, "codebook.yaml")
        if stem in ("corpus", "codebook") and _like_yaml(name) and not is_read:
            yield _stray(name, f"rename it to {stem}.yaml, or move it out")
        elif is_other_spelling(os.fspath(folder), name):
            message, hint = "nothing in this folder is read", f"rename it to {name.casefold()}"
            yield Problem(printable(name), 1, 1, "ST018", message, hint)


def _has_parts(folder: Path, path: str) -> bool:
    """Whether a path in a folder of records is, or should be, the folder of a record's parts."""
    place = folder / path
    if os.path.lexists(f"{place}.yaml"):
        return place.is_dir() or place.is_symlink()
    # A folder that cannot be listed may hold parts.
    _, *parts = files_of(folder, f"{path}.yaml")
    is_there = place.is_dir() and not place.is_symlink()
    return is_there and bool(parts or any(_unlisted(folder, path)))


def _stray_codings(folder: Path, name: str) -> Iterator[Problem]:
    """Problems of an entry in the folder of codings that is not read, or only in part."""
    path, shown = f"{CODINGS}/{name}", printable(name)
    if not (folder / path).is_dir():
        if not (folder / path).exists() and not _like_yaml(name):
            yield from _unlisted(folder, path)
        elif (folder / path).is_symlink() or _like_yaml(name):
            yield _stray(path, f"put it into the folder of its coder: {CODINGS}/CODER/{shown}")
    elif is_coder(name):
        yield from _stray_parts(folder, path)
    else:
        coder = folder_of(name)
        message = f"`{shown}` cannot be the name of a coder's folder, and nothing in it is read"
        hint = f"rename the folder: `{coder}`"
        if name in NO_CODERS:
            hint = "rename the folder: the word means something else in questions about codings"
        elif os.path.lexists(folder / CODINGS / coder):
            hint = f"put its codings into {CODINGS}/{coder}, which is the same coder's"
        yield Problem(printable(path), 1, 1, "ST017", message, hint)


def _stray_parts(folder: Path, path: str) -> Iterator[Problem]:
    """Problems of files that are not read in an official's or a coder's folder."""
    yield from _unlisted(folder, path)
    for name in listed(folder / path):
        inner = f"{path}/{name}"
        if name.endswith(".yaml"):
            continue
        if (folder / inner).is_dir():
            whose = "a coder's" if path.startswith(f"{CODINGS}/") else "an official's"
            message = f"a folder within {whose} folder is not read"
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
