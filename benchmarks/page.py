"""`docs/performance.md`: the tables of a run, and what people have written about it."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.peers import PEERS
from benchmarks.table import last_line, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.results import Result

_MARK = "<!-- Written by hand from here on; `benchmarks/run.py --write` keeps it. -->"
_HEAD = """\
# Performance

This page compares the speed and memory of `stances` with those of other programs on the same
machine. Each row compares two commands: `ours`, and the one `beside` it. The two run in turn, and
each runs as often as the heading says (rounds). A ratio is the median of `ours` divided by the
median of the command `beside`. The bar is the highest ratio that the project allows itself.
[benchmarks/README.md](../benchmarks/README.md) explains the rows, the columns and the method.

`python benchmarks/run.py --write docs/performance.md` writes the first part of this page.

## The run
"""
_TAIL = """\
## What the time is spent on

To be written.
"""


def write(path: Path, results: Sequence[Result]) -> None:
    """Write a run to a page; what stands behind the mark in it stays."""
    _, mark, kept = path.read_text("utf-8").partition(_MARK) if path.exists() else ("", "", "")
    parts = (_HEAD, f"{surroundings()}\n", tables(results), f"{last_line(results)}.\n", _MARK)
    path.write_text("\n".join(parts) + (kept if mark else f"\n\n{_TAIL}"), "utf-8")


def surroundings() -> str:
    """The machine and the programs, one to a line."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    machine = f"{_processor()}, {_cores()} cores, {platform.system()} {platform.release()}"
    others = [peer.version or f"{peer.name}: not installed" for peer in PEERS]
    return "\n".join(f"- {line}" for line in (machine, python, *others))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    """The name of the processor, which only Linux's own file tells."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text("utf-8").splitlines() if listed.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
