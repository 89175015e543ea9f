"""The problems and cases of `check` and `verify`, as formats receive them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from stances.views.problems.plain_text import shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from stances.problems import Problem
    from stances.queries.check import ProblemCounts
    from stances.queries.verification import Checked, Verification

Key = TypeVar("Key")
_LISTED = 3
"""The most unchecked statements that are named."""


@dataclass(frozen=True)
class Case:
    """One thing checked: a file for `check`, a text for `verify`.

    `group` is the source of a text; `path` is relative to the corpus. `unchecked` is the reason why
    the case was not checked; empty if it was.
    """

    group: str
    name: str
    path: str
    line: int
    problems: Sequence[Problem] = ()
    unchecked: str = ""


@dataclass(frozen=True)
class ProblemReport:
    """The result of a command: the `problems` shown, and a function that returns all `cases`.

    `notes` and `summary` are the lines below the problems. `place` is the path of the corpus in its
    repository, with `/`; empty if it is the root. If `strict`, warnings fail. `missing` names what
    could not be checked, if that makes the command fail.
    """

    command: Literal["check", "verify"]
    problems: Sequence[Problem]
    cases: Callable[[], Sequence[Case]]
    counts: ProblemCounts
    summary: Sequence[str]
    version: str
    notes: Sequence[str] = ()
    place: str = ""
    strict: bool = False
    missing: str = ""

    def path(self, path: str) -> str:
        """The path relative to the repository, from a path relative to the corpus."""
        return f"{self.place}/{path}" if self.place else path

    def fails(self, problem: Problem) -> bool:
        """Whether the problem makes the command fail."""
        return self.strict or problem.severity == "error"


def file_cases(
    files: Iterable[str], shown: Sequence[Problem], hidden: Sequence[Problem]
) -> list[Case]:
    """A case for each file of the corpus, and for each other path with a problem."""
    shown_by_path = _grouped((problem.path, problem) for problem in shown)
    hidden_by_path = _grouped((problem.path, problem) for problem in hidden)
    cases = []
    for path in sorted({*files, *shown_by_path, *hidden_by_path}):
        problems = shown_by_path.get(path, [])
        line = problems[0].line if problems else 1
        reason = _reason_unchecked(problems, hidden_by_path.get(path, []))
        cases.append(Case("check", path, path, line, problems, reason))
    return cases


def notes(verification: Verification, folder: Path) -> Iterator[str]:
    """A line for each text found with a remark, and for each reason why texts are unchecked."""
    for each in verification.checked:
        if each.verdict.is_found and each.verdict.reason:
            place = f"{shown_path(folder, each.path)}:{each.at[0]}:{each.at[1]}"
            result = each.verdict.result.replace("-", " ")
            yield f"{place}: note: {result}, {each.verdict.reason}"
    unchecked: dict[tuple[str, str | None], list[Checked]] = defaultdict(list)
    for each in verification.checked:
        if each.verdict.result == "unchecked":
            unchecked[each.source, each.verdict.reason].append(each)
    for (source, reason), texts in unchecked.items():
        refs = list(dict.fromkeys(each.ref for each in texts))
        listed = ", ".join(refs[:_LISTED]) + (", …" if len(refs) > _LISTED else "")
        yield f"unchecked: {len(texts)} of {source}: {reason} ({listed})"


def cases(
    verification: Verification, shown: Sequence[Problem], hidden: Sequence[Problem]
) -> list[Case]:
    """A case for each text checked, and for each stored copy that has changed."""
    shown_by_place, hidden_by_place = (
        _grouped(((each.path, each.line, each.column), each) for each in problems)
        for problems in (shown, hidden)
    )
    cases = []
    for each in verification.checked:
        place = (each.path, *each.at)
        problems = shown_by_place.pop(place, [])
        reason = _reason_unchecked(problems, hidden_by_place.get(place, []))
        if each.verdict.result == "unchecked" and not reason:
            reason = each.verdict.reason or each.verdict.result
        name = f"{each.ref}: {each.text}"
        cases.append(Case(each.source, name, each.path, each.at[0], problems, reason))
    for (path, line, _), problems in shown_by_place.items():
        source = problems[0].ref
        cases.append(Case(source, f"{source}: the stored copy", path, line, problems))
    return cases


_RARE = ("original-found", "ambiguous")


def count(verification: Verification) -> str:
    """The number of texts by result; rare results are shown only if there are any."""
    counts = {key: n for key, n in verification.counts.items() if n or key not in _RARE}
    return ", ".join(f"{number} {result.replace('-', ' ')}" for result, number in counts.items())


def _grouped(keyed: Iterable[tuple[Key, Problem]]) -> dict[Key, list[Problem]]:
    groups: dict[Key, list[Problem]] = {}
    for key, problem in keyed:
        groups.setdefault(key, []).append(problem)
    return groups


def _reason_unchecked(shown: Sequence[Problem], hidden: Sequence[Problem]) -> str:
    """Say why a case is unchecked: if all its problems are hidden, it must not pass."""
    if shown or not hidden:
        return ""
    codes = ", ".join(sorted({problem.code for problem in hidden}))
    return f"{codes} kept back by --select or --ignore"
