"""Pictures of networks as people see them: every name is read, and signs do without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browsing import SCHEMES, look
from networks import plot, two_mode
from stances.views.html.charts.network import PICTURES, document

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from browsing import Window
    from stances.views.html.charts.network import Plot

    Shown = Callable[..., Page]

PLOTS = {
    **{f"{number} in camps": plot(number) for number in (4, 15, 30, 60)},
    "30 without camps": plot(30, camps=0),
    "two modes": two_mode(40, 12),
}
GREY = """
() => {
  const style = (node) => getComputedStyle(node);
  const of = (selector) => [...document.querySelectorAll(selector)];
  return {
    dashed: new Set(of(".tie.conflict").map((each) => style(each).strokeDasharray)).size,
    solid: of(".tie.agree").every((each) => style(each).strokeDasharray === "none"),
    hatched: of(".cell.conflict").every((each) => style(each).fill.startsWith("url(")),
    filled: of(".cell.agree").every((each) => style(each).fill.startsWith("rgb")),
    ties: of(".tie").length,
    cells: of(".cell").length,
  };
}
"""


@pytest.fixture
def shown(window: Callable[..., Window]) -> Shown:
    """Shows a picture in a page of a window of its own."""

    def call(of: Plot, picture: str) -> Page:
        view = window().page
        style = "<style>body { margin: 0; background: var(--paper); }</style>"
        view.set_content(f"<!DOCTYPE html>{style}<body>{document(PICTURES[picture](of))}</body>")
        return view

    return call


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("picture", PICTURES)
class TestPictures:
    def test_let_every_name_be_read(self, shown: Shown, picture: str, name: str) -> None:
        view = shown(PLOTS[name], picture)
        for scheme in SCHEMES:
            seen = look(view, scheme)
            assert seen.pop("texts") >= len(PLOTS[name].rows)
            for what in ("outside", "astray", "overlapping", "small", "faint"):
                assert seen[what] == [], (what, scheme)


class TestSigns:
    def test_of_lines_are_dashes(self, shown: Shown) -> None:
        found = shown(plot(15), "nodes").evaluate(GREY)
        assert found["ties"] > 20
        assert (found["dashed"], found["solid"]) == (1, True)

    def test_of_cells_are_hatching(self, shown: Shown) -> None:
        found = shown(plot(15), "matrix").evaluate(GREY)
        assert found["cells"] > 6
        assert (found["hatched"], found["filled"]) == (True, True)


class TestNamesFromTheRight:
    @pytest.mark.parametrize("picture", PICTURES)
    def test_end_where_others_do(self, shown: Shown, picture: str) -> None:
        view = shown(plot(15), picture)
        box = (
            "(words) => [...document.querySelectorAll('text.name')]"
            ".filter((each) => each.textContent.includes(words) && !each.closest('[transform]'))"
            ".map((each) => each.getBoundingClientRect()).map(({left, right}) => [left, right])[0]"
        )
        persian, latin = (view.evaluate(box, words) for words in ("محمدجواد ظریف", "Hassan"))
        shape = (
            "(at) => [...document.querySelectorAll('.shape')]"
            ".map((each) => each.getBoundingClientRect().left)"
            ".filter((left) => left > at && left < at + 16).length"
        )
        assert view.evaluate(shape, persian[1]) >= 1
        assert view.evaluate(shape, latin[1]) >= 1
