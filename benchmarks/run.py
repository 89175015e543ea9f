"""Measure `stances` beside other programs, and hold it against its bars.

Prints a table of ratios; exits 1 if a bar is missed. README.md here says how to read it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

# Run as a file: what lies beside it is found as the package that it is for the tests too.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpora import LOPSIDED
from benchmarks.measures import LOPSIDED_SIZES, MEASURES
from benchmarks.page import surroundings, write
from benchmarks.places import PROGRAM, SHIPPED, Places, Size
from benchmarks.results import Result, result
from benchmarks.table import last_line, tables
from benchmarks.timing import on_two_cores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SIZES = (10_000, 20_000, 100_000, 1_000_000)
_ROUNDS = ((1_000, 21), (10_000, 11), (100_000, 5))
"""Up to how many statements each row is run how often; above, once."""


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not PROGRAM.exists():
        parser.error(f"there is no {PROGRAM}; run this with the Python that has `stances`")
    on_two_cores()
    kept = nullcontext(options.folder) if options.folder else tempfile.TemporaryDirectory()
    with kept as folder:
        results = [*measured(Path(folder).resolve(), options)]
    if options.write:
        write(options.write, results)
    print(tables(results), surroundings(), "", last_line(results), sep="\n")
    return int(any(each.is_missed for each in results))


def measured(folder: Path, options: argparse.Namespace) -> Iterator[Result]:
    """The results, one by one as they come."""
    for size in _sizes_of(options):
        places = Places(folder, size)
        for measure in MEASURES:
            if measure.is_for(size) and _is_asked(measure.name, options):
                print(f"{size.title}: {measure.name} …", file=sys.stderr, flush=True)
                yield result(measure, places, options.rounds or _rounds(size.statements))


def _sizes_of(options: argparse.Namespace) -> Iterator[Size]:
    """The corpora to measure on: all, unless sizes are asked for."""
    yield SHIPPED
    if options.statements is None and options.lopsided is None:
        yield from (*LOPSIDED_SIZES, *map(Size, _SIZES))
    for kind in LOPSIDED:
        yield from (Size(number, kind) for number in options.lopsided or ())
    yield from map(Size, options.statements or ())


def _rounds(statements: int) -> int:
    return next((rounds for up_to, rounds in _ROUNDS if statements <= up_to), 1)


def _is_asked(name: str, options: argparse.Namespace) -> bool:
    return not options.only or name in options.only


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks/run.py", description=__doc__)
    add = parser.add_argument
    add("--statements", type=_sizes, metavar="N,…", help="only corpora of these sizes")
    add("--lopsided", type=_sizes, metavar="N,…", help="only lopsided corpora of these sizes")
    add("--rounds", type=_number, metavar="N", help="how often each row is run, instead of by size")
    names = [measure.name for measure in MEASURES]
    add("--only", action="append", choices=names, metavar="ROW", help="this row; may be repeated")
    add("--folder", type=Path, metavar="DIR", help="where corpora stay for the next run")
    add("--write", type=Path, metavar="FILE", help="also write the tables to this page")
    return parser


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(map(_number, text.split(",")))


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
