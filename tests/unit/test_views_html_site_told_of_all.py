"""The pages of the site that tell of all statements, as another program reads them."""

from __future__ import annotations

import gzip
import re
from fractions import Fraction
from itertools import pairwise
from posixpath import dirname, join, normpath
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from corpora import CorpusBuilder
from pages import HOSTILE, crowd, hostile, parsed, unwieldy, words_of
from sites import pages_of_all
from stances.queries.site import compared, issues
from stances.views.html.site import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

    Made = Callable[[CorpusBuilder], CorpusBuilder]

RAW, PACKED = 200_000, 30_000
OTHERS = re.compile(r"officials/.*|search/index\.html|downloads/.*|feed\.xml|assets/search\.js")
"""What other modules make: officials, statements, the search and the downloads."""


def built(corpus: CorpusBuilder, **asked: Any) -> dict[str, str]:
    return dict(pages_of_all(corpus.index(), **asked))


def words_at(pages: Mapping[str, str], path: str) -> str:
    [main] = parsed(pages[path]).iter("main")
    return words_of(main)


def texts(found: Element, tag: str) -> list[str]:
    return [words_of(each) for each in found.iter(tag)]


def links(path: str, text: str) -> Iterator[str]:
    """The files that a page leads to or loads, as paths of the site."""
    for node in parsed(text).iter():
        for key in ("href", "src"):
            target = urlsplit(node.get(key) or "")
            if target.path and not target.scheme:
                yield normpath(join(dirname(path), target.path))


def manysaid(number: int, **fields: Any) -> list[dict[str, Any]]:
    return [
        {
            "evidence": [{"text": f"words of number {n} of these"}],
            "said": f"2021-05-{n % 28 + 1:02}",
        }
        | fields
        for n in range(number)
    ]


@pytest.fixture
def two(corpus: CorpusBuilder) -> CorpusBuilder:
    """Two questions, of which one has no statement, and three officials of two factions."""
    corpus.codebook(issues={"tram": {"supports": 2, "rejects": -2}, "port": {"open": None}})
    corpus.source("courier", publisher="Courier")
    said = {"position": "rejects", "said": "2021-05-05"}
    corpus.official("ann", faction="mayor", statements=["supports"])
    corpus.official("bo", statements=[said])
    return corpus.official("cas", statements=[])


