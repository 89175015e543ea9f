from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from stances.queries.findings import Step
from stances.views.table.comparison import MEAN, TAKEN, ScaleAxis

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS = {-2: "Rejects", -1: "Opposes", 0: "Conditional", 1: "Indirect only", 2: "Supports"}


def choices(labels: dict[int, str]) -> list[Step]:
    made = [Step(f"p{score}", label, score, is_open=False) for score, label in labels.items()]
    return [*made, Step("unstated", "Not on the scale", None, is_open=True)]


def heads(width: int, labels: dict[int, str] = LABELS) -> Sequence[str]:
    return ScaleAxis(choices(labels), width).heads()


class TestHeads:
    def test_have_each_label_above_its_score(self) -> None:
        labels, ruler = heads(71)
        assert labels.startswith("Rejects ")
        assert labels.endswith(" Supports")
        middle = labels.index("Conditional") + len("Conditional") // 2
        assert ruler[middle] == "0"
        assert ruler.startswith("-2─")
        assert ruler.endswith("─+2")
        assert labels.split() == "Rejects Opposes Conditional Indirect only Supports".split()

    def test_fold_a_label_where_it_does_not_fit_on_one_line(self) -> None:
        first, second, _ = heads(52)
        assert first.split() == ["Indirect"]
        assert second.split() == "Rejects Opposes Conditional only Supports".split()

    def test_have_no_label_where_there_is_no_room_for_all(self) -> None:
        [ruler] = heads(30)
        assert [each for each in ruler.split("─") if each] == ["-2", "-1", "0", "+1", "+2"]

    def test_have_the_ends_alone_where_there_is_no_room_for_all_scores(self) -> None:
        [ruler] = heads(12, {score: str(score) for score in range(-9, 10)})
        assert ruler == "-9────────+9"

    def test_join_the_labels_of_one_score(self) -> None:
        twice = [*choices({0: "Never", 1: "Ever"}), Step("p", "No", 0, is_open=False)]
        assert "Never/No" in ScaleAxis(twice, 40).heads()[0]

    def test_of_one_score_have_it_in_the_middle(self) -> None:
        assert heads(21, {1: "Yes"}) == ["         Yes         ", "──────────+1─────────"]


SCORES = st.dictionaries(
    st.integers(-9, 9), st.text("ab 東é", min_size=1).map(lambda text: f"x{text}"), min_size=1
)


@given(SCORES, st.integers(1, 120), st.data())
def test_lines_are_as_wide_as_they_may_be_and_marks_stand_in_order(
    labels: dict[int, str], width: int, data: st.DataObject
) -> None:
    axis = ScaleAxis(choices(labels), width)
    assert {cell_len(line) for line in axis.heads()} <= {width, 0}
    low, high = min(labels), max(labels)
    taken = data.draw(st.lists(st.sampled_from(sorted(labels)), min_size=1, unique=True))
    mean = sum(taken) / len(taken)
    lane = axis.lane({**dict.fromkeys(map(float, taken), TAKEN), mean: MEAN})
    assert len(lane) == width
    assert lane.count(MEAN) == 1
    if low < high:
        assert abs(lane.index(MEAN) - (mean - low) / (high - low) * (width - 1)) <= 0.5
        if low in taken and mean > low and width > 2 * (high - low):
            assert lane[0] == TAKEN
