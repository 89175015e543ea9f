from __future__ import annotations

import pytest

from stances.evidence.html_text import read_page
from stances.evidence.matching import Ambiguous, Found, Hints, NotFound, Searchable

WORDS = "We want the ferry to stay. And the money to come."


def found(words: str, text: str, asides: list[tuple[int, int]] | None = None) -> str:
    """What the copy prints where it has the words, and whether in quotation marks."""
    copy = Searchable(text, lambda at: at, asides or [])
    outcome = copy.find(words, Hints())
    if not isinstance(outcome, Found):
        return type(outcome).__name__
    printed = " | ".join(text[start:end] for start, end in outcome.spans)
    return f"{copy.quotations.of(outcome.spans)}: {' '.join(printed.split())}"


class TestWordsThatRunOn:
    @pytest.mark.parametrize(
        "text",
        [
            "“We want the ferry to stay.\n\n“And the money to come.”",
            '"We want the ferry to stay.\n\n"And the money to come."',
            "« We want the ferry to stay.\n» And the money to come. »",
            "« We want the ferry to stay.\n\n» And the money to come. »",
            "« We want the ferry to stay.\n\n« And the money to come. »",
            "「We want the ferry to stay.\n\n「And the money to come.」",
            "“We want the ferry to stay.[12] And the money to come.”",
            "“We want the ferry[1][2] to stay. [3] And the money[note 3] to come.”",
            "“We want the ferry[a] to stay. And the money to come.”",
            "“We want the ferry to stay.¹² And the money to come.”",
            "“We want* the ferry† to stay.** And the money to come.”",
        ],
    )
    def test_are_found_over_marks_in_their_midst(self, text: str) -> None:
        assert found(WORDS, f"Ada said: {text} So be it.").startswith("inside: We want")
        assert found("to stay. […] the money to come", text).startswith("inside: to stay. |")

    @pytest.mark.parametrize(
        "text",
        [
            "“We want the ferry to stay.” Berta said: “And the money to come.”",
            "“We want the ferry to stay.”\n\n“And the money to come.”",
            "“We want the ferry to stay.\n\nBerta said: “And the money to come.”",
            "« We want the ferry to stay.\n» Berta : « And the money to come. »",
            "“We want the ferry to stay. [We] And the money to come.”",
            "“We want the ferry to stay. And the [a] money to come.”",
            "“We want the ferry to stay. And the [12] money to come.”",
            "“We want the ferry to stay. 12 And the money to come.”",
        ],
    )
    def test_are_not_found_over_anything_else(self, text: str) -> None:
        assert found(WORDS, text) == "NotFound"

    @pytest.mark.parametrize("words", ["an area of 5 km of lake", "in 10 days"])
    def test_have_their_raised_figures(self, words: str) -> None:
        text = "an area of 5 km² of lake, in 10² days"
        assert found(words, text) == "NotFound"

    def test_are_sought_as_they_are_printed_first(self) -> None:
        text = "We go[1] now. We go now."
        assert found("We go[1] now", text) == "outside: We go[1] now"
        assert found("We go now", text) == "outside: We go now"
        assert isinstance(Searchable("A no[1] b. A no[2] b.", int).find("no b", Hints()), Ambiguous)

    def test_are_told_to_be_apart_where_they_are(self) -> None:
        text = "the money[1] to come, we want[1] it so"
        outcome = Searchable(text, int).find("we want it … the money to come", Hints())
        assert outcome == NotFound(apart=True)


class TestTheNearestPassage:
    def test_is_that_of_the_running_text(self) -> None:
        text = "“We want the ferry[1] to stay.\n\n“And the money to come.”"
        passage = Searchable(text, int).nearest(WORDS.replace("money", "boats"))
        assert passage
        assert passage.difference == (
            "We want the ferry[1] to stay. “And the [-boats-] {+money+} to come."
        )
        assert text[passage.start : passage.end].startswith("We want the ferry[1] to")

    def test_may_be_in_an_aside(self) -> None:
        text = "“We want the ferry.\n\nA lake in the hills\n\n“So.”"
        passage = Searchable(text, int, [(21, 40)]).nearest("A boat in the hills")
        assert passage
        assert passage.difference == "A [-boat-] {+lake+} in the hills"


def test_words_are_read_in_the_text_around_them() -> None:
    text = "“We want[1] it.\n\nA lake\n\n“So.”"
    copy = Searchable(text, int, [(17, 23)])
    assert copy.around([(1, 15)]).split() == ["“We", "want\u2060\u2060\u2060", "it.", "“So.”"]
    assert copy.around([(19, 23)]) == text


class TestWordsOfAPage:
    @staticmethod
    def of(words: str, page: str) -> str:
        text, *_, asides = read_page(page)
        return found(words, text, [*asides])

    @pytest.mark.parametrize(
        "between",
        [
            "<figure><img><figcaption>A “lake”</figcaption></figure>",
            "</p><figure><figcaption>A “lake</figcaption></figure><p>",
            "</p><aside><p>Read</p><p>more</p></aside><p>“",
            "<sup><a href='#1'>[1]</a></sup>",
            "<sup>1</sup>",
            "</p><table><caption>Rates</caption></table><p>",
        ],
    )
    def test_are_found_over_an_aside(self, between: str) -> None:
        page = f"<p>Ada said: “We want the ferry to stay.{between} And the money to come.”</p>"
        assert self.of(WORDS, page).startswith("inside: We want")

    def test_are_found_in_an_aside(self) -> None:
        page = "<p>“We want the ferry.<figure>Ada: “No boats” is what she said</figure><p>“So.”"
        assert self.of("No boats", page) == "inside: No boats"
        assert self.of("is what she said", page) == "outside: is what she said"
        assert self.of("We want the ferry", page) == "inside: We want the ferry"

    def test_are_not_found_over_another_paragraph(self) -> None:
        page = "<p>“We want the ferry to stay.</p><p>A lake</p><p>“And the money to come.”</p>"
        assert self.of(WORDS, page) == "NotFound"
