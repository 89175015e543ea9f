from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import pytest

from networks import HOSTILE, NAMES, plot, two_mode
from stances.errors import TooManyDrawn
from stances.queries.filters import Filters
from stances.queries.network import Asked, network
from stances.views.formats import PICTURES, ViewOptions
from stances.views.html.charts import network as charts
from stances.views.html.charts.network import Node, Plot, Tie, document, heat_map, node_link
from stances.views.html.network import svg

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from corpora import CorpusBuilder
    from stances.views.html.elements import Markup

    Draw = Callable[[Plot], Markup]

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = pytest.mark.parametrize("draw", charts.PICTURES.values(), ids=charts.PICTURES)


def read(drawing: Markup) -> Element:
    """A picture as another program reads it."""
    return fromstring(document(drawing))  # noqa: S314 - we wrote it


def classes(drawn: Element, name: str) -> list[str]:
    """The classes of all shapes that have one."""
    found = (each.get("class", "").split() for each in drawn.iter())
    return [" ".join(own) for own in found if name in own]


def plotted(*values: float, camps: str = "1122", **more: Any) -> Plot:
    """A plot of pairs of four actors: 0 and 1, 0 and 2, 0 and 3, 1 and 2, 1 and 3, 2 and 3."""
    pairs = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))
    ties = {pair: Tie(value, "told") for pair, value in zip(pairs, values, strict=False)}
    rows = [Node(name, int(camp)) for name, camp in zip("abcd", camps, strict=True)]
    return Plot("Title", ["A note."], "Told.", rows, ties)._replace(**more)


def draw_text(of: Plot) -> str:
    return f"{heat_map(of)}{node_link(of)}"


@DRAWN
class TestPictures:
    def test_are_titled_and_described(self, draw: Draw) -> None:
        drawn = read(draw(plot(15)))
        assert drawn.get("role") == "img"
        assert drawn.findtext(f"{SVG}title") == "Who stands with whom"
        assert drawn.findtext(f"{SVG}desc") == "All pairs."

    def test_have_every_name_whole(self, draw: Draw) -> None:
        drawn = read(draw(plot(15)))
        named = {
            text.findtext(f"{SVG}title") or text.text
            for text in drawn.iter(f"{SVG}text")
            if text.get("class") == "name"
        }
        assert named == {node.name for node in plot(15).rows}

    def test_escape_what_they_are_given(self, draw: Draw) -> None:
        text = document(draw(plot(15)))
        assert HOSTILE in {node.name for node in plot(15).rows}
        assert "<script" not in text
        assert not re.search(r'<[^>]* on\w+="', text)
        assert len([*read(draw(plot(15))).iter(f"{SVG}style")]) == 1

    def test_are_the_same_each_time_with_two_decimals_at_most(self, draw: Draw) -> None:
        drawn = draw(plot(60))
        assert drawn == draw(plot(60))
        inside = re.sub(r"<(title|desc|text|tspan)\b.*?</\1>", "", drawn)
        assert re.findall(r"\d\.\d{3,}|\de[-+]?\d|nan|inf", inside) == []

    @pytest.mark.parametrize("camps", ["1111", "0000", "1100"])
    def test_do_without_two_camps(self, draw: Draw, camps: str) -> None:
        read(draw(plotted(1, -1, 0.5, camps=camps)))

    def test_of_nothing_are_pictures_too(self, draw: Draw) -> None:
        read(draw(Plot("Title", [], "Nothing.", [], {})))
        read(draw(Plot("Title", [], "Nothing.", [Node("a")], {}, [Node("b")])))

    def test_in_a_page_leave_its_words_to_it(self, draw: Draw) -> None:
        bare = draw(plotted(1, is_headed=False))
        assert "A note." not in bare
        assert bare.count(">Title<") == 1

    def test_tell_camps_apart_by_shapes(self, draw: Draw) -> None:
        drawn = read(draw(plotted(1, camps="1102")))
        shapes = {
            each.get("class"): each.tag + re.sub(r"[-\d. M]+", "", each.get("d", ""))
            for each in drawn.iter()
            if "shape" in each.get("class", "").split()
        }
        assert len({*shapes.values()}) == len(shapes) == 3


