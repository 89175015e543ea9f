"""Shortens long lists evenly, so that a report stays within a size limit.

The longest lists are cut first; all cut lists end up about equally long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.views.markdown_escape import code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Block(NamedTuple):
    """A piece of the document: a list of `total` entries between a `head` and an `end`.

    `command` shows all entries. A block without entries is never cut. Entries are read once, and
    only as many as can fit.
    """

    head: str
    entries: Iterable[str] = ()
    total: int = 0
    end: str = ""
    command: str = ""

    def rest(self, left_out: int) -> str:
        """The note on entries that are left out; empty if none are."""
        if not left_out:
            return ""
        count = f"{left_out} of {self.total} are left out here, to keep this short"
        return f"*{count}.* All: {code(self.command)}\n\n"

    @property
    def frame(self) -> int:
        """The size in bytes without entries, but with the note that they are left out."""
        return sum(map(_bytes, (self.head, self.end, self.rest(self.total))))


class _Read(NamedTuple):
    """A block and its first entries: all entries, or more than can fit."""

    block: Block
    entries: Sequence[str]

    @property
    def size(self) -> int:
        return sum(map(_bytes, self.entries))

    def cut(self, most: int) -> Iterator[str]:
        """The text with as many entries as fit into `most` bytes."""
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
    """A document: whether all entries fit (`whole`), and the `room` in bytes for entries.

    A negative `room` means that the document exceeds the limit even without entries.
    """

    chunks: Iterator[str]
    whole: bool
    room: int


def fitted(blocks: Iterable[Block], limit: int) -> Fitted:
    """The blocks as text of at most `limit` bytes."""
    lists: list[_Read] = []
    for block in blocks:
        entries: list[str] = []
        size = 0
        for entry in block.entries:
            entries.append(entry)
            size += _bytes(entry)
            if size > limit:
                break
        lists.append(_Read(block, entries))
    sizes = [each.size for each in lists]
    whole = sum(sizes) + sum(_bytes(b.head) + _bytes(b.end) for b, _ in lists) <= limit
    room = limit - sum(block.frame for block, _ in lists)
    most = max(sizes, default=0) if whole else _longest(sizes, room)
    return Fitted((text for each in lists for text in each.cut(most)), whole, room)


def _longest(sizes: Sequence[int], room: int) -> int:
    """The size to which larger lists must be cut so that all fit."""
    for index, size in enumerate(sorted(sizes)):
        share = max(room, 0) // (len(sizes) - index)
        if size > share:
            return share
        room -= size
    return max(sizes, default=0)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
