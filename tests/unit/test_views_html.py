from __future__ import annotations

import re
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from cases import every_case
from pages import crowd, page, parsed, words_of
from stances.views.html import over_time
from stances.views.html.report import officials, timeline
from stances.views.report_text import TITLES

if TYPE_CHECKING:
    from corpora import CorpusBuilder

STYLE = "".join(
    files("stances.views.html").joinpath(name).read_text("utf-8")
    for name in ("charts/chart.css", "style.css")
)
LIGHT, DARK, PRINTED = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block))
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
)
MARKS = (
    *("for-far", "for-near", "middle", "against-near", "against-far", "unscored", "beside"),
    *("assessed", *(f"hue-{letter}" for letter in "abcdef")),
)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK, PRINTED], ids=["light", "dark", "printed"])
class TestColours:
    def test_of_words_are_legible(self, colours: dict[str, str]) -> None:
        with every_case() as case:
            for ink, paper in product(("ink", "quiet", "link", "mark"), ("paper", "raised")):
                with case(ink, paper):
                    assert contrast(colours[ink], colours[paper]) >= 4.5

    def test_of_marks_are_seen(self, colours: dict[str, str]) -> None:
        with every_case() as case:
            for mark in MARKS:
                with case(mark):
                    assert contrast(colours[mark], colours["paper"]) >= 3

    def test_of_the_two_sides_differ_also_without_colour_sight(
        self, colours: dict[str, str]
    ) -> None:
        """Blue against orange, which every kind of colour blindness tells apart."""
        for side in ("far", "near"):
            red, _, blue = (int(colours[f"for-{side}"][at : at + 2], 16) for at in (1, 3, 5))
            assert blue > red
            red, _, blue = (int(colours[f"against-{side}"][at : at + 2], 16) for at in (1, 3, 5))
            assert red > blue


class TestTooManyLanes:
    def test_are_counted_and_listed(
        self, corpus: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timeline, "MOST_LANES", 5)
        for module in (timeline, over_time):
            monkeypatch.setattr(module, "MOST_MARKS", 2)
        index = crowd(corpus, 12).index()
        found = parsed(page(index, issue=("tram",)))
        drawn = {words_of(n) for n in found.iter("title") if words_of(n).endswith(" over time")}
        assert len(drawn) == 5 + ("In its own voice over time" in drawn)
        text = words_of(found)
        assert "Drawn are 5 of 12 officials, those with the most statements" in text
        assert re.search(r"the last 2 statements are drawn: [0-9]+ earlier ones", text)
        assert len(list(found.iter("h5"))) == 12

    def test_is_not_spoken_of_where_all_is_drawn(self, corpus: CorpusBuilder) -> None:
        text = words_of(parsed(page(crowd(corpus, 12).index())))
        assert "Drawn are" not in text

    def test_of_what_sources_claim_is_counted_for_its_reason(self, corpus: CorpusBuilder) -> None:
        claims = [
            {"about": ["bo"], "text": "drawn", "when": "2021"},
            {"about": ["bo"], "text": "undated"},
            {"about": ["cas"], "text": "of another", "when": "2021"},
        ]
        corpus.official("bo", statements=["supports"] * 3).official("cas", faction="mayor")
        text = words_of(parsed(page(corpus.source("herald", assessments=claims).index())))
        told = "1 without a date and 1 about others than these, or beyond the first 100. All stand"
        assert (
            f"Claims of sources that are not drawn: {told} under “{TITLES['assessments']}”" in text
        )

    def test_waits_where_very_many_statements_are_the_latest(self, corpus: CorpusBuilder) -> None:
        said = [{"said": "2021", "summary": f"Number {n}"} for n in range(9)]
        found = parsed(page(corpus.official("bo", statements=said).index()))
        more = next(n for n in found.iter("details") if "latest" in words_of(n))
        assert words_of(more).startswith("6 more that may be the latest")
        assert len([n for n in found.iter("article") if n.get("class") == "statement"]) == 9
        assert len(list(more.iter("article"))) == 9 - officials.MOST_OPEN

    def test_does_not_wait_where_a_statement_has_a_score(self, corpus: CorpusBuilder) -> None:
        said = [{"said": "2021", "position": p} for p in ("supports", *["unstated"] * 5, "rejects")]
        found = parsed(page(corpus.official("bo", statements=said).index()))
        shown = [n.get("id") for n in found.iter("article") if n.get("class") == "statement"]
        assert shown[:3] == ["statement/bo/s7", "statement/bo/s1", "statement/bo/s6"]
        [folded] = [n for n in found.iter("details") if "question open" in words_of(n)[:60]]
        assert len([*folded.iter("article")]) == 5


