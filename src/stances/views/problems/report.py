"""What `check` or `verify` found, as each format takes it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from stances.views.problems.text import shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from stances.problems import Problem
    from stances.queries.result import Row
    from stances.queries.verification import Checked, Verification


Key = TypeVar("Key")

_LISTED = 3
"""So many of the statements that are unchecked are named."""


class Counts(NamedTuple):
    """How many problems are shown, in how many files, and how many are not.

    `elsewhere` are outside the PATHs asked for, `hidden` kept back by `--select` or `--ignore`.
    """

    errors: int
    warnings: int
    files: int
    elsewhere: int = 0
    hidden: int = 0

    @classmethod
    def of(cls, problems: Sequence[Problem], elsewhere: int = 0, hidden: int = 0) -> Counts:
        """Count the problems that are shown."""
        errors = sum(problem.severity == "error" for problem in problems)
        files = len({problem.path for problem in problems})
        return cls(errors, len(problems) - errors, files, elsewhere, hidden)


@dataclass(frozen=True)
class Case:
    """Something that was looked at: a file for `check`, a text for `verify`.

    `group` is what it belongs to, `path` is relative to the corpus. `unchecked` says why nothing is
    known of it; empty where something is.
    """

    group: str
    name: str
    path: str
    line: int
    problems: Sequence[Problem] = ()
    unchecked: str = ""


@dataclass(frozen=True)
class ProblemReport:
    """What a command has found: `problems` are those shown, `cases` gives all that was looked at.

    `notes` and `summary` are the lines of text below the problems. `place` is the corpus below the
    root of its repository, with `/`, empty if it is the root. With `strict` warnings fail.
    """

    command: Literal["check", "verify"]
    problems: Sequence[Problem]
    cases: Callable[[], Sequence[Case]]
    counts: Counts
    summary: Sequence[str]
    version: str
    notes: Sequence[str] = ()
    place: str = ""
    strict: bool = False

    def path(self, path: str) -> str:
        """A path inside the corpus as the repository has it."""
        return f"{self.place}/{path}" if self.place else path

    def fails(self, problem: Problem) -> bool:
        """Whether a problem makes the command fail."""
        return self.strict or problem.severity == "error"


def file_cases(
    files: Iterable[str], shown: Sequence[Problem], hidden: Sequence[Problem]
) -> list[Case]:
    """A case for each file of the corpus, and for whatever else has a problem."""
    own, kept_back = by_path(shown), by_path(hidden)
    paths = sorted({*files, *own, *kept_back})
    cases = []
    for path in paths:
        problems = own.get(path, [])
        line = problems[0].line if problems else 1
        unknown = selected(problems, kept_back.get(path, []))
        cases.append(Case("check", path, path, line, problems, unknown))
    return cases


def notes(verification: Verification, folder: Path) -> Iterator[str]:
    """A line for each that was found with something to know, and for each reason not to check."""
    for each in verification.checked:
        if each.verdict.result == "found" and each.verdict.reason:
            place = f"{shown_path(folder, each.path)}:{each.at[0]}:{each.at[1]}"
            yield f"{place}: note: found, {each.verdict.reason}"
    unchecked: dict[tuple[str, str | None], list[Checked]] = defaultdict(list)
    for each in verification.checked:
        if each.verdict.result == "unchecked":
            unchecked[each.source, each.verdict.reason].append(each)
    for (source, reason), found in unchecked.items():
        yield f"unchecked: {len(found)} of {source}: {reason} ({_refs(found)})"


def _refs(found: Sequence[Checked]) -> str:
    refs = list(dict.fromkeys(each.ref for each in found))
    return ", ".join(refs[:_LISTED]) + (", …" if len(refs) > _LISTED else "")


def cases(
    verification: Verification, shown: Sequence[Problem], hidden: Sequence[Problem]
) -> list[Case]:
    """A case for each text that was looked for, and one for each stored copy that has changed."""
    own, kept_back = by_place(shown), by_place(hidden)
    found = []
    for each in verification.checked:
        place = (each.path, *each.at)
        problems = own.pop(place, [])
        unknown = selected(problems, kept_back.get(place, []))
        if each.verdict.result == "unchecked" and not unknown:
            unknown = each.verdict.reason or each.verdict.result
        name = f"{each.ref}: {each.text}"
        found.append(Case(each.source, name, each.path, each.at[0], problems, unknown))
    for (path, line, _), problems in own.items():
        source = problems[0].ref
        found.append(Case(source, f"{source}: the stored copy", path, line, problems))
    return found


def count(verification: Verification) -> str:
    """How many came to each result; the rare one only where there is one."""
    told = {key: n for key, n in verification.counts.items() if n or key != "ambiguous"}
    return ", ".join(f"{number} {result.replace('-', ' ')}" for result, number in told.items())


def by_path(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """The problems of each file."""
    return _grouped((problem.path, problem) for problem in problems)


def by_place(problems: Iterable[Problem]) -> dict[tuple[str, int, int], list[Problem]]:
    """The problems at each place: path, line and column."""
    return _grouped(((each.path, each.line, each.column), each) for each in problems)


def _grouped(keyed: Iterable[tuple[Key, Problem]]) -> dict[Key, list[Problem]]:
    found: dict[Key, list[Problem]] = {}
    for key, problem in keyed:
        found.setdefault(key, []).append(problem)
    return found


def selected(shown: Sequence[Problem], hidden: Sequence[Problem]) -> str:
    """Why nothing is known of what has only hidden problems: it must not pass for sound."""
    if shown or not hidden:
        return ""
    codes = ", ".join(sorted({problem.code for problem in hidden}))
    return f"{codes} kept back by --select or --ignore"


KEYS = ("path", "line", "column", "severity", "code", "name", "message", "hint", "ref")


@dataclass(frozen=True)
class ProblemRows:
    """The rows of `check`, in order of their places."""

    report: ProblemReport
    keys: Sequence[str] = KEYS
    kind: str = "problems"
    shown: Sequence[str] = ("severity", "code", "path", "line", "message", "hint")

    @property
    def rows(self) -> list[Row]:
        """One for each problem that is shown; a hint or ref that there is not is None."""
        return [{key: getattr(each, key) or None for key in KEYS} for each in self.report.problems]

    @property
    def document(self) -> Row:
        """The rows with the counts, which also say what is not shown."""
        return {"problems": self.rows, "counts": self.report.counts._asdict()}
