from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.evidence.copies import Snapshots
from stances.queries.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Shown = Callable[..., str]

WIDTHS = pytest.mark.parametrize("width", [60, 80, 200])


def words(text: str) -> str:
    """Give the text without its line breaks, columns and bars."""
    return " ".join(text.replace("█", " ").split())


def record(town: Any, *refs: str) -> Any:  # noqa: ANN401
    index = town.index() if hasattr(town, "index") else town
    return records(index, refs, Snapshots(None))


@WIDTHS
class TestRecordTable:
    @pytest.mark.parametrize("ref", ["rouhani", "wsws-2014-06-21", "aboutalebi/only-two-countries"])
    def test_fits_the_terminal(
        self,
        shipped: sqlite3.Connection,
        shown: Shown,
        cells: Callable[[str], int],
        width: int,
        ref: str,
    ) -> None:
        assert max(map(cells, shown(record(shipped, ref), width).splitlines())) <= width

    def test_of_an_official_is_shown_whole(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(record(town, "bo"), width))
        for what in ("Bo bo", "\u2068بو\u2069", "Member · Council", "· Unstated", "· Denies"):
            assert what in text
        assert "[disputed]" in text
        assert "speaker disputed: They differ. → unresolved" in text
        assert "“words 1” — courier · quote" in text
        told = "herald · quote · probably the same occasion · attributed to Cas Ko"
        assert told in text
        assert "2 sources (1 probable); coded by tests" in text
        assert "She waits. — herald, on Bo" in text

    def test_opens_with_what_was_said_the_best_words_first(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        loose = {"form": "paraphrase", "text": "He builds."}
        best = {"source": "herald", "text": "I build."}
        said = {"evidence": [loose, best], "summary": "Builds.", "note": "Late."}
        corpus.source("herald").official("jansen", name="Jan Jansen", note="x", statements=[said])
        text = words(shown(record(corpus, "jansen"), width))
        head = "+2 Supports 3 May 2021 jansen/s1 “I build.” — herald · quote He builds. — courier"
        assert head in text
        order = ("Jan Jansen", "I build.", "Builds.", "Late.", "note: x")
        places = [text.index(what) for what in order]
        assert places == sorted(places)

    def test_has_what_is_noted_on_a_source_once(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.source("herald", note="It has no date.")
        said = {"evidence": ["courier", "herald"]}
        corpus.official("jansen", statements=[said, said | {"position": "rejects"}])
        for ref, times in (("jansen", 1), ("jansen/s1", 1), ("herald", 1), ("courier", 0)):
            text = words(shown(record(corpus, ref), width))
            assert text.count("It has no date.") == times, ref

    def test_of_an_official_has_what_is_attributed_to_it(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(record(town, "cas"), width))
        assert "attributed by herald" in text
        assert "bo/s2" in text

    def test_of_a_source_has_only_its_own_words(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(record(town, "herald"), width))
        for what in (
            "The herald herald",
            "Anna · 30 June 2021",
            "“words 2” — herald",
            "She waits.",
        ):
            assert what in text
        assert "“words 1”" not in text

    def test_says_every_field_that_is_known(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        piece = {
            "original": {"text": "می‌سازیم", "lang": "fa"},
            "said": "2021-05",
            "position": "rejects",
            "locator": "line 3",
            "note": "So printed.",
        }
        copy = {"source": "herald", "derived_from": "courier"}
        settled = {"about": "wording", "note": "They differ.", "resolution": "One is followed."}
        told = {"summary": "Builds.", "venue": "Hall", "frames": ["jobs"], "note": "Late."}
        fields = told | {"evidence": [piece, copy], "disputes": [settled], "repeated": True}
        roles = [{"title": "Clerk", "faction": "council", "from": "2020", "former": True}]
        about: dict[str, Any] = {"aliases": ["JJ"], "identifiers": {"wikidata": "Q1"}}
        corpus.source("herald").official(
            "jansen", roles=[*roles, {"title": "Poet"}], statements=[fields], note="Tall.", **about
        )
        text = words(shown(record(corpus, "jansen"), width))
        for what in (
            "former Clerk · Council · from 2020", "Poet", "aliases: JJ",
            "identifiers: wikidata Q1", "note: Tall.", "+2 Supports 3 May 2021, repeatedly",
            "summary: Builds.", "venue: Hall", "frames: Jobs", "\u2068می‌سازیم\u2069 (fa)",
            "dated May 2021", "line 3", "read as Rejects", "note: So printed.", "copies courier",
            "wording disputed: They differ. → One is followed.", "note: Late.",
            "1 source; coded by tests",
        ):  # fmt: skip
            assert what in text

    def test_says_whose_words_are_the_same(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.codebook(issues={"tram": {"supports": 2}, "bus": {"keep": 1}})
        other = {"words_of": "jansen/s1", "issue": "bus", "position": "keep"}
        corpus.official("jansen", statements=["supports", other])
        corpus.official("bo", name="Bo Ko", statements=[{"words_of": "jansen/s1"}])
        text = words(shown(record(corpus, "jansen/s1"), width))
        assert "the same words: bo/s1 (Bo Ko), jansen/s2" in text
        assert "the same words" not in words(shown(record(corpus, "bo"), width))

    def test_has_statements_below_their_questions_where_the_corpus_asks_several(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.official("jansen", statements=["supports"])
        assert "What of" not in shown(record(corpus, "jansen/s1"), width)
        corpus.codebook(issues={"tram": {"supports": 2}, "bus": {"keep": 1}})
        for ref in ("jansen/s1", "jansen", "courier"):
            text = words(shown(record(corpus, ref), width))
            assert "What of the tram? +2 Supports 3 May 2021" in text
            assert "the bus?" not in text

    def test_of_somebody_silent_says_so(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.official("jansen")
        assert words(shown(record(corpus, "jansen"), width)).endswith("Council no statement")

    def test_of_a_source_has_its_later_versions_copies_and_denials(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.source("late", version_of="courier").source("copy", copy_of="courier")
        denial = {"source": "courier", "text": "I did not.", "by": "jansen"}
        dispute = {"about": "speaker", "note": "He denies it.", "words": denial}
        said = {"evidence": ["late"], "disputes": [dispute]}
        corpus.official("jansen", name="Jan Jansen", statements=[said])
        text = words(shown(record(corpus, "courier"), width))
        assert "later_versions: late copies: copy" in text
        assert "Denials and corrections that it prints Jan Jansen jansen/s1" in text
        assert "“I did not.” — Jan Jansen" in text

    def test_stands_below_the_one_before(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(record(town, "cas", "jansen/s1"), width)
        assert text.index("Cas Ko") < text.index("Jan Jansen")
