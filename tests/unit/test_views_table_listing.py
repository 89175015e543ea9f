from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from corpora import SCALE
from stances.queries.filters import Filters
from stances.queries.listing import listing
from stances.queries.lookups import Lookup, codebook, officials, sources
from stances.queries.summary import FIGURES
from stances.views.formats import ViewOptions
from stances.views.table import table
from stances.views.table.console import PageConsole, Piece, block

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from corpora import CorpusBuilder
    from stances.queries.listing import Listing
    from stances.queries.result import Row

    Shown = Callable[..., str]

WIDTHS = pytest.mark.parametrize("width", [60, 80, 200])
PERSIAN = "پس از آنکه اسکله تعمیر شد، تراموا هم می‌سازیم. " * 5
FSI, PDI = "\u2068", "\u2069"


def words(text: str) -> str:
    """Give the text without its line breaks and columns."""
    return " ".join(text.split())


def ask(corpus: CorpusBuilder | sqlite3.Connection, *official: str) -> Listing:
    index = corpus.index() if hasattr(corpus, "index") else corpus
    return listing(index, Filters(official=official))


PROBABLE = {"source": "herald", "match": "probable", "text": "probably"}
COPY = {"source": "herald", "derived_from": "courier", "text": "copied"}


@pytest.fixture
def every(corpus: CorpusBuilder) -> CorpusBuilder:
    """One statement for each position."""
    return corpus.official("jansen", name="Jan Jansen", statements=list(SCALE))


