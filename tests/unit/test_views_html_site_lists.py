"""Lists of statements, and long lists as pages."""

from __future__ import annotations

import gzip
import random
from typing import TYPE_CHECKING

import pytest

from pages import PERSIAN, parsed, words_of
from stances.queries.filters import ALL, Filters
from stances.queries.listing import select
from stances.queries.site import site
from stances.queries.site.lines import LINE
from stances.views.html.elements import Markup, element, joined
from stances.views.html.site import places
from stances.views.html.site.lists import MOST, excerpt, paged, statement_line, with_minus
from stances.views.html.site.page import Head, Pages

if TYPE_CHECKING:
    from corpora import CorpusBuilder
    from stances.views.html.site.labels import SiteLabels

_MOST_RAW, _MOST_PACKED = 200_000, 30_000


@pytest.fixture
def pages(corpus: CorpusBuilder) -> Pages:
    return Pages(site(corpus.official("bo", statements=["supports"]).index(), Filters()))


def _line(text: str, names: SiteLabels) -> Markup:
    return element("li", element("a", text, href=names.to(places.HOME)))


def _scribble(choose: random.Random, length: int) -> str:
    return "".join(chr(choose.randint(0x4E00, 0x9FA0)) for _ in range(length))


@pytest.mark.parametrize("length", [3, 300, 4000])
def test_pages_of_a_list_have_every_row_once_in_order_within_the_budget(
    pages: Pages, length: int
) -> None:
    choose = random.Random(length)
    rows = [f"{number} {_scribble(choose, length)}" for number in range(250)]
    found: list[str] = []
    made = [*paged(rows, places.source("courier"), pages, _line, total=len(rows))]
    for each in made:
        text = pages.page(each.path, Head("Rows"), [each.lines, each.links])
        assert len(text.encode()) <= _MOST_RAW
        assert len(gzip.compress(text.encode())) <= _MOST_PACKED
        links = (a.text or "" for li in parsed(text).iter("li") for a in li.iter("a"))
        found += [text for text in links if text[:1].isdigit()]
    assert found == rows
    assert [each.number for each in made] == [*range(1, len(made) + 1)]
    assert all(len(each.items) <= MOST for each in made)


def test_pages_of_a_list_lead_to_each_other(pages: Pages) -> None:
    rows = [str(number) for number in range(2 * MOST + 1)]
    one, two, three = paged(rows, places.SOURCES, pages, _line, total=len(rows))
    assert [each.path for each in (one, two, three)] == [
        "sources/index.html",
        "sources/page/2.html",
        "sources/page/3.html",
    ]
    assert _led(one.links) == {"next": "../sources/page/2.html"}
    assert _led(two.links) == {
        "prev": "../../sources/index.html",
        "next": "../../sources/page/3.html",
    }
    assert _led(three.links) == {"prev": "../../sources/page/2.html"}
    assert "101–200 of 201" in str(two.links)
    assert (three.first, three.last) == (201, 201)


def _led(links: Markup | None) -> dict[str, str]:
    found = parsed(f"<!DOCTYPE html><title>x</title>{links}")
    return {a.get("rel") or "": a.get("href") or "" for a in found.iter("a")}


def test_a_page_with_a_name_of_its_own_is_continued_beside_it(pages: Pages) -> None:
    path = places.official_in("bo", "2014")
    rows = [str(number) for number in range(MOST + 1)]
    _, two = paged(rows, path, pages, _line)
    assert two.path == "officials/bo/year/2014-2.html"


def test_an_empty_list_is_one_page_without_links(pages: Pages) -> None:
    [only] = paged([], places.SOURCES, pages, _line)
    assert (only.items, only.first, only.last, only.links) == ([], 0, 0, None)


def test_what_stands_beside_a_list_takes_room_from_its_first_page(pages: Pages) -> None:
    beside = _scribble(random.Random(1), 8_000)
    rows = [_scribble(random.Random(number), 300) for number in range(40)]
    one, *_ = paged(rows, places.SOURCES, pages, _line, beside=beside)
    [alone] = paged(rows[:10], places.SOURCES, pages, _line)
    assert 0 < len(one.items) < MOST
    assert len(alone.items) == 10


