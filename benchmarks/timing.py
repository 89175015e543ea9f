"""Run programs side by side: how long each takes, and how much memory.

Two sides are run in turn, and which of them begins changes with each round: what slows the machine
down for a while slows both. The time is that from the start of the process to its end, without a
shell between. Linux hands out the memory with the end of a process (`wait4`): the most that any
one process of it, itself or a child, ever held; and never less than this harness holds, which is
small for that reason.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Sample(NamedTuple):
    """What one run took: the time, and the most memory that any one process of it held."""

    seconds: float
    bytes: int


@dataclass(frozen=True)
class Job:
    """A program to run. `before` is done each time, and not timed.

    If `inside`, it times a part of itself and prints the seconds, and these count. `codes` are the
    exit codes that it may end with.
    """

    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] | None = None
    inside: bool = False
    codes: tuple[int, ...] = (0,)


Side = tuple[Job, ...]
"""Jobs that are run one after the other, and their times added."""


class JobFailed(Exception):
    """A program did not end well, so that its time says nothing."""

    def __init__(self, job: Job, code: int, said: str) -> None:
        # Of a traceback, the last line says what was wrong.
        last = said.strip().rpartition("\n")[2] or "it said nothing"
        super().__init__(f"{Path(job.argv[0]).name} ended with {code}: {last}")


def run(job: Job, output: Path | None = None) -> Sample:
    """Run a program once; what it prints goes to a file, as any output worth having would."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = output or Path(folder, "out"), Path(folder, "err")
        if job.before:
            job.before()
        start = time.perf_counter()
        pid = _spawn(job, out, err)
        _, status, usage = os.wait4(pid, 0)
        seconds = time.perf_counter() - start
        if (code := os.waitstatus_to_exitcode(status)) not in job.codes:
            raise JobFailed(job, code, err.read_text("utf-8", "replace"))
        if job.inside:
            seconds = float(out.read_text("utf-8"))
    return Sample(seconds, usage.ru_maxrss * _RSS_UNIT)


def _spawn(job: Job, out: Path, err: Path) -> int:
    written = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(out), written, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, str(err), written, 0o600),
    ]
    return os.posix_spawn(job.argv[0], job.argv, job.env, file_actions=files)


def run_side(side: Side) -> Sample:
    """Run the jobs of a side once each: their times added, the most memory of any."""
    samples = [run(job) for job in side]
    return Sample(
        sum(sample.seconds for sample in samples), max(sample.bytes for sample in samples)
    )


def side_by_side(
    ours: Side, theirs: Side, rounds: int, measure: Callable[[Side], Sample] = run_side
) -> list[tuple[Sample, Sample]]:
    """Run two sides in turn, after a run of each that does not count; a pair for each round."""
    measure(ours)
    measure(theirs)
    return [_round(ours, theirs, measure, swapped=number % 2 == 1) for number in range(rounds)]


def _round(
    ours: Side, theirs: Side, measure: Callable[[Side], Sample], *, swapped: bool
) -> tuple[Sample, Sample]:
    if swapped:
        second = measure(theirs)
        return measure(ours), second
    return measure(ours), measure(theirs)


def on_two_cores() -> None:
    """Keep to two cores, with all that is run from here; the bars are for so many."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
