"""A difference in words, where whole commands do not show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt

from stances.queries.diff import Diff
from stances.queries.diff.changes import change
from stances.views.diff.markdown import markdown
from stances.views.diff.outline import described
from stances.views.diff.plain_text import text, visible
from stances.views.diff.wording import difference, figures, value
from stances.views.formats import ViewOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

STATE = {
    "kind": "folder",
    "name": "x",
    "commit": None,
    "day": None,
    "path": "x",
    "corpus": True,
    "unusable": None,
}


def of(changes: Sequence[dict[str, Any]]) -> Diff:
    return Diff(STATE, STATE, changes, [], [], [])


def sources(number: int) -> list[dict[str, Any]]:
    record = {"title": "T", "publisher": None, "published": "2021"}
    return [change("added", "source", f"s{n}", now=record, path="p") for n in range(number)]


class TestDiffText:
    def test_warns_of_a_review_that_was_kept(self) -> None:
        whose = {"official": "bo", "name": "Bo", "issue": "tram"}
        kept = change("review-kept", "statement", "bo/s", key="reviewed_by", now=["TK"], **whose)
        shown = "".join(text(of([kept]), ViewOptions()))
        assert "1 review kept after a change\n" in shown
        assert "    reviewed_by kept: TK, though the statement has changed\n" in shown

    def test_has_colour_only_if_told(self) -> None:
        found = of(sources(1))
        plain = "".join(text(found, ViewOptions()))
        assert "  s0 added: T, 2021\n" in plain
        assert "\x1b" not in plain
        assert "\x1b[32m added\x1b[0m" in "".join(text(found, ViewOptions(color=True)))

    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ("a\nb", "a ↵ b"),
            ("a\tb\x1b[31m", "a\\tb\\u001b[31m"),
            ("\u202eabc", "\\u202eabc"),
            ("می\u200cرود\xa0«x»", "می\u200cرود\xa0«x»"),
        ],
    )
    def test_shows_what_nobody_sees(self, words: str, shown: str) -> None:
        assert visible(words) == shown

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ({}, "bo/s1 added, hearsay according to a clerk, who has it from ada: said 2021, none"),
            ({"words_of": "ada/s1", "evidence": []}, "from ada: the words of ada/s1, none"),
        ],
    )
    def test_says_that_a_new_statement_is_hearsay(self, words: dict[str, Any], told: str) -> None:
        piece = {"text": "No.", "form": "quote", "source": "courier"}
        record: dict[str, Any] = {"said": "2021", "stance": None, "conditions": [], "quote": "No."}
        record |= {"evidence": [piece], "according_to": ["a clerk", "ada"]} | words
        whose = {"official": "bo", "name": "Bo", "issue": "tram"}
        found = of([change("added", "statement", "bo/s1", now=record, path="p", **whose)])
        assert told in "".join(text(found, ViewOptions()))

    def test_says_which_words_of_a_source_were_altered(self) -> None:
        place = {"path": "p", "line": 2, "column": 3, "difference": "a [-b-]{+c+}"}
        found = of(
            [
                change("quote-changed", "dispute", "bo/s1", key="words", source="post", **place),
                change("quote-changed", "source", "post", key="uncoded", source="post", **place),
            ]
        )
        told = "".join(text(found, ViewOptions()))
        assert "x/p:2:3: warning[quote-changed] bo/s1, post, words in a dispute\n" in told
        assert "warning[quote-changed] post, a passage that is not coded\n    a [-b-]{+c+}" in told

    def test_shows_the_words_that_a_dispute_gained(self) -> None:
        dispute: dict[str, Any] = {"note": "N.", "resolution": None, "sources": [], "words": None}
        words = {"source": "post", "text": "No.", "by": None}
        sides = {"key": "speaker", "was": dispute, "now": dispute | {"words": words}}
        found = of([change("changed", "dispute", "bo/s1", path="p", name="Bo", **sides)])
        assert "words: none → source post text No.\n" in "".join(text(found, ViewOptions()))


class TestDiffMarkdown:
    def test_emphasises_what_was_gained_and_dropped(self) -> None:
        lists = {"key": "frames", "gained": ["trade"], "dropped": ["noise"]}
        told = of([change("changed", "frame", "f", path="p", **lists)])
        rendered = MarkdownIt().render("".join(markdown(told, ViewOptions())))
        assert "<strong>gained</strong> trade; <strong>dropped</strong> noise" in rendered

    def test_folds_up_only_what_is_long(self) -> None:
        assert "<details>" not in "".join(markdown(of(sources(20)), ViewOptions()))
        long = "".join(markdown(of(sources(21)), ViewOptions()))
        assert "#### Sources\n\n<details><summary>21 lines</summary>\n\n- " in long
        assert "\n\n</details>\n" in long
        assert long.count("**added**") == 21


class TestDiffHeadline:
    @pytest.mark.parametrize(
        ("name", "told"),
        [("main", "main (1234567 of 2021-07-01)"), ("12345678", "1234567 of 2021-07-01")],
    )
    def test_does_not_say_a_commit_twice(self, name: str, told: str) -> None:
        commit = {"commit": "1234567890", "day": "2021-07-01"}
        assert described(STATE | commit | {"name": name}) == told


class TestDiffWording:
    def test_tells_pieces_of_a_difference_apart(self) -> None:
        assert list(difference("a [-b-]{+c+} d")) == [
            ("a ", ""),
            ("[-b-]", "lost"),
            ("{+c+}", "won"),
            (" d", ""),
        ]

    @pytest.mark.parametrize(
        ("was", "now", "told"),
        [
            (1.0, 2.0, "+1.00 → +2.00 (1 scored of 2 by 1 official)"),
            (-0.001, -0.0014, "-0.0010 → -0.0014 (1 scored of 2 by 1 official)"),
            (None, 0.5, "no mean → +0.50 (1 scored of 2 by 1 official)"),
        ],
    )
    def test_tells_means_apart(self, was: float | None, now: float, told: str) -> None:
        rest = {"scored": 1, "statements": 2, "officials": 1}
        assert figures({"mean": was} | rest, {"mean": now} | rest) == told

    def test_tells_once_what_stays(self) -> None:
        was = {"mean": 1.0, "scored": 1, "statements": 2, "officials": 1}
        now = was | {"statements": 3}
        assert figures(was, now) == (
            "+1.00; 1 scored of 2 by 1 official → 1 scored of 3 by 1 official"
        )

    def test_has_words_for_every_value(self) -> None:
        assert value(None) == value([]) == "none"
        assert [*map(value, (True, False, 0))] == ["yes", "no", "0"]
        assert value([{"title": "Mayor", "faction": None}]) == "title Mayor"
