from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdfs import pdf
from stances.evidence.copies import Copy, Stored
from stances.evidence.matching import Ambiguous, Found, Hints, NotFound, Searchable
from stances.evidence.verdicts import Sought, verdict

if TYPE_CHECKING:
    from pathlib import Path

    from stances.evidence.matching import Outcome

LOST = "the PDF has lost half-spaces (U+200C) of them"
TURNED = "the PDF has numbers turned round: "


def find(words: str, text: str, *, is_pdf: bool = True) -> Outcome:
    return Searchable(text, lambda at: at, is_pdf=is_pdf).find(words, Hints())


def damage(words: str, text: str) -> tuple[str, ...]:
    outcome = find(words, text)
    assert isinstance(outcome, Found), outcome
    return outcome.damage


class TestDamageOfHalfSpaces:
    @pytest.mark.parametrize(
        "text",
        [
            "که ما نمیپذیریم و نمیرویم تا",
            "که ما نمی پذیریم و نمی رویم تا",
            "که ما نمی پذیریم\nو نمیرویم تا",
            "که ما نمی\u200cپذیریم و نمیرویم تا",
        ],
    )
    def test_is_allowed_and_told(self, text: str) -> None:
        outcome = find("ما نمی\u200cپذیریم و نمی\u200cرویم", text)
        assert isinstance(outcome, Found)
        assert outcome.damage == (LOST,)
        [(start, end)] = outcome.spans
        assert text[start:end].split() == text.split()[1:-1]

    def test_is_none_where_they_are_there(self) -> None:
        text = "که ما نمی\u200cپذیریم"
        assert damage("ما نمی\u200cپذیریم", text) == ()

    def test_leaves_the_dashes_where_they_are(self) -> None:
        words = "هم\u200cکاری\u200cهای ضد-داعش ما"
        assert damage(words, "آن همکاری های ضد-داعش ما") == (LOST,)
        assert find(words, "آن همکاری-های ضدداعش ما") == NotFound()

    def test_is_allowed_in_pieces_of_the_words(self) -> None:
        outcome = find("ما نمی\u200cپذیریم […] خانه می\u200cرویم", "ما نمیپذیریم و به خانه می رویم")
        assert isinstance(outcome, Found)
        assert (outcome.spans, outcome.damage) == (((0, 12), (18, 30)), (LOST,))

    def test_may_leave_two_places(self) -> None:
        assert find("او نمی\u200cرود", "او نمیرود و او نمی رود") == Ambiguous((0, 12))

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("ما نمی\u200cپذیریم", "ما می\u200cپذیریم"),
            ("ما نمی\u200cپذیریم", "ما نمیپذیریمش"),
            ("ما نمی\u200cپذیریم", "ما نمی  - پذیریم"),
            ("ما نمی پذیریم", "ما نمیپذیریم"),
            ("ما نمیپذیریم", "ما نمی پذیریم"),
            ("a\u200cb in it", "ab in it"),
        ],
    )
    def test_is_all_that_is_allowed(self, words: str, text: str) -> None:
        assert find(words, text) == NotFound()

    def test_is_not_allowed_in_a_text(self) -> None:
        assert find("ما نمی\u200cپذیریم", "ما نمیپذیریم", is_pdf=False) == NotFound()


class TestDamageOfNumbers:
    @pytest.mark.parametrize(
        ("words", "text", "turned"),
        [
            ("در سال ۱۳۹۳ رفت", "او در سال ۳۹۳۱ رفت", "۳۹۳۱ for ۱۳۹۳"),
            (
                "۳\u066b۴ میلیون در ۲۴ روز",
                "به ۴\u066b۳ میلیون در ۴۲ روز",
                "۴\u066b۳ for ۳\u066b۴, ۴۲ for ۲۴",
            ),
            ("در ١٢ يوما", "في ۲۰۱۴ در ١٢ يوما", ""),
            ("في عام 2014 قال", "في عام 4102 قال", "4102 for 2014"),
            ("او نمی\u200cرود […] در ۲۵ روز", "او نمی\u200cرود و در ۵۲ روز", "۵۲ for ۲۵"),
        ],
    )
    def test_is_allowed_and_told(self, words: str, text: str, turned: str) -> None:
        assert damage(words, text) == ((f"{TURNED}{turned}",) if turned else ())

    def test_is_told_beside_that_of_half_spaces(self) -> None:
        told = damage("در سال ۱۳۹۳ می\u200cرود", "در سال ۳۹۳۱ میرود")
        assert told == (LOST, f"{TURNED}۳۹۳۱ for ۱۳۹۳")

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("در ۱۲ روز", "در ۲۱ روز، سال ۱۳۹۳"),
            ("در ۱۲ روز و ۳۴ ساعت", "در ۲۱ روز و ۳۴ ساعت"),
            ("در 12 روز", "در 21 روز"),
            ("در ۱۲۳ روز", "در ۲۱۳ روز"),
            ("in ۱۲ days", "in ۲۱ days"),
        ],
    )
    def test_is_not_taken_for_another_number(self, words: str, text: str) -> None:
        assert find(words, text) == NotFound()


class TestADamagedPdf:
    @pytest.fixture(autouse=True)
    def _pypdf(self) -> None:
        pytest.importorskip("pypdf")

    def test_has_its_words_and_says_so(self, tmp_path: Path) -> None:
        page = "او گفت ما نمیپذیریم که در سال ۱۳۹۳ برویم."
        copy = Stored(tmp_path / "courier.pdf", pdf(page, "دوم")).read()
        assert isinstance(copy, Copy)
        found = verdict(
            Sought("ما نمی\u200cپذیریم که در سال ۱۳۹۳ برویم", "partial-quote", Hints()), copy
        )
        assert found.result == "found"
        assert found.reason == f"{LOST}; {TURNED}۳۹۳۱ for ۱۳۹۳"


@given(st.text("ما\u200c \u06f1۲3.-", max_size=12), st.text("ما\u200c \u06f1۲3.-", max_size=30))
def test_whatever_is_damaged_is_found_in_the_text(words: str, text: str) -> None:
    outcome = find(words, text)
    if isinstance(outcome, Found):
        assert all(0 <= start < end <= len(text) for start, end in outcome.spans)
