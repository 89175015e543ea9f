from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.conflicts import KEYS, Conflicts, conflicts
from stances.queries.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpora import CorpusBuilder
    from stances.queries.result import Row

OPEN = {"note": "They differ."}
SETTLED = {"note": "They differ.", "resolution": "The courier is followed."}


def ask(
    corpus: CorpusBuilder, *, within: int = 30, unresolved: bool = False, **given: Any
) -> Conflicts:
    index = corpus.index()
    filters = Filters(**given).resolved(index)
    return conflicts(index, filters, within=within, unresolved=unresolved)


def told(corpus: CorpusBuilder, *keys: str, **given: Any) -> list[tuple[object, ...]]:
    """Give some keys of every row."""
    return [tuple(row[key] for key in keys) for row in ask(corpus, **given).rows]


@pytest.fixture
def three(corpus: CorpusBuilder) -> CorpusBuilder:
    """Three sources, and officials who can be named by them."""
    corpus.source("herald").source("agency").official("cas", statements=["unstated"])
    return corpus.official("dee", statements=["unstated"])


def jansen(corpus: CorpusBuilder, *evidence: Any, **fields: Any) -> CorpusBuilder:
    """Record one statement of Jan Jansen's, in favour, on 3 May 2021."""
    return corpus.official(
        "jansen", name="Jan Jansen", statements=[{"evidence": ["courier", *evidence], **fields}]
    )


def only(corpus: CorpusBuilder, **given: Any) -> Row:
    [row] = ask(corpus, **given).rows
    return row


class TestSourceThatSaysOtherwise:
    @pytest.mark.parametrize(
        ("kind", "key", "recorded", "reported"),
        [
            ("speaker", "speaker", "jansen", "cas"),
            ("position", "position", "supports", "rejects"),
            ("date", "said", "2021-05-03", "2021-05-04"),
        ],
    )
    def test_is_found_without_being_declared(
        self, three: CorpusBuilder, kind: str, key: str, recorded: str, reported: str
    ) -> None:
        other = {"source": "herald", "form": "paraphrase", key: reported}
        assert only(jansen(three, other)) == {
            "kind": kind,
            "state": "undeclared",
            "ref": "jansen/s1",
            "other": None,
            "official": "jansen",
            "name": "Jan Jansen",
            "issue": "tram",
            "recorded": recorded,
            "reported": reported,
            "source": "courier",
            "form": "quote",
            "words": "words 1",
            "other_source": "herald",
            "other_form": "paraphrase",
            "other_words": "words 2",
            "match_certain": 2,
            "match_probable": 0,
            "other_certain": None,
            "other_probable": None,
            "other_official": None,
            "note": None,
            "resolution": None,
            "more": None,
        }

    @pytest.mark.parametrize(
        ("kind", "other"),
        [
            ("speaker", {"speaker": "cas"}),
            ("position", {"position": "rejects"}),
            ("date", {"said": "2021-05-04"}),
            ("date", {"said": "2021-05"}),
        ],
    )
    @pytest.mark.parametrize(("dispute", "state"), [(OPEN, "unresolved"), (SETTLED, "resolved")])
    def test_is_one_row_with_the_dispute_about_it(
        self, three: CorpusBuilder, kind: str, other: Row, dispute: Row, state: str
    ) -> None:
        against = {"source": "herald", "note": "A misprint?", **other}
        row = only(jansen(three, against, disputes=[{"about": kind, **dispute}]))
        assert (row["kind"], row["state"], row["note"]) == (kind, state, "They differ.")
        assert row["resolution"] == dispute.get("resolution")
        assert (row["reported"], row["other_source"]) == (next(iter(other.values())), "herald")

    def test_has_the_note_of_its_evidence_if_nothing_is_declared(
        self, three: CorpusBuilder
    ) -> None:
        other = {"source": "herald", "speaker": "cas", "note": "A misprint?"}
        assert only(jansen(three, other))["note"] == "A misprint?"

    def test_stays_undeclared_where_a_dispute_is_about_something_else(
        self, three: CorpusBuilder
    ) -> None:
        other = {"source": "herald", "speaker": "cas"}
        jansen(three, other, disputes=[{"about": "wording", **SETTLED}])
        assert told(three, "kind", "state") == [("speaker", "undeclared"), ("wording", "resolved")]

    def test_stands_against_the_best_evidence_that_does_not(self, three: CorpusBuilder) -> None:
        says_so = {"source": "herald", "form": "document", "speaker": "cas"}
        copy = {"source": "agency", "derived_from": "courier", "text": "copied"}
        nearer = {"source": "agency", "match": "probable", "text": "maybe"}
        jansen(three, says_so, copy, nearer, {"form": "paraphrase", "text": "as told"})
        row = next(row for row in ask(three).rows if row["kind"] == "speaker")
        assert (row["source"], row["words"]) == ("courier", "words 1")
        assert (row["other_source"], row["other_form"]) == ("herald", "document")

    def test_may_be_the_only_one(self, three: CorpusBuilder) -> None:
        statement = {"evidence": [{"speaker": "cas"}]}
        row = only(three.official("jansen", statements=[statement]))
        assert (row["source"], row["form"], row["words"]) == (None, None, None)
        assert (row["other_source"], row["other_words"]) == ("courier", "words 1")

    def test_is_one_row_for_all_its_evidence_that_says_the_same(self, three: CorpusBuilder) -> None:
        first = {"source": "herald", "form": "paraphrase", "speaker": "cas"}
        second = {"source": "herald", "form": "quote", "speaker": "cas"}
        third = {"source": "herald", "speaker": "dee"}
        jansen(three, first, second, third)
        assert told(three, "reported", "other_words") == [("cas", "words 3"), ("dee", "words 4")]

    def test_is_not_found_again_in_its_copies_unless_they_change_it(
        self, three: CorpusBuilder
    ) -> None:
        original = {"source": "herald", "speaker": "cas", "position": "rejects"}
        copy = {**original, "source": "agency", "derived_from": "herald", "position": "opposes"}
        jansen(three, original, copy)
        assert told(three, "kind", "reported", "other_source") == [
            ("speaker", "cas", "herald"),
            ("position", "rejects", "herald"),
            ("position", "opposes", "agency"),
        ]

    def test_is_found_again_in_a_copy_of_what_is_not_evidence(self, three: CorpusBuilder) -> None:
        jansen(three, {"source": "herald", "derived_from": "agency", "speaker": "cas"})
        assert told(three, "kind", "other_source") == [("speaker", "herald")]

    def test_is_one_row_for_each_of_several_disputes_about_it(self, three: CorpusBuilder) -> None:
        second = {"about": "speaker", "note": "Who was the envoy?"}
        disputes = [{"about": "speaker", **SETTLED}, second]
        jansen(three, {"source": "herald", "speaker": "cas"}, disputes=disputes)
        assert told(three, "state", "note", "reported") == [
            ("unresolved", "Who was the envoy?", "cas"),
            ("resolved", "They differ.", "cas"),
        ]


