"""Files edited at random, as by a cat on the keyboard: problems or not, but never a bug."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from scribbles import edited

if TYPE_CHECKING:
    from .conftest import Ledger, Run

LINE = re.compile(r"[^\n:]+:[1-9]\d*:[1-9]\d*: (error|warning)\[ST\d{3} [a-z0-9-]+\] [^\n]+")
EDITED = ["officials/adler.yaml"] * 3 + ["sources/gazette.yaml", "codebook.yaml", "corpus.yaml"]
COMMANDS = [
    ("list", "--format", "json"),
    ("show", "adler", "--format", "table"),
    ("compare", "adler", "brandt", "--format", "table"),
    ("summary", "--format", "table"),
    ("list", "--format", "table"),
]


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
