"""What counts as which change between two states of a corpus."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import random_corpora
from stances.index.build import build
from stances.queries.diff import Diff, Side, diff
from stances.queries.diff.changes import KINDS
from stances.queries.filters import Filters
from stances.queries.summary import summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder

    NewCorpus = Callable[[], CorpusBuilder]


def compared(old: CorpusBuilder, new: CorpusBuilder) -> Diff:
    """What differs between two corpora."""
    sides = (Side(each.index(), {"name": name}) for each, name in ((old, "old"), (new, "new")))
    return diff(*sides)


def kinds(found: Diff) -> dict[str, int]:
    """The kinds of change that there are."""
    return {kind: number for kind, number in found.counts.items() if number}


@pytest.fixture
def pair(new_corpus: NewCorpus) -> tuple[CorpusBuilder, CorpusBuilder]:
    """Two corpora that are the same: one official with one statement."""
    old, new = new_corpus(), new_corpus()
    for each in (old, new):
        each.official("jansen", name="Jan Jansen", statements=["supports"])
    return old, new


Pair = tuple["CorpusBuilder", "CorpusBuilder"]


class TestStatementChanges:
    def test_that_is_added_tells_nothing_of_its_parts(self, pair: Pair) -> None:
        old, new = pair
        added = {"position": "supports", "disputes": [{"about": "date", "note": "When?"}]}
        new.official("jansen", name="Jan Jansen", statements=["supports", added])
        assert kinds(compared(old, new)) == {"added": 1}
        assert kinds(compared(new, old)) == {"removed": 1}

    @pytest.mark.parametrize(
        ("field", "value", "told"),
        [
            ("said", "2021-05", {"key": "said", "was": "2021-05-03", "now": "2021-05"}),
            ("venue", "Oslo", {"key": "venue", "was": None, "now": "Oslo"}),
            ("frames", ["jobs"], {"key": "frames", "gained": ["jobs"], "dropped": []}),
            ("repeated", "true", {"key": "repeated", "was": False, "now": True}),
            ("coder", "another", {"key": "coder", "was": None, "now": "another"}),
            ("faction", "mayor", {"key": "faction", "was": "council", "now": "mayor"}),
        ],
    )
    def test_that_is_changed_tells_each_key(
        self, pair: Pair, field: str, value: str | list[str], told: dict[str, Any]
    ) -> None:
        old, new = pair
        statement = {"position": "supports", field: value}
        new.official("jansen", name="Jan Jansen", statements=[statement])
        row = next(row for row in compared(old, new).changes if row["key"] == field)
        assert (row["kind"], row["record"], row["ref"]) == ("changed", "statement", "jansen/s1")
        assert {key: row[key] for key in told} == told

    def test_that_is_recoded_moves_its_official_and_the_faction(self, pair: Pair) -> None:
        old, new = pair
        new.official("jansen", name="Jan Jansen", statements=["rejects"])
        found = compared(old, new)
        assert kinds(found) == {"recoded": 1, "position-moved": 1, "faction-moved": 1}
        [moved] = found.positions
        assert [each["position"] for each in (*moved["was"], *moved["now"])] == [
            "supports",
            "rejects",
        ]
        assert moved["because"] == [{"kind": "recoded", "ref": "jansen/s1", "key": "position"}]
        [faction] = found.factions
        assert (faction["was"]["mean"], faction["now"]["mean"]) == (2, -2)

    def test_under_another_id_is_renamed(self, pair: Pair) -> None:
        old, new = pair
        statement = {"id": "other", "position": "supports", "venue": "Oslo"}
        new.official("jansen", name="Jan Jansen", statements=[statement])
        found = compared(old, new)
        assert kinds(found) == {"renamed": 1, "changed": 1}
        assert found.changes[0]["previous_ref"] == "jansen/s1"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("They will never build the tram here.", {"renamed": 1, "quote-changed": 1}),
            ("Ask me again in the autumn.", {"added": 1, "removed": 1}),
        ],
    )
    def test_under_another_id_does_not_hide_that_its_words_were_altered(
        self, pair: Pair, text: str, expected: dict[str, int]
    ) -> None:
        for each, id_, words in (
            (pair[0], "then", "They will build the tram here."),
            (pair[1], "now", text),
        ):
            said = {"id": id_, "evidence": [{"text": words}]}
            each.official("jansen", name="Jan Jansen", statements=[said])
        assert kinds(compared(*pair)) == expected

    def test_with_another_official_is_reattributed(self, pair: Pair) -> None:
        old, new = pair
        for each in pair:
            each.official("bo", statements=[{"evidence": [{"text": "others"}]}])
        both: list[dict[str, Any]] = [{"evidence": [{"text": "others"}]}, {"id": "s2"}]
        new.official("bo", statements=both).official("jansen", name="Jan Jansen", note="Silent.")
        [row] = [r for r in compared(old, new).changes if r["record"] == "statement"]
        assert (row["kind"], row["previous_ref"], row["ref"]) == (
            "reattributed",
            "jansen/s1",
            "bo/s2",
        )
        assert row["was"] == {"official": "jansen", "name": "Jan Jansen"}

    def test_with_another_official_has_the_roles_of_that_one(self, pair: Pair) -> None:
        old, new = pair
        moved = {"id": "moved", "evidence": [{"text": "We wait."}]}
        old.official("jansen", name="Jan Jansen", statements=["supports", moved])
        old.official("bo", faction="mayor")
        new.official("bo", faction="mayor", statements=[moved])
        assert [row["kind"] for row in compared(old, new).changes] == ["reattributed"]

    def test_whose_officials_have_swapped_their_ids_was_said_by_whom_it_was(
        self, new_corpus: NewCorpus
    ) -> None:
        old, new = new_corpus(), new_corpus()
        for each, ids in ((old, ("a", "b")), (new, ("b", "a"))):
            for id_, name in zip(ids, ("Ann", "Bob"), strict=True):
                said = [{"id": f"of-{name}".lower(), "evidence": [{"text": f"By {name}"}]}]
                each.official(id_, name=name, statements=said)
        told = [row for row in compared(old, new).changes if row["kind"] == "reattributed"]
        assert [(row["was"]["name"], row["now"]["name"]) for row in told] == [
            ("Ann", "Ann"),
            ("Bob", "Bob"),
        ]

    def test_does_not_repeat_what_its_official_tells_of_roles(self, pair: Pair) -> None:
        old, new = pair
        new.official("jansen", name="Jan Jansen", faction="mayor", statements=["supports"])
        found = compared(old, new)
        assert [(row["record"], row["key"]) for row in found.changes] == [("official", "roles")]
        assert {row["faction"] for row in found.factions} == {"mayor", "council"}

    def test_that_is_later_and_has_no_score_moves_nobody(self, pair: Pair) -> None:
        old, new = pair
        later = {"position": "unstated", "said": "2021-06"}
        new.official("jansen", name="Jan Jansen", statements=["supports", later])
        assert compared(old, new).positions == []

    def test_that_is_misattributed_moves_nobody(self, pair: Pair) -> None:
        old, new = pair
        other = {"position": "rejects", "said": "2021-06", "status": "misattributed"}
        new.official("jansen", name="Jan Jansen", statements=["supports", other])
        found = compared(old, new)
        assert (found.positions, found.factions) == ([], [])


HEARSAY: dict[str, Any] = {"position": "rejects", "said": "2021-06", "according_to": "a clerk"}


class TestReviews:
    def told(self, pair: Pair, was: dict[str, Any], now: dict[str, Any]) -> dict[str, int]:
        for each, fields in zip(pair, (was, now), strict=True):
            statement = {"position": "supports", "frames": ["jobs", "cost"], **fields}
            each.official("jansen", name="Jan Jansen", statements=[statement])
        return kinds(compared(*pair))

    def test_that_are_kept_although_the_statement_has_changed_are_told(self, pair: Pair) -> None:
        was, now = {"reviewed_by": ["TK", "OB"]}, {"reviewed_by": ["OB", "NL"], "venue": "Oslo"}
        assert self.told(pair, was, now) == {"changed": 2, "review-kept": 1}
        rows = {row["kind"]: row for row in compared(*pair).changes}
        assert (rows["review-kept"]["was"], rows["review-kept"]["now"]) == (["TK", "OB"], ["OB"])
        assert (rows["changed"]["gained"], rows["changed"]["dropped"]) == (["NL"], ["TK"])

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ({"reviewed_by": ["TK"]}, {}),
            ({"reviewed_by": ["TK"], "frames": ["cost", "jobs"]}, {}),
            ({"reviewed_by": ["TK", "OB"]}, {"changed": 1}),
            ({"venue": "Oslo"}, {"changed": 2}),
            ({"id": "other", "reviewed_by": ["TK"]}, {"renamed": 1}),
        ],
    )
    def test_are_not_kept_wrongly_where_nothing_changed_or_they_were_taken_off(
        self, pair: Pair, now: dict[str, Any], expected: dict[str, int]
    ) -> None:
        assert self.told(pair, {"reviewed_by": ["TK"]}, now) == expected

    def test_are_kept_wrongly_where_the_words_changed_that_are_another_statements(
        self, pair: Pair
    ) -> None:
        for each, said in zip(pair, ("2021-05-03", "2021-05-04"), strict=True):
            base = {"position": "supports", "said": said}
            joint = {"position": "opposes", "words_of": "jansen/s1", "reviewed_by": ["TK"]}
            each.official("jansen", name="Jan Jansen", statements=[base])
            each.official("bo", statements=[joint | {"said": None, "evidence": None}])
        assert kinds(compared(*pair)) == {"changed": 1, "review-kept": 1}
        [kept] = [row for row in compared(*pair).changes if row["kind"] == "review-kept"]
        assert kept["ref"] == "bo/s1"


class TestPositionMoves:
    def test_hearsay_moves_neither_an_official_nor_a_faction(self, pair: Pair) -> None:
        old, new = pair
        new.official("jansen", name="Jan Jansen", statements=["supports", HEARSAY])
        assert kinds(compared(old, new)) == {"added": 1}
        assert compared(old, new).factions == []

    def test_what_turns_into_hearsay_moves_because_of_that(self, pair: Pair) -> None:
        old, new = pair
        said = {key: HEARSAY[key] for key in ("position", "said")}
        old.official("jansen", name="Jan Jansen", statements=["supports", said])
        new.official("jansen", name="Jan Jansen", statements=["supports", HEARSAY])
        [moved] = compared(old, new).positions
        assert [each["position"] for each in moved["now"]] == ["supports"]
        assert [each["key"] for each in moved["because"]] == ["according_to"]

    def test_hearsay_is_no_reason_for_a_move(self, pair: Pair) -> None:
        old, new = pair
        other = {"position": "opposes", "said": "2021-06"}
        new.official("jansen", name="Jan Jansen", statements=["supports", other, HEARSAY])
        [moved] = compared(old, new).positions
        assert [each["ref"] for each in moved["because"]] == ["jansen/s2"]

    def test_of_somebody_unnamed_is_none(self, pair: Pair) -> None:
        old, new = pair
        old.official("clerk", kind="unnamed", statements=["supports"])
        new.official("clerk", kind="unnamed", statements=["rejects"])
        assert kinds(compared(old, new)) == {"recoded": 1}

    def test_follows_the_times_of_a_day(self, pair: Pair) -> None:
        old, new = pair
        said = {"position": "rejects", "said": "2021-05-03T08:00:00"}
        later = {"position": "supports", "said": "2021-05-03T20:00:00"}
        old.official("jansen", name="Jan Jansen", statements=[said])
        new.official("jansen", name="Jan Jansen", statements=[said, later])
        [moved] = compared(old, new).positions
        assert [each["position"] for each in moved["now"]] == ["supports"]

    @pytest.mark.parametrize("seed", range(10))
    def test_figures_are_those_of_a_summary(self, tmp_path: Path, seed: int) -> None:
        random_corpora.write(tmp_path, seed)
        before = build(tmp_path)
        draw = Random(seed)
        for _ in range(12):
            random_corpora.edit(tmp_path, draw)
        after = build(tmp_path)
        found = diff(Side(before, {}), Side(after, {})).factions
        told = {(each["issue"], each["faction"]): (each["was"], each["now"]) for each in found}
        keys = ("mean", "officials", "scored", "statements")
        was, now = (
            {
                (row["issue"], row["faction"]): {key: row[key] for key in keys}
                for row in summary(index, Filters(), ["faction"]).rows
            }
            for index in (before, after)
        )
        nothing = {"mean": None, "officials": 0, "scored": 0, "statements": 0}
        both = {key: (was.get(key, nothing), now.get(key, nothing)) for key in {*was, *now}}
        assert told == {key: sides for key, sides in both.items() if sides[0] != sides[1]}


class TestEvidenceChanges:
    @pytest.mark.parametrize(
        ("was", "now", "expected"),
        [
            ([{"text": "we will"}], [{"text": "we will not"}], {"quote-changed": 1}),
            ([{"text": "we will"}], [{"text": "“we will”"}], {"quote-changed": 1}),
            (
                [{"text": "we will"}],
                [{"text": "we will"}, {"text": "not so"}],
                {"evidence-won": 1},
            ),
            (
                [{"text": "one of two"}, {"text": "two of two"}],
                [{"text": "two of two"}, {"text": "one of three"}],
                {"quote-changed": 1},
            ),
            (
                [{"text": "all other words", "form": "paraphrase"}],
                [{"text": "we will", "form": "quote"}],
                {"evidence-won": 1, "evidence-lost": 1},
            ),
            (
                [{"text": "we will never go", "form": "paraphrase"}],
                [{"text": "we will go", "form": "quote"}],
                {"quote-changed": 1, "changed": 1},
            ),
            (
                [{"text": "a", "original": {"text": "x y", "lang": "fa"}}],
                [{"text": "a", "original": {"text": "x z", "lang": "fa"}}],
                {"quote-changed": 1},
            ),
            ([{"text": "a"}], [{"text": "a", "locator": "page 2"}], {"changed": 1}),
            ([{"text": "a"}, {"text": "b"}], [{"text": "b"}, {"text": "a"}], {}),
        ],
    )
    def test_is_the_same_altered_won_or_lost(
        self, pair: Pair, was: list[Any], now: list[Any], expected: dict[str, int]
    ) -> None:
        for each, evidence in zip(pair, (was, now), strict=True):
            each.official("jansen", name="Jan", statements=[{"evidence": evidence}])
        assert kinds(compared(*pair)) == expected

    def test_that_was_altered_is_told_with_its_place_and_words(self, pair: Pair) -> None:
        old, new = pair
        evidence = [{"text": "words 2"}]
        new.official("jansen", name="Jan Jansen", statements=[{"evidence": evidence}])
        [row] = compared(old, new).changes
        assert row["difference"] == "words [-1-]{+2+}"
        line = (new.folder / row["path"]).read_text("utf-8").splitlines()[row["line"] - 1]
        assert line[row["column"] - 1 :].startswith('"words 2"')


OPEN = {"about": "date", "note": "When?"}
SETTLED = OPEN | {"resolution": "Then."}


DENIED = {"words": {"source": "courier", "text": "I never said it.", "by": "jansen"}}
ALTERED = {"words": DENIED["words"] | {"text": "I once said it."}}
UNCODED = {"text": "The tram is late today.", "why": "No statement."}


class TestDisputeChanges:
    @pytest.mark.parametrize(
        ("was", "now", "expected"),
        [
            ([], [OPEN], {"dispute-opened": 1}),
            ([OPEN], [SETTLED], {"dispute-settled": 1}),
            ([SETTLED], [OPEN], {"dispute-opened": 1}),
            ([], [SETTLED], {"changed": 1}),
            ([OPEN], [], {"changed": 1}),
            ([OPEN], [OPEN | {"note": "On which day?"}], {"changed": 1}),
            ([OPEN, SETTLED | {"note": "x"}], [SETTLED | {"note": "x"}, OPEN], {}),
            ([OPEN | DENIED], [OPEN | ALTERED], {"quote-changed": 1}),
            ([OPEN | DENIED], [SETTLED | ALTERED], {"quote-changed": 1, "dispute-settled": 1}),
            ([OPEN], [OPEN | DENIED], {"changed": 1}),
            ([OPEN | DENIED], [OPEN | {"words": DENIED["words"] | {"by": "ann"}}], {"changed": 1}),
        ],
    )
    def test_are_opened_settled_or_changed(
        self, pair: Pair, was: list[Any], now: list[Any], expected: dict[str, int]
    ) -> None:
        for each, disputes in zip(pair, (was, now), strict=True):
            each.official("ann")
            each.official("jansen", name="Jan", statements=[{"disputes": disputes}])
        assert kinds(compared(*pair)) == expected

    def test_altered_words_are_told_at_their_place(self, pair: Pair) -> None:
        for each, denial in zip(pair, (DENIED, ALTERED), strict=True):
            disputes = [SETTLED, OPEN | {"about": "wording"} | denial]
            each.official("jansen", name="Jan", statements=[{"disputes": disputes}])
        [row] = compared(*pair).changes
        assert (row["record"], row["ref"], row["key"]) == ("dispute", "jansen/s1", "words")
        assert (row["source"], row["difference"]) == ("courier", "I [-never-]{+once+} said it.")
        assert pointed_at(pair[1], row).startswith('"I once said it."')


class TestSourceChanges:
    def test_altered_words_of_an_uncoded_passage_are_told_at_their_place(self, pair: Pair) -> None:
        old, new = pair
        other = {"text": "Something else altogether was said.", "why": "No statement."}
        old.source("courier", uncoded=[UNCODED])
        new.source("courier", uncoded=[other, UNCODED | {"text": "The tram is late again."}])
        altered, added = compared(old, new).changes
        assert (altered["kind"], altered["ref"]) == ("quote-changed", "courier")
        assert altered["difference"] == "The tram is late [-today-]{+again+}."
        assert pointed_at(new, altered).startswith('"The tram is late again."')
        assert (added["kind"], added["key"]) == ("changed", "uncoded")

    def test_an_uncoded_passage_with_the_same_words_is_no_quotation_altered(
        self, pair: Pair
    ) -> None:
        old, new = pair
        old.source("courier", uncoded=[UNCODED])
        new.source("courier", uncoded=[UNCODED | {"why": "A description."}])
        assert kinds(compared(old, new)) == {"changed": 1}


def pointed_at(corpus: CorpusBuilder, row: dict[str, Any]) -> str:
    """What stands at the place of a change."""
    lines = (corpus.folder / row["path"]).read_text("utf-8").splitlines()
    return str(lines[row["line"] - 1][row["column"] - 1 :])


class TestChangedIds:
    def test_of_words_sources_and_officials_are_renamed_with_all_that_uses_them(
        self, new_corpus: NewCorpus
    ) -> None:
        old, new = new_corpus(), new_corpus()
        scale = {"supports": 2, "rejects": -2}
        for each, suffix in ((old, ""), (new, "-2")):
            each.source(
                f"herald{suffix}",
                title="Herald",
                assessments=[{"about": [f"bo{suffix}", f"mayor{suffix}"], "text": "She waits."}],
            )
            each.official(
                f"bo{suffix}",
                name="Bo",
                faction=f"mayor{suffix}",
                statements=[
                    {
                        "position": "supports",
                        "frames": [f"jobs{suffix}"],
                        "evidence": [{"source": f"herald{suffix}", "speaker": f"bo{suffix}"}],
                    }
                ],
            )
            each.codebook(
                issues={"tram": scale},
                factions=(f"mayor{suffix}", "council"),
                frames=(f"jobs{suffix}", "cost"),
            )
        for path in ("codebook.yaml",):
            text = (new.folder / path).read_text("utf-8")
            for was, now in (
                ("Mayor 2", "Mayor"),
                ("Jobs 2", "Jobs"),
                ("mayor-2 m", "mayor m"),
                ("jobs-2 m", "jobs m"),
            ):
                text = text.replace(was, now)
            new.file(path, text)
        found = compared(old, new)
        assert kinds(found) == {"renamed": 4}
        assert [(row["previous_ref"], row["ref"]) for row in found.changes] == [
            ("mayor", "mayor-2"),
            ("jobs", "jobs-2"),
            ("herald", "herald-2"),
            ("bo", "bo-2"),
        ]
        assert (found.positions, found.factions) == ([], [])

    def test_that_several_could_have_are_not_guessed(self, pair: Pair) -> None:
        old, new = pair
        for each, ids in ((old, ("a", "b")), (new, ("c", "d"))):
            for id_ in ids:
                each.source(id_, title="The same")
        assert kinds(compared(old, new)) == {"added": 2, "removed": 2}

    def test_of_one_kind_say_nothing_of_another(self, pair: Pair) -> None:
        for each, text in zip(pair, ("She waits.", "She never waits."), strict=True):
            each.source("herald", assessments=[{"about": ["jansen"], "text": text}])
        pair[1].official("herald", name="Harriet Herald")
        assert kinds(compared(*pair)) == {"added": 1, "quote-changed": 1}


class TestCodebookChanges:
    def test_with_another_score_moves_the_faction_and_no_official(self, pair: Pair) -> None:
        old, new = pair
        new.codebook(issues={"tram": {"supports": 1, "rejects": -2}})
        old.codebook(issues={"tram": {"supports": 2, "rejects": -2}})
        found = compared(old, new)
        assert kinds(found) == {"changed": 1, "faction-moved": 1}
        assert (found.changes[0]["was"], found.changes[0]["now"]) == (2, 1)

    def test_says_what_it_said_then_of_positions_that_moved(self, pair: Pair) -> None:
        old, new = pair
        for each, score in ((old, 2), (new, 1)):
            each.codebook(issues={"tram": {"supports": score, "rejects": -2}})
        new.official("jansen", name="Jan Jansen", statements=["rejects"])
        [moved] = compared(old, new).positions
        assert [[each["score"] for each in moved[side]] for side in ("was", "now")] == [[2], [-2]]

    def test_with_an_issue_more_does_not_tell_its_positions(self, pair: Pair) -> None:
        old, new = pair
        scale = {"supports": 2}
        old.codebook(issues={"tram": scale})
        new.codebook(issues={"tram": scale, "quay": scale})
        assert [row["ref"] for row in compared(old, new).changes] == ["quay"]

    def test_with_the_scale_in_another_order_says_so(self, pair: Pair) -> None:
        old, new = pair
        old.codebook(issues={"tram": {"supports": 2, "rejects": -2}})
        new.codebook(issues={"tram": {"rejects": -2, "supports": 2}})
        assert [row["key"] for row in compared(old, new).changes] == ["positions"]

    def test_of_the_corpus_are_told_by_their_keys(self, pair: Pair) -> None:
        old, new = pair
        new.meta(title="Trams again", coder="another", assertions={"sources": {"minimum": 1}})
        found = compared(old, new)
        assert [row["key"] for row in found.changes] == ["title", "coder", "assertions"]


POSITIONS = st.sampled_from(["supports", "rejects", "conditional", "unstated", "denies"])
STATEMENT = st.fixed_dictionaries(
    {"position": POSITIONS, "said": st.sampled_from(["2021-05", "2021-05-03", "2021-06-01"])},
    optional={
        "id": st.sampled_from(["x", "y"]),
        "frames": st.just(["jobs"]),
        "status": st.just("misattributed"),
        "evidence": st.sampled_from([["courier"], [{"text": "others"}, {"text": "words 1"}]]),
    },
)
OFFICIALS = st.dictionaries(
    st.sampled_from(["bo", "cas", "jansen"]),
    st.lists(STATEMENT, max_size=2, unique_by=lambda each: each.get("id", id(each))),
)
MIRRORED = {
    "added": "removed",
    "removed": "added",
    "evidence-won": "evidence-lost",
    "evidence-lost": "evidence-won",
}


class TestDifferenceOfAnyStates:
    @given(OFFICIALS, OFFICIALS)
    @settings(max_examples=25)
    def test_differ_in_mirror_image(
        self, new_corpus: NewCorpus, was: dict[str, Any], now: dict[str, Any]
    ) -> None:
        old, new = new_corpus(), new_corpus()
        for corpus, officials in ((old, was), (new, now)):
            for id_, statements in officials.items():
                corpus.official(id_, statements=statements)
        there, back = kinds(compared(old, new)), kinds(compared(new, old))
        assert {MIRRORED.get(kind, kind): number for kind, number in there.items()} == back
        assert kinds(compared(old, old)) == {}

    def test_have_all_kinds_counted(self, pair: Pair) -> None:
        assert list(compared(*pair).counts) == list(KINDS)


class TestCodings:
    """Codings are compared like other records, under the statements and coders of now."""

    READ = "s1:\n  position: rejects\n  frames: [jobs]\n"

    @staticmethod
    def told(old: CorpusBuilder, new: CorpusBuilder) -> list[tuple[Any, ...]]:
        found = diff(Side(old.index(), {}), Side(new.index(), {}))
        return [
            (row["kind"], row["ref"], row["key"])
            for row in found.changes
            if row["record"] in ("coding", "coder")
        ]

    @pytest.fixture
    def both(self, new_corpus: Callable[[], CorpusBuilder]) -> tuple[CorpusBuilder, CorpusBuilder]:
        old, new = new_corpus(), new_corpus()
        for corpus in (old, new):
            corpus.official("jansen", statements=["supports"])
            corpus.file("codings/anna/jansen.yaml", self.READ)
        return old, new

    def test_are_added_removed_and_changed(self, both: tuple[CorpusBuilder, CorpusBuilder]) -> None:
        old, new = both
        assert self.told(old, new) == []
        new.file("codings/anna/jansen.yaml", "s1:\n  position: opposes\n")
        new.file("codings/bert/jansen.yaml", self.READ.replace("jobs", "cost"))
        changed = [("changed", "anna:jansen/s1", key) for key in ("position", "frames")]
        assert self.told(old, new) == [*changed, ("added", "bert:jansen/s1", None)]
        assert self.told(new, old)[-1] == ("removed", "bert:jansen/s1", None)

    def test_of_renamed_records_are_the_same(
        self, both: tuple[CorpusBuilder, CorpusBuilder]
    ) -> None:
        old, new = both
        new.official("jansen", statements=[{"id": "reply"}])
        (new.folder / "codings/anna").rename(new.folder / "codings/berta")
        new.file("codings/berta/jansen.yaml", self.READ.replace("s1", "reply"))
        assert self.told(old, new) == [("renamed", "berta", None)]

    def test_with_errors_are_not_compared(self, both: tuple[CorpusBuilder, CorpusBuilder]) -> None:
        old, new = both
        new.file("codings/anna/jansen.yaml", "s1: {position: zzz}")
        found = diff(Side(old.index(), {}), Side(new.index(), {}))
        assert found.changes == []
        missing = {"record": "coding", "ref": "anna:jansen/s1", "left_out_in": "new"}
        assert found.not_compared == [missing]

    def test_have_their_place(self, both: tuple[CorpusBuilder, CorpusBuilder]) -> None:
        old, new = both
        (new.folder / "codings/anna/jansen.yaml").unlink()
        [row] = diff(Side(old.index(), {}), Side(new.index(), {})).changes
        assert (row["path"], row["line"]) == ("codings/anna/jansen.yaml", 1)
        assert (row["official"], row["issue"]) == ("jansen", "tram")
