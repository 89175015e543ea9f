from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.views.text_fragment import at_words

URL = "https://example.org/a"
BEGIN = ":~:text="
ALLOWED = re.compile(r"[A-Za-z0-9._~%]+")
"""What a term is made of: a dash, a comma and an ampersand part it from others."""


def terms(address: str) -> list[str]:
    """The terms of a fragment as a browser takes them: split before anything is decoded."""
    return address.partition(BEGIN)[2].split(",")


def words(address: str) -> list[str]:
    return [unquote(term.strip("-")) for term in terms(address)]


class TestAddressOfWords:
    def test_has_the_words_as_they_are(self) -> None:
        assert at_words(URL, "we shall build it") == f"{URL}#{BEGIN}we%20shall%20build%20it"

    def test_encodes_what_would_part_terms(self) -> None:
        address = at_words(URL, "US-Iranian, R&D")
        assert address.partition(BEGIN)[2] == "US%2DIranian%2C%20R%26D"

    def test_has_beginning_and_end_of_many_words(self) -> None:
        many = " ".join(f"w{number}" for number in range(20))
        assert words(at_words(URL, many)) == ["w0 w1 w2 w3 w4", "w15 w16 w17 w18 w19"]

    @pytest.mark.parametrize(
        ("text", "sought"),
        [
            ("Iran and America, […] are the only two", ["Iran and America,", "are the only two"]),
            ("take action [in Iraq], we can", ["take action", ", we can"]),
            ("[He] said so", ["said so"]),
            ("we build […]", ["we build"]),
        ],
    )
    def test_passes_over_what_is_inserted(self, text: str, sought: list[str]) -> None:
        assert words(at_words(URL, text)) == sought

    def test_has_what_stands_around_the_words(self) -> None:
        address = at_words(URL, "we do", "he said:", "- and left")
        assert terms(address) == ["he%20said%3A-", "we%20do", "-%2D%20and%20left"]

    def test_keeps_a_fragment_that_is_there(self) -> None:
        assert at_words(f"{URL}#p3", "we do") == f"{URL}#p3{BEGIN}we%20do"
        assert at_words(f"{URL}#{BEGIN}x", "we do") == f"{URL}#{BEGIN}x"

    @pytest.mark.parametrize("text", ["", "[…]", " "])
    def test_is_that_of_the_page_where_there_are_no_words(self, text: str) -> None:
        assert at_words(URL, text) == URL

    @given(st.text(min_size=1), st.none() | st.text(min_size=1), st.none() | st.text(min_size=1))
    def test_is_read_back(self, text: str, prefix: str | None, suffix: str | None) -> None:
        address = at_words(URL, text, prefix, suffix)
        if BEGIN not in address:
            assert not re.sub(r"\[[^\]]*\]", " ", text).split()
            return
        for term in terms(address):
            assert ALLOWED.fullmatch(term.removesuffix("-").removeprefix("-"))
        around = [bool(each and each.split()) for each in (prefix, suffix)]
        sought = words(address)[around[0] : len(terms(address)) - around[1]]
        assert 1 <= len(sought) <= 2
        plain = " ".join(re.sub(r"\[[^\]]*\]", " ", text).split())
        encoded = plain.encode("utf-8", "replace").decode()
        assert encoded.startswith(sought[0])
        assert encoded.endswith(sought[-1])
