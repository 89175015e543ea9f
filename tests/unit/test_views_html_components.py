from __future__ import annotations

import pytest

from stances.views.html.charts.svg import NO_SCORE, UNSCORED
from stances.views.html.components import (
    address,
    dated,
    direction,
    folded,
    position,
    quotation,
    table,
)
from stances.views.wording import in_words


class TestAddress:
    def test_on_the_web_is_a_link(self) -> None:
        made = address("https://example.org/?a=1&b=2")
        assert made.startswith(
            '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">'
        )

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "data:text/html,x", "http:///x", " //x"]
    )
    def test_elsewhere_is_text(self, url: str) -> None:
        assert address(url) == f"<code>{url}</code>"


class TestQuotation:
    @pytest.mark.parametrize(
        ("lang", "written"),
        [
            ("fa", "rtl"),
            ("AR-EG", "rtl"),
            ("az-Arab", "rtl"),
            ("fa-Latn", "ltr"),
            ("en", "auto"),
            (None, "auto"),
        ],
    )
    def test_run_as_their_language_does(self, lang: str | None, written: str) -> None:
        assert direction(lang) == written

    def test_are_quoted_in_their_language(self) -> None:
        assert quotation("سلام", "quote", "fa") == (
            '<blockquote class="form-quote"><p class="words" lang="fa" dir="rtl">سلام</p>'
            "</blockquote>"
        )


class TestDated:
    @pytest.mark.parametrize(
        "said",
        ["2014", "2014-06", "2014-06-18", "2014-06-18T20:30:00", "2014-06-18T20:30:00+04:30"],
    )
    def test_keeps_the_form_for_machines_that_html_has(self, said: str) -> None:
        made = dated(said, in_words(said))
        assert made == f'<time datetime="{said}" class="date">{in_words(said)}</time>'

    @pytest.mark.parametrize("said", ["2014-06-18~", "../2014-06-18", "2014-06-11/2014-06-25"])
    def test_keeps_any_other_as_it_is_written(self, said: str) -> None:
        made = dated(said, in_words(said))
        assert made == f'<data value="{said}" class="date">{in_words(said)}</data>'


class TestPosition:
    def test_has_its_sign_and_its_colour(self) -> None:
        made = position("\N{MINUS SIGN}1", "Label", "against-near")
        assert 'class="position against-near"' in made
        assert '<span class="sign">\N{MINUS SIGN}1</span>\N{NO-BREAK SPACE}<bdi>Label</bdi>' in made

    def test_without_a_sign_has_a_label_alone(self) -> None:
        assert position(NO_SCORE, "Label", UNSCORED) == (
            '<span class="position unscored"><bdi>Label</bdi></span>'
        )


class TestFolded:
    def test_waits_below_its_title(self) -> None:
        assert folded("More & more", "words", class_="coded") == (
            '<details class="coded"><summary>More &amp; more</summary>words</details>'
        )


def test_a_table_scrolls_under_its_name() -> None:
    made = table("Some & more", ("a", "b"), [["x", 1]], [1])
    assert 'role="region" tabindex="0" aria-label="Some &amp; more"' in made
    assert '<th scope="row">x</th><td class="number">1</td>' in made
