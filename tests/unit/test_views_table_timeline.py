from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from corpora import SCALE
from stances.queries.filters import Filters
from stances.queries.timeline import timeline

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder
    from stances.queries.timeline import Timeline

    Shown = Callable[..., str]

WIDTHS = pytest.mark.parametrize("width", [60, 80, 130, 160, 200])
FSI, PDI = "\u2068", "\u2069"


def ask(corpus: CorpusBuilder | sqlite3.Connection, **given: Any) -> Timeline:
    index = corpus.index() if hasattr(corpus, "index") else corpus
    return timeline(index, Filters(**given))


@pytest.fixture
def months(corpus: CorpusBuilder) -> CorpusBuilder:
    """Two officials, a date of every shape, and what a source says of them."""
    claims = [
        {"about": ["jansen", "council"], "text": "He is wavering.", "when": "2021-05-20"},
        {"about": ["jansen"], "text": "He always wavers."},
    ]
    corpus.source("herald", assessments=claims)
    probable = {"source": "herald", "match": "probable"}
    rejects: dict[str, Any] = {
        "said": "2021-06-01",
        "position": "rejects",
        "evidence": ["courier", probable],
    }
    statements: list[dict[str, Any]] = [
        {"said": "2021-05-01~/2021-05-11", "position": "conditional"},
        rejects,
    ]
    corpus.official("jansen", name="Jan Jansen", statements=statements)
    return corpus.official("bo", statements=[{"said": "../2021-05-31", "position": "unstated"}])


def lane(text: str, name: str) -> str:
    """The first line of the lane with that name."""
    return next(line for line in text.splitlines() if line.startswith(name))


