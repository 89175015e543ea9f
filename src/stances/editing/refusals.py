"""Why something in a sheet is not taken."""

from __future__ import annotations

from typing import NamedTuple


class Refusal(NamedTuple):
    """Something wrong in a sheet: on which line, counted from 1, in which column, and what to do.

    `column` is the sheet's own name of it, empty for the whole row; `code` is that of the catalogue
    where `stances check` would say the same. A conflict is with what is recorded already.
    """

    line: int
    column: str
    message: str
    hint: str = ""
    code: str = ""
    conflict: bool = False
