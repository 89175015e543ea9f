"""The pages of statements."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import pytest
import rispy
from pybtex.database import parse_string

from pages import HOSTILE, PERSIAN, hostile, unwieldy, words_of
from sites import Made, officials_and_statements, pages_of_all, statements
from stances.queries.filters import Filters
from stances.queries.site import site
from stances.views.html.site import places, statement
from stances.views.html.site.page import Pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from corpora import CorpusBuilder

_PROPERTIES = {
    "@context",
    "@type",
    "text",
    "author",
    "dateCreated",
    "inLanguage",
    "citation",
    "about",
    "isPartOf",
    "identifier",
    "url",
}
"""Properties of CreativeWork, and so of Quotation and Claim, that schema.org has."""


def _page(corpus: CorpusBuilder, ref: str) -> str:
    return officials_and_statements(corpus.index()).words(places.statement(ref))


def test_page_says_first_who_took_which_position_when_and_where(corpus: CorpusBuilder) -> None:
    said = {"position": "conditional", "venue": "the quay", "said": "2021-05-03"}
    corpus.official("bo", name="Bo Ko", statements=[said])
    words = _page(corpus, "bo/s1")
    assert words.startswith("Officials / Bo Ko Bo Ko: Conditional 3 May 2021 · the quay · Member")
    assert words.index("What of the tram?") < words.index("words 1")
    assert "Condition: the state pays half" in words


def test_page_has_the_words_of_every_source_with_what_differs(corpus: CorpusBuilder) -> None:
    corpus.source("neda", lang="fa", publisher="Neda", url="https://neda.example/1")
    evidence = [
        {"text": "We refuse it", "form": "quote", "locator": "page 7"},
        {
            "source": "neda",
            "text": PERSIAN,
            "form": "paraphrase",
            "match": "probable",
            "position": "opposes",
            "said": "2021-05-04",
            "prefix": "before it",
            "original": {"lang": "ar", "text": "نرفض"},
            "note": "No day is named.",
        },
    ]
    disputes = [{"about": "position", "note": "They differ.", "resolution": "The first is taken."}]
    said = {"position": "rejects", "evidence": evidence, "disputes": disputes}
    made = officials_and_statements(corpus.official("bo", statements=[said]).index())
    path = places.statement("bo/s1")
    own, other = [
        each for each in made.main(path).iter("article") if each.get("class") == "evidence"
    ]
    assert "We refuse it" in words_of(own)
    assert "page 7" in words_of(own)
    told = words_of(other)
    for each in (
        "paraphrase",
        "language: fa",
        "probably the same occasion",
        "dates it 4 May 2021",
        "read as \N{MINUS SIGN}1 Opposes",
        "after before it",
        "In the original:",
        "نرفض",
        "No day is named.",
    ):
        assert each in told, each
    [words] = [
        each for each in other.iter("p") if each.get("class") == "words" and each.text == PERSIAN
    ]
    assert (words.get("lang"), words.get("dir")) == ("fa", "rtl")
    [link] = [a for a in other.iter("a") if (a.get("href") or "").startswith("https://neda.ex")]
    assert "#:~:text=before%20it-," in (link.get("href") or "")
    assert "Resolution: The first is taken." in made.words(path)
    assert "What of the tram? \N{MINUS SIGN}2 Rejects sources differ: position" in made.words(path)


def test_page_leads_to_what_was_said_before_and_after_on_the_issue(corpus: CorpusBuilder) -> None:
    days = ("2021-05-03", "2021-04-02", "2021-06-04")
    said = [{"said": day, "position": "supports"} for day in days]
    made = officials_and_statements(corpus.official("bo", statements=said).index())
    assert _neighbours(made.main("officials/bo/s1.html")) == {"prev": "s2.html", "next": "s3.html"}
    assert _neighbours(made.main("officials/bo/s2.html")) == {"next": "s1.html"}
    assert _neighbours(made.main("officials/bo/s3.html")) == {"prev": "s1.html"}


def test_page_tells_before_from_after_only_where_one_certainly_precedes(
    corpus: CorpusBuilder,
) -> None:
    said: list[dict[str, object]] = [
        {"said": "2021-05-01/2021-05-09"},
        {"said": "2021-05-04", "position": "rejects"},
        {"said": "2021-05-04", "position": "denies"},
        {"said": "2021-05-05"},
        {"said": "2021-05-10T09:00:00Z"},
        {"said": "2021-05-10T10:00:00Z"},
    ]
    made = officials_and_statements(corpus.official("bo", statements=said).index())
    told = [
        {
            (" ".join("".join(a.itertext()).split()), (a.get("href") or "").rpartition("/")[2])
            for nav in made.main(f"officials/bo/s{number}.html").iter("nav")
            for a in nav.iter("a")
        }
        for number in range(1, 7)
    ]
    also = "Also on this question: "
    assert told[0] == {(f"{also}Rejects, 4 May 2021", "s2.html")}
    assert told[1] == {
        (f"{also}Supports, 1–9 May 2021", "s1.html"),
        (f"{also}Denies, 4 May 2021", "s3.html"),
    }
    assert ("After: Supports, 5 May 2021", "s4.html") in told[2]
    assert ("Before: Denies, 4 May 2021", "s3.html") in told[3]
    assert told[5] == {("Before: Supports, 10 May 2021, 09:00 (UTC)", "s5.html")}


def _neighbours(main: Element) -> dict[str, str]:
    links = (a for a in main.iter("a") if a.get("rel") in ("prev", "next"))
    return {a.get("rel") or "": (a.get("href") or "").rpartition("/")[2] for a in links}


def test_page_shows_contradictions_ties_and_disputes(corpus: CorpusBuilder) -> None:
    said: list[dict[str, object]] = [
        {"position": "supports", "said": "2021-05-03"},
        {
            "position": "rejects",
            "said": "2021-05-05",
            "same_occasion": ["bo/s3"],
            "disputes": [{"about": "speaker", "note": "A clerk, says the Herald."}],
        },
        {"position": "denies", "said": "2021-05-05"},
    ]
    corpus.official("bo", statements=said)
    corpus.official("ann", name="Ann", statements=[{"words_of": "bo/s1", "position": "supports"}])
    made = officials_and_statements(corpus.index())
    first, second = (made.words(f"officials/bo/s{number}.html") for number in (1, 2))
    assert "opposite positions: Supports and Rejects: 5 May 2021 — open" in first
    assert "The same words elsewhere: Ann: Supports" in first
    assert "Taken for one occasion with: Denies" in second
    assert "Disputed speaker, unresolved: A clerk, says the Herald." in second
    assert "The same words elsewhere: Bo: Supports" in made.words("officials/ann/s1.html")
    assert "Taken for one occasion with: Rejects" in made.words("officials/bo/s3.html")


def test_page_says_how_it_was_coded(corpus: CorpusBuilder) -> None:
    said = {
        "frames": ["jobs"],
        "coder": "ann",
        "reviewed_by": ["bea"],
        "note": "Read twice.",
        "summary": "For it, in short",
    }
    words = _page(corpus.official("bo", statements=[said]), "bo/s1")
    for each in ("Coder: ann (see coders)", "bo/s1", "officials/bo.yaml, line", "frames: Jobs"):
        assert each in words, each
    for each in ("reviewed by bea", "Note: Read twice.", "For it, in short"):
        assert each in words, each


def test_page_of_hearsay_says_so(corpus: CorpusBuilder) -> None:
    said = {"according_to": "Ann the clerk"}
    assert "according to Ann the clerk" in _page(corpus.official("bo", statements=[said]), "bo/s1")


def test_words_in_quotation_marks_are_a_quotation_and_others_a_claim(
    corpus: CorpusBuilder,
) -> None:
    corpus.source("neda", publisher="Neda", url="https://neda.example/", authors=["Ann"])
    said: list[dict[str, object]] = [
        {"evidence": [{"source": "neda", "text": "We build", "form": "quote"}]},
        {"said": "../2021-05-01", "evidence": [{"text": "he builds", "form": "paraphrase"}]},
    ]
    corpus.official(
        "bo", name="Bo Ko", native_name="بو", identifiers={"wikidata": "Q42"}, statements=said
    )
    base = "https://example.org/trams/"
    made = officials_and_statements(corpus.index(), base=base)
    quotation, claim = (made.data(f"officials/bo/s{number}.html") for number in (1, 2))
    assert quotation
    assert claim
    assert (quotation["@type"], claim["@type"]) == ("Quotation", "Claim")
    assert quotation["text"] == "We build"
    assert quotation["author"] == {
        "@type": "Person",
        "name": "Bo Ko",
        "alternateName": "بو",
        "sameAs": "https://www.wikidata.org/entity/Q42",
        "url": f"{base}officials/bo/index.html",
    }
    assert quotation["dateCreated"] == "2021-05-03"
    assert "dateCreated" not in claim
    [work] = quotation["citation"]
    assert (work["name"], work["url"]) == ("The neda", "https://neda.example/")
    assert work["publisher"]["name"] == "Neda"
    assert quotation["url"] == f"{base}officials/bo/s1.html"
    assert {*quotation, *claim} <= _PROPERTIES
    assert "ClaimReview" not in "".join(made.pages.values())


def test_what_is_misattributed_is_nobody_s_quotation(corpus: CorpusBuilder) -> None:
    dispute = {"about": "speaker", "note": "A clerk said it.", "resolution": "It was a clerk."}
    withdrawn = {"status": "misattributed", "disputes": [dispute]}
    corpus.official("bo", name="Bo Ko", statements=[withdrawn, withdrawn | {"position": "rejects"}])
    made = officials_and_statements(corpus.index(), Filters(status=("misattributed",)))
    assert made.data("officials/bo/s1.html") is None
    words = made.words("officials/bo/s1.html")
    assert words.startswith("Officials / Bo Ko Misattributed to Bo Ko This is not counted")
    assert words.index("Disputed speaker") < words.index("What of the tram?")
    [title] = made.tree("officials/bo/s1.html").iter("title")
    assert (title.text or "").startswith("Misattributed to Bo Ko (3 May 2021)")
    assert "On the same question" not in made.pages["officials/bo/s1.html"]
    tree = made.main("officials/bo/s1.html")
    bibtex, ris, csl = ("".join(each.itertext()) for each in tree.iter("pre"))
    [entry] = parse_string(bibtex, "bibtex").entries.values()
    assert not entry.persons
    assert entry.fields["title"].startswith("{Misattributed to Bo Ko: ")
    assert "authors" not in rispy.loads(ris)[0]
    assert "author" not in json.loads(csl)[0]
    assert "Misattributed to Bo Ko, 3 May 2021: " in words
    assert "officials/bo/s1.html" not in officials_and_statements(corpus.index()).pages


def test_what_is_misattributed_is_linked_from_its_official_and_its_source(
    corpus: CorpusBuilder,
) -> None:
    index = corpus.official("bo", statements=["supports", {"status": "misattributed"}]).index()
    made = officials_and_statements(index)
    told = "Misattributed, so in no list and in no figure: "
    assert told in made.words("officials/bo/index.html")
    assert ("officials/bo/s2.html", "") in made.links("officials/bo/index.html")
    of_all = Made(dict(pages_of_all(index)))
    path = "sources/courier/index.html"
    assert told in of_all.words(path)
    assert ("officials/bo/s2.html", "") in of_all.links(path)


def test_date_stays_whole_beside_a_publisher_that_runs_from_the_right(
    corpus: CorpusBuilder,
) -> None:
    corpus.source("neda", publisher="ندای بندر", published="2021-05-04")
    made = officials_and_statements(
        corpus.official("bo", statements=[{"evidence": ["neda"]}]).index()
    )
    page = made.pages["officials/bo/s1.html"]
    assert '<span dir="ltr"><bdi>ندای بندر</bdi>, 4 May 2021</span>' in page


def test_an_institution_is_an_organization(corpus: CorpusBuilder) -> None:
    corpus.official("port", kind="institution", roles=[{"title": None}], statements=["supports"])
    data = officials_and_statements(corpus.index()).data("officials/port/s1.html")
    assert data
    assert data["author"]["@type"] == "Organization"


def test_cited_in_four_formats_that_their_programs_read(corpus: CorpusBuilder) -> None:
    made = officials_and_statements(hostile(corpus).index(), base="https://example.org/")
    for number, text in enumerate(HOSTILE, 1):
        tree = made.main(f"officials/mallory/s{number}.html")
        bibtex, ris, csl = ("".join(each.itertext()) for each in tree.iter("pre"))
        [entry] = parse_string(bibtex, "bibtex").entries.values()
        assert entry.fields["url"].endswith(f"/officials/mallory/s{number}.html")
        [record] = rispy.loads(ris)
        assert text.split()[0] in record["title"]
        [item] = json.loads(csl)
        assert " ".join(text.split()) in item["title"]


@pytest.mark.parametrize("make", [hostile, unwieldy])
def test_no_words_of_a_record_are_markup_or_lost(
    corpus: CorpusBuilder, make: Callable[[CorpusBuilder], CorpusBuilder]
) -> None:
    made = officials_and_statements(make(corpus).index())
    for path, text in made.pages.items():
        tree = made.tree(path)
        kinds = {each.get("type") or each.get("src") for each in tree.iter("script")}
        assert kinds <= {"application/ld+json", f"../../{places.COPYING}"}, path
        assert not [*tree.iter("img"), *tree.iter("style")], path
        attributes = chain.from_iterable(each.keys() for each in tree.iter())
        assert not [key for key in attributes if key.startswith("on") or key == "style"], path
        addresses = [each.get("href") or "" for each in tree.iter("a")]
        assert not [each for each in addresses if each.startswith("javascript:")], path
        ids = [each.get("id") for each in tree.iter() if each.get("id")]
        assert len(ids) == len({*ids}), path
        assert len(text.encode()) <= 200_000, path
        assert len(gzip.compress(text.encode())) <= 30_000, path
    if make is hostile:
        for number, text in enumerate(HOSTILE, 1):
            assert " ".join(text.split()) in made.words(f"officials/mallory/s{number}.html")
            data = made.data(f"officials/mallory/s{number}.html")
            assert data
            assert data["text"] == text


def test_history_stands_on_the_page(corpus: CorpusBuilder) -> None:
    index = corpus.official("bo", statements=["supports"]).index()
    pages = Pages(replace(site(index, Filters())))
    [found] = statements(index, Filters())
    change = {"kind": "added", "record": "statement", "id": "bo/s1"}
    entry = {"commit": "0123456789", "day": "2021-07-01", "author": "Ann", "gap": None}
    found.history["bo/s1"] = [entry | {"called": "bo/s1", "changes": [change]}]
    [(_, text)] = statement.pages(found, pages)
    assert "Added in <code>0123456</code>" in text


def test_very_much_evidence_is_cut_to_what_a_page_has_room_for(corpus: CorpusBuilder) -> None:
    evidence = [
        {
            "text": f"{number} "
            + "".join(chr(0x4E00 + (number * 977 + n * 31) % 20000) for n in range(600))
        }
        for number in range(60)
    ]
    corpus.official("bo", statements=[{"evidence": evidence}])
    made = officials_and_statements(corpus.index())
    text = made.pages["officials/bo/s1.html"]
    assert len(gzip.compress(text.encode())) <= 30_000
    assert "Not shown, since the page is long: the words of" in text
    assert "Cite this" in text


def test_words_stand_with_the_title_and_the_authors_of_the_article(corpus: CorpusBuilder) -> None:
    corpus.source("neda", title="Trams at last", authors=["Ann Lee", "Cas Oe"])
    evidence = [{"source": "neda", "text": text} for text in ("one", "two")]
    words = _page(corpus.official("bo", statements=[{"evidence": evidence}]), "bo/s1")
    shown, _, cited = words.partition("Cite this")
    assert shown.count("Ann Lee, Cas Oe, Trams at last") == 1
    assert "Reported by Ann Lee, Cas Oe, “Trams at last”, neda." in cited


def test_title_above_the_words_counts_what_is_shown(corpus: CorpusBuilder) -> None:
    for source in ("neda", "wire"):
        corpus.source(source)
    corpus.source("gone", notices=[{"kind": "retracted"}])
    once: list[dict[str, object]] = [{"text": "one"}]
    corpus.official(
        "bo",
        statements=[
            {"evidence": once},
            {"evidence": [*once, {"text": "two"}]},
            {"evidence": [*once, {"source": "neda", "text": "two", "match": "probable"}]},
            {"evidence": [*once, {"text": "two"}, {"source": "neda", "text": "three"}]},
            {"evidence": [{"source": "gone", "text": "one"}, {"source": "gone", "text": "two"}]},
            {"evidence": [{"source": "gone", "text": "one"}, *once]},
            {"evidence": [{"source": "gone", "text": "one"}]},
        ],
    )
    made = officials_and_statements(corpus.index())
    titles = [
        next(made.main(f"officials/bo/s{number}.html").iter("h2")).text for number in range(1, 8)
    ]
    assert titles == [
        "The words",
        "Two passages of one source",
        "The words of 2 sources (1 probable)",
        "3 passages of 2 sources",
        "Two passages of one source",
        "The words of the sources",
        "The words",
    ]


def test_statement_that_is_not_committed_has_a_page(corpus: CorpusBuilder) -> None:
    index = corpus.official("bo", statements=["supports"]).index()
    [found] = statements(index, Filters())
    change = {"kind": "added", "record": "statement", "id": "bo/s1", "now": None}
    entry = {"commit": None, "day": None, "author": None, "gap": None}
    found.history["bo/s1"] = [entry | {"called": "bo/s1", "changes": [change]}]
    [(_, text)] = statement.pages(found, Pages(site(index, Filters())))
    assert "Added, and not committed yet." in text


def test_dispute_between_two_statements_stands_on_the_pages_of_both(
    corpus: CorpusBuilder,
) -> None:
    note = "One word in each: “no” here, “never” there (bo/s1); they may be one."
    dispute = {"about": "wording", "note": note, "resolution": "Neither is preferred."}
    position = dispute | {"about": "position", "note": "As against bo/s1."}
    said: list[dict[str, object]] = [
        {"evidence": [{"text": "said never to it"}]},
        {"position": "rejects", "disputes": [dispute, position]},
        {"position": "denies"},
    ]
    made = officials_and_statements(corpus.official("bo", statements=said).index())
    one, other, third = (made.words(f"officials/bo/s{number}.html") for number in (1, 2, 3))
    assert "Supports named in a dispute The words" in one
    told = "named in a dispute about the wording of Rejects, 3 May 2021 — decided by the analyst"
    assert f"{told}Note: {note}" in one
    assert one.count("As against bo/s1.") == 1
    assert "Resolution: Neither is preferred." in one
    assert other.count("The other statement: Supports, 3 May 2021") == 1
    assert other.count("said never to it") == 1
    assert "In what they differ" not in other
    assert "bo/s1" not in third
    assert "officials/bo/s2.html" in dict(made.links("officials/bo/s1.html"))
    assert "officials/bo/s1.html" in dict(made.links("officials/bo/s2.html"))


def test_what_filters_keep_out_is_in_no_dispute(corpus: CorpusBuilder) -> None:
    dispute = {"about": "wording", "note": "As bo/s1 has it.", "resolution": "So."}
    said: list[dict[str, object]] = [
        {"evidence": [{"text": "a secret"}]},
        {"position": "rejects", "disputes": [dispute]},
    ]
    index = corpus.official("bo", statements=said).index()
    made = officials_and_statements(index, Filters(position=("rejects",)))
    assert "a secret" not in made.pages["officials/bo/s2.html"]
    made = officials_and_statements(index, Filters(position=("supports",)))
    assert "As bo/s1" not in made.pages["officials/bo/s1.html"]


def test_no_statement_is_of_one_occasion_with_a_misattributed_one(corpus: CorpusBuilder) -> None:
    dispute = {"about": "speaker", "note": "A clerk said it.", "resolution": "It was a clerk."}
    withdrawn = {"status": "misattributed", "disputes": [dispute], "same_occasion": ["bo/s2"]}
    corpus.official("bo", statements=[withdrawn, {"position": "rejects"}])
    index = corpus.index()
    assert "one occasion" not in officials_and_statements(index).words("officials/bo/s2.html")
    asked = Filters(status=("misattributed",))
    assert "one occasion" not in officials_and_statements(index, asked).words(
        "officials/bo/s1.html"
    )
