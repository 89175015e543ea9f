"""Inputs: tokens in a row, and what a few random edits leave of good files.

Each input is made of one generator of random numbers, so that a number tells which it was, and
making one takes no longer than trying it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings

from scribbles import TYPED, edited, scribbled

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

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

    @settings(
        max_examples=_SCRIBBLES,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(scribbled())
    def collect(raw: bytes) -> None:
        found.append(raw.decode())

    collect()
    return found


def some_lines(chance: random.Random, text: str) -> str:
    """A few lines of a text in a row: most faults need no more, and are found much faster."""
    lines = text.splitlines(keepends=True) or [""]
    start = chance.randrange(len(lines))
    return "".join(lines[start : start + chance.randrange(1, _MOST_LINES)])


def mutated(seeds: Seeds, typed: Sequence[str] = TYPED) -> Maker:
    """Some lines of the seeds, with a few edits."""
    return lambda chance: edited(chance, some_lines(chance, chance.choice(seeds())), typed)


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
