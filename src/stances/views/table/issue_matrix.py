"""Officials by issues: the position of each official on each issue, if any."""

from __future__ import annotations

from collections import Counter
from string import ascii_uppercase
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from stances.views import styles
from stances.views.table.grid import GAP, Column, Grid
from stances.views.table.marks import DOUBTFUL, DOUBTFUL_MEANS
from stances.views.values import plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from stances.queries.findings import Finding
    from stances.views.wording import Wording

    Who = tuple[str | None, str]
    """A faction, and an official who speaks for it."""

_SILENT, _OPEN, _HEARD, _ELSEWHERE = "–", "open", "hearsay", "="
_INDENT = "  "
_LINES = 2
"""The most lines of a cell with labels; marks are easier to read than longer cells."""


class IssueMatrix:
    """The table of officials by issues, with labels of positions, or marks if these do not fit."""

    has_means = False

    def __init__(self, findings: Sequence[Finding], wording: Wording, width: int) -> None:
        self._findings, self._width = findings, width
        self._people = _people(findings, wording)
        self._names = _names(self._people, wording)
        self._marks = [_labels(each) for each in findings]
        labelled = Grid([self._names, *self._columns()], width, _LINES)
        self._labelled = labelled if labelled.fits else None
        if not labelled.fits:
            self._marks = [_marks(each) for each in findings]

    def blocks(self) -> Iterator[RenderableType]:
        """The counts of answers, the questions by number, and a row for each official."""
        yield Text(_known(self._findings))
        for number, (finding, marks) in enumerate(zip(self._findings, self._marks, strict=True), 1):
            meaning = "" if self._labelled else _meaning(finding, marks)
            yield Text.assemble(
                (f"{number}  ", styles.STRONG), finding.question, (meaning, styles.ASIDE)
            )
        yield Text()
        if self._labelled:
            yield self._labelled.table()
            return
        for place, part in enumerate(_parts(self._names, self._columns(), self._width)):
            yield from [Text()] if place else []
            yield Grid([self._names, *part], self._width, _LINES).table()

    def legend(self) -> Iterator[Text]:
        """Explain the marks for missing answers."""
        if legend := _legend(self._columns()):
            yield Text(legend)

    def _columns(self) -> list[Column]:
        return [
            _column(number, finding, marks, self._people)
            for number, (finding, marks) in enumerate(
                zip(self._findings, self._marks, strict=True), 1
            )
        ]


def _known(findings: Sequence[Finding]) -> str:
    """Say how many answers are given, left open and missing."""
    given = open_ = missing = 0
    officials: set[str] = set()
    for finding in findings:
        every = {each.official for each in finding.standings}
        decided = {e.official for e in finding.standings if not finding.is_undecided(e)}
        others = {each.official for each in (*finding.silent, *finding.heard)}
        given, open_ = given + len(decided), open_ + len(every - decided)
        missing += len(others)
        officials |= every | others
    of = f"{plural(len(officials), 'official')}, {plural(len(findings), 'question')}"
    all_ = given + open_ + missing
    told = f"{of}: {given} of {plural(all_, 'answer')} given, {open_} left open, {missing} missing."
    if unnamed := sum(finding.unnamed for finding in findings):
        told += f" In no row: {plural(unnamed, 'statement')} by officials who are not named."
    return told


def _people(findings: Sequence[Finding], wording: Wording) -> list[Who]:
    """The officials by faction and name; an official of two factions is in both."""
    names: dict[Who, str] = {}
    for finding in findings:
        names |= {(each.faction, each.official): each.name for each in finding.standings}
    spoke = {official for _, official in names}
    for finding in findings:
        others = (each for each in (*finding.silent, *finding.heard) if each.official not in spoke)
        names |= {(each.faction, each.official): each.name for each in others}
    ranks = {faction: rank for rank, faction in enumerate(wording.factions)}
    return sorted(names, key=lambda who: (ranks.get(who[0] or "", len(ranks)), names[who], who[1]))


