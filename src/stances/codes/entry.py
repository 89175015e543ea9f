"""An entry of the catalogue: the meaning of a problem code."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """A kind of problem: `why` says what is wrong, and `cure` what to do."""

    name: str
    why: str
    cure: str
    severity: Severity = "error"
    retired: bool = False
    """Whether the code is no longer in use; a code is never used for something else."""
