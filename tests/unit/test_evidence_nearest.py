from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.evidence.folding import fold_text
from stances.evidence.nearest import Passage, Passages

FOLDER = Path(__file__).parent.parent / "data" / "articles"
ENGLISH, PERSIAN = (
    (FOLDER / f"{name}.txt").read_text(encoding="utf-8") for name in ("english", "persian")
)


def nearest(words: str, text: str) -> Passage | None:
    return Passages(text, fold_text(text)).nearest(words)


def shown(words: str, text: str) -> str:
    passage = nearest(words, text)
    return passage.difference if passage else "nothing"


class TestNearestPassage:
    @pytest.mark.parametrize(
        ("words", "difference"),
        [
            pytest.param(
                "council of Osk has agreed on who",
                "council of Osk has {+not+} agreed on who",
                id="a dropped word",
            ),
            pytest.param(
                "She does not quite deny that it is old",
                "She does not [-quite-] deny that it is old",
                id="an added word",
            ),
            pytest.param(
                "is willing to work with the northern port",
                "is [-willing-] {+ready+} to work with the northern port",
                id="another word",
            ),
            pytest.param(
                "we will cooperate. With the southern port",
                "[-we-] {+We+} will cooperate. With the southern port",
                id="case",
            ),
            pytest.param(
                "We will cooperate with the southern port",
                "We will cooperate [-with-] {+. With+} the southern port",
                id="the end of a sentence",
            ),
            pytest.param(
                "called reports of a deal untrue and said",
                "called reports of a deal {+“+} untrue {+”+} and said",
                id="dropped marks",
            ),
            pytest.param(
                '"tricks and delay," adding the "crocodile tears"',
                "“tricks and delay,” adding {+that+} the “crocodile tears”",
                id="marks that are set otherwise",
            ),
            pytest.param(
                "The council wants to see a well-known judge choose, and spoke of post-war pacts",
                "The coun- cil wants to see a well- known judge [-choose-] {+decide+} , and spoke "
                "of {+pre- and+} post-war [-pacts-] {+treaties+}",
                id="words divided over lines",
            ),
            pytest.param(
                "a non cooperation pact",
                "[-a non cooperation-] {+A non-cooperation+} pact",
                id="a hyphen",
            ),
            pytest.param(
                "was silent for a little while. Then she laughed",
                "was silent for a [-little-] whi\u00adle. Then she laughed",
                id="soft hyphens",
            ),
            pytest.param(
                "“I will go by café ship,” she joked",
                "“I will go by cafe\u0301 [-ship-] {+boat+} ,” she joked",
                id="decomposed letters",
            ),
            pytest.param(
                "She denies that it is old, slow and warm.",
                "She [-denies-] {+does not deny+} that it is old, slow and [-warm-] {+cold+} .",
                id="at both ends",
            ),
            pytest.param("nothing of the kind was ever printed", "nothing", id="nothing like it"),
            pytest.param("quite elsewhere", "nothing", id="no word of it"),
            pytest.param("…", "nothing", id="no words"),
        ],
    )
    def test_in_english(self, words: str, difference: str) -> None:
        assert shown(words, ENGLISH) == difference

    @pytest.mark.parametrize(
        ("words", "difference"),
        [
            ("ما هرگز می‌پذیریم که دیگران", "ما هرگز [-می‌پذیریم-] {+نمی‌پذیریم+} که دیگران"),
            ("او نمی‌خواهد بيايد. مي‌خواهد", "او نمی‌خواهد [-بيايد-] {+برود+} . می‌خواهد"),
        ],
    )
    def test_in_persian(self, words: str, difference: str) -> None:
        assert shown(words, PERSIAN) == difference

    @pytest.mark.parametrize(
        ("words", "text", "difference"),
        [
            ("که کتابِ او نو است", "که کتابُ او نو است", "که [-کتابِ-] {+کتابُ+} او نو است"),
            ("the word ทีนี้ said", "the word ที่นี่ said", "the word [-ทีนี้-] {+ที่นี่+} said"),
            ("we go now", "we", "nothing"),
            ("we go now", "go now", "[-we-] go now"),
            ("we go now and then", "go then", "[-we-] go [-now and-] then"),
            ("we go", "", "nothing"),
            ("we go", "…, — .", "nothing"),
            ("we go, or not", "Yes — we go; or not", "we go [-,-] {+;+} or not"),
            ("I go", "a I b", "I [-go-] {+b+}"),
            ("a", "A", "[-a-] {+A+}"),
            ("we go", "Yes: WE GO!", "[-we go-] {+WE GO+}"),
            ("fast boat", "a fast boat-\n", "fast boat"),
        ],
    )
    def test_in_short_texts(self, words: str, text: str, difference: str) -> None:
        assert shown(words, text) == difference

    def test_is_one_of_the_text(self) -> None:
        passage = nearest("We will cooperate with the southern port", ENGLISH)
        assert passage
        assert ENGLISH[passage.start : passage.end] == "We will cooperate. With\nthe southern port"

    def test_is_the_one_with_most_of_the_words(self) -> None:
        near = "The mayor of the town is ready to talk to the owners of the port today."
        others = [
            near.replace("owners", "friends").replace("talk", "listen"),
            near.replace("mayor", "clerk").replace("port", "bank"),
        ]
        filler = "A filler. " * 50
        text = "\n\n".join([*others * 20, filler, near, filler, *others * 20])
        passage = nearest(near.replace("today", "now"), text)
        assert passage
        assert passage.start == text.index(near)

    def test_is_found_where_a_letter_becomes_two_in_lower_case(self) -> None:
        text = "\u0130stanbul'da " * 30 + "they said they would talk."
        assert shown("they said they will talk.", text) == "they said they [-will-] {+would+} talk."

    @pytest.mark.parametrize("at", [0, 3, 2000, 4499])
    def test_is_found_in_a_text_that_says_the_same_again_and_again(self, at: int) -> None:
        words = "We want the quiet ferry back on this lake".split() * 500
        printed = [*words[:at], "ALTERED", *words[at + 1 :]]
        shown_there = shown(" ".join(words), f"Intro: {' '.join(printed)}")
        assert f"[-{words[at]}-] {{+ALTERED+}}" in shown_there
        assert shown_there.count("[-") == 1

    @given(st.text("ab.“…[] -\n\u00ad", max_size=40), st.text("ab.“…[] -\n\u00ad", max_size=80))
    def test_lies_in_the_text_whatever_is_sought(self, words: str, text: str) -> None:
        passage = nearest(words, text)
        assert passage is None or 0 <= passage.start < passage.end <= len(text)


