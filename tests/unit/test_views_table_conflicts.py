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


def ask(corpus: Any, **given: Any) -> Any:  # noqa: ANN401 - a corpus or its index
    index = corpus.index() if hasattr(corpus, "index") else corpus
    return conflicts(index, Filters(), **given)


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
            "Jan Jansen jansen/trams · said 2021-05-03 · sources: 1 + 1 probable",
            "speaker: jansen recorded, cas by herald — declared, resolved",
            "position: supports recorded, conditional by herald — found, not declared",
            "date: 2021-05-03 recorded, 2021-05 by herald — both can be right",
            "wording — declared, unresolved",
            "match: herald only probably reports the same occasion — judged",
            "opposite positions: supports against rejects — found, not declared",
            "jansen/never · said 2021-05-30 · sources: 2",
            "opposite positions, one of them uncorroborated: supports against opposes",
        ):
            assert told in text

    def test_says_what_the_analyst_noted_and_followed(
        self, all_kinds: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(ask(all_kinds), width))
        assert "speaker: Two are named. → The courier is followed." in text
        assert "wording: One is vague. → unresolved" in text
        assert text.count("→ unresolved") == 1
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
        assert text.startswith("Jansen (not named) jansen/s1")
        assert "[denied] according to Bo Ko courier: deleted 2021-07" in text
        assert "1 conflict among 1 statement known by hearsay" in text

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
    pairs = [line for line in lines if "jansen/trams: supports" in line]
    assert ["jansen/no: rejects" in line or "jansen/never:" in line for line in pairs] == [
        beside
    ] * 2


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
    [second] = [number for number, line in enumerate(lines) if "2021-05-05 by agency" in line]
    assert lines[second - 1] == ""
    assert "the last words" in lines[second - 2]


def test_the_issue_is_told_where_there_are_several(corpus: CorpusBuilder, shown: Shown) -> None:
    disputes = [SETTLED]
    corpus.official("bo", name="Bo", statements=[{"disputes": disputes}])
    assert "Bo\n" in shown(ask(corpus))
    scale = {"supports": 2, "unstated": None}
    corpus.codebook(issues={"tram": scale, "bus": scale})
    both: list[dict[str, Any]] = [{"disputes": disputes}, {"issue": "bus", "disputes": disputes}]
    text = shown(ask(corpus.official("bo", name="Bo", statements=both)))
    assert "Bo  on tram\n" in text
    assert "Bo  on bus\n" in text


class TestConflictsLastLine:
    def test_counts_by_state(self, all_kinds: CorpusBuilder, shown: Shown) -> None:
        last = shown(ask(all_kinds), 200).splitlines()[-1]
        counted = "3 undeclared, 1 unresolved, 1 compatible, 1 judged, 1 resolved"
        assert last == f"7 conflicts among 4 statements: {counted}"
        last = shown(ask(all_kinds, unresolved=True), 200).splitlines()[-1]
        counted = "3 undeclared, 1 unresolved; 3 others left out as settled"
        assert last == f"4 conflicts among 4 statements: {counted}"

    def test_says_that_there_is_nothing(self, corpus: CorpusBuilder, shown: Shown) -> None:
        corpus.official("bo", statements=["supports"])
        assert shown(ask(corpus)) == "no conflicts among 1 statement\n"
        assert shown(ask(corpus, unresolved=True)) == "no conflicts among 1 statement\n"

    def test_says_that_nothing_is_open(self, corpus: CorpusBuilder, shown: Shown) -> None:
        corpus.official("bo", statements=["supports", {"disputes": [SETTLED]}])
        settled = "no unresolved conflicts among 2 statements; 1 other left out as settled"
        assert shown(ask(corpus, unresolved=True)) == f"{settled}\n"
