"""What a state does not show because of problems, so that nobody can say it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.queries.difference.reading import WORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

_OTHER_VERSION = "ST213"
_LEFT_OUT = """
    SELECT kind, id FROM files WHERE left_out ORDER BY kind, id"""
_STATEMENTS = """
    SELECT DISTINCT ref FROM problems WHERE severity = 'error' AND ref LIKE '%/%' ORDER BY ref"""
_FOLDERS = """
    SELECT path FROM problems WHERE severity = 'error' AND path IN ('officials', 'sources')"""


class Withheld(NamedTuple):
    """The ids of what is left out, and the kinds of which nothing is there at all.

    An official is `unnamed` if one of its statements has no id by which it could be known.
    """

    kinds: frozenset[str] = frozenset()
    officials: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()

    def has(self, record: str, ref: str) -> bool:
        """Whether a record may be there all the same."""
        if record in self.kinds:
            return True
        if record == "statement":
            official = ref.partition("/")[0]
            return ref in self.statements or official in (self.officials | self.unnamed)
        return ref in {"official": self.officials, "source": self.sources}.get(record, ())

    def refs(self) -> Iterator[tuple[str, str]]:
        """All records that are known to be left out, with their kinds."""
        yield from (("official", ref) for ref in sorted(self.officials))
        yield from (("source", ref) for ref in sorted(self.sources))
        for ref in sorted(self.statements):
            if ref.partition("/")[0] not in self.officials:
                yield "statement", ref


def withheld(index: sqlite3.Connection) -> Withheld:
    """What of a corpus is left out of its index."""
    files: dict[str, set[str]] = {}
    for kind, id_ in index.execute(_LEFT_OUT):
        files.setdefault(kind, set()).add(id_)
    refs = {ref for (ref,) in index.execute(_STATEMENTS)}
    return Withheld(
        frozenset(_kinds(index, files.keys())),
        frozenset(files.get("official", ())),
        frozenset(files.get("source", ())),
        frozenset(refs),
        frozenset(official for official, _, id_ in map(_parted, refs) if id_.startswith("#")),
    )


def _parted(ref: str) -> tuple[str, str, str]:
    return ref.partition("/")


def _kinds(index: sqlite3.Connection, left_out: Collection[str]) -> Iterator[str]:
    """The kinds of record that are missing as a whole."""
    unreadable = {path for (path,) in index.execute(_FOLDERS)}
    other = index.execute("SELECT 1 FROM problems WHERE code = ?", (_OTHER_VERSION,)).fetchone()
    if "corpus" in left_out:
        yield "corpus"
    if "codebook" in left_out:
        yield from WORDS
    if {"corpus", "codebook"}.intersection(left_out) or "officials" in unreadable:
        yield from ("official", "statement")
    if other or "sources" in unreadable:
        yield from ("source", "assessment")
