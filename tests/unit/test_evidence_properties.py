"""What holds of any words of an article, however they are set.

What is typography, and whether words stand in an article, is said here anew and in plain Python:
it judges the program, and uses none of it but the search itself.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from stances.evidence.matching import Ambiguous, Found, Hints, NotFound, Searchable, TooShort

FOLDER = Path(__file__).parent.parent / "data" / "articles"
ARTICLES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}

# A word goes on over an apostrophe, the point of a number and the joint of a Persian word.
_JOINT = r"(?:(?<=[^\W\d])['’](?=[^\W\d])|(?<=\d)[.,\u066b](?=\d)|(?<=\w)[\u200c\u00ad](?=\w))"
_PART = r"(?:\w[\u0300-\u036f\u064b-\u065f\u0670]*)+"
WORD = re.compile(rf"{_PART}(?:{_JOINT}{_PART})*")
FAMILIES = ['“”"«»„', "‘’'\u02bc\u2039\u203a", "-–—\u2010\u2011\u2012\u2212", "یي", "کك"]
SPACES = [" ", "  ", "\u00a0", "\t", "\n", "\r\n", " \n\n ", "\f", "\u202f\n"]
BREAKS = ["-\n", "\u00ad\n", "-\r\n", "\u2010\n\n", "- \f ", "\u00ad-\n"]
LIGATURES = {"ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02", "ffi": "\ufb03"}
PUNCTUATION = ".,;:!?،؛؟"


class Cut(NamedTuple):
    """Some whole words of an article, and where they stand."""

    article: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """As they would be written into a record."""
        return " ".join(ARTICLES[self.article][self.start : self.end].split())


@st.composite
def cuts(draw: st.DrawFn, most: int = 25) -> Cut:
    name = draw(st.sampled_from(sorted(ARTICLES)))
    words = list(WORD.finditer(ARTICLES[name]))
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, min(first + most, len(words) - 1)))
    return Cut(name, words[first].start(), words[last].end())


def ways_to_set(token: re.Match[str], *, in_copy: bool) -> list[str]:
    """All the ways in which a character, or a run of spaces or dots, may be set."""
    text, before = token[0], token.string[: token.start()][-1:]
    if text.isspace():
        return SPACES
    if text in {"...", "…"}:
        return ["...", "…"]
    if text in LIGATURES:
        return [text, LIGATURES[text]]
    family = next((family for family in FAMILIES if text in family), text)
    if not (before.isalpha() and text.isalpha()):
        return [*family]
    inside = ["", "\u00ad", *(BREAKS if in_copy else [])]
    inside += ["\u0640", "\u0640\u0640"] if min(before, text) >= "\u0621" else []
    return [break_ + char for break_ in inside for char in family]


@st.composite
def otherwise(draw: st.DrawFn, text: str, *, in_copy: bool = False) -> str:
    """The text set otherwise, in all respects at once."""
    tokens = re.finditer(r"\s+|\.\.\.|ffi|f[fil]|(?s:.)", unicodedata.normalize("NFC", text))
    ways = (ways_to_set(token, in_copy=in_copy) for token in tokens)
    made = "".join(draw(st.sampled_from(way)) if len(way) > 1 else way[0] for way in ways)
    return unicodedata.normalize("NFD", made) if draw(st.booleans()) else made


COPIES = {name: Searchable(text, lambda at: at) for name, text in ARTICLES.items()}


def starts(words: str, copy: Searchable) -> list[int]:
    """Where the words are found."""
    match copy.find(words, Hints()):
        case Found(spans):
            return [spans[0][0]]
        case Ambiguous(places):
            return list(places)
        case NotFound() | TooShort():
            return []


class TestFindAnyWords:
    @given(cuts(most=60))
    def test_are_found_where_they_stand(self, cut: Cut) -> None:
        assert cut.start in starts(cut.words, COPIES[cut.article])

    @given(st.data(), cuts())
    def test_are_found_if_they_are_set_otherwise(self, data: st.DataObject, cut: Cut) -> None:
        words = data.draw(otherwise(cut.words))
        assert cut.start in starts(words, COPIES[cut.article])

    @given(st.data(), cuts())
    def test_are_found_if_the_copy_is_set_otherwise(self, data: st.DataObject, cut: Cut) -> None:
        text = ARTICLES[cut.article]
        made = data.draw(otherwise(text[cut.start : cut.end], in_copy=True))
        before = unicodedata.normalize(
            data.draw(st.sampled_from(["NFC", "NFD"])), text[: cut.start]
        )
        copy = Searchable(f"{before}{made}{text[cut.end :]}", lambda at: at)
        assert len(before) in starts(cut.words, copy)

    @given(st.data(), cuts())
    def test_are_found_in_just_the_characters_that_they_take_up(
        self, data: st.DataObject, cut: Cut
    ) -> None:
        text = ARTICLES[cut.article]
        made = data.draw(otherwise(text[cut.start : cut.end], in_copy=True))
        outcome = Searchable(f"({made})", lambda at: at).find(cut.words, Hints())
        assert isinstance(outcome, Found)
        assert outcome.spans == ((1, 1 + len(made)),)

    @given(st.data(), st.sampled_from(["…", "[…]", "...", "[...]", " … "]))
    def test_are_found_with_some_of_them_left_out(self, data: st.DataObject, sign: str) -> None:
        cut = data.draw(cuts())
        words = list(WORD.finditer(cut.words))
        assume(len(words) >= 6)
        first = data.draw(st.integers(2, len(words) - 3))
        last = data.draw(st.integers(first + 1, len(words) - 2))
        pieces = cut.words[: words[first - 1].end()], cut.words[words[last].start() :]
        assume(plainly(ARTICLES[cut.article]).count(plainly(pieces[0])) == 1)
        assume(all(piece.count("[") == piece.count("]") for piece in pieces))
        assert starts(sign.join(pieces), COPIES[cut.article]) == [cut.start]

    @given(st.data(), cuts())
    def test_are_found_with_some_put_in(self, data: st.DataObject, cut: Cut) -> None:
        words = cut.words.split()
        words.insert(data.draw(st.integers(0, len(words))), "[so to speak]")
        outcome = COPIES[cut.article].find(" ".join(words), Hints())
        assert isinstance(outcome, Found | Ambiguous)
        if isinstance(outcome, Found):
            assert outcome.insertions == ("so to speak",)


def plainly(text: str) -> str:
    """The text with one character for each family, and the ends of words that lines divide."""
    text = unicodedata.normalize("NFC", text)
    for family in FAMILIES:
        text = re.sub(f"[{family[1:]}]", family[0], text)
    text = text.replace("\u00ad", "").replace("...", "…")
    return " ".join(text.split())


def stands(words: str, article: str) -> bool:
    """Whether the words stand in an article, wherever and however its lines end."""
    wanted = plainly(words).strip(f" {FAMILIES[2]}")
    bounds = [r"(?<![\w\u200c])" if wanted[:1].isalnum() else ""]
    bounds += [r"(?![\w\u200c])" if wanted[-1:].isalnum() else ""]
    pattern = bounds[0] + re.escape(wanted) + bounds[1]
    joined = (re.sub(r"-\n", hyphen, article) for hyphen in ("", "-", "- "))
    return any(re.search(pattern, plainly(text)) for text in joined)


@st.composite
def changed(draw: st.DrawFn, words: str) -> str:
    """The words with one change to a letter, a digit or a mark of the sentence."""
    telling = [at for at, char in enumerate(words) if char.isalnum() or char in PUNCTUATION]
    at = draw(st.sampled_from(telling))
    char, rest = words[at], words[at + 1 :]
    new = draw(st.sampled_from("aexZ19پن" + PUNCTUATION))
    ways = {
        "replace": f"{new}{rest}",
        "delete": rest,
        "insert": f"{new}{char}{rest}",
        "flip": f"{char.swapcase()}{rest}",
        "swap": f"{rest[:1]}{char}{rest[1:]}",
    }
    return words[:at] + ways[draw(st.sampled_from(sorted(ways)))]


@st.composite
def annotated(draw: st.DrawFn, words: str) -> str:
    """The words with marks of footnotes behind some of them."""
    notes = st.sampled_from(["", "", "[7]", "[a]", "[12][13]"])
    return " ".join(f"{word}{draw(notes)}" for word in words.split())


class TestFindWordsThatRunOn:
    @given(st.data(), cuts())
    def test_are_found_over_footnotes(self, data: st.DataObject, cut: Cut) -> None:
        made = data.draw(annotated(cut.words))
        copy = Searchable(f"({made})", lambda at: at)
        assert starts(cut.words, copy)[:1] == [1]

    @given(st.data(), cuts())
    def test_are_found_over_paragraphs_that_open_them_again(
        self, data: st.DataObject, cut: Cut
    ) -> None:
        assume(not re.search(r"[“”„‟«»\"\u2039\u203a]", cut.words))
        words = cut.words.split()
        breaks = st.sampled_from([" ", " ", "\n\n“"])
        made = "".join(
            f"{data.draw(breaks) if number else ''}{word}" for number, word in enumerate(words)
        )
        copy = Searchable(f"Qq qqq: “{made}” Qq.", lambda at: at)
        assert starts(cut.words, copy)[:1] == [9]
        assert copy.quotations.of([(9, 9 + len(made))]) == "inside"


class TestFindAbsentWords:
    @given(st.data(), cuts())
    def test_are_not_found(self, data: st.DataObject, cut: Cut) -> None:
        words = data.draw(changed(cut.words))
        assume(any(char.isalnum() for char in words))
        assume(not stands(words, ARTICLES[cut.article]))
        # Dots may make a sign for words left out, or belong to one.
        assume(plainly(words).count("…") == plainly(cut.words).count("…"))
        assume(not re.search(r"\.…|…\.", plainly(words)))
        assert starts(words, COPIES[cut.article]) == []

    @given(st.data(), cuts())
    def test_are_not_found_without_a_word(self, data: st.DataObject, cut: Cut) -> None:
        words = cut.words.split()
        del words[data.draw(st.integers(0, len(words) - 1))]
        assume(words and not stands(" ".join(words), ARTICLES[cut.article]))
        assume("…" not in plainly(cut.words))
        assert starts(" ".join(words), COPIES[cut.article]) == []
