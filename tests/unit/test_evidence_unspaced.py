from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.evidence.matching import Found, Hints, NotFound, Outcome, Searchable, TooShort
from stances.evidence.unspaced import may_cut

CHINESE = "他们不支持美国的行动。十五年计划在2014年6月18日公布\uff0c他说「我们会合作」。"
JAPANESE = "彼はアメリカと協力すると言った。「出会ってから、ずっとだ」"
THAI = "เราไม่ต้องการสงครามกับสหรัฐ เขากล่าวเมื่อวานนี้"
LAO, KHMER, BURMESE = "ພວກເຮົາຕ້ອງການສັນຕິພາບ", "យើងចង់បានសន្តិភាព", "ကျွန်တော်တို့ငြိမ်းချမ်းရေးလိုချင်သည်"
KOREAN = "우리는 미국과 협력한다"


def find(words: str, text: str) -> Outcome:
    return Searchable(text, lambda at: at).find(words, Hints())


class TestAPartOfASentence:
    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("支持美国的行动", CHINESE),
            ("不支持美国", CHINESE),
            ("2014年6月18日", CHINESE),
            ("十五年计划", CHINESE),
            ("我们会合作", CHINESE),
            ("他们不支持", CHINESE),
            ("アメリカと協力する", JAPANESE),
            ("協力する", JAPANESE),
            ("ずっとだ", JAPANESE),
            ("ไม่ต้องการสงคราม", THAI),
            ("สงคราม", THAI),
            ("ຕ້ອງການ", LAO),
            ("សន្តិភាព", KHMER),
            ("ငြိမ်းချမ်းရေး", BURMESE),
            ("支持ISIS", "他们不支持ISIS的人"),
        ],
    )
    def test_is_found(self, words: str, text: str) -> None:
        outcome = find(words, text)
        assert isinstance(outcome, Found)
        assert [text[slice(*span)] for span in outcome.spans] == [words]

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            pytest.param("五年计划", CHINESE, id="in a number"),
            pytest.param("2014年6月1", CHINESE, id="in a figure"),
            pytest.param("メリカと", JAPANESE, id="in a word of katakana"),
            pytest.param("って", "出会って", id="before a small kana"),
            pytest.param("ะเทศ", "ประเทศไทย", id="before a vowel"),
            pytest.param("สงครามกับสหรัฐ เ", THAI, id="behind a vowel that stands before its letter"),
            pytest.param("เราไม", THAI, id="before a mark"),
            pytest.param("យើងចង់បានសន្", KHMER, id="behind what binds"),
            pytest.param("支持的行动", CHINESE, id="with characters left out"),
            pytest.param("미국", KOREAN, id="in a script with blanks"),
            pytest.param("IS", "他们支持ISIS的人", id="in a word of another script"),
        ],
    )
    def test_ends_where_a_reader_ends(self, words: str, text: str) -> None:
        assert find(words, text) == NotFound()

    @pytest.mark.parametrize(
        ("words", "outcome"),
        [
            ("他们不支持 … 我们会合作", Found),
            ("他们不支持 … 会合作", TooShort),
            ("彼はアメ … 協力すると", NotFound),
        ],
    )
    def test_may_be_a_piece_of_four_letters(self, words: str, outcome: type) -> None:
        assert isinstance(find(words, CHINESE), outcome)

    def test_may_be_a_piece_in_thai_too(self) -> None:
        assert isinstance(find("ไม่ต้องการ … เมื่อวานนี้", THAI), Found)
        assert isinstance(find("ไม่ … เมื่อวานนี้", THAI), TooShort)


@given(st.characters(), st.characters())
def test_letters_of_scripts_with_blanks_are_never_cut_apart(before: str, after: str) -> None:
    if before.isascii() and after.isascii():
        assert not may_cut(before, after)


class TestAnEmoji:
    @pytest.mark.parametrize(
        ("words", "text", "found"),
        [
            ("👍", "He wrote: “👍”", True),
            ("👍👍", "He wrote: 👍👍", True),
            ("❤", "I ❤\ufe0f it", True),
            ("❤\ufe0f", "I ❤ it", True),
            ("👍", "He wrote: 👍🏽", False),
            ("👨", "a 👨\u200d👩\u200d👧 b", False),
            ("👧", "a 👨\u200d👩\u200d👧 b", False),
            ("👨\u200d👩\u200d👧", "a 👨\u200d👩\u200d👧 b", True),
            ("👎", "He wrote: 👍", False),
        ],
    )
    def test_is_found_alone(self, words: str, text: str, found: bool) -> None:  # noqa: FBT001
        assert isinstance(find(words, text), Found if found else NotFound)

    def test_is_quoted_where_marks_stand_around_it(self) -> None:
        copy = Searchable("He wrote “👍” and no 👎.", lambda at: at)
        for words, marks in (("👍", "inside"), ("👎", "outside")):
            outcome = copy.find(words, Hints())
            assert isinstance(outcome, Found)
            assert copy.quotations.of(outcome.spans) == marks

    def test_is_too_short_a_piece_beside_others(self) -> None:
        assert find("we go … 👍", "we go now 👍") == TooShort("👍")
