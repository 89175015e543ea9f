from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.queries.background import Background, Names, background
from stances.queries.filters import Filters
from stances.queries.findings import Finding, Standing, Step, findings
from stances.queries.silence import Silent
from stances.views.findings_text import sentences, split_factions
from stances.views.wording import Wording

if TYPE_CHECKING:
    from corpora import CorpusBuilder

SCALED = {"supports": 2, "indirect": 1, "conditional": 0, "opposes": -1, "denies": None}
NOMINAL = dict.fromkeys(("america", "israel", "both"))
HEARD = {"according_to": ["tell"]}
OPEN = [{"about": "speaker", "note": "They differ."}]


def told(corpus: CorpusBuilder, **given: Any) -> list[str]:
    index = corpus.index()
    wording = Wording(background(index))
    return [sentences(each, wording) for each in findings(index, Filters(**given))]


SURE = re.compile(r" (?:One|A second|Probably a second) source[^;]*; [^.]*\.$")


def only(corpus: CorpusBuilder, **given: Any) -> str:
    """What was found on the only question, without how sure it is."""
    [text] = told(corpus, **given)
    return SURE.sub("", text)


@pytest.fixture
def corpus(corpus: CorpusBuilder) -> CorpusBuilder:
    return corpus.codebook(factions=("mayor", "council", "board", "court", "press"))


def said(
    corpus: CorpusBuilder, faction: str | None, *positions: str, start: int = 0
) -> CorpusBuilder:
    """One official a position; several positions joined by `+`."""
    for number, position in enumerate(positions, start):
        name = f"{faction or 'none'}-{'abcdefghij'[number]}"
        corpus.official(
            name, name=f"Jan {name.title()}", faction=faction, statements=position.split("+")
        )
    return corpus


class TestHowSure:
    @pytest.mark.parametrize(
        ("statements", "expected"),
        [
            ([{"said": "2021-05"}], "One source; exact day unknown."),
            ([{"said": "2021-05-03"}], "One source; dated to the day."),
            ([{"said": "2021-05-03T20:30:00"}], "One source; dated to the day."),
            ([{"said": "2021-05-03~"}], "One source; exact day unknown."),
            ([{"said": "2021-05-03/2021-05-04"}, {}], "One source each; 1 dated to the day."),
            ([{}, {}], "One source each; all dated to the day."),
        ],
    )
    def test_says_how_many_are_dated_to_the_day(
        self, corpus: CorpusBuilder, statements: list[Any], expected: str
    ) -> None:
        [text] = told(corpus.official("bo", statements=statements))
        assert text.endswith(f" {expected}")

    def test_counts_second_sources_certain_and_probable(self, corpus: CorpusBuilder) -> None:
        probable = {"source": "herald", "match": "probable"}
        one, two = {"evidence": ["courier", probable]}, {"evidence": ["courier", "herald"]}
        corpus.source("herald").official("bo", statements=[{}, one])
        assert "Probably a second source for 1 of 2; " in told(corpus)[0]
        corpus.official("cas", statements=[two])
        assert "A second source for 1 of 3, probably for 1 more; " in told(corpus)[0]
        assert "A second source for 1 of 1; " in told(corpus, official=("cas",))[0]


