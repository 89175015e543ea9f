"""`show --history`: who changed a statement, when, and from what to what."""

from __future__ import annotations

from collections import deque
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from stances.dates import ImpreciseDate
from stances.index.build import build
from stances.index.origins import best
from stances.index.rows import as_plain, evidence_cell
from stances.model import records as model
from stances.model.fields import INHERITED, flat, keys
from stances.queries.diff.changes import ADDED, KEYS, REATTRIBUTED, REMOVED, RENAMED, change
from stances.queries.diff.codebook import compare_words
from stances.queries.diff.matching import Renames
from stances.queries.diff.officials import pairs_of
from stances.queries.diff.sides import Side, Sides
from stances.queries.diff.sources import compare_sources
from stances.queries.diff.statements import statement_changes
from stances.queries.versions import HEADS, NOTHING, OWN, Kept, Versions, mappings
from stances.roles import Offices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.queries.result import Row
    from stances.revisions.past import Past, Revision
    from stances.yaml_reader import Value

_PLACE = ("number", "at", "path", "line", "column")
"""Keys of a change that give its place in a file."""
_COMMIT = ("commit", "day", "author", "called", "gap")
_STATEMENT = keys("Statement", without="id")
_AHEAD = 32
"""The number of commits whose files are looked up at once."""


class Identity(NamedTuple):
    """The place of a statement: its file and its id."""

    path: str
    id: str

    @property
    def official(self) -> str:
        """The official whose statement it is."""
        return self.path.split("/")[1].removesuffix(".yaml")

    @property
    def ref(self) -> str:
        """Its reference."""
        return f"{self.official}/{self.id}"


@dataclass(frozen=True)
class History:
    """The changes of a statement, newest first, commit by commit.

    Each entry has `commit`, `day` and `author`, None for uncommitted changes; the reference that
    the statement had then (`called`); and its `changes`. If these cannot be known, `gap` says why:
    `unreadable` or `shallow`.
    """

    ref: str
    name: str
    entries: Sequence[Row]
    keys: Sequence[str] = (*_COMMIT, *KEYS)
    kind: str = "history"

    @property
    def rows(self) -> list[Row]:
        """A row for each change, and for each gap."""
        nothing = dict.fromkeys(KEYS)
        return [
            {key: entry[key] for key in _COMMIT} | each
            for entry in self.entries
            for each in entry["changes"] or [nothing]
        ]

    @property
    def document(self) -> Row:
        """All of it as one mapping."""
        return {
            "record": "history",
            "ref": self.ref,
            "name": self.name,
            "history": list(self.entries),
        }


def history(
    past: Past, ref: str, path: str, name: str, now: Callable[[str], bytes | None]
) -> History:
    """Return the history of a statement in a file; `now` reads files as they are.

    `name` is the name of its official. Raises `GitFailed`.
    """
    walk = Walk(past, now)
    entries = [*walk.entries(Identity(path, ref.partition("/")[2]))]
    return History(ref, name, entries)


class _Version(NamedTuple):
    """A past state of a statement: its row as `diff` compares it, and its official's roles.

    `row` is None if the statement was not there or could not be read; `unreadable` tells which.
    """

    row: Row | None = None
    roles: Sequence[Row] = ()
    unreadable: bool = False


class Turnover(NamedTuple):
    """Files of officials with added or removed statements, and whether any was removed."""

    paths: frozenset[str]
    lost: bool


