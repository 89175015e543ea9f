"""Valid files as nobody would write them: the same data in any layout that YAML has for it.

    @given(scribbled())
    def test(raw: bytes) -> None: ...

Keys in any order, lists and mappings on lines or in brackets, any quotation marks, any indentation,
folded texts, comments and blank lines wherever they may stand, any line ends, with or without a
byte order mark and a last line end.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

COMMENTS = ("# see the minutes", "#todo", "#", "# - id: none", "# a: [b", "# نظر")
_PLAIN = re.compile(r"[A-Za-zا-ی][A-Za-z0-9ا-ی‌.;’-]*(?: [A-Za-z0-9ا-ی‌.;’]+)*")
_NULL = {"null", "Null", "NULL"}

TEXTS = (
    "no",
    "1984",
    "2014-06-18",
    "a: b",
    "talk #1",
    "- dash",
    "it's",
    '"so," he said',
    'a\\b: "c"',
    "# no comment",
    "null",
    "ends:",
    "a\nb",
    "a\n\nb\n",
    "a\n  b",
    " padded ",
    "tab\tinside",
    "می‌گوید: نه",
    "[in Iraq], we",
    "? what",
    "...and so on",
    "word " * 40 + "end",
    "واژه‌ای " * 30 + "پایان",
    "word\n" * 3 + "end",
    "one line and a line end\n",
    "1e3",
    "12:30:45",
    "=",
    "@home",
    "%done",
    "x" * 120,
    "two  spaces " * 12 + "end",
)
"""Texts that are easily written so that a reader takes them for something else."""

_any = st.sampled_from(TEXTS) | st.text(
    st.sampled_from([*"abc xyz:#-'\"[]{},&*!|>%@`?=~.\\/0123456789", "ا", "‌", "é", "\n", " "]),
    min_size=1,
    max_size=20,
).filter(lambda text: any(char.isprintable() and char != " " for char in text))
texts: SearchStrategy[str] = st.deferred(lambda: _any)
slugs = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
dates = st.sampled_from(("2014-06-18", "2014-06", "2014", "../2014-06-21", "2014-06-12~/2014?"))


def _mapping(**fields: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Some of these keys, and sometimes one that no record has, in any order."""
    unknown = {"typo": texts}
    return (
        st.fixed_dictionaries({}, optional={**fields, **unknown})
        .filter(bool)
        .flatmap(lambda drawn: st.permutations([*drawn.items()]).map(dict))
    )


def _many(items: SearchStrategy[Any]) -> SearchStrategy[list[Any]]:
    return st.lists(items, max_size=3)


evidence = _mapping(
    source=slugs,
    form=st.just("quote"),
    match=st.just("probable"),
    speaker=slugs,
    text=texts,
    original=_mapping(text=texts, lang=st.just("fa")),
    note=texts,
)
statements = _mapping(
    id=slugs,
    said=dates,
    repeated=st.just("true"),
    conditions=_many(texts),
    frames=_many(slugs),
    summary=texts,
    evidence=_many(evidence),
    disputes=_many(_mapping(about=st.just("wording"), note=texts)),
    note=texts,
)
_officials = _mapping(
    name=texts,
    aliases=_many(texts),
    roles=_many(_mapping(title=texts, faction=slugs)),
    identifiers=st.dictionaries(slugs | texts, texts, max_size=2),
    note=texts,
    statements=_many(statements),
)
officials: SearchStrategy[dict[str, Any]] = st.deferred(lambda: _officials)
"""Data of a file of an official; whether it is sound does not matter to its layout."""


@st.composite
def scribbled(draw: DrawFn) -> bytes:
    """The bytes of a file of an official."""
    pen = _Pen(draw, tidy=not draw(st.booleans()))
    lines = [*pen.above(0), *pen.block(draw(officials), 0), *pen.above(0)]
    if draw(st.integers(0, 9)) == 9:
        lines = [*pen.above(0), *pen.flow(draw(officials), 0).split("\n"), *pen.above(0)]
    text = "\n".join(lines) + draw(st.sampled_from(("", "\n", "\n\n")))
    text = text.replace("\n", draw(st.sampled_from(("\n", "\n", "\r\n"))))
    return draw(st.sampled_from((b"", b"\xef\xbb\xbf"))) + text.encode()