class TestMoreReadingsThanDisputes:
    """`cas` by the herald came first and was disputed; `dee` by the agency came later."""

    @pytest.fixture
    def disputed(self, three: CorpusBuilder) -> Callable[..., list[tuple[object, ...]]]:
        def told_of(
            *notes: str, first: Row | None = None, second: Row | None = None, **resolved: str
        ) -> list[tuple[object, ...]]:
            three.source("herald", publisher="The Herald Press")
            three.official("cas", name="Cas van Dam", statements=["unstated"])
            pieces = [
                {"source": "herald", "speaker": "cas"} | (first or {}),
                {"source": "agency", "speaker": "dee"} | (second or {}),
            ]
            disputes = [{"about": "speaker", "note": note} | resolved for note in notes]
            jansen(three, *pieces, disputes=disputes)
            rows = [row for row in ask(three).rows if row["kind"] == "speaker"]
            rows.sort(key=lambda row: str(row["reported"]))
            return [(row["reported"], row["state"], row["note"]) for row in rows]

        return told_of

    @pytest.mark.parametrize(
        ("note", "named"),
        [
            ("Two are named.", "cas"),
            ("The herald confuses two.", "cas"),
            ("the herald press confuses two.", "cas"),
            ("It names Cas.", "cas"),
            ("Van Dam was away.", "cas"),
            ("The agency confuses two.", "dee"),
            ("It has Dee.", "dee"),
            ("It has Deeds.", "cas"),
            ("In agency-2 or pre-agency there is nothing.", "cas"),
        ],
    )
    def test_leave_open_what_the_dispute_does_not_name_and_else_the_last(
        self, disputed: Callable[..., list[tuple[object, ...]]], note: str, named: str
    ) -> None:
        states = {reported: (state, told) for reported, state, told in disputed(note)}
        assert states.pop(named) == ("unresolved", note)
        assert [*states.values()] == [("undeclared", None)]

    def test_are_named_in_a_resolution_too(
        self, disputed: Callable[..., list[tuple[object, ...]]]
    ) -> None:
        assert disputed("One errs.", resolution="It is the agency.") == [
            ("cas", "undeclared", None),
            ("dee", "resolved", "One errs."),
        ]

    def test_are_all_declared_by_a_dispute_that_names_all(
        self, disputed: Callable[..., list[tuple[object, ...]]]
    ) -> None:
        note = "The herald has Cas, the agency Dee."
        assert disputed(note) == [("cas", "unresolved", note), ("dee", "unresolved", note)]

    def test_leave_open_a_source_that_only_agrees_with_another_until_one_names_it(
        self, disputed: Callable[..., list[tuple[object, ...]]]
    ) -> None:
        found = disputed("The herald errs.", second={"speaker": "cas"})
        assert found == [
            ("cas", "unresolved", "The herald errs."),
            ("cas", "undeclared", None),
        ]
        both = "The herald and the agency err."
        found = disputed(both, second={"speaker": "cas"})
        assert found == [("cas", "unresolved", both)] * 2

    def test_leave_open_a_source_that_the_dispute_is_not_about(self, three: CorpusBuilder) -> None:
        dispute = {"about": "speaker", **SETTLED, "sources": ["courier", "herald"]}
        pieces = [{"source": each, "speaker": "cas"} for each in ("herald", "agency")]
        jansen(three, *pieces, disputes=[dispute])
        assert told(three, "other_source", "state") == [
            ("agency", "undeclared"),
            ("herald", "resolved"),
        ]

    def test_of_one_source_are_not_told_apart_by_its_name(
        self, disputed: Callable[..., list[tuple[object, ...]]]
    ) -> None:
        assert disputed("The herald errs.", second={"source": "herald"}) == [
            ("cas", "unresolved", "The herald errs."),
            ("dee", "undeclared", None),
        ]

    def test_are_all_declared_where_there_are_enough_disputes(
        self, disputed: Callable[..., list[tuple[object, ...]]]
    ) -> None:
        found = disputed("The herald errs.", "Dee was away.")
        assert sorted(found, key=str) == [
            (who, "unresolved", note)
            for who in ("cas", "dee")
            for note in ("Dee was away.", "The herald errs.")
        ]

    def test_lose_no_dispute(self, three: CorpusBuilder) -> None:
        three.official("eva", statements=["unstated"])
        pieces = [
            {"source": source, "speaker": speaker}
            for source, speaker in (("herald", "cas"), ("herald", "dee"), ("agency", "eva"))
        ]
        all_named = {"about": "speaker", "note": "Cas, Dee or Eva?", "resolution": "None."}
        disputes = [all_named, {"about": "speaker", "note": "Who else was there?"}]
        jansen(three, *pieces, disputes=disputes)
        assert "unresolved" in [state for [state] in told(three, "state")]


