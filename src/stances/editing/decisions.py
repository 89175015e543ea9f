"""Decide which reading the record of a statement follows, or reject the statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.editing.add.uncoded import declare
from stances.editing.codings import take_out
from stances.editing.edits import remove_part
from stances.editing.first_readings import keep_first_readings
from stances.editing.touched import take_off_reviews
from stances.editing.trial import tried
from stances.editing.workspace import Workspace
from stances.errors import CannotEdit
from stances.paths import main_of
from stances.queries.choices import file_of
from stances.queries.curation import signed, signs_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from stances.problems import Problem
    from stances.queries.merge_rules import Content
    from stances.yaml_reader import Value

_TOLD = frozenset(("ST407",))
"""Rejecting may take the corpus below its `assertions`: report it, but do not refuse."""
_DEPENDING = "SELECT ref FROM all_statements WHERE words_of = ? ORDER BY ref"
_EVIDENCE = """
    SELECT e.source, e.text, e.original, e.original_lang, r.lang, e.prefix, e.suffix, e.locator
    FROM evidence AS e JOIN sources AS r ON r.source = e.source WHERE e.ref = ? ORDER BY e.number"""
_ALSO = """
    SELECT EXISTS (SELECT 1 FROM evidence WHERE source = ? AND text = ? AND ref <> ?)
        OR EXISTS (SELECT 1 FROM uncoded WHERE source = ? AND text = ?)"""


class Reason(NamedTuple):
    """Who decides, why, and the day if it is to be recorded."""

    by: str
    why: str
    date: str = ""


def decide(workspace: Workspace, ref: str, content: Content, reason: Reason) -> None:
    """Let a reading of a statement stand; `record_signs` then records the basis of the decision.

    If frames or day were not coded, the recorded ones stay. Raises `CannotEdit` and
    `ChangedMeanwhile`.
    """
    path, number, statement = _statement(workspace, ref)
    own: dict[str, Value] = {"position": content.position or ""}
    if content.conditions:
        own["conditions"] = [*content.conditions]
    if content.frames:
        own["frames"] = [*content.frames]
    dropped = {"conditions", *(() if content.frames is None else ("frames",))}
    if content.said is not None:
        if "words_of" in statement:
            message = f"`{ref}` has the day of `{statement['words_of']}`, and none of its own"
            raise CannotEdit(workspace.folder / path, message, "decide about the day there")
        own["said"] = content.said
    decided: dict[str, Value] = {"date": reason.date} if reason.date else {}
    rest = {key: value for key, value in statement.items() if key not in dropped}
    own["decided"] = decided | {"by": reason.by, "why": reason.why}
    workspace.become(path, ("statements", number), rest | own)


def record_signs(workspace: Workspace, ref: str, index: sqlite3.Connection) -> None:
    """Record the readings that a decision is based on; `index` is of the decided corpus."""
    _sign(workspace, index, ref, signs_of(index, ref))


_DECIDED = "SELECT ref, decided_of FROM all_statements WHERE decided_of IS NOT NULL ORDER BY ref"


def carry_signs(
    workspace: Workspace,
    index: sqlite3.Connection,
    ref_of: Callable[[str], str],
    coder_of: Callable[[str], str],
) -> None:
    """Update the readings that decisions name after a renaming.

    `index` is of the corpus after the renaming. `ref_of` and `coder_of` return the new name for an
    old one. Raises `CannotEdit` and `ChangedMeanwhile`.
    """
    after = dict(signed(index))
    before: dict[str, dict[str, str]] = {}
    for ref, signs in sorted(signed(workspace.index), key=lambda each: ref_of(each[0]) == each[0]):
        # If two statements are merged, the readings of the one that keeps its name win.
        named = {coder_of(coder): sign for coder, sign in signs.items()}
        before.setdefault(ref_of(ref), {}).update(named)
    for ref, text in index.execute(_DECIDED).fetchall():
        now = after.get(ref, {})
        new = {was: now[coder] for coder, was in before.get(ref, {}).items() if coder in now}
        of: list[str] = json.loads(text)
        carried = [new.get(sign) or _called(sign, coder_of) for sign in of]
        if carried != of:
            _sign(workspace, index, ref, sorted({*carried}))


def _called(sign: str, coder_of: Callable[[str], str]) -> str:
    """Return the sign of a reading that no longer exists, with the coder's new name."""
    coder, blank, rest = sign.partition(" ")
    return f"{coder_of(coder)}{blank}{rest}"


def _sign(workspace: Workspace, index: sqlite3.Connection, ref: str, signs: Sequence[str]) -> None:
    path, number, statement = _statement(workspace, ref, index)
    decided = {**statement["decided"], "of": [*signs]}
    workspace.become(path, ("statements", number), statement | {"decided": decided})


