"""Shortens the scripts of the site: no comments, no needless blanks, and short names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from itertools import count, pairwise
from typing import TYPE_CHECKING, NamedTuple

from stances.text import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`)
    | (?P<blank>\s+|//[^\n]*)
    | (?P<word>[\w$]+)
    | (?P<pattern>(?:(?<=[(,=:?!&|;])|(?<=[(,=:?!&|;]\s)|(?<==>)|(?<==>\s))
        /(?:[^/\\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*)
    | (?P<sign>\.\.\.|=>|\?\.(?!\d)|.)""",
    re.VERBOSE,
)
_CLINGS = re.compile(r"[\w$]{2}|\+\+|--")
"""Pairs of characters that need a blank between them."""
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_DECLARES = frozenset(("const", "let"))
_WITH_BLOCKS = frozenset(("if", "for", "while", "else"))
"""The first words of the statements that end with the brace of a block."""
_UNBRACED = 4
"""The number of digits of a code point that needs no braces around it."""
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@cache
def script(path: str) -> str:
    """Return a script of the site by its path, shortened.

    In a script, `@unspaced@` stands for the letters of writing systems without spaces.
    """
    name = path.rpartition("/")[2]
    text = files(__package__).joinpath("assets", name).read_text("utf-8")
    return smaller(text.replace("@unspaced@", unspaced()))


def unspaced() -> str:
    """Return these letters for a set in a regular expression, in ASCII."""
    codes = ((char, f"{ord(char):04x}") for char in UNSPACED)
    return "".join(
        char if char == "-" else f"\\u{code}" if len(code) == _UNBRACED else f"\\u{{{code}}}"
        for char, code in codes
    )


class _Token(NamedTuple):
    """A token of a script; `apart` is whether a blank comes before it.

    `first` is the first token of its statement, or within its brackets. `opening` are the brackets
    around it, each with the number of its token. `part` counts the statements of the script, or of
    the function that contains all of it.
    """

    kind: str
    text: str
    apart: bool
    first: str
    opening: tuple[tuple[str, int], ...]
    part: int


def smaller(text: str) -> str:
    """Return a script that does the same with fewer characters.

    The script must have a semicolon after each statement, and no empty statement. It must have no
    template within a template, and no `eval`.
    """
    tokens = [*_tokens(text)]
    shorter = _shorter(tokens) | {"const": "let"}
    pieces = [""]
    for kind, lexeme, apart in _fewer(tokens):
        piece = shorter.get(lexeme, lexeme) if kind == "word" else lexeme
        if apart and _CLINGS.fullmatch(pieces[-1][-1:] + piece[0]):
            pieces.append(" ")
        pieces.append(piece)
    return "".join(pieces) + "\n"


def _tokens(text: str) -> Iterator[_Token]:
    told = [(match.lastgroup or "", match[0].strip()) for match in _TOKEN.finditer(text)]
    blanks = {at for at, (kind, _) in enumerate(told) if kind == "blank"}
    told_all = "".join(lexeme for kind, lexeme in told if kind != "blank")
    base = 2 if told_all.removeprefix('"use strict";').startswith("(()=>{") else 0
    opening: list[tuple[str, int]] = []
    firsts, part, number = [""], 0, 0
    for at, (kind, lexeme) in enumerate(told):
        if at in blanks:
            continue
        is_sign = kind == "sign"
        if is_sign and lexeme in _CLOSING:
            opening.pop()
            firsts.pop()
        firsts[-1] = firsts[-1] or lexeme
        yield _Token(kind, lexeme, at - 1 in blanks, firsts[-1], (*opening,), part)
        if is_sign and lexeme in _OPENING:
            opening.append((lexeme, number))
            firsts.append("")
        elif lexeme == ";" or (lexeme == "}" and firsts[-1] in _WITH_BLOCKS):
            firsts[-1] = ""
            part += len(opening) == base
        number += 1


