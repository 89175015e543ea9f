"""The changes that a table makes to the files of a corpus."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.editing.edits import append, with_statements
from stances.editing.ids import free, short_slug, slug
from stances.editing.import_.duplicates import TELLING, Recorded
from stances.editing.import_.statements import offices_of, own_office
from stances.editing.refusals import Refusal
from stances.editing.workspace import Workspace
from stances.errors import CannotEdit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from stances.editing.document import YamlFile
    from stances.editing.import_.columns import NewRecord
    from stances.editing.import_.duplicates import Match
    from stances.editing.import_.statements import NewStatement
    from stances.problems import Where
    from stances.roles import Offices


class PlacedStatement(NamedTuple):
    """A statement of the table in its file: its reference, and its path in the data.

    If it is recorded already, its pieces of evidence with the indexes `added` come after the
    `before` recorded ones; `differs` are keys that import does not change.
    """

    statement: NewStatement
    ref: str
    at: Where = ()
    added: Sequence[int] = ()
    before: int | None = None
    differs: Sequence[str] = ()


@dataclass(slots=True)
class ImportPlan:
    """What is to be written, in `workspace`: `placed` are the statements to add, by file.

    All of `recorded` are in the corpus already.
    """

    workspace: Workspace
    placed: dict[str, list[PlacedStatement]] = field(default_factory=dict)
    recorded: list[PlacedStatement] = field(default_factory=list)
    refused: list[tuple[NewStatement, Refusal]] = field(default_factory=list)

    @property
    def added(self) -> list[PlacedStatement]:
        """The statements to add, of all files."""
        return [each for statements in self.placed.values() for each in statements]


@dataclass(slots=True)
class Planner:
    """Makes plans for the corpus in `folder`. Each file is opened once for all plans."""

    index: sqlite3.Connection
    folder: Path
    usual: Mapping[str, str]
    officials: Mapping[str, NewRecord]
    sources: Mapping[str, NewRecord]
    _opened: dict[str, YamlFile] = field(default_factory=dict)

    def plan(self, statements: Iterable[NewStatement]) -> ImportPlan:
        """The plan for these statements only."""
        plan = ImportPlan(Workspace(self.folder, self.index, self._opened))
        by_official: dict[str, list[NewStatement]] = {}
        for each in statements:
            by_official.setdefault(each.official, []).append(each)
        for id_, group in sorted(by_official.items()):
            try:
                self._place(plan, id_, group)
            except CannotEdit as error:
                plan.refused += [(s, Refusal(s.line, "", str(error), error.hint)) for s in group]
        cited = {source for each in plan.added for source in each.statement.sources}
        for id_, source in sorted(self.sources.items()):
            if id_ in cited:
                plan.workspace.draw_up(f"sources/{id_}.yaml", source.data)
        return plan

    def _place(self, plan: ImportPlan, official: str, statements: Sequence[NewStatement]) -> None:
        path = f"officials/{official}.yaml"
        workspace, new = plan.workspace, self.officials.get(official)
        data = new.data if new else workspace.open(path).data
        claimed = frozenset(each.id for each in statements if each.id)
        items = _Items(official, data, Recorded(self.usual, claimed), plan)
        # Those with ids first: one without may be the same statement.
        for each in sorted(statements, key=lambda each: (not each.id, each.line)):
            items.put(each)
        if items.placed:
            plan.placed[path] = items.placed
        if new and items.new:
            workspace.draw_up(path, {**data, "statements": items.new})
            return
        for number, piece in items.evidence:
            workspace.change(path, append, ("statements", number, "evidence"), piece)
        if items.new:
            workspace.after[path] = with_statements(workspace.after[path], items.new)


@dataclass(slots=True)
class _Items:
    """The items that are added to a file of an official."""

    official: str
    data: Mapping[str, Any]
    recorded: Recorded
    plan: ImportPlan
    new: list[Any] = field(default_factory=list)
    placed: list[PlacedStatement] = field(default_factory=list)
    evidence: list[tuple[int, Any]] = field(default_factory=list)
    _first: int = field(init=False)
    _offices: Offices | None = field(init=False)

    def __post_init__(self) -> None:
        statements = self.data.get("statements", [])
        for record in statements if isinstance(statements, list) else []:
            self.recorded.add(record)
        self._first = len(self.recorded.statements)
        self._offices = offices_of(self.data)

    def put(self, statement: NewStatement) -> None:
        """Add a statement, unless it is recorded already or contradicts the record."""
        match = self.recorded.match(statement)
        if match is None:
            self._put_new(statement)
        elif match.contradicts:
            self.plan.refused.append((statement, self._conflict(statement, match)))
        else:
            self._put_more(statement, match)

    def _put_new(self, statement: NewStatement) -> None:
        text = statement.fields.get("summary") or statement.evidence[0].get("text", "")
        # The id of a statement without words in ASCII.
        day = slug(str(statement.fields.get("said", ""))) or "statement"
        id_ = statement.id or free(short_slug(str(text), day), self.recorded.ids)
        item = {"id": id_, **statement.fields, **own_office(statement, self._offices)}
        item["evidence"] = statement.evidence
        at = ("statements", len(self.recorded.statements))
        self.placed.append(PlacedStatement(statement, f"{self.official}/{id_}", at))
        self.new.append(item)
        self.recorded.add(item)

    def _put_more(self, statement: NewStatement, match: Match) -> None:
        """Add evidence, if it is new, to a statement that is recorded or of another row."""
        ref = f"{self.official}/{match.id}"
        if not match.added:
            self.plan.recorded.append(PlacedStatement(statement, ref, differs=match.differs))
            return
        before = len(self.recorded.statements[match.number].get("evidence", ()))
        at = ("statements", match.number)
        self.placed.append(PlacedStatement(statement, ref, at, match.added, before, match.differs))
        self.evidence += [(match.number, statement.evidence[number]) for number in match.added]

    def _conflict(self, statement: NewStatement, match: Match) -> Refusal:
        key = next(key for key in match.differs if key in TELLING)
        usual = self.recorded.usual.get(key)
        theirs = self.recorded.statements[match.number].get(key, usual)
        ours = statement.fields.get(key, usual)
        where = f"`{self.official}/{match.id}`"
        is_recorded = match.number < self._first
        if not is_recorded:
            where += ", which another row of this sheet adds,"
        if key == "evidence":
            message = f"{where} is there with other evidence"
        else:
            message = f"{where} is there with the {key} `{theirs}`, and not `{ours}`"
        hint = "import changes no record: correct the row, or the record by hand"
        return Refusal(*statement.cell((key,)), message, hint, conflict=is_recorded)
