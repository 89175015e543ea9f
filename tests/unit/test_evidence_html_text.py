from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import every_case
from stances.evidence.html_text import read_page

PIECES = (
    "<p> </p> <b> </b> <br> <br/> <!-- --> <script> </script> <title> </title> <pre> </pre> &amp; "
    "&#1740; &#x2019; &amp &# &nope; & < > </ </> <a_href='>'> <a_\" <![CDATA[ ]]> <? <![x[ <! = ' "
    '" word الف x<y <head> </head> <body>'
).split()
pages = st.lists(
    st.sampled_from([*(piece.replace("_", " ") for piece in PIECES), " ", "\n", "\r\n"]),
    max_size=30,
).map("".join)


def seen(source: str) -> list[str]:
    """What is seen of a page, line by line."""
    lines = re.split(r"\n+", read_page(source).text)
    return [" ".join(line.split()) for line in lines if line.strip()]


class TestVisibleText:
    @pytest.mark.parametrize(
        ("source", "lines"),
        [
            ("<p>One.<p>Two.", ["One.", "Two."]),
            ("One<br>two<br/>three<BR >four", ["One", "two", "three", "four"]),
            ("<ul><li>a<li>b</ul>c", ["a", "b", "c"]),
            ("<table><tr><td>a</td><td>b</table>", ["a", "b"]),
            ("<b>un</b>true, coop<i class=x>er</i>ation", ["untrue, cooperation"]),
            ("a\n  b\r\n<b>c</b>\fd", ["a b c d"]),
            ("<pre>a\n  b</pre>c\nd", ["a", "b", "c d"]),
            ("&ldquo;Yes,&rdquo; they don&#8217;t &#x26; do", ["“Yes,” they don’t & do"]),
            ("a&nbsp;b &amp; c &lt;p&gt;", ["a b & c <p>"]),
            ("AT&T said R&D; &unknown; 5 < 6 & 7", ["AT&T said R&D; &unknown; 5 < 6 & 7"]),
            ("a &#; b <i>c</i> &#; <i>d</i>", ["a &#; b c &#; d"]),
            ("می&zwnj;خواهد", ["می‌خواهد"]),
            ("a<!-- no <p> > -->b<!---->c<!-->d", ["abcd"]),
            ("a<![if !IE]>b<![endif]>c<![ x>d<!>e", ["abcde"]),
            ("a<?php no ?>b</>c</ no>d", ["abcd"]),
            ("a <a title='1 > 0' x=\"</p>\" y = '>'>b</a>", ["a b"]),
            ("<a href=it's>b</a> c", ["b c"]),
            ("a > b", ["a > b"]),
            ("no tags at all", ["no tags at all"]),
            ("", []),
        ],
    )
    def test_is_what_a_reader_sees(self, source: str, lines: list[str]) -> None:
        assert seen(source) == lines

    @pytest.mark.parametrize(
        "source",
        [
            "<head><title>no</title><style>no</style></head><body>yes</body>",
            "<head><title>no</title><meta charset=utf-8><p>yes",
            "<title>no</title>yes",
            "<script>if (a<b) no('</p>')</SCRIPT >yes",
            "<script src=x />yes",
            "<style>no</style>yes<script>no",
            "<noscript><p>no</noscript>yes<template><p>no</p></template>",
            "yes<!-- no > no <p>no</p>",
            "yes<a href='no",
            "yes<a href='no>no</a>",
            "yes</a no",
            "yes<! no",
        ],
    )
    def test_is_without_what_is_hidden(self, source: str) -> None:
        assert seen(source) == ["yes"]

    @pytest.mark.parametrize("source", ["<p>a</p>\n<p>b", "a<div><p>b", "a<h1>b</h1>"])
    def test_has_blocks_as_paragraphs(self, source: str) -> None:
        assert re.search(r"a\s*\n\n\s*b", read_page(source).text)

    def test_has_a_break_as_a_line(self) -> None:
        assert read_page("a<br>b").text == "a\nb"


class TestVisibleTextPlaces:
    @pytest.mark.parametrize(
        ("source", "words", "origin"),
        [
            ("<p>We will</p>", "We", 3),
            ("<html>\n<body>\n  <p>We\n will", "will", 23),
            ("&ldquo;We&rdquo; will", "“", 0),
            ("&ldquo;We&rdquo; will", "We", 7),
            ("&ldquo;We&rdquo; will", "will", 17),
            ("AT&T will", "will", 5),
            ("<!-- \n\n --><p>We", "We", 14),
            ("<script>no</script>We", "We", 19),
            ("<b>un</b>true", "true", 9),
        ],
    )
    def test_are_offsets_in_the_source(self, source: str, words: str, origin: int) -> None:
        text, trace, *_ = read_page(source)
        assert trace.origin(text.index(words)) == origin

    @given(pages)
    def test_have_the_character_or_what_stands_for_it(self, source: str) -> None:
        text, trace, *_ = read_page(source)
        origins = [trace.origin(at) for at in range(len(text))]
        assert origins == sorted(origins)
        for char, origin in zip(text, origins, strict=True):
            rest = source[origin : origin + 12]
            assert char in {" ", "\n"} or unescape(rest).startswith(char) or rest.startswith(char)


HOSTILE = (
    *("<!--", "<!-- x>", "-->", "<a ", "<a b='", '<a b="', "<a b=", "<a/", "</", "</a", "<b"),
    *("<![", "<![CDATA[", "<!a[", "<!", "<?", "&", "&#", "&#x", "&a", "&#9", "< >", "="),
    *("<script>", "<title>", "<pre>", "<p>"),
)


@pytest.mark.parametrize("end", ["", ">", "-->", "'>", "</script>"])
def test_a_hostile_page_is_gone_through_once(end: str) -> None:
    """A page that were gone through anew at each of its tags would never be done."""
    with every_case() as case:
        for piece in HOSTILE:
            with case(piece):
                text = read_page(piece * 100_000 + end).text
                assert len(text) <= len(piece) * 100_000 + len(end)


def test_a_number_of_thousands_of_digits_is_no_character() -> None:
    assert "9" * 4000 in read_page(f"&#{'9' * 5000};").text
