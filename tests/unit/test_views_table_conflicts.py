from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.conflicts import conflicts
from stances.queries.filters import Filters

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Shown = Callable[..., str]

WIDTHS = pytest.mark.parametrize("width", [60, 80, 100, 200])
PERSIAN = "پس از آنکه اسکله تعمیر شد، تراموا هم می‌سازیم. " * 5
FSI, PDI = "\u2068", "\u2069"
SETTLED = {"about": "speaker", "note": "Two are named.", "resolution": "The courier is followed."}


def ask(corpus: Any, **given: Any) -> Any:  # noqa: ANN401 - corpus or index
    index = corpus.index() if hasattr(corpus, "index") else corpus
    return conflicts(index, Filters(), **given)


@pytest.fixture
def shown(shown: Callable[..., str]) -> Callable[..., str]:
    """All of it whole, unless told otherwise."""

    def show(result: Any, width: int = 80, *, whole: bool = True, **options: Any) -> str:  # noqa: ANN401
        return shown(result, width, whole=whole, **options)

    return show


def words(text: str) -> str:
    """Give the text without its line breaks and columns."""
    return " ".join(text.split())


@pytest.fixture
def all_kinds(corpus: CorpusBuilder) -> CorpusBuilder:
    """A conflict of each kind and state."""
    corpus.source("herald").source("agency").official("cas", statements=["unstated"])
    herald = {
        "source": "herald",
        "form": "paraphrase",
        "match": "probable",
        "note": "The same day.",
        "text": "it was to be built",
        "speaker": "cas",
        "said": "2021-05",
        "position": "conditional",
    }
    statement = {
        "id": "trams",
        "evidence": [{"text": "We build."}, herald],
        "disputes": [SETTLED, {"about": "wording", "note": "One is vague."}],
    }
    no = {"id": "no", "said": "2021-05-20", "position": "rejects", "evidence": ["courier"]}
    twice = {"evidence": ["courier", "agency"]}
    never = {"id": "never", "said": "2021-05-30", "position": "opposes", **twice}
    corpus.official("jansen", name="Jan Jansen", statements=[statement, no, never])
    return corpus


