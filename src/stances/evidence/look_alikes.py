"""Finds different letters that look alike to a reader.

Examples: a Cyrillic letter for a Latin one, a Greek omicron, an i without its dot; Arabic letters
that differ only in some of their forms; digits of different scripts; invisible characters such as
U+200C.
"""

from __future__ import annotations

import unicodedata

# Each line: a character, and the code points of characters that look like it.
_FAMILIES = """
A 0391 0410
B 0392 0412
C 03f9 0421
E 0395 0415
H 0397 041d
J 037f 0408
K 039a 041a 212a
M 039c 041c
N 039d
O 0030 039f 041e 0555
P 03a1 0420
S 0405 054f
T 03a4 0422
U 054d
V 0474
W 051c
X 03a7 0425
Y 03a5 04ae
Z 0396
a 0251 03b1 0430
c 03f2 0441
d 0501
e 0435
g 0261 0581
h 04bb 0570
i 0131 03b9 0456
j 03f3 0458
k 03ba 043a
l 0031 0049 007c 0399 0406 04c0 04cf
n 0578
o 03bf 043e 0585
p 03c1 0440
q 051b 0566
s 0455
u 03c5 057d
v 03bd 0475
w 0461 051d
x 03c7 0445
y 03b3 0443
ß 03b2
' 02b9 02bb 02bd 02be 02bf 02c8 055a 05f3 a78c
" 02ba 02ee 05f4
- 05be 1806 2e3a 2e3b 30fc
: 0589 05c3 a789
ا 0671
ه 06be 06c1 06d5
ی 0649 064a
ک 0643 06aa
ة 06c3
"""
_ALIKE = {
    ord(other): char
    for char, *codes in map(str.split, _FAMILIES.strip().splitlines())
    for other in (chr(int(code, 16)) for code in codes)
}
_HALF_SPACE = "\u200c"
_NAMED = 2


class _Looks(dict[int, str]):
    """The appearance of each character, computed when it is first needed."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if unicodedata.category(char) == "Cf":
            self[code] = ""
        else:
            plain = "".join(
                str(unicodedata.decimal(each)) if each.isdecimal() else each
                for each in unicodedata.normalize("NFKD", char)
            )
            self[code] = plain.translate(_ALIKE)
        return self[code]


_LOOKS = _Looks()


def look(text: str) -> str:
    """The appearance of a text: equal for texts that a reader cannot tell apart."""
    return text.translate(_LOOKS)


class Keys(dict[str, str]):
    """A key for each word, equal for words that look alike in any case."""

    def __missing__(self, word: str) -> str:
        self[word] = look(word.casefold())
        return self[word]


def first_unlike(sought: str, printed: str) -> int | None:
    """The first place where two texts that look alike differ; None if they do not look alike."""
    if sought == printed:
        return None
    looks = look(sought), look(printed)
    if _HALF_SPACE in sought or _HALF_SPACE in printed:
        looks = looks[0].replace(" ", ""), looks[1].replace(" ", "")
    if looks[0] != looks[1]:
        return None
    pairs = enumerate(zip(sought, printed, strict=False))
    shorter = min(len(sought), len(printed))
    return next((at for at, (one, other) in pairs if one != other), shorter)


def told(unlike: list[tuple[str, str, str]]) -> str:
    """List words, each with the first character that differs and the copy's character."""
    parts = [f"“{word}”: {_difference(ours, theirs)}" for word, ours, theirs in unlike[:_NAMED]]
    more = len(unlike) - len(parts)
    return "; ".join([*parts, f"and {more} more such"] if more else parts)


def _difference(ours: str, theirs: str) -> str:
    # An invisible character has no counterpart: the other text's next character comes after it.
    if not look(ours) and look(theirs).strip():
        return f"{_named(ours)}, which the copy does not have"
    if not look(theirs) and look(ours).strip():
        return f"the copy has {_named(theirs)} in it"
    return f"{_named(ours)} where the copy has {_named(theirs)}"


def _named(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip() if char else "nothing"