@WIDTHS
class TestTimelineTable:
    def test_no_line_is_longer_than_the_terminal(
        self, shipped: sqlite3.Connection, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        text = shown(ask(shipped), width)
        assert max(map(cells, text.splitlines())) <= width

    def test_every_official_has_a_lane_and_every_position_a_name(
        self, shipped: sqlite3.Connection, shown: Shown, width: int
    ) -> None:
        found, text = ask(shipped), shown(ask(shipped), width)
        told = " ".join(text.split())
        for row in found.rows:
            if row["kind"] == "statement":
                assert re.search(rf"^{row['name'].split()[0]}", text, re.MULTILINE)
                assert found.background.names().positions[row["issue"], row["position"]] in told

    def test_bars_stand_below_the_names_of_days(
        self, months: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(ask(months), width)
        ruler = next(line for line in text.splitlines() if "1 May 2021" in line)
        at = ruler.index("1 May 2021")
        vague, day = lane(text, "Jan Jansen"), text[text.index("Jan Jansen") :].splitlines()
        assert vague[at] == "~"
        assert lane(text, "Bo").index("◀") == at - 2
        assert re.search("◀─.*─┤", lane(text, "Bo"))
        [end] = [line.index("-2 Rejects ●") + 11 for line in day if "-2 Rejects ●" in line]
        assert ruler.rstrip().endswith("1 Jun")
        assert len(ruler.rstrip()) - 1 == end
        assert end > vague.rindex("┤")

    def test_has_the_question_above_the_lanes(
        self, months: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        lines = shown(ask(months), width).splitlines()
        question = lines.index("What of the tram?")
        assert "1 May 2021" in lines[question - 1]
        assert lines[question + 1].startswith("Bo")

    def test_an_assessment_is_no_position_and_nobodys_words_but_its_sources(
        self, months: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(ask(months), width)
        told = " ".join(text.split())
        assert "in their own voice" in told
        assert lane(text, "herald").endswith(" ◇ 1")
        assert "1 on Jan Jansen, Council, 20 May 2021: He is wavering." in told
        assert "He always wavers." not in told
        assert "3 statements by 2 officials; 1 assessment by sources (1 more" in told

    def test_what_is_disputed_or_told_otherwise_is_marked(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        other = [{"speaker": "bo", "said": "2021-05"}]
        denied = {"status": "denied", "evidence": other}
        corpus.official("bo", statements=["unstated"])
        text = shown(ask(corpus.official("jansen", statements=[denied])), width)
        assert "+2 Supports (denied)*" in text
        told = " ".join(text.split())
        assert "* Jansen, Supports: attributed to Bo by courier; dated May 2021 by courier" in told
        assert "2 statements by 2 officials, 1 disputed" in told
        assert "* a source tells it otherwise" in told

    def test_colour_adds_nothing_but_colour(
        self, months: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        plain, coloured = shown(ask(months), width), shown(ask(months), width, color=True)
        assert "\x1b" in coloured
        assert not re.search(r"\x1b\[[0-9;]*[39]4m", coloured)  # blue is not to be read on black
        without = re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()
        assert [line.rstrip() for line in without] == plain.splitlines()

    def test_persian_keeps_to_its_place(
        self, corpus: CorpusBuilder, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        corpus.official("jansen", name="جان یانسن", statements=["supports", "rejects"])
        text = shown(ask(corpus), width)
        assert f"{FSI}جان یانسن{PDI}" in text
        assert max(map(cells, text.splitlines())) <= width


class TestLanes:
    def test_statements_of_one_span_share_a_bar(self, corpus: CorpusBuilder, shown: Shown) -> None:
        span = {"said": "2021-05"}
        said: list[Any] = [span, span, span | {"position": "unstated"}, {"said": "2021-06-30"}]
        text = shown(ask(corpus.official("bo", statements=said)))
        assert "├─ +2 Supports \N{MULTIPLICATION SIGN}2, Unstated ─" in lane(text, "Bo")

    def test_statements_apart_share_a_line(self, corpus: CorpusBuilder, shown: Shown) -> None:
        said = [{"said": f"2021-0{month}-01"} for month in (1, 3, 5)]
        text = shown(ask(corpus.official("bo", statements=said)))
        assert lane(text, "Bo").count("● +2 Supports") == 2
        assert lane(text, "Bo").endswith("+2 Supports ●")

    def test_a_change_is_marked_where_it_is(self, corpus: CorpusBuilder, shown: Shown) -> None:
        said = [{"said": "2021-01-01"}, {"said": "2021-03-01", "position": "rejects"}]
        text = shown(ask(corpus.official("bo", statements=said)))
        assert "● +2 Supports" in text
        assert "▲ -2 Rejects ●" in text
        assert "▲ a change" in text

    def test_many_statements_have_signs_and_a_key(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        days = [f"2021-01-{day:02d}" for day in range(1, 31)]
        positions = ("supports", "opposes", "unstated")
        said: list[Any] = [
            {
                "said": day,
                "position": positions[n % 3],
                "status": "denied" if n == 3 else "attested",
            }
            for n, day in enumerate(days)
        ]
        corpus.official("cas", statements=["supports"])
        text = shown(ask(corpus.official("bo", statements=said)))
        first = lane(text, "Bo")
        assert first.split()[1:3] == ["●", "+2"]
        assert "● ▲ (+2)" in text
        assert "Supports" in lane(text, "Cas")
        key = "+2 Supports   -1 Opposes   A Unstated\n( ) disputed, denied, retracted or hearsay\n"
        assert key in text

    def test_officials_of_one_name_are_told_apart(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        for id_ in ("bo", "bo-2"):
            corpus.official(id_, name="Bo Ko", statements=["supports"])
        text = shown(ask(corpus))
        assert "Bo Ko (bo) " in text
        assert "Bo Ko (bo-2)" in text

    def test_words_stand_beside_on_a_very_wide_terminal(
        self, shipped: sqlite3.Connection, shown: Shown
    ) -> None:
        told, ref = "Cooperation can be considered if", "rouhani/if-there-is-a-plan"
        for width, there in ((80, False), (149, False), (150, True), (200, True)):
            text = shown(ask(shipped, official=("rouhani",)), width)
            assert (told in text) is there
            assert (ref in text) is there

    def test_are_grouped_by_issue_in_the_codebooks_order(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        said: list[Any] = [
            {"issue": "quays", "position": "rejects", "said": "2020"},
            {"issue": "tram", "said": "2021"},
        ]
        for width in (60, 80, 160):
            text = shown(ask(corpus.official("jansen", statements=said)), width)
            tram, quays = text.index("What of the tram?"), text.index("What of the quays?")
            assert tram < text.index("+2 Supports") < quays < text.index("-2 Rejects")
            assert "2 statements by 1 official on 2 questions" in text

    def test_say_what_days_are_left_out(self, corpus: CorpusBuilder, shown: Shown) -> None:
        days = ("1998-03-01", "2014-06-01", "2014-06-04", "2014-06-09", "2014-06-11")
        corpus.official("jansen", statements=[{"said": day} for day in days])
        text = shown(ask(corpus))
        assert "1998 // 1 Jun 2014" in " ".join(text.split())
        assert "// days left out" in text

    def test_name_days_as_written_if_asked_for(self, corpus: CorpusBuilder, shown: Shown) -> None:
        corpus.official("jansen", statements=[{"said": day} for day in ("2014-06-01", "2014-07")])
        assert "2014-06-01" in shown(ask(corpus), dates="iso")
        assert "2014-06-01" not in shown(ask(corpus))

    @pytest.mark.parametrize("dates", [["2021-05-03"], ["../2021-05-03"], ["2021/..", "../2021"]])
    @pytest.mark.parametrize("width", [12, 30, 80, 200])
    def test_cope_with_few_and_open_dates(
        self, corpus: CorpusBuilder, shown: Shown, dates: list[str], width: int
    ) -> None:
        corpus.official("jansen", statements=[{"said": day} for day in dates])
        picture = shown(ask(corpus), width).partition("that day")[0].partition("some day")[0]
        assert len(re.findall("[●├┤│]", picture)) >= len(dates)

    def test_of_nothing_are_nothing(self, corpus: CorpusBuilder, shown: Shown) -> None:
        assert shown(ask(corpus)).strip() == ""


class TestClaims:
    def test_have_the_numbers_of_their_words(self, corpus: CorpusBuilder, shown: Shown) -> None:
        days = ("2021-05-01", "2021-05-20", "2021-05-01")
        claims = [
            {"about": ["jansen"], "text": f"{text}.", "when": day}
            for text, day in zip(("One", "Two", "Three"), days, strict=True)
        ]
        corpus.source("herald", assessments=claims).official("jansen", statements=["supports"])
        text = shown(ask(corpus))
        assert re.fullmatch(r"herald +◇ 1 2 +3 ◇", lane(text, "herald"))
        told = [line for line in text.splitlines() if re.match(r"\d  on Jansen", line)]
        assert told == [
            "1  on Jansen, 1 May 2021: One.",
            "2  on Jansen, 1 May 2021: Three.",
            "3  on Jansen, 20 May 2021: Two.",
        ]

    def test_have_whom_they_are_about_where_there_are_many(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        text = "He is wavering between one thing and another, as he has always done before. " * 2
        claims = [
            {"about": ["jansen", "council"][:n], "text": f"{n} {text.strip()}", "when": day}
            for n in (1, 2, 2)
            for day in ("2021-05-01", "2021-05-02", "2021-05-20")
        ]
        corpus.source("herald", assessments=claims).official("jansen", statements=["supports"])
        told = shown(ask(corpus))
        assert "on Jansen; Jansen and 1 more ◇" in told
        assert "In their words: stances show herald\n" in told
        assert "wavering" not in told
