"""The history of a whole corpus: of each statement, of each commit, and of renamed ids.

All commits are read in one walk, for all files. A statement that was added and never changed needs
only a look at its commit. All others are compared as in `show --history`, with the same words for
the same changes. The results are stored in a file, by the reference of the statement.
"""

from __future__ import annotations

import json
import os
from contextlib import closing
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from stances.errors import GitFailed
from stances.index.connection import Index
from stances.queries.diff.changes import ADDED, change
from stances.queries.history import Identity, Walk
from stances.queries.site.commits import Addresses, commits, renames
from stances.queries.versions import HEADS, OWN
from stances.revisions import state_of
from stances.revisions.graph import WholePast, is_shallow
from stances.revisions.past import Past

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from stances.queries.result import Row
    from stances.revisions import Commit

_TABLES = """
    CREATE TABLE commits (number INTEGER PRIMARY KEY, name TEXT, day TEXT, author TEXT);
    CREATE TABLE added (
        ref TEXT PRIMARY KEY, number INTEGER, official TEXT, name TEXT, issue TEXT
    ) WITHOUT ROWID;
    CREATE TABLE entries (ref TEXT PRIMARY KEY, entries TEXT) WITHOUT ROWID;
"""
_ALL = "SELECT path, ref, official, name, issue FROM all_statements ORDER BY path, ref"
_HERE = {
    "statement": "SELECT ref FROM all_statements",
    "official": "SELECT official FROM officials",
    "source": "SELECT source FROM sources",
    "issue": "SELECT issue FROM issues",
    "faction": "SELECT faction FROM factions",
}
_UNSHALLOW = "`git fetch --unshallow` gets the whole history; in CI, `fetch-depth: 0` does"


class NoHistory(NamedTuple):
    """Why git's history is left out.

    `told` is a sentence for readers. `helps` says what to do about it; it is empty if unknown.
    """

    told: str
    helps: str


class Changes:
    """The git history of a corpus. It can be sent to workers until it is closed.

    `commit` is the checked-out commit. `commits` are the newest commits that changed the corpus,
    newest first, with their changes. `renamed` has the present id by kind of record and old id.
    `origin` identifies the corpus permanently: it is the first commit, and the corpus's place in
    the repository.
    """

    def __init__(
        self,
        file: str,
        commit: Commit,
        newest: Sequence[Row],
        renamed: Mapping[tuple[str, str], str],
        origin: str,
    ) -> None:
        self.commit, self.commits, self.renamed = commit, newest, renamed
        self.origin = origin
        self._file = file
        self._connections: dict[int, Index] = {}

    @property
    def news(self) -> Sequence[Row]:
        """The newest commits, back to the first that changed statements; else the newest alone."""
        for number, row in enumerate(self.commits, start=1):
            if row["statements"] or row["more_files"]:
                return self.commits[:number]
        return self.commits[:1]

    def of(self, ref: str) -> list[Row]:
        """Return the changes of a statement, newest first, as `show --history` lists them.

        If a statement has not changed since it was added, the change has no `now`: it would repeat
        what the statement says.
        """
        index = self._index()
        found = index.execute("SELECT entries FROM entries WHERE ref = ?", (ref,)).fetchone()
        if found:
            entries: list[Row] = json.loads(found[0])
            return entries
        query = """
            SELECT c.name AS "commit", c.day, c.author, a.official, a.name, a.issue
            FROM added AS a JOIN commits AS c ON c.number = a.number WHERE a.ref = ?"""
        row = index.execute(query, (ref,)).fetchone()
        if row is None:
            return []
        whose = {key: row[key] for key in ("official", "name", "issue")}
        own = {key: row[key] for key in ("commit", "day", "author")}
        added = change(ADDED, "statement", ref, **whose)
        return [own | {"called": ref, "gap": None, "changes": [added]}]

    def close(self) -> None:
        """Close the file, so that it can be removed."""
        for each in self._connections.values():
            each.close()
        self._connections.clear()

    def _index(self) -> Index:
        """Return the connection of this process, since none may be used after a fork."""
        process = os.getpid()
        if process not in self._connections:
            self._connections[process] = Index(self._file)
        return self._connections[process]

    def __getstate__(self) -> dict[str, object]:
        """Return the state without connections, which cannot be pickled."""
        return self.__dict__ | {"_connections": {}}