def reject(workspace: Workspace, ref: str, why: str) -> list[str]:
    """Remove a statement and its codings; declare its words `uncoded` in their sources.

    Returns lines about the further changes. Raises `CannotEdit` if another statement has its words
    or if a file has problems, and `ChangedMeanwhile`.
    """
    index = workspace.index
    path, number, _ = _statement(workspace, ref)
    if others := [other for (other,) in index.execute(_DEPENDING, (ref,))]:
        message = f"`{ref}` cannot be rejected: `{others[0]}` has its words (`words_of`)"
        raise CannotEdit(
            workspace.folder / path, message, f"give `{others[0]}` evidence of its own"
        )
    done = [f"{source}: its words are `uncoded`" for source in _declare(workspace, ref, why)]
    data = workspace.data(path)
    if len(data["statements"]) > 1:
        workspace.change(path, remove_part, ("statements", number))
    elif main_of(path) != path:
        workspace.delete(path)
    else:
        workspace.become(path, (), {key: v for key, v in data.items() if key != "statements"})
    if coders := take_out(workspace, ref):
        done.append(f"the codings of {', '.join(coders)} are removed")
    return done


def _statement(
    workspace: Workspace, ref: str, index: sqlite3.Connection | None = None
) -> tuple[str, int, dict[str, Any]]:
    """Return the file of a statement, its number there, and its data.

    `index` finds a statement that only the changed corpus has.
    """
    path, id_ = file_of(index or workspace.index, ref), ref.partition("/")[2]
    workspace.open(path)
    items = workspace.data(path)["statements"]
    number = next(at for at, each in enumerate(items) if each["id"] == id_)
    return path, number, items[number]


def _declare(workspace: Workspace, ref: str, why: str) -> Iterator[str]:
    """Declare the words of a statement `uncoded`, unless they are already, or quoted elsewhere."""
    rows: Sequence[Sequence[Any]] = workspace.index.execute(_EVIDENCE, (ref,)).fetchall()
    seen: set[tuple[str, str]] = set()
    for source, text, original, original_lang, lang, *hints in rows:
        words = original if original and original_lang == lang else text
        is_known = workspace.index.execute(_ALSO, (source, text, ref, source, words)).fetchone()[0]
        if is_known or (source, words) in seen:
            continue
        seen.add((source, words))
        passage: dict[str, Value] = {"text": words, "why": why}
        passage |= {
            key: value
            for key, value in zip(("prefix", "suffix", "locator"), hints, strict=True)
            if value
        }
        declare(workspace, source, passage)
        yield source


class Outcome(NamedTuple):
    """A decision: its further changes, and the errors that prevent writing.

    `warnings` are new problems that do not prevent it.
    """

    workspace: Workspace
    done: Sequence[str]
    errors: Sequence[Problem]
    warnings: Sequence[Problem]


def decide_all(
    folder: Path, index: sqlite3.Connection, taken: Mapping[str, tuple[Content, Reason]]
) -> Outcome:
    """Let readings of statements stand, by their references, in one change.

    First readings of coders are kept, and reviewers of changed statements are removed. Raises
    `CannotEdit` and `ChangedMeanwhile`.
    """
    workspace = Workspace(folder, index)
    for ref, (content, reason) in taken.items():
        decide(workspace, ref, content, reason)
    done = _consequences(workspace)
    with tried(workspace) as trial:
        errors, warnings = _sorted(trial.new_problems())
        if not errors:
            for ref in taken:
                record_signs(workspace, ref, trial.index)
    return Outcome(workspace, done, errors, warnings)


def reject_one(folder: Path, index: sqlite3.Connection, ref: str, why: str) -> Outcome:
    """Reject a statement. Raises the errors of `reject`."""
    workspace = Workspace(folder, index)
    done = [*reject(workspace, ref, why), *_consequences(workspace)]
    with tried(workspace) as trial:
        errors, warnings = _sorted(trial.new_problems())
    return Outcome(workspace, done, errors, warnings)


def _consequences(workspace: Workspace) -> list[str]:
    """Keep first readings and remove reviewers; return a line for each."""
    done = [each.told for each in keep_first_readings(workspace)]
    off = take_off_reviews(workspace)
    return done + [f"nobody has reviewed {ref} as it is now: its `reviewed_by` goes" for ref in off]


def _sorted(found: Iterable[Problem]) -> tuple[list[Problem], list[Problem]]:
    """Split problems into errors, and problems that do not prevent writing."""
    errors: list[Problem] = []
    others: list[Problem] = []
    for each in found:
        is_error = each.severity == "error" and each.code not in _TOLD
        (errors if is_error else others).append(each)
    return errors, others
