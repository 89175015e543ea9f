"""Find the reasons to refuse new records before they are added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.checks.statement import DOUBLE
from stances.dates import parse_date
from stances.editing.add.records import flat_key
from stances.editing.doubles import doubles
from stances.editing.refusals import MISSING, Refusal, elsewhere
from stances.editing.trial import tried
from stances.editing.values import unfit
from stances.editing.yaml_writer import TYPED
from stances.model.fields import WITHIN_STATEMENT
from stances.problems import key_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.editing.add.placement import PlacedRecord
    from stances.editing.add.records import Addition, Flat
    from stances.editing.doubles import Double
    from stances.editing.trial import Further
    from stances.editing.workspace import Workspace
    from stances.problems import Problem, Where
    from stances.queries.choices import Recorded


_UNUSED = {"source": "ST404"}
"""The problem that each new record of a kind has, because nothing refers to it yet."""
_MAX_DEPTH = 8
"""Records are never nested more deeply than this."""
_QUOTATIONS = "ST5"
"""The start of the codes for quotations in stored copies; only new quotations are checked."""
_TIES = (
    "or say `words_of: {0}`, or `same_occasion: {0}` with another position; or `accept: {1}`, with "
    "a note why both are right"
).replace("{1}", DOUBLE)
_AGAIN = "delete one of the two, or say how they hang together"
_SAME_SOURCE = """
    SELECT source FROM sources
    WHERE (title, coalesce(publisher, ''), published, coalesce(url, '')) = (?, ?, ?, ?)
    ORDER BY source
"""


def unwritable(additions: Sequence[Addition]) -> list[Refusal]:
    """Return a refusal for each empty record and each value that a file cannot hold."""
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


def same_sources(index: sqlite3.Connection, additions: Sequence[Addition]) -> list[Refusal]:
    """Return a refusal for each source that exists already, e.g. if a script runs twice."""
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


def faults(
    workspace: Workspace,
    placed: Sequence[PlacedRecord],
    further: Further | None,
    *,
    asked: bool = False,
) -> list[Refusal]:
    """Return the problems that `stances check` would report only after the change.

    `further` finds problems of quotations; these count only for the new records themselves. If
    words are recorded already, this is an error, or a warning if the user was `asked` about them.
    """
    refs = [*dict.fromkeys(each.ref for each in placed if "/" in each.ref)]
    with tried(workspace) as trial:
        found = trial.found(refs, further)
        refusals = [*_doubles(trial.index, placed, is_error=not asked)]
    told = {refusal.code for refusal in refusals}
    for problem, at in found:
        if problem.code in told:  # already reported for each of the words
            continue
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


def _doubles(
    index: sqlite3.Connection, placed: Sequence[PlacedRecord], *, is_error: bool
) -> Iterator[Refusal]:
    """Yield a refusal for each new record whose words are recorded already."""
    new: dict[str, set[int]] = {}
    by_piece: dict[tuple[str, int], PlacedRecord] = {}
    for each in placed:
        if each.addition.kind == "evidence":
            numbers = [int(each.at[-1]) + 1]
        elif each.addition.kind == "statement":
            pieces = each.addition.data.get("evidence")
            numbers = [*range(1, len(pieces) + 1)] if isinstance(pieces, list) else []
        else:
            continue
        new.setdefault(each.ref, set()).update(numbers)
        by_piece |= {(each.ref, number): each for number in numbers}
    for found in doubles(index, new, few_words=True):
        own = by_piece[found.ref, found.number]
        yield _double(found, own, by_piece, is_error=is_error and found.is_same)


def _double(
    found: Double,
    own: PlacedRecord,
    new: Mapping[tuple[str, int], PlacedRecord],
    *,
    is_error: bool,
) -> Refusal:
    line, other = own.addition.line, found.other
    lines = [place.addition.line for (ref, _), place in new.items() if ref == other]
    if found.is_new and lines and lines[0] != line:
        message = f"line {lines[0]} has these words from `{found.source}` too: “{found.text}”"
        return Refusal(line, "text", message, _AGAIN, DOUBLE, is_error=is_error)
    if not found.is_same:
        message = f"`{other}` has nearly these words from `{found.source}`: “{found.text}”"
        hint = f"if it is one statement, this is `stances add evidence {other}`"
        return Refusal(line, "text", message, hint, is_error=is_error)
    message = f"`{other}` has these words from `{found.source}` already: “{found.text}”"
    hint = f"add a source to it, `stances add evidence {other}`; {_TIES.format(other)}"
    return Refusal(line, "text", message, hint, DOUBLE, is_error=is_error)


def _refusal(problem: Problem, placed: PlacedRecord, at: Where) -> Refusal:
    message, hint = problem.message, problem.hint
    inside = at[: len(placed.at)] == placed.at
    key = flat_key(placed.addition.kind, at[len(placed.at) :]) if inside else ""
    if problem.code == MISSING:
        key, message, hint = key or key_of(at), "it is missing", ""
    is_error = problem.severity == "error"
    return Refusal(placed.addition.line, key, message, hint, problem.code, is_error=is_error)


def as_second(flat: Mapping[str, str], recorded: Recorded) -> Flat:
    """Return the values of the evidence, with `position` only if it differs from the statement's.

    The date is omitted if it adds nothing to the statement's.
    """
    values: Flat = {key: flat[name] for key, name in WITHIN_STATEMENT.items() if name in flat}
    if parse_date(flat["said"], timed=True).adds_to(parse_date(recorded.said, timed=True)):
        values["said"] = flat["said"]
    if flat["position"] != recorded.position:
        values["position"] = flat["position"]
    return values
