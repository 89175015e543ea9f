"""Finds names of officials in a text; until the lead's module is merged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Mention(NamedTuple):
    """An official named in a text."""

    official: str
    start: int
    end: int


class Mentions:
    """Names of officials."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._of: dict[str, list[str]] = {}
        for official, name in names:
            self._of.setdefault(name.casefold(), []).append(official)
        every = "|".join(re.escape(name) for name in sorted(self._of, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{every or '(?!)'})(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> list[Mention]:
        """Where officials are named."""
        return [
            Mention(official, *match.span())
            for match in self._pattern.finditer(text)
            for official in dict.fromkeys(self._of.get(match[0].casefold(), ()))
        ]
