"""A text that is made from another, with a way back to where each of its characters is from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Blocks:
    """Which characters of a text were made from which of another, block by block.

    From `starts[k]` to `ends[k]` of the other text, `sizes[k]` characters were made, beginning with
    the one at `made[k]`: one of each if there are as many, else all of all. What lies between two
    blocks of the other text was left out.
    """

    made: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """The part of the other text from which the characters `begin` to `end` were made."""
        if not self.made:
            return 0, 0
        block = max(bisect_right(self.made, begin) - 1, 0)
        start = min(self.starts[block] + begin - self.made[block], self.ends[block])
        if end <= begin:
            return start, start
        block = bisect_right(self.made, end - 1) - 1
        left = self.made[block] + self.sizes[block] - end
        return start, max(self.ends[block] - left, self.starts[block])


@dataclass(slots=True)
class Tracing:
    """A text in the making."""

    parts: list[str] = field(default_factory=list)
    blocks: Blocks = field(default_factory=Blocks)
    length: int = 0

    def add(self, part: str, start: int, end: int) -> None:
        """Add what was made from `start` to `end` of the other text, in the order of that text."""
        if part:
            size = len(part)
            self.blocks.made.append(self.length)
            self.blocks.sizes.append(size)
            self.blocks.starts.append(start)
            self.blocks.ends.append(end)
            self.parts.append(part)
            self.length += size

    @property
    def text(self) -> str:
        """What has been made so far."""
        return "".join(self.parts)
