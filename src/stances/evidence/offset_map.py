"""A text made from another, with the offset of each character in the original."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Trace:
    """Stretches of a text that were taken over, one character for one, from another text.

    The stretch that begins at `made[k]` was taken from `origins[k]` on; offsets count from 0.
    """

    made: list[int] = field(default_factory=lambda: [0])
    origins: list[int] = field(default_factory=lambda: [0])

    def origin(self, at: int) -> int:
        """Where the character at an offset was taken from, or what it was made from."""
        stretch = bisect_right(self.made, at) - 1
        origin = self.origins[stretch] + at - self.made[stretch]
        following = self.origins[stretch + 1 : stretch + 2]
        return max(min(origin, following[0] - 1), self.origins[stretch]) if following else origin

    def add(self, made: int, origin: int) -> None:
        """Begin another stretch, after all others."""
        self.made.append(made)
        self.origins.append(origin)


def replaced(
    text: str, matches: Iterator[re.Match[str]], make: Callable[[re.Match[str], int], str]
) -> tuple[str, Trace]:
    """The text with all matches replaced, and the way back.

    `make` returns the replacement of a match, given the offset at which it will stand.
    """
    parts: list[str] = []
    trace = Trace()
    done = length = 0
    for match in matches:
        start, end = match.span()
        length += start - done
        replacement = make(match, length)
        parts += (text[done:start], replacement)
        done, length = end, length + len(replacement)
        if len(replacement) != end - start:
            trace.add(length, end)
    parts.append(text[done:])
    return "".join(parts), trace
