"""Problems as a GitLab code quality report."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from stances.views.json_yaml import document
from stances.views.values import with_hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.views.problems.problem_report import ProblemReport

_SEVERITIES = {"error": "major", "warning": "minor"}
"""GitLab has info, minor, major, critical and blocker. No problem here stops a program."""


def gitlab(report: ProblemReport) -> Iterator[str]:
    """A GitLab issue for each problem."""
    issues = [
        {
            "description": with_hint(problem.message, problem.hint),
            "check_name": f"{problem.code} {problem.name}",
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[problem.severity],
            "location": {"path": report.path(problem.path), "lines": {"begin": problem.line}},
        }
        for problem, fingerprint in zip(report.problems, fingerprints(report), strict=True)
    ]
    yield document(issues)


_PLACE = re.compile(r"\b(line|column) [0-9]+")
"""Places in messages; fingerprints ignore them, because they change with the lines of a file."""


def fingerprints(report: ProblemReport) -> list[str]:
    """A unique fingerprint for each problem; equal problems of a record are numbered."""
    counts: Counter[str] = Counter()
    prints = []
    for problem in report.problems:
        message = _PLACE.sub(r"\1", problem.message)
        key = "\0".join((problem.code, report.path(problem.path), problem.ref, message))
        numbered = f"{key}\0{counts[key]}".encode("utf-8", "backslashreplace")
        prints.append(sha256(numbered).hexdigest()[:32])
        counts[key] += 1
    return prints
