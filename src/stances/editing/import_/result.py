"""A sheet held against a corpus: what is to be written, and what came of each row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from stances.editing.import_.columns import Columns, entries
from stances.editing.import_.officials import People
from stances.editing.import_.plan import Plan, Planner, sources_first
from stances.editing.import_.sources import Origins
from stances.editing.import_.statements import Cell, Reader, Words
from stances.editing.refusals import Refusal
from stances.editing.save import Replacement
from stances.editing.trial import is_error, tried
from stances.model import Statement, validate

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from stances.editing.import_.columns import Entry
    from stances.editing.import_.plan import Placed, There
    from stances.editing.import_.statements import Draft
    from stances.editing.tables import Table
    from stances.editing.trial import Further
    from stances.problems import Fault, Problem, Where
    from stances.queries.result import Row


_HINTS = {"ST207": "write it on one line", "ST301": "fill in `conditions`"}
"""What to do in a sheet, where that is something else than in a file."""


class Wishes(NamedTuple):
    """How a sheet is taken. `partial`: its sound rows are, whatever is wrong with others."""

    columns: Columns
    new_officials: bool = False
    new_sources: bool = False
    partial: bool = False


class Proposal(NamedTuple):
    """What is to be written, nothing if anything is wrong, and the report."""

    replacements: Sequence[Replacement]
    report: Report


def propose(
    index: sqlite3.Connection,
    folder: Path,
    table: Table,
    wishes: Wishes,
    further: Further | None = None,
) -> Proposal:
    """Work out what a sheet adds to a corpus. Raises `UnknownName` for a column that is not there.

    Where the names of the columns cannot be understood, no row is.
    """
    if not table.columns:
        lines = in_order(refused(table.refusals))
        return Proposal((), Report(lines, understood=not lines))
    columns, refusals = wishes.columns.keys(table.columns, table.header)
    if refusals:
        lines = in_order(refused([*table.refusals, *refusals]))
        return Proposal((), Report(lines, understood=False))
    usual = _usual(index)
    people = People(index, wishes.new_officials)
    origins = Origins(index, wishes.new_sources)
    reader = Reader(people, origins, Words(index), usual)
    drafts = reader.drafts(entries(table.rows, columns, wishes.columns.given))
    planner = Planner(index, folder, usual, people.new, origins.new)
    trial = _Trial(index, folder, planner, further, [*table.refusals, *reader.refusals])
    plan = trial.sound(drafts)
    report = trial.report(plan)
    if trial.hindered or not (report.complete or wishes.partial):
        return Proposal((), report.without_files())
    replacements = [
        Replacement(folder / path, before, file.text.encoded())
        for path, (before, file) in sources_first(plan.files)
    ]
    return Proposal(replacements, report)


def _usual(index: sqlite3.Connection) -> dict[str, str]:
    """What goes without saying in this corpus."""
    row = index.execute("SELECT default_issue, coder FROM corpus").fetchone()
    usual = {"issue": row["default_issue"], "coder": row["coder"], "status": "attested"}
    return {key: value for key, value in usual.items() if value is not None}


@dataclass(slots=True)
class _Trial:
    """Tries drafts on the corpus until those that are left do no harm."""

    index: sqlite3.Connection
    folder: Path
    planner: Planner
    further: Further | None
    refusals: list[Refusal]
    warnings: list[Line] = field(default_factory=list)
    hindered: bool = False

    def sound(self, drafts: Sequence[Draft]) -> Plan:
        """A plan for the drafts that are sound; `hindered` by what is wrong and nobody's."""
        spoilt = {refusal.line for refusal in self.refusals}
        left = [draft for draft in drafts if not spoilt & {*draft.lines}]
        self.refusals += [
            refusal
            for draft in drafts
            if spoilt & {*draft.lines}
            for refusal in further_refusals(draft)
        ]
        while True:
            plan = self.planner.plan(left)
            bad = {id(draft) for draft, _ in plan.refused}
            self.refusals += [refusal for _, refusal in plan.refused]
            if not (bad or plan.files):
                return plan
            if not bad:
                found = self._tried(plan)
                if found is None:
                    self.hindered = True
                    return plan
                bad = found
            if not bad:
                return plan
            left = [draft for draft in left if id(draft) not in bad]

    def _tried(self, plan: Plan) -> set[int] | None:
        """The drafts that would be problems; None if there are problems of no draft."""
        files = {path: file for path, (_, file) in plan.files.items()}
        refs = [each.ref for each in plan.added]
        found = tried(self.index, self.folder, files, refs, self.further)
        known = {(path, *each.at): each for path, own in plan.placed.items() for each in own}
        bad: set[int] = set()
        nobodys = False
        self.warnings = []
        for problem, at in found:
            drafts, cell = self._concerned(plan, known, problem, at)
            refusal = _refusal(problem, cell) if cell else _elsewhere(problem)
            if not is_error(problem):
                self.warnings += [line._replace(result="warning") for line in refused([refusal])]
                continue
            self.refusals.append(refusal)
            bad |= {id(draft) for draft in drafts}
            nobodys = nobodys or not drafts
        return None if nobodys else bad

    def _concerned(
        self, plan: Plan, known: Mapping[Where, Placed], problem: Problem, at: Where
    ) -> tuple[Sequence[Draft], Cell | None]:
        """The drafts that a problem is about, and the cell that it comes from.

        `known` are those that are put anywhere, by the path of the file and their place there.
        """
        placed = plan.placed.get(problem.path, ())
        if (own := known.get((problem.path, *at[:2]))) and (within := _within(own, at)) is not None:
            return [own.draft], own.draft.cell(within)
        drafts = [each.draft for each in placed]
        kind, _, name = problem.path.removesuffix(".yaml").partition("/")
        if kind == "officials" and name in self.planner.officials:
            return drafts, _cell_of(self.planner.officials[name].entry, at)
        if kind == "sources" and name in self.planner.sources:
            citing = [each.draft for each in plan.added if _cites(each.draft, name)]
            return citing, _cell_of(self.planner.sources[name].entry, at)
        return drafts, Cell(drafts[0].line, "") if drafts else None

    def report(self, plan: Plan) -> Report:
        """What came of each row."""
        lines = refused(self.refusals) + self.warnings
        for each in plan.added:
            lines += _outcome("added", each)
        for there in plan.there:
            lines += _outcome("there", there)
        files = [(path, before is None) for path, (before, _) in plan.files.items()]
        return Report(in_order(lines), files, [*self._notes(plan)])

    def _notes(self, plan: Plan) -> Iterator[str]:
        for id_, new in self.planner.officials.items():
            if new.near and f"officials/{id_}.yaml" in plan.files:
                yield f"`{new.data['name']}` is new: {new.near}"