def _fewer(tokens: Sequence[_Token]) -> Iterator[tuple[str, str, bool]]:
    """Yield the tokens that are needed, each with its kind and whether a blank was before it.

    Three kinds of tokens are not needed: a semicolon before a brace, brackets around one parameter,
    and the keyword of a declaration that follows another.
    """
    skipped = set[int]()
    for at, (kind, lexeme, apart, first, *_) in enumerate(tokens):
        after = [each.text for each in tokens[at + 1 : at + 4]]
        if at in skipped:
            continue
        if kind == "sign" and lexeme == ";" and after[:1] == ["}"]:
            continue
        if kind == "sign" and lexeme == ";" and {first, *after[:1]} <= _DECLARES and after:
            skipped.add(at + 1)
            yield "sign", ",", False
        elif lexeme == "(" and after[1:] == [")", "=>"] and tokens[at + 1].kind == "word":
            skipped |= {at + 1, at + 2}
            yield "word", after[0], True
        else:
            yield kind, lexeme, apart or at - 1 in skipped


def _shorter(tokens: Sequence[_Token]) -> dict[str, str]:
    """Return short names for the names that a script declares and uses for nothing else.

    Two names get the same short name if no statement of the script has both.
    """
    times = Counter(each.text for each in tokens if each.kind == "word")
    parts: defaultdict[str, set[int]] = defaultdict(set)
    for each in tokens:
        if each.kind == "word":
            parts[each.text].add(each.part)
    declared, others = _declared(tokens)
    names = declared.keys() - others
    for name in names:
        if declared[name]:  # declared for the whole script: no two of these get the same name
            parts[name].add(-1)
    taken = times.keys() - names
    short: dict[str, str] = {}
    alike: defaultdict[str, set[int]] = defaultdict(set)
    for name in sorted(names, key=lambda name: (-times[name], name)):
        free = (each for each in _short() if each not in taken)
        short[name] = next(each for each in free if not alike[each] & parts[name])
        alike[short[name]] |= parts[name]
    return short


def _declared(tokens: Sequence[_Token]) -> tuple[dict[str, bool], set[str]]:
    """Return the names that a script declares, and all names with another use.

    Each declared name has whether it is declared for the whole script.
    """
    others: set[str] = set()
    declared: dict[str, bool] = {}
    depth = min((len(each.opening) for each in tokens if each.text in _DECLARES), default=0)
    before = ""
    for at, (kind, lexeme, _, first, opening, _) in enumerate(tokens):
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        is_whole = len(opening) == depth
        if kind == "sign" and lexeme in _CLOSING:
            start = [*tokens[at - 1].opening, ("", at - 1)][len(opening)][1]
            is_pattern = tokens[start].text == "[" and tokens[start - 1].text in _DECLARES
            if is_pattern or (lexeme == ")" and after == "=>"):
                for name in _listed(tokens[start : at + 1]):
                    declared[name] = declared.get(name, False) or (is_pattern and is_whole)
        elif kind == "text" and lexeme[0] == "`":
            others.update(re.findall(r"[\w$]+", lexeme))
        elif kind == "word":
            in_list = before == "," and first in _DECLARES
            if before in _DECLARES or in_list:
                declared[lexeme] = declared.get(lexeme, False) or is_whole
            in_braces = opening[-1:] and opening[-1][0] == "{" and before in {"{", ","}
            if before in {".", "?."} or (in_braces and not in_list and after in {",", "}", ":"}):
                others.add(lexeme)
        before = lexeme
    return declared, others


def _listed(tokens: Sequence[_Token]) -> Iterator[str]:
    """Yield the names in a list of parameters or an array pattern, except those in braces."""
    depth = 0
    for before, each in pairwise(tokens):
        depth += (each.text == "{") - (each.text == "}")
        if each.kind == "word" and not depth and before.text in {"(", "[", ",", "..."}:
            yield each.text


def _short() -> Iterator[str]:
    for number in count():
        high, low = divmod(number, len(_LETTERS))
        yield (_LETTERS[high - 1] if high else "") + _LETTERS[low]
