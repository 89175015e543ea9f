"""The command line; `main` is what the `stances` command runs."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

from stances.errors import INTERRUPTED


def main() -> NoReturn:
    """Run the arguments of this process, and exit; Ctrl-C is quiet from the first import on."""
    gc.set_threshold(100_000)  # imports leave no garbage, so a search every 700 objects is wasted
    try:
        from stances.cli.run import run_process  # noqa: PLC0415 - importing can be interrupted

        code = run_process(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    gc.freeze()  # the process ends, so a last search is wasted too
    sys.exit(code)
