"""The result of an import: what is to be written, and what came of each row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from stances.editing.import_.columns import Columns, entries
from stances.editing.import_.officials import People
from stances.editing.import_.plan import ImportPlan, Planner
from stances.editing.import_.sources import Origins
from stances.editing.import_.statements import RowReader, Words
from stances.editing.refusals import MISSING, Refusal, elsewhere
from stances.editing.trial import new_problems
from stances.model.records import Statement, validate
from stances.problems import key_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from stances.editing.import_.columns import Cell, Entry
    from stances.editing.import_.plan import PlacedStatement
    from stances.editing.import_.statements import NewStatement
    from stances.editing.save import Replacement
    from stances.editing.tables import Table
    from stances.editing.trial import Further
    from stances.problems import Fault, Problem, Where
    from stances.queries.result import Row


_HINTS = {"ST207": "write it on one line", "ST301": "fill in `conditions`"}
"""What to do in a table, where that is something else than in a file."""


class Wishes(NamedTuple):
    """How a table is taken. `partial`: its sound rows are, whatever is wrong with others."""

    columns: Columns
    new_officials: bool = False
    new_sources: bool = False
    partial: bool = False


class Proposal(NamedTuple):
    """What is to be written, nothing if anything is wrong, and the report."""

    replacements: Sequence[Replacement]
    report: ImportReport


def propose(
    index: sqlite3.Connection,
    folder: Path,
    table: Table,
    wishes: Wishes,
    further: Further | None = None,
) -> Proposal:
    """Work out what a table adds to a corpus. Raises `UnknownName` for a column that is not there.

    Where the names of the columns cannot be understood, no row is.
    """
    named = table.columns
    columns, refusals = wishes.columns.keys(named, table.header) if named else ({}, [])
    if refusals or not named:
        lines = in_order(refused([*table.refusals, *refusals]))
        return Proposal((), ImportReport(lines, understood=not lines))
    usual = _usual(index)
    people = People(index, wishes.new_officials)
    origins = Origins(index, wishes.new_sources)
    reader = RowReader(people, origins, Words(index), usual)
    statements = reader.statements(entries(table.rows, columns, wishes.columns.given))
    planner = Planner(index, folder, usual, people.new, origins.new)
    selection = _Selection(planner, further, [*table.refusals, *reader.refusals])
    plan = selection.sound(statements)
    report = selection.report(plan)
    if selection.hindered or not (report.complete or wishes.partial):
        return Proposal((), report.without_files())
    return Proposal(plan.workspace.replacements(), report)


def _usual(index: sqlite3.Connection) -> dict[str, str]:
    """What goes without saying in this corpus."""
    row = index.execute("SELECT default_issue, coder FROM corpus").fetchone()
    usual = {"issue": row["default_issue"], "coder": row["coder"], "status": "attested"}
    return {key: value for key, value in usual.items() if value is not None}


@dataclass(slots=True)
class _Selection:
    """Leaves statements out until those that are left do no harm to the corpus."""

    planner: Planner
    further: Further | None
    refusals: list[Refusal]
    warnings: list[Refusal] = field(default_factory=list)
    hindered: bool = False

    def sound(self, statements: Sequence[NewStatement]) -> ImportPlan:
        """A plan for the statements that are sound; `hindered` by what is wrong and nobody's."""
        spoilt = {refusal.line for refusal in self.refusals}
        left = [each for each in statements if not spoilt & {*each.lines}]
        for each in statements:
            if spoilt & {*each.lines}:
                self.refusals += further_refusals(each)
        while True:
            plan = self.planner.plan(left)
            self.refusals += [refusal for _, refusal in plan.refused]
            bad = {id(statement) for statement, _ in plan.refused}
            if plan.placed and not bad:
                bad = self._harmful(plan)
            if self.hindered or not bad:
                return plan
            left = [each for each in left if id(each) not in bad]

    def _harmful(self, plan: ImportPlan) -> set[int]:
        """The statements that would be problems; `hindered` by problems of no statement."""
        known = {(path, *each.at): each for path, own in plan.placed.items() for each in own}
        self.warnings = []
        bad: set[int] = set()
        for problem, at in new_problems(plan.workspace, [e.ref for e in plan.added], self.further):
            statements, cell = self._concerned(plan, known, problem, at)
            refusal = _refusal(problem, key_of(at), cell) if cell else elsewhere(problem)
            if problem.severity != "error":
                self.warnings.append(refusal._replace(is_error=False))
                continue
            self.refusals.append(refusal)
            bad |= {*map(id, statements)}
            self.hindered = self.hindered or not statements
        return bad

    def _concerned(
        self, plan: ImportPlan, known: Mapping[Where, PlacedStatement], problem: Problem, at: Where
    ) -> tuple[Sequence[NewStatement], Cell | None]:
        """The statements that a problem is about, and the cell that it comes from.

        `known` are those that are put anywhere, by the path of the file and their place there.
        """
        own = known.get((problem.path, *at[:2]))
        if own and (within := _within(own, at)) is not None:
            return [own.statement], own.statement.cell(within)
        statements = [each.statement for each in plan.placed.get(problem.path, ())]
        kind, _, name = problem.path.removesuffix(".yaml").partition("/")
        if kind == "officials" and name in self.planner.officials:
            return statements, _cell_of(self.planner.officials[name].entry, at)
        if kind == "sources" and name in self.planner.sources:
            citing = [each.statement for each in plan.added if name in each.statement.sources]
            return citing, _cell_of(self.planner.sources[name].entry, at)
        return statements, statements[0].entry.cell("") if statements else None

    def report(self, plan: ImportPlan) -> ImportReport:
        """What came of each row."""
        lines = refused([*self.refusals, *self.warnings])
        for result, statements in (("added", plan.added), ("there", plan.recorded)):
            for each in statements:
                message = f"differs in {', '.join(each.differs)}" if each.differs else None
                lines += [Line(n, result, each.ref, message=message) for n in each.statement.lines]
        workspace = plan.workspace
        files = [(path, path not in workspace.before) for path in workspace.changed]
        notes = [
            f"`{new.data['name']}` is new: {new.near}"
            for id_, new in self.planner.officials.items()
            if new.near and f"officials/{id_}.yaml" in workspace.after
        ]
        return ImportReport(in_order(lines), files, notes)


