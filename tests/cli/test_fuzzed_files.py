"""Files edited at random, as by a cat on the keyboard: problems or not, but never a bug."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Ledger, Run

LINE = re.compile(r"[^\n:]+:[1-9]\d*:[1-9]\d*: (error|warning)\[ST\d{3} [a-z0-9-]+\] [^\n]+")
TYPED = [
    *("\n", "  ", "- ", "[", "{", "]", "}", ": ", "x: ", "&a ", "*a", "!!str ", '"', "'", "|"),
    *(">-", "# ", "\0", "\x1b", "\u202e", "\ufeff", "\t", "\r", "---\n", "...\n", "? ", "<<: "),
    *("%YAML 1.1\n", "~", "null", "\\", '"\\e"', '"\\u202e"', "2021-13", "../..", "[[", "[,]"),
    *("id: ", "said:\n", "statements:\n", "evidence:\n", " " * 40, "a" * 300, '""', "\x85", "- - "),
]
EDITED = ["officials/adler.yaml"] * 3 + ["sources/gazette.yaml", "codebook.yaml", "corpus.yaml"]
COMMANDS = [
    ("list", "--format", "json"),
    ("show", "adler", "--format", "table"),
    ("compare", "adler", "brandt", "--format", "table"),
    ("summary", "--format", "table"),
    ("list", "--format", "table"),
]


def edited(chance: random.Random, text: str) -> str:
    """The text after a few edits."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 1, 5, 20)))
        lines = text.splitlines(keepends=True) or [""]
        line = chance.randrange(len(lines))
        edits = [
            text[:start] + chance.choice(TYPED) + text[end:],
            "".join(lines[:line] + lines[line + 1 :]),
            "".join([*lines, lines[line]]),
            "".join(
                [*lines[:line], " " * chance.randrange(8), lines[line].lstrip(), *lines[line + 1 :]]
            ),
            text[:start],
        ]
        text = chance.choice([edits[0], *edits])
    return text


@pytest.mark.parametrize("seed", range(8))
def test_a_file_edited_at_random_is_no_bug(stances: Run, ledger: Ledger, seed: int) -> None:
    chance = random.Random(seed)
    folder = ledger()
    for _ in range(40):
        file = folder / chance.choice(EDITED)
        original = file.read_bytes()
        file.write_bytes(edited(chance, original.decode()).encode())
        checked = stances("check", "--data", folder)
        assert checked.returncode in {0, 1}, file.read_bytes()
        assert checked.stderr.count("\n") == checked.returncode
        for line in checked.stdout.splitlines()[:-1]:
            assert LINE.fullmatch(line), file.read_bytes()
        asked = stances(*chance.choice(COMMANDS), "--data", folder)
        assert asked.returncode in {0, 1, 4}, file.read_bytes()
        file.write_bytes(original)
