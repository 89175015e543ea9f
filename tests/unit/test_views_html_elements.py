from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.views.html.elements import Markup, element, joined, markup, number

HTML = "{http://www.w3.org/1999/xhtml}"
KEPT = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"])


class TestElement:
    def test_escapes_its_text_once(self) -> None:
        inner = element("b", "a < b & c")
        assert inner == "<b>a &lt; b &amp; c</b>"
        assert element("p", inner, " > ") == "<p><b>a &lt; b &amp; c</b> &gt; </p>"

    def test_escapes_its_attributes(self) -> None:
        assert element("a", href='"><script>') == '<a href="&quot;&gt;&lt;script&gt;"></a>'

    def test_has_attributes_by_their_names_in_html(self) -> None:
        made = element("td", class_="x", aria_label="y", hidden=True, lang=None, open=False)
        assert made == '<td class="x" aria-label="y" hidden></td>'

    def test_leaves_out_what_is_nothing(self) -> None:
        assert element("p", None, "a", None) == "<p>a</p>"

    def test_has_no_end_where_html_has_none(self) -> None:
        assert element("meta", charset="utf-8") == '<meta charset="utf-8">'

    def test_writes_numbers_the_same_everywhere(self) -> None:
        assert element("rect", 7, x=1 / 3, y=2.0) == '<rect x="0.33" y="2">7</rect>'

    @given(st.text())
    def test_can_be_read_whatever_is_in_it(self, text: str) -> None:
        page = "<!DOCTYPE html><html><head><title>t</title></head><body>{}</body></html>"
        made = element("p", text, title=text)
        html5lib.HTMLParser(strict=True).parse(
            page.format(made).encode(), transport_encoding="utf-8"
        )

    @given(st.text(KEPT))
    def test_loses_nothing(self, text: str) -> None:
        parsed = html5lib.parseFragment(element("p", text, title=text))
        [found] = parsed
        assert (found.text or "") == text
        assert found.get("title") == text


class TestUnseenCharacters:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("\x1b[31m", "␛[31m"),
            ("a\0b\rc\x7f", "a␀b␍c␡"),
            ("\x85", "[U+0085]"),
            ("a\u202eb", "a[U+202E]b"),
            ("\ufffe\U0001ffff", "[U+FFFE][U+1FFFF]"),
            ("\ud800", "[U+D800]"),
        ],
    )
    def test_are_made_visible(self, text: str, shown: str) -> None:
        assert markup(text) == shown

    def test_stay_where_words_need_them(self) -> None:
        assert markup("نمی\u200cسازد\n\t") == "نمی\u200cسازد\n\t"


class TestJoined:
    def test_puts_pieces_one_after_the_other(self) -> None:
        assert joined(["<", Markup("<br>"), None, 3], " & ") == "&lt; &amp; <br> &amp; 3"


@pytest.mark.parametrize(
    ("value", "text"), [(0.5, "0.5"), (1.0, "1"), (1 / 3, "0.33"), (-0.001, "0"), (100, "100")]
)
def test_a_number_has_two_decimals_at_most(value: float, text: str) -> None:
    assert number(value) == text
