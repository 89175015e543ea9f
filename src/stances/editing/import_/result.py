"""The result of an import: the files to write, and the result of each row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from stances.checks.statement import DOUBLE
from stances.editing.doubles import Double, doubles
from stances.editing.import_.columns import ADDRESSES, DERIVED, Columns, entries
from stances.editing.import_.date_columns import DateColumns
from stances.editing.import_.duplicates import can_be_one, say_what_differs
from stances.editing.import_.mapping import Reading, read_columns
from stances.editing.import_.officials import People
from stances.editing.import_.plan import ImportPlan, Planner
from stances.editing.import_.sources import Origins
from stances.editing.import_.statements import RowReader, Words, join
from stances.editing.refusals import MISSING, Refusal, elsewhere
from stances.editing.trial import tried
from stances.model.records import Source, Statement, validate
from stances.paths import main_of
from stances.problems import key_of
from stances.queries import choices

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from stances.editing.import_.columns import Cell, Entry, NewRecord
    from stances.editing.import_.officials import Guess
    from stances.editing.import_.plan import PlacedStatement
    from stances.editing.import_.statements import NewStatement
    from stances.editing.save import Replacement
    from stances.editing.tables import Table
    from stances.editing.trial import Further
    from stances.evidence.copies import Snapshots
    from stances.problems import Fault, Problem, Where
    from stances.queries.result import Row


_HINTS = {"ST207": "write it on one line", "ST301": "fill in `conditions`"}
"""Hints that differ between a table and a file."""


class Wishes(NamedTuple):
    """How to import a table. `partial`: import the sound rows even if others have problems.

    `as_evidence`: a row with recorded words becomes further evidence of the record. `copies` are
    the stored copies whose checksums new sources get. `accepted` decides if an unknown name becomes
    an alias of an official.
    """

    columns: Columns
    new_officials: bool = False
    new_sources: bool = False
    partial: bool = False
    as_evidence: bool = False
    copies: Snapshots | None = None
    accepted: Callable[[Guess], bool] | None = None
    dates: DateColumns | None = None


class Proposal(NamedTuple):
    """The files to write, which are none if there are problems, and the report."""

    replacements: Sequence[Replacement]
    report: ImportReport


def propose(
    index: sqlite3.Connection,
    folder: Path,
    table: Table,
    wishes: Wishes,
    further: Further | None = None,
) -> Proposal:
    """Return the changes that a table makes. Raises `UnknownName` for a missing mapped column.

    If the name of a column is unknown, no row is read.
    """
    reading = read_columns(wishes.columns, table, index) if table.columns else Reading()
    if reading.refusals or not table.columns:
        lines = in_order(refused([*table.refusals, *reading.refusals]))
        notes = [*table.notes, *reading.notes]
        report = ImportReport(lines, notes=notes, reading=reading, understood=not lines)
        return Proposal((), replace(report, skipped=table.skipped))
    row = index.execute("SELECT default_issue, coder FROM corpus").fetchone()
    defaults = {"issue": row["default_issue"], "coder": row["coder"], "status": "attested"}
    usual = {key: value for key, value in defaults.items() if value is not None}
    people = People(index, wishes.new_officials, wishes.accepted)
    origins = Origins(index, wishes.new_sources, wishes.copies)
    dates = wishes.dates or DateColumns()
    reader = RowReader(people, origins, Words(index, usual.get("issue", "")), usual, dates)
    given = reading.implied | dict(wishes.columns.given)
    statements = reader.statements(entries(table.rows, reading.names, given))
    languages = origins.tell_languages()
    planner = Planner(index, folder, usual, people, origins, wishes.as_evidence)
    refusals = _first_of_each(table, reading.names, reader.refusals)
    selection = _Selection(planner, further, refusals)
    plan = selection.sound(statements)
    report = selection.report(plan)
    unread = _unread_links(table, reading.names)
    lacking = Lacking((*dict.fromkeys(people.lacking),), (*dict.fromkeys(origins.lacking),))
    notes = [*table.notes, *unread, *dates.notes, *report.notes, *languages, *lacking.notes()]
    report = replace(
        report,
        notes=notes,
        reading=reading,
        skipped=table.skipped,
        changes=reader.changes,
        lacking=lacking,
    )
    if selection.hindered or not (report.complete or wishes.partial):
        return Proposal((), report.without_files())
    return Proposal(plan.workspace.replacements(), report)


def _first_of_each(
    table: Table, columns: Mapping[str, str], others: Iterable[Refusal]
) -> list[Refusal]:
    """Return the refusals of a table, and the others that are about other cells.

    Refusals for cells of columns that are not read are dropped.
    """
    read = {name for key, name in columns.items() if key not in DERIVED}
    own = [each for each in table.refusals if not each.key or each.key in read]
    cells = {(each.line, each.key) for each in own if each.key}
    return own + [each for each in others if (each.line, each.key) not in cells]


def _unread_links(table: Table, columns: Mapping[str, str]) -> Iterator[str]:
    """Yield a note on each column with links that are not read."""
    keys = {name: key for key, name in columns.items()}
    links = Counter(
        name for row in table.rows for name in row.links if keys.get(name) not in ADDRESSES
    )
    for name, count in links.items():
        cells = "1 cell has a link" if count == 1 else f"{count:,} cells have links"
        yield f"{name}: {cells}; the address of a link is not read, except for `url`"


@dataclass(slots=True)
class _Selection:
    """Removes statements until the rest causes no errors in the corpus."""

    planner: Planner
    further: Further | None
    refusals: list[Refusal]
    warnings: list[Refusal] = field(default_factory=list)
    hindered: bool = False
    _doubles: dict[int, Double] = field(default_factory=dict)
    _joined: set[int] = field(default_factory=set)
    _differing: dict[int, Sequence[str]] = field(default_factory=dict)

    def sound(self, statements: Sequence[NewStatement]) -> ImportPlan:
        """Plan to add the sound statements; `hindered` if an error belongs to no statement."""
        refused_lines = {refusal.line for refusal in self.refusals}
        refused_cells = {(refusal.line, refusal.key) for refusal in self.refusals if refusal.key}
        remaining = [each for each in statements if not refused_lines & {*each.lines}]
        for each in statements:
            if refused_lines & {*each.lines}:
                more = further_refusals(each)
                self.refusals += [one for one in more if (one.line, one.key) not in refused_cells]
        for new in self.planner.origins.new.values():
            if new.entry.line in refused_lines:
                self.refusals += further_refusals_of_source(new)
        while True:
            self.warnings = []
            plan = self.planner.plan(remaining, self._doubles)
            self.refusals += [refusal for _, refusal in plan.refused]
            bad = {id(statement) for statement, _ in plan.refused}
            known = len(self._doubles) + len(self._joined)
            if plan.workspace.changed and not bad:
                bad = self._harmful(plan)
            if self.hindered or not (bad or len(self._doubles) + len(self._joined) > known):
                return plan
            bad |= self._joined
            remaining = [each for each in remaining if id(each) not in bad]

    def _harmful(self, plan: ImportPlan) -> set[int]:
        """Return the statements with errors; `hindered` if an error belongs to no statement.

        If there are no errors, this notes the statements whose words are recorded already.
        """
        placed: dict[Where, list[PlacedStatement]] = {}
        for path, group in plan.placed.items():
            for each in group:
                placed.setdefault((path, *each.at), []).append(each)
        bad: set[int] = set()
        with tried(plan.workspace) as trial:
            found = trial.found([each.ref for each in plan.added], self.further)
            if not any(problem.severity == "error" for problem, _ in found):
                self._note_doubles(trial.index, plan)
        for problem, at in found:
            statements, cell = self._concerned(plan, placed, problem, at)
            refusal = _refusal(problem, key_of(at), cell) if cell else elsewhere(problem)
            if problem.severity != "error":
                self.warnings.append(refusal._replace(is_error=False))
                continue
            self.refusals.append(refusal)
            bad |= {*map(id, statements)}
            self.hindered = self.hindered or not statements
        return bad

    def _note_doubles(self, index: sqlite3.Connection, plan: ImportPlan) -> None:
        """Note each statement with words of another one, or join it to another row of the table.

        Doubles of a statement that is removed are checked again in the next pass.
        """
        new: dict[str, set[int]] = {}
        owners: dict[tuple[str, int], NewStatement] = {}
        for each in plan.added:
            first = (each.before or 0) + 1
            count = len(each.statement.evidence if each.before is None else each.added)
            new.setdefault(each.ref, set()).update(range(first, first + count))
            owners |= {(each.ref, first + n): each.statement for n in range(count)}
        by_ref = {each.ref: each.statement for each in plan.added if each.before is None}
        going: set[int] = set()
        every = [(owners[each.ref, each.number], each) for each in doubles(index, new)]
        for statement, found in sorted(every, key=lambda pair: pair[0].line):
            other = by_ref.get(found.other) if found.is_new else None
            if other and statement.line < other.line:  # the first row stays
                found, statement, other = _turned(found, statement), other, statement  # noqa: PLW2901
            if id(statement) in self._doubles.keys() | going or id(other) in going:
                continue
            going.add(id(statement))
            if other and self._are_one(statement, other):
                say_what_differs(statement, other.fields)
                self._joined.add(id(statement))
                differing = [each.key for each in join(other, statement)]
                self._differing |= dict.fromkeys(statement.lines, differing)
            else:
                # New evidence of a record counts as recorded.
                self._doubles[id(statement)] = found._replace(is_new=other is not None)

    def _are_one(self, statement: NewStatement, other: NewStatement) -> bool:
        """Whether two rows with the same words are one statement."""
        if statement.official != other.official or statement.id not in ("", other.id):
            return False
        return can_be_one(other.fields, statement.fields, self.planner.usual)

    def _concerned(
        self,
        plan: ImportPlan,
        placed: Mapping[Where, Sequence[PlacedStatement]],
        problem: Problem,
        at: Where,
    ) -> tuple[Sequence[NewStatement], Cell | None]:
        """Return the statements that a problem is about, and the cell that causes it.

        `placed` are the statements to add, by the path of the file and their path in it.
        """
        for match in placed.get((problem.path, *at[:2]), ()):
            if (within := _within(match, at)) is not None:
                return [match.statement], match.statement.cell(within)
        statements = [each.statement for each in plan.placed.get(problem.path, ())]
        kind, _, name = main_of(problem.path).removesuffix(".yaml").partition("/")
        if kind == "officials" and name in self.planner.people.new:
            return statements, _cell_of(self.planner.people.new[name].entry, at)
        if kind == "sources" and name in self.planner.origins.new:
            citing = [each.statement for each in plan.added if name in each.statement.sources]
            return citing, _cell_of(self.planner.origins.new[name].entry, at)
        return statements, statements[0].entry.cell("") if statements else None

    def report(self, plan: ImportPlan) -> ImportReport:
        """Report the result of each row."""
        lines = refused([*self.refusals, *self.warnings])
        for result, statements in (("added", plan.added), ("there", plan.recorded)):
            for each in statements:
                for line in each.statement.lines:
                    differs = [*each.differs, *self._differing.get(line, ())]
                    message = f"differs in {', '.join(differs)}" if differs else None
                    lines.append(Line(line, result, each.ref, message=message))
        for statement, double, can_be_evidence in plan.doubled:
            position = choices.position_of(plan.workspace.index, double.other)
            lines += _doubled(statement, double, position, can_be_evidence=can_be_evidence)
        workspace = plan.workspace
        files = [(path, path not in workspace.before) for path in workspace.changed]
        people = self.planner.people
        notes = [
            note
            for id_, said in people.notes.items()
            if f"officials/{id_}.yaml" in workspace.after
            for note in said
        ]
        notes += [
            f"`{name}` is recorded as another name of `{id_}`"
            for id_, names in people.aliases.items()
            if f"officials/{id_}.yaml" in workspace.changed
            for name in names
        ]
        notes += [
            f"the stored copy of `{id_}` is {name}; its sha256 is recorded"
            for id_, name in self.planner.origins.copied.items()
            if f"sources/{id_}.yaml" in workspace.after
        ]
        origins = self.planner.origins
        uncopied = [
            id_
            for id_ in origins.new
            if id_ not in origins.copied and f"sources/{id_}.yaml" in workspace.after
        ]
        return ImportReport(in_order(lines), files, notes, uncopied=uncopied)


def _turned(double: Double, statement: NewStatement) -> Double:
    """Return the same pair of new statements seen from the other statement."""
    piece = statement.evidence[0]
    words = str(piece.get("source")), str(piece.get("text"))
    return Double(double.other, 1, double.ref, *words, is_new=True, is_same=double.is_same)


def _doubled(
    statement: NewStatement,
    double: Double,
    recorded: str | None,
    *,
    can_be_evidence: bool,
) -> Iterator[Line]:
    """Yield the results for the rows of a statement whose words are recorded already.

    `recorded` is the position of the other statement, if it is in the corpus.
    """
    words = f"from `{double.source}`: “{double.text}”"
    if can_be_evidence:
        nearly = "" if double.is_same else "nearly "
        message = f"further evidence of `{double.other}`, which has {nearly}these words {words}"
        hint = "--as-evidence takes it as that"
    else:
        message = f"the same words are recorded as `{double.other}`, {words}"
        hint = "say `words_of`, or `same_occasion` with another position, or leave it out"
        position = statement.fields.get("position")
        if recorded and position and recorded != position:
            message += f"; with the position `{recorded}`, and not `{position}`"
            hint = f"correct one of the two; or {hint}"
    code = DOUBLE if double.is_same else None
    at = ("evidence", 0, "text")
    for line in statement.lines:
        column = statement.cell(at).column or None
        yield Line(line, "double", double.other, column, code, message, hint)


def _within(placed: PlacedStatement, at: Where) -> Where | None:
    """Return a path in the file as a path in the statement; None if it is in recorded evidence."""
    path = at[2:]
    if placed.before is None:
        return path
    if len(path) > 1 and path[0] == "evidence" and isinstance(path[1], int):
        number = path[1] - placed.before
        is_own = 0 <= number < len(placed.added)
        return ("evidence", placed.added[number], *path[2:]) if is_own else None
    return path


def _cell_of(entry: Entry, at: Where) -> Cell:
    """Return the cell for a path in the file of a new official or source."""
    named = {"title": "role"} if "roles" in at else {"kind": "source_kind"}
    return entry.cell(named.get(key_of(at), key_of(at)))


def further_refusals(statement: NewStatement) -> Iterator[Refusal]:
    """Yield further problems of a statement that is refused anyway, to report all at once."""
    item = {"id": statement.id or "x", **statement.fields, "evidence": statement.evidence}
    for fault in validate(Statement, item)[1]:
        if statement.doubtful.isdisjoint(fault.at):
            yield _refusal(fault, fault.key, statement.cell(fault.at))


def further_refusals_of_source(new: NewRecord) -> Iterator[Refusal]:
    """Yield further problems of a new source whose first row is refused, without doubtful keys."""
    for fault in validate(Source, new.data)[1]:
        if fault.code != MISSING or fault.key not in new.entry.values:
            yield _refusal(fault, fault.key, _cell_of(new.entry, fault.at))


def _refusal(problem: Problem | Fault, key: str, cell: Cell) -> Refusal:
    """Return a refusal for a problem, in terms of the table."""
    message, hint = problem.message, _HINTS.get(problem.code, problem.hint)
    if problem.code == MISSING:
        message = f"`{key}` is missing"
        hint = f"fill it in, or say it for all rows: --set {key}=VALUE"
    return Refusal(*cell, message, hint, problem.code)


KEYS = "line result ref column code message hint".split()
RESULTS = ("added", "replaced", "sound", "there", "double", "conflict", "wrong", "warning")
"""The results of a row. `replaced`: the coding replaces an earlier one; `sound`: the row would be
added or replaced if nothing else were wrong; `double`: another statement has its words already. A
warning is added to another result."""


class Line(NamedTuple):
    """A result of a row of the table; line 0 stands for no row."""

    line: int
    result: str
    ref: str | None = None
    column: str | None = None
    code: str | None = None
    message: str | None = None
    hint: str | None = None


class Lacking(NamedTuple):
    """The names of the officials and sources that the corpus lacks, so that rows are refused."""

    officials: Sequence[str] = ()
    sources: Sequence[str] = ()

    def __str__(self) -> str:
        """E.g. `7 officials and 1 source`."""
        counts = (len(self.officials), "official"), (len(self.sources), "source")
        return " and ".join(f"{n:,} {what}{'' if n == 1 else 's'}" for n, what in counts if n)

    def notes(self) -> Iterator[str]:
        """Yield a note with the option that adds them, once for all rows."""
        if not any(self):
            return
        option = "--new" if all(self) else "--new-officials" if self.officials else "--new-sources"
        them = "it" if len(self.officials) + len(self.sources) == 1 else "them"
        columns = "; a source has the columns title, published and lang" if self.sources else ""
        yield f"the corpus lacks {self} of this sheet: `{option}` adds {them}{columns}"


@dataclass(frozen=True)
class ImportReport:
    """The report of an import. `files` are the files to write, with whether each is new.

    `notes` are for the user to check. `reading` says how the columns are read, `skipped` are the
    lines above them, and `changes` the lines of changed cells, by column and change. `lacking`
    names the officials and sources that the corpus lacks. `uncopied` are new sources without a
    stored copy. If the columns are not `understood`, no row is read.
    """

    lines: Sequence[Line]
    files: Sequence[tuple[str, bool]] = ()
    notes: Sequence[str] = ()
    reading: Reading = field(default_factory=Reading)
    skipped: Sequence[tuple[int, str]] = ()
    changes: Mapping[tuple[str, str], Sequence[int]] = field(default_factory=dict)
    lacking: Lacking = field(default_factory=Lacking)
    uncopied: Sequence[str] = ()
    understood: bool = True
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "import"

    @property
    def rows(self) -> list[Row]:
        """One for each row of the table, and for each problem of a row."""
        return [line._asdict() for line in self.lines]

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows for each result; a row with several problems counts once."""
        counts = Counter(result for _, result in {(line.line, line.result) for line in self.lines})
        return {result: counts[result] for result in RESULTS}

    @property
    def complete(self) -> bool:
        """Whether no row has a problem."""
        return not any(line.result in ("conflict", "wrong") for line in self.lines)

    def without_files(self) -> ImportReport:
        """Return the same report for an import that writes nothing."""
        lines = [
            line._replace(result="sound") if line.result in ("added", "replaced") else line
            for line in self.lines
        ]
        return replace(self, lines=lines, files=(), uncopied=())


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Sort the lines of a report in the order of the table."""
    return sorted(lines, key=lambda line: (line.line, line.result, line.column or ""))


def refused(refusals: Iterable[Refusal]) -> list[Line]:
    """Return refusals as lines of a report."""
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