class TestAnswers:
    def test_name_one_official_and_count_several_each_with_their_faction(
        self, corpus: CorpusBuilder
    ) -> None:
        said(corpus, "mayor", "supports", "supports", "conditional")
        said(corpus, "council", "rejects")
        assert only(corpus) == (
            "2 officials (Mayor) answer “Supports”; Mayor-C (Mayor) “Conditional”; "
            "Council-A (Council) “Rejects”."
        )

    def test_begin_with_what_most_answer(self, corpus: CorpusBuilder) -> None:
        said(corpus, "mayor", "supports", "rejects", "rejects")
        assert only(corpus).startswith("2 officials (Mayor) answer “Rejects”; ")

    def test_number_the_officials_of_factions_where_these_are_fewer(
        self, corpus: CorpusBuilder
    ) -> None:
        said(corpus, "mayor", "rejects", "rejects")
        said(corpus, "council", "rejects")
        assert only(corpus) == "3 officials (Mayor 2, Council 1) answer “Rejects”."
        said(corpus, "mayor", "rejects")  # the first of two, once more
        said(corpus, "mayor", "unstated", start=1)
        assert only(corpus).startswith("2 officials (Mayor, Council) answer “Rejects”.")

    def test_name_three_factions_at_most(self, corpus: CorpusBuilder) -> None:
        for faction in "mayor", "council", "board", "court":
            said(corpus, faction, "rejects")
        assert only(corpus) == "4 officials (Mayor, Council, others) answer “Rejects”."
        said(corpus, "court", "rejects", "rejects")
        assert only(corpus) == "5 officials (Court 2, Mayor 1, others 2) answer “Rejects”."

    def test_say_nothing_of_factions_where_there_are_none(self, corpus: CorpusBuilder) -> None:
        said(corpus, None, "rejects", "rejects", "supports")
        assert only(corpus) == "2 officials answer “Rejects”; None-C “Supports”."
        said(corpus, "mayor", "rejects")
        assert only(corpus).startswith("3 officials (no faction 2, Mayor 1) answer “Rejects”;")

    def test_count_what_is_beyond_five(self, corpus: CorpusBuilder) -> None:
        answers = {f"p{number}": None for number in range(8)}
        corpus.codebook(issues={"tram": answers}, factions=("mayor",))
        said(corpus, "mayor", *(f"p{number}" for number in range(7)))
        assert only(corpus).startswith("Mayor-A (Mayor) answers “P0”; ")
        assert "Mayor-E (Mayor) “P4”; 2 give 2 other answers." in only(corpus)

    def test_of_an_official_with_two_are_both(self, corpus: CorpusBuilder) -> None:
        said(corpus, "mayor", "supports+rejects+unstated")
        assert only(corpus) == "Mayor-A (Mayor) answers “Supports” and “Rejects”."
        said(corpus, "mayor", "rejects", start=1)
        assert only(corpus).startswith(
            "2 officials (Mayor) answer “Rejects”; Mayor-A (Mayor) “Supports”."
        )

    def test_are_none_where_nobody_takes_a_position(self, corpus: CorpusBuilder) -> None:
        said(corpus, "mayor", "unstated")
        assert only(corpus) == "No official takes a position. Mayor-A (Mayor) leaves it open."


class TestWhoGivesNone:
    def test_is_named_or_counted_where_the_question_is_left_open(
        self, corpus: CorpusBuilder
    ) -> None:
        said(corpus, "mayor", "supports", "unstated")
        assert only(corpus).endswith(". Mayor-B (Mayor) leaves it open.")
        said(corpus, "council", "unstated", "unstated")
        assert only(corpus).endswith(". 3 officials (Council 2, Mayor 1) leave it open.")

    def test_is_counted_where_nothing_is_said(self, corpus: CorpusBuilder) -> None:
        said(corpus, "mayor", "supports").official("bo")
        assert only(corpus).endswith("“Supports”. Bo (Council) has no statement.")
        corpus.official("cas")
        said(corpus, "mayor", "unstated", start=1)
        assert only(corpus).endswith(
            "“Supports”. Mayor-B (Mayor) leaves it open; 2 officials have no statement."
        )

    def test_leaves_nothing_open_who_answers_for_another_faction(
        self, corpus: CorpusBuilder
    ) -> None:
        both = [{"faction": "mayor", "position": "unstated"}, {"faction": "board"}]
        roles = [{"faction": "mayor"}, {"faction": "board"}]
        corpus.official("bo", roles=roles, statements=both)
        assert only(corpus) == "Bo (Board) answers “Supports”."

    def test_is_known_by_hearsay_alone(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[HEARD]).official("tell", statements=["supports"])
        assert only(corpus).endswith("answers “Supports”. Known by hearsay alone: Bo.")
        assert "2 officials (Council) answer “Supports”" in only(corpus, with_hearsay=True)

    def test_is_somebody_who_is_not_named(self, corpus: CorpusBuilder) -> None:
        corpus.official("aide", kind="unnamed", statements=["supports"])
        assert only(corpus) == (
            "No official who is named takes a position. "
            "1 statement is by officials who are not named."
        )


def test_what_is_disputed_is_counted(corpus: CorpusBuilder) -> None:
    disputed = {"disputes": OPEN}
    corpus.official("bo", statements=["supports", disputed])
    assert only(corpus).endswith(" 1 of 2 statements is disputed.")
    corpus.official("cas", statements=[disputed])
    assert only(corpus).endswith(" 2 of 3 statements are disputed.")


