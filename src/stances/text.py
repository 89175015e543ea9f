"""Folds, shortens, compares and escapes texts as people type them, and suggests similar words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Notation = Callable[[int], str]


# Keyboards and fonts have several variants of one Persian or Arabic letter.
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None, "ı": "i", "ß": "ss"})

# Thai, Lao, Burmese and Khmer; kana, bopomofo and Chinese characters.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"
    "\u3005-\u3007\u3021-\u303c\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u9fff"
    "\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
"""The letters and marks of scripts that put no blanks between words, for a set in a pattern."""
_VOWEL_SIGNS = ("\u0900", "\u0dff")
"""The first and last sign of scripts of India. Their vowels are marks, as in most scripts without
blanks."""


@cache
def _unspaced() -> re.Pattern[str]:
    """The pattern of a letter of such a script; compiled on first use, because that is slow."""
    return re.compile(f"[{UNSPACED}]")


def _is_unspaced(char: str) -> bool:
    return not char.isascii() and _unspaced().match(char) is not None


class _Folding(dict[int, str]):
    """Folded characters, each computed when it is first needed.

    Folding gives lower case without diacritics, one variant of each Arabic letter, and ASCII
    digits. All characters but letters and digits become `between`. In a script without blanks, each
    letter is a word. So a word is found as consecutive letters, wherever it stands.
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
"""The table of `_APART` for ASCII text, as bytes."""


def fold(name: str) -> str:
    """Fold a name for comparing: letters and digits only, so hyphens and spaces do not count."""
    if name.isascii():
        return name.encode().translate(_SMALL, _NO_WORD).decode()
    return name.translate(_JOINED)


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are equal apart from spaces, hyphens and capitals."""
    return one == other or (bool(fold(one)) and fold(one) == fold(other))


def fold_words(text: str) -> str:
    """Fold a text for searching: its words with one space before, between and after them."""
    folded = apart(text)
    return f" {' '.join(folded.split()) if '  ' in folded else folded.strip()} "


def is_unspaced(text: str) -> bool:
    """Whether a text has letters of a script that puts no blanks between words."""
    return not text.isascii() and _unspaced().search(text) is not None


def is_unspaced_at(text: str, place: int) -> bool:
    """Whether a letter of a script without blanks, with its marks, begins at a place."""
    char = text[place]
    return _is_unspaced(char) and unicodedata.category(char)[0] != "M"


_PARTICLES = (
    "은 는 이 가 을 를 의 에 에서 에게 에게서 한테 한테서 께 께서 와 과 하고 랑 이랑 도 만 로 "
    "으로 로서 으로서 로써 으로써 부터 까지 조차 마저 밖에 처럼 보다 만큼 대로 마다 이나 나 라도 "
    "이라도 라고 이라고 라는 이라는 이며 이자 이다 이었다 였다 입니다 이란 란 들"
)
"""Particles that Korean attaches to a noun without a blank, and the ending of the plural."""
_MOST_PARTICLES = 3


@cache
def _particles() -> tuple[str, ...]:
    return tuple(map(fold, _PARTICLES.split()))


@cache
def _korean() -> re.Pattern[str]:
    """The pattern of a Korean letter; compiled on first use, like `_unspaced`."""
    return re.compile("[\u1100-\u11ff\uac00-\ud7a3]")


def is_korean(text: str) -> bool:
    """Whether a text has Korean letters."""
    return not text.isascii() and _korean().search(text) is not None


def nouns(word: str) -> list[str]:
    """What a folded Korean word may be without its particles: `대통령` for `대통령에게는`.

    Empty for any other word. `나이` also yields `나`, since it may be a particle that ends it: no
    dictionary is used.
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
    """The folded words of a text, separated by blanks; it may also begin or end with blanks."""
    if text.isascii():  # most texts are, and bytes are much faster
        return text.encode().translate(_SMALL_APART).decode()
    return text.translate(_APART)


def places_in(text: str) -> Sequence[int]:
    """The place in the text of each character of `apart`, and the text's length at the end."""
    if text.isascii():  # each character folds to one
        return range(len(text) + 1)
    sizes = [len(_APART[ord(char)]) for char in text]
    return [*(place for place, size in enumerate(sizes) for _ in range(size)), len(text)]


