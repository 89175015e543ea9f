from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

import random_corpora
from corpora import SCALE
from stances.dates import parse_date
from stances.index.build import build
from stances.queries.filters import Filters
from stances.queries.summary import BY, summary
from stances.views.findings_text import sentences
from stances.views.wording import Wording

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from corpora import CorpusBuilder

    Shown = Callable[..., str]
    Cells = Callable[[str], int]

OPEN = [{"about": "speaker", "note": "They differ."}]
NOMINAL = {"america": None, "others": None, "unstated": None}
WIDTHS = pytest.mark.parametrize("width", [60, 80, 120, 200])


def words(text: str) -> str:
    """Give the text without its line breaks, columns and bars."""
    return " ".join(text.replace("█", " ").split())


def summarised(town: CorpusBuilder | sqlite3.Connection, *by: str, **given: Any) -> Any:  # noqa: ANN401
    index = town.index() if hasattr(town, "index") else town
    return summary(index, Filters(**given), by or ("faction",))


def row(text: str, label: str, number: int = 1) -> list[str]:
    """The cells of a row of a table, of the `number`th that begins with a label."""
    lines = [line for line in text.splitlines() if re.match(rf"\s*{label}(  |$)", line)]
    return re.split(r"\s{2,}", lines[number - 1].strip())[1:]


@pytest.fixture
def council(corpus: CorpusBuilder) -> CorpusBuilder:
    """A mayor's faction of four, three of them scored; a council that is for it; a silent board."""
    corpus.codebook(
        issues={"tram": SCALE, "quays": NOMINAL}, factions=("mayor", "council", "board")
    )
    said: dict[str, list[Any]] = {
        "jansen": ["supports", "rejects"],
        "aalders": ["rejects"],
        "bos": ["rejects", {"issue": "quays", "position": "america"}],
        "cohen": ["unstated"],
    }
    for name, own in said.items():
        corpus.official(name, name=f"Jan {name.title()}", faction="mayor", statements=own)
    corpus.official("dekker", name="Eva Dekker", statements=["supports"])
    corpus.official("visser", name="Eva Visser")
    return corpus.official("zwart", name="Eva Zwart", faction="board")


@WIDTHS
@pytest.mark.parametrize(
    "by",
    [
        ("faction",), ("position",), ("official",), ("source",), ("frame",), ("month",), ("issue",),
        ("faction", "position"), ("official", "frame"), ("issue", "official"), ("faction", "issue"),
    ],
    ids=",".join,
)  # fmt: skip
def test_every_page_fits_the_terminal_and_has_the_finding_first(
    shipped: sqlite3.Connection, shown: Shown, cells: Cells, width: int, by: tuple[str, ...]
) -> None:
    found = summarised(shipped, *by)
    text = shown(found, width)
    assert max(map(cells, text.splitlines())) <= min(width, 120)
    assert "…" not in text
    if not (found.across_issues and {*found.by} <= {"official"}):
        for part in found.parts:
            finding = sentences(found.findings[part.issue], Wording(found.background))
            assert words(finding) in words(text).split(part.question)[1]


ASKED: list[dict[str, Any]] = [
    {},
    {"with_hearsay": True},
    {"without_disputed": True},
    {"status": ("misattributed",)},
    {"min_sources": 2},
    {"since": parse_date("2014-06-12"), "certain": True},
    {"faction": ("faction-0",)},
]
PAGES = [
    *((key,) for key in BY),
    ("faction", "position"),
    ("official", "month"),
    ("faction", "issue"),
]


@pytest.mark.parametrize("seed", range(5))
def test_every_page_of_any_corpus_and_filter_fits(
    tmp_path: Path, shown: Shown, cells: Cells, seed: int
) -> None:
    random_corpora.write(tmp_path, seed)
    index = build(tmp_path)
    for by, given, width in product(PAGES, ASKED, (40, 80, 200)):
        found = summarised(index, *by, **given)
        text = shown(found, width)
        assert max(map(cells, text.splitlines()), default=0) <= min(width, 120), (by, given)
        assert all(words(part.question) in words(text) for part in found.parts)
        assert (text.strip() == "") is (not found.parts)


