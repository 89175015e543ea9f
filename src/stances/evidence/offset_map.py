"""Maps each character of a derived text to its offset in the original."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Trace:
    """Maps offsets of a text to those of its original, by stretches copied one to one.

    The stretch that begins at `made[k]` was copied from `origins[k]` on; offsets count from 0.
    """

    made: list[int] = field(default_factory=lambda: [0])
    origins: list[int] = field(default_factory=lambda: [0])

    def origin(self, at: int) -> int:
        """The offset in the original of the character at an offset, or of what it was made from."""
        stretch = bisect_right(self.made, at) - 1
        origin = self.origins[stretch] + at - self.made[stretch]
        following = self.origins[stretch + 1 : stretch + 2]
        return max(min(origin, following[0] - 1), self.origins[stretch]) if following else origin

    def add(self, made: int, origin: int) -> None:
        """Begin another stretch; it must come after all others."""
        self.made.append(made)
        self.origins.append(origin)


def replaced(
    text: str, matches: Iterator[re.Match[str]], make: Callable[[re.Match[str], int], str]
) -> tuple[str, Trace]:
    """Replace all matches in a text; return the new text and the way back.

    `make` returns the replacement of a match, given its offset in the new text.
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
