"""The search of the site as people use it: from disk, in a browser."""

from __future__ import annotations

import csv
import io
import shutil
import unicodedata
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

import random_corpora
from cases import every_case
from corpora import CorpusBuilder
from pages import HOSTILE
from sites import searching, written
from stances.dates import parse_date
from stances.index.build import build
from stances.queries.filters import FORMS, STATUSES, Filters
from stances.queries.listing import listing
from stances.queries.search import search
from stances.search_query import parse
from stances.text import apart
from stances.views.html.site import places, scripts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

DATA = Path(__file__).parent.parent / "data"
PATIENCE = 60_000
"""Milliseconds, so that a machine with much else to do passes as well."""
RUN = """async every => {
    const found = [], [count, more] = document.querySelectorAll("#count, #more");
    const until = (done) => new Promise((then, fail) => {
        const wait = setInterval(() => {
            const failed = count.textContent.includes("not work");
            if (failed || done()) clearInterval(wait);
            if (failed) fail(Error(count.textContent));
            else if (done()) then();
        }, 1);
    });
    const links = () => [...document.querySelectorAll("#hits h2 a")];
    for (const asked of every) {
        delete document.body.dataset.took;
        history.pushState(null, "", "?" + new URLSearchParams(asked));
        dispatchEvent(new PopStateEvent("popstate"));
        await until(() => document.body.dataset.took);
        for (let number = 0; !more.hidden;) {
            number = links().length;
            more.click();
            await until(() => links().length > number);
        }
        found.push([links().map((link) => link.getAttribute("href")
            .replace("../officials/", "").replace(".html", "")), count.textContent]);
    }
    return found;
}"""
"""Searches by address, as the browser's own buttons do, with all hits, also those further on."""


def run(page: Page, *asked: dict[str, str]) -> list[set[str]]:
    """The references of the statements that each search finds."""
    found: list[set[str]] = []
    for refs, count in page.evaluate(RUN, asked):
        assert len(refs) == len({*refs})
        assert count.startswith(f"{len(refs)} of ")
        found.append({*refs})
    return found


def searched(index: sqlite3.Connection, folder: Path) -> Path:
    """The search page of a corpus, in a folder with what it needs."""
    return written(searching(index), folder) / places.SEARCH


@pytest.fixture
def opened(browser: Browser) -> Callable[..., Any]:
    """Opens pages that must say nothing on the console and load nothing from elsewhere."""

    @contextmanager
    def open_page(path: Path, query: str = "", *, scripts: bool = True) -> Iterator[Page]:
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        heard: list[str] = []
        root = next(each for each in path.parents if (each / "search").is_dir()).as_uri()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("dialog", lambda dialog: heard.append(dialog.message))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((root, "data:")) else heard.append(asked.url)
            ),
        )
        page.goto(path.as_uri() + query)
        if scripts and path.parent.name == "search":
            page.wait_for_selector("body[data-took]", state="attached")
        yield page
        context.close()
        assert heard == []

    return open_page


LARGE = (
    *("CJK", "HANGUL SYLLABLE", "CUNEIFORM", "YI SYLLABLE", "EGYPTIAN", "TANGUT", "SIGNWRITING"),
    *("BAMUM", "ANATOLIAN", "KHITAN", "NUSHU", "LINEAR", "CANADIAN", "VAI", "HENTAIGANA"),
)
"""How the names of characters begin of which there are hundreds that fold alike."""


def test_words_are_folded_as_everywhere_else(browser: Browser) -> None:
    """All code points that this Python knows, but of the largest scripts one in sixteen.

    A newer Unicode may have more.
    """
    source = files("stances.views.html.site").joinpath("assets", "search.js").read_text("utf-8")
    folding = source[source.index("// Words are folded") : source.index("// Folds a string")]
    chars = [
        char
        for char in map(chr, range(0x110000))
        if unicodedata.category(char) not in {"Cn", "Co", "Cs"}
        and (ord(char) % 16 == 0 or not unicodedata.name(char, "CJK").startswith(LARGE))
    ]
    page = browser.new_page()
    script = (
        f"chars => {{ {folding.replace('@unspaced@', scripts.unspaced())} return chars.map(fold) }}"
    )
    folded = page.evaluate(script, chars)
    page.close()
    wrong = {
        f"{ord(char):04X}": (found, apart(char))
        for char, found in zip(chars, folded, strict=True)
        if found != apart(char)
    }
    assert wrong == {}