class TestPageOfFactions:
    def test_of_the_shipped_corpus_takes_63_lines(
        self, shipped: sqlite3.Connection, shown: Shown
    ) -> None:
        assert shown(summarised(shipped), 80).count("\n") <= 63

    def test_says_what_was_found_before_the_table(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        lines = shown(summarised(council), 80).splitlines()
        assert lines[0].startswith("── What of the tram? ───")
        assert lines[1].startswith("3 officials (Mayor) answer “Rejects”; 2 (Mayor, Council)")
        table = next(n for n, line in enumerate(lines) if line.startswith("Mayor "))
        assert table > 2
        quays = next(n for n, line in enumerate(lines) if "What of the quays?" in line)
        found = "Bos (Mayor) answers “America”. 6 officials have no statement. "
        found += "One source; dated to the day."
        assert " ".join(lines[quays + 1 : quays + 3]).startswith(found)

    def test_has_a_name_for_each_official_where_there_is_room(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        text = shown(summarised(council), 120)
        assert row(text, "Mayor")[:3] == ["Aalders, Bos, Jansen", "Jansen", "Cohen"]
        assert "Names:" not in text

    def test_has_the_beginnings_of_names_with_one_legend_where_there_is_not(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        text = shown(summarised(council), 44)
        assert row(text, "Mayor")[:3] == ["Aa Bo", "Ja", "Co"]  # and Ja on the next line
        assert text.count("Names:") == 1
        names = "Names: Aalders, Bos, Cohen, Dekker, Jansen, Visser, Zwart."
        assert names in words(text)

    def test_has_those_who_say_nothing_and_one_row_for_factions_that_do(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        text = shown(summarised(council), 80)
        tram, quays = text.split("What of the quays?")
        assert row(tram, "Council")[-1] == "Visser"
        assert row(tram, "Board") == ["Zwart"]
        assert row(quays, "others")[-1] == "Dekker, Visser, Zwart"
        assert not re.search("^Board", quays, re.MULTILINE)

    def test_marks_what_rests_on_disputed_statements_alone(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        disputed = {"disputes": OPEN, "position": "rejects"}
        corpus.official("bo", statements=["supports", disputed, {"disputes": OPEN}])
        text = shown(summarised(corpus), 80)
        assert row(text, "Council")[:2] == ["Bo?", "Bo"]
        assert "?: all statements of that position are disputed." in words(text)

    def test_has_somebody_of_two_factions_in_both(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        roles = [{"faction": "mayor"}, {"faction": "council"}]
        both = [{"faction": "mayor"}, {"faction": "council", "position": "rejects"}]
        corpus.official("bo", roles=roles, statements=both).official("cas", statements=["rejects"])
        text = shown(summarised(corpus), 80)
        assert (row(text, "Mayor"), row(text, "Council")) == (["Bo"], ["Bo, Cas"])

    def test_counts_statements_of_the_unnamed_beside_the_marks(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        corpus.official("bo", statements=["supports"])
        corpus.official("aide", kind="unnamed", statements=["supports", "supports", "rejects"])
        text = shown(summarised(corpus), 80)
        assert row(text, "Council")[:2] == ["(+1)", "Bo (+2)"]
        assert "(+1): one statement by somebody who is not named." in words(text)
        for name in "cas", "eva":
            corpus.official(name, statements=["rejects"])
        assert "by nobody named." in words(shown(summarised(corpus), 80))

    @WIDTHS
    def test_counts_officials_where_they_are_very_many(
        self, corpus: CorpusBuilder, shown: Shown, cells: Cells, width: int
    ) -> None:
        answers: dict[str, int | None] = {f"position-{n}": None for n in range(20)}
        corpus.codebook(
            issues={"tram": {"for": 1, "against": -1}, "quays": answers},
            factions=("mayor", "the-council-of-the-elders-of-all-united-districts"),
        )
        for number in range(60):
            said: list[Any] = ["for" if number % 4 else "against"]
            said.append({"issue": "quays", "position": f"position-{number % 20}"})
            corpus.official(f"o{number}", faction="mayor", statements=said)
        corpus.official(
            "bo", faction="the-council-of-the-elders-of-all-united-districts", statements=["for"]
        )
        text = shown(summarised(corpus), width)
        assert max(map(cells, text.splitlines())) <= width
        assert row(text, "Mayor")[:2] == ["15", "45"]
        assert "The numbers are of officials." in words(text)
        assert "Names" not in text
        quays = text.split("What of the quays?")[1]
        if width < 120:
            assert "Position 0: 3 · Position 1: 3 ·" in words(quays)
        assert text.count("\n") < 60

    @WIDTHS
    def test_is_sane_of_names_in_their_own_scripts(
        self, corpus: CorpusBuilder, shown: Shown, cells: Cells, width: int
    ) -> None:
        for id_, name in ("a1", "حسن روحانی"), ("b1", "习近平"), ("c1", "Сергей Лавров"):
            corpus.official(id_, name=name, statements=["supports"])
        text = shown(summarised(corpus), width)
        assert max(map(cells, text.splitlines())) <= width
        for surname in "روحانی", "习近平", "Лавров":
            assert surname in text

    def test_has_factions_with_only_hearsay_and_silence(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        heard = {"position": "rejects", "according_to": ["tell"]}
        corpus.official("cas", name="Cas Ko", statements=[heard]).official("tell")
        corpus.official("eva", name="Eva Li", faction="mayor")
        corpus.official("bo", name="Bo Bo", faction=None)
        text = shown(summarised(corpus), 80)
        assert "No official takes a position. 2 officials have no statement." in words(text)
        assert "Known by hearsay alone: Cas." in words(text)
        assert "Known by hearsay, and not counted: 1 (--with-hearsay counts it)." in words(text)
        assert (row(text, "Mayor"), row(text, "No faction")) == (["Eva"], ["Bo"])

    def test_says_nothing_of_what_there_is_not(self, corpus: CorpusBuilder, shown: Shown) -> None:
        corpus.official("jansen", statements=["supports"])
        text = shown(summarised(corpus), 80)
        for absent in ("ean", "isputed", "misattributed", "once under", "silent", "?:", "Hearsay"):
            assert absent not in text.replace("What of the tram?", "")

    @WIDTHS
    def test_is_empty_where_nothing_matches(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        for by in "faction", "issue", "official":
            assert shown(summarised(corpus, by), width).strip() == ""


class TestMeans:
    def test_are_shown_from_three_scored_officials_on(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        text = shown(summarised(council), 120)
        # The mean of Jansen is 0, of the two others -2; two more are not scored, or silent.
        assert row(text, "Mayor")[-5:] == ["-1.33", "-2.00", "-1.50 to -0.50", "3", "4"]
        assert row(text, "Council")[-1] == "Visser"
        assert row(text, "all")[-5:] == ["-0.50", "-1.00", "-1.14 to +0.57", "4", "5"]

    def test_are_told_in_words_where_their_columns_do_not_fit(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        text = words(shown(summarised(council), 60))
        assert (
            "Mean: Mayor -1.33 (4 scored statements by 3; median -2.00; -1.50 to -0.50 if all "
            "others stood at one end), all -0.50 (5 by 4; median -1.00; -1.14 to +0.57)." in text
        )
        assert "Council " in text
        assert "Council -" not in text

    @WIDTHS
    def test_are_not_shown_of_two_nor_without_a_scale(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": NOMINAL})
        america = {"issue": "quays", "position": "america"}
        corpus.official("bo", statements=["supports", "rejects", america])
        corpus.official("cas", statements=["supports", america])
        corpus.official("eva", statements=["unstated", america])
        text = shown(summarised(corpus), width)
        assert "mean" not in text.lower()
        assert "+2" not in text

    def test_without_the_disputed_stand_beside_them(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        disputed = {"disputes": OPEN, "position": "supports"}
        council.official("smit", name="Eva Smit", faction="mayor", statements=[disputed])
        text = words(shown(summarised(council), 80))
        assert "Mean without the disputed: Mayor -1.33 (4 by 3), all -0.50 (5 by 4)." in text
        assert "Disputed, and counted: 1 (--without-disputed leaves them out)." in text
        council.official("bos", name="Jan Bos", faction="mayor", statements=[disputed])
        text = words(shown(summarised(council), 80))
        assert "Mean without the disputed: Mayor none (fewer than 3 officials), all " in text

    def test_have_no_range_where_a_filter_takes_no_whole_groups(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        for width in 60, 120:
            text = words(shown(summarised(council, form=("quote",)), width))
            assert "-1.33" in text
            assert "ange" not in text.replace("strange", "")
            assert "if all others" not in text


class TestNotes:
    def test_say_once_what_is_left_out_and_how_to_see_it(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        wrong = {"status": "misattributed", "position": "supports"}
        quays = {"issue": "quays", "position": "america"}
        council.official("smit", statements=[wrong, wrong | quays, {"disputes": OPEN}])
        text = words(shown(summarised(council), 80))
        assert text.count("Left out as misattributed: 2 (--status misattributed).") == 1
        assert text.count("Disputed, and counted: 1 (--without-disputed leaves them out).") == 1
        assert text.count("Not in any mean: 1 of ") == 1
        without = words(shown(summarised(council, without_disputed=True), 80))
        assert "Left out as disputed: 1." in without
        assert "isputed, and counted" not in without
        nothing = summarised(council, without_disputed=True, position=("rejects",))
        assert "Left out as disputed: 0." in words(shown(nothing, 80))

    def test_say_how_many_rest_on_two_sources_or_more(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        def told() -> str:
            text = words(shown(summarised(corpus), 80))
            [found] = re.findall(r"((?:One|A second|Probably a second) source[^;]*);", text)
            return str(found)

        corpus.source("herald").official("jansen", statements=["supports"])
        assert told() == "One source"
        probable = {"source": "herald", "match": "probable"}
        corpus.official("cas", statements=[{"evidence": ["courier", probable]}])
        assert told() == "Probably a second source for 1 of 2"
        corpus.official("bo", statements=[{"evidence": ["courier", "herald"]}])
        assert told() == "A second source for 1 of 3, probably for 1 more"


class TestOtherGroups:
    def test_are_called_by_their_names(self, town: CorpusBuilder, shown: Shown) -> None:
        text = words(shown(summarised(town, "faction", "position"), 80))
        assert "Mayor +2 Supports 3 1" in text
        assert "Council Denies 1 1" in text
        assert "The courier" not in text
        town.source("courier", publisher="Courier", published="2021-06-30")
        assert "Courier, 30 June 2021" in shown(summarised(town, "source"), 120)
        assert "May 2021" in shown(summarised(town, "month"), 80)

    def test_have_the_numbers_of_statements_by_position(
        self, town: CorpusBuilder, shown: Shown
    ) -> None:
        text = shown(summarised(town, "official"), 120)
        assert row(text, "Jan Jansen") == ["3", "1", "+1.00"]
        assert row(text, "Cas Ko") == ["1", "-2.00"]
        assert row(text, "Bo") == ["1", "1"]
        assert "The numbers are of statements." in text

    def test_have_the_mean_of_one_official_and_that_of_three_of_a_group(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        assert row(shown(summarised(council, "official"), 80), "Eva Dekker")[-1] == "+2.00"
        by_month = shown(summarised(council, "month", issue=("tram",)), 120)
        assert row(by_month, "May 2021")[-4:] == ["-0.50", "-1.00", "4", "5"]
        two = summarised(council, "month", issue=("tram",), official=("bos", "dekker"))
        assert "mean" not in shown(two, 120)

    def test_have_the_means_without_the_disputed(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        disputed = {"disputes": OPEN, "position": "rejects"}
        council.official("dekker", name="Eva Dekker", statements=["supports", disputed])
        council.official("visser", name="Eva Visser", statements=[disputed])
        text = words(shown(summarised(council, "official", issue=("tram",)), 80))
        assert "Mean without the disputed: Eva Dekker +2.00, Eva Visser none." in text
        text = words(shown(summarised(council, "month", issue=("tram",)), 80))
        assert "Mean without the disputed: May 2021 -0.50 (5 by 4)." in text

    def test_name_the_silent_ones_by_official(self, council: CorpusBuilder, shown: Shown) -> None:
        text = shown(summarised(council, "official", issue=("tram",)), 80)
        assert "silent: Eva Visser, Eva Zwart\n" in text

    @pytest.mark.parametrize("key", ["frame", "source"])
    def test_say_that_a_statement_counts_in_several(
        self, town: CorpusBuilder, shown: Shown, key: str
    ) -> None:
        counted = f"A statement counts once under each of its {key}s."
        assert counted in words(shown(summarised(town, key), 60))

    @WIDTHS
    @pytest.mark.parametrize(
        ("key", "called"), [("frame", "no frame"), ("month", "not within one month")]
    )
    def test_name_that_of_those_that_have_none(
        self, town: CorpusBuilder, shown: Shown, width: int, key: str, called: str
    ) -> None:
        town.official("eva", statements=[{"said": "2021"}])
        assert row(shown(summarised(town, key, "position"), max(width, 80)), called)
        text = words(shown(summarised(town, key), width))
        assert all(word in text for word in called.split())

    def test_have_bars_as_long_as_the_counts(self, town: CorpusBuilder, shown: Shown) -> None:
        lines = shown(summarised(town, "position"), 60).splitlines()
        bars = {
            name: line.count("█")
            for line in lines
            for name in ("Supports", "Rejects", "Denies")
            if name in line and "█" in line
        }
        assert bars["Supports"] > bars["Rejects"] > bars["Denies"] > 0

    def test_are_told_in_words_where_no_table_fits(
        self, corpus: CorpusBuilder, shown: Shown, cells: Cells
    ) -> None:
        name = "Donaudampfschifffahrtsgesellschaft"
        corpus.official("d", name=name, statements=["supports", "supports"])
        text = shown(summarised(corpus, "official", "position"), 40)
        assert f"{name} · +2 Supports: 2 statements" in words(text)
        assert max(map(cells, text.splitlines())) <= 40


class TestPageOfIssues:
    def test_has_a_row_for_each_official_and_a_column_for_each_issue(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        text = shown(summarised(council, "issue"), 80)
        assert text.startswith("7 officials, 2 questions: 5 of 14 answers given, 1 left open, 8 ")
        assert "\n1  What of the tram?\n2  What of the quays?\n" in text
        assert row(text, "Jan Jansen") == ["Supports, Rejects", "–"]
        assert row(text, "Jan Bos") == ["Rejects", "America"]
        assert row(text, "Jan Cohen") == ["Unstated", "–"]
        assert row(text, "Eva Zwart") == ["–", "–"]
        assert "–: no statement." in text
        order = [text.index(each) for each in ("\nMayor\n", "\nCouncil\n", "\nBoard\n")]
        assert order == sorted(order)

    def test_has_scores_and_letters_where_labels_do_not_fit(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        text = shown(summarised(council, "issue"), 28)
        assert row(text, "Jan Jansen") == ["+2, -2", "–"]
        assert row(text, "Jan Bos") == ["-2", "A"]
        assert row(text, "Jan Cohen") == ["open", "–"]
        assert "1 What of the tram? +2 Supports, -2 Rejects." in words(text)
        assert "2 What of the quays? A America." in words(text)
        assert "open: leaves it open." in words(text)

    def test_tells_positions_of_one_score_apart(self, corpus: CorpusBuilder, shown: Shown) -> None:
        long = "very-long-position-that-does-not-fit-into-a-column"
        corpus.codebook(issues={"tram": {f"{long}-{n}": 1 for n in range(3)}})
        corpus.official("bo", statements=[f"{long}-0", f"{long}-2"])
        assert row(shown(summarised(corpus, "issue"), 40), "Bo") == ["+1A, +1C"]

    def test_has_somebody_of_two_factions_in_both(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        roles = [{"faction": "mayor"}, {"faction": "council"}]
        both = [{"faction": "mayor"}, {"issue": "quays", "faction": "council"}]
        text = shown(summarised(corpus.official("bo", roles=roles, statements=both), "issue"), 80)
        assert (row(text, "Bo"), row(text, "Bo", 2)) == (["Supports", "="], ["=", "Supports"])
        assert "=: answers for another faction." in text

    def test_tells_what_is_disputed_or_hearsay(self, corpus: CorpusBuilder, shown: Shown) -> None:
        corpus.official("bo", statements=[{"disputes": OPEN}]).official("tell")
        corpus.official("cas", statements=[{"according_to": ["tell"]}])
        text = shown(summarised(corpus, "issue"), 80)
        assert (row(text, "Bo"), row(text, "Cas")) == (["Supports?"], ["hearsay"])
        assert "?: all statements of that position are disputed." in words(text)
        assert "hearsay: known by hearsay alone." in words(text)

    def test_has_several_tables_where_there_are_many_issues(
        self, corpus: CorpusBuilder, shown: Shown, cells: Cells
    ) -> None:
        issues = ["tram", *(f"issue-{n}" for n in range(39))]
        corpus.codebook(issues={issue: {"for": 1, "against": -1} for issue in issues})
        said = [{"issue": issue, "position": "for"} for issue in issues]
        text = shown(summarised(corpus.official("bo", statements=said), "issue"), 60)
        assert max(map(cells, text.splitlines())) <= 60
        heads = [line.split() for line in text.splitlines() if re.fullmatch(r"[\s\d]+", line)]
        assert [int(head) for line in heads for head in line] == [*range(1, 41)]
        assert text.count("+1") == 40 * 2

    def test_is_the_same_crossed_with_officials_and_that_of_factions_with_factions(
        self, council: CorpusBuilder, shown: Shown
    ) -> None:
        matrix = shown(summarised(council, "issue"), 80)
        for by in ("issue", "official"), ("official", "issue"):
            assert shown(summarised(council, *by), 80) == matrix
        factions = shown(summarised(council, "faction"), 80)
        assert shown(summarised(council, "issue", "faction"), 80) == factions


class TestHearsayAlone:
    @pytest.mark.parametrize("width", [40, 80, 200])
    def test_has_a_finding_and_no_table(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        heard = {"position": "rejects", "according_to": ["someone"]}
        text = words(shown(summarised(corpus.official("bo", statements=[heard])), width))
        assert "No official takes a position. Known by hearsay alone: Bo." in text

    def test_of_an_official_asked_for_is_no_fault(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        heard = {"position": "rejects", "according_to": ["someone"]}
        corpus.official("cas", statements=["supports"]).official("bo", statements=[heard])
        assert "Known by hearsay alone: Bo." in words(
            shown(summarised(corpus, official=("bo",)), 80)
        )


def test_the_matrix_says_how_many_statements_are_in_no_row(
    corpus: CorpusBuilder, shown: Shown
) -> None:
    corpus.official("aide", kind="unnamed", statements=["supports", "rejects"])
    text = words(shown(summarised(corpus, "issue"), 80))
    assert "In no row: 2 statements by officials who are not named." in text
