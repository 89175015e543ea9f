"""What a renaming comes to, in lines: what it changes, what it leaves, what is to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stances.brief import brief

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stances.renaming.mentions import Mention
    from stances.renaming.merging import Difference
    from stances.renaming.plan import Plan

_LISTED = 20
"""So many files or mentions are named one by one."""


def difference_lines(plan: Plan) -> Iterator[str]:
    """What the two say differently that are to be one."""
    if not plan.differences:
        return
    yield f"`{plan.old.shown}` and `{plan.new.shown}` differ:"
    for each in plan.differences:
        mark = click.style(" (to be decided)", fg="yellow") if each.open else ""
        yield f"  {each.shown}{mark}"
        yield from _sides(plan, each)


def plan_lines(plan: Plan, folder: Path, *, written: bool) -> Iterator[str]:
    """What is, or would be, renamed and where; `folder` is the corpus as it is on disk."""
    what = "is merged into" if plan.merged else "becomes"
    uses = f": {plan.uses:,} {'use' if plan.uses == 1 else 'uses'} renamed" if plan.uses else ""
    yield f"{plan.old.kind} {plan.old.shown} {what} {plan.new.shown}{uses}"
    for line in plan.told:
        yield click.style("note: ", fg="cyan") + brief(line)
    for each in plan.warnings:
        kind = click.style(each.severity, fg="yellow", bold=True)
        yield f"{each.path}:{each.line}: {kind}[{each.code} {each.name}] {each.message}"
    yield from _file_lines(plan, folder, written=written)
    yield from _mention_lines(plan.mentions)


def _sides(plan: Plan, each: Difference) -> Iterator[str]:
    for side, thing, value in (("OLD", plan.old, each.old), ("NEW", plan.new, each.new)):
        told = "(nothing)" if value is None else brief(value)
        yield f"    {side} {thing.shown}: {told}"


def _file_lines(plan: Plan, folder: Path, *, written: bool) -> Iterator[str]:
    renamed = {each.like for each in (*plan.replacements, *plan.copies) if each.like}
    lines: list[str] = []
    for each in (*plan.replacements, *plan.copies):
        name = _inside(each.path, folder)
        if each.like is not None:
            lines.append(f"  {_inside(each.like, folder)} → {name}")
        elif each.after is None and each.path not in renamed:
            lines.append(f"  {name} (deleted)")
        elif each.path not in renamed:
            lines.append(f"  {name}")
    verb = "written" if written else "to be written"
    yield f"{plan.files:,} {'file' if plan.files == 1 else 'files'} {verb}:"
    yield from _first(lines)


def _mention_lines(mentions: Sequence[Mention]) -> Iterator[str]:
    if mentions:
        yield f"{len(mentions):,} mentioned in free text, not changed:"
        yield from _first([f"  {path}:{line}: {what}" for path, line, what in mentions])


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_LISTED]
    if len(lines) > _LISTED:
        yield f"  and {len(lines) - _LISTED:,} more"


def _inside(path: Path, folder: Path) -> str:
    """A file of the corpus by its path there, any other by its folder and name."""
    if path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    return f"{path.parent.name}/{path.name}"