def _within(placed: PlacedStatement, at: Where) -> Where | None:
    """A path of the file as one of the statement; None if it is about what was there before."""
    path = at[2:]
    if placed.before is None:
        return path
    if len(path) > 1 and path[0] == "evidence" and isinstance(path[1], int):
        number = path[1] - placed.before
        return ("evidence", placed.added[number], *path[2:]) if number >= 0 else None
    return path


def _cell_of(entry: Entry, at: Where) -> Cell:
    """The cell of a row that says something of a new official or source."""
    named = {"title": "role"} if "roles" in at else {"kind": "source_kind"}
    return entry.cell(named.get(key_of(at), key_of(at)))


def further_refusals(statement: NewStatement) -> Iterator[Refusal]:
    """What is wrong with the shape of a statement that is not taken anyway, so that all is told."""
    item = {"id": statement.id or "x", **statement.fields, "evidence": statement.evidence}
    for fault in validate(Statement, item)[1]:
        if statement.doubtful.isdisjoint(fault.at):
            yield _refusal(fault, fault.key, statement.cell(fault.at))


def _refusal(problem: Problem | Fault, key: str, cell: Cell) -> Refusal:
    """A problem in the words of the table."""
    message, hint = problem.message, _HINTS.get(problem.code, problem.hint)
    if problem.code == MISSING:
        message = f"`{key}` is missing"
        hint = f"fill it in, or say it for all rows: --set {key}=VALUE"
    return Refusal(*cell, message, hint, problem.code)


KEYS = "line result ref column code message hint".split()
RESULTS = ("added", "sound", "there", "conflict", "wrong", "warning")
"""What can come of a row. Sound is one that would have been added, had nothing else been wrong; a
warning comes beside what else does."""


class Line(NamedTuple):
    """What came of a row of the table. Line 0 is what concerns none of them."""

    line: int
    result: str
    ref: str | None = None
    column: str | None = None
    code: str | None = None
    message: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class ImportReport:
    """What came of a table. `files` are those to be written, with whether each is new.

    `notes` are what a person should look at. If the columns are not `understood`, no row is read.
    """

    lines: Sequence[Line]
    files: Sequence[tuple[str, bool]] = ()
    notes: Sequence[str] = ()
    understood: bool = True
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "import"

    @property
    def rows(self) -> list[Row]:
        """One for each row of the table, and for each thing that is wrong with it."""
        return [line._asdict() for line in self.lines]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows came to each result; a row with several faults is one."""
        found = Counter(result for _, result in {(line.line, line.result) for line in self.lines})
        return {result: found[result] for result in RESULTS}

    @property
    def complete(self) -> bool:
        """Whether nothing is wrong with any row."""
        return not any(line.result in ("conflict", "wrong") for line in self.lines)

    def without_files(self) -> ImportReport:
        """The same where nothing is to be written."""
        lines = [
            line._replace(result="sound") if line.result == "added" else line for line in self.lines
        ]
        return replace(self, lines=lines, files=())


def in_order(lines: Iterable[Line]) -> list[Line]:
    """The lines of a report by those of the table."""
    return sorted(lines, key=lambda line: (line.line, line.result, line.column or ""))


def refused(refusals: Iterable[Refusal]) -> list[Line]:
    """What is wrong, as lines of a report."""
    return [
        Line(
            each.line,
            "conflict" if each.conflict else "wrong" if each.is_error else "warning",
            None,
            each.key or None,
            each.code or None,
            each.message,
            each.hint or None,
        )
        for each in dict.fromkeys(refusals)
    ]
