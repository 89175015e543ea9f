from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.filters import Filters
from stances.queries.summary import Summary, summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpora import CorpusBuilder


def ask(corpus: CorpusBuilder, *by: str, **given: Any) -> Summary:
    index = corpus.index()
    return summary(index, Filters(**given).resolved(index), by or ("faction",))


def groups(corpus: CorpusBuilder, *by: str) -> list[Any]:
    rows = ask(corpus, *(key for key in by if key != "issue")).rows
    return [row[by[0]] if len(by) == 1 else [row[key] for key in by] for row in rows]


@pytest.fixture
def council(corpus: CorpusBuilder) -> CorpusBuilder:
    """Four officials in three factions and none, over two months and four sources."""
    corpus.codebook(factions=("mayor", "council", "board"), frames=("jobs", "cost"))
    corpus.source("herald", published="2021-06-01").source("almanac", published="2021-06-20")
    corpus.source("bulletin", published="2021-06-20")
    moved = {"position": "opposes", "said": "2021-06-01", "frames": ["cost", "jobs"]}
    corpus.official("zoe", name="Zoe Abel", faction="mayor", statements=["rejects", moved])
    corpus.official(
        "abel",
        name="Kim Abel",
        faction="board",
        statements=[{"frames": ["jobs"], "evidence": ["bulletin", "almanac", "herald"]}],
    )
    corpus.official("bo", name="Bo", faction=None, statements=[{"said": "2021-05/2021-06"}])
    return corpus.official("cas", name="Cas", faction="council", statements=["unstated", "denies"])


class TestTheGroups:
    @pytest.mark.parametrize(
        ("by", "expected"),
        [
            ("faction", ["mayor", "council", "board", None]),
            ("position", ["supports", "opposes", "rejects", "denies", "unstated"]),
            ("official", ["bo", "cas", "abel", "zoe"]),
            ("frame", ["jobs", "cost", None]),
            ("source", ["herald", "almanac", "bulletin", "courier"]),
            ("month", ["2021-05", "2021-06", None]),
        ],
    )
    def test_stand_in_the_order_of_the_codebook_of_names_or_of_time(
        self, council: CorpusBuilder, by: str, expected: Sequence[str | None]
    ) -> None:
        assert groups(council, by) == expected

    def test_of_months_stand_in_order_of_time_whoever_spoke(self, corpus: CorpusBuilder) -> None:
        for official, said in ("abel", "2021-06-20"), ("bo", "2020-12"), ("cas", "2021-05"):
            corpus.official(official, statements=[{"said": said}])
        assert groups(corpus, "month") == ["2020-12", "2021-05", "2021-06"]

    def test_of_two_keys_are_crossed_in_the_order_of_both(self, council: CorpusBuilder) -> None:
        assert groups(council, "faction", "position") == [
            ["mayor", "opposes"],
            ["mayor", "rejects"],
            ["council", "denies"],
            ["council", "unstated"],
            ["board", "supports"],
            [None, "supports"],
        ]

    def test_have_rows_with_the_issue_the_keys_and_the_figures(
        self, council: CorpusBuilder
    ) -> None:
        found = ask(council, "faction", "month")
        rows = list(found.rows)
        assert (
            list(found.keys)
            == (
                "issue faction month statements officials scored unstated disputed mean spread"
            ).split()
        )
        assert {tuple(row) for row in rows} == {tuple(found.keys)}
        assert rows[0] == {
            "issue": "tram",
            "faction": "mayor",
            "month": "2021-05",
            "statements": 1,
            "officials": 1,
            "scored": 1,
            "unstated": 0,
            "disputed": 0,
            "mean": -2.0,
            "spread": 0.0,
        }

    def test_are_called_by_their_labels_and_names(self, council: CorpusBuilder) -> None:
        assert ask(council, "faction").labels["faction", "mayor"] == "Mayor"
        assert ask(council, "frame").labels["frame", "jobs"] == "Jobs"
        labels = ask(council, "position", "official").labels
        assert labels["position", "rejects"] == "Rejects"
        assert labels["official", "zoe"] == "Zoe Abel"

    def test_are_none_where_nothing_matches(self, council: CorpusBuilder) -> None:
        found = ask(council, frame=("cost",), faction=("board",))
        assert (list(found.rows), list(found.parts)) == ([], [])


