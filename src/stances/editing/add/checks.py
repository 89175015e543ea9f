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
from stances.queries.faults import SILENT
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


_NOT_YET = {"official": SILENT, "source": "ST404"}
"""What is wrong with every such record that is new: nothing refers to it."""
_DEEPEST = 8
"""Deeper than any record is."""
_OF_WORDS = "ST5"
"""How codes begin of what the stored copies say of words; those of older words are not asked."""


_SAME_SOURCE = """
    SELECT source FROM sources
    WHERE (title, coalesce(publisher, ''), published, coalesce(url, '')) = (?, ?, ?, ?)
    ORDER BY source
"""


def unwritable(additions: Sequence[Addition]) -> list[Refusal]:
    """Values that no file can hold."""
    found = []
    for each in additions:
        if not each.data:
            found.append(Refusal(each.line, "", "there is nothing in this record"))
        for at, (message, hint) in _unwritable(each.data, ()):
            found.append(Refusal(each.line, flat_key(each.kind, at), message, hint))
    return found


def _unwritable(value: Any, at: Where) -> Iterator[tuple[Where, tuple[str, str]]]:  # noqa: ANN401
    if len(at) > _DEEPEST:
        yield at, ("this is nested too deeply", "")
    elif isinstance(value, dict):
        for key, held in value.items():
            faults = [*unfit(key)] if key else [("a key has no name", "")]
            yield from ((at, fault) for fault in faults)
            yield from _unwritable(held, (*at, key))
    elif isinstance(value, list):
        for number, held in enumerate(value):
            yield from _unwritable(held, (*at, number))
    else:
        yield from ((at, fault) for fault in unfit(value))
        if at and at[-1] in TYPED and value.casefold() in ("~", "null"):
            yield at, (f"`{value}` is no value", "leave it out")


def doubles(index: sqlite3.Connection, additions: Sequence[Addition]) -> list[Refusal]:
    """Statements whose words the same source has given of the official already."""
    found = []
    seen: dict[tuple[str, ...], int] = {}
    for each in additions:
        for text, source in _words(each):
            issue = each.data.get("issue")
            saying = NewQuotation(each.to, text, source, issue if isinstance(issue, str) else None)
            above = seen.setdefault((each.to, source, fold_words(text), str(issue)), each.line)
            if ref := recorded_as(index, saying):
                message = f"`{ref}` has these words from this source already"
                hint = f"a further source of it is added with `stances add evidence {ref}`"
                found.append(Refusal(each.line, "text", message, hint))
            elif above != each.line:
                message = f"line {above} has these words from this source already"
                found.append(Refusal(each.line, "text", message, "delete one of the two"))
    return found


def same_sources(index: sqlite3.Connection, additions: Sequence[Addition]) -> list[Refusal]:
    """Sources that are there already, so that a script that runs twice adds none twice."""
    found = []
    for each in additions:
        if each.kind != "source" or not all(isinstance(v, str) for v in _told(each)):
            continue
        for (id_,) in index.execute(_SAME_SOURCE, _told(each)).fetchall()[:1]:
            message = f"`{id_}` is this source already"
            hint = "cite that one; if this is another, say so in its `title`"
            found.append(Refusal(each.line, "title", message, hint))
    return found


def _told(each: Addition) -> tuple[Any, ...]:
    return tuple(each.data.get(key, "") for key in ("title", "publisher", "published", "url"))


def _words(each: Addition) -> Iterator[tuple[str, str]]:
    """The texts of a new statement with their sources."""
    pieces = each.data.get("evidence") if each.kind == "statement" else None
    for piece in pieces if isinstance(pieces, list) else ():
        own = piece if isinstance(piece, dict) else {}
        text, source = own.get("text"), own.get("source")
        if isinstance(text, str) and isinstance(source, str):
            yield text, source


def faults(
    workspace: Workspace, placed: Sequence[PlacedRecord], further: Further | None
) -> list[Refusal]:
    """What `stances check` would say of the corpus more than it says now.

    What `further` says is heard only of the new records themselves.
    """
    refs = [*dict.fromkeys(each.ref for each in placed if "/" in each.ref)]
    found = []
    for problem, at in new_problems(workspace, refs, further):
        own = _concerned(placed, problem, at)
        if own is None and not problem.code.startswith(_OF_WORDS):
            found.append(elsewhere(problem))
        elif own and problem.code != _NOT_YET.get(own.addition.kind):
            found.append(_refusal(problem, own, at))
    return found


def _concerned(placed: Sequence[PlacedRecord], problem: Problem, at: Where) -> PlacedRecord | None:
    """The addition that a problem is in: the innermost; that of its record if it is in none."""
    fitting = [p for p in placed if p.path == problem.path and at[: len(p.at)] == p.at]
    if not (fitting or problem.code.startswith(_OF_WORDS)):
        fitting = [p for p in placed if p.ref == problem.ref]
    return max(fitting, key=lambda each: len(each.at), default=None)


def _refusal(problem: Problem, placed: PlacedRecord, at: Where) -> Refusal:
    message, hint = problem.message, problem.hint
    inside = at[: len(placed.at)] == placed.at
    key = flat_key(placed.addition.kind, at[len(placed.at) :]) if inside else ""
    if problem.code == MISSING:
        key, message, hint = key or key_of(at), "it is missing", ""
    is_error = problem.severity == "error"
    return Refusal(placed.addition.line, key, message, hint, problem.code, is_error=is_error)


def as_second(flat: Mapping[str, str], recorded: Recorded) -> Flat:
    """The values of the evidence; date and position only where they are not the statement's.

    A date that may be the same is no other.
    """
    own: Flat = {key: flat[name] for key, name in WITHIN_STATEMENT.items() if name in flat}
    if not _may_be_same(flat["said"], recorded):
        own["said"] = flat["said"]
    if flat["position"] != recorded.position:
        own["position"] = flat["position"]
    return own


def _may_be_same(said: str, recorded: Recorded) -> bool:
    date = parse_date(said)
    first, last = recorded.said_from or "", recorded.said_to or "~"
    return first <= (date.last or "~") and (date.first or "") <= last
