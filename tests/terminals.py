"""Programs on a terminal, as people use them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pexpect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TRIES = 30


def started(
    program: Path,
    *words: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    height: int = 200,
    width: int = 80,
) -> pexpect.spawn[str]:
    """The program on a terminal of its own; `env` is added to this one's environment."""
    return pexpect.spawn(
        str(program),
        [*words],
        cwd=None if cwd is None else str(cwd),
        env={**os.environ, "TERM": "xterm-256color", **(env or {})},
        dimensions=(height, width),
        encoding="utf-8",
        timeout=30,
    )


def interrupted(child: pexpect.spawn[Any]) -> str:
    """Press Ctrl-C until the program ends; what it has written since.

    Python does not hear one that comes when a question has been written and its answer is not read
    yet. A person presses again, and so does this.
    """
    for _ in range(_TRIES):
        child.sendintr()
        if child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=1) == 0:
            break
    return str(child.before)