class TestAllPages:
    @pytest.mark.parametrize("made", [crowd, hostile, unwieldy], ids=["crowd", "hostile", "long"])
    def test_fit_the_budget_are_sound_and_lead_somewhere(self, made: Made, tmp_path: Path) -> None:
        pages = built(made(CorpusBuilder(tmp_path)))
        known = {*pages, places.STYLE, places.SORTING, places.COMPARING}
        for path, text in pages.items():
            assert path == path.lower()
            if path.endswith(".js"):
                continue
            assert len(text.encode()) <= RAW, path
            assert len(gzip.compress(text.encode(), 6)) <= PACKED, path
            lost = {to for to in links(path, text) if to not in known and not OTHERS.fullmatch(to)}
            assert not lost, path
            found = parsed(text)
            assert len([*found.iter("h1")]) == 1, path
            ids = [node.get("id") for node in found.iter() if node.get("id")]
            assert len(ids) == len({*ids}), path

    def test_are_the_same_again(self, two: CorpusBuilder) -> None:
        assert built(two) == built(two)

    def test_show_hostile_words_as_they_are(self, tmp_path: Path) -> None:
        pages = built(hostile(CorpusBuilder(tmp_path)))
        for path, text in pages.items():
            if path.endswith(".html"):
                found = parsed(text)
                assert next(found.iter("img"), None) is None, path
                scripts = [node.get("src") for node in found.iter("script")]
                assert all(each and each.startswith("../assets/") for each in scripts), path
                keys = {key for node in found.iter() for key in node.attrib}
                assert not [key for key in keys if key.startswith("on")], path
        shown = words_at(pages, "sources/evil/index.html")
        assert all(" ".join(text.split()) in shown for text in HOSTILE[:3])

    def test_of_an_empty_corpus_say_what_is_missing(self, corpus: CorpusBuilder) -> None:
        pages = built(corpus)
        assert "Nothing is recorded yet" in words_at(pages, places.HOME)
        assert "Nothing is recorded on this yet." in words_at(pages, places.issue("tram"))
        assert "no statement for this faction" in words_at(pages, places.faction("mayor"))
        assert "No conflicts among 0 statements." in words_at(pages, places.CONFLICTS)
        assert "to compare takes two" in words_at(pages, places.COMPARE)
        assert "Nothing is taken from it yet" in words_at(pages, places.source("courier"))

    def test_of_filters_are_about_what_these_let_through(self, two: CorpusBuilder) -> None:
        pages = built(two, official=("ann",))
        assert "--official ann" in words_at(pages, places.HOME)
        shown = words_at(pages, places.issue("tram"))
        assert "Ann" in shown
        assert "Bo" not in shown

    @pytest.mark.parametrize(
        "asked", [{"issue": ("port",)}, {"official": ("bo",)}, {"position": ("supports",)}]
    )
    def test_of_filters_are_only_of_what_these_let_through(
        self, two: CorpusBuilder, asked: Mapping[str, tuple[str, ...]]
    ) -> None:
        two.official("eve", statements=[{"issue": "port", "position": "open"}])
        pages = built(two, **asked)
        known = {*pages, places.STYLE, places.SORTING, places.COMPARING}
        for path, text in pages.items():
            if path.endswith(".html"):
                assert "recorded yet" not in text, path
                assert "recorded on this yet" not in text, path
                assert "left out: nothing." not in text, path
                lost = {each for each in links(path, text) if each not in known}
                assert all(OTHERS.fullmatch(each) for each in lost), path
        on = "port" if "issue" in asked else "tram"
        assert [each for each in pages if each.startswith("issues/") and "/" in each[7:]] == [
            places.issue(on)
        ]

    def test_of_a_part_say_how_many_members_are_not_there(self, two: CorpusBuilder) -> None:
        pages = built(two, official=("bo",))
        assert "1 of 2 members here, 1 statement" in words_at(pages, places.FACTIONS)
        assert places.faction("mayor") not in pages
        assert "Mayor (0 statements)" in words_at(pages, places.ABOUT)
        assert "There is no SQLite file" in words_at(pages, places.ABOUT)

    def test_of_nothing_let_through_do_not_say_that_nothing_is_there(
        self, two: CorpusBuilder
    ) -> None:
        shown = words_at(built(two, text=("no such words",)), places.HOME)
        assert "Nothing matches: none of 2 statements in the corpus passes the filters" in shown


class TestHome:
    def test_begins_with_what_was_found(self, two: CorpusBuilder) -> None:
        found = parsed(built(two)[places.HOME])
        assert texts(found, "h1") == ["Trams"]
        assert "What of the tram?" in texts(found, "h3")
        shown = words_of(found)
        assert "Ann (Mayor) answers “Supports”; Bo (Council) “Rejects”." in shown
        assert "2 statements by 2 officials, from 1 source. No statement has two sources" in shown

    def test_has_a_picture_of_each_of_few_issues_alone(self, corpus: CorpusBuilder) -> None:
        names = [f"issue-{number}" for number in range(100)]
        corpus.codebook(issues={name: {"yes": 1, "no": -1} for name in names})
        corpus.meta(default_issue="issue-0")
        said = [{"issue": name, "position": "yes"} for name in names]
        pages = built(corpus.official("ann", statements=said).official("bo", statements=said[:50]))
        found = parsed(pages[places.HOME])
        assert len([*found.iter("table")]) == 12
        assert len(pages[places.HOME].encode()) <= RAW
        assert len(gzip.compress(pages[places.HOME].encode())) <= PACKED
        assert f"All {len(names)} questions" in words_of(found) or len([*found.iter("h3")]) == len(
            names
        )
        assert [path for path in pages if path.startswith("issues/") and "issue-" in path] == [
            places.issue(name) for name in names
        ]


