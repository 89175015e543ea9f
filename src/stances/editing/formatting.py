"""Write a whole file in the canonical layout, with its data and comments unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from stances.corpus import CorpusReader
from stances.editing.comments import attach, comments_of
from stances.editing.file_text import Text, UnfaithfulError
from stances.editing.yaml_writer import file_text, shape_of
from stances.errors import UnusableCorpus
from stances.model.fields import FREE_TEXT
from stances.paths import (
    CORPUS_FILE,
    MAX_BYTES,
    RECORD_FOLDERS,
    main_of,
    path_in,
    record_files,
)
from stances.problems import Fault, Place, Problem, key_of
from stances.yaml_reader import parse, parse_tree, raw_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from stances.corpus import Kind
    from stances.yaml_reader.syntax_tree import Tree


def formatted(raw: bytes, kind: Kind) -> bytes | list[Fault]:
    """Return a file in the canonical layout, or the faults that prevent reading it before or after.

    Line ends stay; a byte order mark is removed, and the last line gets an end. Raises
    `UnfaithfulError` if anything but the layout would change.
    """
    tree = parse_tree(raw)
    if tree is None:
        faults = parse(raw).faults
        if not faults:
            raise UnfaithfulError("a file without faults cannot be taken apart")
        return faults
    text = _laid_out(tree, raw, kind)
    if len(text) > MAX_BYTES:
        message = f"laid out, this file would be {len(text):,} bytes large"
        message += f", but no more than {MAX_BYTES:,} are read"
        return [Fault("ST003", (), message, "divide it, or leave it as it is", Place(1, 1))]
    if text != raw:
        _refuse_unfaithful(raw, text, kind)
    return text


def _laid_out(tree: Tree, raw: bytes, kind: Kind) -> bytes:
    attach(tree)
    text = file_text(tree.root, shape_of(kind))
    newline = Text.of(raw).newline if b"\r" in raw else "\n"
    return (text.replace("\n", newline) if newline == "\r\n" else text).encode()


def _refuse_unfaithful(before: bytes, after: bytes, kind: Kind) -> None:
    old, new = parse(before), parse(after)
    # Free texts that a comment may have cut; `check` warns of them.
    old_cut, new_cut = (
        {at for at in document.commented if key_of(at) in FREE_TEXT} for document in (old, new)
    )
    if old.faults or new.faults or old.data != new.data or old_cut != new_cut:
        raise UnfaithfulError("formatting would change what the file says")
    old_tree, new_tree = parse_tree(before), parse_tree(after)
    if old_tree is None or new_tree is None:
        raise UnfaithfulError("formatting would make a file that cannot be taken apart")
    attach(old_tree)
    if _laid_out(new_tree, after, kind) != after:
        raise UnfaithfulError("formatting twice would make another file than formatting once")
    if sorted(comments_of(old_tree.root)) != sorted(comments_of(new_tree.root)):
        raise UnfaithfulError("formatting would lose a comment")


_POOL_FROM = 400
"""From this many files on, starting processes saves time."""


class CorpusFile(NamedTuple):
    """A file of records; `path` is relative to the corpus, as in problems."""

    path: str
    file: Path
    kind: Kind


class Outcome(NamedTuple):
    """The result of formatting a file; if it cannot be read, `after` is None.

    `problems` say why it cannot be read. If it does not change, `before` and `after` may be empty.
    """

    path: str
    file: Path
    before: bytes
    after: bytes | None
    problems: Sequence[Problem] = ()

    @property
    def is_changed(self) -> bool:
        """Whether formatting changes the file."""
        return self.after is not None and self.after != self.before


def kind_of(path: str) -> Kind:
    """Return the kind of a file of sources or officials, by its path in the corpus."""
    kind = "part" if main_of(path) != path else path.partition("/")[0].removesuffix("s")
    return cast("Kind", kind)


_KINDS: tuple[Kind, ...] = ("official", "source", "codebook", "corpus")


def kind_by_keys(raw: bytes) -> Kind:
    """Return the kind of file that most keys of a text belong to."""
    keys = {*(parse(raw).data or ())}
    return max(_KINDS, key=lambda kind: len(keys & shape_of(kind).ranks.keys()))


def corpus_files(folder: Path, check: str = "stances check") -> list[CorpusFile]:
    """Return all files of records in a corpus: corpus, codebook, and the folders of records.

    Raises `UnusableCorpus` if the corpus has another version, whose layout is unknown. `check` is
    the command that the error suggests.
    """
    meta, _ = CorpusReader(folder).heads()
    for fault in meta.faults:
        if fault.code == "ST213":  # another version
            raise UnusableCorpus(f"{CORPUS_FILE}: {fault.message}", check)
    heads = [folder / CORPUS_FILE, folder / "codebook.yaml"]
    files = [CorpusFile(p.name, p, cast("Kind", p.stem)) for p in heads if p.exists()]
    for kind in RECORD_FOLDERS:
        for path in record_files(folder, kind):
            name = path_in(folder, path)
            files.append(CorpusFile(name, path, kind_of(name)))
    return files


def outcomes(
    files: Sequence[CorpusFile], progress: Callable[[int, int], object]
) -> Iterator[Outcome]:
    """Yield the result of formatting each file. `progress` gets the number done, and the total.

    Raises `UnfaithfulError` for a bug.
    """
    for number, outcome in enumerate(_outcomes(files), 1):
        progress(number, len(files))
        yield outcome


def _outcomes(files: Sequence[CorpusFile]) -> Iterator[Outcome]:
    from stances.parallel import pool, processes  # noqa: PLC0415 - slow, and `init` formats too

    if len(files) < _POOL_FROM or processes() == 1:
        yield from map(_outcome, files)
        return
    workers = pool()
    try:
        yield from workers.map(_outcome, files, chunksize=50)
    finally:
        workers.shutdown(cancel_futures=True)


def _outcome(corpus_file: CorpusFile) -> Outcome:
    path, file, kind = corpus_file
    raw = raw_bytes(file, file.parents[path.count("/")])
    if isinstance(raw, Fault):
        return Outcome(path, file, b"", None, [_problem(path, raw)])
    found = outcome(path, file, raw, kind)
    # Unchanged bytes are not sent between processes.
    return found if found.problems or found.is_changed else Outcome(path, file, b"", b"")


def outcome(path: str, file: Path, raw: bytes, kind: Kind) -> Outcome:
    """Return the result of formatting these bytes. Raises `UnfaithfulError` for a bug."""
    try:
        after = formatted(raw, kind)
    except UnfaithfulError as error:
        raise UnfaithfulError(f"{path}: {error.args[0]}") from error
    if isinstance(after, list):
        return Outcome(path, file, raw, None, [_problem(path, fault) for fault in after])
    return Outcome(path, file, raw, after)


def _problem(path: str, fault: Fault) -> Problem:
    line, column = fault.place or (1, 1)
    return Problem(path, line, column, fault.code, fault.message, fault.hint)
