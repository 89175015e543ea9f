"""No work takes the square of its input: the entries of `worst_inputs` at once, and each twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import stances
import worst_inputs

if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

PACKAGE = str(Path(stances.__file__).parent)
SMALL = 500
"""Characters of an input whose lines of work are counted, which takes long."""
FEW = 3_000
"""Lines that any input may take, such as those that prepare a pattern."""


def test_an_input_for_which_the_square_would_take_minutes_takes_seconds() -> None:
    """No clock: the process is ended by its system if an entry uses up its CPU time."""
    done = subprocess.run(
        [sys.executable, worst_inputs.__file__], capture_output=True, text=True, check=False
    )
    last = done.stdout.splitlines()[-1]
    assert last == worst_inputs.DONE, f"stopped at `{last}`: {done.stderr}"


def lines_of(case: worst_inputs.Case, n: int) -> int:
    """How many lines of the package are run in the work on an input of a size."""
    given, count = case.make(n), 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 - as Python calls it
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename.startswith(PACKAGE) else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        case.work(given)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", worst_inputs.CASES)
def test_twice_the_input_takes_twice_the_lines(name: str) -> None:
    case = worst_inputs.CASES[name]
    once = lines_of(case, SMALL)
    assert lines_of(case, 2 * SMALL) <= 2.5 * once + FEW
