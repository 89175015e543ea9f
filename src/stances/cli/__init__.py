"""The command line: `main` is what the `stances` command runs."""

from __future__ import annotations

from stances.cli.run import main

__all__ = ["main"]