class TestIssue:
    def test_has_the_finding_first_and_names_by_faction(self, two: CorpusBuilder) -> None:
        [main] = parsed(built(two)[places.issue("tram")]).iter("main")
        [lead] = [node for node in main.iter("p") if node.get("class") == "lead"]
        assert words_of(lead).startswith("Ann (Mayor) answers “Supports”")
        [table] = main.iter("table")
        assert texts(table, "li") == ["Ann", "Bo"]
        places_ = [node.get("href") for node in table.iter("a")]
        assert "../../officials/ann/index.html#issue/tram/ann" in places_
        assert "../../factions/mayor/index.html" in places_

    def test_has_statements_by_position_the_newest_first(self, two: CorpusBuilder) -> None:
        said = [{"position": "rejects", "said": "2021-05-07"}, {"position": "supports"}]
        pages = built(two.official("dan", statements=said))
        [main] = parsed(pages[places.issue("tram")]).iter("main")
        assert texts(main, "h3") == ["+2 Supports 2", "\N{MINUS SIGN}2 Rejects 2"]
        days = [
            re.findall(r"[0-9] May 2021", line)[0] for line in _lines(pages[places.issue("tram")])
        ]
        assert days == ["3 May 2021", "3 May 2021", "7 May 2021", "5 May 2021"]
        assert "By position, and within each the newest first. If a statement" in words_of(main)

    def test_of_many_officials_has_numbers_and_a_list_by_faction(
        self, corpus: CorpusBuilder
    ) -> None:
        for number in range(130):
            faction = "mayor" if number % 2 else "council"
            corpus.official(f"o{number:03}", faction=faction, statements=manysaid(5))
        pages = built(corpus)
        page = parsed(pages[places.issue("tram")])
        search = "../../search/index.html?issue=tram&faction=mayor&position=supports"
        [count] = [node for node in page.iter("a") if node.get("href") == search]
        assert words_of(count) == "65"
        listed = "issues/tram/officials/index.html"
        assert "../../issues/tram/officials/index.html" in [a.get("href") for a in page.iter("a")]
        every = [path for path in pages if path.startswith("issues/tram/officials/")]
        assert listed in every
        names = [name for path in every for name in _lines(pages[path])]
        assert [name.split(" · ")[0] for name in names] == [
            *(f"O{number:03}" for number in range(1, 130, 2)),
            *(f"O{number:03}" for number in range(0, 130, 2)),
        ]
        assert f"Drawn are {issues.DRAWN} of 130 officials" in words_of(page)

    def test_lists_what_is_newest_and_leads_to_all(self, corpus: CorpusBuilder) -> None:
        pages = built(corpus.official("ann", statements=manysaid(issues.LATEST + 9)))
        page = parsed(pages[places.issue("tram")])
        assert len(_lines(pages[places.issue("tram")])) == issues.LATEST
        [link] = [
            a for a in page.iter("a") if a.get("href") == "../../search/index.html?issue=tram"
        ]
        assert words_of(link) == f"All {issues.LATEST + 9} statements, to search and to filter"


def _lines(text: str) -> list[str]:
    lists = (node for node in parsed(text).iter("ul") if node.get("class") == "lines")
    return [words_of(item) for node in lists for item in node.iter("li")]


