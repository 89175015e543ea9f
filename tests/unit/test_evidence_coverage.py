"""What of a stored copy is coded, in evidence/coverage.py."""

from __future__ import annotations

import re
from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdfs import pdf
from stances.evidence.copies import Copy, ReadText, Stored
from stances.evidence.coverage import MOST_TEXTS, Asked, CopyCoverage, Passage, coverage_of
from stances.evidence.matching import Hints
from stances.evidence.mentions import Mentions
from stances.evidence.offset_map import Trace
from stances.evidence.verdicts import Sought

NAMES = (("adler", "Anna Adler"), ("adler", "Adler"), ("brandt", "Bruno Brandt"))


def plain(text: str) -> Copy:
    return Copy("x.txt", ReadText(text, text, Trace()))


def page(html: str) -> Copy:
    copy = Stored(Path("x.html"), html.encode()).read()
    assert isinstance(copy, Copy)
    return copy


def read(
    copy: Copy | str, *coded: str, uncoded: tuple[str, ...] = (), whole: bool = False
) -> CopyCoverage:
    """Read a copy for texts of evidence, and for others that are declared uncoded."""
    copy = plain(copy) if isinstance(copy, str) else copy
    sought = [Sought(text, "paraphrase", Hints()) for text in coded]
    sought += [Sought(text, None, Hints(quoted=True), inf) for text in uncoded]
    declared = frozenset(range(len(coded), len(sought)))
    return coverage_of(copy, sought, Asked(declared, Mentions(NAMES), whole))


def quotations(found: CopyCoverage) -> list[Passage]:
    return [each for each in found.passages if each.kind == "quotation"]


def results(found: CopyCoverage) -> list[tuple[str, str]]:
    return [(each.text, each.result) for each in quotations(found)]


class TestQuotations:
    TEXT = "She said “we go home” and “never”.\n\nHe called it “evil”, an evil day."

    def test_are_coded_if_every_word_is_in_evidence(self) -> None:
        found = read(self.TEXT, "said “we go home”")
        assert results(found) == [
            ("we go home", "coded"),
            ("never", "not-coded"),
            ("evil", "not-coded"),
        ]

    def test_are_in_part_if_some_words_are(self) -> None:
        [first, *_] = quotations(read(self.TEXT, "we go"))
        assert (first.result, first.left) == ("in-part", "home")

    def test_are_uncoded_if_it_takes_a_declaration(self) -> None:
        found = read(self.TEXT, "we go", uncoded=("home”", "evil"))
        assert results(found) == [
            ("we go home", "uncoded"),
            ("never", "not-coded"),
            ("evil", "uncoded"),
        ]

    def test_have_their_place_and_the_texts_in_them(self) -> None:
        found = read(self.TEXT, "we go", "go home", "“never”")
        assert [(str(each.spot), each.texts) for each in quotations(found)] == [
            ("line 1", (0, 1)),
            ("line 1", (2,)),
            ("line 3", ()),
        ]

    def test_are_left_where_an_omission_leaves_words_out(self) -> None:
        text = "“We want the old quiet lake back.”"
        [first] = quotations(read(text, "We want […] quiet lake back."))
        assert (first.result, first.left) == ("in-part", "the old")

    def test_are_covered_between_the_first_and_last_words_of_a_declaration(self) -> None:
        text = "“One two three. " + "Four. " * 200 + "Five six seven.”"
        assert results(read(text, uncoded=("One two three. […] Five six seven.",)))[0][1] == (
            "uncoded"
        )

    def test_are_found_within_their_marks_where_the_bare_word_stands_too(self) -> None:
        text = "evil " * 300 + "He said “evil”. " + "evil " * 300
        assert results(read(text, uncoded=("evil",))) == [("evil", "uncoded")]

    def test_are_ambiguous_where_the_word_is_quoted_twice(self) -> None:
        found = read("“evil” and “evil”", uncoded=("evil",))
        assert [result for _, result in results(found)] == ["not-coded", "not-coded"]
        assert found.unfound == [0]

    def test_may_run_on_over_paragraphs(self) -> None:
        text = "“We go home.\n\n“Then we sleep,” he said."
        [first] = quotations(read(text, "We go home.", "Then we sleep,"))
        assert first.result == "coded"

    def test_are_none_in_a_copy_without_marks(self) -> None:
        assert not quotations(read("Nobody said a word. It's the boys' day."))

    def test_are_none_between_marks_without_words(self) -> None:
        assert not quotations(read("He said “…” and “ ”."))

    def test_in_marks_that_do_not_balance_are_all_that_these_can_enclose(self) -> None:
        found = quotations(read("In “The Boat,” he says “we go. All of us.", "we go"))
        assert [(each.text, each.result, each.unclear) for each in found] == [
            ("The Boat,", "not-coded", True),
            ("we go. All of us.", "in-part", True),
        ]

    def test_that_are_never_opened_begin_with_the_paragraph(self) -> None:
        [first] = quotations(read("A.\n\nWe go home,” he said. No.\n\nB."))
        assert (first.text, first.unclear) == ("We go home,", True)

    def test_are_those_in_single_marks_where_there_are_no_others(self) -> None:
        found = read("He said ‘we don’t go’. ‘Never’, said she.", uncoded=("Never",))
        assert found.single
        assert results(found) == [("we don’t go", "not-coded"), ("Never", "uncoded")]
        assert not read("He said “we ‘go’”.").single

    @pytest.mark.parametrize(
        "quoted", ["«بله، می‌رویم»", "„Ja, wir gehen“", "“Ja, wir gehen”", '"Ja, wir gehen"']
    )
    def test_are_those_of_every_language(self, quoted: str) -> None:
        [first] = quotations(read(f"A {quoted} b.", quoted[1:-1]))
        assert (first.text, first.result) == (quoted[1:-1], "coded")

    def test_name_only_the_first_texts_of_many(self) -> None:
        [first] = quotations(read("“we go home”", *["we go home"] * 300))
        assert first.texts == (*range(MOST_TEXTS),)

    def test_name_what_begins_in_them_after_very_many_that_ended(self) -> None:
        text = " ".join(f"“go {number}”" for number in range(300)) + " “stay”"
        found = quotations(read(text, *(f"go {number}" for number in range(300)), "stay"))
        assert [each.texts for each in found] == [(number,) for number in range(301)]


