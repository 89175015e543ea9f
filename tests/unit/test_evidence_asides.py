from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.evidence.html_text import read_page

TAGS = "aside caption figure figcaption sup a table tr article body p q br div".split()
pages = st.lists(
    st.sampled_from(
        [*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), "go there", "1"]
    ),
    max_size=40,
).map("".join)


def asides(source: str) -> list[str]:
    """The asides of a page, each on one line."""
    text, *_, spans = read_page(source)
    return [" ".join(text[start:end].split()) for start, end in spans]


class TestAsides:
    @pytest.mark.parametrize(
        ("source", "found"),
        [
            ("<p>One<figure><img><figcaption>A lake</figcaption></figure><p>two", ["A lake"]),
            ("<p>One<aside><p>Read<p>on</aside>two<aside>more</aside>", ["Read on", "more"]),
            ("<aside>a<aside>b</aside>c</aside>d", ["a b c"]),
            ("<table><caption>Rates<tr><td>5</table>", ["Rates"]),
            ("<table><caption>Rates</caption><tr><td>5</table>", ["Rates"]),
            ("<article>One<figure>A lake</article>two", ["A lake"]),
            ("One<figure>A lake", ["A lake"]),
            ("</figure>One</aside>", []),
            ("<figure></figure>", []),
            ("the ferry<sup>1</sup> stays", ["1"]),
            ("it stays.<sup>12</sup><sup>[b]</sup>", ["12", "[b]"]),
            ("it is <b>stay</b>ed,<sup>*</sup>", ["*"]),
            ("in 2<sup><a href=#n>3</a></sup>, x<a><sup>4</sup></a>", ["3", "4"]),
            ("5 km<sup>2</sup>, 10<sup>6</sup>, the 1<sup>st</sup>, a<sup>1</sup>", []),
            ("it stays<sup>for now</sup>", []),
            ("<figure>a lake<sup>1</sup></figure>", ["a lake1"]),
            ("words</sup>1<sup>", []),
        ],
    )
    def test_are_what_stands_in_the_midst_of_a_text(self, source: str, found: list[str]) -> None:
        assert asides(source) == found

    @given(pages)
    def test_are_in_order_and_in_the_text_of_any_page(self, source: str) -> None:
        text, *_, spans = read_page(source)
        ends = [0, *(at for span in spans for at in span), len(text)]
        assert ends == sorted(ends)
        assert all(start < end for start, end in spans)
