"""What a change of a statement means for the rest of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from stances.editing.references import node_at
from stances.errors import CannotEdit
from stances.model.fields import INHERITED
from stances.paths import main_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stances.editing.document import YamlFile
    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Value

    Statement = Mapping[str, Value]

_A_PAIR = 2
_UNORDERED = ("conditions", "frames")
_WITH_WORDS_OF = "SELECT ref, path FROM all_statements WHERE words_of = ? AND path IS NOT NULL"


def before_evidence(workspace: Workspace, path: str, at: Where, sources: Iterable[str]) -> None:
    """Prepare the statement at a path of a file for evidence from these sources."""
    statement = node_at(workspace.data(path), at)
    if isinstance(statement, dict):
        workspace.become(path, at, between(statement, sources))


def between(statement: dict[str, Value], sources: Iterable[str]) -> dict[str, Value]:
    """A statement that gets evidence from these sources: its disputes are between those it has now.

    They say so where a third comes.
    """
    evidence, disputes = statement.get("evidence"), statement.get("disputes")
    cited: dict[str, None] = dict.fromkeys(
        str(piece["source"])
        for piece in (evidence if isinstance(evidence, list) else ())
        if isinstance(piece, dict) and "source" in piece
    )
    if not isinstance(disputes, list) or len({*cited, *sources}) <= max(_A_PAIR, len(cited)):
        return statement
    named: list[Value] = [
        {**dispute, "sources": [*cited]}
        if isinstance(dispute, dict) and "sources" not in dispute
        else dispute
        for dispute in disputes
    ]
    return {**statement, "disputes": named}


def and_then(note: str, text: str) -> str:
    """A note with another sentence."""
    note = note.rstrip()
    end = "" if note.rstrip("\"'”’»)]")[-1:] in (".", "!", "?", "…", "؟", ":") else "."
    return f"{note}{end} {text}"


def take_off_reviews(workspace: Workspace) -> list[str]:
    """Take reviewers off the statements that a change has altered; returns the references.

    A review is of the statement as it was, with the words that it has from another. Who is named by
    the change itself stays. All counts but comments, and the order of keys, conditions and frames.
    """
    before = dict(_statements(workspace.before, workspace.changed))
    after = dict(_statements(workspace.after, workspace.changed))
    altered: set[str] = set()
    for ref in before.keys() & after.keys():
        old, new = before[ref][-1], after[ref][-1]
        if _content(old) != _content(new):
            altered.add(ref)
        if any(old.get(key) != new.get(key) for key in INHERITED):
            for other, path in workspace.index.execute(_WITH_WORDS_OF, (ref,)):
                with suppress(CannotEdit):  # `check` says why
                    workspace.open(path)
                altered.add(other)
    return [ref for ref in sorted(altered) if _take_off(workspace, ref)]


def _take_off(workspace: Workspace, ref: str) -> bool:
    """Take those off a statement who had reviewed it before; whether there were any."""
    before, after = (
        dict(_statements(files, files)) for files in (workspace.before, workspace.after)
    )
    if ref not in before.keys() & after.keys():
        return False
    path, at, statement = after[ref]
    was, now = (each.get("reviewed_by") for each in (before[ref][-1], statement))
    if not (isinstance(was, list) and isinstance(now, list)):
        return False
    kept = [name for name in now if name not in was]
    if kept == now:
        return False
    content = {key: value for key, value in statement.items() if key != "reviewed_by"}
    workspace.become(path, at, content | ({"reviewed_by": kept} if kept else {}))
    return True


def _content(statement: Statement) -> dict[str, Value]:
    """All of a statement that a review is of."""
    content = {key: value for key, value in statement.items() if key != "reviewed_by"}
    for key in _UNORDERED:
        if isinstance(value := content.get(key), list):
            content[key] = sorted(value, key=str)
    return content


def _statements(
    files: Mapping[str, YamlFile], paths: Iterable[str]
) -> Iterator[tuple[str, tuple[str, Where, dict[str, Value]]]]:
    """The statements in some of the files, each with its file and path there, by reference."""
    for path in paths:
        items = files[path].data.get("statements") if path in files else None
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                ref = f"{PurePosixPath(main_of(path)).stem}/{item.get('id')}"
                yield ref, (path, ("statements", number), item)