WORDS = [f"w{number}" for number in range(40)]


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[str], list[str]]:
    """A text of different words with quotations in it, and passages of it."""
    places = draw(st.lists(st.integers(0, 39), max_size=12, unique=True).map(sorted))
    opens, closes = set(places[0::2]), set(places[1::2])
    if len(places) % 2:
        opens.discard(places[-1])
    text = " ".join(
        f"{'“' if n in opens else ''}{word}{'”' if n in closes else ''}"
        for n, word in enumerate(WORDS)
    )
    spans = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 6)), max_size=6)
    coded, uncoded = (
        [" ".join(text.split()[a : a + b + 1]) for a, b in draw(spans)] for _ in range(2)
    )
    return text, coded, uncoded


@given(texts())
def test_a_recount_word_by_word_finds_the_same(given: tuple[str, list[str], list[str]]) -> None:
    text, coded, uncoded = given
    evidence, declared = ({*re.findall(r"w\d+", " ".join(each))} for each in (coded, uncoded))
    expected = []
    for quoted in re.findall("“([^”]*)”", text):
        words = {*quoted.split()}
        if words <= evidence:
            result = "coded"
        elif words <= evidence | declared:
            result = "uncoded"
        else:
            result = "in-part" if words & (evidence | declared) else "not-coded"
        expected.append((quoted, result))
    assert results(read(text, *coded, uncoded=(*uncoded,))) == expected


