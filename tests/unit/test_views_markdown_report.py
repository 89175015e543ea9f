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
from stances.views.formats import ViewOptions
from stances.views.markdown_report import markdown

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder

JUDGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
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
        assert kinds.count("table_open") == 4
        blocks = [token.content for token in tokens if token.type == "html_block"]
        told = {FOLDED.sub("", block).strip() for block in blocks}
        assert told == {"", "What the positions mean", "2 other statements"}

    def test_has_no_gap_between_headings(self, shown: str) -> None:
        levels = [int(t.tag[1]) for t in JUDGE.parse(shown) if t.type == "heading_open"]
        assert all(later <= level + 1 for level, later in pairwise(levels))

    def test_has_the_faction_table(self, shown: str) -> None:
        rows = [line for line in shown.splitlines() if line.startswith("| Executive | 2 by 2")]
        counts = "2 by 2 | – | 2 by 2 | – | – | – | 8 by 3 | 12 | 5 | 0 | 0"
        assert rows == [f"| Executive | {counts} | +1.00 (4 by 3) | 0.82 |"]

    def test_gives_no_spread_of_one(self, shown: str) -> None:
        assert "| 5 | 2 | 0 | 0 | -2.00 (1 by 1) | none |\n" in shown

    def test_has_a_table_of_officials_with_scores_first(self, shown: str) -> None:
        dates = ("2014-06-11/2014-06-25", "2014-06-12\\~/2014-06-18\\~", "2014-06-18")
        [row] = [line for line in shown.splitlines() if line.startswith("| Hassan Rouhani |")]
        assert row.split(" | ")[2].split("<br>") == [
            "Supports (+2): 2014-06-11/2014-06-25",
            "Conditional (0): 2014-06-12\\~/2014-06-18\\~",
            f"No position stated (no score): {', '.join(dates)}",
        ]
        assert row.endswith(" | 6 | +1.00 (2) |")

    def test_tells_an_official_with_words_conditions_sources_and_disputes(self, shown: str) -> None:
        text = of(shown, "Mohammad Nahavandian")
        assert text.startswith("\nChief of Staff to the President · Executive. 1 statement, 1 with")
        assert "**Conditional (0)** · 2014-06-18 · international relations forum, Oslo" in text
        assert "> a final agreement on the nuclear issue would need to be reached" in text
        assert "1 + 1 probable: `wsws-2014-06-21`, `iranwire-2014-06-25` (probable)" in text
        assert "- condition: a final agreement on the nuclear issue\n" in text
        assert "→ WSWS is followed, because it names day and place." in text

    def test_tells_what_is_in_no_known_order_without_a_direction(self, shown: str) -> None:
        text = of(shown, "Hassan Rouhani")
        assert (
            "\n\nDifferent, in no known order:\n\n"
            "- Supports (+2), 2014-06-11/2014-06-25 (`rouhani/ready-to-cooperate`); "
            "Conditional (0), 2014-06-12\\~/2014-06-18\\~ (`rouhani/if-there-is-a-plan`)\n"
        ) in text
        assert "Changes of position" not in text

    def test_does_not_take_silence_for_moderation(self, shown: str) -> None:
        text = of(shown, "Ali Khamenei")
        assert "3 statements, none with a score: that says nothing of where they stand." in text
        assert "| Ali Khamenei | Leadership |" in shown
        assert "| Ali Khamenei | Leadership | Conditional" not in shown

    def test_shows_whom_only_a_source_names(self, shown: str) -> None:
        text = of(shown, "Eshaq Jahangiri")
        assert "No statement is recorded with them." in text
        assert "named by `iranwire-2014-06-25` as the speaker of `aboutalebi/only-two-" in text

    def test_puts_only_the_officials_own_words_in_quotation_marks(self, shown: str) -> None:
        assert "> “Any time the Americans" in shown
        assert "> Iran is ready to cooperate with the U.S. against ISIS\n" in shown

    def test_tells_all_disagreements_and_assessments(self, shown: str) -> None:
        text = section(shown, "## Where sources disagree")
        assert "18 conflicts among 26 statements: none open, 9 settled" in text
        assert len(re.findall("probably the same occasion in .* — judged by", text)) == 7
        voices = section(shown, "## What sources say in their own voice")
        assert voices.count("\n- `") == 29
        assert "- `wsws-2014-06-21` on Executive, 2014-06-18: the Rouhani adm" in voices

    def test_names_the_commit_and_what_is_not_in_it(self, shipped: sqlite3.Connection) -> None:
        commit = Commit("0123456789abcdef" * 2 + "01234567", "2021-05-03", changed=True)
        found = report(shipped, Filters(), commit)
        text = "".join(markdown(found, ViewOptions()))
        assert (
            "at commit `0123456789ab` of 2021-05-03, with changes that are not committed." in text
        )