class TestDateOfOneSource:
    @pytest.mark.parametrize(
        ("said", "theirs", "state"),
        [
            ("2021-05-03", "2021-05", "compatible"),
            ("2021-05-03", "../2021-05-03", "compatible"),
            ("2021-05-03", "2021-05-03/..", "compatible"),
            ("2021-05-03/..", "../2021-05-03", "compatible"),
            ("../2021-05-03", "2021-05-03", "compatible"),
            ("2021-05-03", "2021-05-03?", "compatible"),
            ("2021-05-03", "2021-05-04/..", "undeclared"),
            ("2021-05-03", "../2021-05-02", "undeclared"),
            ("2021-05-03/..", "../2021-05-02", "undeclared"),
            ("../2021-05-03", "2021-05-04~", "undeclared"),
        ],
    )
    def test_can_be_right_too_where_the_bounds_overlap(
        self, three: CorpusBuilder, said: str, theirs: str, state: str
    ) -> None:
        other = {"source": "herald", "said": theirs, "note": "No day is named."}
        row = only(jansen(three, other, said=said))
        assert (row["state"], row["recorded"], row["reported"]) == (state, said, theirs)
        assert row["note"] == ("No day is named." if state == "undeclared" else None)

    @pytest.mark.parametrize(
        ("first", "second", "states"),
        [
            ("2021-05-02", "2021-05-19", ["undeclared", "undeclared"]),
            ("2021-05-02/2021-05-10", "2021-05-10/2021-05-19", ["compatible", "compatible"]),
            ("../2021-05-09", "2021-05-10/..", ["undeclared", "undeclared"]),
            ("../2021-05-10", "2021-05-10/..", ["compatible", "compatible"]),
            ("2021-05-02", "2021-06-19", ["undeclared", "undeclared"]),
        ],
    )
    def test_can_be_right_only_together_with_those_of_the_others(
        self, three: CorpusBuilder, first: str, second: str, states: list[str]
    ) -> None:
        pieces = [{"source": "herald", "said": first}, {"source": "agency", "said": second}]
        jansen(three, *pieces, said="2021-05-01/2021-05-20")
        assert told(three, "reported", "state") == [*zip((first, second), states, strict=True)]

    def test_can_be_right_beside_others_if_it_was_said_repeatedly(
        self, three: CorpusBuilder
    ) -> None:
        pieces = [
            {"source": "herald", "said": "2021-05-02"},
            {"source": "agency", "said": "2021-05-19"},
            {"source": "agency", "said": "2021-05-21"},
        ]
        jansen(three, *pieces, said="2021-05-01/2021-05-20", repeated=True)
        assert told(three, "reported", "state") == [
            ("2021-05-21", "undeclared"),
            ("2021-05-02", "compatible"),
            ("2021-05-19", "compatible"),
        ]

    def test_leaves_the_dispute_to_one_that_cannot_be_right(self, three: CorpusBuilder) -> None:
        pieces = [{"source": "herald", "said": "2021-05"}, {"source": "agency", "said": "2021"}]
        later = {"source": "agency", "said": "2021-05-04/2021-05-06"}
        jansen(three, *pieces, later, disputes=[{"about": "date", **SETTLED}])
        assert told(three, "reported", "state") == [
            ("2021-05", "compatible"),
            ("2021", "compatible"),
            ("2021-05-04/2021-05-06", "resolved"),
        ]


LAKE = "we want our quiet lake back before the summer begins"
HUSH = "we want our silent lake back before the summer begins"


def wordings(*pieces: str | Row) -> list[Row]:
    """Make evidence of different sources; a text is all that is said of one."""
    told = [{"text": piece} if isinstance(piece, str) else piece for piece in pieces]
    return [{"source": s, **each} for s, each in zip(("herald", "agency"), told, strict=False)]


