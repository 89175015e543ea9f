"""Plan the changes that a table makes to the files of a corpus."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.editing.edits import append, insert
from stances.editing.filing import Filing
from stances.editing.first_readings import keep_first_readings
from stances.editing.ids import statement_id
from stances.editing.import_.duplicates import TELLING, Recorded, say_what_differs
from stances.editing.import_.statements import offices_of, own_office
from stances.editing.refusals import Refusal
from stances.editing.touched import before_evidence, take_off_reviews
from stances.editing.workspace import Workspace
from stances.errors import CannotEdit
from stances.queries.choices import files_of_official

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from stances.editing.document import YamlFile
    from stances.editing.doubles import Double
    from stances.editing.import_.duplicates import Match
    from stances.editing.import_.officials import People
    from stances.editing.import_.sources import Origins
    from stances.editing.import_.statements import NewStatement
    from stances.problems import Where
    from stances.roles import Offices


class PlacedStatement(NamedTuple):
    """A statement of the table in its file: its reference, and its path in the data.

    If the statement is recorded already, its evidence with the indexes `added` follows the `before`
    recorded pieces. `differs` are keys that import does not change.
    """

    statement: NewStatement
    ref: str
    at: Where = ()
    added: Sequence[int] = ()
    before: int | None = None
    differs: Sequence[str] = ()


@dataclass(slots=True)
class ImportPlan:
    """The changes to write, in `workspace`; `placed` are the statements to add, by file.

    `recorded` are in the corpus already. `doubled` have words that another statement has: each with
    this double, and whether the new statement can be further evidence of it.
    """

    workspace: Workspace
    placed: dict[str, list[PlacedStatement]] = field(default_factory=dict)
    recorded: list[PlacedStatement] = field(default_factory=list)
    refused: list[tuple[NewStatement, Refusal]] = field(default_factory=list)
    doubled: list[tuple[NewStatement, Double, bool]] = field(default_factory=list)

    @property
    def added(self) -> list[PlacedStatement]:
        """The statements to add, of all files."""
        return [each for statements in self.placed.values() for each in statements]


@dataclass(slots=True)
class Planner:
    """Makes plans for the corpus in `folder`. Each file is opened once for all plans.

    `as_evidence`: a statement with recorded words becomes further evidence of the record, if it
    can.
    """

    index: sqlite3.Connection
    folder: Path
    usual: Mapping[str, str]
    people: People
    origins: Origins
    as_evidence: bool = False
    _opened: dict[str, YamlFile] = field(default_factory=dict)

    def plan(self, statements: Iterable[NewStatement], doubles: Mapping[int, Double]) -> ImportPlan:
        """Plan to add only these statements; `doubles` are known doubles, by `id(statement)`."""
        plan = ImportPlan(Workspace(self.folder, self.index, self._opened))
        by_official: dict[str, list[NewStatement]] = {}
        for each in statements:
            by_official.setdefault(each.official, []).append(each)
        for id_, group in sorted(by_official.items()):
            try:
                self._place(plan, id_, group, doubles)
            except CannotEdit as error:
                plan.refused += [(s, Refusal(s.line, "", str(error), error.hint)) for s in group]
        for id_ in sorted(self.people.aliases.keys() & by_official.keys()):
            self._record_aliases(plan, id_)
        cited = {source for each in plan.added for source in each.statement.sources}
        for id_, source in sorted(self.origins.new.items()):
            if id_ in cited:
                plan.workspace.draw_up(f"sources/{id_}.yaml", source.data)
        take_off_reviews(plan.workspace)
        keep_first_readings(plan.workspace)
        return plan

    def _record_aliases(self, plan: ImportPlan, official: str) -> None:
        """Add the names by which the table calls a recorded official to the official's aliases."""
        path, names = f"officials/{official}.yaml", self.people.aliases[official]
        try:
            recorded = plan.workspace.open(path).data.get("aliases")
        except CannotEdit:  # its statements have been refused for this already
            return
        if isinstance(recorded, list):
            plan.workspace.become(path, ("aliases",), [*recorded, *names])
        else:
            plan.workspace.change(path, insert, ("aliases",), [*names])

    def _place(
        self,
        plan: ImportPlan,
        official: str,
        statements: Sequence[NewStatement],
        doubles: Mapping[int, Double],
    ) -> None:
        workspace, new = plan.workspace, self.people.new.get(official)
        filing = Filing(workspace, official, new.data if new else None)
        paths = [] if new else files_of_official(self.index, official)
        files = {path: workspace.open(path).data for path in paths}
        data = new.data if new else files[filing.main]
        claimed = frozenset(each.id for each in statements if each.id)
        items = _Items(filing, offices_of(data), Recorded(self.usual, claimed), plan)
        for path, held in files.items():
            items.know(path, held)
        # Ids first, because a row without an id may be the same statement; doubles last.
        order = sorted(statements, key=lambda each: (id(each) in doubles, not each.id, each.line))
        for each in order:
            if double := doubles.get(id(each)):
                items.put_double(each, double, as_evidence=self.as_evidence)
            else:
                items.put(each, as_evidence=self.as_evidence)
        for path, at, piece in items.evidence:
            before_evidence(workspace, path, at, [str(piece.get("source"))])
            workspace.change(path, append, (*at, "evidence"), piece)
        filing.write()