@WIDTHS
class TestListingTable:
    def test_has_no_line_longer_than_the_terminal(
        self, shipped: sqlite3.Connection, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        text = shown(ask(shipped), width)
        assert max(map(cells, text.splitlines())) <= width
        assert all(line == line.rstrip() for line in text.splitlines())

    def test_cuts_no_words(self, shipped: sqlite3.Connection, shown: Shown, width: int) -> None:
        seen = set(shown(ask(shipped), width).replace("”", "").replace("“", "").split())
        for row in ask(shipped).rows:
            words = row["quote"].replace("”", "").replace("“", "").split()
            assert [word for word in words if word not in seen] == []

    def test_shows_the_sign_of_every_score_and_positions_by_their_labels(
        self, every: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(ask(every), width)
        for mark in ("+2 Supports", "+1 Indirect", " 0 Conditional", "-1 Opposes", "-2 Rejects"):
            assert mark in text
        assert "· Denies" in text
        assert "· Unstated" in text

    def test_shows_who_in_which_role_when_and_by_which_source(
        self, every: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(ask(every), width)
        for what in ("Jan Jansen  Member · Council", "3 May 2021", "courier", "jansen/s7"):
            assert what in text
        assert text.count("Jan Jansen") == 1
        assert text.count("3 May 2021") == len(SCALE)
        assert "“words 1”" in text

    def test_has_a_question_but_once(self, every: CorpusBuilder, shown: Shown, width: int) -> None:
        assert shown(ask(every), width).count("tram?") == 1

    @pytest.mark.parametrize("whole", [True, False])
    def test_has_the_conditions_of_a_position(
        self, every: CorpusBuilder, shown: Shown, width: int, *, whole: bool
    ) -> None:
        assert "condition: the state pays half" in words(shown(ask(every), width, whole=whole))

    @pytest.mark.parametrize("color", [True, False])
    def test_has_colour_only_if_it_is_wanted_and_the_same_text_then(
        self, every: CorpusBuilder, shown: Shown, width: int, *, color: bool
    ) -> None:
        plain, text = shown(ask(every), width), shown(ask(every), width, color=color)
        assert ("\x1b" in text) is color
        assert "\x1b" not in plain
        if color:
            assert "\x1b[32m" in text
            assert "\x1b[31m" in text

    def test_marks_what_is_disputed(self, corpus: CorpusBuilder, shown: Shown, width: int) -> None:
        open_ = {"disputes": [{"about": "speaker", "note": "They differ."}]}
        denied = {"status": "denied"}
        text = shown(ask(corpus.official("jansen", statements=["supports", open_, denied])), width)
        assert text.count("[disputed]") == 1
        assert text.count("[denied]") == 1
        assert "3 statements by 1 official, 2 disputed" in text

    @pytest.mark.parametrize("whole", [True, False])
    def test_marks_hearsay_who_spoke_and_what_became_of_sources(
        self, corpus: CorpusBuilder, shown: Shown, width: int, *, whole: bool
    ) -> None:
        gone = [{"kind": "retracted", "date": "2021-07-01"}]
        corpus.source("gone", notices=gone).official("cas", name="Cas Ko")
        heard = {"according_to": ["cas"]}
        voiced = {"spoken_by": "cas", "evidence": ["gone"]}
        corpus.official("jansen", statements=[heard, voiced])
        text = words(shown(ask(corpus), width, whole=whole))
        for mark in ("[hearsay]", "[retracted]", "according to Cas Ko", "spoken by Cas Ko"):
            assert mark in text
        assert "retracted 1 July 2021" in text if whole else "gone (retracted)" in text

    def test_says_whom_a_source_names_and_at_length_all_that_it_alone_says(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        other = {"source": "herald", "speaker": "cas", "said": "2021-05", "position": "rejects"}
        pieces = ["courier", other | {"match": "probable"}]
        corpus.source("herald").official("cas", statements=["supports"])
        corpus.official("bo", statements=[{"evidence": pieces}])
        brief = words(shown(ask(corpus, "cas"), width))
        assert brief.count("attributed to Cas by herald") == 1
        assert "Rejects" not in brief
        assert "courier + 1 probable" in brief
        text = words(shown(ask(corpus, "cas"), width, whole=True))
        for says in ("attributed to Cas by herald", "dated May 2021 by herald", "by herald"):
            assert says in text
        assert "read as Rejects by herald" in text
        assert "herald (probable)" in text
        for each in (brief, text):
            assert "2 statements by 2 officials, 1 of them recorded with another official" in each

    def test_keeps_persian_to_its_place_on_every_line(
        self, corpus: CorpusBuilder, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        piece = {"text": PERSIAN, "lang": "fa"}
        corpus.official("jansen", name="جان یانسن", statements=[{"evidence": [piece]}])
        text = shown(ask(corpus), width)
        assert f"{FSI}جان یانسن{PDI}" in text
        assert max(map(cells, text.splitlines())) <= width
        for line in text.splitlines():
            assert line.count(FSI) == line.count(PDI), line
            assert not re.search("[\u0600-\u06ff]", re.sub(f"{FSI}.*?{PDI}", "", line)), line


class TestSourcesCell:
    @pytest.mark.parametrize(
        ("pieces", "brief", "told"),
        [
            (["courier"], "courier", "1 source: courier"),
            (
                [{"form": "paraphrase"}, {"source": "herald"}],
                "herald + 1 more",
                "2 sources: herald courier",
            ),
            (
                ["courier", PROBABLE],
                "courier + 1 probable",
                "2 sources (1 probable): courier herald (probable)",
            ),
            ([PROBABLE], "herald (probable)", "1 source (1 probable): herald (probable)"),
            (["courier", COPY], "courier", "1 source: courier herald (copies courier)"),
            ([COPY], "herald (copies courier)", "1 source: herald (copies courier)"),
            (
                ["courier", PROBABLE, COPY],
                "courier + 1 probable",
                "2 sources (1 probable): courier herald (probable)",
            ),
            (
                ["courier", PROBABLE, {"source": "herald"}],
                "courier + 1 more",
                "2 sources: courier herald",
            ),
            (
                [{"form": "paraphrase"}, PROBABLE],
                "herald (probable) + 1 more",
                "2 sources (1 probable): herald (probable) courier",
            ),
            (
                ["courier", PROBABLE, {"source": "weekly", "form": "paraphrase"}],
                "courier + 2 more (1 probable)",
                "3 sources (1 probable): courier herald (probable) weekly",
            ),
        ],
    )
    def test_are_counted_and_begin_with_that_of_the_words_shown(
        self, corpus: CorpusBuilder, shown: Shown, pieces: list[object], brief: str, told: str
    ) -> None:
        corpus.source("herald").source("weekly")
        corpus.official("jansen", statements=[{"evidence": pieces}])
        assert re.search(rf"^  {re.escape(brief)}$", shown(ask(corpus), 60), re.MULTILINE)
        for width in (80, 200):
            lines = shown(ask(corpus), width).splitlines()
            assert any(line.endswith(f"  {brief}") for line in lines)
        assert told in words(shown(ask(corpus), 60, whole=True))


def test_conditions_of_one_source_are_marked(corpus: CorpusBuilder, shown: Shown) -> None:
    pieces = ["courier", {"source": "herald", "conditions": ["it is soon"]}]
    said = {"position": "conditional", "conditions": ["it is paid"], "evidence": pieces}
    corpus.source("herald").official("jansen", statements=[said])
    assert "condition: it is soon, by herald" in shown(ask(corpus), whole=True)


@WIDTHS
class TestSeveralIssues:
    @pytest.fixture
    def several(self, corpus: CorpusBuilder) -> CorpusBuilder:
        corpus.codebook(issues={"tram": {"for": 1}, "bus": {"keep": 1, "cut": -1}})
        tram, bus = {"position": "for"}, {"issue": "bus", "position": "cut"}
        times = ("2021-01", "2021-02", "2021-03")
        said = [each | {"said": time} for each, time in zip((bus, tram, bus), times, strict=True)]
        return corpus.official("bo", name="Bo", statements=said).official("eva", statements=[tram])

    def test_stand_below_their_questions_each_said_once_of_an_official(
        self, several: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(ask(several), width)
        places = [text.index(f"bo/s{number}") for number in (2, 1, 3)]
        assert places == sorted(places)
        questions = [line for line in text.splitlines() if line.endswith("?")]
        assert ["tram" in question for question in questions] == [True, False, True]

    def test_leave_another_order_as_it_is(
        self, several: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(listing(several.index(), Filters(), "said"), width)
        places = [text.index(f"bo/s{number}") for number in (1, 2, 3)]
        assert places == sorted(places)
        assert len([line for line in text.splitlines() if line.endswith("?")]) == 4

    def test_of_which_one_is_asked_for_have_it_above_all(
        self, several: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(listing(several.index(), Filters(issue=("bus",))), width)
        assert "bus?" in text.splitlines()[0]
        assert text.count("?") == 1


def test_an_official_who_changes_office_is_named_with_each(
    corpus: CorpusBuilder, shown: Shown
) -> None:
    roles = [
        {"title": "Clerk", "until": "2020"},
        {"title": "Mayor", "faction": "mayor", "from": "2021"},
    ]
    said = [{"said": "2019"}, {"said": "2021-02"}, {"said": "2021-03"}]
    text = shown(ask(corpus.official("bo", name="Bo", roles=roles, statements=said)))
    assert [line for line in text.splitlines() if line.startswith("Bo ")] == [
        "Bo  Clerk",
        "Bo  Mayor · Mayor",
    ]


class TestLayout:
    @pytest.fixture
    def long(self, corpus: CorpusBuilder) -> CorpusBuilder:
        words = {"evidence": [{"text": "a tram for everybody who lives by the water " * 6}]}
        return corpus.official("jansen", name="Jan Jansen", statements=[words])

    def test_has_columns_from_seventy_on_with_their_names(
        self, long: CorpusBuilder, shown: Shown
    ) -> None:
        heads = {width: shown(ask(long), width).splitlines()[2].split() for width in (69, 70, 110)}
        assert heads[70] == ["when", "position", "words"]
        assert heads[110] == ["when", "position", "words", "sources"]
        assert "when" not in heads[69]

    @pytest.mark.parametrize("width", [70, 80, 109, 110, 139, 140, 200, 300])
    def test_uses_all_the_width_for_the_words(
        self, long: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        _, rule, *lines = shown(ask(long), width).splitlines()[2:]
        assert rule == "─" * width
        starts = {line.index("a tram") for line in lines if line.strip().startswith("3 May")}
        assert len(starts) == 1
        assert max(map(len, lines)) > width - 45

    def test_breaks_a_reference_that_does_not_fit_after_its_official(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        id_ = "a-statement-with-an-id-of-thirty-x"
        corpus.official("jansen", statements=[{"id": id_}])
        lines = [line.split()[0] for line in shown(ask(corpus), 80).splitlines() if line.strip()]
        assert lines[lines.index("jansen/") + 1] == id_

    def test_breaks_a_long_id_at_a_hyphen_and_a_date_as_written_between_its_ends(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        said = {"id": "no-tram-" * 6 + "ever", "said": "2021-05-01~/2021-05-12~"}
        corpus.official("jansen", statements=[said])
        lines = [line[:37].strip() for line in shown(ask(corpus), dates="iso").splitlines()]
        at = next(number for number, line in enumerate(lines) if line.startswith("2021-05-01~/ "))
        assert lines[at + 1] == "2021-05-12~"
        rest = lines[at + 2 :]
        assert rest[:3] == ["jansen/", "no-tram-no-tram-no-tram-no-tram-no-", "tram-no-tram-ever"]

    def test_of_a_name_of_many_letters_without_a_blank_is_kept(
        self, corpus: CorpusBuilder, shown: Shown, cells: Callable[[str], int]
    ) -> None:
        words = {"evidence": [{"text": f"{'東' * 70} x"}]}
        text = shown(ask(corpus.official("jansen", statements=[words])), 80)
        assert text.count("東") == 70
        assert max(map(cells, text.splitlines())) <= 80


def test_the_first_lines_are_there_before_the_last_row_is_read(corpus: CorpusBuilder) -> None:
    corpus.official("bo", statements=["supports"]).official("cas", statements=["supports"])
    found = ask(corpus)
    read: list[str] = []

    def rows() -> Iterator[Row]:
        for row in found.rows:
            read.append(row["ref"])
            yield row

    lines = table(found.with_rows(rows()), ViewOptions())
    until_the_first_reference = next(line for line in lines if "bo/s1" in line)
    assert until_the_first_reference
    assert len(read) < 3
    assert "cas/s1" in "".join(lines)


def test_the_military_of_the_shipped_corpus_fits_a_screen(
    shipped: sqlite3.Connection, shown: Shown
) -> None:
    text = shown(listing(shipped, Filters(faction=("military",))), 80)
    assert "Hassan Firouzabadi" in text
    assert len(text.splitlines()) <= 45


BLANK = st.sampled_from([" ", "  ", "\u00a0"])
WORDS = st.text(st.sampled_from("abz’é東و́ی\u200c"), min_size=1, max_size=30)


def laid_out(text: Text | Piece, width: int, *, color: bool) -> list[str]:
    lines = block(PageConsole(80, color=color), [text], width)
    return [line if isinstance(line, str) else "".join(p.text for p in line) for line in lines]


@given(st.lists(st.tuples(WORDS, BLANK), min_size=1, max_size=12), st.integers(2, 60))
@example([("東" * 8, " "), ("e\u0301" * 8, "")], 10)  # as many columns as characters
def test_a_wrapped_text_has_all_its_letters_within_its_width(
    pieces: list[tuple[str, str]], width: int
) -> None:
    text = "".join(chain.from_iterable(pieces)).strip()
    told = laid_out(Text(text), width, color=False)
    assert "".join("".join(told).split()) == "".join(text.split())
    assert max(map(cell_len, told)) <= width
    assert told == laid_out(Text(text), width, color=True)
    assert told == laid_out(Piece(text), width, color=False)
    assert told == laid_out(Piece(text), width, color=True)


@pytest.mark.parametrize(
    ("form", "as_shown"),
    [
        ("quote", "“We build.”"),
        ("partial-quote", "We build."),
        ("paraphrase", "We build. (paraphrase)"),
        ("document", "We build. (document)"),
    ],
)
def test_words_are_shown_as_whose_they_are(
    corpus: CorpusBuilder, shown: Shown, form: str, as_shown: str
) -> None:
    corpus.official("jansen", statements=[{"evidence": [{"form": form, "text": "We build."}]}])
    assert f"  {as_shown}\n" in shown(ask(corpus), 60)


def test_an_empty_list_is_an_empty_table(corpus: CorpusBuilder, shown: Shown) -> None:
    assert shown(ask(corpus)).strip() == ""


def test_markup_in_words_is_shown_and_not_obeyed(corpus: CorpusBuilder, shown: Shown) -> None:
    text = "[bold]We[/bold] :smile: [link=x]build[/link]"
    corpus.official("jansen", statements=[{"evidence": [{"text": text}]}])
    for color in (False, True):
        assert text in shown(ask(corpus), 120, color=color)


@WIDTHS
def test_no_column_that_is_asked_for_is_lost(shown: Shown, width: int) -> None:
    keys = ("issue", "month", *FIGURES)
    row = {"issue": "us-iran-cooperation", "month": "2014-06", "mean": -1.25, "spread": 0.75}
    text = shown(Lookup("sources", keys, [dict.fromkeys(keys, 12) | row]), width, columns=keys)
    for what in (*keys, "-1.25", "0.75"):
        assert what in text


@WIDTHS
class TestLookupTable:
    def test_fits_the_terminal(
        self, shipped: sqlite3.Connection, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        for found in (officials(shipped), sources(shipped), codebook(shipped)):
            assert max(map(cells, shown(found, width).splitlines())) <= width

    def test_names_every_id_whole(
        self, shipped: sqlite3.Connection, shown: Shown, width: int
    ) -> None:
        for found, key in (officials(shipped), "official"), (sources(shipped), "source"):
            text = shown(found, width)
            assert [row[key] for row in found.rows if row[key] not in text] == []

    def test_shows_the_columns_asked_for(
        self, shipped: sqlite3.Connection, shown: Shown, width: int
    ) -> None:
        text = shown(officials(shipped), width, columns=("statements", "official"))
        head, _, first, *rest = text.splitlines()
        assert head.split() == ["statements", "official"]
        assert first.split() == ["3", "khamenei"]
        assert rest[-1].split() == ["1", "research-center"]
