"""The codebook by id: looks up issues, positions, factions and frames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, KeysView

    from stances.model.records import Codebook, Evidence, Issue, Meta, Position, Statement, Term


@dataclass(frozen=True)
class CodebookLookup:
    """What `corpus.yaml` and `codebook.yaml` declare for all records."""

    meta: Meta
    codebook: Codebook

    @cached_property
    def issues(self) -> dict[str, Issue]:
        """Issues by id."""
        return {issue.id: issue for issue in self.codebook.issues}

    @cached_property
    def factions(self) -> KeysView[str]:
        """Ids of the factions, sorted."""
        return _sorted(self.codebook.factions)

    @cached_property
    def frames(self) -> KeysView[str]:
        """Ids of the frames, sorted."""
        return _sorted(self.codebook.frames)

    @cached_property
    def _scales(self) -> dict[str, dict[str, Position]]:
        return {
            issue.id: {position.id: position for position in issue.positions}
            for issue in self.codebook.issues
        }

    def issue_of(self, statement: Statement) -> str | None:
        """The issue that a statement is about: its own, or else the corpus's."""
        return statement.issue or self.meta.default_issue

    def scale_of(self, statement: Statement) -> dict[str, Position] | None:
        """The positions of a statement's issue by id, if the issue is known."""
        return self._scales.get(self.issue_of(statement) or "")

    def position_of(self, record: Statement | Evidence, statement: Statement) -> Position | None:
        """The declared position of a statement, or of a piece of its evidence."""
        scale = self.scale_of(statement)
        return scale.get(record.position or "") if scale else None


def _sorted(terms: Iterable[Term]) -> KeysView[str]:
    return dict.fromkeys(sorted(term.id for term in terms)).keys()