def span_of(places: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The span of a folded word in its text, with the accents after its last letter.

    `places` comes from `places_in`; `start` and `end` are the word's span in the folded text.
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
"""The marks that can close each opening quotation mark."""


def without_marks(text: str) -> str:
    """Remove the quotation marks around a whole text; without any, return it unchanged.

    Marks that close before the end of the text are kept, since they enclose only a part.
    """
    closing = _CLOSING.get(text[:1], "")
    inner = text[1:-1]
    is_apostrophe = closing == "\u2019"  # also stands within words
    enclosed = len(text) > len("“”") and text[-1] in closing
    if not enclosed or (not is_apostrophe and any(mark in inner for mark in closing + text[0])):
        return text
    return inner.strip()


_LONGEST = 600


def brief(text: str) -> str:
    """Shorten a text to one line of 600 characters; cut long words, escape control characters."""
    text = re.sub(r"\S{121,}", lambda word: f"{word[0][:80]}…{word[0][-20:]}", text)
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    if text.isprintable():
        return text
    return "".join(
        # Persian needs the joiners, although Python calls them unprintable.
        char if char.isprintable() or char in "\u200c\u200d" else f"\\u{ord(char):04x}"
        for char in text
    )


def beginning(text: str, most: int) -> str:
    """Cut a text after a word if it is longer than `most` characters."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut} …"


_SURROGATES, _NO_CHARACTERS = range(0xD800, 0xE000), range(0xFDD0, 0xFDF0)
_LAST_OF_A_PLANE = 0xFFFE
_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - set(b"\t\n\r")
_TURNS = {*range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF}


def is_unfit(code: int) -> bool:
    """Whether no record may hold a character, because it affects the display or is invalid.

    These are control characters except tabs and line ends, characters that break lines or change
    their direction invisibly, and code points that are not characters.
    """
    return (
        code in _CONTROLS
        or code in _TURNS
        or code in _SURROGATES
        or code in _NO_CHARACTERS
        or code & _LAST_OF_A_PLANE == _LAST_OF_A_PLANE
    )


class Escapes(dict[int, str]):
    """Maps each character to what an output writes for it, computed when it is first needed.

    `notation` escapes unfit characters; `others` maps more characters to their escapes.
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
    """A text without the joiners of Persian, which Python calls unprintable."""
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
"""The shortest word that is completed: words that begin with it are suggested."""


_ALIKE = 0.6
"""The lowest similarity of two words that count as similar, as `difflib` computes it."""


class _Spellings:
    """Known words, prepared for finding those similar to another word.

    `_bags` has each word with its length and its letters as bits, one bit for each repetition of a
    letter. So one step gives an upper limit of how similar two words are, and few words need a slow
    comparison.
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
            if place is not None:  # None: no known word has the letter so often
                places.append(place)
        bits = bytearray(max(places, default=0) // 8 + 1)
        for place in places:
            bits[place // 8] |= 1 << place % 8
        return int.from_bytes(bits, "little")

    def closest(self, word: str, most: int) -> list[str]:
        """Implement `closest`."""
        wanted = word.casefold()
        found = self._similar(wanted, most)
        if len(found) < most and len(wanted) >= _PREFIX:
            found += [name for name in self._folded if name.startswith(wanted)]
        return [self._folded[match] for match in dict.fromkeys(found)][:most]

    def _similar(self, wanted: str, most: int) -> list[str]:
        """The results of `difflib.get_close_matches`, which compares each word slowly."""
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
    """The known words most similar to `word`, best first; empty if none is similar."""
    return _spellings((*known,)).closest(word, most)


_MOST_COMPARED = 100_000


def is_sought(before: float, known: int) -> bool:
    """Whether to search `known` words for one similar to an unknown word, after `before` others.

    Searching for all of them would take a second or more.
    """
    return before * known <= _MOST_COMPARED


def did_you_mean(word: str, known: Iterable[str], before: int = 0) -> str:
    """A hint for an unknown word: similar words, or else the words to choose from.

    `before` is how many hints of this kind there are already; see `is_sought`.
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