TEXTS, QUERIES = (
    part.strip().splitlines()
    for part in (DATA / "searches.txt").read_text("utf-8").split("\n---\n")
)
"""Statements in many scripts, and searches among them."""
UNSEEN = ("a\ufefftown", "words ", " town\u3000council", "town\u200bcouncil")


@pytest.fixture(scope="module")
def scripts_of_all(tmp_path_factory: pytest.TempPathFactory) -> tuple[sqlite3.Connection, Path]:
    """Statements in many scripts, and the page that searches them."""
    corpus = CorpusBuilder(tmp_path_factory.mktemp("scripts") / "corpus")
    said: list[dict[str, Any]] = [
        {"evidence": [{"text": text}], "said": f"20{n:02}"} for n, text in enumerate(TEXTS)
    ]
    said[0] |= {"summary": "A summary, with its own words", "note": "A note: town"}
    said[1] |= {"position": "conditional", "spoken_by": "Bo Berg"}
    said[2]["evidence"][0] |= {"original": {"lang": "sv", "text": "Stadens råd"}, "note": "Elins"}
    said += [{"words_of": "a/s2", "position": "opposes"}]
    said[-1]["note"] = "So he says"
    corpus.official("a", statements=said[:-1]).official("b", statements=said[-1:])
    index = corpus.index()
    return index, searched(index, tmp_path_factory.mktemp("site"))


def test_what_is_found_is_what_the_program_finds(
    scripts_of_all: tuple[sqlite3.Connection, Path], opened: Callable[..., Any]
) -> None:
    index, path = scripts_of_all
    everything = {row["ref"] for row in listing(index, Filters()).rows}
    assert len(everything) == len(TEXTS) + 1
    found = 0
    with opened(path) as page, every_case() as case:
        queries = (*QUERIES, *UNSEEN)
        for query, hits in zip(queries, run(page, *({"q": q} for q in queries)), strict=True):
            with case(query):
                wanted = parse(query)
                refs = (
                    {row["ref"] for row in search(index, wanted, Filters()).rows}
                    if wanted
                    else None
                )
                if refs is None and wanted.without:
                    continue  # the program asks for a word to look for; the page leaves out
                assert hits == (everything if refs is None else refs)
                found += refs is not None and refs != set()
    assert found > len(QUERIES) / 2, "most queries have to find something"


def test_what_matches_is_marked(
    scripts_of_all: tuple[sqlite3.Connection, Path], opened: Callable[..., Any]
) -> None:
    _, path = scripts_of_all
    with opened(path) as page, every_case() as case:
        for query, marked in {
            "cooperate us": ["U.S", "co-operate"],
            '"council of" -us': ["council of"] * 2,  # of the statement that has the words of it
            "نمیسازد": ["نمی‌سازد"],
            "習近平": ["習近平"],
            "대통령": [
                "대통령에게는",
                "대통령실",
                "대통령이",
            ],  # the second stands beside the others
            "STRASSE cafe": ["STRASSE", "straße", "café"] * 2,
            "หทำงาน OR ทำงาน": ["ทำงาน"],
            "summary": ["summary"],
            "rad": ["råd"],
        }.items():
            with case(query):
                run(page, {"q": query})
                assert [
                    each for each in page.locator("#hits mark").all_inner_texts() if each
                ] == marked


def test_filters_let_through_what_those_of_the_program_do(
    tmp_path: Path, opened: Callable[..., Any]
) -> None:
    folder = tmp_path / "corpus"
    random_corpora.write(folder, 7)
    index = build(folder)
    path = searched(index, tmp_path / "site")
    asked: list[dict[str, str]] = [{}]
    for name, query in {
        "issue": "SELECT issue FROM issues",
        "position": "SELECT DISTINCT position FROM positions",
        "faction": "SELECT faction FROM factions UNION SELECT 'none'",
        "official": "SELECT official FROM officials",
        "source": "SELECT source FROM sources",
    }.items():
        asked += [{name: value} for (value,) in index.execute(query)]
    asked += [{"form": form} for form in FORMS]
    asked += [{"status": status} for status in STATUSES if status != "misattributed"]
    days = ("2014", "2014-06", "2014-06-12", "2014-06-20", "2015")
    asked += [{name: day} for name in ("since", "until") for day in days]
    asked.append({"since": "2014-06-11", "until": "2014-06-12", "form": "quote"})
    asked.append({"official": "nobody"})
    numbers = set[int]()
    with opened(path) as page, every_case() as case:
        for values, hits in zip(asked, run(page, *asked), strict=True):
            with case(values):
                given: dict[str, Any] = {
                    name: parse_date(value) if name in {"since", "until"} else (value,)
                    for name, value in values.items()
                }
                refs = {row["ref"] for row in listing(index, Filters(**given)).rows}
                assert hits == refs
                numbers.add(len(refs))
    assert len(numbers) > len(asked) / 4, "filters that all find the same show nothing"


