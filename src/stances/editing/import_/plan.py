"""What is to be written where: drafts that are new, as items of the files that they go into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from stances.editing.document import drawn_up, opened
from stances.editing.edits import append, insert
from stances.editing.file_text import Change, spliced
from stances.editing.ids import free, short_slug, slug
from stances.editing.import_.duplicates import TELLING, Recorded
from stances.editing.import_.statements import holder, own_office
from stances.editing.refusals import Refusal
from stances.errors import CannotEdit
from stances.paths import MAX_BYTES
from stances.queries.faults import refuse_faulty

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from stances.editing.document import YamlFile
    from stances.editing.import_.duplicates import Match
    from stances.editing.import_.officials import NewOfficial
    from stances.editing.import_.sources import NewSource
    from stances.editing.import_.statements import Draft
    from stances.model import Official
    from stances.problems import Where
    from stances.yaml_reader import Node


class Placed(NamedTuple):
    """A draft in a file: at which path, and how many pieces of evidence stand there before its own.

    `added` are the numbers of its pieces of evidence that are put there; `differs` keys that import
    does not change.
    """

    at: Where
    draft: Draft
    ref: str
    added: Sequence[int] = ()
    before: int | None = None
    differs: Sequence[str] = ()


class There(NamedTuple):
    """A draft that is recorded already; `differs` are keys that import does not change."""

    draft: Draft
    ref: str
    differs: Sequence[str] = ()


@dataclass(slots=True)
class Plan:
    """The files to be written, by their paths in the corpus, with what was there before.

    `placed` are the drafts that go into each; `there` those that are recorded already.
    """

    files: dict[str, tuple[bytes | None, YamlFile]] = field(default_factory=dict)
    placed: dict[str, list[Placed]] = field(default_factory=dict)
    there: list[There] = field(default_factory=list)
    refused: list[tuple[Draft, Refusal]] = field(default_factory=list)

    @property
    def added(self) -> list[Placed]:
        """All that are put anywhere."""
        return [each for own in self.placed.values() for each in own]


@dataclass(slots=True)
class Planner:
    """Makes plans for the corpus in `folder`. A file is opened once, whatever is planned."""

    index: sqlite3.Connection
    folder: Path
    usual: Mapping[str, str]
    officials: Mapping[str, NewOfficial]
    sources: Mapping[str, NewSource]
    _opened: dict[str, YamlFile] = field(default_factory=dict)

    def plan(self, drafts: Iterable[Draft]) -> Plan:
        """What is to be done for these drafts, and for no other."""
        plan = Plan()
        by_official: dict[str, list[Draft]] = {}
        for draft in drafts:
            by_official.setdefault(draft.official, []).append(draft)
        for id_, own in sorted(by_official.items()):
            try:
                self._place(plan, id_, own)
            except CannotEdit as error:
                refusals = (Refusal(d.line, "", str(error), error.hint) for d in own)
                plan.refused += zip(own, refusals, strict=True)
        self._add_sources(plan)
        return plan

    def _place(self, plan: Plan, official: str, drafts: Sequence[Draft]) -> None:
        path = f"officials/{official}.yaml"
        new = self.officials.get(official)
        data: dict[str, Node] = dict(new.data) if new else self._file(path).data
        found = data.get("statements", [])
        recorded = Recorded(self.usual, frozenset(d.id for d in drafts if d.id))
        for statement in found if isinstance(found, list) else []:
            recorded.add(statement)
        items = _Items(official, data, recorded, plan)
        # Those with ids first: what has none may be one of them.
        for draft in sorted(drafts, key=lambda draft: (not draft.id, draft.line)):
            items.put(draft)
        if not items.placed:
            return
        if new:
            statements = cast("list[Node]", items.new)
            file = drawn_up(self.folder / path, "official", {**data, "statements": statements})
            plan.files[path] = None, file
        else:
            file = self._file(path)
            plan.files[path] = file.raw, _extended(file, items)
        plan.placed[path] = items.placed

    def _file(self, path: str) -> YamlFile:
        if path not in self._opened:
            refuse_faulty(self.index, self.folder, path)
            self._opened[path] = opened(self.folder / path, "official")
        return self._opened[path]

    def _add_sources(self, plan: Plan) -> None:
        """The new sources that what is added rests on."""
        cited = {piece.get("source") for each in plan.added for piece in each.draft.evidence}
        for id_, source in sorted(self.sources.items()):
            if id_ in cited:
                path = f"sources/{id_}.yaml"
                plan.files[path] = None, drawn_up(self.folder / path, "source", source.data)


@dataclass(slots=True)
class _Items:
    """The items that a file of an official gains."""

    official: str
    data: Mapping[str, Any]
    recorded: Recorded
    plan: Plan
    new: list[dict[str, Any]] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    evidence: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    _first: int = field(init=False)
    _holder: Official | None = field(init=False)

    def __post_init__(self) -> None:
        self._first = len(self.recorded.statements)
        self._holder = holder(self.data)

    def put(self, draft: Draft) -> None:
        """Put a draft where it belongs, unless it is there or contradicts what is."""
        match = self.recorded.match(draft)
        if match is None:
            self._put_new(draft)
        elif match.contradicts:
            self.plan.refused.append((draft, self._conflict(draft, match)))
        elif match.added:
            self._put_more(draft, match)
        else:
            ref = f"{self.official}/{match.id}"
            self.plan.there.append(There(draft, ref, match.differs))

    def _put_new(self, draft: Draft) -> None:
        gloss = draft.fields.get("summary") or draft.evidence[0].get("text", "")
        id_ = draft.id or free(short_slug(str(gloss), self._day(draft)), self.recorded.ids)
        item = {"id": id_, **draft.fields, **own_office(draft, self._holder)}
        item["evidence"] = draft.evidence
        at = ("statements", len(self.recorded.statements))
        self.placed.append(Placed(at, draft, f"{self.official}/{id_}"))
        self.new.append(item)
        self.recorded.add(item)

    def _day(self, draft: Draft) -> str:
        """What a statement is called that has no words in ASCII."""
        return slug(str(draft.fields.get("said", ""))) or "statement"

    def _put_more(self, draft: Draft, match: Match) -> None:
        """Evidence for a statement that is there, or is put there by another row."""
        statement = self.recorded.statements[match.number]
        before = len(statement.get("evidence", ()))
        at = ("statements", match.number)
        ref = f"{self.official}/{match.id}"
        self.placed.append(Placed(at, draft, ref, match.added, before, match.differs))
        self.evidence += [(match.number, draft.evidence[number]) for number in match.added]

    def _conflict(self, draft: Draft, match: Match) -> Refusal:
        key = next(key for key in match.differs if key in TELLING)
        usual = self.recorded.usual.get(key)
        theirs = self.recorded.statements[match.number].get(key, usual)
        ours = draft.fields.get(key, usual)
        where = f"`{self.official}/{match.id}`"
        if match.number >= self._first:
            where += ", which another row of this sheet adds,"
        if key == "evidence":
            message = f"{where} is there with other evidence"
        else:
            message = f"{where} is there with the {key} `{theirs}`, and not `{ours}`"
        hint = "import changes no record: correct the row, or the record by hand"
        line, column = draft.cell((key,))
        return Refusal(line, column, message, hint, conflict=match.number < self._first)


def _extended(file: YamlFile, items: _Items) -> YamlFile:
    """The file with all items at its end, and all further evidence in its place.

    Raises `CannotEdit` if it would be too large a file, or cannot be added to as it is laid out.
    """
    for number, piece in items.evidence:
        file = changed(file, append(file, ("statements", number, "evidence"), piece))
    return with_statements(file, items.new) if items.new else file


def with_statements(file: YamlFile, new: Sequence[dict[str, Any]]) -> YamlFile:
    """The file with items at its end, all in one change: to read it again for each takes long."""
    at = ("statements",)
    if "statements" not in file.data:
        return changed(file, insert(file, at, list(new)))
    # An empty list is opened by the first.
    file = changed(file, append(file, at, new[0]))
    rest = new[1:]
    edits = [edit for item in rest for edit in append(file, at, item).edits]
    # What stands there is replaced once, for all of them; two items may be the same, though.
    once = dict.fromkeys(edit for edit in edits if edit.start < edit.end)
    edits = [*once, *(edit for edit in edits if edit.start == edit.end)]
    statements = cast("list[Node]", file.data["statements"])
    data = {**file.data, "statements": [*statements, *rest]}
    return changed(file, Change(edits, data)) if rest else file


def sources_first(
    files: Mapping[str, tuple[bytes | None, YamlFile]],
) -> list[tuple[str, tuple[bytes | None, YamlFile]]]:
    """Files as they are written: if that is cut off, nothing cites a source that is not there."""
    return sorted(files.items(), key=lambda each: not each[0].startswith("sources/"))


def changed(file: YamlFile, change: Change) -> YamlFile:
    """The file with a change. Raises `CannotEdit` if it would be too large to be read."""
    size = len(file.text.with_text(spliced(file.text.text, change.edits)).encoded())
    if size > MAX_BYTES:
        why = f"it would be {size:,} bytes large, and no more than {MAX_BYTES:,} are read"
        hint = "keep whole texts out of the corpus: a record holds only the words quoted"
        raise CannotEdit(file.path, why, hint)
    return file.changed(change)
