"""Fuzzes for as long as one likes: `python -m tests.fuzz --minutes 60`.

Each target gets its share of the time. The numbers of inputs are printed, and where something is
found, an input that shows it, as small as can be; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from importlib import import_module
from math import inf
from pathlib import Path


def main() -> int:
    """Run, print the counts, and return the exit code."""
    sys.path[:0] = [str(Path(__file__).parent.parent)]
    targets = import_module("fuzz.targets").TARGETS
    give_for = import_module("fuzz.campaign").give_for
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1, help="for how long, all together")
    parser.add_argument("--inputs", type=int, help="so many for each target, however long")
    parser.add_argument("--first", type=int, help="the number of the first input, to repeat it")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(targets)}")
    options = parser.parse_args()
    first = random.SystemRandom().randrange(2**48) if options.first is None else options.first
    names = options.targets or [*targets]
    shares = sum(targets[name].share for name in names)
    total = failed = 0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as cache:
        os.environ["STANCES_CACHE_DIR"] = cache
        for name in names:
            seconds = options.minutes * 60 * targets[name].share / shares
            limits = (inf, options.inputs) if options.inputs else (seconds, inf)
            count, failure = give_for(targets[name], first, *limits)
            total += count
            print(f"{name:<10} {count:>12,} inputs", flush=True)
            if failure:
                failed += 1
                print(f"{name}: {failure}", flush=True)
    print(f"{'together':<10} {total:>12,} inputs")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
