"""What a change of a statement means for the rest of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.editing.references import node_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Value

_A_PAIR = 2


def before_evidence(workspace: Workspace, path: str, at: Where, sources: Iterable[str]) -> None:
    """Prepare the statement at a path of a file for evidence from these sources.

    Nobody has reviewed it as it will be.
    """
    statement = node_at(workspace.data(path), at)
    if isinstance(statement, dict):
        ready = between(statement, sources)
        value = {key: ready[key] for key in ready if key != "reviewed_by"}
        workspace.become(path, at, value)


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
