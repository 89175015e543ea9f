from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from corpora import SCALE
from stances.queries.filters import Filters
from stances.queries.report import report
from stances.revisions import Commit
from stances.views import report_text
from stances.views.formats import ViewOptions
from stances.views.markdown_report import markdown

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder

JUDGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
COURIER, HERALD = "The Courier, 30 June 2021", "The Herald, 30 June 2021"
FOLDED = re.compile(r"</?details>|</?summary>")


def written(index: sqlite3.Connection, max_bytes: int = 1 << 20, **filters: Any) -> str:
    found = report(index, Filters(**filters).resolved(index))
    return "".join(markdown(found, ViewOptions(max_bytes=max_bytes)))


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next of the same rank or a higher."""
    rank = heading.index(" ")
    below = text.split(f"{heading}\n", 1)[1]
    return re.split(rf"^#{{1,{rank}}} ", below, maxsplit=1, flags=re.MULTILINE)[0]


def of(text: str, name: str) -> str:
    return section(text, f"#### {name}")


@pytest.fixture(scope="module")
def shown(shipped: sqlite3.Connection) -> str:
    return written(shipped)


class TestTheShippedCorpus:
    def test_is_read_as_headings_tables_and_lists(self, shown: str) -> None:
        tokens = JUDGE.parse(shown)
        kinds = [token.type for token in tokens]
        # Of each issue who takes which position, the officials and the figures; then the camps and
        # the sources.
        assert kinds.count("table_open") == 6 * 3 + 3
        blocks = [token.content for token in tokens if token.type == "html_block"]
        told = {FOLDED.sub("", block).strip() for block in blocks}
        assert {"All figures", "How many sources the statements have", ""} <= told

    def test_has_no_gap_between_headings(self, shown: str) -> None:
        levels = [int(t.tag[1]) for t in JUDGE.parse(shown) if t.type == "heading_open"]
        assert all(later <= level + 1 for level, later in pairwise(levels))

    def test_opens_with_what_was_found_and_ends_with_how_it_was_made(self, shown: str) -> None:
        titles = re.findall("^## (.*)", shown, re.MULTILINE)
        assert titles[0] == "What was found"
        first = section(shown, "## What was found")
        assert len(re.findall(r"^- \*\*.*\?\*\* ", first, re.MULTILINE)) == 6
        assert "IranWire, 25 June 2014: Eshaq Jahangiri" in first
        assert titles[-5:] == [
            "Conflicts and disputes",
            "What sources say in their own voice",
            "Sources",
            "How to read this report",
            "How this report was made",
        ]

    def test_names_who_takes_which_position(self, shown: str) -> None:
        head, _, *rows = re.findall("^[|].*", section(shown, "## What was found"), re.MULTILINE)
        heads = head.split(" | ")
        assert heads[1] == "Rejects (-2)"
        cells = {row.split(" | ")[0]: row.split(" | ") for row in rows}
        supports = heads.index("Supports (+2)")
        names = "Aboutalebi<br>Rouhani<br>Zarif"
        assert cells["| Executive"][supports] == names
        assert cells["| Military"][1] == "Firouzabadi"

    def test_says_on_what_it_rests(self, shown: str) -> None:
        told = "What it rests on: **30 statements by 13 officials, from 2 sources**: WSWS, 21 June"
        assert told in section(shown, "## What was found")

    def test_has_the_faction_table(self, shown: str) -> None:
        [row] = [line for line in shown.splitlines() if line.startswith("| Executive | 4 by 3 |")]
        assert row.split(" | ")[-4:] == ["+1.50 (5 by 4)", "+2.00", "+0.80 to +1.60", "0.87 |"]

    def test_has_a_table_of_officials_with_scores_first(self, shown: str) -> None:
        row = next(line for line in shown.splitlines() if line.startswith("| Hassan Rouhani | Ex"))
        assert row.split(" | ")[2].split("<br>") == [
            "Supports (+2): 11–25 June 2014, about 12–18 June 2014",
            "Left open: about 12–18 June 2014",
        ]
        assert row.endswith(" | 3 | +2.00 (2) |")

    def test_tells_an_official_with_words_conditions_sources_and_disputes(self, shown: str) -> None:
        text = of(shown, "Mohammad Nahavandian")
        assert text.startswith("\nChief of Staff to the President · Executive. 1 statement, 1 with")
        assert "**Conditional (0)** · 18 June 2014 · international relations forum, Oslo" in text
        assert "> a final agreement on the nuclear issue would need to be reached" in text
        told = "WSWS, 21 June 2014, paraphrase; 2 sources (1 probable): also IranWire, 25 June 2014"
        assert f"- {told} (probable)\n" in text
        assert "- condition: a final agreement on the nuclear issue\n" in text
        assert "→ WSWS is followed, because it names day and place" in text

    def test_folds_what_leaves_the_question_open(self, shown: str) -> None:
        text = of(shown, "Hassan Rouhani")
        before, _, folded = text.partition("<details><summary>1 statement that leaves the question")
        assert "> all countries should work together" in folded.partition("</details>")[0]
        assert "> “Any time the Americans" in before
        assert "- taken for one occasion with `rouhani/" in before

    def test_shows_whom_only_a_source_names(self, shown: str) -> None:
        text = of(shown, "Eshaq Jahangiri")
        assert "No statement is recorded with them." in text
        assert "named by IranWire, 25 June 2014 as the speaker of `aboutalebi/only-two-" in text

    def test_puts_only_the_officials_own_words_in_quotation_marks(self, shown: str) -> None:
        assert "> “Any time the Americans" in shown
        assert "> Iran is ready to cooperate with the U.S. against ISIS\n" in shown

    def test_tells_all_disagreements_and_assessments(self, shown: str) -> None:
        text = section(shown, "## Conflicts and disputes")
        assert "13 conflicts among 30 statements" in text
        assert text.count("  - probably the same occasion in IranWire, 25 June 2014 — ") == 5
        voices = section(shown, "## What sources say in their own voice")
        assert re.findall("<summary>(.*)</summary>", voices) == ["26 claims"]
        sources = re.findall("^- ([^,]*), ", voices, re.MULTILINE)
        assert sources == ["WSWS"] * 15 + ["IranWire"] * 11
        assert "- WSWS, 21 June 2014 on Executive, 18 June 2014: the Rouhani adm" in voices

    def test_names_the_commit_and_what_is_not_in_it(self, shipped: sqlite3.Connection) -> None:
        commit = Commit("0123456789abcdef" * 2 + "01234567", "2021-05-03", changed=True)
        found = report(shipped, Filters(), commit)
        text = "".join(markdown(found, ViewOptions()))
        told = "at commit `0123456789ab` of 3 May 2021, with changes that are not committed."
        assert told in section(text, "## How this report was made")

    def test_has_dates_as_written_if_asked_for(self, shipped: sqlite3.Connection) -> None:
        found = report(shipped, Filters(official=("rouhani",)))
        text = "".join(markdown(found, ViewOptions(dates="iso")))
        assert "2014-06-12\\~/2014-06-18\\~ · `rouhani/if-there-is-a-plan`" in text
        assert "18 June" not in of(text, "Hassan Rouhani").partition("- dispute about")[0]


@pytest.fixture
def papers(corpus: CorpusBuilder) -> CorpusBuilder:
    """A corpus with two sources that have names."""
    corpus.source("courier", publisher="The Courier")
    return corpus.source("herald", publisher="The Herald")


class TestReportText:
    def test_of_statements_left_out(self, corpus: CorpusBuilder) -> None:
        statements = [{"id": "s1"}, {"status": "misattributed"}, {"faction": "zzz"}]
        text = written(corpus.official("bo", statements=statements).index())
        assert "**Left out because of problems: 1 statement.**" in text
        assert "The corpus has 1 error and 0 warnings; see `stances check`." in text
        assert "Left out as misattributed: 1 statement (`--status misattributed`)." in text

    def test_of_the_disputed(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports", {"position": "rejects", "status": "denied"}])
        corpus.official("cy", statements=["supports"]).official("di", statements=["supports"])
        text = written(corpus.index())
        assert "counted; without them, the mean of all is +2.00." in text
        assert "`bo/s2` · **denied** · **disputed**" in text
        text = written(corpus.index(), without_disputed=True)
        assert "Left out as disputed: 1 statement." in text
        assert "`stances report --without-disputed`" in text

    def test_of_later_statements_that_filters_leave_out(self, corpus: CorpusBuilder) -> None:
        later = {"said": "2021-06", "position": "rejects"}
        index = corpus.official("bo", statements=["supports", later]).index()
        assert "1 later one, which the filters leave out." in written(index, position=("supports",))

    def test_of_an_open_dispute_and_a_copy(self, papers: CorpusBuilder) -> None:
        dispute = {"about": "position", "note": "It may be irony."}
        copy = {"source": "herald", "derived_from": "courier"}
        statement = {"disputes": [dispute], "evidence": ["courier", copy]}
        text = written(papers.official("bo", statements=[statement]).index())
        assert "- dispute about the position: It may be irony. → **unresolved**\n" in text
        told = f"- {COURIER}, quote; 1 source: also {HERALD} (copies {COURIER})\n"
        assert told in text
        assert "**open: not decided yet**" in text

    def test_where_nothing_matches(self, corpus: CorpusBuilder) -> None:
        index = corpus.official("bo", statements=["supports"]).index()
        text = written(index, text=("a `zeppelin`",))
        assert "**No statement matches** ``stances report --text 'a `zeppelin`'``;" in text
        assert re.findall("^#+ (.*)", text, re.MULTILINE) == ["Trams", "How this report was made"]

    def test_of_one_without_an_office_begins_as_a_sentence(self, corpus: CorpusBuilder) -> None:
        text = written(corpus.official("bo", roles=[], statements=["supports"]).index())
        assert of(text, "Bo").startswith("\nNo faction. 1 statement, 1 with a score.")

    def test_of_a_change_has_its_direction(self, corpus: CorpusBuilder) -> None:
        later = {"position": "conditional", "conditions": ["it pays"], "said": "2021-06"}
        text = of(written(corpus.official("bo", statements=["supports", later]).index()), "Bo")
        assert (
            "\n\nChanges of position:\n\n- from Supports (+2), 3 May 2021 to Conditional (0), "
            "June 2021 (`bo/s1` → `bo/s2`); gained: it pays"
        ) in text
        assert "in no known order" not in text

    def test_of_what_is_in_no_known_order_has_no_direction(self, corpus: CorpusBuilder) -> None:
        both: list[Any] = [{"said": "2021-05"}, {"position": "rejects"}]
        text = of(written(corpus.official("bo", statements=both).index()), "Bo")
        assert (
            "\n\nDifferent, in no known order:\n\n"
            "- Supports (+2), May 2021 (`bo/s1`); Rejects (-2), 3 May 2021 (`bo/s2`)\n"
        ) in text
        assert "Changes of position" not in text

    def test_does_not_take_silence_for_moderation(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["unstated"] * 2).official("cy", statements=["denies"])
        text = written(corpus.index())
        told = (
            "2 statements, none of which takes a position: that says nothing of where they stand."
        )
        assert told in of(text, "Bo")
        assert "| Bo | Council | Unstated: 3 May 2021 | 2 | – |" in text
        assert "1 statement, none with a score." in of(text, "Cy")

    def test_gives_no_mean_of_fewer_than_three(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"]).official("cy", statements=["rejects"])
        rows = [
            line for line in written(corpus.index()).splitlines() if line.startswith("| **all**")
        ]
        assert rows[0].endswith(" | – | – | – | – |")
        corpus.official("di", statements=["rejects"])
        rows = [
            line for line in written(corpus.index()).splitlines() if line.startswith("| **all**")
        ]
        assert rows[0].endswith(" | -0.67 (3 by 3) | -2.00 | – | 1.89 |")

    def test_counts_officials_where_they_are_many(
        self, corpus: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(report_text, "MOST_NAMES", 1)
        corpus.official("bo", statements=["supports"]).official("cy", statements=["rejects"])
        found = section(written(corpus.index()), "## What was found")
        assert "| Council | 1 |  |  |  | 1 |\n" in found

    def test_of_the_silent_names_them(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"]).official("cas", name="Cas Ko", faction=None)
        text = written(corpus.index())
        assert "Cas Ko" in text.partition("#### Bo")[0]
        assert "#### Cas Ko" not in text

    def test_of_hearsay_is_marked_and_in_no_mean(self, corpus: CorpusBuilder) -> None:
        heard = {"position": "rejects", "according_to": ["cas"]}
        corpus.official("cas", name="Cas Ko")
        text = written(corpus.official("bo", statements=["supports", heard]).index())
        assert "according to Cas Ko" in of(text, "Bo")
        assert "+2.00 (1)" in text
        text = written(corpus.index(), with_hearsay=True)
        assert "0.00 (2)" in text

    def test_of_notices_stands_where_something_rests_on_the_source(
        self, corpus: CorpusBuilder
    ) -> None:
        notices = [{"kind": "corrected", "date": "2021-07", "note": "The name was misspelt."}]
        corpus.source("courier", notices=notices)
        text = written(corpus.official("bo", statements=["supports"]).index())
        assert "corrected July 2021: The name was misspelt." in of(text, "Bo")

    def test_of_hearsay_is_told_beside_what_counts(self, papers: CorpusBuilder) -> None:
        heard = {"position": "rejects", "according_to": ["cas"], "status": "denied"}
        papers.official("bo", statements=["supports", heard]).official("cy", statements=[heard])
        text = written(papers.index())
        told = "**1 statement by 1 official, from 1 source, and 2 known by hearsay**"
        assert f"{told}: {COURIER}" in text
        assert "1 statement, 1 with a score, and 1 known by hearsay." in of(text, "Bo")
        told = "Supports (+2): 3 May 2021<br>Rejects (-2): 3 May 2021 (hearsay, denied)"
        assert f"| Bo | Council | {told} | 1, and 1 known by hearsay | +2.00 (1) |" in text
        assert "1 statement known by hearsay, and in no figure." in of(text, "Cy")
        assert "certainly follows, without hearsay" in section(text, "## How to read this report")

    def test_of_hearsay_alone_does_not_say_that_nothing_matches(
        self, corpus: CorpusBuilder
    ) -> None:
        index = corpus.official("bo", statements=[{"according_to": ["cas"]}]).index()
        told = "**1 statement known by hearsay, and in no figure,** matches `stances report --off"
        assert told in written(index, official=("bo",))

    def test_of_who_is_not_named_says_so_and_has_no_mean(self, corpus: CorpusBuilder) -> None:
        index = corpus.official("bo", kind="unnamed", statements=["supports"]).index()
        text = written(index)
        assert "| Bo (not named) | Council | Supports (+2): 3 May 2021 | 1 | – |" in text
        assert "1 with a score. No mean: somebody" in of(text, "Bo (not named)")

    def test_of_sources_begins_with_that_of_the_words_shown(self, papers: CorpusBuilder) -> None:
        papers.source("agency")
        pieces = [{"source": "courier", "form": "paraphrase"}, "herald"]
        text = written(papers.official("bo", statements=[{"evidence": pieces}]).index())
        assert f"- {HERALD}, quote; 2 sources: also {COURIER}\n" in text

    def test_of_words_leads_to_their_place_in_the_article(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", publisher="The Herald", url="https://e.org/a")
        piece = {"source": "herald", "text": "we <do>, I say", "locator": "page 3"}
        text = written(corpus.official("bo", statements=[{"evidence": [piece]}]).index())
        address = "https://e.org/a#:~:text=we%20%3Cdo%3E%2C%20I%20say"
        assert f"- [The Herald, 30 June 2021](<{address}>), quote, page 3; 1 source\n" in text

    def test_of_a_denial_has_its_words_and_whose_they_are(self, papers: CorpusBuilder) -> None:
        words = {"source": "herald", "text": "I never said it", "by": "bo"}
        dispute = {"about": "speaker", "note": "He denies it.", "words": words}
        papers.official("bo", statements=[{"status": "denied", "disputes": [dispute]}])
        told = f"- denied or corrected by Bo, {HERALD}: “I never said it”\n"
        text = written(papers.index())
        assert told in of(text, "Bo")
        conflict = section(text, "## Conflicts and disputes")
        assert "\n  - `bo/s1` · **denied** · **disputed**\n" in conflict
        assert f"    - {HERALD}, denied or corrected by Bo: “I never said it”\n" in conflict

    def test_of_what_is_settled_is_on_a_line(self, corpus: CorpusBuilder) -> None:
        settled = {"about": "wording", "note": "They differ.", "resolution": "One is followed."}
        evidence = ["courier", {"source": "herald", "text": "other words"}]
        said = {"evidence": evidence, "disputes": [settled]}
        text = written(corpus.source("herald").official("bo", statements=[said]).index())
        conflict = section(text, "## Conflicts and disputes")
        assert "- **Bo**: `bo/s1`, 3 May 2021\n  - wording — " in conflict
        assert "They differ." not in conflict
        assert "They differ." in of(text, "Bo")

    def test_of_older_statements_is_marked(self, papers: CorpusBuilder) -> None:
        notices = [{"kind": "retracted", "date": "2021-07"}]
        papers.source("herald", publisher="The Herald", notices=notices)
        papers.official("cas", name="Cas Ko")
        heard = {"said": "2020", "evidence": ["herald"], "according_to": ["cas"]}
        statements: list[Any] = [heard | {"status": "denied"}, "supports"]
        marks = (
            "**denied** · **disputed** · **according to Cas Ko** · "
            f"**all its sources are retracted** · **{HERALD}: retracted July 2021**"
        )
        text = written(papers.official("bo", statements=statements).index())
        assert f"- 2020 · Supports (+2) · `bo/s1` · {marks}\n" in text

    def test_of_older_statements_is_folded(self, corpus: CorpusBuilder) -> None:
        statements = [{"said": f"2021-0{month}"} for month in range(1, 5)]
        text = of(written(corpus.official("bo", statements=statements).index()), "Bo")
        told = "<details><summary>3 other statements</summary>\n\n- January 2021 · Supports (+2)"
        assert told in text


class TestReportSources:
    @pytest.mark.parametrize(
        ("url", "cell"),
        [
            ("https://a.example/b?c=(d)&e=|f", "[The herald](<https://a.example/b?c=(d)&e=%7Cf>)"),
            ("javascript:alert(1)", "The herald<br>javascript:alert(1)"),
            ("https://a.example/ [x](y)", "The herald<br>https\\://a.example/ \\[x\\](y)"),
            (None, "The herald"),
        ],
    )
    def test_have_a_link_where_a_browser_goes(
        self, corpus: CorpusBuilder, url: str | None, cell: str
    ) -> None:
        corpus.source("herald").official("bo", statements=[{"evidence": ["herald"]}])
        found = report(corpus.index(), Filters())
        found = replace(found, sources=[row | {"url": url} for row in found.sources])
        assert f"| `herald` | {cell} |" in "".join(markdown(found, ViewOptions()))

    def test_have_all_that_became_of_them(self, papers: CorpusBuilder) -> None:
        papers.source(
            "herald",
            publisher="The Herald",
            copy_of="courier",
            archive_url="https://archive.example/7",
            notices=[{"kind": "deleted", "date": "2021-07"}],
            assessments=[{"about": ["bo"], "text": "is for it"}],
        ).source("late", version_of="courier")
        papers.official("bo", statements=[{"evidence": ["herald", "late"]}])
        text = written(papers.index())
        told = "[archived](<https://archive.example/7>)<br>a copy of `courier`"
        assert f"| `herald` | The herald<br>{told}<br>**deleted July 2021** |" in text
        assert "| `late` | The late<br>a later edition of `courier` |" in text
        assert f"- {HERALD} on Bo: is for it<br>**{HERALD}: deleted July 2021**\n" in text

    def test_that_are_left_out_leave_no_gap(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", kind="").official("bo", statements=[{"evidence": ["herald"]}])
        assert "- herald, quote; 1 source\n" in written(corpus.index())


class TestLongReport:
    @pytest.fixture
    def index(self, corpus: CorpusBuilder) -> sqlite3.Connection:
        statements = [
            {"said": f"2021-0{n}", "position": p}
            for n, p in enumerate(("supports", "rejects", "opposes", "supports", "rejects"), 1)
        ]
        for number in range(60):
            corpus.official(f"official-{number:02}", statements=statements)
        return corpus.index()

    @pytest.mark.parametrize("limit", [10_000, 20_000, 65_536])
    def test_is_cut_to_what_is_allowed_and_says_so(
        self, index: sqlite3.Connection, limit: int
    ) -> None:
        text = written(index, limit)
        assert limit * 0.8 < len(text.encode()) <= limit
        assert re.search(r"of 60 are left out here.*`stances list --issue tram`", text)
        kinds = {token.type for token in JUDGE.parse(text)}
        assert "table_open" in kinds

    def test_lists_few_of_what_each_said_and_what_shows_the_rest(
        self, index: sqlite3.Connection
    ) -> None:
        text = of(written(index, 65_536), "Official 00")
        assert "<summary>4 other statements</summary>" in text
        assert "- 1 more: `stances list --official official-00`\n" in text
        assert "- 1 more: `stances timeline --shifts --official official-00`\n" in text

    def test_keeps_the_last_of_what_each_said(self, index: sqlite3.Connection) -> None:
        text = of(written(index, 65_536), "Official 00")
        assert re.findall(r"^- (\w+ 2021) ·", text, re.MULTILINE) == [
            "February 2021",
            "March 2021",
            "April 2021",
        ]
        later = re.findall(r"to \S+ \(.\d\), (\w+ 2021)", text)
        assert later == ["March 2021", "April 2021", "May 2021"]

    def test_keeps_those_of_the_latest_that_have_a_score(self, corpus: CorpusBuilder) -> None:
        silent = [{"position": "unstated", "said": f"2021-05-0{n}/.."} for n in range(1, 6)]
        scored = [{"position": "rejects", "said": "../2021-05"}, {"said": "../2021-06-01"}]
        for number in range(60):
            corpus.official(f"official-{number:02}", statements=[*scored, *silent])
        text = of(written(corpus.index(), 65_536), "Official 00")
        shown = re.findall(r"^\*\*.* · `official-00/(s\d)`$", text, re.MULTILINE)
        assert shown == ["s2", "s1", "s7"]

    def test_leaves_out_whole_issues_where_there_are_very_many(self, corpus: CorpusBuilder) -> None:
        issues = [f"issue-{number}" for number in range(60)]
        corpus.codebook(issues=dict.fromkeys(issues, SCALE)).meta(default_issue="issue-0")
        corpus.official("bo", statements=[{"issue": issue} for issue in issues])
        text = written(corpus.index(), 30_000)
        assert 20_000 < len(text.encode()) <= 30_000
        shown = re.findall(r"^## What of the (issue-\d+)", text, re.MULTILINE)
        assert shown == issues[: len(shown)]
        assert (
            f"60 issues in all.\n\n*{60 - len(shown)} of 60 are left out here, to keep this short.*"
            in text
        )
        assert "All: `stances report --format html`" in text
        assert of(text, "Bo").startswith("\nMember · Council. 1 statement, 1 with a score.")

    def test_is_whole_where_there_is_room(self, index: sqlite3.Connection) -> None:
        text = written(index)
        assert "left out here" not in text
        assert not re.search("^- [0-9]+ more: ", text, re.MULTILINE)
        assert text.count("#### Official") >= 60