class TestWordsThatDiffer:
    @pytest.fixture
    def told_of(self, three: CorpusBuilder) -> Callable[..., Any]:
        """Give the sources and the state of each conflict about the wording."""

        def told_of(
            first: str | Row, *others: str | Row, **fields: Any
        ) -> list[tuple[object, ...]]:
            own = {"text": first} if isinstance(first, str) else first
            three.official("jansen", statements=[{"evidence": [own, *wordings(*others)], **fields}])
            found = [row for row in ask(three).rows if row["kind"] == "wording"]
            return [(row["source"], row["other_source"], row["state"]) for row in found]

        return told_of

    def test_are_found_without_being_declared(self, three: CorpusBuilder) -> None:
        other = {"source": "herald", "form": "document", "text": HUSH, "note": "A misprint?"}
        three.official("jansen", statements=[{"evidence": [{"text": LAKE}, other]}])
        row = only(three)
        assert (row["kind"], row["state"], row["note"]) == ("wording", "undeclared", "A misprint?")
        assert (row["source"], row["form"], row["words"]) == ("courier", "quote", LAKE)
        assert (row["other_source"], row["other_form"], row["other_words"]) == (
            "herald",
            "document",
            HUSH,
        )
        assert (row["recorded"], row["reported"], row["other"]) == (None, None, None)
        assert ask(three, unresolved=True).open == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("we will go there", "we will not go there"),
            (LAKE, HUSH),
            (LAKE, f"{HUSH}, and not a day later than the first of June"),
            (f"for as long as I live, {LAKE}", HUSH),
            (f"I say: {LAKE}", f"You say: {LAKE}, as ever"),
            ("our lake is for all who want it", "our lake is not for all who want it, all of us"),
            (f"{LAKE} […] and for all time", f"{HUSH}, as I said, and for all time"),
            (f"oh, yes, now, {LAKE}", f"oh, no, {LAKE}"),
            ("it is our lake, and we will have it", "it is our lake now, and we will have it"),
        ],
    )
    def test_are_of_nearly_the_same_passage(
        self, told_of: Callable[..., Any], one: str, other: str
    ) -> None:
        assert told_of(one, other) == [("courier", "herald", "undeclared")]
        assert told_of(other, one) == [("courier", "herald", "undeclared")]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (LAKE, LAKE),
            (LAKE, "We want our “quiet” lake back – before the Summer."),
            (LAKE, "want our quiet lake back"),
            (f"never again: {LAKE}", f"{LAKE}, or else"),
            (LAKE, "we want our quiet […] back before the summer begins"),
            (LAKE, "we want […] quiet lake (…) before the summer begins"),
            (LAKE, "[W]e want our quiet lake back [from them] before the summer begins"),
            (LAKE, "[They] want our quiet lake back before the summer begins"),
            (
                "we will not cooperate, not with the USA",
                "we will not co-operate, not with the U.S.A.",
            ),
            ("we cannot go there today", "we can not go there today"),
            ("we won't go there today", "we won’t go there today"),
            ("ما هرگز به آنجا نمی‌رویم و نخواهیم رفت", "ما هرگز به آنجا نمیرویم و نخواهیم رفت"),
            ("we go there", "we not go there"),
            ("we will go there", "we will stay there"),
            (LAKE, "we have our loud lake back before the summer begins"),
            ("go to the lake with me", f"go {'a b c d ' * 9} to the lake {'e f g ' * 9} with me"),
            (LAKE, "the harbour counts every litre of fuel"),
        ],
    )
    def test_do_not_lie_in_marks_in_cuts_or_in_other_passages(
        self, told_of: Callable[..., Any], one: str, other: str
    ) -> None:
        assert told_of(one, other) == []
        assert told_of(other, one) == []

    @pytest.mark.parametrize(
        "other",
        [
            {"text": HUSH, "form": "paraphrase"},
            {"text": HUSH, "original": {"lang": "fa"}},
            {"text": HUSH, "lang": "de"},
            {"text": HUSH, "derived_from": "courier"},
            {"text": HUSH, "via": "courier"},
            {"text": HUSH, "source": "courier"},
            {"text": HUSH, "source": "later"},
            {"text": HUSH, "source": "reprint"},
        ],
    )
    def test_are_those_of_sources_that_stand_for_themselves(
        self, three: CorpusBuilder, told_of: Callable[..., Any], other: Row
    ) -> None:
        three.source("later", version_of="courier").source("reprint", copy_of="later")
        assert told_of(LAKE, other) == []

    def test_are_not_those_of_two_who_had_them_from_one_agency(
        self, told_of: Callable[..., Any]
    ) -> None:
        pieces = [{"text": text, "via": "Wire"} for text in (LAKE, HUSH)]
        assert told_of({"text": "no", "form": "paraphrase"}, *pieces) == []

    def test_of_a_partial_quote_are_those_in_its_marks(self, told_of: Callable[..., Any]) -> None:
        told = {
            "form": "partial-quote",
            "text": f"“We want our quiet lake,” he said, “back”, or “{LAKE}”",
        }
        assert told_of(LAKE, told) == []
        told = {"form": "partial-quote", "text": f"he said that “{HUSH}” was over"}
        assert told_of(LAKE, told) == [("courier", "herald", "undeclared")]
        assert told_of(LAKE, {"form": "partial-quote", "text": HUSH}) != []

    def test_are_none_where_a_source_prints_both(self, told_of: Callable[..., Any]) -> None:
        both = {"form": "document", "text": f"{HUSH} […] {LAKE}"}
        assert told_of(LAKE, both) == []
        assert told_of(both, LAKE) == []

    def test_are_found_in_other_passages_than_the_best_evidence_has(
        self, told_of: Callable[..., Any]
    ) -> None:
        pieces = [{"text": f"no, {LAKE}"}, {"text": HUSH, "form": "document"}]
        assert told_of("the harbour counts every litre", *pieces) == [
            ("herald", "agency", "undeclared")
        ]

    def test_are_compared_whatever_the_country_of_the_language(
        self, told_of: Callable[..., Any]
    ) -> None:
        assert told_of({"text": LAKE, "lang": "en-GB"}, {"text": HUSH, "lang": "en-US"}) != []

    @pytest.mark.parametrize(("dispute", "state"), [(OPEN, "unresolved"), (SETTLED, "resolved")])
    def test_are_one_row_with_the_dispute_about_them(
        self, told_of: Callable[..., Any], dispute: Row, state: str
    ) -> None:
        found = told_of(LAKE, HUSH, disputes=[{"about": "wording", **dispute}])
        assert found == [("courier", "herald", state)]

    def test_are_not_declared_by_a_dispute_about_something_else(
        self, told_of: Callable[..., Any]
    ) -> None:
        found = told_of(LAKE, HUSH, disputes=[{"about": "speaker", **SETTLED}])
        assert found == [("courier", "herald", "undeclared")]

    @pytest.mark.parametrize(
        ("dispute", "states"),
        [
            ({"note": "The herald errs."}, ["unresolved", "undeclared"]),
            ({"note": "The agency errs."}, ["undeclared", "unresolved"]),
            ({"note": "Both the agency and the herald err."}, ["unresolved", "unresolved"]),
            ({"note": "One errs."}, ["unresolved", "undeclared"]),
            ({"note": "One errs.", "sources": ["courier", "agency"]}, ["undeclared", "unresolved"]),
        ],
    )
    def test_of_a_source_that_the_dispute_does_not_name_are_open(
        self, told_of: Callable[..., Any], dispute: Row, states: list[str]
    ) -> None:
        found = told_of(LAKE, HUSH, HUSH, disputes=[{"about": "wording", **dispute}])
        assert {source: state for _, source, state in found} == dict(
            zip(("herald", "agency"), states, strict=True)
        )
        assert len(found) == len(states)

    def test_are_not_declared_by_a_dispute_about_a_third_source(
        self, told_of: Callable[..., Any]
    ) -> None:
        third = {"text": "he is for it", "form": "paraphrase"}
        dispute = {"about": "wording", "note": "The agency is vague.", "resolution": "So be it."}
        assert told_of(LAKE, HUSH, third, disputes=[dispute]) == [
            ("courier", "herald", "undeclared"),
            ("courier", "agency", "resolved"),
        ]
        named = dispute | {"note": "The herald errs, and the agency is vague."}
        assert told_of(LAKE, HUSH, third, disputes=[named]) == [
            ("courier", "herald", "resolved"),
            ("courier", "agency", "resolved"),
        ]

    def test_are_there_beside_a_denial_in_its_own_words(self, three: CorpusBuilder) -> None:
        denial = {"about": "wording", **OPEN, "words": {"text": "I did not", "source": "agency"}}
        pieces = [{"text": LAKE}, {"source": "herald", "text": HUSH}]
        three.official("jansen", statements=[{"evidence": pieces, "disputes": [denial]}])
        assert sorted(told(three, "state", "other_words")) == [
            ("unresolved", "I did not"),
            ("unresolved", HUSH),
        ]

    def test_of_words_had_in_common_are_found_once(self, three: CorpusBuilder) -> None:
        pieces = [{"text": LAKE}, {"source": "herald", "text": HUSH}]
        three.official(
            "jansen",
            statements=[
                {"evidence": pieces},
                {"words_of": "jansen/s1", "issue": None, "position": "supports"},
            ],
        )
        assert told(three, "ref", "kind") == [("jansen/s1", "wording")]


