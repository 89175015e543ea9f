"""What makes a problem the same one as before, although lines above it have come or gone."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stances.views.problems.report import Report

_LENGTH = 32
_PLACE = re.compile(r"\b(line|column) [0-9]+")
"""What a message says of places in files moves with their lines."""


def fingerprints(report: Report) -> list[str]:
    """One for each problem, no two alike; equal problems of a record are told apart by order."""
    seen: Counter[str] = Counter()
    found = []
    for problem in report.problems:
        message = _PLACE.sub(r"\1", problem.message)
        parts = (problem.code, report.path(problem.path), problem.ref, message)
        same = "\0".join(parts)
        found.append(_digest(f"{same}\0{seen[same]}"))
        seen[same] += 1
    return found


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:_LENGTH]
