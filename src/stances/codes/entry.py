"""An entry of the catalogue: what a problem code means."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """A kind of problem: `why` says what is wrong about it and `cure` what to do."""

    name: str
    why: str
    cure: str
    severity: Severity = "error"
    retired: bool = False
    """Whether no problem has this code any more; a code is never used for something else."""
