"""Text as people type it: folding, shortening, did-you-mean, and what no output shows as it is."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Notation = Callable[[int], str]


# One letter of Persian or Arabic where keyboards and fonts offer several.
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None, "ı": "i", "ß": "ss"})

# Thai, Lao, Burmese and Khmer; kana, bopomofo and Chinese characters.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"
    "\u3005-\u3007\u3021-\u303c\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u9fff"
    "\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
"""The letters of scripts that put no blanks between words, and their marks. The inside of a set."""
_VOWEL_SIGNS = ("\u0900", "\u0dff")
"""The first and last sign of scripts of India, whose vowels are marks, as in most scripts without
blanks."""


@cache
def _unspaced() -> re.Pattern[str]:
    """What matches a letter of such a script; it takes long to make, and most starts need none."""
    return re.compile(f"[{UNSPACED}]")


def _is_unspaced(char: str) -> bool:
    return not char.isascii() and _unspaced().match(char) is not None


class _Folding(dict[int, str]):
    """Folded characters, each computed when it is first needed.

    Lower case without diacritics, one of the variants of an Arabic letter, ASCII digits; `between`
    for all but letters and digits. A letter of a script without blanks is a word: so a word in it
    is found as letters in a row, wherever it stands.
    """

    def __init__(self, between: str) -> None:
        super().__init__()
        self._between = between

    def __missing__(self, code: int) -> str:
        # Twice, for characters such as ℡ that decompose into capitals.
        small = unicodedata.normalize("NFKD", chr(code).casefold()).casefold()
        decomposed = unicodedata.normalize("NFKD", small).translate(_LETTERS)
        self[code] = "".join(
            str(unicodedata.decimal(char)) if char.isdecimal() else self._kept(char)
            for char in decomposed
            if not unicodedata.combining(char) or _is_unspaced(char)
        )
        return self[code]

    def _kept(self, char: str) -> str:
        is_mark = unicodedata.category(char)[0] == "M"
        if _is_unspaced(char) and (is_mark or char.isalnum()):
            return f"{self._between}{char}{self._between}"
        is_letter = char.isalnum() or (is_mark and _VOWEL_SIGNS[0] <= char <= _VOWEL_SIGNS[1])
        return char if is_letter else self._between


_JOINED, _APART = _Folding(""), _Folding(" ")
_ASCII = bytes(range(128))
_NO_WORD = bytes(code for code in _ASCII if not chr(code).isalnum())
_SMALL = _ASCII.lower().ljust(256)
_SMALL_APART = bytes(32 if code in _NO_WORD else code for code in _ASCII.lower()).ljust(256)
"""The same for ASCII, of which each character is one byte."""


def fold(name: str) -> str:
    """A name for comparing: letters and digits only, so hyphens and spaces do not count."""
    if name.isascii():
        return name.encode().translate(_SMALL, _NO_WORD).decode()
    return name.translate(_JOINED)


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are one, however they are spaced, hyphenated and capitalised."""
    return one == other or (bool(fold(one)) and fold(one) == fold(other))


def fold_words(text: str) -> str:
    """Text for searching: its folded words with one space before, between and after them."""
    folded = apart(text)
    return f" {' '.join(folded.split()) if '  ' in folded else folded.strip()} "


def is_unspaced(text: str) -> bool:
    """Whether a text has letters of a script that puts no blanks between words."""
    return not text.isascii() and _unspaced().search(text) is not None


def is_unspaced_at(text: str, place: int) -> bool:
    """Whether a letter with its marks begins at a place, of a script without blanks."""
    char = text[place]
    return _is_unspaced(char) and unicodedata.category(char)[0] != "M"


_PARTICLES = (
    "은 는 이 가 을 를 의 에 에서 에게 에게서 한테 한테서 께 께서 와 과 하고 랑 이랑 도 만 로 "
    "으로 로서 으로서 로써 으로써 부터 까지 조차 마저 밖에 처럼 보다 만큼 대로 마다 이나 나 라도 "
    "이라도 라고 이라고 라는 이라는 이며 이자 이다 이었다 였다 입니다 이란 란 들"
)
"""What Korean puts behind a noun without a blank, and the ending of the plural."""
_MOST_PARTICLES = 3


@cache
def _particles() -> tuple[str, ...]:
    return tuple(map(fold, _PARTICLES.split()))


@cache
def _korean() -> re.Pattern[str]:
    """What matches a Korean letter, made when it is needed, as `_unspaced` is."""
    return re.compile("[\u1100-\u11ff\uac00-\ud7a3]")


