from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from stances.views.markdown_report.size_limit import Block, fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

entries = st.lists(st.text("aé水", min_size=1, max_size=40).map(lambda text: f"{text}\n"))
lists = st.lists(entries, max_size=5)


def blocks(given_: list[list[str]]) -> list[Block]:
    return [
        Block(f"list {number}\n", own, len(own), "end\n", f"stances list {number}")
        for number, own in enumerate(given_)
    ]


def written(found: list[Block], limit: int) -> str:
    return "".join(fitted(found, limit).chunks)


def size(text: str) -> int:
    return len(text.encode())


@given(lists, st.integers(0, 2000))
def test_a_document_is_as_long_as_allowed_and_says_what_it_leaves_out(
    given_: list[list[str]], limit: int
) -> None:
    found = blocks(given_)
    chunks, whole, room = fitted(found, limit)
    text = "".join(chunks)
    complete = "".join(f"{b.head}{''.join(b.entries)}{b.end}" for b in found)
    assert whole == (size(complete) <= limit)
    assert text == complete or not whole
    assert size(text) <= limit or (room < 0 and not whole)
    assert size(text) <= max(limit, sum(block.frame for block in found))
    for number, own in enumerate(given_):
        part = text.split(f"list {number}\n", 1)[1].split("end\n", 1)
        kept = part[0].count("\n")
        assert part[0] == "".join(own[:kept])
        left_out = f"*{len(own) - kept} of {len(own)} are left out here, to keep this short.*"
        said = part[1].startswith(f"{left_out} All: `stances list {number}`\n")
        assert said == (kept < len(own))


def test_the_longest_lists_are_cut_and_end_up_about_as_long() -> None:
    short, long, longer = (["x" * 9 + "\n"] * number for number in (3, 100, 1000))
    text = written(blocks([short, long, longer]), 1200)
    parts = [part.count("x" * 9) for part in text.split("end\n")]
    assert parts[0] == 3
    assert parts[1] == parts[2] > 40
    assert 1100 < size(text) <= 1200


def test_no_more_is_made_than_there_can_be_room_for() -> None:
    made = []

    def endless() -> Iterator[str]:
        for number in range(10**6):
            made.append(number)
            yield "x\n"

    written([Block("", endless(), 10**6, "", "stances list")], 200)
    assert len(made) == 101


def test_a_whole_document_fits_exactly() -> None:
    found = blocks([["a\n"] * 100])
    complete = written(found, 10**6)
    assert written(found, size(complete)) == complete
    assert "left out" in written(found, size(complete) - 1)
