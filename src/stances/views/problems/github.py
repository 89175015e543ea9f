"""Problems as workflow commands of GitHub Actions.

Of one step, ten errors and ten warnings are shown as annotations, so the whole list follows.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from stances.views.problems.escapes import one_line, visible
from stances.views.problems.text import problem_line
from stances.views.values import with_hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.problems import Problem
    from stances.views.problems.report import ProblemReport

_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def github(report: ProblemReport) -> Iterator[str]:
    """An annotation for each problem, the list of all in a group, and the counts."""
    for problem in report.problems:
        yield _annotation(problem, report.path(problem.path))
    listed = [problem_line(problem, report.path(problem.path)) for problem in report.problems]
    listed += report.notes
    if listed:
        yield f"::group::stances {report.command}\n"
        yield from _disarmed(listed)
        yield "::endgroup::\n"
    # These begin with a number or a word of ours; in a path an older form of command could stand.
    yield from (f"{one_line(line).replace('##[', '## [')}\n" for line in report.summary)


def _annotation(problem: Problem, path: str) -> str:
    properties = {
        "file": path,
        "line": str(problem.line),
        "endLine": str(problem.line),
        "col": str(problem.column),
        "title": f"{problem.code} {problem.name}",
    }
    told = ",".join(
        f"{key}={visible(value).translate(_PROPERTY)}" for key, value in properties.items()
    )
    text = with_hint(problem.message, problem.hint)
    return f"::{problem.severity} {told}::{visible(text).translate(_MESSAGE)}\n"


def _disarmed(lines: Sequence[str]) -> Iterator[str]:
    """Lines in which nothing is a command, whatever they quote."""
    token = _token(lines)
    yield f"::stop-commands::{token}\n"
    yield from (f"{one_line(line)}\n" for line in lines)
    yield f"::{token}::\n"


def _token(lines: Sequence[str]) -> str:
    """A word that cannot stand in these lines: they would have to contain their own digest."""
    text = "\n".join(lines).encode("utf-8", "backslashreplace")
    return f"stances-{sha256(text).hexdigest()}"