class TestDeclaredDispute:
    @pytest.mark.parametrize(
        ("about", "recorded"),
        [
            ("wording", None),
            ("speaker", "jansen"),
            ("date", "2021-05-03"),
            ("position", "supports"),
        ],
    )
    def test_has_both_wordings(
        self, three: CorpusBuilder, about: str, recorded: str | None
    ) -> None:
        jansen(
            three, {"source": "herald", "form": "paraphrase"}, disputes=[{"about": about} | OPEN]
        )
        row = only(three)
        assert (row["kind"], row["state"], row["note"]) == (about, "unresolved", "They differ.")
        assert (row["recorded"], row["reported"]) == (recorded, None)
        assert (row["words"], row["other_words"]) == ("words 1", "words 2")

    def test_has_the_words_of_each_other_source(self, three: CorpusBuilder) -> None:
        told_by = [{"source": "herald", "form": "paraphrase"}, {"source": "herald"}, "agency"]
        jansen(three, *told_by, disputes=[{"about": "wording"} | SETTLED])
        assert told(three, "source", "other_source", "other_words") == [
            ("courier", "herald", "words 3"),
            ("courier", "agency", "words 4"),
        ]

    def test_has_the_words_of_a_copy_only_if_there_are_no_others(
        self, three: CorpusBuilder
    ) -> None:
        copy = {"source": "agency", "derived_from": "courier"}
        dispute = {"about": "wording"} | SETTLED
        jansen(three, copy, disputes=[dispute])
        assert told(three, "other_source") == [("agency",)]
        jansen(three, copy, "herald", disputes=[dispute])
        assert told(three, "other_source") == [("herald",)]

    def test_has_one_wording_where_there_is_one_source(self, three: CorpusBuilder) -> None:
        jansen(three, {"form": "paraphrase"}, disputes=[{"about": "wording"} | SETTLED])
        row = only(three)
        assert (row["words"], row["other_source"], row["other_words"]) == ("words 1", None, None)

    def test_is_there_once_for_each_dispute(self, three: CorpusBuilder) -> None:
        second = {"about": "wording", "note": "A translation.", "resolution": "Ours."}
        jansen(three, "herald", disputes=[{"about": "wording"} | OPEN, second])
        assert told(three, "state", "note") == [
            ("unresolved", "They differ."),
            ("resolved", "A translation."),
        ]

    def test_begins_with_what_is_certainly_the_same_occasion(self, three: CorpusBuilder) -> None:
        probable = {"source": "herald", "match": "probable"}
        pieces = [{"form": "paraphrase"}, probable]
        statement = {"evidence": pieces, "disputes": [{"about": "wording"} | SETTLED]}
        three.official("jansen", statements=[statement])
        assert told(three, "kind", "source", "other_source") == [
            ("wording", "courier", "herald"),
            ("match", "courier", "herald"),
        ]


class TestProbableMatch:
    def test_is_judged_in_the_note_of_its_evidence(self, three: CorpusBuilder) -> None:
        probable = {"source": "herald", "match": "probable", "note": "The same day."}
        row = only(jansen(three, probable))
        assert (row["kind"], row["state"], row["note"]) == ("match", "judged", "The same day.")
        assert (row["recorded"], row["reported"], row["resolution"]) == (None, None, None)
        assert (row["source"], row["other_source"]) == ("courier", "herald")
        assert (row["match_certain"], row["match_probable"]) == (1, 1)

    def test_is_one_of_a_source_that_reports_nothing_for_certain(
        self, three: CorpusBuilder
    ) -> None:
        probable = {"source": "herald", "match": "probable"}
        jansen(three, probable, {**probable, "form": "paraphrase"})
        assert told(three, "kind", "other_words") == [("match", "words 2")]
        assert ask(jansen(three, probable, "herald")).rows == []

    def test_is_none_of_a_copy(self, three: CorpusBuilder) -> None:
        copy = {"source": "herald", "match": "probable", "derived_from": "courier"}
        assert ask(jansen(three, copy)).rows == []

    def test_stands_alone_where_nothing_is_certain(self, three: CorpusBuilder) -> None:
        three.official("jansen", statements=[{"evidence": [{"match": "probable"}]}])
        row = only(three)
        assert (row["source"], row["other_source"]) == (None, "courier")


