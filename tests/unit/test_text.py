from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher, get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.text import closest, did_you_mean, fold, fold_words, nouns_in, without_marks

WORD = st.text("aAbc-09é", max_size=9) | st.text(max_size=5)
latin_or_persian = st.text(
    st.characters(max_codepoint=0x24F) | st.characters(min_codepoint=0x600, max_codepoint=0x6FF)
)


class TestFold:
    @pytest.mark.parametrize(
        ("typed", "recorded"),
        [
            ("ROUHANI", "Rouhani"),
            ("naghavi-hosseini", "Naghavi Hosseini"),
            ("O'Brien", "O’Brien"),
            ("Aboutalebi.", "Aboutalebi"),
            ("muller", "Müller"),
            ("Mu\N{COMBINING DIAERESIS}ller", "Müller"),
            ("strasse", "Straße"),
            ("IRMAK", "Irmak"),
            ("isik", "Işık"),
            ("Istanbul", "İstanbul"),
            ("\N{FULLWIDTH LATIN CAPITAL LETTER A}li", "ali"),
        ],
    )
    def test_unites_latin_letters(self, typed: str, recorded: str) -> None:
        assert fold(typed) == fold(recorded)

    @pytest.mark.parametrize(
        ("typed", "recorded"),
        [
            pytest.param("علي", "علی", id="Arabic yeh"),
            pytest.param("علـى", "علی", id="alef maksura and tatweel"),
            pytest.param("كريم", "کریم", id="Arabic kaf"),
            pytest.param("فاطمة", "فاطمه", id="teh marbuta"),
            pytest.param("مُحَمَّد", "محمد", id="vowel marks"),
            pytest.param("آملی", "املی", id="alef with madda"),
            pytest.param("رئیس", "رییس", id="yeh with hamza"),
            pytest.param("امیر‌عبداللهیان", "امیر عبداللهیان", id="zero width non-joiner"),
            pytest.param("۱۳۹۳", "1393", id="Persian digits"),
            pytest.param("١٣٩٣", "1393", id="Arabic digits"),
        ],
    )
    def test_unites_persian_letters(self, typed: str, recorded: str) -> None:
        assert fold(typed) == fold(recorded)

    @pytest.mark.parametrize(
        ("one", "other"), [("Rouhani", "Rohani"), ("Salami", "Salam"), ("علی", "علا"), ("a1", "a2")]
    )
    def test_keeps_other_letters_apart(self, one: str, other: str) -> None:
        assert fold(one) != fold(other)

    @given(latin_or_persian)
    def test_changes_nothing_that_is_folded(self, name: str) -> None:
        assert fold(fold(name)) == fold(name)

    @given(latin_or_persian, st.sampled_from(("NFC", "NFD")))
    def test_minds_no_encoding_of_accents(self, name: str, form: str) -> None:
        assert fold(unicodedata.normalize(form, name)) == fold(name)  # type: ignore[arg-type]


class TestFoldWords:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("“Untrue,” he said.", " untrue he said "),
            ("US-Iranian co-operation", " us iranian co operation "),
            ("  a\n b\t", " a b "),
            ("Müller, Zoë", " muller zoe "),
            ("مُحَمَّد", " محمد "),
            ("می‌شود", " می شود "),
            ("Café n° \N{EXTENDED ARABIC-INDIC DIGIT SEVEN}", " cafe n 7 "),
            pytest.param("習近平 said 2次", " 習 近 平 said 2 次 ", id="Chinese letters apart"),
            pytest.param("ผู้นำ", " ผ ู ้ น ํ า ", id="Thai letters and marks apart"),
            pytest.param("မြန်မာ", " မ ြ န ် မ ာ ", id="Burmese letters and marks apart"),
            pytest.param("हिन्दी में", " हिनदी में ", id="vowel signs of Hindi are letters"),
        ],
    )
    def test_is_its_words_with_a_space_on_either_side_of_each(self, text: str, folded: str) -> None:
        assert fold_words(text) == folded

    @pytest.mark.parametrize("text", ["", " ", "…", "“”"])
    def test_is_blank_where_there_are_no_words(self, text: str) -> None:
        assert not fold_words(text).strip()

    def test_is_the_same_in_a_text_of_ascii_alone(self) -> None:
        """Which is folded by another table."""
        for char in map(chr, range(128)):
            assert f"{fold_words(f'a{char}a').strip()}e" == fold_words(f"a{char}aé").strip()


FACTIONS = ("leadership", "executive", "military", "security", "parliament")


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_folded_as_it_is_among_other_letters(text: str) -> None:
    assert fold(f"{text}é") == f"{fold(text)}e"
    assert fold_words(f"{text} é") == f" {f'{fold_words(text)}e'.strip()} "


