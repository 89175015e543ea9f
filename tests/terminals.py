"""Programs on a terminal, as people use them."""

from __future__ import annotations

from typing import Any

import pexpect

_TRIES = 30


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