def test_a_line_has_position_date_name_and_words_that_lead_to_the_statement(
    corpus: CorpusBuilder,
) -> None:
    corpus.source("neda", lang="fa")
    said = {
        "position": "rejects",
        "status": "disputed",
        "evidence": [{"source": "neda", "text": PERSIAN, "form": "quote"}],
    }
    index = corpus.official("bo", name="Bo & Co", statements=[said]).index()
    pages = Pages(site(index, Filters()))
    [row] = select(index, ALL, "s.ref", keys=LINE)
    line = statement_line(row, pages.names(places.HOME), issue=True)
    tree = parsed(f"<!DOCTYPE html><title>x</title><ul>{line}</ul>")
    told = words_of(tree)
    assert all(each in told for each in ("Rejects", "3 May 2021", "Bo & Co", "disputed"))
    assert "What of the tram?" in told
    who, link, where = tree.iter("a")
    [words] = link
    assert who.get("href") == "officials/bo/index.html"
    assert link.get("href") == "officials/bo/s1.html"
    assert where.get("href") == "sources/neda/index.html"
    assert (words.get("lang"), words.get("dir"), words.text) == ("fa", "rtl", f"“{PERSIAN}”")


def _told(corpus: CorpusBuilder, ref: str) -> str:
    """A line without its marks of direction."""
    index = corpus.index()
    pages = Pages(site(index, Filters()))
    rows = {row["ref"]: row for row in select(index, ALL, "s.ref", keys=LINE)}
    line = statement_line(rows[ref], pages.names(places.HOME))
    return words_of(parsed(f"<!DOCTYPE html><title>x</title><ul>{line}</ul>"))


@pytest.mark.parametrize(
    ("forms", "told"),
    [
        (["quote"], "“words 0”in short"),
        (["quote", "paraphrase"], "“words 0”in short"),
        (["paraphrase"], "words 0 (paraphrase)in short"),
        (["paraphrase", "partial-quote"], "words 1in short"),
    ],
)
def test_a_line_marks_words_by_their_own_form(
    corpus: CorpusBuilder, forms: list[str], told: str
) -> None:
    pieces = [{"text": f"words {number}", "form": form} for number, form in enumerate(forms)]
    said = {"position": "supports", "summary": "It is good", "evidence": pieces}
    assert told in _told(corpus.official("bo", statements=[said]), "bo/s1")


def test_a_line_has_source_conditions_and_whose_words_a_source_takes_it_for(
    corpus: CorpusBuilder,
) -> None:
    corpus.source("courier", publisher="Courier", published="2021-05-04")
    corpus.source("herald", publisher="Herald", published="2021-05-05")
    pieces = [
        {"text": "if they pay"},
        {"source": "herald", "text": "so he said", "match": "probable", "speaker": "ann"},
    ]
    said = {"position": "conditional", "conditions": ["they pay"], "evidence": pieces}
    corpus.official("ann", name="Ann Ax")
    told = _told(corpus.official("bo", statements=[said]), "bo/s1")
    assert "sources differ: speaker" in told
    assert told.endswith(
        "condition: they pay · attributed to Ann Ax by Herald, 5 May 2021 · "
        "Courier, 4 May 2021 + 1 probable"
    )


def test_both_statements_of_a_dispute_are_marked(corpus: CorpusBuilder) -> None:
    dispute = {"about": "wording", "note": "As in bo/s2.", "resolution": "Neither is preferred."}
    first = {"position": "rejects", "disputes": [dispute]}
    corpus.official("bo", statements=[first, "supports", "supports"])
    assert "sources differ: wording" in _told(corpus, "bo/s1")
    assert "named in a dispute" in _told(corpus, "bo/s2")
    assert "dispute" not in _told(corpus, "bo/s3")


def test_a_denied_statement_says_so(corpus: CorpusBuilder) -> None:
    words = {"source": "courier", "text": "I never said that."}
    dispute = {"about": "wording", "note": "Denied.", "words": words}
    told = _told(corpus.official("bo", statements=[{"disputes": [dispute]}]), "bo/s1")
    assert "denied or corrected" in told
    assert "sources differ" not in told


def test_figures_have_true_minus_signs() -> None:
    text = "mean -0.50 over 3; from -1 to +2, in wsws-2014-06-21 and on-air"
    minus = "\N{MINUS SIGN}"
    assert with_minus(text) == text.replace("-0.50", f"{minus}0.50").replace("-1", f"{minus}1")


def test_an_excerpt_ends_with_a_word() -> None:
    assert excerpt("one two three", 13) == "one two three"
    assert excerpt("one two, three", 12) == "one two …"
    assert excerpt("x" * 20, 10) == "x" * 9 + " …"


def test_joined_pieces_are_markup() -> None:
    assert joined(["<", Markup("<b>"), None, 3], "&") == "&lt;&amp;<b>&amp;3"
