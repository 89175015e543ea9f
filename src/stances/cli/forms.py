"""A record as it is filled in on a terminal, key by key: by options, else by answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.adding.fields import about, read_field
from stances.cli.asking import Hint, Option, ask, ids_of, one_of
from stances.cli.prompts import read_option

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stances.adding.additions import AddedKind, Flat
    from stances.evidence.copies import Snapshots
    from stances.queries import choices


@dataclass(frozen=True)
class Desk:
    """Where somebody sits who adds to a corpus."""

    index: sqlite3.Connection
    folder: Path
    snapshots: Snapshots


class How(NamedTuple):
    """How an answer is read, and what Tab completes it to."""

    read: Callable[[str], Any]
    complete: Callable[[str], Sequence[str]] | None = None

    @classmethod
    def one(cls, options: Sequence[Option]) -> How:
        """As one of these."""
        return cls(one_of(options), ids_of(options))


class Form:
    """The values of one record: as the options have them, else as they are asked for."""

    def __init__(self, desk: Desk, kind: AddedKind, given: Flat) -> None:
        self.desk, self.kind, self.values = desk, kind, dict(given)

    def fill(
        self,
        key: str,
        label: str,
        default: str = "",
        *,
        optional: bool = False,
        how: How | None = None,
    ) -> Any:  # noqa: ANN401 - text, or a list where that is read
        """The value of a key. Usage error if that of an option cannot be taken."""
        how = how or How(partial(read_field, self.kind, key))
        if key in self.values:
            given = self.values[key]
            option = key.replace("_", "-")
            if isinstance(given, str):
                self.values[key] = read_option(how.read, given, option)
            return self.values[key]
        hint = Hint(self.about(key), how.complete)
        answer = ask(label, how.read, default, hint=hint, optional=optional)
        if answer:
            self.values[key] = answer
        return answer

    def about(self, key: str) -> str:
        """What a key means; empty for the id of a file."""
        try:
            return about(self.kind, key)
        except KeyError:
            return ""


def options_of(words: Sequence[choices.Word]) -> list[Option]:
    """Words of the codebook, to be chosen from."""
    scored = any(word.score is not None for word in words)
    return [
        Option(word.id, word.label, word.definition, _score(word) if scored else "")
        for word in words
    ]


def _score(word: choices.Word) -> str:
    return "–" if word.score is None else f"{word.score:+d}" if word.score else "0"
