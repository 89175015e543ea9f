"""What keeps new records from being added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.dates import parse_date
from stances.editing.add.records import flat_key
from stances.editing.refusals import MISSING, Refusal, elsewhere
from stances.editing.trial import new_problems
from stances.editing.values import unfit
from stances.editing.yaml_writer import TYPED
from stances.model.fields import WITHIN_STATEMENT
from stances.problems import key_of
from stances.queries.choices import NewQuotation, recorded_as
from stances.text import fold_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.editing.add.placement import PlacedRecord
    from stances.editing.add.records import Addition, Flat
    from stances.editing.trial import Further
    from stances.editing.workspace import Workspace
    from stances.problems import Problem, Where
    from stances.queries.choices import Recorded


_UNUSED = {"source": "ST404"}
"""The problem of every such record that is new: nothing refers to it."""
_MAX_DEPTH = 8
"""Deeper than any record is."""
_QUOTATIONS = "ST5"
"""The start of the codes for quotations in stored copies; only new quotations are checked."""
_SAME_SOURCE = """
    SELECT source FROM sources
    WHERE (title, coalesce(publisher, ''), published, coalesce(url, '')) = (?, ?, ?, ?)
    ORDER BY source
"""


def unwritable(additions: Sequence[Addition]) -> list[Refusal]:
    """Values that no file can hold."""
    refusals = []
    for each in additions:
        if not each.data:
            refusals.append(Refusal(each.line, "", "there is nothing in this record"))
        for at, (message, hint) in _unwritable(each.data, ()):
            refusals.append(Refusal(each.line, flat_key(each.kind, at), message, hint))
    return refusals


def _unwritable(value: Any, at: Where) -> Iterator[tuple[Where, tuple[str, str]]]:  # noqa: ANN401
    if len(at) > _MAX_DEPTH:
        yield at, ("this is nested too deeply", "")
    elif isinstance(value, dict):
        for key, item in value.items():
            faults = [*unfit(key)] if key else [("a key has no name", "")]
            yield from ((at, fault) for fault in faults)
            yield from _unwritable(item, (*at, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unwritable(item, (*at, number))
    else:
        yield from ((at, fault) for fault in unfit(value))
        if at and at[-1] in TYPED and value.casefold() in ("~", "null"):
            yield at, (f"`{value}` is no value", "leave it out")


def doubles(index: sqlite3.Connection, additions: Sequence[Addition]) -> list[Refusal]:
    """Statements with a quotation that the official has from the same source already."""
    refusals = []
    first_lines: dict[tuple[str, ...], int] = {}
    for each in additions:
        for text, source in _quotations(each):
            issue = each.data.get("issue")
            quotation = NewQuotation(
                each.to, text, source, issue if isinstance(issue, str) else None
            )
            identity = (each.to, source, fold_words(text), str(issue))
            first_line = first_lines.setdefault(identity, each.line)
            if ref := recorded_as(index, quotation):
                message = f"`{ref}` has these words from this source already"
                hint = f"a further source of it is added with `stances add evidence {ref}`"
                refusals.append(Refusal(each.line, "text", message, hint))
            elif first_line != each.line:
                message = f"line {first_line} has these words from this source already"
                refusals.append(Refusal(each.line, "text", message, "delete one of the two"))
    return refusals


def same_sources(index: sqlite3.Connection, additions: Sequence[Addition]) -> list[Refusal]:
    """Sources that exist already, so that running a script twice adds none twice."""
    refusals = []
    for each in additions:
        values = [each.data.get(key, "") for key in ("title", "publisher", "published", "url")]
        if each.kind != "source" or not all(isinstance(value, str) for value in values):
            continue
        if row := index.execute(_SAME_SOURCE, values).fetchone():
            message = f"`{row[0]}` is this source already"
            hint = "cite that one; if this is another, say so in its `title`"
            refusals.append(Refusal(each.line, "title", message, hint))
    return refusals


def _quotations(each: Addition) -> Iterator[tuple[str, str]]:
    """The texts of a new statement with their sources."""
    pieces = each.data.get("evidence") if each.kind == "statement" else None
    for piece in pieces if isinstance(pieces, list) else ():
        values = piece if isinstance(piece, dict) else {}
        text, source = values.get("text"), values.get("source")
        if isinstance(text, str) and isinstance(source, str):
            yield text, source


def faults(
    workspace: Workspace, placed: Sequence[PlacedRecord], further: Further | None
) -> list[Refusal]:
    """The problems that `stances check` would report in addition to those of now.

    Problems of quotations, which `further` finds, count only for the new records themselves.
    """
    refs = [*dict.fromkeys(each.ref for each in placed if "/" in each.ref)]
    refusals = []
    for problem, at in new_problems(workspace, refs, further):
        is_quotation = problem.code.startswith(_QUOTATIONS)
        matches = [p for p in placed if p.path == problem.path and at[: len(p.at)] == p.at]
        if not (matches or is_quotation):
            matches = [p for p in placed if p.ref == problem.ref]
        innermost = max(matches, key=lambda each: len(each.at), default=None)
        if innermost is None and not is_quotation:
            refusals.append(elsewhere(problem))
        elif innermost and problem.code != _UNUSED.get(innermost.addition.kind):
            refusals.append(_refusal(problem, innermost, at))
    return refusals


def _refusal(problem: Problem, placed: PlacedRecord, at: Where) -> Refusal:
    message, hint = problem.message, problem.hint
    inside = at[: len(placed.at)] == placed.at
    key = flat_key(placed.addition.kind, at[len(placed.at) :]) if inside else ""
    if problem.code == MISSING:
        key, message, hint = key or key_of(at), "it is missing", ""
    is_error = problem.severity == "error"
    return Refusal(placed.addition.line, key, message, hint, problem.code, is_error=is_error)


def as_second(flat: Mapping[str, str], recorded: Recorded) -> Flat:
    """The values of the evidence; date and position only if they differ from the statement's.

    Dates that overlap do not differ.
    """
    values: Flat = {key: flat[name] for key, name in WITHIN_STATEMENT.items() if name in flat}
    date = parse_date(flat["said"], timed=True)
    first, last = recorded.said_from or "", recorded.said_to or "~"
    if first > (date.last or "~") or (date.first or "") > last:
        values["said"] = flat["said"]
    if flat["position"] != recorded.position:
        values["position"] = flat["position"]
    return values
