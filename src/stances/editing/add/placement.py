"""Where in the files of a corpus new records go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from stances.editing.document import opened
from stances.editing.edits import append, with_statements
from stances.editing.ids import statement_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from stances.editing.add.records import Addition
    from stances.editing.workspace import Workspace
    from stances.problems import Where


class PlacedRecord(NamedTuple):
    """An addition in its file: its path in the data, and its reference."""

    addition: Addition
    path: str
    at: Where
    ref: str

    def line(self, workspace: Workspace) -> int:
        """Its first line, from 1."""
        file = workspace.after[self.path]
        start = file.part(self.at).start if self.at else 0
        return file.text.text.count("\n", 0, start) + 1


def place(workspace: Workspace, additions: Sequence[Addition]) -> list[PlacedRecord]:
    """Put records into their files: officials and sources first, then what goes into them.

    A statement without an id gets one. Raises `CannotEdit` for a file that has problems, exists
    already, or would become too large.
    """
    placed: list[PlacedRecord] = []
    by_official: dict[str, list[Addition]] = {}
    for each in additions:
        if each.kind in ("official", "source"):
            path = f"{each.kind}s/{each.to}.yaml"
            workspace.draw_up(path, each.data)
            placed.append(PlacedRecord(each, path, (), each.to))
        elif each.kind == "statement":
            by_official.setdefault(each.to, []).append(each)
    for official, statements in by_official.items():
        placed += _add_statements(workspace, official, statements)
    evidence = [each for each in additions if each.kind == "evidence"]
    return placed + [_add_evidence(workspace, each) for each in evidence]


def recorded_ids(folder: Path, official: str) -> set[str]:
    """The ids of the statements in an official's file."""
    path = folder / f"officials/{official}.yaml"
    return _ids(_statements(opened(path, "official", folder).data)) if path.exists() else set()


def _add_statements(
    workspace: Workspace, official: str, additions: Iterable[Addition]
) -> Iterator[PlacedRecord]:
    path = f"officials/{official}.yaml"
    file = workspace.open(path)
    recorded = _statements(file.data)
    taken = _ids(recorded) | {str(each.data["id"]) for each in additions if "id" in each.data}
    new: list[Any] = []
    for each in additions:
        id_ = each.data.get("id") or statement_id(each.data, taken)
        taken.add(str(id_))
        at = ("statements", len(recorded) + len(new))
        new.append({"id": id_, **each.data})
        yield PlacedRecord(each, path, at, f"{official}/{id_}")
    workspace.after[path] = with_statements(file, new)


def _add_evidence(workspace: Workspace, each: Addition) -> PlacedRecord:
    official, _, id_ = each.to.partition("/")
    path = f"officials/{official}.yaml"
    statements = _statements(workspace.open(path).data)
    number = next(n for n, s in enumerate(statements) if isinstance(s, dict) and s["id"] == id_)
    at = ("statements", number, "evidence")
    recorded = statements[number].get("evidence")
    workspace.change(path, append, at, each.data)
    return PlacedRecord(each, path, (*at, len(recorded or ())), each.to)


def _statements(data: Mapping[str, Any]) -> list[Any]:
    statements = data.get("statements", [])
    return statements if isinstance(statements, list) else []


def _ids(statements: Iterable[Any]) -> set[str]:
    return {str(each.get("id")) for each in statements if isinstance(each, dict)}
