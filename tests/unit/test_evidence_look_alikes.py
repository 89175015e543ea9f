from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.evidence.folding import fold_text
from stances.evidence.look_alikes import first_unlike, look
from stances.evidence.nearest import Passages


def told(words: str, text: str) -> str:
    """What is said of look-alikes in the passage nearest to some words."""
    passage = Passages(text, fold_text(text)).nearest(words)
    assert passage, "no passage is near"
    return passage.look_alikes


class TestLookAlikes:
    @pytest.mark.parametrize(
        ("words", "text", "difference"),
        [
            pytest.param(
                "\u0406ran will go",
                "so Iran will go now",
                "“\u0406ran”: U+0406 CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I where the "
                "copy has U+0049 LATIN CAPITAL LETTER I",
                id="Cyrillic for Latin",
            ),
            pytest.param(
                "the new boat",
                "the new b\u03bfat",
                "“boat”: U+006F LATIN SMALL LETTER O where the copy has U+03BF GREEK SMALL LETTER "
                "OMICRON",
                id="in the copy",
            ),
            pytest.param(
                "Is\u0131k left",
                "Isik left",
                "“Is\u0131k”: U+0131 LATIN SMALL LETTER DOTLESS I where the copy has U+0069 LATIN "
                "SMALL LETTER I",
                id="no dot",
            ),
            pytest.param(
                "in \uff21sk",
                "in Ask",
                "“\uff21sk”: U+FF21 FULLWIDTH LATIN CAPITAL LETTER A where the copy has U+0041 "
                "LATIN CAPITAL LETTER A",
                id="wide letters",
            ),
            pytest.param(
                "a wor\u02bbd too",
                "a wor'd too",
                "“wor\u02bbd”: U+02BB MODIFIER LETTER TURNED COMMA where the copy has U+0027 "
                "APOSTROPHE",
                id="like a mark",
            ),
            pytest.param(
                "در سال \u0664 بود",
                "در سال \u06f4 بود",
                "“\u0664”: U+0664 ARABIC-INDIC DIGIT FOUR where the copy has U+06F4 EXTENDED "
                "ARABIC-INDIC DIGIT FOUR",
                id="digits",
            ),
            pytest.param(
                "به موس\u064a گفت",
                "به موس\u0649 گفت",
                "“موس\u064a”: U+064A ARABIC LETTER YEH where the copy has U+0649 ARABIC LETTER ALEF"
                " MAKSURA",
                id="as it is printed, not as it is folded",
            ),
            pytest.param(
                "او نمی\u200cرود",
                "او نمیرود",
                "“نمی\u200cرود”: U+200C ZERO WIDTH NON-JOINER, which the copy does not have",
                id="unseen",
            ),
            pytest.param(
                "که او نمیرود",
                "که او نمی\u200cرود",
                "“نمیرود”: the copy has U+200C ZERO WIDTH NON-JOINER in it",
                id="unseen in the copy",
            ),
            pytest.param(
                "که او نمی رود و",
                "که او نمی\u200cرود و",
                "“نمی رود”: U+0020 SPACE where the copy has U+200C ZERO WIDTH NON-JOINER",
                id="a space",
            ),
        ],
    )
    def test_are_named_where_words_differ_in_them(
        self, words: str, text: str, difference: str
    ) -> None:
        assert told(words, text) == difference

    def test_are_named_for_two_words_and_counted(self) -> None:
        named = told("\u0430 b\u043eat \u0430nd \u0430 lake", "a boat and a lake")
        assert named.count("CYRILLIC") == 2
        assert named.endswith("; and 2 more such")

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("We go now", "we go now"),
            ("we will go now", "we would go now"),
            ("one new etat", "one new état"),
            ("کتابِ او نو است", "کتاب او نو است"),
            ("a well known judge said", "a well-known judge said"),
        ],
    )
    def test_are_not_named_where_a_reader_sees_the_difference(self, words: str, text: str) -> None:
        assert told(words, text) == ""

    def test_bring_words_to_the_passage_though_all_of_them_have_some(self) -> None:
        assert "U+0441" in told("\u0441\u0430t s\u0430t", "The dog lay. The cat sat. He came.")

    @given(st.text(), st.text())
    def test_are_found_at_the_first_place_that_differs(self, one: str, other: str) -> None:
        at = first_unlike(one, other)
        assert (at is None) or (one[:at] == other[:at] and one[at:] != other[at:])
        assert at is None or one != other

    @given(st.text())
    def test_include_what_unicode_calls_compatible(self, text: str) -> None:
        plain = unicodedata.normalize("NFKD", text)
        assert look(text) == look(plain)
