"""The page of the report, part by part, as another program reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from pages import page, parsed, words_of
from stances.queries.filters import Filters
from stances.queries.report import report
from stances.views import report_text
from stances.views.formats import ViewOptions
from stances.views.html import heat_map
from stances.views.html.report import timeline
from stances.views.html.report.page import html
from stances.views.report_text import TITLES

if TYPE_CHECKING:
    import sqlite3
    from xml.etree.ElementTree import Element

    from corpora import CorpusBuilder, Fields

MINUS = "\N{MINUS SIGN}"
ROLES = (("Clerk", "supports"), ("Member", "rejects"))


def read(corpus: CorpusBuilder, **asked: Any) -> Element:
    return parsed(page(corpus.index(), **asked))


def of_class(found: Element, name: str) -> list[Element]:
    return [node for node in found.iter() if name in (node.get("class") or "").split()]


def only(found: Element, name: str) -> Element:
    [node] = of_class(found, name)
    return node


def within(node: Element, tag: str) -> list[str]:
    return [words_of(each) for each in node.iter(tag)]


@pytest.fixture
def two(corpus: CorpusBuilder) -> CorpusBuilder:
    """A corpus with a scale and a question without one, on which not all speak."""
    port = {"sailors": None, "strikers": None, "unstated": None}
    tram = {"supports": 2, "rejects": -2, "denies": None, "unstated": None}
    corpus.codebook(issues={"port": port, "tram": tram}).source("courier", publisher="Courier")
    corpus.official("ann", faction="mayor", statements=["supports", "unstated"])
    corpus.official("bo", statements=["rejects", {"issue": "port", "position": "strikers"}])
    return corpus.official("cas", statements=["unstated"]).official("dan", faction="mayor")


class TestHowItBegins:
    def test_is_with_the_title_and_what_was_found_on_each_issue(self, two: CorpusBuilder) -> None:
        opening = only(read(two), "opening")
        assert within(opening, "h1") == ["Trams"]
        found = [words_of(node) for node in only(opening, "findings")]
        assert [each.partition("?")[0] for each in found] == [
            "What of the port",
            "What of the tram",
        ]
        links = [node.get("href") for node in only(opening, "findings").iter("a")]
        assert links == ["#issue/port", "#issue/tram"]

    def test_runs_from_left_to_right_though_a_name_does_not(self, corpus: CorpusBuilder) -> None:
        corpus.official("rouhani", name="حسن روحانی", statements=["denies"])
        [told] = only(read(corpus), "findings").findall("./li/span")
        assert told.get("dir") == "ltr"
        assert words_of(told).startswith("روحانی (Council) answers “Denies”.")
        assert within(told, "bdi") == ["روحانی"]

    def test_has_one_picture_of_the_first_issue_with_a_scale(self, two: CorpusBuilder) -> None:
        found = read(two)
        assert within(only(only(found, "opening"), "standings"), "caption") == ["What of the tram?"]
        assert len(of_class(found, "standings")) == 2

    def test_says_on_what_it_rests(self, two: CorpusBuilder) -> None:
        told = words_of(only(only(read(two), "opening"), "basis"))
        assert told == (
            "5 statements by 3 officials, from 1 source: Courier, 30 June 2021. No statement "
            "has two sources that certainly report it. No conflicts among 5 statements."
        )

    def test_says_how_many_have_a_second_source(self, corpus: CorpusBuilder) -> None:
        pieces: list[Any] = ["courier", {"source": "herald", "match": "probable"}]
        both = {"evidence": ["courier", "herald"]}
        statements: list[Any] = [both, {"evidence": pieces}, "supports"]
        corpus.source("herald").official("bo", statements=statements)
        told = words_of(only(read(corpus), "basis"))
        assert "1 statement has two sources or more; 1 more has a second that probably rep" in told
        assert "1 conflict among 3 statements: none open, 1 judged by the analyst." in told

    def test_says_that_it_is_of_a_part(self, two: CorpusBuilder) -> None:
        assert of_class(read(two), "asked") == []
        told = words_of(only(read(two, faction=("council",)), "asked"))
        assert told == "Of the corpus, what this lets through: --faction council"

    def test_says_what_it_rests_on_only_where_something_counts(self, two: CorpusBuilder) -> None:
        two.official("eve", statements=[{"according_to": ["ann"]}])
        opening = only(read(two, official=("eve",)), "opening")
        assert "Nothing but hearsay matches" in words_of(opening)
        assert of_class(opening, "basis") == []

    def test_says_what_could_not_be_read(self, two: CorpusBuilder) -> None:
        two.official("eve", statements=[{"faction": "zzz"}])
        assert words_of(only(read(two), "asked")) == "Left out: 1 statement with errors"

    def test_leaves_the_rest_to_the_end(self, two: CorpusBuilder) -> None:
        titles = within(read(two), "h2")
        assert titles[:3] == [TITLES["found"], TITLES["rests"], TITLES["officials"]]
        assert titles[-2:] == [TITLES["method"], TITLES["about"]]


class TestWhoTakesWhichPosition:
    def test_is_a_table_from_the_lowest_score_to_the_highest(self, two: CorpusBuilder) -> None:
        table = only(only(read(two), "opening"), "standings")
        heads = [words_of(node) for node in table.findall("thead/tr/th")]
        assert heads == ["Faction", f"{MINUS}2 Rejects", "+2 Supports", "Unstated", "No statement"]
        rows = [[words_of(cell) for cell in row] for row in table.findall("tbody/tr")]
        assert rows == [
            ["Mayor", "", "+2 SupportsAnn", "", "1 without a statement"],
            ["Council", f"{MINUS}2 RejectsBo", "", "UnstatedCas", ""],
        ]

    def test_leads_to_the_words(self, two: CorpusBuilder) -> None:
        found = read(two)
        links = [node.get("href", "") for node in only(found, "opening").iter("a")]
        assert "#issue/tram/bo" in links
        places = {node.get("id") for node in found.iter()}
        assert {link[1:] for link in links} <= places

    def test_says_what_rests_on_disputed_statements_alone(self, corpus: CorpusBuilder) -> None:
        corpus.official(
            "bo", statements=["supports", {"position": "rejects", "status": "disputed"}]
        )
        doubtful = only(read(corpus), "doubtful")
        assert words_of(doubtful) == "Bo (disputed)"

    def test_counts_officials_where_they_are_many(
        self, corpus: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(report_text, "MOST_NAMES", 2)
        for id_ in ("ann", "bo", "cas"):
            corpus.official(id_, statements=["supports"])
        table = only(only(read(corpus), "opening"), "standings")
        assert [words_of(each) for each in of_class(table, "many")] == ["3"]
        assert within(table, "a") == []

    def test_has_letters_for_positions_without_scores(self, two: CorpusBuilder) -> None:
        [_, table] = of_class(read(two), "standings")
        assert [words_of(node) for node in table.findall("thead/tr/th")][1:2] == ["B Strikers"]

    def test_stands_below_each_other_where_positions_are_many(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {f"p{number}": number for number in range(10)}})
        corpus.official("bo", statements=["p3"])
        assert only(read(corpus), "stacked").tag == "table"


class TestIndexOfOfficials:
    def test_has_each_official_by_issue(self, two: CorpusBuilder) -> None:
        table = only(read(two), "index")
        assert within(table, "th")[:3] == ["Official", "What of the port?", "What of the tram?"]
        rows = {words_of(row[0]): row for row in table.iter("tr")}
        port, tram = ([words_of(n) for n in cell.iter("a")] for cell in list(rows["Bo"])[1:])
        assert (port, tram) == (["B Strikers"], [f"{MINUS}2 Rejects"])
        ann = list(rows["Ann"])
        assert words_of(ann[1]) == ""
        assert [node.get("href") for node in ann[2].iter("a")] == ["#issue/tram/ann"]

    def test_names_what_leaves_the_question_open_if_there_is_no_more(
        self, two: CorpusBuilder
    ) -> None:
        rows = {words_of(row[0]): row for row in only(read(two), "index").iter("tr")}
        assert [words_of(node) for node in rows["Cas"].iter("a")] == ["Unstated"]

    def test_of_one_issue_has_the_names_by_faction(self, corpus: CorpusBuilder) -> None:
        corpus.official("ann", faction="mayor", statements=["supports"])
        corpus.official("bo", statements=["supports"]).official("cas", statements=["rejects"])
        section = next(n for n in read(corpus).iter("section") if n.get("id") == "officials")
        assert within(section, "dt") == ["Mayor", "Council"]
        assert within(section, "dd") == ["Ann", "Bo, Cas"]

    def test_waits_where_there_are_very_many(self, corpus: CorpusBuilder) -> None:
        for number in range(41):
            corpus.official(f"o{number}", statements=["supports"])
        section = next(n for n in read(corpus).iter("section") if n.get("id") == "officials")
        assert within(section, "summary") == ["All 41 officials"]


class TestOfficialOnThePage:
    def test_opens_with_the_position_and_its_words(self, corpus: CorpusBuilder) -> None:
        said: list[Any] = [{"position": "unstated", "said": "2021-05-04"}, "supports"]
        official = only(read(corpus.official("bo", statements=said)), "official")
        shown = [each for each in official.iter() if each.tag in ("article", "details")]
        assert shown[0].get("id") == "statement/bo/s2"
        latest = next(n for n in official.iter("details") if "question open" in words_of(n))
        assert words_of(latest).startswith("1 statement that leaves the question open")

    def test_who_only_leaves_the_question_open_has_nothing_unfolded(
        self, corpus: CorpusBuilder
    ) -> None:
        official = only(read(corpus.official("bo", statements=["unstated"] * 2)), "official")
        folded = {id(each) for each in official.iter("details") for each in each.iter("article")}
        assert {id(each) for each in official.iter("article")} == folded
        assert "2 statements that leave the question open" in within(official, "summary")

    def test_has_the_coding_folded_but_for_open_disputes(self, corpus: CorpusBuilder) -> None:
        settled = {"about": "wording", "note": "They differ.", "resolution": "One is followed."}
        still_open = {"about": "date", "note": "Which day?"}
        said = {
            "disputes": [settled, still_open],
            "note": "A note.",
            "summary": "He is for it.",
            "frames": ["jobs"],
            "coder": "ann",
        }
        statement = only(read(corpus.official("bo", statements=[said])), "statement")
        [folded] = statement.iter("details")
        assert within(folded, "summary") == ["1 dispute resolved, notes, coding".capitalize()]
        for told in ("They differ.", "A note.", "in short: He is for it."):
            assert told in words_of(folded)
        assert "frames: Jobs · coded by ann" in words_of(folded)
        assert "Which day?" not in words_of(folded)
        assert "Which day?" in words_of(statement)

    def test_says_once_what_is_the_same_for_all(self, corpus: CorpusBuilder) -> None:
        statement = only(read(corpus.official("bo", statements=["supports"])), "statement")
        assert "coded by" not in words_of(statement)
        assert "in the role of" not in words_of(statement)

    def test_says_in_which_role_it_was_if_in_another_than_the_last(
        self, corpus: CorpusBuilder
    ) -> None:
        roles = [{"title": title, "faction": "council"} for title in ("Clerk", "Member")]
        said = [{"role": role, "position": position} for role, position in ROLES]
        statements = of_class(
            read(corpus.official("bo", roles=roles, statements=said)), "statement"
        )
        told = {n.get("id"): "in the role of Clerk" in words_of(n) for n in statements}
        assert told == {"statement/bo/s1": True, "statement/bo/s2": False}

    def test_links_the_statements_of_the_same_words_and_occasion(self, two: CorpusBuilder) -> None:
        said: list[Fields] = [
            {"id": "one", "position": "supports"},
            {"id": "two", "issue": "port", "position": "sailors", "words_of": "eve/one"},
            {"id": "three", "position": "unstated", "same_occasion": ["eve/one"]},
        ]
        two.official("eve", statements=said)
        found = read(two)
        ties = {}
        for statement in of_class(found, "statement"):
            links = [node for each in of_class(statement, "ties") for node in each.iter("a")]
            ties[statement.get("id")] = [(words_of(n), n.get("href")) for n in links]
        assert ties["statement/eve/one"] == [
            ("What of the port?: Sailors", "#statement/eve/two"),
            ("Unstated", "#statement/eve/three"),
        ]
        assert ties["statement/eve/two"] == [("What of the tram?: Supports", "#statement/eve/one")]


class TestWordsOnThePage:
    def credit(self, corpus: CorpusBuilder, **piece: Any) -> Element:
        evidence = [{"source": "herald", "text": "we shall build it", **piece}]
        corpus.official("bo", statements=[{"evidence": evidence}])
        return of_class(only(read(corpus), "statement"), "credit")[0]

    def test_lead_to_their_place_in_the_article(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", publisher="The Herald", url="https://example.org/a")
        credit = self.credit(corpus, prefix="he said", locator="paragraph 3")
        article, entry = credit.iter("a")
        assert words_of(article) == "The Herald, 30 June 2021"
        text = "#:~:text=he%20said-,we%20shall%20build%20it"
        assert article.get("href") == f"https://example.org/a{text}"
        assert (words_of(entry), entry.get("href")) == ("herald", "#source/herald")
        assert words_of(credit).endswith("herald, quotation, paragraph 3 · 1 source")

    def test_lead_to_their_own_address_before_that(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", url="https://example.org/a")
        [article, _] = self.credit(corpus, url="https://t.example/1").iter("a")
        assert article.get("href") == "https://t.example/1#:~:text=we%20shall%20build%20it"

    def test_lead_to_the_source_on_the_page_where_there_is_no_address(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.source("herald", publisher="The Herald")
        [link] = self.credit(corpus).iter("a")
        assert (words_of(link), link.get("href")) == ("The Herald, 30 June 2021", "#source/herald")
        assert "herald" in link.get("title", "")

    def test_of_sources_themselves_are_folded_by_source(self, corpus: CorpusBuilder) -> None:
        claims = [
            {"about": ["bo"], "text": "is for it", "when": "2021-05"},
            {"about": ["bo"], "text": "x"},
        ]
        corpus.source("herald", publisher="The Herald", url="https://e.org/", assessments=claims)
        corpus.source("post", publisher="Post", assessments=claims[:1])
        found = read(corpus.official("bo", statements=["supports"]))
        groups = [n for n in of_class(found, "claims") if "claim" in within(n, "summary")[0]]
        assert [within(n, "summary") for n in groups] == [
            ["The Herald, 30 June 2021: 2 claims"],
            ["Post, 30 June 2021: 1 claim"],
        ]
        assert groups[0].tag == "details"
        assert "https://e.org/#:~:text=is%20for%20it" in [
            n.get("href") for n in groups[0].iter("a")
        ]


class TestDatesOnThePage:
    @pytest.fixture
    def index(self, corpus: CorpusBuilder) -> sqlite3.Connection:
        return corpus.official("bo", statements=[{"said": "2021-05-03/2021-05-09~"}]).index()

    def test_are_words_with_the_form_for_machines(self, index: sqlite3.Connection) -> None:
        told = [n for n in parsed(page(index)).iter("data") if words_of(n).startswith("about")]
        assert {(words_of(n), n.get("value")) for n in told} == {
            ("about 3–9 May 2021", "2021-05-03/2021-05-09~")
        }

    def test_are_as_written_if_asked_for(self, index: sqlite3.Connection) -> None:
        text = "".join(html(report(index, Filters()), ViewOptions(dates="iso")))
        assert "May 2021" not in words_of(parsed(text))
        assert ">2021-05-03/2021-05-09~</data>" in text
        assert "A/B: some day within" in text


class TestOverTime:
    def test_is_not_drawn_of_few_statements(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports", "rejects"])
        assert "Over time" not in within(read(corpus), "h3")

    def test_begins_with_months_where_many_speak(
        self, corpus: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timeline, "MANY", 2)
        said = [{"said": f"2021-0{month}-03"} for month in (1, 2, 5)]
        wide = {"said": "2021-01/2021-05", "position": "rejects"}
        corpus.official("ann", statements=said)
        corpus.official("bo", statements=[{**said[0], "position": "opposes"}, said[0], wide])
        corpus.official("cas", statements=[{**said[1], "position": "denies"}])
        found = read(corpus)
        months = only(found, "months")
        heads = [words_of(node) for node in months.findall("table/thead/tr/th")]
        assert heads == ["Official", "Jan2021", "Feb2021", "May2021", "wider"]
        rows = {words_of(row[0]): [words_of(cell) for cell in row][1:] for row in months.iter("tr")}
        assert rows["Ann"] == ["+2", "+2", "+2", ""]
        assert rows["Bo"] == ["+0.5", "", "", f"{MINUS}2"]
        assert rows["Cas"] == ["", "·", "", ""]
        [title] = [n.get("title") for n in months.iter("span") if words_of(n) == "+0.5"]
        assert title == "January 2021: 2 statements, mean +0.5"
        apart = [words_of(n) for n in of_class(months, "apart") if n.tag == "th"]
        assert apart == ["May2021", "wider"]
        folded = next(n for n in found.iter("details") if within(n, "summary")[0] == "Day by day")
        assert of_class(folded, "over-time")

    def test_has_the_last_months_of_very_many(
        self, corpus: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timeline, "MANY", 0)
        monkeypatch.setattr(heat_map, "MOST_MONTHS", 2)
        corpus.official("bo", statements=[{"said": f"2021-0{n}-03"} for n in (1, 2, 3)])
        found = read(corpus)
        heads = [words_of(n) for n in only(found, "months").findall("table/thead/tr/th")]
        assert heads[1:3] == ["Feb2021", "Mar2021"]
        assert "1 earlier month left out" in words_of(found)

    def test_has_no_months_where_all_is_of_one(
        self, corpus: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timeline, "MANY", 0)
        found = read(corpus.official("bo", statements=["supports"] * 3))
        assert of_class(found, "months") == []
        assert of_class(found, "over-time")

    def test_names_what_it_leaves_out(self, corpus: CorpusBuilder) -> None:
        said = [{"said": day} for day in ("1998-07-01", "2021-05-01", "2021-05-03", "2021-05-04")]
        told = words_of(read(corpus.official("bo", statements=said)))
        assert "since nothing begins or ends in it: 1 July 1998 – 1 May 2021." in told

    def test_has_claims_of_sources_only_where_there_is_one_issue(self, two: CorpusBuilder) -> None:
        claims = [{"about": ["bo"], "text": "is for it", "when": "2021-05"}]
        two.source("herald", assessments=claims)
        lane = "In its own voice over time"
        assert lane not in within(read(two), "title")
        assert lane in within(read(two, issue=("tram",)), "title")


class TestConflictsSection:
    def test_has_what_is_settled_on_a_line_that_leads_to_the_statement(
        self, corpus: CorpusBuilder
    ) -> None:
        settled = {"about": "wording", "note": "They differ.", "resolution": "One is followed."}
        evidence = ["courier", {"source": "herald", "text": "other words"}]
        said = {"evidence": evidence, "disputes": [settled]}
        corpus.source("herald").official("bo", statements=[said])
        found = read(corpus)
        assert of_class(found, "conflict") == []
        [line] = only(found, "settled")
        assert words_of(line).startswith("Bo, 3 May 2021: wording — ")
        assert [n.get("href") for n in line.iter("a")] == ["#statement/bo/s1"]
        assert words_of(found).count("They differ.") == 1

    def test_has_the_words_of_what_is_open(self, corpus: CorpusBuilder) -> None:
        dispute = {"about": "position", "note": "Which?"}
        corpus.official("bo", statements=[{"disputes": [dispute]}])
        conflict = only(read(corpus), "conflict")
        assert "words 1" in words_of(conflict)
        assert "Which?" in words_of(conflict)

    def test_has_those_of_statements_without_words_on_the_page_folded(
        self, corpus: CorpusBuilder
    ) -> None:
        settled = {"about": "wording", "note": "They differ.", "resolution": "One is followed."}
        corpus.official("bo", statements=[{"said": "2020", "disputes": [settled]}, "supports"])
        found = read(corpus)
        conflict = only(found, "conflict")
        folded = next(n for n in found.iter("details") if conflict in list(n))
        assert within(folded, "summary")[0].startswith("1 other settled, of statements without")
        assert "They differ." in words_of(conflict)


class TestContents:
    def test_are_of_all_sections(self, two: CorpusBuilder) -> None:
        found = read(two)
        [nav] = found.iter("nav")
        places = [node.get("href", "")[1:] for node in nav.iter("a")]
        sections = [n.get("id") for n in found.iter("section") if n.get("class") is None]
        assert places == ["found", *sections]
        assert [node.tag for node in nav] == ["details"]

    def test_have_the_factions_of_a_single_issue(self, two: CorpusBuilder) -> None:
        found = read(two, issue=("tram",))
        [nav] = found.iter("nav")
        inner = [(words_of(n), n.get("href")) for n in nav.findall("details/ol/li/ol/li/a")]
        assert inner == [
            ("Mayor", "#issue/tram/faction/mayor"),
            ("Council", "#issue/tram/faction/council"),
        ]


class TestStyle:
    def test_hides_nothing_from_pictures_of_the_whole_page(self, two: CorpusBuilder) -> None:
        assert "content-visibility" not in page(two.index())

    def test_needs_no_classes_that_it_does_not_have(self, two: CorpusBuilder) -> None:
        """A class that no rule names is either forgotten in the style, or needless."""
        style = re.sub(
            r"/\*.*?\*/", "", re.findall(r"<style>(.*?)</style>", page(two.index()), re.DOTALL)[0]
        )
        named = set(re.findall(r"\.([a-z][a-z0-9-]*)", style))
        used = {c for n in read(two).iter() for c in (n.get("class") or "").split()}
        assert used <= named