class TestReportText:
    def test_of_statements_left_out(self, corpus: CorpusBuilder) -> None:
        statements = [{"id": "s1"}, {"status": "misattributed"}, {"faction": "zzz"}]
        text = written(corpus.official("bo", statements=statements).index())
        assert "**Left out because of problems: 1 statement.**" in text
        assert "The corpus has 1 error and 0 warnings; see `stances check`." in text
        assert "Left out as misattributed: 1 statement (`--status misattributed`)." in text

    def test_of_the_disputed(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports", {"position": "rejects", "status": "denied"}])
        text = written(corpus.index())
        assert "without them, the mean of all is +2.00 (1 by 1)." in text
        assert "`bo/s2` · **denied** · **disputed**" in text
        text = written(corpus.index(), without_disputed=True)
        assert "Left out as disputed: 1 statement." in text
        assert "`stances report --without-disputed`" in text

    def test_of_later_statements_that_filters_leave_out(self, corpus: CorpusBuilder) -> None:
        later = {"said": "2021-06", "position": "rejects"}
        index = corpus.official("bo", statements=["supports", later]).index()
        assert "1 later one, which the filters leave out." in written(index, position=("supports",))

    def test_of_an_open_dispute_and_a_copy(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald")
        dispute = {"about": "position", "note": "It may be irony."}
        copy = {"source": "herald", "derived_from": "courier"}
        statement = {"disputes": [dispute], "evidence": ["courier", copy]}
        text = written(corpus.official("bo", statements=[statement]).index())
        assert "- dispute about the position: It may be irony. → **unresolved**\n" in text
        assert "1 source: `courier`, `herald` (copies `courier`)" in text
        assert "**open: not decided yet**" in text

    def test_where_nothing_matches(self, corpus: CorpusBuilder) -> None:
        index = corpus.official("bo", statements=["supports"]).index()
        text = written(index, text=("a `zeppelin`",))
        assert "**No statement matches** ``stances report --text 'a `zeppelin`'``;" in text
        assert "##" not in text

    def test_of_one_without_an_office_begins_as_a_sentence(self, corpus: CorpusBuilder) -> None:
        text = written(corpus.official("bo", roles=[], statements=["supports"]).index())
        assert of(text, "Bo").startswith("\nNo faction. 1 statement, 1 with a score.")

    def test_of_a_change_has_its_direction(self, corpus: CorpusBuilder) -> None:
        later = {"position": "conditional", "conditions": ["it pays"], "said": "2021-06"}
        text = of(written(corpus.official("bo", statements=["supports", later]).index()), "Bo")
        assert (
            "\n\nChanges of position:\n\n- from Supports (+2), 2021-05-03 to Conditional (0), "
            "2021-06 (`bo/s1` → `bo/s2`); gained: it pays"
        ) in text
        assert "in no known order" not in text

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
        assert "corrected 2021-07: The name was misspelt." in of(text, "Bo")

    def test_of_hearsay_is_told_beside_what_counts(self, corpus: CorpusBuilder) -> None:
        heard = {"position": "rejects", "according_to": ["cas"], "status": "denied"}
        corpus.official("bo", statements=["supports", heard]).official("cy", statements=[heard])
        text = written(corpus.index())
        assert "**1 statement by 1 official, from 1 source, and 2 known by hearsay**; the" in text
        assert "1 statement, 1 with a score, and 1 known by hearsay." in of(text, "Bo")
        told = "Supports (+2): 2021-05-03<br>Rejects (-2): 2021-05-03 (hearsay, denied)"
        assert f"| Bo | Council | {told} | 1, and 1 known by hearsay | +2.00 (1) |" in text
        assert "1 statement known by hearsay, and in no figure." in of(text, "Cy")
        assert "certainly follows, hearsay apart." in text

    def test_of_hearsay_alone_does_not_say_that_nothing_matches(
        self, corpus: CorpusBuilder
    ) -> None:
        index = corpus.official("bo", statements=[{"according_to": ["cas"]}]).index()
        told = "**1 statement known by hearsay, and in no figure,** matches `stances report --off"
        assert told in written(index, official=("bo",))

    def test_of_who_is_not_named_says_so_and_has_no_mean(self, corpus: CorpusBuilder) -> None:
        index = corpus.official("bo", kind="unnamed", statements=["supports"]).index()
        text = written(index)
        assert "| Bo (not named) | Council | Supports (+2): 2021-05-03 | 1 | none |" in text
        assert "1 with a score. No mean: somebody" in of(text, "Bo (not named)")

    def test_of_sources_begins_with_that_of_the_words_shown(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald").source("agency")
        pieces = [{"source": "courier", "form": "paraphrase"}, "herald"]
        text = written(corpus.official("bo", statements=[{"evidence": pieces}]).index())
        assert "2 sources: `herald`, `courier`\n" in text

    def test_of_a_denial_has_its_words_and_whose_they_are(self, corpus: CorpusBuilder) -> None:
        words = {"source": "herald", "text": "I never said it", "by": "bo"}
        dispute = {"about": "speaker", "note": "He denies it.", "words": words}
        corpus.source("herald")
        corpus.official("bo", statements=[{"status": "denied", "disputes": [dispute]}])
        told = "- denied or corrected by Bo, `herald`: “I never said it”\n"
        text = written(corpus.index())
        assert told in of(text, "Bo")
        conflict = section(text, "## Where sources disagree")
        assert "\n\n`bo/s1` · **denied** · **disputed**\n\n" in conflict
        assert "  - `herald`, denied or corrected by Bo: “I never said it”\n" in conflict

    def test_of_older_statements_is_marked(self, corpus: CorpusBuilder) -> None:
        notices = [{"kind": "retracted", "date": "2021-07"}]
        corpus.source("herald", notices=notices).official("cas", name="Cas Ko")
        heard = {"said": "2020", "evidence": ["herald"], "according_to": ["cas"]}
        statements: list[Any] = [heard | {"status": "denied"}, "supports"]
        marks = (
            "**denied** · **disputed** · **according to Cas Ko** · "
            "**all its sources are retracted** · **herald: retracted 2021-07**"
        )
        text = written(corpus.official("bo", statements=statements).index())
        assert f"- 2020 · Supports (+2) · `bo/s1` · {marks}\n" in text

    def test_of_older_statements_is_folded(self, corpus: CorpusBuilder) -> None:
        statements = [{"said": f"2021-0{month}"} for month in range(1, 5)]
        text = of(written(corpus.official("bo", statements=statements).index()), "Bo")
        assert "<details><summary>3 other statements</summary>\n\n- 2021-01 · Supports (+2)" in text


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

    def test_have_all_that_became_of_them(self, corpus: CorpusBuilder) -> None:
        corpus.source(
            "herald",
            copy_of="courier",
            archive_url="https://archive.example/7",
            notices=[{"kind": "deleted", "date": "2021-07"}],
            assessments=[{"about": ["bo"], "text": "is for it"}],
        ).source("late", version_of="courier")
        corpus.official("bo", statements=[{"evidence": ["herald", "late"]}])
        text = written(corpus.index())
        told = (
            "[archived](<https://archive.example/7>)<br>a copy of `courier`<br>**deleted 2021-07**"
        )
        assert f"| `herald` | The herald<br>{told} |" in text
        assert "| `late` | The late<br>a later edition of `courier` |" in text
        assert "undated: is for it<br>**herald: deleted 2021-07**\n" in text

    def test_that_are_left_out_leave_no_gap(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", kind="").official("bo", statements=[{"evidence": ["herald"]}])
        assert "- quote; 1 source: `herald`\n" in written(corpus.index())


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
        assert re.findall(r"^- (2021-0\d) ·", text, re.MULTILINE) == [
            "2021-02",
            "2021-03",
            "2021-04",
        ]
        assert re.findall(r"to \S+ \(.\d\), (2021-0\d)", text) == ["2021-03", "2021-04", "2021-05"]

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
        assert " more: " not in text
        assert text.count("#### Official") >= 60