def is_korean(text: str) -> bool:
    """Whether a text has Korean letters."""
    return not text.isascii() and _korean().search(text) is not None


def nouns(word: str) -> list[str]:
    """What a folded Korean word may be without the particles behind it: `대통령` of `대통령에게는`.

    Nothing for any other word. `나이` may be `나` with a particle too: no dictionary is asked.
    """
    found: dict[str, None] = {}
    shorter = [word]
    for _ in range(_MOST_PARTICLES):
        shorter = [
            each.removesuffix(particle)
            for each in shorter
            if each.endswith(_particles())
            for particle in _particles()
            if each.endswith(particle) and each != particle
        ]
        found |= dict.fromkeys(shorter)
    return [*found]


def nouns_in(text: str) -> list[str]:
    """The `nouns` of all words of a text."""
    return (
        [noun for word in fold_words(text).split() for noun in nouns(word)]
        if is_korean(text)
        else []
    )


class Word(NamedTuple):
    """A folded word, and its start and end in the text, in code points."""

    folded: str
    start: int
    end: int


def apart(text: str) -> str:
    """The folded words of a text with a blank or more between two; other blanks may be anywhere."""
    if text.isascii():  # as most texts are; bytes are much faster
        return text.encode().translate(_SMALL_APART).decode()
    return text.translate(_APART)


def places_in(text: str) -> Sequence[int]:
    """The place in a text of each character of `apart`; at the end the text's length."""
    if text.isascii():  # where each character is folded to one
        return range(len(text) + 1)
    sizes = [len(_APART[ord(char)]) for char in text]
    return [*(place for place, size in enumerate(sizes) for _ in range(size)), len(text)]