def counts(page: Page, name: str) -> dict[str, str]:
    """The values that a filter offers, with the numbers beside them."""
    items = page.locator(f"fieldset[name={name}] li")
    items.first.wait_for()
    return {
        item.locator("bdi").inner_text(): item.locator(".count").inner_text()
        for item in items.all()
    }


@pytest.fixture(scope="module")
def trams(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred and thirty statements on two issues, and the page that searches them."""
    corpus = CorpusBuilder(tmp_path_factory.mktemp("trams") / "corpus")
    scale = {"supports": 1, "opposes": -1}
    corpus.codebook(issues={"tram": scale, "bus": scale})
    for official, faction, number in (("anna", "mayor", 65), ("bo", "council", 65)):
        said = [
            {
                "issue": "bus" if n % 5 == 0 else "tram",
                "position": "opposes" if n % 2 else "supports",
                "said": f"{2000 + n % 10}-01-{n % 28 + 1:02}",
                "evidence": [{"text": f"Word number {n}, of {official}"}],
            }
            for n in range(number)
        ]
        corpus.official(official, faction=faction, statements=said)
    return searched(corpus.index(), tmp_path_factory.mktemp("site"))


class TestThePage:
    def test_can_be_used_and_gone_back_in(self, trams: Path, opened: Callable[..., Any]) -> None:
        with opened(trams) as page:
            status = page.locator("[role=status]")
            assert status.inner_text() == "130 of 130 statements"
            page.fill("#words", "number of anna")
            page.press("#words", "Enter")
            page.wait_for_function("location.search === '?q=number+of+anna'")
            page.get_by_text("65 of 130 statements").wait_for()
            assert counts(page, "issue") == {"What of the tram?": "52", "What of the bus?": "13"}
            page.get_by_label("What of the bus?").check()
            page.get_by_text("13 of 130 statements").wait_for()
            # The numbers are those of what one more value of the same filter would find.
            assert counts(page, "issue") == {"What of the bus?": "13", "What of the tram?": "52"}
            assert page.evaluate("document.activeElement.value") == "bus"
            page.locator("summary", has_text="Position").click()
            # Such a position is on the scale of each question.
            of_two = {"Supports (on 2 questions)": "7", "Opposes (on 2 questions)": "6"}
            assert counts(page, "position") == of_two
            page.locator("summary", has_text="Date").click()
            page.fill("#since", "2005")
            page.press("#since", "Enter")
            page.get_by_text("6 of 130 statements").wait_for()
            assert page.url.endswith("?q=number+of+anna&issue=bus&since=2005")
            page.go_back()
            page.get_by_text("13 of 130 statements").wait_for()
            assert page.input_value("#since") == ""
            page.go_back()
            page.get_by_text("65 of 130 statements").wait_for()
            assert not page.get_by_label("What of the bus?").is_checked()
            page.go_forward()
            page.get_by_text("13 of 130 statements").wait_for()
            page.click("#clear")
            page.get_by_text("130 of 130 statements").wait_for()
            assert page.input_value("#words") == ""
            assert page.is_hidden("#clear")

    def test_shows_more_if_asked_and_says_what_to_do_if_there_is_nothing(
        self, trams: Path, opened: Callable[..., Any]
    ) -> None:
        with opened(trams, "?faction=mayor") as page:
            assert page.locator("#hits > li").count() == 50
            assert page.inner_text("#more") == "Show 15 more"
            page.click("#more")
            page.locator("#hits > li").nth(64).wait_for()
            assert page.is_hidden("#more")
            focused = page.evaluate(
                "document.activeElement.closest('li').matches(':nth-child(51)')"
            )
            assert focused
            years = [text[-4:] for text in page.locator("#hits h2").all_inner_texts()]
            assert years == sorted(years, reverse=True)
            assert page.is_hidden("#none")
            page.fill("#words", "nobody said this")
            page.press("#words", "Enter")
            page.locator("#none").wait_for()
            assert page.inner_text("#count") == "0 of 130 statements"

    def test_takes_no_date_that_is_none(self, trams: Path, opened: Callable[..., Any]) -> None:
        with opened(trams, "?since=never") as page:
            assert page.inner_text("#count") == "130 of 130 statements"
            page.locator("summary", has_text="Date").click()
            page.fill("#until", "May")
            page.press("#until", "Enter")
            assert page.evaluate("document.getElementById('until').matches(':invalid')")

    def test_says_without_scripts_what_there_is_instead(
        self, trams: Path, opened: Callable[..., Any]
    ) -> None:
        with opened(trams, scripts=False) as page:
            assert page.locator("noscript a").count() == 3
            assert "as do comparing two officials, sorting" in page.inner_text("noscript")
            assert page.is_hidden("form#search")

    def test_is_reached_from_the_field_of_every_page(
        self, trams: Path, opened: Callable[..., Any]
    ) -> None:
        with opened(trams.parent.parent / "index.html") as page:
            page.fill("#find", "anna 7")
            page.press("#find", "Enter")
            page.get_by_text("1 of 130 statements").wait_for()
            assert page.input_value("#words") == "anna 7"

    def test_can_be_used_by_all(self, trams: Path, browser: Browser) -> None:
        page = browser.new_page(bypass_csp=True)  # what looks at it asks for the style again
        page.goto(trams.as_uri() + "?q=anna&official=anna&source=courier&since=2009")
        page.locator("fieldset[name=source] li").first.wait_for()
        found = Axe().run(page)
        page.close()
        assert found.violations_count == 0, found.generate_report()


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Statements of two officials in words of several forms and sources."""
    corpus = CorpusBuilder(tmp_path_factory.mktemp("answers") / "corpus")
    corpus.source("press", title='=Press; "quoted"', publisher="Press")
    ours = {"source": "courier", "text": "The terrorists are near"}
    corpus.source("late", publisher="Late", notices=[{"kind": "corrected", "date": "2021-08"}])
    theirs = {"source": "press", "text": "spoke of a terrorist camp", "form": "paraphrase"}
    corpus.official(
        "anna",
        name="Anna Holm",
        faction="mayor",
        statements=[
            {"evidence": [ours, theirs | {"match": "probable"}], "said": "2021-03"},
            {"evidence": [theirs | {"text": "said that the tram waits", "speaker": "bo"}]},
            {"evidence": [{"text": "Trams"}], "summary": "Of Berg, in short", "said": "2020"},
        ],
    )
    corpus.official(
        "bo",
        name="Bo Berg",
        faction="council",
        statements=[
            {
                "evidence": [{"text": "Terrorism, =1+1"}],
                "position": "conditional",
                "conditions": ["the town pays"],
                "said": "2021-06",
            },
        ],
    )
    corpus.official(
        "cy",
        name="Cyra Dahl",
        native_name="سیرا دال",
        aliases=["Cyra Doll", "a friend of tunnels"],
        statements=[
            {
                "evidence": [{"source": "late", "text": "We dig a tunnel"}],
                "status": "denied",
                "disputes": [{"about": "wording", "note": "A long note." * 99 + " Of zebras."}],
                "according_to": "Dora Blum",
                "said": "2019",
            },
            {"evidence": [{"source": "late", "text": "Tunnels"}], "spoken_by": "anna"},
        ],
    )
    return searched(corpus.index(), tmp_path_factory.mktemp("site"))


class TestHits:
    def test_say_whose_words_they_show(self, answers: Path, opened: Callable[..., Any]) -> None:
        with opened(answers) as page:
            for query, words, credit in (
                ("terrorists", "“The terrorists are near”", "courier"),
                ("camp", "spoke of a terrorist camp (paraphrase)", "Press"),
                (
                    "waits",
                    "said that the tram waits (paraphrase)",
                    "attributed to Bo Berg by Press",
                ),
                ("terrorism", "“Terrorism, =1+1”", "condition: the town pays · courier"),
                ("berg short", "Of Berg, in short summary", ""),
            ):
                run(page, {"q": query})
                assert page.inner_text("#hits article > p:nth-of-type(2)") == words
                assert page.inner_text("#hits .credit").startswith(credit), query

    def test_carry_the_marks_of_the_lists(self, answers: Path, opened: Callable[..., Any]) -> None:
        with opened(answers) as page:
            run(page, {"q": "tunnel"})
            marks = ["denied", "hearsay", "sources differ: wording"]
            assert page.locator("#hits .mark").all_inner_texts() == marks
            credit = "according to Dora Blum · Late, 30 June 2021 (corrected)"
            assert page.inner_text("#hits .credit") == credit
            run(page, {"q": "tunnels"})
            assert page.inner_text("#hits .credit").startswith("spoken by Anna Holm · Late")

    def test_say_where_words_stand_that_they_do_not_show(
        self, answers: Path, opened: Callable[..., Any]
    ) -> None:
        told = "The words of the search stand further on in the statement, or in a longer note"
        with opened(answers) as page:
            for query, marks in (
                ("zebras", []),
                ("tunnel", ["tunnel"]),
                ("zebras tunnel", ["tunnel"]),
                ("blum tunnel", ["tunnel", "Blum"]),
            ):
                run(page, {"q": query, "official": "cy"})
                assert page.locator("#hits mark").all_inner_texts() == marks, query
                assert (told in page.inner_text("#hits")) == (not marks), query
            run(page, {"official": "cy"})
            assert told not in page.inner_text("#hits")

    def test_are_downloaded_as_a_sheet_without_formulas(
        self, answers: Path, opened: Callable[..., Any]
    ) -> None:
        with opened(answers) as page:
            run(page, {"q": "terror*"})
            with page.expect_download() as download:
                page.click("#save")
            assert download.value.suggested_filename == "statements.csv"
            text = Path(download.value.path()).read_text("utf-8-sig")
        rows = [*csv.DictReader(io.StringIO(text, newline=""))]
        assert [row["official"] for row in rows] == ["Bo Berg", "Anna Holm"]
        assert [row["form"] for row in rows] == ["quotation", "quotation"]
        assert [row["marks"] for row in rows] == ["", ""]
        assert rows[0]["beside"] == "condition: the town pays"
        assert rows[1]["page"].endswith("/officials/anna/s1.html")
        assert not any(
            cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values()
        )


class TestOffers:
    def test_are_words_that_begin_so_where_they_find_more(
        self, answers: Path, opened: Callable[..., Any]
    ) -> None:
        with opened(answers, "?q=terrorist&faction=mayor") as page:
            assert page.inner_text("#count") == "1 of 6 statements"
            run(page, {"q": "tram", "faction": "mayor"})
            link = page.get_by_role("link", name="tram* finds 2")
            link.click()
            page.get_by_text("2 of 6 statements").wait_for()
            assert page.url.endswith("?q=tram*&faction=mayor")
            assert page.is_hidden("#offers")
            for query in ('"tram"', "tram*", "zzz"):
                run(page, {"q": query})
                page.wait_for_function("document.getElementById('offers').hidden")
            run(page, {"q": "-camp tram"})
            page.get_by_role("link", name="-camp tram* finds 2").wait_for()

    def test_are_officials_of_that_name(self, answers: Path, opened: Callable[..., Any]) -> None:
        with opened(answers, "?q=berg") as page:
            assert page.inner_text("#count") == "1 of 6 statements"
            page.get_by_role("link", name="Official: Bo Berg (2 statements)").click()
            page.get_by_text("2 of 6 statements").wait_for()
            assert page.url.endswith("?official=bo")

    def test_are_officials_by_other_names_as_well(
        self, answers: Path, opened: Callable[..., Any]
    ) -> None:
        with opened(answers) as page:
            for name in ("doll", "cyra doll", "دال", "سيرا"):
                run(page, {"q": name})
                page.get_by_role("link", name="Official: Cyra Dahl (2 statements)").wait_for()
            run(page, {"q": "friend"})  # that is no name, but what a source calls her
            page.wait_for_function("document.getElementById('offers').hidden")

    def test_filters_show_what_has_nothing_as_well(
        self, answers: Path, opened: Callable[..., Any]
    ) -> None:
        with opened(answers, "?q=terrorists") as page:
            page.locator("summary", has_text="Faction").click()
            assert counts(page, "faction") == {"Mayor": "1", "Council": "0"}

    def test_can_be_used_by_all(self, answers: Path, browser: Browser) -> None:
        page = browser.new_page(bypass_csp=True)
        page.goto(answers.as_uri() + "?q=berg")
        page.locator("#offers a").wait_for()
        found = Axe().run(page)
        page.close()
        assert found.violations_count == 0, found.generate_report()


def test_hostile_words_are_shown_and_do_nothing(
    corpus: CorpusBuilder, tmp_path: Path, opened: Callable[..., Any]
) -> None:
    wild = [*HOSTILE, "</script> `${1}` \\\\ ' \" %3C", "__proto__ constructor toString"]
    text = " ".join(wild)
    corpus.meta(title=wild[0]).source("press", publisher=wild[1], title=wild[2])
    book = (corpus.folder / "codebook.yaml").read_text("utf-8")
    for label in ("Supports", "Mayor", "What of the tram?"):
        book = book.replace(f'"{label}"', '"<img src=x onerror=alert(1)></script>"')
    corpus.file("codebook.yaml", book)
    said = {
        "evidence": [{"source": "press", "text": text, "note": text, "locator": wild[0]}],
        "summary": text,
        "note": text,
        "venue": text,
        "said": "2021",
    }
    corpus.official("anna", name=wild[0], faction="mayor", statements=[said, "opposes"])
    path = searched(corpus.index(), tmp_path / "site")
    with opened(path) as page, every_case() as case:
        assert page.locator("#hits > li").count() > 0
        for word in ("proto", "constructor", "script", "onerror", "toString", *wild):
            with case(word):
                assert run(page, {"q": word, "official": "anna"}) == [{"anna/s1"}]
                assert page.locator("#hits script, #hits img, form img").count() == 0
        page.locator("summary", has_text="Source").click()
        shown = counts(page, "source")
        assert [number for name, number in shown.items() if name.startswith(wild[1])] == ["1"]


def test_an_index_that_is_not_there_is_said(trams: Path, tmp_path: Path, browser: Browser) -> None:
    copy = shutil.copytree(trams.parent.parent, tmp_path / "site") / "search" / "index.html"
    copy.with_name("words-0.js").unlink()
    page = browser.new_page()
    page.goto(copy.as_uri() + "?q=anna")
    page.get_by_text("words-0.js is missing").wait_for()
    page.close()


MINUS = "\N{MINUS SIGN}"
SORTED = f"""<!doctype html><meta charset=utf-8><table class=sortable>
<thead><tr><th>Name<th>Number<th>Day<th>Given</thead><tbody>
<tr><th>Öst<td>1,200<td><time datetime=2014-06-12>12 June</time><td data-value=2>two
<tr><th>anna<td>{MINUS}3<td><data value=2014-06/2014-07>June</data><td data-value=10>ten
<tr><th>Bo<td><td><td data-value=1>one
<tr><th>bo 10<td>4.5%<td><time datetime=2013>2013</time><td data-value=1>one again
<tr><th>bo 9<td>4.5%<td><time datetime=2015>2015</time><td>
</tbody></table>"""


def test_tables_are_sorted_by_what_their_cells_mean(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(SORTED)
    page.add_script_tag(content=scripts.script("assets/site.js"))
    names = "() => [...document.querySelectorAll('tbody th')].map(cell => cell.textContent.trim())"
    for head, up, down in (
        ("Name", "anna|Bo|bo 9|bo 10|Öst", "Öst|bo 10|bo 9|Bo|anna"),
        ("Number", "anna|bo 10|bo 9|Öst|Bo", "Öst|bo 10|bo 9|anna|Bo"),
        ("Day", "bo 10|Öst|anna|bo 9|Bo", "bo 9|anna|Öst|bo 10|Bo"),
        ("Given", "bo 10|Bo|Öst|anna|bo 9", "anna|Öst|bo 10|Bo|bo 9"),
    ):
        for order, told in ((up, "ascending"), (down, "descending")):
            page.get_by_role("button", name=head).press("Enter")
            assert "|".join(page.evaluate(names)) == order, (head, told)
            marked = page.locator("th[aria-sort]")
            assert [marked.inner_text(), marked.get_attribute("aria-sort")] == [head, told]
    page.close()