class TestDivision:
    @pytest.mark.parametrize(
        ("positions", "is_divided"),
        [
            (("supports", "opposes"), True),
            (("supports", "conditional"), False),
            (("conditional", "opposes"), False),
            (("supports", "denies"), False),
            (("supports", "unstated"), False),
            (("supports+opposes",), False),
            (("supports+opposes", "conditional"), False),
            (("supports+opposes", "supports"), False),
            (("supports+opposes", "supports", "opposes"), True),
            (("opposes", "rejects"), False),
        ],
    )
    def test_on_a_scale_is_that_two_are_on_opposite_sides(
        self, corpus: CorpusBuilder, positions: tuple[str, ...], *, is_divided: bool
    ) -> None:
        said(corpus, "mayor", *positions)
        assert ("Mayor is split." in only(corpus)) is is_divided
        assert ("split" in only(corpus)) is is_divided

    @pytest.mark.parametrize(
        ("positions", "differ"),
        [
            (("america", "israel"), True),
            (("america", "america+israel"), False),
            (("america+israel",), False),
            (("america+israel", "israel+both", "america+both"), False),
            (("america+israel", "israel", "america"), True),
            (("america", "open"), False),
        ],
    )
    def test_without_a_scale_is_that_two_have_no_answer_in_common(
        self, corpus: CorpusBuilder, positions: tuple[str, ...], *, differ: bool
    ) -> None:
        issues: dict[str, dict[str, int | None]] = {"tram": {**NOMINAL, "open": None}}
        corpus.codebook(issues=issues, factions=("mayor",), traits={"open": {"open": True}})
        said(corpus, "mayor", *positions)
        assert ("Mayor is split." in only(corpus)) is differ

    def test_is_within_a_faction_and_not_between_two(self, corpus: CorpusBuilder) -> None:
        said(corpus, "mayor", "supports")
        said(corpus, "council", "rejects")
        said(corpus, None, "supports", "rejects")
        assert "split" not in only(corpus)

    def test_names_three_factions_at_most(self, corpus: CorpusBuilder) -> None:
        for faction in "mayor", "council", "board":
            said(corpus, faction, "supports", "rejects")
        assert "Mayor, Council and Board are split." in only(corpus)
        said(corpus, "court", "supports", "rejects")
        assert "4 factions are split." in only(corpus)


CHOICES = [
    *(Step(id_, id_.title(), score, is_open=False) for id_, score in SCALED.items()),
    Step("open", "Open", None, is_open=True),
]
FACTIONS = ("mayor", "council", None)
people = st.lists(
    st.tuples(
        st.sampled_from(FACTIONS),
        st.sets(st.sampled_from([choice.id for choice in CHOICES]), min_size=1),
    ),
    max_size=9,
)


@given(drawn=people, silent=st.integers(0, 3), is_scaled=st.booleans())
def test_sentences_count_everybody_once_for_each_answer(
    *, drawn: list[tuple[str | None, set[str]]], silent: int, is_scaled: bool
) -> None:
    choices = [each if is_scaled else each._replace(score=None) for each in CHOICES]
    order = [choice.id for choice in choices]
    standings = [
        Standing(f"o{n}", f"O {n}", faction, sorted(own, key=order.index), [])
        for n, (faction, own) in enumerate(drawn)
    ]
    others = [Silent(f"s{n}", f"S {n}", None) for n in range(silent)]
    finding = Finding(
        "tram", "What?", choices, standings, others, [], len(drawn), 0, 0, 0, 0, 0, 0, {}
    )
    names = Names(factions={"mayor": "Mayor", "council": "Council"})
    text = sentences(finding, Wording(Background(names=lambda: names)))
    assert text == " ".join(text.split())
    assert text.endswith(".")
    taken = [own - {"open"} for _, own in drawn]
    for choice in choices[:-1]:
        count = sum(choice.id in own for own in taken)
        who = r"(\w+)(?: officials?)?(?: \([^)]*\))?(?: answers?)?"
        named = re.findall(rf"{who} (?:“\w+”(?:, | and ))*“{choice.label}”", text)
        assert len(named) == (count > 0)
        if count > 1:
            assert named == [str(count)]
        elif count:
            assert named[0].startswith("o")
    undecided = sum(not own for own in taken)
    assert ("leave it open" in text) is (undecided > 1)
    assert ("leaves it open" in text) is (undecided == 1)
    assert ("no statement" in text) is (silent > 0)
    expected = [
        faction
        for faction in ("mayor", "council")
        if _contradict(
            [own for (of, _), own in zip(drawn, taken, strict=True) if of == faction and own],
            is_scaled=is_scaled,
        )
    ]
    assert sorted(split_factions(finding)) == sorted(expected)


def _contradict(members: list[set[str]], *, is_scaled: bool) -> bool:
    """Whether one of two members answers what another's answers are against; by all pairs."""
    for number, one in enumerate(members):
        for other in members[number + 1 :]:
            if not is_scaled and not one & other:
                return True
            sides = [{(SCALED[a] or 0) > 0 for a in own if SCALED[a]} for own in (one, other)]
            if is_scaled and sorted(map(sorted, sides)) == [[False], [True]]:
                return True
    return False


def test_an_issue_with_one_score_is_split_by_its_answers(corpus: CorpusBuilder) -> None:
    corpus.codebook(issues={"tram": {"yes": 1, "one": None, "other": None}}, factions=("mayor",))
    for id_, position in (("ada", "one"), ("ben", "other")):
        corpus.official(id_, faction="mayor", statements=[{"position": position}])
    assert "Mayor is split." in only(corpus)