def pair(corpus: CorpusBuilder, first: Row, second: Row) -> CorpusBuilder:
    """Record two statements of Jan Jansen's: `pro` in favour, `con` against."""
    statements = [
        {"id": "con", "position": "rejects", **second},
        {"id": "pro", "said": "2021-05-03", **first},
    ]
    return corpus.official("jansen", name="Jan Jansen", statements=statements)


class TestContradictions:
    def test_are_one_row_in_order_of_time(self, three: CorpusBuilder) -> None:
        con = {"said": "2021-05-20", "evidence": [{"form": "paraphrase", "text": "Never."}]}
        pair(three, {"evidence": ["courier", {"source": "herald", "match": "probable"}]}, con)
        [row] = [row for row in ask(three).rows if row["other"]]
        assert (row["kind"], row["state"]) == ("opposite", "undeclared")
        assert (row["ref"], row["other"]) == ("jansen/pro", "jansen/con")
        assert (row["recorded"], row["reported"]) == ("supports", "rejects")
        assert (row["words"], row["other_form"]) == ("words 1", "paraphrase")
        assert row["other_words"] == "Never."
        assert (row["match_certain"], row["match_probable"]) == (1, 1)
        assert (row["other_certain"], row["other_probable"]) == (1, 0)
        assert row["note"] is None

    @pytest.mark.parametrize(
        ("said", "apart"),
        [
            ("2021-05-03", 0),
            ("2021-05-04", 1),
            ("2021-06-02", 30),
            ("2021-06", 29),
            ("2021-04-02/2021-04-03", 30),
            ("2020", 123),
            ("2021-06-20/..", 48),
            ("../2021-05-02", 1),
            ("../2021-06-02", 0),
            ("2014/..", 0),
        ],
    )
    def test_are_close_up_to_so_many_days(
        self, three: CorpusBuilder, said: str, apart: int
    ) -> None:
        pair(three, {}, {"said": said})
        assert len(ask(three, within=apart).rows) == 1
        assert apart == 0 or ask(three, within=apart - 1).rows == []

    def test_are_close_within_thirty_days_unless_told_otherwise(self, three: CorpusBuilder) -> None:
        index = pair(three, {}, {"said": "2021-06-02"}).index()
        assert len(conflicts(index, Filters()).rows) == 1
        index = pair(three, {}, {"said": "2021-06-03"}).index()
        assert conflicts(index, Filters()).rows == []

    @pytest.mark.parametrize("position", ["conditional", "denies", "unstated", "indirect"])
    def test_have_scores_of_different_sign(self, three: CorpusBuilder, position: str) -> None:
        con = {"position": position, "said": "2021-05-03"}
        assert ask(pair(three, {}, con)).rows == []

    def test_are_of_one_official_and_on_one_issue(self, three: CorpusBuilder) -> None:
        scale = {"supports": 2, "rejects": -2}
        three.codebook(issues={"tram": {**scale, "unstated": None}, "bus": scale})
        pair(three, {}, {"issue": "bus"}).official("bo", statements=["rejects"])
        assert ask(three).rows == []

    @pytest.mark.parametrize(
        ("pro", "con", "kind"),
        [
            (["courier", "herald"], ["courier"], "uncorroborated"),
            (["courier"], ["courier", "herald", "agency"], "uncorroborated"),
            (["courier", "herald"], [{"match": "probable"}], "uncorroborated"),
            (["courier", "herald"], ["courier", "herald"], "opposite"),
            (["courier"], ["courier"], "opposite"),
            (["courier", {"source": "herald", "match": "probable"}], ["courier"], "opposite"),
            (["courier", {"source": "herald", "derived_from": "courier"}], ["agency"], "opposite"),
        ],
    )
    def test_are_uncorroborated_where_only_one_has_two_sources_for_certain(
        self, three: CorpusBuilder, pro: list[Any], con: list[Any], kind: str
    ) -> None:
        pair(three, {"evidence": pro}, {"evidence": con})
        assert [row["kind"] for row in ask(three).rows if row["other"]] == [kind]

    def test_are_uncorroborated_only_if_they_are_close_in_time(self, three: CorpusBuilder) -> None:
        pair(three, {"evidence": ["courier", "herald"]}, {})
        assert told(three, "kind", "ref", within=0) == [("uncorroborated", "jansen/con")]
        pair(three, {"evidence": ["courier", "herald"]}, {"said": "2001"})
        assert told(three, "kind", "ref", within=30) == []

    @pytest.mark.parametrize(
        ("dispute", "state"),
        [
            ({"note": "See jansen/{}."}, "unresolved"),
            ({"note": "See jansen/{}.", "resolution": "He turned."}, "resolved"),
            ({"note": "He turned?", "resolution": "As jansen/{} has it."}, "resolved"),
        ],
    )
    @pytest.mark.parametrize("declared_by", ["pro", "con"])
    def test_are_declared_by_a_dispute_about_the_position_of_one_that_names_the_other(
        self, three: CorpusBuilder, dispute: Row, state: str, declared_by: str
    ) -> None:
        other = {"pro": "con", "con": "pro"}[declared_by]
        named = {key: words.format(other) for key, words in dispute.items()}
        fields = {"disputes": [{"about": "position", **named}, {"about": "wording", **OPEN}]}
        pair(three, *((fields, {}) if declared_by == "pro" else ({}, fields)))
        [row] = [row for row in ask(three).rows if row["other"]]
        assert (row["state"], row["note"]) == (state, named["note"])
        assert row["resolution"] == named.get("resolution")

    @pytest.mark.parametrize(
        "dispute",
        [
            {"about": "position", **OPEN},
            {"about": "position", **SETTLED},
            {"about": "position", "note": "See jansen/con-2.", "resolution": "Not jansen/pro."},
            {"about": "position", "note": "See bo-jansen/con and con."},
            {"about": "wording", "note": "See jansen/con.", "resolution": "He turned."},
        ],
    )
    def test_are_not_declared_by_a_dispute_about_something_else(
        self, three: CorpusBuilder, dispute: Row
    ) -> None:
        pair(three, {"disputes": [dispute]}, {})
        [row] = [row for row in ask(three).rows if row["other"]]
        assert (row["state"], row["note"], row["resolution"]) == ("undeclared", None, None)