class TestClosest:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("militray", "military"),
            ("MILITARY", "military"),
            ("securty", "security"),
            ("exec", "executive"),
            ("lea", "leadership"),
            ("parl", "parliament"),
        ],
    )
    def test_is_one_that_is_like_it_or_begins_with_it(self, typed: str, meant: str) -> None:
        assert closest(typed, FACTIONS) == [meant]

    @pytest.mark.parametrize("typed", ["", "le", "zzz", "judiciary-branch"])
    def test_is_unknown_where_nothing_is_like_it(self, typed: str) -> None:
        assert closest(typed, FACTIONS) == []

    def test_is_spelt_as_it_is_declared(self) -> None:
        assert closest("wsws", ("WSWS", "IranWire")) == ["WSWS"]

    def test_may_be_several_the_likest_first(self) -> None:
        known = ("reject-all", "rejected", "rejects")
        assert closest("reject", known) == ["rejects", "rejected", "reject-all"]

    def test_may_be_several_but_only_so_many(self) -> None:
        known = [f"position-{letter}" for letter in "abcdef"]
        assert len(closest("position", known)) == 3
        assert closest("position-b", known, 1) == ["position-b"]

    @given(WORD, st.lists(WORD, max_size=30), st.sampled_from([1, 3]))
    def test_is_what_difflib_finds_by_looking_at_each(
        self, typed: str, known: list[str], most: int
    ) -> None:
        folded = {name.casefold(): name for name in reversed(known)}
        in_order = [*dict.fromkeys(map(str.casefold, known))]
        wanted = typed.casefold()
        expected = get_close_matches(wanted, in_order, most)
        expected += [name for name in in_order if len(wanted) > 2 and name.startswith(wanted)]
        assert (
            closest(typed, known, most) == [folded[name] for name in dict.fromkeys(expected)][:most]
        )

    def test_takes_a_close_look_at_few_of_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        looked: list[SequenceMatcher[str]] = []
        whole = SequenceMatcher.ratio

        def ratio(matcher: SequenceMatcher[str]) -> float:
            looked.append(matcher)
            return whole(matcher)

        monkeypatch.setattr(SequenceMatcher, "ratio", ratio)
        known = [f"{word}-{number:04}" for word in FACTIONS for number in range(500)]
        assert closest("militray-0123", known)[0] == "military-0123"
        assert len(looked) < len(known) / 5

    def test_stands_once_in_the_suggestion(self) -> None:
        assert closest("exec", ("Executive", "executive", "EXECUTIVE")) == ["Executive"]


class TestDidYouMean:
    def test_names_what_was_meant(self) -> None:
        assert did_you_mean("militry", FACTIONS) == "did you mean `military`?"

    def test_names_all_that_may_have_been_meant(self) -> None:
        hint = did_you_mean("reject", ["rejects", "rejected"])
        assert hint == "did you mean `rejects` or `rejected`?"

    def test_says_what_there_is_where_nothing_is_like_it(self) -> None:
        assert did_you_mean("zzz", iter(FACTIONS)).endswith(f": {', '.join(FACTIONS)}")

    def test_does_not_list_more_than_one_takes_in(self) -> None:
        words = [str(number) for number in range(13)]
        assert did_you_mean("zzz", words[:12]).endswith(f": {', '.join(words[:12])}")
        assert did_you_mean("zzz", words).endswith(f": {', '.join(words[:12])}, …")

    def test_is_empty_where_there_is_nothing(self) -> None:
        assert did_you_mean("zzz", []) == ""


class TestScriptsWithoutBlanks:
    @pytest.mark.parametrize(
        ("query", "text"),
        [
            pytest.param("習近平", "中国国家主席習近平は語った", id="Chinese within Japanese"),
            pytest.param("平", "中国国家主席習近平は語った", id="one letter"),
            pytest.param("た", "中国国家主席習近平は語った", id="the last letter"),
            pytest.param("パリ", "会談はﾊﾟﾘで", id="half-width kana"),
            pytest.param("パリ", "会談はハ\u309aリで", id="NFD"),
            pytest.param("รัฐบาล", "นายกรัฐมนตรีและรัฐบาลไทย", id="Thai"),
            pytest.param("ປະເທດ", "ຢູ່ປະເທດລາວ", id="Lao"),
            pytest.param("ខ្មែរ", "ភាសាខ្មែរ", id="Khmer"),
            pytest.param("မြန်မာ", "ပြည်ထောင်စုမြန်မာ", id="Burmese"),
            pytest.param("ไทย", "คน\N{ZERO WIDTH SPACE}ไทย", id="after a break that nobody sees"),
        ],
    )
    def test_have_words_within_a_run(self, query: str, text: str) -> None:
        assert fold_words(query) in fold_words(text)

    @pytest.mark.parametrize(
        ("query", "text"),
        [("近習", "習近平"), ("パリ", "バリで"), ("ไท", "ทไย"), ("習平", "習近平")],
    )
    def test_have_none_that_is_not_there_in_a_row(self, query: str, text: str) -> None:
        assert fold_words(query) not in fold_words(text)


class TestNouns:
    @pytest.mark.parametrize(
        "word",
        "대통령이 대통령은 대통령을 대통령의 대통령에게 대통령에게는 대통령들 대통령들에게는 "
        "대통령으로부터는 대통령이라고 대통령입니다".split(),
    )
    def test_are_found_before_particles(self, word: str) -> None:
        assert fold("대통령") in nouns_in(word)

    @pytest.mark.parametrize("word", ["대통령", "대통령실", "대통령제", "이", "은는", "trams", ""])
    def test_are_no_beginnings_of_other_words(self, word: str) -> None:
        assert fold("대통령") not in nouns_in(word)

    def test_may_be_in_other_letters(self) -> None:
        assert nouns_in("AI는 5월에") == ["ai", fold("5월")]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("“we go”", "we go"),
        ('"we go"', "we go"),
        ("« nous y allons »", "nous y allons"),
        ("„wir gehen“", "wir gehen"),
        ("「行きます」", "行きます"),
        ("‘we don’t go’", "we don’t go"),
        ("we go", "we go"),
        ("“we” and “they”", "“we” and “they”"),
        ('"we" and "they"', '"we" and "they"'),
        ("“we go", "“we go"),
        ("we “go”", "we “go”"),
        ("“”", "“”"),
        ("", ""),
    ],
)
def test_marks_around_a_text_are_taken_off_where_they_enclose_all_of_it(
    text: str, bare: str
) -> None:
    assert without_marks(text) == bare
