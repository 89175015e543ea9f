"""The command line; `main` is what the `stances` command runs."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

from stances.errors import INTERRUPTED

_OBJECTS_UNTIL_GARBAGE = 100_000
"""What is imported stays, so looking for garbage every 700 objects on the way finds none."""


def main() -> NoReturn:
    """Run the arguments of this process, and exit; Ctrl-C is quiet from the first import on."""
    gc.set_threshold(_OBJECTS_UNTIL_GARBAGE)
    try:
        from stances.cli.run import run_process  # noqa: PLC0415 - importing can be interrupted

        code = run_process(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    gc.freeze()  # what is left goes with the process, and need not be searched first
    sys.exit(code)