class TestEachIssue:
    @pytest.fixture
    def two(self, corpus: CorpusBuilder) -> CorpusBuilder:
        scales: dict[str, dict[str, int | None]] = {
            "tram": {"for": 1, "against": -1},
            "quays": {"mend": 3, "later": None},
            "bus": {"for": 1},
        }
        corpus.codebook(issues=scales)
        mend = {"issue": "quays", "position": "mend"}
        return corpus.official("jansen", statements=["for", "for", mend]).official(
            "cas", faction="mayor", statements=[mend | {"position": "later"}, mend]
        )

    def test_is_a_part_of_its_own_in_the_order_of_the_codebook(self, two: CorpusBuilder) -> None:
        found = ask(two)
        assert [(p.issue, p.question) for p in found.parts] == [
            ("tram", "What of the tram?"),
            ("quays", "What of the quays?"),
        ]
        assert [row["issue"] for row in found.rows] == ["tram", "quays", "quays"]

    def test_has_its_whole_scale(self, two: CorpusBuilder) -> None:
        tram, quays = ask(two).parts
        assert [(s.id, s.label, s.score) for s in tram.scale] == [
            ("for", "For", 1),
            ("against", "Against", -1),
        ]
        assert [(s.id, s.score) for s in quays.scale] == [("mend", 3), ("later", None)]

    def test_counts_statements_and_officials_by_position(self, two: CorpusBuilder) -> None:
        tram, quays = ask(two).parts
        assert tram.counts == {("council",): {"for": (2, 1)}}
        assert quays.counts == {
            ("mayor",): {"mend": (1, 1), "later": (1, 1)},
            ("council",): {"mend": (1, 1)},
        }
        assert quays.total_counts == {"mend": (2, 2), "later": (1, 1)}

    def test_has_its_positions_in_its_own_order(self, corpus: CorpusBuilder) -> None:
        scales: dict[str, dict[str, int | None]] = {
            "tram": {"for": 1, "against": -1},
            "quays": {"against": -1, "for": 1},
        }
        corpus.codebook(issues=scales)
        both = [{"issue": issue, "position": p} for issue in scales for p in ("against", "for")]
        found = groups(corpus.official("jansen", statements=both), "issue", "position")
        assert found == [
            ["tram", "for"],
            ["tram", "against"],
            ["quays", "against"],
            ["quays", "for"],
        ]

    def test_has_a_total_of_its_own(self, two: CorpusBuilder) -> None:
        tram, quays = (part.total for part in ask(two).parts)
        assert (tram.statements, tram.officials, tram.mean) == (2, 1, 1)
        assert (quays.statements, quays.officials, quays.scored, quays.mean) == (3, 2, 2, 3)


def left_out(found: Summary) -> list[int]:
    """How many misattributed statements each issue leaves out."""
    return [part.misattributed for part in found.parts]


class TestWhatIsLeftOut:
    def test_is_what_filters_keep_back(self, council: CorpusBuilder) -> None:
        assert [row["faction"] for row in ask(council, frame=("jobs",)).rows] == ["mayor", "board"]

    def test_is_misattributed_and_counted(self, council: CorpusBuilder) -> None:
        wrong = {"status": "misattributed"}
        council.official("dirk", faction="mayor", statements=[wrong, wrong | {"frames": ["jobs"]}])
        assert left_out(ask(council)) == [2]
        assert left_out(ask(council, frame=("jobs",))) == [1]
        assert left_out(ask(council, faction=("board",))) == [0]
        assert next(iter(ask(council).rows))["officials"] == 1

    def test_is_nothing_misattributed_if_that_is_asked_for(self, council: CorpusBuilder) -> None:
        council.official("dirk", statements=[{"status": "misattributed"}])
        found = ask(council, status=("misattributed",))
        assert left_out(found) == [0]
        assert [row["statements"] for row in found.rows] == [1]
        assert left_out(ask(council, status=("attested",))) == [0]


class TestWhatIsDisputed:
    @pytest.fixture
    def disputed(self, council: CorpusBuilder) -> CorpusBuilder:
        open_ = {"disputes": [{"about": "speaker", "note": "They differ."}], "frames": ["cost"]}
        return council.official(
            "dirk", faction="mayor", statements=["supports", open_, open_ | {"frames": []}]
        )

    def test_has_figures_without_it_in_its_group_and_in_the_whole(
        self, disputed: CorpusBuilder
    ) -> None:
        [part] = ask(disputed).parts
        mayor = part.groups["mayor",]
        assert (mayor.disputed, part.total.disputed) == (2, 2)
        [without] = ask(disputed, without_disputed=True).parts
        assert mayor.undisputed == without.groups["mayor",]
        assert part.total.undisputed == without.total
        assert part.groups["board",].undisputed is None

    def test_is_counted_where_it_is_to_be_left_out(self, disputed: CorpusBuilder) -> None:
        def counted(**given: Any) -> list[int | None]:
            return [part.disputed_left_out for part in ask(disputed, **given).parts]

        assert counted(without_disputed=True) == [2]
        assert counted(without_disputed=True, frame=("cost",)) == [1]
        assert counted(without_disputed=True, faction=("board",)) == [0]
        assert counted() == [None]


def test_a_statement_without_frames_is_in_the_group_of_none(council: CorpusBuilder) -> None:
    counted = {row["frame"]: row["statements"] for row in ask(council, "frame").rows}
    assert counted == {"jobs": 2, "cost": 1, None: 4}
    assert ask(council, "frame").parts[0].total.statements == 6
