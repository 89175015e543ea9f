"""A code quality report of GitLab: an array of issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.problems.escapes import document
from stances.views.problems.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.problems import Problem
    from stances.views.problems.report import Report

_SEVERITIES = {"error": "major", "warning": "minor"}
"""Of info, minor, major, critical and blocker: none of our problems stops a program."""


def gitlab(report: Report) -> Iterator[str]:
    """One issue for each problem."""
    told = zip(report.problems, fingerprints(report), strict=True)
    yield document([_issue(problem, report, fingerprint) for problem, fingerprint in told])


def _issue(problem: Problem, report: Report, fingerprint: str) -> dict[str, object]:
    text = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    return {
        "description": text,
        "check_name": f"{problem.code} {problem.name}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[problem.severity],
        "location": {"path": report.path(problem.path), "lines": {"begin": problem.line}},
    }
