"""Shortens long lists evenly, so that a report keeps within a size limit.

The longest lists are cut first, and all that are cut end up about equally long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.views.markdown_escape import code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Block(NamedTuple):
    """A piece of the document: a list of `total` entries between what stands before and behind it.

    `command` shows all of them. What has no entries is never cut. Entries are gone through once,
    and no further than there can be room for them.
    """

    head: str
    entries: Iterable[str] = ()
    total: int = 0
    end: str = ""
    command: str = ""

    def rest(self, left_out: int) -> str:
        """What is said of entries that are left out."""
        if not left_out:
            return ""
        count = f"{left_out} of {self.total} are left out here, to keep this short"
        return f"*{count}.* All: {code(self.command)}\n\n"

    @property
    def frame(self) -> int:
        """How many bytes it takes without any entry, and with what is said of that."""
        return sum(map(_bytes, (self.head, self.end, self.rest(self.total))))


class _Read(NamedTuple):
    """A block and its first entries; if they are not all, they take more than there is room for."""

    block: Block
    entries: Sequence[str]

    @property
    def size(self) -> int:
        return sum(map(_bytes, self.entries))

    def cut(self, most: int) -> Iterator[str]:
        """The text with as many of the entries as take no more than so many bytes."""
        yield self.block.head
        kept = 0
        for entry in self.entries:
            most -= _bytes(entry)
            if most < 0:
                break
            kept += 1
            yield entry
        yield self.block.end
        yield self.block.rest(self.block.total - kept)


class Fitted(NamedTuple):
    """A document: whether nothing is left out, and else the `room` that there is for entries.

    If that is negative, it is longer than allowed: there is no room for what is no entry of a list.
    """

    chunks: Iterator[str]
    whole: bool
    room: int


def fitted(blocks: Iterable[Block], limit: int) -> Fitted:
    """The blocks as text of no more than `limit` bytes."""
    found = [_read(block, limit) for block in blocks]
    sizes = [each.size for each in found]
    whole = sum(sizes) + sum(_bytes(b.head) + _bytes(b.end) for b, _ in found) <= limit
    room = limit - sum(block.frame for block, _ in found)
    most = max(sizes, default=0) if whole else _level(sizes, room)
    return Fitted((text for each in found for text in each.cut(most)), whole, room)


def _read(block: Block, limit: int) -> _Read:
    entries: list[str] = []
    size = 0
    for entry in block.entries:
        entries.append(entry)
        size += _bytes(entry)
        if size > limit:
            break
    return _Read(block, entries)


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
