"""One file of a corpus on standard input, as editors hand it to `fmt -` and `check -`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stances.cli.problem_output import inside
from stances.paths import CODINGS, CORPUS_FILE, MAX_BYTES, WITH_PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.cli.session import CorpusLocation
    from stances.corpus import Kind

_OPTION = "'--stdin-filename'"
stdin_filename_option = click.option(
    "--stdin-filename",
    metavar="PATH",
    help="With `-`: the file whose text is on standard input. It does not have to exist.",
)


def is_piped(paths: Sequence[str], filename: str | None) -> bool:
    """Whether the text of one file is on standard input. Usage error for anything else beside."""
    if "-" in paths and len(paths) > 1:
        message = "`-` cannot be combined with another PATH"
        raise click.UsageError(message)
    if filename is not None and "-" not in paths:
        raise click.UsageError("--stdin-filename needs `-`, which reads standard input")
    if filename == "":
        raise click.BadParameter("it names no file", param_hint=_OPTION)
    return "-" in paths


def piped() -> bytes:
    """The bytes on standard input; no more than show that it is too large a file."""
    return sys.stdin.buffer.read(MAX_BYTES + 1)


_HEADS: dict[str, Kind] = {CORPUS_FILE: "corpus", "codebook.yaml": "codebook"}
_DEPTHS = {"corpus": 1, "codebook": 1, "source": 2, "official": 2, "part": 3, "coding": 3}
"""The parts of the path of each kind of file, in its corpus."""


def kind_at(filename: str) -> Kind | None:
    """The kind of file of a corpus that belongs at a path; None if no record is read from there."""
    path = Path(filename).absolute()
    kind = _kind_at(path)
    if kind is None or path.suffix != ".yaml" or path.name.startswith("."):
        return None
    is_in_corpus = os.path.lexists(path.parents[_DEPTHS[kind] - 1] / CORPUS_FILE)
    return kind if is_in_corpus or kind == "corpus" else None


def _kind_at(path: Path) -> Kind | None:
    *_, above, folder, name = ("", *path.parts)
    if name in _HEADS:
        return _HEADS[name]
    if folder in ("sources", "officials"):
        return "source" if folder == "sources" else "official"
    if above == CODINGS:
        return "coding"
    return "part" if above == WITH_PARTS else None


def place_of(filename: str, corpus: CorpusLocation) -> str:
    """The path of a file of records in the corpus. Usage error if records cannot be there."""
    place, kind = inside(filename, corpus, _OPTION), kind_at(filename)
    if kind is None or place.count("/") + 1 != _DEPTHS[kind]:
        message = f"no record is read from {filename}: they are in corpus.yaml, codebook.yaml, "
        message += "sources/ID.yaml, officials/ID.yaml, officials/ID/ANY.yaml and "
        message += "codings/CODER/ID.yaml"
        raise click.BadParameter(message, param_hint=_OPTION)
    return place