@dataclass(slots=True)
class _Items:
    """The items to add to the files of an official.

    `evidence` are pieces for existing statements, with the file and path of each statement.
    """

    filing: Filing
    offices: Offices | None
    recorded: Recorded
    plan: ImportPlan
    evidence: list[tuple[str, Where, Any]] = field(default_factory=list)
    _first: int = 0
    _spots: list[tuple[str, Where]] = field(default_factory=list)

    def know(self, path: str, data: Mapping[str, Any]) -> None:
        """Add the records of a file, to compare statements with them."""
        statements = data.get("statements", [])
        for number, record in enumerate(statements if isinstance(statements, list) else []):
            self.recorded.add(record)
            self._spots.append((path, ("statements", number)))
        self._first = len(self._spots)

    def put(self, statement: NewStatement, *, as_evidence: bool) -> None:
        """Add a statement, unless it is recorded already or contradicts the record.

        If `as_evidence`, a statement that contradicts a record becomes its evidence if both can be
        one.
        """
        match = self.recorded.match(statement)
        if match and match.contradicts and as_evidence and not statement.id:
            match = self.recorded.further(statement, match.id) or match
        if match is None:
            self._put_new(statement)
        elif match.contradicts:
            self.plan.refused.append((statement, self._conflict(statement, match)))
        else:
            self._put_more(statement, match)

    def put_double(self, statement: NewStatement, double: Double, *, as_evidence: bool) -> None:
        """Add a statement as evidence of the statement with its words, or note it as a double.

        If its words are only nearly the same, in another source, it is a double only if it can be
        evidence.
        """
        official, _, id_ = double.other.partition("/")
        is_own = official == self.filing.official
        match = self.recorded.further(statement, id_) if is_own else None
        if match and as_evidence and not double.is_new:
            say_what_differs(statement, self.recorded.statements[match.number])
            self._put_more(statement, match)
        elif double.is_same or match:
            can_be_evidence = match is not None and not double.is_new
            self.plan.doubled.append((statement, double, can_be_evidence))
        else:
            self.put(statement, as_evidence=as_evidence)

    def _put_new(self, statement: NewStatement) -> None:
        data = {**statement.fields, "evidence": statement.evidence}
        id_ = statement.id or statement_id(data, self.recorded.ids, self.filing.official)
        item = {"id": id_, **statement.fields, **own_office(statement, self.offices)}
        if statement.evidence:
            item["evidence"] = statement.evidence
        path, at = self.filing.put(item)
        self._place(path, PlacedStatement(statement, f"{self.filing.official}/{id_}", at))
        self._spots.append((path, at))
        self.recorded.add(item)

    def _put_more(self, statement: NewStatement, match: Match) -> None:
        """Add new evidence to a statement that is recorded or comes from another row."""
        ref = f"{self.filing.official}/{match.id}"
        if not match.added:
            self.plan.recorded.append(PlacedStatement(statement, ref, differs=match.differs))
            return
        before = len(self.recorded.statements[match.number].get("evidence", ()))
        path, at = self._spots[match.number]
        placed = PlacedStatement(statement, ref, at, match.added, before, match.differs)
        self._place(path, placed)
        pieces = [statement.evidence[number] for number in match.added]
        self.recorded.extend(match.number, pieces)
        self.evidence += [(path, at, piece) for piece in pieces]

    def _place(self, path: str, placed: PlacedStatement) -> None:
        self.plan.placed.setdefault(path, []).append(placed)

    def _conflict(self, statement: NewStatement, match: Match) -> Refusal:
        key = next(key for key in match.differs if key in TELLING)
        usual = self.recorded.usual.get(key)
        theirs = self.recorded.statements[match.number].get(key, usual)
        ours = statement.fields.get(key, usual)
        where = f"`{self.filing.official}/{match.id}`"
        is_recorded = match.number < self._first
        if not is_recorded:
            where += ", which another row of this sheet adds,"
        if key == "evidence":
            message = f"{where} is there with other evidence"
        else:
            message = f"{where} is there with the {key} `{theirs}`, and not `{ours}`"
        hint = "import changes no record: correct the row, or the record by hand"
        return Refusal(*statement.cell((key,)), message, hint, conflict=is_recorded)
