"""The passage of a copy around some words."""

from __future__ import annotations

from pathlib import Path

import pytest

from stances.evidence.copies import Copy, Stored
from stances.evidence.passages import passages
from stances.evidence.verdicts import Sought


def passage(text: str, words: str, name: str = "a.txt") -> str:
    copy = Stored(Path(name), text.encode()).read()
    assert isinstance(copy, Copy)
    [found] = passages(copy, [Sought(words)])
    return "".join(f"<{piece.text}>" if piece.is_sought else piece.text for piece in found)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("One.\n\nTwo of\n  three  words.\n\nFour.", "of three", "Two <of three> words."),
        ("We want our\nlake back", "We want our lake back", "<We want our lake back>"),
        (
            "They all came here, so they said, late at night.",
            "They all came here […] late at night",
            "<They all came here>, so they said, <late at night>.",
        ),
        ("Nothing", "these words are not there", ""),
    ],
)
def test_is_the_paragraph_with_the_words_marked(text: str, words: str, shown: str) -> None:
    assert passage(text, words) == shown


def test_is_cut_between_words_where_the_paragraph_is_long() -> None:
    long = "before " * 300 + "the very words" + " after" * 300
    shown = passage(long, "the very words")
    assert shown.startswith("… before before")
    assert shown.endswith("after after …")
    assert "<the very words>" in shown
    assert len(shown) < 1500


def test_is_also_that_of_what_a_page_hides() -> None:
    page = '<p>Seen.</p><p style="display: none">Said in the dark.</p>'
    assert passage(page, "Said in the dark", "a.html") == "<Said in the dark>."
