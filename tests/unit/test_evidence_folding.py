from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import every_case
from stances.evidence.folding import fold_text

DOUBLE = '"“”„‟«»″〝〞〟「」﹁﹂｢｣'
SINGLE = "'‘’\u201a\u201b\u2039\u203a\u02bc`\u2032\u00b4『』﹃﹄"
DASHES = "-\u2010\u2011\u2012–—―\u2212"
UNSEEN = "\u00ad\u200b\u200e\u200f\u2060\u2066\u2069\u061c\ufeff"

anything = st.text(
    st.sampled_from(
        [
            *"aZeک ي.…-–'“\"\n\f\r\u00ad\u200c\u200f\u00a0\u0301\u0327\u1100\u1161\u11a8",
            *"\u212b\u0640\ufb03\ufef5\ufdfa\ufe70\ufe0f\U000e0100",
        ]
    ),
    max_size=40,
)


def is_plain(char: str) -> bool:
    """Whether a character says nothing of how letters are set."""
    forms = ("<initial>", "<medial>", "<final>", "<isolated>")
    name = unicodedata.name(char, "")
    setting = ("LIGATURE", "VARIATION SELECTOR", "TATWEEL")
    return not (
        unicodedata.decomposition(char).startswith(forms) or any(word in name for word in setting)
    )


def reads(sought: str, printed: str) -> bool:
    """Whether words are the same as a copy prints."""
    one, other = fold_text(sought), fold_text(printed)
    return one.text == other.text and other.has_dashes_of(one, 0)


class TestFoldIgnoresTypography:
    def test_of_double_quotation_marks(self) -> None:
        with every_case() as case:
            for mark in DOUBLE:
                with case(mark):
                    assert reads(f"called {mark}untrue{mark}, he", 'called "untrue", he')

    def test_of_single_ones_and_apostrophes(self) -> None:
        with every_case() as case:
            for mark in SINGLE:
                with case(mark):
                    assert reads(f"they don{mark}t", "they don't")

    def test_of_dashes(self) -> None:
        with every_case() as case:
            for dash, put in product(DASHES, ("{}", " {} ", "{} ", " {}")):
                with case(dash, put):
                    assert reads(
                        f"talks{put.format(dash)}no doubt", f"talks{put.format('-')}no doubt"
                    )

    def test_of_any_white_space_and_any_run_of_it(self) -> None:
        white = [char for char in map(chr, range(sys.maxunicode + 1)) if char.isspace()]
        runs = [*white, *("".join(pair) for pair in product(white, repeat=2)), " \n \n\n "]
        assert [run for run in runs if not reads(f"the{run}old", "the old")] == []

    def test_of_what_nobody_sees(self) -> None:
        with every_case() as case:
            for char in UNSEEN:
                with case(char):
                    printed = f"fer{char}ry{char} boat -{char} now {char} x"
                    assert reads(printed, "ferry boat - now x")

    @pytest.mark.parametrize(("one", "other"), list(product(["…", "..."], repeat=2)))
    def test_of_the_ellipsis(self, one: str, other: str) -> None:
        assert reads(f"meant{one} or", f"meant{other} or")
        assert reads(f"meant.{one} Or", f"meant{other}. Or")

    @pytest.mark.parametrize(
        "text", ["Bölükbaşı Ångström", "آماده‌ایم ئ کتابِ", "한국어", "q\u0323\u0307"]
    )
    def test_of_composed_and_decomposed_letters(self, text: str) -> None:
        assert reads(text, unicodedata.normalize("NFD", text))
        assert reads(unicodedata.normalize("NFD", text), text)

    def test_of_arabic_yeh_and_kaf(self) -> None:
        assert reads("علي كريمي", "علی کریمی")

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            pytest.param(
                "a sufficient fix for traffic", "a su\ufb03cient \ufb01x for tra\ufb03c", id="ffi"
            ),
            pytest.param("off, fly, first", "o\ufb00, \ufb02y, \ufb01r\ufb06", id="ff fl fi st"),
            pytest.param("سلام", "ســـلـام", id="kashida"),
            pytest.param("کتابِ", "کتــابـِ", id="kashida under a vowel mark"),
            pytest.param("او — نه", "او ـ نه", id="kashida for a dash"),
            pytest.param("لا کتاب", "\ufefb \ufb90\ufe98\ufe8e\ufe8f", id="forms of letters"),
            pytest.param("صلى الله عليه وسلم", "\ufdfa", id="a phrase in one"),
            pytest.param("بً", "ب\ufe70", id="a mark set on a space"),
            pytest.param("I ❤ it", "I ❤\ufe0f it", id="a variation selector"),
            pytest.param("葛", "葛\U000e0100", id="one of an ideograph"),
        ],
    )
    def test_of_how_letters_are_set(self, one: str, other: str) -> None:
        assert reads(one, other)
        assert reads(other, one)

    @pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u00ad"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", " \n", "\n\n", "\f", "\n\n  "])
    def test_of_a_word_hyphenated_over_a_line_end(self, hyphen: str, end: str) -> None:
        assert reads("their cooperation", f"their coop{hyphen}{end}eration")

    @pytest.mark.parametrize(
        ("sought", "printed"),
        [
            ("well-known", "well-\nknown"),
            ("well- known", "well-\nknown"),
            ("pre- and post-war", "pre-\nand post-war"),
            ("mid-1990s", "mid-\n1990s"),
            ("Wednesday—no", "Wednesday—\nno"),
            ("“no”—he", "“no”—\nhe"),
            ("“no”— he", "“no”—\nhe"),
            ("non-“aligned”", "non-\n“aligned”"),
        ],
    )
    def test_of_a_compound_divided_at_its_hyphen(self, sought: str, printed: str) -> None:
        assert reads(sought, printed)


