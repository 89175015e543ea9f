"""Look for 1,000 quotes in a stored copy of 1 MB, and say how many seconds that takes.

`python benchmarks/quotes.py FOLDER` reads the copy and looks for each, as `stances verify` does;
with `--once` behind it, it only reads the copy and makes its typography even, once. Making the
copy is not timed, nor is the start of the interpreter.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from stances.evidence.copies import Copy, Snapshots, Unread
from stances.evidence.folding import fold_text
from stances.evidence.verdicts import Sought, verdict

QUOTES, _SIZE = 1000, 10**6
_WORDS_OF_A_QUOTE = 12
_ALPHABET = "abcdefghijklmnoprstuwyéāتهرانکی"
_MARKS = ((0.02, "“{}”"), (0.04, "{}\u2019s"), (0.06, "{} –"), (0.12, "{},"), (0.18, "{}.\n"))


def article() -> str:
    """A text of 1 MB, with the typography of an article; the same each time."""
    choose = random.Random(1)
    words, size = [], 0
    vocabulary = ["".join(choose.choices(_ALPHABET, k=choose.randint(2, 9))) for _ in range(5000)]
    while size < _SIZE:
        word = choose.choice(vocabulary)
        chance = choose.random()
        words.append(next((mark.format(word) for up_to, mark in _MARKS if chance < up_to), word))
        size += len(words[-1].encode()) + 1
    return " ".join(words)


def quotes(text: str) -> list[str]:
    """Words of the text from all over it, as somebody would type them."""
    words = text.split()
    begins = range(0, len(words) - _WORDS_OF_A_QUOTE, len(words) // QUOTES)[:QUOTES]
    typed = (" ".join(words[at : at + _WORDS_OF_A_QUOTE]) for at in begins)
    return [quote.translate({ord("’"): "'", ord("“"): '"', ord("”"): '"'}) for quote in typed]


def main(folder: Path, *, once: bool) -> float:
    """The seconds that it takes."""
    text = article()
    (folder / "copy.txt").write_text(text, "utf-8")
    sought = quotes(text)
    start = time.perf_counter()
    copy = _read(folder)
    if once:
        fold_text(copy.text)
        return time.perf_counter() - start
    results = [verdict(Sought(quote, "partial-quote"), copy) for quote in sought]
    seconds = time.perf_counter() - start
    if missing := [each.reason for each in results if each.result != "found"]:
        sys.exit(f"{len(missing)} quotes are not found: {missing[0]}")
    return seconds


def _read(folder: Path) -> Copy:
    stored = Snapshots(folder).copy_of("copy", None)
    copy = stored if isinstance(stored, Unread) else stored.read()
    return sys.exit(copy.reason) if isinstance(copy, Unread) else copy


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), once="--once" in sys.argv))
