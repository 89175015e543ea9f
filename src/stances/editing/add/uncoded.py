"""Passages of a source that are declared `uncoded`, or skipped for later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances.editing.edits import append

if TYPE_CHECKING:
    from collections.abc import Container

    from stances.editing.workspace import Workspace
    from stances.yaml_reader import Value

_KEY = "uncoded"


def declare(workspace: Workspace, source: str, passage: dict[str, Value]) -> None:
    """Add an uncoded passage to a source. Raises `CannotEdit` for a file with problems."""
    path = _path(source)
    workspace.open(path)
    workspace.change(path, append, (_KEY,), passage)


def decide(workspace: Workspace, source: str, texts: Container[str]) -> None:
    """Remove the skipped passages with these texts, because they are decided now."""
    path = _path(source)
    data: dict[str, Any] = workspace.open(path).data
    passages = data.get(_KEY, [])
    left = [each for each in passages if not (_is_skipped(each) and each["text"] in texts)]
    if len(left) < len(passages):
        others = {key: value for key, value in data.items() if key != _KEY}
        workspace.become(path, (), data | {_KEY: left} if left else others)


def _path(source: str) -> str:
    return f"sources/{source}.yaml"


def _is_skipped(passage: dict[str, Any]) -> bool:
    return passage.get("skipped") in (True, "true")
