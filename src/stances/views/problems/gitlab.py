"""Problems as a GitLab code quality report."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from stances.views.problems.escapes import document
from stances.views.values import with_hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.problems import Problem
    from stances.views.problems.report import ProblemReport


_SEVERITIES = {"error": "major", "warning": "minor"}
"""Of info, minor, major, critical and blocker: none of our problems stops a program."""


def gitlab(report: ProblemReport) -> Iterator[str]:
    """One issue for each problem."""
    told = zip(report.problems, fingerprints(report), strict=True)
    yield document([_issue(problem, report, fingerprint) for problem, fingerprint in told])


def _issue(problem: Problem, report: ProblemReport, fingerprint: str) -> dict[str, object]:
    return {
        "description": with_hint(problem.message, problem.hint),
        "check_name": f"{problem.code} {problem.name}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[problem.severity],
        "location": {"path": report.path(problem.path), "lines": {"begin": problem.line}},
    }


_LENGTH = 32
_PLACE = re.compile(r"\b(line|column) [0-9]+")
"""What a message says of places in files moves with their lines."""


def fingerprints(report: ProblemReport) -> list[str]:
    """One for each problem, no two alike; equal problems of a record are told apart by order."""
    seen: Counter[str] = Counter()
    found = []
    for problem in report.problems:
        message = _PLACE.sub(r"\1", problem.message)
        parts = (problem.code, report.path(problem.path), problem.ref, message)
        same = "\0".join(parts)
        told = f"{same}\0{seen[same]}".encode("utf-8", "backslashreplace")
        found.append(sha256(told).hexdigest()[:_LENGTH])
        seen[same] += 1
    return found