class TestFaction:
    def test_says_who_belongs_to_it_and_when(self, corpus: CorpusBuilder) -> None:
        roles: list[dict[str, Any]] = [
            {"title": "Mayor", "faction": "mayor", "from": "2020-05", "until": "2021"},
            {"title": "Deputy", "faction": "mayor", "former": True},
        ]
        corpus.official("ann", roles=roles, statements=["supports"])
        shown = words_at(built(corpus), places.faction("mayor"))
        assert "Ann: Mayor, from May 2020 until 2021" in shown
        assert "Deputy, formerly" in shown
        assert "Supports: Ann" in shown

    def test_leads_to_all_members_however_long_their_roles_are(self, corpus: CorpusBuilder) -> None:
        choose = Random(7)
        for number in range(50):
            title = "".join(chr(choose.randint(0x4E00, 0x9FA0)) for _ in range(400))
            roles = [{"title": f"{title} {n}", "faction": "mayor"} for n in range(15)]
            corpus.official(f"o{number:02}", roles=roles)
        pages = built(corpus)
        own, every = places.faction("mayor"), "factions/mayor/members/index.html"
        assert every in links(own, pages[own])
        assert "All 50 members" in words_at(pages, own)
        reached = [path for path in pages if path.startswith("factions/mayor/")]
        found = {to for path in reached for to in links(path, pages[path])}
        assert {places.official(f"o{number:02}") for number in range(50)} <= found
        assert "and 3 more roles" in words_at(pages, every)
        for path in reached:
            raw = pages[path].encode()
            assert len(raw) <= RAW, path
            assert len(gzip.compress(raw)) <= PACKED, path

    def test_has_what_sources_say_of_it(self, corpus: CorpusBuilder) -> None:
        said = [{"about": ["mayor"], "text": "They wait."}]
        corpus.source("herald", assessments=said, publisher="Herald", published="2021-05-01")
        shown = words_at(built(corpus), places.faction("mayor"))
        assert "They wait." in shown
        assert "Herald, 1 May 2021" in shown


class TestSource:
    def test_has_the_words_of_this_source_and_its_notices(self, corpus: CorpusBuilder) -> None:
        notice = {"kind": "corrected", "date": "2021-06-01", "note": "A name."}
        corpus.source("herald", notices=[notice], version_of="courier")
        pieces = [{"text": "of the courier"}, {"source": "herald", "text": "of the herald"}]
        corpus.official("ann", statements=[{"evidence": pieces}])
        pages = built(corpus)
        herald, courier = (words_at(pages, places.source(each)) for each in ("herald", "courier"))
        assert "of the herald" in herald
        assert "of the courier" not in herald
        assert "A later edition of courier" in herald
        assert "corrected 1 June 2021: A name." in herald
        assert "Later editions: herald" in courier
        assert "Coverage, as recorded: 1 passage of it coded" in courier

    def test_goes_on_on_further_pages_with_all_that_rests_on_it(
        self, corpus: CorpusBuilder
    ) -> None:
        for number in range(5):
            corpus.official(f"o{number}", statements=manysaid(70, venue=f"hall {number}"))
        pages = built(corpus)
        own = [path for path in pages if path.startswith("sources/courier/")]
        assert own[:2] == ["sources/courier/index.html", "sources/courier/page/2.html"]
        assert sum(len(_lines(pages[path])) for path in own) == 350
        before = [node for node in parsed(pages[own[1]]).iter("a") if node.get("rel") == "prev"]
        assert [node.get("href") for node in before] == ["../../../sources/courier/index.html"]

    def test_has_passages_on_a_page_of_their_own_if_they_are_many(
        self, corpus: CorpusBuilder
    ) -> None:
        passages = [
            {"text": f"a passage of number {n} " * 20, "why": "Of all."} for n in range(400)
        ]
        pages = built(corpus.source("herald", uncoded=passages))
        own = [path for path in pages if path.startswith("sources/herald/passages/")]
        shown = " ".join(words_at(pages, path) for path in own)
        assert all(f"passage of number {n} " in shown for n in range(400))
        assert all(len(pages[path].encode()) <= RAW for path in own)

    def test_table_can_be_sorted(self, two: CorpusBuilder) -> None:
        found = parsed(built(two)[places.SOURCES])
        [table] = found.iter("table")
        assert table.get("class") == "sortable"
        assert [node.get("src") for node in found.iter("script")] == ["../assets/site.js"]
        assert texts(table, "td")[2] == "2"


