from __future__ import annotations

import pytest

from stances.evidence.quotation_marks import Quotations, paragraphs, without_outer_marks

LONG = "word " * 45  # a line that nobody broke to fit a page


def marks(text: str, *words: str) -> str:
    """Whether these words, each of which stands once in the text, are quoted in it."""
    assert all(text.count(part) == 1 for part in words)
    spans = [(text.index(part), text.index(part) + len(part)) for part in words]
    return Quotations(text).of(spans)


class TestQuotationsInside:
    @pytest.mark.parametrize(
        "text",
        [
            "He said, “XX,” and left.",
            'He said, "XX," and left.',
            '"XX"',
            "Er sagte: „XX“ und ging.",
            "Er sagte: »XX« und ging.",
            "Il dit : « XX » et partit.",
            "Hon sade: ”XX” och gick.",
            "او گفت: «XX» و رفت.",
            "او گفت: «اول»، «XX».",
            "“A,” he said, “XX.”",
            "“He called it ‘XX’ then.”",
            "“He said “XX” then.”",
            "«a «XX» b»",
            "他說“XX”。",
            "他說「XX」。",
            "彼は「『XX』と」言った。",
            "彼は『XX』と言った。",
            "他說﹁XX﹂。",
            "Il dit \u2039 XX \u203a et partit.",
            "Er sagte \u203aXX\u2039 und ging.",
            "Han sade: »XX» och gick.",
            "Han sade: »A», »XX».",
            "Sie sagte „A“, ‟XX”.",
            "Il dit « A\n» XX\n» B ».",
            "Il dit « A\n  » XX ».",
            "Il dit « A\n» et partit, « XX ».",
            "Il dit « A.\n\n» B\n» C.\n\n» XX. »",
            "Il dit « A.\n\n« XX. »",
            "“A.\n\n” XX.”",
            '(he: "XX")',
            'He said—"XX"—and left.',
            '"A." "XX."',
            'The 6" pipe, he said, "is XX".',
            "It is 5″ long, “XX”.",
            '“The 6" pipe is XX,” he said.',
            "He said, “a\nXX”.",
            'He said:"It is XX."',
            '\u200f"XX."\u200f Then "A".',
            "‘XX’, he said.",
            "He said: 'XX.' They left.",
        ],
    )
    def test_of_all_kinds_of_marks(self, text: str) -> None:
        assert marks(text, "XX") == "inside"

    @pytest.mark.parametrize("end", ["\n\n", "\f", "\n\n\f\n", "\r\n\r\n"])
    def test_of_a_quotation_that_a_page_break_divides(self, end: str) -> None:
        text = f"It “should not move anybody, as{end}they are the friends.” So be it."
        for words in ("anybody", "they are", f"anybody, as{end}they"):
            assert marks(text, words) == "inside"
        assert marks(text, "So be it") == "outside"

    @pytest.mark.parametrize("end", ["-\n\n", "\u2010\f", "\xad\n\n", "—\n\n", "،\n\n"])
    def test_of_a_quotation_that_a_page_break_divides_at_a_mark(self, end: str) -> None:
        assert marks(f"It “is coop{end}eration, XX.” So be it.", "XX") == "inside"

    @pytest.mark.parametrize("opening", ["“", '"', "«"])
    def test_of_a_quotation_of_several_paragraphs(self, opening: str) -> None:
        closing = {"“": "”", "«": "»"}.get(opening, '"')
        text = (
            f"He said: {opening}One ends.\n\n{opening}Two goes on, {opening}Two A{closing}.\n\n"
            f"{opening}Three ends,{closing} he said. {opening}Four.{closing}\n\nFive."
        )
        if opening == '"':  # which cannot tell a quotation within another
            text = text.replace(', "Two A"', "")
        for words in ("One", "Two goes", "Three", "Four", f"ends.\n\n{opening}Two goes"):
            assert marks(text, words) == "inside"
        for words in ("He said: ", "he said. ", "Five"):
            assert marks(text, words) == "outside"

    def test_with_marks_of_their_own_at_their_ends(self) -> None:
        assert marks("He said “yes.” Then he left.", "“yes.”") == "inside"

    def test_in_all_their_pieces(self) -> None:
        text = "“One,” he said, “and two.”"
        assert marks(text, "One", "and two") == "inside"
        assert marks(text, "One", "he said") == "outside"


class TestQuotationsOutside:
    @pytest.mark.parametrize(
        "text",
        [
            "No marks: XX.",
            "“A,” XX, “B.”",
            "「A」XX「B」",
            "« A\n» XX, « B ».",
            "“A.\n” XX. “B”",
            "« A. »\n\n« B »\n\nXX",
            '"A," XX, "B."',
            "«A» XX «B»",
            "»A« XX »B«",
            "‘A XX’",
            "the boats’ XX’s",
            'The 6" XX and the 8" pipe',
        ],
    )
    def test_marks_or_between_them(self, text: str) -> None:
        assert marks(text, "XX") == "outside"

    @pytest.mark.parametrize(
        "words", ["it “idle", "idle” talk", "it “idle” talk", "idle” talk, or “vain"]
    )
    def test_if_one_of_them_does(self, words: str) -> None:
        assert marks("He calls it “idle” talk, or “vain”.", words) == "outside"