def read_changes(folder: Path, index: sqlite3.Connection, where: Path) -> Changes | NoHistory:
    """Return the whole history of the corpus in a folder, or why there is none.

    `index` has the present statements. The history is stored in a new file in the folder `where`.
    """
    try:
        state = state_of(folder)
        if state is None:
            return _untracked(folder)
        if is_shallow(folder):
            why = "this is a shallow clone, which lacks the older commits"
            return NoHistory(f"The history is left out: {why}.", _UNSHALLOW)
        commit, differing = state
        with closing(WholePast(folder, differing)) as past:
            return _Reading(folder, index, past, differing).changes(commit, where / "changes.db")
    except GitFailed as failed:
        return _failed(failed)


def _untracked(folder: Path) -> NoHistory:
    """Return why git does not know the state of a corpus. Raises `GitFailed`."""
    if Past(folder).head is None:
        return NoHistory("The history is left out: nothing has been committed yet.", "")
    return NoHistory("The history is left out: git does not track the corpus.", "")


def _failed(failed: GitFailed) -> NoHistory:
    return NoHistory(f"The history is left out: {failed}.", failed.helps)


class _Reading:
    """Reads the history of a corpus and stores it in a file."""

    def __init__(
        self, folder: Path, index: sqlite3.Connection, past: WholePast, differing: frozenset[str]
    ) -> None:
        self._index, self._past, self._differing = index, past, differing

        def now(path: str) -> bytes | None:
            try:
                return (folder / path).read_bytes()
            except OSError:
                return None

        self._now = now
        self._walk = Walk(past, now)
        self._head = past.names[0]
        self._default = self._walk.versions.words(None).default_issue
        self._same_words = self._has_same_words()
        self._commits: dict[str, int] = {}
        self._renamed = Addresses()

    def changes(self, commit: Commit, file: Path) -> Changes:
        """Store the history in a new file and return it."""
        with closing(Index(file)) as found:
            found.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
            renamed = self._fill(found)
            found.executemany("INSERT INTO commits VALUES (?, ?, ?, ?)", self._told())
            found.commit()
        here = {
            record: {row[0] for row in self._index.execute(sql)} for record, sql in _HERE.items()
        }
        self._rename(renamed)
        known = self._renamed.known(here)
        newest = [*commits(self._walk, self._past)]
        for row in newest:
            for each in (*row["statements"], *row["others"]):
                record, ref = each.get("record", "statement"), each["ref"]
                is_here = ref in here.get(record, ())
                each["here"] = ref if is_here else known.get((record, ref))
        return Changes(str(file), commit, newest, known, self._past.origin)

    def _has_same_words(self) -> bool:
        """Return whether uncommitted changes leave alone the words that statements depend on."""
        if self._differing.isdisjoint(HEADS):
            return True
        old, new = self._walk.versions.words(self._head), self._walk.versions.words(None)
        return old[:2] == new[:2] and not any(self._walk.renames(self._head, None, ()).ids.values())

    def _fill(self, found: Index) -> list[tuple[str, str]]:
        """Store the changes of all statements; return pairs of an old and the present reference."""
        called: list[tuple[str, str]] = []
        for path, rows in groupby(self._index.execute(_ALL), key=lambda row: row["path"]):
            commit, is_steady = self._steady(path)
            steady: list[sqlite3.Row] = []
            for row in [*rows]:
                ref = row["ref"]
                id_ = ref.partition("/")[2]
                if is_steady(id_):
                    steady.append(row)
                    continue
                entries = [*self._walk.entries(Identity(path, id_))]
                if was := _added_once(row, entries):
                    self._add(found, was, [row])
                    continue
                told = json.dumps(_without_what_is_said(entries), ensure_ascii=False)
                found.execute("INSERT INTO entries VALUES (?, ?)", (ref, told))
                called += [(old, ref) for old in _names(entries) if old != ref]
            self._add(found, commit, steady)
        return called

    def _add(self, found: Index, commit: str, rows: Sequence[sqlite3.Row]) -> None:
        if not rows:
            return
        number = self._commits.setdefault(commit, len(self._commits))
        found.executemany(
            "INSERT INTO added VALUES (?, ?, ?, ?, ?)",
            [(row["ref"], number, row["official"], row["name"], row["issue"]) for row in rows],
        )

    def _told(self) -> Iterator[tuple[int, str, str, str]]:
        for name, number in self._commits.items():
            message = self._past.message(name)
            yield number, name, message.day, message.author

    def _steady(self, path: str) -> tuple[str, Callable[[str], bool]]:
        """Return the commit that added a file, and a test whether a statement is unchanged since.

        If this cannot be found quickly, the commit is empty and the test is always false.
        """
        nothing = "", lambda _: False
        revisions = self._past.revisions(self._head, path)
        names = [each.name for each in revisions]
        if not names or any(len(each.parents) > 1 for each in revisions):
            return nothing
        *later, first = names
        if self._is_involved(path, first, later):
            return nothing
        if not later:
            return first, lambda _: True
        newest, *others = (self._walk.versions.digests(name, path) for name in names)
        if any(each.get(OWN) != newest.get(OWN) for each in others):
            return nothing
        return first, lambda id_: all(each.get(id_) == newest.get(id_) for each in others)

    def _is_involved(self, path: str, first: str, later: Sequence[str]) -> bool:
        """Return whether more than the file's own commits may have changed its statements."""
        past, main = self._past, f"officials/{Identity(path, '').official}.yaml"
        was_there = [past.changed(name)[path][0] is not None for name in (*later, first)]
        return (
            past.has_links
            or not self._same_words
            or not self._differing.isdisjoint((path, main))
            or was_there != [True] * len(later) + [False]
            or (main != path and bool(later))
            or (not later and past.object(first, main) != past.object(self._head, main))
            or any(path in past.changed(name) for path in HEADS for name in later)
            or self._walk.versions.words(first).default_issue != self._default
            or any(self._walk.turnover(parent, first).lost for parent in past.parents(first))
        )

    def _rename(self, called: Sequence[tuple[str, str]]) -> None:
        """Find all renamed ids, from the oldest commit on."""
        for name in reversed(self._past.names):
            if changed := self._past.changed(name):
                parents = self._past.parents(name)
                for each in renames(self._walk, parents[0] if parents else None, name, changed):
                    self._renamed.add(*each)
        states = {
            path: (self._past.object(self._head, path), self._now(path) is not None)
            for path in sorted(self._differing)
        }
        for each in renames(self._walk, self._head, None, states):
            self._renamed.add(*each)
        moved: dict[str, set[str]] = {}
        for old, ref in sorted(called, reverse=True):  # so that the first of several stays
            self._renamed.put("statement", old, ref)
            moved.setdefault(old.partition("/")[0], set()).add(ref.partition("/")[0])
        for official, homes in moved.items():
            # An official whose statements all moved to one other was merged with that official.
            if len(homes) == 1 and not self._renamed.has("official", official):
                self._renamed.put("official", official, *homes)


def _added_once(row: sqlite3.Row, entries: Sequence[Row]) -> str | None:
    """Return the commit that added a statement; None if there is any other change.

    It is also None if the reference, official, name or issue differed from the present one.
    """
    match entries:
        case [{"commit": str(name), "gap": None, "changes": [{"kind": "added"} as only]}]:
            is_same = all(only[key] == row[key] for key in ("ref", "official", "name", "issue"))
            return name if is_same else None
    return None


def _without_what_is_said(entries: Sequence[Row]) -> Sequence[Row]:
    """Return the entries, without the content of a statement that was added and never changed."""
    match entries:
        case [{"gap": None, "changes": [{"kind": "added"} as only]} as one]:
            return [one | {"changes": [only | {"now": None}]}]
    return entries


def _names(entries: Sequence[Row]) -> set[str]:
    """Return all references that a statement has had."""
    before = {each["previous_ref"] for one in entries for each in one["changes"]}
    return {one["called"] for one in entries} | before - {None}
