from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from stances.views.table.grid import GAP, Column, Grid, best

if TYPE_CHECKING:
    from collections.abc import Sequence


def lines(grid: Grid, width: int) -> list[str]:
    console = Console(file=StringIO(), width=width, markup=False, _environ={})
    with console.capture() as captured:
        console.print(grid.table(), highlight=False)
    return [line.rstrip() for line in captured.get().split("\n")[:-1]]


def columns(*heads: str, rows: Sequence[Sequence[str]]) -> list[Column]:
    cells = zip(*rows, strict=True)
    return [
        Column(head.split(), [cell.split() for cell in own])
        for head, own in zip(heads, cells, strict=True)
    ]


class TestGrid:
    ROWS = (("Mayor", "Ab Cd Ef", ""), ("Council", "", "Gh"))

    def test_is_as_wide_as_its_words_where_there_is_room(self) -> None:
        grid = Grid(columns("", "For it", "Left open", rows=self.ROWS), 40, 4)
        assert lines(grid, 40) == [
            "         For it    Left open",
            "Mayor    Ab Cd Ef",
            "Council            Gh",
        ]
        assert grid.height == 3

    def test_breaks_between_words_where_that_costs_the_fewest_lines(self) -> None:
        own = columns("", "For it", "Left open", rows=self.ROWS)
        assert lines(Grid(own, 27, 4), 27) == [
            "         For it    Left",
            "                   open",
            "Mayor    Ab Cd Ef",
            "Council            Gh",
        ]
        assert lines(Grid(own, 22, 4), 22) == [
            "         For    Left",
            "         it     open",
            "Mayor    Ab Cd",
            "         Ef",
            "Council         Gh",
        ]

    def test_does_not_fit_if_a_word_would_be_broken_or_a_cell_be_too_high(self) -> None:
        own = columns("", "For it", "Left open", rows=self.ROWS)
        assert Grid(own, 18, 4).fits
        assert not Grid(own, 17, 4).fits
        assert not Grid(own, 18, 2).fits
        assert Grid(own, 20, 2).fits

    def test_has_numbers_at_the_right(self) -> None:
        grid = Grid([Column(["mean"], [["+1.00"], ["0"]], is_number=True)], 20, 1)
        assert lines(grid, 20) == [" mean", "+1.00", "    0"]

    def test_sets_what_goes_on_as_far_in_as_it_began(self) -> None:
        grid = Grid([Column([], [["  Research", "Center"]])], 10, 2)
        assert lines(grid, 10)[1:] == ["  Research", "  Center"]

    def test_of_very_many_rows_fits_too(self) -> None:
        own = columns("", "a b", rows=[("Mayor Jansen", "c d")] * 500)
        assert max(map(len, lines(Grid(own, 12, 2), 12))) <= 12

    def test_is_the_lowest_of_those_that_fit_and_then_the_first(self) -> None:
        short, long = columns("a", rows=[("b",)]), columns("a a a", rows=[("b",)])
        grids = [Grid(long, 3, 4), Grid(short, 3, 4), Grid(short, 3, 1), Grid(long, 0, 4)]
        assert best(grids) is grids[1]
        assert best(grids[3:]) is None


WORDS = st.lists(st.text("abcé東", min_size=1, max_size=9), max_size=6)


@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.lists(
            st.builds(Column, WORDS, st.lists(WORDS, min_size=rows, max_size=rows)),
            min_size=1,
            max_size=5,
        )
    ),
    st.integers(1, 90),
    st.integers(1, 4),
)
def test_whatever_fits_shows_all_its_words_whole(own: list[Column], width: int, most: int) -> None:
    grid = Grid(own, width, most)
    natural = sum(
        max(cell_len(" ".join(words)) for words in (column.head, *column.cells)) for column in own
    )
    if natural + GAP * (len(own) - 1) <= width:
        assert grid.fits
        assert grid.height == 1 + len(own[0].cells)
    if grid.fits:
        shown = lines(grid, width)
        assert len(shown) == grid.height
        assert max(map(cell_len, shown)) <= width
        expected = [
            word for column in own for words in (column.head, *column.cells) for word in words
        ]
        assert sorted(" ".join(shown).split()) == sorted(expected)
        assert grid.height <= most * (1 + len(own[0].cells))