class TestHeatMap:
    def test_hatches_conflict_and_fills_agreement(self) -> None:
        drawn = read(heat_map(plotted(2, -2, 0)))
        fills = {
            each.get("class", "").split()[1]: each.get("fill")
            for each in drawn.iter()
            if each.get("class", "").startswith("cell")
        }
        assert fills["conflict"] == f"url(#{next(drawn.iter(f'{SVG}pattern')).get('id')})"
        assert fills["agree"] is None
        assert fills["even"] is None

    def test_has_a_cell_on_both_sides_of_the_diagonal(self) -> None:
        drawn = read(heat_map(plotted(2)))
        [cells] = (
            each for each in drawn.iter(f"{SVG}g") if each.get("class") == "cell agree level-4"
        )
        assert [path.findtext(f"{SVG}title") for path in cells] == ["told", "told"]
        one, other = (re.findall(r"[\d.]+", path.get("d", ""))[:2] for path in cells)
        assert one != other

    def test_of_many_does_without_tooltips(self) -> None:
        assert len(heat_map(plot(60))) < 1.3 * len(heat_map(plot(36)))
        assert "and" not in re.findall(r"<path[^>]*><title>([^<]*)", heat_map(plot(60)))

    def test_levels_whole_numbers_by_themselves(self) -> None:
        drawn = heat_map(plotted(1, 2, 3, is_signed=False, measured="statements"))
        assert "statements up to 1, 2 and 3" in drawn
        assert {*classes(read(drawn), "plain")} == {f"cell plain level-{n}" for n in (2, 3, 4)}

    def test_levels_other_numbers_by_their_roots(self) -> None:
        drawn = heat_map(plotted(16, 9, 4, 0.5, -15))
        assert "agreement, weight up to 1, 4, 9 and 16" in drawn
        assert "conflict, weight up to 16" in drawn

    def test_of_two_modes_has_concepts_above(self) -> None:
        drawn = read(heat_map(two_mode(14, 6)))
        names = [text.text for text in drawn.iter(f"{SVG}text") if text.get("class") == "name"]
        assert names[-6:] == [f"concept-{n}" for n in range(6)]
        assert len(names) == 20


class TestNodeLink:
    def test_draws_a_line_a_pair_but_for_even_ones(self) -> None:
        drawn = read(node_link(plotted(2, -2, 0)))
        lines = [each for each in classes(drawn, "tie") if each.endswith("level-4")]
        keys = 2
        assert len(lines) == 2 + keys

    def test_puts_camps_on_two_sides(self) -> None:
        drawn = read(node_link(plot(15)))
        at: dict[str, set[str]] = {}
        for text in drawn.iter(f"{SVG}text"):
            if text.get("class") == "name":
                name = text.findtext(f"{SVG}title") or text.text or ""
                at.setdefault(text.get("text-anchor", ""), set()).add(name)
        camps = {n: {node.name for node in plot(15).rows if node.camp == n} for n in (1, 2)}
        assert at == {"end": camps[1], "start": camps[2]}

    def test_of_many_lines_draws_the_strongest_of_each_and_says_so(self) -> None:
        of = plot(60)
        drawn = node_link(of)
        [told] = re.findall(r"Drawn are the 3 strongest lines of each: (\d+) of ([\d,]+)", drawn)
        lines = sum(1 for tie in of.ties.values() if tie.value)
        assert int(told[1].replace(",", "")) == lines
        paths = re.findall(
            r'<path d="M([\d.]+) ([\d.]+)[QL][^"]* ?([\d.]+) ([\d.]+)" class="tie', drawn
        )
        assert len(paths) == int(told[0])
        assert 60 <= len(paths) <= 180


class TestSvg:
    @pytest.mark.parametrize("picture", PICTURES)
    def test_of_the_shipped_corpus_draws_no_camps_since_chance_fits_as_well(
        self, shipped: sqlite3.Connection, picture: str
    ) -> None:
        found = network(shipped, Filters(), Asked(measure="subtract"))
        text = "".join(svg(found, ViewOptions(picture=picture)))
        drawn = fromstring(text)  # noqa: S314 - we wrote it
        told = " ".join(drawn.itertext())
        assert "Ali Shamkhani" in told
        assert "(p = " in told
        assert "Left out: 2 leaving the question open." in told
        assert "No camps: chance fits as well in " in told
        assert not classes(drawn, "camp-1")
        assert "camp 1" not in told

    def test_of_frames_has_no_camps(self, shipped: sqlite3.Connection) -> None:
        found = network(shipped, Filters(), Asked(measure="subtract", on="frame"))
        drawn = fromstring("".join(svg(found, ViewOptions())))  # noqa: S314 - as above
        assert classes(drawn, "shape") == []

    @pytest.mark.parametrize("measure", ["congruence", "conflict", "shared", "two-mode"])
    def test_shows_the_side_of_its_measure(self, shipped: sqlite3.Connection, measure: str) -> None:
        found = network(shipped, Filters(), Asked(measure=measure))
        drawn = fromstring("".join(svg(found, ViewOptions())))  # noqa: S314 - as above
        shades = {each.split()[1] for each in classes(drawn, "cell")} - {"none", "self", "even"}
        sides = {"congruence": "agree", "conflict": "conflict"}
        assert shades == {sides.get(measure, "plain")}

    def test_of_too_many_is_refused(self, corpus: CorpusBuilder) -> None:
        for number in range(61):
            corpus.official(f"x{number}", statements=["supports"])
        with pytest.raises(TooManyDrawn, match="61 officials"):
            [*svg(network(corpus.index(), Filters(), Asked()), ViewOptions())]

    def test_lays_out_a_name_from_the_right_by_itself(self) -> None:
        of = plotted(1)._replace(notes=[f"The split has \u2068{NAMES[1]}\u2069 on one side."])
        drawn = read(heat_map(of))
        [apart] = (each for each in drawn.iter(f"{SVG}tspan"))
        assert (apart.text, apart.get("class")) == (NAMES[1], "apart")
        assert "[U+" not in draw_text(of)