PHRASE = "we shall not pay for rails this year"


def phrased(text: str = PHRASE, source: str = "courier", **fields: Any) -> Row:
    """A statement with these words of a source."""
    return {"evidence": [{"source": source, "text": text}], **fields}


class TestDoubles:
    @pytest.mark.parametrize(
        ("text", "is_one"),
        [
            (PHRASE, True),
            ("We shall “not pay” for rails", True),
            (f"{PHRASE} or any other, as I have said", True),
            ("we shall not pay for rails that year", False),  # seven words of eight
            (f"{PHRASE} nor next".replace("rails", "trams"), True),  # nine of ten
            ("not for rails", False),
            ("we shall pay for bridges", False),
        ],
    )
    def test_of_one_official_have_nearly_the_same_words_in_two_sources(
        self, three: CorpusBuilder, text: str, *, is_one: bool
    ) -> None:
        first = phrased(f"{PHRASE} nor next" if "trams" in text else PHRASE)
        three.official("bo", statements=[first, phrased(text, "herald", position="unstated")])
        assert told(three, "kind", "state", "ref", "other", "more") == (
            [("double", "undeclared", "bo/s1", "bo/s2", None)] if is_one else []
        )

    def test_are_a_row_with_both_wordings(self, three: CorpusBuilder) -> None:
        second = phrased(source="herald", said="2021-05", position="unstated")
        three.official("bo", name="Bo Lind", statements=[phrased(), second])
        row = only(three)
        assert {key: row[key] for key in KEYS if row[key] is not None} == {
            "kind": "double",
            "state": "undeclared",
            "ref": "bo/s2",
            "other": "bo/s1",
            "official": "bo",
            "name": "Bo Lind",
            "other_official": "bo",
            "issue": "tram",
            "recorded": "unstated",
            "reported": "supports",
            "source": "herald",
            "form": "quote",
            "words": PHRASE,
            "other_source": "courier",
            "other_form": "quote",
            "other_words": PHRASE,
            **{f"{side}_{kind}": n for side in ("match", "other") for kind, n in COUNTS.items()},
        }

    @pytest.mark.parametrize(
        ("changes", "is_one"),
        [
            ({"said": "2021-05-04"}, False),
            ({"said": "../2021-05-03"}, True),
            ({"position": "unstated", "same_occasion": ["bo/s1"]}, False),
            ({"same_occasion": ["bo/s1"]}, True),
            ({"status": "misattributed"}, False),
        ],
    )
    def test_of_one_official_can_be_of_one_day_and_are_not_tied(
        self, three: CorpusBuilder, changes: Row, *, is_one: bool
    ) -> None:
        three.official("bo", statements=[phrased(), phrased(source="herald", **changes)])
        rows = told(three, "ref", "other")
        assert (len(rows) == 1) is is_one

    def test_of_two_officials_have_the_same_words_on_any_day(self, three: CorpusBuilder) -> None:
        three.official("bo", statements=[phrased()])
        three.official("al", statements=[phrased(PHRASE.upper(), "herald", said="2021-05-01")])
        keys = ("kind", "ref", "other", "official", "other_official")
        assert told(three, *keys) == [("double", "al/s1", "bo/s1", "al", "bo")]
        three.official("al", statements=[phrased(f"{PHRASE} now", "herald")])
        assert told(three, *keys) == []

    def test_of_two_officials_are_none_where_one_reports_the_other(
        self, three: CorpusBuilder
    ) -> None:
        three.official("bo", statements=[phrased()])
        three.official("al", statements=[phrased(source="herald", according_to=["Bo"])])
        assert told(three, "ref", with_hearsay=True) == []

    def test_are_none_of_one_source_its_versions_and_its_copies(self, three: CorpusBuilder) -> None:
        three.source("reprint", copy_of="courier")
        three.official("bo", statements=[phrased(), phrased(source="reprint")])
        three.official("al", statements=[phrased(source="reprint")])
        assert told(three, "ref") == []

    def test_are_one_row_a_group(self, three: CorpusBuilder) -> None:
        sources = ("courier", "herald", "agency")
        three.official("bo", statements=[phrased(source=each) for each in sources])
        assert told(three, "ref", "other", "more") == [("bo/s1", "bo/s2", 1)]
        for source, name in zip(sources, ("al", "bo", "cy"), strict=True):
            three.official(name, statements=[phrased(source=source)])
        assert told(three, "ref", "other", "more") == [("al/s1", "bo/s1", 1)]

    @pytest.mark.parametrize("about", ["wording", "speaker"])
    def test_are_settled_by_a_dispute_that_names_the_other(
        self, three: CorpusBuilder, about: str
    ) -> None:
        dispute = {"about": about, "note": "As bo/s1 has it.", "resolution": "He said it twice."}
        three.official("bo", statements=[phrased(), phrased(source="herald", disputes=[dispute])])
        rows = told(three, "kind", "state", "ref", "other", "resolution")
        assert ("double", "resolved", "bo/s1", "bo/s2", "He said it twice.") in rows
        assert not [row for row in rows if row[1] == "undeclared"]
        statements = [phrased(), phrased(source="herald", disputes=[dispute])]
        three.official("bo", statements=[*statements, phrased(source="agency")])
        rows = told(three, "kind", "state", "ref", "other")
        assert ("double", "undeclared", "bo/s1", "bo/s3") in rows

    def test_are_not_settled_by_any_other(self, three: CorpusBuilder) -> None:
        dispute = {"about": "date", "note": "As bo/s1 has it.", "resolution": "He said it twice."}
        three.official("bo", statements=[phrased(), phrased(source="herald", disputes=[dispute])])
        assert ("double", "undeclared") in told(three, "kind", "state")

    def test_are_found_by_the_filters_of_either(self, three: CorpusBuilder) -> None:
        three.official("bo", statements=[phrased()])
        three.official("al", statements=[phrased(source="herald", position="unstated")])
        for given in ({"official": ("bo",)}, {"official": ("al",)}, {"position": ("unstated",)}):
            assert ("al/s1", "bo/s1") in told(three, "ref", "other", **given)
        assert told(three, "ref", official=("cas",)) == []


