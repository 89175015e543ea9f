"""Inputs: tokens in a row, and what a few random edits leave of good files.

Each input is made of one generator of random numbers, so that a number tells which it was, and
making one takes no longer than trying it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings

from scribbles import TYPED, edited, officials, scribbled
from stances.editing.yaml_writer import file_text, part_of, shape_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

    Maker = Callable[[random.Random], Any]
    Seeds = Callable[[], Sequence[str]]

TESTS = Path(__file__).parent.parent
DATA = TESTS.parent / "data"
_MOST_LINES = 25
_LARGEST = 100_000
_SCRIBBLES = 200


@cache
def files() -> list[str]:
    """The files of the shipped corpus, and the bad files of the tests."""
    found = [*DATA.rglob("*.yaml"), *(TESTS / "data" / "errors").rglob("*.yaml")]
    raw = [path.read_bytes() for path in sorted(found) if path.is_file()]
    return [each.decode(errors="replace") for each in raw if len(each) < _LARGEST]


@cache
def articles() -> list[str]:
    """The texts of the stored copies that tests have, and one with markup."""
    found = sorted((TESTS / "data" / "articles").iterdir())
    texts = [path.read_text("utf-8") for path in found]
    paragraphs = "".join(f"<p>{line}</p>\n" for line in texts[0].splitlines())
    return [*texts, f"<!doctype html><title>x</title><article>{paragraphs}</article>"]


@cache
def layouts() -> list[str]:
    """Sound files of officials in any layout."""
    found: list[str] = []
    _collect(scribbled(), lambda raw: found.append(raw.decode()))
    return found


@cache
def laid_out() -> list[str]:
    """Files as `fmt` writes them: of corpora, and invented officials with odd texts."""
    folders = (DATA, TESTS / "data" / "base", TESTS / "data" / "situations")
    paths = sorted(path for folder in folders for path in folder.rglob("*.yaml"))
    found = [path.read_text("utf-8") for path in paths if path.is_file()]
    shape = shape_of("official")
    _collect(officials, lambda data: found.append(file_text(part_of(data), shape)))
    return found


def _collect(strategy: SearchStrategy[Any], each: Callable[[Any], object]) -> None:
    @settings(
        max_examples=_SCRIBBLES,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(drawn: Any) -> None:  # noqa: ANN401 - whatever the strategy draws
        each(drawn)

    collect()


def some_lines(chance: random.Random, text: str) -> str:
    """A few lines of a text in a row: most faults need no more, and are found much faster."""
    lines = text.splitlines(keepends=True) or [""]
    start = chance.randrange(len(lines))
    return "".join(lines[start : start + chance.randrange(1, _MOST_LINES)])


def mutated(seeds: Seeds, typed: Sequence[str] = TYPED) -> Maker:
    """Some lines of the seeds, with a few edits."""
    return lambda chance: edited(chance, some_lines(chance, chance.choice(seeds())), typed)


def some_record(chance: random.Random) -> str:
    """A mapping out of a file as `fmt` writes it, or the first lines of one, at column 0."""
    lines = chance.choice(laid_out()).splitlines(keepends=True)
    first = chance.choice((0, chance.randrange(len(lines))))
    column = len(lines[first]) - len(lines[first].lstrip(" "))
    taken = [lines[first][column:]]
    for line in lines[first + 1 : first + chance.randint(1, _MOST_LINES)]:
        if line[:column].strip():
            break
        taken.append(line[column:] or line)
    is_list = taken[0].startswith("- ")
    return "".join(["x:\n", *(f"  {line}" for line in taken)] if is_list else taken)


def disturbed(chance: random.Random) -> str:
    """Such a record with a few edits where they tell: in its indentation, and around its values."""
    text = some_record(chance)
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        lines = text.splitlines(keepends=True) or [""]
        line = chance.randrange(len(lines))
        old = lines[line]
        body, token = old.lstrip(" "), chance.choice(TYPED_IN_LINES)
        key, colon, value = old.rstrip("\n").partition(": ")
        at = chance.randrange(len(old) + 1)
        lines[line] = chance.choice(
            (
                " " * max(0, len(old) - len(body) + chance.choice((-2, -1, 1, 2))) + body,
                f"{key}{colon}{token}{value}\n",
                f"{key}{colon}{value}{token}\n",
                f"{key}{colon}{token}\n",
                f"{key}{token}{colon}{value}\n",
                old[:at] + token + old[at:],
                old[:at] + old[at + 1 :],
                old + chance.choice(lines),
                old + " " * chance.randrange(9) + token + "\n",
                "",
            )
        )
        text = "".join(lines)
    return text


TYPED_IN_LINES = (
    *("- ", "-", "[", "]", "{", "}", ": ", ":", " ", "  ", "\n", "\n\n", "x: ", "x:", " #", "#"),
    *("# c", " # c", "&a ", "*a", "!t ", "!", '"', "'", "''", "\\", '\\"', "|", ">", ">-", "|-"),
    *("|+", ">2", "|2-", ">- # c", "a", "a b", "é", "گفت", "\u200c", "\u200f", "\xa0", "\xad"),
    *("\u202e", "\ufeff", "\t", "\r", "\r\n", "\0", "\x7f", "\x85", "\u2028", "\ufdd0", "😀"),
    *("~", "null", "NULL", "no", "1", "-1", "1e3", "=", "<<", "<<: ", "? ", "?", "%", "@", "`"),
    *(",", ", ", "[a, b]", "[]", "{}", "[a]", '["a", b]', "['a''b']", "[a, [b]]", "[a,b]"),
    *("[a, ]", "[ a]", "[a ]", "[#a]", "[null]", '"a"', "'a'", "'a''b'", '"a: b"', '"a # b"'),
    *("---", "...", "--- ", "- - ", "-a", "a:b", "a: b", "id: ", "id:", "text: >-", "name"),
    *('""', "''", '"\u200c"', "“a”", "(a)", "../2014", "x" * 1100),
)
"""What matters to a reader of lines, or looks as if it did."""


def joined(tokens: Sequence[str], most: int = 14) -> Maker:
    """Some of the tokens in a row."""
    return lambda chance: "".join(chance.choice(tokens) for _ in range(chance.randint(1, most)))


def any_text(chance: random.Random, most: int = 30) -> str:
    """Characters from anywhere, but for surrogates."""
    ends = (0x7F, 0x7F, 0x2FF, 0x7FF, 0xD7FF, 0x10FFFF)
    codes = (chance.randint(0, chance.choice(ends)) for _ in range(chance.randint(0, most)))
    return "".join(chr(code) for code in codes if not 0xD800 <= code < 0xE000)


def one_of(*makers: Maker) -> Maker:
    """An input of any of these."""
    return lambda chance: chance.choice(makers)(chance)
