"""What a change of a statement means for the rest of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.editing.edits import insert, remove
from stances.editing.references import node_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stances.editing.workspace import Workspace
    from stances.problems import Where

_A_PAIR = 2


def before_evidence(workspace: Workspace, path: str, at: Where, sources: Iterable[str]) -> None:
    """Prepare the statement at a path of a file for evidence from these sources.

    Nobody has reviewed it as it will be. Its disputes are between the sources that it has now, and
    say so where a third comes.
    """
    statement = node_at(workspace.data(path), at)
    if not isinstance(statement, dict):
        return
    evidence, disputes = statement.get("evidence"), statement.get("disputes")
    cited = dict.fromkeys(
        str(piece["source"])
        for piece in (evidence if isinstance(evidence, list) else ())
        if isinstance(piece, dict) and "source" in piece
    )
    if len({*cited, *sources}) > max(_A_PAIR, len(cited)):
        for number, dispute in enumerate(disputes if isinstance(disputes, list) else ()):
            if isinstance(dispute, dict) and "sources" not in dispute:
                workspace.change(path, insert, (*at, "disputes", number, "sources"), [*cited])
    if "reviewed_by" in statement:
        workspace.change(path, remove, (*at, "reviewed_by"))
