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
SHARES = 4
"""Processes that the entries are spread over, so that several cores may do them."""
SMALL = 500
"""Characters of an input whose lines of work are counted, which takes long."""
FEW = 3_000
"""Lines that any input may take, such as those that prepare a pattern."""


@pytest.mark.parametrize("share", range(SHARES))
def test_an_input_for_which_the_square_would_take_minutes_takes_seconds(share: int) -> None:
    """No clock: the process is ended by its system if an entry uses up its CPU time."""
    command = [sys.executable, worst_inputs.__file__, str(share), str(SHARES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    last = done.stdout.splitlines()[-1:]
    assert last == [worst_inputs.DONE], f"ended with {done.returncode} at {last}: {done.stderr}"


def lines_of(case: worst_inputs.Case, n: int) -> int:
    """How many lines of the package are run in the work on an input of a size."""
    given, count = case.make(n), 0

    def called(frame: FrameType, *_: Any) -> Any:  # noqa: ANN401 - as Python calls it
        return ran if frame.f_code.co_filename.startswith(PACKAGE) else None

    def ran(_frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 - as Python calls it
        nonlocal count
        count += event == "line"
        return ran

    before = sys.gettrace()
    sys.settrace(called)
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