class TestQuotationsUnclear:
    @pytest.mark.parametrize(
        "text",
        [
            "He said “XX and left.",
            "He said XX” and left.",
            'He said "XX and left.',
            'He said XX" and left.',
            "XX” and “A”",
            'XX" and left, "A.',
            "a» و XX «b",
            "The council sent word, “XX was promised.’",
            "“A” XX “B",
            "«XX and left.",
            "“One ends.\n\nTwo, XX”, ends.",
            'He said “XX" and left.',
            '"The 6" pipe is XX," he said.',
        ],
    )
    def test_where_the_marks_of_the_paragraph_do_not_balance(self, text: str) -> None:
        assert marks(text, "XX") == "unclear"

    def test_in_that_paragraph_only(self) -> None:
        text = "“One.”\n\nThen “two and left.\n\nThree, “four.”"
        expected = {"One": "inside", "two": "unclear", "Three": "outside", "four": "inside"}
        assert {words: marks(text, words) for words in expected} == expected
        assert marks(text, "One", "two") == "unclear"

    def test_in_that_line_only_where_lines_are_paragraphs(self) -> None:
        text = f"{LONG} “one.\n{LONG} “two”.\n{LONG} three."
        expected = {"one": "unclear", "two": "inside", "three": "outside"}
        assert {words: marks(text, words) for words in expected} == expected

    def test_in_what_a_quotation_runs_on_into(self) -> None:
        text = "“One ends.\n\n“Two” ends” here.\n\nThree."
        expected = {"One": "inside", "Two": "unclear", "Three": "outside"}
        assert {words: marks(text, words) for words in expected} == expected


@pytest.mark.parametrize(("text", "span"), [("", (0, 0)), ("“”", (0, 2)), ("—", (0, 1))])
def test_what_has_no_words_is_outside(text: str, span: tuple[int, int]) -> None:
    assert Quotations(text).of([span]) == "outside"


class TestQuotationsListed:
    def test_are_all_in_order_without_their_marks(self) -> None:
        text = "“One,” he said, “two «2».” And „three“.\n\n“It “does not.\n\nThen “four”."
        listed = Quotations(text)
        assert [text[slice(*span)] for span in listed.inside] == [
            "One,",
            "two «2».",
            "three",
            "four",
        ]
        assert [text[slice(*span)] for span in listed.unclear] == ["“It “does not."]

    def test_are_one_over_several_paragraphs(self) -> None:
        text = "He said: “One.\n\n“Two.\n\n“Three.” So."
        [span] = Quotations(text).inside
        assert text[slice(*span)] == "One.\n\n“Two.\n\n“Three."

    def test_are_opened_again_where_they_go_on(self) -> None:
        text = "« One.\n» Two, « three\n\n» four. »\n\n“Five.\n\n“Six.”"
        again = Quotations(text.replace(", « three", ".")).reopened
        assert [text.replace(", « three", ".")[at:][:6] for at in again] == [
            "» Two.",
            "» four",
            "“Six.”",
        ]


class TestQuotationsOverAsides:
    TEXT = "“One.\n\nA “caption” and “more.\n\n“Two12 goes on.” So."
    ASIDES = ((7, 29), (35, 37))

    @pytest.mark.parametrize(
        ("words", "marks"),
        [
            ("One", "inside"),
            ("Two12", "inside"),
            ("One.\n\nA “caption” and “more.\n\n“Two", "inside"),
            ("So", "outside"),
            ("caption", "unclear"),
        ],
    )
    def test_go_on(self, words: str, marks: str) -> None:
        span = self.TEXT.index(words), self.TEXT.index(words) + len(words)
        assert Quotations(self.TEXT, self.ASIDES).of([span]) == marks

    def test_are_listed_with_those_in_asides(self) -> None:
        text = self.TEXT.replace("“more", "more,")
        listed = Quotations(text, self.ASIDES)
        assert [text[slice(*span)] for span in listed.inside] == [text[1:-5]]
        assert listed.of([(10, 17)]) == "inside"
        assert listed.of([(7, 8)]) == "outside"

    def test_of_an_aside_are_listed_where_nothing_goes_on_over_it(self) -> None:
        text = "“One.”\n\nA “caption.”\n\n“Two.” “three"
        listed = Quotations(text, [(8, 20)])
        assert [text[slice(*span)] for span in listed.inside] == ["One.", "caption."]
        assert [text[slice(*span)] for span in listed.unclear] == ["“Two.” “three"]


def test_paragraphs_of_a_text_are_between_blank_lines_and_after_long_lines() -> None:
    text = f"One\nends.\n\n  Two. \f{LONG}\nThree and\n\nstill three."
    found = [" ".join(text[slice(*span)].split()) for span in paragraphs(text)]
    assert found == ["One ends.", "Two.", LONG.strip(), "Three and still three."]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("“We were not asked,”", "We were not asked,"),
        ('"in 2014"', "in 2014"),
        ("« Non »", "Non"),
        ("„Nein“", "Nein"),
        ("„Nein”", "Nein"),
        ("»Nein«", "Nein"),
        ("「東京」", "東京"),
        ('“Mixed"', "Mixed"),
        ("“Never”.", "Never"),
        ("‘We’re not’", "We’re not"),
        ("“It goes on,", "It goes on,"),
        ("and ends.”", "and ends."),
        ("“He said “no” to it”", "He said “no” to it"),
        ("“One.\n\n“Two.”", "One.\n\nTwo."),
        ("“One.”\n\n“Two.”", "“One.”\n\n“Two.”"),
        ("“A,” he said, “B”", "“A,” he said, “B”"),
        ("he called it “B”", "he called it “B”"),
        ("“B” he said", "“B” he said"),
        ("’tis so", "’tis so"),
        ("5' 6\"", "5' 6\""),
        ("no marks", "no marks"),
        ("“”", "“”"),
        ("“", "“"),
        ("", ""),
    ],
)
def test_outer_marks_are_those_around_the_whole(text: str, bare: str) -> None:
    assert without_outer_marks(text) == bare
    assert without_outer_marks(bare) == bare