class TestFoldKeeps:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            pytest.param("“untrue”", "untrue", id="a dropped quotation mark"),
            pytest.param("‘untrue’", "“untrue”", id="single for double"),
            pytest.param("the town", "The town", id="case"),
            pytest.param("cooperate.", "cooperate", id="a full stop"),
            pytest.param("cooperate, with", "cooperate; with", id="a semicolon"),
            pytest.param("۱۲", "12", id="Persian digits"),
            pytest.param("etat", "état", id="a diacritic"),
            pytest.param("کتابِ", "کتاب", id="a vowel mark"),
            pytest.param("می‌خواهد", "میخواهد", id="a zero width non-joiner"),
            pytest.param("می‌خواهد", "می خواهد", id="a space for it"),
            pytest.param("فاطمة", "فاطمه", id="teh marbuta"),
            pytest.param("موسى", "موسی", id="alef maksura"),
            pytest.param("old ferry", "oldferry", id="no space"),
            pytest.param("meant..", "meant…", id="two dots"),
            pytest.param("meant....", "meant…", id="four dots"),
            pytest.param("well-known", "wellknown", id="no hyphen"),
            pytest.param("well-known", "well known", id="a space for a hyphen"),
            pytest.param("so - he", "so-he", id="the spaces around a dash"),
            pytest.param("talks—\nno", "talksno", id="joined at a dash that is no hyphen"),
            pytest.param("3-\n5 boats", "35 boats", id="figures joined"),
            pytest.param("mid-\n1990s", "mid1990s", id="a figure joined to a word"),
            pytest.param("so -\nhe", "sohe", id="joined at a dash with a space before it"),
            pytest.param("well-\nknown", "well known", id="a space for a hyphen at a line end"),
            pytest.param("ab\u202ecd", "abcd", id="an override of direction"),
        ],
    )
    def test_everything_else_apart(self, one: str, other: str) -> None:
        assert not reads(one, other)
        assert not reads(other, one)


class TestFoldedPlaces:
    @pytest.mark.parametrize(
        ("text", "folded", "printed"),
        [
            ("They called “it”.", '"it"', "“it”"),
            ("the\n  old \f ferry", "old ferry", "old \f ferry"),
            ("un cafe\u0301, oui", "café", "cafe\u0301"),
            ("un cafe\u0301—oui", "café", "cafe\u0301"),
            ("un cafe\u0301", "café", "cafe\u0301"),
            ("e\u0301tat\u0301", "état\u0301", "e\u0301tat\u0301"),
            ("\u0958 a", "\u0915\u093c", "\u0958"),
            ("\u0958", "\u0915\u093c", "\u0958"),
            ("their coop-\neration ends", "cooperation", "coop-\neration"),
            ("Wednesday—no doubt", "Wednesday", "Wednesday"),
            ("Wednesday—no doubt", "no doubt", "no doubt"),
            ("so — they say", "they", "they"),
            ("meant... or", "meant…", "meant..."),
            ("a su\ufb03cient \ufb01x", "sufficient fix", "su\ufb03cient \ufb01x"),
            ("a su\ufb03cient \ufb01x", "fix", "\ufb01x"),
            ("a \ufdfa b", "الله", "\ufdfa"),
            ("او ســلام گفت", "سلام", "ســلام"),
        ],
    )
    def test_lead_to_words_as_they_are_printed(self, text: str, folded: str, printed: str) -> None:
        whole = fold_text(text)
        start = whole.text.index(folded)
        assert text[slice(*whole.span(start, start + len(folded)))] == printed

    @given(anything)
    def test_are_in_the_same_order(self, text: str) -> None:
        folded = fold_text(text)
        spans = [folded.span(at, at + 1) for at in range(len(folded.text))]
        assert all(0 <= start <= end <= len(text) for start, end in spans)
        assert all(one[0] <= other[0] for one, other in pairwise(spans))

    @given(anything, anything)
    def test_lead_to_their_own_words(self, before: str, behind: str) -> None:
        folded = fold_text(f"{before} xyz {behind}")
        at = folded.text.index("xyz")
        assert folded.span(at, at + 3) == (len(before) + 1, len(before) + 4)


class TestFoldedText:
    @given(anything)
    def test_is_the_same_however_its_letters_are_encoded(self, text: str) -> None:
        composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
        assert fold_text(composed)[:3] == fold_text(decomposed)[:3]

    @given(st.text(st.characters(categories=["L", "M", "N"]).filter(is_plain)))
    def test_is_composed_as_unicode_says(self, text: str) -> None:
        families = str.maketrans("يك\u02bc", "یک'")
        assert fold_text(text).text == unicodedata.normalize("NFC", text).translate(families)

    def test_knows_which_dashes_may_be_none(self) -> None:
        folded = fold_text("well-known, coop-\neration")
        assert folded.text == "wellknown, cooperation"
        assert (list(folded.dashes), sorted(folded.loose)) == ([4, 15], [15])
        assert [folded.has_dash(at) for at in (3, 4, 15)] == [False, True, True]

    def test_of_nothing_is_nothing(self) -> None:
        assert (fold_text("").text, fold_text("").span(0, 0)) == ("", (0, 0))
