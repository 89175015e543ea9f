from __future__ import annotations

import pytest

from stances.views.html.components import address, dated, direction, position, quotation, table


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
    def test_is_one_for_machines_if_it_is_a_day(self) -> None:
        assert 'datetime="2014-06-18"' in dated("2014-06-18")

    @pytest.mark.parametrize("said", ["2014-06", "2014-06-18~", "../2014-06-18"])
    def test_is_as_written_if_not(self, said: str) -> None:
        assert dated(said) == f'<time class="date">{said}</time>'


class TestPosition:
    @pytest.mark.parametrize(
        ("score", "sign", "tone"),
        [
            (2, "+2", "for-far"),
            (1, "+1", "for-near"),
            (0, "0", "middle"),
            (-1, "\N{MINUS SIGN}1", "against-near"),
            (-2, "\N{MINUS SIGN}2", "against-far"),
            (None, "·", "unscored"),
        ],
    )
    def test_says_by_its_sign_what_its_colour_says(
        self, score: int | None, sign: str, tone: str
    ) -> None:
        made = position(score, "Label", 2)
        assert f'class="position {tone}"' in made
        assert f'<span class="sign">{sign}</span>' in made


def test_a_table_scrolls_under_its_name() -> None:
    made = table("Some & more", ("a", "b"), [["x", 1]], [1])
    assert 'role="region" tabindex="0" aria-label="Some &amp; more"' in made
    assert '<th scope="row">x</th><td class="number">1</td>' in made