class TestConflicts:
    @pytest.mark.parametrize("sources", [3, 150])
    def test_fit_a_page_whatever_is_written_and_however_long(
        self, corpus: CorpusBuilder, sources: int
    ) -> None:
        random = Random(1)

        def words(number: int) -> str:
            return "".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(number))

        evidence = []
        for n in range(sources):
            corpus.source(f"p{n}", publisher=f"Paper {n}")
            text = words(9_000 if sources == 3 else 400)
            evidence.append({"source": f"p{n}", "position": "rejects", "text": text})
        evidence[0] = {"source": "p0", "text": words(300)}
        for n in range(6):
            corpus.official(f"o{n}", statements=[{"evidence": evidence}])
        pages = built(corpus)
        own = {path: text for path, text in pages.items() if path.startswith("conflicts/")}
        assert len(own) > 1
        for path, text in own.items():
            assert len(text.encode()) <= RAW, path
            assert len(gzip.compress(text.encode(), 6)) <= PACKED, path

    def test_are_split_between_statements_with_all_of_them(self, corpus: CorpusBuilder) -> None:
        dispute = {"about": "wording", "note": "They differ. " * 40}
        for number in range(60):
            pieces = [{"text": f"one wording {number}"}, {"source": "herald", "text": "another"}]
            said = [{"evidence": pieces, "disputes": [dispute]}]
            corpus.official(f"o{number:02}", statements=said)
        pages = built(corpus.source("herald"))
        own = [path for path in pages if path.startswith("conflicts/")]
        assert len(own) > 1
        heads = [name for path in own for name in texts(parsed(pages[path]), "h3")]
        assert heads == [f"O{number:02}" for number in range(60)]
        assert f"Page 1 of {len(own)}" in words_at(pages, places.CONFLICTS)
        assert "60 conflicts among 60 statements: 60 open." in words_at(pages, own[-1])

    def test_go_on_where_words_are_too_many_for_a_page(self, corpus: CorpusBuilder) -> None:
        choose = Random(4)
        sources = [f"paper-{number}" for number in range(40)]
        for source in sources:
            corpus.source(source)
        pieces = [
            {
                "source": source,
                "text": "".join(chr(choose.randint(0x4E00, 0x9FA0)) for _ in "x" * 600),
            }
            for source in ["courier", *sources]
        ]
        dispute = {"about": "wording", "note": "They differ."}
        said = [{"evidence": pieces, "disputes": [dispute]}]
        pages = built(corpus.official("bo", statements=said))
        own = [path for path in pages if path.startswith("conflicts/")]
        assert len(own) > 1
        assert all(len(gzip.compress(pages[path].encode())) <= PACKED for path in own)
        shown = " ".join(words_at(pages, path) for path in own)
        assert all(piece["text"] in shown for piece in pieces)
        for one, other in pairwise(own):
            assert other in {*links(one, pages[one])}
            assert one in {*links(other, pages[other])}

    def test_have_the_words_of_the_statement_that_is_the_other_side(
        self, corpus: CorpusBuilder
    ) -> None:
        note = "Here “never”; in bo/s2 “not now”, which is near."
        dispute = {"about": "wording", "note": note, "resolution": "Neither is preferred."}
        one = {"position": "rejects", "evidence": [{"text": "it said never"}]}
        other = {"evidence": [{"text": "many words"}, {"text": "it said not now"}]}
        corpus.official("bo", statements=[one | {"disputes": [dispute]}, other])
        pages = built(corpus)
        shown = words_at(pages, places.CONFLICTS)
        assert "no other source" not in shown
        assert "The other statement: bo/s2 +2 Supports, said 3 May 2021" in shown
        assert "it said not now" in shown
        without = built(corpus, position=("rejects",))
        assert "it said not now" not in words_at(without, places.CONFLICTS)


