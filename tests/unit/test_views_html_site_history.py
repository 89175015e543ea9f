"""What the site shows of git's history: pages, news, feed, sitemap, and pages at old addresses."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import pytest

from repositories import CorpusInGit
from stances.queries.filters import Filters
from stances.queries.site import Site, site
from stances.queries.site.changes import Changes, read_changes
from stances.views.html.site import places
from stances.views.html.site.feed import feed
from stances.views.html.site.history import commit_told, history_of
from stances.views.html.site.labels import SiteLabels
from stances.views.html.site.news import MOST, news_section
from stances.views.html.site.redirects import redirects
from stances.views.html.site.sitemap import sitemap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder

HOSTILE = '<script>alert(1)</script> & "]]>" \x1b[2J \u202e'
BASE = "https://example.org/lake/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Made(NamedTuple):
    """A site, and its changes."""

    site: Site
    changes: Changes

    def names(self, path: str = "") -> SiteLabels:
        return SiteLabels(self.site, places.up(path))

    def history(self, ref: str) -> str:
        return str(history_of(self.changes.of(ref), self.names()))

    @property
    def feed(self) -> str:
        [(path, text)] = feed(self.site, self.changes)
        assert path == "feed.xml"
        return text


@pytest.fixture
def past(corpus: CorpusBuilder, tmp_path: Path) -> CorpusInGit:
    return CorpusInGit(corpus, tmp_path)


@pytest.fixture
def made(past: CorpusInGit, tmp_path: Path) -> Callable[..., Made]:
    def make(base: str = "", filters: Filters | None = None) -> Made:
        where = tmp_path / "results"
        where.mkdir(exist_ok=True)
        for file in where.iterdir():
            file.unlink()
        with closing(past.corpus.index()) as index:
            changes = read_changes(past.data, index, where)
            assert isinstance(changes, Changes)
            state = replace(site(index, filters or Filters(), changes.commit), base=base)
        return Made(state, changes)

    return make


def shown(markup: object) -> str:
    """The text that a browser shows of it, on one line."""
    tree = html5lib.parseFragment(str(markup), namespaceHTMLElements=False)
    return re.sub(r" ([:,;.])", r"\1", " ".join(" ".join(tree.itertext()).split()))


class TestTheHistoryOfAStatement:
    def test_that_never_changed_is_a_sentence(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        past.official("kraus", "rejects")
        past.commit("Recoded")
        told = made().history("jansen/s1")
        assert "<details" not in told
        assert re.fullmatch(
            r"Added in [0-9a-f]{7} of 1 July 2021, by Ann; not changed since.", shown(told)
        )

    def test_is_folded_with_the_words_of_show_and_days_in_words(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        past.official("kraus", "rejects")
        name = past.commit("Recoded", "Bo")
        past.official("kraus", "opposes")
        told = made().history("kraus/s1")
        assert shown(told) == (
            "History: added 1 July 2021, 2 changes since, the latest not committed"
            " Not committed recoded: Rejects (-2) → Opposes (-1)"
            f" {name[:7]} of 2 July 2021, by Bo recoded: Supports (+2) → Rejects (-2)"
            f" {shown(told).rpartition(' of 1 July')[0][-7:]} of 1 July 2021, by Ann"
            " kraus/s1 added: said 3 May 2021, Supports (+2) on tram"
            " “kraus says 0” (courier, quote)"
        )

    def test_marks_what_was_removed_and_added_in_a_text(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        path = past.data / "officials/kraus.yaml"
        path.write_text(path.read_text("utf-8").replace("kraus says 0", "kraus said 0"), "utf-8")
        past.commit("Altered")
        told = made().history("kraus/s1")
        assert '<del dir="auto">says</del>' in told
        assert '<ins dir="auto">said</ins>' in told
        assert "[-" not in told

    def test_that_is_not_committed_begins_with_that(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        past.official("cas", "rejects")
        past.official("kraus", "supports", "rejects")
        told = made()
        for ref in ("cas/s1", "kraus/s2"):
            assert shown(told.history(ref)) == "Added, and not committed yet."

    def test_of_what_git_knows_nothing_of_is_none(self, made: Callable[..., Made]) -> None:
        assert history_of([], made().names()) is None


class TestTheNews:
    def test_link_to_what_is_there(self, past: CorpusInGit, made: Callable[..., Made]) -> None:
        past.official("cas", "rejects")
        past.official("jansen", "supports", faction="mayor")
        past.commit("One comes, one goes", "Bo")
        told = str(news_section(made().changes.news, made().names()))
        assert "The last change of statements" in told
        assert 'href="officials/cas/s1.html"' in told
        assert 'href="officials/cas/index.html"' in told
        assert "jansen/s2.html" not in told
        assert "of 2 July 2021, by Bo: One comes, one goes" in shown(told)
        assert "<code>jansen/s2</code><b> removed</b>" in told

    def test_have_a_line_for_each_statement_and_the_details_folded(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        path = past.data / "officials/kraus.yaml"
        text = path.read_text("utf-8").replace("supports", "rejects")
        path.write_text(text.replace("kraus says 0", "kraus said 0"), "utf-8")
        past.official("cas", "rejects")
        past.commit("Recoded")
        told = str(news_section(made().changes.news, made().names()))
        lines, details = told.split("<details>")
        assert "Cas, cas/s1: added: Rejects, 3 May 2021" in shown(lines)
        assert "Kraus, kraus/s1: Supports → Rejects; evidence changed" in shown(lines)
        assert "1 official added: Cas" in shown(lines)
        assert "said" not in shown(lines)
        assert "In detail: 1 statement added, 1 changed" in shown(details)
        assert '<ins dir="auto">said</ins>' in details

    def test_are_few_lines_however_much_has_changed(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        for number in range(MOST):
            past.official(f"o-{number}", "rejects")
        past.corpus.source("later")
        past.commit("Many")
        told = str(news_section(made().changes.news, made().names()))
        lines, details = told.split("<details>")
        assert lines.count("<li>") == MOST == 10
        assert details.count("added") > MOST

    def test_say_what_came_after_the_last_change_of_statements(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        past.official("cas", "rejects")
        past.commit("Cas is new")
        past.corpus.source("later")
        past.commit("A source alone")
        folder = past.data / "codings/anna"
        folder.mkdir(parents=True)
        (folder / "cas.yaml").write_text("s1: {position: supports}")
        past.commit("Codings", "Cy")
        told = made()
        assert [each["subject"] for each in told.changes.news] == [
            "Codings",
            "A source alone",
            "Cas is new",
        ]
        text = shown(news_section(told.changes.news, told.names()))
        assert "by Ann: Cas is new" in text
        since = text.partition("Since then, no statement has changed:")[2]
        assert "4 July 2021, by Cy: 1 coding added" in since
        assert "3 July 2021, by Ann: 1 source added" in since
        for number in range(4):
            past.corpus.source(f"later-{number}")
            past.commit("One more")
        section = str(news_section(made().changes.news, made().names()))
        assert "and 4 other commits" in shown(section)

    def test_say_so_if_no_statement_has_changed_ever(self, made: Callable[..., Made]) -> None:
        told = made()
        row = told.changes.commits[0] | {"statements": [], "more_files": 0}
        assert "The last change of the corpus" in str(news_section([row], told.names()))

    def test_have_the_changes_of_the_codebook_in_words(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        path = past.data / "codebook.yaml"
        path.write_text(path.read_text("utf-8").replace("Supports", "Backs it"), "utf-8")
        past.commit("Other words")
        told = str(commit_told(made().changes.commits[0], made().names()))
        assert "codebook.yaml changed" in shown(told)
        assert '<code>tram/supports</code>: label <del dir="auto">Supports</del>' in told
        assert '<ins dir="auto">Backs it</ins>' in told

    def test_are_none_without_a_commit(self, made: Callable[..., Made]) -> None:
        assert news_section([], made().names()) is None


class TestTheFeed:
    @pytest.mark.parametrize("base", ["", BASE])
    def test_is_read_by_another_program(
        self, past: CorpusInGit, made: Callable[..., Made], base: str
    ) -> None:
        past.official("cas", "rejects")
        past.commit("Cas is new", "Bo")
        told = feedparser.parse(made(base).feed)
        assert (told.version, told.bozo) == ("atom10", False)
        assert told.feed.title == "Trams"
        assert told.feed.updated == "2021-07-02T12:00:00Z"
        assert [(e.title, e.author, e.updated) for e in told.entries] == [
            ("Cas is new", "Bo", "2021-07-02T12:00:00Z"),
            ("First", "Ann", "2021-07-01T12:00:00Z"),
        ]
        assert told.entries[0].summary == "1 statement added"
        assert f'href="{base}officials/cas/s1.html"' in told.entries[0].content[0].value

    def test_has_codings_in_words(self, past: CorpusInGit, made: Callable[..., Made]) -> None:
        folder = past.data / "codings/anna"
        folder.mkdir(parents=True)
        (folder / "jansen.yaml").write_text("s1: {position: supports}\ns2: {position: supports}")
        past.commit("Anna codes")
        (folder / "jansen.yaml").write_text("s1: {position: rejects}")
        past.commit("Anna codes again")
        again, first, _ = feedparser.parse(made().feed).entries
        assert (first.title, first.summary) == ("Anna codes", "2 codings added")
        assert again.summary == "1 coding changed, 1 removed"
        assert "1 coding changed, 1 removed" in again.content[0].value

    def test_has_what_the_standard_asks_for(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        past.official("cas", "rejects")
        past.commit("Cas is new")
        root = ET.fromstring(made(BASE).feed)  # noqa: S314 - our own
        for each in (root, *root.findall(f"{ATOM}entry")):
            for name in ("title", "id", "updated"):
                assert len(each.findall(f"{ATOM}{name}")) == 1, name
            assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each.findtext(f"{ATOM}id") or "")
            links = [(link.get("rel"), link.get("type")) for link in each.findall(f"{ATOM}link")]
            assert len(links) == len({*links})
        ids = [each.text for each in root.iter(f"{ATOM}id")]
        assert len(ids) == len({*ids}) == 3
        names = [each.findtext(f"{ATOM}author/{ATOM}name") for each in root.iter(f"{ATOM}entry")]
        assert all(names)
        [own] = [each for each in root.findall(f"{ATOM}link") if each.get("rel") == "self"]
        assert own.get("href") == f"{BASE}feed.xml"

    def test_keeps_its_ids_at_another_address_and_after_more_commits(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        before = re.findall("<id>.*</id>", made().feed)
        past.official("cas", "rejects")
        past.commit("Cas is new")
        after = re.findall("<id>.*</id>", made(BASE).feed)
        assert [after[0], *after[2:]] == before

    def test_of_a_part_is_none_since_commits_change_the_rest_too(
        self, made: Callable[..., Made]
    ) -> None:
        told = made(filters=Filters(official=("jansen",)))
        assert [*feed(told.site, told.changes)] == []

    def test_has_hostile_words_as_words(self, past: CorpusInGit, made: Callable[..., Made]) -> None:
        past.corpus.official(
            "cas", name=HOSTILE, statements=[{"evidence": [{"text": f"We {HOSTILE}"}]}]
        )
        past.commit(HOSTILE, "Eve & Co.\x07")
        text = made(BASE).feed
        assert "<script" not in text
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)
        told = feedparser.parse(text)
        assert not told.bozo
        content = ET.fromstring(text).findtext(f"{ATOM}entry/{ATOM}content")  # noqa: S314
        tree = html5lib.parseFragment(content or "", namespaceHTMLElements=False)
        assert [*tree.iter("script")] == []
        assert "<script>alert(1)</script>" in "".join(tree.itertext())


class TestTheSitemap:
    def test_is_one_file_of_whole_addresses(self) -> None:
        [(path, text)] = sitemap(BASE, ["index.html", "officials/a/s1.html", "issues/x/index.html"])
        assert path == "sitemap.xml"
        root = ET.fromstring(text)  # noqa: S314 - our own
        assert root.tag == f"{MAPS}urlset"
        assert [each.text for each in root.iter(f"{MAPS}loc")] == [
            BASE,
            f"{BASE}officials/a/s1.html",
            f"{BASE}issues/x/",
        ]

    def test_has_addresses_in_ascii_alone(self) -> None:
        [(_, text)] = sitemap('https://e.org/ä"b<c>/%41/', ["issues/x/index.html"])
        [found] = ET.fromstring(text).iter(f"{MAPS}loc")  # noqa: S314 - our own
        assert found.text == "https://e.org/%C3%A4%22b%3Cc%3E/%41/issues/x/"

    @pytest.mark.parametrize(
        ("number", "counts"), [(50_000, [50_000]), (50_001, [50_000, 1, 2]), (0, [])]
    )
    def test_of_more_addresses_than_a_file_may_have_lists_several(
        self, number: int, counts: list[int]
    ) -> None:
        files = [*sitemap(BASE, (f"officials/a/s{n}.html" for n in range(number)))]
        assert [text.count("<loc>") for _, text in files] == counts
        if len(files) > 1:
            listed = ET.fromstring(files[-1][1])  # noqa: S314 - our own
            assert listed.tag == f"{MAPS}sitemapindex"
            assert files[-1][0] == "sitemap.xml"
            assert [each.text for each in listed.iter(f"{MAPS}loc")] == [
                BASE + path for path, _ in files[:-1]
            ]


class TestPagesAtOldAddresses:
    def test_lead_to_the_new_ones_without_a_script(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        past.rename("kraus", "karl-kraus")
        past.commit("Renamed")
        told = made(BASE)
        pages = dict(redirects(told.site, told.changes.renamed))
        assert [*pages] == ["officials/kraus/index.html", "officials/kraus/s1.html"]
        text = pages["officials/kraus/s1.html"]
        assert '<meta http-equiv="refresh" content="0; url=../karl-kraus/s1.html">' in text
        assert f'<link rel="canonical" href="{BASE}officials/karl-kraus/s1.html">' in text
        assert "The statement kraus/s1 is now called karl-kraus/s1." in shown(text)
        assert "<script" not in text
        html5lib.HTMLParser(strict=True).parse(text)

    def test_lead_to_nothing_that_has_no_page(
        self, past: CorpusInGit, made: Callable[..., Made]
    ) -> None:
        past.rename("kraus", "karl-kraus")
        past.rename("jansen/s1", "jansen/one")
        past.commit("Renamed")
        told = made(filters=Filters(official=("jansen",), position=("rejects",)))
        assert told.changes.renamed
        assert dict(redirects(told.site, told.changes.renamed)) == {}