COUNTS = {"certain": 1, "probable": 0}


class TestConflictFilters:
    def test_are_those_that_the_filters_let_through(self, three: CorpusBuilder) -> None:
        jansen(three, {"source": "herald", "said": "2021-05-04"}, frames=["jobs"])
        three.official("bo", statements=[{"evidence": [{"position": "rejects"}]}])
        assert told(three, "ref") == [("bo/s1",), ("jansen/s1",)]
        assert told(three, "ref", official=("bo",)) == [("bo/s1",)]
        assert told(three, "ref", frame=("jobs",)) == [("jansen/s1",)]
        assert told(three, "ref", source=("herald",)) == [("jansen/s1",)]
        assert told(three, "ref", min_sources=2) == [("jansen/s1",)]

    def test_are_counted(self, three: CorpusBuilder) -> None:
        jansen(three, {"source": "herald", "speaker": "cas"})
        assert (ask(three).among, ask(three, official=("cas",)).among) == (3, 2)
        assert ask(three, position=("rejects",)).among == 0

    def test_are_also_those_that_a_source_attributes_to_who_is_asked_for(
        self, three: CorpusBuilder
    ) -> None:
        jansen(three, {"source": "herald", "speaker": "cas"})
        assert told(three, "ref", official=("cas",)) == [("jansen/s1",)]
        assert told(three, "ref", official=("dee",)) == []

    @pytest.mark.parametrize("position", ["supports", "rejects"])
    def test_of_a_pair_is_either(self, three: CorpusBuilder, position: str) -> None:
        pair(three, {}, {})
        assert told(three, "ref", "other", position=(position,)) == [("jansen/con", "jansen/pro")]
        assert told(three, "ref", position=("unstated",)) == []

    def test_of_a_pair_are_both_as_good_as_is_asked_for(self, three: CorpusBuilder) -> None:
        weak = {"status": "denied", "disputes": [{"about": "wording", **OPEN}]}
        pair(three, {"evidence": ["courier", "herald"]}, weak)

        def pairs(**given: Any) -> int:
            return sum(row["other"] is not None for row in ask(three, **given).rows)

        assert (pairs(), pairs(min_sources=1), pairs(status=("attested", "denied"))) == (1, 1, 1)
        assert (pairs(min_sources=2), pairs(without_disputed=True)) == (0, 0)
        assert (pairs(status=("attested",)), pairs(status=("denied",))) == (0, 0)

    def test_of_a_pair_are_not_found_by_whom_a_source_names(self, three: CorpusBuilder) -> None:
        pair(three, {"evidence": ["courier", {"source": "herald", "speaker": "cas"}]}, {})
        assert told(three, "kind", "other", official=("cas",)) == [("speaker", None)]
        assert len(ask(three, official=("jansen",)).rows) == 2

    def test_are_not_misattributed_unless_asked_for(self, three: CorpusBuilder) -> None:
        settled = [{"about": "speaker", **SETTLED}]
        wrong = {"status": "misattributed", "disputes": settled}
        pair(three, {}, wrong)
        assert told(three, "kind") == []
        assert told(three, "kind", status=("attested",)) == []
        assert told(three, "kind", status=("misattributed",)) == [("speaker",)]
        both = ("attested", "misattributed")
        asked = told(three, "kind", "ref", status=both)
        assert asked == [("opposite", "jansen/con"), ("speaker", "jansen/con")]

    def test_with_errors_are_in_none(self, three: CorpusBuilder) -> None:
        jansen(three, {"source": "herald", "speaker": "cas"}, frames=["zzz"])
        assert ask(three).rows == []


class TestConflictRows:
    def test_have_all_keys_in_their_documented_order(self, three: CorpusBuilder) -> None:
        found = ask(jansen(three, {"source": "herald", "speaker": "cas"}))
        assert [list(row) for row in found.rows] == [KEYS] == [list(found.keys)]
        assert found.statements["jansen/s1"]["said"] == "2021-05-03"
        assert found.document is None

    def test_stand_together_by_statement_those_with_something_open_first(
        self, three: CorpusBuilder
    ) -> None:
        settled = [{"about": "wording", **SETTLED}]
        statements = [
            {"id": "b", "said": "2021-06", "disputes": settled},
            {"id": "a", "said": "2021-05", "disputes": settled},
        ]
        three.official("z", name="Anna", statements=statements)
        judged = {"source": "herald", "match": "probable", "position": "rejects"}
        jansen(three, judged, disputes=settled)
        assert told(three, "ref", "kind", "state") == [
            ("jansen/s1", "position", "undeclared"),
            ("jansen/s1", "wording", "resolved"),
            ("jansen/s1", "match", "judged"),
            ("z/a", "wording", "resolved"),
            ("z/b", "wording", "resolved"),
        ]

    def test_are_only_open_ones_if_nothing_else_is_wanted(self, three: CorpusBuilder) -> None:
        other = {"source": "herald", "speaker": "cas", "said": "2021-05", "match": "probable"}
        disputes = [{"about": "wording", **OPEN}, {"about": "position", **SETTLED}]
        jansen(three, other, disputes=disputes)
        found = ask(three, unresolved=True)
        assert [(row["kind"], row["state"]) for row in found.rows] == [
            ("speaker", "undeclared"),
            ("wording", "unresolved"),
        ]
        assert (found.open, found.settled) == (2, 3)
        assert (ask(three).open, ask(three).settled) == (2, 0)
        assert ask(three, unresolved=True, official=("dee",)).open == 0