class TestWhatCounts:
    def test_gives_nobody_unnamed_a_mean(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", kind="unnamed", statements=["supports"])
        text = words_of(parsed(page(corpus.index())))
        assert "Member · 1 statement · 1 scored statement, and no mean: somebody who" in text
        assert "Not in any mean: 1 scored statement by officials who are not named." in text
        assert "changed position" not in text.partition("How to read")[0]

    def test_gives_a_group_a_mean_from_three_officials_on(self, corpus: CorpusBuilder) -> None:
        corpus.official("ann", statements=["supports"]).official("bo", statements=["supports"])
        assert "All together" not in words_of(parsed(page(corpus.index())))
        corpus.official("cas", statements=["rejects"]).official("dan", statements=["unstated"])
        told = (
            "All together: mean +0.67 over 3 officials, median +2.00; 0.00 to +1.00 if all others"
        )
        assert told in words_of(parsed(page(corpus.index())))

    def test_gives_an_official_one_of_several_statements(self, corpus: CorpusBuilder) -> None:
        heard = {"position": "rejects", "according_to": ["cas"]}
        corpus.official("bo", statements=["supports", "indirect", heard])
        corpus.official("cy", statements=["supports", heard])
        text = words_of(parsed(page(corpus.index())))
        told = "Member · 2 statements, and 1 known by hearsay · mean +1.50 over 2 scored statements"
        assert told in text
        assert "Member · 1 statement, and 1 known by hearsay" in text
        assert "over 1 scored" not in text
        assert "3 statements by 2 officials, from 1 source, and 2 known by hearsay" in text

    def test_marks_hearsay_over_time(self, corpus: CorpusBuilder) -> None:
        heard = {"according_to": ["cas"]}
        said: list[Any] = [heard, heard | {"position": "denies"}, "unstated"]
        text = page(corpus.official("bo", statements=said).index())
        assert "3 May 2021: +2 Supports, hearsay (bo/s1)" in text
        assert ">(+2)</text>" in text
        assert ">(·)</text>" in text

    def test_says_so_where_there_is_hearsay_alone(self, corpus: CorpusBuilder) -> None:
        heard = {"according_to": ["cas"], "issue": "port"}
        corpus.codebook(issues={"tram": {"supports": 1}, "port": {"supports": 1}})
        index = corpus.official("bo", statements=[heard]).official("cy").index()
        text = words_of(parsed(page(index)))
        assert "Nothing but hearsay matches what was asked for: 1 statement known by" in text
        assert "Member · 1 statement known by hearsay" in text
        text = words_of(parsed(page(index, official=("bo",))))
        assert "Known by hearsay alone: Bo." in text

    def test_marks_older_statements(self, corpus: CorpusBuilder) -> None:
        heard = {"said": "2020", "according_to": ["cas"], "status": "denied"}
        found = parsed(page(corpus.official("bo", statements=[heard, "supports"]).index()))
        [older] = [n for n in found.iter("details") if "earlier or parallel" in words_of(n)]
        assert words_of(older).endswith("bo/s1 · denied · disputed · according to cas")


class TestConflictsOnThePage:
    def test_say_what_a_statement_is_and_whose_denial_it_meets(self, corpus: CorpusBuilder) -> None:
        words = {"source": "herald", "text": "I never said it", "by": "bo"}
        dispute = {"about": "speaker", "note": "He denies it.", "words": words}
        denied = {"status": "denied", "disputes": [dispute], "spoken_by": "Cy Ko"}
        notices = [{"kind": "deleted", "date": "2021-07"}]
        corpus.source("herald").source("courier", publisher="Courier", notices=notices)
        found = parsed(page(corpus.official("bo", statements=[denied]).index()))
        [conflict] = [n for n in found.iter("section") if n.get("class") == "conflict"]
        marks = "denied · disputed · spoken by Cy Ko · Courier, 30 June 2021: deleted July 2021"
        assert f"1 source · {marks}" in words_of(conflict)
        assert "Denied or corrected by Bo:I never said it" in words_of(conflict)
        quoted = [n for n in conflict.iter("blockquote") if "never" in words_of(n)]
        assert [n.get("class") for n in quoted] == ["form-quote"]


class TestHtmlStatement:
    @pytest.mark.parametrize(
        ("texts", "told"),
        [
            (("we will", "we will"), "the same words in 1 other source"),
            (
                ("we will", "we will", "they may", "they may"),
                "1 other wording, the same words in 1 other source",
            ),
        ],
    )
    def test_counts_other_wordings_and_not_other_sources(
        self, corpus: CorpusBuilder, texts: tuple[str, ...], told: str
    ) -> None:
        names = ("courier", "herald", "agency", "post")
        for name in names[1:]:
            corpus.source(name)
        pieces = [{"source": n, "text": t} for n, t in zip(names, texts, strict=False)]
        found = parsed(page(corpus.official("bo", statements=[{"evidence": pieces}]).index()))
        [folded] = [n for n in found.iter("summary") if "same" in words_of(n)]
        assert words_of(folded).lower() == f"{told}, coding"

    def test_has_all_that_its_sources_say_otherwise(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", lang="fa").official("cas", statements=["supports"])
        pieces = [
            {"source": "courier", "text": "we will"},
            {
                "source": "herald",
                "text": "they may",
                "form": "paraphrase",
                "match": "probable",
                "speaker": "cas",
                "said": "2021-05-01/2021-05-09",
                "position": "rejects",
                "locator": "page 3",
                "prefix": "before it",
                "suffix": "behind it",
                "original": {"text": "شاید", "lang": "fa"},
            },
        ]
        note = [{"about": "speaker", "note": "They differ."}]
        said = {"evidence": pieces, "disputes": note, "status": "disputed"}
        found = parsed(page(corpus.official("bo", statements=[said]).index()))
        text = next(words_of(n) for n in found.iter("article") if n.get("id") == "statement/bo/s1")
        for told in (
            "2 sources (1 probable)",
            "1 other wording, coding",
            "paraphrase, page 3 · probably the same occasion · attributes it to Cas",
            "dates it 1–9 May 2021 · read as −2 Rejectsafter before it · before behind",  # noqa: RUF001
            "In the original:شاید",
            "Disputed speaker, unresolved: They differ.",
        ):
            assert told in text

    def test_is_marked_where_it_is_disputed(self, corpus: CorpusBuilder) -> None:
        open_ = {"disputes": [{"about": "position", "note": "Which?"}]}
        found = parsed(page(corpus.official("bo", statements=["supports", open_]).index()))
        classes = {n.get("id"): n.get("class") for n in found.iter("article")}
        assert classes["statement/bo/s1"] == "statement"
        assert classes["statement/bo/s2"] == "statement disputed"
        assert any(n.get("class") == "mark" and n.text == "disputed" for n in found.iter("span"))


DAYS = ("2021-05", "2021-06")


class TestHtmlChange:
    def test_is_told_with_its_conditions(self, corpus: CorpusBuilder) -> None:
        later = {"position": "conditional", "conditions": ["it pays"], "said": "2021-06"}
        found = parsed(page(corpus.official("bo", statements=["supports", later]).index()))
        text = words_of(found)
        assert "1 change of position in 2 scored statements by 1 official." in text
        told = "→ 0 Conditional (June 2021)new condition: it pays"
        assert f"+2 Supports (3 May 2021) {told}" in text
        assert "in no known order" not in text.partition("How to read")[0].partition("Shifts")[2]
        shift = next(n for n in found.iter("ul") if n.get("class") == "shifts")
        links = [node.get("href") for node in shift.iter("a")]
        assert links == ["#issue/tram/bo", "#issue/tram/bo", "#statement/bo/s2"]

    def test_stands_with_the_official_alone_where_there_are_very_many(
        self, corpus: CorpusBuilder
    ) -> None:
        said = [
            {"position": ("supports", "rejects")[n % 2], "said": f"{1990 + n}"} for n in range(23)
        ]
        found = parsed(page(corpus.official("bo", statements=said).index()))
        assert [words_of(n) for n in found.iter("h3")].count("Shifts") == 0
        assert "22 changes of position in 23 scored statements by 1 official." in words_of(found)
        [shifts] = [n for n in found.iter("ul") if n.get("class") == "shifts"]
        assert len(shifts) == 22

    def test_of_conditions_alone_is_marked_so(self, corpus: CorpusBuilder) -> None:
        both = [{"position": "conditional", "said": day, "conditions": [day]} for day in DAYS]
        text = words_of(parsed(page(corpus.official("bo", statements=both).index())))
        assert "→ 0 Conditional (June 2021), conditions alone" in text

    def test_is_none_where_the_order_is_not_known(self, corpus: CorpusBuilder) -> None:
        both: list[Any] = ["supports", {"position": "rejects"}]
        text = words_of(parsed(page(corpus.official("bo", statements=both).index())))
        assert "No official is known to have changed position in 2 scored statements by 1" in text
        group = "+2 Supports (3 May 2021); \N{MINUS SIGN}2 Rejects (3 May 2021)"
        assert f"Bo: {group}: in no known order" in text
        assert "→" not in text.partition("How to read")[0]

    def test_is_denied_where_there_is_none(self, corpus: CorpusBuilder) -> None:
        text = words_of(parsed(page(corpus.official("bo", statements=["supports"]).index())))
        assert "No official is known to have changed position in 1 scored statement by 1" in text