class _Pen:
    def __init__(self, draw: DrawFn, *, tidy: bool) -> None:
        self.draw = draw
        self.tidy = tidy

    def one_in(self, number: int) -> bool:
        return not self.tidy and self.draw(st.integers(1, number)) == number

    def above(self, indent: int) -> list[str]:
        """Comments and blank lines, not always indented as what they stand above."""
        lines = []
        while self.one_in(4):
            column = self.draw(st.sampled_from((indent, indent, indent + 2, max(0, indent - 2), 0)))
            lines.append(" " * column + self.draw(st.sampled_from((*COMMENTS, ""))))
        return lines

    def aside(self) -> str:
        blanks = self.draw(st.sampled_from((" ", "   ")))
        return blanks + self.draw(st.sampled_from(COMMENTS)) if self.one_in(4) else ""

    def block(self, data: Any, indent: int) -> list[str]:  # noqa: ANN401 - any node
        """A mapping or list on lines."""
        lines: list[str] = []
        pairs = data.items() if isinstance(data, dict) else (("", item) for item in data)
        for number, (key, value) in enumerate(pairs):
            lines += self.above(indent) if number or indent == 0 else []
            head = f"{self.key(key)}:" if isinstance(data, dict) else "-"
            lines += self.value(" " * indent + head, value, indent, dash=head == "-")
        return lines

    def value(self, head: str, value: Any, indent: int, *, dash: bool) -> list[str]:  # noqa: ANN401
        if isinstance(value, str):
            return self.scalar(head, value, indent)
        if not value or self.one_in(4):
            return [*f"{head} {self.flow(value, indent + 2)}{self.aside()}".split("\n")]
        deeper = indent + (2 if self.tidy else self.draw(st.integers(1 + dash, 4)))
        if dash:
            lines = self.block(value, deeper)
            if self.one_in(6):
                return [f"{head} {self.draw(st.sampled_from(COMMENTS))}", *lines]
            gap = " " * (deeper - indent - 1)
            return [head + gap + lines[0][deeper:], *lines[1:]]
        if isinstance(value, list) and self.one_in(3):
            deeper = indent
        return [head + self.aside(), *self.above(deeper), *self.block(value, deeper)]

    def scalar(self, head: str, text: str, indent: int) -> list[str]:
        style = self.draw(st.sampled_from(("plain", "plain", "single", "double", "block")))
        if style == "plain" and _PLAIN.fullmatch(text) and text not in _NULL:
            return [f"{head} {text}{self.aside()}"]
        if style == "single" and "\n" not in text and "\t" not in text:
            quoted = text.replace("'", "''")
            return [f"{head} '{quoted}'{self.aside()}"]
        lines = text.split("\n")
        sound = all(line and line == line.strip() for line in lines) and "\t" not in text
        if style == "block" and sound:
            header = self.draw(st.sampled_from(("|-", ">-")))
            broken = [""] * (2 * len(lines) - 1) if header == ">-" else lines
            if header == ">-":
                broken[::2] = lines
            pad = " " * (indent + self.draw(st.integers(1, 4)))
            return [f"{head} {header}{self.aside()}", *(f"{pad}{b}" if b else "" for b in broken)]
        return [f"{head} {json.dumps(text, ensure_ascii=False)}{self.aside()}"]

    def key(self, key: str) -> str:
        plain = _PLAIN.fullmatch(key) and key not in _NULL and not self.one_in(5)
        return key if plain else json.dumps(key, ensure_ascii=False)

    def flow(self, data: Any, indent: int) -> str:  # noqa: ANN401
        """A value in brackets, on one line or several."""
        if isinstance(data, str):
            bare = _PLAIN.fullmatch(data) and data not in _NULL and not self.one_in(2)
            return data if bare else json.dumps(data, ensure_ascii=False)
        opening, closing = "[]" if isinstance(data, list) else "{}"
        if isinstance(data, list):
            items = [self.flow(item, indent + 1) for item in data]
        else:
            items = [f"{self.key(k)}: {self.flow(v, indent + 1)}" for k, v in data.items()]
        if not self.one_in(2):
            return f"{opening}{', '.join(items)}{closing}"
        pad = "\n" + " " * indent
        text = opening + self.aside()
        for number, item in enumerate(items):
            last = number == len(items) - 1
            comma = "," if not last or self.one_in(3) else ""
            text += "".join(pad + line for line in self.above(indent) if line)
            text += pad + " " + item + comma + self.aside()
        return text + pad + closing


TYPED = [
    *("\n", "  ", "- ", "[", "{", "]", "}", ": ", "x: ", "&a ", "*a", "!!str ", '"', "'", "|"),
    *(">-", "# ", "\0", "\x1b", "\u202e", "\ufeff", "\t", "\r", "---\n", "...\n", "? ", "<<: "),
    *("%YAML 1.1\n", "~", "null", "\\", '"\\e"', '"\\u202e"', "2021-13", "../..", "[[", "[,]"),
    *("id: ", "said:\n", "statements:\n", "evidence:\n", " " * 40, "a" * 300, '""', "\x85", "- - "),
]


def edited(chance: random.Random, text: str, typed: Sequence[str] = TYPED) -> str:
    """The text after a few edits, as by a cat on the keyboard."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 1, 5, 20)))
        lines = text.splitlines(keepends=True) or [""]
        line = chance.randrange(len(lines))
        edits = [
            text[:start] + chance.choice(typed) + text[end:],
            "".join(lines[:line] + lines[line + 1 :]),
            "".join([*lines, lines[line]]),
            "".join(
                [*lines[:line], " " * chance.randrange(8), lines[line].lstrip(), *lines[line + 1 :]]
            ),
            text[:start],
        ]
        text = chance.choice([edits[0], *edits])
    return text
