"""`show --history`: who changed a statement, when, and from what to what."""

from __future__ import annotations

from collections import deque
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.dates import ImpreciseDate
from stances.index.build import build
from stances.index.origins import best
from stances.index.rows import as_plain, evidence_cell
from stances.model import records as model
from stances.model.fields import INHERITED, keys
from stances.paths import CORPUS_FILE, MAX_BYTES
from stances.queries.diff.changes import ADDED, KEYS, REATTRIBUTED, REMOVED, RENAMED, change
from stances.queries.diff.codebook import compare_words
from stances.queries.diff.matching import Renames
from stances.queries.diff.officials import pairs_of
from stances.queries.diff.sides import Side, Sides
from stances.queries.diff.sources import compare_sources
from stances.queries.diff.statements import statement_changes
from stances.roles import Offices
from stances.yaml_reader import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from stances.queries.result import Row
    from stances.revisions.past import Past, Revision
    from stances.yaml_reader import Value

_HEADS = (CORPUS_FILE, "codebook.yaml")
_PLACE = ("number", "at", "path", "line", "column")
"""Keys of a change that say where it stands in a file."""
_COMMIT = ("commit", "day", "author", "called", "gap")
_STATEMENT = keys("Statement", without="id")
_NOTHING = ""
"""The state before the first commit."""
_AHEAD = 32
"""Commits whose files are looked up at a time."""


class Identity(NamedTuple):
    """Where a statement stands: its file and its id."""

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

    Each of `entries` has `commit`, `day` and `author`, None for what is not committed; the `called`
    that the statement had then; its `changes`; and a `gap` where they cannot be known: `unreadable`
    or `shallow`.
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
    """The history of a statement that stands in a file; `now` reads files as they are.

    `name` is that of its official. Raises `GitFailed`.
    """
    walk = _Walk(past, now)
    entries = [*walk.entries(Identity(path, ref.partition("/")[2]))]
    return History(ref, name, entries)


class _Version(NamedTuple):
    """A statement as it was: a row as `diff` compares them, and the roles of its official.

    `row` is None if it was not there, or could not be read, which `unreadable` tells apart.
    """

    row: Row | None = None
    roles: Sequence[Row] = ()
    unreadable: bool = False


class _Words(NamedTuple):
    """What a state's corpus.yaml and codebook say that statements depend on."""

    default_issue: str | None
    coder: str | None
    positions: Mapping[tuple[str, str], Row]


