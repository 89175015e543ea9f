from __future__ import annotations

import pytest

from stances.evidence.locate import Quotation, kept, readings_of


def read(sought: str, printed: str = "") -> list[Quotation]:
    """The readings of words if a copy prints just this."""
    return list(readings_of(sought, lambda part: part.strip() in printed))


class TestReadingsOfAnEllipsis:
    @pytest.mark.parametrize(
        "sign",
        ["…", "...", "[…]", "[...]", "[ … ]", "(…)", "(...)", "....", "….", ".…", " … ", "[....]"],
    )
    def test_divides_the_words(self, sign: str) -> None:
        assert read(f"we will go{sign}and stay") == [Quotation(("we will go", "and stay"))]

    def test_divides_nothing_where_it_is_printed_unless_the_words_are_not_found(self) -> None:
        sought = "we go… or not"
        whole, divided = read(sought, "so we go… or not, then")
        assert whole.pieces == (sought,)
        assert divided.pieces == ("we go", "or not")

    def test_may_be_printed_in_one_place_and_not_in_another(self) -> None:
        whole, *_ = read("we go… or not […] but who", "so we go… or not, then")
        assert whole.pieces == ("we go… or not", "but who")

    @pytest.mark.parametrize(
        ("sought", "pieces"),
        [
            ("… untrue …", ("untrue",)),
            ("[…] we go", ("we go",)),
            ("we will go […].", ("we will go",)),
            ("we will go […] ” […] and stay", ("we will go", "and stay")),
            ("[…]", ()),
            ("— “”", ()),
            ("", ()),
            ("we go.. or not", ("we go.. or not",)),
            ("(we) go", ("(we) go",)),
        ],
    )
    def test_leaves_the_pieces_that_have_words(self, sought: str, pieces: tuple[str, ...]) -> None:
        assert read(sought) == [Quotation(pieces)]

    @pytest.mark.parametrize("printed", ["[…] we go", "we go […]"])
    def test_may_be_printed_at_an_end_of_the_words(self, printed: str) -> None:
        assert read(printed, f"({printed})")[0].pieces == (printed,)


class TestReadingsOfAnInsertion:
    @pytest.mark.parametrize(
        ("sought", "without"),
        [
            ("against groups [in Iraq], we can", "against groups, we can"),
            ("[We] will go", "will go"),
            ("we will go [now].", "we will go."),
            ("“[We] will go”", "“will go”"),
            ("he,[sic] too", "he, too"),
            ("the [so-called] “deal”", "the “deal”"),
            ("the [big] [old] port", "the port"),
            ("what [is this]?", "what?"),
        ],
    )
    def test_is_taken_out_where_it_is_not_printed(self, sought: str, without: str) -> None:
        [reading] = read(sought)
        assert reading.pieces == (without,)
        assert reading.insertions

    def test_is_told_without_its_brackets(self) -> None:
        assert read("the [big] port [ in the north ]")[0].insertions == ("big", "in the north")

    def test_is_first_sought_as_printed(self) -> None:
        sought = "against groups [in Iraq], we can"
        assert read(sought, sought) == [
            Quotation((sought,)),
            Quotation(("against groups, we can",), ("in Iraq",)),
        ]

    def test_may_be_printed_elsewhere_with_other_words_next_to_it(self) -> None:
        assert read("groups [in Iraq], we", "people [in Iraq] can")[0].insertions == ("in Iraq",)

    @pytest.mark.parametrize("sought", ["[un]true words", "[T]he port", "port[s] are", "a [] b"])
    def test_is_whole_words(self, sought: str) -> None:
        assert read(sought) == [Quotation((sought,))]


class TestReadingsOfSignsNextToEachOther:
    @pytest.mark.parametrize(
        ("sought", "pieces", "insertions"),
        [
            ("we go [now] […] and stay", ("we go", "and stay"), ("now",)),
            ("we go […] [now] and stay", ("we go", "and stay"), ("now",)),
            ("we go [now …] there […] and stay", ("we go there", "and stay"), ("now …",)),
        ],
    )
    def test_are_each_read(
        self, sought: str, pieces: tuple[str, ...], insertions: tuple[str, ...]
    ) -> None:
        assert read(sought) == [Quotation(pieces, insertions)]

    def test_do_not_hide_that_one_of_them_is_printed(self) -> None:
        printed = "pay its bills [for the bridge], and we talk"
        assert read("its bills [for the bridge] […] we talk", printed)[0] == Quotation(
            ("its bills [for the bridge]", "we talk")
        )
        assert read("its bills [for the bridge] [sic], and", printed)[0] == Quotation(
            ("its bills [for the bridge], and",), ("sic",)
        )


class TestReadingsTooShort:
    @pytest.mark.parametrize(
        "piece", ["a", "not", "meaning", "don’t", "“No,”", "می‌رود", "e\u0301te\u0301", "no —"]
    )
    def test_have_a_piece_of_one_short_word(self, piece: str) -> None:
        assert Quotation(("we will go", piece)).short_piece == piece

    @pytest.mark.parametrize("piece", ["we go", "untruthful", "meanings", "می رود"])
    def test_have_none_of_two_words_or_eight_letters(self, piece: str) -> None:
        assert Quotation((piece, "we will go")).short_piece is None

    def test_are_none_of_all_that_is_sought(self) -> None:
        assert Quotation(("no",)).short_piece is None


@pytest.mark.parametrize(
    "words", ["[" + "a" * 20_000, "[" * 20_000, "[" + "." * 20_000, "(…" * 9_999]
)
def test_words_that_never_close_their_brackets_are_read_at_once(words: str) -> None:
    assert read(words)


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("we will go", ["we will go"]),
        ("we will … go (...) there […]", ["we will ", " go ", " there "]),
        ("[They] will go [to Iraq] today", [" will go ", " today"]),
        ("[W]e are [un]likely to", ["We are unlikely to"]),
        ("…", []),
    ],
)
def test_words_are_kept_between_what_is_left_out_and_put_in(words: str, pieces: list[str]) -> None:
    assert kept(words) == pieces