@WIDTHS
class TestConflictsTable:
    def test_has_no_line_longer_than_the_terminal(
        self,
        shipped: sqlite3.Connection,
        all_kinds: CorpusBuilder,
        shown: Shown,
        cells: Callable[[str], int],
        width: int,
    ) -> None:
        for corpus in (shipped, all_kinds):
            lines = shown(ask(corpus), width).splitlines()
            assert max(map(cells, lines)) <= width
            assert all(line == line.rstrip() for line in lines)

    def test_cuts_no_words(self, shipped: sqlite3.Connection, shown: Shown, width: int) -> None:
        seen = {word.strip("“”") for word in shown(ask(shipped), width).split()}
        for row in ask(shipped).rows:
            for key in ("words", "other_words", "note", "resolution"):
                told = [word.strip("“”") for word in (row[key] or "").split()]
                assert [word for word in told if word not in seen] == []

    def test_says_what_is_at_issue_and_how_far_it_has_come(
        self, all_kinds: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(ask(all_kinds), width))
        for told in (
            "Jan Jansen said 3 May 2021, 2 sources (1 probable) jansen/trams",
            "speaker: Jan Jansen; in herald: Cas — decided by the analyst",
            "position: Supports; in herald: Conditional — open: nobody has judged it yet",
            "date: 3 May 2021; in herald: May 2021 — both can be right",
            "wording — open: not decided yet",
            "probably the same occasion in herald — judged by the analyst",
            "opposite positions: Supports and Rejects — open: nobody has judged it yet",
            "said 30 May 2021, 2 sources jansen/never",
            "opposite positions, one of them uncorroborated: Supports and Opposes",
        ):
            assert told in text

    def test_says_what_the_analyst_noted_and_followed(
        self, all_kinds: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(ask(all_kinds), width))
        assert "speaker: Two are named. → The courier is followed." in text
        assert "wording: One is vague. → not decided yet" in text
        assert text.count("→ not decided yet") == 1
        assert "position, match: The same day. " in text
        assert text.count("The same day.") == 1

    def test_has_the_words_of_a_denial_without_a_form(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        words_ = {"text": "I never said it", "source": "herald", "by": "jansen"}
        denied = {
            "status": "denied",
            "disputes": [{"about": "speaker", "note": "He denies it.", "words": words_}],
        }
        corpus.source("herald").official("jansen", statements=[denied])
        text = words(shown(ask(corpus), width))
        assert "herald · denied or corrected by Jansen " in text
        assert "“I never said it”" in text
        assert "None" not in text

    def test_marks_what_a_statement_is(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        denied = {"status": "denied", "according_to": ["bo"]}
        notices = [{"kind": "deleted", "date": "2021-07"}]
        corpus.source("courier", notices=notices).official("bo", name="Bo Ko")
        corpus.official("jansen", kind="unnamed", statements=[denied])
        text = words(shown(ask(corpus), width))
        assert text.startswith("1 conflict among 1 statement known by hearsay: none open, 1 ")
        assert "Jansen (not named) said 3 May 2021, 1 source jansen/s1" in text
        assert "[denied] according to Bo Ko courier: deleted July 2021" in text

    def test_has_a_pair_of_wordings_once(
        self, all_kinds: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(ask(all_kinds), width))
        assert text.count("it was to be built") == 1

    def test_keeps_persian_to_its_place_on_every_line(
        self, corpus: CorpusBuilder, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        other = {"source": "herald", "text": PERSIAN * 2, "lang": "fa", "said": "2021"}
        pieces = [{"text": PERSIAN, "lang": "fa"}, other]
        corpus.source("herald").official("bo", name="بو", statements=[{"evidence": pieces}])
        text = shown(ask(corpus), width)
        assert f"{FSI}بو{PDI}" in text
        assert max(map(cells, text.splitlines())) <= width
        for line in text.splitlines():
            assert line.count(FSI) == line.count(PDI), line
            assert not re.search("[\u0600-\u06ff]", re.sub(f"{FSI}.*?{PDI}", "", line)), line

    def test_says_the_same_with_colour(
        self, all_kinds: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        plain, coloured = shown(ask(all_kinds), width), shown(ask(all_kinds), width, color=True)
        assert "\x1b" not in plain
        assert "\x1b[1;35m" in coloured
        assert words(re.sub(r"\x1b\[[0-9;]*m", "", coloured)) == words(plain)


@pytest.mark.parametrize(("width", "beside"), [(60, False), (99, False), (100, True), (200, True)])
def test_wordings_stand_side_by_side_where_there_is_room(
    all_kinds: CorpusBuilder, shown: Shown, width: int, *, beside: bool
) -> None:
    lines = shown(ask(all_kinds), width).splitlines()
    together = [line for line in lines if "courier · quote" in line and "herald · " in line]
    assert bool(together) is beside
    [against] = [line for line in lines if "it was to be built" in line]
    assert ("“We build.”" in against) is beside
    pairs = [line for line in lines if "Supports  jansen/trams" in line]
    others = "Rejects  jansen/no", "Opposes  jansen/never"
    assert [any(other in line for other in others) for line in pairs] == [beside] * 2


def test_a_wording_that_there_is_not_is_said_to_be_missing(
    corpus: CorpusBuilder, shown: Shown
) -> None:
    vague = {"disputes": [{"about": "wording", "note": "Vague."}]}
    corpus.official("cas", statements=["unstated", vague])
    corpus.official("bo", statements=[{"evidence": [{"speaker": "cas", "form": "document"}]}])
    text = shown(ask(corpus))
    assert "  (no source says what is recorded)\n\n  courier · document\n  words 1\n" in text
    assert "  courier · quote\n  “words 1”\n\n  (no other source)\n" in text


@pytest.mark.parametrize("width", [60, 130])
def test_what_other_words_are_about_stands_apart(
    corpus: CorpusBuilder, shown: Shown, width: int
) -> None:
    corpus.source("herald").source("agency")
    pieces = [
        "courier",
        {"source": "herald", "said": "2021-05-04", "text": "the last words"},
        {"source": "agency", "said": "2021-05-05"},
    ]
    corpus.official("bo", statements=[{"evidence": pieces}])
    lines = shown(ask(corpus), width).splitlines()
    [second] = [number for number, line in enumerate(lines) if "in agency: 5 May 2021" in line]
    assert lines[second - 1] == ""
    assert "the last words" in lines[second - 2]


def test_the_issue_is_told_where_there_are_several(corpus: CorpusBuilder, shown: Shown) -> None:
    disputes = [SETTLED]
    corpus.official("bo", name="Bo", statements=[{"disputes": disputes}])
    assert "Bo\nsaid " in shown(ask(corpus))
    scale = {"supports": 2, "unstated": None}
    corpus.codebook(issues={"tram": scale, "bus": scale})
    both: list[dict[str, Any]] = [{"disputes": disputes}, {"issue": "bus", "disputes": disputes}]
    text = shown(ask(corpus.official("bo", name="Bo", statements=both)))
    assert "Bo\nWhat of the tram?\nsaid " in text
    assert "Bo\nWhat of the bus?\nsaid " in text


def test_dates_are_as_written_if_asked_for(all_kinds: CorpusBuilder, shown: Shown) -> None:
    text = shown(ask(all_kinds), dates="iso")
    assert "date: 2021-05-03; in herald: 2021-05" in text
    assert "said 2021-05-30, 2 sources" in text


class TestWhatIsSettled:
    """A line each, after what is open, which is whole."""

    def test_has_how_it_was_settled(self, corpus: CorpusBuilder, shown: Shown) -> None:
        corpus.source("herald")
        other = {"source": "herald", "speaker": "cas", "said": "2021-05", "text": "It is to be."}
        other |= {"match": "probable", "note": "The same day."}
        longer = SETTLED | {"resolution": "The courier is followed, because it was there. So."}
        statement = {"evidence": [{"text": "We build."}, other], "disputes": [longer]}
        corpus.official("cas").official("bo", name="Bo Ko", statements=[statement])
        assert shown(ask(corpus), 80, whole=False).splitlines() == [
            "3 conflicts among 1 statement: none open, 1 decided, 1 judged by the analyst, 1",
            "where both can be right.",
            "",
            "Decided or judged",
            "Bo Ko  bo/s1",
            "  speaker: Bo Ko, or Cas — decided: The courier is followed",
            "  date: 3 May 2021, or May 2021 — both can be right",
            "  probably the same occasion in herald — judged by the analyst",
            "In full: stances show REF, or stances conflicts --all",
        ]

    def test_leaves_long_conditions_to_the_full_view(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        other = {"source": "herald", "conditions": ["the state pays all of it at once"]}
        dispute = {"about": "conditions", "note": "They differ.", "resolution": "It stands."}
        statement = {
            "position": "conditional",
            "conditions": ["the state pays half"],
            "evidence": ["courier", other],
            "disputes": [dispute],
        }
        corpus.source("herald").official("bo", statements=[statement])
        assert "  conditions — decided: It stands\n" in shown(ask(corpus), whole=False)
        full = "conditions: the state pays half; in herald: the state pays all of it at once"
        assert full in words(shown(ask(corpus)))

    def test_stands_after_what_is_open(self, corpus: CorpusBuilder, shown: Shown) -> None:
        vague = {"about": "wording", "note": "Vague."}
        corpus.official("adam", statements=[{"disputes": [SETTLED]}])
        corpus.official("bo", statements=[{"disputes": [vague]}])
        text = shown(ask(corpus), whole=False)
        assert text.startswith("2 conflicts among 2 statements: 1 open, 1 decided.\n")
        opened, _, settled = text.partition("Decided or judged\n")
        assert "wording: Vague.\n  → not decided yet" in opened
        assert "“words" in opened
        assert "adam" not in opened
        assert settled.startswith("Adam  adam/s1\n  speaker: Adam — decided: The courier is")
        assert "“" not in settled

    def test_stays_with_what_is_open_in_the_same_words(
        self, all_kinds: CorpusBuilder, shown: Shown
    ) -> None:
        text = shown(ask(all_kinds), whole=False)
        assert "speaker: Jan Jansen; in herald: Cas — decided by the analyst" in text
        assert "Decided or judged" not in text
        assert "--all" not in text

    @pytest.mark.parametrize(
        ("resolution", "told"),
        [
            ("It stands.", "It stands"),
            ("No, it was Cas who said so, at noon.", "No, it was Cas who said so"),
            ("The courier (p. 3) is followed: it was there.", "The courier (p. 3) is followed"),
            ("Mr. Ko is followed. He was there.", "Mr. Ko is followed"),
            ("پیک درست می‌گوید، چون آنجا بود.", f"{FSI}پیک درست می‌گوید{PDI}"),
        ],
    )
    def test_is_told_up_to_the_first_reason(
        self, corpus: CorpusBuilder, shown: Shown, resolution: str, told: str
    ) -> None:
        dispute = SETTLED | {"resolution": resolution}
        corpus.official("bo", name="Bo", statements=[{"disputes": [dispute]}])
        lines = shown(ask(corpus), whole=False).splitlines()
        assert f"  speaker: Bo — decided: {told}" in lines


class TestConflictsFirstLine:
    def test_counts_by_state(self, all_kinds: CorpusBuilder, shown: Shown) -> None:
        first = shown(ask(all_kinds), 200).splitlines()[0]
        counted = "4 open, 1 decided, 1 judged by the analyst, 1 where both can be right"
        assert first == f"7 conflicts among 4 statements: {counted}."
        first = shown(ask(all_kinds, unresolved=True), 200).splitlines()[0]
        assert first == "7 conflicts among 4 statements: 4 open, 3 not shown."

    def test_says_that_there_is_nothing(self, corpus: CorpusBuilder, shown: Shown) -> None:
        corpus.official("bo", statements=["supports"])
        assert shown(ask(corpus)) == "No conflicts among 1 statement.\n"
        assert shown(ask(corpus, unresolved=True)) == "No conflicts among 1 statement.\n"

    def test_says_that_nothing_is_open(self, corpus: CorpusBuilder, shown: Shown) -> None:
        corpus.official("bo", statements=["supports", {"disputes": [SETTLED]}])
        told = "1 conflict among 2 statements: none open, 1 not shown.\n"
        assert shown(ask(corpus, unresolved=True)) == told
