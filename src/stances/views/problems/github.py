"""Problems as workflow commands of GitHub Actions.

GitHub shows only ten errors and ten warnings of a step as annotations, so the full list follows.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from stances.text import one_line, visible
from stances.views.problems.plain_text import problem_line
from stances.views.values import with_hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.problems import Problem
    from stances.views.problems.problem_report import ProblemReport

_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def github(report: ProblemReport) -> Iterator[str]:
    """An annotation for each problem, all problems in a group, and the counts."""
    for problem in report.problems:
        yield _annotation(problem, report.path(problem.path))
    lines = [problem_line(problem, report.path(problem.path)) for problem in report.problems]
    lines += report.notes
    if lines:
        # The token that ends the group is the digest of all lines, so no line can contain it.
        digest = sha256("\n".join(lines).encode("utf-8", "backslashreplace")).hexdigest()
        yield f"::group::stances {report.command}\n::stop-commands::stances-{digest}\n"
        yield from (f"{one_line(line)}\n" for line in lines)
        yield f"::stances-{digest}::\n::endgroup::\n"
    # No workflow command: these lines begin with a number or a fixed word. `##[` is older syntax.
    yield from (f"{one_line(line).replace('##[', '## [')}\n" for line in report.summary)


def _annotation(problem: Problem, path: str) -> str:
    properties = {
        "file": path,
        "line": str(problem.line),
        "endLine": str(problem.line),
        "col": str(problem.column),
        "title": f"{problem.code} {problem.name}",
    }
    pairs = [f"{key}={visible(value).translate(_PROPERTY)}" for key, value in properties.items()]
    text = visible(with_hint(problem.message, problem.hint)).translate(_MESSAGE)
    return f"::{problem.severity} {','.join(pairs)}::{text}\n"