@dataclass
class Walk:
    """A walk through the past of statements; state `None` means the files as they are."""

    past: Past
    now: Callable[[str], bytes | None]
    _valid: Kept[tuple[bytes, bytes], bool] = field(default_factory=lambda: Kept(4096))
    _renamed: Kept[tuple[str | None, str | None, tuple[str, ...]], Renames] = field(
        default_factory=lambda: Kept(_AHEAD)
    )
    _turned: Kept[tuple[str, str | None], Turnover] = field(default_factory=lambda: Kept(4096))
    _swapped: Kept[tuple[str, str | None], set[str]] = field(default_factory=lambda: Kept(_AHEAD))
    _homes: Kept[tuple[str, str | None, tuple[str, ...], str], Mapping[str, Identity]] = field(
        default_factory=lambda: Kept(_AHEAD)
    )

    def __post_init__(self) -> None:
        self.versions = Versions(self.past, self.now)

    def entries(self, identity: Identity) -> Iterator[Row]:
        """Yield all changes, newest first."""
        head = self.past.head
        changes, was, gap = self.between(head or NOTHING, None, identity)
        if changes or gap:
            yield _entry(None, identity, changes, gap)
        waiting = deque([(head, was)] if head else ())
        walked: set[tuple[str, Identity]] = set()
        while waiting:
            start, identity = waiting.popleft()
            for entry, moved in self._of_file(start, identity, walked):
                if entry:
                    yield entry
                if moved:
                    waiting.append(moved)

    def _of_file(
        self, start: str, identity: Identity, walked: set[tuple[str, Identity]]
    ) -> Iterator[tuple[Row | None, tuple[str, Identity] | None]]:
        """Yield the changes in one file, and the place in another that the statement came from."""
        revisions = self.past.revisions(start, identity.path)
        called = {revision.name: identity for revision in revisions[:1]}
        for number, revision in enumerate(revisions):
            if number % _AHEAD == 0:
                commits = [
                    name
                    for each in revisions[number : number + _AHEAD]
                    for name in (each.name, *each.parents)
                ]
                self.past.look_up(commits, (*HEADS, identity.path))
            at = called.get(revision.name, identity)
            if (revision.name, at) in walked:
                continue
            walked.add((revision.name, at))
            changes, parents, gap = self._of_commit(revision, at)
            for before in revision.before:
                called.setdefault(before, next((i for _, i in parents if i.path == at.path), at))
            yield (_entry(revision, at, changes, gap) if changes or gap else None), None
            for parent, was in parents:
                if was.path != at.path:
                    yield None, (parent, was)

    def _of_commit(
        self, revision: Revision, at: Identity
    ) -> tuple[list[Row], list[tuple[str, Identity]], str | None]:
        """Return the changes that a commit makes compared with every one of its parents."""
        if revision.cut:
            return [], [], "shallow"
        found: list[list[Row]] = []
        parents: list[tuple[str, Identity]] = []
        gap = None
        for parent in revision.parents or (NOTHING,):
            changes, was, gap = self.between(parent, revision.name, at)
            found.append(changes)
            parents.append((parent, was))
        first, *others = found
        common = [each for each in first if all(_is_among(each, changes) for changes in others)]
        return common, parents, gap

    def between(
        self, old: str | None, new: str | None, at: Identity
    ) -> tuple[list[Row], Identity, str | None]:
        """Return the changes between two states, the statement's old place, and why if unknown."""
        same_words = all(self.versions.is_same(old, new, path) for path in HEADS)
        if same_words and self.versions.is_same(old, new, at.path):
            return [], at, None
        if same_words and self._says_the_same(old, new, at):
            return [], at, None if self._is_valid(new, at) else "unreadable"
        now, was = self._version(new, at), self._version(old, at)
        before = at
        if now.row and not was.row and not was.unreadable:
            before = self._origin(old, new, at)
            was = self._version(old, before)
        if now.unreadable or was.unreadable:
            return [], before, "unreadable"
        if not (now.row and was.row):
            return self._whole(was.row, now.row), before, None
        renames = self._renames(old, new, was.row, now.row, same_words=same_words)
        return [*self._changes(old, new, was, now, renames)], before, None

    def _says_the_same(self, old: str | None, new: str | None, at: Identity) -> bool:
        """Whether a statement and its official's own keys are the same in two states."""
        one, other = (self.versions.digests(state, at.path).get(at.id) for state in (old, new))
        return one is not None and one == other and self._own(old, at) == self._own(new, at)

    def _own(self, state: str | None, at: Identity) -> bytes:
        return self.versions.digests(state, f"officials/{at.official}.yaml").get(OWN, b"")

    def _is_valid(self, state: str | None, at: Identity) -> bool:
        key = self.versions.digests(state, at.path)[at.id], self._own(state, at)
        return self._valid.of(key, lambda: not self._version(state, at).unreadable)

    def _whole(self, was: Row | None, now: Row | None) -> list[Row]:
        """Return the change of a statement that was added or removed."""
        row = now or was
        if row is None:
            return []
        kind, side = (ADDED, "now") if now else (REMOVED, "was")
        return [change(kind, "statement", row["ref"], **_whose(row), **{side: row})]

    def _changes(
        self, old: str | None, new: str | None, was: _Version, now: _Version, renames: Renames
    ) -> Iterator[Row]:
        """Yield the changes of a statement that both states have."""
        if was.row is None or now.row is None:
            return
        before = {"was_ref": was.row["ref"], "stance": was.row["stance"]}
        row = renames.statement(was.row) | before
        whose = _whose(now.row)
        if was.row["official"] != now.row["official"]:
            sides = {
                side: {"official": version["official"], "name": version["name"]}
                for side, version in (("was", was.row), ("now", now.row))
            }
            kind = REATTRIBUTED
            if self._is_renamed(old, new, was.row["official"], now.row["official"]):
                kind, sides = RENAMED, {}
            values = whose | {"previous_ref": was.row["ref"], "key": "official"} | sides
            yield change(kind, "statement", now.row["ref"], **values)
        elif was.row["ref"] != now.row["ref"]:
            yield change(RENAMED, "statement", now.row["ref"], previous_ref=was.row["ref"], **whose)
        new_roles = was.roles != now.roles or was.row["official"] != now.row["official"]
        for each in statement_changes(row, now.row, new_roles=new_roles, **whose):
            yield {key: each.get(key) if key not in _PLACE else None for key in KEYS}

    def _is_renamed(self, old: str | None, new: str | None, was: str, now: str) -> bool:
        """Whether an official has another id but the same name."""
        before, after = (
            self.versions.data(state, f"officials/{official}.yaml") or {}
            for state, official in ((old, was), (new, now))
        )
        return not self.versions.has(new, f"officials/{was}.yaml") and before.get(
            "name"
        ) == after.get("name")

    def _version(self, state: str | None, at: Identity) -> _Version:
        """Return a statement as it was in a state."""
        data = self.versions.data(state, at.path)
        if data is None:
            return _Version(unreadable=self.versions.raw(state, at.path) is not None)
        items = [each for each in mappings(data.get("statements")) if each.get("id") == at.id]
        if not items:
            return _Version()
        official = self._official(state, at)
        row = self._row(state, at, items[0], official)
        roles = [as_plain(role) for role in official.roles] if official else []
        return _Version(row, roles, unreadable=row is None)

    def _official(self, state: str | None, at: Identity) -> model.Official | None:
        data = self.versions.data(state, f"officials/{at.official}.yaml") or {}
        own = {key: value for key, value in data.items() if key != "statements"}
        return model.validate(model.Official, own)[0]

    def _row(
        self,
        state: str | None,
        at: Identity,
        item: Mapping[str, Value],
        official: model.Official | None,
    ) -> Row | None:
        """Return a statement as `diff` compares it, without defaults; None if it is not valid."""
        statement, _ = model.validate(model.Statement, dict(item))
        if statement is None or official is None:
            return None
        words = self.versions.words(state)
        office = Offices(official.roles).of(statement)
        plain = as_plain(statement)
        issue = statement.issue or words.default_issue
        row: Row = {key: plain[key] for key in _STATEMENT}
        evidence = [_plain(evidence_cell(each, {})) for each in statement.evidence]
        first = best(evidence, {})
        return row | {
            **_decision(plain["decided"]),
            "ref": at.ref,
            "official": at.official,
            "name": official.name,
            "issue": issue,
            "coder": None if statement.coder == words.coder else statement.coder,
            "role": None if statement.words_of else office.title,
            "faction": None if statement.words_of else office.faction,
            "evidence": evidence,
            "quote": first and first["text"],
            "stance": words.positions.get((str(issue), statement.position)),
        }

    def _renames(
        self, old: str | None, new: str | None, was: Row, now: Row, *, same_words: bool
    ) -> Renames:
        """Return the words and sources of a statement that have other ids in the two states."""
        before, after = ({piece["source"] for piece in row["evidence"]} for row in (was, now))
        renames = Renames()
        if was["official"] != now["official"]:
            renames.add("official", {was["official"]: now["official"]})
        files = self._swapped_files(old, new, after - before) if before - after else ()
        if same_words and not files:
            return renames
        found = self.renames(old, new, files)
        return Renames(renames.ids | found.ids)

    def renames(self, old: str | None, new: str | None, files: tuple[str, ...]) -> Renames:
        """Return the words, and the sources in some files, that have other ids in two states."""
        return self._renamed.of((old, new, files), lambda: self._compared(old, new, files))

    def _compared(self, old: str | None, new: str | None, files: Sequence[str]) -> Renames:
        with TemporaryDirectory(prefix="stances-") as folder:
            sides = [
                self._small(Path(folder, side), state, files)
                for side, state in (("old", old), ("new", new))
            ]
            before, after = (build(each) for each in sides)
            with closing(before), closing(after):
                both = Sides(Side(before, {}), Side(after, {}))
                compare_words(both)
                compare_sources(both)
                return both.renames

    def _small(self, folder: Path, state: str | None, files: Sequence[str]) -> Path:
        """Write a corpus with only a few files of a state."""
        for name in ("sources", "officials"):
            (folder / name).mkdir(parents=True)
        for path in (*HEADS, *files):
            if (raw := self.versions.raw(state, path)) is not None:
                (folder / path).write_bytes(raw)
        return folder

    def _origin(self, old: str | None, new: str | None, at: Identity) -> Identity:
        """Return where a statement was in an older state; its current place if it is new."""
        if not old:
            return at
        turnover = self.turnover(old, new)
        own = (
            self.versions.digests(old, at.path).keys() - self.versions.digests(new, at.path).keys()
        )
        if not (turnover.lost or own):
            return at
        files = tuple(self._likely(old, new, at, turnover.paths))
        homes = self._homes.of(
            (old, new, files, at.official), lambda: self._traced(old, new, files, at.official)
        )
        return homes.get(at.ref, at)

    def _traced(
        self, old: str, new: str | None, files: Sequence[str], now: str
    ) -> Mapping[str, Identity]:
        """Return the old places of the statements that some files gained, by new reference."""
        before = [*self._rows(old, new, files)]
        after = [*self._rows(new, old, files)]
        homes = {row["ref"]: home for row, home in (*before, *after)}
        cited = {piece["source"] for row, _ in after for piece in row["evidence"]}
        renames = Renames({**self._new_sources(old, new, cited).ids})
        was_there = {home.official for _, home in before}
        for official in was_there - {now}:
            if self._is_renamed(old, new, official, now):
                renames.add("official", {official: now})
        olds = [renames.statement(row) | {"was_ref": row["ref"]} for row, _ in before]
        pairs = reversed(pairs_of(olds, [row for row, _ in after]))
        return {now["ref"]: homes[was["was_ref"]] for was, now in pairs}

    def turnover(self, old: str, new: str | None) -> Turnover:
        """Return the files of officials with statements added or removed between two states."""
        return self._turned.of((old, new), lambda: self._turned_over(old, new))

    def _turned_over(self, old: str, new: str | None) -> Turnover:
        paths, has_lost = set(), False
        for path in sorted(self.past.altered(old, new, self.now)):
            before, after = (
                self.versions.digests(state, path).keys() - {OWN} for state in (old, new)
            )
            if before != after:
                paths.add(path)
                has_lost = has_lost or not before <= after
        return Turnover(frozenset(paths), has_lost)

    def _likely(
        self, old: str, new: str | None, at: Identity, paths: Iterable[str]
    ) -> Sequence[str]:
        """Return the files in which the statement may have been before, and its current one."""
        [item] = [each for each in self._items(new, at.path) if each.get("id") == at.id][:1]
        pieces = mappings(item.get("evidence"))
        mark = str(pieces[0].get("source") if pieces else item.get("words_of"))
        if pieces:
            renamed = self._new_sources(old, new, {mark}).ids.get("source", {})
            mark = next((was for was, now in renamed.items() if now == mark), mark)
        likely = {path for path in paths if mark.encode() in (self.versions.raw(old, path) or b"")}
        return sorted(likely | {at.path})

    def _new_sources(self, old: str, new: str | None, cited: Iterable[str]) -> Renames:
        """Return what has other ids in two states; nothing if no cited source can be renamed."""
        files = self._swapped_files(old, new, cited)
        return self.renames(old, new, files) if files else Renames()

    def _swapped_files(
        self, old: str | None, new: str | None, cited: Iterable[str]
    ) -> tuple[str, ...]:
        """Return the sources that only one state has; none if no cited source can be renamed."""
        if not old or all(self.versions.has(old, f"sources/{source}.yaml") for source in cited):
            return ()
        swapped = self._swapped.of((old, new), lambda: self.past.swapped(old, new, self.now))
        is_any_gone = any(self.versions.has(old, path) for path in swapped)
        return tuple(sorted(swapped)) if is_any_gone else ()

    def _rows(
        self, state: str | None, other: str | None, files: Sequence[str]
    ) -> Iterator[tuple[Row, Identity]]:
        """Yield the statements of some files that the other state does not have in them."""
        for path in files:
            there = {each.get("id") for each in self._items(other, path)}
            items = {str(item.get("id")): item for item in self._items(state, path)}
            for id_ in items.keys() - there:
                home = Identity(path, id_)
                official = self._official(state, home)
                row = self._row(state, home, items[id_], official)
                holder, _, base_id = str(row and row["words_of"]).partition("/")
                if holder == home.official and base_id in items:
                    base = self._row(state, Identity(path, base_id), items[base_id], official)
                    row = row and base and row | {key: base[key] for key in INHERITED}
                if row:
                    yield row, home

    def _items(self, state: str | None, path: str) -> list[dict[str, Value]]:
        return mappings((self.versions.data(state, path) or {}).get("statements"))


def _entry(revision: Revision | None, at: Identity, changes: Sequence[Row], gap: str | None) -> Row:
    return {
        "commit": revision and revision.name,
        "day": revision and revision.day,
        "author": revision and revision.author,
        "called": at.ref,
        "gap": gap,
        "changes": list(changes),
    }


def _whose(row: Row) -> Row:
    return {"official": row["official"], "name": row["name"], "issue": row["issue"]}


def _is_among(change_: Row, others: Sequence[Row]) -> bool:
    """Whether one of the other changes gives the same key the same value."""
    made = ("kind", "record", "key", "now", "source", "gained")
    return any(all(change_[key] == each[key] for key in made) for each in others)


def _decision(decided: Row | None) -> Row:
    """Return a decision under the flat key names that `diff` uses."""
    names = flat("Statement").items()
    own = {name: key for name, (record, key) in names if record == "Decision"}
    return {name: decided and decided[key] for name, key in own.items()}


def _plain(cell: Row) -> Row:
    """Return evidence with dates as they are written."""
    return {
        key: value.text if isinstance(value, ImpreciseDate) else value
        for key, value in cell.items()
    }
