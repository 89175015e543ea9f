"""A document of limited length: of lists that are too long, whole entries are left out, and said.

The longest lists are cut first, and all that are cut end up about equally long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.views.literal import code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Block(NamedTuple):
    """A piece of the document: a list of entries between what stands before and behind it.

    `command` shows all of them. What has no entries is never cut.
    """

    head: str
    entries: Sequence[str] = ()
    end: str = ""
    command: str = ""

    @property
    def size(self) -> int:
        """How many bytes the entries take."""
        return sum(map(_bytes, self.entries))

    def cut(self, most: int) -> str:
        """The text with as many of the entries as take no more than so many bytes."""
        kept, room = 0, most
        while kept < len(self.entries) and _bytes(self.entries[kept]) <= room:
            room -= _bytes(self.entries[kept])
            kept += 1
        rest = self.rest(len(self.entries) - kept) if kept < len(self.entries) else ""
        return "".join((self.head, *self.entries[:kept], self.end, rest))

    def rest(self, left_out: int) -> str:
        """What is said of entries that are left out."""
        count = f"{left_out} of {len(self.entries)} are left out here, to keep this short"
        return f"*{count}.* All: {code(self.command)}\n\n"


def fitted(blocks: Sequence[Block], limit: int) -> Iterator[str]:
    """The blocks as text of no more than `limit` bytes, so far as entries can be left out."""
    sizes = [block.size for block in blocks]
    room = limit - sum(_bytes(block.head) + _bytes(block.end) for block in blocks)
    most = max(sizes, default=0)
    if sum(sizes) > room:
        notes = (_bytes(block.rest(len(block.entries))) for block in blocks if block.entries)
        most = _level(sizes, room - sum(notes))
    return (block.cut(most) for block in blocks)


def _level(sizes: Sequence[int], room: int) -> int:
    """The size to which the larger ones must be cut for all together to have room."""
    for done, size in enumerate(sorted(sizes)):
        share = max(room, 0) // (len(sizes) - done)
        if size > share:
            return share
        room -= size
    return max(sizes, default=0)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