class TestParagraphs:
    def test_that_name_an_official_without_evidence_are_listed(self) -> None:
        text = "Anna Adler spoke.\n\nBruno Brandt went home.\n\nNobody came.\n\nAdler met Brandt."
        found = read(text, "went home")
        assert [(str(each.spot), each.mentions) for each in found.passages] == [
            ("line 1", ("adler",)),
            ("line 7", ("adler",)),
        ]
        assert {each.kind for each in found.passages} == {"paragraph"}

    def test_are_read_where_they_are_declared_in_whole_or_part(self) -> None:
        text = "Anna Adler spoke of boats and left the town."
        assert not read(text, uncoded=("Anna Adler […] left the town.",)).passages
        assert not read(text, uncoded=("left the town.",)).passages  # as with evidence

    def test_come_before_the_quotations_in_them(self) -> None:
        found = read("“Go” said Anna Adler.")
        assert [each.kind for each in found.passages] == ["paragraph", "quotation"]
        assert found.passages[1].mentions == ("adler",)

    def test_are_none_of_a_pdf(self) -> None:
        pytest.importorskip("pypdf")
        pages = Stored(Path("x.pdf"), pdf("Anna Adler said “we go”.")).read()
        assert isinstance(pages, Copy)
        found = read(pages)
        assert [(each.kind, each.spot.page) for each in found.passages] == [("quotation", 1)]


class TestPage:
    HEAD = "<nav>“Menu”</nav>"

    def part(self, html: str, *coded: str) -> tuple[str | None, list[str]]:
        found = read(page(html), *coded)
        return found.part, [each.text for each in quotations(found)]

    def test_is_read_in_the_article_that_has_most_of_the_evidence(self) -> None:
        html = (
            f"{self.HEAD}<article>“A long other story, by far the longest of them”</article>"
            "<article><p>“We go home”</p><p>“never”</p></article>"
        )
        assert self.part(html, "We go home") == ("article", ["We go home", "never"])

    def test_is_read_in_the_inner_one_of_two_with_the_same(self) -> None:
        html = f"{self.HEAD}<main>“Share”<article>“We go home”</article>“More”</main>"
        assert self.part(html, "We go home") == ("article", ["We go home"])

    def test_is_read_in_the_main_part_if_that_has_more(self) -> None:
        html = "<main>“Share”<article>“We go home”</article><p>“we stay”</p></main>“x”"
        assert self.part(html, "We go home", "we stay")[0] == "main"

    def test_is_read_in_the_longest_without_evidence(self) -> None:
        html = f"{self.HEAD}<article>“a”</article><article>“We go home”</article>"
        assert self.part(html) == ("article", ["We go home"])
        assert self.part(html, "nowhere at all") == ("article", ["We go home"])

    def test_is_read_whole_without_either(self) -> None:
        assert self.part("<nav>“Menu”</nav><p>“a”</p>") == ("body", ["Menu", "a"])

    def test_may_leave_its_articles_open(self) -> None:
        html = f"</main>{self.HEAD}<article><main>“a”</article>“b”<article>“We go home”"
        assert self.part(html) == ("article", ["We go home"])

    def test_has_quotations_that_run_on_over_a_figure(self) -> None:
        html = (
            "<article><p>“We go</p><figure>Ship<figcaption>A “big” ship</figcaption></figure>"
            "<p>home,” she said. “never”</p></article>"
        )
        found = read(page(html), "We go home,", uncoded=("never",))
        assert results(found) == [
            ("We go home,", "coded"),
            ("big", "not-coded"),
            ("never", "uncoded"),
        ]
        assert [each.texts for each in quotations(found)] == [(0,), (), (1,)]

    def test_is_no_matter_of_a_text(self) -> None:
        assert read("“a”").part is None


class TestReading:
    def test_is_the_text_with_its_paragraphs_and_the_places_of_words(self) -> None:
        text = "  One two.\n\n\n“Three four.”\n"
        reading = read(text, "two", uncoded=("Three four.",), whole=True).reading
        assert reading is not None
        assert [text[slice(*span)] for span, _ in reading.paragraphs] == [
            "One two.",
            "“Three four.”",
        ]
        assert [spot.line for _, spot in reading.paragraphs] == [1, 4]
        assert [(text[slice(*span)], number) for span, number in reading.words] == [
            ("two", 0),
            ("Three four.", 1),
        ]

    def test_is_not_given_back_unless_asked_for(self) -> None:
        assert read("One two.").reading is None
