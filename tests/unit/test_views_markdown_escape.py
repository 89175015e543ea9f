"""Words stay words in Markdown: for another program that reads it, and for GitHub behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from stances.views.direction import END, ISOLATE
from stances.views.markdown_escape import JOINER, code, escaped, isolated, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

JUDGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLACES = ("{}", "- {}", "> {}", "1. {}", "# {}", "before {} behind", "| a |\n| --- |\n| {} |")
ADDED = str.maketrans("", "", JOINER + ISOLATE + END)

characters = st.characters(exclude_categories=("Zs", "Zl", "Zp"))
marks = st.sampled_from("|`<>*_[]()!#&~\\$@ \n\r\t-+=:.1a\x1b\u202e")
texts = st.text(characters | marks).filter(lambda text: text.strip() == text and text)

# How GitHub finds these in the text that its parser has made.
MENTION = re.compile(r"@[a-z0-9]", re.IGNORECASE)
NUMBER = re.compile(r"(?:#|\bgh-)\d", re.IGNORECASE)
EMOJI = re.compile(r":[\w+-]+:")
MAIL = re.compile(r"\w@\w", re.ASCII)


def inline(markdown: str) -> Sequence[Token]:
    """The pieces of the last line of words."""
    found = [token for token in JUDGE.parse(markdown) if token.type == "inline"]
    return found[-1].children or []


def read(markdown: str) -> str:
    """What a reader sees; nothing else may be there than text and our own line breaks."""
    pieces = inline(markdown)
    assert {piece.type for piece in pieces} <= {"text", "text_special", "html_inline"}
    assert {piece.content for piece in pieces if piece.type == "html_inline"} <= {"<br>"}
    return "".join("\n" if p.type == "html_inline" else p.content for p in pieces)


def shown(text: str) -> str:
    """The text as it is to be seen, with what cannot be seen written out."""
    text = re.sub(r"\r\n?", "\n", text)
    unseen = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
    return unseen.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@given(texts, st.sampled_from(PLACES))
@example("1. a", "{}")
@example("- a", "> {}")
@example("---", "before {}")
@example("===", "{}")
@example("    a", "{}")
@example("\\|", PLACES[-1])
@example("\x1b[31mred\x1b[0m", "{}")
@example("\u202eright\u202c", "{}")
@example("\udcff", "- {}")
@example("\ufeff", "{}")
def test_a_text_is_read_as_it_is_wherever_it_stands(text: str, place: str) -> None:
    seen = read(place.format(literal(text))).translate(ADDED)
    wanted = shown(text).translate(ADDED)
    assert seen == (place.format(wanted) if place.startswith("before") else wanted)
    assert "\n" not in literal(text)


@given(texts)
@example("ask @octocat about #12 and GH-12, :smile: or a@b.example")
def test_nothing_is_left_that_becomes_a_mention_a_reference_or_an_emoji(text: str) -> None:
    seen = read(f"before {literal(text)}")
    for pattern in (MENTION, NUMBER, EMOJI, MAIL):
        assert not pattern.search(seen)


@pytest.mark.parametrize(
    "text", ["https://a.example/?b=c", "HTTP://a.example", "see www.a.example now", "x@y.example"]
)
def test_addresses_are_not_left_whole_for_a_parser_that_links_them(text: str) -> None:
    assert not re.search(r"(?i)https?://|www\.|@y", literal(text))
    assert read(literal(text)).translate(ADDED) == text


@pytest.mark.parametrize("text", ["$x$", "$$x$$", "a $`x`$ b"])
def test_dollars_are_no_mathematics(text: str) -> None:
    assert "$" not in literal(text)
    assert read(literal(text)) == text


@pytest.mark.parametrize(
    "text", ["2014-06-18", "-2.00 (1 by 1)", "+2", "a b, c. d (e) “f” ’g’ – …", "3.5 1) a"]
)
def test_plain_words_and_figures_stay_plain(text: str) -> None:
    assert literal(text) == text.replace("~", r"\~")


class TestDirection:
    def test_of_persian_words_is_kept_to_them(self) -> None:
        assert literal("آرام (U.S.)") == f"{ISOLATE}آرام (U.S.){END}"
        assert literal("quiet") == "quiet"

    def test_is_kept_to_pieces_together(self) -> None:
        whole = isolated(f"**{escaped('آرام')}** {escaped('باش')}")
        assert whole == f"{ISOLATE}**آرام** باش{END}"

    def test_cannot_be_turned_by_a_text(self) -> None:
        assert literal("\u2067abc") == "\\\\u2067abc"


class TestCode:
    @given(texts)
    @example("`")
    @example("a``b`")
    @example("@octocat #12 <b> &amp; \\")
    def test_is_read_as_it_is(self, text: str) -> None:
        [piece] = inline(code(text))
        assert piece.type == "code_inline"
        assert piece.content == shown(text).replace("\n", " ")
