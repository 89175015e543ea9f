"""What was verified, in words: what there is to know of words found, what is unchecked, counts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from stances.views.problems.report import Case, by_place, kept
from stances.views.problems.text import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stances.problems import Problem
    from stances.queries.verification import Checked, Verification

_LISTED = 3


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
        unknown = kept(problems, kept_back.get(place, []))
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
