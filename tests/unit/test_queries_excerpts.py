from __future__ import annotations

from typing import Any

import pytest

from stances.queries.search import LONGEST, excerpt
from stances.search_query import wanted

PIECE = {"source": "courier", "text": "", "original": None, "note": None}


def row(*texts: str, **fields: Any) -> dict[str, Any]:
    evidence = [PIECE | {"text": text, "source": f"s{n}"} for n, text in enumerate(texts)]
    empty: dict[str, Any] = {
        "summary": None,
        "conditions": [],
        "venue": None,
        "note": None,
        "disputes": [],
    }
    return {"evidence": evidence, "quote": texts[-1]} | empty | fields


def of(found: dict[str, Any], text: str) -> tuple[str, list[str]]:
    shown = excerpt(found, wanted(text).terms)
    matched = [shown["excerpt"][start:end] for start, end in shown["matches"]]
    return shown["excerpt"], matched


class TestThePassage:
    def test_is_that_with_most_of_the_words(self) -> None:
        found = row("a tram", "a tram, a bus", "a bus")
        assert of(found, "bus tram") == ("a tram, a bus", ["tram", "bus"])
        assert excerpt(found, wanted("bus tram").terms)["excerpt_source"] == "s1"

    def test_is_the_best_evidence_where_several_have_them(self) -> None:
        assert of(row("a tram", "the tram"), "tram") == ("the tram", ["tram"])

    @pytest.mark.parametrize(
        ("fields", "of_", "source"),
        [
            ({"summary": "a bridge"}, "summary", None),
            ({"conditions": ["no", "a bridge"]}, "conditions", None),
            ({"venue": "a bridge"}, "venue", None),
            ({"note": "a bridge"}, "note", None),
            ({"disputes": [{"note": "a bridge", "resolution": None}]}, "disputes", None),
            ({"disputes": [{"note": "no", "resolution": "a bridge"}]}, "disputes", None),
            ({"evidence": [PIECE | {"note": "a bridge"}]}, "note", "courier"),
            ({"evidence": [PIECE | {"original": {"text": "a bridge"}}]}, "original", "courier"),
        ],
    )
    def test_says_what_it_is(self, fields: dict[str, Any], of_: str, source: str | None) -> None:
        shown = excerpt(row("a tram", **fields), wanted("bridge").terms)
        assert shown["excerpt"] == "a bridge"
        assert shown["matches"] == [[2, 8]]
        assert (shown["excerpt_of"], shown["excerpt_source"]) == (of_, source)

    def test_is_cut_between_words_around_those_that_matched(self) -> None:
        text = f"{'before ' * 100}the Tram and bus {'behind ' * 100}".strip()
        shown, matched = of(row(text), "tram bus")
        assert matched == ["Tram", "bus"]
        assert shown.startswith("…before ")
        assert shown.endswith(" behind…")
        assert shown.strip("…") in text
        assert LONGEST // 2 < len(shown) <= LONGEST + 2

    def test_is_cut_at_one_end_only_at_the_other(self) -> None:
        shown, matched = of(row(f"tram {'behind ' * 100}".strip()), "tram")
        assert (shown[:5], shown[-1], matched) == ("tram ", "…", ["tram"])
        shown, matched = of(row(f"{'before ' * 100}tram"), "tram")
        assert (shown[0], shown[-5:], matched) == ("…", " tram", ["tram"])

    def test_is_where_most_of_the_words_stand_close_together(self) -> None:
        text = f"tram {'x ' * 300}tram bus {'y ' * 300}bus"
        assert of(row(text), "tram bus")[1] == ["tram", "bus"]

    def test_has_a_match_that_is_longer_than_it_may_be(self) -> None:
        long = "word" * LONGEST
        shown, matched = of(row(f"{'before ' * 50}{long} {'behind ' * 50}"), long)
        assert matched == [long]
        assert long in shown

    def test_is_not_cut_if_it_just_fits(self) -> None:
        text = "tram " + "x" * (LONGEST - 5)
        assert of(row(text), "tram")[0] == text