def _outcome(result: str, each: Placed | There) -> Iterator[Line]:
    """What came of the rows of a draft, and in what the record differs that it is a part of."""
    message = f"differs in {', '.join(each.differs)}" if each.differs else None
    for line in each.draft.lines:
        yield Line(line, result, each.ref, message=message)


def _within(placed: Placed, at: Where) -> Where | None:
    """A path of the file as one of the draft; None if it is about what was there before."""
    path = at[2:]
    if placed.before is None:
        return path
    if len(path) > 1 and path[0] == "evidence" and isinstance(path[1], int):
        number = path[1] - placed.before
        return ("evidence", placed.added[number], *path[2:]) if number >= 0 else None
    return path


def _cites(draft: Draft, source: str) -> bool:
    return any(piece.get("source") == source for piece in draft.evidence)


def _cell_of(entry: Entry, at: Where) -> Cell:
    """The cell of a row that says something of a new official or source."""
    keys = [step for step in reversed(at) if isinstance(step, str)]
    named = {"title": "role"} if "roles" in keys else {"kind": "source_kind"}
    key = named.get(keys[0], keys[0]) if keys else ""
    return Cell(entry.line, entry.columns.get(key, ""))


def further_refusals(draft: Draft) -> Iterator[Refusal]:
    """What is wrong with the shape of a draft that is not taken anyway, so that all is told."""
    item = {"id": draft.id or "x", **draft.fields, "evidence": draft.evidence}
    for fault in validate(Statement, item)[1]:
        if draft.doubtful.isdisjoint(fault.at):
            yield _refusal(fault, draft.cell(fault.at))


def _refusal(problem: Problem | Fault, cell: Cell) -> Refusal:
    """A problem in the words of the sheet."""
    message, hint = problem.message, _HINTS.get(problem.code, problem.hint)
    if problem.code == "ST202" and (key := hint.removeprefix("add `").removesuffix(":`")):
        message = f"`{key}` is missing"
        hint = f"fill it in, or say it for all rows: --set {key}=VALUE"
    return Refusal(*cell, message, hint, problem.code)


def _elsewhere(problem: Problem) -> Refusal:
    """A problem that comes from no cell."""
    message = f"{problem.path}:{problem.line}:{problem.column}: {problem.message}"
    return Refusal(0, "", message, problem.hint, problem.code)


KEYS = "line result ref column code message hint".split()
RESULTS = ("added", "sound", "there", "conflict", "wrong", "warning")
"""What can come of a row. Sound is one that would have been added, had nothing else been wrong; a
warning comes beside what else does."""


class Line(NamedTuple):
    """What came of a row of the sheet. Line 0 is what concerns none of them."""

    line: int
    result: str
    ref: str | None = None
    column: str | None = None
    code: str | None = None
    message: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class Report:
    """What came of a sheet. `files` are those to be written, with whether each is new.

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
        """One for each row of the sheet, and for each thing that is wrong with it."""
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

    def without_files(self) -> Report:
        """The same where nothing is to be written."""
        lines = [
            line._replace(result="sound") if line.result == "added" else line for line in self.lines
        ]
        return replace(self, lines=lines, files=())


def in_order(lines: Iterable[Line]) -> list[Line]:
    """The lines of a report by those of the sheet."""
    return sorted(lines, key=lambda line: (line.line, line.result, line.column or ""))


def refused(refusals: Iterable[Refusal]) -> list[Line]:
    """What is wrong, as lines of a report."""
    return [
        Line(
            each.line,
            "conflict" if each.conflict else "wrong",
            None,
            each.column or None,
            each.code or None,
            each.message,
            each.hint or None,
        )
        for each in dict.fromkeys(refusals)
    ]
