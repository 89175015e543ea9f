"""The command line: `main` is what the `stances` command runs."""

from __future__ import annotations

import sys
from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """Run the arguments of this process, and exit; Ctrl-C is quiet from the first import on."""
    try:
        from stances.cli.run import run_process  # noqa: PLC0415 - importing can be interrupted

        code = run_process(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)
