"""Words of the codebook as analysts write them: ids, or labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stances.errors import UnknownName
from stances.queries import resolve
from stances.roles import NO_FACTION

if TYPE_CHECKING:
    import sqlite3

    from stances.importing.columns import Entry
    from stances.importing.refusals import Refusal

_KINDS = {"position": "position", "issue": "issue", "frames": "frame", "faction": "faction"}


@dataclass(slots=True)
class Words:
    """Finds the ids of a row's words; what is unknown stays so, for nobody may guess."""

    index: sqlite3.Connection
    _known: dict[tuple[str, str], str | UnknownName] = field(default_factory=dict)

    def found(self, entry: Entry, values: dict[str, Any]) -> list[Refusal]:
        """Put ids in place of words; what is wrong with the others, which are taken out."""
        refusals: list[Refusal] = []
        for key, kind in _KINDS.items():
            if (value := values.get(key)) is None:
                continue
            words = value if isinstance(value, list) else [value]
            found = [self._id(kind, word) for word in words]
            wrong = [each for each in found if isinstance(each, UnknownName)]
            refusals += [entry.refusal(key, str(error), error.hint) for error in wrong]
            if wrong:
                del values[key]
            else:
                values[key] = found if isinstance(value, list) else found[0]
        return refusals

    def _id(self, kind: str, word: str) -> str | UnknownName:
        if kind == "faction" and word == NO_FACTION:
            return word
        if (kind, word) not in self._known:
            try:
                self._known[kind, word] = resolve.word(self.index, kind, word)
            except UnknownName as error:
                self._known[kind, word] = error
        return self._known[kind, word]