class TestAbout:
    def test_says_the_licence_and_what_can_be_downloaded(self, two: CorpusBuilder) -> None:
        pages = built(two.meta(license="CC-BY-4.0"))
        shown = words_at(pages, places.ABOUT)
        assert "Licence: CC-BY-4.0." in shown
        targets = {*links(places.ABOUT, pages[places.ABOUT])}
        assert {places.CSV, places.JSON, places.SQLITE} <= targets

    def test_without_a_licence_says_so(self, two: CorpusBuilder) -> None:
        assert "does not say under which licence" in words_at(built(two), places.ABOUT)

    def test_of_a_part_has_no_database_of_the_whole(self, two: CorpusBuilder) -> None:
        pages = built(two, official=("ann",))
        assert places.SQLITE not in {*links(places.ABOUT, pages[places.ABOUT])}

    def test_says_what_is_wrong_and_left_out(self, two: CorpusBuilder) -> None:
        two.official("dan", statements=[{"position": "nowhere"}, {"position": "supports"}])
        pages = built(two)
        shown = words_at(pages, places.ABOUT)
        assert "left out: 1 statement with errors." in shown
        assert "in officials/dan.yaml:" in shown
        assert "`nowhere`" in shown
        assert "1 statement with errors" in words_at(pages, places.HOME)
        assert "#problems" in pages[places.HOME]


class TestCompare:
    def test_data_stand_in_files_of_so_many_officials(
        self, corpus: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(compared, "AT_ONCE", 2)
        for number in range(5):
            corpus.official(f"o{number}", statements=manysaid(compared.MOST + 3))
        pages = built(corpus)
        assert [path for path in pages if re.fullmatch(r"compare/[0-9]+\.js", path)] == [
            "compare/0.js",
            "compare/1.js",
            "compare/2.js",
        ]
        assert pages["compare/2.js"].startswith('compared("block","2",[["o4","O4",')
        assert pages["compare/0.js"].count("officials/o1/s") == compared.MOST


def test_conflict_of_two_statements_has_the_words_of_both(corpus: CorpusBuilder) -> None:
    dispute = {"about": "wording", "note": "“never” in bo/s1.", "resolution": "So."}
    vague = {"about": "wording", "note": "Vague.", "resolution": "So."}
    passages = [{"text": "he builds"}, {"text": "never, he said"}]
    said = [
        {"evidence": passages, "said": "2021-05-04"},
        {"position": "opposes", "said": "2011-05-03", "disputes": [dispute]},
        {"position": "opposes", "said": "2001-05-03", "disputes": [vague]},
    ]
    words = words_at(built(corpus.official("bo", statements=said)), "conflicts/index.html")
    # Of its passages the one that the note quotes.
    assert "bo/s1 +2 Supports, said 4 May 2021never, he said" in words
    assert "he builds" not in words
    assert words.count("(no other source)") == 1


def test_page_on_the_making_has_how_far_coders_agree(corpus: CorpusBuilder) -> None:
    corpus.official("bo", statements=["supports", "rejects", "opposes", "supports"])
    readings = ("supports", "rejects", "opposes", "rejects")
    read = [f"s{number}: {{position: {each}}}\n" for number, each in enumerate(readings, 1)]
    assert "How far coders agree" not in words_at(built(corpus), places.ABOUT)
    pages = built(corpus.file("codings/anna/bo.yaml", "".join(read)))
    [table] = parsed(pages[places.ABOUT]).iter("table")
    [row] = list(table.iter("tr"))[1:]
    # Of 8 readings 3, 3 and 2 are the same; one pair of 4 differs, in either order.
    alpha = 1 - Fraction(7 * 2, 8 * 8 - 3 * 3 - 3 * 3 - 2 * 2)
    assert texts(row, "td") == ["4", "8", "75 %", f"{float(alpha):.2f}"]
    assert "Coders are those who read the sources" in words_at(pages, places.ABOUT)