class TestExcerpt:
    @staticmethod
    def of(words: list[str], printed: list[str]) -> str:
        passage = nearest(" ".join(words), f"Intro. {' '.join(printed)} End.")
        assert passage
        return passage.excerpt(200)

    def test_of_a_short_difference_is_all_of_it(self) -> None:
        words = "we want the ferry back".split()
        assert self.of(words, [*words[:-1], "here"]) == "we want the ferry [-back-] {+here+}"

    @pytest.mark.parametrize("length", [40, 81, 151, 400, 2000])
    @pytest.mark.parametrize("at", [0, 5, -1, -3])
    def test_is_around_the_first_difference(self, length: int, at: int) -> None:
        words = [f"word{number}" for number in range(length)]
        printed = [*words]
        printed[at] = "altered"
        excerpt = self.of(words, printed)
        assert f"[-{words[at]}-] {{+altered+}}" in excerpt
        assert len(excerpt) <= 210
        assert excerpt.startswith("… ") == (at < 0)
        assert excerpt.endswith(" …") == (at >= 0)

    def test_shows_both_ends_of_what_differs_at_length(self) -> None:
        words = [f"word{number}" for number in range(400)]
        printed = [*words[:100], *(f"other{number}" for number in range(150)), *words[250:]]
        excerpt = self.of(words, printed)
        for part in ("word99 [-word100", "word249-] {+other0", "other149+} word250"):
            assert part in excerpt
