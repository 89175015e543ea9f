from __future__ import annotations

import re

import pytest

from stances.evidence.copies import Copy, ReadText, Spot
from stances.evidence.matching import MAX_GAP, Hints
from stances.evidence.offset_map import Trace
from stances.evidence.verdicts import Sought, Verdict, verdict

TEXT = """\
The mayor said: “We will cooperate,” and then “with all of them.” She was late.

Her deputy said she was ill. The bridge is old. The bridge is old.

The clerk “sent word and nobody came.

A dog, a dog, a dog, a dog, a dog, a dog.
"""


def judged(words: str, form: str | None = None, hints: Hints | None = None) -> Verdict:
    copy = Copy("courier.txt", ReadText(TEXT, TEXT, Trace()))
    return verdict(Sought(words, form, hints or Hints()), copy)


def codes(found: Verdict) -> list[str]:
    return [code for code, _ in found.faults]


def test_words_that_are_found_are_told_with_what_is_around_them() -> None:
    assert judged("We will cooperate", "quote") == Verdict(
        "found", None, Spot(1, 18), "The mayor said: “",
        ",” and then “with all of them.” She was late. Her deputy", "inside",
    )  # fmt: skip


class TestQuotationMarks:
    @pytest.mark.parametrize(
        ("words", "form", "marks", "faults"),
        [
            ("We will cooperate", "quote", "inside", []),
            ("We will cooperate […] with all of them", "quote", "inside", []),
            ("We will cooperate,” and then", "quote", "outside", ["ST505"]),
            ("Her deputy said", "quote", "outside", ["ST505"]),
            ("Her deputy said", "paraphrase", "outside", []),
            ("We will cooperate", "paraphrase", "inside", ["ST506"]),
            ("said: “We will cooperate", "paraphrase", "outside", []),
            ("We will cooperate", "partial-quote", "inside", []),
            ("Her deputy said", "partial-quote", "outside", []),
            ("Her deputy said", None, "outside", []),
            ("nobody came", "quote", "unclear", []),
        ],
    )
    def test_are_a_fault_where_the_form_says_otherwise(
        self, words: str, form: str | None, marks: str, faults: list[str]
    ) -> None:
        found = judged(words, form)
        assert (found.result, found.marks, codes(found)) == ("found", marks, faults)

    @pytest.mark.parametrize(
        ("form", "noted"),
        [("quote", True), ("paraphrase", True), ("partial-quote", False), (None, False)],
    )
    def test_that_do_not_balance_are_noted_where_they_matter(
        self,
        form: str | None,
        noted: bool,  # noqa: FBT001
    ) -> None:
        found = judged("nobody came", form)
        assert ("do not balance" in (found.reason or "")) == noted
        assert found.faults == ()


class TestWordsThatAreFound:
    def test_elsewhere_than_the_record_says_are_a_fault(self) -> None:
        found = judged("She was late", hints=Hints(line=3))
        assert found.result == "found"
        message = "these words stand on line 1 of courier.txt, which is not where the record says"
        assert found.faults == (("ST507", message),)

    def test_with_words_put_in_are_noted(self) -> None:
        found = judged("She [the mayor] was [very] late")
        assert found.insertions == ("the mayor", "very")
        assert found.reason == "with the insertion [the mayor]; with the insertion [very]"
        assert found.faults == ()

    def test_in_pieces_have_around_them_what_is_around_them_all(self) -> None:
        found = judged("Her deputy […] was ill.")
        assert (found.before or "").endswith("She was late.")
        assert (found.behind or "").startswith("The bridge")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            "The bridge is old",
            "these words stand in courier.txt 2 times: line 3, column C; line 3, column C",
        ),
        (
            "dog",
            "these words stand in courier.txt 6 times: "
            + "; ".join(["line 7, column C"] * 5)
            + "; …",
        ),
    ],
)
def test_words_in_several_places_are_ambiguous(words: str, reason: str) -> None:
    found = judged(words)
    assert found.result == "ambiguous"
    assert re.sub(r"column \d+", "column C", found.reason or "") == reason
    assert found.faults == (("ST502", found.reason),)
    assert found.spot is not None


class TestWordsThatAreNotFound:
    def test_are_shown_with_what_is_printed_instead(self) -> None:
        found = judged("said: “We will not cooperate,” and then")
        nearest = "said: “We will [-not-] cooperate,” and then"
        reason = "these words are not in courier.txt"
        message = f"{reason}; nearest, on line 1: {nearest}"
        assert found == Verdict(
            "not-found",
            reason,
            Spot(1, 11),
            nearest=nearest,
            excerpt=nearest,
            faults=(("ST501", message),),
        )

    def test_may_have_nothing_near_them(self) -> None:
        reason = "these words are not in courier.txt"
        assert judged("Quite elsewhere") == Verdict(
            "not-found", reason, faults=(("ST501", reason),)
        )

    def test_may_be_there_in_pieces(self) -> None:
        found = judged("She was late […] We will cooperate")
        assert found.reason == (
            "courier.txt has the pieces of these words, but not in this order, at most "
            f"{MAX_GAP} characters apart"
        )
        assert codes(found) == ["ST501"]

    @pytest.mark.parametrize(
        ("words", "piece"), [("We will […] and […] them", "and"), ("[…]", "[…]")]
    )
    def test_may_be_too_short(self, words: str, piece: str) -> None:
        found = judged(words)
        reason = f"“{piece}” is too short a piece to look for"
        assert found == Verdict("not-found", reason, faults=(("ST504", reason),))


def test_a_long_passage_is_told_with_the_line_on_which_it_differs() -> None:
    words = [f"word{number}" for number in range(300)]
    text = "\n".join(" ".join(words[at : at + 10]) for at in range(0, 300, 10))
    copy = Copy("courier.txt", ReadText(text, text, Trace()))
    words[205] = "other"
    found = verdict(Sought(" ".join(words), "quote", Hints()), copy)
    assert found.spot == Spot(1, 1)
    [(_, message)] = found.faults
    assert "; nearest, from line 1 on, differs on line 21: … " in message
    assert " word204 [-other-] {+word205+} word206 " in message
