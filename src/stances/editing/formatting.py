"""A whole file in the canonical layout, with what it says unchanged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from stances.corpus import CorpusReader
from stances.editing.comments import attach
from stances.editing.file_text import Text, UnfaithfulError
from stances.editing.yaml_writer import file_text, shape_of
from stances.errors import UnusableCorpus
from stances.model.fields import FREE_TEXT
from stances.paths import CORPUS_FILE, RECORD_FOLDERS, printable, record_files
from stances.problems import Fault, Problem, key_of
from stances.yaml_reader import parse, parse_tree, raw_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from stances.corpus import Kind
    from stances.problems import Where
    from stances.yaml_reader import Document, Node, Tree


def formatted(raw: bytes, kind: Kind) -> bytes | list[Fault]:
    """The bytes of a file in the canonical layout; or why they cannot be read.

    Its line ends stay; a byte order mark goes, and the last line gets an end. Raises
    `UnfaithfulError` if anything would be changed but the layout.
    """
    found = parse_tree(raw)
    if found is None:
        faults = parse(raw).faults
        if not faults:
            raise UnfaithfulError("a file without faults cannot be taken apart")
        return faults
    text = _laid_out(found, raw, kind)
    if text != raw:
        _compare(raw, text, kind)
    return text


def _laid_out(found: Tree, raw: bytes, kind: Kind) -> bytes:
    attach(found)
    text = file_text(found.root, shape_of(kind))
    newline = Text.of(raw).newline if b"\r" in raw else "\n"
    return (text.replace("\n", newline) if newline == "\r\n" else text).encode()


def _compare(before: bytes, after: bytes, kind: Kind) -> None:
    """Read both files, and refuse the new one if it says anything else."""
    old, new = parse(before), parse(after)
    if old.faults or new.faults or old.data != new.data or _cut(old) != _cut(new):
        raise UnfaithfulError("formatting would change what the file says")
    was, now = parse_tree(before), parse_tree(after)
    if was is None or now is None:
        raise UnfaithfulError("formatting would make a file that cannot be taken apart")
    attach(was)
    if _laid_out(now, after, kind) != after:
        raise UnfaithfulError("formatting twice would make another file than formatting once")
    if sorted(_comments(was.root)) != sorted(_comments(now.root)):
        raise UnfaithfulError("formatting would lose a comment")


def _cut(document: Document) -> set[Where]:
    """Free texts that a comment may have cut, of which `check` warns."""
    return {at for at in document.commented if key_of(at) in FREE_TEXT}


def _comments(part: Node) -> list[str]:
    found = [*part.before, part.beside, *part.after]
    for item in part.items:
        found += _comments(item)
    return [comment for comment in found if comment]


_MANY = 400
"""Files from which on it pays to start processes."""
_BATCH = 50
_OTHER_VERSION = "ST213"


class CorpusFile(NamedTuple):
    """A file of records; `path` is relative to the corpus, as problems name it."""

    path: str
    file: Path
    kind: Kind


class Outcome(NamedTuple):
    """What formatting makes of a file: `after` is None if it cannot be read, for these problems.

    Of a file that stays as it is, no bytes are kept.
    """

    path: str
    file: Path
    before: bytes
    after: bytes | None
    problems: Sequence[Problem] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the file is not in the canonical layout yet."""
        return self.after is not None and self.after != self.before


def corpus_files(folder: Path, check: str = "stances check") -> list[CorpusFile]:
    """All files of records in a corpus: corpus, codebook, sources, officials.

    Raises `UnusableCorpus` if it is of another version, whose layout is not known here;
    `check` is the command that says more.
    """
    meta, _ = CorpusReader(folder).heads()
    for fault in meta.faults:
        if fault.code == _OTHER_VERSION:
            raise UnusableCorpus(f"{CORPUS_FILE}: {fault.message}", check)
    heads = [folder / CORPUS_FILE, folder / "codebook.yaml"]
    files = [CorpusFile(p.name, p, cast("Kind", p.stem)) for p in heads if p.exists()]
    for kind in RECORD_FOLDERS:
        for path in record_files(folder, kind):
            name = f"{kind}/{printable(path.name)}"
            files.append(CorpusFile(name, path, cast("Kind", kind.removesuffix("s"))))
    return files


def outcomes(
    files: Sequence[CorpusFile], progress: Callable[[int, int], object]
) -> Iterator[Outcome]:
    """What formatting makes of each file. `progress` is told how many are done, and of how many.

    Raises `UnfaithfulError` for a bug.
    """
    for number, outcome in enumerate(_outcomes(files), 1):
        progress(number, len(files))
        yield outcome


def _outcomes(files: Sequence[CorpusFile]) -> Iterator[Outcome]:
    from stances.parallel import pool, processes  # noqa: PLC0415 - slow, and `init` formats too

    if len(files) < _MANY or processes() == 1:
        yield from map(_outcome, files)
        return
    workers = pool()
    try:
        yield from workers.map(_outcome, files, chunksize=_BATCH)
    finally:
        workers.shutdown(cancel_futures=True)


def _outcome(each: CorpusFile) -> Outcome:
    problem = partial(_problem, each)
    raw = raw_bytes(each.file)
    if isinstance(raw, Fault):
        return Outcome(each.path, each.file, b"", None, [problem(raw)])
    try:
        after = formatted(raw, each.kind)
    except UnfaithfulError as error:
        raise UnfaithfulError(f"{each.path}: {error.args[0]}") from error
    if isinstance(after, bytes):
        kept = (raw, after) if after != raw else (b"", b"")
        return Outcome(each.path, each.file, *kept)
    return Outcome(each.path, each.file, raw, None, [*map(problem, after)])


def _problem(each: CorpusFile, fault: Fault) -> Problem:
    line, column = fault.place or (1, 1)
    return Problem(each.path, line, column, fault.code, fault.message, fault.hint)