@dataclass
class _Walk:
    """A walk through the past of a statement. The state `None` is that of the files as they are."""

    past: Past
    now: Callable[[str], bytes | None]
    parsed: dict[str, dict[str, Value] | None] = field(default_factory=dict)

    def entries(self, identity: Identity) -> Iterator[Row]:
        """All changes, newest first."""
        head = self.past.head
        changes, was, gap = self._between(head or _NOTHING, None, identity)
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
        """The changes in one file, and where the statement came from if it was in another."""
        revisions = self.past.revisions(start, identity.path)
        called = {revision.name: identity for revision in revisions[:1]}
        for number, revision in enumerate(revisions):
            if number % _AHEAD == 0:
                commits = [
                    name
                    for each in revisions[number : number + _AHEAD]
                    for name in (each.name, *each.parents)
                ]
                self.past.look_up(commits, (*_HEADS, identity.path))
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
        """What a commit changed, compared with each commit before it: what differs from all."""
        if revision.cut:
            return [], [], "shallow"
        found: list[list[Row]] = []
        parents: list[tuple[str, Identity]] = []
        gap = None
        for parent in revision.parents or (_NOTHING,):
            changes, was, gap = self._between(parent, revision.name, at)
            found.append(changes)
            parents.append((parent, was))
        first, *others = found
        common = [each for each in first if all(_is_among(each, changes) for changes in others)]
        return common, parents, gap

    def _between(
        self, old: str | None, new: str | None, at: Identity
    ) -> tuple[list[Row], Identity, str | None]:
        """What differs in a statement between two states, where it was, and why if unknown."""
        same_words = all(self._is_same(old, new, path) for path in _HEADS)
        if same_words and self._is_same(old, new, at.path):
            return [], at, None
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

    def _whole(self, was: Row | None, now: Row | None) -> list[Row]:
        """The change of a statement that was added or removed."""
        row = now or was
        if row is None:
            return []
        kind, side = (ADDED, "now") if now else (REMOVED, "was")
        return [change(kind, "statement", row["ref"], **_whose(row), **{side: row})]

    def _changes(
        self, old: str | None, new: str | None, was: _Version, now: _Version, renames: Renames
    ) -> Iterator[Row]:
        """The changes of a statement that both states have."""
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
        """Whether an official has another id, and is otherwise the same."""
        before, after = (
            self._data(state, f"officials/{official}.yaml") or {}
            for state, official in ((old, was), (new, now))
        )
        return not self._has(new, f"officials/{was}.yaml") and before.get("name") == after.get(
            "name"
        )

    def _is_same(self, old: str | None, new: str | None, path: str) -> bool:
        """Whether a file says the same in two states."""
        if old and new:
            return self.past.object(old, path) == self.past.object(new, path)
        return self._raw(old, path) == self._raw(new, path)

    def _has(self, state: str | None, path: str) -> bool:
        return (self.past.object(state, path) if state else self._raw(state, path)) is not None

    def _raw(self, state: str | None, path: str) -> bytes | None:
        if state == _NOTHING:
            return None
        return self.now(path) if state is None else self.past.read(state, path)

    def _data(self, state: str | None, path: str) -> dict[str, Value] | None:
        """What a file of YAML says; None if it is not there or cannot be read."""
        name = f"{self.past.object(state, path)}" if state else f"{state}:{path}"
        if name not in self.parsed:
            if len(self.parsed) > _AHEAD:
                self.parsed.clear()
            raw = self._raw(state, path)
            self.parsed[name] = None if raw is None or len(raw) > MAX_BYTES else parse(raw).data
        return self.parsed[name]

    def _words(self, state: str | None) -> _Words:
        meta, book = (self._data(state, path) or {} for path in _HEADS)
        positions = {
            (str(issue.get("id")), str(each.get("id"))): {
                "position": each.get("id"),
                "label": each.get("label"),
                "score": _number(each.get("score")),
            }
            for issue in _mappings(book.get("issues"))
            for each in _mappings(issue.get("positions"))
        }
        default, coder = meta.get("default_issue"), meta.get("coder")
        return _Words(str(default) if default else None, str(coder) if coder else None, positions)

    def _version(self, state: str | None, at: Identity) -> _Version:
        """A statement in a state."""
        data = self._data(state, at.path)
        if data is None:
            return _Version(unreadable=self._raw(state, at.path) is not None)
        items = [each for each in _mappings(data.get("statements")) if each.get("id") == at.id]
        if not items:
            return _Version()
        official = self._official(state, at)
        row = self._row(state, at, items[0], official)
        roles = [as_plain(role) for role in official.roles] if official else []
        return _Version(row, roles, unreadable=row is None)

    def _official(self, state: str | None, at: Identity) -> model.Official | None:
        data = self._data(state, f"officials/{at.official}.yaml") or {}
        own = {key: value for key, value in data.items() if key != "statements"}
        return model.validate(model.Official, own)[0]

    def _row(
        self,
        state: str | None,
        at: Identity,
        item: Mapping[str, Value],
        official: model.Official | None,
    ) -> Row | None:
        """A statement as `diff` compares them, without default values; None if it is not valid."""
        statement, _ = model.validate(model.Statement, dict(item))
        if statement is None or official is None:
            return None
        words = self._words(state)
        office = Offices(official.roles).of(statement)
        plain = as_plain(statement)
        issue = statement.issue or words.default_issue
        row: Row = {key: plain[key] for key in _STATEMENT}
        evidence = [_plain(evidence_cell(each, {})) for each in statement.evidence]
        first = best(evidence, {})
        return row | {
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
        """The words and sources that have other ids in the two states."""
        cited = [{piece["source"] for piece in row["evidence"]} for row in (was, now)]
        renames = Renames()
        if was["official"] != now["official"]:
            renames.add("official", {was["official"]: now["official"]})
        if same_words and not (cited[0] - cited[1] and cited[1] - cited[0]):
            return renames
        files = [f"sources/{source}.yaml" for source in sorted(cited[0] ^ cited[1])]
        with TemporaryDirectory(prefix="stances-") as folder:
            sides = [
                self._small(Path(folder, side), state, files)
                for side, state in (("old", old), ("new", new))
            ]
            before, after = (build(each) for each in sides)
            with closing(before), closing(after):
                both = Sides(Side(before, {}), Side(after, {}))
                both.renames.ids.update(renames.ids)
                compare_words(both)
                compare_sources(both)
                return both.renames

    def _small(self, folder: Path, state: str | None, files: Sequence[str]) -> Path:
        """A corpus of a few files of a state."""
        for name in ("sources", "officials"):
            (folder / name).mkdir(parents=True)
        for path in (*_HEADS, *files):
            if (raw := self._raw(state, path)) is not None:
                (folder / path).write_bytes(raw)
        return folder

    def _origin(self, old: str | None, new: str | None, at: Identity) -> Identity:
        """Where a statement was in an older state; where it is now if it is new."""
        files = self._changed(old, new, at)
        before = [*self._rows(old, new, files)]
        after = [*self._rows(new, old, files)]
        homes = {row["ref"]: home for row, home in (*before, *after)}
        renames = Renames()
        was_there = {home.official for _, home in before}
        for official in was_there - {at.official}:
            if self._is_renamed(old, new, official, at.official):
                renames.add("official", {official: at.official})
        olds = [renames.statement(row) | {"was_ref": row["ref"]} for row, _ in before]
        for was, now in pairs_of(olds, [row for row, _ in after]):
            if now["ref"] == at.ref:
                return homes[was["was_ref"]]
        return at

    def _rows(
        self, state: str | None, other: str | None, files: Sequence[str]
    ) -> Iterator[tuple[Row, Identity]]:
        """The statements of some files that are not in them in another state."""
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
        return _mappings((self._data(state, path) or {}).get("statements"))

    def _changed(self, old: str | None, new: str | None, at: Identity) -> list[str]:
        """The files of officials that differ between two states and may have had the statement."""
        if not old:
            return []
        before = self.past.officials(old)
        after = self.past.officials(new) if new else {}
        paths = {path for path, object_ in before.items() if after.get(path) != object_}
        if new is None:
            paths = {path for path in before if self.now(path) != self.past.read(old, path)}
        [item] = [each for each in self._items(new, at.path) if each.get("id") == at.id][:1]
        pieces = _mappings(item.get("evidence"))
        mark = str(pieces[0].get("source") if pieces else item.get("words_of")).encode()
        likely = {path for path in paths if mark in (self._raw(old, path) or b"")}
        return sorted(likely | {at.path})


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
    """Whether a change makes the same of a key as one of the others does."""
    made = ("kind", "record", "key", "now", "source", "gained")
    return any(all(change_[key] == each[key] for key in made) for each in others)


def _mappings(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _number(value: object) -> int | None:
    try:
        return int(str(value)) if value is not None else None
    except ValueError:
        return None


def _plain(cell: Row) -> Row:
    """A cell of evidence, with dates as they are written."""
    return {
        key: value.text if isinstance(value, ImpreciseDate) else value
        for key, value in cell.items()
    }