def span_of(places: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Where a folded word stands in its text, with the accents after its last letter.

    `places` are those of `places_in`; `start` and `end` those of the word in what is folded.
    """
    return places[start], max(places[end - 1] + 1, places[end])


_FOLDED = re.compile("[^ ]+")


def words(text: str) -> list[Word]:
    """The words of `fold_words` with their places in the text."""
    places = places_in(text)
    return [
        Word(word[0], *span_of(places, word.start(), word.end()))
        for word in _FOLDED.finditer(apart(text))
    ]


_CLOSING = {
    '"': '"',
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
    "\u2039": "\u203a",
    "\u2018": "\u2019",
}
"""What closes each opening quotation mark."""


def without_marks(text: str) -> str:
    """A text without the quotation marks around the whole of it; as it is if there are none.

    Marks that close before its end enclose a part, and stay.
    """
    closing = _CLOSING.get(text[:1], "")
    inner = text[1:-1]
    is_apostrophe = closing == "\u2019"  # which stands within words, too
    enclosed = len(text) > len("“”") and text[-1] in closing
    if not enclosed or (not is_apostrophe and any(mark in inner for mark in closing + text[0])):
        return text
    return inner.strip()


_LONGEST = 600


def brief(text: str) -> str:
    """Text on one line: at most 600 characters, long words cut, control characters escaped."""
    text = re.sub(r"\S{121,}", lambda word: f"{word[0][:80]}…{word[0][-20:]}", text)
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    if text.isprintable():
        return text
    return "".join(
        # Persian needs the joiners, which are not printable.
        char if char.isprintable() or char in "\u200c\u200d" else f"\\u{ord(char):04x}"
        for char in text
    )


_SURROGATES, _NO_CHARACTERS = range(0xD800, 0xE000), range(0xFDD0, 0xFDF0)
_LAST_OF_A_PLANE = 0xFFFE
_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - set(b"\t\n\r")
_TURNS = {*range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF}


def is_unfit(code: int) -> bool:
    """Whether a character acts on what shows it, or is none: no record may hold it.

    These are control characters but for tabs and line ends, those that break lines or turn their
    direction unseen, and code points that are no characters.
    """
    return (
        code in _CONTROLS
        or code in _TURNS
        or code in _SURROGATES
        or code in _NO_CHARACTERS
        or code & _LAST_OF_A_PLANE == _LAST_OF_A_PLANE
    )


class Escapes(dict[int, str]):
    """What an output writes in place of each character, computed when it is first needed.

    `notation` is for what is unfit; `others` are more characters, each with what stands for it.
    """

    def __init__(self, notation: Notation, others: Mapping[str, str] | None = None) -> None:
        super().__init__({ord(char): escape for char, escape in (others or {}).items()})
        self._notation = notation

    def __missing__(self, code: int) -> str:
        self[code] = self._notation(code) if is_unfit(code) else chr(code)
        return self[code]

    def __call__(self, text: str) -> str:
        """The text as the output writes it."""
        if text.isprintable() or _without_joiners(text).isprintable():
            return text
        return text.translate(self)


def _without_joiners(text: str) -> str:
    """A text without what stands within words of Persian, and is not called printable."""
    return text.replace("\u200c", "").replace("\u200d", "")


def backslash_x(code: int) -> str:
    r"""A character as `\x1b`, `\u202e` or `\U0001ffff`."""
    return f"\\x{code:02x}" if code < 0x100 else backslash_u(code)  # noqa: PLR2004 - one byte


def backslash_u(code: int) -> str:
    r"""A character as `\u001b` or `\U0001ffff`."""
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - two bytes


visible = Escapes(backslash_x, {"\r": r"\r"})
r"""Text that cannot move the cursor: e.g. `\x1b` for an escape."""
one_line = Escapes(backslash_x, {"\r": r"\r", "\n": r"\n"})
r"""The same, with line feeds as `\n`."""

_LISTED = 12
_PREFIX = 3
"""The shortest word for which words that begin with it are suggested."""


_ALIKE = 0.6
"""How much of two words has to be the same in order, as `difflib` counts it."""


class _Spellings:
    """Known words, prepared for looking for those that are like another.

    Of each, `_bags` has its length and its letters as bits, one for each time that a letter stands
    in it: so what two words have in common at most takes one step. Hardly any need a closer look.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._folded: dict[str, str] = {}
        for candidate in known:
            self._folded.setdefault(candidate.casefold(), candidate)
        self._bits: dict[tuple[str, int], int] = {}
        bags = ((word, self._bag(word, self._new_bit)) for word in self._folded)
        self._bags = [(word, len(word), bag) for word, bag in bags]

    def _new_bit(self, key: tuple[str, int]) -> int:
        return self._bits.setdefault(key, len(self._bits))

    def _bag(self, word: str, bit_of: Callable[[tuple[str, int]], int | None]) -> int:
        counts: dict[str, int] = {}
        places = []
        for letter in word:
            counts[letter] = counts.get(letter, 0) + 1
            place = bit_of((letter, counts[letter]))
            if place is not None:  # else no known word has the letter so often
                places.append(place)
        bits = bytearray(max(places, default=0) // 8 + 1)
        for place in places:
            bits[place // 8] |= 1 << place % 8
        return int.from_bytes(bits, "little")

    def closest(self, word: str, most: int) -> list[str]:
        """As `closest`."""
        wanted = word.casefold()
        found = self._similar(wanted, most)
        if len(found) < most and len(wanted) >= _PREFIX:
            found += [name for name in self._folded if name.startswith(wanted)]
        return [self._folded[match] for match in dict.fromkeys(found)][:most]

    def _similar(self, wanted: str, most: int) -> list[str]:
        """The same as `difflib.get_close_matches`, which looks closely at each word."""
        from difflib import SequenceMatcher  # noqa: PLC0415 - only where a word is wrong

        length, bag = len(wanted), self._bag(wanted, self._bits.get)
        possible = [
            (at_most, word)
            for word, other, letters in self._bags
            if (at_most := 2.0 * (bag & letters).bit_count() / (length + other or 1)) >= _ALIKE
            or not length + other
        ]
        possible.sort(reverse=True)
        matcher = SequenceMatcher()
        matcher.set_seq2(wanted)
        found: list[tuple[float, str]] = []
        for at_most, word in possible:
            if len(found) == most and at_most < found[-1][0]:
                break
            matcher.set_seq1(word)
            if (ratio := matcher.ratio()) >= _ALIKE:
                found = sorted([*found, (ratio, word)], reverse=True)[:most]
        return [word for _, word in found]


_spellings = lru_cache(maxsize=64)(_Spellings)


def closest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words most similar to `word`, best first; none if none is similar."""
    return _spellings((*known,)).closest(word, most)


_MOST_COMPARED = 100_000


def is_sought(before: float, known: int) -> bool:
    """Whether to look for a word like an unknown one among so many, after so many others `before`.

    All of them together would else take a second or more.
    """
    return before * known <= _MOST_COMPARED


def did_you_mean(word: str, known: Iterable[str], before: int = 0) -> str:
    """A hint for an unknown word: similar words, else the words to choose from.

    `before` is how many hints of the kind there are already; see `is_sought`.
    """
    words = list(known)
    if not is_sought(before, len(words)):
        return ""
    if near := closest(word, words):
        return f"did you mean {' or '.join(f'`{match}`' for match in near)}?"
    if not words:
        return ""
    rest = ", …" if len(words) > _LISTED else ""
    return f"one of: {', '.join(words[:_LISTED])}{rest}"
