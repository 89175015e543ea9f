from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.search_query import Term, joined_in, joined_words, matches, merged, parse
from stances.text import fold_words, words

ANYTHING = st.text(st.characters(codec="utf-8"))


def groups(text: str) -> list[list[tuple[str, ...]]]:
    return [[term.words for term in group] for group in parse(text).groups]


def matched(text: str, query: str) -> list[str]:
    spans = merged(span for span, _ in matches(text, parse(query).terms))
    return [text[start:end] for start, end in spans]


class TestWanted:
    def test_has_words_that_are_all_to_be_found(self) -> None:
        assert groups("Nuclear  DEAL nuclear") == [[("nuclear",)], [("deal",)]]

    @pytest.mark.parametrize("text", ['"the deal"', "“the deal”", "«the deal»", "„the deal“"])
    def test_has_phrases_in_any_quotation_marks(self, text: str) -> None:
        assert groups(f"no {text} yet") == [[("no",)], [("the", "deal")], [("yet",)]]

    def test_has_words_where_a_quotation_does_not_end(self) -> None:
        assert groups('say "the deal') == [[("say",)], [("the",)], [("deal",)]]

    def test_has_beginnings(self) -> None:
        [[term]] = parse("terror*").groups
        assert term == Term(("terror",), begun=True)
        assert parse('"terror*"').groups == ((Term(("terror",)),),)

    def test_has_what_is_not_to_be_there(self) -> None:
        found = parse('deal -nuclear -"by force"')
        assert [term.words for term in found.without] == [("nuclear",), ("by", "force")]
        assert [term.words for term in found.terms] == [("deal",)]
        assert not parse("-nuclear")

    def test_has_either_of_two(self) -> None:
        assert groups("ISIS OR Daesh OR IS war") == [[("isis",), ("daesh",), ("is",)], [("war",)]]

    @pytest.mark.parametrize("text", ["or", "OR", "a OR", "OR a"])
    def test_has_a_word_where_there_are_no_two(self, text: str) -> None:
        assert ("or",) in [term.words for term in parse(text).terms]

    @pytest.mark.parametrize("text", ["", " ", '"', "***", "-", "()", "🚤", "\u200c", "“”", "^:{}"])
    def test_is_nothing_where_there_are_no_words(self, text: str) -> None:
        assert not parse(text)

    @given(ANYTHING)
    def test_is_something_wherever_there_are_words(self, text: str) -> None:
        if fold_words(text).strip() and "-" not in text:
            assert parse(text)


class TestWordPlaces:
    @given(ANYTHING)
    def test_are_those_of_folding(self, text: str) -> None:
        found = words(text)
        assert [word.folded for word in found] == fold_words(text).split()
        assert all(0 <= word.start < word.end <= len(text) for word in found)

    def test_count_accents(self) -> None:
        text = "cafe\u0301 Zoë"
        assert [text[word.start : word.end] for word in words(text)] == ["cafe\u0301", "Zoë"]

    @pytest.mark.parametrize(
        ("text", "joined"),
        [
            ("می\u200cگوید", ["میگوید"]),
            ("co-operate", ["cooperate"]),
            ("the U.S. and Iran-U.S. talks", ["us", "iranu", "us"]),
            ("Iran’s", ["irans"]),
            ("3.5 and 2014-06", []),
            ("and/or, one two", []),
        ],
    )
    def test_are_one_where_words_hang_together(self, text: str, joined: list[str]) -> None:
        assert [word.folded for word in joined_words(text)] == joined
        assert joined_in(text) == joined

    @given(ANYTHING)
    def test_make_no_difference_to_the_words(self, text: str) -> None:
        assert joined_in(text) == [word.folded for word in joined_words(text)]


class TestMatches:
    def test_are_spelled_as_in_the_text(self) -> None:
        assert matched("The Nuclear-Linkage, nuclear.", "NUCLEAR") == ["Nuclear", "nuclear"]
        assert matched("می\u200cگوید كتاب", "کتاب ميگويد") == ["می\u200cگوید", "كتاب"]
        assert matched("with the U.S. navy", "us") == ["U.S"]
        assert matched("let us go", "U.S.") == ["us"]

    def test_are_whole_phrases_and_whole_words(self) -> None:
        assert matched("by the deal, the good deal", '"the deal"') == ["the deal"]
        assert matched("terrorists, terror, error", "terror*") == ["terrorists", "terror"]
        assert matched("co-operation", "cooper*") == ["co-operation"]

    def test_do_not_overlap(self) -> None:
        assert matched("one two three", '"one two" "two three" two') == ["one two three"]
        assert matched("no such word", "word*") == ["word"]
        assert matched("nothing", "thing") == []

    @given(
        st.lists(
            st.sampled_from("the The U.S. us co-op coop über ber e\u0301 é 近平 , - (".split())
        )
    )
    def test_are_at_each_word_of_the_text_that_is_a_term(self, pieces: list[str]) -> None:
        """Held against the words of the text one by one."""
        text = " ".join(pieces)
        for [term] in parse("the us ber* coop e 近").groups:
            found = {span for span, _ in matches(text, [term])}
            every = [*words(text), *joined_words(text)]
            assert found == {(each.start, each.end) for each in every if term.fits(each.folded)}

    def test_of_a_phrase_may_overlap(self) -> None:
        spans = [span for span, _ in matches("a a  a b", parse('"a a"').terms)]
        assert spans == [(0, 3), (2, 6)]


class TestWithoutBlanks:
    @pytest.mark.parametrize(
        ("text", "query", "there"),
        [
            ("中国国家主席習近平は said", "習近平", ["習近平"]),
            ("中国国家主席習近平は said", "近 said", ["近", "said"]),
            ("นายกรัฐมนตรีกล่าว", "รัฐมนตรี", ["รัฐมนตรี"]),
            ("バリとパリ", "パリ", ["パリ"]),
            ("미국의 대통령에게는", "대통령", ["대통령에게는"]),
            ("미국의 대통령에게는", "미국 대통", ["미국의"]),
            ("대통령실", "대통령", []),
            ("대통령실", "대통령*", ["대통령실"]),
        ],
    )
    def test_matches_are_found_where_they_stand(
        self, text: str, query: str, there: list[str]
    ) -> None:
        assert matched(text, query) == there