def _names(people: Sequence[Who], wording: Wording) -> Column:
    """The first column: each faction, with its officials below."""
    cells: list[list[str]] = []
    for place, (faction, official) in enumerate(people):
        if not place or people[place - 1][0] != faction:
            cells.append(wording.faction(faction).split())
        first, *rest = wording.official(official).split()
        cells.append([f"{_INDENT}{first}", *rest])
    return Column([], cells)


def _column(
    number: int, finding: Finding, marks: Mapping[str, str], people: Sequence[Who]
) -> Column:
    """The column of a question: the answer of each official."""
    cells: dict[Who, list[str]] = {}
    for each in finding.standings:
        told = [
            f"{marks[choice.id]}{DOUBTFUL * (choice.id in each.doubtful)}"
            for choice in finding.taken(each)
        ]
        joined = " ".join([*(f"{one}," for one in told[:-1]), told[-1]])
        cells[each.faction, each.official] = joined.split()
    without = {each.official: [_ELSEWHERE] for each in finding.standings}
    without |= {each.official: [_SILENT] for each in finding.silent}
    without |= {each.official: [_HEARD] for each in finding.heard}
    column: list[list[str]] = []
    for place, (faction, official) in enumerate(people):
        if not place or people[place - 1][0] != faction:
            column.append([])
        column.append(cells.get((faction, official)) or without.get(official, []))
    return Column([str(number)], column)


def _labels(finding: Finding) -> dict[str, str]:
    """The labels of positions, by id."""
    return {choice.id: choice.label for choice in finding.choices}


def _marks(finding: Finding) -> dict[str, str]:
    """The marks of positions by id: the score, with a letter if it is shared, or a letter alone."""
    times = Counter(choice.score for choice in finding.choices if not choice.is_open)
    seen: Counter[int | None] = Counter()
    marks = {}
    for choice in finding.choices:
        letter = (
            _letter(seen[choice.score]) if choice.score is None or times[choice.score] > 1 else ""
        )
        seen[choice.score] += not choice.is_open
        marks[choice.id] = _OPEN if choice.is_open else f"{signed(choice.score)}{letter}"
    return marks


def _letter(number: int) -> str:
    """The letter with this number; `AA` comes after `Z`."""
    more, rest = divmod(number, len(ascii_uppercase))
    return (_letter(more - 1) if more else "") + ascii_uppercase[rest]


def _meaning(finding: Finding, marks: Mapping[str, str]) -> str:
    """Explain the marks of a question that officials have."""
    taken = {choice for each in finding.standings for choice in finding.taken(each)}
    told = [
        f"{marks[choice.id]} {choice.label}"
        for choice in finding.choices
        if choice in taken and not choice.is_open
    ]
    return f" {', '.join(told)}." if told else ""


def _parts(names: Column, columns: Sequence[Column], width: int) -> Iterator[list[Column]]:
    """The columns in parts that fit beside the names."""
    room = width - _width(names)
    part: list[Column] = []
    for column in columns:
        if part and sum(_width(each) + GAP for each in [*part, column]) > room:
            yield part
            part = []
        part.append(column)
    yield part


def _width(column: Column) -> int:
    return max(cell_len(" ".join(words)) for words in (column.head, *column.cells))


def _legend(columns: Sequence[Column]) -> str:
    """Explain the marks for missing answers that occur."""
    used = {word for column in columns for words in column.cells for word in words}
    meanings = {
        _SILENT: "no statement",
        _OPEN: "leaves it open",
        _HEARD: "known by hearsay alone",
        _ELSEWHERE: "answers for another faction",
    }
    told = [f"{mark}: {meaning}." for mark, meaning in meanings.items() if mark in used]
    if any(word.rstrip(",").endswith(DOUBTFUL) for word in used):
        told.append(DOUBTFUL_MEANS)
    return " ".join(told)
