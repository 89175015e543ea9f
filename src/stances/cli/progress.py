"""How far the reading of a large corpus is, on the last line of a terminal."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from typing import Self

_SILENT = 1.0
"""Seconds after which work is worth a word."""
_PAUSE = 0.1
"""Seconds between two words about it."""


class Progress:
    """Says on stderr, if that is a terminal, how much is done; leaves nothing there behind."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _SILENT
        self._said = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._said:
            self._write("")

    def __call__(self, done: int, of: int) -> None:
        """Tell that so many files are read, and of how many."""
        if time.monotonic() < self._next or sys.stderr is None or not sys.stderr.isatty():
            return
        self._next = time.monotonic() + _PAUSE
        self._said = True
        self._write(f"stances: reading the corpus, {done:,} of {of:,} files")

    def _write(self, line: str) -> None:
        with suppress(OSError):
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()
